//! Finding the pairs: one linear pass over the bytes.
//!
//! The bulk of real documents is canonical, byte for byte, and is claimed here with exact offsets. What a pass cannot
//! claim by bytes alone (span markup that is not canonical, a pair where a code fence or a comment may be open) makes
//! a second pass with the Markdown structure at hand; span markup that is left even then goes to
//! [`damaged`].

use super::{Fault, damaged};
use crate::document::Heading;
use crate::document::markdown::Structure;
use crate::text::Span;
use memchr::{memchr, memchr_iter, memchr3, memmem};

/// One translation unit: a target beside its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The whole of it, from the first byte of the target's tag to the last of the source's.
    pub span: Span,
    /// The translation.
    pub target: Side,
    /// What it is a translation of.
    pub source: Side,
}

/// One side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// The value of `data-ttu-id` or `data-stu-id`.
    pub id: Span,
    /// The Markdown text.
    pub text: Span,
}

/// What the body of a document holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Whole pairs, in order.
    pub pairs: Vec<Pair>,
    /// Headings with a pair, in order.
    pub headings: Vec<Heading>,
    /// Prose outside pairs, in order; empty when there is no pair.
    pub bare: Vec<Span>,
    /// Damaged span markup, in order.
    pub faults: Vec<Fault>,
}

/// Scans the body of a document, which begins at byte `body`.
pub fn scan(content: &str, body: usize) -> Scan {
    let mut pass = first_pass(content, body);
    let structure;
    if pass.unsure || !pass.residue.is_empty() {
        structure = Structure::around(content, body, &pass.pairs);
        pass = Pass::new(content, body, Some(&structure));
        pass.run();
        pass.finish(&structure)
    } else if pass.prose_likely && !pass.pairs.is_empty() {
        structure = Structure::around(content, body, &pass.pairs);
        pass.finish(&structure)
    } else {
        Scan { pairs: pass.pairs, headings: pass.headings, ..Scan::default() }
    }
}

/// What the first pass claims by bytes alone; `None` where it does not claim the whole body. For tests that hold it
/// against the other parser.
pub fn scan_canonical(content: &str, body: usize) -> Option<Vec<Pair>> {
    let pass = first_pass(content, body);
    (!pass.unsure && pass.residue.is_empty()).then_some(pass.pairs)
}

/// The Markdown structure of a body, as the second pass and the HTML parser's side see it.
pub fn structure(content: &str, body: usize) -> Structure {
    Structure::around(content, body, &first_pass(content, body).pairs)
}

/// What bytes alone tell.
fn first_pass(content: &str, body: usize) -> Pass<'_> {
    let mut pass = Pass::new(content, body, None);
    pass.run();
    pass
}

/// Text that a reader sees outside the given stretches of a body, which are in order: one span for each run in a block. For
/// a source file in which the sentences that have a pair are known. Numbers and symbols count only when `thorough`. The
/// structure of the body is asked for where bytes alone do not tell.
pub fn text_around<'s>(
    content: &str,
    body: usize,
    taken: &[Span],
    thorough: bool,
    structure: impl FnOnce() -> &'s Structure,
) -> Vec<Span> {
    let mut pass = Pass::new(content, body, None);
    let mut gap = body;
    for &span in taken {
        pass.walk(gap, span.start as usize);
        let side = Side { id: Span::default(), text: span };
        pass.pairs.push(Pair { span, target: side, source: side });
        gap = span.end as usize;
    }
    pass.walk(gap, content.len());
    if !pass.prose_likely && !pass.unsure && !thorough {
        return Vec::new();
    }
    // A mark beside a pair (a full stop, a bracket) is no text of its own.
    let symbol = |c: char| c.is_numeric() || c > '\u{2100}';
    let counts = |text: &str| text.contains(char::is_alphabetic) || thorough && text.contains(symbol);
    structure().bare_text(content, &pass.pairs, &[], counts)
}

