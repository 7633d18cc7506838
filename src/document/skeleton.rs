//! The markup between segments, as tokens that can be compared with those of another file.
//!
//! Words, punctuation and whitespace between segments are not tokens, and neither are comments. The text of an image and the label
//! of a directive are not part of their tokens, because they are translated without a pair.

use super::markdown::{backticks, bracketed, code_span_length};
use crate::text::Span;
use memchr::{memchr, memchr2, memmem};
use std::ops::Range;

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its kind.
    pub kind: TokenKind,
    /// The form that is compared.
    pub key: String,
    /// Its bytes.
    pub span: Span,
}

impl Token {
    /// Whether two tokens are the same markup.
    pub fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.key == other.key
    }
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// The first line of a fenced block, or the last.
    Fence,
    /// A line of a fenced block, or of an indented block.
    Code,
    /// An inline code span.
    CodeSpan,
    /// `[!INCLUDE ..]`, `[!code ..]`, `:::zone`.
    Directive,
    /// `[!NOTE]`: the kind of an alert.
    Alert,
    /// An image, with its address.
    Image,
    /// The `#` characters of a heading.
    Heading,
    /// The bullet or the number of a list item.
    ListMarker,
    /// The `>` characters of a line.
    Quote,
    /// The bar at the start of a table row.
    TableRow,
    /// The line between the head and the body of a table.
    TableRule,
    /// A bar between two cells.
    TableBar,
    /// The opening bracket of a link.
    LinkStart,
    /// The closing bracket of a link, with its address.
    Link,
    /// A definition of a link label.
    Definition,
    /// A bare address.
    Address,
    /// An HTML tag.
    Tag,
    /// A delimiter of emphasis.
    Emphasis,
    /// A line that divides sections, or underlines a heading.
    Rule,
}

/// How many spaces more than the text around it make a line indented code.
const CODE_INDENT: usize = 4;

/// The width of a tab.
const TAB: usize = 4;

/// The largest number of bytes of an anchor, a directive or a tag. Real ones are shorter. The limit bounds the work for a hostile
/// document.
const MAX_TAG_BYTES: usize = 2048;

/// Reads the tokens of a stretch of a file. `address` gives an address the form in which it is compared.
pub fn tokens(text: &str, gap: Range<usize>, address: &dyn Fn(&str) -> String) -> Vec<Token> {
    let at_line_start = gap.start == 0 || text.as_bytes()[gap.start - 1] == b'\n';
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        start: gap.start,
        end: gap.end,
        is_file_end: gap.end == text.len(),
        address,
        is_after_alert: false,
        is_after_blank: at_line_start,
        tokens: Vec::new(),
    };
    let mut at = gap.start;
    if !at_line_start {
        at = reader.inline(at);
    }
    while at < gap.end {
        at = reader.line(at);
    }
    reader.tokens
}

/// The level of each list marker of a text from byte `body` on: the offset of the marker and the number of lists around the item.
/// An indentation that makes a line code has no level.
pub fn list_levels(text: &str, body: usize) -> Vec<(u32, usize)> {
    let mut levels = Vec::new();
    let mut stack: Vec<usize> = Vec::new();
    let mut fence: Option<(u8, usize)> = None;
    let mut is_after_blank = true;
    let mut start = body;
    for line in text[body..].split_inclusive('\n') {
        let at = start;
        start += line.len();
        let prefix = Prefix::read(line.as_bytes());
        let rest = line[prefix.length..].trim_end();
        if rest.is_empty() {
            is_after_blank = true;
            continue;
        }
        if let Some((delimiter, length)) = fence {
            let run = rest.bytes().take_while(|b| *b == delimiter).count();
            fence = fence.filter(|_| run < length || run < rest.len());
            continue;
        }
        let (mut column, mut offset) = (prefix.column, prefix.length);
        let mut is_item = false;
        let is_divided = is_rule(line[offset..].trim_end());
        while let Some(marker) = ListMarker::read(&line.as_bytes()[offset..]).filter(|_| !is_divided) {
            while stack.last().is_some_and(|content| *content > column) {
                stack.pop();
            }
            let around = stack.last().copied().unwrap_or(0);
            if column - around >= CODE_INDENT && (is_after_blank || is_item) {
                break;
            }
            levels.push(((at + offset) as u32, stack.len()));
            column += marker.width();
            stack.push(column);
            offset += marker.length + marker.space_bytes;
            is_item = true;
        }
        if !is_item && is_after_blank {
            while stack.last().is_some_and(|content| *content > prefix.indent) {
                stack.pop();
            }
        }
        let rest = &line.as_bytes()[offset..];
        let run = rest.iter().take_while(|b| **b == rest[0]).count();
        if matches!(rest.first(), Some(b'`' | b'~')) && run >= 3 && memchr(b'`', &rest[run..]).is_none() {
            fence = Some((rest[0], run));
        }
        is_after_blank = false;
    }
    levels
}

