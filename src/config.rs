//! What the user wants: the settings of one run, ready to use.

use crate::Error;
use crate::document::Document;
use crate::fix::Texts;
use crate::gate::Baseline;
use crate::levels::{ByDocument, Layer, Levels, Override, below};
use crate::publishing::globs;
use crate::rule::{Group, Level, Rule};
use crate::rules::{self, RULES};
use crate::terms::{self, Origin, Term, Terms};
use globset::GlobSet;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use toml::Spanned;

/// What a change is measured from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Where the branch left a revision.
    Rev(String),
    /// The last commit, to what is staged.
    Staged,
}

/// The name of the configuration.
pub const FILE: &str = "bitext.toml";

/// The settings of one run.
#[derive(Debug)]
pub struct Settings {
    /// Files and folders to lint.
    pub paths: Vec<PathBuf>,
    /// Configured roots.
    pub roots: Vec<PathBuf>,
    /// Texts that stand for files, by absolute path: standard input, and documents that fixes changed in memory.
    pub texts: Texts,
    /// The source: a folder or a repository.
    pub source: Option<PathBuf>,
    /// The revision of the source that is current; its files on disk, or its newest commit, without.
    pub source_rev: Option<String>,
    /// Source files that are not localized.
    pub not_localized: GlobSet,
    /// Documents that are left out, and the folder that the patterns are relative to, absolute.
    pub exclude: Option<(String, GlobSet)>,
    /// Documents that are linted, in the same way; all without.
    pub include: Option<(String, GlobSet)>,
    /// What is kept as it is in translations, and how the rest is translated.
    pub terms: Terms,
    /// Only what is new since then is reported.
    pub since: Option<Since>,
    /// Findings that are accepted, and the file that names them.
    pub baseline: Option<(String, Baseline)>,
    /// Threads to use; 0 for one a core.
    pub threads: usize,
    /// Whether a progress line may be shown.
    pub progress: bool,
    /// The level at which a finding fails the run; `None` for never.
    pub fail_on: Option<Level>,
    /// The `bitext.toml` that was read, as it is shown.
    pub configuration: Option<String>,
    levels: Levels,
    /// The level of each rule in the run as a whole, made of `levels`.
    in_run: HashMap<&'static str, Level>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            paths: vec![".".into()],
            roots: Vec::new(),
            texts: Texts::new(),
            source: None,
            source_rev: None,
            not_localized: GlobSet::empty(),
            exclude: None,
            since: None,
            baseline: None,
            include: None,
            terms: Terms::default(),
            threads: 0,
            progress: false,
            fail_on: Some(Level::Error),
            configuration: None,
            levels: Levels::default(),
            in_run: HashMap::new(),
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
        let command = &mut self.levels.command;
        if !select.is_empty() {
            command.select = Some((format!("--select {}", select.join(",")), named(select)?));
        }
        for rule in named(ignore)? {
            command.ignore.insert(rule.id, format!("--ignore {}", ignore.join(",")));
        }
        for given in levels {
            let bad = || Error::BadLevel { given: given.clone() };
            let (name, level) = given.split_once('=').ok_or_else(bad)?;
            let level = Level::named(level).ok_or_else(bad)?;
            for rule in named(&[name.to_owned()])? {
                command.levels.insert(rule.id, (level, format!("--level {given}")));
            }
        }
        self.settle();
        Ok(())
    }

    /// Whether a document, by its absolute path, is left out.
    pub fn excludes(&self, absolute: &str) -> bool {
        let is_of = |globs: &Option<(String, GlobSet)>| {
            globs.as_ref().and_then(|(folder, globs)| below(absolute, folder).map(|path| globs.is_match(path)))
        };
        is_of(&self.exclude).unwrap_or(false) || !is_of(&self.include).unwrap_or(true)
    }

    /// The level of a rule in the run as a whole: the highest that it has in any document.
    pub fn level(&self, rule: &Rule) -> Level {
        self.in_run.get(rule.id).copied().unwrap_or(rule.level)
    }

    /// The levels in each document.
    pub fn by_document(&self, documents: &[Document]) -> ByDocument {
        self.levels.by_document(documents)
    }

    /// What was decided and why, in lines, for a run of `linted` documents.
    pub fn explain(&self, levels: &ByDocument, linted: usize) -> Vec<String> {
        let mut lines = vec![match &self.configuration {
            Some(file) => format!("configured by {file}"),
            None => "no bitext.toml at or above the first path".to_owned(),
        }];
        lines.extend(self.levels.explain(levels, linted));
        lines
    }

    fn settle(&mut self) {
        self.in_run = RULES.iter().map(|rule| (rule.id, self.levels.in_run(rule))).collect();
    }
}

