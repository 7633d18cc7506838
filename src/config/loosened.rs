//! What the `bitext.toml` of a change allows that the one of the base does not.

use super::Settings;
use super::file::{ConfigFile, OverrideTable, RuleTable, TomlText};
use crate::project::change::Loosened;
use crate::rules;
use crate::rules::RULES;
use crate::rules::rule::{Level, Rule};
use crate::text::Span;
use crate::text::phrases::{listed, quote};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use toml::Spanned;

/// A `bitext.toml` and the settings that it makes. Without a file, the text is empty.
pub(super) struct Configured<'a> {
    /// Its text.
    pub text: &'a str,
    /// The settings.
    pub settings: &'a Settings,
}

/// What a `bitext.toml` allows that the one of the base does not, in the order of its places.
pub(super) fn loosened(base: &Configured<'_>, now: &Configured<'_>) -> Vec<Loosened> {
    let parse = |text| TomlText { name: "", text }.parse().unwrap_or_default();
    let (base_file, file): (ConfigFile, ConfigFile) = (parse(base.text), parse(now.text));
    let mut found = Vec::new();
    let mut add = |range: Range<usize>, effect: String| found.push(Loosened { span: Span::new(range.start, range.end), effect });

    if base.settings.fail_on.is_some_and(|before| now.settings.fail_on.is_none_or(|level| level > before)) {
        let at = now.text.find("fail-on").map_or(0..0, |at| at..at + "fail-on".len());
        let level = now.settings.fail_on.map_or("never", Level::name);
        add(at, format!("lets the run fail only at a higher level (`fail-on = \"{level}\"`)"));
    }
    for pattern in added(&base_file.exclude, &file.exclude) {
        add(pattern.span(), format!("excludes documents ({})", quote(pattern.get_ref())));
    }
    let narrows = !file.include.is_empty() && (base_file.include.is_empty() || removed(&base_file.include, &file.include));
    if narrows {
        add(file.include[0].span(), "includes fewer documents".to_owned());
    }
    if removed(&base_file.roots, &file.roots) {
        let at = file.roots.first().map_or(0..0, Spanned::span);
        add(at, "removes a root, whose documents are linted only if they are named".to_owned());
    }
    match (&base_file.source, &file.source) {
        (Some(_), None) => add(0..0, "removes the source".to_owned()),
        (Some(before), Some(source)) => {
            let (before, now) = (before.get_ref(), source.get_ref());
            if (&before.path, &before.rev) != (&now.path, &now.rev) {
                add(source.span(), "compares with another source".to_owned());
            }
            for pattern in added(&before.exclude, &now.exclude) {
                add(pattern.span(), format!("no longer expects documents ({})", quote(pattern.get_ref())));
            }
        }
        _ => {}
    }
    let mut lowered: BTreeMap<(usize, usize), Vec<&str>> = BTreeMap::new();
    for &rule in RULES {
        if now.settings.policy.level_in_file(rule) < base.settings.policy.level_in_file(rule) {
            let at = place(&file, rule);
            lowered.entry((at.start, at.end)).or_default().push(rule.id);
        }
    }
    for ((start, end), rules) in lowered {
        add(start..end, format!("lowers the level of {}", listed(&rules)));
    }
    let known: HashSet<String> = options(&base_file).into_iter().map(|(_, option)| option).collect();
    for (at, option) in options(&file).into_iter().filter(|(_, option)| !known.contains(option)) {
        add(at, format!("sets an option (`{option}`)"));
    }
    for (at, effect) in in_overrides((&base_file, base.settings), (&file, now.settings)) {
        add(at, effect.to_owned());
    }
    found.sort_by_key(|setting| setting.span);
    found
}

