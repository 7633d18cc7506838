//! The SARIF 2.1.0 format. The structs have only the fields that bitext writes, and are frozen.

use super::json_text;
use super::{LineIndex, LineIndices, MAX_MESSAGE, message_and_help, repository_path, truncate};
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::report::Report;
use crate::report::decide::Decided;
use crate::rules::RULES;
use crate::rules::finding::{Finding, Fix};
use crate::rules::rule::{Level, Rule};
use crate::text::Span;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write as _;

/// The address of the schema in the standard. Some readers reject a log without it.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<ResultObject<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<RuleObject>,
    notifications: Vec<NotificationKind>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleObject {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    group: &'static str,
    tags: [&'static str; 1],
    since: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationKind {
    id: &'static str,
    short_description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    descriptor: Descriptor,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
}

#[derive(Serialize)]
struct Descriptor {
    id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    /// Whether the finding is new against a baseline: `new` or `unchanged`.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "bitext/v1")]
    first: &'a str,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// Lines and columns count from 1, byte offsets from 0. Columns count characters.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: u32,
    byte_length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject {
    description: Message,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// Prints a report as one JSON value and a line end.
pub fn print<'a>(report: &'a Report) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let kinds = [Unchecked::File, Unchecked::Pairs, Unchecked::Source, Unchecked::Handoff];
    let driver = Driver {
        name: "bitext",
        version,
        semantic_version: version,
        rules: RULES.iter().map(|rule| rule_object(rule)).collect(),
        notifications: kinds.map(notification_kind).into(),
    };
    let results = |findings: &'a [Decided], state| -> Vec<ResultObject<'a>> {
        let by_document = findings.par_chunk_by(|a, b| a.finding.document == b.finding.document);
        by_document.flat_map_iter(|findings| of_document(report, findings, state)).collect()
    };
    // Findings of the baseline are reported as `unchanged`.
    let compared = report.baseline.is_some() || !report.known.is_empty();
    let mut all = results(&report.findings, compared.then_some("new"));
    all.extend(results(&report.infos, compared.then_some("new")));
    all.extend(results(&report.known, Some("unchanged")));
    let run = Run {
        tool: Tool { driver },
        // A run that fails has no report.
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: report.run.coverage.not_checked.iter().map(notification).collect(),
        }],
        column_kind: "unicodeCodePoints",
        results: all,
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    json_text::pretty(&log)
}

fn rule_object(rule: &Rule) -> RuleObject {
    RuleObject {
        id: rule.id,
        short_description: Message { text: format!("Reports when {}.", rule.summary()) },
        full_description: Message { text: rule.section("What it does").to_owned() },
        help: Help {
            text: format!("{}\n\n{}", rule.section("Why it matters"), rule.section("What to do")),
            markdown: format!(
                "## Why it matters\n\n{}\n\n## What to do\n\n{}\n",
                rule.section("Why it matters"),
                rule.section("What to do")
            ),
        },
        // If a rule that is off by default is turned on, its results have its level.
        default_configuration: Configuration { enabled: rule.level != Level::Off, level: level(rule.level) },
        properties: RuleProperties { group: rule.group.name(), tags: [rule.group.name()], since: rule.since },
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn | Level::Off => "warning",
        Level::Info => "note",
    }
}

fn notification_kind(what: Unchecked) -> NotificationKind {
    let text = match what {
        Unchecked::File => "The file could not be read.",
        Unchecked::Pairs => "Checks that need pairs or the vocabulary of a language were skipped.",
        Unchecked::Source => "Checks that need the source were skipped.",
        Unchecked::Handoff => "Checks that need the handoff version of the source were skipped.",
    };
    NotificationKind { id: notification_id(what), short_description: Message { text: text.to_owned() } }
}

fn notification_id(what: Unchecked) -> &'static str {
    match what {
        Unchecked::File => "not-checked/file",
        Unchecked::Pairs => "not-checked/pairs",
        Unchecked::Source => "not-checked/source",
        Unchecked::Handoff => "not-checked/handoff",
    }
}

