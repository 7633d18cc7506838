//! A source on disk: a folder, and the history of its repository if it is in a work tree.

use super::git::Git;
use super::paths::display_name;
use super::repository::FolderKind;
use super::repository::{self, Repository};
use super::walk;
use crate::Error;
use crate::source::store::{HistoryReader, Located, Store};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// Opens a source: a revision of a repository, or the files of a folder.
///
/// # Errors
/// When the path is not a folder, git is needed but cannot be run or refuses the repository, or the revision does not exist.
pub fn open(folder: &Utf8Path, rev: Option<&str>) -> Result<Box<dyn Store>, Error> {
    let name = display_name(folder);
    let kind = std::fs::metadata(folder).map_err(|error| Error::Read { path: name.clone(), error })?;
    if !kind.is_dir() {
        return Err(Error::NotASource { path: name });
    }
    let checkout = |git, part| -> Box<dyn Store> { Box::new(Checkout::new(folder, name.clone(), git, part)) };
    match (rev, repository::kind(folder.as_std_path(), &name)?) {
        (Some(rev), kind) => match kind.into_repository() {
            Some(repository) => Ok(Box::new(Git::open(&repository, rev)?.list()?)),
            None => Err(Error::Git { path: name, reason: "it is not a git repository, so it has no revisions".to_owned() }),
        },
        (None, FolderKind::Bare(repository)) => Ok(Box::new(Git::open(&repository, "HEAD")?.list()?)),
        (None, FolderKind::Top(repository)) => Ok(checkout(history(&repository)?, false)),
        // A copy of the source in some other repository has no history there.
        (None, FolderKind::Inside(repository)) => {
            let tracked = |mut git: Git| git.has_folder().ok().filter(|has| *has).map(|_| git);
            Ok(checkout(Git::open(&repository, "HEAD").ok().and_then(tracked), true))
        }
        (None, FolderKind::Outside) => Ok(checkout(None, false)),
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
    folder: Utf8PathBuf,
    name: String,
    /// Path to key. A key begins with a character that no object id has.
    files: BTreeMap<String, String>,
    git: Option<Git>,
    /// Whether the folder is only a part of its repository. That repository may then not be the one of the handoffs.
    part: bool,
}

/// Begins the keys of files on disk.
const ON_DISK: char = ':';

impl Checkout {
    fn new(folder: &Utf8Path, name: String, git: Option<Git>, part: bool) -> Self {
        let files = walk::source_files(folder).into_iter().map(|path| (path.clone(), format!("{ON_DISK}{path}"))).collect();
        Self { folder: folder.to_owned(), name, files, git, part }
    }
}

impl Store for Checkout {
    fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    fn find(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        match &mut self.git {
            Some(git) => git.find(wanted),
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
            None => from_git.next().unwrap_or_else(|| Err("the source has no history to read it from".to_owned())),
        };
        Ok(keys.iter().map(read).collect())
    }

    fn history_reader(&self) -> Option<Box<dyn HistoryReader>> {
        self.git.as_ref().and_then(Store::history_reader)
    }

    fn name(&self, path: &str, commit: Option<&str>) -> String {
        match (&self.git, commit) {
            (Some(git), Some(commit)) => git.name(path, Some(commit)),
            _ => format!("{}/{path}", self.name.trim_end_matches('/')),
        }
    }

    fn commit(&self) -> Option<&str> {
        None
    }

    fn missing_history_reason(&mut self) -> Option<String> {
        let part = || "this repository does not contain that commit; the document may have been handed off from another one";
        self.git.as_mut().and_then(Store::missing_history_reason).or_else(|| self.part.then(|| part().to_owned()))
    }
}
