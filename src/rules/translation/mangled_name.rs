//! `mangled-name`: a name is split or written otherwise.

use crate::document::inline::{Kind, Part};
use crate::language::is_english_function_word;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::bytes::find_rare;
use crate::text::phrases::and_more;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "mangled-name",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a name like `.NET`, `C#` or `file.exe` is split, or its capitals are changed.

## What it does

Takes from the source the names that hold a dot, a `#`, a `+` or a capital inside. Reports one that the target does not have as it is, but with spaces in it or with other capitals. Abbreviations are left alone (`p.m.`, `art.12`): languages write a space in them.

## Why it matters

Search does not find a split name, and readers take it for two words.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Un'applicazione . NET con lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">A .NET app with lamps.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Un'applicazione .NET con lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">A .NET app with lamps.</span></span>
```

## What to do

Write the name as the source has it. The fix does so where only spaces differ, and with `--unsafe-fixes` where capitals do: a name may legally begin a sentence.
"#,
    fix: FixKind::SafeOrUnsafe,
    aspect: Aspect::TargetPart,
    explains: &[
        Explains { covers: Covers::TargetWords, rules: &["edge-whitespace"], aspects: &[] },
        Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] },
    ],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many different names of a text are looked for: more than any real one has. Further ones are not looked at.
const MAX_NAMES: usize = 100;

/// How many bytes a name may have; a longer one is not looked at.
const MAX_NAME: usize = 200;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !source.inline.has_names() || segment.is_same() {
        return;
    }
    let (mut split, mut recased) = (Vec::new(), Vec::new());
    let mut looked: HashSet<&str> = HashSet::new();
    let squeezed: OnceCell<Squeezed> = OnceCell::new();
    let words: OnceCell<Words<'_>> = OnceCell::new();
    let mut from = 0;
    while looked.len() < MAX_NAMES {
        let Some((name, next)) = next_name(source, from) else { break };
        from = next;
        let text = source.get(name);
        if text.len() > MAX_NAME || !looked.insert(text) || find_rare(target.text, text).is_some() {
            continue;
        }
        let marked = text.contains(['.', '#', '+']);
        if let Some(own) = marked.then(|| squeezed.get_or_init(|| Squeezed::of(target.text)).find(target.text, text)).flatten() {
            split.push((name, own));
        } else if let Some(own) = words.get_or_init(|| Words::of(segment)).written_otherwise(segment, text) {
            recased.push((name, own));
        }
    }
    let report = |mut found: Vec<(Span, Span)>, verb: &str, safe: bool| -> Option<Problem> {
        found.sort_by_key(|(_, own)| *own);
        // A name may stand in the source more than once.
        found.dedup_by(|next, first| next.1.meets(first.1));
        let &(name, own) = found.first()?;
        let message = format!("`{}` {verb} `{}`{}", source.get(name), target.get(own), and_more(found.len() - 1, "name"));
        let mut finding =
            segment.finding(&RULE, Some(own), Some((name, "the name in the source")), message).problems(found.len());
        let edits = found.iter().map(|&(name, own)| Edit { span: target.place(own), text: source.get(name).to_owned() });
        finding.fix = Some(Fix { safe, edits: edits.collect() });
        Some(finding)
    };
    let (split, recased) = (report(split, "is split:", true), report(recased, "became", false));
    findings.extend(split.map(|finding| finding.label("is one name").help("write the name without spaces")));
    findings.extend(recased.map(|finding| finding.label("has other capitals").help("write the name as the source has it")));
}

/// The next name at or behind a part of the source: its bytes, and the part behind it.
fn next_name(source: SideText<'_>, from: usize) -> Option<(Span, usize)> {
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
        if (joined && !is_abbreviation(word) && !is_boundary(word)) || has_inner_capital(word) {
            return Some((Span::new(start, end), i));
        }
    }
    None
}

/// Whether a name is an abbreviation in which languages write a space: `p.m`, `art.149`; not `X.509`.
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
fn is_boundary(name: &str) -> bool {
    name.split_once('.').is_some_and(|(end, start)| {
        let is_start = start.starts_with(|c: char| c.is_ascii_uppercase()) && is_english_function_word(start);
        is_start && end.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// Whether a word is written like `DbContext` or `NuGet`: ASCII, with a capital behind a small letter.
fn has_inner_capital(word: &str) -> bool {
    word.len() > 3
        && word.is_ascii()
        && word.as_bytes().windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
}

/// A text without the spaces beside a dot, a `#` or a `+`, and the way back: a split name is found in it as it should be.
#[derive(Default)]
struct Squeezed {
    text: Vec<u8>,
    /// Where the two texts part: from this byte of the squeezed text on, bytes stand for those from this byte of the text on.
    steps: Vec<(usize, usize)>,
}

