//! Every report format: its snapshot, its validity for the programs that read it, and its protection against document content.

#![allow(clippy::disallowed_methods, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::not_checked::{NotChecked, Unchecked};
use bitext::output::{github, human, markdown, sarif, status_table};
use bitext::project::status::{Locale, Row, Status};
use bitext::report::Report;
use bitext::report::baseline::BaselineUse;
use bitext::report::changes::ChangeSummary;
use bitext::rules::finding::{Edit, Fix, Related};
use bitext::source::provenance::Freshness;
use bitext::text::Span;
use common::{File, bitext, folder};
use serde_json::Value;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const FORMATS: [&str; 9] = ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

const PAIR: &str = "<span data-ttu-id=\"2ba23-103\">Ciao.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Hello.</span></span>\n";

fn lint(folder: &Path, path: &str, format: &str) -> String {
    let output = bitext(folder, &["lint", path, "--format", format]);
    assert_eq!(output.code, Some(1), "{format}: {}", output.stderr);
    output.stdout
}

fn handbook(format: &str) -> String {
    lint(Path::new(ROOT), "fixtures/handbook", format)
}

/// Few documents: a finding with a related place, one with a fix, a document without findings, and one that is not checked.
fn small() -> tempfile::TempDir {
    let fixture = |path: &str| std::fs::read(Path::new(ROOT).join("fixtures/handbook").join(path)).unwrap();
    let files = ["ja-jp/faults/lost-segment.md", "ru-ru/faults/lost-segment.md", "ru-ru/faults/edge-whitespace.md"];
    let mut files: Vec<(&str, Vec<u8>)> = files.map(|path| (path, fixture(path))).into();
    files.push(("it-it/a guide/empty.md", Vec::new()));
    files.push(("it-it/a guide/clean.md", PAIR.into()));
    folder(&files)
}

fn schema(name: &str) -> Value {
    let path = Path::new(ROOT).join("tests/schemas").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    // The official schema of SARIF has a pattern for languages that is not a valid regular expression (`]?$`); the intended one is clear.
    let text = text.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    serde_json::from_str(&text).unwrap()
}

/// Fails with a list of all violations.
fn hold(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_handbook_in_the_short_formats() {
    for format in ["github", "markdown"] {
        insta::assert_snapshot!(format, handbook(format));
    }
}

#[test]
fn a_small_folder_in_the_long_formats() {
    let folder = small();
    for format in ["jsonl", "gitlab", "junit"] {
        insta::assert_snapshot!(format, lint(folder.path(), ".", format));
    }
    let mut sarif = parsed(&lint(folder.path(), ".", "sarif"));
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    assert_eq!(rules.len(), bitext::rules::RULES.len());
    rules.truncate(1);
    for version in ["version", "semanticVersion"] {
        assert_eq!(sarif["runs"][0]["tool"]["driver"][version].take(), env!("CARGO_PKG_VERSION"));
    }
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&sarif).unwrap());
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for format in FORMATS {
        let with = |threads| {
            let args = ["lint", "fixtures/handbook", "--format", format, "--threads", threads];
            bitext(Path::new(ROOT), &args).stdout
        };
        assert_eq!(with("1"), with("2"), "{format}");
    }
}

#[test]
fn json_holds_to_its_schema() {
    hold(&schema("bitext-v1.json"), &parsed(&handbook("json")));
}

#[test]
fn lines_of_json_are_the_findings_and_the_summary_of_version_one() {
    let mut line = schema("bitext-v1.json");
    line["$ref"] = "#/$defs/line".into();
    let whole = parsed(&handbook("json"));
    let lines: Vec<Value> = handbook("jsonl").lines().map(parsed).collect();
    lines.iter().for_each(|value| hold(&line, value));
    let (last, findings) = lines.split_last().unwrap();
    let (infos, findings): (Vec<Value>, Vec<Value>) = findings.iter().cloned().partition(|line| line["info"].is_object());
    let infos: Vec<Value> = infos.into_iter().map(|line| line["info"].clone()).collect();
    assert!(
        whole["findings"] == Value::from(findings) && whole["infos"] == Value::from(infos) && whole["summary"] == last["summary"]
    );
}

#[test]
fn gitlab_holds_to_its_schema_and_its_fingerprints_are_unique() {
    let report = parsed(&handbook("gitlab"));
    hold(&schema("gitlab-code-quality.json"), &report);
    let mut prints: Vec<&str> = report.as_array().unwrap().iter().map(|one| one["fingerprint"].as_str().unwrap()).collect();
    let all = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert!(all > 10 && prints.len() == all);
}

