//! `--format` and `--output`: which reports a run prints, and where to. Their order on the command line matters.

use camino::Utf8PathBuf;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args, FromArgMatches, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Markdown,
}

impl Format {
    /// Whether people read it. They may ask for the findings of level info among the others.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Human | Self::Concise | Self::Markdown)
    }
}

/// Which reports to print, and where to; `None` is standard output.
#[derive(Debug, PartialEq)]
pub(super) struct Reports(pub Vec<(Format, Option<Utf8PathBuf>)>);

/// The options of [`Reports`], as clap parses them.
#[derive(Args)]
struct ReportOptions {
    /// The format of the report; may be repeated; each needs its own --output, except one, which goes to standard output [default: human]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Vec<Format>,
    /// Write the report of the preceding --format to a file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Vec<Utf8PathBuf>,
}

impl Args for Reports {
    fn augment_args(command: clap::Command) -> clap::Command {
        ReportOptions::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        ReportOptions::augment_args_for_update(command)
    }
}

impl FromArgMatches for Reports {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let options = ReportOptions::from_arg_matches(matches)?;
        let places = |name| matches.indices_of(name).into_iter().flatten();
        Self::pair_up(places("format").zip(options.format).collect(), places("output").zip(options.output).collect())
            .map_err(|reason| clap::Error::raw(ErrorKind::ArgumentConflict, format!("{reason}\n")))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Reports {
    /// Pairs each output with the preceding format. An output before all formats belongs to `human`. One format and one output
    /// belong together in any order.
    fn pair_up(formats: Vec<(usize, Format)>, outputs: Vec<(usize, Utf8PathBuf)>) -> Result<Self, String> {
        if let ([(_, format)], [(_, path)]) = (&*formats, &*outputs) {
            return Ok(Self(vec![(*format, Some(path.clone()))]));
        }
        let formats = formats.into_iter().map(|(at, format)| (at, Some(format), None));
        let outputs = outputs.into_iter().map(|(at, path)| (at, None, Some(path)));
        let mut given: Vec<(usize, Option<Format>, Option<Utf8PathBuf>)> = formats.chain(outputs).collect();
        given.sort_by_key(|(at, ..)| *at);
        let mut reports: Vec<(Format, Option<Utf8PathBuf>)> = Vec::new();
        for (_, format, path) in given {
            if let Some(format) = format {
                reports.push((format, None));
                continue;
            }
            if path.is_some() && reports.iter().any(|(_, other)| *other == path) {
                return Err("two reports cannot be written to one file; give each --output a different file".to_owned());
            }
            match reports.last_mut() {
                None => reports.push((Format::Human, path)),
                Some((_, output @ None)) => *output = path,
                Some(_) => {
                    return Err("an --output has no --format: each --output belongs to the preceding --format".to_owned());
                }
            }
        }
        if reports.is_empty() {
            reports.push((Format::Human, None));
        }
        if reports.iter().filter(|(_, path)| path.is_none()).count() > 1 {
            return Err("two reports cannot both go to standard output; put an --output after every --format but one".to_owned());
        }
        Ok(Self(reports))
    }
}

impl Format {
    /// Whether it can show counts instead of findings.
    pub fn has_statistics(self) -> bool {
        matches!(self, Self::Human | Self::Concise | Self::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    /// A command line with paths and reports.
    #[derive(clap::Parser)]
    struct Parsed {
        _paths: Vec<Utf8PathBuf>,
        #[command(flatten)]
        reports: Reports,
    }

    fn reports(args: &str) -> Result<Vec<(Format, Option<Utf8PathBuf>)>, String> {
        let parsed = Parsed::try_parse_from(["lint"].into_iter().chain(args.split_whitespace()));
        parsed.map(|parsed| parsed.reports.0).map_err(|error| error.to_string())
    }

    #[test]
    fn each_output_belongs_to_the_format_before_it() {
        let to = |path: &str| Some(Utf8PathBuf::from(path));
        assert_eq!(reports("").unwrap(), [(Format::Human, None)]);
        assert_eq!(reports("--output a").unwrap(), [(Format::Human, to("a"))]);
        assert_eq!(reports("--format json").unwrap(), [(Format::Json, None)]);
        assert_eq!(reports("--output a --format json").unwrap(), [(Format::Json, to("a"))]);
        assert_eq!(reports("--format json x --output a").unwrap(), [(Format::Json, to("a"))]);
        assert_eq!(
            reports("--format sarif --output a --format human --format junit --output=b").unwrap(),
            [(Format::Sarif, to("a")), (Format::Human, None), (Format::Junit, to("b"))]
        );
        assert_eq!(
            reports("--output a --format json --output b --format github").unwrap(),
            [(Format::Human, to("a")), (Format::Json, to("b")), (Format::Github, None)]
        );
    }

    #[test]
    fn reports_to_the_same_place_are_refused() {
        for (args, reason) in [
            ("--format json --format human", "standard output"),
            ("--output a --format json --format human", "standard output"),
            ("--output a --output b", "no --format"),
            ("--format json --output a --output b", "no --format"),
            ("--format json --output a --format human --output a", "one file"),
        ] {
            let message = reports(args).unwrap_err();
            assert!(message.contains(reason), "{args}: {message}");
        }
    }
}
