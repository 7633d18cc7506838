//! Times of day: `7:30 PM`, `19:30`, `19.30`, `18 h 30`.

use super::number::to_ascii;
use super::scan::{Gap, Scan};

/// A time of day as written in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub hour: u8,
    pub minute: u8,
    /// AM or PM; `None` if it has neither.
    pub half: Option<Half>,
    /// Its last token.
    pub last: usize,
}

/// A half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// The half of the day by the English words after a token (`PM`, `p.m.`), with the last of their tokens.
fn half(scan: &Scan<'_>, i: usize) -> Option<(Half, usize)> {
    if !scan.is_word(i + 1) || !matches!(scan.gap(i), Gap::None | Gap::Space) {
        return None;
    }
    let word = scan.get(i + 1);
    let is = |text: &str| word.eq_ignore_ascii_case(text);
    if is("am") || is("pm") {
        return Some((if is("am") { Half::Am } else { Half::Pm }, i + 1));
    }
    let dotted = (is("a") || is("p")) && scan.gap(i + 1) == Gap::Point && scan.get(i + 2).eq_ignore_ascii_case("m");
    dotted.then_some((if is("a") { Half::Am } else { Half::Pm }, i + 2))
}

/// The time that begins at a number: with a colon, or with AM or PM after it.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<Time> {
    let (hour, digits) = scan.short_number(i)?;
    if digits > 2 || hour > 24 || (i > 0 && scan.is_number(i - 1) && scan.gap(i - 1) == Gap::Colon) {
        return None;
    }
    let hour = hour as u8;
    let with_minute = scan.gap(i) == Gap::Colon && scan.is_number(i + 1);
    if with_minute {
        let (minute, digits) = scan.short_number(i + 1)?;
        if digits != 2 || minute > 59 {
            return None;
        }
        let half = half(scan, i + 1);
        let last = half.map_or(i + 1, |(_, last)| last);
        return Some(Time { hour, minute: minute as u8, half: half.map(|(half, _)| half), last });
    }
    let (half, last) = half(scan, i).filter(|_| (1..=12).contains(&hour))?;
    Some(Time { hour, minute: 0, half: Some(half), last })
}

/// A time in a form of other locales, with a point or a word between its numbers: `19.30`, `19h30`, `6 時 30 分`. Returns the
/// hour, the minute, and the last token.
pub(super) fn in_locale_form(scan: &Scan<'_>, i: usize) -> Option<(u8, u8, usize)> {
    let raw = to_ascii(scan.get(i));
    let time = |hour: &str, minute: &str, last: usize| {
        let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour <= 24 && minute <= 59).then_some((hour, minute, last))
    };
    if let Some((hour, minute)) = raw.split_once(['.', ',']) {
        return if minute.len() == 2 { time(hour, minute, i) } else { None };
    }
    let is_adjacent = |i: usize| matches!(scan.gap(i), Gap::None | Gap::Space);
    // `19h30` is a number and a word.
    if scan.is_word(i + 1)
        && scan.gap(i) == Gap::None
        && let Some(minute) = scan.get(i + 1).strip_prefix('h').filter(|minute| minute.len() == 2)
    {
        return time(&raw, minute, i + 1);
    }
    if !scan.is_word(i + 1) || !scan.is_number(i + 2) || !is_adjacent(i) || !is_adjacent(i + 1) {
        return None;
    }
    time(&raw, &to_ascii(scan.get(i + 2)), i + 2)
}
