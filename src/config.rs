//! What the user wants: the settings of one run, ready to use.

use crate::Error;
use crate::publishing::globs;
use crate::rule::{Group, Level, Rule};
use crate::rules::{self, RULES};
use crate::terms::{self, Origin, Term, Terms};
use globset::GlobSet;
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

/// The settings of one run.
#[derive(Debug)]
pub struct Settings {
    /// Files and folders to lint.
    pub paths: Vec<PathBuf>,
    /// Configured roots.
    pub roots: Vec<PathBuf>,
    /// The source: a folder or a repository.
    pub source: Option<PathBuf>,
    /// The revision of the source that is current; its files on disk, or its newest commit, without.
    pub source_rev: Option<String>,
    /// Source files that are not localized.
    pub not_localized: GlobSet,
    /// Documents that are left out, and the folder that the patterns are relative to, absolute.
    pub exclude: Option<(String, GlobSet)>,
    /// What is kept as it is in translations, and how the rest is translated.
    pub terms: Terms,
    /// Only what is new since then is reported.
    pub since: Option<Since>,
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
            source: None,
            source_rev: None,
            not_localized: GlobSet::empty(),
            exclude: None,
            since: None,
            terms: Terms::default(),
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

    /// Whether a document, by its absolute path, is left out.
    pub fn excludes(&self, absolute: &str) -> bool {
        self.exclude.as_ref().is_some_and(|(folder, globs)| {
            absolute.strip_prefix(folder.as_str()).is_some_and(|below| globs.is_match(below.trim_start_matches('/')))
        })
    }

    /// The level of a rule in this run.
    pub fn level(&self, rule: &Rule) -> Level {
        self.levels.get(rule.id).copied().unwrap_or(rule.level)
    }
}

/// `bitext.toml`, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: Option<WrittenSource>,
    #[serde(default)]
    roots: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    terms: WrittenTerms,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenTerms {
    keep: Vec<Spanned<String>>,
    files: Vec<Spanned<String>>,
    locales: BTreeMap<Spanned<String>, WrittenLocale>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenLocale {
    keep: Vec<Spanned<String>>,
    glossary: BTreeMap<Spanned<String>, Spanned<OneOrMore>>,
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
    exclude: Vec<String>,
}

impl<'de> Deserialize<'de> for WrittenSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            path: String,
            rev: Option<String>,
            #[serde(default)]
            exclude: Vec<String>,
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
        let name = folder.0.join("bitext.toml");
        let wrong = |at: Option<usize>, reason: String| {
            let (line, column) = terms::place(toml, at.unwrap_or(0));
            Error::Config { place: format!("{}:{line}:{column}", name.display()), reason }
        };
        let written: Written = toml::from_str(toml)
            .map_err(|error| wrong(error.span().map(|span| span.start), error.message().replace('\n', " ")))?;
        let find = |text: &str| toml.find(text);
        if self.roots.is_empty() {
            self.roots = written.roots.iter().map(|root| folder.0.join(root)).collect();
        }
        if !written.exclude.is_empty() {
            let globs = globs(&written.exclude).map_err(|reason| wrong(find("exclude"), reason))?;
            self.exclude = Some((folder.1.to_owned(), globs));
        }
        self.terms = written.terms.read(folder.0, read, |at, reason| wrong(Some(at), reason))?;
        if let Some(source) = written.source {
            self.not_localized = globs(&source.exclude).map_err(|reason| wrong(find("exclude"), reason))?;
            if self.source.is_none() {
                self.source = Some(folder.0.join(source.path));
                self.source_rev = self.source_rev.take().or(source.rev);
            }
        }
        Ok(())
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
            ("[terms]\nkep = []", "docs/bitext.toml:2:1: unknown field `kep`, expected one of `keep`, `files`, `locales`"),
            ("[terms.locales.it]\nglosary = {}", "docs/bitext.toml:2:1: unknown field `glosary`, expected `keep` or `glossary`"),
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
                "docs/bitext.toml:2:1: unknown field `sorce`, expected one of `source`, `roots`, `exclude`, `terms`",
            ),
            (
                "[source]\npath = \"x\"\nref = 1",
                "docs/bitext.toml:3:1: unknown field `ref`, expected one of `path`, `rev`, `exclude`",
            ),
            ("[source]\nrev = \"x\"", "docs/bitext.toml:1:1: missing field `path`"),
            ("source = 5", "docs/bitext.toml:1:10: invalid type: integer `5`, expected a path, or a table with `path`"),
            ("exclude = [\"a[\"]", "docs/bitext.toml:1:1: error parsing glob 'a[': unclosed character class; missing ']'"),
        ] {
            assert_eq!(configured(toml).unwrap_err(), said);
        }
        assert!(configured("roots = [").unwrap_err().starts_with("docs/bitext.toml:1:"));
    }

    #[test]
    fn a_wrong_name_is_said_with_the_nearest_right_one() {
        let error = chosen(&["broken-pairs"], &[], &[]).unwrap_err();
        assert_eq!(error, "there is no rule or group `broken-pairs`; did you mean `broken-pair`?; `bitext rules` lists them");
        assert!(chosen(&[], &[], &["id-order=loud"]).unwrap_err().contains("`id-order=loud` is not ID=LEVEL"));
    }
}
