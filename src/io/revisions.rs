//! The documents of a change, listed and not yet read: as they are now, and as they were before.

use super::git::{self, Git};
use super::repository::Repository;
use super::tracked::{self, is_hidden};
use super::walk::{self, Inputs, unreadable};
use super::work_trees::{Part, WorkTrees};
use crate::Error;
use crate::document::identity::{Location, is_markdown, strip_root};
use crate::document::not_checked::NotChecked;
use crate::source::store::{Located, Store};
use camino::Utf8PathBuf;
use std::collections::{BTreeMap, HashSet};

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

/// The documents of one version, by absolute path.
#[derive(Default)]
pub struct Listing {
    /// Those that are files.
    pub files: BTreeMap<String, Listed>,
    /// Those that cannot be read, by absolute path, or by name where that is not known.
    pub unreadable: BTreeMap<String, NotChecked>,
    /// Those that are unchanged and not on disk, by absolute path: the checkout is a sparse one.
    pub not_on_disk: HashSet<String>,
    /// The others that were not looked at.
    pub not_checked: Vec<NotChecked>,
    /// The repositories that hold the contents; empty if they are on disk.
    objects: Vec<Git>,
}

/// A document that was read: its location, and its content or the reason why it has none.
pub type ReadFile = (Location, Result<Vec<u8>, String>);

/// A document that is listed.
pub struct Listed {
    /// Its location.
    pub location: Location,
    /// The id of its content; `None` if only the disk has it.
    pub id: Option<String>,
    /// The position of its repository.
    part: usize,
    /// Names its article; see [`Change`](super::change::Change).
    pub article: u64,
}

impl Listing {
    /// Lists the documents as they were before the change. While a merge is being concluded, a second listing has the
    /// documents of the other side.
    ///
    /// # Errors
    /// When git cannot be run, or the revision does not exist.
    pub fn before(inputs: &Inputs<'_>, parts: &[Part], since: &Since, known: &KnownBases) -> Result<Vec<Self>, Error> {
        let (mut before, mut other_side) = (Self::default(), Self::default());
        for part in parts {
            if let Some(git) = base(part, since, known)? {
                before.add_commit(inputs, part, git)?;
            }
            if *since == Since::Staged
                && let Ok(git) = Git::open(&part.repository()?, "MERGE_HEAD")
            {
                other_side.add_commit(inputs, part, git)?;
            }
        }
        let has_other_side = !other_side.files.is_empty();
        Ok(std::iter::once(before).chain(has_other_side.then_some(other_side)).collect())
    }