#[test]
fn sarif_holds_to_its_schema_and_points_where_json_does() {
    let sarif = parsed(&handbook("sarif"));
    hold(&schema("sarif-2.1.0.json"), &sarif);
    let (run, json) = (&sarif["runs"][0], parsed(&handbook("json")));
    let results = run["results"].as_array().unwrap();
    let findings: Vec<&Value> = ["findings", "infos"].iter().flat_map(|list| json[list].as_array().unwrap()).collect();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(findings) {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!((&result["ruleId"], &run["tool"]["driver"]["rules"][index]["id"]), (&finding["rule"], &finding["rule"]));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], finding["path"]);
        for (ours, theirs) in [
            ("line", "startLine"),
            ("column", "startColumn"),
            ("end_line", "endLine"),
            ("end_column", "endColumn"),
            ("offset", "byteOffset"),
            ("length", "byteLength"),
        ] {
            assert_eq!(place["region"][theirs], finding[ours], "{theirs}");
        }
        assert_eq!(result["partialFingerprints"]["bitext/v1"], finding["fingerprint"]);
        assert_eq!(result["fixes"].is_array(), finding["fix"].is_object());
    }
    let notifications = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notifications.len(), json["summary"]["not_checked"].as_array().unwrap().len());
    hold(&schema("sarif-2.1.0.json"), &parsed(&lint(small().path(), ".", "sarif")));
}

fn elements<'a>(node: roxmltree::Node<'a, 'a>) -> impl Iterator<Item = roxmltree::Node<'a, 'a>> {
    node.children().filter(|child| child.is_element())
}

/// Asserts that a text is JUnit XML: nesting, attributes and counts.
fn assert_junit(text: &str) -> usize {
    let xml = roxmltree::Document::parse(text).unwrap();
    let has = |node: roxmltree::Node<'_, '_>, name: &str, attributes: &[&str]| {
        assert_eq!(node.tag_name().name(), name);
        assert_eq!(node.attributes().map(|attribute| attribute.name()).collect::<Vec<_>>(), attributes);
        if name != "failure" {
            assert!(node.children().filter(|child| child.is_text()).all(|child| child.text().unwrap().trim().is_empty()));
        }
    };
    let counts = ["tests", "failures", "errors", "skipped"];
    let attributes = ["name", "tests", "failures", "errors", "skipped"];
    let number = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap().parse::<usize>().unwrap();
    has(xml.root_element(), "testsuites", &attributes);
    let mut names = std::collections::HashSet::new();
    let mut sum = [0; 4];
    for suite in elements(xml.root_element()) {
        has(suite, "testsuite", &attributes);
        let mut counted = [0; 4];
        for case in elements(suite) {
            has(case, "testcase", &["name", "classname"]);
            assert_eq!(case.attribute("classname"), suite.attribute("name"));
            assert!(names.insert((case.attribute("classname"), case.attribute("name"))));
            counted[0] += 1;
            let mut inside = elements(case);
            match inside.next() {
                Some(failure) if failure.has_tag_name("failure") => {
                    has(failure, "failure", &["type", "message"]);
                    counted[1] += 1;
                }
                Some(skipped) => {
                    has(skipped, "skipped", &["message"]);
                    counted[3] += 1;
                }
                None => {}
            }
            assert!(inside.next().is_none());
        }
        assert!(counted[0] > 0);
        assert_eq!(counts.map(|name| number(suite, name)), counted);
        sum.iter_mut().zip(counted).for_each(|(sum, count)| *sum += count);
    }
    assert_eq!(counts.map(|name| number(xml.root_element(), name)), sum);
    sum[1]
}

#[test]
fn junit_is_well_formed_and_its_counts_are_right() {
    assert_eq!(assert_junit(&handbook("junit")), parsed(&handbook("json"))["findings"].as_array().unwrap().len());
    assert_junit(&lint(small().path(), ".", "junit"));
}

