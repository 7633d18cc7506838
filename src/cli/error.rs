//! Errors of the command line.

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An error of the library.
    #[error(transparent)]
    Library(#[from] crate::Error),
    /// `-` as a path without the name of the document on standard input, or the name without `-`.
    #[error("to lint standard input, pass `--stdin-filename PATH` and `-` as the only path")]
    NamelessInput,
    /// A command that does not exist.
    #[error("there is no command `{name}`; `bitext --help` lists them")]
    UnknownCommand {
        /// As given.
        name: String,
    },
    /// A group where a rule is needed.
    #[error("`{name}` is a group of the rules {rules}; pass one of them to `bitext explain`")]
    GroupOfRules {
        /// As given.
        name: String,
        /// Their ids.
        rules: String,
    },
    /// A `--level` that is not `ID=LEVEL`.
    #[error("`{given}` is not ID=LEVEL, where LEVEL is error, warn, info or off; for example `--level id-order=warn`")]
    BadLevel {
        /// As given.
        given: String,
    },
    /// `--statistics` with a format that has none.
    #[error("--format {format} has no statistics; use --statistics with human, concise or json")]
    NoStatistics {
        /// Its name.
        format: String,
    },
    /// The baseline cannot be used.
    #[error("cannot read the baseline `{path}`: {reason}")]
    Baseline {
        /// As given.
        path: String,
        /// The reason.
        reason: String,
    },
    /// A file that would be overwritten.
    #[error("`{path}` already exists; run `bitext init --stdout` to print a new one")]
    Exists {
        /// The file.
        path: String,
    },
    /// Fixes were made in memory, and none was written.
    #[error("nothing was written")]
    NothingWritten,
    /// Some fixed documents could not be written. The reasons were printed before.
    #[error("{failed} of {changed} fixed files could not be written")]
    NotAllWritten {
        /// How many could not be written.
        failed: usize,
        /// How many were fixed.
        changed: usize,
    },
    /// No document was found.
    #[error("no Markdown document (`*.md`) under {paths}; nothing was checked (--allow-empty accepts this)")]
    NoDocuments {
        /// The paths, quoted.
        paths: String,
    },
    /// No document has a pair.
    #[error("no document contains a complete pair, so nothing was compared with its source; --allow-empty accepts this")]
    NoPairs,
    /// A configured root has no document.
    #[error("the root `{root}` contains no Markdown document (`*.md`), so nothing in it was checked; --allow-empty accepts this")]
    EmptyRoot {
        /// As given.
        root: String,
    },
    /// Some documents could not be read. The report lists them.
    #[error("{documents} could not be read; see the list of what was not checked")]
    Unreadable {
        /// How many, as a phrase.
        documents: String,
    },
    /// The configuration leaves out all documents that were found.
    #[error("`include` and `exclude` leave out all documents that were found ({count}); nothing was checked")]
    AllLeftOut {
        /// How many were found.
        count: usize,
    },
}

impl Error {
    /// The error for a baseline that cannot be read.
    pub(super) fn baseline(path: &camino::Utf8Path, reason: impl ToString) -> Self {
        Self::Baseline { path: path.to_string(), reason: reason.to_string() }
    }
}
