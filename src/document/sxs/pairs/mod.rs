//! Finds the pairs in one linear pass over the bytes.
//!
//! Most real documents are canonical, byte for byte, so a first pass finds their pairs with exact offsets. A second pass, with
//! the Markdown structure, follows if bytes alone do not decide: if there is span markup that is not canonical, or a pair
//! where a code fence or a comment may be open. The span markup that remains goes to [`damaged`].

mod gaps;

use super::{Damage, damaged};
use crate::document::Heading;
use crate::document::markdown::Structure;
use crate::text::Span;
use gaps::LineState;
use memchr::{memchr, memmem};

/// The span markup of one segment: the target, followed by the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// All of it, from the first byte of the target's opening tag to the last byte of the source's closing tag.
    pub span: Span,
    /// The translation.
    pub target: Side,
    /// The original.
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

/// The pairs of a body, and what is around them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The undamaged pairs, in order.
    pub pairs: Vec<Pair>,
    /// The headings with a pair, in order.
    pub headings: Vec<Heading>,
    /// Prose outside pairs, in order; empty if there is no pair.
    pub unpaired: Vec<Span>,
    /// Damaged span markup, in order.
    pub damage: Vec<Damage>,
}

/// Scans the body of a document, which begins at byte `body`.
pub fn scan(content: &str, body: usize) -> Scan {
    let mut pass = first_pass(content, body);
    let structure;
    if pass.unsure || !pass.other_tags.is_empty() {
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

/// The pairs that the first pass finds; `None` if it does not decide the whole body. Tests compare it with the HTML parser.
pub fn scan_canonical(content: &str, body: usize) -> Option<Vec<Pair>> {
    let pass = first_pass(content, body);
    (!pass.unsure && pass.other_tags.is_empty()).then_some(pass.pairs)
}

/// The Markdown structure of a body, as the second pass uses it.
pub(super) fn structure(content: &str, body: usize) -> Structure {
    Structure::around(content, body, &first_pass(content, body).pairs)
}

/// A pass without the Markdown structure.
fn first_pass(content: &str, body: usize) -> Pass<'_> {
    let mut pass = Pass::new(content, body, None);
    pass.run();
    pass
}

/// The text that a reader sees outside some stretches of a body: one span for each run in a block. The stretches are the
/// sentences of a source file that have a segment, in order. Numbers and symbols count only if `thorough`. `structure` is
/// called if bytes alone do not decide.
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
    // Punctuation next to a pair (a full stop, a bracket) does not count as text.
    let symbol = |c: char| c.is_numeric() || c > '\u{2100}';
    let counts = |text: &str| text.contains(char::is_alphabetic) || thorough && text.contains(symbol);
    structure().unpaired_text(content, &pass.pairs, &[], counts)
}

const TARGET_TAG: &[u8] = b"<span data-ttu-id=\"";
const MIDDLE: &[u8] = b"</span><span class=\"sxs-lookup\"><span data-stu-id=\"";
const CLOSE: &[u8] = b"</span>";

/// One pass over a body.
struct Pass<'a> {
    bytes: &'a [u8],
    content: &'a str,
    body: usize,
    /// In the second pass, the Markdown structure: markup in code and comments is text.
    structure: Option<&'a Structure>,
    pairs: Vec<Pair>,
    headings: Vec<Heading>,
    /// Span tags outside pairs.
    other_tags: Vec<damaged::Tag>,
    /// Bytes alone do not decide, so a second pass is needed.
    unsure: bool,
    /// A gap between pairs contains what may be prose.
    prose_likely: bool,
    line: LineState,
}

impl<'a> Pass<'a> {
    fn new(content: &'a str, body: usize, structure: Option<&'a Structure>) -> Self {
        Self {
            bytes: content.as_bytes(),
            content,
            body,
            structure,
            // In real documents a pair has about 350 bytes.
            pairs: Vec::with_capacity((content.len() - body) / 300),
            headings: Vec::new(),
            other_tags: Vec::new(),
            unsure: false,
            prose_likely: false,
            line: LineState::default(),
        }
    }

