//! What a rule reports: a fault at a place in a document.

use crate::document::{Document, Pair};
use crate::rules::rule::Rule;
use crate::text::Span;
use crate::text::normalize::fold;
use crate::text::phrases::and_more;
use std::borrow::Cow;

/// One fault.
///
/// It knows neither its level nor whether it is suppressed: `judge` decides those.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// Index of the document that it is in.
    pub document: usize,
    /// The broken words.
    pub span: Span,
    /// The stretch that the fault takes in: another rule that reports in it may only repeat the fault.
    pub extent: Span,
    /// The id of the translation unit concerned.
    pub unit: Option<String>,
    /// What is wrong, in one sentence without an end mark.
    pub message: String,
    /// What stands at the broken words, in a few words.
    pub label: Option<String>,
    /// Why it matters and what to do.
    pub help: Option<String>,
    /// SOURCE of the unit concerned.
    pub source: Option<String>,
    /// TARGET of the unit concerned.
    pub target: Option<String>,
    /// Where its target and its source text are as a whole, where it concerns a unit.
    pub whole: Option<[Span; 2]>,
    /// A stretch that is read otherwise because of the problem, as what follows a lost backtick is.
    pub spoils: Option<Span>,
    /// Other places that show the fault.
    pub related: Vec<Related>,
    /// How many problems it sums up: one, unless the message names more than one.
    pub problems: usize,
    /// How to mend it.
    pub fix: Option<Fix>,
}

/// Another place that shows a fault.
#[derive(Clone, Debug)]
pub struct Related {
    /// Index of the document that it is in; `None` for the finding's own.
    pub document: Option<usize>,
    /// The words concerned.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// Edits that mend a fault: in order, not overlapping.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Whether the result is right without a human reading it.
    pub safe: bool,
    /// What to write where.
    pub edits: Vec<Edit>,
}

/// Replaces the bytes of a span.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is taken away; empty for an insertion.
    pub span: Span,
    /// What is written instead.
    pub text: String,
}

/// How many further places a finding for a whole document shows.
const MAX_RELATED: usize = 20;

impl Finding {
    /// A finding at a place of the document under check.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            document: 0,
            span,
            extent: span,
            unit: None,
            message: message.into(),
            label: None,
            help: None,
            source: None,
            target: None,
            whole: None,
            spoils: None,
            related: Vec::new(),
            problems: 1,
            fix: None,
        }
    }

    /// One finding for all of one rule in a document: at the first place, with the others as related places and all edits in
    /// one fix. `None` without any.
    pub fn in_bulk(findings: Vec<Self>) -> Option<Self> {
        let mut findings = findings.into_iter();
        let mut all = findings.next()?;
        let mut more = 0;
        for other in findings {
            more += 1;
            if more <= MAX_RELATED {
                all = all.related_here(other.span, other.label.unwrap_or_default());
            }
            all.problems += other.problems;
            if let (Some(fix), Some(further)) = (&mut all.fix, other.fix) {
                fix.safe &= further.safe;
                fix.edits.extend(further.edits);
            }
        }
        all.message.push_str(&and_more(more, "segment"));
        Some(all)
    }

    /// Names the pair concerned: its id, both its texts, and its whole extent.
    pub fn of(mut self, document: &Document, pair: &Pair) -> Self {
        self.unit = Some(document.id(pair).to_owned());
        self.source = Some(document.source(pair).to_owned());
        self.target = Some(document.target(pair).to_owned());
        self.extent = pair.span;
        self.whole = Some([pair.target.text, pair.source.text]);
        self
    }

    /// The texts that it is about, blanks folded: those of its unit, or the broken words where it has none.
    pub fn texts<'a>(&'a self, document: &'a Document) -> [Cow<'a, str>; 2] {
        let texts = match (&self.source, &self.target) {
            (None, None) => [document.text.slice(self.span), ""],
            (source, target) => [source.as_deref().unwrap_or(""), target.as_deref().unwrap_or("")],
        };
        texts.map(fold)
    }

    /// Says which document it is in, by index; document rules need not.
    pub fn in_document(mut self, index: usize) -> Self {
        self.document = index;
        self
    }

    /// What stands at the broken words.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Why it matters and what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A place in another document that shows it.
    pub fn related(mut self, document: usize, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { document: Some(document), span, message: message.into() });
        self
    }

    /// Another place in the same document that shows it.
    pub fn related_here(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { document: None, span, message: message.into() });
        self
    }

    /// How many problems the message sums up.
    pub fn problems(mut self, count: usize) -> Self {
        self.problems = count;
        self
    }

    /// A fix of one edit that is right without a human reading it.
    pub fn safe_fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { safe: true, edits: vec![Edit { span, text: text.into() }] });
        self
    }
}
