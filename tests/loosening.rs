//! A change cannot take its own finding out of the gate: what it does to the checks is a finding, with `--since` and with
//! `--staged` alike.

#![allow(clippy::disallowed_methods, reason = "tests work with files and programs as a user does")]

mod common;

use common::{bitext, git};
use serde_json::Value;
use std::path::Path;

const LOCALES: [(&str, &str, [&str; 3]); 2] = [
    ("it-it", "it-IT", ["Accendere 5 lampade.", "Chiudere la [porta](door.md).", "Suonare la campana piccola."]),
    ("de-de", "de-DE", ["Zünden Sie 5 Lampen an.", "Schließen Sie die [Tür](door.md).", "Läuten Sie die kleine Glocke."]),
];

const SOURCES: [&str; 3] = ["Light 5 lamps.", "Close the [door](door.md).", "Ring the small bell."];

fn pair(prefix: &str, number: usize, target: &str, source: &str) -> String {
    let id = format!("{prefix}-{}", 101 + number);
    format!(
        "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>"
    )
}

/// A document with three pairs. Its article decides the prefix of its ids.
fn document(prefix: &str, locale: &str, targets: [&str; 3]) -> String {
    let pairs: Vec<String> = (0..3).map(|i| pair(prefix, i, targets[i], SOURCES[i])).collect();
    format!(
        "---\ntitle: {prefix}\nms.date: 01/02/2021\nms.openlocfilehash: {prefix}ae443d2dd0b0781f46a4e80684ea4574f0a\n\
         ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\nms.contentlocale: {locale}\n\
         ms.lasthandoff: 02/02/2021\nms.locfileid: \"86434870\"\n---\n{}\n",
        pairs.join("\n\n")
    )
}

/// A repository with two articles in two locales and no finding.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, locale, targets) in LOCALES {
        std::fs::create_dir_all(folder.path().join("docs").join(name)).unwrap();
        for (file, prefix) in [("lamp.md", "a5394"), ("bell.md", "b6172")] {
            write(folder.path(), &format!("docs/{name}/{file}"), &document(prefix, locale, targets));
        }
    }
    write(folder.path(), "README.md", "Read me.\n");
    write(folder.path(), "bitext.toml", "roots = [\"docs/it-it\", \"docs/de-de\"]\n");
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "base"]);
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    folder
}

fn write(folder: &Path, path: &str, content: &str) {
    std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
    std::fs::write(folder.join(path), content).unwrap();
}

fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap()
}

fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let text = read(folder, path);
    assert!(text.contains(from), "{from}");
    write(folder, path, &text.replacen(from, to, 1));
}

/// The exit code and the findings as `path rule`, in order.
fn lint(folder: &Path, args: &[&str]) -> (Option<i32>, Vec<String>) {
    let output = bitext(folder, &[&["lint", "--format", "json"], args].concat());
    let report: Value = output.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let findings = report["findings"].as_array().unwrap_or_else(|| panic!("{}", output.stderr)).iter();
    (output.code, findings.map(|f| format!("{} {}", text(&f["path"]), text(&f["rule"]))).collect())
}

/// What both gates report on a change. They must agree.
#[track_caller]
fn gate(change: impl Fn(&Path), args: &[&str]) -> (Option<i32>, Vec<String>) {
    let folder = repository();
    change(folder.path());
    git(folder.path(), &["add", "-A"]);
    let staged = lint(folder.path(), &[&["--staged"], args].concat());
    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "change"]);
    let since = lint(folder.path(), &[&["--since", "main"], args].concat());
    assert_eq!(staged, since, "--staged and --since");
    since
}

const LAMP: &str = "docs/it-it/lamp.md";

/// A wrong number in a target.
fn plant(folder: &Path) {
    edit(folder, LAMP, "Accendere 5 lampade.", "Accendere 6 lampade.");
}

fn errors(findings: &[&str]) -> (Option<i32>, Vec<String>) {
    (Some(1), findings.iter().map(|finding| (*finding).to_owned()).collect())
}

fn warnings(findings: &[&str]) -> (Option<i32>, Vec<String>) {
    (Some(0), errors(findings).1)
}

#[test]
fn the_planted_error_is_found() {
    assert_eq!(gate(plant, &[]), errors(&["docs/it-it/lamp.md number-mismatch"]));
    assert_eq!(gate(|_| {}, &[]), warnings(&[]));
}

