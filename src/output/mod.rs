//! The output formats: one file for each. Only this module computes lines and columns. All text of documents goes through
//! [`escape_controls`] before it is printed.

pub mod concise;
pub mod diff;
pub mod explain;
pub mod github;
pub mod gitlab;
#[cfg(feature = "cli")]
pub mod human;
pub mod json;
mod json_text;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod statistics;
pub mod status_json;
pub mod status_table;

use crate::document::DocId;
use crate::report::Report;
use crate::rules::finding::Finding;
use crate::text::bytes::any_triple;
use crate::text::phrases::counted;
use crate::text::{Span, Text};
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

/// An index that maps offsets of a text to lines and columns. It reads the text only up to the requested offsets, because most
/// findings are in front matter.
pub struct LineIndex<'a> {
    text: &'a Text,
    starts: RefCell<Vec<u32>>,
    /// The number of bytes that were searched for line starts.
    read: Cell<u32>,
    /// Offsets in ascending order, each with its column. Lines may be long, so later columns are counted from these.
    columns: RefCell<Vec<(u32, usize)>>,
    /// The last result of `line_of`.
    last_line: Cell<Span>,
}

/// The largest number of bytes that are counted again for each column.
const MAX_RECOUNT: u32 = 1024;

/// A line and a column, both from 1. The column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The number of the character in the line. A byte order mark does not count.
    pub column: usize,
}

impl<'a> LineIndex<'a> {
    /// An index of a text.
    pub fn new(text: &'a Text) -> Self {
        Self { text, starts: RefCell::new(vec![0]), read: Cell::new(0), columns: RefCell::default(), last_line: Cell::default() }
    }

    /// The number of the line of an offset, from 1, and the offset of its start.
    fn line(&self, offset: u32) -> (usize, u32) {
        let mut starts = self.starts.borrow_mut();
        let read = self.read.get();
        if read < offset {
            let unread = &self.text.as_str().as_bytes()[read as usize..offset as usize];
            starts.extend(memchr_iter(b'\n', unread).map(|i| read + i as u32 + 1));
            self.read.set(offset);
        }
        let line = starts.partition_point(|start| *start <= offset);
        (line, starts[line - 1])
    }

    /// The line and column of an offset.
    pub fn position(&self, offset: u32) -> Position {
        let (line, start) = self.line(offset);
        let mut columns = self.columns.borrow_mut();
        let next = columns.partition_point(|(known, _)| *known <= offset);
        let nearest = next.checked_sub(1).map(|i| columns[i]).filter(|(known, _)| *known > start);
        let (from, column) = nearest.unwrap_or((start, 1));
        let column = column + characters(self.text, Span { start: from, end: offset });
        if offset - from > MAX_RECOUNT {
            columns.insert(next, (offset, column));
        }
        Position { line, column }
    }

    /// The span of the line of an offset, without its line end.
    pub fn line_of(&self, offset: u32) -> Span {
        let (_, start) = self.line(offset);
        let last = self.last_line.get();
        if last.start == start && offset < last.end {
            return last;
        }
        let text = &self.text.as_str()[start as usize..];
        let line = memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end]);
        let line = Span { start, end: start + line.trim_end_matches('\r').len() as u32 };
        self.last_line.set(line);
        line
    }
}

/// The line indices of the documents of a report. Each is created once.
pub struct LineIndices<'a> {
    report: &'a Report,
    indices: RefCell<HashMap<DocId, Rc<LineIndex<'a>>>>,
}

impl<'a> LineIndices<'a> {
    /// The indices of the documents of a report.
    pub fn new(report: &'a Report) -> Self {
        Self { report, indices: RefCell::default() }
    }

    /// The index of a document.
    pub fn index(&self, document: DocId) -> Rc<LineIndex<'a>> {
        let new = || Rc::new(LineIndex::new(&self.report.run.documents[document].text));
        Rc::clone(self.indices.borrow_mut().entry(document).or_insert_with(new))
    }

    /// The line and column of an offset in a document.
    pub fn position(&self, document: DocId, offset: u32) -> Position {
        self.index(document).position(offset)
    }
}

/// The number of characters in a span. A byte order mark at the start of the file does not count.
fn characters(text: &Text, span: Span) -> usize {
    let counted = text.slice(span);
    if span.start == 0 { counted.trim_start_matches('\u{feff}').chars().count() } else { counted.chars().count() }
}

