//! Which documents could not be checked, or not completely, and why.

use super::Project;
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::document::{Document, Documents, Key};
use crate::language;
use crate::source::provenance::{Freshness, Handoff};
use std::collections::BTreeMap;

/// What a run covered, and what it could not check.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The absolute paths of the folders that were linted completely.
    pub folders: Vec<String>,
    /// The number of given documents that could not be read.
    pub unreadable: usize,
    /// The configured roots below the given folders that contain no document, as messages show them.
    pub empty_roots: Vec<String>,
    /// Whether there is any document that the filter does not leave out. With a change, it may be unchanged and unread.
    pub has_documents: bool,
    /// The number of documents that `include` and `exclude` leave out.
    pub left_out: usize,
    /// The skipped checks, sorted by path.
    pub not_checked: Vec<NotChecked>,
}

impl Coverage {
    /// Adds the checks that had to be skipped in the documents of a project.
    #[must_use]
    pub fn with_project(mut self, project: &Project) -> Self {
        self.not_checked.extend(without_source(&project.documents));
        self.not_checked.extend(with_source(project));
        // In a folder, documents without siblings are common. A file that is given by name usually has some.
        if self.folders.is_empty() && project.states.is_empty() {
            self.not_checked.extend(without_comparison(project));
        }
        self.not_checked.sort();
        self
    }
}

/// The documents that rules could not check, or not completely, for reasons in the documents.
fn without_source(documents: &Documents) -> Vec<NotChecked> {
    let mut skipped = Vec::new();
    let mut skip = |document: &Document, what, reason: &str| {
        skipped.push(NotChecked { path: document.text.name().to_owned(), what, reason: reason.to_owned() });
    };
    for document in documents.given() {
        if document.segments.is_empty() {
            let reason = match document.text.as_str().trim_start_matches('\u{feff}').trim() {
                "" => "the file is empty",
                _ if !document.sxs.damage.is_empty() => "no pair in it is whole",
                _ if document.identity.locale.as_deref() == Some("en-US") => "a source document: it holds no pairs",
                _ => "it holds no pairs",
            };
            skip(document, Unchecked::Pairs, reason);
        } else if document.source_hash().is_none() {
            let reason = match document.metadata(Key::SourceHash) {
                Some(_) => format!("{} is malformed, so the source version of the document is unknown", Key::SourceHash),
                None => format!("it has no {}, so its source version is unknown", Key::SourceHash),
            };
            skip(document, Unchecked::Handoff, &reason);
        }
    }
    let mut unknown: BTreeMap<&str, &Document> = BTreeMap::new();
    for document in documents.given().filter(|document| !document.segments.is_empty()) {
        let known = |locale: &&str| language::for_locale(locale).is_some() || language::is_english(locale);
        if let Some(locale) = document.identity.locale.as_deref().filter(|locale| !known(locale)) {
            unknown.entry(locale).or_insert(document);
        }
    }
    for (locale, document) in unknown {
        let reason = format!("{locale} is not a supported language; checks that need its vocabulary were skipped");
        skipped.push(NotChecked { path: document.text.name().to_owned(), what: Unchecked::Pairs, reason });
    }
    skipped
}

/// The documents that were compared with nothing.
fn without_comparison(project: &Project) -> impl Iterator<Item = NotChecked> {
    let reason = "no source was given, and no other locale was found below the roots or beside its folder";
    let documents = project.documents.linted().filter(|(doc, document)| !document.is_context && !project.has_siblings(*doc));
    let documents = documents.filter(|(_, document)| !document.segments.is_empty());
    documents.map(move |(_, document)| NotChecked {
        path: document.text.name().to_owned(),
        what: Unchecked::Source,
        reason: reason.to_owned(),
    })
}

/// The documents that could not be compared with their source.
fn with_source(project: &Project) -> Vec<NotChecked> {
    let mut skipped: Vec<NotChecked> = project
        .unread
        .iter()
        .map(|(path, reason)| NotChecked { path: path.clone(), what: Unchecked::Source, reason: reason.clone() })
        .collect();
    for (document, state) in project.documents.linted.iter().zip(&project.states).filter(|(document, _)| !document.is_context) {
        let mut skip = |what, reason: &str| {
            skipped.push(NotChecked { path: document.text.name().to_owned(), what, reason: reason.to_owned() });
        };
        if let Handoff::Unread(reason) = &state.handoff {
            skip(Unchecked::Handoff, &format!("cannot find the source version at handoff: {reason}"));
        }
        if state.freshness != Freshness::Orphan && state.current.is_none() {
            skip(Unchecked::Source, "its source file cannot be read");
        }
        if [&state.handoff_alignment, &state.current_alignment].into_iter().flatten().any(|alignment| alignment.exceeds_limit) {
            skip(Unchecked::Source, "its texts repeat each other too often to be found in the source");
        }
    }
    skipped
}
