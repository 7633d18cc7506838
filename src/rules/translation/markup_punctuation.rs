//! `markup-punctuation`: the punctuation after a link or after emphasis is inside it.

use crate::document::inline::Kind;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};
use crate::rules::runs::{Run, keeps_markup, runs};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "markup-punctuation",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when the punctuation after a link or after emphasis is inside it.

## What it does

Looks for links, bold and emphasized runs that end with a full stop, a comma or a semicolon, where no run of the source ends with punctuation. A document gets one finding with all its places. The full stop of an abbreviation is accepted, and a run that is a whole sentence.

## Why it matters

Machine translation moves the end of the sentence into the markup. The link or the name of a button then ends with a full stop that it does not have.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Scegliere **Accendi.**</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Choose **Light**.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Scegliere **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Choose **Light**.</span></span>
```

## What to do

Move the punctuation mark out of the markup. The fix does so.
"#,
    fix: FixKind::Safe,
    checks: &[Check::Bulk(check)],
    ..Rule::DEFAULTS
};

const KINDS: [Kind; 3] = [Kind::Link, Kind::Strong, Kind::Emphasis];

/// The punctuation marks that are moved.
const MARKS: [char; 10] = ['.', ',', ';', '。', '，', '、', '；', '،', '؛', '।'];

/// How many runs of a segment are fixed. Each fix is checked on its own, so the number bounds the work on hostile documents.
const MAX_FIXED: usize = 20;

fn check(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !target.inline.has_any(&KINDS) || !source.inline.has_any(&KINDS) {
        return;
    }
    let ends_with_mark = |side: SideText<'_>, run: Run| side.get(run.text).trim_end_matches(['*', '_']).ends_with(MARKS);
    if runs(source, &KINDS).any(|run| ends_with_punctuation(source.get(run.text))) {
        return;
    }
    let facts = SourceFacts {
        has_dot: runs(source, &KINDS).any(|run| source.get(run.text).contains('.')),
        has_stop: source.text.contains(". ") || source.text.trim_end().ends_with('.'),
    };
    let found = runs(target, &KINDS).filter(|run| ends_with_mark(target, *run));
    let mut moved: Vec<(Span, usize)> = found.take(MAX_FIXED).filter_map(|run| moved(target, run, &facts)).collect();
    moved.sort_unstable_by_key(|(mark, _)| *mark);
    moved.dedup_by_key(|(mark, _)| *mark);
    moved.retain(|(mark, to)| keeps_markup(target, &replacements(target, &[(*mark, *to)])));
    let Some(&(first, _)) = moved.first() else { return };
    let replacements = replacements(target, &moved);
    let edits = replacements.iter().map(|(span, text)| Edit { span: target.place(*span), text: (*text).to_owned() });
    let mut problem = segment
        .finding(&RULE, Some(first), None, format!("`{}` is inside the markup at the end of its words", target.get(first)))
        .label("belongs after the markup")
        .help("punctuation does not belong to a link or a name; move it out of the markup");
    problem.fix = Some(Fix { safe: true, edits: edits.collect() });
    problems.push(problem);
}

/// The full stops of the source.
struct SourceFacts {
    /// Whether a run has a dot inside.
    has_dot: bool,
    /// Whether a sentence ends with a full stop.
    has_stop: bool,
}

/// Whether a run of the source ends with a punctuation mark.
fn ends_with_punctuation(text: &str) -> bool {
    text.trim_end_matches(['*', '_', '`', '"', '”', '’', ')']).ends_with(['.', ',', ';', '!', '?', '…'])
}

/// The punctuation mark at the end of a run, and the byte that it moves to; `None` if it may stay.
fn moved(target: SideText<'_>, run: Run, source: &SourceFacts) -> Option<(Span, usize)> {
    let text = target.get(run.text);
    let words = text.trim_end_matches(['*', '_']);
    let mark = words.chars().next_back()?;
    let before = words[..words.len() - mark.len_utf8()].trim_end_matches(' ');
    let end = run.text.start as usize + words.len();
    let start = run.text.start as usize + before.len();
    if before.is_empty()
        || is_whole_sentence(target, run)
        || before.ends_with(|c: char| !c.is_alphanumeric() && !is_right_side(c))
    {
        return None;
    }
    let to = outside(target, run.span.end as usize);
    // Within a sentence a full stop is part of a name or of an abbreviation.
    let is_last = target.text[to..].trim_start_matches(['"', '”', '»', ')']).is_empty();
    if mark == '.' && (is_abbreviation(before) || !is_last && source.has_dot) {
        return None;
    }
    // A sentence that is marked as a whole keeps its full stop.
    if matches!(mark, '.' | '。') && !source.has_stop && before.split(' ').count() > MAX_WORDS {
        return None;
    }
    let next = target.text[to..].chars().next();
    // The punctuation is there already, or the run ends inside a word.
    if next.is_some_and(|c| MARKS.contains(&c) || matches!(c, ':' | '!' | '?' | '：' | '！' | '？')) {
        return None;
    }
    let is_unspaced = !matches!(mark, '.' | ',' | ';' | '،' | '؛');
    (is_unspaced || next.is_none_or(|c| !c.is_alphanumeric())).then(|| (Span::new(start, end), to))
}

