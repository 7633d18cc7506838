//! Faults between the handbook's clean articles and their source, planted at random on either side: the right rule names
//! the right segment, and nothing else is reported.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::sxs::pairs::{Pair, scan};
use bitext::source::Memory;
use common::{COMMIT, File, findings, handbook, handbook_source, lint_against, properties};
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;

static CLEAN: LazyLock<Vec<File>> = LazyLock::new(|| {
    let clean = handbook(false).into_iter();
    clean.map(|file| File { content: at_commit(&file.content), ..file }).collect()
});

/// The document with the commit that the source in memory has.
fn at_commit(content: &str) -> String {
    let key = "ms.sourcegitcommit: ";
    let at = content.find(key).expect("the clean articles name a commit") + key.len();
    format!("{}{COMMIT}{}", &content[..at], &content[at + 40..])
}

/// A clean article and one of its pairs.
struct Place {
    file: usize,
    pairs: Vec<Pair>,
    at: usize,
}

impl Place {
    fn pick(document: Index, pair: Index) -> Self {
        let file = document.index(CLEAN.len());
        let pairs = scan(&CLEAN[file].content, 0).pairs;
        let at = pair.index(pairs.len());
        Self { file, pairs, at }
    }

    fn content(&self) -> &'static str {
        &CLEAN[self.file].content
    }

    fn path(&self) -> &'static str {
        CLEAN[self.file].path.split_once('/').unwrap().1
    }

    fn pair(&self) -> &Pair {
        &self.pairs[self.at]
    }

    fn unit(&self) -> &'static str {
        &self.content()[self.pair().target.id.range()]
    }

    fn source(&self) -> &'static str {
        &self.content()[self.pair().source.text.range()]
    }

    /// Lints the handbook with this document's content replaced; what is found in it, as rule and unit.
    fn with(&self, content: String) -> Vec<(&'static str, Option<String>)> {
        let mut files = CLEAN.clone();
        files[self.file].content = content;
        self.found(&files, handbook_source())
    }

    /// Lints the handbook with the source of this document replaced, in a later commit.
    fn with_source(&self, content: &str) -> Vec<(&'static str, Option<String>)> {
        let mut source = handbook_source();
        source.add(self.path(), &"f".repeat(40), 1_600_864_000, content);
        self.found(&CLEAN, source)
    }

    fn found(&self, files: &[File], source: Memory) -> Vec<(&'static str, Option<String>)> {
        let report = lint_against(files, Some(source));
        let here = findings(&report).into_iter().filter(|(path, ..)| *path == files[self.file].path);
        here.map(|(_, rule, unit)| (rule, unit)).collect()
    }

    fn english(&self) -> String {
        std::fs::read_to_string(format!("{}/fixtures/handbook/en-us/{}", env!("CARGO_MANIFEST_DIR"), self.path())).unwrap()
    }
}

fn one(rule: &'static str, unit: &str) -> Vec<(&'static str, Option<String>)> {
    vec![(rule, Some(unit.to_owned()))]
}

#[test]
fn the_clean_articles_are_fresh_and_clean() {
    let report = lint_against(&CLEAN, Some(handbook_source()));
    let absent: Vec<_> = findings(&report).into_iter().filter(|(path, ..)| !path.contains("/faults/")).collect();
    assert_eq!(absent, []);
}

