//! Git repositories of every kind as sources, through the binary.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use common::{Output, Program, bitext, git};
use serde_json::Value;
use std::path::{Path, PathBuf};

const OLD: &str = "---\ntitle: The lamp\nms.date: 03/17/2021\n---\n# The lamp\n\nLight the lamp. Close the door.\n";
const NEW: &str = "---\ntitle: The lamp\nms.date: 03/17/2021\n---\n# The lamp\n\nLight the lamp. Close both doors.\n";

/// A repository `en` with two versions of one file, and a document that was made from the first one.
struct World {
    folder: tempfile::TempDir,
    first: String,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let en = folder.path().join("en");
        std::fs::create_dir(&en).unwrap();
        git(&en, &["init", "-q", "-b", "main"]);
        std::fs::create_dir(en.join("guide")).unwrap();
        std::fs::write(en.join("guide/lamp.md"), OLD).unwrap();
        git(&en, &["add", "."]);
        git(&en, &["commit", "-qm", "one"]);
        let first = git(&en, &["rev-parse", "HEAD"]);
        std::fs::write(en.join("guide/lamp.md"), NEW).unwrap();
        git(&en, &["commit", "-qam", "two"]);
        let world = Self { folder, first };
        world.localize(&world.first);
        world
    }

    fn localize(&self, commit: &str) {
        let pair = |id: &str, source: &str| {
            format!(
                "<span data-ttu-id=\"2ba23-{id}\">T {id}.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{id}\">{source}</span></span>"
            )
        };
        let hash = bitext::source::provenance::source_hash(OLD.as_bytes());
        let content = format!(
            "---\ntitle: La lampada\nms.date: 03/17/2021\nms.openlocfilehash: {hash}\nms.sourcegitcommit: {commit}\nms.translationtype: HT\n\
             ms.contentlocale: it-IT\nms.lasthandoff: 04/01/2021\nms.locfileid: \"1\"\n---\n# <a name=\"the-lamp\"></a>{}\n\n{} {}\n",
            pair("102", "The lamp"),
            pair("103", "Light the lamp."),
            pair("104", "Close the door.")
        );
        std::fs::create_dir_all(self.path("it-it/guide")).unwrap();
        std::fs::write(self.path("it-it/guide/lamp.md"), content).unwrap();
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn bitext(&self, args: &[&str]) -> Output {
        bitext(self.folder.path(), args)
    }

    /// The findings as rule and unit.
    fn lint(&self, args: &[&str]) -> Vec<(String, Option<String>)> {
        let output = self.bitext(&[&["lint", "it-it", "--format", "json", "--fail-on", "never"], args].concat());
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        let json: Value = output.json();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        json["findings"].as_array().unwrap().iter().map(|f| (text(&f["rule"]).unwrap(), text(&f["unit"]))).collect()
    }

    fn error(&self, args: &[&str]) -> String {
        let output = self.bitext(&[&["lint", "it-it"], args].concat());
        assert_eq!(output.code, Some(2), "{}", output.stdout);
        output.stderr
    }
}

fn stale() -> Vec<(String, Option<String>)> {
    vec![("stale-document".to_owned(), None), ("stale-segment".to_owned(), Some("2ba23-104".to_owned()))]
}

#[test]
fn work_trees_bare_repositories_and_linked_work_trees_are_the_same_source() {
    let world = World::new();
    git(world.path("en"), &["clone", "-q", "--bare", ".", "../bare.git"]);
    git(world.path("en"), &["worktree", "add", "-q", "--detach", "../linked"]);
    for source in ["en", "bare.git", "linked"] {
        assert_eq!(world.lint(&["--source", source]), stale(), "{source}");
        assert_eq!(world.lint(&["--source", source, "--source-rev", &world.first]), [], "{source}");
    }
    // Uncommitted changes belong to the current version.
    std::fs::write(world.path("en/guide/lamp.md"), OLD.replace('\n', "\r\n")).unwrap();
    assert_eq!(world.lint(&["--source", "en"]), []);
}

