//! Development tasks, run with `cargo run -p xtask -- TASK`.
//!
//! - `cldr` writes `src/language/cldr.rs`; `cldr --check` fails if that file is not up to date.
//! - `tree DIR [--documents N] [--locales N] [--commits N]` writes a large localized tree and its English repository.
//! - `measure BITEXT DOCUMENTS SOURCE` measures `bitext` on such a tree: time beside that of git, and memory.

#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "only bitext itself limits which code accesses files")]

mod cldr;
mod measure;
mod tree;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- cldr [--check]
       cargo run -p xtask -- tree DIR [--documents N] [--locales N] [--commits N]
       cargo run -p xtask -- measure BITEXT DOCUMENTS SOURCE";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["cldr"] => cldr::write(),
        ["cldr", "--check"] => cldr::check(),
        ["tree", folder, ref options @ ..] => tree_options(options).and_then(|options| tree::write(Path::new(folder), &options)),
        ["measure", bitext, documents, source] => measure::run(Path::new(bitext), Path::new(documents), Path::new(source)),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the options of `tree`: names and numbers in turn.
fn tree_options(options: &[&str]) -> Result<tree::Options, String> {
    let mut read = tree::Options { documents: 20_000, locales: 5, commits: 300 };
    for option in options.chunks(2) {
        let &[name, number] = option else { return Err(USAGE.to_owned()) };
        let number = number.parse().map_err(|_| format!("`{number}` is not a number"))?;
        match name {
            "--documents" => read.documents = number,
            "--locales" => read.locales = number,
            "--commits" => read.commits = number,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(read)
}
