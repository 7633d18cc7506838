//! What bitext knows about languages: numerals, punctuation at the end of a sentence, frequent words, names of months.
//!
//! Each language has one file with a [`Language`] table. To add a language:
//!
//! 1. Copy the file of a similar language to `<code>.rs`, with `-` as `_`, and fill in its table.
//! 2. Add the name of the file to the list in `languages!` below.
//! 3. Run `cargo run -p xtask -- cldr`, which writes its separators and months to `cldr.rs`. Regions whose separators differ
//!    are listed in `xtask/src/cldr.rs`.
//!
//! # Forms
//!
//! A *form* is a pattern for one written form of a word, in lower case. A `*` before or after a form matches any letters there
//! (`zwei*`, `*שלוש*`); `a!b` matches `a` if `b` does not follow. In a script without spaces between words a form is found
//! anywhere; in the others it is a whole word. If in doubt, add a form: an extra form can hide a true finding, but a missing
//! form causes a false one, which is worse.

mod cldr;
mod en;
mod script;
mod typography;

pub use en::LANGUAGE as ENGLISH;
pub use script::{Script, allows_word_edge, is_han, is_hiragana, is_katakana};
pub use typography::{Article, FirstChars, Joined, Mark, Typography};

/// Declares the modules of the localized languages, and [`LANGUAGES`].
macro_rules! languages {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// The tables of all localized languages. English, the source language, is separate: [`ENGLISH`].
        pub static LANGUAGES: &[&Language] = &[$(&$module::LANGUAGE),*];
    };
}

languages! {
    ar
    cs
    da
    de
    el
    es
    fi
    fr
    he
    hi
    hu
    id
    it
    ja
    ko
    nb
    nl
    pl
    pt
    ru
    sv
    th
    tr
    uk
    vi
    zh_cn
    zh_tw
}

/// What bitext knows about a language.
#[derive(Debug)]
pub struct Language {
    /// BCP 47 code: without a region if all regions share a table (`de`), otherwise with a region (`zh-CN`, `zh-TW`).
    pub code: &'static str,
    /// The tags that select this table: primary language subtags (`nb`, `no`), or a primary subtag with the script or region that
    /// decides between tables (`zh-Hant`, `zh-TW`).
    pub tags: &'static [&'static str],
    /// Generated data of the language.
    pub cldr: &'static Cldr,
    /// The script of its running text.
    pub script: Script,
    /// Forms of 0, 1, 2, ... 12. The forms of `1` include the indefinite article if it is the same word.
    pub numerals: &'static [&'static [&'static str]],
    /// Forms of first, second, ... tenth.
    pub ordinals: &'static [&'static [&'static str]],
    /// Month forms that CLDR lacks, such as other grammatical cases and spellings. Twelve lists or none.
    pub months: &'static [&'static [&'static str]],
    /// Words in values: scales, tens, parts of the day.
    pub values: ValueWords,
    /// Quotation marks that are customary in documentation instead of bold.
    pub strong_quotes: &'static [(&'static str, &'static str)],
    /// Whether a space is written before `:`, `;`, `!` and `?`, and inside `«` and `»`.
    pub spaced_punctuation: bool,
    /// Whether `ı` and `i` are two letters, so that `ı` is the lower case of `I`.
    pub dotless_i: bool,
    /// Articles, prepositions and conjunctions that always belong to the words after them, sorted. No name or phrase ends with
    /// one. Words that also end a verb, such as German `an`, are left out.
    pub leading_words: &'static [&'static str],
    /// Punctuation that ends a sentence.
    pub end_punctuation: EndPunctuation,
    /// Punctuation, suffixes and articles.
    pub typography: Typography,
    /// Words that may be written twice in a row (`die die`, `adım adım`), sorted. `*` stands for all words, in a language that often
    /// doubles words. In a script without spaces between words these are words that may join two equal parts (`的`).
    pub legal_doubles: &'static [&'static str],
    /// Frequent short words, sorted, by which running text of the language is recognized. Some are also English words (`in`).
    /// Empty if the script is enough to recognize it.
    pub function_words: &'static [&'static str],
}

