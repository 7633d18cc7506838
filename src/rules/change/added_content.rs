//! `added-content`: a change adds text outside the pairs that the source does not have.

use crate::project::change::Change;
use crate::project::content::{Added, AddedContent, Content};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "added-content",
    group: Group::Change,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a change adds content outside the pairs that no other document of the same source version has.

## What it does

Runs with `--since` and `--staged`. Compares the text outside the pairs with the base: links, images, tags, directives, code, sentences, and the keys of the front matter. Reports what the change adds, if the document still has the same source version (`ms.openlocfilehash`), and neither the source nor any other locale of this version has it. Reports it only if there is such a source (`--source`) or such a locale.

Suppressions and `bitext.toml` of the change do not affect this rule: the `bitext.toml` of the base decides its level.

## Why it matters

The text outside the pairs is copied from the source. Content that a change adds there was written by hand: no translation check sees it, and the next handoff drops it.

## Example

`before/it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

![](https://shop.example/lamp.png)
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
```

## Use instead

`before/it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`it-it/lamp.md`:

```markdown
---
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendi la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
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
```

## What to do

Add it to the source document, and let the next handoff bring it. Otherwise remove it.
"#,
    exact: Some("the base, the source and the other locales of the version do not have it"),
    explains: &[Explains { covers: Covers::Segment, rules: &["unpaired-text", "structure-mismatch"], aspects: &[] }],
    checks: &[Check::Change(check)],
    ..Rule::DEFAULTS
};

/// How many additions of a document are shown beside the first.
const MAX_RELATED: usize = 20;

fn check(project: &ProjectContext<'_>, change: &Change, findings: &mut Vec<Finding>) {
    for AddedContent { document: doc, added, content } in &change.added {
        let document = &project.documents[*doc];
        let article = project.article(*doc).into_iter().flat_map(|article| &article.documents);
        let siblings = article.filter(|sibling| *sibling != doc).map(|sibling| &project.documents[*sibling]);
        let same_version = siblings.filter(|sibling| document.has_source_version_of(sibling));
        let handoff = project.state(*doc).and_then(|state| state.handoff_source).map(|source| &project.documents[source]);
        let witnesses: Vec<Content> = same_version.chain(handoff).map(Content::new).collect();
        if witnesses.is_empty() {
            continue;
        }
        let is_unknown = |added: &&Added| !witnesses.iter().any(|other| other.count(&added.key) >= content.count(&added.key));
        let unknown: Vec<&Added> = added.iter().filter(is_unknown).collect();
        let Some((first, others)) = unknown.split_first() else { continue };
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        let text = quote(document.text.slice(first.span));
        let mut problem = Problem::new(&RULE, first.span, format!("the change adds {text}{more} outside the pairs"))
            .label("the source does not have it")
            .help("no check sees it, and the next handoff drops it: add it to the source document, or remove it");
        for other in others.iter().take(MAX_RELATED) {
            problem = problem.related_here(other.span, "added as well");
        }
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
        it-it/lamp.md: the change adds “![](https://shop.example/lamp.png)” outside the pairs
          at "![](https://shop.example/lamp.png)": the source does not have it
          help: no check sees it, and the next handoff drops it: add it to the source document, or remove it
        "#);
    }

    #[test]
    fn all_additions_of_a_document_are_one_finding() {
        let body = pair("103", "Accendere la lampada.", "Light the lamp.");
        let more = format!("{body}\n\n![](a.png)\n\n![](b.png)\n\n![](c.png)");
        let mut before = document("it-it", "one", &body);
        before.path = format!("before/{}", before.path);
        let files = [before, document("it-it", "one", &more), document("de-de", "one", &body)];
        insta::assert_snapshot!(report_files(&RULE, &files, &Terms::default()), @r#"
        it-it/lamp.md: the change adds “![](a.png)” and 2 more outside the pairs
          at "![](a.png)": the source does not have it
          see "![](b.png)" in it-it/lamp.md: added as well
          see "![](c.png)" in it-it/lamp.md: added as well
          help: no check sees it, and the next handoff drops it: add it to the source document, or remove it
        "#);
    }
}
