//! The one place that decides what becomes of findings: levels, order, fingerprints, what was not checked, and whether the
//! run fails.

use crate::config::Settings;
use crate::document::Document;
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::language;
use crate::project::Matched;
use crate::report::baseline;
use crate::report::explanations;
use crate::report::suppress;
use crate::rules::RULES;
use crate::rules::finding::Finding;
use crate::rules::rule::{Level, Rule};
use crate::source::provenance::{Handoff, State};
use rayon::prelude::*;
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, HashMap};

/// The outcome of a run.
#[derive(Debug)]
pub struct Report {
    /// The documents that were linted, in the order of their names; behind them those of the source and those that are
    /// absent.
    pub documents: Vec<Document>,
    /// How many of them were linted.
    pub linted: usize,
    /// The folders that were looked through whole, absolute.
    pub folders: Vec<String>,
    /// Whether each linted document has siblings among them.
    pub with_siblings: Vec<bool>,
    /// How many documents were found that the configuration leaves out.
    pub left_out: usize,
    /// The rules that were not off everywhere.
    pub rules: Vec<&'static Rule>,
    /// Whether documents were compared with a source.
    pub with_source: bool,
    /// What is reported, sorted by path, offset and rule.
    pub findings: Vec<Judged>,
    /// What is reported at level info, in the same order, once it is set aside from the others.
    pub infos: Vec<Judged>,
    /// Findings that are not reported because another one explains them. They are reported after all if that one is old.
    pub explained: Vec<Judged>,
    /// What the baseline has, and is not reported.
    pub baselined: Vec<Judged>,
    /// What became of the baseline.
    pub baseline: Option<baseline::Against>,
    /// What a change did, where only a change was looked at.
    pub change: Option<baseline::Change>,
    /// What was not checked, and why, sorted by path.
    pub not_checked: Vec<NotChecked>,
    /// How many findings documents suppress.
    pub suppressed: usize,
    /// What was decided of levels and why, in lines.
    pub decisions: Vec<String>,
}

impl Report {
    /// Takes new findings as those of the report, without what others of them explain.
    pub(crate) fn report_new(&mut self, new: Vec<Judged>) {
        (self.findings, self.explained) = explanations::split(new, |judged| &judged.finding, |judged| judged.level);
        sort(&self.documents, &mut self.findings, |judged| &judged.finding);
    }

    /// Sets the findings of level info aside: they are counted, and listed only on request.
    pub fn with_infos_aside(mut self) -> Self {
        let (infos, findings) = std::mem::take(&mut self.findings).into_iter().partition(|judged| judged.level == Level::Info);
        (self.infos, self.findings) = (infos, findings);
        self
    }

    /// Puts the findings of level info back among the others.
    pub fn list_infos(&mut self) {
        self.findings.append(&mut self.infos);
        sort(&self.documents, &mut self.findings, |judged| &judged.finding);
    }

    /// Prints the findings of each document by itself, in parallel, and puts the texts together in order.
    pub fn print_by_document(&self, print: impl Fn(&Document, &[Judged]) -> String + Sync) -> String {
        let by_document = self.findings.par_chunk_by(|a, b| a.finding.document == b.finding.document);
        let printed: Vec<String> =
            by_document.map(|findings| print(&self.documents[findings[0].finding.document], findings)).collect();
        printed.concat()
    }

    /// Whether a finding reaches the level that fails the run.
    pub fn fails(&self, limit: Option<Level>) -> bool {
        limit.is_some_and(|limit| self.findings.iter().any(|judged| judged.level >= limit))
    }

    /// How many pairs the documents hold.
    pub fn pairs(&self) -> usize {
        self.documents.iter().map(|document| document.pairs.len()).sum()
    }

    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|judged| judged.level == level).count()
    }

    /// How many findings have a fix that is safe, and how many one that a human has to look at.
    pub fn fixable(&self) -> (usize, usize) {
        let fixes = self.findings.iter().chain(&self.infos).filter_map(|judged| judged.finding.fix.as_ref());
        let (safe, others): (Vec<_>, Vec<_>) = fixes.partition(|fix| fix.safe);
        (safe.len(), others.len())
    }

    /// How many findings each rule has, in the order in which rules are listed.
    pub fn by_rule(&self) -> Vec<(&'static str, Level, usize)> {
        by_rule(&self.findings)
    }

    /// The same of the findings of level info that are set aside.
    pub fn infos_by_rule(&self) -> Vec<(&'static str, Level, usize)> {
        by_rule(&self.infos)
    }
}

