//! A finding hides only its own consequences: a warning never hides an error, and an accepted finding never hides a new one.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::DocId;
use bitext::report::Report;
use bitext::report::baseline::Baseline;
use bitext::report::decide::{Decided, Verdict};
use bitext::report::explanations;
use bitext::rules::RULES;
use bitext::rules::finding::{Finding, Problem};
use bitext::rules::rule::Level;
use bitext::text::Span;
use common::File;
use std::collections::BTreeSet;

fn pair(id: u32, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"2ba23-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{id}\">{source}</span></span>"
    )
}

fn file(locale: &str, content: &str) -> [File; 1] {
    [File { path: format!("{locale}/lamp.md"), content: content.to_owned() }]
}

fn lint(locale: &str, content: &str) -> Report {
    common::lint(&file(locale, content))
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|judged| judged.finding.rule.id).collect()
}

#[test]
fn a_version_with_a_comma_hides_no_lost_number() {
    let source = "Beacon 4.2 needs 21, 22, 23, 24, 25, 26, 27, 28, 29 and 30 lamps.";
    let report = lint("it-it", &pair(103, "Beacon 4,2 ha bisogno di molte lampade.", source));
    assert!(rules(&report).contains(&"number-mismatch"), "{:?}", rules(&report));
    assert!(report.fails(Some(Level::Error)));
}

#[test]
fn words_left_in_english_hide_no_wrong_link_code_placeholder_or_number() {
    let english = "by turning the switch at the door";
    for (source, target, rule) in [
        ("See [the lamp](lamp.md)", "Смотрите [лампу](door.md)", "link-mismatch"),
        ("Call `Light()` now", "Вызовите `Dark()` сейчас", "code-mismatch"),
        ("Set {lamp} now", "Задайте {лампа} сейчас", "placeholder-mismatch"),
        ("Wait 40 seconds", "Ждите 45 секунд", "number-mismatch"),
    ] {
        let content = pair(103, &format!("{target} {english}."), &format!("{source} {english}."));
        let report = lint("ru-ru", &content);
        assert!(rules(&report).contains(&rule), "{target}: {:?}", rules(&report));
        assert!(report.fails(Some(Level::Error)), "{target}");
    }
}

/// A problem of the markup, a second problem in the same segment, and the rule of the second one.
fn accepted_and_new() -> Vec<(&'static str, String, String, &'static str)> {
    let (lamp, door) = ("Vedere [la lampada](lamp.md).", "See [the lamp](lamp.md).");
    let wrong = |content: &str| content.replacen("](lamp.md)", "](door.md)", 1);
    let heading =
        |anchor: &str| format!("## <a name=\"{anchor}\"></a>{}\n\n", pair(106, "Accendere la lampada", "Light the lamp"));
    let duplicate = format!("{}\n\n{}\n", pair(103, lamp, door), pair(103, "Chiudere la porta.", "Close the door."));
    let order = format!("{}\n\n{}\n", pair(105, lamp, door), pair(104, "Chiudere la porta.", "Close the door."));
    let nested = format!("<span data-ttu-id=\"2ba23-104\">Prima {}</span>\n", pair(103, lamp, door));
    let unordered_heading = |anchor: &str| format!("{}{}\n", heading(anchor), pair(105, "Chiudere la porta.", "Close the door."));
    vec![
        ("duplicate-id", duplicate.clone(), wrong(&duplicate), "link-mismatch"),
        ("id-order", order.clone(), wrong(&order), "link-mismatch"),
        ("broken-pair", nested.clone(), wrong(&nested), "link-mismatch"),
        ("id-order", unordered_heading("light-the-lamp"), unordered_heading("other-lamp"), "heading-anchor"),
    ]
}

#[test]
fn an_accepted_finding_hides_no_new_one() {
    for (accepted, before, after, rule) in accepted_and_new() {
        let base = lint("it-it", &before);
        assert!(rules(&base).contains(&accepted), "{accepted}: {:?}", rules(&base));
        let since = common::lint_since(&file("it-it", &before), &file("it-it", &after));
        let baselined = common::lint_with_baseline(&Baseline::from_report(&base, None, false).0, &file("it-it", &after));
        for (gate, report) in [("--since", &since), ("--baseline", &baselined)] {
            let found = rules(report);
            // The change may also alter the accepted finding. Then it is new, and explains the consequence.
            let is_reported = found.contains(&rule) || found.contains(&accepted);
            assert!(is_reported, "{gate}: {accepted} hides {rule}: {found:?}");
            assert!(report.fails(Some(Level::Error)), "{gate}: {accepted} hides {rule}");
        }
    }
}

