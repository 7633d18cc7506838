//! `placeholder-mismatch`: placeholders and directives are not those of the source.

use crate::finding::Finding;
use crate::inline::Kind;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::unit::{Keyed, Reading, Unit, difference};
use crate::words::{is_or_are, listed_briefly};
use std::borrow::Cow;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "placeholder-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    summary: "a placeholder or directive of the source is missing or changed",
    what: "Looks for `{0}`, `{name}`, `%s`, `$(x)`, `${x}`, `[!NOTE]` and `<xref:..>` of the source in the target. Names in \
           `\\<..>` may be translated: they are words for the reader.",
    why: "What is filled in later finds its place by the name: a changed one shows as it stands, or breaks the page.",
    remedy: "Write the placeholder as the source has it.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "La lampada {nome} è accesa.", "The lamp {name} is lit."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "La lampada {name} è accesa.", "The lamp {name} is lit."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (unit.source, unit.target);
    if !source.inline.has(Kind::Placeholder) || unit.is_same() {
        return;
    }
    let (mut missing, surplus) = difference(placeholders(source), placeholders(target));
    // Where it stands in another part, as in code, it stands, and once for twice, if nothing stands in its place.
    missing.retain(|(_, part)| !surplus.is_empty() || !target.text.contains(source.get(part.span)));
    let Some((_, gone)) = missing.first() else { return };
    let name = |text: &str| if text.starts_with("[!") { format!("`{text}]`") } else { format!("`{text}`") };
    let in_source = Some((gone.span, "the placeholder in the source"));
    let finding = match (missing.len(), surplus.as_slice()) {
        (1, [(_, come)]) => {
            let message = format!("{} became {}", name(source.get(gone.inner)), name(target.get(come.inner)));
            unit.finding(&RULE, Some(come.span), in_source, message).label("is not the source's")
        }
        (count, _) => {
            let names = missing.iter().map(|(_, part)| name(source.get(part.inner)));
            let message = format!("{} {} missing", listed_briefly(names, "placeholder"), is_or_are(count));
            unit.finding(&RULE, None, in_source, message).label("lacks the placeholder")
        }
    };
    findings.push(finding.help("write the placeholder as the source has it"));
}

fn placeholders(reading: Reading<'_>) -> Vec<Keyed<'_>> {
    reading.all(Kind::Placeholder).map(|(part, text)| (Cow::Borrowed(text), part)).collect()
}
