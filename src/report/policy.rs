//! Which level a rule has, and who says so: the command line goes before an override of `bitext.toml`, that before its other
//! tables, and those before the rule's own level.

use crate::document::Document;
use crate::rules::RULES;
use crate::rules::options::Options;
use crate::rules::rule::{Level, Rule};
use crate::text::phrases::{counted, listed};
use globset::GlobSet;
use std::collections::HashMap;

/// What one place says of rules: a selection, and levels.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// What is selected, and where that is said; all rules without.
    pub select: Option<(String, Vec<&'static Rule>)>,
    /// What is off, each rule with where that is said.
    pub ignore: HashMap<&'static str, String>,
    /// Levels, each with where it is said.
    pub levels: HashMap<&'static str, (Level, String)>,
}

/// What is said of a rule, by whom.
type Said<'a> = (Level, &'a str);

impl Layer {
    /// What this layer alone decides of a rule. A level goes before `ignore`, `ignore` before `select`. What is selected keeps
    /// its level, or warns where `below` it is off.
    fn decide<'a>(&'a self, rule: &Rule, below: Said<'a>) -> Said<'a> {
        if let Some((level, place)) = self.levels.get(rule.id) {
            return (*level, place);
        }
        if let Some(place) = self.ignore.get(rule.id) {
            return (Level::Off, place);
        }
        match &self.select {
            Some((place, selected)) if !selected.iter().any(|other| other.id == rule.id) => (Level::Off, place),
            Some((place, _)) if below.0 == Level::Off => (Level::Warn, place),
            _ => below,
        }
    }
}

/// Levels for some documents.
#[derive(Clone, Debug, Default)]
pub struct Override {
    /// Where it stands: file, line and column.
    pub place: String,
    /// Patterns for paths below the folder of `bitext.toml`; any path without.
    pub paths: Option<GlobSet>,
    /// Locales or languages; any without.
    pub locales: Option<Vec<String>>,
    /// The value of `ms.translationtype`; any without.
    pub translation: Option<String>,
    /// What it says, for people: its conditions.
    pub when: String,
    /// The levels.
    pub levels: HashMap<&'static str, Level>,
    /// What else it sets of rules.
    pub options: Options,
}

impl Override {
    /// Whether it holds for a document. Patterns are relative to `folder`, which is absolute.
    fn holds(&self, document: &Document, folder: &str) -> bool {
        let identity = &document.identity;
        let path = || below(&identity.absolute(), folder).map(str::to_owned);
        let is = |given: &String| {
            let locale = identity.locale.as_deref().unwrap_or("");
            let rest =
                locale.get(given.len()..).filter(|_| locale.get(..given.len()).is_some_and(|l| l.eq_ignore_ascii_case(given)));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let type_is = |given: &String| {
            document.value("ms.translationtype").is_some_and(|(value, _)| value.trim().eq_ignore_ascii_case(given))
        };
        self.locales.as_ref().is_none_or(|locales| locales.iter().any(is))
            && self.translation.as_ref().is_none_or(type_is)
            && self.paths.as_ref().is_none_or(|globs| path().is_some_and(|path| globs.is_match(path)))
    }
}

/// A path below a folder, both absolute; `None` when it is not below it.
pub fn below<'a>(absolute: &'a str, folder: &str) -> Option<&'a str> {
    absolute.strip_prefix(folder.trim_end_matches('/'))?.strip_prefix('/')
}

/// All that was said of levels.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// The command line.
    pub command: Layer,
    /// `bitext.toml`, without its overrides.
    pub config: Layer,
    /// What that sets of rules beside their levels.
    pub options: Options,
    /// Its overrides, in order: later ones win.
    pub overrides: Vec<Override>,
    /// The folder that the overrides' patterns are relative to, absolute.
    pub folder: String,
}

