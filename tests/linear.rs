//! The cost of the rules on hostile texts: it grows linearly with the bytes of a document, whatever its content.
//!
//! Each construct is a piece that is repeated, in one segment, in many, and in a heading. The test asserts no time: a
//! quadratic rule takes minutes on these documents, which nobody overlooks. `measure` prints seconds for 1, 2 and 4 MB:
//! `cargo test --release --test linear -- --ignored --nocapture`.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests measure time, and print it")]

mod common;

use bitext::config::Settings;
use bitext::document::Document;
use bitext::document::identity::Location;
use bitext::text::Text;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A construct: its name, and the piece that it repeats, in the target and in the source; `#` is the number of the piece.
const CONSTRUCTS: &[(&str, &str, &str)] = &[
    ("code, one missing", "`a` ", "`a` `b` "),
    ("code, all missing", "parola ", "`a#` "),
    ("code, renamed", "`b#` ", "`a#` "),
    ("code, repeated and bare", "a# ", "`a#` `a#` "),
    ("code, piled up", "`a#` ", "`a#` or "),
    ("formulas, with spaces", "$a# $ ", "$a#$ "),
    ("formulas, lost", "parola ", "$x_#$ "),
    ("formulas, open", "$ $$ ", "$a $$ $x$ "),
    ("formulas, of one character", "$", "$a$"),
    ("paths", "> **A** ", "**A** > **B** "),
    ("paths, scrambled", "**a** b  >  ", "**A#** > "),
    ("brackets, unpaired", "( ) ) ", "a "),
    ("quotation marks, odd", "\"a# ", "a "),
    ("words, doubled", "luce luce ", "a "),
    ("phrases, doubled", "la luce# la luce# ", "lamp# "),
    ("one word without an end", "a-", "b-"),
    ("backtick, never closed", "`` ``` ", "x "),
    ("backtick runs of all lengths", "`(#)`", "x "),
    ("links, missing", "parola ", "[a](b#.md) "),
    ("links, renamed", "[a](c#.md) ", "[a](b#.md) "),
    ("links, without an end", "[a](b ", "[a](b( "),
    ("addresses", "http://a.example/#. ", "http://b.example/#. "),
    ("reference links, missing", "parola ", "[a][b#] "),
    ("collapsed reference links", "[a#][] ", "[b#][] "),
    ("brackets, open", "[", "[a] "),
    ("brackets, unpaired in both", "](", "![a](( "),
    ("brackets, nested", "[(", ")] "),
    ("tags, missing", "parola ", "<b> "),
    ("tags, renamed", "<i#> ", "<b#> "),
    ("tags, open", "<a ", "</a "),
    ("comments, open", "<!-- ", "<!--a "),
    ("entities by number", "parola ", "&#{n};"),
    ("entities by number, in both", "x &#{n};", "&#{n};"),
    ("entities by name", "parola ", "&lt;&gt;&quot;"),
    ("placeholders, missing", "parola ", "{a#} "),
    ("placeholders, renamed", "{b#} ", "{a#} "),
    ("placeholders, once for twice", "{a#} ", "{a#} {a#} "),
    ("names, missing", "parola ", "Name# aB#cD "),
    ("names, split", "a. b# ", "a.b# "),
    ("names, with other capitals", "lampname# ", "lampName# "),
    ("names, with other capitals in both", "lampname lampname ", "lampName lampname "),
    ("one name without an end", "a.b.", "a.b."),
    ("emphasis, open", "**a ", "*a* "),
    ("emphasis, closing", "a** b_ ", "**a** _b_ "),
    ("emphasis, of all lengths", "*a **b***c ", "**a** "),
    ("emphasis, escaped", "\\*\\*a ", "**a** \\* "),
    ("no-loc, open", ":::no-loc(", ":::no-loc(a "),
    ("no-loc, missing", "parola ", ":::no-loc(A#)::: "),
    ("no-loc, open by text", ":::no-loc text=\"", ":::no-loc text=\"a\" "),
    ("spaces beside punctuation", "a . \" b \" ", "a. "),
    ("spaces beside runs", "**a** . `b` , ", "`b`. "),
    ("spaces after elided words", "l' `a` ", "the `a` "),
    ("dashes without a space", "a- b ", "a - b "),
    ("runs beside words", "`a`parola ", "`a` "),
    ("runs, lost and split", "**a** **b** ", "**a b** c "),
    ("runs with half a bracket", "**(a** ) ", "**a** "),
    ("punctuation in runs", "**a.** ", "**a**. "),
    ("links without text", "[](a#.md) ", "[a](a#.md) "),
    ("links to APIs", "[b](xref:a#) ", "[a#](xref:a#) "),
    ("identifiers, missing", "parola ", "lamp_a# a#.b#.c --opt-# "),
    ("GUIDs, damaged", "5d7c0030-0c1f- ", "5d7c0030-0c1f-4bed-a3bc-8a3c4dfb65b0 "),
    ("acronyms", "ap# ", "AP# "),
    ("spaces", "a  ", "a "),
    ("no-break spaces", "a \u{a0}", "a "),
    ("bidi marks", "a\u{202c}", "a "),
    ("bidi marks, open", "\u{202b}a\u{200f} ", "a "),
    ("bidi marks, in both", "a\u{200f}", "\u{200f}b"),
    ("zero-width spaces, in both", "a\u{200b}", "\u{200b}b"),
    ("control characters, in both", "a\u{1}\u{2}", "\u{1}b\u{2}"),
    ("replacement characters", "a\u{fffd}", "a "),
    ("text in the wrong code page", "Ã©", "é "),
    ("text in the wrong code page, in both", "Ã©", "é Ã©"),
    ("line ends and quotation marks", "\n> ", "a\n> "),
    ("escapes", "\\", "\\a "),
    ("versions, one kept", "1,1 ", "Version 1.1 1.1 "),
    ("versions, different", "#,1 ", "Beacon #.1 "),
    ("numbers, missing", "parola ", "5#.5 "),
    ("numbers, renamed", "9# ", "8# "),
    ("numbers, converted", "1.234.5#,5 ", "1,234,5#.5 "),
    ("one number without an end", "1", "2"),
    ("separators without an end", "1.1,", "1,1."),
    ("dates, converted", "13.01.20# ", "1/13/20# "),
    ("dates, renamed", "14.01.2018 ", "1/13/2018 "),
    ("dates that do not exist", "99.99.9999 ", "99/99/9999 "),
    ("months", "gennaio ", "January 5, 2020 "),
    ("times", "19:3# ", "7:3# PM "),
    ("amounts", "5,# $ ", "-$5.# "),
    ("percentages", "5# % ", "6#% "),
    ("ranges", "1-", "2-"),
    ("ordinals", "2º ", "2nd 3rd "),
    ("number words", "due ", "two 2 "),
    ("native digits", "٣٫٥ ", "3.5 "),
    ("words left over", "by turning the switch ", "by turning the switch "),
    ("words left over, between others", "parola by turning the switch ", "by turning the old switch "),
    ("words of one kind", "the the ", "the the the "),
    ("words left over, with a gloss", "Take a picture (foto). ", "Take a picture. "),
    ("quotation marks", "\"by the ", "\"by the \" "),
    ("acronyms", "by the light (BTL#) ", "by the light "),
    ("link targets in a heading", "](", "[a](( "),
    ("includes in a heading", "[!INCLUDE [a](", "[!INCLUDE [a](b)] "),
    ("anchor tags in a heading", "<a ", "<a id=\"#\"/></a> "),
    ("terms that must stay", "parola ", "Beacon "),
    ("terms that must stay, in code", "parola ", "`Beacon` "),
    ("terms of the glossary", "parola ", "lamp "),
];

