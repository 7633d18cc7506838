//! The localized documents as they were at a revision of their own repository, and as they are staged for a commit.

use super::git::{self, Git};
use super::walk;
use crate::config::{Settings, Since};
use crate::identity::{is_below, is_markdown};
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
    let rev = match since {
        Since::Rev(rev) => rev,
        Since::Staged => "HEAD",
    };
    let mut documents = Documents::default();
    for part in &parts(settings)? {
        let (folder, shown) = (Path::new(&part.folder), &*part.shown);
        let named = match Git::open(folder, shown, rev) {
            Ok(git) => git,
            // Before the first commit nothing is there.
            Err(Error::NoRevision { .. }) if *since == Since::Staged => continue,
            Err(Error::NoRevision { rev, .. }) => return Err(Error::NoBase { path: shown.to_owned(), rev }),
            Err(error) => return Err(error),
        };
        // What the branch is compared with is where it left the other one, if that is at hand.
        let id = named.commit().unwrap_or_default();
        let mut git = match git::merge_base(folder, shown, id, "HEAD").filter(|base| base != id) {
            Some(base) => Git::open(folder, shown, &base)?,
            None => named,
        };
        if git.has_folder()? {
            let mut git = git.list()?;
            let files = git.files().clone();
            documents.add(settings, part, &files, &mut git)?;
        }
    }
    Ok((documents, rev.to_owned()))
}

/// The documents under the paths of a run as they are staged.
///
/// # Errors
/// When a path is in no repository, or git is not there.
pub fn staged(settings: &Settings) -> Result<Documents, Error> {
    let mut documents = Documents::default();
    for part in &parts(settings)? {
        let folder = Path::new(&part.folder);
        let files = git::staged(folder, &part.shown)?;
        let mut objects = Git::objects_of(folder, &part.shown)?;
        documents.add(settings, part, &files, &mut objects)?;
    }
    Ok(documents)
}

/// Those of the given paths that are in one work tree: git is asked once for all of them.
struct Part {
    /// The deepest folder that holds them, absolute.
    folder: String,
    /// The first of them, as it is shown.
    shown: String,
    /// Each with its number, absolute.
    given: Vec<(usize, String)>,
}

/// Parts the given paths by their work trees.
fn parts(settings: &Settings) -> Result<Vec<Part>, Error> {
    let mut parts: BTreeMap<PathBuf, Part> = BTreeMap::new();
    for (number, path) in settings.paths.iter().enumerate() {
        let (whole, shown) = (walk::whole(path)?, walk::shown(path)?);
        let mut folder = whole.clone();
        if !path.is_dir() {
            up(&mut folder);
        }
        let tree = Path::new(&folder).ancestors().find(|above| above.join(".git").exists());
        let Some(tree) = tree.map(Path::to_owned) else { return Err(Error::NoWorkTree { path: shown }) };
        let part = parts.entry(tree).or_insert_with(|| Part { folder: folder.clone(), shown, given: Vec::new() });
        while !is_below(&folder, &part.folder) {
            up(&mut part.folder);
        }
        part.given.push((number, whole));
    }
    Ok(parts.into_values().collect())
}

/// Makes a path that of the folder above.
fn up(path: &mut String) {
    path.truncate(path.rfind('/').unwrap_or(0).max(1));
}

impl Documents {
    /// Adds the documents among the files of a part, which are object ids by path below its folder.
    fn add(&mut self, settings: &Settings, part: &Part, files: &BTreeMap<String, String>, git: &mut Git) -> Result<(), Error> {
        let (mut wanted, mut ids) = (Vec::new(), Vec::new());
        for (number, path) in &part.given {
            let below = path[part.folder.len()..].trim_start_matches('/');
            if let Some(id) = files.get(below) {
                wanted.push((*number, ""));
                ids.push(id.as_str());
                continue;
            }
            let prefix = if below.is_empty() { String::new() } else { format!("{below}/") };
            for (file, id) in files.range(prefix.clone()..) {
                let Some(file) = file.strip_prefix(&prefix) else { break };
                if is_markdown(file) && !file.split('/').any(|part| part.starts_with('.')) {
                    wanted.push((*number, file));
                    ids.push(id);
                }
            }
        }
        let jobs = walk::jobs(settings, &wanted)?;
        for (job, bytes) in jobs.into_iter().zip(git.read(&ids)?) {
            match bytes {
                Ok(bytes) => self.texts.push((job, bytes)),
                Err(reason) => self.not_checked.push(NotChecked { path: job.name, what: Unchecked::File, reason }),
            }
        }
        Ok(())
    }
}
