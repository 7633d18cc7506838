//! `ms-date-behind`: `ms.date` is older than that of the current source, or of the newest sibling.

use crate::document::{DocId, Key};
use crate::project::Article;
use crate::project::versions;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::options::RuleOptions;
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::date;
use crate::text::phrases::listed;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "ms-date-behind",
    group: Group::Metadata,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when `ms.date` is older than in the current source, or than in the newest sibling.

## What it does

With a source (`--source`), compares `ms.date` with that of the current source file. Without a source, compares the locales of an article, and reports how many days a document is older than the newest. `ms-date-mismatch` compares documents of the same source version. `locale-drift` reports the difference in segments.

## Why it matters

Readers of this locale see an older date, and usually an older text, than readers of the newest.

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
```

`ru-ru/lamp.md`:

```markdown
---
title: "ru-RU"
ms.date: 11/05/2020
ms.openlocfilehash: 407b133d37d3f1c3ca46c8a9c15b3a75e93f2922
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: ru-RU
ms.lasthandoff: 12/01/2020
ms.locfileid: "86434870"
---
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
```

## What to do

Hand the document off again from the current source.
"#,
    exact: Some("one date is earlier than the other"),
    checks: &[Check::Source(compare_with_source), Check::Article(compare_with_siblings)],
    options: Some(RuleOptions::for_struct::<Options>()),
    ..Rule::DEFAULTS
};

/// The options of the rule.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// Number of days a document may lag behind before it is reported.
    #[schemars(example = 30)]
    days: u32,
}

fn compare_with_source(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let Some(current) = state.current else { return };
    let (document, source) = (&project.documents[doc], &project.documents[current]);
    let dates = document.date(Key::Date).zip(source.date(Key::Date));
    let (Some((date, newest)), Some((value, span))) = (dates, document.metadata(Key::Date)) else { return };
    if exceeds_limit(project, doc, date, newest) {
        let source_span = source.metadata(Key::Date).map_or(Span::default(), |(_, span)| span);
        let problem = finding(span, value, (date, newest), "the source").related(current, source_span, "the current source");
        findings.push(problem.in_document(doc));
    }
}

/// Whether the date of a document is older than another by more days than the option allows.
fn exceeds_limit(project: &ProjectContext<'_>, doc: DocId, date: Date, newest: Date) -> bool {
    date::days_between(date, newest) > i64::from(project.options.get(doc).get::<Options>(&RULE).days)
}

fn finding(span: Span, value: &str, (date, newest): (Date, Date), other: &str) -> Problem {
    let days = date::counted_days(date::days_between(date, newest));
    Problem::new(&RULE, span, format!("`ms.date` {value} is {days} older than that of {other}"))
        .label(format!("{days} older"))
        .help("hand the document off again from the current source")
}

fn compare_with_siblings(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    let dates: Vec<Option<Date>> = article.versions.iter().map(|version| versions::date_of_version(project, version)).collect();
    let Some(newest) = dates.iter().copied().max().flatten() else { return };
    let documents_of = |date: Date| {
        let versions = article.versions.iter().zip(&dates);
        versions.filter(move |(_, other)| **other == Some(date)).flat_map(|(version, _)| &version.documents)
    };
    let has = |doc: DocId, date: Date| project.documents[doc].date(Key::Date) == Some(date);
    let leaders: Vec<DocId> = documents_of(newest).copied().filter(|&i| has(i, newest)).collect();
    let names: Vec<&str> = leaders.iter().map(|&i| versions::locale(project, i)).collect();
    for date in dates.iter().flatten().filter(|date| **date < newest).collect::<BTreeSet<_>>() {
        // A document whose date differs from that of its version is reported by `ms-date-mismatch`.
        for &doc in
            documents_of(*date).filter(|&&i| has(i, *date) && project.state(i).is_none_or(|state| state.current.is_none()))
        {
            let Some((value, span)) = project.documents[doc].metadata(Key::Date) else { continue };
            if !exceeds_limit(project, doc, *date, newest) {
                continue;
            }
            let mut finding = finding(span, value, (*date, newest), &listed(&names)).in_document(doc);
            for &leader in &leaders {
                let Some((value, span)) = project.documents[leader].metadata(Key::Date) else { continue };
                finding = finding.related(leader, span, format!("{}: {value}", versions::locale(project, leader)));
            }
            findings.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: `ms.date` 11/05/2020 is 132 days older than that of it-IT
          at "11/05/2020": 132 days older
          see "03/17/2021" in it-it/lamp.md: it-IT: 03/17/2021
          help: hand the document off again from the current source
        "#);
    }

    #[test]
    fn the_date_is_compared_with_the_current_source() {
        let original = source(&SOURCES[..1]);
        let files = [
            file("en-us/lamp.md", &*original),
            file("en-us/lamp.md", original.replace("03/17/2021", "03/31/2021")),
            document("it-it", &original, &pairs(&[103])),
        ];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: `ms.date` 03/17/2021 is 14 days older than that of the source
          at "03/17/2021": 14 days older
          see "03/31/2021" in source/lamp.md: the current source
          help: hand the document off again from the current source
        "#);
    }
}
