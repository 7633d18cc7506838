//! The command line: what can be said on it, and carrying it out.

#![allow(clippy::disallowed_methods, reason = "the environment is asked here and nowhere else")]

mod fixing;
pub mod init;
mod reports;

use crate::config::{self, FailOn, Settings, Since};
use crate::output::explain;
use crate::output::{
    concise, github, gitlab, harmless, human, json, jsonl, junit, markdown, sarif, statistics, status_json, status_table,
};
use crate::report::baseline::{Against, Baseline};
use crate::report::decide::Report;
use crate::text::phrases::{counted, listed};
use crate::{Error, io, lint, rules, terms};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use fixing::{Fix, Mended};
use reports::{Format, Reports};
use std::io::IsTerminal as _;
use std::mem::take;
use std::path::{Path, PathBuf};

/// A linter for localized documentation: checks each translation against the source it stands beside.
#[derive(Debug, Parser)]
#[command(name = "bitext", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check localized documents; exit 0 clean, 1 findings at or above --fail-on, 2 could not do its work
    Lint(Lint),
    /// Show how fresh and how whole each locale is
    Status(Status),
    /// List the rules
    Rules,
    /// Print the JSON schema of bitext.toml
    Schema,
    /// Write a bitext.toml that fits what is found below the current folder
    Init {
        /// Print it instead
        #[arg(long)]
        stdout: bool,
    },
    /// Print a script that completes the command line in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of bitext or of one of its commands
    Man {
        /// The command
        command: Option<String>,
    },
    /// Show a rule's page
    Explain {
        /// The rule
        id: String,
        /// When to use colours
        #[arg(long, value_enum, default_value_t = When::Auto)]
        color: When,
    },
}

#[derive(Debug, Args)]
struct Lint {
    /// Files and folders [default: the configured roots, or .]; `-` with --stdin-filename
    paths: Vec<PathBuf>,
    /// Lint standard input (`-`) as the document at this path
    #[arg(long, value_name = "PATH", conflicts_with_all = ["file_list", "staged"])]
    stdin_filename: Option<PathBuf>,
    /// Lint the documents that a file lists, one a line or NUL-separated; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    file_list: Option<PathBuf>,
    #[command(flatten)]
    fix: Fix,
    /// The folder that document paths are relative to; may be given more than once
    #[arg(long, value_name = "DIR")]
    root: Vec<PathBuf>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    reports: Reports,
    /// Only these rules or groups
    #[arg(long, value_name = "ID|GROUP", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules or groups
    #[arg(long, value_name = "ID|GROUP", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The level of a rule or group: error, warn, info or off
    #[arg(long, value_name = "ID=LEVEL", value_delimiter = ',')]
    level: Vec<String>,
    /// The level from which findings fail the run [default: as configured, or error]
    #[arg(long, value_enum)]
    fail_on: Option<FailOn>,
    /// Report only what is new since the branch left this revision
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    since: Option<String>,
    /// Report only what is new in what is staged for a commit
    #[arg(long)]
    staged: bool,
    /// Do not report the findings of this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings to a baseline; one that is there only loses what is mended
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since", "staged"])]
    write_baseline: Option<PathBuf>,
    /// Add new findings to the baseline, too
    #[arg(long, requires = "write_baseline")]
    accept_new: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u16).range(..=512))]
    threads: u16,
    /// Also list findings of level info; they never fail a run
    #[arg(long)]
    info: bool,
    /// Leave out the summary
    #[arg(long)]
    quiet: bool,
    /// Print how many findings there are by rule, locale and document, instead of the findings
    #[arg(long)]
    statistics: bool,
    /// List everything that was not checked, and show what was decided of levels and why
    #[arg(long, conflicts_with = "quiet")]
    verbose: bool,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = When::Auto)]
    color: When,
    /// When to show progress on the terminal
    #[arg(long, value_enum, default_value_t = Progress::Auto)]
    progress: Progress,
}

#[derive(Debug, Default, Args)]
struct Source {
    /// The source documents: a folder or a git repository
    #[arg(long, value_name = "PATH")]
    source: Option<PathBuf>,
    /// The revision of the source that is current [default: its files, or its newest commit]
    #[arg(long, value_name = "REV")]
    source_rev: Option<String>,
}

