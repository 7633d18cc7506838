//! The names and identifiers in a text: `.NET`, `C#`, `file.exe`, `DbContext`, `max_size`, GUIDs and command line options.

use crate::document::inline::{Kind, Part};
use crate::language::is_english_function_word;
use crate::rules::context::SideText;
use crate::text::Span;

/// The names of a text, in order.
pub fn names(side: SideText<'_>) -> impl Iterator<Item = Span> {
    let mut from = if side.inline.has_names() { 0 } else { side.inline.parts.len() };
    std::iter::from_fn(move || {
        let (span, next) = next_name(side, from)?;
        from = next;
        Some(span)
    })
}

/// The next name of a text from a part on: its bytes, and the index of the part after it. A name contains a dot, a `#`, a `+` or
/// an inner capital, or it has `()` after it: `.NET`, `2.x`, `C#`, `DbContext`, `Start()`.
fn next_name(side: SideText<'_>, from: usize) -> Option<(Span, usize)> {
    let parts = &side.inline.parts;
    let bytes = side.text.as_bytes();
    let is_piece = |part: &Part| matches!(part.kind, Kind::Word | Kind::Number);
    let mut i = from;
    while i < parts.len() {
        let first = &parts[i];
        i += 1;
        let (mut start, mut end) = (first.span.start as usize, first.span.end as usize);
        // `2.x`
        if first.kind == Kind::Number
            && bytes[end..].starts_with(b".x")
            && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphanumeric)
        {
            return Some((Span::new(start, end + 2), i));
        }
        if first.kind != Kind::Word {
            continue;
        }
        // `.NET` and `.json`, but not the `.a` of an abbreviation.
        let starts_word =
            |at: usize| at == 0 || matches!(bytes[at - 1], b' ' | b'(' | b'[' | b'*' | b'"' | b'\'' | b'/' | b',' | 0x80..);
        let has_leading_dot = start > 0
            && bytes[start - 1] == b'.'
            && starts_word(start - 1)
            && bytes[start].is_ascii_alphabetic()
            && end - start > 2;
        if has_leading_dot {
            start -= 1;
        }
        let mut joined = has_leading_dot;
        while let Some(next) = parts.get(i).filter(|next| is_piece(next)) {
            if next.span.start as usize != end + 1 || bytes[end] != b'.' || !bytes[end + 1].is_ascii() {
                break;
            }
            end = next.span.end as usize;
            joined = true;
            i += 1;
        }
        let has_sharp = bytes[end..].starts_with(b"#") || bytes[end..].starts_with(b"++");
        if has_sharp && end - start <= 2 {
            end += if bytes[end] == b'#' { 1 } else { 2 };
            joined = true;
        }
        let word = &side.text[start..end];
        let is_name = (joined && !is_abbreviation(word) && !is_sentence_boundary(word)) || has_inner_capital(word);
        if word.is_ascii() && bytes[end..].starts_with(b"()") {
            return Some((Span::new(start, end + 2), i));
        }
        if is_name {
            return Some((Span::new(start, end), i));
        }
    }
    None
}

