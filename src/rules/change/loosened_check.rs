//! `loosened-check`: a change allows more than before.

use crate::project::change::Change;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "loosened-check",
    group: Group::Change,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a change allows more than before.

## What it does

Runs with `--since` and `--staged`. Reports suppressions in documents, settings in `bitext.toml`, and entries of the baseline that the change adds: lower levels, rules that are turned off, changed options, overrides, `exclude` and `include`, `fail-on`, fewer `roots`, another or no source. They work all the same.

`--strict` makes these findings errors, and the `fail-on` of the base applies.

Suppressions and `bitext.toml` of the change do not affect this rule: the `bitext.toml` of the base decides its level. Terms are not compared.

## Why it matters

A reviewer sees the finding that a suppression hides only if the suppression is shown.

## Example

`before/it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere 5 lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light 5 lamps.</span></span>
```

`it-it/lamp.md`:

```markdown
<!-- bitext-ignore number-mismatch: the Italian house has more lamps -->

<span data-ttu-id="2ba23-103">Accendere 6 lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light 5 lamps.</span></span>
```

## Use instead

`before/it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere 5 lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light 5 lamps.</span></span>
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendi 5 lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light 5 lamps.</span></span>
```

## What to do

Check that what it allows is right. If it is, merge the change: later changes are compared with it.
"#,
    exact: Some("the base does not have the suppression, setting or entry"),
    checks: &[Check::Change(check)],
    ..Rule::DEFAULTS
};

fn check(_: &ProjectContext<'_>, change: &Change, findings: &mut Vec<Finding>) {
    for (document, loosened) in &change.loosened {
        findings.push(
            Problem::new(&RULE, loosened.span, format!("the change {}", loosened.effect))
                .label("not at the base")
                .help("it works, and hides findings of this change as well; check that what it allows is right")
                .in_document(*document),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the change adds a suppression
          at "<!-- bitext-ignore number-mismatch: the Italian house has more lamps -->": not at the base
          help: it works, and hides findings of this change as well; check that what it allows is right
        "#);
    }
}
