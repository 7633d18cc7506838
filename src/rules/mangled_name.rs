//! `mangled-name`: a name is split or written otherwise.

use crate::bytes::find_rare;
use crate::finding::{Edit, Finding, Fix};
use crate::inline::{Kind, Part};
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::text::Span;
use crate::unit::{Reading, Unit};
use crate::words::and_more;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "mangled-name",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a name like `.NET`, `C#` or `file.exe` is split, or its capitals are changed",
    what: "Takes from the source the names that hold a dot, a `#`, a `+` or a capital inside. Reports one that the target \
           does not have as it is, but with blanks in it or with other capitals.",
    why: "Search does not find a split name, and readers take it for two words.",
    remedy: "Write the name as the source has it. The fix does so where only blanks differ, and with \
             `--unsafe-fixes` where capitals do: a name may legally begin a sentence.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Un'applicazione . NET con lampade.", "A .NET app with lamps."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Un'applicazione .NET con lampade.", "A .NET app with lamps."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

/// How many names of a text are looked for: more than any real one has, and a bound for a hostile one.
const MOST: usize = 100;

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (unit.source, unit.target);
    if !source.inline.has_names() || unit.is_same() {
        return;
    }
    let (mut split, mut recased) = (Vec::new(), Vec::new());
    let mut from = 0;
    for _ in 0..MOST {
        let Some((name, next)) = next_name(source, from) else { break };
        from = next;
        let text = source.get(name);
        if find_rare(target.text, text).is_some() {
            continue;
        }
        if let Some(own) = text.contains(['.', '#', '+']).then(|| split_name(target.text, text)).flatten() {
            split.push((name, own));
        } else if let Some(own) = written_otherwise(unit, text) {
            recased.push((name, own));
        }
    }
    let report = |mut found: Vec<(Span, Span)>, verb: &str, safe: bool| -> Option<Finding> {
        found.sort_by_key(|(_, own)| *own);
        // A name may stand in the source more than once.
        found.dedup_by(|next, first| next.1.meets(first.1));
        let &(name, own) = found.first()?;
        let message = format!("`{}` {verb} `{}`{}", source.get(name), target.get(own), and_more(found.len() - 1, "name"));
        let mut finding = unit.finding(&RULE, Some(own), Some((name, "the name in the source")), message);
        let edits = found.iter().map(|&(name, own)| Edit { span: target.place(own), text: source.get(name).to_owned() });
        finding.fix = Some(Fix { safe, edits: edits.collect() });
        Some(finding)
    };
    let (split, recased) = (report(split, "is split:", true), report(recased, "became", false));
    findings.extend(split.map(|finding| finding.label("is one name").help("write the name without blanks")));
    findings.extend(recased.map(|finding| finding.label("has other capitals").help("write the name as the source has it")));
}

/// The next name at or behind a part of the source: its bytes, and the part behind it.
fn next_name(source: Reading<'_>, from: usize) -> Option<(Span, usize)> {
    let parts = &source.inline.parts;
    let bytes = source.text.as_bytes();
    let is_piece = |part: &Part| matches!(part.kind, Kind::Word | Kind::Number);
    let mut i = from;
    while i < parts.len() {
        let first = &parts[i];
        i += 1;
        if first.kind != Kind::Word {
            continue;
        }
        let (mut start, mut end) = (first.span.start as usize, first.span.end as usize);
        // `.NET`
        let free =
            |at: usize| at == 0 || matches!(bytes[at - 1], b' ' | b'(' | b'[' | b'*' | b'"' | b'\'' | b'/' | b',' | 0x80..);
        let leading = start > 0 && bytes[start - 1] == b'.' && free(start - 1) && bytes[start].is_ascii_uppercase();
        if leading {
            start -= 1;
        }
        let mut joined = leading;
        while let Some(next) = parts.get(i).filter(|next| is_piece(next)) {
            if next.span.start as usize != end + 1 || bytes[end] != b'.' || !bytes[end + 1].is_ascii() {
                break;
            }
            end = next.span.end as usize;
            joined = true;
            i += 1;
        }
        let sharp = bytes[end..].starts_with(b"#") || bytes[end..].starts_with(b"++");
        if sharp && end - start <= 2 {
            end += if bytes[end] == b'#' { 1 } else { 2 };
            joined = true;
        }
        let word = &source.text[start..end];
        if joined || has_inner_capital(word) {
            return Some((Span::new(start, end), i));
        }
    }
    None
}

/// Whether a word is written like `DbContext` or `NuGet`: ASCII, with a capital behind a small letter.
fn has_inner_capital(word: &str) -> bool {
    word.len() > 3
        && word.is_ascii()
        && word.as_bytes().windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
}

/// Where a name stands with blanks beside its marks.
fn split_name(text: &str, name: &str) -> Option<Span> {
    let bytes = text.as_bytes();
    let mark = |b: u8| matches!(b, b'.' | b'#' | b'+');
    let blanks = |at: usize| text[at..].chars().take_while(|c| matches!(c, ' ' | '\u{a0}')).map(char::len_utf8).sum::<usize>();
    let first = name.as_bytes()[0];
    'starts: for start in memchr::memchr_iter(first, bytes) {
        let before = text[..start].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let (mut at, mut last) = (start, b' ');
        for (n, &byte) in name.as_bytes().iter().enumerate() {
            if n > 0 && (mark(byte) || mark(last)) {
                at += blanks(at);
            }
            if bytes.get(at) != Some(&byte) {
                continue 'starts;
            }
            at += 1;
            last = byte;
        }
        if !text[at..].starts_with(char::is_alphanumeric) && at - start > name.len() {
            return Some(Span::new(start, at));
        }
    }
    None
}

/// Where a name stands with other capitals, which the source does not have: it may name a type and a variable.
fn written_otherwise(unit: &Unit<'_>, name: &str) -> Option<Span> {
    let target = unit.target;
    let is_it = |(part, word): &(&Part, &str)| {
        let first = word.get(1..) == name.get(1..);
        // A sentence begins with a capital.
        let starts =
            target.text[..part.span.start as usize].trim_end().chars().next_back().is_none_or(|c| matches!(c, '.' | ':' | '*'));
        word.eq_ignore_ascii_case(name) && !(first && starts) && !unit.source.text.contains(word)
    };
    target.all(Kind::Word).find(is_it).map(|(part, _)| part.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Inline;

    #[test]
    fn names_are_taken_from_a_text() {
        let text = "Use .NET, ASP.NET Core 5.0, C#, file.exe and DbContext. The end.";
        let inline = Inline::of(text);
        let source = Reading { text, inline: &inline, start: 0 };
        let mut names = Vec::new();
        let mut from = 0;
        while let Some((span, next)) = next_name(source, from) {
            names.push(source.get(span));
            from = next;
        }
        assert_eq!(names, [".NET", "ASP.NET", "C#", "file.exe", "DbContext"]);
    }

    #[test]
    fn split_names_are_found() {
        let split = |text: &'static str, name: &str| split_name(text, name).map(|span| &text[span.range()]);
        assert_eq!(split("App . NET", ".NET"), Some(". NET"));
        assert_eq!(split("in C # und", "C#"), Some("C #"));
        assert_eq!(split("file. exe", "file.exe"), Some("file. exe"));
        assert_eq!(split("Das Ende. NET", ".NET"), None);
        assert_eq!(split("profile. exe", "file.exe"), None);
    }
}
