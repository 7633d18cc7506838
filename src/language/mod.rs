//! What bitext knows of languages: numerals, marks at the end of a sentence, frequent words, names of months.
//!
//! A family of languages has one file, which holds what no database has; `cldr` holds what one has, and is generated.
//!
//! Forms are written in lower case. A `*` behind or before a form stands for any letters (`zwei*`, `*שלוש*`); `a!b` is `a` where
//! `b` does not follow. In a script without blanks a form is found anywhere; in the others it is whole words.
//! The lists lean to more forms: a form too many hides a finding, a form too few raises a false one.

mod cldr;
mod east_asian;
mod english;
mod germanic;
mod greek;
mod indic;
mod romance;
mod semitic;
mod slavic;
mod southeast_asian;
mod uralic_turkic;

pub use english::ENGLISH;

/// The writing system of a language's running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// German, Polish, Turkish, Vietnamese, ...
    Latin,
    /// Russian, Ukrainian.
    Cyrillic,
    /// Greek.
    Greek,
    /// Chinese.
    Han,
    /// Japanese: Kanji with both kana.
    Japanese,
    /// Korean.
    Hangul,
    /// Arabic.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Thai.
    Thai,
    /// Hindi.
    Devanagari,
}

impl Script {
    /// Whether English words left in a text stand out by their letters alone: in every script but Latin.
    pub fn stands_out(self) -> bool {
        self != Self::Latin
    }

    /// Whether words are written without blanks between them.
    pub fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Japanese | Self::Thai)
    }
}

/// What bitext knows of a language.
#[derive(Debug)]
pub struct Language {
    /// BCP 47 code: without a region where one table serves all (`de`), with one where not (`zh-CN`, `zh-TW`).
    pub code: &'static str,
    /// What its running text is written in.
    pub script: Script,
    /// Forms of 0, 1, 2, ... 12. Those of one include the indefinite article where that is the same word.
    pub numerals: &'static [&'static [&'static str]],
    /// Forms of first, second, ... tenth.
    pub ordinals: &'static [&'static [&'static str]],
    /// Forms of the twelve months that CLDR does not give: other cases, other spellings. Twelve lists or none.
    pub months: &'static [&'static [&'static str]],
    /// Words that values are written with: scales, tens, parts of the day.
    pub values: ValueWords,
    /// Quotation marks that stand for bold in documentation where that is custom.
    pub strong_quotes: &'static [(&'static str, &'static str)],
    /// Marks that end a sentence.
    pub end_marks: EndMarks,
    /// Frequent short words, sorted, by which running text of the language is known. Some are English words too (`in`). Empty
    /// where letters alone tell.
    pub function_words: &'static [&'static str],
}

/// The words of a language that numbers, dates, times and amounts are written with.
#[derive(Debug)]
pub struct ValueWords {
    /// Words that multiply the number before them, by power of ten: `(6, &["million*"])`.
    pub scales: &'static [(u32, &'static [&'static str])],
    /// Forms of numbers above twelve: the tens, a hundred, a thousand.
    pub large: &'static [(u32, &'static [&'static str])],
    /// Words for the hours before noon.
    pub morning: &'static [&'static str],
    /// Words for the hours after noon.
    pub afternoon: &'static [&'static str],
    /// Words for the percent sign.
    pub percent: &'static [&'static str],
    /// Names of currencies that documentation has amounts in.
    pub money: &'static [&'static str],
    /// Words that make a number a year, a month or a day; `None` where months have names alone.
    pub date_units: Option<DateUnits>,
    /// How many years the calendar of the language is ahead of the Gregorian one.
    pub year_offset: u16,
}

/// Words that make a number a part of a date: 年, 月 and 日.
#[derive(Debug)]
pub struct DateUnits {
    /// They make it a year.
    pub year: &'static [&'static str],
    /// They make it a month.
    pub month: &'static [&'static str],
    /// They make it a day.
    pub day: &'static [&'static str],
    /// Whether the word leads, as in `tháng 5`; else it follows the number.
    pub lead: bool,
}

