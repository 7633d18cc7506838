//! Two writings of one source text made the same.
//!
//! The tool that cuts a source file into sentences changes their writing a little: it folds line wraps (and the block
//! quote marks behind them), undoes escapes and entities, adds `:::no-loc(..):::` marks, and adds or drops zero-width and
//! no-break spaces.

use crate::text::SUBSTITUTE;
use crate::text::bytes::any_triple;
use memchr::memchr;
use std::borrow::Cow;

/// The text with its blanks folded to one, escapes and entities undone, `:::no-loc(X):::` as `X`, zero-width characters
/// dropped, and without blanks at its ends. Borrowed when nothing had to change.
pub fn fold(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_folded(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    let mut folded = Folded { text: String::with_capacity(trimmed.len()), ..Folded::default() };
    folded.push(trimmed, 0);
    folded.text.truncate(folded.text.trim_end().len());
    Cow::Owned(folded.text)
}

/// The folded text without the blanks that no two words are kept apart by: the tool puts blanks beside emphasis marks, and
/// takes some away.
pub fn tight(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), tight: true, ..Folded::default() };
    folded.push(text.trim(), 0);
    folded.text
}

/// A whole source file folded as by [`tight`], with the way back to its bytes.
#[derive(Debug, Default)]
pub struct Folded {
    /// The folded text. A line end in it stands for a fenced block: no sentence reaches over one.
    pub text: String,
    /// Whether blanks stand between words alone.
    tight: bool,
    /// A blank is due if a word follows.
    blank: bool,
    /// Where the two texts part: from this byte of the folded text on, bytes stand for those from this byte of the file on.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds a file from byte `body` on, its fenced blocks left out.
    pub fn of(content: &str, body: usize) -> Self {
        let mut folded = Self { text: String::with_capacity(content.len() - body), tight: true, ..Self::default() };
        let mut fence: Option<(u8, usize)> = None;
        let mut stretch = body;
        let mut at = body;
        while at < content.len() {
            let end = memchr(b'\n', &content.as_bytes()[at..]).map_or(content.len(), |i| at + i + 1);
            let run = fence_run(&content[at..end]);
            match (fence, run) {
                (None, Some((mark, length, _))) => {
                    folded.push(&content[stretch..at], stretch);
                    folded.text.push('\n');
                    folded.blank = false;
                    fence = Some((mark, length));
                }
                (Some((mark, length)), Some((closing, run, true))) if mark == closing && run >= length => {
                    fence = None;
                    stretch = end;
                }
                _ => {}
            }
            at = end;
        }
        if fence.is_none() {
            folded.push(&content[stretch..], stretch);
        }
        folded
    }

    /// The byte of the file that a byte of the folded text stands for.
    pub fn original(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(folded, _)| *folded as usize <= at);
        match step.checked_sub(1).map(|i| self.steps[i]) {
            Some((folded, original)) => original as usize + (at - folded as usize),
            None => at,
        }
    }

    /// Appends a text that stands at byte `offset` of the file.
    fn push(&mut self, text: &str, offset: usize) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = plain_run(&bytes[at..], self.tight);
            if plain > 0 {
                self.write(&text[at..at + plain], offset + at);
                at += plain;
                continue;
            }
            let (written, length) = special(&text[at..]);
            match written {
                Written::Blank if self.tight => self.blank = true,
                Written::Blank if !self.ends_blank() => self.write(" ", offset + at),
                Written::Blank | Written::Nothing => {}
                Written::Char(char) => self.write(char.encode_utf8(&mut [0; 4]), offset + at),
                Written::Text(inner, skipped) => self.write(inner, offset + at + skipped),
            }
            at += length;
        }
    }

    /// Appends folded text that stands for what begins at a byte of the file.
    fn write(&mut self, text: &str, original: usize) {
        if self.blank {
            self.blank = false;
            let apart = self.text.bytes().next_back().is_some_and(is_word) && text.bytes().next().is_some_and(is_word);
            if apart {
                self.step(original - 1);
                self.text.push(' ');
            }
        }
        self.step(original);
        self.text.push_str(text);
    }

    fn ends_blank(&self) -> bool {
        matches!(self.text.as_bytes().last(), None | Some(b' ' | b'\n'))
    }

    /// Notes that what is appended next stands at this byte of the file.
    fn step(&mut self, original: usize) {
        let folded = self.text.len();
        let expected = self.steps.last().map_or(folded, |(f, o)| *o as usize + (folded - *f as usize));
        if expected != original {
            if self.steps.last().is_some_and(|(f, _)| *f as usize == folded) {
                self.steps.pop();
            }
            self.steps.push((folded as u32, original as u32));
        }
    }
}

/// What a special place is written as.
enum Written<'a> {
    Nothing,
    Blank,
    Char(char),
    /// A part of the text, and how far behind the start it counts as standing.
    Text(&'a str, usize),
}

/// What the start of a text, which is not plain, folds to, and how many bytes of it that takes.
fn special(text: &str) -> (Written<'_>, usize) {
    if let Some(inner) = no_loc(text) {
        return (Written::Text(inner, ":::no-loc(".len()), inner.len() + ":::no-loc():::".len());
    }
    if let Some((value, length)) = entity(text) {
        return (if value.is_whitespace() { Written::Blank } else { Written::Char(value) }, length);
    }
    let char = text.chars().next().unwrap_or(' ');
    match char {
        '\n' => {
            let quoted = text[1..].bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
            (Written::Blank, 1 + quoted)
        }
        '\\' if text[1..].starts_with(|c: char| c.is_ascii_punctuation()) => (Written::Text(&text[1..2], 0), 2),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => (Written::Nothing, char.len_utf8()),
        c if c.is_whitespace() => (Written::Blank, c.len_utf8()),
        SUBSTITUTE => (Written::Char(char::REPLACEMENT_CHARACTER), 1),
        c => (Written::Char(c), c.len_utf8()),
    }
}

