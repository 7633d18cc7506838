//! `markup-spacing`: a space is missing or added beside a delimiter or a punctuation mark.

use crate::language::{Language, Script};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};
use crate::rules::runs::{Run, WITH_WORDS, keeps_markup, runs};
use crate::text::Span;
use crate::text::bytes::any_triple;
use std::cell::OnceCell;

/// The rule.
pub static RULE: Rule = Rule {
    id: "markup-spacing",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a space is missing or added beside a delimiter or a punctuation mark.

## What it does

Looks for spaces that the source does not have: before a full stop or a comma, inside quotation marks and brackets, after an elided word before markup (`l' [API](..)`), between markup and a Korean particle, and beside the apostrophe of a Turkish suffix after markup. Looks for a dash, a bar or a bracket without the space that it has in the source (`lamp- [#1](..)`). Also looks for letters that touch a link, code or bold text, where the source has a space. A document gets one finding for the spaces beside punctuation, and one for the letters that touch markup. A space before `:`, `;`, `!` and `?` is accepted in French. An ending or a particle may follow markup without a space. A space that the markup needs to render is accepted.

## Why it matters

Machine translation puts spaces around protected markup. Readers see gaps before full stops, and words that run together.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Scegliere **Accendi** .</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Choose **Light**.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Scegliere **Accendi**.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Choose **Light**.</span></span>
```

## What to do

Remove the added spaces, and add the missing ones. The fix does so. Letters that touch markup may be an ending that belongs to the name. Their fix is unsafe: a person should review it.
"#,
    fix: FixKind::SafeOrUnsafe,
    checks: &[Check::Bulk(check_added), Check::Bulk(check_missing)],
    ..Rule::DEFAULTS
};

/// How many spaces of a segment are fixed. Each is checked on its own, so the number bounds the work on hostile documents.
const MAX_FIXED: usize = 20;

/// An added space.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gap {
    /// Before a punctuation mark, which is given in its ASCII form.
    Before(char),
    /// After an opening bracket or quotation mark, which is given in its ASCII form.
    After(char),
    /// After the apostrophe of an elided word.
    Elided,
    /// Before a particle.
    Particle,
    /// Beside the apostrophe of a suffix after markup.
    Suffix,
    /// No space beside a dash, a bar or an opening bracket, where the source has one.
    Lost(char),
}

impl Gap {
    /// The text that replaces it.
    fn replacement(self) -> &'static str {
        if matches!(self, Self::Lost(_)) { " " } else { "" }
    }
}

fn check_added(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let Some(language) = segment.context.language else { return };
    let target = segment.target;
    if segment.is_same() {
        return;
    }
    let mut found = lost(segment, language);
    let typography = &language.typography;
    if may_have_gap(target.text, !(typography.particles.is_empty() && typography.suffixes.is_empty())) {
        found.extend(gaps(target, Some(language)));
        found.sort_by_key(|(span, _)| *span);
    }
    if found.is_empty() {
        return;
    }
    let accepted = gaps(segment.source, None);
    found.retain(|(_, gap)| !accepted.iter().any(|(_, known)| known == gap));
    // A word is lost before the punctuation: `a lamp of .`.
    let is_hole = |span: Span| ends_with_leading_word(&target.text[..span.start as usize], language);
    found.retain(|(span, gap)| !matches!(gap, Gap::Before(_)) || !is_hole(*span));
    // `. NET` is a split name.
    let has_name = segment.source.inline.has_names();
    let is_split = |span: Span| has_name && target.text[span.range().end..].starts_with(". ");
    found.retain(|(span, gap)| *gap != Gap::Before('.') || !is_split(*span));
    found.truncate(MAX_FIXED);
    let replaced = |found: &[(Span, Gap)]| found.iter().map(|(span, gap)| (*span, gap.replacement())).collect::<Vec<_>>();
    let mut keeps = keeps_markup(target, &replaced(&found));
    if !keeps {
        found.retain(|(span, gap)| keeps_markup(target, &[(*span, gap.replacement())]));
        keeps = keeps_markup(target, &replaced(&found));
    }
    let Some(&(first, gap)) = found.first() else { return };
    let shown = around(target, first);
    let added = "the source has no space there, and the page shows a gap; remove the space";
    let (message, label, help) = match gap {
        Gap::Before(_) => (format!("a space is before punctuation in `{shown}`"), "a space before punctuation", added),
        Gap::After(_) => (
            format!("a space is after an opening bracket or quotation mark in `{shown}`"),
            "a space after an opening bracket or quotation mark",
            added,
        ),
        Gap::Elided => (format!("a space is after the apostrophe in `{shown}`"), "a space after the apostrophe", added),
        Gap::Suffix => (format!("a space is beside the apostrophe in `{shown}`"), "a space beside the apostrophe", added),
        Gap::Particle => (format!("a space is before the particle in `{shown}`"), "a space before the particle", added),
        Gap::Lost(mark) => (
            format!("a space is missing beside `{mark}` in `{shown}`"),
            "has lost a space",
            "the source has a space there; write it",
        ),
    };
    let edit = |(span, gap): &(Span, Gap)| Edit { span: target.place(*span), text: gap.replacement().to_owned() };
    let edits: Vec<Edit> = found.iter().map(edit).collect();
    let mut problem = segment.finding(&RULE, Some(first), None, message).label(label).help(help);
    problem.fix = keeps.then_some(Fix { safe: true, edits });
    problems.push(problem);
}

/// The places where a dash, a bar or an opening bracket has lost a space that it has in the source, in order.
fn lost(segment: &ParsedSegment<'_>, language: &Language) -> Vec<(Span, Gap)> {
    let (source, target) = (segment.source, segment.target);
    let mut found = Vec::new();
    let is_unspaced = language.script.is_unspaced();
    let count = |text: &str, parts: &[&str]| -> usize { parts.iter().map(|part| text.matches(part).count()).sum() };
    let has = |text: &str, mark: char| memchr::memchr(mark as u8, text.as_bytes()).is_some();
    for (mark, spaced) in [('-', &[" - ", " – ", " — "][..]), ('|', &[" | "])] {
        // Nearly all texts stop here.
        if !has(source.text, mark) || !has(target.text, mark) {
            continue;
        }
        let wanted = count(source.text, &spaced[..1]) + usize::from(mark == '-' && source.text.starts_with("- "));
        if wanted == 0 || count(target.text, spaced) >= wanted {
            continue;
        }
        for (at, _) in target.text.match_indices(mark).filter(|(at, _)| target.is_shown(Span::new(*at, at + 1))) {
            let (before, after) = (&target.text[..at], &target.text[at + 1..]);
            let ends = before.ends_with(|c: char| c.is_alphanumeric() || c == ')');
            let begins = before.is_empty() && after.starts_with(char::is_alphabetic);
            if ends && after.starts_with(' ') {
                found.push((Span::new(at, at), Gap::Lost(mark)));
            } else if begins && source.text.starts_with("- ") {
                found.push((Span::new(1, 1), Gap::Lost(mark)));
            } else if before.ends_with(' ') && after.starts_with(char::is_alphabetic) && (mark == '|' || !is_unspaced) {
                found.push((Span::new(at + 1, at + 1), Gap::Lost(mark)));
            }
        }
    }
    // Chinese, Japanese and Korean write no space before a bracket.
    let is_spaced = !is_unspaced && language.script != Script::Hangul;
    if is_spaced && has(target.text, '(') && source.text.contains(" (") {
        let is_glued = |text: &str, at: usize| text[..at].ends_with(['"', '”', '»', ')']);
        let in_source = source.text.match_indices('(').any(|(at, _)| is_glued(source.text, at));
        for (at, _) in target.text.match_indices('(').filter(|_| !in_source) {
            let begins = target.text[at + 1..].starts_with(char::is_alphabetic);
            if begins && is_glued(target.text, at) && target.is_shown(Span::new(at, at + 1)) {
                found.push((Span::new(at, at), Gap::Lost('(')));
            }
        }
    }
    found
}

/// Whether a text ends with an article or a preposition.
fn ends_with_leading_word(text: &str, language: &Language) -> bool {
    language.is_leading_word(&text[text.len() - letters(text.chars().rev())..])
}

/// How many characters beside a space a message shows.
const SHOWN: usize = 12;

/// The text around a place.
fn around<'a>(side: SideText<'a>, place: Span) -> &'a str {
    let (before, after) = (&side.text[..place.start as usize], &side.text[place.end as usize..]);
    let start = before.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(SHOWN).map_or(after.len(), |(at, _)| at);
    side.text[start..place.end as usize + end].trim()
}

/// Whether a text may have an added space: a space after an opening bracket or before a full stop, for example. The test is
/// quick, and most texts do not pass it.
fn may_have_gap(text: &str, joins: bool) -> bool {
    any_triple(text.as_bytes(), |a, b, c| {
        // A no-break space is 0xC2 0xA0.
        let (ends_space, begins_space) = ((a == b' ') | (a == 0xa0), (b == b' ') | (b == 0xc2));
        let closes =
            (b == b'.') | (b == b',') | (b == b';') | (b == b':') | (b == b'!') | (b == b'?') | (b == b')') | (b == b']');
        // `»`, `”`, `。` and `）` begin with two of these bytes.
        let closes_wide = ((b == 0xc2) & (c == 0xbb)) | (((b == 0xe2) | (b == 0xe3)) & (c == 0x80)) | ((b == 0xef) & (c >= 0xbc));
        let opens = (a == b'(') | (a == b'[') | (a == b'"') | (a == b'\'');
        let opens_wide = ((a == 0x80) | (a == 0xbc) | (a == 0xbd) | (a == 0xc2)) & (c == b' ');
        // A particle or a suffix may follow markup.
        let ends_run = joins & ((a == b'*') | (a == b'`') | (a == b')') | (a == b']'));
        (ends_space & (closes | (b == b'"') | closes_wide)) | ((opens | ends_run) & begins_space) | opens_wide
    })
}

