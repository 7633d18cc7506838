//! Discovers, reads and parses the documents of a run.

use super::change::{Change, Given};
use super::revisions::{KnownBases, Listing, ReadFile, Since};
use super::walk::{self, Inputs};
use super::{paths, read};
use crate::Error;
use crate::document::Document;
use crate::document::filter::DocumentFilter;
use crate::document::identity::{Location, strip_root};
use crate::document::loss::{Gone, Loss};
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::project::change::{Base, Touched};
use crate::project::coverage::Coverage;
use crate::text::Text;
use camino::Utf8Path;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
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
    /// Which of them the base of a change wanted.
    pub base_filter: &'a DocumentFilter,
    /// The commits of the base of a change that are known already.
    pub bases: &'a KnownBases,
    /// Whether siblings outside the given paths are read as well, so that documents can be compared with them.
    pub with_context: bool,
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
    /// What was not read, and why.
    pub coverage: Coverage,
    /// The folders that are loaded completely, each as its absolute path and as the path that messages show.
    pub folders: Vec<(String, String)>,
    /// The absolute paths of the files that exist.
    pub present: HashSet<String>,
    /// The part of the documents that a run on a change has read; `None` if the run is not about a change.
    pub touched: Option<Touched>,
}

impl<T> Default for Loaded<T> {
    fn default() -> Self {
        Self { documents: Vec::new(), coverage: Coverage::default(), folders: Vec::new(), present: HashSet::new(), touched: None }
    }
}

/// A file that was found: its absolute path, and its document if it can be read. Boxed, because sorting moves it often.
type Opened<T> = Box<(String, Result<(Document, T), NotChecked>)>;

/// Loads the documents of a run. `make` is called with each document right after parsing, from any thread.
///
/// # Errors
/// When a path does not exist or cannot be read.
pub fn documents<T: Send>(request: Request<'_>, make: impl Fn(&Document) -> T + Sync) -> Result<Loaded<T>, Error> {
    let is_wanted = is_wanted(request.source, request.filter)?;
    let found = walk::discover(&request.inputs)?;
    let mut left_out = 0;
    let mut empty_roots = EmptyRoots::new(request.inputs)?;
    let wanted = found.filter(|location| {
        location.iter().for_each(|location| empty_roots.remove(location));
        let is_wanted = location.as_ref().map_or(true, &is_wanted);
        left_out += usize::from(!is_wanted);
        is_wanted
    });
    let open = |location: Location| open(request, location, &make);
    let opened: Vec<Result<Opened<T>, NotChecked>> = wanted.par_bridge().map(|location| location.map(open)).collect();
    let mut loaded = in_order(opened);
    loaded.coverage.unreadable = loaded.coverage.not_checked.len();
    if request.with_context {
        let identities = loaded.documents.iter().map(|(document, _)| &document.identity);
        let context = walk::context(&request.inputs, identities, &loaded.present)?.into_iter();
        let context: Vec<Location> = context.filter(|location| !request.filter.excludes(&location.absolute)).collect();
        loaded.add_context(context.into_par_iter().map(open).collect());
    }
    loaded.coverage.left_out = left_out;
    loaded.coverage.empty_roots = empty_roots.names();
    Ok(loaded.in_folders(walk::folders(request.inputs.paths)?))
}

/// The configured roots below the given folders in which no document was found yet.
struct EmptyRoots(BTreeMap<String, String>);

impl EmptyRoots {
    fn new(inputs: Inputs<'_>) -> Result<Self, Error> {
        let given = Given::new(inputs.paths)?;
        let roots = inputs.roots.iter().map(|root| Ok((paths::absolute(root)?, paths::display_name(root))));
        let roots = roots.collect::<Result<BTreeMap<_, _>, Error>>()?;
        Ok(Self(roots.into_iter().filter(|(root, _)| given.contains(root)).collect()))
    }

    /// A document was found.
    fn remove(&mut self, location: &Location) {
        if let Some(root) = &location.configured_root {
            self.0.remove(root);
        }
    }

    /// Their names, as messages show them.
    fn names(self) -> Vec<String> {
        self.0.into_values().collect()
    }
}

/// Reads and parses a file.
fn open<T>(request: Request<'_>, location: Location, make: impl Fn(&Document) -> T) -> Opened<T> {
    let text = match request.inputs.texts.get(&location.absolute) {
        Some(bytes) => Ok(Text::new(&location.name, bytes.as_slice())),
        None => read::document(&location),
    };
    request.on_document.call();
    match text {
        Ok(text) => parsed(text, location, make),
        Err(error) => Box::new((location.absolute, Err(walk::unreadable(location.name, error.to_string())))),
    }
}

