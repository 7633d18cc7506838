//! The errors that stop a run.

/// The reason why a run stopped. A damaged document never stops a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read `{path}`: {error}")]
    Read {
        /// As given.
        path: String,
        /// The error of the system.
        error: std::io::Error,
    },
    /// A root is not a folder.
    #[error("`{path}` is not a folder; a root is the folder that document paths are relative to")]
    NotAFolder {
        /// As given.
        path: String,
    },
    /// The source is not a folder.
    #[error("the source `{path}` is not a folder; a source is a folder or a git repository")]
    NotASource {
        /// As given.
        path: String,
    },
    /// The source folder is tracked content that poses as a repository.
    #[error(
        "the source `{path}` holds tracked files that pose as a git repository (`HEAD`, `objects`, `refs`), so it was not read; \
         remove them, or clone the source outside the work tree"
    )]
    EmbeddedRepository {
        /// As given.
        path: String,
    },
    /// The revision that a change is compared with does not exist.
    #[error(
        "the repository of `{path}` has no commit `{rev}`; fetch it first{}, or check out the full history (fetch-depth: 0)",
        fetch_command(rev)
    )]
    NoBase {
        /// The folder, as given.
        path: String,
        /// The revision, as given.
        rev: String,
    },
    /// The revision that a change is compared with names several commits.
    #[error(
        "`{rev}` is ambiguous in the repository of `{path}`: {names} differ; pass the full name, such as `refs/remotes/origin/main`"
    )]
    AmbiguousBase {
        /// The folder, as given.
        path: String,
        /// The revision, as given.
        rev: String,
        /// The refs and commits that it may name.
        names: String,
    },
    /// A document at the revision that a change is compared with cannot be read.
    #[error("cannot read the earlier version of `{path}`: {reason}; fetch the repository without a filter")]
    BaseUnread {
        /// The document, as reports show it.
        path: String,
        /// The reason.
        reason: String,
    },
    /// `--since` or `--staged` is used outside of a git work tree.
    #[error("`{path}` is not in a git work tree; --since and --staged need one")]
    NoWorkTree {
        /// As given.
        path: String,
    },
    /// There is no source, but one is needed.
    #[error("there is no source to compare with; give one with --source PATH or in bitext.toml")]
    NoSource,
    /// Git cannot be run.
    #[error("cannot run git, which is needed to read `{path}`: {error}; install it, or add it to PATH")]
    NoGit {
        /// The folder, as given.
        path: String,
        /// The error of the system.
        error: std::io::Error,
    },
    /// Git does not read the repository.
    #[error("git cannot read `{path}`: {reason}")]
    Git {
        /// The folder, as given.
        path: String,
        /// The message of git, and what to do.
        reason: String,
    },
    /// The revision of the source does not exist.
    #[error("the source `{path}` has no commit `{rev}`; --source-rev takes an existing branch, tag or commit")]
    NoRevision {
        /// The source, as given.
        path: String,
        /// The revision, as given.
        rev: String,
    },
    /// `bitext.toml`, or a file of terms that it names, has a mistake.
    #[error("{place}: {reason}")]
    Config {
        /// The file, the line, and the column if it is known.
        place: String,
        /// The mistake.
        reason: String,
    },
    /// A path cannot be shown in a report.
    #[error("the name of `{path}` is not UTF-8; rename it, or do not lint it")]
    Name {
        /// The path, with replacement characters.
        path: String,
    },
    /// A report cannot be written.
    #[error("cannot write to `{path}`: {error}")]
    Write {
        /// As given.
        path: String,
        /// The error of the system.
        error: std::io::Error,
    },
    /// A rule or group does not exist.
    #[error("there is no rule or group `{name}`{hint}; `bitext rules` lists them")]
    UnknownRule {
        /// As given.
        name: String,
        /// The nearest valid name, as a clause; may be empty.
        hint: String,
    },
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {reason}; try a smaller --threads")]
    Threads {
        /// How many.
        threads: usize,
        /// The error of the system.
        reason: String,
    },
}

/// The command that fetches a branch of the remote `origin`, as a clause. A clone of a single branch does not know the other
/// branches. Empty for other revisions.
fn fetch_command(rev: &str) -> String {
    let is_plain = |branch: &&str| branch.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'));
    let branch = rev.strip_prefix("origin/").filter(is_plain);
    branch.map_or(String::new(), |branch| format!(" (git fetch origin +refs/heads/{branch}:refs/remotes/origin/{branch})"))
}
