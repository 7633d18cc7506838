//! Options that `bitext lint` and `bitext status` share.

use super::Error;
use super::progress::Progress;
use crate::config::{self, Request, Settings};
use crate::io::revisions::Since;
use camino::Utf8PathBuf;
use clap::Args;

/// Where the documents and their source are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct Source {
    /// A folder that document paths are relative to; may be repeated
    #[arg(long, value_name = "DIR")]
    root: Vec<Utf8PathBuf>,
    /// The source documents: a folder or a git repository
    #[arg(long, value_name = "PATH")]
    source: Option<Utf8PathBuf>,
    /// The revision of the source to treat as current [default: the files on disk, or the newest commit of a bare repository]
    #[arg(long, value_name = "REV")]
    source_rev: Option<String>,
}

/// How a run is carried out.
#[derive(Debug, Args)]
#[command(next_help_heading = "Other")]
pub(super) struct Execution {
    /// Number of threads [default: one for each core]
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(..=512),
    )]
    threads: u16,
    /// When to show progress on the terminal
    #[arg(long, value_enum, default_value_t = Progress::Auto)]
    pub progress: Progress,
}

impl Source {
    /// The settings of a run on some paths, and on a change if `since` is given.
    pub fn settings(&self, paths: Vec<Utf8PathBuf>, since: Option<Since>, execution: &Execution) -> Result<Settings, Error> {
        let Self { root, source, source_rev } = self;
        let request = Request { paths, roots: root.clone(), source: source.clone(), source_rev: source_rev.clone(), since };
        let settings = config::load(request)?;
        Ok(Settings { threads: execution.threads.into(), ..settings })
    }
}

/// The error for a run that found no document.
pub(super) fn no_documents(settings: &Settings) -> Error {
    let paths: Vec<String> = settings.paths.iter().map(|path| format!("`{path}`")).collect();
    Error::NoDocuments { paths: paths.join(", ") }
}
