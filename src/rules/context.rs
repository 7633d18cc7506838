//! A translation unit as the rules of group translation see it: both its texts taken apart, the language of the target,
//! and the terms that hold for it.

use crate::document::inline::{Inline, Kind, Part};
use crate::document::{Document, Segment, TextRef};
use crate::language::{self, Language};
use crate::project::Project;
use crate::rules::by_document::ByDocument;
use crate::rules::finding::Problem;
use crate::rules::options::Options;
use crate::rules::rule::Rule;
use crate::terms::LocaleTerms;
use crate::text::Span;
use crate::text::normalize::normalize;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// What a check that compares documents is given: the project, and the options of rules.
pub struct ProjectContext<'a> {
    /// The documents of the run beside each other.
    pub project: &'a Project,
    /// The options of rules in each document.
    pub options: &'a ByDocument<Options>,
}

impl Deref for ProjectContext<'_> {
    type Target = Project;

    fn deref(&self) -> &Project {
        self.project
    }
}

/// One pair of a document, read.
pub struct ParsedSegment<'a> {
    /// The document that it is in.
    pub document: &'a Document,
    /// The pair.
    pub segment: &'a Segment,
    /// The text that it is a translation of.
    pub source: SideText<'a>,
    /// The translation.
    pub target: SideText<'a>,
    /// What is known of the document.
    pub context: &'a DocumentContext<'a>,
}

/// What is the same for all units of a document.
pub struct DocumentContext<'a> {
    /// The table of the target's language; `None` without one, and where the target is English.
    pub language: Option<&'static Language>,
    /// Whether the target is English, so that nothing tells it from its source.
    pub is_english: bool,
    /// The configured terms for the locale.
    pub terms: Option<&'a LocaleTerms>,
    /// What the front matter says must stay as it is.
    pub no_loc: Vec<&'a str>,
    /// Where the labels lead that the document defines links for; read when a rule first asks.
    definitions: OnceCell<HashMap<String, String>>,
    /// How many source texts of the document are kept and followed by their translation; counted when a rule first asks.
    glossed: OnceCell<usize>,
}

impl<'a> DocumentContext<'a> {
    /// What holds for a document.
    pub fn of(document: &'a Document, terms: Option<&'a LocaleTerms>) -> Self {
        let locale = document.identity.locale.as_deref().unwrap_or("");
        let is_english = language::is_english(locale);
        let language = if is_english { None } else { language::for_locale(locale) };
        Self { language, is_english, terms, no_loc: no_loc(document), definitions: OnceCell::new(), glossed: OnceCell::new() }
    }
}

/// The terms of the key `no-loc`: a list or one value. Where a tool put marks around a term in the list, the term alone.
fn no_loc(document: &Document) -> Vec<&str> {
    let Some(value) = document.raw_value("no-loc") else { return Vec::new() };
    let items =
        value.split(['\n', ',', '[', ']']).map(|item| item.trim().trim_start_matches("- ").trim_matches([' ', '\'', '"']));
    let bare = items.map(|item| item.strip_prefix(":::no-loc(").and_then(|item| item.strip_suffix("):::")).unwrap_or(item));
    bare.filter(|item| !item.is_empty()).collect()
}

/// A label of a reference link in the form in which labels are compared: whitespace folded, in small letters.
pub fn label(text: &str) -> String {
    normalize(text).to_lowercase()
}

/// How many bytes a label may have: as many as CommonMark lets it have characters, and a bound for each line.
const MAX_LABEL: usize = 999;

/// The link definitions of a document, lines that begin with `[label]: address`: the first of a label counts.
fn definitions(text: &str) -> HashMap<String, String> {
    let read = |line: &'_ str| -> Option<(usize, usize)> {
        let start = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let rest = line[start..].strip_prefix('[')?;
        let end = memchr::memmem::find(&rest.as_bytes()[..rest.len().min(MAX_LABEL)], b"]:")?;
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

/// From how many different phrases on a document glosses them by convention.
const MIN_GLOSSED: usize = 5;

/// One text of a unit, with its parts.
#[derive(Clone, Copy)]
pub struct SideText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its parts.
    pub inline: &'a Inline,
    /// The place of the text.
    pub place: TextRef,
}

impl<'a> SideText<'a> {
    /// A text that is in no document.
    pub fn new(text: &'a str, inline: &'a Inline) -> Self {
        Self { text, inline, place: TextRef::in_document(Span::new(0, text.len())) }
    }

