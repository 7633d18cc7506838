//! `id-order`: ids that do not ascend.

use crate::document::sxs::Pair;
use crate::document::{Document, Series};
use crate::rules::finding::Problem;
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "id-order",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when ids of one series do not ascend.

## What it does

The ids of the two series (`2ba23-103` and `2ba23-p103`) ascend, each by itself. Reports a stretch of the document in which they do not, once, at the pair that has to move. Gaps are fine: image texts and code have numbers without a span.

## Why it matters

A pair was moved, or two ids were exchanged: sentences stand in another order than in the source, or a sentence carries the identity of another.

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

Put the pairs back into the order of their ids; where the text stands in the right order, mend the ids.
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

/// The pairs of a stretch whose ids do not ascend, in the order of the document.
fn finding(document: &Document, stretch: &[(u32, &Pair)]) -> Problem {
    let kept = longest_ascent(stretch);
    let moved: Vec<usize> = (0..stretch.len()).filter(|i| !kept.contains(i)).collect();
    let first = moved[0];
    let (number, pair) = stretch[first];
    let id = document.id(document.segment_of(pair));
    let later = stretch[first..].iter().find(|(other, _)| *other < number).map(|(_, other)| ("before", other));
    let earlier = || stretch[..first].iter().find(|(other, _)| *other > number).map(|(_, other)| ("after", other));
    let relation = match later.or_else(earlier) {
        Some((side, other)) => format!("{side} `{}`", document.id(document.segment_of(other))),
        None => "out of order".to_owned(),
    };
    let mut finding = Problem::new(&RULE, pair.target.id, format!("`{id}` stands {relation}: ids ascend in a document"))
        .in_segment(document, document.segment_of(pair))
        .label("out of order")
        .help("move the pair to where its id belongs; where the text stands in the order of the source, mend the ids");
    finding.extent = Span { start: stretch[0].1.span.start, end: stretch[stretch.len() - 1].1.span.end };
    for i in moved.iter().skip(1).take(8) {
        finding = finding.related_here(stretch[*i].1.target.id, "out of order, too");
    }
    finding
}

/// Positions of a longest ascending run of numbers: the pairs that need not move.
fn longest_ascent(stretch: &[(u32, &Pair)]) -> std::collections::HashSet<usize> {
    // `ends[n]` is the position that ends the best run of length n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(stretch.len());
    for (i, (number, _)) in stretch.iter().enumerate() {
        let length = ends.partition_point(|&end| stretch[end].0 < *number);
        before.push(length.checked_sub(1).map(|n| ends[n]));
        if length == ends.len() {
            ends.push(i);
        } else {
            ends[length] = i;
        }
    }
    std::iter::successors(ends.last().copied(), |&i| before[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `2ba23-104` stands before `2ba23-103`: ids ascend in a document
          at "2ba23-104": out of order
          help: move the pair to where its id belongs; where the text stands in the order of the source, mend the ids
        "#);
    }
}
