//! The localized documents as they were at a revision of their own repository, and as they are staged for a commit.

use super::git::{self, Git};
use super::repository::{self, Repository};
use super::walk;
use crate::Error;
use crate::config::{Settings, Since};
use crate::document::identity::Location;
use crate::document::identity::{is_below, is_markdown};
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::source::{Located, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Documents that were read from a repository: each with its bytes, or why it cannot be read.
#[derive(Default)]
pub struct Documents {
    /// Those that can be read.
    pub texts: Vec<(Location, Vec<u8>)>,
    /// Those that cannot.
    pub not_checked: Vec<NotChecked>,
}

/// The documents under the paths of a run as they were before a change. Where a merge is concluded, what the other side had comes
/// behind.
///
/// # Errors
/// When a path is in no repository, git is not there, the revision does not exist, or is not there as a whole.
pub fn read(settings: &Settings, since: &Since) -> Result<Vec<Documents>, Error> {
    let (mut before, mut other) = (Documents::default(), Documents::default());
    for part in &parts(settings)? {
        let repository = &part.repository()?;
        let named = match Git::open(repository, since.rev()) {
            Ok(git) => git,
            // Before the first commit nothing is there.
            Err(Error::NoRevision { .. }) if *since == Since::Staged => continue,
            Err(Error::NoRevision { rev, .. }) => return Err(Error::NoBase { path: part.shown.clone(), rev }),
            Err(error) => return Err(error),
        };
        // What the branch is compared with is where it left the other one, if that is at hand.
        let id = named.commit().unwrap_or_default();
        let git = match git::merge_base(repository, id, "HEAD").filter(|base| base != id) {
            Some(base) => Git::open(repository, &base)?,
            None => named,
        };
        before.add_commit(settings, part, git)?;
        if *since == Since::Staged
            && let Ok(git) = Git::open(repository, "MERGE_HEAD")
        {
            other.add_commit(settings, part, git)?;
        }
    }
    let mut bases = vec![before];
    if !other.texts.is_empty() {
        bases.push(other);
    }
    if let Some(NotChecked { path, reason, .. }) = bases.iter().flat_map(|base| &base.not_checked).next() {
        return Err(Error::BaseUnread { path: path.clone(), reason: reason.clone() });
    }
    Ok(bases)
}

/// The documents under the paths of a run as they are staged.
///
/// # Errors
/// When a path is in no repository, or git is not there.
pub fn staged(settings: &Settings) -> Result<Documents, Error> {
    let mut documents = Documents::default();
    let mut trees = Trees::of(settings)?;
    for part in &parts(settings)? {
        let repository = &part.repository()?;
        let git::Staged { files, in_conflict } = git::staged(repository)?;
        let mut objects = Git::objects_of(repository)?;
        documents.add(settings, part, &files, &mut objects)?;
        for job in part.documents(settings, &in_conflict)?.0 {
            let reason = "it is in conflict: nothing is staged for a commit yet".to_owned();
            documents.not_checked.push(NotChecked { path: job.name, what: Unchecked::File, reason });
        }
    }
    for (job, _) in &documents.texts {
        trees.hold(&job.absolute);
    }
    documents.not_checked.extend(trees.embedded_repositories()?);
    Ok(documents)
}

/// The work trees of the paths of a run. What stands in another one below them, as in a submodule, has a history of its own.
pub struct Trees {
    trees: Vec<PathBuf>,
    /// The folders that were looked at, and whether they are in one of them.
    folders: HashMap<PathBuf, bool>,
    /// Those of them that hold the files of a bare repository.
    embedded: BTreeSet<PathBuf>,
}

impl Trees {
    /// Finds them.
    ///
    /// # Errors
    /// When a path is in no repository.
    pub fn of(settings: &Settings) -> Result<Self, Error> {
        let trees = parts(settings)?.into_iter().map(|part| part.tree).collect();
        Ok(Self { trees, folders: HashMap::new(), embedded: BTreeSet::new() })
    }

    /// Whether a file is in one of them, by its absolute path.
    pub fn hold(&mut self, absolute: &str) -> bool {
        Path::new(absolute).parent().is_some_and(|folder| self.holds(folder))
    }

    fn holds(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        if repository::is_bare_repository(folder) {
            self.embedded.insert(folder.to_owned());
        }
        let holds = match folder.join(".git").exists() {
            true => self.trees.iter().any(|tree| tree == folder),
            false => folder.parent().is_some_and(|above| self.holds(above)),
        };
        self.folders.insert(folder.to_owned(), holds);
        holds
    }

    /// The bare repositories among the folders of documents. Their documents are checked, and compared with the work tree's own
    /// repository.
    ///
    /// # Errors
    /// When a folder has a name that is not UTF-8.
    pub fn embedded_repositories(self) -> Result<Vec<NotChecked>, Error> {
        let reason = "the folder poses as a git repository (`HEAD`, `objects`, `refs`); that repository was ignored";
        let note = |folder: PathBuf| {
            let path = walk::shown(&walk::from_here(&folder))?;
            Ok(NotChecked { path, what: Unchecked::File, reason: reason.to_owned() })
        };
        self.embedded.into_iter().map(note).collect()
    }
}

/// Those of the given paths that are in one work tree: git is asked once for all of them.
struct Part {
    /// The folder of the work tree.
    tree: PathBuf,
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
        // A document that is given on standard input may stand in a folder that is not there yet.
        while folder.len() > 1 && !Path::new(&folder).is_dir() {
            up(&mut folder);
        }
        let tree = Path::new(&folder).ancestors().find(|above| above.join(".git").exists());
        let Some(tree) = tree.map(Path::to_owned) else { return Err(Error::NoWorkTree { path: shown }) };
        let new = || Part { tree: tree.clone(), folder: folder.clone(), shown, given: Vec::new() };
        let part = parts.entry(tree.clone()).or_insert_with(new);
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

impl Part {
    /// The repository of the work tree, for the folder.
    fn repository(&self) -> Result<Repository, Error> {
        Repository::of_work_tree(&self.tree, Path::new(&self.folder), &self.shown)
    }

    /// The documents among files, which are object ids by path below the folder: each with the id.
    fn documents<'a>(
        &self,
        settings: &Settings,
        files: &'a BTreeMap<String, String>,
    ) -> Result<(Vec<Location>, Vec<&'a str>), Error> {
        let (mut wanted, mut ids) = (Vec::new(), Vec::new());
        for (number, path) in &self.given {
            let below = self.below(path);
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
        Ok((walk::jobs(settings, &wanted)?, ids))
    }

    /// The path of a given one below the folder; empty for the folder itself.
    fn below<'a>(&self, path: &'a str) -> &'a str {
        path[self.folder.len()..].trim_start_matches('/')
    }
}

