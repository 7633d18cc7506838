//! The Markdown structure of a body: what is code or a comment, and what is prose. It is needed if bytes alone do not decide.

use super::sxs::{Damage, DamageKind, Pair};
use crate::language::allows_word_edge;
use crate::text::Span;
use memchr::{memchr, memchr2};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The parts of a body by their Markdown structure.
#[derive(Debug, Default)]
pub struct Structure {
    /// Fenced code, inline code and comments, in order, not overlapping. Span markup in them is text.
    opaque: Vec<Span>,
    /// Pieces of text that a reader sees, each with the number of its block.
    text: Vec<(u32, Span)>,
    /// The last fenced block, if its fence is never closed.
    unclosed: Option<Span>,
}

impl Structure {
    /// Parses the body that begins at byte `body`.
    pub fn parse(content: &str, body: usize) -> Self {
        let mut structure = Self::default();
        let mut block = 0u32;
        let mut hidden = 0u32;
        let mut address: Option<Span> = None;
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        for (event, range) in Parser::new_ext(&content[body..], options).into_offset_iter() {
            let span = Span::new(body + range.start, body + range.end);
            let raw = &content[span.range()];
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    hidden += 1;
                    if matches!(kind, CodeBlockKind::Fenced(_)) {
                        structure.opaque.push(span);
                        if span.end as usize >= content.trim_end().len() && !ends_with_fence(raw) {
                            structure.unclosed = Some(span);
                        }
                    }
                }
                Event::Start(Tag::Image { .. }) => hidden += 1,
                Event::End(TagEnd::CodeBlock | TagEnd::Image) => hidden -= 1,
                // `<https://..>` and `<xref:..>` are shown as their addresses.
                Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => address = Some(span),
                Event::Start(
                    Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell | Tag::HtmlBlock | Tag::BlockQuote(_),
                )
                | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::HtmlBlock) => {
                    block += 1;
                    if matches!(event, Event::Start(Tag::HtmlBlock)) && raw.trim_start().starts_with("<!--") {
                        let end = raw.find("-->").map_or(raw.len(), |i| i + 3);
                        structure.opaque.push(Span::new(span.start as usize, span.start as usize + end));
                    }
                }
                // Damaged backticks may enclose the tags of a pair. It is still a pair.
                Event::Code(_) if !raw.contains("sxs-lookup") && !raw.contains("</span></span>") => {
                    structure.opaque.push(span);
                }
                Event::InlineHtml(_) if raw.starts_with("<!--") => structure.opaque.push(span),
                Event::Text(_) if hidden == 0 && address.is_none_or(|address| address.end <= span.start) => {
                    structure.text.push((block, span))
                }
                _ => {}
            }
        }
        structure.opaque.sort_unstable_by_key(|span| span.start);
        structure
    }

    /// Parses a body in which some pairs are known. A stray backtick does not turn a pair after it into code.
    pub(super) fn around(content: &str, body: usize, pairs: &[Pair]) -> Self {
        let mut structure = Self::parse(content, body);
        structure.opaque.retain(|span| {
            let pair = pairs.partition_point(|pair| pair.span.start < span.start);
            let begins_inside = pairs.get(pair).is_some_and(|pair| pair.span.start < span.end);
            !begins_inside || !content[span.range()].starts_with('`') || content[span.range()].starts_with("```")
        });
        structure
    }

    /// The end of the code or comment that contains `at`.
    pub(super) fn opaque_at(&self, at: usize) -> Option<usize> {
        let i = self.opaque.partition_point(|span| span.end as usize <= at);
        self.opaque.get(i).filter(|span| span.start as usize <= at).map(|span| span.end as usize)
    }

    /// Where the next code or comment begins; `usize::MAX` after the last.
    pub(super) fn next_opaque(&self, at: usize) -> usize {
        let i = self.opaque.partition_point(|span| span.start as usize <= at);
        self.opaque.get(i).map_or(usize::MAX, |span| span.start as usize)
    }

    /// The damage of a fence that is never closed, so that the pairs after it are code.
    pub(super) fn unclosed_fence(&self, content: &str) -> Option<Damage> {
        let block = self.unclosed?;
        let raw = &content[block.range()];
        if !raw.contains("<span data-ttu-id=\"") || !raw.contains("class=\"sxs-lookup\"") {
            return None;
        }
        let line = raw.lines().next().unwrap_or("").trim_end().len();
        let span = Span::new(block.start as usize, block.start as usize + line);
        Some(Damage { span, region: block, segment_id: None, kind: DamageKind::UnclosedFence })
    }

    /// The prose outside pairs and outside damaged stretches: one span for each run in a block.
    pub(super) fn unpaired_prose(&self, content: &str, pairs: &[Pair], damage: &[Damage]) -> Vec<Span> {
        self.unpaired_text(content, pairs, damage, is_prose)
    }

    /// The runs of text outside pairs and outside damaged stretches for which `counts` is true.
    pub(super) fn unpaired_text(
        &self,
        content: &str,
        pairs: &[Pair],
        damage: &[Damage],
        counts: impl Fn(&str) -> bool,
    ) -> Vec<Span> {
        let directives = directives(content);
        let damaged = merged(damage.iter().map(|item| item.region).collect());
        let within = |spans: &[Span], span: Span| {
            let i = spans.partition_point(|other| other.end <= span.start);
            spans.get(i).is_some_and(|other| other.start < span.end)
        };
        let mut runs: Vec<Run> = Vec::new();
        for &(block, span) in &self.text {
            // Only the parts outside pairs. In a source file one piece of text may contain several known sentences.
            let mut start = span.start;
            let mut before = pairs.partition_point(|p| p.span.end <= start);
            while start < span.end {
                let pair = pairs.get(before).map_or(u32::MAX..u32::MAX, |p| p.span.start..p.span.end);
                let piece = Span { start, end: span.end.min(pair.start.max(start)) };
                let is_outside = !piece.is_empty() && !within(&damaged, piece) && !within(&directives, piece);
                if is_outside && !content[piece.range()].trim().is_empty() {
                    match runs.last_mut() {
                        Some(run) if run.block == block && run.before == before => run.span.end = piece.end,
                        _ => runs.push(Run { block, before, span: piece }),
                    }
                }
                start = pair.end.max(piece.end);
                before += 1;
            }
        }
        let trimmed = |span: Span| {
            let raw = &content[span.range()];
            let start = span.start as usize + (raw.len() - raw.trim_start().len());
            Span::new(start, start + raw.trim().len())
        };
        runs.iter().filter(|run| counts(&content[run.span.range()])).map(|run| trimmed(run.span)).collect()
    }
}

