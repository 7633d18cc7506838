//! `glossary`: a configured term is translated otherwise.

use crate::rules::context::Unit;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;
use crate::text::phrases::{and_more, listed, quote};
use std::collections::HashSet;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "glossary",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    summary: "a term of the configured glossary stands without any of its translations",
    what: "Looks for the terms of `[terms]` in `bitext.toml` in each source, and for one of their translations in the target. \
           A pattern `lampad*` stands for all words that begin so. Without configured terms it reports nothing.",
    why: "Readers meet one thing under two names.",
    remedy: "Use a translation of the glossary, or add the one that stands there to it.",
    wrong: &[
        Example { path: "bitext.toml", content: "[terms.locales.it]\nglossary = { \"lamp\" = [\"lampad*\", \"luce\"] }\n" },
        Example {
            path: "it-it/lamp.md",
            content: concat!(pair!("2ba23-103", "Accendere la lanterna.", "Light the lamp."), "\n"),
        },
    ],
    right: &[
        Example { path: "bitext.toml", content: "[terms.locales.it]\nglossary = { \"lamp\" = [\"lampad*\", \"luce\"] }\n" },
        Example { path: "it-it/lamp.md", content: concat!(pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."), "\n") },
    ],
    checks: &[Check::Unit(check)],
    options: &[],
};

/// How many different terms of a text are looked for: more than any real one has. Further ones are not looked for.
const MAX_TERMS: usize = 100;

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let Some(terms) = unit.setting.terms else { return };
    // Each term is looked for once, however often the source has it.
    let mut looked: HashSet<&str> = HashSet::new();
    let mut wrong = terms.find(unit.source.text).filter(|(range, term)| {
        let is_shown = !term.is_kept() && unit.source.is_shown(Span::new(range.start, range.end));
        is_shown && looked.len() < MAX_TERMS && looked.insert(&term.source) && !term.is_accepted_in(unit.target.text)
    });
    if let Some((range, term)) = wrong.next() {
        let span = Span::new(range.start, range.end);
        let more = wrong.count();
        let translations: Vec<String> = term.translations.iter().take(4).map(|translation| quote(translation)).collect();
        findings.push(
            unit.finding(
                &RULE,
                None,
                Some((span, "the term in the source")),
                format!(
                    "{} should be {}{}",
                    quote(unit.source.get(span)),
                    listed(&translations).replace(" and ", " or "),
                    and_more(more, "term")
                ),
            )
            .problems(more + 1)
            .label("has none of these")
            .help("use a translation of the glossary, or add the one that stands here to it"),
        );
    }
}
