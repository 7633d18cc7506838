//! Where the SOURCE texts of a document stand in a source file, and which of the file's text has no pair.
//!
//! Exact first: the texts are looked for one after the other, in order, both sides folded; in nearly all real documents
//! that finds every one. Where it does not, the order is chosen that keeps the most text, and only what is left over then
//! is compared word by word.

use crate::document::markdown::{Structure, hidden, is_prose};
use crate::document::sxs::pairs::text_around;
use crate::document::{Document, Segment, SegmentKey, Series};
use crate::text::Span;
use crate::text::normalize::{NormalizedText, normalize_compact};
use crate::text::similarity::{SortedWords, are_similar};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// The outcome for one document and one source file.
#[derive(Debug, Default)]
pub struct Alignment {
    /// Where each pair's SOURCE is, in the order of the pairs.
    pub places: Vec<Place>,
    /// Text of the file that has no pair and is not what a pair changed into, in order.
    pub rest: Vec<Rest>,
    /// The texts repeat each other so much that the places could not all be looked at.
    pub given_up: bool,
}

/// Where a pair's SOURCE is in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In its place.
    Found(Span),
    /// In the file, but in another order than in the document.
    Moved(Span),
    /// Not in the file; this text stands in its place.
    Changed(Span),
    /// In the file less often than in the document.
    Surplus,
    /// Not in the file.
    Gone,
}

impl Place {
    /// Whether the file has no such text, or not so often.
    pub fn is_lacking(self) -> bool {
        matches!(self, Self::Changed(_) | Self::Surplus | Self::Gone)
    }
}

/// Text of the file without a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Its bytes in the file.
    pub span: Span,
    /// How many pairs of the document stand before it.
    pub before: u32,
}

impl Alignment {
    /// The same alignment with a file whose text is the same and begins elsewhere: behind another front matter.
    pub fn moved(&self, from: usize, to: usize) -> Self {
        // What was given up has no places.
        let at = |offset: u32| (offset as usize + to).saturating_sub(from);
        let shift = |span: Span| Span::new(at(span.start), at(span.end));
        let place = |place: &Place| match *place {
            Place::Found(span) => Place::Found(shift(span)),
            Place::Moved(span) => Place::Moved(shift(span)),
            Place::Changed(span) => Place::Changed(shift(span)),
            other => other,
        };
        Self {
            places: self.places.iter().map(place).collect(),
            rest: self.rest.iter().map(|rest| Rest { span: shift(rest.span), ..*rest }).collect(),
            given_up: self.given_up,
        }
    }

    /// The pairs that are at fault in some way.
    pub fn pairs<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = (&'a Segment, Place)> {
        document.segments.iter().zip(self.places.iter().copied()).filter(|(_, place)| !matches!(place, Place::Found(_)))
    }
}

/// A source file, made ready for the documents of all locales: each part once, and only when it is asked for.
pub struct Original<'a> {
    document: &'a Document,
    folded: NormalizedText,
    structure: OnceLock<Structure>,
    /// Stretches that no reader sees as text: no sentence begins inside of one.
    hidden: OnceLock<Vec<Span>>,
}

impl<'a> Original<'a> {
    /// Folds the text of a source file.
    pub fn of(document: &'a Document) -> Self {
        let folded = NormalizedText::new(document.text.as_str(), document.body());
        Self { document, folded, structure: OnceLock::new(), hidden: OnceLock::new() }
    }

    /// The text outside the given stretches.
    pub fn text_around(&self, taken: &[Span], thorough: bool) -> Vec<Span> {
        let (content, body) = (self.document.text.as_str(), self.document.body());
        text_around(content, body, taken, thorough, || self.structure.get_or_init(|| Structure::parse(content, body)))
    }

    fn hidden(&self) -> &[Span] {
        self.hidden.get_or_init(|| hidden(self.document.text.as_str(), self.document.body()))
    }
}

/// The SOURCE texts of a document, folded to be looked for.
pub struct Needles {
    texts: Vec<String>,
}

impl Needles {
    /// Folds the texts of a document.
    pub fn of(document: &Document) -> Self {
        Self { texts: document.segments.iter().map(|pair| normalize_compact(document.source(pair))).collect() }
    }
}

