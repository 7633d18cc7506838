//! What a source wants: its values, read as English.

use super::date::{self, Date};
use super::number::{self, Key};
use super::scan::{Gap, Scan};
use super::sign;
use super::time::{self, Time};
use crate::language::ENGLISH;

/// A value of the source.
pub(super) struct Wanted {
    pub what: What,
    /// Its tokens, first and last.
    pub first: usize,
    pub last: usize,
    /// Whether a language may well say it without a number: `100%`, `the last 1 month`.
    pub is_soft: bool,
}

/// What a value is.
pub(super) enum What {
    /// A number, with the signs beside it. Where a letter may scale it, or it is exceeded, either value will do.
    Number { key: Key, other: Option<Key>, signs: u8 },
    /// A date; a second reading where two digits may be a day or a year.
    Date { date: Date, other: Option<Date>, in_digits: bool },
    /// A time of day.
    Time(Time),
}

/// The values of a text, in order.
pub(super) fn values(scan: &Scan<'_>) -> Vec<Wanted> {
    let mut taken = vec![false; scan.tokens.len()];
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut take = |taken: &mut [bool], first: usize, last: usize, what: What, is_soft: bool| {
        if !taken[first..=last].contains(&true) {
            taken[first..=last].fill(true);
            wanted.push(Wanted { what, first, last, is_soft });
        }
    };
    for i in 0..scan.tokens.len() {
        if taken[i] {
            continue;
        }
        if !scan.is_number(i) {
            // `may` and `march` are words, too.
            let word = scan.get(i);
            let named = word.len() < 12 && word.starts_with(|c: char| c.is_ascii_uppercase());
            let Some(month) = Some(()).filter(|()| named).and_then(|()| ENGLISH.month(&word.to_ascii_lowercase())) else {
                continue;
            };
            let readings = date::with_name(scan, i, month);
            let free = |reading: &&date::SideText| !taken[reading.first..=reading.last].contains(&true);
            if let Some(best) = readings.iter().find(free) {
                let same = |one: &&date::SideText| (one.first, one.last) == (best.first, best.last) && one.date != best.date;
                let other = readings.iter().find(same).map(|one| one.date);
                take(&mut taken, best.first, best.last, What::Date { date: best.date, other, in_digits: false }, false);
            }
            continue;
        }
        if is_idiom(scan, i, &mut taken) {
            continue;
        }
        // A source with three parts is a version, unless one is a year.
        let dotted = scan.get(i).contains('.');
        let in_digits = date::in_digits(scan, i);
        if let Some(best) = in_digits.first()
            && (!dotted || scan.get(i).split('.').any(|part| part.len() == 4))
        {
            take(&mut taken, best.first, best.last, What::Date { date: best.date, other: None, in_digits: true }, false);
            continue;
        }
        if let Some(time) = time::at(scan, i) {
            take(&mut taken, i, time.last, What::Time(time), false);
            continue;
        }
        if !dotted && scan.gap(i) == Gap::Slash {
            let short = date::short(scan, i).into_iter().find(|reading| reading.order == date::order::MDY);
            if let Some(reading) = short {
                // A half and two thirds are fractions.
                let is_fraction = reading.date.day <= 4 && reading.date.month < reading.date.day;
                let what = What::Date { date: reading.date, other: None, in_digits: true };
                take(&mut taken, reading.first, reading.last, what, is_fraction);
            }
        }
    }
    for (i, _) in taken.iter().enumerate().filter(|(i, taken)| !**taken && scan.is_number(*i)) {
        wanted.extend(numbers(scan, i));
    }
    wanted.sort_by_key(|wanted| wanted.first);
    wanted
}

/// The values of a number that is part of nothing larger.
fn numbers(scan: &Scan<'_>, i: usize) -> Vec<Wanted> {
    // `USD18,750` is an amount, and `v4.9` a version; the end of a name is no number: `EF6.1`.
    let is_amount = |letters: &str| sign::is_code(letters);
    let joined = match scan.head(i) {
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
    // Languages name decades in many ways: `the 1990s` is `anni '90`.
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
    // `2-way`, `1-to-1`: words are made of it.
    if value.is_some_and(|value| value <= 3) && gap == Gap::Hyphen && !word.is_empty() && scale.is_none() {
        return Vec::new();
    }
    let signs = sign::beside(scan.text, scan.tokens[i].span, true)
        | if scan.head(i).is_some_and(|(letters, _)| is_amount(letters)) { sign::MONEY } else { 0 };
    let is_exceeded = i > 0 && scan.get(i - 1) == "than" && scan.gap(i - 1) == Gap::Space;
    let first = if joined.is_some() { i - 1 } else { i };
    let is_soft = is_soft(scan, i, value, signs, word, third);
    let number = |key: Key| {
        let (key, other) = match scale {
            Some((power, sure)) => (key.scaled(power), (!sure).then_some(key)),
            // More than 1 is 2 or more.
            None if is_exceeded => (key, value.and_then(|value| value.checked_add(1)).map(Key::whole)),
            None => (key, None),
        };
        Wanted { what: What::Number { key, other, signs }, first, last: i, is_soft }
    };
    keys.into_iter().map(number).collect()
}

/// Whether a language may well say a number without a number.
fn is_soft(scan: &Scan<'_>, i: usize, value: Option<u64>, signs: u8, word: &str, third: &str) -> bool {
    let lower = word.starts_with(|c: char| c.is_ascii_lowercase());
    let near = matches!(scan.gap(i), Gap::Space | Gap::Hyphen);
    let within_name = i > 0
        && scan.gap(i - 1) == Gap::Hyphen
        && scan.is_word(i - 1)
        && scan.get(i - 1).bytes().filter(u8::is_ascii_uppercase).count() > 1;
    let per_day = || ["per", "a", "each"].contains(&third) || third == "day";
    match value {
        _ if within_name => true,
        // Wholly.
        Some(100) if signs & sign::PERCENT != 0 => true,
        Some(360) if near && word.starts_with("degree") => true,
        // The month.
        Some(1) if lower && scan.gap(i) == Gap::Space => true,
        Some(24) if near && word.starts_with("hour") => per_day(),
        Some(7 | 365) if near && word.starts_with("day") => per_day(),
        // One to one.
        Some(1) => {
            let one = |at: usize| scan.small(at).is_some_and(|(value, _)| value == 1);
            (scan.gap(i) == Gap::Colon && one(i + 1)) || (i > 0 && scan.gap(i - 1) == Gap::Colon && one(i - 1))
        }
        _ => false,
    }
}

/// The power of ten that what follows a number multiplies it with, and whether that is sure: `million`, `K`, `5M`.
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

/// Whether an idiom of numbers begins at a token: `24x7`, `24/7`, `24 X 7`, `24x7x365`. Its tokens are taken, and nothing is
/// wanted of them.
fn is_idiom(scan: &Scan<'_>, i: usize, taken: &mut [bool]) -> bool {
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
