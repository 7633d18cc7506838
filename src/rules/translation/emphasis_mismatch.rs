//! `emphasis-mismatch`: another number of bold or emphasised runs than in the source.

use crate::document::inline::Kind;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Group, Level, Rule};
use crate::text::phrases::counted;

/// The rule.
pub static RULE: Rule = Rule {
    id: "emphasis-mismatch",
    group: Group::Translation,
    level: Level::Off,
    since: "0.1.0",
    docs: r#"
Reports when the number of bold or emphasised runs differs from that of the source.

## What it does

Counts bold and emphasised runs that render. Quotation marks count as bold where a language writes them for it (“ ” in Chinese, 「 」 in Japanese). Off by default: translators may emphasise as their language does.

## Why it matters

Names of buttons and menus are found by their bold type.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere Accendi ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press **Light** now.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere **Accendi** ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press **Light** now.</span></span>
```

## What to do

Emphasise what the source emphasises.
"#,
    aspect: Aspect::TargetPart,
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let kinds = [Kind::Strong, Kind::Emphasis];
    if segment.is_same() || !(segment.source.inline.has_any(&kinds) || segment.target.inline.has_any(&kinds)) {
        return;
    }
    let runs = |reading: SideText<'_>| kinds.iter().map(|kind| reading.inline.all(*kind).count()).sum::<usize>();
    let (theirs, own) = (runs(segment.source), runs(segment.target));
    let quotes = segment.context.language.map_or(&[][..], |language| language.strong_quotes);
    let beyond = |(open, _): &(&str, &str)| {
        segment.target.text.matches(open).count().saturating_sub(segment.source.text.matches(open).count())
    };
    let quoted: usize = quotes.iter().map(beyond).sum();
    if own == theirs || (own < theirs && own + quoted >= theirs) {
        return;
    }
    let first = |reading: SideText<'_>| reading.inline.parts.iter().find(|part| kinds.contains(&part.kind)).map(|part| part.span);
    let message = format!("{} in the source, {own} here", counted(theirs, "emphasised run"));
    findings.push(
        segment
            .finding(&RULE, first(segment.target), first(segment.source).map(|span| (span, "emphasis in the source")), message)
            .label("is emphasised otherwise")
            .help("emphasise what the source emphasises"),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: 1 emphasised run in the source, 0 here
          at "Premere Accendi ora.": is emphasised otherwise
          see "**Light**" in it-it/lamp.md: emphasis in the source
          help: emphasise what the source emphasises
        "#);
    }
}