/// A search for texts in a source file: of all documents that have these texts under the same ids, each step of it made
/// once, and only when it is needed.
pub struct Search<'a> {
    original: &'a Original<'a>,
    /// The folded SOURCE of each pair.
    needles: &'a [String],
    /// The file is the one that the documents were made from.
    at_handoff: bool,
    /// And their ids leave numbers out.
    ids_tell: bool,
    /// What is found while nothing is in doubt.
    plain: OnceCell<Option<Sighting>>,
    /// What is found where no sentence may begin in a hidden stretch.
    thorough: OnceCell<Option<Sighting>>,
}

/// Texts found in a file.
#[derive(Clone)]
struct Sighting {
    places: Vec<Place>,
    /// Text that stands outside of the places.
    runs: Vec<Span>,
}

impl<'a> Search<'a> {
    /// Prepares a search for the texts of a document, and of all [that are cut the same](same_units), in a source file; in
    /// the one that they were made from, the ids tell of holes.
    pub fn new(needles: &'a Needles, document: &Document, original: &'a Original<'a>, at_handoff: bool) -> Self {
        let ids_tell = at_handoff && holes(document);
        let (plain, thorough) = (OnceCell::new(), OnceCell::new());
        Self { original, needles: &needles.texts, at_handoff, ids_tell, plain, thorough }
    }

    /// Aligns one of the documents.
    pub fn align(&self, document: &Document) -> Alignment {
        if let Some(sighting) = self.plain.get_or_init(|| Some(self.sighting(&self.spotter(&[]).in_order(false)?))) {
            let alignment = self.settle(document, sighting);
            if !alignment.given_up
                && alignment.rest.is_empty()
                && alignment.places.iter().all(|place| matches!(place, Place::Found(_)))
            {
                return alignment;
            }
        }
        let thorough = || {
            let spotter = self.spotter(self.original.hidden());
            Some(self.sighting(&spotter.in_order(true).or_else(|| spotter.heaviest_order())?))
        };
        match self.thorough.get_or_init(thorough) {
            Some(sighting) => self.settle(document, sighting),
            None => self.given_up(),
        }
    }

    fn spotter(&self, hidden: &'a [Span]) -> Spotter<'a> {
        Spotter { folded: &self.original.folded, needles: self.needles, hidden }
    }

    fn settle(&self, document: &Document, sighting: &Sighting) -> Alignment {
        let settler = Settler { document, source: self.original.document, at_handoff: self.at_handoff, ids_tell: self.ids_tell };
        settler.settle(sighting).unwrap_or_else(|| self.given_up())
    }

    /// The outcome where the work is too much: nothing is said of any pair.
    fn given_up(&self) -> Alignment {
        let places = self.needles.iter().map(|_| Place::Found(Span::default())).collect();
        Alignment { given_up: true, places, rest: Vec::new() }
    }

    /// Turns hits into places in the file.
    fn sighting(&self, hits: &[Hit]) -> Sighting {
        let Original { document: source, folded, .. } = self.original;
        let span = |i: usize, at: usize| {
            let length = self.needles[i].len();
            let start = folded.original(at);
            let end = if length == 0 { start } else { folded.original(at + length - 1) + 1 };
            let content = source.text.as_str();
            let end = (end..=content.len()).find(|end| content.is_char_boundary(*end)).unwrap_or(content.len());
            Span::new(start.min(end), end)
        };
        let places: Vec<Place> = hits
            .iter()
            .enumerate()
            .map(|(i, hit)| match *hit {
                Hit::InOrder(at) => Place::Found(span(i, at)),
                Hit::Elsewhere(at) => Place::Moved(span(i, at)),
                Hit::Taken => Place::Surplus,
                Hit::Nowhere => Place::Gone,
            })
            .collect();
        let mut taken: Vec<Span> = places
            .iter()
            .filter_map(|place| match place {
                Place::Found(span) | Place::Moved(span) => Some(*span),
                _ => None,
            })
            .filter(|span| !span.is_empty())
            .collect();
        taken.sort_unstable();
        taken.dedup_by(|later, kept| later.start < kept.end);
        let runs = self.original.text_around(&taken, self.ids_tell);
        Sighting { places, runs }
    }
}

/// Looks for texts in a folded file.
struct Spotter<'a> {
    folded: &'a NormalizedText,
    needles: &'a [String],
    /// See [`Original::hidden`]; empty as long as nothing is in doubt.
    hidden: &'a [Span],
}

