//! `altered-source`: the source text of a segment is not the one that was handed off.
//!
//! It is compared with the file at handoff or, without that file, with the siblings that have the same source hash.

use crate::document::{DocId, Document, Segment};
use crate::project::versions;
use crate::project::{Article, Project, Version};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::source::alignment::Place;
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::diff::{changed_ranges, changed_words, difference};
use crate::text::normalize::{normalize, normalize_compact, strip_link};
use crate::text::phrases::quote;
use std::borrow::Cow;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "altered-source",
    group: Group::Source,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the source text of a segment is not the one that was handed off.

## What it does

With a source (`--source`), looks for the source text of each segment in the source file at handoff. Without that file, compares siblings: documents of one article with the same `ms.openlocfilehash` were made from the same source file, byte for byte, so a segment has the same source text in all of them. Reports the document that differs from most (of two documents, the later by name: one of the two was altered). Line breaks, spaces that separate no words, escapes, entities, zero-width characters, an anchor before the text and `:::no-loc(..):::` delimiters may differ.

## Why it matters

Someone edited the source text in the translation. The page shows readers an original that never existed, and the translation is compared with the wrong sentence.

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
<span data-ttu-id="3defd-103">Зажгите лампу.</span><span class="sxs-lookup"><span data-stu-id="3defd-103">Light the big lamp.</span></span>
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
<span data-ttu-id="3defd-103">Зажгите лампу.</span><span class="sxs-lookup"><span data-stu-id="3defd-103">Light the lamp.</span></span>
```

## What to do

Restore the source text. If the source is wrong, fix it in the source document.
"#,
    exact: Some("the source text differs from that of the same source hash"),
    explains: &[
        Explains { covers: Covers::Segment, rules: &["heading-anchor", "structure-mismatch"], aspects: &[] },
        Explains { covers: Covers::SourceWords, rules: &[], aspects: &[Aspect::WholeTarget, Aspect::TargetPart] },
    ],
    checks: &[Check::Source(compare_with_source), Check::Article(compare_with_siblings)],
    ..Rule::DEFAULTS
};

fn compare_with_source(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let (Some(alignment), Some(handoff)) = (&state.handoff_alignment, state.handoff_source) else { return };
    for (segment, place) in alignment.misplaced(document) {
        let id = document.id(segment);
        let source = document.source(segment);
        let finding = match place {
            Place::Changed(original) => {
                let original_text = project.documents[handoff].text.slice(original);
                // Spaces and the indentation of lists may differ.
                if normalize_compact(original_text) == normalize_compact(source) {
                    continue;
                }
                let span = changed_words(segment.source.span, source, original_text);
                let mut finding = Problem::new(
                    &RULE,
                    span,
                    format!(
                        "the source text of `{id}` is not the one that was handed off: {}",
                        difference(original_text, source)
                    ),
                )
                .label("altered source text")
                .help(format!("restore the source text: {}", normalize(original_text)))
                .related(handoff, original, "the text that was handed off");
                finding.spoils = spoiled(segment, source, original_text);
                finding
            }
            Place::Gone => Problem::new(
                &RULE,
                segment.source.span,
                format!("the source text of `{id}` is not in the file that was handed off: {}", quote(source)),
            )
            .label("not in the source at handoff")
            .help("restore the source text, or remove the pair if it was never in the source"),
            Place::Found(_) | Place::Moved(_) | Place::Surplus => continue,
        };
        findings.push(finding.in_segment(document, segment).in_document(doc));
    }
}

fn compare_with_siblings(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        if !version.uniform {
            compare_version(project, version, findings);
        }
    }
}

fn compare_version(project: &Project, version: &Version, findings: &mut Vec<Finding>) {
    let by_id: Vec<_> = version.documents.iter().map(|&i| versions::by_local_id(&project.documents[i])).collect();
    let texts: Vec<HashSet<_>> = version
        .documents
        .iter()
        .map(|&i| project.documents[i].segments.iter().map(|segment| compared(project.documents[i].source(segment))).collect())
        .collect();
    let misplaced: Vec<HashSet<Span>> = version.documents.iter().map(|&i| project.documents[i].spans_with_wrong_ids()).collect();
    let mut ids: Vec<_> = by_id.iter().flat_map(|segments| segments.keys().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let having = (0..by_id.len()).filter_map(|n| by_id[n].get(&id).map(|segment| (n, *segment)));
        // Other rules report a pair that has the id of another.
        let having: Vec<(usize, &Segment)> = having.filter(|(n, segment)| !misplaced[*n].contains(&segment.span)).collect();
        let folded = |n: usize, segment: &Segment| compared(project.documents[version.documents[n]].source(segment));
        // If only some documents have the link around the whole text inside the pair, the text is compared without it.
        let linked = |n: usize, segment: &Segment| strip_link(folded(n, segment)).len() != folded(n, segment).len();
        let mixed =
            having.iter().any(|(n, segment)| linked(*n, segment)) && !having.iter().all(|(n, segment)| linked(*n, segment));
        let folded = |n: usize, segment: &Segment| if mixed { strip_link(folded(n, segment)) } else { folded(n, segment) };
        let Some((text, odd)) = versions::majority(having.iter().map(|(n, segment)| (*n, folded(*n, segment)))) else { continue };
        let Some((sibling, sibling_segment)) = having.iter().find(|(n, segment)| folded(*n, segment) == text) else { continue };
        for n in odd {
            let doc = version.documents[n];
            if project.has_handoff(doc) {
                continue;
            }
            let document = &project.documents[doc];
            let segment = by_id[n][&id];
            // Two ids were exchanged: the siblings have this text under another id, and this document has theirs elsewhere.
            if texts[*sibling].contains(&folded(n, segment)) && texts[n].contains(&text) && !document.sxs.regular {
                continue;
            }
            let other = version.documents[*sibling];
            findings.push(finding(project, (doc, segment), (other, sibling_segment)));
        }
    }
}

/// The whole source text, if words with markup were changed: text after a lost backtick or bracket is parsed differently.
fn spoiled(segment: &Segment, source: &str, original: &str) -> Option<Span> {
    let (here, there) = changed_ranges(source, original);
    let is_markup = |c: char| matches!(c, '`' | '*' | '_' | '[' | ']' | '(' | ')' | '<' | '>' | '{' | '}' | '$' | '&' | '\\');
    (source[here].contains(is_markup) || original[there].contains(is_markup)).then_some(segment.source.span)
}

