//! The inline parts of one text of a segment. One pass over its bytes finds them, once for all rules.
//!
//! Markdown is read as the docs platform reads it: the delimiter rules of CommonMark decide whether `**` renders. A text is
//! between two tags, `<span ..>TEXT</span>`, so the characters beside it count as punctuation.

use super::markdown::{backticks, code_span_length};
use crate::text::Span;

/// The parts of a text.
#[derive(Clone, Debug, Default)]
pub struct Inline {
    /// In the order of their ends, so a link follows the parts of its text.
    pub parts: Vec<Part>,
    /// The kinds of its parts, as bits. Nearly all texts have only words.
    kinds: u32,
    /// Whether a word is beside a dot, a `#`, a `+` or a `(`, or has a capital inside, so that it may be a name.
    names: bool,
    delimiters: Vec<Delimiter>,
    brackets: Vec<Bracket>,
    /// The bytes that are not text to a reader, in order: code, addresses, tags and placeholders.
    hidden: Vec<Span>,
    /// For each length, where the last run of so many backticks begins; empty until the first backtick of a text is read.
    last_runs: Vec<usize>,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its kind.
    pub kind: Kind,
    /// Its bytes in the text.
    pub span: Span,
    /// The bytes that rules compare: the address of a link, the content of a code span, the name of a tag; in other parts all
    /// bytes.
    pub inner: Span,
}

/// The kind of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `[text](address)`.
    Link,
    /// `![text](address)`.
    Image,
    /// `[text][label]`. It is a link if the document defines the label.
    Reference,
    /// `[text]`. It may also be a link.
    Bracket,
    /// `<https://..>`, or an address without brackets.
    Address,
    /// `` `code` ``.
    Code,
    /// `{0}`, `{name}`, `%s`, `$(x)`, `[!NOTE]`, `<xref:..>`.
    Placeholder,
    /// `:::no-loc(X):::` and `:::no-loc text="X":::`: X must not be translated.
    NoLoc,
    /// `<b>`, `</b>`, `<!-- -->`.
    Tag,
    /// `&nbsp;`.
    Entity,
    /// `*text*` that renders.
    Emphasis,
    /// `**text**` that renders.
    Strong,
    /// `*` or `_` that does not render as emphasis. An underscore inside a word does not count, nor does a delimiter with
    /// whitespace on both sides.
    LiteralDelimiter,
    /// Digits, with the separators inside: `11,200`, `5.0`, `٣`.
    Number,
    /// Letters and digits of one script, beginning with a letter.
    Word,
}

/// A run of `*` or `_` that may open or close emphasis.
#[derive(Clone, Copy, Debug)]
struct Delimiter {
    start: usize,
    end: usize,
    /// Its length before any of it was used.
    length: usize,
    character: u8,
    opens: bool,
    closes: bool,
}

/// A `[` that may begin a link.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    at: usize,
    image: bool,
    /// How many delimiters are before it.
    delimiters: usize,
}

/// How many bytes an address, a tag or a directive may have: more than any real one. It bounds how often bytes are read again.
const MAX_CONSTRUCT_BYTES: usize = 2048;

/// How many bytes the label of a reference may have.
const MAX_LABEL_BYTES: usize = 1000;

/// How many bytes the name of a placeholder may have.
const MAX_PLACEHOLDER_BYTES: usize = 64;

impl Inline {
    /// The parts of a text.
    pub fn new(text: &str) -> Self {
        let mut inline = Self::default();
        inline.read(text);
        inline
    }

    /// Reads another text and reuses the memory.
    pub fn read(&mut self, text: &str) {
        self.parts.clear();
        self.kinds = 0;
        self.names = false;
        self.delimiters.clear();
        self.brackets.clear();
        self.last_runs.clear();
        self.hidden.clear();
        Reader { text, bytes: text.as_bytes(), inline: self, inactive: 0 }.run();
    }

