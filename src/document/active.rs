//! Active content: markup that runs code in the browser of a reader, or loads another page into the article.
//!
//! A quick search finds the documents that may have any. Only these are parsed as Markdown, which decides what is code, what is a
//! comment and what is escaped. Their HTML is then read as browsers read it.

use super::front_matter::FrontMatter;
use super::segment::{Segment, TextFile};
use crate::text::Span;
use memchr::{memchr, memchr_iter, memchr3_iter, memmem};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A piece of active content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Active {
    /// What it does.
    pub kind: ActiveKind,
    /// Its name: `<script>`, `onclick`, `javascript:`.
    pub name: String,
    /// The form that is compared.
    pub key: String,
    /// The tag, the link or the value.
    pub span: Span,
    /// The same bytes, with the content of a script.
    pub extent: Span,
    /// The part of the document that it is in.
    pub place: ActivePlace,
}

/// What a piece of active content does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActiveKind {
    /// It runs code, or changes how the whole page works. An article has no such content.
    Code,
    /// It loads another page, a style or an object, or sends a form. Some articles embed a video.
    Embedded,
}

/// The part of a document that active content is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivePlace {
    /// The target of the segment at a position.
    Target(usize),
    /// The source text of the segment at a position.
    Source(usize),
    /// Outside of the texts of segments.
    Outside,
    /// The front matter.
    FrontMatter,
}

/// How many bytes of a script, an address or a handler are compared. It bounds the work for many of them.
const MAX_KEY_BYTES: usize = 512;

/// Tags that are active content, if they have certain attributes.
const NAMES: [&str; 11] = ["script", "applet", "base", "meta", "iframe", "frame", "object", "embed", "portal", "form", "link"];

/// Attributes whose values are texts or names, not addresses.
const TEXT_ATTRIBUTES: [&str; 12] =
    ["alt", "title", "summary", "label", "placeholder", "name", "id", "class", "value", "content", "style", "lang"];

/// Words that begin with `on` and name no event.
const NO_EVENTS: [&str; 6] = ["once", "only", "ones", "onto", "online", "ongoing"];

/// How many bytes the name of an event may have: more than any real one.
const MAX_EVENT_BYTES: usize = 40;

/// The active content of a document, in order.
pub fn find(content: &str, body: usize, front_matter: Option<&FrontMatter>, segments: &[Segment]) -> Vec<Active> {
    let mut found = front_matter.map_or_else(Vec::new, |front_matter| in_front_matter(content, front_matter));
    if is_suspect_body(content, body, segments) {
        let mut items = in_markdown(content, body);
        for item in &mut items {
            item.place = place(segments, item.span.start);
        }
        items.sort_by_key(|item| item.span.start);
        found.extend(items);
    }
    found
}

/// The active content of one text of a segment.
pub fn in_text(text: &str) -> Vec<Active> {
    if is_suspect(text.as_bytes()) { in_markdown(text, 0) } else { Vec::new() }
}

/// The part of a document that a byte of its body is in.
fn place(segments: &[Segment], at: u32) -> ActivePlace {
    let position = segments.partition_point(|segment| segment.span.end <= at);
    let contains = |span: Span| span.start <= at && at < span.end;
    match segments.get(position) {
        Some(segment) if contains(segment.target.span) => ActivePlace::Target(position),
        Some(segment) if segment.source.file == TextFile::Document && contains(segment.source.span) => {
            ActivePlace::Source(position)
        }
        _ => ActivePlace::Outside,
    }
}

/// Whether a body may have active content outside of the source texts of its segments. The markup of pairs is read only if it
/// is longer than usual.
fn is_suspect_body(content: &str, body: usize, segments: &[Segment]) -> bool {
    let bytes = content.as_bytes();
    let is_suspect_stretch = |start: usize, end: usize| start < end && is_suspect(&bytes[start..end]);
    let mut at = body;
    for segment in segments {
        let (span, target, source) = (segment.span.range(), segment.target.span.range(), segment.source.span.range());
        let id = segment.id.len();
        let is_usual = segment.source.file == TextFile::Document
            && target.start - span.start == id + MARKUP_BEFORE_TARGET
            && source.start.saturating_sub(target.end) == id + MARKUP_BEFORE_SOURCE;
        if is_suspect_stretch(at, span.start) || is_suspect_stretch(target.start, target.end) {
            return true;
        }
        let markup = [(span.start, target.start), (target.end, source.start), (source.end, span.end)];
        if !is_usual && markup.into_iter().any(|(start, end)| end <= bytes.len() && is_suspect_stretch(start, end)) {
            return true;
        }
        at = at.max(span.end);
    }
    is_suspect_stretch(at, content.len())
}

