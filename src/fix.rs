//! Fixing: chooses the edits to apply, and applies them round by round.
//!
//! A round applies edits that do not overlap. The run is then linted again, until nothing is left to fix. After a fix the
//! document has the same pairs, and no finding that it did not have before. A fix that breaks the first promise is a bug in
//! bitext and stops all writing. A fix that breaks the second is left to a person.

use crate::Error;
use crate::document::identity::Location;
use crate::document::sxs;
use crate::document::{DocId, Document};
use crate::report::Report;
use crate::rules::finding::{Edit, Finding, Fix, Problem};
use crate::rules::run::Runner;
use crate::text::{Span, Text, Texts};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The largest number of rounds in a run.
pub const MAX_ROUNDS: usize = 10;

/// The largest number of sets of fixes that a round tries on one document. It bounds the work on hostile documents.
const MAX_TRIALS: usize = 64;

/// The outcome of fixing a run.
#[derive(Debug)]
pub struct Fixed {
    /// The report after the fixes. If the fixes would change the pairs of a document, it is the report before the fixes.
    pub report: Report,
    /// The changed documents, in the order of their names.
    pub changes: Vec<Change>,
    /// The names of documents whose fixes would change their pairs. If there are any, nothing may be written.
    pub broken: Vec<String>,
    /// The names of documents that have fixes and are not UTF-8. They stay unchanged.
    pub not_utf8: Vec<String>,
    /// Whether fixes were left after the last round.
    pub unfinished: bool,
}

/// A document that fixing changed.
#[derive(Clone, Debug)]
pub struct Change {
    /// The document's name.
    pub name: String,
    /// The text before fixing.
    pub before: String,
    /// The text after fixing.
    pub after: String,
    /// The number of fixed findings.
    pub fixed: usize,
}

/// The outcome of a round for one document.
enum Outcome {
    /// There is nothing to fix.
    Unchanged,
    /// The new text, and the number of fixed findings.
    Fixed(String, usize),
    /// The fixes would change the document's pairs.
    Broken,
}

/// The state of a run between rounds.
#[derive(Default)]
struct Progress {
    /// Texts that replace files, with the fixes so far.
    texts: Texts,
    changes: BTreeMap<String, Change>,
    broken: Vec<String>,
    not_utf8: Vec<String>,
    /// The names in `broken` and `not_utf8`: documents that later rounds skip.
    skipped: HashSet<String>,
}

impl Progress {
    /// Records the outcome of a round for one document. Returns whether there was something to fix. Without `apply` the fixes
    /// are not recorded.
    fn record(&mut self, document: &Document, outcome: Outcome, apply: bool) -> bool {
        let text = &document.text;
        let name = text.name().to_owned();
        if self.skipped.contains(&name) {
            return false;
        }
        if !text.invalid().is_empty() {
            self.skipped.insert(name.clone());
            self.not_utf8.push(name);
            return false;
        }
        match outcome {
            Outcome::Unchanged => false,
            Outcome::Broken => {
                self.skipped.insert(name.clone());
                self.broken.push(name);
                false
            }
            Outcome::Fixed(..) if !apply => true,
            Outcome::Fixed(after, fixed) => {
                let first = || Change { before: text.as_str().to_owned(), after: String::new(), fixed: 0, name: name.clone() };
                let change = self.changes.entry(name.clone()).or_insert_with(first);
                change.fixed += fixed;
                self.texts.insert(document.identity.absolute(), after.clone().into_bytes());
                change.after = after;
                true
            }
        }
    }
}

