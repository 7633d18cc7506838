//! Suppressions in documents: hides the suppressed findings, and reports unused suppressions.

use crate::document::suppressions::{Flaw, Suppression};
use crate::document::{DocId, Document};
use crate::project::Project;
use crate::report::policy::RuleLevels;
use crate::rules;
use crate::rules::by_document::ByDocument;
use crate::rules::finding::{Finding, Problem};
use crate::rules::markup::unused_suppression::{self, RULE};
use crate::rules::rule::{Group, Level, Rule};
use crate::source::provenance::Freshness;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A rule or group that a suppression names.
struct Entry {
    name: Span,
    /// The span in which it hides findings.
    block: Span,
    /// The rules that it hides. `None` if the name is neither a rule nor a group. A group does not include `unused-suppression`,
    /// which must be named itself.
    rules: Option<Vec<&'static Rule>>,
}

impl Entry {
    fn all(document: &Document) -> Vec<Self> {
        let valid = document.suppressions.iter().filter(|suppression| suppression.flaw.is_none());
        let entries = |suppression: &Suppression| {
            let block = suppression.block.unwrap_or(Span { start: 0, end: u32::MAX });
            let entry = move |&name: &Span| {
                let named = document.text.slice(name);
                let mut rules = rules::named(named);
                rules.iter_mut().for_each(|rules| rules.retain(|rule| rule.id != RULE.id || named == RULE.id));
                Self { name, block, rules }
            };
            suppression.names.iter().map(entry).collect::<Vec<_>>()
        };
        valid.flat_map(entries).collect()
    }

    fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().flatten().copied()
    }

    fn hides_rule(&self, id: &str) -> bool {
        self.rules().any(|rule| rule.id == id)
    }
}

/// The spans of a document in which the findings of each rule are hidden, in order and without overlaps.
struct HiddenSpans(HashMap<&'static str, Vec<Span>>);

impl HiddenSpans {
    fn new(entries: &[Entry]) -> Self {
        let mut blocks: HashMap<&'static str, Vec<Span>> = HashMap::new();
        for entry in entries {
            entry.rules().for_each(|rule| blocks.entry(rule.id).or_default().push(entry.block));
        }
        for blocks in blocks.values_mut() {
            blocks.sort_unstable();
            blocks.dedup_by(|next, last| {
                let meets = next.start <= last.end;
                if meets {
                    last.end = last.end.max(next.end);
                }
                meets
            });
        }
        Self(blocks)
    }

    fn hides(&self, finding: &Problem) -> bool {
        let at = finding.span.start;
        // A change cannot suppress what it does to the checks.
        finding.rule.group != Group::Change
            && self.0.get(finding.rule.id).is_some_and(|blocks| {
                let next = blocks.partition_point(|block| block.start <= at);
                next.checked_sub(1).is_some_and(|last| at <= blocks[last].end)
            })
    }
}

/// The offsets of the hidden findings of each rule in a document.
#[derive(Default)]
struct HiddenOffsets(HashMap<&'static str, BTreeSet<u32>>);

impl HiddenOffsets {
    fn add(&mut self, finding: &Problem) {
        self.0.entry(finding.rule.id).or_default().insert(finding.span.start);
    }

    /// Whether an entry hides any of these findings.
    fn includes_any_of(&self, entry: &Entry) -> bool {
        let within = |offsets: &BTreeSet<u32>| offsets.range(entry.block.start..=entry.block.end).next().is_some();
        entry.rules().filter_map(|rule| self.0.get(rule.id)).any(within)
    }
}

/// Removes suppressed findings, adds findings about the suppressions, and returns the number of removed findings.
pub fn apply(project: &Project, findings: Vec<Finding>, levels: &ByDocument<RuleLevels>) -> (Vec<Finding>, usize) {
    let with_suppressions = project.documents.linted().filter(|(_, document)| !document.suppressions.is_empty());
    let entries: BTreeMap<DocId, Vec<Entry>> = with_suppressions.map(|(doc, document)| (doc, Entry::all(document))).collect();
    if entries.is_empty() {
        return (findings, 0);
    }
    let hidden: HashMap<DocId, HiddenSpans> = entries.iter().map(|(doc, entries)| (*doc, HiddenSpans::new(entries))).collect();
    let is_hidden = |finding: &Finding| hidden.get(&finding.document).is_some_and(|hidden| hidden.hides(finding));
    let mut offsets: HashMap<DocId, HiddenOffsets> = HashMap::new();
    let mut suppressed = 0;
    let mut is_kept = |finding: &Finding| {
        let hides = is_hidden(finding);
        if hides {
            offsets.entry(finding.document).or_default().add(finding);
            suppressed += 1;
        }
        !hides
    };
    let mut kept: Vec<Finding> = findings.into_iter().filter(|finding| is_kept(finding)).collect();
    for (&doc, entries) in entries.iter().filter(|(doc, _)| levels.level(**doc, &RULE) > Level::Off) {
        let could_report = |rule: &Rule| levels.level(doc, rule) > Level::Off && could_run(project, doc, rule);
        let offsets = offsets.remove(&doc).unwrap_or_default();
        let document = &project.documents[doc];
        let (findings, hidden) = check_suppressions(document, entries, &hidden[&doc], &offsets, could_report);
        kept.extend(findings.into_iter().map(|finding| finding.in_document(doc)));
        suppressed += hidden;
    }
    (kept, suppressed)
}

/// How many unknown names of a document get a suggestion.
const MAX_SUGGESTIONS: usize = 20;

/// The findings about the suppressions of a document, and the number of those that are themselves suppressed.
fn check_suppressions(
    document: &Document,
    entries: &[Entry],
    hidden: &HiddenSpans,
    offsets: &HiddenOffsets,
    could_report: impl Fn(&Rule) -> bool,
) -> (Vec<Problem>, usize) {
    let mut unknown = 0;
    let mut check = |entry: &Entry, offsets: &HiddenOffsets| match &entry.rules {
        None => {
            unknown += 1;
            Some(unused_suppression::unknown(document, entry.name, unknown <= MAX_SUGGESTIONS))
        }
        // A rule that could not run does not show whether its suppression is used.
        Some(rules) => (!offsets.includes_any_of(entry) && rules.iter().any(|rule| could_report(rule)))
            .then(|| unused_suppression::unused(document, entry.name)),
    };
    let flawed = document.suppressions.iter().filter_map(|suppression| {
        let names: &[Span] = &suppression.names;
        suppression.flaw.map(|flaw: Flaw| unused_suppression::flawed(document, suppression.span, names, flaw))
    });
    // Entries for `unused-suppression` hide the findings about other entries, so they are checked last.
    let (last, others): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.hides_rule(RULE.id));
    let findings = flawed.chain(others.into_iter().filter_map(|entry| check(entry, offsets)));
    let (own, mut kept): (Vec<Problem>, Vec<Problem>) = findings.partition(|finding| hidden.hides(finding));
    let mut own_offsets = HiddenOffsets::default();
    own.iter().for_each(|finding| own_offsets.add(finding));
    kept.extend(last.into_iter().filter_map(|entry| check(entry, &own_offsets)));
    (kept, own.len())
}

/// Whether a rule could run on a document. A rule that compares with the source needs it, and one that compares siblings needs
/// those.
fn could_run(project: &Project, doc: DocId, rule: &Rule) -> bool {
    if rule.needs_source() {
        return project.state(doc).is_some_and(|state| state.current.is_some() || state.freshness == Freshness::Orphan);
    }
    !rule.needs_siblings() || project.has_siblings(doc)
}
