//! `locale-drift`: the locales of an article come from different source versions.

use crate::date;
use crate::document::Document;
use crate::finding::Finding;
use crate::fold::fold;
use crate::rule::{Check, Example, Group, Level, Rule, front_matter, pair};
use crate::siblings::{Article, Matched};
use crate::text::Span;
use crate::versions::{self, Version};
use crate::words::{counted, listed, quote};
use jiff::civil::Date;
use std::collections::HashMap;
use std::fmt::Write as _;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "locale-drift",
    group: Group::Consistency,
    level: Level::Warn,
    since: "0.1.0",
    summary: "the locales of an article come from different source versions",
    what: "Compares the source versions (`ms.openlocfilehash`) that the locales of an article were made from, and gives one \
           finding an article, on the locale that is furthest behind. The newest version is the one with the latest \
           `ms.date`, then the latest `ms.lasthandoff`. For every other locale it says how far behind it is: in days, and in \
           source sentences that it lacks, that were reworded since, and that are gone. Documents without pairs have no \
           sentences to compare; `ms-date-behind` tells of them in days.",
    why: "Readers of one language follow instructions that readers of another are no longer given.",
    remedy: "Hand off the locales that are behind from the current source.",
    wrong: &[
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n"
            ),
        },
        Example {
            path: "ru-ru/lamp.md",
            content: concat!(
                front_matter!("ru-RU", date: "03/17/2021", handoff: "03/20/2021", hash: "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922"),
                pair!("3defd-103", "Зажгите лампу.", "Light the lamp."),
                "\n"
            ),
        },
    ],
    right: &[
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                "\n"
            ),
        },
        Example {
            path: "ru-ru/lamp.md",
            content: concat!(
                front_matter!("ru-RU", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("3defd-103", "Зажгите лампу.", "Light the lamp."),
                "\n"
            ),
        },
    ],
    check: Check::Article(check),
};

/// How many sentences of a kind the help names for each version.
const NAMED: usize = 5;

fn check(matched: &Matched, article: &Article, findings: &mut Vec<Finding>) {
    let mut versions: Vec<Age<'_>> =
        versions::of_article(matched, article).into_iter().filter_map(|version| Age::of(matched, version)).collect();
    if versions.len() < 2 {
        return;
    }
    // Newest first; the sort keeps the order of the documents where the dates are the same.
    versions.sort_by_key(|age| std::cmp::Reverse((age.date, age.handoff)));
    let newest = &versions[0];
    let newest_document = whole_document(matched, &newest.version);
    let gaps: Vec<(&Age<'_>, Gap)> =
        versions[1..].iter().map(|age| (age, Gap::between(newest_document, whole_document(matched, &age.version)))).collect();
    let (last, furthest) = gaps
        .iter()
        .max_by_key(|(age, gap)| (newest.days_since(age), gap.count(), newest.handoff_days_since(age)))
        .map(|(age, gap)| (*age, gap))
        .expect("at least two versions");
    let index = last.version.documents[0];
    let Some((_, place)) = matched.documents[index].value("ms.openlocfilehash") else { return };
    let leader = locales(matched, newest);
    let message = format!(
        "{} of this article {} behind {leader}: {}",
        locales(matched, last),
        if last.version.documents.len() == 1 { "is" } else { "are" },
        newest.distance(last, furthest)
    );
    let mut finding = Finding::new(&RULE, place, message).label("an older source version").in_document(index);
    let mut help = format!("newest: {leader} ({})", newest.dates());
    for (age, gap) in &gaps {
        let _ = write!(help, "\n{} ({}): {}", locales(matched, age), age.dates(), newest.distance(age, gap));
        gap.name(&mut help);
    }
    help.push_str("\nhand off what is behind from the current source");
    for age in std::iter::once(newest).chain(gaps.iter().map(|(age, _)| *age)) {
        for &i in age.version.documents.iter().filter(|&&i| i != index) {
            let span = matched.documents[i].value("ms.openlocfilehash").map_or(Span::default(), |(_, span)| span);
            let what = if age.version.hash == newest.version.hash {
                format!("{}: the newest source version", versions::locale(matched, i))
            } else {
                let gap = gaps.iter().find(|(other, _)| other.version.hash == age.version.hash).map(|(_, gap)| gap);
                format!("{}: {}", versions::locale(matched, i), gap.map_or(String::new(), |gap| newest.distance(age, gap)))
            };
            finding = finding.related(i, span, what);
        }
    }
    findings.push(finding.help(help));
}

/// A version with its dates.
struct Age<'a> {
    version: Version<'a>,
    date: Option<Date>,
    handoff: Option<Date>,
}

