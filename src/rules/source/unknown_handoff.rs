//! `unknown-handoff`: the source version that a document names does not exist.

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
Reports when the source version that a document says it was made from does not exist.

## What it does

A document whose `ms.openlocfilehash` is not that of the current source file: `ms.sourcegitcommit` names no commit of the source repository, or one without the file or with another text, and no version of the file in the history has the hash either. Only where the source is a repository with its whole history.

## Why it matters

What the translation is to be checked state is not known, so nothing proves that it is whole.

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
    let mut finding = Problem::new(&RULE, span, format!("the source version `{}` is not known: {reason}", &hash[..12]))
        .label("no version of the source has this hash")
        .help("restore `ms.openlocfilehash` and `ms.sourcegitcommit` from the document's history, or hand it off again");
    if let Some((_, span)) = document.metadata(Key::Commit) {
        finding = finding.related_here(span, "the commit that it names");
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
        it-it/lamp.md: the source version `407b133d37d3` is not known: the file at the commit does not have the recorded hash
          at "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922": no version of the source has this hash
          see "7153f0b8c67efd35f58695ca2a7e00e70da1c5e9" in it-it/lamp.md: the commit that it names
          help: restore `ms.openlocfilehash` and `ms.sourcegitcommit` from the document's history, or hand it off again
        "#);
    }
}
