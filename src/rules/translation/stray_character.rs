//! `stray-character`: characters that no text should contain.

use crate::document::inline::Inline;
use crate::document::{Document, Segment};
use crate::language::Script;
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::bytes::any_triple;
use crate::text::phrases::counted;
use crate::text::{SUBSTITUTE, Span};
use std::cell::OnceCell;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "stray-character",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a text contains a replacement, control, bidirectional override, zero-width or wrongly decoded character, or a file contains bytes that are not UTF-8.

## What it does

Searches targets and front matter values for U+FFFD, control characters, direction controls, zero-width characters, and text that was decoded with the wrong code page (`Ã©` for `é`). Characters that the source also has are accepted. So are characters that a script needs: joiners in Persian, Urdu and the scripts of India and in emoji; zero-width spaces in Thai, Khmer, Lao and Burmese; and in right-to-left languages single direction marks, and embeddings (U+202B) that U+202C ends. In these languages an override is reported, and any direction control inside a word, in code, in an address or between `]` and `(`. `invisible-residue` reports characters without effect, such as a direction control without its partner or a zero-width space at the end. A file with bytes that are not UTF-8 gets one finding.

## Why it matters

Readers see a box or a question mark, search does not find the word, and an override can reverse the order of a line.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">La lampada � accesa.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The lamp is lit.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">La lampada è accesa.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The lamp is lit.</span></span>
```

## What to do

Write the intended character, or remove the stray one.
"#,
    explains: &[Explains {
        covers: Covers::TargetWords,
        rules: &["edge-whitespace"],
        aspects: &[Aspect::WholeTarget, Aspect::TargetPart],
    }],
    checks: &[Check::Document(check)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    check_encoding(document, findings);
    let script = document.identity.locale.as_deref().and_then(Script::for_locale);
    for segment in &document.segments {
        let found = search(document.target(segment), document.source(segment), script);
        let place = |span: Span| shifted(span, segment.target.span.start);
        findings.extend(found.stray.map(|(span, name)| problem(place(span), &name).in_segment(document, segment)));
    }
    for entry in document.front_matter.iter().flat_map(|f| &f.entries) {
        let found = search(document.text.slice(entry.value), "", script);
        findings.extend(found.stray.map(|(span, name)| problem(shifted(span, entry.value.start), &name)));
    }
}

/// The invisible characters without effect of each text that has any, for `invisible-residue`. Texts of the front matter come
/// without a segment.
pub(super) fn residue(document: &Document) -> Vec<(Vec<Span>, Option<&Segment>)> {
    let script = document.identity.locale.as_deref().and_then(Script::for_locale);
    let in_text = |text: &str, source: &str, start: u32| -> Vec<Span> {
        let mut residue = search(text, source, script).residue;
        residue.sort_unstable();
        residue.into_iter().map(|span| shifted(span, start)).collect()
    };
    let entries = document.front_matter.iter().flat_map(|front_matter| &front_matter.entries);
    let values = entries.map(|entry| (in_text(document.text.slice(entry.value), "", entry.value.start), None));
    let target =
        |segment| (in_text(document.target(segment), document.source(segment), segment.target.span.start), Some(segment));
    values.chain(document.segments.iter().map(target)).filter(|(residue, _)| !residue.is_empty()).collect()
}

/// The place in a document of a span in a text that starts at a byte of the document.
fn shifted(span: Span, start: u32) -> Span {
    Span { start: start + span.start, end: start + span.end }
}

fn problem(place: Span, name: &str) -> Problem {
    Problem::new(&RULE, place, format!("the text contains {name}"))
        .label("does not belong here")
        .help("it breaks the display or the search; write the intended character, or remove this one")
}

fn check_encoding(document: &Document, findings: &mut Vec<Problem>) {
    let Some(&first) = document.text.invalid().first() else { return };
    let bytes: usize = document.text.invalid().iter().map(|span| span.len()).sum();
    let is_utf16 = first.start == 0 && first.len() == 2;
    let encoding = if is_utf16 { "; the file seems to be UTF-16" } else { "" };
    let mut finding =
        Problem::new(&RULE, first, format!("the file is not UTF-8: {} cannot be decoded{encoding}", counted(bytes, "byte")))
            .label("is not UTF-8")
            .help("readers see a box or a question mark; save the file as UTF-8, the rest of it was checked");
    if let Some(segment) = document.segments.iter().find(|segment| segment.span.meets(first)) {
        finding = finding.in_segment(document, segment);
    }
    findings.push(finding);
}

/// The characters found in one text.
#[derive(Default)]
struct Found {
    /// The first character that does not belong there: its bytes and its name.
    stray: Option<(Span, String)>,
    /// Characters without effect: direction controls without a partner, and zero-width spaces at an end.
    residue: Vec<Span>,
}

fn search(target: &str, source: &str, script: Option<Script>) -> Found {
    let mut found = Found::default();
    if !may_have_stray(target) {
        return found;
    }
    let right_to_left = script.is_some_and(Script::is_right_to_left);
    // Both are computed on first use.
    let source_chars: OnceCell<HashSet<char>> = OnceCell::new();
    let in_source = |char: char| source_chars.get_or_init(|| source.chars().collect()).contains(&char);
    let source_sequences: OnceCell<HashSet<&str>> = OnceCell::new();
    let sequence_in_source = |text: &str| source_sequences.get_or_init(|| all_wrongly_decoded(source)).contains(text);
    let inline: OnceCell<Inline> = OnceCell::new();
    let is_shown = |span| inline.get_or_init(|| Inline::new(target)).is_shown(span);
    let mut add_stray = |span: Span, name: String| {
        found.stray.get_or_insert((span, name));
    };
    // The open embeddings, the last character, and the last one that is not a direction control.
    let mut open: Vec<(Span, char)> = Vec::new();
    let (mut before, mut last_visible) = (' ', ' ');
    for (at, char) in target.char_indices() {
        let end = at + char.len_utf8();
        let span = Span::new(at, end);
        if is_direction_control(char) {
            // The characters around it, without other direction controls before it.
            let around = (last_visible, target[end..].chars().next().unwrap_or(' '));
            let place = match around {
                _ if !is_shown(span) => Some("in code or an address"),
                (']', '(') => Some("between `]` and `(`"),
                (a, b) if is_inside_word(a, b) => Some("inside a word"),
                _ => None,
            };
            let is_accepted = || in_source(char);
            match char {
                '\u{202d}' | '\u{202e}' => {
                    open.push((span, char));
                    if !is_accepted() {
                        add_stray(span, named(char));
                    }
                }
                '\u{202a}' | '\u{202b}' => {
                    open.push((span, char));
                    if (place.is_some() || !right_to_left) && !is_accepted() {
                        add_stray(span, placed(char, place));
                    }
                }
                '\u{202c}' => match (open.pop(), place) {
                    (_, Some(_)) if !is_accepted() => add_stray(span, placed(char, place)),
                    (None, None) if !is_accepted() => found.residue.push(span),
                    _ => {}
                },
                _ if (place.is_some() || !right_to_left) && !is_accepted() => add_stray(span, placed(char, place)),
                _ => {}
            }
        } else {
            let after = target[end..].chars().next().unwrap_or(' ');
            let is_at_edge = || target[..at].trim().is_empty() || target[end..].trim().is_empty();
            let has_no_effect = matches!(char, '\u{200b}' | '\u{2060}') && is_at_edge();
            if is_stray(char, before, after, script) && !in_source(char) {
                if has_no_effect {
                    found.residue.push(span);
                } else {
                    add_stray(span, named(char));
                }
            } else if let Some(length) = wrongly_decoded(&target[at..]) {
                let sequence = &target[at..at + length];
                if !sequence_in_source(sequence) {
                    add_stray(Span::new(at, at + length), format!("`{sequence}`, which was decoded with the wrong code page"));
                }
            }
            last_visible = char;
        }
        before = char;
    }
    for (span, char) in open {
        // An embedding from the left without its end moves the text after it; one from the right has no effect there.
        let is_residue = right_to_left && char == '\u{202b}' && is_shown(span);
        match char {
            _ if in_source(char) => {}
            _ if is_residue => found.residue.push(span),
            '\u{202a}' => add_stray(span, format!("{} without its end", named(char))),
            _ => {}
        }
    }
    found
}

/// Whether a character only controls the direction of others.
fn is_direction_control(char: char) -> bool {
    matches!(char, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether two characters are letters of one word.
fn is_inside_word(before: char, after: char) -> bool {
    before.is_alphanumeric() && after.is_alphanumeric() && before.is_ascii() == after.is_ascii()
}

/// The name of a direction control, with its place.
fn placed(char: char, place: Option<&str>) -> String {
    place.map_or_else(|| named(char), |place| format!("{} {place}", named(char)))
}

/// Whether a text may contain a character that this rule checks: a quick filter that most texts do not pass.
fn may_have_stray(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Two passes: the first is cheap, and only texts with quotation marks and similar characters need the second.
    any_triple(bytes, |a, b, _| {
        (a < 0x20)
            | (a == 0x7f)
            | ((a == 0xc2) & (b < 0xa0))
            | ((a == 0xc3) & ((b == 0x83) | (b == 0xa2)))
            | ((a == 0xe2) & (b < 0x82))
            | ((a == 0xef) & ((b == 0xbb) | (b == 0xbf)))
    }) && any_triple(bytes, |a, b, c| {
        (a < 0x20)
            | (a == 0x7f)
            | ((a == 0xc2) & (b < 0xa0))
            | ((a == 0xc3) & ((b == 0x83) | (b == 0xa2)))
            | ((a == 0xe2) & ((b == 0x81) | ((b == 0x80) & ((c.wrapping_sub(0x8b) < 5) | (c.wrapping_sub(0xaa) < 5)))))
            | ((a == 0xef) & ((b == 0xbb) | ((b == 0xbf) & (c == 0xbd))))
    })
}

fn is_stray(char: char, before: char, after: char, script: Option<Script>) -> bool {
    match char {
        // Bytes that are not UTF-8 have a separate finding for the file.
        SUBSTITUTE | '\n' | '\r' | '\t' => false,
        '\u{fffd}' => true,
        c if c.is_control() => true,
        '\u{200b}' | '\u{2060}' => !script.is_some_and(Script::uses_zero_width_spaces),
        '\u{feff}' => true,
        '\u{200c}' | '\u{200d}' => {
            let joins = |c: char| c > '\u{1f000}' || matches!(c, '\u{fe0f}' | '\u{2600}'..='\u{27bf}');
            !(joins(before) || joins(after) || script.is_some_and(Script::uses_joiners))
        }
        _ => false,
    }
}

fn named(char: char) -> String {
    let name = match char {
        '\u{fffd}' => "replacement character",
        '\u{202d}' | '\u{202e}' => "direction override",
        '\u{202a}' | '\u{202b}' => "direction embedding",
        '\u{202c}' => "end of an embedding",
        '\u{2066}'..='\u{2069}' => "direction isolate",
        '\u{200e}' | '\u{200f}' | '\u{61c}' => "direction mark",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark",
        _ => "control character",
    };
    let article = if name.starts_with('e') { "an" } else { "a" };
    format!("{article} {name} (U+{:04X})", char as u32)
}

/// The length in bytes of a sequence at the start of a text that is certainly UTF-8 decoded as Windows-1252: its letters
/// together encode one letter or punctuation mark of Latin text.
fn wrongly_decoded(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    match (first, second) {
        // C3 xx: é as Ã©. A capital Ã or Â before a letter is correct Portuguese or Vietnamese.
        ('Ã', '\u{80}'..='\u{9f}' | '¡'..='¿') => Some(first.len_utf8() + second.len_utf8()),
        // E2 80 xx: the quotation marks and dashes.
        ('â', '€') => {
            let third = chars.next().filter(|c| matches!(c, '™' | 'œ' | '\u{9d}' | '˜' | '“' | '”' | '¦' | '¢'))?;
            Some(first.len_utf8() + second.len_utf8() + third.len_utf8())
        }
        _ => None,
    }
}

/// All sequences of a text that [`wrongly_decoded`] finds.
fn all_wrongly_decoded(text: &str) -> HashSet<&str> {
    let starts = text.char_indices().filter(|(_, char)| matches!(char, 'Ã' | 'â'));
    starts.filter_map(|(at, _)| wrongly_decoded(&text[at..]).map(|length| &text[at..at + length])).collect()
}

#[cfg(test)]
mod tests {
    use super::{RULE, check_encoding, search};
    use crate::document::Document;
    use crate::document::identity::Location;
    use crate::language::Script;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;
    use crate::text::Text;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the text contains a replacement character (U+FFFD)
          at "�": does not belong here
          help: it breaks the display or the search; write the intended character, or remove this one
        "#);
    }

    #[test]
    fn each_character_has_a_name() {
        for (locale, target, message) in [
            ("it-it", "La\u{202e} lampada", "the text contains a direction override (U+202E)"),
            ("it-it", "La\u{202b} lampada", "the text contains a direction embedding (U+202B)"),
            ("it-it", "La\u{202a} lampada\u{202c}", "the text contains a direction embedding (U+202A)"),
            ("ar-sa", "\u{202a}Lamp مصباح", "the text contains a direction embedding (U+202A) without its end"),
            ("it-it", "La\u{2066} lampada", "the text contains a direction isolate (U+2066)"),
            ("it-it", "La\u{200f} lampada", "the text contains a direction mark (U+200F)"),
            ("ar-sa", "مص\u{200f}باح", "the text contains a direction mark (U+200F) inside a word"),
            ("ar-sa", "هنا `a\u{200e}-b`", "the text contains a direction mark (U+200E) in code or an address"),
            ("ar-sa", "[هنا]\u{200f}(a.md)", "the text contains a direction mark (U+200F) between `]` and `(`"),
            ("ar-sa", "La\u{202c}mp", "the text contains an end of an embedding (U+202C) inside a word"),
            ("it-it", "La lam\u{200b}pada", "the text contains a zero-width space (U+200B)"),
            ("it-it", "La lam\u{200d}pada", "the text contains a zero-width joiner (U+200D)"),
            ("it-it", "La lam\u{2060}pada", "the text contains a word joiner (U+2060)"),
            ("it-it", "La lam\u{feff}pada", "the text contains a byte order mark (U+FEFF)"),
            ("it-it", "La lam\u{7f}pada", "the text contains a control character (U+007F)"),
            ("it-it", "Il caffÃ¨", "the text contains `Ã¨`, which was decoded with the wrong code page"),
        ] {
            assert_reported(&RULE, locale, "The lamp", target, &[message]);
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_reported() {
        for (bytes, message) in [
            (&b"Ciao\xff.\n"[..], "the file is not UTF-8: 1 byte cannot be decoded"),
            (b"\xff\xfea\0b\0\n\0", "the file is not UTF-8: 2 bytes cannot be decoded; the file seems to be UTF-16"),
        ] {
            let document = Document::parse(Text::new("it-it/a.md", bytes), &Location::in_memory("it-it/a.md"));
            let mut findings = Vec::new();
            check_encoding(&document, &mut findings);
            let [finding] = findings.as_slice() else { panic!("one finding is expected") };
            assert_eq!(finding.message, message);
            assert_eq!(finding.label.as_deref(), Some("is not UTF-8"));
            let help = "readers see a box or a question mark; save the file as UTF-8, the rest of it was checked";
            assert_eq!(finding.help.as_deref(), Some(help));
        }
    }

    fn found(target: &str, source: &str, locale: &str) -> Option<String> {
        search(target, source, Script::for_locale(locale))
            .stray
            .map(|(span, _)| target[span.range()].escape_unicode().to_string())
    }

    #[test]
    fn characters_that_do_not_belong_are_found() {
        for (target, bytes) in [
            ("a\u{fffd}b", "\\u{fffd}"),
            ("a\u{202e}b", "\\u{202e}"),
            ("a \u{200f}b", "\\u{200f}"),
            ("a \u{202b}b\u{202c} c", "\\u{202b}"),
            ("a\u{200b}b", "\\u{200b}"),
            ("a\u{8}b", "\\u{8}"),
            ("a\u{85}b", "\\u{85}"),
            ("caffÃ¨", "\\u{c3}\\u{a8}"),
            ("lâ€™acqua", "\\u{e2}\\u{20ac}\\u{2122}"),
        ] {
            assert_eq!(found(target, "plain", "it-IT").as_deref(), Some(bytes), "{target}");
        }
    }

    #[test]
    fn characters_that_the_source_has_or_the_script_needs_are_accepted() {
        assert_eq!(found("a\u{200b}b", "x\u{200b}", "it-IT"), None);
        assert_eq!(found("می\u{200c}خواهم", "I want", "fa-IR"), None);
        assert_eq!(found("\u{200f}(beacon)", "(beacon)", "ar-SA"), None);
        assert_eq!(found("👩\u{200d}💻", "coder", "it-IT"), None);
        assert_eq!(found("NÃO, é “assim” — Ângela", "No", "pt-BR"), None);
        assert_eq!(found("a\tb\nc", "x", "it-IT"), None);
    }

    #[test]
    fn right_to_left_texts_may_have_balanced_direction_controls() {
        for (target, stray, residue) in [
            // Around a name, and next to Latin letters.
            ("افتح \u{200f}\u{202b}المصباح\u{202c}.", None, 0),
            ("مصباح\u{200f} (Lamp)\u{200f} Beacon\u{200e}", None, 0),
            ("و\u{200f}Lamp\u{200e}", None, 0),
            ("\u{202a}Lamp (1)\u{202c} مصباح", None, 0),
            // Without a partner.
            ("المصباح\u{202c}.", None, 1),
            ("**المصباح\u{202c}\u{200f}\u{202b}** هنا\u{202c}\u{202c}", None, 2),
            ("\u{200f}\u{202b}المصباح", None, 1),
            ("\u{202a}Lamp مصباح", Some("\\u{202a}"), 0),
            // Overrides, and where nothing may be.
            ("\u{202d}مصباح\u{202c}", Some("\\u{202d}"), 0),
            ("مص\u{200f}باح", Some("\\u{200f}"), 0),
            ("La\u{202c}mp", Some("\\u{202c}"), 0),
            ("هنا `a\u{200e}-b`", Some("\\u{200e}"), 0),
            ("هنا https://a.example/b\u{202c}", None, 1),
            ("[هنا](a\u{200e}-b.md)", Some("\\u{200e}"), 0),
            ("[هنا]\u{200f}(a.md)", Some("\\u{200f}"), 0),
        ] {
            let all = search(target, "Lamp", Some(Script::Arabic));
            let first = all.stray.map(|(span, _)| target[span.range()].escape_unicode().to_string());
            assert_eq!((first.as_deref(), all.residue.len()), (stray, residue), "{}", target.escape_unicode());
        }
        let italian = search("Accendere\u{202c} la lampada", "Light the lamp", Some(Script::Latin));
        assert_eq!((italian.stray, italian.residue.len()), (None, 1));
    }
}
