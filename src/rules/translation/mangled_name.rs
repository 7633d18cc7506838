//! `mangled-name`: a name of the source is split, or has other capitals.

use crate::document::inline::Kind;
use crate::language::{Language, is_english_function_word};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::identifiers::names;
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::bytes::find_rare;
use crate::text::phrases::and_more;
use std::cell::OnceCell;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "mangled-name",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a name like `.NET`, `C#` or `file.exe` is split, or its capitals are changed.

## What it does

Takes the names of the source that contain a dot, a `#`, a `+` or an inner capital, or have `()` after them. Reports a name that is in the target only with spaces in it or with other capitals. An address that contains the name does not count, because readers do not see it. Abbreviations (`p.m.`, `art.12`) are not checked, because some languages write a space in them. Acronyms (`API`, `A3`) must keep their capitals. In a language in Latin letters a form without capitals inside (`api`) is accepted, because the acronym may have become a word.

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

/// How many names of a text are looked up: more than any real text has. Further names are not checked.
const MAX_LOOKED_UP: usize = 200;

/// How many bytes a name may have. A longer one is not checked.
const MAX_NAME_BYTES: usize = 200;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() {
        return;
    }
    let (mut split, mut refitted, mut recased) = (Vec::new(), Vec::new(), Vec::new());
    let mut checked: HashSet<&str> = HashSet::new();
    let compact: OnceCell<CompactText> = OnceCell::new();
    if let Some(language) = segment.context.language {
        for (span, acronym) in acronyms(source).take(MAX_LOOKED_UP) {
            if find_rare(target.text, acronym).is_none() && checked.insert(acronym) {
                let found = find_recased(segment, acronym);
                let found = found.filter(|found| !may_be_word(target.get(*found), language));
                recased.extend(found.map(|found| (span, found)));
            }
        }
    }
    for name in names(source).take(MAX_LOOKED_UP) {
        let text = source.get(name);
        if text.len() > MAX_NAME_BYTES || is_shown_in(target, text) || !checked.insert(text) {
            continue;
        }
        let compact = || compact.get_or_init(|| CompactText::from_text(target.text));
        let has_punctuation = text.contains(['.', '#', '+', '(']);
        let has_inner_dot = text.rfind('.').is_some_and(|at| at > 0);
        if let Some(found) = has_punctuation.then(|| compact().find(target.text, text)).flatten() {
            split.push((name, found));
        } else if let Some(found) = has_inner_dot.then(|| compact().find_folded(target.text, text)).flatten() {
            refitted.push((name, found));
        } else if let Some(found) = find_recased(segment, text) {
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
    let refitted = report(refitted, "is split, with other capitals:", true);
    findings.extend(
        split.map(|finding| finding.label("is one name").help("search does not find a split name; write it without spaces")),
    );
    findings.extend(refitted.map(|finding| {
        finding.label("is one name").help("search does not find a changed name; write it exactly as in the source")
    }));
    findings.extend(recased.map(|finding| {
        finding.label("has other capitals than in the source").help("write the name with the capitals of the source")
    }));
}

/// Whether an acronym with other capitals may be an ordinary word, such as Dutch `pc`. It is none in a language of another
/// script, with a digit, or with capitals inside.
fn may_be_word(found: &str, language: &Language) -> bool {
    let is_mixed = found.chars().skip(1).any(char::is_uppercase) || found.chars().any(|c| c.is_ascii_digit() || c == 'ı');
    !(language.script.differs_from_latin() || is_mixed)
}

/// The acronyms of a text, without the `s` of a plural: `API`, `ID` of `IDs`. Other words in capitals, such as
/// `NOT`, and the halves of the day are left out.
fn acronyms<'a>(side: SideText<'a>) -> impl Iterator<Item = (Span, &'a str)> {
    side.all(Kind::Word).filter_map(|(part, word)| {
        // Nearly all words stop here.
        let begins =
            word.as_bytes().first_chunk::<2>().is_some_and(|two| two[0].is_ascii_uppercase() && !two[1].is_ascii_lowercase());
        if !begins {
            return None;
        }
        let stem = word.strip_suffix('s').unwrap_or(word);
        let is_acronym = stem.len() >= 2 && stem.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let is_word = || is_english_function_word(stem) || matches!(stem, "AM" | "PM");
        let start = part.span.start;
        (is_acronym && !is_word()).then(|| (Span { start, end: start + stem.len() as u32 }, stem))
    })
}

/// Whether a reader sees a name in a text. The address of a link is not seen; code, and the name in `<xref:..>`, are.
fn is_shown_in(side: SideText<'_>, name: &str) -> bool {
    let is_shown = |at: usize| {
        let hidden = side.inline.hidden_around(Span::new(at, at + name.len()));
        hidden.is_none_or(|hidden| side.get(hidden).starts_with(['`', '<', '{', '%', '$', '[']))
    };
    let Some(first) = find_rare(side.text, name) else { return false };
    is_shown(first) || memchr::memmem::find_iter(side.text.as_bytes(), name.as_bytes()).any(is_shown)
}

/// A text without the spaces next to a dot, a `#` or a `+`. A search finds split names in it; positions are mapped back to the
/// text.
#[derive(Default)]
struct CompactText {
    text: Vec<u8>,
    /// Where the offset between the texts changes: a byte of this text, and the byte of the original text that it is from.
    steps: Vec<(usize, usize)>,
    /// The same in lower case, made when it is first needed.
    folded: OnceCell<Box<Self>>,
}