/// The changes of overrides that allow more than the base: each place, and the effect.
fn in_overrides(
    (base_file, base): (&ConfigFile, &Settings),
    (file, now): (&ConfigFile, &Settings),
) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let (before, overrides) = (canonical(base_file), canonical(file));
    let lowers = |table: &OverrideTable, settings: &Settings, is_lower: &dyn Fn(Level, Level) -> bool| {
        table.rules.0.iter().any(|(name, table)| {
            let rules = rules::named(name.get_ref()).unwrap_or_default();
            let level = |rule: &&Rule| table.level.is_some_and(|level| is_lower(level, settings.policy.level_in_file(rule)));
            !table.options.is_empty() || rules.iter().any(level)
        })
    };
    for (table, text) in file.overrides.iter().zip(&overrides) {
        if !before.contains(text) && lowers(table.get_ref(), base, &|level, other| level < other) {
            found.push((table.span(), "adds an override with lower levels"));
        }
    }
    let mut gone = base_file.overrides.iter().zip(&before).filter(|(_, text)| !overrides.contains(text));
    if gone.any(|(table, _)| lowers(table.get_ref(), now, &|level, other| level > other)) {
        found.push((0..0, "removes or changes an override with higher levels"));
    }
    let common =
        |one: &[String], other: &[String]| -> Vec<String> { one.iter().filter(|text| other.contains(text)).cloned().collect() };
    if common(&before, &overrides) != common(&overrides, &before) {
        found.push((0..0, "changes the order of the overrides"));
    }
    found
}

/// The overrides of a file, each in a form that does not depend on its place.
fn canonical(file: &ConfigFile) -> Vec<String> {
    let values = |values: &Option<Vec<Spanned<String>>>| {
        values.as_ref().map(|values| values.iter().map(|value| value.get_ref().clone()).collect::<Vec<_>>())
    };
    let rules = |table: &OverrideTable| -> Vec<String> {
        let options =
            |(name, value): &(Spanned<String>, Spanned<serde_json::Value>)| format!("{} = {}", name.get_ref(), value.get_ref());
        let rule = |(name, table): (&Spanned<String>, &RuleTable)| {
            (name.get_ref().clone(), table.level, table.options.iter().map(options).collect::<Vec<_>>())
        };
        table.rules.0.iter().map(|entry| format!("{:?}", rule(entry))).collect()
    };
    let text = |table: &OverrideTable| {
        format!("{:?} {:?} {:?} {:?}", values(&table.paths), values(&table.locales), table.translation, rules(table))
    };
    file.overrides.iter().map(|table| text(table.get_ref())).collect()
}

/// The values that only the second list has.
fn added<'a>(before: &[Spanned<String>], now: &'a [Spanned<String>]) -> Vec<&'a Spanned<String>> {
    let known: HashSet<&str> = before.iter().map(|value| value.get_ref().as_str()).collect();
    now.iter().filter(|value| !known.contains(value.get_ref().as_str())).collect()
}

/// Whether only the first list has some value.
fn removed(before: &[Spanned<String>], now: &[Spanned<String>]) -> bool {
    !added(now, before).is_empty()
}

/// The place that sets the level of a rule: its own, that of its group, or the selection of rules.
fn place(file: &ConfigFile, rule: &Rule) -> Range<usize> {
    let names_it = |name: &str| name == rule.id || name == rule.group.name();
    let level = file.rules.0.iter().find(|(name, table)| name.get_ref() == rule.id && table.level.is_some());
    let group = || file.rules.0.iter().find(|(name, table)| names_it(name.get_ref()) && table.level.is_some());
    if let Some((name, _)) = level.or_else(group) {
        return name.span();
    }
    let ignored = file.ignore.iter().find(|name| names_it(name.get_ref()));
    ignored.or(file.select.first()).map_or(0..0, Spanned::span)
}

/// The options of rules, each as `rule.option = value` with its place.
fn options(file: &ConfigFile) -> Vec<(Range<usize>, String)> {
    let of_rule = file.rules.0.iter().flat_map(|(rule, table)| table.options.iter().map(move |option| (rule, option)));
    let shown = |(rule, (name, value)): (&Spanned<String>, &(Spanned<String>, Spanned<serde_json::Value>))| {
        (name.span(), format!("{}.{} = {}", rule.get_ref(), name.get_ref(), value.get_ref()))
    };
    of_rule.map(shown).collect()
}
