//! `foreign-id`: an id that does not belong to its document.

use crate::document::Document;
use crate::document::sxs::Pair;
use crate::document::sxs::ids::SegmentId;
use crate::rules::finding::Problem;
use crate::rules::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "foreign-id",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when an id is malformed, or its prefix differs from that of the other ids in the document.

## What it does

An id is five hexadecimal digits that all ids of a document share, a hyphen, and a number (`2ba23-103`, or `2ba23-p103` for several sentences in one segment). Reports malformed ids, and ids with another prefix than most ids of the document.

## Why it matters

The pair was copied from another document or damaged by hand. The next handoff cannot place it.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="9f496-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="9f496-104">Close the door.</span></span>
<span data-ttu-id="2ba23-105">Scendere le scale.</span><span class="sxs-lookup"><span data-stu-id="2ba23-105">Go down the stairs.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
<span data-ttu-id="2ba23-105">Scendere le scale.</span><span class="sxs-lookup"><span data-stu-id="2ba23-105">Go down the stairs.</span></span>
```

## What to do

Write the id that the segment has in the other locales on both sides, with this document's prefix.
"#,
    exact: Some("the prefix differs"),
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    if document.sxs.regular {
        return;
    }
    findings.extend(document.sxs.pairs.iter().filter_map(|pair| finding(document, pair)));
}

fn finding(document: &Document, pair: &Pair) -> Option<Problem> {
    // Ids that differ are reported by `id-mismatch`.
    if !document.ids_agree(pair) {
        return None;
    }
    let id = document.id(document.segment_of(pair));
    let parsed = SegmentId::parse(id);
    let (message, label) = if parsed.number.is_none() {
        (format!("`{id}` is not a segment id"), "not five hexadecimal digits, a hyphen and a number")
    } else if parsed.prefix != &*document.sxs.prefix {
        (format!("`{id}` does not have this document's prefix `{}`", document.sxs.prefix), "another document's prefix")
    } else {
        return None;
    };
    Some(
        Problem::new(&RULE, pair.target.id, message)
            .in_segment(document, document.segment_of(pair))
            .label(label)
            .help("write the id that the segment has in the other locales on both sides, with this document's prefix"),
    )
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
        it-it/lamp.md: `9f496-104` does not have this document's prefix `2ba23`
          at "9f496-104": another document's prefix
          help: write the id that the segment has in the other locales on both sides, with this document's prefix
        "#);
    }

    #[test]
    fn an_id_of_another_form_is_reported() {
        let document = pairs(&[103, 104, 105]).replace("2ba23-104", "unit-104");
        insta::assert_snapshot!(report_document(&RULE, "it-it/lamp.md", &document), @r#"
        it-it/lamp.md: `unit-104` is not a segment id
          at "unit-104": not five hexadecimal digits, a hyphen and a number
          help: write the id that the segment has in the other locales on both sides, with this document's prefix
        "#);
    }
}
