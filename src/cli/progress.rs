//! The progress line of a long run: on the standard error of a terminal, and nowhere else.

use crate::config::Settings;
use crate::io::load::OnDocument;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;

/// When to show progress.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Progress {
    Auto,
    Never,
}

/// The progress line. It disappears when this is dropped.
pub(super) struct Line(Option<ProgressBar>);

impl Progress {
    /// Shows a line that counts the documents of a run, if it is wanted and standard error is a terminal.
    pub fn start(self, settings: &mut Settings) -> Line {
        if !matches!(self, Self::Auto) || !std::io::stderr().is_terminal() {
            return Line(None);
        }
        let style = ProgressStyle::with_template("{spinner} {pos} documents, {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10)).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        let counted = bar.clone();
        settings.on_document = OnDocument::new(move || counted.inc(1));
        Line(Some(bar))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
