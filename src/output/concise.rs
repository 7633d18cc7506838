//! The concise format: one line a finding, `path:line:column: level[rule] message`.

use super::{LineIndex, harmless};
use crate::judge::Report;
use std::fmt::Write as _;

/// Prints a report.
pub fn print(report: &Report) -> String {
    let mut out = String::new();
    let mut index: Option<(usize, LineIndex<'_>)> = None;
    for judged in &report.findings {
        let finding = &judged.finding;
        let document = &report.documents[finding.document];
        if index.as_ref().is_none_or(|(of, _)| *of != finding.document) {
            index = Some((finding.document, LineIndex::new(&document.text)));
        }
        let position = index.as_ref().expect("set above").1.position(finding.span.start);
        let _ = writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            harmless(document.text.name()),
            position.line,
            position.column,
            judged.level.name(),
            finding.rule.id,
            harmless(&finding.message)
        );
    }
    out
}
