//! Discovery: which files are documents.

use super::paths::{absolute, absolute_from, current_dir, display_name, relative_to_current_dir, slashed, utf8};
use super::read::not_a_file;
use super::tracked;
use crate::Error;
use crate::document::identity::{self, Identity, Location, strip_root};
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::source::publishing;
use crate::text::Texts;
use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::ErrorKind;
use std::thread::JoinHandle;

/// Where to look for documents.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Files and folders.
    pub paths: &'a [Utf8PathBuf],
    /// Configured roots: folders that document paths are relative to.
    pub roots: &'a [Utf8PathBuf],
    /// Texts that replace files, by absolute path. Their files need not exist.
    pub texts: &'a Texts,
    /// Whether a path may be missing from the disk. A staged file may.
    pub may_be_missing: bool,
    /// Those of the paths that only the base of a change has as roots. They may be missing as well.
    pub base_roots: &'a [Utf8PathBuf],
    /// Whether a document that git tracks is found although an ignore file names it.
    pub with_tracked: bool,
}

/// Finds the Markdown files under the given paths, one after the other, in no particular order: the first can be read
/// before the last is found. A file that is named is taken whatever its extension. In folders, only files that end in `.md` are
/// taken, and neither hidden files, files that an ignore file names, nor links, which could lead out of the folder. A file that
/// git tracks is taken also if an ignore file names it.
///
/// An item is an error where a folder or file could not be read.
///
/// # Errors
/// When a path does not exist, cannot be read, or has a name that is not UTF-8.
pub fn discover(inputs: &Inputs<'_>) -> Result<impl Iterator<Item = Result<Location, NotChecked>> + Send + use<>, Error> {
    let (paths, mut roots) = resolve(inputs)?;
    let with_tracked = inputs.with_tracked;
    let files = paths.into_iter().flat_map(move |path| path.walk(with_tracked));
    Ok(files.map(move |file| file.map(|file| roots.location(file))))
}

/// Resolves the given paths and roots.
fn resolve(inputs: &Inputs<'_>) -> Result<(Vec<InputPath>, Roots), Error> {
    let here = current_dir()?;
    let configured = inputs.roots.iter().map(|root| configured_root(&here, root)).collect::<Result<Vec<_>, _>>()?;
    let mut paths = Vec::new();
    for path in inputs.paths {
        let (name, absolute) = (display_name(path), absolute_from(&here, path));
        let is_folder = match std::fs::metadata(path) {
            _ if inputs.texts.contains_key(&absolute) => false,
            Ok(metadata) if metadata.is_dir() => true,
            Ok(metadata) if metadata.is_file() => false,
            Ok(_) => return Err(Error::Read { path: name, error: not_a_file() }),
            Err(error) if error.kind() == ErrorKind::NotFound && inputs.base_roots.contains(path) => {
                paths.push(InputPath { path: path.clone(), absolute, name, kind: InputKind::Missing });
                continue;
            }
            Err(error) if error.kind() == ErrorKind::NotFound && inputs.may_be_missing => false,
            Err(error) => return Err(Error::Read { path: name, error }),
        };
        let kind = if is_folder { InputKind::Folder } else { InputKind::File };
        paths.push(InputPath { path: path.clone(), absolute, name, kind });
    }
    Ok((paths, Roots { configured, marked: HashMap::new() }))
}

/// The locations of files that need not exist: each by the index of the given path, and its path relative to that; empty
/// for the given path itself.
///
/// # Errors
/// As [`discover`].
pub fn locations(inputs: &Inputs<'_>, wanted: &[(usize, &str)]) -> Result<Vec<Location>, Error> {
    let (paths, mut roots) = resolve(inputs)?;
    let mut location = |&(index, relative): &(usize, &str)| {
        let path = &paths[index];
        let file = match relative {
            "" => path.itself(),
            relative => path.file_below(path.path.join(relative), relative),
        };
        roots.location(file)
    };
    Ok(wanted.iter().map(&mut location).collect())
}

