//! `empty-translation`: a target without text.

use crate::document::markdown::{ShownText, shown_text};
use crate::document::{Document, Segment};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use memchr::memchr;

/// The rule.
pub static RULE: Rule = Rule {
    id: "empty-translation",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a target has no text although its source has text.

## What it does

Reports segments whose target is empty, or has only whitespace, punctuation, invisible characters, tags, comments or links without text, and whose source has a letter, a digit or an image. Entities such as `&nbsp;` count as their characters. Symbols such as `✔` and `®` are text. An image, a piece of code or an object such as `<video>` is accepted if the source has it.

A source of one word in small letters may be the end of a sentence that the segment before it contains. Its target may be only the punctuation at its end.

## Why it matters

Readers see nothing where the source has text.

## Example

`it-it/lamp.md`:

```markdown
- <span data-ttu-id="2ba23-103"></span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
- <span data-ttu-id="2ba23-103">Accendere la lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp.</span></span>
```

## What to do

Translate the source.
"#,
    exact: Some("the target has no text"),
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["edge-whitespace", "stray-character", "invisible-residue"],
        aspects: &[Aspect::WholeTarget, Aspect::TargetPart],
    }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    for segment in &document.segments {
        let target = document.target(segment);
        // Most targets begin with a letter, which is quick to check.
        if target.starts_with(is_letter_or_digit) {
            continue;
        }
        let source = document.source(segment);
        let problem = if target.trim().is_empty() {
            let tag = Span { start: segment.span.start, end: segment.target.span.end };
            let is_empty = !source.trim().is_empty();
            is_empty.then(|| problem(document, segment, tag, "is empty").label("no text"))
        } else {
            let is_empty = source != target && !may_have_text(target) && is_without_text(source, target);
            is_empty.then(|| {
                problem(document, segment, segment.target.span, "has no text").label("only spaces, punctuation or markup")
            })
        };
        findings.extend(problem);
    }
}

fn problem(document: &Document, segment: &Segment, span: Span, is_empty: &str) -> Problem {
    Problem::new(&RULE, span, format!("the translation of `{}` {is_empty}", document.id(segment)))
        .in_segment(document, segment)
        .help("readers see nothing here: translate the source text")
}

/// Whether a text has a letter or a digit that is not in a tag, an entity or the address of a link. If it has none, the text
/// has to be read as Markdown. The test is quick, and nearly all texts pass it.
fn may_have_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    // The byte that ends a construct is searched for only until it is missing once. Otherwise each opening byte would cause a
    // search to the end of the text.
    let mut has_no = [false; 2];
    while let Some(char) = text[at..].chars().next() {
        let end = match char {
            '<' if !has_no[0] => {
                let end = memchr(b'>', &bytes[at..]);
                has_no[0] = end.is_none();
                end
            }
            ']' if !has_no[1] && bytes.get(at + 1) == Some(&b'(') => {
                let end = memchr(b')', &bytes[at..]);
                has_no[1] = end.is_none();
                end
            }
            '&' => bytes[at..].iter().take(MAX_ENTITY_BYTES).position(|b| *b == b';'),
            _ if is_letter_or_digit(char) => return true,
            _ => None,
        };
        at += end.map_or(char.len_utf8(), |end| end + 1);
    }
    false
}

/// How many bytes an entity may have: `&CounterClockwiseContourIntegral;` is the longest.
const MAX_ENTITY_BYTES: usize = 40;

/// Whether a target has no text although its source has some.
fn is_without_text(source: &str, target: &str) -> bool {
    let (source, target) = (shown_text(source), shown_text(target));
    let has_text = |shown: &ShownText| shown.text.contains(is_letter_or_digit) || shown.code.contains(is_letter_or_digit);
    if !(has_text(&source) || source.objects.iter().any(|name| name == "img")) {
        return false;
    }
    let is_kept_code = !target.code.trim().is_empty() && source.code.contains(target.code.trim());
    let has_kept_object = target.objects.iter().any(|name| source.objects.contains(name));
    !(has_text(&target)
        || target.text.contains(is_symbol)
        || is_kept_code
        || has_kept_object
        || is_end_of_sentence(&source, &target))
}

/// Whether a source is one word in small letters, and the target has only the punctuation at its end.
fn is_end_of_sentence(source: &ShownText, target: &ShownText) -> bool {
    let (source, target) = (source.text.trim(), target.text.trim());
    source.starts_with(char::is_lowercase)
        && !source.contains(char::is_whitespace)
        && !target.is_empty()
        && source.strip_suffix(target).is_some_and(|word| word.chars().all(char::is_alphanumeric))
}

/// Whether a character is a letter or a digit that a reader sees.
fn is_letter_or_digit(char: char) -> bool {
    char.is_alphanumeric() && !INVISIBLE_LETTERS.contains(&char)
}

/// Characters that Unicode counts as letters although they are invisible: fillers of Korean and vowels of Khmer.
const INVISIBLE_LETTERS: [char; 6] = ['\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{3164}', '\u{ffa0}'];

/// Whether a character is a symbol that may be the translation of a word, such as `✔`.
fn is_symbol(char: char) -> bool {
    let is_other = char.is_ascii() || char.is_alphanumeric() || char.is_whitespace() || char.is_control();
    !is_other && !NO_SYMBOLS.iter().any(|(first, last)| (*first..=*last).contains(&char))
}

