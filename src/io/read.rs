//! Reading: documents, standard input, and other files of a run.

use crate::Error;
use crate::document::identity::Location;
use crate::text::Text;
use crate::text::bytes::without_byte_order_mark;
use camino::{Utf8Path, Utf8PathBuf};
use std::cell::RefCell;
use std::fs::File;
use std::io::{Error as IoError, ErrorKind, Read as _};
use std::path::Path;

/// The largest document in bytes: offsets have 32 bits.
const MAX_DOCUMENT_BYTES: usize = 1 << 30;

/// The largest other file in bytes: the configuration, terms, a baseline, a list of documents.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// Reads a document. Each thread reads into one buffer again and again, and copies the text out of it. The buffer keeps
/// its length, so that all but the largest files take one read and one check for the end.
///
/// # Errors
/// The error of the system, or that the file is too large.
pub fn document(location: &Location) -> std::io::Result<Text> {
    thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });
    BUFFER.with_borrow_mut(|buffer| {
        let mut file = File::open(&location.path)?;
        let mut length = 0;
        loop {
            if length == buffer.len() {
                buffer.resize((2 * length).clamp(1 << 18, MAX_DOCUMENT_BYTES + 1), 0);
            }
            match file.read(&mut buffer[length..]) {
                Ok(0) => return Ok(Text::new(&location.name, &buffer[..length])),
                Ok(read) => length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if length > MAX_DOCUMENT_BYTES {
                return Err(too_large("1 GiB"));
            }
        }
    })
}

/// Reads another file of a run: the configuration, terms, a baseline.
///
/// # Errors
/// The error of the system, that it is not a file (reading a pipe could wait for ever), or that it is too large.
pub fn file(path: impl AsRef<Path>) -> std::io::Result<Vec<u8>> {
    let metadata = std::fs::metadata(&path)?;
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(not_a_file());
    }
    File::open(path).and_then(limited)
}

fn limited(file: File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large("64 MiB"));
    }
    Ok(bytes)
}

/// Reads all of standard input.
///
/// # Errors
/// When it cannot be read, or is too large for a document.
pub fn standard_input() -> Result<Vec<u8>, Error> {
    let failed = |error| Error::Read { path: "standard input".to_owned(), error };
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_DOCUMENT_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(failed(too_large("1 GiB")));
    }
    Ok(bytes)
}

/// Reads a list of documents, one on each line or separated by NUL bytes: from a file, or from standard input for `-`.
///
/// # Errors
/// When it cannot be read, or when a path in it is not UTF-8, does not exist or is a folder.
pub fn list(file: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Error> {
    let bytes = match file == "-" {
        true => standard_input()?,
        // It may be a pipe: a shell makes one for `<(git diff --name-only)`.
        false => File::open(file).and_then(limited).map_err(|error| Error::Read { path: file.to_string(), error })?,
    };
    let bytes = without_byte_order_mark(&bytes);
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let document = |path: &[u8]| {
        let name = std::str::from_utf8(path).map_err(|_| Error::Name { path: String::from_utf8_lossy(path).into_owned() })?;
        let error = match std::fs::metadata(name) {
            Ok(metadata) if metadata.is_dir() => IoError::other("it is a folder; the list must contain only documents"),
            Ok(metadata) if !metadata.is_file() => not_a_file(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                IoError::other("it does not exist (`git diff --diff-filter=d` leaves out deleted files)")
            }
            _ => return Ok(Utf8PathBuf::from(name)),
        };
        Err(Error::Read { path: name.to_owned(), error })
    };
    let paths = bytes.split(|byte| *byte == separator);
    let paths = paths.map(|path| if separator == 0 { path } else { path.trim_ascii_end() });
    paths.filter(|path| !path.is_empty()).map(document).collect()
}

/// Whether a path is a folder. `false` also where the system does not tell.
pub fn is_dir(path: impl AsRef<Path>) -> bool {
    path.as_ref().is_dir()
}

fn too_large(limit: &str) -> IoError {
    IoError::new(ErrorKind::FileTooLarge, format!("it is larger than {limit}"))
}

pub(super) fn not_a_file() -> IoError {
    IoError::other("it is neither a file nor a folder; pipes and devices are not read")
}
