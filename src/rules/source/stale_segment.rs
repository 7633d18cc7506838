//! `stale-segment`: SOURCE is no longer in the current source file.

use crate::project::Matched;
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Example, Group, Level, Rule, pair};
use crate::source::alignment::Place;
use crate::source::provenance::Against;
use crate::text::diff::{changed_words, difference};
use crate::text::normalize::fold;
use crate::text::phrases::quote;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "stale-segment",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    summary: "the source of a pair is no longer in the current source file",
    what: "Looks for each SOURCE in the current source file, in order. Line wraps, escapes, entities, zero-width characters and `:::no-loc(..):::` marks may differ. What is not there has changed (the new sentence and the words that differ are shown) or is gone. A sentence that only moved is not reported.",
    why: "The translation says what the source said, not what it says.",
    remedy: "Translate the new sentence, or take the pair out with its sentence; or hand the document off again.",
    wrong: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!(
                "---\n",
                "title: The lamp\n",
                "ms.date: 03/17/2021\n",
                "---\n",
                "Light the lamp. Close both doors.\n",
            ),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
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
            content: concat!(
                "---\n",
                "title: The lamp\n",
                "ms.date: 03/17/2021\n",
                "---\n",
                "Light the lamp. Close both doors.\n",
            ),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere le due porte.", "Close both doors."),
                "\n",
            ),
        },
    ],
    checks: &[Check::Source(check)],
    options: &[],
};

fn check(matched: &Matched, index: usize, against: &Against, findings: &mut Vec<Finding>) {
    let document = &matched.documents[index];
    let Some(current) = against.current else { return };
    for (pair, place) in against.stale(document) {
        let id = document.id(pair);
        let source = document.source(pair);
        let finding = match place {
            Place::Changed(now) => {
                let text = matched.documents[current].text.slice(now);
                let span = changed_words(pair.source.text, source, text);
                Finding::new(&RULE, span, format!("the source of `{id}` has changed: {}", difference(source, text)))
                    .label("no longer in the source")
                    .help(format!("it is now: {}", fold(text)))
                    .related(current, now, "the sentence in the current source")
            }
            _ => Finding::new(&RULE, pair.source.text, format!("the source of `{id}` is gone: {}", quote(source)))
                .label("no longer in the source")
                .help("take the pair out, or hand the document off again from the current source"),
        };
        findings.push(finding.of(document, pair));
    }
}
