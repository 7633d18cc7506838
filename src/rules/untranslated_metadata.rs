//! `untranslated-metadata`: title or description is left in the source language.

use crate::finding::Finding;
use crate::language::{is_english, is_english_function_word};
use crate::options::{RuleOption, Value};
use crate::provenance::Against;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::siblings::Matched;
use crate::words::quote;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "untranslated-metadata",
    group: Group::Metadata,
    level: Level::Warn,
    since: "0.1.0",
    summary: "the title or description is that of the source, and prose",
    what: "Compares `title` and `description` with those of the source file at handoff (of the current one, where that is not at hand). A text that is the same counts when it is a sentence: four words or more, one of them a function word of English. Names and labels may be the same.",
    why: "Search results and browser tabs show readers a language that is not theirs.",
    remedy: "Translate the value.",
    wrong: &[
        Example {
            path: "en-us/lamp.md",
            content: concat!(
                "---\n",
                "title: The lamp\n",
                "description: How to light the lamp and keep it clean\n",
                "ms.date: 03/17/2021\n",
                "---\n",
                "Light the lamp. Close the door.\n",
            ),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                "---\n",
                "title: \"it-IT\"\n",
                "ms.date: 03/17/2021\n",
                "description: How to light the lamp and keep it clean\n",
                "ms.openlocfilehash: cf7c09d1cc18e4d2ec56727ec34bc7f87f670609\n",
                "ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\n",
                "ms.translationtype: HT\n",
                "ms.contentlocale: it-IT\n",
                "ms.lasthandoff: 04/01/2021\n",
                "ms.locfileid: \"86434870\"\n",
                "---\n",
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
                "description: How to light the lamp and keep it clean\n",
                "ms.date: 03/17/2021\n",
                "---\n",
                "Light the lamp. Close the door.\n",
            ),
        },
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                "---\n",
                "title: \"it-IT\"\n",
                "ms.date: 03/17/2021\n",
                "description: Come accendere la lampada e tenerla pulita\n",
                "ms.openlocfilehash: cf7c09d1cc18e4d2ec56727ec34bc7f87f670609\n",
                "ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\n",
                "ms.translationtype: HT\n",
                "ms.contentlocale: it-IT\n",
                "ms.lasthandoff: 04/01/2021\n",
                "ms.locfileid: \"86434870\"\n",
                "---\n",
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n",
            ),
        },
    ],
    checks: &[Check::Source(check)],
    options: &[RuleOption {
        name: "also",
        what: "Further keys whose values are translated.",
        default: Value::Names(Vec::new()),
        example: "[\"titleSuffix\"]",
    }],
};

fn check(matched: &Matched, index: usize, against: &Against, findings: &mut Vec<Finding>) {
    let document = &matched.documents[index];
    let english = document.identity.locale.as_deref().is_some_and(is_english);
    let Some(source) = against.handoff_text.or(against.current).filter(|_| !english) else { return };
    let also = matched.options.of(index).names(&RULE, "also").iter().map(String::as_str);
    for key in ["title", "description"].into_iter().chain(also) {
        let (Some((own, span)), Some((theirs, there))) = (document.value(key), matched.documents[source].value(key)) else {
            continue;
        };
        if own.trim() == theirs.trim() && is_prose(own) {
            findings.push(
                Finding::new(&RULE, span, format!("the {key} is not translated: {}", quote(own)))
                    .label("as in the source")
                    .help("translate it: it is what search results show")
                    .related(source, there, "the source"),
            );
        }
    }
}

fn is_prose(text: &str) -> bool {
    // In a title of four words these four are no names, as they may be in a text.
    let is_function = |word: &str| {
        is_english_function_word(word) || ["about", "can", "it", "on"].iter().any(|one| word.eq_ignore_ascii_case(one))
    };
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.clone().count() >= 4 && words.any(is_function)
}