/// Escapes characters that could control a terminal or reorder the text around them, and build log commands.
///
/// It escapes control characters, bidirectional controls, invisible characters, and the start of `##[command]` and
/// `##vso[command]`.
pub fn escape_controls(text: &str) -> Cow<'_, str> {
    if !may_need_escapes(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, char) in text.char_indices() {
        match char {
            '#' if begins_command(&text[at..]) => out.push_str("\\u{23}"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push(' '),
            crate::text::SUBSTITUTE => out.push('\u{fffd}'),
            c if needs_escape(c) => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a text may have something to escape. This is a fast test that most texts fail. It accepts every text with a line end.
fn may_need_escapes(text: &str) -> bool {
    any_triple(text.as_bytes(), |a, b, c| {
        (a < 0x20)
            | (a == 0x7f)
            | ((a == 0xc2) & (b < 0xa0))
            | ((a == 0xd8) & (b == 0x9c))
            | ((a == 0xe2)
                & (((b == 0x80) & ((0x8b..0x90).contains(&c) | (0xa8..0xaf).contains(&c))) | ((b == 0x81) & (c >= 0xa0))))
            | ((a == 0xef) & ((b == 0xbb) | (b == 0xbf)))
            | ((a == 0xf3) & (b == 0xa0))
            | ((a == b'#') & (b == b'#') & ((c == b'[') | (c | 0x20 == b'v')))
    })
}

/// Whether a character must be escaped.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text begins with a command of Azure Pipelines, which executes commands anywhere in a line.
fn begins_command(text: &str) -> bool {
    text.strip_prefix("##").is_some_and(|rest| {
        let name = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("vso"));
        rest[name.map_or(0, str::len)..].starts_with('[')
    })
}

/// Escapes the build log commands in a text of several lines.
#[cfg(feature = "cli")]
fn escape_commands(text: String) -> String {
    if memchr::memmem::find_iter(text.as_bytes(), "##").all(|at| !begins_command(&text[at..])) {
        return text;
    }
    let chars = text.char_indices();
    chars.fold(String::with_capacity(text.len() + 8), |mut out, (at, char)| {
        if begins_command(&text[at..]) {
            out.push_str("\\u{23}")
        } else {
            out.push(char)
        }
        out
    })
}

/// Escapes a text, and cuts it after `max` characters. A `…` replaces the rest.
fn truncate(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        Some((end, _)) => Cow::Owned(escape_controls(&text[..end]).into_owned() + "…"),
        None => escape_controls(text),
    }
}

/// The largest number of characters of a message or of a line of help in the formats for CI services.
const MAX_MESSAGE: usize = 1000;

/// The name of a document for the start of a line, where `::` would begin a command.
fn name_at_line_start(name: &str) -> Cow<'_, str> {
    let safe = truncate(name, MAX_MESSAGE);
    if safe.trim_start().starts_with("::") { Cow::Owned(format!("./{safe}")) } else { safe }
}

/// The name of a document without `./`. CI services name the files of a repository in this way.
fn repository_path(name: &str) -> Cow<'_, str> {
    if !name.split('/').any(|step| step == ".") {
        return Cow::Borrowed(name);
    }
    let steps: Vec<&str> = name.split('/').filter(|step| *step != ".").collect();
    Cow::Owned(steps.join("/"))
}

/// The number of fixable findings with the option that fixes them, as a clause. Empty if there are none.
fn fix_hint(report: &Report) -> String {
    match report.count_fixes() {
        (0, 0) => String::new(),
        (safe, 0) => format!("; {safe} fixable with --fix"),
        (0, others) => format!("; {others} fixable with --unsafe-fixes"),
        (safe, others) => format!("; {safe} fixable with --fix, {others} more with --unsafe-fixes"),
    }
}

/// The number of findings of level info that are not listed, with their rules, as a sentence. `None` if there are none.
fn unlisted_infos_sentence(report: &Report) -> Option<String> {
    let rules: Vec<String> = report.infos_by_rule().iter().map(|(rule, _, count)| format!("{count} {rule}")).collect();
    (!rules.is_empty()).then(|| format!("{} not listed: {}.", counted(report.infos.len(), "info finding"), rules.join(", ")))
}

