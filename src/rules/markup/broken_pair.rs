//! `broken-pair`: span markup that is not a complete pair.

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
Reports when a span of a pair is missing, unclosed, nested, reordered or duplicated.

## What it does

Reports every `data-ttu-id`, `data-stu-id` and `sxs-lookup` span that does not belong to a complete pair: a target span without its `sxs-lookup` partner, a partner without its target span, a span that is not closed, spans that are nested or in the wrong order, an attribute that occurs twice in a tag, span markup in a front matter value, and pairs that an unclosed code fence turns into code.

Complete pairs may be written differently (other quotation marks, case, spacing, attribute order). Other spans of the author are ignored. Span markup in code and in comments is text.

## Why it matters

The page shows the source next to the translation or instead of it, or puts the rest of the page inside one sentence. The next handoff cannot find the segment.

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

Restore the markup of the pair, or remove the rest of it.
"#,
    exact: Some("the markup of the pair is not complete"),
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["lost-segment", "missing-segment", "unpaired-text", "heading-anchor", "structure-mismatch"],
        aspects: &[Aspect::WholeTarget, Aspect::TargetPart],
    }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    findings.extend(document.sxs.damage.iter().map(finding));
}

fn finding(fault: &Damage) -> Problem {
    let of_id = fault.segment_id.as_ref().map_or(String::new(), |id| format!(" of `{id}`"));
    let (message, label, help) = match fault.kind {
        DamageKind::NoPartner => (
            format!("the target span{of_id} has no source span after it"),
            "no `sxs-lookup` span follows",
            "restore the `sxs-lookup` span with the source text, or remove this span",
        ),
        DamageKind::NoTarget => (
            format!("the source span{of_id} has no target span before it"),
            "no complete target span precedes",
            "restore the target span with the translation, or remove this span",
        ),
        DamageKind::Unclosed => (
            format!("a span{of_id} is never closed"),
            "opened here",
            "add the missing `</span>`; a pair has one after its target text and two after its source text",
        ),
        DamageKind::StrayClose => {
            (format!("a `</span>`{of_id} closes nothing"), "closes nothing", "remove it, or restore the span that it closed")
        }
        DamageKind::Nested => (
            format!("another pair is inside the span{of_id}"),
            "still open where the other pair begins",
            "close this span before the other pair, or move the other pair out of it",
        ),
        DamageKind::Separated => (
            format!("there is text between the target span and the source span{of_id}"),
            "its `sxs-lookup` span does not follow directly",
            "move the text into the target span, or after the pair",
        ),
        DamageKind::AttributeTwice => (
            format!("an attribute{of_id} occurs twice in one tag"),
            "occurs twice",
            "keep one of the two: HTML parsers use the first",
        ),
        DamageKind::UnclosedFence => (
            "a code fence is never closed, so the pairs after it are shown as code".to_owned(),
            "opened here",
            "close the fence where the code ends",
        ),
        DamageKind::InFrontMatter => (
            format!("span markup{of_id} is in a front matter value"),
            "markup in a plain-text value",
            "keep only the translated text",
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
    use crate::rules::testing::pairs;
    use crate::rules::testing::report;
    use crate::rules::testing::report_document;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: a span of `2ba23-103` is never closed
          at "<span data-ttu-id=\"2ba23-103\">": opened here
          help: add the missing `</span>`; a pair has one after its target text and two after its source text
        "#);
    }

    #[test]
    fn each_fault_has_its_texts() {
        let target = r#"<span data-ttu-id="2ba23-103">Accendere la lampada.</span>"#;
        let source = r#"<span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>"#;
        let door = pairs(&[104]);
        let documents = [
            target.to_owned(),
            source.to_owned(),
            format!("{target}{source}</span>"),
            format!("<span data-ttu-id=\"2ba23-103\">Prima {door}</span>{source}"),
            format!("{target} subito {source}"),
            format!("{target}{source}").replacen("data-ttu-id=", "data-ttu-id=\"2ba23-109\" data-ttu-id=", 1),
            format!("```\ncode\n\n{target}{source}\n\n{door}"),
            format!("---\ntitle: '{target}'\n---\n{door}"),
        ];
        let reports = documents.map(|content| report_document(&RULE, "it-it/lamp.md", &content));
        insta::assert_snapshot!(reports.join("\n"), @r#"
        it-it/lamp.md: the target span of `2ba23-103` has no source span after it
          at "<span data-ttu-id=\"2ba23-103\">": no `sxs-lookup` span follows
          help: restore the `sxs-lookup` span with the source text, or remove this span

        it-it/lamp.md: the source span of `2ba23-103` has no target span before it
          at "<span class=\"sxs-lookup\">": no complete target span precedes
          help: restore the target span with the translation, or remove this span

        it-it/lamp.md: a `</span>` of `2ba23-103` closes nothing
          at "</span>": closes nothing
          help: remove it, or restore the span that it closed

        it-it/lamp.md: another pair is inside the span of `2ba23-103`
          at "<span data-ttu-id=\"2ba23-103\">": still open where the other pair begins
          help: close this span before the other pair, or move the other pair out of it

        it-it/lamp.md: there is text between the target span and the source span of `2ba23-103`
          at "<span data-ttu-id=\"2ba23-103\">": its `sxs-lookup` span does not follow directly
          help: move the text into the target span, or after the pair

        it-it/lamp.md: an attribute of `2ba23-109` occurs twice in one tag
          at "data-ttu-id=\"2ba23-103": occurs twice
          help: keep one of the two: HTML parsers use the first

        it-it/lamp.md: a code fence is never closed, so the pairs after it are shown as code
          at "```": opened here
          help: close the fence where the code ends

        it-it/lamp.md: span markup of `2ba23-103` is in a front matter value
          at "<span data-ttu-id=\"2ba23-103\">Accendere la lampada.</span>'": markup in a plain-text value
          help: keep only the translated text
        "#);
    }
}