/// The words of a language in numbers, dates, times and amounts.
#[derive(Debug)]
pub struct ValueWords {
    /// Words that multiply the number before them, each with its power of ten: `(6, &["million*"])`.
    pub scales: &'static [(u32, &'static [&'static str])],
    /// Forms of numbers above twelve: the tens, a hundred, a thousand.
    pub large: &'static [(u32, &'static [&'static str])],
    /// Words for the hours before noon.
    pub morning: &'static [&'static str],
    /// Words for the hours after noon.
    pub afternoon: &'static [&'static str],
    /// Words for a minus sign or for degrees below zero, without `*`. In a script without upper case a word is found anywhere.
    pub minus: &'static [&'static str],
    /// Words for the percent sign.
    pub percent: &'static [&'static str],
    /// Names of currencies that are usual in documentation.
    pub currencies: &'static [&'static str],
    /// Words that turn a number into a year, a month or a day. `None` if months only have names.
    pub date_units: Option<DateUnits>,
    /// How many years the calendar of the language is ahead of the Gregorian one.
    pub year_offset: u16,
}

/// Words that turn a number into a part of a date: 年, 月 and 日.
#[derive(Debug)]
pub struct DateUnits {
    /// Words for the year.
    pub year: &'static [&'static str],
    /// Words for the month.
    pub month: &'static [&'static str],
    /// Words for the day.
    pub day: &'static [&'static str],
    /// Whether the word precedes the number, as in `tháng 5`; otherwise it follows.
    pub lead: bool,
}

/// The punctuation that ends a sentence in a language: all characters in use, the usual one first.
#[derive(Clone, Copy, Debug)]
pub struct EndPunctuation {
    /// Ends a statement.
    pub stop: &'static [char],
    /// Introduces a list or an example.
    pub colon: &'static [char],
    /// Ends a question.
    pub question: &'static [char],
    /// Ends an exclamation.
    pub exclamation: &'static [char],
    /// Whether sentences may end without punctuation.
    pub optional: bool,
}

impl EndPunctuation {
    /// The punctuation of English, which most languages share.
    pub const ENGLISH: Self = Self { stop: &['.'], colon: &[':'], question: &['?'], exclamation: &['!'], optional: false };
}

/// CLDR data of a language.
#[derive(Debug)]
pub struct Cldr {
    /// The separators of the language, then those of its regions, each combination once.
    pub separators: &'static [Separators],
    /// The names of each month, in lower case: within a date, on its own, abbreviated.
    pub months: [&'static [&'static str]; 12],
}

/// The separators in a number.
#[derive(Debug)]
pub struct Separators {
    /// Between a number's whole part and its fraction.
    pub decimal: &'static str,
    /// Between groups of three digits; may be a no-break space of either width.
    pub group: &'static str,
}

/// The table for a locale, ignoring case: `pt-BR` has that of `pt`, `zh-HK` that of `zh-TW`. `None` if there is no table, and for
/// English.
pub fn for_locale(locale: &str) -> Option<&'static Language> {
    let mut subtags = locale.split(['-', '_']);
    let primary = subtags.next().unwrap_or_default();
    // The first subtag that decides between tables wins: the script precedes the region.
    let special = subtags.find_map(|subtag| {
        LANGUAGES.iter().find(|language| {
            let mut pairs = language.tags.iter().filter_map(|tag| tag.split_once('-'));
            pairs.any(|(language, more)| primary.eq_ignore_ascii_case(language) && subtag.eq_ignore_ascii_case(more))
        })
    });
    let plain = || LANGUAGES.iter().find(|language| language.tags.iter().any(|tag| tag.eq_ignore_ascii_case(primary)));
    special.or_else(plain).copied()
}

