//! The values of a source, read as English. The target is expected to have them.

use super::date::{self, Date};
use super::number::{self, NumberKey};
use super::scan::{Gap, Scan};
use super::sign;
use super::time::{self, Time};
use crate::language::ENGLISH;

/// A value of the source.
pub(super) struct Expected {
    pub value: Value,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// Whether some languages express it without a number: `100%`, `the last 1 month`.
    pub is_optional: bool,
}

/// A value, with a second reading if it has one. The target needs only one of the readings.
pub(super) enum Value {
    /// A number, with the signs next to it. The second reading is for a letter that may be a scale, and for `more than`.
    Number { key: NumberKey, other: Option<NumberKey>, signs: u8 },
    /// A date. The second reading is for two digits that may be a day or a year.
    Date { date: Date, other: Option<Date>, in_digits: bool },
    /// A time of day.
    Time(Time),
}

/// The values of a source text, in order.
pub(super) fn expected_values(scan: &Scan<'_>) -> Vec<Expected> {
    let mut taken = vec![false; scan.tokens.len()];
    let mut expected: Vec<Expected> = Vec::new();
    let mut take = |taken: &mut [bool], first: usize, last: usize, value: Value, is_optional: bool| {
        if !taken[first..=last].contains(&true) {
            taken[first..=last].fill(true);
            expected.push(Expected { value, first, last, is_optional });
        }
    };
    for i in 0..scan.tokens.len() {
        if taken[i] {
            continue;
        }
        if !scan.is_number(i) {
            // `may` and `march` are also ordinary words, so only a capitalized word is a month.
            let word = scan.get(i);
            let may_be_month = word.len() < 12 && word.starts_with(|c: char| c.is_ascii_uppercase());
            let Some(month) = Some(()).filter(|()| may_be_month).and_then(|()| ENGLISH.month(&word.to_ascii_lowercase())) else {
                continue;
            };
            let readings = date::with_name(scan, i, month);
            let is_free = |reading: &&date::Reading| !taken[reading.first..=reading.last].contains(&true);
            if let Some(best) = readings.iter().find(is_free) {
                let same = |one: &&date::Reading| (one.first, one.last) == (best.first, best.last) && one.date != best.date;
                let other = readings.iter().find(same).map(|one| one.date);
                take(&mut taken, best.first, best.last, Value::Date { date: best.date, other, in_digits: false }, false);
            }
            continue;
        }
        if take_idiom(scan, i, &mut taken) {
            continue;
        }
        // Three parts with points are a version, unless one of them is a year.
        let has_points = scan.get(i).contains('.');
        let in_digits = date::in_digits(scan, i);
        if let Some(best) = in_digits.first()
            && (!has_points || scan.get(i).split('.').any(|part| part.len() == 4))
        {
            take(&mut taken, best.first, best.last, Value::Date { date: best.date, other: None, in_digits: true }, false);
            continue;
        }
        if let Some(time) = time::at(scan, i) {
            take(&mut taken, i, time.last, Value::Time(time), false);
            continue;
        }
        if !has_points && scan.gap(i) == Gap::Slash {
            let short = date::without_year(scan, i).into_iter().find(|reading| reading.order == date::order::MDY);
            if let Some(reading) = short {
                // A half and two thirds are fractions.
                let is_fraction = reading.date.day <= 4 && reading.date.month < reading.date.day;
                let value = Value::Date { date: reading.date, other: None, in_digits: true };
                take(&mut taken, reading.first, reading.last, value, is_fraction);
            }
        }
    }
    for (i, _) in taken.iter().enumerate().filter(|(i, taken)| !**taken && scan.is_number(*i)) {
        expected.extend(numbers(scan, i));
    }
    expected.sort_by_key(|one| one.first);
    expected
}

