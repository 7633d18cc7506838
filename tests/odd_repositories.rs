//! The gate in repositories that are set up in other ways: other hashes, sparse and shallow checkouts, other line ends, a stale
//! index.

#![allow(clippy::disallowed_methods, reason = "tests work with files and programs as a user does")]

mod common;

use common::localize::{Handoff, localize};
use common::{bitext, git};
use serde_json::Value;
use std::path::Path;

const ENGLISH: &str = "---\ntitle: Lamps of the tower\n---\n# Lamps\n\nLight the 5 lamps. Close the [door](door.md).\n\n- Ring the small bell.\n- Wait until the boat is in the harbour.\n";

/// Another version of the English file: a sentence is gone, and another one is there.
const LATER: &str = "---\ntitle: Lamps of the tower\n---\n# Lamps\n\nLight the 5 lamps.\n\n- Ring the large bell.\n- Wait until the boat is in the harbour.\n";

fn document(path: &str, locale: &str, english: &str, number: u64) -> String {
    let (commit, day) = match number {
        0 => ("7153f0b8c67efd35f58695ca2a7e00e70da1c5e9", "02/02/2021"),
        _ => ("8264a1c9d78f0e46a69706db3b8f11e81eb2d6fa", "03/02/2021"),
    };
    localize(english, &Handoff { path, locale, commit, day, number, wording: 0 })
}

fn write(folder: &Path, path: &str, content: &str) {
    std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
    std::fs::write(folder.join(path), content).unwrap();
}

fn replace(folder: &Path, path: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains(from), "{text}");
    write(folder, path, &text.replacen(from, to, 1));
}

/// A repository with three articles in two locales on branch `main`, and the branch `work` of a change.
fn repository_with(options: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &[&["init", "-q", "-b", "main"], options].concat());
    for locale in ["it-IT", "de-DE"] {
        for name in ["lamp.md", "bell.md", "more/boat.md"] {
            write(folder.path(), &format!("docs/{locale}/{name}"), &document(name, locale, ENGLISH, 0));
        }
    }
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "base"]);
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    folder
}

fn repository() -> tempfile::TempDir {
    repository_with(&[])
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", "change"]);
}

/// The findings of a run, as `path rule`.
#[track_caller]
fn lint(folder: &Path, args: &[&str]) -> Vec<String> {
    let output = bitext(folder, &[&["lint", "docs", "--format", "json", "--allow-empty"], args].concat());
    assert_ne!(output.code, Some(2), "{}", output.stderr);
    let report: Value = output.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").trim_start_matches("docs/").to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| format!("{} {}", text(&finding["path"]), text(&finding["rule"]))).collect()
}

fn since(folder: &Path) -> Vec<String> {
    lint(folder, &["--since", "main"])
}

const NONE: [&str; 0] = [];

#[test]
fn a_repository_with_longer_hashes_gives_the_same_answers() {
    let answers = |options: &[&str]| {
        let folder = repository_with(options);
        let folder = folder.path();
        let before = since(folder);
        replace(folder, "docs/it-IT/lamp.md", " 5 ", " 6 ");
        std::fs::remove_file(folder.join("docs/de-DE/bell.md")).unwrap();
        let changed = since(folder);
        git(folder, &["add", "-A"]);
        let staged = lint(folder, &["--staged"]);
        commit(folder);
        [before, changed, staged, since(folder)]
    };
    let expected = ["de-DE/bell.md lost-coverage", "it-IT/lamp.md number-mismatch"].map(str::to_owned).to_vec();
    assert_eq!(answers(&[]), [vec![], expected.clone(), expected.clone(), expected]);
    assert_eq!(answers(&["--object-format=sha256"]), answers(&[]));
}

