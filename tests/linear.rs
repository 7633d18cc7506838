//! The cost of the rules on hostile texts: it grows linearly with the bytes of a document, whatever its content.
//!
//! Each construct is a piece that is repeated, in one segment, in many, and in a heading. The tests of constructs assert no time:
//! a quadratic rule takes minutes on these documents, which nobody overlooks. The tests of favourites compare the times for two
//! sizes. `measure` and `measure_favourites` print seconds for 1, 2 and 4 MB:
//! `cargo test --release --test linear -- --ignored --nocapture`.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests measure time, and print it")]

mod common;

use bitext::config::Settings;
use bitext::document::Document;
use bitext::document::identity::Location;
use bitext::text::Text;
use std::collections::HashSet;
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

/// A document or a tree that a rule is slow on, if it is not linear: the rule, and the construct that is repeated.
///
/// In a piece `#` is its number, and `«target|source»` is a pair with the next id.
type Favourite = (&'static str, Form);

/// How a piece becomes documents.
#[derive(Clone, Copy)]
enum Form {
    /// Pieces of a target and its source, in a locale: once in one segment, once with a segment for each.
    Texts(&'static str, &'static str, &'static str),
    /// A piece of a body.
    Body(&'static str),
    /// Lines of a front matter: of the document, and of its source.
    FrontMatter(&'static str, &'static str),
    /// A piece of the body of a document, and of its two siblings of the same source hash.
    Siblings(&'static str, &'static str),
    /// Pieces of a source file at handoff and today, and a piece of the body of the document.
    Source(&'static str, &'static str, &'static str),
    /// A piece of the body of a document before a change, which its sibling has, and of the body after the change.
    Change(&'static str, &'static str),
    /// Many files, by number.
    Folder(fn(usize) -> Vec<common::File>),
}

/// The favourites of each rule. A rule without a row here fails the test.
const FAVOURITES: &[Favourite] = &[
    (
        "lost-coverage",
        Form::Folder(|n| {
            let gone = localized(n, "it-it", "Light the lamp.", "17");
            let gone = common::File { path: format!("before/{}", gone.path), ..gone };
            (n == 0).then(|| localized(n, "ru-ru", "Light the lamp.", "17")).into_iter().chain([gone]).collect()
        }),
    ),
    (
        "loosened-check",
        Form::Change("«Accendi.|Light it.»\n\n", "<!-- bitext-ignore number-mismatch: known -->\n«Accendi.|Light it.»\n\n"),
    ),
    ("added-content", Form::Change("«Accendi.|Light it #.»\n\n", "«Accendi.|Light it #.»\n\n[b](c#.md)\n\n")),
    (
        "unproven-handoff",
        Form::Folder(|n| {
            let before = localized(n, "it-it", "Light the lamp.", "17");
            let before = common::File { path: format!("before/{}", before.path), ..before };
            vec![before, localized(n, "it-it", "Close the door.", "17"), localized(n, "ru-ru", "Light the lamp.", "17")]
        }),
    ),
    (
        "broken-pair",
        Form::Body("<span data-ttu-id=\"2ba23-#\">a<span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-#\">b</span></span>\n\n"),
    ),
    ("broken-pair", Form::Body("<span data-ttu-id=\"2ba23-#\">")),
    ("broken-pair", Form::Body("</span>a<span class=\"sxs-lookup\">")),
    (
        "id-mismatch",
        Form::Body(
            "<span data-ttu-id=\"2ba23-#1\">a</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-#2\">b</span></span>\n\n",
        ),
    ),
    (
        "duplicate-id",
        Form::Body(
            "<span data-ttu-id=\"2ba23-103\">a</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">b</span></span>\n\n",
        ),
    ),
    (
        "foreign-id",
        Form::Body(
            "«a|b» «a|b»\n\n<span data-ttu-id=\"9f496-#\">a</span><span class=\"sxs-lookup\"><span data-stu-id=\"9f496-#\">b</span></span>\n\n",
        ),
    ),
    (
        "id-order",
        Form::Body(
            "<span data-ttu-id=\"2ba23-#5\">a</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-#5\">b</span></span> <span data-ttu-id=\"2ba23-#1\">a</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-#1\">b</span></span>\n\n",
        ),
    ),
    ("empty-translation", Form::Body("« |Light the lamp.»\n\n")),
    ("empty-translation", Form::Texts("it-it", ". &nbsp; <br> ", "lamp ")),
    ("empty-translation", Form::Texts("it-it", "[]( <b ", "lamp ")),
    ("active-content", Form::Body("<script>a</script>\n\n«a|b»\n\n")),
    ("active-content", Form::Body("<div>\n> <script b=\"\n\n«a|b»\n\n")),
    ("active-content", Form::Texts("it-it", "<a onclick=\"a\">b</a> [a](javascript:#) ", "<a onclick=\"b\"> ")),
    ("unpaired-text", Form::Body("«Accendi.|Light it.» Poi salutare il guardiano della torre.\n\n")),
    ("unpaired-text", Form::Body("«Accendi.|Light it.» Poi salutare `il` *guardiano* [della](torre.md), ")),
    (
        "unused-suppression",
        Form::Body("<!-- bitext-ignore numbre-mismtach-of-a-lamp-with-a-name-that-is-long-#: the name is known -->\n\n"),
    ),
    ("unused-suppression", Form::Body("<!-- bitext-ignore number-mismatch: known -->\n«a|b»\n\n")),
    ("unused-suppression", Form::Body("<!-- bitext-ignore-file no-such-rule-#, number-mismatch, markup: known -->")),
    ("altered-source", Form::Source("Light the lamp # before dusk.\n\n", "", "«Accendi #.|Light the lamps # before dawn.»\n\n")),
    (
        "altered-source",
        Form::Siblings("«Accendi #.|Light the lamps # before dawn.»\n\n", "«Accendi #.|Light the lamp # before dusk.»\n\n"),
    ),
    ("lost-segment", Form::Source("Light the lamp #.\n\nClose the door #.\n\n", "", "«Accendi #.|Light the lamp #.»\n\n")),
    (
        "lost-segment",
        Form::Siblings("«Accendi #.|Light the lamp #.»\n\n", "«Accendi #.|Light the lamp #.» «Chiudi #.|Close the door #.»\n\n"),
    ),
    (
        "segment-order",
        Form::Source(
            "Light the lamp #.\n\nClose the door #.\n\n",
            "",
            "«Chiudi #.|Close the door #.»\n\n«Accendi #.|Light the lamp #.»\n\n",
        ),
    ),
    (
        "structure-mismatch",
        Form::Source("> [!NOTE]\n> Light the lamp #.\n\n", "", "> [!TIP]\n> «Accendi #.|Light the lamp #.»\n\n"),
    ),
    (
        "structure-mismatch",
        Form::Siblings("> [!TIP]\n> «Accendi #.|Light the lamp #.»\n\n", "> [!NOTE]\n> «Accendi #.|Light the lamp #.»\n\n"),
    ),
    ("stale-document", Form::Source("Light the lamp #.\n\n", "Light the lamps # now.\n\n", "«Accendi #.|Light the lamp #.»\n\n")),
    (
        "stale-segment",
        Form::Source(
            "Light the lamp # before dusk.\n\n",
            "Light the lamps # before dawn.\n\n",
            "«Accendi #.|Light the lamp # before dusk.»\n\n",
        ),
    ),
    (
        "missing-segment",
        Form::Source("Light the lamp #.\n\n", "Light the lamp #.\n\nClose the door #.\n\n", "«Accendi #.|Light the lamp #.»\n\n"),
    ),
    (
        "missing-document",
        Form::Folder(|n| {
            let source = source_file(n, 0, "Light the lamp.");
            let first = (n == 0).then(|| localized(n, "it-it", &source.content, "17"));
            first.into_iter().chain([source]).collect()
        }),
    ),
    (
        "orphan-document",
        Form::Folder(|n| {
            let source = source_file(n, 0, "Light the lamp.");
            let gone = common::File { content: String::new(), ..source.clone() };
            vec![localized(n, "it-it", &source.content, "17"), source, gone]
        }),
    ),
    (
        "unknown-handoff",
        Form::Folder(|n| vec![localized(n, "it-it", "another text", "17"), source_file(n, 0, "Light the lamp.")]),
    ),
    (
        "ms-date-mismatch",
        Form::Folder(|n| {
            let source = source_file(n, 0, "Light the lamp.");
            vec![localized(n, "it-it", &source.content, "18"), localized(n, "ru-ru", &source.content, "17"), source]
        }),
    ),
    (
        "ms-date-behind",
        Form::Folder(|n| {
            let (first, now) = (source_file(n, 0, "Light the lamp."), source_file(n, 1, "Light the lamps."));
            vec![localized(n, "it-it", &first.content, "17"), first, now]
        }),
    ),
    ("metadata-mismatch", Form::FrontMatter("key#: [a, b]\n", "key#: c\n")),
    ("metadata-mismatch", Form::FrontMatter("author: [custode, ", "author: keeper\n")),
    ("invalid-metadata", Form::FrontMatter("key#: [a\n", "key#: a\n")),
    ("invalid-metadata", Form::FrontMatter("author: a\n", "author: a\n")),
    ("untranslated-metadata", Form::FrontMatter("description: How to light the lamp and keep it clean\n", "a#: b\n")),
    ("untranslated", Form::Texts("it-it", "Light the lamp before dusk. ", "Light the lamp before dusk. ")),
    (
        "partly-untranslated",
        Form::Texts("ru-ru", "Зажгите лампу by turning the switch. ", "Light the lamp by turning the switch. "),
    ),
    (
        "leaked-source",
        Form::Texts("it-it", "Accendere la lampada prima di sera.Light the lamp before dusk. ", "Light the lamp before dusk. "),
    ),
    ("link-mismatch", Form::Texts("it-it", "Vedere [la lampada](lantern#.md). ", "See [the lamp](lamp#.md). ")),
    ("link-text", Form::Texts("it-it", "Vedere la lampada [](lamp#.md). ", "See [the lamp](lamp#.md). ")),
    ("code-mismatch", Form::Texts("it-it", "Chiamare `Accendere#()` per la luce. ", "Call `Light#()` for light. ")),
    (
        "code-order",
        Form::Texts(
            "it-it",
            "Impostare o `Bright#` `Dim#` prima di accendere. ",
            "Set `Bright#` or `Dim#` before you light the lamp. ",
        ),
    ),
    ("math-mismatch", Form::Texts("it-it", "La luce di $n_# $ lampade. ", "The light of $n_#$ lamps. ")),
    ("placeholder-mismatch", Form::Texts("it-it", "La lampada {nome#} è accesa. ", "The lamp {name#} is lit. ")),
    ("html-mismatch", Form::Texts("it-it", "Premere <kbd>L per accendere. ", "Press <kbd>L</kbd> for light. ")),
    ("broken-emphasis", Form::Texts("it-it", "Premere ** Accendi** ora. ", "Press **Light** now. ")),
    ("emphasis-mismatch", Form::Texts("it-it", "Premere **Accendi** ora. ", "Press Light now. ")),
    ("emphasis-scope", Form::Texts("it-it", "Account **lampada#:** il nome. ", "**Lamp# account**: the name. ")),
    (
        "ui-path",
        Form::Texts("it-it", "Passare a **Lampada** luce  >    >  **e colore**. ", "Go to **Lamp** > **Light** > **Color**. "),
    ),
    ("unbalanced", Form::Texts("it-it", "Una lampada (a olio. ", "A lamp (with oil). ")),
    ("doubled-word", Form::Texts("it-it", "Accendere la lampada lampada a olio. ", "Light the oil lamp. ")),
    (
        "length",
        Form::Body(
            "«Accendere la lampada nella torre #.|Light the lamp in the tower #.» «Accendere la lampada della torre #.|Light the lamp of the tower #.» «Navi|Ships need to see the light of the tower # from afar.»\n\n",
        ),
    ),
    ("number-mismatch", Form::Texts("it-it", "Attendere 4#5 secondi. ", "Wait 4#0 seconds. ")),
    ("localized-version", Form::Texts("it-it", "Novità di Beacon #,1. ", "New in Beacon #.1. ")),
    ("mangled-name", Form::Texts("it-it", "Un'applicazione . NET con lampade. ", "A .NET app with lamps. ")),
    ("identifier-mismatch", Form::Texts("it-it", "Tipo: [Lampada](xref:shop#.lamp) ", "Type: [Lamp](xref:shop#.lamp) ")),
    ("no-loc", Form::Texts("it-it", "Aprire Faro ora. ", "Open :::no-loc(Beacon#)::: now. ")),
    ("glossary", Form::Texts("it-it", "Accendere la lanterna. ", "Light the lamp. ")),
    ("stray-character", Form::Texts("it-it", "La lampada \u{fffd} è\u{200b} accesa. ", "The lamp is lit. ")),
    ("invisible-residue", Form::Texts("ar-sa", "أضئ المصباح\u{202c} الآن. ", "Light the lamp now. ")),
    ("edge-whitespace", Form::Body("- [«La lampada |The lamp»](lamp.md)\n")),
    ("markup-spacing", Form::Texts("it-it", "Scegliere **Accendi** . ", "Choose **Light**. ")),
    ("markup-punctuation", Form::Texts("it-it", "Scegliere **Accendi#.** ", "Choose **Light#**. ")),
    ("typography", Form::Texts("ko-kr", "램프를 사용 하 여 문을 확인합니다. ", "Check the door by using the lamp. ")),
    ("capitalization", Form::Body("«accendere la lampada.|Light the lamp.»\n\n")),
    ("final-punctuation", Form::Body("«Parametri|Parameters:»\n\n")),
    ("heading-anchor", Form::Body("<a name=\"lampada-#\"></a>«Lampada #|The lamp #»\n===\n\n")),
    (
        "locale-drift",
        Form::Folder(|n| {
            let texts = ["Light the lamp.", "Light the lamp.\n\nClose the door."];
            vec![localized(n, "it-it", texts[1], "17"), localized(n, "ru-ru", texts[0], "17")]
        }),
    ),
    (
        "inconsistent-translation",
        Form::Folder(|n| {
            let target = if n % 5 == 4 { "Cosa fare dopo" } else { "Passaggi successivi" };
            let body: String =
                (0..8).map(|i| format!("{}\n\n", common::pair(&format!("2ba23-{}", 103 + i), target, "Next steps"))).collect();
            vec![common::File { path: format!("it-it/a{n}.md"), content: body }]
        }),
    ),
    (
        "label-consistency",
        Form::Folder(|n| {
            let label = if n % 8 == 7 { "Fuoco" } else { "Accendi" };
            let body = common::pair("2ba23-103", &format!("Selezionare **{label}**."), "Select **Light up**.");
            vec![common::File { path: format!("it-it/a{n}.md"), content: body }]
        }),
    ),
];

/// The source side: the alignment of segments with the source file, the search for the version at handoff, and the
/// differences of texts.
const SOURCE_SIDE: &[(&str, Form)] = &[
    ("segments that are all the same", Form::Source("Light it.\n\n", "Light it.\n\n", "«Accendi.|Light it.»\n\n")),
    (
        "segments of two kinds, in another order",
        Form::Source("Light it.\n\nClose it.\n\n", "Close it.\n\n", "«a|Close it.» «b|Light it.» «c|Light it.»\n\n"),
    ),
    ("segments that are parts of each other", Form::Source("a a a a b ", "a b a ", "«x|a a» «y|a» «z|a a b»\n\n")),
    (
        "segments that the file does not have",
        Form::Source("Light the lamp # now.\n\n", "Close it #.\n\n", "«a|Ring the bell # now.»\n\n"),
    ),
    ("segments in reverse", Form::Folder(|n| if n > 0 { Vec::new() } else { reversed() })),
    ("one line without an end", Form::Source("light the lamp # and ", "close the door # and ", "«a|light the lamp #» ")),
    ("markup without text", Form::Source("- [ ] **\n> ", "| a |", "- «a|b» [\n")),
    ("one long text that changed", Form::Texts("it-it", "la lampada # ", "the lamp # ")),
    ("many versions of one file", Form::Folder(|n| vec![source_file(0, n, &"Light the lamp. ".repeat(1 + n % 7))])),
    (
        "many documents of one commit",
        Form::Folder(|n| {
            let (first, now) = (source_file(n, 0, "Light the lamp."), source_file(n, 1, "Close the door."));
            vec![localized(n, "it-it", &first.content, "17"), first, now]
        }),
    ),
];

/// A source file.
fn source_file(n: usize, version: usize, text: &str) -> common::File {
    let day = 17 + version % 10;
    common::File {
        path: format!("en-us/a{n}.md"),
        content: format!("---\ntitle: The lamp {version}\nms.date: 03/{day}/2021\n---\n{text}\n"),
    }
}

/// The front matter of a localized document that was made from a source file.
fn front_matter(source: &str, locale: &str, day: &str) -> String {
    let hash = bitext::source::provenance::source_hash(source.as_bytes());
    format!(
        "title: Lampada\nms.date: 03/{day}/2021\nms.openlocfilehash: {hash}\nms.sourcegitcommit: {}\nms.translationtype: HT\nms.contentlocale: {locale}\nms.lasthandoff: 04/01/2021\nms.locfileid: \"86434870\"\n",
        common::COMMIT
    )
}

/// A localized document that was made from a source text.
fn localized(n: usize, locale: &str, source: &str, day: &str) -> common::File {
    let text = source.rsplit("---\n").next().unwrap_or(source);
    let pairs: Vec<String> =
        text.trim().split("\n\n").zip(103..).map(|(text, id)| common::pair(&format!("2ba23-{id}"), "Lampada.", text)).collect();
    let content = format!("---\n{}---\n{}\n", front_matter(source, locale, day), pairs.join("\n\n"));
    common::File { path: format!("{locale}/a{n}.md"), content }
}

/// A source file with many texts, and a document with their segments in reverse.
fn reversed() -> Vec<common::File> {
    let text = |n: usize| format!("Light the lamp {n} now.");
    let source = (0..3000).map(text).collect::<Vec<_>>().join("\n\n");
    let pairs: String = (0..3000)
        .rev()
        .zip(103..)
        .map(|(n, id)| format!("{}\n\n", common::pair(&format!("2ba23-{id}"), "a", &text(n))))
        .collect();
    let source = source_file(0, 0, &source);
    let content = format!("---\n{}---\n{pairs}", front_matter(&source.content, "it-it", "17"));
    vec![common::File { path: "it-it/a0.md".to_owned(), content }, source]
}

/// Repeats a piece up to a size. `first` is the number of the first pair.
fn repeated(piece: &str, size: usize) -> String {
    let (mut all, mut id) = (String::with_capacity(size + 1024), 101);
    for n in 0.. {
        if all.len() >= size || piece.is_empty() {
            break;
        }
        let mut rest = piece;
        while let Some((before, pair)) = rest.split_once('«') {
            let (pair, after) = pair.split_once('»').unwrap();
            let (target, source) = pair.split_once('|').unwrap();
            let [before, target, source] = [before, target, source].map(|text| text.replace('#', &n.to_string()));
            let _ = write!(all, "{before}{}", common::pair(&format!("2ba23-{id}"), &target, &source));
            id += 1;
            rest = after;
        }
        all.push_str(&rest.replace('#', &n.to_string()));
    }
    all
}

/// The files of a form, of about `size` bytes together.
fn files(form: Form, size: usize) -> Vec<Vec<common::File>> {
    let file = |path: &str, content: String| common::File { path: path.to_owned(), content };
    let document = |source: &str, locale: &str, body: &str| {
        file(&format!("{locale}/a0.md"), format!("---\n{}---\n{body}\n", front_matter(source, locale, "17")))
    };
    match form {
        Form::Texts(locale, target, source) => {
            let target_of = |size| repeated(target, size);
            let one = format!("<p>{}</p>", common::pair("2ba23-101", &target_of(size / 2), &repeated(source, size / 2)));
            let many = repeated(&format!("«{}|{}»\n\n", target.trim(), source.trim()), size);
            [one, many].into_iter().map(|body| vec![file(&format!("{locale}/a0.md"), body)]).collect()
        }
        Form::Body(piece) => vec![vec![file("it-it/a0.md", repeated(piece, size))]],
        Form::FrontMatter(own, theirs) => {
            let base =
                "title: The lamp\nauthor: keeper\ndescription: How to light the lamp and keep it clean\nms.date: 03/17/2021\n";
            let source = format!("---\n{base}{}---\nLight the lamp.\n", repeated(theirs, size / 2));
            let metadata = front_matter(&source, "it-it", "17");
            let pair = common::pair("2ba23-103", "Accendi.", "Light the lamp.");
            let content = format!("---\n{metadata}author: custode\n{}---\n{pair}\n", repeated(own, size / 2));
            vec![vec![file("en-us/a0.md", source), file("it-it/a0.md", content)]]
        }
        Form::Siblings(own, theirs) => {
            let bodies = [("de-de", theirs), ("it-it", own), ("ru-ru", theirs)];
            vec![bodies.into_iter().map(|(locale, piece)| document("a", locale, &repeated(piece, size / 3))).collect()]
        }
        Form::Change(before, now) => {
            let of_before = document("a", "it-it", &repeated(before, size / 3));
            let path = format!("before/{}", of_before.path);
            let sibling = common::File { path: of_before.path.replace("it-it", "ru-ru"), ..of_before.clone() };
            let now = document("a", "it-it", &repeated(now, size / 3));
            vec![vec![common::File { path, ..of_before }, now, sibling]]
        }
        Form::Source(handoff, current, own) => {
            let versions = [handoff, current].into_iter().filter(|piece| !piece.is_empty());
            let mut files: Vec<common::File> =
                versions.enumerate().map(|(version, piece)| source_file(0, version, &repeated(piece, size / 3))).collect();
            files.push(document(&files[0].content, "it-it", &repeated(own, size / 3)));
            vec![files]
        }
        Form::Folder(file) => {
            let (mut files, mut bytes) = (Vec::new(), 0);
            for n in 0.. {
                let more = file(n);
                if bytes >= size || more.is_empty() {
                    break;
                }
                bytes += more.iter().map(|file| file.content.len() + PATH_BYTES).sum::<usize>();
                files.extend(more);
            }
            vec![files]
        }
    }
}

/// What a file in a folder counts beside its content.
const PATH_BYTES: usize = 512;

/// How long one rule, or all rules, take for some files, and how many findings of the rule there are.
fn time_files(files: &[common::File], rule: Option<&str>) -> (Duration, usize) {
    let mut settings = settings();
    let select: Vec<String> = rule.map(str::to_owned).into_iter().collect();
    settings.choose(&select, &[], &[]).unwrap();
    let begin = Instant::now();
    let report = common::lint_files(files, &settings);
    (begin.elapsed(), report.findings.iter().filter(|found| rule.is_none_or(|rule| found.finding.rule.id == rule)).count())
}

/// Four times the bytes may take at most this many times as long. A quadratic rule takes 16 times as long.
const MAX_RATIO: f64 = 9.0;

/// Shorter times are not compared, because they vary.
const MIN_COMPARED: Duration = Duration::from_millis(150);

/// How often a ratio is measured before it counts: another process may take the processor.
const MAX_ATTEMPTS: usize = 4;

/// Checks that the time for files grows in proportion to their bytes. Returns the number of findings.
fn check_growth(form: Form, rule: Option<&str>, size: usize) -> Result<usize, String> {
    let (small, large) = (files(form, size / 4), files(form, size));
    let mut count = 0;
    for (small, large) in small.iter().zip(&large) {
        let mut seen = Vec::new();
        loop {
            let ((short, findings), (long, _)) = (time_files(small, rule), time_files(large, rule));
            count = findings.max(count);
            if long <= MIN_COMPARED || long.as_secs_f64() <= short.as_secs_f64() * MAX_RATIO {
                break;
            }
            seen.push(format!("{:.3} to {:.3}", short.as_secs_f64(), long.as_secs_f64()));
            if seen.len() == MAX_ATTEMPTS {
                return Err(seen.join(", "));
            }
        }
    }
    Ok(count)
}

/// The bytes of the larger documents, or `LINEAR_MB`.
fn compared_size() -> usize {
    std::env::var("LINEAR_MB").ok().and_then(|mb| mb.parse::<usize>().ok()).map_or(512 << 10, |mb| mb << 20)
}

#[test]
fn every_rule_has_a_favourite() {
    let missing: Vec<&str> =
        bitext::rules::RULES.iter().map(|rule| rule.id).filter(|id| !FAVOURITES.iter().any(|(rule, _)| rule == id)).collect();
    assert!(missing.is_empty(), "no row in FAVOURITES: {missing:?}");
    for (rule, _) in FAVOURITES {
        assert!(bitext::rules::find(rule).is_some(), "{rule}");
    }
}

#[test]
fn every_rule_is_linear_in_its_favourites() {
    let (mut slow, mut found) = (Vec::new(), HashSet::new());
    for (n, (rule, form)) in FAVOURITES.iter().enumerate() {
        match check_growth(*form, Some(rule), compared_size()) {
            Ok(0) => {}
            Ok(_) => drop(found.insert(*rule)),
            Err(times) => slow.push(format!("{rule} (row {n}): {times}")),
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
    let silent: Vec<&str> = FAVOURITES.iter().map(|(rule, _)| *rule).filter(|rule| !found.contains(rule)).collect();
    assert!(silent.is_empty(), "no finding in the rows of {silent:?}");
}

#[test]
fn the_source_side_is_linear() {
    let check =
        |(name, form): &(&str, Form)| check_growth(*form, None, compared_size()).err().map(|times| format!("{name}: {times}"));
    let slow: Vec<String> = SOURCE_SIDE.iter().filter_map(check).collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
#[ignore = "prints a table for the reader"]
fn measure_favourites() {
    eprintln!("{:<40} {:>8} {:>8} {:>8}  findings", "rule", "1 MB", "2 MB", "4 MB");
    let rules = FAVOURITES.iter().map(|(rule, form)| (*rule, Some(*rule), *form));
    for (name, rule, form) in rules.chain(SOURCE_SIDE.iter().map(|(name, form)| (*name, None, *form))) {
        let sizes = [1, 2, 4].map(|mb| files(form, mb << 20));
        for part in 0..sizes[0].len() {
            let times = sizes.each_ref().map(|files| time_files(&files[part], rule));
            let [one, two, four] = times.map(|(taken, _)| taken.as_secs_f64());
            let sign = if four > 0.3 && four > 3.0 * two { "  !" } else { "" };
            eprintln!("{name:<40} {one:>8.3} {two:>8.3} {four:>8.3}  {}{sign}", times[2].1);
        }
    }
}