impl Levels {
    /// The level of a rule where these overrides hold, and who says so.
    fn decide(&self, rule: &Rule, holding: &[usize]) -> Said<'_> {
        let base = self.config.decide(rule, (rule.level, ""));
        let found = holding.iter().rev().find_map(|&i| {
            let of = &self.overrides[i];
            of.levels.get(rule.id).map(|level| (*level, of.place.as_str()))
        });
        match found {
            None => self.command.decide(rule, base),
            // A selection says which rules are looked at, not where.
            Some(said) => match self.command.decide(rule, (said.0.max(Level::Warn), said.1)) {
                (_, place) if place == said.1 => said,
                other => other,
            },
        }
    }

    /// The level of a rule in the run as a whole: the highest that it has anywhere.
    pub fn in_run(&self, rule: &Rule) -> Level {
        let alone = (0..self.overrides.len()).map(|i| self.decide(rule, &[i]).0);
        alone.chain([self.decide(rule, &[]).0]).max().unwrap_or(rule.level)
    }

    /// The levels of each document.
    pub fn by_document(&self, documents: &[Document]) -> ByDocument<LevelOf> {
        self.in_sets(documents, |holding| RULES.iter().map(|rule| (rule.id, self.decide(rule, holding).0)).collect())
    }

    /// What is set of rules for each document.
    pub fn options_by_document(&self, documents: &[Document]) -> ByDocument<Options> {
        self.in_sets(documents, |holding| {
            let mut options = self.options.clone();
            holding.iter().for_each(|&i| options.extend(&self.overrides[i].options));
            options
        })
    }

    /// Makes something for each set of overrides that hold together for a document: each is asked once a document.
    fn in_sets<T>(&self, documents: &[Document], make: impl Fn(&[usize]) -> T) -> ByDocument<T> {
        let mut known: HashMap<Vec<usize>, usize> = HashMap::new();
        let mut sets = Vec::new();
        let mut of = Vec::new();
        let mut set = |holding: Vec<usize>| {
            *known.entry(holding).or_insert_with_key(|holding| {
                sets.push((holding.clone(), make(holding)));
                sets.len() - 1
            })
        };
        set(Vec::new());
        if !self.overrides.is_empty() {
            let holding = |document: &Document| {
                (0..self.overrides.len()).filter(|&i| self.overrides[i].holds(document, &self.folder)).collect()
            };
            of = documents.iter().map(|document| set(holding(document))).collect();
        }
        ByDocument { sets, of }
    }

    /// What was decided and why, in lines: the rules whose level is not their own, and the overrides with how many of the first
    /// `linted` documents they hold for.
    pub fn explain(&self, by_document: &ByDocument<LevelOf>, linted: usize) -> Vec<String> {
        let mut said: Vec<((&str, Level), Vec<&str>)> = Vec::new();
        for rule in RULES {
            let (level, place) = self.decide(rule, &[]);
            if level != rule.level {
                match said.iter_mut().find(|(key, _)| *key == (place, level)) {
                    Some((_, rules)) => rules.push(rule.id),
                    None => said.push(((place, level), vec![rule.id])),
                }
            }
        }
        let mut lines: Vec<String> = Vec::new();
        for ((place, level), rules) in said {
            lines.push(format!("{} by {place}: {}", level.name(), listed(&rules)));
        }
        lines.extend(self.options.explain());
        for (i, of) in self.overrides.iter().enumerate() {
            let holds = |document: &usize| by_document.of.get(*document).is_some_and(|&set| by_document.sets[set].0.contains(&i));
            let count = (0..linted).filter(holds).count();
            let levels =
                RULES.iter().filter_map(|rule| of.levels.get(rule.id).map(|level| format!("{} {}", rule.id, level.name())));
            let levels: Vec<String> = levels.chain(of.options.shown()).collect();
            lines.push(format!(
                "override {} ({}) holds for {}: {}",
                of.place,
                of.when,
                counted(count, "document"),
                listed(&levels)
            ));
        }
        lines
    }
}

/// The level of each rule.
pub type LevelOf = HashMap<&'static str, Level>;

/// What is decided for each document of a run.
#[derive(Debug)]
pub struct ByDocument<T> {
    /// The overrides that hold, and what follows.
    sets: Vec<(Vec<usize>, T)>,
    /// Which of them each document has; the first where this is empty.
    of: Vec<usize>,
}

impl<T> ByDocument<T> {
    /// The same for all documents.
    pub fn alike(one: T) -> Self {
        Self { sets: vec![(Vec::new(), one)], of: Vec::new() }
    }

    /// What holds for a document, by its index.
    pub fn of(&self, document: usize) -> &T {
        &self.sets[self.of.get(document).copied().unwrap_or(0)].1
    }
}

impl ByDocument<LevelOf> {
    /// The level of a rule in a document, by its index.
    pub fn level(&self, document: usize, rule: &Rule) -> Level {
        self.of(document).get(rule.id).copied().unwrap_or(rule.level)
    }
}
