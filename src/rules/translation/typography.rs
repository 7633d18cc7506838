//! `typography`: punctuation, suffixes and articles that the rules of the language do not allow.

use crate::document::inline::Kind;
use crate::language::{Article, FirstChars, Joined, Language, Script, is_han, is_hiragana, is_katakana};
use crate::rules::context::{DocumentContext, ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};
use crate::text::Span;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    id: "typography",
    group: Group::Translation,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when a target breaks a rule of its language's typography that has no exception.

## What it does

Checks what the rules of a language make certain:

- Arabic, Chinese and Japanese: a Latin comma, semicolon or question mark between letters of the script.
- Arabic: a space before a punctuation mark of the script. `markup-spacing` reports those before Chinese and Japanese punctuation.
- Chinese and Japanese: a space inside a sentence, between two characters.
- Korean: a space inside a word, and a particle that is separated from its word.
- Turkish: a space before the apostrophe of a suffix.
- French and Italian: a space after the apostrophe of an article or another short word.
- Hungarian: the article `a` before a vowel, and `az` before a consonant. Acronyms are not checked, because their letters may be spoken.

Code, addresses, tags and placeholders are not checked, and neither are words that the source has in the same form. A document gets at most two findings: one for the problems with a safe fix, one for the others.

## Why it matters

Readers see that a machine wrote the text. Search does not find a word with a space in it.

## Example

`ko-kr/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">램프를 사용 하 여 문을 확인합니다.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Check the door by using the lamp.</span></span>
```

## Use instead

`ko-kr/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">램프를 사용하여 문을 확인합니다.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Check the door by using the lamp.</span></span>
```

## What to do

Write the words as the help shows. The safe fix does so. A space between two Chinese characters, a comma in Chinese or Japanese and an apostrophe in French or Italian are fixed only with `--unsafe-fixes`: a word may be lost at the space, and a comma may be meant as another punctuation mark. A space in Japanese, a separated particle and a suffix after a word that is not a name have no fix.
"#,
    fix: FixKind::SafeOrUnsafe,
    checks: &[Check::Bulk(check_certain), Check::Bulk(check_probable)],
    ..Rule::DEFAULTS
};

/// Adds at most one finding for a segment, with the problems whose fix is certain.
fn check_certain(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    findings.extend(finding(segment, true));
}

/// Adds at most one finding for a segment, with the problems whose fix a person should review.
fn check_probable(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    findings.extend(finding(segment, false));
}

fn finding(segment: &ParsedSegment<'_>, is_certain: bool) -> Option<Problem> {
    let language = segment.context.language?;
    if segment.is_same() {
        return None;
    }
    let mut places = Vec::new();
    find(language, segment.context, segment.target, is_certain, &mut places);
    let (source, target) = (segment.source.text, segment.target);
    if places.is_empty() {
        return None;
    }
    places.retain(|place: &Place| target.is_shown(place.words));
    // The same words in the source are a name: `Az PowerShell`.
    let words: Vec<String> = places.iter().map(|place| target.get(place.words).to_lowercase()).collect();
    let mut names = contained(&source.to_lowercase(), &words).into_iter();
    places.retain(|_| !names.next().unwrap_or(false));
    places.sort_by_key(|place| place.words.start);
    places.dedup_by(|next, first| next.words.start < first.words.end);
    let first = places.first()?;
    let words = target.get(first.words);
    let (message, label, help) = first.habit.texts(words, &first.replacement(target));
    let mut finding = segment.finding(&RULE, Some(first.words), None, message).label(label).help(help).problems(places.len());
    let edits = places.iter().map(|place| Edit { span: target.place(place.edit), text: place.text.clone() });
    // Where a space separates a suffix or a particle, its word is often lost: a person has to read the sentence.
    let has_fix = is_certain || places.iter().all(|place| place.habit.has_fix(language.script));
    finding.fix = has_fix.then(|| Fix { safe: is_certain, edits: edits.collect() });
    Some(finding)
}

/// How many words are searched for one by one.
const MAX_SINGLE_SEARCHES: usize = 8;

