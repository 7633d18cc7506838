//! The YAML block at the start of a document: top-level keys and values with their bytes.
//!
//! Nearly every line of real front matter is `key: plain value`, which is read directly. A block with any other line goes to
//! the YAML parser. Both give the same entries; a property test checks it.

use super::sxs::{Damage, DamageKind};
use crate::text::Span;
use granit_parser::{Event, Parser};
use std::borrow::Cow;
use std::collections::HashSet;

/// The front matter of one document.
#[derive(Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML text between the two `---` lines.
    pub span: Span,
    /// Offset of the first byte after the closing line.
    pub body: u32,
    /// The top-level entries, in order. If the block is damaged, those before the damage.
    pub entries: Vec<Entry>,
    /// Why it is not a YAML mapping: the place and the reason.
    pub damage: Option<(Span, String)>,
}

/// One top-level key with its value.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key, without quotes.
    pub key: Span,
    /// The value: a scalar without its quotes, or a whole list or mapping.
    pub value: Span,
    /// The kind of the value.
    pub kind: ValueKind,
}

/// The kind of a front matter value.
#[derive(Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A scalar whose text is its bytes.
    Plain,
    /// A scalar whose text differs from its bytes (escapes, folded lines): the text.
    Decoded(Box<str>),
    /// A list or a mapping.
    Collection,
}

impl Entry {
    /// The decoded value and its place; `None` if it is not a scalar.
    pub fn scalar<'a>(&'a self, content: &'a str) -> Option<(&'a str, Span)> {
        match &self.kind {
            ValueKind::Plain => Some((&content[self.value.range()], self.value)),
            ValueKind::Decoded(text) => Some((text, self.value)),
            ValueKind::Collection => None,
        }
    }
}

impl FrontMatter {
    /// Reads the front matter of a document, if any: its first line is `---`, perhaps after a byte order mark, and a later line
    /// is `---`.
    pub fn parse(content: &str) -> Option<Self> {
        let bom = if content.starts_with('\u{feff}') { 3 } else { 0 };
        let start = bom + fence_line(&content[bom..])?;
        let mut at = start;
        loop {
            if let Some(length) = fence_line(&content[at..]) {
                let yaml = Span::new(start, at);
                let (entries, damage) = match simple_entries(content, yaml) {
                    Some(entries) => (entries, None),
                    None => yaml_entries(content, yaml),
                };
                return Some(Self { span: yaml, body: (at + length) as u32, entries, damage });
            }
            at += memchr::memchr(b'\n', &content.as_bytes()[at..])? + 1;
        }
    }

    /// The entry of a key. If the key occurs twice, the first counts.
    pub fn entry(&self, content: &str, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &content[entry.key.range()] == key)
    }

    /// The scalar value of a key and its place.
    pub fn value<'a>(&'a self, content: &'a str, key: &str) -> Option<(&'a str, Span)> {
        self.entry(content, key)?.scalar(content)
    }

    /// The pair markup in the values, as one damage for each line.
    pub(super) fn span_markup(&self, content: &str) -> Vec<Damage> {
        let yaml = &content[self.span.range()];
        if memchr::memmem::find(yaml.as_bytes(), b"<").is_none() {
            return Vec::new();
        }
        let mut damage = Vec::new();
        let mut at = self.span.start as usize;
        for line in yaml.split_inclusive('\n') {
            let lower = line.to_ascii_lowercase();
            let has_in_tag = |text| lower.find("<span").is_some_and(|tag| lower[tag..].contains(text));
            if ["data-ttu-id", "data-stu-id", "sxs-lookup"].into_iter().any(has_in_tag) {
                let start = at + lower.find("<span").unwrap_or(0);
                let end = at + line.trim_end().len();
                let span = Span::new(start, end.max(start));
                let unit = quoted_after(line, &lower, "-id=").map(str::to_owned);
                damage.push(Damage { span, region: span, segment_id: unit, kind: DamageKind::InFrontMatter });
            }
            at += line.len();
        }
        damage
    }
}

/// The quoted value after a text in a line, which is also given in lower case.
fn quoted_after<'a>(line: &'a str, lower: &str, text: &str) -> Option<&'a str> {
    let rest = &line[lower.find(text)? + text.len()..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().filter(|id| !id.is_empty())
}