    fn run(&mut self) {
        let mut gap = self.body;
        let mut from = self.body;
        while let Some(at) = self.target_tag(from) {
            if let Some(past) = self.opaque_end(at) {
                from = past;
                continue;
            }
            let Some(pair) = self.canonical(at).filter(|_| damaged::is_span_tag(self.bytes, at)) else {
                from = at + TARGET_TAG.len();
                continue;
            };
            self.walk(gap, at);
            let is_in_block = self.line.fence.is_some() || self.line.comment || self.contains_fence(pair.span);
            self.unsure |= self.structure.is_none() && is_in_block;
            if self.line.paragraph.is_none() && self.begins_line(gap, at) {
                self.line.paragraph = Some((at, self.pairs.len() as u32));
            }
            self.pairs.push(pair);
            gap = pair.span.end as usize;
            from = gap;
        }
        self.walk(gap, self.bytes.len());
        self.end_heading(self.bytes.len());
    }

    /// Whether a fence may begin on a later line of a stretch and end its paragraph.
    fn contains_fence(&self, span: Span) -> bool {
        let text = &self.bytes[span.range()];
        memchr(b'\n', text)
            .is_some_and(|line| memmem::find(&text[line..], b"```").is_some() || memmem::find(&text[line..], b"~~~").is_some())
    }

    /// The next tag that may begin a canonical pair. Most gaps are short, so the search has little set-up.
    fn target_tag(&self, mut from: usize) -> Option<usize> {
        loop {
            let at = from + memchr(b'<', &self.bytes[from..])?;
            if self.bytes[at..].starts_with(TARGET_TAG) {
                return Some(at);
            }
            from = at + 1;
        }
    }

    /// The canonical pair that begins at `at`, if any.
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