#[derive(Debug, Args)]
struct Status {
    /// Files and folders [default: the configured roots, or .]
    paths: Vec<PathBuf>,
    /// The folder that document paths are relative to; may be given more than once
    #[arg(long, value_name = "DIR")]
    root: Vec<PathBuf>,
    #[command(flatten)]
    source: Source,
    /// List the documents, too
    #[arg(long)]
    documents: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    format: StatusFormat,
    /// Write it to a file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u16).range(..=512))]
    threads: u16,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = When::Auto)]
    color: When,
    /// When to show progress on the terminal
    #[arg(long, value_enum, default_value_t = Progress::Auto)]
    progress: Progress,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StatusFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Progress {
    Auto,
    Never,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// Findings at or above the level that fails a run.
    Found,
}

impl Cli {
    /// Carries the command out.
    ///
    /// # Errors
    /// When it cannot: see [`Error`].
    pub fn run(self) -> Result<Outcome, Error> {
        match self.command {
            Command::Lint(options) => options.run(),
            Command::Status(options) => options.run(),
            Command::Rules => printed(explain::list().as_bytes()),
            Command::Schema => printed(config::schema().as_bytes()),
            Command::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut Self::command(), "bitext", &mut script);
                printed(&script)
            }
            Command::Man { command } => printed(&manual(command.as_deref())?),
            Command::Init { stdout } => {
                let toml = init::configuration(&io::walk::locale_folders()?);
                if stdout {
                    return printed(toml.as_bytes());
                }
                io::write::new_file(Path::new(config::FILE), toml.as_bytes())?;
                note(&format!("wrote {}", config::FILE));
                Ok(Outcome::Clean)
            }
            Command::Explain { id, color } => {
                let rule = rules::find(&id).ok_or_else(|| match rules::named(&id) {
                    Some(group) => {
                        let ids: Vec<String> = group.iter().map(|rule| format!("`{}`", rule.id)).collect();
                        Error::GroupOfRules { name: id.clone(), rules: listed(&ids) }
                    }
                    None => config::unknown(&id),
                })?;
                let page = explain::for_terminal(&explain::page(rule), color.decide(true), screen_width());
                printed(page.as_bytes())
            }
        }
    }
}

/// Says something beside the report, on standard error.
fn note(text: &str) {
    io::write::say(&format!("bitext: {}", harmless(text)));
}

fn printed(text: &[u8]) -> Result<Outcome, Error> {
    io::write::report(None, text)?;
    Ok(Outcome::Clean)
}

/// The manual page of bitext, or of one of its commands.
fn manual(name: Option<&str>) -> Result<Vec<u8>, Error> {
    let mut command = Cli::command();
    command.build();
    let found = match name {
        None => Some(&command),
        Some(name) => command.find_subcommand(name),
    };
    let found = found.ok_or_else(|| Error::UnknownCommand { name: name.unwrap_or_default().to_owned() })?;
    let mut page = Vec::new();
    let failed = |error| Error::Write { path: "standard output".to_owned(), error };
    clap_mangen::Man::new(found.clone()).render(&mut page).map_err(failed)?;
    Ok(page)
}

impl Lint {
    fn run(mut self) -> Result<Outcome, Error> {
        let mut settings = self.settings()?;
        let (mut report, left) = match self.fix.is_wanted() {
            true => match self.fix.run(&mut settings, self.stdin_filename.is_some(), self.quiet)? {
                Mended::Printed(outcome) => return Ok(outcome),
                Mended::Written(report, left) => (*report, left),
            },
            false => (self.remembered(lint(&settings)?, &settings)?, None),
        };
        let reports = &self.reports.0;
        let mut printed: Vec<Option<String>> = vec![None; reports.len()];
        // Machines get the findings of level info apart from the others; people get them among the others if they ask.
        for for_people in [false, true] {
            if for_people && self.info {
                report.list_infos();
            }
            for ((format, path), text) in
                reports.iter().zip(&mut printed).filter(|((format, _), _)| format.is_for_people() == for_people)
            {
                *text = Some(self.print(&report, *format, path.is_none()));
            }
        }
        let texts = printed.iter().map(|text| text.as_deref().unwrap_or_default().as_bytes());
        let printed: Vec<_> = reports.iter().map(|(_, path)| path.as_deref()).zip(texts).collect();
        io::write::reports(&printed)?;
        warn_if_nothing_was_checked(&report, &settings)?;
        let outcome = if report.fails(settings.fail_on) { Outcome::Found } else { Outcome::Clean };
        // The process is about to end: taking the documents apart one by one would be time for nothing.
        std::mem::forget(report);
        left.map_or(Ok(outcome), Err)
    }

