//! bitext is a linter for localized documentation. It compares each translated segment with its source.
//!
//! A run is a pipeline; values flow one way: `discover -> read -> parse -> match -> check -> decide -> print`. [`io::load`] discovers,
//! reads and parses. [`project`] and [`source`] match each document with its siblings and its source. [`rules`] check. [`report`]
//! decides what becomes of each finding. [`output`] prints.
//!
//! ```
//! let settings = bitext::config::Settings { paths: vec!["fixtures/handbook/it-it".into()], ..Default::default() };
//! let report = bitext::lint(&settings)?;
//! assert!(report.findings.iter().any(|reported| reported.finding.rule.id == "broken-pair"));
//! # Ok::<(), bitext::Error>(())
//! ```
//!
//! Rule ids, exit codes and the machine formats of [`output`] are stable. The Rust interface may change in any 0.x version.

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
use document::{DocId, Document};
use io::{load, load::Loaded, threads::in_threads};
use project::{Project, coverage::Coverage, status::Status};
use report::{Report, decide, decide::Assessed};
use rules::finding::{Finding, Problem};
use source::{Scope, Store};
use text::Texts;

/// Lints the documents under the given paths.
///
/// # Errors
/// When a path or a setting is wrong.
pub fn lint(settings: &Settings) -> Result<Report, Error> {
    in_threads(settings.threads, || lint_texts(settings, &settings.texts))
}

/// Fixes the documents under the given paths, in memory: nothing is written. Unsafe fixes are made only if they are wanted.
///
/// # Errors
/// When a path or a setting is wrong.
pub fn fix(settings: &Settings, also_unsafe: bool) -> Result<fix::Fixed, Error> {
    let lint = |texts: &Texts| lint_texts(settings, texts);
    in_threads(settings.threads, || fix::run(&settings.texts, settings.policy.runner(), also_unsafe, lint))
}

/// Finds out how up to date and how complete the documents under the given paths are.
///
/// # Errors
/// When a path or a setting is wrong, or no source is given.
pub fn status(settings: &Settings) -> Result<Status, Error> {
    in_threads(settings.threads, || {
        let (loaded, store) = load(settings, &settings.texts)?;
        let mut store = store.ok_or(Error::NoSource)?;
        let (project, _, coverage) = match_up(loaded, settings, Some(store.as_mut()))?;
        Ok(project::status::sum_up(&project, coverage.not_checked, store.commit()))
    })
}

/// Runs the pipeline. `texts` are used in place of the contents of files.
fn lint_texts(settings: &Settings, texts: &Texts) -> Result<Report, Error> {
    let (loaded, mut store) = load(settings, texts)?;
    let mut check = |loaded| check(loaded, settings, store.as_mut().map(|store| store.as_mut() as &mut dyn Store));
    let now = check(loaded)?;
    let earlier = |since| -> Result<_, Error> {
        let loaded = load::earlier_documents(settings.request(texts), since, |document| {
            settings.policy.runner().check_document(document)
        })?;
        Ok((since.rev().to_owned(), loaded.into_iter().map(check).collect::<Result<Vec<_>, Error>>()?))
    };
    let since = settings.since.as_ref().map(earlier).transpose()?;
    Ok(decide::decide(now, since, settings.baseline.as_ref().map(|(name, baseline)| (name.as_str(), baseline))))
}

/// Discovers, reads and parses the documents, and meanwhile opens the source.
fn load(settings: &Settings, texts: &Texts) -> Result<(Documents, Option<Box<dyn Store>>), Error> {
    let open = || settings.source.as_ref().map(|source| io::checkout::open(source, settings.source_rev.as_deref())).transpose();
    let documents = || load::documents(settings.request(texts), |document| settings.policy.runner().check_document(document));
    let (store, documents) = rayon::join(open, documents);
    Ok((documents?, store?))
}

/// Matches the loaded documents, runs the checks that compare them, and applies the policy. Only the decision is left.
///
/// # Errors
/// When the source cannot be read.
pub fn check(loaded: Documents, settings: &Settings, source: Option<&mut dyn Store>) -> Result<Assessed, Error> {
    let (project, mut findings, coverage) = match_up(loaded, settings, source)?;
    let options = settings.policy.options_by_document(&project.documents);
    findings.extend(settings.policy.runner().check_project(&project, &options));
    Ok(decide::assess(project, findings, coverage, &settings.policy))
}

type Documents = Loaded<Vec<Problem>>;
type Matched = (Project, Vec<Finding>, Coverage);

/// Matches the documents with each other, and with the source if there is one.
fn match_up(loaded: Documents, settings: &Settings, source: Option<&mut dyn Store>) -> Result<Matched, Error> {
    let Loaded { documents, not_checked, left_out, folders, present } = loaded;
    let (documents, problems): (Vec<Document>, Vec<Vec<Problem>>) = documents.into_iter().unzip();
    let of_document = |(doc, problems): (DocId, Vec<Problem>)| problems.into_iter().map(move |problem| problem.in_document(doc));
    let findings = (0..).map(DocId::Linted).zip(problems).flat_map(of_document).collect();
    let scope = Scope { folders: &folders, present: &present, filter: &settings.filter };
    let project = Project::new(documents).match_source(source, &scope, &settings.not_localized)?;
    let folders = folders.into_iter().map(|(folder, _)| folder).collect();
    let coverage = Coverage { folders, left_out, not_checked }.with_project(&project);
    Ok((project, findings, coverage))
}
