//! The scanner and the HTML parser agree on every document that the scanner accepts, and no input makes either panic.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::identity::Location;
use bitext::document::sxs::damaged::pairs_by_dom;
use bitext::document::sxs::pairs::{scan, scan_canonical};
use bitext::document::{Document, front_matter::FrontMatter};
use bitext::text::Text;
use common::{below, handbook, properties, shared};
use proptest::prelude::*;

fn body(content: &str) -> usize {
    FrontMatter::parse(content).map_or(0, |matter| matter.body as usize)
}

/// Compares the two parsers. Returns the number of pairs, or `None` if the scanner leaves the document to the HTML parser.
fn agree(content: &str) -> Option<usize> {
    let body = body(content);
    let claimed = scan_canonical(content, body)?;
    assert_eq!(claimed, pairs_by_dom(content, body), "{content}");
    assert_eq!(claimed, scan(content, body).pairs, "{content}");
    Some(claimed.len())
}

#[test]
fn the_two_parsers_agree_on_the_handbook() {
    let claimed: Vec<Option<usize>> = handbook(true).iter().map(|file| agree(&file.content)).collect();
    // Only documents with other spans, with span markup in a fence, or with a broken pair need the HTML parser.
    assert!(claimed.iter().flatten().count() > 90, "{claimed:?}");
}

#[test]
fn the_two_parsers_agree_on_the_corpus() {
    let Some(corpus) = shared("corpus/ef") else { return };
    let (mut documents, mut pairs) = (0, 0);
    for locale in ["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"] {
        for path in below(&corpus.join(locale)) {
            let content = std::fs::read_to_string(&path).unwrap();
            pairs += agree(&content).unwrap_or_else(|| panic!("{} is not canonical", path.display()));
            documents += 1;
        }
    }
    assert_eq!((documents, pairs), (1100, 95_463));
}

/// Inputs that the property below once found: a fence or a comment whose beginning depends on the Markdown around it.
#[test]
fn the_two_parsers_agree_on_inputs_that_once_failed() {
    let pair = |content: &str| {
        format!(
            "<span data-ttu-id=\"2ba23-100\">{content}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-100\"></span></span>"
        )
    };
    let open = "<span data-ttu-id=\"2ba23-103\">";
    for content in [
        format!("```\n    ```\n\n{}", pair("a")),
        format!("{open}é\n```\n\\{}", pair("")),
        format!("{open}<!--\\{}-->", pair("")),
        format!("{open}<!--\\{}-->", pair("a")),
        format!("<span data-ttu-id=\"{open}<!--\\{}-->", pair("")),
        format!(":::<!-----\n{}-->", pair("")),
        format!("[a]: b <!--\n{}-->", pair("")),
    ] {
        agree(&content);
    }
}

/// A failing input of a property is written to a file, and tried first the next time.
#[test]
fn a_failing_input_is_kept_and_tried_again() {
    use proptest::test_runner::{FileFailurePersistence, TestRunner};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept/parsers.txt").to_str().unwrap().to_owned();
    let kept = FileFailurePersistence::Direct(Box::leak(path.clone().into_boxed_str()));
    let config = ProptestConfig { failure_persistence: Some(Box::new(kept)), ..properties("parsers", 100) };
    let below = |limit: u32| move |n: u32| prop_assert_or_fail(n < limit);
    assert!(TestRunner::new(config.clone()).run(&(0..1_000_000_000u32), below(10)).is_err());
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept.lines().any(|line| line.starts_with("cc ") && line.ends_with("shrinks to 10")), "{kept}");
    // With no other case to try, only the kept one can fail.
    let config = ProptestConfig { cases: 0, ..config };
    assert!(TestRunner::new(config.clone()).run(&(0..1_000_000_000u32), below(10)).is_err());
    assert!(TestRunner::new(config).run(&(0..1_000_000_000u32), below(1_000_000_000)).is_ok());
}

