//! The command line: its arguments, one file for each command, and the exit code.

#![allow(clippy::disallowed_methods, reason = "the command line may ask the environment")]

mod completions;
mod error;
mod explain;
mod fix;
mod init;
mod lint;
mod options;
mod progress;
mod reports;
mod schema;
mod status;
mod terminal;

pub use error::Error;
pub use init::configuration as initial_configuration;

use crate::output::escape_controls;
use crate::{config, io};
use clap::{Parser, Subcommand};

/// A linter for localized documentation: compares each translation with its source.
#[derive(Debug, Parser)]
#[command(name = "bitext", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  bitext lint docs                        Check the documents below docs
  bitext lint docs --source ../docs-en    Also compare them with their source
  bitext lint docs --fix                  Apply safe fixes
  bitext status docs --source ../docs-en  Show how up to date each locale is
  bitext explain number-mismatch          Show what a rule checks, with examples

Exit codes: 0 no finding at or above --fail-on, 1 at least one, 2 bitext could not run";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check localized documents
    Lint(Box<lint::Lint>),
    /// Show how up to date and how complete each locale is
    Status(status::Status),
    /// List the rules
    Rules,
    /// Show what a rule checks, with examples
    Explain(explain::Explain),
    /// Write a bitext.toml for the locale folders below the current folder
    Init(init::Init),
    /// Print the JSON schema of bitext.toml
    Schema,
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print the manual page of bitext or of one of its commands
    Man(completions::Man),
}

/// The outcome of a command that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There are no findings at or above the level that fails the run.
    Clean,
    /// There are such findings.
    Found,
}

impl Outcome {
    /// The exit code of the process.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Found => 1,
        }
    }
}

/// The exit code of the process when the command could not be carried out.
const FAILURE: u8 = 2;

impl Cli {
    /// Runs the command, prints its error if it fails, and returns the exit code.
    pub fn run(self) -> u8 {
        self.outcome().map_or_else(
            |error| {
                note(&error.to_string());
                FAILURE
            },
            Outcome::exit_code,
        )
    }

    fn outcome(self) -> Result<Outcome, Error> {
        match self.command {
            Command::Lint(lint) => lint.run(),
            Command::Status(status) => status.run(),
            Command::Rules => explain::list(),
            Command::Explain(explain) => explain.run(),
            Command::Init(init) => init.run(),
            Command::Schema => schema::run(),
            Command::Completions(completions) => completions.run(),
            Command::Man(man) => man.run(),
        }
    }
}

/// Writes a message to standard error, in one line that no path or name in it can break.
fn note(text: &str) {
    io::write::eprintln_line(&format!("bitext: {}", escape_controls(text)));
}

/// Prints the result of a command that has no findings.
fn printed(text: &[u8]) -> Result<Outcome, Error> {
    io::write::report(None, text)?;
    Ok(Outcome::Clean)
}
