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
use crate::text::normalize::{fold, unlinked};
use crate::text::phrases::{counted, is_or_are, listed, quote};
use crate::text::similarity::{Likeness, alike};
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

Compares the source versions (`ms.openlocfilehash`) that the locales of an article were made from, and gives one finding an article, on the locale that is furthest behind. The newest version is the one with the latest `ms.date`, then the latest `ms.lasthandoff`. For every other locale it says how far behind it is: in days, and in source sentences that it lacks, that were reworded since, and that are gone. Documents without pairs have no sentences to compare; `ms-date-behind` tells of them in days.

## Why it matters

Readers of one language follow instructions that readers of another are no longer given.

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

Hand off the locales that are behind from the current source.
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
    /// How many days behind are let pass, by `ms.date`, or by handoff where that is the same.
    #[schemars(example = 30)]
    days: u32,
}

/// How many sentences of a kind the help names for each version.
const NAMED: usize = 5;

fn check(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    // A version that never was is no version that others could be behind.
    let unknown = |doc: &DocId| project.state(*doc).is_some_and(|state| matches!(state.handoff, Handoff::Unknown(_)));
    let versions = article.versions.iter().filter(|version| !version.documents.iter().all(unknown));
    let mut ages: Vec<Age<'_>> = versions.filter_map(|version| Age::of(project, version)).collect();
    if ages.len() < 2 {
        return;
    }
    // Newest first; the sort keeps the order of the documents where the dates are the same.
    ages.sort_by_key(|age| std::cmp::Reverse((age.date, age.handoff)));
    let newest = ages.remove(0);
    ages.retain(|age| {
        let days = project.options.get(age.version.documents[0]).get::<Options>(&RULE).days;
        days == 0 || newest.days_behind(age) > i64::from(days)
    });
    ages.insert(0, newest);
    let Some((newest, older @ [_, ..])) = ages.split_first() else { return };
    let gaps: Vec<(&Age<'_>, Gap)> = older.iter().map(|age| (age, Gap::between(&newest.sources, &age.sources))).collect();
    let behind = |(age, gap): &&(&Age<'_>, Gap)| (newest.days_since(age), gap.count(), newest.handoff_days_since(age));
    let (last, furthest) = gaps.iter().max_by_key(behind).expect("an older version");
    let doc = last.version.documents[0];
    let place = |i: DocId| project.documents[i].metadata(Key::SourceHash).map_or(Span::default(), |(_, span)| span);
    let leader = newest.locales(project);
    let message = format!(
        "{} {} behind {leader}: {}",
        last.locales(project),
        is_or_are(last.version.documents.len()),
        newest.distance(last, furthest)
    );
    let mut finding = Problem::new(&RULE, place(doc), message).label("an older source version");
    for age in &ages {
        let what = if std::ptr::eq(age, newest) { "the newest source version" } else { "an older source version" };
        for &i in age.version.documents.iter().filter(|&&i| i != doc) {
            finding = finding.related(i, place(i), format!("{}: {what}", versions::locale(project, i)));
        }
    }
    findings.push(finding.help(help(project, newest, &gaps)).in_document(doc));
}

/// One line for each version, and under it the sentences that make the difference.
fn help(project: &Project, newest: &Age<'_>, gaps: &[(&Age<'_>, Gap)]) -> String {
    let mut help = format!("newest is {} ({})", newest.locales(project), newest.dates());
    let mut named: Vec<(String, String)> = Vec::new();
    for (age, gap) in gaps {
        let locales = age.locales(project);
        let _ = write!(help, "\n{locales} ({}): {}", age.dates(), newest.distance(age, gap));
        let names = gap.names(&newest.sources, &age.sources);
        match named.iter().find(|(_, known)| *known == names) {
            _ if names.is_empty() => {}
            Some((first, _)) => {
                let _ = write!(help, "\n  the same segments as {first}");
            }
            None => {
                help.push_str(&names);
                named.push((locales, names));
            }
        }
    }
    help + "\nhand off what is behind from the current source"
}

/// A version with its dates and its source sentences.
struct Age<'a> {
    version: &'a Version,
    date: Option<Date>,
    handoff: Option<Date>,
    /// SOURCE of its pairs, as written.
    sources: Vec<&'a str>,
}

impl<'a> Age<'a> {
    /// `None` when no document of the version has pairs, so that it cannot be compared in sentences.
    fn of(project: &'a Project, version: &'a Version) -> Option<Self> {
        // The document with the most pairs is the one least likely to have lost some.
        let documents = version.documents.iter().map(|&i| &project.documents[i]);
        let whole: &Document = documents.rev().max_by_key(|document| document.segments.len())?;
        if whole.segments.is_empty() {
            return None;
        }
        Some(Self {
            version,
            date: versions::date_of_version(project, version),
            handoff: version.documents.iter().filter_map(|&i| project.documents[i].date(Key::HandoffDate)).max(),
            sources: whole.segments.iter().map(|pair| whole.source(pair)).collect(),
        })
    }

    /// By how many days the `ms.date` of an older version is behind.
    fn days_since(&self, older: &Self) -> i64 {
        self.date.zip(older.date).map_or(0, |(newer, older)| date::days(older, newer))
    }

    fn handoff_days_since(&self, older: &Self) -> i64 {
        self.handoff.zip(older.handoff).map_or(0, |(newer, older)| date::days(older, newer))
    }

    /// By how many days an older version is behind, by `ms.date`, or by handoff where that is the same.
    fn days_behind(&self, older: &Self) -> i64 {
        match self.days_since(older) {
            0 => self.handoff_days_since(older),
            days => days,
        }
    }

