//! `capitalization`: capitals that the source has and the target lacks, or the other way round.

use crate::document::inline::Kind;
use crate::document::{Document, Segment};
use crate::language::{self, Language, Script};
use crate::project::Project;
use crate::rules::context::{ParsedSegment, ProjectContext, SideText};
use crate::rules::finding::{Edit, Finding, Fix, Problem};
use crate::rules::identifiers::identifier;
use crate::rules::labels::{self, LabelUse, Labels};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};
use crate::text::Span;
use std::collections::{BTreeMap, HashMap};

/// The rule.
pub static RULE: Rule = Rule {
    id: "capitalization",
    group: Group::Translation,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when a sentence or a label begins with a lower-case letter, or a word is in capitals, unlike in the source.

## What it does

Checks languages in Latin, Cyrillic and Greek letters:

- A heading, or a sentence with a full stop, begins with a lower-case letter where the source begins with a capital. The sentence must begin a paragraph, or follow another sentence or a bold lead-in. List items and table cells are not checked, because some languages begin them in lower case. A first word that the source also has is a name (`npm`).
- A bold label (`**submit**`) is in lower case, and at least half of its uses in the locale have a capital.
- A word of Turkish in capitals has a dotless `ı` instead of `I`.
- A word of six letters or more is in capitals, and the source has no word in capitals but acronyms. Names of keys are not checked.

A document gets at most three findings: one for its first letters, one for its words in capitals, one for its labels.

## Why it matters

Readers take the text for the rest of another sentence, and do not recognize the label on the screen.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## What to do

Write the letters as the language requires. The fix, with `--unsafe-fixes`, writes the first letter of a sentence as a capital: a person should review it, because words may also be missing before the first one. Labels and words in capitals have no fix, because some are names.
"#,
    fix: FixKind::SafeOrUnsafe,
    checks: &[Check::Bulk(check_letters), Check::Bulk(check_capitals), Check::Tree(check_labels)],
    ..Rule::DEFAULTS
};

/// Adds at most one finding for a segment: its first word, and words with a dotless letter.
fn check_letters(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let Some(language) = language_with_case(segment) else { return };
    let target = segment.target;
    let dotless = if language.dotless_i { dotless_in_capitals(target) } else { Vec::new() };
    let start = lower_start(segment)
        .or_else(|| lower_after_lead(segment))
        .and_then(|span| Some((span, capitalized(language, target.get(span))?)));
    let problem = if let Some((span, text)) = start {
        let message = format!("“{}” begins with a lower-case letter; the source begins with a capital", target.get(span));
        let mut problem = segment
            .finding(&RULE, Some(span), None, message)
            .label("a sentence in lower case")
            .help("begin the sentence with a capital, unless words are missing before it")
            .problems(1 + dotless.len());
        problem.fix = Some(Fix { safe: false, edits: vec![Edit { span: target.place(span), text }] });
        problem
    } else {
        let Some(&span) = dotless.first() else { return };
        let message = format!("“{}” has a dotless ı among capitals", target.get(span));
        segment
            .finding(&RULE, Some(span), None, message)
            .label("a lower-case letter among capitals")
            .help("write the capital letter: I")
            .problems(dotless.len())
    };
    findings.push(problem);
}

/// Adds at most one finding for a segment: its words in capitals. They have no fix, because the word may be a name.
fn check_capitals(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let Some(language) = language_with_case(segment) else { return };
    let words = words_in_capitals(language, segment);
    let Some(&span) = words.first() else { return };
    let message = format!("“{}” is in capitals; the source has no such word in capitals", segment.target.get(span));
    let problem = segment
        .finding(&RULE, Some(span), None, message)
        .label("a word in capitals")
        .help("write the word in lower case, unless it is an acronym");
    findings.push(problem.problems(words.len()));
}

/// The language of a segment, if it has capitals and the texts differ.
fn language_with_case(segment: &ParsedSegment<'_>) -> Option<&'static Language> {
    segment.context.language.filter(|language| has_case(language) && !segment.is_same())
}

/// Whether a language has capitals.
fn has_case(language: &Language) -> bool {
    matches!(language.script, Script::Latin | Script::Cyrillic | Script::Greek)
}

/// A word with a capital; `None` if its first letter has none.
fn capitalized(language: &Language, word: &str) -> Option<String> {
    let first = word.chars().next()?;
    let mut upper = first.to_uppercase();
    let capital = if language.dotless_i && first == 'i' { 'İ' } else { upper.next().filter(|_| upper.next().is_none())? };
    (capital != first).then(|| format!("{capital}{}", &word[first.len_utf8()..]))
}

/// Characters that may be before the first word of a sentence. After an apostrophe or an opening parenthesis, a lower-case letter
/// may be right.
fn is_lead(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '[' | '"' | '«' | '„' | '“')
}

