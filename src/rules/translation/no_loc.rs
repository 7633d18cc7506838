//! `no-loc`: a term that must not be translated is missing from the target.

use crate::document::inline::Kind;
use crate::rules::context::ParsedSegment;
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::and_more;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "no-loc",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a term that must not be translated is missing from the target.

## What it does

Collects the terms that the document lists (`no-loc` in the front matter, `:::no-loc(X):::` and `:::no-loc text="X":::` in the source), and those of `keep` in the configuration. If the source contains a term as a whole word, the target must contain it.

## Why it matters

The authors marked the term as a name. Readers do not recognise it when it is translated.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Aprire Faro ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Open :::no-loc(Beacon)::: now.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Aprire Beacon ora.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Open :::no-loc(Beacon)::: now.</span></span>
```

## What to do

Write the term exactly as in the source.
"#,
    exact: Some("the target does not contain the listed term"),
    aspect: Aspect::TargetPart,
    explains: &[
        Explains { covers: Covers::SourceWords, rules: &["mangled-name"], aspects: &[] },
        Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] },
    ],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many different terms are checked in a text: more than any real text has. Further terms are not checked.
const MAX_TERMS: usize = 100;

/// How many terms of the front matter are searched for. Further terms are not.
const MAX_LISTED_TERMS: usize = 1000;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let context = segment.context;
    if segment.is_same() || (context.no_loc.is_empty() && context.terms.is_none() && !source.inline.has(Kind::NoLoc)) {
        return;
    }
    let directives = source.all(Kind::NoLoc).map(|(part, term)| (part.inner, term));
    let listed = context.no_loc.iter().take(MAX_LISTED_TERMS).filter_map(|term| Some((find_word(source.text, term)?, *term)));
    let kept = context.terms.into_iter().flat_map(|terms| terms.find(source.text)).filter(|(_, term)| term.is_kept());
    let kept = kept.map(|(range, term)| (Span::new(range.start, range.end), term.source.as_str()));
    // A term that the source repeats is checked once.
    let mut checked: HashSet<&str> = HashSet::new();
    let mut lost: Vec<(Span, &str)> = Vec::new();
    for (span, term) in directives.chain(listed).chain(kept).filter(|(span, _)| source.is_shown(*span)) {
        if checked.len() == MAX_TERMS {
            break;
        }
        if checked.insert(term) && !target.text.contains(term) {
            lost.push((span, term));
        }
    }
    if let Some(&(span, term)) = lost.first() {
        findings.push(
            segment
                .finding(
                    &RULE,
                    None,
                    Some((span, "must not be translated")),
                    format!("`{term}` must not be translated, but it is missing{}", and_more(lost.len() - 1, "term")),
                )
                .problems(lost.len())
                .label("lacks the term")
                .help("readers know the thing by this name; write the term exactly as in the source"),
        );
    }
}

/// Where a text has a term as a whole word.
fn find_word(text: &str, term: &str) -> Option<Span> {
    text.match_indices(term).map(|(at, _)| (at, at + term.len())).find_map(|(start, end)| {
        let inside = text[..start].ends_with(char::is_alphanumeric) || text[end..].starts_with(char::is_alphanumeric);
        (!inside).then(|| Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `Beacon` must not be translated, but it is missing
          at "Aprire Faro ora.": lacks the term
          see "Beacon" in it-it/lamp.md: must not be translated
          help: readers know the thing by this name; write the term exactly as in the source
        "#);
    }
}
