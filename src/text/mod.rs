//! The bytes of one document, and places in them.
//!
//! A place is a byte range ([`Span`]). Lines and columns are not known here: `output` makes them, in the unit that its
//! reader counts in.

pub mod bytes;
pub mod date;
pub mod diff;
pub mod nearest;
pub mod normalize;
pub mod phrases;
pub mod sequence;
pub mod similarity;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// Texts that replace files, as bytes by absolute path.
pub type Texts = HashMap<String, Vec<u8>>;

/// A byte range in one [`Text`]: `start` inclusive, `end` exclusive.
///
/// Offsets are 32 bits wide: a file of 4 GiB or more is refused before it becomes a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets, which must fit 32 bits (see [`Span`]).
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Self { start: start as u32, end: end as u32 }
    }

    /// The same as a range of `usize`, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether both cover a byte in common, or touch where one of them is empty.
    pub fn meets(self, other: Self) -> bool {
        if self.is_empty() || other.is_empty() {
            self.start <= other.end && other.start <= self.end
        } else {
            self.start < other.end && other.start < self.end
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// What stands in a [`Text`] for a byte that is not UTF-8: the ASCII control "substitute", one byte for one byte, so
/// that every offset stays the offset in the file.
pub const SUBSTITUTE: char = '\u{1a}';

/// One document's bytes as text, with the name that it is shown under.
#[derive(Debug)]
pub struct Text {
    name: String,
    content: String,
    invalid: Vec<Span>,
}

impl Text {
    /// Takes, or copies, the bytes of a file. Bytes that are not UTF-8 become [`SUBSTITUTE`], and their places are kept.
    pub fn new<'a>(name: impl Into<String>, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        let whole = match bytes.into() {
            Cow::Borrowed(bytes) => match simdutf8::basic::from_utf8(bytes) {
                Ok(content) => Ok(content.to_owned()),
                Err(_) => Err(substitute(bytes)),
            },
            Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|error| substitute(error.as_bytes())),
        };
        let (content, invalid) = whole.map_or_else(|substituted| substituted, |content| (content, Vec::new()));
        Self { name: name.into(), content, invalid }
    }

    /// The path as the user gave it, joined with the path below it; `/` always.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole content. Offsets in it are offsets in the file.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The content of a span that was made on this text.
    ///
    /// # Panics
    /// When the span is not of this text: past its end, or inside a character.
    pub fn slice(&self, span: Span) -> &str {
        &self.content[span.range()]
    }

    /// Where the file is not UTF-8, in order; neighbouring bytes are one span.
    pub fn invalid(&self) -> &[Span] {
        &self.invalid
    }
}

fn substitute(bytes: &[u8]) -> (String, Vec<Span>) {
    let mut content = String::with_capacity(bytes.len());
    let mut invalid: Vec<Span> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        content.push_str(chunk.valid());
        let start = content.len();
        content.extend(chunk.invalid().iter().map(|_| SUBSTITUTE));
        match invalid.last_mut() {
            _ if chunk.invalid().is_empty() => {}
            Some(last) if last.end as usize == start => last.end = content.len() as u32,
            _ => invalid.push(Span::new(start, content.len())),
        }
    }
    (content, invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_keep_every_offset() {
        let bytes = b"ab\xff\xfe\xc3cd\xe4\xb8";
        let text = Text::new("a.md", bytes);
        assert_eq!(Text::new("a.md", bytes.to_vec()).invalid(), text.invalid());
        assert_eq!(text.as_str(), "ab\u{1a}\u{1a}\u{1a}cd\u{1a}\u{1a}");
        assert_eq!(text.invalid(), [Span::new(2, 5), Span::new(7, 9)]);
    }
}
