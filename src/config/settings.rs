//! The settings of one run, ready to use.

use super::file::{SourceTable, TermsTable, TomlText};
use super::policy::check_language_tag;
use super::{FILE_NAME, Files};
use crate::Error;
use crate::document::filter::DocumentFilter;
use crate::io;
use crate::io::load::{Extent, OnDocument, Request};
use crate::io::revisions::{KnownBases, Since};
use crate::io::walk::Inputs;
use crate::project::change::LoosenedFile;
use crate::report::baseline::Baseline;
use crate::report::policy::{Layer, Policy};
use crate::rules::names::all_named;
use crate::rules::rule::Level;
use crate::source::Store;
use crate::source::publishing::globs;
use crate::terms::{self, Origin, Term, Terms};
use crate::text::Texts;
use camino::{Utf8Path, Utf8PathBuf};
use globset::GlobSet;
use toml::Spanned;

/// The settings of one run.
#[derive(Debug)]
pub struct Settings {
    /// Files and folders to lint.
    pub paths: Vec<Utf8PathBuf>,
    /// Configured roots: folders that document paths are relative to.
    pub roots: Vec<Utf8PathBuf>,
    /// Texts that replace files: standard input, and documents that fixes changed in memory.
    pub texts: Texts,
    /// The source: a folder or a repository.
    pub source: Option<Utf8PathBuf>,
    /// The revision to use as the current source. `None` means the files on disk, or the newest commit of a bare repository.
    pub source_rev: Option<String>,
    /// Source files that are not localized.
    pub not_localized: GlobSet,
    /// Which documents are checked.
    pub filter: DocumentFilter,
    /// Levels, options and terms of the rules.
    pub policy: Policy,
    /// If set, only findings that are new since this revision are reported.
    pub since: Option<Since>,
    /// Which documents the base of a change checks; `None` for the same ones.
    pub base_filter: Option<DocumentFilter>,
    /// The lowest level at which a finding fails the run by the `bitext.toml` of the base, if the run is about a change.
    pub base_fail_on: Option<Option<Level>>,
    /// The commits of the base of a change, by the top folder of the work tree, as far as they are known.
    pub bases: KnownBases,
    /// The roots that the change removes. Their documents are linted, or reported as lost.
    pub base_roots: Vec<Utf8PathBuf>,
    /// The settings that a change loosens.
    pub loosened: Vec<LoosenedFile>,
    /// Whether rules that compare all documents with each other run on a change, although they only report `info`.
    pub compares_all: bool,
    /// Known findings, and the name of their file.
    pub baseline: Option<(String, Baseline)>,
    /// The number of threads. 0 means one per core.
    pub threads: usize,
    /// Called after each document that was read.
    pub on_document: OnDocument,
    /// The lowest level at which a finding fails the run; `None` for never.
    pub fail_on: Option<Level>,
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
            filter: DocumentFilter::default(),
            policy: Policy::default(),
            since: None,
            base_filter: None,
            base_fail_on: None,
            base_roots: Vec::new(),
            bases: KnownBases::new(),
            loosened: Vec::new(),
            compares_all: false,
            baseline: None,
            threads: 0,
            on_document: OnDocument::default(),
            fail_on: Some(Level::Error),
        }
    }
}

impl Settings {
    /// The request that loads the documents of the run. `texts` replaces the content of some files.
    pub fn request<'a>(&'a self, texts: &'a Texts) -> Request<'a> {
        let may_be_missing = self.since == Some(Since::Staged);
        let inputs = Inputs {
            paths: &self.paths,
            roots: &self.roots,
            texts,
            may_be_missing,
            with_tracked: true,
            base_roots: &self.base_roots,
        };
        Request {
            inputs,
            filter: &self.filter,
            base_filter: self.base_filter.as_ref().unwrap_or(&self.filter),
            source: self.source.as_deref(),
            bases: &self.bases,
            with_context: true,
            on_document: &self.on_document,
        }
    }

    /// How many of the documents of a change have to be read.
    pub fn extent(&self) -> Extent {
        if self.compares_all || self.policy.compares_all_documents() { Extent::All } else { Extent::Touched }
    }

    /// Opens the source, if there is one.
    ///
    /// # Errors
    /// When it is not a folder, git cannot read it, or the revision does not exist.
    pub fn open_source(&self) -> Result<Option<Box<dyn Store>>, Error> {
        self.source.as_ref().map(|source| io::checkout::open(source, self.source_rev.as_deref())).transpose()
    }

    /// Applies the rules and levels of the command line. If any rule is selected, the others are off; a selected rule keeps its
    /// level; if that level is off, it warns. An ignored rule is off. A level from `--level` overrides `--select` and
    /// `--ignore`.
    ///
    /// # Errors
    /// When a name is neither a rule nor a group.
    pub fn choose(&mut self, select: &[String], ignore: &[String], levels: &[(String, Level)]) -> Result<(), Error> {
        let mut layer = Layer::default();
        if !select.is_empty() {
            layer.select = Some((format!("--select {}", select.join(",")), all_named(select)?));
        }
        for rule in all_named(ignore)? {
            layer.ignore.insert(rule.id, format!("--ignore {}", ignore.join(",")));
        }
        for (name, level) in levels {
            for rule in all_named([name])? {
                layer.levels.insert(rule.id, (*level, format!("--level {name}={}", level.name())));
            }
        }
        self.policy = std::mem::take(&mut self.policy).with_command_line(layer);
        Ok(())
    }

