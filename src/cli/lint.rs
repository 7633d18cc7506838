//! `bitext lint`.

use super::fix::{Fix, Fixing};
use super::options::{Execution, Source, no_documents};
use super::reports::{Format, Reports};
use super::terminal::{self, Color};
use super::{Error, Outcome, note};
use crate::config::Settings;
use crate::io;
use crate::io::revisions::Since;
use crate::output::{concise, github, gitlab, human, json, jsonl, junit, markdown, sarif, statistics};
use crate::report::Report;
use crate::report::baseline::{Baseline, BaselineUse};
use crate::report::policy::FailOn;
use crate::rules::rule::Level;
use crate::text::phrases::counted;
use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, ValueEnum as _};
use std::mem::take;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bitext lint docs --source ../docs-en      Compare the documents with their source
  bitext lint docs --since origin/main      Report only findings that this branch introduced
  bitext lint docs --select markup          Run only the rules of one group
  bitext lint docs --level id-order=warn   Change the level of a rule
  bitext lint docs --format json            Print a report for programs
  bitext lint docs --fix                    Apply safe fixes

Exit codes: 0 no finding at or above --fail-on, 1 at least one, 2 bitext could not run")]
pub(super) struct Lint {
    /// Files and folders to lint; `-` reads standard input and needs --stdin-filename [default: the configured roots, or .]
    paths: Vec<Utf8PathBuf>,
    /// Lint standard input (`-`) as the document at this path
    #[arg(long, value_name = "PATH", conflicts_with_all = ["file_list", "staged"], help_heading = "Input")]
    stdin_filename: Option<Utf8PathBuf>,
    /// Lint the documents that a file lists, separated by line ends or NUL; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "paths", help_heading = "Input")]
    file_list: Option<Utf8PathBuf>,
    #[command(flatten)]
    source: Source,
    /// Run only these rules or groups
    #[arg(long, value_name = "ID|GROUP", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// Do not run these rules or groups
    #[arg(long, value_name = "ID|GROUP", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,
    /// Set the level of a rule or group: error, warn, info or off
    #[arg(long, value_name = "ID=LEVEL", value_delimiter = ',', help_heading = "Rules")]
    level: Vec<String>,
    /// The lowest level at which a finding fails the run [default: as configured, or error]
    #[arg(long, value_enum, help_heading = "Rules")]
    fail_on: Option<FailOn>,
    /// Succeed even if no pair was checked
    #[arg(long, help_heading = "Rules")]
    allow_empty: bool,
    #[command(flatten)]
    reports: Reports,
    /// Also list findings of level info; they never fail a run
    #[arg(long, help_heading = "Output")]
    info: bool,
    /// Print the number of findings by rule, locale and document instead of the findings
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// List every skipped check, and show where each rule's level comes from
    #[arg(long, conflicts_with = "quiet", help_heading = "Output")]
    verbose: bool,
    /// Do not print the summary
    #[arg(long, help_heading = "Output")]
    quiet: bool,
    #[command(flatten)]
    color: Color,
    #[command(flatten)]
    fix: Fix,
    /// Report only findings that are new since the branch split off from this revision
    #[arg(long, value_name = "REV", conflicts_with = "staged", help_heading = "Changes and baselines")]
    since: Option<String>,
    /// Report only findings that are new in the staged changes
    #[arg(long, help_heading = "Changes and baselines")]
    staged: bool,
    /// Fail if the change loosens a check: a suppression, a setting or a baseline entry that the base does not have
    #[arg(long, help_heading = "Changes and baselines")]
    strict: bool,
    /// Do not report the findings in this baseline file
    #[arg(long, value_name = "FILE", help_heading = "Changes and baselines")]
    baseline: Option<Utf8PathBuf>,
    /// Write a baseline file. In an existing file, findings are only removed, unless --accept-new is given
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["baseline", "since", "staged"],
        help_heading = "Changes and baselines"
    )]
    write_baseline: Option<Utf8PathBuf>,
    /// Also add new findings to the baseline file
    #[arg(long, requires = "write_baseline", help_heading = "Changes and baselines")]
    accept_new: bool,
    #[command(flatten)]
    execution: Execution,
}