    /// The parts of a kind, in order.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Part> + Clone {
        let parts = if self.has(kind) { self.parts.as_slice() } else { &[] };
        parts.iter().filter(move |part| part.kind == kind)
    }

    /// Whether there is a part of a kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.kinds & (1 << kind as u32) != 0
    }

    /// Whether a word may be part of a name like `.NET`, `C#`, `file.exe` or `DbContext`.
    pub fn has_names(&self) -> bool {
        self.names
    }

    /// Whether a span is text for a reader: not in code, an address, a tag or a placeholder.
    pub fn is_shown(&self, span: Span) -> bool {
        self.hidden_around(span).is_none()
    }

    /// The code, address, tag or placeholder that contains a span.
    pub fn hidden_around(&self, span: Span) -> Option<Span> {
        let next = self.hidden.partition_point(|hidden| hidden.start <= span.start);
        next.checked_sub(1).map(|last| self.hidden[last]).filter(|hidden| hidden.end >= span.end)
    }

    /// Whether there is a part of any of some kinds.
    pub fn has_any(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.has(*kind))
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, inner: (usize, usize)) {
        self.kinds |= 1 << kind as u32;
        match kind {
            Kind::Link | Kind::Image => self.hidden.push(Span::new(inner.0, inner.1)),
            Kind::Code | Kind::Address | Kind::Tag | Kind::Placeholder => self.hidden.push(Span::new(start, end)),
            _ => {}
        }
        self.parts.push(Part { kind, span: Span::new(start, end), inner: Span::new(inner.0, inner.1) });
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    inline: &'a mut Inline,
    /// How many of the open brackets, from the first on, contain a link. They cannot begin a link, but may begin an image.
    inactive: usize,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.bytes.len() {
            at = match self.bytes[at] {
                b'a'..=b'z' | b'A'..=b'Z' => self.word(at),
                b'0'..=b'9' => self.number(at),
                0x80.. => match letter(&self.bytes[at..]) {
                    (Letter::Digit, _) => self.number(at),
                    (Letter::None, length) => at + length,
                    _ => self.word(at),
                },
                b'\\' => self.escape(at),
                b'`' => self.code(at),
                b'*' | b'_' => self.delimiter(at),
                b'[' => self.open(at, at),
                b'!' if self.starts(at, "![") => self.open(at, at + 1),
                b']' => self.close(at),
                b'<' => self.angle(at),
                b'&' => self.entity(at),
                b'{' => self.braces(at, at),
                b'$' => self.dollar(at),
                b'%' => self.percent(at),
                b':' if self.starts(at, ":::no-loc") => self.no_loc(at),
                b':' if self.starts(at, "://") => self.address(at),
                _ => at + 1,
            };
        }
        self.emphasis(0);
    }

    fn starts(&self, at: usize, with: &str) -> bool {
        self.bytes[at..].starts_with(with.as_bytes())
    }

    fn word(&mut self, start: usize) -> usize {
        let bytes = self.bytes;
        let kind = letter(&bytes[start..]).0;
        let mut at = start;
        let mut last = Class::Other;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte >= 0x80 {
                let (next, length) = letter(&bytes[at..]);
                if next != kind {
                    break;
                }
                last = Class::Other;
                at += length;
                continue;
            }
            let class = CLASSES[usize::from(byte)];
            // An underscore inside a word is part of the word.
            let ends = match class {
                Class::Other => true,
                Class::Underscore => !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
                _ => false,
            };
            if ends || kind != Letter::Latin {
                break;
            }
            self.inline.names |= (last as u8 == Class::Small as u8) & (class as u8 == Class::Capital as u8);
            last = class;
            at += 1;
        }
        let joined = matches!(bytes.get(at), Some(b'.')) && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        self.inline.names |= joined | matches!(bytes.get(at), Some(b'#' | b'+' | b'(')) | (start > 0 && bytes[start - 1] == b'.');
        self.inline.push(Kind::Word, start, at, (start, at));
        at
    }

    fn number(&mut self, start: usize) -> usize {
        let digits = |mut at: usize| {
            while at < self.bytes.len() {
                let (kind, length) = letter(&self.bytes[at..]);
                if kind != Letter::Digit {
                    break;
                }
                at += length;
            }
            at
        };
        let mut at = digits(start);
        loop {
            let separator = match self.bytes.get(at) {
                Some(b'.' | b',') => 1,
                // At the start of a line a full stop after a number is escaped.
                Some(b'\\') if self.starts(at, "\\.") => 2,
                // The separators of Arabic.
                Some(0xd9) if matches!(self.bytes.get(at + 1), Some(0xab | 0xac)) => 2,
                _ => break,
            };
            let end = digits(at + separator);
            if end == at + separator {
                break;
            }
            at = end;
        }
        self.inline.push(Kind::Number, start, at, (start, at));
        at
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.bytes.get(at + 1) {
            Some(b'*') => {
                let mut end = at;
                while self.starts(end, "\\*") {
                    end += 2;
                }
                self.inline.push(Kind::LiteralDelimiter, at, end, (at, end));
                end
            }
            Some(byte) if byte.is_ascii_punctuation() => at + 2,
            _ => at + 1,
        }
    }

    fn code(&mut self, start: usize) -> usize {
        let run = backticks(&self.bytes[start..]);
        if self.inline.last_runs.is_empty() {
            self.find_last_runs(start);
        }
        // Without this check, the search for each unclosed run would read to the end of the text.
        let is_closed = self.inline.last_runs.get(run).is_some_and(|last| *last > start);
        let content = start + run;
        let Some(length) = is_closed.then(|| code_span_length(&self.bytes[content..], run)).flatten() else { return content };
        let end = content + length;
        self.inline.push(Kind::Code, start, end, (content, end - run));
        end
    }

    /// Fills [`Inline::last_runs`] from a byte on.
    fn find_last_runs(&mut self, from: usize) {
        let mut at = from;
        while let Some(next) = memchr::memchr(b'`', &self.bytes[at..]) {
            let length = backticks(&self.bytes[at + next..]);
            let last = &mut self.inline.last_runs;
            if last.len() <= length {
                last.resize(length + 1, 0);
            }
            last[length] = at + next;
            at += next + length;
        }
    }

    /// Reads a run of `*` or `_`. The characters beside it decide whether it opens or closes emphasis.
    fn delimiter(&mut self, start: usize) -> usize {
        let character = self.bytes[start];
        let length = self.bytes[start..].iter().take_while(|b| **b == character).count();
        let end = start + length;
        let before = self.text[..start].chars().next_back().unwrap_or('>');
        let after = self.text[end..].chars().next().unwrap_or('<');
        let punctuation = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let left = !after.is_whitespace() && (!punctuation(after) || before.is_whitespace() || punctuation(before));
        let right = !before.is_whitespace() && (!punctuation(before) || after.is_whitespace() || punctuation(after));
        let (opens, closes) = match character {
            b'_' => (left && (!right || punctuation(before)), right && (!left || punctuation(after))),
            _ => (left, right),
        };
        // An underscore inside a word is a letter. A star between spaces is a sign.
        let plain = character == b'_' && before.is_alphanumeric() && after.is_alphanumeric();
        let alone = length == 1 && before.is_whitespace() && after.is_whitespace();
        if !plain && !alone {
            self.inline.delimiters.push(Delimiter { start, end, length, character, opens, closes });
        }
        end
    }

    /// Matches the delimiters from an index on as emphasis. The rest of them are literal.
    fn emphasis(&mut self, bottom: usize) {
        let mut delimiters = std::mem::take(&mut self.inline.delimiters);
        // The indices of the delimiters that may still open. For each sort of closer, the number of them that cannot match.
        let mut stack: Vec<usize> = Vec::new();
        let mut seen = [0usize; 12];
        for i in bottom..delimiters.len() {
            let sort = |d: &Delimiter| usize::from(d.character == b'_') * 6 + usize::from(d.opens) * 3 + d.length % 3;
            while delimiters[i].closes && delimiters[i].start < delimiters[i].end {
                let closer = delimiters[i];
                let fits = |opener: &Delimiter| {
                    let both = opener.closes || closer.opens;
                    let threes = opener.length.is_multiple_of(3) && closer.length.is_multiple_of(3);
                    opener.character == closer.character
                        && !(both && (opener.length + closer.length).is_multiple_of(3) && !threes)
                };
                let floor = seen[sort(&closer)].min(stack.len());
                let Some(depth) = (floor..stack.len()).rev().find(|&n| fits(&delimiters[stack[n]])) else {
                    seen[sort(&closer)] = stack.len();
                    break;
                };
                let opener = &mut delimiters[stack[depth]];
                let strong = opener.end - opener.start >= 2 && closer.end - closer.start >= 2;
                let length = if strong { 2 } else { 1 };
                opener.end -= length;
                let start = opener.end;
                let spent = opener.start == opener.end;
                stack.truncate(if spent { depth } else { depth + 1 });
                seen.iter_mut().for_each(|seen| *seen = (*seen).min(stack.len()));
                delimiters[i].start += length;
                let end = delimiters[i].start;
                let kind = if strong { Kind::Strong } else { Kind::Emphasis };
                self.inline.push(kind, start, end, (start + length, end - length));
            }
            if delimiters[i].opens && delimiters[i].start < delimiters[i].end {
                stack.push(i);
            }
        }
        for left in delimiters.drain(bottom..).filter(|left| left.start < left.end) {
            self.inline.push(Kind::LiteralDelimiter, left.start, left.end, (left.start, left.end));
        }
        self.inline.delimiters = delimiters;
    }

    fn open(&mut self, at: usize, bracket: usize) -> usize {
        // `[!NOTE]`, `[!INCLUDE [..](..)]`: the name of the directive is a part. The text after it is read normally.
        if self.starts(bracket, "[!") {
            let name = bracket + 2;
            let length = self.bytes[name..].iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
            if length > 0 {
                let end = name + length;
                self.inline.push(Kind::Placeholder, bracket, end, (bracket, end));
                return end;
            }
        }
        let delimiters = self.inline.delimiters.len();
        self.inline.brackets.push(Bracket { at, image: at < bracket, delimiters });
        bracket + 1
    }

    fn close(&mut self, at: usize) -> usize {
        let Some(bracket) = self.inline.brackets.pop() else { return at + 1 };
        let is_inactive = self.inline.brackets.len() < self.inactive;
        self.inactive = self.inactive.min(self.inline.brackets.len());
        if is_inactive && !bracket.image {
            return at + 1;
        }
        let text = bracket.at + if bracket.image { 2 } else { 1 };
        let (kind, inner, end) = match self.bytes.get(at + 1) {
            Some(b'(') => match self.destination(at + 2) {
                Some((inner, end)) => (if bracket.image { Kind::Image } else { Kind::Link }, inner, end),
                None => (Kind::Bracket, (text, at), at + 1),
            },
            Some(b'[') => match self.label(at + 2) {
                Some(end) if end > at + 2 => (Kind::Reference, (at + 2, end), end + 1),
                Some(end) if self.is_label(text, at) => (Kind::Reference, (text, at), end + 1),
                _ => (Kind::Bracket, (text, at), at + 1),
            },
            _ => (Kind::Bracket, (text, at), at + 1),
        };
        if kind != Kind::Bracket {
            self.emphasis(bracket.delimiters);
        }
        if kind == Kind::Link {
            self.inactive = self.inline.brackets.len();
        }
        self.inline.push(kind, bracket.at, end, inner);
        end
    }

    /// Reads the text after `](`. Returns the bytes of the address, and the offset after the closing bracket.
    fn destination(&self, from: usize) -> Option<((usize, usize), usize)> {
        let bytes = &self.bytes[..self.bytes.len().min(from + MAX_CONSTRUCT_BYTES)];
        let skip_whitespace = |at: usize| at + bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let start = skip_whitespace(from);
        let (inner, mut at) = if bytes.get(start) == Some(&b'<') {
            let end = start + 1 + memchr::memchr2(b'>', b'\n', &bytes[start + 1..])?;
            ((start + 1, end), end + 1)
        } else {
            let mut depth = 0usize;
            let mut at = start;
            while let Some(&byte) = bytes.get(at) {
                match byte {
                    b'\\' => at += usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation)),
                    b'(' => depth += 1,
                    b')' if depth == 0 => break,
                    b')' => depth -= 1,
                    b if b.is_ascii_whitespace() => break,
                    _ => {}
                }
                at += 1;
            }
            ((start, at.min(bytes.len())), at)
        };
        at = skip_whitespace(at.min(bytes.len()));
        if let Some(quote @ (b'"' | b'\'' | b'(')) = bytes.get(at) {
            let close = if *quote == b'(' { b')' } else { *quote };
            at = skip_whitespace(at + 1 + memchr::memchr(close, &bytes[at + 1..])? + 1);
        }
        (bytes.get(at) == Some(&b')')).then_some((inner, at + 1))
    }

    /// Whether a text in brackets can be a label: each bracket in it is escaped.
    fn is_label(&self, start: usize, end: usize) -> bool {
        let is_escaped = |at: usize| self.bytes[start..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
        memchr::memchr2_iter(b'[', b']', &self.bytes[start..end]).all(|at| is_escaped(start + at))
    }

    /// The end of the label of a reference, which begins at `from`.
    fn label(&self, from: usize) -> Option<usize> {
        let bytes = &self.bytes[from..self.bytes.len().min(from + MAX_LABEL_BYTES)];
        let end = memchr::memchr2(b']', b'[', bytes)?;
        (bytes[end] == b']').then_some(from + end)
    }

    fn angle(&mut self, at: usize) -> usize {
        let bytes = &self.bytes[..self.bytes.len().min(at + MAX_CONSTRUCT_BYTES)];
        if self.starts(at, "<!--") {
            let Some(end) = memchr::memmem::find(&bytes[at..], b"-->") else { return at + 1 };
            self.inline.push(Kind::Tag, at, at + end + 3, (at + 1, at + 4));
            return at + end + 3;
        }
        let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
        let length = bytes.get(name..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if length == 0 || !bytes[name].is_ascii_alphabetic() {
            return at + 1;
        }
        let Some(close) = memchr::memchr2(b'>', b'<', &bytes[name..]).map(|i| name + i).filter(|i| bytes[*i] == b'>') else {
            return at + 1;
        };
        let end = close + 1;
        match bytes[name + length] {
            b':' if !bytes[name..close].iter().any(u8::is_ascii_whitespace) => {
                let is_name = bytes[name..name + length].eq_ignore_ascii_case(b"xref");
                let kind = if is_name { Kind::Placeholder } else { Kind::Address };
                self.inline.push(kind, at, end, (at + 1, close));
                end
            }
            // Only attributes follow the name of a tag; otherwise this is text between two signs.
            b'>' | b'/' | b' ' | b'\n' | b'\t' if is_tag(&bytes[name + length..close]) => {
                self.inline.push(Kind::Tag, at, end, (at + 1, name + length));
                end
            }
            _ => at + 1,
        }
    }

    fn entity(&mut self, at: usize) -> usize {
        let name = &self.bytes[at + 1..self.bytes.len().min(at + 12)];
        let length = name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        if length < 2 || name.get(length) != Some(&b';') {
            return at + 1;
        }
        let end = at + length + 2;
        self.inline.push(Kind::Entity, at, end, (at + 1, end - 1));
        end
    }

    /// `{name}`, also after a `$` or a second brace.
    fn braces(&mut self, start: usize, brace: usize) -> usize {
        let inner = brace + self.bytes[brace..].iter().take(2).take_while(|b| **b == b'{').count();
        let bytes = &self.bytes[inner..self.bytes.len().min(inner + MAX_PLACEHOLDER_BYTES)];
        let name =
            |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'.' | b':' | b'-' | b'/' | b'?' | b'*' | b'=' | b'$');
        let length = bytes.iter().take_while(name).count();
        let end = inner + length + (inner - brace);
        if length == 0 || self.bytes.get(inner + length..end).is_none_or(|close| close.iter().any(|b| *b != b'}')) {
            return inner;
        }
        self.inline.push(Kind::Placeholder, start, end, (start, end));
        end
    }

    /// `$(name)` and `${name}`.
    fn dollar(&mut self, at: usize) -> usize {
        match self.bytes.get(at + 1) {
            Some(b'{') => self.braces(at, at + 1),
            Some(b'(') => {
                let bytes = &self.bytes[at + 2..self.bytes.len().min(at + 2 + MAX_PLACEHOLDER_BYTES)];
                let length = bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')).count();
                if length == 0 || bytes.get(length) != Some(&b')') {
                    return at + 1;
                }
                let end = at + length + 3;
                self.inline.push(Kind::Placeholder, at, end, (at, end));
                end
            }
            _ => at + 1,
        }
    }

    /// `%s`, `%d`, `%1$s`.
    fn percent(&mut self, at: usize) -> usize {
        let bytes = &self.bytes[at + 1..];
        let digits = bytes.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        let position = if digits > 0 && bytes.get(digits) == Some(&b'$') { digits + 1 } else { 0 };
        let is_kind = matches!(bytes.get(position), Some(b's' | b'd'));
        let free = bytes.get(position + 1).is_none_or(|b| !b.is_ascii_alphanumeric() && *b < 0x80);
        let after_digit = at > 0 && self.bytes[at - 1].is_ascii_alphanumeric();
        if !is_kind || !free || after_digit {
            return at + 1;
        }
        let end = at + position + 2;
        self.inline.push(Kind::Placeholder, at, end, (at, end));
        end
    }

    fn no_loc(&mut self, at: usize) -> usize {
        let bytes = &self.bytes[at..self.bytes.len().min(at + MAX_CONSTRUCT_BYTES)];
        let open = ":::no-loc".len();
        let found = match bytes.get(open) {
            Some(b'(') => memchr::memmem::find(bytes, b"):::").map(|end| (open + 1, end, end + 4)),
            _ => memchr::memmem::find(bytes, b"text=\"").and_then(|text| {
                let start = text + 6;
                let end = start + memchr::memchr(b'"', &bytes[start..])?;
                let close = end + memchr::memmem::find(&bytes[end..], b":::")?;
                Some((start, end, close + 3))
            }),
        };
        let Some((start, end, close)) = found else { return at + 3 };
        self.inline.push(Kind::NoLoc, at, at + close, (at + start, at + end));
        at + close
    }

    /// `://` after a word and before a host: an address without brackets, up to a space or a punctuation mark that cannot end
    /// an address.
    fn address(&mut self, at: usize) -> usize {
        let is_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'{' | b'$' | b'[' | b'%' | b'_' | b'-');
        if !self.bytes.get(at + 3).is_some_and(is_host) {
            return at + 3;
        }
        let Some(scheme) = self.inline.parts.last().filter(|part| part.kind == Kind::Word && part.span.end as usize == at) else {
            return at + 3;
        };
        let start = scheme.span.start as usize;
        let is_end =
            |b: &u8| b.is_ascii_whitespace() || *b >= 0x80 || matches!(b, b'<' | b'>' | b')' | b']' | b'"' | b'`' | b'*');
        let length = self.bytes[at..].iter().position(is_end).unwrap_or(self.bytes.len() - at);
        let end = at + self.text[at..at + length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']).len();
        let end = end.max(at + 3);
        self.inline.parts.pop();
        self.inline.push(Kind::Address, start, end, (start, end));
        end
    }
}

