//! `untranslated`: the target is the source text.

use crate::document::inline::Inline;
use crate::document::{DocId, Document, Segment};
use crate::language::is_english;
use crate::rules::context::{ProjectContext, SideText};
use crate::rules::english::{Prose, Worth, ends_with_its_acronym};
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::quote;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The rule.
pub static RULE: Rule = Rule {
    id: "untranslated",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a target is the same as its source, and prose.

## What it does

Reports a target that is its source, word for word, when it is a sentence: four words or more outside code, one of them a function word of English and one an ordinary lower-case word. Names, labels, product titles, GUIDs, paths, host names, slugs, queries and code may be the same. Other documents of the run are evidence. A text that most locales, or nearly all documents of the locale, leave as it is, is not reported. A title that could be a name is reported when most other locales translate it, and a label when the locale itself translates it nearly everywhere else.

## Why it matters

Readers find a sentence in a language that is not theirs.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Light the lamp before dusk.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp before dusk.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada prima di sera.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp before dusk.</span></span>
```

## What to do

Translate it.
"#,
    aspect: Aspect::WholeTarget,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Documents(check)],
    ..Rule::DEFAULTS
};

/// A target that is its source.
struct Candidate<'a> {
    document: DocId,
    pair: usize,
    source: &'a str,
    prose: Prose,
}

/// How often a text is left as it is, and how often it is translated.
#[derive(Clone, Copy, Default)]
struct Uses {
    left: usize,
    translated: usize,
}

/// From how many uses on a locale shows what is custom there.
const USES: usize = 3;

fn check(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    let linted: Vec<_> = project.documents.linted().collect();
    let candidates: Vec<Candidate<'_>> =
        linted.into_par_iter().flat_map_iter(|(doc, document)| candidates(doc, document)).collect();
    let evidence = Evidence::of(&project.documents.linted, &candidates);
    for candidate in &candidates {
        let document = &project.documents[candidate.document];
        if evidence.is_fault(candidate, document) {
            let pair = &document.segments[candidate.pair];
            let whole = document.target(pair);
            let start = pair.target.span.start as usize + (whole.len() - whole.trim_start().len());
            findings.push(
                Problem::new(
                    &RULE,
                    Span::new(start, start + candidate.source.len()),
                    format!("{} is not translated", quote(candidate.source)),
                )
                .in_segment(document, pair)
                .label("is the source text")
                .help("translate it")
                .in_document(candidate.document),
            );
        }
    }
}

/// The targets of a document that are their sources, and may be prose.
fn candidates(doc: DocId, document: &Document) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    if document.identity.locale.as_deref().is_some_and(is_english) {
        return found;
    }
    let mut inline = Inline::default();
    for (at, pair) in document.segments.iter().enumerate() {
        let source = document.source(pair).trim();
        if source != document.target(pair).trim() || !has_small_words(source) {
            continue;
        }
        inline.read(source);
        let prose = Prose::of(SideText::new(source, &inline));
        if prose.words >= 2 && prose.plain + prose.function > 0 && prose.operators == 0 {
            found.push(Candidate { document: doc, pair: at, source, prose });
        }
    }
    found
}

/// Whether a text has more than one word, and one of them begins with a small letter: nearly all that is left as it is has not.
fn has_small_words(text: &str) -> bool {
    text.as_bytes().windows(2).any(|two| !two[0].is_ascii_alphanumeric() && two[1].is_ascii_lowercase())
        || text.starts_with(|c: char| c.is_ascii_lowercase()) && text.contains(' ')
}

/// What documents do with the texts of the candidates.
struct Evidence<'a> {
    /// Each text with its number.
    numbers: HashMap<&'a str, usize>,
    /// For each text and each locale that has it: how it is used there.
    uses: Vec<BTreeMap<String, Uses>>,
}

impl<'a> Evidence<'a> {
    fn of(documents: &'a [Document], candidates: &[Candidate<'a>]) -> Self {
        let mut numbers = HashMap::new();
        for candidate in candidates {
            let next = numbers.len();
            numbers.entry(candidate.source).or_insert(next);
        }
        let mut uses = vec![BTreeMap::new(); numbers.len()];
        if numbers.is_empty() {
            return Self { numbers, uses };
        }
        let in_document = |document: &'a Document| -> Vec<(usize, bool)> {
            let known = |pair: &Segment| {
                let (source, target) = (document.source(pair).trim(), document.target(pair).trim());
                let number = *numbers.get(source)?;
                (!target.is_empty()).then(|| (number, is_left(source, target)))
            };
            document.segments.iter().filter_map(known).collect()
        };
        let found: Vec<Vec<(usize, bool)>> = documents.par_iter().map(in_document).collect();
        for (document, found) in documents.iter().zip(found) {
            let Some(locale) = document.identity.locale.as_deref().filter(|locale| !is_english(locale)) else { continue };
            for (number, is_left) in found {
                let uses: &mut Uses = uses[number].entry(locale.to_ascii_lowercase()).or_default();
                *(if is_left { &mut uses.left } else { &mut uses.translated }) += 1;
            }
        }
        Self { numbers, uses }
    }

    /// Whether a candidate is to be translated: by its words, by what other locales do with it, and by what its own does
    /// elsewhere.
    fn is_fault(&self, candidate: &Candidate<'_>, document: &Document) -> bool {
        let own = document.identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
        let (mut here, mut others) = (Uses::default(), Uses::default());
        for (locale, uses) in &self.uses[self.numbers[candidate.source]] {
            if *locale == own {
                here = *uses;
            } else {
                others.left += usize::from(uses.left > uses.translated);
                others.translated += usize::from(uses.translated > uses.left);
            }
        }
        let prose = candidate.prose;
        let is_custom = here.translated >= USES && here.translated >= 4 * here.left && others.left == 0;
        if ends_with_its_acronym(candidate.source) {
            return is_custom;
        }
        match prose.worth() {
            // Other locales may well translate the name of a product; not three words that begin like a heading.
            Worth::Name => {
                let is_heading = prose.plain >= 2 && prose.words >= 3 && candidate.source.contains(char::is_uppercase);
                is_custom || is_heading && others.left == 0 && others.translated >= USES
            }
            Worth::Title => is_custom || !prose.is_numbered_name() && others.translated > others.left,
            Worth::Sentence => {
                let by_others = others.left > others.translated && others.left > 1;
                let is_label = prose.function < 2 || !candidate.source.ends_with(['.', '!', '?', ':']);
                let by_itself = others.translated == 0 && is_label && here.left >= USES && here.left > 2 * here.translated;
                !by_others && !by_itself
            }
        }
    }
}

/// Whether a text stands in its target as it is, alone or before its translation.
fn is_left(source: &str, target: &str) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    source == target || target.contains(source) || bare(source) == bare(target)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: “Light the lamp before dusk.” is not translated
          at "Light the lamp before dusk.": is the source text
          help: translate it
        "#);
    }
}
