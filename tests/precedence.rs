//! What one finding may hide of another: only its own consequences, never an error behind a warning, and never something new
//! behind something accepted.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests meet the world as a user does")]

mod common;

use bitext::report::baseline::{self, Baseline};
use bitext::report::decide::Report;
use bitext::rules::rule::Level;
use common::File;

fn pair(id: u32, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"2ba23-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{id}\">{source}</span></span>"
    )
}

fn lint(locale: &str, content: &str) -> Report {
    common::lint(&[File { path: format!("{locale}/lamp.md"), content: content.to_owned() }])
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
fn what_is_accepted_hides_nothing_new() {
    for (accepted, before, after, rule) in accepted_and_new() {
        let base = lint("it-it", &before);
        assert!(rules(&base).contains(&accepted), "{accepted}: {:?}", rules(&base));
        let mut since = lint("it-it", &after);
        baseline::since(&mut since, &[lint("it-it", &before)], "base".to_owned());
        let mut baselined = lint("it-it", &after);
        Baseline::of(&base, None, false).0.apply(&mut baselined, "baseline.json");
        for (gate, report) in [("--since", &since), ("--baseline", &baselined)] {
            let found = rules(report);
            // The change may make the accepted finding itself another one; then that one is new, and explains the consequence.
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
    let mut now = lint("it-it", &content);
    Baseline::of(&base, None, false).0.apply(&mut now, "baseline.json");
    assert_eq!(rules(&now), [""; 0]);
    assert_eq!(now.baseline.as_ref().map(|baseline| baseline.stale), Some(0));
}

#[test]
fn what_is_suppressed_hides_nothing() {
    let content = pair(103, "Premere {lampada} ora\u{200b}.", "Press {lamp} now.");
    let suppressed = format!("<!-- bitext-ignore-file stray-character: known -->\n\n{content}\n");
    assert!(rules(&lint("it-it", &suppressed)).contains(&"placeholder-mismatch"));
}
