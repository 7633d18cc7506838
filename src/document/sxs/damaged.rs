//! Span markup that is not canonical: other attribute order, quotes, case and spacing, nested and broken spans.
//!
//! What such markup means is for an HTML parser to say (`scraper`); where it stands, for the tags that were found in the
//! bytes. The parser is given the tags alone, each followed by a comment with its number, and so every element says
//! which tags opened and closed it.

use super::{Fault, FaultKind, Pair, Side, pairs};
use crate::text::Span;
use memchr::{memchr, memmem};
use scraper::{ElementRef, Html, Node, Selector};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A `<span ..>` or `</span>` tag in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// From `<` to `>`.
    pub span: Span,
    /// Attributes by name and value; empty in a closing tag.
    attributes: Vec<(Span, Span)>,
    open: bool,
}

/// How many bytes a quoted attribute value may have, and how far a damaged stretch reaches: more than any real paragraph,
/// and a bound on the work that a hostile document can ask for.
const REACH: usize = 8192;

/// How many tags are judged together at the most: real damage concerns a handful, and the work grows with the square.
const GROUP: usize = 64;

/// Whether a span tag, opening or closing, begins at the `<` at `at`; one behind a backslash is text.
pub fn is_span_tag(bytes: &[u8], at: usize) -> bool {
    let name = bytes.get(at + 1..).unwrap_or(b"");
    let name = name.strip_prefix(b"/").unwrap_or(name);
    let named = name.len() > 4
        && name[..4].eq_ignore_ascii_case(b"span")
        && matches!(name[4], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r');
    named && bytes[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 0
}

impl Tag {
    /// Reads the span tag that begins at `at`; `None` when no `>` ends it.
    pub fn read(content: &str, at: usize) -> Option<Self> {
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
            // A tag that runs into the next one was never ended.
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
                        let length = memchr(quote, &bytes[value + 1..bytes.len().min(value + 1 + REACH)])?;
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
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Whether it is a part of a pair, not a span of the author's own.
    pub fn is_pair_markup(&self, content: &str) -> bool {
        self.value(content, "data-ttu-id").is_some() || self.value(content, "data-stu-id").is_some() || self.is_lookup(content)
    }

    fn is_lookup(&self, content: &str) -> bool {
        self.value(content, "class").is_some_and(|v| content[v.range()].split_ascii_whitespace().any(|c| c == "sxs-lookup"))
    }

    /// Place of an attribute's value: the first, where it stands twice.
    fn value(&self, content: &str, name: &str) -> Option<Span> {
        let wanted = |(n, _): &&(Span, Span)| content[n.range()].eq_ignore_ascii_case(name);
        self.attributes.iter().find(wanted).map(|(_, value)| *value)
    }

    /// The second place of an attribute that stands twice.
    fn repeated(&self, content: &str) -> Option<Span> {
        let name = |i: usize| &content[self.attributes[i].0.range()];
        (1..self.attributes.len())
            .take(16)
            .find(|&i| (0..i).any(|j| name(i).eq_ignore_ascii_case(name(j))))
            .map(|i| Span { start: self.attributes[i].0.start, end: self.attributes[i].1.end })
    }

    /// The id that it carries on either side, as written.
    fn id(&self, content: &str) -> Option<Span> {
        self.value(content, "data-ttu-id").or_else(|| self.value(content, "data-stu-id"))
    }
}

/// Makes whole pairs and faults of the span tags that stand outside `islands`, the pairs already found.
pub fn examine(content: &str, tags: &[Tag], islands: &[Pair]) -> (Vec<Pair>, Vec<Fault>) {
    let mut pairs = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    for group in groups(content, tags, islands) {
        let mut region = Region { content, tags: group, islands, used: vec![false; group.len()], pairs: vec![], faults: vec![] };
        region.examine();
        pairs.append(&mut region.pairs);
        faults.append(&mut region.faults);
    }
    // A unit whose parts were torn apart gives one fault.
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut merged: Vec<Fault> = Vec::with_capacity(faults.len());
    for fault in faults {
        let seen = fault.segment_id.as_ref().and_then(|unit| first.get(unit).copied());
        match seen {
            Some(i) => {
                let region = merged[i].region;
                merged[i].region = Span { start: region.start.min(fault.region.start), end: region.end.max(fault.region.end) };
            }
            None => {
                if let Some(unit) = &fault.segment_id {
                    first.insert(unit.clone(), merged.len());
                }
                merged.push(fault);
            }
        }
    }
    (pairs, merged)
}

/// The parser's view of all span tags of a body that are not in code or a comment, for tests that hold it against the
/// scanner.
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

/// Cuts the tags into groups that are judged together: at whole pairs and at the start of another target span, unless
/// a span is still open there and the next tag may close it.
fn groups<'t>(content: &str, tags: &'t [Tag], islands: &[Pair]) -> Vec<&'t [Tag]> {
    let island = |tag: &Tag| islands.partition_point(|pair| pair.span.start < tag.span.start);
    let mut groups = Vec::new();
    let mut start = 0;
    let mut depth = 0i64;
    for i in 0..tags.len() {
        let begins_pair = tags[i].value(content, "data-ttu-id").is_some();
        if i > start {
            let apart = island(&tags[i]) != island(&tags[i - 1]);
            // In one stretch, a balanced group ends where the next target begins.
            let cut = i - start >= GROUP || if apart { depth <= 0 || begins_pair } else { depth == 0 && begins_pair };
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

/// Tags that are judged together.
struct Region<'a> {
    content: &'a str,
    tags: &'a [Tag],
    islands: &'a [Pair],
    /// Tags that a pair or a fault accounts for.
    used: Vec<bool>,
    pairs: Vec<Pair>,
    faults: Vec<Fault>,
}

/// An element as the parser saw it: which tags opened and closed it.
#[derive(Clone, Copy)]
struct Opened {
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
                let unit = opened_in(element, &SOURCE).or(Some(opened)).map(|o| o.open);
                let last = self.mark(element, opened);
                // The `</span>` that the lost target span left behind.
                if opened.open > 0 && !self.tags[opened.open - 1].open {
                    self.used[opened.open - 1] = true;
                }
                self.fault(FaultKind::NoTarget, opened.open, unit.unwrap_or(opened.open), last);
            }
        }
        // A closing tag is accounted for by the span it closes, whoever wrote that span.
        for element in dom.select(&SPANS) {
            if let Some(Opened { open, close: Some(close) }) = tags_of(element) {
                self.used[open] = true;
                self.used[close] = true;
            }
        }
        let damaged = !self.faults.is_empty();
        for i in 0..self.tags.len() {
            if !self.tags[i].open && !self.used[i] && !damaged {
                self.fault(FaultKind::StrayClose, i, i, i);
                break;
            }
        }
        for tag in self.tags {
            if let Some(span) = tag.repeated(self.content).filter(|_| tag.is_pair_markup(self.content)) {
                let unit = tag.id(self.content).map(|id| self.content[id.range()].to_owned());
                self.faults.push(Fault { span, region: span, segment_id: unit, kind: FaultKind::AttributeTwice });
            }
        }
    }

    /// A target span: a pair with what follows it, or a fault.
    fn target(&mut self, element: ElementRef<'_>, opened: Opened) {
        let partner = element.next_siblings().find_map(ElementRef::wrap);
        let lookup = partner.filter(|e| LOOKUP.matches(e));
        let inner_lookup = opened_in(element, &LOOKUP);
        let source = lookup.and_then(|e| opened_in(e, &SOURCE));
        let kind = if inner_lookup.is_some() || opened.close.is_none() {
            if element.select(&TARGET).next().is_some() { FaultKind::Nested } else { FaultKind::Unclosed }
        } else if element.select(&TARGET).next().is_some()
            || opened.close.is_some_and(|close| self.island_between(opened.open, close))
        {
            FaultKind::Nested
        } else if let (Some(lookup), Some(source)) = (lookup.and_then(tags_of), source) {
            match self.whole(opened, lookup, source) {
                Ok(pair) => {
                    self.mark(element, opened);
                    self.mark(partner.expect("the lookup span"), lookup);
                    self.pairs.push(pair);
                    return;
                }
                Err(kind) => kind,
            }
        } else {
            FaultKind::NoPartner
        };
        let mut last = self.mark(element, opened);
        let part = partner.filter(|e| LOOKUP.matches(e) || SOURCE.matches(e)).and_then(|e| Some((e, tags_of(e)?)));
        if let Some((partner, tags)) = part.filter(|(e, tags)| self.same_unit(opened.open, tags.open, *e)) {
            last = last.max(self.mark(partner, tags));
        }
        self.fault(kind, opened.open, opened.open, last);
    }

    /// The pair that the three spans make, when nothing but blanks stands between its parts.
    fn whole(&self, target: Opened, lookup: Opened, source: Opened) -> Result<Pair, FaultKind> {
        if lookup.close.is_some_and(|close| self.island_between(target.open, close)) {
            return Err(FaultKind::Nested);
        }
        let tag = |i: usize| self.tags[i].span;
        let close = |o: Opened| o.close.map(tag).ok_or(FaultKind::Unclosed);
        let (target_end, source_end, lookup_end) = (close(target)?, close(source)?, close(lookup)?);
        let blank = |from: u32, to: u32| {
            from <= to && self.content[Span { start: from, end: to }.range()].chars().all(char::is_whitespace)
        };
        let between = Span { start: target_end.end, end: tag(lookup.open).start };
        if !blank(between.start, between.end) {
            let only_close = self.tags.iter().any(|t| !t.open && between.meets(t.span));
            return Err(if only_close { FaultKind::StrayClose } else { FaultKind::Separated });
        }
        if !blank(tag(lookup.open).end, tag(source.open).start) || !blank(source_end.end, lookup_end.start) {
            return Err(FaultKind::Separated);
        }
        let id = |o: Opened, name| self.tags[o.open].value(self.content, name).ok_or(FaultKind::NoPartner);
        let side =
            |o: Opened, end: Span, name| Ok(Side { id: id(o, name)?, text: Span { start: tag(o.open).end, end: end.start } });
        Ok(Pair {
            span: Span { start: tag(target.open).start, end: lookup_end.end },
            target: side(target, target_end, "data-ttu-id")?,
            source: side(source, source_end, "data-stu-id")?,
        })
    }

    /// Whether a whole pair begins between two tags.
    fn island_between(&self, first: usize, last: usize) -> bool {
        let (start, end) = (self.tags[first].span.end, self.tags[last].span.start);
        let i = self.islands.partition_point(|pair| pair.span.start < start);
        self.islands.get(i).is_some_and(|pair| pair.span.start < end)
    }

    /// Whether what follows a target span is of the same unit: the same id, or none at all.
    fn same_unit(&self, target: usize, follows: usize, element: ElementRef<'_>) -> bool {
        let id = |i: usize| self.tags[i].id(self.content).map(|id| &self.content[id.range()]);
        let source = opened_in(element, &SOURCE).map_or(follows, |o| o.open);
        id(source).is_none_or(|other| Some(other) == id(target)) || self.tags[follows].span.start == self.tags[target].span.end
    }

    /// Accounts for an element's tags and for the pair markup inside it that carries the same id or none. Returns the last
    /// of these tags.
    fn mark(&mut self, element: ElementRef<'_>, opened: Opened) -> usize {
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

    /// Records a fault at one tag; the damaged stretch reaches from its paragraph's start, or the pair before, to the end of
    /// the last tag's paragraph, or the pair after: how far text belongs to a span that is not closed, nobody can tell.
    fn fault(&mut self, kind: FaultKind, at: usize, id_of: usize, last: usize) {
        let span = self.tags[at].span;
        let end = self.tags[last].span.end.max(span.end) as usize;
        let before = self.islands.partition_point(|pair| pair.span.end <= span.start);
        let after = self.islands.partition_point(|pair| pair.span.start < end as u32);
        let floor = before.checked_sub(1).map_or(0, |i| self.islands[i].span.end as usize);
        let ceiling = self.islands.get(after).map_or(self.content.len(), |pair| pair.span.start as usize);
        let bytes = self.content.as_bytes();
        let (floor, ceiling) = (floor.max((span.start as usize).saturating_sub(REACH)), ceiling.min(end + REACH).max(end));
        let start = memmem::rfind(&bytes[floor..span.start as usize], b"\n\n").map_or(floor, |i| floor + i + 2);
        let stop = memmem::find(&bytes[end..ceiling], b"\n\n").map_or(ceiling, |i| end + i);
        let unit = self.tags[id_of].id(self.content).map(|id| self.content[id.range()].to_owned()).or_else(|| {
            // A stray close belongs to the pair that it follows.
            let pair = self.islands.get(before.checked_sub(1)?)?;
            (kind == FaultKind::StrayClose && pair.span.end == span.start)
                .then(|| self.content[pair.target.id.range()].to_owned())
        });
        self.faults.push(Fault { span, region: Span::new(start, stop), segment_id: unit, kind });
    }
}

/// Which tags opened and closed an element: the numbers in its first and last comment.
fn tags_of(element: ElementRef<'_>) -> Option<Opened> {
    let number = |node: Node| match node {
        Node::Comment(comment) => comment.parse::<usize>().ok(),
        _ => None,
    };
    let open = number(element.first_child()?.value().clone())?;
    let close = element.last_child().and_then(|node| number(node.value().clone())).filter(|&close| close != open);
    Some(Opened { open, close })
}

/// The first element inside that a selector matches.
fn opened_in(element: ElementRef<'_>, selector: &Selector) -> Option<Opened> {
    element.select(selector).next().and_then(tags_of)
}
