//! `bitext.toml` and suppressions, on small trees: levels by document, what is hidden, `init` and `schema`.
//!
//! `BITEXT_BLESS=1 cargo test --test config` rewrites `docs/bitext.schema.json`.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::rules::rule::Level;
use common::{File, bitext, findings, folder, lint_with};
use serde_json::Value;
use std::path::Path;

fn file(path: &str, content: &str) -> File {
    File { path: path.to_owned(), content: content.to_owned() }
}

/// A pair whose target lacks a number.
fn pair(number: u32) -> String {
    format!(
        "<span data-ttu-id=\"2ba23-{number}\">Accendere la lampada.</span><span class=\"sxs-lookup\"><span \
         data-stu-id=\"2ba23-{number}\">Light lamp {number}.</span></span>"
    )
}

/// The same pair below front matter that names its translation type.
fn document(locale: &str, kind: &str) -> String {
    format!(
        "---\nms.openlocfilehash: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.sourcegitcommit: \
         7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: {kind}\nms.contentlocale: {locale}\nms.lasthandoff: \
         04/18/2019\nms.locfileid: \"86434870\"\n---\n{}\n",
        pair(103)
    )
}

/// The path, rule and level of each finding.
fn levels(files: &[File]) -> Vec<String> {
    let report = lint_with(files, None);
    let show = |judged: &bitext::report::decide::Decided| {
        let name = report.run.documents[judged.finding.document].text.name();
        format!("{name} {} {}", judged.finding.rule.id, judged.level.name())
    };
    report.findings.iter().map(show).collect()
}

#[test]
fn overrides_apply_by_path_locale_and_translation_and_later_ones_win() {
    let files = |toml: &str| {
        [
            file("bitext.toml", toml),
            file("it-it/a.md", &document("it-IT", "MT")),
            file("it-it/old/b.md", &document("it-IT", "HT")),
            file("ru-ru/c.md", &document("ru-RU", "mt")),
        ]
    };
    let level = |toml: &str| -> Vec<String> {
        let all = levels(&files(toml));
        all.iter()
            .filter_map(|line| line.split_once(" number-mismatch "))
            .map(|(path, level)| format!("{path} {level}"))
            .collect()
    };
    assert_eq!(level(""), ["it-it/a.md error", "it-it/old/b.md error", "ru-ru/c.md error"]);
    let by = |conditions: &str| level(&format!("[[overrides]]\n{conditions}\n[overrides.rules]\nnumber-mismatch = \"off\""));
    assert_eq!(by("paths = [\"it-it/old/\"]"), ["it-it/a.md error", "ru-ru/c.md error"]);
    assert_eq!(by("paths = [\"**/c.md\"]"), ["it-it/a.md error", "it-it/old/b.md error"]);
    assert_eq!(by("locales = [\"IT-it\"]"), ["ru-ru/c.md error"]);
    assert_eq!(by("locales = [\"ru\"]").len(), 2);
    assert_eq!(by("translation = \"MT\""), ["it-it/old/b.md error"]);
    assert_eq!(by("translation = \"HT\""), ["it-it/a.md error", "ru-ru/c.md error"]);
    assert_eq!(by("locales = [\"it\"]\ntranslation = \"MT\""), ["it-it/old/b.md error", "ru-ru/c.md error"]);
    let later = "[rules]\nnumber-mismatch = \"off\"\n[[overrides]]\nlocales = [\"it\"]\nrules = { translation = \"warn\" }\n\
                 [[overrides]]\npaths = [\"it-it/old/**\"]\nrules = { number-mismatch = \"error\" }";
    assert_eq!(level(later), ["it-it/a.md warn", "it-it/old/b.md error"]);
}

