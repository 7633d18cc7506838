//! `glossary`: a configured term has none of its configured translations.

use crate::rules::context::ParsedSegment;
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::{and_more, listed, quote};
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "glossary",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a term of the configured glossary is in the source, and none of its translations is in the target.

## What it does

Searches each source for the terms of `[terms]` in `bitext.toml`, and the target for one of their translations. The pattern `lampad*` matches all words that begin with `lampad`. Without configured terms, nothing is reported.

## Why it matters

Readers take one thing with two names for two things.

## Example

`bitext.toml`:

```toml
[terms.locales.it]
glossary = { "lamp" = ["lampad*", "luce"] }
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lanterna.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## Use instead

`bitext.toml`:

```toml
[terms.locales.it]
glossary = { "lamp" = ["lampad*", "luce"] }
```

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## What to do

Use a translation from the glossary, or add the one that the target has to the glossary.
"#,
    exact: Some("the target has none of the configured translations"),
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many different terms are checked in a text: more than any real text has. Further terms are not checked.
const MAX_TERMS: usize = 100;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let Some(terms) = segment.context.terms else { return };
    // A term that the source repeats is checked once.
    let mut checked: HashSet<&str> = HashSet::new();
    let mut wrong = terms.find(segment.source.text).filter(|(range, term)| {
        let is_shown = !term.is_kept() && segment.source.is_shown(Span::new(range.start, range.end));
        is_shown && checked.len() < MAX_TERMS && checked.insert(&term.source) && !term.is_accepted_in(segment.target.text)
    });
    if let Some((range, term)) = wrong.next() {
        let span = Span::new(range.start, range.end);
        let more = wrong.count();
        let translations: Vec<String> = term.translations.iter().take(4).map(|translation| quote(translation)).collect();
        findings.push(
            segment
                .finding(
                    &RULE,
                    None,
                    Some((span, "the term in the source")),
                    format!(
                        "{} should be {}{}",
                        quote(segment.source.get(span)),
                        listed(&translations).replace(" and ", " or "),
                        and_more(more, "term")
                    ),
                )
                .problems(more + 1)
                .label("has none of these translations")
                .help("use a translation from the glossary, or add the one that is here to the glossary"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report_files;
    use crate::terms::{Origin, Term, Terms};

    #[test]
    fn the_example_is_reported() {
        let translations = vec!["lampad*".to_owned(), "luce".to_owned()];
        let term = Term { source: "lamp".to_owned(), translations };
        let terms = Terms::new([("it".to_owned(), Origin::Table, term)]);
        insta::assert_snapshot!(report_files(&RULE, &RULE.wrong(), &terms), @r#"
        it-it/lamp.md: “lamp” should be “lampad*” or “luce”
          at "Accendere la lanterna.": has none of these translations
          see "lamp" in it-it/lamp.md: the term in the source
          help: use a translation from the glossary, or add the one that is here to the glossary
        "#);
    }
}
