//! Where source files come from: a folder, a git repository, or memory.

use crate::Error;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

/// Where source files come from. The store gives each version of a file a key; the same key is the same text.
pub trait Store: Send {
    /// The keys of the current files at some paths below the root of the source; `None` where there is no file. Other files need
    /// not be looked at.
    fn current(&mut self, paths: &[&str]) -> Result<Vec<Option<String>>, Error>;

    /// All current files: paths below the root of the source, with `/`, each with its key. They are listed when this is first
    /// called.
    fn all_files(&mut self) -> Result<&BTreeMap<String, String>, Error>;

    /// Finds files at commits. Each wanted file is a commit and a path.
    fn find(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error>;

    /// Reads versions. `each` gets the position of a key, and its bytes or the reason why they cannot be read. It is called from
    /// any thread and in any order, while others are being read.
    fn read_each(&mut self, keys: &[&str], each: &ReadVersion<'_>) -> Result<(), Error>;

    /// The bytes of versions, or the reason why one cannot be read.
    fn read(&mut self, keys: &[&str]) -> Result<Vec<Result<Vec<u8>, String>>, Error> {
        let read: Vec<OnceLock<Result<Vec<u8>, String>>> = keys.iter().map(|_| OnceLock::new()).collect();
        self.read_each(keys, &|position, bytes| _ = read[position].set(bytes))?;
        Ok(read.into_iter().map(|bytes| bytes.into_inner().unwrap_or_else(|| Err("it was not read".to_owned()))).collect())
    }

    /// Returns a reader of the history; `None` if the store has no history.
    fn history_reader(&self) -> Option<Box<dyn HistoryReader>>;

    /// The name of a version of a file, for display.
    fn name(&self, path: &str, commit: Option<&str>) -> String;

    /// The commit of the current files, if they are read from one.
    fn commit(&self) -> Option<&str>;

    /// Why a commit that is not found may exist nevertheless: the reason that the history is incomplete; `None` if it is
    /// complete.
    fn missing_history_reason(&mut self) -> Option<String>;
}

/// A function that gets versions as they are read: the position of the version, and its bytes or the reason why it cannot be
/// read.
pub type ReadVersion<'a> = dyn Fn(usize, Result<Vec<u8>, String>) + Sync + 'a;

/// Reads the history of a store. It is separate from the store so that texts can be read at the same time.
pub trait HistoryReader: Send {
    /// The versions that files had, up to the current one, newest first, and whether these are all. Reading may stop when
    /// `enough` is true for the versions found so far, and at commits that are older than `oldest`, in seconds since 1970.
    fn read(
        &mut self,
        paths: &HashSet<&str>,
        oldest: Option<i64>,
        enough: &mut dyn FnMut(&History) -> bool,
    ) -> Result<(History, bool), Error>;

    /// Which of some commits are the current one or were made before it. Only commits that are not older than `oldest` are
    /// found.
    fn ancestors(&mut self, commits: &HashSet<&str>, oldest: i64) -> Result<HashSet<String>, Error>;
}

/// The result of looking for a file at a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// The key of the version, and the time of the commit, in seconds since 1970.
    At(String, i64),
    /// The store has no such commit.
    NoCommit,
    /// The commit has no such file.
    NoPath,
    /// It cannot be read. The reason is given.
    Unreadable(String),
}

/// The versions of each path: newest first.
pub type History = HashMap<String, Vec<Change>>;

/// A commit that changed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key of the file after it; `None` if it deleted the file.
    pub key: Option<String>,
    /// The commit.
    pub commit: String,
    /// Its time, in seconds since 1970.
    pub time: i64,
}

/// A source in memory, for tests and examples. The last version of each path is the current one.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, String>,
    /// Path, commit, time, content: oldest first.
    versions: Vec<(String, String, i64, String)>,
}

impl Memory {
    /// Adds a version of a file.
    pub fn add(&mut self, path: &str, commit: &str, time: i64, content: &str) {
        self.files.insert(path.to_owned(), self.versions.len().to_string());
        self.versions.push((path.to_owned(), commit.to_owned(), time, content.to_owned()));
    }

    /// A source from the versions of its files, one after another: each a path and its content; empty content removes the file.
    /// The first version of each path has the commit `first`.
    pub fn from_versions<'a>(versions: impl IntoIterator<Item = (&'a str, &'a str)>, first: &str) -> Self {
        let mut memory = Self::default();
        for ((path, content), n) in versions.into_iter().zip(0..) {
            let is_first = memory.versions.iter().all(|(other, ..)| other != path);
            let commit = if is_first { first.to_owned() } else { format!("{n:040x}") };
            match content {
                "" => memory.remove(path),
                _ => memory.add(path, &commit, 1_600_000_000 + 86_400 * n, content),
            }
        }
        memory
    }

    /// Removes a file from the current files.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

impl Store for Memory {
    fn current(&mut self, paths: &[&str]) -> Result<Vec<Option<String>>, Error> {
        Ok(paths.iter().map(|path| self.files.get(*path).cloned()).collect())
    }

    fn all_files(&mut self) -> Result<&BTreeMap<String, String>, Error> {
        Ok(&self.files)
    }

    fn find(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        let locate = |&(commit, path): &(&str, &str)| {
            let at = self.versions.iter().rposition(|(_, c, ..)| c == commit);
            let Some(at) = at else { return Located::NoCommit };
            match self.versions[..=at].iter().rposition(|(p, ..)| p == path) {
                Some(i) => Located::At(i.to_string(), self.versions[at].2),
                None => Located::NoPath,
            }
        };
        Ok(wanted.iter().map(locate).collect())
    }

    fn read_each(&mut self, keys: &[&str], each: &ReadVersion<'_>) -> Result<(), Error> {
        for (position, key) in keys.iter().enumerate() {
            let version = key.parse().ok().and_then(|i: usize| self.versions.get(i));
            let bytes = version.map(|(.., content)| content.clone().into_bytes());
            each(position, bytes.ok_or_else(|| "no such version".to_owned()));
        }
        Ok(())
    }

    fn history_reader(&self) -> Option<Box<dyn HistoryReader>> {
        let changes = self.versions.iter().enumerate().rev().map(|(i, (path, commit, time, _))| {
            (path.clone(), Change { key: Some(i.to_string()), commit: commit.clone(), time: *time })
        });
        Some(Box::new(MemoryHistory(changes.collect())))
    }

    fn name(&self, path: &str, _: Option<&str>) -> String {
        format!("source/{path}")
    }

    fn commit(&self) -> Option<&str> {
        None
    }

    fn missing_history_reason(&mut self) -> Option<String> {
        None
    }
}

/// The history of a source in memory: path and change, newest first.
struct MemoryHistory(Vec<(String, Change)>);

impl HistoryReader for MemoryHistory {
    fn read(
        &mut self,
        paths: &HashSet<&str>,
        _: Option<i64>,
        _: &mut dyn FnMut(&History) -> bool,
    ) -> Result<(History, bool), Error> {
        let mut history = History::new();
        for (path, change) in self.0.iter().filter(|(path, _)| paths.contains(path.as_str())) {
            history.entry(path.clone()).or_default().push(change.clone());
        }
        Ok((history, true))
    }

    fn ancestors(&mut self, commits: &HashSet<&str>, _: i64) -> Result<HashSet<String>, Error> {
        let known = self.0.iter().map(|(_, change)| &change.commit);
        Ok(known.filter(|commit| commits.contains(commit.as_str())).cloned().collect())
    }
}
