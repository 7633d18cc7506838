//! `--since`, `--staged` and `--baseline` in a temporary repository.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::sxs::pairs::scan;
use bitext::report::baseline::Baseline;
use bitext::text::Span;
use common::{File, Program, bitext, git, properties};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

/// The exit code and the findings as `path rule unit`.
fn linted(folder: &Path, args: &[&str]) -> (Option<i32>, Vec<String>) {
    let output = bitext(folder, &[&["lint", "docs", "--format", "json"], args].concat());
    let report: Value = output.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let shown = findings.map(|f| format!("{} {} {}", text(&f["path"]), text(&f["rule"]), text(&f["unit"]))).collect();
    (output.code, shown)
}

const PER_DOCUMENT: usize = 50;

/// A document with fifty pairs. Each has an old finding: a number that differs from the source.
fn document(number: usize) -> String {
    let prefix = format!("{:05x}", 0x2ba23 + number);
    let mut text = format!(
        "---\ntitle: Lampada {number}\nms.date: 01/02/2021\nms.openlocfilehash: {:040x}\nms.sourcegitcommit: {:040x}\nms.translationtype: HT\nms.contentlocale: it-IT\nms.lasthandoff: 02/02/2021\nms.locfileid: \"{number}\"\n---\n",
        number + 1,
        7
    );
    for i in 0..PER_DOCUMENT {
        let id = format!("{prefix}-{}", 102 + i);
        let (own, theirs) = (1000 + i, 3000 + i);
        let _ = write!(
            text,
            "<span data-ttu-id=\"{id}\">Accendere la lampada grande numero {own} oggi.</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">Light the large lamp number {theirs} today.</span></span>\n\n"
        );
    }
    let id = format!("{prefix}-{}", 102 + PER_DOCUMENT);
    let _ = writeln!(
        text,
        "<span data-ttu-id=\"{id}\">Chiudere la porta.</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">Close the door.</span></span>"
    );
    text
}

/// A repository with ten documents and five hundred findings on `main`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs/it-it");
    std::fs::create_dir_all(&docs).unwrap();
    for number in 0..10 {
        std::fs::write(docs.join(format!("lamp-{number}.md")), document(number)).unwrap();
    }
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "old debt"]);
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    folder
}

