//! `emphasis-mismatch`: the number of bold and emphasised runs differs from that of the source.

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

Counts the bold and emphasised runs that render. `emphasis-scope` reports those that are lost. Quotation marks count as bold type in languages that use them instead (“ ” in Chinese, 「 」 in Japanese). Off by default, because languages emphasise in different ways.

## Why it matters

Readers find the names of buttons and menus by their bold type.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere **Accendi** ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press Light now.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere Accendi ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press Light now.</span></span>
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
    let runs = |side: SideText<'_>| kinds.iter().map(|kind| side.inline.all(*kind).count()).sum::<usize>();
    let (in_source, in_target) = (runs(segment.source), runs(segment.target));
    let quotes = segment.context.language.map_or(&[][..], |language| language.strong_quotes);
    let added = |(open, _): &(&str, &str)| {
        segment.target.text.matches(open).count().saturating_sub(segment.source.text.matches(open).count())
    };
    let quoted: usize = quotes.iter().map(added).sum();
    if in_target == in_source || (in_target < in_source && in_target + quoted >= in_source) {
        return;
    }
    let first = |side: SideText<'_>| side.inline.parts.iter().find(|part| kinds.contains(&part.kind)).map(|part| part.span);
    let message = format!("the source has {}, the target has {in_target}", counted(in_source, "emphasised run"));
    findings.push(
        segment
            .finding(&RULE, first(segment.target), first(segment.source).map(|span| (span, "emphasis in the source")), message)
            .label("differs from the source in emphasis")
            .help("readers find names by their emphasis; emphasise what the source emphasises"),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source has 0 emphasised runs, the target has 1
          at "**Accendi**": differs from the source in emphasis
          help: readers find names by their emphasis; emphasise what the source emphasises
        "#);
    }
}
