//! What a rule is. The rules themselves stand in `rules/`, one file each.

use crate::document::{DocId, Document};
use crate::project::Article;
use crate::rules::context::{ParsedSegment, ProjectContext};
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::RuleOptions;
use crate::source::provenance::SourceState;

/// Everything that bitext knows of a rule, in the rule's own file.
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
    /// Why the claim of the rule is exact by construction, so that no reading can make it more certain; `None` where readers
    /// have to judge.
    pub exact: Option<&'static str>,
    /// The part of a target that the rule looks at.
    pub aspect: Aspect,
    /// The findings of other rules that are only consequences of a finding of this rule. They are not reported beside it.
    pub explains: &'static [Explains],
    /// The checks. Each finds the problem from what it is given.
    pub checks: &'static [Check],
    /// The options, where the rule has any.
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
    /// What both findings must have in common.
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

/// What a check is given.
pub enum Check {
    /// One document at a time.
    Document(fn(&Document, &mut Vec<Problem>)),
    /// One pair at a time, both its texts taken apart.
    Segment(fn(&ParsedSegment<'_>, &mut Vec<Problem>)),
    /// One segment at a time, where what is found in one document is one finding with all its places and one fix.
    Bulk(fn(&ParsedSegment<'_>, &mut Vec<Problem>)),
    /// All documents at once, where each has a fault by itself, and others are evidence of what is custom.
    Documents(fn(&ProjectContext<'_>, &mut Vec<Finding>)),
    /// All documents at once, compared with each other.
    Tree(fn(&ProjectContext<'_>, &mut Vec<Finding>)),
    /// One article in several locales at a time.
    Article(fn(&ProjectContext<'_>, &Article, &mut Vec<Finding>)),
    /// One document with its source at a time, by its index; only where a source is given.
    Source(fn(&ProjectContext<'_>, DocId, &SourceState, &mut Vec<Finding>)),
    /// The place of one source document that is not localized at a time, by its index; only where a source is given.
    Absent(fn(&ProjectContext<'_>, DocId, &mut Vec<Finding>)),
}

/// What rules are selected by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The pairs are whole.
    Markup,
    /// The translation is of this source text.
    Source,
    /// The front matter is that of the source.
    Metadata,
    /// TARGET says what SOURCE says.
    Translation,
    /// Documents and locales agree.
    Consistency,
}

impl Group {
    /// All groups, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Markup, Self::Source, Self::Metadata, Self::Translation, Self::Consistency];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Source => "source",
            Self::Metadata => "metadata",
            Self::Translation => "translation",
            Self::Consistency => "consistency",
        }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The rule does not report.
    Off,
    /// Cosmetic, in bulk, or in need of a look. It never fails a run, and people see its findings only if they ask.
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

    /// The level of a name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Off, Self::Info, Self::Warn, Self::Error].into_iter().find(|level| level.name() == name)
    }
}

impl Rule {
    /// The values of the fields that many rules have in common.
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