const SPACES: [char; 2] = [' ', '\u{a0}'];

/// The spaces beside punctuation marks in a text, in order. Without a language only the spaces that English text can have are found.
fn gaps(side: SideText<'_>, language: Option<&Language>) -> Vec<(Span, Gap)> {
    let text = side.text;
    let is_spaced = language.is_some_and(|language| language.spaced_punctuation);
    let is_unspaced_script = language.is_some_and(|language| language.script.is_unspaced() || language.script == Script::Hangul);
    let quotes = OnceCell::new();
    // Most texts with a space beside a bracket have no quotation mark beside one.
    let quotes = || quotes.get_or_init(|| Quotes::new(side, is_spaced, !is_unspaced_script));
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let mut runs = Runs::new(side);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(SPACES) {
        let start = at + next;
        at = text.len() - text[start..].trim_start_matches(SPACES).len();
        let span = Span::new(start, at);
        let (Some(before), Some(after)) = (text[..start].chars().next_back(), text[at..].chars().next()) else { continue };
        if !side.is_shown(span) || before.is_whitespace() || after.is_whitespace() {
            continue;
        }
        let rest = &text[at + after.len_utf8()..];
        let gap = if let Some(mark) = closing(after, rest, is_spaced)
            && (before.is_alphanumeric() || is_right_side(before) || runs.ends_at(start))
        {
            Some(Gap::Before(mark))
        } else if is_quote(after) && quotes().closes(at) && !quotes().opens(start) && (!is_unspaced_script || runs.ends_at(start))
        {
            Some(Gap::Before('"'))
        } else if let Some(mark) = opening(before)
            && (after.is_alphanumeric() || runs.begins_at(at) || matches!(after, '"' | '“' | '‘' | '\'' | '\\'))
        {
            Some(Gap::After(mark))
        } else if is_quote(before) && quotes().opens(start) && (!is_unspaced_script || runs.begins_at(at)) {
            Some(Gap::After('"'))
        } else {
            language.and_then(|language| joined(language, text, span, &mut runs))
        };
        found.extend(gap.map(|gap| (span, gap)));
    }
    found
}

