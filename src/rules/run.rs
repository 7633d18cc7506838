//! Running the rules: over each document by itself, over each article in its locales, over each document beside its source.

use crate::config::Settings;
use crate::document::Document;
use crate::document::inline::Inline;
use crate::project::Matched;
use crate::rules::RULES;
use crate::rules::context::{Reading, Setting, Unit};
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Level, Rule};
use rayon::prelude::*;
use std::cell::RefCell;

/// What the document rules report of one document. They need nothing else, so they run while it is fresh from parsing.
pub fn document(document: &Document, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in wanted(settings) {
        if let Check::Document(check) = check {
            check(document, &mut findings);
        }
    }
    units(document, settings, &mut findings);
    findings
}

/// What the rules report that see one pair at a time. Its texts are taken apart once for all of them.
fn units(document: &Document, settings: &Settings, findings: &mut Vec<Finding>) {
    thread_local!(static PARTS: RefCell<(Inline, Inline)> = RefCell::default());
    let checks: Vec<&Check> = wanted(settings).filter(|check| matches!(check, Check::Unit(_) | Check::Bulk(_))).collect();
    let mut bulk: Vec<Vec<Finding>> = vec![Vec::new(); checks.len()];
    if checks.is_empty() || document.pairs.is_empty() {
        return;
    }
    let setting = Setting::of(document, settings.terms.for_locale(document.identity.locale.as_deref()));
    PARTS.with_borrow_mut(|(source, target)| {
        for pair in &document.pairs {
            let texts = (document.source(pair), document.target(pair));
            source.read(texts.0);
            if texts.0 != texts.1 {
                target.read(texts.1);
            }
            let unit = Unit {
                document,
                pair,
                source: Reading { text: texts.0, inline: source, start: pair.source.text.start },
                target: Reading {
                    text: texts.1,
                    inline: if texts.0 == texts.1 { source } else { target },
                    start: pair.target.text.start,
                },
                setting: &setting,
            };
            for (check, bulk) in checks.iter().zip(&mut bulk) {
                match check {
                    Check::Unit(check) => check(&unit, findings),
                    Check::Bulk(check) => check(&unit, bulk),
                    _ => {}
                }
            }
        }
    });
    findings.extend(bulk.into_iter().filter_map(Finding::in_bulk));
}

/// What the rules report that see all documents at once.
pub fn tree(matched: &Matched, settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in wanted(settings) {
        if let Check::Documents(check) | Check::Tree(check) = check {
            check(matched, &mut findings);
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
