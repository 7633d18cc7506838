//! Finds the source texts of a document in a source file, and the text of the file that has no segment.
//!
//! Exact search comes first: the normalized texts are searched for in order, each after the one before. In nearly all real
//! documents this finds every text. Otherwise the order that keeps the most text is chosen (`search`), and only the
//! remaining text is compared word by word (`resolve`).

mod resolve;
mod search;

use crate::document::markdown::{Structure, hidden};
use crate::document::sxs::pairs::text_around;
use crate::document::{Document, Segment};
use crate::text::Span;
use crate::text::normalize::{NormalizedText, normalize_compact};
use resolve::{Resolver, skips_numbers};
use search::{Occurrence, Searcher};
use std::cell::OnceCell;
use std::sync::OnceLock;

/// The segments of one document in one source file.
#[derive(Debug, Default)]
pub struct Alignment {
    /// Where the source text of each segment is, in the order of the segments.
    pub places: Vec<Place>,
    /// Text of the file that has no segment and did not replace the text of one, in order.
    pub rest: Vec<Rest>,
    /// The texts repeat each other so often that the search stopped. Then [`places`](Self::places) means nothing.
    pub exceeds_limit: bool,
}

/// Where the source text of a segment is in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the order of the document.
    Found(Span),
    /// In the file, but in another order than in the document.
    Moved(Span),
    /// Not in the file. This text replaced it.
    Changed(Span),
    /// In the file, but less often than in the document.
    Surplus,
    /// Not in the file.
    Gone,
}

impl Place {
    /// Whether the file does not contain the text, or less often than the document.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Changed(_) | Self::Surplus | Self::Gone)
    }
}

/// Text of the file that has no segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Its bytes in the file.
    pub span: Span,
    /// How many segments of the document come before it.
    pub before: u32,
}

impl Alignment {
    /// The same alignment with a file that has the same text after another front matter. The text begins at byte `from` in
    /// the one file and at byte `to` in the other.
    pub fn moved(&self, from: usize, to: usize) -> Self {
        // An alignment that exceeds the limit has the place 0 for each segment.
        let at = |offset: u32| (offset as usize + to).saturating_sub(from);
        let shift = |span: Span| Span::new(at(span.start), at(span.end));
        let place = |place: &Place| match *place {
            Place::Found(span) => Place::Found(shift(span)),
            Place::Moved(span) => Place::Moved(shift(span)),
            Place::Changed(span) => Place::Changed(shift(span)),
            other => other,
        };
        Self {
            places: self.places.iter().map(place).collect(),
            rest: self.rest.iter().map(|rest| Rest { span: shift(rest.span), ..*rest }).collect(),
            exceeds_limit: self.exceeds_limit,
        }
    }

    /// The segments that are not found in the order of the document.
    pub fn misplaced<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = (&'a Segment, Place)> {
        document.segments.iter().zip(self.places.iter().copied()).filter(|(_, place)| !matches!(place, Place::Found(_)))
    }
}

/// A source file, prepared for the documents of all locales. Each part is computed once, when it is first needed.
pub struct SourceFile<'a> {
    document: &'a Document,
    folded: NormalizedText,
    structure: OnceLock<Structure>,
    /// Stretches that are not text to a reader. No sentence begins inside one.
    hidden: OnceLock<Vec<Span>>,
}

impl<'a> SourceFile<'a> {
    /// Normalizes the text of a source file.
    pub fn new(document: &'a Document) -> Self {
        let folded = NormalizedText::new(document.text.as_str(), document.body());
        Self { document, folded, structure: OnceLock::new(), hidden: OnceLock::new() }
    }

    /// The text outside some stretches, which are in order. Numbers and symbols count only if `thorough`.
    pub fn text_around(&self, taken: &[Span], thorough: bool) -> Vec<Span> {
        let (content, body) = (self.document.text.as_str(), self.document.body());
        text_around(content, body, taken, thorough, || self.structure.get_or_init(|| Structure::parse(content, body)))
    }

    fn hidden(&self) -> &[Span] {
        self.hidden.get_or_init(|| hidden(self.document.text.as_str(), self.document.body()))
    }
}

/// The source texts of a document, normalized.
pub struct SourceTexts {
    texts: Vec<String>,
}

impl SourceTexts {
    /// Normalizes the source texts of a document.
    pub fn new(document: &Document) -> Self {
        Self { texts: document.segments.iter().map(|segment| normalize_compact(document.source(segment))).collect() }
    }
}

