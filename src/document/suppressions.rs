//! The suppressions of a document: comments and a front matter key that hide findings of some rules.
//!
//! `<!-- bitext-ignore rule-id[, rule-id]: reason -->` applies to the next block. `<!-- bitext-ignore-file rule-id: reason -->`
//! applies to the document, and so does `bitext: ignore: [rule-id, ...]` in front matter. Comments in code and in the texts of
//! segments are text.

use super::Segment;
use super::front_matter::{FrontMatter, ValueKind};
use crate::text::Span;
use granit_parser::{Parser as Yaml, ScalarStyle};
use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::cell::Cell;
use std::ops::Range;

/// One suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment, or the front matter value.
    pub span: Span,
    /// The rules and groups that it names.
    pub names: Vec<Span>,
    /// The block that it applies to; `None` for the document.
    pub block: Option<Span>,
    /// Why it suppresses nothing, if it is malformed.
    pub flaw: Option<Flaw>,
}

/// Why a suppression suppresses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A comment without a reason.
    NoReason,
    /// It names no rule.
    NoRule,
    /// An unknown form of `bitext-ignore`, or an unknown key.
    Unknown,
}

const WORD: &str = "bitext-ignore";

/// The front matter key of suppressions.
pub const FRONT_MATTER_KEY: &str = "bitext";

/// The suppressions of a document, in order.
pub fn find(content: &str, front_matter: Option<&FrontMatter>, segments: &[Segment]) -> Vec<Suppression> {
    let mut found: Vec<Suppression> = front_matter.and_then(|matter| in_front_matter(content, matter)).into_iter().collect();
    let body = front_matter.map_or(0, |matter| matter.body as usize);
    // Nearly all documents end here.
    if memmem::find(&content.as_bytes()[body..], WORD.as_bytes()).is_none() {
        return found;
    }
    let mut comments: Vec<(Span, Suppression)> = Vec::new();
    for span in all_comments(content, body) {
        let before = segments.partition_point(|segment| segment.span.end <= span.start);
        if segments.get(before).is_none_or(|segment| segment.span.start > span.start)
            && let Some(suppression) = read(content, span)
        {
            comments.push((span, suppression));
        }
    }
    // In reverse order, because consecutive comments share a block.
    let lines = Lines { content, body, last: Cell::new((0, 0)) };
    let mut next: Option<(Span, Span)> = None;
    for (span, suppression) in comments.iter_mut().rev() {
        let block = block_after(&lines, *span, next);
        next = Some((*span, block));
        suppression.block = suppression.block.map(|_| block);
    }
    found.extend(comments.into_iter().map(|(_, suppression)| suppression));
    found
}

/// The HTML comments of a body, without those in code.
fn all_comments(content: &str, body: usize) -> Vec<Span> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(&content[body..], options).into_offset_iter() {
        if !matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
            continue;
        }
        let end = body + range.end;
        let mut at = body + range.start;
        while let Some(open) = content[at..end].find("<!--").map(|i| at + i) {
            let Some(close) = content[open + 4..end].find("-->") else { break };
            at = open + 4 + close + 3;
            found.push(Span::new(open, at));
        }
    }
    found
}

/// Reads a comment; `None` if it is not a suppression. Its block is not known yet.
fn read(content: &str, span: Span) -> Option<Suppression> {
    let inside = &content[span.start as usize + 4..span.end as usize - 3];
    let start = span.start as usize + 4 + (inside.len() - inside.trim_start().len());
    let rest = content[start..span.end as usize - 3].trim_end().strip_prefix(WORD)?;
    let word = &rest[..rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len())];
    let (is_file, known) = match word {
        "" => (false, true),
        "-file" => (true, true),
        _ if word.starts_with('-') => (true, false),
        _ => return None,
    };
    let block = (!is_file).then(Span::default);
    if !known {
        return Some(Suppression { span, names: Vec::new(), block, flaw: Some(Flaw::Unknown) });
    }
    let rest = &rest[word.len()..];
    let at = start + WORD.len() + word.len();
    let (list, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let names = names(list, at);
    let flaw = match (names.is_empty(), reason.contains(char::is_alphanumeric)) {
        (true, _) => Some(Flaw::NoRule),
        (_, false) => Some(Flaw::NoReason),
        _ => None,
    };
    Some(Suppression { span, names, block, flaw })
}

