//! `structure-mismatch`: the markup outside the pairs is not that of the source.
//!
//! It is compared with the file at handoff or, without that file, with the siblings that have the same source hash.

use crate::document::markdown::merged;
use crate::document::skeleton::{Token, TokenKind, list_levels, tokens};
use crate::document::{DocId, Document, Segment, SegmentKey};
use crate::project::{Article, Project, Version, versions};
use crate::rules::address::normalized;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::source::alignment::{Alignment, Place};
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::diff::difference as changed;
use crate::text::phrases::{and_more, quote};
use memchr::memmem;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    id: "structure-mismatch",
    group: Group::Source,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the markup outside the pairs differs from that of the source.

## What it does

With a source (`--source`), compares the markup between the pairs with the source file at handoff: lines of code, `[!INCLUDE ..]`, `[!code ..]` and `:::` directives, the kind of alerts such as `[!NOTE]`, addresses of images and of links around a pair, heading levels, list markers and their depth, table cells, HTML tags and emphasis. Without that file, compares siblings: documents of one article with the same `ms.openlocfilehash` have the same markup. If there are at least three, reports the document that differs from most.

These differences are accepted: generated heading anchors, translated texts of images and labels of directives, comments, also in code, whitespace and line breaks, the numbers of list items, escapes, and the locale in an address. Markup beside a segment that is lost, altered or damaged is not compared, because other rules report that segment.

## Why it matters

Markup outside the pairs is not translated, so it must be equal. A changed line of code does not run, a changed path shows no image, and a lost table cell moves all cells after it.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
> [!WARNING]
> Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: Lampada
ms.date: 03/17/2021
ms.openlocfilehash: 3b2f2d12abec73809591e9ebe24a626d0c27c803
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
> [!NOTE]
> <span data-ttu-id="2ba23-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Close the door.</span></span>
```

## Use instead

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
> [!WARNING]
> Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: Lampada
ms.date: 03/17/2021
ms.openlocfilehash: 3b2f2d12abec73809591e9ebe24a626d0c27c803
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
> [!WARNING]
> <span data-ttu-id="2ba23-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Close the door.</span></span>
```

## What to do

Restore the markup of the source. If the source is wrong, fix it in the source document.
"#,
    exact: Some("the markup outside pairs is compared piece by piece"),
    explains: &[Explains { covers: Covers::Segment, rules: &["heading-anchor"], aspects: &[] }],
    checks: &[Check::Source(compare_with_source), Check::Article(compare_with_siblings)],
    ..Rule::DEFAULTS
};

/// The file that a document is compared with.
struct Reference<'a> {
    doc: DocId,
    text: &'a str,
    /// The byte at which its body begins.
    body: usize,
    /// Its name in messages, and the name with a verb.
    name: &'static str,
    has_it: &'static str,
    /// The label of places in it.
    label: &'static str,
    /// It has generated heading anchors.
    is_localized: bool,
}

/// A stretch between two pairs, in the reference and in the document.
struct Gap {
    reference: Span,
    document: Span,
    /// The number of segments of the document before it.
    before: usize,
    /// Whether the source text of the segment before it, and of the one after it, is altered.
    altered: [bool; 2],
}

fn compare_with_source(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let (Some(alignment), Some(handoff)) = (&state.handoff_alignment, state.handoff_source) else { return };
    let (document, source) = (&project.documents[doc], &project.documents[handoff]);
    if alignment.exceeds_limit {
        return;
    }
    let reference = Reference {
        doc: handoff,
        text: source.text.as_str(),
        body: source.body(),
        name: "the source",
        has_it: "the source has it",
        label: "in the source",
        is_localized: false,
    };
    let comparison = Comparison::new(document, &reference);
    let gaps = comparison.gaps(alignment);
    let lost: Vec<Span> = alignment.rest.iter().map(|rest| rest.span).collect();
    findings.extend(comparison.problems(&gaps, &lost).into_iter().map(|problem| problem.in_document(doc)));
}

/// The smallest number of documents of one source version that show which one differs.
const MIN_SIBLINGS: usize = 3;

fn compare_with_siblings(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        if version.documents.len() >= MIN_SIBLINGS && !version.documents.iter().all(|&doc| project.has_handoff(doc)) {
            compare_version(project, version, findings);
        }
    }
}

