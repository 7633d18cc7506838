//! Discovery and reading: which files are documents, and their bytes.

use crate::Error;
use crate::config::{Settings, Since};
use crate::document::identity;
use crate::document::identity::Location;
use crate::document::not_checked::{NotChecked, Unchecked};
use crate::source::publishing;
use crate::text::Text;
use crate::text::bytes::without_mark;
use ignore::WalkBuilder;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

/// Finds the Markdown files under the given paths, one after the other, in no particular order: so the first can be read
/// while the last is not yet found. A file that is named is taken whatever its ending; in folders, files that end in `.md`
/// and are neither hidden, ignored by git nor links that could lead out of the folder. A file that a text of the settings stands
/// for need not be there.
///
/// An item is an error where a folder or file could not be looked at.
///
/// # Errors
/// When a path does not exist, cannot be looked at, or has a name that is not UTF-8.
pub fn discover(settings: &Settings) -> Result<impl Iterator<Item = Result<Location, NotChecked>> + Send + use<>, Error> {
    let (given, mut roots) = prepared(settings)?;
    let walked = given.into_iter().flat_map(Given::walk);
    Ok(walked.map(move |found| found.map(|found| roots.job(found))))
}

/// The given paths and roots, looked at.
fn prepared(settings: &Settings) -> Result<(Vec<Given>, Roots), Error> {
    let here = std::env::current_dir().map_err(|error| Error::Read { path: ".".into(), error })?;
    let roots = settings.roots.iter().map(|root| configured(&here, root)).collect::<Result<Vec<_>, _>>()?;
    let mut given = Vec::new();
    for path in &settings.paths {
        let (shown, absolute) = (shown(path)?, absolute(&here, path)?);
        let is_folder = match std::fs::metadata(path) {
            _ if settings.texts.contains_key(&absolute) => false,
            Ok(kind) if kind.is_dir() => true,
            Ok(kind) if kind.is_file() => false,
            Ok(_) => return Err(Error::Read { path: shown, error: not_a_file() }),
            // What is staged need not be on disk.
            Err(error) if error.kind() == ErrorKind::NotFound && settings.since == Some(Since::Staged) => false,
            Err(error) => return Err(Error::Read { path: shown, error }),
        };
        given.push(Given { path: path.clone(), absolute, shown, is_folder });
    }
    Ok((given, Roots { configured: roots, marked: HashMap::new() }))
}

/// The jobs of files that need not be there: each by the number of the given path, and its path below that; empty for the
/// given path itself.
///
/// # Errors
/// As [`discover`].
pub fn jobs(settings: &Settings, wanted: &[(usize, &str)]) -> Result<Vec<Location>, Error> {
    let (given, mut roots) = prepared(settings)?;
    let mut job = |&(number, below): &(usize, &str)| {
        let given = &given[number];
        let found = match below {
            "" => given.itself(),
            below => given.below(given.path.join(below), below),
        };
        roots.job(found)
    };
    Ok(wanted.iter().map(&mut job).collect())
}

/// The folders among the paths of the command line: absolute, and as they are shown.
///
/// # Errors
/// When a path cannot be looked at, or has a name that is not UTF-8.
pub fn folders(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Error> {
    let folders = paths.iter().filter(|path| path.is_dir());
    folders.map(|path| Ok((whole(path)?, shown(path)?))).collect()
}

/// A path from the file system's root, `/` always.
///
/// # Errors
/// When it has a name that is not UTF-8.
pub fn whole(path: &Path) -> Result<String, Error> {
    let here = std::env::current_dir().map_err(|error| Error::Read { path: ".".into(), error })?;
    absolute(&here, path)
}

/// A path of the command line.
struct Given {
    path: PathBuf,
    shown: String,
    absolute: String,
    is_folder: bool,
}

/// A file that was found.
struct Found {
    path: PathBuf,
    name: String,
    absolute: String,
    given_root: String,
}

impl Given {
    fn walk(self) -> Box<dyn Iterator<Item = Result<Found, NotChecked>> + Send> {
        if !self.is_folder {
            return Box::new(std::iter::once(Ok(self.itself())));
        }
        Box::new(WalkBuilder::new(&self.path).build().filter_map(move |entry| match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let is_markdown = entry.path().extension().is_some_and(|e| e.eq_ignore_ascii_case("md"));
                (is_file && is_markdown).then(|| self.found(entry.into_path()))
            }
            Err(error) => Some(Err(unreadable(self.shown.clone(), error.to_string()))),
        }))
    }

    fn found(&self, path: PathBuf) -> Result<Found, NotChecked> {
        let Some(below) = slashed(path.strip_prefix(&self.path).unwrap_or(&path)) else {
            return Err(unreadable(path.to_string_lossy().into_owned(), "its name is not UTF-8".to_owned()));
        };
        Ok(self.below(path, &below))
    }

    /// A file that is named.
    fn itself(&self) -> Found {
        let given_root = self.absolute.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        Found { path: self.path.clone(), name: self.shown.clone(), absolute: self.absolute.clone(), given_root }
    }

    /// A file below a folder.
    fn below(&self, path: PathBuf, below: &str) -> Found {
        let joined = |base: &str| format!("{}/{below}", base.trim_end_matches('/'));
        Found { name: joined(&self.shown), absolute: joined(&self.absolute), given_root: self.absolute.clone(), path }
    }
}

