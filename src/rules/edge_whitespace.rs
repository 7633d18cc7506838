//! `edge-whitespace`: blanks where the source has none.

use crate::bytes::any_triple;
use crate::document::{Document, Pair};
use crate::finding::{Edit, Finding, Fix};
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "edge-whitespace",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a target begins or ends with a blank that its source does not have, or holds two blanks in a row",
    what: "Compares the ends of target and source, and looks for two blanks in a row inside the target. Blanks in code, at a \
           line's ends, and double blanks where the source has some too are left alone.",
    why: "A blank at an end comes out as a gap before a full stop or between brackets, and can keep `**` from rendering.",
    remedy: "Remove the blank. The fix does so.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Accendere la lampada. ", "Light the lamp."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."), "\n"),
    }],
    checks: &[Check::Document(check)],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    findings.extend(document.pairs.iter().filter_map(|pair| finding(document, pair)));
}

/// One finding a pair, with all its blanks in one fix.
fn finding(document: &Document, pair: &Pair) -> Option<Finding> {
    let (target, source) = (document.target(pair), document.source(pair));
    let blanks = surplus(target, source);
    let &(start, end, label) = blanks.first()?;
    let base = pair.target.text.start as usize;
    let place = |start: usize, end: usize| Span::new(base + start, base + end);
    let id = document.id(pair);
    let (message, help) = match label {
        INSIDE => (format!("two blanks in a row in the translation of `{id}`"), "one is enough"),
        label => (format!("{label} in the translation of `{id}`, and not in its source"), "remove it"),
    };
    let edits = blanks.iter().map(|&(start, end, label)| {
        // Of blanks inside, the first stays.
        let start = if label == INSIDE { start + 1 } else { start };
        Edit { span: place(start, end), text: String::new() }
    });
    let fix = Fix { safe: true, edits: edits.collect() };
    let mut finding = Finding::new(&RULE, place(start, end), message).of(document, pair).label(label).help(help);
    finding.fix = Some(fix);
    Some(finding)
}

const FIRST: &str = "a blank at the start";
const LAST: &str = "a blank at the end";
const INSIDE: &str = "two blanks in a row";

/// Blanks of the target that the source does not call for: start, end, and which.
fn surplus(target: &str, source: &str) -> Vec<(usize, usize, &'static str)> {
    // Nearly all targets are past this line.
    if !target.starts_with(BLANKS) && !target.ends_with(BLANKS) && !has_two_blanks(target) {
        return Vec::new();
    }
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
    if has_two_blanks(inner) && !source.trim().contains("  ") {
        let bytes = inner.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'`' => at += code_length(&bytes[at..]),
                b' ' => {
                    let run = bytes[at..].iter().take_while(|b| **b == b' ').count();
                    let at_line_end = matches!(bytes.get(at + run), Some(b'\n' | b'\r'));
                    let at_line_start = at > 0 && bytes[at - 1] == b'\n';
                    if run > 1 && !at_line_end && !at_line_start {
                        found.push((first + at, first + at + run, INSIDE));
                    }
                    at += run;
                }
                _ => at += 1,
            }
        }
    }
    if last < target.len() && !source.ends_with(BLANKS) {
        found.push((last, target.len(), LAST));
    }
    found
}

fn has_two_blanks(text: &str) -> bool {
    any_triple(text.as_bytes(), |a, b, _| (a == b' ') & (b == b' '))
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// Length of the code span that begins with the backticks at the start; of the backticks alone where none closes them.
fn code_length(bytes: &[u8]) -> usize {
    let run = bytes.iter().take_while(|b| **b == b'`').count();
    let mut at = run;
    while at < bytes.len() {
        if bytes[at] == b'`' {
            let length = bytes[at..].iter().take_while(|b| **b == b'`').count();
            at += length;
            if length == run {
                return at;
            }
        } else {
            at += 1;
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::surplus;

    #[test]
    fn blanks_at_ends_and_inside_are_found() {
        let found = |target: &str, source: &str| surplus(target, source).into_iter().map(|(a, b, _)| (a, b)).collect::<Vec<_>>();
        assert_eq!(found(" a  b ", "a b"), [(0, 1), (2, 4), (5, 6)]);
        for (target, source) in
            [(" a", " a"), ("a `b  c`", "x"), ("a  \nb", "a b"), ("a\n  b", "a b"), ("a  b", "x  y"), ("  ", "x"), ("", "x")]
        {
            assert_eq!(found(target, source), [], "{target:?}");
        }
    }
}
