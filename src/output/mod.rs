//! Printing a report: one file a format. Lines and columns are made here, and nothing of a document gets past
//! [`harmless`] into a terminal.

pub mod concise;
pub mod diff;
pub mod explain;
pub mod github;
pub mod gitlab;
#[cfg(feature = "cli")]
pub mod human;
pub mod json;
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

/// Line starts of a text, to turn offsets into lines and columns. The text is read as far as it is asked for: most places
/// that are shown stand in its front matter.
pub struct LineIndex<'a> {
    text: &'a Text,
    starts: RefCell<Vec<u32>>,
    /// How far the text is read.
    read: Cell<u32>,
    /// Places that were asked for, in order, each with its column: lines may be long, so the next are counted from there.
    known: RefCell<Vec<(u32, usize)>>,
    /// The last line that was asked for.
    line: Cell<Span>,
}

/// How many bytes are counted over again for each place.
const NEAR: u32 = 1024;

/// A place for people: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in it; the line's length + 1 at its end. A byte order mark is no character of a line.
    pub column: usize,
}

impl<'a> LineIndex<'a> {
    /// An index of a text of which nothing is read yet.
    pub fn new(text: &'a Text) -> Self {
        Self { text, starts: RefCell::new(vec![0]), read: Cell::new(0), known: RefCell::default(), line: Cell::default() }
    }

    /// The number of the line that an offset is in, from 1, and the offset that it starts at.
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

    /// Where an offset in bytes is.
    pub fn position(&self, offset: u32) -> Position {
        let (line, start) = self.line(offset);
        let mut known = self.known.borrow_mut();
        let next = known.partition_point(|(known, _)| *known <= offset);
        let nearest = next.checked_sub(1).map(|i| known[i]).filter(|(known, _)| *known > start);
        let (from, column) = nearest.unwrap_or((start, 1));
        let column = column + characters(self.text, Span { start: from, end: offset });
        if offset - from > NEAR {
            known.insert(next, (offset, column));
        }
        Position { line, column }
    }

    /// The bytes of the line that an offset is in, without its end.
    pub fn line_of(&self, offset: u32) -> Span {
        let (_, start) = self.line(offset);
        let last = self.line.get();
        if last.start == start && offset < last.end {
            return last;
        }
        let text = &self.text.as_str()[start as usize..];
        let line = memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end]);
        let line = Span { start, end: start + line.trim_end_matches('\r').len() as u32 };
        self.line.set(line);
        line
    }
}

/// Lines and columns in the documents of a report, of which each is read once.
pub struct Places<'a> {
    report: &'a Report,
    indices: RefCell<HashMap<DocId, Rc<LineIndex<'a>>>>,
}

impl<'a> Places<'a> {
    /// The places of a report, of which no document is read yet.
    pub fn new(report: &'a Report) -> Self {
        Self { report, indices: RefCell::default() }
    }

    /// The index of a document.
    pub fn of(&self, document: DocId) -> Rc<LineIndex<'a>> {
        let new = || Rc::new(LineIndex::new(&self.report.documents[document].text));
        Rc::clone(self.indices.borrow_mut().entry(document).or_insert_with(new))
    }

    /// Where an offset in a document is.
    pub fn position(&self, document: DocId, offset: u32) -> Position {
        self.of(document).position(offset)
    }
}

/// How many characters a span holds, a byte order mark at the start of the file not counted.
fn characters(text: &Text, span: Span) -> usize {
    let counted = text.slice(span);
    if span.start == 0 { counted.trim_start_matches('\u{feff}').chars().count() } else { counted.chars().count() }
}

/// A text that cannot move the cursor, colour a terminal, reorder what stands beside it, or command whoever reads the log:
/// control characters, bidirectional controls, invisible characters and the start of `##[command]` and `##vso[command]` are
/// written as escapes.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !may_harm(text) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for (at, char) in text.char_indices() {
        match char {
            '#' if is_command(&text[at..]) => safe.push_str("\\u{23}"),
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push(' '),
            crate::text::SUBSTITUTE => safe.push('\u{fffd}'),
            c if is_harmful(c) => {
                let _ = write!(safe, "\\u{{{:x}}}", c as u32);
            }
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Whether a text may hold a harmful character: a quick way past nearly all. `\n` is one.
fn may_harm(text: &str) -> bool {
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

/// Characters that must not reach a terminal as they are.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text begins with what some build logs take for a command, anywhere in a line.
fn is_command(text: &str) -> bool {
    text.strip_prefix("##").is_some_and(|rest| {
        let name = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("vso"));
        rest[name.map_or(0, str::len)..].starts_with('[')
    })
}

/// A text of several lines without commands in the middle of a line.
#[cfg(feature = "cli")]
fn without_commands(text: String) -> String {
    if memchr::memmem::find_iter(text.as_bytes(), "##").all(|at| !is_command(&text[at..])) {
        return text;
    }
    let chars = text.char_indices();
    chars.fold(String::with_capacity(text.len() + 8), |mut safe, (at, char)| {
        if is_command(&text[at..]) {
            safe.push_str("\\u{23}")
        } else {
            safe.push(char)
        }
        safe
    })
}

/// A harmless text of at most so many characters; what is cut off leaves a `…`.
fn bounded(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(harmless(&text[..end]).into_owned() + "…"),
        None => harmless(text),
    }
}