fn prop_assert_or_fail(holds: bool) -> Result<(), TestCaseError> {
    if holds { Ok(()) } else { Err(TestCaseError::fail("it does not hold")) }
}

/// Pieces of side-by-side documents, complete and broken.
fn piece() -> impl Strategy<Value = String> {
    let markup = [
        "<span data-ttu-id=\"2ba23-103\">",
        "<span data-ttu-id=\"2ba23-104\">",
        "</span>",
        "<span class=\"sxs-lookup\">",
        "<span data-stu-id=\"2ba23-103\">",
        "<span data-stu-id=\"2ba23-104\">",
        "<span data-ttu-id='2ba23-105'>",
        "<SPAN CLASS=sxs-lookup>",
        "<span class=\"x\">",
        "<span data-ttu-id=\"2ba23-103\" data-ttu-id=\"2ba23-104\">",
        "<span data-ttu-id=\"",
        "<span",
        "<a name=\"x\"></a>",
        "```\n",
        "~~~",
        "`",
        "<!--",
        "-->",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "> ",
        "    ",
        "===\n",
        "[",
        "](x.md)",
        "![",
        "[!NOTE]",
        ":::",
        "|",
        "\\",
        "&lt;",
        "---\n",
        "title: a\n",
        "ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285\n",
        "\u{feff}",
        "\r\n",
    ];
    let pair = |id: u32, target: String, source: String| {
        format!(
            "<span data-ttu-id=\"2ba23-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{id}\">{source}</span></span>"
        )
    };
    prop_oneof![
        3 => prop::sample::select(markup.to_vec()).prop_map(str::to_owned),
        2 => (100..120u32, "[a-zé字 `*<>]{0,8}", "[a-z `*<>]{0,8}").prop_map(move |(id, target, source)| pair(id, target, source)),
        1 => "[a-z字é \n]{1,6}",
    ]
}

proptest! {
    #![proptest_config(properties("parsers", 3000))]

    #[test]
    fn the_two_parsers_agree_on_what_is_generated(pieces in prop::collection::vec(piece(), 0..24)) {
        agree(&pieces.concat());
    }

    #[test]
    fn no_mangled_document_makes_a_panic(pieces in prop::collection::vec(piece(), 0..24), cut in any::<prop::sample::Index>()) {
        let mut bytes = pieces.concat().into_bytes();
        if !bytes.is_empty() {
            bytes.remove(cut.index(bytes.len()));
        }
        whole(&bytes);
    }

    #[test]
    fn no_bytes_make_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        whole(&bytes);
    }

    #[test]
    fn no_damage_to_a_real_document_makes_a_panic(
        document in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        length in 0..60usize,
        instead in prop::collection::vec(any::<u8>(), 0..6),
    ) {
        let files = handbook(true);
        let mut bytes = files[document.index(files.len())].content.clone().into_bytes();
        let start = at.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, instead);
        whole(&bytes);
    }
}

/// Parses, checks and prints a document in every format; places must be inside it and in order.
fn whole(bytes: &[u8]) {
    let settings = bitext::config::Settings::default();
    let document = Document::parse(Text::new("it-it/a.md", bytes), &Location::in_memory("it-it/a.md"));
    let text = document.text.as_str();
    assert_eq!(text.len(), bytes.len());
    assert!(document.segments.windows(2).all(|two| two[0].span.end <= two[1].span.start));
    for pair in &document.segments {
        assert!(text[pair.span.range()].starts_with('<') && text[pair.span.range()].ends_with('>'));
        assert!(pair.target.span.end <= pair.source.span.start);
    }
    let report = common::lint_document(document, &settings);
    let style = bitext::output::human::Style { color: true, unicode: true, width: 80, wrap: true, quiet: false, verbose: true };
    bitext::output::human::print(&report, style);
    bitext::output::concise::print(&report);
    serde_json::from_str::<serde_json::Value>(&bitext::output::json::print(&report)).unwrap();
}