#[test]
fn a_folder_of_a_repository_has_its_history_and_a_copy_of_it_has_none() {
    let world = World::new();
    let lamp = world.path("it-it/lamp.md");
    std::fs::rename(world.path("it-it/guide/lamp.md"), &lamp).unwrap();
    for args in [&["--source", "en/guide"][..], &["--source", "en/guide", "--source-rev", "main"]] {
        assert_eq!(world.lint(args), stale(), "{args:?}");
    }
    std::fs::create_dir(world.path("copy")).unwrap();
    std::fs::write(world.path("copy/lamp.md"), NEW).unwrap();
    assert_eq!(world.lint(&["--source", "copy"]), stale());
    let output = world.bitext(&["lint", "it-it", "--source", "copy", "--verbose"]);
    let text = output.stdout;
    assert!(text.contains("cannot find the source version at handoff: the source folder has no git history"), "{text}");
}

#[test]
fn a_shallow_clone_skips_checks_and_fetches_nothing() {
    let world = World::new();
    let origin = format!("file://{}", world.path("en").display());
    git(world.folder.path(), &["clone", "-q", "--depth", "1", &origin, "shallow"]);
    assert_eq!(world.lint(&["--source", "shallow"]), stale());
    let output = world.bitext(&["lint", "it-it", "--source", "shallow", "--format", "json"]);
    let json: Value = output.json();
    let entry = &json["summary"]["not_checked"][0];
    assert_eq!(entry["what"], "handoff");
    assert!(entry["reason"].as_str().unwrap().contains("shallow"), "{entry}");
    git(world.path("en"), &["config", "uploadpack.allowFilter", "true"]);
    git(world.folder.path(), &["clone", "-q", "--no-checkout", "--filter=blob:none", &origin, "partial"]);
    let before = listing(&world.path("partial"));
    let output = world.bitext(&["lint", "it-it", "--source", "partial", "--source-rev", "HEAD", "--format", "json"]);
    let json: Value = output.json();
    assert_eq!(json["summary"]["not_checked"][0]["what"], "source", "{}", output.stderr);
    assert_eq!(listing(&world.path("partial")), before);
}

#[test]
fn an_unknown_handoff_is_reported() {
    let world = World::new();
    world.localize(&"d".repeat(40));
    // The history still has the version.
    assert_eq!(world.lint(&["--source", "en"]), stale());
    let path = world.path("it-it/guide/lamp.md");
    let hash = bitext::source::provenance::source_hash(OLD.as_bytes());
    let content = std::fs::read_to_string(&path).unwrap().replace(&hash, &"c".repeat(40));
    std::fs::write(&path, content).unwrap();
    let found = world.lint(&["--source", "en"]);
    assert_eq!(found[0], ("unknown-handoff".to_owned(), None), "{found:?}");
}

