//! The binary, run as a user runs it.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use common::{Output, Program, bitext, folder};
use serde_json::Value;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn at_root(args: &[&str]) -> Output {
    bitext(Path::new(ROOT), args)
}

const PAIR: &str = "<span data-ttu-id=\"2ba23-103\">Ciao.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Hello.</span></span>\n";
const BROKEN: &str = "<span data-ttu-id=\"2ba23-103\">Ciao.</span>\n";

#[test]
fn the_report_on_the_handbook_for_people() {
    let output = at_root(&["lint", "fixtures/handbook"]);
    assert_eq!(output.code, Some(1));
    insta::assert_snapshot!("human", output.stdout);
    assert_eq!(output.stderr, "");
}

#[test]
fn the_report_on_the_handbook_in_one_line_a_finding() {
    insta::assert_snapshot!("concise", at_root(&["lint", "fixtures/handbook", "--format", "concise"]).stdout);
}

#[test]
fn the_report_on_the_handbook_as_json() {
    insta::assert_snapshot!("json", at_root(&["lint", "fixtures/handbook", "--format", "json"]).stdout);
}

#[test]
fn json_has_the_fields_of_version_one() {
    let report = at_root(&["lint", "fixtures/handbook", "--format", "json"]).json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(keys(&report), sorted(&["version", "tool", "summary", "findings", "infos"]));
    assert_eq!((&report["version"], &report["tool"]["name"]), (&1.into(), &"bitext".into()));
    let summary =
        ["documents", "pairs", "errors", "warnings", "infos", "suppressed", "baselined", "fixable", "by_rule", "not_checked"];
    assert_eq!(keys(&report["summary"]), sorted(&summary));
    assert_eq!(keys(&report["summary"]["not_checked"][0]), sorted(&["path", "what", "reason"]));
    let finding = [
        "rule",
        "group",
        "level",
        "path",
        "locale",
        "unit",
        "line",
        "column",
        "end_line",
        "end_column",
        "offset",
        "length",
        "message",
        "help",
        "source",
        "target",
        "related",
        "fix",
        "fingerprint",
    ];
    let findings = report["findings"].as_array().unwrap();
    for one in findings {
        assert_eq!(keys(one), sorted(&finding));
        let content = std::fs::read(Path::new(ROOT).join(one["path"].as_str().unwrap())).unwrap();
        let (offset, length) = (one["offset"].as_u64().unwrap() as usize, one["length"].as_u64().unwrap() as usize);
        let before = std::str::from_utf8(&content[..offset]).unwrap();
        assert_eq!(one["line"], before.matches('\n').count() + 1);
        assert_eq!(one["column"], before.rsplit('\n').next().unwrap().chars().count() + 1);
        assert!(std::str::from_utf8(&content[offset..offset + length]).is_ok());
        for edit in one["fix"]["edits"].as_array().into_iter().flatten() {
            assert_eq!(keys(edit), sorted(&["offset", "length", "text"]));
        }
        for related in one["related"].as_array().unwrap() {
            assert_eq!(keys(related), sorted(&["path", "line", "column", "message"]));
        }
    }
    let order: Vec<_> =
        findings.iter().map(|f| (f["path"].as_str().unwrap(), f["offset"].as_u64(), f["rule"].as_str().unwrap())).collect();
    assert!(order.is_sorted());
    let mut prints: Vec<_> = findings.iter().map(|f| f["fingerprint"].as_str().unwrap()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), findings.len());
}

