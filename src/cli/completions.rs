//! `bitext completions` and `bitext man`.

use super::{Cli, Error, Outcome, printed};
use clap::{Args, CommandFactory as _};

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    pub fn run(self) -> Result<Outcome, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "bitext", &mut script);
        printed(&script)
    }
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command
    command: Option<String>,
}

impl Man {
    pub fn run(self) -> Result<Outcome, Error> {
        let mut bitext = Cli::command();
        bitext.build();
        let command = match self.command {
            None => &bitext,
            Some(name) => bitext.find_subcommand(&name).ok_or(Error::UnknownCommand { name })?,
        };
        let mut page = Vec::new();
        let failed = |error| crate::Error::Write { path: "standard output".to_owned(), error };
        clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
        printed(&page)
    }
}
