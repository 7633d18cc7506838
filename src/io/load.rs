//! Discovers, reads and parses the documents of a run.

use super::revisions::{self, Since, WorkTrees};
use super::walk::{self, Inputs};
use super::{paths, read};
use crate::Error;
use crate::document::Document;
use crate::document::filter::DocumentFilter;
use crate::document::identity::{Location, strip_root};
use crate::document::not_checked::NotChecked;
use crate::text::Text;
use camino::Utf8Path;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

/// Which documents a run is about.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Where to look for documents.
    pub inputs: Inputs<'a>,
    /// Which of them are wanted.
    pub filter: &'a DocumentFilter,
    /// The source folder: its files are not localized documents.
    pub source: Option<&'a Utf8Path>,
    /// If only new findings are reported: the revision to compare with.
    pub since: Option<&'a Since>,
    /// Called after each document that was read.
    pub on_document: &'a OnDocument,
}

/// A function that is called after each document that was read, from any thread.
#[derive(Clone, Default)]
pub struct OnDocument(Option<Arc<dyn Fn() + Send + Sync>>);

impl OnDocument {
    /// Calls a function.
    pub fn new(call: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(call)))
    }

    /// Calls the function, if there is one.
    pub fn call(&self) {
        if let Some(call) = &self.0 {
            call();
        }
    }
}

impl fmt::Debug for OnDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "OnDocument(..)" } else { "OnDocument(none)" })
    }
}

/// The parsed documents of a run, each with the value that `make` returned for it.
#[derive(Debug)]
pub struct Loaded<T> {
    /// The documents, in the order of their names.
    pub documents: Vec<(Document, T)>,
    /// Files that could not be read.
    pub not_checked: Vec<NotChecked>,
    /// The number of documents that the filter leaves out.
    pub left_out: usize,
    /// The folders that are loaded completely, each as its absolute path and as the path that messages show.
    pub folders: Vec<(String, String)>,
    /// The absolute paths of the files that exist.
    pub present: HashSet<String>,
}

impl<T> Default for Loaded<T> {
    fn default() -> Self {
        Self { documents: Vec::new(), not_checked: Vec::new(), left_out: 0, folders: Vec::new(), present: HashSet::new() }
    }
}

/// A file that was found: its absolute path, and its document if it can be read. Boxed, because sorting moves it often.
type Opened<T> = Box<(String, Result<(Document, T), NotChecked>)>;

/// Loads the documents of a run. `make` is called with each document right after parsing, from any thread.
///
/// # Errors
/// When a path does not exist or cannot be read.
pub fn documents<T: Send>(request: Request<'_>, make: impl Fn(&Document) -> T + Sync) -> Result<Loaded<T>, Error> {
    if request.since == Some(&Since::Staged) {
        return texts(revisions::staged(&request.inputs)?, request, make);
    }
    let folders = walk::folders(request.inputs.paths)?;
    let is_wanted = is_wanted(request)?;
    let found = walk::discover(&request.inputs)?;
    let open = |location: Location| {
        let text = match request.inputs.texts.get(&location.absolute) {
            Some(bytes) => Ok(Text::new(&location.name, bytes.as_slice())),
            None => read::document(&location),
        };
        let document = text.map(|text| {
            let mut document = Document::parse(text, &location);
            let made = make(&document);
            document.sxs.forget_pairs();
            (document, made)
        });
        request.on_document.call();
        let document = document.map_err(|error| walk::unreadable(location.name, error.to_string()));
        Box::new((location.absolute, document))
    };
    let mut work_trees = request.since.map(|_| WorkTrees::of_paths(request.inputs.paths)).transpose()?;
    let mut left_out = 0;
    let wanted = found.filter_map(|location| match location {
        Ok(location) if !is_wanted(&location) => {
            left_out += 1;
            None
        }
        // The document is in a different repository, so its earlier version is not available here.
        Ok(location) if work_trees.as_mut().is_some_and(|trees| !trees.contain(&location.absolute)) => {
            Some(Err(walk::unreadable(location.name, "it is in another repository, whose changes are not looked at".to_owned())))
        }
        location => Some(location),
    });
    let opened: Vec<Result<Opened<T>, NotChecked>> = wanted.par_bridge().map(|location| location.map(open)).collect();
    let mut loaded = in_order(opened);
    if let Some(work_trees) = work_trees {
        loaded.not_checked.extend(work_trees.embedded_repositories());
    }
    Ok(Loaded { left_out, folders, ..loaded })
}

/// Loads the documents of a run as they were before a change. While a merge is being concluded, a second set holds the documents
/// of the other side.
///
/// # Errors
/// When a path is in no repository, git cannot be run, the revision does not exist, or a document of it cannot be read.
pub fn earlier_documents<T: Send>(
    request: Request<'_>,
    since: &Since,
    make: impl Fn(&Document) -> T + Sync,
) -> Result<Vec<Loaded<T>>, Error> {
    revisions::read(&request.inputs, since)?.into_iter().map(|revision| texts(revision, request, &make)).collect()
}

/// Parses documents that a repository holds.
fn texts<T: Send>(
    documents: revisions::Documents,
    request: Request<'_>,
    make: impl Fn(&Document) -> T + Sync,
) -> Result<Loaded<T>, Error> {
    let is_wanted = is_wanted(request)?;
    let revisions::Documents { mut texts, not_checked } = documents;
    let found = texts.len();
    texts.retain(|(location, _)| is_wanted(location));
    let left_out = found - texts.len();
    let parse = |(location, bytes): (Location, Vec<u8>)| {
        let mut document = Document::parse(Text::new(&location.name, bytes), &location);
        let made = make(&document);
        document.sxs.forget_pairs();
        Ok(Box::new((location.absolute, Ok((document, made)))))
    };
    let opened: Vec<Result<Opened<T>, NotChecked>> = texts.into_par_iter().map(parse).collect();
    Ok(Loaded { left_out, not_checked, folders: walk::folders(request.inputs.paths)?, ..in_order(opened) })
}

/// Whether a file that was found is a document of the run: the filter does not leave it out, and it is not a source file beside
/// the localized ones.
fn is_wanted(request: Request<'_>) -> Result<impl Fn(&Location) -> bool, Error> {
    let source = request.source.map(paths::absolute).transpose()?;
    Ok(move |location: &Location| {
        let is_source = source.as_deref().is_some_and(|source| {
            source != location.given_root
                && strip_root(&location.absolute, source).is_some()
                && strip_root(source, &location.given_root).is_some()
        });
        !is_source && !request.filter.excludes(&location.absolute)
    })
}

/// Sorts documents by name, and keeps each file once: two of the given paths may reach the same file.
fn in_order<T>(opened: Vec<Result<Opened<T>, NotChecked>>) -> Loaded<T> {
    let mut readable = Vec::with_capacity(opened.len());
    let mut not_checked = Vec::new();
    let mut present = HashSet::with_capacity(opened.len());
    for opened in opened {
        match opened.map(|opened| *opened) {
            Ok((absolute, Ok(document))) => readable.push(Box::new((absolute, document))),
            Ok((absolute, Err(skipped))) => {
                present.insert(absolute);
                not_checked.push(skipped);
            }
            Err(skipped) => not_checked.push(skipped),
        }
    }
    readable.sort_unstable_by(|a, b| a.1.0.text.name().cmp(b.1.0.text.name()));
    let mut documents = Vec::with_capacity(readable.len());
    for (absolute, document) in readable.into_iter().map(|readable| *readable) {
        if present.insert(absolute) {
            documents.push(document);
        }
    }
    Loaded { documents, not_checked, present, ..Loaded::default() }
}
