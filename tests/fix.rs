//! Fixing: on the handbook's articles with faults planted at random, and through the binary.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::config::Settings;
use bitext::document::Document;
use bitext::document::identity::Location;
use bitext::document::sxs::pairs::scan;
use bitext::fix::{self, Fixed};
use bitext::report::Report;
use bitext::rules::finding::{Edit, Fix};
use bitext::text::{Text, Texts};
use common::{File, Program, folder, handbook, properties};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The articles: path, front matter, and the lines after it that are not empty.
static ARTICLES: LazyLock<Vec<(String, String, Vec<String>)>> = LazyLock::new(|| {
    let article = |file: File| {
        let end = file.content.find("\n---\n").expect("front matter") + "\n---\n".len();
        let lines = file.content[end..].split_inclusive('\n').filter(|line| !line.trim().is_empty());
        (file.path, file.content[..end].to_owned(), lines.map(|line| format!("{}\n\n", line.trim_end())).collect())
    };
    handbook(false).into_iter().map(article).collect()
});

fn parse(path: &str, content: &str) -> Document {
    Document::parse(Text::new(path, content.as_bytes()), &Location::in_memory(path))
}

fn lint(file: &File, texts: &Texts) -> Report {
    let location = Location::in_memory(&file.path);
    let bytes = texts.get(&location.absolute).map_or(file.content.as_bytes(), Vec::as_slice);
    common::lint_document(Document::parse(Text::new(&file.path, bytes), &location), &Settings::default())
}

fn fixed(file: &File) -> Fixed {
    let settings = Settings::default();
    fix::run(&Texts::new(), settings.policy.runner(), true, |texts| Ok(lint(file, texts))).expect("memory can be read")
}

/// The text of a file after its fixes.
fn after(file: &File) -> String {
    fixed(file).changes.pop().map_or_else(|| file.content.clone(), |change| change.after)
}

