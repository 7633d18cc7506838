//! Decides, for one document, about the segments that a search did not find and the text that it left over.

use super::{Alignment, Matches, Place, Rest};
use crate::document::markdown::is_prose;
use crate::document::{Document, Segment, SegmentKey, Series};
use crate::text::Span;
use crate::text::similarity::{SortedWords, are_similar};
use memchr::memmem;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// How many bytes may be compared for each byte of both files. A gap between segments is searched again for each short run
/// of text in it.
const MAX_BYTES_COMPARED_PER_BYTE: usize = 1024;

/// How many texts of a gap are compared with a missing segment.
const MAX_CANDIDATES: usize = 16;

/// How many segments of a gap are looked at: more than any real gap has. It bounds the work for a hostile document.
const MAX_SEGMENTS_IN_GAP: usize = 64;

/// Compares the remaining text of a source file with the segments of one document that were not found in it.
pub(super) struct Resolver<'a> {
    pub(super) document: &'a Document,
    pub(super) source: &'a Document,
    /// The source file is the one that the document was made from.
    pub(super) at_handoff: bool,
    /// The document was made from this file, and its ids skip numbers.
    pub(super) ids_show_losses: bool,
}

/// A gap between found segments: how often texts occur in it. Hostile files repeat one text many times in one gap.
#[derive(Default)]
struct Gap<'a> {
    /// The segment after which it begins, and where the next found segment begins in the file.
    place: (usize, Option<u32>),
    /// For each text: how often the document has it, and where the file has it.
    counts: HashMap<&'a str, (usize, Vec<usize>)>,
}

/// Where the segment before a position ends in the file, if it was found.
fn found_end(places: &[Place], before: usize) -> Option<u32> {
    match places[before.checked_sub(1)?] {
        Place::Found(span) => Some(span.end),
        _ => None,
    }
}

/// Where a text contains another.
fn find_all(text: &str, wanted: &str) -> impl Iterator<Item = usize> {
    memmem::find_iter(text.as_bytes(), wanted.as_bytes())
}

