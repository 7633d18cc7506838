//! `bitext.toml` as it is written, with the places of its values.

use super::schema::RuleName;
use crate::Error;
use crate::report::policy::FailOn;
use crate::rules::rule::Level;
use crate::terms;
use crate::text::nearest::nearest;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use toml::Spanned;

/// The text of a `bitext.toml`, for places in it.
#[derive(Clone, Copy)]
pub(super) struct TomlText<'a> {
    /// The name of the file, as messages show it.
    pub name: &'a str,
    pub text: &'a str,
}

impl TomlText<'_> {
    /// The place of a byte: file, line and column.
    pub fn place(self, at: usize) -> String {
        let (line, column) = terms::line_and_column(self.text, at);
        format!("{}:{line}:{column}", self.name)
    }

    /// The error at a byte.
    pub fn error(self, at: usize, reason: impl Into<String>) -> Error {
        Error::Config { place: self.place(at), reason: reason.into() }
    }

    /// Reads the file.
    pub fn parse(self) -> Result<ConfigFile, Error> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.error(at, with_nearest(&error.message().replace('\n', " ")))
        })
    }
}

/// The message for an unknown key or value, with the nearest one of those that it lists.
pub(super) fn with_nearest(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match quoted.next().filter(|_| message.starts_with("unknown ")).and_then(|name| nearest(name, quoted)) {
        Some(known) => format!("{message}; did you mean `{known}`?"),
        None => message.to_owned(),
    }
}

/// The settings of bitext for a repository. Paths are relative to the folder of this file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "bitext.toml")]
pub(super) struct ConfigFile {
    /// The source documents: a folder or a git repository.
    #[schemars(with = "Option<SourceTable>")]
    pub source: Option<Spanned<SourceTable>>,
    /// Folders that document paths are relative to. They are linted when the command line names no path.
    #[schemars(with = "Vec<String>")]
    pub roots: Vec<Spanned<String>>,
    /// Patterns for documents that are linted (default: all).
    #[schemars(with = "Vec<String>")]
    pub include: Vec<Spanned<String>>,
    /// Patterns for documents that are not linted.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// The lowest level at which a finding fails the run.
    pub fail_on: Option<FailOn>,
    /// Run only these rules and groups.
    #[schemars(with = "Vec<RuleName>")]
    pub select: Vec<Spanned<String>>,
    /// Do not run these rules and groups.
    #[schemars(with = "Vec<RuleName>")]
    pub ignore: Vec<Spanned<String>>,
    /// Levels of rules and groups. A rule wins over its group.
    pub rules: RulesTable,
    /// Levels for some documents. Later overrides win.
    #[schemars(with = "Vec<OverrideTable>")]
    pub overrides: Vec<Spanned<OverrideTable>>,
    /// Terms that must not be translated, and the required translations of others.
    pub terms: TermsTable,
}

/// Levels for the documents that match all the given conditions: paths, locales, translation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Override")]
pub(super) struct OverrideTable {
    /// Patterns for paths.
    #[schemars(with = "Option<Vec<String>>")]
    pub paths: Option<Vec<Spanned<String>>>,
    /// Locales (it-IT) or languages (it).
    #[schemars(with = "Option<Vec<String>>")]
    pub locales: Option<Vec<Spanned<String>>>,
    /// The document's ms.translationtype.
    pub translation: Option<Translation>,
    /// Levels of rules and groups.
    pub rules: RulesTable,
}

/// How a document was translated: MT by machine, HT by people.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) enum Translation {
    #[serde(alias = "mt")]
    MT,
    #[serde(alias = "ht")]
    HT,
}

/// Levels and options by the names of rules and groups.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct RulesTable(pub BTreeMap<Spanned<String>, RuleTable>);

/// A level, or a table with a level and options.
#[derive(Debug, Default)]
pub(super) struct RuleTable {
    pub level: Option<Level>,
    pub options: Vec<(Spanned<String>, Spanned<serde_json::Value>)>,
}

impl<'de> Deserialize<'de> for RuleTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LevelOrTable;
        impl<'de> Visitor<'de> for LevelOrTable {
            type Value = RuleTable;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"error\", \"warn\", \"info\", \"off\", or a table with `level`")
            }
            fn visit_str<E: serde::de::Error>(self, level: &str) -> Result<RuleTable, E> {
                let unknown = || E::invalid_value(serde::de::Unexpected::Str(level), &self);
                Ok(RuleTable { level: Some(Level::named(level).ok_or_else(unknown)?), options: Vec::new() })
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<RuleTable, M::Error> {
                let mut rule = RuleTable::default();
                while let Some(name) = map.next_key::<Spanned<String>>()? {
                    match name.get_ref().as_str() {
                        "level" => rule.level = map.next_value::<RuleTable>()?.level,
                        _ => rule.options.push((name, map.next_value()?)),
                    }
                }
                Ok(rule)
            }
        }
        deserializer.deserialize_any(LevelOrTable)
    }
}

/// Terms that must not be translated, and the required translations of others.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Terms")]
pub(super) struct TermsTable {
    /// Terms that must not be translated in any locale.
    #[schemars(with = "Vec<String>")]
    pub keep: Vec<Spanned<String>>,
    /// Files of terms: CSV or TBX.
    #[schemars(with = "Vec<String>")]
    pub files: Vec<Spanned<String>>,
    /// Terms of a locale (it-IT) or a language (it).
    #[schemars(with = "BTreeMap<String, LocaleTermsTable>")]
    pub locales: BTreeMap<Spanned<String>, LocaleTermsTable>,
}

/// The terms of a locale or a language.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "LocaleTerms")]
pub(super) struct LocaleTermsTable {
    /// Terms that must not be translated.
    #[schemars(with = "Vec<String>")]
    pub keep: Vec<Spanned<String>>,
    /// Source terms, each with its translation or a list of translations.
    #[schemars(with = "BTreeMap<String, Translations>")]
    pub glossary: BTreeMap<Spanned<String>, Spanned<Translations>>,
}

/// A translation, or a list of translations.
#[derive(Debug)]
pub(super) struct Translations(pub Vec<String>);

impl<'de> Deserialize<'de> for Translations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Translations;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a translation, or a list of translations")
            }
            fn visit_str<E>(self, one: &str) -> Result<Translations, E> {
                Ok(Translations(vec![one.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Translations, A::Error> {
                let mut more = Vec::new();
                while let Some(one) = list.next_element()? {
                    more.push(one);
                }
                Ok(Translations(more))
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}

/// `source = "path"`, or a table.
#[derive(Debug, Default)]
pub(super) struct SourceTable {
    pub path: String,
    pub rev: Option<String>,
    pub exclude: Vec<Spanned<String>>,
}

impl<'de> Deserialize<'de> for SourceTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            path: String,
            rev: Option<String>,
            #[serde(default)]
            exclude: Vec<Spanned<String>>,
        }
        struct PathOrTable;
        impl<'de> Visitor<'de> for PathOrTable {
            type Value = SourceTable;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a path, or a table with `path`")
            }
            fn visit_str<E>(self, path: &str) -> Result<SourceTable, E> {
                Ok(SourceTable { path: path.to_owned(), ..SourceTable::default() })
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<SourceTable, M::Error> {
                let Table { path, rev, exclude } = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(SourceTable { path, rev, exclude })
            }
        }
        deserializer.deserialize_any(PathOrTable)
    }
}
