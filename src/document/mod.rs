//! One parsed document: front matter, segments, headings, prose outside segments, and damaged markup.
//!
//! Parsing never fails. Any bytes are a document; [`Markup::damage`] lists the damage, for rules to report.

pub mod active;
pub mod documents;
pub mod filter;
pub mod front_matter;
pub mod identity;
pub mod inline;
pub mod loss;
pub mod markdown;
pub mod metadata;
pub mod not_checked;
pub mod segment;
pub mod skeleton;
pub mod suppressions;
pub mod sxs;

use crate::text::{Span, Text};
use active::Active;
pub use documents::{DocId, Documents};
use front_matter::FrontMatter;
use identity::{Identity, Location};
pub use metadata::Key;
use metadata::Metadata;
pub use segment::{Segment, SegmentKey, Series, TextFile, TextRef};
use suppressions::Suppression;
use sxs::Markup;

/// A parsed document.
#[derive(Debug)]
pub struct Document {
    /// Its content and its name.
    pub text: Text,
    /// Which article it is, in which locale.
    pub identity: Identity,
    /// Whether it was read only so that others can be compared with it. Findings in it are not reported.
    pub is_context: bool,
    /// The YAML block at the start of the file, if any.
    pub front_matter: Option<FrontMatter>,
    metadata: Metadata,
    /// The segments, in the order of the document.
    pub segments: Vec<Segment>,
    /// The markup that carries the segments.
    pub sxs: Markup,
    /// The source file, if segments have their source texts in it.
    pub source_file: Option<Text>,
    /// The headings that contain a segment, in order.
    pub headings: Vec<Heading>,
    /// Prose outside all pairs, in order; empty in a document without pairs.
    pub unpaired: Vec<Span>,
    /// The suppressions of findings, in order.
    pub suppressions: Vec<Suppression>,
    /// The active content, in order.
    pub active: Vec<Active>,
}

/// A heading with at least one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From the first byte after the `#` characters (or of the line) to the end of the heading.
    pub span: Span,
    /// The value of `name` in the `<a name="..">` before the text, if any.
    pub anchor: Option<Span>,
    /// Positions of its segments in [`Document::segments`].
    pub segments: std::ops::Range<u32>,
}

impl Document {
    /// Parses the text of the file at a location.
    pub fn parse(text: Text, location: &Location) -> Self {
        let content = text.as_str();
        let front_matter = FrontMatter::parse(content);
        let body = body(content, front_matter.as_ref());
        let scan = sxs::pairs::scan(content, body);
        let metadata = Metadata::new(content, front_matter.as_ref());
        let locale = front_matter.as_ref().and_then(|f| f.value(content, Key::Locale.name()));
        let identity = Identity::for_location(location, locale.map(|(value, _)| value));
        let mut damage = front_matter.as_ref().map_or_else(Vec::new, |front_matter| front_matter.span_markup(content));
        damage.extend(scan.damage);
        let sxs = Markup::new(content, scan.pairs, damage);
        let segments = sxs.segments(content);
        let suppressions = suppressions::find(content, front_matter.as_ref(), &segments);
        let active = active::find(content, body, front_matter.as_ref(), &segments);
        Self {
            identity,
            is_context: location.is_context,
            front_matter,
            metadata,
            segments,
            sxs,
            source_file: None,
            headings: scan.headings,
            unpaired: scan.unpaired,
            suppressions,
            active,
            text,
        }
    }

    /// The decoded value of a front matter key, and its place; `None` if the key is missing or its value is not a scalar.
    pub fn value(&self, key: &str) -> Option<(&str, Span)> {
        self.front_matter.as_ref()?.value(self.text.as_str(), key)
    }

    /// The bytes of a front matter value, which may also be a list or a mapping.
    pub fn raw_value(&self, key: &str) -> Option<&str> {
        let content = self.text.as_str();
        self.front_matter.as_ref()?.entry(content, key).map(|entry| &content[entry.value.range()])
    }

    /// The byte at which the text after the front matter begins.
    pub fn body(&self) -> usize {
        body(self.text.as_str(), self.front_matter.as_ref())
    }

    /// The text after the front matter.
    pub fn body_text(&self) -> &str {
        &self.text.as_str()[self.body()..]
    }
}

/// The byte at which the text after the front matter begins, or after the byte order mark if there is no front matter.
fn body(content: &str, front_matter: Option<&FrontMatter>) -> usize {
    let start = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    front_matter.map_or(start, |front_matter| front_matter.body as usize)
}
