//! The policy: the level and the options of each rule in each document, and the settings that decide them.
//!
//! The command line has precedence over an override of `bitext.toml`, an override over the other tables, and those over the
//! default of the rule.

use crate::document::identity::strip_root;
use crate::document::{DocId, Document, Documents, Key};
use crate::rules::RULES;
use crate::rules::by_document::ByDocument;
use crate::rules::options::Options;
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::rules::run::Runner;
use crate::terms::Terms;
use crate::text::phrases::{counted, listed};
use globset::GlobSet;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;

/// The lowest level at which a finding fails the run.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Only errors
    Error,
    /// Errors and warnings
    Warn,
    /// Never fail
    Never,
}

impl FailOn {
    /// The level; `None` for never.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warn => Some(Level::Warn),
            Self::Never => None,
        }
    }
}

/// The settings of rules from one origin: a selection, and levels.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The selected rules, and the origin of the selection; `None` for all rules.
    pub select: Option<(String, Vec<&'static Rule>)>,
    /// The rules that are off, each with the origin of that setting.
    pub ignore: HashMap<&'static str, String>,
    /// Levels, each with its origin.
    pub levels: HashMap<&'static str, (Level, String)>,
}

/// A level and its origin: an option of the command line, or a place in `bitext.toml`. The origin is empty if the level is the
/// default of the rule.
type Decision<'a> = (Level, &'a str);

impl Layer {
    /// The level of a rule, where `lower` is the decision of the layers below this one. A level wins over `ignore`, `ignore`
    /// over `select`. A selected rule keeps the level from `lower`. If that is off, it warns.
    fn decide<'a>(&'a self, rule: &Rule, lower: Decision<'a>) -> Decision<'a> {
        if let Some((level, origin)) = self.levels.get(rule.id) {
            return (*level, origin);
        }
        if let Some(origin) = self.ignore.get(rule.id) {
            return (Level::Off, origin);
        }
        match &self.select {
            Some((origin, selected)) if !selected.iter().any(|other| other.id == rule.id) => (Level::Off, origin),
            Some((origin, _)) if lower.0 == Level::Off => (Level::Warn, origin),
            _ => lower,
        }
    }
}

/// Levels and options for some documents.
#[derive(Clone, Debug, Default)]
pub struct Override {
    /// Its place: file, line and column.
    pub place: String,
    /// Patterns for paths relative to the folder of `bitext.toml`; `None` for any path.
    pub paths: Option<GlobSet>,
    /// Locales or languages; `None` for any.
    pub locales: Option<Vec<String>>,
    /// The value of `ms.translationtype`; `None` for any.
    pub translation: Option<String>,
    /// Its conditions, as messages show them.
    pub when: String,
    /// The levels.
    pub levels: HashMap<&'static str, Level>,
    /// The options.
    pub options: Options,
}

impl Override {
    /// Whether it applies to a document. Patterns are relative to `folder`, which is absolute.
    fn applies_to(&self, document: &Document, folder: &str) -> bool {
        let identity = &document.identity;
        let path = || strip_root(&identity.absolute(), folder).map(str::to_owned);
        let is_locale = |given: &String| {
            let locale = identity.locale.as_deref().unwrap_or("");
            let rest =
                locale.get(given.len()..).filter(|_| locale.get(..given.len()).is_some_and(|l| l.eq_ignore_ascii_case(given)));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let is_translation = |given: &String| {
            document.metadata(Key::TranslationKind).is_some_and(|(value, _)| value.trim().eq_ignore_ascii_case(given))
        };
        self.locales.as_ref().is_none_or(|locales| locales.iter().any(is_locale))
            && self.translation.as_ref().is_none_or(is_translation)
            && self.paths.as_ref().is_none_or(|globs| path().is_some_and(|path| globs.is_match(path)))
    }
}

/// All settings of rules, by their origin.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// The command line.
    pub command_line: Layer,
    /// `bitext.toml`, without its overrides.
    pub file: Layer,
    /// The options of rules in `bitext.toml`, without its overrides.
    pub options: Options,
    /// The overrides of `bitext.toml`, in order: later ones win.
    pub overrides: Vec<Override>,
    /// The layers of the base of a change. They decide about the rules of group change.
    pub base: Option<Box<Self>>,
    /// The folder that the patterns of the overrides are relative to, absolute.
    pub folder: String,
    /// The `bitext.toml` that was read, as messages show it.
    pub file_name: Option<String>,
}

/// The levels and options of rules in one run.
#[derive(Debug)]
pub struct Policy {
    layers: Layers,
    /// The rules that are on in some document, made from `layers`.
    enabled: Vec<&'static Rule>,
    /// The terms that must be kept or translated in a given way.
    terms: Terms,
}

impl Default for Policy {
    fn default() -> Self {
        Self::new(Layers::default(), Terms::default())
    }
}

impl Policy {
    /// The policy of some settings.
    pub fn new(layers: Layers, terms: Terms) -> Self {
        let enabled = RULES.iter().copied().filter(|rule| layers.highest(rule) > Level::Off).collect();
        Self { layers, enabled, terms }
    }

    /// The same policy with another command line.
    #[must_use]
    pub fn with_command_line(self, command_line: Layer) -> Self {
        Self::new(Layers { command_line, ..self.layers }, self.terms)
    }

    /// The same policy for a change: the policy of the base decides about the rules of group change.
    #[must_use]
    pub fn with_base(self, base: &Self) -> Self {
        Self::new(Layers { base: Some(Box::new(base.layers.clone())), ..self.layers }, self.terms)
    }

