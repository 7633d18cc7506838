//! `altered-source`: SOURCE is not what was handed off. By the file at handoff; without it by witness: siblings of the same
//! source hash have another text.

use crate::document::{DocId, Document, Segment};
use crate::project::versions;
use crate::project::{Article, Project, Version};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::source::alignment::Place;
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::diff::{changed, changed_words, difference};
use crate::text::normalize::{fold, tight, unlinked};
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
Reports when the source text of a pair is not the one that was handed off.

## What it does

With a source (`--source`): looks for each SOURCE in the source file at handoff. Without that file, by witness: documents of one article with the same `ms.openlocfilehash` were made from the same source text, byte for byte, so the SOURCE of a unit is the same in all of them. Reports the document that differs from most (with two documents only, the later by name: one of the two was altered). Line wraps, spaces that keep no words apart, escapes, entities, zero-width characters, an anchor before the text and `:::no-loc(..):::` marks may differ.

## Why it matters

Someone edited the source text in the translation: the page shows readers an original that never was, and the translation is checked state the wrong sentence.

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
        Explains { covers: Covers::Segment, rules: &["heading-anchor"], aspects: &[] },
        Explains { covers: Covers::SourceWords, rules: &[], aspects: &[Aspect::WholeTarget, Aspect::TargetPart] },
    ],
    checks: &[Check::Source(at_handoff), Check::Article(by_witness)],
    ..Rule::DEFAULTS
};

fn at_handoff(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let (Some(alignment), Some(handoff)) = (&state.handoff_alignment, state.handoff_source) else { return };
    for (pair, place) in alignment.misplaced(document) {
        let id = document.id(pair);
        let source = document.source(pair);
        let finding = match place {
            Place::Changed(original) => {
                let original_text = project.documents[handoff].text.slice(original);
                // Spaces and the indentation of lists are the writing of a text.
                if tight(original_text) == tight(source) {
                    continue;
                }
                let span = changed_words(pair.source.span, source, original_text);
                let mut finding = Problem::new(
                    &RULE,
                    span,
                    format!("the source of `{id}` is not what was handed off: {}", difference(original_text, source)),
                )
                .label("altered")
                .help(format!("restore the source text: {}", fold(original_text)))
                .related(handoff, original, "the sentence that was handed off");
                finding.spoils = spoiled(pair, source, original_text);
                finding
            }
            Place::Gone => Problem::new(
                &RULE,
                pair.source.span,
                format!("the source of `{id}` is not in the file that was handed off: {}", quote(source)),
            )
            .label("not in the source")
            .help("restore the source text, or take the pair out if it was never in the source"),
            Place::Found(_) | Place::Moved(_) | Place::Surplus => continue,
        };
        findings.push(finding.in_segment(document, pair).in_document(doc));
    }
}

fn by_witness(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        if !version.uniform {
            compare(project, version, findings);
        }
    }
}