/// A rule and a segment id that it reports.
type Reported = (&'static str, Option<String>);

/// How often each rule reports each segment, explained or not, and all messages.
fn counts(file: &File) -> (BTreeMap<Reported, usize>, BTreeMap<(Reported, String), usize>) {
    let (mut counts, mut messages) = (BTreeMap::new(), BTreeMap::new());
    for finding in Settings::default().policy.runner().check_document(&parse(&file.path, &file.content)) {
        let reported = (finding.rule.id, finding.segment_id);
        *counts.entry(reported.clone()).or_default() += 1;
        *messages.entry((reported, finding.message)).or_default() += 1;
    }
    (counts, messages)
}

/// A fault to plant: its kind and its place.
type Plant = (usize, prop::sample::Index, prop::sample::Index);

const KINDS: usize = 22;

/// Plants a fault at a pair, or at any character.
fn plant(content: &str, (kind, pair, at): &Plant) -> String {
    let pairs = scan(content, 0).pairs;
    if pairs.is_empty() {
        return content.to_owned();
    }
    let pair = pair.get(&pairs);
    let (target, source) = (pair.target.text.range(), pair.source.text.range());
    let put = |range: std::ops::Range<usize>, text: &str| format!("{}{text}{}", &content[..range.start], &content[range.end..]);
    let source_text = &content[source.clone()];
    let anywhere = content.char_indices().map(|(i, _)| i).nth(at.index(content.chars().count())).unwrap_or(0);
    let insert = |text: &str| put(anywhere..anywhere, text);
    let id = |side: &bitext::document::sxs::Side| content[side.id.range()].to_owned();
    match kind {
        0 => put(pair.target.id.range(), &format!("{}9", id(&pair.target))),
        1 => put(pair.source.id.range(), &id(&at.get(&pairs).target)),
        2 => put(pair.target.id.range(), "zz\"<>-1"),
        3 => put(target.end..target.end, source_text),
        4 => put(target.start..target.start, &format!("{source_text} ")),
        5 => put(target.start..target.start, " "),
        6 => put(target.end..target.end, "\u{a0} \n "),
        7 => put(target.start..target.start, "a \u{a0}b"),
        8 => put(source, "New in Beacon 5.0 and .NET apps.").replacen(&content[target], "Novità di Beacon 5,0 e . NET app.", 1),
        9 => put(source, "The C# file run.exe and FooBar.").replacen(&content[target], "Il file C # run. exe e foobar.", 1),
        10 => content.replacen("<a name=\"", "<a name=\"x", 1),
        11 => content.replacen("<a name=\"", "<b name=\"", 1),
        12 => content.replace('\n', "\r\n"),
        13 => insert("</span>"),
        14 => insert("<span data-ttu-id=\"2ba23-103\">"),
        15 => insert("`"),
        16 => insert("\n```\n"),
        17 => insert("<!--"),
        18 => insert("\n## "),
        19 => put(pair.span.range(), &content[pair.span.range()].repeat(2)),
        20 => put(pair.span.range(), ""),
        _ => insert(["\r", "\u{1b}", "\u{202e}", "\"", "|", "\t", "é", "> "][at.index(8)]),
    }
}

fn planted() -> impl Strategy<Value = File> {
    let plants = prop::collection::vec((0..KINDS, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..5);
    let window = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..5usize);
    (window, plants, any::<bool>()).prop_map(|((article, from, length), plants, marked)| {
        let (path, front_matter, lines) = article.get(&ARTICLES);
        let from = from.index(lines.len());
        let mut content = format!("{front_matter}{}", lines[from..lines.len().min(from + length)].concat());
        for fault in &plants {
            content = plant(&content, fault);
        }
        let mark = if marked { "\u{feff}" } else { "" };
        File { path: path.clone(), content: format!("{mark}{content}") }
    })
}

proptest! {
    #![proptest_config(properties("fix", 10_000))]

    #[test]
    fn a_second_fix_changes_nothing_and_no_fix_adds_a_finding(file in planted()) {
        let fixed = fixed(&file);
        prop_assert!(!fixed.unfinished);
        // A document may be so damaged that it does not parse back: then nothing is written.
        prop_assume!(fixed.broken.is_empty());
        let (had, had_said) = counts(&file);
        let after = File { content: fixed.changes.first().map_or(&file.content, |change| &change.after).clone(), ..file.clone() };
        let (has, has_said) = counts(&after);
        for (key, n) in &has {
            prop_assert!(had.get(key).is_some_and(|had| n <= had), "{key:?} is new");
        }
        match fixed.changes.first() {
            // A fixed finding is not reported again. Two segments with one id may have the same finding.
            Some(change) => {
                let is_gone = |(key, had): (&(Reported, String), &usize)| has_said.get(key).is_none_or(|has| has < had);
                prop_assert!(change.fixed > 0 && had_said.iter().any(is_gone) && change.before == file.content);
            }
            None => prop_assert_eq!(had, has),
        }
        prop_assert!(self::fixed(&after).changes.is_empty(), "once more is not the same");
        prop_assert_eq!(file.content.starts_with('\u{feff}'), after.content.starts_with('\u{feff}'));
        let front_matter = |content: &str| content.find("<span").map(|end| content[..end].matches("\r\n").count());
        prop_assert_eq!(front_matter(&file.content).is_some(), front_matter(&after.content).is_some());
    }

    #[test]
    fn no_byte_outside_the_edits_changes(
        text in "[aé中\r\n]{0,30}",
        edits in prop::collection::vec((prop::collection::vec((0..34u32, 0..4u32), 1..3), "[x\r]{0,2}"), 0..8),
    ) {
        let edit = |&(start, length): &(u32, u32), text: &str| {
            Edit { span: bitext::text::Span { start, end: start + length }, text: text.to_owned() }
        };
        let fixes: Vec<Fix> = edits
            .iter()
            .map(|(places, with)| Fix { safe: true, edits: places.iter().map(|place| edit(place, with)).collect() })
            .collect();
        let fixes: Vec<&Fix> = fixes.iter().collect();
        let chosen: Vec<&Fix> = fix::choose(&text, &fixes).into_iter().map(|i| fixes[i]).collect();
        let fixed_text = fix::apply(&text, &chosen);
        let mut edits: Vec<&Edit> = chosen.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let (mut old, mut new) = (0, 0);
        for edit in edits {
            let between = edit.span.start as usize - old;
            prop_assert_eq!(&text.as_bytes()[old..old + between], &fixed_text.as_bytes()[new..new + between]);
            prop_assert_eq!(&fixed_text.as_bytes()[new + between..new + between + edit.text.len()], edit.text.as_bytes());
            (old, new) = (edit.span.end as usize, new + between + edit.text.len());
        }
        prop_assert_eq!(&text.as_bytes()[old..], &fixed_text.as_bytes()[new..]);
    }
}

#[test]
fn a_fix_restores_the_original_text() {
    let pair = |id: &str, target: &str, source: &str| {
        format!(
            "<span data-ttu-id=\"2ba23-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{id}\">{source}</span></span>"
        )
    };
    let clean = format!(
        "\u{feff}## <a name=\"light-the-lamp\"></a>{}\r\n\r\n({}).\r\n{}\r\n{}\r\n{}",
        pair("101", "Accendere la lampada", "Light the lamp"),
        pair("102", "Accendere la lampada prima di sera.", "Light the lamp before dusk."),
        pair("103", "Novità di Beacon 5.0.", "New in Beacon 5.0."),
        pair("104", "Un'applicazione .NET con lampade.", "A .NET app with lamps."),
        pair("105", "Chiudere la porta.", "Close the door."),
    );
    let faulty = clean
        .replace("light-the-lamp", "accendere-la-lampada")
        .replace(">Accendere la lampada prima di sera.", "> Accendere la lampada prima di sera.Light the lamp before dusk.")
        .replace("Beacon 5.0.</span><span class", "Beacon 5,0.</span><span class")
        .replace("applicazione .NET", "applicazione . NET")
        .replace("data-ttu-id=\"2ba23-105", "data-ttu-id=\"2ba23-015");
    let file = File { path: "it-it/a.md".to_owned(), content: faulty };
    assert_eq!(after(&file), clean);
    let fixed = fixed(&file);
    assert_eq!(fixed.changes[0].fixed, 6);
    assert_eq!(common::findings(&fixed.report), []);
}

#[test]
fn a_fix_that_adds_a_finding_is_not_made() {
    // Each fix of a source id is valid by itself. With both fixes the ids do not ascend.
    let pair = |target: &str, source: &str| {
        format!(
            "<span data-ttu-id=\"2ba23-{target}\">Uno</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{source}\">One</span></span>\n"
        )
    };
    let content = [pair("103", "103"), pair("909", "105"), pair("908", "104"), pair("106", "106")].concat();
    let file = File { path: "it-it/a.md".to_owned(), content };
    let fixed = fixed(&file);
    assert!(fixed.broken.is_empty());
    let rules: Vec<&str> = fixed.report.findings.iter().map(|judged| judged.finding.rule.id).collect();
    assert_eq!((fixed.changes.len(), rules), (0, vec!["id-mismatch"; 2]));
}

/// Runs `bitext` with some standard input: its exit code, standard output and standard error.
fn run(folder: &Path, args: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let output = Program::bitext().current_dir(folder).args(args).stdin(input).run();
    (output.code, output.stdout, output.stderr)
}

const CLEAN: &str = "\u{feff}---\r\nms.openlocfilehash: 0123456789012345678901234567890123456789\r\nms.contentlocale: it-IT\r\n---\r\n## <a name=\"light-the-lamp\"></a><span data-ttu-id=\"2ba23-103\">Accendere</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Light the lamp</span></span>\r\nfine";

fn faulty() -> String {
    CLEAN.replace("light-the-lamp", "")
}

fn files_in(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

#[test]
fn line_ends_and_the_byte_order_mark_are_kept() {
    let folder = folder(&[("it-it/a.md", faulty().as_bytes())]);
    let (code, out, err) = run(folder.path(), &["lint", "it-it", "--fix", "--select", "heading-anchor"], b"");
    assert_eq!((code, err.as_str()), (Some(0), "bitext: fixed 1 finding in 1 file\n"));
    assert!(out.contains("No findings."), "{out}");
    assert_eq!(std::fs::read(folder.path().join("it-it/a.md")).unwrap(), CLEAN.as_bytes());
    assert_eq!(files_in(&folder.path().join("it-it")), 1);
    let (code, _, err) = run(folder.path(), &["lint", "it-it", "--fix", "--select", "heading-anchor"], b"");
    assert_eq!((code, err.as_str()), (Some(0), "bitext: fixed 0 findings in 0 files\n"));
}

#[test]
fn a_diff_is_printed_and_nothing_is_written() {
    let folder = folder(&[("it-it/a.md", faulty().as_bytes())]);
    let diff = ["lint", "it-it", "--diff", "--select", "heading-anchor"];
    let (code, out, err) = run(folder.path(), &diff, b"");
    assert_eq!((code, err.as_str()), (Some(1), ""));
    let line = |mark: &str, content: &str| format!("{mark}{}\r\n", content.lines().nth(4).unwrap());
    let expected = [
        "--- it-it/a.md\n+++ it-it/a.md\n@@ -2,5 +2,5 @@\n",
        " ms.openlocfilehash: 0123456789012345678901234567890123456789\r\n ms.contentlocale: it-IT\r\n ---\r\n",
        &line("-", &faulty()),
        &line("+", CLEAN),
        " fine\n\\ No newline at end of file\n",
    ];
    assert_eq!(out, expected.concat());
    assert_eq!(std::fs::read(folder.path().join("it-it/a.md")).unwrap(), faulty().as_bytes());
    std::fs::write(folder.path().join("it-it/a.md"), CLEAN).unwrap();
    assert_eq!(run(folder.path(), &diff, b""), (Some(0), String::new(), String::new()));
}

#[test]
fn a_file_that_is_not_utf8_is_not_changed() {
    let mut bytes = faulty().into_bytes();
    bytes.extend_from_slice(b" \xff");
    let folder = folder(&[("it-it/a.md", &bytes)]);
    let (code, _, err) = run(folder.path(), &["lint", "it-it", "--fix", "--select", "heading-anchor"], b"");
    assert_eq!(code, Some(1));
    assert_eq!(err, "bitext: `it-it/a.md` is not UTF-8, so its fixes were not applied\nbitext: fixed 0 findings in 0 files\n");
    assert_eq!(std::fs::read(folder.path().join("it-it/a.md")).unwrap(), bytes);
}

#[test]
fn unsafe_fixes_are_made_only_on_request() {
    let content = CLEAN
        .replace("Accendere", "accendere foobar")
        .replace("Light the lamp", "Light FooBar")
        .replace("light-the-lamp", "light-foobar");
    let folder = folder(&[("it-it/a.md", content.as_bytes())]);
    let select = ["lint", "it-it", "--select", "mangled-name", "--fail-on", "warn"];
    assert_eq!(run(folder.path(), &[&select[..], &["--fix"]].concat(), b"").0, Some(1));
    assert_eq!(std::fs::read(folder.path().join("it-it/a.md")).unwrap(), content.as_bytes());
    assert_eq!(run(folder.path(), &[&select[..], &["--unsafe-fixes"]].concat(), b"").0, Some(0));
    assert_eq!(std::fs::read_to_string(folder.path().join("it-it/a.md")).unwrap(), content.replace("foobar<", "FooBar<"));
}

#[cfg(unix)]
#[test]
fn links_stay_and_lead_nowhere_else() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder(&[
        ("it-it/a.md", faulty().as_bytes()),
        ("it-it/sub/b.md", faulty().as_bytes()),
        ("out/c.md", faulty().as_bytes()),
    ]);
    let at = |path: &str| folder.path().join(path);
    std::fs::set_permissions(at("it-it/sub/b.md"), std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("sub/b.md", at("it-it/inside.md")).unwrap();
    symlink("../out/c.md", at("it-it/outside.md")).unwrap();
    let fix = ["lint", "it-it/inside.md", "it-it/outside.md", "it-it/a.md", "--fix", "--select", "heading-anchor"];
    let (code, _, err) = run(folder.path(), &fix, b"");
    assert_eq!(code, Some(2));
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(
        lines,
        [
            "bitext: cannot write `it-it/outside.md`: it is a link to a file outside the given folders",
            "bitext: fixed 2 findings in 2 files",
            "bitext: 1 of 3 fixed files could not be written",
        ]
    );
    let content = |path: &str| std::fs::read_to_string(at(path)).unwrap();
    assert_eq!((content("it-it/a.md").as_str(), content("it-it/sub/b.md").as_str()), (CLEAN, CLEAN));
    assert_eq!(content("out/c.md"), faulty());
    assert!(at("it-it/inside.md").is_symlink() && at("it-it/outside.md").is_symlink());
    assert_eq!(std::fs::metadata(at("it-it/sub/b.md")).unwrap().permissions().mode() & 0o777, 0o640);
    // The folder that the link leads to is also given.
    assert_eq!(run(folder.path(), &[&fix[..], &["--root", "out"]].concat(), b"").0, Some(0));
    assert_eq!(content("out/c.md"), CLEAN);
}

#[test]
fn a_read_only_file_is_named_and_the_others_are_written() {
    let folder = folder(&[("it-it/a.md", faulty().as_bytes()), ("it-it/b.md", faulty().as_bytes())]);
    let (a, b) = (folder.path().join("it-it/a.md"), folder.path().join("it-it/b.md"));
    let mut permissions = std::fs::metadata(&a).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&a, permissions).unwrap();
    let fix = ["lint", "it-it", "--fix", "--select", "heading-anchor", "--format", "concise"];
    let (code, out, err) = run(folder.path(), &fix, b"");
    assert_eq!(code, Some(2));
    assert!(err.starts_with("bitext: cannot write `it-it/a.md`: the file is read-only\n"), "{err}");
    // The report describes the documents on the disk.
    assert!(out.starts_with("it-it/a.md:5:") && !out.contains("b.md"), "{out}");
    assert_eq!((std::fs::read_to_string(&a).unwrap(), std::fs::read_to_string(&b).unwrap()), (faulty(), CLEAN.to_owned()));
    assert_eq!(files_in(&folder.path().join("it-it")), 2);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("it-it/a.md", faulty().as_bytes())]);
    let locale = folder.path().join("it-it");
    std::fs::set_permissions(&locale, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(locale.join("try"), "").is_ok() {
        common::skip("this user may write everywhere");
        return;
    }
    let (code, _, err) = run(folder.path(), &["lint", "it-it", "--fix", "--select", "heading-anchor"], b"");
    assert_eq!(code, Some(2));
    assert!(err.starts_with("bitext: cannot write `it-it/a.md`: "), "{err}");
    std::fs::set_permissions(&locale, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn standard_input_is_linted_as_the_document_at_a_path() {
    let folder = folder(&[("it-it/a.md", CLEAN.as_bytes())]);
    let lint = ["lint", "--stdin-filename", "it-it/new/b.md", "-", "--select", "heading-anchor"];
    let with = |more: &[&str], input: &str| run(folder.path(), &[&lint[..], more].concat(), input.as_bytes());
    let (code, out, err) = with(&["--format", "json"], &faulty());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, err.as_str()), (Some(1), ""));
    assert_eq!(report["findings"][0]["path"], "it-it/new/b.md");
    assert_eq!((&report["findings"][0]["rule"], &report["findings"][0]["locale"]), (&"heading-anchor".into(), &"it-IT".into()));
    assert_eq!(with(&["--fix"], &faulty()), (Some(0), CLEAN.to_owned(), String::new()));
    assert_eq!(with(&["--fix"], CLEAN), (Some(0), CLEAN.to_owned(), String::new()));
    let (code, out, _) = with(&["--diff"], &faulty());
    assert_eq!((code, out.lines().next()), (Some(1), Some("--- it-it/new/b.md")));
    // The file at the path is not read.
    let (code, ..) =
        run(folder.path(), &["lint", "--stdin-filename", "it-it/a.md", "-", "--select", "heading-anchor"], faulty().as_bytes());
    assert_eq!(code, Some(1));
    for args in
        [vec!["lint", "-"], vec!["lint", "--stdin-filename", "a.md"], vec!["lint", "--stdin-filename", "a.md", "-", "it-it"]]
    {
        let (code, _, err) = run(folder.path(), &args, b"");
        assert!(code == Some(2) && err.contains("--stdin-filename PATH"), "{args:?}: {err}");
    }
}

