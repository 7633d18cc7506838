//! `inconsistent-translation`: a source text has another translation than nearly everywhere else in the locale.

use crate::document::{DocId, Segment};
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Aspect, Check, Group, Level, Rule};
use crate::text::normalize::normalize;
use crate::text::phrases::{counted, quote};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The rule.
pub static RULE: Rule = Rule {
    id: "inconsistent-translation",
    group: Group::Consistency,
    level: Level::Off,
    since: "0.1.0",
    docs: r#"
Reports when a segment is translated differently from the usual translation of the same source text in the locale.

## What it does

Counts how each source text is translated in a locale, over all documents of the run. A translation is dominant if it occurs three times or more and is four fifths of all. Whitespace, case and the punctuation around a text are ignored. Segments that are empty, untranslated or stale are neither counted nor reported. Off by default: on the measured corpus half of the findings are wordings that are equally good (“Beispiel:” and “Zum Beispiel:”).

## Why it matters

Readers meet one button, heading or message under two names.

## Example

`it-it/a.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/b.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/c.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/d.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/e.md`:

```markdown
<span data-ttu-id="2ba23-103">Cosa fare dopo</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

## Use instead

`it-it/a.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/b.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/c.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/d.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

`it-it/e.md`:

```markdown
<span data-ttu-id="2ba23-103">Passaggi successivi</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Next steps</span></span>
```

## What to do

Use the dominant translation, unless the text means something else here.
"#,
    aspect: Aspect::TargetPart,
    checks: &[Check::Tree(check)],
    ..Rule::DEFAULTS
};

/// The number of uses that a dominant translation has.
const MIN_USES: usize = 3;

/// The share of all uses that a dominant translation has, in fifths.
const MIN_FIFTHS: usize = 4;

fn check(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    let mut locales: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
    for (doc, document) in project.documents.linted() {
        if let Some(locale) = &document.identity.locale {
            locales.entry(locale.to_ascii_lowercase()).or_default().push(doc);
        }
    }
    let found: Vec<Vec<Finding>> = locales.into_par_iter().map(|(_, documents)| in_locale(project, &documents)).collect();
    findings.extend(found.into_iter().flatten());
}

/// A segment that translates a source text.
#[derive(Clone, Copy)]
struct Use {
    document: DocId,
    segment: usize,
}

fn in_locale(project: &Project, documents: &[DocId]) -> Vec<Finding> {
    // The uses of each source text come first, because nearly all texts occur once.
    let mut uses: HashMap<&str, Vec<Use>> = HashMap::new();
    for &document in documents {
        for (index, segment) in project.documents[document].segments.iter().enumerate() {
            if is_counted(project, document, index, segment) {
                let source = project.documents[document].source(segment).trim();
                uses.entry(source).or_default().push(Use { document, segment: index });
            }
        }
    }
    let mut findings: Vec<Finding> =
        uses.par_iter().filter(|(_, uses)| uses.len() > MIN_USES).flat_map_iter(|(_, uses)| deviations(project, uses)).collect();
    findings.sort_by_key(|finding| (finding.document, finding.span));
    findings
}

/// Whether a segment counts: it has a translation, and its source text is in the current source.
fn is_counted(project: &Project, document: DocId, index: usize, segment: &Segment) -> bool {
    let text = &project.documents[document];
    let (source, target) = (text.source(segment).trim(), text.target(segment).trim());
    let is_stale = || {
        let current = project.state(document).and_then(|state| state.current_alignment.as_ref());
        current.and_then(|current| current.places.get(index)).is_some_and(|place| place.is_missing())
    };
    !target.is_empty() && source != target && !is_stale()
}

/// The findings for the uses of one source text that differ from its dominant translation.
fn deviations(project: &Project, uses: &[Use]) -> Vec<Finding> {
    let target = |found: &Use| {
        let document = &project.documents[found.document];
        document.target(&document.segments[found.segment])
    };
    let mut forms: Vec<(String, Vec<&Use>)> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for found in uses {
        let form = form(target(found));
        let number = *numbers.entry(form.clone()).or_insert(forms.len());
        if number == forms.len() {
            forms.push((form, Vec::new()));
        }
        forms[number].1.push(found);
    }
    let Some((dominant, usual)) = forms.iter().max_by_key(|(_, uses)| uses.len()) else { return Vec::new() };
    if forms.len() < 2 || usual.len() < MIN_USES || usual.len() * 5 < uses.len() * MIN_FIFTHS {
        return Vec::new();
    }
    let example = usual[0];
    let example_span = project.documents[example.document].segments[example.segment].target.span;
    let report = |found: &&Use| {
        let document = &project.documents[found.document];
        let segment = &document.segments[found.segment];
        Problem::new(
            &RULE,
            segment.target.span,
            format!(
                "{} is translated as {} in {} of {}, but as {} here",
                quote(document.source(segment)),
                quote(target(example)),
                usual.len(),
                counted(uses.len(), "place"),
                quote(target(found))
            ),
        )
        .in_segment(document, segment)
        .label("another translation")
        .help("use the usual translation of the locale, unless the text means something else here")
        .related(example.document, example_span, "the usual translation")
        .in_document(found.document)
    };
    forms.iter().filter(|(form, _)| form != dominant).flat_map(|(_, uses)| uses.iter().map(report)).collect()
}

/// A translation in the form in which it is compared.
fn form(target: &str) -> String {
    let folded = normalize(target);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = if bare.is_empty() { folded.as_ref() } else { bare };
    bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/e.md: “Next steps” is translated as “Passaggi successivi” in 4 of 5 places, but as “Cosa fare dopo” here
          at "Cosa fare dopo": another translation
          see "Passaggi successivi" in it-it/a.md: the usual translation
          help: use the usual translation of the locale, unless the text means something else here
        "#);
    }
}