fn change(folder: &Path, number: usize, from: &str, to: &str) {
    let path = folder.join(format!("docs/it-it/lamp-{number}.md"));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Three faults: a wrong id, a missing source span, a link that is not in the source.
fn add_three_faults(folder: &Path) {
    change(folder, 1, "data-stu-id=\"2ba24-110\"", "data-stu-id=\"2ba24-999\"");
    change(folder, 2, ">Accendere la lampada grande numero 1005 oggi.", ">");
    change(folder, 3, "Chiudere la porta.", "Chiudere la [porta](altra.md).");
}

const THREE: [&str; 3] = [
    "docs/it-it/lamp-1.md id-mismatch 2ba24-110",
    "docs/it-it/lamp-2.md empty-translation 2ba25-107",
    "docs/it-it/lamp-3.md link-mismatch 2ba26-152",
];

/// Changes without a finding: a renamed file, a re-wrapped line, reordered front matter, a moved paragraph.
fn harmless_changes(folder: &Path) {
    git(folder, &["mv", "docs/it-it/lamp-4.md", "docs/it-it/beacon.md"]);
    change(folder, 5, "la lampada grande numero 1003", "la lampada\ngrande numero 1003");
    change(folder, 6, "title: Lampada 6\nms.date: 01/02/2021\n", "ms.date: 01/02/2021\ntitle: Lampada 6\n");
}

#[test]
fn only_what_a_branch_newly_breaks_is_reported() {
    let folder = repository();
    let folder = folder.path();
    assert_eq!(linted(folder, &[]).1.len(), 500);
    assert_eq!(linted(folder, &["--since", "main"]), (Some(0), vec![]));
    add_three_faults(folder);
    assert_eq!(linted(folder, &["--since", "main"]), (Some(1), THREE.map(str::to_owned).to_vec()));
    git(folder, &["commit", "-qam", "three faults"]);
    assert_eq!(linted(folder, &["--since", "main"]), (Some(1), THREE.map(str::to_owned).to_vec()));
    // A later change on `main` does not belong to the branch.
    git(folder, &["checkout", "-q", "main"]);
    change(folder, 9, ">Accendere la lampada grande numero 1001 oggi.", ">");
    git(folder, &["commit", "-qam", "main goes on"]);
    git(folder, &["checkout", "-q", "work"]);
    assert_eq!(linted(folder, &["--since", "main"]), (Some(1), THREE.map(str::to_owned).to_vec()));
    // An old finding stays old when another part of its pair is edited.
    change(folder, 3, "la lampada grande numero 1007", "la lampada molto grande numero 1007");
    assert_eq!(linted(folder, &["--since", "main"]).1, THREE.map(str::to_owned));
    git(folder, &["checkout", "-q", "."]);
    git(folder, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(linted(folder, &["--since", "main"]), (Some(0), vec![]));
    harmless_changes(folder);
    assert_eq!(linted(folder, &["--since", "main"]), (Some(0), vec![]));
}

#[test]
fn the_summary_counts_changed_new_and_fixed() {
    let folder = repository();
    add_three_faults(folder.path());
    change(folder.path(), 7, "numero 1004 oggi", "numero 3004 oggi");
    let text = bitext(folder.path(), &["lint", "docs", "--since", "main"]).stdout;
    assert!(
        text.contains("Compared with main: 4 segments changed, 3 new findings, 2 fixed, 198 existing findings not shown."),
        "{text}"
    );
}

#[test]
fn staged_content_is_checked() {
    let folder = repository();
    let folder = folder.path();
    change(folder, 1, "data-stu-id=\"2ba24-110\"", "data-stu-id=\"2ba24-999\"");
    assert_eq!(linted(folder, &["--staged"]), (Some(0), vec![]), "nothing is staged");
    git(folder, &["add", "."]);
    // Fixed only on the disk: the commit would still have the fault.
    change(folder, 1, "data-stu-id=\"2ba24-999\"", "data-stu-id=\"2ba24-110\"");
    assert_eq!(linted(folder, &["--staged"]), (Some(1), vec![THREE[0].to_owned()]));
}

#[test]
fn a_baseline_gives_the_same_results() {
    let folder = repository();
    let folder = folder.path();
    let baseline = ["--baseline", "baseline.json"];
    let written = bitext(folder, &["lint", "docs", "--write-baseline", "baseline.json", "--quiet", "--format", "concise"]);
    assert_eq!(written.code, Some(0));
    assert_eq!(linted(folder, &baseline), (Some(0), vec![]));
    harmless_changes(folder);
    assert_eq!(linted(folder, &baseline), (Some(0), vec![]));
    add_three_faults(folder);
    assert_eq!(linted(folder, &baseline), (Some(1), THREE.map(str::to_owned).to_vec()));
    let log = bitext(folder, &["lint", "docs", "--baseline", "baseline.json", "--format", "sarif"]);
    let log: Value = log.json();
    let states = |state: &str| {
        let results = log["runs"][0]["results"].as_array().unwrap();
        results.iter().filter(|result| result["baselineState"] == state).count()
    };
    // The emptied pair no longer has its old finding.
    assert_eq!((states("new"), states("unchanged")), (3, 499));
    // It grows only on request.
    let rewritten = bitext(folder, &["lint", "docs", "--write-baseline", "baseline.json", "--format", "concise"]);
    assert_eq!(rewritten.code, Some(1));
    assert!(rewritten.stderr.contains("3 new findings not added to it; --accept-new adds them"));
    assert_eq!(linted(folder, &baseline).1.len(), 3);
    bitext(folder, &["lint", "docs", "--write-baseline", "baseline.json", "--accept-new"]);
    assert_eq!(linted(folder, &baseline), (Some(0), vec![]));
    // An entry no longer matches when its text changes.
    change(folder, 8, "numero 1009 oggi", "numero 1010 oggi");
    assert_eq!(linted(folder, &baseline).1, ["docs/it-it/lamp-8.md number-mismatch 2ba2b-111"]);
    change(folder, 8, "numero 1010 oggi", "numero 3009 oggi");
    let text = bitext(folder, &[&["lint", "docs"][..], &baseline].concat()).stdout;
    assert!(text.contains(" 1 of its findings is gone; --write-baseline removes it."), "{text}");
}

#[test]
fn a_baseline_keeps_entries_of_documents_that_were_not_linted() {
    let folder = repository();
    let folder = folder.path();
    let write = |path: &str| bitext(folder, &["lint", path, "--write-baseline", "b.json", "--quiet", "--format", "concise"]);
    let written = || std::fs::read_to_string(folder.join("b.json")).unwrap();
    write("docs");
    let all = written();
    assert!(all.starts_with("{\"version\":1,\"source\":false,\"findings\":[\n"));
    change(folder, 1, "numero 1004 oggi", "numero 3004 oggi");
    write("docs/it-it/lamp-1.md");
    assert_eq!(written().lines().count(), all.lines().count() - 1, "one finding is fixed, and the others are not covered");
    std::fs::remove_file(folder.join("docs/it-it/lamp-9.md")).unwrap();
    write("docs/it-it/lamp-1.md");
    assert_eq!(written().lines().count(), all.lines().count() - 1);
    let report = |path: &str| bitext(folder, &["lint", path, "--baseline", "b.json"]).stdout;
    assert!(!report("docs/it-it/lamp-1.md").contains("are gone"));
    assert!(report("docs").contains(" 50 of its findings are gone; --write-baseline removes them."));
    write("docs");
    assert_eq!(written().lines().count(), all.lines().count() - 51);
}

#[test]
fn named_files_are_compared_with_their_base_versions() {
    let folder = repository();
    let folder = folder.path();
    std::fs::create_dir(folder.join("docs/it-it/lamp")).unwrap();
    for (number, path) in [(20, "lamp.md"), (21, "lamp/a.md"), (22, "lamp-a.md")] {
        std::fs::write(folder.join("docs/it-it").join(path), document(number)).unwrap();
    }
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "more"]);
    let paths = ["docs/it-it/lamp.md", "docs/it-it/lamp/a.md", "docs/it-it/lamp-a.md", "docs/it-it/lamp"];
    for since in [&["--since", "HEAD"][..], &["--staged"]] {
        for paths in [&paths[..], &paths[1..2], &paths[3..]] {
            let output = bitext(folder, &[&["lint", "--format", "json"], paths, since].concat());
            let report: Value = output.json();
            assert_eq!((report["findings"].as_array().unwrap().len(), output.code), (0, Some(0)), "{paths:?} {since:?}");
            assert_eq!(report["summary"]["documents"], 0, "nothing changed: {paths:?} {since:?}");
        }
    }
    for path in ["lamp.md", "lamp/a.md", "lamp-a.md"] {
        edit(folder, &format!("docs/it-it/{path}"), "Chiudere la porta.", "Chiudere la [porta](altra.md).");
    }
    git(folder, &["add", "."]);
    for since in [&["--since", "HEAD"][..], &["--staged"]] {
        for paths in [&paths[..], &paths[1..2], &paths[3..]] {
            let report = bitext(folder, &[&["lint", "--format", "json"], paths, since].concat()).json();
            let expected = if paths.len() == 4 { 3 } else { 1 };
            assert_eq!(report["findings"].as_array().unwrap().len(), expected, "{paths:?} {since:?}");
            assert_eq!(report["summary"]["documents"], expected, "{paths:?} {since:?}");
        }
    }
}