/// The class of an ASCII byte in a word.
#[derive(Clone, Copy)]
enum Class {
    Other,
    Small,
    Capital,
    Digit,
    Underscore,
}

static CLASSES: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Underscore,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Whether the text after the name of a tag may be attributes.
fn is_tag(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii();
    let rest = rest.strip_suffix(b"/").unwrap_or(rest).trim_ascii();
    rest.is_empty() || rest.contains(&b'=')
}

/// The class of a character in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    /// A letter of a Latin alphabet.
    Latin,
    /// A letter of another script.
    Other,
    /// A decimal digit of any script.
    Digit,
    /// None of these.
    None,
}

/// The class of the first character, and its length in bytes. It is decided by the bytes, which follow the Unicode blocks
/// roughly.
fn letter(bytes: &[u8]) -> (Letter, usize) {
    let second = bytes.get(1).copied().unwrap_or(0);
    let third = bytes.get(2).copied().unwrap_or(0);
    match bytes[0] {
        b'a'..=b'z' | b'A'..=b'Z' => (Letter::Latin, 1),
        b'0'..=b'9' => (Letter::Digit, 1),
        0..0x80 => (Letter::None, 1),
        0xc2 => (if matches!(second, 0xaa | 0xb5 | 0xba) { Letter::Latin } else { Letter::None }, 2),
        0xc3 => (if matches!(second, 0x97 | 0xb7) { Letter::None } else { Letter::Latin }, 2),
        0xc4..=0xcd => (Letter::Latin, 2),
        0xd8 if matches!(second, 0x8c | 0x9b | 0x9f) => (Letter::None, 2),
        0xd9 if matches!(second, 0xa0..=0xa9) => (Letter::Digit, 2),
        0xd9 if matches!(second, 0xaa..=0xad) => (Letter::None, 2),
        0xdb if matches!(second, 0xb0..=0xb9) => (Letter::Digit, 2),
        0xce..=0xdf => (Letter::Other, 2),
        0xe0 if second == 0xa5 && third >= 0xa6 => (if third <= 0xaf { Letter::Digit } else { Letter::None }, 3),
        0xe0 if second == 0xa5 && third >= 0xa4 => (Letter::None, 3),
        0xe0 if second == 0xb9 && matches!(third, 0x90..=0x99) => (Letter::Digit, 3),
        0xe1 if second >= 0xb8 => (Letter::Latin, 3),
        0xe0 | 0xe1 => (Letter::Other, 3),
        0xe2 => (Letter::None, 3),
        0xe3 if second == 0x80 => (if matches!(third, 0x85..=0x87) { Letter::Other } else { Letter::None }, 3),
        0xe3 if second == 0x83 && third == 0xbb => (Letter::None, 3),
        0xe3 if matches!(second, 0x88..=0x8f) => (Letter::None, 3),
        0xe3..=0xed => (Letter::Other, 3),
        0xef if second == 0xbc && matches!(third, 0x90..=0x99) => (Letter::Digit, 3),
        0xef if second == 0xbc && matches!(third, 0xa1..=0xba) || second == 0xbd && matches!(third, 0x81..=0x9a) => {
            (Letter::Other, 3)
        }
        0xef if second == 0xbd && third >= 0xa6 || second == 0xbe => (Letter::Other, 3),
        0xee | 0xef => (Letter::None, 3),
        _ => (Letter::None, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    /// The parts of a text except its words, each as its kind and its inner bytes.
    fn parts(text: &str) -> Vec<String> {
        let inline = Inline::new(text);
        let parts = inline.parts.iter().filter(|part| part.kind != Kind::Word);
        parts.map(|part| format!("{:?} {}", part.kind, &text[part.inner.range()])).collect()
    }

    #[test]
    fn parts_are_found() {
        for (text, expected) in [
            ("See [the `Lamp` class](lamp.md \"Lamp\").", vec!["Code Lamp", "Link lamp.md"]),
            ("![A lamp](<a b.png>) and [b][c] and [d]", vec!["Image a b.png", "Reference c", "Bracket d"]),
            ("a <https://a.example/b>, https://a.example/c.", vec!["Address https://a.example/b", "Address https://a.example/c"]),
            (
                "{0} of {name}, %s, 50 %, $(Dir), ${x}",
                vec![
                    "Placeholder {0}",
                    "Placeholder {name}",
                    "Placeholder %s",
                    "Number 50",
                    "Placeholder $(Dir)",
                    "Placeholder ${x}",
                ],
            ),
            ("[!NOTE] <xref:A.B> :::no-loc(Tag)::: x", vec!["Placeholder [!NOTE", "Placeholder xref:A.B", "NoLoc Tag"]),
            ("<b>a</b> &nbsp; a < b", vec!["Tag b", "Tag /b", "Entity nbsp"]),
            ("**a** *b* __c__ _d_ x_y_z", vec!["Strong a", "Emphasis b", "Strong c", "Emphasis d"]),
            (
                r"\*\*a\*\* ** b ** 2 * 3",
                vec![
                    r"LiteralDelimiter \*\*",
                    r"LiteralDelimiter \*\*",
                    "Number 2",
                    "Number 3",
                    "LiteralDelimiter **",
                    "LiteralDelimiter **",
                ],
            ),
            ("11,200 and 5.0, 7/10", vec!["Number 11,200", "Number 5.0", "Number 7", "Number 10"]),
            (r"版本5.0中 ٣٫٥ 3\.0", vec!["Number 5.0", "Number ٣٫٥", r"Number 3\.0"]),
            ("{ get; set; } and {}", vec![]),
            ("http://, https:// (a) or https://[a].", vec!["Address https://[a"]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn a_closing_delimiter_between_a_full_stop_and_a_letter_does_not_close() {
        assert_eq!(parts("**注意。**次"), ["LiteralDelimiter **", "LiteralDelimiter **"]);
        assert_eq!(parts("**注意**。次"), ["Strong 注意"]);
        // At the end of a text a tag follows.
        assert_eq!(parts("**注意。**"), ["Strong 注意。"]);
    }

    #[test]
    fn a_label_contains_no_bracket_and_a_link_no_link() {
        assert_eq!(parts("[a[b]c][]"), ["Bracket b", "Bracket a[b]c", "Bracket "]);
        assert_eq!(parts("[a\\]b][]"), ["Reference a\\]b"]);
        assert_eq!(parts("[a [b](c) d](e) [f](g)"), ["Link c", "Link g"]);
        assert_eq!(parts("![a [b](c) d](e)"), ["Link c", "Image e"]);
    }

    #[test]
    fn code_ends_at_as_many_backticks() {
        assert_eq!(parts("``a`b`` `c"), ["Code a`b"]);
        assert_eq!(parts("`` `a` ``` `b`"), ["Code a", "Code b"]);
        assert_eq!(parts("\\``a` `b"), ["Code a"]);
        let long = "`".repeat(70);
        assert_eq!(parts(&format!("{long} ` a` {long}")).len(), 1);
    }

    #[test]
    fn words_end_where_the_script_changes() {
        let text = "使用DbContext größe l'app";
        let words: Vec<&str> = Inline::new(text).parts.iter().map(|part| &text[part.span.range()]).collect();
        assert_eq!(words, ["使用", "DbContext", "größe", "l", "app"]);
    }

    /// The parts that a CommonMark parser finds in a text between two tags.
    fn rendered(text: &str) -> Vec<(Kind, String)> {
        let whole = format!("<i>{text}</i>");
        let mut found = Vec::new();
        for (event, range) in Parser::new_ext(&whole, Options::empty()).into_offset_iter() {
            let kind = match event {
                Event::Start(Tag::Strong) => Kind::Strong,
                Event::Start(Tag::Emphasis) => Kind::Emphasis,
                Event::Start(Tag::Link { .. }) => Kind::Link,
                Event::Code(_) => Kind::Code,
                _ => continue,
            };
            found.push((kind, whole[range].to_owned()));
        }
        found.sort_by(|a, b| (a.0 as u32, &a.1).cmp(&(b.0 as u32, &b.1)));
        found
    }

    #[test]
    fn a_backslash_before_a_space_ends_an_address() {
        assert!(!Inline::new("[](\\ .)").has(Kind::Link));
        assert!(Inline::new("[](\\).)").has(Kind::Link));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn the_same_parts_render_as_in_commonmark(text in "[a*_ .`。()\\[\\]\\\\]{0,14}") {
            let text = text.trim();
            // Only the document decides whether a reference is a link.
            prop_assume!(!text.contains("]["));
            let inline = Inline::new(text);
            let kinds = [Kind::Strong, Kind::Emphasis, Kind::Link, Kind::Code];
            let mut found: Vec<(Kind, String)> = inline
                .parts
                .iter()
                .filter(|part| kinds.contains(&part.kind))
                .map(|part| (part.kind, text[part.span.range()].to_owned()))
                .collect();
            found.sort_by(|a, b| (a.0 as u32, &a.1).cmp(&(b.0 as u32, &b.1)));
            prop_assert_eq!(found, rendered(text));
        }

        #[test]
        fn hidden_bytes_are_in_a_part_that_hides_them(text in "[a `\\[\\](){}<>%s:/!*]{0,24}") {
            let inline = Inline::new(&text);
            let hides = |part: &Part, at: u32| {
                let hidden = match part.kind {
                    Kind::Link | Kind::Image => part.inner,
                    Kind::Code | Kind::Address | Kind::Tag | Kind::Placeholder => part.span,
                    _ => return false,
                };
                hidden.start <= at && at < hidden.end
            };
            for (at, char) in text.char_indices() {
                let span = Span::new(at, at + char.len_utf8());
                let hidden = inline.parts.iter().any(|part| hides(part, at as u32));
                prop_assert_eq!(inline.is_shown(span), !hidden, "{} of {}", at, text);
            }
        }

        #[test]
        fn parts_lie_in_the_text(text in "\\PC{0,40}") {
            for part in Inline::new(&text).parts {
                prop_assert!(text.get(part.span.range()).is_some() && text.get(part.inner.range()).is_some());
            }
        }
    }
}
