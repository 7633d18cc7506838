//! Finds texts in a normalized file: first in order, then in the order that keeps the most text.

use crate::text::Span;
use crate::text::normalize::NormalizedText;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem;
use std::collections::{BTreeMap, HashMap};

/// How many bytes a search may read for each byte of the file and of the texts before it stops.
const MAX_BYTES_READ_PER_BYTE: usize = 64;

/// How many different texts are searched for at once. No real document has as many. The time to prepare the search grows
/// faster than their number (60,000: 5 s).
const MAX_DISTINCT_TEXTS: usize = 40_000;

/// A text that occurs more often in the file is placed after the rarer ones, in the gaps that they leave.
const MAX_RARE_OCCURRENCES: usize = 16;

/// Looks for texts in a normalized file.
pub(super) struct Searcher<'a> {
    pub(super) folded: &'a NormalizedText,
    /// The normalized texts, in the order of the document.
    pub(super) texts: &'a [String],
    /// Stretches of the file in which no sentence may begin, in order.
    pub(super) hidden: &'a [Span],
}

/// Where a text was found, as an offset in the normalized file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occurrence {
    /// After the texts before it.
    InOrder(usize),
    /// In another order than in the document.
    Elsewhere(usize),
    /// Only where other texts were found.
    Taken,
    /// The file does not contain the text.
    Nowhere,
}

