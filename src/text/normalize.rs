//! Normalization: gives equal source texts the same form, however they are written.
//!
//! The segmentation tool changes source texts slightly. It joins wrapped lines and removes the block quote markers at their
//! start. It decodes escapes and entities, adds `:::no-loc(..):::` directives, and adds or drops zero-width and no-break spaces.

use crate::text::SUBSTITUTE;
use crate::text::bytes::any_triple;
use memchr::memchr;
use std::borrow::Cow;

/// Normalizes a text: whitespace becomes single spaces, escapes and entities are decoded, `:::no-loc(X):::` becomes `X`,
/// zero-width characters are dropped, and the text is trimmed. Borrowed if nothing changes.
pub fn normalize(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_normalized(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    let mut normalized = NormalizedText { text: String::with_capacity(trimmed.len()), ..NormalizedText::default() };
    normalized.push(trimmed, 0);
    normalized.text.truncate(normalized.text.trim_end().len());
    Cow::Owned(normalized.text)
}

/// Normalizes a text and drops every space that does not separate two words. The segmentation tool adds and removes spaces
/// beside emphasis delimiters.
pub fn normalize_compact(text: &str) -> String {
    let mut normalized =
        NormalizedText { text: String::with_capacity(text.len()), is_compact: true, ..NormalizedText::default() };
    normalized.push(text.trim(), 0);
    normalized.text
}

/// A source file normalized as by [`normalize_compact`], with a map from its offsets to those of the file.
#[derive(Debug, Default)]
pub struct NormalizedText {
    /// The normalized text. A line end in it replaces a fenced block, because no sentence spans one.
    pub text: String,
    /// Whether only spaces that separate words are kept.
    is_compact: bool,
    /// Whether a space follows the text so far. It is written only if a word follows.
    has_pending_space: bool,
    /// Pairs of an offset in the normalized text and the offset in the file. Up to the next pair both advance together.
    steps: Vec<(u32, u32)>,
}

impl NormalizedText {
    /// Normalizes a file from byte `body` on, without its fenced blocks.
    pub fn new(content: &str, body: usize) -> Self {
        let mut normalized = Self { text: String::with_capacity(content.len() - body), is_compact: true, ..Self::default() };
        let mut fence: Option<(u8, usize)> = None;
        let mut start = body;
        let mut at = body;
        while at < content.len() {
            let end = memchr(b'\n', &content.as_bytes()[at..]).map_or(content.len(), |i| at + i + 1);
            let run = fence_run(&content[at..end]);
            match (fence, run) {
                (None, Some((delimiter, length, _))) => {
                    normalized.push(&content[start..at], start);
                    normalized.text.push('\n');
                    normalized.has_pending_space = false;
                    fence = Some((delimiter, length));
                }
                (Some((delimiter, length)), Some((closing, run, true))) if delimiter == closing && run >= length => {
                    fence = None;
                    start = end;
                }
                _ => {}
            }
            at = end;
        }
        if fence.is_none() {
            normalized.push(&content[start..], start);
        }
        normalized
    }

    /// The offset in the file of an offset in the normalized text.
    pub fn original(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(normalized, _)| *normalized as usize <= at);
        match step.checked_sub(1).map(|i| self.steps[i]) {
            Some((normalized, original)) => original as usize + (at - normalized as usize),
            None => at,
        }
    }

    /// Normalizes and appends a text from byte `offset` of the file.
    fn push(&mut self, text: &str, offset: usize) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = plain_run(&bytes[at..], self.is_compact);
            if plain > 0 {
                self.write(&text[at..at + plain], offset + at);
                at += plain;
                continue;
            }
            let (replacement, length) = replace_special(&text[at..]);
            match replacement {
                Replacement::Space if self.is_compact => self.has_pending_space = true,
                Replacement::Space if !self.ends_with_space() => self.write(" ", offset + at),
                Replacement::Space | Replacement::Nothing => {}
                Replacement::Char(char) => self.write(char.encode_utf8(&mut [0; 4]), offset + at),
                Replacement::Text(inner, skipped) => self.write(inner, offset + at + skipped),
            }
            at += length;
        }
    }

    /// Appends normalized text that comes from byte `original` of the file.
    fn write(&mut self, text: &str, original: usize) {
        if std::mem::take(&mut self.has_pending_space) {
            let is_between_words = self.text.bytes().next_back().is_some_and(is_word) && text.bytes().next().is_some_and(is_word);
            if is_between_words {
                self.add_step(original - 1);
                self.text.push(' ');
            }
        }
        self.add_step(original);
        self.text.push_str(text);
    }

    fn ends_with_space(&self) -> bool {
        matches!(self.text.as_bytes().last(), None | Some(b' ' | b'\n'))
    }

    /// Records that the text that is appended next comes from byte `original` of the file.
    fn add_step(&mut self, original: usize) {
        let normalized = self.text.len();
        let expected = self.steps.last().map_or(normalized, |(n, o)| *o as usize + (normalized - *n as usize));
        if expected != original {
            if self.steps.last().is_some_and(|(n, _)| *n as usize == normalized) {
                self.steps.pop();
            }
            self.steps.push((normalized as u32, original as u32));
        }
    }
}

