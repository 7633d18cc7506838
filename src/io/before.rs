//! The localized documents as they were at a revision of their own repository, and as they are staged for a commit.

use super::git::{self, Git, Place};
use super::walk;
use crate::config::{Settings, Since};
use crate::identity::is_markdown;
use crate::judge::{NotChecked, Unchecked};
use crate::source::Store;
use crate::{Error, Job};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Documents that were read from a repository: each with its bytes, or why it cannot be read.
#[derive(Default)]
pub struct Documents {
    /// Those that can be read.
    pub texts: Vec<(Job, Vec<u8>)>,
    /// Those that cannot.
    pub not_checked: Vec<NotChecked>,
}

/// The documents under the paths of a run as they were before a change, and what that is called.
///
/// # Errors
/// When a path is in no repository, git is not there, or the revision does not exist.
pub fn read(settings: &Settings, since: &Since) -> Result<(Documents, String), Error> {
    let (rev, name) = match since {
        Since::Rev(rev) => (rev.as_str(), rev.clone()),
        Since::Staged => ("HEAD", "HEAD".to_owned()),
    };
    let mut documents = Documents::default();
    for (given, path) in settings.paths.iter().enumerate() {
        let folder = repository(path)?;
        let shown = walk::shown(&folder)?;
        let named = match Git::open(&folder, &shown, rev) {
            Ok(git) => git,
            // Before the first commit nothing is there.
            Err(Error::NoRevision { .. }) if matches!(since, Since::Staged) => continue,
            Err(Error::NoRevision { rev, .. }) => return Err(Error::NoBase { path: shown, rev }),
            Err(error) => return Err(error),
        };
        // What the branch is compared with is where it left the other one, if that is at hand.
        let id = named.commit().unwrap_or_default().to_owned();
        let head = Git::open(&folder, &shown, "HEAD").ok().and_then(|head| head.commit().map(str::to_owned));
        let base = head.and_then(|head| git::merge_base(&folder, &shown, &id, &head)).unwrap_or(id);
        let mut git = Git::open(&folder, &shown, &base)?;
        if git.has_folder()? {
            let mut git = git.list()?;
            let files: BTreeMap<String, String> = git.files().clone();
            documents.add(settings, (given, path), &files, &mut git)?;
        }
    }
    Ok((documents, name))
}

/// The documents under the paths of a run as they are staged.
///
/// # Errors
/// When a path is in no repository, or git is not there.
pub fn staged(settings: &Settings) -> Result<Documents, Error> {
    let mut documents = Documents::default();
    for (given, path) in settings.paths.iter().enumerate() {
        let folder = repository(path)?;
        let shown = walk::shown(&folder)?;
        let files = git::staged(&folder, &shown)?;
        let mut objects = Git::objects_of(&folder, &shown)?;
        documents.add(settings, (given, path), &files, &mut objects)?;
    }
    Ok(documents)
}

impl Documents {
    /// Adds the documents among the files below one of the given paths, by object id.
    fn add(
        &mut self,
        settings: &Settings,
        (given, path): (usize, &Path),
        files: &BTreeMap<String, String>,
        git: &mut Git,
    ) -> Result<(), Error> {
        let is_folder = path.is_dir();
        let own_name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_document = |file: &str| match is_folder {
            true => is_markdown(file) && !file.split('/').any(|part| part.starts_with('.')),
            false => file == own_name,
        };
        let (names, ids): (Vec<&str>, Vec<&str>) =
            files.iter().filter(|(file, _)| is_document(file)).map(|(file, id)| (file.as_str(), id.as_str())).unzip();
        let wanted: Vec<(usize, &str)> = names.iter().map(|name| (given, if is_folder { *name } else { "" })).collect();
        let jobs = walk::jobs(&settings.paths, &settings.roots, &wanted)?;
        for (job, bytes) in jobs.into_iter().zip(git.read(&ids)?) {
            match bytes {
                Ok(bytes) => self.texts.push((job, bytes)),
                Err(reason) => self.not_checked.push(NotChecked { path: job.name, what: Unchecked::File, reason }),
            }
        }
        Ok(())
    }
}

/// The folder of a path, which must be in a repository with a work tree.
fn repository(path: &Path) -> Result<PathBuf, Error> {
    let folder = match path.is_dir() {
        true => path.to_owned(),
        false => path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned(),
    };
    match git::place(&folder) {
        Place::Top | Place::Inside => Ok(folder),
        Place::Bare | Place::Outside => Err(Error::NoWorkTree { path: walk::shown(path)? }),
    }
}
