//! Writing: the report, to standard output or whole into a file.

use crate::Error;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a report. A file appears whole or not at all: it is written beside its place and then renamed into it. A reader
/// that went away (`bitext lint | head`) is no error.
///
/// # Errors
/// What the system says, with the path.
pub fn report(output: Option<&Path>, bytes: &[u8]) -> Result<(), Error> {
    let Some(path) = output else {
        let mut out = std::io::stdout().lock();
        return match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Error::Write { path: "standard output".to_owned(), error })
            }
            _ => Ok(()),
        };
    };
    let failed = |error| Error::Write { path: path.to_string_lossy().into_owned(), error };
    // What is no plain file (`/dev/null`, a pipe) cannot be replaced.
    if std::fs::metadata(path).is_ok_and(|kind| !kind.is_file()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        failed(error)
    })
}

/// Writes a line to standard error.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Says something beside the report, on standard error.
pub fn note(text: &str) {
    say(&format!("bitext: {text}"));
}
