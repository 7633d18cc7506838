//! Why a change takes a document out of the checks.

/// A document that a change takes out of the checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The absolute path that it had.
    pub absolute: String,
    /// The reason.
    pub loss: Loss,
}

/// The reason why a document is no longer checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It was deleted, renamed or moved.
    Removed,
    /// It is a link now, or in a folder that is one.
    Link,
    /// The configuration leaves it out.
    LeftOut,
    /// It is on disk, but no longer tracked, and an ignore file names it.
    Ignored,
    /// It does not record its source version any more.
    NoSourceVersion,
    /// It cannot be read, for this reason.
    Unreadable(String),
}