#[test]
fn documents_that_are_not_checked_out_are_not_lost() {
    let folder = repository();
    let folder = folder.path();
    git(folder, &["sparse-checkout", "set", "--no-cone", "/*", "!/docs/de-DE/", "!/docs/it-IT/more/"]);
    assert!(!folder.join("docs/de-DE").exists() && !folder.join("docs/it-IT/more").exists());
    assert_eq!(since(folder), NONE);
    assert_eq!(lint(folder, &["--staged"]), NONE);
    // The others are.
    std::fs::remove_file(folder.join("docs/it-IT/bell.md")).unwrap();
    assert_eq!(since(folder), ["it-IT/bell.md lost-coverage"]);
    commit(folder);
    assert_eq!(since(folder), ["it-IT/bell.md lost-coverage"]);
}

#[test]
fn a_file_that_git_assumes_to_be_unchanged_is_not_lost() {
    let folder = repository();
    let folder = folder.path();
    for option in ["--assume-unchanged", "--skip-worktree"] {
        git(folder, &["update-index", option, "docs/it-IT/bell.md"]);
        std::fs::remove_file(folder.join("docs/it-IT/bell.md")).unwrap();
        assert_eq!(since(folder), NONE, "{option}");
        git(folder, &["update-index", &option.replacen("--", "--no-", 1), "docs/it-IT/bell.md"]);
        assert_eq!(since(folder), ["it-IT/bell.md lost-coverage"], "{option}");
        git(folder, &["checkout", "-q", "."]);
    }
}

#[test]
fn a_stale_index_and_other_line_ends_change_nothing() {
    let folder = repository();
    let folder = folder.path();
    let touched = std::fs::File::options().append(true).open(folder.join("docs/it-IT/bell.md")).unwrap();
    touched.set_modified(std::time::UNIX_EPOCH).unwrap();
    assert_eq!((since(folder), lint(folder, &["--staged"])), (vec![], vec![]));
    git(folder, &["config", "core.autocrlf", "true"]);
    std::fs::remove_dir_all(folder.join("docs")).unwrap();
    git(folder, &["checkout", "-q", "."]);
    assert!(std::fs::read_to_string(folder.join("docs/it-IT/bell.md")).unwrap().contains("\r\n"));
    assert_eq!((since(folder), lint(folder, &["--staged"])), (vec![], vec![]));
}

