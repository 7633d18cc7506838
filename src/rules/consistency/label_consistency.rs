//! `label-consistency`: a label of the user interface has another translation than nearly everywhere else in the locale.

use crate::language;
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::labels::{self, LabelUse, Labels};
use crate::rules::rule::{Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::{counted, quote};
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    id: "label-consistency",
    group: Group::Consistency,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when a label of the user interface is translated differently from its usual translation in the locale.

## What it does

Takes the bold runs of source and target (`**Submit**`), if both texts have the same number of them, and counts the translations of each label over all documents of the run. A translation is usual if the label has five uses or more and four fifths of them agree. Capitals, spaces and punctuation are ignored. So are other forms of the same words, a label that is left in English, a longer or shorter form of the usual translation, and a text that has the usual translation in another place.

## Why it matters

Readers search the screen for a label that is not there. Some other translations are the opposite (“No” became “Yes”), or bold is on the wrong words.

## Example

`it-it/a.md`:

```markdown
<span data-ttu-id="2ba23-103">Selezionare **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Select **Light up**.</span></span>

<span data-ttu-id="2ba23-104">Scegliere **Accendi** e attendere.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Choose **Light up** and wait.</span></span>

<span data-ttu-id="2ba23-105">Il pulsante **Accendi** è a destra.</span><span class="sxs-lookup"><span data-stu-id="2ba23-105">The button **Light up** is on the right.</span></span>
```

`it-it/b.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press **Light up**.</span></span>

<span data-ttu-id="2ba23-104">Fare clic su **Fuoco**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Click **Light up**.</span></span>
```

## Use instead

`it-it/a.md`:

```markdown
<span data-ttu-id="2ba23-103">Selezionare **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Select **Light up**.</span></span>

<span data-ttu-id="2ba23-104">Scegliere **Accendi** e attendere.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Choose **Light up** and wait.</span></span>

<span data-ttu-id="2ba23-105">Il pulsante **Accendi** è a destra.</span><span class="sxs-lookup"><span data-stu-id="2ba23-105">The button **Light up** is on the right.</span></span>
```

`it-it/b.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press **Light up**.</span></span>

<span data-ttu-id="2ba23-104">Fare clic su **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Click **Light up**.</span></span>
```

## What to do

Use the translation that the product shows. There is no fix, because the words around a label often depend on it.
"#,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Tree(check)],
    ..Rule::DEFAULTS
};

/// How many uses a label has at least.
const MIN_USES: usize = 5;

/// The share of all uses that a usual translation has, in fifths.
const MIN_FIFTHS: usize = 4;

fn check(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    labels::for_each_locale(project, findings, in_locale);
}

fn in_locale(project: &Project, locale: &str, labels: &Labels<'_>) -> Vec<Finding> {
    let used = labels.iter().filter(|(_, uses)| uses.len() >= MIN_USES);
    let usual: HashMap<&str, Usual<'_>> = used.filter_map(|(label, uses)| Some((*label, usual(uses)?))).collect();
    let deviating = usual.iter().filter(|(label, usual)| usual.count < labels[*label].len());
    deviating.flat_map(|(label, found)| deviations(project, locale, label, &labels[label], found, &usual)).collect()
}

/// The usual translation of a label.
struct Usual<'a> {
    form: String,
    count: usize,
    example: LabelUse<'a>,
}