/// Whether a locale is one of English, ignoring case: `en`, `en-GB`.
pub fn is_english(locale: &str) -> bool {
    primary_subtag(locale).eq_ignore_ascii_case(ENGLISH.code)
}

/// The language in a locale: `pt` in `pt-BR`.
fn primary_subtag(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}

/// Whether a word is a function word of English, ignoring ASCII case. No name or label consists only of such words.
pub fn is_english_function_word(word: &str) -> bool {
    if word.len() > MAX_FUNCTION_WORD {
        return false;
    }
    let key = word.bytes().fold(0, |key, byte| key << 8 | u128::from(byte.to_ascii_lowercase()));
    ENGLISH_WORDS.binary_search(&(key << (8 * (MAX_FUNCTION_WORD - word.len())))).is_ok()
}

/// The number of bytes in the longest English function word.
const MAX_FUNCTION_WORD: usize = 12;

/// The function words of English, each as one number, in order. This makes the lookup fast: it is done for each word of running
/// text.
static ENGLISH_WORDS: [u128; ENGLISH.function_words.len()] = {
    let mut keys = [0; ENGLISH.function_words.len()];
    let mut i = 0;
    while i < keys.len() {
        let word = ENGLISH.function_words[i].as_bytes();
        let mut n = 0;
        while n < MAX_FUNCTION_WORD {
            keys[i] = keys[i] << 8 | if n < word.len() { word[n] as u128 } else { 0 };
            n += 1;
        }
        i += 1;
    }
    keys
};

