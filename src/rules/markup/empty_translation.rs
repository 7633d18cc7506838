//! `empty-translation`: a target without text.

use crate::document::Document;
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "empty-translation",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a target is empty although its source has text.

## What it does

Reports segments whose target is empty or has only whitespace, and whose source has text.

## Why it matters

Readers see nothing where the source has text.

## Example

`it-it/lamp.md`:

```markdown
- <span data-ttu-id="2ba23-103"></span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
- <span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## What to do

Translate the source.
"#,
    exact: Some("the target has no text"),
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["edge-whitespace", "stray-character", "invisible-residue"],
        aspects: &[Aspect::WholeTarget, Aspect::TargetPart],
    }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    for segment in &document.segments {
        let target = document.target(segment);
        // Most targets begin with a letter, which is quick to check.
        if !target.starts_with(char::is_alphanumeric) && target.trim().is_empty() && !document.source(segment).trim().is_empty() {
            let tag = Span { start: segment.span.start, end: segment.target.span.end };
            findings.push(
                Problem::new(&RULE, tag, format!("the translation of `{}` is empty", document.id(segment)))
                    .in_segment(document, segment)
                    .label("no text")
                    .help("readers see nothing here: translate the source text"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the translation of `2ba23-103` is empty
          at "<span data-ttu-id=\"2ba23-103\">": no text
          help: readers see nothing here: translate the source text
        "#);
    }
}
