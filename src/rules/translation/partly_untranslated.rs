//! `partly-untranslated`: some words of the source are left in the target.

use crate::document::inline::{Kind, Part};
use crate::language::{Language, is_english_function_word};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::english::{Prose, leads_outside};
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

Looks for English word sequences copied from the source. In a language with another script, three words in a row are enough, if one is a function word of English (`by`, `the`, `is`) and one an ordinary lower-case word; in Latin script, four words, two of them function words of English that the language itself does not have. Code, addresses, identifiers, placeholders in `\<..>` and text that the source has in quotation marks, bold or emphasis do not count: they are names of buttons, messages, titles. Nor do the words that an acronym in the text stands for, and an original term in brackets after its translation. English with its translation in brackets is accepted for a link out of the docset and for a name inside a sentence, and reported for a link to a page of the docset and for a text that is all English. Locales without a vocabulary are skipped.

## Why it matters

Readers find half a sentence in a language that is not theirs.

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
    let Some((span, there)) = left_over(segment.source, segment.target, language) else { return };
    // `Take a picture (写真を撮影)` among others of its kind.
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
                Some((there, "in the source")),
                format!("{} is left in English", quote(segment.target.get(span))),
            )
            .label("is not translated")
            .help("translate it"),
    );
}

/// How many places of a word in the source are followed, and how many runs are looked at closely: more than in any real text,
/// and a bound for a hostile one.
const MOST: usize = 32;

/// The longest run of words of the source in the target, where it is running text; and where it stands in the source.
fn left_over(source: SideText<'_>, target: SideText<'_>, language: &Language) -> Option<(Span, Span)> {
    let foreign = |word: &str| {
        is_english_function_word(word)
            && !word.as_bytes()[1..].iter().any(u8::is_ascii_uppercase)
            && (language.script.differs_from_latin() || !language.is_function_word(&word.to_ascii_lowercase()))
    };
    let (least, function) = if language.script.differs_from_latin() { (3, 1) } else { (4, 2) };
    // Nearly all targets have no such word at all.
    if target.all(Kind::Word).filter(|(_, word)| foreign(word)).take(function).count() < function {
        return None;
    }
    let apart = |part: &Part| {
        let (before, after) = (part.span.start as usize, part.span.end as usize);
        !target.text[..before].ends_with('-') && !target.text[after..].starts_with('-')
    };
    let (words, theirs): (Vec<&Part>, Vec<&Part>) =
        (target.inline.all(Kind::Word).collect(), source.inline.all(Kind::Word).collect());
    // `consider-for-next-release` is a name: what is joined in it says nothing.
    let counts = |part: &&&Part| apart(part) && foreign(target.get(part.span));
    let mut runs = common_runs(&words, &theirs, source, target);
    runs.retain(|run| {
        let own = &words[run.start..run.start + run.length];
        run.length >= least && own.iter().filter(counts).count() >= function
    });
    // Of those of one length the first.
    runs.sort_by_key(|run| (usize::MAX - run.length, run.start));
    let span = |parts: &[&Part], start: usize, length: usize| Span {
        start: parts[start].span.start,
        end: parts[start + length - 1].span.end,
    };
    if runs.is_empty() {
        return None;
    }
    let quotes = quotes(source.text);
    let acronyms = acronyms(source).chain(acronyms(target)).collect();
    // How many foreign words are in a run outside acronyms and terms.
    let running = |own: &[&Part], there: &[&Part]| {
        let is_apart =
            |i: usize| i == 0 || target.text[own[i - 1].span.end as usize..own[i].span.start as usize].contains(['(', ')']);
        let (mut start, mut sum) = (0, 0);
        for end in (1..=own.len()).filter(|&end| end == own.len() || is_apart(end)) {
            let (piece, original) = (&own[start..end], &there[start..end]);
            if !is_acronym(piece, target, &acronyms) && !is_original_term(piece, original, target, source) {
                sum += piece.iter().filter(counts).count();
            }
            start = end;
        }
        sum
    };
    let is_fault = |run: &&Run| {
        let own = &words[run.start..run.start + run.length];
        let (here, there) = (span(&words, run.start, run.length), span(&theirs, run.in_source, run.length));
        let prose = Prose::within(target, here);
        prose.has_sense()
            && own.iter().any(|part| is_ordinary(target.get(part.span)))
            && !(prose.has_no_clause() && starts_with_numbered_name(target.get(here)))
            && !(language.script.differs_from_latin() && prose.is_numbered_name())
            && match gloss(source, target, here, there) {
                Some(Gloss::Custom) => false,
                Some(Gloss::Fault) => !is_quoted(source, target, here, there, &quotes),
                None => !is_link_text(target, here) && !is_quoted(source, target, here, there, &quotes),
            }
            && running(own, &theirs[run.in_source..run.in_source + run.length]) >= function
    };
    let found = runs.iter().take(MOST).find(is_fault)?;
    let (mut first, mut last) = (found.start, found.start + found.length - 1);
    if language.script.differs_from_latin() {
        // All that is English around it is left over, too, even where the source says it otherwise.
        let goes_on = |one: &Part, next: &Part, other: &Part| {
            let between = &target.text[one.span.end as usize..next.span.start as usize];
            let is_latin = target.get(other.span).starts_with(|c: char| c.is_ascii_alphabetic());
            is_latin && is_beside(target, one, next) && !between.contains(['(', ')', '[', ']'])
        };
        while first > 0 && goes_on(words[first - 1], words[first], words[first - 1]) {
            first -= 1;
        }
        while last + 1 < words.len() && goes_on(words[last], words[last + 1], words[last + 1]) {
            last += 1;
        }
    }
    Some((span(&words, first, last + 1 - first), span(&theirs, found.in_source, found.length)))
}

