//! Tools, and the corpus in `../shared`: a test that needs one and does not find it is skipped visibly, or fails in CI.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Whether this run is one of CI, where a missing tool or corpus is an error.
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// The name of the running test: the test harness names its thread after it.
fn test() -> String {
    std::thread::current().name().unwrap_or("a test").to_owned()
}

/// Prints that the running test is skipped, and why. It writes past the test harness, which keeps the output of tests that pass.
pub fn skip(reason: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED {}: {reason}", test());
}

/// Whether a tool is on `PATH` and prints its version.
pub fn is_installed(tool: &str) -> bool {
    let mut command = Command::new(tool);
    let started = command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    started.is_ok_and(|status| status.success())
}

/// Whether a tool is on `PATH`. If not, the test has to return; with `CI=true` it fails here.
#[must_use]
pub fn require_tool(tool: &str) -> bool {
    if is_installed(tool) {
        return true;
    }
    let reason = format!("{tool} is not on PATH");
    assert!(!is_ci(), "{}: {reason}, and CI=true", test());
    skip(&reason);
    false
}

/// A folder of `../shared`. If it is missing, the test has to return; with `CI=true` it fails here, unless there is no
/// `../shared` at all: a bare clone has none.
#[must_use]
pub fn shared(folder: &str) -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = shared.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    let reason = format!("it needs ../shared/{folder}, which does not exist");
    assert!(!(is_ci() && shared.exists()), "{}: {reason}, and CI=true", test());
    skip(&reason);
    None
}
