//! `partly-untranslated`: some words of the source are left in the target.

use crate::finding::Finding;
use crate::fold::fold;
use crate::inline::{Kind, Part};
use crate::language::{Language, is_english_function_word};
use crate::prose::Prose;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;
use crate::unit::{Reading, Unit};
use crate::words::quote;

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
    let folded = fold(source.text);
    let words: Vec<&Part> = target.inline.all(Kind::Word).collect();
    let in_source = |start: usize, end: usize| {
        let text = fold(&target.text[words[start].span.start as usize..words[end - 1].span.end as usize]).into_owned();
        whole(&folded, &text)
    };
    let mut best: Option<(usize, usize)> = None;
    let mut start = 0;
    while start < words.len() {
        let mut end = start;
        while end < words.len()
            && target.get(words[end].span).is_ascii()
            && (end == start || is_beside(target, words[end - 1], words[end]))
            && end - start < 200
            && in_source(start, end + 1)
        {
            end += 1;
        }
        let apart = |part: &Part| {
            let (before, after) = (part.span.start as usize, part.span.end as usize);
            !target.text[..before].ends_with('-') && !target.text[after..].starts_with('-')
        };
        // `consider-for-next-release` is a name: what is joined in it says nothing.
        let counted = |start: usize, end: usize| {
            words[start..end].iter().filter(|part| apart(part) && foreign(target.get(part.span))).count()
        };
        if end - start >= least
            && counted(start, end) >= function
            && Prose::of(target, words[start].span.start, words[end - 1].span.end).plain >= 1
            && !is_quoted(source, target, Span { start: words[start].span.start, end: words[end - 1].span.end })
            && best.is_none_or(|(from, to)| end - start > to - from)
        {
            best = Some((start, end));
        }
        start = end.max(start + 1);
    }
    best.map(|(start, end)| Span { start: words[start].span.start, end: words[end - 1].span.end })
}

/// Whether a run of the target is a quotation: a message, the name of a button, a title, a placeholder.
fn is_quoted(source: Reading<'_>, target: Reading<'_>, run: Span) -> bool {
    let (before, after) = (&target.text[..run.start as usize], &target.text[run.end as usize..]);
    if before.ends_with('<') || (before.ends_with('[') && after.starts_with(']')) {
        return true;
    }
    let Some(at) = source.text.find(target.get(run)) else { return false };
    let (before, after) = (&source.text[..at], &source.text[at + run.len()..]);
    // `LampException: The lamp is out.`
    if before.contains("Exception:") || target.get(run).contains("Exception:") {
        return true;
    }
    // The other quotation mark may stand in another pair.
    let quoted = !quotes(before).is_multiple_of(2) || !quotes(after).is_multiple_of(2);
    let (start, end) = (at as u32, at as u32 + run.len() as u32);
    let emphasis = [Kind::Strong, Kind::Emphasis];
    let within = |part: &Part| emphasis.contains(&part.kind) && part.span.start <= start && end <= part.span.end;
    quoted || source.inline.parts.iter().any(within)
}

/// How many quotation marks a text has; an apostrophe inside a word is none.
fn quotes(text: &str) -> usize {
    let marks = text.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '«' | '»' | '\'' | '‘'));
    let is_mark = |(at, c): &(usize, char)| {
        let inside = text[..*at].ends_with(char::is_alphanumeric) && text[at + 1..].starts_with(char::is_alphanumeric);
        *c != '\'' || !inside
    };
    marks.filter(is_mark).count()
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

/// Whether a text has another as whole words.
fn whole(text: &str, part: &str) -> bool {
    text.match_indices(part).any(|(at, _)| {
        !text[..at].ends_with(char::is_alphanumeric) && !text[at + part.len()..].starts_with(char::is_alphanumeric)
    })
}