impl Resolver<'_> {
    /// How many bytes may be compared.
    fn budget(&self) -> usize {
        MAX_BYTES_COMPARED_PER_BYTE * (self.source.text.as_str().len() + self.document.text.as_str().len()) + (1 << 24)
    }

    /// The alignment of the document; `None` if it takes too much work.
    pub(super) fn resolve(&self, matches: &Matches) -> Option<Alignment> {
        let Matches { mut places, unmatched } = matches.clone();
        // The found places ascend, so a binary search finds the last one before a run.
        let ascending: Vec<(usize, Span)> = places
            .iter()
            .enumerate()
            .filter_map(|(i, place)| match place {
                Place::Found(span) => Some((i, *span)),
                _ => None,
            })
            .collect();
        let mut budget = self.budget();
        let mut rest = Vec::new();
        let mut gap = Gap::default();
        for run in unmatched {
            let cut = ascending.partition_point(|(_, span)| span.start < run.start);
            let before = ascending[..cut].last().map_or(0, |(i, _)| i + 1);
            let next = ascending.get(cut).map(|(_, span)| span.start);
            if gap.place != (before, next) {
                gap = Gap { place: (before, next), ..Gap::default() };
            }
            if self.is_copied(&places, run, &mut gap, &mut budget)? {
                continue;
            }
            match self.part_of(&places, before, run) {
                Some((segment, whole)) => {
                    places[segment] = Place::Changed(whole);
                    gap.counts.clear();
                }
                None => rest.extend(
                    sentences(self.source.text.as_str(), run).into_iter().map(|span| Rest { span, before: before as u32 }),
                ),
            }
        }
        self.find_reworded(&mut places, &mut rest);
        Some(Alignment { places, rest, exceeds_limit: false })
    }

    /// Whether the localization tool copied a run: the document has the same words outside segments, in the same gap, as often
    /// as the file. Prose is never copied. Returns `None` if the budget does not suffice.
    fn is_copied<'a>(&'a self, places: &[Place], run: Span, gap: &mut Gap<'a>, budget: &mut usize) -> Option<bool> {
        let text = self.source.text.slice(run);
        if is_prose(text) {
            return Some(false);
        }
        let place = gap.place;
        let (here, there) = match gap.counts.entry(text) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.count(places, run, place, budget)?),
        };
        // If no found segment is before the gap, only the text from the run on counts.
        let start = found_end(places, place.0).unwrap_or(run.start) as usize;
        Some(*here > 0 && *here >= there.len() - there.partition_point(|at| *at < start))
    }

    /// How often the document has the text of a run outside segments in a gap, and where the file has it.
    fn count(
        &self,
        places: &[Place],
        run: Span,
        (before, next): (usize, Option<u32>),
        budget: &mut usize,
    ) -> Option<(usize, Vec<usize>)> {
        let text = self.source.text.slice(run);
        let segments = &self.document.segments;
        let end = (before..places.len()).take(MAX_SEGMENTS_IN_GAP).find(|&i| matches!(places[i], Place::Found(_)));
        let mut from = before.checked_sub(1).map_or(0, |i| segments[i].span.end);
        let stop = end.map_or(self.document.text.as_str().len() as u32, |i| segments[i].span.start);
        let mut here = 0;
        for span in segments[before..end.unwrap_or(segments.len())]
            .iter()
            .take(MAX_SEGMENTS_IN_GAP)
            .map(|segment| segment.span)
            .chain([Span { start: stop, end: stop }])
        {
            if span.start >= from {
                let gap = self.document.text.slice(Span { start: from, end: span.start });
                *budget = budget.checked_sub(gap.len())?;
                here += find_all(gap, text).count();
            }
            from = span.end.max(from);
        }
        if here == 0 {
            return Some((0, Vec::new()));
        }
        let content = self.source.text.as_str();
        let start = found_end(places, before).unwrap_or(run.start).min(run.start) as usize;
        let end = next.unwrap_or(content.len() as u32).max(run.end);
        let gap = &content[start..end as usize];
        *budget = budget.checked_sub(gap.len())?;
        Some((here, find_all(gap, text).map(|at| start + at).collect()))
    }

    /// The found segment whose sentence continues in a run, and the whole sentence.
    fn part_of(&self, places: &[Place], before: usize, run: Span) -> Option<(usize, Span)> {
        let content = self.source.text.as_str();
        let segments = &self.document.segments;
        let two = before.checked_sub(1).and_then(|i| segments.get(i).zip(segments.get(before)));
        if self.ids_show_losses && two.is_some_and(|(one, next)| skips_number(one, next)) {
            return None;
        }
        let joined = |from: u32, to: u32| {
            from <= to
                && content[from as usize..to as usize].chars().all(|c| matches!(c, ' ' | ',' | ';' | '*' | '_' | '`' | ')' | '('))
        };
        let is_complete = |text: &str| text.trim_end_matches(['*', '_', '`', ')', '"', '\'']).ends_with(['.', ':', '!', '?']);
        if let Some(Place::Found(span)) = before.checked_sub(1).map(|i| places[i])
            && joined(span.end, run.start)
            && !is_complete(self.source.text.slice(span))
        {
            return Some((before - 1, Span { start: span.start, end: run.end }));
        }
        if let Some(Place::Found(span)) = places.get(before)
            && joined(run.end, span.start)
            && !is_complete(self.source.text.slice(run))
        {
            return Some((before, Span { start: run.start, end: span.end }));
        }
        None
    }

    /// Finds the text that replaced missing segments: text without a segment in the same gap.
    fn find_reworded(&self, places: &mut [Place], rest: &mut Vec<Rest>) {
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
            let missing: Vec<usize> = (i..next).filter(|&n| places[n].is_missing()).collect();
            let first = rest.partition_point(|rest| (rest.before as usize) < i);
            let last = rest.partition_point(|rest| (rest.before as usize) <= i);
            let segments = &self.document.segments;
            let is_merged = |n: usize| segments[n].key.is_some_and(|key| key.series == Series::Merged);
            // If the ids skip no number at handoff, all text that remains in the gap belongs to this segment.
            let around = &segments[i.saturating_sub(1)..segments.len().min(next + 1)];
            let owns_all =
                |n: usize| is_merged(n) || self.at_handoff && !around.windows(2).any(|two| skips_number(&two[0], &two[1]));
            if missing.len() == 1 && last > first && (last - first == 1 || owns_all(missing[0])) {
                // A segment may contain several sentences.
                places[missing[0]] = Place::Changed(Span { start: rest[first].span.start, end: rest[last - 1].span.end });
                used[first..last].fill(true);
            } else {
                let texts: Vec<SortedWords<'_>> =
                    rest[first..last].iter().map(|rest| SortedWords::new(self.source.text.slice(rest.span))).collect();
                let mut next_text = 0;
                for n in missing {
                    let wanted = SortedWords::new(self.document.source(&self.document.segments[n]));
                    let candidates = (next_text..texts.len()).take(MAX_CANDIDATES);
                    if let Some(k) = candidates.clone().find(|&k| !used[first + k] && are_similar(&wanted, &texts[k])) {
                        places[n] = Place::Changed(rest[first + k].span);
                        used[first + k] = true;
                        next_text = k + 1;
                    }
                }
            }
            i = next;
        }
        let mut kept = used.iter().map(|used| !used);
        rest.retain(|_| kept.next().unwrap_or(true));
    }
}

/// Whether the plain ids of a document skip a number between two neighbours: then a segment may be lost there.
pub(super) fn skips_numbers(document: &Document) -> bool {
    document.segments.windows(2).any(|two| skips_number(&two[0], &two[1]))
}

fn skips_number(one: &Segment, next: &Segment) -> bool {
    let is_plain = |key: SegmentKey| key.series == Series::Plain;
    one.key.zip(next.key).is_some_and(|(one, next)| is_plain(one) && is_plain(next) && next.number > one.number + 1)
}

/// The sentences of a run of text, without the whitespace after them.
fn sentences(content: &str, run: Span) -> Vec<Span> {
    let text = &content[run.range()];
    let mut cuts = vec![0];
    for (at, punctuation) in text.match_indices(['.', '!', '?']) {
        let after = &text[at + punctuation.len()..];
        let past = after.trim_start_matches(['"', '\'', ')', '*', '_', '”']);
        let next = past.trim_start();
        if past.len() > next.len() && next.starts_with(|c: char| c.is_uppercase() || matches!(c, '[' | '`' | '*' | '"')) {
            cuts.push(text.len() - next.len());
        }
    }
    cuts.push(text.len());
    cuts.windows(2)
        .map(|cut| {
            let sentence = text[cut[0]..cut[1]].trim_end();
            Span::new(run.start as usize + cut[0], run.start as usize + cut[0] + sentence.len())
        })
        .filter(|span| !span.is_empty())
        .collect()
}
