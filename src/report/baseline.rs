//! The gate: which findings are new, against what was there before: an earlier revision, or a baseline.

use crate::document::identity::strip_root;
use crate::document::{Document, Pair};
use crate::report::decide::{Judged, Report, digest};
use crate::rules::finding::Finding;
use crate::rules::rule::Rule;
use crate::text::bytes::without_mark;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A finding as it is remembered: without its place, so that moving or re-wrapping a pair makes no new one.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
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
    fn of(finding: &Finding, document: &Document, path: &str) -> Self {
        let [source, target] = finding.texts(document);
        // What a rule says of a whole document counts days and segments, which go on counting.
        let message = match finding.unit {
            Some(_) => Cow::Borrowed(&*finding.message),
            None => finding.message.split(|c: char| c.is_ascii_digit()).collect(),
        };
        Self {
            path: path.to_owned(),
            rule: finding.rule.id.to_owned(),
            unit: finding.unit.clone(),
            text: digest(&[&source, &target]),
            message: digest(&[&message]),
        }
    }

    fn all<'a>(judged: impl IntoIterator<Item = &'a Judged>, report: &Report) -> Vec<Self> {
        let paths = paths(report);
        let known = |judged: &Judged| {
            let document = judged.finding.document;
            Self::of(&judged.finding, &report.documents[document], &paths[document])
        };
        judged.into_iter().map(known).collect()
    }
}

/// What each document is called: its locale and its path below the root, and before them the folder that holds the root where
/// that alone tells two that were linted apart.
fn paths(report: &Report) -> Vec<String> {
    let path = |document: &Document| {
        let locale = document.identity.locale.as_deref().unwrap_or("");
        format!("{}/{}", locale.to_ascii_lowercase(), document.identity.relative)
    };
    let mut paths: Vec<String> = report.documents.iter().map(path).collect();
    let mut count: HashMap<&str, usize> = HashMap::with_capacity(paths.len());
    paths[..report.linted].iter().for_each(|path| *count.entry(path).or_default() += 1);
    let shared: Vec<usize> = (0..report.linted).filter(|&i| count[&*paths[i]] > 1).collect();
    for i in shared {
        let holder = report.documents[i].identity.holder();
        paths[i] = format!("{}/{}", holder.rsplit('/').next().unwrap_or(holder), paths[i]);
    }
    paths
}

/// The paths of the documents that were linted, in their order.
fn present(report: &Report) -> Vec<String> {
    let mut paths = paths(report);
    paths.truncate(report.linted);
    paths
}

/// All findings of a report, as they are remembered, in order: explained ones, too, so that a new one that an old one would
/// explain is told from an old one.
fn known(report: &Report) -> Vec<Known> {
    let mut known =
        Known::all(report.findings.iter().chain(&report.infos).chain(&report.baselined).chain(&report.explained), report);
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
            let [rule, text, path, unit, message] = *keeps;
            // Without a unit the message alone says what is meant.
            let keeps = [rule, text, path, unit, message || one.unit.is_none()];
            let kept: Vec<&str> = all.into_iter().zip(keeps).filter(|(_, keep)| *keep).map(|(part, _)| part).collect();
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

/// Leaves in a report what none of the bases has: the first is the one that counts are made against, the others are what a merge
/// brings with it.
pub fn since(report: &mut Report, bases: &[Report], name: String) {
    // What an old finding explains may be new: so all are compared, and what is new explains what is new.
    let explained = report.explained.len();
    report.findings.append(&mut report.explained);
    let mut before: Vec<Known> = Vec::new();
    let mut was_explained: HashSet<Known> = HashSet::new();
    for base in bases {
        before = union(before, known(base));
        was_explained.extend(Known::all(&base.explained, base));
    }
    let present: HashSet<String> = present(report).into_iter().collect();
    let (is_known, is_found) = recognize(report, &before, true, |path| !present.contains(path));
    let touched = bases.first().map_or(0, |base| touched(base, report));
    let new: Vec<Judged> = std::mem::take(&mut report.findings)
        .into_iter()
        .zip(&is_known)
        .filter_map(|(judged, known)| (!known).then_some(judged))
        .collect();
    report.report_new(new);
    report.change = Some(Change {
        base: name,
        touched,
        broken: report.findings.len(),
        mended: before.iter().zip(&is_found).filter(|(known, found)| !**found && !was_explained.contains(known)).count(),
        known: is_known[..is_known.len() - explained].iter().filter(|known| **known).count(),
    });
}

/// What one of two lists in order has, each as often as in the one that has it more often.
fn union(one: Vec<Known>, other: Vec<Known>) -> Vec<Known> {
    let mut all = Vec::with_capacity(one.len().max(other.len()));
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let order = a.cmp(b);
        let (a, b) = (one.next_if(|_| order.is_le()), other.next_if(|_| order.is_ge()));
        all.extend(a.or(b));
    }
    all.extend(one.chain(other));
    all
}