#[test]
fn a_document_that_is_gone_is_reported() {
    let lost = errors(&["docs/it-it/lamp.md lost-coverage"]);
    assert_eq!(gate(|folder| std::fs::remove_file(folder.join(LAMP)).unwrap(), &[]), lost, "deleted");
    assert_eq!(gate(|folder| write(folder, LAMP, ""), &[]), lost, "emptied");
    let stripped = |folder: &Path| write(folder, LAMP, "---\ntitle: a5394\n---\nAccendere 5 lampade.\n");
    assert_eq!(gate(stripped, &[]), lost, "all pairs stripped");
    let rename = |to: &'static str| {
        move |folder: &Path| {
            std::fs::create_dir_all(folder.join(to).parent().unwrap()).unwrap();
            std::fs::rename(folder.join(LAMP), folder.join(to)).unwrap();
        }
    };
    assert_eq!(gate(rename("docs/it-it/lamp.markdown"), &[]), lost, "renamed to another extension");
    assert_eq!(gate(rename("docs/it-it/.hidden/lamp.md"), &[]), lost, "moved into a hidden folder");
    let all = |folder: &Path| {
        std::fs::remove_dir_all(folder.join("docs/it-it")).unwrap();
        edit(folder, "bitext.toml", "\"docs/it-it\", ", "");
    };
    let all_lost = ["bitext.toml loosened-check", "docs/it-it/bell.md lost-coverage", "docs/it-it/lamp.md lost-coverage"];
    assert_eq!(gate(all, &["docs"]), errors(&all_lost), "a whole locale");
    assert_eq!(gate(all, &[]), errors(&all_lost), "a whole locale and its root");
    // The document at the new path is checked.
    assert_eq!(gate(rename("docs/it-it/lamps/large.md"), &[]), warnings(&[]), "renamed");
}

#[test]
#[cfg(unix)]
fn a_document_that_becomes_a_link_is_reported() {
    let one = |folder: &Path| {
        std::fs::rename(folder.join(LAMP), folder.join("lamp.txt")).unwrap();
        std::os::unix::fs::symlink("../../lamp.txt", folder.join(LAMP)).unwrap();
    };
    assert_eq!(gate(one, &[]), errors(&["docs/it-it/lamp.md lost-coverage"]));
    let all = |folder: &Path| {
        std::fs::rename(folder.join("docs/it-it"), folder.join(".it-it")).unwrap();
        std::os::unix::fs::symlink("../.it-it", folder.join("docs/it-it")).unwrap();
    };
    assert_eq!(gate(all, &[]), errors(&["docs/it-it/bell.md lost-coverage", "docs/it-it/lamp.md lost-coverage"]));
}

#[test]
fn an_ignore_file_does_not_hide_a_tracked_document() {
    for ignore in [".gitignore", ".ignore", "docs/.gitignore", ".git/info/exclude"] {
        let change = |folder: &Path| {
            write(folder, ignore, "lamp.md\nit-it\n");
            plant(folder);
        };
        assert_eq!(gate(change, &[]), errors(&["docs/it-it/lamp.md number-mismatch"]), "{ignore}");
    }
    let folder = repository();
    plant(folder.path());
    write(folder.path(), ".ignore", "it-it\n");
    assert_eq!(lint(folder.path(), &[]), errors(&["docs/it-it/lamp.md number-mismatch"]), "without a change");
}

/// A change that hides a planted error: what it does is a warning, and with `--strict` an error.
#[track_caller]
fn loosens(change: impl Fn(&Path), findings: &[&str]) {
    let change = |folder: &Path| {
        plant(folder);
        change(folder);
    };
    assert_eq!(gate(change, &[]), warnings(findings));
    assert_eq!(gate(change, &["--strict"]), errors(findings));
}