fn compare(project: &Project, version: &Version, findings: &mut Vec<Finding>) {
    let units: Vec<_> = version.documents.iter().map(|&i| versions::by_local_id(&project.documents[i])).collect();
    let texts: Vec<HashSet<_>> = version
        .documents
        .iter()
        .map(|&i| project.documents[i].segments.iter().map(|pair| compared(project.documents[i].source(pair))).collect())
        .collect();
    let misplaced: Vec<HashSet<Span>> = version.documents.iter().map(|&i| project.documents[i].spans_with_wrong_ids()).collect();
    let mut ids: Vec<_> = units.iter().flat_map(|by_id| by_id.keys().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let having = (0..units.len()).filter_map(|n| units[n].get(&id).map(|pair| (n, *pair)));
        // A pair that carries another's id is a fault of its id, which other rules report.
        let having: Vec<(usize, &Segment)> = having.filter(|(n, pair)| !misplaced[*n].contains(&pair.span)).collect();
        let folded = |n: usize, pair: &Segment| compared(project.documents[version.documents[n]].source(pair));
        // Where some have the link around the whole text in the pair and some outside of it, the text is compared.
        let linked = |n: usize, pair: &Segment| unlinked(folded(n, pair)).len() != folded(n, pair).len();
        let mixed = having.iter().any(|(n, pair)| linked(*n, pair)) && !having.iter().all(|(n, pair)| linked(*n, pair));
        let folded = |n: usize, pair: &Segment| if mixed { unlinked(folded(n, pair)) } else { folded(n, pair) };
        let Some((text, odd)) = versions::majority(having.iter().map(|(n, pair)| (*n, folded(*n, pair)))) else { continue };
        let Some((witness, witness_pair)) = having.iter().find(|(n, pair)| folded(*n, pair) == text) else { continue };
        for n in odd {
            let doc = version.documents[n];
            if project.has_handoff(doc) {
                continue;
            }
            let document = &project.documents[doc];
            let pair = units[n][&id];
            // The siblings have this text under another id, and this document has theirs elsewhere: exchanged ids.
            if texts[*witness].contains(&folded(n, pair)) && texts[n].contains(&text) && !document.sxs.regular {
                continue;
            }
            let other = version.documents[*witness];
            findings.push(finding(project, (doc, pair), (other, witness_pair), having.len()));
        }
    }
}

/// The whole source text, where words with markup were changed: what follows a lost backtick or bracket is read otherwise.
fn spoiled(pair: &Segment, source: &str, original: &str) -> Option<Span> {
    let (here, there) = changed(source, original);
    let is_markup = |c: char| matches!(c, '`' | '*' | '_' | '[' | ']' | '(' | ')' | '<' | '>' | '{' | '}' | '$' | '&' | '\\');
    (source[here].contains(is_markup) || original[there].contains(is_markup)).then_some(pair.source.span)
}

/// A source text in the form in which those of siblings are compared: without the spaces that keep no words apart, and
/// without an anchor in front of it, which the tool that cuts sentences leaves outside the pair now and then.
fn compared(source: &str) -> Cow<'static, str> {
    let anchor = source.strip_prefix("<a ").and_then(|rest| rest.split_once("></a>"));
    let plain = anchor.filter(|(tag, _)| !tag.contains(['<', '>'])).map_or(source, |(_, text)| text);
    Cow::Owned(tight(plain))
}

fn finding(project: &Project, (doc, pair): (DocId, &Segment), (other, witness): (DocId, &Segment), having: usize) -> Finding {
    let document: &Document = &project.documents[doc];
    let source = document.source(pair);
    let original = project.documents[other].source(witness);
    let (own, theirs) = (fold(source), fold(original));
    let (here, there) = changed(&own, &theirs);
    let locale = versions::locale(project, other);
    let span = changed_words(pair.source.span, source, original);
    let difference = match (&own[here], &theirs[there]) {
        ("", there) => format!("{} is missing that {locale} has", quote(there)),
        (here, "") => format!("{} is not in {locale}", quote(here)),
        (here, there) => format!("{} is here where {locale} has {}", quote(here), quote(there)),
    };
    let witnesses = if having > 2 { "its siblings" } else { "its sibling" };
    let mut finding = Problem::new(
        &RULE,
        span,
        format!("the source of `{}` is not that of {witnesses} of the same source hash: {difference}", document.id(pair)),
    )
    .in_segment(document, pair)
    .label("altered")
    .help(format!("restore the source text: {}", quote(original)))
    .related(other, witness.source.span, "the source that the siblings have");
    finding.spoils = spoiled(pair, source, original);
    finding.in_document(doc)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: the source of `3defd-103` is not that of its sibling of the same source hash: “big” is not in it-IT
          at "big": altered
          see "Light the lamp." in it-it/lamp.md: the source that the siblings have
          help: restore the source text: “Light the lamp.”
        "#);
    }
}