#[test]
fn an_explained_finding_in_the_baseline_is_not_new() {
    let content = pair(103, "", "Wait 40 seconds at [the lamp](lamp.md).");
    let base = lint("it-it", &content);
    assert_eq!(rules(&base), ["empty-translation"]);
    let now = common::lint_with_baseline(&Baseline::from_report(&base, None, false).0, &file("it-it", &content));
    assert_eq!(rules(&now), [""; 0]);
    assert_eq!(now.baseline.as_ref().map(|baseline| baseline.unmatched), Some(0));
}

#[test]
fn a_suppressed_finding_hides_nothing() {
    let content = pair(103, "Premere {lampada} ora\u{200b}.", "Press {lamp} now.");
    let suppressed = format!("<!-- bitext-ignore-file stray-character: known -->\n\n{content}\n");
    assert!(rules(&lint("it-it", &suppressed)).contains(&"placeholder-mismatch"));
}

/// The part of a document that two findings have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Common {
    Segment,
    TargetWords,
    SourceWords,
}

/// Rules that look at the language of a whole target.
const LANGUAGE: &[&str] = &["untranslated", "partly-untranslated", "leaked-source"];

/// Rules that compare one kind of part of a target with its source.
const PARTS: &[&str] = &[
    "link-mismatch",
    "code-mismatch",
    "placeholder-mismatch",
    "html-mismatch",
    "broken-emphasis",
    "emphasis-scope",
    "identifier-mismatch",
    "link-text",
    "emphasis-mismatch",
    "number-mismatch",
    "localized-version",
    "mangled-name",
    "no-loc",
    "glossary",
    "final-punctuation",
    "code-order",
    "math-mismatch",
    "ui-path",
    "unbalanced",
    "doubled-word",
    "length",
    "inconsistent-translation",
];

