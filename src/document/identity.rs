//! The article and the locale of a document: by its path, its root and its front matter.

use camino::Utf8PathBuf;

/// The path of one file, and the folders that may be its root.
#[derive(Clone, Debug, Default)]
pub struct Location {
    /// The path to read.
    pub path: Utf8PathBuf,
    /// The path for display: the path as given, joined with the path below it.
    pub name: String,
    /// The absolute path, with `/`.
    pub absolute: String,
    /// The path given on the command line, or its folder if it is a file, absolute.
    pub given_root: String,
    /// The configured root above it, absolute.
    pub configured_root: Option<String>,
    /// The nearest folder above it with `bitext.toml` or `.git`, absolute.
    pub marked_root: Option<String>,
    /// Whether the file is read only so that the linted documents can be compared with it.
    pub is_context: bool,
}

impl Location {
    /// The location of a text in memory, at a path below `/`.
    pub fn in_memory(name: &str) -> Self {
        let absolute = format!("/{}", name.trim_start_matches('/'));
        Self { path: name.into(), name: name.to_owned(), absolute, given_root: "/".to_owned(), ..Self::default() }
    }
}

/// The article and the locale of a document. Two documents are the same article if they have the same path below their roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The folder that the path is relative to, absolute.
    pub root: String,
    /// The path below the root, with `/`: the same in every locale.
    pub relative: String,
    /// The locale (`it-IT`, `sr-Latn-RS`), as the front matter writes it if it has one; `None` if neither the path nor the
    /// front matter has a locale.
    pub locale: Option<String>,
    /// Whether the name of the root is a locale.
    pub root_is_locale: bool,
}

impl Identity {
    /// The identity of the document at a location. Its root is the first of these: the configured root above it, the deepest
    /// folder that is named as its locale, the nearest folder with `bitext.toml` or `.git`, and the given path.
    ///
    /// `content_locale` is the locale in its front matter.
    pub fn for_location(location: &Location, content_locale: Option<&str>) -> Self {
        let folders: Vec<&str> = location.absolute.split('/').collect();
        let folders = &folders[..folders.len().saturating_sub(1)];
        let deepest = |wanted: &dyn Fn(&str) -> bool| folders.iter().rposition(|folder| wanted(folder));
        let named = content_locale.and_then(|locale| deepest(&|folder| folder.eq_ignore_ascii_case(locale)));
        let locale_folder = named.or_else(|| deepest(&|folder| known_locale(folder).is_some()));
        let root = match (&location.configured_root, locale_folder) {
            (Some(root), _) => root.clone(),
            (None, Some(i)) => folders[..=i].join("/"),
            (None, None) => location.marked_root.clone().unwrap_or_else(|| location.given_root.clone()),
        };
        let relative = location.absolute.strip_prefix(&root).unwrap_or(&location.absolute).trim_start_matches('/').to_owned();
        let folder_locale = locale_folder.map(|i| folders[i]).and_then(|folder| match content_locale {
            Some(locale) if folder.eq_ignore_ascii_case(locale) => Some(locale.to_owned()),
            _ => known_locale(folder),
        });
        let root_locale = || root.rsplit(['/', '.']).next().and_then(known_locale);
        let locale = folder_locale.or_else(|| content_locale.map(str::to_owned)).or_else(root_locale).filter(|l| !l.is_empty());
        let root_is_locale = root.rsplit('/').next().is_some_and(|name| {
            known_locale(name).is_some() || content_locale.is_some_and(|locale| name.eq_ignore_ascii_case(locale))
        });
        Self { root, relative, locale, root_is_locale }
    }

    /// The absolute path.
    pub fn absolute(&self) -> String {
        format!("{}/{}", self.root.trim_end_matches('/'), self.relative)
    }

    /// The folder that contains the root. It separates articles that have the same relative path by accident.
    pub fn holder(&self) -> &str {
        self.root.rsplit_once('/').map_or("", |(holder, _)| holder)
    }

    /// The locale that is the name of the root, if it is one.
    pub fn folder_locale(&self) -> Option<String> {
        self.root_is_locale.then(|| self.root.rsplit('/').next().and_then(known_locale)).flatten()
    }
}

/// Whether a file, given by its absolute path, is below a folder that is named as a locale. Then its root is neither a folder
/// with `bitext.toml` or `.git` nor the given path.
pub fn in_locale_folder(absolute: &str) -> bool {
    absolute.rsplit('/').skip(1).any(|folder| known_locale(folder).is_some())
}

/// The deepest folder on an absolute path that is named as a locale, or the path itself, absolute.
pub fn locale_folder(absolute: &str) -> Option<&str> {
    let ends = absolute.match_indices('/').map(|(end, _)| end).chain([absolute.len()]);
    let folders: Vec<&str> = ends.map(|end| &absolute[..end]).collect();
    folders.into_iter().rev().find(|folder| folder.rsplit('/').next().and_then(known_locale).is_some())
}

/// Whether a file of this name or path is a document, by its extension.
pub fn is_markdown(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("md"))
}

