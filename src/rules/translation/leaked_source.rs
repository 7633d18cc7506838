//! `leaked-source`: the source sentence is in the target, next to its translation.

use crate::document::inline::{Kind, Part};
use crate::rules::context::ParsedSegment;
use crate::rules::english::WordCounts;
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::bytes::find_rare;
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "leaked-source",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a target contains the source sentence in addition to its translation.

## What it does

Looks for the whole source text in a target that has more words. The source must be a sentence, or four words that end like one, because names may be in both texts. English followed by its translation in brackets is left to `partly-untranslated`.

## Why it matters

Readers find the sentence twice, once in a language that they may not know.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada prima di sera.Light the lamp before dusk.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp before dusk.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada prima di sera.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp before dusk.</span></span>
```

## What to do

Remove the source sentence. The fix does so.
"#,
    fix: FixKind::Safe,
    exact: Some("the target contains the whole source text and more"),
    aspect: Aspect::WholeTarget,
    explains: &[Explains {
        covers: Covers::TargetWords,
        rules: &["partly-untranslated", "edge-whitespace"],
        aspects: &[Aspect::TargetPart],
    }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let sentence = source.text.trim();
    if segment.context.is_english || target.text.len() <= sentence.len() || sentence.len() < 8 {
        return;
    }
    let Some(at) = find_rare(target.text, sentence) else { return };
    let counts = WordCounts::in_text(source);
    let ends_like_one = sentence.ends_with(['.', ':', '!', '?']);
    let end = at + sentence.len();
    let is_outside = |part: &Part| (part.span.end as usize) <= at || (part.span.start as usize) >= end;
    let words = target.inline.all(Kind::Word).filter(|part| is_outside(part)).count();
    // A quoted message, followed by its translation in brackets, or in brackets after its translation.
    let opens = |c: char| matches!(c, '(' | '（' | '"' | '“' | '„' | '«' | '「' | '\'');
    let is_glossed = target.text[end..].trim_start().starts_with(opens) || target.text[..at].trim_end().ends_with(opens);
    if words == 0 || is_glossed || !(counts.is_prose() || (counts.words >= 4 && ends_like_one)) {
        return;
    }
    // The fix also removes the spaces that would be at an end or doubled.
    let before = target.text[..at].trim_end_matches(' ').len();
    let after = end + (target.text[end..].len() - target.text[end..].trim_start_matches(' ').len());
    let cut = if before == 0 { Span::new(at, after) } else { Span::new(before, end) };
    findings.push(
        segment
            .finding(
                &RULE,
                Some(Span::new(at, end)),
                None,
                format!("the source text is left next to its translation: {}", quote(sentence)),
            )
            .label("is the source text")
            .help("readers find the sentence twice; remove the source text")
            .safe_fix(target.place(cut), ""),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source text is left next to its translation: “Light the lamp before dusk.”
          at "Light the lamp before dusk.": is the source text
          help: readers find the sentence twice; remove the source text
          safe fix: "Light the lamp before dusk." -> ""
        "#);
    }
}