#[test]
fn a_change_that_loosens_its_own_checks_is_reported() {
    let comment = "<!-- bitext-ignore-file number-mismatch: other lamps -->\n";
    loosens(|folder| edit(folder, LAMP, "---\n<span", &format!("---\n{comment}<span")), &["docs/it-it/lamp.md loosened-check"]);
    let matter = "---\nbitext: {ignore: [number-mismatch]}\ntitle";
    loosens(|folder| edit(folder, LAMP, "---\ntitle", matter), &["docs/it-it/lamp.md loosened-check"]);
    let configure = |more: &'static str| {
        move |folder: &Path| write(folder, "bitext.toml", &format!("roots = [\"docs/it-it\", \"docs/de-de\"]\n{more}\n"))
    };
    let loosened = ["bitext.toml loosened-check"];
    loosens(configure("[rules]\nnumber-mismatch = \"off\""), &loosened);
    loosens(configure("ignore = [\"translation\"]"), &loosened);
    loosens(configure("select = [\"markup\"]"), &loosened);
    loosens(configure("[[overrides]]\nlocales = [\"it\"]\nrules = { number-mismatch = \"info\" }"), &loosened);
    // The error is still listed.
    // The documents of a root that the change removes are still checked.
    let root = |folder: &Path| write(folder, "bitext.toml", "roots = [\"docs/de-de\"]\n");
    let removed = gate(|folder| (plant(folder), root(folder)).1, &[]);
    assert_eq!(removed, errors(&["bitext.toml loosened-check", "docs/it-it/lamp.md number-mismatch"]));
    loosens(configure("fail-on = \"never\""), &["bitext.toml loosened-check", "docs/it-it/lamp.md number-mismatch"]);
    // A change cannot turn off what reports it.
    loosens(configure("ignore = [\"translation\", \"loosened-check\", \"change\"]"), &["bitext.toml loosened-check"; 3]);
}

#[test]
fn a_nearer_configuration_and_a_baseline_are_reported() {
    let nearer = |folder: &Path| {
        plant(folder);
        write(folder, "docs/bitext.toml", "ignore = [\"translation\"]\n");
    };
    assert_eq!(gate(nearer, &["docs"]), warnings(&["docs/bitext.toml loosened-check"; 2]), "the root and the level");
    let baseline = |folder: &Path| {
        plant(folder);
        bitext(folder, &["lint", "docs", "--write-baseline", "known.json"]);
    };
    assert_eq!(gate(baseline, &["docs", "--baseline", "known.json"]), warnings(&["known.json loosened-check"]));
}

#[test]
fn an_exclusion_takes_documents_out_of_the_checks() {
    let exclude = |pattern: &'static str| {
        move |folder: &Path| {
            plant(folder);
            write(folder, "bitext.toml", &format!("roots = [\"docs/it-it\", \"docs/de-de\"]\n{pattern}\n"));
        }
    };
    let lost = errors(&["bitext.toml loosened-check", "docs/it-it/lamp.md lost-coverage"]);
    assert_eq!(gate(exclude("exclude = [\"docs/it-it/lamp.md\"]"), &[]), lost);
    assert_eq!(gate(exclude("include = [\"docs/de-de/**\", \"docs/it-it/bell.md\"]"), &[]), lost);
}

#[test]
fn a_new_source_version_must_be_known() {
    let hash = |folder: &Path| edit(folder, LAMP, "ms.openlocfilehash: a5394", "ms.openlocfilehash: a5395");
    let unproven = "docs/it-it/lamp.md unproven-handoff";
    let lose_a_pair = |folder: &Path| {
        hash(folder);
        edit(folder, LAMP, &pair("a5394", 2, LOCALES[0].2[2], SOURCES[2]), "");
    };
    let (code, findings) = gate(lose_a_pair, &[]);
    assert_eq!((code, findings.contains(&unproven.to_owned())), (Some(1), true), "{findings:?}");
    let alter_a_source = |folder: &Path| {
        hash(folder);
        edit(folder, LAMP, "Light 5 lamps.", "Light 6 lamps.");
        edit(folder, LAMP, "Accendere 5 lampade.", "Accendere 6 lampade.");
    };
    let (code, findings) = gate(alter_a_source, &[]);
    assert_eq!((code, findings.contains(&unproven.to_owned())), (Some(1), true), "{findings:?}");
    // Both locales move to the new version.
    let handoff = |folder: &Path| {
        for locale in ["it-it", "de-de"] {
            edit(folder, &format!("docs/{locale}/lamp.md"), "ms.openlocfilehash: a5394", "ms.openlocfilehash: a5395");
            edit(folder, &format!("docs/{locale}/lamp.md"), "Light 5 lamps.", "Light the 5 lamps.");
        }
    };
    assert_eq!(gate(handoff, &[]), warnings(&[]));
}

