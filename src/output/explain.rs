//! The pages of the rules in Markdown, and the page on precision.

use crate::rules::RULES;
use crate::rules::rule::{FixKind, Rule};
use crate::text::phrases::counted;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The page of a rule, as in `docs/rules`.
pub fn page(rule: &Rule) -> String {
    let (summary, rest) = rule.docs.trim().split_once("\n").unwrap_or_default();
    let mut page = format!("# {}\n\n{summary}\n\n", rule.id);
    let _ = writeln!(
        page,
        "Group `{}`, level `{}`, since {}. {}\n",
        rule.group.name(),
        rule.level.name(),
        rule.since,
        fix_sentence(rule.fix)
    );
    let _ = writeln!(page, "{}", rest.trim());
    write_options(&mut page, rule);
    write_precision(&mut page, rule);
    page
}

/// A sentence on the fixes of a rule.
fn fix_sentence(kind: FixKind) -> &'static str {
    match kind {
        FixKind::None => "It has no fix.",
        FixKind::Safe => "It has a safe fix.",
        FixKind::SafeOrUnsafe => "It has safe and unsafe fixes.",
    }
}

/// Writes the options of a rule, if it has any.
fn write_options(page: &mut String, rule: &Rule) {
    let options = rule.options.map(|options| options.all()).unwrap_or_default();
    let Some(first) = options.first() else { return };
    let _ = writeln!(page, "\n## Options\n\n| option | default | meaning |\n|---|---|---|");
    for option in &options {
        let _ = writeln!(page, "| `{}` | `{}` | {} |", option.name, option.default, option.description);
    }
    let _ = writeln!(page, "\n```toml\n[rules]\n{} = {{ {} = {} }}\n```", rule.id, first.name, first.example);
}

/// The measured figures: a line for each rule, repository and locale.
static FIGURES: &str = include_str!("../../docs/precision/figures.csv");

/// A line of the figures.
struct Figure<'a> {
    rule: &'a str,
    repository: &'a str,
    locale: &'a str,
    /// The findings of this version, the judged findings of any version, those of them that this version still reports, and the
    /// faults among these.
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

/// How often a rule was right on the measured documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Precision {
    /// The number of findings of this version.
    pub findings: usize,
    /// The number of findings of this version or an earlier one that readers judged.
    pub judged: usize,
    /// The repositories of the judged findings.
    pub repositories: BTreeSet<&'static str>,
    /// The languages of the judged findings.
    pub languages: BTreeSet<&'static str>,
    /// The number of judged findings that this version still reports.
    pub reported: usize,
    /// The number of faults among the findings in `reported`.
    pub faults: usize,
}

impl Precision {
    /// The figures of a rule, added up.
    pub fn for_rule(rule: &Rule) -> Self {
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

    /// The share of faults in percent. Empty for fewer than twenty findings.
    fn share(&self) -> String {
        if self.reported < 20 { String::new() } else { format!("{:.0} %", 100.0 * self.faults as f64 / self.reported as f64) }
    }
}

/// Writes the figures of a rule, or the reason why it needs none.
fn write_precision(page: &mut String, rule: &Rule) {
    let precision = Precision::for_rule(rule);
    let exact = rule.exact;
    if precision.judged == 0 && exact.is_none() {
        return;
    }
    let _ = writeln!(page, "\n## Precision\n");
    if let Some(why) = exact {
        let _ = writeln!(page, "The claim is exact by construction: {why}.");
    }
    if precision.judged > 0 {
        let _ = writeln!(
            page,
            "{}Reviewers judged {} from {} in {}. This version still reports {} of them, and {} of these are faults \
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

/// The page on precision: the method, and the figures of all rules.
pub fn precision() -> String {
    let mut page = String::from(
        "# Precision\n\n\
        This page shows how often a finding is a fault that a careful localization team would fix. It was measured on 5,125 real \
        localized documents with 324,817 segments, from six repositories in ten languages. Most are machine translations from 2018 to \
        2021. They are not part of this repository.\n\n\
        ## Method\n\n\
        Findings were drawn at random. Reviewers judged them one by one, with both texts visible. The reviewers were language models, not \
        people, and did not know the rules. `fault`: the claim is true, and the team would fix it. `noise`: the claim is true, but \
        nobody would fix it or want to read it. `false`: the claim is wrong. There were five rounds:\n\n\
        1. 472 findings of an early version, in one repository and five languages. The rules had been developed on these documents.\n\
        2. 542 findings of the previous version, in the other five repositories. Over all documents, 60 % were faults. The false \
        findings and the noise led to the corrections in this version.\n\
        3. 434 findings of this version that nobody had read before, mixed with 28 invented claims. No invented claim was judged a \
        fault.\n\
        4. 243 findings of four new rules, in documents on which they had not been developed. Their author read them, and knew the \
        rules. After this round two of the rules were corrected.\n\
        5. 773 findings of thirteen new or changed rules, in documents that were kept aside. Parts of these had been seen before \
        for some rules. Afterwards several rules were corrected, and some fixes were removed.\n\n\
        ## Levels\n\n\
        A rule is an error or a warning by default for one of two reasons. Either its claim is exact by construction. Or at least 30 of \
        its findings were judged, from 3 repositories and 3 languages, and 95 % of those that it still reports are faults. All other \
        rules are `info` or off.\n\n\
        ## Results\n\n\
        *Judged* counts the findings of all rounds. *Still reported* counts those that this version still reports. *Right* is the share \
        of faults among these, and is left out below 20. [precision/verdicts.csv](precision/verdicts.csv) has the verdicts of rounds 1, \
        3, 4 and 5.\n\n\
        | rule | level | findings | judged | repositories | languages | still reported | faults | right | exact by construction |\n\
        |---|---|---:|---:|---:|---:|---:|---:|---:|---|\n",
    );
    for rule in RULES {
        let precision = Precision::for_rule(rule);
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

/// A page for a terminal: headings in bold, code indented, lines wrapped at `width` columns. Without colour the page is
/// unchanged.
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
            write_wrapped(&mut out, line, width);
        }
    }
    out
}

/// Writes a line wrapped at `width` columns, with code spans in colour.
fn write_wrapped(out: &mut String, line: &str, width: usize) {
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
