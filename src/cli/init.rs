//! `bitext init`: a first `bitext.toml` for the locale folders of a repository.

use std::fmt::Write as _;

/// A commented `bitext.toml`. `folders` are the locale folders, as paths below the place of the file: those of the English
/// source (`en-us`) become the source, the others roots.
pub fn configuration(folders: &[String]) -> String {
    let is_source = |folder: &&String| folder.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("en-us"));
    let sources: Vec<&String> = folders.iter().filter(is_source).collect();
    let roots: Vec<&String> = folders.iter().filter(|folder| !is_source(folder)).collect();
    let mut toml = String::from(
        "# bitext: which documents are linted, against which source, and what counts.\n\
         # Paths are relative to this file. `bitext schema` prints the schema, `bitext rules` lists the rules.\n\n",
    );
    toml.push_str("# Folders that document paths are relative to. `bitext lint` without a path lints them.\n");
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
         # The level from which findings fail the run: \"error\", \"warn\" or \"never\".\n\
         # fail-on = \"error\"\n\n\
         # The source: a folder, or a git repository with the revision that is current.\n",
    );
    match sources.first() {
        None => toml.push_str("# [source]\n# path = \"../docs\"\n# rev = \"live\"\n"),
        Some(source) => {
            let _ = writeln!(toml, "[source]\npath = {}", quoted(source));
            for other in &sources[1..] {
                let _ = writeln!(toml, "# path = {}   # found, too; a run has one source", quoted(other));
            }
        }
    }
    toml.push_str(
        "# exclude = [\"samples/**\"]             # source documents that are not localized\n\n\
         # Levels of rules and groups: \"error\", \"warn\" or \"off\". A rule goes before its group.\n\
         [rules]\n\
         # final-punctuation = \"warn\"\n\
         # metadata = \"off\"\n\n\
         # Levels for some documents, by path, locale or ms.translationtype. Later overrides win.\n\
         # [[overrides]]\n\
         # locales = [\"it-IT\", \"ru\"]\n\
         # translation = \"MT\"\n\
         # rules = { untranslated = \"off\" }\n\n\
         # Words that are kept as they are, and how others are translated.\n\
         # [terms]\n\
         # keep = [\"Contoso\"]\n\
         # files = [\"terms.csv\"]\n",
    );
    toml
}

/// A TOML string. Names of folders may hold anything.
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
    use crate::config::Settings;
    use std::path::Path;

    /// Whatever is read is a folder.
    fn folders_alone(_: &Path) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::IsADirectory.into())
    }

    #[test]
    fn what_is_written_is_what_bitext_reads() {
        let folders = ["docs/en-us", "docs/it-it", "docs/\"a\\b\u{7f}/ja-jp", "old/EN-US"].map(str::to_owned);
        let toml = configuration(&folders);
        let mut settings = Settings::default();
        settings.configure(&toml, (Path::new(""), "/w"), &folders_alone).unwrap();
        assert_eq!(settings.source.as_deref(), Some(Path::new("docs/en-us")));
        assert_eq!(settings.roots, [Path::new("docs/it-it"), Path::new("docs/\"a\\b\u{7f}/ja-jp")]);
        assert!(toml.contains("# path = \"old/EN-US\""));
        let mut settings = Settings::default();
        settings.configure(&configuration(&[]), (Path::new(""), "/w"), &folders_alone).unwrap();
        assert_eq!((settings.source, settings.roots.len()), (None, 0));
    }

    #[test]
    fn what_is_commented_out_is_right_too() {
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
        let read = |path: &Path| match path.extension() {
            Some(_) => Ok(b"source,it\nlamp,lampada\n".to_vec()),
            None => folders_alone(path),
        };
        Settings::default().configure(&given, (Path::new(""), "/w"), &read).unwrap();
        assert!(given.contains("[[overrides]]") && given.contains("keep") && given.contains("exclude = [\"samples"));
    }
}