impl Searcher<'_> {
    /// How many bytes may be read.
    fn effort(&self) -> usize {
        MAX_BYTES_READ_PER_BYTE * (self.folded.text.len() + self.texts.iter().map(|wanted| wanted.len()).sum::<usize>())
            + (1 << 20)
    }

    /// The first occurrence of a text that begins at or after `from` and ends at or before `end`. It consists of whole words.
    fn find(&self, wanted: &str, from: usize, end: usize) -> Option<usize> {
        if wanted.is_empty() {
            return Some(from);
        }
        let text = self.folded.text.as_bytes();
        // The next sentence nearly always follows after only spaces and punctuation.
        let mut at = from;
        while at < end && at + wanted.len() <= end {
            if text[at..].starts_with(wanted.as_bytes()) && is_whole(&self.folded.text, at, wanted.len()) && self.may_begin(at) {
                return Some(at);
            }
            if text[at].is_ascii_alphanumeric() || text[at] >= 0x80 {
                break;
            }
            at += 1;
        }
        let finder = memmem::Finder::new(wanted.as_bytes());
        loop {
            at += finder.find(self.folded.text.as_bytes().get(at..end)?)?;
            if is_whole(&self.folded.text, at, wanted.len()) && self.may_begin(at) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// Whether a sentence may begin at an offset of the normalized file.
    fn may_begin(&self, at: usize) -> bool {
        if self.hidden.is_empty() {
            return true;
        }
        let at = self.folded.original(at) as u32;
        let i = self.hidden.partition_point(|span| span.end <= at);
        self.hidden.get(i).is_none_or(|span| at <= span.start)
    }

    /// Finds each text after the one before it. Returns `None` as soon as a text is not found. With `some_gone`, a text may be
    /// missing if it is nowhere in the file; then every text that the file contains is in order, so no other order keeps
    /// more text.
    pub(super) fn in_order(&self, some_gone: bool) -> Option<Vec<Occurrence>> {
        let end = self.folded.text.len();
        let mut effort = self.effort();
        let mut at = 0;
        let mut hits = Vec::with_capacity(self.texts.len());
        for wanted in self.texts {
            let Some(found) = self.find(wanted, at, end) else {
                effort = effort.checked_sub(end)?;
                if !some_gone || self.find(wanted, 0, end).is_some() {
                    return None;
                }
                hits.push(Occurrence::Nowhere);
                continue;
            };
            at = found + wanted.len();
            hits.push(Occurrence::InOrder(found));
        }
        Some(hits)
    }

    /// The occurrences that keep the document's order and contain the most text; `None` if that takes too much work.
    pub(super) fn heaviest_order(&self) -> Option<Vec<Occurrence>> {
        let occurrences = self.occurrences()?;
        let mut effort = self.effort();
        let mut hits = vec![Occurrence::Nowhere; self.texts.len()];
        // Among equally good occurrences, take the first.
        let mut end = 0;
        for (index, at) in self.heaviest_chain(&occurrences).into_iter().rev() {
            let first = occurrences[index].iter().copied().find(|first| *first >= end).unwrap_or(at);
            hits[index] = Occurrence::InOrder(first);
            end = first + self.texts[index].len();
        }
        // Place the common texts, and the rare ones that the chain left out, in order between the texts of the chain.
        let mut at = 0;
        let mut i = 0;
        while i < hits.len() {
            if let Occurrence::InOrder(found) = hits[i] {
                at = found + self.texts[i].len();
                i += 1;
                continue;
            }
            let next = (i..hits.len()).find(|&n| hits[n] != Occurrence::Nowhere).unwrap_or(hits.len());
            let end = match hits.get(next) {
                Some(Occurrence::InOrder(found)) => *found,
                _ => self.folded.text.len(),
            };
            for (n, hit) in hits.iter_mut().enumerate().take(next).skip(i) {
                let length = self.texts[n].len();
                let first = occurrences[n].partition_point(|place| *place < at);
                let Some(found) = occurrences[n].get(first).copied().filter(|found| found + length <= end) else { continue };
                *hit = Occurrence::InOrder(found);
                at = found + self.texts[n].len();
            }
            i = next;
        }
        // The remaining texts may occur in another order, where no other text was found.
        let mut taken: BTreeMap<usize, usize> = (0..hits.len())
            .filter_map(|i| match hits[i] {
                Occurrence::InOrder(at) => Some((at, at + self.texts[i].len())),
                _ => None,
            })
            .collect();
        for i in 0..hits.len() {
            if hits[i] != Occurrence::Nowhere {
                continue;
            }
            let length = self.texts[i].len();
            let free = |at: &usize| {
                let before = taken.range(..=at).next_back().is_none_or(|(_, end)| end <= at);
                before && taken.range(at..).next().is_none_or(|(start, _)| *start >= at + length)
            };
            let all = &occurrences[i];
            effort = effort.checked_sub(all.len())?;
            if let Some(at) = all.iter().copied().find(free) {
                hits[i] = Occurrence::Elsewhere(at);
                taken.insert(at, at + length);
            } else if !all.is_empty() {
                hits[i] = Occurrence::Taken;
            }
        }
        Some(hits)
    }

    /// All occurrences of each text, found in one pass over the file; `None` if there are too many.
    fn occurrences(&self) -> Option<Vec<Vec<usize>>> {
        let mut effort = self.effort();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for wanted in self.texts.iter().filter(|wanted| !wanted.is_empty()) {
            let next = numbers.len();
            numbers.entry(wanted).or_insert(next);
        }
        if numbers.len() > MAX_DISTINCT_TEXTS {
            return None;
        }
        let mut distinct = vec![""; numbers.len()];
        numbers.iter().for_each(|(text, number)| distinct[*number] = text);
        let mut places = vec![Vec::new(); distinct.len()];
        let searcher =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).prefilter(false).build(&distinct).ok()?;
        for found in searcher.find_overlapping_iter(&self.folded.text) {
            effort = effort.checked_sub(1)?;
            let at = found.start();
            if is_whole(&self.folded.text, at, found.len()) && self.may_begin(at) {
                places[found.pattern().as_usize()].push(at);
            }
        }
        let places_of = |text: &String| numbers.get(text.as_str()).map(|number| &places[*number]);
        let total: usize = self.texts.iter().filter_map(places_of).map(Vec::len).sum();
        (total <= effort).then(|| self.texts.iter().map(|text| places_of(text).cloned().unwrap_or_default()).collect())
    }

    /// The occurrences of rare texts, last first, that follow each other in the order of the document and together contain
    /// the most text: each as the index of the text and the offset.
    fn heaviest_chain(&self, occurrences: &[Vec<usize>]) -> Vec<(usize, usize)> {
        struct Link {
            index: usize,
            at: usize,
            before: Option<usize>,
        }
        let mut ends: Vec<usize> = Vec::new();
        for (index, places) in occurrences.iter().enumerate().filter(|(_, places)| places.len() <= MAX_RARE_OCCURRENCES) {
            ends.extend(places.iter().map(|at| at + self.texts[index].len()));
        }
        ends.sort_unstable();
        ends.dedup();
        // For each end, the heaviest chain that ends there or before: a Fenwick tree of prefix maxima.
        let heaviest = |best: &[(usize, Option<usize>)], mut i: usize| {
            let mut found = (0, None);
            while i > 0 {
                if best[i].0 > found.0 {
                    found = best[i];
                }
                i &= i - 1;
            }
            found
        };
        let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); ends.len() + 1];
        let mut links: Vec<Link> = Vec::new();
        for (index, places) in occurrences.iter().enumerate().filter(|(_, places)| places.len() <= MAX_RARE_OCCURRENCES) {
            let length = self.texts[index].len();
            let mut added = Vec::with_capacity(places.len());
            for &at in places {
                let (weight, before) = heaviest(&best, ends.partition_point(|end| *end <= at));
                links.push(Link { index, at, before });
                added.push((at + length, weight + length, links.len() - 1));
            }
            for (end, weight, link) in added {
                let mut i = ends.partition_point(|known| *known < end) + 1;
                while i < best.len() {
                    if best[i].0 < weight {
                        best[i] = (weight, Some(link));
                    }
                    i += i & i.wrapping_neg();
                }
            }
        }
        let (_, mut last) = heaviest(&best, ends.len());
        let mut chain = Vec::new();
        while let Some(link) = last {
            chain.push((links[link].index, links[link].at));
            last = links[link].before;
        }
        chain
    }
}

/// Whether a stretch neither begins nor ends inside a word.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let inside = |cut: usize| {
        let before = text[..cut].chars().next_back().is_some_and(char::is_alphanumeric);
        before && text[cut..].chars().next().is_some_and(char::is_alphanumeric)
    };
    !inside(at) && !inside(at + length)
}
