//! Helpers for rules that compare the source versions of an article.

use crate::document::{DocId, Document, Key, Segment, SegmentKey};
use crate::project::{Project, Version};
use jiff::civil::Date;
use std::collections::HashMap;

/// The `ms.date` of a version: the one that most of its documents carry.
pub fn date_of_version(project: &Project, version: &Version) -> Option<Date> {
    let dates = version.documents.iter().map(|&i| (i, project.documents[i].date(Key::Date)));
    majority(dates).and_then(|(date, _)| date)
}

/// The value that most documents have (the first document's, of several that are as frequent), and the documents that
/// have another.
pub fn majority<I: Ord, T: PartialEq>(values: impl IntoIterator<Item = (I, T)>) -> Option<(T, Vec<I>)> {
    let mut groups: Vec<(T, Vec<I>)> = Vec::new();
    for (item, value) in values {
        match groups.iter_mut().find(|(known, _)| *known == value) {
            Some((_, items)) => items.push(item),
            None => groups.push((value, vec![item])),
        }
    }
    let most = groups.iter().map(|(_, items)| items.len()).max()?;
    let winner = groups.iter().position(|(_, items)| items.len() == most)?;
    let (value, _) = groups.swap_remove(winner);
    let mut odd: Vec<I> = groups.into_iter().flat_map(|(_, items)| items).collect();
    odd.sort_unstable();
    Some((value, odd))
}

/// The locale of a document of an article.
pub fn locale(project: &Project, doc: DocId) -> &str {
    project.documents[doc].identity.locale.as_deref().unwrap_or("?")
}

/// The pairs of a document by the part of their id that all locales share. An id that stands twice keeps its first pair.
pub fn by_local_id(document: &Document) -> HashMap<SegmentKey, &Segment> {
    let mut by_id = HashMap::with_capacity(document.segments.len());
    for pair in &document.segments {
        if let Some(id) = pair.key {
            by_id.entry(id).or_insert(pair);
        }
    }
    by_id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides_and_the_first_of_equals() {
        assert_eq!(majority([(0, 'a'), (1, 'b'), (2, 'b')]), Some(('b', vec![0])));
        assert_eq!(majority([(0, 'a'), (1, 'b')]), Some(('a', vec![1])));
        assert_eq!(majority::<u8, char>([]), None);
    }
}
