//! How often the rules are right on real documents: the page with the figures is up to date, and every rule that is a warning or
//! an error has figures.
//!
//! `BITEXT_BLESS=1 cargo test --test precision` rewrites `docs/precision/figures.csv` (where `../shared` is at hand), and after it,
//! run again, `docs/precision.md`.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::output::explain::{Precision, precision};
use bitext::rules::RULES;
use bitext::rules::rule::Level;
use common::judged::{Found, Row, in_corpus, rows};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const TREES: [&str; 6] = ["ef", "partner-center", "project-operations", "nuget", "quantum", "hololens"];

fn at_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn up_to_date(path: &str, expected: &str) {
    if std::env::var_os("BITEXT_BLESS").is_some() {
        std::fs::write(at_root(path), expected).unwrap();
    }
    let text = std::fs::read_to_string(at_root(path)).unwrap_or_default();
    assert!(text == expected, "{path} is stale; BITEXT_BLESS=1 cargo test --test precision writes it anew");
}

#[test]
fn a_rule_that_is_on_was_shown_to_be_right() {
    for rule in RULES.iter().filter(|rule| rule.level > Level::Info) {
        let precision = Precision::for_rule(rule);
        let is_measured = precision.judged >= 30 && precision.repositories.len() >= 3 && precision.languages.len() >= 3;
        let is_right = precision.reported > 0 && precision.faults * 100 >= precision.reported * 95;
        assert!(rule.exact.is_some() || (is_measured && is_right), "{}: {precision:?}", rule.id);
    }
}

/// The verdicts of all readings; of a finding that was read more than once the last one.
fn verdicts(judged: &Path) -> Vec<Row> {
    let own = rows(&at_root("docs/precision/verdicts.csv"));
    let mut last: BTreeMap<(String, String, String), String> = BTreeMap::new();
    for row in rows(&judged.join("findings.csv")).into_iter().chain(own) {
        let path = row.path.trim_start_matches("corpus/").to_owned();
        last.insert((row.rule, path, row.unit), row.verdict);
    }
    last.into_iter().map(|((rule, path, unit), verdict)| Row { rule, path, unit, verdict }).collect()
}

#[test]
fn the_figures_are_those_of_the_corpus() {
    let (Some(corpus), Some(judged)) = (common::shared("corpus"), common::shared("judged")) else { return };
    let levels = RULES.iter().filter(|rule| rule.level == Level::Off).map(|rule| format!("{}=info", rule.id)).collect::<Vec<_>>();
    let trees: HashMap<&str, Found> = TREES.into_iter().map(|tree| (tree, Found::new(&corpus, tree, &levels))).collect();
    let mut counts: BTreeMap<(String, String, String), [usize; 4]> = BTreeMap::new();
    for tree in TREES {
        for judged in &trees[tree].report.findings {
            let document = &trees[tree].report.run.documents[judged.finding.document];
            let path = in_corpus(document.text.name());
            let locale = path.split('/').nth(1).unwrap().to_ascii_lowercase();
            counts.entry((judged.finding.rule.id.to_owned(), tree.to_owned(), locale)).or_default()[0] += 1;
        }
    }
    for row in verdicts(&judged) {
        let mut folders = row.path.split('/');
        let (tree, locale) = (folders.next().unwrap(), folders.next().unwrap().to_ascii_lowercase());
        let count = counts.entry((row.rule.clone(), tree.to_owned(), locale)).or_default();
        count[1] += 1;
        if trees[tree].reports(&row, |rule| rule == row.rule) {
            count[2] += 1;
            count[3] += usize::from(row.verdict == "fault");
        }
    }
    let mut figures = String::from("rule,repository,locale,findings,judged,reported,faults\n");
    for ((rule, tree, locale), [findings, judged, reported, faults]) in counts {
        let _ = writeln!(figures, "{rule},{tree},{locale},{findings},{judged},{reported},{faults}");
    }
    up_to_date("docs/precision/figures.csv", &figures);
}

#[test]
fn the_page_is_made_of_the_figures() {
    up_to_date("docs/precision.md", &precision());
}
