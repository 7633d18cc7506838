//! `unpaired-text`: prose outside every pair.

use crate::document::Document;
use crate::finding::Finding;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::words::quote;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "unpaired-text",
    group: Group::Markup,
    level: Level::Warn,
    since: "0.1.0",
    summary: "prose stands outside every pair, in a document that has pairs",
    what: "Looks at what stands between the pairs, as Markdown. Code, comments, raw HTML, images with their alt text, link \
           targets, `[!NOTE]` and `[!INCLUDE ..]` lines, addresses and single words in Latin script (names, keywords, units) \
           are left alone. What is left and reads as prose is reported.",
    why: "A sentence without a pair was added by hand or has lost its markup: the next handoff drops it, and nothing can \
          check it against the source.",
    remedy: "Add the sentence to the source document and have it translated, restore its pair, or remove it.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."), " Poi salutare il guardiano.\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(
            pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
            "\n\n```console\nbeacon --light the lamp\n```\n\n![Una lampada accesa](lamp.png)\n"
        ),
    }],
    checks: &[Check::Document(check)],
    options: &[],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    for span in &document.bare {
        let message = format!("{} stands outside every pair", quote(document.text.slice(*span)));
        findings.push(
            Finding::new(&RULE, *span, message)
                .label("no pair holds this text")
                .help("add it to the source document, restore the pair that held it, or remove it"),
        );
    }
}
