//! `broken-emphasis`: emphasis of the source shows as literal marks in the target.

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
Reports when emphasis of the source shows as `*` or `_` in the target.

## What it does

Reads both texts as CommonMark does. Reports when the target has less emphasis than the source, and marks beyond those of the source that do not render: escaped, with a space on the inner side, without a partner, or between a punctuation mark and a letter.

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

Write the marks close to the words, without a backslash. Between a full stop and a letter, move the mark before the full stop.
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
    let rendered = |reading: SideText<'_>| reading.inline.all(Kind::Strong).count() + reading.inline.all(Kind::Emphasis).count();
    let marks = |reading: SideText<'_>| reading.inline.all(Kind::LiteralDelimiter).count();
    if rendered(target) >= rendered(source) || marks(target) <= marks(source) {
        return;
    }
    let known: HashSet<&str> = source.all(Kind::LiteralDelimiter).map(|(_, mark)| mark).collect();
    let first = target
        .all(Kind::LiteralDelimiter)
        .find(|(_, text)| !known.contains(text))
        .or_else(|| target.all(Kind::LiteralDelimiter).next());
    let Some((part, text)) = first else { return };
    let (start, end) = (part.span.start as usize, part.span.end as usize);
    let before = target.text[..start].chars().next_back();
    let after = target.text[end..].chars().next();
    let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let why = if text.starts_with('\\') {
        "it is escaped"
    } else if blank(before) && blank(after) {
        "spaces are on both sides"
    } else if blank(after) || blank(before) {
        "a space is on its inner side, or its partner is missing"
    } else {
        "it is between punctuation and a letter, or its partner is missing"
    };
    // A mark has a partner.
    let beyond = (marks(target) - marks(source)).saturating_sub(2);
    let kinds = [Kind::Strong, Kind::Emphasis];
    let in_source = source.inline.parts.iter().find(|part| kinds.contains(&part.kind));
    findings.push(
        segment
            .finding(
                &RULE,
                Some(part.span),
                in_source.map(|part| (part.span, "emphasis in the source")),
                format!("`{text}` shows as it is written: {why}{}", and_more(beyond, "mark")),
            )
            .problems(1 + beyond)
            .label("does not render")
            .help("write the marks close to the words that they are for, without a backslash"),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `**` shows as it is written: spaces are on both sides
          at "**": does not render
          see "**Light**" in it-it/lamp.md: emphasis in the source
          help: write the marks close to the words that they are for, without a backslash
        "#);
    }
}
