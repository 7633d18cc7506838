//! `missing-segment`: the current source has a segment that the document does not have.

use crate::document::DocId;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::provenance::SourceState;
use crate::text::Span;
use crate::text::normalize::normalize;
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "missing-segment",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the current source has a segment that the document does not have.

## What it does

Removes every segment's source text from the current source file. Prose that remains, and was not there at handoff, is a segment without a translation. Markup, code, link targets, image texts and directives are ignored.

## Why it matters

Readers of the translation miss information that readers of the source have.

## Example

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close the door.

Open a window.
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
Light the lamp. Close the door.

Open a window.
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>

<span data-ttu-id="2ba23-105">Aprire una finestra.</span><span class="sxs-lookup"><span data-stu-id="2ba23-105">Open a window.</span></span>
```

## What to do

Hand the document off again from the current source.
"#,
    exact: Some("the current source has the text, and no segment has it"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let Some(current) = state.current else { return };
    for rest in state.missing(&project.documents) {
        let text = project.documents[current].text.slice(rest.span);
        let before = (rest.before as usize).checked_sub(1).map(|i| &document.segments[i]);
        let place = before.map_or(document.body(), |segment| segment.span.end as usize);
        let place = Span::new(place, place);
        let message = format!("the source has a segment that is missing here: {}", quote(text));
        let mut finding = Problem::new(&RULE, place, message)
            .label("belongs here")
            .help("hand the document off again from the current source")
            .related(current, rest.span, "the segment in the current source");
        finding.source = Some(normalize(text).into_owned());
        findings.push(finding.in_document(doc));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source has a segment that is missing here: “Open a window.”
          at "": belongs here
          see "Open a window." in source/lamp.md: the segment in the current source
          help: hand the document off again from the current source
        "#);
    }
}