/// Settles what a search left over, on both sides, for one document.
struct Settler<'a> {
    document: &'a Document,
    source: &'a Document,
    at_handoff: bool,
    ids_tell: bool,
}

/// Whether the plain ids of a document leave a number out that no merged unit takes the place of.
fn holes(document: &Document) -> bool {
    document.segments.windows(2).any(|two| hole(&two[0], &two[1]))
}

fn hole(one: &Segment, next: &Segment) -> bool {
    let is_plain = |key: SegmentKey| key.series == Series::Plain;
    one.key.zip(next.key).is_some_and(|(one, next)| is_plain(one) && is_plain(next) && next.number > one.number + 1)
}

/// Where a needle was found, as a byte of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hit {
    InOrder(usize),
    Elsewhere(usize),
    Taken,
    Nowhere,
}

/// How many bytes may be looked at for each byte of both texts before a search is given up.
const EFFORT: usize = 64;

/// The same for looking whether text stands outside pairs: a gap is looked at anew for each short run of text in it.
const LOOKS: usize = 1024;

/// How many different texts are searched for at once: more than any real document has. The search is made ready in a time
/// that grows faster than their number (60,000: 5 s).
const MOST: usize = 40_000;

/// How many pairs of a gap are looked around: more than any real gap has, and a bound on the work for a hostile one.
const NEAR: usize = 64;

/// A text that stands more often than this in the file is placed between the others, not before them.
const RARE: usize = 16;

