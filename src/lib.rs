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
use io::load::{self, Extent, Loaded, Touched, Versions};
use io::{revisions::Since, threads::in_threads};
use project::{Project, change::Base, coverage::Coverage, status::Status};
use report::{Report, baseline::Baseline, decide, decide::Assessed};
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
        let (project, _, coverage) = match_up(loaded, settings, Some(store.as_mut()), None)?;
        Ok(project::status::sum_up(&project, coverage.not_checked, store.commit()))
    })
}

/// Runs the pipeline. `texts` are used in place of the contents of files.
fn lint_texts(settings: &Settings, texts: &Texts) -> Result<Report, Error> {
    let baseline = settings.baseline.as_ref().map(|(name, baseline)| (name.as_str(), baseline));
    let Some(since) = &settings.since else {
        let (loaded, mut store) = load(settings, texts)?;
        return Ok(decide::decide(check(loaded, settings, store.as_deref_mut(), None)?, None, baseline));
    };
    let extent = if settings.compares_all || settings.policy.compares_all_documents() { Extent::All } else { Extent::Touched };
    let report = lint_change(settings, texts, since, extent, baseline)?;
    // Other documents may show that a finding is their convention.
    match report.run.is_partial && report.depends_on_others() {
        true => lint_change(settings, texts, since, Extent::All, baseline),
        false => Ok(report),
    }
}

/// Runs the pipeline on a change.
fn lint_change(settings: &Settings, texts: &Texts, since: &Since, extent: Extent, baseline: Known<'_>) -> Result<Report, Error> {
    let open = || open_source(settings);
    let versions = || load::versions(settings.request(texts), since, extent, |document| check_document(settings, document));
    let (store, versions) = rayon::join(open, versions);
    let (mut store, Versions { now, before, gone }) = (store?, versions?);
    let base = before.first().map_or(Vec::new(), |base| base.documents.iter().map(|(document, _)| document).collect());
    let base = Base { documents: base, gone };
    let now = check(now, settings, store.as_deref_mut(), Some(&base))?;
    drop(base);
    let before = before.into_iter().map(|loaded| check(loaded, settings, store.as_deref_mut(), None));
    let before = before.collect::<Result<Vec<_>, Error>>()?;
    Ok(decide::decide(now, Some((since.rev().to_owned(), before)), baseline))
}

/// Discovers, reads and parses the documents, and meanwhile opens the source.
fn load(settings: &Settings, texts: &Texts) -> Result<(Documents, Option<Box<dyn Store>>), Error> {
    let documents = || load::documents(settings.request(texts), |document| check_document(settings, document));
    let (store, documents) = rayon::join(|| open_source(settings), documents);
    Ok((documents?, store?))
}

/// Opens the source, if there is one.
fn open_source(settings: &Settings) -> Result<Option<Box<dyn Store>>, Error> {
    settings.source.as_ref().map(|source| io::checkout::open(source, settings.source_rev.as_deref())).transpose()
}

/// Runs the checks of single documents.
fn check_document(settings: &Settings, document: &Document) -> Vec<Problem> {
    if document.is_context { Vec::new() } else { settings.policy.runner().check_document(document) }
}

/// Matches the loaded documents, runs the checks that compare them, and applies the policy. Only the decision is left. `base` has
/// the documents before a change.
///
/// # Errors
/// When the source cannot be read.
pub fn check<'a>(
    loaded: Documents,
    settings: &Settings,
    source: Option<&mut (dyn Store + 'a)>,
    base: Option<&Base<'_>>,
) -> Result<Assessed, Error> {
    let (project, mut findings, coverage) = match_up(loaded, settings, source, base)?;
    let options = settings.policy.options_by_document(&project.documents);
    findings.extend(settings.policy.runner().check_project(&project, &options));
    Ok(decide::assess(project, findings, coverage, &settings.policy))
}

type Documents = Loaded<Vec<Problem>>;
type Matched = (Project, Vec<Finding>, Coverage);
type Known<'a> = Option<(&'a str, &'a Baseline)>;

/// Matches the documents with each other, with the source if there is one, and with those before a change.
fn match_up<'a>(
    loaded: Documents,
    settings: &Settings,
    source: Option<&mut (dyn Store + 'a)>,
    base: Option<&Base<'_>>,
) -> Result<Matched, Error> {
    let Loaded { documents, not_checked, unreadable, left_out, empty_roots, folders, present, change } = loaded;
    let (documents, problems): (Vec<Document>, Vec<Vec<Problem>>) = documents.into_iter().unzip();
    let of_document = |(doc, problems): (DocId, Vec<Problem>)| problems.into_iter().map(move |problem| problem.in_document(doc));
    let findings = (0..).map(DocId::Linted).zip(problems).flat_map(of_document).collect();
    let scope = Scope { folders: &folders, present: &present, filter: &settings.filter };
    let project = match change {
        Some(Touched { by_holder, is_partial }) => Project::of_change(documents, by_holder, is_partial),
        None => Project::new(documents),
    };
    let project = project.with_change(base, &settings.loosened);
    let project = project.match_source(source, &scope, &settings.not_localized)?;
    let folders = folders.into_iter().map(|(folder, _)| folder).collect();
    let coverage = Coverage { folders, left_out, unreadable, empty_roots, has_documents: !present.is_empty(), not_checked };
    let coverage = coverage.with_project(&project);
    Ok((project, findings, coverage))
}
