//! `invisible-residue`: invisible characters without effect.

use super::stray_character;
use crate::document::Document;
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "invisible-residue",
    group: Group::Translation,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when a text contains invisible characters that have no effect on the page.

## What it does

Looks for direction controls without a partner in right-to-left languages (an embedding, U+202B, and its end, U+202C, belong together), and for zero-width spaces at the start or end of a target. A document gets one finding with all its places. Balanced controls and single direction marks are normal in these languages. `stray-character` reports invisible characters that change the page.

## Why it matters

Readers do not see the characters, but search, comparison and the next handoff do.

## Example

`ar-sa/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">أضئ المصباح\u{202c} الآن.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp now.</span></span>
```

## Use instead

`ar-sa/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">أضئ المصباح الآن.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp now.</span></span>
```

## What to do

Remove the characters. The fix does so in the whole document.
"#,
    fix: FixKind::Safe,
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    let each = stray_character::residue(document).into_iter().map(|(residue, segment)| {
        let message = "invisible characters have no effect on the page";
        let mut finding = Problem::new(&RULE, residue[0], message)
            .problems(residue.len())
            .label("has no effect")
            .help("search and comparison stumble over them; remove them, the page looks the same without");
        if let Some(segment) = segment {
            finding = finding.in_segment(document, segment);
        }
        let edits = residue.into_iter().map(|span| Edit { span, text: String::new() });
        finding.fix = Some(Fix { safe: true, edits: edits.collect() });
        finding
    });
    findings.extend(Problem::in_bulk(each.collect()));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ar-sa/lamp.md: invisible characters have no effect on the page
          at "\u{202c}": has no effect
          help: search and comparison stumble over them; remove them, the page looks the same without
          safe fix: "\u{202c}" -> ""
        "#);
    }
}
