//! What is in a target: each number, date and time in all its readings, found by value.

use super::date::{self, Date};
use super::number::{self, Key, digit, plain};
use super::scan::{Gap, Scan};
use super::{Convention, sign, source, time};
use crate::document::inline::Kind;
use crate::rules::context::SideText;
use std::collections::{HashMap, HashSet};

/// The tokens of a value, first and last.
pub(super) type Range = (usize, usize);

/// A date that no date of the source was found in, with its readings.
pub(super) type FreeDate = (Range, Vec<Date>);

/// The places of one value.
#[derive(Default)]
struct Places {
    ranges: Vec<Range>,
    /// Those before it are used.
    next: usize,
    signs: u8,
}

/// The values of a target, by value.
pub(super) struct Index<'a> {
    pub scan: Scan<'a>,
    convention: Convention,
    /// Which tokens a value of the source has been found in.
    used: Vec<bool>,
    numbers: HashMap<Key, Places>,
    /// The parts of dates and times.
    parts: HashSet<u64>,
    dates: HashMap<Date, Vec<usize>>,
    readings: Vec<date::SideText>,
    times: HashMap<(u8, u8), Places>,
    /// The first number that a full stop of East Asia splits.
    split: Option<usize>,
    /// The text in the form that words are looked for in; made when it is needed.
    lower: Option<String>,
    /// What is known of the words.
    words: Words,
}

/// What has been looked for among the words of a text, each once.
#[derive(Default)]
struct Words {
    numbers: HashMap<u32, bool>,
    months: [Option<bool>; 13],
    scales: HashMap<u32, bool>,
    minus: Option<bool>,
    half: Option<bool>,
    percent: Option<bool>,
    currency: Option<bool>,
    roman: Option<HashSet<String>>,
}

/// How a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// In tokens that nothing else was found in.
    Free(Range),
    /// Only where another value was found, too.
    Shared(Range),
}

impl Found {
    /// The tokens.
    pub fn range(self) -> Range {
        match self {
            Self::Free(range) | Self::Shared(range) => range,
        }
    }
}

/// How many groups of digits with spaces between them may be one number.
const MAX_GROUPS: usize = 7;

impl<'a> Index<'a> {
    /// Reads a text.
    pub fn of(reading: SideText<'a>, convention: Convention) -> Self {
        let scan = Scan::of(reading);
        let used = vec![false; scan.tokens.len()];
        let mut index = Self {
            scan,
            convention,
            used,
            numbers: HashMap::new(),
            parts: HashSet::new(),
            dates: HashMap::new(),
            readings: Vec::new(),
            times: HashMap::new(),
            split: None,
            lower: None,
            words: Words::default(),
        };
        let mut grouped = 0;
        for i in 0..index.scan.tokens.len() {
            if index.scan.is_number(i) {
                index.number(i, &mut grouped);
                index.dates_from(i);
                index.time(i);
                if index.split.is_none() && index.scan.is_number(i + 1) && index.scan.between(i) == "。" {
                    index.split = Some(i);
                }
            } else {
                index.named_date(i);
            }
        }
        index
    }

    fn number(&mut self, i: usize, grouped: &mut usize) {
        let raw = self.scan.get(i);
        let keys = number::readings(raw, self.convention);
        self.scales((i, i), &keys);
        if let Some((_, digits)) = self.scan.head(i) {
            let keys = number::readings(&format!("{digits}{}{raw}", self.scan.between(i - 1)), self.convention);
            self.scales((i, i), &keys);
        }
        let last = self.last_group(i);
        if i < *grouped || last == i {
            return;
        }
        *grouped = last + 1;
        let joined: String = (i..=last).map(|at| self.scan.get(at)).collect();
        let keys = number::readings(&joined, self.convention);
        self.scales((i, last), &keys);
    }

    /// Adds numbers, and what a word after them makes of them.
    fn scales(&mut self, range: Range, keys: &[Key]) {
        let signs = sign::beside(self.scan.text, self.scan.span(range.0, range.1), false);
        for key in keys {
            self.add(key.clone(), range, signs);
        }
        let offset = self.convention.language.map_or(0, |language| u64::from(language.values.year_offset));
        if let ([key], true) = (keys, offset > 0)
            && let Some(year) = key.value().filter(|value| (2400..2700).contains(value))
        {
            self.add(Key::whole(year - offset), range, signs);
        }
        let Some(power) = self.scale(range.1) else { return };
        for key in keys {
            self.add(key.scaled(power), range, signs);
        }
        if let Some(sum) = keys.first().and_then(|key| self.sum(range, key, power)) {
            self.add(sum.0, (range.0, sum.1), signs);
        }
    }