/// The usual translation of a label, if it has one.
fn usual<'a>(uses: &[LabelUse<'a>]) -> Option<Usual<'a>> {
    // Nearly all labels have one translation.
    if uses.iter().all(|found| found.target == uses[0].target) {
        return Some(Usual { form: form(uses[0].target), count: uses.len(), example: uses[0] });
    }
    let mut counts: HashMap<String, (usize, LabelUse<'a>)> = HashMap::new();
    for found in uses {
        counts.entry(form(found.target)).or_insert((0, *found)).0 += 1;
    }
    let is_usual =
        |(form, (count, _)): &(String, (usize, LabelUse<'_>))| !form.is_empty() && count * 5 >= uses.len() * MIN_FIFTHS;
    let (form, (count, example)) = counts.into_iter().find(is_usual)?;
    Some(Usual { form, count, example })
}

/// The findings for the uses of one label that differ from its usual translation.
fn deviations(
    project: &Project,
    locale: &str,
    label: &str,
    uses: &[LabelUse<'_>],
    usual: &Usual<'_>,
    all: &HashMap<&str, Usual<'_>>,
) -> Vec<Finding> {
    let example = usual.example;
    let language = language::for_locale(locale);
    let is_function_word = |word: &str| language.is_some_and(|language| language.is_function_word(&language.lower(word)));
    let report = |found: &LabelUse<'_>| {
        let other = form(found.target);
        let is_same_name = other.contains(usual.form.as_str()) || usual.form.contains(&other) || other == form(label);
        if is_same_name || is_function_word(found.target) || are_inflected(example.target, found.target) {
            return None;
        }
        let document = &project.documents[found.doc];
        let segment = &document.segments[found.segment];
        // Two labels of the text may have changed places, and the translation may be in the text without bold.
        let is_other_label = |(name, _, _): (&str, &str, _)| {
            name != label && (form(name).contains(&other) || all.get(name).is_some_and(|usual| usual.form == other))
        };
        if form(document.target(segment)).contains(usual.form.as_str())
            || labels::of_segment(document, segment).into_iter().any(is_other_label)
        {
            return None;
        }
        let message = format!(
            "the label {} is {} in {} of {}, but {} here",
            quote(label),
            quote(example.target),
            usual.count,
            counted(uses.len(), "place"),
            quote(found.target)
        );
        let problem = Problem::new(&RULE, found.span, message)
            .in_segment(document, segment)
            .label("another translation of the label")
            .help("use the translation that the product shows; nearly all other places agree on one")
            .related(example.doc, example.span, "the usual translation");
        Some(problem.in_document(found.doc))
    };
    uses.iter().filter_map(report).collect()
}

/// A translation in the form in which it is compared: letters and digits in lower case.
fn form(target: &str) -> String {
    target.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two translations have the same words, each perhaps with another ending or article.
fn are_inflected(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let is_space = |c: char| !c.is_alphanumeric();
    let mut words = (a.split(is_space).filter(|word| !word.is_empty()), b.split(is_space).filter(|word| !word.is_empty()));
    loop {
        match (words.0.next(), words.1.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if have_same_stem(a, b) => {}
            _ => return false,
        }
    }
}

/// How many letters of a word are compared.
const MAX_LETTERS: usize = 60;

/// Whether two words share half of the letters of the longer one, in one piece.
fn have_same_stem(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(MAX_LETTERS).collect(), b.chars().take(MAX_LETTERS).collect());
    let mut longest = 0;
    let mut lengths = vec![0; b.len() + 1];
    for x in &a {
        // The length of the common end of both words before a letter, from the last one on.
        for (i, y) in b.iter().enumerate().rev() {
            lengths[i + 1] = if x == y { lengths[i] + 1 } else { 0 };
            longest = longest.max(lengths[i + 1]);
        }
    }
    longest * 2 >= a.len().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{pair, report, report_document};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/b.md: the label “Light up” is “Accendi” in 4 of 5 places, but “Fuoco” here
          at "Fuoco": another translation of the label
          see "Accendi" in it-it/a.md: the usual translation
          help: use the translation that the product shows; nearly all other places agree on one
        "#);
    }

    /// The findings of a document with four usual translations of a label and one other segment.
    fn report_other(locale: &str, usual: &str, source: &str, target: &str) -> String {
        let usual = (103..107).map(|number| pair(&number.to_string(), &format!("**{usual}**."), "**Light up**."));
        let pairs: Vec<String> = usual.chain([pair("107", target, source)]).collect();
        report_document(&RULE, &format!("{locale}/lamp.md"), &pairs.join("\n\n"))
    }

    #[test]
    fn other_forms_and_other_places_are_accepted() {
        for (locale, usual, source, target) in [
            ("ru-ru", "Лампа", "See **Light up**.", "Смотрите **лампу**."),
            ("ar-sa", "المصباح القديم", "**Light up**", "**مصباح قديم**"),
            ("it-it", "Accendi", "**Light up**", "**pulsante Accendi**"),
            ("it-it", "Accendi", "**Light up**", "**Light up**!"),
            ("it-it", "Accendi", "**Light up**", "Accendi la **lampada**"),
            ("it-it", "Accendi", "**Light up** and **Door**", "**Door** e **fuoco**"),
            ("it-it", "Accendi", "**Light up** the **door**", "**fuoco**"),
            ("pl-pl", "Zapal", "**Light up**", "**i**"),
        ] {
            assert_eq!(report_other(locale, usual, source, target), "", "{target}");
        }
        assert!(report_other("zh-cn", "点灯", "**Light up**", "**关门**").contains("“关门”"));
    }

    #[test]
    fn stems_are_compared() {
        for (a, b) in [("лампа", "лампы"), ("المصباح", "مصباح"), ("lámpa", "lámpát"), ("ışık", "ışığı")]
        {
            assert!(have_same_stem(a, b), "{a} {b}");
        }
        assert!(!have_same_stem("свет", "лампа") && !have_same_stem("点", "关"));
    }
}
