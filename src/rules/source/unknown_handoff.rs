//! `unknown-handoff`: the source version that a document records does not exist.

use crate::document::{DocId, Key};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::{Handoff, SourceState};

/// The rule.
pub static RULE: Rule = Rule {
    id: "unknown-handoff",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the source version that a document records does not exist.

## What it does

Checks documents whose `ms.openlocfilehash` is not that of the current source file. Reports one if no version of the file in the history has the hash, and `ms.sourcegitcommit` is not a commit of the source repository, or the commit does not have the file, or has it with another text. Needs a source repository with its complete history.

## Why it matters

The translation cannot be compared with the text that it was made from, so nothing proves that it is complete.

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
ms.openlocfilehash: 407b133d37d3f1c3ca46c8a9c15b3a75e93f2922
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
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

Restore both values from the history of the document, or hand it off again.
"#,
    exact: Some("no version of the source has the recorded hash"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let Handoff::Unknown(reason) = &state.handoff else { return };
    let document = &project.documents[doc];
    let Some((hash, span)) = document.metadata(Key::SourceHash) else { return };
    let mut finding = Problem::new(&RULE, span, format!("the source version `{}` does not exist: {reason}", &hash[..12]))
        .label("no version of the source has this hash")
        .help("restore `ms.openlocfilehash` and `ms.sourcegitcommit` from the document's history, or hand it off again");
    if let Some((_, span)) = document.metadata(Key::Commit) {
        finding = finding.related_here(span, "the recorded commit");
    }
    findings.push(finding.in_document(doc));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source version `407b133d37d3` does not exist: the file at the commit does not have the recorded hash
          at "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922": no version of the source has this hash
          see "7153f0b8c67efd35f58695ca2a7e00e70da1c5e9" in it-it/lamp.md: the recorded commit
          help: restore `ms.openlocfilehash` and `ms.sourcegitcommit` from the document's history, or hand it off again
        "#);
    }
}