/// The length of the usual markup before the target, without the id.
const MARKUP_BEFORE_TARGET: usize = r#"<span data-ttu-id="">"#.len();

/// The length of the usual markup between the two texts, without the id.
const MARKUP_BEFORE_SOURCE: usize = r#"</span><span class="sxs-lookup"><span data-stu-id="">"#.len();

/// Whether a text may have active content: a quick test that nearly all texts fail.
fn is_suspect(text: &[u8]) -> bool {
    memchr3_iter(b'<', b']', b'=', text).any(|at| {
        let rest = &text[at + 1..];
        match text[at] {
            b'<' => begins_with_name(rest) || begins_with_scheme(rest),
            b']' if matches!(rest.first(), Some(b'(' | b':')) => begins_with_scheme(&rest[1..]),
            b']' => false,
            _ => ends_with_event(&text[..at]) || begins_with_scheme(rest),
        }
    })
}

/// Whether a text begins with the name of a tag that may be active content.
fn begins_with_name(text: &[u8]) -> bool {
    NAMES.iter().any(|name| text.len() >= name.len() && text[..name.len()].eq_ignore_ascii_case(name.as_bytes()))
}

/// Whether a text ends with a word like `onclick`, perhaps before spaces.
fn ends_with_event(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let letters = text.iter().rev().take(MAX_EVENT_BYTES).take_while(|b| b.is_ascii_alphabetic()).count();
    letters >= 4 && text[text.len() - letters..][..2].eq_ignore_ascii_case(b"on")
}

/// Whether a text may begin with the scheme of an active address, whatever characters an attribute or a link may have between
/// its letters.
fn begins_with_scheme(text: &[u8]) -> bool {
    let is_skipped = |b: &u8| *b <= b' ' || matches!(b, b'"' | b'\'' | b'>' | b'\\');
    let skip = |at: usize| at + text[at..].iter().take_while(|b| is_skipped(b)).count();
    let mut at = skip(0);
    if text.get(at) == Some(&b'<') {
        at = skip(at + 1);
    }
    let mut scheme = String::new();
    loop {
        at = skip(at);
        let Some((char, length)) = decoded(&text[at..]) else { return false };
        at += length;
        if char <= ' ' {
            continue;
        }
        scheme.push(char.to_ascii_lowercase());
        let mut schemes = SCHEMES.iter().filter(|known| known.starts_with(&scheme));
        match schemes.next() {
            Some(known) if *known == scheme => return true,
            Some(_) => {}
            None => return false,
        }
    }
}

/// The schemes of addresses that may be active content.
const SCHEMES: [&str; 3] = ["javascript:", "vbscript:", "data:"];

/// The ASCII character at the start of a text, or the one that an entity there stands for, and its length in bytes.
fn decoded(text: &[u8]) -> Option<(char, usize)> {
    match text.first()? {
        b'&' => entity(text),
        byte => byte.is_ascii().then_some((char::from(*byte), 1)),
    }
}

/// How many digits of a numeric entity are read: with zeros at its start it may be longer than any real one.
const MAX_ENTITY_DIGITS: usize = 64;

