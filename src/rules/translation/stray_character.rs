//! `stray-character`: characters that no text should hold.

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
Reports when a replacement, control, bidirectional override, zero-width or mis-decoded character, or bytes that are not UTF-8.

## What it does

Looks in targets and front matter values for U+FFFD, control characters, direction controls, zero-width characters, and text that was decoded in the wrong code page (`Ã©` for `é`). What the source has too is left alone, and so is what a script needs: joiners in Persian, Urdu and the scripts of India and in emoji, zero-width spaces in Thai, Khmer, Lao and Burmese, and in languages that are written from right to left single direction marks and embeddings (U+202B) that are ended by U+202C. There an override, and any direction control inside a word, in code, in an address or between `]` and `(`, is reported. Characters without effect, such as a direction control without its partner or a zero-width space at the end, are for `invisible-residue`. A file whose bytes are not UTF-8 gives one finding.

## Why it matters

Readers see a box or a question mark, search does not find the word, and an override can make a line read backwards.

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

Write the character that was meant, or remove the stray one.
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
    not_utf8(document, findings);
    let script = document.identity.locale.as_deref().and_then(Script::for_locale);
    for pair in &document.segments {
        let found = look(document.target(pair), document.source(pair), script);
        let place = |span: Span| shifted(span, pair.target.span.start);
        findings.extend(found.stray.map(|(span, what)| report(place(span), &what).in_segment(document, pair)));
    }
    for entry in document.front_matter.iter().flat_map(|f| &f.entries) {
        let found = look(document.text.slice(entry.value), "", script);
        findings.extend(found.stray.map(|(span, what)| report(shifted(span, entry.value.start), &what)));
    }
}

/// The invisible characters without effect of each text of a document that has any, with its pair unless it is in the front
/// matter. For `invisible-residue`.
pub(super) fn residue(document: &Document) -> Vec<(Vec<Span>, Option<&Segment>)> {
    let script = document.identity.locale.as_deref().and_then(Script::for_locale);
    let of = |text: &str, source: &str, start: u32| -> Vec<Span> {
        let mut residue = look(text, source, script).residue;
        residue.sort_unstable();
        residue.into_iter().map(|span| shifted(span, start)).collect()
    };
    let entries = document.front_matter.iter().flat_map(|front_matter| &front_matter.entries);
    let values = entries.map(|entry| (of(document.text.slice(entry.value), "", entry.value.start), None));
    let target = |pair| (of(document.target(pair), document.source(pair), pair.target.span.start), Some(pair));
    values.chain(document.segments.iter().map(target)).filter(|(residue, _)| !residue.is_empty()).collect()
}

/// A span of a text that begins at a byte of the document, in the document.
fn shifted(span: Span, start: u32) -> Span {
    Span { start: start + span.start, end: start + span.end }
}

fn report(place: Span, what: &str) -> Problem {
    Problem::new(&RULE, place, format!("the text has {what}"))
        .label("does not belong here")
        .help("write the character that was meant, or remove this one")
}

fn not_utf8(document: &Document, findings: &mut Vec<Problem>) {
    let Some(&first) = document.text.invalid().first() else { return };
    let bytes: usize = document.text.invalid().iter().map(|span| span.len()).sum();
    let wide = first.start == 0 && first.len() == 2;
    let encoding = if wide { "; it seems to be UTF-16" } else { "" };
    let mut finding =
        Problem::new(&RULE, first, format!("the file is not UTF-8: {} cannot be read{encoding}", counted(bytes, "byte")))
            .label("not UTF-8")
            .help("save the file as UTF-8; the rest of it was checked");
    if let Some(pair) = document.segments.iter().find(|pair| pair.span.meets(first)) {
        finding = finding.in_segment(document, pair);
    }
    findings.push(finding);
}

/// What is found in one text.
#[derive(Default)]
struct Found {
    /// The first character that does not belong there: its bytes, and what it is.
    stray: Option<(Span, String)>,
    /// Characters without effect: direction controls without a partner, and zero-width spaces at an end.
    residue: Vec<Span>,
}

