//! `final-punctuation`: the mark at the end of a sentence is lost.

use crate::rules::context::Unit;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "final-punctuation",
    group: Group::Translation,
    level: Level::Off,
    since: "0.1.0",
    summary: "a source ends in `.`, `:`, `?` or `!` and its target in no such mark",
    what: "Compares the last marks, by the marks that the language has (`。`, `：`, `؟`, `;` in Greek); closing brackets, quotes and \
           emphasis behind them do not count. Off by default: languages differ in what they end with a mark.",
    why: "A list announced without a colon reads like a lost sentence.",
    remedy: "End the sentence as the source does.",
    wrong: &[Example { path: "it-it/lamp.md", content: concat!(pair!("2ba23-103", "Parametri", "Parameters:"), "\n") }],
    right: &[Example { path: "it-it/lamp.md", content: concat!(pair!("2ba23-103", "Parametri:", "Parameters:"), "\n") }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let Some(language) = unit.setting.language.filter(|_| !unit.is_same()) else { return };
    let last = |text: &str| {
        let closing =
            |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ')' | ']' | '"' | '\'' | '”' | '»' | '」' | '）' | '’');
        text.trim_end_matches(closing).chars().next_back()
    };
    let marks = &language.end_punctuation;
    let (Some(theirs), Some(own)) = (last(unit.source.text), last(unit.target.text)) else { return };
    let (name, fitting) = match theirs {
        '.' if marks.optional => return,
        '.' => ("a full stop", marks.stop),
        ':' => ("a colon", marks.colon),
        '?' => ("a question mark", marks.question),
        '!' => ("an exclamation mark", marks.exclamation),
        _ => return,
    };
    let any = [marks.stop, marks.colon, marks.question, marks.exclamation].iter().any(|marks| marks.contains(&own));
    if fitting.contains(&own) || any || own == '…' {
        return;
    }
    let end = unit.target.text.trim_end().len();
    let start = unit.target.text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    findings.push(
        unit.finding(&RULE, Some(Span::new(start, end)), None, format!("the source ends in {name}, the translation in no mark"))
            .label("ends without a mark")
            .help("end the sentence as the source does"),
    );
}
