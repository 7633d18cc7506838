//! The `bitext` binary: reads the command line, runs the library, and turns the outcome into an exit code.

#![forbid(unsafe_code)]

use bitext::cli::{Cli, Outcome, message};
use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) => {
            bitext::io::write::say(&message(&error));
            ExitCode::from(2)
        }
    }
}