const TARGET_TAG: &[u8] = b"<span data-ttu-id=\"";
const MIDDLE: &[u8] = b"</span><span class=\"sxs-lookup\"><span data-stu-id=\"";
const CLOSE: &[u8] = b"</span>";

/// One pass over a body.
struct Pass<'a> {
    bytes: &'a [u8],
    content: &'a str,
    body: usize,
    /// Known from the second pass on: what is code or comment, so that markup in it is text.
    structure: Option<&'a Structure>,
    pairs: Vec<Pair>,
    headings: Vec<Heading>,
    /// Span tags outside whole pairs.
    residue: Vec<damaged::Tag>,
    /// Bytes alone do not decide: a second pass is needed.
    unsure: bool,
    /// A gap between pairs holds what may be prose.
    prose_likely: bool,
    line: LineState,
}

/// Where the walk over the gaps stands.
#[derive(Default)]
struct LineState {
    /// Byte, length and indentation of the code fence that is open.
    fence: Option<(u8, usize, usize)>,
    /// An HTML comment is open.
    comment: bool,
    /// The heading whose line is not yet over.
    heading: Option<Heading>,
    /// The paragraph that an underline would make a heading: its first byte, its number of pairs before it.
    paragraph: Option<(usize, u32)>,
}

impl<'a> Pass<'a> {
    fn new(content: &'a str, body: usize, structure: Option<&'a Structure>) -> Self {
        Self {
            bytes: content.as_bytes(),
            content,
            body,
            structure,
            // A pair takes some 350 bytes in real documents.
            pairs: Vec::with_capacity((content.len() - body) / 300),
            headings: Vec::new(),
            residue: Vec::new(),
            unsure: false,
            prose_likely: false,
            line: LineState::default(),
        }
    }

    fn run(&mut self) {
        let mut gap = self.body;
        let mut from = self.body;
        while let Some(hit) = self.target_tag(from) {
            if let Some(past) = self.opaque_end(hit) {
                from = past;
                continue;
            }
            let Some(pair) = self.canonical(hit).filter(|_| damaged::is_span_tag(self.bytes, hit)) else {
                from = hit + TARGET_TAG.len();
                continue;
            };
            self.walk(gap, hit);
            let is_in_block = self.line.fence.is_some() || self.line.comment || self.holds_fence(pair.span);
            self.unsure |= self.structure.is_none() && is_in_block;
            if self.line.paragraph.is_none() && self.begins_line(gap, hit) {
                self.line.paragraph = Some((hit, self.pairs.len() as u32));
            }
            self.pairs.push(pair);
            gap = pair.span.end as usize;
            from = gap;
        }
        self.walk(gap, self.bytes.len());
        self.end_heading(self.bytes.len());
    }

    /// Whether a fence may begin on a later line of a stretch, and end the paragraph that it begins in.
    fn holds_fence(&self, span: Span) -> bool {
        let text = &self.bytes[span.range()];
        memchr(b'\n', text)
            .is_some_and(|line| memmem::find(&text[line..], b"```").is_some() || memmem::find(&text[line..], b"~~~").is_some())
    }

    /// The next tag that may begin a canonical pair. Most gaps are short, so the search is the one with the least set-up.
    fn target_tag(&self, mut from: usize) -> Option<usize> {
        loop {
            let at = from + memchr(b'<', &self.bytes[from..])?;
            if self.bytes[at..].starts_with(TARGET_TAG) {
                return Some(at);
            }
            from = at + 1;
        }
    }

    /// The canonical pair that begins at `at`, if there is one.
    fn canonical(&self, at: usize) -> Option<Pair> {
        let (target_id, text) = self.canonical_id(at + TARGET_TAG.len())?;
        let end = self.content_end(text)?;
        let target = Side { id: target_id, text: Span::new(text, end) };
        if !self.bytes[end..].starts_with(MIDDLE) {
            return None;
        }
        let (source_id, text) = self.canonical_id(end + MIDDLE.len())?;
        let end = self.content_end(text)?;
        let source = Side { id: source_id, text: Span::new(text, end) };
        let end = end + CLOSE.len();
        self.bytes[end..].starts_with(CLOSE).then(|| Pair { span: Span::new(at, end + CLOSE.len()), target, source })
    }