/// The character of the entity at the start of a text, if it may be part of a scheme, and its length in bytes. Browsers read a
/// numeric entity also without its semicolon.
fn entity(text: &[u8]) -> Option<(char, usize)> {
    let named = [("&colon;", ':'), ("&Tab;", '\t'), ("&NewLine;", '\n')];
    if let Some((name, char)) = named.iter().find(|(name, _)| text.starts_with(name.as_bytes())) {
        return Some((*char, name.len()));
    }
    let digits = text.strip_prefix(b"&#")?;
    let (radix, digits) = match digits.first()? {
        b'x' | b'X' => (16, &digits[1..]),
        _ => (10, digits),
    };
    let count = digits.iter().take(MAX_ENTITY_DIGITS).take_while(|b| char::from(**b).is_digit(radix)).count();
    let value = digits[..count]
        .iter()
        .try_fold(0u32, |value, b| value.checked_mul(radix)?.checked_add(char::from(*b).to_digit(radix)?))?;
    let length = text.len() - digits.len() + count + usize::from(digits.get(count) == Some(&b';'));
    (count > 0).then_some((char::from_u32(value)?, length))
}

/// The value of an attribute with the entities decoded that may be part of a scheme.
fn decode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut at = 0;
    while at < value.len() {
        let next = memchr(b'&', &value.as_bytes()[at..]).map_or(value.len(), |i| at + i);
        text.push_str(&value[at..next]);
        let (char, length) = entity(&value.as_bytes()[next..]).unwrap_or(('&', usize::from(next < value.len())));
        if length > 0 {
            text.push(char);
        }
        at = next + length;
    }
    text
}

/// The scheme of an active address. Browsers ignore control characters and spaces before an address, and tabs and line ends in
/// it. `is_image` tells that the address is only shown.
fn active_scheme(address: &str, is_image: bool) -> Option<&'static str> {
    let address = address.trim_start_matches(|c: char| c <= ' ');
    let mut chars = address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).map(|c| c.to_ascii_lowercase());
    let mut scheme = String::new();
    while !scheme.ends_with(':') {
        scheme.push(chars.next()?);
        if !SCHEMES.iter().any(|known| known.starts_with(&scheme)) {
            return None;
        }
    }
    match scheme.as_str() {
        "javascript:" => Some("javascript:"),
        "vbscript:" => Some("vbscript:"),
        _ => {
            let kind: String = chars.take(MAX_KEY_BYTES).take_while(|c| !matches!(c, ',' | ';')).collect();
            let is_page = ["text/html", "application/xhtml+xml", "text/xml", "application/xml"].contains(&kind.trim());
            (is_page || kind.trim() == "image/svg+xml" && !is_image).then_some("data:")
        }
    }
}

/// A text as it is compared: with single spaces, and not longer than needed.
fn key(text: &str) -> String {
    let end = (0..=text.len().min(MAX_KEY_BYTES)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// HTML of a body, without the markers of the quotations and lists around it.
#[derive(Default)]
struct Html {
    text: String,
    /// Where each piece begins in the text, its bytes in the document, and whether both are equal.
    pieces: Vec<(usize, Range<usize>, bool)>,
}

impl Html {
    fn push(&mut self, content: &str, piece: &CowStr<'_>, range: Range<usize>) {
        let is_equal = &content[range.clone()] == piece.as_ref();
        self.pieces.push((self.text.len(), range, is_equal));
        self.text.push_str(piece);
    }

    /// The bytes of the document of a range of the text.
    fn original(&self, range: Range<usize>) -> Span {
        let piece = |at: usize| {
            let next = self.pieces.partition_point(|(start, ..)| *start <= at);
            next.checked_sub(1).map(|last| &self.pieces[last])
        };
        let start = piece(range.start).map_or(0, |(start, range_there, is_equal)| match is_equal {
            true => range_there.start + (range.start - start),
            false => range_there.start,
        });
        let end = piece(range.end.saturating_sub(1)).map_or(0, |(start, range_there, is_equal)| match is_equal {
            true => range_there.start + (range.end - start),
            false => range_there.end,
        });
        Span::new(start, end.max(start))
    }
}

/// The active content of the Markdown from byte `body` on. All of it is outside of segments.
fn in_markdown(content: &str, body: usize) -> Vec<Active> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(&content[body..], options);
    let mut found = Vec::new();
    let add_address = |found: &mut Vec<Active>, address: &str, is_image: bool, range: &Range<usize>| {
        if let Some(scheme) = active_scheme(address, is_image) {
            let span = Span::new(body + range.start, body + range.end);
            found.push(Active {
                kind: ActiveKind::Code,
                name: scheme.to_owned(),
                key: key(address),
                span,
                extent: span,
                place: ActivePlace::Outside,
            });
        }
    };
    for (_, definition) in parser.reference_definitions().iter() {
        add_address(&mut found, &definition.dest, false, &definition.span);
    }
    let mut block: Option<Html> = None;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(Html::default()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(html) = block.take() {
                    in_html(content, &html, &mut found);
                }
            }
            Event::Html(ref piece) | Event::InlineHtml(ref piece) => {
                let there = body + range.start..body + range.end;
                match &mut block {
                    Some(html) => html.push(content, piece, there),
                    None => {
                        let mut html = Html::default();
                        html.push(content, piece, there);
                        in_html(content, &html, &mut found);
                    }
                }
            }
            // The definition of a label is reported, not the links that use it.
            Event::Start(Tag::Link { link_type: LinkType::Inline | LinkType::Autolink, ref dest_url, .. }) => {
                add_address(&mut found, dest_url, false, &range);
            }
            Event::Start(Tag::Image { link_type: LinkType::Inline, ref dest_url, .. }) => {
                add_address(&mut found, dest_url, true, &range);
            }
            _ => {}
        }
    }
    found
}