#[test]
fn a_clone_without_the_base_gets_advice() {
    let folder = repository();
    std::fs::write(folder.path().join("docs/it-it/more.md"), "x\n").unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "more"]);
    let clone = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth=1", "--branch", "work", &url, "clone"]);
    let clone = clone.path().join("clone");
    let output = bitext(&clone, &["lint", "docs", "--since", "origin/main"]);
    assert_eq!(output.code, Some(2));
    let text = output.stderr;
    assert!(text.contains(
        "the repository of `docs` has no commit `origin/main`; fetch it first (git fetch origin +refs/heads/main:refs/remotes/origin/main)"
    ), "{text}");
    // Fetched with a depth of one, the base can be compared with, although the merge base is unknown.
    git(&clone, &["fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main"]);
    assert_eq!(linted(&clone, &["--since", "origin/main"]), (Some(0), vec![]));
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("a.md"), "x\n").unwrap();
    let output = bitext(outside.path(), &["lint", ".", "--staged"]);
    assert!(output.stderr.contains("is not in a git work tree"));
    assert_eq!(output.code, Some(2));
}

#[test]
fn an_invalid_baseline_is_an_error_with_exit_code_two() {
    let folder = repository();
    std::fs::write(folder.path().join("b.json"), "{\"version\":2,\"findings\":[]}").unwrap();
    for (name, expected) in
        [("b.json", "its version is 2; this bitext reads version 1"), ("missing.json", "cannot read the baseline `missing.json`")]
    {
        let output = bitext(folder.path(), &["lint", "docs", "--baseline", name]);
        assert_eq!(output.code, Some(2));
        assert!(output.stderr.contains(expected), "{}", output.stderr);
    }
}

