//! `--fix`, `--unsafe-fixes` and `--diff`: what is printed, what is written, and what is said of it.

use super::{Outcome, note, warn_if_nothing_was_checked};
use crate::config::Settings;
use crate::fix::{Change, Fixed, ROUNDS};
use crate::output::diff;
use crate::report::decide::Report;
use crate::text::phrases::counted;
use crate::{Error, fix, io, lint};
use clap::Args;
use std::io::IsTerminal as _;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Fix {
    /// Make the fixes that need no human's look, then report what is left
    #[arg(long, conflicts_with_all = ["staged", "write_baseline"])]
    fix: bool,
    /// Make the fixes that need a human's look, too
    #[arg(long, conflicts_with_all = ["staged", "write_baseline"])]
    unsafe_fixes: bool,
    /// Print what --fix would change as a unified diff and write nothing; exit 1 if there is something
    #[arg(long, conflicts_with_all = ["staged", "write_baseline", "format", "output", "statistics", "verbose"])]
    diff: bool,
}

/// What became of fixes.
pub(super) enum Mended {
    /// A diff, or the document of standard input: nothing more is to print.
    Printed(Outcome),
    /// The report on the documents as they are now, and what could not be done.
    Written(Box<Report>, Option<Error>),
}

impl Fix {
    /// Whether anything is to be fixed.
    pub fn is_wanted(&self) -> bool {
        self.fix || self.unsafe_fixes || self.diff
    }

    /// Fixes, and prints or writes what comes of it. With `from_input` the one document is that of standard input.
    pub fn run(&self, settings: &mut Settings, from_input: bool, quiet: bool) -> Result<Mended, Error> {
        let fixed = fix(settings, self.unsafe_fixes)?;
        say(&fixed);
        if self.diff {
            let (printed, is_exact) = diff::print(&fixed.changes, std::io::stdout().is_terminal());
            io::write::report(None, printed.as_bytes())?;
            if !is_exact {
                note("the diff is for reading: what could do harm in it is written as escapes, so patch may not take it");
            }
            warn_if_nothing_was_checked(&fixed.report, settings)?;
        } else if from_input {
            let given = settings.texts.values().next().map(Vec::as_slice);
            let after = fixed.changes.first().filter(|_| fixed.broken.is_empty()).map(|change| change.after.as_bytes());
            io::write::report(None, after.or(given).unwrap_or_default())?;
            warn_if_nothing_was_checked(&fixed.report, settings)?;
        }
        let broken = (!fixed.broken.is_empty()).then(|| Error::Fix { reason: "nothing was written".to_owned() });
        let found = if self.diff { !fixed.changes.is_empty() } else { fixed.report.fails(settings.fail_on) };
        match broken {
            Some(error) if self.diff || from_input => Err(error),
            Some(error) => Ok(Mended::Written(Box::new(fixed.report), Some(error))),
            None if self.diff || from_input => Ok(Mended::Printed(if found { Outcome::Found } else { Outcome::Clean })),
            None => match write(&fixed.changes, settings, quiet) {
                Ok(()) => Ok(Mended::Written(Box::new(fixed.report), None)),
                // The report is of the documents as they are.
                Err(error) => Ok(Mended::Written(Box::new(lint(settings)?), Some(error))),
            },
        }
    }
}

/// Says what was left.
fn say(fixed: &Fixed) {
    for name in &fixed.not_utf8 {
        note(&format!("`{name}` is not UTF-8: its fixes were not made"));
    }
    for name in &fixed.broken {
        note(&format!("with its fixes `{name}` does not hold the same pairs; this is a mistake in bitext: please report it"));
    }
    if fixed.unfinished {
        note(&format!("more is to fix after {ROUNDS} rounds: run it again"));
    }
}

/// How many documents that cannot be written are named.
const NAMED: usize = 10;

/// Writes the documents that changed, and says how many. What cannot be written is said, and does not stop the others.
fn write(changes: &[Change], settings: &Settings, quiet: bool) -> Result<(), Error> {
    let grounds = io::write::grounds(&settings.paths, &settings.roots);
    let (mut findings, mut files) = (0, 0);
    for (n, change) in changes.iter().enumerate() {
        let (before, after) = (change.before.as_bytes(), change.after.as_bytes());
        match io::write::document(Path::new(&change.name), &grounds, before, after) {
            Ok(()) => (findings, files) = (findings + change.fixed, files + 1),
            Err(error) if n - files < NAMED => note(&format!("cannot write `{}`: {error}", change.name)),
            Err(_) => {}
        }
    }
    if !quiet {
        note(&format!("fixed {} in {}", counted(findings, "finding"), counted(files, "file")));
    }
    match changes.len() - files {
        0 => Ok(()),
        failed => Err(Error::Fix { reason: format!("{failed} of {} fixed files could not be written", changes.len()) }),
    }
}
