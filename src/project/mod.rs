//! Compares documents: the locales of one article with each other, and each document with its source.

pub mod change;
pub mod content;
pub mod coverage;
pub mod status;
pub mod versions;

use crate::Error;
use crate::document::{DocId, Document, Documents};
use crate::source::provenance::SourceState;
use crate::source::{Scope, Store, resolve};
use change::{Base, Change, LoosenedFile, Touched};
use globset::GlobSet;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// The documents of a run, grouped into articles and matched with their sources.
#[derive(Debug)]
pub struct Project {
    /// The documents.
    pub documents: Documents,
    /// The state of each linted document against the source; empty without a source.
    pub states: Vec<SourceState>,
    /// Source files that could not be read: the path for display, and the reason.
    pub unread: Vec<(String, String)>,
    /// The redirections of the source repository: path to address.
    pub redirections: HashMap<String, String>,
    /// The articles in more than one locale, in the order of their first documents.
    pub articles: Vec<Article>,
    /// For each linted document the position of its article; `None` if it has no sibling.
    article_of: Vec<Option<usize>>,
    /// The effects of the change on the checks, if the run is about a change.
    pub change: Option<Change>,
    /// Whether only the articles that the change touches were read.
    pub is_partial: bool,
    /// The roots that contain a document with segments. In a root where no document has segments, none are expected.
    pub roots_with_pairs: HashSet<String>,
}

/// One article in several locales.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    /// Its documents, in order. Two documents with the same locale are siblings of the others, not of each other.
    pub documents: Vec<DocId>,
    /// The source versions that they were made from, in the order of their first documents. A document without a valid source
    /// hash belongs to no version.
    pub versions: Vec<Version>,
}

/// Documents of one article that have the same source hash: they were made from the same source text, word for word, with
/// the same ids.
#[derive(Debug, PartialEq, Eq)]
pub struct Version {
    /// The documents, in order.
    pub documents: Vec<DocId>,
    /// Whether all of them have the same ids and the same source texts, byte for byte, in the same order. If so, no document
    /// has lost or altered a text that the others have.
    pub uniform: bool,
}

impl Project {
    /// Groups the documents of a run, which are in the order of their names, into articles.
    pub fn new(documents: Vec<Document>) -> Self {
        group(documents, None)
    }

    /// Groups the documents of a run, of which a change may have touched only some.
    pub fn of_change(documents: Vec<Document>, touched: Option<Touched>) -> Self {
        let is_partial = touched.is_some_and(|touched| touched.is_partial);
        Self { is_partial, ..group(documents, touched.map(|touched| touched.by_holder)) }
    }

    /// Adds the effects of the change on the checks, if the run is about one.
    #[must_use]
    pub fn with_change(mut self, base: Option<&Base<'_>>, files: &[LoosenedFile]) -> Self {
        self.change = base.map(|base| Change::new(base, &mut self.documents, files));
        self
    }

    /// The article of a linted document, if it has siblings.
    pub fn article(&self, doc: DocId) -> Option<&Article> {
        let position = self.article_of[doc.linted_position()?]?;
        self.articles.get(position)
    }

    /// Whether a linted document has siblings.
    pub fn has_siblings(&self, doc: DocId) -> bool {
        self.article(doc).is_some()
    }

    /// The state of a linted document against the source, if a source is given.
    pub fn state(&self, doc: DocId) -> Option<&SourceState> {
        self.states.get(doc.linted_position()?)
    }

    /// Whether the handoff version of a document was found. If it was, rules compare with it, and do not infer the source text
    /// from siblings.
    pub fn has_handoff(&self, doc: DocId) -> bool {
        self.state(doc).is_some_and(|state| state.handoff_source.is_some())
    }

    /// Matches the documents with the source, if there is one.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn match_source(
        mut self,
        source: Option<&mut (dyn Store + '_)>,
        scope: &Scope<'_>,
        not_localized: &GlobSet,
    ) -> Result<Self, Error> {
        if let Some(store) = source {
            if let Some(change) = &mut self.change {
                let paths = change.lost.iter().map(|lost| &*self.documents[lost.document].identity.relative);
                let current = store.current(&paths.collect::<Vec<_>>())?;
                change.lost.iter_mut().zip(current).for_each(|(lost, key)| lost.in_source = Some(key.is_some()));
            }
            let side = resolve(&self.documents.linted, store, scope, not_localized)?;
            self.states = side.states;
            self.redirections = side.redirections;
            self.unread = side.unread;
            self.documents.sources = side.texts;
            self.documents.absent = side.absent;
        }
        Ok(self)
    }
}

