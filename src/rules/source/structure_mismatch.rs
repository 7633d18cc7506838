//! `structure-mismatch`: the markup outside the pairs is not that of the source.
//!
//! It is compared with the file at handoff or, without that file, with the siblings that have the same source hash.

use crate::document::markdown::merged;
use crate::document::skeleton::{Token, TokenKind, list_levels, tokens};
use crate::document::{DocId, Document, SegmentKey};
use crate::project::{Article, Project, Version, versions};
use crate::rules::address::normalized;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::alignment::{Alignment, Place};
use crate::source::provenance::SourceState;
use crate::text::Span;
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
# The lamp

> [!WARNING]
> Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: Lampada
ms.openlocfilehash: HASH
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
# <a name="the-lamp"></a><span data-ttu-id="2ba23-102">La lampada</span><span class="sxs-lookup"><span data-stu-id="2ba23-102">The lamp</span></span>

> [!NOTE]
> <span data-ttu-id="2ba23-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Close the door.</span></span>
```

## Use instead

`en-us/lamp.md`:

```markdown
# The lamp

> [!WARNING]
> Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: Lampada
ms.openlocfilehash: HASH
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
# <a name="the-lamp"></a><span data-ttu-id="2ba23-102">La lampada</span><span class="sxs-lookup"><span data-stu-id="2ba23-102">The lamp</span></span>

