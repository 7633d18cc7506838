//! The JSON Lines format: a line for each finding of JSON version 1, and a last line with the summary. A finding of level info is
//! in a field `info`.

use super::json::{JsonFinding, Summary, escape, of_document, summary};
use crate::report::Report;
use serde::Serialize;

#[derive(Serialize)]
struct LastLine<'a> {
    summary: Summary<'a>,
}

/// A finding of level info. Without the field `info`, a reader would count it like a warning.
#[derive(Serialize)]
struct InfoLine<'a> {
    info: JsonFinding<'a>,
}

/// Prints a report.
pub fn print(report: &Report) -> String {
    let mut out = report.print_by_document(|_, findings| {
        let lines = of_document(report, findings).into_iter();
        escape(lines.map(|finding| line(&finding)).collect())
    });
    for info in of_document(report, &report.infos) {
        out.push_str(&escape(line(&InfoLine { info })));
    }
    out.push_str(&escape(line(&LastLine { summary: summary(report) })));
    out
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists are JSON") + "\n"
}
