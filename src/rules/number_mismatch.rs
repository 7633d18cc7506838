//! `number-mismatch`: a number of the source is missing.

use crate::finding::Finding;
use crate::inline::{Kind, Part};
use crate::language::{ENGLISH, Language};
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::unit::{Reading, Unit};
use crate::words::listed_briefly;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "number-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    summary: "a number of the source is missing from the target",
    what: "Looks for each number of the source in the target. Separators and digits may be those of the locale, a small number \
           may be a word, a month its name, an ordinal an ordinal, ten thousands a character of their own. Numbers in \
           addresses do not count; a number that the target says once where the source says it twice is there. In a locale \
           without a table numbers up to twelve are not looked at.",
    why: "A wrong number is the mistake that readers act on.",
    remedy: "Write the number of the source.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Attendere 45 secondi.", "Wait 40 seconds."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Attendere 40 secondi.", "Wait 40 seconds."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

/// How many numbers a text may have that each is looked for: more than any real one, and a bound for a hostile one.
const MOST: usize = 100;

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (unit.source, unit.target);
    if !source.inline.has(Kind::Number) || unit.is_same() || target.text.trim().is_empty() {
        return;
    }
    let mut free: Vec<(&Part, &str)> = target.all(Kind::Number).take(MOST).collect();
    let mut left: Vec<(&Part, &str)> = Vec::new();
    for (part, number) in source.all(Kind::Number).filter(|(part, _)| !is_of_name(source, part)).take(MOST) {
        match free.iter().position(|(_, own)| *own == number) {
            Some(i) => drop(free.remove(i)),
            None => left.push((part, number)),
        }
    }
    // Nearly always all are found by now.
    if left.is_empty() {
        return;
    }
    let mut missing: Vec<(&Part, &str)> = Vec::new();
    for (part, number) in left {
        match free.iter().position(|(_, own)| digits(own) == digits(number)) {
            Some(i) => drop(free.remove(i)),
            None => missing.push((part, number)),
        }
    }
    let (own, theirs) = (target.without_addresses(), source.without_addresses());
    missing.retain(|(part, number)| !is_converted(unit, part, number, &own));
    // A number that the source does not say even in words took the place of another.
    free.retain(|(_, number)| standing(&theirs, number) == 0 && !said_in_words(&ENGLISH, number, &theirs));
    if free.is_empty() {
        missing.retain(|(_, number)| !is_said_otherwise(unit, number, &own));
    }
    // What stands less often than in the source is said once for twice, if nothing stands in its place.
    missing.retain(|(_, number)| {
        let (own, theirs) = (standing(&own, number), standing(&theirs, number));
        own == 0 || (own < theirs && !free.is_empty())
    });
    let Some(&(part, number)) = missing.first() else { return };
    let in_source = Some((part.span, "the number in the source"));
    let finding = match (missing.len(), free.as_slice()) {
        (1, [(come, own)]) => unit
            .finding(&RULE, Some(come.span), in_source, format!("`{number}` became `{own}`"))
            .label("is not the source's number"),
        (1, _) => unit.finding(&RULE, None, in_source, format!("the number `{number}` is missing")).label("lacks the number"),
        (_, _) => {
            let names = listed_briefly(missing.iter().map(|(_, number)| format!("`{number}`")), "number");
            unit.finding(&RULE, None, in_source, format!("the numbers {names} are missing")).label("lacks the numbers")
        }
    };
    findings.push(finding.help("write the number of the source"));
}

