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
pub mod suppressions;
pub mod sxs;

use crate::text::{Span, Text};
pub use documents::{DocId, Documents};
use front_matter::FrontMatter;
use identity::Identity;
pub use metadata::Key;
use metadata::Metadata;
use std::collections::{HashMap, HashSet};
use suppressions::Suppression;
pub use sxs::pairs::{LocalId, Pair, Scan, Series, Side, UnitId};

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
    /// The pairs that are whole, in the order of the document.
    pub pairs: Vec<Pair>,
    /// The headings that hold a pair, in order.
    pub headings: Vec<Heading>,
    /// Prose that stands outside every pair; empty in a document without pairs.
    pub bare: Vec<Span>,
    /// Damaged span markup, in order.
    pub faults: Vec<Fault>,
    /// What it says of findings that are not to be reported, in order.
    pub suppressions: Vec<Suppression>,
    /// The prefix that most of its pairs carry (`2ba23` of `2ba23-103`); empty without pairs.
    pub prefix: Box<str>,
    /// Whether its ids are as they should be: both sides of a pair alike, one prefix, each series ascending.
    pub regular: bool,
}

/// A heading line with at least one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From the first byte after the `#` marks (or the line's first) to the end of the heading.
    pub span: Span,
    /// Where the value of `name` stands in the `<a name="..">` before the text, if there is one.
    pub anchor: Option<Span>,
    /// Indices into [`Document::pairs`] of the pairs in it.
    pub pairs: std::ops::Range<u32>,
}

/// Span markup that is not a whole pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The tag or text that is broken.
    pub span: Span,
    /// The damaged stretch: no prose in it counts as standing outside pairs.
    pub region: Span,
    /// The id that the damaged markup carries, as written.
    pub unit: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong with span markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A target span that no `sxs-lookup` span follows.
    NoPartner,
    /// A source span (or its `sxs-lookup` wrapper) that no target span precedes.
    NoTarget,
    /// A span that is never closed.
    Unclosed,
    /// A `</span>` that closes nothing.
    StrayClose,
    /// A pair's span inside another pair's span.
    Nested,
    /// Text or other markup between the parts of a pair.
    Separated,
    /// An attribute that stands twice in one tag.
    AttributeTwice,
    /// A code fence that is never closed and so turns the pairs after it into code.
    UnclosedFence,
    /// Span markup in a front matter value.
    InFrontMatter,
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
        let mut faults = Vec::new();
        if let Some(front_matter) = &front_matter {
            faults.extend(front_matter.span_markup(content));
        }
        let first = scan.pairs.first().map_or("", |pair| UnitId::parse(&content[pair.target.id.range()]).prefix);
        let regular = is_regular(content, &scan.pairs, first);
        let prefix = if regular { first } else { common_prefix(content, &scan.pairs) };
        let prefix = prefix.into();
        let suppressions = suppressions::find(content, front_matter.as_ref(), &scan.pairs);
        let mut document = Self {
            identity,
            front_matter,
            metadata,
            pairs: scan.pairs,
            headings: scan.headings,
            bare: scan.bare,
            faults,
            suppressions,
            prefix,
            regular,
            text,
        };
        document.faults.extend(scan.faults);
        document
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

    /// The TARGET text of a pair.
    pub fn target(&self, pair: &Pair) -> &str {
        self.text.slice(pair.target.text)
    }

    /// The SOURCE text of a pair.
    pub fn source(&self, pair: &Pair) -> &str {
        self.text.slice(pair.source.text)
    }

    /// The id of a pair, as written on the side that fits the document (see [`Document::fitting_side`]).
    pub fn id(&self, pair: &Pair) -> &str {
        self.text.slice(self.fitting_side(pair).id)
    }

    /// A pair's id, taken apart.
    pub fn unit(&self, pair: &Pair) -> UnitId<'_> {
        UnitId::parse(self.id(pair))
    }

    /// Whether both sides carry the same id.
    pub fn ids_agree(&self, pair: &Pair) -> bool {
        self.text.slice(pair.target.id) == self.text.slice(pair.source.id)
    }

    /// The stretches of the document in which the ids of one series do not ascend, each with its numbers and pairs.
    ///
    /// Ids that other rules report are left out: those that differ within a pair, stand twice, or are not of this
    /// document.
    pub fn disorder(&self, series: Series) -> Vec<Vec<(u32, &Pair)>> {
        if self.regular {
            return Vec::new();
        }
        let mut count: HashMap<&str, u32> = HashMap::new();
        for pair in &self.pairs {
            *count.entry(self.id(pair)).or_default() += 1;
        }
        let in_series: Vec<(u32, &Pair)> = self
            .pairs
            .iter()
            .filter(|pair| self.ids_agree(pair) && count[self.id(pair)] == 1)
            .filter_map(|pair| {
                let unit = self.unit(pair);
                let own = unit.series == series && *unit.prefix == *self.prefix;
                unit.number.filter(|_| own).map(|number| (number, pair))
            })
            .collect();
        // The series falls apart where all before is smaller than all behind.
        let mut smallest_behind = vec![u32::MAX; in_series.len() + 1];
        for (i, (number, _)) in in_series.iter().enumerate().rev() {
            smallest_behind[i] = smallest_behind[i + 1].min(*number);
        }
        let mut stretches = Vec::new();
        let (mut start, mut largest) = (0, 0);
        for (i, (number, _)) in in_series.iter().enumerate() {
            largest = largest.max(*number);
            if largest < smallest_behind[i + 1] || i + 1 == in_series.len() {
                if i > start {
                    stretches.push(in_series[start..=i].to_vec());
                }
                start = i + 1;
            }
        }
        stretches
    }

    /// The pairs whose id a markup rule finds wrong, by their spans: what they say of other documents is not to be
    /// believed.
    pub fn misplaced_pairs(&self) -> HashSet<Span> {
        if self.regular {
            return HashSet::new();
        }
        let mut count: HashMap<&str, u32> = HashMap::new();
        for pair in &self.pairs {
            *count.entry(self.id(pair)).or_default() += 1;
        }
        let own = |pair: &&Pair| !self.ids_agree(pair) || count[self.id(pair)] > 1 || *self.unit(pair).prefix != *self.prefix;
        let disordered = [Series::Plain, Series::Merged].into_iter().flat_map(|series| self.disorder(series)).flatten();
        let disordered = disordered.map(|(_, pair)| pair.span);
        self.pairs.iter().filter(own).map(|pair| pair.span).chain(disordered).collect()
    }

    /// The side whose id is to be believed: of two that differ, the one that fits between the pair's neighbours; where both
    /// fit, the one nearer to them, and else the target's.
    pub fn fitting_side<'a>(&self, pair: &'a Pair) -> &'a Side {
        if self.ids_agree(pair) {
            return &pair.target;
        }
        let distance = |side| self.fit(pair, side).unwrap_or(u32::MAX);
        if distance(&pair.source) < distance(&pair.target) { &pair.source } else { &pair.target }
    }

    /// How far one side's id is from that of the nearest pair of its series (the one before, if there is one), when it has
    /// the document's form and prefix and ascends between its neighbours; else `None`. Pairs whose own ids differ are no
    /// neighbours.
    pub fn fit(&self, pair: &Pair, side: &Side) -> Option<u32> {
        let unit = UnitId::parse(self.text.slice(side.id));
        let number = unit.number.filter(|_| *unit.prefix == *self.prefix)?;
        let at = self.pairs.partition_point(|p| p.span.start < pair.span.start);
        let neighbour = |p: &Pair| {
            let other = UnitId::parse(self.text.slice(p.target.id));
            let alike = self.ids_agree(p) && other.series == unit.series && other.prefix == unit.prefix;
            other.number.filter(|_| alike)
        };
        let before = self.pairs[..at].iter().rev().take(NEAR).find_map(neighbour);
        let after = self.pairs[at + 1..].iter().take(NEAR).find_map(neighbour);
        match (before, after) {
            (Some(n), _) if n >= number => None,
            (_, Some(n)) if n <= number => None,
            (Some(n), _) => Some(number - n),
            (None, Some(n)) => Some(n - number),
            (None, None) => Some(0),
        }
    }
}