impl CompactText {
    fn from_text(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_joining = |b: Option<&u8>| matches!(b, Some(b'.' | b'#' | b'+'));
        let is_call = |at: usize| bytes[at..].starts_with(b"()") || bytes[at..].starts_with(b"( )");
        let mut compact = Self { text: Vec::with_capacity(bytes.len()), steps: vec![(0, 0)], folded: OnceCell::new() };
        let mut at = 0;
        while at < bytes.len() {
            let spaces = space_run(&bytes[at..]);
            let is_inside = || is_joining(compact.text.last()) || is_joining(bytes.get(at + spaces)) || is_call(at + spaces);
            let is_empty = || compact.text.last() == Some(&b'(') && bytes.get(at + spaces) == Some(&b')');
            if spaces > 0 && (is_inside() || is_empty()) {
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

    /// Where a name with other capitals is in the original text with spaces in it.
    fn find_folded(&self, text: &str, name: &str) -> Option<Span> {
        let folded = self.folded.get_or_init(|| {
            Box::new(Self { text: self.text.to_ascii_lowercase(), steps: self.steps.clone(), folded: OnceCell::new() })
        });
        folded.find(text, &name.to_ascii_lowercase())
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

/// How many words with the letters of a name are compared with the source. It bounds the work on hostile documents.
const MAX_CANDIDATES: usize = 10;

/// Where a name is in the target with capitals that it does not have anywhere in the source. The source may have both a type and
/// a variable.
fn find_recased(segment: &ParsedSegment<'_>, name: &str) -> Option<Span> {
    let text = segment.target.text;
    let dotless_i = segment.context.language.is_some_and(|language| language.dotless_i);
    let has_letters = |word: &str| {
        word.len() == name.len() && word.eq_ignore_ascii_case(name)
            || dotless_i && !word.is_ascii() && word.replace(['ı', 'İ'], "i").eq_ignore_ascii_case(name)
    };
    let is_recased = |&(span, word): &(Span, &str)| {
        let only_first_differs = word.get(1..) == name.get(1..);
        // A sentence begins with a capital.
        let before = text[..span.start as usize].trim_end().chars().next_back();
        let starts_sentence = before.is_none_or(|c| matches!(c, '.' | ':' | '*'));
        !(segment.source.text.contains(word) || only_first_differs && starts_sentence)
    };
    let words = segment.target.all(Kind::Word).map(|(part, word)| (part.span, word));
    let mut candidates = words.filter(|(_, word)| word.len() <= MAX_NAME_BYTES && has_letters(word)).take(MAX_CANDIDATES);
    candidates.find(is_recased).map(|(span, _)| span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

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
    fn acronyms_keep_their_capitals() {
        assert_reported(&RULE, "ru-ru", "Use the APIs.", "Используйте Api.", &["`API` became `Api`"]);
        assert_reported(&RULE, "tr-tr", "The CLI of the lamp", "Lambanın CLı aracı", &["`CLI` became `CLı`"]);
        assert_reported(&RULE, "hu-hu", "The A3/A5 lamp", "Az a3/a5 lámpa", &["`A3` became `a3` (and 1 more name)"]);
        assert_reported(&RULE, "hu-hu", "The CSP lamp", "A CsP-lámpa", &["`CSP` became `CsP`"]);
        for (locale, source, target) in [
            ("nl-nl", "Your PC is on.", "Uw pc staat aan."),
            ("ru-ru", "Do NOT light it at 3 PM.", "Не зажигайте not в 3 pm."),
            ("ru-ru", "The API of the lamp", "API лампы api"),
        ] {
            assert_eq!(report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target)), "", "{target}");
        }
    }

    #[test]
    fn a_name_that_only_an_address_contains_is_split() {
        let (source, target) = ("See [Lamp.Wick](x:Lamp.Wick).", "Vedere [Lamp. Wick](x:Lamp.Wick).");
        assert_reported(&RULE, "it-it", source, target, &["`Lamp.Wick` is split: `Lamp. Wick`", "safe fix"]);
        let refitted = [
            "`Lamp.Wick.App` is split, with other capitals: `Lamp. wick. app`",
            "is one name",
            "search does not find a changed name; write it exactly as in the source",
            "safe fix",
        ];
        assert_reported(&RULE, "it-it", "See Lamp.Wick.App.", "Vedere Lamp. wick. app.", &refitted);
        assert_reported(&RULE, "tr-tr", "Lamp 2.x only.", "Yalnızca Lamba 2. x.", &["`2.x` is split: `2. x`"]);
        assert_reported(&RULE, "it-it", "Copy it (.lamp)", "Copiarlo (. lamp)", &["`.lamp` is split: `. lamp`"]);
        assert_reported(&RULE, "it-it", "Call Start() now.", "Chiamare Start () ora.", &["`Start()` is split: `Start ()`"]);
        for target in ["Vedere `Lamp.Wick` e Lamp. Wick.", "Vedere <xref:Lamp.Wick> e Lamp. Wick."] {
            assert_eq!(report_document(&RULE, "it-it/lamp.md", &segment(source, target)), "", "{target}");
        }
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
