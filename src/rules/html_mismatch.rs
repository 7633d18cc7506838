//! `html-mismatch`: inline tags or character entities are not those of the source.

use crate::finding::Finding;
use crate::fold::fold;
use crate::inline::Kind;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::unit::{Keyed, Reading, Unit, difference};
use crate::words::{is_or_are, listed_briefly};
use std::borrow::Cow;
use std::collections::HashSet;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "html-mismatch",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "inline tags differ from those of the source, or a character entity of it is missing",
    what: "Compares the names of the inline tags of target and source, opening and closing; their order and attributes are \
           free. An entity of the source may stand as the character that it means; `&nbsp;` may go.",
    why: "A tag without its partner changes how the rest of the page looks; a lost `<br>` joins two lines.",
    remedy: "Write the tag as the source has it.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Premere <kbd>L per accendere.", "Press <kbd>L</kbd> for light."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Premere <kbd>L</kbd> per accendere.", "Press <kbd>L</kbd> for light."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (unit.source, unit.target);
    let kinds = [Kind::Tag, Kind::Entity];
    if unit.is_same() || !(source.inline.has_any(&kinds) || target.inline.has(Kind::Tag)) {
        return;
    }
    let (missing, surplus) = difference(tags(source), tags(target));
    let shown = |keyed: &Keyed<'_>, reading: &Reading<'_>| match keyed.1.kind {
        Kind::Entity => format!("`{}`", reading.get(keyed.1.span)),
        _ => format!("`<{}>`", keyed.0),
    };
    let names = |keyed: &[Keyed<'_>], reading: &Reading<'_>| {
        format!("{} {}", listed_briefly(keyed.iter().map(|keyed| shown(keyed, reading)), "tag"), is_or_are(keyed.len()))
    };
    let mut lost = missing;
    if lost.is_empty() {
        lost.extend(lost_entity(source, target));
    }
    let in_source = lost.first().map(|(_, part)| (part.span, "in the source"));
    let finding = match (lost.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([gone], [come]) if gone.1.kind == Kind::Tag => unit
            .finding(&RULE, Some(come.1.span), in_source, format!("{} became {}", shown(gone, &source), shown(come, &target)))
            .label("is another tag than the source's"),
        (gone @ [_, ..], _) => {
            unit.finding(&RULE, None, in_source, format!("{} missing", names(gone, &source))).label("lacks it")
        }
        ([], come @ [first, ..]) => unit
            .finding(&RULE, Some(first.1.span), None, format!("{} not in the source", names(come, &target)))
            .label("stands here alone"),
    };
    findings.push(finding.help("write the markup as the source has it"));
}

fn tags(reading: Reading<'_>) -> Vec<Keyed<'_>> {
    let key = |text: &'_ str| text.to_ascii_lowercase();
    reading.all(Kind::Tag).map(|(part, text)| (Cow::Owned(key(text)), part)).collect()
}

/// An entity of the source that the target has neither as such nor as its character.
fn lost_entity<'a>(source: Reading<'a>, target: Reading<'a>) -> Option<Keyed<'a>> {
    if !source.inline.has(Kind::Entity) {
        return None;
    }
    let shown: HashSet<char> = fold(target.text).chars().collect();
    let is_lost = |text: &str| {
        let char = fold(text);
        // `&` may be a word.
        !matches!(char.trim(), "" | "&") && char != text && !char.chars().all(|char| shown.contains(&char))
    };
    source.all(Kind::Entity).map(|(part, text)| (Cow::Borrowed(text), part)).find(|(_, part)| is_lost(source.get(part.span)))
}
