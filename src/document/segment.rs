//! Segments: the unit of translation. Rules of group `markup` see the markup that carries them; other rules only the segments.

use super::Document;
use crate::text::Span;
use std::fmt;

/// An id with its source text and its target text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The bytes of the document that carry the segment, with their markup.
    pub span: Span,
    /// The id, as it is written in the document.
    pub id: Span,
    /// The part of the id that all locales share; `None` if the id is malformed.
    pub key: Option<SegmentKey>,
    /// The source text.
    pub source: TextRef,
    /// The target text.
    pub target: TextRef,
}

/// A text of a segment: bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRef {
    /// The file.
    pub file: TextFile,
    /// The bytes in it.
    pub span: Span,
}

/// A file that contains texts of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFile {
    /// The document itself.
    Document,
    /// The source file, [`Document::source_file`].
    Source,
}

/// The part of a segment id that all locales share: the number of the segment in one of two series. The numbers of each
/// series ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SegmentKey {
    /// The series.
    pub series: Series,
    /// The number in the series.
    pub number: u32,
}

/// The two series of segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Series {
    /// One sentence.
    Plain,
    /// Several sentences that were merged.
    Merged,
}

impl fmt::Display for SegmentKey {
    /// As in an id: `103` or `p103`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let series = if self.series == Series::Merged { "p" } else { "" };
        write!(f, "{series}{}", self.number)
    }
}

impl TextRef {
    /// A text in the document itself.
    pub fn in_document(span: Span) -> Self {
        Self { file: TextFile::Document, span }
    }

    /// Converts a span of this text to a span of the document; `None` if the text is in another file.
    pub fn place(&self, span: Span) -> Option<Span> {
        let start = self.span.start;
        (self.file == TextFile::Document).then(|| Span { start: start + span.start, end: start + span.end })
    }
}

impl Document {
    /// The source text of a segment.
    pub fn source(&self, segment: &Segment) -> &str {
        self.text_of(segment.source)
    }

    /// The target text of a segment.
    pub fn target(&self, segment: &Segment) -> &str {
        self.text_of(segment.target)
    }

    /// The id of a segment.
    pub fn id(&self, segment: &Segment) -> &str {
        self.text.slice(segment.id)
    }

    /// Whether two documents have the same source texts with the same keys, in the same order.
    pub fn has_same_segments(&self, other: &Self) -> bool {
        let same = |(a, b): (&Segment, &Segment)| a.key == b.key && self.source(a) == other.source(b);
        self.segments.len() == other.segments.len() && self.segments.iter().zip(&other.segments).all(same)
    }

    fn text_of(&self, text: TextRef) -> &str {
        match (text.file, &self.source_file) {
            (TextFile::Source, Some(source)) => source.slice(text.span),
            (TextFile::Document, _) | (TextFile::Source, None) => self.text.slice(text.span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::identity::Location;
    use crate::text::Text;

    #[test]
    fn the_two_texts_of_a_segment_may_be_in_different_files() {
        let mut document = Document::parse(Text::new("it-it/a.md", b"La lampada."), &Location::in_memory("it-it/a.md"));
        document.source_file = Some(Text::new("a.md", b"The lamp."));
        let source = TextRef { file: TextFile::Source, span: Span::new(0, 9) };
        let target = TextRef::in_document(Span::new(0, 11));
        let segment = Segment { span: target.span, id: Span::new(0, 0), key: None, source, target };
        assert_eq!((document.source(&segment), document.target(&segment)), ("The lamp.", "La lampada."));
        let word = Span::new(4, 8);
        assert_eq!((source.place(word), target.place(word)), (None, Some(word)));
    }
}