impl Language {
    /// Whether a lower-case word is a function word of the language.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.binary_search(&word).is_ok()
    }

    /// Whether a lower-case word may be written twice in a row.
    pub fn is_legal_double(&self, word: &str) -> bool {
        self.legal_doubles == ["*"] || self.legal_doubles.binary_search(&word).is_ok()
    }

    /// Whether a word is an article, a preposition or a conjunction that belongs to the words after it.
    pub fn is_leading_word(&self, word: &str) -> bool {
        self.leading_words.binary_search(&word).is_ok()
    }

    /// Whether a lower-case word matches a form; in a script without spaces, whether it contains one.
    fn is_form(&self, word: &str, form: &str) -> bool {
        let (start, bare, end) = parse_form(form);
        match (start, end) {
            _ if self.script.is_unspaced() => self.has_form(word, form),
            (false, false) => word == bare,
            (false, true) => word.starts_with(bare),
            (true, false) => word.ends_with(bare),
            (true, true) => word.contains(bare),
        }
    }

    /// Whether a text in the form of [`lower`](Self::lower) contains a numeral or an ordinal for a value. Digits are ignored,
    /// except those that only this script has (`３`, `③`, `३`).
    pub fn has_number(&self, value: u32, lower: &str) -> bool {
        let large = self.values.large.iter().filter(|(number, _)| *number == value).flat_map(|(_, forms)| *forms).copied();
        self.number_forms(value).chain(large).any(|form| self.has_form(lower, form))
    }

    /// Whether a text in the form of [`lower`](Self::lower) contains the name of a month.
    pub fn has_month(&self, month: u32, lower: &str) -> bool {
        self.month_forms(month).any(|form| self.has_form(lower, form))
    }

    /// Whether a text in the form of [`lower`](Self::lower) contains a numeral for a value directly before a form: `两千`.
    pub fn has_multiple(&self, value: u32, form: &str, lower: &str) -> bool {
        let (_, form, _) = parse_form(form);
        let multiple = |numeral: &str| {
            let numeral = parse_form(numeral).1;
            lower.match_indices(numeral).any(|(at, _)| lower[at + numeral.len()..].trim_start_matches(' ').starts_with(form))
        };
        self.number_forms(value).any(multiple)
    }

    /// Whether a text in the form of [`lower`](Self::lower) contains any of some forms.
    pub fn has_any(&self, forms: &[&str], lower: &str) -> bool {
        forms.iter().any(|form| self.has_form(lower, form))
    }

    /// The month that a word in the form of [`lower`](Self::lower) names. Names that contain digits are ignored. The date
    /// parser handles those.
    pub fn month(&self, word: &str) -> Option<u8> {
        if word.len() < 3 || word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // Almost no word is a month. The first byte rules out most words, unless a form starts with `*`.
        let first = word.as_bytes()[0];
        let unspaced = self.script.is_unspaced();
        let may = |form: &&str| unspaced || matches!(form.as_bytes()[0], b'*') || form.as_bytes()[0] == first;
        let is = |form: &str| !form.starts_with(|c: char| c.is_ascii_digit()) && self.is_form(word, form.trim_end_matches('.'));
        (1..=12).find(|month| self.month_forms(u32::from(*month)).filter(may).any(is))
    }

    /// The power of ten of a word in the form of [`lower`](Self::lower) that multiplies the number before it, and the length in
    /// bytes of the part of the word that expresses it.
    pub fn scale(&self, word: &str) -> Option<(u32, usize)> {
        let is_start = self.script.is_unspaced() || self.script == Script::Hangul;
        let is = |form: &str| if self.script.is_unspaced() { word.starts_with(form) } else { self.is_form(word, form) };
        // The longest form is the exact one: 千万 is not 千.
        let forms = self.values.scales.iter().flat_map(|(power, forms)| forms.iter().map(move |form| (*power, *form)));
        let (power, form) = forms.filter(|(_, form)| is(form)).max_by_key(|(_, form)| form.len())?;
        Some((power, if is_start { parse_form(form).1.len() } else { word.len() }))
    }

    fn number_forms(&self, value: u32) -> impl Iterator<Item = &'static str> + use<> {
        let ordinals = value.checked_sub(1).and_then(|value| nth(self.ordinals, value));
        nth(self.numerals, value).into_iter().chain(ordinals).flatten().copied()
    }

    fn month_forms(&self, value: u32) -> impl Iterator<Item = &'static str> + use<> {
        let month = value.checked_sub(1);
        let more = month.and_then(|month| nth(self.months, month));
        let cldr = month.and_then(|month| nth(&self.cldr.months, month));
        more.into_iter().chain(cldr).flatten().copied()
    }

    /// A text in lower case, with a plain space for each whitespace character.
    pub fn lower(&self, text: &str) -> String {
        let spaces = |char: char| if char.is_whitespace() { ' ' } else { char };
        if self.dotless_i {
            let text: String = text.chars().map(|char| if char == 'I' { 'ı' } else { char }).map(spaces).collect();
            // `İ` becomes an i and a combining dot.
            return text.to_lowercase().replace('\u{307}', "");
        }
        text.to_lowercase().chars().map(spaces).collect()
    }

    /// Whether a lower-case text contains a form. A letter may be next to it only on a side where the form has `*`.
    fn has_form(&self, text: &str, form: &str) -> bool {
        let (start, bare, end) = parse_form(form);
        let (bare, not) = bare.split_once('!').unwrap_or((bare, "\0"));
        let unspaced = self.script.is_unspaced();
        text.match_indices(bare).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + bare.len()..]);
            let starts = start || unspaced || !before.chars().next_back().is_some_and(is_word_char);
            let ends = end || unspaced || !after.chars().next().is_some_and(is_word_char);
            starts && ends && !after.starts_with(not)
        })
    }
}

/// A form without its stars: whether letters may precede it, the form, whether letters may follow it.
fn parse_form(form: &str) -> (bool, &str, bool) {
    let bare = form.strip_prefix('*').unwrap_or(form);
    let stem = bare.strip_suffix('*').unwrap_or(bare);
    (bare.len() < form.len(), stem, stem.len() < bare.len())
}

