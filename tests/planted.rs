//! Every markup fault, planted at a random place of the handbook's clean articles: the right rule names the right segment, and
//! nothing else is reported.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::Series;
use bitext::document::sxs::ids::SegmentId;
use bitext::document::sxs::pairs::{Pair, scan};
use common::structure::{CHANGES, Plant};
use common::{File, findings, handbook, lint, properties};
use proptest::prelude::*;
use std::sync::LazyLock;

static CLEAN: LazyLock<Vec<File>> = LazyLock::new(|| handbook(false));

/// A place in the handbook: a document and one of its pairs.
struct Place<'a> {
    file: usize,
    content: &'a str,
    pairs: Vec<Pair>,
    at: usize,
}

impl<'a> Place<'a> {
    fn pick(document: prop::sample::Index, pair: prop::sample::Index) -> Self {
        let file = document.index(CLEAN.len());
        let content = CLEAN[file].content.as_str();
        let pairs = scan(content, 0).pairs;
        assert!(!pairs.is_empty(), "{}", CLEAN[file].path);
        let at = pair.index(pairs.len());
        Self { file, content, pairs, at }
    }

    fn pair(&self) -> &Pair {
        &self.pairs[self.at]
    }

    fn id(&self, pair: &Pair) -> &'a str {
        &self.content[pair.target.id.range()]
    }

    fn unit(&self) -> String {
        self.id(self.pair()).to_owned()
    }

    fn text(&self, pair: &Pair) -> &'a str {
        &self.content[pair.span.range()]
    }

    /// The pair's parts: the target span, and the `sxs-lookup` span.
    fn halves(&self) -> (&'a str, &'a str) {
        let pair = self.pair();
        let (start, end) = (pair.span.start as usize, pair.span.end as usize);
        let middle = pair.target.text.end as usize + "</span>".len();
        (&self.content[start..middle], &self.content[middle..end])
    }

    /// The document with the pair's text replaced.
    fn with(&self, text: &str) -> String {
        let span = self.pair().span.range();
        format!("{}{text}{}", &self.content[..span.start], &self.content[span.end..])
    }

    /// The id of the pair with another number.
    fn renumbered(&self, number: u32) -> String {
        let unit = self.unit();
        let id = SegmentId::parse(&unit);
        let mark = if id.series == Series::Merged { "p" } else { "" };
        format!("{}-{mark}{number}", id.prefix)
    }

    /// Lints the handbook with this document replaced, and expects one finding in it and none elsewhere.
    fn expect(&self, content: String, rule: &str, units: &[&str]) -> Result<(), TestCaseError> {
        let mut files = CLEAN.clone();
        files[self.file].content = content;
        let report = lint(&files);
        let found = findings(&report);
        prop_assert_eq!(found.len(), 1, "{:?}\n{}", found, files[self.file].content);
        let (path, id, unit) = &found[0];
        prop_assert_eq!(path, &files[self.file].path);
        prop_assert_eq!(*id, rule);
        let unit = unit.as_deref().unwrap_or("none");
        prop_assert!(units.contains(&unit), "{} is none of {:?}", unit, units);
        Ok(())
    }
}

#[test]
fn the_clean_articles_are_clean() {
    let report = lint(&CLEAN);
    assert_eq!(findings(&report), []);
    assert!(report.pairs() > 300, "{}", report.pairs());
}

#[test]
fn each_planted_article_shows_its_fault_and_no_other() {
    let report = lint(&handbook(true));
    let readme = include_str!("../fixtures/README.md");
    let mut stated = 0;
    for row in readme.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let (rule, locale) = (cells[1], cells[2]);
        let path = format!("{locale}/faults/{rule}.md");
        stated += 1;
        let found: Vec<_> = findings(&report).into_iter().filter(|(p, ..)| *p == path).collect();
        // Drift is reported once for each article, in the locale with the oldest version.
        if (rule, locale) == ("locale-drift", "zh-cn") {
            assert_eq!(found, [], "{path}");
            continue;
        }
        assert!(found.iter().any(|(_, id, _)| *id == rule), "{path}: {found:?}");
        // An old date comes with the drift that explains it.
        let others = found.iter().filter(|(_, id, _)| *id != rule && !(rule == "ms-date-behind" && *id == "locale-drift"));
        assert_eq!(others.count(), 0, "{path}: {found:?}");
    }
    assert_eq!(stated, 17);
    assert_eq!(report.findings.len(), 17);
}