/// The marks of a language that end a sentence: all in use, the usual one first.
#[derive(Debug)]
pub struct EndMarks {
    /// They end a statement.
    pub stop: &'static [char],
    /// They announce a list or an example.
    pub colon: &'static [char],
    /// They end a question.
    pub question: &'static [char],
    /// They end an exclamation.
    pub exclamation: &'static [char],
    /// Whether sentences may end without any mark.
    pub optional: bool,
}

impl EndMarks {
    /// The marks of English, which most languages share.
    pub const PLAIN: Self = Self { stop: &['.'], colon: &[':'], question: &['?'], exclamation: &['!'], optional: false };
}

/// What CLDR says of a locale.
#[derive(Debug)]
pub struct Cldr {
    /// BCP 47 code: of a table, or of a region that differs from it.
    pub code: &'static str,
    /// Between a number's whole part and its fraction.
    pub decimal: &'static str,
    /// Between groups of three digits; may be a no-break space of either width.
    pub group: &'static str,
    /// The ten digits of the default numbering system. ASCII digits are in use beside them.
    pub digits: &'static str,
    /// The names of each month, in lower case: within a date, alone, abbreviated.
    pub months: [&'static [&'static str]; 12],
}

/// All tables of localized languages. English, the source language, is apart: [`ENGLISH`].
pub static LANGUAGES: &[&Language] = &[
    &germanic::GERMAN,
    &germanic::DUTCH,
    &germanic::SWEDISH,
    &germanic::DANISH,
    &germanic::NORWEGIAN,
    &romance::SPANISH,
    &romance::FRENCH,
    &romance::ITALIAN,
    &romance::PORTUGUESE,
    &slavic::POLISH,
    &slavic::CZECH,
    &slavic::RUSSIAN,
    &slavic::UKRAINIAN,
    &uralic_turkic::FINNISH,
    &uralic_turkic::HUNGARIAN,
    &uralic_turkic::TURKISH,
    &east_asian::JAPANESE,
    &east_asian::KOREAN,
    &east_asian::CHINESE_SIMPLIFIED,
    &east_asian::CHINESE_TRADITIONAL,
    &semitic::ARABIC,
    &semitic::HEBREW,
    &southeast_asian::INDONESIAN,
    &southeast_asian::VIETNAMESE,
    &southeast_asian::THAI,
    &greek::GREEK,
    &indic::HINDI,
];

/// The table for a locale, case aside: `pt-BR` has that of `pt`, `zh-HK` that of `zh-TW`. `None` where there is no table, and
/// for English.
pub fn of(locale: &str) -> Option<&'static Language> {
    let mut parts = locale.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    let is = |one: &str| primary.eq_ignore_ascii_case(one);
    let code = if is("zh") {
        chinese(parts)
    } else if is("no") || is("nn") {
        "nb"
    } else if is("iw") {
        "he"
    } else if is("in") {
        "id"
    } else {
        primary
    };
    LANGUAGES.iter().copied().find(|language| language.code.eq_ignore_ascii_case(code))
}

/// Whether a locale is one of English, case aside: `en`, `en-GB`.
pub fn is_english(locale: &str) -> bool {
    locale.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case(ENGLISH.code))
}

/// Which Chinese the parts behind `zh` name: the script decides, then the region.
fn chinese<'a>(parts: impl Iterator<Item = &'a str>) -> &'static str {
    let mut code = "zh-CN";
    for part in parts {
        if part.eq_ignore_ascii_case("hans") {
            return "zh-CN";
        }
        if ["hant", "tw", "hk", "mo"].iter().any(|one| part.eq_ignore_ascii_case(one)) {
            code = "zh-TW";
        }
    }
    code
}

/// CLDR data of a locale: of its region where that differs, else of its language. `None` where there is no table.
pub fn cldr(locale: &str) -> Option<&'static Cldr> {
    let entry = |code: &str| cldr::CLDR.iter().find(|cldr| cldr.code.eq_ignore_ascii_case(code));
    entry(locale).or_else(|| of(locale).or_else(|| is_english(locale).then_some(&ENGLISH)).map(Language::cldr))
}

