//! The status as a table: as text with bars, and as Markdown for the summary of a CI job.

use super::escape_controls;
use crate::project::status::{Locale, Row, Status};
use crate::source::provenance::Freshness;
use crate::text::phrases::counted;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// The width of a bar in columns.
const BAR_WIDTH: usize = 20;

const HEADS: [&str; 11] = [
    "locale",
    "documents",
    "fresh",
    "stale",
    "orphan",
    "unknown",
    "missing",
    "pairs",
    "stale pairs",
    "missing segments",
    "days behind",
];

/// Prints a text table. A bar shows the share of documents that are fresh (`█`), stale (`▒`), and neither (`·`).
pub fn human(status: &Status, documents: bool, color: bool) -> String {
    let paint = |code: &str, text: &str| if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let rows: Vec<Vec<String>> = status.locales.iter().map(cells).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].width());
        cells.chain([HEADS[column].width()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
    let line = |cells: &[String]| {
        let mut line = format!("{}{}", cells[0], " ".repeat(widths[0] - cells[0].width()));
        for (cell, width) in cells.iter().zip(&widths).skip(1) {
            let _ = write!(line, "  {}{cell}", " ".repeat(width - cell.width()));
        }
        line
    };
    let mut out = format!("{}  {}\n", line(&HEADS.map(str::to_owned)), "freshness");
    for (row, locale) in rows.iter().zip(&status.locales) {
        let (fresh, stale, rest) = bar(locale);
        let bar = [paint("32", &"█".repeat(fresh)), paint("33", &"▒".repeat(stale)), "·".repeat(rest)].concat();
        let _ = writeln!(out, "{}  {bar}", line(row));
    }
    for locale in &status.locales {
        if let Some(oldest) = locale.oldest().filter(|row| row.days_behind.is_some()) {
            let lag = days_behind(oldest.days_behind.unwrap_or(0));
            let _ = writeln!(out, "oldest in {}: {} ({lag})", escape_controls(&locale.locale), escape_controls(&oldest.path));
        }
    }
    if let Some(commit) = &status.commit {
        let _ = writeln!(out, "source commit: {}", &commit[..commit.len().min(12)]);
    }
    if documents {
        out.push('\n');
        for row in status.locales.iter().flat_map(|locale| &locale.documents) {
            let _ = writeln!(out, "{:<8} {}{}", state(row), escape_controls(&row.path), detail(row));
        }
    }
    if !status.not_checked.is_empty() {
        out.push_str("Not checked:\n");
        for entry in &status.not_checked {
            let _ = writeln!(out, "  {}: {}", escape_controls(&entry.path), escape_controls(&entry.reason));
        }
    }
    out
}

/// Prints a Markdown table.
pub fn markdown(status: &Status, documents: bool) -> String {
    let mut out = format!("| {} |\n|---|{}\n", HEADS.join(" | "), "---:|".repeat(HEADS.len() - 1));
    for locale in &status.locales {
        let cells: Vec<String> = cells(locale).iter().map(|cell| escape_cell(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    if documents {
        out.push_str("\n| state | document | stale pairs | missing segments | days behind |\n|---|---|---:|---:|---:|\n");
        for row in status.locales.iter().flat_map(|locale| &locale.documents) {
            let days = row.days_behind.map_or(String::new(), |days| days.to_string());
            let (state, path) = (state(row), escape_cell(&row.path));
            let _ = writeln!(out, "| {state} | {path} | {} | {} | {days} |", row.stale_pairs, row.missing_segments);
        }
    }
    if !status.not_checked.is_empty() {
        let _ = writeln!(out, "\nNot checked: {}.", status.not_checked.len());
    }
    out
}

/// Escapes a text for a cell of a Markdown table.
fn escape_cell(text: &str) -> String {
    let mut out = String::new();
    for char in escape_controls(text).chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '|' | '`' | '[' | ']' | '*' | '_' | '\\' | '!' | '#' | '@' | '~' => out.extend(['\\', char]),
            char => out.push(char),
        }
    }
    out
}

fn cells(locale: &Locale) -> Vec<String> {
    let missing = locale.count(None);
    let numbers = [
        locale.documents.len() - missing,
        locale.count(Some(Freshness::Fresh)),
        locale.count(Some(Freshness::Stale)),
        locale.count(Some(Freshness::Orphan)),
        locale.count(Some(Freshness::Unknown)),
        missing,
        locale.sum(|row| row.pairs),
        locale.sum(|row| row.stale_pairs),
        locale.sum(|row| row.missing_segments),
    ];
    let days = locale.median_days_behind().map_or("-".to_owned(), |days| days.to_string());
    std::iter::once(escape_controls(&locale.locale).into_owned()).chain(numbers.map(|n| n.to_string())).chain([days]).collect()
}

/// The numbers of columns of a bar that are fresh, stale, and neither.
fn bar(locale: &Locale) -> (usize, usize, usize) {
    let all = locale.documents.len().max(1);
    let part = |state| (locale.count(Some(state)) * BAR_WIDTH + all / 2) / all;
    let fresh = part(Freshness::Fresh).min(BAR_WIDTH);
    let stale = part(Freshness::Stale).min(BAR_WIDTH - fresh);
    (fresh, stale, BAR_WIDTH - fresh - stale)
}

fn days_behind(days: i64) -> String {
    if days == 1 { "1 day behind".to_owned() } else { format!("{days} days behind") }
}

fn state(row: &Row) -> &'static str {
    row.state.map_or("missing", Freshness::name)
}

fn detail(row: &Row) -> String {
    let mut parts = Vec::new();
    if row.stale_pairs > 0 {
        parts.push(counted(row.stale_pairs, "stale pair"));
    }
    if row.missing_segments > 0 {
        parts.push(counted(row.missing_segments, "missing segment"));
    }
    if let Some(days) = row.days_behind {
        parts.push(days_behind(days));
    }
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::days_behind;

    #[test]
    fn days_have_a_singular_and_a_plural() {
        assert_eq!([days_behind(1), days_behind(2)], ["1 day behind", "2 days behind"]);
    }
}
