//! One localized document, parsed: front matter, pairs, headings, prose outside pairs, and what is damaged.
//!
//! Parsing never fails. Any bytes at all are a document; what is wrong with them stands in [`Document::faults`], for
//! rules to report.

pub mod documents;
pub mod filter;
pub mod front_matter;
pub mod identity;
pub mod inline;
pub mod markdown;
pub mod metadata;
pub mod not_checked;
pub mod segment;
pub mod suppressions;
pub mod sxs;

use crate::text::{Span, Text};
pub use documents::{DocId, Documents};
use front_matter::FrontMatter;
use identity::Identity;
pub use metadata::Key;
use metadata::Metadata;
pub use segment::{Segment, SegmentKey, Series, TextFile, TextRef};
use suppressions::Suppression;
use sxs::Markup;

/// A parsed document.
#[derive(Debug)]
pub struct Document {
    /// Its bytes and its name.
    pub text: Text,
    /// Which article it is, in which locale.
    pub identity: Identity,
    /// The YAML block at the start of the file; `None` where there is none.
    pub front_matter: Option<FrontMatter>,
    metadata: Metadata,
    /// The segments, in the order of the document.
    pub segments: Vec<Segment>,
    /// The markup that carries the segments.
    pub sxs: Markup,
    /// The source file, where segments have their source texts in it.
    pub source_file: Option<Text>,
    /// The headings that hold a pair, in order.
    pub headings: Vec<Heading>,
    /// Prose that stands outside every pair; empty in a document without pairs.
    pub bare: Vec<Span>,
    /// What it says of findings that are not to be reported, in order.
    pub suppressions: Vec<Suppression>,
}

/// A heading line with at least one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From the first byte after the `#` marks (or the line's first) to the end of the heading.
    pub span: Span,
    /// Where the value of `name` stands in the `<a name="..">` before the text, if there is one.
    pub anchor: Option<Span>,
    /// Positions of its segments in [`Document::segments`].
    pub segments: std::ops::Range<u32>,
}

impl Document {
    /// Parses the text of one file.
    pub fn parse(text: Text, job: &crate::document::identity::Location) -> Self {
        let content = text.as_str();
        let front_matter = FrontMatter::parse(content);
        let body = body(content, front_matter.as_ref());
        let scan = sxs::pairs::scan(content, body);
        let metadata = Metadata::new(content, front_matter.as_ref());
        let locale = front_matter.as_ref().and_then(|f| f.value(content, Key::Locale.name()));
        let identity = Identity::of(job, locale.map(|(value, _)| value));
        let mut faults = front_matter.as_ref().map_or_else(Vec::new, |front_matter| front_matter.span_markup(content));
        faults.extend(scan.faults);
        let sxs = Markup::new(content, scan.pairs, faults);
        let segments = sxs.segments(content);
        let suppressions = suppressions::find(content, front_matter.as_ref(), &segments);
        Self {
            identity,
            front_matter,
            metadata,
            segments,
            sxs,
            source_file: None,
            headings: scan.headings,
            bare: scan.bare,
            suppressions,
            text,
        }
    }

    /// The value of a front matter key, decoded, and its place; `None` when the key is absent or is not a scalar.
    pub fn value(&self, key: &str) -> Option<(&str, Span)> {
        self.front_matter.as_ref()?.value(self.text.as_str(), key)
    }

    /// The text of a front matter value as it is written, a list or mapping too.
    pub fn raw_value(&self, key: &str) -> Option<&str> {
        let content = self.text.as_str();
        self.front_matter.as_ref()?.entry(content, key).map(|entry| &content[entry.value.range()])
    }

    /// Where the text behind the front matter begins, in bytes.
    pub fn body(&self) -> usize {
        body(self.text.as_str(), self.front_matter.as_ref())
    }

    /// The text behind the front matter.
    pub fn body_text(&self) -> &str {
        &self.text.as_str()[self.body()..]
    }
}

/// Where the text behind the front matter begins; behind a byte order mark where there is none.
fn body(content: &str, front_matter: Option<&FrontMatter>) -> usize {
    let mark = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    front_matter.map_or(mark, |front_matter| front_matter.body as usize)
}