impl Documents {
    /// Adds the documents of a commit.
    fn add_commit(&mut self, settings: &Settings, part: &Part, mut git: Git) -> Result<(), Error> {
        if !git.has_folder()? {
            return Ok(());
        }
        let mut git = git.list()?;
        let mut files = git.files().clone();
        // A file that is named is a document whatever its ending, and so not always listed.
        let commit = git.commit().unwrap_or_default().to_owned();
        let named = part.given.iter().filter(|(number, _)| !settings.paths[*number].is_dir()).map(|(_, path)| part.below(path));
        let wanted: Vec<(&str, &str)> =
            named.filter(|path| !path.is_empty() && !files.contains_key(*path)).map(|path| (commit.as_str(), path)).collect();
        for ((_, path), located) in wanted.iter().zip(git.locate(&wanted)?) {
            if let Located::At(id, _) = located {
                files.insert((*path).to_owned(), id);
            }
        }
        self.add(settings, part, &files, &mut git)
    }

    /// Adds the documents among the files of a part.
    fn add(&mut self, settings: &Settings, part: &Part, files: &BTreeMap<String, String>, git: &mut Git) -> Result<(), Error> {
        let (jobs, ids) = part.documents(settings, files)?;
        for (job, bytes) in jobs.into_iter().zip(git.read(&ids)?) {
            match bytes {
                Ok(bytes) => self.texts.push((job, bytes)),
                Err(reason) => self.not_checked.push(NotChecked { path: job.name, what: Unchecked::File, reason }),
            }
        }
        Ok(())
    }
}