/// A repository with one document whose front matter lacks a key, and one with a fault in a pair, on `main`.
fn small() -> tempfile::TempDir {
    let folder = common::folder(&[
        ("docs/it-it/a.md", document(1).replace("ms.locfileid: \"1\"\n", "")),
        ("docs/it-it/b.md", document(2)),
    ]);
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "old debt"]);
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    folder
}

fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// How many findings are reported, and the exit code.
fn count(folder: &Path, args: &[&str]) -> (usize, Option<i32>) {
    let output = bitext(folder, &[&["lint", "--format", "json"], args].concat());
    let report: Value = output.json();
    (report["findings"].as_array().unwrap().len(), output.code)
}

#[test]
fn a_finding_about_a_whole_document_is_old_only_with_the_same_message() {
    let folder = small();
    let folder = folder.path();
    bitext(folder, &["lint", "docs", "--write-baseline", "b.json"]);
    let gates = [["docs", "--since", "main"], ["docs", "--baseline", "b.json"]];
    for gate in gates {
        assert_eq!(count(folder, &gate), (0, Some(0)), "{gate:?}");
    }
    edit(folder, "docs/it-it/a.md", "ms.lasthandoff: 02/02/2021\n", "");
    for gate in gates {
        assert_eq!(count(folder, &gate), (1, Some(1)), "{gate:?}");
    }
    // A finding in a deleted document does not make the same finding in another one old.
    std::fs::remove_file(folder.join("docs/it-it/a.md")).unwrap();
    edit(folder, "docs/it-it/b.md", "ms.translationtype: HT\n", "");
    assert_eq!(count(folder, &gates[0]), (2, Some(1)), "the deleted document is a second finding");
    assert_eq!(count(folder, &gates[1]), (1, Some(1)));
}

