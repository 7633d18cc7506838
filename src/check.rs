//! Running the rules over documents and articles.

use crate::finding::Finding;
use crate::rule::{Check, Rule};
use crate::rules::RULES;
use crate::siblings::Matched;
use rayon::prelude::*;

/// What all rules that are wanted report, in no particular order.
pub fn check(matched: &Matched, wanted: impl Fn(&Rule) -> bool + Sync) -> Vec<Finding> {
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| wanted(rule)).collect();
    let by_document = matched.documents.par_iter().enumerate().flat_map_iter(|(index, document)| {
        let mut findings = Vec::new();
        for rule in &rules {
            if let Check::Document(check) = rule.check {
                check(document, &mut findings);
            }
        }
        findings.into_iter().map(move |finding| finding.in_document(index))
    });
    let by_article = matched.articles.par_iter().flat_map_iter(|article| {
        let mut findings = Vec::new();
        for rule in &rules {
            if let Check::Article(check) = rule.check {
                check(matched, article, &mut findings);
            }
        }
        findings
    });
    by_document.chain(by_article).collect()
}