/// Characters that may be after the full stop of a sentence.
fn is_tail(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | ')' | '"' | '»' | '”' | '“')
}

/// Whether a text ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(is_tail).ends_with(['.', '!', '?'])
}

/// The first word of a target that begins in lower case where a capital is certain.
fn lower_start(segment: &ParsedSegment<'_>) -> Option<Span> {
    let (source, target) = (segment.source.text, segment.target.text);
    let rest = target.trim_start_matches(is_lead);
    // Nearly all texts return here.
    if !rest.starts_with(char::is_lowercase) || !source.trim_start_matches(is_lead).starts_with(char::is_uppercase) {
        return None;
    }
    // An identifier at the start of the source: `identifier-mismatch` compares it.
    let first = source.trim_start_matches(is_lead).split(char::is_whitespace).next().unwrap_or_default();
    if identifier(first.trim_end_matches(['.', ',', ':', '*'])).is_some() {
        return None;
    }
    let start = target.len() - rest.len();
    let token = rest.split(char::is_whitespace).next().unwrap_or(rest);
    let end = token.find(|c: char| !c.is_alphanumeric()).unwrap_or(token.len());
    let word = &token[..end];
    let is_name = token.trim_end_matches('.').contains(['.', '_', '@', '/', '#', '\\', '=', '`'])
        || token.contains(|c: char| c.is_ascii_digit() || c.is_uppercase());
    let is_of_source = || source.split(|c: char| !c.is_alphanumeric()).any(|other| other.to_lowercase() == word);
    // One letter may be a part of a sign: `n:m`.
    let is_word = !word.is_empty() && (word.chars().nth(1).is_some() || token.len() == word.len());
    if is_name || !is_word || is_of_source() {
        return None;
    }
    let span = Span::new(start, start + end);
    if !segment.target.is_shown(span) {
        return None;
    }
    let is_sentence = ends_sentence(target) && ends_sentence(source);
    match position(segment.document, segment.segment) {
        Position::Heading => Some(span),
        Position::Sentence if is_sentence => Some(span),
        _ => None,
    }
}