/// Whether a text begins with a capital word and a number: `Beacon 365 for boats and lighthouses`.
fn starts_with_numbered_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (name, number) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    name.starts_with(char::is_uppercase) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a word is one that no name is made of: small letters, and no function word.
fn is_ordinary(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && !is_english_function_word(word)
}

/// The acronyms of a text, in small letters: words with a capital behind the first letter.
fn acronyms(text: SideText<'_>) -> impl Iterator<Item = String> {
    let is_it = |word: &str| word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    text.all(Kind::Word).filter(move |(_, word)| is_it(word)).map(|(_, word)| word.to_ascii_lowercase())
}

/// Whether words are what an acronym of either text stands for: `light as a service` beside `LaaS`.
fn is_acronym(words: &[&Part], target: SideText<'_>, acronyms: &HashSet<String>) -> bool {
    let initials = words.iter().filter_map(|part| target.get(part.span).chars().next());
    let initials: String = initials.map(|c| c.to_ascii_lowercase()).collect();
    acronyms.contains(&initials)
}

/// Whether words are a term in brackets that the source has without them: its translation before it is explained by the
/// original.
fn is_original_term(words: &[&Part], there: &[&Part], target: SideText<'_>, source: SideText<'_>) -> bool {
    let bracketed = |text: &str, parts: &[&Part]| {
        let [first, .., last] = parts else { return false };
        text[..first.span.start as usize].ends_with(['(', '（']) && text[last.span.end as usize..].starts_with([')', '）'])
    };
    words.len() <= TERM && bracketed(target.text, words) && !bracketed(source.text, there)
}

/// The most words of a term in brackets.
const TERM: usize = 4;

/// What it means that the translation of a run follows it in brackets.
enum Gloss {
    /// It is custom: for the titles of pages outside the set of documents, and for names inside a sentence.
    Custom,
    /// It is a fault: the page is of the set and has a translated title, or the text is all English.
    Fault,
}

/// Whether a run is the whole text of a link.
fn is_link_text(target: SideText<'_>, run: Span) -> bool {
    target.text[..run.start as usize].ends_with('[') && target.text[run.end as usize..].starts_with(']')
}

