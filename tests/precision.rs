//! What the rules' findings were found to be when they were read: the documents that say so are up to date, and no rule is on
//! by default that is not right 95 times of 100.
//!
//! `BITEXT_BLESS=1 cargo test --test precision` rewrites `docs/precision/figures.csv` (where `../shared` is at hand) and
//! `docs/precision.md`.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests meet the world as a user does")]

mod common;

use bitext::config::Settings;
use bitext::rule::Level;
use bitext::rules;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const LOCALES: [&str; 5] = ["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

fn up_to_date(path: &str, expected: &str) {
    if std::env::var_os("BITEXT_BLESS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), expected).unwrap();
    }
    assert!(read(path) == expected, "{path} is stale; BITEXT_BLESS=1 cargo test --test precision writes it anew");
}

/// For each rule and locale that was read: how many findings were drawn, and how many of them are faults.
fn verdicts() -> BTreeMap<(String, String), (usize, usize)> {
    let text = read("docs/precision/verdicts.csv");
    let mut counts = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [rule, locale, _, _, verdict] = cells[..] else { panic!("docs/precision/verdicts.csv: {line}") };
        assert!(rules::find(rule).is_some() && LOCALES.contains(&locale), "{line}");
        assert!(["fault", "no fault"].contains(&verdict), "{line}");
        let count: &mut (usize, usize) = counts.entry((rule.to_owned(), locale.to_owned())).or_default();
        count.0 += 1;
        count.1 += usize::from(verdict == "fault");
    }
    counts
}

#[test]
fn no_rule_is_on_that_is_not_right_95_times_of_100() {
    let mut by_rule: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for ((rule, _), (drawn, faults)) in verdicts() {
        let sum = by_rule.entry(rule).or_default();
        *sum = (sum.0 + drawn, sum.1 + faults);
    }
    assert!(by_rule.len() > 10);
    for (rule, (drawn, faults)) in by_rule {
        let on = rules::find(&rule).unwrap().level > Level::Off;
        assert!(!on || faults * 100 >= drawn * 95, "{rule}: {faults} of {drawn}");
    }
}

#[test]
fn the_figures_are_those_of_the_corpus() {
    let Some(corpus) = common::shared("corpus/ef") else { return };
    let mut settings = Settings::default();
    settings.paths = LOCALES.iter().map(|locale| corpus.join(locale)).collect();
    settings.choose(&[], &[], &["translation=warn".to_owned(), "inconsistent-translation=warn".to_owned()]).unwrap();
    let report = bitext::lint(&settings).unwrap();
    let locale = |document: usize| report.documents[document].identity.locale.clone().unwrap_or_default();
    let mut pairs: BTreeMap<String, usize> = BTreeMap::new();
    for document in 0..report.linted {
        *pairs.entry(locale(document)).or_default() += report.documents[document].pairs.len();
    }
    let mut findings: BTreeMap<(String, String), usize> = BTreeMap::new();
    for judged in &report.findings {
        *findings.entry((judged.finding.rule.id.to_owned(), locale(judged.finding.document))).or_default() += 1;
    }
    let verdicts = verdicts();
    let mut figures = String::from("rule,locale,pairs,findings,drawn,faults\n");
    for rule in rules::RULES {
        let looked_at = rule.group.name() == "translation" || rule.id == "inconsistent-translation";
        for locale in LOCALES.iter().filter(|_| looked_at && rule.id != "glossary") {
            let key = (rule.id.to_owned(), (*locale).to_owned());
            let (drawn, faults) = verdicts.get(&key).copied().unwrap_or_default();
            let found = findings.get(&key).copied().unwrap_or_default();
            assert!(found >= drawn, "{key:?}: more findings were read than there are");
            let _ = writeln!(figures, "{},{locale},{},{found},{drawn},{faults}", rule.id, pairs[*locale]);
        }
    }
    up_to_date("docs/precision/figures.csv", &figures);
}

#[test]
fn the_table_is_made_of_the_figures() {
    up_to_date("docs/precision.md", &bitext::explain::precision());
}