/// Parses a text.
fn parsed<T>(text: Text, location: Location, make: impl Fn(&Document) -> T) -> Opened<T> {
    let mut document = Document::parse(text, &location);
    let made = make(&document);
    document.sxs.forget_pairs();
    Box::new((location.absolute, Ok((document, made))))
}

/// The versions of the documents of a run.
#[derive(Debug)]
pub struct Versions<T> {
    /// As they are now.
    pub now: Loaded<T>,
    /// As they were before, if the run is about a change.
    pub earlier: Option<Earlier<T>>,
}

/// The documents of a run as they were before a change.
#[derive(Debug)]
pub struct Earlier<T> {
    /// The name of the base.
    pub name: String,
    /// The documents at the base and, while a merge is being concluded, on the other side.
    pub before: Vec<Loaded<T>>,
    /// The documents of the base that are no longer there.
    pub gone: Vec<Gone>,
}

impl<T> Earlier<T> {
    /// The base that the change is compared with.
    pub fn base(&self) -> Base<'_> {
        let documents = self.before.iter().take(1).flat_map(|base| &base.documents);
        Base { documents: documents.map(|(document, _)| document).collect(), gone: self.gone.clone() }
    }
}

/// How many of the documents of a change are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Those that the change touches, and their siblings.
    Touched,
    /// All.
    All,
}

/// Loads the documents of a run as they are now and, if it is about a change, as they were before.
///
/// # Errors
/// When a path is in no repository, git cannot be run, the revision does not exist, or a document of it cannot be read.
pub fn versions<T: Send>(
    request: Request<'_>,
    since: Option<&Since>,
    extent: Extent,
    make: impl Fn(&Document) -> T + Sync,
) -> Result<Versions<T>, Error> {
    let Some(since) = since else {
        return Ok(Versions { now: documents(request, make)?, earlier: None });
    };
    let mut change = Change::list(&request.inputs, since, request.bases)?;
    let given = Given::new(request.inputs.paths)?;
    let mut empty_roots = EmptyRoots::new(request.inputs)?;
    change.now.files.values().for_each(|file| empty_roots.remove(&file.location));
    let left_out = change.now.select(&given, is_wanted(request.source, request.filter)?);
    for base in &mut change.bases {
        base.select(&given, is_wanted(request.source, request.base_filter)?);
    }
    let gone = change.gone(|location| request.filter.excludes(&location.absolute));
    let (mut now, mut earlier) = read_versions(request, &mut change, gone.clone(), extent, &make)?;
    // The front matter of a document may lead to another article than its path.
    let is_expected = |loaded: &Loaded<T>| loaded.documents.iter().all(|(document, _)| change.is_expected(&document.identity));
    if extent == Extent::Touched && !(is_expected(&now) && earlier.before.iter().all(is_expected)) {
        (now, earlier) = read_versions(request, &mut change, gone, Extent::All, &make)?;
    }
    earlier.name = since.rev().to_owned();
    now.coverage.left_out = left_out;
    now.coverage.empty_roots = empty_roots.names();
    Ok(Versions { now, earlier: Some(earlier) })
}