/// A search for texts in a source file, for all documents that have these texts under the same ids. Each step is made once,
/// when it is first needed.
pub struct Search<'a> {
    file: &'a SourceFile<'a>,
    /// The normalized source text of each segment.
    texts: &'a [String],
    /// The documents were made from this file.
    at_handoff: bool,
    /// The documents were made from this file, and their ids skip numbers.
    ids_show_losses: bool,
    /// The matches if every text is found in order.
    plain: OnceCell<Option<Matches>>,
    /// The matches if no sentence may begin in a hidden stretch.
    thorough: OnceCell<Option<Matches>>,
}

/// Texts found in a file.
#[derive(Clone)]
struct Matches {
    places: Vec<Place>,
    /// Text outside the places.
    unmatched: Vec<Span>,
}

impl<'a> Search<'a> {
    /// Prepares a search in a source file for the texts of a document and of all documents with the
    /// [same segments](Document::has_same_segments). If they were made from this file (`at_handoff`), a gap in the ids shows
    /// that a segment was lost.
    pub fn new(texts: &'a SourceTexts, document: &Document, file: &'a SourceFile<'a>, at_handoff: bool) -> Self {
        let ids_show_losses = at_handoff && skips_numbers(document);
        let (plain, thorough) = (OnceCell::new(), OnceCell::new());
        Self { file, texts: &texts.texts, at_handoff, ids_show_losses, plain, thorough }
    }

    /// Aligns one of the documents.
    pub fn align(&self, document: &Document) -> Alignment {
        if let Some(matches) = self.plain.get_or_init(|| Some(self.matches(&self.searcher(&[]).in_order(false)?))) {
            let alignment = self.resolve(document, matches);
            if !alignment.exceeds_limit
                && alignment.rest.is_empty()
                && alignment.places.iter().all(|place| matches!(place, Place::Found(_)))
            {
                return alignment;
            }
        }
        let thorough = || {
            let searcher = self.searcher(self.file.hidden());
            Some(self.matches(&searcher.in_order(true).or_else(|| searcher.heaviest_order())?))
        };
        match self.thorough.get_or_init(thorough) {
            Some(matches) => self.resolve(document, matches),
            None => self.stopped(),
        }
    }

