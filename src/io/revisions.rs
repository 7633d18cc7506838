//! The localized documents at a revision of their repository, and as they are staged for a commit.

use super::git::{self, Git};
use super::paths::{absolute, display_name, relative_to_current_dir};
use super::repository::{self, Repository};
use super::walk::{self, Inputs, unreadable};
use crate::Error;
use crate::document::identity::{Location, is_markdown, strip_root};
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::source::store::{Located, Store};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The version that a change is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The commit where the branch left a revision.
    Rev(String),
    /// The last commit. The change is then what is staged.
    Staged,
}

impl Since {
    /// The revision.
    pub fn rev(&self) -> &str {
        match self {
            Self::Rev(rev) => rev,
            Self::Staged => "HEAD",
        }
    }
}

/// Documents that were read from a repository.
#[derive(Default)]
pub struct Documents {
    /// Those that can be read, with their bytes.
    pub texts: Vec<(Location, Vec<u8>)>,
    /// Those that cannot be read, with the reason.
    pub not_checked: Vec<NotChecked>,
}

/// Reads the documents under the paths of a run as they were before a change. While a merge is being concluded, a second
/// set holds the documents of the other side.
///
/// # Errors
/// When a path is in no repository, git cannot be run, the revision does not exist, or a document of it cannot be read.
pub fn read(inputs: &Inputs<'_>, since: &Since) -> Result<Vec<Documents>, Error> {
    let (mut before, mut other_side) = (Documents::default(), Documents::default());
    for part in &parts(inputs.paths)? {
        let repository = &part.repository()?;
        let revision = match Git::open(repository, since.rev()) {
            Ok(git) => git,
            // Before the first commit there are no earlier documents.
            Err(Error::NoRevision { .. }) if *since == Since::Staged => continue,
            Err(Error::NoRevision { rev, .. }) => return Err(Error::NoBase { path: part.name.clone(), rev }),
            Err(error) => return Err(error),
        };
        // The branch is compared with the commit where it left the other branch, if the clone has that commit.
        let id = revision.commit().unwrap_or_default();
        let git = match git::merge_base(repository, id, "HEAD").filter(|base| base != id) {
            Some(base) => Git::open(repository, &base)?,
            None => revision,
        };
        before.add_commit(inputs, part, git)?;
        if *since == Since::Staged
            && let Ok(git) = Git::open(repository, "MERGE_HEAD")
        {
            other_side.add_commit(inputs, part, git)?;
        }
    }
    let mut bases = vec![before];
    if !other_side.texts.is_empty() {
        bases.push(other_side);
    }
    if let Some(NotChecked { path, reason, .. }) = bases.iter().flat_map(|base| &base.not_checked).next() {
        return Err(Error::BaseUnread { path: path.clone(), reason: reason.clone() });
    }
    Ok(bases)
}

/// Reads the documents under the paths of a run as they are staged.
///
/// # Errors
/// When a path is in no repository, or git cannot be run.
pub fn staged(inputs: &Inputs<'_>) -> Result<Documents, Error> {
    let mut documents = Documents::default();
    let mut work_trees = WorkTrees::of_paths(inputs.paths)?;
    for part in &parts(inputs.paths)? {
        let repository = &part.repository()?;
        let git::Staged { files, in_conflict } = git::staged(repository)?;
        let mut objects = Git::objects_of(repository)?;
        documents.add(inputs, part, &files, &mut objects)?;
        for location in part.documents(inputs, &in_conflict)?.0 {
            documents.not_checked.push(unreadable(location.name, "it has a merge conflict, so nothing is staged yet".to_owned()));
        }
    }
    for (location, _) in &documents.texts {
        work_trees.contain(&location.absolute);
    }
    documents.not_checked.extend(work_trees.embedded_repositories());
    Ok(documents)
}

/// The work trees of the paths of a run. A work tree nested in one of them, such as a submodule, is not among them: it has its
/// own history.
pub struct WorkTrees {
    tops: Vec<Utf8PathBuf>,
    /// The folders that were looked at, and whether they are in one of the work trees.
    folders: HashMap<Utf8PathBuf, bool>,
    /// Those of the folders that hold the files of a bare repository.
    embedded: BTreeSet<Utf8PathBuf>,
}

impl WorkTrees {
    /// Finds the work trees of some paths.
    ///
    /// # Errors
    /// When a path is in no repository.
    pub fn of_paths(paths: &[Utf8PathBuf]) -> Result<Self, Error> {
        let tops = parts(paths)?.into_iter().map(|part| part.top).collect();
        Ok(Self { tops, folders: HashMap::new(), embedded: BTreeSet::new() })
    }

    /// Whether one of the work trees contains a file, given by its absolute path.
    pub fn contain(&mut self, absolute: &str) -> bool {
        Utf8Path::new(absolute).parent().is_some_and(|folder| self.contain_folder(folder))
    }

    fn contain_folder(&mut self, folder: &Utf8Path) -> bool {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        if repository::is_bare_repository(folder.as_std_path()) {
            self.embedded.insert(folder.to_owned());
        }
        let is_contained = match folder.join(".git").exists() {
            true => self.tops.iter().any(|top| top == folder),
            false => folder.parent().is_some_and(|parent| self.contain_folder(parent)),
        };
        self.folders.insert(folder.to_owned(), is_contained);
        is_contained
    }

