//! The verdict on each finding: whether it is reported and, if not, why.
//!
//! [`assess`] applies the configuration, the suppressions and the explanations between rules. [`decide`] then compares with an
//! earlier revision and a baseline, and makes the report. Nothing changes a verdict later.

use super::baseline::{Baseline, BaselineUse, RunCoverage};
use super::changes::{self, ChangeSummary};
use super::matching::{self, KnownFinding};
use super::policy::Policy;
use super::{Report, Run, explanations, suppress};
use crate::document::{DocId, Document, Documents};
use crate::project::Project;
use crate::project::coverage::Coverage;
use crate::rules::finding::Finding;
use crate::rules::rule::Level;
use rayon::prelude::*;
use sha1::{Digest, Sha1};
use std::collections::{HashMap, HashSet};

/// The verdict on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is reported.
    Reported,
    /// Another reported finding explains it, so it is only a consequence.
    Explained,
    /// The baseline has it.
    Known,
    /// The baseline has it, and another finding explains it.
    KnownConsequence,
    /// The earlier revision has it.
    Old,
}

/// A finding with its level and its verdict.
#[derive(Debug)]
pub struct Decided {
    /// The finding. Boxed, because sorting moves it often.
    pub finding: Box<Finding>,
    /// The level in its document.
    pub level: Level,
    /// Sixteen hexadecimal digits that stay the same when lines move.
    pub fingerprint: String,
    /// The verdict.
    pub verdict: Verdict,
}

/// The findings of a run that remain after configuration and suppressions, not yet compared with earlier ones.
#[derive(Debug)]
pub struct Assessed {
    /// The run.
    pub run: Run,
    /// The findings: reported ones, sorted, then explained ones.
    pub findings: Vec<Decided>,
}

/// Applies the policy and the suppressions to the findings of a run.
pub fn assess(project: Project, findings: Vec<Finding>, coverage: Coverage, policy: &Policy) -> Assessed {
    let levels = policy.levels_by_document(&project.documents);
    let level = |finding: &Finding| levels.level(finding.document, finding.rule);
    // A finding that is off or suppressed explains nothing. Documents of the context have no findings.
    let is_about = |finding: &Finding| !project.documents[finding.document].is_context && level(finding) > Level::Off;
    let findings = findings.into_iter().filter(is_about).collect();
    let (findings, suppressed) = suppress::apply(&project, findings, &levels);
    let decide = |finding: Finding| Decided {
        level: level(&finding),
        finding: Box::new(finding),
        fingerprint: String::new(),
        verdict: Verdict::Reported,
    };
    let mut findings = explain(&project.documents, findings.into_iter().map(decide).collect());
    let fingerprints: Vec<String> =
        findings.par_iter().map(|decided| fingerprint(&decided.finding, &project.documents[decided.finding.document])).collect();
    let mut seen: HashMap<String, u32> = HashMap::with_capacity(findings.len());
    for (decided, first) in findings.iter_mut().zip(fingerprints) {
        let count = seen.entry(first.clone()).and_modify(|n| *n += 1).or_insert(0);
        decided.fingerprint = if *count == 0 { first } else { digest(&[&first, &count.to_string()]) };
    }
    let run = Run {
        decisions: policy.explain(&levels, &project.documents),
        with_siblings: project.documents.given_ids().map(|doc| project.has_siblings(doc)).collect(),
        with_source: !project.states.is_empty(),
        is_partial: project.is_partial,
        documents: project.documents,
        coverage,
        rules: policy.enabled().to_vec(),
        suppressed,
    };
    Assessed { run, findings }
}

/// Decides which findings are explained by others. The reported ones come first, sorted.
fn explain(documents: &Documents, findings: Vec<Decided>) -> Vec<Decided> {
    let is_explained = explanations::explained(&findings);
    let (explained, reported): (Vec<_>, Vec<_>) = findings.into_iter().zip(is_explained).partition(|(_, explained)| *explained);
    let with = |verdict: Verdict| move |(decided, _): (Decided, bool)| Decided { verdict, ..decided };
    let mut findings: Vec<Decided> = reported.into_iter().map(with(Verdict::Reported)).collect();
    sort(documents, &mut findings);
    findings.extend(explained.into_iter().map(with(Verdict::Explained)));
    findings
}

/// Makes the report of a run: compares its findings with those of earlier revisions, and with a baseline.
///
/// `since` has the name of the base, and the revisions to compare with. The first revision is the base; changed segments are
/// counted against it. The others are the revisions that a merge brings in.
pub fn decide(mut now: Assessed, since: Option<(String, Vec<Assessed>)>, baseline: Option<(&str, &Baseline)>) -> Report {
    let change = since.map(|(base, revisions)| compare_with_revisions(&mut now, base, &revisions));
    let baseline = baseline.map(|(name, baseline)| compare_with_baseline(&mut now, name, baseline));
    let Assessed { run, findings } = now;
    let mut report =
        Report { run, findings: Vec::new(), infos: Vec::new(), consequences: Vec::new(), known: Vec::new(), baseline, change };
    for decided in findings {
        match decided.verdict {
            Verdict::Reported if decided.level == Level::Info => report.infos.push(decided),
            Verdict::Reported => report.findings.push(decided),
            Verdict::Explained | Verdict::KnownConsequence => report.consequences.push(decided),
            Verdict::Known => report.known.push(decided),
            Verdict::Old => {}
        }
    }
    report
}

