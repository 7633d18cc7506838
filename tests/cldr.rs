//! What is taken from CLDR is up to date with the data that the tests are built with.
//!
//! `BITEXT_BLESS=1 cargo test --test cldr` rewrites what is generated.

#![allow(clippy::disallowed_methods, reason = "tests meet the world as a user does")]

use bitext::language::{ENGLISH, LANGUAGES};
use fixed_decimal::Decimal;
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::enums::DateFieldSet;
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu_decimal::DecimalFormatter;
use icu_locale_core::Locale;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use writeable::TryWriteable;

/// Regions that documentation is published for; those that differ from their language get an entry of their own.
const REGIONS: &[&str] = &[
    "ar-AE", "ar-EG", "ar-MA", "ar-SA", "de-AT", "de-CH", "de-LI", "el-CY", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-MY",
    "en-NZ", "en-SG", "en-ZA", "es-AR", "es-CL", "es-CO", "es-MX", "es-US", "fr-BE", "fr-CA", "fr-CH", "it-CH", "ko-KR", "nl-BE",
    "nn-NO", "pt-PT", "ru-UA", "sv-FI", "zh-HK", "zh-SG",
];

/// The patterns of a month's name: within a date, alone, and both abbreviated.
const MONTHS: [&str; 4] = ["MMMM", "LLLL", "MMM", "LLL"];

const HEAD: &str = "\
// Generated from CLDR by `BITEXT_BLESS=1 cargo test --test cldr`. Do not edit.

//! Separators, digits and names of months, from CLDR.

use super::Cldr;

/// By code: each language, and each region that differs from it.
#[rustfmt::skip]
pub(super) static CLDR: &[Cldr] = &[
";

#[test]
fn the_data_of_cldr_is_up_to_date() {
    let mut entries: BTreeMap<&str, String> = BTreeMap::new();
    for language in LANGUAGES.iter().chain([&&ENGLISH]) {
        entries.insert(language.code, entry(language.code));
    }
    for &region in REGIONS {
        let language = bitext::language::of(region).map_or("en", |language| language.code);
        let of_region = entry(region);
        if of_region != entries[language] {
            entries.insert(region, of_region);
        }
    }
    let mut expected = HEAD.to_owned();
    for (code, entry) in entries {
        writeln!(expected, "    Cldr {{\n        code: {code:?},\n{entry}    }},").unwrap();
    }
    expected += "];\n";

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/cldr.rs");
    if std::env::var_os("BITEXT_BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == expected, "src/language/cldr.rs is stale; BITEXT_BLESS=1 cargo test --test cldr writes it anew");
}

/// The fields of a locale's entry, but for its code.
fn entry(code: &str) -> String {
    let locale: Locale = code.parse().unwrap();
    let (decimal, group, digits) = numbers(&locale);
    let mut fields = String::new();
    writeln!(fields, "        decimal: {},", quoted(&decimal)).unwrap();
    writeln!(fields, "        group: {},", quoted(&group)).unwrap();
    writeln!(fields, "        digits: {},", quoted(&digits)).unwrap();
    writeln!(fields, "        months: [").unwrap();
    for month in 1..=12 {
        let names: Vec<String> = months(&locale, month).iter().map(|name| quoted(name)).collect();
        writeln!(fields, "            &[{}],", names.join(", ")).unwrap();
    }
    writeln!(fields, "        ],").unwrap();
    fields
}

/// The decimal separator, the group separator and the ten digits: what formatted numbers are made of.
fn numbers(locale: &Locale) -> (String, String, String) {
    let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).unwrap();
    let format = |number: &str| formatter.format(&number.parse::<Decimal>().unwrap()).to_string();
    let digits: String = (0..10).map(|digit| format(&digit.to_string())).collect();
    assert_eq!(digits.chars().count(), 10, "{locale}: {digits}");
    let between = |text: String| -> Vec<String> {
        let parts = text.split(|char| digits.contains(char)).map(str::to_owned);
        parts.filter(|part| !part.is_empty()).collect()
    };
    let (decimal, groups) = (between(format("1.5")), between(format("1234567")));
    assert!(decimal.len() == 1 && groups.len() == 2 && groups[0] == groups[1], "{locale}: {decimal:?} {groups:?}");
    (decimal[0].clone(), groups[0].clone(), digits)
}

/// The names of a month, lower case, each once.
fn months(locale: &Locale, month: u8) -> Vec<String> {
    let date: Date<Gregorian> = Date::try_new_gregorian(2024, month, 1).unwrap();
    let mut names: Vec<String> = Vec::new();
    for pattern in MONTHS {
        let pattern = DateTimePattern::try_from_pattern_str(pattern).unwrap();
        let mut loaded = FixedCalendarDateTimeNames::<Gregorian, DateFieldSet>::try_new(locale.into()).unwrap();
        let formatter = loaded.include_for_pattern(&pattern).unwrap();
        let name = formatter.format(&date).try_write_to_string().unwrap().to_lowercase();
        assert!(!name.is_empty(), "{locale}: month {month}");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// As a literal: what cannot be seen is escaped.
fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => literal.extend(['\\', char]),
            ' '..='~' => literal.push(char),
            _ if char.is_whitespace() || char.is_control() || ('\u{200b}'..='\u{200f}').contains(&char) => {
                literal.extend(char.escape_unicode());
            }
            _ => literal.push(char),
        }
    }
    literal + "\""
}
