//! Reads the text between pairs: its lines, fences, comments, headings and inline markup, as far as bytes alone decide.

use super::Pass;
use crate::document::Heading;
use crate::document::markdown::{backticks, bracketed, code_span_length};
use crate::document::sxs::damaged;
use crate::text::Span;
use memchr::{memchr, memchr_iter, memchr3, memmem};

/// The state of the walk over the gaps.
#[derive(Default)]
pub(super) struct LineState {
    /// The delimiter, length and indentation of the open code fence.
    pub(super) fence: Option<(u8, usize, usize)>,
    /// An HTML comment is open.
    pub(super) comment: bool,
    /// The heading whose line has not ended yet.
    heading: Option<Heading>,
    /// The paragraph that an underline would turn into a heading: its first byte, and the number of pairs before it.
    pub(super) paragraph: Option<(usize, u32)>,
}

impl Pass<'_> {
    /// Walks the bytes between two pairs.
    pub(super) fn walk(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            if let Some(past) = self.opaque_end(at) {
                let past = past.min(end);
                if let Some(line) = memchr(b'\n', &self.bytes[at..past]) {
                    self.end_heading(at + line);
                }
                at = past;
                continue;
            }
            let stop = self.structure.map_or(end, |s| s.next_opaque(at).min(end));
            at = if at == self.body || self.bytes[at - 1] == b'\n' { self.begin_line(at, stop) } else { self.inline(at, stop) };
        }
    }

    /// Reads the beginning of a line. Returns the offset to continue at: after the line, or in it.
    fn begin_line(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.bytes;
        let newline = memchr(b'\n', &bytes[at..end]).map(|i| at + i);
        let stop = newline.unwrap_or(end);
        let next = newline.map_or(end, |i| i + 1);
        let whole = newline.is_some() || stop == bytes.len();
        let prefix = bytes[at..stop].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
        let mut first = at + prefix;
        let line = &bytes[first..stop];
        if let Some((delimiter, length, indent)) = self.line.fence {
            let run = line.iter().take_while(|b| **b == delimiter).count();
            // A closing fence has no pair after it.
            if whole && run >= length && line[run..].iter().all(|b| b.is_ascii_whitespace()) {
                self.line.fence = None;
                // With another indentation it may be code, or begin another fence after the end of a list.
                self.unsure |= prefix != indent;
            }
            self.unsure |= self.contains_span_tag(first, stop);
            return next;
        }
        if self.line.comment {
            return self.close_comment(at, end);
        }
        match line.first() {
            None | Some(b'\r') => {
                self.line.paragraph = None;
                return if whole { next } else { stop };
            }
            Some(b'=' | b'-') if whole && self.underline(line) => {
                if let Some((start, pairs)) = self.line.paragraph.take() {
                    let end = self.content[..at].trim_end().len();
                    let heading = self.heading(start, pairs);
                    self.push_heading(heading, end);
                }
                return next;
            }
            Some(b'#') => {
                let level = line.iter().take_while(|b| **b == b'#').count();
                if level <= 6 && matches!(line.get(level), Some(b' ' | b'\t')) {
                    first += level;
                    first += bytes[first..stop].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
                    self.line.heading = Some(self.heading(first, self.pairs.len() as u32));
                    self.line.paragraph = None;
                    return self.inline(first, end);
                }
            }
            Some(b':') if whole && line.starts_with(b":::") && self.is_plain(first, stop) => return next,
            Some(b'[') if whole && is_link_definition(line) && self.is_plain(first, stop) => return next,
            _ => {}
        }
        let block = first + list_markers(&bytes[first..stop]);
        if let Some(delimiter @ (b'`' | b'~')) = bytes[block..stop].first().copied() {
            let length = bytes[block..stop].iter().take_while(|b| **b == delimiter).count();
            if length >= 3 && (delimiter == b'~' || memchr(b'`', &bytes[block + length..stop]).is_none()) {
                if self.structure.is_none() {
                    self.line.fence = Some((delimiter, length, block - at));
                    self.unsure |= !whole;
                }
                self.line.paragraph = None;
                return next;
            }
        }
        let plain = block == first && prefix <= 3 && !matches!(bytes.get(first), Some(b'|' | b'>'));
        if self.line.paragraph.is_none() && plain && first < stop {
            self.line.paragraph = Some((first, self.pairs.len() as u32));
        } else if !plain {
            self.line.paragraph = None;
        }
        self.inline(first.max(at), end)
    }

    /// Whether a line underlines the paragraph above it.
    fn underline(&self, line: &[u8]) -> bool {
        let run = line.iter().take_while(|b| **b == line[0]).count();
        self.line.paragraph.is_some() && line[run..].iter().all(|b| b.is_ascii_whitespace())
    }

    /// Reads the rest of a line, up to `end`. Returns the offset after it.
    fn inline(&mut self, start: usize, end: usize) -> usize {
        let bytes = self.bytes;
        let mut at = start;
        while at < end {
            if PLAIN[bytes[at] as usize] {
                at += 1;
                continue;
            }
            let rest = &bytes[at..end];
            match bytes[at] {
                b'\n' => {
                    self.end_heading(at);
                    return at + 1;
                }
                b'<' => at = self.angle(at, end),
                b'\\' => at += 1 + usize::from(rest.get(1).is_some_and(u8::is_ascii_punctuation)),
                b'`' if self.structure.is_none() => {
                    let run = backticks(rest);
                    let past = at + run + code_span_length(first_line(&rest[run..]), run).unwrap_or(0);
                    self.unsure |= self.contains_span_tag(at, past);
                    at = past;
                }
                // The closing bracket is read next, because an address may follow it.
                b'!' if rest.starts_with(b"![") => at += bracketed(&rest[1..], b'[', b']').max(1),
                b'[' if rest.starts_with(b"[!") => at += (bracketed(rest, b'[', b']') - 1).max(1),
                b']' if rest.starts_with(b"](") => at += 1 + bracketed(&rest[1..], b'(', b')'),
                b']' if rest.starts_with(b"][") => at += 1 + bracketed(&rest[1..], b'[', b']'),
                b'&' => {
                    let length = rest[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
                    at += 1 + if rest.get(1 + length) == Some(&b';') { length } else { 0 };
                }
                b'h' if rest.starts_with(b"http://") || rest.starts_with(b"https://") => {
                    at += rest.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(**b, b'|' | b'<')).count();
                }
                byte if byte.is_ascii_alphabetic() => {
                    self.prose_likely |= rest.get(1).is_some_and(u8::is_ascii_alphabetic);
                    at += 1;
                }
                byte if byte >= 0x80 => {
                    let char = self.content[at..].chars().next().unwrap_or(' ');
                    self.prose_likely = self.prose_likely || char.is_alphabetic();
                    at += char.len_utf8();
                }
                _ => at += 1,
            }
        }
        at
    }

    /// Reads from a `<`: a comment, a span tag, another tag, or only the sign. Returns the offset after it.
    fn angle(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.bytes[at..end];
        if self.structure.is_none() && rest.starts_with(b"<!--") {
            self.line.comment = true;
            return self.close_comment(at + 4, end);
        }
        if damaged::is_span_tag(self.bytes, at) {
            return match damaged::Tag::read(self.content, at) {
                Some(tag) => {
                    let past = tag.span.end as usize;
                    self.other_tags.push(tag);
                    past
                }
                None => at + 1,
            };
        }
        match memchr3(b'>', b'<', b'\n', &rest[1..]) {
            Some(i) if rest[i + 1] == b'>' && rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') => at + i + 2,
            _ => at + 1,
        }
    }

    /// Looks for the end of the open comment. The comment stays open if the gap ends first.
    fn close_comment(&mut self, from: usize, end: usize) -> usize {
        let length = memmem::find(&self.bytes[from..end], b"-->");
        let past = length.map_or(end, |length| from + length + 3);
        self.line.comment = length.is_none();
        let skipped = &self.bytes[from..past];
        // A fence ends the paragraph, and with it a comment in the paragraph.
        let fence = memmem::find(skipped, b"```").is_some() || memmem::find(skipped, b"~~~").is_some();
        self.unsure |= fence || self.contains_span_tag(from, past);
        past
    }

    /// Whether there is a span tag in bytes that the first pass takes for code or a comment. Then only the Markdown structure
    /// decides.
    fn contains_span_tag(&self, start: usize, end: usize) -> bool {
        memchr_iter(b'<', &self.bytes[start..end]).any(|i| damaged::is_span_tag(self.bytes, start + i))
    }

    /// Whether a line can be skipped: it has no span tag, and no comment begins in it.
    fn is_plain(&self, start: usize, end: usize) -> bool {
        !self.contains_span_tag(start, end) && memmem::find(&self.bytes[start..end], b"<!--").is_none()
    }

    /// A heading whose text begins at `start`, with the anchor there, if any.
    fn heading(&self, start: usize, pairs: u32) -> Heading {
        const OPEN: &str = "<a name=\"";
        let anchor = self.content[start..].strip_prefix(OPEN).and_then(|rest| {
            let length = rest.find(['"', '\n'])?;
            rest[length..].starts_with("\"></a>").then(|| Span::new(start + OPEN.len(), start + OPEN.len() + length))
        });
        Heading { span: Span::new(start, start), anchor, segments: pairs..pairs }
    }

    pub(super) fn end_heading(&mut self, at: usize) {
        if let Some(heading) = self.line.heading.take() {
            self.push_heading(heading, at);
        }
    }

    fn push_heading(&mut self, mut heading: Heading, end: usize) {
        heading.span.end = end.max(heading.span.start as usize) as u32;
        heading.segments.end = self.pairs.len() as u32;
        if !heading.segments.is_empty() {
            self.headings.push(heading);
        }
    }
}

/// The ASCII bytes that are not letters and do not begin or end markup.
static PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte as usize] =
            !(byte as u8).is_ascii_alphabetic() && !matches!(byte as u8, b'\n' | b'<' | b'\\' | b'`' | b'!' | b'[' | b']' | b'&');
        byte += 1;
    }
    table
};

/// The length of the list markers at the start of a line, with the spaces and tabs after them.
fn list_markers(line: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let marker = match rest.get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            _ => return at,
        };
        let spaces = rest[marker..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if spaces == 0 {
            return at;
        }
        at += marker + spaces;
    }
}

/// The first line. A code span of the first pass ends on its line, because the next line may begin a block.
fn first_line(rest: &[u8]) -> &[u8] {
    memchr(b'\n', rest).map_or(rest, |end| &rest[..end])
}

/// Whether a line is `[label]: address`.
fn is_link_definition(line: &[u8]) -> bool {
    !line.starts_with(b"[!") && memchr(b']', line).is_some_and(|i| line.get(i + 1) == Some(&b':'))
}
