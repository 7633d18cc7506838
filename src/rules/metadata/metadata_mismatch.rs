//! `metadata-mismatch`: a copied front matter key differs from the source.

use crate::document::front_matter::{Entry, ValueKind};
use crate::document::{DocId, Document, Key};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::RuleOptions;
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::phrases::quote;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    id: "metadata-mismatch",
    group: Group::Metadata,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a front matter key that must be the same as in the source has a different value, is missing, or exists only in the translation.

## What it does

Compares the front matter with that of the source file at handoff. Localization translates `title`, `titleSuffix`, `description`, `keywords` and the list form of `no-loc`, and adds six keys. The key `bitext` has suppressions, and `ms-date-mismatch` checks `ms.date`. Every other key is copied unchanged. Quotation marks and spacing may differ.

## Why it matters

The page is listed under another author, product or topic than its source.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
author: keeper
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
author: custode
ms.openlocfilehash: 0b99394805f5716b2e2da44efbad660e6e7edbe6
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
author: keeper
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
author: "keeper"
ms.openlocfilehash: 0b99394805f5716b2e2da44efbad660e6e7edbe6
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Write the value of the source. If the value of the document is right, change the source.
"#,
    exact: Some("the values of the same source hash differ"),
    checks: &[Check::Source(check)],
    options: Some(RuleOptions::for_struct::<Options>()),
    ..Rule::DEFAULTS
};

/// The options of the rule.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// Keys that may differ, be missing or be added.
    #[schemars(example = serde_json::json!(["author"]))]
    except: Vec<String>,
}

/// Keys that localization translates.
const TRANSLATED: [&str; 4] = ["title", "titlesuffix", "description", "keywords"];

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let Some(handoff) = state.handoff_source else { return };
    let (document, source) = (&project.documents[doc], &project.documents[handoff]);
    let (Some(target_matter), Some(source_matter)) = (&document.front_matter, &source.front_matter) else { return };
    if target_matter.damage.is_some() || source_matter.damage.is_some() {
        return;
    }
    let except = project.options.get(doc).get::<Options>(&RULE).except;
    let is_copied = |key: &str, kind: &ValueKind| {
        if except.iter().any(|excepted| excepted.eq_ignore_ascii_case(key)) {
            return false;
        }
        let key = key.to_ascii_lowercase();
        let list_of_terms = key == "no-loc" && *kind == ValueKind::Collection;
        let is_added = key == "bitext" || Key::added().any(|added| key == added.name());
        key != Key::Date.name() && !list_of_terms && !TRANSLATED.contains(&key.as_str()) && !is_added
    };
    let target_entries: HashMap<&str, &Entry> =
        target_matter.entries.iter().map(|entry| (document.text.slice(entry.key), entry)).collect();
    let source_entries: HashMap<&str, &Entry> =
        source_matter.entries.iter().map(|entry| (source.text.slice(entry.key), entry)).collect();
    for entry in &source_matter.entries {
        let key = source.text.slice(entry.key);
        if !is_copied(key, &entry.kind) {
            continue;
        }
        let expected = value(source, entry);
        let (span, message) = match target_entries.get(key).map(|entry| (entry.value, value(document, entry))) {
            Some((_, value)) if value == expected => continue,
            Some((span, value)) => (span, format!("`{key}` is {}, but {} in the source", quote(&value), quote(&expected))),
            None => (
                Span { start: target_matter.span.start, end: target_matter.span.start },
                format!("`{key}` is missing; the source has {}", quote(&expected)),
            ),
        };
        let finding = Problem::new(&RULE, span, message).label("differs from the source");
        let help = format!("write the value of the source: {}", quote(&expected));
        findings.push(finding.help(help).related(handoff, entry.value, "the value at handoff").in_document(doc));
    }
    for entry in &target_matter.entries {
        let key = document.text.slice(entry.key);
        if is_copied(key, &entry.kind) && !source_entries.contains_key(key) {
            let finding = Problem::new(&RULE, entry.key, format!("`{key}` is not in the source")).label("added");
            findings.push(finding.help("remove the key, or add it to the source").in_document(doc));
        }
    }
}

/// A value without its quotation marks and the layout of a list.
fn value(document: &Document, entry: &Entry) -> String {
    match &entry.kind {
        ValueKind::Decoded(text) => text.trim().to_owned(),
        ValueKind::Plain => document.text.slice(entry.value).trim().to_owned(),
        ValueKind::Collection => document.text.slice(entry.value).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `author` is “custode”, but “keeper” in the source
          at "custode": differs from the source
          see "keeper" in source/lamp.md: the value at handoff
          help: write the value of the source: “keeper”
        "#);
    }

    #[test]
    fn missing_and_added_keys_are_reported() {
        let original = source(&SOURCES[..1]).replace("title:", "author: keeper\ntitle:");
        let translation = document("it-it", &original, &pairs(&[103])).content;
        let files = [
            file("en-us/lamp.md", &*original),
            file("it-it/lamp.md", translation.replace("title: Lampada", "title: Lampada\nmanager: keeper")),
        ];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: `author` is missing; the source has “keeper”
          at "": differs from the source
          see "keeper" in source/lamp.md: the value at handoff
          help: write the value of the source: “keeper”

        it-it/lamp.md: `manager` is not in the source
          at "manager": added
          help: remove the key, or add it to the source
        "#);
    }
}