/// The normal form of a special sequence.
enum Replacement<'a> {
    Nothing,
    Space,
    Char(char),
    /// A part of the sequence, and its offset in the file relative to the start of the sequence.
    Text(&'a str, usize),
}

/// The normal form of the special sequence at the start of a text, and the length of the sequence in bytes.
fn replace_special(text: &str) -> (Replacement<'_>, usize) {
    if let Some(inner) = no_loc(text) {
        return (Replacement::Text(inner, ":::no-loc(".len()), inner.len() + ":::no-loc():::".len());
    }
    if let Some((value, length)) = entity(text) {
        return (if value.is_whitespace() { Replacement::Space } else { Replacement::Char(value) }, length);
    }
    let char = text.chars().next().unwrap_or(' ');
    match char {
        '\n' => {
            let markers = text[1..].bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
            (Replacement::Space, 1 + markers)
        }
        '\\' if text[1..].starts_with(|c: char| c.is_ascii_punctuation()) => (Replacement::Text(&text[1..2], 0), 2),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => (Replacement::Nothing, char.len_utf8()),
        c if c.is_whitespace() => (Replacement::Space, c.len_utf8()),
        SUBSTITUTE => (Replacement::Char(char::REPLACEMENT_CHARACTER), 1),
        c => (Replacement::Char(c), c.len_utf8()),
    }
}

/// The largest length of a `:::no-loc(..):::` directive in bytes. Real ones are shorter. A longer or unclosed one is text.
const MAX_NO_LOC: usize = 1024;

/// The content of the `:::no-loc(..):::` directive at the start of a text.
fn no_loc(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(":::no-loc(")?;
    let window = &rest.as_bytes()[..rest.len().min(MAX_NO_LOC)];
    memchr::memmem::find(window, b"):::").map(|end| &rest[..end])
}

/// The number of bytes at the start that stay unchanged: those before the first special byte, or space that may be dropped.
fn plain_run(bytes: &[u8], is_compact: bool) -> usize {
    let mut at = 0;
    while at < bytes.len() && !SPECIAL[bytes[at] as usize] {
        if bytes[at] == b' ' {
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            let is_kept = if is_compact { is_word(next) && at > 0 && is_word(bytes[at - 1]) } else { next != b' ' && at > 0 };
            if !is_kept {
                return at;
            }
        }
        at += 1;
    }
    at
}

/// Whether a byte belongs to a word: an ASCII letter or digit, or a byte of a non-ASCII character.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Bytes that begin a sequence that normalization may change.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b < 0x20 || matches!(b, b'\\' | b'&' | b':' | 0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef);
        byte += 1;
    }
    table
};

/// The delimiter of a line that may open or close a fenced block, its length, and whether nothing follows it.
fn fence_run(line: &str) -> Option<(u8, usize, bool)> {
    let rest = line.trim_start_matches([' ', '\t', '>']);
    // A list item may begin with a fence.
    let rest = rest.strip_prefix(['-', '*', '+']).map_or(rest, |item| item.trim_start_matches(' '));
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ").map_or(rest, str::trim_start);
    let delimiter = *rest.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = rest.bytes().take_while(|b| *b == delimiter).count();
    let info = rest[length..].trim();
    (length >= 3 && !(delimiter == b'`' && info.contains('`'))).then_some((delimiter, length, info.is_empty()))
}

