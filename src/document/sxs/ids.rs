//! The ids of pairs: `2ba23-103` or, for merged sentences, `2ba23-p103`, and the order in which they ascend.

use super::{Markup, Pair, Side};
use crate::document::Document;
use crate::document::segment::{Segment, SegmentKey, Series};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// The parts of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SegmentId<'a> {
    /// The five hexadecimal digits that all ids of a document share; empty if the id is malformed.
    pub prefix: &'a str,
    /// The series.
    pub series: Series,
    /// The number; `None` if the id is malformed.
    pub number: Option<u32>,
}

impl<'a> SegmentId<'a> {
    /// Splits an id into its parts.
    pub fn parse(id: &'a str) -> Self {
        let malformed = Self { prefix: "", series: Series::Plain, number: None };
        let bytes = id.as_bytes();
        if bytes.len() < 7 || bytes[5] != b'-' || !bytes[..5].iter().all(u8::is_ascii_hexdigit) {
            return malformed;
        }
        let (series, digits) = if bytes[6] == b'p' { (Series::Merged, &id[7..]) } else { (Series::Plain, &id[6..]) };
        match digits.parse() {
            // The parser of the standard library also accepts a sign.
            Ok(number) if digits.as_bytes()[0].is_ascii_digit() => Self { prefix: &id[..5], series, number: Some(number) },
            _ => malformed,
        }
    }

    /// The part that all locales share.
    pub fn key(&self) -> Option<SegmentKey> {
        self.number.map(|number| SegmentKey { series: self.series, number })
    }
}

/// How many pairs before and after a pair are searched for neighbours of its series. Real documents need far fewer; the limit
/// bounds the work for hostile ones.
const MAX_NEIGHBOURS: usize = 64;

impl Markup {
    /// The side whose id is right. If the ids differ, this is the one that fits between the neighbours of the pair. If both fit, it
    /// is the one nearer to them, and otherwise the target's.
    pub fn fitting_side<'a>(&self, content: &str, pair: &'a Pair) -> &'a Side {
        if ids_agree(content, pair) {
            return &pair.target;
        }
        let distance = |side| self.fit(content, pair, side).unwrap_or(u32::MAX);
        if distance(&pair.source) < distance(&pair.target) { &pair.source } else { &pair.target }
    }

    /// The distance of the id of one side from that of the nearest pair of its series (the one before, if there is one); `None` if
    /// the id is malformed, has another prefix, or does not ascend between its neighbours. Pairs whose two ids differ do
    /// not count as neighbours.
    pub fn fit(&self, content: &str, pair: &Pair, side: &Side) -> Option<u32> {
        let id_parts = SegmentId::parse(&content[side.id.range()]);
        let number = id_parts.number.filter(|_| *id_parts.prefix == *self.prefix)?;
        let at = self.pairs.partition_point(|other| other.span.start < pair.span.start);
        let neighbour = |other: &Pair| {
            let id = SegmentId::parse(&content[other.target.id.range()]);
            let is_alike = ids_agree(content, other) && id.series == id_parts.series && id.prefix == id_parts.prefix;
            id.number.filter(|_| is_alike)
        };
        let before = self.pairs[..at].iter().rev().take(MAX_NEIGHBOURS).find_map(neighbour);
        let after = self.pairs[at + 1..].iter().take(MAX_NEIGHBOURS).find_map(neighbour);
        match (before, after) {
            (Some(n), _) if n >= number => None,
            (_, Some(n)) if n <= number => None,
            (Some(n), _) => Some(number - n),
            (None, Some(n)) => Some(n - number),
            (None, None) => Some(0),
        }
    }
}

/// Whether both sides of a pair have the same id.
fn ids_agree(content: &str, pair: &Pair) -> bool {
    content[pair.target.id.range()] == content[pair.source.id.range()]
}

impl Document {
    /// The segment that a pair carries.
    pub fn segment_of(&self, pair: &Pair) -> &Segment {
        &self.segments[self.segments.partition_point(|segment| segment.span.start < pair.span.start)]
    }

    /// Whether both sides of a pair have the same id.
    pub fn ids_agree(&self, pair: &Pair) -> bool {
        ids_agree(self.text.as_str(), pair)
    }

    /// Where each pair starts, and the ids of its two sides.
    pub(super) fn ids_of_pairs(&self) -> impl Iterator<Item = (u32, [Span; 2])> {
        let pairs = self.sxs.pairs.iter().map(|pair| (pair.span.start, [pair.target.id, pair.source.id]));
        // If the pairs were forgotten, both ids of each were equal.
        let segments = self.segments[self.sxs.pairs.len()..].iter().map(|segment| (segment.span.start, [segment.id; 2]));
        pairs.chain(segments)
    }

    /// The id that a segment with a key has in this document.
    pub fn id_for(&self, key: SegmentKey) -> String {
        format!("{}-{key}", self.sxs.prefix)
    }

