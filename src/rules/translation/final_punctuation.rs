//! `final-punctuation`: the punctuation mark at the end of a sentence is missing.

use crate::rules::context::ParsedSegment;
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "final-punctuation",
    group: Group::Translation,
    level: Level::Off,
    since: "0.1.0",
    docs: r#"
Reports when a source ends with `.`, `:`, `?` or `!`, and its target ends with none of them.

## What it does

Compares the last punctuation marks. Those of the target's language are accepted (`。`, `：`, `؟`, `;` in Greek). Closing brackets, quotation marks and emphasis after them do not count. Off by default, because languages differ in which texts end with punctuation.

## Why it matters

A list that follows a text without a colon reads as if a sentence were missing.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Parametri</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Parameters:</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Parametri:</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Parameters:</span></span>
```

## What to do

End the sentence with the punctuation mark that the source ends with.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let Some(language) = segment.context.language.filter(|_| !segment.is_same()) else { return };
    let last = |text: &str| {
        let closing =
            |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | ')' | ']' | '"' | '\'' | '”' | '»' | '」' | '）' | '’');
        text.trim_end_matches(closing).chars().next_back()
    };
    let punctuation = &language.end_punctuation;
    let (Some(source_end), Some(target_end)) = (last(segment.source.text), last(segment.target.text)) else { return };
    let (name, accepted) = match source_end {
        '.' if punctuation.optional => return,
        '.' => ("a full stop", punctuation.stop),
        ':' => ("a colon", punctuation.colon),
        '?' => ("a question mark", punctuation.question),
        '!' => ("an exclamation mark", punctuation.exclamation),
        _ => return,
    };
    let all = [punctuation.stop, punctuation.colon, punctuation.question, punctuation.exclamation];
    let is_any = all.iter().any(|chars| chars.contains(&target_end));
    if accepted.contains(&target_end) || is_any || target_end == '…' {
        return;
    }
    let end = segment.target.text.trim_end().len();
    let start = segment.target.text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    findings.push(
        segment
            .finding(
                &RULE,
                Some(Span::new(start, end)),
                None,
                format!("the source ends with {name}, the target ends without punctuation"),
            )
            .label("ends without punctuation")
            .help("end the sentence with the punctuation mark that the source ends with"),
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
        it-it/lamp.md: the source ends with a colon, the target ends without punctuation
          at "i": ends without punctuation
          help: end the sentence with the punctuation mark that the source ends with
        "#);
    }

    #[test]
    fn each_punctuation_mark_has_a_name() {
        for (source, target, message) in [
            ("It is lit.", "È accesa", "the source ends with a full stop, the target ends without punctuation"),
            ("Is it lit?", "È accesa", "the source ends with a question mark, the target ends without punctuation"),
            ("It is lit!", "È accesa", "the source ends with an exclamation mark, the target ends without punctuation"),
        ] {
            assert_reported(&RULE, "it-it", source, target, &[message]);
        }
    }
}