#[test]
fn a_newly_missing_document_is_new() {
    let folder = common::folder(&[
        ("en-us/a.md", "One.\n"),
        ("en-us/b.md", "Two.\n"),
        ("en-us/c.md", "Three.\n"),
        ("it-it/c.md", &*document(1)),
    ]);
    let folder = folder.path();
    let gate = |more: &[&'static str]| {
        [&["it-it", "--source", "en-us", "--select", "missing-document", "--fail-on", "warn"], more].concat()
    };
    bitext(folder, &[&["lint"][..], &gate(&["--write-baseline", "b.json"])].concat());
    assert_eq!(count(folder, &gate(&["--baseline", "b.json"])), (0, Some(0)));
    std::fs::rename(folder.join("en-us/b.md"), folder.join("en-us/z.md")).unwrap();
    assert_eq!(count(folder, &gate(&["--baseline", "b.json"])), (1, Some(1)));
}

#[test]
fn a_baseline_keeps_entries_of_rules_that_did_not_run() {
    let folder = small();
    let folder = folder.path();
    bitext(folder, &["lint", "docs", "--write-baseline", "b.json"]);
    let before = std::fs::read_to_string(folder.join("b.json")).unwrap();
    let output = bitext(folder, &["lint", "docs", "--select", "markup", "--baseline", "b.json"]);
    assert!(!output.stdout.contains("are gone"));
    bitext(folder, &["lint", "docs", "--select", "markup", "--write-baseline", "b.json"]);
    assert_eq!(std::fs::read_to_string(folder.join("b.json")).unwrap(), before);
}

#[test]
fn a_baseline_keeps_entries_of_sibling_rules_in_runs_without_siblings() {
    let folder = common::folder(&[
        ("docs/it-it/a.md", document(1)),
        ("docs/ja-jp/a.md", document(1).replace("it-IT", "ja-JP").replace("ms.date: 01/02/2021", "ms.date: 01/02/2019")),
    ]);
    let folder = folder.path();
    edit(folder, "docs/ja-jp/a.md", &format!("{:040x}", 2), &format!("{:040x}", 9));
    bitext(folder, &["lint", "docs", "--write-baseline", "b.json"]);
    let before = std::fs::read_to_string(folder.join("b.json")).unwrap();
    assert!(before.contains("ms-date-behind"), "{before}");
    bitext(folder, &["lint", "docs/ja-jp", "--write-baseline", "b.json"]);
    assert_eq!(std::fs::read_to_string(folder.join("b.json")).unwrap(), before);
}

#[test]
fn a_clone_without_the_objects_of_the_base_is_an_error() {
    let folder = small();
    edit(folder.path(), "docs/it-it/b.md", "numero 1003 oggi", "numero 3003 oggi");
    git(folder.path(), &["config", "uploadpack.allowFilter", "true"]);
    git(folder.path(), &["commit", "-qam", "fixed"]);
    let clone = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--filter=blob:none", "--branch", "work", &url, "clone"]);
    let output = bitext(clone.path().join("clone"), &["lint", "docs", "--since", "origin/main"]);
    let said = output.stderr;
    assert_eq!(output.code, Some(2), "{said}");
    assert!(said.contains("cannot read the earlier version of `docs/it-it/b.md`") && said.contains("without a filter"), "{said}");
}

#[test]
fn findings_of_the_other_side_of_a_merge_are_not_new() {
    let folder = small();
    let folder = folder.path();
    edit(folder, "docs/it-it/b.md", "title: Lampada 2", "title: Lampada due");
    git(folder, &["commit", "-qam", "ours"]);
    git(folder, &["checkout", "-q", "main"]);
    edit(folder, "docs/it-it/b.md", "title: Lampada 2", "title: Due");
    std::fs::write(folder.join("docs/it-it/c.md"), document(3)).unwrap();
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "theirs"]);
    git(folder, &["checkout", "-q", "work"]);
    assert!(!Program::new("git").current_dir(folder).args(["merge", "main"]).run().is_success(), "it has a conflict");
    let output = bitext(folder, &["lint", "docs", "--staged", "--verbose"]);
    let said = output.stdout;
    assert!(said.contains("it has a merge conflict") && said.contains("docs/it-it/b.md"), "{said}");
    std::fs::write(folder.join("docs/it-it/b.md"), document(2)).unwrap();
    git(folder, &["add", "."]);
    assert_eq!(count(folder, &["docs", "--staged"]), (0, Some(0)));
    edit(folder, "docs/it-it/c.md", "Chiudere la porta.", "");
    git(folder, &["add", "."]);
    assert_eq!(count(folder, &["docs", "--staged"]), (1, Some(1)));
}

