//! Running the rules: over each document by itself, over each article in its locales, over each document beside its source.

use crate::config::Settings;
use crate::document::Document;
use crate::finding::Finding;
use crate::rule::{Check, Level, Rule};
use crate::rules::RULES;
use crate::siblings::Matched;
use rayon::prelude::*;

/// What the document rules report of one document. They need nothing else, so they run while it is fresh from parsing.
pub fn document(document: &Document, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in wanted(settings) {
        if let Check::Document(check) = check {
            check(document, &mut findings);
        }
    }
    findings
}

/// What the rules report that see an article in its locales.
pub fn articles(matched: &Matched, settings: &Settings) -> Vec<Finding> {
    let check = |article| {
        let mut findings = Vec::new();
        for check in wanted(settings) {
            if let Check::Article(check) = check {
                check(matched, article, &mut findings);
            }
        }
        findings
    };
    matched.articles.par_iter().flat_map_iter(check).collect()
}

/// What the rules report that see a document beside its source, and those that see what has no document.
pub fn against_source(matched: &Matched, settings: &Settings) -> Vec<Finding> {
    let with_source = |(index, against)| {
        let mut findings = Vec::new();
        for check in wanted(settings) {
            if let Check::Source(check) = check {
                check(matched, index, against, &mut findings);
            }
        }
        findings.iter_mut().for_each(|finding: &mut Finding| finding.document = index);
        findings
    };
    let found: Vec<Vec<Finding>> = matched.against.par_iter().enumerate().map(with_source).collect();
    let mut findings: Vec<Finding> = Vec::with_capacity(found.iter().map(Vec::len).sum::<usize>() + matched.absent.len());
    findings.extend(found.into_iter().flatten());
    for check in wanted(settings) {
        if let Check::Absent(check) = check {
            matched.absent.clone().for_each(|index| check(matched, index, &mut findings));
        }
    }
    findings
}

/// The checks of the rules that are not off.
fn wanted(settings: &Settings) -> impl Iterator<Item = &'static Check> {
    let on = RULES.iter().copied().filter(|rule| settings.level(rule) > Level::Off);
    on.flat_map(|rule: &'static Rule| rule.checks)
}
