//! Explanations between rules: finds the findings that are only consequences of another finding.
//!
//! One problem gives one finding: the rule that names the cause explains what other rules report of its consequences. An
//! explained finding is not reported, so an explanation must be sure. It holds only if the explaining finding is itself
//! reported, has at least the level of the explained one, and is about the same segment or the same words.

use super::decide::Decided;
use crate::document::DocId;
use crate::rules::RULES;
use crate::rules::finding::Finding;
use crate::rules::rule::{Covers, Level};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// Decides for each finding whether another one explains it.
pub fn explained(findings: &[Decided]) -> Vec<bool> {
    let explained_by = explained_by();
    let mut explainers: HashMap<(DocId, &str), Explainers<'_>> = HashMap::new();
    for Decided { finding, level, .. } in findings.iter().filter(|decided| !decided.finding.rule.explains.is_empty()) {
        explainers.entry((finding.document, finding.rule.id)).or_insert_with(|| Explainers::new(*level)).add(finding);
    }
    explainers.values_mut().for_each(Explainers::finish);
    let is_explained = |Decided { finding, level, .. }: &Decided| {
        let rows = explained_by.get(finding.rule.id).into_iter().flatten().copied();
        let by = |(rule, covers)| Some((explainers.get(&(finding.document, rule))?, covers));
        rows.filter_map(by).any(|(explainers, covers)| explainers.level >= *level && explainers.explain(finding, covers))
    };
    findings.iter().map(is_explained).collect()
}

/// The rules that explain the findings of each rule, by its id. There is no cycle, so every explained finding leads to a reported
/// one.
fn explained_by() -> HashMap<&'static str, Vec<(&'static str, Covers)>> {
    let mut explained_by: HashMap<&str, Vec<(&str, Covers)>> = HashMap::new();
    for explainer in RULES {
        for row in explainer.explains {
            for explained in RULES.iter().filter(|rule| row.includes(rule) && rule.id != explainer.id) {
                explained_by.entry(explained.id).or_default().push((explainer.id, row.covers));
            }
        }
    }
    explained_by
}

/// The findings of one rule in one document, for lookup by segment and by span.
struct Explainers<'a> {
    level: Level,
    segments: HashSet<&'a str>,
    extents: SpanSet,
    words: SpanSet,
}

impl<'a> Explainers<'a> {
    fn new(level: Level) -> Self {
        Self { level, segments: HashSet::new(), extents: SpanSet::default(), words: SpanSet::default() }
    }

    fn add(&mut self, finding: &'a Finding) {
        self.segments.extend(finding.segment_id.as_deref());
        self.extents.0.push((finding.extent, 0));
        self.words.0.extend(words(finding).map(|span| (span, 0)));
    }

    fn finish(&mut self) {
        self.extents.finish();
        self.words.finish();
    }

    fn explain(&self, finding: &Finding, covers: Covers) -> bool {
        match covers {
            Covers::Segment => {
                finding.segment_id.as_deref().is_some_and(|unit| self.segments.contains(unit))
                    || self.extents.meets(finding.extent)
            }
            Covers::TargetWords => finding.problems == 1 && is_specific(finding, &finding.span) && self.words.meets(finding.span),
            Covers::SourceWords => {
                let mut count = 0;
                let all = related(finding).inspect(|_| count += 1).all(|span| self.words.meets(span));
                all && (count == 0 || count >= finding.problems)
            }
        }
    }
}

/// The spans of the words that a finding is about in its document, and the span that it spoils.
fn words(finding: &Finding) -> impl Iterator<Item = Span> {
    let places = std::iter::once(finding.span).chain(related(finding)).filter(|span| is_specific(finding, span));
    places.chain(finding.spoils)
}

/// The related spans of a finding in its document. If a rule compares a target with its source, they are in the source.
fn related(finding: &Finding) -> impl Iterator<Item = Span> {
    finding.related.iter().filter(|related| related.document.is_none()).map(|related| related.span)
}

/// Whether a span is not the whole source or target text.
fn is_specific(finding: &Finding, span: &Span) -> bool {
    finding.whole.iter().flatten().all(|whole| whole != span)
}

/// Sorted spans of a document, each with the largest end of the spans up to it.
#[derive(Default)]
struct SpanSet(Vec<(Span, u32)>);

impl SpanSet {
    fn finish(&mut self) {
        self.0.sort_unstable();
        let mut end = 0;
        for (span, furthest) in &mut self.0 {
            end = span.end.max(end);
            *furthest = end;
        }
    }

