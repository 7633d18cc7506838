//! Prints the findings of one rule for the inline snapshots in the rule files.

use super::by_document::ByDocument;
use super::docs::Example;
use super::finding::Finding;
use super::options::Options;
use super::rule::Rule;
use super::run::Runner;
use crate::document::filter::DocumentFilter;
use crate::document::identity::Location;
use crate::document::{DocId, Document, Documents};
use crate::project::Project;
use crate::source::{Memory, Scope, Store};
use crate::terms::Terms;
use crate::text::Text;
use globset::GlobSet;
use std::fmt::Write as _;

/// The findings of a rule in its wrong example, as text.
pub fn report(rule: &'static Rule) -> String {
    report_files(rule, &rule.wrong(), &Terms::default())
}

/// The findings of a rule in one localized document, as text.
pub fn report_document(rule: &'static Rule, path: &str, content: &str) -> String {
    report_files(rule, &[Example { path: path.to_owned(), content: content.to_owned() }], &Terms::default())
}

/// The findings of a rule in some files, as text. The files below `en-us` are versions of source files; the first one of a path
/// is the handoff version.
pub fn report_files(rule: &'static Rule, files: &[Example], terms: &Terms) -> String {
    let runner = Runner { rules: &[rule], terms };
    let (sources, localized): (Vec<&Example>, Vec<&Example>) = files.iter().partition(|file| file.path.starts_with("en-us/"));
    let localized: Vec<&Example> = localized.into_iter().filter(|file| file.path.ends_with(".md")).collect();
    let parse =
        |file: &&Example| Document::parse(Text::new(&file.path, file.content.as_bytes()), &Location::in_memory(&file.path));
    let documents: Vec<Document> = localized.iter().map(parse).collect();
    let problems = documents.iter().map(|document| runner.check_document(document));
    let of_documents = (0..).map(DocId::Linted).zip(problems);
    let mut findings: Vec<Finding> =
        of_documents.flat_map(|(doc, problems)| problems.into_iter().map(move |problem| problem.in_document(doc))).collect();
    let mut memory = memory(&sources);
    let source = (!sources.is_empty()).then_some(&mut memory as &mut dyn Store);
    let (folders, present) =
        ([("/".to_owned(), String::new())], localized.iter().map(|file| format!("/{}", file.path)).collect());
    let scope = Scope { folders: &folders, present: &present, filter: &DocumentFilter::default() };
    let project = Project::new(documents).match_source(source, &scope, &GlobSet::empty()).expect("memory can be read");
    let options = ByDocument::new(&project.documents, false, |_| Vec::new(), |_| Options::default());
    findings.extend(runner.check_project(&project, &options));
    findings.iter().map(|finding| print(finding, &project.documents)).collect::<Vec<_>>().join("\n")
}

/// The source repository of an example.
fn memory(sources: &[&Example]) -> Memory {
    let mut memory = Memory::default();
    for (n, file) in sources.iter().enumerate() {
        let path = file.path.trim_start_matches("en-us/");
        let is_first = !sources[..n].iter().any(|other| other.path == file.path);
        let commit = if is_first { "7153f0b8c67efd35f58695ca2a7e00e70da1c5e9".to_owned() } else { format!("{n:040x}") };
        match file.content.as_str() {
            "" => memory.remove(path),
            content => memory.add(path, &commit, 1_600_000_000 + 86_400 * n as i64, content),
        }
    }
    memory
}

fn print(finding: &Finding, documents: &Documents) -> String {
    let document = &documents[finding.document];
    let mut out = format!("{}: {}\n", document.text.name(), finding.message);
    let words = |doc: DocId, span| format!("{:?}", documents[doc].text.slice(span));
    let _ = writeln!(out, "  at {}: {}", words(finding.document, finding.span), finding.label.as_deref().unwrap_or("no label"));
    for related in &finding.related {
        let doc = related.document.unwrap_or(finding.document);
        let _ = writeln!(out, "  see {} in {}: {}", words(doc, related.span), documents[doc].text.name(), related.message);
    }
    let _ = writeln!(out, "  help: {}", finding.help.as_deref().unwrap_or("none").replace('\n', "\n        "));
    if let Some(fix) = &finding.fix {
        let edits: Vec<String> =
            fix.edits.iter().map(|edit| format!("{} -> {:?}", words(finding.document, edit.span), edit.text)).collect();
        let _ = writeln!(out, "  {} fix: {}", if fix.safe { "safe" } else { "unsafe" }, edits.join(", "));
    }
    out
}

#[test]
fn every_rule_has_an_example_with_findings() {
    for rule in super::RULES.iter().filter(|rule| !rule.checks.is_empty() && !["glossary"].contains(&rule.id)) {
        let report = report(rule);
        assert!(!report.is_empty(), "{}", rule.id);
    }
}
