//! The summary of a change: its changed segments, and its new and fixed findings.

use super::matching::{self, KnownFinding};
use crate::document::{DocId, Document, Documents, Segment};
use crate::text::sequence::longest_ascent;
use std::collections::HashMap;

/// The summary of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSummary {
    /// The name of the base that it is compared with.
    pub base: String,
    /// The number of segments whose id, source, target or order changed.
    pub changed_segments: usize,
    /// The number of findings that the base does not have.
    pub new: usize,
    /// The number of findings that only the base has.
    pub fixed: usize,
    /// The number of findings that both have. They are not reported.
    pub old: usize,
}

/// The union of two sorted lists. Each entry occurs as often as in the list that has it more often.
pub fn union(one: Vec<KnownFinding>, other: Vec<KnownFinding>) -> Vec<KnownFinding> {
    let mut all = Vec::with_capacity(one.len().max(other.len()));
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let order = a.cmp(b);
        let (a, b) = (one.next_if(|_| order.is_le()), other.next_if(|_| order.is_ge()));
        all.extend(a.or(b));
    }
    all.extend(one.chain(other));
    all
}

/// The number of segments that differ from the base in id, texts or order.
pub fn changed_segments(base: &Documents, now: &Documents) -> usize {
    let paths = matching::paths(base);
    let before: HashMap<&str, &Document> = base.linted().map(|(doc, document)| (&*paths[&doc], document)).collect();
    let with_prefix = base.linted.iter().filter(|document| !document.sxs.prefix.is_empty());
    let by_prefix: HashMap<&str, &Document> = with_prefix.map(|document| (&*document.sxs.prefix, document)).collect();
    let paths = matching::paths(now);
    let changed = |(doc, document): (DocId, &Document)| {
        let old = before.get(&*paths[&doc]).or_else(|| by_prefix.get(&*document.sxs.prefix));
        old.map_or(document.segments.len(), |old| changed_in(old, document))
    };
    now.linted().filter(|(_, document)| !document.is_context).map(changed).sum()
}

fn changed_in(old: &Document, new: &Document) -> usize {
    if old.body_text() == new.body_text() {
        return 0;
    }
    fn markup<'a>(document: &'a Document, segment: &Segment) -> &'a str {
        document.text.slice(segment.span)
    }
    let mut positions: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, segment) in old.segments.iter().enumerate().rev() {
        positions.entry(markup(old, segment)).or_default().push(i);
    }
    let mut kept = Vec::new();
    for segment in &new.segments {
        kept.extend(positions.get_mut(&markup(new, segment)).and_then(Vec::pop));
    }
    new.segments.len() - longest_ascent(&kept, |position| *position).len()
}
