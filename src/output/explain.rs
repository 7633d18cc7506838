//! The pages of the rules: one Markdown text each, made from the rule's static.

use crate::rules::RULES;
use crate::rules::rule::{FixKind, Rule};
use crate::text::phrases::counted;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A rule's page, as it stands in `docs/rules`.
pub fn page(rule: &Rule) -> String {
    let (summary, rest) = rule.docs.trim().split_once("\n").unwrap_or_default();
    let mut page = format!("# {}\n\n{summary}\n\n", rule.id);
    let _ = writeln!(
        page,
        "Group `{}`, level `{}`, since {}. {}\n",
        rule.group.name(),
        rule.level.name(),
        rule.since,
        fixes(rule.fix)
    );
    let _ = writeln!(page, "{}", rest.trim());
    options(&mut page, rule);
    measured(&mut page, rule);
    page
}

/// The fixes that a rule has, in a sentence.
fn fixes(kind: FixKind) -> &'static str {
    match kind {
        FixKind::None => "It has no fix.",
        FixKind::Safe => "It has a safe fix.",
        FixKind::SafeOrUnsafe => "It has safe and unsafe fixes.",
    }
}

/// The options of a rule, where it has any.
fn options(page: &mut String, rule: &Rule) {
    let options = rule.options.map(|options| options.all()).unwrap_or_default();
    let Some(first) = options.first() else { return };
    let _ = writeln!(page, "\n## Options\n\n| option | default | meaning |\n|---|---|---|");
    for option in &options {
        let _ = writeln!(page, "| `{}` | `{}` | {} |", option.name, option.default, option.description);
    }
    let _ = writeln!(page, "\n```toml\n[rules]\n{} = {{ {} = {} }}\n```", rule.id, first.name, first.example);
}

/// What was measured of the rules on real documents: a line for each rule, repository and locale.
static FIGURES: &str = include_str!("../../docs/precision/figures.csv");

/// One line of it.
struct Figure<'a> {
    rule: &'a str,
    repository: &'a str,
    locale: &'a str,
    /// Findings of this version; findings that were judged in any version; those of them that this version still reports; faults
    /// among these.
    counts: [usize; 4],
}

fn figures(rule: &str) -> impl Iterator<Item = Figure<'static>> {
    FIGURES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            let (rule, repository, locale) = (cells.next()?, cells.next()?, cells.next()?);
            let mut counts = [0; 4];
            for count in &mut counts {
                *count = cells.next()?.parse().ok()?;
            }
            Some(Figure { rule, repository, locale, counts })
        })
        .filter(move |figure| figure.rule == rule)
}

/// What is known of how often a rule is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Precision {
    /// Findings of this version on the measured documents.
    pub findings: usize,
    /// Findings that readers judged, in this version or an earlier one.
    pub judged: usize,
    /// The repositories that they are from.
    pub repositories: BTreeSet<&'static str>,
    /// The languages that they are in.
    pub languages: BTreeSet<&'static str>,
    /// How many of them this version still reports.
    pub reported: usize,
    /// How many of those are faults.
    pub faults: usize,
}

impl Precision {
    /// What is known of a rule.
    pub fn of(rule: &Rule) -> Self {
        let mut precision = Self::default();
        for Figure { repository, locale, counts: [findings, judged, reported, faults], .. } in figures(rule.id) {
            precision.findings += findings;
            precision.judged += judged;
            precision.reported += reported;
            precision.faults += faults;
            if judged > 0 {
                precision.repositories.insert(repository);
                precision.languages.insert(locale.split('-').next().unwrap_or(locale));
            }
        }
        precision
    }

    /// The share of faults in percent; none for fewer than twenty findings.
    fn share(&self) -> String {
        if self.reported < 20 { String::new() } else { format!("{:.0} %", 100.0 * self.faults as f64 / self.reported as f64) }
    }
}

/// What was measured of a rule, or why its claim needs no measure.
fn measured(page: &mut String, rule: &Rule) {
    let precision = Precision::of(rule);
    let exact = rule.exact;
    if precision.judged == 0 && exact.is_none() {
        return;
    }
    let _ = writeln!(page, "\n## How sure it is\n");
    if let Some(why) = exact {
        let _ = writeln!(page, "The claim is exact by construction: {why}.");
    }
    if precision.judged > 0 {
        let _ = writeln!(
            page,
            "{}Readers judged {} from {} in {}. This version still reports {} of them, and {} of these are faults \
             ([how it was measured](../precision.md)).",
            if exact.is_some() { "\n" } else { "" },
            counted(precision.judged, "finding"),
            repositories(precision.repositories.len()),
            counted(precision.languages.len(), "language"),
            precision.reported,
            precision.faults
        );
    }
}

fn repositories(count: usize) -> String {
    if count == 1 { "1 repository".to_owned() } else { format!("{count} repositories") }
}

/// The page on precision: how it was measured, and the figures of all rules.
pub fn precision() -> String {
    let mut page = String::from(
        "# Precision\n\n\
        How often a finding is a fault that a careful localization team would fix, on real documents: 5,125 localized documents with 324,817 segments, of \
        six repositories in ten languages, mostly machine translation of 2018 to 2021. They are not part of this repository.\n\n\
        Findings were drawn at random and read one by one, with both texts in view, by readers who did not know the rules (language \
        models, not people). `fault` is a true claim that the team would fix; `noise` is a true claim that nobody would fix or want \
        to read; `false` is a wrong claim. There were three readings:\n\n\
        1. 472 findings of an early version, in one repository and five languages. The rules had been made on these documents.\n\
        2. 542 findings of the version before this one, in the five other repositories. 60 % were faults over all trees that were read. \
        What was false or noise led to the corrections of this version.\n\
        3. 434 findings of this version that no one had read before, mixed with 28 made-up claims, of which none was taken for a fault.\n\n\
        *Judged* counts the findings of all readings. *Still reported* are those that this version reports. *Right* is the share of \
        faults among these; no share is given for fewer than 20. The verdicts of the first and the third reading are in \
        [precision/verdicts.csv](precision/verdicts.csv).\n\n\
        A rule is on as a warning or an error if at least 30 of its findings were judged, from 3 repositories and in 3 languages, and \
        95 % of those that it still reports are faults, or if its claim is exact by construction. Other rules are `info` or off.\n\n\
        | rule | level | findings | judged | repositories | languages | still reported | faults | right | exact by construction |\n\
        |---|---|---:|---:|---:|---:|---:|---:|---:|---|\n",
    );
    for rule in RULES {
        let precision = Precision::of(rule);
        let exact = rule.exact.unwrap_or_default();
        if precision.judged > 0 || !exact.is_empty() {
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} | {} | {} | {} | {} | {exact} |",
                rule.id,
                rule.level.name(),
                precision.findings,
                precision.judged,
                precision.repositories.len(),
                precision.languages.len(),
                precision.reported,
                precision.faults,
                precision.share(),
            );
        }
    }
    page
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
            rule.summary(),
            id = rule.id
        );
    }
    table
}

/// The list of all rules, for a terminal.
pub fn list() -> String {
    let mut list = String::new();
    for rule in RULES {
        let _ = writeln!(list, "{:<24}  {:<11}  {:<5}  {}", rule.id, rule.group.name(), rule.level.name(), rule.summary());
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
