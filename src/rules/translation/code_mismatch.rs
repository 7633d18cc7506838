//! `code-mismatch`: code spans differ from those of the source.

use crate::document::inline::Kind;
use crate::rules::context::{KeyedPart, ParsedSegment, SideText, difference, same_parts};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::normalize::normalize;
use crate::text::phrases::{is_or_are, listed_briefly};
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "code-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when code spans differ from those of the source.

## What it does

Compares the code spans of target and source. Their order and their spaces do not matter. Extra occurrences of a source code span in the target are not reported.

## Why it matters

Readers copy code unchanged: a translated or missing name does not compile.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Chiamare `Accendere()` per la luce.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Call `Light()` for light.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Chiamare `Light()` per la luce.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Call `Light()` for light.</span></span>
```

## What to do

Write the code of the source, unchanged, between backticks.
"#,
    exact: Some("the code is compared character by character"),
    aspect: Aspect::TargetPart,
    explains: &[
        Explains {
            covers: Covers::TargetWords,
            rules: &["placeholder-mismatch", "number-mismatch", "mangled-name", "no-loc"],
            aspects: &[],
        },
        Explains { covers: Covers::Segment, rules: &["unbalanced", "inconsistent-translation"], aspects: &[] },
    ],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !(source.inline.has(Kind::Code) || target.inline.has(Kind::Code)) {
        return;
    }
    if same_parts(source, target, &[Kind::Code]) {
        return;
    }
    let (source_spans, target_spans) = (code_spans(source), code_spans(target));
    let known: HashSet<String> = source_spans.iter().map(|(key, _)| key.clone().into_owned()).collect();
    let (missing, mut surplus) = difference(source_spans, target_spans);
    surplus.retain(|(key, _)| !known.contains(key.as_ref()));
    let name = |keyed: &KeyedPart<'_>, side: &SideText<'_>| format!("`{}`", side.get(keyed.1.inner).trim());
    let names =
        |keyed: &[KeyedPart<'_>], side: &SideText<'_>| listed_briefly(keyed.iter().map(|keyed| name(keyed, side)), "code span");
    let in_source = missing.first().map(|(_, part)| (part.span, "the code in the source"));
    let finding = match (missing.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([lost], [added]) => segment
            .finding(&RULE, Some(added.1.span), in_source, format!("{} became {}", name(lost, &source), name(added, &target)))
            .label("differs from the code in the source")
            .help("code must not change; write it as it is in the source"),
        (lost @ [first, ..], added) => {
            let bare = added.is_empty().then(|| target.text.find(source.get(first.1.inner).trim())).flatten();
            let place = bare.map(|at| crate::text::Span::new(at, at + source.get(first.1.inner).trim().len()));
            let (verb, what) = (is_or_are(lost.len()), if place.is_some() { "no longer code" } else { "missing" });
            segment
                .finding(
                    &RULE,
                    place.or(added.first().map(|(_, part)| part.span)),
                    in_source,
                    format!("{} {verb} {what}", names(lost, &source)),
                )
                .label(if place.is_some() { "has no backticks" } else { "lacks code that the source has" })
                .help("write it as it is in the source, between backticks")
        }
        ([], added) => segment
            .finding(
                &RULE,
                Some(added[0].1.span),
                None,
                format!("{} {} not code in the source", names(added, &target), is_or_are(added.len())),
            )
            .label("is code only in the target")
            .help("remove the backticks, or write the code of the source"),
    };
    findings.push(finding.problems(missing.len().max(surplus.len())));
}

/// The code spans of a text, normalized for the comparison.
fn code_spans(side: SideText<'_>) -> Vec<KeyedPart<'_>> {
    side.all(Kind::Code).map(|(part, text)| (normalize(text), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `Light()` became `Accendere()`
          at "`Accendere()`": differs from the code in the source
          see "`Light()`" in it-it/lamp.md: the code in the source
          help: code must not change; write it as it is in the source
        "#);
    }

    #[test]
    fn missing_and_added_code_is_reported() {
        for (source, target, texts) in [
            (
                "Call `Light` or `Dim`.",
                "Chiamare ora.",
                [
                    "`Light` and `Dim` are missing",
                    "lacks code that the source has",
                    "write it as it is in the source, between backticks",
                ],
            ),
            (
                "Call `A`, `B`, `C`, `D` or `E`.",
                "Chiamare ora.",
                ["`A`, `B`, `C` and 2 more code spans are missing", "lacks code", "between backticks"],
            ),
            (
                "Call `Light` or `Dim`.",
                "Chiamare Light o `Dim`.",
                ["`Light` is no longer code", "at \"Light\": has no backticks", "between backticks"],
            ),
            (
                "Call it.",
                "Chiamare `Luce`.",
                [
                    "`Luce` is not code in the source",
                    "is code only in the target",
                    "remove the backticks, or write the code of the source",
                ],
            ),
        ] {
            assert_reported(&RULE, "it-it", source, target, &texts);
        }
    }
}