fn nth<'a>(lists: &[&'a [&'static str]], at: u32) -> Option<&'a [&'static str]> {
    lists.get(usize::try_from(at).ok()?).copied()
}

/// Letters and digits, and characters that join them: combining accents, the signs of Devanagari, joiners.
fn is_word_char(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Language> {
        LANGUAGES.iter().copied().chain([&ENGLISH])
    }

    /// Whether a text contains a value in words: as a numeral, as an ordinal, or as the name of the month of that number.
    fn has_value(language: &Language, value: u32, text: &str) -> bool {
        let lower = language.lower(text);
        language.has_number(value, &lower) || language.has_month(value, &lower)
    }

    fn table(locale: &str) -> &'static Language {
        for_locale(locale).unwrap_or_else(|| panic!("{locale} has a table"))
    }

    #[test]
    fn a_locale_finds_its_table() {
        for (locale, code) in [
            ("de-de", "de"),
            ("DE-CH", "de"),
            ("pt-BR", "pt"),
            ("pt_PT", "pt"),
            ("es-MX", "es"),
            ("zh", "zh-CN"),
            ("zh-cn", "zh-CN"),
            ("zh-SG", "zh-CN"),
            ("zh-Hans-HK", "zh-CN"),
            ("zh-HK", "zh-TW"),
            ("zh-Hant-TW", "zh-TW"),
            ("nb-NO", "nb"),
            ("no", "nb"),
            ("nn-NO", "nb"),
            ("he-il", "he"),
            ("iw", "he"),
            ("id-ID", "id"),
            ("in", "id"),
            ("zh-cmn-Hant-TW", "zh-TW"),
            ("zh_MO", "zh-TW"),
        ] {
            assert_eq!(for_locale(locale).map(|language| language.code), Some(code), "{locale}");
        }
        for locale in ["", "-", "en-us", "sr-Latn-RS", "d", "deu"] {
            assert!(for_locale(locale).is_none(), "{locale}");
        }
    }

    #[test]
    fn the_tables_are_complete() {
        for language in all() {
            let code = language.code;
            assert_eq!((language.numerals.len(), language.ordinals.len()), (13, 10), "{code}");
            assert!([0, 12].contains(&language.months.len()), "{code}");
            assert!(language.function_words.is_empty() == language.script.differs_from_latin(), "{code}");
            assert!(language.function_words.is_sorted_by(|a, b| a < b), "{code}: sorted, each word once");
            assert!(!language.tags.is_empty() && !language.cldr.separators.is_empty(), "{code}");
            assert!(language.legal_doubles.is_sorted_by(|a, b| a < b), "{code}: sorted, each word once");
            assert!(language.legal_doubles.iter().all(|word| language.lower(word) == *word), "{code}");
            let lists = [language.numerals, language.ordinals, language.months];
            for form in lists.into_iter().flatten().copied().chain([language.function_words]).flatten() {
                let (_, bare, _) = parse_form(form);
                assert!(!bare.is_empty() && !bare.contains('*') && language.lower(bare) == bare, "{code}: {form}");
            }
            for forms in lists.into_iter().flatten() {
                assert!(!forms.is_empty(), "{code}");
            }
            let words = &language.values;
            let pairs = words.scales.iter().chain(words.large).flat_map(|(_, forms)| *forms);
            for form in
                pairs.chain(words.morning).chain(words.afternoon).chain(words.minus).chain(words.percent).chain(words.currencies)
            {
                let (_, bare, _) = parse_form(form);
                assert!(!bare.is_empty() && !bare.contains('*') && language.lower(bare) == bare, "{code}: {form}");
            }
            for filled in [words.morning, words.afternoon, words.minus, words.percent, words.currencies] {
                assert!(!filled.is_empty(), "{code}");
            }
            for ends in [language.end_punctuation.stop, language.end_punctuation.colon, language.end_punctuation.question] {
                assert!(!ends.is_empty(), "{code}");
            }
        }
        assert!(ENGLISH.function_words.iter().all(|word| word.len() <= MAX_FUNCTION_WORD));
    }

    #[test]
    fn the_numerals_of_a_language_match_their_numbers() {
        for language in all() {
            for value in 0..=12 {
                for form in language.number_forms(value) {
                    let form = parse_form(form).1;
                    let form = form.split('!').next().unwrap_or_default();
                    assert!(has_value(language, value, form), "{}: {value} in {form}", language.code);
                }
            }
        }
    }

    #[test]
    fn a_number_is_recognized_in_words() {
        for (locale, value, text) in [
            ("de", 2, "Die zweite Datei"),
            ("de", 2, "Zweistufige Überprüfung"),
            ("de", 1, "in EINEM Schritt"),
            ("de", 3, "im März"),
            ("fr", 1, "l'un d'eux"),
            ("fr", 2, "en février."),
            ("pt", 1, "num ficheiro"),
            ("pl", 1, "w jednym pliku"),
            ("pl", 2, "w lutym"),
            ("cs", 3, "ve třech krocích"),
            ("ru", 3, "Откройте три файла"),
            ("ru", 5, "в мае 2024 г."),
            ("uk", 5, "П’ять кроків"),
            ("fi", 2, "kahdessa vaiheessa"),
            ("fi", 1, "tammikuussa"),
            ("hu", 2, "Mindkét fájl"),
            ("tr", 2, "İki adım"),
            ("tr", 6, "ALTI"),
            ("tr", 11, "on\u{a0}bir dosya"),
            ("el", 4, "ΤΈΣΣΕΡΙΣ"),
            ("ja", 3, "三つの手順"),
            ("ja", 3, "手順３"),
            ("ko", 3, "세 가지 방법"),
            ("ko", 2, "두번째"),
            ("zh-CN", 2, "两个文件"),
            ("zh-TW", 2, "兩個檔案"),
            ("ar", 3, "وثلاثة ملفات"),
            ("ar", 2, "ملفين"),
            ("he", 3, "בשלושה שלבים"),
            ("id", 2, "kedua file"),
            ("vi", 12, "mười hai"),
            ("th", 3, "มีสามขั้นตอน"),
            ("th", 1, "ในเดือนมกราคม"),
            ("hi", 5, "पांच चरण"),
            ("hi", 3, "दिन ३"),
        ] {
            assert!(has_value(table(locale), value, text), "{locale}: {value} in {text}");
        }
        for (locale, value, text) in [
            ("de", 1, "Einfach anmelden und Eingaben prüfen"),
            ("de", 1, "Erstellen Sie Dateien"),
            ("de", 3, "Dateien"),
            ("de", 101, "hundert"),
            ("de", u32::MAX, "viele"),
            ("da", 4, "Firewallen"),
            ("hu", 6, "hatókör"),
            ("tr", 6, "altında"),
            ("ja", 2, "ツール"),
            ("th", 3, "คุณสามารถ"),
            ("hi", 9, "नवीनतम"),
        ] {
            assert!(!has_value(table(locale), value, text), "{locale}: {value} not in {text}");
        }
    }

    #[test]
    fn function_words_are_known() {
        for word in ["the", "The", "WITHIN", "a"] {
            assert!(is_english_function_word(word), "{word}");
        }
        for word in ["", "azure", "IT", "on", "themselvesselves", "für"] {
            assert!(!is_english_function_word(word), "{word}");
        }
        assert!(table("de").is_function_word("für"));
        assert!(!table("de").is_function_word("Für"));
        assert!(!table("ja").is_function_word("の"));
    }

    #[test]
    fn separators_include_those_of_the_regions() {
        let all = |locale: &str| -> Vec<(&str, &str)> {
            table(locale).cldr.separators.iter().map(|separators| (separators.decimal, separators.group)).collect()
        };
        assert_eq!(all("de"), [(",", "."), (",", "\u{a0}"), (".", "'")]);
        assert_eq!(all("es")[0], (",", "."));
        assert!(all("es").contains(&(".", ",")));
        assert_eq!(table("th").cldr.months[0][0], "มกราคม");
    }
}
