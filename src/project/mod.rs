//! Putting documents beside each other: the same article in several locales.
//!
//! A document is *matched* when all that it is to be checked against is at hand: its siblings, and what `source` found.

pub mod status;
pub mod versions;

use crate::document::{Document, Pair};
use crate::report::policy::ByDocument;
use crate::rules::options::Options;
use crate::source::SourceSide;
use crate::source::provenance::Against;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Documents with what they are checked against.
#[derive(Debug)]
pub struct Matched {
    /// The linted documents in the order of their names; behind them the texts of the source that they are checked against,
    /// and an empty document for each one that is absent.
    pub documents: Vec<Document>,
    /// How many of them were linted.
    pub linted: usize,
    /// For each linted document what it is checked against; empty without a source.
    pub against: Vec<Against>,
    /// Which of the documents stand for one that should be there and is not.
    pub absent: Range<usize>,
    /// What of the source could not be read, and why: the path as it is shown.
    pub unread: Vec<(String, String)>,
    /// What the source repository says of where its files went: path to address.
    pub redirections: HashMap<String, String>,
    /// Articles that stand in more than one locale, in the order of their first document.
    pub articles: Vec<Article>,
    /// For each linted document its article, as an index into [`Matched::articles`]; `None` where it stands in one locale.
    pub article_of: Vec<Option<usize>>,
    /// The roots below which some document holds pairs: in others, a document without any has lost none.
    pub roots_with_pairs: HashSet<String>,
    /// What is set of the rules.
    pub options: ByDocument<Options>,
}

/// One article in several locales.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    /// Indices into [`Matched::documents`], in their order. Two of one locale may be among them: they are siblings of
    /// the others, not of each other.
    pub documents: Vec<usize>,
    /// The source versions that they were made from, in the order of their first documents. A document without a valid
    /// `ms.openlocfilehash` is in none.
    pub versions: Vec<Version>,
}

/// Documents of one article that carry the same source hash: made from the same source text, word for word, with the
/// same ids.
#[derive(Debug, PartialEq, Eq)]
pub struct Version {
    /// Indices into [`Matched::documents`], in order.
    pub documents: Vec<usize>,
    /// Whether all of them hold the same ids with the same SOURCE bytes in the same order, so that none has lost or
    /// altered anything that another has not.
    pub uniform: bool,
}

impl Matched {
    /// Whether a linted document stands in another locale, too.
    pub fn has_siblings(&self, index: usize) -> bool {
        self.article_of[index].is_some()
    }

    /// What a document is checked against, where a source is given.
    pub fn against(&self, index: usize) -> Option<&Against> {
        self.against.get(index)
    }

    /// Whether the source file that a document was made from is at hand, so that no sibling need witness.
    pub fn has_handoff(&self, index: usize) -> bool {
        self.against(index).is_some_and(|against| against.handoff_text.is_some())
    }

    /// Adds what was found of the source.
    pub fn with_source(mut self, side: SourceSide, absent: Vec<Document>) -> Self {
        self.against = side.against;
        self.redirections = side.redirections;
        self.unread = side.unread;
        self.documents.extend(side.texts);
        let first = self.documents.len();
        self.documents.extend(absent);
        self.absent = first..self.documents.len();
        self
    }
}