#[test]
fn an_invalid_source_is_one_line() {
    let world = World::new();
    for (args, expected) in [
        (&["--source", "nowhere"][..], "cannot read `nowhere`"),
        (&["--source", "it-it/guide/lamp.md"], "is not a folder"),
        (&["--source", "en", "--source-rev", "no-such-branch"], "has no commit `no-such-branch`"),
        (&["--source", "en", "--source-rev", "--output=x"], "has no commit `--output=x`"),
        (&["--source", "en", "--source-rev", "a\nHEAD"], "has no commit"),
        (&["--source", "it-it", "--source-rev", "HEAD"], "not a git repository"),
        (&["--source-rev", "HEAD"], "there is no source"),
    ] {
        let args: Vec<&str> =
            args.iter().flat_map(|arg| arg.split_once("--source-rev=").map_or(vec![*arg], |(_, rev)| vec![rev])).collect();
        let args: Vec<String> = match args.as_slice() {
            [source, path, "--source-rev", rev] => vec![(*source).to_owned(), (*path).to_owned(), format!("--source-rev={rev}")],
            other => other.iter().map(|&arg| arg.to_owned()).collect(),
        };
        let error = world.error(&args.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(error.contains(expected), "{args:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    assert!(!world.path("x").exists());
}

#[test]
fn without_git_a_repository_cannot_be_read_and_a_folder_can() {
    let world = World::new();
    let run = |source: &str| {
        let args = ["lint", "it-it", "--source", source, "--fail-on", "never"];
        Program::bitext().current_dir(world.folder.path()).args(args).env("PATH", "").run()
    };
    let output = run("en");
    assert_eq!(output.code, Some(2));
    let error = output.stderr;
    assert!(error.contains("cannot run git, which is needed to read `en`") && error.contains("; install it"), "{error}");
    std::fs::create_dir_all(world.path("copy/guide")).unwrap();
    std::fs::write(world.path("copy/guide/lamp.md"), NEW).unwrap();
    assert_eq!(run("copy").code, Some(0));
}

#[test]
fn a_damaged_repository_is_reported_and_the_rest_is_checked() {
    let world = World::new();
    // The handoff version is damaged: checks that need it are skipped.
    let blob = git(world.path("en"), &["rev-parse", &format!("{}:guide/lamp.md", world.first)]);
    let object = world.path(&format!("en/.git/objects/{}/{}", &blob[..2], &blob[2..]));
    let mut permissions = std::fs::metadata(&object).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false, reason = "a file of this test")]
    permissions.set_readonly(false);
    std::fs::set_permissions(&object, permissions).unwrap();
    std::fs::write(&object, "damaged").unwrap();
    assert_eq!(world.lint(&["--source", "en"]), stale());
    // The tree of the current version is damaged: nothing can be compared.
    let tree = git(world.path("en"), &["rev-parse", "HEAD:guide"]);
    let object = world.path(&format!("en/.git/objects/{}/{}", &tree[..2], &tree[2..]));
    std::fs::remove_file(&object).unwrap();
    let error = world.error(&["--source", "en", "--source-rev", "HEAD"]);
    assert!(error.contains("cannot be listed") && error.contains("missing"), "{error}");
}

#[test]
#[cfg(unix)]
fn no_setting_of_a_repository_runs_a_program() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let (program, proof) = (world.path("program"), world.path("proof"));
    std::fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", proof.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let en = world.path("en");
    // A commit with a signature, which `git log` would have checked.
    let commit = git(&en, &["cat-file", "commit", "HEAD"]);
    let (head, message) = commit.split_once("\n\n").unwrap();
    let signed = format!("{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n");
    std::fs::write(world.path("signed"), signed).unwrap();
    let id = git(&en, &["hash-object", "-t", "commit", "-w", "../signed"]);
    git(&en, &["reset", "-q", "--hard", &id]);
    let program = program.to_str().unwrap();
    for (key, value) in [
        ("log.showSignature", "true"),
        ("gpg.program", program),
        ("core.pager", program),
        ("core.fsmonitor", program),
        ("diff.external", program),
        ("log.diffMerges", "first-parent"),
    ] {
        git(&en, &["config", key, value]);
    }
    let control = Program::new("git").current_dir(&en).args(["log", "-1"]).run();
    assert!(control.is_success() && proof.exists(), "the trap works");
    std::fs::remove_file(&proof).unwrap();
    assert_eq!(world.lint(&["--source", "en"]), stale());
    assert!(!proof.exists());
}

#[test]
fn the_repository_is_not_changed() {
    let world = World::new();
    let before = listing(&world.path("en"));
    world.lint(&["--source", "en"]);
    world.lint(&["--source", "en", "--source-rev", "HEAD~1"]);
    world.bitext(&["status", "it-it", "--source", "en"]);
    assert_eq!(listing(&world.path("en")), before);
}