/// An absolute path relative to an absolute root: empty for the root itself, `None` for a path outside the root.
pub fn strip_root<'a>(path: &'a str, root: &str) -> Option<&'a str> {
    let relative = path.strip_prefix(root.trim_end_matches('/'))?;
    if relative.is_empty() { Some(relative) } else { relative.strip_prefix('/') }
}

/// The locale that is the name of a folder, in the usual letter case. Only locales of the docs platform count.
pub fn known_locale(folder: &str) -> Option<String> {
    let hyphen = folder.bytes().take(4).position(|b| b == b'-');
    if !(5..=10).contains(&folder.len()) || !matches!(hyphen, Some(2 | 3)) {
        return None;
    }
    let lower = folder.to_ascii_lowercase();
    LOCALES.binary_search(&lower.as_str()).ok()?;
    let parts = lower.split('-').enumerate().map(|(i, part)| match (i, part.len()) {
        (0, _) => part.to_owned(),
        (_, 4) => part[..1].to_ascii_uppercase() + &part[1..],
        _ => part.to_ascii_uppercase(),
    });
    Some(parts.collect::<Vec<_>>().join("-"))
}

/// The locales of the Microsoft Docs family, sorted. A list and not a pattern: `to-do` is a folder, not a locale.
const LOCALES: &[&str] = &[
    "af-za",
    "ar-sa",
    "az-latn-az",
    "be-by",
    "bg-bg",
    "bn-bd",
    "bs-latn-ba",
    "ca-es",
    "cs-cz",
    "cy-gb",
    "da-dk",
    "de-at",
    "de-ch",
    "de-de",
    "el-gr",
    "en-au",
    "en-ca",
    "en-gb",
    "en-ie",
    "en-in",
    "en-my",
    "en-nz",
    "en-sg",
    "en-us",
    "en-za",
    "es-es",
    "es-mx",
    "et-ee",
    "eu-es",
    "fa-ir",
    "fi-fi",
    "fil-ph",
    "fr-be",
    "fr-ca",
    "fr-ch",
    "fr-fr",
    "ga-ie",
    "gl-es",
    "he-il",
    "hi-in",
    "hr-hr",
    "hu-hu",
    "hy-am",
    "id-id",
    "is-is",
    "it-ch",
    "it-it",
    "ja-jp",
    "ka-ge",
    "kk-kz",
    "ko-kr",
    "lb-lu",
    "lt-lt",
    "lv-lv",
    "mk-mk",
    "ms-my",
    "mt-mt",
    "nb-no",
    "nl-be",
    "nl-nl",
    "nn-no",
    "pl-pl",
    "pt-br",
    "pt-pt",
    "ro-ro",
    "ru-ru",
    "sk-sk",
    "sl-si",
    "sq-al",
    "sr-cyrl-rs",
    "sr-latn-rs",
    "sv-se",
    "ta-in",
    "th-th",
    "tr-tr",
    "uk-ua",
    "ur-pk",
    "vi-vn",
    "zh-cn",
    "zh-hk",
    "zh-tw",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(absolute: &str, locale: Option<&str>) -> (String, String, Option<String>) {
        let location = Location { absolute: absolute.into(), given_root: "/given".into(), ..Location::in_memory("a.md") };
        let Identity { root, relative, locale, .. } = Identity::for_location(&location, locale);
        (root, relative, locale)
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(LOCALES.is_sorted());
        assert_eq!(known_locale("SR-latn-rs").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(known_locale("to-do"), None);
    }

    #[test]
    fn the_root_is_the_deepest_folder_named_as_the_locale() {
        let found = identity("/w/it-it/x/it-IT/b/a.md", Some("it-it"));
        assert_eq!(found, ("/w/it-it/x/it-IT".into(), "b/a.md".into(), Some("it-it".into())));
        let found = identity("/w/it-it/to-do/a.md", None);
        assert_eq!(found, ("/w/it-it".into(), "to-do/a.md".into(), Some("it-IT".into())));
        let found = identity("/w/it-it/a.md", Some("de-DE"));
        assert_eq!(found, ("/w/it-it".into(), "a.md".into(), Some("it-IT".into())));
        let found = identity("/given/b/a.md", Some("qps-ploc"));
        assert_eq!(found, ("/given".into(), "b/a.md".into(), Some("qps-ploc".into())));
    }

    #[test]
    fn a_configured_root_comes_first_and_a_marked_root_before_the_given_path() {
        let mut location = Location { absolute: "/w/docs.it-it/g/it-it/a.md".into(), ..Location::in_memory("a.md") };
        location.configured_root = Some("/w/docs.it-it".into());
        assert_eq!(Identity::for_location(&location, None).relative, "g/it-it/a.md");
        let mut location =
            Location { absolute: "/w/docs.it-it/g/a.md".into(), given_root: "/w".into(), ..Location::in_memory("a.md") };
        location.marked_root = Some("/w/docs.it-it".into());
        let identity = Identity::for_location(&location, None);
        assert_eq!((identity.relative.as_str(), identity.locale.as_deref(), identity.holder()), ("g/a.md", Some("it-IT"), "/w"));
    }
}
