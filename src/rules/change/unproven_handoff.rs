//! `unproven-handoff`: a change alters source texts, and nothing shows that the source changed.

use crate::document::Key;
use crate::project::change::{Change, NewHandoff};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::counted;

/// The rule.
pub static RULE: Rule = Rule {
    id: "unproven-handoff",
    group: Group::Change,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a change alters source texts, and nothing else knows a source version that has them.

## What it does

Runs with `--since` and `--staged`. Compares `ms.openlocfilehash` with the base. Reports a new value that no other locale of the article has and that the source (`--source`) does not have, if pairs were lost or their source texts altered in the same change. Reports it only if there are other locales or a source to ask.

Reports as well that the version is the same, but source texts were lost or altered, and no other locale of the version has them any more.

Does not report a complete handoff: the prefix of the ids, `ms.sourcegitcommit` and `ms.locfileid` also have new values, and `ms.lasthandoff` is not earlier. The localization system writes all of them for each new version.

Suppressions and `bitext.toml` of the change do not affect this rule: the `bitext.toml` of the base decides its level.

## Why it matters

Documents with the same source version must have the same source texts. A document with another version is not compared. A change of the version can therefore hide a lost pair.

## Example

`before/it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 03/25/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`before/de-de/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: de-DE
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Zünden Sie die Lampe an.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Schließen Sie die Tür.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: 617217487e566e9c96d2658859ed55a9966dac7a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 03/25/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`de-de/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: de-DE
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Zünden Sie die Lampe an.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Schließen Sie die Tür.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## Use instead

`before/it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 03/25/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`before/de-de/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: de-DE
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Zünden Sie die Lampe an.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Schließen Sie die Tür.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 03/25/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`de-de/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: de-DE
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Zünden Sie die Lampe an.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Schließen Sie die Tür.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

If the handoff is real, pass the source with `--source`, so that its version is known. If it is not, restore the pairs and the value from the base.
"#,
    exact: Some("neither the source nor another locale has the new source version, or the altered texts of the same one"),
    explains: &[Explains { covers: Covers::Segment, rules: &["unknown-handoff", "locale-drift"], aspects: &[] }],
    checks: &[Check::Change(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, change: &Change, findings: &mut Vec<Finding>) {
    for NewHandoff { document: doc, is_same_version, lost, altered } in &change.new_handoffs {
        let document = &project.documents[*doc];
        let can_ask = project.has_siblings(*doc) || project.state(*doc).is_some();
        let article = project.article(*doc).into_iter().flat_map(|article| &article.documents);
        let mut siblings = article.filter(|sibling| *sibling != doc).map(|sibling| &project.documents[*sibling]);
        let is_known_to_sibling = siblings.any(|sibling| document.has_source_version_of(sibling));
        // The rules that compare with the source report the rest.
        if project.has_handoff(*doc) || !is_same_version && (!can_ask || is_known_to_sibling) {
            continue;
        }
        let changes = [(*lost, "lost"), (*altered, "has another source text")];
        let changes = changes.into_iter().filter(|(count, _)| *count > 0);
        let changes: Vec<String> = changes.map(|(count, what)| format!("{} {what}", counted(count, "pair"))).collect();
        let span = document.metadata(Key::SourceHash).map(|(_, span)| span).unwrap_or_default();
        let (what, label, help) = match is_same_version {
            true => (
                "the source version is the same as before, but",
                "not changed",
                "the source texts of a version never change: restore the pairs",
            ),
            false => (
                "nothing else knows this source version, and",
                "new in this change",
                "a new version hides lost pairs; pass the source with `--source` to prove it, or restore the value",
            ),
        };
        let mut problem = Problem::new(&RULE, span, format!("{what} {}", changes.join(", "))).label(label).help(help);
        // Other findings about the version follow from it.
        problem.extent = document.front_matter.as_ref().map_or(span, |front_matter| front_matter.span);
        findings.push(problem.in_document(*doc));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{document, pair, report, report_files};
    use crate::terms::Terms;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: nothing else knows this source version, and 1 pair lost
          at "617217487e566e9c96d2658859ed55a9966dac7a": new in this change
          help: a new version hides lost pairs; pass the source with `--source` to prove it, or restore the value
        "#);
    }

    #[test]
    fn altered_source_texts_are_counted() {
        let files = [
            document("it-it", "one", &pair("103", "Accendere la lampada.", "Light the lamp.")),
            document("it-it", "two", &pair("103", "Accendere la lampada.", "Light the large lamp.")),
            document("de-de", "one", &pair("103", "Zünden Sie die Lampe an.", "Light the lamp.")),
        ];
        let [mut before, after, sibling] = files;
        before.path = format!("before/{}", before.path);
        insta::assert_snapshot!(report_files(&RULE, &[before, after, sibling], &Terms::default()), @r#"
        it-it/lamp.md: nothing else knows this source version, and 1 pair has another source text
          at "ad782ecdac770fc6eb9a62e44f90873fb97fb26b": new in this change
          help: a new version hides lost pairs; pass the source with `--source` to prove it, or restore the value
        "#);
    }

    #[test]
    fn a_lost_pair_of_the_same_version_is_reported() {
        let pairs =
            [pair("103", "Accendere la lampada.", "Light the lamp."), pair("104", "Chiudere la porta.", "Close the door.")];
        let mut before = document("it-it", "one", &pairs.join("\n\n"));
        before.path = format!("before/{}", before.path);
        let report = report_files(&RULE, &[before, document("it-it", "one", &pairs[0])], &Terms::default());
        assert!(report.contains("the source version is the same as before, but 1 pair lost"), "{report}");
        assert!(report.contains(": not changed"), "{report}");
        assert!(report.contains("the source texts of a version never change: restore the pairs"), "{report}");
    }
}
