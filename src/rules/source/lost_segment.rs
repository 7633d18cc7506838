//! `lost-segment`: source prose without a pair. By witness: a unit that every sibling of the same source hash has.

use crate::document::markdown::is_prose;
use crate::document::{DocId, Series};
use crate::document::{Document, Segment, SegmentKey};
use crate::project::versions;
use crate::project::{Article, Project, Version};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::source::alignment::{Alignment, Place, SourceFile};
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::normalize::{fold, tight};
use crate::text::phrases::{counted, quote};
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "lost-segment",
    group: Group::Source,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a sentence that was handed off has no pair.

## What it does

With a source (`--source`): takes every SOURCE out of the source file at handoff; text that is left, and is no markup, code, link target or directive, has lost its pair. The id is told from the numbers that are left out. Without that file, by witness: documents of one article with the same `ms.openlocfilehash` have the same units. Reports a unit that every such sibling has and this document has not, at the place where it belongs. A document that lost all its pairs gives one finding, unless no document below its root has any. A gap in the numbers alone is no evidence, and a unit whose markup is damaged is not lost.

## Why it matters

The reader of this locale does not get the sentence, and nobody notices until a customer does.

## Example

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`ru-ru/lamp.md`:

```markdown
---
title: "ru-RU"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: ru-RU
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="3defd-103">Зажгите лампу.</span><span class="sxs-lookup"><span data-stu-id="3defd-103">Light the lamp.</span></span> <span data-ttu-id="3defd-104">Закройте дверь.</span><span class="sxs-lookup"><span data-stu-id="3defd-104">Close the door.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`ru-ru/lamp.md`:

```markdown
---
title: "ru-RU"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: ru-RU
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="3defd-103">Зажгите лампу.</span><span class="sxs-lookup"><span data-stu-id="3defd-103">Light the lamp.</span></span> <span data-ttu-id="3defd-104">Закройте дверь.</span><span class="sxs-lookup"><span data-stu-id="3defd-104">Close the door.</span></span>
```

## What to do

Restore the pair from the sibling's source and the translation in history, or translate it.
"#,
    exact: Some("the source of the same hash has the segment"),
    explains: &[Explains { covers: Covers::Segment, rules: &["unpaired-text", "heading-anchor"], aspects: &[] }],
    checks: &[Check::Source(at_handoff), Check::Article(by_witness)],
    ..Rule::DEFAULTS
};

fn at_handoff(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let Some(handoff) = state.handoff_source else { return };
    let source = &project.documents[handoff];
    let Some(alignment) = &state.handoff_alignment else {
        let lost = SourceFile::new(source).text_around(&[], false);
        let prose = lost.iter().filter(|span| is_prose(source.text.slice(**span))).count();
        if prose > 0 && document.sxs.damage.is_empty() && project.roots_with_pairs.contains(&document.identity.root) {
            let message = format!("all pairs are lost: its source has {} of prose", counted(prose, "block"));
            let problem = all_lost(document, message).related(handoff, lost[0], "the first segment of the source");
            findings.push(problem.in_document(doc));
        }
        return;
    };
    let witnesses = if alignment.rest.is_empty() { HashMap::new() } else { lacking(project, doc) };
    let damaged: HashSet<&str> = document.sxs.damage.iter().filter_map(|fault| fault.segment_id.as_deref()).collect();
    let mut n = 0;
    while let Some(rest) = alignment.rest.get(n) {
        // Several sentences may be one unit: then a sibling of the same version has it whole.
        let together = alignment.rest[n..].iter().take(MERGED).take_while(|other| other.before == rest.before).count();
        let whole = |count: usize| Span { start: rest.span.start, end: alignment.rest[n + count - 1].span.end };
        let witness = |count: usize| witnesses.get(&tight(source.text.slice(whole(count)))).map(|id| (count, *id));
        let seen = (1..=together).rev().find_map(witness);
        let (count, unit) = match seen {
            Some((count, id)) => (count, Some(document.id_for(id))),
            // Or the numbers that are left out are fewer than the sentences.
            None => {
                let numbered = |n: usize| unit_of(document, source, alignment, n);
                let behind = |k: usize| {
                    let gap = Span { start: alignment.rest[n + k - 1].span.end, end: alignment.rest[n + k].span.start };
                    source.text.slice(gap).trim().is_empty() && numbered(n + k).is_none()
                };
                let unit = numbered(n);
                let count = if unit.is_some() { 1 + (1..together).take_while(|&k| behind(k)).count() } else { 1 };
                (count, unit)
            }
        };
        let span = whole(count);
        n += count;
        // A unit whose markup is damaged is not lost.
        if unit.as_deref().is_some_and(|unit| damaged.contains(unit)) {
            continue;
        }
        let text = source.text.slice(span);
        let before = (rest.before as usize).checked_sub(1).map(|i| &document.segments[i]);
        let name = unit.as_ref().map_or("a segment".to_owned(), |unit| format!("`{unit}`"));
        let message = format!("{name} is lost, which was handed off: {}", quote(text));
        let mut finding = lost(document, before, None, (&message, unit.as_deref().unwrap_or("its id"), text));
        finding = finding.related(handoff, span, "the segment in the source");
        finding.segment_id = unit;
        finding.source = Some(fold(text).into_owned());
        // What is left of a list item may make the text before it a heading.
        finding.extent.start = before.map_or(finding.extent.start, |pair| pair.span.start);
        findings.push(finding.in_document(doc));
    }
}

/// How many units around a place are looked at, and how many numbers may be left out at it: more than in any real document,
/// and a bound on the work for a hostile one.
const NEAR: usize = 64;

/// How many sentences a merged unit may hold: more than any seen.
const MERGED: usize = 16;

/// The units of siblings of the same source version that a document does not have, by their folded source text.
fn lacking(project: &Project, doc: DocId) -> HashMap<String, SegmentKey> {
    let own = project.documents[doc].known_keys();
    let versions = project.article(doc).into_iter().flat_map(|article| &article.versions);
    let siblings = versions.filter(|version| version.documents.contains(&doc)).flat_map(|version| &version.documents);
    let mut lacking = HashMap::new();
    for document in siblings.filter(|&&i| i != doc).map(|&i| &project.documents[i]) {
        for pair in &document.segments {
            if let Some(id) = pair.key.filter(|id| !own.contains(id)) {
                lacking.entry(tight(document.source(pair))).or_insert(id);
            }
        }
    }
    lacking
}

/// The id that a lost segment must have had: the next number that the document does not have.
fn unit_of(document: &Document, source: &Document, alignment: &Alignment, n: usize) -> Option<String> {
    let rest = &alignment.rest;
    let before = rest[n].before as usize;
    let number = |pair: &Segment, series: Series| pair.key.filter(|key| key.series == series).map(|key| key.number);
    let last = |series| document.segments[..before].iter().rev().take(NEAR).find_map(|pair| number(pair, series));
    let next = |series| document.segments[before..].iter().take(NEAR).find_map(|pair| number(pair, series));
    let id = |series, number| document.id_for(SegmentKey { series, number });
    // A hole in the merged series is one merged unit; its sentences take plain numbers, too.
    if let (last, Some(next)) = (last(Series::Merged).unwrap_or(FIRST - 1), next(Series::Merged))
        && next == last + 2
    {
        return Some(id(Series::Merged, last + 1));
    }
    let earlier = rest[..n].iter().rev().take(NEAR).take_while(|other| other.before as usize == before).count();
    let behind = last(Series::Plain).unwrap_or_else(|| {
        let keys = ["title", "titleSuffix", "description", "keywords"];
        FIRST - 1 + keys.iter().filter(|key| document.value(key).is_some()).count() as u32
    });
    let has = |number: u32| {
        document.segments[before..].iter().take(NEAR).any(|pair| pair.key == Some(SegmentKey { series: Series::Plain, number }))
    };
    // The text of an image takes a number, too, and no pair.
    let place = before.checked_sub(1).map(|i| alignment.places[i]);
    let images = match place {
        Some(Place::Found(span)) if span.end <= rest[n].span.start => {
            source.text.slice(Span { start: span.end, end: rest[n].span.start }).matches("![").count()
        }
        _ => 0,
    };
    let furthest = behind.saturating_add(NEAR as u32);
    let end = next(Series::Plain).map_or(furthest, |next| next.min(furthest));
    let missing: Vec<u32> = (behind + 1..end).filter(|number| !has(*number)).collect();
    let found = missing.get(earlier + images).or(missing.get(earlier)).copied();
    // Of several with the same text in a row the last seems to be lost: the one that is stands where a number is left out.
    let repeated = || {
        let text = tight(source.text.slice(rest[n].span));
        let same = (1..before).rev().take(NEAR).take_while(|&i| tight(document.source(&document.segments[i])) == text);
        let plain = |i: usize| number(&document.segments[i], Series::Plain);
        same.filter_map(|i| plain(i).zip(plain(i - 1))).find(|(own, before)| *own > before + 1).map(|(own, _)| own - 1)
    };
    found.or_else(repeated).map(|number| id(Series::Plain, number))
}

/// The number that each series begins with; translated front matter values take the first plain ones.
const FIRST: u32 = 101;

fn by_witness(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        if !version.uniform {
            for &doc in version.documents.iter().filter(|&&doc| !project.has_handoff(doc)) {
                compare(project, version, doc, findings);
            }
        }
    }
}

fn compare(project: &Project, version: &Version, doc: DocId, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let locale = |i: DocId| project.documents[i].identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
    // A sibling that lost all its pairs is no witness.
    let siblings: Vec<DocId> = version
        .documents
        .iter()
        .copied()
        .filter(|&i| locale(i) != locale(doc) && !project.documents[i].segments.is_empty())
        .collect();
    let Some(&witness) = siblings.first() else { return };
    if document.segments.is_empty() {
        // Damaged pairs are faults of their own, and a whole tree without pairs is published that way.
        if document.sxs.damage.is_empty() && project.roots_with_pairs.contains(&document.identity.root) {
            let count = project.documents[witness].segments.len();
            let message = format!("all {count} pairs that its siblings of the same source hash have are lost");
            let first = project.documents[witness].segments[0].span;
            let problem = all_lost(document, message).related(witness, first, "the first unit, in a sibling");
            findings.push(problem.in_document(doc));
        }
        return;
    }
    let known = document.known_keys();
    let rest: Vec<HashSet<SegmentKey>> = siblings[1..].iter().map(|&i| project.documents[i].known_keys()).collect();
    let theirs = &project.documents[witness];
    let own = versions::by_local_id(document);
    let by_text: HashMap<_, &Segment> = document.segments.iter().map(|pair| (fold(document.source(pair)), pair)).collect();
    let their_ids: HashSet<SegmentKey> = theirs.segments.iter().filter_map(|pair| pair.key).collect();
    let misplaced = document.spans_with_wrong_ids();
    let mut before: Option<&Segment> = None;
    for pair in &theirs.segments {
        let Some(id) = pair.key else { continue };
        if known.contains(&id) {
            before = own.get(&id).copied().or(before);
            continue;
        }
        if !rest.iter().all(|ids| ids.contains(&id)) {
            continue;
        }
        // The text may stand here under an id that no sibling has: then the id is the fault.
        let renamed = by_text.get(&fold(theirs.source(pair))).copied();
        let renamed = renamed.filter(|own| own.key.is_none_or(|id| !their_ids.contains(&id)) || misplaced.contains(&own.span));
        match renamed {
            Some(own) if misplaced.contains(&own.span) || own.key.is_none() => {}
            _ => findings.push(finding(project, doc, (witness, pair, id), before, renamed)),
        }
    }
}

/// The finding of a document that lost all its pairs.
fn all_lost(document: &Document, message: String) -> Problem {
    let start = document.body();
    let line = document.body_text().lines().next().map_or(0, |line| line.trim_end().len());
    Problem::new(&RULE, Span::new(start, start + line), message)
        .label("no pair from here on")
        .help("restore the document from history, or hand it off again")
}

fn finding(
    project: &Project,
    doc: DocId,
    (witness, pair, id): (DocId, &Segment, SegmentKey),
    before: Option<&Segment>,
    renamed: Option<&Segment>,
) -> Finding {
    let document = &project.documents[doc];
    let theirs = &project.documents[witness];
    let unit = document.id_for(id);
    let source = theirs.source(pair);
    let message = format!("`{unit}` is lost, which the siblings of the same source hash have: {}", quote(source));
    let mut finding =
        lost(document, before, renamed, (&message, &unit, source)).related(witness, pair.span, "the unit in a sibling");
    finding.segment_id = Some(unit);
    finding.source = Some(source.to_owned());
    finding.in_document(doc)
}

/// The finding of a unit that is lost behind a pair: where prose stands in its place or its text under another id, there.
fn lost(
    document: &Document,
    before: Option<&Segment>,
    renamed: Option<&Segment>,
    (message, unit, source): (&str, &str, &str),
) -> Problem {
    let start = before.map_or(document.body() as u32, |pair| pair.span.end);
    let next = document.segments.partition_point(|pair| pair.span.start < start);
    let end = document.segments.get(next).map_or(document.text.as_str().len() as u32, |pair| pair.span.start);
    let gap = Span { start, end };
    let bare = document.unpaired.iter().copied().find(|span| gap.start <= span.start && span.end <= gap.end);
    let (place, label, help) = match (renamed, bare) {
        (Some(own), _) => (
            own.id,
            "its text stands under this id".to_owned(),
            format!("no sibling has `{}`: write `{unit}` on both sides", document.id(own)),
        ),
        (None, Some(bare)) => (
            bare,
            "prose without a pair, where the unit belongs".to_owned(),
            "restore the pair around its translation, if this is it".to_owned(),
        ),
        (None, None) => (
            Span { start, end: start },
            "belongs behind this".to_owned(),
            format!("restore the pair; its source is {}", quote(source)),
        ),
    };
    let mut finding = Problem::new(&RULE, place, message).label(label).help(help);
    finding.extent = if renamed.is_some() { place } else { gap };
    finding
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `2ba23-104` is lost, which the siblings of the same source hash have: “Close the door.”
          at "": belongs behind this
          see "<span data-ttu-id=\"3defd-104\">Закройте дверь.</span><span class=\"sxs-lookup\"><span data-stu-id=\"3defd-104\">Close the door.</span></span>" in ru-ru/lamp.md: the unit in a sibling
          help: restore the pair; its source is “Close the door.”
        "#);
    }
}