/// The stretches of a body that are not text to a reader: code, link addresses, images, tags, comments and link definitions.
/// They are in order, without overlaps.
pub fn hidden(content: &str, body: usize) -> Vec<Span> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(&content[body..], options);
    let at = |range: std::ops::Range<usize>| Span::new(body + range.start, body + range.end);
    let mut hidden: Vec<Span> =
        parser.reference_definitions().iter().map(|(_, definition)| at(definition.span.clone())).collect();
    // The end of the text that was read so far, so that a link's `]` is found after its text.
    let mut read = body;
    for (event, range) in parser.into_offset_iter() {
        let span = at(range);
        match event {
            Event::End(TagEnd::Link) => {
                let from = read.max(span.start as usize).min(span.end as usize);
                if let Some(close) = content[from..span.end as usize].find(']') {
                    hidden.push(Span::new(from + close, span.end as usize));
                }
            }
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => {
                hidden.push(span)
            }
            _ => {}
        }
        if !matches!(event, Event::Start(_)) {
            read = read.max(span.end as usize);
        }
    }
    merged(hidden)
}

/// The parts of one text of a segment that a reader sees.
#[derive(Debug, Default)]
pub struct ShownText {
    /// Its text, without code, with entities as their characters.
    pub text: String,
    /// Its code.
    pub code: String,
    /// The names of the tags in it that show something, in lower case; `img` for an image.
    pub objects: Vec<String>,
}

/// Tags that show something without a text.
const OBJECTS: [&str; 11] = ["img", "image", "video", "audio", "iframe", "embed", "object", "svg", "canvas", "input", "button"];

/// Reads what a reader sees of one text of a segment, which is between two tags.
pub fn shown_text(text: &str) -> ShownText {
    let mut shown = ShownText::default();
    for event in Parser::new_ext(&format!("<i>{}</i>", text.trim()), Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) => shown.text.push_str(&text),
            Event::Code(code) => shown.code.push_str(&code),
            Event::SoftBreak | Event::HardBreak => shown.text.push(' '),
            Event::Start(Tag::Image { .. }) => shown.objects.push("img".to_owned()),
            Event::Html(tag) | Event::InlineHtml(tag) => {
                let name = tag.trim_start_matches('<').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
                let name = name.to_ascii_lowercase();
                if OBJECTS.contains(&name.as_str()) {
                    shown.objects.push(name);
                }
            }
            _ => {}
        }
    }
    shown
}

