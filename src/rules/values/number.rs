//! Numbers: digits of any script, decimal and group separators, versions, scales.

use super::Convention;

/// A number's value, or its parts where it is a version. Two numbers are the same when their keys are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// Up to eighteen digits times a power of ten, without zeros at the end.
    Small(u64, i64),
    /// More digits than that.
    Large(Box<str>, i64),
    /// Three or more parts: `1.2.3`.
    Version(Box<str>),
}

impl Key {
    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self::of(&value.to_string(), "", 0)
    }

    /// Digits before and after the decimal separator, times a power of ten.
    fn of(whole: &str, fraction: &str, power: u32) -> Self {
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        let bare = digits.trim_end_matches('0');
        if bare.is_empty() {
            return Self::Small(0, 0);
        }
        let power = i64::from(power) - fraction.len() as i64 + (digits.len() - bare.len()) as i64;
        match bare.parse() {
            Ok(value) if bare.len() <= 18 => Self::Small(value, power),
            _ => Self::Large(bare.into(), power),
        }
    }

    /// The number times a power of ten. A version has none.
    pub fn scaled(&self, by: u32) -> Self {
        match self {
            Self::Small(0, _) | Self::Version(_) => self.clone(),
            Self::Small(value, power) => Self::Small(*value, power + i64::from(by)),
            Self::Large(digits, power) => Self::Large(digits.clone(), power + i64::from(by)),
        }
    }

    /// The value, where it is a whole number that fits.
    pub fn value(&self) -> Option<u64> {
        match self {
            Self::Small(value, power) => value.checked_mul(10u64.checked_pow(u32::try_from(*power).ok()?)?),
            _ => None,
        }
    }
}

/// The value of a digit of any script.
pub(super) fn digit(char: char) -> Option<u32> {
    let zero = match char {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{e50}'..='\u{e59}' => '\u{e50}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(char as u32 - zero as u32)
}

/// A number in ASCII: digits, and `.` or `,` between them. What else is in it is dropped.
pub(super) fn plain(raw: &str) -> String {
    let ascii = |char: char| match char {
        '.' | '\u{66b}' => Some('.'),
        ',' | '\u{66c}' => Some(','),
        _ => digit(char).and_then(|digit| char::from_digit(digit, 10)),
    };
    raw.chars().filter_map(ascii).collect()
}

/// What a number of an English text is: one value, or several that lack a space between them (`31,2021`).
pub(super) fn english(raw: &str) -> Vec<Key> {
    let plain = plain(raw);
    match one(&plain, ',', '.') {
        Some(key) => vec![key],
        None => plain.split(',').map(|item| one(item, ',', '.').unwrap_or_else(|| version(item))).collect(),
    }
}

/// All that a number of a target may be.
pub(super) fn readings(raw: &str, convention: Convention) -> Vec<Key> {
    let plain = plain(raw);
    let mut keys: Vec<Key> = Vec::new();
    let mut add = |key: Key| {
        if !keys.contains(&key) {
            keys.push(key);
        }
    };
    let Some(separator) = plain.find(['.', ',']) else { return vec![Key::of(&plain, "", 0)] };
    if let Some(key) = one(&plain, ',', '.') {
        add(key);
    }
    // A comma that three digits follow separates groups, unless the locale says else.
    let thousands = plain[separator..].len() == 4 && plain.as_bytes()[separator] == b',';
    let european = if plain.contains(',') { convention.comma_decimal || !thousands } else { convention.point_groups };
    if european && let Some(key) = one(&plain, '.', ',') {
        add(key);
    }
    if plain[separator + 1..].contains(['.', ',']) {
        add(version(&plain));
    }
    // A list may lack the spaces: `0,1`. A list of thousands is a number.
    if plain.contains(',') && one(&plain, ',', '.').is_none() {
        plain.split(',').for_each(|item| add(one(item, ',', '.').unwrap_or_else(|| version(item))));
    }
    keys
}

/// A number with a group separator and a decimal separator; `None` where its groups are not whole.
fn one(plain: &str, group: char, decimal: char) -> Option<Key> {
    let (whole, fraction) = match plain.split_once(decimal) {
        Some((_, fraction)) if fraction.contains([group, decimal]) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (plain, ""),
    };
    if !whole.contains(group) {
        return Some(Key::of(whole, fraction, 0));
    }
    let groups = whole.split(group);
    let last = groups.clone().count() - 1;
    // Three digits each, or two each before the last three, as in India.
    let in_threes =
        groups.clone().enumerate().all(|(i, digits)| if i == 0 { (1..=3).contains(&digits.len()) } else { digits.len() == 3 });
    let in_twos = groups.enumerate().all(|(i, digits)| match i {
        0 => (1..=2).contains(&digits.len()),
        _ if i == last => digits.len() == 3,
        _ => digits.len() == 2,
    });
    if !in_threes && !in_twos {
        return None;
    }
    Some(Key::of(&whole.replace(group, ""), fraction, 0))
}

/// A number as its parts.
fn version(plain: &str) -> Key {
    Key::Version(plain.replace(',', ".").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convention(locale: &str) -> Convention {
        Convention::of_locale(locale)
    }

    #[test]
    fn a_value_does_not_depend_on_how_it_is_written() {
        for (locale, source, target, same) in [
            ("de-de", "11,200", "11.200", true),
            ("de-de", "1.5", "1,5", true),
            ("de-de", "1.5", "15", false),
            ("de-de", "5.0", "50", false),
            ("de-de", "112", "11.2", false),
            ("de-de", "1,234,567.89", "1.234.567,89", true),
            ("de-de", "1,234.5", "1,234.5", true),
            ("de-ch", "5.0", "5,0", true),
            ("it-it", "50,000", "50,00", false),
            ("zh-cn", "50,000", "50,000", true),
            ("zh-cn", "1.125", "1,125", false),
            ("zh-cn", "10,000.00", "10000", true),
            ("ar-sa", "11,200", "١١٬٢٠٠", true),
            ("ar-sa", "3.5", "٣٫٥", true),
            ("fa-ir", "12", "۱۲", true),
            ("hi-in", "1,234", "१,२३४", true),
            ("hi-in", "100,000", "1,00,000", true),
            ("th-th", "42", "๔๒", true),
            ("ja-jp", "42", "４２", true),
            ("it-it", "4.3.1", "4,3,1", true),
            ("it-it", "4.3.1", "4.3.2", false),
            ("ru-ru", "28.40", "28,4", true),
            ("ru-ru", "007", "7", true),
        ] {
            let there = readings(target, convention(locale));
            assert_eq!(english(source).iter().all(|key| there.contains(key)), same, "{locale}: {source} {target} {there:?}");
        }
    }

    #[test]
    fn numbers_without_a_space_between_them_are_several() {
        assert_eq!(english("31,2021"), [Key::whole(31), Key::whole(2021)]);
        assert_eq!(english("0,1"), [Key::whole(0), Key::whole(1)]);
        assert_eq!(english("2.0,2.1"), [Key::Small(2, 0), Key::Small(21, -1)]);
    }

    #[test]
    fn numbers_of_any_length_and_of_mixed_scripts_are_read() {
        let long = "9".repeat(400);
        assert_eq!(english(&long), readings(&long, convention("de-de")));
        assert_ne!(english(&long), english(&long[1..]));
        assert_eq!(english("1٢३"), [Key::whole(123)]);
        assert_eq!(Key::whole(15).scaled(6), english("15,000,000")[0]);
        assert_eq!(Key::whole(15).scaled(6).value(), Some(15_000_000));
        assert_eq!(english(&format!("1{}", "0".repeat(400)))[0].value(), None);
    }
}
