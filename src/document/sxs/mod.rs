//! Side-by-side documents: the spans that carry a segment, whole and damaged. Only this folder knows spans, hexadecimal ids and their
//! order.

pub mod damaged;
pub mod ids;
pub mod pairs;

use super::Document;
use super::segment::{Segment, TextRef};
use crate::text::Span;
use ids::{UnitId, common_prefix, is_regular};
pub use pairs::{Pair, Side};
use std::collections::HashMap;

/// The span markup of a document.
#[derive(Debug)]
pub struct Markup {
    /// The pairs that are whole, in the order of the document. [`Document::segments`](super::Document::segments) has the segment of
    /// each at the same position.
    pub pairs: Vec<Pair>,
    /// Damaged span markup, in order.
    pub faults: Vec<Fault>,
    /// The prefix of most ids (`2ba23` of `2ba23-103`); empty without pairs.
    pub prefix: Box<str>,
    /// Whether the ids are right: the same on both sides of a pair, one prefix, each series ascending.
    pub regular: bool,
}

/// Span markup that is not a whole pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The tag or text that is broken.
    pub span: Span,
    /// The damaged stretch: no prose in it counts as standing outside pairs.
    pub region: Span,
    /// The id that the damaged markup carries, as written.
    pub segment_id: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong with span markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A target span that no `sxs-lookup` span follows.
    NoPartner,
    /// A source span (or its `sxs-lookup` wrapper) that no target span precedes.
    NoTarget,
    /// A span that is never closed.
    Unclosed,
    /// A `</span>` that closes nothing.
    StrayClose,
    /// A pair's span inside another pair's span.
    Nested,
    /// Text or other markup between the parts of a pair.
    Separated,
    /// An attribute that stands twice in one tag.
    AttributeTwice,
    /// A code fence that is never closed and so turns the pairs after it into code.
    UnclosedFence,
    /// Span markup in a front matter value.
    InFrontMatter,
}

impl Markup {
    /// The markup of a document, from its pairs and its damage.
    pub(super) fn new(content: &str, pairs: Vec<Pair>, faults: Vec<Fault>) -> Self {
        let first = pairs.first().map_or("", |pair| UnitId::parse(&content[pair.target.id.range()]).prefix);
        let regular = is_regular(content, &pairs, first);
        let prefix = if regular { first } else { common_prefix(content, &pairs) }.into();
        Self { pairs, faults, prefix, regular }
    }

    /// The segment of each pair.
    pub(super) fn segments(&self, content: &str) -> Vec<Segment> {
        let segment = |pair: &Pair| {
            let id = if self.regular { pair.target.id } else { self.fitting_side(content, pair).id };
            Segment {
                span: pair.span,
                id,
                key: UnitId::parse(&content[id.range()]).key(),
                source: TextRef::in_document(pair.source.text),
                target: TextRef::in_document(pair.target.text),
            }
        };
        self.pairs.iter().map(segment).collect()
    }
}

/// Whether a document has the same pairs as before some edits, at the places that they moved to: each with the ids that it had, or
/// with one of the two on both sides. No kind of damage may be more frequent. An edit is a span and the length of its new text.
pub fn has_same_pairs(before: &Document, after: &Document, edits: impl Iterator<Item = (Span, usize)>) -> bool {
    let mut edits: Vec<(Span, usize)> = edits.collect();
    edits.sort_unstable();
    let mut edits = edits.into_iter().peekable();
    let mut moved = 0i64;
    let ids = |document: &Document, pair: &Pair| [pair.target.id, pair.source.id].map(|id| document.text.slice(id).to_owned());
    let is_same = |(old, new): (&Pair, &Pair)| {
        // Only edits before the pair move its start.
        while let Some((span, length)) = edits.next_if(|(span, _)| span.end <= old.span.start) {
            moved += length as i64 - span.len() as i64;
        }
        let (had, has) = (ids(before, old), ids(after, new));
        let has_one_of_both = has[0] == has[1] && had.contains(&has[0]);
        i64::from(new.span.start) == i64::from(old.span.start) + moved && (had == has || has_one_of_both)
    };
    let damage = |document: &Document| {
        let mut kinds: HashMap<FaultKind, usize> = HashMap::new();
        document.sxs.faults.iter().for_each(|fault| *kinds.entry(fault.kind).or_default() += 1);
        kinds
    };
    let had = damage(before);
    before.sxs.pairs.len() == after.sxs.pairs.len()
        && before.sxs.pairs.iter().zip(&after.sxs.pairs).all(is_same)
        && damage(after).iter().all(|(kind, count)| had.get(kind).is_some_and(|had| count <= had))
}