fn by_rule(findings: &[Judged]) -> Vec<(&'static str, Level, usize)> {
    let count = |id| findings.iter().filter(|judged| judged.finding.rule.id == id).count();
    let level = |id| findings.iter().find(|judged| judged.finding.rule.id == id).map(|judged| judged.level);
    RULES.iter().filter_map(|rule| level(rule.id).map(|level| (rule.id, level, count(rule.id)))).collect()
}

/// A finding with what was decided of it.
#[derive(Debug)]
pub struct Judged {
    /// What the rule reported.
    pub finding: Box<Finding>,
    /// The level in this run: warn or error.
    pub level: Level,
    /// Sixteen hexadecimal digits that stay the same when lines move.
    pub fingerprint: String,
    /// Whether the baseline has it.
    pub is_baselined: bool,
}

/// Which documents the rules could say little about.
pub fn not_checked(documents: &[Document]) -> Vec<NotChecked> {
    let mut skipped = Vec::new();
    let mut skip = |document: &Document, what, reason: &str| {
        skipped.push(NotChecked { path: document.text.name().to_owned(), what, reason: reason.to_owned() });
    };
    for document in documents {
        if document.pairs.is_empty() {
            let reason = match document.text.as_str().trim_start_matches('\u{feff}').trim() {
                "" => "the file is empty",
                _ if !document.faults.is_empty() => "no pair in it is whole",
                _ if document.identity.locale.as_deref() == Some("en-US") => "a source document: it holds no pairs",
                _ => "it holds no pairs",
            };
            skip(document, Unchecked::Pairs, reason);
        } else if document.source_hash().is_none() {
            let reason = match document.value("ms.openlocfilehash") {
                Some(_) => "ms.openlocfilehash is malformed, so its source version is unknown",
                None => "it has no ms.openlocfilehash, so its source version is unknown",
            };
            skip(document, Unchecked::Handoff, reason);
        }
    }
    let mut unknown: BTreeMap<&str, &Document> = BTreeMap::new();
    for document in documents.iter().filter(|document| !document.pairs.is_empty()) {
        let known = |locale: &&str| language::for_locale(locale).is_some() || language::is_english(locale);
        if let Some(locale) = document.identity.locale.as_deref().filter(|locale| !known(locale)) {
            unknown.entry(locale).or_insert(document);
        }
    }
    for (locale, document) in unknown {
        let reason = format!("no table for the language of {locale}: what needs its words was not looked at");
        skipped.push(NotChecked { path: document.text.name().to_owned(), what: Unchecked::Pairs, reason });
    }
    skipped
}

/// Which documents could not be held against their source.
pub fn not_checked_against_source(matched: &Matched) -> Vec<NotChecked> {
    let mut skipped: Vec<NotChecked> = matched
        .unread
        .iter()
        .map(|(path, reason)| NotChecked { path: path.clone(), what: Unchecked::Source, reason: reason.clone() })
        .collect();
    for (document, against) in matched.documents.iter().zip(&matched.against) {
        let mut skip = |what, reason: &str| {
            skipped.push(NotChecked { path: document.text.name().to_owned(), what, reason: reason.to_owned() });
        };
        if let Handoff::Unread(reason) = &against.handoff {
            skip(Unchecked::Handoff, &format!("the source that it was made from: {reason}"));
        }
        if against.state != State::Orphan && against.current.is_none() {
            skip(Unchecked::Source, "its source file cannot be read");
        }
        if [&against.to_handoff, &against.to_current].into_iter().flatten().any(|alignment| alignment.given_up) {
            skip(Unchecked::Source, "its texts repeat each other too often to be found in the source");
        }
    }
    skipped
}

