//! `id-mismatch`: the two ids of a pair differ.

use crate::document::{Document, Pair};
use crate::rules::finding::Finding;
use crate::rules::rule::{Check, Covers, Explains, FixKind, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "id-mismatch",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the target id of a pair is not its source id.

## What it does

Compares `data-ttu-id` and `data-stu-id` of each pair. In 866,730 of 866,730 measured pairs they are the same.

## Why it matters

The page looks up the source of a sentence by its id: with another id it shows the wrong sentence or none.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-130">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
<span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Give both the id that fits between the neighbouring pairs. Where only one of the two fits, the fix does so.
"#,
    fix: FixKind::Safe,
    exact: Some("the two ids differ"),
    explains: &[Explains { covers: Covers::Segment, rules: &["segment-order"], aspects: &[] }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    if document.regular {
        return;
    }
    findings.extend(document.pairs.iter().filter(|pair| !document.ids_agree(pair)).map(|pair| finding(document, pair)));
}

fn finding(document: &Document, pair: &Pair) -> Finding {
    let text = |side: &crate::document::Side| document.text.slice(side.id);
    let (target, source) = (text(&pair.target), text(&pair.source));
    let (target_fits, source_fits) = (document.fit(pair, &pair.target).is_some(), document.fit(pair, &pair.source).is_some());
    let wrong = if *document.fitting_side(pair) == pair.target { &pair.source } else { &pair.target };
    let finding =
        Finding::new(&RULE, wrong.id, format!("the target id `{target}` is not the source id `{source}`")).of(document, pair);
    if target_fits == source_fits {
        return finding.label("one of the two is wrong").help("give both the id that the unit has in the other locales");
    }
    let right = if target_fits { target } else { source };
    finding
        .label("does not fit between its neighbours")
        .help(format!("`{right}` fits between the neighbouring ids: write it on both sides"))
        .safe_fix(wrong.id, right)
}