    fn searcher(&self, hidden: &'a [Span]) -> Searcher<'a> {
        Searcher { folded: &self.file.folded, texts: self.texts, hidden }
    }

    fn resolve(&self, document: &Document, matches: &Matches) -> Alignment {
        let resolver =
            Resolver { document, source: self.file.document, at_handoff: self.at_handoff, ids_show_losses: self.ids_show_losses };
        resolver.resolve(matches).unwrap_or_else(|| self.stopped())
    }

    /// The alignment if the work exceeds the limit. No segment counts as changed.
    fn stopped(&self) -> Alignment {
        let places = self.texts.iter().map(|_| Place::Found(Span::default())).collect();
        Alignment { exceeds_limit: true, places, rest: Vec::new() }
    }

    /// Converts occurrences in the normalized text into places in the file.
    fn matches(&self, occurrences: &[Occurrence]) -> Matches {
        let SourceFile { document: source, folded, .. } = self.file;
        let span = |i: usize, at: usize| {
            let length = self.texts[i].len();
            let start = folded.original(at);
            let content = source.text.as_str();
            let last = if length == 0 { start } else { folded.original(at + length - 1) };
            // The last character may be written with an escape.
            let is_escaped = length > 0 && content.as_bytes()[last] == b'\\' && folded.text.as_bytes()[at + length - 1] != b'\\';
            let end = if length == 0 { start } else { last + 1 + usize::from(is_escaped) };
            let end = (end..=content.len()).find(|end| content.is_char_boundary(*end)).unwrap_or(content.len());
            Span::new(start.min(end), end)
        };
        let places: Vec<Place> = occurrences
            .iter()
            .enumerate()
            .map(|(i, occurrence)| match *occurrence {
                Occurrence::InOrder(at) => Place::Found(span(i, at)),
                Occurrence::Elsewhere(at) => Place::Moved(span(i, at)),
                Occurrence::Taken => Place::Surplus,
                Occurrence::Nowhere => Place::Gone,
            })
            .collect();
        let mut taken: Vec<Span> = places
            .iter()
            .filter_map(|place| match place {
                Place::Found(span) | Place::Moved(span) => Some(*span),
                _ => None,
            })
            .filter(|span| !span.is_empty())
            .collect();
        taken.sort_unstable();
        taken.dedup_by(|later, kept| later.start < kept.end);
        let unmatched = self.file.text_around(&taken, self.ids_show_losses);
        Matches { places, unmatched }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::identity::Location;
    use crate::text::Text;

    fn parsed(content: &str) -> Document {
        Document::parse(Text::new("a.md", content.as_bytes()), &Location::in_memory("a.md"))
    }

    fn bilingual(sources: &[&str]) -> Document {
        let pair = |(i, source): (usize, &&str)| {
            let id = format!("2ba23-{}", 102 + i);
            format!(
                "<span data-ttu-id=\"{id}\">T</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n\n"
            )
        };
        parsed(&sources.iter().enumerate().map(pair).collect::<String>())
    }

    fn align(document: &Document, source: &Document) -> Alignment {
        Search::new(&SourceTexts::new(document), document, &SourceFile::new(source), false).align(document)
    }

    /// The place of each segment as text, and the rest.
    fn aligned(sources: &[&str], file: &str) -> (Vec<String>, Vec<String>) {
        let (document, source) = (bilingual(sources), parsed(file));
        let alignment = align(&document, &source);
        assert!(!alignment.exceeds_limit);
        let show = |place: &Place| match *place {
            Place::Found(span) => source.text.slice(span).to_owned(),
            Place::Moved(span) => format!("moved: {}", source.text.slice(span)),
            Place::Changed(span) => format!("changed: {}", source.text.slice(span)),
            Place::Surplus => "surplus".to_owned(),
            Place::Gone => "gone".to_owned(),
        };
        let rest = alignment.rest.iter().map(|rest| source.text.slice(rest.span).to_owned());
        (alignment.places.iter().map(show).collect(), rest.collect())
    }

    #[test]
    fn texts_are_found_through_wraps_escapes_and_markup() {
        let file = "---\ntitle: One\n---\n# One\n\n> Two is\n> wrapped &gt; `here`. **Three** , four.\n\n```cs\nOne\n```\n";
        let (places, rest) = aligned(&["One", "Two is wrapped > `here`.", "**Three**, four."], file);
        assert_eq!(places, ["One", "Two is\n> wrapped &gt; `here`.", "**Three** , four."]);
        assert_eq!(rest, [""; 0]);
    }

    #[test]
    fn text_that_differs_is_changed_gone_or_rest() {
        let (places, rest) = aligned(&["One.", "Two is old.", "Three."], "One. Two is new. Three.\n\nFour is more.\n");
        assert_eq!(places, ["One.", "changed: Two is new.", "Three."]);
        assert_eq!(rest, ["Four is more."]);
        let (places, rest) = aligned(&["One.", "Two.", "Three."], "One. Three.\n");
        assert_eq!((places, rest), (vec!["One.".to_owned(), "gone".into(), "Three.".into()], vec![]));
        let (places, _) = aligned(&["Light the lamp", "Two."], "# Light the lamp daily\n\nTwo.\n");
        assert_eq!(places, ["changed: Light the lamp daily", "Two."]);
    }

    #[test]
    fn the_order_that_keeps_the_most_text_is_right() {
        let long = "This sentence is the longest of them all.";
        let (places, rest) = aligned(&["Two.", long, "One."], &format!("One. Two. {long}\n"));
        assert_eq!(places, ["Two.", long, "moved: One."]);
        assert_eq!(rest, [""; 0]);
        let (places, _) = aligned(&["Yes", "Yes", "No"], "| a |\n|---|\n| Yes |\n| No |\n");
        assert!(places.contains(&"surplus".to_owned()) && places.contains(&"No".to_owned()), "{places:?}");
    }

    #[test]
    fn a_word_in_code_or_an_address_is_not_a_sentence() {
        let file = "| `Field` | Field |\n|---|---|\n| [docs](https://example.org/docs) | docs |\n";
        let (places, rest) = aligned(&["Field", "docs", "docs"], file);
        assert_eq!((places, rest), (vec!["Field".to_owned(), "docs".into(), "docs".into()], vec![]));
    }

    #[test]
    fn an_alignment_moves_with_the_front_matter() {
        let document = bilingual(&["One."]);
        let (old, new) = (parsed("---\na: b\n---\nOne.\n"), parsed("---\na: b\nc: d\n---\nOne.\n"));
        let moved = align(&document, &old).moved(old.body(), new.body());
        assert_eq!(moved.places, align(&document, &new).places);
        let stopped = Alignment { places: vec![Place::Found(Span::default())], exceeds_limit: true, ..Alignment::default() };
        assert_eq!(stopped.moved(40, 10).places.len(), 1);
    }
}