/// CLDR data of a language in all its regions; empty where there is no table.
pub fn cldr_of_regions(locale: &str) -> impl Iterator<Item = &'static Cldr> + use<> {
    let code = of(locale).map_or("", |language| language.code);
    let of_language = move |cldr: &&Cldr| !code.is_empty() && of(cldr.code).is_some_and(|language| language.code == code);
    cldr::CLDR.iter().filter(of_language)
}

/// Whether a word is a function word of English, ASCII case aside: one of those that no name or label is made of alone.
pub fn is_english_function_word(word: &str) -> bool {
    if word.len() > LONGEST {
        return false;
    }
    let key = word.bytes().fold(0, |key, byte| key << 8 | u128::from(byte.to_ascii_lowercase()));
    ENGLISH_WORDS.binary_search(&(key << (8 * (LONGEST - word.len())))).is_ok()
}

/// No function word of English has more bytes.
const LONGEST: usize = 12;

/// The function words of English, each as one number, in order: running text is asked for each of its words.
static ENGLISH_WORDS: [u128; ENGLISH.function_words.len()] = {
    let mut keys = [0; ENGLISH.function_words.len()];
    let mut i = 0;
    while i < keys.len() {
        let word = ENGLISH.function_words[i].as_bytes();
        let mut n = 0;
        while n < LONGEST {
            keys[i] = keys[i] << 8 | if n < word.len() { word[n] as u128 } else { 0 };
            n += 1;
        }
        i += 1;
    }
    keys
};