/// Whether a name is an abbreviation in which some languages write a space: `p.m`, `art.149`; not `X.509`.
fn is_abbreviation(name: &str) -> bool {
    if ["a.m", "p.m", "e.g", "i.e"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return true;
    }
    name.split_once('.').is_some_and(|(word, number)| {
        let mut letters = word.bytes();
        let begins = letters.next().is_some_and(|b| b.is_ascii_alphabetic());
        begins && word.len() > 1 && letters.all(|b| b.is_ascii_lowercase()) && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether a name is the end of one sentence and the start of the next, without a space between them: `end.The`.
fn is_sentence_boundary(name: &str) -> bool {
    name.split_once('.').is_some_and(|(end, start)| {
        let is_start = start.starts_with(|c: char| c.is_ascii_uppercase()) && is_english_function_word(start);
        is_start && end.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// Whether a word is written like `DbContext` or `NuGet`: ASCII, with a capital after a lower-case letter.
fn has_inner_capital(word: &str) -> bool {
    word.len() > 3
        && word.is_ascii()
        && word.as_bytes().windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
}

/// How sure it is that a name is an identifier, which no language translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It may be a product name, such as `PivotTable`, for which languages have their own names, or two words without a space.
    Likely,
    /// It is an identifier.
    Certain,
}

/// The shortest part of an identifier: with fewer letters, words such as `eCommerce`, `McDonald` and `SaaS` count.
const MIN_PART: usize = 3;

/// Whether a name is an identifier, such as `availableSeatCount`, `max_size`, `System.Linq` or `appsettings.json`; `None` if it is
/// an ordinary word, an abbreviation or a version.
pub fn identifier(name: &str) -> Option<Certainty> {
    let name = name.trim_end_matches("()").trim_start_matches('.');
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')) {
        return None;
    }
    if name.contains('.') {
        // The parts of an abbreviation are single letters, those of a version are numbers.
        let parts = || name.split('.');
        let is_part = |part: &str| part.len() > 1 && part.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_capital = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
        let mut two = name.splitn(2, '.');
        let (first, rest) = (two.next().unwrap_or_default(), two.next().unwrap_or_default());
        // `end.Next` may be the end of a sentence.
        let is_boundary = !rest.contains('.') && !is_capital(first) && is_capital(rest);
        return (parts().all(is_part) && !is_boundary).then_some(Certainty::Certain);
    }
    if name.contains('_') {
        let has_letters = |part: &str| part.bytes().any(|b| b.is_ascii_alphabetic());
        return (name.split('_').filter(|part| has_letters(part)).count() > 1).then_some(Certainty::Certain);
    }
    let parts = words_of(name);
    match parts.iter().filter(|part| part.len() >= MIN_PART).count() {
        0 | 1 => None,
        2 if parts.len() == 2 => Some(Certainty::Likely),
        _ => Some(Certainty::Certain),
    }
}

/// The words of a name in mixed case: `user`, `Tenant` and `Id` of `userTenantId`.
fn words_of(name: &str) -> Vec<&str> {
    let bytes = name.as_bytes();
    let starts: Vec<usize> =
        (1..bytes.len()).filter(|&at| bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase()).collect();
    let bounds = [&[0], starts.as_slice(), &[bytes.len()]].concat();
    bounds.windows(2).map(|bounds| &name[bounds[0]..bounds[1]]).collect()
}

/// The lengths of the groups of a GUID.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// The GUIDs of a text, in order.
pub fn guids(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'-', bytes).filter_map(move |dash| {
        let start = dash.checked_sub(GROUPS[0])?;
        let mut at = start;
        for (i, length) in GROUPS.into_iter().enumerate() {
            if i > 0 {
                at += usize::from(*bytes.get(at)? == b'-');
            }
            let group = bytes.get(at..at + length)?;
            if !group.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            at += length;
        }
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        let is_whole = at - start == 36 && !is_word(bytes.get(at)) && !is_word(start.checked_sub(1).map(|at| &bytes[at]));
        is_whole.then(|| Span::new(start, at))
    })
}

/// The long command line options of a text, such as `--locked-mode`, in order.
pub fn options(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let dashes = memchr::memchr_iter(b'-', bytes).filter(|at| bytes.get(at + 1) == Some(&b'-') && !bytes[..*at].ends_with(b"-"));
    dashes.filter_map(move |at| {
        let is_start = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '\''));
        let name = &text[at + 2..];
        let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
        let is_name = length > 1 && name.starts_with(|c: char| c.is_ascii_lowercase()) && !name[..length].ends_with('-');
        (is_start && is_name).then(|| Span::new(at, at + 2 + length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;

    #[test]
    fn names_are_taken_from_a_text() {
        let text = "Use .NET, ASP.NET Core 5.0, C#, file.exe and DbContext, at 3 p.m. as in Art.12 of it.The v2.0 X.509 w.r.t Start() 2.x .lamp end.";
        let inline = Inline::new(text);
        let source = SideText::new(text, &inline);
        let names: Vec<&str> = names(source).map(|span| source.get(span)).collect();
        assert_eq!(
            names,
            [".NET", "ASP.NET", "C#", "file.exe", "DbContext", "v2.0", "X.509", "w.r.t", "Start()", "2.x", ".lamp"]
        );
    }

    #[test]
    fn identifiers_are_distinguished_from_words() {
        for name in [
            "availableSeatCount",
            "max_size",
            "System.Linq",
            "appsettings.json",
            ".edmx.diagram",
            "UserTenantId",
            "Lamp.Light.burn",
            "getLampState()",
        ] {
            assert_eq!(identifier(name), Some(Certainty::Certain), "{name}");
        }
        for name in ["PivotTable", "availableSeats"] {
            assert_eq!(identifier(name), Some(Certainty::Likely), "{name}");
        }
        for name in [
            "eCommerce",
            "McDonald",
            "SaaS",
            "e.g",
            "U.S",
            "v1.16.1",
            "lamp",
            "end.Next",
            "sec.2",
            "NuGet",
            "C#",
            "_a",
            "12_3",
            "IPv4",
        ] {
            assert_eq!(identifier(name), None, "{name}");
        }
    }

    #[test]
    fn guids_and_options_are_found() {
        let text = "id 5d7c0030-0c1f-4bed-a3bc-8a3c4dfb65b0, (--locked-mode) `a`--still --x a--lamp --- -- 5d7c0030-0c1f-4bed-a3bc-8a3c4dfb65b00";
        let found: Vec<&str> = guids(text).chain(options(text)).map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["5d7c0030-0c1f-4bed-a3bc-8a3c4dfb65b0", "--locked-mode"]);
    }
}