/// A run with more words may be a sentence.
const MAX_WORDS: usize = 5;

/// Whether a run is all that is in a text, or a sentence between other sentences.
fn is_whole_sentence(target: SideText<'_>, run: Run) -> bool {
    let before = target.text[..run.span.start as usize].trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '。', '！', '？', '：'])
}

/// Whether a character closes the words before it.
fn is_right_side(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '”' | '»' | '」' | '』' | '）' | '】' | '》' | '%' | '*' | '+' | '#')
}

/// The longest abbreviation that is recognized, in letters.
const MAX_ABBREVIATION: usize = 4;

/// Whether a text ends with an abbreviation, without its full stop: `z. B`, `S.p.A`, or a short word that ends with a
/// consonant: `etc`, `itd`, `bzw`.
fn is_abbreviation(before: &str) -> bool {
    let last = before.split([' ', '\u{a0}']).next_back().unwrap_or_default();
    let letters = last.chars().count();
    last.contains('.')
        || letters == 1
        || (letters <= MAX_ABBREVIATION
            && last.chars().all(|c| c.is_ascii_lowercase())
            && !last.ends_with(['a', 'e', 'i', 'o', 'u', 'y']))
}

/// The byte after a run and after all delimiters that follow it: `[**a.**](b)` ends after the address.
fn outside(target: SideText<'_>, end: usize) -> usize {
    let mut at = end;
    for run in runs(target, &KINDS) {
        if run.text.end as usize == at && (run.span.start as usize) < at {
            at = run.span.end as usize;
        }
    }
    at
}

/// The replacements that move punctuation marks: each is removed and inserted.
fn replacements<'a>(target: SideText<'a>, moved: &[(Span, usize)]) -> Vec<(Span, &'a str)> {
    let both = |&(mark, to): &(Span, usize)| {
        let moved = target.get(mark).trim_start();
        // The punctuation of Chinese and Japanese contains its space.
        let is_wide = moved.starts_with(['。', '，', '、', '；']);
        let space = usize::from(is_wide && target.text[to..].starts_with(' '));
        [(mark, ""), (Span::new(to, to + space), moved)]
    };
    moved.iter().flat_map(both).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `.` is inside the markup at the end of its words
          at ".": belongs after the markup
          help: punctuation does not belong to a link or a name; move it out of the markup
          safe fix: "." -> "", "" -> "."
        "#);
    }

    #[test]
    fn punctuation_is_moved_out_of_all_markup() {
        for (locale, source, target, fix) in [
            ("it-it", "See [the lamp](lamp.md).", "Vedere [la lampada .](lamp.md)", "\" .\" -> \"\", \"\" -> \".\""),
            (
                "zh-cn",
                "See [**the lamp**](lamp.md), it burns.",
                "请参阅 [**灯，**](lamp.md)它亮着。",
                "\"，\" -> \"\", \"\" -> \"，\"",
            ),
        ] {
            assert_reported(&RULE, locale, source, target, &[fix]);
        }
    }

    #[test]
    fn punctuation_of_the_words_is_accepted() {
        for (locale, source, target) in [
            ("it-it", "Choose **Light.** Wait.", "Scegliere **Accendi.** Attendere."),
            ("it-it", "**Light** it. Now wait.", "**Accendere.** Ora attendere."),
            ("de-de", "See **and so on** here.", "Siehe **usw.** hier."),
            ("de-de", "See **for example** here.", "Siehe **z. B.** hier."),
            ("it-it", "Choose **Light**.", "Scegliere **Accendi.**."),
            ("ru-ru", "Call **Lamp.Light**.", "Вызовите **лампу.** ALL"),
            ("de-de", "now *if you need a light you can light it*", "nun *wenn Sie ein Licht brauchen, zünden Sie es an.*"),
            ("ko-kr", "Choose **Light**.", "지금 **켜기.**를 선택"),
        ] {
            assert_eq!(report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target)), "", "{target}");
        }
    }
}
