//! Every place is inside its text, between characters.

use bitext::document::Document;
use bitext::report::Report;
use bitext::rules::finding::{Finding, Fix};
use bitext::text::{Span, Text};

/// Asserts that a span is inside a text, and begins and ends between characters.
#[track_caller]
fn is_inside(text: &Text, span: Span, what: &str) {
    let content = text.as_str();
    assert!(content.get(span.range()).is_some(), "{what} {span:?} is not a place in {} of {} bytes", text.name(), content.len());
}

/// Asserts the places of a parsed document.
pub fn in_document(document: &Document) {
    let text = &document.text;
    let inside = |span: Span, what: &str| is_inside(text, span, what);
    text.invalid().iter().for_each(|span| inside(*span, "invalid bytes"));
    assert!(document.segments.windows(2).all(|two| two[0].span.end <= two[1].span.start), "segments are in order");
    assert_eq!(document.segments.len(), document.sxs.pairs.len());
    for (segment, pair) in document.segments.iter().zip(&document.sxs.pairs) {
        for (span, what) in [
            (segment.span, "a segment"),
            (segment.id, "an id"),
            (segment.source.span, "a source text"),
            (segment.target.span, "a target text"),
            (pair.span, "a pair"),
            (pair.target.id, "a target id"),
            (pair.source.id, "a source id"),
        ] {
            inside(span, what);
        }
        assert!(pair.span.start < pair.target.text.start && pair.source.text.end < pair.span.end);
        assert!(segment.target.span.end <= segment.source.span.start);
    }
    for damage in &document.sxs.damage {
        inside(damage.span, "damage");
        inside(damage.region, "a damaged region");
    }
    for heading in &document.headings {
        inside(heading.span, "a heading");
        heading.anchor.iter().for_each(|span| inside(*span, "an anchor"));
        let segments = heading.segments.start as usize..heading.segments.end as usize;
        assert!(!segments.is_empty() && document.segments.get(segments).is_some(), "a heading has segments");
    }
    document.unpaired.iter().for_each(|span| inside(*span, "unpaired text"));
    for suppression in &document.suppressions {
        inside(suppression.span, "a suppression");
        suppression.names.iter().chain(&suppression.block).for_each(|span| inside(*span, "a part of a suppression"));
    }
    let Some(front_matter) = &document.front_matter else { return };
    inside(front_matter.span, "front matter");
    assert!(text.as_str().is_char_boundary(front_matter.body as usize), "the body begins between characters");
    front_matter.damage.iter().for_each(|(span, _)| inside(*span, "damaged front matter"));
    for entry in &front_matter.entries {
        inside(entry.key, "a key");
        inside(entry.value, "a value");
        assert!(document.raw_value(text.slice(entry.key)).is_some(), "a key has a value");
    }
}

/// Asserts the places of all findings of a report.
pub fn in_report(report: &Report) {
    let all = [&report.findings, &report.infos, &report.consequences, &report.known];
    for decided in all.into_iter().flatten() {
        in_finding(report, &decided.finding);
    }
}

fn in_finding(report: &Report, finding: &Finding) {
    let text = &report.run.documents[finding.document].text;
    let rule = finding.rule.id;
    is_inside(text, finding.span, rule);
    is_inside(text, finding.extent, rule);
    finding.spoils.iter().chain(finding.whole.iter().flatten()).for_each(|span| is_inside(text, *span, rule));
    for related in &finding.related {
        let text = related.document.map_or(text, |document| &report.run.documents[document].text);
        is_inside(text, related.span, rule);
    }
    if let Some(fix) = &finding.fix {
        in_fix(text, fix, rule);
    }
}

/// Asserts that the edits of a fix are in order and do not overlap.
fn in_fix(text: &Text, fix: &Fix, rule: &str) {
    fix.edits.iter().for_each(|edit| is_inside(text, edit.span, rule));
    let in_order = |two: &[bitext::rules::finding::Edit]| two[0].span.end <= two[1].span.start;
    assert!(!fix.edits.is_empty() && fix.edits.windows(2).all(in_order), "{rule}: the edits are in order: {fix:?}");
}