#[cfg(unix)]
#[test]
fn github_shows_ten_of_a_kind_and_counts_the_others() {
    let many: String = (100..113).map(|n| format!("<span data-ttu-id=\"2ba23-{n}\">Ciao.</span>\n\n")).collect();
    let folder = folder(&[("it-it/a, b:100%.md", many.into_bytes())]);
    let printed = lint(folder.path(), ".", "github");
    let errors: Vec<&str> = printed.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(errors.len(), 10, "{printed}");
    assert!(errors[0].starts_with("::error file=it-it/a%2C b%3A100%25.md,line=1,endLine=1,col=1,"), "{}", errors[0]);
    let all = parsed(&lint(folder.path(), ".", "json"))["summary"]["errors"].as_u64().unwrap();
    assert!(all >= 13);
    let notice = printed.lines().find(|line| line.starts_with("::notice ")).unwrap();
    assert!(notice.starts_with(&format!("::notice title=bitext::{} errors are listed only in the log: ", all - 10)), "{notice}");
    assert!(notice.contains("broken-pair"), "{notice}");
    let group = printed.split("::group::").nth(1).unwrap();
    assert_eq!(group.lines().filter(|line| line.contains(": error[")).count() as u64, all);
}

#[test]
fn markdown_shows_two_hundred_findings_and_counts_the_others() {
    let many: String = (100..350).map(|n| format!("<span data-ttu-id=\"2ba23-{n}\">Ciao.</span>\n\n")).collect();
    let folder = folder(&[("it-it/a.md", many.into_bytes())]);
    let all = parsed(&lint(folder.path(), ".", "json"))["findings"].as_array().unwrap().len();
    let printed = lint(folder.path(), ".", "markdown");
    assert!(all >= 250);
    assert_eq!(printed.lines().filter(|line| line.starts_with("| <code>")).count(), 200, "{printed}");
    assert!(printed.contains(&format!("\nand {} more findings\n", all - 200)), "{printed}");
}

/// The report of a document with a finding that has an unsafe fix, in memory.
fn report_with_fix() -> Report {
    let content = "---\ntitle: a\n---\n".to_owned() + &PAIR.replace("Ciao.", "Ciao. ");
    let mut report = common::lint(&[File { path: "it-it/a.md".to_owned(), content }]);
    report.findings.truncate(1);
    let edit = Edit { span: Span::new(0, 1), text: String::new() };
    report.findings[0].finding.problem.fix = Some(Fix { safe: false, edits: vec![edit] });
    report
}

const STYLE: human::Style = human::Style { color: false, unicode: true, width: 100, wrap: true, quiet: false, verbose: false };

#[test]
fn related_places_beyond_six_are_counted() {
    let mut report = report_with_fix();
    for (count, expected) in [(6, None), (7, Some("and 1 more place\n")), (9, Some("and 3 more places\n"))] {
        let related = Related { document: None, span: Span::new(0, 1), message: "here".to_owned() };
        report.findings[0].finding.problem.related = std::iter::repeat_with(|| related.clone()).take(count).collect();
        let printed = human::print(&report, STYLE);
        assert!(expected.is_none_or(|expected| printed.contains(expected)), "{printed}");
        assert_eq!(printed.contains(" more place"), expected.is_some(), "{printed}");
    }
}

#[test]
fn the_summary_has_the_numbers_of_fixes() {
    let mut report = report_with_fix();
    let clause = |report: &Report| {
        let printed = markdown::print(report);
        printed
            .lines()
            .find(|line| line.starts_with("Checked "))
            .and_then(|line| line.split_once("; "))
            .map(|(_, clause)| clause.to_owned())
    };
    assert_eq!(clause(&report).as_deref(), Some("1 fixable with --unsafe-fixes."));
    assert!(sarif::print(&report).contains("\"Review before applying.\""));
    report.findings[0].finding.problem.fix.as_mut().unwrap().safe = true;
    assert_eq!(clause(&report).as_deref(), Some("1 fixable with --fix."));
    assert!(sarif::print(&report).contains("\"Safe to apply automatically.\""));
    report.findings[0].finding.problem.fix = None;
    assert_eq!(clause(&report), None);
}

#[test]
fn the_summary_has_the_comparisons() {
    let mut report = report_with_fix();
    report.change = Some(ChangeSummary { base: "main".to_owned(), changed_segments: 1, new: 1, fixed: 0, old: 2 });
    for (unmatched, rest) in [
        (0, ""),
        (1, " 1 of its findings is gone; --write-baseline removes it."),
        (2, " 2 of its findings are gone; --write-baseline removes them."),
    ] {
        report.baseline = Some(BaselineUse { name: "b.json".to_owned(), unmatched });
        let expected = format!(
            "\nCompared with main: 1 segment changed, 1 new finding, 0 fixed, 2 existing findings not shown.\n\
             0 findings not shown because the baseline b.json has them.{rest}\n"
        );
        let printed = human::print(&report, STYLE);
        assert!(printed.contains(&expected), "{printed}");
    }
}