/// The roots outside the given paths that may hold siblings of the given documents, absolute and in order: the configured roots,
/// and the locale folders beside those of the given paths.
///
/// # Errors
/// When the current folder is not known, or a configured root is not a folder.
pub fn context_roots(inputs: &Inputs<'_>) -> Result<Vec<String>, Error> {
    let here = current_dir()?;
    let given: Vec<String> = inputs.paths.iter().map(|path| absolute_from(&here, path)).collect();
    let mut roots = inputs.roots.iter().map(|root| configured_root(&here, root)).collect::<Result<BTreeSet<_>, _>>()?;
    let holders: BTreeSet<&str> =
        given.iter().filter_map(|path| identity::locale_folder(path)?.rsplit_once('/')).map(|(holder, _)| holder).collect();
    for holder in holders {
        let Ok(entries) = std::fs::read_dir(if holder.is_empty() { "/" } else { holder }) else { continue };
        let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
        roots.extend(names.filter(|name| identity::known_locale(name).is_some()).map(|name| format!("{holder}/{name}")));
    }
    let is_given = |root: &String| given.iter().any(|path| strip_root(root, path).is_some());
    Ok(roots.into_iter().filter(|root| !is_given(root)).collect())
}

/// The files outside the given paths that may be siblings of some documents: those at the same path below another root.
/// `present` has the absolute paths of the files that are known already.
///
/// # Errors
/// As [`context_roots`].
pub fn context<'a>(
    inputs: &Inputs<'_>,
    documents: impl Iterator<Item = &'a Identity>,
    present: &HashSet<String>,
) -> Result<Vec<Location>, Error> {
    let context_roots = context_roots(inputs)?;
    if context_roots.is_empty() {
        return Ok(Vec::new());
    }
    let (_, mut roots) = resolve(inputs)?;
    let articles: BTreeSet<&str> =
        documents.filter(|identity| identity.locale.is_some()).map(|identity| &*identity.relative).collect();
    let mut found = Vec::new();
    for root in &context_roots {
        let mut links = HashMap::new();
        for relative in &articles {
            let absolute = format!("{}/{relative}", root.trim_end_matches('/'));
            let path = Utf8Path::new(&absolute);
            let is_file =
                inputs.texts.contains_key(&absolute) || path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
            let mut is_inside = || path.parent().is_some_and(|parent| !has_link(parent, Utf8Path::new(root), &mut links));
            if !present.contains(&absolute) && is_file && is_inside() {
                found.push(roots.context_location(absolute, root.clone()));
            }
        }
    }
    Ok(found)
}

/// The folders among the given paths: the absolute path, and the name that messages show.
///
/// # Errors
/// When the current folder is not known.
pub fn folders(paths: &[Utf8PathBuf]) -> Result<Vec<(String, String)>, Error> {
    let folders = paths.iter().filter(|path| path.is_dir());
    folders.map(|path| Ok((absolute(path)?, display_name(path)))).collect()
}

/// A path of the command line.
struct InputPath {
    path: Utf8PathBuf,
    name: String,
    absolute: String,
    kind: InputKind,
}

/// What a path of the command line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InputKind {
    File,
    Folder,
    /// A root that only the base of a change has.
    Missing,
}

/// A file that was found.
struct FoundFile {
    path: Utf8PathBuf,
    name: String,
    absolute: String,
    given_root: String,
}

impl InputPath {
    fn walk(self, with_tracked: bool) -> Box<dyn Iterator<Item = Result<FoundFile, NotChecked>> + Send> {
        match self.kind {
            InputKind::File => return Box::new(std::iter::once(Ok(self.itself()))),
            InputKind::Missing => return Box::new(std::iter::empty()),
            InputKind::Folder => {}
        }
        let walk = WalkBuilder::new(&self.path).build();
        let (absolute, name) = (self.absolute.clone(), self.name.clone());
        // Git lists its files while the folder is walked.
        let tracked = with_tracked.then(|| std::thread::spawn(move || tracked::documents_below(&absolute, &name)));
        Box::new(FolderWalk { folder: self, walk, found: HashSet::new(), tracked, rest: Vec::new() })
    }

