//! The gate: which findings are new, against what was there before: an earlier revision, or a baseline.

use crate::document::{Document, Pair};
use crate::identity::is_below;
use crate::judge::{Judged, Report, digest};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A finding as it is remembered: without its place, so that moving or re-wrapping a pair makes no new one.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The locale of its document, and the path below the root.
    pub path: String,
    /// The id of the rule.
    pub rule: String,
    /// The id of the unit.
    pub unit: Option<String>,
    /// A digest of the texts that it is about, blanks folded.
    pub text: String,
    /// A digest of its message.
    pub message: String,
}

impl Known {
    fn of(judged: &Judged, report: &Report) -> Self {
        let finding = &judged.finding;
        let document = &report.documents[finding.document];
        let [source, target] = finding.texts(document);
        Self {
            path: path(document),
            rule: finding.rule.id.to_owned(),
            unit: finding.unit.clone(),
            text: digest(&[&source, &target]),
            message: digest(&[&finding.message]),
        }
    }

    fn all<'a>(judged: impl IntoIterator<Item = &'a Judged>, report: &Report) -> Vec<Self> {
        judged.into_iter().map(|judged| Self::of(judged, report)).collect()
    }
}

/// What an article is called in a locale.
fn path(document: &Document) -> String {
    let locale = document.identity.locale.as_deref().unwrap_or("");
    format!("{}/{}", locale.to_ascii_lowercase(), document.identity.relative)
}

/// The paths of the documents that were linted.
fn present(report: &Report) -> HashSet<String> {
    report.documents[..report.linted].iter().map(path).collect()
}

/// All findings of a report, as they are remembered, in order.
fn known(report: &Report) -> Vec<Known> {
    let mut known = Known::all(report.findings.iter().chain(&report.baselined), report);
    known.sort();
    known
}

/// Which findings of a report are known, and which known ones it does not have: each counts once. `gone` says whether a path
/// of the known ones is no longer there; its findings may be those of a file that was renamed. With `edited` a finding that says
/// the same of the same unit is known even if the unit's text has changed elsewhere.
fn recognize(report: &Report, known: &[Known], edited: bool, gone: impl Fn(&str) -> bool) -> (Vec<bool>, Vec<bool>) {
    let own = Known::all(&report.findings, report);
    let mut is_known = vec![false; own.len()];
    let mut is_found = vec![false; known.len()];
    // From all that they share to what a moved, renumbered or renamed one keeps.
    let keeps: [[bool; 5]; 5] = [
        [true, true, true, true, true],
        [true, true, true, true, false],
        [true, true, true, false, false],
        [true, true, false, true, false],
        [true, false, true, true, true],
    ];
    for (round, keeps) in keeps.iter().enumerate().take(if edited { 5 } else { 4 }) {
        let key = |one: &'_ Known| -> String {
            let all = [&*one.rule, &one.text, &one.path, one.unit.as_deref().unwrap_or(""), &one.message];
            let kept: Vec<&str> = all.into_iter().zip(keeps).filter(|(_, keep)| **keep).map(|(part, _)| part).collect();
            kept.join("\0")
        };
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, one) in known.iter().enumerate().rev() {
            // Where the path does not count, it must be gone; a finding without a unit is then told by its text.
            if !is_found[i] && (round != 3 || gone(&one.path)) {
                free.entry(key(one)).or_default().push(i);
            }
        }
        for (i, one) in own.iter().enumerate() {
            if !is_known[i]
                && let Some(found) = free.get_mut(&key(one)).and_then(Vec::pop)
            {
                is_known[i] = true;
                is_found[found] = true;
            }
        }
    }
    (is_known, is_found)
}

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What it is compared with, as it is shown.
    pub base: String,
    /// Pairs whose id, source, target or place is another.
    pub touched: usize,
    /// Findings that were not there before.
    pub broken: usize,
    /// Findings that are gone.
    pub mended: usize,
    /// Findings that were there before, and are not reported.
    pub known: usize,
}

/// Leaves in a report what the base does not have.
pub fn since(report: &mut Report, base: &Report, name: String) {
    let before = known(base);
    let present = present(report);
    let (is_known, is_found) = recognize(report, &before, true, |path| !present.contains(path));
    let touched = touched(&base.documents[..base.linted], &report.documents[..report.linted]);
    let mut kept = is_known.iter();
    report.findings.retain(|_| kept.next() == Some(&false));
    report.change = Some(Change {
        base: name,
        touched,
        broken: report.findings.len(),
        mended: is_found.iter().filter(|found| !**found).count(),
        known: is_known.iter().filter(|known| **known).count(),
    });
}

/// How many pairs are others than before, by their ids, texts and order.
fn touched(base: &[Document], now: &[Document]) -> usize {
    let before: HashMap<String, &Document> = base.iter().map(|document| (path(document), document)).collect();
    let by_prefix: HashMap<&str, &Document> =
        base.iter().filter(|document| !document.prefix.is_empty()).map(|document| (&*document.prefix, document)).collect();
    now.iter()
        .map(|document| {
            let old = before.get(&path(document)).or_else(|| by_prefix.get(&*document.prefix));
            old.map_or(document.pairs.len(), |old| touched_pairs(old, document))
        })
        .sum()
}

