//! The JSON format, version 1. Its structs are frozen and separate from the types of the pipeline. Fields may be added, but
//! never changed.

use super::{LineIndices, json_text};
use crate::document::not_checked::NotChecked;
use crate::report::Report;
use crate::report::decide::Decided;
use crate::rules::finding::{Finding, Fix};
use crate::rules::rule::Level;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    tool: Tool,
    summary: Summary<'a>,
    findings: Vec<JsonFinding<'a>>,
    /// Findings of level info. This field was added to version 1 later.
    infos: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
pub(super) struct Summary<'a> {
    documents: usize,
    pairs: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baselined: usize,
    fixable: usize,
    by_rule: BTreeMap<&'a str, usize>,
    not_checked: Vec<JsonNotChecked<'a>>,
}

#[derive(Serialize)]
pub(super) struct JsonNotChecked<'a> {
    path: &'a str,
    what: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct JsonFinding<'a> {
    rule: &'a str,
    group: &'static str,
    level: &'static str,
    path: &'a str,
    locale: Option<&'a str>,
    unit: Option<&'a str>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    offset: u32,
    length: usize,
    message: &'a str,
    help: Option<&'a str>,
    source: Option<&'a str>,
    target: Option<&'a str>,
    related: Vec<JsonRelated<'a>>,
    fix: Option<JsonFix<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    offset: u32,
    length: usize,
    text: &'a str,
}

impl<'a> JsonNotChecked<'a> {
    pub(super) fn of(entry: &'a NotChecked) -> Self {
        Self { path: &entry.path, what: entry.what.name(), reason: &entry.reason }
    }
}

/// Prints a report as one JSON value and a line end.
pub fn print(report: &Report) -> String {
    let output = Output {
        version: 1,
        tool: Tool { name: "bitext", version: env!("CARGO_PKG_VERSION") },
        summary: summary(report),
        findings: of_documents(report, &report.findings),
        infos: of_documents(report, &report.infos),
    };
    json_text::pretty(&output)
}

/// The counts of a report, and the skipped checks.
pub(super) fn summary(report: &Report) -> Summary<'_> {
    let mut by_rule = BTreeMap::new();
    for reported in &report.findings {
        *by_rule.entry(reported.finding.rule.id).or_default() += 1;
    }
    let not_checked = report.run.coverage.not_checked.iter();
    let (safe_fixes, unsafe_fixes) = report.count_fixes();
    Summary {
        documents: report.run.documents.given().count(),
        pairs: report.pairs(),
        errors: report.count(Level::Error),
        warnings: report.count(Level::Warn),
        infos: report.infos.len(),
        suppressed: report.run.suppressed,
        baselined: report.known.len(),
        fixable: safe_fixes + unsafe_fixes,
        by_rule,
        not_checked: not_checked.map(JsonNotChecked::of).collect(),
    }
}

fn of_documents<'a>(report: &'a Report, findings: &'a [Decided]) -> Vec<JsonFinding<'a>> {
    let by_document = findings.par_chunk_by(|a, b| a.finding.document == b.finding.document);
    by_document.flat_map_iter(|findings| of_document(report, findings)).collect()
}

/// The findings of one document.
pub(super) fn of_document<'a>(report: &'a Report, findings: &'a [Decided]) -> Vec<JsonFinding<'a>> {
    let indices = LineIndices::new(report);
    findings.iter().map(|reported| finding(report, &indices, reported)).collect()
}

fn finding<'a>(report: &'a Report, indices: &LineIndices<'_>, reported: &'a Decided) -> JsonFinding<'a> {
    let finding: &Finding = &reported.finding;
    let document = &report.run.documents[finding.document];
    let index = indices.index(finding.document);
    let (start, end) = (index.position(finding.span.start), index.position(finding.span.end));
    let related = finding.related.iter().map(|related| {
        let document = related.document.unwrap_or(finding.document);
        let position = indices.position(document, related.span.start);
        JsonRelated {
            path: report.run.documents[document].text.name(),
            line: position.line,
            column: position.column,
            message: &related.message,
        }
    });
    JsonFinding {
        rule: finding.rule.id,
        group: finding.rule.group.name(),
        level: reported.level.name(),
        path: document.text.name(),
        locale: document.identity.locale.as_deref(),
        unit: finding.segment_id.as_deref(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        offset: finding.span.start,
        length: finding.span.len(),
        message: &finding.message,
        help: finding.help.as_deref(),
        source: finding.source_text(document),
        target: finding.target_text(document),
        related: related.collect(),
        fix: finding.fix.as_ref().map(fix),
        fingerprint: &reported.fingerprint,
    }
}

fn fix(fix: &Fix) -> JsonFix<'_> {
    let edits = fix.edits.iter();
    let edits = edits.map(|edit| JsonEdit { offset: edit.span.start, length: edit.span.len(), text: &edit.text });
    JsonFix { safe: fix.safe, edits: edits.collect() }
}