    fn found(&self, path: std::path::PathBuf) -> Result<FoundFile, NotChecked> {
        let path = Utf8PathBuf::from_path_buf(path)
            .map_err(|path| unreadable(path.to_string_lossy().into_owned(), "its name is not UTF-8".to_owned()))?;
        let relative = slashed(path.strip_prefix(&self.path).unwrap_or(&path));
        Ok(self.file_below(path, &relative))
    }

    /// The path itself, as a file.
    fn itself(&self) -> FoundFile {
        let given_root = self.absolute.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        FoundFile { path: self.path.clone(), name: self.name.clone(), absolute: self.absolute.clone(), given_root }
    }

    /// A file below the path, which is a folder.
    fn file_below(&self, path: Utf8PathBuf, relative: &str) -> FoundFile {
        let joined = |base: &str| format!("{}/{relative}", base.trim_end_matches('/'));
        FoundFile { name: joined(&self.name), absolute: joined(&self.absolute), given_root: self.absolute.clone(), path }
    }
}

/// The documents of a folder: those that a walk finds, then those that an ignore file hides from it and that git tracks.
struct FolderWalk {
    folder: InputPath,
    walk: ignore::Walk,
    /// The absolute paths of the documents that the walk has found.
    found: HashSet<String>,
    /// Lists the tracked documents, until the walk has ended.
    tracked: Option<JoinHandle<Vec<String>>>,
    /// The tracked documents that the walk has not found.
    rest: Vec<FoundFile>,
}

impl Iterator for FolderWalk {
    type Item = Result<FoundFile, NotChecked>;

    fn next(&mut self) -> Option<Self::Item> {
        for entry in self.walk.by_ref() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Some(Err(unreadable(self.folder.name.clone(), error.to_string()))),
            };
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let is_markdown = entry.path().extension().is_some_and(|e| e.eq_ignore_ascii_case("md"));
            if is_file && is_markdown {
                let found = self.folder.found(entry.into_path());
                self.found.extend(found.as_ref().map(|file| file.absolute.clone()));
                return Some(found);
            }
        }
        if let Some(tracked) = self.tracked.take() {
            self.rest = self.hidden_from_walk(tracked.join().unwrap_or_default());
        }
        self.rest.pop().map(Ok)
    }
}

impl FolderWalk {
    /// The tracked documents that the walk has not found, although they are in the folder as files.
    fn hidden_from_walk(&self, tracked: Vec<String>) -> Vec<FoundFile> {
        let file = |relative: String| self.folder.file_below(self.folder.path.join(&relative), &relative);
        let mut files: Vec<FoundFile> = tracked.into_iter().map(file).collect();
        files.retain(|file| !self.found.contains(&file.absolute));
        // A link could lead out of the folder.
        let mut links = HashMap::new();
        files.retain(|file| file.path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()));
        files.retain(|file| file.path.parent().is_some_and(|parent| !has_link(parent, &self.folder.path, &mut links)));
        files
    }
}

/// Whether a link is on the way from one folder to another below it. `known` has the folders that were looked at.
pub(super) fn has_link(folder: &Utf8Path, top: &Utf8Path, known: &mut HashMap<Utf8PathBuf, bool>) -> bool {
    if folder == top {
        return false;
    }
    if let Some(known) = known.get(folder) {
        return *known;
    }
    let has_link = folder.is_symlink() || folder.parent().is_some_and(|parent| has_link(parent, top, known));
    known.insert(folder.to_owned(), has_link);
    has_link
}

/// An entry of the report for a file that could not be read.
pub fn unreadable(path: String, reason: String) -> NotChecked {
    NotChecked { path, what: Unchecked::File, reason }
}

/// The folders that may become the root of a document.
struct Roots {
    /// Absolute.
    configured: Vec<String>,
    /// For each folder that was looked at, the nearest one at or above it with `bitext.toml` or `.git`.
    marked: HashMap<Utf8PathBuf, Option<String>>,
}

