//! `bitext status`.

use super::options::{Execution, Source, no_documents};
use super::terminal::Color;
use super::{Error, Outcome};
use crate::io;
use crate::output::{status_json, status_table};
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bitext status docs --source ../docs-en
  bitext status docs --source ../docs.git --source-rev main --documents")]
pub(super) struct Status {
    /// Files and folders [default: the configured roots, or .]
    paths: Vec<Utf8PathBuf>,
    #[command(flatten)]
    source: Source,
    /// Also list the documents
    #[arg(long, help_heading = "Output")]
    documents: bool,
    /// The format of the table
    #[arg(long, value_enum, default_value_t = Format::Human, help_heading = "Output")]
    format: Format,
    /// Write the table to a file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    color: Color,
    #[command(flatten)]
    execution: Execution,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Human,
    Json,
    Markdown,
}

impl Status {
    pub fn run(self) -> Result<Outcome, Error> {
        let mut settings = self.source.settings(self.paths, None, &self.execution)?;
        let line = self.execution.progress.start(&mut settings);
        let status = crate::status(&settings)?;
        drop(line);
        let printed = match self.format {
            Format::Human => status_table::human(&status, self.documents, self.color.is_wanted(self.output.is_none())),
            Format::Markdown => status_table::markdown(&status, self.documents),
            Format::Json => status_json::print(&status),
        };
        io::write::report(self.output.as_deref(), printed.as_bytes())?;
        if status.locales.is_empty() {
            return Err(no_documents(&settings));
        }
        Ok(Outcome::Clean)
    }
}