/// The space between markup and a part of a word that the language joins to it, if a space is one.
fn joined(language: &Language, text: &str, space: Span, runs: &mut Runs<'_>) -> Option<Gap> {
    let (start, end) = (space.start as usize, space.end as usize);
    if text[..start].ends_with(['\'', '’']) && runs.begins_at(end) && is_elided(language, text, start) {
        Some(Gap::Elided)
    } else if runs.ends_at(start) && is_particle(language, &text[end..]) {
        Some(Gap::Particle)
    } else {
        is_suffix(language, text, start, end, runs).then_some(Gap::Suffix)
    }
}

/// The ASCII form of a punctuation mark that closes the words before it, if the character is one.
fn closing(mark: char, rest: &str, is_spaced: bool) -> Option<char> {
    let next = rest.chars().next();
    let is_last = next.is_none_or(|c| c.is_whitespace() || is_right_side(c) || matches!(c, '"' | '*' | '_'));
    match mark {
        '.' | ',' if is_last => Some(mark),
        ';' | '?' | '!' | ':' if is_last && !is_spaced => Some(mark),
        '。' => Some('.'),
        '，' | '、' => Some(','),
        '；' => Some(';'),
        '：' => Some(':'),
        '？' => Some('?'),
        '！' => Some('!'),
        ')' | '）' => Some(')'),
        ']' | '］' | '】' => Some(']'),
        '」' | '』' | '》' => Some('"'),
        _ => None,
    }
}

