//! The publishing settings of a source repository: which files are localized, and where removed files are redirected.

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use std::collections::HashMap;

/// The file at the top of a source that lists what is localized.
pub const LOCALIZATION: &str = ".localization-config";
/// The file at the top of a source that lists the redirections of removed files.
pub const REDIRECTIONS: &str = ".openpublishing.redirection.json";

/// Which source files are localized. By default all are.
#[derive(Debug, Default)]
pub struct Localization {
    filters: Vec<Filter>,
    not_localized: GlobSet,
}

#[derive(Debug)]
struct Filter {
    files: GlobSet,
    not: GlobSet,
    /// Lower case; empty for all.
    locales: Vec<String>,
}

/// `.localization-config`: one list of files and locales, or several with priorities. Public repositories write its keys in
/// upper or lower case.
#[derive(Debug, Deserialize)]
struct LocalizationFile {
    #[serde(alias = "Files", default)]
    files: Vec<String>,
    #[serde(alias = "Locales", default)]
    locales: Vec<String>,
    #[serde(alias = "Filters", default)]
    filters: Vec<LocalizationFilter>,
}

#[derive(Debug, Deserialize)]
struct LocalizationFilter {
    #[serde(alias = "Files", default)]
    files: Vec<String>,
    #[serde(alias = "Locales", default)]
    locales: Vec<String>,
    #[serde(alias = "Priorities", default)]
    priorities: Vec<Priority>,
}

#[derive(Debug, Deserialize)]
struct Priority {
    #[serde(alias = "Locales", default)]
    locales: Vec<String>,
}

impl Localization {
    /// All source files except those that match the patterns of `bitext.toml`.
    pub fn without(not_localized: GlobSet) -> Self {
        Self { filters: Vec::new(), not_localized }
    }

    /// Adds the content of `.localization-config`.
    ///
    /// # Errors
    /// If it is malformed: the reason.
    pub fn read(mut self, json: &str) -> Result<Self, String> {
        let written: LocalizationFile =
            serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        let whole = LocalizationFilter { files: written.files, locales: written.locales, priorities: Vec::new() };
        for filter in std::iter::once(whole).chain(written.filters) {
            if filter.files.is_empty() && filter.locales.is_empty() {
                continue;
            }
            let (not, files): (Vec<&str>, Vec<&str>) =
                filter.files.iter().map(String::as_str).partition(|glob| glob.starts_with('!'));
            let locales = filter.locales.iter().chain(filter.priorities.iter().flat_map(|priority| &priority.locales));
            self.filters.push(Filter {
                files: globs(if files.is_empty() { vec!["**"] } else { files })?,
                not: globs(not.into_iter().map(|glob| &glob[1..]))?,
                locales: locales.map(|locale| locale.to_ascii_lowercase()).collect(),
            });
        }
        Ok(self)
    }

    /// Whether a source file should exist in a locale.
    pub fn expects(&self, path: &str, locale: &str) -> bool {
        let locale = locale.to_ascii_lowercase();
        let wants = |filter: &Filter| {
            filter.files.is_match(path)
                && !filter.not.is_match(path)
                && (filter.locales.is_empty() || filter.locales.contains(&locale))
        };
        !self.not_localized.is_match(path) && (self.filters.is_empty() || self.filters.iter().any(wants))
    }
}

/// Compiles patterns in the syntax of the docs platform and of git: `*` matches within one folder, a leading `/` is the top.
///
/// # Errors
/// If a pattern is malformed: which one.
pub fn globs<S: AsRef<str>>(patterns: impl IntoIterator<Item = S>) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.as_ref().trim_start_matches("./").trim_start_matches('/');
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build().map_err(|error| error.to_string())?;
        set.add(glob);
        if let Some(folder) = pattern.strip_suffix('/') {
            set.add(Glob::new(&format!("{folder}/**")).map_err(|error| error.to_string())?);
        }
    }
    set.build().map_err(|error| error.to_string())
}

#[derive(Debug, Deserialize)]
struct Redirections {
    #[serde(default)]
    redirections: Vec<Redirection>,
}

#[derive(Debug, Deserialize)]
struct Redirection {
    source_path: Option<String>,
    redirect_url: Option<String>,
}

/// The redirections in `.openpublishing.redirection.json`: path to address.
///
/// # Errors
/// If it is malformed: the reason.
pub fn redirections(json: &str) -> Result<HashMap<String, String>, String> {
    let read: Redirections = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
    let both = |entry: Redirection| Some((entry.source_path?.trim_start_matches('/').to_owned(), entry.redirect_url?));
    Ok(read.redirections.into_iter().filter_map(both).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_files_and_locales() {
        let config = r#"{"locales": ["it-IT", "ru-ru"], "files": ["!/*.md", "**/**/*.md", "!drafts/**"], "autoPush": true}"#;
        let localization = Localization::default().read(config).unwrap();
        for (path, locale, expected) in [
            ("guide/a.md", "it-it", true),
            ("guide/a.md", "de-DE", false),
            ("README.md", "it-it", false),
            ("drafts/x/a.md", "ru-RU", false),
        ] {
            assert_eq!(localization.expects(path, locale), expected, "{path} {locale}");
        }
    }

    #[test]
    fn each_filter_has_locales_and_the_configuration_excludes_files() {
        let config = r#"{"Filters": [{"Files": ["a/*.md"], "Priorities": [{"Priority": "ht", "Locales": ["it-it"]}]}, {"files": ["b/**/*.md"]}]}"#;
        let localization = Localization::without(globs(["b/old/"]).unwrap()).read(config).unwrap();
        for (path, expected) in
            [("a/x.md", true), ("a/b/x.md", false), ("b/x.md", true), ("b/old/y/x.md", false), ("c.md", false)]
        {
            assert_eq!(localization.expects(path, "it-IT"), expected, "{path}");
        }
        assert!(Localization::default().expects("any.md", "xx"));
        assert!(Localization::default().read("{\"files\": [,]}").is_err());
    }

    #[test]
    fn redirections_are_read() {
        let read = redirections(
            r#"{"redirections": [{"source_path": "a/b.md", "redirect_url": "/c", "redirect_document_id": false}, {}]}"#,
        )
        .unwrap();
        assert_eq!(read["a/b.md"], "/c");
        assert!(redirections("[").is_err());
    }
}
