//! `orphan-document`: the source file of a document is gone.

use crate::project::Matched;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, front_matter, pair};
use crate::source::provenance::{Against, State};
use crate::text::Span;
use crate::text::phrases::quote;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "orphan-document",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    summary: "the source file of a document is gone",
    what: "A document that was made from a source (it has pairs or a source hash) and whose path the current source does not have. Says where `.openpublishing.redirection.json` at the top of the source sends its readers.",
    why: "The page stays in this language after it was taken away or moved in the source.",
    remedy: "Take the document away, or move it where its source went.",
    wrong: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!("---\n", "title: The lamp\n", "ms.date: 03/17/2021\n", "---\n", "Light the lamp. Close the door.\n",),
        },
        Example { path: "en-us/door.md", content: concat!("---\n", "ms.date: 03/17/2021\n", "---\n", "Close the door.\n",) },
        Example { path: "en-us/door.md", content: "" },
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
    checks: &[Check::Source(check)],
    options: &[],
};

fn check(matched: &Matched, index: usize, against: &Against, findings: &mut Vec<Finding>) {
    let document = &matched.documents[index];
    let hash = document.value("ms.openlocfilehash");
    if against.state != State::Orphan || hash.is_none() && document.pairs.is_empty() {
        return;
    }
    let path = &document.identity.relative;
    let went = matched.redirections.get(path).map(|address| format!("its readers are sent to {}", quote(address)));
    let help = "take the document away, or move it where its source went";
    findings.push(
        Finding::new(&RULE, hash.map_or(Span::default(), |(_, span)| span), format!("its source file `{path}` is gone"))
            .label("made from a file that is gone")
            .help(went.map_or(help.to_owned(), |went| format!("{went}\n{help}"))),
    );
}