> [!WARNING]
> <span data-ttu-id="2ba23-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Close the door.</span></span>
```

## What to do

Restore the markup of the source. If the source is wrong, fix it in the source document.
"#,
    exact: Some("the markup outside pairs is compared piece by piece"),
    checks: &[Check::Source(compare_with_source), Check::Article(compare_with_siblings)],
    ..Rule::DEFAULTS
};

/// The file that a document is compared with.
struct Reference<'a> {
    doc: DocId,
    text: &'a str,
    /// The byte at which its body begins.
    body: usize,
    /// Its name in messages.
    name: &'static str,
    /// The label of places in it.
    label: &'static str,
    /// It has generated heading anchors.
    is_localized: bool,
}

/// A stretch between two pairs, in the reference and in the document.
struct Gap {
    reference: Span,
    document: Span,
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
            let mut tokens = tokens(document.text.as_str(), gap(doc).range(), &|address| normalized(address, locale).into_owned());
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
            odd.entry((doc, *sibling)).or_default().push(Gap { reference: gap(*sibling), document: gap(doc) });
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
            name: "the other locales made from the same source",
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
const MAX_TOKENS_COMPARED: usize = 250_000;

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
}

impl<'a> Comparison<'a> {
    fn new(document: &'a Document, reference: &'a Reference<'a>) -> Self {
        let locale = document.identity.locale.as_deref().unwrap_or("");
        Self { document, text: document.text.as_str(), reference, locale }
    }

    /// The stretches between the pairs, by the places of the source texts in the reference. A stretch beside a segment that is not
    /// in its place is left out.
    fn gaps(&self, alignment: &Alignment) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let (mut in_reference, mut in_document) = (self.reference.body as u32, self.document.body() as u32);
        let mut is_intact = true;
        for (segment, place) in self.document.segments.iter().zip(&alignment.places) {
            let place = match *place {
                Place::Found(span) | Place::Changed(span) => Some(span),
                _ => None,
            };
            let document = Span { start: in_document.min(segment.span.start), end: segment.span.start };
            let source = self.document.source(segment).trim();
            let place = place.and_then(|place| {
                let before = Span { start: in_reference, end: place.start.max(in_reference) };
                if place.start >= in_reference && (!is_intact || self.is_same_quickly(before, document)) {
                    return Some(place);
                }
                if place.start >= in_reference && self.is_same(before, document) {
                    return Some(place);
                }
                self.other_place(in_reference, document, source).or(Some(place).filter(|place| place.start >= in_reference))
            });
            let Some(place) = place else {
                is_intact = false;
                continue;
            };
            if is_intact {
                gaps.push(Gap { reference: Span { start: in_reference, end: place.start }, document });
            }
            (in_reference, in_document, is_intact) = (place.end, segment.span.end, true);
        }
        if is_intact {
            let rest = |start: u32, text: &str| Span { start, end: text.len() as u32 };
            gaps.push(Gap { reference: rest(in_reference, self.reference.text), document: rest(in_document, self.text) });
        }
        gaps
    }

    /// The next place of a source text that has the markup of the document before it.
    fn other_place(&self, from: u32, document: Span, source: &str) -> Option<Span> {
        if source.is_empty() {
            return None;
        }
        let from = from as usize;
        let end = (from + 2 * document.len() + source.len() + MAX_BYTES_FARTHER).min(self.reference.text.len());
        let window = &self.reference.text.as_bytes()[from..end];
        memmem::find_iter(window, source.as_bytes())
            .take(MAX_PLACES)
            .map(|at| Span::new(from + at, from + at + source.len()))
            .find(|place| self.is_same(Span { start: from as u32, end: place.start }, document))
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
        wanted.len() == found.len() && wanted.iter().zip(&found).all(|(a, b)| a.is_same(b))
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
        let mut levels: Option<[HashMap<u32, usize>; 2]> = None;
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        let mut problems: Vec<Problem> = Vec::new();
        for gap in gaps.iter().filter(|gap| !self.is_same_quickly(gap.reference, gap.document)) {
            if overlaps(&damaged, gap.document) {
                continue;
            }
            for difference in self.differences(gap) {
                if overlaps(lost, difference.wanted_extent) || overlaps(&self.document.unpaired, difference.found_extent) {
                    continue;
                }
                let [wanted_levels, found_levels] = levels.get_or_insert_with(|| {
                    [(self.reference.text, self.reference.body), (self.text, self.document.body())]
                        .map(|(text, body)| list_levels(text, body).into_iter().collect())
                });
                let problem = match (difference.wanted.as_slice(), difference.found.as_slice()) {
                    ([wanted], [found]) if wanted.kind == TokenKind::ListMarker && found.kind == TokenKind::ListMarker => {
                        let level = |levels: &HashMap<u32, usize>, token: &Token| levels.get(&token.span.start).copied();
                        let (a, b) = (level(wanted_levels, wanted), level(found_levels, found));
                        let is_same_bullet = bullet(wanted) == bullet(found);
                        if is_same_bullet && a == b {
                            continue;
                        }
                        let key = (format!("{} {a:?}", bullet(wanted)), format!("{} {b:?}", bullet(found)));
                        // A list that was changed as a whole is one problem.
                        if let Some(&first) = known.get(&key) {
                            problems[first].problems += 1;
                            continue;
                        }
                        known.insert(key, problems.len());
                        if is_same_bullet { self.depth(&difference, a, b) } else { self.problem(&difference) }
                    }
                    _ => self.problem(&difference),
                };
                problems.push(problem);
            }
        }
        for problem in &mut problems {
            if problem.message.starts_with("list") {
                problem.message.push_str(&and_more(problem.problems - 1, "item"));
            }
        }
        problems
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
            Difference {
                wanted: a[in_a.clone()].to_vec(),
                found: b[in_b.clone()].to_vec(),
                wanted_extent: extent(&wanted, &in_a, gap.reference),
                found_extent: extent(&found, &in_b, gap.document),
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

    fn depth(&self, difference: &Difference, wanted: Option<usize>, found: Option<usize>) -> Problem {
        let level = |level: Option<usize>| level.map_or("code".to_owned(), |level| format!("level {}", level + 1));
        let message =
            format!("list depth differs from {}: {} became {}", self.reference.name, level(wanted), level(found));
        self.at(difference, message, "has another depth", "indent the item as in the source".to_owned())
    }

    fn problem(&self, difference: &Difference) -> Problem {
        let (wanted, found) = (&difference.wanted, &difference.found);
        let shown = |tokens: &[Token], text: &str| quote(text[tokens[0].span.range()].trim());
        let name = self.reference.name;
        let count = wanted.len().max(found.len());
        let (message, label, help) = match (wanted.first(), found.first()) {
            (Some(first), Some(_)) => {
                let (old, new) = (shown(wanted, self.reference.text), shown(found, self.text));
                let message = format!("{} differs from {name}: {old} became {new}", noun(first.kind));
                (message, "differs", format!("restore the markup of the source: {old}"))
            }
            (Some(first), None) => {
                let old = shown(wanted, self.reference.text);
                let message = format!("{} is missing; {name} has it: {old}", noun(first.kind));
                (message, "belongs here", format!("restore the markup of the source: {old}"))
            }
            (None, first) => {
                let kind = first.map_or(TokenKind::Tag, |token| token.kind);
                let message = format!("{} is not in {name}: {}", noun(kind), shown(found, self.text));
                (message, "added", "remove it; markup outside the pairs must be that of the source".to_owned())
            }
        };
        self.at(difference, message + &and_more(count - 1, "change"), label, help).problems(count)
    }

    /// A problem at the differing markup, or where it is missing.
    fn at(&self, difference: &Difference, message: String, label: &str, help: String) -> Problem {
        let (wanted, found) = (&difference.wanted, &difference.found);
        let whole = |tokens: &[Token]| Some(Span { start: tokens.first()?.span.start, end: tokens.last()?.span.end });
        let in_reference = whole(wanted);
        let span = whole(found).unwrap_or_else(|| {
            let before = Span { start: difference.wanted_extent.start, end: in_reference.map_or(0, |span| span.start) };
            let begins_line = self.reference.text[before.range()].contains('\n');
            let extent = difference.found_extent;
            let at = if begins_line { extent.end } else { extent.start };
            Span { start: at, end: at }
        });
        let mut problem = Problem::new(&RULE, span, message).label(label).help(help);
        problem.extent = difference.found_extent;
        match in_reference {
            Some(span) => problem.related(self.reference.doc, span, self.reference.label),
            None => problem,
        }
    }
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
