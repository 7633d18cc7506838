//! The project's English: words and forms that are not used in documentation, comments, messages and names of tests.

#![allow(clippy::disallowed_methods, reason = "tests read the source files and run the binary")]

mod common;

use common::hits::{self, Found};
use common::rust::{self, Kind, Piece, pieces};
use common::{Program, bitext};
use regex::Regex;
use std::path::Path;
use std::sync::LazyLock;

/// A form that is not used.
struct Form {
    /// What finds it, in a text whose code is taken out.
    pattern: &'static str,
    /// Why it is not used.
    reason: &'static str,
    /// What to write instead.
    better: &'static str,
}

const FORMS: &[Form] = &[
    Form { pattern: r"(?i)\b(?:stands?|stood|standing)\b", reason: "a thing does not stand", better: "is, appears, occurs" },
    Form { pattern: r"(?i)\b(?:says|said|told|heard)\b", reason: "a program does not speak", better: "reports, prints, records" },
    Form { pattern: r"(?i)\bmend(?:s|ed|ing)?\b", reason: "the option is `--fix`", better: "fix" },
    Form { pattern: r"(?i)\bblanks?\b", reason: "the standards have another word", better: "space, whitespace" },
    Form {
        pattern: r"(?i)\bmarks?\b",
        reason: "a mark may be anything",
        better: "punctuation mark, delimiter, byte order mark, comment",
    },
    Form { pattern: r"(?i)\bbehind\b", reason: "text has an order, not a depth", better: "after" },
    Form {
        pattern: r"(?i)\bof (?:its|their|his|her|our|your) own\b",
        reason: "it adds nothing",
        better: "separate, own, or nothing",
    },
    Form {
        pattern: r"(?i)\bas (?:it is|they are|it was|they were)(?:[.,;:)]|$)",
        reason: "it adds nothing",
        better: "unchanged",
    },
    Form { pattern: r"(?i),? \btoo(?:[.,;:)]|$)", reason: "it dangles", better: "also, before the verb" },
    Form { pattern: r"(?i)\balone(?:[.,;:)]|$)", reason: "it dangles", better: "only, before the noun" },
    Form {
        pattern: r"(?:^|[.:;] )(?:Of|With|To|From|In|For) (?:nothing|none|several|what)\b",
        reason: "the object is first and the verb last",
        better: "subject, verb, object",
    },
    Form {
        pattern: r"(?:^|[.:;] )What (?:[a-z`'’,-]+ ){1,8}?(?:is|are|was|were|has|have|does|do|can|may|needs?|goes|comes) ",
        reason: "a relative clause is the subject",
        better: "name the thing: fixes, findings, documents",
    },
    Form { pattern: r"(?i)\blets? pass\b", reason: "it is a literal translation", better: "accept, allow, ignore" },
    Form { pattern: r"(?i)\bwitness(?:es)?\b", reason: "it is a metaphor", better: "sibling" },
    Form {
        pattern: r"(?i)\b(?:held?|holds?|holding) (?:\w+ ){0,4}?against\b",
        reason: "it is a metaphor",
        better: "compare with",
    },
    Form { pattern: r"(?i)\b(?:is|are|was|were) no [a-z]", reason: "it is old-fashioned", better: "is not a" },
    Form { pattern: r"(?i)\bhow whole\b", reason: "a document is complete or not", better: "how complete" },
    Form {
        pattern: r"(?i)\b(?:legally|rightly|properly) (?:repeat|stay)",
        reason: "it is a literal translation",
        better: "may repeat",
    },
];

/// Correct uses of the same words, which are taken out first.
const ALLOWED: &str = r"(?i)\b(?:days?|commits?|versions?|far|falls?|lags?|lagging|left) behind\b|\bms[-_. ]date[-_. ]behind\b|\bstands? for\b|\bstand-?alone\b|\bstanding orders?\b|\bblank lines?\b|\b(?:punctuation|byte[- ]order|quotation|question|exclamation|direction|diacritical|combining|bidi|vowel|tone) marks?\b|\b(?:leave|leaves|left|leaving) (?:\S+ ){0,4}alone\b|\bthere (?:is|are|was|were) no\b|\b(?:is|are|was|were) no (?:longer|more)\b";

