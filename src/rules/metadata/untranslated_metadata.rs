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
Reports when the title or description is prose in the source language.

## What it does

Compares `title` and `description` with those of the source file at handoff (or of the current one, if that is not available). A value that is the same is reported if it is a sentence: four words or more, with an English function word and an ordinary word. It is also reported if a segment of the document has the same source text and translates it. Names and labels may be the same, and so may a value that most siblings keep.

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
        let (Some((value, span)), Some((source_value, source_span))) =
            (document.value(key), project.documents[source].value(key))
        else {
            continue;
        };
        let is_same = value.trim() == source_value.trim() && value.contains(char::is_alphabetic);
        let is_prose = is_same && (is_title(value) || is_translated_in_text(document, value));
        if is_prose && !is_kept_by_siblings(project, doc, key, value.trim()) {
            findings.push(
                Problem::new(&RULE, span, format!("the {key} is not translated: {}", quote(value)))
                    .label("the same as in the source")
                    .help("translate it: search results show it")
                    .related(source, source_span, "the value in the source")
                    .in_document(doc),
            );
        }
    }
}

/// Whether a segment of the document translates the text of a value, as the first heading often does with the title.
fn is_translated_in_text(document: &Document, text: &str) -> bool {
    let has_text = |segment: &&Segment| document.source(segment).trim() == text.trim();
    document.segments.iter().find(has_text).is_some_and(|segment| {
        let target = document.target(segment);
        !target.trim().is_empty() && !target.contains(text.trim())
    })
}

/// Whether most siblings, and at least two, have the same value, so that it is a name.
fn is_kept_by_siblings(project: &Project, doc: DocId, key: &str, value: &str) -> bool {
    let Some(article) = project.article(doc) else { return false };
    let locale = &project.documents[doc].identity.locale;
    let siblings = article.documents.iter().map(|&sibling| &project.documents[sibling]);
    let others = siblings.filter(|sibling| sibling.identity.locale != *locale);
    let values = others.filter_map(|sibling| sibling.value(key).map(|(other, _)| other.trim() == value));
    let (kept, all) = values.fold((0, 0), |(kept, all), is_kept| (kept + usize::from(is_kept), all + 1));
    kept > 1 && 2 * kept > all
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the description is not translated: “How to light the lamp and keep it clean”
          at "How to light the lamp and keep it clean": the same as in the source
          see "How to light the lamp and keep it clean" in source/lamp.md: the value in the source
          help: translate it: search results show it
        "#);
    }

    #[test]
    fn a_title_that_a_segment_translates_is_reported() {
        let original = source(&SOURCES[..1]).replace("title: The lamp", "title: Light the lamp.");
        let translation = document("it-it", &original, &pairs(&[103])).content.replace("Lampada", "Light the lamp.");
        let files = [file("en-us/lamp.md", &*original), file("it-it/lamp.md", translation)];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: the title is not translated: “Light the lamp.”
          at "Light the lamp.": the same as in the source
          see "Light the lamp." in source/lamp.md: the value in the source
          help: translate it: search results show it
        "#);
    }
}
