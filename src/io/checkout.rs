//! A source on disk: a folder, with the history of the repository that it is a work tree of, if it is of one.

use super::git::Git;
use super::repository::{self, Place, Repository};
use super::walk;
use crate::Error;
use crate::source::{Annals, Located, Store};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Opens a source: a revision of a repository, or the files of a folder.
///
/// # Errors
/// When the path is no folder, git is needed and not there or refuses, or the revision does not exist.
pub fn open(folder: &Path, rev: Option<&str>) -> Result<Box<dyn Store>, Error> {
    let shown = walk::shown(folder)?;
    let kind = std::fs::metadata(folder).map_err(|error| Error::Read { path: shown.clone(), error })?;
    if !kind.is_dir() {
        return Err(Error::NotASource { path: shown });
    }
    let checkout = |git, part| -> Box<dyn Store> { Box::new(Checkout::new(folder, shown.clone(), git, part)) };
    match (rev, repository::place(folder, &shown)?) {
        (Some(rev), place) => match place.into_repository() {
            Some(repository) => Ok(Box::new(Git::open(&repository, rev)?.list()?)),
            None => Err(Error::Git { path: shown, reason: "it is not a git repository, so it has no revisions".to_owned() }),
        },
        (None, Place::Bare(repository)) => Ok(Box::new(Git::open(&repository, "HEAD")?.list()?)),
        (None, Place::Top(repository)) => Ok(checkout(history(&repository)?, false)),
        // A copy of a source that lies in some other repository has no history there.
        (None, Place::Inside(repository)) => {
            let tracked = |mut git: Git| git.has_folder().ok().filter(|has| *has).map(|_| git);
            Ok(checkout(Git::open(&repository, "HEAD").ok().and_then(tracked), true))
        }
        (None, Place::Outside) => Ok(checkout(None, false)),
    }
}

/// The history of a work tree; none before its first commit.
fn history(repository: &Repository) -> Result<Option<Git>, Error> {
    match Git::open(repository, "HEAD") {
        Ok(git) => Ok(Some(git)),
        Err(Error::NoRevision { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

struct Checkout {
    folder: PathBuf,
    shown: String,
    /// Path to key; a key begins with a mark that no object id has.
    files: BTreeMap<String, String>,
    git: Option<Git>,
    /// Whether the folder is a part of its repository: then that may be another than the one of the handoffs.
    part: bool,
}

/// Begins the keys of files on disk.
const ON_DISK: char = ':';

impl Checkout {
    fn new(folder: &Path, shown: String, git: Option<Git>, part: bool) -> Self {
        let files = walk::source_files(folder).into_iter().map(|path| (path.clone(), format!("{ON_DISK}{path}"))).collect();
        Self { folder: folder.to_owned(), shown, files, git, part }
    }
}

impl Store for Checkout {
    fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    fn locate(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        match &mut self.git {
            Some(git) => git.locate(wanted),
            None => Ok(vec![Located::NoCommit; wanted.len()]),
        }
    }

    fn read(&mut self, keys: &[&str]) -> Result<Vec<Result<Vec<u8>, String>>, Error> {
        let in_git: Vec<&str> = keys.iter().copied().filter(|key| !key.starts_with(ON_DISK)).collect();
        let mut from_git = match &mut self.git {
            Some(git) => git.read(&in_git)?.into_iter(),
            None => Vec::new().into_iter(),
        };
        let read = |key: &&str| match key.strip_prefix(ON_DISK) {
            Some(path) => std::fs::read(self.folder.join(path)).map_err(|error| error.to_string()),
            None => from_git.next().unwrap_or_else(|| Err("there is no history to read it from".to_owned())),
        };
        Ok(keys.iter().map(read).collect())
    }

    fn annals(&self) -> Option<Box<dyn Annals>> {
        self.git.as_ref().and_then(Store::annals)
    }

    fn name(&self, path: &str, commit: Option<&str>) -> String {
        match (&self.git, commit) {
            (Some(git), Some(commit)) => git.name(path, Some(commit)),
            _ => format!("{}/{path}", self.shown.trim_end_matches('/')),
        }
    }

    fn commit(&self) -> Option<&str> {
        None
    }

    fn gap(&mut self) -> Option<String> {
        let part = || "the repository that the source lies in does not have it, and may not be where it was handed off from";
        self.git.as_mut().and_then(Store::gap).or_else(|| self.part.then(|| part().to_owned()))
    }
}
