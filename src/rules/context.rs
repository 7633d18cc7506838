//! The input of checks: the project with the options of rules, or one segment with the parts of both texts, the language of the
//! target and the terms that apply.

use crate::document::inline::{Inline, Kind, Part};
use crate::document::{Document, Segment, TextRef};
use crate::language::{self, FirstChars, Language};
use crate::project::Project;
use crate::rules::by_document::ByDocument;
use crate::rules::finding::Problem;
use crate::rules::labels::Labels;
use crate::rules::options::Options;
use crate::rules::rule::Rule;
use crate::terms::LocaleTerms;
use crate::text::Span;
use crate::text::normalize::normalize;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::OnceLock;

/// The input of a check that compares documents: the project, and the options of rules.
pub struct ProjectContext<'a> {
    /// The documents of the run.
    pub project: &'a Project,
    /// The options of rules in each document.
    pub options: &'a ByDocument<Options>,
    /// The labels of each locale, read when a rule first needs them.
    pub labels: OnceLock<Vec<(String, Labels<'a>)>>,
}

impl Deref for ProjectContext<'_> {
    type Target = Project;

    fn deref(&self) -> &Project {
        self.project
    }
}

/// One segment of a document, with its texts parsed.
pub struct ParsedSegment<'a> {
    /// Its document.
    pub document: &'a Document,
    /// The segment.
    pub segment: &'a Segment,
    /// The source text.
    pub source: SideText<'a>,
    /// The target text.
    pub target: SideText<'a>,
    /// The context of its document.
    pub context: &'a DocumentContext<'a>,
}

/// The values that all segments of a document share.
pub struct DocumentContext<'a> {
    /// The target's language; `None` if it is English or not supported.
    pub language: Option<&'static Language>,
    /// Whether the target is a variant of English, such as en-GB. Its words are then expected to equal those of the source.
    pub is_english: bool,
    /// The configured terms for the locale.
    pub terms: Option<&'a LocaleTerms>,
    /// The terms that the front matter key `no-loc` protects from translation.
    pub no_loc: Vec<&'a str>,
    /// The first characters of parts of words, of the language's [`Joined`](language::Joined).
    pub first_chars: OnceCell<FirstChars>,
    /// The addresses of the link definitions by label, read when a rule first needs them.
    definitions: OnceCell<HashMap<String, String>>,
    /// The number of different source texts that are glossed: kept in the target and followed by a translation in brackets.
    /// Counted when a rule first needs it.
    glossed: OnceCell<usize>,
    /// How many characters a target has for each of its source, counted when a rule first needs it. `None` if the document has
    /// few segments.
    length_ratio: OnceCell<Option<f64>>,
}

impl<'a> DocumentContext<'a> {
    /// The context of a document.
    pub fn for_document(document: &'a Document, terms: Option<&'a LocaleTerms>) -> Self {
        let locale = document.identity.locale.as_deref().unwrap_or("");
        let is_english = language::is_english(locale);
        let language = if is_english { None } else { language::for_locale(locale) };
        Self {
            language,
            is_english,
            terms,
            no_loc: no_loc(document),
            first_chars: OnceCell::new(),
            definitions: OnceCell::new(),
            glossed: OnceCell::new(),
            length_ratio: OnceCell::new(),
        }
    }
}

/// The terms of the key `no-loc`, which is a list or one value. A `:::no-loc(..):::` around a term is removed.
fn no_loc(document: &Document) -> Vec<&str> {
    let Some(value) = document.raw_value("no-loc") else { return Vec::new() };
    let items =
        value.split(['\n', ',', '[', ']']).map(|item| item.trim().trim_start_matches("- ").trim_matches([' ', '\'', '"']));
    let terms = items.map(|item| item.strip_prefix(":::no-loc(").and_then(|item| item.strip_suffix("):::")).unwrap_or(item));
    terms.filter(|item| !item.is_empty()).collect()
}

/// A label of a reference link in the form in which labels are compared: in lower case, with whitespace normalized.
pub fn label(text: &str) -> String {
    normalize(text).to_lowercase()
}

/// How many bytes a label may have. CommonMark has the same limit, in characters.
const MAX_LABEL_BYTES: usize = 999;