/// Fixes the documents of a run until nothing is left to fix.
///
/// `lint` checks the whole run. It uses its argument in place of the files at the same paths. `given` are texts to use in place
/// of files from the start, such as standard input. `also_unsafe` applies unsafe fixes as well as safe ones.
///
/// # Errors
/// Those of `lint`.
pub fn run(
    given: &Texts,
    runner: Runner<'_>,
    also_unsafe: bool,
    mut lint: impl FnMut(&Texts) -> Result<Report, Error>,
) -> Result<Fixed, Error> {
    let mut progress = Progress { texts: given.clone(), ..Progress::default() };
    let mut report = lint(&progress.texts)?;
    let mut rounds = 0;
    let unfinished = loop {
        let apply = rounds < MAX_ROUNDS;
        let mut has_fixes = false;
        for (doc, outcome) in fix_documents(&report, runner, also_unsafe) {
            has_fixes |= progress.record(&report.run.documents[doc], outcome, apply);
        }
        if !has_fixes || !apply {
            break has_fixes;
        }
        rounds += 1;
        report = lint(&progress.texts)?;
    };
    let Progress { changes, broken, not_utf8, .. } = progress;
    if !broken.is_empty() && !changes.is_empty() {
        report = lint(given)?;
    }
    Ok(Fixed { report, changes: changes.into_values().collect(), broken, not_utf8, unfinished })
}

/// One round on all documents of a report.
fn fix_documents(report: &Report, runner: Runner<'_>, also_unsafe: bool) -> Vec<(DocId, Outcome)> {
    let is_wanted = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe || also_unsafe);
    let all = report.findings.iter().chain(&report.infos).map(|reported| &*reported.finding);
    let mut findings: Vec<&Finding> = all.filter(is_wanted).collect();
    findings.sort_by_key(|finding| finding.document);
    findings
        .par_chunk_by(|a, b| a.document == b.document)
        .filter(|findings| findings[0].document.linted_position().is_some())
        .map(|findings| {
            let doc = findings[0].document;
            let problems: Vec<&Problem> = findings.iter().map(|finding| &*finding.problem).collect();
            (doc, fix_document(&report.run.documents[doc], &problems, runner))
        })
        .collect()
}

/// One round on one document, with the findings to fix.
fn fix_document(document: &Document, findings: &[&Problem], runner: Runner<'_>) -> Outcome {
    let text = document.text.as_str();
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let chosen = choose(text, &fixes);
    if chosen.is_empty() || !document.text.invalid().is_empty() {
        return Outcome::Unchanged;
    }
    let problems = runner.check_document(document);
    let before = ProblemCounts::new(&problems);
    let mut kept: Vec<usize> = Vec::new();
    // The sets to try, the next one last. A set that fails is tried again in halves.
    let mut sets = vec![chosen];
    let mut fixed: Option<Document> = None;
    for trials in 0..MAX_TRIALS {
        let Some(set) = sets.pop() else { break };
        let mut all: Vec<usize> = kept.iter().chain(&set).copied().collect();
        all.sort_unstable();
        let trial = with_fixes(document, &all.iter().map(|&i| fixes[i]).collect::<Vec<_>>());
        let edits = all.iter().flat_map(|&i| &fixes[i].edits).map(|edit| (edit.span, edit.text.len()));
        if !sxs::has_same_pairs(document, &trial, edits) {
            if trials == 0 {
                return Outcome::Broken;
            }
            continue;
        }
        let problems = runner.check_document(&trial);
        let after = ProblemCounts::new(&problems);
        let is_fixed = |&i: &usize| after.same_as(findings[i]) < before.same_as(findings[i]);
        if after.is_within(&before) && set.iter().all(is_fixed) {
            kept = all;
            fixed = Some(trial);
        } else if set.len() > 1 {
            let (first, second) = set.split_at(set.len() / 2);
            sets.push(second.to_vec());
            sets.push(first.to_vec());
        }
    }
    fixed.map_or(Outcome::Unchanged, |document| Outcome::Fixed(document.text.as_str().to_owned(), kept.len()))
}

/// The document with some fixes applied.
fn with_fixes(document: &Document, fixes: &[&Fix]) -> Document {
    let name = document.text.name();
    let fixed = apply(document.text.as_str(), fixes);
    let mut fixed = Document::parse(Text::new(name, fixed.into_bytes()), &Location::in_memory(name));
    fixed.identity = document.identity.clone();
    fixed
}