/// `bitext.toml`, as written: the settings of bitext for a repository. Paths are relative to its folder.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[schemars(title = "bitext.toml")]
struct Written {
    /// The source documents: a folder or a git repository.
    source: Option<WrittenSource>,
    /// Folders that document paths are relative to. They are linted where the command line names no path.
    roots: Vec<String>,
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

/// The level from which findings fail the run.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum FailOn {
    Error,
    Warn,
    Never,
}

/// Levels by the names of rules and groups.
type RuleLevels = BTreeMap<Spanned<String>, WrittenLevel>;

#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct WrittenRules(RuleLevels);

impl WrittenRules {
    /// The level of each rule that is named or whose group is, and the byte that says so.
    fn read(&self, wrong: &dyn Fn(usize, String) -> Error) -> Result<Vec<(&'static Rule, Level, usize)>, Error> {
        let mut found = Vec::new();
        // Groups first: a rule goes before its group.
        for by_group in [true, false] {
            for (name, level) in &self.0 {
                let at = name.span().start;
                let rules = named(std::slice::from_ref(name.get_ref())).map_err(|error| wrong(at, error.to_string()))?;
                if by_group != rules::find(name.get_ref()).is_some() {
                    found.extend(rules.into_iter().map(|rule| (rule, level.0, at)));
                }
            }
        }
        Ok(found)
    }
}

/// A level, or a table with `level`.
#[derive(Debug)]
struct WrittenLevel(Level);

impl<'de> Deserialize<'de> for WrittenLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            level: WrittenLevel,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WrittenLevel;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"error\", \"warn\", \"off\", or a table with `level`")
            }
            fn visit_str<E: serde::de::Error>(self, level: &str) -> Result<WrittenLevel, E> {
                let named = Level::named(level).map(WrittenLevel);
                named.ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(level), &self))
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<WrittenLevel, M::Error> {
                Ok(Table::deserialize(MapAccessDeserializer::new(map))?.level)
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

impl JsonSchema for WrittenLevel {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Level".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let levels = serde_json::json!({ "enum": ["error", "warn", "off"] });
        let table = serde_json::json!({
            "type": "object", "properties": { "level": levels }, "required": ["level"], "additionalProperties": false
        });
        json_schema!({ "description": "A level, or a table with it.", "anyOf": [levels, table] })
    }
}