#[test]
fn changes_since_handoff_are_counted_even_if_the_version_is_much_older() {
    let world = World::new();
    let folder = world.path("dated");
    std::fs::create_dir_all(folder.join("guide")).unwrap();
    let commit = |date: &str, path: &str, content: &str| {
        std::fs::write(folder.join(path), content).unwrap();
        git(&folder, &["add", "."]);
        let commit =
            Program::new("git").current_dir(&folder).args(["commit", "-qm", "one"]).env("GIT_COMMITTER_DATE", date).run();
        assert_eq!(commit.code, Some(0), "{}", commit.stderr);
        git(&folder, &["rev-parse", "HEAD"])
    };
    git(&folder, &["init", "-q", "-b", "main"]);
    commit("2021-01-01T00:00:00Z", "guide/lamp.md", OLD);
    let handoff = commit("2021-06-01T00:00:00Z", "other.md", "# Other\n");
    commit("2021-06-05T00:00:00Z", "guide/lamp.md", &NEW.replace("both", "all"));
    commit("2021-06-08T00:00:00Z", "other.md", "# Others\n");
    commit("2021-06-10T00:00:00Z", "guide/lamp.md", NEW);
    world.localize(&handoff);
    let message = || {
        let output = world.bitext(&["lint", "it-it", "--source", "dated", "--format", "json", "--select", "stale-document"]);
        output.json()["findings"][0]["message"].as_str().unwrap().to_owned()
    };
    let found = message();
    assert!(found.starts_with("the source has changed since handoff (2 commits and 9 days): "), "{found}");
    // A handoff from a branch that was never merged does not show how many commits came after it.
    git(&folder, &["checkout", "-q", "--detach", &handoff]);
    let branch = commit("2021-06-02T00:00:00Z", "other.md", "# A branch\n");
    git(&folder, &["checkout", "-q", "main"]);
    world.localize(&branch);
    let found = message();
    assert!(found.starts_with("the source has changed since handoff (8 days): "), "{found}");
}

#[test]
fn a_run_of_one_document_reads_only_its_own_source() {
    let world = World::new();
    std::fs::create_dir(world.path("en/other")).unwrap();
    std::fs::write(world.path("en/other/door.md"), "# Door\n").unwrap();
    git(world.path("en"), &["add", "."]);
    git(world.path("en"), &["commit", "-qm", "three"]);
    let tree = git(world.path("en"), &["rev-parse", "HEAD:other"]);
    std::fs::remove_file(world.path(&format!("en/.git/objects/{}/{}", &tree[..2], &tree[2..]))).unwrap();
    let source = ["--source", "en", "--source-rev", "HEAD", "--format", "json", "--fail-on", "never"];
    let output = world.bitext(&[&["lint", "it-it/guide/lamp.md"], &source[..]].concat());
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(output.json()["findings"][0]["rule"], "stale-document");
    // A run over a folder needs all files, to find those that have no document.
    let error = world.error(&["--source", "en", "--source-rev", "HEAD"]);
    assert!(error.contains("cannot be listed") && error.contains("missing"), "{error}");
}