/// The ASCII form of an opening bracket or quotation mark.
fn opening(mark: char) -> Option<char> {
    match mark {
        '(' | '（' => Some('('),
        '[' | '［' | '【' => Some('['),
        '「' | '『' | '《' => Some('"'),
        _ => None,
    }
}

/// Whether a character is at the right side of words.
fn is_right_side(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '”' | '’' | '»' | '」' | '』' | '）' | '】' | '》' | '%' | '…')
}

/// The quotation marks of a text, if it is certain which open and which close.
struct Quotes {
    /// The end of each opening quotation mark, in order.
    opening: Vec<usize>,
    /// The start of each closing quotation mark, in order.
    closing: Vec<usize>,
}

impl Quotes {
    /// Reads the quotation marks. Straight ones open and close in turn if their number is even and nothing contradicts it: a
    /// letter before an opening one or after a closing one. Of the others only pairs with two different characters are read.
    fn new(side: SideText<'_>, is_spaced: bool, is_spaced_script: bool) -> Self {
        let mut quotes = Self { opening: Vec::new(), closing: Vec::new() };
        let text = side.text;
        let marks = [('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»')];
        for (open, close) in marks {
            if (open == '«' && is_spaced) || !text.contains(open) {
                continue;
            }
            let mut is_open = false;
            let mut pair = Self { opening: Vec::new(), closing: Vec::new() };
            let mut fits = true;
            for (at, c) in text.match_indices([open, close]) {
                if !side.is_shown(Span::new(at, at + c.len())) || text[..at].ends_with('\\') {
                    continue;
                }
                let is_opening = if open == close { !is_open } else { c.starts_with(open) };
                let outer = if is_opening { text[..at].chars().next_back() } else { text[at + c.len()..].chars().next() };
                let is_nested = open == close && is_spaced_script && outer.is_some_and(char::is_alphanumeric);
                fits &= is_opening != is_open && !is_nested;
                is_open = is_opening;
                if is_opening { pair.opening.push(at + c.len()) } else { pair.closing.push(at) }
            }
            if fits && !is_open {
                quotes.opening.extend(pair.opening);
                quotes.closing.extend(pair.closing);
            }
        }
        quotes.opening.sort_unstable();
        quotes.closing.sort_unstable();
        quotes
    }

    /// Whether an opening quotation mark ends at a byte.
    fn opens(&self, at: usize) -> bool {
        self.opening.binary_search(&at).is_ok()
    }

    /// Whether a closing quotation mark begins at a byte.
    fn closes(&self, at: usize) -> bool {
        self.closing.binary_search(&at).is_ok()
    }
}

/// The bytes at which marked runs begin and end, read when first needed.
struct Runs<'a> {
    side: SideText<'a>,
    bounds: Option<(Vec<u32>, Vec<u32>)>,
}

