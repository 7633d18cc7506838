//! What suppressions in documents hide, and which of them hide nothing.

use crate::document::suppressions::{Flaw, Suppression};
use crate::document::{DocId, Document};
use crate::project::Project;
use crate::report::policy::RuleLevels;
use crate::rules;
use crate::rules::by_document::ByDocument;
use crate::rules::finding::{Finding, Problem};
use crate::rules::markup::unused_suppression::{self, RULE};
use crate::rules::rule::{Level, Rule};
use crate::source::provenance::Freshness;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A rule or group that a suppression names.
struct Entry {
    name: Span,
    /// Where it holds.
    block: Span,
    /// What it hides; `None` for a name that is neither. A group does not stand for `unused-suppression`, which has to be named
    /// itself.
    rules: Option<Vec<&'static Rule>>,
}

impl Entry {
    fn all(document: &Document) -> Vec<Self> {
        let sound = document.suppressions.iter().filter(|suppression| suppression.flaw.is_none());
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
        sound.flat_map(entries).collect()
    }

    fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().flatten().copied()
    }

    fn is_of(&self, id: &str) -> bool {
        self.rules().any(|rule| rule.id == id)
    }
}

/// Where the findings of each rule are hidden in a document: stretches in order that do not overlap.
struct Hidden(HashMap<&'static str, Vec<Span>>);

impl Hidden {
    fn of(entries: &[Entry]) -> Self {
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
        self.0.get(finding.rule.id).is_some_and(|blocks| {
            let next = blocks.partition_point(|block| block.start <= at);
            next.checked_sub(1).is_some_and(|last| at <= blocks[last].end)
        })
    }
}

/// Where findings of each rule were hidden in a document.
#[derive(Default)]
struct Places(HashMap<&'static str, BTreeSet<u32>>);

impl Places {
    fn add(&mut self, finding: &Problem) {
        self.0.entry(finding.rule.id).or_default().insert(finding.span.start);
    }

    /// Whether an entry hides any of them.
    fn use_of(&self, entry: &Entry) -> bool {
        let within = |places: &BTreeSet<u32>| places.range(entry.block.start..=entry.block.end).next().is_some();
        entry.rules().filter_map(|rule| self.0.get(rule.id)).any(within)
    }
}

/// Takes away the findings that are suppressed, adds what is wrong with suppressions, and counts what was taken away.
pub fn apply(project: &Project, findings: Vec<Finding>, levels: &ByDocument<RuleLevels>) -> (Vec<Finding>, usize) {
    let with_suppressions = project.documents.linted().filter(|(_, document)| !document.suppressions.is_empty());
    let entries: BTreeMap<DocId, Vec<Entry>> = with_suppressions.map(|(doc, document)| (doc, Entry::all(document))).collect();
    if entries.is_empty() {
        return (findings, 0);
    }
    let hidden: HashMap<DocId, Hidden> = entries.iter().map(|(doc, entries)| (*doc, Hidden::of(entries))).collect();
    let is_hidden = |finding: &Finding| hidden.get(&finding.document).is_some_and(|hidden| hidden.hides(finding));
    let mut places: HashMap<DocId, Places> = HashMap::new();
    let mut suppressed = 0;
    let mut is_kept = |finding: &Finding| {
        let hides = is_hidden(finding);
        if hides {
            places.entry(finding.document).or_default().add(finding);
            suppressed += 1;
        }
        !hides
    };
    let mut kept: Vec<Finding> = findings.into_iter().filter(|finding| is_kept(finding)).collect();
    let mut own_kept = Vec::new();
    for (&doc, entries) in entries.iter().filter(|(doc, _)| levels.level(**doc, &RULE) > Level::Off) {
        let document = &project.documents[doc];
        let places = places.remove(&doc).unwrap_or_default();
        let at_work = |rule: &&Rule| levels.level(doc, rule) > Level::Off && was_at_work(project, doc, rule);
        let unused = |entry: &Entry, places: &Places| match &entry.rules {
            None => Some(unused_suppression::unknown(document, entry.name)),
            // Of a rule that was not at work nothing is known.
            Some(rules) => {
                (!places.use_of(entry) && rules.iter().any(at_work)).then(|| unused_suppression::unused(document, entry.name))
            }
        };
        let flawed = document.suppressions.iter().filter_map(|suppression| {
            let names: &[Span] = &suppression.names;
            suppression.flaw.map(|flaw: Flaw| unused_suppression::flawed(document, suppression.span, names, flaw))
        });
        // What hides these findings comes last: only then it is known whether it does.
        let (last, others): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.is_of(RULE.id));
        let mut hidden_own = Places::default();
        for finding in flawed.chain(others.into_iter().filter_map(|entry| unused(entry, &places))) {
            if hidden[&doc].hides(&finding) {
                hidden_own.add(&finding);
                suppressed += 1;
            } else {
                own_kept.push(finding.in_document(doc));
            }
        }
        own_kept.extend(last.into_iter().filter_map(|entry| unused(entry, &hidden_own)).map(|finding| finding.in_document(doc)));
    }
    kept.extend(own_kept);
    (kept, suppressed)
}

/// Whether a rule had what it needs to report in a document: its source, where it compares with one; siblings, where it
/// compares those.
fn was_at_work(project: &Project, doc: DocId, rule: &Rule) -> bool {
    if rule.needs_source() {
        return project.state(doc).is_some_and(|state| state.current.is_some() || state.freshness == Freshness::Orphan);
    }
    !rule.needs_siblings() || project.has_siblings(doc)
}
