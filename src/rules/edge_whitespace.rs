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
    checks: &[Check::Document(check)],
    options: &[],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    findings.extend(document.pairs.iter().filter_map(|pair| finding(document, pair)));
}

/// One finding a pair, with all its blanks in one fix.
fn finding(document: &Document, pair: &Pair) -> Option<Finding> {
    let (target, source) = (document.target(pair), document.source(pair));
    // Nearly all targets are past this line.
    if !target.starts_with(BLANKS) && !target.ends_with(BLANKS) && !has_double(target) {
        return None;
    }
    let content = document.text.as_str();
    let (before, after) = (&content[..pair.span.start as usize], &content[pair.span.end as usize..]);
    let mut blanks = surplus(target, source);
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
fn surplus(target: &str, source: &str) -> Vec<(usize, usize, &'static str)> {
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
        let bytes = inner.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'`' {
                at += code_length(&bytes[at..]);
                continue;
            }
            let run = inner.get(at..).map_or("", |rest| &rest[..rest.len() - rest.trim_start_matches([' ', NO_BREAK]).len()]);
            if run.contains(NO_BREAK) && run.chars().nth(1).is_some() {
                found.push((first + at, first + at + run.len(), INSIDE));
            }
            at += run.len().max(1);
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
    use super::{shows, surplus};

    #[test]
    fn blanks_at_ends_and_inside_are_found() {
        let found = |target: &str, source: &str| surplus(target, source).into_iter().map(|(a, b, _)| (a, b)).collect::<Vec<_>>();
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
