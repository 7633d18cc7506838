//! `missing-document`: a source document has no translation.

use crate::document::DocId;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "missing-document",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a source document has no translation.

## What it does

Compares the Markdown files of the source with those below each localized root that is linted. Files that `.localization-config` at the top of the source or `exclude` under `[source]` in `bitext.toml` excludes are not expected. The finding is at the path that the document would have.

## Why it matters

Readers of this language get no page, or a page in the source language.

## Example

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

Hand the document off, or exclude it if it is not localized.
"#,
    exact: Some("the source file exists, and the document does not"),
    checks: &[Check::Absent(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, findings: &mut Vec<Finding>) {
    let identity = &project.documents[doc].identity;
    let locale = identity.locale.as_deref().unwrap_or("?");
    findings.push(
        Problem::new(&RULE, Span::default(), format!("`{}` is missing in {locale}", identity.relative))
            .label("no such document")
            .help("hand the source document off, or add it to `exclude` under `[source]` in bitext.toml if it is not localized")
            .in_document(doc),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/door.md: `door.md` is missing in it-IT
          at "": no such document
          help: hand the source document off, or add it to `exclude` under `[source]` in bitext.toml if it is not localized
        "#);
    }
}
