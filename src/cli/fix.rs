//! `--fix`, `--unsafe-fixes` and `--diff` of `bitext lint`.

use super::lint::must_have_checked;
use super::{Error, Outcome, note};
use crate::config::Settings;
use crate::fix::{Change, Fixed, MAX_ROUNDS};
use crate::io;
use crate::output::diff;
use crate::report::Report;
use crate::text::phrases::counted;
use camino::Utf8Path;
use clap::Args;
use std::io::IsTerminal as _;

#[derive(Debug, Args)]
#[command(next_help_heading = "Fixing")]
pub(super) struct Fix {
    /// Apply safe fixes, then report what remains
    #[arg(long, conflicts_with_all = ["staged", "write_baseline"])]
    fix: bool,
    /// Also apply fixes that a person should review
    #[arg(long, conflicts_with_all = ["staged", "write_baseline"])]
    pub unsafe_fixes: bool,
    /// Print the changes of --fix as a unified diff and write nothing; exit with 1 if there are any
    #[arg(long, conflicts_with_all = ["staged", "write_baseline", "format", "output", "statistics", "verbose"])]
    diff: bool,
}

/// The result of fixing.
pub(super) enum Fixing {
    /// The diff or the fixed standard input was printed. Nothing else is to be printed.
    Printed(Outcome),
    /// The fixes were written. Has the report on the fixed documents, and an error if some of them could not be written.
    Written(Box<Report>, Option<Error>),
}

impl Fix {
    /// Whether anything is to be fixed.
    pub fn is_wanted(&self) -> bool {
        self.fix || self.unsafe_fixes || self.diff
    }

    /// Prints or writes the fixed documents. With `from_input`, the only document is that of standard input.
    pub fn finish(
        &self,
        fixed: Fixed,
        settings: &Settings,
        from_input: bool,
        quiet: bool,
        allow_empty: bool,
    ) -> Result<Fixing, Error> {
        note_unfixed(&fixed);
        if self.diff {
            let (printed, is_exact) = diff::print(&fixed.changes, std::io::stdout().is_terminal());
            io::write::report(None, printed.as_bytes())?;
            if !is_exact {
                note("this diff cannot be applied with `patch`: unsafe characters were escaped");
            }
            must_have_checked(&fixed.report, settings, allow_empty)?;
        } else if from_input {
            let given = settings.texts.values().next().map(Vec::as_slice);
            let after = fixed.changes.first().filter(|_| fixed.broken.is_empty()).map(|change| change.after.as_bytes());
            io::write::report(None, after.or(given).unwrap_or_default())?;
            must_have_checked(&fixed.report, settings, allow_empty)?;
        }
        let error = (!fixed.broken.is_empty()).then_some(Error::NothingWritten);
        let found = if self.diff { !fixed.changes.is_empty() } else { fixed.report.fails(settings.fail_on) };
        match error {
            Some(error) if self.diff || from_input => Err(error),
            Some(error) => Ok(Fixing::Written(Box::new(fixed.report), Some(error))),
            None if self.diff || from_input => Ok(Fixing::Printed(if found { Outcome::Found } else { Outcome::Clean })),
            None => match write(&fixed.changes, settings, quiet) {
                Ok(()) => Ok(Fixing::Written(Box::new(fixed.report), None)),
                // The report must be about the documents on disk.
                Err(error) => Ok(Fixing::Written(Box::new(crate::lint(settings)?), Some(error))),
            },
        }
    }
}

/// Reports the documents whose fixes were not made.
fn note_unfixed(fixed: &Fixed) {
    for name in &fixed.not_utf8 {
        note(&format!("`{name}` is not UTF-8, so its fixes were not applied"));
    }
    for name in &fixed.broken {
        note(&format!(
            "fixing `{name}` would change its pairs, so nothing was written; this is a bug in bitext, please report it"
        ));
    }
    if fixed.unfinished {
        note(&format!("stopped after {MAX_ROUNDS} rounds with fixes left; run the command again"));
    }
}

/// The largest number of unwritable documents that are listed by name.
const MAX_NAMED: usize = 10;

/// Writes the changed documents, and reports their number. A document that cannot be written does not stop the others.
fn write(changes: &[Change], settings: &Settings, quiet: bool) -> Result<(), Error> {
    let writable_roots = io::write::writable_roots(&settings.paths, &settings.roots);
    let (mut findings, mut files) = (0, 0);
    for (n, change) in changes.iter().enumerate() {
        let (before, after) = (change.before.as_bytes(), change.after.as_bytes());
        match io::write::document(Utf8Path::new(&change.name), &writable_roots, before, after) {
            Ok(()) => (findings, files) = (findings + change.fixed, files + 1),
            Err(error) if n - files < MAX_NAMED => note(&format!("cannot write `{}`: {error}", change.name)),
            Err(_) => {}
        }
    }
    if !quiet {
        note(&format!("fixed {} in {}", counted(findings, "finding"), counted(files, "file")));
    }
    match changes.len() - files {
        0 => Ok(()),
        failed => Err(Error::NotAllWritten { failed, changed: changes.len() }),
    }
}