/// Which of some words a text contains.
fn contained(text: &str, words: &[String]) -> Vec<bool> {
    if words.len() <= MAX_SINGLE_SEARCHES {
        return words.iter().map(|word| text.contains(word)).collect();
    }
    let mut contained = vec![false; words.len()];
    // One search for all words: its time does not grow with their number. The same word may occur in many places.
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    words.iter().enumerate().for_each(|(i, word)| places.entry(word).or_default().push(i));
    let different: Vec<&str> = places.keys().copied().collect();
    let Ok(search) = AhoCorasick::new(&different) else { return contained };
    let mut is_found = vec![false; different.len()];
    search.find_overlapping_iter(text).for_each(|found| is_found[found.pattern().as_usize()] = true);
    for (word, _) in different.iter().zip(is_found).filter(|(_, is_found)| *is_found) {
        places[word].iter().for_each(|&i| contained[i] = true);
    }
    contained
}

/// A place that breaks a rule.
#[derive(Debug)]
struct Place {
    habit: Habit,
    /// The reported words.
    words: Span,
    /// The bytes that are replaced, inside the words.
    edit: Span,
    /// Their replacement.
    text: String,
}

impl Place {
    /// The reported words with the replacement.
    fn replacement(&self, side: SideText<'_>) -> String {
        let (start, end) = (self.words.range().start, self.words.range().end);
        format!("{}{}{}", &side.text[start..self.edit.range().start], self.text, &side.text[self.edit.range().end..end])
    }
}

/// What is wrong at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Habit {
    /// A Latin punctuation mark between letters of another script.
    Mark,
    /// A space before a punctuation mark.
    Closed,
    /// A space between two characters of a script without spaces.
    Spaced,
    /// A space inside a word.
    Joined,
    /// A particle without its word.
    Particle,
    /// A space before the apostrophe of a suffix.
    Suffix,
    /// A space after an apostrophe.
    Elided,
    /// The wrong form of an article.
    Article,
}

impl Habit {
    /// Whether the probable places of the habit have an unsafe fix.
    fn has_fix(self, script: Script) -> bool {
        matches!(self, Self::Mark | Self::Elided) || self == Self::Spaced && script == Script::Han
    }

    /// The message, the label and the help.
    fn texts(self, words: &str, replacement: &str) -> (String, &'static str, String) {
        let (problem, label, why) = match self {
            Self::Mark => ("has a Latin punctuation mark", "a Latin punctuation mark", "the script has its own punctuation"),
            Self::Closed => (
                "has a space before a punctuation mark",
                "a space before the punctuation mark",
                "no space precedes this punctuation mark",
            ),
            Self::Spaced => {
                ("has a space inside a sentence", "a space between two characters", "if no word is lost here, remove the space")
            }
            Self::Joined => ("has a space inside a word", "one word", "the parts are one word"),
            Self::Particle => {
                ("has a space before a particle", "a particle without its word", "if no word is lost here, remove the space")
            }
            Self::Suffix => ("has a space before a suffix", "a space before the apostrophe", "a suffix is joined to its word"),
            Self::Elided => ("has a space after an apostrophe", "a space after the apostrophe", "an apostrophe joins the words"),
            Self::Article => (
                "has the wrong article for the next sound",
                "the wrong article",
                "the next sound decides between the two articles",
            ),
        };
        (format!("“{words}” {problem}"), label, format!("{why}: write “{replacement}”"))
    }
}

/// How many bytes before a place are read to find the word there.
const MAX_WORD_BYTES: usize = 48;

/// Finds the places of a text whose fix is certain, or the other ones.
fn find(language: &Language, context: &DocumentContext<'_>, side: SideText<'_>, is_certain: bool, places: &mut Vec<Place>) {
    let typography = &language.typography;
    let text = side.text;
    if !typography.suffixes.is_empty() {
        apostrophes(text).for_each(|at| places.extend(suffix(language, text, at, is_certain)));
    }
    if !typography.marks.is_empty() || is_certain && !typography.closed.is_empty() {
        find_punctuation(language, text, is_certain, places);
    }
    if is_certain {
        if !typography.joined.is_empty() {
            let first = context.first_chars.get_or_init(|| FirstChars::new(typography.joined));
            // Nearly all spaces are before another word.
            let spaces = spaces(text).filter(|at| first.may_begin(&text[at + 1..]));
            spaces.for_each(|at| places.extend(joined(typography.joined, text, at)));
        }
        if let Some(article) = &typography.article {
            find_articles(language, article, side, places);
        }
        return;
    }
    if matches!(language.script, Script::Han | Script::Japanese) && !is_list_of_names(language.script, text) {
        spaces(text).for_each(|at| places.extend(spaced(language.script, text, at)));
    }
    if !typography.particles.is_empty() {
        spaces(text).for_each(|at| places.extend(particle(typography.particles, text, at)));
    }
    if !typography.elided.is_empty() {
        apostrophes(text).for_each(|at| places.extend(elided(language, text, at)));
    }
}

