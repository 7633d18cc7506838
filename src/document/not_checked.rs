//! What was not checked, and why: a check that could not run never looks like a check that passed.

/// Something that was not checked.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotChecked {
    /// The document's name.
    pub path: String,
    /// Which check could not be made.
    pub what: Unchecked,
    /// Why.
    pub reason: String,
}

/// What can be left unchecked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unchecked {
    /// The file could not be read.
    File,
    /// The document holds no pair.
    Pairs,
    /// The source file cannot be read.
    Source,
    /// The source version that the document is of is not known or cannot be read.
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
