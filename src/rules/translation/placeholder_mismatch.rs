//! `placeholder-mismatch`: placeholders and directives are not those of the source.

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

Looks for `{0}`, `{name}`, `%s`, `$(x)`, `${x}`, `[!NOTE]` and `<xref:..>` of the source in the target. Names in `\<..>` may be translated: they are words for the reader.

## Why it matters

What is filled in later finds its place by the name: a changed one shows as it is, or breaks the page.

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

Write the placeholder as the source has it.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many placeholders of a text are looked for in all of its translation; further ones count as found.
const MAX_LOOKS: usize = 100;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !source.inline.has(Kind::Placeholder) || segment.is_same() {
        return;
    }
    let (mut missing, surplus) = difference(placeholders(source), placeholders(target));
    // In a formula spaces do not count: `{j = 0}` is `{j=0}`.
    let formulas = Formulas::of(source.text);
    let in_formula = |part: &Part| formulas.hold(part.span.start as usize);
    if missing.iter().any(|(_, part)| in_formula(part)) {
        let squeezed: String = target.text.chars().filter(|c| !c.is_whitespace()).collect();
        let in_target: HashSet<&str> = braced(&squeezed).collect();
        missing.retain(|(_, part)| !(in_formula(part) && in_target.contains(source.get(part.span))));
    }
    // Where it is in another part, as in code, it is there, and once for twice, if nothing is in its place.
    if surplus.is_empty() {
        let mut looked: HashMap<&str, bool> = HashMap::new();
        missing.retain(|(_, part)| {
            // The target may name the same thing in a link.
            let text = if source.get(part.span).starts_with('<') { source.get(part.inner) } else { source.get(part.span) };
            let is_full = looked.len() >= MAX_LOOKS;
            !*looked.entry(text).or_insert_with(|| is_full || target.text.contains(text))
        });
    }
    let Some((_, gone)) = missing.first() else { return };
    let name = |text: &str| if text.starts_with("[!") { format!("`{text}]`") } else { format!("`{text}`") };
    let in_source = Some((gone.span, "the placeholder in the source"));
    let finding = match (missing.len(), surplus.as_slice()) {
        (1, [(_, come)]) => {
            let message = format!("{} became {}", name(source.get(gone.inner)), name(target.get(come.inner)));
            segment.finding(&RULE, Some(come.span), in_source, message).label("is not the source's")
        }
        (count, _) => {
            let names = missing.iter().map(|(_, part)| name(source.get(part.inner)));
            let message = format!("{} {} missing", listed_briefly(names, "placeholder"), is_or_are(count));
            segment.finding(&RULE, None, in_source, message).label("lacks the placeholder")
        }
    };
    findings.push(finding.problems(missing.len()).help("write the placeholder as the source has it"));
}

/// Where a text has formulas: between dollar signs, single or double, and after `\\begin{`.
struct Formulas {
    /// The starts of the runs of dollar signs.
    dollars: Vec<usize>,
    begin: Option<usize>,
}

impl Formulas {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let starts_run = |at: &usize| *at == 0 || bytes[at - 1] != b'$';
        let dollars = memchr::memchr_iter(b'$', bytes).filter(starts_run).collect();
        Self { dollars, begin: memchr::memmem::find(bytes, b"\\begin{") }
    }

    fn hold(&self, at: usize) -> bool {
        self.begin.is_some_and(|begin| begin < at) || self.dollars.partition_point(|dollar| *dollar < at) % 2 == 1
    }
}

/// All stretches of a text from a brace to the next closing one.
fn braced(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'{', text.as_bytes()).filter_map(|start| {
        let end = memchr::memchr(b'}', &text.as_bytes()[start..(start + MAX_BRACED).min(text.len())])?;
        text.get(start..=start + end)
    })
}

/// How many bytes a placeholder in braces may have.
const MAX_BRACED: usize = 70;

fn placeholders(reading: SideText<'_>) -> Vec<KeyedPart<'_>> {
    reading.all(Kind::Placeholder).map(|(part, text)| (Cow::Borrowed(text), part)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `{name}` became `{nome}`
          at "{nome}": is not the source's
          see "{name}" in it-it/lamp.md: the placeholder in the source
          help: write the placeholder as the source has it
        "#);
    }
}