/// The length of a `---` line with its line end; `None` if the text does not begin with one.
fn fence_line(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("---")?;
    let line = rest.split('\n').next().unwrap_or("");
    let end = 3 + line.len();
    line.trim_matches([' ', '\t', '\r']).is_empty().then(|| (end + 1).min(text.len()))
}

/// The entries of a block in which every line is `key: value`, and YAML does not change the value. `None` if any line is
/// something else.
fn simple_entries(content: &str, yaml: Span) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::with_capacity(20);
    let mut keys = HashSet::new();
    let mut at = yaml.start as usize;
    for line in content[yaml.range()].split_inclusive('\n') {
        let text = line.trim_end_matches('\n').trim_end_matches('\r');
        let colon = memchr::memchr(b':', text.as_bytes())?;
        let key = &text[..colon];
        if !key.starts_with(|c: char| c.is_ascii_alphabetic())
            || !key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        {
            return None;
        }
        let raw = text[colon + 1..].strip_prefix(' ')?;
        let value = raw.trim_matches(' ');
        let mut start = at + colon + 2 + (raw.len() - raw.trim_start_matches(' ').len());
        let first = *value.as_bytes().first()?;
        let value = match first {
            b'"' | b'\'' => {
                start += 1;
                let inner = value.get(1..value.len() - 1).filter(|_| value.len() >= 2 && value.ends_with(first as char))?;
                if inner.bytes().any(|b| matches!(b, b'"' | b'\'' | b'\\')) {
                    return None;
                }
                inner
            }
            b'-' | b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'%' | b'@'
            | b'`' => return None,
            _ => {
                if value.ends_with(':') || value.contains(": ") || value.contains(" #") {
                    return None;
                }
                value
            }
        };
        // The YAML parser reads what YAML folds, rejects or counts as a line end.
        if value.bytes().any(|b| b < b' ' || b == 0x7f)
            || !value.is_ascii() && value.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
        {
            return None;
        }
        let key = Span::new(at, at + colon);
        if !keys.insert(&content[key.range()]) {
            return None;
        }
        entries.push(Entry { key, value: Span::new(start, start + value.len()), kind: ValueKind::Plain });
        at += line.len();
    }
    Some(entries)
}

/// The entries as the YAML parser reads them, and the damage, if any.
fn yaml_entries(content: &str, yaml: Span) -> (Vec<Entry>, Option<(Span, String)>) {
    let base = yaml.start as usize;
    let text = &content[yaml.range()];
    let mut entries: Vec<Entry> = Vec::new();
    let mut keys = HashSet::new();
    let mut damage = None;
    let mut depth = 0usize;
    // The key whose value is read next, and where a nested value began.
    let mut key: Option<Span> = None;
    let mut nested = 0usize;
    let place = |start: usize, end: usize| {
        let start = floor(text, start);
        Span::new(base + start, base + floor(text, end.max(start)))
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
                damage = Some((line_around(text, floor(text, at), base), error.info().to_owned()));
                break;
            }
        };
        let (start, end) = (span.start.byte_offset().unwrap_or(0), span.end.byte_offset().unwrap_or(0));
        match event {
            Event::Scalar(value, style, ..) if depth == 1 => {
                let quote = usize::from(matches!(
                    style,
                    granit_parser::ScalarStyle::SingleQuoted | granit_parser::ScalarStyle::DoubleQuoted
                ));
                let inner = place(start + quote, end.saturating_sub(quote));
                match key.take() {
                    None => {
                        if !keys.insert(&content[inner.range()]) && damage.is_none() {
                            damage = Some((inner, format!("the key `{value}` occurs twice")));
                        }
                        key = Some(inner);
                    }
                    Some(key) => {
                        let kind = decoded(value, &content[inner.range()]);
                        entries.push(Entry { key, value: inner, kind });
                    }
                }
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if depth == 0 && matches!(event, Event::SequenceStart(..)) {
                    damage = Some((line_around(text, floor(text, start), base), "a list, where keys are expected".into()));
                    break;
                }
                if depth == 1 {
                    nested = start;
                }
                depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth -= 1;
                if let Some(key) = key.take_if(|_| depth == 1) {
                    let end = nested + text[nested.min(text.len())..end.max(nested).min(text.len())].trim_end().len();
                    entries.push(Entry { key, value: place(nested, end), kind: ValueKind::Collection });
                }
            }
            Event::Alias(_) if depth == 1 => {
                if let Some(key) = key.take() {
                    entries.push(Entry { key, value: place(start, end), kind: ValueKind::Collection });
                }
            }
            Event::Scalar(value, ..) if depth == 0 && !value.trim().is_empty() => {
                damage = Some((line_around(text, floor(text, start), base), "plain text, where keys are expected".into()));
                break;
            }
            _ => {}
        }
    }
    (entries, damage)
}