    /// Applies a `bitext.toml`. It does not replace roots, a source or a revision that are already set. `folder` is the folder
    /// of the file, as two paths: the one that messages show, and the absolute one.
    ///
    /// # Errors
    /// When the file is not TOML, or has an unknown key or a wrong value, or when a file of terms has a mistake. The error
    /// gives the line and column.
    pub fn configure(&mut self, toml: &str, folder: (&str, &str), files: &Files<'_>) -> Result<(), Error> {
        let (folder, absolute) = (Utf8Path::new(folder.0), folder.1);
        let name = folder.join(FILE_NAME);
        let toml = TomlText { name: name.as_str(), text: toml };
        let file = toml.parse()?;
        let existing_folder = |path: &str, at: usize| match folder.join(path) {
            joined if !path.is_empty() && (files.is_dir)(&joined) => Ok(joined),
            _ => Err(toml.error(at, format!("there is no folder `{path}`"))),
        };
        if self.roots.is_empty() {
            let roots = file.roots.iter().map(|root| existing_folder(root.get_ref(), root.span().start));
            self.roots = roots.collect::<Result<_, _>>()?;
        }
        let optional = |patterns: &[Spanned<String>]| (!patterns.is_empty()).then(|| glob_set(patterns, toml)).transpose();
        self.filter =
            DocumentFilter { folder: absolute.to_owned(), include: optional(&file.include)?, exclude: optional(&file.exclude)? };
        let terms = file.terms.read(folder, files, toml)?;
        if let Some(source) = &file.source {
            let (SourceTable { path, rev, exclude }, at) = (source.get_ref(), source.span().start);
            self.not_localized = glob_set(exclude, toml)?;
            if self.source.is_none() {
                self.source = Some(existing_folder(path, at)?);
                self.source_rev = self.source_rev.take().or_else(|| rev.clone());
            }
        }
        if let Some(fail_on) = file.fail_on {
            self.fail_on = fail_on.level();
        }
        self.policy = Policy::new(file.layers(absolute, toml)?, terms);
        Ok(())
    }
}

/// The set of some patterns.
pub(super) fn glob_set(patterns: &[Spanned<String>], toml: TomlText<'_>) -> Result<GlobSet, Error> {
    for pattern in patterns {
        globs([pattern.get_ref()]).map_err(|reason| toml.error(pattern.span().start, reason))?;
    }
    globs(patterns.iter().map(Spanned::get_ref)).map_err(|reason| toml.error(0, reason))
}

impl TermsTable {
    /// The terms, including those of the files.
    fn read(&self, folder: &Utf8Path, files: &Files<'_>, toml: TomlText<'_>) -> Result<Terms, Error> {
        let mut found: Vec<(String, Origin, Term)> = Vec::new();
        let tidy = |text: &str, at: usize| terms::normalize_spaces(text).ok_or_else(|| toml.error(at, "the term is empty"));
        let kept = |term: &Spanned<String>| -> Result<Term, Error> {
            Ok(Term { source: tidy(term.get_ref(), term.span().start)?, translations: Vec::new() })
        };
        for term in &self.keep {
            found.push((String::new(), Origin::Table, kept(term)?));
        }
        for (locale, table) in &self.locales {
            check_language_tag(locale, toml)?;
            let locale = locale.get_ref();
            for term in &table.keep {
                found.push((locale.clone(), Origin::Table, kept(term)?));
            }
            for (source, translations) in &table.glossary {
                let (source, source_at, at) = (source.get_ref(), source.span().start, translations.span().start);
                let source = tidy(source, source_at)?;
                let translations = &translations.get_ref().0;
                let translations = translations.iter().map(|text| tidy(text, at)).collect::<Result<Vec<_>, _>>()?;
                if translations.is_empty() {
                    return Err(
                        toml.error(at, format!("`{source}` has no translation; put a term that is not translated in `keep`"))
                    );
                }
                found.push((locale.clone(), Origin::Table, Term { source, translations }));
            }
        }
        for file in &self.files {
            let (name, at) = (file.get_ref(), file.span().start);
            let path = folder.join(name);
            let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
            let parse = match extension.as_str() {
                "csv" => terms::csv::parse,
                "tbx" => terms::tbx::parse,
                _ => return Err(toml.error(at, format!("`{name}` is not a file of terms; its name must end in .csv or .tbx"))),
            };
            let bytes = (files.read)(&path).map_err(|error| toml.error(at, format!("cannot read `{name}`: {error}")))?;
            let listed = terms::decode(&bytes).and_then(parse).map_err(|mistake| mistake.in_file(path.as_ref()))?;
            found.extend(listed.into_iter().map(|(locale, term)| (locale, Origin::File, term)));
        }
        Ok(Terms::new(found))
    }
}
