//! What can be set of rules beside their levels, and what was set.

use crate::rules::rule::Rule;
use std::collections::BTreeMap;

/// Something that can be set of a rule, in its table in `bitext.toml`.
pub struct RuleOption {
    /// Its key.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub what: &'static str,
    /// Its value unless the user says otherwise, which is also the kind of all its values.
    pub default: Value,
    /// Another value, as one might write it.
    pub example: &'static str,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A count.
    Number(u32),
    /// A list of names.
    Names(Vec<String>),
}

impl std::fmt::Display for Value {
    /// As it is written in `bitext.toml`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Names(names) => write!(f, "{names:?}"),
        }
    }
}

/// The options that were set, each by its rule and name, with the place where that is said.
#[derive(Clone, Debug, Default)]
pub struct Options(BTreeMap<(&'static str, &'static str), (Value, String)>);

impl Options {
    /// Sets an option of a rule.
    pub fn set(&mut self, rule: &'static Rule, option: &'static RuleOption, value: Value, place: String) {
        self.0.insert((rule.id, option.name), (value, place));
    }

    /// A number that is set for a rule, or its default.
    ///
    /// # Panics
    /// When the rule has no such option, which its example with the option shows.
    pub fn number(&self, rule: &Rule, name: &str) -> u32 {
        match self.value(rule, name) {
            Value::Number(number) => *number,
            Value::Names(_) => panic!("`{name}` of {} is a list", rule.id),
        }
    }

    /// Names that are set for a rule, or the default ones.
    ///
    /// # Panics
    /// When the rule has no such option.
    pub fn names<'a>(&'a self, rule: &'a Rule, name: &'a str) -> &'a [String] {
        match self.value(rule, name) {
            Value::Names(names) => names,
            Value::Number(_) => panic!("`{name}` of {} is a number", rule.id),
        }
    }

    fn value<'a>(&'a self, rule: &'a Rule, name: &'a str) -> &'a Value {
        let default = || {
            let option = rule.options.iter().find(|option| option.name == name);
            &option.unwrap_or_else(|| panic!("{} has no option `{name}`", rule.id)).default
        };
        self.0.get(&(rule.id, name)).map_or_else(default, |(value, _)| value)
    }

    /// Adds what others set, which goes before what is set already.
    pub fn extend(&mut self, others: &Self) {
        self.0.extend(others.0.iter().map(|(key, value)| (*key, value.clone())));
    }

    /// What is set, in order.
    pub fn shown(&self) -> Vec<String> {
        self.0.iter().map(|((rule, name), (value, _))| format!("{rule} {name} = {value}")).collect()
    }

    /// What is set and where that is said, in lines.
    pub fn explain(&self) -> Vec<String> {
        self.shown().into_iter().zip(self.0.values()).map(|(line, (_, place))| format!("{line} by {place}")).collect()
    }
}