/// The addresses of the link definitions of a text by label. A definition is a line that begins with `[label]: address`. If a
/// label is defined more than once, the first definition counts.
fn definitions(text: &str) -> HashMap<String, String> {
    let read = |line: &'_ str| -> Option<(usize, usize)> {
        let start = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let rest = line[start..].strip_prefix('[')?;
        let end = memchr::memmem::find(&rest.as_bytes()[..rest.len().min(MAX_LABEL_BYTES)], b"]:")?;
        Some((start + 1, start + 1 + end))
    };
    let mut found = HashMap::new();
    for line in text.lines() {
        if let Some((start, end)) = read(line) {
            let address = line[end + 2..].split_whitespace().next().unwrap_or("");
            found
                .entry(label(&line[start..end]))
                .or_insert_with(|| address.trim_start_matches('<').trim_end_matches('>').to_owned());
        }
    }
    found
}

/// How many translated segments a document needs for a ratio of their lengths.
const MIN_RATIO_SEGMENTS: usize = 8;

/// How many characters a source text needs so that its length counts.
const MIN_RATIO_CHARS: usize = 20;

/// How many bytes the address of a link or a tag may have to be left out of a length.
const MAX_UNSHOWN_BYTES: usize = 2048;

/// The number of characters of a text that a reader sees: without the addresses of links, without tags, and with whitespace as
/// single spaces.
pub fn shown_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    let mut is_space = true;
    while let Some(char) = text[at..].chars().next() {
        let close = match char {
            '(' if text[..at].ends_with(']') => Some(b')'),
            '<' => Some(b'>'),
            _ => None,
        };
        let end = (at + MAX_UNSHOWN_BYTES).min(bytes.len());
        if let Some(length) = close.and_then(|close| memchr::memchr(close, &bytes[at..end])) {
            at += length + 1;
            continue;
        }
        count += usize::from(!(char.is_whitespace() && is_space));
        is_space = char.is_whitespace();
        at += char.len_utf8();
    }
    count
}

/// A document that glosses at least this many different phrases does so on purpose.
const MIN_GLOSSED: usize = 5;

/// One text of a segment, with its parts.
#[derive(Clone, Copy)]
pub struct SideText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its parts.
    pub inline: &'a Inline,
    /// The place of the text.
    pub text_ref: TextRef,
}

impl<'a> SideText<'a> {
    /// A text that is in no document.
    pub fn new(text: &'a str, inline: &'a Inline) -> Self {
        Self { text, inline, text_ref: TextRef::in_document(Span::new(0, text.len())) }
    }

    /// The text of a span.
    pub fn get(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Where a span of a target is in the document. A source text may be in another file: see [`TextRef::place`].
    pub fn place(&self, span: Span) -> Span {
        Span { start: self.text_ref.span.start + span.start, end: self.text_ref.span.start + span.end }
    }

    /// Whether a span is text for a reader: not in code, an address or a tag.
    pub fn is_shown(&self, span: Span) -> bool {
        self.inline.is_shown(span)
    }

    /// The parts of a kind, each with its inner text.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = (&'a Part, &'a str)> + use<'a> {
        let text = self.text;
        self.inline.all(kind).map(move |part| (part, &text[part.inner.range()]))
    }
}

impl<'a> ParsedSegment<'a> {
    /// Whether the document keeps English phrases on purpose and adds a translation in brackets. Examples are phrases that are
    /// spoken to a device, and names on a screen. One such phrase is an error; many different ones are a convention.
    pub fn glosses_phrases(&self) -> bool {
        let is_glossed = |segment: &&Segment| {
            let (source, target) = (self.document.source(segment), self.document.target(segment));
            let phrase = source.trim().trim_end_matches(['.', '?', '!', ':']);
            let rest = target.trim_start().strip_prefix(phrase).filter(|_| phrase.contains(' '));
            rest.is_some_and(|rest| rest.trim_start_matches(['.', '?', '!', ':', ' ']).starts_with(['(', '（']))
        };
        let count = || {
            let glossed = self.document.segments.iter().filter(is_glossed);
            glossed.map(|segment| self.document.source(segment)).collect::<HashSet<_>>().len()
        };
        *self.context.glossed.get_or_init(count) >= MIN_GLOSSED
    }

    /// How many characters a target of the document usually has for each of its source: the median of its segments. `None` if
    /// the document has few of them.
    pub fn length_ratio(&self) -> Option<f64> {
        *self.context.length_ratio.get_or_init(|| {
            let mut ratios: Vec<f64> = Vec::new();
            for segment in &self.document.segments {
                let (source, target) = (self.document.source(segment), self.document.target(segment));
                let length = shown_length(source);
                if source != target && length >= MIN_RATIO_CHARS {
                    ratios.push(shown_length(target) as f64 / length as f64);
                }
            }
            ratios.sort_by(f64::total_cmp);
            (ratios.len() >= MIN_RATIO_SEGMENTS).then(|| ratios[ratios.len() / 2])
        })
    }

