//! `segment-order`: pairs stand in another order than in the source file.

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
Reports when pairs stand in another order than in the source file at handoff.

## What it does

Looks for the SOURCE texts in the file at handoff. Pairs that keep the order of the most text are in order; the others stand elsewhere than in the source, or more often. One finding a document, at the first such pair; the others are named with it.

## Why it matters

A sentence out of its place makes another point, or none.

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
    let Some((pair, place)) = moved.next() else { return };
    let id = document.id(pair);
    let message = match place {
        Place::Moved(_) => format!("`{id}` does not stand where its source does: {}", quote(document.source(pair))),
        _ => format!("`{id}` repeats a sentence that the source has not so often: {}", quote(document.source(pair))),
    };
    let mut finding = Problem::new(&RULE, pair.source.span, message).label("out of its place").in_segment(document, pair);
    if let Place::Moved(there) = place {
        finding = finding.related(handoff, there, "its place in the source");
    }
    let others: Vec<_> = moved.collect();
    for (other, _) in others.iter().take(NAMED) {
        finding = finding.related_here(other.source.span, format!("`{}`, too", document.id(other)));
    }
    let more =
        if others.len() > NAMED { format!("; {} are out of place", counted(others.len() + 1, "pair")) } else { String::new() };
    findings.push(finding.help(format!("put the pairs into the order of the source, each with its id{more}")).in_document(doc));
}

/// How many of the others are named.
const NAMED: usize = 5;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `2ba23-p101` does not stand where its source does: “Light the lamp.”
          at "Light the lamp.": out of its place
          see "Light the lamp." in source/lamp.md: its place in the source
          help: put the pairs into the order of the source, each with its id
        "#);
    }
}
