//! Baselines: known findings in a file, accepted until their texts change.

use super::decide::{Decided, Verdict};
use super::matching::{self, KnownFinding};
use super::{Report, Run};
use crate::document::identity::strip_root;
use crate::rules::rule::Rule;
use crate::text::bytes::without_byte_order_mark;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A baseline: findings that are accepted until their text changes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// Whether documents were compared with a source when it was written.
    #[serde(default)]
    source: bool,
    findings: Vec<KnownFinding>,
}

/// The documents and rules that a run covered. It decides whether the run would have found a finding of a baseline again.
pub struct RunCoverage {
    present: HashSet<String>,
    /// The path prefixes that were linted completely: a locale, or a folder in it.
    complete: HashSet<String>,
    /// The ids of the rules that ran.
    rules: HashSet<&'static str>,
    /// Those of them that compare siblings.
    sibling_rules: HashSet<&'static str>,
    /// The documents without siblings.
    without_siblings: HashSet<String>,
}

impl RunCoverage {
    /// The coverage of a run, for a baseline.
    pub fn new(run: &Run, baseline: &Baseline) -> Self {
        // Rules that need the source count if they could run, or if they did not run when the baseline was written either.
        let has_source = run.with_source || !baseline.source;
        let identities: HashSet<(&str, &str)> = run
            .documents
            .given()
            .filter_map(|document| Some((document.identity.locale.as_deref()?, document.identity.root.as_str())))
            .collect();
        let mut complete = HashSet::new();
        for (locale, root) in identities {
            let locale = locale.to_ascii_lowercase();
            for folder in &run.coverage.folders {
                if strip_root(root, folder).is_some() {
                    complete.insert(locale.clone());
                } else if strip_root(folder, root).is_some() {
                    complete.insert(format!("{locale}{}", &folder[root.trim_end_matches('/').len()..]));
                }
            }
        }
        let rules: Vec<&Rule> = run.rules.iter().copied().filter(|rule| has_source || !rule.needs_source()).collect();
        let paths = matching::linted_paths(&run.documents);
        let without_siblings = paths.iter().zip(&run.with_siblings).filter(|(_, with)| !**with).map(|(path, _)| path.clone());
        Self {
            without_siblings: without_siblings.collect(),
            present: paths.into_iter().collect(),
            complete,
            sibling_rules: rules.iter().filter(|rule| rule.needs_siblings()).map(|rule| rule.id).collect(),
            rules: rules.iter().map(|rule| rule.id).collect(),
        }
    }

    /// Whether a path is that of a linted document.
    pub fn is_present(&self, path: &str) -> bool {
        self.present.contains(path)
    }

    /// Whether the document of a path was linted, or would have been linted if it existed.
    pub fn includes(&self, path: &str) -> bool {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        self.present.contains(path) || folders.any(|folder| self.complete.contains(folder))
    }

    /// Whether the run would have found a finding again.
    pub fn covers(&self, known: &KnownFinding) -> bool {
        let rule = known.rule.as_str();
        let has_siblings = !(self.sibling_rules.contains(rule) && self.without_siblings.contains(&known.path));
        self.rules.contains(rule) && has_siblings && self.includes(&known.path)
    }
}

/// How a run used a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaselineUse {
    /// The name of its file, as given.
    pub name: String,
    /// The number of its entries that the run covers and that match no finding.
    pub unmatched: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// The reason why the text is not a baseline.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let baseline: Self = serde_json::from_slice(without_byte_order_mark(json)).map_err(|error| error.to_string())?;
        match baseline.version {
            1 => Ok(baseline),
            version => Err(format!("its version is {version}; this bitext reads version 1")),
        }
    }

    /// The number of its findings.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it has no findings.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Its findings.
    pub fn findings(&self) -> &[KnownFinding] {
        &self.findings
    }

    /// The findings that an earlier version of the baseline does not have.
    pub fn added_since(&self, earlier: &Self) -> Vec<&KnownFinding> {
        let mut known: HashMap<&KnownFinding, usize> = HashMap::new();
        earlier.findings.iter().for_each(|finding| *known.entry(finding).or_default() += 1);
        let is_added = |finding: &&KnownFinding| match known.get_mut(*finding).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => true,
        };
        self.findings.iter().filter(is_added).collect()
    }

    /// Makes the baseline of a report, and counts the findings that it leaves out.
    ///
    /// Without an old baseline, or with `accept_new`, it has all findings. Otherwise it has only those that the old one has
    /// and that still exist. Entries of the old one that the run does not cover stay.
    pub fn from_report(report: &Report, old: Option<&Self>, accept_new: bool) -> (Self, usize) {
        let known = |findings: &mut dyn Iterator<Item = &Decided>| matching::known_findings(findings, &report.run.documents);
        // Consequences are kept as well: the findings that they follow from may be fixed first.
        let (mut findings, left_out) = match old {
            Some(_) if !accept_new => {
                let consequences = report.consequences.iter().filter(|decided| decided.verdict == Verdict::KnownConsequence);
                (known(&mut report.known.iter().chain(consequences)), report.findings.len())
            }
            _ => {
                let reported = report.findings.iter().chain(&report.infos);
                (known(&mut reported.chain(&report.known).chain(&report.consequences)), 0)
            }
        };
        if let Some(old) = old {
            let coverage = RunCoverage::new(&report.run, old);
            findings.extend(old.findings.iter().filter(|known| !coverage.covers(known)).cloned());
        }
        findings.sort();
        let source = report.run.with_source || old.is_some_and(|old| old.source);
        (Self { version: 1, source, findings }, left_out)
    }

    /// The content of the file: one finding a line, so that a diff shows added and removed findings.
    pub fn text(&self) -> String {
        let mut text = format!("{{\"version\":1,\"source\":{},\"findings\":[\n", self.source);
        for (i, known) in self.findings.iter().enumerate() {
            text.push_str(&serde_json::to_string(known).expect("strings are JSON"));
            text.push_str(if i + 1 < self.findings.len() { ",\n" } else { "\n" });
        }
        text + "]}\n"
    }
}