#[test]
fn content_outside_the_pairs_must_come_from_the_source() {
    let added = errors(&["docs/it-it/lamp.md added-content"]);
    for more in [
        "\n[Comprare](https://shop.example)\n",
        "\n![](https://shop.example/lamp.png)\n",
        "\nUna frase nuova senza coppia.\n",
        "\n```console\nbeacon --all\n```\n",
        "\n<iframe src=\"https://shop.example\"></iframe>\n",
    ] {
        let append = |folder: &Path, locale: &str| {
            let path = format!("docs/{locale}/lamp.md");
            write(folder, &path, &(read(folder, &path) + more));
        };
        assert_eq!(gate(|folder| append(folder, "it-it"), &[]), added, "{more}");
        let everywhere = |folder: &Path| ["it-it", "de-de"].iter().for_each(|locale| append(folder, locale));
        assert_eq!(gate(everywhere, &[]).1, Vec::<String>::new(), "{more}");
    }
    let key = |folder: &Path| edit(folder, LAMP, "title:", "robots: noindex\ntitle:");
    assert_eq!(gate(key, &[]), added, "a key of the front matter");
}

#[test]
fn a_target_without_text_and_active_content_are_errors() {
    let target = LOCALES[0].2[2];
    for nothing in [".", "&nbsp;", "<br>", "<!-- later -->", "\u{200b}", " "] {
        let empty = |folder: &Path| edit(folder, LAMP, target, nothing);
        let (code, findings) = gate(empty, &[]);
        assert_eq!((code, findings), errors(&["docs/it-it/lamp.md empty-translation"]), "{nothing:?}");
    }
    let inside = |folder: &Path| edit(folder, LAMP, target, &format!("{target}<script>ring()</script>"));
    let outside = |folder: &Path| write(folder, LAMP, &(read(folder, LAMP) + "\n<script>ring()</script>\n"));
    let event = |folder: &Path| write(folder, LAMP, &(read(folder, LAMP) + "\n<a href=\"door.md\" onclick=\"ring()\"></a>\n"));
    let address = |folder: &Path| edit(folder, LAMP, "(door.md)", "(javascript:ring())");
    let found = [("inside", gate(inside, &[])), ("outside", gate(outside, &[]))];
    for (name, (code, findings)) in found.into_iter().chain([("event", gate(event, &[])), ("address", gate(address, &[]))]) {
        assert_eq!(code, Some(1), "{name}: {findings:?}");
        assert!(findings.contains(&"docs/it-it/lamp.md active-content".to_owned()), "{name}: {findings:?}");
    }
    // Another text in the same language is left to people.
    assert_eq!(gate(|folder| edit(folder, LAMP, target, "Suonare due volte."), &[]), warnings(&[]));
}

#[test]
fn a_document_without_its_source_version_is_reported() {
    let lose_a_pair = |folder: &Path| edit(folder, LAMP, &pair("a5394", 2, LOCALES[0].2[2], SOURCES[2]), "");
    for (from, to) in
        [("---\ntitle", "\n---\ntitle"), ("86434870\"\n---", "86434870\"\n..."), ("ms.openlocfilehash", "openlocfilehash")]
    {
        let change = |folder: &Path| {
            lose_a_pair(folder);
            edit(folder, LAMP, from, to);
        };
        let (code, findings) = gate(change, &[]);
        assert_eq!(code, Some(1), "{to}: {findings:?}");
        assert!(findings.contains(&"docs/it-it/lamp.md lost-coverage".to_owned()), "{to}: {findings:?}");
    }
}

