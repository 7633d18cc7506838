//! `partly-untranslated`: English words of the source are left in the target.

use crate::document::inline::{Kind, Part};
use crate::language::{Language, is_english_function_word};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::english::{WordCounts, leads_outside};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::quote;
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "partly-untranslated",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a run of English words of the source is left in the target.

## What it does

Looks for English word sequences copied from the source. In non-Latin scripts three consecutive words are enough, if at least one is an English function word (`by`, `the`, `is`) and one is an ordinary lower-case word. In Latin script four words are needed, two of them English function words that the language does not have. These do not count: code, addresses, identifiers, placeholders in `\<..>`; text that the source has in quotation marks, bold or emphasis, because it is a button, a message or a title; the words that an acronym in the text stands for; and an original term in brackets after its translation. English followed by its translation in brackets is accepted for a link out of the docset and for a name inside a sentence. It is reported for a link to a page of the docset and for a text that is all English. Locales without a vocabulary are skipped.

## Why it matters

Readers find half a sentence in a language that they may not know.

## Example

`ru-ru/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Зажгите лампу by turning the switch.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp by turning the switch.</span></span>
```

## Use instead

`ru-ru/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Зажгите лампу, повернув выключатель.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp by turning the switch.</span></span>
```

## What to do

Translate the rest of the sentence.
"#,
    aspect: Aspect::WholeTarget,
    explains: &[Explains { covers: Covers::TargetWords, rules: &[], aspects: &[Aspect::TargetPart] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let Some(language) = segment.context.language.filter(|_| !segment.is_same()) else { return };
    let Some((span, source_span)) = untranslated_run(segment.source, segment.target, language) else { return };
    // A document may gloss its phrases by convention: `Take a picture (写真を撮影)`.
    let is_glossed =
        segment.target.text[span.end as usize..].trim_start_matches(['.', '?', '!', ':', ' ']).starts_with(['(', '（']);
    if is_glossed && segment.glosses_phrases() {
        return;
    }
    findings.push(
        segment
            .finding(
                &RULE,
                Some(span),
                Some((source_span, "the same words in the source")),
                format!("{} is left in English", quote(segment.target.get(span))),
            )
            .label("is not translated")
            .help("readers find half a sentence in another language; translate these words"),
    );
}

/// How many occurrences of a word in the source are compared: more than any real text has, and a bound for a hostile one.
const MAX_OCCURRENCES: usize = 32;

/// How many runs are checked in full: more than any real text has, and a bound for a hostile one.
const MAX_RUNS: usize = 32;

/// The longest run of source words in the target that is prose, and its place in the source.
fn untranslated_run(source: SideText<'_>, target: SideText<'_>, language: &Language) -> Option<(Span, Span)> {
    let is_foreign = |word: &str| {
        is_english_function_word(word)
            && !word.as_bytes()[1..].iter().any(u8::is_ascii_uppercase)
            && (language.script.differs_from_latin() || !language.is_function_word(&word.to_ascii_lowercase()))
    };
    let (min_words, min_foreign) = if language.script.differs_from_latin() { (3, 1) } else { (4, 2) };
    // Nearly all targets have no such word.
    if target.all(Kind::Word).filter(|(_, word)| is_foreign(word)).take(min_foreign).count() < min_foreign {
        return None;
    }
    let is_separate = |part: &Part| {
        let (before, after) = (part.span.start as usize, part.span.end as usize);
        !target.text[..before].ends_with('-') && !target.text[after..].starts_with('-')
    };
    let (words, source_words): (Vec<&Part>, Vec<&Part>) =
        (target.inline.all(Kind::Word).collect(), source.inline.all(Kind::Word).collect());
    // `consider-for-next-release` is a name, so words joined by hyphens do not count.
    let counts = |part: &&&Part| is_separate(part) && is_foreign(target.get(part.span));
    let mut runs = common_runs(&words, &source_words, source, target);
    runs.retain(|run| {
        let run_words = &words[run.start..run.start + run.length];
        run.length >= min_words && run_words.iter().filter(counts).count() >= min_foreign
    });
    // The longest run comes first, and of runs with the same length the first in the text.
    runs.sort_by_key(|run| (usize::MAX - run.length, run.start));
    let span = |parts: &[&Part], start: usize, length: usize| Span {
        start: parts[start].span.start,
        end: parts[start + length - 1].span.end,
    };
    if runs.is_empty() {
        return None;
    }
    let quotes = quotation_marks(source.text);
    let acronyms = acronyms(source).chain(acronyms(target)).collect();
    // The number of foreign words in a run that are not part of an acronym's expansion or of a term.
    let foreign_outside_terms = |run: &[&Part], originals: &[&Part]| {
        let starts_piece =
            |i: usize| i == 0 || target.text[run[i - 1].span.end as usize..run[i].span.start as usize].contains(['(', ')']);
        let (mut start, mut sum) = (0, 0);
        for end in (1..=run.len()).filter(|&end| end == run.len() || starts_piece(end)) {
            let (piece, original) = (&run[start..end], &originals[start..end]);
            if !is_acronym_expansion(piece, target, &acronyms) && !is_original_term(piece, original, target, source) {
                sum += piece.iter().filter(counts).count();
            }
            start = end;
        }
        sum
    };
    let is_untranslated = |run: &&Run| {
        let run_words = &words[run.start..run.start + run.length];
        let originals = &source_words[run.in_source..run.in_source + run.length];
        let (here, there) = (span(&words, run.start, run.length), span(&source_words, run.in_source, run.length));
        let word_counts = WordCounts::in_span(target, here);
        word_counts.has_prose_words()
            && run_words.iter().any(|part| is_ordinary(target.get(part.span)))
            && !(word_counts.has_no_clause_words() && starts_with_numbered_name(target.get(here)))
            && !(language.script.differs_from_latin() && word_counts.is_numbered_name())
            && match gloss(source, target, here, there) {
                Some(Gloss::Accepted) => false,
                Some(Gloss::Reported) => !is_quoted(source, target, here, there, &quotes),
                None => !is_link_text(target, here) && !is_quoted(source, target, here, there, &quotes),
            }
            && foreign_outside_terms(run_words, originals) >= min_foreign
    };
    let found = runs.iter().take(MAX_RUNS).find(is_untranslated)?;
    let (mut first, mut last) = (found.start, found.start + found.length - 1);
    if language.script.differs_from_latin() {
        // English words around the run are also untranslated, even if the source has other words there.
        let continues = |one: &Part, next: &Part, other: &Part| {
            let between = &target.text[one.span.end as usize..next.span.start as usize];
            let is_latin = target.get(other.span).starts_with(|c: char| c.is_ascii_alphabetic());
            is_latin && is_beside(target, one, next) && !between.contains(['(', ')', '[', ']'])
        };
        while first > 0 && continues(words[first - 1], words[first], words[first - 1]) {
            first -= 1;
        }
        while last + 1 < words.len() && continues(words[last], words[last + 1], words[last + 1]) {
            last += 1;
        }
    }
    Some((span(&words, first, last + 1 - first), span(&source_words, found.in_source, found.length)))
}

/// Whether a text begins with a capital word and a number: `Beacon 365 for boats and lighthouses`.
fn starts_with_numbered_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (name, number) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    name.starts_with(char::is_uppercase) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a word is in lower case and not a function word, so that it is not part of a name.
fn is_ordinary(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && !is_english_function_word(word)
}

/// The acronyms of a text, in lower case: words with a capital after the first letter.
fn acronyms(text: SideText<'_>) -> impl Iterator<Item = String> {
    let is_acronym = |word: &str| word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    text.all(Kind::Word).filter(move |(_, word)| is_acronym(word)).map(|(_, word)| word.to_ascii_lowercase())
}

/// Whether words are the expansion of an acronym of either text: `light as a service` for `LaaS`.
fn is_acronym_expansion(words: &[&Part], target: SideText<'_>, acronyms: &HashSet<String>) -> bool {
    let initials = words.iter().filter_map(|part| target.get(part.span).chars().next());
    let initials: String = initials.map(|c| c.to_ascii_lowercase()).collect();
    acronyms.contains(&initials)
}

/// Whether words are a term in brackets that the source has without brackets: the original after its translation.
fn is_original_term(words: &[&Part], originals: &[&Part], target: SideText<'_>, source: SideText<'_>) -> bool {
    let is_bracketed = |text: &str, parts: &[&Part]| {
        let [first, .., last] = parts else { return false };
        text[..first.span.start as usize].ends_with(['(', '（']) && text[last.span.end as usize..].starts_with([')', '）'])
    };
    words.len() <= MAX_TERM_WORDS && is_bracketed(target.text, words) && !is_bracketed(source.text, originals)
}

/// How many words an original term in brackets may have.
const MAX_TERM_WORDS: usize = 4;

/// Whether a translation in brackets after a run makes the run acceptable.
enum Gloss {
    /// The run is the title of a page outside the set of documents, or a name inside a sentence.
    Accepted,
    /// The run is the title of a page of the set, which is translated, or the text is all English.
    Reported,
}

/// Whether a run is the whole text of a link.
fn is_link_text(target: SideText<'_>, run: Span) -> bool {
    target.text[..run.start as usize].ends_with('[') && target.text[run.end as usize..].starts_with(']')
}

/// How to judge a run with its translation in brackets after it; `None` if there is no such translation.
fn gloss(source: SideText<'_>, target: SideText<'_>, run: Span, there: Span) -> Option<Gloss> {
    let link_at = |side: SideText<'_>, span: Span| {
        let meets = |part: &&Part| part.span.start < span.end && span.start < part.inner.start;
        side.inline.all(Kind::Link).find(meets).copied()
    };
    let own_link = link_at(target, run);
    let after = own_link.map_or(run.end, |link| link.span.end) as usize;
    let rest = target.text[after..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '”' | '»'));
    let gloss = rest.strip_prefix(['(', '（'])?;
    let start = target.text.len() - gloss.len();
    let end = start + gloss.find([')', '）']).unwrap_or(gloss.len());
    let inside = |part: &&Part| start <= part.span.start as usize && (part.span.end as usize) <= end;
    let known: HashSet<&str> = source.all(Kind::Word).map(|(_, word)| word).collect();
    if target.inline.all(Kind::Word).filter(inside).all(|part| known.contains(target.get(part.span))) {
        return None;
    }
    let is_accepted = match link_at(source, there) {
        Some(link) => {
            let title = Span { start: link.span.start + 1, end: link.inner.start.saturating_sub(2) };
            let covers_title = there.start <= title.start && title.end <= there.end;
            let is_in_title = title.start <= there.start && there.end <= title.end;
            let address = source.get(link.inner);
            // If the target has the link on the translation instead, only an absolute address is certain.
            (covers_title || is_in_title) && leads_outside(address) && (own_link.is_some() || !address.starts_with('/'))
        }
        None => {
            let is_inside = target.inline.all(Kind::Word).next().is_some_and(|first| first.span.start < run.start);
            // A name that the source emphasises ends where the emphasis ends.
            let crosses = |part: &Part| {
                let meets = part.span.start < there.end && there.start < part.span.end;
                let contains = part.span.start <= there.start && there.end <= part.span.end;
                matches!(part.kind, Kind::Strong | Kind::Emphasis) && meets && !contains
            };
            let starts_like_name = !target.get(run).starts_with(|c: char| c.is_ascii_lowercase());
            is_inside && starts_like_name && !source.inline.parts.iter().any(crosses)
        }
    };
    Some(if is_accepted { Gloss::Accepted } else { Gloss::Reported })
}