impl<'a> Age<'a> {
    /// `None` when no document of the version has pairs, so that it cannot be compared in sentences.
    fn of(matched: &'a Matched, version: Version<'a>) -> Option<Self> {
        if version.documents.iter().all(|&i| matched.documents[i].pairs.is_empty()) {
            return None;
        }
        let date = versions::date_of_version(matched, &version);
        let handoff = version.documents.iter().filter_map(|&i| versions::date_of(&matched.documents[i], "ms.lasthandoff")).max();
        Some(Self { version, date, handoff })
    }

    /// By how many days the `ms.date` of an older version is behind.
    fn days_since(&self, older: &Self) -> i64 {
        self.date.zip(older.date).map_or(0, |(newer, older)| date::days(older, newer))
    }

    fn handoff_days_since(&self, older: &Self) -> i64 {
        self.handoff.zip(older.handoff).map_or(0, |(newer, older)| date::days(older, newer))
    }

    /// How far an older version is behind this one, in days and in sentences.
    fn distance(&self, older: &Self, gap: &Gap) -> String {
        let days = self.days_since(older);
        let handoff = self.handoff_days_since(older);
        let days = match (days, handoff) {
            (0, 0) => "another source version of the same dates".to_owned(),
            (0, handoff) if handoff > 0 => format!("the same `ms.date`, handed off {} earlier", date::in_days(handoff)),
            (0, handoff) => format!("the same `ms.date`, handed off {} later", date::in_days(-handoff)),
            (days, _) => date::in_days(days),
        };
        format!("{days}, {}", gap.summed_up())
    }

    fn dates(&self) -> String {
        let shown = |date: Option<Date>| date.map_or("none".to_owned(), |date| date.to_string());
        format!("`ms.date` {}, handed off {}", shown(self.date), shown(self.handoff))
    }
}

/// The locales of a version, in a sentence.
fn locales(matched: &Matched, age: &Age<'_>) -> String {
    let names: Vec<&str> = age.version.documents.iter().map(|&i| versions::locale(matched, i)).collect();
    listed(&names)
}

/// The document of a version with the most pairs: the one least likely to have lost some.
fn whole_document<'a>(matched: &'a Matched, version: &Version<'_>) -> &'a Document {
    let documents = version.documents.iter().map(|&i| &matched.documents[i]);
    documents.rev().max_by_key(|document| document.pairs.len()).expect("a version has documents")
}

/// What a source version lacks of the newest one, and what it has beyond it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Gap {
    /// Sentences of the newest that it has nothing for.
    lacks: Vec<String>,
    /// Sentences that read otherwise: as they are now, as it has them.
    reworded: Vec<(String, String)>,
    /// Sentences of its own that are no longer there.
    gone: Vec<String>,
}

impl Gap {
    /// Compares the source sentences of two documents, in order. Sentences of the same text are matched; of the rest,
    /// those between the same two matches that share half of their words are one sentence, reworded.
    fn between(newest: &Document, older: &Document) -> Self {
        let sentences = |document: &Document| -> Vec<String> {
            document.pairs.iter().map(|pair| fold(document.source(pair)).into_owned()).collect()
        };
        Self::of(&sentences(newest), &sentences(older))
    }