impl Language {
    /// CLDR data of the language.
    ///
    /// # Panics
    /// Never: the generated table has an entry for each language, and a test holds it to that.
    pub fn cldr(&self) -> &'static Cldr {
        let entry = cldr::CLDR.iter().find(|cldr| cldr.code == self.code);
        entry.unwrap_or(&cldr::CLDR[0])
    }

    /// Whether a lower-case word is a function word of the language.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.binary_search(&word).is_ok()
    }

    /// Whether a lower-case word is a numeral or an ordinal for a value.
    pub fn names(&self, value: u32, word: &str) -> bool {
        self.number_forms(value).any(|form| self.is_form(word, form))
    }

    /// Whether a lower-case word is a form; in a script without blanks, whether it holds one.
    pub fn is_form(&self, word: &str, form: &str) -> bool {
        let (start, bare, end) = open(form);
        match (start, end) {
            _ if self.script.is_unspaced() => self.has_form(word, form),
            (false, false) => word == bare,
            (false, true) => word.starts_with(bare),
            (true, false) => word.ends_with(bare),
            (true, true) => word.contains(bare),
        }
    }

    /// Whether a text holds a value in words: as a numeral, as an ordinal, or as the name of the month of that number. Digits
    /// are not looked at, but for those that only this script has (`３`, `③`, `३`).
    pub fn holds_number(&self, value: u32, text: &str) -> bool {
        let text = self.lower(text);
        self.says_number(value, &text) || self.says_month(value, &text)
    }

    /// Whether a text in the form of [`lower`](Self::lower) has a numeral or an ordinal for a value.
    pub fn says_number(&self, value: u32, lower: &str) -> bool {
        let large = self.values.large.iter().filter(|(number, _)| *number == value).flat_map(|(_, forms)| *forms).copied();
        self.number_forms(value).chain(large).any(|form| self.has_form(lower, form))
    }

    /// Whether a text in the form of [`lower`](Self::lower) has the name of a month.
    pub fn says_month(&self, month: u32, lower: &str) -> bool {
        self.month_forms(month).any(|form| self.has_form(lower, form))
    }

    /// Whether a text in the form of [`lower`](Self::lower) has a numeral for a value directly before a form: `两千`.
    pub fn says_multiple(&self, value: u32, form: &str, lower: &str) -> bool {
        let (_, form, _) = open(form);
        let multiple = |numeral: &str| {
            let numeral = open(numeral).1;
            lower.match_indices(numeral).any(|(at, _)| lower[at + numeral.len()..].trim_start_matches(' ').starts_with(form))
        };
        self.number_forms(value).any(multiple)
    }

    /// Whether a text in the form of [`lower`](Self::lower) has any of some forms.
    pub fn says_any(&self, forms: &[&str], lower: &str) -> bool {
        forms.iter().any(|form| self.has_form(lower, form))
    }

    /// The month that a word in the form of [`lower`](Self::lower) names. Names with digits are left to the date.
    pub fn month(&self, word: &str) -> Option<u8> {
        if word.len() < 3 || word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // Nearly all words are none: their first letter tells, unless a form is open at its start.
        let first = word.as_bytes()[0];
        let unspaced = self.script.is_unspaced();
        let may = |form: &&str| unspaced || matches!(form.as_bytes()[0], b'*') || form.as_bytes()[0] == first;
        let is = |form: &str| !form.starts_with(|c: char| c.is_ascii_digit()) && self.is_form(word, form.trim_end_matches('.'));
        (1..=12).find(|month| self.month_forms(u32::from(*month)).filter(may).any(is))
    }

    /// The power of ten of a word in the form of [`lower`](Self::lower) that multiplies the number before it, and how many bytes
    /// of the word say so.
    pub fn scale(&self, word: &str) -> Option<(u32, usize)> {
        let is_start = self.script.is_unspaced() || self.script == Script::Hangul;
        let is = |form: &str| if self.script.is_unspaced() { word.starts_with(form) } else { self.is_form(word, form) };
        // The longest form is the exact one: 千万 is not 千.
        let forms = self.values.scales.iter().flat_map(|(power, forms)| forms.iter().map(move |form| (*power, *form)));
        let (power, form) = forms.filter(|(_, form)| is(form)).max_by_key(|(_, form)| form.len())?;
        Some((power, if is_start { open(form).1.len() } else { word.len() }))
    }

    fn number_forms(&self, value: u32) -> impl Iterator<Item = &'static str> + use<> {
        let ordinals = value.checked_sub(1).and_then(|value| nth(self.ordinals, value));
        nth(self.numerals, value).into_iter().chain(ordinals).flatten().copied()
    }

    fn month_forms(&self, value: u32) -> impl Iterator<Item = &'static str> + use<> {
        let month = value.checked_sub(1);
        let more = month.and_then(|month| nth(self.months, month));
        let cldr = month.and_then(|month| nth(&self.cldr().months, month));
        more.into_iter().chain(cldr).flatten().copied()
    }

    /// Lower case, blanks of all kinds alike.
    pub fn lower(&self, text: &str) -> String {
        let blanks = |char: char| if char.is_whitespace() { ' ' } else { char };
        if self.code == "tr" {
            let text: String = text.chars().map(|char| if char == 'I' { 'ı' } else { char }).map(blanks).collect();
            // `İ` becomes an i and a combining dot.
            return text.to_lowercase().replace('\u{307}', "");
        }
        text.to_lowercase().chars().map(blanks).collect()
    }

    /// Whether a lower-case text has a form, with no letter beside it where it is not open.
    fn has_form(&self, text: &str, form: &str) -> bool {
        let (start, bare, end) = open(form);
        let (bare, not) = bare.split_once('!').unwrap_or((bare, "\0"));
        let unspaced = self.script.is_unspaced();
        text.match_indices(bare).any(|(at, _)| {
            let (before, behind) = (&text[..at], &text[at + bare.len()..]);
            let starts = start || unspaced || !before.chars().next_back().is_some_and(is_of_word);
            let ends = end || unspaced || !behind.chars().next().is_some_and(is_of_word);
            starts && ends && !behind.starts_with(not)
        })
    }
}

/// A form without its stars: whether letters may stand before it, the form, whether letters may stand behind it.
fn open(form: &str) -> (bool, &str, bool) {
    let bare = form.strip_prefix('*').unwrap_or(form);
    let stem = bare.strip_suffix('*').unwrap_or(bare);
    (bare.len() < form.len(), stem, stem.len() < bare.len())
}

