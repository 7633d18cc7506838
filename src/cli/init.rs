//! `bitext init`: a first `bitext.toml` for the locale folders of a repository.

use super::{Error, Outcome, note, printed};
use crate::{config, io};
use camino::Utf8Path;
use clap::Args;
use std::fmt::Write as _;
use std::io::ErrorKind;

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Print the file instead of writing it
    #[arg(long)]
    stdout: bool,
}

impl Init {
    pub fn run(self) -> Result<Outcome, Error> {
        let toml = configuration(&io::walk::locale_folders()?);
        if self.stdout {
            return printed(toml.as_bytes());
        }
        let path = config::FILE_NAME.to_owned();
        match io::write::new_file(Utf8Path::new(&path), toml.as_bytes()) {
            Ok(()) => note(&format!("wrote {path}")),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(Error::Exists { path }),
            Err(error) => return Err(crate::Error::Write { path, error }.into()),
        }
        Ok(Outcome::Clean)
    }
}

/// A commented `bitext.toml`. `folders` are the locale folders, relative to the folder of the file. The English one (`en-us`)
/// becomes the source, the others become roots.
pub fn configuration(folders: &[String]) -> String {
    let is_source = |folder: &&String| folder.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("en-us"));
    let sources: Vec<&String> = folders.iter().filter(is_source).collect();
    let roots: Vec<&String> = folders.iter().filter(|folder| !is_source(folder)).collect();
    let mut toml = String::from(
        "# bitext: which documents are linted, with which source they are compared, and what is reported.\n\
         # Paths are relative to this file. `bitext schema` prints the schema, `bitext rules` lists the rules.\n\n",
    );
    toml.push_str("# Folders that document paths are relative to. `bitext lint` without a path lints these.\n");
    match &roots[..] {
        [] => toml.push_str("# roots = [\"docs/it-it\", \"docs/ja-jp\"]\n"),
        roots => {
            toml.push_str("roots = [\n");
            roots.iter().for_each(|root| {
                let _ = writeln!(toml, "  {},", quoted(root));
            });
            toml.push_str("]\n");
        }
    }
    toml.push_str(
        "\n# Documents that are linted, and documents that are not.\n\
         # include = [\"docs/**\"]\n\
         # exclude = [\"docs/it-it/archive/\"]\n\n\
         # The lowest level at which a finding fails the run: \"error\", \"warn\" or \"never\".\n\
         # fail-on = \"error\"\n\n\
         # The source: a folder, or a git repository and its current revision.\n",
    );
    match sources.first() {
        None => toml.push_str("# [source]\n# path = \"../docs\"\n# rev = \"live\"\n"),
        Some(source) => {
            let _ = writeln!(toml, "[source]\npath = {}", quoted(source));
            for other in &sources[1..] {
                let _ = writeln!(toml, "# path = {}   # also found; a run has only one source", quoted(other));
            }
        }
    }
    toml.push_str(
        "# exclude = [\"samples/**\"]             # source documents that are not localized\n\n\
         # Levels of rules and groups: \"error\", \"warn\", \"info\" or \"off\". A rule wins over its group.\n\
         [rules]\n\
         # final-punctuation = \"warn\"\n\
         # metadata = \"off\"\n\n\
         # Levels for some documents, by path, locale or ms.translationtype. Later overrides win.\n\
         # [[overrides]]\n\
         # locales = [\"it-IT\", \"ru\"]\n\
         # translation = \"MT\"\n\
         # rules = { untranslated = \"off\" }\n\n\
         # Terms that must not be translated, and files with the required translations of others.\n\
         # [terms]\n\
         # keep = [\"Contoso\"]\n\
         # files = [\"terms.csv\"]\n",
    );
    toml
}

/// A TOML string. The name of a folder may contain any character.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Files, Settings};

    /// Every folder exists, and no file.
    const ONLY_FOLDERS: Files<'_> = Files { is_dir: &|_| true, ..Files::NONE };

    #[test]
    fn the_written_configuration_can_be_read() {
        let folders = ["docs/en-us", "docs/it-it", "docs/\"a\\b\u{7f}/ja-jp", "old/EN-US"].map(str::to_owned);
        let toml = configuration(&folders);
        let mut settings = Settings::default();
        settings.configure(&toml, ("", "/w"), &ONLY_FOLDERS).unwrap();
        assert_eq!(settings.source.as_deref(), Some(Utf8Path::new("docs/en-us")));
        assert_eq!(settings.roots, [Utf8Path::new("docs/it-it"), Utf8Path::new("docs/\"a\\b\u{7f}/ja-jp")]);
        assert!(toml.contains("# path = \"old/EN-US\""));
        let mut settings = Settings::default();
        settings.configure(&configuration(&[]), ("", "/w"), &ONLY_FOLDERS).unwrap();
        assert_eq!((settings.source, settings.roots.len()), (None, 0));
    }

    #[test]
    fn the_commented_settings_are_valid() {
        let toml = configuration(&[]);
        let mut given = String::new();
        for line in toml.lines() {
            match line.strip_prefix("# ") {
                Some(rest) if rest.starts_with('[') || rest.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ')) => {
                    given.push_str(rest)
                }
                Some(_) => {}
                None => given.push_str(line),
            }
            given.push('\n');
        }
        let files = Files { read: &|_| Ok(b"source,it\nlamp,lampada\n".to_vec()), ..ONLY_FOLDERS };
        Settings::default().configure(&given, ("", "/w"), &files).unwrap();
        assert!(given.contains("[[overrides]]") && given.contains("keep") && given.contains("exclude = [\"samples"));
    }
}
