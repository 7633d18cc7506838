//! Dates as front matter writes them.

use jiff::civil::Date;

/// Reads `MM/DD/YYYY`, `M/D/YYYY` or `YYYY-MM-DD`.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
    let date = |year: &str, month: &str, day: &str| {
        if year.len() != 4 {
            return None;
        }
        Date::new(number(year)?, number(month)?.try_into().ok()?, number(day)?.try_into().ok()?).ok()
    };
    if let Some((month, rest)) = text.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        date(year, month, day)
    } else {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        date(year, month, day)
    }
}

/// The day, in UTC, of a time in seconds since 1970.
pub fn of_seconds(seconds: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?).ok()
}

/// How many days `later` is after `earlier`; negative when it is before.
pub fn days(earlier: Date, later: Date) -> i64 {
    i64::from((later - earlier).get_days())
}

/// A count of days in words.
pub fn in_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_front_matter_are_read_and_no_others() {
        for form in ["07/10/2020", "7/10/2020", "2020-07-10", " 07/10/2020 "] {
            assert_eq!(parse(form), Date::new(2020, 7, 10).ok(), "{form}");
        }
        for other in
            ["", "13/10/2020", "02/30/2020", "7/10/20", "2020-7", "07-10-2020", "July 10, 2020", "+7/10/2020", "a/b/2020"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(of_seconds(1_614_451_199), parse("02/27/2021"));
        assert_eq!((of_seconds(-1), of_seconds(i64::MAX)), (parse("12/31/1969"), None));
        assert_eq!(days(parse("11/20/2019").unwrap(), parse("07/10/2020").unwrap()), 233);
    }
}
