//! `locale-drift`: the locales of an article come from different source versions.

use crate::document::{DocId, Document, Key};
use crate::project::versions;
use crate::project::{Article, Project, Version};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::RuleOptions;
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::Handoff;
use crate::text::Span;
use crate::text::date;
use crate::text::normalize::{normalize, strip_link};
use crate::text::phrases::{counted, is_or_are, listed, quote};
use crate::text::similarity::{SortedWords, are_similar};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The rule.
pub static RULE: Rule = Rule {
    id: "locale-drift",
    group: Group::Consistency,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the locales of an article come from different source versions.

## What it does

Compares the source versions (`ms.openlocfilehash`) from which the locales of an article were made. An article gives one finding, on the most outdated locale. The newest version is the one with the latest `ms.date`, then the latest `ms.lasthandoff`. The finding shows how far behind each of the other locales is, in days and in segments: missing, reworded and removed. Documents without pairs have no segments to compare; `ms-date-behind` compares their dates.

## Why it matters

Readers of one language follow instructions that readers of another no longer get.

## Example

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

`ru-ru/lamp.md`:

```markdown
---
title: "ru-RU"
ms.date: 03/17/2021
ms.openlocfilehash: 407b133d37d3f1c3ca46c8a9c15b3a75e93f2922
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: ru-RU
ms.lasthandoff: 03/20/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="3defd-103">Зажгите лампу.</span><span class="sxs-lookup"><span data-stu-id="3defd-103">Light the lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`ru-ru/lamp.md`:

```markdown
---
title: "ru-RU"
ms.date: 03/17/2021
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: ru-RU
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="3defd-103">Зажгите лампу.</span><span class="sxs-lookup"><span data-stu-id="3defd-103">Light the lamp.</span></span>
```

## What to do

Hand the outdated locales off again from the current source.
"#,
    exact: Some("the source hashes differ"),
    checks: &[Check::Article(check)],
    options: Some(RuleOptions::for_struct::<Options>()),
    ..Rule::DEFAULTS
};

/// The options of the rule.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// Number of days a locale may lag behind before it is reported. They are counted by `ms.date` or, if that is the same, by
    /// handoff date.
    #[schemars(example = 30)]
    days: u32,
}

/// The number of segments of a kind that the help quotes for each version.
const MAX_QUOTED: usize = 5;

fn check(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    // A version whose recorded hash matches no version of the source is ignored.
    let unknown = |doc: &DocId| project.state(*doc).is_some_and(|state| matches!(state.handoff, Handoff::Unknown(_)));
    let versions = article.versions.iter().filter(|version| !version.documents.iter().all(unknown));
    let mut ages: Vec<Age<'_>> = versions.filter_map(|version| Age::for_version(project, version)).collect();
    if ages.len() < 2 {
        return;
    }
    // Newest first. The sort is stable, so versions with the same dates keep the order of their documents.
    ages.sort_by_key(|age| std::cmp::Reverse((age.date, age.handoff)));
    let newest = ages.remove(0);
    ages.retain(|age| {
        let days = project.options.get(age.version.documents[0]).get::<Options>(&RULE).days;
        days == 0 || newest.lead(age) > i64::from(days)
    });
    ages.insert(0, newest);
    let Some((newest, older @ [_, ..])) = ages.split_first() else { return };
    let gaps: Vec<(&Age<'_>, Gap)> = older.iter().map(|age| (age, Gap::between(&newest.sources, &age.sources))).collect();
    let lag = |(age, gap): &&(&Age<'_>, Gap)| (newest.days_since(age), gap.count(), newest.handoff_days_since(age));
    let (oldest, oldest_gap) = gaps.iter().max_by_key(lag).expect("an older version");
    let doc = oldest.version.documents[0];
    let hash = |doc: DocId| project.documents[doc].metadata(Key::SourceHash).map_or(Span::default(), |(_, span)| span);
    let message = format!(
        "{} {} made from an older source version than {}: {}",
        oldest.locales(project),
        is_or_are(oldest.version.documents.len()),
        newest.locales(project),
        newest.distance(oldest, oldest_gap)
    );
    let mut finding = Problem::new(&RULE, hash(doc), message).label("an older source version");
    for age in &ages {
        let label = if std::ptr::eq(age, newest) { "the newest source version" } else { "an older source version" };
        for &other in age.version.documents.iter().filter(|&&other| other != doc) {
            finding = finding.related(other, hash(other), format!("{}: {label}", versions::locale(project, other)));
        }
    }
    findings.push(finding.help(help(project, newest, &gaps)).in_document(doc));
}

/// One line for each version, followed by the segments that differ.
fn help(project: &Project, newest: &Age<'_>, gaps: &[(&Age<'_>, Gap)]) -> String {
    let mut help = format!("newest: {} ({})", newest.locales(project), newest.dates());
    let mut quoted: Vec<(String, String)> = Vec::new();
    for (age, gap) in gaps {
        let locales = age.locales(project);
        let _ = write!(help, "\n{locales} ({}): {}", age.dates(), newest.distance(age, gap));
        let quotes = gap.quotes(&newest.sources, &age.sources);
        match quoted.iter().find(|(_, other)| *other == quotes) {
            _ if quotes.is_empty() => {}
            Some((first, _)) => {
                let _ = write!(help, "\n  the same segments as {first}");
            }
            None => {
                help.push_str(&quotes);
                quoted.push((locales, quotes));
            }
        }
    }
    help + "\nhand the outdated locales off again from the current source"
}

/// A version with its dates and its source texts.
struct Age<'a> {
    version: &'a Version,
    date: Option<Date>,
    handoff: Option<Date>,
    /// The source texts of its segments.
    sources: Vec<&'a str>,
}

impl<'a> Age<'a> {
    /// `None` if no document of the version has pairs, so that there are no segments to compare.
    fn for_version(project: &'a Project, version: &'a Version) -> Option<Self> {
        // The document with the most segments is the least likely to have lost some.
        let documents = version.documents.iter().map(|&i| &project.documents[i]);
        let fullest: &Document = documents.rev().max_by_key(|document| document.segments.len())?;
        if fullest.segments.is_empty() {
            return None;
        }
        Some(Self {
            version,
            date: versions::date_of_version(project, version),
            handoff: version.documents.iter().filter_map(|&i| project.documents[i].date(Key::HandoffDate)).max(),
            sources: fullest.segments.iter().map(|segment| fullest.source(segment)).collect(),
        })
    }

    /// The days between the `ms.date` of an older version and of this one.
    fn days_since(&self, older: &Self) -> i64 {
        self.date.zip(older.date).map_or(0, |(newer, older)| date::days_between(older, newer))
    }

    /// The days between the handoff of an older version and of this one.
    fn handoff_days_since(&self, older: &Self) -> i64 {
        self.handoff.zip(older.handoff).map_or(0, |(newer, older)| date::days_between(older, newer))
    }

    /// How many days newer this version is. Compares `ms.date`, and the handoff dates if those are equal.
    fn lead(&self, older: &Self) -> i64 {
        match self.days_since(older) {
            0 => self.handoff_days_since(older),
            days => days,
        }
    }

    /// How far an older version lags behind this one, in days and in segments.
    fn distance(&self, older: &Self, gap: &Gap) -> String {
        let days = match (self.days_since(older), self.handoff_days_since(older)) {
            (0, 0) => "the same dates, but another source version".to_owned(),
            (0, handoff) if handoff > 0 => format!("the same `ms.date`, but handed off {} earlier", date::counted_days(handoff)),
            (0, handoff) => format!("the same `ms.date`, but handed off {} later", date::counted_days(-handoff)),
            (days, _) => format!("{} older", date::counted_days(days)),
        };
        format!("{days}; {}", gap.summary())
    }

    fn dates(&self) -> String {
        let shown = |date: Option<Date>| date.map_or("none".to_owned(), |date| date.to_string());
        format!("`ms.date` {}, handed off {}", shown(self.date), shown(self.handoff))
    }

    /// The locales of the version, in a sentence.
    fn locales(&self, project: &Project) -> String {
        let names: Vec<&str> = self.version.documents.iter().map(|&i| versions::locale(project, i)).collect();
        listed(&names)
    }
}

/// The differences between a source version and the newest one, as indices into their lists of source texts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Gap {
    /// Texts of the newest version that the older one does not have.
    lacks: Vec<usize>,
    /// Texts that were reworded: in the newest version, and in the older one.
    reworded: Vec<(usize, usize)>,
    /// Texts of the older version that the newest one does not have.
    gone: Vec<usize>,
}

impl Gap {
    /// Compares the source texts of two versions. Texts that are the same when normalized are matched, in order. Between two
    /// matches, an unmatched old text and an unmatched new text count as one reworded text if they share half of their words.
    fn between(new: &[&str], old: &[&str]) -> Self {
        let mut matches = Matches { of_new: vec![None; new.len()], taken: vec![false; old.len()] };
        // Most texts are in the common beginning and the common end.
        let head = new.iter().zip(old).take_while(|(a, b)| a == b).count();
        let tail = new[head..].iter().rev().zip(old[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        for i in (0..head).chain(new.len() - tail..new.len()) {
            let place = if i < head { i } else { i + old.len() - new.len() };
            matches.of_new[i] = Some(place);
            matches.taken[place] = true;
        }
        matches.complete(|i| strip_link(normalize(new[i])), |i| strip_link(normalize(old[i])));
        let Matches { of_new, mut taken } = matches;
        let matched = taken.clone();
        let mut words: Vec<Option<SortedWords<'_>>> = old.iter().map(|_| None).collect();
        let mut gap = Self::default();
        let mut first = 0;
        for (n, place) in of_new.iter().enumerate() {
            if let Some(place) = place {
                first = place + 1;
                continue;
            }
            // Candidates for a rewording are between the previous match and the next one.
            let mut words_of_new: Option<SortedWords<'_>> = None;
            let candidates = (first..old.len()).take_while(|&i| !matched[i]).take(MAX_CANDIDATES);
            let mut candidates = candidates.filter(|&i| !taken[i]);
            match candidates.find(|&i| {
                let words_of_new = words_of_new.get_or_insert_with(|| SortedWords::new(new[n]));
                are_similar(words_of_new, words[i].get_or_insert_with(|| SortedWords::new(old[i])))
            }) {
                Some(i) => {
                    taken[i] = true;
                    gap.reworded.push((n, i));
                }
                None => gap.lacks.push(n),
            }
        }
        gap.gone = (0..old.len()).filter(|&i| !taken[i]).collect();
        gap
    }

    fn count(&self) -> usize {
        self.lacks.len() + self.reworded.len() + self.gone.len()
    }

    /// The number of segments of each kind.
    fn summary(&self) -> String {
        let mut parts = Vec::new();
        if !self.lacks.is_empty() {
            parts.push(format!("lacks {}", counted(self.lacks.len(), "segment")));
        }
        if !self.reworded.is_empty() {
            parts.push(format!("{} reworded since", counted(self.reworded.len(), "segment")));
        }
        if !self.gone.is_empty() {
            parts.push(format!("{} gone since", counted(self.gone.len(), "segment")));
        }
        if parts.is_empty() { "no segment differs".to_owned() } else { listed(&parts) }
    }

    /// The first few segments of each kind, one in a line.
    fn quotes(&self, new: &[&str], old: &[&str]) -> String {
        let mut quotes = String::new();
        let mut write = |kind: &str, count: usize, line: &dyn Fn(usize) -> String| {
            for i in 0..count.min(MAX_QUOTED) {
                let _ = write!(quotes, "\n  {kind} {}", line(i));
            }
            if count > MAX_QUOTED {
                let _ = write!(quotes, "\n  {kind} {} more", count - MAX_QUOTED);
            }
        };
        write("lacks", self.lacks.len(), &|i| quote(new[self.lacks[i]]));
        write("reworded", self.reworded.len(), &|i| {
            let (now, before) = self.reworded[i];
            format!("{} is now {}", quote(old[before]), quote(new[now]))
        });
        write("gone", self.gone.len(), &|i| quote(old[self.gone[i]]));
        quotes
    }
}

/// The number of texts that are compared with a reworded one.
const MAX_CANDIDATES: usize = 16;

/// The texts that two versions share.
struct Matches {
    /// For each text of the new version, its index in the old one.
    of_new: Vec<Option<usize>>,
    /// For each text of the old version, whether it is matched.
    taken: Vec<bool>,
}

impl Matches {
    /// Matches the remaining texts: the n-th occurrence of a text in the new version with its n-th occurrence in the old one.
    fn complete<'a>(&mut self, new: impl Fn(usize) -> Cow<'a, str>, old: impl Fn(usize) -> Cow<'a, str>) {
        // Each text has a chain of indices.
        let left = self.taken.iter().filter(|taken| !**taken).count();
        let mut first: HashMap<Cow<'a, str>, usize> = HashMap::with_capacity(left);
        let mut next: Vec<Option<usize>> = vec![None; self.taken.len()];
        for i in (0..self.taken.len()).rev().filter(|&i| !self.taken[i]) {
            next[i] = first.insert(old(i), i);
        }
        if first.is_empty() {
            return;
        }
        for n in 0..self.of_new.len() {
            if self.of_new[n].is_some() {
                continue;
            }
            if let Some(place) = first.get_mut(&new(n)).filter(|place| **place != USED) {
                self.of_new[n] = Some(*place);
                self.taken[*place] = true;
                *place = next[*place].unwrap_or(USED);
            }
        }
    }
}

/// The end of a chain of indices.
const USED: usize = usize::MAX;

#[cfg(test)]
mod tests {
    use super::Gap;
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pair, pairs, report_each};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: ru-RU is made from an older source version than it-IT: the same `ms.date`, but handed off 12 days earlier; lacks 1 segment
          at "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922": an older source version
          see "9a36cbd8ceefda5e514ddf0e543daf78bc266285" in it-it/lamp.md: it-IT: the newest source version
          help: newest: it-IT (`ms.date` 2021-03-17, handed off 2021-04-01)
                ru-RU (`ms.date` 2021-03-17, handed off 2021-03-20): the same `ms.date`, but handed off 12 days earlier; lacks 1 segment
                  lacks “Close the door.”
                hand the outdated locales off again from the current source
        "#);
    }

    fn gap(new: &[&str], old: &[&str]) -> Gap {
        Gap::between(new, old)
    }

    #[test]
    fn texts_are_lacking_reworded_or_gone() {
        let gap = gap(
            &["One.", "Trim the lamp each week.", "Two.", "New here."],
            &["One.", "Trim the lamp each month.", "Two.", "Old and odd."],
        );
        assert_eq!(gap, Gap { lacks: vec![3], reworded: vec![(1, 1)], gone: vec![3] });
    }

    #[test]
    fn a_text_that_moved_or_occurs_more_often_is_counted_exactly() {
        assert_eq!(gap(&["A", "B", "C"], &["C", "A", "B"]), Gap::default());
        assert_eq!(gap(&["A", "A"], &["A"]).lacks, [1]);
        assert_eq!(gap(&["A"], &["A", "A"]).gone, [1]);
        assert_eq!(gap(&["A  B", "[C](d)"], &["A B", "C"]), Gap::default());
    }

    #[test]
    fn versions_differ_in_dates_and_segments() {
        let newest = document("de-de", "newest", &pairs(&[103, 104, 105]));
        let other = |locale: &str, body: &str, from: &str, to: &str| {
            let other = document(locale, locale, body);
            file(&other.path, other.content.replace(from, to))
        };
        let reworded = pairs(&[103, 104, 105]).replace(SOURCES[1], "Close the old door.");
        let gone = format!("{}\n\n{}", pairs(&[103, 104, 105]), pair("106", "Spazzare.", "Sweep every floor of it."));
        let undated = other("it-it", &pairs(&[103]), "ms.date: 03/17/2021\n", "").content;
        let sets = [
            [newest.clone(), other("it-it", &reworded, "03/17/2021", "03/01/2021")],
            [newest.clone(), other("it-it", &gone, "", "")],
            [newest.clone(), other("it-it", &pairs(&[103, 104, 105]), "", "")],
            [newest.clone(), file("it-it/lamp.md", undated.replace("04/01/2021", "04/03/2021"))],
        ];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: it-IT is made from an older source version than de-DE: 16 days older; 1 segment reworded since
          at "be13612463829d1ec741227a9eb00ce6f262ede8": an older source version
          see "6b7c3951c0fde8b6336bbcb7af21a199d9fb96f9" in de-de/lamp.md: de-DE: the newest source version
          help: newest: de-DE (`ms.date` 2021-03-17, handed off 2021-04-01)
                it-IT (`ms.date` 2021-03-01, handed off 2021-04-01): 16 days older; 1 segment reworded since
                  reworded “Close the old door.” is now “Close the door.”
                hand the outdated locales off again from the current source

        it-it/lamp.md: it-IT is made from an older source version than de-DE: the same dates, but another source version; 1 segment gone since
          at "be13612463829d1ec741227a9eb00ce6f262ede8": an older source version
          see "6b7c3951c0fde8b6336bbcb7af21a199d9fb96f9" in de-de/lamp.md: de-DE: the newest source version
          help: newest: de-DE (`ms.date` 2021-03-17, handed off 2021-04-01)
                it-IT (`ms.date` 2021-03-17, handed off 2021-04-01): the same dates, but another source version; 1 segment gone since
                  gone “Sweep every floor of it.”
                hand the outdated locales off again from the current source

        it-it/lamp.md: it-IT is made from an older source version than de-DE: the same dates, but another source version; no segment differs
          at "be13612463829d1ec741227a9eb00ce6f262ede8": an older source version
          see "6b7c3951c0fde8b6336bbcb7af21a199d9fb96f9" in de-de/lamp.md: de-DE: the newest source version
          help: newest: de-DE (`ms.date` 2021-03-17, handed off 2021-04-01)
                it-IT (`ms.date` 2021-03-17, handed off 2021-04-01): the same dates, but another source version; no segment differs
                hand the outdated locales off again from the current source

        it-it/lamp.md: it-IT is made from an older source version than de-DE: the same `ms.date`, but handed off 2 days later; lacks 2 segments
          at "be13612463829d1ec741227a9eb00ce6f262ede8": an older source version
          see "6b7c3951c0fde8b6336bbcb7af21a199d9fb96f9" in de-de/lamp.md: de-DE: the newest source version
          help: newest: de-DE (`ms.date` 2021-03-17, handed off 2021-04-01)
                it-IT (`ms.date` none, handed off 2021-04-03): the same `ms.date`, but handed off 2 days later; lacks 2 segments
                  lacks “Close the door.”
                  lacks “Trim the wick.”
                hand the outdated locales off again from the current source
        "#);
    }

    #[test]
    fn segments_that_were_quoted_are_not_quoted_again() {
        let texts: Vec<String> =
            (103..111).map(|n| pair(&n.to_string(), &format!("Lampada {n}."), &format!("Lamp {n}."))).collect();
        let files = [
            document("de-de", "newest", &texts.join("\n\n")),
            document("fr-fr", "older", &texts[0]),
            document("it-it", "oldest", &texts[0]),
        ];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: it-IT is made from an older source version than de-DE: the same dates, but another source version; lacks 7 segments
          at "b8901832fc87de50fa024cd98a014f64d8700c57": an older source version
          see "6b7c3951c0fde8b6336bbcb7af21a199d9fb96f9" in de-de/lamp.md: de-DE: the newest source version
          see "6fa5fbbc16c8f82ea478e5b933b345e46dd285ea" in fr-fr/lamp.md: fr-FR: an older source version
          help: newest: de-DE (`ms.date` 2021-03-17, handed off 2021-04-01)
                fr-FR (`ms.date` 2021-03-17, handed off 2021-04-01): the same dates, but another source version; lacks 7 segments
                  lacks “Lamp 104.”
                  lacks “Lamp 105.”
                  lacks “Lamp 106.”
                  lacks “Lamp 107.”
                  lacks “Lamp 108.”
                  lacks 2 more
                it-IT (`ms.date` 2021-03-17, handed off 2021-04-01): the same dates, but another source version; lacks 7 segments
                  the same segments as fr-FR
                hand the outdated locales off again from the current source
        "#);
    }
}