impl Lint {
    pub fn run(mut self) -> Result<Outcome, Error> {
        let mut settings = self.settings()?;
        let line = self.execution.progress.start(&mut settings);
        let (report, write_error) = if self.fix.is_wanted() {
            let fixed = crate::fix(&settings, self.fix.unsafe_fixes)?;
            drop(line);
            match self.fix.finish(fixed, &settings, self.stdin_filename.is_some(), self.quiet, self.allow_empty)? {
                Fixing::Printed(outcome) => return Ok(outcome),
                Fixing::Written(report, error) => (*report, error),
            }
        } else {
            let report = crate::lint(&settings)?;
            drop(line);
            (self.with_written_baseline(report, &settings)?, None)
        };
        let report = self.print_reports(report)?;
        let outcome = if report.fails(settings.fail_on) { Outcome::Found } else { Outcome::Clean };
        if outcome == Outcome::Clean {
            must_have_checked(&report, &settings, self.allow_empty)?;
        }
        // The process ends here. Freeing the documents one by one would only take time.
        std::mem::forget(report);
        write_error.map_or(Ok(outcome), Err)
    }

    /// The settings of the run.
    fn settings(&mut self) -> Result<Settings, Error> {
        let paths = self.paths()?;
        let since = self.since.clone().map(Since::Rev).or(self.staged.then_some(Since::Staged));
        let list_is_empty = self.file_list.is_some() && paths.is_empty();
        let mut settings = self.source.settings(paths, since, &self.execution)?;
        if list_is_empty {
            settings.paths.clear();
        }
        if let Some(fail_on) = self.fail_on {
            settings.fail_on = fail_on.level();
        }
        let mut levels = self.level.iter().map(|given| parse_level(given)).collect::<Result<Vec<_>, _>>()?;
        if self.strict {
            levels.push(("loosened-check".to_owned(), Level::Error));
            if let Some(Some(base)) = settings.base_fail_on.filter(|_| self.fail_on.is_none()) {
                settings.fail_on = Some(settings.fail_on.map_or(base, |level| level.min(base)));
            }
        }
        settings.compares_all |= self.info;
        settings.choose(&self.select, &self.ignore, &levels)?;
        let mut formats = self.reports.0.iter().map(|(format, _)| *format);
        if let Some(format) = formats.find(|format| self.statistics && !format.has_statistics()) {
            let format = format.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned());
            return Err(Error::NoStatistics { format });
        }
        if let Some(path) = self.baseline.as_deref().or(self.write_baseline.as_deref()) {
            let read = settings.read_for_change(path);
            if let Some((baseline, text)) = parse_baseline(path, read, self.baseline.is_some())? {
                settings.compare_baseline(path, &baseline, &text)?;
                settings.baseline = Some((path.to_string(), baseline));
            }
        }
        if let Some(path) = &self.stdin_filename {
            settings.texts.insert(io::paths::absolute(path)?, io::read::standard_input()?);
        }
        Ok(settings)
    }

    /// The paths of the documents: as given, as listed, or the name of standard input.
    fn paths(&mut self) -> Result<Vec<Utf8PathBuf>, Error> {
        let has_input = self.paths.iter().any(|path| path == "-");
        match (&self.stdin_filename, &self.file_list) {
            (Some(path), _) if has_input && self.paths.len() == 1 => Ok(vec![path.clone()]),
            (None, Some(list)) => Ok(io::read::list(list)?),
            (None, None) if !has_input => Ok(take(&mut self.paths)),
            _ => Err(Error::NamelessInput),
        }
    }

    /// Writes the baseline file, if one is wanted. The findings in it are then no longer reported.
    fn with_written_baseline(&self, mut report: Report, settings: &Settings) -> Result<Report, Error> {
        // Do not write a baseline if no document was linted.
        let Some(path) = self.write_baseline.as_ref().filter(|_| report.run.documents.given().next().is_some()) else {
            return Ok(report);
        };
        let old = settings.baseline.as_ref().map(|(_, old)| old);
        let (baseline, left_out) = Baseline::from_report(&report, old, self.accept_new);
        io::write::report(Some(path), baseline.text().as_bytes())?;
        note(&format!("{} written to {path}", counted(baseline.len(), "finding")));
        // The written baseline no longer has entries without a finding.
        report.baseline = report.baseline.map(|baseline| BaselineUse { unmatched: 0, ..baseline });
        if left_out > 0 {
            note(&format!("{} not added to it; --accept-new adds them", counted(left_out, "new finding")));
        } else {
            report = report.with_findings_known();
        }
        Ok(report)
    }

    /// Prints the reports to standard output and to files.
    fn print_reports(&self, mut report: Report) -> Result<Report, Error> {
        let reports = &self.reports.0;
        let mut printed: Vec<Option<String>> = vec![None; reports.len()];
        // Reports for programs list findings of level info separately. Those for people list them among the others on request.
        for for_people in [false, true] {
            if for_people && self.info {
                report = report.with_infos_listed();
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
        Ok(report)
    }

    /// Prints one report, for standard output or for a file.
    fn print(&self, report: &Report, format: Format, to_stdout: bool) -> String {
        match format {
            Format::Json if self.statistics => statistics::json(report),
            _ if self.statistics => statistics::human(report),
            Format::Human => {
                let to_terminal = to_stdout && terminal::stdout_is_terminal();
                human::print(
                    report,
                    human::Style {
                        color: self.color.is_wanted(to_stdout),
                        unicode: !to_terminal || terminal::has_unicode(),
                        width: terminal::width(),
                        wrap: to_terminal,
                        quiet: self.quiet,
                        verbose: self.verbose,
                    },
                )
            }
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

/// Reads `ID=LEVEL`.
fn parse_level(given: &str) -> Result<(String, Level), Error> {
    let parsed = given.split_once('=').and_then(|(name, level)| Some((name.to_owned(), Level::named(level)?)));
    parsed.ok_or_else(|| Error::BadLevel { given: given.to_owned() })
}

/// The baseline of a file that was read, with its text; `None` if the file does not exist and does not have to.
fn parse_baseline(
    path: &Utf8Path,
    read: std::io::Result<Vec<u8>>,
    must_exist: bool,
) -> Result<Option<(Baseline, String)>, Error> {
    match read {
        Ok(json) => {
            let baseline = Baseline::parse(&json).map_err(|reason| Error::baseline(path, reason))?;
            Ok(Some((baseline, String::from_utf8_lossy(&json).into_owned())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(None),
        Err(error) => Err(Error::baseline(path, error)),
    }
}

/// A run that checked nothing must not look like one that passed: it fails if it checked no pair, or could not read a document.
/// With `allow_empty` it is enough that all documents could be read.
pub(super) fn must_have_checked(report: &Report, settings: &Settings, allow_empty: bool) -> Result<(), Error> {
    let coverage = &report.run.coverage;
    let are_files = !settings.paths.iter().any(|path| path.is_dir());
    if settings.paths.is_empty() {
        note("the list is empty; nothing was checked");
        return Ok(());
    }
    if coverage.unreadable > 0 {
        return Err(Error::Unreadable { documents: counted(coverage.unreadable, "document") });
    }
    if allow_empty {
        return Ok(());
    }
    if let Some(root) = coverage.empty_roots.first() {
        return Err(Error::EmptyRoot { root: root.clone() });
    }
    match report.run.documents.given().count() {
        0 if coverage.left_out > 0 && are_files => {
            note("all given documents are left out by the configuration; nothing was checked");
        }
        0 if coverage.left_out > 0 && !coverage.has_documents => return Err(Error::AllLeftOut { count: coverage.left_out }),
        0 if !coverage.has_documents => return Err(no_documents(settings)),
        // A change may be about other files.
        _ if settings.since.is_some() => {}
        _ if report.pairs() == 0 => return Err(Error::NoPairs),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_needs_a_rule_and_the_name_of_a_level() {
        assert_eq!(parse_level("id-order=warn").unwrap(), ("id-order".to_owned(), Level::Warn));
        for given in ["id-order", "id-order=loud", "=", ""] {
            assert!(parse_level(given).unwrap_err().to_string().starts_with(&format!("`{given}` is not ID=LEVEL")));
        }
    }
}
