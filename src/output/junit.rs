//! The JUnit XML format. A document is a test suite, a finding is a failed test, and a skipped check is a skipped test. A document
//! without either has one test that passes.

use super::{LineIndex, MAX_MESSAGE, message_and_help, truncate};
use crate::document::not_checked::NotChecked;
use crate::report::Report;
use crate::report::decide::Decided;
use crate::rules::rule::Level;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The tests of one document.
#[derive(Default)]
struct Suite<'a> {
    findings: &'a [Decided],
    not_checked: Vec<&'a NotChecked>,
}

/// Prints a report.
pub fn print(report: &Report) -> String {
    let names = report.run.documents.given().map(|document| document.text.name());
    let mut suites: BTreeMap<&str, Suite<'_>> = names.map(|name| (name, Suite::default())).collect();
    for findings in report.findings.chunk_by(|a, b| a.finding.document == b.finding.document) {
        let name = report.run.documents[findings[0].finding.document].text.name();
        suites.entry(name).or_default().findings = findings;
    }
    for entry in &report.run.coverage.not_checked {
        suites.entry(&entry.path).or_default().not_checked.push(entry);
    }
    let tests: usize = suites.values().map(Suite::tests).sum();
    let suites: Vec<(&str, Suite<'_>)> = suites.into_iter().collect();
    let printed: Vec<String> = suites.par_iter().map(|(name, suite)| suite.print(name, report)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <testsuites name=\"bitext\" tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}</testsuites>\n",
        report.findings.len(),
        report.run.coverage.not_checked.len(),
        printed.concat()
    )
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        (self.findings.len() + self.not_checked.len()).max(1)
    }

    fn print(&self, name: &str, report: &Report) -> String {
        let name = escape(&truncate(name, MAX_MESSAGE));
        let (failures, skipped) = (self.findings.len(), self.not_checked.len());
        let mut out = String::new();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">",
            self.tests()
        );
        if let [first, ..] = self.findings {
            let index = LineIndex::new(&report.run.documents[first.finding.document].text);
            for reported in self.findings {
                failure(&mut out, &name, &index, reported);
            }
        }
        for (n, entry) in self.not_checked.iter().enumerate() {
            let (what, reason) = (entry.what.name(), escape(&truncate(&entry.reason, MAX_MESSAGE)));
            let _ = writeln!(
                out,
                "    <testcase name=\"not checked {}: {what}\" classname=\"{name}\">\n      <skipped message=\"{reason}\"/>\n    </testcase>",
                n + 1
            );
        }
        if failures + skipped == 0 {
            let _ = writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\"/>");
        }
        out.push_str("  </testsuite>\n");
        out
    }
}

/// Prints a failed test. Its name contains the fingerprint, so it is the same test when lines move.
fn failure(out: &mut String, name: &str, index: &LineIndex<'_>, reported: &Decided) {
    let finding = &reported.finding;
    let position = index.position(finding.span.start);
    let (rule, line, column) = (finding.rule.id, position.line, position.column);
    let level = if reported.level == Level::Error { "error" } else { "warning" };
    let message = escape(&truncate(&finding.message, MAX_MESSAGE));
    let _ = writeln!(out, "    <testcase name=\"{rule} {}\" classname=\"{name}\">", reported.fingerprint);
    let text = escape(&message_and_help(finding));
    let _ = writeln!(out, "      <failure type=\"{level}\" message=\"{message}\">{name}:{line}:{column}: {text}</failure>");
    out.push_str("    </testcase>\n");
}

/// Escapes a text for XML. The text must have no control characters. Other characters that XML forbids are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}
