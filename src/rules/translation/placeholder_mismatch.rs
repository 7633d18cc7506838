//! `placeholder-mismatch`: placeholders and directives differ from those of the source.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{KeyedPart, ParsedSegment, SideText, difference};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::{is_or_are, listed_briefly};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "placeholder-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a placeholder or directive of the source is missing or changed.

## What it does

Searches the target for each `{0}`, `{name}`, `%s`, `$(x)`, `${x}`, `[!NOTE]` and `<xref:..>` of the source. Names in `\<..>` may be translated, because they are words for the reader.

## Why it matters

A program or the build replaces the placeholder by its name. A changed one appears literally, or breaks the page.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">La lampada {nome} è accesa.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The lamp {name} is lit.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">La lampada {name} è accesa.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The lamp {name} is lit.</span></span>
```

## What to do

Write the placeholder exactly as in the source.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["unbalanced", "inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many placeholders of a source are searched for in the whole target. Further ones count as found.
const MAX_SEARCHES: usize = 100;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !source.inline.has(Kind::Placeholder) || segment.is_same() {
        return;
    }
    let (mut missing, surplus) = difference(placeholders(source), placeholders(target));
    // In a formula spaces do not matter: `{j = 0}` is `{j=0}`.
    let formulas = Formulas::in_text(source.text);
    let in_formula = |part: &Part| formulas.contains(part.span.start as usize);
    if missing.iter().any(|(_, part)| in_formula(part)) {
        let without_spaces: String = target.text.chars().filter(|c| !c.is_whitespace()).collect();
        let in_target: HashSet<&str> = braced(&without_spaces).collect();
        missing.retain(|(_, part)| !(in_formula(part) && in_target.contains(source.get(part.span))));
    }
    // If the target has no other placeholders, one that is in another part, as in code, counts, and a repeated one may be
    // there once.
    if surplus.is_empty() {
        let mut found: HashMap<&str, bool> = HashMap::new();
        missing.retain(|(_, part)| {
            // The target may have a link to the same address.
            let text = if source.get(part.span).starts_with('<') { source.get(part.inner) } else { source.get(part.span) };
            let is_full = found.len() >= MAX_SEARCHES;
            !*found.entry(text).or_insert_with(|| is_full || target.text.contains(text))
        });
    }
    let Some((_, lost)) = missing.first() else { return };
    let name = |text: &str| if text.starts_with("[!") { format!("`{text}]`") } else { format!("`{text}`") };
    let in_source = Some((lost.span, "the placeholder in the source"));
    let finding = match (missing.len(), surplus.as_slice()) {
        (1, [(_, added)]) => {
            let message = format!("{} became {}", name(source.get(lost.inner)), name(target.get(added.inner)));
            segment.finding(&RULE, Some(added.span), in_source, message).label("differs from the placeholder in the source")
        }
        (count, _) => {
            let names = missing.iter().map(|(_, part)| name(source.get(part.inner)));
            let message = format!("{} {} missing", listed_briefly(names, "placeholder"), is_or_are(count));
            segment.finding(&RULE, None, in_source, message).label("lacks a placeholder of the source")
        }
    };
    findings
        .push(finding.problems(missing.len()).help("placeholders are replaced by their name; write it exactly as in the source"));
}

/// Where a text has formulas: between single or double dollar signs, and after `\begin{`.
struct Formulas {
    /// The starts of the runs of dollar signs.
    dollars: Vec<usize>,
    begin: Option<usize>,
}

impl Formulas {
    fn in_text(text: &str) -> Self {
        let bytes = text.as_bytes();
        let starts_run = |at: &usize| *at == 0 || bytes[at - 1] != b'$';
        let dollars = memchr::memchr_iter(b'$', bytes).filter(starts_run).collect();
        Self { dollars, begin: memchr::memmem::find(bytes, b"\\begin{") }
    }

    fn contains(&self, at: usize) -> bool {
        self.begin.is_some_and(|begin| begin < at) || self.dollars.partition_point(|dollar| *dollar < at) % 2 == 1
    }
}

/// The parts of a text from each opening brace to the next closing one.
fn braced(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'{', text.as_bytes()).filter_map(|start| {
        let end = memchr::memchr(b'}', &text.as_bytes()[start..(start + MAX_BRACED).min(text.len())])?;
        text.get(start..=start + end)
    })
}

/// How many bytes a placeholder in braces may have.
const MAX_BRACED: usize = 70;

fn placeholders(side: SideText<'_>) -> Vec<KeyedPart<'_>> {
    side.all(Kind::Placeholder).map(|(part, text)| (Cow::Borrowed(text), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `{name}` became `{nome}`
          at "{nome}": differs from the placeholder in the source
          see "{name}" in it-it/lamp.md: the placeholder in the source
          help: placeholders are replaced by their name; write it exactly as in the source
        "#);
    }

    #[test]
    fn a_missing_placeholder_is_reported() {
        let texts = ["`{name}` is missing", "lacks a placeholder of the source"];
        assert_reported(&RULE, "it-it", "The lamp {name} is lit.", "La lampada è accesa.", &texts);
    }
}
