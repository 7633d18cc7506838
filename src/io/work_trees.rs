//! The work trees that the paths of a run are in.

use super::paths::{absolute, display_name, relative_to_current_dir};
use super::repository::{self, Repository};
use super::tracked::is_hidden;
use super::walk::{self, Inputs};
use crate::Error;
use crate::document::identity::{Location, is_markdown, strip_root};
use crate::document::not_checked::{NotChecked, Unchecked};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The work trees of the paths of a run. A work tree nested in one of them, such as a submodule, is not among them: it has its
/// own history.
pub struct WorkTrees {
    tops: Vec<Utf8PathBuf>,
    /// The folders that were looked at, and whether they are in one of the work trees.
    folders: HashMap<Utf8PathBuf, bool>,
    /// The folders that were looked at, and whether a link leads to them.
    links: HashMap<Utf8PathBuf, bool>,
    /// Those of the folders that hold the files of a bare repository.
    embedded: BTreeSet<Utf8PathBuf>,
}

impl WorkTrees {
    /// The work trees of the given paths.
    pub fn of(parts: &[Part]) -> Self {
        Self {
            tops: parts.iter().map(|part| part.top.clone()).collect(),
            folders: HashMap::new(),
            links: HashMap::new(),
            embedded: BTreeSet::new(),
        }
    }

    /// Whether one of the work trees contains a file, given by its absolute path.
    pub fn contain(&mut self, absolute: &str) -> bool {
        Utf8Path::new(absolute).parent().is_some_and(|folder| self.contain_folder(folder))
    }

    /// Whether a link is on the way from the top of a work tree to a file.
    pub fn has_link(&mut self, absolute: &str) -> bool {
        let folder = Utf8Path::new(absolute).parent();
        let top = folder.and_then(|folder| self.tops.iter().find(|top| folder.starts_with(top)));
        folder.zip(top).is_some_and(|(folder, top)| walk::has_link(folder, top, &mut self.links))
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
pub struct Part {
    /// The top folder of the work tree.
    pub top: Utf8PathBuf,
    /// The deepest folder that contains all the paths, absolute.
    pub folder: String,
    /// The first path, as messages show it.
    pub name: String,
    /// The absolute paths, each with its index among the paths of the run.
    pub paths: Vec<(usize, String)>,
}

/// The top folder of the work tree that a path is in: the nearest folder at or above it with a `.git`.
pub fn top_of(path: &Utf8Path) -> Option<&Utf8Path> {
    path.ancestors().find(|folder| folder.join(".git").exists())
}

/// Groups the given paths by their work trees.
///
/// # Errors
/// When a path is in no work tree.
pub fn parts(paths: &[Utf8PathBuf]) -> Result<Vec<Part>, Error> {
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
        let Some(top) = top_of(Utf8Path::new(&folder)).map(Utf8Path::to_owned) else {
            return Err(Error::NoWorkTree { path: name });
        };
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
    ///
    /// # Errors
    /// When git cannot be run, or does not accept the repository.
    pub fn repository(&self) -> Result<Repository, Error> {
        Repository::of_work_tree(self.top.as_std_path(), self.folder.as_ref(), &self.name)
    }

    /// The documents among some files, each with its object id. `files` has the object ids by path relative to the folder.
    ///
    /// # Errors
    /// When a given path cannot be read.
    pub fn documents<'a>(
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
                if is_markdown(file) && !is_hidden(file) {
                    wanted.push((*index, file));
                    ids.push(id);
                }
            }
        }
        Ok((walk::locations(inputs, &wanted)?, ids))
    }

    /// A path below the folder, relative to it; empty for the folder itself.
    pub fn relative<'a>(&self, path: &'a str) -> &'a str {
        strip_root(path, &self.folder).unwrap_or(path)
    }
}
