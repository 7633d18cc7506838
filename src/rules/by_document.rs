//! A value for each document of a run.

use crate::document::{DocId, Document, Documents};
use std::collections::HashMap;

/// A value for each localized document of a run. Documents to which the same overrides apply share one.
#[derive(Debug)]
pub struct ByDocument<T> {
    /// Each set of overrides that apply together, with its value.
    sets: Vec<(Vec<usize>, T)>,
    /// The position of each document's set. A document that is missing here has the first set.
    set_of: HashMap<DocId, usize>,
}

impl<T> ByDocument<T> {
    /// Makes one value for each set of overrides that apply together. `applying` returns the overrides of a document. It is not
    /// called if there are no overrides.
    pub fn new(
        documents: &Documents,
        has_overrides: bool,
        applying: impl Fn(&Document) -> Vec<usize>,
        make: impl Fn(&[usize]) -> T,
    ) -> Self {
        let mut sets = vec![(Vec::new(), make(&[]))];
        let mut set_of = HashMap::new();
        if has_overrides {
            let mut known: HashMap<Vec<usize>, usize> = HashMap::from([(Vec::new(), 0)]);
            for (doc, document) in documents.with_findings() {
                let set = *known.entry(applying(document)).or_insert_with_key(|overrides| {
                    sets.push((overrides.clone(), make(overrides)));
                    sets.len() - 1
                });
                set_of.insert(doc, set);
            }
        }
        Self { sets, set_of }
    }

    /// The value for a document.
    pub fn get(&self, doc: DocId) -> &T {
        &self.sets[self.set_of.get(&doc).copied().unwrap_or(0)].1
    }

    /// Whether an override applies to a document.
    pub fn applies(&self, doc: DocId, wanted: usize) -> bool {
        self.set_of.get(&doc).is_some_and(|&set| self.sets[set].0.contains(&wanted))
    }
}
