//! The counts of findings by rule, locale and document, as a table or as JSON version 1.

use super::escape_controls;
use crate::report::Report;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The counts of a report.
#[derive(Serialize)]
struct Statistics<'a> {
    version: u32,
    by_rule: BTreeMap<&'a str, usize>,
    by_locale: BTreeMap<&'a str, BTreeMap<&'a str, usize>>,
    by_document: BTreeMap<&'a str, usize>,
}

impl<'a> Statistics<'a> {
    fn new(report: &'a Report) -> Self {
        let mut statistics =
            Self { version: 1, by_rule: BTreeMap::new(), by_locale: BTreeMap::new(), by_document: BTreeMap::new() };
        for reported in report.findings.iter().chain(&report.infos) {
            let document = &report.run.documents[reported.finding.document];
            let locale = document.identity.locale.as_deref().unwrap_or("");
            let rule = reported.finding.rule.id;
            *statistics.by_rule.entry(rule).or_default() += 1;
            *statistics.by_locale.entry(locale).or_default().entry(rule).or_default() += 1;
            *statistics.by_document.entry(document.text.name()).or_default() += 1;
        }
        statistics
    }
}

/// Prints the counts as one JSON value: by rule, by locale and rule, by document.
pub fn json(report: &Report) -> String {
    let json = serde_json::to_string_pretty(&Statistics::new(report)).expect("strings and numbers are JSON");
    super::json::escape(json) + "\n"
}

/// Prints the counts as a table of rules with a column for each locale, followed by the documents, those with most findings first.
pub fn human(report: &Report) -> String {
    let statistics = Statistics::new(report);
    let mut out = String::new();
    let locales: Vec<&str> = statistics.by_locale.keys().copied().collect();
    let _ = write!(out, "{:>8}", "total");
    for locale in &locales {
        let shown = if locale.is_empty() { "(none)" } else { locale };
        let _ = write!(out, "  {:>8}", escape_controls(shown));
    }
    out.push_str("  rule\n");
    let mut rules: Vec<(&str, usize)> = statistics.by_rule.iter().map(|(rule, count)| (*rule, *count)).collect();
    rules.sort_by_key(|(rule, count)| (usize::MAX - count, *rule));
    for (rule, count) in rules {
        let _ = write!(out, "{count:>8}");
        for locale in &locales {
            let _ = write!(out, "  {:>8}", statistics.by_locale[locale].get(rule).copied().unwrap_or(0));
        }
        let _ = writeln!(out, "  {rule}");
    }
    let mut documents: Vec<(&str, usize)> = statistics.by_document.iter().map(|(path, count)| (*path, *count)).collect();
    documents.sort_by_key(|(path, count)| (usize::MAX - count, *path));
    out.push('\n');
    for (path, count) in documents {
        let _ = writeln!(out, "{count:>8}  {}", escape_controls(path));
    }
    out
}
