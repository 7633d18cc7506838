//! `inconsistent-translation`: a text is translated otherwise than nearly everywhere else.

use crate::document::{DocId, Segment};
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Aspect, Check, Group, Level, Rule};
use crate::text::normalize::fold;
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
Reports when a source text has one dominant translation in the locale, and this one differs.

## What it does

Counts how each source text is translated in a locale, over all documents of the run. A translation is dominant with three uses or more and four fifths of all. Blanks, case and the marks around a text do not count. Twins that are empty, untranslated or stale neither vote nor are reported. Off by default: on the measured corpus half of what it finds are wordings that are as good (“Beispiel:” and “Zum Beispiel:”).

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

/// How often a translation must stand to be dominant, and its share of all, in fifths.
const USES: usize = 3;
const FIFTHS: usize = 4;

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

/// A place where a source text is translated.
#[derive(Clone, Copy)]
struct Use {
    document: DocId,
    pair: usize,
}

fn in_locale(project: &Project, documents: &[DocId]) -> Vec<Finding> {
    // First only how often each source stands: nearly all stand once.
    let mut uses: HashMap<&str, Vec<Use>> = HashMap::new();
    for &document in documents {
        for (pair, found) in project.documents[document].segments.iter().enumerate() {
            if votes(project, document, pair, found) {
                uses.entry(project.documents[document].source(found).trim()).or_default().push(Use { document, pair });
            }
        }
    }
    let mut findings: Vec<Finding> =
        uses.par_iter().filter(|(_, uses)| uses.len() > USES).flat_map_iter(|(_, uses)| of_source(project, uses)).collect();
    findings.sort_by_key(|finding| (finding.document, finding.span));
    findings
}

/// Whether a pair says how its source is translated.
fn votes(project: &Project, document: DocId, pair: usize, found: &Segment) -> bool {
    let text = &project.documents[document];
    let (source, target) = (text.source(found).trim(), text.target(found).trim());
    let stale = || {
        let current = project.state(document).and_then(|state| state.current_alignment.as_ref());
        current.and_then(|current| current.places.get(pair)).is_some_and(|place| place.is_missing())
    };
    !target.is_empty() && source != target && !stale()
}

/// What is reported of the uses of one source text.
fn of_source(project: &Project, uses: &[Use]) -> Vec<Finding> {
    let target = |place: &Use| {
        let document = &project.documents[place.document];
        document.target(&document.segments[place.pair])
    };
    let mut forms: Vec<(String, Vec<&Use>)> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for place in uses {
        let form = form(target(place));
        let number = *numbers.entry(form.clone()).or_insert(forms.len());
        if number == forms.len() {
            forms.push((form, Vec::new()));
        }
        forms[number].1.push(place);
    }
    let Some((dominant, twins)) = forms.iter().max_by_key(|(_, uses)| uses.len()) else { return Vec::new() };
    if forms.len() < 2 || twins.len() < USES || twins.len() * 5 < uses.len() * FIFTHS {
        return Vec::new();
    }
    let report = |place: &&Use| {
        let document = &project.documents[place.document];
        let pair = &document.segments[place.pair];
        let example = twins[0];
        let there = project.documents[example.document].segments[example.pair].target.span;
        let own = target(place);
        Problem::new(
            &RULE,
            pair.target.span,
            format!(
                "{} is {} in {} of {}, and {} here",
                quote(document.source(pair)),
                quote(target(example)),
                twins.len(),
                counted(uses.len(), "place"),
                quote(own)
            ),
        )
        .in_segment(document, pair)
        .label("is translated otherwise")
        .help("use the translation that the locale has elsewhere, unless the text means something else here")
        .related(example.document, there, "the translation elsewhere")
        .in_document(place.document)
    };
    forms.iter().filter(|(form, _)| form != dominant).flat_map(|(_, uses)| uses.iter().map(report)).collect()
}

/// A translation in the form in which it is compared.
fn form(target: &str) -> String {
    let folded = fold(target);
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
        it-it/e.md: “Next steps” is “Passaggi successivi” in 4 of 5 places, and “Cosa fare dopo” here
          at "Cosa fare dopo": is translated otherwise
          see "Passaggi successivi" in it-it/a.md: the translation elsewhere
          help: use the translation that the locale has elsewhere, unless the text means something else here
        "#);
    }
}
