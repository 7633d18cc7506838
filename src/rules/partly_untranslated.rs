//! `partly-untranslated`: some words of the source are left in the target.

use crate::finding::Finding;
use crate::inline::{Kind, Part};
use crate::language::{Language, is_english_function_word};
use crate::prose::is_plain;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;
use crate::unit::{Reading, Unit};
use crate::words::quote;
use std::collections::HashMap;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "partly-untranslated",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a run of English words of the source is left in the target",
    what: "Looks for runs of words that stand so in the source, too. In a language with another script, three words in a row \
           are enough, with a function word of English (`by`, `the`, `is`) and a plain word in small letters among them; in \
           Latin script, four words, two of them function words of English that the language itself does not have. Code, \
           addresses, what the source has in quotation marks, bold or emphasis, placeholders in `\\<..>` and whole link texts do \
           not count: they are names of buttons, messages, titles. A locale without a table is not looked at.",
    why: "Readers meet half a sentence in a language that is not theirs.",
    remedy: "Translate the rest of the sentence.",
    wrong: &[Example {
        path: "ru-ru/lamp.md",
        content: concat!(
            pair!("2ba23-103", "Зажгите лампу by turning the switch.", "Light the lamp by turning the switch."),
            "\n"
        ),
    }],
    right: &[Example {
        path: "ru-ru/lamp.md",
        content: concat!(
            pair!("2ba23-103", "Зажгите лампу, повернув выключатель.", "Light the lamp by turning the switch."),
            "\n"
        ),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let Some(language) = unit.setting.language.filter(|_| !unit.is_same()) else { return };
    let Some(span) = left_over(unit.source, unit.target, language) else { return };
    let text = unit.target.get(span);
    let there = unit.source.text.find(text).map(|at| (Span::new(at, at + text.len()), "in the source"));
    findings.push(
        unit.finding(&RULE, Some(span), there, format!("{} is left in English", quote(text)))
            .label("is not translated")
            .help("translate it"),
    );
}

/// How many places of a word in the source are followed, and how many runs are looked at closely: more than in any real text,
/// and a bound for a hostile one.
const MOST: usize = 32;

/// The longest run of words of the source in the target, where it is running text.
fn left_over(source: Reading<'_>, target: Reading<'_>, language: &Language) -> Option<Span> {
    let foreign = |word: &str| {
        is_english_function_word(word)
            && !word.as_bytes()[1..].iter().any(u8::is_ascii_uppercase)
            && (language.script.stands_out() || !language.is_function_word(&word.to_ascii_lowercase()))
    };
    let (least, function) = if language.script.stands_out() { (3, 1) } else { (4, 2) };
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
    let mut runs = common_runs(&words, &theirs, source, target);
    runs.retain(|run| {
        let own = &words[run.start..run.start + run.length];
        // `consider-for-next-release` is a name: what is joined in it says nothing.
        run.length >= least
            && own.iter().filter(|part| apart(part) && foreign(target.get(part.span))).count() >= function
            && own.iter().any(|part| is_plain(target.get(part.span)))
    });
    // Of those of one length the first.
    runs.sort_by_key(|run| (usize::MAX - run.length, run.start));
    let span = |parts: &[&Part], start: usize, length: usize| Span {
        start: parts[start].span.start,
        end: parts[start + length - 1].span.end,
    };
    let quotes = quotes(source.text);
    let spans = |run: &Run| (span(&words, run.start, run.length), span(&theirs, run.in_source, run.length));
    let found = runs.iter().take(MOST).map(spans).find(|&(own, there)| !is_quoted(source, target, own, there, &quotes));
    found.map(|(own, _)| own)
}

/// A run of words that stands in both texts: its first words and its length, in words.
struct Run {
    start: usize,
    in_source: usize,
    length: usize,
}

/// The longest runs of words that both texts have, one behind the other.
fn common_runs(words: &[&Part], theirs: &[&Part], source: Reading<'_>, target: Reading<'_>) -> Vec<Run> {
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
fn is_quoted(source: Reading<'_>, target: Reading<'_>, run: Span, there: Span, quotes: &[u32]) -> bool {
    let (before, after) = (&target.text[..run.start as usize], &target.text[run.end as usize..]);
    if before.ends_with('<') || (before.ends_with('[') && after.starts_with(']')) {
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
fn is_beside(target: Reading<'_>, one: &Part, next: &Part) -> bool {
    let between = &target.text[one.span.end as usize..next.span.start as usize];
    let mark = |c: char| {
        c.is_ascii() && !c.is_ascii_alphabetic() && !matches!(c, '!' | '?' | '"' | '|' | '`' | '=' | ';' | '<' | '>' | '@' | '{')
    };
    // A full stop inside a name or number is no end.
    !between.contains(". ") && between.chars().all(mark)
}