/// Sentences on the comparison with an earlier revision and with a baseline.
fn comparison_sentences(report: &Report) -> Vec<String> {
    let since = report.change.as_ref().map(|change| {
        format!(
            "Compared with {}: {} changed, {}, {} fixed, {} not shown.",
            truncate(&change.base, MAX_MESSAGE),
            counted(change.changed_segments, "segment"),
            counted(change.new, "new finding"),
            change.fixed,
            counted(change.old, "existing finding")
        )
    });
    let baseline = report.baseline.as_ref().map(|baseline| {
        let name = truncate(&baseline.name, MAX_MESSAGE);
        let known = format!("{} not shown because the baseline {name} has them.", counted(report.known.len(), "finding"));
        match baseline.unmatched {
            0 => known,
            1 => known + " 1 of its findings is gone; --write-baseline removes it.",
            n => format!("{known} {n} of its findings are gone; --write-baseline removes them."),
        }
    });
    since.into_iter().chain(baseline).collect()
}

/// The message as a sentence, followed by the lines of the help.
fn message_and_help(finding: &Finding) -> String {
    let mut text = truncate(&finding.message, MAX_MESSAGE).into_owned() + ".";
    for line in finding.help.iter().flat_map(|help| help.split('\n')) {
        // A line must not begin a command.
        text.push_str(if line.trim_start().starts_with("::") { "\n- " } else { "\n" });
        text.push_str(&truncate(line, MAX_MESSAGE));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = Text::new("a.md", "\u{feff}日本\r\nпривет\n".as_bytes());
        let index = LineIndex::new(&text);
        assert_eq!(index.position(3), Position { line: 1, column: 1 });
        assert_eq!(index.position(6), Position { line: 1, column: 2 });
        assert_eq!(index.position(13), Position { line: 2, column: 2 });
        assert_eq!(index.position(text.as_str().len() as u32), Position { line: 3, column: 1 });
        // Offsets may be requested in any order.
        for offset in [6, 13] {
            assert_eq!(index.position(offset), LineIndex::new(&text).position(offset));
        }
        assert_eq!(text.slice(index.line_of(6)), "\u{feff}日本");
    }

    #[test]
    fn columns_in_long_lines_are_the_same_in_any_order() {
        let text = Text::new("a.md", ["é".repeat(5000), "日".repeat(5000)].join("\n").as_bytes());
        let index = LineIndex::new(&text);
        for character in [4999, 10, 3000, 2999, 3001, 1, 4998] {
            assert_eq!(index.position(character * 2), Position { line: 1, column: character as usize + 1 });
            let second = 10_001 + character * 3;
            assert_eq!(index.position(second), Position { line: 2, column: character as usize + 1 });
            assert_eq!(index.line_of(second), Span { start: 10_001, end: 25_001 });
        }
    }

    #[test]
    fn the_fast_test_accepts_every_character_that_must_be_escaped() {
        for char in (0..=char::MAX as u32).filter_map(char::from_u32).filter(|c| needs_escape(*c)) {
            assert!(may_need_escapes(&char.to_string()), "{:x}", char as u32);
        }
        for text in ["##[a]", "x##vso[a]", "##VSO[a]"] {
            assert!(may_need_escapes(text), "{text}");
        }
        for text in ["plain — текст “日本”…", "", "👍 é", "## a", "#[a]"] {
            assert!(!may_need_escapes(text), "{text}");
        }
    }

    #[test]
    fn controls_and_commands_are_escaped() {
        assert_eq!(escape_controls("plain — текст"), "plain — текст");
        assert_eq!(escape_controls("###[a] ##vSo[b] ##日[c] ##v"), "#\\u{23}#[a] \\u{23}#vSo[b] ##日[c] ##v");
        assert_eq!(escape_controls("a\u{1b}[31m\u{202e}b\u{9b}c\r\n"), "a\\u{1b}[31m\\u{202e}b\\u{9b}c\\r\\n");
    }

    #[test]
    fn names_and_messages_are_cut_and_do_not_begin_a_command() {
        assert_eq!(name_at_line_start(" ::error::a.md"), "./ ::error::a.md");
        assert_eq!(name_at_line_start("it-it/::a.md"), "it-it/::a.md");
        assert_eq!(repository_path("./it-it/./a.md"), "it-it/a.md");
        assert_eq!(repository_path("/it-it/a.md"), "/it-it/a.md");
        assert_eq!((truncate("日本", 2), truncate("日本語", 2)), ("日本".into(), "日本…".into()));
    }
}
