//! `invalid-metadata`: front matter that cannot be read, or localization keys that are missing or malformed.

use crate::date;
use crate::document::front_matter::FrontMatter;
use crate::document::{Document, is_object_id};
use crate::finding::Finding;
use crate::identity;
use crate::rule::{Check, Example, Group, Level, Rule, front_matter};
use crate::words::{is_or_are, listed};
use regex::Regex;
use std::sync::LazyLock;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "invalid-metadata",
    group: Group::Metadata,
    level: Level::Error,
    since: "0.1.0",
    summary: "front matter is no YAML, or a localization key is missing, malformed or of another locale",
    what: "Checks that the front matter is a YAML mapping without a key that stands twice; that a document with pairs or with \
           any localization key has all six (`ms.openlocfilehash`, `ms.sourcegitcommit`, `ms.translationtype`, \
           `ms.contentlocale`, `ms.lasthandoff`, `ms.locfileid`); that hash and commit are forty hexadecimal digits, the type \
           is `MT`, `HT` or `Auto`, `ms.lasthandoff` and `ms.date` are dates, and the locale is that of the folder that the \
           document stands in. A document without front matter is left alone.",
    why: "The publishing build rejects damaged YAML; without hash and commit nothing can tell which source the translation \
          is of.",
    remedy: "Restore the keys from history, or hand the document off again.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc26628"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
    }],
    checks: &[Check::Document(check)],
    options: &[],
};

/// The keys that localization adds, in the order in which it writes them.
const KEYS: [&str; 6] =
    ["ms.openlocfilehash", "ms.sourcegitcommit", "ms.translationtype", "ms.contentlocale", "ms.lasthandoff", "ms.locfileid"];

static LOCALE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i-u)[a-z]{2,3}(-[a-z]{4})?-([a-z]{2}|[0-9]{3}|ploc|plocm|ploca)$").expect("a valid expression")
});

fn check(document: &Document, findings: &mut Vec<Finding>) {
    let Some(front_matter) = &document.front_matter else { return };
    if let Some((span, what)) = &front_matter.damage {
        findings.push(
            Finding::new(&RULE, *span, format!("the front matter is not YAML: {what}"))
                .label("here")
                .help("a value that holds `: ` or begins with a mark has to stand in quotes; each key may stand once"),
        );
        return;
    }
    let content = document.text.as_str();
    let missing: Vec<String> =
        KEYS.iter().filter(|key| front_matter.entry(content, key).is_none()).map(|key| format!("`{key}`")).collect();
    if missing.len() == KEYS.len() && document.pairs.is_empty() {
        return;
    }
    if !missing.is_empty() {
        let verb = is_or_are(missing.len());
        let span = front_matter.entries.last().map_or(front_matter.span, |entry| entry.key);
        findings.push(
            Finding::new(&RULE, span, format!("{} {verb} missing from the front matter", listed(&missing)))
                .label("the front matter ends here")
                .help("restore the keys from history, or hand the document off again"),
        );
    }
    malformed(document, front_matter, findings);
}

/// A key, whether a value of it is right, and what a right one is.
type Form = (&'static str, fn(&str) -> bool, &'static str);

fn malformed(document: &Document, front_matter: &FrontMatter, findings: &mut Vec<Finding>) {
    let forms: [Form; 7] = [
        ("ms.openlocfilehash", is_object_id, "forty hexadecimal digits, the SHA-1 of the source file"),
        ("ms.sourcegitcommit", is_object_id, "forty hexadecimal digits, a commit of the source repository"),
        ("ms.translationtype", |value| matches!(value, "MT" | "HT" | "Auto"), "`MT`, `HT` or `Auto`"),
        ("ms.contentlocale", |value| LOCALE.is_match(value), "a locale such as `it-IT`"),
        ("ms.lasthandoff", |value| date::parse(value).is_some(), "a date, MM/DD/YYYY"),
        ("ms.locfileid", |value| value.bytes().all(|b| b.is_ascii_digit()), "a number in quotes"),
        ("ms.date", |value| value.is_empty() || date::parse(value).is_some(), "a date, MM/DD/YYYY"),
    ];
    for (key, is_right, form) in forms {
        let content = document.text.as_str();
        let Some(entry) = front_matter.entry(content, key) else { continue };
        let (value, span) = front_matter.value(content, key).unwrap_or((document.text.slice(entry.value), entry.value));
        if !is_right(value.trim()) || value.is_empty() && key != "ms.date" {
            let message = match value {
                "" => format!("`{key}` is empty"),
                value => format!("`{key}` is malformed: `{}`", value.chars().take(60).collect::<String>()),
            };
            findings.push(Finding::new(&RULE, span, message).label("malformed").help(format!("it is {form}")));
        } else if key == "ms.contentlocale" {
            let folder = document.identity.folder_locale().filter(|folder| !folder.eq_ignore_ascii_case(value));
            if let Some(folder) = folder {
                let known = identity::known_locale(value).unwrap_or_else(|| value.to_owned());
                findings.push(
                    Finding::new(
                        &RULE,
                        span,
                        format!("`ms.contentlocale` is `{known}`, but the document stands in a folder of `{folder}`"),
                    )
                    .label("another locale")
                    .help("move the document to its locale's folder, or mend the key"),
                );
            }
        }
    }
}
