//! The runs of a text: the words in links, emphasis and code.

use crate::document::inline::{Inline, Kind, Part};
use crate::language::Language;
use crate::rules::context::SideText;
use crate::text::Span;

/// A run: some words of a text in one kind of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The kind of the markup.
    pub kind: Kind,
    /// The run with its delimiters, and with the address of a link.
    pub span: Span,
    /// The words.
    pub text: Span,
}

/// The kinds of markup that can contain words.
pub const WITH_WORDS: [Kind; 5] = [Kind::Link, Kind::Reference, Kind::Code, Kind::Strong, Kind::Emphasis];

/// The characters between the words of a run.
pub const WORD_ENDS: [char; 4] = [' ', '\u{a0}', '\'', '’'];

/// The kinds of bold and emphasized runs.
pub const EMPHASIS: [Kind; 2] = [Kind::Strong, Kind::Emphasis];

/// The runs of some kinds. Those in one pair of brackets are before those around it.
pub fn runs<'a>(side: SideText<'a>, kinds: &'a [Kind]) -> impl Iterator<Item = Run> + Clone + use<'a> {
    let parts: &[Part] = if side.inline.has_any(kinds) { &side.inline.parts } else { &[] };
    parts.iter().filter(|part| kinds.contains(&part.kind)).map(move |part| Run {
        kind: part.kind,
        span: part.span,
        text: words(side.text, part),
    })
}

/// The words of a part.
fn words(text: &str, part: &Part) -> Span {
    let start = part.span.start as usize + 1;
    match part.kind {
        // `[text](address)`: the address begins after the last `](` before it.
        Kind::Link => {
            let end = text[start..part.inner.start as usize].rfind(']').map_or(start, |at| start + at);
            Span::new(start, end)
        }
        // `[text][label]`, or `[text][]` with the text as its label.
        Kind::Reference if part.inner.start as usize == start => part.inner,
        Kind::Reference => Span::new(start, (part.inner.start as usize).saturating_sub(2).max(start)),
        _ => part.inner,
    }
}

/// Whether a run ends with a word that belongs to the words after it: `[the lamp of](a.md) glass`.
pub fn is_cut(side: SideText<'_>, run: Run, language: &Language) -> bool {
    let Some(last) = side.get(run.text).split(WORD_ENDS).next_back() else { return false };
    let rest = side.text[run.span.end as usize..].trim_start_matches([' ', '\u{a0}']);
    rest.starts_with(char::is_alphabetic) && language.is_leading_word(last)
}

/// Whether a text still has the same markup after some of its bytes are replaced. The replacements are in order and do not
/// overlap. An emphasis delimiter renders only next to some characters, so a space can decide whether it does.
pub fn keeps_markup(side: SideText<'_>, replacements: &[(Span, &str)]) -> bool {
    let mut text = String::with_capacity(side.text.len());
    let mut at = 0;
    for (span, replacement) in replacements {
        text.push_str(&side.text[at..span.start as usize]);
        text.push_str(replacement);
        at = span.end as usize;
    }
    text.push_str(&side.text[at..]);
    let edited = Inline::new(&text);
    markup(side.inline).eq(markup(&edited))
}

/// The kinds of all markup in a text, in order.
fn markup(inline: &Inline) -> impl Iterator<Item = Kind> {
    inline.parts.iter().map(|part| part.kind).filter(|kind| !matches!(kind, Kind::Word | Kind::Number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_runs_are_found() {
        let text = "**a** [b](b.md) [c *d*]( <e.md> ) [f][g] [h][] `i` [](j.md)";
        let inline = Inline::new(text);
        let side = SideText::new(text, &inline);
        let mut found: Vec<Run> = runs(side, &WITH_WORDS).collect();
        found.sort_by_key(|run| run.span);
        let words: Vec<&str> = found.iter().map(|run| side.get(run.text)).collect();
        assert_eq!(words, ["a", "b", "c *d*", "d", "f", "h", "i", ""]);
    }

    #[test]
    fn an_edit_can_break_emphasis() {
        let text = "**a.** 를 b **c** 를";
        let inline = Inline::new(text);
        let side = SideText::new(text, &inline);
        let space = |after: &str| {
            let at = text.find(after).expect("the text has it") + after.len();
            (Span::new(at, at + 1), "")
        };
        assert!(keeps_markup(side, &[space("c**")]) && !keeps_markup(side, &[space("a.**")]));
    }
}