fn touched_pairs(old: &Document, new: &Document) -> usize {
    if old.body_text() == new.body_text() {
        return 0;
    }
    fn all<'a>(document: &'a Document, pair: &Pair) -> [&'a str; 4] {
        [pair.target.id, pair.source.id, pair.target.text, pair.source.text].map(|span| document.text.slice(span))
    }
    let mut places: HashMap<[&str; 4], Vec<usize>> = HashMap::new();
    for (i, pair) in old.pairs.iter().enumerate().rev() {
        places.entry(all(old, pair)).or_default().push(i);
    }
    let mut kept = Vec::new();
    for pair in &new.pairs {
        kept.extend(places.get_mut(&all(new, pair)).and_then(Vec::pop));
    }
    new.pairs.len() - longest_ascent(&kept)
}

/// The length of the longest ascending sequence in a row of numbers: what kept its order.
fn longest_ascent(numbers: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for &number in numbers {
        let at = ends.partition_point(|end| *end < number);
        match ends.get_mut(at) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    ends.len()
}

/// A baseline: findings that are accepted until their text changes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: Vec<Known>,
}

/// What a run looked at, of all that a baseline may speak of.
struct Seen {
    present: HashSet<String>,
    /// The beginnings of paths of which all were looked at: a locale, or a folder in it.
    whole: HashSet<String>,
}

impl Seen {
    fn of(report: &Report) -> Self {
        let identities: HashSet<(&str, &str)> = report.documents[..report.linted]
            .iter()
            .filter_map(|document| Some((document.identity.locale.as_deref()?, document.identity.root.as_str())))
            .collect();
        let mut whole = HashSet::new();
        for (locale, root) in identities {
            let locale = locale.to_ascii_lowercase();
            for folder in &report.folders {
                if is_below(root, folder) {
                    whole.insert(locale.clone());
                } else if is_below(folder, root) {
                    whole.insert(format!("{locale}{}", &folder[root.trim_end_matches('/').len()..]));
                }
            }
        }
        Self { present: present(report), whole }
    }

    /// Whether the document of a path was looked at, or looked for in vain.
    fn covers(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        self.present.contains(path) || folders.into_iter().any(|folder| self.whole.contains(folder))
    }
}

/// What became of a baseline in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Against {
    /// The file, as given.
    pub name: String,
    /// How many of its entries no finding fits any more, of documents that were linted or looked for in vain.
    pub stale: usize,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When it is no baseline: why.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let baseline: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        match baseline.version {
            1 => Ok(baseline),
            version => Err(format!("its version is {version}; this bitext reads version 1")),
        }
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The baseline of a report: all that it found. Without `accept_new` what is in the old baseline, and is found still.
    /// Also how many findings were left out.
    pub fn of(report: &Report, old: Option<&Self>, accept_new: bool) -> (Self, usize) {
        let (mut findings, left_out) = match old {
            Some(_) if !accept_new => (Known::all(&report.baselined, report), report.findings.len()),
            _ => (known(report), 0),
        };
        if let Some(old) = old {
            let seen = Seen::of(report);
            findings.extend(old.findings.iter().filter(|known| !seen.covers(&known.path)).cloned());
        }
        findings.sort();
        (Self { version: 1, findings }, left_out)
    }

    /// The file's text: one finding a line, so that a diff shows what came and went.
    pub fn text(&self) -> String {
        let mut text = String::from("{\"version\":1,\"findings\":[\n");
        for (i, known) in self.findings.iter().enumerate() {
            text.push_str(&serde_json::to_string(known).expect("strings are JSON"));
            text.push_str(if i + 1 < self.findings.len() { ",\n" } else { "\n" });
        }
        text + "]}\n"
    }

    /// Sets the findings of a report aside that are in the baseline.
    pub fn apply(&self, report: &mut Report, name: &str) {
        let seen = Seen::of(report);
        let gone = |path: &str| seen.covers(path) && !seen.present.contains(path);
        let (is_known, is_found) = recognize(report, &self.findings, false, gone);
        let mut kept = Vec::new();
        for (judged, known) in std::mem::take(&mut report.findings).into_iter().zip(is_known) {
            if known { report.baselined.push(judged) } else { kept.push(judged) }
        }
        report.findings = kept;
        let stale = self.findings.iter().zip(is_found).filter(|(known, found)| !found && seen.covers(&known.path)).count();
        report.baseline = Some(Against { name: name.to_owned(), stale });
    }
}

/// The findings of a report, by level, that fail a run: anew, after some were taken out.
pub fn failing(findings: &[Judged], limit: Option<crate::rule::Level>) -> bool {
    limit.is_some_and(|limit| findings.iter().any(|judged| judged.level >= limit))
}