    fn meets(&self, span: Span) -> bool {
        let before = self.0.partition_point(|(other, _)| other.start <= span.end);
        self.0[..before].iter().rev().take_while(|(_, furthest)| *furthest >= span.start).any(|(other, _)| other.meets(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::decide::Verdict;
    use crate::rules::find;
    use crate::rules::finding::Problem;

    #[test]
    fn the_explanations_name_real_rules_and_have_no_cycle() {
        for id in RULES.iter().flat_map(|rule| rule.explains).flat_map(|row| row.rules) {
            assert!(find(id).is_some(), "{id}");
        }
        // Rules that nothing explains are removed until none is left.
        let by = explained_by();
        let mut rows: Vec<(&str, &str)> =
            by.iter().flat_map(|(explained, by)| by.iter().map(|(rule, _)| (*rule, *explained))).collect();
        while !rows.is_empty() {
            let explained: HashSet<&str> = rows.iter().map(|(_, explained)| *explained).collect();
            let before = rows.len();
            rows.retain(|(rule, _)| explained.contains(rule));
            assert!(rows.len() < before, "a cycle in {rows:?}");
        }
    }

    /// A finding about a segment with a target of ten bytes at byte 0 and a source text of ten bytes at byte 20.
    fn finding(rule: &str, span: (usize, usize), in_source: Option<(usize, usize)>) -> Finding {
        let mut finding = Problem::new(find(rule).unwrap(), Span::new(span.0, span.1), "message");
        finding.segment_id = Some("2ba23-103".to_owned());
        finding.whole = Some([Span::new(0, 10), Span::new(20, 30)]);
        if let Some((start, end)) = in_source {
            finding = finding.related_here(Span::new(start, end), "in the source");
        }
        finding.in_document(DocId::Linted(0))
    }

    fn with_problems(finding: Finding, count: usize) -> Finding {
        Finding { problem: Box::new(finding.problem.problems(count)), ..finding }
    }

    /// The rules of the findings that are reported, with the level of the first one.
    fn reported(level: Level, findings: Vec<Finding>) -> Vec<&'static str> {
        let first = findings[0].rule.id;
        let decide = |finding: Finding| Decided {
            level: if finding.rule.id == first { level } else { Level::Error },
            finding: Box::new(finding),
            fingerprint: String::new(),
            verdict: Verdict::Reported,
        };
        let findings: Vec<Decided> = findings.into_iter().map(decide).collect();
        let explained = explained(&findings);
        findings.iter().zip(explained).filter(|(_, explained)| !explained).map(|(decided, _)| decided.finding.rule.id).collect()
    }

    #[test]
    fn words_of_the_target_are_explained_by_the_same_words() {
        let of = |number: Finding| reported(Level::Error, vec![finding("leaked-source", (2, 5), None), number]);
        assert_eq!(of(finding("link-mismatch", (3, 4), Some((23, 24)))), ["leaked-source"]);
        assert_eq!(of(finding("link-mismatch", (7, 8), None)), ["leaked-source", "link-mismatch"]);
        assert_eq!(of(finding("link-mismatch", (0, 10), None)), ["leaked-source", "link-mismatch"]);
        assert_eq!(of(with_problems(finding("link-mismatch", (3, 4), None), 3)), ["leaked-source", "link-mismatch"]);
    }

    #[test]
    fn words_of_the_source_are_explained_by_the_same_words() {
        let of = |number: Finding| reported(Level::Error, vec![finding("altered-source", (22, 25), None), number]);
        assert_eq!(of(finding("link-mismatch", (0, 10), Some((23, 24)))), ["altered-source"]);
        assert_eq!(of(finding("link-mismatch", (3, 4), Some((27, 28)))), ["altered-source", "link-mismatch"]);
        assert_eq!(of(with_problems(finding("link-mismatch", (0, 10), Some((23, 24))), 3)), ["altered-source", "link-mismatch"]);
        // A change of markup changes how the rest is read.
        let mut spoiling = finding("altered-source", (22, 25), None);
        spoiling.problem.spoils = Some(Span::new(20, 30));
        let link = finding("link-mismatch", (3, 4), Some((27, 28)));
        assert_eq!(reported(Level::Error, vec![spoiling, link]), ["altered-source"]);
        // A surplus of the target: the source text may have lost it.
        assert_eq!(of(finding("link-mismatch", (3, 4), None)), ["altered-source"]);
    }

    #[test]
    fn a_warning_explains_no_error() {
        let findings = || vec![finding("broken-pair", (0, 2), None), finding("link-mismatch", (5, 6), None)];
        assert_eq!(reported(Level::Error, findings()), ["broken-pair"]);
        assert_eq!(reported(Level::Warn, findings()), ["broken-pair", "link-mismatch"]);
    }

    #[test]
    fn another_document_explains_nothing() {
        let findings = vec![
            finding("broken-pair", (0, 2), None),
            Finding { document: DocId::Linted(1), ..finding("link-mismatch", (0, 2), None) },
        ];
        assert_eq!(reported(Level::Error, findings), ["broken-pair", "link-mismatch"]);
    }
}
