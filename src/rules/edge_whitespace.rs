//! `edge-whitespace`: blanks where the source has none.

use crate::bytes::any_triple;
use crate::finding::{Edit, Finding, Fix};
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;
use crate::unit::{Reading, Unit};

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "edge-whitespace",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a target begins or ends with a blank that its source does not have and that shows, or holds a double one",
    what: "Compares the ends of target and source. A blank counts where it shows: where text or a mark follows or precedes it, \
           as in a link, in brackets or before a full stop; at the end of a line, beside another blank or a cell's border it \
           does not. Inside a target a no-break space beside another blank counts, where the source has no no-break space; two \
           plain blanks show as one. Blanks in code are left alone.",
    why: "The blank comes out as a gap before a full stop or between brackets.",
    remedy: "Remove the blank. The fix does so.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!("- [", pair!("2ba23-103", "La lampada ", "The lamp"), "](lamp.md)\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!("- [", pair!("2ba23-103", "La lampada", "The lamp"), "](lamp.md)\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

/// One finding a unit, with all its blanks in one fix.
fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    findings.extend(finding(unit));
}

fn finding(unit: &Unit<'_>) -> Option<Finding> {
    let (document, pair) = (unit.document, unit.pair);
    let (target, source) = (unit.target.text, unit.source.text);
    // Nearly all targets are past this line.
    if !target.starts_with(BLANKS) && !target.ends_with(BLANKS) && !has_double(target) {
        return None;
    }
    let content = document.text.as_str();
    let (before, after) = (&content[..pair.span.start as usize], &content[pair.span.end as usize..]);
    let mut blanks = surplus(unit.target, source);
    blanks.retain(|&(_, _, label)| match label {
        FIRST => shows(before.chars().next_back()) && !before.ends_with("</a>"),
        LAST => shows(after.chars().next()),
        _ => true,
    });
    let &(start, end, label) = blanks.first()?;
    let base = pair.target.text.start as usize;
    let place = |start: usize, end: usize| Span::new(base + start, base + end);
    let id = document.id(pair);
    let (message, help) = match label {
        INSIDE => (format!("two blanks in a row in the translation of `{id}`"), "one is enough"),
        label => (format!("{label} in the translation of `{id}`, and not in its source"), "remove it"),
    };
    let edits = blanks.iter().map(|&(start, end, label)| {
        // Of blanks inside, one stays.
        let text = if label == INSIDE { " ".to_owned() } else { String::new() };
        Edit { span: place(start, end), text }
    });
    let fix = Fix { safe: true, edits: edits.collect() };
    let mut finding = Finding::new(&RULE, place(start, end), message).of(document, pair).label(label).help(help);
    finding.fix = Some(fix);
    Some(finding)
}

/// Whether a blank shows beside a character.
fn shows(beside: Option<char>) -> bool {
    beside.is_some_and(|c| !c.is_whitespace() && c != '|')
}

const FIRST: &str = "a blank at the start";
const LAST: &str = "a blank at the end";
const INSIDE: &str = "two blanks in a row";

/// Blanks of the target that the source does not call for: start, end, and which.
fn surplus(reading: Reading<'_>, source: &str) -> Vec<(usize, usize, &'static str)> {
    let target = reading.text;
    let inner = target.trim_matches(BLANKS);
    let mut found = Vec::new();
    if inner.is_empty() {
        return found;
    }
    let first = target.len() - target.trim_start_matches(BLANKS).len();
    let last = first + inner.len();
    if first > 0 && !source.starts_with(BLANKS) {
        found.push((0, first, FIRST));
    }
    if has_double(inner) && !source.contains(NO_BREAK) {
        let mut at = 0;
        while let Some(next) = inner[at..].find([' ', NO_BREAK]) {
            let start = at + next;
            let run = inner[start..].len() - inner[start..].trim_start_matches([' ', NO_BREAK]).len();
            at = start + run;
            let is_double = inner[start..at].contains(NO_BREAK) && inner[start..at].chars().nth(1).is_some();
            if is_double && reading.inline.is_shown(Span::new(first + start, first + at)) {
                found.push((first + start, first + at, INSIDE));
            }
        }
    }
    if last < target.len() && !source.ends_with(BLANKS) {
        found.push((last, target.len(), LAST));
    }
    found
}

const NO_BREAK: char = '\u{a0}';

/// Whether a no-break space stands beside another blank.
fn has_double(text: &str) -> bool {
    any_triple(text.as_bytes(), |a, b, c| {
        ((a == b' ') & (b == 0xc2) & (c == 0xa0)) | ((a == 0xa0) & ((b == b' ') | ((b == 0xc2) & (c == 0xa0))))
    })
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

#[cfg(test)]
mod tests {
    use super::{shows, surplus};
    use crate::inline::Inline;
    use crate::unit::Reading;

    #[test]
    fn blanks_at_ends_and_inside_are_found() {
        let found = |target: &str, source: &str| {
            let inline = Inline::of(target);
            let found = surplus(Reading { text: target, inline: &inline, start: 0 }, source);
            found.into_iter().map(|(a, b, _)| (a, b)).collect::<Vec<_>>()
        };
        assert_eq!(found(" a \u{a0}b ", "a b"), [(0, 1), (2, 5), (6, 7)]);
        for (target, source) in [
            (" a", " a"),
            ("a `b \u{a0}c`", "x"),
            ("a\u{a0}b", "a b"),
            ("a  b", "a b"),
            ("a \u{a0}b", "x\u{a0}y"),
            ("  ", "x"),
            ("à b", "x"),
        ] {
            assert_eq!(found(target, source), [], "{target:?}");
        }
    }

    #[test]
    fn a_blank_counts_where_it_shows() {
        assert!(shows(Some(']')) && shows(Some('.')) && shows(Some('(')));
        assert!(!shows(Some(' ')) && !shows(Some('\n')) && !shows(Some('|')) && !shows(None));
    }
}
