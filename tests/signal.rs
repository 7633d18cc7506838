//! The signal on real documents: findings of an earlier version that readers judged one by one, in `../shared/judged`.
//!
//! A finding that was judged to be false or noise must be gone, and one that was judged to be a fault must still be there.
//! Where we disagree with a verdict, `tests/signal/disagreements.csv` has the reason; it may hold 3 % of the rows.

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

#[test]
fn judged_findings_are_as_they_were_judged() {
    let Some(judged) = common::shared("judged") else { return };
    let corpus = common::shared("corpus").expect("the corpus lies beside the verdicts");
    let disagreements: HashSet<Row> =
        rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signal/disagreements.csv")).into_iter().collect();
    let rows = rows(&judged.join("findings.csv"));
    assert!(disagreements.len() * 100 <= rows.len() * 3, "{} disagreements of {} rows", disagreements.len(), rows.len());
    let trees: HashMap<&str, Found> = TREES.into_iter().map(|tree| (tree, Found::new(&corpus, tree, &[]))).collect();
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