    /// A number that goes on after its scale: `1 億 2,000 万`.
    fn sum(&self, range: Range, key: &Key, power: u32) -> Option<(Key, usize)> {
        let unspaced = |power: u32| matches!(power, 3 | 4 | 8 | 12);
        let (mut total, mut power) = (key.scaled(power).value()?, power);
        let mut last = range.1;
        for _ in 0..3 {
            let next = last + 2;
            if !unspaced(power) || !self.scan.is_number(next) || !matches!(self.scan.gap(last + 1), Gap::None | Gap::Space) {
                break;
            }
            let key = number::readings(self.scan.get(next), self.convention).into_iter().next()?;
            let smaller = self.scale(next).unwrap_or(0);
            if smaller >= power {
                break;
            }
            total = total.checked_add(key.scaled(smaller).value()?)?;
            (last, power) = (next, smaller);
        }
        (last > range.1).then(|| (Key::whole(total), last))
    }

    /// The power of ten that the word after a token multiplies it with.
    fn scale(&self, i: usize) -> Option<u32> {
        if let Some((power, _)) = source::scale(&self.scan, i) {
            return Some(power);
        }
        let language = self.convention.language?;
        if !self.scan.is_word(i + 1) || !matches!(self.scan.gap(i), Gap::None | Gap::Space | Gap::Hyphen) {
            return None;
        }
        let word = self.scan.get(i + 1);
        // A long run of letters without spaces begins with the scale.
        let end = word.char_indices().nth(24).map_or(word.len(), |(at, _)| at);
        let (power, _) = language.scale(&language.lower(&word[..end]))?;
        // `mil milhões` is a thousand millions.
        let next = if self.scan.is_word(i + 2) && self.scan.gap(i + 1) == Gap::Space { self.scan.get(i + 2) } else { "" };
        let more = if power == 3 && next.len() < 24 { language.scale(&language.lower(next)) } else { None };
        Some(power + more.map_or(0, |(more, _)| if more >= 6 { more } else { 0 }))
    }

    /// Whether a word of the text is a scale of this power, and a word is before it that may be its number: `quince millones`.
    pub fn says_scaled_word(&mut self, power: u32) -> bool {
        let Some(language) = self.convention.language else { return false };
        if let Some(known) = self.words.scales.get(&power) {
            return *known;
        }
        let is_scale = |i: usize| {
            let word = self.scan.get(i);
            word.len() < 48 && language.scale(&language.lower(word)).is_some_and(|(own, _)| own == power)
        };
        let says = (1..self.scan.tokens.len()).any(|i| self.scan.is_word(i) && !self.scan.is_number(i - 1) && is_scale(i));
        self.words.scales.insert(power, says);
        says
    }

    /// Whether there is a word for a minus sign.
    pub fn says_minus(&mut self) -> bool {
        if let Some(known) = self.words.minus {
            return known;
        }
        let language = self.convention.language;
        let says = sign::has_minus_word(self.lower(), language);
        self.words.minus = Some(says);
        says
    }

    /// Where a number with its scale ends in the text: `150 万`.
    pub fn end_with_scale(&self, i: usize) -> u32 {
        let end = self.scan.tokens[i].span.end;
        let Some(word) = self.scan.tokens.get(i + 1).filter(|_| self.scale(i).is_some()) else { return end };
        let text = self.scan.get(i + 1);
        let length = match self.convention.language {
            Some(language) if text.len() < 100 => language.scale(&language.lower(text)).map(|(_, length)| length),
            _ => None,
        };
        let length = length.filter(|&length| text.is_char_boundary(length)).unwrap_or(0) as u32;
        if length > 0 { word.span.start + length } else { end }
    }

