//! Text and its utilities: the text of one file, byte spans in it, and functions on texts that know nothing of documents.
//!
//! Positions are byte offsets. `output` computes lines and columns.

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

/// Texts that replace files: bytes by absolute path.
pub type Texts = HashMap<String, Vec<u8>>;

/// A byte range in one [`Text`]: `start` inclusive, `end` exclusive.
///
/// Offsets have 32 bits. A file of 4 GiB or more is refused before it becomes a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets, which must fit 32 bits.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Self { start: start as u32, end: end as u32 }
    }

    /// The span as a range of `usize`, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the spans have a byte in common. An empty span meets a span that it touches.
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

/// The character that replaces a byte that is not UTF-8: the ASCII control "substitute". It has one byte, so every offset in
/// the text is the offset in the file.
pub const SUBSTITUTE: char = '\u{1a}';

/// The text of one file, with the name that reports show.
#[derive(Debug)]
pub struct Text {
    name: String,
    content: String,
    invalid: Vec<Span>,
}

impl Text {
    /// A text from the bytes of a file. Bytes that are not UTF-8 become [`SUBSTITUTE`], see [`Text::invalid`].
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

    /// The path as the user gave it, joined with the path below it. The separator is always `/`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content. Offsets in it are offsets in the file.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// The content of a span of this text.
    ///
    /// # Panics
    /// If the span ends after the text, or does not end between characters.
    pub fn slice(&self, span: Span) -> &str {
        &self.content[span.range()]
    }

    /// The spans of the file that are not UTF-8, in order. Adjacent bytes are one span.
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
