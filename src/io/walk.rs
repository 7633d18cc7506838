//! Discovery and reading: which files are documents, and their bytes.

use crate::{Error, Job};
use ignore::{DirEntry, WalkBuilder, WalkState};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;

/// What discovery found.
#[derive(Debug, Default)]
pub struct Found {
    /// Documents to read, in the order of their shown paths, each once.
    pub jobs: Vec<Job>,
    /// Folders and files that could not be looked at, with the reason.
    pub unreadable: Vec<(String, String)>,
}

/// Finds the Markdown files under the given paths. A file that is named is taken whatever its ending; in folders, files
/// that end in `.md` and are neither hidden, ignored by git nor links that could lead out of the folder.
///
/// # Errors
/// When a path does not exist, cannot be looked at, or has a name that is not UTF-8.
pub fn discover(paths: &[PathBuf], roots: &[PathBuf]) -> Result<Found, Error> {
    let here = std::env::current_dir().map_err(|error| Error::Read { path: ".".into(), error })?;
    let roots = roots.iter().map(|root| configured(&here, root)).collect::<Result<Vec<_>, _>>()?;
    let mut found = Found::default();
    let mut marked = HashMap::new();
    for path in paths {
        let shown = shown(path)?;
        let kind = std::fs::metadata(path).map_err(|error| Error::Read { path: shown.clone(), error })?;
        let given = absolute(&here, path)?;
        if kind.is_dir() {
            folder(path, &shown, &given, &roots, &mut marked, &mut found);
        } else {
            let parent = given.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
            found.jobs.push(job(path.clone(), shown, given, parent, &roots, &mut marked));
        }
    }
    found.jobs.sort_by(|a, b| a.name.cmp(&b.name));
    // The same file may be reached by two of the paths.
    let mut seen = std::collections::HashSet::new();
    found.jobs.retain(|job| seen.insert(job.absolute.clone()));
    found.unreadable.sort();
    Ok(found)
}

fn folder(
    path: &Path,
    shown: &str,
    given: &str,
    roots: &[String],
    marked: &mut HashMap<PathBuf, Option<String>>,
    found: &mut Found,
) {
    let (sender, receiver) = mpsc::channel();
    WalkBuilder::new(path).threads(2).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let markdown = entry.as_ref().map_or(true, |entry| {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                is_file && entry.path().extension().is_some_and(|e| e.eq_ignore_ascii_case("md"))
            });
            if markdown {
                // The receiver outlives the walk.
                let _ = sender.send(entry.map(DirEntry::into_path));
            }
            WalkState::Continue
        })
    });
    drop(sender);
    for entry in receiver {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.unreadable.push((shown.to_owned(), error.to_string()));
                continue;
            }
        };
        let Some(below) = slashed(entry.strip_prefix(path).unwrap_or(&entry)) else {
            found.unreadable.push((entry.to_string_lossy().into_owned(), "its name is not UTF-8".to_owned()));
            continue;
        };
        let joined = |base: &str| format!("{}/{below}", base.trim_end_matches('/'));
        let (name, absolute) = (joined(shown), joined(given));
        found.jobs.push(job(entry, name, absolute, given.to_owned(), roots, marked));
    }
}

fn job(
    path: PathBuf,
    name: String,
    absolute: String,
    given_root: String,
    roots: &[String],
    marked: &mut HashMap<PathBuf, Option<String>>,
) -> Job {
    let above = |root: &&String| absolute.strip_prefix(root.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let configured_root = roots.iter().filter(above).max_by_key(|root| root.len()).cloned();
    let parent = Path::new(&absolute).parent().unwrap_or(Path::new("/")).to_owned();
    let marked_root = marked_root(&parent, marked);
    Job { path, name, absolute, given_root, configured_root, marked_root }
}

/// The nearest folder at or above `folder` that holds `bitext.toml` or `.git`.
fn marked_root(folder: &Path, known: &mut HashMap<PathBuf, Option<String>>) -> Option<String> {
    if let Some(root) = known.get(folder) {
        return root.clone();
    }
    let here = folder.join("bitext.toml").exists() || folder.join(".git").exists();
    let root = if here { slashed(folder) } else { folder.parent().and_then(|parent| marked_root(parent, known)) };
    known.insert(folder.to_owned(), root.clone());
    root
}

fn configured(here: &Path, root: &Path) -> Result<String, Error> {
    let shown = shown(root)?;
    match std::fs::metadata(root) {
        Ok(kind) if kind.is_dir() => absolute(here, root),
        Ok(_) => Err(Error::NotAFolder { path: shown }),
        Err(error) => Err(Error::Read { path: shown, error }),
    }
}

/// A path as it is shown: as given, `/` always, without `/` behind.
fn shown(path: &Path) -> Result<String, Error> {
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

fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.to_owned() })
}

/// Reads the bytes of a document.
///
/// # Errors
/// What the system says, or that the file is too large for 32-bit places.
pub fn read(job: &Job) -> std::io::Result<Vec<u8>> {
    let bytes = std::fs::read(&job.path)?;
    if bytes.len() >= u32::MAX as usize / 4 {
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, "larger than 1 GiB"));
    }
    Ok(bytes)
}