#[test]
fn the_command_line_takes_precedence_over_overrides() {
    let toml = "roots = [\"it-it\", \"ru-ru\"]\n[rules]\nno-loc = \"off\"\n[[overrides]]\nlocales = [\"it\"]\nrules = { number-mismatch = \"off\" }";
    let folder = folder(&[
        ("bitext.toml", toml),
        ("it-it/a.md", &document("it-IT", "MT")),
        ("ru-ru/a.md", &document("ru-RU", "MT")),
        ("de-de/a.md", &document("de-DE", "MT")),
    ]);
    let paths = |args: &[&str]| -> Vec<String> {
        let report = bitext(folder.path(), &[&["lint", "--format", "json"], args].concat()).json();
        let all = report["findings"].as_array().unwrap();
        all.iter().filter(|f| f["rule"] == "number-mismatch").map(|f| f["path"].as_str().unwrap().to_owned()).collect()
    };
    // Without a path the configured roots are linted.
    assert_eq!(paths(&[]), ["ru-ru/a.md"]);
    assert_eq!(paths(&["."]), ["./de-de/a.md", "./ru-ru/a.md"]);
    assert_eq!(paths(&["--level", "number-mismatch=warn"]), ["it-it/a.md", "ru-ru/a.md"]);
    assert_eq!(paths(&["--ignore", "translation"]), [""; 0]);
    assert_eq!(paths(&["--select", "number-mismatch"]), ["ru-ru/a.md"]);
    let output = bitext(folder.path(), &["lint", "--verbose", "--level", "id-order=warn"]).stdout;
    for line in [
        "configured by bitext.toml",
        "warn by --level id-order=warn: id-order",
        "off by bitext.toml:3:1: no-loc",
        "override bitext.toml:4:1 (locales it) applies to 1 document: number-mismatch off",
    ] {
        assert!(output.contains(line), "{line}\n{output}");
    }
    assert!(!bitext(folder.path(), &["lint"]).stdout.contains("Configuration:"));
    std::fs::remove_file(folder.path().join("bitext.toml")).unwrap();
    let output = bitext(folder.path(), &["lint", "--verbose"]).stdout;
    assert!(output.contains("Configuration:\n  no bitext.toml at or above the first path\n"), "{output}");
}

#[test]
fn fail_on_is_configured_and_the_command_line_wins() {
    let folder = folder(&[("bitext.toml", "fail-on = \"never\"\n"), ("it-it/a.md", &document("it-IT", "MT"))]);
    assert_eq!(bitext(folder.path(), &["lint"]).code, Some(0));
    assert_eq!(bitext(folder.path(), &["lint", "--fail-on", "error"]).code, Some(1));
    std::fs::write(folder.path().join("bitext.toml"), "fail-on = \"never\"\n[rules]\nnumber-mismach = \"off\"\n").unwrap();
    let output = bitext(folder.path(), &["lint"]);
    assert_eq!(output.code, Some(2));
    assert!(
        output.stderr.contains("bitext.toml:3:1: there is no rule or group `number-mismach`; did you mean `number-mismatch`?")
    );
}

fn rules(content: &str) -> Vec<&'static str> {
    findings(&lint_with(&[file("it-it/a.md", content)], None)).into_iter().map(|(_, rule, _)| rule).collect()
}

#[test]
fn a_comment_hides_the_findings_of_the_block_after_it() {
    let (one, two) = (pair(103), pair(104));
    let comment = "<!-- bitext-ignore number-mismatch: as the Italian house style wants it -->";
    assert_eq!(rules(&format!("{one}\n\n{two}\n")), ["number-mismatch"; 2]);
    assert_eq!(rules(&format!("{comment}\n{one}\n\n{two}\n")), ["number-mismatch"]);
    assert_eq!(rules(&format!("{comment}\n{one}\n{two}\n")), [""; 0]);
    assert_eq!(rules(&format!("{comment}\n- {one}\n- {two}\n")), ["number-mismatch"]);
    // A heading is a separate block.
    assert_eq!(rules(&format!("{comment}\n# {one}\n{two}\n")), ["number-mismatch"]);
    let file = comment.replace("ignore", "ignore-file");
    assert_eq!(rules(&format!("{one}\n\n{two}\n\n{file}\n")), [""; 0]);
    let group = comment.replace("number-mismatch", "id-order, translation");
    assert_eq!(rules(&format!("{group}\n{one}\n")), ["unused-suppression"]);
    let report = lint_with(&[self::file("it-it/a.md", &format!("{comment}\n{one}\n{two}\n"))], None);
    assert_eq!((report.run.suppressed, report.count(Level::Error)), (2, 0));
}

#[test]
fn front_matter_hides_the_findings_of_the_document() {
    let content = document("it-IT", "MT").replacen("---\n", "---\nbitext:\n  ignore: [number-mismatch]\n", 1);
    assert_eq!(rules(&content), [""; 0]);
    assert_eq!(rules(&content.replace("number-mismatch]", "no-loc]")), ["unused-suppression", "number-mismatch"]);
}

