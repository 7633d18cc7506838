//! The values of a source that its target lacks.

use super::date::{Date, order};
use super::number::{self, Key, digit};
use super::scan::{Gap, Scan};
use super::source::{self, Wanted, What};
use super::target::{Found, FreeDate, Index, Range, in_other_parts};
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
    /// What took its place in the target, where that is known.
    pub target: Option<Span>,
    /// What is lost of it.
    pub kind: LossKind,
}

/// What is lost of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// A number.
    Number,
    /// A date, or parts of one.
    Date(DateParts),
    /// A time of day.
    Time,
    /// The two dates of a range have different orders of day and month.
    Order,
    /// A minus sign.
    Minus,
    /// A percent sign.
    Percent,
    /// A currency.
    Currency,
    /// A currency sign, which became a percent sign.
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

/// The values of a source text that its target lacks, in the order of the source. Something that the source repeats may be in
/// the target once, unless another value took its place.
pub fn losses(source: SideText<'_>, target: SideText<'_>, locale: &str) -> Vec<Loss> {
    if !source.inline.has(Kind::Number) || has_same_numbers(source, target) {
        return Vec::new();
    }
    let scan = Scan::of(source);
    let wanted = source::values(&scan);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut comparison =
        Comparison { index: Index::of(target, Convention::of_locale(locale)), scan: &scan, source, target, losses: Vec::new() };
    comparison.dates(&wanted);
    comparison.times(&wanted);
    comparison.numbers(&wanted);
    comparison.losses.sort_by_key(|loss| (loss.source.start, loss.source.end));
    comparison.losses
}

