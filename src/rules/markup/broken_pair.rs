//! `broken-pair`: span markup that is not a whole pair.

use crate::document::Document;
use crate::document::sxs::{Damage, DamageKind};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "broken-pair",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a span of a pair is missing, unclosed, nested, reordered or doubled.

## What it does

Looks at every `data-ttu-id`, `data-stu-id` and `sxs-lookup` span that does not belong to a whole pair: a target span without its `sxs-lookup` partner, a partner without its target span, spans that are not closed, that stand inside each other or in the wrong order, an attribute that stands twice, span markup in a front matter value, and pairs that an unclosed code fence turns into code.

Pairs that are whole but written in another way (other quotes, case, spacing, attribute order) are fine, and so are spans of the author's own. Span markup in code and in comments is text.

## Why it matters

The page shows the source beside or in place of the translation, or the rest of the page inside one sentence; and the next handoff cannot find the unit again.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.<span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Restore the markup of the unit, or remove what is left of it.
"#,
    exact: Some("the markup of the pair is not whole"),
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["lost-segment", "missing-segment", "unpaired-text", "heading-anchor"],
        aspects: &[Aspect::WholeTarget, Aspect::TargetPart],
    }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    findings.extend(document.sxs.damage.iter().map(finding));
}

fn finding(fault: &Damage) -> Problem {
    let of = match &fault.segment_id {
        Some(unit) => format!(" of `{unit}`"),
        None => String::new(),
    };
    let (message, label, help) = match fault.kind {
        DamageKind::NoPartner => (
            format!("the target span{of} has no source span beside it"),
            "no `sxs-lookup` span follows",
            "restore the `sxs-lookup` span with the source text, or remove this span",
        ),
        DamageKind::NoTarget => (
            format!("the source span{of} has no target span before it"),
            "no whole target span precedes",
            "restore the `data-ttu-id` span with the translation, or remove this span",
        ),
        DamageKind::Unclosed => (
            format!("a span{of} is never closed"),
            "opened here",
            "add the missing `</span>`: one after the target, two after the source",
        ),
        DamageKind::StrayClose => {
            (format!("a `</span>`{of} closes nothing"), "closes nothing", "remove it, or restore the span that it closed")
        }
        DamageKind::Nested => (
            format!("another pair stands inside the span{of}"),
            "still open where the other pair begins",
            "close this span before the other pair, or move the other pair out of it",
        ),
        DamageKind::Separated => (
            format!("text stands between the parts of the pair{of}"),
            "its `sxs-lookup` span does not follow directly",
            "move the text into the target or behind the pair",
        ),
        DamageKind::AttributeTwice => {
            (format!("an attribute{of} stands twice in one tag"), "stands twice", "keep one of the two: readers take the first")
        }
        DamageKind::UnclosedFence => (
            "a code fence is never closed, so the pairs after it are shown as code".to_owned(),
            "opened here",
            "close the fence where the code ends",
        ),
        DamageKind::InFrontMatter => (
            format!("span markup{of} stands in a front matter value"),
            "markup, where plain text belongs",
            "keep the translated text alone",
        ),
    };
    let mut finding = Problem::new(&RULE, fault.span, message).label(label).help(help);
    finding.extent = fault.region;
    finding.segment_id.clone_from(&fault.segment_id);
    finding
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: a span of `2ba23-103` is never closed
          at "<span data-ttu-id=\"2ba23-103\">": opened here
          help: add the missing `</span>`: one after the target, two after the source
        "#);
    }
}