#[test]
fn a_report_without_findings_has_its_counts() {
    let mut report = report_with_fix();
    report.findings.clear();
    report.infos.clear();
    assert!(github::print(&report).contains("bitext: no findings in 1 document with 1 pair\n"));
    assert!(human::print(&report, STYLE).starts_with("Checked 1 document with 1 pair.\nNo findings.\n"));
}

#[test]
fn reasons_beyond_two_hundred_are_counted() {
    let mut report = report_with_fix();
    report.run.coverage.not_checked = (0..201)
        .map(|n| NotChecked { path: "a.md".to_owned(), what: Unchecked::Source, reason: format!("reason {n}") })
        .collect();
    assert!(markdown::print(&report).ends_with("\nand 1 more reason\n"));
}

#[test]
fn the_status_table_has_dates_documents_and_skipped_checks() {
    let row = |path: &str, state, stale_pairs, missing_segments, days_behind| Row {
        path: path.to_owned(),
        state,
        handoff: (None, None, None),
        current: (None, None),
        pairs: 9,
        stale_pairs,
        missing_segments,
        days_behind,
        ms_date: None,
        source_ms_date: None,
    };
    let documents = vec![
        row("it-it/a.md", Some(Freshness::Stale), 2, 1, Some(5)),
        row("it-it/b|c.md", Some(Freshness::Fresh), 0, 0, None),
        row("it-it/d.md", None, 0, 0, None),
    ];
    let status = Status {
        locales: vec![Locale { locale: "it-it".to_owned(), root: ".".to_owned(), documents }],
        commit: Some("7153f0b8c67efd35f58695ca2a7e00e70da1c5e9".to_owned()),
        not_checked: vec![NotChecked { path: "it-it/e.md".to_owned(), what: Unchecked::File, reason: "unreadable".to_owned() }],
    };
    insta::assert_snapshot!("status_table", status_table::human(&status, true, false));
    insta::assert_snapshot!("status_markdown", status_table::markdown(&status, true));
}

/// Documents in which every text tries to break out of its place in a report.
fn hostile() -> tempfile::TempDir {
    let hostile = "\u{1b}[31m\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{2066}\u{2028}::error::x ##vso[task.complete] ##VSO[a]##[error]\u{8}\r]]><script>alert(1)</script>\
         <!-- --><img src=x onerror=y> @octocat a@b.com https://x.example www.x.example [a](https://x.example) ![b](c) | a \u{fffe}\u{ffff} & `x` %0A::warning::y";
    let yaml = hostile.replace(['\u{fffe}', '\u{ffff}'], "");
    let long = "x".repeat(1 << 20);
    let content = format!(
        "---\ntitle: \"{yaml}\"\nms.openlocfilehash: {hostile}\nms.date: {hostile}\nms.contentlocale: \"{hostile}\"\n---\n\
         # <a name=\"{hostile}\"></a>{PAIR}\n{hostile} parole fuori da ogni coppia {hostile}\n\n\
         <span data-ttu-id=\"{hostile}\">{hostile}</span>\n\n<span data-ttu-id=\"::error::a\n::error::b\">c</span>\n\n\
         <span data-ttu-id=\"{long}\">{long}</span>\n\n{}{}\n",
        PAIR.replace("103", "105").replace("Ciao.", hostile).replace("Hello.", "Hello `##[group]x` [a](##vso[b]) 7."),
        PAIR.replace("103", "106").replace("Ciao.", &"[a](http://x) `##[a]` ".repeat(9)).replace("Hello.", hostile),
    );
    let mut files = vec![("it-it/a.md", content.clone().into_bytes()), ("it-it/b.md", hostile.into())];
    if cfg!(unix) {
        files.push((" ::error::it-it/@octocat <script>|x\u{1b}[31m\u{202e}\n::error::##vso[a]]]>.md", content.into_bytes()));
        files.push(("::error::it-it/c.md", Vec::new()));
    }
    folder(&files)
}

#[test]
fn no_format_prints_harmful_document_content() {
    let folder = hostile();
    let names: Vec<String> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for format in FORMATS {
        let mut args = vec!["lint"];
        args.extend(names.iter().map(String::as_str));
        args.extend(["--format", format, "--level", "unpaired-text=error", "--verbose"]);
        let output = bitext(folder.path(), &args);
        assert_eq!(output.code, Some(1), "{format}: {}", output.stderr);
        let text = output.stdout;
        assert_inert(format, &text);
        assert!(text.contains("broken-pair"), "{format}");
        // Only the formats for programs have texts in full length.
        if !["human", "json", "jsonl"].contains(&format) {
            assert!(!text.contains(&"x".repeat(2000)), "{format}");
        }
    }
}