/// Whether both texts have the same numbers in the same order with the same signs, as nearly all do.
fn has_same_numbers(source: SideText<'_>, target: SideText<'_>) -> bool {
    let (mut theirs, mut own) = (source.inline.all(Kind::Number), target.inline.all(Kind::Number));
    let signs = |reading: SideText<'_>, span: Span| sign::beside(reading.text, span, true);
    loop {
        match (theirs.next(), own.next()) {
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

struct Comparison<'a> {
    index: Index<'a>,
    scan: &'a Scan<'a>,
    source: SideText<'a>,
    target: SideText<'a>,
    losses: Vec<Loss>,
}

impl Comparison<'_> {
    fn lose(&mut self, wanted: &Wanted, target: Option<Range>, kind: LossKind) {
        let mut source = self.scan.span(wanted.first, wanted.last);
        let mut own = target.map(|(first, last)| self.index.scan.span(first, last));
        if !matches!(kind, LossKind::Date(_) | LossKind::Time) {
            source = sign::with_signs(self.scan.text, source);
            own = own.map(|span| sign::with_signs(self.index.scan.text, span));
            if source::scale(self.scan, wanted.last).is_some() {
                source.end = source.end.max(self.scan.tokens[wanted.last + 1].span.end);
                own = own.zip(target).map(|(own, range)| Span { end: own.end.max(self.index.end_with_scale(range.1)), ..own });
            }
        }
        let target = own;
        self.losses.push(Loss { source, target, kind });
    }

    fn dates(&mut self, wanted: &[Wanted]) {
        let mut missing: Vec<(&Wanted, Date)> = Vec::new();
        let mut last: Option<(&Wanted, Range, u8)> = None;
        // The months and years that were found: two dates of a range may share one.
        let (mut months, mut years) = (HashSet::new(), HashSet::new());
        for one in wanted {
            let What::Date { date, other, in_digits } = one.what else { continue };
            let found = self.index.take_date(date).or_else(|| other.and_then(|other| self.index.take_date(other)));
            match found {
                Some((range, order)) => {
                    months.insert(date.month);
                    years.insert(date.year);
                    if let Some((earlier, earlier_range, earlier_order)) = last {
                        self.range(earlier, one, (earlier_range, earlier_order), (range, order));
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
        // A date that the source does not have took the place of one of the same parts.
        let shape = |date: &Date| (date.year > 0, date.day > 0);
        let mut free: HashMap<(bool, bool), VecDeque<FreeDate>> = HashMap::new();
        for (range, dates) in self.index.free_dates() {
            free.entry(shape(&dates[0])).or_default().push_back((range, dates));
        }
        for (one, date) in missing {
            let is_whole = shape(&date) == (true, true);
            let lost = if is_whole { DateParts::default() } else { self.lost_parts(date) };
            let mut next = || free.get_mut(&shape(&date)).and_then(VecDeque::pop_front);
            if let Some((range, readings)) = if is_whole || lost != DateParts::default() { next() } else { None } {
                self.index.use_range(range);
                let other = |read: &Date| DateParts {
                    year: read.year != date.year,
                    month: read.month != date.month,
                    day: read.day != date.day,
                };
                let count = |parts: &DateParts| u8::from(parts.year) + u8::from(parts.month) + u8::from(parts.day);
                let parts = readings.iter().map(other).min_by_key(count).unwrap_or_default();
                self.lose(one, Some(range), LossKind::Date(parts));
                continue;
            }
            let mut lost = if is_whole { self.lost_parts(date) } else { lost };
            lost.month &= !months.contains(&date.month);
            lost.year &= !years.contains(&date.year);
            if lost != DateParts::default() && !one.is_soft {
                self.lose(one, None, LossKind::Date(lost));
            }
        }
    }

    /// A range of two dates must have one order.
    fn range(&mut self, first: &Wanted, last: &Wanted, one: (Range, u8), other: (Range, u8)) {
        let joined = first.last + 1 == last.first && self.scan.gap(first.last) == Gap::Dash;
        let beside = one.0.1 < other.0.0 && other.0.0 <= one.0.1 + 2;
        if joined && beside && one.1 & other.1 == 0 && one.1 | other.1 == order::MDY | order::DMY {
            let source = self.scan.span(first.first, last.last);
            let target = Some(self.index.scan.span(one.0.0, other.0.1));
            self.losses.push(Loss { source, target, kind: LossKind::Order });
        }
    }

    /// The parts of a date that are nowhere in the target.
    fn lost_parts(&mut self, date: Date) -> DateParts {
        let year = u64::from(date.year);
        let year_lost = date.year > 0 && {
            !self.index.take_free(&Key::whole(year))
                && !self.index.has(&Key::whole(year))
                && !self.index.take_free(&Key::whole(year % 100))
        };
        let day = u64::from(date.day);
        let day_lost = date.day > 0 && !self.index.take_free(&Key::whole(day)) && !self.index.says_number(day);
        let month = u64::from(date.month);
        let month_lost = !self.index.says_month(date.month) && !self.index.take_free(&Key::whole(month));
        DateParts { year: year_lost, month: month_lost, day: day_lost }
    }

    fn times(&mut self, wanted: &[Wanted]) {
        for one in wanted {
            let What::Time(time) = one.what else { continue };
            if !self.has_time(time) {
                self.lose(one, None, LossKind::Time);
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
                [Some(hour), (hour % 12 == 0).then_some(24 - hour % 24), Some(twelve).filter(|_| self.index.says_half())]
            }
        };
        for hour in hours.into_iter().flatten() {
            if self.index.take_time(hour, minute).is_some() {
                return true;
            }
        }
        for hour in hours.into_iter().flatten() {
            let hour_key = Key::whole(u64::from(hour));
            let minute_key = Key::whole(u64::from(minute));
            if self.index.has(&hour_key) && (minute == 0 || self.index.has(&minute_key)) {
                self.index.take(&hour_key);
                self.index.take(&minute_key);
                return true;
            }
        }
        // Noon and midnight are words.
        minute == 0 && hour % 12 == 0
    }

    fn numbers(&mut self, wanted: &[Wanted]) {
        let mut missing: Vec<(&Wanted, &Key)> = Vec::new();
        let mut repeated: Vec<(&Wanted, &Key)> = Vec::new();
        for one in wanted {
            let What::Number { key, other, signs } = &one.what else { continue };
            let found = self.index.take(key).map(|found| (found, key));
            match found.or_else(|| other.as_ref().and_then(|other| Some((self.index.take(other)?, other)))) {
                Some((found, key)) => {
                    if matches!(found, Found::Shared(_)) {
                        repeated.push((one, key));
                    }
                    if self.is_split(one, found.range()) {
                        let range = found.range();
                        self.lose(one, Some((range.0, range.1 + 1)), LossKind::Number);
                    } else {
                        self.signs(one, key, *signs, found.range());
                    }
                }
                None => missing.push((one, key)),
            }
        }
        if missing.is_empty() && repeated.is_empty() {
            return;
        }
        let foreign = self.foreign_numbers(wanted);
        if missing.is_empty() && foreign.is_empty() {
            return;
        }
        let is_alone = foreign.is_empty();
        let (theirs, own) = (in_other_parts(self.source), in_other_parts(self.target));
        let count = |counts: &HashMap<u64, usize>, value: u64| counts.get(&value).copied().unwrap_or(0);
        let mut said: HashMap<u64, bool> = HashMap::new();
        missing.retain(|(one, key)| {
            if is_alone
                && let Some((power, true)) = source::scale(self.scan, one.last)
                && self.index.says_scaled_word(power)
            {
                return false;
            }
            let Some(value) = key.value() else { return !(is_alone && one.is_soft) };
            let elsewhere = count(&own, value) > count(&theirs, value) || self.index.has(key);
            let mut words = || *said.entry(value).or_insert_with(|| self.index.says_number(value) || self.index.says_scale(key));
            !(elsewhere
                || is_alone && (one.is_soft || words())
                || self.index.says_roman(self.scan.get(one.last + 1) == "th", value))
        });
        if !is_alone {
            // A number that is there less often has another one in its place.
            repeated.retain(|(one, _)| !one.is_soft);
            missing.extend(repeated);
            missing.sort_by_key(|(one, _)| one.first);
        }
        let pairs = missing.len() == foreign.len();
        for (i, (one, _)) in missing.into_iter().enumerate() {
            let target = foreign.get(i).filter(|_| pairs).map(|&at| (at, at));
            let target = target.or_else(|| self.index.split_number(self.scan.get(one.first))).or_else(|| {
                // The digits without their scale.
                source::scale(self.scan, one.last)?;
                let key = number::english(self.scan.get(one.first)).into_iter().next()?;
                self.index.take(&key).map(Found::range)
            });
            self.lose(one, target, LossKind::Number);
        }
    }

    /// Whether a full stop of East Asia took the place of a decimal point: `5。0`.
    fn is_split(&self, one: &Wanted, range: Range) -> bool {
        let scan = &self.index.scan;
        self.scan.get(one.first).contains('.') && scan.is_number(range.1 + 1) && scan.between(range.1) == "。"
    }

    /// The signs of a number that was found.
    fn signs(&mut self, one: &Wanted, key: &Key, signs: u8, range: Range) {
        let own = self.index.signs(key);
        let is = |sign: u8| signs & sign != 0 && own & sign == 0;
        let is_amount = signs & sign::MONEY != 0;
        if is(sign::MINUS) && (is_amount || !self.index.says_minus()) {
            self.lose(one, Some(range), LossKind::Minus);
        } else if is(sign::MONEY) && own & sign::PERCENT != 0 && signs & sign::PERCENT == 0 {
            self.lose(one, Some(range), LossKind::CurrencyToPercent);
        } else if is(sign::PERCENT) && !self.index.says_percent() {
            self.lose(one, Some(range), LossKind::Percent);
        } else if is(sign::MONEY) && !self.index.says_currency() {
            self.lose(one, Some(range), LossKind::Currency);
        }
    }

    /// The numbers of the target that the source does not have, not even in words: each may be in the place of another.
    fn foreign_numbers(&self, wanted: &[Wanted]) -> Vec<usize> {
        let known = self.known(wanted);
        let lower = ENGLISH.lower(self.source.text);
        let mut said: HashMap<u64, bool> = HashMap::new();
        let mut is_known = |key: &Key| {
            let in_words = |value: u64| u32::try_from(value).is_ok_and(|value| ENGLISH.has_number(value, &lower));
            known.contains(key)
                || key.value().is_some_and(|value| value <= 1000 && *said.entry(value).or_insert_with(|| in_words(value)))
        };
        self.index.free_numbers().filter(|&i| !self.index.keys(i).iter().any(&mut is_known)).collect()
    }

    /// All numbers of the source: also those that are part of a date, a time or a word.
    fn known(&self, wanted: &[Wanted]) -> HashSet<Key> {
        let mut known: HashSet<Key> = HashSet::new();
        let mut whole = |value: u64| {
            known.insert(Key::whole(value));
        };
        for one in wanted {
            match &one.what {
                What::Date { date, .. } => {
                    for part in [date.year, date.year % 100, u16::from(date.month), u16::from(date.day)] {
                        whole(part.into());
                    }
                }
                What::Time(time) => {
                    for part in [time.hour, time.hour % 12 + 12, time.minute] {
                        whole(part.into());
                    }
                }
                What::Number { .. } => {}
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
                let thousands = text.ends_with('K');
                for run in text.split(|char: char| digit(char).is_none()).filter(|run| !run.is_empty()) {
                    let keys = number::english(run);
                    known.extend(keys.iter().filter(|_| thousands).map(|key| key.scaled(3)));
                    known.extend(keys);
                }
            }
        }
        known
    }
}
