//! `lost-segment`: prose of the source at handoff that has no pair.
//!
//! Without the file at handoff: a segment that every sibling with the same source hash has.

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
use crate::text::normalize::{normalize, normalize_compact};
use crate::text::phrases::{counted, quote};
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "lost-segment",
    group: Group::Source,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a segment that was handed off is missing.

## What it does

With a source (`--source`), removes every segment's source text from the source file at handoff. Prose that remains has no segment; markup, code, link targets and directives are ignored. The id of the lost segment is inferred from the gap in the numbering. Without that file, compares siblings: documents of one article with the same `ms.openlocfilehash` have the same segments. Reports a segment that every such sibling has and this document does not have, at the place where it belongs. A document that lost all its pairs gives one finding, unless no document below its root has any. A gap in the numbering by itself is not evidence, and a segment whose markup is damaged is not lost.

## Why it matters

Readers of this locale do not get the sentence, and nobody notices until a customer does.

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

Restore the pair with the source text of a sibling and the translation from history, or translate the text again.
"#,
    exact: Some("the source of the same hash has the segment"),
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["unpaired-text", "heading-anchor", "structure-mismatch"],
        aspects: &[],
    }],
    checks: &[Check::Source(compare_with_source), Check::Article(compare_with_siblings)],
    ..Rule::DEFAULTS
};

fn compare_with_source(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let Some(handoff) = state.handoff_source else { return };
    let source = &project.documents[handoff];
    let Some(alignment) = &state.handoff_alignment else {
        let blocks = SourceFile::new(source).text_around(&[], false);
        let prose = blocks.iter().filter(|span| is_prose(source.text.slice(**span))).count();
        if prose > 0 && document.sxs.damage.is_empty() && project.roots_with_pairs.contains(&document.identity.root) {
            let message = format!("all pairs are missing: the source has {} of prose", counted(prose, "block"));
            let problem = all_lost(document, message).related(handoff, blocks[0], "the beginning of the text in the source");
            findings.push(problem.in_document(doc));
        }
        return;
    };
    let missing = if alignment.rest.is_empty() { HashMap::new() } else { missing_keys(project, doc) };
    let damaged: HashSet<&str> = document.sxs.damage.iter().filter_map(|fault| fault.segment_id.as_deref()).collect();
    let mut n = 0;
    while let Some(rest) = alignment.rest.get(n) {
        // One segment may hold several sentences: then a sibling of the same version has all of them in one segment.
        let together =
            alignment.rest[n..].iter().take(MAX_MERGED_SENTENCES).take_while(|other| other.before == rest.before).count();
        let span_of = |count: usize| Span { start: rest.span.start, end: alignment.rest[n + count - 1].span.end };
        let sibling_key =
            |count: usize| missing.get(&normalize_compact(source.text.slice(span_of(count)))).map(|key| (count, *key));
        let (count, id) = match (1..=together).rev().find_map(sibling_key) {
            Some((count, key)) => (count, Some(document.id_for(key))),
            // Sentences without a missing number belong to the segment before them.
            None => {
                let id_at = |n: usize| inferred_id(document, source, alignment, n);
                let continues = |k: usize| {
                    let gap = Span { start: alignment.rest[n + k - 1].span.end, end: alignment.rest[n + k].span.start };
                    source.text.slice(gap).trim().is_empty() && id_at(n + k).is_none()
                };
                let id = id_at(n);
                let count = if id.is_some() { 1 + (1..together).take_while(|&k| continues(k)).count() } else { 1 };
                (count, id)
            }
        };
        let span = span_of(count);
        n += count;
        // A segment whose markup is damaged is not lost.
        if id.as_deref().is_some_and(|id| damaged.contains(id)) {
            continue;
        }
        let text = source.text.slice(span);
        let before = (rest.before as usize).checked_sub(1).map(|i| &document.segments[i]);
        let name = id.as_ref().map_or("a segment".to_owned(), |id| format!("segment `{id}`"));
        let message = format!("{name} is missing; it was handed off: {}", quote(text));
        let mut finding = lost(document, before, None, (&message, id.as_deref().unwrap_or_default(), text));
        finding = finding.related(handoff, span, "the segment in the source");
        finding.segment_id = id;
        finding.source = Some(normalize(text).into_owned());
        // The rest of a list item may turn the text before it into a heading.
        finding.extent.start = before.map_or(finding.extent.start, |segment| segment.span.start);
        findings.push(finding.in_document(doc));
    }
}