#[test]
fn a_document_that_lost_all_its_pairs_gives_one_finding_and_a_tree_without_pairs_none() {
    let bare = |content: &str| {
        let pairs = scan(content, 0).pairs;
        pairs.iter().rev().fold(content.to_owned(), |mut text, pair| {
            text.replace_range(pair.span.range(), &content[pair.target.text.range()]);
            text
        })
    };
    let mut files = CLEAN.clone();
    let lost = files.iter().position(|file| file.path == "ru-ru/logbook.md").unwrap();
    files[lost].content = bare(&files[lost].content);
    assert_eq!(findings(&lint(&files)), [("ru-ru/logbook.md".to_owned(), "lost-segment", None)]);
    for file in files.iter_mut().filter(|file| file.path.starts_with("ru-ru/")) {
        file.content = bare(&file.content);
    }
    assert_eq!(findings(&lint(&files)), []);
}

/// How many changes of each kind are planted in real documents.
const PLANTS: usize = 40;

/// Changes of the markup outside pairs, each planted in a real document that is compared with its source. At least 98 of 100 are
/// reported at the changed line, by one finding.
#[test]
fn changed_markup_is_found_in_real_documents() {
    let Some(corpus) = common::shared("corpus/ef") else { return };
    let source = corpus.join("en.git");
    let mut documents = ["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"].map(|locale| common::below(&corpus.join(locale))).concat();
    documents.retain(|path| std::fs::read_to_string(path).is_ok_and(|content| content.contains("ms.openlocfilehash")));
    let (mut planted, mut missed) = (0, Vec::new());
    for (kind, change) in CHANGES.iter().enumerate() {
        let mut files = Vec::new();
        for i in 0..documents.len() {
            let random = i as u64 * 7919 + kind as u64;
            let path = &documents[random as usize % documents.len()];
            let content = std::fs::read_to_string(path).unwrap();
            if let Some(plant) = change.plant(&content, random) {
                files.push((path.strip_prefix(&corpus).unwrap().to_str().unwrap().to_owned(), content, plant));
            }
            if files.len() == PLANTS {
                break;
            }
        }
        assert_eq!(files.len(), PLANTS, "{change:?}");
        let found = |content: fn(&(String, String, Plant)) -> &str| {
            let folder = common::folder(&files.iter().map(|file| (file.0.as_str(), content(file))).collect::<Vec<_>>());
            let args = ["lint", ".", "--info", "--format", "jsonl", "--source", source.to_str().unwrap()];
            let output = common::bitext(folder.path(), &args);
            let lines = output.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            let key = |value: serde_json::Value| {
                let text = |name: &str| value[name].as_str().unwrap_or("").to_owned();
                (
                    text("path").trim_start_matches("./").to_owned(),
                    text("rule"),
                    text("message"),
                    value["line"].as_u64().unwrap_or(0) as usize,
                )
            };
            lines.map(key).collect::<Vec<_>>()
        };
        let (before, after) = (found(|file| &file.1), found(|file| &file.2.content));
        for (path, _, plant) in &files {
            planted += 1;
            let is_here = |finding: &&(String, String, String, usize)| finding.0 == *path;
            let known: Vec<_> = before.iter().filter(is_here).map(|finding| (&finding.1, &finding.2)).collect();
            let new: Vec<_> = after.iter().filter(is_here).filter(|finding| !known.contains(&(&finding.1, &finding.2))).collect();
            if !matches!(new.as_slice(), [(_, rule, _, line)] if rule == "structure-mismatch" && *line == plant.line()) {
                missed.push(format!("{change:?}: {path}:{}: {new:?}", plant.line()));
            }
        }
    }
    eprintln!("{} of {planted} changes are reported", planted - missed.len());
    assert!(missed.len() * 50 <= planted, "{}", missed.join("\n"));
}

