//! Repositories under the control of a stranger: files of a pull request that pose as a repository, and configuration that names
//! programs, paths and URLs. Each test first shows that its trap works on plain git.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]
#![cfg(unix)]

mod common;

use bitext::io::repository::{ENVIRONMENT, HARDENING};
use common::{Output, Program, bitext, git};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

const HASH: &str = "9a36cbd8ceefda5e514ddf0e543daf78bc266285";

/// A document with one pair.
fn document(target: &str) -> String {
    format!(
        "---\ntitle: La lampada\nms.date: 01/02/2021\nms.openlocfilehash: {HASH}\nms.sourcegitcommit: {HASH}\nms.translationtype: HT\n\
         ms.contentlocale: it-IT\nms.lasthandoff: 02/02/2021\nms.locfileid: \"1\"\n---\n<span data-ttu-id=\"2ba23-102\">{target}</span>\
         <span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-102\">Light the lamp within 40 seconds.</span></span>\n"
    )
}

const RIGHT: &str = "Accendere la lampada entro 40 secondi.";
const WRONG: &str = "Accendere la lampada entro 45 secondi.";

/// A folder with a repository `project` that holds `docs/it-it/lamp.md`, and a program that writes a file when it runs.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.write("program", &format!("#!/bin/sh\ntouch '{}'\necho\n", world.proof().display()));
        world.make_executable("program");
        world.write("project/docs/it-it/lamp.md", &document(RIGHT));
        world.git(&["init", "-q", "-b", "main"]);
        world.git(&["add", "."]);
        world.git(&["commit", "-qm", "one"]);
        world.git(&["checkout", "-qb", "work"]);
        world
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn project(&self) -> PathBuf {
        self.path("project")
    }

    fn program(&self) -> String {
        self.path("program").to_str().unwrap().to_owned()
    }

    fn proof(&self) -> PathBuf {
        self.path("proof")
    }

    /// Whether the program has run since the last time this was asked.
    fn has_run(&self) -> bool {
        std::fs::remove_file(self.proof()).is_ok()
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    fn make_executable(&self, path: &str) {
        std::fs::set_permissions(self.path(path), std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs plain git in the project, as a user would; it may fail.
    fn try_git(&self, args: &[&str], input: &str) -> Output {
        Program::new("git").current_dir(self.project()).args(args).stdin(input).run()
    }

    fn git(&self, args: &[&str]) -> String {
        git(self.project(), args)
    }

    fn bitext(&self, args: &[&str]) -> Output {
        bitext(self.project(), args)
    }

    /// The exit code, the rules that report, and what was not checked.
    fn lint(&self, args: &[&str]) -> (Option<i32>, Vec<String>, Vec<String>) {
        let output = self.bitext(&[&["lint", "--format", "json"], args].concat());
        let report: Value = output.json();
        let texts =
            |list: &Value, key: &str| list.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect();
        (output.code, texts(&report["findings"], "rule"), texts(&report["summary"]["not_checked"], "reason"))
    }

    /// Every way in which bitext runs git: a source, a change, what is staged.
    fn run_everything(&self) {
        for args in [
            &["lint", "docs", "--staged"][..],
            &["lint", "docs", "--since", "main"],
            &["lint", "docs", "--source", "."],
            &["lint", "docs", "--source", ".", "--source-rev", "HEAD"],
            &["status", "docs", "--source", "."],
        ] {
            let output = self.bitext(args);
            assert!(output.code.is_some_and(|code| code < 2), "{args:?}: {}", output.stderr);
        }
    }
}

/// Puts the files of a bare repository into a folder of the project. Its `main` has the changed document, and its
/// configuration names the program.
fn embed_repository(world: &World, folder: &str) {
    let evil = world.path("evil");
    let git = |args: &[&str]| git(&evil, args);
    world.write("evil/it-it/lamp.md", &document(WRONG));
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "evil"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    git(&["config", "core.fsmonitor", &world.program()]);
    git(&["config", "core.bare", "false"]);
    git(&["config", "core.worktree", world.project().join(folder).to_str().unwrap()]);
    let copied = Program::new("cp").args([Path::new("-r"), &evil.join(".git/."), &world.project().join(folder)]).run();
    assert_eq!(copied.code, Some(0), "{}", copied.stderr);
}

#[test]
fn files_that_pose_as_a_repository_are_not_one() {
    let world = World::new();
    embed_repository(&world, "docs");
    world.write("project/docs/it-it/lamp.md", &document(WRONG));
    world.git(&["add", "docs/it-it"]);
    // The trap works: plain git in the folder takes it for the repository.
    world.has_run();
    let output = Program::new("git").current_dir(world.project().join("docs")).args(["status", "--short"]).run();
    assert!(world.has_run(), "{}", output.stderr);
    for args in [&["docs", "--staged"][..], &["docs", "--since", "main"], &["docs/it-it/lamp.md", "--since", "main"]] {
        let (code, rules, not_checked) = world.lint(args);
        assert_eq!((code, rules), (Some(1), vec!["number-mismatch".to_owned()]), "{args:?}");
        assert!(not_checked.iter().any(|reason| reason.contains("poses as a git repository")), "{args:?}: {not_checked:?}");
    }
    // The stranger's `origin/main` is not a revision of the project.
    let output = world.bitext(&["lint", "docs", "--since", "origin/main"]);
    let error = output.stderr;
    assert_eq!(output.code, Some(2), "{error}");
    assert!(error.contains("has no commit `origin/main`"), "{error}");
    assert!(!world.has_run());
}

#[test]
fn a_source_that_poses_as_a_repository_is_refused_and_a_clone_in_the_work_tree_is_not() {
    let world = World::new();
    embed_repository(&world, "docs");
    world.git(&["add", "docs"]);
    for args in [&["lint", "docs", "--source", "docs"][..], &["lint", "docs", "--source", "docs", "--source-rev", "main"]] {
        let output = world.bitext(args);
        let error = output.stderr;
        assert_eq!(output.code, Some(2), "{error}");
        assert!(error.contains("pose as a git repository"), "{error}");
    }
    world.git(&["clone", "-q", "--bare", ".", "en.git"]);
    let output = world.bitext(&["status", "docs/it-it", "--source", "en.git"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(!world.has_run());
}

#[test]
fn an_invalid_dot_git_does_not_lead_to_another_repository() {
    let world = World::new();
    embed_repository(&world, "docs");
    std::fs::create_dir(world.project().join("docs/.git")).unwrap();
    let output = world.bitext(&["lint", "docs", "--staged"]);
    assert_eq!(output.code, Some(2), "{}", output.stdout);
    assert!(!world.has_run());
}

/// How a test shows that plain git follows a key.
enum Trap {
    /// This command runs the program.
    Runs(&'static [&'static str]),
    /// This command, given this input, runs the program.
    RunsWithInput(&'static [&'static str], &'static str),
    /// This command prints the program's name: git needs a terminal to run it.
    Names(&'static [&'static str]),
    /// This command fails.
    Breaks(&'static [&'static str]),
}

/// Each key that can name a program, a path or a URL. `PROGRAM` and `FOLDER` stand for the paths of the test.
const KEYS: &[(&str, &str, Trap)] = &[
    ("core.fsmonitor", "PROGRAM", Trap::Runs(&["status"])),
    ("core.hooksPath", "FOLDER/hooks", Trap::Runs(&["checkout", "-q", "work"])),
    ("core.pager", "PROGRAM", Trap::Names(&["var", "GIT_PAGER"])),
    ("core.editor", "PROGRAM", Trap::Runs(&["commit", "--allow-empty", "-q"])),
    ("sequence.editor", "PROGRAM", Trap::Names(&["config", "sequence.editor"])),
    ("core.sshCommand", "PROGRAM", Trap::Runs(&["ls-remote", "ssh://example.invalid/x"])),
    ("core.gitProxy", "PROGRAM", Trap::Runs(&["ls-remote", "git://example.invalid/x"])),
    ("core.askPass", "PROGRAM", Trap::RunsWithInput(&["credential", "fill"], "protocol=https\nhost=example.invalid\n\n")),
    ("credential.helper", "PROGRAM", Trap::RunsWithInput(&["credential", "fill"], "protocol=https\nhost=example.invalid\n\n")),
    ("protocol.ext.allow", "always", Trap::Runs(&["ls-remote", "ext::PROGRAM"])),
    ("diff.external", "PROGRAM", Trap::Runs(&["diff", "HEAD~1", "HEAD"])),
    ("diff.trap.textconv", "PROGRAM", Trap::Runs(&["log", "-p", "-1"])),
    ("diff.trap.command", "PROGRAM", Trap::Runs(&["diff", "HEAD~1", "HEAD"])),
    ("filter.trap.smudge", "PROGRAM", Trap::Runs(&["cat-file", "--filters", "HEAD:docs/it-it/lamp.md"])),
    ("filter.trap.clean", "PROGRAM", Trap::Runs(&["hash-object", "docs/it-it/lamp.md"])),
    ("gpg.program", "PROGRAM", Trap::Runs(&["log", "-1", "--show-signature", "signed"])),
    ("alias.trap", "!PROGRAM", Trap::Runs(&["trap"])),
    ("include.path", "FOLDER/included", Trap::Runs(&["status"])),
    ("diff.orderFile", "FOLDER/nowhere", Trap::Breaks(&["log", "--raw", "-1"])),
    ("core.worktree", "FOLDER/nowhere", Trap::Breaks(&["status"])),
    ("log.showSignature", "true", Trap::Names(&["config", "log.showSignature"])),
    ("mailmap.file", "FOLDER/nowhere", Trap::Names(&["config", "mailmap.file"])),
    ("core.attributesFile", "FOLDER/nowhere", Trap::Names(&["config", "core.attributesFile"])),
    ("core.excludesFile", "FOLDER/nowhere", Trap::Names(&["config", "core.excludesFile"])),
    ("core.alternateRefsCommand", "PROGRAM", Trap::Names(&["config", "core.alternateRefsCommand"])),
];

#[test]
fn no_key_of_a_repository_is_followed() {
    let world = World::new();
    for hook in ["post-checkout", "pre-auto-gc", "reference-transaction", "post-index-change", "fsmonitor-watchman"] {
        std::fs::create_dir_all(world.path("hooks")).unwrap();
        std::fs::copy(world.path("program"), world.path("hooks").join(hook)).unwrap();
    }
    world.write("included", &format!("[core]\n\tfsmonitor = {}\n", world.program()));
    world.write("project/.gitattributes", "*.md diff=trap filter=trap\n");
    world.write("project/docs/it-it/lamp.md", &document(WRONG));
    world.git(&["add", "."]);
    world.git(&["commit", "-qm", "two"]);
    // A commit with a signature that `git log` would have checked.
    let commit = world.git(&["cat-file", "commit", "HEAD"]);
    let (head, message) = commit.split_once("\n\n").unwrap();
    world.write(
        "signed",
        &format!("{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n"),
    );
    let signed = world.git(&["hash-object", "-t", "commit", "-w", "../signed"]);
    world.git(&["branch", "signed", &signed]);
    world.git(&["reset", "-q", "--hard", "signed"]);
    let fill = |text: &str| text.replace("PROGRAM", &world.program()).replace("FOLDER", world.folder.path().to_str().unwrap());
    for (key, value, trap) in KEYS {
        let value = fill(value);
        world.git(&["config", key, &value]);
        world.has_run();
        let try_git = |args: &[&str], input: &str| {
            let args: Vec<String> = args.iter().map(|arg| fill(arg)).collect();
            world.try_git(&args.iter().map(String::as_str).collect::<Vec<_>>(), input)
        };
        match trap {
            Trap::Runs(args) => {
                try_git(args, "");
                assert!(world.has_run(), "{key}: the trap works");
            }
            Trap::RunsWithInput(args, input) => {
                try_git(args, input);
                assert!(world.has_run(), "{key}: the trap works");
            }
            Trap::Names(args) => {
                let output = try_git(args, "");
                assert_eq!(output.stdout.trim(), value, "{key}: the trap works");
            }
            Trap::Breaks(args) => assert!(!try_git(args, "").is_success(), "{key}: the trap works"),
        }
        world.run_everything();
        assert!(!world.has_run(), "{key}: bitext ran the program");
        // The findings do not depend on the key.
        let (code, rules, _) = world.lint(&["docs", "--since", "main"]);
        assert_eq!((code, rules), (Some(1), vec!["number-mismatch".to_owned()]), "{key}");
        world.git(&["config", "--unset-all", key]);
    }
}

/// Every key that bitext overrides has a trap, so that no trap can be dropped unnoticed.
#[test]
fn each_overridden_key_has_a_trap() {
    let only_form = ["core.quotePath", "diff.relative", "log.showRoot", "log.follow", "log.diffMerges", "protocol.allow"];
    for setting in HARDENING {
        let key = setting.split_once('=').unwrap().0;
        assert!(only_form.contains(&key) || KEYS.iter().any(|(trap, ..)| *trap == key), "{key}");
    }
    assert!(ENVIRONMENT.contains(&("GIT_ALLOW_PROTOCOL", "none")));
}

/// Puts a `git` before the real one on the path that does not know `GIT_NO_LAZY_FETCH`, as before version 2.45.
fn with_old_git(world: &World, program: Program) -> Program {
    let path = std::env::var("PATH").unwrap();
    let real = path.split(':').map(|folder| Path::new(folder).join("git")).find(|git| git.is_file()).expect("git is installed");
    world.write("old/git", &format!("#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec '{}' \"$@\"\n", real.display()));
    world.make_executable("old/git");
    program.env("PATH", format!("{}:{path}", world.path("old").display()))
}

#[test]
fn nothing_is_fetched_by_any_git() {
    let world = World::new();
    let blob = world.git(&["rev-parse", "HEAD:docs/it-it/lamp.md"]);
    std::fs::remove_file(world.project().join(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]))).unwrap();
    let url = format!("ext::{} %S", world.program());
    for (key, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialCloneFilter", "blob:none"),
        ("remote.origin.url", &url),
        ("protocol.allow", "always"),
        ("protocol.ext.allow", "always"),
    ] {
        world.git(&["config", key, value]);
    }
    with_old_git(&world, Program::new("git").current_dir(world.project()).args(["cat-file", "-p", &blob])).run();
    assert!(world.has_run(), "the trap works");
    for args in [
        &["lint", "docs", "--since", "main"][..],
        &["lint", "docs", "--staged"],
        &["lint", "docs", "--source", ".", "--source-rev", "HEAD"],
    ] {
        let output = with_old_git(&world, Program::bitext().current_dir(world.project()).args(args)).run();
        assert!(!world.has_run(), "{args:?}: {}", output.stderr);
    }
}

