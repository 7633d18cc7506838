//! `metadata-mismatch`: a copied front matter key differs from the source.

use crate::document::Document;
use crate::document::metadata::{Entry, ValueKind};
use crate::project::Matched;
use crate::rules::finding::Finding;
use crate::rules::options::{RuleOption, Value};
use crate::rules::rule::{Check, Example, Group, Level, Rule, pair};
use crate::source::provenance::Against;
use crate::text::Span;
use crate::text::phrases::quote;
use std::collections::HashMap;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "metadata-mismatch",
    group: Group::Metadata,
    level: Level::Error,
    since: "0.1.0",
    summary: "a front matter key that is copied from the source differs from it, is missing or was added",
    what: "Compares the front matter with that of the source file at handoff. `title`, `titleSuffix`, `description`, `keywords` and the list form of `no-loc` are translated, `ms.date` is `ms-date-mismatch`'s, six keys belong to localization, and `bitext` has suppressions; every other key is copied unchanged. Quotes and spacing may differ.",
    why: "The page is listed under another author, product or topic than its source.",
    remedy: "Write the value that the source has; or, if it is right, change it in the source.",
    wrong: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!(
                "---\n",
                "title: The lamp\n",
                "author: keeper\n",
                "ms.date: 03/17/2021\n",
                "---\n",
                "Light the lamp. Close the door.\n",
            ),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                "---\n",
                "title: \"it-IT\"\n",
                "ms.date: 03/17/2021\n",
                "author: custode\n",
                "ms.openlocfilehash: 0b99394805f5716b2e2da44efbad660e6e7edbe6\n",
                "ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\n",
                "ms.translationtype: HT\n",
                "ms.contentlocale: it-IT\n",
                "ms.lasthandoff: 04/01/2021\n",
                "ms.locfileid: \"86434870\"\n",
                "---\n",
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n",
            ),
        },
    ],
    right: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!(
                "---\n",
                "title: The lamp\n",
                "author: keeper\n",
                "ms.date: 03/17/2021\n",
                "---\n",
                "Light the lamp. Close the door.\n",
            ),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                "---\n",
                "title: \"it-IT\"\n",
                "ms.date: 03/17/2021\n",
                "author: \"keeper\"\n",
                "ms.openlocfilehash: 0b99394805f5716b2e2da44efbad660e6e7edbe6\n",
                "ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\n",
                "ms.translationtype: HT\n",
                "ms.contentlocale: it-IT\n",
                "ms.lasthandoff: 04/01/2021\n",
                "ms.locfileid: \"86434870\"\n",
                "---\n",
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n",
            ),
        },
    ],
    checks: &[Check::Source(check)],
    options: &[RuleOption {
        name: "except",
        what: "Keys that may differ, be missing or be added.",
        default: Value::Names(Vec::new()),
        example: "[\"ms.author\"]",
    }],
};

/// Keys that localization translates.
const TRANSLATED: [&str; 4] = ["title", "titlesuffix", "description", "keywords"];

/// Keys that localization adds, and the one with settings of bitext.
const ADDED: [&str; 7] = [
    "ms.openlocfilehash",
    "ms.sourcegitcommit",
    "ms.translationtype",
    "ms.contentlocale",
    "ms.lasthandoff",
    "ms.locfileid",
    "bitext",
];

fn check(matched: &Matched, index: usize, against: &Against, findings: &mut Vec<Finding>) {
    let Some(handoff) = against.handoff_text else { return };
    let (document, source) = (&matched.documents[index], &matched.documents[handoff]);
    let (Some(own), Some(theirs)) = (&document.front_matter, &source.front_matter) else { return };
    if own.damage.is_some() || theirs.damage.is_some() {
        return;
    }
    let except = matched.options.of(index).names(&RULE, "except");
    let copied = |key: &str, kind: &ValueKind| {
        if except.iter().any(|one| one.eq_ignore_ascii_case(key)) {
            return false;
        }
        let key = key.to_ascii_lowercase();
        let list_of_terms = key == "no-loc" && *kind == ValueKind::Collection;
        key != "ms.date" && !list_of_terms && !TRANSLATED.contains(&key.as_str()) && !ADDED.contains(&key.as_str())
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
        let finding = Finding::new(&RULE, span, message).label("not as in the source");
        let help = format!("write the source's value: {}", quote(&there));
        findings.push(finding.help(help).related(handoff, entry.value, "the key at handoff"));
    }
    for entry in &own.entries {
        let key = document.text.slice(entry.key);
        if copied(key, &entry.kind) && !original.contains_key(key) {
            let finding = Finding::new(&RULE, entry.key, format!("`{key}` is not in the source")).label("added");
            findings.push(finding.help("take the key out, or add it to the source"));
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
