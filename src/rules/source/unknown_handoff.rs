//! `unknown-handoff`: the source version that a document names does not exist.

use crate::project::Matched;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, front_matter, pair};
use crate::source::provenance::{Against, Handoff};

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "unknown-handoff",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    summary: "the source version that a document says it was made from does not exist",
    what: "A document whose `ms.openlocfilehash` is not that of the current source file: `ms.sourcegitcommit` names no commit of the source repository, or one without the file or with another text, and no version of the file in the history has the hash either. Only where the source is a repository with its whole history.",
    why: "What the translation is to be checked against is not known, so nothing proves that it is whole.",
    remedy: "Restore both values from the history of the document, or hand it off again.",
    wrong: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!("---\n", "title: The lamp\n", "ms.date: 03/17/2021\n", "---\n", "Light the lamp. Close the door.\n",),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "407b133d37d3f1c3ca46c8a9c15b3a75e93f2922"),
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n",
            ),
        },
    ],
    right: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!("---\n", "title: The lamp\n", "ms.date: 03/17/2021\n", "---\n", "Light the lamp. Close the door.\n",),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "a5394ae443d2dd0b0781f46a4e80684ea4574f0a"),
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n",
            ),
        },
    ],
    checks: &[Check::Source(check)],
    options: &[],
};

fn check(matched: &Matched, index: usize, against: &Against, findings: &mut Vec<Finding>) {
    let Handoff::Unknown(reason) = &against.handoff else { return };
    let document = &matched.documents[index];
    let Some((hash, span)) = document.value("ms.openlocfilehash") else { return };
    let mut finding = Finding::new(&RULE, span, format!("the source version `{}` is not known: {reason}", &hash[..12]))
        .label("no version of the source has this hash")
        .help("restore `ms.openlocfilehash` and `ms.sourcegitcommit` from the document's history, or hand it off again");
    if let Some((_, span)) = document.value("ms.sourcegitcommit") {
        finding = finding.related_here(span, "the commit that it names");
    }
    findings.push(finding);
}
