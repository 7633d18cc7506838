//! The progress line of a long run: on a terminal's standard error, and nowhere else.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// Counts documents as they are read. Cheap to share between threads.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A line that counts documents; silent unless `wanted` and standard error is a terminal.
    pub fn new(wanted: bool) -> Self {
        if !wanted || !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            return Self(None);
        }
        let style = ProgressStyle::with_template("{spinner} {pos} documents, {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10)).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// One more document is done.
    pub fn tick(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
