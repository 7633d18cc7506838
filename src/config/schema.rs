//! The JSON schema of `bitext.toml`.

use super::file::{ConfigFile, RuleTable, RulesTable, SourceTable, Translations};
use crate::rules::RULES;
use crate::rules::options::RuleOption;
use crate::rules::rule::Group;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The JSON schema of `bitext.toml`.
pub fn schema() -> String {
    let schema = schemars::schema_for!(ConfigFile);
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

/// The name of a rule or a group.
pub(super) struct RuleName;

impl JsonSchema for RuleName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleName".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Group::ALL.map(Group::name).into_iter().chain(RULES.iter().map(|rule| rule.id)).collect();
        json_schema!({ "description": "A rule or a group.", "enum": names })
    }
}

impl JsonSchema for RuleTable {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Level".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A level, or a table with a level.", "anyOf": level_or_table(&[]) })
    }
}

/// The schemas of a level, and of a table with a level and options.
fn level_or_table(options: &[RuleOption]) -> [serde_json::Value; 2] {
    let level = serde_json::json!({ "enum": ["error", "warn", "info", "off"] });
    let mut properties = serde_json::json!({ "level": level });
    for option in options {
        let mut schema = option.schema.clone();
        schema["default"] = option.default.clone();
        schema["description"] = option.description.as_str().into();
        properties[option.name.as_str()] = schema;
    }
    [level, serde_json::json!({ "type": "object", "properties": properties, "additionalProperties": false })]
}

impl JsonSchema for RulesTable {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rules".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<RuleTable>();
        let mut properties = serde_json::Map::new();
        let mut add = |name: &str, description: String, options: &[RuleOption]| {
            let schema = match options {
                [] => serde_json::json!({ "description": description, "allOf": [&level] }),
                options => serde_json::json!({ "description": description, "anyOf": level_or_table(options) }),
            };
            properties.insert(name.to_owned(), schema);
        };
        Group::ALL.into_iter().for_each(|group| add(group.name(), format!("All rules of group {}.", group.name()), &[]));
        for rule in RULES {
            add(
                rule.id,
                format!("When {} (default {}).", rule.summary(), rule.level.name()),
                &rule.options.map(|options| options.all()).unwrap_or_default(),
            );
        }
        json_schema!({
            "description": "Levels and options of rules, levels of groups. A rule wins over its group.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false
        })
    }
}

impl JsonSchema for Translations {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Translations".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A translation, or a list of translations.",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }]
        })
    }
}

impl JsonSchema for SourceTable {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Source".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The path of the source, or a table.",
            "anyOf": [{ "type": "string" }, {
                "type": "object",
                "properties": {
                    "path": { "description": "A folder or a git repository.", "type": "string" },
                    "rev": { "description": "The revision that is current.", "type": "string" },
                    "exclude": {
                        "description": "Patterns for source documents that are not localized.",
                        "type": "array",
                        "items": { "type": "string" }
                    }
                },
                "required": ["path"],
                "additionalProperties": false
            }]
        })
    }
}