#[test]
fn changes_in_a_nested_repository_are_not_compared() {
    let folder = small();
    let folder = folder.path();
    let below = folder.join("docs/more/ja-jp");
    std::fs::create_dir_all(&below).unwrap();
    std::fs::write(below.join("a.md"), document(5).replace("it-IT", "ja-JP")).unwrap();
    git(folder.join("docs/more"), &["init", "-q"]);
    let output = bitext(folder, &["lint", "docs", "--since", "main", "--verbose"]);
    let text = output.stdout;
    assert!(text.contains("No findings.") && text.contains("another repository"), "{text}");
}

#[test]
fn a_named_file_is_compared_whatever_its_extension() {
    let folder = small();
    let folder = folder.path();
    git(folder, &["mv", "docs/it-it/b.md", "docs/it-it/b.markdown"]);
    git(folder, &["commit", "-qm", "renamed"]);
    for since in [&["--since", "HEAD"][..], &["--staged"]] {
        assert_eq!(count(folder, &[&["docs/it-it/b.markdown"], since].concat()), (0, Some(0)));
    }
}

#[test]
fn articles_that_differ_only_by_the_parent_folder_are_two() {
    let folder = common::folder(&[("guide/it-it/index.md", document(1)), ("api/it-it/index.md", document(2))]);
    let folder = folder.path();
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "both"]);
    let output = bitext(folder, &["lint", ".", "--since", "main"]);
    let text = output.stdout;
    assert!(text.contains("0 segments changed, 0 new findings, 0 fixed"), "{text}");
}

#[test]
fn excluded_documents_that_are_named_fail_no_commit() {
    let folder = small();
    let folder = folder.path();
    std::fs::write(folder.join("bitext.toml"), "exclude = [\"docs/it-it/\"]\n").unwrap();
    let named = bitext(folder, &["lint", "docs/it-it/a.md"]);
    assert_eq!(named.code, Some(0));
    assert!(named.stderr.contains("are left out by the configuration"));
    let all = bitext(folder, &["lint", "docs"]);
    assert_eq!(all.code, Some(2));
    assert!(all.stderr.contains("leave out all documents that were found (2)"));
}

#[test]
fn a_new_fault_in_a_pair_that_has_an_old_one_is_reported() {
    for (source, before, after, count_after) in [
        ("Use {0} and {1} now on 5 lamps.", "Usa {1} ora su 5 lampade.", "Usa ora su 5 lampade.", 1),
        ("Put 5 and 7 and 9 here.", "Metti e 7 e 9 qui.", "Metti e e 9 qui.", 1),
        ("New in EF 4.0 and EF 5.0.", "EF 4,0 ed EF 5.0.", "EF 4,0 ed EF 5,0.", 1),
        ("Press <b>L</b> or <i>M</i> now.", "Premere L o <i>M</i> ora.", "Premere L o M ora.", 1),
        ("Set **a** and *b* now.", "Imposta ** a** e *b* ora.", "Imposta ** a** e * b* ora.", 1),
        // A finding that another one explains.
        (
            "Set {0} to 5 lamps on [a](a.md).",
            "Imposta\u{200b} {0} a 5 lampade su [a](a.md).",
            "Imposta\u{200b} {0} a 4 lampade su [a](b.md).",
            2,
        ),
        ("Call `a` with {0} and 5.", "Chiamare `b` con {0} e 5.", "Chiamare `b` con e 4.", 2),
        // The same pair, edited at another place.
        ("Use {0} and {1} now on 5 lamps.", "Usa {1} ora su 5 lampade.", "Usare {1} ora su 5 lampade.", 0),
        ("Call `a` with {0} and 5.", "Chiamare `b` con e 4.", "Chiamate `b` con e 4.", 0),
    ] {
        let file = |target: &str| {
            let content = format!(
                "<span data-ttu-id=\"2ba23-103\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">{source}</span></span>\n"
            );
            [File { path: "it-it/a.md".to_owned(), content }]
        };
        let report = common::lint_since(&file(before), &file(after));
        assert_eq!(report.findings.len(), count_after, "{after}: {:?}", common::findings(&report));
    }
}

