//! Similarity of sentences by their words. The words of a sentence are sorted once. A comparison then takes linear time.

/// The sorted words of a sentence.
#[derive(Debug)]
pub struct SortedWords<'a>(Vec<&'a str>);

impl<'a> SortedWords<'a> {
    /// Splits a sentence at spaces.
    pub fn new(text: &'a str) -> Self {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        Self(words)
    }
}

/// Whether two sentences share at least half of their words.
pub fn are_similar(one: &SortedWords<'_>, other: &SortedWords<'_>) -> bool {
    let (one, other) = (&one.0, &other.0);
    let all = one.len() + other.len();
    if one.len().min(other.len()) * 4 < all {
        return false;
    }
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while a < one.len() && b < other.len() {
        match one[a].cmp(other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, shared) = (a + 1, b + 1, shared + 1),
        }
    }
    shared * 4 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_share_half_of_their_words_are_similar() {
        let are_similar = |one, other| are_similar(&SortedWords::new(one), &SortedWords::new(other));
        assert!(are_similar("Trim the lamp each week.", "Trim the lamp each month."));
        assert!(are_similar("a b", "a c"));
        assert!(!are_similar("a b", "c d"));
        assert!(!are_similar("a", "a b c d"));
    }
}
