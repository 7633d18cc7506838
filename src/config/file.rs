//! `bitext.toml` as it is written, its JSON schema, and what it says of rules, terms and the source.

use super::{FILE, FailOn, Settings, named, nearest};
use crate::Error;
use crate::report::policy::{Layer, Override};
use crate::rules::options::{Options, RuleOption, Value};
use crate::rules::rule::{Group, Level, Rule};
use crate::rules::{self, RULES};
use crate::source::publishing::globs;
use crate::terms::{self, Origin, Term, Terms};
use globset::GlobSet;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use toml::Spanned;

/// `bitext.toml`, as written: the settings of bitext for a repository. Paths are relative to its folder.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "bitext.toml")]
struct Written {
    /// The source documents: a folder or a git repository.
    #[schemars(with = "Option<WrittenSource>")]
    source: Option<Spanned<WrittenSource>>,
    /// Folders that document paths are relative to. They are linted where the command line names no path.
    #[schemars(with = "Vec<String>")]
    roots: Vec<Spanned<String>>,
    /// Patterns for the documents that are linted; all without.
    #[schemars(with = "Vec<String>")]
    include: Vec<Spanned<String>>,
    /// Patterns for documents that are not linted.
    #[schemars(with = "Vec<String>")]
    exclude: Vec<Spanned<String>>,
    /// The level from which findings fail the run.
    fail_on: Option<FailOn>,
    /// Only these rules and groups.
    #[schemars(with = "Vec<RuleName>")]
    select: Vec<Spanned<String>>,
    /// Not these rules and groups.
    #[schemars(with = "Vec<RuleName>")]
    ignore: Vec<Spanned<String>>,
    /// Levels of rules and groups. A rule goes before its group.
    rules: WrittenRules,
    /// Levels for some documents. Later overrides win.
    #[schemars(with = "Vec<WrittenOverride>")]
    overrides: Vec<Spanned<WrittenOverride>>,
    /// Which words are kept as they are, and how others are translated.
    terms: WrittenTerms,
}

/// Levels for the documents for which all that it names holds: paths, locales, translation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WrittenOverride {
    /// Patterns for paths.
    #[schemars(with = "Option<Vec<String>>")]
    paths: Option<Vec<Spanned<String>>>,
    /// Locales (it-IT) or languages (it).
    #[schemars(with = "Option<Vec<String>>")]
    locales: Option<Vec<Spanned<String>>>,
    /// The document's ms.translationtype.
    translation: Option<Translation>,
    /// Levels of rules and groups.
    rules: WrittenRules,
}

/// How a document was translated: MT by machine, HT by people.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
enum Translation {
    #[serde(alias = "mt")]
    MT,
    #[serde(alias = "ht")]
    HT,
}

/// Levels and options by the names of rules and groups.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct WrittenRules(BTreeMap<Spanned<String>, WrittenRule>);

impl WrittenRules {
    /// The level of each rule that is named or whose group is, and the byte that says so.
    fn levels(&self, wrong: Wrong<'_>) -> Result<Vec<(&'static Rule, Level, usize)>, Error> {
        let mut found = Vec::new();
        // Groups first: a rule goes before its group.
        for by_group in [true, false] {
            for (name, setting) in &self.0 {
                let at = name.span().start;
                let rules = named(std::slice::from_ref(name.get_ref())).map_err(|error| wrong(at, error.to_string()))?;
                if by_group != rules::find(name.get_ref()).is_some() {
                    found.extend(rules.into_iter().filter_map(|rule| Some((rule, setting.level?, at))));
                }
            }
        }
        Ok(found)
    }

