//! Documents that should exist and do not: localized source files that have no document in some locale.

use super::provenance::Freshness;
use super::publishing::{self, LOCALIZATION, Localization, REDIRECTIONS};
use super::resolve::SourceSide;
use super::store::Store;
use crate::Error;
use crate::document::Document;
use crate::document::filter::DocumentFilter;
use crate::document::identity::{self, Identity, Location};
use crate::text::Text;
use globset::GlobSet;
use std::collections::{BTreeMap, HashSet};

/// The localized documents of a run.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The folders that are linted completely: the absolute path, and the path that messages show.
    pub folders: &'a [(String, String)],
    /// The absolute paths of the documents that exist.
    pub present: &'a HashSet<String>,
    /// Which documents are linted.
    pub filter: &'a DocumentFilter,
}

/// An empty document for each one that a localized root should contain and does not. A root is localized if one of its
/// documents records a source hash.
///
/// # Errors
/// If the store cannot be read.
pub(super) fn absent(
    documents: &[Document],
    store: &mut dyn Store,
    scope: &Scope<'_>,
    not_localized: &GlobSet,
    side: &mut SourceSide,
) -> Result<Vec<Document>, Error> {
    let configured = || Localization::without(not_localized.clone());
    let mut localization = configured();
    if let Some(json) = publishing_file(store, LOCALIZATION, side)? {
        match configured().read(&json) {
            Ok(read) => localization = read,
            Err(reason) => side.unread.push((store.name(LOCALIZATION, store.commit()), reason)),
        }
    }
    if side.states.iter().any(|state| state.freshness == Freshness::Orphan)
        && let Some(json) = publishing_file(store, REDIRECTIONS, side)?
    {
        match publishing::redirections(&json) {
            Ok(read) => side.redirections = read,
            Err(reason) => side.unread.push((store.name(REDIRECTIONS, store.commit()), reason)),
        }
    }
    let mut roots: BTreeMap<(&str, &str), &Identity> = BTreeMap::new();
    for document in documents.iter().filter(|document| document.source_hash().is_some()) {
        if let Some(locale) = &document.identity.locale {
            roots.entry((&document.identity.root, locale)).or_insert(&document.identity);
        }
    }
    let mut absent = Vec::new();
    // Only a run over whole folders can tell that a document is absent.
    if roots.is_empty() || scope.folders.is_empty() {
        return Ok(absent);
    }
    let files = store.all_files()?;
    for ((root, locale), identity) in roots {
        for path in files.keys().filter(|path| identity::is_markdown(path)) {
            let expected = format!("{}/{path}", root.trim_end_matches('/'));
            let folder = scope.folders.iter().find(|(folder, _)| identity::strip_root(&expected, folder).is_some());
            let Some((folder, shown)) = folder else { continue };
            if scope.present.contains(&expected) || scope.filter.excludes(&expected) || !localization.expects(path, locale) {
                continue;
            }
            let below = expected[folder.len()..].trim_start_matches('/');
            let name = if shown.is_empty() { below.to_owned() } else { format!("{}/{below}", shown.trim_end_matches('/')) };
            let mut document = Document::parse(Text::new(name, b""), &Location::in_memory(path));
            document.identity = Identity { relative: path.clone(), ..identity.clone() };
            absent.push(document);
        }
    }
    Ok(absent)
}

/// The content of a file at the top of the source that describes its publishing; `None` if it is missing or cannot be read.
fn publishing_file(store: &mut dyn Store, name: &str, side: &mut SourceSide) -> Result<Option<String>, Error> {
    let Some(key) = store.current(&[name])?.remove(0) else { return Ok(None) };
    match store.read(&[&key])?.remove(0) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(reason) => {
            side.unread.push((store.name(name, store.commit()), reason));
            Ok(None)
        }
    }
}
