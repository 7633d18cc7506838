//! A source on disk: a folder, and the history of its repository if it is in a work tree.

use super::git::Git;
use super::paths::display_name;
use super::repository::FolderKind;
use super::repository::{self, Repository};
use super::walk;
use crate::Error;
use crate::source::store::{HistoryReader, Located, ReadVersion, Store};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

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
            Some(repository) => Ok(Box::new(Git::open(&repository, rev)?.with_folder()?)),
            None => Err(Error::Git { path: name, reason: "it is not a git repository, so it has no revisions".to_owned() }),
        },
        (None, FolderKind::Bare(repository)) => Ok(Box::new(Git::open(&repository, "HEAD")?.with_folder()?)),
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
    /// Path to key, once the files are listed.
    files: Option<BTreeMap<String, String>>,
    git: Option<Git>,
    /// Whether the folder is only a part of its repository. That repository may then not be the one of the handoffs.
    part: bool,
}

/// Begins the keys of files on disk. No object id has this character.
const ON_DISK: char = ':';

/// For more paths than this, all files are listed: they are probably needed anyway.
const MAX_PATHS_ON_DISK: usize = 64;

impl Checkout {
    fn new(folder: &Utf8Path, name: String, git: Option<Git>, part: bool) -> Self {
        Self { folder: folder.to_owned(), name, files: None, git, part }
    }

    fn key(path: &str) -> String {
        format!("{ON_DISK}{path}")
    }

    /// All files; listed when this is first called.
    fn listed(&mut self) -> &BTreeMap<String, String> {
        let folder = &self.folder;
        self.files.get_or_insert_with(|| {
            walk::source_files(folder, None).into_iter().map(|path| (path.clone(), Self::key(&path))).collect()
        })
    }
}

impl Store for Checkout {
    fn current(&mut self, paths: &[&str]) -> Result<Vec<Option<String>>, Error> {
        if self.files.is_some() || paths.len() > MAX_PATHS_ON_DISK {
            let files = self.listed();
            return Ok(paths.iter().map(|path| files.get(*path).cloned()).collect());
        }
        let files: HashSet<String> = walk::source_files(&self.folder, Some(paths)).into_iter().collect();
        Ok(paths.iter().map(|path| files.contains(*path).then(|| Self::key(path))).collect())
    }

    fn all_files(&mut self) -> Result<&BTreeMap<String, String>, Error> {
        Ok(self.listed())
    }

    fn find(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        match &mut self.git {
            Some(git) => git.find(wanted),
            None => Ok(vec![Located::NoCommit; wanted.len()]),
        }
    }

    fn read_each(&mut self, keys: &[&str], each: &ReadVersion<'_>) -> Result<(), Error> {
        let is_on_disk = |position: &usize| keys[*position].starts_with(ON_DISK);
        let (on_disk, in_git): (Vec<usize>, Vec<usize>) = (0..keys.len()).partition(is_on_disk);
        on_disk.into_par_iter().for_each(|position| {
            let path = self.folder.join(keys[position].trim_start_matches(ON_DISK));
            each(position, std::fs::read(path).map_err(|error| error.to_string()));
        });
        let ids: Vec<&str> = in_git.iter().map(|position| keys[*position]).collect();
        match &mut self.git {
            Some(git) => git.read_each(&ids, &|position, bytes| each(in_git[position], bytes)),
            None => {
                in_git.iter().for_each(|position| each(*position, Err("the source has no history to read it from".to_owned())));
                Ok(())
            }
        }
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