/// Adds the active content of some HTML.
fn in_html(content: &str, html: &Html, found: &mut Vec<Active>) {
    for tag in tags(&html.text) {
        let items = tag.items();
        if items.is_empty() {
            continue;
        }
        let span = html.original(tag.range.clone());
        for (kind, name, key) in items {
            let mut item = Active { kind, name, key, span, extent: span, place: ActivePlace::Outside };
            if tag.name == "script" && item.name == "<script>" {
                add_script(content, &mut item);
            }
            found.push(item);
        }
    }
}

/// Adds the first bytes of the content of a script to its key, and all of them to its extent if there are not more.
fn add_script(content: &str, item: &mut Active) {
    let start = item.span.end as usize;
    let bytes = &content.as_bytes()[start..content.len().min(start + MAX_KEY_BYTES)];
    match memmem::find(bytes, b"</") {
        Some(end) => {
            item.key.push_str(&key(&content[start..start + end]));
            let past = memchr(b'>', &bytes[end..]).map_or(end, |length| end + length + 1);
            item.extent = Span::new(item.span.start as usize, start + past);
        }
        None => item.key.push_str(&key(&content[start..])),
    }
}

/// An opening tag of some HTML.
struct HtmlTag<'a> {
    range: Range<usize>,
    name: String,
    attributes: Vec<(String, Option<&'a str>)>,
}

impl HtmlTag<'_> {
    fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(decode(value.unwrap_or("")))
    }

    /// The pieces of active content in the tag: their kinds, names and keys.
    fn items(&self) -> Vec<(ActiveKind, String, String)> {
        let mut items = Vec::new();
        if let Some((kind, key)) = self.element() {
            items.push((kind, format!("<{}>", self.name), format!("{} {key} ", self.name)));
        }
        for (name, value) in &self.attributes {
            let Some(value) = value else { continue };
            let is_event = name.starts_with("on") && (4..=MAX_EVENT_BYTES).contains(&name.len());
            if is_event && name.bytes().all(|b| b.is_ascii_alphabetic()) && !NO_EVENTS.contains(&name.as_str()) {
                if !value.trim().is_empty() {
                    items.push((ActiveKind::Code, name.clone(), format!("{name}={}", key(value))));
                }
                continue;
            }
            let is_text = TEXT_ATTRIBUTES.contains(&name.as_str()) || name.starts_with("aria-") || name.starts_with("data-");
            if !is_text && begins_with_scheme(value.as_bytes()) {
                let address = decode(value);
                let is_image = matches!(self.name.as_str(), "img" | "image" | "source") && name != "href";
                items
                    .extend(active_scheme(&address, is_image).map(|scheme| (ActiveKind::Code, scheme.to_owned(), key(&address))));
            }
        }
        items
    }

    /// What the element itself does, and what it loads.
    fn element(&self) -> Option<(ActiveKind, String)> {
        let loaded = |names: &[&str]| names.iter().find_map(|name| self.value(name));
        match self.name.as_str() {
            "script" => Some((ActiveKind::Code, key(&loaded(&["src", "href", "xlink:href"]).unwrap_or_default()))),
            "applet" => Some((ActiveKind::Code, key(&loaded(&["archive", "code"]).unwrap_or_default()))),
            "base" => loaded(&["href"]).map(|address| (ActiveKind::Code, key(&address))),
            "meta" => loaded(&["http-equiv"]).map(|name| (ActiveKind::Code, key(&name))),
            "iframe" if self.value("srcdoc").is_some() => loaded(&["srcdoc"]).map(|page| (ActiveKind::Code, key(&page))),
            // In `List<object>` the name of a type is read as a tag without attributes.
            "iframe" | "frame" | "object" | "embed" | "portal" if !self.attributes.is_empty() => {
                Some((ActiveKind::Embedded, host(&loaded(&["src", "data"]).unwrap_or_default())))
            }
            "form" => loaded(&["action"]).map(|address| (ActiveKind::Embedded, host(&address))),
            "link" => loaded(&["href"]).map(|address| (ActiveKind::Embedded, host(&address))),
            _ => None,
        }
    }
}