/// Where the text behind the front matter begins; behind a byte order mark where there is none.
fn body(content: &str, front_matter: Option<&FrontMatter>) -> usize {
    let mark = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    front_matter.map_or(mark, |front_matter| front_matter.body as usize)
}

/// See [`Document::regular`].
fn is_regular(content: &str, pairs: &[Pair], prefix: &str) -> bool {
    let mut last = [None; 2];
    pairs.iter().all(|pair| {
        let id = &content[pair.target.id.range()];
        let unit = UnitId::parse(id);
        let last = &mut last[usize::from(unit.series == Series::Merged)];
        let ascends = unit.number.is_some() && *last < unit.number;
        *last = unit.number;
        ascends && unit.prefix == prefix && id == &content[pair.source.id.range()]
    })
}

/// How many pairs around a pair are looked at for neighbours of its series: enough past any honest run of the other
/// series, and a bound on the work that a hostile document can ask for.
const NEAR: usize = 64;

/// The prefix of most ids, by majority vote over the target ids (Boyer and Moore), so one pass and no table.
fn common_prefix<'a>(content: &'a str, pairs: &[Pair]) -> &'a str {
    let (mut candidate, mut votes) = ("", 0usize);
    for pair in pairs {
        let prefix = UnitId::parse(&content[pair.target.id.range()]).prefix;
        if votes == 0 {
            (candidate, votes) = (prefix, 1);
        } else if prefix == candidate {
            votes += 1;
        } else {
            votes -= 1;
        }
    }
    candidate
}