/// An entry of the report for a file that could not be read.
pub fn unreadable(path: String, reason: String) -> NotChecked {
    NotChecked { path, what: Unchecked::File, reason }
}

/// What decides the root of a document, as far as folders do.
struct Roots {
    configured: Vec<String>,
    /// For each folder met, the nearest one at or above it that holds `bitext.toml` or `.git`.
    marked: HashMap<PathBuf, Option<String>>,
}

impl Roots {
    fn job(&mut self, found: Found) -> Location {
        let Found { path, name, absolute, given_root } = found;
        let above = |root: &&String| absolute.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let configured_root = self.configured.iter().filter(above).max_by_key(|root| root.len()).cloned();
        // A root that comes first needs no look at the folders.
        let decided = configured_root.is_some() || identity::in_locale_folder(&absolute);
        let marked_root = if decided { None } else { Path::new(&absolute).parent().and_then(|parent| self.marked(parent)) };
        Location { path, name, absolute, given_root, configured_root, marked_root }
    }

    fn marked(&mut self, folder: &Path) -> Option<String> {
        if let Some(root) = self.marked.get(folder) {
            return root.clone();
        }
        let here = folder.join("bitext.toml").exists() || folder.join(".git").exists();
        let root = if here { slashed(folder) } else { folder.parent().and_then(|parent| self.marked(parent)) };
        self.marked.insert(folder.to_owned(), root.clone());
        root
    }
}

fn configured(here: &Path, root: &Path) -> Result<String, Error> {
    let shown = shown(root)?;
    match std::fs::metadata(root) {
        Ok(kind) if kind.is_dir() => absolute(here, root),
        Ok(_) => Err(Error::NotAFolder { path: shown }),
        Err(error) => Err(Error::Read { path: shown, error }),
    }
}

/// Finds `bitext.toml` at or above the first of the paths: its text, and its folder as shown and absolute.
///
/// # Errors
/// When it cannot be read.
pub fn configuration(paths: &[PathBuf]) -> Result<Option<(Vec<u8>, PathBuf, String)>, Error> {
    let Some(first) = paths.first() else { return Ok(None) };
    let first = PathBuf::from(whole(first)?);
    for folder in first.ancestors() {
        let file = folder.join("bitext.toml");
        match bytes(&file) {
            Ok(text) => {
                return Ok(Some((text, from_here(folder), whole(folder)?)));
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::Read { path: file.to_string_lossy().into_owned(), error }),
        }
    }
    Ok(None)
}

/// An absolute path as the user would write it from the current folder.
pub fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).to_owned()
}