fn compare_version(project: &Project, version: &Version, findings: &mut Vec<Finding>) {
    let keys = |doc: DocId| -> Vec<Option<SegmentKey>> { project.documents[doc].segments.iter().map(|s| s.key).collect() };
    let is_sound = |doc: &DocId| !project.documents[*doc].segments.is_empty() && project.documents[*doc].sxs.damage.is_empty();
    let sound = version.documents.iter().copied().filter(is_sound);
    // Only documents with the same segments have the same gaps.
    let Some((common, _)) = versions::majority(sound.clone().map(|doc| (doc, keys(doc)))) else { return };
    let docs: Vec<DocId> = sound.filter(|&doc| keys(doc) == common).collect();
    if docs.len() < MIN_SIBLINGS {
        return;
    }
    let mut odd: HashMap<(DocId, DocId), Vec<Gap>> = HashMap::new();
    for i in 0..=common.len() {
        let gap = |doc: DocId| gap(&project.documents[doc], i);
        let text = |doc: DocId| project.documents[doc].text.slice(gap(doc));
        if docs.iter().all(|&doc| text(doc) == text(docs[0])) {
            continue;
        }
        let form = |doc: DocId| {
            let document = &project.documents[doc];
            let locale = document.identity.locale.as_deref().unwrap_or("");
            let mut tokens =
                tokens(document.text.as_str(), gap(doc).range(), &|address| normalized(address, locale).into_owned());
            remove_anchor(&mut tokens, gap(doc));
            tokens.into_iter().map(|token| (token.kind, token.key)).collect::<Vec<_>>()
        };
        let forms: Vec<_> = docs.iter().map(|&doc| (doc, form(doc))).collect();
        let Some((most, differing)) = versions::majority(forms.iter().map(|(doc, form)| (*doc, form))) else { continue };
        if differing.len() * 2 >= docs.len() {
            continue;
        }
        let Some((sibling, _)) = forms.iter().find(|(_, form)| form == most) else { continue };
        for doc in differing.into_iter().filter(|&doc| !project.has_handoff(doc)) {
            odd.entry((doc, *sibling)).or_default().push(Gap {
                reference: gap(*sibling),
                document: gap(doc),
                before: i,
                altered: [false; 2],
            });
        }
    }
    let mut odd: Vec<_> = odd.into_iter().collect();
    odd.sort_unstable_by_key(|(docs, _)| *docs);
    for ((doc, sibling), gaps) in odd {
        let other = &project.documents[sibling];
        let reference = Reference {
            doc: sibling,
            text: other.text.as_str(),
            body: other.body(),
            name: "other locales made from the same source",
            has_it: "other locales made from the same source have it",
            label: "in a sibling",
            is_localized: true,
        };
        let comparison = Comparison::new(&project.documents[doc], &reference);
        findings.extend(comparison.problems(&gaps, &other.unpaired).into_iter().map(|problem| problem.in_document(doc)));
    }
}

/// The stretch before the segment at a position, or after the last one.
fn gap(document: &Document, i: usize) -> Span {
    let start = i.checked_sub(1).map_or(document.body() as u32, |before| document.segments[before].span.end);
    let end = document.segments.get(i).map_or(document.text.as_str().len() as u32, |segment| segment.span.start);
    Span { start: start.min(end), end }
}

/// How many places of a text are tried if the markup before the first one differs.
const MAX_PLACES: usize = 16;

/// How many bytes farther than in the document a text may be in the source file.
const MAX_BYTES_FARTHER: usize = 512;

/// How many tokens two stretches may have, multiplied, to be compared in detail. It bounds the work for a hostile document.
const MAX_TOKENS_COMPARED: usize = 40_000;

/// How many tokens are looked for inside a pair.
const MAX_TOKENS_IN_PAIR: usize = 4;

/// A document and its reference.
struct Comparison<'a> {
    document: &'a Document,
    text: &'a str,
    reference: &'a Reference<'a>,
    locale: &'a str,
}

/// Markup that differs between two stretches.
struct Difference {
    /// The tokens of the reference.
    wanted: Vec<Token>,
    /// The tokens of the document.
    found: Vec<Token>,
    /// The bytes of the reference between the equal tokens before and after.
    wanted_extent: Span,
    /// The bytes of the document between these tokens.
    found_extent: Span,
    /// These bytes, with one byte of each pair that they touch.
    affected: Span,
    /// The end of the same markup, after a pair.
    end: Option<Box<Difference>>,
}

impl<'a> Comparison<'a> {
    fn new(document: &'a Document, reference: &'a Reference<'a>) -> Self {
        let locale = document.identity.locale.as_deref().unwrap_or("");
        Self { document, text: document.text.as_str(), reference, locale }
    }

