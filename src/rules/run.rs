//! Runs the rules: on each document, on each article in its locales, and on each document with its source.

use crate::document::Document;
use crate::document::inline::Inline;
use crate::project::Project;
use crate::rules::by_document::ByDocument;
use crate::rules::context::{DocumentContext, ParsedSegment, ProjectContext, SideText};
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::Options;
use crate::rules::rule::{Check, Rule};
use crate::terms::Terms;
use rayon::prelude::*;
use std::cell::RefCell;
use std::sync::OnceLock;

/// Runs a set of rules.
#[derive(Clone, Copy, Debug)]
pub struct Runner<'a> {
    /// The rules.
    pub rules: &'a [&'static Rule],
    /// The terms that must be kept or translated in a given way.
    pub terms: &'a Terms,
}

impl Runner<'_> {
    /// Runs the checks of single documents. They need no other document, so they run right after parsing.
    pub fn check_document(&self, document: &Document) -> Vec<Problem> {
        let mut problems = Vec::new();
        // Findings in documents of the context are not reported.
        if document.is_context {
            return problems;
        }
        for check in self.checks() {
            if let Check::Document(check) = check {
                check(document, &mut problems);
            }
        }
        self.check_segments(document, &mut problems);
        problems.shrink_to_fit();
        problems
    }

    /// Runs the checks of single segments. Both texts of a segment are parsed once for all rules.
    fn check_segments(&self, document: &Document, problems: &mut Vec<Problem>) {
        thread_local!(static PARTS: RefCell<(Inline, Inline)> = RefCell::default());
        let checks: Vec<&Check> = self.checks().filter(|check| matches!(check, Check::Segment(_) | Check::Bulk(_))).collect();
        let mut bulk: Vec<Vec<Problem>> = vec![Vec::new(); checks.len()];
        if checks.is_empty() || document.segments.is_empty() {
            return;
        }
        let context = DocumentContext::for_document(document, self.terms.for_locale(document.identity.locale.as_deref()));
        PARTS.with_borrow_mut(|(source, target)| {
            for segment in &document.segments {
                let texts = (document.source(segment), document.target(segment));
                source.read(texts.0);
                if texts.0 != texts.1 {
                    target.read(texts.1);
                }
                let segment = ParsedSegment {
                    document,
                    segment,
                    source: SideText { text: texts.0, inline: source, text_ref: segment.source },
                    target: SideText {
                        text: texts.1,
                        inline: if texts.0 == texts.1 { source } else { target },
                        text_ref: segment.target,
                    },
                    context: &context,
                };
                for (check, bulk) in checks.iter().zip(&mut bulk) {
                    match check {
                        Check::Segment(check) => check(&segment, problems),
                        Check::Bulk(check) => check(&segment, bulk),
                        _ => {}
                    }
                }
            }
        });
        problems.extend(bulk.into_iter().filter_map(Problem::in_bulk));
    }

    /// Runs the checks that compare documents with each other and with their source.
    pub fn check_project(&self, project: &Project, options: &ByDocument<Options>) -> Vec<Finding> {
        let project = &ProjectContext { project, options, labels: OnceLock::new() };
        let articles = project.articles.par_iter().flat_map_iter(|article| {
            self.collect(|check, findings| {
                if let Check::Article(check) = check {
                    check(project, article, findings)
                }
            })
        });
        let mut findings: Vec<Finding> = articles.collect();
        findings.extend(self.collect(|check, findings| match check {
            Check::Documents(check) => check(project, findings),
            // Some documents cannot show what all of them have in common.
            Check::Tree(check) if !project.is_partial => check(project, findings),
            Check::Change(check) => project.change.iter().for_each(|change| check(project, change, findings)),
            _ => {}
        }));
        let documents: Vec<_> = project.documents.linted().zip(&project.states).collect();
        let with_source = documents.par_iter().flat_map_iter(|((doc, _), state)| {
            self.collect(|check, findings| {
                if let Check::Source(check) = check {
                    check(project, *doc, state, findings)
                }
            })
        });
        findings.extend(with_source.collect::<Vec<_>>());
        findings.extend(self.collect(|check, findings| {
            if let Check::Absent(check) = check {
                project.documents.absent().for_each(|(doc, _)| check(project, doc, findings))
            }
        }));
        findings
    }

    /// The findings of some checks.
    fn collect(&self, run: impl Fn(&Check, &mut Vec<Finding>)) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.checks().for_each(|check| run(check, &mut findings));
        findings
    }

    fn checks(&self) -> impl Iterator<Item = &'static Check> {
        self.rules.iter().flat_map(|rule| rule.checks)
    }
}
