//! GitHub's workflow commands: annotations in the files of a pull request, and all findings in the log.

use super::{
    LineIndex, comparison_sentences, concise, message_and_help, name_at_line_start, repository_path, truncate,
    unlisted_infos_sentence,
};
use crate::report::Report;
use crate::report::decide::Decided;
use crate::rules::rule::Level;
use crate::text::phrases::{counted, is_or_are};
use std::fmt::Write as _;

/// The number of annotations of one kind that GitHub shows for a step. It drops the others without a message.
const MAX_ANNOTATIONS: usize = 10;

/// Prints a report: annotations for the first errors, warnings and infos, a notice that counts the others, and groups of the
/// log with all findings and all skipped checks.
pub fn print(report: &Report) -> String {
    let mut out = String::new();
    for (level, command) in [(Level::Error, "error"), (Level::Warn, "warning")] {
        let findings: Vec<&Decided> = report.findings.iter().filter(|reported| reported.level == level).collect();
        for reported in findings.iter().take(MAX_ANNOTATIONS) {
            annotation(&mut out, report, reported, command);
        }
        if let Some(others) = findings.get(MAX_ANNOTATIONS..).filter(|others| !others.is_empty()) {
            // A notice, because GitHub would drop another annotation of this kind.
            let count = counted(others.len(), command);
            let text = format!("{count} {} listed only in the log: {}", is_or_are(others.len()), count_rules(others));
            let _ = writeln!(out, "::notice title=bitext::{}", data(&text));
        }
    }
    // Up to two notices have been printed, and GitHub shows ten notices.
    for reported in report.infos.iter().take(MAX_ANNOTATIONS - 2) {
        annotation(&mut out, report, reported, "notice");
    }
    let (errors, warnings) = (report.count(Level::Error), report.count(Level::Warn));
    let checked =
        format!("{} with {}", counted(report.run.documents.given().count(), "document"), counted(report.pairs(), "pair"));
    let found = format!("{} and {}", counted(errors, "error"), counted(warnings, "warning"));
    for line in unlisted_infos_sentence(report).into_iter().chain(comparison_sentences(report)) {
        let _ = writeln!(out, "bitext: {line}");
    }
    if report.findings.is_empty() {
        let _ = writeln!(out, "bitext: no findings in {checked}");
    } else {
        let _ = writeln!(out, "::group::bitext: {found} in {checked}\n{}::endgroup::", concise::print(report));
    }
    if !report.run.coverage.not_checked.is_empty() {
        let _ = writeln!(out, "::group::bitext: {}", counted(report.run.coverage.not_checked.len(), "skipped check"));
        for entry in &report.run.coverage.not_checked {
            let _ = writeln!(out, "{}: {}", name_at_line_start(&entry.path), truncate(&entry.reason, super::MAX_MESSAGE));
        }
        out.push_str("::endgroup::\n");
    }
    out
}

fn annotation(out: &mut String, report: &Report, reported: &Decided, command: &str) {
    let finding = &reported.finding;
    let text = &report.run.documents[finding.document].text;
    let index = LineIndex::new(text);
    let (start, end) = (index.position(finding.span.start), index.position(finding.span.end));
    let file = property(&truncate(&repository_path(text.name()), super::MAX_MESSAGE));
    let _ = write!(out, "::{command} file={file},line={},endLine={}", start.line, end.line);
    // GitHub rejects columns of a range over several lines.
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
    }
    let _ = writeln!(out, ",title={}::{}", property(finding.rule.id), data(&message_and_help(finding)));
}

/// The number of findings of each rule, in the order of their first findings.
fn count_rules(findings: &[&Decided]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for reported in findings {
        let id = reported.finding.rule.id;
        match counts.iter_mut().find(|(rule, _)| *rule == id) {
            Some((_, count)) => *count += 1,
            None => counts.push((id, 1)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    counts.join(", ")
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