/// The number of segments around a place that are considered, and of numbers that may be missing there. Real documents have
/// fewer; the limit bounds the work for a hostile one.
const MAX_NEIGHBOURS: usize = 64;

/// The number of sentences that one segment may hold. Measured documents have fewer.
const MAX_MERGED_SENTENCES: usize = 16;

/// The keys of segments that siblings of the same source version have and a document does not have, by normalized source text.
fn missing_keys(project: &Project, doc: DocId) -> HashMap<String, SegmentKey> {
    let known = project.documents[doc].known_keys();
    let versions = project.article(doc).into_iter().flat_map(|article| &article.versions);
    let siblings = versions.filter(|version| version.documents.contains(&doc)).flat_map(|version| &version.documents);
    let mut missing = HashMap::new();
    for document in siblings.filter(|&&i| i != doc).map(|&i| &project.documents[i]) {
        for segment in &document.segments {
            if let Some(key) = segment.key.filter(|key| !known.contains(key)) {
                missing.entry(normalize_compact(document.source(segment))).or_insert(key);
            }
        }
    }
    missing
}

/// The id that a lost segment must have had: the next number that the document does not have.
fn inferred_id(document: &Document, source: &Document, alignment: &Alignment, n: usize) -> Option<String> {
    let rest = &alignment.rest;
    let before = rest[n].before as usize;
    let number = |segment: &Segment, series: Series| segment.key.filter(|key| key.series == series).map(|key| key.number);
    let last = |series| document.segments[..before].iter().rev().take(MAX_NEIGHBOURS).find_map(|segment| number(segment, series));
    let next = |series| document.segments[before..].iter().take(MAX_NEIGHBOURS).find_map(|segment| number(segment, series));
    let id = |series, number| document.id_for(SegmentKey { series, number });
    // A gap in the merged series is one merged segment. Its sentences also take plain numbers.
    if let (last, Some(next)) = (last(Series::Merged).unwrap_or(FIRST - 1), next(Series::Merged))
        && next == last + 2
    {
        return Some(id(Series::Merged, last + 1));
    }
    let earlier = rest[..n].iter().rev().take(MAX_NEIGHBOURS).take_while(|other| other.before as usize == before).count();
    let previous = last(Series::Plain).unwrap_or_else(|| {
        let keys = ["title", "titleSuffix", "description", "keywords"];
        FIRST - 1 + keys.iter().filter(|key| document.value(key).is_some()).count() as u32
    });
    let has = |number: u32| {
        document.segments[before..]
            .iter()
            .take(MAX_NEIGHBOURS)
            .any(|segment| segment.key == Some(SegmentKey { series: Series::Plain, number }))
    };
    // The text of an image takes a number but has no pair.
    let place = before.checked_sub(1).map(|i| alignment.places[i]);
    let images = match place {
        Some(Place::Found(span)) if span.end <= rest[n].span.start => {
            source.text.slice(Span { start: span.end, end: rest[n].span.start }).matches("![").count()
        }
        _ => 0,
    };
    let furthest = previous.saturating_add(MAX_NEIGHBOURS as u32);
    let end = next(Series::Plain).map_or(furthest, |next| next.min(furthest));
    let missing: Vec<u32> = (previous + 1..end).filter(|number| !has(*number)).collect();
    let found = missing.get(earlier + images).or(missing.get(earlier)).copied();
    // If several consecutive segments have the same text, the last seems to be lost. The lost one is where a number is missing.
    let repeated = || {
        let text = normalize_compact(source.text.slice(rest[n].span));
        let same = (1..before)
            .rev()
            .take(MAX_NEIGHBOURS)
            .take_while(|&i| normalize_compact(document.source(&document.segments[i])) == text);
        let plain = |i: usize| number(&document.segments[i], Series::Plain);
        same.filter_map(|i| plain(i).zip(plain(i - 1)))
            .find(|(number, before)| *number > before + 1)
            .map(|(number, _)| number - 1)
    };
    found.or_else(repeated).map(|number| id(Series::Plain, number))
}

/// The number with which each series begins. Translated front matter values take the first plain numbers.
const FIRST: u32 = 101;

fn compare_with_siblings(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        if !version.uniform {
            for &doc in version.documents.iter().filter(|&&doc| !project.has_handoff(doc)) {
                compare_document(project, version, doc, findings);
            }
        }
    }
}