#[test]
fn source_texts_of_the_same_version_do_not_change() {
    let unproven = |locale: &str, name: &str| format!("docs/{locale}/{name}.md unproven-handoff");
    let lose = |folder: &Path, path: &str, targets: [&str; 3]| edit(folder, path, &pair("a5394", 2, targets[2], SOURCES[2]), "");
    let everywhere = |folder: &Path| {
        LOCALES.iter().for_each(|(name, _, targets)| lose(folder, &format!("docs/{name}/lamp.md"), *targets));
    };
    let (code, findings) = gate(everywhere, &[]);
    assert_eq!((code, findings), (Some(1), vec![unproven("de-de", "lamp"), unproven("it-it", "lamp")]));
    let altered = |folder: &Path| {
        for (name, ..) in LOCALES {
            let path = format!("docs/{name}/lamp.md");
            write(folder, &path, &read(folder, &path).replace("5 l", "6 l").replace("5 L", "6 L"));
        }
    };
    assert_eq!(gate(altered, &[]).1, [unproven("de-de", "lamp"), unproven("it-it", "lamp")]);
    // Under another name, the document has no sibling.
    let renamed = |folder: &Path| {
        lose(folder, LAMP, LOCALES[0].2);
        std::fs::rename(folder.join(LAMP), folder.join("docs/it-it/light.md")).unwrap();
    };
    assert_eq!(gate(renamed, &[]).1, [unproven("it-it", "light")]);
    // A change that restores a source text is not reported.
    let folder = repository();
    let folder = folder.path();
    edit(folder, LAMP, "Ring the small bell.", "Ring the bell.");
    git(folder, &["commit", "-qam", "an altered source"]);
    edit(folder, LAMP, "Ring the bell.", "Ring the small bell.");
    assert_eq!(lint(folder, &["--since", "HEAD"]), warnings(&[]));
}

#[test]
fn another_document_does_not_take_the_place_of_a_deleted_one() {
    let decoy = |folder: &Path| {
        std::fs::remove_file(folder.join("docs/it-it/bell.md")).unwrap();
        let text = document("c7283", "it-IT", ["Uno.", "Due.", "Tre."]);
        let text = SOURCES.iter().zip(["One.", "Two.", "Three."]).fold(text, |text, (from, to)| text.replace(from, to));
        write(folder, "docs/it-it/news.md", &text);
    };
    assert_eq!(gate(decoy, &[]), errors(&["docs/it-it/bell.md lost-coverage"]));
}

#[test]
fn each_change_of_the_overrides_is_compared() {
    let table = |locale: &str, level: &str| {
        format!("[[overrides]]\nlocales = [\"{locale}\"]\nrules = {{ number-mismatch = \"{level}\" }}\n")
    };
    let tables = |tables: &[(&str, &str)]| -> String { tables.iter().map(|(locale, level)| table(locale, level)).collect() };
    for (before, after) in [
        (&[("de", "off")][..], &[("it", "off")][..]),
        (&[("de", "off")], &[("de", "off"), ("it", "off")]),
        (&[("it", "off"), ("it", "error")], &[("it", "error"), ("it", "off")]),
    ] {
        let folder = repository();
        let folder = folder.path();
        let roots = read(folder, "bitext.toml");
        write(folder, "bitext.toml", &(roots.clone() + &tables(before)));
        git(folder, &["commit", "-qam", "overrides"]);
        plant(folder);
        assert_eq!(lint(folder, &["--since", "HEAD"]), errors(&["docs/it-it/lamp.md number-mismatch"]), "{before:?}");
        write(folder, "bitext.toml", &(roots + &tables(after)));
        assert_eq!(lint(folder, &["--since", "HEAD"]), warnings(&["bitext.toml loosened-check"]), "{before:?} to {after:?}");
    }
}

#[test]
fn a_single_file_is_compared_with_its_siblings() {
    let folder = repository();
    let folder = folder.path();
    edit(folder, LAMP, &pair("a5394", 2, LOCALES[0].2[2], SOURCES[2]), "");
    let expected = errors(&["docs/it-it/lamp.md lost-segment"]);
    assert_eq!(lint(folder, &[LAMP]), expected);
    assert_eq!(lint(folder, &["docs/it-it"]), expected);
    assert_eq!(lint(folder, &["docs/de-de"]), warnings(&[]), "findings only for what was given");
    assert_eq!(lint(folder, &[LAMP, "--since", "main"]), expected);
    git(folder, &["add", "-A"]);
    assert_eq!(lint(folder, &[LAMP, "--staged"]), expected);
}

