//! How a language writes punctuation, suffixes and articles, as far as this is certain without a reader.

/// The typography of a language.
#[derive(Clone, Copy, Debug)]
pub struct Typography {
    /// Latin punctuation that the script replaces with its own.
    pub marks: &'static [Mark],
    /// Punctuation marks without a space before them.
    pub closed: &'static [char],
    /// Parts of words that follow each other without a space.
    pub joined: &'static [Joined],
    /// Particles that are joined to the word before them, sorted. None of them is also a word.
    pub particles: &'static [&'static str],
    /// Further particles, which are also words, or parts of words. They are sure only after markup. Sorted.
    pub markup_particles: &'static [&'static str],
    /// Suffixes that an apostrophe joins to a name, sorted.
    pub suffixes: &'static [&'static str],
    /// Words that end with an apostrophe before a vowel or an `h`, in lower case without the apostrophe, sorted.
    pub elided: &'static [&'static str],
    /// The article that depends on the next sound.
    pub article: Option<Article>,
}

/// A Latin punctuation mark, and the character of another script that replaces it.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The Latin punctuation mark.
    pub latin: char,
    /// The punctuation mark of the script.
    pub own: char,
    /// Whether no other punctuation mark of the script can be meant.
    pub is_certain: bool,
}

/// Parts of words that are written without a space between them.
#[derive(Clone, Copy, Debug)]
pub struct Joined {
    /// Whole words that are the first part, sorted.
    pub words: &'static [&'static str],
    /// Ends of longer words that are the first part.
    pub endings: &'static [&'static str],
    /// The second part, sorted. A space in it is also removed.
    pub next: &'static [&'static str],
}

/// An article with one form before consonants and one before vowels, in lower case.
#[derive(Clone, Copy, Debug)]
pub struct Article {
    /// The form before a consonant. No other word is written like it.
    pub consonant: &'static str,
    /// The form before a vowel. It may also be a pronoun.
    pub vowel: &'static str,
    /// The vowels, in lower case.
    pub vowels: &'static str,
    /// Starts of words, in lower case, that begin with a vowel: the sound may be a consonant, or the word takes no article.
    pub unclear: &'static [&'static str],
}

/// A quick test for the first character of the second parts of [`Joined`].
#[derive(Debug)]
pub struct FirstChars([bool; 256]);

impl FirstChars {
    /// The first characters of the second parts.
    pub fn new(all: &[Joined]) -> Self {
        let mut first = [false; 256];
        all.iter().flat_map(|joined| joined.next).for_each(|next| first[Self::slot(next)] = true);
        Self(first)
    }

    /// Whether a text may begin with a second part.
    pub fn may_begin(&self, text: &str) -> bool {
        self.0[Self::slot(text)]
    }

    /// The slot of the first character of a text.
    fn slot(text: &str) -> usize {
        text.chars().next().map_or(0, |c| c as usize % 256)
    }
}

impl Typography {
    /// No certain habits.
    pub const NONE: Self = Self {
        marks: &[],
        closed: &[],
        joined: &[],
        particles: &[],
        markup_particles: &[],
        suffixes: &[],
        elided: &[],
        article: None,
    };
}

#[cfg(test)]
mod tests {
    use super::super::LANGUAGES;

    #[test]
    fn words_are_sorted_and_in_lower_case() {
        for language in LANGUAGES {
            let typography = &language.typography;
            let lists = [typography.particles, typography.markup_particles, typography.suffixes, typography.elided];
            for list in lists.into_iter().chain(typography.joined.iter().flat_map(|joined| [joined.words, joined.next])) {
                assert!(list.is_sorted_by(|a, b| a < b), "{}: {list:?}", language.code);
                assert!(list.iter().all(|word| language.lower(word) == *word), "{}: {list:?}", language.code);
            }
        }
    }
}
