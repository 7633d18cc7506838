//! The counts of findings by rule, locale, kind of translation and document, as tables or as JSON version 1.

use super::{escape_controls, json_text, unlisted_infos_sentence};
use crate::document::{Document, Key};
use crate::report::Report;
use crate::report::decide::Decided;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts by rule.
type ByRule<'a> = BTreeMap<&'a str, usize>;

/// The counts of a report.
#[derive(Serialize)]
struct Statistics<'a> {
    version: u32,
    by_rule: ByRule<'a>,
    by_locale: BTreeMap<&'a str, ByRule<'a>>,
    by_document: BTreeMap<&'a str, usize>,
    rules_by_document: BTreeMap<&'a str, ByRule<'a>>,
    rates_by_locale: BTreeMap<&'a str, Rates<'a>>,
    rates_by_translation: BTreeMap<&'a str, Rates<'a>>,
}

/// The problems of some documents, compared with their size.
#[derive(Default, Serialize)]
struct Rates<'a> {
    documents: usize,
    segments: usize,
    /// The problems by rule. A finding that sums up several problems counts as many.
    problems: ByRule<'a>,
    /// The problems in 1,000 segments.
    per_1000_segments: BTreeMap<&'a str, f64>,
}

impl Rates<'_> {
    fn add_document(&mut self, document: &Document) {
        self.documents += 1;
        self.segments += document.segments.len();
    }

    /// Computes the rates from the counts.
    fn complete(&mut self) {
        if self.segments > 0 {
            let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
            let rate = |count: usize| (number(count) * 100_000.0 / number(self.segments)).round() / 100.0;
            self.per_1000_segments = self.problems.iter().map(|(rule, count)| (*rule, rate(*count))).collect();
        }
    }
}

/// The locale of a document; empty if it has none.
fn locale(document: &Document) -> &str {
    document.identity.locale.as_deref().unwrap_or("")
}

/// How a document was translated, in its own words (`HT`, `MT`); empty if it does not record that.
fn translation(document: &Document) -> &str {
    document.metadata(Key::TranslationKind).map_or("", |(kind, _)| kind.trim())
}

impl<'a> Statistics<'a> {
    fn new(report: &'a Report, findings: impl Iterator<Item = &'a Decided>) -> Self {
        let mut statistics = Self {
            version: 1,
            by_rule: BTreeMap::new(),
            by_locale: BTreeMap::new(),
            by_document: BTreeMap::new(),
            rules_by_document: BTreeMap::new(),
            rates_by_locale: BTreeMap::new(),
            rates_by_translation: BTreeMap::new(),
        };
        for document in report.run.documents.given() {
            statistics.rates_by_locale.entry(locale(document)).or_default().add_document(document);
            statistics.rates_by_translation.entry(translation(document)).or_default().add_document(document);
        }
        for reported in findings {
            let document = &report.run.documents[reported.finding.document];
            let (rule, problems) = (reported.finding.rule.id, reported.finding.problems);
            *statistics.by_rule.entry(rule).or_default() += 1;
            *statistics.by_locale.entry(locale(document)).or_default().entry(rule).or_default() += 1;
            *statistics.by_document.entry(document.text.name()).or_default() += 1;
            *statistics.rules_by_document.entry(document.text.name()).or_default().entry(rule).or_default() += problems;
            // A document that does not exist has a locale, but neither segments nor a kind of translation.
            *statistics.rates_by_locale.entry(locale(document)).or_default().problems.entry(rule).or_default() += problems;
            let kind = translation(document);
            *statistics.rates_by_translation.entry(kind).or_default().problems.entry(rule).or_default() += problems;
        }
        statistics.rates_by_locale.values_mut().for_each(Rates::complete);
        statistics.rates_by_translation.values_mut().for_each(Rates::complete);
        statistics
    }
}

/// Prints the counts as one JSON value. Findings of level info are counted.
pub fn json(report: &Report) -> String {
    let statistics = Statistics::new(report, report.findings.iter().chain(&report.infos));
    json_text::pretty(&statistics)
}

/// How many columns a table has at most, so that it fits into 100 characters.
const MAX_COLUMNS: usize = 6;

/// How many documents are listed with their rules.
const MAX_DETAILED: usize = 10;

/// How many rules of a document are listed.
const MAX_RULES: usize = 4;

