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
Reports when `ms.date` is older than the current source's, or than the newest sibling's.

## What it does

With a source (`--source`), compares `ms.date` with that of the current source file. Without, compares it between the locales of an article and says by how many days a document is behind the newest. Documents of the same source version are `ms-date-mismatch`'s to compare. `locale-drift` says what the difference is in sentences.

## Why it matters

Readers of this locale see an older date, and usually an older text, than readers of the other.

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
    checks: &[Check::Source(behind_source), Check::Article(behind_siblings)],
    options: Some(RuleOptions::for_struct::<Options>()),
    ..Rule::DEFAULTS
};

/// The options of the rule.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Options {
    /// How many days behind are let pass.
    #[schemars(example = 30)]
    days: u32,
}

fn behind_source(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let Some(current) = state.current else { return };
    let (document, source) = (&project.documents[doc], &project.documents[current]);
    let dates = document.date(Key::Date).zip(source.date(Key::Date));
    let (Some((own, theirs)), Some((value, span))) = (dates, document.metadata(Key::Date)) else { return };
    if is_behind(project, doc, own, theirs) {
        let there = source.metadata(Key::Date).map_or(Span::default(), |(_, span)| span);
        let problem = finding(span, value, own, theirs, "the source").related(current, there, "the current source");
        findings.push(problem.in_document(doc));
    }
}

/// Whether a document's date is further behind another than is let pass.
fn is_behind(project: &ProjectContext<'_>, doc: DocId, own: Date, newest: Date) -> bool {
    date::days(own, newest) > i64::from(project.options.get(doc).get::<Options>(&RULE).days)
}

fn finding(span: Span, value: &str, own: Date, newest: Date, of: &str) -> Problem {
    let behind = date::in_days(date::days(own, newest));
    Problem::new(&RULE, span, format!("`ms.date` {value} is {behind} behind {of}"))
        .label(format!("{behind} behind"))
        .help("hand the document off again from the current source")
}

fn behind_siblings(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    let dates: Vec<Option<Date>> = article.versions.iter().map(|version| versions::date_of_version(project, version)).collect();
    let Some(newest) = dates.iter().copied().max().flatten() else { return };
    let dated = |date: Date| {
        article.versions.iter().zip(&dates).filter(move |(_, of)| **of == Some(date)).flat_map(|(v, _)| &v.documents)
    };
    let has = |doc: DocId, date: Date| project.documents[doc].date(Key::Date) == Some(date);
    let leaders: Vec<DocId> = dated(newest).copied().filter(|&i| has(i, newest)).collect();
    let names: Vec<&str> = leaders.iter().map(|&i| versions::locale(project, i)).collect();
    for date in dates.iter().flatten().filter(|date| **date < newest).collect::<BTreeSet<_>>() {
        // A date that is not its own version's is a mismatch.
        for &doc in dated(*date).filter(|&&i| has(i, *date) && project.state(i).is_none_or(|state| state.current.is_none())) {
            let Some((value, span)) = project.documents[doc].metadata(Key::Date) else { continue };
            if !is_behind(project, doc, *date, newest) {
                continue;
            }
            let mut finding = finding(span, value, *date, newest, &listed(&names)).in_document(doc);
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

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: `ms.date` 11/05/2020 is 132 days behind it-IT
          at "11/05/2020": 132 days behind
          see "03/17/2021" in it-it/lamp.md: it-IT: 03/17/2021
          help: hand the document off again from the current source
        "#);
    }
}
