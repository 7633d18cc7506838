//! Which findings are only consequences of another finding.
//!
//! One problem gives one finding: the rule that names the cause explains what other rules report of its consequences. An
//! explained finding is not reported, so an explanation must be sure. It holds only if the explaining finding is itself
//! reported, has at least the level of the explained one, and is about the same segment or the same words.

use crate::rules::finding::Finding;
use crate::rules::rule::Level;
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// A row of the table: the rule explains what the others report.
pub struct Explanation {
    /// The rule that names the cause.
    pub rule: &'static str,
    /// What both findings must have in common.
    pub covers: Covers,
    /// The rules that report consequences.
    pub explains: &'static [&'static str],
}

/// What two findings of one document have in common when one explains the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// The same segment, or stretches that overlap: the cause spoils all of it.
    Segment,
    /// The same words of the target. A finding about the whole target is not about any words in it, and one that sums up
    /// several problems may be about other words as well.
    TargetWords,
    /// The same words of the source text. A finding that names no words of the source rests on the source as a whole.
    SourceWords,
}

/// The table. It has no circle, so that every explained finding leads to one that is reported.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        rule: "broken-pair",
        covers: Covers::Segment,
        explains: &["lost-segment", "missing-segment", "unpaired-text", "heading-anchor"],
    },
    Explanation { rule: "broken-pair", covers: Covers::Segment, explains: WHOLE },
    Explanation { rule: "broken-pair", covers: Covers::Segment, explains: PARTS },
    Explanation { rule: "id-mismatch", covers: Covers::Segment, explains: &["segment-order"] },
    Explanation {
        rule: "duplicate-id",
        covers: Covers::Segment,
        explains: &["segment-order", "altered-source", "stale-segment"],
    },
    Explanation { rule: "id-order", covers: Covers::Segment, explains: &["segment-order"] },
    // The slug of a heading is made of all its segments, so one that is added, moved, lost or altered changes it.
    Explanation { rule: "duplicate-id", covers: Covers::Segment, explains: &["heading-anchor"] },
    Explanation { rule: "id-order", covers: Covers::Segment, explains: &["heading-anchor"] },
    Explanation { rule: "lost-segment", covers: Covers::Segment, explains: &["unpaired-text", "heading-anchor"] },
    Explanation { rule: "altered-source", covers: Covers::Segment, explains: &["heading-anchor"] },
    Explanation { rule: "altered-source", covers: Covers::SourceWords, explains: WHOLE },
    Explanation { rule: "altered-source", covers: Covers::SourceWords, explains: PARTS },
    Explanation { rule: "invalid-metadata", covers: Covers::Segment, explains: &["ms-date-mismatch", "metadata-mismatch"] },
    Explanation { rule: "ms-date-mismatch", covers: Covers::Segment, explains: &["ms-date-behind"] },
    // A target without text lacks everything.
    Explanation {
        rule: "empty-translation",
        covers: Covers::Segment,
        explains: &["edge-whitespace", "stray-character", "invisible-residue"],
    },
    Explanation { rule: "empty-translation", covers: Covers::Segment, explains: WHOLE },
    Explanation { rule: "empty-translation", covers: Covers::Segment, explains: PARTS },
    Explanation { rule: "stray-character", covers: Covers::TargetWords, explains: &["edge-whitespace"] },
    Explanation { rule: "stray-character", covers: Covers::TargetWords, explains: WHOLE },
    Explanation { rule: "stray-character", covers: Covers::TargetWords, explains: PARTS },
    // Words of the source bring their own links, code and numbers.
    Explanation { rule: "leaked-source", covers: Covers::TargetWords, explains: &["partly-untranslated", "edge-whitespace"] },
    Explanation { rule: "leaked-source", covers: Covers::TargetWords, explains: PARTS },
    Explanation { rule: "partly-untranslated", covers: Covers::TargetWords, explains: PARTS },
    Explanation {
        rule: "code-mismatch",
        covers: Covers::TargetWords,
        explains: &["placeholder-mismatch", "number-mismatch", "mangled-name", "no-loc"],
    },
    Explanation { rule: "no-loc", covers: Covers::SourceWords, explains: &["mangled-name"] },
    Explanation { rule: "mangled-name", covers: Covers::TargetWords, explains: &["edge-whitespace"] },
    Explanation { rule: "broken-emphasis", covers: Covers::Segment, explains: &["emphasis-mismatch"] },
    // A text with another problem differs from its twins.
    Explanation { rule: "untranslated", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "link-mismatch", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "code-mismatch", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "placeholder-mismatch", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "html-mismatch", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "broken-emphasis", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "number-mismatch", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "localized-version", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "mangled-name", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "no-loc", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "glossary", covers: Covers::Segment, explains: TWINS },
    Explanation { rule: "final-punctuation", covers: Covers::Segment, explains: TWINS },
];

