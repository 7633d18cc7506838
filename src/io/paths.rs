//! Paths as messages show them, and absolute paths.

use crate::Error;
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// A path as messages show it: as given, with `/` as the separator and no `/` at the end.
pub fn display_name(path: &Utf8Path) -> String {
    let text = slashed(path);
    match text.trim_end_matches('/') {
        "" => "/".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

/// The absolute path, with `/` as the separator. `.` and `..` are resolved by name; links are not followed.
///
/// # Errors
/// When the current folder is not known, or has a name that is not UTF-8.
pub fn absolute(path: &Utf8Path) -> Result<String, Error> {
    Ok(absolute_from(&current_dir()?, path))
}

pub(super) fn absolute_from(here: &Utf8Path, path: &Utf8Path) -> String {
    let mut absolute = Utf8PathBuf::new();
    for component in here.join(path).components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                absolute.pop();
            }
            component => absolute.push(component),
        }
    }
    slashed(&absolute)
}

/// An absolute path as the user would write it in the current folder.
pub fn relative_to_current_dir(path: &Utf8Path) -> &Utf8Path {
    let here = current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path)
}

/// The current folder.
pub(super) fn current_dir() -> Result<Utf8PathBuf, Error> {
    let here = std::env::current_dir().map_err(|error| Error::Read { path: ".".to_owned(), error })?;
    utf8(here)
}

/// A path of the file system.
pub(super) fn utf8(path: std::path::PathBuf) -> Result<Utf8PathBuf, Error> {
    Utf8PathBuf::from_path_buf(path).map_err(|path| Error::Name { path: path.to_string_lossy().into_owned() })
}

/// The path with `/` as the separator.
pub(super) fn slashed(path: &Utf8Path) -> String {
    if std::path::MAIN_SEPARATOR == '\\' { path.as_str().replace('\\', "/") } else { path.as_str().to_owned() }
}