/// Finds the siblings among the documents: the same path below the root, in another locale.
pub fn group(documents: Vec<Document>) -> Matched {
    let known = |i: &usize| documents[*i].identity.locale.is_some();
    let mut by_path: HashMap<(&str, &str), Vec<usize>> = HashMap::with_capacity(documents.len());
    for i in (0..documents.len()).filter(known) {
        by_path.entry(("", &documents[i].identity.relative)).or_default().push(i);
    }
    let locale = |i: usize| documents[i].identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
    let clash = |group: &Vec<usize>| {
        let mut locales: Vec<String> = group.iter().map(|&i| locale(i)).collect();
        locales.sort_unstable();
        locales.windows(2).any(|two| two[0] == two[1])
    };
    if by_path.values().any(clash) {
        by_path.clear();
        for i in (0..documents.len()).filter(known) {
            let identity = &documents[i].identity;
            by_path.entry((identity.holder(), &identity.relative)).or_default().push(i);
        }
    }
    let several = |group: &Vec<usize>| group.iter().any(|&i| locale(i) != locale(group[0]));
    let mut groups: Vec<Vec<usize>> = by_path.into_values().filter(several).collect();
    groups.sort_unstable_by_key(|group| group[0]);
    let article = |group: Vec<usize>| Article { versions: versions(&documents, &group), documents: group };
    let articles: Vec<Article> = groups.into_par_iter().map(article).collect();
    let mut roots_with_pairs = HashSet::new();
    for document in documents.iter().filter(|document| !document.pairs.is_empty()) {
        if !roots_with_pairs.contains(&document.identity.root) {
            roots_with_pairs.insert(document.identity.root.clone());
        }
    }
    let linted = documents.len();
    let mut article_of = vec![None; linted];
    for (number, article) in articles.iter().enumerate() {
        article.documents.iter().for_each(|&document| article_of[document] = Some(number));
    }
    Matched {
        documents,
        linted,
        against: Vec::new(),
        absent: linted..linted,
        redirections: HashMap::new(),
        unread: Vec::new(),
        articles,
        article_of,
        roots_with_pairs,
        options: ByDocument::alike(Options::default()),
    }
}

fn versions(documents: &[Document], group: &[usize]) -> Vec<Version> {
    let mut versions: Vec<(&str, Version)> = Vec::new();
    for &index in group {
        let Some(hash) = documents[index].source_hash() else { continue };
        match versions.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(hash)) {
            Some((_, version)) => {
                version.uniform &= same_units(&documents[version.documents[0]], &documents[index]);
                version.documents.push(index);
            }
            None => versions.push((hash, Version { documents: vec![index], uniform: true })),
        }
    }
    versions.into_iter().map(|(_, version)| version).collect()
}

/// Whether two documents hold the same ids with the same SOURCE bytes, in the same order.
fn same_units(one: &Document, other: &Document) -> bool {
    one.regular
        && other.regular
        && one.faults.is_empty()
        && other.faults.is_empty()
        && one.pairs.len() == other.pairs.len()
        && one
            .pairs
            .iter()
            .zip(&other.pairs)
            .all(|(a, b)| local_part(one, a) == local_part(other, b) && one.source(a) == other.source(b))
}

/// What follows the document's prefix in an id of a regular document: the part that locales share.
fn local_part<'a>(document: &'a Document, pair: &Pair) -> &'a str {
    &document.text.slice(pair.target.id)[document.prefix.len()..]
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
        let matched = group(documents);
        let name = |i: &usize| matched.documents[*i].text.name().to_owned();
        matched.articles.iter().map(|article| article.documents.iter().map(name).collect()).collect()
    }

    #[test]
    fn siblings_share_the_path_below_their_roots() {
        assert_eq!(articles(&["de-de/a.md", "it-it/a.md", "it-it/b.md"]), [["de-de/a.md", "it-it/a.md"]]);
        assert_eq!(articles(&["one/de-de/a.md", "two/it-it/a.md"]), [["one/de-de/a.md", "two/it-it/a.md"]]);
    }

    #[test]
    fn two_documents_of_one_locale_are_told_apart_by_the_folder_that_holds_them() {
        let paths = ["api/it-it/index.md", "api/ru-ru/index.md", "guide/it-it/index.md", "guide/ru-ru/index.md"];
        assert_eq!(articles(&paths), [[paths[0], paths[1]], [paths[2], paths[3]]]);
        assert_eq!(articles(&["api/it-it/index.md", "guide/it-it/index.md"]), Vec::<Vec<String>>::new());
    }
}