/// Whether the translation of a run follows it in brackets.
fn gloss(source: SideText<'_>, target: SideText<'_>, run: Span, there: Span) -> Option<Gloss> {
    let links = |reading: SideText<'_>, span: Span| {
        let meets = |part: &&Part| part.span.start < span.end && span.start < part.inner.start;
        reading.inline.all(Kind::Link).find(meets).copied()
    };
    let own_link = links(target, run);
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
    let is_custom = match links(source, there) {
        Some(link) => {
            let title = Span { start: link.span.start + 1, end: link.inner.start.saturating_sub(2) };
            let whole = there.start <= title.start && title.end <= there.end;
            let within = title.start <= there.start && there.end <= title.end;
            let address = source.get(link.inner);
            // The link may have slipped from the title to its translation; then only an address tells.
            (whole || within) && leads_outside(address) && (own_link.is_some() || !address.starts_with('/'))
        }
        None => {
            let is_inside = target.inline.all(Kind::Word).next().is_some_and(|first| first.span.start < run.start);
            // A name that the source marks ends where its mark ends.
            let crosses = |part: &Part| {
                let meets = part.span.start < there.end && there.start < part.span.end;
                let holds = part.span.start <= there.start && there.end <= part.span.end;
                matches!(part.kind, Kind::Strong | Kind::Emphasis) && meets && !holds
            };
            let starts_like_one = !target.get(run).starts_with(|c: char| c.is_ascii_lowercase());
            is_inside && starts_like_one && !source.inline.parts.iter().any(crosses)
        }
    };
    Some(if is_custom { Gloss::Custom } else { Gloss::Fault })
}

/// A run of words that stands in both texts: its first words and its length, in words.
struct Run {
    start: usize,
    in_source: usize,
    length: usize,
}

/// The longest runs of words that both texts have, one behind the other.
fn common_runs(words: &[&Part], theirs: &[&Part], source: SideText<'_>, target: SideText<'_>) -> Vec<Run> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, part) in theirs.iter().enumerate() {
        let places = places.entry(source.get(part.span)).or_default();
        if places.len() < MOST {
            places.push(i);
        }
    }
    let mut runs = Vec::new();
    let mut start = 0;
    // Where the run up to here ends in the source: all places that fit.
    let mut ends: Vec<usize> = Vec::new();
    for (i, part) in words.iter().enumerate() {
        let word = target.get(part.span);
        let goes_on = i > start && is_beside(target, words[i - 1], part);
        let next = |end: &usize| theirs.get(end + 1).is_some_and(|part| source.get(part.span) == word).then_some(end + 1);
        let longer: Vec<usize> = if goes_on { ends.iter().filter_map(next).collect() } else { Vec::new() };
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

/// Whether a run of the target is a quotation: a message, the name of a button, a title, a placeholder. `there` is where it
/// stands in the source, `quotes` are that one's quotation marks.
fn is_quoted(source: SideText<'_>, target: SideText<'_>, run: Span, there: Span, quotes: &[u32]) -> bool {
    if target.text[..run.start as usize].ends_with('<') {
        return true;
    }
    // `LampException: The lamp is out.`
    if source.text[..there.end as usize].contains("Exception:") {
        return true;
    }
    // The other quotation mark may stand in another pair.
    let (before, through) = (quotes.partition_point(|at| *at < there.start), quotes.partition_point(|at| *at < there.end));
    if !before.is_multiple_of(2) || !(quotes.len() - through).is_multiple_of(2) {
        return true;
    }
    let emphasis = [Kind::Strong, Kind::Emphasis];
    let within = |part: &Part| emphasis.contains(&part.kind) && part.span.start <= there.start && there.end <= part.span.end;
    source.inline.parts.iter().any(within)
}

/// Where the quotation marks of a text are; an apostrophe inside a word is none.
fn quotes(text: &str) -> Vec<u32> {
    let marks = text.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '«' | '»' | '\'' | '‘'));
    let is_mark = |(at, c): &(usize, char)| {
        let inside = || text[..*at].ends_with(char::is_alphanumeric) && text[at + 1..].starts_with(char::is_alphanumeric);
        *c != '\'' || !inside()
    };
    marks.filter(is_mark).map(|(at, _)| at as u32).collect()
}

/// Whether only blanks and marks stand between two words.
fn is_beside(target: SideText<'_>, one: &Part, next: &Part) -> bool {
    let between = &target.text[one.span.end as usize..next.span.start as usize];
    let mark = |c: char| {
        c.is_ascii() && !c.is_ascii_alphabetic() && !matches!(c, '!' | '?' | '"' | '|' | '`' | '=' | ';' | '<' | '>' | '@' | '{')
    };
    // A full stop inside a name or number is no end.
    !between.contains(". ") && between.chars().all(mark)
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
          see "by turning the switch" in ru-ru/lamp.md: in the source
          help: translate it
        "#);
    }
}
