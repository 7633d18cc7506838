//! bitext: a linter for localized documentation.
//!
//! Documents are discovered, read and parsed; matched with their siblings and their source; checked by rules; what the
//! rules report is judged; and the report is printed. Values flow one way, and each stage is a function
//! that a test calls with values in memory:
//!
//! ```text
//! discover -> read -> parse -> match -> check -> judge -> print
//!      Job -> Text -> Document -> Matched -> Finding -> Report
//! ```
//!
//! Only `io` and `main` touch the world.

pub mod align;
pub mod bytes;
pub mod check;
pub mod cli;
pub mod config;
pub mod date;
pub mod document;
pub mod explain;
pub mod finding;
pub mod fix;
pub mod fold;
pub mod gate;
pub mod identity;
pub mod init;
pub mod inline;
pub mod io;
pub mod judge;
pub mod language;
pub mod levels;
pub mod likeness;
pub mod options;
pub mod output;
pub mod precedence;
pub mod prose;
pub mod provenance;
pub mod publishing;
pub mod rule;
pub mod rules;
pub mod siblings;
pub mod source;
pub mod status;
pub mod suppress;
pub mod terms;
pub mod text;
pub mod unit;
pub mod values;
pub mod versions;
pub mod wording;
pub mod words;

use config::{Settings, Since};
use document::Document;
use finding::Finding;
use judge::{NotChecked, Report};
use rayon::prelude::*;
use siblings::Matched;
use source::{Scope, Store};
use status::Status;
use std::collections::HashSet;
use std::path::PathBuf;
use text::Text;

/// One file to read.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// Where it is.
    pub path: PathBuf,
    /// How it is shown: the path as given, joined with the path below it.
    pub name: String,
    /// Its path from the file system's root, `/` always.
    pub absolute: String,
    /// The path given on the command line (its folder, where a file was given), absolute.
    pub given_root: String,
    /// The configured root above it, absolute.
    pub configured_root: Option<String>,
    /// The nearest folder above it with `bitext.toml` or `.git`, absolute.
    pub marked_root: Option<String>,
}

impl Job {
    /// A job for a text that is already in memory, at a path below `/`.
    pub fn in_memory(name: &str) -> Self {
        let absolute = format!("/{}", name.trim_start_matches('/'));
        Self { path: name.into(), name: name.to_owned(), absolute, given_root: "/".to_owned(), ..Self::default() }
    }
}

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

/// Lints the documents under the given paths: the whole pipeline up to the report.
///
/// # Errors
/// When a path or a setting is wrong; see [`Error`].
pub fn lint(settings: &Settings) -> Result<Report, Error> {
    in_threads(settings.threads, || lint_here(settings).map(Report::with_infos_aside))
}

/// Fixes the documents under the given paths, in memory: nothing is written.
///
/// # Errors
/// When a path or a setting is wrong; see [`Error`].
pub fn fix(settings: &mut Settings, also_unsafe: bool) -> Result<fix::Fixed, Error> {
    in_threads(settings.threads, || {
        let mut fixed = fix::run(settings, also_unsafe, lint_here)?;
        fixed.report = fixed.report.with_infos_aside();
        Ok(fixed)
    })
}

fn lint_here(settings: &Settings) -> Result<Report, Error> {
    let (now, mut store) = read_both(settings)?;
    let mut judged = |Read { checked, not_checked, left_out, scope }: Read| {
        let source = store.as_mut().map(|store| (store.as_mut() as &mut dyn Store, &scope));
        let mut report = conclude(checked, not_checked, settings, source)?;
        report.folders = scope.folders.into_iter().map(|(folder, _)| folder).collect();
        report.left_out = left_out;
        Ok::<_, Error>(report)
    };
    let mut report = judged(now)?;
    if let Some(since) = &settings.since {
        let bases = io::before::read(settings, since)?.into_iter();
        let bases: Vec<Report> = bases.map(|base| judged(read_texts(base, settings)?)).collect::<Result<_, Error>>()?;
        gate::since(&mut report, &bases, since.rev().to_owned());
    }
    if let Some((name, baseline)) = &settings.baseline {
        baseline.apply(&mut report, name);
    }
    Ok(report)
}