impl Spotter<'_> {
    fn effort(&self) -> usize {
        EFFORT * (self.folded.text.len() + self.needles.iter().map(|needle| needle.len()).sum::<usize>()) + (1 << 20)
    }

    /// The first place of a text at or behind a byte and before another: whole words only.
    fn find(&self, needle: &str, from: usize, end: usize) -> Option<usize> {
        if needle.is_empty() {
            return Some(from);
        }
        let text = self.folded.text.as_bytes();
        // Nearly always it stands right behind what is between two sentences.
        let mut at = from;
        while at < end && at + needle.len() <= end {
            if text[at..].starts_with(needle.as_bytes()) && is_whole(&self.folded.text, at, needle.len()) && self.may_begin(at) {
                return Some(at);
            }
            if text[at].is_ascii_alphanumeric() || text[at] >= 0x80 {
                break;
            }
            at += 1;
        }
        let finder = memmem::Finder::new(needle.as_bytes());
        loop {
            at += finder.find(self.folded.text.as_bytes().get(at..end)?)?;
            if is_whole(&self.folded.text, at, needle.len()) && self.may_begin(at) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// Whether a sentence may begin at a place of the folded text.
    fn may_begin(&self, at: usize) -> bool {
        if self.hidden.is_empty() {
            return true;
        }
        let at = self.folded.original(at) as u32;
        let i = self.hidden.partition_point(|span| span.end <= at);
        self.hidden.get(i).is_none_or(|span| at <= span.start)
    }

    /// Each text behind the one before. `None` as soon as one is not there; or, with `some_gone`, as soon as one is not there
    /// but elsewhere in the file: else every text that the file has is in order, and no other order holds more.
    fn in_order(&self, some_gone: bool) -> Option<Vec<Hit>> {
        let end = self.folded.text.len();
        let mut effort = self.effort();
        let mut at = 0;
        let mut hits = Vec::with_capacity(self.needles.len());
        for needle in self.needles {
            let Some(found) = self.find(needle, at, end) else {
                effort = effort.checked_sub(end)?;
                if !some_gone || self.find(needle, 0, end).is_some() {
                    return None;
                }
                hits.push(Hit::Nowhere);
                continue;
            };
            at = found + needle.len();
            hits.push(Hit::InOrder(found));
        }
        Some(hits)
    }

    /// The places that keep the document's order and hold the most text; `None` when that is too much work.
    fn heaviest_order(&self) -> Option<Vec<Hit>> {
        let occurrences = self.occurrences()?;
        let mut effort = self.effort();
        let mut hits = vec![Hit::Nowhere; self.needles.len()];
        // Of places that hold as much, the first.
        let mut end = 0;
        for (needle, at) in self.heaviest_chain(&occurrences).into_iter().rev() {
            let first = occurrences[needle].iter().copied().find(|first| *first >= end).unwrap_or(at);
            hits[needle] = Hit::InOrder(first);
            end = first + self.needles[needle].len();
        }
        // Common texts, and those that share their place with another: in order between the rare ones.
        let mut at = 0;
        let mut i = 0;
        while i < hits.len() {
            if let Hit::InOrder(found) = hits[i] {
                at = found + self.needles[i].len();
                i += 1;
                continue;
            }
            let next = (i..hits.len()).find(|&n| hits[n] != Hit::Nowhere).unwrap_or(hits.len());
            let end = match hits.get(next) {
                Some(Hit::InOrder(found)) => *found,
                _ => self.folded.text.len(),
            };
            for (n, hit) in hits.iter_mut().enumerate().take(next).skip(i) {
                let length = self.needles[n].len();
                let first = occurrences[n].partition_point(|place| *place < at);
                let Some(found) = occurrences[n].get(first).copied().filter(|found| found + length <= end) else { continue };
                *hit = Hit::InOrder(found);
                at = found + self.needles[n].len();
            }
            i = next;
        }
        // What is still not placed may stand elsewhere, where no other text is.
        let mut taken: BTreeMap<usize, usize> = (0..hits.len())
            .filter_map(|i| match hits[i] {
                Hit::InOrder(at) => Some((at, at + self.needles[i].len())),
                _ => None,
            })
            .collect();
        for i in 0..hits.len() {
            if hits[i] != Hit::Nowhere {
                continue;
            }
            let length = self.needles[i].len();
            let free = |at: &usize| {
                let before = taken.range(..=at).next_back().is_none_or(|(_, end)| end <= at);
                before && taken.range(at..).next().is_none_or(|(start, _)| *start >= at + length)
            };
            let all = &occurrences[i];
            effort = effort.checked_sub(all.len())?;
            if let Some(at) = all.iter().copied().find(free) {
                hits[i] = Hit::Elsewhere(at);
                taken.insert(at, at + length);
            } else if !all.is_empty() {
                hits[i] = Hit::Taken;
            }
        }
        Some(hits)
    }

    /// All places of each needle in the file: one look at its bytes finds them all.
    fn occurrences(&self) -> Option<Vec<Vec<usize>>> {
        let mut effort = self.effort();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for needle in self.needles.iter().filter(|needle| !needle.is_empty()) {
            let next = numbers.len();
            numbers.entry(needle).or_insert(next);
        }
        if numbers.len() > MOST {
            return None;
        }
        let mut distinct = vec![""; numbers.len()];
        numbers.iter().for_each(|(needle, number)| distinct[*number] = needle);
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
        let of = |needle: &String| numbers.get(needle.as_str()).map(|number| &places[*number]);
        let total: usize = self.needles.iter().filter_map(of).map(Vec::len).sum();
        (total <= effort).then(|| self.needles.iter().map(|needle| of(needle).cloned().unwrap_or_default()).collect())
    }

    /// Of the rare needles' places, those that follow each other in the order of the document and hold the most text.
    fn heaviest_chain(&self, occurrences: &[Vec<usize>]) -> Vec<(usize, usize)> {
        struct Link {
            needle: usize,
            at: usize,
            before: Option<usize>,
        }
        let mut ends: Vec<usize> = Vec::new();
        for (needle, places) in occurrences.iter().enumerate().filter(|(_, places)| places.len() <= RARE) {
            ends.extend(places.iter().map(|at| at + self.needles[needle].len()));
        }
        ends.sort_unstable();
        ends.dedup();
        // For each end, the heaviest chain that ends there or before (a tree of prefix maxima).
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
        for (needle, places) in occurrences.iter().enumerate().filter(|(_, places)| places.len() <= RARE) {
            let length = self.needles[needle].len();
            let mut added = Vec::with_capacity(places.len());
            for &at in places {
                let (weight, before) = heaviest(&best, ends.partition_point(|end| *end <= at));
                links.push(Link { needle, at, before });
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
            chain.push((links[link].needle, links[link].at));
            last = links[link].before;
        }
        chain
    }
}

impl Settler<'_> {
    fn looks(&self) -> usize {
        LOOKS * (self.source.text.as_str().len() + self.document.text.as_str().len()) + (1 << 24)
    }

    /// The alignment of the document; `None` when it is too much work.
    fn settle(&self, sighting: &Sighting) -> Option<Alignment> {
        let Sighting { mut places, runs } = sighting.clone();
        // The found places ascend, so the last one before a run is near the cut.
        let ascending: Vec<(usize, Span)> = places
            .iter()
            .enumerate()
            .filter_map(|(i, place)| match place {
                Place::Found(span) => Some((i, *span)),
                _ => None,
            })
            .collect();
        let mut looks = self.looks();
        let mut rest = Vec::new();
        for run in runs {
            let cut = ascending.partition_point(|(_, span)| span.start < run.start);
            let before = ascending[..cut].last().map_or(0, |(i, _)| i + 1);
            let next = ascending.get(cut).map(|(_, span)| span.start);
            if self.stands_in_document(&places, before, run, next, &mut looks)? {
                continue;
            }
            match self.part_of(&places, before, run) {
                Some((pair, whole)) => places[pair] = Place::Changed(whole),
                None => rest.extend(sentences(self.source.text.as_str(), run).map(|span| Rest { span, before: before as u32 })),
            }
        }
        self.reworded(&mut places, &mut rest);
        Some(Alignment { places, rest, given_up: false })
    }

    /// Whether a run is text that the tool left alone: the same words stand outside pairs in the document, in the same gap,
    /// as often as in the file. Prose is never left alone. `next` is where the next found pair begins in the file. `None` when
    /// it would take more looks than are left.
    fn stands_in_document(
        &self,
        places: &[Place],
        before: usize,
        run: Span,
        next: Option<u32>,
        looks: &mut usize,
    ) -> Option<bool> {
        let text = self.source.text.slice(run);
        if is_prose(text) {
            return Some(false);
        }
        let pairs = &self.document.segments;
        let end = (before..places.len()).take(NEAR).find(|&i| matches!(places[i], Place::Found(_)));
        let mut from = before.checked_sub(1).map_or(0, |i| pairs[i].span.end);
        let stop = end.map_or(self.document.text.as_str().len() as u32, |i| pairs[i].span.start);
        let mut here = 0;
        for pair in pairs[before..end.unwrap_or(pairs.len())]
            .iter()
            .take(NEAR)
            .map(|pair| pair.span)
            .chain([Span { start: stop, end: stop }])
        {
            if pair.start >= from {
                let gap = self.document.text.slice(Span { start: from, end: pair.start });
                *looks = looks.checked_sub(gap.len())?;
                here += gap.matches(text).count();
            }
            from = pair.end.max(from);
        }
        if here == 0 {
            return Some(false);
        }
        let content = self.source.text.as_str();
        let start = before.checked_sub(1).map_or(run.start, |i| match places[i] {
            Place::Found(span) => span.end,
            _ => run.start,
        });
        let end = next.unwrap_or(content.len() as u32).max(run.end);
        let gap = &content[start.min(run.start) as usize..end as usize];
        *looks = looks.checked_sub(gap.len())?;
        Some(here >= gap.matches(text).count())
    }

    /// The found pair that a run belongs to, because one sentence goes on from the one to the other; and that sentence.
    fn part_of(&self, places: &[Place], before: usize, run: Span) -> Option<(usize, Span)> {
        let content = self.source.text.as_str();
        let pairs = &self.document.segments;
        let two = before.checked_sub(1).and_then(|i| pairs.get(i).zip(pairs.get(before)));
        if self.ids_tell && two.is_some_and(|(one, next)| hole(one, next)) {
            return None;
        }
        let joined = |from: u32, to: u32| {
            from <= to
                && content[from as usize..to as usize].chars().all(|c| matches!(c, ' ' | ',' | ';' | '*' | '_' | '`' | ')' | '('))
        };
        let ends = |text: &str| text.trim_end_matches(['*', '_', '`', ')', '"', '\'']).ends_with(['.', ':', '!', '?']);
        if let Some(Place::Found(span)) = before.checked_sub(1).map(|i| places[i])
            && joined(span.end, run.start)
            && !ends(self.source.text.slice(span))
        {
            return Some((before - 1, Span { start: span.start, end: run.end }));
        }
        if let Some(Place::Found(span)) = places.get(before)
            && joined(run.end, span.start)
            && !ends(self.source.text.slice(run))
        {
            return Some((before, Span { start: run.start, end: span.end }));
        }
        None
    }

    /// Finds, for pairs that are gone, what they were changed into: text without a pair in the same gap.
    fn reworded(&self, places: &mut [Place], rest: &mut Vec<Rest>) {
        if rest.is_empty() {
            return;
        }
        let mut used = vec![false; rest.len()];
        let mut i = 0;
        while i < places.len() {
            if matches!(places[i], Place::Found(_)) {
                i += 1;
                continue;
            }
            let next = (i..places.len()).find(|&n| matches!(places[n], Place::Found(_))).unwrap_or(places.len());
            let gone: Vec<usize> = (i..next).filter(|&n| places[n].is_lacking()).collect();
            let first = rest.partition_point(|rest| (rest.before as usize) < i);
            let last = rest.partition_point(|rest| (rest.before as usize) <= i);
            let pairs = &self.document.segments;
            let merged = |n: usize| pairs[n].key.is_some_and(|key| key.series == Series::Merged);
            // Where no number is left out at handoff, all that is left is of this pair.
            let around = &pairs[i.saturating_sub(1)..pairs.len().min(next + 1)];
            let all_its = |n: usize| merged(n) || self.at_handoff && !around.windows(2).any(|two| hole(&two[0], &two[1]));
            if gone.len() == 1 && last > first && (last - first == 1 || all_its(gone[0])) {
                // A unit may hold several sentences.
                places[gone[0]] = Place::Changed(Span { start: rest[first].span.start, end: rest[last - 1].span.end });
                used[first..last].fill(true);
            } else {
                let texts: Vec<SortedWords<'_>> =
                    rest[first..last].iter().map(|rest| SortedWords::new(self.source.text.slice(rest.span))).collect();
                let mut near = 0;
                for n in gone {
                    let own = SortedWords::new(self.document.source(&self.document.segments[n]));
                    let candidates = (near..texts.len()).take(16);
                    if let Some(k) = candidates.clone().find(|&k| !used[first + k] && are_similar(&own, &texts[k])) {
                        places[n] = Place::Changed(rest[first + k].span);
                        used[first + k] = true;
                        near = k + 1;
                    }
                }
            }
            i = next;
        }
        let mut kept = used.iter().map(|used| !used);
        rest.retain(|_| kept.next().unwrap_or(true));
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

/// The sentences of a run of text.
fn sentences(content: &str, run: Span) -> impl Iterator<Item = Span> {
    let text = &content[run.range()];
    let mut cuts = vec![0];
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        let after = &text[at + mark.len()..];
        let past = after.trim_start_matches(['"', '\'', ')', '*', '_', '”']);
        let next = past.trim_start();
        if past.len() > next.len() && next.starts_with(|c: char| c.is_uppercase() || matches!(c, '[' | '`' | '*' | '"')) {
            cuts.push(text.len() - next.len());
        }
    }
    cuts.push(text.len());
    let spans: Vec<Span> = cuts
        .windows(2)
        .map(|cut| {
            let sentence = text[cut[0]..cut[1]].trim_end();
            Span::new(run.start as usize + cut[0], run.start as usize + cut[0] + sentence.len())
        })
        .filter(|span| !span.is_empty())
        .collect();
    spans.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::identity::Location;
    use crate::text::Text;

    fn parsed(content: &str) -> Document {
        Document::parse(Text::new("a.md", content.as_bytes()), &Location::in_memory("a.md"))
    }

    fn bilingual(sources: &[&str]) -> Document {
        let pair = |(i, source): (usize, &&str)| {
            let id = format!("2ba23-{}", 102 + i);
            format!(
                "<span data-ttu-id=\"{id}\">T</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n\n"
            )
        };
        parsed(&sources.iter().enumerate().map(pair).collect::<String>())
    }

    fn align(document: &Document, source: &Document) -> Alignment {
        Search::new(&Needles::of(document), document, &Original::of(source), false).align(document)
    }

    /// Each pair's place in a few words, and the rest, as text.
    fn aligned(sources: &[&str], file: &str) -> (Vec<String>, Vec<String>) {
        let (document, source) = (bilingual(sources), parsed(file));
        let alignment = align(&document, &source);
        assert!(!alignment.given_up);
        let show = |place: &Place| match *place {
            Place::Found(span) => source.text.slice(span).to_owned(),
            Place::Moved(span) => format!("moved: {}", source.text.slice(span)),
            Place::Changed(span) => format!("changed: {}", source.text.slice(span)),
            Place::Surplus => "surplus".to_owned(),
            Place::Gone => "gone".to_owned(),
        };
        let rest = alignment.rest.iter().map(|rest| source.text.slice(rest.span).to_owned());
        (alignment.places.iter().map(show).collect(), rest.collect())
    }

    #[test]
    fn texts_are_found_through_wraps_escapes_and_markup() {
        let file = "---\ntitle: One\n---\n# One\n\n> Two is\n> wrapped &gt; `here`. **Three** , four.\n\n```cs\nOne\n```\n";
        let (places, rest) = aligned(&["One", "Two is wrapped > `here`.", "**Three**, four."], file);
        assert_eq!(places, ["One", "Two is\n> wrapped &gt; `here`.", "**Three** , four."]);
        assert_eq!(rest, [""; 0]);
    }

    #[test]
    fn what_differs_is_changed_gone_or_rest() {
        let (places, rest) = aligned(&["One.", "Two is old.", "Three."], "One. Two is new. Three.\n\nFour is more.\n");
        assert_eq!(places, ["One.", "changed: Two is new.", "Three."]);
        assert_eq!(rest, ["Four is more."]);
        let (places, rest) = aligned(&["One.", "Two.", "Three."], "One. Three.\n");
        assert_eq!((places, rest), (vec!["One.".to_owned(), "gone".into(), "Three.".into()], vec![]));
        let (places, _) = aligned(&["Light the lamp", "Two."], "# Light the lamp daily\n\nTwo.\n");
        assert_eq!(places, ["changed: Light the lamp daily", "Two."]);
    }

    #[test]
    fn the_order_that_keeps_the_most_text_is_right() {
        let long = "This sentence is the longest of them all.";
        let (places, rest) = aligned(&["Two.", long, "One."], &format!("One. Two. {long}\n"));
        assert_eq!(places, ["Two.", long, "moved: One."]);
        assert_eq!(rest, [""; 0]);
        let (places, _) = aligned(&["Yes", "Yes", "No"], "| a |\n|---|\n| Yes |\n| No |\n");
        assert!(places.contains(&"surplus".to_owned()) && places.contains(&"No".to_owned()), "{places:?}");
    }

    #[test]
    fn a_word_in_code_or_an_address_is_no_place_of_a_sentence() {
        let file = "| `Field` | Field |\n|---|---|\n| [docs](https://example.org/docs) | docs |\n";
        let (places, rest) = aligned(&["Field", "docs", "docs"], file);
        assert_eq!((places, rest), (vec!["Field".to_owned(), "docs".into(), "docs".into()], vec![]));
    }

    #[test]
    fn an_alignment_moves_with_the_front_matter() {
        let document = bilingual(&["One."]);
        let (old, new) = (parsed("---\na: b\n---\nOne.\n"), parsed("---\na: b\nc: d\n---\nOne.\n"));
        let moved = align(&document, &old).moved(old.body(), new.body());
        assert_eq!(moved.places, align(&document, &new).places);
        let given_up = Alignment { places: vec![Place::Found(Span::default())], given_up: true, ..Alignment::default() };
        assert_eq!(given_up.moved(40, 10).places.len(), 1);
    }
}
