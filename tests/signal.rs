//! The signal on real documents: findings of an earlier version that readers judged one by one, in `../shared/judged`.
//!
//! A finding that was judged to be false or noise must be gone, and one that was judged to be a fault must still be there.
//! Where we disagree with a verdict, `tests/signal/disagreements.csv` says why; it may hold 3 % of the rows.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests meet the world as a user does")]

mod common;

use bitext::config::Settings;
use bitext::judge::{Judged, Report};
use bitext::text::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

const TREES: [&str; 5] = ["partner-center", "project-operations", "nuget", "quantum", "hololens"];

/// A finding that was judged, or a verdict that we disagree with.
#[derive(Clone, Debug, serde::Deserialize, PartialEq, Eq, Hash)]
struct Row {
    rule: String,
    path: String,
    unit: String,
    verdict: String,
}

/// Rules that may name a problem which another one of the group named before.
const SUCCESSORS: &[&[&str]] = &[
    &["number-mismatch", "localized-version"],
    &["untranslated", "partly-untranslated", "leaked-source"],
    &["edge-whitespace", "stray-character", "invisible-residue"],
];

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The findings of one tree, to look up by document.
struct Found {
    report: Report,
    by_document: HashMap<usize, Vec<usize>>,
    documents: HashMap<String, usize>,
}

impl Found {
    fn new(corpus: &Path, tree: &str) -> Self {
        let mut settings = Settings::default();
        settings.paths = vec![corpus.join(tree)];
        let mut report = bitext::lint(&settings).unwrap();
        report.list_infos();
        let mut by_document: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, judged) in report.findings.iter().enumerate() {
            by_document.entry(judged.finding.document).or_default().push(i);
        }
        let name = |name: &str| format!("corpus/{}", name.split_once("/corpus/").unwrap().1);
        let documents = report.documents.iter().enumerate().map(|(i, document)| (name(document.text.name()), i)).collect();
        Self { report, by_document, documents }
    }

    /// Whether a rule, or one that took over from it, reports a segment of a document.
    fn reports(&self, row: &Row, is_of_rule: impl Fn(&str) -> bool) -> bool {
        let Some(&index) = self.documents.get(&row.path) else { panic!("{} is not in the corpus", row.path) };
        let document = &self.report.documents[index];
        let segment = document.pairs.iter().find(|pair| document.id(pair) == row.unit).map(|pair| pair.span);
        let findings = self.by_document.get(&index).into_iter().flatten().map(|&i| &self.report.findings[i]);
        findings.filter(|judged| is_of_rule(judged.finding.rule.id)).any(|judged| is_about(judged, row, segment))
    }
}

/// Whether a finding is about a segment: by its id, or by one of its places.
fn is_about(judged: &Judged, row: &Row, segment: Option<Span>) -> bool {
    let finding = &judged.finding;
    let related = finding.related.iter().filter(|related| related.document.is_none()).map(|related| related.span);
    let within = |place: Span| segment.is_some_and(|segment| segment.start <= place.start && place.end <= segment.end);
    finding.unit.as_deref().unwrap_or_default() == row.unit || std::iter::once(finding.span).chain(related).any(within)
}

#[test]
fn judged_findings_are_as_they_were_judged() {
    let Some(judged) = common::shared("judged") else { return };
    let corpus = common::shared("corpus").expect("the corpus lies beside the verdicts");
    let rows = rows(&judged.join("findings.csv"));
    let disagreements: HashSet<Row> =
        self::rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signal/disagreements.csv")).into_iter().collect();
    assert!(disagreements.len() * 100 <= rows.len() * 3, "{} disagreements of {} rows", disagreements.len(), rows.len());
    let trees: HashMap<&str, Found> = TREES.into_iter().map(|tree| (tree, Found::new(&corpus, tree))).collect();
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
