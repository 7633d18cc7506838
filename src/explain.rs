//! The pages of the rules: one Markdown text each, made from the rule's static.

use crate::rule::{Example, Level, Rule};
use crate::rules::RULES;
use std::fmt::Write as _;

/// A rule's page, as it stands in `docs/rules`.
pub fn page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n", rule.id);
    let _ = writeln!(page, "Reports {}.\n", as_clause(rule.summary));
    let _ = writeln!(page, "Group `{}`, level `{}`, since {}.\n", rule.group.name(), rule.level.name(), rule.since);
    let _ = writeln!(page, "## What it does\n\n{}\n", rule.what);
    let _ = writeln!(page, "## Why it matters\n\n{}\n", rule.why);
    let _ = writeln!(page, "## Example\n");
    examples(&mut page, rule.wrong);
    let _ = writeln!(page, "## Use instead\n");
    examples(&mut page, rule.right);
    let _ = writeln!(page, "## What to do\n\n{}", rule.remedy);
    page
}

/// The summary of a rule after "Reports".
fn as_clause(summary: &str) -> String {
    format!("when {summary}")
}

fn examples(page: &mut String, examples: &[Example]) {
    for (n, example) in examples.iter().enumerate() {
        let later = examples[n + 1..].iter().any(|other| other.path == example.path);
        let when = if later { " at handoff" } else { "" };
        if example.content.is_empty() {
            let _ = writeln!(page, "`{}` was taken away since.\n", example.path);
        } else {
            let language = if example.path.ends_with(".toml") { "toml" } else { "markdown" };
            let _ = writeln!(page, "`{}`{when}:\n\n```{language}\n{}```\n", example.path, fenced(example.content));
        }
    }
}

/// Content whose own fences cannot end the fence around it.
fn fenced(content: &str) -> String {
    let ended = if content.ends_with('\n') { content.to_owned() } else { format!("{content}\n") };
    ended.replace("```", "~~~")
}

/// The table of all rules, for the README.
pub fn table() -> String {
    let mut table = String::from("| rule | group | level | reports when |\n|---|---|---|---|\n");
    for rule in RULES {
        let _ = writeln!(
            table,
            "| [`{id}`](docs/rules/{id}.md) | {} | {} | {} |",
            rule.group.name(),
            rule.level.name(),
            rule.summary,
            id = rule.id
        );
    }
    table
}

/// The list of all rules, for a terminal.
pub fn list() -> String {
    let mut list = String::new();
    for rule in RULES {
        let level = match rule.level {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Off => "off",
        };
        let _ = writeln!(list, "{:<24}  {:<11}  {level:<5}  {}", rule.id, rule.group.name(), rule.summary);
    }
    list
}

/// A rule's page for a terminal: headings in bold, code set in, lines wrapped at `width` columns. Without colour it is the
/// page as it is.
pub fn for_terminal(page: &str, color: bool, width: usize) -> String {
    if !color {
        return page.to_owned();
    }
    let mut out = String::new();
    let mut code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            code = !code;
        } else if code {
            let _ = writeln!(out, "    \u{1b}[2m{line}\u{1b}[0m");
        } else if let Some(heading) = line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
            let _ = writeln!(out, "\u{1b}[1m{heading}\u{1b}[0m");
        } else {
            wrapped(&mut out, line, width);
        }
    }
    out
}

/// Writes a line in pieces of at most `width` columns, code spans in colour.
fn wrapped(out: &mut String, line: &str, width: usize) {
    let mut column = 0;
    let mut code = false;
    for (i, word) in line.split(' ').enumerate() {
        let length = word.chars().filter(|c| *c != '`').count();
        if i > 0 {
            if column + 1 + length > width.clamp(40, 100) {
                out.push('\n');
                column = 0;
            } else {
                out.push(' ');
                column += 1;
            }
        }
        for char in word.chars() {
            if char == '`' {
                code = !code;
                out.push_str(if code { "\u{1b}[36m" } else { "\u{1b}[0m" });
            } else {
                out.push(char);
            }
        }
        column += length;
    }
    out.push_str(if code { "\u{1b}[0m\n" } else { "\n" });
}
