//! Span markup that is not canonical: other attribute order, quotes, case and spacing, nested and broken spans.
//!
//! An HTML parser (`scraper`) decides the meaning of such markup, and the tags that were found in the bytes give its place.
//! The parser is given only the tags, each with a comment that has its number. So every element has the numbers of the tags
//! that opened and closed it.

use super::{Damage, DamageKind, Pair, Side, pairs};
use crate::text::Span;
use memchr::{memchr, memmem};
use scraper::{ElementRef, Html, Node, Selector};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A `<span ..>` or `</span>` tag in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// From `<` to `>`.
    pub(super) span: Span,
    /// The name and the value of each attribute; empty in a closing tag.
    attributes: Vec<(Span, Span)>,
    open: bool,
}

/// How many bytes a quoted attribute value may have, and a damaged stretch on either side: more than any real paragraph. It
/// bounds the work for a hostile document.
const MAX_STRETCH_BYTES: usize = 8192;

/// How many tags are examined together. Real damage affects only a few, and the work grows with the square.
const MAX_TAGS_IN_GROUP: usize = 64;

/// How many attributes of a tag are compared with each other.
const MAX_ATTRIBUTES: usize = 16;

/// Whether a span tag, opening or closing, begins at the `<` at `at`. After a backslash it is text.
pub(super) fn is_span_tag(bytes: &[u8], at: usize) -> bool {
    let name = bytes.get(at + 1..).unwrap_or(b"");
    let name = name.strip_prefix(b"/").unwrap_or(name);
    let named = name.len() > 4
        && name[..4].eq_ignore_ascii_case(b"span")
        && matches!(name[4], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r');
    named && bytes[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 0
}

impl Tag {
    /// Reads the span tag that begins at `at`; `None` if no `>` ends it.
    pub(super) fn read(content: &str, at: usize) -> Option<Self> {
        let bytes = content.as_bytes();
        let open = bytes.get(at + 1) != Some(&b'/');
        let mut attributes = Vec::new();
        let mut i = at + if open { 5 } else { 6 };
        loop {
            while matches!(bytes.get(i)?, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/') {
                i += 1;
            }
            if bytes[i] == b'>' {
                return Some(Self { span: Span::new(at, i + 1), attributes, open });
            }
            let name = i;
            // A tag that has the next `<` before a `>` never ends.
            i += bytes[i..].iter().position(|b| matches!(b, b'=' | b'>' | b'/' | b'<') || b.is_ascii_whitespace())?;
            if bytes[i] == b'<' || i == name {
                return None;
            }
            let name = Span::new(name, i);
            let mut value = i;
            while bytes.get(value)?.is_ascii_whitespace() {
                value += 1;
            }
            let mut value_span = Span::new(i, i);
            if bytes[value] == b'=' {
                value += 1;
                while bytes.get(value)?.is_ascii_whitespace() {
                    value += 1;
                }
                i = match bytes[value] {
                    quote @ (b'"' | b'\'') => {
                        let length = memchr(quote, &bytes[value + 1..bytes.len().min(value + 1 + MAX_STRETCH_BYTES)])?;
                        if content[value + 1..value + 1 + length].contains(['<', '\n']) {
                            return None;
                        }
                        value_span = Span::new(value + 1, value + 1 + length);
                        value + length + 2
                    }
                    _ => {
                        let length = bytes[value..].iter().position(|b| matches!(b, b'>' | b'<') || b.is_ascii_whitespace())?;
                        value_span = Span::new(value, value + length);
                        value + length
                    }
                };
                if bytes.get(i) == Some(&b'<') {
                    return None;
                }
            }
            attributes.push((name, value_span));
        }
    }

    /// Whether it opens a span.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether it is part of a pair, not a span that the author wrote.
    pub(super) fn is_pair_markup(&self, content: &str) -> bool {
        self.value(content, "data-ttu-id").is_some() || self.value(content, "data-stu-id").is_some() || self.is_lookup(content)
    }

    fn is_lookup(&self, content: &str) -> bool {
        self.value(content, "class").is_some_and(|v| content[v.range()].split_ascii_whitespace().any(|c| c == "sxs-lookup"))
    }

    /// The value of an attribute. If the attribute occurs twice, the first counts.
    fn value(&self, content: &str, name: &str) -> Option<Span> {
        let wanted = |(n, _): &&(Span, Span)| content[n.range()].eq_ignore_ascii_case(name);
        self.attributes.iter().find(wanted).map(|(_, value)| *value)
    }

    /// The second occurrence of an attribute that occurs twice.
    fn repeated(&self, content: &str) -> Option<Span> {
        let name = |i: usize| &content[self.attributes[i].0.range()];
        (1..self.attributes.len())
            .take(MAX_ATTRIBUTES)
            .find(|&i| (0..i).any(|j| name(i).eq_ignore_ascii_case(name(j))))
            .map(|i| Span { start: self.attributes[i].0.start, end: self.attributes[i].1.end })
    }

    /// The id that it has, of either side.
    fn id(&self, content: &str) -> Option<Span> {
        self.value(content, "data-ttu-id").or_else(|| self.value(content, "data-stu-id"))
    }
}

/// Finds pairs and damage in the span tags outside `known_pairs`, which were found before.
pub(super) fn examine(content: &str, tags: &[Tag], known_pairs: &[Pair]) -> (Vec<Pair>, Vec<Damage>) {
    let mut pairs = Vec::new();
    let mut damage: Vec<Damage> = Vec::new();
    for group in groups(content, tags, known_pairs) {
        let mut region =
            Region { content, tags: group, known_pairs, used: vec![false; group.len()], pairs: vec![], damage: vec![] };
        region.examine();
        pairs.append(&mut region.pairs);
        damage.append(&mut region.damage);
    }
    // A segment whose parts are far apart has one damage.
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut merged: Vec<Damage> = Vec::with_capacity(damage.len());
    for item in damage {
        let seen = item.segment_id.as_ref().and_then(|unit| first.get(unit).copied());
        match seen {
            Some(i) => {
                let region = merged[i].region;
                merged[i].region = Span { start: region.start.min(item.region.start), end: region.end.max(item.region.end) };
            }
            None => {
                if let Some(unit) = &item.segment_id {
                    first.insert(unit.clone(), merged.len());
                }
                merged.push(item);
            }
        }
    }
    (pairs, merged)
}

/// The pairs that the HTML parser finds in a body, without those in code and comments. Tests compare it with the scanner.
pub fn pairs_by_dom(content: &str, body: usize) -> Vec<Pair> {
    let structure = pairs::structure(content, body);
    let mut tags = Vec::new();
    let mut at = body;
    while let Some(i) = memchr(b'<', &content.as_bytes()[at..]) {
        at += i;
        let tag = is_span_tag(content.as_bytes(), at).then(|| Tag::read(content, at)).flatten();
        match (structure.opaque_at(at), tag) {
            (Some(past), _) => at = past,
            (None, Some(tag)) => {
                at = tag.span.end as usize;
                tags.push(tag);
            }
            (None, None) => at += 1,
        }
    }
    examine(content, &tags, &[]).0
}

/// Divides the tags into groups that are examined together. A group ends at a known pair and at the start of another target
/// span, unless a span is still open there that the next tag may close.
fn groups<'t>(content: &str, tags: &'t [Tag], known_pairs: &[Pair]) -> Vec<&'t [Tag]> {
    let pairs_before = |tag: &Tag| known_pairs.partition_point(|pair| pair.span.start < tag.span.start);
    let mut groups = Vec::new();
    let mut start = 0;
    let mut depth = 0i64;
    for i in 0..tags.len() {
        let begins_pair = tags[i].value(content, "data-ttu-id").is_some();
        if i > start {
            let apart = pairs_before(&tags[i]) != pairs_before(&tags[i - 1]);
            // Between two known pairs, a balanced group ends where the next target begins.
            let cut = i - start >= MAX_TAGS_IN_GROUP || if apart { depth <= 0 || begins_pair } else { depth == 0 && begins_pair };
            if cut {
                groups.push(&tags[start..i]);
                (start, depth) = (i, 0);
            }
        }
        depth += if tags[i].open { 1 } else { -1 };
    }
    if start < tags.len() {
        groups.push(&tags[start..]);
    }
    groups
}

