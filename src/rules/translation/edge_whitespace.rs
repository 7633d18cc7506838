//! `edge-whitespace`: blanks where the source has none.

use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::bytes::any_triple;

/// The rule.
pub static RULE: Rule = Rule {
    id: "edge-whitespace",
    group: Group::Translation,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when a target begins or ends with a visible space that its source does not have, or has a doubled no-break space.

## What it does

Compares the ends of target and source, and reports once a document. A space counts where it shows: at the end before a closing bracket or quotation mark, the end of a link or of emphasis, or a punctuation mark; at the start after what opens one of these. At the end of a line, before `<br>`, beside another space, another segment or a cell's border it does not. Any space of the source counts, also a no-break or ideographic one. French writes a space before `:`, `;`, `!` and `?`. Inside a target a no-break space beside another space counts, where the source has no no-break space; two plain spaces show as one. Code is left alone.

## Why it matters

The space is a visible gap before a full stop, in brackets or under a link.

## Example

`it-it/lamp.md`:

```markdown
- [<span data-ttu-id="2ba23-103">La lampada </span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The lamp</span></span>](lamp.md)
```

## Use instead

`it-it/lamp.md`:

```markdown
- [<span data-ttu-id="2ba23-103">La lampada</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The lamp</span></span>](lamp.md)
```

## What to do

Remove the space. The fix does so.
"#,
    fix: FixKind::Safe,
    checks: &[Check::Bulk(check)],
    ..Rule::DEFAULTS
};

/// One finding a unit, with all its spaces in one fix.
fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    findings.extend(finding(segment));
}

fn finding(segment: &ParsedSegment<'_>) -> Option<Problem> {
    let (document, pair) = (segment.document, segment.segment);
    let (target, source) = (segment.target.text, segment.source.text);
    // Nearly all targets are past this line.
    if !target.starts_with(SPACES) && !target.ends_with(SPACES) && !has_double(target) {
        return None;
    }
    let content = document.text.as_str();
    let (before, after) = (&content[..pair.span.start as usize], &content[pair.span.end as usize..]);
    let is_spaced = segment.context.language.is_some_and(|language| language.spaced_punctuation);
    let mut spaces = surplus(segment.target, source);
    spaces.retain(|(_, place)| match place {
        Place::First => shows_after(before, is_spaced),
        Place::Last => shows_before(after, is_spaced),
        Place::Inside => true,
    });
    let &(first, place) = spaces.first()?;
    let id = document.id(pair);
    let (message, label, help) = match place {
        Place::First => (
            format!(
                "the translation of `{id}` begins with a space, before {}; its source does not: {}",
                start(target),
                start(source)
            ),
            "a space at the start",
            "remove it",
        ),
        Place::Last => (
            format!("the translation of `{id}` ends with a space, after {}; its source does not: {}", end(target), end(source)),
            "a space at the end",
            "remove it",
        ),
        Place::Inside => (
            format!("two spaces in a row in the translation of `{id}`, and not in its source"),
            "two spaces in a row",
            "one is enough",
        ),
    };
    let edits = spaces.iter().map(|&(span, place)| {
        // Of the spaces inside, one stays: one that keeps a mark on its line, where one follows.
        let keeps = target[span.range().end..].starts_with([':', ';', '!', '?', '»', '%', '–', '—']);
        let text = match place {
            Place::Inside if keeps => NO_BREAK.to_string(),
            Place::Inside => " ".to_owned(),
            _ => String::new(),
        };
        Edit { span: segment.target.place(span), text }
    });
    let fix = Fix { safe: true, edits: edits.collect() };
    let mut finding =
        Problem::new(&RULE, segment.target.place(first), message).in_segment(document, pair).label(label).help(help);
    finding.fix = Some(fix);
    Some(finding)
}

/// How many characters of an end are quoted.
const QUOTED: usize = 24;

/// The start of a text, quoted.
fn start(text: &str) -> String {
    let text = text.trim();
    let end = text.char_indices().nth(QUOTED).map_or(text.len(), |(at, _)| at);
    if end < text.len() { format!("“{}…”", &text[..end]) } else { format!("“{text}”") }
}

