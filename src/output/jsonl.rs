//! The JSON Lines format: a line for each finding of JSON version 1, and a last line with the summary. A finding of level info is
//! in a field `info`.

use super::json::{JsonFinding, Summary, of_document, summary};
use super::json_text::line;
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
    let mut out = report.print_by_document(|_, findings| of_document(report, findings).iter().map(line).collect());
    for info in of_document(report, &report.infos) {
        out.push_str(&line(&InfoLine { info }));
    }
    out.push_str(&line(&LastLine { summary: summary(report) }));
    out
}
