//! `stale-segment`: SOURCE is no longer in the current source file.

use crate::document::DocId;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::alignment::Place;
use crate::source::provenance::SourceState;
use crate::text::diff::{changed_words, difference};
use crate::text::normalize::fold;
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "stale-segment",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the source of a pair is no longer in the current source file.

## What it does

Looks for each SOURCE in the current source file, in order. Line wraps, escapes, entities, zero-width characters and `:::no-loc(..):::` marks may differ. What is not there has changed (the new sentence and the words that differ are shown) or is gone. A sentence that only moved is not reported.

## Why it matters

The translation says what the source said, not what it says.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close both doors.
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## Use instead

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close both doors.
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere le due porte.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close both doors.</span></span>
```

## What to do

Translate the new sentence, or take the pair out with its sentence; or hand the document off again.
"#,
    exact: Some("the current source does not hold the text"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let Some(current) = state.current else { return };
    for (pair, place) in state.stale(document) {
        let id = document.id(pair);
        let source = document.source(pair);
        let finding = match place {
            Place::Changed(now) => {
                let text = project.documents[current].text.slice(now);
                let span = changed_words(pair.source.span, source, text);
                Problem::new(&RULE, span, format!("the source of `{id}` has changed: {}", difference(source, text)))
                    .label("no longer in the source")
                    .help(format!("it is now: {}", fold(text)))
                    .related(current, now, "the sentence in the current source")
            }
            _ => Problem::new(&RULE, pair.source.span, format!("the source of `{id}` is gone: {}", quote(source)))
                .label("no longer in the source")
                .help("take the pair out, or hand the document off again from the current source"),
        };
        findings.push(finding.in_segment(document, pair).in_document(doc));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source of `2ba23-104` has changed: Close [-the door.-] {+both doors.+}
          at "the door.": no longer in the source
          see "Close both doors." in source/lamp.md: the sentence in the current source
          help: it is now: Close both doors.
        "#);
    }
}
