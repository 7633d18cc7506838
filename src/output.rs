//! Printing a report: one file a format. Lines and columns are made here, and nothing of a document gets past
//! [`harmless`] into a terminal.

pub mod concise;
pub mod human;
pub mod json;

use crate::text::{Span, Text};
use memchr::memchr_iter;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;

/// Line starts of a text, to turn offsets into lines and columns.
pub struct LineIndex<'a> {
    text: &'a Text,
    starts: Vec<u32>,
    /// The last place that was asked for, as an offset and its column: findings come in order, and lines may be long.
    last: Cell<(u32, usize)>,
}

/// A place for people: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in it; the line's length + 1 at its end. A byte order mark is no character of a line.
    pub column: usize,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of a text.
    pub fn new(text: &'a Text) -> Self {
        let ends = memchr_iter(b'\n', text.as_str().as_bytes()).map(|i| i as u32 + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect(), last: Cell::new((0, 1)) }
    }

    /// Where an offset in bytes is.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let (known, column) = self.last.get();
        let (from, column) = if start < known && known <= offset { (known, column) } else { (start, 1) };
        let column = column + characters(self.text, Span { start: from, end: offset });
        self.last.set((offset, column));
        Position { line, column }
    }

    /// The bytes of the line that an offset is in, without its end.
    pub fn line_of(&self, offset: u32) -> Span {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.text.as_str().len() as u32, |next| next - 1);
        let text = self.text.slice(Span { start, end });
        Span { start, end: start + text.trim_end_matches('\r').len() as u32 }
    }
}

/// Where an offset is, in a text that is asked for few places: reads the text up to the offset.
pub fn position(text: &Text, offset: u32) -> Position {
    let before = text.slice(Span { start: 0, end: offset });
    let line = memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    Position { line, column: characters(text, Span { start: start as u32, end: offset }) + 1 }
}

/// How many characters a span holds, a byte order mark at the start of the file not counted.
fn characters(text: &Text, span: Span) -> usize {
    let counted = text.slice(span);
    if span.start == 0 { counted.trim_start_matches('\u{feff}').chars().count() } else { counted.chars().count() }
}

/// A text that cannot move the cursor, colour a terminal, or reorder what stands beside it: control characters,
/// bidirectional controls and invisible characters are written as escapes.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
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

/// Characters that must not reach a terminal as they are.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
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
        for offset in [3, 6, 13, text.as_str().len() as u32] {
            assert_eq!(index.position(offset), position(&text, offset));
        }
        assert_eq!(text.slice(index.line_of(6)), "\u{feff}日本");
    }

    #[test]
    fn what_could_steer_a_terminal_is_escaped() {
        assert_eq!(harmless("plain — текст"), "plain — текст");
        assert_eq!(harmless("a\u{1b}[31m\u{202e}b\u{9b}c\r\n"), "a\\u{1b}[31m\\u{202e}b\\u{9b}c\\r\\n");
    }
}