/// The first word after a bold lead-in with a full stop, if it begins in lower case: `**Lampada**. la luce`. The source may
/// have another punctuation mark.
fn lower_after_lead(segment: &ParsedSegment<'_>) -> Option<Span> {
    let after_lead = |text: &str| -> Option<usize> {
        let inner = text.strip_prefix("**")?;
        Some(2 + memchr::memmem::find(inner.as_bytes(), b"**")? + 2)
    };
    let (source, target) = (segment.source.text, segment.target.text);
    let start = after_lead(target).filter(|at| target[*at..].starts_with(". "))? + 2;
    let other = source[after_lead(source)?..].trim_start_matches([':', '.', ' ', '-', '–', '—']);
    let word = &target[start..start + target[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(target.len() - start)];
    let is_word = word.chars().nth(1).is_some() || target[start + word.len()..].starts_with(' ');
    let is_lower = !word.is_empty() && word.chars().all(char::is_lowercase) && is_word;
    let is_of_source = || source.split(|c: char| !c.is_alphanumeric()).any(|other| other.to_lowercase() == word);
    let span = Span::new(start, start + word.len());
    (is_lower && other.starts_with(char::is_uppercase) && !is_of_source() && segment.target.is_shown(span)).then_some(span)
}

/// Where a segment is in its document.
#[derive(Debug, PartialEq)]
enum Position {
    Heading,
    /// At the start of a paragraph, or after another sentence.
    Sentence,
    /// In a list or table, or after something that does not end a sentence.
    Other,
}

/// How many bytes before a segment are read.
const MAX_GAP_BYTES: usize = 400;

fn position(document: &Document, segment: &Segment) -> Position {
    let next = document.segments.partition_point(|other| other.span.start < segment.span.start);
    let previous = next.checked_sub(1).and_then(|before| document.segments.get(before));
    let content = document.text.as_str();
    let end = segment.span.start as usize;
    let start = previous.map_or(0, |previous| previous.span.end as usize);
    let mut from = start.max(end.saturating_sub(MAX_GAP_BYTES));
    while !content.is_char_boundary(from) {
        from += 1;
    }
    let Some(gap) = content.get(from..end) else { return Position::Other };
    let ends = |previous: &Segment| ends_sentence(document.target(previous)) && ends_sentence(document.source(previous));
    let is_ended = previous.is_none_or(ends);
    let Some((before, line)) = gap.rsplit_once('\n') else {
        let is_next = from == start && gap.chars().all(|c| c == ' ') && (previous.is_none() || !gap.is_empty());
        return if is_next && is_ended { Position::Sentence } else { Position::Other };
    };
    let marks = line.trim_start_matches([' ', '>']);
    if marks.starts_with('#') {
        // Anchors may be before the text of a heading.
        let rest = marks.trim_start_matches('#').trim();
        let is_anchor = rest.is_empty() || rest.starts_with("<a ") && rest.ends_with("</a>");
        return if is_anchor { Position::Heading } else { Position::Other };
    }
    // A paragraph begins after an empty line.
    let is_empty = |line: &str| line.trim_matches([' ', '\r', '>']).is_empty();
    let is_block =
        marks.is_empty() && before.rsplit_once('\n').map_or(from == 0 && previous.is_none(), |(_, line)| is_empty(line));
    if is_block && is_ended { Position::Sentence } else { Position::Other }
}

/// How many letters a word in capitals has at least.
const MIN_LETTERS: usize = 6;

/// How many letters the lower-case ending of a word in capitals has at most.
const MAX_ENDING: usize = 3;

/// A word in capitals of so many letters in the source may be the reason for one in the target.
const MIN_SOURCE_LETTERS: usize = 4;

/// How many acronyms a text has at most. More words in capitals are a text in capitals: `GET IT NOW`.
const MAX_ACRONYMS: usize = 2;

/// Words of a source about the keyboard. Some languages write names of keys in capitals.
const KEYBOARD: [&str; 12] =
    ["alt", "arrow", "backspace", "bar", "ctrl", "delete", "enter", "key", "press", "shift", "space", "tab"];

/// The words of a target in capitals, if the source has no words in capitals but acronyms.
fn words_in_capitals(language: &Language, segment: &ParsedSegment<'_>) -> Vec<Span> {
    let (source, target) = (segment.source, segment.target);
    let is_upper = |word: &str| word.chars().all(|c| c.is_uppercase());
    // An ending may be in lower case.
    let is_long = |word: &str| {
        let stem = word.trim_end_matches(char::is_lowercase);
        is_upper(stem) && stem.chars().nth(MIN_LETTERS - 1).is_some() && word[stem.len()..].chars().nth(MAX_ENDING).is_none()
    };
    let mut found: Vec<Span> = Vec::new();
    for (part, word) in target.all(Kind::Word) {
        // Nearly all words fail the first test.
        if !word.chars().nth(1).is_some_and(char::is_uppercase) || word.len() < MIN_LETTERS || !is_long(word) {
            continue;
        }
        let (start, end) = (part.span.range().start, part.span.range().end);
        let is_joined = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '_' | '/' | '$' | '\\');
        let (before, after) = (&target.text[..start], &target.text[end..]);
        // `SHIFT + X`
        let is_alone = !before.ends_with(is_joined)
            && !before.trim_end().ends_with('+')
            && !after.starts_with(is_joined)
            && !after.trim_start().starts_with('+');
        if is_alone && !after.starts_with(['(', '`', '=']) && target.is_shown(part.span) {
            found.push(part.span);
        }
    }
    if found.is_empty() {
        return found;
    }
    let lower = source.text.to_lowercase();
    let words = |text| str::split(text, |c: char| !c.is_alphabetic()).filter(|word: &&str| word.chars().nth(1).is_some());
    let (mut acronyms, mut is_capital) = (Vec::new(), true);
    for word in words(source.text) {
        if is_upper(word) {
            acronyms.push(word);
        } else {
            is_capital = false;
        }
    }
    let has_capitals =
        is_capital || acronyms.len() > MAX_ACRONYMS || acronyms.iter().any(|word| word.len() >= MIN_SOURCE_LETTERS);
    let is_keyboard = words(lower.as_str()).any(|word| KEYBOARD.contains(&word));
    // A sentence in capitals is deliberate.
    let (upper, other): (Vec<&str>, Vec<&str>) = words(target.text).partition(|word| is_upper(word));
    if has_capitals || is_keyboard || upper.len() > MAX_ACRONYMS && upper.len() > other.len() {
        return Vec::new();
    }
    found.retain(|span| {
        let word = target.get(*span);
        let is_of_source = lower.contains(&language.lower(word)) || lower.contains(&word.to_lowercase());
        !is_of_source && !acronyms.iter().any(|acronym| acronym.len() > 2 && word.contains(acronym))
    });
    found
}

