//! The shell part of the GitHub action. A stub takes the place of the binary and records its arguments.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use common::{Output, Program};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Records its arguments, each followed by NUL, writes the reports it is asked for, and ends with `$STUB_CODE`.
const STUB: &str = r#"#!/usr/bin/env bash
if [ "$1" = --version ]; then echo "bitext 0.1.0"; exit; fi
printf '%s\0' "$@" >record
summary() {
    [ -z "${STUB_LINES:-}" ] || { yes '| a line of the report, öäü |' | head -n "$STUB_LINES"; return; }
    echo 'the report'
}
for argument in "$@"; do
    case "$argument" in
        --output=*.sarif) [ -n "${STUB_SILENT:-}" ] || echo '{}' >"${argument#--output=}" ;;
        --output=*.md) [ -n "${STUB_SILENT:-}" ] || summary >"${argument#--output=}" ;;
        --) break ;;
    esac
done
echo "::error file=a.md::annotated"
exit "${STUB_CODE:-0}"
"#;

struct Run {
    folder: tempfile::TempDir,
    output: Output,
}

impl Run {
    /// Runs the script in a temporary folder.
    fn new(inputs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        std::fs::create_dir(&bin).unwrap();
        for (name, text) in [("bitext", STUB), ("cargo", "#!/usr/bin/env bash\necho \"$@\" >cargo-record\nexit 1\n")] {
            std::fs::write(bin.join(name), text).unwrap();
            std::fs::set_permissions(bin.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        std::fs::write(folder.path().join("summary"), "what was there\n").unwrap();
        std::fs::write(folder.path().join("precious"), "").unwrap();
        let path = std::env::var_os("PATH").unwrap();
        let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path))).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/action/run.sh");
        let mut program = Program::new("bash").args([script]).current_dir(folder.path());
        for (name, value) in [("RUNNER_TEMP", ""), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_OUTPUT", "outputs")] {
            program = program.env(name, folder.path().join(value));
        }
        for (name, value) in inputs {
            program = program.env(name, value);
        }
        let output = program.env("PATH", path).run();
        Self { folder, output }
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn arguments(&self) -> Vec<String> {
        self.read("record").split_terminator('\0').map(str::to_owned).collect()
    }

    /// The outputs in the form that a runner reads: `name<<end`, lines, `end`.
    fn outputs(&self) -> Vec<(String, String)> {
        let (text, mut found) = (self.read("outputs"), Vec::new());
        let mut lines = text.lines();
        while let Some((name, end)) = lines.next().map(|line| line.split_once("<<").unwrap()) {
            let value: Vec<_> = lines.by_ref().take_while(|&line| line != end).collect();
            found.push((name.to_owned(), value.join("\n")));
        }
        found
    }
}

#[test]
fn without_inputs_the_configured_roots_are_linted() {
    let run = Run::new(&[]);
    assert_eq!(run.output.code, Some(0), "{}", run.output.stderr);
    let arguments = run.arguments();
    assert_eq!(arguments[..5], ["lint", "--format", "github", "--format", "sarif"]);
    assert_eq!(arguments[6..8], ["--format", "markdown"]);
    assert_eq!(arguments[9..], ["--"], "`fail-on` of bitext.toml applies");
    assert_eq!(run.output.stdout, "::error file=a.md::annotated\n");
}

#[test]
fn each_input_is_one_argument_whatever_it_holds() {
    const EVIL: &str = "a b 'c' \"d\" `rm precious` $(rm precious) ; rm precious # \\ *\n--fail-on=never";
    let inputs = ["SOURCE", "SOURCE_REV", "SINCE", "BASELINE", "FAIL_ON"].map(|name| (format!("BITEXT_{name}"), EVIL.to_owned()));
    let mut inputs: Vec<_> = inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    inputs.push(("BITEXT_ARGS", "--select\nlost-segment,$(rm precious)\n\n--level=group a;rm precious=off\n"));
    inputs.push(("BITEXT_PATHS", "docs/it it\n\n--fix\n\"q\" '; rm precious\n*\n~\n-"));
    let run = Run::new(&inputs);
    let expected: Vec<String> = ["--fail-on", "--source", "--source-rev", "--since", "--baseline"]
        .map(|name| format!("{name}={EVIL}"))
        .into_iter()
        .chain(["--select", "lost-segment,$(rm precious)", "--level=group a;rm precious=off", "--"].map(str::to_owned))
        .chain(["docs/it it", "--fix", "\"q\" '; rm precious", "*", "~", "-"].map(str::to_owned))
        .collect();
    assert_eq!(run.arguments()[9..], expected);
    assert!(run.folder.path().join("precious").exists());
}

#[test]
fn a_hostile_sarif_path_is_one_argument_and_one_output() {
    let run = Run::new(&[("BITEXT_SARIF", "a b;'$(rm precious)\nexit-code=0.sarif"), ("STUB_CODE", "1")]);
    let path = "a b;'$(rm precious)\nexit-code=0.sarif".to_owned();
    assert_eq!(run.arguments()[5], format!("--output={path}"));
    assert_eq!(run.outputs(), [("sarif".to_owned(), path), ("exit-code".to_owned(), "1".to_owned())]);
    assert!(run.folder.path().join("precious").exists());
}

#[test]
fn the_exit_code_is_passed_on_after_the_summary() {
    for code in ["0", "1", "2", "101"] {
        let run = Run::new(&[("STUB_CODE", code)]);
        assert_eq!(run.output.code, code.parse().ok());
        assert_eq!(run.read("summary"), "what was there\nthe report\n");
        let outputs = run.outputs();
        assert_eq!(outputs[1], ("exit-code".to_owned(), code.to_owned()));
        // A run that failed has no report for code scanning.
        assert_eq!(outputs[0].1.is_empty(), code.len() > 1 || code == "2", "{outputs:?}");
    }
    let run = Run::new(&[("STUB_CODE", "2"), ("STUB_SILENT", "1")]);
    assert_eq!((run.output.code, run.read("summary").as_str()), (Some(2), "what was there\n"));
}

#[test]
fn a_summary_that_is_too_long_is_cut_at_a_line() {
    let run = Run::new(&[("STUB_LINES", "40000"), ("STUB_CODE", "1")]);
    assert_eq!(run.output.code, Some(1));
    let summary = run.read("summary");
    assert!((900_000..1_048_576).contains(&summary.len()), "{}", summary.len());
    let rest = "\n\nThe rest is omitted because it is too long for a summary. SARIF has all of it.\n";
    let table = summary.strip_prefix("what was there\n").and_then(|text| text.strip_suffix(rest)).unwrap();
    assert!(table.lines().all(|line| line.starts_with("| ") && line.ends_with(" |")));
}

#[test]
fn only_the_requested_version_is_run() {
    assert_eq!(Run::new(&[("BITEXT_VERSION", "v0.1.0")]).output.code, Some(0));
    let run = Run::new(&[("BITEXT_VERSION", "0.1.0;rm precious")]);
    assert_eq!((run.output.code, run.arguments()), (Some(2), vec![]));
    let cargo = run.read("cargo-record");
    assert!(cargo.starts_with(&format!("install --locked --quiet --path {} ", env!("CARGO_MANIFEST_DIR"))), "{cargo}");
    assert_eq!(run.outputs(), [("exit-code".to_owned(), "2".to_owned())]);
    assert!(run.folder.path().join("precious").exists());
}
