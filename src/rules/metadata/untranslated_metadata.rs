//! `untranslated-metadata`: title or description is left in the source language.

use crate::document::{Document, Pair};
use crate::language::is_english;
use crate::project::Matched;
use crate::rules::english::is_title;
use crate::rules::finding::Finding;
use crate::rules::options::{RuleOption, Value};
use crate::rules::rule::{Check, Example, Group, Level, Rule, pair};
use crate::source::provenance::Against;
use crate::text::phrases::quote;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "untranslated-metadata",
    group: Group::Metadata,
    level: Level::Info,
    since: "0.1.0",
    summary: "the title or description is that of the source, and prose",
    what: "Compares `title` and `description` with those of the source file at handoff (of the current one, where that is not \
           available). A value that is the same is reported when it is a sentence: four words or more, with a function word of \
           English and an ordinary word; or when a pair of the document has the same source text and translates it. Names and \
           labels may be the same, and so may a value that most siblings leave as it is.",
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
        let same = own.trim() == theirs.trim() && own.contains(char::is_alphabetic);
        if same && (is_title(own) || is_translated_below(document, own)) && !is_left_by_siblings(matched, index, key, own.trim())
        {
            findings.push(
                Finding::new(&RULE, span, format!("the {key} is not translated: {}", quote(own)))
                    .label("as in the source")
                    .help("translate it: it is what search results show")
                    .related(source, there, "the source"),
            );
        }
    }
}

/// Whether the text of a value is translated in the document itself, as that of a title in the first heading.
fn is_translated_below(document: &Document, text: &str) -> bool {
    let same = |pair: &&Pair| document.source(pair).trim() == text.trim();
    document.pairs.iter().find(same).is_some_and(|pair| {
        let target = document.target(pair);
        !target.trim().is_empty() && !target.contains(text.trim())
    })
}

/// Whether most siblings have the same value, so that it is a name. Two or more have to say so.
fn is_left_by_siblings(matched: &Matched, index: usize, key: &str, own: &str) -> bool {
    let Some(article) = matched.article_of[index] else { return false };
    let locale = &matched.documents[index].identity.locale;
    let siblings = matched.articles[article].documents.iter().map(|&sibling| &matched.documents[sibling]);
    let others = siblings.filter(|sibling| sibling.identity.locale != *locale);
    let values = others.filter_map(|sibling| sibling.value(key).map(|(value, _)| value.trim() == own));
    let (left, all) = values.fold((0, 0), |(left, all), is_left| (left + usize::from(is_left), all + 1));
    left > 1 && 2 * left > all
}
