//! Two writings of one source text made the same.
//!
//! The tool that cuts a source file into sentences changes their writing a little: it folds line wraps, undoes escapes
//! and entities, adds `:::no-loc(..):::` marks, and adds or drops zero-width and no-break spaces.

use crate::bytes::any_triple;
use std::borrow::Cow;

/// The text with its blanks folded to one, escapes and entities undone, `:::no-loc(X):::` as `X`, zero-width characters
/// dropped, and without blanks at its ends. Borrowed when nothing had to change.
pub fn fold(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_folded(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    let mut folded = String::with_capacity(trimmed.len());
    let mut rest = trimmed;
    while let Some(char) = rest.chars().next() {
        if let Some((inner, after)) = rest.strip_prefix(":::no-loc(").and_then(|mark| mark.split_once("):::")) {
            folded.push_str(inner);
            rest = after;
            continue;
        }
        if let Some((value, length)) = entity(rest) {
            push(&mut folded, value);
            rest = &rest[length..];
            continue;
        }
        let mut length = char.len_utf8();
        if char == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
            folded.push_str(&rest[1..2]);
            length = 2;
        } else {
            push(&mut folded, char);
        }
        rest = &rest[length..];
    }
    folded.truncate(folded.trim_end().len());
    Cow::Owned(folded)
}

/// A text that is one whole link, `[text](target)`, as its text alone; any other text as it is. The tool that cuts
/// sentences now and then leaves a link around a sentence outside the pair.
pub fn unlinked(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some(inner) = link_text(&text) else { return text };
    let end = 1 + inner.len();
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[1..end]),
        Cow::Owned(text) => Cow::Owned(text[1..end].to_owned()),
    }
}

fn link_text(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(')')?;
    let (label, target) = inner.split_once("](")?;
    (!label.contains(['[', ']']) && !target.contains(['(', ')', ' '])).then_some(label)
}

fn push(folded: &mut String, char: char) {
    match char {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        c if c.is_whitespace() => {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        c => folded.push(c),
    }
}

/// The character that an entity at the start of `text` stands for, and the entity's length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(10).position(|b| b == b';')?;
    let char = match &body[..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((char, end + 2))
}

/// Whether folding would change nothing: no byte of it begins what folding changes (an escape, an entity, a line end, two
/// blanks, two colons, a blank or a zero-width character beyond ASCII).
fn is_folded(bytes: &[u8]) -> bool {
    !any_triple(bytes, |a, b, _| {
        (a < 0x20)
            | (a == b'\\')
            | (a == b'&')
            | (a == 0xc2)
            | (a.wrapping_sub(0xe1) < 3)
            | (a == 0xef)
            | ((a == b) & ((a == b' ') | (a == b':')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writings_of_one_text_fold_to_the_same() {
        assert_eq!(fold("plain text"), "plain text");
        assert!(matches!(fold("plain text"), Cow::Borrowed(_)));
        assert_eq!(fold("a\n  b\u{a0} c"), "a b c");
        assert_eq!(fold(r"\*\*x\*\* &gt; &#39;y&#x27; & z\n"), r"**x** > 'y' & z\n");
        assert_eq!(fold("the :::no-loc(Tag)::: of\u{200b} :::no-loc(x"), "the Tag of :::no-loc(x");
    }

    #[test]
    fn a_link_around_a_whole_text_is_taken_off() {
        let plain = |text: &'static str| unlinked(Cow::Borrowed(text));
        assert_eq!(plain("[A *b*](https://example.org)"), "A *b*");
        for text in ["[a](b) and [c](d)", "see [a](b)", "[a]", "a", "", "[a](b c)"] {
            assert_eq!(plain(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_seems_folded_is(text in "[a &;:\\\\\n\u{a0}\u{200b}é本.]{0,20}") {
            let trimmed = text.trim();
            if is_folded(trimmed.as_bytes()) {
                let slow = fold(&format!("{trimmed}\u{200b}")).into_owned();
                prop_assert_eq!(slow, trimmed);
            }
        }
    }
}