/// Whether a number is the end of a name: `EF6.1`.
fn is_of_name(source: Reading<'_>, part: &Part) -> bool {
    let before = &source.text[..part.span.start as usize];
    before.strip_suffix('.').is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// How often a number stands in a text, with no digit beside it.
fn standing(text: &str, number: &str) -> usize {
    let is_digit = |c: char| c.is_ascii_digit();
    let free = |at: &usize| !text[..*at].ends_with(is_digit) && !text[at + number.len()..].starts_with(is_digit);
    text.match_indices(number).map(|(at, _)| at).filter(free).count()
}

/// A number's digits as those of ASCII, without separators.
fn digits(number: &str) -> String {
    number.chars().filter_map(digit).collect()
}

/// The digit that a character is, in any script.
fn digit(char: char) -> Option<char> {
    let zero = match char {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{e50}'..='\u{e59}' => '\u{e50}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(char as u32 - zero as u32, 10)
}

/// Whether the target says a number of the source in other digits, or need not say it. `own` is the target without addresses.
fn is_converted(unit: &Unit<'_>, part: &Part, number: &str, own: &str) -> bool {
    let (source, target) = (unit.source, unit.target);
    let plain = digits(number);
    let after = &source.text[part.span.end as usize..];
    if let Some(value) = value(number) {
        // `2-way`, `1-to-1`: words are made of it.
        if value <= 3 && after.starts_with('-') && after[1..].starts_with(|c: char| c.is_alphabetic()) {
            return true;
        }
        let has = |number: u32| target.all(Kind::Number).any(|(_, own)| digits(own) == number.to_string());
        let afternoon = after.trim_start().get(..2).is_some_and(|two| two.eq_ignore_ascii_case("pm"));
        let is = |code: &str| unit.setting.language.is_some_and(|language: &Language| language.code == code);
        if (afternoon && has(value + 12)) || (is("th") && (1900..2200).contains(&value) && has(value + 543)) {
            return true;
        }
        // A third party is no number.
        if after.starts_with("rd") && after[2..].trim_start_matches([' ', '-']).starts_with("part") {
            return true;
        }
        // A century.
        if after.starts_with("th") && is_roman(target, value) {
            return true;
        }
    }
    in_other_parts(target, &plain) > in_other_parts(source, &plain) || grouped(own, &plain)
}

/// A number without separators, as a value.
fn value(number: &str) -> Option<u32> {
    let plain = digits(number);
    if number.chars().count() == plain.len() { plain.parse().ok() } else { None }
}

/// Whether the target says a number in words. Where the words are not known, small numbers may be.
fn is_said_otherwise(unit: &Unit<'_>, number: &str, own: &str) -> bool {
    match unit.setting.language {
        Some(language) => said_in_words(language, number, own),
        None => value(number).is_some_and(|value| value <= 12),
    }
}

fn said_in_words(language: &Language, number: &str, text: &str) -> bool {
    value(number).is_some_and(|value| value <= 12 && language.holds_number(value, text))
}

/// How often digits stand in words and code: `EF6`.
fn in_other_parts(reading: Reading<'_>, digits: &str) -> usize {
    let holds = |part: &&Part| {
        matches!(part.kind, Kind::Word | Kind::Code | Kind::Placeholder | Kind::NoLoc)
            && reading.get(part.inner).split(|c: char| !c.is_ascii_digit()).any(|run| run == digits)
    };
    reading.inline.parts.iter().filter(holds).count()
}

/// Whether a text has digits in groups apart (`11 200`), or in tens of thousands (`2 万`).
fn grouped(text: &str, digits: &str) -> bool {
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let myriad = |c: char| matches!(c, '万' | '萬' | '만' | '億' | '亿' | '억' | '千' | '천');
    let mut run = String::new();
    for c in text.chars().chain(['\u{0}']) {
        if let Some(digit) = digit(c) {
            run.push(digit);
        } else if is_blank(c) || (matches!(c, '.' | ',') && !run.is_empty()) {
            continue;
        } else {
            if run == digits {
                return digits.len() > 3;
            }
            if myriad(c) && !run.is_empty() && digits.starts_with(&run) && digits[run.len()..].bytes().all(|b| b == b'0') {
                return true;
            }
            run.clear();
        }
    }
    false
}

fn is_roman(target: Reading<'_>, value: u32) -> bool {
    let mut roman = String::new();
    let mut left = value;
    for (sign, worth) in [("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)] {
        while left >= worth && roman.len() < 16 {
            roman.push_str(sign);
            left -= worth;
        }
    }
    target.all(Kind::Word).any(|(_, word)| word == roman)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_script_and_grouping_are_read() {
        assert_eq!(digits("١١٬٢٠٠"), "11200");
        assert_eq!(digits("5.0"), "50");
        assert!(grouped("circa 11 200 righe", "11200"));
        assert!(grouped("约 2 万行", "20000"));
        assert!(!grouped("约 3 万行", "20000"));
    }
}
