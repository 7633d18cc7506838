//! `segment-order`: segments are in another order than in the source file at handoff.

use crate::document::DocId;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::alignment::Place;
use crate::source::provenance::SourceState;
use crate::text::phrases::{counted, quote};

/// The rule.
pub static RULE: Rule = Rule {
    id: "segment-order",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the order of the segments differs from that of the source file at handoff.

## What it does

Looks for the source texts in the file at handoff. The segments that keep the order of the most text are in order. The others are at another place than in the source, or occur more often. A document gives one finding, at the first such segment, which names the others.

## Why it matters

A sentence in the wrong place makes another point, or none.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span> <span data-ttu-id="2ba23-p101">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-p101">Light the lamp.</span></span>
```

## Use instead

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Put the pairs into the order of the source, each with its id.
"#,
    exact: Some("the order differs from that of the source file"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let (Some(alignment), Some(handoff)) = (&state.handoff_alignment, state.handoff_source) else { return };
    let out_of_place = |place: &Place| matches!(place, Place::Moved(_) | Place::Surplus);
    let mut moved = alignment.misplaced(document).filter(|(_, place)| out_of_place(place));
    let Some((segment, place)) = moved.next() else { return };
    let id = document.id(segment);
    let message = match place {
        Place::Moved(_) => format!("`{id}` is not where its source text is: {}", quote(document.source(segment))),
        _ => format!("`{id}` repeats a sentence more often than the source does: {}", quote(document.source(segment))),
    };
    let mut finding = Problem::new(&RULE, segment.source.span, message).label("out of place").in_segment(document, segment);
    if let Place::Moved(there) = place {
        finding = finding.related(handoff, there, "the place in the source");
    }
    let others: Vec<_> = moved.collect();
    for (other, _) in others.iter().take(MAX_RELATED) {
        finding = finding.related_here(other.source.span, format!("`{}` is also out of place", document.id(other)));
    }
    let more = if others.len() > MAX_RELATED {
        format!("; {} are out of place", counted(others.len() + 1, "segment"))
    } else {
        String::new()
    };
    findings.push(finding.help(format!("put the pairs into the order of the source, each with its id{more}")).in_document(doc));
}

/// The number of further segments that a finding names.
const MAX_RELATED: usize = 5;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pair, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `2ba23-p101` is not where its source text is: “Light the lamp.”
          at "Light the lamp.": out of place
          see "Light the lamp." in source/lamp.md: the place in the source
          help: put the pairs into the order of the source, each with its id
        "#);
    }

    #[test]
    fn a_sentence_occurs_more_often_than_in_the_source() {
        let original = source(&SOURCES);
        let body =
            format!("{}\n\n{}", pairs(&[103, 104, 105, 106, 107]), pair("108", "Accendere la lampada.", "Light the lamp."));
        let files = [file("en-us/lamp.md", &*original), document("it-it", &original, &body)];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: `2ba23-108` repeats a sentence more often than the source does: “Light the lamp.”
          at "Light the lamp.": out of place
          help: put the pairs into the order of the source, each with its id
        "#);
    }

    #[test]
    fn further_segments_are_named_and_counted() {
        let words = ["lamp", "door", "wick", "clock", "bell", "rope", "boat", "flag"];
        let sentences = words.map(|word| format!("Look after the {word}."));
        let original = source(&sentences.each_ref().map(String::as_str));
        let body = (103..).zip(sentences.iter().rev()).map(|(n, text)| pair(&format!("{n}"), &format!("Badare a {n}."), text));
        let body = body.collect::<Vec<_>>().join("\n\n");
        let files = [file("en-us/lamp.md", &*original), document("it-it", &original, &body)];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: `2ba23-103` is not where its source text is: “Look after the flag.”
          at "Look after the flag.": out of place
          see "Look after the flag." in source/lamp.md: the place in the source
          see "Look after the boat." in it-it/lamp.md: `2ba23-104` is also out of place
          see "Look after the rope." in it-it/lamp.md: `2ba23-105` is also out of place
          see "Look after the bell." in it-it/lamp.md: `2ba23-106` is also out of place
          see "Look after the wick." in it-it/lamp.md: `2ba23-108` is also out of place
          see "Look after the door." in it-it/lamp.md: `2ba23-109` is also out of place
          help: put the pairs into the order of the source, each with its id; 7 segments are out of place
        "#);
    }
}