/// How many characters of a message, or of a line of help, are shown by formats that others read.
const LONGEST: usize = 1000;

/// The name of a document as it is shown at the start of a line, where `::` would begin a command.
fn place(name: &str) -> Cow<'_, str> {
    let safe = bounded(name, LONGEST);
    if safe.trim_start().starts_with("::") { Cow::Owned(format!("./{safe}")) } else { safe }
}

/// The name of a document without steps that lead nowhere (`./`), as services know the files of a repository.
fn relative(name: &str) -> Cow<'_, str> {
    if !name.split('/').any(|step| step == ".") {
        return Cow::Borrowed(name);
    }
    let steps: Vec<&str> = name.split('/').filter(|step| *step != ".").collect();
    Cow::Owned(steps.join("/"))
}

/// How many findings can be fixed, and with what: a clause behind how many there are.
fn fixable(report: &Report) -> String {
    match report.fixable() {
        (0, 0) => String::new(),
        (safe, 0) => format!("; --fix mends {safe}"),
        (0, others) => format!("; --unsafe-fixes mends {others}"),
        (safe, others) => format!("; --fix mends {safe}, --unsafe-fixes {others} more"),
    }
}

/// How many findings of level info are not listed, in a sentence with their rules; `None` without any.
fn unlisted_infos(report: &Report) -> Option<String> {
    let rules: Vec<String> = report.infos_by_rule().iter().map(|(rule, _, count)| format!("{count} {rule}")).collect();
    (!rules.is_empty()).then(|| format!("{} not listed: {}.", counted(report.infos.len(), "info finding"), rules.join(", ")))
}

/// What a change or a baseline did to the report, a sentence each.
fn gated(report: &Report) -> Vec<String> {
    let since = report.change.as_ref().map(|change| {
        format!(
            "Since {}: {} touched, {} newly broken, {} mended; {} there before.",
            bounded(&change.base, LONGEST),
            counted(change.changed_segments, "pair"),
            change.new,
            change.fixed,
            change.old
        )
    });
    let baseline = report.baseline.as_ref().map(|baseline| {
        let known = format!("{} in the baseline {}", counted(report.known.len(), "finding"), bounded(&baseline.name, LONGEST));
        match baseline.unmatched {
            0 => known + ".",
            n => format!("{known}; {n} of its findings are gone (--write-baseline takes them out)."),
        }
    });
    since.into_iter().chain(baseline).collect()
}

/// What is wrong and what to do about it: a sentence, and a line for each line of the help.
fn explained(finding: &Finding) -> String {
    let mut text = bounded(&finding.message, LONGEST).into_owned() + ".";
    for line in finding.help.iter().flat_map(|help| help.split('\n')) {
        // No line of it begins a command.
        text.push_str(if line.trim_start().starts_with("::") { "\n- " } else { "\n" });
        text.push_str(&bounded(line, LONGEST));
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
        // Back to an earlier line, and a place asked for alone.
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
    fn no_harmful_character_gets_past_the_quick_look() {
        for char in (0..=char::MAX as u32).filter_map(char::from_u32).filter(|c| is_harmful(*c)) {
            assert!(may_harm(&char.to_string()), "{:x}", char as u32);
        }
        for text in ["##[a]", "x##vso[a]", "##VSO[a]"] {
            assert!(may_harm(text), "{text}");
        }
        for text in ["plain — текст “日本”…", "", "👍 é", "## a", "#[a]"] {
            assert!(!may_harm(text), "{text}");
        }
    }

    #[test]
    fn what_could_steer_a_terminal_is_escaped() {
        assert_eq!(harmless("plain — текст"), "plain — текст");
        assert_eq!(harmless("###[a] ##vSo[b] ##日[c] ##v"), "#\\u{23}#[a] \\u{23}#vSo[b] ##日[c] ##v");
        assert_eq!(harmless("a\u{1b}[31m\u{202e}b\u{9b}c\r\n"), "a\\u{1b}[31m\\u{202e}b\\u{9b}c\\r\\n");
    }

    #[test]
    fn names_and_messages_are_short_and_begin_no_command() {
        assert_eq!(place(" ::error::a.md"), "./ ::error::a.md");
        assert_eq!(place("it-it/::a.md"), "it-it/::a.md");
        assert_eq!(relative("./it-it/./a.md"), "it-it/a.md");
        assert_eq!(relative("/it-it/a.md"), "/it-it/a.md");
        assert_eq!((bounded("日本", 2), bounded("日本語", 2)), ("日本".into(), "日本…".into()));
    }
}
