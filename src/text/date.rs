//! Dates: the forms of front matter, and days between dates.

use jiff::civil::Date;

/// Parses `MM/DD/YYYY`, `M/D/YYYY` or `YYYY-MM-DD`. A time of day may follow: `1/23/2021 12:00:00 AM`, `2021-01-23T00:00:00Z`.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    parse_day(day).filter(|_| time.is_none_or(is_time))
}

fn parse_day(text: &str) -> Option<Date> {
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

/// Whether a text is a time of day: `0:00`, `12:00:00 AM`, `00:00:00.000Z`, `00:00:00+02:00`.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let whole = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let is_below = |part: &str, limit: u8| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok_and(|number| number < limit);
    let parts: Vec<&str> = whole.split(':').collect();
    let is_clock = (2..=3).contains(&parts.len()) && is_below(parts[0], 24) && parts[1..].iter().all(|part| is_below(part, 60));
    let rest = rest.trim();
    let is_zone = |zone: &str| zone.bytes().all(|b| b.is_ascii_digit() || b == b':') && (2..=5).contains(&zone.len());
    let is_suffix = ["", "Z", "UTC", "GMT", "AM", "PM"].iter().any(|suffix| rest.eq_ignore_ascii_case(suffix));
    is_clock && (is_suffix || rest.strip_prefix(['+', '-']).is_some_and(is_zone))
}

/// The day in UTC of a Unix time in seconds.
pub fn from_unix_seconds(seconds: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?).ok()
}

/// The number of days from `earlier` to `later`. It is negative if `later` is before `earlier`.
pub fn days_between(earlier: Date, later: Date) -> i64 {
    i64::from((later - earlier).get_days())
}

/// A number of days for messages: `1 day`, `2 days`.
pub fn counted_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_forms_of_front_matter_are_parsed() {
        for form in [
            "07/10/2020",
            "7/10/2020",
            "2020-07-10",
            " 07/10/2020 ",
            "7/10/2020 12:00:00 AM",
            "07/10/2020 0:00",
            "2020-07-10T00:00:00Z",
            "2020-07-10T09:30:00.000+02:00",
            "2020-07-10 23:59:59 UTC",
        ] {
            assert_eq!(parse(form), Date::new(2020, 7, 10).ok(), "{form}");
        }
        for other in [
            "",
            "13/10/2020",
            "02/30/2020",
            "7/10/20",
            "2020-7",
            "07-10-2020",
            "July 10, 2020",
            "+7/10/2020",
            "a/b/2020",
            "7/10/2020 noon",
            "7/10/2020 25:00",
            "7/10/2020 1:2:3:4",
            "7/10/2020 AM",
            "7/10/2020 12:00 XM",
            "7/10/2020T",
            "T",
            " ",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
        assert_eq!(from_unix_seconds(1_614_451_199), parse("02/27/2021"));
        assert_eq!((from_unix_seconds(-1), from_unix_seconds(i64::MAX)), (parse("12/31/1969"), None));
        assert_eq!(days_between(parse("11/20/2019").unwrap(), parse("07/10/2020").unwrap()), 233);
    }
}