/// The indentation and the block quote markers at the start of a line.
struct Prefix {
    /// The bytes.
    length: usize,
    /// The number of `>` characters.
    quotes: usize,
    /// The columns after the last `>` or the start of the line.
    column: usize,
    /// The columns before the first `>`.
    indent: usize,
}

impl Prefix {
    fn read(line: &[u8]) -> Self {
        let mut prefix = Self { length: 0, quotes: 0, column: 0, indent: 0 };
        for byte in line {
            match byte {
                b' ' => prefix.column += 1,
                b'\t' => prefix.column += TAB - prefix.column % TAB,
                b'>' => {
                    if prefix.quotes == 0 {
                        prefix.indent = prefix.column;
                    }
                    prefix.quotes += 1;
                    prefix.column = 0;
                }
                _ => break,
            }
            prefix.length += 1;
        }
        // The space after the `>` belongs to it.
        if prefix.quotes > 0 {
            prefix.column = prefix.column.saturating_sub(1);
        } else {
            prefix.indent = prefix.column;
        }
        prefix
    }
}

/// A list marker at the start of a text.
struct ListMarker {
    /// The bytes of the marker.
    length: usize,
    /// The spaces and tabs after it.
    space_bytes: usize,
    /// The columns of the spaces.
    spaces: usize,
}

impl ListMarker {
    fn read(line: &[u8]) -> Option<Self> {
        let digits = line.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let length = match line.get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            _ => return None,
        };
        let space_bytes = line[length..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let spaces = line[length..length + space_bytes].iter().map(|b| if *b == b'\t' { TAB } else { 1 }).sum();
        let is_alone = matches!(line.get(length), None | Some(b'\n' | b'\r'));
        (space_bytes > 0 || is_alone).then_some(Self { length, space_bytes, spaces })
    }

    /// The columns up to the text of the item.
    fn width(&self) -> usize {
        self.length + if (1..=CODE_INDENT).contains(&self.spaces) { self.spaces } else { 1 }
    }
}