/// How fresh and how whole the documents under the given paths are: the same pipeline, summed up and not judged.
///
/// # Errors
/// When a path or a setting is wrong; see [`Error`].
pub fn status(settings: &Settings) -> Result<Status, Error> {
    in_threads(settings.threads, || {
        let (Read { checked, not_checked, scope, .. }, store) = read_both(settings)?;
        let mut store = store.ok_or(Error::NoSource)?;
        let (matched, _, not_checked) = match_up(checked, not_checked, settings, Some((store.as_mut(), &scope)))?;
        Ok(status::sum_up(&matched, not_checked, store.commit()))
    })
}

fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Error::Threads { threads, reason: error.to_string() })?;
    pool.install(work)
}

/// What was read of a run's documents.
struct Read {
    checked: Vec<Checked>,
    not_checked: Vec<NotChecked>,
    /// How many documents were found that the configuration leaves out.
    left_out: usize,
    scope: Scope,
}

/// Whether a file that was found is a document of this run: not left out, and no source file beside the localized ones.
fn is_wanted(settings: &Settings) -> Result<impl Fn(&Job) -> bool, Error> {
    let source = settings.source.as_deref().map(io::walk::whole).transpose()?;
    Ok(move |job: &Job| {
        let is_source = source.as_deref().is_some_and(|source| {
            source != job.given_root && identity::is_below(&job.absolute, source) && identity::is_below(source, &job.given_root)
        });
        !is_source && !settings.excludes(&job.absolute)
    })
}

/// Checks each by itself of documents that are not read from files.
fn read_texts(documents: io::before::Documents, settings: &Settings) -> Result<Read, Error> {
    let is_wanted = is_wanted(settings)?;
    let io::before::Documents { mut texts, not_checked } = documents;
    let found = texts.len();
    texts.retain(|(job, _)| is_wanted(job));
    let left_out = found - texts.len();
    let check = |(job, bytes): (Job, Vec<u8>)| {
        let document = Document::parse(Text::new(&job.name, bytes), &job);
        Ok(Box::new((job.absolute, Ok(check_document(document, settings)))))
    };
    let read: Vec<Result<Opened, NotChecked>> = texts.into_par_iter().map(check).collect();
    let (checked, present, _) = in_order(read);
    Ok(Read { checked, not_checked, left_out, scope: Scope { folders: io::walk::folders(&settings.paths)?, present } })
}

/// Discovers, reads and parses, and checks each document by itself.
fn read(settings: &Settings) -> Result<Read, Error> {
    if settings.since == Some(Since::Staged) {
        return read_texts(io::before::staged(settings)?, settings);
    }
    let folders = io::walk::folders(&settings.paths)?;
    let is_wanted = is_wanted(settings)?;
    let found = io::walk::discover(settings)?;
    let progress = io::progress::Progress::new(settings.progress);
    let check = |job: Job| {
        let text = match settings.texts.get(&job.absolute) {
            Some(bytes) => Ok(Text::new(&job.name, bytes.as_slice())),
            None => io::walk::read(&job),
        };
        let checked = text.map(|text| check_document(Document::parse(text, &job), settings));
        progress.tick();
        let checked = checked.map_err(|error| io::walk::unreadable(job.name, error.to_string()));
        Box::new((job.absolute, checked))
    };
    let mut trees = settings.since.as_ref().map(|_| io::before::Trees::of(settings)).transpose()?;
    let mut left_out = 0;
    let wanted = found.filter_map(|job| match job {
        Ok(job) if !is_wanted(&job) => {
            left_out += 1;
            None
        }
        // Where it was before a change is another repository's to say.
        Ok(job) if trees.as_mut().is_some_and(|trees| !trees.hold(&job.absolute)) => {
            Some(Err(io::walk::unreadable(job.name, "it is in another repository, whose changes are not looked at".to_owned())))
        }
        job => Some(job),
    });
    let read: Vec<_> = wanted.par_bridge().map(|job| job.map(check)).collect();
    progress.finish();
    let (checked, present, mut not_checked) = in_order(read);
    if let Some(trees) = trees {
        not_checked.extend(trees.embedded_repositories()?);
    }
    Ok(Read { checked, not_checked, left_out, scope: Scope { folders, present } })
}

