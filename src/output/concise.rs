//! The concise format: one line for each finding, `path:line:column: level[rule] message`.

use super::{LineIndex, MAX_MESSAGE, name_at_line_start, truncate};
use crate::report::Report;
use std::fmt::Write as _;

/// Prints a report.
pub fn print(report: &Report) -> String {
    report.print_by_document(|document, findings| {
        let index = LineIndex::new(&document.text);
        let mut out = String::new();
        for reported in findings {
            let finding = &reported.finding;
            let position = index.position(finding.span.start);
            let _ = writeln!(
                out,
                "{}:{}:{}: {}[{}] {}",
                name_at_line_start(document.text.name()),
                position.line,
                position.column,
                reported.level.name(),
                finding.rule.id,
                truncate(&finding.message, MAX_MESSAGE)
            );
        }
        out
    })
}