    /// Lists the documents as they are staged.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn staged(inputs: &Inputs<'_>, parts: &[Part]) -> Result<Self, Error> {
        let mut listing = Self::default();
        for part in parts {
            let repository = &part.repository()?;
            let git::Staged { files, in_conflict } = git::staged(repository)?;
            listing.add(inputs, part, &files, Git::objects_of(repository)?)?;
            for location in part.documents(inputs, &in_conflict)?.0 {
                let reason = "it has a merge conflict, so nothing is staged yet".to_owned();
                listing.unreadable.insert(location.absolute, unreadable(location.name, reason));
            }
        }
        let mut work_trees = WorkTrees::of(parts);
        listing.files.keys().for_each(|absolute| {
            work_trees.contain(absolute);
        });
        listing.not_checked.extend(work_trees.embedded_repositories());
        Ok(listing)
    }

    /// Lists the documents as they are on disk. A document has an id if it does not differ from the index.
    ///
    /// # Errors
    /// When a path cannot be read, or git cannot be run.
    pub fn on_disk(inputs: &Inputs<'_>, parts: &[Part]) -> Result<Self, Error> {
        let tracked = || parts.iter().map(Tracked::of).collect::<Result<Vec<_>, Error>>();
        let walk = || -> Result<Vec<_>, Error> { Ok(walk::discover(&Inputs { with_tracked: false, ..*inputs })?.collect()) };
        let (tracked, found) = rayon::join(tracked, walk);
        let tracked = tracked?;
        let mut listing = Self::default();
        let mut work_trees = WorkTrees::of(parts);
        let listed = |location: Location| {
            let is_replaced = inputs.texts.contains_key(&location.absolute);
            let id = parts.iter().zip(&tracked).find_map(|(part, tracked)| {
                strip_root(&location.absolute, &part.folder).and_then(|relative| tracked.unchanged(relative))
            });
            Listed { id: id.filter(|_| !is_replaced).cloned(), location, part: 0, article: 0 }
        };
        for location in found? {
            match location {
                Err(skipped) => {
                    listing.unreadable.insert(skipped.path.clone(), skipped);
                }
                Ok(location) if !work_trees.contain(&location.absolute) => {
                    let reason = "it is in another repository, whose changes are not looked at";
                    listing.not_checked.push(unreadable(location.name, reason.to_owned()));
                }
                // A given path may lead through a link, which git would not follow.
                Ok(location) if work_trees.has_link(&location.absolute) => {
                    let reason = "it is in a folder that is a link; the links of a repository are not followed";
                    listing.not_checked.push(unreadable(location.name, reason.to_owned()));
                }
                Ok(location) => listing.insert(listed(location)),
            }
        }
        // The tracked documents that the walk did not find.
        for (part, tracked) in parts.iter().zip(&tracked) {
            let is_missing = |path: &str| {
                is_markdown(path) && !is_hidden(path) && !listing.files.contains_key(&format!("{}/{path}", part.folder))
            };
            let missing = tracked.files.iter().filter(|(path, _)| is_missing(path));
            let missing = missing.map(|(path, id)| (path.clone(), id.clone())).collect();
            for location in part.documents(inputs, &missing)?.0 {
                if location.path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
                    && !work_trees.has_link(&location.absolute)
                {
                    // An ignore file hides it from the walk.
                    listing.insert(listed(location));
                } else if tracked.unchanged(part.relative(&location.absolute)).is_some() {
                    // A sparse checkout leaves it out.
                    listing.not_on_disk.insert(location.absolute);
                }
            }
        }
        listing.not_checked.extend(work_trees.embedded_repositories());
        Ok(listing)
    }

    /// Reads the documents at some absolute paths, each with its content or the reason why it has none.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn read(&mut self, wanted: &HashSet<String>) -> Result<Vec<ReadFile>, Error> {
        let mut read = Vec::new();
        for (part, git) in self.objects.iter_mut().enumerate() {
            let is_wanted = |file: &&Listed| file.part == part && wanted.contains(&file.location.absolute);
            let files: Vec<&Listed> = self.files.values().filter(is_wanted).collect();
            let ids: Vec<&str> = files.iter().filter_map(|file| file.id.as_deref()).collect();
            read.extend(files.iter().map(|file| file.location.clone()).zip(git.read(&ids)?));
        }
        Ok(read)
    }

    /// Whether the contents are on disk.
    pub fn is_on_disk(&self) -> bool {
        self.objects.is_empty()
    }

    /// Adds the documents of a commit.
    fn add_commit(&mut self, inputs: &Inputs<'_>, part: &Part, mut git: Git) -> Result<(), Error> {
        if !git.has_folder()? {
            return Ok(());
        }
        let mut git = git.list()?;
        let mut files = git.files().clone();
        // A file that is named is a document whatever its extension, so the list may lack it.
        let commit = git.commit().unwrap_or_default().to_owned();
        let is_named = |path: &Utf8PathBuf| !path.is_dir() && !inputs.base_roots.contains(path);
        let named = part.paths.iter().filter(|(index, _)| is_named(&inputs.paths[*index])).map(|(_, path)| part.relative(path));
        let unlisted = named.filter(|path| !path.is_empty() && !files.contains_key(*path));
        let wanted: Vec<(&str, &str)> = unlisted.map(|path| (commit.as_str(), path)).collect();
        for ((_, path), located) in wanted.iter().zip(git.find(&wanted)?) {
            if let Located::At(id, _) = located {
                files.insert((*path).to_owned(), id);
            }
        }
        self.add(inputs, part, &files, git)
    }

    /// Adds the documents among the files of a part.
    fn add(&mut self, inputs: &Inputs<'_>, part: &Part, files: &BTreeMap<String, String>, git: Git) -> Result<(), Error> {
        let (locations, ids) = part.documents(inputs, files)?;
        let number = self.objects.len();
        self.objects.push(git);
        for (location, id) in locations.into_iter().zip(ids) {
            self.insert(Listed { location, id: Some(id.to_owned()), part: number, article: 0 });
        }
        Ok(())
    }

    /// Adds a document. Two of the given paths may reach the same file.
    fn insert(&mut self, file: Listed) {
        self.files.entry(file.location.absolute.clone()).or_insert(file);
    }
}