/// Finds the siblings among the documents: the same path below the root, in another locale.
fn group(documents: Vec<Document>, by_holder: Option<bool>) -> Project {
    let has_locale = |i: &usize| documents[*i].identity.locale.is_some();
    let mut by_path: HashMap<(&str, &str), Vec<usize>> = HashMap::with_capacity(documents.len());
    for i in (0..documents.len()).filter(has_locale) {
        by_path.entry(("", &documents[i].identity.relative)).or_default().push(i);
    }
    let locale = |i: usize| documents[i].identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
    let clash = |group: &Vec<usize>| {
        let mut locales: Vec<String> = group.iter().map(|&i| locale(i)).collect();
        locales.sort_unstable();
        locales.windows(2).any(|two| two[0] == two[1])
    };
    if by_holder.unwrap_or_else(|| by_path.values().any(clash)) {
        by_path.clear();
        for i in (0..documents.len()).filter(has_locale) {
            let identity = &documents[i].identity;
            by_path.entry((identity.holder(), &identity.relative)).or_default().push(i);
        }
    }
    let several = |group: &Vec<usize>| group.iter().any(|&i| locale(i) != locale(group[0]));
    let mut groups: Vec<Vec<usize>> = by_path.into_values().filter(several).collect();
    groups.sort_unstable_by_key(|group| group[0]);
    let article = |group: Vec<usize>| Article {
        versions: versions(&documents, &group),
        documents: group.into_iter().map(DocId::linted).collect(),
    };
    let articles: Vec<Article> = groups.into_par_iter().map(article).collect();
    let mut roots_with_pairs = HashSet::new();
    for document in documents.iter().filter(|document| !document.segments.is_empty()) {
        if !roots_with_pairs.contains(&document.identity.root) {
            roots_with_pairs.insert(document.identity.root.clone());
        }
    }
    let mut article_of = vec![None; documents.len()];
    for (number, article) in articles.iter().enumerate() {
        article.documents.iter().filter_map(|doc| doc.linted_position()).for_each(|position| article_of[position] = Some(number));
    }
    Project {
        documents: Documents { linted: documents, ..Documents::default() },
        states: Vec::new(),
        redirections: HashMap::new(),
        unread: Vec::new(),
        articles,
        article_of,
        change: None,
        is_partial: false,
        roots_with_pairs,
    }
}

fn versions(documents: &[Document], group: &[usize]) -> Vec<Version> {
    let mut versions: Vec<(&str, usize, Version)> = Vec::new();
    for &position in group {
        let Some(hash) = documents[position].source_hash() else { continue };
        match versions.iter_mut().find(|(known, ..)| known.eq_ignore_ascii_case(hash)) {
            Some((_, first, version)) => {
                version.uniform &= are_uniform(&documents[*first], &documents[position]);
                version.documents.push(DocId::linted(position));
            }
            None => versions.push((hash, position, Version { documents: vec![DocId::linted(position)], uniform: true })),
        }
    }
    versions.into_iter().map(|(.., version)| version).collect()
}

/// Whether two documents, both without damage, have the same segments.
fn are_uniform(one: &Document, other: &Document) -> bool {
    let is_sound = |document: &Document| document.sxs.regular && document.sxs.damage.is_empty();
    is_sound(one) && is_sound(other) && one.has_same_segments(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::identity::Location;
    use crate::text::Text;

    fn articles(paths: &[&str]) -> Vec<Vec<String>> {
        let documents = paths
            .iter()
            .map(|path| {
                let job = Location { absolute: format!("/w/{path}"), ..Location::in_memory(path) };
                Document::parse(Text::new(*path, b""), &job)
            })
            .collect();
        let project = group(documents, None);
        let name = |i: &DocId| project.documents[*i].text.name().to_owned();
        project.articles.iter().map(|article| article.documents.iter().map(name).collect()).collect()
    }

    #[test]
    fn siblings_share_the_path_below_their_roots() {
        assert_eq!(articles(&["de-de/a.md", "it-it/a.md", "it-it/b.md"]), [["de-de/a.md", "it-it/a.md"]]);
        assert_eq!(articles(&["one/de-de/a.md", "two/it-it/a.md"]), [["one/de-de/a.md", "two/it-it/a.md"]]);
    }

    #[test]
    fn the_folder_of_the_root_separates_two_documents_of_one_locale() {
        let paths = ["api/it-it/index.md", "api/ru-ru/index.md", "guide/it-it/index.md", "guide/ru-ru/index.md"];
        assert_eq!(articles(&paths), [[paths[0], paths[1]], [paths[2], paths[3]]]);
        assert_eq!(articles(&["api/it-it/index.md", "guide/it-it/index.md"]), Vec::<Vec<String>>::new());
    }
}
