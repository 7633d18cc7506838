//! Development tasks, run with `cargo run -p xtask -- TASK`.
//!
//! - `cldr` writes `src/language/cldr.rs`; `cldr --check` fails if that file is not up to date.

#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "only bitext itself limits which code accesses files")]

mod cldr;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- cldr [--check]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["cldr"] => cldr::write(),
        ["cldr", "--check"] => cldr::check(),
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