/// The end of a text, quoted.
fn end(text: &str) -> String {
    let text = text.trim();
    let start = text.char_indices().rev().nth(QUOTED - 1).map_or(0, |(at, _)| at);
    if start > 0 { format!("“…{}”", &text[start..]) } else { format!("“{text}”") }
}

/// Whether a space shows after a text: behind what opens a bracket, a quotation, a link or emphasis.
fn shows_after(before: &str, is_spaced: bool) -> bool {
    let mut chars = before.chars().rev();
    let Some(last) = chars.next() else { return false };
    match last {
        '[' | '(' | '{' | '（' | '［' | '「' | '『' | '《' | '【' | '“' | '‘' | '„' | '‚' => true,
        '«' => !is_spaced,
        // These open where no word is before them. One that begins a line is the mark of a list.
        '"' | '\'' | '*' | '_' | '~' => match chars.find(|c| *c != last) {
            None => !is_marker(before),
            Some(c) if c.is_whitespace() => !is_marker(before),
            Some(c) => is_opening(c),
        },
        _ => false,
    }
}

/// Whether a text ends with one character at the start of a line, or of a line that is quoted.
fn is_marker(before: &str) -> bool {
    let mut chars = before.chars().rev().skip(1);
    chars.find(|c| !matches!(c, ' ' | '\t' | '>')).is_none_or(|c| c == '\n')
}

/// Whether a space shows before a text: in front of what closes a bracket, a quotation, a link or emphasis, or of a
/// punctuation mark.
fn shows_before(after: &str, is_spaced: bool) -> bool {
    // Tags that end inside of a line do not hide it.
    let mut rest = after;
    while let Some(tag) = rest.strip_prefix("</") {
        let Some(end) = tag.bytes().take(8).position(|b| b == b'>') else { return false };
        let behind = &tag[end + 1..];
        match &tag[..end] {
            "a" => return true,
            "b" | "strong" | "i" | "em" | "u" | "kbd" | "code" | "font" => rest = behind,
            _ => return false,
        }
    }
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return false };
    match first {
        ':' | ';' | '!' | '?' | '»' if is_spaced => false,
        // Three colons begin a directive; `![` an image.
        ':' => !rest.starts_with(":::"),
        '!' => !rest.starts_with("!["),
        '.' | ',' | ';' | '?' => !chars.next().is_some_and(char::is_alphanumeric),
        '"' | '\'' | '*' | '_' | '~' => chars.find(|c| *c != first).is_none_or(|c| !c.is_alphanumeric() && !is_opening(c)),
        c => is_closing(c),
    }
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ']' | ')'
            | '}'
            | '）'
            | '］'
            | '」'
            | '』'
            | '》'
            | '】'
            | '”'
            | '’'
            | '»'
            | '。'
            | '，'
            | '、'
            | '：'
            | '；'
            | '！'
            | '？'
            | '،'
            | '؛'
            | '؟'
            | '।'
    )
}

fn is_opening(c: char) -> bool {
    matches!(c, '[' | '(' | '{' | '<' | '`' | '$' | '（' | '「' | '『' | '《' | '【' | '“' | '‘' | '„' | '«')
}

/// Where a space is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    First,
    Inside,
    Last,
}

/// Spaces of the target that the source does not call for.
fn surplus(reading: SideText<'_>, source: &str) -> Vec<(Span, Place)> {
    let target = reading.text;
    let inner = target.trim_matches(SPACES);
    let mut found = Vec::new();
    if inner.is_empty() {
        return found;
    }
    let first = target.len() - target.trim_start_matches(SPACES).len();
    let last = first + inner.len();
    if first > 0 && !source.starts_with(char::is_whitespace) && !source.starts_with("&nbsp;") {
        found.push((Span::new(0, first), Place::First));
    }
    if has_double(inner) && !source.contains(NO_BREAKS) && !source.contains("&nbsp;") {
        let mut at = 0;
        while let Some(next) = inner[at..].find([' ', NO_BREAK]) {
            let start = at + next;
            at = inner.len() - inner[start..].trim_start_matches([' ', NO_BREAK]).len();
            let run = &inner[start..at];
            let span = Span::new(first + start, first + at);
            let is_inside =
                start > 0 && at < inner.len() && !inner[..start].ends_with(['\n', '|']) && !inner[at..].starts_with(['\n', '|']);
            if run.contains(NO_BREAK) && run.chars().nth(1).is_some() && is_inside && reading.inline.is_shown(span) {
                found.push((span, Place::Inside));
            }
        }
    }
    if last < target.len() && !source.ends_with(char::is_whitespace) && !source.ends_with("&nbsp;") {
        found.push((Span::new(last, target.len()), Place::Last));
    }
    found
}

