//! Matches findings with those of an earlier run by content, not by position. A moved or re-wrapped segment has no new findings.

use super::decide::{Decided, digest};
use crate::document::{DocId, Document, Documents, Segment};
use crate::rules::finding::Finding;
use crate::text::normalize::normalize;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// A finding of an earlier run, without its position.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFinding {
    /// The locale of its document, and the path below the root.
    pub path: String,
    /// The id of the rule.
    pub rule: String,
    /// The id of the segment.
    pub unit: Option<String>,
    /// A digest of its source and target texts.
    pub text: String,
    /// A digest of its message.
    pub message: String,
}

impl KnownFinding {
    fn new(finding: &Finding, document: &Document, path: &str) -> Self {
        let [source, target] = finding.texts(document);
        // A message about a whole document has counts of days and segments, which change without a new problem.
        let message = match finding.segment_id {
            Some(_) => Cow::Borrowed(&*finding.message),
            None => finding.message.split(|c: char| c.is_ascii_digit()).collect(),
        };
        Self {
            path: path.to_owned(),
            rule: finding.rule.id.to_owned(),
            unit: finding.segment_id.clone(),
            text: digest(&[&source, &target]),
            message: digest(&[&message]),
        }
    }
}

/// Converts the findings of a run to known findings, in the same order.
pub fn known_findings<'a>(findings: impl IntoIterator<Item = &'a Decided>, documents: &Documents) -> Vec<KnownFinding> {
    let paths = paths(documents);
    let known =
        |Decided { finding, .. }: &Decided| KnownFinding::new(finding, &documents[finding.document], &paths[&finding.document]);
    findings.into_iter().map(known).collect()
}

/// A path for each localized document: its locale and its path below the root. If two linted documents have the same one, the
/// name of the folder that contains the root comes first.
pub fn paths(documents: &Documents) -> HashMap<DocId, String> {
    let path = |document: &Document| {
        let locale = document.identity.locale.as_deref().unwrap_or("");
        format!("{}/{}", locale.to_ascii_lowercase(), document.identity.relative)
    };
    let mut paths: HashMap<DocId, String> = documents.with_findings().map(|(doc, document)| (doc, path(document))).collect();
    let mut count: HashMap<&str, usize> = HashMap::with_capacity(paths.len());
    documents.linted().for_each(|(doc, _)| *count.entry(&paths[&doc]).or_default() += 1);
    let shared: Vec<DocId> = documents.linted().map(|(doc, _)| doc).filter(|doc| count[&*paths[doc]] > 1).collect();
    for doc in shared {
        let holder = documents[doc].identity.holder();
        let folder = holder.rsplit('/').next().unwrap_or(holder);
        let path = format!("{folder}/{}", paths[&doc]);
        paths.insert(doc, path);
    }
    paths
}

/// The paths of the linted documents, in their order.
pub fn linted_paths(documents: &Documents) -> Vec<String> {
    let mut paths = paths(documents);
    documents.given_ids().filter_map(|doc| paths.remove(&doc)).collect()
}

/// The outcome of [`match_known`].
pub struct Matched {
    /// Whether each finding of the run is known.
    pub is_known: Vec<bool>,
    /// Whether the run has each known finding.
    pub is_found: Vec<bool>,
}

/// Matches the findings of a run against known ones, one to one, from the strictest key to the loosest.
///
/// `is_gone` tells whether a path of the known findings no longer exists; its file may have been renamed. With `edited`, a
/// finding with the same message in the same segment is known even if another part of the segment has changed.
pub fn match_known(
    findings: &[Decided],
    documents: &Documents,
    known: &[KnownFinding],
    edited: bool,
    is_gone: impl Fn(&str) -> bool,
) -> Matched {
    let current = known_findings(findings, documents);
    let mut is_known = vec![false; current.len()];
    let mut is_found = vec![false; known.len()];
    // From all five parts (rule, text, path, segment, message) to those that a moved, renumbered or renamed segment keeps.
    let keeps: [[bool; 5]; 5] = [
        [true, true, true, true, true],
        [true, true, true, true, false],
        [true, true, true, false, false],
        [true, true, false, true, false],
        [true, false, true, true, true],
    ];
    let mut segments = Segments { documents, by_id: HashMap::new() };
    for (round, keeps) in keeps.iter().enumerate().take(if edited { 5 } else { 4 }) {
        let key = |one: &KnownFinding| -> String {
            let all = [&*one.rule, &one.text, &one.path, one.unit.as_deref().unwrap_or(""), &one.message];
            let [rule, text, path, unit, message] = *keeps;
            // Without a segment only the message identifies the finding.
            let keeps = [rule, text, path, unit, message || one.unit.is_none()];
            let kept: Vec<&str> = all.into_iter().zip(keeps).filter(|(_, keep)| *keep).map(|(part, _)| part).collect();
            kept.join("\0")
        };
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, one) in known.iter().enumerate().rev() {
            // A finding with another path is the same only if its own path is gone. The text is all that a finding about a whole
            // document has.
            if !is_found[i] && (round != 3 || is_gone(&one.path)) && (keeps[1] || one.unit.is_some()) {
                free.entry(key(one)).or_default().push(i);
            }
        }
        for (i, one) in current.iter().enumerate() {
            let Some(candidates) = free.get_mut(&key(one)).filter(|_| !is_known[i]) else { continue };
            let can_be = |candidate: &usize| keeps[3] || !segments.was_repaired(&known[*candidate], &findings[i].finding);
            let last = candidates.iter().rev().take(MAX_CANDIDATES).position(can_be);
            if let Some(back) = last {
                let found = candidates.remove(candidates.len() - 1 - back);
                is_known[i] = true;
                is_found[found] = true;
            }
        }
    }
    Matched { is_known, is_found }
}

/// How many known findings with the same texts are tried for one finding.
const MAX_CANDIDATES: usize = 16;

/// The segments of documents by their ids, read when a document is first asked for.
struct Segments<'a> {
    documents: &'a Documents,
    by_id: HashMap<DocId, HashMap<&'a str, Vec<&'a Segment>>>,
}

impl Segments<'_> {
    /// Whether the segment of a known finding still has the source text of a finding in another segment. Then the known problem
    /// was repaired where it was, and the other one is new.
    fn was_repaired(&mut self, known: &KnownFinding, finding: &Finding) -> bool {
        let document = &self.documents[finding.document];
        let Some((id, source)) = known.unit.as_deref().zip(finding.source_text(document)) else { return false };
        if finding.segment_id.as_deref() == Some(id) {
            return false;
        }
        let by_id = self.by_id.entry(finding.document).or_insert_with(|| {
            let mut by_id: HashMap<&str, Vec<&Segment>> = HashMap::new();
            document.segments.iter().for_each(|segment| by_id.entry(document.id(segment)).or_default().push(segment));
            by_id
        });
        let source = normalize(source);
        by_id.get(id).into_iter().flatten().any(|segment| normalize(document.source(segment)) == source)
    }
}