/// The link text of a text that is one link, `[text](target)`. Any other text is unchanged. The segmentation tool sometimes
/// leaves a link around a sentence outside of the pair.
pub fn strip_link(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some(inner) = link_text(&text) else { return text };
    let end = 1 + inner.len();
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[1..end]),
        Cow::Owned(text) => Cow::Owned(text[1..end].to_owned()),
    }
}

fn link_text(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(')')?;
    let (label, target) = inner.split_once("](")?;
    (!label.contains(['[', ']']) && !target.contains(['(', ')', ' '])).then_some(label)
}

/// The character of the entity at the start of a text, and the length of the entity in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(10).position(|b| b == b';')?;
    let char = match &body[..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((char, end + 2))
}

/// Whether normalization surely changes nothing: the text has no escape, entity, line end, two spaces, two colons, or possible
/// non-ASCII whitespace or zero-width character.
fn is_normalized(bytes: &[u8]) -> bool {
    !any_triple(bytes, |a, b, _| {
        (a < 0x20)
            | (a == b'\\')
            | (a == b'&')
            | (a == 0xc2)
            | (a.wrapping_sub(0xe1) < 3)
            | (a == 0xef)
            | ((a == b) & ((a == b' ') | (a == b':')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_texts_have_the_same_normal_form() {
        assert_eq!(normalize("plain text"), "plain text");
        assert!(matches!(normalize("plain text"), Cow::Borrowed(_)));
        assert_eq!(normalize("a\n  b\u{a0} c"), "a b c");
        assert_eq!(normalize(r"\*\*x\*\* &gt; &#39;y&#x27; & z\n"), r"**x** > 'y' & z\n");
        assert_eq!(normalize("a\n> b\n  > > c >d"), "a b c >d");
        assert_eq!(normalize("the :::no-loc(Tag)::: of\u{200b} :::no-loc(x"), "the Tag of :::no-loc(x");
    }

    #[test]
    fn a_link_around_a_text_is_removed() {
        let strip_link = |text: &'static str| super::strip_link(Cow::Borrowed(text));
        assert_eq!(strip_link("[A *b*](https://example.org)"), "A *b*");
        for text in ["[a](b) and [c](d)", "see [a](b)", "[a]", "a", "", "[a](b c)"] {
            assert_eq!(strip_link(text), text);
        }
    }

    #[test]
    fn offsets_of_a_normalized_file_map_to_the_file() {
        let file = "é  One\\_two\n> &lt;three>\n\n```cs\nOne two\n```\n- four\u{200b}five :::no-loc(Tag)::: \n";
        let normalized = NormalizedText::new(file, 0);
        assert_eq!(normalized.text, "é One_two<three>\n-fourfive Tag");
        for (part, original) in [("One", "One"), ("_two", "\\_two"), ("<three", "&lt;three"), ("four", "four"), ("five", "five")]
        {
            let at = normalized.original(normalized.text.find(part).unwrap());
            assert!(file[at..].starts_with(original), "{part}: {}", &file[at..]);
        }
    }

    proptest! {
        #[test]
        fn a_file_without_fences_is_normalized_like_a_sentence(text in "[a &;:>\\\\\n\u{a0}\u{200b}é本.]{0,30}") {
            let text = text.trim();
            let normalized = NormalizedText::new(text, 0);
            prop_assert_eq!(&normalized.text, &normalize_compact(text));
            for (i, char) in normalized.text.char_indices().filter(|(_, c)| matches!(c, 'a' | 'é' | '本')) {
                prop_assert!(text[normalized.original(i)..].starts_with(char));
            }
        }

        #[test]
        fn a_normalized_text_does_not_change(text in "[a &;:\\\\\n\u{a0}\u{200b}é本.]{0,20}") {
            let trimmed = text.trim();
            if is_normalized(trimmed.as_bytes()) {
                let slow = normalize(&format!("{trimmed}\u{200b}")).into_owned();
                prop_assert_eq!(slow, trimmed);
            }
        }
    }
}