/// A run of words that both texts have.
struct Run {
    /// Its first word in the target.
    start: usize,
    /// Its first word in the source.
    in_source: usize,
    /// Its number of words.
    length: usize,
}

/// The longest runs of words that both texts have, without overlaps, in the order of the target.
fn common_runs(words: &[&Part], source_words: &[&Part], source: SideText<'_>, target: SideText<'_>) -> Vec<Run> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, part) in source_words.iter().enumerate() {
        let places = places.entry(source.get(part.span)).or_default();
        if places.len() < MAX_OCCURRENCES {
            places.push(i);
        }
    }
    let mut runs = Vec::new();
    let mut start = 0;
    // All words of the source at which the current run may end.
    let mut ends: Vec<usize> = Vec::new();
    for (i, part) in words.iter().enumerate() {
        let word = target.get(part.span);
        let continues = i > start && is_beside(target, words[i - 1], part);
        let next = |end: &usize| source_words.get(end + 1).is_some_and(|part| source.get(part.span) == word).then_some(end + 1);
        let longer: Vec<usize> = if continues { ends.iter().filter_map(next).collect() } else { Vec::new() };
        if !longer.is_empty() {
            ends = longer;
            continue;
        }
        runs.extend(ends.first().map(|end| Run { start, in_source: end + 1 - (i - start), length: i - start }));
        start = i;
        ends = places.get(word).cloned().unwrap_or_default();
    }
    runs.extend(ends.first().map(|end| Run { start, in_source: end + 1 - (words.len() - start), length: words.len() - start }));
    runs
}