/// Ranges of characters that are not symbols: punctuation, combining marks, invisible characters, and lines of boxes. They may
/// contain letters, which are tested before.
const NO_SYMBOLS: [(char, char); 35] = [
    ('\u{a0}', '\u{a1}'),
    ('\u{a7}', '\u{a8}'),
    ('\u{ab}', '\u{ab}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{af}', '\u{af}'),
    ('\u{b4}', '\u{b4}'),
    ('\u{b6}', '\u{b8}'),
    ('\u{bb}', '\u{bb}'),
    ('\u{bf}', '\u{bf}'),
    ('\u{2b0}', '\u{36f}'),
    ('\u{37e}', '\u{387}'),
    ('\u{483}', '\u{489}'),
    ('\u{55a}', '\u{61f}'),
    ('\u{64b}', '\u{6ed}'),
    ('\u{700}', '\u{70f}'),
    ('\u{900}', '\u{df4}'),
    ('\u{e2f}', '\u{e5b}'),
    ('\u{f01}', '\u{fff}'),
    ('\u{104a}', '\u{104f}'),
    ('\u{10fb}', '\u{10fb}'),
    ('\u{135d}', '\u{1368}'),
    ('\u{1735}', '\u{1736}'),
    ('\u{17b4}', '\u{180f}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{1dc0}', '\u{1dff}'),
    ('\u{2000}', '\u{206f}'),
    ('\u{20d0}', '\u{20ff}'),
    ('\u{2500}', '\u{257f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{2e00}', '\u{2e7f}'),
    ('\u{3000}', '\u{303f}'),
    ('\u{30a0}', '\u{30fb}'),
    ('\u{fe00}', '\u{fe6f}'),
    ('\u{feff}', '\u{ffff}'),
    ('\u{e0000}', '\u{e0fff}'),
];

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the translation of `2ba23-103` is empty
          at "<span data-ttu-id=\"2ba23-103\">": no text
          help: readers see nothing here: translate the source text
        "#);
    }

    fn reported(source: &str, target: &str) -> String {
        report_document(&RULE, "it-it/lamp.md", &segment(source, target))
    }

    #[test]
    fn a_target_without_text_is_reported() {
        insta::assert_snapshot!(reported("Light the lamp.", "&nbsp;"), @r#"
        it-it/lamp.md: the translation of `2ba23-103` has no text
          at "&nbsp;": only spaces, punctuation or markup
          help: readers see nothing here: translate the source text
        "#);
        for target in [
            ".",
            "...",
            "—",
            "。",
            "؟",
            "&#160;",
            "&#xA0;&#x200b;",
            "&ZeroWidthSpace;",
            "&shy;&zwnj;",
            "<br>",
            "<br/> <b></b>",
            "<!-- Accendere la lampada. -->",
            "<!--a--> .",
            "**.**",
            "[](lamp.md)",
            "[ ](lamp.md \"Lampada\")",
            "![](lamp.png)",
            "<img src=\"lamp.png\" alt=\"\">",
            "` . `",
            "\\.",
            "\u{200b}",
            "\u{feff}\u{2060}",
            "\u{3164}",
            "\u{2800}",
            "\u{301}",
            "\u{fffd}",
            "&#0;",
            "(&nbsp;)",
            "|",
            "<a name=\"x\"></a>",
            "<",
            "](",
        ] {
            assert!(reported("Light the lamp.", target).contains("has no text"), "{target}");
        }
        for source in ["lamp", "Lamp.", "5", "`Light()`", "![](lamp.png)", "[the lamp](lamp.md)", "ランプ。"] {
            assert!(reported(source, "&nbsp;.").contains("has no text"), "{source}");
        }
        assert!(reported("lamp.", "!").contains("has no text"));
        assert!(reported("the lamp.", ".").contains("has no text"));
    }

    #[test]
    fn a_target_with_text_or_with_what_the_source_has_is_not() {
        for (source, target) in [
            ("pane.", "."),
            ("and", "&eacute;"),
            ("Yes", "✔"),
            ("True", "○"),
            ("Beacon&reg;", "&reg;"),
            ("Light.", "点亮。"),
            ("Light.", "**Accendi.**"),
            ("Light `a` or `*`.", "`*`"),
            ("![The lamp](lamp.png)", "![](lamp.png)"),
            ("<img src=\"lamp.png\" alt=\"The lamp\">", "<img src=\"lamp.png\" alt=\"\">"),
            ("[](lamp.md)", "[]( lamp.md)"),
            ("&nbsp;", "<br>"),
            ("<br>", "&nbsp;"),
            (".", "。"),
            ("...", "…"),
            ("<!-- lamp -->", "."),
            ("<kbd>L</kbd>", "<kbd>L</kbd>"),
            ("See <https://lamp.example>.", "<https://lamp.example>"),
            ("\\<lamp>", "\\<lampada>"),
            ("`<br>`", "`<br>` "),
            ("Number 5", "5"),
            ("Lamp", "(&Alpha;)"),
            ("Lamp", "<b>L</b>"),
        ] {
            assert_eq!(reported(source, target), "", "{source}: {target}");
        }
    }
}