    /// The stretches between the pairs, by the places of the source texts in the reference. A stretch with a segment that is not in
    /// its place has two parts: before it and after it.
    fn gaps(&self, alignment: &Alignment) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let (mut in_reference, mut in_document) = (self.reference.body as u32, self.document.body() as u32);
        let mut is_altered = false;
        // The segments of the stretch that are not in their places, from the start of the first to the end of the last.
        let mut misplaced: Option<Span> = None;
        let segments = self.document.segments.iter().map(Some).chain([None]);
        let places = alignment.places.iter().map(Some).chain([None]);
        for (before, (segment, place)) in segments.zip(places).enumerate() {
            let end = segment.map_or(self.text.len() as u32, |segment| segment.span.start);
            let document = Span { start: in_document.min(end), end };
            let (place, is_changed) = match place {
                Some(Place::Found(span)) => (Some(*span), false),
                Some(Place::Changed(span)) => (Some(*span), true),
                Some(_) => (None, true),
                None => (Some(Span::new(self.reference.text.len(), self.reference.text.len())), false),
            };
            let place = match segment {
                Some(segment) => {
                    place.and_then(|place| self.checked_place(in_reference, place, document, segment, misplaced.is_some()))
                }
                None => place,
            };
            let Some(place) = place else {
                let start = misplaced.map_or(end, |misplaced| misplaced.start);
                misplaced = segment.map(|segment| Span { start, end: segment.span.end });
                continue;
            };
            let reference = Span { start: in_reference, end: place.start };
            match misplaced.take() {
                None => gaps.push(Gap { reference, document, before, altered: [is_altered, is_changed] }),
                Some(misplaced) => {
                    let parts = [Span { end: misplaced.start, ..document }, Span { start: misplaced.end.min(end), ..document }];
                    gaps.push(Gap { reference, document: parts[0], before, altered: [is_altered, true] });
                    gaps.push(Gap { reference, document: parts[1], before, altered: [true, is_changed] });
                }
            }
            in_document = segment.map_or(end, |segment| segment.span.end);
            (in_reference, is_altered) = (place.end, is_changed);
        }
        gaps
    }

    /// The place of a segment in the reference, or a later one if only that one has the markup of the document before it. `None` if
    /// it is not after the place of the segment before.
    fn checked_place(&self, from: u32, place: Span, document: Span, segment: &Segment, is_after_misplaced: bool) -> Option<Span> {
        let is_after = place.start >= from;
        if is_after {
            let reference = Span { start: from, end: place.start };
            if is_after_misplaced || self.is_same_quickly(reference, document) || self.is_same(reference, document) {
                return Some(place);
            }
        }
        self.other_place(from, document, self.document.source(segment).trim()).or(Some(place).filter(|_| is_after))
    }

    /// The next place of a source text that has the markup of the document before it. The places before that one are inside markup,
    /// such as the text of an image.
    fn other_place(&self, from: u32, document: Span, source: &str) -> Option<Span> {
        if source.is_empty() {
            return None;
        }
        let from = from as usize;
        let end = (from + 2 * document.len() + source.len() + MAX_BYTES_FARTHER).min(self.reference.text.len());
        let window = &self.reference.text.as_bytes()[from..end];
        let mut skipped: Vec<Span> = Vec::new();
        for at in memmem::find_iter(window, source.as_bytes()).take(MAX_PLACES) {
            let place = Span::new(from + at, from + at + source.len());
            let (wanted, found) = self.tokens(Span { start: from as u32, end: place.start }, document);
            let is_inside = |place: &Span| wanted.iter().any(|t| t.span.start <= place.start && place.end <= t.span.end);
            if are_same(&wanted, &found) && skipped.iter().all(is_inside) {
                return Some(place);
            }
            skipped.push(place);
        }
        None
    }

    /// Whether two stretches are surely the same: byte for byte, without a generated anchor at the end. Nearly all are.
    fn is_same_quickly(&self, reference: Span, document: Span) -> bool {
        let (one, other) = (&self.reference.text[reference.range()], &self.text[document.range()]);
        let before_anchor = || {
            let name = other.strip_suffix("\"></a>")?;
            let start = name.rfind('"')?;
            name[..start].strip_suffix("<a name=")
        };
        one == other || before_anchor() == Some(one)
    }

    fn is_same(&self, reference: Span, document: Span) -> bool {
        let (wanted, found) = self.tokens(reference, document);
        are_same(&wanted, &found)
    }

    /// The tokens of both stretches, without generated anchors.
    fn tokens(&self, reference: Span, document: Span) -> (Vec<Token>, Vec<Token>) {
        let address = |address: &str| normalized(address, self.locale).into_owned();
        let mut wanted = tokens(self.reference.text, reference.range(), &address);
        let mut found = tokens(self.text, document.range(), &address);
        let anchors = |tokens: &[Token]| tokens.iter().filter(|token| is_anchor(token)).count();
        if anchors(&wanted) != anchors(&found) {
            remove_anchor(&mut found, document);
            if self.reference.is_localized {
                remove_anchor(&mut wanted, reference);
            }
        }
        (wanted, found)
    }

    /// The problems of some stretches. `lost` is text of the reference that has no segment.
    fn problems(&self, gaps: &[Gap], lost: &[Span]) -> Vec<Problem> {
        let damaged = merged(self.document.sxs.damage.iter().map(|damage| damage.region).collect());
        let mut differences: Vec<Difference> = Vec::new();
        for gap in gaps.iter().filter(|gap| !self.is_same_quickly(gap.reference, gap.document)) {
            if overlaps(&damaged, gap.document) {
                continue;
            }
            for difference in self.differences(gap) {
                let is_explained = overlaps(lost, difference.wanted_extent)
                    || overlaps(&self.document.unpaired, difference.found_extent)
                    || gap.altered[0] && difference.found_extent.start == gap.document.start
                    || gap.altered[1] && difference.found_extent.end == gap.document.end
                    || self.reference.is_localized && self.is_in_pair(&difference, gap.before);
                if is_explained {
                    continue;
                }
                // Markup before a pair and its end after the pair are one problem.
                match differences.last_mut() {
                    Some(last) if last.end.is_none() && self.encloses(last, &difference) => last.end = Some(Box::new(difference)),
                    _ => differences.push(difference),
                }
            }
        }
        if differences.is_empty() {
            return Vec::new();
        }
        let levels = [(self.reference.text, self.reference.body), (self.text, self.document.body())]
            .map(|(text, body)| list_levels(text, body));
        let mut known: HashMap<(&str, &str, [Option<usize>; 2]), usize> = HashMap::new();
        let mut problems: Vec<Problem> = Vec::new();
        for difference in &differences {
            let (wanted, found) = match (difference.wanted.as_slice(), difference.found.as_slice()) {
                ([wanted], [found]) if [wanted.kind, found.kind] == [TokenKind::ListMarker; 2] => (wanted, found),
                _ => {
                    problems.push(self.problem(difference));
                    continue;
                }
            };
            // The level of the item, and of the next one: an item that is indented less may move the next one.
            let [[a, next_a], [b, next_b]] = [(&levels[0], wanted), (&levels[1], found)].map(|(levels, token)| {
                let i = levels.binary_search_by_key(&token.span.start, |(at, _)| *at).ok();
                [i, i.map(|i| i + 1)].map(|i| i.and_then(|i| levels.get(i)).map(|(_, level)| *level))
            });
            let bullets = [bullet(wanted), bullet(found)];
            let is_same_bullet = bullets[0] == bullets[1];
            if is_same_bullet && a == b && next_a == next_b {
                continue;
            }
            // A list that was changed as a whole is one problem.
            if let Some(&first) = known.get(&(bullets[0], bullets[1], [a, b])) {
                problems[first].problems += 1;
                continue;
            }
            known.insert((bullets[0], bullets[1], [a, b]), problems.len());
            problems.push(if is_same_bullet { self.depth(difference, [wanted, found]) } else { self.problem(difference) });
        }
        for first in known.into_values() {
            let more = problems[first].problems - 1;
            problems[first].message.push_str(&and_more(more, "item"));
        }
        problems
    }

    /// Whether two differences are the two ends of one piece of markup around text of one line: both are missing, or both were
    /// added.
    fn encloses(&self, first: &Difference, last: &Difference) -> bool {
        let tokens = |difference: &'_ Difference| match (difference.wanted.as_slice(), difference.found.as_slice()) {
            ([token], []) => Some((token.clone(), true)),
            ([], [token]) => Some((token.clone(), false)),
            _ => None,
        };
        let (Some((open, a)), Some((close, b))) = (tokens(first), tokens(last)) else { return false };
        let belong_together = match open.kind {
            TokenKind::Tag => {
                let name = open.key.split(' ').next().unwrap_or("");
                close.kind == TokenKind::Tag && close.key.strip_prefix('/') == Some(name)
            }
            TokenKind::LinkStart => close.kind == TokenKind::Link,
            TokenKind::Emphasis => open.is_same(&close),
            _ => false,
        };
        let between = first.found_extent.end..last.found_extent.start.max(first.found_extent.end);
        a == b && belong_together && !self.text[Span { start: between.start, end: between.end }.range()].contains('\n')
    }

    fn differences(&self, gap: &Gap) -> Vec<Difference> {
        let (wanted, found) = self.tokens(gap.reference, gap.document);
        let same = |(a, b): &(&Token, &Token)| a.is_same(b);
        let head = wanted.iter().zip(&found).take_while(same).count();
        let tail = wanted[head..].iter().rev().zip(found[head..].iter().rev()).take_while(same).count();
        let (a, b) = (&wanted[head..wanted.len() - tail], &found[head..found.len() - tail]);
        if a.is_empty() && b.is_empty() {
            return Vec::new();
        }
        let difference = |in_a: std::ops::Range<usize>, in_b: std::ops::Range<usize>| {
            let extent = |tokens: &[Token], range: &std::ops::Range<usize>, gap: Span| Span {
                start: (head + range.start).checked_sub(1).map_or(gap.start, |i| tokens[i].span.end),
                end: tokens.get(head + range.end).map_or(gap.end, |token| token.span.start),
            };
            let found_extent = extent(&found, &in_b, gap.document);
            let touches = [found_extent.start == gap.document.start, found_extent.end == gap.document.end];
            let affected = Span {
                start: found_extent.start - u32::from(touches[0] && gap.before > 0),
                end: found_extent.end + u32::from(touches[1] && gap.before < self.document.segments.len()),
            };
            Difference {
                wanted: a[in_a.clone()].to_vec(),
                found: b[in_b.clone()].to_vec(),
                wanted_extent: extent(&wanted, &in_a, gap.reference),
                found_extent,
                affected,
                end: None,
            }
        };
        if a.len() * b.len() > MAX_TOKENS_COMPARED {
            return vec![difference(0..a.len(), 0..b.len())];
        }
        let forms = |tokens: &'_ [Token]| tokens.iter().map(|token| (token.kind, token.key.clone())).collect::<Vec<_>>();
        capture_diff_slices(Algorithm::Myers, &forms(a), &forms(b))
            .into_iter()
            .filter(|op| op.tag() != DiffTag::Equal)
            .map(|op| difference(op.old_range(), op.new_range()))
            .collect()
    }

    /// Whether the missing markup is inside a pair beside the stretch. The segmentation tool decides for each locale whether a link
    /// or an anchor belongs to a segment.
    fn is_in_pair(&self, difference: &Difference, before: usize) -> bool {
        let beside = &self.document.segments[before.saturating_sub(1)..(before + 1).min(self.document.segments.len())];
        let is_in_pair = |token: &Token| {
            let markup = &self.reference.text[token.span.range()];
            beside.iter().any(|segment| memmem::find(self.document.source(segment).as_bytes(), markup.as_bytes()).is_some())
        };
        let is_short = difference.wanted.len() <= MAX_TOKENS_IN_PAIR;
        difference.found.is_empty() && is_short && difference.wanted.iter().all(is_in_pair)
    }

    fn depth(&self, difference: &Difference, [wanted, found]: [&Token; 2]) -> Problem {
        let column = |token: &Token| token.key.split(' ').next().unwrap_or("").to_owned();
        let (old, new) = (column(wanted), column(found));
        let message = format!("list depth differs from {}: an indentation of {old} became {new}", self.reference.name);
        self.at(difference, message, "has another depth", format!("indent the item by {old} spaces"))
    }

    fn problem(&self, difference: &Difference) -> Problem {
        let (wanted, found) = (&difference.wanted, &difference.found);
        let name = self.reference.name;
        let end = difference.end.as_deref();
        let old = shown(wanted, end.map_or(&[], |end| &end.wanted), self.reference.text);
        let new = shown(found, end.map_or(&[], |end| &end.found), self.text);
        let count = lines(wanted, self.reference.text).max(lines(found, self.text));
        let (message, label, help) = match (wanted.first(), found.first()) {
            (Some(first), Some(_)) => {
                let changes = match long_line(wanted, self.reference.text).zip(long_line(found, self.text)) {
                    Some((old, new)) => changed(old, new),
                    None => format!("{old} became {new}"),
                };
                let message = format!("{} differs from {name}: {changes}", noun(first.kind));
                (message, "differs", format!("restore the markup of the source: {old}"))
            }
            (Some(first), None) => {
                let message = format!("{} is missing; {}: {old}", noun(first.kind), self.reference.has_it);
                (message, "belongs here", format!("restore the markup of the source: {old}"))
            }
            (None, first) => {
                let kind = first.map_or(TokenKind::Tag, |token| token.kind);
                let message = format!("{} is not in {name}: {new}", noun(kind));
                (message, "not in the source", "remove it; the markup outside pairs must be that of the source".to_owned())
            }
        };
        self.at(difference, message + &and_more(count.saturating_sub(1), "line"), label, help).problems(count.max(1))
    }

    /// A problem at the differing markup, or where it is missing.
    fn at(&self, difference: &Difference, message: String, label: &'static str, help: String) -> Problem {
        let (wanted, found) = (&difference.wanted, &difference.found);
        let whole = |tokens: &[Token]| Some(Span { start: tokens.first()?.span.start, end: tokens.last()?.span.end });
        let in_reference = whole(wanted);
        let span = whole(found).unwrap_or_else(|| {
            let before = Span { start: difference.wanted_extent.start, end: in_reference.map_or(0, |span| span.start) };
            let lines_before = self.reference.text[before.range()].matches('\n').count();
            let extent = difference.found_extent;
            let at = skip_lines(&self.text[extent.range()], lines_before);
            let at = at.map_or(extent.end, |length| extent.start + length as u32);
            Span { start: at, end: at }
        });
        let mut problem = Problem::new(&RULE, span, message).label(label).help(help);
        problem.extent = difference.affected;
        match in_reference {
            Some(span) => problem.related(self.reference.doc, span, self.reference.label),
            None => problem,
        }
    }
}