fn look(target: &str, source: &str, script: Option<Script>) -> Found {
    let mut found = Found::default();
    if !may_hold_stray(target) {
        return found;
    }
    let right_to_left = script.is_some_and(Script::is_right_to_left);
    // What the source has, made when it is first asked for.
    let theirs: OnceCell<HashSet<char>> = OnceCell::new();
    let in_source = |char: char| theirs.get_or_init(|| source.chars().collect()).contains(&char);
    let theirs: OnceCell<HashSet<&str>> = OnceCell::new();
    let sequence_in_source = |text: &str| theirs.get_or_init(|| all_mis_decoded(source)).contains(text);
    let inline: OnceCell<Inline> = OnceCell::new();
    let is_shown = |span| inline.get_or_init(|| Inline::new(target)).is_shown(span);
    let mut first = |span: Span, what: String| {
        found.stray.get_or_insert((span, what));
    };
    // Embeddings that are open, and the last character that is no direction control.
    let mut open: Vec<(Span, char)> = Vec::new();
    let (mut before, mut written) = (' ', ' ');
    for (at, char) in target.char_indices() {
        let end = at + char.len_utf8();
        let span = Span::new(at, end);
        if is_direction(char) {
            // Of several in a row the last one has what follows beside it.
            let beside = (written, target[end..].chars().next().unwrap_or(' '));
            let place = match beside {
                _ if !is_shown(span) => Some("in code or an address"),
                (']', '(') => Some("between `]` and `(`"),
                (a, b) if is_inside_word(a, b) => Some("inside a word"),
                _ => None,
            };
            let known = || in_source(char);
            match char {
                '\u{202d}' | '\u{202e}' => {
                    open.push((span, char));
                    if !known() {
                        first(span, named(char));
                    }
                }
                '\u{202a}' | '\u{202b}' => {
                    open.push((span, char));
                    if (place.is_some() || !right_to_left) && !known() {
                        first(span, placed(char, place));
                    }
                }
                '\u{202c}' => match (open.pop(), place) {
                    (_, Some(_)) if !known() => first(span, placed(char, place)),
                    (None, None) if !known() => found.residue.push(span),
                    _ => {}
                },
                _ if (place.is_some() || !right_to_left) && !known() => first(span, placed(char, place)),
                _ => {}
            }
        } else {
            let after = target[end..].chars().next().unwrap_or(' ');
            let is_at_edge = || target[..at].trim().is_empty() || target[end..].trim().is_empty();
            let shows_nothing = matches!(char, '\u{200b}' | '\u{2060}') && is_at_edge();
            if is_stray(char, before, after, script) && !in_source(char) {
                if shows_nothing {
                    found.residue.push(span);
                } else {
                    first(span, named(char));
                }
            } else if let Some(length) = mis_decoded(&target[at..]) {
                let sequence = &target[at..at + length];
                if !sequence_in_source(sequence) {
                    first(Span::new(at, at + length), format!("`{sequence}`, which was decoded in the wrong code page"));
                }
            }
            written = char;
        }
        before = char;
    }
    for (span, char) in open {
        // What is written from the left after it would change its place.
        let is_residue = right_to_left && char == '\u{202b}' && is_shown(span);
        match char {
            _ if in_source(char) => {}
            _ if is_residue => found.residue.push(span),
            '\u{202a}' => first(span, format!("{} without its end", named(char))),
            _ => {}
        }
    }
    found
}

/// Whether a character has no other use than to say in which direction others are written.
fn is_direction(char: char) -> bool {
    matches!(char, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether two characters are letters of one word.
fn is_inside_word(before: char, after: char) -> bool {
    before.is_alphanumeric() && after.is_alphanumeric() && before.is_ascii() == after.is_ascii()
}

/// A direction control with where it is.
fn placed(char: char, place: Option<&str>) -> String {
    place.map_or_else(|| named(char), |place| format!("{} {place}", named(char)))
}

/// Whether a text may hold a character that this rule looks at: a quick way past nearly all.
fn may_hold_stray(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Two looks: the first is cheap and lets through all but texts with quotation marks and the like.
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
        // Bytes that are not UTF-8 are one fault of the file.
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

/// Length in bytes of a sequence that is UTF-8 read as Windows-1252, where it cannot be anything else: two such letters
/// decode to one letter or mark that Latin text has.
fn mis_decoded(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    match (first, second) {
        // C3 xx: é as Ã©. A capital Ã or Â before a letter is Portuguese or Vietnamese.
        ('Ã', '\u{80}'..='\u{9f}' | '¡'..='¿') => Some(first.len_utf8() + second.len_utf8()),
        // E2 80 xx: the quotation marks and dashes.
        ('â', '€') => {
            let third = chars.next().filter(|c| matches!(c, '™' | 'œ' | '\u{9d}' | '˜' | '“' | '”' | '¦' | '¢'))?;
            Some(first.len_utf8() + second.len_utf8() + third.len_utf8())
        }
        _ => None,
    }
}

/// All sequences of a text that [`mis_decoded`] finds.
fn all_mis_decoded(text: &str) -> HashSet<&str> {
    let starts = text.char_indices().filter(|(_, char)| matches!(char, 'Ã' | 'â'));
    starts.filter_map(|(at, _)| mis_decoded(&text[at..]).map(|length| &text[at..at + length])).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use super::look;
    use crate::language::Script;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the text has a replacement character (U+FFFD)
          at "�": does not belong here
          help: write the character that was meant, or remove this one
        "#);
    }

    fn found(target: &str, source: &str, locale: &str) -> Option<String> {
        look(target, source, Script::for_locale(locale)).stray.map(|(span, _)| target[span.range()].escape_unicode().to_string())
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
    fn what_the_source_has_or_the_script_needs_is_left_alone() {
        assert_eq!(found("a\u{200b}b", "x\u{200b}", "it-IT"), None);
        assert_eq!(found("می\u{200c}خواهم", "I want", "fa-IR"), None);
        assert_eq!(found("\u{200f}(beacon)", "(beacon)", "ar-SA"), None);
        assert_eq!(found("👩\u{200d}💻", "coder", "it-IT"), None);
        assert_eq!(found("NÃO, é “assim” — Ângela", "No", "pt-BR"), None);
        assert_eq!(found("a\tb\nc", "x", "it-IT"), None);
    }

    #[test]
    fn directions_from_the_right_are_set_as_they_should_be() {
        for (target, stray, residue) in [
            // Around a name, and beside Latin letters.
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
            let all = look(target, "Lamp", Some(Script::Arabic));
            let first = all.stray.map(|(span, _)| target[span.range()].escape_unicode().to_string());
            assert_eq!((first.as_deref(), all.residue.len()), (stray, residue), "{}", target.escape_unicode());
        }
        let italian = look("Accendere\u{202c} la lampada", "Light the lamp", Some(Script::Latin));
        assert_eq!((italian.stray, italian.residue.len()), (None, 1));
    }
}