/// Whether a line divides sections: three or more of one delimiter.
fn is_rule(line: &str) -> bool {
    let mut delimiters = line.bytes().filter(|b| !b.is_ascii_whitespace());
    let Some(first @ (b'*' | b'-' | b'_')) = delimiters.next() else { return false };
    let mut count = 1;
    delimiters.all(|b| {
        count += 1;
        b == first
    }) && count >= 3
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The first byte of the stretch.
    start: usize,
    /// The end of the stretch.
    end: usize,
    is_file_end: bool,
    address: &'a dyn Fn(&str) -> String,
    /// The line before is `[!NOTE]`.
    is_after_alert: bool,
    is_after_blank: bool,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn push(&mut self, kind: TokenKind, key: impl Into<String>, start: usize, end: usize) {
        self.tokens.push(Token { kind, key: key.into(), span: Span::new(start, end) });
    }

    /// The end of the line at `at`, without the line end, and the start of the next line. `None` if the line does not end in the
    /// stretch, because a pair follows.
    fn line_end(&self, at: usize) -> Option<(usize, usize)> {
        let (end, next) = match memchr(b'\n', &self.bytes[at..self.end]) {
            Some(length) => (at + length, at + length + 1),
            None if self.is_file_end => (self.end, self.end),
            None => return None,
        };
        Some((at + self.text[at..end].trim_end().len(), next))
    }

    /// Reads the line at `at`. Returns the start of the next line, or the end of the stretch.
    fn line(&mut self, at: usize) -> usize {
        let whole = self.line_end(at);
        let (stop, next) = whole.unwrap_or((self.end, self.end));
        let prefix = Prefix::read(&self.bytes[at..stop]);
        let mut first = at + prefix.length;
        if first >= stop && whole.is_some() {
            self.is_after_blank = true;
            return next;
        }
        let is_after_blank = std::mem::replace(&mut self.is_after_blank, false);
        let quote_at = self.tokens.len();
        let is_structural = self.block(at, &mut first, stop, (prefix.column, whole.map(|_| next), is_after_blank));
        // If wrapped lines of a block quote were joined, the marker of the second one is not in the document.
        let begins_block = is_structural.is_some() || is_after_blank || self.is_after_alert;
        if prefix.quotes > 0 && begins_block {
            let start = at + self.text[at..].find('>').unwrap_or(0);
            let token = Token {
                kind: TokenKind::Quote,
                key: ">".repeat(prefix.quotes.min(CODE_INDENT)),
                span: Span::new(start, at + self.text[at..at + prefix.length].trim_end().len()),
            };
            self.tokens.insert(quote_at, token);
        }
        let past = match is_structural {
            Some(past) if past > at => past,
            _ => self.inline(first),
        };
        let last = self.tokens.last().filter(|token| token.span.start as usize >= at);
        self.is_after_alert = last.is_some_and(|token| token.kind == TokenKind::Alert);
        past
    }

    /// Reads the block markup at the start of a line. Returns `None` if the line begins with text; the place to continue at if the
    /// line was read to its end; 0 if inline markup follows at `first`.
    fn block(
        &mut self,
        at: usize,
        first: &mut usize,
        stop: usize,
        (column, next, is_after_blank): (usize, Option<usize>, bool),
    ) -> Option<usize> {
        let line = &self.text[*first..stop];
        if let Some(next) = next {
            if is_rule(line) {
                self.push(TokenKind::Rule, "---", *first, stop);
                return Some(next);
            }
            if line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-') {
                self.push(TokenKind::Rule, &line[..1], *first, stop);
                return Some(next);
            }
            let is_code = column >= CODE_INDENT && (is_after_blank || self.ends_with_indented_code());
            if is_code && !line.starts_with(['!', '[', '<', '|', ':', '>', '#', '`', '~']) && !starts_with_item(line) {
                self.push(TokenKind::Code, code_key(line, &mut None), *first, stop);
                return Some(next);
            }
        }
        let mut column = column;
        let mut is_item = false;
        while let Some(marker) = ListMarker::read(&self.bytes[*first..stop]) {
            let bullet = &self.text[*first..*first + marker.length];
            let kind = bullet.trim_start_matches(|c: char| c.is_ascii_digit());
            let number = if kind.len() < bullet.len() { "1" } else { "" };
            self.push(TokenKind::ListMarker, format!("{column} {number}{kind}"), *first, *first + marker.length);
            column += marker.width();
            *first += marker.length + marker.space_bytes;
            is_item = true;
        }
        let line = &self.text[*first..stop];
        let indent = *first - at;
        if let Some(next) = next
            && let Some((delimiter, length)) = fence(line)
        {
            let info = line[length..].trim();
            self.push(TokenKind::Fence, format!("```{info}"), *first, stop);
            return Some(self.fenced(next, (delimiter, length), column.min(indent)));
        }
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && matches!(line.as_bytes().get(hashes), Some(b' ' | b'\t')) {
            self.push(TokenKind::Heading, &line[..hashes], *first, *first + hashes);
            *first += hashes;
            return Some(0);
        }
        if let Some(next) = next {
            if line.starts_with(":::") && !line.starts_with(":::no-loc(") {
                // A full stop after it is punctuation.
                let inner = line.rfind(":::").filter(|end| *end > 0).map_or(line, |end| &line[..end + 3]);
                self.push(TokenKind::Directive, self.directive_key(inner), *first, stop);
                return Some(next);
            }
            if let Some(end) = memmem::find(&line.as_bytes()[..line.len().min(MAX_TAG_BYTES)], b"]:")
                && line.starts_with('[')
                && !line.starts_with("[!")
            {
                let target = line[end + 2..].split_whitespace().next().unwrap_or("");
                let key = (self.address)(target.trim_start_matches('<').trim_end_matches('>'));
                self.push(TokenKind::Definition, key, *first, stop);
                return Some(next);
            }
            if line.contains('|') && line.contains('-') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t')) {
                let mut key: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
                key.dedup_by(|a, b| a == b && *a == '-');
                self.push(TokenKind::TableRule, key.into_iter().collect::<String>(), *first, stop);
                return Some(next);
            }
        }
        if line.starts_with('|') {
            self.push(TokenKind::TableRow, "|", *first, *first + 1);
            *first += 1;
            return Some(0);
        }
        (is_item || line.starts_with("[!")).then_some(0)
    }

    fn ends_with_indented_code(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.kind == TokenKind::Code)
    }

    /// Reads the lines of a fenced block from `at` on. Returns the start of the line after it.
    fn fenced(&mut self, mut at: usize, (delimiter, length): (u8, usize), indent: usize) -> usize {
        let mut comment = None;
        while at < self.end {
            let (stop, next) = self.line_end(at).unwrap_or((self.end, self.end));
            let line = &self.text[at..stop];
            let content = line.trim_start_matches([' ', '\t', '>']);
            let run = content.bytes().take_while(|b| *b == delimiter).count();
            if run >= length && run == content.len() {
                self.push(TokenKind::Fence, "```", stop - content.len(), stop);
                return next;
            }
            if !content.is_empty() {
                let start = stop - content.len();
                let column = Prefix::read(line.as_bytes()).column.saturating_sub(indent);
                let key = format!("{column} {}", code_key(content, &mut comment));
                self.push(TokenKind::Code, key, start, stop);
            }
            at = next;
        }
        at
    }

    /// Reads the rest of a line from `at` on. Returns the start of the next line, or the end of the stretch.
    fn inline(&mut self, mut at: usize) -> usize {
        while at < self.end {
            let rest = &self.bytes[at..self.end];
            match rest[0] {
                b'\n' => return at + 1,
                b'\\' => at += 1 + usize::from(rest.get(1).is_some_and(u8::is_ascii_punctuation)),
                b'`' => {
                    let run = backticks(rest);
                    let line = memchr(b'\n', &rest[run..]).map_or(&rest[run..], |end| &rest[run..run + end]);
                    let length = code_span_length(line, run);
                    let past = at + run + length.unwrap_or(0);
                    if length.is_some() {
                        self.push(TokenKind::CodeSpan, &self.text[at..past], at, past);
                    }
                    at = past;
                }
                b'*' | b'_' => at = self.emphasis(at),
                b'~' if rest.starts_with(b"~~") => {
                    self.push(TokenKind::Emphasis, "~~", at, at + 2);
                    at += 2;
                }
                b'|' => {
                    self.push(TokenKind::TableBar, "|", at, at + 1);
                    at += 1;
                }
                b'!' if rest.starts_with(b"![") => at = self.image(at),
                b'[' if rest.starts_with(b"[!") => at = self.directive(at),
                b'[' => {
                    self.push(TokenKind::LinkStart, "[", at, at + 1);
                    at += 1;
                }
                b']' => {
                    let (key, past) = self.target(at + 1);
                    self.push(TokenKind::Link, format!("]{key}"), at, past);
                    at = past;
                }
                b'<' => at = self.angle(at),
                b'h' if rest.starts_with(b"http://") || rest.starts_with(b"https://") => {
                    let length =
                        rest.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(**b, b'|' | b'<' | b')' | b']'));
                    let past = at + length.count();
                    self.push(TokenKind::Address, (self.address)(&self.text[at..past]), at, past);
                    at = past;
                }
                byte if byte >= 0x80 => at += self.text[at..].chars().next().map_or(1, char::len_utf8),
                _ => at += 1,
            }
        }
        at
    }

    /// Reads a run of `*` or `_`. Between two letters or digits an underscore belongs to a word.
    fn emphasis(&mut self, at: usize) -> usize {
        let byte = self.bytes[at];
        let run = self.bytes[at..self.end].iter().take_while(|b| **b == byte).count();
        let past = at + run;
        // The texts around the stretch differ in the two files, so only its own bytes count.
        let around = [self.bytes[self.start..at].last(), self.bytes[past..self.end].first()];
        let is_inner = around.iter().all(|b| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80));
        let is_alone = around.iter().all(|b| b.is_some_and(u8::is_ascii_whitespace));
        if !(byte == b'_' && is_inner || is_alone) {
            self.push(TokenKind::Emphasis, "*".repeat(run.min(CODE_INDENT)), at, past);
        }
        past
    }

    /// Reads an image, or only its `![`.
    fn image(&mut self, at: usize) -> usize {
        let length = bracketed(&self.bytes[at + 1..self.end], b'[', b']');
        if length == 1 {
            return at + 2;
        }
        let (key, past) = self.target(at + 1 + length);
        self.push(TokenKind::Image, key, at, past);
        past
    }

    /// Reads a `[!NAME ..]`, or only its `[!`.
    fn directive(&mut self, at: usize) -> usize {
        let length = bracketed(&self.bytes[at..self.end], b'[', b']');
        if length == 1 {
            return at + 2;
        }
        let past = at + length;
        let inner = &self.text[at + 2..past - 1];
        let is_alert = inner.trim_end().bytes().all(|b| b.is_ascii_alphabetic());
        let (kind, key) = match is_alert {
            true => (TokenKind::Alert, inner.trim_end().to_ascii_uppercase()),
            false => (TokenKind::Directive, self.directive_key(inner)),
        };
        self.push(kind, key, at, past);
        past
    }

    /// The form of a directive that is compared: without labels and alternative texts, with addresses in their form.
    fn directive_key(&self, text: &str) -> String {
        let text = without_attributes(text);
        let mut key = String::new();
        let mut rest = text.as_str();
        // `[label](address)`
        while let Some(open) = rest.find('[') {
            let length = bracketed(&rest.as_bytes()[open..], b'[', b']');
            self.push_words(&rest[..open], &mut key);
            key.push('[');
            rest = &rest[open + length..];
            if length > 1 {
                key.push(']');
            }
        }
        self.push_words(rest, &mut key);
        key
    }

    fn push_words(&self, text: &str, key: &mut String) {
        for (i, word) in text.split_whitespace().enumerate() {
            if i > 0 && !key.is_empty() {
                key.push(' ');
            }
            let inner = word.trim_matches(['(', ')']);
            key.push_str(&if inner.contains('/') { (self.address)(inner) } else { inner.to_owned() });
        }
    }

    /// Reads what follows the closing bracket of a link or image: `(address "title")` or `[label]`. Returns its form and its end.
    fn target(&self, at: usize) -> (String, usize) {
        let rest = &self.bytes[at..self.end];
        match rest.first() {
            Some(b'(') => {
                let length = parenthesized(rest);
                if length > 1 {
                    let inner = self.text[at + 1..at + length - 1].trim();
                    let address = inner.split_whitespace().next().unwrap_or("");
                    return (format!("({})", (self.address)(address.trim_start_matches('<').trim_end_matches('>'))), at + length);
                }
            }
            Some(b'[') => {
                let length = bracketed(rest, b'[', b']');
                if length > 1 && !rest.starts_with(b"[!") {
                    return (self.text[at..at + length].to_lowercase(), at + length);
                }
            }
            _ => {}
        }
        (String::new(), at)
    }

    /// Reads a comment, a tag or an address in angle brackets, or only a `<`.
    fn angle(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..self.end];
        if rest.starts_with(b"<!--") {
            return memmem::find(rest, b"-->").map_or(self.end, |length| at + length + 3);
        }
        if !rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            return at + 1;
        }
        let window = &rest[1..rest.len().min(MAX_TAG_BYTES)];
        let Some(end) = memchr2(b'>', b'<', window).filter(|i| window[*i] == b'>') else { return at + 1 };
        let past = at + 1 + end + 1;
        let inner = &self.text[at + 1..past - 1];
        if inner.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric())) {
            self.push(TokenKind::Address, (self.address)(inner), at, past);
        } else {
            let key = without_attributes(inner.trim_end_matches('/'));
            let key: Vec<String> = key.split_whitespace().map(|word| self.attribute_key(word)).collect();
            self.push(TokenKind::Tag, key.join(" "), at, past);
        }
        past
    }

    /// The form of an attribute: an address has the form of addresses.
    fn attribute_key(&self, word: &str) -> String {
        match word.split_once('=') {
            Some((name, value)) if matches!(name, "href" | "src") => {
                format!("{name}={}", (self.address)(value.trim_matches('"')))
            }
            _ => word.to_owned(),
        }
    }
}

