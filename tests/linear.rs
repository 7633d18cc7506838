//! The cost of the rules on hostile texts: it grows with the bytes of a document, whatever it is made of.
//!
//! Each construct is a piece that is repeated, in one segment and in many. No time is asserted, only that four times the
//! bytes take less than twelve times as long: what is quadratic takes sixteen. `measure` prints seconds for larger documents:
//! `cargo test --release --test linear -- --ignored --nocapture`.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests measure time, and print it")]

use bitext::config::Settings;
use bitext::document::Document;
use bitext::text::Text;
use bitext::{Job, check_document, conclude};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The rules that are measured.
const RULES: &[&str] = &[
    "edge-whitespace",
    "stray-character",
    "link-mismatch",
    "html-mismatch",
    "mangled-name",
    "placeholder-mismatch",
    "code-mismatch",
    "broken-emphasis",
    "emphasis-mismatch",
    "altered-source",
];

/// A construct: its name, and the piece that it repeats, in the target and in the source; `#` is the number of the piece.
const CONSTRUCTS: &[(&str, &str, &str)] = &[
    ("code, one missing", "`a` ", "`a` `b` "),
    ("code, all missing", "parola ", "`a#` "),
    ("code, renamed", "`b#` ", "`a#` "),
    ("code, repeated and bare", "a# ", "`a#` `a#` "),
    ("backtick, never closed", "`` ``` ", "x "),
    ("backtick runs of all lengths", "`(#)`", "x "),
    ("links, missing", "parola ", "[a](b#.md) "),
    ("links, renamed", "[a](c#.md) ", "[a](b#.md) "),
    ("links, without an end", "[a](b ", "[a](b( "),
    ("addresses", "http://a.example/#. ", "http://b.example/#. "),
    ("reference links, missing", "parola ", "[a][b#] "),
    ("collapsed reference links", "[a#][] ", "[b#][] "),
    ("brackets, open", "[", "[a] "),
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
];

/// How a text is cut into segments.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// All of it is one.
    One,
    /// One has eight pieces.
    Many,
    /// The first half of the pieces opens, the other closes: `[[[ .. ]]]`. Both halves are in the target.
    Nested,
}

/// A document of about so many bytes.
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

fn settings() -> Settings {
    let mut settings = Settings::default();
    let rules: Vec<String> = RULES.iter().map(|rule| (*rule).to_owned()).collect();
    settings.choose(&rules, &[], &[]).unwrap();
    settings
}

/// How long a document takes, and how many findings it gets.
fn time(content: &str, settings: &Settings) -> (Duration, usize) {
    let job = Job::in_memory("it-it/a.md");
    let begin = Instant::now();
    let checked = check_document(Document::parse(Text::new("it-it/a.md", content.as_bytes()), &job), settings);
    let report = conclude(vec![checked], Vec::new(), settings, None).unwrap();
    (begin.elapsed(), report.findings.len())
}

#[test]
fn four_times_the_bytes_take_less_than_twelve_times_as_long() {
    let settings = settings();
    let mut slow = Vec::new();
    for construct in CONSTRUCTS {
        for cut in [Cut::One, Cut::Many, Cut::Nested] {
            let (small, large) = (document(*construct, cut, 32 << 10), document(*construct, cut, 128 << 10));
            // Another process may have had the processor: what is quadratic is slow each time.
            let is_slow = (0..4).all(|_| {
                let small = (0..3).map(|_| time(&small, &settings).0).min().unwrap();
                time(&large, &settings).0 > small.max(Duration::from_micros(500)) * 12
            });
            if is_slow {
                slow.push((construct.0, cut));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
#[ignore = "prints a table for the reader"]
fn measure() {
    let settings = settings();
    let limit = std::env::var("LINEAR_MB").ok().and_then(|mb| mb.parse().ok()).unwrap_or(4);
    eprintln!("{:<40} {:>6} {:>8} {:>8} {:>8}  findings", "construct", "", "1 MB", "2 MB", "4 MB");
    for construct in CONSTRUCTS {
        for cut in [Cut::One, Cut::Many, Cut::Nested] {
            let mut line = format!("{:<40} {:>6}", construct.0, format!("{cut:?}"));
            let mut count = 0;
            for mb in [1, 2, 4].into_iter().filter(|mb| *mb <= limit) {
                let (taken, findings) = time(&document(*construct, cut, mb << 20), &settings);
                let _ = write!(line, " {:>8.3}", taken.as_secs_f64());
                count = findings;
                // What is quadratic at one size need not be seen at the next.
                if taken > Duration::from_secs(8) {
                    break;
                }
            }
            eprintln!("{line}  {count}");
        }
    }
}