    /// The level of a rule in `bitext.toml`, without its overrides.
    pub fn level_in_file(&self, rule: &Rule) -> Level {
        self.layers.file.decide(rule, (rule.level, "")).0
    }

    /// The highest level that a rule has in any document.
    pub fn level(&self, rule: &Rule) -> Level {
        self.layers.highest(rule)
    }

    /// The rules that are on in some document.
    pub fn enabled(&self) -> &[&'static Rule] {
        &self.enabled
    }

    /// Whether a rule that compares all documents with each other may report more than `info`.
    pub fn compares_all_documents(&self) -> bool {
        let compares = |rule: &Rule| rule.checks.iter().any(|check| matches!(check, Check::Tree(_)));
        self.enabled.iter().any(|rule| compares(rule) && self.level(rule) > Level::Info)
    }

    /// The terms that must be kept or translated in a given way.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Runs the rules that are on in some document.
    pub fn runner(&self) -> Runner<'_> {
        Runner { rules: &self.enabled, terms: &self.terms }
    }

    /// The levels in each document.
    pub fn levels_by_document(&self, documents: &Documents) -> ByDocument<RuleLevels> {
        let levels = |overrides: &[usize]| RULES.iter().map(|rule| (rule.id, self.layers.decide(rule, overrides).0)).collect();
        self.layers.by_document(documents, levels)
    }

    /// The options of rules in each document.
    pub fn options_by_document(&self, documents: &Documents) -> ByDocument<Options> {
        self.layers.by_document(documents, |overrides| {
            let mut options = self.layers.options.clone();
            overrides.iter().for_each(|&i| options.extend(&self.layers.overrides[i].options));
            options
        })
    }

    /// The settings and their origins, as lines of text: the configuration file, the rules whose level is not their default, and
    /// the overrides with the number of documents that they apply to. Only linted documents count.
    pub fn explain(&self, levels: &ByDocument<RuleLevels>, documents: &Documents) -> Vec<String> {
        let mut lines = vec![match &self.layers.file_name {
            Some(file) => format!("configured by {file}"),
            None => "no bitext.toml at or above the first path".to_owned(),
        }];
        lines.extend(self.layers.explain(levels, documents));
        lines
    }
}

impl Layers {
    /// The level of a rule where some overrides apply, and its origin.
    fn decide(&self, rule: &Rule, overrides: &[usize]) -> Decision<'_> {
        if let Some(base) = self.base.as_ref().filter(|_| rule.group == Group::Change) {
            return self.command_line.decide(rule, base.file.decide(rule, (rule.level, "")));
        }
        let base = self.file.decide(rule, (rule.level, ""));
        let found = overrides.iter().rev().find_map(|&i| {
            let given = &self.overrides[i];
            given.levels.get(rule.id).map(|level| (*level, given.place.as_str()))
        });
        match found {
            None => self.command_line.decide(rule, base),
            // A selection chooses rules, not documents: it does not turn a rule on where an override turns it off.
            Some(decision) => match self.command_line.decide(rule, (decision.0.max(Level::Warn), decision.1)) {
                (_, origin) if origin == decision.1 => decision,
                other => other,
            },
        }
    }

    /// The highest level of a rule in any document.
    fn highest(&self, rule: &Rule) -> Level {
        let with_one = (0..self.overrides.len()).map(|i| self.decide(rule, &[i]).0);
        with_one.chain([self.decide(rule, &[]).0]).max().unwrap_or(rule.level)
    }

    /// Groups the documents by the overrides that apply to them, and makes one value for each group.
    fn by_document<T>(&self, documents: &Documents, make: impl Fn(&[usize]) -> T) -> ByDocument<T> {
        let applying = |document: &Document| {
            (0..self.overrides.len()).filter(|&i| self.overrides[i].applies_to(document, &self.folder)).collect()
        };
        ByDocument::new(documents, !self.overrides.is_empty(), applying, make)
    }

    /// See [`Policy::explain`].
    fn explain(&self, by_document: &ByDocument<RuleLevels>, documents: &Documents) -> Vec<String> {
        let mut decisions: Vec<((&str, Level), Vec<&str>)> = Vec::new();
        for rule in RULES {
            let (level, origin) = self.decide(rule, &[]);
            if level != rule.level {
                match decisions.iter_mut().find(|(key, _)| *key == (origin, level)) {
                    Some((_, rules)) => rules.push(rule.id),
                    None => decisions.push(((origin, level), vec![rule.id])),
                }
            }
        }
        let mut lines: Vec<String> = Vec::new();
        for ((origin, level), rules) in decisions {
            lines.push(format!("{} by {origin}: {}", level.name(), listed(&rules)));
        }
        lines.extend(self.options.explain());
        for (i, given) in self.overrides.iter().enumerate() {
            let count = documents.linted().filter(|(doc, _)| by_document.applies(*doc, i)).count();
            let levels =
                RULES.iter().filter_map(|rule| given.levels.get(rule.id).map(|level| format!("{} {}", rule.id, level.name())));
            let levels: Vec<String> = levels.chain(given.options.shown()).collect();
            lines.push(format!(
                "override {} ({}) applies to {}: {}",
                given.place,
                given.when,
                counted(count, "document"),
                listed(&levels)
            ));
        }
        lines
    }
}

/// The level of each rule, by its id.
pub type RuleLevels = HashMap<&'static str, Level>;

impl ByDocument<RuleLevels> {
    /// The level of a rule in a document.
    pub fn level(&self, doc: DocId, rule: &Rule) -> Level {
        self.get(doc).get(rule.id).copied().unwrap_or(rule.level)
    }
}
