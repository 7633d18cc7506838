//! `invalid-metadata`: front matter that cannot be read, or localization keys that are missing or malformed.

use crate::document::front_matter::FrontMatter;
use crate::document::identity;
use crate::document::metadata::is_object_id;
use crate::document::{Document, Key};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::text::date;
use crate::text::phrases::{is_or_are, listed};
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The rule.
pub static RULE: Rule = Rule {
    id: "invalid-metadata",
    group: Group::Metadata,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when front matter is not valid YAML, or a localization key is missing, malformed or of another locale.

## What it does

Reports front matter that is not a YAML mapping, keys that occur more than once, and localization keys that are missing, malformed or belong to another locale. A document with pairs or with any localization key must have all six (`ms.openlocfilehash`, `ms.sourcegitcommit`, `ms.translationtype`, `ms.contentlocale`, `ms.lasthandoff`, `ms.locfileid`). Hash and commit are forty hexadecimal digits; the type is `MT`, `HT` or `Auto`; `ms.lasthandoff` and `ms.date` are dates, with or without a time of day; the locale is that of the folder that the document is in. A fault that nine tenths of the documents of a tree share (in a tree of ten documents or more) is reported once for the tree. A document without front matter is skipped.

## Why it matters

The publishing build rejects damaged YAML. Without hash and commit the source version of a translation is unknown.

## Example

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc26628
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
```

## Use instead

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
```

## What to do

Restore the keys from history, or hand the document off again.
"#,
    exact: Some("the value does not have the form of its key"),
    explains: &[Explains { covers: Covers::Segment, rules: &["ms-date-mismatch", "metadata-mismatch"], aspects: &[] }],
    checks: &[Check::Documents(check)],
    ..Rule::DEFAULTS
};

static LOCALE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i-u)[a-z]{2,3}(-[a-z]{4})?-([a-z]{2}|[0-9]{3}|ploc|plocm|ploca)$").expect("a valid expression")
});

/// A problem with the key and the form that it may share with other documents.
struct Defect {
    problem: Problem,
    /// The key concerned; `None` where keys are missing.
    key: Option<&'static str>,
    /// What is wrong, without the parts that differ between documents. `None` if it is never a convention.
    form: Option<String>,
}

/// A form that at least nine tenths of the documents of a tree share is a convention of the tree, if the tree has at least this
/// many documents.
const MIN_DOCUMENTS: usize = 10;

fn check(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    // The number of documents of each tree that have a key. `None` is any key.
    let mut with_key: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    let mut defects = Vec::new();
    for (doc, document) in project.documents.linted() {
        let Some(front_matter) = &document.front_matter else { continue };
        let root = document.identity.root.as_str();
        let keys = FORMS.iter().map(|(key, ..)| *key);
        let keys = keys.filter(|key| front_matter.entry(document.text.as_str(), key).is_some());
        for key in keys.map(Some).chain([None]) {
            *with_key.entry((root, key)).or_default() += 1;
        }
        defects.extend(in_document(document, front_matter).into_iter().map(|defect| (doc, root, defect)));
    }
    let mut with_form: HashMap<(&str, Option<&str>, String), usize> = HashMap::new();
    for (_, root, defect) in &defects {
        if let Some(form) = &defect.form {
            *with_form.entry((root, defect.key, form.clone())).or_default() += 1;
        }
    }
    let mut reported = HashSet::new();
    for (doc, root, mut defect) in defects {
        let all = with_key.get(&(root, defect.key)).copied().unwrap_or_default();
        if let Some(form) = defect.form {
            let shared = (root, defect.key, form);
            let count = with_form.get(&shared).copied().unwrap_or_default();
            if all >= MIN_DOCUMENTS && 10 * count >= 9 * all {
                if !reported.insert(shared) {
                    continue;
                }
                let message = format!("{}, as in {count} of {all} documents of this tree", defect.problem.message);
                defect.problem.message = message;
            }
        }
        findings.push(defect.problem.in_document(doc));
    }
}

