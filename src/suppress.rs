//! What suppressions in documents hide, and which of them hide nothing.

use crate::config;
use crate::document::Document;
use crate::document::suppressions::{Flaw, Suppression};
use crate::finding::Finding;
use crate::levels::ByDocument;
use crate::provenance::State;
use crate::rule::{Check, Level, Rule};
use crate::rules::unused_suppression::{self, RULE};
use crate::siblings::Matched;
use crate::text::Span;
use std::collections::BTreeMap;

/// A rule or group that a suppression names.
struct Entry<'a> {
    suppression: &'a Suppression,
    name: Span,
    /// `None` for a name that is neither.
    rules: Option<Vec<&'static Rule>>,
    used: bool,
}

impl Entry<'_> {
    /// Whether it hides a finding. A group does not stand for `unused-suppression`, which has to be named itself.
    fn hides(&self, finding: &Finding, document: &Document) -> bool {
        let names = |rules: &Vec<&Rule>| match finding.rule.id == RULE.id {
            true => document.text.slice(self.name) == RULE.id,
            false => rules.iter().any(|rule| rule.id == finding.rule.id),
        };
        let at = finding.span.start;
        self.suppression.block.is_none_or(|block| block.start <= at && at <= block.end) && self.rules.as_ref().is_some_and(names)
    }
}

/// Takes away the findings that are suppressed, adds what is wrong with suppressions, and counts what was taken away.
pub fn apply(matched: &Matched, findings: Vec<Finding>, levels: &ByDocument) -> (Vec<Finding>, usize) {
    let mut entries: BTreeMap<usize, Vec<Entry<'_>>> = BTreeMap::new();
    for (index, document) in matched.documents.iter().take(matched.linted).enumerate() {
        for suppression in &document.suppressions {
            let of = entries.entry(index).or_default();
            let names = suppression.names.iter().filter(|_| suppression.flaw.is_none());
            of.extend(names.map(|&name| {
                let rules = config::named(&[document.text.slice(name).to_owned()]).ok();
                Entry { suppression, name, rules, used: false }
            }));
        }
    }
    if entries.is_empty() {
        return (findings, 0);
    }
    let before = findings.len();
    let mut hidden = |finding: &Finding| {
        let document = &matched.documents[finding.document];
        let mut hidden = false;
        for entry in entries.get_mut(&finding.document).into_iter().flatten().filter(|entry| entry.hides(finding, document)) {
            entry.used = true;
            hidden = true;
        }
        hidden
    };
    let mut kept: Vec<Finding> = findings.into_iter().filter(|finding| !hidden(finding)).collect();
    let mut suppressed = before - kept.len();
    let own = |entry: &Entry<'_>, document: &Document| document.text.slice(entry.name) == RULE.id;
    let documents: Vec<usize> = entries.keys().copied().collect();
    for index in documents.into_iter().filter(|&index| levels.level(index, &RULE) > Level::Off) {
        let document = &matched.documents[index];
        let at_work = |rule: &&Rule| levels.level(index, rule) > Level::Off && was_at_work(matched, index, rule);
        let unused = |entry: &Entry<'_>| match &entry.rules {
            None => Some(unused_suppression::unknown(document, entry.name)),
            // Of a rule that was not at work nothing is known.
            Some(rules) => (!entry.used && rules.iter().any(at_work)).then(|| unused_suppression::unused(document, entry.name)),
        };
        let Some(of) = entries.get_mut(&index) else { continue };
        let flawed = document.suppressions.iter().filter_map(|suppression| {
            let names: &[Span] = &suppression.names;
            suppression.flaw.map(|flaw: Flaw| unused_suppression::flawed(document, suppression.span, names, flaw))
        });
        let others = of.iter().filter(|entry| !own(entry, document)).filter_map(unused);
        let reported: Vec<Finding> = flawed.chain(others).map(|finding| finding.in_document(index)).collect();
        for finding in reported {
            let mut hidden = false;
            for entry in of.iter_mut().filter(|entry| entry.hides(&finding, document)) {
                entry.used = true;
                hidden = true;
            }
            if hidden {
                suppressed += 1;
            } else {
                kept.push(finding);
            }
        }
        kept.extend(of.iter().filter(|entry| own(entry, document)).filter_map(unused).map(|finding| finding.in_document(index)));
    }
    (kept, suppressed)
}

/// Whether a rule had what it needs to report in a document: its source, where it compares with one; siblings, where it
/// compares those.
fn was_at_work(matched: &Matched, index: usize, rule: &Rule) -> bool {
    let has = |wanted: fn(&Check) -> bool| rule.checks.iter().any(wanted);
    if has(|check| matches!(check, Check::Source(_) | Check::Absent(_))) {
        return matched.against(index).is_some_and(|against| against.current.is_some() || against.state == State::Orphan);
    }
    if has(|check| matches!(check, Check::Tree(_) | Check::Article(_))) {
        let article = matched.article_of.get(index).copied().flatten();
        return article.is_some_and(|article| matched.articles[article].documents.len() > 1);
    }
    true
}
