//! `unpaired-text`: prose outside every pair.

use crate::document::Document;
use crate::document::markdown::is_prose;
use crate::language;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Check, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::quote;
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "unpaired-text",
    group: Group::Markup,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when prose is outside every pair, in a document that has pairs.

## What it does

Reads the text between the pairs as Markdown. Code, comments, raw HTML, images with their alt text, link targets, link definitions, `[!NOTE]` and `[!INCLUDE ..]` lines, `:::` directives, addresses and single words in Latin script (names, keywords, units) are ignored. The rest is reported if it reads as prose. Text in the language of the document is accepted if at least half of the siblings have other text at the same place: it was translated without a pair.

## Why it matters

A sentence without a pair was added by hand or has lost its markup. The next handoff drops it, and it cannot be compared with its source.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span> Poi salutare il guardiano.
```

## Use instead

`it-it/lamp.md`:

````markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>

```console
beacon --light the lamp
```

![Una lampada accesa](lamp.png)
````

## What to do

Add the sentence to the source document and have it translated, restore its pair, or remove it.
"#,
    checks: &[Check::Documents(check)],
    ..Rule::DEFAULTS
};

fn check(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    // Most documents have no text outside pairs.
    for (doc, document) in project.documents.linted() {
        let spans: Vec<Span> = document.unpaired.iter().filter_map(|&span| prose(document, span)).collect();
        if spans.is_empty() {
            continue;
        }
        let elsewhere = project.article(doc).map_or_else(Places::default, |article| {
            let siblings = article.documents.iter().map(|&sibling| &project.documents[sibling]);
            Places::from_siblings(siblings.filter(|sibling| sibling.identity.locale != document.identity.locale))
        });
        for span in spans {
            if elsewhere.has_translation(document, span) {
                continue;
            }
            let message = format!("{} is outside every pair", quote(document.text.slice(span)));
            findings.push(
                Problem::new(&RULE, span, message)
                    .label("not in a pair")
                    .help("the next handoff drops it: add it to the source document, restore its pair, or remove it")
                    .in_document(doc),
            );
        }
    }
}

/// The texts that siblings have outside their pairs.
#[derive(Default)]
struct Places<'a> {
    siblings: usize,
    texts: HashMap<Place<'a>, Vec<&'a str>>,
}

/// A place in an article, which is the same in all locales and source versions: it is next to a segment with this source text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place<'a> {
    After(&'a str),
    Before(&'a str),
}

impl<'a> Places<'a> {
    fn from_siblings(siblings: impl Iterator<Item = &'a Document>) -> Self {
        let mut places = Self::default();
        for sibling in siblings {
            places.siblings += 1;
            let mut seen = HashSet::new();
            for &span in sibling.unpaired.iter().filter(|span| prose(sibling, **span).is_some()) {
                // One vote for each sibling.
                for place in beside(sibling, span).into_iter().flatten().filter(|place| seen.insert(*place)) {
                    places.texts.entry(place).or_default().push(sibling.text.slice(span));
                }
            }
        }
        places
    }

    /// Whether a text is in the language of its document, and at least half of the siblings have other text at the same place.
    /// Then the tool that made the pairs omitted it, and it was translated without a pair.
    fn has_translation(&self, document: &Document, span: Span) -> bool {
        let own = document.text.slice(span);
        if !is_translated(document, own) {
            return false;
        }
        let texts = beside(document, span).into_iter().flatten().filter_map(|place| self.texts.get(&place));
        texts.into_iter().any(|texts| 2 * texts.len() >= self.siblings && texts.iter().all(|text| *text != own))
    }
}

/// Whether a text is in the language of its document and not in English: it has letters or a function word that English does
/// not have. A text in an unsupported language is assumed to be.
fn is_translated(document: &Document, text: &str) -> bool {
    let locale = document.identity.locale.as_deref().unwrap_or("");
    let Some(language) = language::for_locale(locale) else { return !language::is_english(locale) };
    let is_function_word = |word: &str| {
        let word = word.to_lowercase();
        language.is_function_word(&word) && !language::is_english_function_word(&word)
    };
    text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
        || !language.script.differs_from_latin() && text.split(|c: char| !c.is_alphabetic()).any(is_function_word)
}

/// The places of a text outside pairs: after one segment and before another.
fn beside(document: &Document, span: Span) -> [Option<Place<'_>>; 2] {
    let at = document.segments.partition_point(|segment| segment.span.end <= span.start);
    let source = |at: usize| document.segments.get(at).map(|segment| document.source(segment).trim());
    [at.checked_sub(1).and_then(source).map(Place::After), source(at).map(Place::Before)]
}

/// The part of a text outside pairs that is prose: not a directive such as `:::image ..:::`, and not the definition of a link,
/// even if it is malformed.
fn prose(document: &Document, span: Span) -> Option<Span> {
    let text = document.text.slice(span);
    let mut from = 0;
    while from < text.len() {
        let directive = text[from..].find(":::").map_or(text.len(), |at| from + at);
        let end = definition(&text[from..directive]).map_or(directive, |at| from + at);
        let piece = &text[from..end];
        if is_prose(piece) {
            let start = span.start as usize + from + (piece.len() - piece.trim_start().len());
            return Some(Span::new(start, start + piece.trim().len()));
        }
        let rest = if end < directive { "\n" } else { ":::" };
        let next = if end < directive { end } else { (directive + 3).min(text.len()) };
        from = text[next..].find(rest).map_or(text.len(), |at| next + at + rest.len());
    }
    None
}

/// The offset of the first line of a text that defines a link: `[label]: address`.
fn definition(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        if bare.starts_with('[') && bare.find(']').is_some_and(|end| bare[end..].starts_with("]:")) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::identity::Location;
    use crate::rules::testing::report;
    use crate::text::Text;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: “Poi salutare il guardiano.” is outside every pair
          at "Poi salutare il guardiano.": not in a pair
          help: the next handoff drops it: add it to the source document, restore its pair, or remove it
        "#);
    }

    fn found(text: &str) -> Option<String> {
        let document = Document::parse(Text::new("a.md", text.as_bytes()), &Location::in_memory("a.md"));
        prose(&document, Span::new(0, text.len())).map(|span| document.text.slice(span).to_owned())
    }

    #[test]
    fn directives_and_definitions_are_not_prose() {
        for (text, expected) in [
            ("Una frase senza coppia.", Some("Una frase senza coppia.")),
            (":::no-loc text=\"ЛАМПА маяка\":::", None),
            (":::image type=\"content\" alt-text=\"Una lampada accesa\":::", None),
            ("Una frase :::image alt-text=\"Una lampada\"::: e un'altra", Some("Una frase")),
            (":::image alt-text=\"Una lampada\"::: Una frase intera", Some("Una frase intera")),
            (":::image alt-text=\"Una lampada accesa", None),
            ("[la lampada]: una pagina della guida.md", None),
            ("[la lampada]: una pagina della guida.md\nUna frase intera", Some("Una frase intera")),
            ("[la lampada] è una frase", Some("[la lampada] è una frase")),
            (":::", None),
            ("", None),
        ] {
            assert_eq!(found(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn many_directives_are_read_in_one_pass() {
        assert_eq!(found(&":::a\n[b]: c d\n".repeat(1 << 17)), None);
    }
}