/// The folders below the current one that are named as locales, as paths below it with `/`, in order. What is in them is not
/// looked at.
///
/// # Errors
/// When the current folder is not known.
pub fn locale_folders() -> Result<Vec<String>, Error> {
    let here = std::env::current_dir().map_err(|error| Error::Read { path: ".".into(), error })?;
    let is_locale = |name: &std::ffi::OsStr| name.to_str().and_then(identity::known_locale).is_some();
    let mut found = Vec::new();
    let mut walk = WalkBuilder::new(&here);
    walk.filter_entry(move |entry| {
        let holder = entry.path().parent().and_then(Path::file_name);
        entry.depth() < 2 || !holder.is_some_and(is_locale)
    });
    for entry in walk.build().flatten() {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if is_folder && entry.depth() > 0 && is_locale(entry.file_name()) {
            found.extend(entry.path().strip_prefix(&here).ok().and_then(slashed));
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a list of documents, a line or a text up to a NUL each: from a file, or from standard input for `-`.
///
/// # Errors
/// When it cannot be read, or a path in it is not UTF-8 or a folder.
pub fn list(file: &Path) -> Result<Vec<PathBuf>, Error> {
    let bytes = match file == Path::new("-") {
        true => input()?,
        // It may be a pipe: a shell writes one for `<(git diff --name-only)`.
        false => File::open(file)
            .and_then(limited)
            .map_err(|error| Error::Read { path: file.to_string_lossy().into_owned(), error })?,
    };
    let bytes = without_mark(&bytes);
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let document = |path: &[u8]| {
        let text = || String::from_utf8_lossy(path).into_owned();
        let name = std::str::from_utf8(path).map_err(|_| Error::Name { path: text() })?;
        let error = match std::fs::metadata(name) {
            Ok(kind) if kind.is_dir() => std::io::Error::other("it is a folder, and a list names documents"),
            Ok(kind) if !kind.is_file() => not_a_file(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                std::io::Error::other("it is not there (git leaves out what is deleted with --diff-filter=d)")
            }
            _ => return Ok(PathBuf::from(name)),
        };
        Err(Error::Read { path: text(), error })
    };
    let paths = bytes.split(|byte| *byte == end).map(|path| if end == 0 { path } else { path.trim_ascii_end() });
    paths.filter(|path| !path.is_empty()).map(document).collect()
}

/// All of standard input.
///
/// # Errors
/// When it cannot be read, or is too large for a document.
pub fn input() -> Result<Vec<u8>, Error> {
    let failed = |error| Error::Read { path: "standard input".to_owned(), error };
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > LARGEST {
        return Err(failed(too_large("1 GiB")));
    }
    Ok(bytes)
}

fn too_large(most: &str) -> std::io::Error {
    std::io::Error::new(ErrorKind::FileTooLarge, format!("larger than {most}"))
}

fn not_a_file() -> std::io::Error {
    std::io::Error::other("it is neither a file nor a folder; a pipe or a device is not read")
}

/// Reads a file that a run is told to use: the configuration, terms, a baseline.
///
/// # Errors
/// What the system says, that it is no file (reading a pipe could wait for ever), or that it is too large.
pub fn bytes(file: &Path) -> std::io::Result<Vec<u8>> {
    let kind = std::fs::metadata(file)?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(not_a_file());
    }
    File::open(file).and_then(limited)
}

fn limited(file: File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LARGEST_GIVEN + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_GIVEN {
        return Err(too_large("64 MiB"));
    }
    Ok(bytes)
}

/// The largest of them in bytes.
const LARGEST_GIVEN: u64 = 64 << 20;

/// Whether a source file of this name is of use: a document, or what says of documents where they went and which are not
/// localized.
pub fn is_source_file(name: &str) -> bool {
    identity::is_markdown(name) || [publishing::LOCALIZATION, publishing::REDIRECTIONS].contains(&name)
}

/// The files of a source on disk, as paths below it: as git would list them, hidden ones too.
pub fn source_files(folder: &Path) -> Vec<String> {
    let walk = WalkBuilder::new(folder).hidden(false).filter_entry(|entry| entry.file_name() != ".git").build();
    let files = walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let below = files.filter_map(|entry| slashed(entry.path().strip_prefix(folder).ok()?));
    below.filter(|path| is_source_file(path.rsplit('/').next().unwrap_or(path))).collect()
}

/// A path as it is shown: as given, `/` always, without `/` behind.
///
/// # Errors
/// When it is not UTF-8.
pub fn shown(path: &Path) -> Result<String, Error> {
    let text = path.to_str().ok_or_else(|| Error::Name { path: path.to_string_lossy().into_owned() })?;
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.to_owned() };
    Ok(match text.trim_end_matches('/') {
        "" => "/".to_owned(),
        trimmed => trimmed.to_owned(),
    })
}

/// The path from the file system's root, `.` and `..` taken out by name.
fn absolute(here: &Path, path: &Path) -> Result<String, Error> {
    let mut whole = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    slashed(&whole).ok_or_else(|| Error::Name { path: path.to_string_lossy().into_owned() })
}

pub(super) fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.to_owned() })
}

/// Reads a document. Each thread reads into one buffer over and over, and copies out of it what is text. The buffer keeps
/// its length, so that all but the largest files take one read and one look for the end.
///
/// # Errors
/// What the system says, or that the file is too large for 32-bit places.
pub fn read(job: &Location) -> std::io::Result<Text> {
    thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    BUFFER.with_borrow_mut(|buffer| {
        let mut file = File::open(&job.path)?;
        let mut length = 0;
        loop {
            if length == buffer.len() {
                buffer.resize((2 * length).clamp(1 << 18, LARGEST + 1), 0);
            }
            match file.read(&mut buffer[length..]) {
                Ok(0) => return Ok(Text::new(&job.name, &buffer[..length])),
                Ok(read) => length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if length > LARGEST {
                return Err(too_large("1 GiB"));
            }
        }
    })
}

/// The largest document in bytes.
const LARGEST: usize = 1 << 30;
