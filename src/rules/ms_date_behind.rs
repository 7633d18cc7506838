//! `ms-date-behind`: `ms.date` is older than the newest sibling's.

use crate::date;
use crate::finding::Finding;
use crate::rule::{Check, Example, Group, Level, Rule, front_matter};
use crate::siblings::{Article, Matched};
use crate::versions;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "ms-date-behind",
    group: Group::Metadata,
    level: Level::Warn,
    since: "0.1.0",
    summary: "`ms.date` is older than the newest sibling's",
    what: "Compares `ms.date` between the locales of an article and says by how many days a document is behind the newest. \
           Documents of the same source version are `ms-date-mismatch`'s to compare. `locale-drift` says what the difference \
           is in sentences.",
    why: "Readers of this locale see an older date, and usually an older text, than readers of the other.",
    remedy: "Hand the document off again from the current source.",
    wrong: &[
        Example {
            path: "it-it/lamp.md",
            content: front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
        },
        Example {
            path: "ru-ru/lamp.md",
            content: front_matter!("ru-RU", date: "11/05/2020", handoff: "12/01/2020", hash: "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922"),
        },
    ],
    right: &[
        Example {
            path: "it-it/lamp.md",
            content: front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
        },
        Example {
            path: "ru-ru/lamp.md",
            content: front_matter!("ru-RU", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
        },
    ],
    check: Check::Article(check),
};

fn check(matched: &Matched, article: &Article, findings: &mut Vec<Finding>) {
    let versions = versions::of_article(matched, article);
    let dated = |version: &versions::Version<'_>| versions::date_of_version(matched, version);
    let Some((newest_date, newest)) =
        versions.iter().filter_map(|v| dated(v).map(|date| (date, v))).rev().max_by_key(|(date, _)| *date)
    else {
        return;
    };
    for version in &versions {
        let Some(of_version) = dated(version).filter(|date| *date < newest_date) else { continue };
        for &index in &version.documents {
            let Some((value, span)) = matched.documents[index].value("ms.date") else { continue };
            // One that is not its own version's is a mismatch.
            if date::parse(value) != Some(of_version) {
                continue;
            }
            let Some(&witness) =
                newest.documents.iter().find(|&&i| versions::date_of(&matched.documents[i], "ms.date") == Some(newest_date))
            else {
                continue;
            };
            let Some((newer, newer_span)) = matched.documents[witness].value("ms.date") else { continue };
            let locale = versions::locale(matched, witness);
            let behind = date::in_days(date::days(of_version, newest_date));
            findings.push(
                Finding::new(&RULE, span, format!("`ms.date` {value} is {behind} behind {locale}, which has {newer}"))
                    .label(format!("{behind} behind"))
                    .help("hand the document off again from the current source")
                    .in_document(index)
                    .related(witness, newer_span, format!("the newest date, in {locale}")),
            );
        }
    }
}
