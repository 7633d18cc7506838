//! `code-mismatch`: code spans are not those of the source.

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

Compares the code spans of target and source; their order is free, spaces do not count. Code that the target says again is left alone.

## Why it matters

Readers copy code as it is: a translated or missing name does not compile.

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

Write the code between backticks as the source has it.
"#,
    exact: Some("the code is compared character by character"),
    aspect: Aspect::TargetPart,
    explains: &[
        Explains {
            covers: Covers::TargetWords,
            rules: &["placeholder-mismatch", "number-mismatch", "mangled-name", "no-loc"],
            aspects: &[],
        },
        Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] },
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
    let (theirs, own) = (spans(source), spans(target));
    let known: HashSet<String> = theirs.iter().map(|(key, _)| key.clone().into_owned()).collect();
    let (missing, mut surplus) = difference(theirs, own);
    surplus.retain(|(key, _)| !known.contains(key.as_ref()));
    let name = |keyed: &KeyedPart<'_>, reading: &SideText<'_>| format!("`{}`", reading.get(keyed.1.inner).trim());
    let names = |keyed: &[KeyedPart<'_>], reading: &SideText<'_>| {
        listed_briefly(keyed.iter().map(|keyed| name(keyed, reading)), "code span")
    };
    let in_source = missing.first().map(|(_, part)| (part.span, "the code in the source"));
    let finding = match (missing.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([gone], [come]) => segment
            .finding(&RULE, Some(come.1.span), in_source, format!("{} became {}", name(gone, &source), name(come, &target)))
            .label("is not the source's code")
            .help("write the code as the source has it"),
        (gone @ [first, ..], come) => {
            let bare = come.is_empty().then(|| target.text.find(source.get(first.1.inner).trim())).flatten();
            let place = bare.map(|at| crate::text::Span::new(at, at + source.get(first.1.inner).trim().len()));
            let (verb, what) = (is_or_are(gone.len()), if place.is_some() { "no longer code" } else { "missing" });
            segment
                .finding(
                    &RULE,
                    place.or(come.first().map(|(_, part)| part.span)),
                    in_source,
                    format!("{} {verb} {what}", names(gone, &source)),
                )
                .label(if place.is_some() { "is without its backticks" } else { "lacks code of the source" })
                .help("write it between backticks, as the source has it")
        }
        ([], come) => segment
            .finding(
                &RULE,
                Some(come[0].1.span),
                None,
                format!("{} {} not code in the source", names(come, &target), is_or_are(come.len())),
            )
            .label("is code only here")
            .help("take the backticks away, or write the code of the source"),
    };
    findings.push(finding.problems(missing.len().max(surplus.len())));
}

/// The code spans of a text in the form in which they are compared.
fn spans(reading: SideText<'_>) -> Vec<KeyedPart<'_>> {
    reading.all(Kind::Code).map(|(part, text)| (normalize(text), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `Light()` became `Accendere()`
          at "`Accendere()`": is not the source's code
          see "`Light()`" in it-it/lamp.md: the code in the source
          help: write the code as the source has it
        "#);
    }
}