    fn of(new: &[String], old: &[String]) -> Self {
        // The n-th use of a text is matched with the n-th use of the same text.
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, text) in old.iter().enumerate().rev() {
            places.entry(text).or_default().push(i);
        }
        let matches: Vec<Option<usize>> = new.iter().map(|text| places.get_mut(text.as_str()).and_then(Vec::pop)).collect();
        let mut matched = vec![false; old.len()];
        for i in matches.iter().flatten() {
            matched[*i] = true;
        }
        let mut gap = Self::default();
        let mut taken = matched.clone();
        let mut near = 0;
        for (text, place) in new.iter().zip(&matches) {
            if let Some(place) = place {
                near = place + 1;
                continue;
            }
            // Candidates for a rewording follow the match before, up to the next sentence that is matched.
            let candidates = (near..old.len()).take_while(|&i| !matched[i]).take(16).filter(|&i| !taken[i]);
            match candidates.filter(|&i| alike(text, &old[i])).min() {
                Some(i) => {
                    taken[i] = true;
                    gap.reworded.push((text.clone(), old[i].clone()));
                }
                None => gap.lacks.push(text.clone()),
            }
        }
        gap.gone = old.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(text, _)| text.clone()).collect();
        gap
    }

    fn count(&self) -> usize {
        self.lacks.len() + self.reworded.len() + self.gone.len()
    }

    fn summed_up(&self) -> String {
        let mut parts = Vec::new();
        if !self.lacks.is_empty() {
            parts.push(format!("lacks {}", counted(self.lacks.len(), "segment")));
        }
        if !self.reworded.is_empty() {
            parts.push(format!("{} reworded since", self.reworded.len()));
        }
        if !self.gone.is_empty() {
            parts.push(format!("{} gone since", self.gone.len()));
        }
        if parts.is_empty() { "no segment differs".to_owned() } else { parts.join(", ") }
    }

    /// Names the sentences, the first few of each kind.
    fn name(&self, help: &mut String) {
        let mut write = |kind: &str, lines: Vec<String>, all: usize| {
            for line in lines {
                let _ = write!(help, "\n  {kind} {line}");
            }
            if all > NAMED {
                let _ = write!(help, "\n  {kind} {} more", all - NAMED);
            }
        };
        let quoted = |texts: &[String]| texts.iter().take(NAMED).map(|text| quote(text)).collect();
        write("lacks", quoted(&self.lacks), self.lacks.len());
        let reworded = self.reworded.iter().take(NAMED).map(|(new, old)| format!("{} is now {}", quote(old), quote(new)));
        write("reworded", reworded.collect(), self.reworded.len());
        write("gone", quoted(&self.gone), self.gone.len());
    }
}

/// Whether two sentences share at least half of their words, by count.
fn alike(one: &str, other: &str) -> bool {
    let mut words: HashMap<&str, i32> = HashMap::new();
    let mut total = 0;
    for word in one.split(' ') {
        *words.entry(word).or_default() += 1;
        total += 1;
    }
    let mut shared = 0;
    for word in other.split(' ') {
        total += 1;
        if let Some(count) = words.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 2;
        }
    }
    shared * 2 >= total
}

#[cfg(test)]
mod tests {
    use super::Gap;

    fn gap(new: &[&str], old: &[&str]) -> Gap {
        let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        Gap::of(&own(new), &own(old))
    }

    #[test]
    fn sentences_are_lacking_reworded_or_gone() {
        let gap = gap(
            &["One.", "Trim the lamp each week.", "Two.", "New here."],
            &["One.", "Trim the lamp each month.", "Two.", "Old and odd."],
        );
        assert_eq!(gap.lacks, ["New here."]);
        assert_eq!(gap.reworded, [("Trim the lamp each week.".to_owned(), "Trim the lamp each month.".to_owned())]);
        assert_eq!(gap.gone, ["Old and odd."]);
    }

    #[test]
    fn a_sentence_that_moved_or_stands_more_often_is_counted_exactly() {
        assert_eq!(gap(&["A", "B", "C"], &["C", "A", "B"]), Gap::default());
        assert_eq!(gap(&["A", "A"], &["A"]).lacks, ["A"]);
        assert_eq!(gap(&["A"], &["A", "A"]).gone, ["A"]);
    }
}
