//! The definition of a rule. Each rule has one file in a folder of its group.

use crate::document::{DocId, Document};
use crate::project::Article;
use crate::project::change::Change;
use crate::rules::context::{ParsedSegment, ProjectContext};
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::RuleOptions;
use crate::source::provenance::SourceState;

/// A rule, as its file defines it.
pub struct Rule {
    /// The name in configurations, suppressions and logs. It never changes.
    pub id: &'static str,
    /// The group that the rule can be selected by.
    pub group: Group,
    /// The level if the user sets none.
    pub level: Level,
    /// The version of bitext that first had the rule.
    pub since: &'static str,
    /// The documentation, as Markdown; see [`docs`](crate::rules::docs) for its form.
    pub docs: &'static str,
    /// The fixes that findings of the rule can have.
    pub fix: FixKind,
    /// Why the rule is exact by construction, so that no review can make its findings more certain; `None` if people have to
    /// judge them.
    pub exact: Option<&'static str>,
    /// The part of a target that the rule looks at.
    pub aspect: Aspect,
    /// The findings of other rules that are only consequences of a finding of this rule. They are not reported beside it.
    pub explains: &'static [Explains],
    /// The checks. Each finds the problem from another input.
    pub checks: &'static [Check],
    /// The options, if the rule has any.
    pub options: Option<RuleOptions>,
}

/// The fixes that findings of a rule can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// None: a person has to decide what is right.
    None,
    /// Safe fixes only: right in every judged case.
    Safe,
    /// Safe fixes, and unsafe ones, which a person should review.
    SafeOrUnsafe,
}

/// The part of a target that a rule looks at. Rules explain findings of other rules by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// The language of the whole target.
    WholeTarget,
    /// One kind of part of the target: links, code, numbers.
    TargetPart,
    /// Something else.
    Other,
}

/// Findings of other rules that a finding of this rule explains.
#[derive(Clone, Copy, Debug)]
pub struct Explains {
    /// The part that both findings must share.
    pub covers: Covers,
    /// The ids of the explained rules.
    pub rules: &'static [&'static str],
    /// All rules of these aspects are explained as well.
    pub aspects: &'static [Aspect],
}

impl Explains {
    /// Whether findings of a rule are among the explained ones.
    pub fn includes(&self, rule: &Rule) -> bool {
        self.rules.contains(&rule.id) || self.aspects.contains(&rule.aspect)
    }
}

/// The part that two findings of one document share if one explains the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// The same segment, or overlapping stretches: the cause affects all of it.
    Segment,
    /// The same words of the target. A finding about the whole target is not about any words in it, and one that sums up
    /// several problems may be about other words as well.
    TargetWords,
    /// The same words of the source text. A finding that names no words of the source depends on the whole source.
    SourceWords,
}

/// A check, by its input.
pub enum Check {
    /// One document at a time.
    Document(fn(&Document, &mut Vec<Problem>)),
    /// One segment at a time, with both texts parsed.
    Segment(fn(&ParsedSegment<'_>, &mut Vec<Problem>)),
    /// One segment at a time. All problems of a document become one finding with all places and one fix.
    Bulk(fn(&ParsedSegment<'_>, &mut Vec<Problem>)),
    /// All documents at once. Each document has the problem by itself; the others are evidence of the convention.
    Documents(fn(&ProjectContext<'_>, &mut Vec<Finding>)),
    /// All documents at once, compared with each other.
    Tree(fn(&ProjectContext<'_>, &mut Vec<Finding>)),
    /// One article at a time.
    Article(fn(&ProjectContext<'_>, &Article, &mut Vec<Finding>)),
    /// One document with its source at a time, if a source is given.
    Source(fn(&ProjectContext<'_>, DocId, &SourceState, &mut Vec<Finding>)),
    /// One absent document at a time, if a source is given.
    Absent(fn(&ProjectContext<'_>, DocId, &mut Vec<Finding>)),
    /// The effects of a change on the checks, with `--since` or `--staged`.
    Change(fn(&ProjectContext<'_>, &Change, &mut Vec<Finding>)),
}

/// A group of rules. Rules can be selected by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The span markup is complete.
    Markup,
    /// The document is a translation of its source.
    Source,
    /// The metadata matches the source.
    Metadata,
    /// The target text matches the source text.
    Translation,
    /// Documents and locales are consistent.
    Consistency,
    /// A change does not weaken the checks.
    Change,
}

impl Group {
    /// All groups, in the order in which they are listed.
    pub const ALL: [Self; 6] = [Self::Markup, Self::Source, Self::Metadata, Self::Translation, Self::Consistency, Self::Change];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Source => "source",
            Self::Metadata => "metadata",
            Self::Translation => "translation",
            Self::Consistency => "consistency",
            Self::Change => "change",
        }
    }
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The rule does not report.
    Off,
    /// Cosmetic, frequent, or uncertain. It never fails a run, and its findings are shown only on request.
    Info,
    /// Worth fixing.
    Warn,
    /// Wrong.
    Error,
}

impl Level {
    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// The level with a name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Off, Self::Info, Self::Warn, Self::Error].into_iter().find(|level| level.name() == name)
    }
}

impl Rule {
    /// The default values of the fields.
    pub const DEFAULTS: Self = Self {
        id: "",
        group: Group::Markup,
        level: Level::Off,
        since: "",
        docs: "",
        fix: FixKind::None,
        exact: None,
        aspect: Aspect::Other,
        explains: &[],
        checks: &[],
        options: None,
    };

    /// Whether any of its checks compares documents with each other.
    pub fn needs_siblings(&self) -> bool {
        self.checks.iter().any(|check| matches!(check, Check::Tree(_) | Check::Article(_)))
    }

    /// Whether any of its checks compares with a source.
    pub fn needs_source(&self) -> bool {
        self.checks.iter().any(|check| matches!(check, Check::Source(_) | Check::Absent(_)))
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}
