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
    options(&mut page, rule);
    measured(&mut page, rule);
    page
}

/// What can be set of a rule, where something can.
fn options(page: &mut String, rule: &Rule) {
    let Some(first) = rule.options.first() else { return };
    let _ = writeln!(page, "\n## Options\n\n| option | default | meaning |\n|---|---|---|");
    for option in rule.options {
        let _ = writeln!(page, "| `{}` | `{}` | {} |", option.name, option.default, option.what);
    }
    let _ = writeln!(page, "\n```toml\n[rules]\n{} = {{ {} = {} }}\n```", rule.id, first.name, first.example);
}

/// What was measured of the rules on real documents: a line for each rule and locale.
static FIGURES: &str = include_str!("../docs/precision/figures.csv");

/// One line of it.
struct Figure<'a> {
    rule: &'a str,
    locale: &'a str,
    /// Pairs that were checked, findings among them, findings that were drawn and read, faults among those.
    counts: [usize; 4],
}

fn figures() -> impl Iterator<Item = Figure<'static>> {
    FIGURES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let (rule, locale) = (cells.next()?, cells.next()?);
        let mut counts = [0; 4];
        for count in &mut counts {
            *count = cells.next()?.parse().ok()?;
        }
        Some(Figure { rule, locale, counts })
    })
}

/// The rows of a table of figures, with their sum in the last.
fn rows(figures: &[Figure<'_>]) -> String {
    let mut rows = String::new();
    let row = |rows: &mut String, name: &str, [pairs, findings, drawn, faults]: [usize; 4]| {
        let rate = findings as f64 * 10_000.0 / pairs.max(1) as f64;
        let share = if drawn == 0 { "".to_owned() } else { format!("{:.0} %", 100.0 * faults as f64 / drawn as f64) };
        let _ = writeln!(rows, "| {name} | {findings} | {rate:.1} | {drawn} | {faults} | {share} |");
    };
    let mut sum = [0; 4];
    for figure in figures {
        row(&mut rows, figure.locale, figure.counts);
        sum.iter_mut().zip(figure.counts).for_each(|(sum, count)| *sum += count);
    }
    row(&mut rows, "all", sum);
    rows
}

const COLUMNS: &str = "| findings | per 10,000 pairs | read | faults | right |\n|---|---:|---:|---:|---:|---:|\n";

/// What was measured of a rule, where it was.
fn measured(page: &mut String, rule: &Rule) {
    let figures: Vec<Figure<'_>> = figures().filter(|figure| figure.rule == rule.id).collect();
    if figures.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n## Measured\n\nOn the corpus of [docs/precision.md](../precision.md):\n");
    let _ = write!(page, "| locale {COLUMNS}{}", rows(&figures));
}

/// The page on precision: how it was measured, and the figures of all rules.
pub fn precision() -> String {
    let mut page = String::from(
        "# Precision\n\n\
        How often a finding of group `translation`, or of `inconsistent-translation`, is a fault that a translator or docs \
        maintainer would want to mend, on real documents: five localized trees of one documentation set with 95,463 pairs \
        (de-DE, it-IT, ja-JP, ru-RU, zh-CN; mostly machine translation). They are not part of this repository.\n\n\
        Of each rule a hundred findings were drawn, or all where there are fewer:\n\n\
        ```sh\ncargo run --release --example sample -- RULE 2026 100 it-IT de-DE zh-CN ja-JP ru-RU\n```\n\n\
        They were mixed, without the names of their rules and with forty made-up claims among them, and read one by one with \
        both texts in view by readers who did not know the rules (language models, not people: each judged whether the claim is \
        true and worth mending; of the made-up claims 5 of 40 were taken for faults). The findings of `edge-whitespace` were read \
        with the whole line in view, among sixteen blanks that do not show. Each verdict is in \
        [precision/verdicts.csv](precision/verdicts.csv), by path, unit and rule.\n\n\
        The first reading made two rules better: of `edge-whitespace` 11 of 100 were faults, of `partly-untranslated` 11 of 17. The \
        figures are of the rules as they are now; those two were shaped on the findings that measure them.\n\n\
        A rule that is right less than 95 times of 100 is off by default. Rules without findings have not been shown to be right \
        on this corpus; faults planted in it are found (see the tests).\n",
    );
    for rule in RULES {
        let figures: Vec<Figure<'_>> = figures().filter(|figure| figure.rule == rule.id).collect();
        if !figures.is_empty() {
            let off = if rule.level == Level::Off { ", off by default" } else { "" };
            let _ = write!(page, "\n## {}{off}\n\n| locale {COLUMNS}{}", rule.id, rows(&figures));
        }
    }
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
        let _ = writeln!(list, "{:<24}  {:<11}  {:<5}  {}", rule.id, rule.group.name(), rule.level.name(), rule.summary);
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
