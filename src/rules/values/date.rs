//! Dates: in digits of any order, with the name of a month, and with words such as 年 and 月.

use super::scan::{Gap, Scan, short_number};
use crate::language::{DateUnits, Language};

/// A date, or the given parts of one: a missing part is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// The order of the parts of a date in digits, as bits.
pub(super) mod order {
    /// Month, day, year.
    pub const MDY: u8 = 1;
    /// Day, month, year.
    pub const DMY: u8 = 2;
    /// Year, month, day.
    pub const YMD: u8 = 4;
    /// The month has a name, or the parts have words, so any order fits.
    pub const NAMED: u8 = 7;
}

/// One way to read a date: its first and last token, and its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub date: Date,
    pub first: usize,
    pub last: usize,
    pub order: u8,
}

/// Two-digit years up to this one are in the 21st century, later ones in the 20th.
const MAX_YEAR_OF_THIS_CENTURY: u16 = 69;

/// The year of a number with two or four digits.
fn year(value: u16, digits: usize) -> Option<u16> {
    match digits {
        4 if (1000..3000).contains(&value) => Some(value),
        2 if value <= MAX_YEAR_OF_THIS_CENTURY => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}

fn month(value: u16) -> Option<u8> {
    (1..=12).contains(&value).then_some(value as u8)
}

fn day(value: u16, digits: usize) -> Option<u8> {
    (digits <= 2 && (1..=31).contains(&value)).then_some(value as u8)
}

/// The readings of a date in digits that begins at a token: `1/13/2018`, `13.01.18`, `2018-1-13`, `2018. 01. 13.`.
pub(super) fn in_digits(scan: &Scan<'_>, first: usize) -> Vec<Reading> {
    let raw = scan.get(first);
    let (parts, gap, last) = if raw.contains('.') {
        let mut parts = raw.split('.').map(|part| short_number(part.trim_end_matches('\\')));
        let (Some(Some(a)), Some(Some(b))) = (parts.next(), parts.next()) else { return Vec::new() };
        let (c, last) = match parts.next() {
            Some(c) => (c, first),
            // `2021.04. 16.`
            None => {
                (Some(first + 1).filter(|_| scan.gap(first) == Gap::Point).and_then(|next| scan.short_number(next)), first + 1)
            }
        };
        let (Some(c), None) = (c, parts.next()) else { return Vec::new() };
        ([a, b, c], Gap::Point, last)
    } else {
        let gap = scan.gap(first);
        let is_joined = matches!(gap, Gap::Slash | Gap::Hyphen | Gap::Point) && scan.gap(first + 1) == gap;
        let before = first > 0 && scan.is_number(first - 1) && scan.gap(first - 1) == gap && gap != Gap::Point;
        let after = scan.is_number(first + 3) && scan.gap(first + 2) == gap && gap != Gap::Point;
        if !is_joined || before || after {
            return Vec::new();
        }
        let (Some(a), Some(b), Some(c)) = (scan.short_number(first), scan.short_number(first + 1), scan.short_number(first + 2))
        else {
            return Vec::new();
        };
        // `1-2-3` is not a date.
        if gap == Gap::Hyphen && a.1 != 4 && c.1 != 4 {
            return Vec::new();
        }
        ([a, b, c], gap, first + 2)
    };
    let [a, b, c] = parts;
    let date = |y: (u16, usize), m: (u16, usize), d: (u16, usize)| {
        Some(Date { year: year(y.0, y.1)?, month: month(m.0).filter(|_| m.1 <= 2)?, day: day(d.0, d.1)? })
    };
    let orders = [(order::MDY, date(c, a, b)), (order::DMY, date(c, b, a)), (order::YMD, date(a, b, c))];
    let fits = orders.into_iter().filter(|(order, _)| *order != order::MDY || gap != Gap::Point);
    fits.filter_map(|(order, date)| date.map(|date| Reading { date, first, last, order })).collect()
}

/// The readings of a date without a year: `7/1`, `01.07`.
pub(super) fn without_year(scan: &Scan<'_>, first: usize) -> Vec<Reading> {
    let raw = scan.get(first);
    let (a, b, last) = if raw.contains('.') {
        let mut parts = raw.split('.').map(short_number);
        let (Some(Some(a)), Some(Some(b)), None) = (parts.next(), parts.next(), parts.next()) else { return Vec::new() };
        (a, b, first)
    } else {
        let gap = scan.gap(first);
        let is_outer = |gap: Gap| !matches!(gap, Gap::Slash);
        if !matches!(gap, Gap::Slash | Gap::Point)
            || !is_outer(scan.gap(first + 1))
            || (first > 0 && !is_outer(scan.gap(first - 1)))
        {
            return Vec::new();
        }
        let (Some(a), Some(b)) = (scan.short_number(first), scan.short_number(first + 1)) else { return Vec::new() };
        (a, b, first + 1)
    };
    let date =
        |m: (u16, usize), d: (u16, usize)| Some(Date { year: 0, month: month(m.0).filter(|_| m.1 <= 2)?, day: day(d.0, d.1)? });
    let orders = [(order::MDY, date(a, b)), (order::DMY, date(b, a))];
    orders.into_iter().filter_map(|(order, date)| date.map(|date| Reading { date, first, last, order })).collect()
}

/// A number next to the name of a month.
struct Neighbour {
    at: usize,
    value: u16,
    digits: usize,
    gap: Gap,
}

impl Neighbour {
    fn day(&self) -> Option<u8> {
        day(self.value, self.digits)
    }

    fn full_year(&self) -> Option<u16> {
        year(self.value, self.digits).filter(|_| self.digits == 4)
    }

    fn short_year(&self) -> Option<u16> {
        year(self.value, self.digits).filter(|_| self.digits == 2)
    }
}

/// The number before a token, with at most two short words between them: `1 de mayo`, `1st of May`.
fn number_before(scan: &Scan<'_>, at: usize) -> Option<Neighbour> {
    for back in 1..=3.min(at) {
        let i = at - back;
        let gap = scan.gap(i);
        if matches!(gap, Gap::Other | Gap::Colon | Gap::Slash | Gap::Dash | Gap::WideStop) {
            return None;
        }
        if scan.is_number(i) {
            let (value, digits) = scan.short_number(i)?;
            return Some(Neighbour { at: i, value, digits, gap });
        }
        if scan.get(i).chars().count() > 7 {
            return None;
        }
    }
    None
}

/// The number after a token, with at most one word between them: `mayo de 2020`, `8-tól`, `1st, 2020`.
fn number_after(scan: &Scan<'_>, at: usize) -> Option<Neighbour> {
    for i in at + 1..=at + 2 {
        let gap = scan.gap(i - 1);
        if matches!(gap, Gap::Other | Gap::Colon | Gap::Slash | Gap::Dash | Gap::WideStop) {
            return None;
        }
        if scan.is_number(i) {
            let (value, digits) = scan.short_number(i)?;
            // The hour of a time is not a day.
            return (scan.gap(i) != Gap::Colon || !scan.is_number(i + 1)).then_some(Neighbour { at: i, value, digits, gap });
        }
        if scan.get(i).chars().count() > 4 {
            return None;
        }
    }
    None
}

/// The readings of a date around the name of a month, the most likely one first.
pub(super) fn with_name(scan: &Scan<'_>, name: usize, month: u8) -> Vec<Reading> {
    let before = number_before(scan, name);
    // `March 31,2021`: one number has both the day and the year.
    if let Some((day_part, year_part)) = scan.get(name + 1).split_once(',').filter(|_| scan.is_number(name + 1)) {
        let parts = (short_number(day_part).and_then(|(d, n)| day(d, n)), short_number(year_part).and_then(|(y, n)| year(y, n)));
        if let (Some(day), Some(year)) = parts {
            let date = Date { year, month, day };
            return vec![Reading { date, first: name, last: name + 1, order: order::NAMED }];
        }
    }
    let first_after = number_after(scan, name);
    let second_after = first_after.as_ref().and_then(|one| number_after(scan, one.at));
    let mut readings: Vec<Reading> = Vec::new();
    let mut add = |date: Date, first: usize, last: usize| {
        readings.push(Reading { date, first, last, order: order::NAMED });
    };
    if let Some(one) = &first_after {
        if let (Some(day), Some((year, two))) =
            (one.day(), second_after.as_ref().and_then(|two| two.full_year().map(|year| (year, two))))
        {
            add(Date { year, month, day }, name, two.at);
        }
        if let (Some(day), Some((year, early))) =
            (one.day(), before.as_ref().and_then(|early| early.full_year().map(|year| (year, early))))
        {
            add(Date { year, month, day }, early.at, one.at);
        }
        if let Some((day, early)) = before.as_ref().and_then(|early| early.day().map(|day| (day, early))) {
            let hyphens = early.gap == Gap::Hyphen && one.gap == Gap::Hyphen;
            if let Some(year) = one.full_year().or_else(|| one.short_year().filter(|_| hyphens || one.gap == Gap::Space)) {
                add(Date { year, month, day }, early.at, one.at);
            }
        }
        if let Some(year) = one.full_year() {
            add(Date { year, month, day: 0 }, name, one.at);
        }
        if let Some(day) = one.day() {
            add(Date { year: 0, month, day }, name, one.at);
            if let (Some(year), true) = (one.short_year(), one.gap == Gap::Space || one.gap == Gap::Apostrophe) {
                add(Date { year, month, day: 0 }, name, one.at);
            }
        }
    }
    if let Some(early) = &before {
        if let Some(day) = early.day() {
            add(Date { year: 0, month, day }, early.at, name);
        }
        if let Some(year) = early.full_year() {
            add(Date { year, month, day: 0 }, early.at, name);
        }
    }
    readings
}

/// The part of a date that a word makes of the number next to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Year,
    Month,
    Day,
}