    /// The offset of the `</span>` that closes a span whose content begins at `from`. The author's own spans are skipped.
    /// Returns `None` at the markup of another pair and, in the first pass, at any span and any comment.
    fn content_end(&self, from: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut at = from;
        loop {
            let tag = at + memchr(b'<', &self.bytes[at..])?;
            let rest = &self.bytes[tag..];
            at = tag + 1;
            if !damaged::is_span_tag(self.bytes, tag) {
                // Only the Markdown structure decides whether this is a comment, and where it ends.
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

    /// In the second pass, the end of the code or comment that contains `at`.
    fn opaque_end(&self, at: usize) -> Option<usize> {
        self.structure?.opaque_at(at)
    }

    /// Whether there are only spaces before `at` on its line, and the line begins in the gap that begins at `gap`.
    fn begins_line(&self, gap: usize, at: usize) -> bool {
        let line = match memchr::memrchr(b'\n', &self.bytes[gap..at]) {
            Some(i) => gap + i + 1,
            None if gap == self.body => gap,
            None => return false,
        };
        self.bytes[line..at].iter().all(|b| *b == b' ')
    }

    /// Examines the other span tags and the text outside pairs with the Markdown structure.
    fn finish(mut self, structure: &Structure) -> Scan {
        let mut damage = structure.unclosed_fence(self.content).into_iter().collect::<Vec<_>>();
        if !self.other_tags.is_empty() {
            let (found, more) = damaged::examine(self.content, &self.other_tags, &self.pairs);
            if !found.is_empty() {
                self.pairs.extend(found);
                self.pairs.sort_unstable_by_key(|pair| pair.span.start);
                self.number_headings();
            }
            damage.extend(more);
        }
        damage.sort_by_key(|item: &Damage| item.span.start);
        let unpaired =
            if self.pairs.is_empty() { Vec::new() } else { structure.unpaired_prose(self.content, &self.pairs, &damage) };
        Scan { pairs: self.pairs, headings: self.headings, unpaired, damage }
    }

    /// Counts the pairs of each heading again, after pairs were added.
    fn number_headings(&mut self) {
        for heading in &mut self.headings {
            let at = |offset| self.pairs.partition_point(|p| p.span.start < offset) as u32;
            heading.segments = at(heading.span.start)..at(heading.span.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(id: &str, target: &str, source: &str) -> String {
        format!(
            r#"<span data-ttu-id="{id}">{target}</span><span class="sxs-lookup"><span data-stu-id="{id}">{source}</span></span>"#
        )
    }

    fn ids(content: &str) -> Vec<&str> {
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
        assert_eq!(scan.damage, []);
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
            assert_eq!(ids(&content), ["2ba23-104"], "{content}");
        }
        assert_eq!(ids(&format!("<!-- {one}\n{one} -->\n{}", pair("2ba23-104", "C", "D"))), ["2ba23-104"]);
        assert_eq!(ids(&format!("~~~\na\n~~~{one}\n~~~\n{}", pair("2ba23-104", "C", "D"))), ["2ba23-104"]);
        assert_eq!(ids(&format!("`a` ``` {one} ``` `b\n\n{one}")), ["2ba23-103", "2ba23-103"]);
        let quoted = format!("Write `<span data-ttu-id=\"X\">` first.\n\n{one}");
        assert_eq!((ids(&quoted), scan(&quoted, 0).damage), (vec!["2ba23-103"], vec![]));
    }

    #[test]
    fn other_spans_are_text() {
        let content = pair("2ba23-103", "A <span class=\"x\">b <span>c</span></span> `<span>`", "the `</span>` tag");
        let scan = scan(&content, 0);
        assert_eq!((scan.pairs.len(), scan.damage), (1, vec![]));
        assert!(content[scan.pairs[0].target.text.range()].ends_with("`<span>`"));
        let escaped = pair("2ba23-104", "il tag \\<span>", "the \\</span> tag");
        assert_eq!((ids(&escaped), super::scan(&escaped, 0).damage), (vec!["2ba23-104"], vec![]));
        let around = format!("<span class=\"note\">{}</span>", pair("2ba23-103", "A", "B"));
        assert_eq!((ids(&around), super::scan(&around, 0).damage), (vec!["2ba23-103"], vec![]));
    }

    #[test]
    fn pairs_may_have_other_attributes_and_spacing() {
        for content in [
            "<span data-ttu-id='2ba23-103'>A</span><span class='sxs-lookup'><span data-stu-id='2ba23-103'>B</span></span>",
            "<SPAN  DATA-TTU-ID=2ba23-103 >A</SPAN>\n<span class=\"x sxs-lookup\"> <span lang=en data-stu-id = \"2ba23-103\">B</span> </span>",
        ] {
            let scan = scan(content, 0);
            assert_eq!(scan.damage, [], "{content}");
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
    fn unpaired_prose_is_not_markup() {
        let one = pair("2ba23-103", "A", "B");
        let unpaired =
            |content: &str| -> Vec<String> { scan(content, 0).unpaired.iter().map(|s| content[s.range()].to_owned()).collect() };
        let markup = format!(
            "{one}\n\n> [!NOTE]\n> {one}\n\n[!INCLUDE [some words here](x.md)]\n\n![Alt text of words](a.png)\n\n\
             | a | {one} |\n|---|---|\n| https://example.org/some/words | @point.Lat |\n\n- `code only`\n\n\
             [label]: https://example.org \"a title of words\"\n\n:::image type=\"content\" alt-text=\"more words here\":::\n\n\
             <!-- a comment\nof many words -->\n\n    var indented = code here;\n\n<table><tr><td>raw html words</td></tr></table>\n\n\
             [{one}](some-words-here.md) &nbsp; 5.0 \\\n"
        );
        assert_eq!(unpaired(&markup), Vec::<String>::new());
        assert_eq!(unpaired(&format!("{one} Noch ein Satz ohne Paar.\n\nUnd {one} noch\n")), ["Noch ein Satz ohne Paar."]);
        assert_eq!(unpaired(&format!("{one}\n\n- 忘れられた文。\n")), ["忘れられた文。"]);
        assert_eq!(unpaired("No pair at all, so nothing is unpaired here."), Vec::<String>::new());
    }
}
