//! Shared by the integration tests: the fixture handbook, the corpus beside the repository, programs, and linting in memory.

#![allow(
    dead_code,
    unused_imports,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "each test binary uses its own part, and tests work with files and programs as a user does"
)]

pub mod faults;
pub mod hits;
pub mod judged;
pub mod localize;
pub mod process;
pub mod properties;
pub mod require;
pub mod rust;
pub mod structure;

pub use process::{Output, Program, bitext, git};
pub use properties::properties;
pub use require::{is_installed, require_tool, shared, skip};

use bitext::check;
use bitext::config::Settings;
use bitext::document::Document;
use bitext::document::identity::Location;
use bitext::io::load::Loaded;
use bitext::project::change::Base;
use bitext::report::Report;
use bitext::report::baseline::Baseline;
use bitext::report::decide::{Assessed, decide};
use bitext::source::{Memory, Store};
use bitext::text::Text;
use std::path::{Path, PathBuf};

/// A file by its path below some root.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    pub content: String,
}

/// A pair of spans for one segment.
pub fn pair(id: &str, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>"
    )
}

/// The English tree of the handbook as a source with one commit.
pub fn handbook_source() -> Memory {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/handbook/en-us");
    let mut memory = Memory::default();
    for path in below(&root) {
        let shown = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        memory.add(&shown, COMMIT, 1_600_000_000, &std::fs::read_to_string(&path).unwrap());
    }
    memory
}

/// The localized documents of the handbook, in order: only its clean articles, or also those with planted faults.
pub fn handbook(with_faults: bool) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/handbook");
    let files = below(&root).into_iter().map(|path| {
        let shown = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        File { content: std::fs::read_to_string(&path).unwrap(), path: shown }
    });
    let wanted = |file: &File| !file.path.starts_with("en-us/") && (with_faults || !file.path.contains("/faults/"));
    files.filter(wanted).collect()
}

/// The path as `Settings` have it.
pub fn utf8(path: PathBuf) -> camino::Utf8PathBuf {
    path.try_into().unwrap()
}

/// A temporary folder with some files, each by its path below it.
pub fn folder(files: &[(&str, impl AsRef<[u8]>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

/// All Markdown files below a folder, in order.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Lints files in memory. Files below `en-us` are the source: the versions of a path
/// follow each other, an empty one removes the file, and the first has the commit [`COMMIT`].
///
/// `rule` is turned on if it is off by default. A file `bitext.toml` is the configuration.
pub fn lint_with(files: &[File], rule: Option<&'static bitext::rules::rule::Rule>) -> Report {
    let mut settings = Settings::default();
    if let Some(rule) = rule.filter(|rule| rule.level == bitext::rules::rule::Level::Off) {
        settings.choose(&[], &[], &[(rule.id.to_owned(), bitext::rules::rule::Level::Warn)]).unwrap();
    }
    let (configuration, files): (Vec<File>, Vec<File>) = files.iter().cloned().partition(|file| file.path == "bitext.toml");
    for file in configuration {
        settings.configure(&file.content, ("", "/"), &bitext::config::Files::NONE).unwrap();
    }
    lint_files(&files, &settings)
}

/// Lints files in memory with some settings. Files below `en-us` are the source, as in [`lint_with`].
pub fn lint_files(files: &[File], settings: &Settings) -> Report {
    let (sources, documents): (Vec<&File>, Vec<&File>) = files.iter().partition(|file| file.path.starts_with("en-us/"));
    let versions = sources.iter().map(|file| (file.path.trim_start_matches("en-us/"), file.content.as_str()));
    let memory = Memory::from_versions(versions, COMMIT);
    let documents: Vec<File> = documents.into_iter().cloned().collect();
    lint_by(settings, &documents, (!sources.is_empty()).then_some(memory))
}

/// Lints one document in memory.
pub fn lint_document(document: Document, settings: &Settings) -> Report {
    let problems = settings.policy.runner().check_document(&document);
    let loaded = Loaded { documents: vec![(document, problems)], ..Loaded::default() };
    decide(check(loaded, settings, None, None).expect("nothing is read"), None, None).with_infos_listed()
}

/// Lints files in memory, with all rules at their own levels; see [`lint_with`].
pub fn lint(files: &[File]) -> Report {
    lint_with(files, None)
}

/// The commit that the examples and the handbook's current articles are handed off from.
pub const COMMIT: &str = "7153f0b8c67efd35f58695ca2a7e00e70da1c5e9";

/// Lints files in memory against a source, or without one.
pub fn lint_against(files: &[File], source: Option<Memory>) -> Report {
    lint_by(&Settings::default(), files, source)
}

fn lint_by(settings: &Settings, files: &[File], source: Option<Memory>) -> Report {
    decide(assess_by(settings, files, source), None, None).with_infos_listed()
}

/// What is new in files against the same files before a change.
pub fn lint_since(before: &[File], after: &[File]) -> Report {
    let assess = |files| assess_by(&Settings::default(), files, None);
    decide(assess(after), Some(("base".to_owned(), vec![assess(before)])), None).with_infos_listed()
}

/// What is new in files against a baseline.
pub fn lint_with_baseline(baseline: &Baseline, files: &[File]) -> Report {
    decide(assess_by(&Settings::default(), files, None), None, Some(("baseline.json", baseline))).with_infos_listed()
}

fn assess_by(settings: &Settings, files: &[File], source: Option<Memory>) -> Assessed {
    let (before, files): (Vec<&File>, Vec<&File>) = files.iter().partition(|file| file.path.starts_with("before/"));
    let parse = |file: &&File| {
        let path = file.path.trim_start_matches("before/");
        Document::parse(Text::new(path, file.content.as_bytes()), &Location::in_memory(path))
    };
    let documents: Vec<Document> = files.iter().map(parse).collect();
    let before: Vec<Document> = before.iter().map(parse).collect();
    let base = (!before.is_empty()).then(|| Base::in_memory(&before, &documents));
    let problems = |document: Document| {
        let problems = settings.policy.runner().check_document(&document);
        (document, problems)
    };
    let loaded = Loaded {
        documents: documents.into_iter().map(problems).collect(),
        folders: vec![("/".to_owned(), String::new())],
        present: files.iter().map(|file| format!("/{}", file.path)).collect(),
        ..Loaded::default()
    };
    let mut source = source;
    let source = source.as_mut().map(|memory| memory as &mut dyn Store);
    check(loaded, settings, source, base.as_ref()).expect("memory can be read")
}

/// The findings of a report as `path rule unit`.
pub fn findings(report: &Report) -> Vec<(String, &'static str, Option<String>)> {
    let show = |judged: &bitext::report::decide::Decided| {
        let finding = &judged.finding;
        (report.run.documents[finding.document].text.name().to_owned(), finding.rule.id, finding.segment_id.clone())
    };
    report.findings.iter().map(show).collect()
}