fn role(scan: &Scan<'_>, i: usize, language: &Language, units: &DateUnits) -> Option<Role> {
    let word = if units.lead {
        i.checked_sub(1).filter(|&word| scan.is_word(word) && scan.gap(word) == Gap::Space).map(|word| scan.get(word))
    } else {
        Some(i + 1).filter(|&word| scan.is_word(word) && matches!(scan.gap(i), Gap::None | Gap::Space)).map(|word| scan.get(word))
    }?;
    let is =
        |forms: &[&str]| forms.iter().any(|form| if units.lead { language.lower(word) == *form } else { word.starts_with(form) });
    match () {
        () if is(units.year) => Some(Role::Year),
        () if is(units.month) => Some(Role::Month),
        () if is(units.day) => Some(Role::Day),
        () => None,
    }
}

/// The reading of a date with words such as 年 and 月 that begins at a number.
pub(super) fn with_units(scan: &Scan<'_>, first: usize, language: &Language) -> Option<Reading> {
    let units = language.values.date_units.as_ref()?;
    let mut date = Date::default();
    let mut last = first;
    let mut parts = 0;
    let mut i = first;
    while let Some((value, digits)) = scan.short_number(i) {
        let set = match role(scan, i, language, units) {
            Some(Role::Year) if date.year == 0 => year(value, digits).map(|year| date.year = year),
            Some(Role::Month) if date.month == 0 => month(value).map(|month| date.month = month),
            Some(Role::Day) if date.day == 0 => day(value, digits).map(|day| date.day = day),
            _ => None,
        };
        if set.is_none() {
            break;
        }
        parts += 1;
        last = i;
        // After the word of this part comes the next part, if a number is close to the word.
        i += 2;
        let continues = scan.is_number(i) && matches!(scan.gap(i - 1), Gap::None | Gap::Space | Gap::Comma);
        if !continues {
            break;
        }
    }
    (parts > 1 && date.month > 0).then_some(Reading { date, first, last, order: order::NAMED })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::language;
    use crate::rules::context;

    fn date(year: u16, month: u8, day: u8) -> Date {
        Date { year, month, day }
    }

    fn parse(locale: &str, text: &str) -> Vec<Date> {
        let inline = Inline::new(text);
        let scan = Scan::new(context::SideText::new(text, &inline));
        let language = language::for_locale(locale).unwrap_or(&language::ENGLISH);
        let mut dates = Vec::new();
        for i in 0..scan.tokens.len() {
            if scan.is_number(i) {
                dates.extend(in_digits(&scan, i));
                dates.extend(with_units(&scan, i, language));
            } else if let Some(month) = language.month(&language.lower(scan.get(i))) {
                dates.extend(with_name(&scan, i, month));
            }
        }
        dates.into_iter().map(|reading| reading.date).collect()
    }

    #[test]
    fn dates_are_read_in_each_possible_order() {
        for (locale, text, expected) in [
            ("en", "1/13/2018", vec![date(2018, 1, 13)]),
            ("it", "3/1/2018", vec![date(2018, 3, 1), date(2018, 1, 3)]),
            ("ru", "13.01.18", vec![date(2018, 1, 13), date(2013, 1, 18)]),
            ("hu", "2018. 01. 13.", vec![date(2018, 1, 13)]),
            ("hu", "2018.01.13.", vec![date(2018, 1, 13)]),
            ("hu", "2018.01. 13.", vec![date(2018, 1, 13)]),
            ("en", "2020-11-5", vec![date(2020, 11, 5)]),
            ("en", "1-2-3", vec![]),
            ("en", "1/2/3/4", vec![]),
            ("en", "30/30/2020", vec![]),
        ] {
            assert_eq!(parse(locale, text), expected, "{text}");
        }
    }

    #[test]
    fn dates_with_names_and_words_are_read() {
        for (locale, text, expected) in [
            ("en", "by March 31, 2021", date(2021, 3, 31)),
            ("en", "by March 31,2021", date(2021, 3, 31)),
            ("en", "December 08 2020", date(2020, 12, 8)),
            ("en", "09-July-21", date(2021, 7, 9)),
            ("en", "May 2020", date(2020, 5, 0)),
            ("en", "October 1 is", date(0, 10, 1)),
            ("it", "Dall'8 dicembre 2020", date(2020, 12, 8)),
            ("it", "Il 1° febbraio 2021", date(2021, 2, 1)),
            ("es", "1 de febrero de 2021", date(2021, 2, 1)),
            ("fr", "le 1er février 2021", date(2021, 2, 1)),
            ("ru", "С 8 декабря 2020 г.", date(2020, 12, 8)),
            ("hu", "2020. december 8-tól", date(2020, 12, 8)),
            ("zh-cn", "2021 年 5 月 17 日", date(2021, 5, 17)),
            ("ja", "2021年5月17日に", date(2021, 5, 17)),
            ("ko", "2020년 12월 8일부터", date(2020, 12, 8)),
            ("ko", "12월 8일부터", date(0, 12, 8)),
            ("vi", "ngày 17 tháng 5 năm 2021", date(2021, 5, 17)),
            ("th", "17 พฤษภาคม 2564", date(2564, 5, 17)),
            ("ar", "09 \u{200f}\u{200f}يوليو 2021", date(2021, 7, 9)),
        ] {
            assert_eq!(parse(locale, text).first(), Some(&expected), "{text}: {:?}", parse(locale, text));
        }
    }
}