    /// The last token of a number with spaces between its groups.
    fn last_group(&self, i: usize) -> usize {
        let first = plain(self.scan.get(i));
        if first.len() > 3 || !first.bytes().all(|b| b.is_ascii_digit()) {
            return i;
        }
        let mut last = i;
        while last + 1 < i + MAX_GROUPS
            && self.scan.is_number(last + 1)
            && matches!(self.scan.gap(last), Gap::Space | Gap::Apostrophe | Gap::WideComma | Gap::Comma)
        {
            // `1, 200` is two numbers.
            let comma = self.scan.gap(last) == Gap::Comma;
            if comma && self.scan.after(last).chars().take(3).any(char::is_whitespace) {
                break;
            }
            let next = plain(self.scan.get(last + 1));
            let digits = next.find(['.', ',']).unwrap_or(next.len());
            if digits != 3 {
                break;
            }
            last += 1;
            if digits < next.len() {
                break;
            }
        }
        last
    }

    fn add(&mut self, key: Key, range: Range, signs: u8) {
        let places = self.numbers.entry(key).or_default();
        if places.ranges.last() != Some(&range) {
            places.ranges.push(range);
        }
        places.signs |= signs;
    }

    fn dates_from(&mut self, i: usize) {
        for reading in date::in_digits(&self.scan, i).into_iter().chain(date::short(&self.scan, i)) {
            self.add_date(reading);
        }
        let language = self.convention.language;
        if let Some(reading) = language.and_then(|language| date::with_units(&self.scan, i, language)) {
            self.add_date(reading);
        }
    }

    fn named_date(&mut self, i: usize) {
        let near = (i.saturating_sub(3)..=i + 3).any(|at| self.scan.is_number(at));
        let word = self.scan.get(i);
        if !near || word.len() > 200 {
            return;
        }
        let language = self.convention.language.unwrap_or(&crate::language::ENGLISH);
        let lower = language.lower(word);
        // English names may stay.
        let english = || crate::language::ENGLISH.month(&lower).filter(|_| word.starts_with(|c: char| c.is_ascii_uppercase()));
        let Some(month) = language.month(&lower).or_else(english) else { return };
        for reading in date::with_name(&self.scan, i, month) {
            self.add_date(reading);
        }
    }

    fn add_date(&mut self, reading: date::SideText) {
        let offset = self.convention.language.map_or(0, |language| language.values.year_offset);
        let mut reading = reading;
        if offset > 0 && reading.date.year > 2400 {
            reading.date.year -= offset;
        } else if offset > 0 && reading.date.year > 0 {
            // Two digits of a year of that calendar: 64 is 2564.
            let year = 2500 + reading.date.year % 100 - offset;
            self.dates.entry(Date { year, ..reading.date }).or_default().push(self.readings.len());
        }
        let at = self.readings.len();
        self.readings.push(reading);
        let Date { year, month, day } = reading.date;
        self.dates.entry(reading.date).or_default().push(at);
        if year > 0 && day > 0 {
            // Where the source has no year; no real date has this one.
            self.dates.entry(Date { year: u16::MAX, ..reading.date }).or_default().push(at);
        }
        self.parts.extend([u64::from(year), u64::from(month), u64::from(day)]);
    }

    fn time(&mut self, i: usize) {
        let mut add = |hour: u8, minute: u8, range: Range| {
            self.times.entry((hour, minute)).or_default().ranges.push(range);
            self.parts.extend([u64::from(hour), u64::from(minute)]);
        };
        if let Some(time) = time::at(&self.scan, i) {
            add(time.hour, time.minute, (i, time.last));
        } else if let Some((hour, minute, last)) = time::otherwise(&self.scan, i) {
            add(hour, minute, (i, last));
        }
    }

    /// Finds a number, and uses its tokens where they are free.
    pub fn take(&mut self, key: &Key) -> Option<Found> {
        take(self.numbers.get_mut(key)?, &mut self.used)
    }

    /// Finds a number in tokens that nothing else was found in.
    pub fn take_free(&mut self, key: &Key) -> bool {
        matches!(self.take(key), Some(Found::Free(_)))
    }

    /// Whether a number is anywhere, by itself or as part of a date or a time.
    pub fn has(&self, key: &Key) -> bool {
        self.numbers.contains_key(key) || key.value().is_some_and(|value| self.parts.contains(&value))
    }

    /// The signs beside all places of a number.
    pub fn signs(&self, key: &Key) -> u8 {
        self.numbers.get(key).map_or(0, |places| places.signs)
    }