/// How many bytes a `:::no-loc(..):::` mark may have: more than any real one. What is longer, or never closed, is text.
const MAX_NO_LOC: usize = 1024;

/// What stands in the `:::no-loc(..):::` mark at the start of a text.
fn no_loc(text: &str) -> Option<&str> {
    let mark = text.strip_prefix(":::no-loc(")?;
    let window = &mark.as_bytes()[..mark.len().min(MAX_NO_LOC)];
    memchr::memmem::find(window, b"):::").map(|end| &mark[..end])
}

/// How many bytes at the start fold to themselves: up to a special one or a blank that may go.
fn plain_run(bytes: &[u8], tight: bool) -> usize {
    let mut at = 0;
    while at < bytes.len() && !SPECIAL[bytes[at] as usize] {
        if bytes[at] == b' ' {
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            let stays = if tight { is_word(next) && at > 0 && is_word(bytes[at - 1]) } else { next != b' ' && at > 0 };
            if !stays {
                return at;
            }
        }
        at += 1;
    }
    at
}

/// Whether a byte is of a word: an ASCII letter or digit, or of a character beyond ASCII.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Bytes that begin what folding may change.
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

/// A line that may open or close a fenced block: the mark, how often it stands, and whether nothing follows.
fn fence_run(line: &str) -> Option<(u8, usize, bool)> {
    let marks = line.trim_start_matches([' ', '\t', '>']);
    // A fence may be the first thing in a list item.
    let marks = marks.strip_prefix(['-', '*', '+']).map_or(marks, |rest| rest.trim_start_matches(' '));
    let marks = marks.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ").map_or(marks, str::trim_start);
    let mark = *marks.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = marks.bytes().take_while(|b| *b == mark).count();
    let info = marks[length..].trim();
    (length >= 3 && !(mark == b'`' && info.contains('`'))).then_some((mark, length, info.is_empty()))
}

/// A text that is one whole link, `[text](target)`, as its text alone; any other text as it is. The tool that cuts
/// sentences now and then leaves a link around a sentence outside the pair.
pub fn unlinked(text: Cow<'_, str>) -> Cow<'_, str> {
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

/// The character that an entity at the start of `text` stands for, and the entity's length in bytes.
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

/// Whether folding would change nothing: no byte of it begins what folding changes (an escape, an entity, a line end, two
/// blanks, two colons, a blank or a zero-width character beyond ASCII).
fn is_folded(bytes: &[u8]) -> bool {
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
    fn writings_of_one_text_fold_to_the_same() {
        assert_eq!(fold("plain text"), "plain text");
        assert!(matches!(fold("plain text"), Cow::Borrowed(_)));
        assert_eq!(fold("a\n  b\u{a0} c"), "a b c");
        assert_eq!(fold(r"\*\*x\*\* &gt; &#39;y&#x27; & z\n"), r"**x** > 'y' & z\n");
        assert_eq!(fold("a\n> b\n  > > c >d"), "a b c >d");
        assert_eq!(fold("the :::no-loc(Tag)::: of\u{200b} :::no-loc(x"), "the Tag of :::no-loc(x");
    }

    #[test]
    fn a_link_around_a_whole_text_is_taken_off() {
        let plain = |text: &'static str| unlinked(Cow::Borrowed(text));
        assert_eq!(plain("[A *b*](https://example.org)"), "A *b*");
        for text in ["[a](b) and [c](d)", "see [a](b)", "[a]", "a", "", "[a](b c)"] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn a_folded_file_leads_back_to_its_bytes() {
        let file = "é  One\\_two\n> &lt;three>\n\n```cs\nOne two\n```\n- four\u{200b}five :::no-loc(Tag)::: \n";
        let folded = Folded::of(file, 0);
        assert_eq!(folded.text, "é One_two<three>\n-fourfive Tag");
        for (part, original) in [("One", "One"), ("_two", "\\_two"), ("<three", "&lt;three"), ("four", "four"), ("five", "five")]
        {
            let at = folded.original(folded.text.find(part).unwrap());
            assert!(file[at..].starts_with(original), "{part}: {}", &file[at..]);
        }
    }

    proptest! {
        #[test]
        fn a_file_without_fences_folds_as_a_sentence_does(text in "[a &;:>\\\\\n\u{a0}\u{200b}é本.]{0,30}") {
            let text = text.trim();
            let folded = Folded::of(text, 0);
            prop_assert_eq!(&folded.text, &tight(text));
            for (i, char) in folded.text.char_indices().filter(|(_, c)| matches!(c, 'a' | 'é' | '本')) {
                prop_assert!(text[folded.original(i)..].starts_with(char));
            }
        }

        #[test]
        fn what_seems_folded_is(text in "[a &;:\\\\\n\u{a0}\u{200b}é本.]{0,20}") {
            let trimmed = text.trim();
            if is_folded(trimmed.as_bytes()) {
                let slow = fold(&format!("{trimmed}\u{200b}")).into_owned();
                prop_assert_eq!(slow, trimmed);
            }
        }
    }
}