    /// The options of rules, each with the byte that says so.
    fn options(&self, wrong: Wrong<'_>) -> Result<Vec<(&'static Rule, &'static RuleOption, Value, usize)>, Error> {
        let mut found = Vec::new();
        for (name, setting) in &self.0 {
            let rule = rules::find(name.get_ref());
            let known = rule.map_or(&[][..], |rule| rule.options);
            for (name, value) in &setting.options {
                let at = name.span().start;
                let option = rule.zip(known.iter().find(|option| option.name == name.get_ref()));
                let Some((rule, option)) = option else {
                    let names: Vec<String> = ["level"]
                        .into_iter()
                        .chain(known.iter().map(|option| option.name))
                        .map(|name| format!("`{name}`"))
                        .collect();
                    let expected = if names.len() == 1 { "expected" } else { "expected one of" };
                    let message = format!("unknown field `{}`, {expected} {}", name.get_ref(), names.join(", "));
                    return Err(wrong(at, with_nearest(&message)));
                };
                let value = match (value.get_ref(), &option.default) {
                    (WrittenValue::Number(number), Value::Number(_)) => Value::Number(*number),
                    (WrittenValue::Names(names), Value::Names(_)) => Value::Names(names.clone()),
                    (_, Value::Number(_)) => {
                        return Err(wrong(
                            value.span().start,
                            format!("`{}` is a whole number, at most {}", option.name, u32::MAX),
                        ));
                    }
                    (_, Value::Names(_)) => {
                        return Err(wrong(value.span().start, format!("`{}` is a list of names", option.name)));
                    }
                };
                found.push((rule, option, value, at));
            }
        }
        Ok(found)
    }

    /// The options, with the places where they are set.
    fn set(&self, placed: &dyn Fn(usize) -> String, wrong: Wrong<'_>) -> Result<Options, Error> {
        let mut options = Options::default();
        for (rule, option, value, at) in self.options(wrong)? {
            options.set(rule, option, value, placed(at));
        }
        Ok(options)
    }
}

/// A level, or a table with a level and options.
#[derive(Debug, Default)]
struct WrittenRule {
    level: Option<Level>,
    options: Vec<(Spanned<String>, Spanned<WrittenValue>)>,
}

/// The value of an option, of whatever kind it is.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum WrittenValue {
    Number(u32),
    Names(Vec<String>),
    Other(IgnoredAny),
}

impl<'de> Deserialize<'de> for WrittenRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WrittenRule;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"error\", \"warn\", \"info\", \"off\", or a table with `level`")
            }
            fn visit_str<E: serde::de::Error>(self, level: &str) -> Result<WrittenRule, E> {
                let unknown = || E::invalid_value(serde::de::Unexpected::Str(level), &self);
                Ok(WrittenRule { level: Some(Level::named(level).ok_or_else(unknown)?), options: Vec::new() })
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<WrittenRule, M::Error> {
                let mut rule = WrittenRule::default();
                while let Some(name) = map.next_key::<Spanned<String>>()? {
                    match name.get_ref().as_str() {
                        "level" => rule.level = map.next_value::<WrittenRule>()?.level,
                        _ => rule.options.push((name, map.next_value()?)),
                    }
                }
                Ok(rule)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// For the schema: the name of a rule or a group.
struct RuleName;

impl JsonSchema for RuleName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleName".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Group::ALL.map(Group::name).into_iter().chain(RULES.iter().map(|rule| rule.id)).collect();
        json_schema!({ "description": "A rule or a group.", "enum": names })
    }
}

impl JsonSchema for WrittenRule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Level".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A level, or a table with it.", "anyOf": level_or_table(&[]) })
    }
}

/// The schemas of a level, and of a table with one and with options.
fn level_or_table(options: &[RuleOption]) -> [serde_json::Value; 2] {
    let level = serde_json::json!({ "enum": ["error", "warn", "info", "off"] });
    let mut properties = serde_json::json!({ "level": level });
    for option in options {
        let mut schema = match &option.default {
            Value::Number(number) => serde_json::json!({ "type": "integer", "minimum": 0, "default": number }),
            Value::Names(names) => serde_json::json!({ "type": "array", "items": { "type": "string" }, "default": names }),
        };
        schema["description"] = option.what.into();
        properties[option.name] = schema;
    }
    [level, serde_json::json!({ "type": "object", "properties": properties, "additionalProperties": false })]
}