    /// An id of plain characters that ends in `">`, and the offset after it.
    fn canonical_id(&self, at: usize) -> Option<(Span, usize)> {
        let rest = &self.bytes[at..];
        let length = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))?;
        (length > 0 && rest[length..].starts_with(b"\">")).then(|| (Span::new(at, at + length), at + length + 2))
    }

    /// Where the `</span>` stands that closes a span whose content begins at `from`. Spans of the author's own are
    /// passed over; `None` at span markup of another pair, and in the first pass at any span and any comment.
    fn content_end(&self, from: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut at = from;
        loop {
            let tag = at + memchr(b'<', &self.bytes[at..])?;
            let rest = &self.bytes[tag..];
            at = tag + 1;
            if !damaged::is_span_tag(self.bytes, tag) {
                // Only Markdown knows where a comment ends, and whether it is one.
                if self.structure.is_none() && rest.starts_with(b"<!--") {
                    return None;
                }
                continue;
            }
            if let Some(past) = self.opaque_end(tag) {
                at = past;
            } else if rest.starts_with(CLOSE) {
                if depth == 0 {
                    return Some(tag);
                }
                depth -= 1;
            } else {
                self.structure?;
                let open = damaged::Tag::read(self.content, tag).filter(|t| t.is_open() && !t.is_pair_markup(self.content))?;
                depth += 1;
                at = open.span.end as usize;
            }
        }
    }

    /// In the second pass: the end of the code or comment that `at` stands in.
    fn opaque_end(&self, at: usize) -> Option<usize> {
        self.structure?.opaque_at(at)
    }

    /// Whether only blanks stand before `hit` on its line, which the gap that began at `gap` must have started.
    fn begins_line(&self, gap: usize, hit: usize) -> bool {
        let line = match memchr::memrchr(b'\n', &self.bytes[gap..hit]) {
            Some(i) => gap + i + 1,
            None if gap == self.body => gap,
            None => return false,
        };
        self.bytes[line..hit].iter().all(|b| *b == b' ')
    }

    /// Walks the bytes between two pairs.
    fn walk(&mut self, start: usize, end: usize) {
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

    /// A line that begins in a gap. Returns where to go on: after the line, or in it where it has to be read on.
    fn begin_line(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.bytes;
        let newline = memchr(b'\n', &bytes[at..end]).map(|i| at + i);
        let stop = newline.unwrap_or(end);
        let next = newline.map_or(end, |i| i + 1);
        let whole = newline.is_some() || stop == bytes.len();
        let prefix = bytes[at..stop].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
        let mut first = at + prefix;
        let line = &bytes[first..stop];
        if let Some((mark, length, indent)) = self.line.fence {
            let run = line.iter().take_while(|b| **b == mark).count();
            // A pair behind the marks makes them none that close.
            if whole && run >= length && line[run..].iter().all(|b| b.is_ascii_whitespace()) {
                self.line.fence = None;
                // Indented otherwise, it may be code, or begin another fence after the end of a list.
                self.unsure |= prefix != indent;
            }
            self.unsure |= self.holds_span_tag(first, stop);
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
                let marks = line.iter().take_while(|b| **b == b'#').count();
                if marks <= 6 && matches!(line.get(marks), Some(b' ' | b'\t')) {
                    first += marks;
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
        if let Some(mark @ (b'`' | b'~')) = bytes[block..stop].first().copied() {
            let length = bytes[block..stop].iter().take_while(|b| **b == mark).count();
            if length >= 3 && (mark == b'~' || memchr(b'`', &bytes[block + length..stop]).is_none()) {
                if self.structure.is_none() {
                    self.line.fence = Some((mark, length, block - at));
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

    /// Reads on in a line of a gap until its end. Returns the offset after it.
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
                    let run = rest.iter().take_while(|b| **b == b'`').count();
                    let past = at + run + code_span_length(&rest[run..], run).unwrap_or(0);
                    self.unsure |= self.holds_span_tag(at, past);
                    at = past;
                }
                // The closing bracket is read next: a target may follow it.
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

    /// A `<` in a gap: a comment, a span tag, another tag or just a sign. Returns the offset after it.
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
                    self.residue.push(tag);
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

    /// Looks for the end of the open comment; it stays open where the gap ends first.
    fn close_comment(&mut self, from: usize, end: usize) -> usize {
        let length = memmem::find(&self.bytes[from..end], b"-->");
        let past = length.map_or(end, |length| from + length + 3);
        self.line.comment = length.is_none();
        let skipped = &self.bytes[from..past];
        // A comment in a paragraph ends where a fence begins a block of its own.
        let fence = memmem::find(skipped, b"```").is_some() || memmem::find(skipped, b"~~~").is_some();
        self.unsure |= fence || self.holds_span_tag(from, past);
        past
    }

    /// Whether a span tag stands in bytes that the first pass takes for code or a comment: only Markdown knows for certain.
    fn holds_span_tag(&self, start: usize, end: usize) -> bool {
        memchr_iter(b'<', &self.bytes[start..end]).any(|i| damaged::is_span_tag(self.bytes, start + i))
    }

    /// Whether a line can be left out as a whole: no span tag is in it, and no comment begins.
    fn is_plain(&self, start: usize, end: usize) -> bool {
        !self.holds_span_tag(start, end) && memmem::find(&self.bytes[start..end], b"<!--").is_none()
    }

    /// A heading whose text begins at `start`, with the anchor that stands there.
    fn heading(&self, start: usize, pairs: u32) -> Heading {
        const OPEN: &str = "<a name=\"";
        let anchor = self.content[start..].strip_prefix(OPEN).and_then(|rest| {
            let length = rest.find(['"', '\n'])?;
            rest[length..].starts_with("\"></a>").then(|| Span::new(start + OPEN.len(), start + OPEN.len() + length))
        });
        Heading { span: Span::new(start, start), anchor, segments: pairs..pairs }
    }

    fn end_heading(&mut self, at: usize) {
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

    /// Settles what the pass left over, with the Markdown structure.
    fn finish(mut self, structure: &Structure) -> Scan {
        let mut faults = structure.unclosed_fence(self.content).into_iter().collect::<Vec<_>>();
        if !self.residue.is_empty() {
            let (found, damage) = damaged::examine(self.content, &self.residue, &self.pairs);
            if !found.is_empty() {
                self.pairs.extend(found);
                self.pairs.sort_unstable_by_key(|pair| pair.span.start);
                self.number_headings();
            }
            faults.extend(damage);
        }
        faults.sort_by_key(|fault: &Fault| fault.span.start);
        let bare = if self.pairs.is_empty() { Vec::new() } else { structure.bare_prose(self.content, &self.pairs, &faults) };
        Scan { pairs: self.pairs, headings: self.headings, bare, faults }
    }

    /// Finds each heading's pairs again after pairs were added between those counted in the pass.
    fn number_headings(&mut self) {
        for heading in &mut self.headings {
            let at = |offset| self.pairs.partition_point(|p| p.span.start < offset) as u32;
            heading.segments = at(heading.span.start)..at(heading.span.end);
        }
    }
}

/// Bytes that tell nothing of a gap: ASCII that is neither a letter nor begins or ends markup.
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

/// Length of the list markers (and the blanks after them) at the start of a line.
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
        let blanks = rest[marker..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if blanks == 0 {
            return at;
        }
        at += marker + blanks;
    }
}

/// Whether a line is `[label]: target`.
fn is_link_definition(line: &[u8]) -> bool {
    !line.starts_with(b"[!") && memchr(b']', line).is_some_and(|i| line.get(i + 1) == Some(&b':'))
}

/// Length of a code span's content and closing run, on the same line: a line that begins otherwise could begin a block.
/// `None` when the run closes nowhere on it.
fn code_span_length(rest: &[u8], run: usize) -> Option<usize> {
    let line = memchr(b'\n', rest).map_or(rest, |end| &rest[..end]);
    let mut at = 0;
    while let Some(i) = memchr(b'`', &line[at..]) {
        let start = at + i;
        let length = line[start..].iter().take_while(|b| **b == b'`').count();
        at = start + length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// How deep brackets may nest: more than any real text, and a bound on the work that a hostile document can ask for.
const DEEPEST: usize = 8;

/// Length of a bracketed run that begins at the first byte, nesting counted; 1 when it is not closed on its line, holds a
/// tag, or nests deeper than [`DEEPEST`].
fn bracketed(rest: &[u8], open: u8, close: u8) -> usize {
    let mut depth = 0usize;
    for (i, byte) in rest.iter().enumerate() {
        if *byte == open {
            depth += 1;
            if depth > DEEPEST {
                break;
            }
        } else if *byte == close {
            depth -= 1;
            if depth == 0 {
                return i + 1;
            }
        } else if matches!(byte, b'\n' | b'<') {
            break;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(id: &str, target: &str, source: &str) -> String {
        format!(
            r#"<span data-ttu-id="{id}">{target}</span><span class="sxs-lookup"><span data-stu-id="{id}">{source}</span></span>"#
        )
    }

    fn units(content: &str) -> Vec<&str> {
        scan(content, 0).pairs.iter().map(|p| &content[p.target.id.range()]).collect()
    }

    #[test]
    fn pairs_have_their_bytes() {
        let content = format!(
            "# {}\n\n- {} {}\n",
            pair("2ba23-103", "A", "B"),
            pair("2ba23-104", "C\nD", "E"),
            pair("2ba23-p101", "", "F")
        );
        let scan = scan(&content, 0);
        assert_eq!(scan.faults, []);
        let texts: Vec<_> =
            scan.pairs.iter().map(|p| (&content[p.target.text.range()], &content[p.source.text.range()])).collect();
        assert_eq!(texts, [("A", "B"), ("C\nD", "E"), ("", "F")]);
        assert!(
            scan.pairs.iter().all(|p| content[p.span.range()].starts_with("<span data-ttu-id")
                && content[p.span.range()].ends_with("</span></span>"))
        );
    }

    #[test]
    fn span_markup_in_a_fence_or_a_comment_is_text() {
        let one = pair("2ba23-103", "A", "B");
        let fences = [
            ("```", "", "```"),
            ("~~~", "", "~~~~"),
            ("   ````", "", "````"),
            ("> ```", "> ", "> ```"),
            ("- ```html", "  ", "  ```"),
        ];
        for (open, indent, close) in fences {
            let content = format!("{open}\n{indent}{one}\n{close}\n\n{}\n", pair("2ba23-104", "C", "D"));
            assert_eq!(units(&content), ["2ba23-104"], "{content}");
        }
        assert_eq!(units(&format!("<!-- {one}\n{one} -->\n{}", pair("2ba23-104", "C", "D"))), ["2ba23-104"]);
        assert_eq!(units(&format!("~~~\na\n~~~{one}\n~~~\n{}", pair("2ba23-104", "C", "D"))), ["2ba23-104"]);
        assert_eq!(units(&format!("`a` ``` {one} ``` `b\n\n{one}")), ["2ba23-103", "2ba23-103"]);
        let quoted = format!("Write `<span data-ttu-id=\"X\">` first.\n\n{one}");
        assert_eq!((units(&quoted), scan(&quoted, 0).faults), (vec!["2ba23-103"], vec![]));
    }

    #[test]
    fn the_author_may_have_spans_of_his_own() {
        let content = pair("2ba23-103", "A <span class=\"x\">b <span>c</span></span> `<span>`", "the `</span>` tag");
        let scan = scan(&content, 0);
        assert_eq!((scan.pairs.len(), scan.faults), (1, vec![]));
        assert!(content[scan.pairs[0].target.text.range()].ends_with("`<span>`"));
        let escaped = pair("2ba23-104", "il tag \\<span>", "the \\</span> tag");
        assert_eq!((units(&escaped), super::scan(&escaped, 0).faults), (vec!["2ba23-104"], vec![]));
        let around = format!("<span class=\"note\">{}</span>", pair("2ba23-103", "A", "B"));
        assert_eq!((units(&around), super::scan(&around, 0).faults), (vec!["2ba23-103"], vec![]));
    }

    #[test]
    fn whole_pairs_may_be_written_otherwise() {
        for content in [
            "<span data-ttu-id='2ba23-103'>A</span><span class='sxs-lookup'><span data-stu-id='2ba23-103'>B</span></span>",
            "<SPAN  DATA-TTU-ID=2ba23-103 >A</SPAN>\n<span class=\"x sxs-lookup\"> <span lang=en data-stu-id = \"2ba23-103\">B</span> </span>",
        ] {
            let scan = scan(content, 0);
            assert_eq!(scan.faults, [], "{content}");
            assert_eq!(scan.pairs.len(), 1, "{content}");
            let pair = &scan.pairs[0];
            assert_eq!((&content[pair.target.text.range()], &content[pair.source.text.range()]), ("A", "B"));
            assert_eq!((&content[pair.target.id.range()], &content[pair.source.id.range()]), ("2ba23-103", "2ba23-103"));
        }
    }

    #[test]
    fn headings_are_found_with_their_anchors() {
        let content = format!(
            "# <a name=\"one\"></a>{}\n\n> ## {} `x`\n\n<a name=\"two\"></a>{}\n===\n\n{}\n---\n\n- {}\n---\n\n{}\n\n---\n",
            pair("2ba23-103", "A", "B"),
            pair("2ba23-104", "A", "B"),
            pair("2ba23-105", "A", "B"),
            pair("2ba23-106", "A", "B"),
            pair("2ba23-107", "A", "B"),
            pair("2ba23-108", "A", "B"),
        );
        let scan = scan(&content, 0);
        let found: Vec<_> = scan.headings.iter().map(|h| (h.segments.clone(), h.anchor.map(|a| &content[a.range()]))).collect();
        assert_eq!(found, [(0..1, Some("one")), (1..2, None), (2..3, Some("two")), (3..4, None)]);
        assert!(content[scan.headings[1].span.range()].ends_with("`x`"));
    }

    #[test]
    fn bare_prose_is_told_from_markup() {
        let one = pair("2ba23-103", "A", "B");
        let bare =
            |content: &str| -> Vec<String> { scan(content, 0).bare.iter().map(|s| content[s.range()].to_owned()).collect() };
        let markup = format!(
            "{one}\n\n> [!NOTE]\n> {one}\n\n[!INCLUDE [some words here](x.md)]\n\n![Alt text of words](a.png)\n\n\
             | a | {one} |\n|---|---|\n| https://example.org/some/words | @point.Lat |\n\n- `code only`\n\n\
             [label]: https://example.org \"a title of words\"\n\n:::image type=\"content\" alt-text=\"more words here\":::\n\n\
             <!-- a comment\nof many words -->\n\n    var indented = code here;\n\n<table><tr><td>raw html words</td></tr></table>\n\n\
             [{one}](some-words-here.md) &nbsp; 5.0 \\\n"
        );
        assert_eq!(bare(&markup), Vec::<String>::new());
        assert_eq!(bare(&format!("{one} Noch ein Satz ohne Paar.\n\nUnd {one} noch\n")), ["Noch ein Satz ohne Paar."]);
        assert_eq!(bare(&format!("{one}\n\n- 忘れられた文。\n")), ["忘れられた文。"]);
        assert_eq!(bare("No pair at all, so nothing is bare here."), Vec::<String>::new());
    }
}
