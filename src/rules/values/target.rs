//! The values of a target: an index of all readings of its numbers, dates and times, by value.

use super::date::{self, Date};
use super::number::{self, NumberKey, digit, to_ascii};
use super::scan::{Gap, Scan};
use super::{Convention, sign, source, time};
use crate::document::inline::Kind;
use crate::rules::context::SideText;
use std::collections::{HashMap, HashSet};

/// The first and the last token of a value.
pub(super) type TokenRange = (usize, usize);

/// The tokens of a date that the source does not have, with the readings of the date.
pub(super) type UnusedDate = (TokenRange, Vec<Date>);

/// The places of a value.
#[derive(Default)]
struct Places {
    ranges: Vec<TokenRange>,
    /// The first place that has not been tried. Earlier ones are used.
    next: usize,
    signs: u8,
}

/// The values of a target, by value.
pub(super) struct TargetIndex<'a> {
    pub scan: Scan<'a>,
    convention: Convention,
    /// Whether each token is used: a value of the source was found in it.
    used: Vec<bool>,
    numbers: HashMap<NumberKey, Places>,
    /// The parts of dates and times.
    parts: HashSet<u64>,
    dates: HashMap<Date, Vec<usize>>,
    readings: Vec<date::Reading>,
    times: HashMap<(u8, u8), Places>,
    /// The first number that an ideographic full stop splits.
    split: Option<usize>,
    /// The text in lower case for the search of words, computed on first use.
    lower: Option<String>,
    words: WordCache,
}

/// The results of searches for words in the target, so that each word is searched for once.
#[derive(Default)]
struct WordCache {
    numbers: HashMap<u32, bool>,
    months: [Option<bool>; 13],
    scales: HashMap<u32, bool>,
    minus: Option<bool>,
    half_of_day: Option<bool>,
    percent: Option<bool>,
    currency: Option<bool>,
    roman: Option<HashSet<String>>,
}

/// How a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// In tokens that were not used.
    Unused(TokenRange),
    /// Only in tokens that another value also uses.
    Shared(TokenRange),
}

impl Found {
    /// The tokens.
    pub fn range(self) -> TokenRange {
        match self {
            Self::Unused(range) | Self::Shared(range) => range,
        }
    }
}

/// How many groups of digits with separators between them one number may have.
const MAX_GROUPS: usize = 7;