    /// Every key in the document: of pairs, on either side, and of damaged markup.
    pub fn known_keys(&self) -> HashSet<SegmentKey> {
        let whole = self.ids_of_pairs().flat_map(|(_, ids)| ids).map(|id| self.text.slice(id));
        let damaged = self.sxs.damage.iter().filter_map(|item| item.segment_id.as_deref());
        whole.chain(damaged).filter_map(|id| SegmentId::parse(id).key()).collect()
    }

    /// The stretches of the document in which the ids of one series do not ascend, each with its numbers and pairs.
    ///
    /// Ids that other rules report do not count: those that differ within a pair, occur twice, or have another prefix.
    pub fn unordered_stretches(&self, series: Series) -> Vec<Vec<(u32, &Pair)>> {
        if self.sxs.regular {
            return Vec::new();
        }
        let count = self.count_ids();
        let has_right_id =
            |segment: &Segment, pair: &Pair| self.ids_agree(pair) && count[self.id(segment)] == 1 && self.has_prefix(segment);
        let in_series: Vec<(u32, &Pair)> = (self.segments.iter().zip(&self.sxs.pairs))
            .filter(|(segment, pair)| has_right_id(segment, pair))
            .filter_map(|(segment, pair)| Some((segment.key.filter(|key| key.series == series)?.number, pair)))
            .collect();
        // A stretch ends where all numbers before are smaller than all numbers after.
        let mut smallest_after = vec![u32::MAX; in_series.len() + 1];
        for (i, (number, _)) in in_series.iter().enumerate().rev() {
            smallest_after[i] = smallest_after[i + 1].min(*number);
        }
        let mut stretches = Vec::new();
        let (mut start, mut largest) = (0, 0);
        for (i, (number, _)) in in_series.iter().enumerate() {
            largest = largest.max(*number);
            if largest < smallest_after[i + 1] || i + 1 == in_series.len() {
                if i > start {
                    stretches.push(in_series[start..=i].to_vec());
                }
                start = i + 1;
            }
        }
        stretches
    }

    /// The spans of the pairs whose ids a markup rule reports. Such an id is not compared with other documents.
    pub fn spans_with_wrong_ids(&self) -> HashSet<Span> {
        if self.sxs.regular {
            return HashSet::new();
        }
        let count = self.count_ids();
        let is_wrong =
            |segment: &Segment, pair: &Pair| !self.ids_agree(pair) || count[self.id(segment)] > 1 || !self.has_prefix(segment);
        let wrong = self.segments.iter().zip(&self.sxs.pairs).filter(|(segment, pair)| is_wrong(segment, pair));
        let unordered = [Series::Plain, Series::Merged].into_iter().flat_map(|series| self.unordered_stretches(series)).flatten();
        let unordered = unordered.map(|(_, pair)| pair.span);
        wrong.map(|(segment, _)| segment.span).chain(unordered).collect()
    }

    /// How often each id occurs.
    fn count_ids(&self) -> HashMap<&str, u32> {
        let mut count = HashMap::new();
        self.segments.iter().for_each(|segment| *count.entry(self.id(segment)).or_default() += 1);
        count
    }

    /// Whether the id of a segment has the prefix of the document.
    fn has_prefix(&self, segment: &Segment) -> bool {
        *SegmentId::parse(self.id(segment)).prefix == *self.sxs.prefix
    }
}

/// Whether the ids are right; see [`Markup::regular`].
pub(super) fn is_regular(content: &str, pairs: &[Pair], prefix: &str) -> bool {
    let mut last = [None; 2];
    pairs.iter().all(|pair| {
        let id = &content[pair.target.id.range()];
        let id_parts = SegmentId::parse(id);
        let last = &mut last[usize::from(id_parts.series == Series::Merged)];
        let ascends = id_parts.number.is_some() && *last < id_parts.number;
        *last = id_parts.number;
        ascends && id_parts.prefix == prefix && id == &content[pair.source.id.range()]
    })
}

/// The prefix of most ids: the majority vote of Boyer and Moore over the target ids, in one pass without a table.
pub(super) fn common_prefix<'a>(content: &'a str, pairs: &[Pair]) -> &'a str {
    let (mut candidate, mut votes) = ("", 0usize);
    for pair in pairs {
        let prefix = SegmentId::parse(&content[pair.target.id.range()]).prefix;
        if votes == 0 {
            (candidate, votes) = (prefix, 1);
        } else if prefix == candidate {
            votes += 1;
        } else {
            votes -= 1;
        }
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_split() {
        let id = SegmentId::parse("2ba23-p103");
        assert_eq!((id.prefix, id.series, id.number), ("2ba23", Series::Merged, Some(103)));
        for other in ["", "2ba23", "2ba2-103", "2ba2g-103", "2ba23-", "2ba23-x1", "2ba23-+1", "2ba23-p", "2ba23-99999999999"] {
            assert_eq!(SegmentId::parse(other).key(), None, "{other}");
        }
    }
}
