//! `number-mismatch`: a number, a date or a time of the source is missing.

use crate::finding::Finding;
use crate::inline::Kind;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;
use crate::unit::Unit;
use crate::values::{Convention, DateParts, Loss, LossKind, losses};
use crate::words::{counted, listed, listed_briefly};

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "number-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    summary: "a number, date, time or amount of the source is missing from the target",
    what: "Reads the source as English and the target by the conventions of its locale, and looks for each value of the source in \
           the target. Separators, digits, the order of a date, the names of months, the 12-hour and the 24-hour clock and scales \
           (`1.5 million`, `150 万`) may be those of the locale; a small number or an ordinal may be a word. The value must be \
           the same: `1.5` is not `15`, and `1/12/2019` is not `12.01.18`. A minus sign, a percent sign and a currency must be \
           there, too. A value that the source repeats may appear once. Numbers in addresses, code and names (`EF6`, `21Vianet`) \
           and idioms (`24x7`, `2-way`) are not compared. In a locale without a table, words for numbers, months and \
           currencies are accepted unread.",
    why: "Readers act on numbers: a wrong date or amount misleads them.",
    remedy: "Write the value of the source in the form of the locale.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Attendere 45 secondi.", "Wait 40 seconds."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Attendere 40 secondi.", "Wait 40 seconds."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (unit.source, unit.target);
    if !source.inline.has(Kind::Number) || unit.is_same() || target.text.trim().is_empty() {
        return;
    }
    let locale = unit.document.identity.locale.as_deref().unwrap_or("");
    let losses = losses(source, target, Convention::of_locale(locale));
    let Some(first) = losses.first() else { return };
    let quoted = |span: Span| format!("`{}`", source.get(span).trim());
    let plain = |loss: &Loss| loss.kind == LossKind::Number && loss.target.is_none();
    // Numbers that are lost together are listed; of other losses the first is described.
    let (message, label) = if losses.len() > 1 && losses.iter().all(plain) {
        let names = listed_briefly(losses.iter().map(|loss| quoted(loss.source)), "number");
        (format!("the numbers {names} are missing"), "lacks the numbers")
    } else {
        let (message, label) = described(unit, first);
        let more = if losses.len() > 1 { format!(" (and {})", counted(losses.len() - 1, "more value")) } else { String::new() };
        (message + &more, label)
    };
    let mut finding = unit.finding(&RULE, first.target, Some((first.source, "the value in the source")), message).label(label);
    for loss in &losses[1..losses.len().min(MAX_SHOWN)] {
        finding = finding.related_here(source.place(loss.source), "the value in the source");
        if let Some(span) = loss.target {
            finding = finding.related_here(target.place(span), "differs, too");
        }
    }
    findings.push(finding.help("write the value of the source, in the form of the locale"));
}

/// So many losses of one unit are shown at their places.
const MAX_SHOWN: usize = 8;

/// What a loss is, in a sentence and in a few words.
fn described(unit: &Unit<'_>, loss: &Loss) -> (String, &'static str) {
    let theirs = unit.source.get(loss.source).trim();
    let own = loss.target.map(|span| unit.target.get(span).trim());
    match (loss.kind, own) {
        (LossKind::Number, Some(own)) => (format!("`{theirs}` became `{own}`"), "is not the source's number"),
        (LossKind::Number, None) => (format!("the number `{theirs}` is missing"), "lacks the number"),
        (LossKind::Date(parts), Some(own)) => {
            (format!("the date `{theirs}` became `{own}`: another {}", named(parts)), "is another date")
        }
        (LossKind::Date(parts), None) => {
            let whole = parts == DateParts { year: true, month: true, day: true };
            let message = if whole {
                format!("the date `{theirs}` is missing")
            } else {
                format!("the date `{theirs}` lost its {}", named(parts))
            };
            (message, "lacks the date")
        }
        (LossKind::Time, _) => (format!("the time `{theirs}` is missing"), "lacks the time"),
        (LossKind::Order, Some(own)) => {
            (format!("the range `{theirs}` became `{own}`, which mixes two orders of day and month"), "mixes two orders")
        }
        (LossKind::Order, None) => (format!("the range `{theirs}` mixes two orders of day and month"), "mixes two orders"),
        (LossKind::Minus, own) => (format!("`{theirs}` lost its minus sign{}", became(own)), "lacks the minus sign"),
        (LossKind::Percent, own) => (format!("`{theirs}` lost its percent sign{}", became(own)), "lacks the percent sign"),
        (LossKind::Currency, own) => (format!("the amount `{theirs}` lost its currency{}", became(own)), "lacks the currency"),
        (LossKind::CurrencyToPercent, own) => {
            (format!("the currency sign of `{theirs}` became a percent sign{}", became(own)), "is no percentage")
        }
    }
}

fn became(own: Option<&str>) -> String {
    own.map_or_else(String::new, |own| format!(": `{own}`"))
}

fn named(parts: DateParts) -> String {
    let names = [(parts.year, "year"), (parts.month, "month"), (parts.day, "day")];
    listed(&names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect::<Vec<_>>())
}