/// Tags that are examined together.
struct Region<'a> {
    content: &'a str,
    tags: &'a [Tag],
    known_pairs: &'a [Pair],
    /// The tags that belong to a pair or a damage.
    used: Vec<bool>,
    pairs: Vec<Pair>,
    damage: Vec<Damage>,
}

/// The tags that opened and closed an element, as the parser sees it.
#[derive(Clone, Copy)]
struct ElementTags {
    open: usize,
    close: Option<usize>,
}

static SPANS: LazyLock<Selector> = LazyLock::new(|| Selector::parse("span").expect("a valid selector"));
static LOOKUP: LazyLock<Selector> = LazyLock::new(|| Selector::parse("span.sxs-lookup").expect("a valid selector"));
static SOURCE: LazyLock<Selector> = LazyLock::new(|| Selector::parse("span[data-stu-id]").expect("a valid selector"));
static TARGET: LazyLock<Selector> = LazyLock::new(|| Selector::parse("span[data-ttu-id]").expect("a valid selector"));

impl Region<'_> {
    fn examine(&mut self) {
        let mut html = String::new();
        for (i, tag) in self.tags.iter().enumerate() {
            if tag.open {
                let _ = write!(html, "{}<!--{i}-->", &self.content[tag.span.range()]);
            } else {
                let _ = write!(html, "<!--{i}--></span>");
            }
        }
        let dom = Html::parse_fragment(&html);
        for element in dom.select(&SPANS) {
            let Some(opened) = tags_of(element) else { continue };
            if self.used[opened.open] {
                continue;
            }
            if element.value().attr("data-ttu-id").is_some() {
                self.target(element, opened);
            }
        }
        for element in dom.select(&SPANS) {
            let Some(opened) = tags_of(element) else { continue };
            let part = LOOKUP.matches(&element) || SOURCE.matches(&element);
            if part && !self.used[opened.open] {
                let unit = tags_inside(element, &SOURCE).or(Some(opened)).map(|o| o.open);
                let last = self.use_tags(element, opened);
                // This `</span>` remains of the lost target span.
                if opened.open > 0 && !self.tags[opened.open - 1].open {
                    self.used[opened.open - 1] = true;
                }
                self.record(DamageKind::NoTarget, opened.open, unit.unwrap_or(opened.open), last);
            }
        }
        // A closing tag belongs to the span that it closes, also if the author wrote that span.
        for element in dom.select(&SPANS) {
            if let Some(ElementTags { open, close: Some(close) }) = tags_of(element) {
                self.used[open] = true;
                self.used[close] = true;
            }
        }
        let damaged = !self.damage.is_empty();
        for i in 0..self.tags.len() {
            if !self.tags[i].open && !self.used[i] && !damaged {
                self.record(DamageKind::StrayClose, i, i, i);
                break;
            }
        }
        for tag in self.tags {
            if let Some(span) = tag.repeated(self.content).filter(|_| tag.is_pair_markup(self.content)) {
                let unit = tag.id(self.content).map(|id| self.content[id.range()].to_owned());
                self.damage.push(Damage { span, region: span, segment_id: unit, kind: DamageKind::AttributeTwice });
            }
        }
    }

    /// A target span: it is a pair together with the next span, or it is damaged.
    fn target(&mut self, element: ElementRef<'_>, opened: ElementTags) {
        let partner = element.next_siblings().find_map(ElementRef::wrap);
        let lookup = partner.filter(|e| LOOKUP.matches(e));
        let inner_lookup = tags_inside(element, &LOOKUP);
        let source = lookup.and_then(|e| tags_inside(e, &SOURCE));
        let kind = if inner_lookup.is_some() || opened.close.is_none() {
            if element.select(&TARGET).next().is_some() { DamageKind::Nested } else { DamageKind::Unclosed }
        } else if element.select(&TARGET).next().is_some()
            || opened.close.is_some_and(|close| self.has_pair_between(opened.open, close))
        {
            DamageKind::Nested
        } else if let (Some(lookup), Some(source)) = (lookup.and_then(tags_of), source) {
            match self.pair_of(opened, lookup, source) {
                Ok(pair) => {
                    self.use_tags(element, opened);
                    self.use_tags(partner.expect("the lookup span"), lookup);
                    self.pairs.push(pair);
                    return;
                }
                Err(kind) => kind,
            }
        } else {
            DamageKind::NoPartner
        };
        let mut last = self.use_tags(element, opened);
        let part = partner.filter(|e| LOOKUP.matches(e) || SOURCE.matches(e)).and_then(|e| Some((e, tags_of(e)?)));
        if let Some((partner, tags)) = part.filter(|(e, tags)| self.is_same_segment(opened.open, tags.open, *e)) {
            last = last.max(self.use_tags(partner, tags));
        }
        self.record(kind, opened.open, opened.open, last);
    }

    /// The pair of three spans, if there is only whitespace between its parts.
    fn pair_of(&self, target: ElementTags, lookup: ElementTags, source: ElementTags) -> Result<Pair, DamageKind> {
        if lookup.close.is_some_and(|close| self.has_pair_between(target.open, close)) {
            return Err(DamageKind::Nested);
        }
        let tag = |i: usize| self.tags[i].span;
        let close = |o: ElementTags| o.close.map(tag).ok_or(DamageKind::Unclosed);
        let (target_end, source_end, lookup_end) = (close(target)?, close(source)?, close(lookup)?);
        let is_whitespace = |from: u32, to: u32| {
            from <= to && self.content[Span { start: from, end: to }.range()].chars().all(char::is_whitespace)
        };
        let between = Span { start: target_end.end, end: tag(lookup.open).start };
        if !is_whitespace(between.start, between.end) {
            let only_close = self.tags.iter().any(|t| !t.open && between.meets(t.span));
            return Err(if only_close { DamageKind::StrayClose } else { DamageKind::Separated });
        }
        if !is_whitespace(tag(lookup.open).end, tag(source.open).start) || !is_whitespace(source_end.end, lookup_end.start) {
            return Err(DamageKind::Separated);
        }
        let id = |o: ElementTags, name| self.tags[o.open].value(self.content, name).ok_or(DamageKind::NoPartner);
        let side = |o: ElementTags, end: Span, name| {
            Ok(Side { id: id(o, name)?, text: Span { start: tag(o.open).end, end: end.start } })
        };
        Ok(Pair {
            span: Span { start: tag(target.open).start, end: lookup_end.end },
            target: side(target, target_end, "data-ttu-id")?,
            source: side(source, source_end, "data-stu-id")?,
        })
    }

    /// Whether a known pair begins between two tags.
    fn has_pair_between(&self, first: usize, last: usize) -> bool {
        let (start, end) = (self.tags[first].span.end, self.tags[last].span.start);
        let i = self.known_pairs.partition_point(|pair| pair.span.start < start);
        self.known_pairs.get(i).is_some_and(|pair| pair.span.start < end)
    }

    /// Whether the element after a target span belongs to the same segment: it has the same id or none, or follows directly.
    fn is_same_segment(&self, target: usize, follows: usize, element: ElementRef<'_>) -> bool {
        let id = |i: usize| self.tags[i].id(self.content).map(|id| &self.content[id.range()]);
        let source = tags_inside(element, &SOURCE).map_or(follows, |o| o.open);
        id(source).is_none_or(|other| Some(other) == id(target)) || self.tags[follows].span.start == self.tags[target].span.end
    }

    /// Records the tags of an element as used, and those of the pair markup inside it that has the same id or none. Returns the
    /// last of these tags.
    fn use_tags(&mut self, element: ElementRef<'_>, opened: ElementTags) -> usize {
        let mut last = opened.open;
        let own = self.tags[opened.open].id(self.content).map(|id| self.content[id.range()].to_owned());
        for inner in std::iter::once(element).chain(element.select(&SPANS)) {
            let Some(o) = tags_of(inner) else { continue };
            let id = self.tags[o.open].id(self.content).map(|id| &self.content[id.range()]);
            if o.open == opened.open || own.is_none() || id.is_none() || id == own.as_deref() {
                for tag in std::iter::once(o.open).chain(o.close) {
                    self.used[tag] = true;
                    last = last.max(tag);
                }
            }
        }
        last
    }

    /// Records damage at one tag. The damaged stretch begins at the start of its paragraph, or after the pair before, and ends
    /// with the paragraph of the last tag, or at the pair after. It is not known how much text belongs to an unclosed span.
    fn record(&mut self, kind: DamageKind, at: usize, id_of: usize, last: usize) {
        let span = self.tags[at].span;
        let end = self.tags[last].span.end.max(span.end) as usize;
        let before = self.known_pairs.partition_point(|pair| pair.span.end <= span.start);
        let after = self.known_pairs.partition_point(|pair| pair.span.start < end as u32);
        let floor = before.checked_sub(1).map_or(0, |i| self.known_pairs[i].span.end as usize);
        let ceiling = self.known_pairs.get(after).map_or(self.content.len(), |pair| pair.span.start as usize);
        let bytes = self.content.as_bytes();
        let (floor, ceiling) =
            (floor.max((span.start as usize).saturating_sub(MAX_STRETCH_BYTES)), ceiling.min(end + MAX_STRETCH_BYTES).max(end));
        let start = memmem::rfind(&bytes[floor..span.start as usize], b"\n\n").map_or(floor, |i| floor + i + 2);
        let stop = memmem::find(&bytes[end..ceiling], b"\n\n").map_or(ceiling, |i| end + i);
        let unit = self.tags[id_of].id(self.content).map(|id| self.content[id.range()].to_owned()).or_else(|| {
            // A stray closing tag belongs to the pair before it.
            let pair = self.known_pairs.get(before.checked_sub(1)?)?;
            (kind == DamageKind::StrayClose && pair.span.end == span.start)
                .then(|| self.content[pair.target.id.range()].to_owned())
        });
        self.damage.push(Damage { span, region: Span::new(start, stop), segment_id: unit, kind });
    }
}

/// The tags that opened and closed an element: the numbers in its first and last comment.
fn tags_of(element: ElementRef<'_>) -> Option<ElementTags> {
    let number = |node: Node| match node {
        Node::Comment(comment) => comment.parse::<usize>().ok(),
        _ => None,
    };
    let open = number(element.first_child()?.value().clone())?;
    let close = element.last_child().and_then(|node| number(node.value().clone())).filter(|&close| close != open);
    Some(ElementTags { open, close })
}

/// The tags of the first element inside that a selector matches.
fn tags_inside(element: ElementRef<'_>, selector: &Selector) -> Option<ElementTags> {
    element.select(selector).next().and_then(tags_of)
}
