//! `stale-document`: the source has changed since the document was handed off.

use crate::document::{DocId, Key, Segment};
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::source::alignment::Place;
use crate::source::provenance::{Freshness, SourceState};
use crate::text::Span;
use crate::text::date;
use crate::text::phrases::{counted, listed, quote};

/// The rule.
pub static RULE: Rule = Rule {
    id: "stale-document",
    group: Group::Source,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the source has changed since the document was handed off.

## What it does

Compares `ms.openlocfilehash` with the current source file, and, if they differ, counts the segments that were changed, removed, added or moved. Also counts the commits and days since handoff. If no segment differs, the change is in whitespace, markup, code or front matter.

## Why it matters

Readers of the translation follow an older text than readers of the source.

## Example

`en-us/lamp.md` at handoff:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp.
Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: a5394ae443d2dd0b0781f46a4e80684ea4574f0a
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## Use instead

`en-us/lamp.md` at handoff:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp. Close the door.
```

`en-us/lamp.md`:

```markdown
---
title: The lamp
ms.date: 03/17/2021
---
Light the lamp.
Close the door.
```

`it-it/lamp.md`:

```markdown
---
title: "it-IT"
ms.date: 03/17/2021
ms.openlocfilehash: 125f867d3c5cbd57dfc3d71d32d336d2bdef67f7
ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9
ms.translationtype: HT
ms.contentlocale: it-IT
ms.lasthandoff: 04/01/2021
ms.locfileid: "86434870"
---
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> <span data-ttu-id="2ba23-104">Chiudere la porta.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door.</span></span>
```

## What to do

Hand the document off again from the current source.
"#,
    exact: Some("the source hash differs"),
    checks: &[Check::Source(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, doc: DocId, state: &SourceState, findings: &mut Vec<Finding>) {
    let document = &project.documents[doc];
    let (Freshness::Stale, Some(current)) = (state.freshness, state.current) else { return };
    let Some((_, span)) = document.metadata(Key::SourceHash) else { return };
    let changes = changes(project, doc, state);
    // An uncommitted change in the work tree has no commit.
    let since = state.since.as_ref().filter(|since| since.commits != Some(0));
    let mut age = Vec::new();
    age.extend(since.and_then(|since| since.commits).map(|commits| counted(commits, "commit")));
    age.extend(since.and(state.days_behind()).map(date::counted_days));
    let age = if age.is_empty() { String::new() } else { format!(" ({})", listed(&age)) };
    let mut finding = Problem::new(&RULE, span, format!("the source has changed since handoff{age}: {changes}"))
        .label("not the hash of the current source")
        .related(current, Span::default(), "the current source");
    let commit = state.commit.as_deref().map(|commit| {
        let date = state.time.and_then(date::from_unix_seconds).map_or(String::new(), |date| format!(" of {date}"));
        format!("handed off from commit {}{date}\n", commit.get(..12).unwrap_or(commit))
    });
    for (segment, _) in moved(project, doc, state).take(MAX_MOVED) {
        finding = finding.related_here(
            segment.source.span,
            format!("`{}` has moved: {}", document.id(segment), quote(document.source(segment))),
        );
    }
    findings
        .push(finding.help(commit.unwrap_or_default() + "hand the document off again from the current source").in_document(doc));
}

/// The number of moved segments that a finding names.
const MAX_MOVED: usize = 5;

fn changes(project: &Project, doc: DocId, state: &SourceState) -> String {
    let document = &project.documents[doc];
    if document.segments.is_empty() {
        return "the document has no pairs to compare".to_owned();
    }
    let (changed, gone): (Vec<_>, Vec<_>) = state.stale(document).partition(|(_, place)| matches!(place, Place::Changed(_)));
    let counts = [
        (changed.len(), "changed"),
        (gone.len(), "gone"),
        (state.missing(&project.documents).len(), "new"),
        (moved(project, doc, state).count(), "moved"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, change)| format!("{} {change}", counted(*count, "segment")))
        .collect();
    if !parts.is_empty() {
        return listed(&parts);
    }
    let body = |i: DocId| project.documents[i].body_text();
    let words = |i: DocId| body(i).split_whitespace();
    match (state.handoff_source, state.current) {
        (Some(handoff), Some(current)) if body(handoff) == body(current) => "no segment differs, only front matter".to_owned(),
        (Some(handoff), Some(current)) if words(handoff).eq(words(current)) => "no segment differs, only whitespace".to_owned(),
        _ => "no segment differs, only whitespace, markup or code".to_owned(),
    }
}

fn moved<'a>(project: &'a Project, doc: DocId, state: &'a SourceState) -> impl Iterator<Item = (&'a Segment, Place)> {
    let before = |i: usize| state.handoff_alignment.as_ref().is_some_and(|handoff| matches!(handoff.places[i], Place::Moved(_)));
    let places = state.current_alignment.iter().flat_map(|alignment| alignment.places.iter().copied().enumerate());
    let moved = places.filter(move |(i, place)| matches!(place, Place::Moved(_)) && !before(*i));
    moved.map(move |(i, place)| (&project.documents[doc].segments[i], place))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use crate::rules::testing::{SOURCES, document, file, pairs, report_each, source};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): no segment differs, only whitespace
          at "a5394ae443d2dd0b0781f46a4e80684ea4574f0a": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source
        "#);
    }

    #[test]
    fn the_changes_are_counted() {
        let original = source(&SOURCES);
        let changed = |from: &str, to: &str| {
            let current = file("en-us/lamp.md", original.replace(from, to));
            let translation = document("it-it", &original, &pairs(&[103, 104, 105, 106, 107]));
            [file("en-us/lamp.md", &*original), current, translation]
        };
        let sets = [
            changed("Close the door.", "Close both doors."),
            changed("\n\nRing the bell.", ""),
            changed("Ring the bell.", "Ring the bell.\n\nSweep every floor of it."),
            changed("title: The lamp", "title: The big lamp"),
            changed("Ring the bell.", "Ring the bell.\n\n```\ncode\n```"),
        ];
        insta::assert_snapshot!(report_each(&RULE, sets.each_ref().map(|set| &set[..])), @r#"
        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): 1 segment changed
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source

        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): 1 segment gone
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source

        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): 1 segment new
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source

        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): no segment differs, only front matter
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source

        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): no segment differs, only whitespace, markup or code
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source
        "#);
    }

    #[test]
    fn moved_segments_are_named() {
        let original = source(&SOURCES);
        let reversed = source(&[SOURCES[4], SOURCES[3], SOURCES[2], SOURCES[1], SOURCES[0]]);
        let body = pairs(&[103, 104, 105, 106, 107]);
        let files = [file("en-us/lamp.md", &*original), file("en-us/lamp.md", reversed), document("it-it", &original, &body)];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): 4 segments moved
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          see "Close the door." in it-it/lamp.md: `2ba23-104` has moved: “Close the door.”
          see "Trim the wick." in it-it/lamp.md: `2ba23-105` has moved: “Trim the wick.”
          see "Wind the clock." in it-it/lamp.md: `2ba23-106` has moved: “Wind the clock.”
          see "Ring the bell." in it-it/lamp.md: `2ba23-107` has moved: “Ring the bell.”
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source
        "#);
    }

    #[test]
    fn a_document_without_pairs_has_nothing_to_compare() {
        let original = source(&SOURCES);
        let changed = original.replace("the door", "both doors");
        let files = [file("en-us/lamp.md", &*original), file("en-us/lamp.md", changed), document("it-it", &original, "Testo.")];
        insta::assert_snapshot!(report_each(&RULE, [&files]), @r#"
        it-it/lamp.md: the source has changed since handoff (1 commit and 1 day): the document has no pairs to compare
          at "fb1cf7fcb4feabfa8c4e58d1ae8c334b376834f7": not the hash of the current source
          see "" in source/lamp.md: the current source
          help: handed off from commit 7153f0b8c67e of 2020-09-13
                hand the document off again from the current source
        "#);
    }
}