/// The defects of the front matter of one document.
fn in_document(document: &Document, front_matter: &FrontMatter) -> Vec<Defect> {
    if let Some((span, reason)) = &front_matter.damage {
        let problem = Problem::new(&RULE, *span, format!("the front matter is not valid YAML: {reason}"))
            .label("cannot be read")
            .help("quote a value that contains `: ` or begins with a punctuation mark; each key may occur only once");
        return vec![Defect { problem, key: None, form: None }];
    }
    let content = document.text.as_str();
    let missing: Vec<String> =
        Key::added().filter(|key| front_matter.entry(content, key.name()).is_none()).map(|key| format!("`{key}`")).collect();
    if missing.len() == Key::added().count() && document.segments.is_empty() {
        return Vec::new();
    }
    let mut problems = malformed(document, front_matter);
    if !missing.is_empty() {
        let verb = is_or_are(missing.len());
        let span = front_matter.entries.last().map_or(front_matter.span, |entry| entry.key);
        let form = listed(&missing);
        let problem = Problem::new(&RULE, span, format!("{form} {verb} missing from the front matter"))
            .label("the last key")
            .help("restore the keys from history, or hand the document off again");
        problems.insert(0, Defect { problem, key: None, form: Some(form) });
    }
    problems
}

/// A key, whether a value of it is valid, and the description of a valid value.
type Form = (&'static str, fn(&str) -> bool, &'static str);

const FORMS: [Form; 7] = [
    (Key::SourceHash.name(), is_object_id, "forty hexadecimal digits, the SHA-1 of the source file"),
    (Key::Commit.name(), is_object_id, "forty hexadecimal digits, a commit of the source repository"),
    (Key::TranslationKind.name(), |value| matches!(value, "MT" | "HT" | "Auto"), "`MT`, `HT` or `Auto`"),
    (Key::Locale.name(), |value| LOCALE.is_match(value), "a locale such as `it-IT`"),
    (Key::HandoffDate.name(), |value| date::parse(value).is_some(), "a date, MM/DD/YYYY"),
    (Key::FileId.name(), |value| value.bytes().all(|b| b.is_ascii_digit()), "a number in quotes"),
    (Key::Date.name(), |value| value.is_empty() || date::parse(value).is_some(), "a date, MM/DD/YYYY"),
];

fn malformed(document: &Document, front_matter: &FrontMatter) -> Vec<Defect> {
    let content = document.text.as_str();
    let mut defects = Vec::new();
    for (key, is_valid, valid) in FORMS {
        let Some(entry) = front_matter.entry(content, key) else { continue };
        let (value, span) = front_matter.value(content, key).unwrap_or((document.text.slice(entry.value), entry.value));
        if !is_valid(value.trim()) || value.is_empty() && key != Key::Date.name() {
            let message = match value {
                "" => format!("`{key}` is empty"),
                value => format!("`{key}` is malformed: `{}`", value.chars().take(MAX_CHARACTERS).collect::<String>()),
            };
            let problem = Problem::new(&RULE, span, message).label("malformed").help(format!("the value has to be {valid}"));
            defects.push(Defect { problem, key: Some(key), form: Some(shape(value)) });
        } else if key == Key::Locale.name() {
            let folder = document.identity.folder_locale().filter(|folder| !folder.eq_ignore_ascii_case(value));
            if let Some(folder) = folder {
                let locale = identity::known_locale(value).unwrap_or_else(|| value.to_owned());
                let message = format!("`ms.contentlocale` is `{locale}`, but the document is in the folder of `{folder}`");
                let problem = Problem::new(&RULE, span, message)
                    .label("another locale")
                    .help("move the document to the folder of its locale, or correct the key");
                defects.push(Defect { problem, key: Some(key), form: Some(value.to_ascii_lowercase()) });
            }
        }
    }
    defects
}

/// The number of characters of a value that a message shows, and that its shape is made of.
const MAX_CHARACTERS: usize = 60;

