//! The policy for the rules, from `bitext.toml`.

use super::file::{ConfigFile, OverrideTable, RulesTable, TomlText, with_nearest};
use super::settings::glob_set;
use crate::report::policy::{Layer, Layers, Override};
use crate::rules::names::all_named;
use crate::rules::options::Options;
use crate::rules::rule::{Level, Rule};
use crate::{Error, rules, terms};
use toml::Spanned;

impl ConfigFile {
    /// The settings of rules in the file. `folder` is its folder, absolute.
    pub(super) fn layers(&self, folder: &str, toml: TomlText<'_>) -> Result<Layers, Error> {
        let overrides = self.overrides.iter().map(|table| table.get_ref().read(table.span().start, toml));
        Ok(Layers {
            command_line: Layer::default(),
            file: self.layer(toml)?,
            options: self.rules.placed_options(toml)?,
            overrides: overrides.collect::<Result<_, _>>()?,
            base: None,
            folder: folder.to_owned(),
            file_name: Some(toml.name.to_owned()),
        })
    }

    /// The settings for all documents.
    fn layer(&self, toml: TomlText<'_>) -> Result<Layer, Error> {
        let rules = |names: &[Spanned<String>]| -> Result<Vec<(&'static Rule, usize)>, Error> {
            let mut found = Vec::new();
            for name in names {
                let at = name.span().start;
                let rules = all_named([name.get_ref()]).map_err(|error| toml.error(at, error.to_string()))?;
                found.extend(rules.into_iter().map(|rule| (rule, at)));
            }
            Ok(found)
        };
        let selected = rules(&self.select)?;
        let select = selected.first().map(|&(_, at)| (toml.place(at), selected.iter().map(|(rule, _)| *rule).collect()));
        let ignore = rules(&self.ignore)?.into_iter().map(|(rule, at)| (rule.id, toml.place(at))).collect();
        let levels = self.rules.levels(toml)?.into_iter();
        let levels = levels.map(|(rule, level, at)| (rule.id, (level, toml.place(at)))).collect();
        Ok(Layer { select, ignore, levels })
    }
}

impl OverrideTable {
    /// The override, whose table begins at a byte.
    fn read(&self, at: usize, toml: TomlText<'_>) -> Result<Override, Error> {
        let mut when = Vec::new();
        let plain = |values: &[Spanned<String>]| values.iter().map(|value| value.get_ref().clone()).collect::<Vec<String>>();
        if let Some(paths) = &self.paths {
            when.push(format!("paths {}", plain(paths).join(", ")));
        }
        if let Some(locales) = &self.locales {
            locales.iter().try_for_each(|locale| check_language_tag(locale, toml))?;
            when.push(format!("locales {}", plain(locales).join(", ")));
        }
        if let Some(translation) = self.translation {
            when.push(format!("translation {translation:?}"));
        }
        if when.is_empty() {
            return Err(toml.error(at, "an override needs `paths`, `locales` or `translation`"));
        }
        Ok(Override {
            place: toml.place(at),
            paths: self.paths.as_deref().map(|paths| glob_set(paths, toml)).transpose()?,
            locales: self.locales.as_deref().map(plain),
            translation: self.translation.map(|translation| format!("{translation:?}")),
            when: when.join("; "),
            levels: self.rules.levels(toml)?.into_iter().map(|(rule, level, _)| (rule.id, level)).collect(),
            options: self.rules.placed_options(toml)?,
        })
    }
}

/// Checks the form of a language tag.
pub(super) fn check_language_tag(tag: &Spanned<String>, toml: TomlText<'_>) -> Result<(), Error> {
    if terms::is_language_tag(tag.get_ref()) {
        return Ok(());
    }
    let reason = format!("`{}` is not a language tag; use a form such as `it` or `it-IT`", tag.get_ref());
    Err(toml.error(tag.span().start, reason))
}

impl RulesTable {
    /// The level of each rule that is named or whose group is named, with the byte of the name.
    fn levels(&self, toml: TomlText<'_>) -> Result<Vec<(&'static Rule, Level, usize)>, Error> {
        let mut found = Vec::new();
        // Groups first: a rule wins over its group.
        for by_group in [true, false] {
            for (name, table) in &self.0 {
                let at = name.span().start;
                let rules = all_named([name.get_ref()]).map_err(|error| toml.error(at, error.to_string()))?;
                if by_group != rules::find(name.get_ref()).is_some() {
                    found.extend(rules.into_iter().filter_map(|rule| Some((rule, table.level?, at))));
                }
            }
        }
        Ok(found)
    }

    /// The options of rules, with their places.
    fn placed_options(&self, toml: TomlText<'_>) -> Result<Options, Error> {
        let mut options = Options::default();
        for (name, table) in self.0.iter().filter(|(_, table)| !table.options.is_empty()) {
            let rule = rules::find(name.get_ref());
            let known = rule.and_then(|rule| rule.options).map(|options| options.all()).unwrap_or_default();
            for (name, value) in &table.options {
                let at = name.span().start;
                let option = rule.zip(known.iter().find(|option| option.name == *name.get_ref()));
                let Some((rule, option)) = option else {
                    let names = ["level"].into_iter().chain(known.iter().map(|option| option.name.as_str()));
                    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                    let expected = if names.len() == 1 { "expected" } else { "expected one of" };
                    let message = format!("unknown field `{}`, {expected} {}", name.get_ref(), names.join(", "));
                    return Err(toml.error(at, with_nearest(&message)));
                };
                let set = options.set(rule, option, value.get_ref().clone(), toml.place(at));
                set.map_err(|reason| toml.error(value.span().start, reason))?;
            }
        }
        Ok(options)
    }
}
