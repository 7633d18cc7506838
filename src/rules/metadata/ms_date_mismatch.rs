//! `ms-date-mismatch`: `ms.date` differs from the source at handoff, or from a sibling with the same source hash.

use crate::document::{DocId, Document, Key};
use crate::project::Article;
use crate::project::versions;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::date;
use jiff::civil::Date;

/// The rule.
pub static RULE: Rule = Rule {
    id: "ms-date-mismatch",
    group: Group::Metadata,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when `ms.date` differs from the date in the source at handoff, or in a sibling made from the same source version.

## What it does

`ms.date` is copied from the source. With a source (`--source`), compares it with that of the file at handoff. Without a source, compares documents of one article with the same `ms.openlocfilehash`: their dates are the same. Reports the document that differs from most (of two documents, the later by name), also if one of them does not have the key. Two forms of one date are the same date.

## Why it matters

The date shows readers how current the text is, and teams which locale is out of date. A wrong date hides both.

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
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`ru-ru/lamp.md`:

```markdown
---
title: "ru-RU"
ms.date: 03/17/2020
ms.openlocfilehash: 9a36cbd8ceefda5e514ddf0e543daf78bc266285
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: ru-RU
ms.lasthandoff: 04/01/2021
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
ms.date: 3/17/2021
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

Copy the date from the source version.
"#,
    exact: Some("the dates of the same source hash differ"),
    explains: &[Explains { covers: Covers::Segment, rules: &["ms-date-behind"], aspects: &[] }],
    checks: &[Check::Source(compare_with_source), Check::Article(compare_with_siblings)],
    ..Rule::DEFAULTS
};

fn compare_with_source(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let (document, Some(handoff)) = (&project.documents[doc], state.handoff_source) else { return };
    let source = &project.documents[handoff];
    if comparable(document) == comparable(source) {
        return;
    }
    let difference = format!("but the source has {}", shown(source));
    let mut finding =
        finding(document, &difference).help("the date is copied from the source: write that of the source at handoff");
    if let Some((_, span)) = source.metadata(Key::Date) {
        finding = finding.related(handoff, span, "the date at handoff");
    }
    findings.push(finding.in_document(doc));
}

fn compare_with_siblings(project: &ProjectContext<'_>, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        let date = |doc: DocId| comparable(&project.documents[doc]);
        let Some((usual, odd)) = versions::majority(version.documents.iter().map(|&doc| (doc, date(doc)))) else { continue };
        let Some(&sibling) = version.documents.iter().find(|&&doc| date(doc) == usual) else { continue };
        let locale = versions::locale(project, sibling);
        let difference = format!("but {locale}, which has the same source hash, has {}", shown(&project.documents[sibling]));
        for doc in odd.into_iter().filter(|&doc| !project.has_handoff(doc)) {
            let mut finding = finding(&project.documents[doc], &difference)
                .help("the date is copied from the source: write that of the siblings with the same `ms.openlocfilehash`")
                .in_document(doc);
            if let Some((_, span)) = project.documents[sibling].metadata(Key::Date) {
                finding = finding.related(sibling, span, format!("the date in {locale}"));
            }
            findings.push(finding);
        }
    }
}

/// The `ms.date` in the form in which it is compared: a date, or the text that is not a date.
fn comparable(document: &Document) -> Option<Result<Date, &str>> {
    document.metadata(Key::Date).map(|(text, _)| date::parse(text).ok_or(text))
}

/// The `ms.date` in a message.
fn shown(document: &Document) -> String {
    document.metadata(Key::Date).map_or("no `ms.date`".to_owned(), |(text, _)| format!("`{text}`"))
}

fn finding(document: &Document, difference: &str) -> Problem {
    let (date, span) = match document.metadata(Key::Date) {
        Some((text, span)) => (format!("`ms.date` is `{text}`"), span),
        None => {
            let start = document.front_matter.as_ref().map_or(0, |front_matter| front_matter.span.start);
            ("`ms.date` is missing".to_owned(), Span { start, end: start })
        }
    };
    Problem::new(&RULE, span, format!("{date}, {difference}")).label("not the date of the source")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: `ms.date` is `03/17/2020`, but it-IT, which has the same source hash, has `03/17/2021`
          at "03/17/2020": not the date of the source
          see "03/17/2021" in it-it/lamp.md: the date in it-IT
          help: the date is copied from the source: write that of the siblings with the same `ms.openlocfilehash`
        "#);
    }

    #[test]
    fn the_date_is_compared_with_the_source_at_handoff() {
        let original = source(&SOURCES[..1]);
        let without_date = original.replace("ms.date: 03/17/2021\n", "");
        let translation = |original: &str, from: &str, to: &str| {
            let translation = document("it-it", original, &pairs(&[103])).content.replace(from, to);
            [file("en-us/lamp.md", original), file("it-it/lamp.md", translation)]
        };
        let sets = [
            translation(&original, "03/17/2021", "03/18/2021"),
            translation(&original, "ms.date: 03/17/2021\n", ""),
            translation(&without_date, "", ""),
        ];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: `ms.date` is `03/18/2021`, but the source has `03/17/2021`
          at "03/18/2021": not the date of the source
          see "03/17/2021" in source/lamp.md: the date at handoff
          help: the date is copied from the source: write that of the source at handoff

        it-it/lamp.md: `ms.date` is missing, but the source has `03/17/2021`
          at "": not the date of the source
          see "03/17/2021" in source/lamp.md: the date at handoff
          help: the date is copied from the source: write that of the source at handoff

        it-it/lamp.md: `ms.date` is `03/17/2021`, but the source has no `ms.date`
          at "03/17/2021": not the date of the source
          help: the date is copied from the source: write that of the source at handoff
        "#);
    }

    #[test]
    fn a_date_that_siblings_have_is_missing() {
        let original = source(&SOURCES[..1]);
        let mut files = ["de-de", "fr-fr", "it-it"].map(|locale| document(locale, &original, &pairs(&[103])));
        files[2].content = files[2].content.replace("ms.date: 03/17/2021\n", "");
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: `ms.date` is missing, but de-DE, which has the same source hash, has `03/17/2021`
          at "": not the date of the source
          see "03/17/2021" in de-de/lamp.md: the date in de-DE
          help: the date is copied from the source: write that of the siblings with the same `ms.openlocfilehash`
        "#);
    }
}
