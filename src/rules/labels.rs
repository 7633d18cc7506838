//! Labels of a user interface: the bold runs of a source text, each with its translation.

use crate::document::{DocId, Document, Segment};
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::finding::Finding;
use crate::text::Span;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// How many bytes a label has at most. A longer bold run is a sentence.
const MAX_LABEL_BYTES: usize = 60;

/// How many bold runs of a segment are read.
const MAX_RUNS: usize = 20;

/// Where a label is translated.
#[derive(Clone, Copy)]
pub struct LabelUse<'a> {
    /// The document.
    pub doc: DocId,
    /// The position of its segment.
    pub segment: usize,
    /// The translation of the label.
    pub target: &'a str,
    /// The place of the translation in the document.
    pub span: Span,
}

/// The labels of one locale.
pub type Labels<'a> = HashMap<&'a str, Vec<LabelUse<'a>>>;

/// Runs a check on the labels of each locale.
pub fn for_each_locale(
    project: &ProjectContext<'_>,
    findings: &mut Vec<Finding>,
    check: impl Fn(&Project, &str, &Labels<'_>) -> Vec<Finding> + Sync,
) {
    let locales = project.labels.get_or_init(|| by_locale(project.project));
    let found = locales.par_iter().map(|(locale, labels)| {
        let mut found = check(project.project, locale, labels);
        found.sort_by_key(|finding| (finding.document, finding.span));
        found
    });
    findings.extend(found.collect::<Vec<_>>().into_iter().flatten());
}

/// The labels of each locale.
fn by_locale(project: &Project) -> Vec<(String, Labels<'_>)> {
    let mut locales: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
    for (doc, document) in project.documents.linted() {
        if let Some(locale) = &document.identity.locale {
            locales.entry(locale.to_ascii_lowercase()).or_default().push(doc);
        }
    }
    locales.into_par_iter().map(|(locale, documents)| (locale, labels(project, &documents))).collect()
}

/// The labels of some documents.
fn labels<'a>(project: &'a Project, documents: &[DocId]) -> Labels<'a> {
    let mut labels = Labels::new();
    for &doc in documents {
        let document = &project.documents[doc];
        for (position, segment) in document.segments.iter().enumerate() {
            for (label, target, span) in of_segment(document, segment) {
                labels.entry(label).or_default().push(LabelUse { doc, segment: position, target, span });
            }
        }
    }
    labels
}

/// The labels of a segment with their translations, matched by position. Empty if the texts are the same or have different
/// numbers of bold runs.
pub fn of_segment<'a>(document: &'a Document, segment: &Segment) -> Vec<(&'a str, &'a str, Span)> {
    let (source, target) = (document.source(segment), document.target(segment));
    // Nearly all segments return here.
    if memchr::memchr(b'*', source.as_bytes()).is_none() || source == target {
        return Vec::new();
    }
    let (in_source, in_target) = (runs(source), runs(target));
    if in_source.len() != in_target.len() {
        return Vec::new();
    }
    let start = segment.target.span.start;
    let pairs = in_source.into_iter().zip(in_target).filter_map(|(label, found)| {
        let label = &source[label.range()];
        let is_label = label.len() <= MAX_LABEL_BYTES && label.starts_with(char::is_uppercase) && !label.contains([';', '>']);
        let span = Span { start: start + found.start, end: start + found.end };
        (is_label && found.start < found.end).then(|| (label, &target[found.range()], span))
    });
    pairs.collect()
}

/// The bold runs of a text, without the punctuation around their words. Empty if the delimiters are not in pairs.
fn runs(text: &str) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut open: Option<usize> = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"**") {
        let Some(start) = open.take() else {
            open = Some(at);
            continue;
        };
        let inner = &text[start + 2..at];
        if inner.contains(['`', '\n']) || runs.len() == MAX_RUNS {
            return Vec::new();
        }
        let is_edge = |c: char| !c.is_alphanumeric() && c != ')' && c != '(';
        let first = start + 2 + (inner.len() - inner.trim_start_matches(is_edge).len());
        let end = (start + 2 + inner.trim_end_matches(is_edge).len()).max(first);
        runs.push(Span::new(first, end));
    }
    if open.is_some() { Vec::new() } else { runs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_runs_are_found() {
        let found = |text: &'static str| runs(text).into_iter().map(|run| &text[run.range()]).collect::<Vec<_>>();
        assert_eq!(found("Select **Light**, then **“Close door”:** and go."), ["Light", "Close door"]);
        assert_eq!(found("**Lamp (old)**"), ["Lamp (old)"]);
        assert_eq!(found("**...** **灯**"), ["", "灯"]);
        for text in ["a ** b", "**a** **b", "**`a`**", "no run", "**a\nb**"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
