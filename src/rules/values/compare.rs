//! The values of a source that its target lacks.

use super::date::{Date, order};
use super::number::{self, NumberKey, digit};
use super::scan::{Gap, Scan};
use super::source::{self, Expected, Value};
use super::target::{Found, TargetIndex, TokenRange, UnusedDate, count_in_other_parts};
use super::time::{Half, Time};
use super::{Convention, sign};
use crate::document::inline::{Kind, Part};
use crate::language::ENGLISH;
use crate::rules::context::SideText;
use crate::text::Span;
use std::collections::{HashMap, HashSet, VecDeque};

/// A value of the source that the target lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The value in the source.
    pub source: Span,
    /// The value that is in its place in the target, if that is known.
    pub target: Option<Span>,
    /// Which part of the value is lost.
    pub kind: LossKind,
}

/// Which part of a value is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// A number.
    Number,
    /// A date, or parts of one.
    Date(DateParts),
    /// A time of day.
    Time,
    /// The common order of day and month in a range of two dates.
    Order,
    /// A minus sign.
    Minus,
    /// A percent sign.
    Percent,
    /// A currency.
    Currency,
    /// A currency sign that became a percent sign.
    CurrencyToPercent,
}

/// Parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    /// The year.
    pub year: bool,
    /// The month.
    pub month: bool,
    /// The day.
    pub day: bool,
}

/// The values of a source text that its target lacks, in the order of the source. A value that the source repeats needs to be
/// in the target only once, unless another value is in its place.
pub fn losses(source: SideText<'_>, target: SideText<'_>, locale: &str) -> Vec<Loss> {
    if !source.inline.has(Kind::Number) || have_same_numbers(source, target) {
        return Vec::new();
    }
    let scan = Scan::new(source);
    let expected = source::expected_values(&scan);
    if expected.is_empty() {
        return Vec::new();
    }
    let mut comparison = Comparison {
        index: TargetIndex::new(target, Convention::for_locale(locale)),
        scan: &scan,
        source,
        target,
        losses: Vec::new(),
    };
    comparison.compare_dates(&expected);
    comparison.compare_times(&expected);
    comparison.compare_numbers(&expected);
    comparison.losses.sort_by_key(|loss| (loss.source.start, loss.source.end));
    comparison.losses
}