/// The indices in `fixes` of those that can be applied together, sorted by the start of their first edit. A fix that overlaps
/// an earlier one is left out. A fix is applied completely or not at all.
pub fn choose(text: &str, fixes: &[&Fix]) -> Vec<usize> {
    let is_valid = |edit: &Edit| text.get(edit.span.range()).is_some_and(|own| own != edit.text);
    let mut order: Vec<usize> =
        (0..fixes.len()).filter(|&i| !fixes[i].edits.is_empty() && fixes[i].edits.iter().all(is_valid)).collect();
    order.sort_by_key(|&i| fixes[i].edits[0].span);
    let mut taken: BTreeSet<Span> = BTreeSet::new();
    let mut chosen = Vec::new();
    for i in order {
        // Taken spans do not overlap, so only the neighbours can meet the span.
        let meets = |span: Span| {
            let before = taken.range(..=span).next_back();
            before.into_iter().chain(taken.range(span..).next()).any(|other| other.meets(span))
        };
        let edits = &fixes[i].edits;
        let in_order = edits.windows(2).all(|two| two[0].span.end <= two[1].span.start && !two[0].span.meets(two[1].span));
        if in_order && !edits.iter().any(|edit| meets(edit.span)) {
            taken.extend(edits.iter().map(|edit| edit.span));
            chosen.push(i);
        }
    }
    chosen
}

/// The text with the edits of some fixes applied. The edits must not overlap.
pub fn apply(text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        fixed.push_str(&text[at..edit.span.start as usize]);
        fixed.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    fixed.push_str(&text[at..]);
    fixed
}

/// Counts of the problems that the rules report in a document.
struct ProblemCounts<'a> {
    /// By rule and segment.
    by_unit: HashMap<(&'a str, Option<&'a str>), usize>,
    /// By rule, segment and message. Some rules report one problem of a segment at a time: the next one appears when the first
    /// is fixed.
    by_message: HashMap<(&'a str, Option<&'a str>, &'a str), usize>,
}

impl<'a> ProblemCounts<'a> {
    fn new(problems: &'a [Problem]) -> Self {
        let mut counts = Self { by_unit: HashMap::new(), by_message: HashMap::new() };
        for problem in problems {
            let (rule, unit) = (problem.rule.id, problem.segment_id.as_deref());
            *counts.by_unit.entry((rule, unit)).or_default() += 1;
            *counts.by_message.entry((rule, unit, &problem.message)).or_default() += 1;
        }
        counts
    }

    /// The number of problems with the same rule, segment and message.
    fn same_as(&self, problem: &Problem) -> usize {
        let key = (problem.rule.id, problem.segment_id.as_deref(), problem.message.as_str());
        self.by_message.get(&key).copied().unwrap_or(0)
    }

    /// Whether each rule reports each segment at most as often as in `other`.
    fn is_within(&self, other: &Self) -> bool {
        self.by_unit.iter().all(|(key, count)| other.by_unit.get(key).is_some_and(|max| count <= max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |&(start, end, text): &(usize, usize, &str)| Edit { span: Span::new(start, end), text: text.to_owned() };
        Fix { safe: true, edits: edits.iter().map(edit).collect() }
    }

    #[test]
    fn the_first_of_two_overlapping_fixes_is_chosen() {
        let text = "0123456789";
        let fixes = [
            fix(&[(4, 6, "x")]),
            fix(&[(0, 1, "a"), (5, 5, "b")]),
            fix(&[(6, 8, "")]),
            fix(&[(8, 8, "c")]),
            fix(&[(9, 10, "d")]),
            fix(&[(9, 11, "beyond")]),
            fix(&[(2, 3, "2")]),
        ];
        let fixes: Vec<&Fix> = fixes.iter().collect();
        let chosen = choose(text, &fixes);
        assert_eq!(chosen, [1, 2, 4]);
        let chosen: Vec<&Fix> = chosen.into_iter().map(|i| fixes[i]).collect();
        assert_eq!(apply(text, &chosen), "a1234b58d");
    }

    #[test]
    fn an_edit_inside_a_character_is_not_chosen() {
        assert_eq!(choose("aé", &[&fix(&[(2, 3, "x")])]), Vec::<usize>::new());
    }
}
