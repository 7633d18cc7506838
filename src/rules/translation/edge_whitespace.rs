//! `edge-whitespace`: visible whitespace that the source does not have.

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
Reports when a target has visible leading or trailing whitespace that the source does not have, or a doubled no-break space.

## What it does

Compares the ends of target and source. A document gets one finding with all its places. A space counts only where it is visible: at the end, before a closing bracket or quotation mark, the end of a link or of emphasis, or a punctuation mark; at the start, after the opening of one of these. It does not count at the end of a line, before `<br>`, or next to another space, another segment or the border of a table cell. If the source has any space at the same end, also a no-break or ideographic one, the space is accepted. So is a space before `:`, `;`, `!` and `?` in French. Inside a target, a no-break space next to another space counts if the source has no no-break space; two plain spaces render as one. Code is not checked.

## Why it matters

The space is a visible gap before a full stop, inside brackets or under a link.

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

/// Adds at most one finding for a segment, with all its spaces in one fix.
fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    findings.extend(finding(segment));
}

fn finding(segment: &ParsedSegment<'_>) -> Option<Problem> {
    let document = segment.document;
    let (target, source) = (segment.target.text, segment.source.text);
    // Nearly all targets return here.
    if !target.starts_with(SPACES) && !target.ends_with(SPACES) && !has_double(target) {
        return None;
    }
    let content = document.text.as_str();
    let (before, after) = (&content[..segment.segment.span.start as usize], &content[segment.segment.span.end as usize..]);
    let is_spaced = segment.context.language.is_some_and(|language| language.spaced_punctuation);
    let mut spaces = surplus(segment.target, source);
    spaces.retain(|(_, place)| match place {
        Place::First => shows_after(before, is_spaced),
        Place::Last => shows_before(after, is_spaced),
        Place::Inside => true,
    });
    let &(first, place) = spaces.first()?;
    let id = document.id(segment.segment);
    let (message, label, help) = match place {
        Place::First => (
            format!(
                "the target of `{id}` begins with a space, before {}; its source does not: {}",
                quoted_start(target),
                quoted_start(source)
            ),
            "a space at the start",
            "the page shows a gap; remove the space",
        ),
        Place::Last => (
            format!(
                "the target of `{id}` ends with a space, after {}; its source does not: {}",
                quoted_end(target),
                quoted_end(source)
            ),
            "a space at the end",
            "the page shows a gap; remove the space",
        ),
        Place::Inside => (
            format!("the target of `{id}` has two spaces in a row; its source does not"),
            "two spaces in a row",
            "the page shows a wide gap; keep one space",
        ),
    };
    let edits = spaces.iter().map(|&(span, place)| {
        // One of the inner spaces stays: a no-break space where punctuation after it must stay on the line.
        let needs_no_break = target[span.range().end..].starts_with([':', ';', '!', '?', '»', '%', '–', '—']);
        let text = match place {
            Place::Inside if needs_no_break => NO_BREAK.to_string(),
            Place::Inside => " ".to_owned(),
            _ => String::new(),
        };
        Edit { span: segment.target.place(span), text }
    });
    let fix = Fix { safe: true, edits: edits.collect() };
    let mut finding =
        Problem::new(&RULE, segment.target.place(first), message).in_segment(document, segment.segment).label(label).help(help);
    finding.fix = Some(fix);
    Some(finding)
}

/// How many characters of an end a message quotes.
const MAX_QUOTED: usize = 24;

/// The start of a text, in quotation marks.
fn quoted_start(text: &str) -> String {
    let text = text.trim();
    let end = text.char_indices().nth(MAX_QUOTED).map_or(text.len(), |(at, _)| at);
    if end < text.len() { format!("“{}…”", &text[..end]) } else { format!("“{text}”") }
}

/// The end of a text, in quotation marks.
fn quoted_end(text: &str) -> String {
    let text = text.trim();
    let start = text.char_indices().rev().nth(MAX_QUOTED - 1).map_or(0, |(at, _)| at);
    if start > 0 { format!("“…{}”", &text[start..]) } else { format!("“{text}”") }
}

