//! GitHub's workflow commands: annotations in the files of a pull request, and all findings in the log.

use super::{LineIndex, bounded, concise, explained, gated, place, relative, unlisted_infos};
use crate::report::{Report, ReportedFinding};
use crate::rules::rule::Level;
use crate::text::phrases::counted;
use std::fmt::Write as _;

/// How many annotations of one kind GitHub shows of a step. It cuts the others off without a word.
const SHOWN: usize = 10;

/// Prints a report: annotations of the first errors and warnings, for the others a notice that counts them, and then all
/// findings and all that was not checked as groups of the log.
pub fn print(report: &Report) -> String {
    let mut out = String::new();
    for (level, command) in [(Level::Error, "error"), (Level::Warn, "warning")] {
        let findings: Vec<&ReportedFinding> = report.findings.iter().filter(|judged| judged.level == level).collect();
        for judged in findings.iter().take(SHOWN) {
            annotation(&mut out, report, judged, command);
        }
        if let Some(others) = findings.get(SHOWN..).filter(|others| !others.is_empty()) {
            // Of a kind of its own: an eleventh of this kind would be cut off, too.
            let text = format!("{} {command}s are not shown here: {}", others.len(), rules(others));
            let _ = writeln!(out, "::notice title=bitext::{}", data(&text));
        }
    }
    // The notices that count what is not shown come first: GitHub shows ten notices, too.
    for judged in report.infos.iter().take(SHOWN - 2) {
        annotation(&mut out, report, judged, "notice");
    }
    let (errors, warnings) = (report.count(Level::Error), report.count(Level::Warn));
    let checked = format!("{} with {}", counted(report.documents.linted.len(), "document"), counted(report.pairs(), "pair"));
    let found = format!("{} and {}", counted(errors, "error"), counted(warnings, "warning"));
    for line in unlisted_infos(report).into_iter().chain(gated(report)) {
        let _ = writeln!(out, "bitext: {line}");
    }
    if report.findings.is_empty() {
        let _ = writeln!(out, "bitext: no findings in {checked}");
    } else {
        let _ = writeln!(out, "::group::bitext: {found} in {checked}\n{}::endgroup::", concise::print(report));
    }
    if !report.not_checked.is_empty() {
        let _ = writeln!(out, "::group::bitext: {} not checked", counted(report.not_checked.len(), "place"));
        for entry in &report.not_checked {
            let _ = writeln!(out, "{}: {}", place(&entry.path), bounded(&entry.reason, super::LONGEST));
        }
        out.push_str("::endgroup::\n");
    }
    out
}

fn annotation(out: &mut String, report: &Report, judged: &ReportedFinding, command: &str) {
    let finding = &judged.finding;
    let text = &report.documents[finding.document].text;
    let index = LineIndex::new(text);
    let (start, end) = (index.position(finding.span.start), index.position(finding.span.end));
    let file = property(&bounded(&relative(text.name()), super::LONGEST));
    let _ = write!(out, "::{command} file={file},line={},endLine={}", start.line, end.line);
    // Columns of more than one line are refused.
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
    }
    let _ = writeln!(out, ",title={}::{}", property(finding.rule.id), data(&explained(finding)));
}

/// How many findings there are of each rule, in the order of its first.
fn rules(findings: &[&ReportedFinding]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for judged in findings {
        let id = judged.finding.rule.id;
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