/// Prints the counts as tables: findings by rule and locale, problems in 1,000 segments by locale and by kind of translation, and
/// the documents, those with most findings first. Findings of level info are counted if they are listed.
pub fn human(report: &Report) -> String {
    let statistics = Statistics::new(report, report.findings.iter());
    let mut out = String::new();
    let rules = by_count(&statistics.by_rule);
    let locales: Vec<(&str, &ByRule<'_>)> = statistics.by_locale.iter().map(|(locale, counts)| (*locale, counts)).collect();
    for columns in chunks(&locales) {
        let _ = write!(out, "{:>8}", "total");
        for (locale, _) in columns {
            let _ = write!(out, "  {:>8}", shown(locale));
        }
        out.push_str("  rule\n");
        for (rule, count) in &rules {
            let _ = write!(out, "{count:>8}");
            for (_, counts) in columns {
                let _ = write!(out, "  {:>8}", counts.get(rule).copied().unwrap_or(0));
            }
            let _ = writeln!(out, "  {rule}");
        }
        if !rules.is_empty() {
            out.push('\n');
        }
    }
    if !rules.is_empty() {
        write_rates(&mut out, "Problems in 1,000 segments, by locale:", &statistics.rates_by_locale, &rules);
        if statistics.rates_by_translation.keys().any(|kind| !kind.is_empty()) {
            let title = "Problems in 1,000 segments, by `ms.translationtype`:";
            write_rates(&mut out, title, &statistics.rates_by_translation, &rules);
        }
    }
    for (position, (path, count)) in by_count(&statistics.by_document).into_iter().enumerate() {
        let _ = writeln!(out, "{count:>8}  {}", escape_controls(path));
        let rules = by_count(&statistics.rules_by_document[path]);
        if position < MAX_DETAILED && rules.len() > 1 {
            let named: Vec<String> = rules.iter().take(MAX_RULES).map(|(rule, count)| format!("{rule} {count}")).collect();
            let more = if rules.len() > MAX_RULES { ", ..." } else { "" };
            let _ = writeln!(out, "          {}{more}", named.join(", "));
        }
    }
    if let Some(infos) = unlisted_infos_sentence(report) {
        let _ = writeln!(out, "\n{infos} --info counts them.");
    }
    out
}

/// Some counts, the highest first.
fn by_count<'a>(counts: &BTreeMap<&'a str, usize>) -> Vec<(&'a str, usize)> {
    let mut sorted: Vec<(&str, usize)> = counts.iter().map(|(name, count)| (*name, *count)).collect();
    sorted.sort_by_key(|(name, count)| (usize::MAX - count, *name));
    sorted
}

/// The columns of each table; one table without columns if there are none.
fn chunks<T>(columns: &[T]) -> impl Iterator<Item = &[T]> {
    let none: &[T] = &[];
    columns.chunks(MAX_COLUMNS).chain(columns.is_empty().then_some(none))
}

/// The name of a column.
fn shown(name: &str) -> String {
    if name.is_empty() { "(none)".to_owned() } else { escape_controls(name).to_string() }
}

/// Prints a table of rates with the rules as rows.
fn write_rates(out: &mut String, title: &str, rates: &BTreeMap<&str, Rates<'_>>, rules: &[(&str, usize)]) {
    let filled = rates.iter().filter(|(_, rates)| rates.segments > 0 || !rates.problems.is_empty());
    let columns: Vec<(&str, &Rates<'_>)> = filled.map(|(name, rates)| (*name, rates)).collect();
    for columns in columns.chunks(MAX_COLUMNS) {
        let _ = writeln!(out, "{title}");
        let mut line = |cells: Vec<String>, name: &str| {
            for (n, cell) in cells.iter().enumerate() {
                let _ = write!(out, "{}{cell:>10}", if n == 0 { "" } else { "  " });
            }
            let _ = writeln!(out, "  {name}");
        };
        line(columns.iter().map(|(name, _)| shown(name)).collect(), "rule");
        line(columns.iter().map(|(_, rates)| rates.segments.to_string()).collect(), "(segments)");
        for (rule, _) in rules.iter().filter(|(rule, _)| columns.iter().any(|(_, rates)| rates.problems.contains_key(rule))) {
            let cell = |rates: &Rates<'_>| match (rates.per_1000_segments.get(rule), rates.problems.get(rule)) {
                (Some(rate), _) => format!("{rate:.2}"),
                (None, Some(_)) => "-".to_owned(),
                (None, None) => "0".to_owned(),
            };
            line(columns.iter().map(|(_, rates)| cell(rates)).collect(), rule);
        }
        out.push('\n');
    }
}