/// The host of an address; empty for an address on the same site. The rest of an address may have the locale in it.
fn host(address: &str) -> String {
    let rest = address.trim().split_once("//").map_or("", |(_, rest)| rest);
    key(rest.split(['/', '?', '#', '\\']).next().unwrap_or("")).to_ascii_lowercase()
}

/// The opening tags of some HTML, as browsers read it.
fn tags(html: &str) -> Vec<HtmlTag<'_>> {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr(b'<', &bytes[at..]).map(|i| at + i) {
        let rest = &bytes[open..];
        at = match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => open + comment_length(rest),
            // Browsers read a declaration, an instruction and a strange end tag up to the next `>`.
            Some(b'!' | b'?' | b'/') => memchr(b'>', rest).map_or(bytes.len(), |end| open + end + 1),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let tag = tag(html, open);
                let end = tag.range.end;
                let is_script = tag.name == "script";
                found.push(tag);
                if is_script { end_of_script(bytes, end) } else { end }
            }
            _ => open + 1,
        };
    }
    found
}

/// The length of the comment at the start of some HTML. Browsers end it earlier than Markdown does: `<!-->` is a whole one.
fn comment_length(html: &[u8]) -> usize {
    let short = [&b"<!-->"[..], b"<!--->"].into_iter().find(|short| html.starts_with(short));
    if let Some(short) = short {
        return short.len();
    }
    let mut ends = memchr_iter(b'>', html)
        .filter(|end| html[4.min(*end)..*end].ends_with(b"--") || html[4.min(*end)..*end].ends_with(b"--!"));
    ends.next().map_or(html.len(), |end| end + 1)
}

/// Where the content of a script ends that begins at a byte.
fn end_of_script(html: &[u8], from: usize) -> usize {
    let name = b"script";
    let is_end = |at: &usize| html.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    memmem::find_iter(&html[from..], b"</").map(|at| from + at).find(is_end).unwrap_or(html.len())
}

/// Reads the opening tag at a byte. A tag that is not closed ends with the text.
fn tag(html: &str, open: usize) -> HtmlTag<'_> {
    let bytes = html.as_bytes();
    let is_space = |b: &u8| b.is_ascii_whitespace();
    let run = |at: usize, belongs: &dyn Fn(&u8) -> bool| at + bytes[at..].iter().take_while(|b| belongs(b)).count();
    let mut at = run(open + 1, &|b| !is_space(b) && !matches!(b, b'/' | b'>'));
    let name = html[open + 1..at].to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        at = run(at, &|b| is_space(b) || *b == b'/');
        match bytes.get(at) {
            None => break,
            Some(b'>') => {
                at += 1;
                break;
            }
            Some(_) => {}
        }
        let start = at;
        at = run(at + 1, &|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'='));
        while !html.is_char_boundary(at) {
            at += 1;
        }
        let name = html[start..at].to_ascii_lowercase();
        let equals = run(at, &is_space);
        if bytes.get(equals) != Some(&b'=') {
            attributes.push((name, None));
            continue;
        }
        let from = run(equals + 1, &is_space);
        let (value, end) = match bytes.get(from) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr(*quote, &bytes[from + 1..]).map_or(bytes.len(), |length| from + 1 + length);
                (&html[from + 1..end], (end + 1).min(bytes.len()))
            }
            _ => {
                let end = run(from, &|b| !is_space(b) && *b != b'>');
                (&html[from..end], end)
            }
        };
        attributes.push((name, Some(value)));
        at = end;
    }
    HtmlTag { range: open..at, name, attributes }
}

