//! `stale-segment`: the source text of a segment is no longer in the current source file.

use crate::document::DocId;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::alignment::Place;
use crate::source::provenance::SourceState;
use crate::text::diff::{changed_words, difference};
use crate::text::normalize::normalize;
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "stale-segment",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the source text of a segment is no longer in the current source file.

## What it does

Looks for the source text of each segment in the current source file, in order. Line breaks, escapes, entities, zero-width characters and `:::no-loc(..):::` delimiters may differ. A text that is not found has changed (the finding shows the new text and the words that differ) or is gone. A text that only moved is not reported.

## Why it matters

Readers of the translation get an older text than readers of the source.

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

Translate the new text, remove the pair if its text is gone, or hand the document off again.
"#,
    exact: Some("the current source does not have the text"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let Some(current) = state.current else { return };
    for (segment, place) in state.stale(document) {
        let id = document.id(segment);
        let source = document.source(segment);
        let finding = match place {
            Place::Changed(now) => {
                let text = project.documents[current].text.slice(now);
                let span = changed_words(segment.source.span, source, text);
                Problem::new(&RULE, span, format!("the source text of `{id}` has changed: {}", difference(source, text)))
                    .label("not in the current source")
                    .help(format!("translate the current text: {}", normalize(text)))
                    .related(current, now, "the text in the current source")
            }
            _ => Problem::new(&RULE, segment.source.span, format!("the source text of `{id}` is gone: {}", quote(source)))
                .label("not in the current source")
                .help("remove the pair, or hand the document off again from the current source"),
        };
        findings.push(finding.in_segment(document, segment).in_document(doc));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source text of `2ba23-104` has changed: Close [-the door.-] {+both doors.+}
          at "the door.": not in the current source
          see "Close both doors." in source/lamp.md: the text in the current source
          help: translate the current text: Close both doors.
        "#);
    }

    #[test]
    fn a_text_is_gone() {
        let original = source(&SOURCES);
        let body = pairs(&[103, 104, 105, 106, 107]);
        let files = [
            file("en-us/lamp.md", &*original),
            file("en-us/lamp.md", source(&SOURCES[..4])),
            document("it-it", &original, &body),
        ];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: the source text of `2ba23-107` is gone: “Ring the bell.”
          at "Ring the bell.": not in the current source
          help: remove the pair, or hand the document off again from the current source
        "#);
    }
}