/// Reads the documents of a change. `gone` has those that are not listed any more.
fn read_versions<T: Send>(
    request: Request<'_>,
    change: &mut Change,
    mut gone: Vec<Gone>,
    extent: Extent,
    make: &(impl Fn(&Document) -> T + Sync),
) -> Result<(Loaded<T>, Earlier<T>), Error> {
    let is_partial = extent == Extent::Touched;
    let selected = change.selected(is_partial);
    let folders = walk::folders(request.inputs.paths)?;
    let touched = Some(Touched { by_holder: change.by_holder, is_partial });
    let mut before = Vec::new();
    // The siblings that are gone now, as they were at the base. The others can still be compared with them.
    let mut gone_siblings = Vec::new();
    for (number, base) in change.bases.iter_mut().enumerate() {
        let texts = base.read(&selected)?.into_iter().map(|(location, bytes)| match bytes {
            Ok(bytes) => Ok((location, bytes)),
            Err(reason) => Err(Error::BaseUnread { path: location.name, reason }),
        });
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        if number == 0 {
            let gone = texts.iter().filter(|(location, _)| !change.now.files.contains_key(&location.absolute));
            let as_context = |location: &Location| Location { is_context: true, ..location.clone() };
            gone_siblings = gone.map(|(location, bytes)| (as_context(location), bytes.clone())).collect();
        }
        let present = base.files.keys().cloned().collect();
        let loaded = Loaded { present, touched, ..in_order(parse_all(texts, make)) };
        before.push(loaded.in_folders(folders.clone()));
    }
    let opened = read_now(request, &mut change.now, &selected, make)?;
    let reason = |opened: &Opened<T>| Some((opened.0.clone(), opened.1.as_ref().err()?.reason.clone()));
    let unreadable = opened.iter().filter_map(reason);
    gone.extend(unreadable.map(|(absolute, reason)| Gone { absolute, loss: Loss::Unreadable(reason) }));
    let mut now = in_order(opened.into_iter().map(Ok).collect());
    let not_checked = &mut now.coverage.not_checked;
    not_checked.extend(change.now.unreadable.values().cloned());
    now.coverage.unreadable = not_checked.len();
    not_checked.extend(change.now.not_checked.iter().cloned());
    now.present = change.now.files.keys().cloned().collect();
    now.touched = touched;
    now.add_context(parse_all(gone_siblings, make).into_iter().filter_map(Result::ok).collect());
    Ok((now.in_folders(folders), Earlier { name: String::new(), before, gone }))
}

/// Reads and parses the selected documents of a change as they are now: from disk, or from the index.
fn read_now<T: Send>(
    request: Request<'_>,
    now: &mut Listing,
    selected: &HashSet<String>,
    make: &(impl Fn(&Document) -> T + Sync),
) -> Result<Vec<Opened<T>>, Error> {
    if now.is_on_disk() {
        let files = now.files.values().filter(|file| selected.contains(&file.location.absolute));
        let locations: Vec<Location> = files.map(|file| file.location.clone()).collect();
        return Ok(locations.into_par_iter().map(|location| open(request, location, make)).collect());
    }
    let parse = |(location, bytes): ReadFile| match bytes {
        Ok(bytes) => parsed(Text::new(&location.name, bytes), location, make),
        Err(reason) => Box::new((location.absolute, Err(walk::unreadable(location.name, reason)))),
    };
    Ok(now.read(selected)?.into_par_iter().map(parse).collect())
}

/// Parses texts that a repository holds.
fn parse_all<T: Send>(
    texts: Vec<(Location, Vec<u8>)>,
    make: &(impl Fn(&Document) -> T + Sync),
) -> Vec<Result<Opened<T>, NotChecked>> {
    let parse = |(location, bytes): (Location, Vec<u8>)| Ok(parsed(Text::new(&location.name, bytes), location, make));
    texts.into_par_iter().map(parse).collect()
}

impl<T> Loaded<T> {
    /// Records which folders are loaded completely.
    fn in_folders(mut self, folders: Vec<(String, String)>) -> Self {
        self.coverage.folders = folders.iter().map(|(folder, _)| folder.clone()).collect();
        self.coverage.has_documents = !self.present.is_empty();
        Self { folders, ..self }
    }

    /// Adds documents that are read only as context.
    fn add_context(&mut self, opened: Vec<Opened<T>>) {
        if opened.is_empty() {
            return;
        }
        for (_, document) in opened.into_iter().map(|opened| *opened) {
            match document {
                Ok(document) => self.documents.push(document),
                Err(NotChecked { path, reason, .. }) => {
                    let reason = format!("it cannot be read, so no sibling was compared with it: {reason}");
                    self.coverage.not_checked.push(NotChecked { path, what: Unchecked::Pairs, reason });
                }
            }
        }
        self.documents.sort_by(|(a, _), (b, _)| a.text.name().cmp(b.text.name()));
    }
}

/// Whether a file that was found is a document of the run: the filter does not leave it out, and it is not a source file beside
/// the localized ones.
fn is_wanted<'a>(source: Option<&Utf8Path>, filter: &'a DocumentFilter) -> Result<impl Fn(&Location) -> bool + use<'a>, Error> {
    let source = source.map(paths::absolute).transpose()?;
    Ok(move |location: &Location| {
        let is_source = source.as_deref().is_some_and(|source| {
            source != location.given_root
                && strip_root(&location.absolute, source).is_some()
                && strip_root(source, &location.given_root).is_some()
        });
        !is_source && !filter.excludes(&location.absolute)
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
    Loaded { documents, coverage: Coverage { not_checked, ..Coverage::default() }, present, ..Loaded::default() }
}