#[test]
fn a_document_is_compared_with_a_sibling_that_the_change_renames() {
    let change = |folder: &Path| {
        std::fs::rename(folder.join("docs/de-de/lamp.md"), folder.join("docs/de-de/light.md")).unwrap();
        edit(folder, LAMP, &pair("a5394", 2, LOCALES[0].2[2], SOURCES[2]), "");
    };
    assert_eq!(gate(change, &[]), errors(&["docs/it-it/lamp.md lost-segment"]));
}

#[test]
fn a_tag_or_branch_that_is_named_like_the_base_does_not_hide_it() {
    let folder = repository();
    let folder = folder.path();
    plant(folder);
    git(folder, &["commit", "-qam", "change"]);
    git(folder, &["tag", "main"]);
    git(folder, &["update-ref", "refs/remotes/origin/main", "main~1"]);
    git(folder, &["branch", "origin/main"]);
    for rev in ["main", "origin/main"] {
        let output = bitext(folder, &["lint", "--since", rev]);
        assert_eq!(output.code, Some(2), "{rev}: {}", output.stdout);
        assert!(output.stderr.contains("is ambiguous") && output.stderr.contains("refs/heads/"), "{rev}: {}", output.stderr);
    }
    let planted = errors(&["docs/it-it/lamp.md number-mismatch"]);
    assert_eq!(lint(folder, &["--since", "refs/heads/main"]), planted);
    assert_eq!(lint(folder, &["--since", "refs/remotes/origin/main"]), planted);
    // A graft would make the base a child of the change.
    git(folder, &["tag", "-d", "main"]);
    write(folder, ".git/info/grafts", &format!("{}\n", git(folder, &["rev-parse", "HEAD"]).trim()));
    assert_eq!(lint(folder, &["--since", "main"]), planted);
}

#[test]
fn a_staged_configuration_counts_and_an_unstaged_one_does_not() {
    let folder = repository();
    let folder = folder.path();
    plant(folder);
    git(folder, &["add", "-A"]);
    let roots = read(folder, "bitext.toml");
    write(folder, "bitext.toml", &format!("{roots}ignore = [\"translation\"]\n"));
    assert_eq!(lint(folder, &["--staged"]), errors(&["docs/it-it/lamp.md number-mismatch"]));
    git(folder, &["add", "-A"]);
    write(folder, "bitext.toml", &roots);
    assert_eq!(lint(folder, &["--staged"]), warnings(&["bitext.toml loosened-check"]));
}

#[test]
fn a_document_in_conflict_is_reported() {
    let folder = repository();
    let folder = folder.path();
    edit(folder, LAMP, "Suonare la campana piccola.", "Suonare la piccola campana.");
    git(folder, &["commit", "-qam", "one"]);
    git(folder, &["checkout", "-q", "main"]);
    edit(folder, LAMP, "Suonare la campana piccola.", "Suona la campana piccola.");
    git(folder, &["commit", "-qam", "other"]);
    let merge = common::Program::new("git").args(["merge", "-q", "work"]).current_dir(folder).run();
    assert_eq!(merge.code, Some(1), "{}", merge.stdout);
    assert_eq!(lint(folder, &["--staged"]), errors(&["docs/it-it/lamp.md lost-coverage"]));
}

#[test]
fn a_run_that_checked_nothing_fails() {
    let folder = repository();
    let folder = folder.path();
    std::fs::create_dir_all(folder.join("docs/fr-fr")).unwrap();
    write(folder, "bitext.toml", "roots = [\"docs/it-it\", \"docs/fr-fr\"]\n");
    for args in [&["README.md"][..], &["docs/fr-fr"], &[]] {
        assert_eq!(bitext(folder, &[&["lint"], args].concat()).code, Some(2), "{args:?}");
        assert_eq!(bitext(folder, &[&["lint", "--allow-empty"], args].concat()).code, Some(0), "{args:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_name_that_is_not_utf8_fails_the_run() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = repository();
    let name = std::ffi::OsStr::from_bytes(b"docs/it-it/lamp\xff.md");
    std::fs::copy(folder.path().join(LAMP), folder.path().join(name)).unwrap();
    for args in [&["docs"][..], &["docs", "--since", "main"]] {
        let output = bitext(folder.path(), &[&["lint"], args].concat());
        assert_eq!(output.code, Some(2), "{args:?}: {}{}", output.stdout, output.stderr);
        assert!(output.stdout.contains("its name is not UTF-8"), "{args:?}: {}", output.stdout);
    }
}