fn compare_document(project: &Project, version: &Version, doc: DocId, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let locale = |i: DocId| project.documents[i].identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
    // A sibling that lost all its pairs shows nothing.
    let siblings: Vec<DocId> = version
        .documents
        .iter()
        .copied()
        .filter(|&i| locale(i) != locale(doc) && !project.documents[i].segments.is_empty())
        .collect();
    let Some(&sibling) = siblings.first() else { return };
    if document.segments.is_empty() {
        // Damaged pairs are reported by `broken-pair`. A tree in which no document has pairs is published without them.
        if document.sxs.damage.is_empty() && project.roots_with_pairs.contains(&document.identity.root) {
            let count = project.documents[sibling].segments.len();
            let message = format!("all pairs are missing; other locales made from the same source have {count}");
            let first = project.documents[sibling].segments[0].span;
            let problem = all_lost(document, message).related(sibling, first, "the first segment, in a sibling");
            findings.push(problem.in_document(doc));
        }
        return;
    }
    let known = document.known_keys();
    let rest: Vec<HashSet<SegmentKey>> = siblings[1..].iter().map(|&i| project.documents[i].known_keys()).collect();
    let other = &project.documents[sibling];
    let by_key = versions::by_local_id(document);
    let by_text: HashMap<_, &Segment> =
        document.segments.iter().map(|segment| (normalize(document.source(segment)), segment)).collect();
    let other_keys: HashSet<SegmentKey> = other.segments.iter().filter_map(|segment| segment.key).collect();
    let misplaced = document.spans_with_wrong_ids();
    let mut before: Option<&Segment> = None;
    for segment in &other.segments {
        let Some(key) = segment.key else { continue };
        if known.contains(&key) {
            before = by_key.get(&key).copied().or(before);
            continue;
        }
        if !rest.iter().all(|keys| keys.contains(&key)) {
            continue;
        }
        // The document may have the text with an id that no sibling has. Then only the id is wrong.
        let renamed = by_text.get(&normalize(other.source(segment))).copied();
        let renamed =
            renamed.filter(|found| found.key.is_none_or(|key| !other_keys.contains(&key)) || misplaced.contains(&found.span));
        match renamed {
            Some(found) if misplaced.contains(&found.span) || found.key.is_none() => {}
            _ => findings.push(finding(project, doc, (sibling, segment, key), before, renamed)),
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
    (sibling, segment, key): (DocId, &Segment, SegmentKey),
    before: Option<&Segment>,
    renamed: Option<&Segment>,
) -> Finding {
    let document = &project.documents[doc];
    let id = document.id_for(key);
    let source = project.documents[sibling].source(segment);
    let message = format!("segment `{id}` is missing; other locales made from the same source have it: {}", quote(source));
    let mut finding =
        lost(document, before, renamed, (&message, &id, source)).related(sibling, segment.span, "the segment in a sibling");
    finding.segment_id = Some(id);
    finding.source = Some(source.to_owned());
    finding.in_document(doc)
}

/// The finding of a segment that is lost after another: at its text under another id, at prose in its place, or at the place.
fn lost(
    document: &Document,
    before: Option<&Segment>,
    renamed: Option<&Segment>,
    (message, id, source): (&str, &str, &str),
) -> Problem {
    let start = before.map_or(document.body() as u32, |segment| segment.span.end);
    let next = document.segments.partition_point(|segment| segment.span.start < start);
    let end = document.segments.get(next).map_or(document.text.as_str().len() as u32, |segment| segment.span.start);
    let gap = Span { start, end };
    let bare = document.unpaired.iter().copied().find(|span| gap.start <= span.start && span.end <= gap.end);
    let (place, label, help) = match (renamed, bare) {
        (Some(renamed), _) => {
            (renamed.id, "its text has this id", format!("no sibling has `{}`: write `{id}` on both sides", document.id(renamed)))
        }
        (None, Some(bare)) => (
            bare,
            "prose without a pair, where the segment belongs",
            "restore the pair around this text, if it is the translation".to_owned(),
        ),
        (None, None) => {
            (Span { start, end: start }, "belongs here", format!("restore the pair; its source text is {}", quote(source)))
        }
    };
    let mut finding = Problem::new(&RULE, place, message).label(label).help(help);
    finding.extent = if renamed.is_some() { place } else { gap };
    finding
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: segment `2ba23-104` is missing; other locales made from the same source have it: “Close the door.”
          at "": belongs here
          see "<span data-ttu-id=\"3defd-104\">Закройте дверь.</span><span class=\"sxs-lookup\"><span data-stu-id=\"3defd-104\">Close the door.</span></span>" in ru-ru/lamp.md: the segment in a sibling
          help: restore the pair; its source text is “Close the door.”
        "#);
    }

    #[test]
    fn a_segment_of_the_file_at_handoff_is_lost() {
        let original = source(&SOURCES);
        let translation = |body: &str| [file("en-us/lamp.md", &*original), document("it-it", &original, body)];
        let lost = pairs(&[103, 105, 106, 107]);
        let bare = format!("{}\n\nChiudere la porta.\n\n{}", pairs(&[103]), pairs(&[105, 106, 107]));
        let sets = [translation(&lost), translation(&bare)];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: segment `2ba23-104` is missing; it was handed off: “Close the door.”
          at "": belongs here
          see "Close the door." in source/lamp.md: the segment in the source
          help: restore the pair; its source text is “Close the door.”

        it-it/lamp.md: segment `2ba23-104` is missing; it was handed off: “Close the door.”
          at "Chiudere la porta.": prose without a pair, where the segment belongs
          see "Close the door." in source/lamp.md: the segment in the source
          help: restore the pair around this text, if it is the translation
        "#);
    }

    #[test]
    fn a_lost_segment_may_have_no_number() {
        let original = source(&[SOURCES[0], "Sweep every floor of it.", SOURCES[1]]);
        let files = [file("en-us/lamp.md", &*original), document("it-it", &original, &pairs(&[103, 104]))];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: a segment is missing; it was handed off: “Sweep every floor of it.”
          at "": belongs here
          see "Sweep every floor of it." in source/lamp.md: the segment in the source
          help: restore the pair; its source text is “Sweep every floor of it.”
        "#);
    }

    #[test]
    fn all_pairs_are_lost() {
        let original = source(&SOURCES);
        let other = file("it-it/door.md", pairs(&[104]));
        let translation = document("it-it", &original, "Accendere la lampada.");
        let sibling = document("de-de", &original, &pairs(&[103, 104, 105]));
        let with_source = [file("en-us/lamp.md", &*original), translation.clone(), other.clone()];
        insta::assert_snapshot!(report_each(&RULE, [&with_source, &[translation, sibling, other]]), @r#"
        it-it/lamp.md: all pairs are missing: the source has 5 blocks of prose
          at "Accendere la lampada.": no pair from here on
          see "Light the lamp." in source/lamp.md: the beginning of the text in the source
          help: restore the document from history, or hand it off again

        it-it/lamp.md: all pairs are missing; other locales made from the same source have 3
          at "Accendere la lampada.": no pair from here on
          see "<span data-ttu-id=\"2ba23-103\">Accendere la lampada.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Light the lamp.</span></span>" in de-de/lamp.md: the first segment, in a sibling
          help: restore the document from history, or hand it off again
        "#);
    }

    #[test]
    fn a_segment_of_the_siblings_is_lost() {
        let all = pairs(&[103, 104, 105, 106, 107]);
        let siblings = |body: &str| {
            ["de-de", "fr-fr", "it-it"].map(|locale| document(locale, "", if locale == "it-it" { body } else { &all }))
        };
        let sets = [siblings(&pairs(&[103, 105, 106, 107])), siblings(&all.replace("2ba23-107", "2ba23-117"))];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: segment `2ba23-104` is missing; other locales made from the same source have it: “Close the door.”
          at "": belongs here
          see "<span data-ttu-id=\"2ba23-104\">Chiudere la porta.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-104\">Close the door.</span></span>" in de-de/lamp.md: the segment in a sibling
          help: restore the pair; its source text is “Close the door.”

        it-it/lamp.md: segment `2ba23-107` is missing; other locales made from the same source have it: “Ring the bell.”
          at "2ba23-117": its text has this id
          see "<span data-ttu-id=\"2ba23-107\">Suonare la campana.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-107\">Ring the bell.</span></span>" in de-de/lamp.md: the segment in a sibling
          help: no sibling has `2ba23-117`: write `2ba23-107` on both sides
        "#);
    }
}