impl Squeezed {
    fn of(text: &str) -> Self {
        let is_mark = |b: Option<&u8>| matches!(b, Some(b'.' | b'#' | b'+'));
        let bytes = text.as_bytes();
        let mut squeezed = Self { text: Vec::with_capacity(bytes.len()), steps: vec![(0, 0)] };
        let mut at = 0;
        while at < bytes.len() {
            let spaces = space_run(&bytes[at..]);
            if spaces > 0 && (is_mark(squeezed.text.last()) || is_mark(bytes.get(at + spaces))) {
                squeezed.steps.push((squeezed.text.len(), at + spaces));
                at += spaces;
                continue;
            }
            squeezed.text.extend_from_slice(&bytes[at..at + spaces.max(1)]);
            at += spaces.max(1);
        }
        squeezed
    }

    /// The byte of the text that a byte of the squeezed text stands for.
    fn original(&self, at: usize) -> usize {
        let (squeezed, original) = self.steps[self.steps.partition_point(|(squeezed, _)| *squeezed <= at) - 1];
        original + (at - squeezed)
    }

    /// Where a name is in the text, with spaces beside its marks.
    fn find(&self, text: &str, name: &str) -> Option<Span> {
        memchr::memmem::find_iter(&self.text, name.as_bytes()).find_map(|at| {
            let (start, end) = (self.original(at), self.original(at + name.len() - 1) + 1);
            let apart = !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric);
            (apart && end - start > name.len()).then(|| Span::new(start, end))
        })
    }
}

/// How many bytes of spaces a text begins with.
fn space_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match bytes[at..] {
            [b' ', ..] => at += 1,
            [0xc2, 0xa0, ..] => at += 2,
            _ => return at,
        }
    }
}

/// The words of a unit, to look names up in.
struct Words<'a> {
    /// Those of the target, by their small letters.
    own: HashMap<String, Vec<(Span, &'a str)>>,
    /// Those of the source, in code and addresses, too.
    theirs: HashSet<&'a str>,
}

impl<'a> Words<'a> {
    fn of(segment: &ParsedSegment<'a>) -> Self {
        let mut own: HashMap<String, Vec<(Span, &str)>> = HashMap::new();
        for (part, word) in segment.target.all(Kind::Word).filter(|(_, word)| word.is_ascii() && word.len() <= MAX_NAME) {
            own.entry(word.to_ascii_lowercase()).or_default().push((part.span, word));
        }
        let theirs = segment.source.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        Self { own, theirs }
    }

    /// Where a name is written with other capitals, which the source does not have: it may name a type and a variable.
    fn written_otherwise(&self, segment: &ParsedSegment<'_>, name: &str) -> Option<Span> {
        let text = segment.target.text;
        let is_it = |&&(span, word): &&(Span, &str)| {
            let first = word.get(1..) == name.get(1..);
            // A sentence begins with a capital.
            let before = text[..span.start as usize].trim_end().chars().next_back();
            let starts = before.is_none_or(|c| matches!(c, '.' | ':' | '*'));
            !(self.theirs.contains(word) || first && starts)
        };
        let (span, word) = self.own.get(&name.to_ascii_lowercase())?.iter().find(is_it)?;
        (!segment.source.text.contains(word)).then_some(*span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `.NET` is split: `. NET`
          at ". NET": is one name
          see ".NET" in it-it/lamp.md: the name in the source
          help: write the name without spaces
          safe fix: ". NET" -> ".NET"
        "#);
    }

    #[test]
    fn names_are_taken_from_a_text() {
        let text =
            "Use .NET, ASP.NET Core 5.0, C#, file.exe and DbContext, at 3 p.m. as in Art.12 of it.The v2.0 X.509 w.r.t end.";
        let inline = Inline::new(text);
        let source = SideText::new(text, &inline);
        let mut names = Vec::new();
        let mut from = 0;
        while let Some((span, next)) = next_name(source, from) {
            names.push(source.get(span));
            from = next;
        }
        assert_eq!(names, [".NET", "ASP.NET", "C#", "file.exe", "DbContext", "v2.0", "X.509", "w.r.t"]);
    }

    #[test]
    fn split_names_are_found() {
        let split = |text: &'static str, name: &str| Squeezed::of(text).find(text, name).map(|span| &text[span.range()]);
        assert_eq!(split("App . NET", ".NET"), Some(". NET"));
        assert_eq!(split("in C # und", "C#"), Some("C #"));
        assert_eq!(split("file. exe", "file.exe"), Some("file. exe"));
        assert_eq!(split("Das Ende. NET", ".NET"), None);
        assert_eq!(split("profile. exe", "file.exe"), None);
        assert_eq!(split("é a .\u{a0} b. c è", "a.b.c"), Some("a .\u{a0} b. c"));
        assert_eq!(split("a. b.c.d", "b.c"), None);
    }
}