/// The commits that work trees are compared with, by the top folder, as far as they are known already.
pub type KnownBases = BTreeMap<Utf8PathBuf, String>;

/// The commit that a work tree is compared with: where the branch left the revision, if the clone has that commit. `None` before
/// the first commit.
///
/// # Errors
/// When git cannot be run, or the revision does not exist or is ambiguous.
pub fn base(part: &Part, since: &Since, known: &KnownBases) -> Result<Option<Git>, Error> {
    let repository = &part.repository()?;
    if let Some(commit) = known.get(&part.top) {
        return Git::open(repository, commit).map(Some);
    }
    let names = if *since == Since::Staged { Vec::new() } else { refs(repository, since.rev())? };
    if !names.is_empty() {
        return Err(Error::AmbiguousBase { path: part.name.clone(), rev: since.rev().to_owned(), names: names.join(", ") });
    }
    let revision = match Git::open(repository, since.rev()) {
        Ok(git) => git,
        Err(Error::NoRevision { .. }) if *since == Since::Staged => return Ok(None),
        Err(Error::NoRevision { rev, .. }) => return Err(Error::NoBase { path: part.name.clone(), rev }),
        Err(error) => return Err(error),
    };
    let id = revision.commit().unwrap_or_default();
    match git::merge_base(repository, id, "HEAD").filter(|base| base != id) {
        Some(base) => Git::open(repository, &base).map(Some),
        None => Ok(Some(revision)),
    }
}

/// The tags and branches that a revision may name, if they are at different commits; else none. Git would take the first: then a tag that is
/// named like a branch hides it.
fn refs(repository: &Repository, rev: &str) -> Result<Vec<String>, Error> {
    if !rev.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/')) {
        return Ok(Vec::new());
    }
    let commit = "--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end) %(refname)";
    let names = ["refs/tags", "refs/heads", "refs/remotes"].map(|folder| format!("{folder}/{rev}"));
    let found = repository.run(&["for-each-ref", commit, &names[0], &names[1], &names[2]])?;
    let found: Vec<(&str, &str)> = found
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, name)| names.iter().any(|known| known == name))
        .collect();
    let mut commits: Vec<&str> = found.iter().map(|(commit, _)| *commit).collect();
    // An abbreviated object id may be the name of a branch as well.
    let is_abbreviation = rev.len() >= 4 && rev.len() < 40 && rev.bytes().all(|b| b.is_ascii_hexdigit());
    commits.extend(is_abbreviation.then_some(""));
    commits.sort_unstable();
    commits.dedup();
    if commits.len() < 2 || found.is_empty() {
        return Ok(Vec::new());
    }
    let names = found.iter().map(|(_, name)| (*name).to_owned());
    Ok(names.chain(is_abbreviation.then(|| format!("commit {rev}"))).collect())
}

/// The tracked files of a part, by path relative to the folder.
struct Tracked {
    /// Their object ids in the index.
    files: BTreeMap<String, String>,
    /// Those that may differ from the index.
    modified: HashSet<String>,
}

impl Tracked {
    fn of(part: &Part) -> Result<Self, Error> {
        let repository = &part.repository()?;
        let (staged, modified) = rayon::join(|| git::staged(repository), || tracked::modified(repository));
        Ok(Self { files: staged?.files, modified: modified? })
    }

    /// The object id of a file that does not differ from the index.
    fn unchanged(&self, path: &str) -> Option<&String> {
        self.files.get(path).filter(|_| !self.modified.contains(path))
    }
}