#[test]
fn a_shallow_clone_without_the_base_fails() {
    let folder = repository();
    std::fs::remove_file(folder.path().join("docs/it-IT/bell.md")).unwrap();
    commit(folder.path());
    let clones = tempfile::tempdir().unwrap();
    let address = format!("file://{}", folder.path().display());
    git(clones.path(), &["clone", "-q", "--depth", "1", &address, "shallow"]);
    let clone = clones.path().join("shallow");
    assert_eq!(bitext(&clone, &["lint", "docs", "--since", "origin/main"]).code, Some(2));
    git(&clone, &["fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    assert_eq!(lint(&clone, &["--since", "origin/main"]), ["it-IT/bell.md lost-coverage"]);
}

#[test]
fn only_what_leaves_the_index_and_the_disk_is_lost() {
    let folder = repository();
    let folder = folder.path();
    // A change of capitals.
    git(folder, &["mv", "docs/it-IT/bell.md", "docs/it-IT/Bell.md"]);
    assert_eq!((since(folder), lint(folder, &["--staged"])), (vec![], vec![]));
    git(folder, &["reset", "-q", "--hard"]);
    // A folder in place of the file, with the file inside it or without.
    git(folder, &["mv", "docs/it-IT/bell.md", "docs/it-IT/old.md"]);
    std::fs::create_dir(folder.join("docs/it-IT/bell.md")).unwrap();
    git(folder, &["mv", "docs/it-IT/old.md", "docs/it-IT/bell.md/old.md"]);
    assert_eq!((since(folder), lint(folder, &["--staged"])), (vec![], vec![]));
    git(folder, &["rm", "-q", "-f", "docs/it-IT/bell.md/old.md"]);
    write(folder, "docs/it-IT/bell.md/old.txt", "");
    assert_eq!(since(folder), ["it-IT/bell.md lost-coverage"]);
    assert_eq!(lint(folder, &["--staged"]), ["it-IT/bell.md lost-coverage"]);
    std::fs::remove_dir_all(folder.join("docs/it-IT/bell.md")).unwrap();
    git(folder, &["reset", "-q", "--hard"]);
    // The commit would lose it; the work tree has it, until an ignore file names it.
    git(folder, &["rm", "-q", "--cached", "docs/it-IT/bell.md"]);
    assert_eq!((since(folder), lint(folder, &["--staged"])), (vec![], vec!["it-IT/bell.md lost-coverage".to_owned()]));
    git(folder, &["add", "-N", "docs/it-IT/bell.md"]);
    assert_eq!((since(folder), lint(folder, &["--staged"])), (vec![], vec!["it-IT/bell.md lost-coverage".to_owned()]));
}

#[test]
fn a_removed_document_with_a_redirection_is_not_lost() {
    for (entry, is_lost) in [("docs/it-IT/more/boat.md", false), ("more/boat.md", false), ("boat.md", true), ("bell.md", true)] {
        let folder = repository();
        let folder = folder.path();
        let json = format!("{{\"redirections\": [{{\"source_path\": \"{entry}\", \"redirect_url\": \"/lamps\"}}]}}");
        write(folder, ".openpublishing.redirection.json", &json);
        git(folder, &["rm", "-q", "docs/it-IT/more/boat.md"]);
        git(folder, &["add", "-A"]);
        let expected = if is_lost { vec!["it-IT/more/boat.md lost-coverage".to_owned()] } else { vec![] };
        assert_eq!((since(folder), lint(folder, &["--staged"])), (expected.clone(), expected.clone()), "{entry}");
        // Only a document that was removed.
        write(folder, "docs/it-IT/more/boat.md", "");
        assert_eq!(since(folder), ["it-IT/more/boat.md lost-coverage"], "{entry}");
    }
}

#[test]
fn a_complete_handoff_of_one_locale_is_not_reported() {
    let path = "docs/it-IT/bell.md";
    let unproven = |change: &dyn Fn(&str) -> String| {
        let folder = repository();
        write(folder.path(), path, &change(&document("bell.md", "it-IT", LATER, 1)));
        since(folder.path()).contains(&"it-IT/bell.md unproven-handoff".to_owned())
    };
    assert!(!unproven(&str::to_owned));
    let old = document("bell.md", "it-IT", ENGLISH, 0);
    let line = |text: &str, key: &str| text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    for key in ["ms.sourcegitcommit", "ms.locfileid"] {
        assert!(unproven(&|new| new.replace(&line(new, key), &line(&old, key))), "{key} of the base");
        assert!(unproven(&|new| new.replace(&format!("{}\n", line(new, key)), "")), "no {key}");
    }
    assert!(unproven(&|new| new.replace("ms.lasthandoff: 03/02/2021", "ms.lasthandoff: 01/02/2021")), "an earlier day");
    // The ids of the base.
    let ids = |text: &str| text[text.find("data-ttu-id=\"").unwrap() + 13..][..5].to_owned();
    assert!(unproven(&|new| new.replace(&ids(new), &ids(&old))));
}

#[test]
fn an_edited_sentence_outside_the_pairs_is_not_added() {
    let folder = repository();
    let folder = folder.path();
    let path = "docs/it-IT/bell.md";
    let text = document("bell.md", "it-IT", ENGLISH, 0);
    write(folder, path, &format!("{text}\nLa barca grande aspetta nel porto.\n"));
    commit(folder);
    git(folder, &["branch", "-f", "main"]);
    write(folder, path, &format!("{text}\nLa barca rossa aspetta nel porto.\n"));
    assert!(!since(folder).contains(&"it-IT/bell.md added-content".to_owned()));
    let one_more = format!("{text}\nLa barca grande aspetta nel porto.\n\nLa campana della torre suona piano.\n");
    write(folder, path, &one_more);
    assert!(since(folder).contains(&"it-IT/bell.md added-content".to_owned()));
}