#[test]
#[cfg(unix)]
fn one_document_and_its_folder_find_the_same_source_on_disk() {
    let world = World::new();
    let rules = |path: &str| {
        let output = world.bitext(&["lint", path, "--source", "en", "--format", "json", "--fail-on", "never"]);
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        let json: Value = output.json();
        json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let one = "it-it/guide/lamp.md";
    assert_eq!((rules(one), rules("it-it")), (vec!["stale-document".into(), "stale-segment".into()], rules(one)));
    // Ignored files, and files in linked folders, are not source files.
    std::fs::write(world.path("en/.gitignore"), "lamp.md\n").unwrap();
    assert_eq!((rules(one), rules("it-it")), (vec!["orphan-document".into()], rules(one)));
    std::fs::remove_file(world.path("en/.gitignore")).unwrap();
    std::fs::rename(world.path("en/guide"), world.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(world.path("elsewhere"), world.path("en/guide")).unwrap();
    assert_eq!((rules(one), rules("it-it")), (vec!["orphan-document".into()], rules(one)));
}

#[test]
fn the_status_counts_documents_and_segments() {
    let world = World::new();
    std::fs::write(world.path("en/guide/door.md"), "# Door\n").unwrap();
    let output = world.bitext(&["status", "it-it", "--source", "en", "--format", "json"]);
    let json: Value = output.json();
    assert_eq!(json["version"], 1);
    let locale = &json["locales"][0];
    for (key, value) in [
        ("documents", 1),
        ("stale", 1),
        ("fresh", 0),
        ("missing", 1),
        ("unknown", 0),
        ("orphan", 0),
        ("pairs", 3),
        ("stale_pairs", 1),
    ] {
        assert_eq!(locale[key], value, "{key}: {locale}");
    }
    assert_eq!((&locale["locale"], &locale["root"]), (&"it-IT".into(), &"it-it".into()));
    assert_eq!(json["not_checked"], Value::Array(Vec::new()));
    let (lamp, door) = (&json["documents"][0], &json["documents"][1]);
    assert_eq!((&lamp["state"], &door["state"]), (&"stale".into(), &"missing".into()));
    assert_eq!((&lamp["handoff"]["commit"], &door["path"]), (&world.first.as_str().into(), &"it-it/guide/door.md".into()));
    let output = world.bitext(&["status", "it-it", "--source", "en", "--format", "markdown", "--documents"]);
    let text = output.stdout;
    assert!(text.contains("| it-IT | 1 | 0 | 1 | 0 | 0 | 1 | 3 | 1 | 0 |"), "{text}");
    assert_eq!(world.bitext(&["status", "it-it"]).code, Some(2));
}

#[test]
fn a_configuration_names_the_source_and_what_is_not_localized() {
    let world = World::new();
    std::fs::write(world.path("en/guide/door.md"), "# Door\n").unwrap();
    std::fs::write(world.path("bitext.toml"), "[source]\npath = \"en\"\n").unwrap();
    let missing = ("missing-document".to_owned(), None);
    assert_eq!(world.lint(&[]), [vec![missing.clone()], stale()].concat());
    std::fs::write(world.path("bitext.toml"), "[source]\npath = \"en\"\nexclude = [\"guide/d*.md\"]\n").unwrap();
    assert_eq!(world.lint(&[]), stale());
    std::fs::write(world.path("bitext.toml"), "source = \"en\"\n").unwrap();
    std::fs::write(world.path("en/.localization-config"), "{\"files\": [\"**/*.md\", \"!guide/door.md\"]}").unwrap();
    assert_eq!(world.lint(&[]), stale());
    // A run on one file cannot know which other documents are missing.
    std::fs::remove_file(world.path("en/.localization-config")).unwrap();
    let output = world.bitext(&["lint", "it-it/guide/lamp.md", "--format", "concise"]);
    assert!(!output.stdout.contains("missing-document"));
    std::fs::write(world.path("bitext.toml"), "sauce = \"en\"\n").unwrap();
    let error = world.error(&[]);
    assert!(error.contains("bitext.toml:1:1: unknown field `sauce`"), "{error}");
}

#[test]
fn a_document_whose_source_moved_gets_the_new_place() {
    let world = World::new();
    git(world.path("en"), &["rm", "-q", "guide/lamp.md"]);
    let redirect = "{\"redirections\": [{\"source_path\": \"guide/lamp.md\", \"redirect_url\": \"/guide/lantern\"}]}";
    std::fs::write(world.path("en/.openpublishing.redirection.json"), redirect).unwrap();
    git(world.path("en"), &["add", "."]);
    git(world.path("en"), &["commit", "-qm", "three"]);
    assert_eq!(world.lint(&["--source", "en"]), [("orphan-document".to_owned(), None)]);
    let output = world.bitext(&["lint", "it-it", "--source", "en"]);
    assert!(output.stdout.contains("the source redirects readers to “/guide/lantern”"));
}

/// Every file below a folder with its size and time.
fn listing(folder: &Path) -> Vec<(PathBuf, u64, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.metadata().unwrap();
        if kind.is_dir() {
            found.extend(listing(&entry.path()));
        } else {
            found.push((entry.path(), kind.len(), kind.modified().unwrap()));
        }
    }
    found.sort();
    found
}