fn assert_inert(format: &str, text: &str) {
    let harmful = |c: char| {
        (c != '\n' && c.is_control())
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(|c| harmful(*c)), None, "{format}");
    let lower = text.to_lowercase();
    for command in ["##[", "##vso["] {
        let at = lower.find(command);
        assert!(
            at.is_none(),
            "{format}: {:?}",
            at.map(|at| lower[at.saturating_sub(80)..].chars().take(160).collect::<String>())
        );
    }
    for line in text.lines().filter(|line| line.trim_start().starts_with("::")) {
        let ours = [
            "::error file=",
            "::warning file=",
            "::notice file=",
            "::notice title=bitext::",
            "::group::bitext: ",
            "::endgroup::",
        ];
        assert!(format == "github" && ours.iter().any(|start| line.starts_with(start)), "{format}: {line}");
        let command = line.split("::").nth(1).unwrap();
        assert!(!command.contains('\u{1b}') && command.matches(',').count() <= 5, "{format}: {line}");
    }
    match format {
        "json" => hold(&schema("bitext-v1.json"), &parsed(text)),
        "jsonl" => text.lines().for_each(|line| assert!(parsed(line).is_object())),
        "gitlab" => hold(&schema("gitlab-code-quality.json"), &parsed(text)),
        "sarif" => hold(&schema("sarif-2.1.0.json"), &parsed(text)),
        "junit" => {
            assert_junit(text);
            assert!(!text.contains("]]>") && !text.contains("<!["));
        }
        "markdown" => assert_plain_markdown(text),
        _ => {}
    }
}

/// Asserts that Markdown has only tables with complete rows, which contain only text, code elements and our comments.
fn assert_plain_markdown(text: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    assert!(!text.to_lowercase().contains("<script") && !text.contains("@octocat") && !text.contains("@b.com"), "{text}");
    for line in text.lines().filter(|line| line.starts_with('|')) {
        assert!([4, 5].contains(&line.matches('|').count()), "{line}");
        assert!(!line.contains("://") && !line.contains("www.") && !line.contains("]("), "{line}");
    }
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::InlineHtml(html) => assert!(["<code>", "</code>", "<!-- -->"].contains(&&*html), "{html}"),
            Event::Text(_) | Event::End(_) | Event::SoftBreak => {}
            Event::Start(
                Tag::Heading { .. } | Tag::Paragraph | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell,
            ) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn several_reports_of_one_run_equal_those_of_single_runs() {
    let folder = small();
    let path = folder.path();
    let args =
        ["lint", ".", "--format", "sarif", "--output", "a.sarif", "--format", "human", "--format", "junit", "--output", "b.xml"];
    let output = bitext(path, &args);
    assert_eq!(output.code, Some(1));
    let written = |name: &str| std::fs::read_to_string(path.join(name)).unwrap();
    assert_eq!(output.stdout, lint(path, ".", "human"));
    assert_eq!((written("a.sarif"), written("b.xml")), (lint(path, ".", "sarif"), lint(path, ".", "junit")));
    // The options in the other order, and an output without a format.
    bitext(path, &["lint", ".", "--output", "c.json", "--format", "json"]);
    bitext(path, &["lint", ".", "--output", "d.txt"]);
    assert_eq!((written("c.json"), written("d.txt")), (lint(path, ".", "json"), lint(path, ".", "human")));
}

#[test]
fn reports_that_cannot_all_be_written_are_not_written_at_all() {
    let folder = small();
    let args = [
        "lint",
        ".",
        "--format",
        "json",
        "--output",
        "a.json",
        "--format",
        "sarif",
        "--output",
        "no/b.sarif",
        "--format",
        "human",
    ];
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    let output = bitext(folder.path(), &args);
    assert_eq!((output.code, output.stdout.len()), (Some(2), 0));
    assert!(output.stderr.contains("cannot write to `no/b.sarif`"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before);
    let twice = bitext(folder.path(), &["lint", ".", "--format", "json", "--format", "human"]);
    assert_eq!((twice.code, twice.stdout.len()), (Some(2), 0));
    assert!(twice.stderr.contains("two reports cannot both go to standard output"));
    let counts = bitext(folder.path(), &["lint", ".", "--statistics", "--format", "sarif"]);
    assert_eq!(counts.code, Some(2));
    assert!(counts.stderr.contains("--format sarif has no statistics"));
}
