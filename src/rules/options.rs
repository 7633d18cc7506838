//! The options of rules: the keys of a rule's table in `bitext.toml` other than its level.
//!
//! A rule declares its options as a struct. The names, defaults, descriptions and examples in the documentation and in the
//! schema of `bitext.toml` are derived from that struct.

use crate::rules::rule::Rule;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The options of one rule: a type that is read from `bitext.toml`.
#[derive(Clone, Copy)]
pub struct RuleOptions {
    schema: fn() -> Schema,
    check: fn(Map<String, Value>) -> Result<(), serde_json::Error>,
}

/// One option, as the struct describes it.
#[derive(Clone, Debug)]
pub struct RuleOption {
    /// The key in the rule's table.
    pub name: String,
    /// One sentence about it.
    pub description: String,
    /// The value if the user sets none.
    pub default: Value,
    /// Another value that a user might set.
    pub example: Value,
    /// The JSON schema of its values.
    pub schema: Value,
}

impl RuleOptions {
    /// The options that a struct declares. Each field has a default, a doc comment of one sentence, and an example
    /// (`#[schemars(example = ..)]`).
    pub const fn for_struct<T: JsonSchema + DeserializeOwned + Serialize + Default>() -> Self {
        Self {
            schema: || SchemaGenerator::default().into_root_schema_for::<T>(),
            check: |values| serde_json::from_value::<T>(Value::Object(values)).map(drop),
        }
    }

    /// The options, in the order of their names.
    pub fn all(&self) -> Vec<RuleOption> {
        let schema = (self.schema)();
        let properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let option = |(name, mut schema): (String, Value)| {
            let mut take = |key: &str| schema.as_object_mut().and_then(|schema| schema.remove(key)).unwrap_or_default();
            let description = take("description").as_str().unwrap_or_default().to_owned();
            let example = take("examples").get(0).cloned().unwrap_or_default();
            let default = take("default");
            take("format");
            RuleOption { name, description, default, example, schema }
        };
        properties.into_iter().map(option).collect()
    }
}

impl RuleOption {
    /// A description of the values that the option accepts.
    fn expected(&self) -> String {
        match self.schema.get("type").and_then(Value::as_str) {
            Some("integer") => format!("a whole number, at most {}", u32::MAX),
            Some("array") => "a list of names".to_owned(),
            _ => "another kind of value".to_owned(),
        }
    }
}

/// The options that are set, each by its rule and name, with the place where it is set.
#[derive(Clone, Debug, Default)]
pub struct Options(BTreeMap<(&'static str, String), (Value, String)>);

impl Options {
    /// Sets an option of a rule.
    ///
    /// # Errors
    /// If the value has the wrong type: the values that the option accepts.
    pub fn set(&mut self, rule: &'static Rule, option: &RuleOption, value: Value, place: String) -> Result<(), String> {
        let check = rule.options.map(|options| options.check);
        let one = Map::from_iter([(option.name.clone(), value.clone())]);
        if check.is_none_or(|check| check(one).is_err()) {
            return Err(format!("`{}` must be {}", option.name, option.expected()));
        }
        self.0.insert((rule.id, option.name.clone()), (value, place));
        Ok(())
    }

    /// The options of a rule: the values that are set, and defaults for the rest.
    ///
    /// # Panics
    /// If `T` is not the type that the rule declares.
    pub fn get<T: DeserializeOwned + Default>(&self, rule: &Rule) -> T {
        let set = self.0.iter().filter(|((id, _), _)| *id == rule.id);
        let set: Map<String, Value> = set.map(|((_, name), (value, _))| (name.clone(), value.clone())).collect();
        if set.is_empty() {
            return T::default();
        }
        serde_json::from_value(Value::Object(set)).expect("every value was checked when it was set")
    }

    /// Adds options of an override, which win over those already set.
    pub fn extend(&mut self, others: &Self) {
        self.0.extend(others.0.iter().map(|(key, value)| (key.clone(), value.clone())));
    }

    /// The options that are set, as text, in the order of their rules and names.
    pub fn shown(&self) -> Vec<String> {
        self.0.iter().map(|((rule, name), (value, _))| format!("{rule} {name} = {value}")).collect()
    }

    /// The options that are set, each as a line of text with the place where it is set.
    pub fn explain(&self) -> Vec<String> {
        self.shown().into_iter().zip(self.0.values()).map(|(line, (_, place))| format!("{line} by {place}")).collect()
    }
}
