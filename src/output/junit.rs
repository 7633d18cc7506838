//! JUnit's XML: a document is a test suite, a finding is a test that fails, and what was not checked is a test that was
//! skipped. A document without either has one test that passes.

use super::{LONGEST, LineIndex, bounded, explained};
use crate::document::not_checked::NotChecked;
use crate::report::{Report, ReportedFinding};
use crate::rules::rule::Level;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What stands in one suite.
#[derive(Default)]
struct Suite<'a> {
    findings: &'a [ReportedFinding],
    not_checked: Vec<&'a NotChecked>,
}

/// Prints a report.
pub fn print(report: &Report) -> String {
    let names = report.documents.linted.iter().map(|document| document.text.name());
    let mut suites: BTreeMap<&str, Suite<'_>> = names.map(|name| (name, Suite::default())).collect();
    for findings in report.findings.chunk_by(|a, b| a.finding.document == b.finding.document) {
        let name = report.documents[findings[0].finding.document].text.name();
        suites.entry(name).or_default().findings = findings;
    }
    for entry in &report.not_checked {
        suites.entry(&entry.path).or_default().not_checked.push(entry);
    }
    let tests: usize = suites.values().map(Suite::tests).sum();
    let suites: Vec<(&str, Suite<'_>)> = suites.into_iter().collect();
    let printed: Vec<String> = suites.par_iter().map(|(name, suite)| suite.print(name, report)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <testsuites name=\"bitext\" tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}</testsuites>\n",
        report.findings.len(),
        report.not_checked.len(),
        printed.concat()
    )
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        (self.findings.len() + self.not_checked.len()).max(1)
    }

    fn print(&self, name: &str, report: &Report) -> String {
        let name = escaped(&bounded(name, LONGEST));
        let (failures, skipped) = (self.findings.len(), self.not_checked.len());
        let mut out = String::new();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">",
            self.tests()
        );
        if let [first, ..] = self.findings {
            let index = LineIndex::new(&report.documents[first.finding.document].text);
            for judged in self.findings {
                failure(&mut out, &name, &index, judged);
            }
        }
        for (n, entry) in self.not_checked.iter().enumerate() {
            let (what, reason) = (entry.what.name(), escaped(&bounded(&entry.reason, LONGEST)));
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

/// A test that fails. Its name has the fingerprint, so that it is the same test when lines move.
fn failure(out: &mut String, name: &str, index: &LineIndex<'_>, judged: &ReportedFinding) {
    let finding = &judged.finding;
    let position = index.position(finding.span.start);
    let (rule, line, column) = (finding.rule.id, position.line, position.column);
    let level = if judged.level == Level::Error { "error" } else { "warning" };
    let message = escaped(&bounded(&finding.message, LONGEST));
    let _ = writeln!(out, "    <testcase name=\"{rule} {}\" classname=\"{name}\">", judged.fingerprint);
    let text = escaped(&explained(finding));
    let _ = writeln!(out, "      <failure type=\"{level}\" message=\"{message}\">{name}:{line}:{column}: {text}</failure>");
    out.push_str("    </testcase>\n");
}

/// A harmless text as XML. Characters that XML forbids, and that are no control characters, are replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            char => safe.push(char),
        }
    }
    safe
}