#[test]
fn a_finding_that_an_old_one_explains_stays_hidden() {
    let pair = "<span data-ttu-id=\"2ba23-103\">Imposta\u{200b} a 5 lampade.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Set to 5 lamps.</span></span>\n";
    for (suppression, reported) in [("<!-- bitext-ignore-file number-mismatch: here it is four -->\n\n", 0), ("", 1)] {
        let file = |pair: &str| [File { path: "it-it/a.md".to_owned(), content: format!("{suppression}{pair}") }];
        let report = common::lint_since(&file(pair), &file(&pair.replace("a 5", "a 4")));
        let numbers = report.findings.iter().filter(|judged| judged.finding.rule.id == "number-mismatch").count();
        assert_eq!(numbers, reported, "{:?}", common::findings(&report));
    }
}

/// A change of a document: its kind and its place.
type Damage = (usize, prop::sample::Index, prop::sample::Index);

/// The handbook's clean articles, some of them damaged.
fn damaged(damages: &[Damage]) -> Vec<File> {
    let mut files = common::handbook(false);
    for (kind, document, place) in damages {
        let content = &mut document.get_mut(&mut files).content;
        let pairs = scan(content, 0).pairs;
        let Some(pair) = pairs.get(place.index(pairs.len().max(1))) else { continue };
        let (range, text) = match kind {
            0 => (pair.target.text, ""),
            1 => (pair.target.id, "zz-1"),
            2 => (pair.source.text, "Light 777 lamps and `Lamp`."),
            3 => (Span { start: pair.target.text.end, end: pair.span.end }, ""),
            4 => (Span { start: 4, end: 4 }, "ms.lasthandoff: never\n"),
            _ => (Span { start: pair.span.end, end: pair.span.end }, "\n\nProse without a pair here.\n\n"),
        };
        content.replace_range(range.range(), text);
    }
    files
}

