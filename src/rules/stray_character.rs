//! `stray-character`: characters that no text should hold.

use crate::bytes::any_triple;
use crate::document::Document;
use crate::finding::Finding;
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::{SUBSTITUTE, Span};
use crate::words::counted;
use std::cell::OnceCell;
use std::collections::HashSet;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "stray-character",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    summary: "a replacement, control, bidirectional override, zero-width or mis-decoded character, or bytes that are not UTF-8",
    what: "Looks in targets and front matter values for U+FFFD, control characters, bidirectional controls, zero-width \
           characters, and text that was decoded in the wrong code page (`Ã©` for `é`). What the source has too is left \
           alone, and so is what a script needs: joiners in Persian, Urdu and the scripts of India and in emoji, direction \
           marks in Arabic and Hebrew, zero-width spaces in Thai, Khmer, Lao and Burmese. A file whose bytes are not UTF-8 \
           gives one finding.",
    why: "Readers see a box or a question mark, search does not find the word, and an override can make a line read \
          backwards.",
    remedy: "Write the character that was meant, or remove the stray one.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "La lampada \u{fffd} accesa.", "The lamp is lit."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "La lampada è accesa.", "The lamp is lit."), "\n"),
    }],
    checks: &[Check::Document(check)],
    options: &[],
};

fn check(document: &Document, findings: &mut Vec<Finding>) {
    not_utf8(document, findings);
    let locale = document.identity.locale.as_deref().unwrap_or("");
    for pair in &document.pairs {
        if let Some((span, what)) = stray(document.target(pair), document.source(pair), locale) {
            let start = pair.target.text.start as usize;
            let place = Span::new(start + span.0, start + span.1);
            findings.push(report(place, &what).of(document, pair));
        }
    }
    for entry in document.front_matter.iter().flat_map(|f| &f.entries) {
        if let Some((span, what)) = stray(document.text.slice(entry.value), "", locale) {
            let start = entry.value.start as usize;
            findings.push(report(Span::new(start + span.0, start + span.1), &what));
        }
    }
}

fn report(place: Span, what: &str) -> Finding {
    Finding::new(&RULE, place, format!("{what} stands in the text"))
        .label("does not belong here")
        .help("write the character that was meant, or remove this one")
}

fn not_utf8(document: &Document, findings: &mut Vec<Finding>) {
    let Some(&first) = document.text.invalid().first() else { return };
    let bytes: usize = document.text.invalid().iter().map(|span| span.len()).sum();
    let wide = first.start == 0 && first.len() == 2;
    let encoding = if wide { "; it seems to be UTF-16" } else { "" };
    let mut finding =
        Finding::new(&RULE, first, format!("the file is not UTF-8: {} cannot be read{encoding}", counted(bytes, "byte")))
            .label("not UTF-8")
            .help("save the file as UTF-8; the rest of it was checked");
    if let Some(pair) = document.pairs.iter().find(|pair| pair.span.meets(first)) {
        finding = finding.of(document, pair);
    }
    findings.push(finding);
}

/// The first character of a target that does not belong there: its bytes, and what it is.
fn stray(target: &str, source: &str, locale: &str) -> Option<((usize, usize), String)> {
    if !may_hold_stray(target) {
        return None;
    }
    let language = locale.split('-').next().unwrap_or("").to_ascii_lowercase();
    // What the source has, made when it is first asked for.
    let theirs: OnceCell<HashSet<char>> = OnceCell::new();
    let in_source = |char: char| theirs.get_or_init(|| source.chars().collect()).contains(&char);
    let theirs: OnceCell<HashSet<&str>> = OnceCell::new();
    let sequence_in_source = |text: &str| theirs.get_or_init(|| all_mis_decoded(source)).contains(text);
    let mut before = ' ';
    for (at, char) in target.char_indices() {
        let end = at + char.len_utf8();
        let after = target[end..].chars().next().unwrap_or(' ');
        if is_stray(char, before, after, &language) && !in_source(char) {
            return Some(((at, end), named(char)));
        }
        if let Some(length) = mis_decoded(&target[at..]) {
            let sequence = &target[at..at + length];
            if !sequence_in_source(sequence) {
                return Some(((at, at + length), format!("`{sequence}`, text decoded in the wrong code page,")));
            }
        }
        before = char;
    }
    None
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

fn is_stray(char: char, before: char, after: char, language: &str) -> bool {
    match char {
        // Bytes that are not UTF-8 are one fault of the file.
        SUBSTITUTE | '\n' | '\r' | '\t' => false,
        '\u{fffd}' | '\u{202a}'..='\u{202e}' => true,
        c if c.is_control() => true,
        '\u{200b}' | '\u{2060}' => !matches!(language, "th" | "lo" | "km" | "my"),
        '\u{feff}' => true,
        '\u{200c}' | '\u{200d}' => {
            let joins = |c: char| c > '\u{1f000}' || matches!(c, '\u{fe0f}' | '\u{2600}'..='\u{27bf}');
            let indic_or_persian = [
                "fa", "ur", "ar", "ckb", "ps", "sd", "hi", "bn", "mr", "ne", "ta", "te", "kn", "ml", "gu", "pa", "or", "as",
                "si", "my", "km",
            ];
            !(joins(before) || joins(after) || indic_or_persian.contains(&language))
        }
        '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' => {
            !["ar", "he", "fa", "ur", "ckb", "ps", "sd", "yi", "dv", "ug"].contains(&language)
        }
        _ => false,
    }
}

fn named(char: char) -> String {
    let name = match char {
        '\u{fffd}' => "replacement character",
        '\u{202a}'..='\u{202e}' => "bidirectional override",
        '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' => "direction mark",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark",
        _ => "control character",
    };
    format!("a {name} (U+{:04X})", char as u32)
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
    use super::stray;

    fn found(target: &str, source: &str, locale: &str) -> Option<String> {
        stray(target, source, locale).map(|(span, _)| target[span.0..span.1].escape_unicode().to_string())
    }

    #[test]
    fn characters_that_do_not_belong_are_found() {
        for (target, bytes) in [
            ("a\u{fffd}b", "\\u{fffd}"),
            ("a\u{202e}b", "\\u{202e}"),
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
}