/// The active content of a front matter. The platform shows texts such as titles as they are written, so the name of a tag is
/// only text. A script needs an address or an end tag.
fn in_front_matter(content: &str, front_matter: &FrontMatter) -> Vec<Active> {
    let yaml = &content[front_matter.span.range()];
    let has_address = memchr_iter(b':', yaml.as_bytes()).any(|at| begins_with_scheme(&yaml.as_bytes()[at + 1..]))
        || memchr_iter(b'-', yaml.as_bytes()).any(|at| begins_with_scheme(&yaml.as_bytes()[at + 1..]));
    if !has_address && !is_suspect(yaml.as_bytes()) {
        return Vec::new();
    }
    let start = front_matter.span.start as usize;
    let mut found = Vec::new();
    let mut html = Html::default();
    html.push(content, &CowStr::Borrowed(yaml), front_matter.span.range());
    in_html(content, &html, &mut found);
    found.retain(|item| {
        let is_whole = item.name != "<script>" || item.extent != item.span || !item.key.starts_with("script  ");
        item.kind == ActiveKind::Code && is_whole
    });
    let mut at = start;
    for line in yaml.split_inclusive('\n') {
        let text = line.trim_end();
        let value = text.trim_start_matches([' ', '-']);
        let value = value.split_once(": ").map_or(value, |(_, value)| value).trim().trim_start_matches(['"', '\'']);
        // In `JavaScript: a language` the name is part of a text.
        let is_text = value.split_once(':').is_some_and(|(_, rest)| rest.starts_with(' '));
        if let Some(scheme) = active_scheme(&decode(value), false).filter(|_| !is_text) {
            let from = at + text.len() - value.len();
            let span = Span::new(from, at + text.len());
            let key = key(value.trim_end_matches(['"', '\'']));
            found.push(Active {
                kind: ActiveKind::Code,
                name: scheme.to_owned(),
                key,
                span,
                extent: span,
                place: ActivePlace::FrontMatter,
            });
        }
        at += line.len();
    }
    found.iter_mut().for_each(|item| item.place = ActivePlace::FrontMatter);
    found.sort_by_key(|item| item.span.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the active content of a body.
    fn names(body: &str) -> Vec<String> {
        find(body, 0, None, &[]).into_iter().map(|item| item.name).collect()
    }

    #[test]
    fn hostile_spellings_are_found() {
        for (text, name) in [
            ("<script>alert(1)</script>", "<script>"),
            ("a <ScRiPt>alert(1)</sCrIpT> b", "<script>"),
            ("<script\nsrc=//a.example>\n</script>", "<script>"),
            ("<div>\n<script/src=//a.example></script>\n</div>", "<script>"),
            ("<div>\n`<script>alert(1)</script>`\n</div>", "<script>"),
            ("<div>\n\\<script>alert(1)</script>\n</div>", "<script>"),
            ("<div\n><script>alert(1)", "<script>"),
            ("> <div>\n> <script>alert(1)</script>\n> </div>", "<script>"),
            ("- <div>\n  <script>alert(1)</script>\n  </div>", "<script>"),
            ("| a |\n|---|\n| <script>alert(1)</script> |", "<script>"),
            ("# <script>alert(1)</script>", "<script>"),
            ("<!--><script>alert(1)</script>-->", "<script>"),
            ("<!---><script>alert(1)</script>-->", "<script>"),
            ("<!-- a --!><script>alert(1)</script>-->", "<script>"),
            ("<?><script>alert(1)</script>?>", "<script>"),
            ("<![CDATA[>\n<script>alert(1)</script>]]>", "<script>"),
            ("<svg><script href=\"//a.example\"/></svg>", "<script>"),
            ("<img src=x onerror=alert(1)>", "onerror"),
            ("<img src=x OnError = \"alert(1)\">", "onerror"),
            ("<img src=x\nonerror\n= alert(1)>", "onerror"),
            ("> <img src=x\n> onerror=alert(1)>", "onerror"),
            ("<div>\n<img/src=\"x\"/onerror=alert(1)>\n</div>", "onerror"),
            ("<div>\n<img title=\">\"onerror=alert(1)>\n</div>", "onerror"),
            ("<div>\n<img src=x onerror=alert(1)", "onerror"),
            ("<svg onload='alert(1)'></svg>", "onload"),
            ("<a href=\"javascript:alert(1)\">a</a>", "javascript:"),
            ("<a href=JaVaScRiPt:alert(1)>a</a>", "javascript:"),
            ("<a href='  &#1; javascript:alert(1)'>a</a>", "javascript:"),
            ("<a href=\"java\tscript:alert(1)\">a</a>", "javascript:"),
            ("<a href=\"java\nscript:alert(1)\">a</a>", "javascript:"),
            ("> <a href=\"java\n> script:alert(1)\">a</a>", "javascript:"),
            ("<a href=\"java&Tab;script&colon;alert(1)\">a</a>", "javascript:"),
            ("<a href=\"&#106;&#x61;&#0000118;a&#115cript:alert(1)\">a</a>", "javascript:"),
            ("<a href=\"java&NewLine;script&#58;alert(1)\">a</a>", "javascript:"),
            ("<a xlink:href=\"javascript:alert(1)\">a</a>", "javascript:"),
            ("<button formaction=javascript:alert(1)>a</button>", "javascript:"),
            ("<a href=vbscript:a>a</a>", "vbscript:"),
            ("<a href=\"data:text/html,<b>a\">a</a>", "data:"),
            ("<a href=\"DATA: text/html ;base64,PHM+\">a</a>", "data:"),
            ("[a](data:image/svg+xml,x)", "data:"),
            ("[a](javascript:alert(1))", "javascript:"),
            ("[a](<javascript:alert(1)> \"b\")", "javascript:"),
            ("[a](<java\tscript:alert(1)>)", "javascript:"),
            ("[a](  JAVASCRIPT:alert(1))", "javascript:"),
            ("[a](\njavascript:alert(1))", "javascript:"),
            ("> [a](\n> javascript:alert(1))", "javascript:"),
            ("[a](javascript\\:alert(1))", "javascript:"),
            ("[a](java&#115;cript&colon;alert(1))", "javascript:"),
            ("[a](&#1;javascript:alert(1))", "javascript:"),
            ("![a](javascript:alert(1))", "javascript:"),
            ("<javascript:alert(1)>", "javascript:"),
            ("[a]\n\n[a]: javascript:alert(1)", "javascript:"),
            ("[a]\n\n> [a]:\n> <javascript:alert(1)>", "javascript:"),
            ("<iframe src=https://a.example></iframe>", "<iframe>"),
            ("<iframe srcdoc=\"a\"></iframe>", "<iframe>"),
            ("<object data=a.swf></object>", "<object>"),
            ("<embed src=a.swf>", "<embed>"),
            ("<base href=//a.example/>", "<base>"),
            ("<meta http-equiv=refresh content=0;//a.example>", "<meta>"),
            ("<form action=//a.example></form>", "<form>"),
            ("<link rel=stylesheet href=//a.example/a.css>", "<link>"),
            ("<applet code=a></applet>", "<applet>"),
        ] {
            assert!(names(text).iter().any(|found| found == name), "{text}: {:?}", names(text));
        }
    }

    #[test]
    fn text_code_and_comments_are_not_active() {
        for text in [
            "Use `<script>alert(1)</script>` here.",
            "``<a onclick=\"a\">``",
            "```html\n<script>alert(1)</script>\n<a href=\"javascript:a\">\n```",
            "~~~\n<script>\n~~~",
            "    <script>alert(1)</script>",
            "\\<script>alert(1)\\</script>",
            "&lt;script>alert(1)",
            "< script>alert(1)",
            "<!-- <script>alert(1)</script> -->",
            "<!-- a\n\n<script>alert(1)</script>\n-->",
            "a <!-- <img onerror=a> --> b",
            "<!-- a -- > <script> ---> b",
            "`[a](javascript:alert(1))`",
            "\\[a](javascript:alert(1))",
            "[javascript: a language](lamp.md)",
            "[a](lamp.md \"javascript: a language\")",
            "[a](javascript-lamp.md) and [b](javascript/lamp.md)",
            "[a](https://lamp.example/javascript:a)",
            "The `javascript:` scheme, javascript:alert(1) and vbscript: as well.",
            "<a title=\"javascript:a\" href=\"lamp.md\">a</a>",
            "<img alt=\"onclick=a\" src=\"lamp.png\">",
            "<img alt='onclick=a' src='data:image/png;base64,AAAA'>",
            "<img src=\"data:image/svg+xml;base64,AAAA\">",
            "![a](data:image/svg+xml;base64,AAAA)",
            "[a](data:text/plain,a)",
            "[a](java script:a)",
            "<a href=\"java script:a\">a</a>",
            "<a href=\"#javascript:\">a</a>",
            "List<object> and IEnumerable<Object> of <base path>",
            "Set onclick=a, and `x` < 5, OnNext = b.",
            "<policy once=\"true\" only=\"a\">a</policy>",
            "<a onclick>a</a> <a onclick=\"\">b</a>",
            "<meta name=\"a\" content=\"b\">",
            "<form>a</form> <link>",
            "<video src=\"lamp.mp4\" controls></video> <details open><summary>a</summary></details>",
            "<scripting>a</scripting> <iframes src=a>",
            "[a]: data.md\n[b]: <javascripts/a.md>",
        ] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn places_and_forms_are_right() {
        let text = "> <div>\n> <script src=\"a.js\">\n> b\n> </script>\n> </div>\n";
        let found = find(text, 0, None, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].span.range()], "<script src=\"a.js\">");
        assert_eq!(found[0].key, "script a.js > b >");
        let keys = |text: &str| find(text, 0, None, &[]).into_iter().map(|item| item.key).collect::<Vec<_>>();
        assert_eq!(keys("<iframe src=\"https://A.example/it-it/x\" title=\"b\">"), ["iframe a.example "]);
        assert_eq!(keys("<a onclick=\"b( \n1)\" href=\"javascript:c\">"), ["onclick=b( 1)", "javascript:c"]);
    }

    #[test]
    fn front_matter_has_active_addresses_and_whole_scripts() {
        let names = |yaml: &str| {
            let text = format!("---\n{yaml}\n---\na\n");
            let front_matter = FrontMatter::parse(&text).unwrap();
            let found = find(&text, front_matter.body as usize, Some(&front_matter), &[]);
            assert!(found.iter().all(|item| item.place == ActivePlace::FrontMatter), "{yaml}");
            found.into_iter().map(|item| item.name).collect::<Vec<_>>()
        };
        for (yaml, name) in [
            ("redirect_url: javascript:alert(1)", "javascript:"),
            ("redirect_url: \" JavaScript:alert(1)\"", "javascript:"),
            ("links:\n  - url: javascript:alert(1)", "javascript:"),
            ("links:\n- javascript:alert(1)", "javascript:"),
            ("title: a<script>alert(1)</script>", "<script>"),
            ("title: <script src=//a.example>", "<script>"),
            ("description: \"<img src=x onerror=alert(1)>\"", "onerror"),
        ] {
            assert_eq!(names(yaml), [name], "{yaml}");
        }
        for yaml in [
            "title: <script> element",
            "title: The <script> and <object data=a> elements",
            "title: \"JavaScript: a language\"",
            "title: \"javascript : a\"",
            "description: Set onclick=a",
            "ms.custom: data-a, javascript",
        ] {
            assert_eq!(names(yaml), [""; 0], "{yaml}");
        }
    }
}
