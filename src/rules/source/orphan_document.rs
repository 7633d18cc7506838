//! `orphan-document`: the source file of a document is gone.

use crate::document::{DocId, Key};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::{Freshness, SourceState};
use crate::text::Span;
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "orphan-document",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the source file of a document is gone.

## What it does

Reports a document that was made from a source (it has pairs or a source hash), if the current source does not have its path. Shows where `.openpublishing.redirection.json` at the top of the source sends its readers.

## Why it matters

The page remains in this language after it was removed or moved in the source.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`en-us/door.md` at handoff:

```markdown
---
ms.date: 03/17/2021
---
Close the door.
```

`en-us/door.md` was deleted since.

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

`it-it/door.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 617217487e566e9c96d2658859ed55a9966dac7a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="5defd-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="5defd-103">Close the door.</span></span>
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

`en-us/door.md`:

```markdown
---
ms.date: 03/17/2021
---
Close the door.
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

`it-it/door.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 617217487e566e9c96d2658859ed55a9966dac7a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="5defd-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="5defd-103">Close the door.</span></span>
```

## What to do

Remove the document, or move it to where its source went.
"#,
    exact: Some("the document exists, and the source file does not"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let hash = document.metadata(Key::SourceHash);
    if state.freshness != Freshness::Orphan || hash.is_none() && document.segments.is_empty() {
        return;
    }
    let path = &document.identity.relative;
    let redirection = project.redirections.get(path).map(|address| format!("the source redirects readers to {}", quote(address)));
    let help = "remove the document, or move it to where its source went";
    findings.push(
        Problem::new(&RULE, hash.map_or(Span::default(), |(_, span)| span), format!("the source file `{path}` is gone"))
            .label("made from a file that is gone")
            .help(redirection.map_or(help.to_owned(), |redirection| format!("{redirection}\n{help}")))
            .in_document(doc),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{file, report_each};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/door.md: the source file `door.md` is gone
          at "617217487e566e9c96d2658859ed55a9966dac7a": made from a file that is gone
          help: remove the document, or move it to where its source went
        "#);
    }

    #[test]
    fn the_redirection_of_the_source_is_shown() {
        let redirections = r#"{"redirections": [{"source_path": "door.md", "redirect_url": "/gate"}]}"#;
        let mut files = RULE.wrong();
        files.push(file("en-us/.openpublishing.redirection.json", redirections));
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/door.md: the source file `door.md` is gone
          at "617217487e566e9c96d2658859ed55a9966dac7a": made from a file that is gone
          help: the source redirects readers to “/gate”
                remove the document, or move it to where its source went
        "#);
    }
}