/// A source text in the form in which siblings are compared: without spaces that separate no words, and without an anchor
/// before the text, which the tool that makes the pairs sometimes leaves outside.
fn compared(source: &str) -> Cow<'static, str> {
    let anchor = source.strip_prefix("<a ").and_then(|rest| rest.split_once("></a>"));
    let plain = anchor.filter(|(tag, _)| !tag.contains(['<', '>'])).map_or(source, |(_, text)| text);
    Cow::Owned(normalize_compact(plain))
}

fn finding(project: &Project, (doc, segment): (DocId, &Segment), (other, sibling): (DocId, &Segment)) -> Finding {
    let document: &Document = &project.documents[doc];
    let source = document.source(segment);
    let original = project.documents[other].source(sibling);
    let (altered, unaltered) = (normalize(source), normalize(original));
    let (here, there) = changed_ranges(&altered, &unaltered);
    let locale = versions::locale(project, other);
    let span = changed_words(segment.source.span, source, original);
    let difference = match (&altered[here], &unaltered[there]) {
        ("", there) => format!("{} is missing", quote(there)),
        (here, "") => format!("{} was added", quote(here)),
        (here, there) => format!("{} instead of {}", quote(here), quote(there)),
    };
    let mut finding = Problem::new(
        &RULE,
        span,
        format!(
            "the source text of `{}` differs from {locale}, which has the same source hash: {difference}",
            document.id(segment)
        ),
    )
    .in_segment(document, segment)
    .label("altered source text")
    .help(format!("restore the source text: {}", quote(original)))
    .related(other, sibling.source.span, format!("the source text in {locale}"));
    finding.spoils = spoiled(segment, source, original);
    finding.in_document(doc)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pair, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: the source text of `3defd-103` differs from it-IT, which has the same source hash: “big” was added
          at "big": altered source text
          see "Light the lamp." in it-it/lamp.md: the source text in it-IT
          help: restore the source text: “Light the lamp.”
        "#);
    }

    #[test]
    fn the_source_text_is_compared_with_the_file_at_handoff() {
        let original = source(&SOURCES);
        let all = pairs(&[103, 104, 105, 106, 107]);
        let translation = |body: &str| [file("en-us/lamp.md", &*original), document("it-it", &original, body)];
        let added = format!("{all}\n\n{}", pair("108", "Spazzare.", "Sweep every floor of it."));
        let sets = [translation(&all.replace("Close the door.", "Close the big door.")), translation(&added)];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: the source text of `2ba23-104` is not the one that was handed off: Close the {+big+} door.
          at "big": altered source text
          see "Close the door." in source/lamp.md: the text that was handed off
          help: restore the source text: Close the door.

        it-it/lamp.md: the source text of `2ba23-108` is not in the file that was handed off: “Sweep every floor of it.”
          at "Sweep every floor of it.": not in the source at handoff
          help: restore the source text, or remove the pair if it was never in the source
        "#);
    }

    #[test]
    fn the_source_text_is_compared_with_the_siblings() {
        let siblings = |to: &str| {
            ["de-de", "fr-fr", "it-it"].map(|locale| {
                let to = if locale == "it-it" { to } else { "Close the door." };
                document(locale, "", &pairs(&[103, 104]).replace("Close the door.", to))
            })
        };
        let sets = [siblings("Close door."), siblings("Close the big door."), siblings("Close the window.")];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: the source text of `2ba23-104` differs from de-DE, which has the same source hash: “the” is missing
          at "Close door.": altered source text
          see "Close the door." in de-de/lamp.md: the source text in de-DE
          help: restore the source text: “Close the door.”

        it-it/lamp.md: the source text of `2ba23-104` differs from de-DE, which has the same source hash: “big” was added
          at "big": altered source text
          see "Close the door." in de-de/lamp.md: the source text in de-DE
          help: restore the source text: “Close the door.”

        it-it/lamp.md: the source text of `2ba23-104` differs from de-DE, which has the same source hash: “window.” instead of “door.”
          at "window.": altered source text
          see "Close the door." in de-de/lamp.md: the source text in de-DE
          help: restore the source text: “Close the door.”
        "#);
    }
}
