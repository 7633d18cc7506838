//! The Markdown format, for the summary of a CI job: counts, rules, the first findings, and the skipped checks.

use super::{LineIndices, comparison_sentences, truncate, unlisted_infos_sentence};
use crate::report::Report;
use crate::report::decide::Decided;
use crate::rules::rule::Level;
use crate::text::phrases::counted;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The largest number of rows of a table. GitHub rejects summaries over 1 MiB.
const MAX_ROWS: usize = 200;

/// The largest number of characters of a text in a cell.
const MAX_CELL: usize = 300;

/// Prints a report.
pub fn print(report: &Report) -> String {
    let (errors, warnings) = (report.count(Level::Error), report.count(Level::Warn));
    let fix_hint = super::fix_hint(report);
    let mut out = format!(
        "## bitext\n\nChecked {} with {}: {} and {}{fix_hint}.\n",
        counted(report.run.documents.given().count(), "document"),
        counted(report.pairs(), "pair"),
        counted(errors, "error"),
        counted(warnings, "warning"),
    );
    for line in unlisted_infos_sentence(report).into_iter().chain(comparison_sentences(report)) {
        let _ = writeln!(out, "\n{}", literal(&line));
    }
    if !report.findings.is_empty() {
        out.push_str("\n| rule | level | findings |\n|---|---|---:|\n");
        for (rule, level, count) in report.by_rule() {
            let _ = writeln!(out, "| {rule} | {} | {count} |", level.name());
        }
        findings(&mut out, report);
    }
    not_checked(&mut out, report);
    out
}

/// Prints the table of findings. Errors come first, so that they are shown if the table is cut.
fn findings(out: &mut String, report: &Report) {
    out.push_str("\n| location | level | rule | finding |\n|---|---|---|---|\n");
    let with_level = |level| report.findings.iter().filter(move |reported: &&Decided| reported.level == level);
    let indices = LineIndices::new(report);
    for reported in with_level(Level::Error).chain(with_level(Level::Warn)).chain(with_level(Level::Info)).take(MAX_ROWS) {
        let finding = &reported.finding;
        let name = report.run.documents[finding.document].text.name();
        let position = indices.position(finding.document, finding.span.start);
        let location = format!("{}:{}:{}", truncate(name, MAX_CELL), position.line, position.column);
        let (level, rule) = (reported.level.name(), finding.rule.id);
        let _ = writeln!(out, "| {} | {level} | {rule} | {} |", literal(&location), literal(&finding.message));
    }
    if report.findings.len() > MAX_ROWS {
        let _ = writeln!(out, "\nand {}", counted(report.findings.len() - MAX_ROWS, "more finding"));
    }
}

/// Prints the reasons for skipped checks, each with the number of its documents and the first of them.
fn not_checked(out: &mut String, report: &Report) {
    if report.run.coverage.not_checked.is_empty() {
        return;
    }
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut reasons: Vec<(&str, &str, usize)> = Vec::new();
    for entry in &report.run.coverage.not_checked {
        let at = *positions.entry(&entry.reason).or_insert(reasons.len());
        match reasons.get_mut(at) {
            Some((_, _, count)) => *count += 1,
            None => reasons.push((&entry.reason, &entry.path, 1)),
        }
    }
    out.push_str("\n### Not checked\n\n| documents | reason | first document |\n|---:|---|---|\n");
    for (reason, path, count) in reasons.iter().take(MAX_ROWS) {
        let _ = writeln!(out, "| {count} | {} | {} |", literal(reason), literal(path));
    }
    if reasons.len() > MAX_ROWS {
        let _ = writeln!(out, "\nand {}", counted(reasons.len() - MAX_ROWS, "more reason"));
    }
}

/// Encodes a text so that it is shown literally: as code, with punctuation as character references.
///
/// Services look for names, references and addresses in rendered text, but not in code. The parser finds no markup without
/// punctuation. GitHub finds mail addresses after it resolves references, and the comment prevents that.
fn literal(text: &str) -> String {
    let mut out = String::from("<code>");
    let mut run = 0;
    for char in truncate(text, MAX_CELL).chars() {
        match char {
            '@' => out.push_str("&#64;<!-- -->"),
            '.' if run >= 3 => out.push_str("&#46;"),
            '.' | ',' | ';' | '-' | '/' | '?' | '+' | '=' | ' ' => out.push(char),
            char if char.is_ascii_punctuation() => {
                let _ = write!(out, "&#{};", char as u32);
            }
            char => out.push(char),
        }
        run = if char.eq_ignore_ascii_case(&'w') { run + 1 } else { 0 };
    }
    out + "</code>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_becomes_character_references() {
        assert_eq!(literal("a|<b> @c"), "<code>a&#124;&#60;b&#62; &#64;<!-- -->c</code>");
        assert_eq!(literal("www.x.org `[a](b)`"), "<code>www&#46;x.org &#96;&#91;a&#93;&#40;b&#41;&#96;</code>");
    }
}