    /// The text of a span.
    pub fn get(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// Where a span of the text is in the document.
    pub fn place(&self, span: Span) -> Span {
        Span { start: self.place.span.start + span.start, end: self.place.span.start + span.end }
    }

    /// The text with its addresses blanked out, places kept.
    pub fn without_addresses(&self) -> String {
        let mut bytes = self.text.as_bytes().to_vec();
        for part in &self.inline.parts {
            if matches!(part.kind, Kind::Link | Kind::Image | Kind::Address | Kind::Reference) {
                bytes[part.inner.range()].fill(b' ');
            }
        }
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Whether a span is text for a reader: not in code, an address or a tag.
    pub fn is_shown(&self, span: Span) -> bool {
        self.inline.is_shown(span)
    }

    /// The parts of a kind with what counts of each.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = (&'a Part, &'a str)> + use<'a> {
        let text = self.text;
        self.inline.all(kind).map(move |part| (part, &text[part.inner.range()]))
    }
}

impl<'a> ParsedSegment<'a> {
    /// Whether the document keeps English phrases on purpose and writes their translation after them, in brackets: phrases to
    /// say to a device, or names that appear on a screen. One such phrase is a fault; many different ones are a convention.
    pub fn glosses_phrases(&self) -> bool {
        let is_glossed = |pair: &&Segment| {
            let (source, target) = (self.document.source(pair), self.document.target(pair));
            let phrase = source.trim().trim_end_matches(['.', '?', '!', ':']);
            let rest = target.trim_start().strip_prefix(phrase).filter(|_| phrase.contains(' '));
            rest.is_some_and(|rest| rest.trim_start_matches(['.', '?', '!', ':', ' ']).starts_with(['(', '（']))
        };
        let count = || {
            let glossed = self.document.segments.iter().filter(is_glossed);
            glossed.map(|pair| self.document.source(pair)).collect::<HashSet<_>>().len()
        };
        *self.context.glossed.get_or_init(count) >= MIN_GLOSSED
    }

    /// Where links with a label lead, if the document defines it.
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

    /// A finding at a span of the target; at the whole of it, where there is no span. What it concerns in the source is
    /// shown beside it.
    pub fn finding(
        &self,
        rule: &'static Rule,
        in_target: Option<Span>,
        in_source: Option<(Span, &str)>,
        message: impl Into<String>,
    ) -> Problem {
        let whole = Span::new(0, self.target.text.len());
        let place = self.target.place(in_target.unwrap_or(whole));
        let finding = Problem::new(rule, place, message).of(self.document, self.segment);
        match in_source.and_then(|(span, label)| Some((self.source.place.place(span)?, label))) {
            Some((place, label)) => finding.related_here(place, label),
            None => finding,
        }
    }
}

/// Whether two texts have the same parts of some kinds in the same order, as nearly all do.
pub fn same_parts(source: SideText<'_>, target: SideText<'_>, kinds: &[Kind]) -> bool {
    let wanted = |part: &&Part| kinds.contains(&part.kind);
    let (theirs, own) = (source.inline.parts.iter().filter(wanted), target.inline.parts.iter().filter(wanted));
    theirs.map(|part| (part.kind, source.get(part.inner))).eq(own.map(|part| (part.kind, target.get(part.inner))))
}

/// A part with the form that it is compared in.
pub type KeyedPart<'a> = (Cow<'a, str>, &'a Part);

/// What two sides do not share, each counted as often as it stands: what the source has and the target lacks, and what the
/// target has beyond the source. In order.
pub fn difference<'a>(source: Vec<KeyedPart<'a>>, target: Vec<KeyedPart<'a>>) -> (Vec<KeyedPart<'a>>, Vec<KeyedPart<'a>>) {
    let mut theirs: Vec<Option<KeyedPart<'a>>> = target.into_iter().map(Some).collect();
    let mut by_key: Vec<(usize, String)> =
        theirs.iter().flatten().enumerate().map(|(i, (key, _))| (i, key.clone().into_owned())).collect();
    by_key.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut used = vec![0usize; by_key.len()];
    let mut missing = Vec::new();
    for (key, part) in source {
        let first = by_key.partition_point(|(_, known)| known.as_str() < key.as_ref());
        let taken = used.get(first).copied().unwrap_or(0);
        match by_key.get(first + taken).filter(|(_, known)| *known == key) {
            Some(&(i, _)) => {
                used[first] += 1;
                theirs[i] = None;
            }
            None => missing.push((key, part)),
        }
    }
    (missing, theirs.into_iter().flatten().collect())
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
    fn a_difference_counts_how_often_a_part_stands() {
        let part = Part { kind: Kind::Code, span: Span::default(), inner: Span::default() };
        let keyed = |keys: &'static [&'static str]| keys.iter().map(|key| (Cow::Borrowed(*key), &part)).collect::<Vec<_>>();
        let names = |parts: Vec<KeyedPart<'_>>| parts.into_iter().map(|(key, _)| key.into_owned()).collect::<Vec<_>>();
        let (missing, surplus) = difference(keyed(&["b", "a", "a", "c"]), keyed(&["a", "d", "c", "c"]));
        assert_eq!((names(missing), names(surplus)), (vec!["b".to_owned(), "a".into()], vec!["d".to_owned(), "c".into()]));
    }
}