/// The number of lines on which some tokens begin.
fn lines(tokens: &[Token], text: &str) -> usize {
    let breaks = tokens.windows(2).filter(|two| text[two[0].span.range().start..two[1].span.range().start].contains('\n'));
    breaks.count() + usize::from(!tokens.is_empty())
}

/// The tokens of the first line, as they are written, and the end of the same markup. An image is shown by its address.
fn shown(tokens: &[Token], end: &[Token], text: &str) -> String {
    let written = |tokens: &[Token]| match tokens {
        [] => "",
        [first, .., last] => &text[first.span.range().start..last.span.range().end],
        [one] => &text[one.span.range()],
    };
    match (tokens, end) {
        ([one], []) if one.kind == TokenKind::Image => quote(&format!("![..]{}", one.key)),
        (_, []) => quote(written(tokens).lines().next().unwrap_or("")),
        _ => quote(&format!("{}..{}", written(tokens), written(end))),
    }
}

/// How many bytes of markup are quoted as a whole. Of longer markup only the changed words are shown.
const MAX_SHOWN: usize = 60;

/// The only token, if it is long.
fn long_line<'a>(tokens: &[Token], text: &'a str) -> Option<&'a str> {
    let [token] = tokens else { return None };
    let written = &text[token.span.range()];
    (written.len() > MAX_SHOWN && token.kind != TokenKind::Image).then_some(written)
}

