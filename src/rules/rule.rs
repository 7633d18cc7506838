//! What a rule is. The rules themselves stand in `rules/`, one file each.

use crate::document::Document;
use crate::project::{Article, Matched};
use crate::rules::context::Unit;
use crate::rules::finding::Finding;
use crate::rules::options::RuleOption;
use crate::source::provenance::Against;

/// A rule's static: everything that is known of it, in its own file.
pub struct Rule {
    /// The name in configs, suppressions and logs; it never changes.
    pub id: &'static str,
    /// The group that it can be selected by.
    pub group: Group,
    /// Its level unless the user says otherwise.
    pub level: Level,
    /// The version that first had it.
    pub since: &'static str,
    /// One line: a finding when ..
    pub summary: &'static str,
    /// What it looks at, and what it leaves alone.
    pub what: &'static str,
    /// Why a reader or a team would mind.
    pub why: &'static str,
    /// What to do about a finding.
    pub remedy: &'static str,
    /// Documents with exactly one finding of this rule and no other.
    pub wrong: &'static [Example],
    /// The same documents without a finding.
    pub right: &'static [Example],
    /// The checks: each finds the fault by what it is given.
    pub checks: &'static [Check],
    /// What can be set of it.
    pub options: &'static [RuleOption],
}

/// A document in a rule's documentation; tests lint it.
pub struct Example {
    /// Its path below a root.
    pub path: &'static str,
    /// Its content.
    pub content: &'static str,
}

/// What a check is given.
pub enum Check {
    /// One document at a time.
    Document(fn(&Document, &mut Vec<Finding>)),
    /// One pair at a time, both its texts taken apart.
    Unit(fn(&Unit<'_>, &mut Vec<Finding>)),
    /// One segment at a time, where what is found in one document is one finding with all its places and one fix.
    Bulk(fn(&Unit<'_>, &mut Vec<Finding>)),
    /// All documents at once, where each has a fault by itself, and others are evidence of what is custom.
    Documents(fn(&Matched, &mut Vec<Finding>)),
    /// All documents at once, compared with each other.
    Tree(fn(&Matched, &mut Vec<Finding>)),
    /// One article in several locales at a time.
    Article(fn(&Matched, &Article, &mut Vec<Finding>)),
    /// One document with its source at a time, by its index; only where a source is given.
    Source(fn(&Matched, usize, &Against, &mut Vec<Finding>)),
    /// The place of one source document that is not localized at a time, by its index; only where a source is given.
    Absent(fn(&Matched, usize, &mut Vec<Finding>)),
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

/// Front matter for the examples of rules that look at provenance.
macro_rules! front_matter {
    ($locale:literal, date: $date:literal, handoff: $handoff:literal, hash: $hash:literal) => {
        concat!(
            "---\ntitle: \"",
            $locale,
            "\"\nms.date: ",
            $date,
            "\nms.openlocfilehash: ",
            $hash,
            "\nms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\nms.contentlocale: ",
            $locale,
            "\nms.lasthandoff: ",
            $handoff,
            "\nms.locfileid: \"86434870\"\n---\n"
        )
    };
}

/// A pair for the examples.
macro_rules! pair {
    ($id:literal, $target:literal, $source:literal) => {
        concat!(
            "<span data-ttu-id=\"",
            $id,
            "\">",
            $target,
            "</span><span class=\"sxs-lookup\"><span data-stu-id=\"",
            $id,
            "\">",
            $source,
            "</span></span>"
        )
    };
}

pub(crate) use {front_matter, pair};
