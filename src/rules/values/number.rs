//! Numbers: digits of any script, decimal and group separators, versions, scales.

use super::Convention;

/// The value of a number, or its parts if it is a version. Numbers with equal keys are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NumberKey {
    /// Up to eighteen digits times a power of ten, without trailing zeros.
    Small(u64, i64),
    /// More digits than that.
    Large(Box<str>, i64),
    /// Three or more parts: `1.2.3`.
    Version(Box<str>),
}

impl NumberKey {
    /// An integer.
    pub fn integer(value: u64) -> Self {
        Self::from_digits(&value.to_string(), "", 0)
    }

    /// Digits before and after the decimal separator, times a power of ten.
    fn from_digits(whole: &str, fraction: &str, power: u32) -> Self {
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

    /// The number times a power of ten. A version stays the same.
    pub fn scaled(&self, by: u32) -> Self {
        match self {
            Self::Small(0, _) | Self::Version(_) => self.clone(),
            Self::Small(value, power) => Self::Small(*value, power + i64::from(by)),
            Self::Large(digits, power) => Self::Large(digits.clone(), power + i64::from(by)),
        }
    }

    /// The value, if it is an integer that fits into 64 bits.
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

/// A number in ASCII: its digits, and `.` and `,`. Other characters are left out.
pub(super) fn to_ascii(raw: &str) -> String {
    let ascii = |char: char| match char {
        '.' | '\u{66b}' => Some('.'),
        ',' | '\u{66c}' => Some(','),
        _ => digit(char).and_then(|digit| char::from_digit(digit, 10)),
    };
    raw.chars().filter_map(ascii).collect()
}

/// The readings of a number in an English text: one value, or several without a space between them (`31,2021`).
pub(super) fn english(raw: &str) -> Vec<NumberKey> {
    let plain = to_ascii(raw);
    match parse_grouped(&plain, ',', '.') {
        Some(key) => vec![key],
        None => plain.split(',').map(|item| parse_grouped(item, ',', '.').unwrap_or_else(|| version(item))).collect(),
    }
}

/// All readings of a number in a target.
pub(super) fn readings(raw: &str, convention: Convention) -> Vec<NumberKey> {
    let plain = to_ascii(raw);
    let mut keys: Vec<NumberKey> = Vec::new();
    let mut add = |key: NumberKey| {
        if !keys.contains(&key) {
            keys.push(key);
        }
    };
    let Some(separator) = plain.find(['.', ',']) else { return vec![NumberKey::from_digits(&plain, "", 0)] };
    if let Some(key) = parse_grouped(&plain, ',', '.') {
        add(key);
    }
    // A comma before three digits separates groups, unless the locale has a decimal comma.
    let is_thousands = plain[separator..].len() == 4 && plain.as_bytes()[separator] == b',';
    let has_decimal_comma = if plain.contains(',') { convention.comma_decimal || !is_thousands } else { convention.point_groups };
    if has_decimal_comma && let Some(key) = parse_grouped(&plain, '.', ',') {
        add(key);
    }
    if plain[separator + 1..].contains(['.', ',']) {
        add(version(&plain));
    }
    // A list may lack the spaces: `0,1`. A list of thousands is a number.
    if plain.contains(',') && parse_grouped(&plain, ',', '.').is_none() {
        plain.split(',').for_each(|item| add(parse_grouped(item, ',', '.').unwrap_or_else(|| version(item))));
    }
    keys
}

/// The number of digits with a group separator and a decimal separator; `None` if a group is not complete.
fn parse_grouped(plain: &str, group: char, decimal: char) -> Option<NumberKey> {
    let (whole, fraction) = match plain.split_once(decimal) {
        Some((_, fraction)) if fraction.contains([group, decimal]) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (plain, ""),
    };
    if !whole.contains(group) {
        return Some(NumberKey::from_digits(whole, fraction, 0));
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
    Some(NumberKey::from_digits(&whole.replace(group, ""), fraction, 0))
}

/// A number with more parts than a decimal has, as a version.
fn version(plain: &str) -> NumberKey {
    NumberKey::Version(plain.replace(',', ".").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convention(locale: &str) -> Convention {
        Convention::for_locale(locale)
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
            let keys = readings(target, convention(locale));
            assert_eq!(english(source).iter().all(|key| keys.contains(key)), same, "{locale}: {source} {target} {keys:?}");
        }
    }

    #[test]
    fn numbers_without_a_space_between_them_are_several() {
        assert_eq!(english("31,2021"), [NumberKey::integer(31), NumberKey::integer(2021)]);
        assert_eq!(english("0,1"), [NumberKey::integer(0), NumberKey::integer(1)]);
        assert_eq!(english("2.0,2.1"), [NumberKey::Small(2, 0), NumberKey::Small(21, -1)]);
    }

    #[test]
    fn numbers_of_any_length_and_of_mixed_scripts_are_read() {
        let long = "9".repeat(400);
        assert_eq!(english(&long), readings(&long, convention("de-de")));
        assert_ne!(english(&long), english(&long[1..]));
        assert_eq!(english("1٢३"), [NumberKey::integer(123)]);
        assert_eq!(NumberKey::integer(15).scaled(6), english("15,000,000")[0]);
        assert_eq!(NumberKey::integer(15).scaled(6).value(), Some(15_000_000));
        assert_eq!(english(&format!("1{}", "0".repeat(400)))[0].value(), None);
    }
}