    /// The settings of the run.
    fn settings(&mut self) -> Result<Settings, Error> {
        let paths = self.paths()?;
        let lists_none = self.file_list.is_some() && paths.is_empty();
        let mut settings = settings(paths, take(&mut self.root), take(&mut self.source), self.threads, self.progress)?;
        if lists_none {
            settings.paths.clear();
        }
        if let Some(fail_on) = self.fail_on {
            settings.fail_on = fail_on.level();
        }
        settings.choose(&self.select, &self.ignore, &self.level)?;
        if let Some(format) =
            self.reports.0.iter().map(|(format, _)| *format).find(|format| self.statistics && !format.has_statistics())
        {
            let format = format.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned());
            return Err(Error::NoStatistics { format });
        }
        settings.since = self.since.clone().map(Since::Rev).or(self.staged.then_some(Since::Staged));
        if let Some(path) = self.baseline.as_deref().or(self.write_baseline.as_deref()) {
            let old = baseline(path, self.baseline.is_some())?;
            settings.baseline = old.map(|old| (path.to_string_lossy().into_owned(), old));
        }
        if let Some(path) = &self.stdin_filename {
            settings.texts.insert(io::walk::whole(path)?, io::walk::input()?);
        }
        Ok(settings)
    }

    /// The paths of the documents: as given, as listed, or that of standard input.
    fn paths(&mut self) -> Result<Vec<PathBuf>, Error> {
        let is_input = self.paths.iter().any(|path| path == Path::new("-"));
        match (&self.stdin_filename, &self.file_list) {
            (Some(path), _) if is_input && self.paths.len() == 1 => Ok(vec![path.clone()]),
            (None, Some(list)) => io::walk::list(list),
            (None, None) if !is_input => Ok(take(&mut self.paths)),
            _ => Err(Error::NamelessInput),
        }
    }

    /// Writes the baseline, where one is to be written. What it accepts fails no run.
    fn remembered(&self, mut report: Report, settings: &Settings) -> Result<Report, Error> {
        // Of nothing no baseline is made.
        let Some(path) = self.write_baseline.as_ref().filter(|_| report.linted > 0) else { return Ok(report) };
        let old = settings.baseline.as_ref().map(|(_, old)| old);
        let (written, left_out) = Baseline::of(&report, old, self.accept_new);
        io::write::report(Some(path), written.text().as_bytes())?;
        note(&format!("{} written to {}", counted(written.len(), "finding"), path.display()));
        // What is gone was taken out.
        report.baseline = report.baseline.map(|baseline| Against { stale: 0, ..baseline });
        if left_out > 0 {
            note(&format!("{} not added to it; --accept-new adds them", counted(left_out, "new finding")));
        } else {
            report.baselined.append(&mut report.findings);
        }
        Ok(report)
    }

    /// Prints one report, for standard output or for a file.
    fn print(&self, report: &Report, format: Format, to_stdout: bool) -> String {
        match format {
            Format::Json if self.statistics => statistics::json(report),
            _ if self.statistics => statistics::human(report),
            Format::Human => human::print(
                report,
                human::Style {
                    color: self.color.decide(to_stdout),
                    unicode: !to_stdout || !std::io::stdout().is_terminal() || terminal_has_unicode(),
                    width: screen_width(),
                    wrap: to_stdout && std::io::stdout().is_terminal(),
                    quiet: self.quiet,
                    verbose: self.verbose,
                },
            ),
            Format::Concise => concise::print(report),
            Format::Json => json::print(report),
            Format::Jsonl => jsonl::print(report),
            Format::Sarif => sarif::print(report),
            Format::Github => github::print(report),
            Format::Gitlab => gitlab::print(report),
            Format::Junit => junit::print(report),
            Format::Markdown => markdown::print(report),
        }
    }
}

