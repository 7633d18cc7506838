//! `empty-translation`: a target without text.

use crate::document::Document;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "empty-translation",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    summary: "a target is empty or blank while its source is not",
    what: "Reports pairs whose target holds nothing, or blanks alone, beside a source with text.",
    why: "The reader sees nothing where the source says something.",
    remedy: "Translate the source.",
    wrong: &[Example { path: "it-it/lamp.md", content: concat!("- ", pair!("2ba23-103", "", "Light the lamp."), "\n") }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!("- ", pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."), "\n"),
    }],
    checks: &[Check::Document(check)],
    options: &[],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    for pair in &document.pairs {
        let target = document.target(pair);
        // Nearly all targets begin with a letter.
        if !target.starts_with(char::is_alphanumeric) && target.trim().is_empty() && !document.source(pair).trim().is_empty() {
            let tag = Span { start: pair.span.start, end: pair.target.text.end };
            findings.push(
                Finding::new(&RULE, tag, format!("the translation of `{}` is empty", document.id(pair)))
                    .of(document, pair)
                    .label("nothing in it")
                    .help("translate the source text that stands beside it"),
            );
        }
    }
}