#[test]
fn suppressions_that_hide_nothing_are_reported() {
    let one = pair(103);
    let message = |comment: &str| -> Vec<String> {
        let report = lint_with(&[file("it-it/a.md", &format!("<!-- {comment} -->\n{one}\n"))], None);
        let own = report.findings.iter().filter(|judged| judged.finding.rule.id == "unused-suppression");
        own.map(|judged| judged.finding.message.clone()).collect()
    };
    assert_eq!(message("bitext-ignore number-mismatch: x"), [""; 0]);
    assert_eq!(message("bitext-ignore id-order: x"), ["the suppression of `id-order` hides nothing"]);
    assert_eq!(message("bitext-ignore metadata: x"), ["the suppression of group `metadata` hides nothing"]);
    assert_eq!(message("bitext-ignore number-mismach: x"), ["there is no rule or group `number-mismach`"]);
    assert_eq!(
        message("bitext-ignore number-mismatch"),
        ["the suppression of `number-mismatch` has no reason, and hides nothing"]
    );
    assert_eq!(message("bitext-ignore: x"), ["the suppression names no rule, and hides nothing"]);
    assert_eq!(message("bitext-ignore-line no-loc: x").len(), 1);
    // A rule may report in another run if it is off here, or if the documents it compares with are not part of this run.
    assert_eq!(message("bitext-ignore final-punctuation, stale-segment, locale-drift: x"), [""; 0]);
    // A finding of `unused-suppression` is suppressed only by its name.
    let both = format!(
        "<!-- bitext-ignore-file unused-suppression: x -->\n\n<!-- bitext-ignore id-order, number-mismatch: x -->\n{one}\n"
    );
    assert_eq!(rules(&both), [""; 0]);
    assert_eq!(rules(&both.replace("file unused-suppression", "file markup")), ["unused-suppression"; 2]);
    assert_eq!(rules("<!-- bitext-ignore-file unused-suppression: x -->\n"), ["unused-suppression"]);
}

#[test]
fn suppressed_findings_are_counted() {
    let content = format!("<!-- bitext-ignore-file number-mismatch: known -->\n{}\n", pair(103));
    let folder = folder(&[("it-it/a.md", &content)]);
    let output = bitext(folder.path(), &["lint", "--format", "json"]);
    assert_eq!((output.code, &output.json()["summary"]["suppressed"]), (Some(0), &1.into()));
    assert!(bitext(folder.path(), &["lint"]).stdout.contains("1 finding suppressed in documents."));
}

#[test]
fn init_writes_a_fitting_file_and_overwrites_nothing() {
    let files =
        [("docs/en-us/a.md", "# A\n"), ("docs/it-it/en-us/a.md", "# A\n"), ("docs/ru-ru/a.md", "# A\n"), ("to-do/a.md", "")];
    let folder = folder(&files);
    let printed = bitext(folder.path(), &["init", "--stdout"]).stdout;
    assert!(
        printed.contains("roots = [\n  \"docs/it-it\",\n  \"docs/ru-ru\",\n]\n")
            && printed.contains("[source]\npath = \"docs/en-us\"\n")
    );
    assert!(!folder.path().join("bitext.toml").exists());
    assert_eq!(bitext(folder.path(), &["init"]).code, Some(0));
    assert_eq!(std::fs::read_to_string(folder.path().join("bitext.toml")).unwrap(), printed);
    let again = bitext(folder.path(), &["init"]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("`bitext.toml` already exists"));
    let linted = bitext(folder.path(), &["lint", "--format", "json"]).json();
    assert_eq!(linted["summary"]["documents"], 2);
}

#[test]
fn the_schema_is_up_to_date_and_names_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/bitext.schema.json");
    let schema = bitext::config::schema();
    if std::env::var_os("BITEXT_BLESS").is_some() {
        std::fs::write(&path, &schema).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == schema, "docs/bitext.schema.json is stale; BITEXT_BLESS=1 cargo test --test config writes it anew");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let keys = |value: &Value| value["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for key in ["source", "roots", "include", "exclude", "fail-on", "select", "ignore", "rules", "overrides", "terms"] {
        assert!(keys(&schema).contains(&key.to_owned()), "{key}");
    }
    assert_eq!(schema["additionalProperties"], false);
    let rules = keys(&schema["$defs"]["Rules"]);
    assert!(bitext::rules::RULES.iter().all(|rule| rules.contains(&rule.id.to_owned())) && rules.contains(&"markup".to_owned()));
}