impl JsonSchema for WrittenRules {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rules".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<WrittenLevel>();
        let mut properties = serde_json::Map::new();
        let mut add = |name: &str, description: String| {
            properties.insert(name.to_owned(), serde_json::json!({ "description": description, "allOf": [&level] }));
        };
        Group::ALL.into_iter().for_each(|group| add(group.name(), format!("All rules of group {}.", group.name())));
        RULES.iter().for_each(|rule| add(rule.id, format!("When {} (default {}).", rule.summary, rule.level.name())));
        json_schema!({
            "description": "Levels of rules and groups. A rule goes before its group.",
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

/// Reads the bytes of a file that the configuration names.
pub type Reader<'a> = &'a dyn Fn(&Path) -> std::io::Result<Vec<u8>>;

impl WrittenTerms {
    /// The terms, those of the files too. `wrong` makes an error of a byte of the configuration and a reason.
    fn read(&self, folder: &Path, read: Reader<'_>, wrong: impl Fn(usize, String) -> Error) -> Result<Terms, Error> {
        let mut found: Vec<(String, Origin, Term)> = Vec::new();
        let tidy = |text: &str, at: usize| terms::tidy(text).ok_or_else(|| wrong(at, "an empty term".to_owned()));
        let kept = |given: &Spanned<String>| -> Result<Term, Error> {
            Ok(Term { source: tidy(given.get_ref(), given.span().start)?, translations: Vec::new() })
        };
        for given in &self.keep {
            found.push((String::new(), Origin::Table, kept(given)?));
        }
        for (locale, table) in &self.locales {
            let (name, at) = (locale.get_ref(), locale.span().start);
            if !terms::is_tag(name) {
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
            let listed = terms::decode(&bytes).and_then(parse).map_err(|mistake| {
                let column = mistake.column.map_or(String::new(), |column| format!(":{column}"));
                Error::Config { place: format!("{}:{}{column}", path.display(), mistake.line), reason: mistake.reason }
            })?;
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

impl Settings {
    /// Adds what a `bitext.toml` says, where the command line says nothing. `folder` is where it lies, as shown and
    /// absolute: paths in it are relative to that. `read` reads the files of terms that it names.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key or a wrong value, or a file of terms is wrong: with the line and column.
    pub fn configure(&mut self, toml: &str, folder: (&Path, &str), read: Reader<'_>) -> Result<(), Error> {
        let name = folder.0.join(FILE);
        let wrong = |at: Option<usize>, reason: String| {
            let (line, column) = terms::place(toml, at.unwrap_or(0));
            Error::Config { place: format!("{}:{line}:{column}", name.display()), reason }
        };
        let written: Written = toml::from_str(toml)
            .map_err(|error| wrong(error.span().map(|span| span.start), with_nearest(&error.message().replace('\n', " "))))?;
        let wrong = |at: usize, reason: String| wrong(Some(at), reason);
        if self.roots.is_empty() {
            self.roots = written.roots.iter().map(|root| folder.0.join(root)).collect();
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
        if let Some(source) = &written.source {
            self.not_localized = set(&source.exclude)?;
            if self.source.is_none() {
                self.source = Some(folder.0.join(&source.path));
                self.source_rev = self.source_rev.take().or_else(|| source.rev.clone());
            }
        }
        if let Some(fail_on) = written.fail_on {
            self.fail_on = match fail_on {
                FailOn::Error => Some(Level::Error),
                FailOn::Warn => Some(Level::Warn),
                FailOn::Never => None,
            };
        }
        let placed = |at: usize| {
            let (line, column) = terms::place(toml, at);
            format!("{}:{line}:{column}", name.display())
        };
        self.levels.config = written.layer(&placed, &wrong)?;
        self.levels.overrides = Vec::new();
        for given in &written.overrides {
            let at = given.span().start;
            self.levels.overrides.push(given.get_ref().read((at, placed(at)), &set, &wrong)?);
        }
        self.levels.folder = folder.1.to_owned();
        self.configuration = Some(name.display().to_string());
        self.settle();
        Ok(())
    }
}

impl Written {
    /// What is said of rules for all documents.
    fn layer(&self, placed: &dyn Fn(usize) -> String, wrong: &dyn Fn(usize, String) -> Error) -> Result<Layer, Error> {
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
        let levels = self.rules.read(wrong)?.into_iter().map(|(rule, level, at)| (rule.id, (level, placed(at)))).collect();
        Ok(Layer { select, ignore, levels })
    }
}

/// Patterns, or which of them is none.
type Globs = Result<GlobSet, Error>;

impl WrittenOverride {
    /// The override, which stands at a byte and a place.
    fn read(
        &self,
        (at, place): (usize, String),
        set: &dyn Fn(&[Spanned<String>]) -> Globs,
        wrong: &dyn Fn(usize, String) -> Error,
    ) -> Result<Override, Error> {
        let mut when = Vec::new();
        let plain = |given: &[Spanned<String>]| given.iter().map(|one| one.get_ref().clone()).collect::<Vec<String>>();
        if let Some(paths) = &self.paths {
            when.push(format!("paths {}", plain(paths).join(", ")));
        }
        if let Some(locales) = &self.locales {
            if let Some(locale) = locales.iter().find(|locale| !terms::is_tag(locale.get_ref())) {
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
            place,
            paths: self.paths.as_deref().map(set).transpose()?,
            locales: self.locales.as_deref().map(plain),
            translation: self.translation.map(|translation| format!("{translation:?}")),
            when: when.join("; "),
            levels: self.rules.read(wrong)?.into_iter().map(|(rule, level, _)| (rule.id, level)).collect(),
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

/// The name that is most like another one, if one is.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let alike = |known: &str| similar::TextDiff::from_chars(known, name).ratio();
    let nearest = names.map(|known| (alike(known), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    nearest.filter(|(ratio, _)| *ratio > 0.6).map(|(_, known)| known)
}

/// The rules that names of rules and groups stand for.
///
/// # Errors
/// When a name is neither.
pub fn named(names: &[String]) -> Result<Vec<&'static Rule>, Error> {
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
    let hint = nearest(name, names).map_or(String::new(), |known| format!("; did you mean `{known}`?"));
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

    fn configured(toml: &str) -> Result<Settings, String> {
        let mut settings = Settings::default();
        let read = |path: &Path| match path.to_str() {
            Some("docs/terms/a.csv") => Ok(b"source,it-IT\nlamp,lampada\n".to_vec()),
            Some("docs/bad.csv") => Ok(b"source,it\n,x\n".to_vec()),
            Some("docs/bytes.csv") => Ok(b"source,it\n\xff,x\n".to_vec()),
            Some("docs/bad.TBX") => Ok(b"<tbx>\n <a".to_vec()),
            _ => Err(std::io::Error::new(std::io::ErrorKind::NotFound, "not there")),
        };
        settings.configure(toml, (Path::new("docs"), "/w/docs"), &read).map_err(|e| e.to_string())?;
        Ok(settings)
    }

    #[test]
    fn terms_are_read_from_tables_and_files() {
        let settings = configured(
            "[terms]\nkeep = [\"Contoso\"]\nfiles = [\"terms/a.csv\"]\n[terms.locales.it]\nkeep = [\"commit\"]\n\
             glossary = { \"pull request\" = \"richiesta pull\", branch = [\"ramo\", \"rami\"] }",
        );
        let terms = settings.unwrap().terms;
        let text = "Contoso has a commit, a branch, a pull request and a lamp";
        let found = |locale| terms.of(locale).unwrap().find(text).map(|(bytes, _)| &text[bytes]).collect::<Vec<_>>();
        assert_eq!(found(Some("it-IT")), ["Contoso", "commit", "branch", "pull request", "lamp"]);
        assert_eq!(found(Some("it-CH")), ["Contoso", "commit", "branch", "pull request"]);
        assert_eq!(found(Some("ja-JP")), ["Contoso"]);
    }

    #[test]
    fn a_mistake_in_the_terms_is_said_with_its_place() {
        for (toml, said) in [
            (
                "[terms]\nkep = []",
                "docs/bitext.toml:2:1: unknown field `kep`, expected one of `keep`, `files`, `locales`; did you mean `keep`?",
            ),
            (
                "[terms.locales.it]\nglosary = {}",
                "docs/bitext.toml:2:1: unknown field `glosary`, expected `keep` or `glossary`; did you mean `glossary`?",
            ),
            ("[terms]\nkeep = [\"a\",\n  \" \"]", "docs/bitext.toml:3:3: an empty term"),
            ("[terms.locales.it]\nglossary = { a = [\"b\", \"\"] }", "docs/bitext.toml:2:18: an empty term"),
            ("[terms.locales.it]\nglossary = { \"\" = \"b\" }", "docs/bitext.toml:2:14: an empty term"),
            (
                "[terms.locales.it]\nglossary = { a = [] }",
                "docs/bitext.toml:2:18: `a` has no translation; a term that has none belongs in `keep`",
            ),
            (
                "[terms.locales.it]\nglossary = { a = 5 }",
                "docs/bitext.toml:2:18: invalid type: integer `5`, expected a translation, or a list of translations",
            ),
            ("[terms.locales.it_IT]", "docs/bitext.toml:1:16: `it_IT` is no language tag such as it or it-IT"),
            ("[terms]\nfiles = [\"no.csv\"]", "docs/bitext.toml:2:10: cannot read `no.csv`: not there"),
            (
                "[terms]\nfiles = [\"a.xls\"]",
                "docs/bitext.toml:2:10: `a.xls` is no file of terms; its name has to end in .csv or .tbx",
            ),
            ("[terms]\nfiles = [\"bad.csv\"]", "docs/bad.csv:2: an empty term: the first cell has nothing in it"),
            ("[terms]\nfiles = [\"bytes.csv\"]", "docs/bytes.csv:2:1: not UTF-8"),
            (
                "[terms]\nfiles = [\"bad.TBX\"]",
                "docs/bad.TBX:1:1: not well-formed XML: the root node was opened but never closed",
            ),
        ] {
            assert_eq!(configured(toml).map(|_| ()).unwrap_err(), said);
        }
    }

    #[test]
    fn a_configuration_names_the_source_relative_to_its_folder() {
        let settings = configured("source = \"en-us\"\nroots = [\"it-it\"]\nexclude = [\"it-it/old/\"]").unwrap();
        assert_eq!(settings.source.as_deref(), Some(Path::new("docs/en-us")));
        assert_eq!(settings.roots, [Path::new("docs/it-it")]);
        assert!(settings.excludes("/w/docs/it-it/old/a.md") && !settings.excludes("/w/docs/it-it/a.md"));
        let settings = configured("[source]\npath = \"../en\"\nrev = \"live\"\nexclude = [\"samples/**\"]").unwrap();
        assert_eq!((settings.source.as_deref(), settings.source_rev.as_deref()), (Some(Path::new("docs/../en")), Some("live")));
        assert!(settings.not_localized.is_match("samples/a/b.md"));
    }

    #[test]
    fn a_mistake_in_a_configuration_is_said_with_its_line() {
        for (toml, said) in [
            (
                "roots = []\nsorce = \"x\"",
                "docs/bitext.toml:2:1: unknown field `sorce`, expected one of `source`, `roots`, `include`, `exclude`, `fail-on`, \
                 `select`, `ignore`, `rules`, `overrides`, `terms`; did you mean `source`?",
            ),
            (
                "[source]\npath = \"x\"\nref = 1",
                "docs/bitext.toml:3:1: unknown field `ref`, expected one of `path`, `rev`, `exclude`; did you mean `rev`?",
            ),
            ("[source]\nrev = \"x\"", "docs/bitext.toml:1:1: missing field `path`"),
            ("source = 5", "docs/bitext.toml:1:10: invalid type: integer `5`, expected a path, or a table with `path`"),
            ("exclude = [\"a[\"]", "docs/bitext.toml:1:12: error parsing glob 'a[': unclosed character class; missing ']'"),
            (
                "include = [\"b\",\n  \"a[\"]",
                "docs/bitext.toml:2:3: error parsing glob 'a[': unclosed character class; missing ']'",
            ),
            (
                "[rules]\nid-order = \"off\"\nbroken-pairs = \"off\"",
                "docs/bitext.toml:3:1: there is no rule or group `broken-pairs`; did you mean `broken-pair`?; `bitext rules` lists them",
            ),
            (
                "[rules]\nid-order = \"loud\"",
                "docs/bitext.toml:2:12: invalid value: string \"loud\", expected \"error\", \"warn\", \"off\", or a table with `level`",
            ),
            (
                "[rules]\nid-order = 1",
                "docs/bitext.toml:2:12: invalid type: integer `1`, expected \"error\", \"warn\", \"off\", or a table with `level`",
            ),
            (
                "[rules]\nid-order = { levl = \"off\" }",
                "docs/bitext.toml:2:14: unknown field `levl`, expected `level`; did you mean `level`?",
            ),
            (
                "fail-on = \"warning\"",
                "docs/bitext.toml:1:11: unknown variant `warning`, expected one of `error`, `warn`, `never`; did you mean `warn`?",
            ),
            (
                "select = [\"markup\", \"transation\"]",
                "docs/bitext.toml:1:21: there is no rule or group `transation`; did you mean `translation`?; `bitext rules` lists them",
            ),
            (
                "[[overrides]]\nlocales = [\"it\"]\nrules = {}\n[[overrides]]\nlocale = [\"it\"]\nrules = {}",
                "docs/bitext.toml:5:1: unknown field `locale`, expected one of `paths`, `locales`, `translation`, `rules`; did you \
                 mean `locales`?",
            ),
            (
                "[[overrides]]\nlocales = [\"it_IT\"]\nrules = {}",
                "docs/bitext.toml:2:12: `it_IT` is no language tag such as it or it-IT",
            ),
            (
                "roots = []\n[[overrides]]\nrules = {}",
                "docs/bitext.toml:2:1: an override needs `paths`, `locales` or `translation`",
            ),
            (
                "[[overrides]]\ntranslation = \"PE\"\nrules = {}",
                "docs/bitext.toml:2:15: unknown variant `PE`, expected one of `MT`, `mt`, `HT`, `ht`",
            ),
            (
                "[[overrides]]\nlocales = [\"it\"]\n[overrides.rules]\nid-ordr = \"off\"",
                "docs/bitext.toml:4:1: there is no rule or group `id-ordr`; did you mean `id-order`?; `bitext rules` lists them",
            ),
        ] {
            assert_eq!(configured(toml).unwrap_err(), said);
        }
        assert!(configured("roots = [").unwrap_err().starts_with("docs/bitext.toml:1:"));
    }

    #[test]
    fn a_rule_goes_before_its_group_and_the_command_line_before_both() {
        let toml = "[rules]\nid-order = { level = \"warn\" }\nmarkup = \"off\"\nfinal-punctuation = \"error\"";
        let mut settings = configured(toml).unwrap();
        let level = |settings: &Settings, id| settings.level(rules::find(id).unwrap());
        assert_eq!(level(&settings, "id-order"), Level::Warn);
        assert_eq!(level(&settings, "broken-pair"), Level::Off);
        assert_eq!(level(&settings, "final-punctuation"), Level::Error);
        settings.choose(&["markup".to_owned()], &[], &["id-order=error".to_owned()]).unwrap();
        assert_eq!(level(&settings, "id-order"), Level::Error);
        assert_eq!(level(&settings, "broken-pair"), Level::Warn);
        assert_eq!(level(&settings, "final-punctuation"), Level::Off);
    }

    #[test]
    fn a_configuration_selects_ignores_and_includes() {
        let settings =
            configured("select = [\"markup\"]\nignore = [\"id-order\"]\nfail-on = \"never\"\ninclude = [\"it-it/**\"]").unwrap();
        let level = |id| settings.level(rules::find(id).unwrap());
        assert_eq!([level("broken-pair"), level("id-order"), level("no-loc")], [Level::Error, Level::Off, Level::Off]);
        assert_eq!(settings.fail_on, None);
        assert!(settings.excludes("/w/docs/ja-jp/a.md") && !settings.excludes("/w/docs/it-it/b/a.md"));
        assert!(!settings.excludes("/elsewhere/a.md"));
    }

    #[test]
    fn a_rule_is_on_in_the_run_when_an_override_turns_it_on() {
        let settings =
            configured("[[overrides]]\nlocales = [\"it\"]\nrules = { final-punctuation = \"warn\", id-order = \"off\" }")
                .unwrap();
        assert_eq!(settings.level(rules::find("final-punctuation").unwrap()), Level::Warn);
        assert_eq!(settings.level(rules::find("id-order").unwrap()), Level::Error);
    }

    #[test]
    fn a_wrong_name_is_said_with_the_nearest_right_one() {
        let error = chosen(&["broken-pairs"], &[], &[]).unwrap_err();
        assert_eq!(error, "there is no rule or group `broken-pairs`; did you mean `broken-pair`?; `bitext rules` lists them");
        assert!(chosen(&[], &[], &["id-order=loud"]).unwrap_err().contains("`id-order=loud` is not ID=LEVEL"));
    }
}