/// Sets the verdict of findings that earlier revisions have, and summarizes the change.
fn compare_with_revisions(now: &mut Assessed, base: String, revisions: &[Assessed]) -> ChangeSummary {
    let mut before: Vec<KnownFinding> = Vec::new();
    let mut was_explained: HashSet<KnownFinding> = HashSet::new();
    for revision in revisions {
        let mut all = matching::known_findings(&revision.findings, &revision.run.documents);
        let explained = all.iter().zip(&revision.findings).filter(|(_, decided)| decided.verdict == Verdict::Explained);
        was_explained.extend(explained.map(|(known, _)| known.clone()));
        all.sort();
        before = changes::union(before, all);
    }
    let present: HashSet<String> = matching::linted_paths(&now.run.documents).into_iter().collect();
    // Explained findings are compared as well: a new finding that only an old finding explained must now be reported.
    let matched = matching::match_known(&now.findings, &now.run.documents, &before, true, |path| !present.contains(path));
    let (known, new): (Vec<_>, Vec<_>) =
        std::mem::take(&mut now.findings).into_iter().zip(matched.is_known).partition(|(_, known)| *known);
    let old = known.iter().filter(|(decided, _)| decided.verdict == Verdict::Reported).count();
    now.findings = explain(&now.run.documents, new.into_iter().map(|(decided, _)| decided).collect());
    let new = now.findings.iter().filter(|decided| decided.verdict == Verdict::Reported).count();
    now.findings.extend(known.into_iter().map(|(decided, _)| Decided { verdict: Verdict::Old, ..decided }));
    ChangeSummary {
        base,
        changed_segments: revisions.first().map_or(0, |base| changes::changed_segments(&base.run.documents, &now.run.documents)),
        new,
        fixed: before.iter().zip(&matched.is_found).filter(|(known, found)| !**found && !was_explained.contains(known)).count(),
        old,
    }
}

/// Sets the verdict of findings that a baseline has.
fn compare_with_baseline(now: &mut Assessed, name: &str, baseline: &Baseline) -> BaselineUse {
    let coverage = RunCoverage::new(&now.run, baseline);
    let (old, rest): (Vec<_>, Vec<_>) =
        std::mem::take(&mut now.findings).into_iter().partition(|decided| decided.verdict == Verdict::Old);
    let gone = |path: &str| coverage.includes(path) && !coverage.is_present(path);
    let matched = matching::match_known(&rest, &now.run.documents, baseline.findings(), false, gone);
    let (known, new): (Vec<_>, Vec<_>) = rest.into_iter().zip(matched.is_known).partition(|(_, known)| *known);
    now.findings = explain(&now.run.documents, new.into_iter().map(|(decided, _)| decided).collect());
    now.findings.extend(known.into_iter().map(|(decided, _)| match decided.verdict {
        Verdict::Explained => Decided { verdict: Verdict::KnownConsequence, ..decided },
        _ => Decided { verdict: Verdict::Known, ..decided },
    }));
    now.findings.extend(old);
    let entries = baseline.findings().iter().zip(matched.is_found);
    BaselineUse { name: name.to_owned(), unmatched: entries.filter(|(entry, found)| !found && coverage.covers(entry)).count() }
}

/// Sorts findings by path, offset and rule.
pub(super) fn sort(documents: &Documents, findings: &mut [Decided]) {
    let mut by_name: Vec<(&str, DocId)> = documents.with_findings().map(|(doc, document)| (document.text.name(), doc)).collect();
    by_name.sort_unstable();
    let rank: HashMap<DocId, usize> = by_name.into_iter().enumerate().map(|(rank, (_, doc))| (doc, rank)).collect();
    findings.par_sort_by(|Decided { finding: a, .. }, Decided { finding: b, .. }| {
        let key = |one: &Finding| (rank.get(&one.document).copied(), one.span.start, one.rule.id, one.span.end);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}

/// The fingerprint of a finding: a digest of its rule, article, locale, segment id and texts, without its position.
fn fingerprint(finding: &Finding, document: &Document) -> String {
    let identity = &document.identity;
    let [source, target] = finding.texts(document);
    digest(&[
        finding.rule.id,
        &identity.relative,
        identity.locale.as_deref().unwrap_or(""),
        finding.segment_id.as_deref().unwrap_or(""),
        &source,
        &target,
    ])
}

/// A digest of some texts: sixteen hexadecimal digits.
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
