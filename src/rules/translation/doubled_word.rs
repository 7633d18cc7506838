//! `doubled-word`: a word or phrase occurs twice in a row.

use crate::document::inline::Kind;
use crate::language::{Language, Script, is_english_function_word};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::{and_more, quote};

/// The rule.
pub static RULE: Rule = Rule {
    id: "doubled-word",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a word or phrase occurs twice in a row in the target, and nothing in the source explains it.

## What it does

Compares each word with the next one, and phrases of up to four words. Emphasis delimiters between the two do not matter. Not reported: words that the language may double (`die die`, `adım adım`), a label before its description, and any double if the source repeats a word within ten words. Korean, Vietnamese, Hindi and Thai often double words, so only phrases are reported there. In Chinese and Japanese the phrase needs three characters in Han or four in katakana.

## Why it matters

The reader stumbles. Often the second word replaces another one, such as the half of a name.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada lampada a olio.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the oil lamp.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Accendere la lampada a olio.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the oil lamp.</span></span>
```

## What to do

Compare with the source, and remove or correct the second word. With `--unsafe-fixes` it is removed: a person should review this, because another word may be missing. Short words, words that occur three times, and texts with code have no fix, because both words are often needed there.
"#,
    fix: FixKind::SafeOrUnsafe,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many words a phrase may have.
const MAX_PHRASE_WORDS: usize = 4;

/// How many words apart a word of the source may be repeated to explain a double of the target.
const MAX_REPEAT_DISTANCE: usize = 10;

/// How many characters a phrase without spaces may have.
const MAX_PHRASE_CHARS: usize = 20;

/// How many doubles of a text are reported. Further ones are not counted.
const MAX_DOUBLES: usize = 20;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let Some(language) = segment.context.language.filter(|_| !segment.is_same()) else { return };
    let is_unspaced = language.script.is_unspaced();
    let mut doubles = Vec::new();
    if may_have_doubles(target) {
        doubles = Words::new(target, is_unspaced).doubles(MAX_DOUBLES);
        doubles.retain(|double| double.counts(target.text, language));
    }
    if is_unspaced && may_have_unspaced_doubles(target.text) {
        doubles.extend(unspaced_doubles(target, language));
    }
    if doubles.is_empty() {
        return;
    }
    let words = Words::new(source, false);
    if !words.doubles(1).is_empty() {
        return;
    }
    if repeats_a_word(source) {
        doubles.retain(|double| double.words == 1 && is_function_word(target.get(double.first), language));
    }
    doubles.sort_by_key(|double| double.first);
    let Some(double) = doubles.first() else { return };
    let (text, all) = (target.get(double.first), Span { start: double.first.start, end: double.end });
    let what = if double.words == 1 { "word" } else { "phrase" };
    let message = format!("the {what} {} occurs twice in a row{}", quote(text), and_more(doubles.len() - 1, "double"));
    let mut finding = segment
        .finding(&RULE, Some(all), None, message)
        .label("occurs twice in a row")
        .help("compare with the source; remove or correct the second one")
        .problems(doubles.len());
    let surplus = |double: &Double| Span { start: double.first.end, end: double.end };
    // Code is moved out from between words in a language with another order. Then both words are needed.
    let is_certain = |double: &Double| {
        let word = target.get(double.first);
        let is_short = word.chars().nth(MAX_FUNCTION_LETTERS).is_none();
        let is_third = target.text[double.end as usize..].trim_start_matches([' ', '*', '_']).starts_with(word);
        !(is_short && language.script == Script::Latin || is_third || target.get(surplus(double)).contains(['*', '_']))
    };
    if !source.inline.has(Kind::Code) && doubles.iter().all(is_certain) {
        let edits = doubles.iter().map(|double| Edit { span: target.place(surplus(double)), text: String::new() });
        finding.fix = Some(Fix { safe: false, edits: edits.collect() });
    }
    findings.push(finding);
}

/// How many letters a function word usually has at most, in a language without a list of them.
const MAX_FUNCTION_LETTERS: usize = 3;

/// Whether a word is a function word: no word of the source explains why it is there twice.
fn is_function_word(word: &str, language: &Language) -> bool {
    let has_list = !language.function_words.is_empty();
    let is_short = || !word.is_ascii() && word.chars().count() <= MAX_FUNCTION_LETTERS && word.chars().all(char::is_alphabetic);
    if has_list { language.is_function_word(word) } else { !language.script.is_unspaced() && is_short() }
}

/// How many parts a phrase may have in [`may_have_doubles`]. A word with a hyphen has several parts.
const MAX_PHRASE_PARTS: usize = 6;

/// Whether a phrase may occur twice in a row. The test is quick, and nearly no text passes it.
fn may_have_doubles(side: SideText<'_>) -> bool {
    let bytes = side.text.as_bytes();
    // The last parts, the newest first. A key is the length and the last two bytes: different words nearly always differ in it.
    let mut keys = [0u32; MAX_PHRASE_PARTS];
    let mut last = [(0usize, 0usize); MAX_PHRASE_PARTS];
    // For each distance, how many parts in a row are equal to the part so far before them.
    let mut runs = [0usize; MAX_PHRASE_PARTS];
    for part in side.inline.parts.iter().filter(|part| matches!(part.kind, Kind::Word | Kind::Number)) {
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        let tail = &bytes[end.saturating_sub(2).max(start)..end];
        let key = tail.iter().fold((end - start) as u32, |key, byte| key << 8 | u32::from(*byte));
        if keys.contains(&key) {
            for i in 0..MAX_PHRASE_PARTS {
                let (from, to) = last[i];
                runs[i] = if keys[i] == key && are_equal(&bytes[from..to], &bytes[start..end]) { runs[i] + 1 } else { 0 };
                if runs[i] > i {
                    return true;
                }
            }
        } else {
            runs = [0; MAX_PHRASE_PARTS];
        }
        keys.copy_within(..MAX_PHRASE_PARTS - 1, 1);
        last.copy_within(..MAX_PHRASE_PARTS - 1, 1);
        (keys[0], last[0]) = (key, (start, end));
    }
    false
}

/// Whether two words of one length are equal. The first letter may be a capital, also one of two bytes.
fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let tail = if one[0] < 0x80 { 1 } else { 2.min(one.len()) };
    let first = one[0].eq_ignore_ascii_case(&other[0]) || one[0] >= 0x80 && other[0] >= 0x80;
    first && one.len() == other.len() && (one.len() < 3 || one[tail..] == other[tail..])
}

/// The number of different pairs of characters that [`may_have_unspaced_doubles`] can tell apart.
const PAIR_SLOTS: usize = 512;

/// Whether a phrase without spaces may occur twice in a row: all pairs of its characters occur again at the same distance. The
/// test is quick, and nearly no text passes it.
fn may_have_unspaced_doubles(text: &str) -> bool {
    let mut last = [0u32; PAIR_SLOTS];
    let (mut before, mut run, mut last_distance) = ('\0', 0, 0);
    for (i, char) in (1u32..).zip(text.chars()) {
        let slot = (before as usize).wrapping_mul(31).wrapping_add(char as usize) % PAIR_SLOTS;
        let distance = i - std::mem::replace(&mut last[slot], i);
        run = if distance == last_distance { run + 1 } else { 1 };
        (before, last_distance) = (char, distance);
        if (3..=MAX_PHRASE_CHARS as u32).contains(&distance) && run + 1 >= distance {
            return true;
        }
    }
    false
}

/// A phrase that occurs more than once in a row.
struct Double {
    /// The first occurrence.
    first: Span,
    /// The end of the last occurrence.
    end: u32,
    /// The place of the second occurrence.
    second: u32,
    /// How many words the phrase has.
    words: usize,
    /// The last word of the phrase.
    last_word: Span,
}

impl Double {
    /// Whether the double is a mistake in the language.
    fn counts(&self, text: &str, language: &Language) -> bool {
        let phrase = &text[self.first.range()];
        if !phrase.as_bytes().windows(2).any(|two| two[0] >= 0x80 || two.iter().all(u8::is_ascii_alphabetic)) {
            return false;
        }
        let (before, gap) = (&text[..self.first.range().start], &text[self.first.range().end..self.second as usize]);
        let is_label = gap.starts_with(['*', '_']) && before.chars().all(|c| c.is_whitespace() || "*_#-".contains(c));
        if is_label {
            return false;
        }
        if self.words == 1 {
            let is_word = phrase.chars().nth(1).is_some() && phrase.chars().any(char::is_alphabetic);
            return is_word && !language.script.is_unspaced() && !language.is_legal_double(&language.lower(phrase));
        }
        !language.is_function_word(&language.lower(&text[self.last_word.range()]))
    }
}

/// The words of a text, without code, addresses and tags.
struct Words<'a> {
    text: &'a str,
    words: Vec<Span>,
    /// For each word, whether only spaces and emphasis delimiters are between it and the next one.
    is_joined: Vec<bool>,
}

impl<'a> Words<'a> {
    fn new(side: SideText<'a>, is_unspaced: bool) -> Self {
        let text = side.text;
        let is_letter = |c: char| match c {
            '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{200c}' | '\u{200d}' => true,
            _ if is_unspaced => c.is_alphanumeric() && c < '\u{250}',
            _ => c.is_alphanumeric(),
        };
        let is_between = |c: char| matches!(c, '-' | '\'' | '’' | '.' | '/' | '@' | '#' | '+' | '&');
        let is_gap = |c: char| matches!(c, '*' | '_' | '\u{200e}' | '\u{200f}') || c.is_whitespace() && c != '\n';
        let mut found = Self { text, words: Vec::new(), is_joined: Vec::new() };
        let mut chars = text.char_indices().peekable();
        let mut is_gap_since = false;
        let mut last_char = ' ';
        while let Some((at, char)) = chars.next() {
            if !is_letter(char) {
                is_gap_since &= is_gap(char);
                last_char = char;
                continue;
            }
            let mut end = at + char.len_utf8();
            while let Some(&(next, char)) = chars.peek() {
                let continues = is_letter(char)
                    || is_between(char) && text[next + char.len_utf8()..].starts_with(is_letter)
                    || matches!(char, '#' | '+');
                if !continues {
                    break;
                }
                end = next + char.len_utf8();
                chars.next();
            }
            let span = Span::new(at, end);
            if let Some(joined) = found.is_joined.last_mut() {
                *joined = is_gap_since && is_gap(last_char) && side.is_shown(span);
            }
            found.words.push(span);
            found.is_joined.push(false);
            (is_gap_since, last_char) = (side.is_shown(span), '\0');
        }
        found
    }

    fn get(&self, i: usize) -> &'a str {
        &self.text[self.words[i].range()]
    }

    /// The doubles of a text, at most a number of them.
    fn doubles(&self, most: usize) -> Vec<Double> {
        let mut found: Vec<Double> = Vec::new();
        for length in 1..=MAX_PHRASE_WORDS {
            // How many words in a row are equal to the word that is `length` words after them.
            let mut run = 0;
            for i in 0..self.words.len().saturating_sub(length) {
                let is_joined = self.is_joined[i];
                run = if self.equals(i, i + length) { run + 1 } else { 0 };
                if run >= length && (i + 1 - length..i + length).all(|i| self.is_joined[i]) {
                    let first = i + 1 - length;
                    let span = Span { start: self.words[first].start, end: self.words[i].end };
                    let end = self.words[i + length].end;
                    let is_third =
                        |last: &&mut Double| last.words == length && last.first.start <= span.start && span.start < last.end;
                    if let Some(last) = found.last_mut().filter(is_third) {
                        last.end = end;
                    } else if found.len() < most && found.iter().all(|known| known.end <= span.start || end <= known.first.start)
                    {
                        let second = self.words[i + 1].start;
                        found.push(Double { first: span, end, second, words: length, last_word: self.words[i] });
                    }
                }
                run = if is_joined { run } else { 0 };
            }
        }
        found
    }

    /// Whether two words are equal. The first word of a sentence may have a capital.
    fn equals(&self, first: usize, second: usize) -> bool {
        let (one, other) = (self.get(first), self.get(second));
        if one == other {
            return true;
        }
        if one.len() != other.len() || !one.starts_with(char::is_uppercase) {
            return false;
        }
        let before =
            self.text[..self.words[first].range().start].trim_end_matches(|c: char| c.is_whitespace() || "*_#\"“-".contains(c));
        let is_start = before.is_empty() || before.ends_with(['.', ':', '?', '!']);
        let mut letters = one.chars().zip(other.chars());
        is_start && letters.next().is_some_and(|(upper, lower)| upper.to_lowercase().eq([lower])) && letters.all(|(a, b)| a == b)
    }
}

/// Whether a source has a word, or a part of one, twice within a few words. Function words do not count.
fn repeats_a_word(source: SideText<'_>) -> bool {
    let mut last: Vec<String> = Vec::new();
    for (part, word) in source.all(Kind::Word).filter(|(part, _)| source.is_shown(part.span)) {
        debug_assert_eq!(part.kind, Kind::Word);
        let is_content = word.len() > 1 && !is_english_function_word(word);
        let word = if is_content { word.to_ascii_lowercase() } else { String::new() };
        let is_part = |one: &str, other: &str| one.len() >= 4 && (other.starts_with(one) || other.ends_with(one));
        let recent = &last[last.len().saturating_sub(MAX_REPEAT_DISTANCE)..];
        if is_content && recent.iter().any(|known| *known == word || is_part(known, &word) || is_part(&word, known)) {
            return true;
        }
        last.push(word);
    }
    false
}

/// The kind of a character that may be in a phrase without spaces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letter {
    Han,
    Katakana,
    Other,
}

fn letter(char: char) -> Letter {
    match char {
        '\u{3400}'..='\u{9fff}' | '々' => Letter::Han,
        '\u{30a1}'..='\u{30fa}' | 'ー' => Letter::Katakana,
        _ => Letter::Other,
    }
}

/// The doubles of a text without spaces between words: at least three characters in Han, or four with katakana, that occur twice
/// in a row.
fn unspaced_doubles(side: SideText<'_>, language: &Language) -> Vec<Double> {
    let chars: Vec<(usize, char, Letter)> = side.text.char_indices().map(|(at, char)| (at, char, letter(char))).collect();
    let mut found: Vec<Double> = Vec::new();
    for length in 3..=MAX_PHRASE_CHARS {
        let mut run = 0;
        for i in length..chars.len() {
            let (char, kind) = (chars[i].1, chars[i].2);
            run = if kind != Letter::Other && chars[i - length].1 == char { run + 1 } else { 0 };
            if run < length {
                continue;
            }
            let (first, second) = (i + 1 - 2 * length, i + 1 - length);
            let phrase = &chars[second..=i];
            let end = chars[i].0 + char.len_utf8();
            let span = Span::new(chars[first].0, chars[second].0);
            if let Some(known) = found.iter_mut().find(|known| known.first.start < end as u32 && span.start < known.end) {
                // The phrase occurs a third time.
                if known.first.len() == span.len() && known.end as usize == chars[second].0 {
                    known.end = end as u32;
                }
                continue;
            }
            if is_phrase(phrase) && !is_cut(&chars, first, i) && is_mistake(phrase, language) && found.len() < MAX_DOUBLES {
                found.push(Double { first: span, end: end as u32, second: span.end, words: 1, last_word: span });
            }
        }
    }
    found.retain(|double| side.is_shown(Span { start: double.first.start, end: double.end }));
    found
}

/// Whether the characters are long enough for a phrase, and not all the same.
fn is_phrase(chars: &[(usize, char, Letter)]) -> bool {
    let is_han = chars.iter().all(|(_, _, kind)| *kind == Letter::Han);
    chars.len() >= if is_han { 3 } else { 4 } && chars.iter().any(|(_, char, _)| *char != chars[0].1)
}

/// Whether a double begins or ends inside a word in katakana.
fn is_cut(chars: &[(usize, char, Letter)], first: usize, last: usize) -> bool {
    let is_katakana = |at: usize| chars.get(at).is_some_and(|(_, _, kind)| *kind == Letter::Katakana);
    is_katakana(first) && first > 0 && is_katakana(first - 1) || is_katakana(last) && is_katakana(last + 1)
}

/// Whether no word in the phrase may join two equal parts.
fn is_mistake(chars: &[(usize, char, Letter)], language: &Language) -> bool {
    let mut buffer = [0; 4];
    chars.iter().all(|(_, char, _)| !language.is_legal_double(char.encode_utf8(&mut buffer)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the word “lampada” occurs twice in a row
          at "lampada lampada": occurs twice in a row
          help: compare with the source; remove or correct the second one
          unsafe fix: " lampada" -> ""
        "#);
    }

    #[test]
    fn words_and_phrases_are_reported() {
        for (locale, target, text) in [
            ("it-it", "La luce La luce è accesa.", "the phrase “La luce” occurs twice in a row"),
            ("ru-ru", "Лампа лампа горит.", "the word “Лампа” occurs twice in a row"),
            ("it-it", "Luce luce luce a olio olio qui.", "the word “Luce” occurs twice in a row (and 1 more double)"),
            ("it-it", "Una lampada lampada lampada.", "unsafe fix: \" lampada lampada\" -> \"\""),
            ("de-de", "Die **Lampe** Lampe brennt.", "the word “Lampe” occurs twice in a row"),
            ("ar-sa", "المصباح في في البيت.", "the word “في” occurs twice in a row"),
            ("ko-kr", "밝은 등불 밝은 등불 켜기", "the phrase “밝은 등불” occurs twice in a row"),
            ("zh-cn", "打开煤油灯煤油灯。", "the word “煤油灯” occurs twice in a row"),
            ("zh-cn", "打开煤油灯煤油灯煤油灯。", "unsafe fix: \"煤油灯煤油灯\" -> \"\""),
            ("ja-jp", "このランプライトランプライトを点灯します。", "the word “ランプライト” occurs twice in a row"),
        ] {
            assert_reported(&RULE, locale, "Light the oil burner.", target, &[text]);
        }
    }

    #[test]
    fn legal_doubles_are_not_reported() {
        let silent = |locale: &str, source: &str, target: &str| {
            let report = report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target));
            assert_eq!(report, "", "{target}");
        };
        for (locale, target) in [
            ("de-de", "Die Lampen, die die Nacht erhellen, und von von Hand gefüllten"),
            ("tr-tr", "Lambaları adım adım ve tek tek yakın."),
            ("nl-nl", "De lamp is is van van olie"),
            ("fr-fr", "Nous nous voyons, vous vous voyez."),
            ("id-id", "Lampu-lampu dan masing-masing"),
            ("ko-kr", "등불 등불"),
            ("vi-vn", "Bật từng đèn đèn"),
            ("hi-in", "अलग अलग दीपक"),
            ("hu-hu", "Az az olaj, ami a lámpában van"),
            ("ja-jp", "ますます明るくなります。いろいろ"),
            ("zh-cn", "看看常常研究研究，灯的油灯的油"),
            ("it-it", "Lampada, lampada. Lampada"),
            ("it-it", "**Lampada**  Lampada a olio."),
            ("it-it", "10 10 e a a"),
            ("it-it", "`lampada` lampada e <b>luce</b> luce"),
            ("it-it", "la lampada Lampada Faro"),
        ] {
            silent(locale, "Light the oil burner.", target);
        }
        silent("it-it", "It is very very bright.", "È molto molto luminosa.");
        silent("ru-ru", "the lamp of the oil lamp", "лампа лампы лампы");
        silent("it-it", "data in the database", "nei dati dati");
        assert_reported(&RULE, "ar-sa", "the lamp of the oil lamp", "في في المصباح", &["the word “في”"]);
        assert_reported(&RULE, "it-it", "the lamp in the oil lamp", "la lampada nella nella lampada", &["the word “nella”"]);
        silent("et-ee", "Light the lamp.", "Süüta lamp lamp.");
    }
}