/// The number of backticks at the start.
pub(super) fn backticks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| **b == b'`').count()
}

/// The length of a code span after its opening run of backticks: its content and its closing run, which has as many backticks.
/// `None` if there is no such run.
pub(super) fn code_span_length(rest: &[u8], run: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(i) = memchr(b'`', &rest[at..]) {
        let length = backticks(&rest[at + i..]);
        at += i + length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// The spans in order, with those that touch or overlap joined.
pub fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|later, kept| {
        let joined = later.start <= kept.end;
        if joined {
            kept.end = kept.end.max(later.end);
        }
        joined
    });
    spans
}

/// Pieces of text of one block without a pair between them.
struct Run {
    block: u32,
    /// How many pairs come before it.
    before: usize,
    span: Span,
}

fn ends_with_fence(block: &str) -> bool {
    let last = block.trim_end().lines().next_back().unwrap_or("").trim_start_matches([' ', '\t', '>']);
    block.trim_end().lines().count() > 1
        && last.len() >= 3
        && (last.bytes().all(|b| b == b'`') || last.bytes().all(|b| b == b'~'))
}

/// How deep brackets may nest: deeper than in any real text. It bounds the work for a hostile document.
const MAX_BRACKET_DEPTH: i32 = 8;

/// The length of a bracketed run that begins at the first byte, with nested brackets; 1 if it is not closed on its line,
/// contains a tag, or nests deeper than [`MAX_BRACKET_DEPTH`].
pub(super) fn bracketed(rest: &[u8], open: u8, close: u8) -> usize {
    let mut depth = 0;
    for (i, byte) in rest.iter().enumerate() {
        if *byte == open {
            depth += 1;
            if depth > MAX_BRACKET_DEPTH {
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

/// Directives: `[!NOTE]`, `[!INCLUDE [..](..)]` and similar, and lines that begin with `:::`.
fn directives(content: &str) -> Vec<Span> {
    let bytes = content.as_bytes();
    let mut found = Vec::new();
    let mut next = 0;
    while next < content.len() {
        let at = next;
        next = memchr(b'\n', &bytes[at..]).map_or(content.len(), |end| at + end + 1);
        let line = &content[at..next];
        // Nearly all lines end here.
        if memchr2(b'!', b':', line.as_bytes()).is_none() {
            continue;
        }
        let start = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        if line[start..].starts_with(":::") {
            found.push(Span::new(at + start, at + line.len()));
        } else {
            let mut from = 0;
            while let Some(i) = line[from..].find("[!") {
                let open = from + i;
                let mut depth = 0i32;
                let length = line[open..].bytes().position(|b| {
                    depth += i32::from(b == b'[') - i32::from(b == b']');
                    depth == 0 || depth > MAX_BRACKET_DEPTH
                });
                let mut end = open + length.map_or(2, |n| n + 1);
                if bytes.get(at + end) == Some(&b'(') {
                    end += line[end..].find(')').map_or(0, |n| n + 1);
                }
                found.push(Span::new(at + open, at + end));
                from = end;
            }
        }
    }
    found
}

/// Whether a run of text is prose: words of a script other than Latin, or at least two plain Latin words. A single Latin word
/// may be a name or a keyword, which needs no segment.
pub fn is_prose(text: &str) -> bool {
    let mut latin = 0;
    for token in text.split(|c: char| c.is_whitespace() || c == '|') {
        if token.contains("://") {
            continue;
        }
        let word = token.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '_' | '$' | '#' | '=' | '<' | '('));
        if word.is_empty() || !word.chars().all(|c| c.is_alphabetic() || is_joiner(c)) {
            // Scripts without spaces between words continue through digits and punctuation.
            if word.chars().filter(|c| allows_word_edge(*c)).count() > 1 {
                return true;
            }
            continue;
        }
        let has_inner_capital = word.chars().skip(1).any(char::is_uppercase);
        if word.chars().any(|c| c.is_alphabetic() && c > '\u{24f}') && word.chars().count() > 1 {
            return true;
        }
        if !has_inner_capital && word.chars().count() > 1 {
            latin += 1;
        }
    }
    latin >= 2
}

/// Characters inside words that are not letters: apostrophes, hyphens, and the combining marks and joiners of Indic, Thai,
/// Arabic and Hebrew.
fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '\u{300}'..='\u{36f}' | '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{e7f}' | '\u{200b}'..='\u{200f}')
}
