//! The output of a rule: a problem at a place in a document.

use crate::document::{DocId, Document, Segment, TextFile};
use crate::rules::rule::Rule;
use crate::text::Span;
use crate::text::normalize::normalize;
use crate::text::phrases::and_more;
use std::borrow::Cow;
use std::ops::Deref;

/// A problem in one document: the message (what is wrong), the label (where), the help (what to do) and the fix.
///
/// A rule that is given one document cannot know which document of the run it is. It reports a `Problem`, which becomes a
/// [`Finding`] in [`Problem::in_document`].
#[derive(Clone, Debug)]
pub struct Problem {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// The reported words: bytes of the document.
    pub span: Span,
    /// The bytes that the problem affects. A finding of another rule in them may be only a consequence.
    pub extent: Span,
    /// The id of the segment.
    pub segment_id: Option<String>,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
    /// What is at the reported words, in a few words.
    pub label: Option<Cow<'static, str>>,
    /// Why it matters and what to do.
    pub help: Option<Cow<'static, str>>,
    /// The source text of the segment, if the document does not contain it. See [`Problem::source_text`].
    pub(in crate::rules) source: Option<String>,
    /// The places of the whole target text and the whole source text of the segment. They are not copied: a run has many
    /// findings in memory.
    pub whole: Option<[Span; 2]>,
    /// A stretch that is read differently because of the problem, such as the text after a lost backtick.
    pub spoils: Option<Span>,
    /// Other places that show the problem.
    pub related: Vec<Related>,
    /// The number of problems that it sums up: 1, unless the message names more.
    pub problems: usize,
    /// The fix, if there is one.
    pub fix: Option<Fix>,
}

/// A problem in a document of the run.
///
/// It knows neither its level nor whether it is suppressed: [`decide`](crate::report::decide) decides those.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The document.
    pub document: DocId,
    /// The problem. Boxed, because findings are moved and sorted often.
    pub problem: Box<Problem>,
}

impl Deref for Finding {
    type Target = Problem;

    fn deref(&self) -> &Problem {
        &self.problem
    }
}

impl Finding {
    /// Adds a place in another document that shows the problem.
    #[must_use]
    pub fn related(mut self, document: DocId, span: Span, message: impl Into<String>) -> Self {
        self.problem.add_related(Related { document: Some(document), span, message: message.into() });
        self
    }
}

/// Another place that shows a problem.
#[derive(Clone, Debug)]
pub struct Related {
    /// The document; `None` for the document of the finding.
    pub document: Option<DocId>,
    /// The words concerned.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// The edits that fix a problem: in order, not overlapping.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Whether the result is right without a review by a person.
    pub safe: bool,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// Replaces the bytes of a span.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The bytes that are removed; empty for an insertion.
    pub span: Span,
    /// The text that replaces them.
    pub text: String,
}

/// How many related places a finding for a whole document has.
const MAX_RELATED: usize = 20;

impl Problem {
    /// A problem of a rule at a place in the document.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            span,
            extent: span,
            segment_id: None,
            message: message.into(),
            label: None,
            help: None,
            source: None,
            whole: None,
            spoils: None,
            related: Vec::new(),
            problems: 1,
            fix: None,
        }
    }

    /// One problem for all problems of one rule in a document: at the first place, with the others as related places and all
    /// edits in one fix. `None` if there are none.
    pub fn in_bulk(problems: Vec<Self>) -> Option<Self> {
        let mut problems = problems.into_iter();
        let mut all = problems.next()?;
        let mut more = 0;
        for other in problems {
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

    /// Adds the segment of the problem: its id, its texts and its extent.
    pub fn in_segment(mut self, document: &Document, segment: &Segment) -> Self {
        self.segment_id = Some(document.id(segment).to_owned());
        self.source = (segment.source.file == TextFile::Source).then(|| document.source(segment).to_owned());
        self.extent = segment.span;
        self.whole = Some([segment.target.span, segment.source.span]);
        self
    }

    /// The source text and the target text, with whitespace normalized; if it has neither, the reported words.
    pub fn texts<'a>(&'a self, document: &'a Document) -> [Cow<'a, str>; 2] {
        let texts = match (self.source_text(document), self.target_text(document)) {
            (None, None) => [document.text.slice(self.span), ""],
            (source, target) => [source.unwrap_or(""), target.unwrap_or("")],
        };
        texts.map(normalize)
    }

    /// The source text of the segment. The document is that of the problem.
    pub fn source_text<'a>(&'a self, document: &'a Document) -> Option<&'a str> {
        self.source.as_deref().or_else(|| self.whole.map(|[_, source]| document.text.slice(source)))
    }

    /// The target text of the segment. The document is that of the problem.
    pub fn target_text<'a>(&self, document: &'a Document) -> Option<&'a str> {
        self.whole.map(|[target, _]| document.text.slice(target))
    }

    /// The finding of this problem in a document.
    #[must_use]
    pub fn in_document(self, document: DocId) -> Finding {
        Finding { document, problem: Box::new(self) }
    }

    /// Sets the label: what is at the reported words, in a few words.
    pub fn label(mut self, label: impl Into<Cow<'static, str>>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Sets the help: why it matters and what to do.
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place in another document that shows the problem.
    #[must_use]
    pub fn related(mut self, document: DocId, span: Span, message: impl Into<String>) -> Self {
        self.add_related(Related { document: Some(document), span, message: message.into() });
        self
    }

    /// Adds a place in the same document that shows the problem.
    pub fn related_here(mut self, span: Span, message: impl Into<String>) -> Self {
        self.add_related(Related { document: None, span, message: message.into() });
        self
    }

    /// Most problems with a related place have only one.
    fn add_related(&mut self, related: Related) {
        if self.related.is_empty() {
            self.related.reserve_exact(1);
        }
        self.related.push(related);
    }

    /// Sets the number of problems that the message sums up.
    pub fn problems(mut self, count: usize) -> Self {
        self.problems = count;
        self
    }

    /// Sets a safe fix of one edit.
    pub fn safe_fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { safe: true, edits: vec![Edit { span, text: text.into() }] });
        self
    }
}
