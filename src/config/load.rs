//! Loading: finding `bitext.toml`, reading it and the files that it names.

use super::{FILE_NAME, Settings};
use crate::{Error, io, terms};
use camino::{Utf8Path, Utf8PathBuf};
use std::io::ErrorKind;

/// The settings that a caller or `bitext.toml` can give. A value of the caller wins.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders to lint; where there are none, the roots; without roots, the current folder.
    pub paths: Vec<Utf8PathBuf>,
    /// Folders that document paths are relative to.
    pub roots: Vec<Utf8PathBuf>,
    /// The source: a folder or a repository.
    pub source: Option<Utf8PathBuf>,
    /// The revision of the source that is current.
    pub source_rev: Option<String>,
}

/// Access to files. Tests keep them in memory.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// Reads a file.
    pub read: &'a dyn Fn(&Utf8Path) -> std::io::Result<Vec<u8>>,
    /// Whether a path is a folder.
    pub is_dir: &'a dyn Fn(&Utf8Path) -> bool,
}

impl Files<'_> {
    /// The files on disk.
    pub const ON_DISK: Self = Self { read: &|path| io::read::file(path), is_dir: &|path| io::read::is_dir(path) };

    /// No files at all.
    pub const NONE: Self = Self { read: &|_| Err(ErrorKind::NotFound.into()), is_dir: &|_| false };
}

/// Makes the settings of a run: from the request, then from `bitext.toml` at or above the first path, then the defaults.
///
/// # Errors
/// When `bitext.toml` or a file of terms cannot be read or has a mistake, or when a revision is given without a source.
pub fn load(request: Request) -> Result<Settings, Error> {
    let Request { paths, roots, source, source_rev } = request;
    let are_defaults = paths.is_empty() && roots.is_empty();
    let mut settings = Settings { roots, source, source_rev, ..Settings::default() };
    if !paths.is_empty() {
        settings.paths = paths;
    }
    if let Some((folder, toml)) = find(&settings.paths[0], &Files::ON_DISK)? {
        let name = io::paths::relative_to_current_dir(&folder);
        let toml = terms::decode(&toml).map_err(|mistake| mistake.in_file(name.join(FILE_NAME).as_ref()))?;
        settings.configure(toml, (name.as_str(), &io::paths::absolute(&folder)?), &Files::ON_DISK)?;
    }
    if are_defaults && !settings.roots.is_empty() {
        settings.paths.clone_from(&settings.roots);
    }
    if settings.source.is_none() && settings.source_rev.is_some() {
        return Err(Error::NoSource);
    }
    Ok(settings)
}

/// Finds the nearest `bitext.toml` at or above a path: its folder, absolute, and its bytes.
fn find(path: &Utf8Path, files: &Files<'_>) -> Result<Option<(Utf8PathBuf, Vec<u8>)>, Error> {
    let path = Utf8PathBuf::from(io::paths::absolute(path)?);
    for folder in path.ancestors() {
        let file = folder.join(FILE_NAME);
        match (files.read)(&file) {
            Ok(bytes) => return Ok(Some((folder.to_owned(), bytes))),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::Read { path: file.into_string(), error }),
        }
    }
    Ok(None)
}