/// Whether a run of the target is a quotation: a message, the name of a button, a title, a placeholder. `there` is its place in
/// the source, and `quotes` are the places of the quotation marks of the source.
fn is_quoted(source: SideText<'_>, target: SideText<'_>, run: Span, there: Span, quotes: &[u32]) -> bool {
    if target.text[..run.start as usize].ends_with('<') {
        return true;
    }
    // `LampException: The lamp is out.`
    if source.text[..there.end as usize].contains("Exception:") {
        return true;
    }
    // The other quotation mark may be in another segment.
    let (before, through) = (quotes.partition_point(|at| *at < there.start), quotes.partition_point(|at| *at < there.end));
    if !before.is_multiple_of(2) || !(quotes.len() - through).is_multiple_of(2) {
        return true;
    }
    let emphasis = [Kind::Strong, Kind::Emphasis];
    let contains = |part: &Part| emphasis.contains(&part.kind) && part.span.start <= there.start && there.end <= part.span.end;
    source.inline.parts.iter().any(contains)
}

/// The places of the quotation marks of a text, without the apostrophes inside words.
fn quotation_marks(text: &str) -> Vec<u32> {
    let candidates = text.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '«' | '»' | '\'' | '‘'));
    let is_quotation_mark = |(at, c): &(usize, char)| {
        let is_in_word = || text[..*at].ends_with(char::is_alphanumeric) && text[at + 1..].starts_with(char::is_alphanumeric);
        *c != '\'' || !is_in_word()
    };
    candidates.filter(is_quotation_mark).map(|(at, _)| at as u32).collect()
}

/// Whether only spaces and punctuation are between two words, and none that ends a sentence or belongs to code.
fn is_beside(target: SideText<'_>, one: &Part, next: &Part) -> bool {
    let between = &target.text[one.span.end as usize..next.span.start as usize];
    let joins = |c: char| {
        c.is_ascii() && !c.is_ascii_alphabetic() && !matches!(c, '!' | '?' | '"' | '|' | '`' | '=' | ';' | '<' | '>' | '@' | '{')
    };
    // A full stop inside a name or a number does not end a sentence.
    !between.contains(". ") && between.chars().all(joins)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ru-ru/lamp.md: “by turning the switch” is left in English
          at "by turning the switch": is not translated
          see "by turning the switch" in ru-ru/lamp.md: the same words in the source
          help: readers find half a sentence in another language; translate these words
        "#);
    }
}
