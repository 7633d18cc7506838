//! `missing-document`: a source document has no translation.

use crate::finding::Finding;
use crate::rule::{Check, Example, Group, Level, Rule};
use crate::siblings::Matched;
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
            content: "---\ntitle: The lamp\nms.date: 03/17/2021\n---\nLight the lamp. Close the door.\n",
        },
        Example {
            path: "en-us/door.md",
            content: "Close the door.\n",
        },
        Example {
            path: "it-it/lamp.md",
            content: "---\ntitle: \"it-IT\"\nms.date: 03/17/2021\nms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a\nms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\nms.contentlocale: it-IT\nms.lasthandoff: 04/01/2021\nms.locfileid: \"86434870\"\n---\n<span data-ttu-id=\"2ba23-103\">Accendere la lampada.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Light the lamp.</span></span> <span data-ttu-id=\"2ba23-104\">Chiudere la porta.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-104\">Close the door.</span></span>\n",
        },
    ],
    right: &[
        Example {
            path: "en-us/lamp.md",
            content: "---\ntitle: The lamp\nms.date: 03/17/2021\n---\nLight the lamp. Close the door.\n",
        },
        Example {
            path: "it-it/lamp.md",
            content: "---\ntitle: \"it-IT\"\nms.date: 03/17/2021\nms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a\nms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\nms.contentlocale: it-IT\nms.lasthandoff: 04/01/2021\nms.locfileid: \"86434870\"\n---\n<span data-ttu-id=\"2ba23-103\">Accendere la lampada.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">Light the lamp.</span></span> <span data-ttu-id=\"2ba23-104\">Chiudere la porta.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-104\">Close the door.</span></span>\n",
        },
    ],
    checks: &[Check::Absent(check)],
};

fn check(matched: &Matched, index: usize, findings: &mut Vec<Finding>) {
    let identity = &matched.documents[index].identity;
    let locale = identity.locale.as_deref().unwrap_or("?");
    findings.push(
        Finding::new(&RULE, Span::default(), format!("`{}` is not there in {locale}", identity.relative))
            .help("hand the source document off; or, if it is not to be localized, say so in `exclude` under `[source]` in bitext.toml")
            .in_document(index),
    );
}