/// Every pair of rules of which one explains the other: the explaining rule, what both findings have in common, and the explained
/// rules. This list is written by hand and does not come from the rules, so that no row can be lost or added unnoticed.
const EXPLAINED: &[(&str, Common, &[&[&str]])] = &[
    (
        "broken-pair",
        Common::Segment,
        &[&["lost-segment", "missing-segment", "unpaired-text", "heading-anchor", "structure-mismatch"], LANGUAGE, PARTS],
    ),
    ("id-mismatch", Common::Segment, &[&["segment-order"]]),
    ("duplicate-id", Common::Segment, &[&["segment-order", "altered-source", "stale-segment", "heading-anchor"]]),
    ("id-order", Common::Segment, &[&["segment-order", "heading-anchor"]]),
    ("lost-segment", Common::Segment, &[&["unpaired-text", "heading-anchor", "structure-mismatch"]]),
    ("added-content", Common::Segment, &[&["structure-mismatch", "unpaired-text"]]),
    ("lost-coverage", Common::Segment, &[&["unpaired-text"]]),
    ("unproven-handoff", Common::Segment, &[&["locale-drift", "unknown-handoff"]]),
    ("altered-source", Common::Segment, &[&["heading-anchor", "structure-mismatch"]]),
    ("structure-mismatch", Common::Segment, &[&["heading-anchor"]]),
    ("altered-source", Common::SourceWords, &[LANGUAGE, PARTS]),
    ("invalid-metadata", Common::Segment, &[&["ms-date-mismatch", "metadata-mismatch"]]),
    ("ms-date-mismatch", Common::Segment, &[&["ms-date-behind"]]),
    ("empty-translation", Common::Segment, &[&["edge-whitespace", "stray-character", "invisible-residue"], LANGUAGE, PARTS]),
    (
        "active-content",
        Common::Segment,
        &[&["html-mismatch", "unbalanced", "inconsistent-translation", "structure-mismatch", "unpaired-text"]],
    ),
    ("active-content", Common::TargetWords, &[PARTS]),
    ("stray-character", Common::TargetWords, &[&["edge-whitespace"], LANGUAGE, PARTS]),
    ("leaked-source", Common::TargetWords, &[&["partly-untranslated", "edge-whitespace"], PARTS]),
    ("partly-untranslated", Common::TargetWords, &[PARTS]),
    ("code-mismatch", Common::TargetWords, &[&["placeholder-mismatch", "number-mismatch", "mangled-name", "no-loc"]]),
    ("no-loc", Common::SourceWords, &[&["mangled-name"]]),
    ("mangled-name", Common::TargetWords, &[&["edge-whitespace"]]),
    ("broken-emphasis", Common::Segment, &[&["emphasis-mismatch", "inconsistent-translation"]]),
    ("untranslated", Common::Segment, &[&["inconsistent-translation"]]),
    ("link-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("link-mismatch", Common::SourceWords, &[&["identifier-mismatch"]]),
    ("link-text", Common::Segment, &[&["inconsistent-translation"]]),
    ("identifier-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("identifier-mismatch", Common::SourceWords, &[&["mangled-name", "number-mismatch", "localized-version"]]),
    ("emphasis-scope", Common::Segment, &[&["emphasis-mismatch", "inconsistent-translation"]]),
    ("code-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("placeholder-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("html-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("link-mismatch", Common::Segment, &[&["unbalanced", "inconsistent-translation"]]),
    ("code-mismatch", Common::Segment, &[&["unbalanced", "inconsistent-translation"]]),
    ("placeholder-mismatch", Common::Segment, &[&["unbalanced", "inconsistent-translation"]]),
    ("html-mismatch", Common::Segment, &[&["unbalanced", "inconsistent-translation"]]),
    ("number-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("localized-version", Common::Segment, &[&["inconsistent-translation"]]),
    ("mangled-name", Common::Segment, &[&["inconsistent-translation"]]),
    ("no-loc", Common::Segment, &[&["inconsistent-translation"]]),
    ("glossary", Common::Segment, &[&["inconsistent-translation"]]),
    ("final-punctuation", Common::Segment, &[&["inconsistent-translation"]]),
    ("label-consistency", Common::Segment, &[&["inconsistent-translation"]]),
    ("code-order", Common::Segment, &[&["inconsistent-translation"]]),
    ("math-mismatch", Common::SourceWords, &[&["placeholder-mismatch", "number-mismatch", "localized-version", "mangled-name"]]),
    ("math-mismatch", Common::TargetWords, &[&["placeholder-mismatch", "number-mismatch", "mangled-name", "edge-whitespace"]]),
    ("math-mismatch", Common::Segment, &[&["inconsistent-translation"]]),
    ("ui-path", Common::Segment, &[&["emphasis-scope", "unbalanced", "inconsistent-translation"]]),
    ("unbalanced", Common::Segment, &[&["inconsistent-translation"]]),
    ("doubled-word", Common::Segment, &[&["inconsistent-translation"]]),
    ("length", Common::Segment, &[&["inconsistent-translation"]]),
];

/// A finding of a rule with a target at bytes 0 to 10 and a source text at bytes 20 to 30.
fn finding(rule: &str, span: (u32, u32), in_source: Option<(u32, u32)>, extent: (u32, u32), unit: &str) -> Finding {
    let span_of = |(start, end): (u32, u32)| Span { start, end };
    let mut finding = Problem::new(bitext::rules::find(rule).unwrap(), span_of(span), "message");
    finding.segment_id = Some(unit.to_owned());
    finding.whole = Some([span_of((0, 10)), span_of((20, 30))]);
    finding.extent = span_of(extent);
    if let Some(place) = in_source {
        finding = finding.related_here(span_of(place), "in the source");
    }
    finding.in_document(DocId::Linted(0))
}

/// Two findings that have only this in common.
fn two_findings(first: &str, second: &str, common: Common) -> Vec<Finding> {
    match common {
        Common::Segment => {
            vec![finding(first, (1, 3), None, (1, 3), "2ba23-103"), finding(second, (7, 8), Some((27, 28)), (7, 8), "2ba23-103")]
        }
        Common::TargetWords => vec![
            finding(first, (2, 5), None, (40, 41), "2ba23-103"),
            finding(second, (3, 4), Some((27, 28)), (50, 51), "2ba23-104"),
        ],
        Common::SourceWords => vec![
            finding(first, (22, 25), None, (40, 41), "2ba23-103"),
            finding(second, (7, 8), Some((23, 24)), (50, 51), "2ba23-104"),
        ],
    }
}

#[test]
fn exactly_the_listed_rules_explain_each_other() {
    let mut found = BTreeSet::new();
    for first in RULES {
        for second in RULES.iter().filter(|second| second.id != first.id) {
            for common in [Common::Segment, Common::TargetWords, Common::SourceWords] {
                let findings = two_findings(first.id, second.id, common);
                let decided = |finding: Finding| Decided {
                    finding: Box::new(finding),
                    level: Level::Error,
                    fingerprint: String::new(),
                    verdict: Verdict::Reported,
                };
                let findings: Vec<Decided> = findings.into_iter().map(decided).collect();
                if explanations::explained(&findings)[1] {
                    found.insert((first.id, common, second.id));
                }
            }
        }
    }
    let expected: BTreeSet<_> = EXPLAINED
        .iter()
        .flat_map(|(first, common, lists)| lists.iter().copied().flatten().map(move |second| (*first, *common, *second)))
        .collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "no longer explained: {missing:?}\nnot listed here: {surplus:?}");
}
