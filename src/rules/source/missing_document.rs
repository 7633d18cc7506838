//! `missing-document`: a source document has no translation.

use crate::project::Matched;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, front_matter, pair};
use crate::text::Span;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "missing-document",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a source document has no translation",
    what: "Compares the Markdown files of the source with those below each localized root that is linted. What `.localization-config` at the top of the source leaves out, or `exclude` under `[source]` in `bitext.toml`, is not expected. The finding stands at the path that the document would have.",
    why: "Readers of this language get no page, or the source language.",
    remedy: "Hand the document off; or say that it is not localized.",
    wrong: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!("---\n", "title: The lamp\n", "ms.date: 03/17/2021\n", "---\n", "Light the lamp. Close the door.\n",),
        },
        Example { path: "en-us/door.md", content: concat!("---\n", "ms.date: 03/17/2021\n", "---\n", "Close the door.\n",) },
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
    right: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!("---\n", "title: The lamp\n", "ms.date: 03/17/2021\n", "---\n", "Light the lamp. Close the door.\n",),
        },
        Example { path: "en-us/door.md", content: concat!("---\n", "ms.date: 03/17/2021\n", "---\n", "Close the door.\n",) },
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
        Example {
            path: "it-it/door.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "617217487e566e9c96d2658859ed55a9966dac7a"),
                pair!("5defd-103", "Chiudere la porta.", "Close the door."),
                "\n",
            ),
        },
    ],
    checks: &[Check::Absent(check)],
    options: &[],
};

fn check(matched: &Matched, index: usize, findings: &mut Vec<Finding>) {
    let identity = &matched.documents[index].identity;
    let locale = identity.locale.as_deref().unwrap_or("?");
    findings.push(
        Finding::new(&RULE, Span::default(), format!("`{}` is not there in {locale}", identity.relative))
            .label("no such document")
            .help("hand the source document off; or, if it is not to be localized, say so in `exclude` under `[source]` in bitext.toml")
            .in_document(index),
    );
}