/// Whether a space is visible after a text, which is so after an opening bracket, quotation mark, link or emphasis.
fn shows_after(before: &str, is_spaced: bool) -> bool {
    let mut chars = before.chars().rev();
    let Some(last) = chars.next() else { return false };
    match last {
        '[' | '(' | '{' | '（' | '［' | '「' | '『' | '《' | '【' | '“' | '‘' | '„' | '‚' => true,
        '«' => !is_spaced,
        // These open where no word is before them. At the start of a line they are a list marker.
        '"' | '\'' | '*' | '_' | '~' => match chars.find(|c| *c != last) {
            None => !is_marker(before),
            Some(c) if c.is_whitespace() => !is_marker(before),
            Some(c) => is_opening(c),
        },
        _ => false,
    }
}

/// Whether the last character of a text is the first of its line, or of its line in a block quote.
fn is_marker(before: &str) -> bool {
    let mut chars = before.chars().rev().skip(1);
    chars.find(|c| !matches!(c, ' ' | '\t' | '>')).is_none_or(|c| c == '\n')
}

/// Whether a space is visible before a text, which is so before a closing bracket, quotation mark, link or emphasis, and
/// before a punctuation mark.
fn shows_before(after: &str, is_spaced: bool) -> bool {
    // Closing inline tags do not hide the space before them.
    let mut rest = after;
    while let Some(tag) = rest.strip_prefix("</") {
        let Some(end) = tag.bytes().take(8).position(|b| b == b'>') else { return false };
        let after_tag = &tag[end + 1..];
        match &tag[..end] {
            "a" => return true,
            "b" | "strong" | "i" | "em" | "u" | "kbd" | "code" | "font" => rest = after_tag,
            _ => return false,
        }
    }
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return false };
    match first {
        ':' | ';' | '!' | '?' | '»' if is_spaced => false,
        // Three colons begin a directive, and `![` begins an image.
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

/// The spaces of a target that its source does not have, in order.
fn surplus(side: SideText<'_>, source: &str) -> Vec<(Span, Place)> {
    let target = side.text;
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
            if run.contains(NO_BREAK) && run.chars().nth(1).is_some() && is_inside && side.inline.is_shown(span) {
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

/// The spaces of Unicode that keep words on one line, or are of another width than a plain space.
const NO_BREAKS: [char; 4] = [NO_BREAK, '\u{2007}', '\u{202f}', '\u{3000}'];

/// Whether a no-break space is next to another space.
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
    use crate::rules::testing::report_document;
    use crate::rules::testing::segment;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the target of `2ba23-103` ends with a space, after “La lampada”; its source does not: “The lamp”
          at " ": a space at the end
          help: the page shows a gap; remove the space
          safe fix: " " -> ""
        "#);
    }

    #[test]
    fn a_space_at_the_start_and_a_doubled_space_are_reported() {
        let start = report_document(&RULE, "it-it/lamp.md", &format!("({})", segment("The lamp", " La lampada")));
        insta::assert_snapshot!(start, @r#"
        it-it/lamp.md: the target of `2ba23-103` begins with a space, before “La lampada”; its source does not: “The lamp”
          at " ": a space at the start
          help: the page shows a gap; remove the space
          safe fix: " " -> ""
        "#);
        let inside = report_document(&RULE, "it-it/lamp.md", &segment("The lamp", "La \u{a0}lampada"));
        insta::assert_snapshot!(inside, @r#"
        it-it/lamp.md: the target of `2ba23-103` has two spaces in a row; its source does not
          at " \u{a0}": two spaces in a row
          help: the page shows a wide gap; keep one space
          safe fix: " \u{a0}" -> " "
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
        assert_eq!((quoted_start("a b "), quoted_end("a b ")), ("“a b”".to_owned(), "“a b”".to_owned()));
        assert_eq!(quoted_start(&"灯".repeat(30)), format!("“{}…”", "灯".repeat(24)));
        assert_eq!(quoted_end(&"灯".repeat(30)), format!("“…{}”", "灯".repeat(24)));
    }
}
