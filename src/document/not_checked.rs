//! Skipped checks with their reasons. A check that could not run never looks like a check that passed.

/// A skipped check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotChecked {
    /// The document's name.
    pub path: String,
    /// The part that was not checked.
    pub what: Unchecked,
    /// The reason.
    pub reason: String,
}

/// A part of a document that was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unchecked {
    /// The file could not be read.
    File,
    /// The document has no pair, or its language is not supported.
    Pairs,
    /// The source file cannot be read.
    Source,
    /// The source version that the document was made from is not known or cannot be read.
    Handoff,
}

impl Unchecked {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Pairs => "pairs",
            Self::Source => "source",
            Self::Handoff => "handoff",
        }
    }
}
