//! The concise format: one line a finding, `path:line:column: level[rule] message`.

use super::{LONGEST, LineIndex, bounded, place};
use crate::report::Report;
use std::fmt::Write as _;

/// Prints a report.
pub fn print(report: &Report) -> String {
    report.print_by_document(|document, findings| {
        let index = LineIndex::new(&document.text);
        let mut out = String::new();
        for judged in findings {
            let finding = &judged.finding;
            let position = index.position(finding.span.start);
            let _ = writeln!(
                out,
                "{}:{}:{}: {}[{}] {}",
                place(document.text.name()),
                position.line,
                position.column,
                judged.level.name(),
                finding.rule.id,
                bounded(&finding.message, LONGEST)
            );
        }
        out
    })
}
