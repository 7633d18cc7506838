//! Evidence from the rest of a run: other locales of an article, and other documents of a tree, show what is usual.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::rules;
use common::{File, findings, lint_with};

/// A document with pairs of a target and a source.
fn document(path: &str, pairs: &[(&str, &str)]) -> File {
    let pair = |(i, (target, source)): (usize, &(&str, &str))| {
        let id = format!("2ba23-{}", 103 + i);
        format!(
            "<span data-ttu-id=\"{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n\n"
        )
    };
    File { path: path.to_owned(), content: pairs.iter().enumerate().map(pair).collect() }
}

/// The paths and units that a rule reports.
fn reported(files: &[File], rule: &str) -> Vec<String> {
    let report = lint_with(files, rules::find(rule));
    let name = |(path, _, unit): (String, &str, Option<String>)| match unit {
        Some(unit) => format!("{path} {unit}"),
        None => path,
    };
    findings(&report).into_iter().filter(|(_, id, _)| *id == rule).map(name).collect()
}

const SENTENCE: &str = "Lamps for keepers of towers";

#[test]
fn words_that_most_locales_keep_are_not_prose() {
    let left = |locale: &str| document(&format!("{locale}/a.md"), &[(SENTENCE, SENTENCE)]);
    let translated = |locale: &str| document(&format!("{locale}/a.md"), &[("Перевод", SENTENCE)]);
    for (files, expected) in [
        (vec![left("it-it")], vec!["it-it/a.md 2ba23-103"]),
        (vec![left("it-it"), left("ru-ru"), left("zh-cn")], vec![]),
        (vec![left("it-it"), translated("ru-ru"), translated("zh-cn")], vec!["it-it/a.md 2ba23-103"]),
        (vec![left("it-it"), left("zh-cn"), translated("ru-ru")], vec!["it-it/a.md 2ba23-103", "zh-cn/a.md 2ba23-103"]),
        // English documents are not evidence.
        (vec![left("it-it"), left("en-gb"), left("en-au")], vec!["it-it/a.md 2ba23-103"]),
    ] {
        assert_eq!(reported(&files, "untranslated"), expected);
    }
}

#[test]
fn words_that_other_locales_translate_may_be_prose() {
    for (source, expected) in [
        ("Keeper Pays in Beacon-managed Harbour Town", 1),
        ("Monthly lamp growth", 1),
        ("Beacon 365 Apps for business", 0),
        ("Beacon Tower", 0),
        ("lamp tower drop", 0),
        ("7099743e-f474-48be-97bc-d4fb22f059bf", 0),
    ] {
        let mut files = vec![document("it-it/a.md", &[(source, source)])];
        assert_eq!(reported(&files, "untranslated").len(), 0, "{source} without siblings");
        files.extend(["ru-ru", "zh-cn", "ko-kr"].map(|locale| document(&format!("{locale}/a.md"), &[("Перевод", source)])));
        assert_eq!(reported(&files, "untranslated").len(), expected, "{source}");
    }
}

#[test]
fn words_that_a_tree_keeps_are_not_prose_and_those_it_translates_are() {
    let files = |left: usize, translated: usize, source: &str| -> Vec<File> {
        let file = |i: usize| {
            let target = if i < left { source } else { "Traduzione" };
            document(&format!("it-it/{i}.md"), &[(target, source)])
        };
        (0..left + translated).map(file).collect()
    };
    for (left, translated, source, expected) in [
        (1, 0, SENTENCE, 1),
        (2, 0, SENTENCE, 2),
        (3, 0, SENTENCE, 0),
        (3, 2, SENTENCE, 3),
        // A whole sentence is prose, however often it is left in English.
        (3, 0, "Light the lamp of the tower before dusk.", 3),
        (1, 3, "Harbour portal", 0),
        (1, 4, "Harbour portal", 1),
        (2, 4, "Harbour portal", 0),
    ] {
        assert_eq!(reported(&files(left, translated, source), "untranslated").len(), expected, "{left} {translated} {source}");
    }
}

#[test]
fn text_outside_pairs_is_accepted_where_siblings_have_it_in_their_words() {
    let with = |locale: &str, text: &str| {
        let mut file = document(&format!("{locale}/a.md"), &[("Uno", "One"), ("Due", "Two")]);
        file.content = file.content.replacen("\n\n", &format!("\n\n{text}\n\n"), 1);
        file
    };
    for (it, ru, expected) in [
        ("Una frase senza coppia", "Фраза без пары", 0),
        ("Una frase senza coppia", "", 1),
        // English in one locale was not translated there, whatever its siblings have.
        ("Another lamp example", "Фраза без пары", 1),
        // The same English in all locales was never translated.
        ("A sentence without a pair", "A sentence without a pair", 2),
        (":::no-loc text=\"ЛАМПА маяка\":::", "", 0),
    ] {
        assert_eq!(reported(&[with("it-it", it), with("ru-ru", ru)], "unpaired-text").len(), expected, "{it} {ru}");
    }
}

/// A document with front matter of a form.
fn dated(i: usize, date: &str) -> File {
    let content = format!(
        "---\ntitle: Uno\nms.date: {date}\nms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285\nms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\nms.contentlocale: it-IT\nms.lasthandoff: 04/01/2021\nms.locfileid: \"86434870\"\n---\n"
    );
    File { path: format!("it-it/{i:02}.md"), content }
}

#[test]
fn a_form_that_a_tree_shares_is_reported_once() {
    let files = |date: &str, count: usize, other: &str| -> Vec<File> {
        (0..count).map(|i| dated(i, date)).chain([dated(count, other)]).collect()
    };
    for (date, count, other, expected) in [
        ("1/23/2021 12:00:00 AM", 12, "01/23/2021", vec![]),
        ("23.1.2021", 12, "01/23/2021", vec!["it-it/00.md"]),
        // The document that differs from the usual form is reported separately.
        ("23.1.2021", 12, "soon", vec!["it-it/00.md", "it-it/12.md"]),
        ("23.1.2021", 3, "01/23/2021", vec!["it-it/00.md", "it-it/01.md", "it-it/02.md"]),
    ] {
        assert_eq!(reported(&files(date, count, other), "invalid-metadata"), expected, "{date}");
    }
    let report = lint_with(&files("23.1.2021", 12, "01/23/2021"), rules::find("invalid-metadata"));
    assert_eq!(report.findings[0].finding.message, "`ms.date` is malformed: `23.1.2021`, as in 12 of 13 documents of this tree");
}

#[test]
fn large_documents_of_one_construct_are_read_in_one_pass() {
    let piece = [
        "(a b c)",
        "light the lamp ",
        "a.",
        "](a b ",
        "**of the** ",
        ":::a ",
        "[a]: b c ",
        "light as a service (LaaS) ",
        "is the, ",
        "\"is the ",
    ];
    for piece in piece {
        let text = piece.repeat((1 << 19) / piece.len());
        let target = format!("Лампа {text} (лампа)");
        let started = std::time::Instant::now();
        reported(&[document("ru-ru/a.md", &[(&target, &text), (&text, &text), ("Лампа", "Lamp")])], "untranslated");
        let time = started.elapsed();
        assert!(time.as_secs() < 20, "{piece}: {time:?}");
    }
}
