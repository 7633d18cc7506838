//! bitext: a linter for localized documentation.
//!
//! Documents are discovered, read and parsed; matched with their siblings and their source; checked by rules; what the
//! rules report is judged; and the report is printed. Values flow one way, and each stage is a function
//! that a test calls with values in memory:
//!
//! ```text
//! discover -> read -> parse -> match -> check -> judge -> print
//!      Location -> Text -> Document -> Matched -> Finding -> Report
//! ```
//!
//! Only `io` and `main` touch the world.

#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod document;
pub mod error;
pub mod fix;
pub mod io;
pub mod language;
pub mod output;
pub mod project;
pub mod report;
pub mod rules;
pub mod source;
pub mod terms;
pub mod text;

pub use error::Error;

use config::Settings;
use document::Document;
use document::identity::{Location, strip_root};
use document::not_checked::NotChecked;
use io::revisions::{Since, WorkTrees};
use project::Matched;
use project::status::Status;
use rayon::prelude::*;
use report::decide::Report;
use rules::finding::Finding;
use source::{Scope, Store};
use std::collections::HashSet;
use text::Text;

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
        let bases = io::revisions::read(&settings.inputs(), since)?.into_iter();
        let bases: Vec<Report> = bases.map(|base| judged(read_texts(base, settings)?)).collect::<Result<_, Error>>()?;
        report::baseline::since(&mut report, &bases, since.rev().to_owned());
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
        Ok(project::status::sum_up(&matched, not_checked, store.commit()))
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
fn is_wanted(settings: &Settings) -> Result<impl Fn(&Location) -> bool, Error> {
    let source = settings.source.as_deref().map(io::paths::absolute).transpose()?;
    Ok(move |job: &Location| {
        let is_source = source.as_deref().is_some_and(|source| {
            source != job.given_root
                && strip_root(&job.absolute, source).is_some()
                && strip_root(source, &job.given_root).is_some()
        });
        !is_source && !settings.filter.excludes(&job.absolute)
    })
}

/// Checks each by itself of documents that are not read from files.
fn read_texts(documents: io::revisions::Documents, settings: &Settings) -> Result<Read, Error> {
    let is_wanted = is_wanted(settings)?;
    let io::revisions::Documents { mut texts, not_checked } = documents;
    let found = texts.len();
    texts.retain(|(job, _)| is_wanted(job));
    let left_out = found - texts.len();
    let check = |(job, bytes): (Location, Vec<u8>)| {
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
        return read_texts(io::revisions::staged(&settings.inputs())?, settings);
    }
    let folders = io::walk::folders(&settings.paths)?;
    let is_wanted = is_wanted(settings)?;
    let found = io::walk::discover(&settings.inputs())?;
    let check = |job: Location| {
        let text = match settings.texts.get(&job.absolute) {
            Some(bytes) => Ok(Text::new(&job.name, bytes.as_slice())),
            None => io::read::document(&job),
        };
        let checked = text.map(|text| check_document(Document::parse(text, &job), settings));
        settings.on_document.call();
        let checked = checked.map_err(|error| io::walk::unreadable(job.name, error.to_string()));
        Box::new((job.absolute, checked))
    };
    let mut trees = settings.since.as_ref().map(|_| WorkTrees::of_paths(&settings.paths)).transpose()?;
    let mut left_out = 0;
    let wanted = found.filter_map(|job| match job {
        Ok(job) if !is_wanted(&job) => {
            left_out += 1;
            None
        }
        // Where it was before a change is another repository's to say.
        Ok(job) if trees.as_mut().is_some_and(|trees| !trees.contain(&job.absolute)) => {
            Some(Err(io::walk::unreadable(job.name, "it is in another repository, whose changes are not looked at".to_owned())))
        }
        job => Some(job),
    });
    let read: Vec<_> = wanted.par_bridge().map(|job| job.map(check)).collect();
    let (checked, present, mut not_checked) = in_order(read);
    if let Some(trees) = trees {
        not_checked.extend(trees.embedded_repositories());
    }
    Ok(Read { checked, not_checked, left_out, scope: Scope { folders, present } })
}

/// Reads the documents, and meanwhile opens the source, where there is one.
fn read_both(settings: &Settings) -> Result<(Read, Option<Box<dyn Store>>), Error> {
    let open = |source: &camino::Utf8PathBuf| io::checkout::open(source, settings.source_rev.as_deref());
    let (store, documents) = rayon::join(|| settings.source.as_ref().map(open).transpose(), || read(settings));
    Ok((documents?, store?))
}

/// A parsed document with what the document rules report of it.
pub type Checked = (Document, Vec<Finding>);

/// Checks a document by itself.
pub fn check_document(document: Document, settings: &Settings) -> Checked {
    let findings = rules::run::document(&document, settings);
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
    findings.extend(rules::run::articles(&matched, settings));
    findings.extend(rules::run::tree(&matched, settings));
    findings.extend(rules::run::against_source(&matched, settings));
    Ok(report::decide::judge(matched, findings, not_checked, settings))
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
    not_checked.extend(report::decide::not_checked(&documents));
    let mut matched = project::group(documents);
    matched.options = settings.policy.options_by_document(&matched.documents);
    if let Some((store, scope)) = source {
        let mut side = source::consult(&matched.documents, store, matched.linted)?;
        let absent = source::absent(&matched.documents, store, scope, settings, &mut side)?;
        matched = matched.with_source(side, absent);
        not_checked.extend(report::decide::not_checked_against_source(&matched));
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
