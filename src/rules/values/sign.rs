//! Signs next to a number: minus, percent, currency.

use super::scan::is_ignored;
use crate::language::{ENGLISH, LANGUAGES, Language};
use crate::text::Span;

/// The number is negative.
pub(super) const MINUS: u8 = 1;
/// The number is a percentage.
pub(super) const PERCENT: u8 = 2;
/// The number is an amount of money.
pub(super) const MONEY: u8 = 4;

/// The number is a count of thousands: `10K`.
const THOUSANDS: u8 = 8;

/// The currency codes that are common in documentation.
const CODES: [&str; 24] = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "CAD", "AUD", "CHF", "RUB", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "BRL",
    "KRW", "MXN", "SAR", "ILS", "THB", "ZAR",
];

fn is_minus(char: char) -> bool {
    matches!(char, '-' | '−' | '\u{2010}'..='\u{2013}' | '﹣' | '－')
}

fn is_percent(char: char) -> bool {
    matches!(char, '%' | '٪' | '％' | '﹪')
}

/// Whether a word is the code of a currency.
pub(super) fn is_code(word: &str) -> bool {
    CODES.contains(&word)
}

fn is_currency(char: char) -> bool {
    matches!(char, '$' | '¢' | '£' | '¥' | '֏' | '₠'..='₿' | '＄' | '￥' | '￡')
}

/// Whether a lower-case text contains a word for a minus sign, in its language or in English. In an unsupported language the
/// words of all languages count.
pub(super) fn has_minus_word(text: &str, language: Option<&'static Language>) -> bool {
    let has = |word: &str| {
        let is_cased = word.chars().any(char::is_lowercase);
        let is_whole =
            |at: usize| !text[..at].ends_with(char::is_alphabetic) && !text[at + word.len()..].starts_with(char::is_alphabetic);
        text.match_indices(word).any(|(at, _)| !is_cased || is_whole(at))
    };
    let supported = language.as_slice();
    let languages = if supported.is_empty() { LANGUAGES } else { supported };
    languages.iter().copied().chain([&ENGLISH]).flat_map(|language| language.values.minus).any(|word| has(word))
}

/// Whether a text has a percent sign.
pub(super) fn has_percent(text: &str) -> bool {
    text.contains(is_percent)
}

/// Whether a text has a currency sign or code.
pub(super) fn has_currency(text: &str) -> bool {
    let mut words = text.split(|char: char| !char.is_ascii_alphabetic());
    text.contains(is_currency) || words.any(|word| word.len() == 3 && is_code(&word.to_ascii_uppercase()))
}

/// The signs next to a number, as bits. With `strict`, only a character that is certainly not a hyphen, dash or list marker
/// counts as a minus sign, and signs count only on the side where English has them.
pub(super) fn signs_around(text: &str, number: Span, strict: bool) -> u8 {
    // Only a few characters on each side of the number matter.
    let (start, end) = (number.start as usize, number.end as usize);
    let mut signs = 0;
    let mut before = text[..start].chars().rev().filter(|char| !is_ignored(*char)).take(4);
    let mut last = before.next();
    if last.is_some_and(is_minus) {
        let outer = before.next();
        let is_at_start = match outer {
            None => false,
            Some(outer) => outer.is_whitespace() || is_currency(outer) || matches!(outer, '(' | '[' | '"' | '“' | '=' | '（'),
        };
        if !strict || is_at_start {
            signs |= MINUS;
        }
        last = outer;
    }
    if last == Some(' ') || last == Some('\u{a0}') {
        last = before.next();
    }
    if last.is_some_and(is_currency) {
        signs |= MONEY;
        // In a translation, the dash of `— $20` is a minus sign.
        let mut outer = before.next();
        if !strict && outer == Some(' ') {
            outer = before.next();
        }
        if outer.is_some_and(|char| is_minus(char) || !strict && matches!(char, '—' | '―')) {
            signs |= MINUS;
        }
    } else if last.is_some_and(is_percent) && !strict {
        signs |= PERCENT;
    }
    let mut after = text[end..].chars().filter(|char| !is_ignored(*char)).take(3);
    let mut next = after.next();
    if !strict && next.is_some_and(is_minus) {
        signs |= MINUS;
    }
    if matches!(next, Some('K' | 'k')) {
        signs |= THOUSANDS;
    }
    if next.is_some_and(char::is_whitespace) {
        next = after.next();
    }
    if next.is_some_and(is_percent) {
        signs |= PERCENT;
    } else if next.is_some_and(is_currency) && !strict {
        signs |= MONEY;
    }
    signs
}

/// The span of a number with the signs next to it and the letter of its scale, for messages: `$-3.87`, `9%`, `300K`.
pub(super) fn with_signs(text: &str, number: Span) -> Span {
    let (mut start, mut end) = (number.start as usize, number.end as usize);
    for char in text[..start].chars().rev().take(3) {
        if !is_currency(char) && !is_minus(char) {
            break;
        }
        start -= char.len_utf8();
    }
    // A hyphen after a word does not belong to the number.
    if text[..start].ends_with(char::is_alphanumeric) {
        start = number.start as usize;
    }
    let after = &text[end..];
    let scale = after.strip_prefix(['K', 'k', 'M', 'B']).filter(|rest| !rest.starts_with(char::is_alphanumeric));
    if scale.is_some() || after.starts_with(is_percent) {
        end += after.chars().next().map_or(0, char::len_utf8);
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str, strict: bool) -> u8 {
        let start = text.find(|char: char| char.is_ascii_digit()).unwrap();
        let end = text.rfind(|char: char| char.is_ascii_digit()).unwrap() + 1;
        signs_around(text, Span::new(start, end), strict)
    }

    #[test]
    fn signs_are_distinguished_from_hyphens_and_list_markers() {
        for (text, expected) in [
            ("returns -1", MINUS),
            ("$-3.87", MINUS | MONEY),
            ("-$3.87", MINUS | MONEY),
            ("9%", PERCENT),
            ("9 %", PERCENT),
            ("COVID-19", 0),
            ("-5 lamps", 0),
            ("lamps - 5", 0),
            ("5", 0),
        ] {
            assert_eq!(signs(text, true), expected, "{text}");
        }
        for (text, expected) in [
            ("%-3,87", MINUS | PERCENT),
            ("8,00-", MINUS),
            ("%50", PERCENT),
            ("8,00 €", MONEY),
            ("−1", MINUS),
            ("— $20", MINUS | MONEY),
        ] {
            assert_eq!(signs(text, false), expected, "{text}");
        }
        let shown = |text: &'static str| {
            let start = text.find(|char: char| char.is_ascii_digit()).unwrap();
            let end = text.rfind(|char: char| char.is_ascii_digit()).unwrap() + 1;
            &text[with_signs(text, Span::new(start, end)).range()]
        };
        assert_eq!(["a $-3.87 b", "9%", "$300K", "COVID-19", "3Kb"].map(shown), ["$-3.87", "9%", "$300K", "19", "3"]);
        assert!(has_currency("8,00 USD") && has_currency("50 usd-t") && !has_currency("8,00") && has_percent("٪ 9"));
    }
}