/// The length of the first lines of a text; `None` if it has fewer.
fn skip_lines(text: &str, count: usize) -> Option<usize> {
    match count.checked_sub(1) {
        None => Some(0),
        Some(last) => text.match_indices('\n').nth(last).map(|(at, _)| at + 1),
    }
}

/// Whether two stretches have the same tokens.
fn are_same(wanted: &[Token], found: &[Token]) -> bool {
    wanted.len() == found.len() && wanted.iter().zip(found).all(|(a, b)| a.is_same(b))
}

/// Whether any of some spans, which are in order, has a byte in common with another.
fn overlaps(spans: &[Span], other: Span) -> bool {
    let first = spans.partition_point(|span| span.end <= other.start);
    spans.get(first).is_some_and(|span| span.start < other.end)
}

/// The bullet of a list marker, without its column.
fn bullet(token: &Token) -> &str {
    token.key.split_once(' ').map_or("", |(_, bullet)| bullet)
}

fn is_anchor(token: &Token) -> bool {
    token.kind == TokenKind::Tag && token.key.starts_with("a name=")
}

/// Removes the anchor that was generated for a heading: the first after the `#` characters, or directly before the pair.
fn remove_anchor(tokens: &mut Vec<Token>, gap: Span) {
    let is_generated = |i: &usize| {
        let (open, close) = (&tokens[*i], &tokens[*i + 1]);
        let is_in_heading = i.checked_sub(1).is_some_and(|before| tokens[before].kind == TokenKind::Heading);
        is_anchor(open) && close.key == "/a" && close.span.start == open.span.end && (is_in_heading || close.span.end == gap.end)
    };
    if let Some(i) = (0..tokens.len().saturating_sub(1)).find(is_generated) {
        tokens.drain(i..i + 2);
    }
}