fn damages(most: usize) -> impl Strategy<Value = Vec<Damage>> {
    prop::collection::vec((0..6usize, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..most)
}

proptest! {
    #![proptest_config(properties("gate", 100))]

    #[test]
    fn every_new_finding_and_no_old_one_is_reported(old in damages(4), new in damages(4)) {
        let before = damaged(&old);
        let after = damaged(&[old, new].concat());
        let base_report = common::lint(&before);
        let known: HashSet<(&str, &str)> =
            base_report.findings.iter().map(|judged| (judged.fingerprint.as_str(), judged.finding.message.as_str())).collect();
        let base = common::findings(&base_report);
        let had: HashSet<(&str, &str)> = base.iter().map(|(path, rule, _)| (path.as_str(), *rule)).collect();
        let all = common::findings(&common::lint(&after));
        let since = common::lint_since(&before, &after);
        let baseline = common::lint_with_baseline(&Baseline::from_report(&base_report, None, false).0, &after);
        for report in [&since, &baseline] {
            for judged in &report.findings {
                let old = known.contains(&(judged.fingerprint.as_str(), judged.finding.message.as_str()));
                prop_assert!(!old, "{} is old", judged.finding.message);
            }
            let reported = common::findings(report);
            for finding in all.iter().filter(|(path, rule, _)| !had.contains(&(path.as_str(), *rule))) {
                prop_assert!(reported.contains(finding), "{finding:?} is hidden");
            }
            for rule in all.iter().map(|(_, rule, _)| rule) {
                let count = |findings: &[(String, &'static str, Option<String>)]| findings.iter().filter(|(_, other, _)| other == rule).count();
                prop_assert!(count(&reported) + count(&base) >= count(&all), "an old {rule} hides two");
            }
        }
        let since = common::lint_since(&before, &before);
        let baseline = common::lint_with_baseline(&Baseline::from_report(&base_report, None, false).0, &before);
        prop_assert_eq!((since.findings.len(), baseline.findings.len()), (0, 0));
        let change = since.change.unwrap();
        prop_assert_eq!((change.changed_segments, change.new, change.fixed), (0, 0, 0));
    }
}

#[test]
fn a_problem_that_moves_to_another_segment_with_the_same_source_is_new() {
    let folder = small();
    let folder = folder.path();
    let pair = |id: usize, target: &str| {
        format!(
            "<span data-ttu-id=\"2ba24-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba24-{id}\">Light 5 lamps.</span></span>\n\n"
        )
    };
    let (right, wrong) = ("Accendere 5 lampade.", "Accendere 6 lampade.");
    let path = "docs/it-it/a.md";
    let text = std::fs::read_to_string(folder.join(path)).unwrap() + "\n\n";
    std::fs::write(folder.join(path), format!("{text}{}{}", pair(901, wrong), pair(902, right))).unwrap();
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "one wrong number"]);
    bitext(folder, &["lint", "docs", "--write-baseline", "b.json"]);
    let gates = [["docs", "--since", "HEAD"], ["docs", "--baseline", "b.json"]];
    for gate in gates {
        assert_eq!(count(folder, &gate), (0, Some(0)), "{gate:?}");
    }
    std::fs::write(folder.join(path), format!("{text}{}{}", pair(901, right), pair(902, wrong))).unwrap();
    for gate in gates {
        assert_eq!(count(folder, &gate), (1, Some(1)), "repaired in one, made in the other: {gate:?}");
    }
    // Renumbered: the first segment is gone, and the wrong text is in another one.
    std::fs::write(folder.join(path), format!("{text}{}", pair(903, wrong))).unwrap();
    for gate in gates {
        assert_eq!(count(folder, &gate), (0, Some(0)), "moved: {gate:?}");
    }
}

#[test]
fn a_date_that_is_changed_to_another_wrong_one_is_new() {
    let folder = common::folder(&[
        ("en-us/a.md", "---\nms.date: 03/17/2021\n---\nClose the door.\n"),
        ("docs/it-it/a.md", &*document(1).replace(&format!("{:040x}", 2), "9f3a3ac2a2cf7a3b4b1c7a3d2f2d3c1f0a9b8c7d")),
    ]);
    let folder = folder.path();
    let hash = bitext::source::provenance::source_hash(b"---\nms.date: 03/17/2021\n---\nClose the door.\n");
    edit(folder, "docs/it-it/a.md", "9f3a3ac2a2cf7a3b4b1c7a3d2f2d3c1f0a9b8c7d", &hash);
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "an old date"]);
    let with = ["docs", "--source", "en-us", "--select", "ms-date-mismatch", "--fail-on", "warn"];
    bitext(folder, &[&["lint"][..], &with, &["--write-baseline", "b.json"]].concat());
    let gates = [[&with[..], &["--since", "HEAD"]].concat(), [&with[..], &["--baseline", "b.json"]].concat()];
    for gate in &gates {
        assert_eq!(count(folder, gate), (0, Some(0)), "{gate:?}");
    }
    edit(folder, "docs/it-it/a.md", "ms.date: 01/02/2021", "ms.date: 01/02/2019");
    for gate in &gates {
        assert_eq!(count(folder, gate), (1, Some(1)), "{gate:?}");
    }
}