impl Roots {
    fn location(&mut self, file: FoundFile) -> Location {
        let FoundFile { path, name, absolute, given_root } = file;
        let is_above = |root: &&String| strip_root(&absolute, root).is_some_and(|relative| !relative.is_empty());
        let configured_root = self.configured.iter().filter(is_above).max_by_key(|root| root.len()).cloned();
        // Only where nothing else decides does the file system need to be asked.
        let is_decided = configured_root.is_some() || identity::in_locale_folder(&absolute);
        let marked_root =
            if is_decided { None } else { Utf8Path::new(&absolute).parent().and_then(|parent| self.marked(parent)) };
        Location { path, name, absolute, given_root, configured_root, marked_root, is_context: false }
    }

    /// The location of a file that is read only as context.
    fn context_location(&mut self, absolute: String, given_root: String) -> Location {
        let path = relative_to_current_dir(Utf8Path::new(&absolute)).to_owned();
        let file = FoundFile { name: display_name(&path), path, absolute, given_root };
        Location { is_context: true, ..self.location(file) }
    }

    fn marked(&mut self, folder: &Utf8Path) -> Option<String> {
        if let Some(root) = self.marked.get(folder) {
            return root.clone();
        }
        let is_marked = folder.join("bitext.toml").exists() || folder.join(".git").exists();
        let root = if is_marked { Some(slashed(folder)) } else { folder.parent().and_then(|parent| self.marked(parent)) };
        self.marked.insert(folder.to_owned(), root.clone());
        root
    }
}

/// The absolute path of a configured root.
fn configured_root(here: &Utf8Path, root: &Utf8Path) -> Result<String, Error> {
    match std::fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => Ok(absolute_from(here, root)),
        Ok(_) => Err(Error::NotAFolder { path: display_name(root) }),
        Err(error) => Err(Error::Read { path: display_name(root), error }),
    }
}

/// The folders below the current one that are named like a locale, in order: their paths relative to the current folder, with
/// `/` as the separator. Folders inside them are not searched.
///
/// # Errors
/// When the current folder is not known.
pub fn locale_folders() -> Result<Vec<String>, Error> {
    let here = current_dir()?;
    let is_locale = |name: &std::ffi::OsStr| name.to_str().and_then(identity::known_locale).is_some();
    let mut found = Vec::new();
    let mut walk = WalkBuilder::new(&here);
    walk.filter_entry(move |entry| {
        let parent = entry.path().parent().and_then(std::path::Path::file_name);
        entry.depth() < 2 || !parent.is_some_and(is_locale)
    });
    for entry in walk.build().flatten() {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if is_folder && entry.depth() > 0 && is_locale(entry.file_name()) {
            let path = utf8(entry.into_path()).ok();
            found.extend(path.and_then(|path| Some(slashed(path.strip_prefix(&here).ok()?))));
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a source file of this name is used: a document, or a file that lists redirections or documents that are not
/// localized.
pub fn is_source_file(name: &str) -> bool {
    identity::is_markdown(name) || [publishing::LOCALIZATION, publishing::REDIRECTIONS].contains(&name)
}

/// Whether the source file at a path is used.
pub fn is_source_path(path: &str) -> bool {
    is_source_file(path.rsplit('/').next().unwrap_or(path))
}

/// The files of a source on disk, as paths relative to its folder. They include hidden files, as git would list them. With
/// `wanted`, only folders that can contain these paths are read.
pub fn source_files(folder: &Utf8Path, wanted: Option<&[&str]>) -> Vec<String> {
    let parents = |path: &&str| path.match_indices('/').map(|(at, _)| folder.join(&path[..at])).collect::<Vec<_>>();
    let folders: Option<HashSet<Utf8PathBuf>> = wanted.map(|wanted| wanted.iter().flat_map(parents).collect());
    let is_read = move |entry: &ignore::DirEntry| match (&folders, Utf8Path::from_path(entry.path())) {
        _ if entry.file_name() == ".git" => false,
        (Some(folders), Some(path)) if entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir()) => {
            folders.contains(path)
        }
        _ => true,
    };
    let walk = WalkBuilder::new(folder).hidden(false).filter_entry(is_read).build();
    let files = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let paths = files.filter_map(|entry| Some(slashed(Utf8Path::from_path(entry.path().strip_prefix(folder).ok()?)?)));
    paths.filter(|path| is_source_path(path)).collect()
}
