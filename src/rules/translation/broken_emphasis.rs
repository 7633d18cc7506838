//! `broken-emphasis`: emphasis of the source shows as `*` or `_` in the target.

use crate::document::inline::Kind;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::and_more;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "broken-emphasis",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when text that is emphasized in the source has a literal `*` or `_` in the target.

## What it does

Parses both texts by the rules of CommonMark. Reports when the target has less emphasis than the source, and more delimiters than the source that do not render. A delimiter does not render when it is escaped, has a space on its inner side, has no partner, or is between a punctuation mark and a letter.

## Why it matters

Readers see asterisks instead of bold text.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere ** Accendi** ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press **Light** now.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere **Accendi** ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press **Light** now.</span></span>
```

## What to do

Put the delimiters directly next to the words, without a backslash. Where a delimiter is between a full stop and a letter, move it before the full stop.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["emphasis-mismatch", "inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !target.inline.has(Kind::LiteralDelimiter) || segment.is_same() {
        return;
    }
    let rendered = |side: SideText<'_>| side.inline.all(Kind::Strong).count() + side.inline.all(Kind::Emphasis).count();
    let literal = |side: SideText<'_>| side.inline.all(Kind::LiteralDelimiter).count();
    if rendered(target) >= rendered(source) || literal(target) <= literal(source) {
        return;
    }
    let known: HashSet<&str> = source.all(Kind::LiteralDelimiter).map(|(_, text)| text).collect();
    let first = target
        .all(Kind::LiteralDelimiter)
        .find(|(_, text)| !known.contains(text))
        .or_else(|| target.all(Kind::LiteralDelimiter).next());
    let Some((part, text)) = first else { return };
    let (start, end) = (part.span.start as usize, part.span.end as usize);
    let before = target.text[..start].chars().next_back();
    let after = target.text[end..].chars().next();
    let is_space = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let reason = if text.starts_with('\\') {
        "it is escaped with a backslash"
    } else if is_space(before) && is_space(after) {
        "it has spaces on both sides"
    } else if is_space(after) || is_space(before) {
        "it has a space on its inner side, or it has no partner"
    } else {
        "it is between punctuation and a letter, or it has no partner"
    };
    // Two delimiters make one emphasis.
    let more = (literal(target) - literal(source)).saturating_sub(2);
    let kinds = [Kind::Strong, Kind::Emphasis];
    let in_source = source.inline.parts.iter().find(|part| kinds.contains(&part.kind));
    findings.push(
        segment
            .finding(
                &RULE,
                Some(part.span),
                in_source.map(|part| (part.span, "emphasis in the source")),
                format!("`{text}` appears literally on the page: {reason}{}", and_more(more, "delimiter")),
            )
            .problems(1 + more)
            .label("does not render")
            .help("readers see the delimiter instead of emphasis; put it directly next to the words, without a backslash"),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `**` appears literally on the page: it has spaces on both sides
          at "**": does not render
          see "**Light**" in it-it/lamp.md: emphasis in the source
          help: readers see the delimiter instead of emphasis; put it directly next to the words, without a backslash
        "#);
    }

    #[test]
    fn the_reason_is_reported() {
        for (locale, source, target, message) in [
            (
                "it-it",
                "Press **Light** or **Dim** now.",
                "Premere \\*\\*Accendi\\*\\* o \\*\\*Attenua\\*\\* ora.",
                "appears literally on the page: it is escaped with a backslash (and 2 more delimiters)",
            ),
            (
                "it-it",
                "Press **Light** now.",
                "Premere **Accendi ora.",
                "`**` appears literally on the page: it has a space on its inner side, or it has no partner",
            ),
            (
                "zh-cn",
                "**Note.** Light it.",
                "**注意。**点亮它。",
                "`**` appears literally on the page: it is between punctuation and a letter, or it has no partner",
            ),
        ] {
            assert_reported(&RULE, locale, source, target, &[message]);
        }
    }
}