/// A text without what is code: fences, code spans, link targets, addresses.
fn plain(text: &str) -> String {
    static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)```.*?```|`[^`]*`|\]\([^)]*\)|https?://\S+").unwrap());
    static OK: LazyLock<Regex> = LazyLock::new(|| Regex::new(ALLOWED).unwrap());
    OK.replace_all(&CODE.replace_all(text, "`x`"), "_").into_owned()
}

/// The paragraphs of a text as one line each, with the number of their first line.
fn paragraphs(text: &str) -> Vec<(usize, String)> {
    let (mut found, mut paragraph, mut begin) = (Vec::new(), String::new(), 1);
    for (n, line) in text.lines().chain([""]).enumerate() {
        let line = line.trim().trim_start_matches(['-', '*', '#', '>', '|']).trim();
        if line.is_empty() {
            if !paragraph.is_empty() {
                found.push((begin, std::mem::take(&mut paragraph)));
            }
            begin = n + 2;
        } else {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line);
        }
    }
    found
}

/// Finds the forms in a text.
fn search(text: &str, first_line: usize, places: &mut Vec<String>) {
    static PATTERNS: LazyLock<Vec<Regex>> =
        LazyLock::new(|| FORMS.iter().map(|form| Regex::new(form.pattern).unwrap()).collect());
    for (line, paragraph) in paragraphs(&plain(text)) {
        for (form, pattern) in FORMS.iter().zip(PATTERNS.iter()) {
            for hit in pattern.find_iter(&paragraph) {
                // A question may begin with "What".
                let end = paragraph[hit.start()..].find(['.', '?', '!']).map(|end| hit.start() + end);
                if form.pattern.contains(" )What") && end.is_some_and(|end| paragraph[end..].starts_with('?')) {
                    continue;
                }
                let shown = hit.as_str().trim_start_matches(['.', ':', ';', ',', ' ']).trim_end();
                places.push(format!("line {}: “{shown}”: {}; better: {}", first_line + line - 1, form.reason, form.better));
            }
        }
    }
}

/// Comments of a Rust file, those on consecutive lines as one, with their first lines.
fn comments(source: &str, pieces: &[Piece<'_>]) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut end = 0;
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Comment) {
        let text = piece.text.trim_start_matches(['/', '!', '*']).trim_end_matches(['*', '/']);
        match found
            .last_mut()
            .filter(|_| source[end..piece.start].trim().is_empty() && !source[end..piece.start].contains("\n\n"))
        {
            Some((_, comment)) => *comment += &format!("\n{text}"),
            None => found.push((rust::line(source, piece.start), text.to_owned())),
        }
        end = piece.start + piece.text.len();
    }
    found
}

fn search_rust(file: &rust::Source) -> Vec<String> {
    let mut places = Vec::new();
    let all = pieces(&file.content);
    for (line, comment) in comments(&file.content, &all) {
        search(&comment, line, &mut places);
    }
    for piece in &all {
        let line = rust::line(&file.content, piece.start);
        match piece.kind {
            // The vocabulary of languages is data.
            Kind::String if piece.text.contains(' ') && !file.path.starts_with("src/language/") => {
                search(&rust::content(piece.text), line, &mut places);
            }
            // The names of functions are sentences.
            Kind::Code => {
                for (at, _) in piece.text.match_indices("fn ") {
                    let name = piece.text[at + 3..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap();
                    let line = line + piece.text[..at].matches('\n').count();
                    search(&name.replace('_', " "), line, &mut places);
                }
            }
            _ => {}
        }
    }
    places
}

#[test]
fn the_forms_are_found_and_correct_uses_are_not() {
    let count = |text: &str| {
        let mut places = Vec::new();
        search(text, 1, &mut places);
        places.len()
    };
    for text in [
        "The id stands in the file.",
        "The summary says so.",
        "One is mended.",
        "A blank is missing.",
        "The block behind the comment.",
        "A folder of its own.",
        "Kept as it is.",
        "Warnings, too.",
        "Errors alone.",
        "Of nothing no baseline is made.",
        "What is left over\nis what nobody reads. What they have is reported.",
        "How many are let pass.",
        "They are witnesses.",
        "Held against the source.",
        "It is no language tag.",
        "an end mark",
    ] {
        assert!(count(text) > 0, "{text}");
    }
    for text in [
        "It is 3 days behind the source.",
        "`stands` and\n```\nmend\n```",
        "A blank line, a question mark.",
        "There is no source, and it is no longer read.",
        "Fixes leave it alone.",
        "Too many segments.",
        "What is a segment? What they have is a question, is it?",
        "It stands for a number.",
    ] {
        assert_eq!(count(text), 0, "{text}");
    }
}

#[test]
fn the_projects_english_is_plain() {
    let mut found = Found::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut add = |path: String, places: Vec<String>| {
        if !places.is_empty() {
            found.insert(path, places);
        }
    };
    let names =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "action.yml", "fixtures/README.md", "fuzz/README.md"];
    let single =
        names.map(|name| rust::Source { path: name.to_owned(), content: std::fs::read_to_string(root.join(name)).unwrap() });
    for file in single.into_iter().chain(rust::files("docs", &["md"])) {
        let mut places = Vec::new();
        search(&file.content, 1, &mut places);
        add(file.path, places);
    }
    let rust_files = ["src", "tests", "benches", "examples", "fuzz/src", "fuzz/fuzz_targets"]
        .iter()
        .flat_map(|folder| rust::files(folder, &["rs"]));
    for file in rust_files.filter(|file| file.path != "tests/prose.rs") {
        add(file.path.clone(), search_rust(&file));
    }
    let help = bitext(root, &["--help"]).stdout;
    let commands = ["lint", "status", "explain", "rules", "init", "schema", "completions", "man"];
    let all = commands.map(|command| Program::bitext().args([command, "--help"]).run().stdout);
    let mut places = Vec::new();
    all.iter().chain([&help]).for_each(|text| search(text, 1, &mut places));
    add("bitext --help".to_owned(), places);
    hits::assert_none(&found);
}
