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
Reports when a front matter key that is copied from the source differs from it, is missing or was added.

## What it does

Compares the front matter with that of the source file at handoff. `title`, `titleSuffix`, `description`, `keywords` and the list form of `no-loc` are translated, `ms.date` is `ms-date-mismatch`'s, six keys belong to localization, and `bitext` has suppressions; every other key is copied unchanged. Quotes and spacing may differ.

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

Write the value that the source has; or, if it is right, change it in the source.
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

/// Keys that localization adds, and the one with settings of bitext.
const ADDED: [&str; 7] = [
    Key::SourceHash.name(),
    Key::Commit.name(),
    Key::TranslationKind.name(),
    Key::Locale.name(),
    Key::HandoffDate.name(),
    Key::FileId.name(),
    "bitext",
];

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let Some(handoff) = state.handoff_source else { return };
    let (document, source) = (&project.documents[doc], &project.documents[handoff]);
    let (Some(own), Some(theirs)) = (&document.front_matter, &source.front_matter) else { return };
    if own.damage.is_some() || theirs.damage.is_some() {
        return;
    }
    let except = project.options.get(doc).get::<Options>(&RULE).except;
    let copied = |key: &str, kind: &ValueKind| {
        if except.iter().any(|one| one.eq_ignore_ascii_case(key)) {
            return false;
        }
        let key = key.to_ascii_lowercase();
        let list_of_terms = key == "no-loc" && *kind == ValueKind::Collection;
        key != Key::Date.name() && !list_of_terms && !TRANSLATED.contains(&key.as_str()) && !ADDED.contains(&key.as_str())
    };
    let known: HashMap<&str, &Entry> = own.entries.iter().map(|entry| (document.text.slice(entry.key), entry)).collect();
    let original: HashMap<&str, &Entry> = theirs.entries.iter().map(|entry| (source.text.slice(entry.key), entry)).collect();
    for entry in &theirs.entries {
        let key = source.text.slice(entry.key);
        if !copied(key, &entry.kind) {
            continue;
        }
        let there = value(source, entry);
        let (span, message) = match known.get(key) {
            Some(own) if value(document, own) == there => continue,
            Some(own) => (own.value, format!("`{key}` is {}, but {} in the source", quote(&value(document, own)), quote(&there))),
            None => (
                Span { start: own.span.start, end: own.span.start },
                format!("`{key}` is missing, which the source has: {}", quote(&there)),
            ),
        };
        let finding = Problem::new(&RULE, span, message).label("not as in the source");
        let help = format!("write the source's value: {}", quote(&there));
        findings.push(finding.help(help).related(handoff, entry.value, "the key at handoff").in_document(doc));
    }
    for entry in &own.entries {
        let key = document.text.slice(entry.key);
        if copied(key, &entry.kind) && !original.contains_key(key) {
            let finding = Problem::new(&RULE, entry.key, format!("`{key}` is not in the source")).label("added");
            findings.push(finding.help("take the key out, or add it to the source").in_document(doc));
        }
    }
}

/// A value without what is only writing: its quotes, and how a list is laid out.
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

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `author` is “custode”, but “keeper” in the source
          at "custode": not as in the source
          see "keeper" in source/lamp.md: the key at handoff
          help: write the source's value: “keeper”
        "#);
    }
}
