//! What the user wants: the settings of one run, ready to use.

use crate::Error;
use crate::document::Document;
use crate::fix::Texts;
use crate::report::baseline::Baseline;
use crate::report::policy::{ByDocument, LevelOf, Levels, below};
use crate::rules::options::Options;
use crate::rules::rule::{Group, Level, Rule};
use crate::rules::{self, RULES};
use crate::terms::Terms;
use clap::ValueEnum;
use globset::GlobSet;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::PathBuf;

mod file;

pub use file::{Reader, schema};

/// What a change is measured from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Where the branch left a revision.
    Rev(String),
    /// The last commit, to what is staged.
    Staged,
}

impl Since {
    /// The revision.
    pub fn rev(&self) -> &str {
        match self {
            Self::Rev(rev) => rev,
            Self::Staged => "HEAD",
        }
    }
}

/// The level from which findings fail the run.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors alone.
    Error,
    /// Warnings, too.
    Warn,
    /// Nothing does.
    Never,
}

impl FailOn {
    /// The level; `None` for never.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warn => Some(Level::Warn),
            Self::Never => None,
        }
    }
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
    pub fn by_document(&self, documents: &[Document]) -> ByDocument<LevelOf> {
        self.levels.by_document(documents)
    }

    /// What is set of rules beside their levels, for each document.
    pub fn options(&self, documents: &[Document]) -> ByDocument<Options> {
        self.levels.options_by_document(documents)
    }

    /// What was decided and why, in lines, for a run of `linted` documents.
    pub fn explain(&self, levels: &ByDocument<LevelOf>, linted: usize) -> Vec<String> {
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

/// The name that is most like another one, if one is.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let alike = |known: &str| similar::TextDiff::from_chars(known, name).ratio();
    // The rest is too long or too short to be alike.
    let near = |known: &&str| 10 * known.len().min(name.len()) > 3 * (known.len() + name.len());
    let nearest = names.filter(near).map(|known| (alike(known), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    nearest.filter(|(ratio, _)| *ratio > 0.6).map(|(_, known)| known)
}

/// The rules that names of rules and groups stand for.
///
/// # Errors
/// When a name is neither.
pub fn named(names: &[String]) -> Result<Vec<&'static Rule>, Error> {
    let mut found = Vec::new();
    for name in names {
        found.extend(rules::named(name).ok_or_else(|| unknown(name))?);
    }
    Ok(found)
}

/// The error for a name that is no rule, with the nearest one that is.
pub fn unknown(name: &str) -> Error {
    let names = RULES.iter().map(|rule| rule.id).chain(Group::ALL.map(Group::name));
    let name: String = name.chars().take(60).collect();
    let hint = nearest(&name, names).map_or(String::new(), |known| format!("; did you mean `{known}`?"));
    Error::UnknownRule { name, hint }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use std::path::Path;

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
            Some("docs/en-us" | "docs/it-it" | "docs/../en") => Err(ErrorKind::IsADirectory.into()),
            Some("docs/bad.TBX") => Ok(b"<tbx>\n <a".to_vec()),
            _ => Err(std::io::Error::new(ErrorKind::NotFound, "not there")),
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
        let found = |locale| terms.for_locale(locale).unwrap().find(text).map(|(bytes, _)| &text[bytes]).collect::<Vec<_>>();
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
            ("[terms]\nfiles = [\"bad.csv\"]", "docs/bad.csv:2: an empty term: the first cell is empty"),
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
            ("roots = [\"it-it\", \"nix\"]", "docs/bitext.toml:1:19: there is no folder `nix`"),
            ("source.path = \"terms/a.csv\"", "docs/bitext.toml:1:1: `terms/a.csv` is not a folder"),
            ("source = \"\"", "docs/bitext.toml:1:10: there is no folder ``"),
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
                "docs/bitext.toml:2:12: invalid value: string \"loud\", expected \"error\", \"warn\", \"info\", \"off\", or a table with `level`",
            ),
            (
                "[rules]\nid-order = 1",
                "docs/bitext.toml:2:12: invalid type: integer `1`, expected \"error\", \"warn\", \"info\", \"off\", or a table with `level`",
            ),
            (
                "[rules]\nms-date-behind = { level = \"warn\", dayz = 3 }",
                "docs/bitext.toml:2:36: unknown field `dayz`, expected one of `level`, `days`; did you mean `days`?",
            ),
            ("[rules]\nms-date-behind = { days = -1 }", "docs/bitext.toml:2:27: `days` is a whole number, at most 4294967295"),
            ("[rules]\nmetadata-mismatch.except = \"x\"", "docs/bitext.toml:2:28: `except` is a list of names"),
            ("[rules]\nmetadata = { days = 3 }", "docs/bitext.toml:2:14: unknown field `days`, expected `level`"),
            (
                "[[overrides]]\nlocales = [\"it\"]\nrules = { ms-date-behind = { day = 3 } }",
                "docs/bitext.toml:3:30: unknown field `day`, expected one of `level`, `days`; did you mean `days`?",
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
    fn options_stand_in_the_table_of_a_rule() {
        let settings = configured("[rules]\nmetadata-mismatch = { except = [\"ms.author\"] }\nms-date-behind.days = 30").unwrap();
        let rule = |id| rules::find(id).unwrap();
        let options = settings.options(&[]);
        assert_eq!(options.of(0).names(rule("metadata-mismatch"), "except"), ["ms.author"]);
        assert_eq!(options.of(0).number(rule("ms-date-behind"), "days"), 30);
        assert_eq!(options.of(0).number(rule("locale-drift"), "days"), 0);
        assert_eq!(settings.level(rule("metadata-mismatch")), Level::Error);
        let said = [
            "metadata-mismatch except = [\"ms.author\"] by docs/bitext.toml:2:23",
            "ms-date-behind days = 30 by docs/bitext.toml:3:16",
        ];
        assert_eq!(options.of(0).explain(), said);
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
