//! English: the source language. It is no table for a localized document, so it is not found by its locale.

use super::{EndMarks, Language, Script};

/// English.
#[rustfmt::skip]
pub static ENGLISH: Language = Language {
    code: "en",
    script: Script::Latin,
    numerals: &[
        &["zero", "no", "none", "nil"],
        &["one", "a", "an", "once", "single", "sole"],
        &["two", "both", "twice", "double", "dual", "pair*", "couple", "two-*", "second*"],
        &["three", "triple*", "thrice", "three-*"],
        &["four", "quadruple*", "four-*"],
        &["five", "five-*"],
        &["six", "six-*"],
        &["seven", "seven-*"],
        &["eight", "eight-*"],
        &["nine", "nine-*"],
        &["ten", "ten-*"],
        &["eleven", "eleven-*"],
        &["twelve", "dozen*", "twelve-*"],
    ],
    ordinals: &[
        &["first*"],
        &["second*"],
        &["third*"],
        &["fourth*"],
        &["fifth*"],
        &["sixth*"],
        &["seventh*"],
        &["eighth*"],
        &["ninth*"],
        &["tenth*"],
    ],
    months: &[],
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "a", "also", "an", "and", "are", "as", "at", "be", "because", "been", "being", "but", "by", "cannot", "could", "did",
        "do", "does", "during", "each", "either", "for", "from", "had", "has", "have", "having", "he", "her", "his", "how",
        "however", "if", "in", "into", "is", "its", "might", "must", "nor", "not", "of", "or", "other", "our", "shall", "she",
        "should", "since", "so", "some", "such", "than", "that", "the", "their", "them", "themselves", "then", "there",
        "these", "they", "this", "those", "through", "to", "unless", "until", "upon", "using", "was", "we", "were", "what", "whatever",
        "when", "whenever", "where", "whether", "which", "while", "whose", "why", "will", "with", "within", "without", "would",
        "yet", "you", "your", "yours",
    ],
};
