//! JSON in lines: each finding of version 1 in a line of its own, and a last line with the summary.

use super::json::{Summary, escaped, of_document, summary};
use crate::judge::Report;
use serde::Serialize;

#[derive(Serialize)]
struct Last<'a> {
    summary: Summary<'a>,
}

/// Prints a report.
pub fn print(report: &Report) -> String {
    let mut out = report.print_by_document(|_, findings| {
        let lines = of_document(report, findings).into_iter();
        escaped(lines.map(|finding| line(&finding)).collect())
    });
    out.push_str(&escaped(line(&Last { summary: summary(report) })));
    out
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists are JSON") + "\n"
}
