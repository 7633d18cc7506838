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
use io::load::{self, Earlier, Extent, Loaded, Versions};
use io::threads::in_threads;
use project::{Project, change::Base, coverage::Coverage, status::Status};
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
        let request = load::Request { with_context: false, ..settings.request(&settings.texts) };
        let check_document = |document: &Document| settings.policy.runner().check_document(document);
        let (loaded, store) = rayon::join(|| load::documents(request, check_document), || settings.open_source());
        let mut store = store?.ok_or(Error::NoSource)?;
        let (project, _, coverage) = match_up(loaded?, settings, Some(store.as_mut()), None)?;
        Ok(project::status::sum_up(&project, coverage.not_checked, store.commit()))
    })
}

/// Runs the pipeline. `texts` are used in place of the contents of files.
fn lint_texts(settings: &Settings, texts: &Texts) -> Result<Report, Error> {
    let report = lint_extent(settings, texts, settings.extent())?;
    // Other documents may show that a finding is their convention.
    if report.depends_on_others() { lint_extent(settings, texts, Extent::All) } else { Ok(report) }
}

/// Runs the pipeline on the documents, or on the part of them that a change touches.
fn lint_extent(settings: &Settings, texts: &Texts, extent: Extent) -> Result<Report, Error> {
    let baseline = settings.baseline.as_ref().map(|(name, baseline)| (name.as_str(), baseline));
    let check_document = |document: &Document| settings.policy.runner().check_document(document);
    let versions = || load::versions(settings.request(texts), settings.since.as_ref(), extent, check_document);
    let (versions, store) = rayon::join(versions, || settings.open_source());
    let (Versions { now, earlier }, mut store) = (versions?, store?);
    let now = check(now, settings, store.as_deref_mut(), earlier.as_ref().map(Earlier::base).as_ref())?;
    let Some(earlier) = earlier else { return Ok(decide::decide(now, None, baseline)) };
    let before = earlier.before.into_iter().map(|loaded| check(loaded, settings, store.as_deref_mut(), None));
    let before = before.collect::<Result<Vec<_>, Error>>()?;
    Ok(decide::decide(now, Some((earlier.name, before)), baseline))
}

/// Matches the loaded documents, runs the checks that compare them, and applies the policy. Only the decision is left. `base` has
/// the documents before a change.
///
/// # Errors
/// When the source cannot be read.
pub fn check(loaded: Documents, settings: &Settings, source: Source<'_>, base: Option<&Base<'_>>) -> Result<Assessed, Error> {
    let (project, mut findings, coverage) = match_up(loaded, settings, source, base)?;
    let options = settings.policy.options_by_document(&project.documents);
    findings.extend(settings.policy.runner().check_project(&project, &options));
    Ok(decide::assess(project, findings, coverage, &settings.policy))
}

type Documents = Loaded<Vec<Problem>>;
type Source<'a> = Option<&'a mut (dyn Store + 'static)>;
type Matched = (Project, Vec<Finding>, Coverage);

/// Matches the documents with each other, with those before a change, and with the source if there is one.
fn match_up(loaded: Documents, settings: &Settings, source: Source<'_>, base: Option<&Base<'_>>) -> Result<Matched, Error> {
    let Loaded { documents, coverage, folders, present, touched } = loaded;
    let (documents, problems): (Vec<Document>, Vec<Vec<Problem>>) = documents.into_iter().unzip();
    let of_document = |(doc, problems): (DocId, Vec<Problem>)| problems.into_iter().map(move |problem| problem.in_document(doc));
    let findings = (0..).map(DocId::Linted).zip(problems).flat_map(of_document).collect();
    let scope = Scope { folders: &folders, present: &present, filter: &settings.filter };
    let project = Project::of_change(documents, touched).with_change(base, &settings.loosened);
    let project = project.match_source(source, &scope, &settings.not_localized)?;
    let coverage = coverage.with_project(&project);
    Ok((project, findings, coverage))
}