/// The words in capitals but for a dotless ı: `LAMBASı`. Only a wrong conversion makes them.
fn dotless_in_capitals(target: SideText<'_>) -> Vec<Span> {
    // Nearly all texts return here.
    if !target.text.contains('ı') {
        return Vec::new();
    }
    let is_found = |word: &str| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        capitals >= 2 && word.contains('ı') && word.chars().all(|c| c.is_uppercase() || c == 'ı')
    };
    let words = target.all(Kind::Word).filter(|(part, word)| is_found(word) && target.is_shown(part.span));
    words.map(|(part, _)| part.span).collect()
}

fn check_labels(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    labels::for_each_locale(project, findings, labels_in_locale);
}

/// How many uses of a label have a capital at least.
const MIN_CAPITALIZED: usize = 2;

/// The labels in lower case of a locale: one finding for a document.
fn labels_in_locale(project: &Project, locale: &str, labels: &Labels<'_>) -> Vec<Finding> {
    let Some(language) = language::for_locale(locale).filter(|language| has_case(language)) else { return Vec::new() };
    let mut problems: BTreeMap<_, Vec<Problem>> = BTreeMap::new();
    for (label, uses) in labels.iter().filter(|(_, uses)| uses.len() > MIN_CAPITALIZED) {
        // The label itself in another case is a name: `true`.
        let is_lower = |found: &&LabelUse<'_>| {
            found.target.starts_with(char::is_lowercase) && found.target.to_lowercase() != label.to_lowercase()
        };
        if !uses.iter().any(|found| is_lower(&found)) {
            continue;
        }
        // The same translation with a capital and without one.
        let mut forms: HashMap<String, (Option<&str>, usize, Vec<&LabelUse<'_>>)> = HashMap::new();
        for found in uses {
            let form = forms.entry(language.lower(found.target)).or_default();
            if is_lower(&found) {
                form.2.push(found);
            } else {
                form.0.get_or_insert(found.target);
                form.1 += 1;
            }
        }
        for (example, count, lower) in forms.into_values() {
            let Some(example) = example.filter(|_| count >= MIN_CAPITALIZED && count >= lower.len()) else { continue };
            for found in lower {
                let document = &project.documents[found.doc];
                let message = format!("the label “{}” is in lower case; elsewhere it is “{example}”", found.target);
                let problem = Problem::new(&RULE, found.span, message)
                    .in_segment(document, &document.segments[found.segment])
                    .label("a label in lower case")
                    .help("write the label as it is on the screen");
                problems.entry(found.doc).or_default().push(problem);
            }
        }
    }
    let in_document = |(doc, mut problems): (_, Vec<Problem>)| {
        problems.sort_by_key(|problem| problem.span);
        Problem::in_bulk(problems).map(|problem| problem.in_document(doc))
    };
    problems.into_iter().filter_map(in_document).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, pair, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: “accendere” begins with a lower-case letter; the source begins with a capital
          at "accendere": a sentence in lower case
          help: begin the sentence with a capital, unless words are missing before it
          unsafe fix: "accendere" -> "Accendere"
        "#);
    }

    #[test]
    fn words_in_capitals_are_reported() {
        let texts = [
            "“STRANIERI” is in capitals; the source has no such word in capitals",
            "a word in capitals",
            "help: write the word in lower case, unless it is an acronym",
        ];
        assert_reported(&RULE, "it-it", "Pay in US coins.", "Pagare in monete STRANIERI.", &texts);
    }

    #[test]
    fn a_word_after_a_lead_in_is_reported() {
        let texts = ["“горит” begins with a lower-case letter", "unsafe fix: \"горит\" -> \"Горит\""];
        assert_reported(&RULE, "ru-ru", "**Lamp**: The light is on.", "**Лампа**. горит свет.", &texts);
        for (source, target) in
            [("**Lamp**: the light", "**Лампа**. горит свет."), ("**Lamp**: The light", "**Лампа**: горит свет.")]
        {
            assert_eq!(report_document(&RULE, "ru-ru/lamp.md", &segment(source, target)), "", "{target}");
        }
    }

    #[test]
    fn a_dotless_letter_among_capitals_is_reported() {
        let texts = [
            "“LAMBALıK” has a dotless ı among capitals",
            "a lower-case letter among capitals",
            "help: write the capital letter: I",
        ];
        assert_reported(&RULE, "tr-tr", "The lamp", "Bu LAMBALıK", &texts);
        assert_eq!(report_document(&RULE, "tr-tr/lamp.md", &segment("The lamp", "Bu lambalık, Iı")), "");
    }

    #[test]
    fn labels_in_lower_case_are_reported() {
        let pairs = [
            pair("103", "Wählen Sie **Licht**.", "Select **Light**."),
            pair("104", "Wählen Sie **Licht** oder **Tür**.", "Select **Light** or **Door**."),
            pair("105", "Wählen Sie **licht** oder **tür**.", "Select **Light** or **Door**."),
        ];
        insta::assert_snapshot!(report_document(&RULE, "de-de/lamp.md", &pairs.join("\n\n")), @r#"
        de-de/lamp.md: the label “licht” is in lower case; elsewhere it is “Licht”
          at "licht": a label in lower case
          help: write the label as it is on the screen
        "#);
    }

    #[test]
    fn the_position_of_a_segment_decides() {
        let lamp = segment("Light the lamp.", "зажгите лампу.");
        let door = |target: &str, source: &str| pair("102", target, source);
        let full = door("Закройте дверь.", "Close the door.");
        for content in
            [format!("{full} {lamp}"), format!("{full}\n\n{lamp}"), format!("{full}\r\n\r\n{lamp}"), format!("## {lamp}")]
        {
            let found = report_document(&RULE, "ru-ru/lamp.md", &format!("\n{content}"));
            assert!(found.contains("“зажгите”"), "{content}: {found}");
        }
        let open = door("Если дверь закрыта,", "If the door is closed");
        for content in [
            format!("{full}\n\n- {lamp}"),
            format!("{full}\n\n1. {lamp}"),
            format!("| {lamp} |"),
            format!("{open} {lamp}"),
            format!("{open}\n\n{lamp}"),
            format!("{full} `x` {lamp}"),
            format!("{full}\n{lamp}"),
        ] {
            assert_eq!(report_document(&RULE, "ru-ru/lamp.md", &format!("\n{content}")), "", "{content}");
        }
    }

    #[test]
    fn correct_texts_are_accepted() {
        for (locale, source, target) in [
            ("it-it", "Npm is a tool.", "npm è uno strumento."),
            ("it-it", "The lamp is old.", "iLampada è vecchia."),
            ("it-it", "The lamp is old.", "lamp.exe è vecchio."),
            ("it-it", "The lamp is old.", "`lamp` è vecchio."),
            ("nl-nl", "The evening is dark.", "'s Avonds is het donker."),
            ("de-de", "(See the lamp.)", "(siehe Lampe.)"),
            ("de-de", "Press Shift.", "UMSCHALT drücken."),
            ("de-de", "IMPORTANT", "WICHTIG"),
            ("de-de", "The lamp", "LAMPEN-X"),
            ("hu-hu", "The lamp", "LÁMPÁKNAKvalók"),
            ("hu-hu", "Select GET IT NOW.", "Válassza: SZEREZZE BE."),
            ("fr-fr", "FAQ", "QUESTIONS"),
            ("it-it", "The LED is old.", "Il LEDLED è vecchio."),
            ("ru-ru", "The law of your country applies.", "ПРИМЕНЯЮТСЯ ЗАКОНЫ ВАШЕЙ СТРАНЫ."),
            ("de-de", "Many-to-many", "n:n"),
            ("ru-ru", "The NOTE", "ПРИМЕЧАНИЕ"),
            ("pl-pl", "Use the lamp LAMPA.", "Użyj lampy LAMPA."),
            ("ja-jp", "The lamp.", "lamp です。"),
        ] {
            assert_eq!(
                report_document(&RULE, &format!("{locale}/lamp.md"), &format!("\n{}", segment(source, target))),
                "",
                "{target}"
            );
        }
    }

    #[test]
    fn capitals_follow_the_language() {
        let language = |code| language::for_locale(code).unwrap();
        assert_eq!(capitalized(language("tr"), "ilk").as_deref(), Some("İlk"));
        assert_eq!(capitalized(language("tr"), "ışık").as_deref(), Some("Işık"));
        assert_eq!(capitalized(language("de"), "ßa"), None);
        assert_eq!(capitalized(language("de"), "灯"), None);
    }
}
