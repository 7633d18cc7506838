//! Markdown, for the summary of a job: counts, rules, the first findings, and what was not checked.

use super::{Places, bounded, gated, unlisted_infos};
use crate::report::{Report, ReportedFinding};
use crate::rules::rule::Level;
use crate::text::phrases::counted;
use std::collections::HashMap;
use std::fmt::Write as _;

/// How many findings, and how many reasons why something was not checked, are shown. Services refuse summaries over 1 MiB.
const SHOWN: usize = 200;

/// How many characters of a text are shown.
const LONGEST: usize = 300;

/// Prints a report.
pub fn print(report: &Report) -> String {
    let (errors, warnings) = (report.count(Level::Error), report.count(Level::Warn));
    let fixable = super::fixable(report);
    let mut out = format!(
        "## bitext\n\nChecked {} with {}: {} and {}{fixable}.\n",
        counted(report.documents.linted.len(), "document"),
        counted(report.pairs(), "pair"),
        counted(errors, "error"),
        counted(warnings, "warning"),
    );
    for line in unlisted_infos(report).into_iter().chain(gated(report)) {
        let _ = writeln!(out, "\n{}", inert(&line));
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

/// The table of findings, errors first: where not all are shown, the errors are.
fn findings(out: &mut String, report: &Report) {
    out.push_str("\n| place | level | rule | finding |\n|---|---|---|---|\n");
    let of = |level| report.findings.iter().filter(move |judged: &&ReportedFinding| judged.level == level);
    let places = Places::new(report);
    for judged in of(Level::Error).chain(of(Level::Warn)).chain(of(Level::Info)).take(SHOWN) {
        let finding = &judged.finding;
        let name = report.documents[finding.document].text.name();
        let position = places.position(finding.document, finding.span.start);
        let place = format!("{}:{}:{}", bounded(name, LONGEST), position.line, position.column);
        let (level, rule) = (judged.level.name(), finding.rule.id);
        let _ = writeln!(out, "| {} | {level} | {rule} | {} |", inert(&place), inert(&finding.message));
    }
    if report.findings.len() > SHOWN {
        let _ = writeln!(out, "\nand {} more", report.findings.len() - SHOWN);
    }
}

/// The reasons why something was not checked, each with the number of its documents and the first of them.
fn not_checked(out: &mut String, report: &Report) {
    if report.not_checked.is_empty() {
        return;
    }
    let mut place: HashMap<&str, usize> = HashMap::new();
    let mut reasons: Vec<(&str, &str, usize)> = Vec::new();
    for entry in &report.not_checked {
        let at = *place.entry(&entry.reason).or_insert(reasons.len());
        match reasons.get_mut(at) {
            Some((_, _, count)) => *count += 1,
            None => reasons.push((&entry.reason, &entry.path, 1)),
        }
    }
    out.push_str("\n### Not checked\n\n| documents | reason | first |\n|---:|---|---|\n");
    for (reason, path, count) in reasons.iter().take(SHOWN) {
        let _ = writeln!(out, "| {count} | {} | {} |", inert(reason), inert(path));
    }
    if reasons.len() > SHOWN {
        let _ = writeln!(out, "\nand {} more reasons", reasons.len() - SHOWN);
    }
}

/// A text as code, with all its marks as character references. As code it is left alone by services that look for names,
/// references and addresses in what was rendered; without its marks it is left alone by the parser. An address of mail is
/// found after references are resolved: the comment is in its way.
fn inert(text: &str) -> String {
    let mut safe = String::from("<code>");
    let mut run = 0;
    for char in bounded(text, LONGEST).chars() {
        match char {
            '@' => safe.push_str("&#64;<!-- -->"),
            '.' if run >= 3 => safe.push_str("&#46;"),
            '.' | ',' | ';' | '-' | '/' | '?' | '+' | '=' | ' ' => safe.push(char),
            char if char.is_ascii_punctuation() => {
                let _ = write!(safe, "&#{};", char as u32);
            }
            char => safe.push(char),
        }
        run = if char.eq_ignore_ascii_case(&'w') { run + 1 } else { 0 };
    }
    safe + "</code>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_of_a_text_is_left() {
        assert_eq!(inert("a|<b> @c"), "<code>a&#124;&#60;b&#62; &#64;<!-- -->c</code>");
        assert_eq!(inert("www.x.org `[a](b)`"), "<code>www&#46;x.org &#96;&#91;a&#93;&#40;b&#41;&#96;</code>");
    }
}