/// Reads a baseline; `None` where it is not there and need not be.
fn baseline(path: &Path, must_exist: bool) -> Result<Option<Baseline>, Error> {
    let shown = path.to_string_lossy().into_owned();
    match io::walk::bytes(path) {
        Ok(json) => Baseline::parse(&json).map(Some).map_err(|reason| Error::Baseline { path: shown, reason }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(None),
        Err(error) => Err(Error::Baseline { path: shown, reason: error.to_string() }),
    }
}

/// The settings that all commands share: from the command line, then from `bitext.toml`.
fn settings(
    paths: Vec<PathBuf>,
    roots: Vec<PathBuf>,
    source: Source,
    threads: u16,
    progress: Progress,
) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    let unnamed = paths.is_empty() && roots.is_empty();
    settings.roots = roots;
    settings.threads = threads.into();
    if !paths.is_empty() {
        settings.paths = paths;
    }
    settings.source = source.source;
    settings.source_rev = source.source_rev;
    settings.progress = matches!(progress, Progress::Auto);
    if let Some((toml, folder, absolute)) = io::walk::configuration(&settings.paths)? {
        let toml = terms::decode(&toml).map_err(|mistake| mistake.in_file(&folder.join(config::FILE)))?;
        settings.configure(toml, (&folder, &absolute), &io::walk::bytes)?;
    }
    if unnamed && !settings.roots.is_empty() {
        settings.paths.clone_from(&settings.roots);
    }
    if settings.source.is_none() && settings.source_rev.is_some() {
        return Err(Error::NoSource);
    }
    Ok(settings)
}

impl Status {
    fn run(self) -> Result<Outcome, Error> {
        let settings = settings(self.paths, self.root, self.source, self.threads, self.progress)?;
        let status = crate::status(&settings)?;
        let printed = match self.format {
            StatusFormat::Human => status_table::human(&status, self.documents, self.color.decide(self.output.is_none())),
            StatusFormat::Markdown => status_table::markdown(&status, self.documents),
            StatusFormat::Json => status_json::print(&status),
        };
        io::write::report(self.output.as_deref(), printed.as_bytes())?;
        if status.locales.is_empty() {
            return Err(no_documents(&settings));
        }
        Ok(Outcome::Clean)
    }
}

fn no_documents(settings: &Settings) -> Error {
    let paths: Vec<String> = settings.paths.iter().map(|path| format!("`{}`", path.display())).collect();
    Error::NoDocuments { paths: paths.join(", ") }
}

/// A gate that checked nothing must not look green: no document at all is an error, no pair at all is said.
fn warn_if_nothing_was_checked(report: &Report, settings: &Settings) -> Result<(), Error> {
    if settings.paths.is_empty() {
        note("the list is empty; nothing was checked");
        return Ok(());
    }
    let are_named = !settings.paths.iter().any(|path| path.is_dir());
    match report.linted {
        0 if report.left_out > 0 && are_named => {
            note("all documents that were named are left out by the configuration; nothing was checked");
            return Ok(());
        }
        0 if report.left_out > 0 => return Err(Error::AllLeftOut { count: report.left_out }),
        0 => return Err(no_documents(settings)),
        _ => {}
    }
    if report.pairs() == 0 {
        note("nothing was checked against its source: no document holds a whole pair");
    }
    Ok(())
}

impl When {
    /// Whether to use colours, on a standard output that is (or is not) where the text goes.
    fn decide(self, to_stdout: bool) -> bool {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => to_stdout && std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb,
        }
    }
}

/// Whether the locale of the terminal is UTF-8.
fn terminal_has_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    cfg!(windows) || locale.is_some_and(|locale| locale.to_ascii_uppercase().replace('-', "").contains("UTF8"))
}

/// Columns of the terminal; 100 where there is none.
fn screen_width() -> usize {
    let size = if std::io::stdout().is_terminal() { terminal_size::terminal_size() } else { None };
    size.map_or(100, |(width, _)| usize::from(width.0)).clamp(40, 160)
}

/// An error and its causes for standard error, in one line that no path or name in it can break.
pub fn message(error: &Error) -> String {
    format!("bitext: {}", harmless(&error.to_string()))
}
