//! Writing systems, and how they are written.

/// The writing system of a language's running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Arabic, Persian, Urdu, Uyghur, ...
    Arabic,
    /// Bengali and Assamese.
    Bengali,
    /// Russian, Ukrainian.
    Cyrillic,
    /// Hindi, Marathi, Nepali.
    Devanagari,
    /// Greek.
    Greek,
    /// Gujarati.
    Gujarati,
    /// Punjabi.
    Gurmukhi,
    /// Chinese.
    Han,
    /// Korean.
    Hangul,
    /// Hebrew and Yiddish.
    Hebrew,
    /// Japanese: Kanji with both kana.
    Japanese,
    /// Kannada.
    Kannada,
    /// Khmer.
    Khmer,
    /// Lao.
    Lao,
    /// German, Polish, Turkish, Vietnamese, ...
    Latin,
    /// Malayalam.
    Malayalam,
    /// Burmese.
    Myanmar,
    /// Odia.
    Odia,
    /// Sinhala.
    Sinhala,
    /// Syriac.
    Syriac,
    /// Tamil.
    Tamil,
    /// Telugu.
    Telugu,
    /// Dhivehi.
    Thaana,
    /// Thai.
    Thai,
}

/// The scripts of languages that have no table, by primary language subtag. Languages in Latin, Cyrillic or Greek letters are
/// left out: nothing that depends on the script applies to them.
static SCRIPTS_WITHOUT_TABLE: &[(&str, Script)] = &[
    ("as", Script::Bengali),
    ("bn", Script::Bengali),
    ("ckb", Script::Arabic),
    ("dv", Script::Thaana),
    ("fa", Script::Arabic),
    ("gu", Script::Gujarati),
    ("km", Script::Khmer),
    ("kn", Script::Kannada),
    ("lo", Script::Lao),
    ("ml", Script::Malayalam),
    ("mr", Script::Devanagari),
    ("my", Script::Myanmar),
    ("ne", Script::Devanagari),
    ("or", Script::Odia),
    ("pa", Script::Gurmukhi),
    ("ps", Script::Arabic),
    ("sd", Script::Arabic),
    ("si", Script::Sinhala),
    ("syr", Script::Syriac),
    ("ta", Script::Tamil),
    ("te", Script::Telugu),
    ("ug", Script::Arabic),
    ("ur", Script::Arabic),
    ("yi", Script::Hebrew),
];

impl Script {
    /// The script of a locale, ignoring case. It is known for all languages with a table and for those of a few other scripts.
    pub fn for_locale(locale: &str) -> Option<Self> {
        let without_table = || {
            let primary = super::primary_subtag(locale);
            SCRIPTS_WITHOUT_TABLE.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(primary)).map(|&(_, script)| script)
        };
        super::for_locale(locale).map(|language| language.script).or_else(without_table)
    }

    /// Whether English words in a text are recognizable by their letters: in every script but Latin.
    pub fn differs_from_latin(self) -> bool {
        self != Self::Latin
    }

    /// Whether words are written without spaces between them.
    pub fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Japanese | Self::Khmer | Self::Lao | Self::Myanmar | Self::Thai)
    }

    /// Whether a character is a letter of a script that has its own punctuation: Arabic, Han or Japanese.
    pub fn has_letter(self, char: char) -> bool {
        match self {
            Self::Arabic => matches!(char, '\u{620}'..='\u{652}' | '\u{66e}'..='\u{6d3}'),
            Self::Han => is_han(char),
            Self::Japanese => is_han(char) || is_hiragana(char) || is_katakana(char),
            _ => false,
        }
    }

    /// Whether text is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew | Self::Syriac | Self::Thaana)
    }

    /// Whether zero-width spaces show where a line may break. Chinese and Japanese lines break without them.
    pub fn uses_zero_width_spaces(self) -> bool {
        matches!(self, Self::Khmer | Self::Lao | Self::Myanmar | Self::Thai)
    }

    /// Whether zero-width joiners and non-joiners choose the shapes of letters.
    pub fn uses_joiners(self) -> bool {
        match self {
            Self::Arabic
            | Self::Bengali
            | Self::Devanagari
            | Self::Gujarati
            | Self::Gurmukhi
            | Self::Kannada
            | Self::Khmer
            | Self::Malayalam
            | Self::Myanmar
            | Self::Odia
            | Self::Sinhala
            | Self::Tamil
            | Self::Telugu => true,
            Self::Cyrillic
            | Self::Greek
            | Self::Han
            | Self::Hangul
            | Self::Hebrew
            | Self::Japanese
            | Self::Lao
            | Self::Latin
            | Self::Syriac
            | Self::Thaana
            | Self::Thai => false,
        }
    }
}

/// Whether a character is a Chinese character.
pub fn is_han(char: char) -> bool {
    matches!(char, '\u{3005}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is a letter of hiragana.
pub fn is_hiragana(char: char) -> bool {
    matches!(char, '\u{3041}'..='\u{3096}')
}

/// Whether a character is a letter of katakana.
pub fn is_katakana(char: char) -> bool {
    matches!(char, '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

/// Whether a word may begin or end next to a letter without a space: the letters of the scripts without spaces between words
/// (Han, kana, Thai, Lao, Burmese, Khmer), and Hangul, because Korean particles are joined to the words.
pub fn allows_word_edge(char: char) -> bool {
    matches!(char,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' |
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' |
        '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_has_a_script() {
        for (locale, script) in [
            ("it-IT", Some(Script::Latin)),
            ("AR-sa", Some(Script::Arabic)),
            ("iw", Some(Script::Hebrew)),
            ("fa_IR", Some(Script::Arabic)),
            ("ckb-IQ", Some(Script::Arabic)),
            ("MY", Some(Script::Myanmar)),
            ("th-th", Some(Script::Thai)),
            ("et-EE", None),
            ("", None),
        ] {
            assert_eq!(Script::for_locale(locale), script, "{locale}");
        }
    }

    #[test]
    fn languages_without_a_table_are_sorted_and_have_no_table() {
        assert!(SCRIPTS_WITHOUT_TABLE.is_sorted_by(|a, b| a.0 < b.0));
        for (tag, _) in SCRIPTS_WITHOUT_TABLE {
            assert!(super::super::for_locale(tag).is_none(), "{tag}");
        }
    }
}
