//! Properties of the terminal.

use clap::{Args, ValueEnum};
use std::io::IsTerminal as _;

/// Options for the terminal.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Color {
    /// When to use colors; auto respects NO_COLOR
    #[arg(long, value_enum, default_value_t = When::Auto, help_heading = "Output")]
    color: When,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether to use colors. `to_stdout` is whether the text goes to standard output.
    pub fn is_wanted(self, to_stdout: bool) -> bool {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => to_stdout && stdout_is_terminal() && !is_set("NO_COLOR") && !is_dumb,
        }
    }
}

pub(super) fn stdout_is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Whether the locale of the terminal is UTF-8.
pub(super) fn has_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    cfg!(windows) || locale.is_some_and(|locale| locale.to_ascii_uppercase().replace('-', "").contains("UTF8"))
}

/// Columns of the terminal; 100 when standard output is not one.
pub(super) fn width() -> usize {
    let size = if stdout_is_terminal() { terminal_size::terminal_size() } else { None };
    size.map_or(100, |(width, _)| usize::from(width.0)).clamp(40, 160)
}
