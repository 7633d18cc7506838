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
use crate::project::change::Base;
use crate::source::provenance::source_hash;
use crate::source::{Memory, Scope, Store};
use crate::terms::Terms;
use crate::text::Text;
use globset::GlobSet;
use std::fmt::Write as _;

/// The commit that the test documents are handed off from.
const COMMIT: &str = "7153f0b8c67efd35f58695ca2a7e00e70da1c5e9";

/// The findings of a rule in its wrong example, as text.
pub fn report(rule: &'static Rule) -> String {
    report_files(rule, &rule.wrong(), &Terms::default())
}

/// A segment with the id `2ba23-103`.
pub fn segment(source: &str, target: &str) -> String {
    pair("103", target, source)
}

/// The findings of a rule in one localized document, as text.
pub fn report_document(rule: &'static Rule, path: &str, content: &str) -> String {
    report_files(rule, &[file(path, content)], &Terms::default())
}

/// The findings of a rule in some files, as text. The files below `en-us` are versions of source files; the first one of a path
/// is the handoff version.
pub fn report_files(rule: &'static Rule, files: &[Example], terms: &Terms) -> String {
    let runner = Runner { rules: &[rule], terms };
    let (sources, localized): (Vec<&Example>, Vec<&Example>) = files.iter().partition(|file| file.path.starts_with("en-us/"));
    let localized: Vec<&Example> = localized.into_iter().filter(|file| file.path.ends_with(".md")).collect();
    let (before, localized): (Vec<&Example>, Vec<&Example>) =
        localized.into_iter().partition(|file| file.path.starts_with("before/"));
    let parse = |file: &&Example| {
        let path = file.path.trim_start_matches("before/");
        Document::parse(Text::new(path, file.content.as_bytes()), &Location::in_memory(path))
    };
    let documents: Vec<Document> = localized.iter().map(parse).collect();
    let before: Vec<Document> = before.iter().map(parse).collect();
    let base = (!before.is_empty()).then(|| Base::in_memory(&before, &documents));
    let problems = documents.iter().map(|document| runner.check_document(document));
    let of_documents = (0..).map(DocId::Linted).zip(problems);
    let mut findings: Vec<Finding> =
        of_documents.flat_map(|(doc, problems)| problems.into_iter().map(move |problem| problem.in_document(doc))).collect();
    let versions = sources.iter().map(|file| (file.path.trim_start_matches("en-us/"), file.content.as_str()));
    let mut memory = Memory::from_versions(versions, COMMIT);
    let source = (!sources.is_empty()).then_some(&mut memory as &mut dyn Store);
    let (folders, present) =
        ([("/".to_owned(), String::new())], localized.iter().map(|file| format!("/{}", file.path)).collect());
    let scope = Scope { folders: &folders, present: &present, filter: &DocumentFilter::default() };
    let project = Project::new(documents).with_change(base.as_ref(), &[]);
    let project = project.match_source(source, &scope, &GlobSet::empty()).expect("memory can be read");
    let options = ByDocument::new(&project.documents, false, |_| Vec::new(), |_| Options::default());
    findings.extend(runner.check_project(&project, &options));
    findings.iter().map(|finding| print(finding, &project.documents)).collect::<Vec<_>>().join("\n")
}

/// A file by its path.
pub fn file(path: &str, content: impl Into<String>) -> Example {
    Example { path: path.to_owned(), content: content.into() }
}

/// The markup of a pair with an id of the test documents.
pub fn pair(number: &str, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"2ba23-{number}\">{target}</span><span class=\"sxs-lookup\">\
         <span data-stu-id=\"2ba23-{number}\">{source}</span></span>"
    )
}

/// The test segments with these numbers, each a paragraph.
pub fn pairs(numbers: &[usize]) -> String {
    numbers.iter().map(|&n| pair(&n.to_string(), TARGETS[n - 103], SOURCES[n - 103])).collect::<Vec<_>>().join("\n\n")
}

/// The source texts of the test segments, from number 103 on.
pub const SOURCES: [&str; 5] = ["Light the lamp.", "Close the door.", "Trim the wick.", "Wind the clock.", "Ring the bell."];

/// The target texts of the test segments.
const TARGETS: [&str; 5] =
    ["Accendere la lampada.", "Chiudere la porta.", "Tagliare lo stoppino.", "Caricare l'orologio.", "Suonare la campana."];

/// A source file with some texts, each a paragraph.
pub fn source(texts: &[&str]) -> String {
    format!("---\ntitle: The lamp\nms.date: 03/17/2021\n---\n{}\n", texts.join("\n\n"))
}

/// A document that was handed off from a source file, with a body.
pub fn document(locale: &str, source: &str, body: &str) -> Example {
    let (language, region) = locale.split_once('-').expect("a locale with a region");
    let hash = source_hash(source.as_bytes());
    let content = format!(
        "---\ntitle: Lampada\nms.date: 03/17/2021\nms.openlocfilehash: {hash}\n\
         ms.sourcegitcommit: {COMMIT}\nms.translationtype: HT\n\
         ms.contentlocale: {language}-{}\nms.lasthandoff: 04/01/2021\nms.locfileid: \"86434870\"\n---\n{body}\n",
        region.to_uppercase()
    );
    file(&format!("{locale}/lamp.md"), content)
}

/// The findings of a rule in each of some sets of files.
pub fn report_each<const N: usize>(rule: &'static Rule, sets: [&[Example]; N]) -> String {
    sets.map(|files| report_files(rule, files, &Terms::default())).join("\n")
}

/// Asserts that the report of a rule on one segment contains some texts.
pub fn assert_reported(rule: &'static Rule, locale: &str, source: &str, target: &str, texts: &[&str]) {
    let report = report_document(rule, &format!("{locale}/lamp.md"), &segment(source, target));
    for text in texts {
        assert!(report.contains(text), "“{text}” is not in the report on “{target}”:\n{report}");
    }
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