#[test]
fn fingerprints_survive_moved_lines() {
    let prints = |content: String| {
        let folder = folder(&[("it-it/a.md", content.as_bytes())]);
        let report = bitext(folder.path(), &["lint", ".", "--format", "json"]).json();
        let findings = report["findings"].as_array().unwrap().iter();
        findings.map(|f| f["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = prints(BROKEN.to_owned());
    assert_eq!(before.len(), 1);
    assert_eq!(before, prints(format!("\n\nmore\n\n{BROKEN}")));
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    for format in ["human", "concise", "json"] {
        let with = |threads| at_root(&["lint", "fixtures/handbook", "--format", format, "--threads", threads]).stdout;
        assert_eq!(with("1"), with("2"), "{format}");
        assert_eq!(with("2"), with("7"), "{format}");
    }
}

#[test]
fn a_clean_run_reports_no_findings_and_exits_with_zero() {
    let output = at_root(&["lint", "fixtures/handbook/it-it/lamp", "fixtures/handbook/ru-ru/lamp"]);
    assert_eq!(output.code, Some(0));
    assert_eq!(output.stdout, "Checked 4 documents with 60 pairs.\nNo findings.\n");
}

#[test]
fn levels_decide_the_exit_code() {
    let folder = folder(&[("it-it/a.md", BROKEN), ("it-it/b.md", PAIR)]);
    let code = |args: &[&str]| bitext(folder.path(), &[&["lint", "."], args].concat()).code;
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--fail-on", "never"]), Some(0));
    assert_eq!(code(&["--level", "broken-pair=warn"]), Some(0));
    assert_eq!(code(&["--level", "broken-pair=warn", "--fail-on", "warn"]), Some(1));
    assert_eq!(code(&["--ignore", "markup"]), Some(0));
    assert_eq!(code(&["--select", "metadata"]), Some(0));
    assert_eq!(code(&["--select", "markup,metadata"]), Some(1));
}

#[test]
fn an_error_is_one_line_with_exit_code_two() {
    let folder = folder(&[("empty/note.txt", "no Markdown"), ("it-it/a.md", PAIR)]);
    for (args, expected) in [
        (vec!["lint", "nowhere"], "cannot read `nowhere`"),
        (vec!["lint", "it-it", "--select", "broken-pear"], "did you mean `broken-pair`?"),
        (vec!["lint", "it-it", "--level", "broken-pair"], "is not ID=LEVEL"),
        (vec!["lint", "it-it", "--root", "it-it/a.md"], "is not a folder"),
        (vec!["lint", "it-it", "--output", "nowhere/report.json"], "cannot write to `nowhere/report.json`"),
        (vec!["lint", "empty"], "no Markdown document"),
        (vec!["explain", "no-such-rule"], "there is no rule"),
    ] {
        let output = bitext(folder.path(), &args);
        assert_eq!(output.code, Some(2), "{args:?}");
        let message = output.stderr;
        assert!(message.starts_with("bitext: ") && message.contains(expected), "{args:?}: {message}");
        assert_eq!(message.trim_end().lines().count(), 1, "{args:?}: {message}");
    }
    for args in [vec!["lint", "--format", "yaml"], vec!["lint", "--threads", "many"], vec!["wint"], vec![]] {
        assert_eq!(bitext(folder.path(), &args).code, Some(2), "{args:?}");
    }
}

#[test]
fn a_run_that_checked_nothing_reports_that() {
    let folder = folder(&[("it-it/include.md", "Only a sentence.\n"), ("it-it/empty.md", "")]);
    let output = bitext(folder.path(), &["lint", "it-it", "--format", "json"]);
    assert_eq!(output.code, Some(2));
    assert!(output.stderr.contains("nothing was compared with its source"), "{}", output.stderr);
    let allowed = bitext(folder.path(), &["lint", "it-it", "--format", "json", "--allow-empty"]);
    assert_eq!((allowed.code, &allowed.stdout), (Some(0), &output.stdout));
    let report = output.json();
    assert_eq!((&report["summary"]["documents"], &report["summary"]["pairs"]), (&2.into(), &0.into()));
    let skipped: Vec<_> = report["summary"]["not_checked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (n["what"].as_str().unwrap(), n["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(skipped, [("pairs", "the file is empty"), ("pairs", "it holds no pairs")]);
}

#[test]
fn a_report_file_is_complete_and_leaves_no_temporary_file() {
    let folder = folder(&[("it-it/a.md", BROKEN.as_bytes()), ("report.json", b"old")]);
    let output = bitext(folder.path(), &["lint", "it-it", "--format", "json", "--output", "report.json"]);
    assert_eq!((output.code, output.stdout.as_str()), (Some(1), ""));
    let report: Value = serde_json::from_slice(&std::fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let folder = folder(&[("it-it/a.md", BROKEN.as_bytes())]);
    let plain = bitext(folder.path(), &["lint", "it-it"]).stdout;
    assert!(!plain.contains('\u{1b}'));
    let coloured = bitext(folder.path(), &["lint", "it-it", "--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}]8;"));
}

#[test]
fn line_ends_byte_order_marks_and_bytes_that_are_not_utf8() {
    let mut bytes = b"\xef\xbb\xbf---\r\nms.contentlocale: it-IT\r\n---\r\n".to_vec();
    bytes.extend_from_slice(PAIR.replace("Ciao", "Cia").replace('\n', "\r\n").as_bytes());
    bytes.extend_from_slice(&PAIR.replace("103", "104").replace("Hello", "Bye").into_bytes());
    let at = bytes.iter().position(|b| *b == b'C').unwrap() + 1;
    bytes[at] = 0xff;
    let folder = folder(&[("it-it/a.md", &bytes)]);
    let report = bitext(folder.path(), &["lint", "it-it", "--format", "json", "--select", "markup,stray-character"]).json();
    assert_eq!(report["summary"]["pairs"], 2);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        (&findings[0]["rule"], &findings[0]["unit"], &findings[0]["offset"]),
        (&"stray-character".into(), &"2ba23-103".into(), &at.into())
    );
    assert_eq!((&findings[0]["line"], &findings[0]["length"]), (&4.into(), &1.into()));
}

#[test]
fn nothing_in_a_document_steers_the_terminal() {
    let hostile = "\u{1b}[31m\u{1b}]0;title\u{7}\u{9b}2J\u{202e}\u{2066}::error::x ##vso[task]\u{8}\r";
    let content = format!(
        "---\ntitle: {hostile}x\nms.openlocfilehash: {hostile}\nms.contentlocale: \"{hostile}\"\n---\n# <a name=\"{hostile}\"></a>{PAIR}\n{hostile} parole fuori da ogni coppia {hostile}\n\n\
         <span data-ttu-id=\"{hostile}\">{hostile}</span>\n{}",
        PAIR.replace("103", "105").replace("Ciao", hostile),
    );
    let folder = folder(&[("it-it/a.md", content.as_bytes())]);
    for format in ["human", "concise", "json"] {
        let output = bitext(folder.path(), &["lint", "it-it", "--format", format, "--level", "unpaired-text=error"]);
        assert_eq!(output.code, Some(1));
        let text = output.stdout;
        let harmful = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        assert_eq!(text.chars().find(|c| harmful(*c)), None, "{format}: {text}");
        assert!(text.contains("broken-pair") && text.contains("stray-character"), "{format}: {text}");
        // A workflow command works only at the start of a line.
        assert!(!text.lines().any(|line| line.starts_with("::") || line.starts_with("##vso")), "{format}: {text}");
    }
}

#[test]
fn siblings_are_found_in_separate_roots_and_in_one() {
    let lost = |paths: &[&str]| {
        let args = [&["lint"], paths, &["--format", "json", "--select", "lost-segment"]].concat();
        let report = at_root(&args).json();
        report["findings"].as_array().unwrap().iter().map(|f| f["unit"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let expected = vec!["e1fc2-105".to_owned()];
    assert_eq!(lost(&["fixtures/handbook"]), expected);
    assert_eq!(lost(&["fixtures/handbook/ja-jp", "fixtures/handbook/ru-ru"]), expected);
    assert_eq!(
        lost(&["fixtures/handbook/ja-jp/faults/lost-segment.md", "fixtures/handbook/ru-ru/faults/lost-segment.md"]),
        expected
    );
    assert_eq!(lost(&["fixtures/handbook/ja-jp", "fixtures/handbook/ja-jp/faults", "fixtures/handbook/ru-ru"]), expected);
    // Siblings outside the given paths are read as well. The other locale has no finding.
    assert_eq!(lost(&["fixtures/handbook/ja-jp"]), expected);
    assert_eq!(lost(&["fixtures/handbook/ja-jp/faults/lost-segment.md"]), expected);
    assert_eq!(lost(&["fixtures/handbook/ru-ru"]), Vec::<String>::new());
}

#[test]
fn repositories_with_one_locale_each_are_siblings_by_their_metadata() {
    let source = |locale: &str| {
        std::fs::read_to_string(Path::new(ROOT).join(format!("fixtures/handbook/{locale}/faults/lost-segment.md"))).unwrap()
    };
    let folder = folder(&[
        ("docs.ja-jp/.git/HEAD", ""),
        ("docs.ja-jp/guide/a.md", &*source("ja-jp")),
        ("docs.it-it/bitext.toml", ""),
        ("docs.it-it/guide/a.md", &*source("it-it")),
    ]);
    let report = bitext(folder.path(), &["lint", ".", "--format", "json"]).json();
    assert_eq!(report["findings"][0]["rule"], "lost-segment");
    assert_eq!(report["findings"][0]["path"], "./docs.ja-jp/guide/a.md");
    let report = bitext(folder.path().join("docs.ja-jp"), &["lint", "--format", "json", "guide", "../docs.it-it/guide"]).json();
    assert_eq!(report["findings"][0]["path"], "guide/a.md");
}

#[test]
fn a_missing_or_invalid_terms_file_is_reported_once() {
    let toml = b"[terms]\nfiles = [\"terms/product.csv\"]\n";
    let missing = folder(&[("it-it/a.md", PAIR.as_bytes()), ("bitext.toml", toml)]);
    for command in ["lint", "status"] {
        let output = bitext(missing.path(), &[command, "it-it"]);
        let text = output.stderr;
        assert_eq!((output.code, output.stdout.as_str()), (Some(2), ""));
        assert!(text.contains("bitext.toml:2:10: cannot read `terms/product.csv`: "), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }
    let files: &[(&str, &[u8])] = &[
        ("it-it/a.md", PAIR.as_bytes()),
        ("bitext.toml", toml),
        ("terms/product.csv", b"\xef\xbb\xbfsource,it-IT\nlamp,lampada\n"),
    ];
    let there = folder(files);
    assert_eq!(bitext(there.path(), &["lint", "it-it"]).code, Some(0));
    std::fs::write(there.path().join("terms/product.csv"), "lamp,lampada\n").unwrap();
    let output = bitext(there.path(), &["lint", "it-it"]);
    assert_eq!(output.code, Some(2));
    assert!(output.stderr.contains("terms/product.csv:1: no header"), "{}", output.stderr);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_a_folder_and_unreadable_files_are_named() {
    let folder = folder(&[("it-it/a.md", PAIR.as_bytes()), ("elsewhere/b.md", BROKEN.as_bytes())]);
    let link = |name: &str, to: &str| std::os::unix::fs::symlink(folder.path().join(to), folder.path().join(name)).unwrap();
    link("it-it/link.md", "elsewhere/b.md");
    link("it-it/folder", "elsewhere");
    link("it-it/gone.md", "nowhere.md");
    let report = bitext(folder.path(), &["lint", "it-it", "--format", "json"]).json();
    assert_eq!((&report["summary"]["documents"], &report["summary"]["errors"]), (&1.into(), &0.into()));
}

#[test]
fn the_rules_and_their_pages_are_shown() {
    let list = at_root(&["rules"]).stdout;
    assert_eq!(list.lines().count(), bitext::rules::RULES.len());
    for rule in bitext::rules::RULES {
        let page = at_root(&["explain", rule.id]).stdout;
        assert_eq!(page, std::fs::read_to_string(PathBuf::from(ROOT).join(format!("docs/rules/{}.md", rule.id))).unwrap());
        let shown = at_root(&["explain", rule.id, "--color", "always"]).stdout;
        assert!(shown.contains("\u{1b}[1m") && !shown.contains("```"));
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let mut child = Program::bitext().current_dir(ROOT).args(["lint", "fixtures/handbook", "--format", "json"]).spawn();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
}

#[test]
fn statistics_count_findings_by_rule_locale_and_document() {
    let folder = folder(&[("it-it/a.md", BROKEN.as_bytes()), ("it-it/b.md", BROKEN.as_bytes()), ("ru-ru/b.md", PAIR.as_bytes())]);
    let output = bitext(folder.path(), &["lint", "--statistics"]);
    assert_eq!(output.code, Some(1));
    let text = output.stdout;
    assert!(text.starts_with("   total     it-IT  rule\n       2         2  broken-pair\n"), "{text}");
    assert!(text.contains("       1  ./it-it/a.md\n       1  ./it-it/b.md\n"), "{text}");
    let counts = bitext(folder.path(), &["lint", "--statistics", "--format", "json"]).json();
    assert_eq!(counts["by_locale"]["it-IT"]["broken-pair"], 2);
    assert_eq!(counts["by_document"]["./it-it/b.md"], 1);
    assert_eq!(counts["rules_by_document"]["./it-it/b.md"]["broken-pair"], 1);
    assert_eq!(counts["rates_by_locale"]["it-IT"]["documents"], 2);
    assert_eq!(counts["rates_by_locale"]["ru-RU"]["segments"], 1);
}

#[test]
fn statistics_compare_problems_with_segments_and_count_infos_on_request() {
    let pair = |number: u32, target: &str, source: &str| {
        format!(
            "<span data-ttu-id=\"2ba23-{number}\">{target}</span><span class=\"sxs-lookup\">\
             <span data-stu-id=\"2ba23-{number}\">{source}</span></span>\n\n"
        )
    };
    let matter = |kind: &str| format!("---\ntitle: Lampe\nms.translationtype: {kind}\n---\n");
    let closed = pair(103, "램프를 사용 하 여 문을 확인 합니다.", "Check the door by using the lamp.");
    let open = pair(104, "램프 7개", "40 lamps");
    let (machine, human) = (matter("MT") + &closed + &closed.replace("103", "105") + &open, matter("HT") + &open);
    let folder = folder(&[("ko-kr/a.md", machine.as_bytes()), ("ko-kr/b.md", human.as_bytes())]);
    let args = ["lint", "--statistics", "--select", "number-mismatch,typography"];
    let level = ["--level", "typography=info", "--level", "number-mismatch=error"];
    let all = |more: &[&'static str]| bitext(folder.path(), &[&args[..], &level[..], more].concat()).stdout;
    insta::assert_snapshot!(all(&["--info"]), @r"
       total     ko-KR  rule
           2         2  number-mismatch
           1         1  typography

    Problems in 1,000 segments, by locale:
         ko-KR  rule
             4  (segments)
        500.00  number-mismatch
       1000.00  typography

    Problems in 1,000 segments, by `ms.translationtype`:
            HT          MT  rule
             1           3  (segments)
       1000.00      333.33  number-mismatch
             0     1333.33  typography

           2  ./ko-kr/a.md
              typography 4, number-mismatch 1
           1  ./ko-kr/b.md
    ");
    insta::assert_snapshot!(all(&[]), @r"
       total     ko-KR  rule
           2         2  number-mismatch

    Problems in 1,000 segments, by locale:
         ko-KR  rule
             4  (segments)
        500.00  number-mismatch

    Problems in 1,000 segments, by `ms.translationtype`:
            HT          MT  rule
             1           3  (segments)
       1000.00      333.33  number-mismatch

           1  ./ko-kr/a.md
           1  ./ko-kr/b.md

    1 info finding not listed: 1 typography. --info counts them.
    ");
    let counts: serde_json::Value = serde_json::from_str(&all(&["--format", "json"])).unwrap();
    assert_eq!(counts["rates_by_translation"]["MT"]["problems"]["typography"], 4);
    assert_eq!(counts["rates_by_translation"]["MT"]["per_1000_segments"]["typography"], 1333.33);
    assert_eq!(counts["rates_by_locale"]["ko-KR"]["segments"], 4);
    assert_eq!(counts["by_rule"]["typography"], 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_by_name_is_refused_and_does_not_make_the_run_wait() {
    use std::io::Read as _;
    let folder = folder(&[("it-it/a.md", PAIR.as_bytes())]);
    for pipe in ["it-it/b.md", "pipe"] {
        let made = Program::new("mkfifo").args([folder.path().join(pipe)]).run();
        assert!(made.is_success(), "{}", made.stderr);
    }
    std::fs::write(folder.path().join("list"), "it-it/b.md\n").unwrap();
    for (args, code, expected) in [
        (&["lint", "it-it/b.md"][..], 2, "cannot read `it-it/b.md`: it is neither a file nor a folder"),
        (&["lint", "--file-list", "list"], 2, "cannot read `it-it/b.md`: it is neither a file nor a folder"),
        (&["lint", "it-it", "--baseline", "pipe"], 2, "cannot read the baseline `pipe`: it is neither a file nor a folder"),
        // A pipe in a folder is not a document.
        (&["lint", "it-it"], 0, ""),
    ] {
        let mut child = Program::bitext().current_dir(folder.path()).args(args).spawn();
        let ended = (0..500).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            child.try_wait().unwrap()
        });
        if ended.is_none() {
            child.kill().unwrap();
        }
        assert_eq!(ended.and_then(|status| status.code()), Some(code), "{args:?}");
        let mut error = String::new();
        child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        assert!(error.contains(expected), "{args:?}: {error}");
    }
}
