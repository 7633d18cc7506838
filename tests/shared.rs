//! Known results on the seeds and the corpus in `../shared`. Skipped visibly without them.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::config::Settings;
use bitext::source::provenance::Freshness;
use common::{File, below, findings, lint, shared};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn tree(root: &Path, folder: &str) -> Vec<File> {
    let files = below(&root.join(folder)).into_iter().map(|path| {
        let shown = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        File { content: std::fs::read_to_string(&path).unwrap(), path: shown }
    });
    files.collect()
}

#[test]
fn the_seeds_show_outdated_locales_and_what_they_lack() {
    let Some(seeds) = shared("seeds") else { return };
    let report = lint(&tree(&seeds, ""));
    let article = "customer-communication-from-microsoft.md";
    let expected = [
        ("es-ES", "ms-date-behind", None),
        ("pt-BR", "ms-date-behind", None),
        ("pt-BR", "locale-drift", None),
        ("ru-RU", "ms-date-behind", None),
        // A space before the full stop.
        ("zh-CN", "markup-spacing", Some("9f496-104".to_owned())),
    ];
    let found = findings(&report);
    assert_eq!(found, expected.map(|(locale, rule, unit)| (format!("{locale}/{article}"), rule, unit)));
    for judged in report.findings.iter().filter(|j| j.finding.rule.id == "ms-date-behind") {
        assert_eq!(judged.finding.message, "`ms.date` 11/20/2019 is 233 days older than that of it-IT and zh-CN");
    }
    let drift = &report.findings[2].finding;
    assert!(drift.message.contains("zh-CN: 233 days older; lacks 4 segments"), "{}", drift.message);
    let help = drift.help.as_deref().unwrap();
    for part in [
        "it-IT (`ms.date` 2020-07-10, handed off 2020-07-17): the same `ms.date`, but handed off 306 days earlier",
        "lacks “**Appropriate roles**: Helpdesk agent”",
        "lacks “Next steps”",
        "lacks “Customer self-support through Microsoft Office 365 admin cen…”",
    ] {
        assert!(help.contains(part), "{help}");
    }
}

#[test]
fn the_corpus_gives_the_known_counts() {
    let Some(corpus) = shared("corpus/ef") else { return };
    let locales = ["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"];
    let files: Vec<File> = locales.iter().flat_map(|locale| tree(&corpus, locale)).collect();
    let report = lint(&files);
    assert_eq!((report.run.documents.linted.len(), report.pairs()), (1100, 95_463));
    let mut articles: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, rule, _) in findings(&report) {
        articles.entry(rule).or_default().insert(path.split_once('/').unwrap().1.to_owned());
    }
    let count = |rule: &str| articles.get(rule).map_or(0, BTreeSet::len);
    // corpus/README.md: the hash differs between locales in 216 articles, `ms.date` in 33.
    assert_eq!((count("locale-drift"), count("ms-date-behind")), (216, 33));
    // Same-hash siblings agree on ids, sources and dates in every case.
    for rule in ["lost-segment", "altered-source", "ms-date-mismatch", "invalid-metadata"] {
        assert_eq!(count(rule), 0, "{rule}");
    }
    for rule in bitext::rules::RULES.iter().filter(|rule| rule.group.name() == "markup") {
        assert_eq!(count(rule.id), 0, "{}", rule.id);
    }
}

/// corpus/README.md: the state of the documents of each locale at an English commit, and its least number of stale pairs.
#[test]
fn the_corpus_has_the_counted_states() {
    let Some(corpus) = shared("corpus/ef") else { return };
    let (early, late) = ("9098d1fd36d0", "566433ddd25b");
    // Fresh, stale, gone, unknown, not localized; stale pairs.
    for (locale, rev, counts, stale_pairs) in [
        ("it-IT", early, [184, 12, 0, 2, 27], 22),
        ("it-IT", late, [0, 172, 24, 2, 93], 0),
        ("de-DE", early, [183, 12, 0, 3, 27], 25),
        ("zh-CN", late, [138, 75, 2, 3, 51], 1161),
        ("ja-JP", late, [232, 6, 0, 3, 26], 10),
        ("ru-RU", late, [187, 55, 0, 3, 22], 72),
    ] {
        let settings = against(&corpus, &[locale], rev);
        let status = bitext::status(&settings).unwrap();
        let [row] = status.locales.as_slice() else { panic!("{locale}: {} rows", status.locales.len()) };
        let count = |state| row.count(state);
        let states =
            [Some(Freshness::Fresh), Some(Freshness::Stale), Some(Freshness::Orphan), Some(Freshness::Unknown), None].map(count);
        assert_eq!(states, counts, "{locale} at {rev}");
        let stale = row.sum(|document| document.stale_pairs);
        assert!(stale >= stale_pairs, "{locale} at {rev}: {stale} stale pairs");
    }
}

/// The untouched trees have no lost or misplaced segments and no wrong front matter; the altered source texts are real losses.
#[test]
fn the_corpus_is_complete_at_handoff() {
    let Some(corpus) = shared("corpus/ef") else { return };
    let report = bitext::lint(&against(&corpus, &["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"], "566433ddd25b")).unwrap();
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (path, rule, _) in findings(&report) {
        let locale = path.split('/').rev().find(|part| part.len() == 5 && part.as_bytes()[2] == b'-').unwrap().to_owned();
        *counts.entry((rule, locale)).or_default() += 1;
    }
    let of =
        |rule| counts.iter().filter(|((id, _), _)| *id == rule).map(|((_, locale), n)| (locale.as_str(), *n)).collect::<Vec<_>>();
    for rule in ["lost-segment", "segment-order", "metadata-mismatch", "ms-date-mismatch", "unknown-handoff"] {
        assert_eq!(of(rule), [], "{rule}");
    }
    assert_eq!(of("altered-source"), [("ja-JP", 2), ("zh-CN", 20)]);
}

fn against(corpus: &Path, locales: &[&str], rev: &str) -> Settings {
    Settings {
        paths: locales.iter().map(|locale| common::utf8(corpus.join(locale))).collect(),
        source: Some(common::utf8(corpus.join("en.git"))),
        source_rev: Some(rev.to_owned()),
        ..Settings::default()
    }
}
