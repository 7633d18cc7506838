//! `final-punctuation`: the mark at the end of a sentence is lost.

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
Reports when a source ends in `.`, `:`, `?` or `!` and its target in no such mark.

## What it does

Compares the last marks, by the marks that the language has (`。`, `：`, `؟`, `;` in Greek); closing brackets, quotes and emphasis behind them do not count. Off by default: languages differ in what they end with a mark.

## Why it matters

A list announced without a colon reads like a lost sentence.

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

End the sentence as the source does.
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
    let marks = &language.end_punctuation;
    let (Some(theirs), Some(own)) = (last(segment.source.text), last(segment.target.text)) else { return };
    let (name, fitting) = match theirs {
        '.' if marks.optional => return,
        '.' => ("a full stop", marks.stop),
        ':' => ("a colon", marks.colon),
        '?' => ("a question mark", marks.question),
        '!' => ("an exclamation mark", marks.exclamation),
        _ => return,
    };
    let any = [marks.stop, marks.colon, marks.question, marks.exclamation].iter().any(|marks| marks.contains(&own));
    if fitting.contains(&own) || any || own == '…' {
        return;
    }
    let end = segment.target.text.trim_end().len();
    let start = segment.target.text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    findings.push(
        segment
            .finding(&RULE, Some(Span::new(start, end)), None, format!("the source ends in {name}, the translation in no mark"))
            .label("ends without a mark")
            .help("end the sentence as the source does"),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source ends in a colon, the translation in no mark
          at "i": ends without a mark
          help: end the sentence as the source does
        "#);
    }
}
