//! `ui-path`: the path through a user interface is scrambled.

use crate::document::inline::Kind;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "ui-path",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a path like `**Settings** > **System**` is scrambled in the target.

## What it does

Looks at the separators of a path: `>`, `&gt;`, `->`, `→`. Reports a target in which two separators follow each other, a separator has no part on one side, a bracket is on the wrong side of it, or only one side is bold although both are bold in the source. Also reports more separators than in the source. Fewer are accepted, because a translation may describe some steps in words. Block quotes, comparisons and code are not paths.

## Why it matters

Readers cannot follow the path.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Passare a **Lampada** luce  >    >  **e colore**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Go to **Lamp** > **Light** > **Color**.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Passare a **Lampada** > **Luce** > **Colore**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Go to **Lamp** > **Light** > **Color**.</span></span>
```

## What to do

Write each part of the path between its separators, as in the source.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains {
        covers: Covers::Segment,
        rules: &["emphasis-scope", "unbalanced", "inconsistent-translation"],
        aspects: &[],
    }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !may_have_path(source) {
        return;
    }
    let in_source = separators(source);
    let (Some(first), Some(last)) = (in_source.first(), in_source.last()) else { return };
    if !in_source.iter().all(|separator| is_path(source.text, *separator)) {
        return;
    }
    let in_target = separators(target);
    let Some((place, message)) = problem(source.text, &in_source, target.text, &in_target) else { return };
    let path = Span { start: first.start, end: last.end };
    findings.push(
        segment
            .finding(&RULE, Some(place), Some((path, "the path in the source")), message)
            .label("the path is broken here")
            .help("readers cannot follow the path; write each part between its separators, as in the source"),
    );
}

/// Whether a text may have a separator of a path.
fn may_have_path(source: SideText<'_>) -> bool {
    memchr::memchr(b'>', source.text.as_bytes()).is_some()
        || source.inline.all(Kind::Entity).any(|part| source.get(part.inner) == "gt")
        || memchr::memchr2(0xe2, 0xef, source.text.as_bytes()).is_some() && source.text.contains(ARROWS)
}

/// Separators that are one character, except `>`.
const ARROWS: [char; 3] = ['→', '＞', '›'];

/// The separators of a text. If it has `<` or `&lt;`, it has none: they may be a comparison or a placeholder.
fn separators(side: SideText<'_>) -> Vec<Span> {
    let text = side.text;
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut line_is_open = true;
    for (at, char) in text.char_indices() {
        let length = match char {
            '\n' => {
                line_is_open = true;
                continue;
            }
            // A block quote.
            '>' if line_is_open => continue,
            ' ' | '\t' => continue,
            '<' if side.is_shown(Span::new(at, at + 1)) => return Vec::new(),
            '>' => {
                let is_operator = |b: Option<&u8>| matches!(b, Some(b'=' | b'>'));
                if is_operator(bytes.get(at + 1)) || at.checked_sub(1).is_some_and(|last| is_operator(bytes.get(last))) {
                    continue;
                }
                1
            }
            '&' if text[at..].starts_with("&lt;") => return Vec::new(),
            '&' if text[at..].starts_with("&gt;") => 4,
            _ if ARROWS.contains(&char) => char.len_utf8(),
            _ => 0,
        };
        line_is_open = false;
        let span = Span::new(at, at + length);
        if length > 0 && side.is_shown(span) {
            found.push(Span { start: start_of_arrow(&bytes[..at]) as u32, ..span });
        }
    }
    found
}

/// Where a separator begins if its last character follows a text: `->`, `- >` and `\>` are one separator.
fn start_of_arrow(before: &[u8]) -> usize {
    let end = before.len();
    match before {
        [.., b' ', b'-', b' '] => end - 2,
        [.., b'-', b'\\'] => end - 2,
        [.., b'-' | b'\\'] => end - 1,
        _ => end,
    }
}

/// Brackets, quotation marks, emphasis delimiters and spaces around the parts of a path.
fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || "*_[]「」『』“”\"'’‘«»„()（）【】".contains(c)
}

/// Whether a separator of a source is between two parts of a path: next to bold text, or before a capital letter.
fn is_path(text: &str, separator: Span) -> bool {
    let (before, after) = sides(text, separator);
    let (left, right) = (before.trim_end_matches(is_wrapping), after.trim_start_matches(is_wrapping));
    let is_part =
        left.ends_with(|c: char| c.is_alphanumeric() || "&.!?…+;".contains(c)) && right.starts_with(char::is_alphanumeric);
    let is_spaced = before.ends_with(char::is_whitespace) == after.starts_with(char::is_whitespace);
    let is_plain = matches!(&text[separator.range()], ">" | "&gt;" | "\\>");
    is_part && (is_bold(before, after) != (false, false) || is_plain && is_spaced && right.starts_with(char::is_uppercase))
}

/// The text before and after a separator.
fn sides(text: &str, separator: Span) -> (&str, &str) {
    (&text[..separator.range().start], &text[separator.range().end..])
}

/// Whether the parts before and after a separator are bold next to it.
fn is_bold(before: &str, after: &str) -> (bool, bool) {
    let before = before.trim_end().trim_end_matches([']', ')', '」', '』', '”', '"', '’', '»', '）', '】']);
    let after = after.trim_start().trim_start_matches(['[', '(', '「', '『', '“', '"', '‘', '«', '（', '【']);
    (before.ends_with("**"), after.starts_with("**"))
}

/// The first problem of a path: its place in the target, and the message.
fn problem(source: &str, in_source: &[Span], target: &str, in_target: &[Span]) -> Option<(Span, String)> {
    let is_list = |c: char| is_wrapping(c) || matches!(c, '、' | ',' | '，' | '،');
    for two in in_target.windows(2) {
        if target[two[0].range().end..two[1].range().start].chars().all(is_list) {
            let message = format!("two `{}` follow each other without a part between them", &target[two[1].range()]);
            return Some((Span { start: two[0].start, end: two[1].end }, message));
        }
    }
    let is_end = |c: char| is_list(c) || matches!(c, '.' | '。' | ';' | '؛' | '।');
    let follows_stop =
        |text: &str, separator: Span| sides(text, separator).0.trim_end_matches(is_wrapping).ends_with(['.', '。']);
    let has_stop = in_source.iter().any(|separator| follows_stop(source, *separator));
    let markup = |c: char| c.is_whitespace() || matches!(c, '*' | '_');
    for &separator in in_target {
        let (before, after) = sides(target, separator);
        let is_alone = before.trim_end_matches(is_list).is_empty() || after.trim_start_matches(is_end).is_empty();
        if is_alone || !has_stop && follows_stop(target, separator) {
            return Some((separator, format!("`{}` has no part on one side", &target[separator.range()])));
        }
        let is_crossed = after.trim_start_matches(markup).starts_with([']', ')', '」', '』', '）', '】'])
            || before.trim_end_matches(markup).ends_with(['[', '(', '「', '『', '（', '【', '„']);
        if is_crossed {
            return Some((separator, format!("a bracket is on the wrong side of `{}`", &target[separator.range()])));
        }
    }
    if let Some(&surplus) = in_target.get(in_source.len()) {
        let message = format!("the path has {} separators; the source has {}", in_target.len(), in_source.len());
        return Some((surplus, message));
    }
    let bold = |text: &str, separator: Span| {
        let (before, after) = sides(text, separator);
        is_bold(before, after)
    };
    if in_source.iter().all(|separator| bold(source, *separator) == (true, true)) {
        for (i, &separator) in in_target.iter().enumerate() {
            let is_last = i + 1 == in_target.len();
            match bold(target, separator) {
                // In many languages a noun precedes the name: `> the page **Lamp**`.
                (true, false) if !is_last => {}
                (false, true) => {}
                _ => continue,
            }
            let message = format!("only one side of `{}` is bold; both are bold in the source", &target[separator.range()]);
            return Some((separator, message));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: two `>` follow each other without a part between them
          at ">    >": the path is broken here
          see "> **Light** >" in it-it/lamp.md: the path in the source
          help: readers cannot follow the path; write each part between its separators, as in the source
        "#);
    }

    #[test]
    fn each_problem_is_named() {
        let source = "Go to **Lamp** -> **Light** now.";
        for (target, message) in [
            ("Ora passare a **Lampada luce**  -> .", "`->` has no part on one side"),
            ("-> **Lampada luce** ora.", "`->` has no part on one side"),
            ("Ora **[Lampada** [ -> **Luce**].", "a bracket is on the wrong side of `->`"),
            ("Ora **Lampada** > **Luce** > **Ora**.", "the path has 2 separators; the source has 1"),
            ("Ora **Lampada** luce -> **ora**.", "only one side of `->` is bold; both are bold in the source"),
        ] {
            assert_reported(&RULE, "it-it", source, target, &[message]);
        }
        let source = "Select **Lamp** &gt; **Light** &gt; **On**.";
        let texts = ["two `&gt;` follow each other without a part between them"];
        assert_reported(&RULE, "ja-jp", source, "[**ランプ**] [明かり] [ &gt;  &gt; **オン**] を選択します。", &texts);
    }

    #[test]
    fn correct_paths_are_not_reported() {
        for (locale, source, target) in [
            ("it-it", "Go to **Lamp** > **Light**.", "Passare a **Lampada** > **Luce**."),
            ("ja-jp", "Go to **Lamp** > **Light**.", "**[ランプ]** > **[明かり]** に移動します。"),
            ("ja-jp", "Go to **Lamp** > **Light** > **On**.", "[ランプ]、[明かり]、[オン] の順に選択します。"),
            ("ru-ru", "Go to **Lamp** > **Light** > **On**.", "Выберите **Лампа** > **Свет** и нажмите **Вкл**."),
            ("ar-sa", "Go to **Lamp** > **Light** > **On** page.", "انتقل إلى **مصباح** > **ضوء** > صفحة **تشغيل**."),
            ("zh-cn", "Go to Lamp > Light.", "转到“灯” > “光”。"),
            ("sv-se", "Go to **Lamp** > **Light**.", "Gå till ”Lampa” > ”Ljus”."),
            ("de-de", "Go to **Lamp > Light**.", "Wechseln Sie zu „Lampe“ > „Licht“."),
            ("it-it", "> The lamp > Light", "> La lampada > Luce"),
            ("it-it", "If the lamp > 5 and oil >= 3 => light", "Se lampada > 5 > 3"),
            ("it-it", "Call `a > b` > **c**", "Chiamare `a > b` > **c**"),
            ("de-de", "The **&lt;Lamp&gt;** > **Light** page.", "Die Seite **&lt;Lampe&gt;** > ."),
            ("it-it", "Go to **Lamp** -> **Light**.", "Passare a **Lampada** - > **Luce**."),
        ] {
            let report = report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target));
            assert_eq!(report, "", "{target}");
        }
    }
}