impl JsonSchema for WrittenRules {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rules".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<WrittenRule>();
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
            add(rule.id, format!("When {} (default {}).", rule.summary, rule.level.name()), rule.options);
        }
        json_schema!({
            "description": "Levels and options of rules, levels of groups. A rule goes before its group.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false
        })
    }
}

/// Which words are kept as they are, and how others are translated.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WrittenTerms {
    /// Terms that are kept in every locale.
    #[schemars(with = "Vec<String>")]
    keep: Vec<Spanned<String>>,
    /// Files of terms: CSV or TBX.
    #[schemars(with = "Vec<String>")]
    files: Vec<Spanned<String>>,
    /// Terms of a locale (it-IT) or a language (it).
    #[schemars(with = "BTreeMap<String, WrittenLocale>")]
    locales: BTreeMap<Spanned<String>, WrittenLocale>,
}

/// The terms of a locale or a language.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WrittenLocale {
    /// Terms that are kept.
    #[schemars(with = "Vec<String>")]
    keep: Vec<Spanned<String>>,
    /// A source term with its translation, or a list of them.
    #[schemars(with = "BTreeMap<String, OneOrMore>")]
    glossary: BTreeMap<Spanned<String>, Spanned<OneOrMore>>,
}

impl JsonSchema for OneOrMore {
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

impl JsonSchema for WrittenSource {
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

/// The JSON schema of `bitext.toml`.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Written);
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

/// A translation, or a list of them.
#[derive(Debug)]
struct OneOrMore(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMore;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a translation, or a list of translations")
            }
            fn visit_str<E>(self, one: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![one.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMore, A::Error> {
                let mut more = Vec::new();
                while let Some(one) = list.next_element()? {
                    more.push(one);
                }
                Ok(OneOrMore(more))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl WrittenTerms {
    /// The terms, those of the files too. `wrong` makes an error of a byte of the configuration and a reason.
    fn read(&self, folder: &Path, read: Reader<'_>, wrong: impl Fn(usize, String) -> Error) -> Result<Terms, Error> {
        let mut found: Vec<(String, Origin, Term)> = Vec::new();
        let tidy = |text: &str, at: usize| terms::normalize_spaces(text).ok_or_else(|| wrong(at, "an empty term".to_owned()));
        let kept = |given: &Spanned<String>| -> Result<Term, Error> {
            Ok(Term { source: tidy(given.get_ref(), given.span().start)?, translations: Vec::new() })
        };
        for given in &self.keep {
            found.push((String::new(), Origin::Table, kept(given)?));
        }
        for (locale, table) in &self.locales {
            let (name, at) = (locale.get_ref(), locale.span().start);
            if !terms::is_language_tag(name) {
                return Err(wrong(at, format!("`{name}` is no language tag such as it or it-IT")));
            }
            for given in &table.keep {
                found.push((name.clone(), Origin::Table, kept(given)?));
            }
            for (source, translations) in &table.glossary {
                let (source, source_at, at) = (source.get_ref(), source.span().start, translations.span().start);
                let source = tidy(source, source_at)?;
                let translations = &translations.get_ref().0;
                let translations = translations.iter().map(|text| tidy(text, at)).collect::<Result<Vec<_>, _>>()?;
                if translations.is_empty() {
                    return Err(wrong(at, format!("`{source}` has no translation; a term that has none belongs in `keep`")));
                }
                found.push((name.clone(), Origin::Table, Term { source, translations }));
            }
        }
        for file in &self.files {
            let (name, at) = (file.get_ref(), file.span().start);
            let path = folder.join(name);
            let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
            let parse = match ending.to_str() {
                Some("csv") => terms::csv::parse,
                Some("tbx") => terms::tbx::parse,
                _ => return Err(wrong(at, format!("`{name}` is no file of terms; its name has to end in .csv or .tbx"))),
            };
            let bytes = read(&path).map_err(|error| wrong(at, format!("cannot read `{name}`: {error}")))?;
            let listed = terms::decode(&bytes).and_then(parse).map_err(|mistake| mistake.in_file(&path))?;
            found.extend(listed.into_iter().map(|(locale, term)| (locale, Origin::File, term)));
        }
        Ok(Terms::new(found))
    }
}

/// `source = "path"`, or a table.
#[derive(Debug, Default)]
struct WrittenSource {
    path: String,
    rev: Option<String>,
    exclude: Vec<Spanned<String>>,
}

impl<'de> Deserialize<'de> for WrittenSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            path: String,
            rev: Option<String>,
            #[serde(default)]
            exclude: Vec<Spanned<String>>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WrittenSource;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a path, or a table with `path`")
            }
            fn visit_str<E>(self, path: &str) -> Result<WrittenSource, E> {
                Ok(WrittenSource { path: path.to_owned(), ..WrittenSource::default() })
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<WrittenSource, M::Error> {
                let Table { path, rev, exclude } = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(WrittenSource { path, rev, exclude })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Reads the bytes of a file that the configuration names.
pub type Reader<'a> = &'a dyn Fn(&Path) -> std::io::Result<Vec<u8>>;

impl Settings {
    /// Adds what a `bitext.toml` says, where the command line says nothing. `folder` is where it lies, as shown and
    /// absolute: paths in it are relative to that. `read` reads the files of terms that it names.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key or a wrong value, or a file of terms is wrong: with the line and column.
    pub fn configure(&mut self, toml: &str, folder: (&Path, &str), read: Reader<'_>) -> Result<(), Error> {
        let name = folder.0.join(FILE);
        let wrong = |at: Option<usize>, reason: String| {
            let (line, column) = terms::line_and_column(toml, at.unwrap_or(0));
            Error::Config { place: format!("{}:{line}:{column}", name.display()), reason }
        };
        let written: Written = toml::from_str(toml)
            .map_err(|error| wrong(error.span().map(|span| span.start), with_nearest(&error.message().replace('\n', " "))))?;
        let wrong = |at: usize, reason: String| wrong(Some(at), reason);
        let below = |given: &str, at: usize| match read(&folder.0.join(given)) {
            Ok(_) => Err(wrong(at, format!("`{given}` is not a folder"))),
            Err(error) if given.is_empty() || error.kind() == ErrorKind::NotFound => {
                Err(wrong(at, format!("there is no folder `{given}`")))
            }
            // A folder cannot be read as a file.
            Err(_) => Ok(folder.0.join(given)),
        };
        if self.roots.is_empty() {
            let roots = written.roots.iter().map(|root| below(root.get_ref(), root.span().start));
            self.roots = roots.collect::<Result<_, _>>()?;
        }
        let set = |patterns: &[Spanned<String>]| -> Result<GlobSet, Error> {
            for pattern in patterns {
                globs([pattern.get_ref()]).map_err(|reason| wrong(pattern.span().start, reason))?;
            }
            globs(patterns.iter().map(Spanned::get_ref)).map_err(|reason| wrong(0, reason))
        };
        let below_folder = |patterns: &[Spanned<String>]| -> Result<_, Error> {
            if patterns.is_empty() { Ok(None) } else { set(patterns).map(|globs| Some((folder.1.to_owned(), globs))) }
        };
        self.include = below_folder(&written.include)?;
        self.exclude = below_folder(&written.exclude)?;
        self.terms = written.terms.read(folder.0, read, wrong)?;
        if let Some((source, at)) = written.source.as_ref().map(|source| (source.get_ref(), source.span().start)) {
            self.not_localized = set(&source.exclude)?;
            if self.source.is_none() {
                self.source = Some(below(&source.path, at)?);
                self.source_rev = self.source_rev.take().or_else(|| source.rev.clone());
            }
        }
        if let Some(fail_on) = written.fail_on {
            self.fail_on = fail_on.level();
        }
        let placed = |at: usize| {
            let (line, column) = terms::line_and_column(toml, at);
            format!("{}:{line}:{column}", name.display())
        };
        self.levels.config = written.layer(&placed, &wrong)?;
        self.levels.options = written.rules.set(&placed, &wrong)?;
        self.levels.overrides = Vec::new();
        for given in &written.overrides {
            let at = given.span().start;
            self.levels.overrides.push(given.get_ref().read(at, &placed, &set, &wrong)?);
        }
        self.levels.folder = folder.1.to_owned();
        self.configuration = Some(name.display().to_string());
        self.settle();
        Ok(())
    }
}

impl Written {
    /// What is said of rules for all documents.
    fn layer(&self, placed: &dyn Fn(usize) -> String, wrong: Wrong<'_>) -> Result<Layer, Error> {
        let rules = |given: &[Spanned<String>]| -> Result<Vec<(&'static Rule, usize)>, Error> {
            let mut found = Vec::new();
            for name in given {
                let at = name.span().start;
                let rules = named(std::slice::from_ref(name.get_ref())).map_err(|error| wrong(at, error.to_string()))?;
                found.extend(rules.into_iter().map(|rule| (rule, at)));
            }
            Ok(found)
        };
        let selected = rules(&self.select)?;
        let select = selected.first().map(|&(_, at)| (placed(at), selected.iter().map(|(rule, _)| *rule).collect()));
        let ignore = rules(&self.ignore)?.into_iter().map(|(rule, at)| (rule.id, placed(at))).collect();
        let levels = self.rules.levels(wrong)?.into_iter().map(|(rule, level, at)| (rule.id, (level, placed(at)))).collect();
        Ok(Layer { select, ignore, levels })
    }
}

/// Makes an error of a byte of the configuration and a reason.
type Wrong<'a> = &'a dyn Fn(usize, String) -> Error;

/// Patterns, or which of them is none.
type Globs = Result<GlobSet, Error>;

impl WrittenOverride {
    /// The override, which stands at a byte.
    fn read(
        &self,
        at: usize,
        placed: &dyn Fn(usize) -> String,
        set: &dyn Fn(&[Spanned<String>]) -> Globs,
        wrong: Wrong<'_>,
    ) -> Result<Override, Error> {
        let mut when = Vec::new();
        let plain = |given: &[Spanned<String>]| given.iter().map(|one| one.get_ref().clone()).collect::<Vec<String>>();
        if let Some(paths) = &self.paths {
            when.push(format!("paths {}", plain(paths).join(", ")));
        }
        if let Some(locales) = &self.locales {
            if let Some(locale) = locales.iter().find(|locale| !terms::is_language_tag(locale.get_ref())) {
                let reason = format!("`{}` is no language tag such as it or it-IT", locale.get_ref());
                return Err(wrong(locale.span().start, reason));
            }
            when.push(format!("locales {}", plain(locales).join(", ")));
        }
        if let Some(translation) = self.translation {
            when.push(format!("translation {translation:?}"));
        }
        if when.is_empty() {
            return Err(wrong(at, "an override needs `paths`, `locales` or `translation`".to_owned()));
        }
        Ok(Override {
            place: placed(at),
            paths: self.paths.as_deref().map(set).transpose()?,
            locales: self.locales.as_deref().map(plain),
            translation: self.translation.map(|translation| format!("{translation:?}")),
            when: when.join("; "),
            levels: self.rules.levels(wrong)?.into_iter().map(|(rule, level, _)| (rule.id, level)).collect(),
            options: self.rules.set(placed, wrong)?,
        })
    }
}

/// The message for an unknown key or value, with the nearest one of those that it lists.
fn with_nearest(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match quoted.next().filter(|_| message.starts_with("unknown ")).and_then(|name| nearest(name, quoted)) {
        Some(known) => format!("{message}; did you mean `{known}`?"),
        None => message.to_owned(),
    }
}
