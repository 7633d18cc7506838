//! Side-by-side documents: the span markup that carries segments, and its damage. Only this folder reads spans and
//! hexadecimal ids.

pub mod damaged;
pub mod ids;
pub mod pairs;

use super::Document;
use super::segment::{Segment, TextRef};
use crate::text::Span;
use ids::{SegmentId, common_prefix, is_regular};
pub use pairs::{Pair, Side};
use std::collections::HashMap;

/// The span markup of a document.
#[derive(Debug)]
pub struct Markup {
    /// The undamaged pairs, in the order of the document. [`Document::segments`](super::Document::segments) has the segment of each
    /// at the same position. After the checks that need only this document, [`Markup::forget_pairs`] removes them.
    pub pairs: Vec<Pair>,
    /// Damaged span markup, in order.
    pub damage: Vec<Damage>,
    /// The prefix of most ids (`2ba23` of `2ba23-103`); empty without pairs.
    pub prefix: Box<str>,
    /// Whether the ids are right: equal on both sides of each pair, all with one prefix, and ascending in each of the two
    /// series.
    pub regular: bool,
}

/// Span markup that is not a complete pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The tag or text that is broken.
    pub span: Span,
    /// The damaged stretch. Prose in it does not count as unpaired.
    pub region: Span,
    /// The id in the damaged markup, as it is written.
    pub segment_id: Option<String>,
    /// The kind of the damage.
    pub kind: DamageKind,
}

/// The kind of a damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DamageKind {
    /// A target span that is not followed by an `sxs-lookup` span.
    NoPartner,
    /// A source span (or its `sxs-lookup` wrapper) without a target span before it.
    NoTarget,
    /// A span that is never closed.
    Unclosed,
    /// A `</span>` that closes nothing.
    StrayClose,
    /// A pair's span inside another pair's span.
    Nested,
    /// Text or other markup between the parts of a pair.
    Separated,
    /// An attribute that occurs twice in one tag.
    AttributeTwice,
    /// A code fence that is never closed and so turns the pairs after it into code.
    UnclosedFence,
    /// Span markup in a front matter value.
    InFrontMatter,
}

impl Markup {
    /// The markup of a document, from its pairs and its damage.
    pub(super) fn new(content: &str, mut pairs: Vec<Pair>, damage: Vec<Damage>) -> Self {
        // A run has many documents in memory.
        pairs.shrink_to_fit();
        let first = pairs.first().map_or("", |pair| SegmentId::parse(&content[pair.target.id.range()]).prefix);
        let regular = is_regular(content, &pairs, first);
        let prefix = if regular { first } else { common_prefix(content, &pairs) }.into();
        Self { pairs, damage, prefix, regular }
    }

    /// Removes the pairs if the ids of both sides are equal: then the segments have all of it. A run has many documents in memory.
    pub fn forget_pairs(&mut self) {
        if self.regular {
            self.pairs = Vec::new();
        }
    }

    /// The segment of each pair.
    pub(super) fn segments(&self, content: &str) -> Vec<Segment> {
        let segment = |pair: &Pair| {
            let id = if self.regular { pair.target.id } else { self.fitting_side(content, pair).id };
            Segment {
                span: pair.span,
                id,
                key: SegmentId::parse(&content[id.range()]).key(),
                source: TextRef::in_document(pair.source.text),
                target: TextRef::in_document(pair.target.text),
            }
        };
        self.pairs.iter().map(segment).collect()
    }
}

/// Whether edits left the pairs intact: `after` has the same number of pairs, and each starts where the edits moved it. Each
/// pair keeps its two ids, or now has one of them on both sides. No kind of damage occurs more often than before. An edit is a
/// span and the length in bytes of its new text.
pub fn has_same_pairs(before: &Document, after: &Document, edits: impl Iterator<Item = (Span, usize)>) -> bool {
    let mut edits: Vec<(Span, usize)> = edits.collect();
    edits.sort_unstable();
    let mut edits = edits.into_iter().peekable();
    let mut moved = 0i64;
    let ids = |document: &Document, ids: [Span; 2]| ids.map(|id| document.text.slice(id).to_owned());
    let is_same = |((old_start, old), (new_start, new)): ((u32, [Span; 2]), (u32, [Span; 2]))| {
        // Only edits before the pair move its start.
        while let Some((span, length)) = edits.next_if(|(span, _)| span.end <= old_start) {
            moved += length as i64 - span.len() as i64;
        }
        let (had, has) = (ids(before, old), ids(after, new));
        let has_one_of_both = has[0] == has[1] && had.contains(&has[0]);
        i64::from(new_start) == i64::from(old_start) + moved && (had == has || has_one_of_both)
    };
    let damage = |document: &Document| {
        let mut kinds: HashMap<DamageKind, usize> = HashMap::new();
        document.sxs.damage.iter().for_each(|item| *kinds.entry(item.kind).or_default() += 1);
        kinds
    };
    let had = damage(before);
    before.segments.len() == after.segments.len()
        && before.ids_of_pairs().zip(after.ids_of_pairs()).all(is_same)
        && damage(after).iter().all(|(kind, count)| had.get(kind).is_some_and(|had| count <= had))
}
