//! Fixing: which of the edits that rules offer are made, and what a document is after them.
//!
//! A round makes edits that do not overlap; then the run is linted anew, until nothing more is to do. A fix is a promise:
//! the document parses back to the same pairs, and no fault is in it that was not there before. What breaks the first is
//! an error of bitext and stops all writing; what breaks the second is left for a human.

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

/// How many rounds there are at most.
pub const ROUNDS: usize = 10;

/// How many sets of fixes are tried on one document in a round: a bound for hostile ones.
const TRIES: usize = 64;

/// What fixing made of a run.
#[derive(Debug)]
pub struct Fixed {
    /// The report on the documents as they are after it; as they were, when one is broken.
    pub report: Report,
    /// The documents that changed, in the order of their names.
    pub changes: Vec<Change>,
    /// The names of documents whose fixes did not parse back to the same pairs: nothing may be written.
    pub broken: Vec<String>,
    /// The names of documents that have fixes and are not UTF-8: they are left as they are.
    pub not_utf8: Vec<String>,
    /// Whether there was more to do after the last round.
    pub unfinished: bool,
}

/// What fixing made of one document.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
    /// How many findings were fixed.
    pub fixed: usize,
}

/// What a round made of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Round {
    /// Nothing is to do.
    Done,
    /// The new text, and how many findings were fixed.
    Mended(String, usize),
    /// With its fixes the document does not hold the same pairs.
    Broken,
}

/// Fixes the documents of a run until nothing more is to do. `lint` lints the whole run with some texts instead of files;
/// `given` are those that replace files before any fix. Unsafe fixes are made only if they are wanted.
///
/// # Errors
/// Those of `lint`.
pub fn run(
    given: &Texts,
    runner: Runner<'_>,
    also_unsafe: bool,
    mut lint: impl FnMut(&Texts) -> Result<Report, Error>,
) -> Result<Fixed, Error> {
    let mut texts = given.clone();
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    let (mut broken, mut not_utf8) = (Vec::new(), Vec::new());
    let mut given_up: HashSet<String> = HashSet::new();
    let mut report = lint(&texts)?;
    let mut rounds = 0;
    let unfinished = loop {
        let wanted = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe || also_unsafe);
        let reported = report.findings.iter().chain(&report.infos).map(|reported| &*reported.finding);
        let mut fixable: Vec<&Finding> = reported.filter(wanted).collect();
        fixable.sort_by_key(|finding| finding.document);
        let found: Vec<(DocId, Round)> = fixable
            .par_chunk_by(|a, b| a.document == b.document)
            .filter(|findings| findings[0].document.linted_position().is_some())
            .map(|findings| {
                let doc = findings[0].document;
                let problems: Vec<&Problem> = findings.iter().map(|finding| &finding.problem).collect();
                (doc, round(&report.documents[doc], &problems, runner))
            })
            .collect();
        let mut changed = false;
        for (doc, outcome) in found {
            let text = &report.documents[doc].text;
            let (name, absolute) = (text.name().to_owned(), report.documents[doc].identity.absolute());
            if given_up.contains(&name) {
                continue;
            }
            if !text.invalid().is_empty() {
                given_up.insert(name.clone());
                not_utf8.push(name);
                continue;
            }
            match outcome {
                Round::Done => {}
                Round::Broken => {
                    given_up.insert(name.clone());
                    broken.push(name);
                }
                Round::Mended(..) if rounds == ROUNDS => changed = true,
                Round::Mended(after, fixed) => {
                    changed = true;
                    let first =
                        || Change { before: text.as_str().to_owned(), after: String::new(), fixed: 0, name: name.clone() };
                    let change = changes.entry(name.clone()).or_insert_with(first);
                    change.fixed += fixed;
                    texts.insert(absolute, after.clone().into_bytes());
                    change.after = after;
                }
            }
        }
        if !changed || rounds == ROUNDS {
            break changed;
        }
        rounds += 1;
        report = lint(&texts)?;
    };
    if !broken.is_empty() && !changes.is_empty() {
        report = lint(given)?;
    }
    Ok(Fixed { report, changes: changes.into_values().collect(), broken, not_utf8, unfinished })
}

