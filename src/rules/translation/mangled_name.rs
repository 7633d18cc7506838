//! `mangled-name`: a name of the source is split, or has other capitals.

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

Takes the names of the source that contain a dot, a `#`, a `+` or an inner capital. Reports a name that is in the target only with spaces in it or with other capitals. Abbreviations (`p.m.`, `art.12`) are not checked, because some languages write a space in them.

## Why it matters

Search does not find a split name, and readers read it as two words.

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

Write the name exactly as in the source. The fix does so if only spaces differ. With `--unsafe-fixes` it also corrects capitals: a person should review these, because a sentence may begin with the name.
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

/// How many different names are checked in a text: more than any real text has. Further names are not checked.
const MAX_NAMES: usize = 100;

/// How many bytes a name may have. A longer one is not checked.
const MAX_NAME_BYTES: usize = 200;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !source.inline.has_names() || segment.is_same() {
        return;
    }
    let (mut split, mut recased) = (Vec::new(), Vec::new());
    let mut checked: HashSet<&str> = HashSet::new();
    let compact: OnceCell<CompactText> = OnceCell::new();
    let words: OnceCell<SegmentWords<'_>> = OnceCell::new();
    let mut from = 0;
    while checked.len() < MAX_NAMES {
        let Some((name, next)) = next_name(source, from) else { break };
        from = next;
        let text = source.get(name);
        if text.len() > MAX_NAME_BYTES || !checked.insert(text) || find_rare(target.text, text).is_some() {
            continue;
        }
        let has_punctuation = text.contains(['.', '#', '+']);
        if let Some(found) =
            has_punctuation.then(|| compact.get_or_init(|| CompactText::from_text(target.text)).find(target.text, text)).flatten()
        {
            split.push((name, found));
        } else if let Some(found) = words.get_or_init(|| SegmentWords::from_segment(segment)).find_recased(segment, text) {
            recased.push((name, found));
        }
    }
    let report = |mut found: Vec<(Span, Span)>, verb: &str, safe: bool| -> Option<Problem> {
        found.sort_by_key(|(_, span)| *span);
        // Two names of the source may be found at the same place.
        found.dedup_by(|next, first| next.1.meets(first.1));
        let &(name, span) = found.first()?;
        let message = format!("`{}` {verb} `{}`{}", source.get(name), target.get(span), and_more(found.len() - 1, "name"));
        let mut finding =
            segment.finding(&RULE, Some(span), Some((name, "the name in the source")), message).problems(found.len());
        let edits = found.iter().map(|&(name, span)| Edit { span: target.place(span), text: source.get(name).to_owned() });
        finding.fix = Some(Fix { safe, edits: edits.collect() });
        Some(finding)
    };
    let (split, recased) = (report(split, "is split:", true), report(recased, "became", false));
    findings.extend(
        split.map(|finding| finding.label("is one name").help("search does not find a split name; write it without spaces")),
    );
    findings.extend(recased.map(|finding| {
        finding.label("has other capitals than in the source").help("write the name with the capitals of the source")
    }));
}

