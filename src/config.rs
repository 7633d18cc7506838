//! What the user wants: the settings of one run, ready to use.

use crate::Error;
use crate::rule::{Group, Level, Rule};
use crate::rules::{self, RULES};
use std::collections::HashMap;
use std::path::PathBuf;

/// The settings of one run.
#[derive(Debug)]
pub struct Settings {
    /// Files and folders to lint.
    pub paths: Vec<PathBuf>,
    /// Configured roots.
    pub roots: Vec<PathBuf>,
    /// Threads to use; 0 for one a core.
    pub threads: usize,
    /// Whether a progress line may be shown.
    pub progress: bool,
    /// The level at which a finding fails the run; `None` for never.
    pub fail_on: Option<Level>,
    levels: HashMap<&'static str, Level>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            paths: vec![".".into()],
            roots: Vec::new(),
            threads: 0,
            progress: false,
            fail_on: Some(Level::Error),
            levels: HashMap::new(),
        }
    }
}

impl Settings {
    /// Applies `--select`, `--ignore` and `--level`: what is selected keeps its level (a rule that is off by default
    /// warns), the rest is off; what is ignored is off; a level that is given wins over both.
    ///
    /// # Errors
    /// When a name is neither a rule nor a group, or a level is not `ID=LEVEL`.
    pub fn choose(&mut self, select: &[String], ignore: &[String], levels: &[String]) -> Result<(), Error> {
        if !select.is_empty() {
            self.levels = RULES.iter().map(|rule| (rule.id, Level::Off)).collect();
            for rule in named(select)? {
                self.levels.insert(rule.id, rule.level.max(Level::Warn));
            }
        }
        for rule in named(ignore)? {
            self.levels.insert(rule.id, Level::Off);
        }
        for given in levels {
            let bad = || Error::BadLevel { given: given.clone() };
            let (name, level) = given.split_once('=').ok_or_else(bad)?;
            let level = match level {
                "error" => Level::Error,
                "warn" => Level::Warn,
                "off" => Level::Off,
                _ => return Err(bad()),
            };
            for rule in named(&[name.to_owned()])? {
                self.levels.insert(rule.id, level);
            }
        }
        Ok(())
    }

    /// The level of a rule in this run.
    pub fn level(&self, rule: &Rule) -> Level {
        self.levels.get(rule.id).copied().unwrap_or(rule.level)
    }
}

/// The rules that names of rules and groups stand for.
fn named(names: &[String]) -> Result<Vec<&'static Rule>, Error> {
    let mut found = Vec::new();
    for name in names {
        let group = Group::ALL.into_iter().find(|group| group.name() == name);
        match (rules::find(name), group) {
            (Some(rule), _) => found.push(rule),
            (None, Some(group)) => found.extend(RULES.iter().copied().filter(|rule| rule.group == group)),
            (None, None) => return Err(unknown(name)),
        }
    }
    Ok(found)
}

/// The error for a name that is no rule, with the nearest one that is.
pub fn unknown(name: &str) -> Error {
    let names = RULES.iter().map(|rule| rule.id).chain(Group::ALL.map(Group::name));
    let alike = |known: &str| similar::TextDiff::from_chars(known, name).ratio();
    let nearest = names.map(|known| (alike(known), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = nearest.filter(|(ratio, _)| *ratio > 0.6).map_or(String::new(), |(_, known)| format!("; did you mean `{known}`?"));
    Error::UnknownRule { name: name.chars().take(60).collect(), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(select: &[&str], ignore: &[&str], levels: &[&str]) -> Result<Settings, String> {
        let own = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        let mut settings = Settings::default();
        settings.choose(&own(select), &own(ignore), &own(levels)).map_err(|e| e.to_string())?;
        Ok(settings)
    }

    #[test]
    fn a_given_level_wins_over_ignore_and_ignore_over_select() {
        let settings = chosen(&["markup"], &["id-order", "broken-pair"], &["id-order=warn"]).unwrap();
        let level = |id| settings.level(rules::find(id).unwrap());
        assert_eq!(level("duplicate-id"), Level::Error);
        assert_eq!(level("broken-pair"), Level::Off);
        assert_eq!(level("id-order"), Level::Warn);
        assert_eq!(level("locale-drift"), Level::Off);
    }

    #[test]
    fn a_wrong_name_is_said_with_the_nearest_right_one() {
        let error = chosen(&["broken-pairs"], &[], &[]).unwrap_err();
        assert_eq!(error, "there is no rule or group `broken-pairs`; did you mean `broken-pair`?; `bitext rules` lists them");
        assert!(chosen(&[], &[], &["id-order=loud"]).unwrap_err().contains("`id-order=loud` is not ID=LEVEL"));
    }
}