/// The values of a number that is not part of a date, a time or an idiom.
fn numbers(scan: &Scan<'_>, i: usize) -> Vec<Expected> {
    // `USD18,750` is an amount and `v4.9` is a version, but the end of a name is not a number: `EF6.1`.
    let is_amount = |letters: &str| sign::is_code(letters);
    let joined = match scan.word_head(i) {
        Some((letters, digits)) if is_amount(letters) || letters.eq_ignore_ascii_case("v") => {
            Some(format!("{digits}{}{}", scan.between(i - 1), scan.get(i)))
        }
        None if scan.follows_point(i) => return Vec::new(),
        Some(_) => return Vec::new(),
        None => None,
    };
    // A version with emphasis on one of its parts: `3.**1**`.
    let emphasized = |at: usize| scan.is_number(at + 1) && scan.gap(at) == Gap::Point && scan.between(at).contains('*');
    if emphasized(i) || i > 0 && scan.is_number(i - 1) && emphasized(i - 1) {
        return Vec::new();
    }
    let word = if scan.is_word(i + 1) { scan.get(i + 1) } else { "" };
    let gap = scan.gap(i);
    // The start of a name: `21Vianet`.
    let starts_name = gap == Gap::None
        && word.len() >= 4
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word[1..].bytes().all(|b| b.is_ascii_lowercase());
    if starts_name {
        return Vec::new();
    }
    // Languages write decades in different ways: `the 1990s` is `anni '90`.
    if gap == Gap::None && word == "s" && scan.get(i).len() == 4 {
        return Vec::new();
    }
    let keys = number::english(joined.as_deref().unwrap_or_else(|| scan.get(i)));
    let is_list = keys.len() > 1;
    let value = if is_list { None } else { keys[0].value() };
    let third = if scan.is_word(i + 2) { scan.get(i + 2) } else { "" };
    let is_ordinal = gap == Gap::None && ["st", "nd", "rd", "th"].contains(&word);
    if is_ordinal && third.starts_with("part") {
        return Vec::new();
    }
    let scale = scale(scan, i);
    // `2-way` and `1-to-1` are translated as words.
    if value.is_some_and(|value| value <= 3) && gap == Gap::Hyphen && !word.is_empty() && scale.is_none() {
        return Vec::new();
    }
    let signs = sign::signs_around(scan.text, scan.tokens[i].span, true)
        | if scan.word_head(i).is_some_and(|(letters, _)| is_amount(letters)) { sign::MONEY } else { 0 };
    let is_exceeded = i > 0 && scan.get(i - 1) == "than" && scan.gap(i - 1) == Gap::Space;
    let first = if joined.is_some() { i - 1 } else { i };
    let is_optional = is_optional(scan, i, value, signs, word, third);
    let number = |key: NumberKey| {
        let (key, other) = match scale {
            Some((power, is_certain)) => (key.scaled(power), (!is_certain).then_some(key)),
            // More than 1 is 2 or more.
            None if is_exceeded => (key, value.and_then(|value| value.checked_add(1)).map(NumberKey::integer)),
            None => (key, None),
        };
        Expected { value: Value::Number { key, other, signs }, first, last: i, is_optional }
    };
    keys.into_iter().map(number).collect()
}

/// Whether some languages express a number of the source without a number.
fn is_optional(scan: &Scan<'_>, i: usize, value: Option<u64>, signs: u8, word: &str, third: &str) -> bool {
    let is_lower_case = word.starts_with(|c: char| c.is_ascii_lowercase());
    let is_adjacent = matches!(scan.gap(i), Gap::Space | Gap::Hyphen);
    let is_in_name = i > 0
        && scan.gap(i - 1) == Gap::Hyphen
        && scan.is_word(i - 1)
        && scan.get(i - 1).bytes().filter(u8::is_ascii_uppercase).count() > 1;
    let per_day = || ["per", "a", "each"].contains(&third) || third == "day";
    match value {
        _ if is_in_name => true,
        // `wholly`
        Some(100) if signs & sign::PERCENT != 0 => true,
        Some(360) if is_adjacent && word.starts_with("degree") => true,
        // `the last month`
        Some(1) if is_lower_case && scan.gap(i) == Gap::Space => true,
        Some(24) if is_adjacent && word.starts_with("hour") => per_day(),
        Some(7 | 365) if is_adjacent && word.starts_with("day") => per_day(),
        // One to one: `1:1`.
        Some(1) => {
            let is_one = |at: usize| scan.short_number(at).is_some_and(|(value, _)| value == 1);
            (scan.gap(i) == Gap::Colon && is_one(i + 1)) || (i > 0 && scan.gap(i - 1) == Gap::Colon && is_one(i - 1))
        }
        _ => false,
    }
}

/// The power of ten of the scale after a number, and whether it certainly is a scale: `million`, `K`, `5M`.
pub(super) fn scale(scan: &Scan<'_>, i: usize) -> Option<(u32, bool)> {
    if !scan.is_word(i + 1) {
        return None;
    }
    let word = scan.get(i + 1);
    let gap = scan.gap(i);
    match (word, gap) {
        ("K", Gap::None | Gap::Hyphen | Gap::Space) => Some((3, true)),
        ("k", Gap::None) => Some((3, false)),
        ("M", Gap::None) => Some((6, false)),
        ("B", Gap::None) => Some((9, false)),
        (_, Gap::Space | Gap::Hyphen) if word.len() > 3 => {
            ENGLISH.scale(&word.to_ascii_lowercase()).map(|(power, _)| (power, true))
        }
        _ => None,
    }
}

/// Whether an idiom of numbers begins at a token: `24x7`, `24/7`, `24 X 7`, `24x7x365`. Takes its tokens, so that the target
/// needs no value for them.
fn take_idiom(scan: &Scan<'_>, i: usize, taken: &mut [bool]) -> bool {
    if scan.get(i) != "24" {
        return false;
    }
    let word = scan.get(i + 1).to_ascii_lowercase();
    let last = match scan.gap(i) {
        Gap::Slash if scan.get(i + 1) == "7" => i + 1,
        Gap::None | Gap::Space if word.starts_with("x7") => i + 1,
        Gap::None | Gap::Space if word == "x" && scan.get(i + 2) == "7" => i + 2,
        _ => return false,
    };
    let more = scan.gap(last) == Gap::Slash && scan.get(last + 1) == "365";
    let last = if more { last + 1 } else { last };
    taken[i..=last].fill(true);
    true
}