    /// Finds a time of day.
    pub fn take_time(&mut self, hour: u8, minute: u8) -> Option<Found> {
        take(self.times.get_mut(&(hour, minute))?, &mut self.used)
    }

    /// Finds a date: all its readings at the first place that is free, else at any.
    pub fn take_date(&mut self, date: Date) -> Option<(Range, u8)> {
        let same = if date.year == 0 { self.dates.get(&Date { year: u16::MAX, ..date }) } else { None };
        let lists = [self.dates.get(&date), same];
        let without_year = if date.year > 0 && date.day > 0 { self.dates.get(&Date { year: 0, ..date }) } else { None };
        let mut any: Option<date::SideText> = None;
        let mut found_free = false;
        // Each list is cut short: all its entries are the same date.
        for &at in lists.into_iter().flatten().chain(without_year).flat_map(|list| list.iter().take(MAX_SAME_DATES)) {
            let reading = self.readings[at];
            let year_is_near = reading.date.year > 0 || date.year == 0 || self.has(&Key::whole(u64::from(date.year)));
            if !year_is_near {
                continue;
            }
            let is_free = !self.used[reading.first..=reading.last].contains(&true);
            match &mut any {
                // `7/7` is the same date in both orders.
                Some(known) if known.first == reading.first && known.last == reading.last => known.order |= reading.order,
                Some(_) if found_free || !is_free => {}
                _ => {
                    any = Some(reading);
                    found_free = is_free;
                }
            }
        }
        let reading = any?;
        self.used[reading.first..=reading.last].fill(true);
        Some(((reading.first, reading.last), reading.order))
    }

    /// Dates that no date of the source was found in, in order, each with its readings. Those in digits are whole.
    pub fn free_dates(&self) -> Vec<FreeDate> {
        let is_whole = |date: &Date| date.year > 0 && date.day > 0;
        let mut free: Vec<FreeDate> = Vec::new();
        for reading in self.readings.iter().filter(|reading| reading.order == date::order::NAMED || is_whole(&reading.date)) {
            if self.used[reading.first..=reading.last].contains(&true) {
                continue;
            }
            match free.last_mut() {
                Some((range, dates)) if range.1 >= reading.first => {
                    *range = (range.0.min(reading.first), range.1.max(reading.last));
                    dates.push(reading.date);
                }
                _ => free.push(((reading.first, reading.last), vec![reading.date])),
            }
        }
        // A whole date is no shorter one.
        for (_, dates) in &mut free {
            if dates.iter().any(is_whole) {
                dates.retain(is_whole);
            }
        }
        free
    }

    /// Uses tokens.
    pub fn use_range(&mut self, range: Range) {
        self.used[range.0..=range.1].fill(true);
    }