fn decoded(value: Cow<'_, str>, written: &str) -> ValueKind {
    if value == written { ValueKind::Plain } else { ValueKind::Decoded(value.into()) }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The line of `text` that contains offset `at`, without its line end, as a place in the document.
fn line_around(text: &str, at: usize, base: usize) -> Span {
    let trimmed = text[..at].trim_end_matches(['\n', '\r']);
    let at = if at >= text.len() { trimmed.len() } else { at };
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = at + text[at..].find('\n').unwrap_or(text.len() - at);
    Span::new(base + start, base + start + text[start..end].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(content: &str) -> Vec<(String, String)> {
        let matter = FrontMatter::parse(content).expect("front matter");
        let read = |e: &Entry| {
            let key = content[e.key.range()].to_owned();
            let value = matter.value(content, &key).map_or("<collection>", |(v, _)| v).to_owned();
            (key, value)
        };
        matter.entries.iter().map(read).collect()
    }

    #[test]
    fn plain_and_quoted_values_have_their_bytes() {
        let content = "\u{feff}---\r\ntitle: Una guida\r\nms.date: \"07/10/2020\"\r\n---\r\nText";
        let matter = FrontMatter::parse(content).unwrap();
        let (value, span) = matter.value(content, "ms.date").unwrap();
        assert_eq!((value, &content[span.range()]), ("07/10/2020", "07/10/2020"));
        assert_eq!(&content[matter.body as usize..], "Text");
        assert_eq!(matter.damage, None);
    }

    #[test]
    fn lists_escapes_and_folded_text_go_through_yaml() {
        let content = "---\ntitle: 'L''uso: EF'\nno-loc: [Tag, Blog]\ntags:\n- a\n- b\nd: >-\n  one\n  two\n---\n";
        assert_eq!(
            values(content),
            [("title", "L'uso: EF"), ("no-loc", "<collection>"), ("tags", "<collection>"), ("d", "one two")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
        );
    }

    #[test]
    fn damage_has_its_line() {
        let content = "---\ntitle: a: b\nms.date: x\n---\n";
        let matter = FrontMatter::parse(content).unwrap();
        let (span, _) = matter.damage.clone().expect("damage");
        assert_eq!(&content[span.range()], "title: a: b");
        for content in ["---\na: 1\na: 2\n---\n", "---\n- a\n---\n", "---\nwords\n---\n", "---\na: \"b\n---\n"] {
            assert!(FrontMatter::parse(content).unwrap().damage.is_some(), "{content}");
        }
    }

    #[test]
    fn front_matter_may_be_missing_or_empty() {
        for content in ["", "text", "---\ntitle: never closed\n", "----\na: b\n----\n", " ---\na: b\n---\n"] {
            assert_eq!(FrontMatter::parse(content), None, "{content:?}");
        }
        assert_eq!(FrontMatter::parse("---\n---").unwrap().entries, []);
        assert_eq!(FrontMatter::parse("---\n---\n").unwrap().damage, None);
    }

    proptest! {
        #[test]
        fn both_readers_agree(lines in prop::collection::vec("[a-c.]{1,3}: ?[ a\"'#:é\\[{&|>,-]{0,8}", 0..5)) {
            let content = lines.join("\n") + "\n";
            let span = Span::new(0, content.len());
            if let Some(simple) = simple_entries(&content, span) {
                let (entries, damage) = yaml_entries(&content, span);
                prop_assert_eq!(damage, None, "{}", content);
                prop_assert_eq!(simple, entries, "{}", content);
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}|[\\-: \n\\[\\]{}&*!|>'\"%@`a#\t]{0,60}") {
            FrontMatter::parse(&format!("---\n{text}\n---\n"));
        }
    }
}