    /// How far an older version is behind this one, in days and in sentences.
    fn distance(&self, older: &Self, gap: &Gap) -> String {
        let days = match (self.days_since(older), self.handoff_days_since(older)) {
            (0, 0) => "the same dates, but another source version".to_owned(),
            (0, handoff) if handoff > 0 => format!("the same `ms.date`, but handed off {} earlier", date::in_days(handoff)),
            (0, handoff) => format!("the same `ms.date`, but handed off {} later", date::in_days(-handoff)),
            (days, _) => date::in_days(days),
        };
        format!("{days}; {}", gap.summed_up())
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

/// What a source version lacks of the newest one, and what it has beyond it: places in the two lists of sentences.
#[derive(Debug, Default, PartialEq, Eq)]
struct Gap {
    /// Sentences of the newest that the older has nothing for.
    lacks: Vec<usize>,
    /// Sentences that read otherwise: of the newest, and of the older.
    reworded: Vec<(usize, usize)>,
    /// Sentences of the older that are no longer there.
    gone: Vec<usize>,
}

impl Gap {
    /// Compares the source sentences of two versions. Sentences of the same folded text are matched, in order. Of the
    /// rest, those between the same two matches that share half of their words are one sentence, reworded.
    fn between(new: &[&str], old: &[&str]) -> Self {
        let mut pairing = Pairing { of_new: vec![None; new.len()], taken: vec![false; old.len()] };
        // What both begin with and end with is the bulk.
        let head = new.iter().zip(old).take_while(|(a, b)| a == b).count();
        let tail = new[head..].iter().rev().zip(old[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        for i in (0..head).chain(new.len() - tail..new.len()) {
            let place = if i < head { i } else { i + old.len() - new.len() };
            pairing.of_new[i] = Some(place);
            pairing.taken[place] = true;
        }
        pairing.match_up(|i| unlinked(fold(new[i])), |i| unlinked(fold(old[i])));
        let Pairing { of_new, mut taken } = pairing;
        let project = taken.clone();
        let mut words: Vec<Option<Likeness<'_>>> = old.iter().map(|_| None).collect();
        let mut gap = Self::default();
        let mut near = 0;
        for (n, place) in of_new.iter().enumerate() {
            if let Some(place) = place {
                near = place + 1;
                continue;
            }
            // Candidates for a rewording follow the match before, up to the next sentence that is matched.
            let mut own: Option<Likeness<'_>> = None;
            let mut candidates = (near..old.len()).take_while(|&i| !project[i]).take(16).filter(|&i| !taken[i]);
            match candidates.find(|&i| {
                let own = own.get_or_insert_with(|| Likeness::of(new[n]));
                alike(own, words[i].get_or_insert_with(|| Likeness::of(old[i])))
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

    fn summed_up(&self) -> String {
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

    /// The sentences, the first few of each kind, a line each.
    fn names(&self, new: &[&str], old: &[&str]) -> String {
        let mut names = String::new();
        let mut write = |kind: &str, count: usize, line: &dyn Fn(usize) -> String| {
            for i in 0..count.min(NAMED) {
                let _ = write!(names, "\n  {kind} {}", line(i));
            }
            if count > NAMED {
                let _ = write!(names, "\n  {kind} {} more", count - NAMED);
            }
        };
        write("lacks", self.lacks.len(), &|i| quote(new[self.lacks[i]]));
        write("reworded", self.reworded.len(), &|i| {
            let (now, before) = self.reworded[i];
            format!("{} is now {}", quote(old[before]), quote(new[now]))
        });
        write("gone", self.gone.len(), &|i| quote(old[self.gone[i]]));
        names
    }
}

/// Which sentence of the old list each of the new one is.
struct Pairing {
    of_new: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairing {
    /// Matches what is not yet matched: the n-th use of a text with the n-th use of the same text.
    fn match_up<'a>(&mut self, new: impl Fn(usize) -> Cow<'a, str>, old: impl Fn(usize) -> Cow<'a, str>) {
        // A chain of places for each text.
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

/// No place is left in a chain.
const USED: usize = usize::MAX;

#[cfg(test)]
mod tests {
    use super::Gap;
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: ru-RU is behind it-IT: the same `ms.date`, but handed off 12 days earlier; lacks 1 segment
          at "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922": an older source version
          see "9a36cbd8ceefda5e514ddf0e543daf78bc266285" in it-it/lamp.md: it-IT: the newest source version
          help: newest is it-IT (`ms.date` 2021-03-17, handed off 2021-04-01)
                ru-RU (`ms.date` 2021-03-17, handed off 2021-03-20): the same `ms.date`, but handed off 12 days earlier; lacks 1 segment
                  lacks “Close the door.”
                hand off what is behind from the current source
        "#);
    }

    fn gap(new: &[&str], old: &[&str]) -> Gap {
        Gap::between(new, old)
    }

    #[test]
    fn sentences_are_lacking_reworded_or_gone() {
        let gap = gap(
            &["One.", "Trim the lamp each week.", "Two.", "New here."],
            &["One.", "Trim the lamp each month.", "Two.", "Old and odd."],
        );
        assert_eq!(gap, Gap { lacks: vec![3], reworded: vec![(1, 1)], gone: vec![3] });
    }

    #[test]
    fn a_sentence_that_moved_or_stands_more_often_is_counted_exactly() {
        assert_eq!(gap(&["A", "B", "C"], &["C", "A", "B"]), Gap::default());
        assert_eq!(gap(&["A", "A"], &["A"]).lacks, [1]);
        assert_eq!(gap(&["A"], &["A", "A"]).gone, [1]);
        assert_eq!(gap(&["A  B", "[C](d)"], &["A B", "C"]), Gap::default());
    }
}
