//! `--fix` on real documents: correct text does not change. Needs `../shared`.
//!
//! The checks know nothing of the rules: they compare texts before and after, by the words of the source beside them.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::config::Settings;
use bitext::document::sxs::pairs::scan;
use bitext::fix::Fixed;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The trees whose articles have siblings of the same source hash, and the others.
const TREES: [&str; 6] = ["ef", "partner-center", "project-operations", "nuget", "quantum", "hololens"];

fn fixed(corpus: &Path, tree: &str) -> Fixed {
    let settings = Settings { paths: vec![common::utf8(corpus.join(tree))], ..Settings::default() };
    bitext::fix(&settings, false).unwrap()
}

/// The words of a text that a fix must not touch where source and target agree: numbers, and names with a digit, a dot, a `#` or
/// a capital inside.
fn names_and_numbers(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    let words = text
        .split(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '<' | '>'));
    let marks = ['.', ',', ':', ';', '!', '?', '\''];
    for word in words.map(|word| word.trim_end_matches(marks)).filter(|word| word.is_ascii() && !word.is_empty()) {
        let inner = word.as_bytes()[1..].iter().any(|b| b.is_ascii_uppercase() || matches!(b, b'.' | b'#'));
        if inner || word.bytes().any(|b| b.is_ascii_digit()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// The segments that readers found no defect in: the path in the corpus, and the id.
fn clean_segments(judged: &Path) -> HashSet<(String, String)> {
    let mut reader = csv::Reader::from_path(judged.join("pairs.csv")).unwrap();
    let rows = reader.records().map(|row| row.unwrap());
    rows.filter(|row| &row[3] == "0").map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

#[test]
fn what_agrees_with_the_source_is_left_alone() {
    let (Some(corpus), Some(judged)) = (common::shared("corpus"), common::shared("judged")) else { return };
    let clean = clean_segments(&judged);
    let (mut wrong, mut segments) = (Vec::new(), 0);
    for tree in TREES {
        let fixed = fixed(&corpus, tree);
        assert!(fixed.broken.is_empty() && !fixed.unfinished, "{tree}");
        eprintln!("{tree}: {} documents changed", fixed.changes.len());
        for change in &fixed.changes {
            let path = format!("corpus/{}", change.name.split_once("/corpus/").unwrap().1);
            let (before, after) = (scan(&change.before, 0), scan(&change.after, 0));
            assert_eq!(before.pairs.len(), after.pairs.len(), "{path}");
            for (old, new) in before.pairs.iter().zip(&after.pairs) {
                let source = &change.before[old.source.text.range()];
                assert_eq!(source, &change.after[new.source.text.range()], "{path}: the source text");
                let (was, is) = (&change.before[old.target.text.range()], &change.after[new.target.text.range()]);
                if was == is {
                    continue;
                }
                segments += 1;
                let id = &change.before[old.target.id.range()];
                if clean.contains(&(path.clone(), id.to_owned())) {
                    wrong.push(format!("{path} {id}: read as clean, and changed\n  {was}\n  {is}"));
                }
                // A whole source sentence beside its translation goes with its words.
                if was.contains(source.trim()) && !is.contains(source.trim()) {
                    continue;
                }
                let (theirs, own) = (names_and_numbers(source), names_and_numbers(was));
                for (word, count) in &theirs {
                    let agreed = own.get(word).copied().unwrap_or(0).min(*count);
                    // A name that was split may hold the word now: `Xamarin. iOS`.
                    if is.matches(word).count() < agreed {
                        wrong.push(format!("{path} {id}: `{word}` agreed with the source\n  {was}\n  {is}"));
                    }
                }
            }
            // An anchor of a heading that some other document of the tree could link to.
            for (old, new) in before.headings.iter().zip(&after.headings) {
                let anchor =
                    |text: &str, heading: &bitext::document::Heading| heading.anchor.map(|span| text[span.range()].to_owned());
                let (was, is) = (anchor(&change.before, old), anchor(&change.after, new));
                if was.as_deref().is_some_and(|was| !was.is_empty()) && was != is {
                    wrong.push(format!("{path}: the anchor {was:?} became {is:?}"));
                }
            }
        }
    }
    eprintln!("{segments} segments changed");
    assert!(wrong.is_empty(), "{} corrections are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
