//! GitLab's code quality report: an array of findings. The format has no field for skipped checks.

use super::json_text;
use super::{LineIndex, MAX_MESSAGE, repository_path, truncate};
use crate::report::Report;
use crate::report::decide::Decided;
use crate::rules::rule::Level;
use rayon::prelude::*;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct Issue<'a> {
    description: Cow<'a, str>,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Cow<'a, str>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Prints a report as one JSON value and a line end.
pub fn print(report: &Report) -> String {
    let by_document = |one: &Decided, next: &Decided| one.finding.document == next.finding.document;
    let all = [&report.findings, &report.infos];
    let all = all.into_iter().flat_map(|findings| findings.chunk_by(by_document)).collect::<Vec<_>>();
    let all: Vec<Issue<'_>> = all.into_par_iter().flat_map_iter(|findings| of_document(report, findings)).collect();
    json_text::pretty(&all)
}

/// The findings of one document.
fn of_document<'a>(report: &'a Report, findings: &'a [Decided]) -> Vec<Issue<'a>> {
    let text = &report.run.documents[findings[0].finding.document].text;
    let index = LineIndex::new(text);
    let issue = |reported: &'a Decided| {
        let finding = &reported.finding;
        let lines = Lines { begin: index.position(finding.span.start).line, end: index.position(finding.span.end).line };
        Issue {
            description: truncate(&finding.message, MAX_MESSAGE),
            check_name: finding.rule.id,
            fingerprint: &reported.fingerprint,
            severity: match reported.level {
                Level::Error => "major",
                Level::Warn => "minor",
                Level::Info | Level::Off => "info",
            },
            location: Location { path: repository_path(text.name()), lines },
        }
    };
    findings.iter().map(issue).collect()
}
