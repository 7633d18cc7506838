//! Why bitext could not do its work.

/// Why bitext could not do its work. A document, however damaged, is never among these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path on the command line cannot be looked at.
    #[error("cannot read `{path}`: {error}")]
    Read {
        /// As given.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A root is a file.
    #[error("`{path}` is not a folder; --root takes the folder that document paths are relative to")]
    NotAFolder {
        /// As given.
        path: String,
    },
    /// The source is neither a folder nor a repository.
    #[error("the source `{path}` is not a folder; --source takes a folder or a git repository")]
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
    /// What a change is to be measured from is not there.
    #[error(
        "the repository of `{path}` has no commit `{rev}`; fetch it first{}, or check out with the whole history (fetch-depth: 0)",
        fetching(rev)
    )]
    NoBase {
        /// The folder, as given.
        path: String,
        /// The revision, as given.
        rev: String,
    },
    /// What a change is to be measured from is not all there.
    #[error("`{path}` cannot be read as it was: {reason}; fetch the repository without a filter")]
    BaseUnread {
        /// The document, as it is shown.
        path: String,
        /// Why not.
        reason: String,
    },
    /// A change is asked for where nothing remembers what was before.
    #[error("`{path}` is in no git work tree; --since and --staged need one")]
    NoWorkTree {
        /// As given.
        path: String,
    },
    /// A baseline cannot be used.
    #[error("the baseline `{path}` cannot be read: {reason}")]
    Baseline {
        /// As given.
        path: String,
        /// Why not.
        reason: String,
    },
    /// A command that needs a source has none.
    #[error("there is no source to compare with; give one with --source PATH or in bitext.toml")]
    NoSource,
    /// Git cannot be run.
    #[error("git is needed to read `{path}`, and cannot be run: {error}; install it")]
    NoGit {
        /// The folder, as given.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// Git does not read the repository.
    #[error("git cannot read `{path}`: {reason}")]
    Git {
        /// The folder, as given.
        path: String,
        /// What git says, and what to do.
        reason: String,
    },
    /// A revision of the source that does not exist.
    #[error("the source `{path}` has no commit `{rev}`; --source-rev takes a branch, a tag or a commit that is there")]
    NoRevision {
        /// The source, as given.
        path: String,
        /// The revision, as given.
        rev: String,
    },
    /// `bitext.toml`, or a file of terms that it names, is wrong.
    #[error("{place}: {reason}")]
    Config {
        /// The file, the line, and the column where it is known.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// A path cannot be shown in a report.
    #[error("the name of `{path}` is not UTF-8; rename it or leave it out")]
    Name {
        /// As far as it can be shown.
        path: String,
    },
    /// The report cannot be written.
    #[error("cannot write to `{path}`: {error}")]
    Write {
        /// As given.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// Fixes were not made, or not all of them written. Which, was said.
    #[error("{reason}")]
    Fix {
        /// What was not done.
        reason: String,
    },
    /// `-` as a path without the name that standard input is linted under, or the name without `-`.
    #[error("standard input takes both its name and `-` as the one path: --stdin-filename PATH -")]
    NamelessInput,
    /// A command that does not exist.
    #[error("there is no command `{name}`; `bitext --help` lists them")]
    UnknownCommand {
        /// As given.
        name: String,
    },
    /// A rule or group that does not exist.
    #[error("there is no rule or group `{name}`{hint}; `bitext rules` lists them")]
    UnknownRule {
        /// As given.
        name: String,
        /// The nearest valid name, as a clause; may be empty.
        hint: String,
    },
    /// A group where a rule is needed.
    #[error("`{name}` is a group, of the rules {rules}; `bitext explain` takes one of them")]
    GroupOfRules {
        /// As given.
        name: String,
        /// Their ids.
        rules: String,
    },
    /// A `--level` that is not `ID=LEVEL`.
    #[error("`{given}` is not ID=LEVEL with a level of error, warn, info or off; for example --level id-order=warn")]
    BadLevel {
        /// As given.
        given: String,
    },
    /// `--statistics` with a format that has none.
    #[error("--format {format} has no statistics; --statistics goes with human, concise and json")]
    NoStatistics {
        /// Its name.
        format: String,
    },
    /// A file that is not to be written over.
    #[error("`{path}` exists, and is not written over; `bitext init --stdout` prints what would be written")]
    Exists {
        /// The file.
        path: String,
    },
    /// Nothing to do its work on.
    #[error("no Markdown document (`*.md`) under {paths}; nothing was checked")]
    NoDocuments {
        /// The paths, quoted.
        paths: String,
    },
    /// All that there is to do its work on is left out.
    #[error("all documents that were found ({count}) are left out by `include` and `exclude`; nothing was checked")]
    AllLeftOut {
        /// How many.
        count: usize,
    },
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {reason}; try a smaller --threads")]
    Threads {
        /// How many.
        threads: usize,
        /// What the system says.
        reason: String,
    },
}

/// How to fetch a branch that is known by its name at the origin, as a clause; a clone of one branch knows no other.
fn fetching(rev: &str) -> String {
    let is_plain = |branch: &&str| branch.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'));
    let branch = rev.strip_prefix("origin/").filter(is_plain);
    branch.map_or(String::new(), |branch| format!(" (git fetch origin +refs/heads/{branch}:refs/remotes/origin/{branch})"))
}
