//! `untranslated`: the target is the source text.

use crate::finding::Finding;
use crate::prose::Prose;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::unit::Unit;
use crate::words::quote;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "untranslated",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a target is the same as its source, and prose",
    what: "Reports a target that is its source, word for word, when it is running text: four words or more outside code, one \
           of them a function word of English and one a plain word in small letters. Names, labels, titles of products and \
           code may be the same.",
    why: "Readers meet a sentence in a language that is not theirs.",
    remedy: "Translate it.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Light the lamp before dusk.", "Light the lamp before dusk."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Accendere la lampada prima di sera.", "Light the lamp before dusk."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    if unit.setting.is_english || !unit.is_same() || !Prose::of(unit.source).is_running() {
        return;
    }
    findings.push(
        unit.finding(&RULE, None, None, format!("{} is not translated", quote(unit.source.text)))
            .label("is the source text")
            .help("translate it"),
    );
}