/// Judges what the rules reported.
pub fn judge(matched: Matched, findings: Vec<Finding>, mut not_checked: Vec<NotChecked>, settings: &Settings) -> Report {
    let levels = settings.by_document(&matched.documents);
    // What is off in a document explains nothing there.
    let findings = findings.into_iter().filter(|finding| levels.level(finding.document, finding.rule) > Level::Off).collect();
    // What is suppressed explains nothing.
    let (findings, suppressed) = suppress::apply(&matched, findings, &levels);
    let (findings, explained) =
        explanations::split(findings, |finding| finding, |finding| levels.level(finding.document, finding.rule));
    let with_source = !matched.against.is_empty();
    let with_siblings = (0..matched.linted).map(|index| matched.has_siblings(index)).collect();
    let (documents, linted) = (matched.documents, matched.linted);
    let decisions = settings.explain(&levels, linted);
    // Boxed: sorting moves them often.
    let boxed = |findings: Vec<Finding>| -> Vec<Box<Finding>> { findings.into_iter().map(Box::new).collect() };
    let mut findings = boxed(findings);
    sort(&documents, &mut findings, |finding| finding);
    let mut seen: HashMap<String, u32> = HashMap::with_capacity(findings.len());
    let mut judged = |(finding, print): (Box<Finding>, String)| {
        let count = seen.entry(print.clone()).and_modify(|n| *n += 1).or_insert(0);
        let fingerprint = if *count == 0 { print } else { digest(&[&print, &count.to_string()]) };
        Judged { level: levels.level(finding.document, finding.rule), finding, fingerprint, is_baselined: false }
    };
    let mut all_judged = |findings: Vec<Box<Finding>>| -> Vec<Judged> {
        let print = |finding: &Finding| fingerprint(finding, &documents[finding.document]);
        let prints: Vec<String> = findings.par_iter().map(|finding| print(finding)).collect();
        findings.into_iter().zip(prints).map(&mut judged).collect()
    };
    let (findings, explained) = (all_judged(findings), all_judged(boxed(explained)));
    not_checked.sort();
    Report {
        documents,
        linted,
        folders: Vec::new(),
        left_out: 0,
        with_siblings,
        rules: RULES.iter().copied().filter(|rule| settings.level(rule) > Level::Off).collect(),
        with_source,
        findings,
        infos: Vec::new(),
        explained,
        baselined: Vec::new(),
        baseline: None,
        change: None,
        not_checked,
        suppressed,
        decisions,
    }
}

/// Puts findings in the order in which they are reported: by path (documents that are absent stand behind the others, not
/// between them), offset and rule.
pub(crate) fn sort<T: Send>(documents: &[Document], findings: &mut [T], of: impl Fn(&T) -> &Finding + Sync) {
    let mut by_name: Vec<usize> = (0..documents.len()).collect();
    by_name.sort_by_key(|&i| documents[i].text.name());
    let mut rank = vec![0; documents.len()];
    by_name.into_iter().enumerate().for_each(|(place, i)| rank[i] = place);
    findings.par_sort_by(|a, b| {
        let (a, b) = (of(a), of(b));
        let key = |f: &Finding| (rank[f.document], f.span.start, f.rule.id, f.span.end);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}

/// What a finding is about, without its place: rule, article and locale, unit, both texts.
fn fingerprint(finding: &Finding, document: &Document) -> String {
    let identity = &document.identity;
    let [source, target] = finding.texts(document);
    digest(&[
        finding.rule.id,
        &identity.relative,
        identity.locale.as_deref().unwrap_or(""),
        finding.unit.as_deref().unwrap_or(""),
        &source,
        &target,
    ])
}

/// Sixteen hexadecimal digits that stand for texts.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut sha = Sha1::new();
    for part in parts {
        sha.update(part.as_bytes());
        sha.update([0]);
    }
    let bytes = sha.finalize();
    let (first, _) = bytes.split_first_chunk::<8>().expect("a SHA-1 has twenty bytes");
    format!("{:016x}", u64::from_be_bytes(*first))
}