proptest! {
    #![proptest_config(properties("planted", 200))]

    #[test]
    fn markup_outside_the_pairs_changed(document: prop::sample::Index, change in 0..CHANGES.len(), random: u64) {
        let file = document.index(CLEAN.len());
        let Some(plant) = CHANGES[change].plant(&CLEAN[file].content, random) else { return Ok(()) };
        let mut files = CLEAN.clone();
        files[file].content.clone_from(&plant.content);
        let report = lint(&files);
        prop_assert_eq!(findings(&report), [(files[file].path.clone(), "structure-mismatch", None)], "{:?}\n{}", CHANGES[change], plant.content);
        let at = report.findings[0].finding.span.start as usize;
        prop_assert_eq!(plant.content[..at].matches('\n').count() + 1, plant.line(), "{}", plant.content);
    }

    #[test]
    fn a_pair_dropped(document: prop::sample::Index, pair: prop::sample::Index) {
        let place = Place::pick(document, pair);
        place.expect(place.with(""), "lost-segment", &[&place.unit()])?;
    }

    #[test]
    fn a_pair_replaced_by_its_bare_target(document: prop::sample::Index, pair: prop::sample::Index) {
        let place = Place::pick(document, pair);
        let target = &place.content[place.pair().target.text.range()];
        place.expect(place.with(target), "lost-segment", &[&place.unit()])?;
    }

    #[test]
    fn a_span_unclosed(document: prop::sample::Index, pair: prop::sample::Index, which in 0..3) {
        let place = Place::pick(document, pair);
        let (target, source) = place.halves();
        let content = match which {
            0 => place.with(&format!("{}{source}", target.strip_suffix("</span>").unwrap())),
            1 => place.with(&format!("{target}{}", source.strip_suffix("</span>").unwrap())),
            _ => place.with(&format!("{target}{}", source.strip_suffix("</span></span>").unwrap())),
        };
        place.expect(content, "broken-pair", &[&place.unit()])?;
    }

    #[test]
    fn an_opening_tag_lost(document: prop::sample::Index, pair: prop::sample::Index, which in 0..3) {
        let place = Place::pick(document, pair);
        let (target, source) = place.halves();
        let after = |text: &'static str, tag: usize| text.match_indices('>').nth(tag).map(|(i, _)| &text[i + 1..]).unwrap();
        let content = match which {
            0 => place.with(&format!("{}{source}", after(target, 0))),
            1 => place.with(&format!("{target}{}", after(source, 0))),
            _ => place.with(&format!("{target}<span class=\"sxs-lookup\">{}", after(source, 1))),
        };
        place.expect(content, "broken-pair", &[&place.unit()])?;
    }

    #[test]
    fn a_partner_missing(document: prop::sample::Index, pair: prop::sample::Index, which in 0..2) {
        let place = Place::pick(document, pair);
        let (target, source) = place.halves();
        let kept = if which == 0 { target } else { source };
        place.expect(place.with(kept), "broken-pair", &[&place.unit()])?;
    }

    #[test]
    fn halves_in_the_wrong_order_or_apart(document: prop::sample::Index, pair: prop::sample::Index, which in 0..3) {
        let place = Place::pick(document, pair);
        let (target, source) = place.halves();
        let text = match which {
            0 => format!("{source}{target}"),
            1 => format!("{target} parola {source}"),
            _ => format!("{target}</span>{source}"),
        };
        place.expect(place.with(&text), "broken-pair", &[&place.unit()])?;
    }

    #[test]
    fn an_attribute_twice(document: prop::sample::Index, pair: prop::sample::Index) {
        let place = Place::pick(document, pair);
        let unit = place.unit();
        let text = place.text(place.pair()).replacen("<span ", &format!("<span data-ttu-id=\"{unit}\" "), 1);
        place.expect(place.with(&text), "broken-pair", &[&unit])?;
    }

    #[test]
    fn one_id_changed(document: prop::sample::Index, pair: prop::sample::Index, number in 900..999u32, side in 0..2) {
        let place = Place::pick(document, pair);
        let (unit, other) = (place.unit(), place.renumbered(number));
        let (target, source) = place.halves();
        let text = match side {
            0 => format!("{}{source}", target.replacen(&unit, &other, 1)),
            _ => format!("{target}{}", source.replacen(&unit, &other, 1)),
        };
        // If the pair is the only one of its series, both ids fit.
        let series = |p: &Pair| SegmentId::parse(place.id(p)).series;
        let alone = place.pairs.iter().filter(|p| series(p) == series(place.pair())).count() == 1;
        let units = if alone { vec![unit.as_str(), other.as_str()] } else { vec![unit.as_str()] };
        place.expect(place.with(&text), "id-mismatch", &units)?;
    }

    #[test]
    fn one_id_changed_to_a_neighbours(document: prop::sample::Index, pair: prop::sample::Index, side in 0..2) {
        let place = Place::pick(document, pair);
        let unit = place.unit();
        let other = place.id(&place.pairs[(place.at + 1) % place.pairs.len()]);
        let (target, source) = place.halves();
        let text = match side {
            0 => format!("{}{source}", target.replacen(&unit, other, 1)),
            _ => format!("{target}{}", source.replacen(&unit, other, 1)),
        };
        place.expect(place.with(&text), "id-mismatch", &[&unit])?;
    }

    #[test]
    fn both_ids_changed(document: prop::sample::Index, pair: prop::sample::Index, number in 900..999u32) {
        let place = Place::pick(document, pair);
        let (unit, other) = (place.unit(), place.renumbered(number));
        let series = SegmentId::parse(&unit).series;
        let last = place.pairs[place.at + 1..].iter().all(|p| SegmentId::parse(place.id(p)).series != series);
        let content = place.with(&place.text(place.pair()).replace(&unit, &other));
        // If the new number still ascends, only the siblings show the change.
        let rule = if last { "lost-segment" } else { "id-order" };
        place.expect(content, rule, &[&unit, &other])?;
    }

    #[test]
    fn a_pair_doubled(document: prop::sample::Index, pair: prop::sample::Index) {
        let place = Place::pick(document, pair);
        let text = place.text(place.pair());
        place.expect(place.with(&format!("{text}{}{text}", "\n\n")), "duplicate-id", &[&place.unit()])?;
    }

    #[test]
    fn the_id_of_another_pair(document: prop::sample::Index, pair: prop::sample::Index, other: prop::sample::Index) {
        let place = Place::pick(document, pair);
        let other = place.id(&place.pairs[other.index(place.pairs.len())]);
        prop_assume!(other != place.unit());
        let content = place.with(&place.text(place.pair()).replace(&place.unit(), other));
        place.expect(content, "duplicate-id", &[other])?;
    }

    #[test]
    fn two_pairs_swapped(document: prop::sample::Index, pair: prop::sample::Index, other: prop::sample::Index, whole: bool) {
        let place = Place::pick(document, pair);
        let (first, second) = {
            let other = other.index(place.pairs.len());
            (place.pairs[place.at.min(other)], place.pairs[place.at.max(other)])
        };
        let (a, b) = (place.id(&first), place.id(&second));
        // The two series ascend separately, so no id shows an exchange between them.
        prop_assume!(a != b && SegmentId::parse(a).series == SegmentId::parse(b).series);
        let (one, two) = (place.text(&first), place.text(&second));
        let (one, two) = if whole { (two.to_owned(), one.to_owned()) } else { (one.replace(a, b), two.replace(b, a)) };
        let (f, s) = (first.span.range(), second.span.range());
        let content = format!("{}{one}{}{two}{}", &place.content[..f.start], &place.content[f.end..s.start], &place.content[s.end..]);
        place.expect(content, "id-order", &[a, b])?;
    }

    #[test]
    fn another_prefix(document: prop::sample::Index, pair: prop::sample::Index, prefix in "[0-9a-f]{5}") {
        let place = Place::pick(document, pair);
        let unit = place.unit();
        let other = format!("{prefix}-{}", unit.split_once('-').unwrap().1);
        prop_assume!(other != unit);
        let content = place.with(&place.text(place.pair()).replace(&unit, &other));
        place.expect(content, "foreign-id", &[&other])?;
    }

    #[test]
    fn an_id_of_another_form(document: prop::sample::Index, pair: prop::sample::Index, id in "[A-Z]{1,8}|[0-9]{3}|unit-[0-9]{3}") {
        let place = Place::pick(document, pair);
        let content = place.with(&place.text(place.pair()).replace(&place.unit(), &id));
        place.expect(content, "foreign-id", &[&id])?;
    }

    #[test]
    fn a_target_emptied(document: prop::sample::Index, pair: prop::sample::Index, blank in "|[ \n]{1,3}") {
        let place = Place::pick(document, pair);
        let target = place.pair().target.text.range();
        prop_assume!(!blank.contains("\n\n"));
        let content = format!("{}{blank}{}", &place.content[..target.start], &place.content[target.end..]);
        place.expect(content, "empty-translation", &[&place.unit()])?;
    }

    #[test]
    fn a_word_of_the_source_changed(document: prop::sample::Index, pair: prop::sample::Index, word: prop::sample::Index) {
        let place = Place::pick(document, pair);
        let range = place.pair().source.text.range();
        let words: Vec<&str> = place.content[range.clone()].split(' ').collect();
        let at = word.index(words.len());
        // Other tags are not words.
        prop_assume!(!words[at].contains(['<', '>']));
        let changed: Vec<&str> = words.iter().enumerate().map(|(i, word)| if i == at { "lanterns" } else { *word }).collect();
        let content = format!("{}{}{}", &place.content[..range.start], changed.join(" "), &place.content[range.end..]);
        place.expect(content, "altered-source", &[&place.unit()])?;
    }
}