/// The next name of the source from a part on: its bytes, and the index of the part after it.
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
        let starts_word =
            |at: usize| at == 0 || matches!(bytes[at - 1], b' ' | b'(' | b'[' | b'*' | b'"' | b'\'' | b'/' | b',' | 0x80..);
        let has_leading_dot =
            start > 0 && bytes[start - 1] == b'.' && starts_word(start - 1) && bytes[start].is_ascii_uppercase();
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
        let word = &source.text[start..end];
        if (joined && !is_abbreviation(word) && !is_sentence_boundary(word)) || has_inner_capital(word) {
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

/// A text without the spaces next to a dot, a `#` or a `+`. A search finds split names in it; positions are mapped back to the
/// text.
#[derive(Default)]
struct CompactText {
    text: Vec<u8>,
    /// Where the offset between the texts changes: a byte of this text, and the byte of the original text that it is from.
    steps: Vec<(usize, usize)>,
}

impl CompactText {
    fn from_text(text: &str) -> Self {
        let is_joining = |b: Option<&u8>| matches!(b, Some(b'.' | b'#' | b'+'));
        let bytes = text.as_bytes();
        let mut compact = Self { text: Vec::with_capacity(bytes.len()), steps: vec![(0, 0)] };
        let mut at = 0;
        while at < bytes.len() {
            let spaces = space_run(&bytes[at..]);
            if spaces > 0 && (is_joining(compact.text.last()) || is_joining(bytes.get(at + spaces))) {
                compact.steps.push((compact.text.len(), at + spaces));
                at += spaces;
                continue;
            }
            compact.text.extend_from_slice(&bytes[at..at + spaces.max(1)]);
            at += spaces.max(1);
        }
        compact
    }

    /// The byte of the original text that a byte of this text is from.
    fn original(&self, at: usize) -> usize {
        let (compact, original) = self.steps[self.steps.partition_point(|(compact, _)| *compact <= at) - 1];
        original + (at - compact)
    }

    /// Where a name is in the original text with spaces in it.
    fn find(&self, text: &str, name: &str) -> Option<Span> {
        memchr::memmem::find_iter(&self.text, name.as_bytes()).find_map(|at| {
            let (start, end) = (self.original(at), self.original(at + name.len() - 1) + 1);
            let is_word = !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric);
            (is_word && end - start > name.len()).then(|| Span::new(start, end))
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

/// The words of a segment, to find names in.
struct SegmentWords<'a> {
    /// The words of the target, by their lower-case form.
    target: HashMap<String, Vec<(Span, &'a str)>>,
    /// The words of the source, including those in code and addresses.
    source: HashSet<&'a str>,
}

impl<'a> SegmentWords<'a> {
    fn from_segment(segment: &ParsedSegment<'a>) -> Self {
        let mut target: HashMap<String, Vec<(Span, &str)>> = HashMap::new();
        for (part, word) in segment.target.all(Kind::Word).filter(|(_, word)| word.is_ascii() && word.len() <= MAX_NAME_BYTES) {
            target.entry(word.to_ascii_lowercase()).or_default().push((part.span, word));
        }
        let source = segment.source.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        Self { target, source }
    }

    /// Where a name is in the target with capitals that it does not have anywhere in the source. The source may have both a type
    /// and a variable.
    fn find_recased(&self, segment: &ParsedSegment<'_>, name: &str) -> Option<Span> {
        let text = segment.target.text;
        let is_recased = |&&(span, word): &&(Span, &str)| {
            let only_first_differs = word.get(1..) == name.get(1..);
            // A sentence begins with a capital.
            let before = text[..span.start as usize].trim_end().chars().next_back();
            let starts_sentence = before.is_none_or(|c| matches!(c, '.' | ':' | '*'));
            !(self.source.contains(word) || only_first_differs && starts_sentence)
        };
        let (span, word) = self.target.get(&name.to_ascii_lowercase())?.iter().find(is_recased)?;
        (!segment.source.text.contains(word)).then_some(*span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `.NET` is split: `. NET`
          at ". NET": is one name
          see ".NET" in it-it/lamp.md: the name in the source
          help: search does not find a split name; write it without spaces
          safe fix: ". NET" -> ".NET"
        "#);
    }

    #[test]
    fn other_capitals_are_reported() {
        let texts = [
            "`DbContext` became `dbcontext`",
            "has other capitals than in the source",
            "help: write the name with the capitals of the source",
            "unsafe fix: \"dbcontext\" -> \"DbContext\"",
        ];
        assert_reported(&RULE, "it-it", "Use DbContext now.", "Usare dbcontext ora.", &texts);
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
        let split =
            |text: &'static str, name: &str| CompactText::from_text(text).find(text, name).map(|span| &text[span.range()]);
        assert_eq!(split("App . NET", ".NET"), Some(". NET"));
        assert_eq!(split("in C # und", "C#"), Some("C #"));
        assert_eq!(split("file. exe", "file.exe"), Some("file. exe"));
        assert_eq!(split("Das Ende. NET", ".NET"), None);
        assert_eq!(split("profile. exe", "file.exe"), None);
        assert_eq!(split("é a .\u{a0} b. c è", "a.b.c"), Some("a .\u{a0} b. c"));
        assert_eq!(split("a. b.c.d", "b.c"), None);
    }
}
