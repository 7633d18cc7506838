//! `id-mismatch`: the two ids of a pair differ.

use crate::document::Document;
use crate::document::sxs::Pair;
use crate::rules::finding::Problem;
use crate::rules::rule::{Check, Covers, Explains, FixKind, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "id-mismatch",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the target id of a pair differs from its source id.

## What it does

Compares `data-ttu-id` and `data-stu-id` of each pair. In 866,730 of 866,730 measured pairs they are the same.

## Why it matters

The page looks up the source of a segment by its id. With another id it shows the wrong source or none.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-130">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Write the id that fits between the neighbouring pairs on both sides. If only one of the two fits, the fix does this.
"#,
    fix: FixKind::Safe,
    exact: Some("the two ids differ"),
    explains: &[Explains { covers: Covers::Segment, rules: &["segment-order"], aspects: &[] }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    if document.sxs.regular {
        return;
    }
    findings.extend(document.sxs.pairs.iter().filter(|pair| !document.ids_agree(pair)).map(|pair| finding(document, pair)));
}

fn finding(document: &Document, pair: &Pair) -> Problem {
    let text = |side: &crate::document::sxs::Side| document.text.slice(side.id);
    let (target, source) = (text(&pair.target), text(&pair.source));
    let (target_fits, source_fits) = (
        document.sxs.fit(document.text.as_str(), pair, &pair.target).is_some(),
        document.sxs.fit(document.text.as_str(), pair, &pair.source).is_some(),
    );
    let wrong = if *document.sxs.fitting_side(document.text.as_str(), pair) == pair.target { &pair.source } else { &pair.target };
    let finding = Problem::new(&RULE, wrong.id, format!("the target id `{target}` differs from the source id `{source}`"))
        .in_segment(document, document.segment_of(pair));
    if target_fits == source_fits {
        return finding
            .label("one of the two is wrong")
            .help("write the id that the segment has in the other locales on both sides");
    }
    let right = if target_fits { target } else { source };
    finding
        .label("does not fit between its neighbours")
        .help(format!("`{right}` fits between the neighbouring ids: write it on both sides"))
        .safe_fix(wrong.id, right)
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
        it-it/lamp.md: the target id `2ba23-130` differs from the source id `2ba23-103`
          at "2ba23-130": does not fit between its neighbours
          help: `2ba23-103` fits between the neighbouring ids: write it on both sides
          safe fix: "2ba23-130" -> "2ba23-103"
        "#);
    }

    #[test]
    fn two_ids_that_do_not_fit_have_no_fix() {
        let document = pairs(&[103]).replacen("2ba23-103", "2ba23-999", 1).replacen("2ba23-103", "2ba23-998", 1);
        insta::assert_snapshot!(report_document(&RULE, "it-it/lamp.md", &document), @r#"
        it-it/lamp.md: the target id `2ba23-999` differs from the source id `2ba23-998`
          at "2ba23-998": one of the two is wrong
          help: write the id that the segment has in the other locales on both sides
        "#);
    }
}
