//! `untranslated`: the target is the source text.

use crate::document::inline::Inline;
use crate::document::{DocId, Document, Segment};
use crate::language::is_english;
use crate::rules::context::{ProjectContext, SideText};
use crate::rules::english::{TextKind, WordCounts, ends_with_its_acronym};
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
Reports when a target is identical to its source, and the source is a sentence.

## What it does

Compares target and source word for word. A sentence has four words or more outside code, one of them an English function word and one an ordinary lower-case word. Names, labels, product titles, GUIDs, paths, host names, slugs, queries and code may be identical. Other documents of the run are evidence. A text that most locales, or nearly all documents of the locale, leave in English is not reported. A title that could be a name is reported if most other locales translate it. A label is reported if the locale translates it nearly everywhere else.

## Why it matters

Readers find a sentence in a language that they may not know.

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

Translate the text.
"#,
    aspect: Aspect::WholeTarget,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Documents(check)],
    ..Rule::DEFAULTS
};

/// A target that is identical to its source.
struct Candidate<'a> {
    document: DocId,
    segment: usize,
    source: &'a str,
    counts: WordCounts,
}

/// How often a text is left in English, and how often it is translated.
#[derive(Clone, Copy, Default)]
struct Uses {
    left: usize,
    translated: usize,
}

/// How often a locale must use a text until its practice counts as evidence.
const MIN_USES: usize = 3;

fn check(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    let linted: Vec<_> = project.documents.linted().collect();
    let candidates: Vec<Candidate<'_>> =
        linted.into_par_iter().flat_map_iter(|(doc, document)| candidates(doc, document)).collect();
    let evidence = Evidence::from_documents(&project.documents.linted, &candidates);
    for candidate in &candidates {
        let document = &project.documents[candidate.document];
        if evidence.needs_translation(candidate, document) {
            let segment = &document.segments[candidate.segment];
            let target = document.target(segment);
            let start = segment.target.span.start as usize + (target.len() - target.trim_start().len());
            findings.push(
                Problem::new(
                    &RULE,
                    Span::new(start, start + candidate.source.len()),
                    format!("{} is not translated", quote(candidate.source)),
                )
                .in_segment(document, segment)
                .label("is the source text")
                .help("readers find a sentence in another language; translate it")
                .in_document(candidate.document),
            );
        }
    }
}

/// The targets of a document that are identical to their sources and may be prose.
fn candidates(doc: DocId, document: &Document) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    if document.identity.locale.as_deref().is_some_and(is_english) {
        return found;
    }
    let mut inline = Inline::default();
    for (index, segment) in document.segments.iter().enumerate() {
        let source = document.source(segment).trim();
        if source != document.target(segment).trim() || !has_lower_case_words(source) {
            continue;
        }
        inline.read(source);
        let counts = WordCounts::in_text(SideText::new(source, &inline));
        if counts.words >= 2 && counts.plain + counts.function > 0 && counts.operators == 0 {
            found.push(Candidate { document: doc, segment: index, source, counts });
        }
    }
    found
}

/// Whether a text has more than one word, one of them in lower case: a quick filter that most identical texts do not pass.
fn has_lower_case_words(text: &str) -> bool {
    text.as_bytes().windows(2).any(|two| !two[0].is_ascii_alphanumeric() && two[1].is_ascii_lowercase())
        || text.starts_with(|c: char| c.is_ascii_lowercase()) && text.contains(' ')
}

/// How documents treat the texts of the candidates.
struct Evidence<'a> {
    /// The index of each text.
    indices: HashMap<&'a str, usize>,
    /// For each text: its uses in each locale that has it.
    uses: Vec<BTreeMap<String, Uses>>,
}

impl<'a> Evidence<'a> {
    fn from_documents(documents: &'a [Document], candidates: &[Candidate<'a>]) -> Self {
        let mut indices = HashMap::new();
        for candidate in candidates {
            let next = indices.len();
            indices.entry(candidate.source).or_insert(next);
        }
        let mut uses = vec![BTreeMap::new(); indices.len()];
        if indices.is_empty() {
            return Self { indices, uses };
        }
        let in_document = |document: &'a Document| -> Vec<(usize, bool)> {
            let use_of_candidate = |segment: &Segment| {
                let (source, target) = (document.source(segment).trim(), document.target(segment).trim());
                let index = *indices.get(source)?;
                (!target.is_empty()).then(|| (index, is_left(source, target)))
            };
            document.segments.iter().filter_map(use_of_candidate).collect()
        };
        let found: Vec<Vec<(usize, bool)>> = documents.par_iter().map(in_document).collect();
        for (document, found) in documents.iter().zip(found) {
            let Some(locale) = document.identity.locale.as_deref().filter(|locale| !is_english(locale)) else { continue };
            for (index, is_left) in found {
                let uses: &mut Uses = uses[index].entry(locale.to_ascii_lowercase()).or_default();
                *(if is_left { &mut uses.left } else { &mut uses.translated }) += 1;
            }
        }
        Self { indices, uses }
    }

    /// Whether a candidate needs a translation, judged by its words, by the practice of other locales, and by that of its locale
    /// elsewhere.
    fn needs_translation(&self, candidate: &Candidate<'_>, document: &Document) -> bool {
        let own_locale = document.identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
        let (mut here, mut others) = (Uses::default(), Uses::default());
        for (locale, uses) in &self.uses[self.indices[candidate.source]] {
            if *locale == own_locale {
                here = *uses;
            } else {
                others.left += usize::from(uses.left > uses.translated);
                others.translated += usize::from(uses.translated > uses.left);
            }
        }
        let counts = candidate.counts;
        let is_usually_translated = here.translated >= MIN_USES && here.translated >= 4 * here.left && others.left == 0;
        if ends_with_its_acronym(candidate.source) {
            return is_usually_translated;
        }
        match counts.kind() {
            // Other locales may translate the name of a product. Three words that begin like a heading are not a name if all other
            // locales translate them.
            TextKind::Name => {
                let is_heading = counts.plain >= 2 && counts.words >= 3 && candidate.source.contains(char::is_uppercase);
                is_usually_translated || is_heading && others.left == 0 && others.translated >= MIN_USES
            }
            TextKind::Title => is_usually_translated || !counts.is_numbered_name() && others.translated > others.left,
            TextKind::Sentence => {
                let others_leave_it = others.left > others.translated && others.left > 1;
                let is_label = counts.function < 2 || !candidate.source.ends_with(['.', '!', '?', ':']);
                let own_leaves_it =
                    others.translated == 0 && is_label && here.left >= MIN_USES && here.left > 2 * here.translated;
                !others_leave_it && !own_leaves_it
            }
        }
    }
}

/// Whether a target contains the unchanged source text, with or without a translation.
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
          help: readers find a sentence in another language; translate it
        "#);
    }
}
