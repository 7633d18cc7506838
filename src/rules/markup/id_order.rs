//! `id-order`: ids that do not ascend.

use crate::document::sxs::Pair;
use crate::document::{Document, Series};
use crate::rules::finding::Problem;
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::sequence::longest_ascent;

/// The rule.
pub static RULE: Rule = Rule {
    id: "id-order",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the ids of a document do not ascend (ids with a `p`, of merged sentences, are a series by themselves).

## What it does

Ids must ascend in a document. Ids without `p` (`2ba23-103`) and ids with `p` (`2ba23-p103`) are two separate series. Each stretch of a document that is out of order gives one finding, at the first pair that must move. Gaps are accepted: image texts and code have numbers but no pair.

## Why it matters

A pair was moved, or two ids were exchanged: segments are in another order than in the source, or a segment has the id of another.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Put the pairs back into the order of their ids. If the text is in the right order, correct the ids.
"#,
    exact: Some("the ids do not ascend"),
    explains: &[Explains { covers: Covers::Segment, rules: &["segment-order", "heading-anchor"], aspects: &[] }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    if document.sxs.regular {
        return;
    }
    for series in [Series::Plain, Series::Merged] {
        for stretch in document.unordered_stretches(series) {
            findings.push(finding(document, &stretch));
        }
    }
}

/// The finding for a stretch whose ids do not ascend. `stretch` has its pairs in the order of the document.
fn finding(document: &Document, stretch: &[(u32, &Pair)]) -> Problem {
    let kept = longest_ascent(stretch, |(number, _)| *number);
    let moved: Vec<usize> = (0..stretch.len()).filter(|i| kept.binary_search(i).is_err()).collect();
    let first = moved[0];
    let (number, pair) = stretch[first];
    let id = document.id(document.segment_of(pair));
    let later = stretch[first..].iter().find(|(other, _)| *other < number).map(|(_, other)| ("before", other));
    let earlier = || stretch[..first].iter().find(|(other, _)| *other > number).map(|(_, other)| ("after", other));
    let relation = match later.or_else(earlier) {
        Some((side, other)) => format!("{side} `{}`", document.id(document.segment_of(other))),
        None => "out of order".to_owned(),
    };
    let mut finding = Problem::new(&RULE, pair.target.id, format!("`{id}` is {relation}, but ids ascend in a document"))
        .in_segment(document, document.segment_of(pair))
        .label("out of order")
        .help("move the pair to where its id belongs; if the text is in the order of the source, correct the ids");
    finding.extent = Span { start: stretch[0].1.span.start, end: stretch[stretch.len() - 1].1.span.end };
    for i in moved.iter().skip(1).take(MAX_RELATED) {
        finding = finding.related_here(stretch[*i].1.target.id, "also out of order");
    }
    finding
}

/// The number of further pairs that a finding shows.
const MAX_RELATED: usize = 8;

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::pair;
    use crate::rules::testing::report;
    use crate::rules::testing::report_document;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `2ba23-104` is before `2ba23-103`, but ids ascend in a document
          at "2ba23-104": out of order
          help: move the pair to where its id belongs; if the text is in the order of the source, correct the ids
        "#);
    }

    #[test]
    fn the_other_pairs_that_have_to_move_are_shown() {
        let ids = ["103", "109", "108", "107", "106", "110"];
        let document = ids.map(|id| pair(id, &format!("Lampada {id}."), &format!("Lamp {id}."))).join("\n\n");
        insta::assert_snapshot!(report_document(&RULE, "it-it/lamp.md", &document), @r#"
        it-it/lamp.md: `2ba23-109` is before `2ba23-108`, but ids ascend in a document
          at "2ba23-109": out of order
          see "2ba23-108" in it-it/lamp.md: also out of order
          see "2ba23-107" in it-it/lamp.md: also out of order
          help: move the pair to where its id belongs; if the text is in the order of the source, correct the ids
        "#);
    }

    #[test]
    fn a_pair_after_a_larger_id_is_reported() {
        let ids = ["103", "106", "107", "104", "108"];
        let document = ids.map(|id| pair(id, &format!("Lampada {id}."), &format!("Lamp {id}."))).join("\n\n");
        insta::assert_snapshot!(report_document(&RULE, "it-it/lamp.md", &document), @r#"
        it-it/lamp.md: `2ba23-104` is after `2ba23-106`, but ids ascend in a document
          at "2ba23-104": out of order
          help: move the pair to where its id belongs; if the text is in the order of the source, correct the ids
        "#);
    }
}
