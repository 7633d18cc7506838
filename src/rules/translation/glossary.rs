//! `glossary`: a configured term is translated otherwise.

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
Reports when a term of the configured glossary stands without any of its translations.

## What it does

Looks for the terms of `[terms]` in `bitext.toml` in each source, and for one of their translations in the target. A pattern `lampad*` stands for all words that begin so. Without configured terms it reports nothing.

## Why it matters

Readers meet one thing under two names.

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

Use a translation of the glossary, or add the one that stands there to it.
"#,
    exact: Some("none of the configured translations is there"),
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many different terms of a text are looked for: more than any real one has. Further ones are not looked for.
const MAX_TERMS: usize = 100;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let Some(terms) = segment.context.terms else { return };
    // Each term is looked for once, however often the source has it.
    let mut looked: HashSet<&str> = HashSet::new();
    let mut wrong = terms.find(segment.source.text).filter(|(range, term)| {
        let is_shown = !term.is_kept() && segment.source.is_shown(Span::new(range.start, range.end));
        is_shown && looked.len() < MAX_TERMS && looked.insert(&term.source) && !term.is_accepted_in(segment.target.text)
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
                .label("has none of these")
                .help("use a translation of the glossary, or add the one that stands here to it"),
        );
    }
}
