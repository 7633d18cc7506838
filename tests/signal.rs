//! The signal on real documents: findings of an earlier version that readers judged one by one, in `../shared/judged`.
//!
//! A finding that was judged to be false or noise must be gone, and one that was judged to be a fault must still be there.
//! Where we disagree with a verdict, `tests/signal/disagreements.csv` has the reason; it may hold 3 % of the rows. Of the segments
//! in which readers saw a real defect, at least half must get a finding.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use common::judged::{Found, Row, rows};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

const TREES: [&str; 5] = ["partner-center", "project-operations", "nuget", "quantum", "hololens"];

/// Rules that may name a problem which another one of the group named before.
const SUCCESSORS: &[&[&str]] = &[
    &["number-mismatch", "localized-version"],
    &["untranslated", "partly-untranslated", "leaked-source"],
    &["edge-whitespace", "stray-character", "invisible-residue"],
    &["placeholder-mismatch", "math-mismatch"],
];

fn trees(corpus: &Path) -> HashMap<&'static str, Found> {
    TREES.into_iter().map(|tree| (tree, Found::new(corpus, tree, &[]))).collect()
}

#[test]
fn judged_findings_are_as_they_were_judged() {
    let Some(judged) = common::shared("judged") else { return };
    let corpus = common::shared("corpus").expect("the corpus lies beside the verdicts");
    let disagreements: HashSet<Row> =
        rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signal/disagreements.csv")).into_iter().collect();
    let rows = rows(&judged.join("findings.csv"));
    assert!(disagreements.len() * 100 <= rows.len() * 3, "{} disagreements of {} rows", disagreements.len(), rows.len());
    let trees = trees(&corpus);
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::<&str, [usize; 4]>::new());
    for row in &rows {
        let found = &trees[row.path.split('/').nth(1).unwrap()];
        let is_fault = row.verdict == "fault";
        let successors = SUCCESSORS.iter().find(|rules| rules.contains(&&*row.rule)).copied().unwrap_or(&[]);
        let is_of_rule = |rule: &str| rule == row.rule || (is_fault && successors.contains(&rule));
        let is_right = found.reports(row, is_of_rule) == is_fault;
        let count = counts.entry(&row.rule).or_default();
        let column = if is_fault { 0 } else { 2 };
        count[column] += usize::from(is_right);
        count[column + 1] += 1;
        if is_right == disagreements.contains(row) {
            wrong.push(if is_right { format!("no longer a disagreement: {row:?}") } else { format!("{row:?}") });
        }
    }
    for (rule, [kept, faults, gone, others]) in counts {
        eprintln!("{rule:<24} faults kept {kept:>3} of {faults:>3}   false and noise gone {gone:>3} of {others:>3}");
    }
    assert!(wrong.is_empty(), "{} rows are not as they were judged:\n{}", wrong.len(), wrong.join("\n"));
}

/// A segment without a finding of the earlier version, with the number of real defects that a reader saw in it.
#[derive(serde::Deserialize)]
struct Segment {
    path: String,
    unit: String,
    drawn: String,
    defects: usize,
}

/// The smallest share of the randomly drawn segments with a defect that get a finding, in percent.
const MIN_RECALL: usize = 50;

#[test]
fn segments_with_real_defects_get_a_finding() {
    let Some(judged) = common::shared("judged") else { return };
    let corpus = common::shared("corpus").expect("the corpus lies beside the verdicts");
    let trees = trees(&corpus);
    let mut reader = csv::Reader::from_path(judged.join("pairs.csv")).unwrap();
    // By draw and locale: defect segments found, defect segments, clean segments found, clean segments.
    let mut counts = BTreeMap::<(String, String), [usize; 4]>::new();
    for segment in reader.deserialize().map(|segment: Result<Segment, _>| segment.unwrap()) {
        let mut folders = segment.path.split('/').skip(1);
        let (tree, locale) = (folders.next().unwrap(), folders.next().unwrap().to_lowercase());
        let row = Row { rule: String::new(), path: segment.path.clone(), unit: segment.unit, verdict: String::new() };
        let is_found = trees[tree].reports(&row, |_| true);
        let column = if segment.defects > 0 { 0 } else { 2 };
        for group in [locale, "all".to_owned()] {
            let count = counts.entry((segment.drawn.clone(), group)).or_default();
            count[column] += usize::from(is_found);
            count[column + 1] += 1;
        }
    }
    for ((drawn, locale), [found, defects, alarms, clean]) in &counts {
        eprintln!(
            "{drawn:<7} {locale:<6} with a defect: {found:>3} of {defects:>3} found   clean: {alarms:>2} of {clean:>3} found"
        );
    }
    let [found, defects, alarms, clean] = counts[&("random".to_owned(), "all".to_owned())];
    assert!(found * 100 >= defects * MIN_RECALL, "{found} of {defects} segments with a defect get a finding");
    assert!(alarms * 100 <= clean, "{alarms} of {clean} segments without a defect get a finding");
}
