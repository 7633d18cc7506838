//! `ms-date-mismatch`: `ms.date` is not that of the source version. By witness: siblings of the same hash have another.

use crate::date;
use crate::finding::Finding;
use crate::rule::{Check, Example, Group, Level, Rule, front_matter, pair};
use crate::siblings::{Article, Matched};
use crate::text::Span;
use crate::versions;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "ms-date-mismatch",
    group: Group::Metadata,
    level: Level::Error,
    since: "0.1.0",
    summary: "`ms.date` differs from a sibling's with the same source hash",
    what: "`ms.date` is copied from the source, so documents of one article with the same `ms.openlocfilehash` have the same. \
           Reports the document that differs from most (with two documents only, the later by name), also when the key is \
           missing in one. Two forms of one date are the same date.",
    why: "The date tells readers how fresh the text is, and teams which locale is behind: a wrong one hides both.",
    remedy: "Copy the date from the source version.",
    wrong: &[
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
                front_matter!("ru-RU", date: "03/17/2020", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
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
                front_matter!("ru-RU", date: "3/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("3defd-103", "Зажгите лампу.", "Light the lamp."),
                "\n"
            ),
        },
    ],
    checks: &[Check::Article(check)],
};

fn check(matched: &Matched, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        let value = |i: usize| matched.documents[i].value("ms.date").map(|(text, _)| text);
        // Dates are compared as dates, anything else as it is written.
        let comparable = |i: usize| value(i).map(|text| date::parse(text).ok_or(text));
        let Some((usual, odd)) = versions::majority(version.documents.iter().map(|&i| (i, comparable(i)))) else { continue };
        let Some(&witness) = version.documents.iter().find(|&&i| comparable(i) == usual) else { continue };
        let there = value(witness).map_or("no `ms.date`".to_owned(), |text| format!("`{text}`"));
        let locale = versions::locale(matched, witness);
        for index in odd {
            let document = &matched.documents[index];
            let front_matter = document.front_matter.as_ref();
            let place = |i: usize| matched.documents[i].value("ms.date").map(|(_, span)| span);
            let start = front_matter.map_or(Span::default(), |f| Span { start: f.span.start, end: f.span.start });
            let here = value(index).map_or("`ms.date` is missing".to_owned(), |text| format!("`ms.date` is `{text}`"));
            let mut finding = Finding::new(
                &RULE,
                place(index).unwrap_or(start),
                format!("{here}, but {locale} has {there} from the same source version"),
            )
            .label("not the source's date")
            .help("the date is copied from the source: write the one that the siblings of the same `ms.openlocfilehash` have")
            .in_document(index);
            if let Some(span) = place(witness) {
                finding = finding.related(witness, span, format!("{locale}, of the same source version"));
            }
            findings.push(finding);
        }
    }
}