/// How many pairs are others than before, by their ids, texts and order.
fn touched(base: &Report, now: &Report) -> usize {
    let documents = &base.documents[..base.linted];
    let before: HashMap<String, &Document> = paths(base).into_iter().zip(documents).collect();
    let by_prefix: HashMap<&str, &Document> =
        documents.iter().filter(|document| !document.prefix.is_empty()).map(|document| (&*document.prefix, document)).collect();
    let touched = |(path, document): (String, &Document)| {
        let old = before.get(&path).or_else(|| by_prefix.get(&*document.prefix));
        old.map_or(document.pairs.len(), |old| touched_pairs(old, document))
    };
    paths(now).into_iter().zip(&now.documents[..now.linted]).map(touched).sum()
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
    /// Whether it was written with a source at hand.
    #[serde(default)]
    source: bool,
    findings: Vec<Known>,
}

/// What a run looked at, of all that a baseline may speak of.
struct Seen {
    present: HashSet<String>,
    /// The beginnings of paths of which all were looked at: a locale, or a folder in it.
    whole: HashSet<String>,
    /// The rules that were at work.
    rules: HashSet<&'static str>,
    /// Those of them that compare siblings.
    of_siblings: HashSet<&'static str>,
    /// The documents without any.
    alone: HashSet<String>,
}

impl Seen {
    fn of(report: &Report, baseline: &Baseline) -> Self {
        let identities: HashSet<(&str, &str)> = report.documents[..report.linted]
            .iter()
            .filter_map(|document| Some((document.identity.locale.as_deref()?, document.identity.root.as_str())))
            .collect();
        let mut whole = HashSet::new();
        for (locale, root) in identities {
            let locale = locale.to_ascii_lowercase();
            for folder in &report.folders {
                if strip_root(root, folder).is_some() {
                    whole.insert(locale.clone());
                } else if strip_root(folder, root).is_some() {
                    whole.insert(format!("{locale}{}", &folder[root.trim_end_matches('/').len()..]));
                }
            }
        }
        // Without the source that it was written with, what needs one is not known.
        let at_work = |rule: &&Rule| !baseline.source || report.with_source || !rule.needs_source();
        let rules: Vec<&Rule> = report.rules.iter().copied().filter(at_work).collect();
        let present = present(report);
        let alone = present.iter().zip(&report.with_siblings).filter(|(_, with)| !**with).map(|(path, _)| path.clone());
        Self {
            alone: alone.collect(),
            present: present.into_iter().collect(),
            whole,
            of_siblings: rules.iter().filter(|rule| rule.needs_siblings()).map(|rule| rule.id).collect(),
            rules: rules.iter().map(|rule| rule.id).collect(),
        }
    }

    /// Whether the document of a path was looked at, or looked for in vain.
    fn looked_for(&self, path: &str) -> bool {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        self.present.contains(path) || folders.any(|folder| self.whole.contains(folder))
    }

    /// Whether a finding would have been found again.
    fn covers(&self, known: &Known) -> bool {
        let rule = known.rule.as_str();
        let has_siblings = !(self.of_siblings.contains(rule) && self.alone.contains(&known.path));
        self.rules.contains(rule) && has_siblings && self.looked_for(&known.path)
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
        let baseline: Self = serde_json::from_slice(without_mark(json)).map_err(|error| error.to_string())?;
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
            Some(_) if !accept_new => {
                let explained = report.explained.iter().filter(|judged| judged.is_baselined);
                (Known::all(report.baselined.iter().chain(explained), report), report.findings.len())
            }
            _ => (known(report), 0),
        };
        if let Some(old) = old {
            let seen = Seen::of(report, old);
            findings.extend(old.findings.iter().filter(|known| !seen.covers(known)).cloned());
        }
        findings.sort();
        let source = report.with_source || old.is_some_and(|old| old.source);
        (Self { version: 1, source, findings }, left_out)
    }

    /// The file's text: one finding a line, so that a diff shows what came and went.
    pub fn text(&self) -> String {
        let mut text = format!("{{\"version\":1,\"source\":{},\"findings\":[\n", self.source);
        for (i, known) in self.findings.iter().enumerate() {
            text.push_str(&serde_json::to_string(known).expect("strings are JSON"));
            text.push_str(if i + 1 < self.findings.len() { ",\n" } else { "\n" });
        }
        text + "]}\n"
    }

    /// Sets the findings of a report aside that are in the baseline.
    pub fn apply(&self, report: &mut Report, name: &str) {
        let seen = Seen::of(report, self);
        let gone = |path: &str| seen.looked_for(path) && !seen.present.contains(path);
        // What an accepted finding explains may be new: see `since`.
        let reported = report.findings.len();
        report.findings.append(&mut report.explained);
        let (is_known, is_found) = recognize(report, &self.findings, false, gone);
        let (mut new, mut explained) = (Vec::new(), Vec::new());
        for (i, (mut judged, known)) in std::mem::take(&mut report.findings).into_iter().zip(is_known).enumerate() {
            judged.is_baselined = known;
            match known {
                false => new.push(judged),
                true if i < reported => report.baselined.push(judged),
                true => explained.push(judged),
            }
        }
        report.report_new(new);
        report.explained.append(&mut explained);
        let stale = self.findings.iter().zip(is_found).filter(|(known, found)| !found && seen.covers(known)).count();
        report.baseline = Some(Against { name: name.to_owned(), stale });
    }
}