/// Whether both texts have the same numbers in the same order with the same signs. Nearly all have.
fn have_same_numbers(source: SideText<'_>, target: SideText<'_>) -> bool {
    let (mut source_numbers, mut target_numbers) = (source.inline.all(Kind::Number), target.inline.all(Kind::Number));
    let signs = |side: SideText<'_>, span: Span| sign::signs_around(side.text, span, true);
    loop {
        match (source_numbers.next(), target_numbers.next()) {
            (None, None) => return true,
            (Some(Part { span: one, .. }), Some(Part { span: other, .. })) => {
                if source.get(*one) != target.get(*other) || signs(source, *one) != signs(target, *other) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// The comparison of a target with the values of its source.
struct Comparison<'a> {
    index: TargetIndex<'a>,
    scan: &'a Scan<'a>,
    source: SideText<'a>,
    target: SideText<'a>,
    losses: Vec<Loss>,
}

impl Comparison<'_> {
    fn add_loss(&mut self, expected: &Expected, range: Option<TokenRange>, kind: LossKind) {
        let mut source = self.scan.span(expected.first, expected.last);
        let mut target = range.map(|(first, last)| self.index.scan.span(first, last));
        if !matches!(kind, LossKind::Date(_) | LossKind::Time) {
            source = sign::with_signs(self.scan.text, source);
            target = target.map(|span| sign::with_signs(self.index.scan.text, span));
            if source::scale(self.scan, expected.last).is_some() {
                source.end = source.end.max(self.scan.tokens[expected.last + 1].span.end);
                let with_scale =
                    |(span, range): (Span, TokenRange)| Span { end: span.end.max(self.index.end_with_scale(range.1)), ..span };
                target = target.zip(range).map(with_scale);
            }
        }
        self.losses.push(Loss { source, target, kind });
    }

    fn compare_dates(&mut self, expected: &[Expected]) {
        let mut missing: Vec<(&Expected, Date)> = Vec::new();
        let mut last: Option<(&Expected, TokenRange, u8)> = None;
        // Two dates of a range may share a month or a year, so these are remembered when found.
        let (mut months, mut years) = (HashSet::new(), HashSet::new());
        for one in expected {
            let Value::Date { date, other, in_digits } = one.value else { continue };
            let found = self.index.take_date(date).or_else(|| other.and_then(|other| self.index.take_date(other)));
            match found {
                Some((range, order)) => {
                    months.insert(date.month);
                    years.insert(date.year);
                    if let Some((earlier, earlier_range, earlier_order)) = last {
                        self.check_range(earlier, one, (earlier_range, earlier_order), (range, order));
                    }
                    last = Some((one, range, order)).filter(|_| in_digits);
                }
                None => {
                    missing.push((one, date));
                    last = None;
                }
            }
        }
        if missing.is_empty() {
            return;
        }
        // A date that the source does not have is in the place of a missing one with the same parts.
        let shape = |date: &Date| (date.year > 0, date.day > 0);
        let mut unused: HashMap<(bool, bool), VecDeque<UnusedDate>> = HashMap::new();
        for (range, dates) in self.index.unused_dates() {
            unused.entry(shape(&dates[0])).or_default().push_back((range, dates));
        }
        for (one, date) in missing {
            let is_full = shape(&date) == (true, true);
            let lost = if is_full { DateParts::default() } else { self.lost_parts(date) };
            let mut next = || unused.get_mut(&shape(&date)).and_then(VecDeque::pop_front);
            if let Some((range, readings)) = if is_full || lost != DateParts::default() { next() } else { None } {
                self.index.use_range(range);
                let differing = |reading: &Date| DateParts {
                    year: reading.year != date.year,
                    month: reading.month != date.month,
                    day: reading.day != date.day,
                };
                let count = |parts: &DateParts| u8::from(parts.year) + u8::from(parts.month) + u8::from(parts.day);
                let parts = readings.iter().map(differing).min_by_key(count).unwrap_or_default();
                self.add_loss(one, Some(range), LossKind::Date(parts));
                continue;
            }
            let mut lost = if is_full { self.lost_parts(date) } else { lost };
            lost.month &= !months.contains(&date.month);
            lost.year &= !years.contains(&date.year);
            if lost != DateParts::default() && !one.is_optional {
                self.add_loss(one, None, LossKind::Date(lost));
            }
        }
    }

    /// Checks that the two dates of a range have the same order.
    fn check_range(&mut self, first: &Expected, last: &Expected, one: (TokenRange, u8), other: (TokenRange, u8)) {
        let is_range = first.last + 1 == last.first && self.scan.gap(first.last) == Gap::Dash;
        let is_adjacent = one.0.1 < other.0.0 && other.0.0 <= one.0.1 + 2;
        if is_range && is_adjacent && one.1 & other.1 == 0 && one.1 | other.1 == order::MDY | order::DMY {
            let source = self.scan.span(first.first, last.last);
            let target = Some(self.index.scan.span(one.0.0, other.0.1));
            self.losses.push(Loss { source, target, kind: LossKind::Order });
        }
    }

    /// The parts of a date that the target does not have anywhere.
    fn lost_parts(&mut self, date: Date) -> DateParts {
        let year = u64::from(date.year);
        let year_lost = date.year > 0 && {
            !self.index.take_unused(&NumberKey::integer(year))
                && !self.index.has(&NumberKey::integer(year))
                && !self.index.take_unused(&NumberKey::integer(year % 100))
        };
        let day = u64::from(date.day);
        let day_lost = date.day > 0 && !self.index.take_unused(&NumberKey::integer(day)) && !self.index.has_number_word(day);
        let month = u64::from(date.month);
        let month_lost = !self.index.has_month_name(date.month) && !self.index.take_unused(&NumberKey::integer(month));
        DateParts { year: year_lost, month: month_lost, day: day_lost }
    }

    fn compare_times(&mut self, expected: &[Expected]) {
        for one in expected {
            let Value::Time(time) = one.value else { continue };
            if !self.has_time(time) {
                self.add_loss(one, None, LossKind::Time);
            }
        }
    }

    fn has_time(&mut self, time: Time) -> bool {
        let Time { hour, minute, half, .. } = time;
        let hours: [Option<u8>; 3] = match half {
            Some(Half::Pm) => [Some(hour % 12 + 12), Some(hour), (hour == 12).then_some(0)],
            Some(Half::Am) => [Some(hour), (hour == 12).then_some(0), (hour == 12).then_some(24)],
            None => {
                let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
                [Some(hour), (hour % 12 == 0).then_some(24 - hour % 24), Some(twelve).filter(|_| self.index.has_half_of_day())]
            }
        };
        for hour in hours.into_iter().flatten() {
            if self.index.take_time(hour, minute).is_some() {
                return true;
            }
        }
        for hour in hours.into_iter().flatten() {
            let hour_key = NumberKey::integer(u64::from(hour));
            let minute_key = NumberKey::integer(u64::from(minute));
            if self.index.has(&hour_key) && (minute == 0 || self.index.has(&minute_key)) {
                self.index.take(&hour_key);
                self.index.take(&minute_key);
                return true;
            }
        }
        // Noon and midnight may be words.
        minute == 0 && hour % 12 == 0
    }

    fn compare_numbers(&mut self, expected: &[Expected]) {
        let mut missing: Vec<(&Expected, &NumberKey)> = Vec::new();
        let mut repeated: Vec<(&Expected, &NumberKey)> = Vec::new();
        for one in expected {
            let Value::Number { key, other, signs } = &one.value else { continue };
            let found = self.index.take(key).map(|found| (found, key));
            match found.or_else(|| other.as_ref().and_then(|other| Some((self.index.take(other)?, other)))) {
                Some((found, key)) => {
                    if matches!(found, Found::Shared(_)) {
                        repeated.push((one, key));
                    }
                    if self.is_split(one, found.range()) {
                        let range = found.range();
                        self.add_loss(one, Some((range.0, range.1 + 1)), LossKind::Number);
                    } else {
                        self.compare_signs(one, key, *signs, found.range());
                    }
                }
                None => missing.push((one, key)),
            }
        }
        if missing.is_empty() && repeated.is_empty() {
            return;
        }
        let added = self.added_numbers(expected);
        if missing.is_empty() && added.is_empty() {
            return;
        }
        let none_added = added.is_empty();
        let (in_source, in_target) = (count_in_other_parts(self.source), count_in_other_parts(self.target));
        let count = |counts: &HashMap<u64, usize>, value: u64| counts.get(&value).copied().unwrap_or(0);
        let mut known_words: HashMap<u64, bool> = HashMap::new();
        missing.retain(|(one, key)| {
            if none_added
                && let Some((power, true)) = source::scale(self.scan, one.last)
                && self.index.has_scaled_word(power)
            {
                return false;
            }
            let Some(value) = key.value() else { return !(none_added && one.is_optional) };
            let is_elsewhere = count(&in_target, value) > count(&in_source, value) || self.index.has(key);
            let mut is_word = || {
                *known_words.entry(value).or_insert_with(|| self.index.has_number_word(value) || self.index.has_scale_word(key))
            };
            !(is_elsewhere
                || none_added && (one.is_optional || is_word())
                || self.index.has_roman_numeral(self.scan.get(one.last + 1) == "th", value))
        });
        if !none_added {
            // Another number is in the place of one that the target has less often.
            repeated.retain(|(one, _)| !one.is_optional);
            missing.extend(repeated);
            missing.sort_by_key(|(one, _)| one.first);
        }
        let is_one_to_one = missing.len() == added.len();
        for (i, (one, _)) in missing.into_iter().enumerate() {
            let target = added.get(i).filter(|_| is_one_to_one).map(|&at| (at, at));
            let target = target.or_else(|| self.index.split_number(self.scan.get(one.first))).or_else(|| {
                // The digits without their scale.
                source::scale(self.scan, one.last)?;
                let key = number::english(self.scan.get(one.first)).into_iter().next()?;
                self.index.take(&key).map(Found::range)
            });
            self.add_loss(one, target, LossKind::Number);
        }
    }

    /// Whether an ideographic full stop is in the place of the decimal point: `5。0`.
    fn is_split(&self, one: &Expected, range: TokenRange) -> bool {
        let scan = &self.index.scan;
        self.scan.get(one.first).contains('.') && scan.is_number(range.1 + 1) && scan.between(range.1) == "。"
    }

    /// Compares the signs of a number that was found.
    fn compare_signs(&mut self, one: &Expected, key: &NumberKey, signs: u8, range: TokenRange) {
        let in_target = self.index.signs(key);
        let is_missing = |sign: u8| signs & sign != 0 && in_target & sign == 0;
        let is_amount = signs & sign::MONEY != 0;
        if is_missing(sign::MINUS) && (is_amount || !self.index.has_minus_word()) {
            self.add_loss(one, Some(range), LossKind::Minus);
        } else if is_missing(sign::MONEY) && in_target & sign::PERCENT != 0 && signs & sign::PERCENT == 0 {
            self.add_loss(one, Some(range), LossKind::CurrencyToPercent);
        } else if is_missing(sign::PERCENT) && !self.index.has_percent() {
            self.add_loss(one, Some(range), LossKind::Percent);
        } else if is_missing(sign::MONEY) && !self.index.has_currency() {
            self.add_loss(one, Some(range), LossKind::Currency);
        }
    }

    /// The numbers of the target that the source has neither in digits nor in words. Each may be in the place of another.
    fn added_numbers(&self, expected: &[Expected]) -> Vec<usize> {
        let known = self.source_numbers(expected);
        let lower = ENGLISH.lower(self.source.text);
        let mut known_words: HashMap<u64, bool> = HashMap::new();
        let mut is_known = |key: &NumberKey| {
            let in_words = |value: u64| u32::try_from(value).is_ok_and(|value| ENGLISH.has_number(value, &lower));
            known.contains(key)
                || key.value().is_some_and(|value| value <= 1000 && *known_words.entry(value).or_insert_with(|| in_words(value)))
        };
        self.index.unused_numbers().filter(|&i| !self.index.keys(i).iter().any(&mut is_known)).collect()
    }

    /// All numbers of the source, including those that are part of a date, a time or a word.
    fn source_numbers(&self, expected: &[Expected]) -> HashSet<NumberKey> {
        let mut known: HashSet<NumberKey> = HashSet::new();
        let mut add = |value: u64| {
            known.insert(NumberKey::integer(value));
        };
        for one in expected {
            match &one.value {
                Value::Date { date, .. } => {
                    for part in [date.year, date.year % 100, u16::from(date.month), u16::from(date.day)] {
                        add(part.into());
                    }
                }
                Value::Time(time) => {
                    for part in [time.hour, time.hour % 12 + 12, time.minute] {
                        add(part.into());
                    }
                }
                Value::Number { .. } => {}
            }
        }
        for i in 0..self.scan.tokens.len() {
            let text = self.scan.get(i);
            if self.scan.is_number(i) {
                let keys = number::english(text);
                let scale = source::scale(self.scan, i);
                known.extend(scale.into_iter().flat_map(|(power, _)| keys.iter().map(move |key| key.scaled(power))));
                known.extend(keys);
            } else if text.bytes().any(|b| b.is_ascii_digit()) {
                // `USD300K`, `EF6`.
                let in_thousands = text.ends_with('K');
                for run in text.split(|char: char| digit(char).is_none()).filter(|run| !run.is_empty()) {
                    let keys = number::english(run);
                    known.extend(keys.iter().filter(|_| in_thousands).map(|key| key.scaled(3)));
                    known.extend(keys);
                }
            }
        }
        known
    }
}