/// How a text is cut into segments.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// The whole text is one segment.
    One,
    /// Each segment has eight pieces.
    Many,
    /// The whole text is one segment, in a heading.
    Heading,
    /// The target has all opening pieces and then all closing ones: `[[[ .. ]]]`.
    Nested,
}

/// A document of about `size` bytes.
fn document((_, target, source): (&str, &str, &str), cut: Cut, size: usize) -> String {
    let piece = |text: &str, n: usize| match text {
        // Runs of each length, once.
        "`(#)`" => format!("{} ", "`".repeat(n % 3000 + 1)),
        _ if text.contains("&#{n};") => text.replace("{n}", &(200 + n % 50_000).to_string()),
        _ => text.replace('#', &n.to_string()),
    };
    let pieces = |text: &str, from: usize, bytes: usize, most: usize| {
        let (mut all, mut n) = (String::new(), from);
        while all.len() < bytes && n - from < most {
            all.push_str(&piece(text, n));
            n += 1;
        }
        (all, n)
    };
    let mut content = String::with_capacity(size + size / 4);
    let mut pair = |n: usize, target: &str, source: &str| {
        let _ = write!(
            content,
            "<span data-ttu-id=\"2ba23-{n}\">{target}x</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{n}\">{source}y</span></span>\n\n"
        );
        content.len()
    };
    match cut {
        Cut::One => drop(pair(101, &pieces(target, 0, size / 2, usize::MAX).0, &pieces(source, 0, size / 2, usize::MAX).0)),
        Cut::Heading => {
            let (own, theirs) = (pieces(target, 0, size / 2, usize::MAX).0, pieces(source, 0, size / 2, usize::MAX).0);
            let length = pair(101, &own, &theirs);
            content.insert_str(0, "## <a name=\"x\"></a>");
            assert!(content.len() > length);
        }
        Cut::Nested => {
            let (open, close) = (pieces(target, 0, size / 2, usize::MAX).0, pieces(source, 0, size / 2, usize::MAX).0);
            pair(101, &format!("{open}{close}"), "a");
        }
        Cut::Many => {
            let (mut n, mut first) = (101, 0);
            loop {
                let (own, next) = pieces(target, first, size, 8);
                if pair(n, &own, &pieces(source, first, size, 8).0) >= size {
                    break;
                }
                (n, first) = (n + 1, next);
            }
        }
    }
    content
}

