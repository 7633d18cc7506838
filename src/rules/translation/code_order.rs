//! `code-order`: code spans follow each other without the words that are between them in the source.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::{and_more, quote};
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "code-order",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when code spans follow each other without the words that are between them in the source.

## What it does

Looks for code spans of the source that are next to each other in the target, with only spaces or emphasis delimiters between them. The source must have something between them, and the target must have more such places than the source. The order of code spans does not matter, because it changes with the word order of a language. Two code spans in the other order are accepted where the source has only `of` between them: many languages put the owner first without a word between.

## Why it matters

Readers cannot tell which word belongs to which code, and whether a list means "and" or "or".

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Impostare o `Bright` `Dim` prima di accendere.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Set `Bright` or `Dim` before you light the lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Impostare `Bright` o `Dim` prima di accendere.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Set `Bright` or `Dim` before you light the lamp.</span></span>
```

## What to do

Put each code span where the sentence needs it.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !target.inline.has(Kind::Code) || !source.inline.has(Kind::Code) || segment.is_same() {
        return;
    }
    let in_target: Vec<Pair<'_>> = pairs(target).filter(Pair::is_adjacent).collect();
    if in_target.is_empty() {
        return;
    }
    let in_source: Vec<Pair<'_>> = pairs(source).collect();
    if in_target.len() <= in_source.iter().filter(|pair| pair.is_adjacent()).count() {
        return;
    }
    let known: HashSet<&str> = source.all(Kind::Code).map(|(_, text)| text.trim()).collect();
    let mut accepted: HashSet<(&str, &str)> = HashSet::new();
    let mut gaps: HashMap<(&str, &str), &Pair<'_>> = HashMap::new();
    for pair in &in_source {
        let (first, second) = pair.texts;
        if pair.is_adjacent() || is_possessive(pair.gap) {
            accepted.insert((first, second));
        }
        if is_genitive(pair.gap) {
            accepted.insert((second, first));
        }
        gaps.entry((first, second)).or_insert(pair);
    }
    let piled: Vec<&Pair<'_>> = in_target
        .iter()
        .filter(|pair| known.contains(pair.texts.0) && known.contains(pair.texts.1) && !accepted.contains(&pair.texts))
        .collect();
    let Some(pair) = piled.first() else { return };
    let (first, second) = pair.texts;
    let between = gaps.get(&pair.texts);
    let what = match between {
        Some(found) => format!("; the source has {} between them", quote(found.gap)),
        None => "; the source has words between them".to_owned(),
    };
    let message = format!("`{first}` is directly before `{second}`{what}{}", and_more(piled.len() - 1, "place"));
    let in_source = between.map(|found| (found.span, "the code spans in the source"));
    findings.push(
        segment
            .finding(&RULE, Some(pair.span), in_source, message)
            .label("has no words between the code spans")
            .help("readers cannot tell how they belong together; put each code span where the sentence needs it")
            .problems(piled.len()),
    );
}

/// Two code spans, of which the second is the next one after the first.
struct Pair<'a> {
    /// The code of both.
    texts: (&'a str, &'a str),
    /// The text between them.
    gap: &'a str,
    /// Both, and the text between them.
    span: Span,
}

impl Pair<'_> {
    /// Whether only spaces and emphasis delimiters are between the code spans.
    fn is_adjacent(&self) -> bool {
        self.gap.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_'))
    }
}

/// Each code span of a text with the next one.
fn pairs(side: SideText<'_>) -> impl Iterator<Item = Pair<'_>> {
    let mut last: Option<&Part> = None;
    side.inline.all(Kind::Code).filter_map(move |part| {
        let first = last.replace(part)?;
        let gap = Span { start: first.span.end, end: part.span.start };
        let texts = (side.get(first.inner).trim(), side.get(part.inner).trim());
        Some(Pair { texts, gap: side.get(gap), span: Span { start: first.span.start, end: part.span.end } })
    })
}

/// Whether an English text between two names makes the second one the owner of the first: `of`, `of your`.
fn is_genitive(gap: &str) -> bool {
    let mut words = gap.split_whitespace();
    words.next() == Some("of") && words.all(|word| matches!(word, "a" | "an" | "any" | "each" | "the" | "this" | "your"))
}

/// Whether an English text between two names makes the first one the owner of the second: `'s`.
fn is_possessive(gap: &str) -> bool {
    matches!(gap.trim(), "'s" | "’s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `Bright` is directly before `Dim`; the source has “or” between them
          at "`Bright` `Dim`": has no words between the code spans
          see "`Bright` or `Dim`" in it-it/lamp.md: the code spans in the source
          help: readers cannot tell how they belong together; put each code span where the sentence needs it
        "#);
    }

    #[test]
    fn spans_that_are_apart_in_the_source_are_reported() {
        let source = "If `Lamp` is on, set `Wick` to `Oil`, and `Oil` to `Full`.";
        let target = "`Lamp` `Oil` Acceso, impostare `Wick` su **`Oil`** `Full` .";
        let texts = ["`Lamp` is directly before `Oil`; the source has words between them (and 1 more place)"];
        assert_reported(&RULE, "it-it", source, target, &texts);
    }

    #[test]
    fn other_word_order_is_accepted() {
        let silent = |locale: &str, source: &str, target: &str| {
            let report = report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target));
            assert_eq!(report, "", "{target}");
        };
        silent("ja-jp", "Set `Bright` or `Dim`.", "`Dim` または `Bright` を設定します。");
        silent("hu-hu", "Read the `Wick` of your `Lamp`.", "Olvassa be a `Lamp` `Wick` értékét.");
        silent("tr-tr", "Read `Lamp`'s `Wick`.", "`Lamp` `Wick` değerini okuyun.");
        silent("de-de", "Run `lamp` `on` now.", "Führen Sie jetzt `lamp` `on` aus.");
        silent("ru-ru", "`A` and `B`", "`A`, `B`");
        silent("it-it", "See `A` and `B`.", "Vedere `C` `D`.");
    }
}
