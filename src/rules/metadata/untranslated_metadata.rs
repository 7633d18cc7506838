//! `untranslated-metadata`: title or description is left in the source language.

use crate::document::{DocId, Document, Segment};
use crate::language::is_english;
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::english::is_title;
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::RuleOptions;
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::SourceState;
use crate::text::phrases::quote;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rule.
pub static RULE: Rule = Rule {
    id: "untranslated-metadata",
    group: Group::Metadata,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when the title or description is that of the source, and prose.

## What it does

Compares `title` and `description` with those of the source file at handoff (of the current one, where that is not available). A value that is the same is reported when it is a sentence: four words or more, with a function word of English and an ordinary word; or when a pair of the document has the same source text and translates it. Names and labels may be the same, and so may a value that most siblings leave as it is.

## Why it matters

Search results and browser tabs show readers a language that is not theirs.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
description: How to light the lamp and keep it clean
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
description: How to light the lamp and keep it clean
ms.openlocfilehash: cf7c09d1cc18e4d2ec56727ec34bc7f87f670609
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
description: How to light the lamp and keep it clean
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
description: Come accendere la lampada e tenerla pulita
ms.openlocfilehash: cf7c09d1cc18e4d2ec56727ec34bc7f87f670609
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Translate the value.
"#,
    checks: &[Check::Source(check)],
    options: Some(RuleOptions::for_struct::<Options>()),
    ..Rule::DEFAULTS
};

/// The options of the rule.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// Further keys whose values are translated.
    #[schemars(example = serde_json::json!(["titleSuffix"]))]
    also: Vec<String>,
}

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let english = document.identity.locale.as_deref().is_some_and(is_english);
    let Some(source) = state.handoff_source.or(state.current).filter(|_| !english) else { return };
    let Options { also } = project.options.get(doc).get(&RULE);
    for key in ["title", "description"].into_iter().chain(also.iter().map(String::as_str)) {
        let (Some((own, span)), Some((theirs, there))) = (document.value(key), project.documents[source].value(key)) else {
            continue;
        };
        let same = own.trim() == theirs.trim() && own.contains(char::is_alphabetic);
        if same && (is_title(own) || is_translated_below(document, own)) && !is_left_by_siblings(project, doc, key, own.trim()) {
            findings.push(
                Problem::new(&RULE, span, format!("the {key} is not translated: {}", quote(own)))
                    .label("as in the source")
                    .help("translate it: it is what search results show")
                    .related(source, there, "the source")
                    .in_document(doc),
            );
        }
    }
}

/// Whether the text of a value is translated in the document itself, as that of a title in the first heading.
fn is_translated_below(document: &Document, text: &str) -> bool {
    let same = |pair: &&Segment| document.source(pair).trim() == text.trim();
    document.segments.iter().find(same).is_some_and(|pair| {
        let target = document.target(pair);
        !target.trim().is_empty() && !target.contains(text.trim())
    })
}

/// Whether most siblings have the same value, so that it is a name. Two or more have to say so.
fn is_left_by_siblings(project: &Project, doc: DocId, key: &str, own: &str) -> bool {
    let Some(article) = project.article(doc) else { return false };
    let locale = &project.documents[doc].identity.locale;
    let siblings = article.documents.iter().map(|&sibling| &project.documents[sibling]);
    let others = siblings.filter(|sibling| sibling.identity.locale != *locale);
    let values = others.filter_map(|sibling| sibling.value(key).map(|(value, _)| value.trim() == own));
    let (left, all) = values.fold((0, 0), |(left, all), is_left| (left + usize::from(is_left), all + 1));
    left > 1 && 2 * left > all
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the description is not translated: “How to light the lamp and keep it clean”
          at "How to light the lamp and keep it clean": as in the source
          see "How to light the lamp and keep it clean" in source/lamp.md: the source
          help: translate it: it is what search results show
        "#);
    }
}
