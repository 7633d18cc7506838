//! Helpers for rules that compare the documents of an article.

use crate::document::{DocId, Document, Key, Segment, SegmentKey};
use crate::project::{Project, Version};
use jiff::civil::Date;
use std::collections::HashMap;

/// The `ms.date` of a version: the one that most of its documents have.
pub fn date_of_version(project: &Project, version: &Version) -> Option<Date> {
    let dates = version.documents.iter().map(|&i| (i, project.documents[i].date(Key::Date)));
    majority(dates).and_then(|(date, _)| date)
}

/// The value that most items have, and the items that have another value. If several values are equally frequent, the one
/// that occurs first wins.
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

/// The segments of a document by their keys. If a key occurs twice, its first segment counts.
pub fn by_local_id(document: &Document) -> HashMap<SegmentKey, &Segment> {
    let mut by_key = HashMap::with_capacity(document.segments.len());
    for segment in &document.segments {
        if let Some(key) = segment.key {
            by_key.entry(key).or_insert(segment);
        }
    }
    by_key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides_and_of_equals_the_first() {
        assert_eq!(majority([(0, 'a'), (1, 'b'), (2, 'b')]), Some(('b', vec![0])));
        assert_eq!(majority([(0, 'a'), (1, 'b')]), Some(('a', vec![1])));
        assert_eq!(majority::<u8, char>([]), None);
    }
}