#[test]
fn the_options_of_rules_take_effect() {
    for (id, options, before, after) in [
        ("ms-date-behind", "days = 10000", 1, 0),
        ("ms-date-behind", "days = 1", 1, 1),
        ("locale-drift", "days = 10000", 1, 0),
        ("locale-drift", "days = 1", 1, 1),
        ("metadata-mismatch", "except = [\"Author\"]", 1, 0),
        ("metadata-mismatch", "except = [\"other\"]", 1, 1),
        ("untranslated-metadata", "also = [\"description\"]", 1, 2),
    ] {
        let rule = bitext::rules::find(id).unwrap();
        let files: Vec<File> = rule.wrong().iter().map(|example| file(&example.path, &example.content)).collect();
        let count =
            |files: &[File]| lint_with(files, Some(rule)).findings.iter().filter(|judged| judged.finding.rule.id == id).count();
        assert_eq!(count(&files), before, "{id}");
        let configured = |toml: String| count(&[&files[..], &[file("bitext.toml", &toml)]].concat());
        let rules = format!("rules]\n{id} = {{ {options} }}\n");
        assert_eq!(configured(format!("[{rules}")), after, "{id} {options}");
        // An override for the document with the finding, and one for another document.
        let reported = if ["ms-date-behind", "locale-drift"].contains(&id) { ("ru-RU", "it-IT") } else { ("it-IT", "ru-RU") };
        let over = |locale: &str| format!("[[overrides]]\nlocales = [\"{locale}\"]\n[overrides.{rules}");
        assert_eq!(configured(over(reported.0)), after, "{id} {options}, {}", reported.0);
        assert_eq!(configured(over(reported.1)), before, "{id} {options}, {}", reported.1);
        assert_eq!(
            configured(format!("[{rules}{}", over(reported.0).replace(&rules, &format!("rules]\n{id} = \"warn\"\n")))),
            after
        );
    }
}

#[test]
fn configurations_that_are_read_are_valid_by_the_schema_and_others_are_not() {
    let schema: Value = serde_json::from_str(&bitext::config::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let page =
        |name: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference").join(name)).unwrap();
    let pages = ["configuration.md", "terms.md"].map(page).concat();
    let mut shown: Vec<String> =
        pages.split("```toml\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect();
    assert_eq!(shown.len(), 2);
    shown.push(bitext::cli::initial_configuration(&["docs/en-us".to_owned(), "docs/it-it".to_owned()]));
    for rule in bitext::rules::RULES {
        let options = rule.options.map(|options| options.all()).unwrap_or_default();
        let options = options.iter().map(|option| format!("{} = {}", option.name, option.example));
        let table: Vec<String> = options.chain(["level = \"off\"".to_owned()]).collect();
        shown.push(format!("[rules]\n{} = {{ {} }}", rule.id, table.join(", ")));
    }
    let json = |toml: &str| toml::from_str::<Value>(toml).unwrap();
    for toml in shown {
        assert!(schema.is_valid(&json(&toml)), "{toml}");
    }
    for toml in [
        "sorce = \"x\"",
        "source = 5",
        "[source]\nrev = \"x\"",
        "[rules]\nid-ordr = \"off\"",
        "[rules]\nid-order = \"loud\"",
        "[rules]\nid-order = { days = 3 }",
        "[rules]\nms-date-behind = { days = -1 }",
        "[[overrides]]\nlocale = [\"it\"]",
        "fail-on = \"warning\"",
        "[terms]\nkep = []",
    ] {
        assert!(!schema.is_valid(&json(toml)), "{toml}");
    }
}

#[test]
fn level_info_never_fails_a_run_and_is_listed_on_request() {
    let folder = folder(&[("it-it/a.md", &format!("{}\n", pair(103)))]);
    let info = |more: &[&str]| {
        let output = bitext(folder.path(), &[&["lint", "--level", "number-mismatch=info", "--fail-on", "warn"], more].concat());
        assert_eq!(output.code, Some(0), "{more:?}");
        output.stdout
    };
    assert!(info(&[]).contains("1 info finding not listed: 1 number-mismatch. --info lists them."), "{}", info(&[]));
    assert_eq!(info(&["--format", "concise"]), "");
    assert!(info(&["--format", "concise", "--info"]).contains(": info[number-mismatch] "));
    assert!(info(&["--info"]).contains("0 errors, 0 warnings, 1 info finding:"));
    assert!(info(&["--format", "github"]).contains("::notice file=it-it/a.md"));
    assert!(!info(&["--format", "junit", "--info"]).contains("<failure"));
    let json: Value = serde_json::from_str(&info(&["--format", "json"])).unwrap();
    assert_eq!((&json["findings"], &json["summary"]["infos"]), (&Value::Array(Vec::new()), &1.into()));
    assert_eq!((&json["infos"][0]["rule"], &json["infos"][0]["level"]), (&"number-mismatch".into(), &"info".into()));
    let sarif: Value = serde_json::from_str(&info(&["--format", "sarif"])).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "note");
    let gitlab: Value = serde_json::from_str(&info(&["--format", "gitlab"])).unwrap();
    assert_eq!(gitlab[0]["severity"], "info");
}

#[test]
fn an_option_of_another_type_is_rejected() {
    let rule = bitext::rules::find("ms-date-behind").unwrap();
    let mut option = rule.options.unwrap().all().remove(0);
    option.schema = serde_json::json!({ "type": "string" });
    let error = bitext::rules::options::Options::default().set(rule, &option, "x".into(), String::new()).unwrap_err();
    assert_eq!(error, "`days` must be another kind of value");
}