/// The names in a comma-separated list that begins at byte `at`.
fn names(list: &str, mut at: usize) -> Vec<Span> {
    let mut found = Vec::new();
    for part in list.split(',') {
        let start = at + (part.len() - part.trim_start().len());
        if !part.trim().is_empty() {
            found.push(Span::new(start, start + part.trim().len()));
        }
        at += part.len() + 1;
    }
    found
}

/// The block that a comment applies to. It begins after the comment, blank lines and further suppressions. It ends before the
/// next blank line, heading or list item; a heading is a complete block. In a quotation a line that has only `>` counts as a
/// blank line. `next` is the next suppression with its block.
fn block_after(lines: &Lines<'_>, comment: Span, next: Option<(Span, Span)>) -> Span {
    let content = lines.content;
    let is_quoted = |at: u32| content[lines.at(at as usize).start..at as usize].trim_start().starts_with('>');
    let quoted = is_quoted(comment.start);
    let is_skipped = |c: char| c.is_whitespace() || quoted && c == '>';
    let mut start = comment.end as usize;
    let rest = &content[start..];
    start += rest.len() - rest.trim_start_matches(is_skipped).len();
    if let Some((_, block)) = next.filter(|(next, _)| next.start as usize == start) {
        return block;
    }
    let mut end = start;
    let mut at = lines.at(start).start;
    while at < content.len() {
        let line = &content[lines.at(at)];
        let text = unquoted(line);
        let is_blank_line = if quoted { text.is_empty() } else { line.trim_start().is_empty() };
        let first = at <= start;
        if is_blank_line || !first && (is_heading(text) || is_item(text)) {
            break;
        }
        at += line.len();
        end = (at - (line.len() - line.trim_end().len())).max(start);
        if is_heading(text) {
            break;
        }
        // If the next comment is in the same block, both blocks have the same end.
        if let Some((next, block)) = next.filter(|(next, _)| (next.start as usize) < at && is_quoted(next.start) == quoted) {
            let between = &content[next.end as usize..block.start as usize];
            let line_ends = between.bytes().filter(|b| *b == b'\n').take(2).count();
            let block_start = block.start as usize;
            let line = unquoted(&content[block_start..lines.at(block_start).end]);
            if line_ends == 0 || line_ends == 1 && !is_heading(line) && !is_item(line) {
                return Span { start: start as u32, end: block.end.max(end as u32) };
            }
        }
    }
    Span::new(start, end)
}

/// A line without its quotation markers and the whitespace around it.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

/// The lines of a body. The last line is kept, because a line may have many comments.
struct Lines<'a> {
    content: &'a str,
    body: usize,
    last: Cell<(usize, usize)>,
}

impl Lines<'_> {
    /// The line that contains a byte, with its line end.
    fn at(&self, at: usize) -> Range<usize> {
        let (start, end) = self.last.get();
        if (start..end).contains(&at) {
            return start..end;
        }
        let start = self.content[self.body..at].rfind('\n').map_or(self.body, |i| self.body + i + 1);
        let end = self.content[at..].find('\n').map_or(self.content.len(), |i| at + i + 1);
        self.last.set((start, end));
        start..end
    }
}

fn is_heading(line: &str) -> bool {
    let level = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&level) && line[level..].chars().next().is_none_or(|c| c == ' ' || c == '\t')
}

