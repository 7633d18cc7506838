//! Word differences between two versions of a sentence.

use crate::text::Span;
use crate::text::normalize::normalize;
use crate::text::phrases::quote;
use similar::TextDiff;
use std::ops::Range;

/// The largest number of changed words in a word-by-word difference. Nobody would read a longer one, and it costs too much.
const MAX_CHANGED_WORDS: usize = 80;

/// The number of unchanged words before and after a change.
const CONTEXT_WORDS: usize = 3;

/// The difference in one line: `… light the [-lamp-] {+lantern+} first …`. Long runs of unchanged words are left out.
pub fn difference(before: &str, after: &str) -> String {
    let (before, after) = (normalize(before), normalize(after));
    let (old, new) = changed_ranges(&before, &after);
    let words = |text: &str| text.split(' ').count();
    if words(&before[old.clone()]) + words(&after[new.clone()]) > MAX_CHANGED_WORDS {
        return format!("[-{}-] {{+{}+}}", quote(&before[old]), quote(&after[new]));
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let diff = TextDiff::from_slices(&a, &b);
    let mut shown = String::new();
    let mut push = |text: &str| {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(text);
    };
    let groups = diff.grouped_ops(CONTEXT_WORDS);
    for (i, group) in groups.iter().enumerate() {
        let starts_inside = group.first().is_some_and(|op| op.old_range().start > 0 || op.new_range().start > 0);
        if starts_inside || i > 0 {
            push("…");
        }
        for op in group {
            let (old, new) = (a[op.old_range()].join(" "), b[op.new_range()].join(" "));
            match op.tag() {
                similar::DiffTag::Equal => push(&old),
                _ => {
                    if !old.is_empty() {
                        push(&format!("[-{old}-]"));
                    }
                    if !new.is_empty() {
                        push(&format!("{{+{new}+}}"));
                    }
                }
            }
        }
        if i + 1 == groups.len() && group.last().is_some_and(|op| op.old_range().end < a.len()) {
            push("…");
        }
    }
    shown
}

/// The span of the words that a text has and `other` does not have. `span` is the span of the text. If words were only removed
/// from the text, the result is `span`.
pub fn changed_words(span: Span, text: &str, other: &str) -> Span {
    let (words, _) = changed_ranges(text, other);
    let start = span.start as usize;
    if words.is_empty() { span } else { Span::new(start + words.start, start + words.end) }
}

/// The byte range of the changed words in each text, without the words that both texts begin and end with.
pub fn changed_ranges(one: &str, other: &str) -> (Range<usize>, Range<usize>) {
    let boundaries = |text: &str| -> Vec<usize> {
        let mut at: Vec<usize> = text
            .split_inclusive(' ')
            .scan(0, |end, word| {
                *end += word.len();
                Some(*end)
            })
            .collect();
        at.insert(0, 0);
        at
    };
    let (a, b) = (boundaries(one), boundaries(other));
    let words = |text: &'_ str, at: &[usize], i: usize| text[at[i]..at[i + 1]].trim_end().to_owned();
    let (n, m) = (a.len() - 1, b.len() - 1);
    let shared = n.min(m);
    let head = (0..shared).take_while(|&i| words(one, &a, i) == words(other, &b, i)).count();
    let tail = (0..shared - head).take_while(|&i| words(one, &a, n - 1 - i) == words(other, &b, m - 1 - i)).count();
    let trim = |text: &str, start: usize, end: usize| start..start + text[start..end].trim_end().len();
    (trim(one, a[head], a[n - tail]), trim(other, b[head], b[m - tail]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_with_the_words_around_it() {
        assert_eq!(difference("Light the lamp first.", "Light the lantern first."), "Light the [-lamp-] {+lantern+} first.");
        assert_eq!(difference("a b c d e f g", "a b c d e f g h"), "… e f g {+h+}");
        assert_eq!(difference("a x b c d e f g h i y", "a b c d e f g h i z"), "a [-x-] b c d … g h i [-y-] {+z+}");
        let long = "word ".repeat(100);
        assert!(difference(&long, "other").len() < 200);
    }

    #[test]
    fn changed_words_are_found() {
        let words = |one: &'static str, other: &'static str| {
            let (a, b) = changed_ranges(one, other);
            (&one[a], &other[b])
        };
        assert_eq!(words("Light the big lamp.", "Light the lamp."), ("big", ""));
        assert_eq!(words("Light a lamp.", "Light the lamp."), ("a", "the"));
        assert_eq!(words("a a", "a a a"), ("", "a"));
        assert_eq!(words("x", "y"), ("x", "y"));
        assert_eq!(words("", "y"), ("", "y"));
    }
}