#[test]
fn removed_and_added_source_files_are_reported() {
    let mut source = handbook_source();
    source.remove("logbook.md");
    source.add("new/tide.md", COMMIT, 1_600_000_000, "# Tide\n");
    let report = lint_against(&CLEAN, Some(source));
    let found: Vec<_> = findings(&report).into_iter().filter(|(path, ..)| !path.contains("/faults/")).collect();
    let locales = ["ar-sa", "it-it", "ja-jp", "ru-ru", "zh-cn"];
    let of = |path: &str, rule| locales.map(|locale| (format!("{locale}/{path}"), rule, None)).to_vec();
    let mut expected = [of("logbook.md", "orphan-document"), of("new/tide.md", "missing-document")].concat();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_version_in_the_history_is_found_by_its_hash() {
    let place = Place { file: 0, pairs: scan(&CLEAN[0].content, 0).pairs, at: 0 };
    let source = || {
        let mut source = handbook_source();
        source.add(place.path(), &"e".repeat(40), 1_600_864_000, &(place.english() + "\nOne more sentence here.\n"));
        source
    };
    // The commit is one that the repository does not have.
    let mut files = CLEAN.clone();
    files[0].content = files[0].content.replacen(COMMIT, &"d".repeat(40), 1);
    assert_eq!(place.found(&files, source()), [("stale-document", None), ("missing-segment", None)]);
    // Neither is the hash of any version.
    let hash = "ms.openlocfilehash: ";
    let at = files[0].content.find(hash).unwrap() + hash.len();
    files[0].content.replace_range(at..at + 40, &"c".repeat(40));
    assert_eq!(place.found(&files, source()), [("unknown-handoff", None), ("missing-segment", None)]);
}

/// Terms that are not to be localized are listed in the words of each locale; a single value is copied.
#[test]
fn only_the_list_form_of_no_loc_is_translated() {
    for (theirs, own, expected) in [("[Lamp]", "[Lampada]", &[][..]), ("Lamp", "Lampada", &["metadata-mismatch"])] {
        let english = format!("---\ntitle: One\nno-loc: {theirs}\n---\nLight the lamp.\n");
        let hash = bitext::source::provenance::source_hash(english.as_bytes());
        let pair = "<span data-ttu-id=\"2ba23-102\">Accendere.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-102\">Light the lamp.</span></span>";
        let content = format!(
            "---\ntitle: Uno\nno-loc: {own}\nms.openlocfilehash: {hash}\nms.sourcegitcommit: {COMMIT}\nms.translationtype: HT\n\
             ms.contentlocale: it-IT\nms.lasthandoff: 04/01/2021\nms.locfileid: \"1\"\n---\n{pair}\n"
        );
        let mut source = Memory::default();
        source.add("a.md", COMMIT, 1_600_000_000, &english);
        let report = lint_against(&[File { path: "it-it/a.md".to_owned(), content }], Some(source));
        let rules: Vec<&str> = findings(&report).iter().map(|(_, rule, _)| *rule).collect();
        assert_eq!(rules, expected, "{own}");
    }
}

/// Short texts outside pairs on both sides: equal ones are searched for once, and different ones only up to a limit.
#[test]
fn a_gap_full_of_short_texts_is_fast() {
    for (cell, exceeds_limit) in [("Yes", false), ("Yes#", true)] {
        let rows: String = (0..30_000).map(|n| format!("| {} |\n", cell.replace('#', &n.to_string()))).collect();
        let table = format!("| a |\n|---|\n{rows}");
        let english = format!("---\ntitle: One\n---\nLight the lamp.\n\n{table}");
        let hash = bitext::source::provenance::source_hash(english.as_bytes());
        let pair = "<span data-ttu-id=\"2ba23-102\">Accendere.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-102\">Light the lamp.</span></span>";
        let content = format!("---\ntitle: Uno\nms.openlocfilehash: {hash}\nms.contentlocale: it-IT\n---\n{pair}\n\n{table}");
        let mut source = Memory::default();
        source.add("a.md", COMMIT, 1_600_000_000, &english);
        let report = lint_against(&[File { path: "it-it/a.md".to_owned(), content }], Some(source));
        let not_checked = &report.run.coverage.not_checked;
        let is_limited = not_checked.iter().any(|entry| entry.reason.contains("repeat each other"));
        assert_eq!(is_limited, exceeds_limit, "{cell}: {not_checked:?}");
        assert!(findings(&report).iter().all(|(_, rule, _)| *rule != "lost-segment"));
    }
}

proptest! {
    #![proptest_config(properties("source", 100))]

    #[test]
    fn a_pair_dropped_or_left_bare(document: Index, pair: Index, bare: bool) {
        let place = Place::pick(document, pair);
        let (pair, content) = (place.pair(), place.content());
        let target = if bare { &content[pair.target.text.range()] } else { "" };
        // A name that is the same in both languages still occurs in the file.
        prop_assume!(target != place.source());
        let span = pair.span.range();
        let found = place.with(format!("{}{target}{}", &content[..span.start], &content[span.end..]));
        prop_assert_eq!(found, one("lost-segment", place.unit()));
    }

    #[test]
    fn a_word_of_the_source_text_changed(document: Index, pair: Index, word: Index) {
        let place = Place::pick(document, pair);
        let range = place.pair().source.text.range();
        let words: Vec<&str> = place.source().split(' ').collect();
        let at = word.index(words.len());
        prop_assume!(!words[at].contains(['<', '>']));
        let changed: Vec<&str> = words.iter().enumerate().map(|(i, word)| if i == at { "lanterns" } else { *word }).collect();
        let found = place.with(format!("{}{}{}", &place.content()[..range.start], changed.join(" "), &place.content()[range.end..]));
        prop_assert_eq!(found, one("altered-source", place.unit()));
    }

    #[test]
    fn a_front_matter_value_changed(document: Index, pair: Index, which in 0..3usize) {
        let place = Place::pick(document, pair);
        // The last digit of a year, the first letter of a name, the first digit of a hash.
        let (key, skipped, rule) = [
            ("ms.date: ", "02/11/202".len(), "ms-date-mismatch"),
            ("author: ", 0, "metadata-mismatch"),
            ("ms.openlocfilehash: ", 0, "unknown-handoff"),
        ][which];
        let at = place.content().find(key);
        prop_assume!(at.is_some());
        let at = at.unwrap() + key.len() + skipped;
        let digit = if &place.content()[at..=at] == "1" { "0" } else { "1" };
        let found = place.with(format!("{}{digit}{}", &place.content()[..at], &place.content()[at + 1..]));
        prop_assert_eq!(found, [(rule, None)]);
    }

    #[test]
    fn a_sentence_of_the_source_changed_or_removed(document: Index, pair: Index, removed: bool) {
        let place = Place::pick(document, pair);
        let english = place.english();
        prop_assume!(english.matches(place.source()).count() == 1 && place.source().split(' ').count() > 3);
        let now = if removed { String::new() } else { place.source().replacen(' ', " lanterns ", 1) };
        let found = place.with_source(&english.replace(place.source(), &now));
        prop_assert_eq!(&found[..1], [("stale-document", None)]);
        prop_assert_eq!(&found[1..], one("stale-segment", place.unit()));
    }

    #[test]
    fn a_sentence_of_the_source_added(document: Index, pair: Index) {
        let place = Place::pick(document, pair);
        let english = place.english();
        prop_assume!(english.matches(place.source()).count() == 1 && place.source().ends_with('.'));
        let found = place.with_source(&english.replace(place.source(), &format!("{} A lantern hangs there.", place.source())));
        prop_assert_eq!(found, [("stale-document", None), ("missing-segment", None)]);
    }

    #[test]
    fn a_paragraph_of_the_source_wrapped_anew(document: Index, pair: Index, blank: Index) {
        let place = Place::pick(document, pair);
        let english = place.english();
        let at = english.find(place.source());
        prop_assume!(at.is_some_and(|at| english[..at].ends_with("\n\n")));
        let blanks: Vec<usize> = place.source().match_indices(' ').map(|(i, _)| i).collect();
        prop_assume!(!blanks.is_empty());
        let at = at.unwrap() + blanks[blank.index(blanks.len())];
        let found = place.with_source(&format!("{}\n{}", &english[..at], &english[at + 1..]));
        prop_assert_eq!(found, [("stale-document", None)]);
    }
}