fn is_item(line: &str) -> bool {
    let rest = match line.trim_start_matches(|c: char| c.is_ascii_digit()) {
        rest if rest.len() < line.len() => rest.strip_prefix(['.', ')']),
        rest => rest.strip_prefix(['-', '*', '+']),
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// The suppression under the front matter key `bitext`.
fn in_front_matter(content: &str, matter: &FrontMatter) -> Option<Suppression> {
    let entry = matter.entry(content, FRONT_MATTER_KEY)?;
    let mut found = Suppression { span: entry.value, names: Vec::new(), block: None, flaw: None };
    if entry.kind != ValueKind::Collection {
        found.flaw = Some(Flaw::Unknown);
        return Some(found);
    }
    // From the start of its line, so that all lines of the mapping have the same indentation.
    let value = entry.value.start as usize;
    let line = content[..value].rfind('\n').map_or(0, |i| i + 1);
    let start = if content[line..value].trim().is_empty() { line } else { value };
    let text = &content[start..entry.value.end as usize];
    let mut depth = 0;
    // Whether the next scalar of the mapping is a key, and whether the key before it is `ignore`.
    let (mut is_key, mut ignores) = (true, false);
    for event in Yaml::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        match event {
            granit_parser::Event::MappingStart(..) | granit_parser::Event::SequenceStart(..) => {
                depth += 1;
                if depth > 1 {
                    is_key = true;
                }
            }
            granit_parser::Event::MappingEnd | granit_parser::Event::SequenceEnd => depth -= 1,
            granit_parser::Event::Scalar(key, ..) if depth == 1 && is_key => {
                ignores = key == "ignore";
                is_key = false;
                if !ignores {
                    found.flaw = Some(Flaw::Unknown);
                }
            }
            granit_parser::Event::Scalar(_, style, ..) => {
                let quote = usize::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
                let (from, to) = (span.start.byte_offset().unwrap_or(0) + quote, span.end.byte_offset().unwrap_or(0));
                let to = to.saturating_sub(quote).max(from);
                if ignores && text.is_char_boundary(from) && text.is_char_boundary(to) && to > from {
                    found.names.push(Span::new(start + from, start + to));
                }
                if depth == 1 {
                    is_key = true;
                }
            }
            _ => {}
        }
    }
    if found.names.is_empty() && found.flaw.is_none() {
        found.flaw = Some(Flaw::NoRule);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::text::Text;

    fn parsed(content: &str) -> Document {
        Document::parse(
            Text::new("it-it/a.md", content.as_bytes()),
            &crate::document::identity::Location::in_memory("it-it/a.md"),
        )
    }

    /// The names, the block (`*` for the document) and the flaw of each suppression.
    fn shown(content: &str) -> Vec<(String, String, Option<Flaw>)> {
        let document = parsed(content);
        let show = |found: &Suppression| {
            let names: Vec<&str> = found.names.iter().map(|span| document.text.slice(*span)).collect();
            (names.join(" "), found.block.map_or("*".to_owned(), |span| document.text.slice(span).to_owned()), found.flaw)
        };
        document.suppressions.iter().map(show).collect()
    }

    fn one(names: &str, block: &str, flaw: Option<Flaw>) -> Vec<(String, String, Option<Flaw>)> {
        vec![(names.to_owned(), block.to_owned(), flaw)]
    }

    #[test]
    fn comments_inside_a_block_share_its_end() {
        let found = shown(
            "One <!-- bitext-ignore a: x --> two\n<!-- bitext-ignore b: x -->\nthree <!-- bitext-ignore c: x --> four\n\nfive\n",
        );
        let blocks: Vec<&str> = found.iter().map(|(_, block, _)| &**block).collect();
        let end = "three <!-- bitext-ignore c: x --> four";
        assert_eq!(blocks, [format!("two\n<!-- bitext-ignore b: x -->\n{end}").as_str(), end, "four"]);
    }

    #[test]
    fn a_comment_applies_to_the_next_block() {
        for (text, block) in [
            ("\nOne.\nTwo.\n\nThree.\n", "One.\nTwo."),
            ("\n\n\nOne.\r\nTwo.\r\n\r\nThree.\n", "One.\r\nTwo."),
            (" One.\nTwo.\n", "One.\nTwo."),
            ("\n# One\nTwo.\n", "# One"),
            ("\nOne.\n## Two\n", "One."),
            ("\n- One\n  more\n- Two\n", "- One\n  more"),
            ("\n1. One\n2. Two\n", "1. One"),
            ("\nOne.\n* Two\n", "One."),
            ("\n> One\n>\n> Two\n\nThree\n", "> One\n>\n> Two"),
            ("\n|a|b|\n|-|-|\n|c|d|\n\nOne\n", "|a|b|\n|-|-|\n|c|d|"),
            ("", ""),
            ("\n\n", ""),
        ] {
            let content = format!("Zero.\n\n<!-- bitext-ignore id-order: known -->{text}");
            assert_eq!(shown(&content), one("id-order", block, None), "{content}");
        }
        assert_eq!(shown("> <!-- bitext-ignore id-order: known -->\n> One\n>\n> Two\n"), one("id-order", "One", None));
        assert_eq!(shown("- <!-- bitext-ignore id-order: known --> One\n- Two\n"), one("id-order", "One", None));
        assert_eq!(shown("# <!-- bitext-ignore id-order: known --> One\nTwo\n"), one("id-order", "One", None));
        assert_eq!(shown("One <!-- bitext-ignore id-order: known -->\nTwo\n"), one("id-order", "Two", None));
        let two = "<!-- bitext-ignore id-order: a -->\n<!-- bitext-ignore no-loc: b -->\nOne.\n";
        let blocks: Vec<String> = shown(two).into_iter().map(|(_, block, _)| block).collect();
        assert_eq!(blocks, ["One.", "One."]);
    }

    #[test]
    fn comments_name_rules_and_a_reason() {
        for (comment, names, block, flaw) in [
            ("bitext-ignore a, b-c ,d: x: y", "a b-c d", "", None),
            ("bitext-ignore-file a: x", "a", "*", None),
            ("bitext-ignore\n  a:\n  x", "a", "", None),
            ("bitext-ignore a", "a", "", Some(Flaw::NoReason)),
            ("bitext-ignore a: ...", "a", "", Some(Flaw::NoReason)),
            ("bitext-ignore: x", "", "", Some(Flaw::NoRule)),
            ("bitext-ignore-line a: x", "", "*", Some(Flaw::Unknown)),
        ] {
            assert_eq!(shown(&format!("<!-- {comment} -->\n")), one(names, block, flaw), "{comment}");
        }
        for text in
            ["<!-- bitext-ignored a: x -->", "<!-- see bitext-ignore a: x -->", "bitext-ignore a: x", "<!-- bitext-ignore a: x"]
        {
            assert_eq!(shown(text), [], "{text}");
        }
    }

    #[test]
    fn comments_in_code_and_in_segments_are_text() {
        let comment = "<!-- bitext-ignore a: x -->";
        assert_eq!(shown(&format!("```md\n{comment}\n```\n\n`{comment}`\n\n    {comment}\n")), []);
        let pair = format!(
            "<span data-ttu-id=\"2ba23-103\">{comment}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">{comment}</span></span>\n"
        );
        assert_eq!(shown(&pair), []);
        let document = parsed(&format!("{comment}\n{pair}\nand <!-- bitext-ignore a: some words of prose --> no more\n"));
        assert_eq!(document.suppressions.len(), 2);
        let unpaired: Vec<&str> = document.unpaired.iter().map(|span| document.text.slice(*span)).collect();
        assert!(unpaired.iter().all(|text| !text.contains("prose of")), "{unpaired:?}");
        assert_eq!(parsed(&format!("{comment}\n{pair}")).unpaired, []);
    }

    #[test]
    fn front_matter_names_rules_in_a_mapping() {
        for (value, names, flaw) in [
            ("\n  ignore: [a, \"b\"]\n", "a b", None),
            ("\n  ignore:\n    - a\n    - b\n", "a b", None),
            ("\n  ignore:\n  - a\n", "a", None),
            (" { ignore: [a] }\n", "a", None),
            ("\n  ignore: a\n", "a", None),
            ("\n  ignore: []\n", "", Some(Flaw::NoRule)),
            ("\n  ignre: [a]\n", "", Some(Flaw::Unknown)),
            ("\n  other: b\n  ignore: [a]\n", "a", Some(Flaw::Unknown)),
            (" ignore\n", "", Some(Flaw::Unknown)),
        ] {
            let content = format!("---\ntitle: x\nbitext:{value}ms.date: 2020-01-01\n---\nOne.\n");
            assert_eq!(shown(&content), one(names, "*", flaw), "{content}");
        }
    }
}
