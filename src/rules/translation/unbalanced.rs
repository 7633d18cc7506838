//! `unbalanced`: a bracket or a quotation mark of the target has no partner.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::Problem;
use crate::rules::formulas::formulas;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::and_more;

/// The rule.
pub static RULE: Rule = Rule {
    id: "unbalanced",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a bracket or a quotation mark has no partner, and those of the source are balanced.

## What it does

Matches the brackets of each text by kind: `()`, `[]`, `{}`, the full-width forms, and the quotation marks `「」`, `『』`, `《》`. Other double quotation marks are only counted, because languages pair them differently (`„x“`, `„x”`, `”x”`): an odd number is reported if the source has an even number. Apostrophes are not quotation marks. Code, addresses, tags and segments with formulas are not checked, nor are list letters like `a)`.

## Why it matters

Readers cannot see where a remark ends. Often the words around the bracket are also in the wrong order.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Una lampada (a olio.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">A lamp (with oil).</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Una lampada (a olio).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">A lamp (with oil).</span></span>
```

## What to do

Add the missing bracket or quotation mark, or remove the surplus one. Compare the order of the words with the source.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !may_have_pairs(target.text) {
        return;
    }
    let in_target = Pairing::new(target);
    let odd_quotes = !in_target.quotes.len().is_multiple_of(2) && !in_target.has_letter_quotes;
    if in_target.unpaired.is_empty() && !odd_quotes {
        return;
    }
    let in_source = Pairing::new(source);
    let mut known_kinds = [false; KINDS];
    in_source.unpaired.iter().for_each(|known| known_kinds[known.kind] = true);
    let unpaired: Vec<Unpaired> =
        in_target.unpaired.into_iter().filter(|unpaired| !unpaired.is_list_letter && !known_kinds[unpaired.kind]).collect();
    let odd_quotes = odd_quotes && in_source.quotes.len().is_multiple_of(2);
    if unpaired.is_empty() && !odd_quotes || !formulas(source).is_empty() {
        return;
    }
    let count = unpaired.len() + usize::from(odd_quotes);
    let more = and_more(count - 1, "bracket or quotation mark");
    let finding = match (unpaired.first(), in_target.quotes.last()) {
        (Some(first), _) => {
            let what = if first.is_open { "closed" } else { "opened" };
            segment
                .finding(&RULE, Some(first.span), None, format!("`{}` is never {what}{more}", target.get(first.span)))
                .label("has no partner")
                .help("the brackets of the source are balanced; add the missing one, or remove this one")
        }
        (None, Some(&last)) => {
            let (count, expected) = (in_target.quotes.len(), in_source.quotes.len());
            let message = if expected == 0 && count == 1 {
                "the target has a single quotation mark; the source has none".to_owned()
            } else {
                format!("the number of quotation marks is odd: {count}; the source has {expected}")
            };
            segment
                .finding(&RULE, Some(last), None, message)
                .label("the last quotation mark")
                .help("each quotation mark needs a partner; compare with the source which words are quoted")
        }
        (None, None) => return,
    };
    findings.push(finding.problems(count));
}

/// Whether a text may have a bracket or a quotation mark.
fn may_have_pairs(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | MAY_BEGIN[usize::from(b)])
}

/// The bytes that a bracket, a quotation mark or an entity begins with.
static MAY_BEGIN: [bool; 256] = {
    let mut may = [false; 256];
    let bytes = b"\"()[]{}&\xc2\xd7\xe2\xe3\xef";
    let mut i = 0;
    while i < bytes.len() {
        may[bytes[i] as usize] = true;
        i += 1;
    }
    may
};

/// The number of kinds of brackets.
const KINDS: usize = 6;

/// What a character is.
#[derive(Clone, Copy)]
enum Sign {
    /// An opening bracket of a kind.
    Open(usize),
    /// A closing bracket of a kind.
    Close(usize),
    /// A double quotation mark. Each of them opens in some languages and closes in others.
    Quote,
    Other,
}

fn sign(char: char) -> Sign {
    match char {
        '(' | '（' => Sign::Open(0),
        ')' | '）' => Sign::Close(0),
        '[' | '［' | '【' => Sign::Open(1),
        ']' | '］' | '】' => Sign::Close(1),
        '{' | '｛' => Sign::Open(2),
        '}' | '｝' => Sign::Close(2),
        '「' => Sign::Open(3),
        '」' => Sign::Close(3),
        '『' => Sign::Open(4),
        '』' => Sign::Close(4),
        '《' => Sign::Open(5),
        '》' => Sign::Close(5),
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '״' | '＂' | '〝' | '〞' | '〟' => Sign::Quote,
        _ => Sign::Other,
    }
}

/// Entities that are quotation marks.
const QUOTE_ENTITIES: &[&str] = &["quot", "ldquo", "rdquo", "bdquo", "laquo", "raquo", "#34"];

/// A bracket without a partner.
struct Unpaired {
    span: Span,
    /// Its kind of bracket.
    kind: usize,
    is_open: bool,
    /// Whether it ends the letter or number of a list item: `a)`.
    is_list_letter: bool,
}

/// The brackets and quotation marks of a text.
struct Pairing {
    /// Brackets without a partner, in order.
    unpaired: Vec<Unpaired>,
    /// Quotation marks.
    quotes: Vec<Span>,
    /// Whether a straight quotation mark is between two Hebrew letters: it may belong to an abbreviation or to a quotation after
    /// a prefix.
    has_letter_quotes: bool,
}

impl Pairing {
    fn new(side: SideText<'_>) -> Self {
        let text = side.text;
        let mut hidden: Vec<(Span, &Part)> = Vec::new();
        if side.inline.has_any(&[Kind::Code, Kind::Address, Kind::Tag, Kind::Entity, Kind::Link, Kind::Image]) {
            hidden.extend(side.inline.parts.iter().filter_map(|part| match part.kind {
                Kind::Code | Kind::Address | Kind::Tag | Kind::Entity => Some((part.span, part)),
                Kind::Link | Kind::Image => Some((part.inner, part)),
                _ => None,
            }));
            hidden.sort_unstable_by_key(|(span, _)| *span);
        }
        let mut found = Self { unpaired: Vec::new(), quotes: Vec::new(), has_letter_quotes: false };
        let mut open: [Vec<Span>; KINDS] = Default::default();
        let mut at = 0;
        for (span, part) in hidden {
            let range = span.range();
            if range.start < at {
                continue;
            }
            found.read(text, at, range.start, &mut open);
            if part.kind == Kind::Entity && QUOTE_ENTITIES.contains(&side.get(part.inner)) {
                found.quotes.push(span);
            }
            at = range.end;
        }
        found.read(text, at, text.len(), &mut open);
        for (kind, open) in open.into_iter().enumerate() {
            let unpaired = |span| Unpaired { span, kind, is_open: true, is_list_letter: false };
            found.unpaired.extend(open.into_iter().map(unpaired));
        }
        found.unpaired.sort_by_key(|unpaired| unpaired.span);
        found
    }

    fn read(&mut self, text: &str, from: usize, to: usize, open: &mut [Vec<Span>; KINDS]) {
        for (offset, &byte) in text.as_bytes()[from..to].iter().enumerate() {
            if !MAY_BEGIN[usize::from(byte)] {
                continue;
            }
            let start = from + offset;
            let Some(char) = text[start..].chars().next() else { continue };
            let span = Span::new(start, start + char.len_utf8());
            match sign(char) {
                Sign::Open(kind) => open[kind].push(span),
                Sign::Close(kind) => {
                    if open[kind].pop().is_none() && !is_emoticon(&text[..start]) {
                        let is_list_letter = kind == 0 && is_list_letter(&text[..start]);
                        self.unpaired.push(Unpaired { span, kind, is_open: false, is_list_letter });
                    }
                }
                Sign::Quote => self.add_quote(text, span, char),
                Sign::Other => {}
            }
        }
    }

    fn add_quote(&mut self, text: &str, span: Span, char: char) {
        let is_hebrew = |c: char| ('\u{5d0}'..='\u{5ea}').contains(&c);
        let (before, after) = (&text[..span.range().start], &text[span.range().end..]);
        let is_in_word = before.ends_with(is_hebrew) && after.starts_with(is_hebrew);
        match char {
            '״' if is_in_word => {}
            '"' if is_in_word => self.has_letter_quotes = true,
            _ => self.quotes.push(span),
        }
    }
}

/// How many letters or digits a list item may have before its bracket: `iii)`, `12)`.
const MAX_LIST_LETTERS: usize = 4;

/// Whether a text ends with the letter or number of a list item: `a`, `iv`, `12`.
fn is_list_letter(before: &str) -> bool {
    let mut letters = before.chars().rev();
    let mut word = letters.by_ref().take(MAX_LIST_LETTERS + 1).take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let start = word.iter().map(|c| c.len_utf8()).sum::<usize>();
    let is_start = before[..before.len() - start].chars().next_back().is_none_or(|c| c.is_whitespace() || ",;:(".contains(c));
    word.reverse();
    let is_number = word.iter().all(char::is_ascii_digit) || word.iter().all(|c| "ivxIVX".contains(*c));
    is_start && (word.len() == 1 || is_number && !word.is_empty() && word.len() <= MAX_LIST_LETTERS)
}

/// Whether a closing bracket after a text is the mouth of a face: `:)`, `;-)`.
fn is_emoticon(before: &str) -> bool {
    before.strip_suffix('-').unwrap_or(before).ends_with([':', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `(` is never closed
          at "(": has no partner
          help: the brackets of the source are balanced; add the missing one, or remove this one
        "#);
    }

    #[test]
    fn brackets_in_the_wrong_order_are_reported() {
        let texts = ["`)` is never opened (and 1 more bracket or quotation mark)"];
        assert_reported(&RULE, "zh-cn", "The lamp (with oil) is on.", "使用油) 的灯 (已打开。", &texts);
        assert_reported(&RULE, "ja-jp", "Select **Lamp**.", "「**ランプ** を選択します。", &["`「` is never closed"]);
    }

    #[test]
    fn quotation_marks_are_counted() {
        let texts = [
            "the target has a single quotation mark; the source has none",
            "the last quotation mark",
            "help: each quotation mark needs a partner; compare with the source which words are quoted",
        ];
        assert_reported(&RULE, "zh-cn", "Select **Lamp**.", "选择 \"**灯**。", &texts);
        let texts = ["the number of quotation marks is odd: 3; the source has 2"];
        assert_reported(&RULE, "ru-ru", "Press “On” now.", "Нажмите «Вкл»» сейчас.", &texts);
    }

    #[test]
    fn balanced_texts_are_not_reported() {
        for (locale, source, target) in [
            ("sv-se", "the “lamp” (oil)", "”lampan” (olja)"),
            ("de-de", "the \"lamp\"", "die „Lampe“"),
            ("pl-pl", "the \"lamp\"", "„lampa”"),
            ("da-dk", "the \"lamp\"", "»lampe«"),
            ("he-il", "the IDF \"lamp\"", "צה״ל \"מנורה\""),
            ("he-il", "in \"lamp\"", "ב\"מנורה\""),
            ("zh-cn", "A lamp (oil)", "灯（油)"),
            ("it-it", "A lamp: first, light it", "Una lampada: a) accenderla, 2) guardarla, iii) fine"),
            ("it-it", "Thanks!", "Grazie :)"),
            ("it-it", "the lamp", "l'olio dell'altra lampada"),
            ("it-it", "Call `f(` here", "Qui chiamare `f(`"),
            ("it-it", "See [a](b_(c).md) \"x\"", "Vedere [a](b_(c).md \"x\") &quot;x&quot;"),
            ("it-it", "a 3\" lamp", "una lampada da 3 pollici \""),
            ("pl-pl", r"in $(0, 1]$ now", r"w $ (0, 1] $ teraz"),
            ("it-it", "a) light it", "(a accenderla"),
        ] {
            let report = report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target));
            assert_eq!(report, "", "{target}");
        }
    }
}
