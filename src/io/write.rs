//! Writing: reports, to standard output or to files, and fixed documents.

use crate::Error;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{File, OpenOptions};
use std::io::{Error as IoError, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes one report: see [`reports`].
///
/// # Errors
/// The error of the system, with the path.
pub fn report(output: Option<&Utf8Path>, bytes: &[u8]) -> Result<(), Error> {
    reports(&[(output, bytes)])
}

/// Writes reports, each to a file or, without a path, to standard output. A file appears complete or not at all, and none
/// appears before all are written. Pipes, devices and standard output come last, because they cannot be taken back. A reader that
/// closed the pipe (`bitext lint | head`) is not an error.
///
/// # Errors
/// The error of the system, with the path.
pub fn reports(reports: &[(Option<&Utf8Path>, &[u8])]) -> Result<(), Error> {
    let mut complete = Vec::new();
    let mut irreversible = Vec::new();
    for (path, bytes) in reports {
        match path {
            // Only a regular file can be replaced, not `/dev/null` or a pipe.
            Some(path) if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) => irreversible.push((*path, *bytes)),
            Some(path) => {
                // Where the path is a link, the file that it leads to is replaced.
                let target = path.canonicalize().unwrap_or_else(|_| path.into());
                let new = write_beside(&target, bytes).map_err(|error| failed(path, error))?;
                complete.push((*path, target, new));
            }
            None => {}
        }
    }
    for (path, target, new) in complete {
        new.persist(target).map_err(|error| failed(path, error.error))?;
    }
    for (path, bytes) in irreversible {
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

fn failed(path: &Utf8Path, error: IoError) -> Error {
    Error::Write { path: path.to_string(), error }
}

/// Writes a file beside another one that it is going to replace. It is removed again unless it is persisted.
fn write_beside(target: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".");
    // Not created by `tempfile`, which lets only the owner read the file. A report has the usual permissions.
    let mut new =
        tempfile::Builder::new().prefix(&prefix).suffix(".tmp").make_in(parent(target), |path| File::create_new(path))?;
    new.as_file_mut().write_all(bytes)?;
    Ok(new)
}

/// The folder of a path.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file that does not exist yet.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] when it exists, or another error of the system.
pub fn new_file(path: &Utf8Path, bytes: &[u8]) -> std::io::Result<()> {
    File::create_new(path)?.write_all(bytes)
}

/// The folders below which fixes may be written: the given folders, the folders of the given files, and the configured roots. The
/// paths are absolute and have no links in them.
pub fn writable_roots(paths: &[Utf8PathBuf], roots: &[Utf8PathBuf]) -> Vec<PathBuf> {
    let folder = |path: &Utf8PathBuf| if path.is_dir() { path.clone().into() } else { parent(path.as_ref()).to_owned() };
    let folders = paths.iter().map(folder).chain(roots.iter().map(|root| root.clone().into()));
    folders.filter_map(|folder| folder.canonicalize().ok()).collect()
}

/// Replaces a document by its fixed text: as a whole or not at all. Its permissions stay. Where the path is a link, the file that
/// it leads to is replaced.
///
/// # Errors
/// The error of the system; or that the file is read-only, is outside the writable roots, or no longer has the text `before`.
pub fn document(path: &Utf8Path, writable_roots: &[PathBuf], before: &[u8], after: &[u8]) -> std::io::Result<()> {
    let refused = |reason: &str| Err(IoError::new(ErrorKind::PermissionDenied, reason.to_owned()));
    let file = path.canonicalize()?;
    if !writable_roots.iter().any(|root| file.starts_with(root)) {
        return refused("it is a link to a file outside the given folders");
    }
    let permissions = std::fs::metadata(&file)?.permissions();
    if permissions.readonly() {
        return refused("the file is read-only");
    }
    // Replacing a file needs no right to write to it; this checks that right.
    drop(OpenOptions::new().write(true).open(&file)?);
    let now = std::fs::read(&file)?;
    if now == after {
        return Ok(());
    }
    if now != before {
        return Err(IoError::other("it was changed while it was being linted"));
    }
    let new = write_beside(&file, after)?;
    new.as_file().set_permissions(permissions)?;
    new.as_file().sync_all()?;
    new.persist(&file).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a line to standard error. A closed standard error is ignored.
pub fn eprintln_line(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