fn notification(entry: &NotChecked) -> Notification {
    let physical_location = PhysicalLocation { artifact_location: artifact(&entry.path), region: None };
    Notification {
        descriptor: Descriptor { id: notification_id(entry.what) },
        level: if entry.what == Unchecked::File { "warning" } else { "note" },
        message: message(&truncate(&entry.reason, MAX_MESSAGE)),
        locations: [Location { physical_location, message: None }],
    }
}

/// The findings of one document.
fn of_document<'a>(report: &'a Report, findings: &'a [Decided], state: Option<&'static str>) -> Vec<ResultObject<'a>> {
    let indices = LineIndices::new(report);
    findings.iter().map(|reported| result(report, &indices, reported, state)).collect()
}

fn result<'a>(
    report: &'a Report,
    indices: &LineIndices<'_>,
    reported: &'a Decided,
    state: Option<&'static str>,
) -> ResultObject<'a> {
    let finding: &Finding = &reported.finding;
    let document = &report.run.documents[finding.document];
    let uri = artifact(document.text.name());
    let index = &indices.index(finding.document);
    let related = finding.related.iter().map(|related| {
        let document = related.document.unwrap_or(finding.document);
        let region = region(&indices.index(document), related.span);
        let artifact_location = artifact(report.run.documents[document].text.name());
        let physical_location = PhysicalLocation { artifact_location, region: Some(region) };
        Location { physical_location, message: Some(message(&truncate(&related.message, MAX_MESSAGE))) }
    });
    let physical_location = PhysicalLocation { artifact_location: uri.clone(), region: Some(region(index, finding.span)) };
    ResultObject {
        rule_id: finding.rule.id,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule.id).expect("rules that report are listed"),
        level: level(reported.level),
        baseline_state: state,
        message: message(&message_and_help(finding)),
        locations: [Location { physical_location, message: None }],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { first: &reported.fingerprint },
        fixes: finding.fix.iter().map(|fix| fix_object(index, &uri, fix)).collect(),
        properties: ResultProperties {
            locale: document.identity.locale.as_deref(),
            unit: finding.segment_id.as_deref().map(|unit| truncate(unit, MAX_MESSAGE).into_owned()),
        },
    }
}

fn fix_object(index: &LineIndex<'_>, uri: &ArtifactLocation, fix: &Fix) -> FixObject {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: region(index, edit.span),
        inserted_content: Message { text: edit.text.clone() },
    });
    let description = if fix.safe { "Safe to apply automatically." } else { "Review before applying." };
    FixObject {
        description: Message { text: description.to_owned() },
        artifact_changes: [ArtifactChange { artifact_location: uri.clone(), replacements: replacements.collect() }],
    }
}

fn region(index: &LineIndex<'_>, span: Span) -> Region {
    let (start, end) = (index.position(span.start), index.position(span.end));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: span.start,
        byte_length: span.len(),
    }
}

/// A message. SARIF reads `[text](target)` as a link, so brackets are escaped where they would form one.
fn message(text: &str) -> Message {
    let text = if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() };
    Message { text }
}

/// The name of a file as a URI reference. It is relative if the name is.
fn artifact(name: &str) -> ArtifactLocation {
    let name = repository_path(name);
    let has_drive = cfg!(windows) && name.as_bytes().get(1) == Some(&b':');
    let mut uri = String::from(match &*name {
        name if name.starts_with("//") => "file:",
        name if name.starts_with('/') => "file://",
        _ if has_drive => "file:///",
        _ => "",
    });
    for (at, byte) in name.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || (has_drive && at == 1) {
            uri.push(byte.into());
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    ArtifactLocation { uri }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_uri_references() {
        assert_eq!(artifact("./it-it/a b#1.md").uri, "it-it/a%20b%231.md");
        assert_eq!(artifact("日:%").uri, "%E6%97%A5%3A%25");
        assert_eq!(artifact("/docs/a.md").uri, "file:///docs/a.md");
        assert_eq!(artifact("../docs/a.md").uri, "../docs/a.md");
    }

    #[test]
    fn a_message_has_no_link() {
        assert_eq!(message("see [a](https:b)").text, "see \\[a\\](https:b)");
        assert_eq!(message("every [-month-]").text, "every [-month-]");
    }
}