impl<'a> TargetIndex<'a> {
    /// Indexes the values of a target.
    pub fn new(target: SideText<'a>, convention: Convention) -> Self {
        let scan = Scan::new(target);
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
            words: WordCache::default(),
        };
        let mut after_groups = 0;
        for i in 0..index.scan.tokens.len() {
            if index.scan.is_number(i) {
                index.add_number(i, &mut after_groups);
                index.add_dates_in_digits(i);
                index.add_time(i);
                if index.split.is_none() && index.scan.is_number(i + 1) && index.scan.between(i) == "。" {
                    index.split = Some(i);
                }
            } else {
                index.add_dates_with_name(i);
            }
        }
        index
    }

    /// Adds the readings of a number, and of the number whose first group it is. `after_groups` is the token after the last number
    /// with groups.
    fn add_number(&mut self, i: usize, after_groups: &mut usize) {
        let raw = self.scan.get(i);
        let keys = number::readings(raw, self.convention);
        self.add_with_scale((i, i), &keys);
        if let Some((_, digits)) = self.scan.word_head(i) {
            let keys = number::readings(&format!("{digits}{}{raw}", self.scan.between(i - 1)), self.convention);
            self.add_with_scale((i, i), &keys);
        }
        let last = self.last_group(i);
        if i < *after_groups || last == i {
            return;
        }
        *after_groups = last + 1;
        let joined: String = (i..=last).map(|at| self.scan.get(at)).collect();
        let keys = number::readings(&joined, self.convention);
        self.add_with_scale((i, last), &keys);
    }

    /// Adds the readings of a number, and their products with the scale after it.
    fn add_with_scale(&mut self, range: TokenRange, keys: &[NumberKey]) {
        let signs = sign::signs_around(self.scan.text, self.scan.span(range.0, range.1), false);
        for key in keys {
            self.add(key.clone(), range, signs);
        }
        let offset = self.convention.language.map_or(0, |language| u64::from(language.values.year_offset));
        if let ([key], true) = (keys, offset > 0)
            && let Some(year) = key.value().filter(|value| (2400..2700).contains(value))
        {
            self.add(NumberKey::integer(year - offset), range, signs);
        }
        let Some(power) = self.scale(range.1) else { return };
        for key in keys {
            self.add(key.scaled(power), range, signs);
        }
        if let Some(sum) = keys.first().and_then(|key| self.sum(range, key, power)) {
            self.add(sum.0, (range.0, sum.1), signs);
        }
    }

    /// The value and the last token of a number with several scales: `1 億 2,000 万`.
    fn sum(&self, range: TokenRange, key: &NumberKey, power: u32) -> Option<(NumberKey, usize)> {
        let may_continue = |power: u32| matches!(power, 3 | 4 | 8 | 12);
        let (mut total, mut power) = (key.scaled(power).value()?, power);
        let mut last = range.1;
        for _ in 0..3 {
            let next = last + 2;
            if !may_continue(power) || !self.scan.is_number(next) || !matches!(self.scan.gap(last + 1), Gap::None | Gap::Space) {
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
        (last > range.1).then(|| (NumberKey::integer(total), last))
    }

    /// The power of ten of the scale after a token.
    fn scale(&self, i: usize) -> Option<u32> {
        if let Some((power, _)) = source::scale(&self.scan, i) {
            return Some(power);
        }
        let language = self.convention.language?;
        if !self.scan.is_word(i + 1) || !matches!(self.scan.gap(i), Gap::None | Gap::Space | Gap::Hyphen) {
            return None;
        }
        let word = self.scan.get(i + 1);
        // In scripts without spaces, the scale is the start of a long word.
        let end = word.char_indices().nth(24).map_or(word.len(), |(at, _)| at);
        let (power, _) = language.scale(&language.lower(&word[..end]))?;
        // `mil milhões` is a thousand million.
        let next = if self.scan.is_word(i + 2) && self.scan.gap(i + 1) == Gap::Space { self.scan.get(i + 2) } else { "" };
        let more = if power == 3 && next.len() < 24 { language.scale(&language.lower(next)) } else { None };
        Some(power + more.map_or(0, |(more, _)| if more >= 6 { more } else { 0 }))
    }

    /// Whether the text has a scale of this power after a word, which may be its number: `quince millones`.
    pub fn has_scaled_word(&mut self, power: u32) -> bool {
        let Some(language) = self.convention.language else { return false };
        if let Some(known) = self.words.scales.get(&power) {
            return *known;
        }
        let is_scale = |i: usize| {
            let word = self.scan.get(i);
            word.len() < 48 && language.scale(&language.lower(word)).is_some_and(|(other, _)| other == power)
        };
        let found = (1..self.scan.tokens.len()).any(|i| self.scan.is_word(i) && !self.scan.is_number(i - 1) && is_scale(i));
        self.words.scales.insert(power, found);
        found
    }

    /// Whether the text has a word for a minus sign.
    pub fn has_minus_word(&mut self) -> bool {
        if let Some(known) = self.words.minus {
            return known;
        }
        let language = self.convention.language;
        let found = sign::has_minus_word(self.lower(), language);
        self.words.minus = Some(found);
        found
    }

    /// The byte of the text at which a number with its scale ends: `150 万`.
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

    /// The last token of a number whose groups are separate tokens.
    fn last_group(&self, i: usize) -> usize {
        let first = to_ascii(self.scan.get(i));
        if first.len() > 3 || !first.bytes().all(|b| b.is_ascii_digit()) {
            return i;
        }
        let mut last = i;
        while last + 1 < i + MAX_GROUPS
            && self.scan.is_number(last + 1)
            && matches!(self.scan.gap(last), Gap::Space | Gap::Apostrophe | Gap::WideComma | Gap::Comma)
        {
            // `1, 200` is two numbers.
            let has_comma = self.scan.gap(last) == Gap::Comma;
            if has_comma && self.scan.after(last).chars().take(3).any(char::is_whitespace) {
                break;
            }
            let next = to_ascii(self.scan.get(last + 1));
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

    fn add(&mut self, key: NumberKey, range: TokenRange, signs: u8) {
        let places = self.numbers.entry(key).or_default();
        if places.ranges.last() != Some(&range) {
            places.ranges.push(range);
        }
        places.signs |= signs;
    }

    fn add_dates_in_digits(&mut self, i: usize) {
        for reading in date::in_digits(&self.scan, i).into_iter().chain(date::without_year(&self.scan, i)) {
            self.add_date(reading);
        }
        let language = self.convention.language;
        if let Some(reading) = language.and_then(|language| date::with_units(&self.scan, i, language)) {
            self.add_date(reading);
        }
    }

    fn add_dates_with_name(&mut self, i: usize) {
        let has_number_nearby = (i.saturating_sub(3)..=i + 3).any(|at| self.scan.is_number(at));
        let word = self.scan.get(i);
        if !has_number_nearby || word.len() > 200 {
            return;
        }
        let language = self.convention.language.unwrap_or(&crate::language::ENGLISH);
        let lower = language.lower(word);
        // The names of months may be left in English.
        let english = || crate::language::ENGLISH.month(&lower).filter(|_| word.starts_with(|c: char| c.is_ascii_uppercase()));
        let Some(month) = language.month(&lower).or_else(english) else { return };
        for reading in date::with_name(&self.scan, i, month) {
            self.add_date(reading);
        }
    }

    fn add_date(&mut self, reading: date::Reading) {
        let offset = self.convention.language.map_or(0, |language| language.values.year_offset);
        let mut reading = reading;
        if offset > 0 && reading.date.year > 2400 {
            reading.date.year -= offset;
        } else if offset > 0 && reading.date.year > 0 {
            // The two digits may also be a year of the local calendar: 64 is 2564.
            let year = 2500 + reading.date.year % 100 - offset;
            self.dates.entry(Date { year, ..reading.date }).or_default().push(self.readings.len());
        }
        let at = self.readings.len();
        self.readings.push(reading);
        let Date { year, month, day } = reading.date;
        self.dates.entry(reading.date).or_default().push(at);
        if year > 0 && day > 0 {
            // For dates of the source without a year. No real date has this year.
            self.dates.entry(Date { year: u16::MAX, ..reading.date }).or_default().push(at);
        }
        self.parts.extend([u64::from(year), u64::from(month), u64::from(day)]);
    }

    fn add_time(&mut self, i: usize) {
        let mut add = |hour: u8, minute: u8, range: TokenRange| {
            self.times.entry((hour, minute)).or_default().ranges.push(range);
            self.parts.extend([u64::from(hour), u64::from(minute)]);
        };
        if let Some(time) = time::at(&self.scan, i) {
            add(time.hour, time.minute, (i, time.last));
        } else if let Some((hour, minute, last)) = time::in_locale_form(&self.scan, i) {
            add(hour, minute, (i, last));
        }
    }

    /// Finds a number and uses its tokens, unless all its places are used.
    pub fn take(&mut self, key: &NumberKey) -> Option<Found> {
        take(self.numbers.get_mut(key)?, &mut self.used)
    }

    /// Finds a number in unused tokens, and uses them.
    pub fn take_unused(&mut self, key: &NumberKey) -> bool {
        matches!(self.take(key), Some(Found::Unused(_)))
    }

    /// Whether the text has a number, separate or as part of a date or a time.
    pub fn has(&self, key: &NumberKey) -> bool {
        self.numbers.contains_key(key) || key.value().is_some_and(|value| self.parts.contains(&value))
    }

    /// The signs next to the number, at any of its places.
    pub fn signs(&self, key: &NumberKey) -> u8 {
        self.numbers.get(key).map_or(0, |places| places.signs)
    }

    /// Finds a time of day and uses its tokens.
    pub fn take_time(&mut self, hour: u8, minute: u8) -> Option<Found> {
        take(self.times.get_mut(&(hour, minute))?, &mut self.used)
    }

    /// Finds a date at its first unused place, or else at any place, and uses its tokens. Returns the tokens and the orders of the
    /// readings that fit.
    pub fn take_date(&mut self, date: Date) -> Option<(TokenRange, u8)> {
        let same = if date.year == 0 { self.dates.get(&Date { year: u16::MAX, ..date }) } else { None };
        let lists = [self.dates.get(&date), same];
        let without_year = if date.year > 0 && date.day > 0 { self.dates.get(&Date { year: 0, ..date }) } else { None };
        let mut best: Option<date::Reading> = None;
        let mut found_unused = false;
        // All entries of a list are the same date, so the first ones are enough.
        for &at in lists.into_iter().flatten().chain(without_year).flat_map(|list| list.iter().take(MAX_SAME_DATES)) {
            let reading = self.readings[at];
            let year_is_near = reading.date.year > 0 || date.year == 0 || self.has(&NumberKey::integer(u64::from(date.year)));
            if !year_is_near {
                continue;
            }
            let is_unused = !self.used[reading.first..=reading.last].contains(&true);
            match &mut best {
                // `7/7` is the same date in both orders.
                Some(known) if known.first == reading.first && known.last == reading.last => known.order |= reading.order,
                Some(_) if found_unused || !is_unused => {}
                _ => {
                    best = Some(reading);
                    found_unused = is_unused;
                }
            }
        }
        let reading = best?;
        self.used[reading.first..=reading.last].fill(true);
        Some(((reading.first, reading.last), reading.order))
    }

    /// The unused dates in order, each with its readings. Dates in digits are included only if they have all parts.
    pub fn unused_dates(&self) -> Vec<UnusedDate> {
        let is_full = |date: &Date| date.year > 0 && date.day > 0;
        let mut unused: Vec<UnusedDate> = Vec::new();
        for reading in self.readings.iter().filter(|reading| reading.order == date::order::NAMED || is_full(&reading.date)) {
            if self.used[reading.first..=reading.last].contains(&true) {
                continue;
            }
            match unused.last_mut() {
                Some((range, dates)) if range.1 >= reading.first => {
                    *range = (range.0.min(reading.first), range.1.max(reading.last));
                    dates.push(reading.date);
                }
                _ => unused.push(((reading.first, reading.last), vec![reading.date])),
            }
        }
        // The readings without a year or a day do not count if there is a full date.
        for (_, dates) in &mut unused {
            if dates.iter().any(is_full) {
                dates.retain(is_full);
            }
        }
        unused
    }

    /// Records that tokens are used.
    pub fn use_range(&mut self, range: TokenRange) {
        self.used[range.0..=range.1].fill(true);
    }

    /// The tokens of the unused numbers.
    pub fn unused_numbers(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.used.len()).filter(|&i| self.scan.is_number(i) && !self.used[i])
    }

    /// Where an ideographic full stop splits a number: `6.2。0` for `6.2.0`. Only the first such place of the text is tried.
    pub fn split_number(&self, raw: &str) -> Option<TokenRange> {
        let first = self.split?;
        let joined = format!("{}.{}", self.scan.get(first), self.scan.get(first + 1));
        (joined == raw).then_some((first, first + 1))
    }

    /// All readings of a number.
    pub fn keys(&self, i: usize) -> Vec<NumberKey> {
        number::readings(self.scan.get(i), self.convention)
    }

    /// The text in lower case, by the rules of its language.
    fn lower(&mut self) -> &str {
        let (text, language) = (self.scan.text, self.convention.language);
        self.lower.get_or_insert_with(|| language.map_or_else(|| text.to_lowercase(), |language| language.lower(text)))
    }

    /// Whether the text has a number in words. In an unsupported language small numbers are assumed to be there.
    pub fn has_number_word(&mut self, value: u64) -> bool {
        let Some(language) = self.convention.language else { return value <= 12 };
        let Ok(value) = u32::try_from(value) else { return false };
        if let Some(&known) = self.words.numbers.get(&value) {
            return known;
        }
        let found = language.has_number(value, self.lower());
        // The cache stays small: few numbers have words.
        if found || value <= 12 {
            self.words.numbers.insert(value, found);
        }
        found
    }

    /// Whether the text has the name of a month. In an unsupported language it is assumed to be there.
    pub fn has_month_name(&mut self, month: u8) -> bool {
        let Some(language) = self.convention.language else { return true };
        if let Some(known) = self.words.months[usize::from(month)] {
            return known;
        }
        let month_value = u32::from(month);
        let english = crate::language::ENGLISH.has_month(month_value, self.lower());
        let found = english || language.has_month(month_value, self.lower());
        self.words.months[usize::from(month)] = Some(found);
        found
    }

    /// Whether the text has a number as a scale (`مليون`), or as a numeral with a scale (`两千`).
    pub fn has_scale_word(&mut self, key: &NumberKey) -> bool {
        let Some(language) = self.convention.language else { return true };
        let NumberKey::Small(value @ 1..=12, power) = *key else { return false };
        let lower = self.lower();
        let mut scales =
            language.values.scales.iter().filter(|(scale, _)| i64::from(*scale) == power).flat_map(|(_, forms)| *forms);
        scales.any(|scale| (value == 1 && language.has_any(&[scale], lower)) || language.has_multiple(value as u32, scale, lower))
    }

    /// Whether the text has an ordinal of the source as a Roman numeral: `XX secolo`.
    pub fn has_roman_numeral(&mut self, is_ordinal: bool, value: u64) -> bool {
        if !is_ordinal || value > 99 {
            return false;
        }
        let mut roman = String::new();
        let mut left = value;
        for (numeral, amount) in [("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)] {
            while left >= amount {
                roman.push_str(numeral);
                left -= amount;
            }
        }
        let scan = &self.scan;
        let is_roman = |word: &&str| word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'));
        let words = || (0..scan.tokens.len()).map(|i| scan.get(i)).filter(is_roman).map(str::to_owned).collect();
        self.words.roman.get_or_insert_with(words).contains(&roman)
    }

    /// Whether the text has a word for the morning or the afternoon. In an unsupported language it is assumed to be there.
    pub fn has_half_of_day(&mut self) -> bool {
        let Some(language) = self.convention.language else { return true };
        let words = &language.values;
        if let Some(known) = self.words.half_of_day {
            return known;
        }
        let found = language.has_any(words.morning, self.lower()) || language.has_any(words.afternoon, self.lower());
        self.words.half_of_day = Some(found);
        found
    }

    /// Whether the text has a percent sign or a word for it. In an unsupported language it is assumed to be there.
    pub fn has_percent(&mut self) -> bool {
        let Some(language) = self.convention.language else { return true };
        if let Some(known) = self.words.percent {
            return known;
        }
        let found = sign::has_percent(self.scan.text) || language.has_any(language.values.percent, self.lower());
        self.words.percent = Some(found);
        found
    }

    /// Whether the text has the sign, code or name of a currency. In an unsupported language it is assumed to be there.
    pub fn has_currency(&mut self) -> bool {
        let Some(language) = self.convention.language else { return true };
        if let Some(known) = self.words.currency {
            return known;
        }
        let found = sign::has_currency(self.scan.text) || language.has_any(language.values.currencies, self.lower());
        self.words.currency = Some(found);
        found
    }
}

/// How many places of one date are tried: more than any real text has, and a bound for a hostile one.
const MAX_SAME_DATES: usize = 64;

/// The next unused place of a value, which is then used; or its last place, if all are used.
fn take(places: &mut Places, used: &mut [bool]) -> Option<Found> {
    while let Some(&(first, last)) = places.ranges.get(places.next) {
        places.next += 1;
        if !used[first..=last].contains(&true) {
            used[first..=last].fill(true);
            return Some(Found::Unused((first, last)));
        }
    }
    places.ranges.last().map(|&range| Found::Shared(range))
}

/// The numbers in the words, code and placeholders of a text (`EF6`), with the number of their occurrences.
pub(super) fn count_in_other_parts(side: SideText<'_>) -> HashMap<u64, usize> {
    let mut counts = HashMap::new();
    let kinds = [Kind::Word, Kind::Code, Kind::Placeholder, Kind::NoLoc];
    for part in side.inline.parts.iter().filter(|part| kinds.contains(&part.kind)) {
        let text = side.get(part.inner);
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        for run in text.split(|char: char| digit(char).is_none()).filter(|run| !run.is_empty()) {
            if let Ok(value) = to_ascii(run).parse() {
                *counts.entry(value).or_insert(0) += 1;
            }
        }
    }
    counts
}