/// The shape of a value: a `0` for each run of digits, an `a` for each run of letters, and the characters between them.
fn shape(value: &str) -> String {
    let mut shape = String::new();
    for c in value.chars().take(MAX_CHARACTERS) {
        let c = if c.is_numeric() {
            '0'
        } else if c.is_alphabetic() {
            'a'
        } else {
            c
        };
        if !(c.is_ascii_alphanumeric() && shape.ends_with(c)) {
            shape.push(c);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::report;
    use crate::rules::testing::{document, file, pairs, report_each};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `ms.openlocfilehash` is malformed: `9a36cbd8ceefda5e514ddf0e543daf78bc26628`
          at "9a36cbd8ceefda5e514ddf0e543daf78bc26628": malformed
          help: the value has to be forty hexadecimal digits, the SHA-1 of the source file
        "#);
    }

    #[test]
    fn values_of_the_same_form_have_the_same_shape() {
        assert_eq!(shape("1/23/2021 12:00:00 AM"), "0/0/0 0:0:0 a");
        assert_eq!(shape("1/23/2021 12:00:00 AM"), shape("12/1/2020 9:15:00 PM"));
        assert_ne!(shape("23.1.2021"), shape("1/23/2021"));
        assert_eq!(shape(""), "");
    }

    #[test]
    fn each_defect_has_its_texts() {
        let valid = document("it-it", "", &pairs(&[103])).content;
        let with = |from: &str, to: &str| [file("it-it/lamp.md", valid.replace(from, to))];
        let sets = [
            with("title: Lampada", "title: Lampada: grande"),
            with("ms.translationtype: HT\n", ""),
            with("ms.translationtype: HT\nms.contentlocale: it-IT\n", ""),
            with("it-IT", "de-DE"),
            with("it-IT", "Italian"),
            with("7153f0b8c67efd35f58695ca2a7e00e70da1c5e9", "7153f0b"),
            with("translationtype: HT", "translationtype: Human"),
            with("04/01/2021", "yesterday"),
            with("\"86434870\"", "none"),
            with("\"86434870\"", ""),
            with("ms.date: 03/17/2021", "ms.date: in March"),
        ];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: the front matter is not valid YAML: mapping values are not allowed in this context
          at "title: Lampada: grande": cannot be read
          help: quote a value that contains `: ` or begins with a punctuation mark; each key may occur only once

        it-it/lamp.md: `ms.translationtype` is missing from the front matter
          at "ms.locfileid": the last key
          help: restore the keys from history, or hand the document off again

        it-it/lamp.md: `ms.translationtype` and `ms.contentlocale` are missing from the front matter
          at "ms.locfileid": the last key
          help: restore the keys from history, or hand the document off again

        it-it/lamp.md: `ms.contentlocale` is `de-DE`, but the document is in the folder of `it-IT`
          at "de-DE": another locale
          help: move the document to the folder of its locale, or correct the key

        it-it/lamp.md: `ms.contentlocale` is malformed: `Italian`
          at "Italian": malformed
          help: the value has to be a locale such as `it-IT`

        it-it/lamp.md: `ms.sourcegitcommit` is malformed: `7153f0b`
          at "7153f0b": malformed
          help: the value has to be forty hexadecimal digits, a commit of the source repository

        it-it/lamp.md: `ms.translationtype` is malformed: `Human`
          at "Human": malformed
          help: the value has to be `MT`, `HT` or `Auto`

        it-it/lamp.md: `ms.lasthandoff` is malformed: `yesterday`
          at "yesterday": malformed
          help: the value has to be a date, MM/DD/YYYY

        it-it/lamp.md: `ms.locfileid` is malformed: `none`
          at "none": malformed
          help: the value has to be a number in quotes

        it-it/lamp.md: `ms.locfileid` is malformed: `~`
          at "": malformed
          help: the value has to be a number in quotes

        it-it/lamp.md: `ms.date` is malformed: `in March`
          at "in March": malformed
          help: the value has to be a date, MM/DD/YYYY
        "#);
    }

    #[test]
    fn a_form_that_most_documents_share_is_reported_once() {
        let content = document("it-it", "", &pairs(&[103])).content.replace("ms.translationtype: HT\n", "");
        let files: Vec<_> = (0..10).map(|n| file(&format!("it-it/{n}.md"), &*content)).collect();
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/0.md: `ms.translationtype` is missing from the front matter, as in 10 of 10 documents of this tree
          at "ms.locfileid": the last key
          help: restore the keys from history, or hand the document off again
        "#);
    }
}
