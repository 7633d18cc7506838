//! `duplicate-id`: an id occurs twice.

use crate::document::Document;
use crate::document::sxs::Pair;
use crate::rules::finding::Problem;
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    id: "duplicate-id",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when an id occurs twice in the document.

## What it does

Finds pairs of one document with the same id. The finding is on the pair that is out of place: its id does not fit between the ids around it. If both pairs are in place, it is on the later one.

## Why it matters

Two segments share one id: the page shows the same source sentence for both, and the next handoff overwrites one translation with the other.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-103">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Close the door.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Remove the pair if it is a copy. Otherwise give it the id that its segment has in the other locales.
"#,
    exact: Some("the id occurs twice in the document"),
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["segment-order", "altered-source", "stale-segment", "heading-anchor"],
        aspects: &[],
    }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    if document.sxs.regular {
        return;
    }
    let mut by_id: HashMap<&str, Vec<&Pair>> = HashMap::new();
    for pair in &document.sxs.pairs {
        by_id.entry(document.id(document.segment_of(pair))).or_default().push(pair);
    }
    for (id, pairs) in by_id {
        if pairs.len() < 2 {
            continue;
        }
        // The id belongs to the first pair whose position fits it.
        let owner =
            pairs.iter().find(|pair| document.sxs.fit(document.text.as_str(), pair, &pair.target).is_some()).unwrap_or(&pairs[0]);
        for pair in pairs.iter().filter(|pair| pair.span != owner.span) {
            let texts = |pair: &Pair| (document.text.slice(pair.source.text), document.text.slice(pair.target.text));
            let is_copy = texts(pair) == texts(owner);
            let help = if is_copy {
                "this pair is a word-for-word copy of the other: remove one of the two"
            } else {
                "give this pair the id that its segment has in the other locales"
            };
            findings.push(
                Problem::new(&RULE, pair.target.id, format!("the id `{id}` occurs twice in this document"))
                    .in_segment(document, document.segment_of(pair))
                    .label("the same id again")
                    .help(help)
                    .related_here(owner.target.id, "the pair to which the id belongs"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::pairs;
    use crate::rules::testing::report;
    use crate::rules::testing::report_document;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the id `2ba23-103` occurs twice in this document
          at "2ba23-103": the same id again
          see "2ba23-103" in it-it/lamp.md: the pair to which the id belongs
          help: give this pair the id that its segment has in the other locales
        "#);
    }

    #[test]
    fn a_copy_is_to_be_removed() {
        insta::assert_snapshot!(report_document(&RULE, "it-it/lamp.md", &pairs(&[103, 104, 103])), @r#"
        it-it/lamp.md: the id `2ba23-103` occurs twice in this document
          at "2ba23-103": the same id again
          see "2ba23-103" in it-it/lamp.md: the pair to which the id belongs
          help: this pair is a word-for-word copy of the other: remove one of the two
        "#);
    }
}