const NO_BREAK: char = '\u{a0}';

/// The spaces of Unicode that keep words on one line, or have a width of their own.
const NO_BREAKS: [char; 4] = [NO_BREAK, '\u{2007}', '\u{202f}', '\u{3000}'];

/// Whether a no-break space is beside another space.
fn has_double(text: &str) -> bool {
    any_triple(text.as_bytes(), |a, b, c| {
        ((a == b' ') & (b == 0xc2) & (c == 0xa0)) | ((a == 0xa0) & ((b == b' ') | ((b == 0xc2) & (c == 0xa0))))
    })
}

const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the translation of `2ba23-103` ends with a space, after “La lampada”; its source does not: “The lamp”
          at " ": a space at the end
          help: remove it
          safe fix: " " -> ""
        "#);
    }

    #[test]
    fn spaces_at_ends_and_inside_are_found() {
        let found = |target: &str, source: &str| {
            let inline = Inline::new(target);
            let found = surplus(SideText::new(target, &inline), source);
            found.into_iter().map(|(span, _)| (span.start, span.end)).collect::<Vec<_>>()
        };
        assert_eq!(found(" a \u{a0}b ", "a b"), [(0, 1), (2, 5), (6, 7)]);
        for (target, source) in [
            (" a", " a"),
            (" a", "\u{a0}a"),
            ("a ", "a\u{3000}"),
            ("a ", "a&nbsp;"),
            ("a `b \u{a0}c`", "x"),
            ("a\u{a0}b", "a b"),
            ("a  b", "a b"),
            ("a \u{a0}b", "x\u{a0}y"),
            ("a \u{a0}b", "x\u{202f}y"),
            ("a \u{a0}\nb", "x"),
            ("a \u{a0}", "x"),
            ("  ", "x"),
            ("à b", "x"),
        ] {
            assert_eq!(found(target, source), [], "{target:?}");
        }
    }

    #[test]
    fn a_space_at_the_end_counts_where_it_shows() {
        for after in ["](a.md)", ". A", ".", ")", ", a", "\" a", "** a", "**.", "*", "</a> b", "</b>.", "。", ": a", "”"] {
            assert!(shows_before(after, false), "{after}");
        }
        for after in [
            "", " a", "\n", "|", "<br>", "<br/>a", "</td>", "</b> a", "<span>", "[a](b)", "(a)", "`a`", "**a**", "*a*", "\"a\"",
            ".NET", "![a](b)", ":::", "a", "&nbsp;",
        ] {
            assert!(!shows_before(after, false), "{after}");
        }
        assert!(!shows_before(": a", true) && shows_before(". a", true));
    }

    #[test]
    fn a_space_at_the_start_counts_where_it_shows() {
        for before in ["[", "a (", "- [", "a **", "a \"", "(*", "“"] {
            assert!(shows_after(before, false), "{before}");
        }
        for before in
            ["", "- ", "* ", "*", "> *", "\n\n", "|", ">", "</a>", "<br>", "</span>", "a**", ".*", "a\"", "`a`", "a", "."]
        {
            assert!(!shows_after(before, false), "{before}");
        }
        assert!(shows_after("«", false) && !shows_after("«", true));
    }

    #[test]
    fn the_end_that_is_compared_is_quoted() {
        assert_eq!((start("a b "), end("a b ")), ("“a b”".to_owned(), "“a b”".to_owned()));
        assert_eq!(start(&"灯".repeat(30)), format!("“{}…”", "灯".repeat(24)));
        assert_eq!(end(&"灯".repeat(30)), format!("“…{}”", "灯".repeat(24)));
    }
}