/// The rules that look at the language of a whole target.
const WHOLE: &[&str] = &["untranslated", "partly-untranslated", "leaked-source"];

/// The rules that look at one kind of part of a target.
const PARTS: &[&str] = &[
    "link-mismatch",
    "code-mismatch",
    "placeholder-mismatch",
    "html-mismatch",
    "broken-emphasis",
    "emphasis-mismatch",
    "number-mismatch",
    "localized-version",
    "mangled-name",
    "no-loc",
    "glossary",
    "final-punctuation",
    "inconsistent-translation",
];

/// The rule that compares a target with the other translations of its source.
const TWINS: &[&str] = &["inconsistent-translation"];

/// Splits findings into those to report and those that another one of them explains.
pub fn split<T>(findings: Vec<T>, finding_of: impl Fn(&T) -> &Finding, level_of: impl Fn(&T) -> Level) -> (Vec<T>, Vec<T>) {
    let explaining: HashSet<&str> = EXPLANATIONS.iter().map(|row| row.rule).collect();
    let mut explained_by: HashMap<&str, Vec<&Explanation>> = HashMap::new();
    for row in EXPLANATIONS {
        row.explains.iter().for_each(|explained| explained_by.entry(explained).or_default().push(row));
    }
    let mut explainers: HashMap<(usize, &str), Explainers<'_>> = HashMap::new();
    for one in &findings {
        let finding = finding_of(one);
        if explaining.contains(finding.rule.id) {
            explainers.entry((finding.document, finding.rule.id)).or_insert_with(|| Explainers::new(level_of(one))).add(finding);
        }
    }
    explainers.values_mut().for_each(Explainers::finish);
    let is_explained = |one: &T| {
        let finding = finding_of(one);
        let rows = explained_by.get(finding.rule.id).into_iter().flatten();
        let by = |row: &&Explanation| Some((explainers.get(&(finding.document, row.rule))?, row.covers));
        rows.filter_map(by).any(|(explainers, covers)| explainers.level >= level_of(one) && explainers.explain(finding, covers))
    };
    let verdicts: Vec<bool> = findings.iter().map(is_explained).collect();
    let (explained, reported): (Vec<_>, Vec<_>) = findings.into_iter().zip(verdicts).partition(|(_, explained)| *explained);
    let only = |findings: Vec<(T, bool)>| findings.into_iter().map(|(finding, _)| finding).collect();
    (only(reported), only(explained))
}

/// What one rule reports in one document, to look up by segment and by place.
struct Explainers<'a> {
    level: Level,
    segments: HashSet<&'a str>,
    extents: Places,
    words: Places,
}

impl<'a> Explainers<'a> {
    fn new(level: Level) -> Self {
        Self { level, segments: HashSet::new(), extents: Places::default(), words: Places::default() }
    }

    fn add(&mut self, finding: &'a Finding) {
        self.segments.extend(finding.unit.as_deref());
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
                finding.unit.as_deref().is_some_and(|unit| self.segments.contains(unit)) || self.extents.meet(finding.extent)
            }
            Covers::TargetWords => finding.problems == 1 && is_specific(finding, &finding.span) && self.words.meet(finding.span),
            Covers::SourceWords => {
                let mut places = 0;
                let all = related(finding).inspect(|_| places += 1).all(|span| self.words.meet(span));
                all && (places == 0 || places >= finding.problems)
            }
        }
    }
}

/// The words that a finding is about, in its own document, and the stretch that it spoils.
fn words(finding: &Finding) -> impl Iterator<Item = Span> {
    let places = std::iter::once(finding.span).chain(related(finding)).filter(|span| is_specific(finding, span));
    places.chain(finding.spoils)
}

/// The related places of a finding in its own document. Those of rules that compare a target with its source are in the source.
fn related(finding: &Finding) -> impl Iterator<Item = Span> {
    finding.related.iter().filter(|related| related.document.is_none()).map(|related| related.span)
}