/// The single spaces of a text.
fn spaces(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b' ', text.as_bytes())
}

/// The apostrophes of a text.
fn apostrophes(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let begins = memchr::memchr2_iter(b'\'', "’".as_bytes()[0], bytes);
    begins.filter(|at| bytes[*at] == b'\'' || bytes[*at..].starts_with("’".as_bytes()))
}

/// The letters and digits at the end of a text.
fn word_before(text: &str) -> &str {
    let start = text.char_indices().rev().take(MAX_WORD_BYTES).take_while(|(_, c)| c.is_alphanumeric()).last();
    &text[start.map_or(text.len(), |(at, _)| at)..]
}

/// The letters and digits at the start of a text.
fn word_after(text: &str) -> &str {
    let end = text.char_indices().take(MAX_WORD_BYTES).take_while(|(_, c)| c.is_alphanumeric()).last();
    &text[..end.map_or(0, |(at, c)| at + c.len_utf8())]
}

fn starts_with_word_char(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

/// Latin punctuation between letters of the script, and spaces before punctuation of the script.
fn find_punctuation(language: &Language, text: &str, is_certain: bool, places: &mut Vec<Place>) {
    let typography = &language.typography;
    let is_letter = |c: Option<char>| c.is_some_and(|c| language.script.has_letter(c));
    for mark in typography.marks.iter().filter(|mark| mark.is_certain == is_certain) {
        for at in memchr::memchr_iter(mark.latin as u8, text.as_bytes()) {
            let (before, after) = (&text[..at], &text[at + 1..]);
            if !is_letter(before.chars().next_back()) {
                continue;
            }
            let rest = after.strip_prefix(' ').unwrap_or(after);
            let is_end = mark.latin == '?' && (after.is_empty() || after.starts_with(char::is_whitespace));
            if !is_end && !is_letter(rest.chars().next()) {
                continue;
            }
            // The wide punctuation marks of Chinese and Japanese contain their space.
            let is_wide = language.script != Script::Arabic && rest.len() < after.len() && is_letter(rest.chars().next());
            let end = if is_wide { at + 2 } else { at + 1 };
            let start = at - word_before(before).len();
            let last = text.len() - rest.len() + word_after(rest).len();
            let edit = Span::new(at, end);
            places.push(Place {
                habit: Habit::Mark,
                words: shorten(text, start, edit, last.max(end)),
                edit,
                text: mark.own.into(),
            });
        }
    }
    if !is_certain || typography.closed.is_empty() {
        return;
    }
    for at in spaces(text) {
        let Some(mark) = text[at + 1..].chars().next().filter(|c| typography.closed.contains(c)) else { continue };
        let rest = text[..at].trim_end_matches(' ');
        let word = word_before(rest.trim_end_matches(CLOSING));
        // Without the space, the punctuation would be a part of a bare address, and a variable needs other punctuation.
        if !word.is_empty() && !has_sign(rest) {
            let edit = Span::new(rest.len(), at + 1);
            let start = rest.trim_end_matches(CLOSING).len() - word.len();
            let words = shorten(text, start, edit, at + 1 + mark.len_utf8());
            places.push(Place { habit: Habit::Closed, words, edit, text: String::new() });
        }
    }
}

/// Wide closing punctuation marks, which may be before another punctuation mark.
const CLOSING: [char; 6] = ['”', '）', '」', '』', '】', '》'];

/// Whether the last word of a text has a sign that is in addresses, names of files or variables: `lamp.com`, `@lamp`.
fn has_sign(text: &str) -> bool {
    let mut word = text.bytes().rev().take(MAX_TOKEN_BYTES).take_while(|b| !b.is_ascii_whitespace());
    word.any(|b| matches!(b, b'@' | b'/' | b'.' | b':' | b'\\' | b'_' | b'$' | b'='))
}

/// How many bytes of a word before a punctuation mark are read.
const MAX_TOKEN_BYTES: usize = 100;

/// How many characters beside an edit are reported.
const MAX_CONTEXT_CHARS: usize = 16;

/// The span from a byte to another one around an edit, with at most a few characters before and after the edit.
fn shorten(text: &str, start: usize, edit: Span, end: usize) -> Span {
    let edit = edit.range();
    let first =
        text[start..edit.start].char_indices().rev().take(MAX_CONTEXT_CHARS).last().map_or(edit.start, |(at, _)| start + at);
    let last = text[edit.end..end].char_indices().nth(MAX_CONTEXT_CHARS).map_or(end, |(at, _)| edit.end + at);
    Span::new(first, last)
}

/// How many characters a word of a list of names has at most.
const MAX_NAME_CHARS: usize = 4;

/// Whether a text is a list of short names like the header of a table: `名称 类型 说明`.
fn is_list_of_names(script: Script, text: &str) -> bool {
    text.split(' ').all(|word| word.chars().all(|c| script.has_letter(c)) && word.chars().nth(MAX_NAME_CHARS).is_none())
}

/// A space between two characters of Chinese or Japanese.
fn spaced(script: Script, text: &str, at: usize) -> Option<Place> {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let (last, first) = (before.chars().next_back()?, after.chars().next()?);
    let is_found = match script {
        Script::Han => is_han(last) && is_han(first),
        // A space between katakana words is usual, and so is one before such a name.
        _ => {
            let is_word = |c: char| is_han(c) || is_hiragana(c);
            is_word(last) && is_word(first) || is_katakana(last) && is_hiragana(first)
        }
    };
    if !is_found {
        return None;
    }
    // `2020 年 2 月 6 日 发布`: the space separates a date.
    let is_date = matches!(last, '年' | '月' | '日')
        && before[..before.len() - last.len_utf8()].trim_end().ends_with(|c: char| c.is_ascii_digit());
    // `設定 アプリ`: two words of one name.
    let name = after.trim_start_matches(is_han);
    let is_name = is_hiragana(last) && name.len() < after.len() && name.starts_with(' ') && name[1..].starts_with(is_katakana);
    if is_date || is_name {
        return None;
    }
    let start = at - word_before(before).len();
    let edit = Span::new(at, at + 1);
    let words = shorten(text, start, edit, at + 1 + word_after(after).len());
    Some(Place { habit: Habit::Spaced, words, edit, text: String::new() })
}

/// A space between two parts of a word.
fn joined(all: &[Joined], text: &str, at: usize) -> Option<Place> {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let begin = after.chars().next()?;
    all.iter().find_map(|joined| {
        let is_next = |next: &&&str| after.strip_prefix(**next).is_some_and(|rest| !starts_with_word_char(rest));
        let from = joined.next.partition_point(|next| next.chars().next() < Some(begin));
        let next = joined.next[from..].iter().take_while(|next| next.starts_with(begin)).find(is_next)?;
        let word = word_before(before);
        let is_ending = |ending: &&&str| before.strip_suffix(**ending).is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
        let first = if joined.words.binary_search(&word).is_ok() { word } else { joined.endings.iter().find(is_ending)? };
        let end = at + 1 + next.len();
        // A part with a space in it is one word; the report begins with the whole word.
        let start = at - first.len().max(word.len());
        Some(Place {
            habit: Habit::Joined,
            words: shorten(text, start, Span::new(at, end), end),
            edit: Span::new(at, end),
            text: next.replace(' ', ""),
        })
    })
}

/// A space before a particle.
fn particle(particles: &[&str], text: &str, at: usize) -> Option<Place> {
    let after = &text[at + 1..];
    // Nearly all spaces are before another word.
    if !particles.iter().any(|particle| after.starts_with(particle)) {
        return None;
    }
    let before = word_before(&text[..at]);
    let particle = word_after(after);
    let is_found = !before.is_empty() && particles.binary_search(&particle).is_ok();
    let rest = &after[particle.len()..];
    if !is_found || !(rest.is_empty() || rest.starts_with([' ', '.', ','])) {
        return None;
    }
    let edit = Span::new(at, at + 1);
    let words = shorten(text, at - before.len(), edit, at + 1 + particle.len());
    Some(Place { habit: Habit::Particle, words, edit, text: String::new() })
}

/// How many bytes after a suffix are searched for a closing quotation mark.
const MAX_QUOTED_BYTES: usize = 200;

/// A space before the apostrophe of a suffix, and perhaps another one after it. After a name the fix is certain; after another
/// word, the name may be lost.
fn suffix(language: &Language, text: &str, at: usize, is_certain: bool) -> Option<Place> {
    let apostrophe = text[at..].chars().next()?;
    let space = text[..at].chars().next_back().filter(|c| matches!(c, ' ' | '\u{a0}'))?;
    let before = word_before(&text[..at - space.len_utf8()]);
    let after = &text[at + apostrophe.len_utf8()..];
    let bare = after.trim_start_matches([' ', '\u{a0}']);
    let word = word_after(bare);
    let rest = &bare[word.len()..];
    let is_known = |word: &str| language.typography.suffixes.binary_search(&language.lower(word).as_str()).is_ok();
    let is_after_name = || is_name(&text[..at - space.len_utf8() - before.len()], before);
    if before.is_empty()
        || word.is_empty()
        || !is_known(word)
        || is_after_name() != is_certain
        || rest.starts_with(['\'', '’', '_', '-'])
    {
        return None;
    }
    // `'in use'` is a quotation, not a suffix.
    let mut chars =
        rest.char_indices().take_while(|(at, _)| *at < MAX_QUOTED_BYTES).skip_while(|(_, c)| !matches!(c, '\'' | '’'));
    if let Some((quote, c)) = chars.next() {
        let is_after_text = rest[..quote].ends_with(|c: char| !c.is_whitespace());
        if is_after_text && !starts_with_word_char(&rest[quote + c.len_utf8()..]) {
            return None;
        }
    }
    let start = at - space.len_utf8();
    let next = text.len() - bare.len();
    let has_space = bare.len() < after.len();
    let edit = Span::new(start, if has_space { next } else { at });
    let words = shorten(text, start - before.len(), edit, next + word.len());
    let joined = if has_space { apostrophe.to_string() } else { String::new() };
    Some(Place { habit: Habit::Suffix, words, edit, text: joined })
}

/// Whether a word is a name or a number: it has a digit, a capital that does not begin the sentence, or a dot before it.
fn is_name(before: &str, word: &str) -> bool {
    let is_sign = |c: char| c.is_uppercase() || c.is_ascii_digit();
    let mut rest = word.chars();
    let first = rest.next().is_some_and(is_sign);
    let text = before.trim_end();
    let starts_sentence = word.starts_with(char::is_uppercase) && !text.ends_with(|c: char| c.is_alphanumeric() || c == ',');
    rest.any(is_sign) || first && !starts_sentence || text.len() == before.len() && before.ends_with('.')
}

/// A space after the apostrophe of a short word.
fn elided(language: &Language, text: &str, at: usize) -> Option<Place> {
    let apostrophe = text[at..].chars().next()?;
    let end = at + apostrophe.len_utf8();
    let space = text[end..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}'))?;
    let after = &text[end + space.len_utf8()..];
    after.chars().next().filter(|c| is_vowel(*c) || matches!(c, 'h' | 'H'))?;
    let before = word_before(&text[..at]);
    let is_start = !text[..at - before.len()].ends_with(['\'', '’']);
    if !is_start || language.typography.elided.binary_search(&language.lower(before).as_str()).is_err() {
        return None;
    }
    let edit = Span::new(end, end + space.len_utf8());
    let words = shorten(text, at - before.len(), edit, end + space.len_utf8() + word_after(after).len());
    Some(Place { habit: Habit::Elided, words, edit, text: String::new() })
}

/// Whether a Latin letter is a vowel, with or without an accent.
fn is_vowel(c: char) -> bool {
    "aeiouyàáâäæèéêëìíîïòóôöœùúûü".contains(c.to_lowercase().next().unwrap_or(c))
}

/// How many letters a word has before which the longer form of an article is checked. Shorter ones are often acronyms.
const MIN_WORD_CHARS: usize = 5;

/// Articles of the wrong form.
fn find_articles(language: &Language, article: &Article, side: SideText<'_>, places: &mut Vec<Place>) {
    let text = side.text;
    for (part, word) in side.all(Kind::Word).filter(|(_, word)| word.len() <= article.vowel.len()) {
        let is_capital = word.starts_with(char::is_uppercase);
        let is_before_vowel = if word.eq_ignore_ascii_case(article.consonant) {
            true
        } else if word.eq_ignore_ascii_case(article.vowel) {
            false
        } else {
            continue;
        };
        let (start, end) = (part.span.range().start, part.span.range().end);
        let is_word =
            text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '„' | '*'));
        // A capital may be a name: `A oszlop`.
        let starts_sentence = start == 0 || text[..start].ends_with(". ");
        let Some(after) = text[end..].strip_prefix(' ').filter(|_| is_word && (!is_capital || starts_sentence)) else { continue };
        let next = word_after(after);
        let mut chars = next.chars();
        let (Some(first), Some(second), Some(third)) = (chars.next(), chars.next(), chars.next()) else { continue };
        let is_small = |c: char| c.is_lowercase();
        let has_vowel = |c: char| article.vowels.contains(language.lower(c.encode_utf8(&mut [0; 4])).as_str());
        let is_wrong = if is_before_vowel {
            let lower = language.lower(next);
            has_vowel(first)
                && is_small(second)
                && is_small(third)
                && !article.unclear.iter().any(|start| lower.starts_with(start))
        } else {
            // In lower case the longer form may be a pronoun: `az volt`. The letters of an acronym may be spoken: `az MFA`.
            first.is_uppercase()
                && !matches!(first, 'X' | 'Y' | 'Q')
                && !has_vowel(first)
                && [second, third].into_iter().all(is_small)
                && [second, third].into_iter().any(has_vowel)
                && next.chars().nth(MIN_WORD_CHARS - 1).is_some_and(is_small)
        };
        if !is_wrong {
            continue;
        }
        let form = if is_before_vowel { article.vowel } else { article.consonant };
        let mut form = form.to_owned();
        if is_capital {
            form[..1].make_ascii_uppercase();
        }
        let edit = Span::new(start, end);
        places.push(Place { habit: Habit::Article, words: Span::new(start, end + 1 + next.len()), edit, text: form });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn many_words_are_found_as_single_ones_are() {
        let all: Vec<String> = ["a", "ab", "b c", "d", "a", "e", "cd", "a b", "x", "ab c"].map(str::to_owned).to_vec();
        let text = "ab cd b";
        let single: Vec<bool> = all.iter().map(|word| text.contains(word)).collect();
        assert_eq!(contained(text, &all), single);
        assert_eq!(contained(text, &all[..2]), [true, true]);
    }

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        ko-kr/lamp.md: “사용 하 여” has a space inside a word
          at "사용 하 여": one word
          help: the parts are one word: write “사용하여”
          safe fix: " 하 여" -> "하여"
        "#);
    }

    /// The findings of a segment without a source that matters.
    fn found(locale: &str, target: &str) -> String {
        report_document(&RULE, &format!("{locale}/lamp.md"), &segment("The lamp is here.", target))
    }

    #[test]
    fn each_habit_is_reported() {
        for (locale, target, texts) in [
            (
                "ar-sa",
                "المصباح, الباب",
                [
                    "“المصباح, الباب” has a Latin punctuation mark",
                    "a Latin punctuation mark",
                    "the script has its own punctuation: write “المصباح، الباب”",
                    "safe fix: \",\" -> \"،\"",
                ],
            ),
            (
                "ar-sa",
                "أين المصباح؟ هنا ، نعم",
                [
                    "“هنا ،” has a space before a punctuation mark",
                    "a space before the punctuation mark",
                    "no space precedes this punctuation mark: write “هنا،”",
                    "safe fix: \" \" -> \"\"",
                ],
            ),
            (
                "zh-cn",
                "点灯; 关门",
                ["“点灯; 关门”", "a Latin punctuation mark", "write “点灯；关门”", "safe fix: \"; \" -> \"；\""],
            ),
            (
                "zh-cn",
                "点灯,关门",
                ["“点灯,关门”", "a Latin punctuation mark", "write “点灯，关门”", "unsafe fix: \",\" -> \"，\""],
            ),
            (
                "zh-cn",
                "点 灯后关门。",
                [
                    "“点 灯后关门” has a space inside a sentence",
                    "a space between two characters",
                    "if no word is lost here, remove the space: write “点灯后关门”",
                    "unsafe fix: \" \" -> \"\"",
                ],
            ),
            (
                "ja-jp",
                "灯を 消す。",
                ["“灯を 消す” has a space inside a sentence", "a space between two characters", "write “灯を消す”", "help"],
            ),
            (
                "ko-kr",
                "램프 를 켭니다.",
                [
                    "“램프 를” has a space before a particle",
                    "a particle without its word",
                    "if no word is lost here, remove the space: write “램프를”",
                    "help",
                ],
            ),
            (
                "tr-tr",
                "Bu Lamba 'nın ışığı",
                [
                    "“Lamba 'nın” has a space before a suffix",
                    "a space before the apostrophe",
                    "a suffix is joined to its word: write “Lamba'nın”",
                    "safe fix: \" \" -> \"\"",
                ],
            ),
            (
                "tr-tr",
                "Özellikle ' de",
                ["“Özellikle ' de”", "a space before the apostrophe", "a suffix is joined to its word", "help"],
            ),
            (
                "tr-tr",
                "160 ' den",
                ["“160 ' den”", "a space before the apostrophe", "write “160'den”", "safe fix: \" ' \" -> \"'\""],
            ),
            (
                "ar-sa",
                "المصباح ، الباب",
                [
                    "has a space before a punctuation mark",
                    "a space before the punctuation mark",
                    "no space precedes this punctuation mark",
                    "safe fix: \" \" -> \"\"",
                ],
            ),
            ("ja-jp", "ランプ を消す。", ["“ランプ を消す”", "a space between two characters", "write “ランプを消す”", "help"]),
            (
                "it-it",
                "Usare l' olio.",
                [
                    "“l' olio” has a space after an apostrophe",
                    "a space after the apostrophe",
                    "an apostrophe joins the words: write “l'olio”",
                    "unsafe fix: \" \" -> \"\"",
                ],
            ),
            ("fr-fr", "Dans l’ huile", ["“l’ huile”", "a space after the apostrophe", "write “l’huile”", "unsafe fix"]),
            (
                "hu-hu",
                "ez a ablak",
                [
                    "“a ablak” has the wrong article for the next sound",
                    "the wrong article",
                    "the next sound decides between the two articles: write “az ablak”",
                    "safe fix: \"a\" -> \"az\"",
                ],
            ),
            (
                "hu-hu",
                "Az Lámpabolt nyitva.",
                ["“Az Lámpabolt”", "the wrong article", "write “A Lámpabolt”", "safe fix: \"Az\" -> \"A\""],
            ),
        ] {
            assert_reported(&RULE, locale, "The lamp is here.", target, &texts);
        }
    }

    #[test]
    fn certain_and_other_problems_are_two_findings() {
        let found = found("ko-kr", "고객에 게 램프 를 제공 합니다. 문을 사용 된 램프");
        assert_eq!(found.matches("lamp.md: ").count(), 2, "{found}");
        assert!(found.contains(r#"safe fix: " 게" -> "게", " 합니다" -> "합니다", " 된" -> "된""#), "{found}");
    }

    #[test]
    fn correct_texts_are_accepted() {
        for (locale, target) in [
            ("ar-sa", "المصباح Lamp, Door، الباب"),
            ("ar-sa", "`المصباح, الباب`"),
            ("zh-cn", "名称 类型 说明"),
            ("zh-cn", "请参阅 https://lamp.example 。另请参阅 lamp.example ，以及 @lamp 、"),
            ("zh-cn", "2020 年 2 月 6 日 发布的灯"),
            ("zh-cn", "使用 Lamp, Door 点灯"),
            ("zh-cn", "**点灯** 关门"),
            ("ja-jp", "クイック スタートで 設定 アプリを使う。"),
            ("ko-kr", "램프 한 개를 사용해야 합니다. 잘 하는 일"),
            ("ko-kr", "이 문서는 램프의 의미를 함께 설명합니다."),
            ("tr-tr", "Lamba 'in use' durumunda, 'Lamba' da yanar."),
            ("tr-tr", "Lamba'nın ışığı"),
            ("it-it", "un po' olio, l'olio, C' di"),
            ("hu-hu", "az MFA-lámpa, az volt, az Xbox, a unió, a OneDrive, a és b, az ablak, a lámpa"),
            ("hu-hu", "Az A oszlop. A Lámpa"),
            ("it-it", "`l' olio`"),
        ] {
            assert_eq!(found(locale, target), "", "{target}");
        }
        let azure = report_document(&RULE, "hu-hu/lamp.md", &segment("The Az Lampshell module", "az Lampshell modul"));
        assert_eq!(azure, "");
    }
}