/// The name of a kind of markup in messages.
fn noun(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Fence => "code fence",
        TokenKind::Code => "line of code",
        TokenKind::CodeSpan => "code",
        TokenKind::Directive => "directive",
        TokenKind::Alert => "kind of alert",
        TokenKind::Image => "image",
        TokenKind::Heading => "heading level",
        TokenKind::ListMarker => "list marker",
        TokenKind::Quote => "block quote",
        TokenKind::TableRow => "table row",
        TokenKind::TableRule => "line below the table head",
        TokenKind::TableBar => "table cell",
        TokenKind::LinkStart | TokenKind::Link => "link around the text",
        TokenKind::Definition => "link definition",
        TokenKind::Address => "address",
        TokenKind::Tag => "HTML tag",
        TokenKind::Emphasis => "emphasis",
        TokenKind::Rule => "dividing line",
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{document, file, pair, report, report_files};
    use crate::terms::Terms;

    /// The report on a document with a body, made from a source file with another.
    fn compared(source: &str, body: &str) -> String {
        let source = format!("---\ntitle: The lamp\nms.date: 03/17/2021\n---\n{source}");
        report_files(&RULE, &[file("en-us/lamp.md", &*source), document("it-it", &source, body)], &Terms::default())
    }

    /// A source file, and a document with pairs in the places of `{A}` to `{D}`.
    const SOURCE: &str = "# Light the lamp.\n\n> [!NOTE]\n> Close the door.\n\n- Trim the wick.\n- Wind the clock.\n\n\
        ```sh\nlamp --on # light it\nlamp --dim 5\n```\n\n![A lamp](media/lamp.png)\n\n[!INCLUDE [wick](wick.md)]\n\n\
        | A | B |\n|---|---|\n| `a` | `b` |\n\n[Ring the bell.](bell.md)<br/>\n\n[b]: b.md\n";

    fn localized(edit: (&str, &str)) -> String {
        let body = SOURCE
            .replace(
                "Light the lamp.",
                &format!("<a name=\"light-the-lamp\"></a>{}", pair("103", "Accendere la lampada.", "Light the lamp.")),
            )
            .replace("Close the door.", &pair("104", "Chiudere la porta.", "Close the door."))
            .replace("Trim the wick.", &pair("105", "Tagliare lo stoppino.", "Trim the wick."))
            .replace("Wind the clock.", &pair("106", "Caricare l'orologio.", "Wind the clock."))
            .replace("Ring the bell.", &pair("107", "Suonare la campana.", "Ring the bell."));
        assert!(body.contains(edit.0), "{}", edit.0);
        body.replacen(edit.0, edit.1, 1)
    }

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: kind of alert differs from the source: “[!WARNING]” became “[!NOTE]”
          at "[!NOTE]": differs
          see "[!WARNING]" in source/lamp.md: in the source
          help: restore the markup of the source: “[!WARNING]”
        "#);
    }

    #[test]
    fn each_kind_of_markup_is_compared() {
        let edits = [
            ("# <a", "## <a"),
            ("[!NOTE]", "[!TIP]"),
            ("> [!NOTE]", "[!NOTE]"),
            ("> [!NOTE]\n> ", "> [!NOTE]\n\n"),
            ("- <span data-ttu-id=\"2ba23-106", "1. <span data-ttu-id=\"2ba23-106"),
            ("- <span data-ttu-id=\"2ba23-106", "  - <span data-ttu-id=\"2ba23-106"),
            ("- <span data-ttu-id=\"2ba23-106", "<span data-ttu-id=\"2ba23-106"),
            ("```sh", "```bash"),
            ("lamp --dim 5", "lamp --dim 6"),
            ("lamp --dim 5\n", ""),
            ("lamp --dim 5", "lamp --dim 5\nlamp --off\nlamp --on"),
            ("media/lamp.png", "media/lampada.png"),
            ("(wick.md)", "(stoppino.md)"),
            ("| `a` |", "| `a` | |"),
            ("|---|---|", "|---|:-:|"),
            ("| `a` | `b` |\n", ""),
            ("`b`", "`c`"),
            ("(bell.md)", "(campana.md)"),
            ("<br/>", ""),
            ("<br/>", "<br/>\n\n***"),
            ("[b]: b.md", "[b]: c.md"),
        ];
        let all: Vec<String> =
            edits.map(|edit| format!("{edit:?}\n{}", compared(SOURCE, &localized(edit)))).into_iter().collect();
        insta::assert_snapshot!(all.join("\n"), @r###"
        ("# <a", "## <a")
        it-it/lamp.md: heading level differs from the source: “#” became “##”
          at "##": differs
          see "#" in source/lamp.md: in the source
          help: restore the markup of the source: “#”

        ("[!NOTE]", "[!TIP]")
        it-it/lamp.md: kind of alert differs from the source: “[!NOTE]” became “[!TIP]”
          at "[!TIP]": differs
          see "[!NOTE]" in source/lamp.md: in the source
          help: restore the markup of the source: “[!NOTE]”

        ("> [!NOTE]", "[!NOTE]")
        it-it/lamp.md: block quote is missing; the source has it: “>”
          at "": belongs here
          see ">" in source/lamp.md: in the source
          help: restore the markup of the source: “>”

        ("> [!NOTE]\n> ", "> [!NOTE]\n\n")
        it-it/lamp.md: block quote is missing; the source has it: “>”
          at "": belongs here
          see ">" in source/lamp.md: in the source
          help: restore the markup of the source: “>”

        ("- <span data-ttu-id=\"2ba23-106", "1. <span data-ttu-id=\"2ba23-106")
        it-it/lamp.md: list marker differs from the source: “-” became “1.”
          at "1.": differs
          see "-" in source/lamp.md: in the source
          help: restore the markup of the source: “-”

        ("- <span data-ttu-id=\"2ba23-106", "  - <span data-ttu-id=\"2ba23-106")
        it-it/lamp.md: list depth differs from the source: an indentation of 0 became 2
          at "-": has another depth
          see "-" in source/lamp.md: in the source
          help: indent the item by 0 spaces

        ("- <span data-ttu-id=\"2ba23-106", "<span data-ttu-id=\"2ba23-106")
        it-it/lamp.md: list marker is missing; the source has it: “-”
          at "": belongs here
          see "-" in source/lamp.md: in the source
          help: restore the markup of the source: “-”

        ("```sh", "```bash")
        it-it/lamp.md: code fence differs from the source: “```sh” became “```bash”
          at "```bash": differs
          see "```sh" in source/lamp.md: in the source
          help: restore the markup of the source: “```sh”

        ("lamp --dim 5", "lamp --dim 6")
        it-it/lamp.md: line of code differs from the source: “lamp --dim 5” became “lamp --dim 6”
          at "lamp --dim 6": differs
          see "lamp --dim 5" in source/lamp.md: in the source
          help: restore the markup of the source: “lamp --dim 5”

        ("lamp --dim 5\n", "")
        it-it/lamp.md: line of code is missing; the source has it: “lamp --dim 5”
          at "": belongs here
          see "lamp --dim 5" in source/lamp.md: in the source
          help: restore the markup of the source: “lamp --dim 5”

        ("lamp --dim 5", "lamp --dim 5\nlamp --off\nlamp --on")
        it-it/lamp.md: line of code is not in the source: “lamp --off” (and 1 more line)
          at "lamp --off\nlamp --on": not in the source
          help: remove it; the markup outside pairs must be that of the source

        ("media/lamp.png", "media/lampada.png")
        it-it/lamp.md: image differs from the source: “![..](media/lamp.png)” became “![..](media/lampada.png)”
          at "![A lamp](media/lampada.png)": differs
          see "![A lamp](media/lamp.png)" in source/lamp.md: in the source
          help: restore the markup of the source: “![..](media/lamp.png)”

        ("(wick.md)", "(stoppino.md)")
        it-it/lamp.md: directive differs from the source: “[!INCLUDE [wick](wick.md)]” became “[!INCLUDE [wick](stoppino.md)]”
          at "[!INCLUDE [wick](stoppino.md)]": differs
          see "[!INCLUDE [wick](wick.md)]" in source/lamp.md: in the source
          help: restore the markup of the source: “[!INCLUDE [wick](wick.md)]”

        ("| `a` |", "| `a` | |")
        it-it/lamp.md: table cell is not in the source: “|”
          at "|": not in the source
          help: remove it; the markup outside pairs must be that of the source

        ("|---|---|", "|---|:-:|")
        it-it/lamp.md: line below the table head differs from the source: “|---|---|” became “|---|:-:|”
          at "|---|:-:|": differs
          see "|---|---|" in source/lamp.md: in the source
          help: restore the markup of the source: “|---|---|”

        ("| `a` | `b` |\n", "")
        it-it/lamp.md: table row is missing; the source has it: “| `a` | `b` |”
          at "": belongs here
          see "| `a` | `b` |" in source/lamp.md: in the source
          help: restore the markup of the source: “| `a` | `b` |”

        ("`b`", "`c`")
        it-it/lamp.md: code differs from the source: “`b`” became “`c`”
          at "`c`": differs
          see "`b`" in source/lamp.md: in the source
          help: restore the markup of the source: “`b`”

        ("(bell.md)", "(campana.md)")
        it-it/lamp.md: link around the text differs from the source: “](bell.md)” became “](campana.md)”
          at "](campana.md)": differs
          see "](bell.md)" in source/lamp.md: in the source
          help: restore the markup of the source: “](bell.md)”

        ("<br/>", "")
        it-it/lamp.md: HTML tag is missing; the source has it: “<br/>”
          at "": belongs here
          see "<br/>" in source/lamp.md: in the source
          help: restore the markup of the source: “<br/>”

        ("<br/>", "<br/>\n\n***")
        it-it/lamp.md: dividing line is not in the source: “***”
          at "***": not in the source
          help: remove it; the markup outside pairs must be that of the source

        ("[b]: b.md", "[b]: c.md")
        it-it/lamp.md: link definition differs from the source: “[b]: b.md” became “[b]: c.md”
          at "[b]: c.md": differs
          see "[b]: b.md" in source/lamp.md: in the source
          help: restore the markup of the source: “[b]: b.md”
        "###);
    }

    #[test]
    fn two_ends_of_one_markup_and_one_change_of_a_list_are_one_finding() {
        let link = localized(("[<span", "<span")).replace("](bell.md)", "");
        let bold = localized(("[<span", "[<b><span")).replace("](bell.md)", "</b>](bell.md)");
        let list = localized(("- <span", "* <span")).replace("\n- <span", "\n* <span");
        let code = localized(("lamp --dim 5", "lamp --dim 5 --and-keep-it-so-until-the-morning-comes-with-light"));
        let long = SOURCE.replace("lamp --dim 5", "lamp --dim 5 --and-keep-it-so-until-the-evening-comes-with-light");
        let all = [compared(SOURCE, &link), compared(SOURCE, &bold), compared(SOURCE, &list), compared(&long, &code)];
        insta::assert_snapshot!(all.join("\n"), @r#"
        it-it/lamp.md: link around the text is missing; the source has it: “[..](bell.md)”
          at "": belongs here
          see "[" in source/lamp.md: in the source
          help: restore the markup of the source: “[..](bell.md)”

        it-it/lamp.md: HTML tag is not in the source: “<b>..</b>”
          at "<b>": not in the source
          help: remove it; the markup outside pairs must be that of the source

        it-it/lamp.md: list marker differs from the source: “-” became “*” (and 1 more item)
          at "*": differs
          see "-" in source/lamp.md: in the source
          help: restore the markup of the source: “-”

        it-it/lamp.md: line of code differs from the source: lamp --dim 5 [---and-keep-it-so-until-the-evening-comes-with-light-] {+--and-keep-it-so-until-the-morning-comes-with-light+}
          at "lamp --dim 5 --and-keep-it-so-until-the-morning-comes-with-light": differs
          see "lamp --dim 5 --and-keep-it-so-until-the-evening-comes-with-light" in source/lamp.md: in the source
          help: restore the markup of the source: “lamp --dim 5 --and-keep-it-so-until-the-evening-comes-with-l…”
        "#);
    }

    #[test]
    fn what_the_localization_tool_changes_is_not_reported() {
        for edit in [
            ("# <a", "#  <a"),
            ("![A lamp]", "![Una [lampada]]"),
            ("[!INCLUDE [wick]", "[!INCLUDE[stoppino]"),
            ("# light it", "# accenderla"),
            ("lamp --dim 5", "lamp --dim 5   "),
            ("\n\n![", "\n\n\n\n!["),
            ("|---|---|", "| --- | ------ |"),
            ("(bell.md)", "(bell.md \"Campana\")"),
            ("<br/>", "<br/>.\n\n<!-- bitext-ignore-next number-mismatch: known -->"),
            ("media/lamp.png", "/it-it/media/lamp.png"),
        ] {
            let source = SOURCE
                .replace("media/lamp.png", if edit.1.contains("it-it") { "/en-us/media/lamp.png" } else { "media/lamp.png" });
            assert_eq!(compared(&source, &localized(edit)), "", "{edit:?}");
        }
    }

    #[test]
    fn markup_beside_a_lost_or_altered_segment_is_not_reported() {
        let item = format!("- {}\n", pair("106", "Caricare l'orologio.", "Wind the clock."));
        assert_eq!(compared(SOURCE, &localized((&item, ""))), "");
        let altered = localized(("- <span data-ttu-id=\"2ba23-106", "<span data-ttu-id=\"2ba23-106"))
            .replace(">Wind the clock.", ">Wind the big clock.");
        assert_eq!(compared(SOURCE, &altered), "");
        // The markup farther away is compared.
        assert!(compared(SOURCE, &altered.replace("lamp.png", "lampada.png")).contains("image differs"));
    }

    #[test]
    fn without_a_source_most_siblings_decide() {
        let three = |edit: (&str, &str)| {
            let files = [
                document("de-de", "", &localized(("A lamp", "Eine Lampe"))),
                document("fr-fr", "", &localized(("A lamp", "Une lampe"))),
                document("it-it", "", &localized(edit)),
            ];
            report_files(&RULE, &files, &Terms::default())
        };
        insta::assert_snapshot!(three(("(wick.md)", "(stoppino.md)")) + &three(("<br/>", "")), @r#"
        it-it/lamp.md: directive differs from other locales made from the same source: “[!INCLUDE [wick](wick.md)]” became “[!INCLUDE [wick](stoppino.md)]”
          at "[!INCLUDE [wick](stoppino.md)]": differs
          see "[!INCLUDE [wick](wick.md)]" in de-de/lamp.md: in a sibling
          help: restore the markup of the source: “[!INCLUDE [wick](wick.md)]”
        it-it/lamp.md: HTML tag is missing; other locales made from the same source have it: “<br/>”
          at "": belongs here
          see "<br/>" in de-de/lamp.md: in a sibling
          help: restore the markup of the source: “<br/>”
        "#);
        assert_eq!(three(("A lamp", "Una lampada")), "");
        // The link is inside the pair.
        let inside =
            localized(("[<span", "<span")).replace("](bell.md)", "").replace("Ring the bell.", "[Ring the bell.](bell.md)");
        let files = [
            document("de-de", "", &localized(("A", "A"))),
            document("fr-fr", "", &localized(("A", "A"))),
            document("it-it", "", &inside),
        ];
        assert_eq!(report_files(&RULE, &files, &Terms::default()), "");
        // Two documents do not show which one is wrong.
        assert_eq!(
            report_files(
                &RULE,
                &[document("de-de", "", &localized(("A", "A"))), document("it-it", "", &localized(("<br/>", "")))],
                &Terms::default()
            ),
            ""
        );
    }
}