fn nth<'a>(lists: &[&'a [&'static str]], at: u32) -> Option<&'a [&'static str]> {
    lists.get(usize::try_from(at).ok()?).copied()
}

/// Letters and digits, and what joins them: combining accents, the signs of Devanagari, joiners.
fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Language> {
        LANGUAGES.iter().copied().chain([&ENGLISH])
    }

    fn table(locale: &str) -> &'static Language {
        of(locale).unwrap_or_else(|| panic!("{locale} has a table"))
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
        ] {
            assert_eq!(of(locale).map(|language| language.code), Some(code), "{locale}");
        }
        for locale in ["", "-", "en-us", "sr-Latn-RS", "d", "deu"] {
            assert!(of(locale).is_none(), "{locale}");
        }
    }

    #[test]
    fn the_tables_are_whole() {
        for language in all() {
            let code = language.code;
            assert_eq!((language.numerals.len(), language.ordinals.len()), (13, 10), "{code}");
            assert!([0, 12].contains(&language.months.len()), "{code}");
            assert!(language.function_words.is_empty() == language.script.stands_out(), "{code}");
            assert!(language.function_words.is_sorted_by(|a, b| a < b), "{code}: sorted, each word once");
            assert_eq!(language.cldr().code, code);
            let lists = [language.numerals, language.ordinals, language.months];
            for form in lists.into_iter().flatten().copied().chain([language.function_words]).flatten() {
                let (_, bare, _) = open(form);
                assert!(!bare.is_empty() && !bare.contains('*') && language.lower(bare) == bare, "{code}: {form}");
            }
            for forms in lists.into_iter().flatten() {
                assert!(!forms.is_empty(), "{code}");
            }
            let words = &language.values;
            let pairs = words.scales.iter().chain(words.large).flat_map(|(_, forms)| *forms);
            for form in pairs.chain(words.morning).chain(words.afternoon).chain(words.percent).chain(words.money) {
                let (_, bare, _) = open(form);
                assert!(!bare.is_empty() && !bare.contains('*') && language.lower(bare) == bare, "{code}: {form}");
            }
            for filled in [words.morning, words.afternoon, words.percent, words.money] {
                assert!(!filled.is_empty(), "{code}");
            }
            for marks in [language.end_marks.stop, language.end_marks.colon, language.end_marks.question] {
                assert!(!marks.is_empty(), "{code}");
            }
        }
        assert!(ENGLISH.function_words.iter().all(|word| word.len() <= LONGEST));
    }

    #[test]
    fn the_numerals_of_a_language_hold_their_numbers() {
        for language in all() {
            for value in 0..=12 {
                for form in language.number_forms(value) {
                    let form = open(form).1;
                    let form = form.split('!').next().unwrap_or_default();
                    assert!(language.holds_number(value, form), "{}: {value} in {form}", language.code);
                    assert!(language.names(value, form), "{}: {value} is {form}", language.code);
                }
            }
        }
    }

    #[test]
    fn a_number_is_held_in_words() {
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
            assert!(table(locale).holds_number(value, text), "{locale}: {value} in {text}");
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
            assert!(!table(locale).holds_number(value, text), "{locale}: {value} not in {text}");
        }
    }

    #[test]
    fn a_word_names_a_value() {
        assert!(table("ru").names(1, "одному"));
        assert!(table("de").names(2, "zweistufige"));
        assert!(!table("de").names(1, "eins zwei"));
        assert!(table("he").names(2, "ושתי"));
        assert!(table("ja").names(3, "三つ"));
        assert!(ENGLISH.names(2, "both"));
        assert!(!ENGLISH.names(13, "thirteen"));
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
    fn a_region_that_differs_has_data_of_its_own() {
        let decimal = |locale: &str| cldr(locale).map(|cldr| (cldr.decimal, cldr.group));
        assert_eq!(decimal("de-DE"), Some((",", ".")));
        assert_eq!(decimal("de-ch"), Some((".", "'")));
        assert_eq!(decimal("en-us"), Some((".", ",")));
        assert_eq!(decimal("es-mx"), Some((".", ",")));
        assert_eq!(decimal("eno"), None);
        assert_eq!(decimal("sr-Latn-RS"), None);
        assert_eq!(table("th").cldr().months[0][0], "มกราคม");
    }
}