#[test]
fn a_list_names_the_documents() {
    let folder = folder(&[
        ("it-it/a.md", CLEAN.as_bytes()),
        ("it-it/b c.md", faulty().as_bytes()),
        ("list", b"it-it/a.md\r\n\nit-it/b c.md\n"),
        ("none", b""),
    ]);
    let with = |list: &str, input: &[u8]| {
        let args = ["lint", "--file-list", list, "--select", "heading-anchor", "--format", "json"];
        let (code, out, err) = run(folder.path(), &args, input);
        let report = serde_json::from_str(&out).unwrap_or(serde_json::Value::Null);
        (code, report["summary"]["documents"].as_u64(), err)
    };
    assert_eq!(with("list", b""), (Some(1), Some(2), String::new()));
    assert_eq!(with("-", b"it-it/b c.md\0it-it/a.md\0"), (Some(1), Some(2), String::new()));
    assert_eq!(with("-", b"it-it/a.md"), (Some(0), Some(1), String::new()));
    assert_eq!(with("none", b""), (Some(0), Some(0), "bitext: the list is empty; nothing was checked\n".to_owned()));
    for (list, input, expected) in [
        ("-", "it-it/a.md\nit-it/gone.md\n", "cannot read `it-it/gone.md`: "),
        ("-", "it-it\n", "cannot read `it-it`: it is a folder; the list must contain only documents"),
        ("nowhere", "", "cannot read `nowhere`: "),
    ] {
        let (code, documents, err) = with(list, input.as_bytes());
        assert!((code, documents) == (Some(2), None) && err.contains(expected), "{err}");
    }
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let here = Path::new(".");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, err) = run(here, &["completions", shell], b"");
        assert!(code == Some(0) && err.is_empty() && out.contains("unsafe-fixes"), "{shell}: {err}");
    }
    let (code, out, _) = run(here, &["man"], b"");
    assert!(code == Some(0) && out.contains(".TH bitext 1") && out.contains("lint"), "{out}");
    let (code, out, _) = run(here, &["man", "lint"], b"");
    assert!(code == Some(0) && out.contains("unsafe"), "{out}");
    assert_eq!(run(here, &["man", "wint"], b"").0, Some(2));
}