/// One round on one document, with the findings that are to be fixed.
pub fn round(document: &Document, findings: &[&Problem], runner: Runner<'_>) -> Round {
    let text = document.text.as_str();
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let chosen = choose(text, &fixes);
    if chosen.is_empty() || !document.text.invalid().is_empty() {
        return Round::Done;
    }
    let before = runner.check_document(document);
    let before = Faults::of(&before);
    let after = |chosen: &[usize]| {
        let chosen: Vec<&Fix> = chosen.iter().map(|&i| fixes[i]).collect();
        let name = document.text.name();
        let mut after = Document::parse(Text::new(name, apply(text, &chosen).into_bytes()), &Location::in_memory(name));
        // Fixes move no document.
        after.identity = document.identity.clone();
        after
    };
    let mut kept: Vec<usize> = Vec::new();
    // Sets to try, the next one last. What does harm as a whole is tried by halves.
    let mut sets = vec![chosen];
    let mut mended: Option<Document> = None;
    for tried in 0..TRIES {
        let Some(set) = sets.pop() else { break };
        let mut all: Vec<usize> = kept.iter().chain(&set).copied().collect();
        all.sort_unstable();
        let trial = after(&all);
        let edits = all.iter().flat_map(|&i| &fixes[i].edits).map(|edit| (edit.span, edit.text.len()));
        if !sxs::has_same_pairs(document, &trial, edits) {
            if tried == 0 {
                return Round::Broken;
            }
            continue;
        }
        let faults = runner.check_document(&trial);
        let faults = Faults::of(&faults);
        let goes = |&i: &usize| faults.said(findings[i]) < before.said(findings[i]);
        if faults.is_within(&before) && set.iter().all(goes) {
            kept = all;
            mended = Some(trial);
        } else if set.len() > 1 {
            let (first, second) = set.split_at(set.len() / 2);
            sets.push(second.to_vec());
            sets.push(first.to_vec());
        }
    }
    mended.map_or(Round::Done, |document| Round::Mended(document.text.as_str().to_owned(), kept.len()))
}

/// Which of the fixes are made together: in the order of their first offsets, those that overlap none before. A fix is
/// made whole or not at all.
pub fn choose(text: &str, fixes: &[&Fix]) -> Vec<usize> {
    let valid = |edit: &Edit| text.get(edit.span.range()).is_some_and(|own| own != edit.text);
    let mut order: Vec<usize> =
        (0..fixes.len()).filter(|&i| !fixes[i].edits.is_empty() && fixes[i].edits.iter().all(valid)).collect();
    order.sort_by_key(|&i| fixes[i].edits[0].span);
    let mut taken: BTreeSet<Span> = BTreeSet::new();
    let mut chosen = Vec::new();
    for i in order {
        // Taken spans do not overlap: only the neighbours can meet.
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

/// The text with the edits of fixes that do not overlap.
pub fn apply(text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        mended.push_str(&text[at..edit.span.start as usize]);
        mended.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    mended.push_str(&text[at..]);
    mended
}

/// What the rules report of a document.
struct Faults<'a> {
    /// How often each rule reports each unit.
    counts: HashMap<(&'a str, Option<&'a str>), usize>,
    /// How often each says the same of it. A rule may report one fault of a unit after the other.
    said: HashMap<(&'a str, Option<&'a str>, &'a str), usize>,
}

impl<'a> Faults<'a> {
    fn of(findings: &'a [Problem]) -> Self {
        let mut faults = Self { counts: HashMap::new(), said: HashMap::new() };
        for finding in findings {
            let (rule, unit) = (finding.rule.id, finding.segment_id.as_deref());
            *faults.counts.entry((rule, unit)).or_default() += 1;
            *faults.said.entry((rule, unit, &finding.message)).or_default() += 1;
        }
        faults
    }

    fn said(&self, finding: &Problem) -> usize {
        self.said.get(&(finding.rule.id, finding.segment_id.as_deref(), finding.message.as_str())).copied().unwrap_or(0)
    }

    fn is_within(&self, other: &Self) -> bool {
        self.counts.iter().all(|(key, n)| other.counts.get(key).is_some_and(|most| n <= most))
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
    fn of_two_fixes_that_overlap_the_first_by_offset_is_made() {
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
    fn an_edit_inside_a_character_is_not_made() {
        assert_eq!(choose("aé", &[&fix(&[(2, 3, "x")])]), Vec::<usize>::new());
    }
}