    /// The bare repositories among the folders that were looked at. Their documents are checked, and compared with the history of
    /// the work tree.
    pub fn embedded_repositories(self) -> impl Iterator<Item = NotChecked> {
        let reason = "the folder poses as a git repository (`HEAD`, `objects`, `refs`); that repository was ignored";
        let path = |folder: &Utf8PathBuf| display_name(relative_to_current_dir(folder));
        let folders: Vec<String> = self.embedded.iter().map(path).collect();
        folders.into_iter().map(|path| NotChecked { path, what: Unchecked::File, reason: reason.to_owned() })
    }
}

/// The given paths that are in one work tree. Git is asked once for all of them.
struct Part {
    /// The top folder of the work tree.
    top: Utf8PathBuf,
    /// The deepest folder that contains all the paths, absolute.
    folder: String,
    /// The first path, as messages show it.
    name: String,
    /// The absolute paths, each with its index among the paths of the run.
    paths: Vec<(usize, String)>,
}

/// Groups the given paths by their work trees.
fn parts(paths: &[Utf8PathBuf]) -> Result<Vec<Part>, Error> {
    let mut parts: BTreeMap<Utf8PathBuf, Part> = BTreeMap::new();
    for (index, path) in paths.iter().enumerate() {
        let (absolute, name) = (absolute(path)?, display_name(path));
        let mut folder = absolute.clone();
        if !path.is_dir() {
            truncate_to_parent(&mut folder);
        }
        // The folder of a document on standard input need not exist yet.
        while folder.len() > 1 && !Utf8Path::new(&folder).is_dir() {
            truncate_to_parent(&mut folder);
        }
        let top = Utf8Path::new(&folder).ancestors().find(|above| above.join(".git").exists());
        let Some(top) = top.map(Utf8Path::to_owned) else { return Err(Error::NoWorkTree { path: name }) };
        let new = || Part { top: top.clone(), folder: folder.clone(), name, paths: Vec::new() };
        let part = parts.entry(top.clone()).or_insert_with(new);
        while strip_root(&folder, &part.folder).is_none() {
            truncate_to_parent(&mut part.folder);
        }
        part.paths.push((index, absolute));
    }
    Ok(parts.into_values().collect())
}

/// Shortens an absolute path to its parent folder.
fn truncate_to_parent(path: &mut String) {
    path.truncate(path.rfind('/').unwrap_or(0).max(1));
}

impl Part {
    /// The repository of the work tree, for the folder.
    fn repository(&self) -> Result<Repository, Error> {
        Repository::of_work_tree(self.top.as_std_path(), self.folder.as_ref(), &self.name)
    }

    /// The documents among some files, each with its object id. `files` has the object ids by path relative to the folder.
    fn documents<'a>(
        &self,
        inputs: &Inputs<'_>,
        files: &'a BTreeMap<String, String>,
    ) -> Result<(Vec<Location>, Vec<&'a str>), Error> {
        let (mut wanted, mut ids) = (Vec::new(), Vec::new());
        for (index, path) in &self.paths {
            let relative = self.relative(path);
            if let Some(id) = files.get(relative) {
                wanted.push((*index, ""));
                ids.push(id.as_str());
                continue;
            }
            let prefix = if relative.is_empty() { String::new() } else { format!("{relative}/") };
            for (file, id) in files.range(prefix.clone()..) {
                let Some(file) = file.strip_prefix(&prefix) else { break };
                if is_markdown(file) && !file.split('/').any(|part| part.starts_with('.')) {
                    wanted.push((*index, file));
                    ids.push(id);
                }
            }
        }
        Ok((walk::locations(inputs, &wanted)?, ids))
    }

    /// A given path relative to the folder; empty for the folder itself.
    fn relative<'a>(&self, path: &'a str) -> &'a str {
        strip_root(path, &self.folder).unwrap_or(path)
    }
}

impl Documents {
    /// Adds the documents of a commit.
    fn add_commit(&mut self, inputs: &Inputs<'_>, part: &Part, mut git: Git) -> Result<(), Error> {
        if !git.has_folder()? {
            return Ok(());
        }
        let mut git = git.list()?;
        let mut files = git.files().clone();
        // A file that is named is a document whatever its extension, so the list may lack it.
        let commit = git.commit().unwrap_or_default().to_owned();
        let named = part.paths.iter().filter(|(index, _)| !inputs.paths[*index].is_dir()).map(|(_, path)| part.relative(path));
        let unlisted = named.filter(|path| !path.is_empty() && !files.contains_key(*path));
        let wanted: Vec<(&str, &str)> = unlisted.map(|path| (commit.as_str(), path)).collect();
        for ((_, path), located) in wanted.iter().zip(git.find(&wanted)?) {
            if let Located::At(id, _) = located {
                files.insert((*path).to_owned(), id);
            }
        }
        self.add(inputs, part, &files, &mut git)
    }

    /// Adds the documents among the files of a part.
    fn add(&mut self, inputs: &Inputs<'_>, part: &Part, files: &BTreeMap<String, String>, git: &mut Git) -> Result<(), Error> {
        let (locations, ids) = part.documents(inputs, files)?;
        for (location, bytes) in locations.into_iter().zip(git.read(&ids)?) {
            match bytes {
                Ok(bytes) => self.texts.push((location, bytes)),
                Err(reason) => self.not_checked.push(unreadable(location.name, reason)),
            }
        }
        Ok(())
    }
}
