//! English, as far as it must be known as the language of the source: what in a text is prose, and not a name.

use crate::inline::Kind;
use crate::language::is_english_function_word;
use crate::unit::Reading;

/// How many words a text has, and of which kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Words, numbers apart.
    pub words: usize,
    /// Those that no name is made of, in whatever letters: `the`, `of`, `is`.
    pub function: usize,
    /// Other words in small letters.
    pub plain: usize,
}

impl Prose {
    /// Counts the words of a text.
    pub fn of(reading: Reading<'_>) -> Self {
        let mut prose = Self::default();
        for (_, word) in reading.all(Kind::Word) {
            prose.add(word);
        }
        prose
    }

    fn add(&mut self, word: &str) {
        self.words += 1;
        if is_english_function_word(word) {
            self.function += 1;
        } else if is_plain(word) {
            self.plain += 1;
        }
    }

    /// Whether this is running text, not a name or label: enough words, and among them such as no name is made of.
    pub fn is_running(self) -> bool {
        self.function >= 1 && self.plain >= 1 && self.words >= 4
    }
}

/// Whether a word is a plain one in small letters, and no function word.
pub fn is_plain(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && !is_english_function_word(word)
}
