//! Every text of a rule, of a report or of an output format occurs in an expectation of a test, so that no message changes unseen.
//!
//! The texts are the string literals in the code, cut at their placeholders. A part of at least six letters has to
//! occur in a snapshot, or in a string of a test.

#![allow(clippy::disallowed_methods, reason = "tests read the source files")]

mod common;

use bitext::rules::{self, RULES};
use common::hits::{self, Found};
use common::rust::{self, Kind, pieces};
use common::{File, faults, lint_with, pair};

/// The least number of letters that a part must have: shorter ones occur by chance.
const MIN_LETTERS: usize = 6;

/// The calls that take a text for the reader.
const REPORTING: &[&str] =
    &["Finding::new(", ".finding(", ".label(", ".help(", ".related(", ".related_here(", "format!(", "in_source(", "and_more("];

/// The calls whose text only a developer sees.
const INTERNAL: &[&str] = &["expect(", "panic!(", "unreachable!(", "assert!(", "Regex::new(", "write_all(", "section("];

/// White space as one space, so that wrapped lines are found.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a format string at its placeholders: `{n} of {m} lost` becomes `of`, `lost`.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = text.replace("{{", "\u{1}").replace("}}", "\u{2}");
    while let Some((before, after)) = rest.split_once('{') {
        parts.last_mut().unwrap().push_str(before);
        parts.push(String::new());
        rest = after.split_once('}').map_or(String::new(), |(_, after)| after.to_owned());
    }
    parts.last_mut().unwrap().push_str(&rest);
    let clean = |part: String| collapse(&part.replace('\u{1}', "{").replace('\u{2}', "}"));
    parts.into_iter().map(clean).filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() >= MIN_LETTERS).collect()
}

/// A file's code without its tests, its documentation (`static RULE`), and tables of words (`const X: &[..]`).
fn code(source: &str) -> String {
    // Raw strings of several lines are the pages of rules.
    let is_page =
        |piece: &rust::Piece<'_>| piece.kind == Kind::String && piece.text.starts_with('r') && piece.text.contains('\n');
    let source: String =
        pieces(rust::without_tests(source)).iter().map(|piece| if is_page(piece) { "\"\"" } else { piece.text }).collect();
    let mut code = String::new();
    let mut skipping = false;
    for line in source.split_inclusive('\n') {
        let is_item = !line.starts_with([' ', '}', ']', '\n', ')']);
        if is_item {
            let is_table = line.contains("const ") || line.contains("static ");
            skipping = is_table
                && (line.contains(": &[") || line.contains(": [") || line.contains(": Rule ") || line.contains("LazyLock"));
        }
        if !skipping {
            code.push_str(line);
        }
    }
    code
}

/// The texts that a rule may report: what is given to a reporting call, and every literal that reads as words.
fn texts(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = "";
    for piece in pieces(code) {
        if piece.kind == Kind::String {
            let call = before.trim_end_matches([' ', '\n', '&']);
            let text = rust::content(piece.text);
            let is_reported = REPORTING.iter().any(|name| call.ends_with(name)) || text.trim().contains(' ');
            if is_reported && !INTERNAL.iter().any(|name| call.ends_with(name)) {
                found.push(text);
            }
        }
        if piece.kind == Kind::Code {
            before = piece.text;
        }
    }
    found
}

/// All that tests expect: snapshots, and the strings of tests.
fn expectations() -> String {
    let mut all: Vec<String> =
        ["src", "tests"].iter().flat_map(|folder| rust::files(folder, &["snap"])).map(|file| file.content).collect();
    let strings = |text: &str| -> Vec<String> {
        pieces(text).into_iter().filter(|piece| piece.kind == Kind::String).map(|piece| rust::content(piece.text)).collect()
    };
    for file in
        rust::files("tests", &["rs"]).into_iter().filter(|file| file.path != "tests/messages.rs" && file.path != "tests/prose.rs")
    {
        all.extend(strings(&file.content));
    }
    for file in rust::files("src", &["rs"]) {
        let is_test = file.path.ends_with("/tests.rs");
        all.extend(strings(if is_test { &file.content } else { rust::tests(&file.content) }));
    }
    // JSON snapshots escape quotation marks and backslashes.
    let all: Vec<String> = all.iter().map(|text| collapse(&text.replace("\\\"", "\"").replace("\\\\", "\\"))).collect();
    all.join("\n")
}

