//! JSON in lines: each finding of version 1 in a line of its own, those of level info as `info`, and a last line with the summary.

use super::json::{JsonFinding, Summary, escaped, of_document, summary};
use crate::report::Report;
use serde::Serialize;

#[derive(Serialize)]
struct Last<'a> {
    summary: Summary<'a>,
}

/// A finding of level info: by itself it would be taken for one that counts.
#[derive(Serialize)]
struct Info<'a> {
    info: JsonFinding<'a>,
}

/// Prints a report.
pub fn print(report: &Report) -> String {
    let mut out = report.print_by_document(|_, findings| {
        let lines = of_document(report, findings).into_iter();
        escaped(lines.map(|finding| line(&finding)).collect())
    });
    for info in of_document(report, &report.infos) {
        out.push_str(&escaped(line(&Info { info })));
    }
    out.push_str(&escaped(line(&Last { summary: summary(report) })));
    out
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists are JSON") + "\n"
}