    /// The numbers that no value of the source was found in.
    pub fn free_numbers(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.used.len()).filter(|&i| self.scan.is_number(i) && !self.used[i])
    }

    /// Where a full stop of East Asia splits a number: `6.2。0` for `6.2.0`. Only the first such place is tried.
    pub fn split_number(&self, raw: &str) -> Option<Range> {
        let first = self.split?;
        let joined = format!("{}.{}", self.scan.get(first), self.scan.get(first + 1));
        (joined == raw).then_some((first, first + 1))
    }

    /// All readings of a number.
    pub fn keys(&self, i: usize) -> Vec<Key> {
        number::readings(self.scan.get(i), self.convention)
    }

    /// The text in the form that words are looked for in.
    fn lower(&mut self) -> &str {
        let (text, language) = (self.scan.text, self.convention.language);
        self.lower.get_or_insert_with(|| language.map_or_else(|| text.to_lowercase(), |language| language.lower(text)))
    }

    /// Whether a number is there in words. Where the words are not known, small numbers may be.
    pub fn says_number(&mut self, value: u64) -> bool {
        let Some(language) = self.convention.language else { return value <= 12 };
        let Ok(value) = u32::try_from(value) else { return false };
        if let Some(&known) = self.words.numbers.get(&value) {
            return known;
        }
        let says = language.has_number(value, self.lower());
        // Only numbers that have words are remembered, which are few.
        if says || value <= 12 {
            self.words.numbers.insert(value, says);
        }
        says
    }

    /// Whether the name of a month is there. Where the names are not known, it may be.
    pub fn says_month(&mut self, month: u8) -> bool {
        let Some(language) = self.convention.language else { return true };
        if let Some(known) = self.words.months[usize::from(month)] {
            return known;
        }
        let month_value = u32::from(month);
        let english = crate::language::ENGLISH.has_month(month_value, self.lower());
        let says = english || language.has_month(month_value, self.lower());
        self.words.months[usize::from(month)] = Some(says);
        says
    }

    /// Whether a number is there as a scale (`مليون`), or as a numeral and a scale (`两千`).
    pub fn says_scale(&mut self, key: &Key) -> bool {
        let Some(language) = self.convention.language else { return true };
        let Key::Small(value @ 1..=12, power) = *key else { return false };
        let lower = self.lower();
        let mut scales =
            language.values.scales.iter().filter(|(scale, _)| i64::from(*scale) == power).flat_map(|(_, forms)| *forms);
        scales.any(|scale| (value == 1 && language.has_any(&[scale], lower)) || language.has_multiple(value as u32, scale, lower))
    }

    /// Whether an ordinal of the source is there as a Roman numeral: `XX secolo`.
    pub fn says_roman(&mut self, is_ordinal: bool, value: u64) -> bool {
        if !is_ordinal || value > 99 {
            return false;
        }
        let mut roman = String::new();
        let mut left = value;
        for (sign, worth) in [("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)] {
            while left >= worth {
                roman.push_str(sign);
                left -= worth;
            }
        }
        let scan = &self.scan;
        let is_roman = |word: &&str| word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'));
        let words = || (0..scan.tokens.len()).map(|i| scan.get(i)).filter(is_roman).map(str::to_owned).collect();
        self.words.roman.get_or_insert_with(words).contains(&roman)
    }

    /// Whether words say that a time is before or after noon. Where the words are not known, they may.
    pub fn says_half(&mut self) -> bool {
        let Some(language) = self.convention.language else { return true };
        let words = &language.values;
        if let Some(known) = self.words.half {
            return known;
        }
        let says = language.has_any(words.morning, self.lower()) || language.has_any(words.afternoon, self.lower());
        self.words.half = Some(says);
        says
    }

    /// Whether there is a percent sign or a word for it. Where the words are not known, there may be.
    pub fn says_percent(&mut self) -> bool {
        let Some(language) = self.convention.language else { return true };
        if let Some(known) = self.words.percent {
            return known;
        }
        let says = sign::has_percent(self.scan.text) || language.has_any(language.values.percent, self.lower());
        self.words.percent = Some(says);
        says
    }

    /// Whether there is a currency sign, code or name. Where the names are not known, there may be.
    pub fn says_currency(&mut self) -> bool {
        let Some(language) = self.convention.language else { return true };
        if let Some(known) = self.words.currency {
            return known;
        }
        let says = sign::has_currency(self.scan.text) || language.has_any(language.values.currencies, self.lower());
        self.words.currency = Some(says);
        says
    }
}

/// So many places of one date are tried: more than any real text has, and a bound for a hostile one.
const MAX_SAME_DATES: usize = 64;

fn take(places: &mut Places, used: &mut [bool]) -> Option<Found> {
    while let Some(&(first, last)) = places.ranges.get(places.next) {
        places.next += 1;
        if !used[first..=last].contains(&true) {
            used[first..=last].fill(true);
            return Some(Found::Free((first, last)));
        }
    }
    places.ranges.last().map(|&range| Found::Shared(range))
}

/// The numbers in words, code and placeholders of a text, and how often each is there: `EF6`.
pub(super) fn in_other_parts(reading: SideText<'_>) -> HashMap<u64, usize> {
    let mut counts = HashMap::new();
    let kinds = [Kind::Word, Kind::Code, Kind::Placeholder, Kind::NoLoc];
    for part in reading.inline.parts.iter().filter(|part| kinds.contains(&part.kind)) {
        let text = reading.get(part.inner);
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        for run in text.split(|char: char| digit(char).is_none()).filter(|run| !run.is_empty()) {
            if let Ok(value) = plain(run).parse() {
                *counts.entry(value).or_insert(0) += 1;
            }
        }
    }
    counts
}