/// The findings of some files with all their texts.
fn rendered(name: &str, files: &[File], rule: Option<&'static rules::rule::Rule>) -> String {
    let mut lines = format!("== {name}\n");
    for judged in lint_with(files, rule).findings {
        let finding = judged.finding;
        lines += &format!("{}: {}\n", finding.rule.id, finding.message);
        let related = finding.problem.related.into_iter().map(|related| ("related", Some(related.message.into())));
        for (kind, text) in [("label", finding.problem.label), ("help", finding.problem.help)].into_iter().chain(related) {
            lines += &text.map_or(String::new(), |text| format!("  {kind}: {text}\n"));
        }
    }
    lines
}

#[test]
fn the_texts_of_the_examples() {
    let files = |rule: &rules::rule::Rule| -> Vec<File> {
        rule.wrong().into_iter().map(|example| File { path: example.path, content: example.content }).collect()
    };
    let all: Vec<String> = RULES.iter().map(|rule| rendered(rule.id, &files(rule), Some(rule))).collect();
    insta::assert_snapshot!("examples", all.join("\n"));
}

#[test]
fn the_texts_of_translation_faults() {
    let texts = |(locale, source, target, _): &(&str, &str, &str, &str)| {
        rendered(&format!("{locale}: {source} | {target}"), &[faults::document(locale, source, target)], None)
    };
    insta::assert_snapshot!("translation", faults::FAULTS.iter().map(texts).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_texts_of_more_translation_faults() {
    let mut all = Vec::new();
    for (locale, source, target) in faults::MORE_FAULTS {
        all.push(rendered(&format!("{locale}: {source} | {target:?}"), &[faults::document(locale, source, target)], None));
    }
    for (source, target) in
        [("Is it lit?", "È accesa."), ("It is lit!", "È accesa"), ("Is it lit?", "È accesa"), ("It is lit.", "È accesa")]
    {
        let rule = rules::find("final-punctuation");
        all.push(rendered(&format!("it-it: {source} | {target:?}"), &[faults::document("it-it", source, target)], rule));
    }
    insta::assert_snapshot!("more_translation", all.join("\n"));
}

/// The front matter of a document that was handed off from one source version.
const FRONT_MATTER: &str = "---\ntitle: Lampada\nms.date: 03/17/2021\nms.openlocfilehash: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\n\
                            ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\n\
                            ms.contentlocale: it-IT\nms.lasthandoff: 04/18/2021\nms.locfileid: \"86434870\"\n---\n";

/// A document by its path, with the front matter of its locale.
fn file(path: &str, body: &str) -> File {
    let locale = path.split('/').next().unwrap();
    let (language, region) = locale.split_once('-').unwrap();
    let front_matter = FRONT_MATTER.replace("it-IT", &format!("{language}-{}", region.to_uppercase()));
    let content = if locale == "en-us" || body.starts_with("---\n") { body.to_owned() } else { front_matter + body };
    File { path: path.to_owned(), content }
}

#[test]
fn the_texts_of_markup_faults() {
    let (lamp, door) = (
        pair("2ba23-103", "Accendere la lampada.", "Light the lamp."),
        pair("2ba23-104", "Chiudere la porta.", "Close the door."),
    );
    let target = "<span data-ttu-id=\"2ba23-103\">Accendere la lampada.</span>";
    let source = "<span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Light the lamp.</span></span>";
    let bodies = [
        ("a target span without its source", target.to_owned()),
        ("a source span without its target", source.to_owned()),
        ("a closing tag too many", format!("{lamp}</span>")),
        ("a pair inside a target span", format!("<span data-ttu-id=\"2ba23-103\">Prima {door}</span>{source}")),
        ("text between the spans", format!("{target} subito {source}")),
        ("an attribute twice", lamp.replacen("data-ttu-id=", "data-ttu-id=\"2ba23-109\" data-ttu-id=", 1)),
        ("an open code fence", format!("```\ncode\n\n{lamp}\n\n{door}")),
        ("a target span that is never closed", target.replace("</span>", source)),
        ("a pair twice", format!("{lamp}\n\n{lamp}")),
        ("an id of another form", lamp.replace("2ba23-103", "unit-103")),
        ("two ids of which none fits", lamp.replacen("2ba23-103", "2ba23-999", 1).replacen("2ba23-103", "2ba23-998", 1)),
        (
            "ids out of order",
            [103, 109, 108, 107, 106, 110]
                .map(|n| pair(&format!("2ba23-{n}"), &format!("Lampada {n}."), &format!("Lamp {n}.")))
                .join("\n\n"),
        ),
        ("a space at the start", format!("{lamp} ({})", pair("2ba23-104", " Chiudere la porta.", "Close the door."))),
        ("one heading of two without an anchor", format!("## <a name=\"light-the-lamp\"></a>{lamp}\n\n## {door}")),
        ("a suppression of nothing", format!("<!-- bitext-ignore number-mismatch: known -->\n\n{lamp}")),
        ("a suppression without a reason", format!("<!-- bitext-ignore number-mismatch -->\n\n{lamp}")),
        ("a suppression of no rule", format!("<!-- bitext-ignore no-such-rule: known -->\n\n{lamp}")),
        ("a suppression of another form", format!("<!-- bitext-ignor number-mismatch: known -->\n\n{lamp}")),
        ("a suppression of an unknown kind", format!("<!-- bitext-ignore-line number-mismatch: known -->\n\n{lamp}")),
        ("no suppression", format!("<!-- bitext-ignore: -->\n\n{lamp}")),
        ("a heading without an anchor", format!("## {lamp}\n\n[x](#light-the-lamp)")),
        ("two headings without anchors", format!("## {lamp}\n\n## {door}\n\n[x](#light-the-lamp) [y](#close-the-door)")),
    ];
    let mut all: Vec<String> =
        bodies.into_iter().map(|(name, body)| rendered(name, &[file("it-it/a.md", &body)], None)).collect();
    let in_value = FRONT_MATTER.replace("title: Lampada", &format!("title: '{lamp}'"));
    all.push(rendered("a pair in a front matter value", &[file("it-it/a.md", &format!("{in_value}{door}"))], None));
    insta::assert_snapshot!("markup", all.join("\n"));
}

#[test]
fn the_texts_of_metadata_faults() {
    let body = pair("2ba23-103", "Accendere la lampada.", "Light the lamp.");
    let source = "---\ntitle: Lamp\nms.date: 03/17/2021\nauthor: keeper\n---\nLight the lamp.\n";
    let with = |from: &str, to: &str| format!("{}{body}", FRONT_MATTER.replace(from, to));
    let hash = bitext::source::provenance::source_hash(source.as_bytes()).to_string();
    let current = |from: &str, to: &str| {
        with(from, to).replace("7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.source", &format!("{hash}\nms.source"))
    };
    let all = [
        rendered("no YAML", &[file("it-it/a.md", &with("title: Lampada", "title: Lampada: grande"))], None),
        rendered("a key twice", &[file("it-it/a.md", &with("title: Lampada", "title: Lampada\ntitle: Porta"))], None),
        rendered(
            "keys missing",
            &[
                file("it-it/a.md", &with("ms.lasthandoff: 04/18/2021\nms.locfileid: \"86434870\"\n", "")),
                file("it-it/b.md", &body),
                file("it-it/c.md", &body),
            ],
            None,
        ),
        rendered("the locale of another folder", &[file("it-it/a.md", &with("it-IT", "de-DE"))], None),
        rendered("malformed values", &[file("it-it/a.md", &with("04/18/2021", "yesterday"))], None),
        rendered(
            "the date of the source",
            &[file("en-us/a.md", source), file("it-it/a.md", &current("03/17/2021", "03/18/2021"))],
            None,
        ),
        rendered(
            "a date that the source has not",
            &[
                file("en-us/a.md", &source.replace("ms.date: 03/17/2021\n", "")),
                file(
                    "it-it/a.md",
                    &current("", "").replace(
                        &hash,
                        &bitext::source::provenance::source_hash(source.replace("ms.date: 03/17/2021\n", "").as_bytes())
                            .to_string(),
                    ),
                ),
            ],
            None,
        ),
        rendered("no date", &[file("en-us/a.md", source), file("it-it/a.md", &current("ms.date: 03/17/2021\n", ""))], None),
        rendered(
            "a surplus key",
            &[
                file("en-us/a.md", source),
                file("it-it/a.md", &current("title: Lampada", "title: Lampada\nauthor: keeper\nmanager: keeper")),
            ],
            rules::find("metadata-mismatch"),
        ),
        rendered(
            "a missing key",
            &[file("en-us/a.md", source), file("it-it/a.md", &current("", ""))],
            rules::find("metadata-mismatch"),
        ),
        rendered(
            "a sibling without a date",
            &[file("it-it/a.md", &with("ms.date: 03/17/2021\n", "")), file("de-de/a.md", &body), file("fr-fr/a.md", &body)],
            None,
        ),
    ];
    insta::assert_snapshot!("metadata", all.join("\n"));
}

#[test]
fn the_texts_of_faults_against_the_source() {
    let sentences = ["Light the lamp.", "Close the door.", "Trim the wick.", "Wind the clock.", "Ring the bell."];
    let targets =
        ["Accendere la lampada.", "Chiudere la porta.", "Tagliare lo stoppino.", "Caricare l'orologio.", "Suonare la campana."];
    let source = |sentences: &[&str]| format!("---\ntitle: Lamp\nms.date: 03/17/2021\n---\n{}\n", sentences.join("\n\n"));
    let pairs = |order: &[usize]| -> String {
        order.iter().map(|&i| pair(&format!("2ba23-{}", 103 + i), targets[i], sentences[i]) + "\n\n").collect()
    };
    let (all, first) = (pairs(&[0, 1, 2, 3, 4]), source(&sentences));
    let hash = bitext::source::provenance::source_hash(first.as_bytes()).to_string();
    let target = |locale: &str, body: &str| {
        let file = file(&format!("{locale}/a.md"), body);
        File {
            content: file.content.replace("7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.source", &format!("{hash}\nms.source")),
            ..file
        }
    };
    let versions = |body: &str, versions: &[&str]| -> Vec<File> {
        let mut files: Vec<File> =
            std::iter::once(first.as_str()).chain(versions.iter().copied()).map(|text| file("en-us/a.md", text)).collect();
        files.push(target("it-it", body));
        files
    };
    let lost = pairs(&[0, 1, 3, 4]);
    let bare = all.replace(&pair("2ba23-105", targets[2], sentences[2]), targets[2]);
    let other = |locale: &str, body: &str, digit: &str| {
        let document = file(&format!("{locale}/a.md"), body);
        File { content: document.content.replace("ms.openlocfilehash: 7", &format!("ms.openlocfilehash: {digit}")), ..document }
    };
    let fewer = pairs(&[0, 1, 2, 3]);
    let drift = [
        target("it-it", &all),
        other("de-de", &fewer, "1"),
        other("fr-fr", &fewer, "2"),
        other("ru-ru", &(fewer.clone() + &pair("2ba23-107", "Подметать.", "Sweep every floor of it.")), "3"),
    ];
    let texts = [
        rendered("all pairs lost", &versions("Accendere la lampada.\n", &[]), None),
        rendered(
            "all pairs lost, in a folder with pairs",
            &[versions("Accendere la lampada.\n", &[]), vec![file("it-it/b.md", &pair("2ba24-103", targets[0], sentences[0]))]]
                .concat(),
            None,
        ),
        rendered(
            "all pairs lost that siblings have",
            &[
                target("it-it", "Testo.\n"),
                file("it-it/b.md", &pair("2ba24-103", targets[0], sentences[0])),
                target("de-de", &all),
                target("fr-fr", &all),
            ],
            None,
        ),
        rendered(
            "a sentence that was added",
            &versions(&(all.clone() + &pair("2ba23-108", "Spazzare.", "Sweep every floor of it.")), &[]),
            None,
        ),
        rendered("a sentence twice", &versions(&(all.clone() + &pair("2ba23-108", targets[0], sentences[0])), &[]), None),
        rendered(
            "sentences that have moved",
            &versions(
                &all,
                &[&source(&["Ring the bell.", "Wind the clock.", "Trim the wick.", "Close the door.", "Light the lamp."])],
            ),
            None,
        ),
        rendered(
            "pairs out of place",
            &versions(
                &[4, 3, 2, 1, 0]
                    .iter()
                    .enumerate()
                    .map(|(n, &i)| pair(&format!("2ba23-{}", 103 + n), targets[i], sentences[i]) + "\n\n")
                    .collect::<String>(),
                &[],
            ),
            None,
        ),
        rendered("a pair lost", &versions(&lost, &[]), None),
        rendered("a pair left bare", &versions(&bare, &[]), None),
        rendered("a source text changed", &versions(&all.replace("Close the door.", "Close the big door."), &[]), None),
        rendered(
            "a source text that was never there",
            &versions(&all.replace("Close the door.", "Sweep every floor of it."), &[]),
            None,
        ),
        rendered("a sentence too often", &versions(&all.replace("Close the door.", "Light the lamp."), &[]), None),
        rendered("pairs out of order", &versions(&pairs(&[4, 3, 2, 1, 0]), &[]), None),
        rendered("a sentence gone", &versions(&all, &[&source(&sentences[..4])]), None),
        rendered("a sentence changed", &versions(&all, &[&first.replace("the door", "both doors")]), None),
        rendered("only front matter", &versions(&all, &[&first.replace("title: Lamp", "title: Lamps")]), None),
        rendered("only white space", &versions(&all, &[&first.replace("the door", "the  door")]), None),
        rendered("only code", &versions(&all, &[&format!("{first}\n```\ncode\n```\n")]), None),
        rendered("no pairs", &versions("", &[&first.replace("the door", "both doors")]), None),
        rendered("a source that has moved", &[versions(&all, &[""]), vec![file("en-us/b.md", &first)]].concat(), None),
        rendered("a segment that siblings have", &[target("it-it", &lost), target("de-de", &all), target("fr-fr", &all)], None),
        rendered(
            "text without a pair that siblings have",
            &[target("it-it", &bare), target("de-de", &all), target("fr-fr", &all)],
            None,
        ),
        rendered(
            "segments that siblings have",
            &[target("it-it", &pairs(&[0])), target("de-de", &all), target("fr-fr", &all)],
            None,
        ),
        rendered(
            "an id that no sibling has",
            &[target("it-it", &all.replace("2ba23-105", "2ba23-115")), target("de-de", &all), target("fr-fr", &all)],
            None,
        ),
        rendered(
            "a last id that no sibling has",
            &[target("it-it", &all.replace("2ba23-107", "2ba23-117")), target("de-de", &all), target("fr-fr", &all)],
            None,
        ),
        rendered("three versions with the same dates", &drift, None),
        rendered(
            "a source text that siblings have otherwise",
            &[target("it-it", &all.replace("Close the door.", "Close door.")), target("de-de", &all), target("fr-fr", &all)],
            None,
        ),
    ];
    insta::assert_snapshot!("source", texts.join("\n"));
}

#[test]
fn the_texts_of_many_pairs_out_of_place() {
    let words = ["lamp", "door", "wick", "clock", "bell", "rope", "boat", "flag"];
    let source: Vec<String> = words.iter().map(|word| format!("Look after the {word}.")).collect();
    let source = format!("---\ntitle: Lamp\nms.date: 03/17/2021\n---\n{}\n", source.join("\n\n"));
    let hash = bitext::source::provenance::source_hash(source.as_bytes()).to_string();
    let pairs = words.iter().rev().enumerate().map(|(n, word)| {
        pair(&format!("2ba23-{}", 103 + n), &format!("Badare a {n}."), &format!("Look after the {word}.")) + "\n\n"
    });
    let document = file("it-it/a.md", &pairs.collect::<String>());
    let document = File {
        content: document
            .content
            .replace("ms.openlocfilehash: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9", &format!("ms.openlocfilehash: {hash}")),
        ..document
    };
    let files = [file("en-us/a.md", &source), document];
    insta::assert_snapshot!("order", rendered("pairs in the opposite order", &files, rules::find("segment-order")));
}

#[test]
fn the_texts_of_bytes_that_are_not_utf8() {
    let texts = [&b"Ciao\xff.\n"[..], b"\xff\xfea\0b\0\n\0"].map(|bytes| {
        let settings = bitext::config::Settings::default();
        let location = bitext::document::identity::Location::in_memory("it-it/a.md");
        let document = bitext::document::Document::parse(bitext::text::Text::new("it-it/a.md", bytes), &location);
        let findings = settings.policy.runner().check_document(&document);
        let show = |finding: bitext::rules::finding::Problem| {
            format!(
                "{}\n  label: {}\n  help: {}\n",
                finding.message,
                finding.label.unwrap_or_default(),
                finding.help.unwrap_or_default()
            )
        };
        findings.into_iter().map(show).collect::<String>()
    });
    insta::assert_snapshot!("bytes", texts.join("\n"));
}

#[test]
fn format_strings_are_cut_at_their_placeholders() {
    assert_eq!(parts("{} segments are missing: {list}"), ["segments are missing:"]);
    assert_eq!(parts("use {{name}} instead of {0}"), ["use {name} instead of"]);
    assert_eq!(parts("{} to {}"), [""; 0]);
}

/// The parts of the texts in a folder that no test expects, by file, and the number of all parts.
fn unasserted(folder: &str, expectations: &str) -> (Found, usize) {
    let mut unasserted = Found::new();
    let mut count = 0;
    for file in rust::files(folder, &["rs"]) {
        for part in texts(&code(&file.content)).iter().flat_map(|text| parts(text)) {
            count += 1;
            if !expectations.contains(&part) {
                let places = unasserted.entry(file.path.clone()).or_default();
                if !places.contains(&part) {
                    places.push(part);
                }
            }
        }
    }
    (unasserted, count)
}

#[test]
fn every_text_of_the_rules_is_expected_by_a_test() {
    let (unasserted, count) = unasserted("src/rules", &expectations());
    assert!(count > 100, "only {count} parts of texts were found in src/rules");
    hits::assert_none(&unasserted);
}

#[test]
fn every_text_of_the_reports_is_expected_by_a_test() {
    // `tests/pages.rs` and `tests/precision.rs` compare the generated pages.
    let is_generated = |path: &str| path.starts_with("docs/rules/") || path == "docs/precision.md";
    let pages = rust::files("docs", &["md"]).into_iter().filter(|page| is_generated(&page.path));
    let mut pages: Vec<String> = pages.map(|page| collapse(&page.content)).collect();
    let readme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    pages.push(collapse(&std::fs::read_to_string(readme).unwrap()));
    let expectations = format!("{}\n{}", expectations(), pages.join("\n"));
    for folder in ["src/output", "src/report"] {
        let (unasserted, count) = unasserted(folder, &expectations);
        assert!(count > 0, "no texts were found in {folder}");
        assert!(unasserted.is_empty(), "{unasserted:#?}");
    }
}