    /// The address of a label, if the document defines it.
    pub fn definition(&self, label: &str) -> Option<&'a str> {
        self.context
            .definitions
            .get_or_init(|| definitions(self.document.body_text()))
            .get(&self::label(label))
            .map(String::as_str)
    }

    /// Whether target and source are the same text.
    pub fn is_same(&self) -> bool {
        self.target.text == self.source.text
    }

    /// A problem at a span of the target, or at the whole target if `in_target` is `None`. A span of the source becomes a
    /// related place with a label.
    pub fn finding(
        &self,
        rule: &'static Rule,
        in_target: Option<Span>,
        in_source: Option<(Span, &str)>,
        message: impl Into<String>,
    ) -> Problem {
        let whole = Span::new(0, self.target.text.len());
        let place = self.target.place(in_target.unwrap_or(whole));
        let problem = Problem::new(rule, place, message).in_segment(self.document, self.segment);
        match in_source.and_then(|(span, label)| Some((self.source.text_ref.place(span)?, label))) {
            Some((place, label)) => problem.related_here(place, label),
            None => problem,
        }
    }
}

/// Whether two texts have the same parts of the given kinds, in the same order. This test is quick, and nearly all texts pass
/// it.
pub fn same_parts(source: SideText<'_>, target: SideText<'_>, kinds: &[Kind]) -> bool {
    let wanted = |part: &&Part| kinds.contains(&part.kind);
    let (in_source, in_target) = (source.inline.parts.iter().filter(wanted), target.inline.parts.iter().filter(wanted));
    in_source.map(|part| (part.kind, source.get(part.inner))).eq(in_target.map(|part| (part.kind, target.get(part.inner))))
}

/// A part with the key by which it is compared.
pub type KeyedPart<'a> = (Cow<'a, str>, &'a Part);

/// The difference of two lists as multisets: the parts that the target lacks, and the parts that the source lacks. Both keep
/// the order of their list.
pub fn difference<'a>(source: Vec<KeyedPart<'a>>, target: Vec<KeyedPart<'a>>) -> (Vec<KeyedPart<'a>>, Vec<KeyedPart<'a>>) {
    let mut remaining: Vec<Option<KeyedPart<'a>>> = target.into_iter().map(Some).collect();
    let mut by_key: Vec<(usize, String)> =
        remaining.iter().flatten().enumerate().map(|(i, (key, _))| (i, key.clone().into_owned())).collect();
    by_key.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut used = vec![0usize; by_key.len()];
    let mut missing = Vec::new();
    for (key, part) in source {
        let first = by_key.partition_point(|(_, known)| known.as_str() < key.as_ref());
        let taken = used.get(first).copied().unwrap_or(0);
        match by_key.get(first + taken).filter(|(_, known)| *known == key) {
            Some(&(i, _)) => {
                used[first] += 1;
                remaining[i] = None;
            }
            None => missing.push((key, part)),
        }
    }
    (missing, remaining.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_read_by_lines() {
        let text = "[A  lamp]: <lamp.md> \"Lamp\"\n> [b]: b.md\n[b]: c.md\nsee [d]: e\n[f] g\n[h]:\n";
        let mut found: Vec<(String, String)> = definitions(text).into_iter().collect();
        found.sort_unstable();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, [("a lamp", "lamp.md"), ("b", "b.md"), ("h", "")]);
    }

    #[test]
    fn a_difference_counts_how_often_a_part_occurs() {
        let part = Part { kind: Kind::Code, span: Span::default(), inner: Span::default() };
        let keyed = |keys: &'static [&'static str]| keys.iter().map(|key| (Cow::Borrowed(*key), &part)).collect::<Vec<_>>();
        let names = |parts: Vec<KeyedPart<'_>>| parts.into_iter().map(|(key, _)| key.into_owned()).collect::<Vec<_>>();
        let (missing, surplus) = difference(keyed(&["b", "a", "a", "c"]), keyed(&["a", "d", "c", "c"]));
        assert_eq!((names(missing), names(surplus)), (vec!["b".to_owned(), "a".into()], vec!["d".to_owned(), "c".into()]));
    }
}