/// Whether a list item begins a line.
fn starts_with_item(line: &str) -> bool {
    ListMarker::read(line.as_bytes()).is_some()
}

/// The delimiter and the length of the fence that a line opens.
fn fence(line: &str) -> Option<(u8, usize)> {
    let delimiter = *line.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = line.bytes().take_while(|b| *b == delimiter).count();
    (length >= 3 && (delimiter == b'~' || !line[length..].contains('`'))).then_some((delimiter, length))
}

/// How deep parentheses may nest in an address.
const MAX_PARENTHESES: usize = 8;

/// The length of `(..)` at the start of a text, which may contain angle brackets; 1 if it is not closed on its line.
fn parenthesized(rest: &[u8]) -> usize {
    let mut depth = 0;
    for (i, byte) in rest.iter().enumerate().take(MAX_TAG_BYTES) {
        match byte {
            b'(' if depth == MAX_PARENTHESES => return 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\n' => return 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    1
}

/// Attributes with a text for readers, which is translated.
const TRANSLATED_ATTRIBUTES: [&str; 5] = ["alt-text=", "alt=", "title=", "aria-label=", "summary="];

/// A tag or directive without the attributes that are translated.
fn without_attributes(text: &str) -> String {
    if !text.contains('=') {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(space) = rest.find([' ', '\t']) {
        kept.push_str(&rest[..=space]);
        rest = &rest[space + 1..];
        if let Some(value) = TRANSLATED_ATTRIBUTES.iter().find_map(|name| rest.strip_prefix(name)) {
            rest = match value.strip_prefix('"') {
                Some(value) => value.find('"').map_or("", |end| &value[end + 1..]),
                None => value.find([' ', '\t']).map_or("", |end| &value[end..]),
            };
        }
    }
    kept.push_str(rest);
    kept
}

/// A line of code without its comment, which may be translated. `comment` is the end of the block comment that is open.
fn code_key(line: &str, comment: &mut Option<&'static str>) -> String {
    let line = line.trim_end();
    if let Some(end) = *comment {
        if line.contains(end) {
            *comment = None;
        }
        return "comment".to_owned();
    }
    let opens = |text: &str| match text {
        _ if text.starts_with("//") => Some(2),
        _ if text.starts_with("/*") => Some(2),
        _ if text.starts_with("<!--") => Some(4),
        _ if text.starts_with("# ") || text.starts_with("' ") || text.starts_with("; ") => Some(1),
        _ if text.starts_with("-- ") => Some(2),
        _ if text.starts_with("REM ") || text.starts_with("rem ") => Some(3),
        _ => None,
    };
    let (last_block_end, last_html_end) = (line.rfind("*/").unwrap_or(0), line.rfind("-->").unwrap_or(0));
    let starts = std::iter::once(0).chain(line.match_indices([' ', '\t']).map(|(i, _)| i + 1));
    for at in starts {
        let Some(length) = opens(&line[at..]) else { continue };
        // A single quotation mark begins a comment only at the start of a line.
        if at > 0 && line[at..].starts_with(['\'', ';', 'R', 'r']) {
            continue;
        }
        let text = &line[at + length..];
        match &line[at..at + length] {
            "/*" if last_block_end < at + length => *comment = Some("*/"),
            "<!--" if last_html_end < at + length => *comment = Some("-->"),
            // Code may follow the comment.
            "/*" if !text.ends_with("*/") => continue,
            "<!--" if !text.ends_with("-->") => continue,
            _ => {}
        }
        return collapsed(&line[..at + length]);
    }
    collapsed(line)
}

/// A line of code with tabs as spaces, and without the `:::no-loc(..):::` directives that the localization tool adds.
fn collapsed(text: &str) -> String {
    let text = text.replace('\t', "    ");
    if !text.contains(":::no-loc(") {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    let mut parts = text.split(":::no-loc(");
    kept.push_str(parts.next().unwrap_or(""));
    parts.for_each(|part| kept.push_str(&part.replacen("):::", "", 1)));
    kept
}
