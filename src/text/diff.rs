//! What differs between two wordings of a sentence.

use crate::text::Span;
use crate::text::normalize::fold;
use crate::text::phrases::quote;
use similar::TextDiff;
use std::ops::Range;

/// How many words may differ for the difference to be shown word by word: more would not be read, and cost too much.
const MOST: usize = 80;

/// How many words that both have are shown beside a difference.
const AROUND: usize = 3;

/// The difference in one line: `… light the [-lamp-] {+lantern+} first …`, words that both have cut short.
pub fn difference(before: &str, now: &str) -> String {
    let (before, now) = (fold(before), fold(now));
    let (old, new) = changed(&before, &now);
    let words = |text: &str| text.split(' ').count();
    if words(&before[old.clone()]) + words(&now[new.clone()]) > MOST {
        return format!("[-{}-] {{+{}+}}", quote(&before[old]), quote(&now[new]));
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), now.split(' ').collect());
    let diff = TextDiff::from_slices(&a, &b);
    let mut shown = String::new();
    let mut word = |text: &str| {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(text);
    };
    let groups = diff.grouped_ops(AROUND);
    for (i, group) in groups.iter().enumerate() {
        let starts_inside = group.first().is_some_and(|op| op.old_range().start > 0 || op.new_range().start > 0);
        if starts_inside || i > 0 {
            word("…");
        }
        for op in group {
            let (old, new) = (a[op.old_range()].join(" "), b[op.new_range()].join(" "));
            match op.tag() {
                similar::DiffTag::Equal => word(&old),
                _ => {
                    if !old.is_empty() {
                        word(&format!("[-{old}-]"));
                    }
                    if !new.is_empty() {
                        word(&format!("{{+{new}+}}"));
                    }
                }
            }
        }
        if i + 1 == groups.len() && group.last().is_some_and(|op| op.old_range().end < a.len()) {
            word("…");
        }
    }
    shown
}

/// The words of a text, which stands at `span`, that another wording does not have; all of it where it only lacks some.
pub fn changed_words(span: Span, text: &str, other: &str) -> Span {
    let (words, _) = changed(text, other);
    let start = span.start as usize;
    if words.is_empty() { span } else { Span::new(start + words.start, start + words.end) }
}

/// The words that differ: what is left of each text without the words that both begin and end with.
pub fn changed(one: &str, other: &str) -> (Range<usize>, Range<usize>) {
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
    fn the_words_that_differ_are_named() {
        let words = |one: &'static str, other: &'static str| {
            let (a, b) = changed(one, other);
            (&one[a], &other[b])
        };
        assert_eq!(words("Light the big lamp.", "Light the lamp."), ("big", ""));
        assert_eq!(words("Light a lamp.", "Light the lamp."), ("a", "the"));
        assert_eq!(words("a a", "a a a"), ("", "a"));
        assert_eq!(words("x", "y"), ("x", "y"));
        assert_eq!(words("", "y"), ("", "y"));
    }
}
