//! Running the rules: over each document by itself, and over each article in its locales.

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
    for rule in wanted(settings) {
        if let Check::Document(check) = rule.check {
            check(document, &mut findings);
        }
    }
    findings
}

/// What the article rules report.
pub fn articles(matched: &Matched, settings: &Settings) -> Vec<Finding> {
    let check = |article| {
        let mut findings = Vec::new();
        for rule in wanted(settings) {
            if let Check::Article(check) = rule.check {
                check(matched, article, &mut findings);
            }
        }
        findings
    };
    matched.articles.par_iter().flat_map_iter(check).collect()
}

/// The rules that are not off.
fn wanted(settings: &Settings) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(|rule| settings.level(rule) > Level::Off)
}
