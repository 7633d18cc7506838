//! `emphasis-mismatch`: another number of bold or emphasised runs than in the source.

use crate::document::inline::Kind;
use crate::rules::context::{Reading, Unit};
use crate::rules::finding::Finding;
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
    checks: &[Check::Unit(check)],
    ..Rule::DEFAULTS
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let kinds = [Kind::Strong, Kind::Emphasis];
    if unit.is_same() || !(unit.source.inline.has_any(&kinds) || unit.target.inline.has_any(&kinds)) {
        return;
    }
    let runs = |reading: Reading<'_>| kinds.iter().map(|kind| reading.inline.all(*kind).count()).sum::<usize>();
    let (theirs, own) = (runs(unit.source), runs(unit.target));
    let quotes = unit.setting.language.map_or(&[][..], |language| language.strong_quotes);
    let beyond =
        |(open, _): &(&str, &str)| unit.target.text.matches(open).count().saturating_sub(unit.source.text.matches(open).count());
    let quoted: usize = quotes.iter().map(beyond).sum();
    if own == theirs || (own < theirs && own + quoted >= theirs) {
        return;
    }
    let first = |reading: Reading<'_>| reading.inline.parts.iter().find(|part| kinds.contains(&part.kind)).map(|part| part.span);
    let message = format!("{} in the source, {own} here", counted(theirs, "emphasised run"));
    findings.push(
        unit.finding(&RULE, first(unit.target), first(unit.source).map(|span| (span, "emphasis in the source")), message)
            .label("is emphasised otherwise")
            .help("emphasise what the source emphasises"),
    );
}