#[test]
fn replaced_objects_and_grafts_do_not_count() {
    let world = World::new();
    // A replacement: `main` as plain git shows it has the wrong number already, so that nothing would be new.
    let right = world.git(&["rev-parse", "main:docs/it-it/lamp.md"]);
    world.write("project/docs/it-it/lamp.md", &document(WRONG));
    let wrong = world.git(&["hash-object", "-w", "docs/it-it/lamp.md"]);
    world.git(&["replace", &right, &wrong]);
    assert_eq!(world.git(&["show", "main:docs/it-it/lamp.md"]), document(WRONG).trim(), "the trap works");
    assert_eq!(world.lint(&["docs", "--since", "main"]).0, Some(1));
    world.git(&["replace", "-d", &right]);
    // A graft: `work` no longer descends from `main`.
    world.git(&["commit", "-qam", "two"]);
    let head = world.git(&["rev-parse", "HEAD"]);
    world.write("project/.git/info/grafts", &format!("{head}\n"));
    assert!(!world.try_git(&["merge-base", "main", "HEAD"], "").is_success(), "the trap works");
    assert_eq!(world.lint(&["docs", "--since", "main"]).0, Some(1));
}

#[test]
fn a_clone_that_borrows_objects_can_be_read() {
    let world = World::new();
    world.git(&["clone", "-q", "--shared", ".", "../borrower"]);
    let output = bitext(world.path("borrower"), &["lint", "docs", "--since", "HEAD", "--format", "json"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
}
