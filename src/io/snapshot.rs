//! The files of a work tree as a commit has them, or as they are staged.

use super::git::{self, Git};
use super::paths::absolute;
use super::revisions::{self, KnownBases, Since};
use super::work_trees::{self, Part};
use crate::Error;
use crate::document::identity::strip_root;
use crate::source::store::{Located, Store};
use camino::{Utf8Path, Utf8PathBuf};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::ErrorKind;

/// The files of a work tree as a commit has them, or as they are staged.
pub struct Snapshot {
    /// The top folder, absolute.
    top: Utf8PathBuf,
    git: RefCell<Git>,
    /// The object ids of the staged files by path; `None` for the files of the commit.
    staged: Option<BTreeMap<String, String>>,
}

impl Snapshot {
    /// The commit that a change to a path is compared with; `None` before the first commit.
    ///
    /// # Errors
    /// When the path is in no work tree, git cannot be run, or the revision does not exist.
    pub fn base(path: &Utf8Path, since: &Since, known: &KnownBases) -> Result<Option<Self>, Error> {
        let part = whole_work_tree(path)?;
        let git = revisions::base(&part, since, known)?;
        Ok(git.map(|git| Self { top: part.top, git: RefCell::new(git), staged: None }))
    }

    /// The top folder of the work tree, and the commit; empty for the staged files.
    pub fn place(&self) -> (Utf8PathBuf, String) {
        (self.top.clone(), self.git.borrow().commit().unwrap_or_default().to_owned())
    }

    /// The files of the work tree of a path, as they are staged.
    ///
    /// # Errors
    /// When the path is in no work tree, or git cannot be run.
    pub fn staged(path: &Utf8Path) -> Result<Self, Error> {
        let part = whole_work_tree(path)?;
        let repository = part.repository()?;
        let staged = Some(git::staged(&repository)?.files);
        Ok(Self { top: part.top, git: RefCell::new(Git::objects_of(&repository)?), staged })
    }

    /// Reads a file; `None` if its path is outside the work tree.
    ///
    /// # Errors
    /// When there is no such file, or git cannot read it.
    pub fn read(&self, path: &Utf8Path) -> Option<std::io::Result<Vec<u8>>> {
        let path = absolute(path).ok()?;
        let relative = strip_root(&path, self.top.as_str())?;
        let failed = |reason: String| std::io::Error::other(reason);
        let git = &mut *self.git.borrow_mut();
        let id = match &self.staged {
            Some(staged) => staged.get(relative).cloned(),
            None => {
                let commit = git.commit().unwrap_or_default().to_owned();
                match git.find(&[(&commit, relative)]).map(|mut located| located.remove(0)) {
                    Ok(Located::At(id, _)) => Some(id),
                    Ok(Located::Unreadable(reason)) => return Some(Err(failed(reason))),
                    Ok(Located::NoPath | Located::NoCommit) => None,
                    Err(error) => return Some(Err(failed(error.to_string()))),
                }
            }
        };
        let Some(id) = id else { return Some(Err(ErrorKind::NotFound.into())) };
        let read = git.read(&[&id]).map_err(|error| failed(error.to_string()));
        Some(read.and_then(|mut read| read.remove(0).map_err(failed)))
    }
}

/// The work tree of a path, from its top folder on.
fn whole_work_tree(path: &Utf8Path) -> Result<Part, Error> {
    let part = work_trees::parts(&[path.to_owned()])?.remove(0);
    Ok(Part { folder: part.top.as_str().to_owned(), ..part })
}