/// All rules, also those that are off by default, with terms to keep and a glossary.
fn settings() -> Settings {
    let mut settings = Settings::default();
    let terms = "[terms.locales.it]\nkeep = [\"Beacon\"]\nglossary = { \"lamp\" = [\"lampad*\"] }\n";
    settings.configure(terms, ("", "/"), &bitext::config::Files::NONE).unwrap();
    let groups = ["markup", "source", "metadata", "translation", "consistency"]
        .map(|group| (group.to_owned(), bitext::rules::rule::Level::Warn));
    settings.choose(&[], &[], &groups).unwrap();
    settings
}

/// How long a document takes, and how many findings it gets.
fn time(content: &str, settings: &Settings) -> (Duration, usize) {
    let job = Location::in_memory("it-it/a.md");
    let begin = Instant::now();
    let report = common::lint_document(Document::parse(Text::new("it-it/a.md", content.as_bytes()), &job), settings);
    (begin.elapsed(), report.findings.len())
}

#[test]
fn no_construct_makes_a_document_slow() {
    let settings = settings();
    for construct in CONSTRUCTS {
        for cut in CUTS {
            time(&document(*construct, cut, 128 << 10), &settings);
        }
    }
}

/// Markup outside the pairs: what the source repeats, and what the document repeats.
const MARKUP: &[(&str, &str)] = &[
    ("- a\n", "* a\n"),
    ("- - - ", "- - - - "),
    ("> a\n\n", "> > a\n\n"),
    ("# a\n", "## a\n"),
    ("`a` ", "`a "),
    ("[", "]"),
    ("![", "](("),
    ("[a](b) ", "[a](c) "),
    ("[!INCLUDE [a](b)]\n", "[!INCLUDE [a](c\n"),
    ("::: a=\"b\" alt=\"c\"\n", ":::\n"),
    ("<a ", "<a b> "),
    ("<!-- ", "<!-- --> <"),
    ("| a ", "| "),
    ("| }\n\n| ", "| }\n\n| "),
    ("**a** ", "*a* _b "),
    ("```\na\n```\n", "```\nb\n"),
    ("```\n/* a */ /* b\n", "```\n/* a\n"),
    ("    a\n", "    b\n"),
    ("\\*", "&lt;"),
];

#[test]
fn no_markup_outside_the_pairs_makes_a_document_slow() {
    for (theirs, own) in MARKUP {
        // All of it in one stretch, or a little before each of many segments with the same text.
        for (stretches, length) in [(2, 64 << 10), (256, 512)] {
            let stretch = |piece: &str| piece.repeat(length / piece.len());
            let source: String = (0..stretches).map(|_| format!("{}\n\nLight the lamp.\n\n", stretch(theirs))).collect();
            let pair = |n: usize| common::pair(&format!("2ba23-{}", 101 + n), "Accendi.", "Light the lamp.");
            let body: String = (0..stretches).map(|n| format!("{}\n\n{}\n\n", stretch(own), pair(n))).collect();
            let hash = bitext::source::provenance::source_hash(source.as_bytes());
            let file = |path: &str, content: String| common::File { path: path.to_owned(), content };
            let content = format!("---\nms.openlocfilehash: {hash}\n---\n{body}");
            common::lint_with(&[file("en-us/a.md", source), file("it-it/a.md", content)], None);
        }
    }
}

const CUTS: [Cut; 4] = [Cut::One, Cut::Many, Cut::Heading, Cut::Nested];

#[test]
#[ignore = "prints a table for the reader"]
fn measure() {
    let settings = settings();
    let limit = std::env::var("LINEAR_MB").ok().and_then(|mb| mb.parse().ok()).unwrap_or(4);
    eprintln!("{:<40} {:>6} {:>8} {:>8} {:>8}  findings", "construct", "", "1 MB", "2 MB", "4 MB");
    for construct in CONSTRUCTS {
        for cut in CUTS {
            let mut line = format!("{:<40} {:>6}", construct.0, format!("{cut:?}"));
            let mut count = 0;
            for mb in [1, 2, 4].into_iter().filter(|mb| *mb <= limit) {
                let (taken, findings) = time(&document(*construct, cut, mb << 20), &settings);
                let _ = write!(line, " {:>8.3}", taken.as_secs_f64());
                count = findings;
                // A quadratic rule shows at this size; the next one would take too long.
                if taken > Duration::from_secs(8) {
                    break;
                }
            }
            eprintln!("{line}  {count}");
        }
    }
}
