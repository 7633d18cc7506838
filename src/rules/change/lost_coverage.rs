//! `lost-coverage`: a change takes a document out of the checks.

use crate::document::loss::Loss;
use crate::project::change::{Change, Lost};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::source::provenance::Freshness;
use crate::text::Span;
use crate::text::phrases::counted;

/// The rule.
pub static RULE: Rule = Rule {
    id: "lost-coverage",
    group: Group::Change,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a change takes a document out of the checks.

## What it does

Runs with `--since` and `--staged`. Reports each document that had pairs at the base and is no longer checked: it was deleted, renamed to a name that is not a document, moved into a hidden folder, replaced by a link, left out by the configuration, removed from git and ignored, cannot be read, has no pairs any more, or has no valid `ms.openlocfilehash` any more. Without a source version, a document is not compared with the other locales.

Does not report a document that was renamed, if the document at the new path has the same ids or most of the source texts. Does not report a document whose source file is gone (`--source`), or for which `.openpublishing.redirection.json` at the top of the repository has a redirection.

Suppressions and `bitext.toml` of the change do not affect this rule: the `bitext.toml` of the base decides its level.

## Why it matters

A document that is not checked has no findings. Without this rule, a change could remove the findings by removing the document.

## Example

`before/it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`it-it/lamp.md`:

```markdown
Accendere la lampada.
```

## Use instead

`before/it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada grande.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## What to do

Restore the document or its pairs. If the article was removed on purpose, pass the source with `--source`, or add a redirection.
"#,
    exact: Some("the base has the document with its pairs, and the change does not"),
    explains: &[Explains { covers: Covers::Segment, rules: &["unpaired-text"], aspects: &[] }],
    checks: &[Check::Change(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, change: &Change, findings: &mut Vec<Finding>) {
    for lost in change.lost.iter().filter(|lost| !is_source_gone(project, lost)) {
        let (what, label) = reason(lost.loss.as_ref());
        let message = format!("{what}, so nothing checks its {} any more", counted(lost.pairs, "pair"));
        findings.push(
            Problem::new(&RULE, Span::default(), message)
                .label(label)
                .help("restore it; if the article was removed on purpose, pass the source with `--source`, or add a redirection")
                .in_document(lost.document),
        );
    }
}

/// Whether the article of a document was also removed from the source.
fn is_source_gone(project: &ProjectContext<'_>, lost: &Lost) -> bool {
    let is_orphan = project.state(lost.document).is_some_and(|state| state.freshness == Freshness::Orphan);
    is_orphan || lost.in_source == Some(false)
}

/// What happened to the document, and a label for it.
fn reason(loss: Option<&Loss>) -> (String, &'static str) {
    let (what, label) = match loss {
        None => ("the document has no pairs any more", "no pairs"),
        Some(Loss::Removed) => ("the document was deleted, renamed or moved", "no such document"),
        Some(Loss::Link) => ("the document is a link now, or is in a folder that is one", "links are not followed"),
        Some(Loss::LeftOut) => ("the configuration leaves the document out", "left out by `include` or `exclude`"),
        Some(Loss::Ignored) => ("git no longer tracks the document, and an ignore file names it", "ignored"),
        Some(Loss::NoSourceVersion) => ("the document does not record its source version any more", "no `ms.openlocfilehash`"),
        Some(Loss::Unreadable(reason)) => return (format!("the document cannot be read ({reason})"), "cannot be read"),
    };
    (what.to_owned(), label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the document has no pairs any more, so nothing checks its 1 pair any more
          at "": no pairs
          help: restore it; if the article was removed on purpose, pass the source with `--source`, or add a redirection
        "#);
    }

    #[test]
    fn each_reason_has_a_message() {
        for (loss, message, label) in [
            (Loss::Removed, "the document was deleted, renamed or moved", "no such document"),
            (Loss::Link, "the document is a link now, or is in a folder that is one", "links are not followed"),
            (Loss::LeftOut, "the configuration leaves the document out", "left out by `include` or `exclude`"),
            (Loss::NoSourceVersion, "the document does not record its source version any more", "no `ms.openlocfilehash`"),
            (Loss::Ignored, "git no longer tracks the document, and an ignore file names it", "ignored"),
            (Loss::Unreadable("it is a pipe".to_owned()), "the document cannot be read (it is a pipe)", "cannot be read"),
        ] {
            assert_eq!(reason(Some(&loss)), (message.to_owned(), label));
        }
    }
}
