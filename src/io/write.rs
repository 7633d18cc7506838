//! Writing: reports, to standard output or whole into files.

use crate::Error;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes one report: see [`reports`].
///
/// # Errors
/// What the system says, with the path.
pub fn report(output: Option<&Path>, bytes: &[u8]) -> Result<(), Error> {
    reports(&[(output, bytes)])
}

/// Writes reports. A file appears whole or not at all: it is written beside its place and then renamed into it, once all of
/// them are written. What cannot be taken back comes last: pipes and devices, then standard output. A reader that went away
/// (`bitext lint | head`) is no error.
///
/// # Errors
/// What the system says, with the path.
pub fn reports(reports: &[(Option<&Path>, &[u8])]) -> Result<(), Error> {
    let mut staged = Staged(Vec::new());
    let mut others = Vec::new();
    for (n, (path, bytes)) in reports.iter().enumerate() {
        match path {
            // What is no plain file (`/dev/null`, a pipe) cannot be replaced.
            Some(path) if std::fs::metadata(path).is_ok_and(|kind| !kind.is_file()) => others.push((*path, *bytes)),
            Some(path) => staged.write(path, bytes, n)?,
            None => {}
        }
    }
    staged.rename()?;
    for (path, bytes) in others {
        std::fs::write(path, bytes).map_err(|error| failed(path, error))?;
    }
    for (_, bytes) in reports.iter().filter(|(path, _)| path.is_none()) {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                return Err(Error::Write { path: "standard output".to_owned(), error });
            }
            _ => {}
        }
    }
    Ok(())
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    Error::Write { path: path.to_string_lossy().into_owned(), error }
}

/// Files that stand beside their places, each with its place. What is not renamed is taken away in the end.
struct Staged(Vec<(PathBuf, PathBuf)>);

impl Staged {
    fn write(&mut self, path: &Path, bytes: &[u8], n: usize) -> Result<(), Error> {
        // A link stays.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.{n}.tmp", std::process::id()));
        let beside = target.with_file_name(name);
        self.0.push((beside.clone(), target));
        std::fs::write(&beside, bytes).map_err(|error| failed(path, error))
    }

    fn rename(&mut self) -> Result<(), Error> {
        while let Some((beside, path)) = self.0.first() {
            std::fs::rename(beside, path).map_err(|error| failed(path, error))?;
            self.0.remove(0);
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (beside, _) in &self.0 {
            let _ = std::fs::remove_file(beside);
        }
    }
}

/// Writes a file that does not exist yet.
///
/// # Errors
/// When it exists, or what the system says.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let shown = path.to_string_lossy().into_owned();
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    match file.and_then(|mut file| file.write_all(bytes)) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Error::Exists { path: shown }),
        Err(error) => Err(Error::Write { path: shown, error }),
    }
}

/// The folders that fixes may be written below: those given, those of the files given, and the configured roots; whole, with
/// no link in them.
pub fn grounds(paths: &[PathBuf], roots: &[PathBuf]) -> Vec<PathBuf> {
    let folder = |path: &PathBuf| if path.is_dir() { path.clone() } else { parent(path).to_owned() };
    paths.iter().map(folder).chain(roots.iter().cloned()).filter_map(|folder| folder.canonicalize().ok()).collect()
}

/// The folder that a path stands in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Replaces a document by its text after fixes: whole or not at all, with its permissions. A link stays: the file that it
/// leads to is replaced.
///
/// # Errors
/// What the system says; that the file may not be written, lies outside the given folders, or is no longer what was read.
pub fn document(path: &Path, grounds: &[PathBuf], before: &[u8], after: &[u8]) -> std::io::Result<()> {
    let refused = |why: &str| Err(std::io::Error::new(ErrorKind::PermissionDenied, why.to_owned()));
    let file = path.canonicalize()?;
    if !grounds.iter().any(|ground| file.starts_with(ground)) {
        return refused("it is a link to a file outside the given folders");
    }
    let permissions = std::fs::metadata(&file)?.permissions();
    if permissions.readonly() {
        return refused("the file is read-only");
    }
    // Renaming would get past a file that is not ours to write.
    drop(std::fs::OpenOptions::new().write(true).open(&file)?);
    let now = std::fs::read(&file)?;
    if now == after {
        return Ok(());
    }
    if now != before {
        return Err(std::io::Error::other("it was changed while it was being linted"));
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = file.with_file_name(name);
    let mut new = std::fs::File::create_new(&beside)?;
    let written = new.write_all(after).and_then(|()| new.set_permissions(permissions)).and_then(|()| new.sync_all());
    drop(new);
    written.and_then(|()| std::fs::rename(&beside, &file)).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

/// Writes a line to standard error.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