/// Reads the documents, and meanwhile opens the source, where there is one.
fn read_both(settings: &Settings) -> Result<(Read, Option<Box<dyn Store>>), Error> {
    let open = |source: &PathBuf| io::checkout::open(source, settings.source_rev.as_deref());
    let (store, documents) = rayon::join(|| settings.source.as_ref().map(open).transpose(), || read(settings));
    Ok((documents?, store?))
}

/// A parsed document with what the document rules report of it.
pub type Checked = (Document, Vec<Finding>);

/// Checks a document by itself.
pub fn check_document(document: Document, settings: &Settings) -> Checked {
    let findings = check::document(&document, settings);
    (document, findings)
}

/// The rest of the pipeline: matches the documents with each other and with the source, checks them, and judges.
///
/// # Errors
/// When the source cannot be read.
pub fn conclude(
    checked: Vec<Checked>,
    not_checked: Vec<NotChecked>,
    settings: &Settings,
    source: Option<(&mut dyn Store, &Scope)>,
) -> Result<Report, Error> {
    let (matched, mut findings, not_checked) = match_up(checked, not_checked, settings, source)?;
    findings.extend(check::articles(&matched, settings));
    findings.extend(check::tree(&matched, settings));
    findings.extend(check::against_source(&matched, settings));
    Ok(judge::judge(matched, findings, not_checked, settings))
}

/// Matches the documents with each other, and with the source where there is one.
fn match_up(
    checked: Vec<Checked>,
    mut not_checked: Vec<NotChecked>,
    settings: &Settings,
    source: Option<(&mut dyn Store, &Scope)>,
) -> Result<(Matched, Vec<Finding>, Vec<NotChecked>), Error> {
    let mut findings = Vec::new();
    let mut documents = Vec::with_capacity(checked.len());
    for (index, (document, own)) in checked.into_iter().enumerate() {
        findings.extend(own.into_iter().map(|finding| finding.in_document(index)));
        documents.push(document);
    }
    not_checked.extend(judge::not_checked(&documents));
    let mut matched = siblings::group(documents);
    matched.options = settings.options(&matched.documents);
    if let Some((store, scope)) = source {
        let mut side = source::consult(&matched.documents, store, matched.linted)?;
        let absent = source::absent(&matched.documents, store, scope, settings, &mut side)?;
        matched = matched.with_source(side, absent);
        not_checked.extend(judge::not_checked_against_source(&matched));
    }
    Ok((matched, findings, not_checked))
}

/// What was read of a file: its absolute path, and its document where it can be read. Boxed: it is moved and sorted.
type Opened = Box<(String, Result<Checked, NotChecked>)>;

/// What was read, in the order of the names, each file once: two of the given paths may reach the same file. With it the
/// absolute paths.
fn in_order(checked: Vec<Result<Opened, NotChecked>>) -> (Vec<Checked>, HashSet<String>, Vec<NotChecked>) {
    let mut read = Vec::with_capacity(checked.len());
    let mut not_checked = Vec::new();
    let mut seen = HashSet::with_capacity(checked.len());
    for checked in checked {
        match checked.map(|opened| *opened) {
            Ok((absolute, Ok(checked))) => read.push(Box::new((absolute, checked))),
            Ok((absolute, Err(skipped))) => {
                seen.insert(absolute);
                not_checked.push(skipped);
            }
            Err(skipped) => not_checked.push(skipped),
        }
    }
    read.sort_unstable_by(|a, b| a.1.0.text.name().cmp(b.1.0.text.name()));
    let mut documents = Vec::with_capacity(read.len());
    for (absolute, checked) in read.into_iter().map(|read| *read) {
        if seen.insert(absolute) {
            documents.push(checked);
        }
    }
    (documents, seen, not_checked)
}
