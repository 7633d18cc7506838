//! The report: turns the findings of a run into the reported ones, with levels, suppressions, explanations between rules, earlier
//! revisions and baselines.

pub mod baseline;
pub mod changes;
pub mod decide;
pub mod explanations;
pub mod matching;
pub mod policy;
pub mod suppress;

use crate::document::{Document, Documents};
use crate::project::coverage::Coverage;
use crate::rules::RULES;
use crate::rules::rule::{Check, Level, Rule};
use baseline::BaselineUse;
use changes::ChangeSummary;
use decide::Decided;
use rayon::prelude::*;

/// What was linted, and how.
#[derive(Debug)]
pub struct Run {
    /// The documents.
    pub documents: Documents,
    /// Whether each linted document has siblings.
    pub with_siblings: Vec<bool>,
    /// Whether documents were compared with a source.
    pub with_source: bool,
    /// Whether only the articles that a change touches were read.
    pub is_partial: bool,
    /// What was covered, and what could not be checked.
    pub coverage: Coverage,
    /// The rules that are on in some document.
    pub rules: Vec<&'static Rule>,
    /// The number of findings that documents suppress.
    pub suppressed: usize,
    /// The settings of rules and their origins, as lines of text.
    pub decisions: Vec<String>,
}

/// The outcome of a run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// The run.
    pub run: Run,
    /// The reported findings of level warn or error, sorted by path, offset and rule.
    pub findings: Vec<Decided>,
    /// The reported findings of level info, in the same order.
    pub infos: Vec<Decided>,
    /// Findings that are only consequences of other findings. They are not reported; a baseline keeps them.
    pub consequences: Vec<Decided>,
    /// The findings that the baseline has. They are not reported.
    pub known: Vec<Decided>,
    /// How the baseline was used, if there is one.
    pub baseline: Option<BaselineUse>,
    /// The comparison with an earlier revision, if there is one.
    pub change: Option<ChangeSummary>,
}

/// How many documents are printed at once.
const DOCUMENTS_AT_ONCE: usize = 64;

impl Report {
    /// The same report with the findings of level info listed among the others.
    #[must_use]
    pub fn with_infos_listed(mut self) -> Self {
        self.findings.append(&mut self.infos);
        decide::sort(&self.run.documents, &mut self.findings);
        self
    }

    /// The same report after its findings were written to the baseline: all of them are known.
    #[must_use]
    pub fn with_findings_known(mut self) -> Self {
        self.known.append(&mut self.findings);
        self
    }

    /// Prints the findings of each document in parallel, and joins the texts in order. The texts of a few documents are in memory
    /// beside the joined one.
    pub fn print_by_document(&self, print: impl Fn(&Document, &[Decided]) -> String + Sync) -> String {
        let print = |findings: &&[Decided]| print(&self.run.documents[findings[0].finding.document], findings);
        let by_document: Vec<&[Decided]> = self.findings.chunk_by(|a, b| a.finding.document == b.finding.document).collect();
        let mut joined = String::new();
        let mut left = by_document.len();
        for documents in by_document.chunks(DOCUMENTS_AT_ONCE) {
            let printed: Vec<String> = documents.par_iter().map(print).collect();
            left -= documents.len();
            // A text that grows is copied. So room for the rest is reserved at once; it takes no memory until it is used.
            let length: usize = printed.iter().map(String::len).sum();
            if joined.capacity() < joined.len() + length {
                let rest = length / documents.len() * left;
                joined.reserve(length + rest + rest / 4);
            }
            printed.iter().for_each(|text| joined.push_str(text));
        }
        joined
    }

    /// Whether a finding has at least the level that fails the run.
    pub fn fails(&self, limit: Option<Level>) -> bool {
        limit.is_some_and(|limit| self.findings.iter().any(|reported| reported.level >= limit))
    }

    /// Whether other documents of the tree, which were not read, could show that a finding is their convention.
    pub fn depends_on_others(&self) -> bool {
        let asks = |rule: &Rule| rule.checks.iter().any(|check| matches!(check, Check::Documents(_)));
        self.run.is_partial && self.findings.iter().any(|reported| asks(reported.finding.rule))
    }

    /// The number of pairs in the documents.
    pub fn pairs(&self) -> usize {
        self.run.documents.given().chain(&self.run.documents.sources).map(|document| document.segments.len()).sum()
    }

    /// The number of findings of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|reported| reported.level == level).count()
    }

    /// The numbers of findings with a safe fix, and with an unsafe one.
    pub fn count_fixes(&self) -> (usize, usize) {
        let fixes = self.findings.iter().chain(&self.infos).filter_map(|reported| reported.finding.fix.as_ref());
        let (safe, others): (Vec<_>, Vec<_>) = fixes.partition(|fix| fix.safe);
        (safe.len(), others.len())
    }

    /// The level and the number of findings of each rule that has any, in the order of the rules.
    pub fn by_rule(&self) -> Vec<(&'static str, Level, usize)> {
        by_rule(&self.findings)
    }

    /// The same for the findings of level info that are not listed.
    pub fn infos_by_rule(&self) -> Vec<(&'static str, Level, usize)> {
        by_rule(&self.infos)
    }
}

fn by_rule(findings: &[Decided]) -> Vec<(&'static str, Level, usize)> {
    let count = |id| findings.iter().filter(|reported| reported.finding.rule.id == id).count();
    let level = |id| findings.iter().find(|reported| reported.finding.rule.id == id).map(|reported| reported.level);
    RULES.iter().filter_map(|rule| level(rule.id).map(|level| (rule.id, level, count(rule.id)))).collect()
}