impl<'a> Runs<'a> {
    fn new(side: SideText<'a>) -> Self {
        Self { side, bounds: None }
    }

    fn bounds(&mut self) -> &(Vec<u32>, Vec<u32>) {
        let side = self.side;
        self.bounds.get_or_insert_with(|| {
            let (mut starts, mut ends) = (Vec::new(), Vec::new());
            for run in runs(side, &WITH_WORDS) {
                starts.push(run.span.start);
                ends.push(run.span.end);
            }
            starts.sort_unstable();
            ends.sort_unstable();
            (starts, ends)
        })
    }

    /// Whether a run begins at a byte.
    fn begins_at(&mut self, at: usize) -> bool {
        self.bounds().0.binary_search(&(at as u32)).is_ok()
    }

    /// Whether a run ends at a byte.
    fn ends_at(&mut self, at: usize) -> bool {
        self.bounds().1.binary_search(&(at as u32)).is_ok()
    }
}

/// Whether an elided word ends at a byte, with its apostrophe.
fn is_elided(language: &Language, text: &str, end: usize) -> bool {
    let before = text[..end].trim_end_matches(['\'', '’']);
    let word = language.lower(&before[before.len() - letters(before.chars().rev())..]);
    language.typography.elided.binary_search(&word.as_str()).is_ok()
}

/// Whether a space from one byte to another is beside the apostrophe of a suffix after markup: `**Lamba** 'nın`,
/// `**Lamba**' nın`.
fn is_suffix(language: &Language, text: &str, start: usize, end: usize, runs: &mut Runs<'_>) -> bool {
    let suffixes = language.typography.suffixes;
    if suffixes.is_empty() {
        return false;
    }
    let quotes = ['\'', '’'];
    if !text[end..].starts_with(quotes) && !text[..start].ends_with(quotes) {
        return false;
    }
    let after = text[end..].trim_start_matches(quotes).trim_start_matches(' ');
    let length = letters(after.chars());
    let before = text[..start].trim_end_matches(quotes);
    let ends_run = runs.ends_at(before.len()) || runs.ends_at(before.trim_end_matches(' ').len());
    let is_known = suffixes.binary_search(&language.lower(&after[..length]).as_str()).is_ok();
    ends_run && length > 0 && is_known && !after[length..].contains(quotes)
}

/// How many letters a particle has at most.
const MAX_PARTICLE: usize = 3;

/// Whether a text begins with a particle.
fn is_particle(language: &Language, rest: &str) -> bool {
    let word: String = rest.chars().take(MAX_PARTICLE + 1).take_while(|c| c.is_alphanumeric()).collect();
    let lists = [language.typography.particles, language.typography.markup_particles];
    lists.iter().any(|list| list.binary_search(&word.as_str()).is_ok())
}

fn check_missing(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let Some(language) = segment.context.language else { return };
    let target = segment.target;
    if segment.is_same() || !target.inline.has_any(&WITH_WORDS) || !segment.source.inline.has_any(&WITH_WORDS) {
        return;
    }
    if language.script.is_unspaced() || language.script == Script::Hangul {
        return;
    }
    let mut found: Vec<(usize, Run)> = runs(target, &WITH_WORDS).flat_map(|run| glued(target, run, language)).collect();
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    if found.is_empty() || runs(segment.source, &WITH_WORDS).any(|run| touches_letter(segment.source, run)) {
        return;
    }
    let (at, run) = found[0];
    let shown = around(target, Span::new(at, at));
    let edits = found.iter().map(|(at, _)| Edit { span: target.place(Span::new(*at, *at)), text: " ".to_owned() });
    let edits: Vec<Edit> = edits.collect();
    let replacements: Vec<(Span, &str)> = found.iter().map(|(at, _)| (Span::new(*at, *at), " ")).collect();
    let mut problem = segment
        .finding(&RULE, Some(run.span), None, format!("a space is missing in `{shown}`"))
        .label("touches the next word")
        .help("the words run together on the page; write a space between them");
    problem.fix = keeps_markup(target, &replacements).then_some(Fix { safe: false, edits });
    problems.push(problem);
}