/// Whether a place is less than the whole source or target text.
fn is_specific(finding: &Finding, span: &Span) -> bool {
    finding.whole.iter().flatten().all(|whole| whole != span)
}

/// Stretches of a document in order, each with the furthest end up to it.
#[derive(Default)]
struct Places(Vec<(Span, u32)>);

impl Places {
    fn finish(&mut self) {
        self.0.sort_unstable();
        let mut end = 0;
        for (span, furthest) in &mut self.0 {
            end = span.end.max(end);
            *furthest = end;
        }
    }

    fn meet(&self, span: Span) -> bool {
        let before = self.0.partition_point(|(other, _)| other.start <= span.end);
        self.0[..before].iter().rev().take_while(|(_, furthest)| *furthest >= span.start).any(|(other, _)| other.meets(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn the_table_names_real_rules_and_has_no_circle() {
        for row in EXPLANATIONS {
            for id in [row.rule].iter().chain(row.explains) {
                assert!(find(id).is_some(), "{id}");
            }
        }
        // Rules are taken away that nothing explains, until none is left.
        let mut rows: Vec<(&str, &str)> =
            EXPLANATIONS.iter().flat_map(|row| row.explains.iter().map(|explained| (row.rule, *explained))).collect();
        while !rows.is_empty() {
            let explained: HashSet<&str> = rows.iter().map(|(_, explained)| *explained).collect();
            let before = rows.len();
            rows.retain(|(rule, _)| explained.contains(rule));
            assert!(rows.len() < before, "a circle in {rows:?}");
        }
    }

    /// A finding about a segment with a target of ten bytes at byte 0 and a source text of ten bytes at byte 20.
    fn finding(rule: &str, span: (usize, usize), in_source: Option<(usize, usize)>) -> Finding {
        let mut finding = Finding::new(find(rule).unwrap(), Span::new(span.0, span.1), "message");
        finding.unit = Some("2ba23-103".to_owned());
        finding.whole = Some([Span::new(0, 10), Span::new(20, 30)]);
        match in_source {
            Some((start, end)) => finding.related_here(Span::new(start, end), "in the source"),
            None => finding,
        }
    }

    /// The rules of the findings that are reported, with the level of the first one.
    fn reported(level: Level, findings: Vec<Finding>) -> Vec<&'static str> {
        let first = findings[0].rule.id;
        let level_of = |finding: &Finding| if finding.rule.id == first { level } else { Level::Error };
        split(findings, |finding| finding, level_of).0.into_iter().map(|finding| finding.rule.id).collect()
    }

    #[test]
    fn words_of_the_target_are_explained_by_the_same_words() {
        let of = |number: Finding| reported(Level::Error, vec![finding("leaked-source", (2, 5), None), number]);
        assert_eq!(of(finding("link-mismatch", (3, 4), Some((23, 24)))), ["leaked-source"]);
        assert_eq!(of(finding("link-mismatch", (7, 8), None)), ["leaked-source", "link-mismatch"]);
        assert_eq!(of(finding("link-mismatch", (0, 10), None)), ["leaked-source", "link-mismatch"]);
        assert_eq!(of(finding("link-mismatch", (3, 4), None).problems(3)), ["leaked-source", "link-mismatch"]);
    }

    #[test]
    fn words_of_the_source_are_explained_by_the_same_words() {
        let of = |number: Finding| reported(Level::Error, vec![finding("altered-source", (22, 25), None), number]);
        assert_eq!(of(finding("link-mismatch", (0, 10), Some((23, 24)))), ["altered-source"]);
        assert_eq!(of(finding("link-mismatch", (3, 4), Some((27, 28)))), ["altered-source", "link-mismatch"]);
        assert_eq!(of(finding("link-mismatch", (0, 10), Some((23, 24))).problems(3)), ["altered-source", "link-mismatch"]);
        // A change of markup changes how the rest is read.
        let mut spoiling = finding("altered-source", (22, 25), None);
        spoiling.spoils = Some(Span::new(20, 30));
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
        let findings = vec![finding("broken-pair", (0, 2), None), finding("link-mismatch", (0, 2), None).in_document(1)];
        assert_eq!(reported(Level::Error, findings), ["broken-pair", "link-mismatch"]);
    }
}