/// The ends of a run at which a word touches it.
fn glued(side: SideText<'_>, run: Run, language: &Language) -> Vec<(usize, Run)> {
    let (start, end) = (run.span.start as usize, run.span.end as usize);
    let mut found = Vec::new();
    // A link without text does not show.
    if run.text.is_empty() {
        return found;
    }
    let before = &side.text[..start];
    let word = &before[before.len() - letters(before.chars().rev())..];
    // Arabic and Hebrew join short words to the next word.
    let joins = matches!(language.script, Script::Arabic | Script::Hebrew);
    if !joins && is_word(word, language) {
        found.push((start, run));
    }
    let after = &side.text[end..];
    let word = &after[..letters(after.chars())];
    if is_word(word, language) {
        found.push((end, run));
    }
    found
}

/// How many letters of a word are read.
const MAX_TOUCHING: usize = 24;

/// The number of bytes of the letters at the start of some characters.
fn letters(chars: impl Iterator<Item = char>) -> usize {
    chars.take(MAX_TOUCHING).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum()
}

/// How many letters a touching word has if it is not an ending.
const MIN_WORD: usize = 6;

/// Whether letters are a whole word, and not an ending or a prefix.
fn is_word(letters: &str, language: &Language) -> bool {
    let mut chars = letters.chars();
    let Some(first) = chars.next() else { return false };
    let count = 1 + chars.clone().count();
    (first.is_uppercase() && chars.all(char::is_lowercase) && count > 1)
        || count >= MIN_WORD
        || language.is_leading_word(letters)
        || count > 3 && language.is_function_word(letters)
}

/// Whether a letter is directly beside a run.
fn touches_letter(side: SideText<'_>, run: Run) -> bool {
    let (before, after) = (&side.text[..run.span.start as usize], &side.text[run.span.end as usize..]);
    before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::language::for_locale;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: a space is before punctuation in `**Accendi** .`
          at " ": a space before punctuation
          help: the source has no space there, and the page shows a gap; remove the space
          safe fix: " " -> ""
        "#);
    }

    #[test]
    fn each_gap_has_its_message() {
        for (locale, source, target, texts) in [
            (
                "zh-cn",
                "Choose **Light**.",
                "选择 \" **点亮** \"。",
                [
                    "a space is after an opening bracket or quotation mark in `选择 \" **点亮** \"。`",
                    "a space after an opening bracket or quotation mark",
                    "fix: \" \" -> \"\", \" \" -> \"\"",
                ],
            ),
            (
                "it-it",
                "The [lamp](a.md) burns.",
                "L' [olio](a.md) brucia.",
                ["a space is after the apostrophe in `L' [olio](a.md)`", "a space after the apostrophe", "safe fix"],
            ),
            (
                "ko-kr",
                "Choose **Light**.",
                "**켜기** 를 선택합니다.",
                ["a space is before the particle in `**켜기** 를 선택합니다.`", "a space before the particle", "safe fix"],
            ),
            (
                "tr-tr",
                "A lamp - [#1](a.md)",
                "Bir lamba- [#1](a.md)",
                [
                    "a space is missing beside `-` in `Bir lamba- [#1](a.md)`",
                    "has lost a space",
                    "the source has a space there; write it",
                ],
            ),
            (
                "it-it",
                "The [lamp](a.md) burns.",
                "La [lampada](a.md)brucia.",
                [
                    "a space is missing in `mpada](a.md)brucia.`",
                    "touches the next word",
                    "the words run together on the page; write a space between them",
                ],
            ),
        ] {
            assert_reported(&RULE, locale, source, target, &texts);
        }
    }

    #[test]
    fn a_missing_space_has_an_unsafe_fix() {
        let suffix = ["a space is beside the apostrophe in `**Lamba**' nın ışığı`", "a space beside the apostrophe", "safe fix"];
        assert_reported(&RULE, "tr-tr", "The light of the **Lamp**", "**Lamba**' nın ışığı", &suffix);
        assert_reported(
            &RULE,
            "tr-tr",
            "The light of the **Lamp**",
            "**Lamba** ' nın ışığı",
            &["safe fix: \" \" -> \"\", \" \" -> \"\""],
        );
        assert_reported(&RULE, "ru-ru", "- Lamp: on", "-Лампа: вкл.", &["a space is missing beside `-` in `-Лампа: вкл.`"]);
        let bar = ["a space is missing beside `|` in `灯 |门`", "safe fix: \"\" -> \" \""];
        assert_reported(&RULE, "zh-cn", "Lamp | Door", "灯 |门", &bar);
        let bracket = ["a space is missing beside `(` in `\"Лампа\"(вкл.)`"];
        assert_reported(&RULE, "ru-ru", "The \"lamp\" (on)", "\"Лампа\"(вкл.)", &bracket);
        assert_reported(&RULE, "pl-pl", "The `lamp` burns.", "`lamp`Pali się.", &["unsafe fix: \"\" -> \" \""]);
    }

    #[test]
    fn correct_spaces_are_accepted() {
        for (locale, source, target) in [
            ("fr-fr", "Choose **Light**!", "Choisissez **Allumer** !"),
            ("it-it", "A .NET lamp", "Una lampada . NET"),
            ("it-it", "A .NET lamp . It burns.", "Una lampada .NET . Brucia."),
            ("it-it", "See **Light** ... now.", "Vedere **Accendi** ... ora."),
            ("it-it", "Use `a` .NET.", "Usare `a` .NET."),
            ("it-it", "- [ ] Light it", "- [ ] Accendere"),
            ("ko-kr", "Choose **Light (on)**.", "**켜기(켜짐)** 를 선택합니다."),
            ("hu-hu", "In the **Lamp** box", "A **Lámpa**ban"),
            ("tr-tr", "The **Lamp** is on.", "**Lamba**nın ışığı."),
            ("de-de", "The \"lamp\" **burns**.", "Die \"Lampe\" **brennt**."),
            ("de-de", "The lamp **burns**.", "Die »Lampe« **brennt**."),
            ("ar-sa", "The state \"a\" or \"b\".", "الحالة \"ألف \"باء\" أو \"جيم\" من\"."),
            ("hu-hu", "The [lamp](a.md) burns.", "A lámpa [](a.md)világít."),
            ("it-it", "The result of `a`.", "`a` il risultato di ."),
            ("zh-cn", "Call it ().", "调用它 ( # A1。"),
            ("it-it", "The value 'x' of [it](a.md)", "Il valore 'x' [suo](a.md)"),
            ("it-it", "**L**ight **E**mitting", "**D**iodo **L**uminoso"),
            ("ar-sa", "And **Light**.", "و**إضاءة**."),
            ("ja-jp", "Choose **Light**.", "**点灯** を選択します。"),
            ("de-de", "Lamp - on and off", "Lampe – Ein- und Aus"),
            ("de-de", "A lamp (or \"lights\"()) file", "Eine Datei \"Lampen\"(en)"),
        ] {
            let found = report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target));
            assert_eq!(found, "", "{target}");
        }
    }

    #[test]
    fn gaps_are_found_by_their_punctuation() {
        let found = |locale: &str, text: &str| {
            let inline = Inline::new(text);
            let found = gaps(SideText::new(text, &inline), for_locale(locale));
            found.into_iter().map(|(_, gap)| gap).collect::<Vec<_>>()
        };
        assert_eq!(
            found("ru-ru", "a , b . « c » d ( e ) [ f ] g ;"),
            [
                Gap::Before(','),
                Gap::Before('.'),
                Gap::After('"'),
                Gap::Before('"'),
                Gap::After('('),
                Gap::Before(')'),
                Gap::After('['),
                Gap::Before(']'),
                Gap::Before(';'),
            ]
        );
        assert_eq!(found("zh-cn", "“更新” 。「 点 」"), [Gap::Before('.'), Gap::After('"'), Gap::Before('"')]);
        assert_eq!(found("de-de", "„ Lampe “ und \"Docht\" \"Öl\""), [Gap::After('"'), Gap::Before('"')]);
        assert_eq!(found("fr-fr", "« Lampe » : a ; `b .` c"), []);
        assert_eq!(found("it-it", "un \" x"), []);
    }
}
