//! `emphasis-scope`: emphasis of the source is lost, or is on other words in the target.

use crate::document::inline::Kind;
use crate::language::{Language, Script, is_english_function_word};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::rules::runs::{EMPHASIS, Run, WORD_ENDS, is_cut, keeps_markup, runs};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "emphasis-scope",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when emphasis of the source is lost, or is on other words in the target.

## What it does

Compares the bold and emphasized runs of both texts. Reports a target that has fewer runs than the source, and no more quotation marks instead. In Chinese, Japanese and Thai it must have some of them, because their style may drop emphasis. Also reports a run that cannot be the translation of a run of the source: it has only function words, begins or ends with an article or a preposition, is split in two, contains only one of two quotation marks or brackets, does not end at the colon of its label, or covers a whole text of which the source emphasizes a part, or the other way round. A run of the source that has the same property is accepted.

## Why it matters

Readers find the names of buttons and menus by their bold type. Bold type on half a name, or on the word *or*, misleads them.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Account **lampada:** il nome.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">**Lamp account**: the name.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">**Account lampada**: il nome.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">**Lamp account**: the name.</span></span>
```

## What to do

Emphasize the words that translate the emphasized words of the source. The unsafe fix emphasizes a label up to its colon, words that are the same in both texts, and a name without its article. A person should review it.
"#,
    fix: FixKind::SafeOrUnsafe,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["emphasis-mismatch", "inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many runs of a text are compared. A text with more is not checked.
const MAX_RUNS: usize = 40;

fn check(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let Some(language) = segment.context.language else { return };
    if segment.is_same() || !source.inline.has_any(&EMPHASIS) || target.inline.has(Kind::LiteralDelimiter) {
        return;
    }
    let (in_source, in_target): (Vec<Run>, Vec<Run>) = (runs(source, &EMPHASIS).collect(), runs(target, &EMPHASIS).collect());
    if in_source.len() > MAX_RUNS || in_target.len() > MAX_RUNS {
        return;
    }
    let sides = Sides { segment, language, in_source: &in_source, in_target: &in_target };
    problems.extend(sides.moved().or_else(|| sides.lost()));
}

/// The runs of both texts of a segment.
struct Sides<'a> {
    segment: &'a ParsedSegment<'a>,
    language: &'a Language,
    in_source: &'a [Run],
    in_target: &'a [Run],
}

impl Sides<'_> {
    /// The first run of the target that is on other words than in the source.
    fn moved(&self) -> Option<Problem> {
        let (source, target) = (self.segment.source, self.segment.target);
        let none_in_source = |is: &dyn Fn(SideText<'_>, Run) -> bool| !self.in_source.iter().any(|run| is(source, *run));
        let first = |is: &dyn Fn(SideText<'_>, Run) -> bool| self.in_target.iter().copied().find(|run| is(target, *run));
        if let Some(run) = self.label() {
            return Some(run);
        }
        let is_function = |side: SideText<'_>, run: Run| self.has_only_function_words(side.get(run.text));
        if let Some(run) = first(&is_function)
            && !self.in_source.iter().any(|run| words(source.get(run.text)).all(is_function_word))
        {
            let message = format!("`{}` has only function words", target.get(run.span));
            return Some(self.problem(run, message, "is not the emphasized phrase"));
        }
        if let Some(run) = first(&is_split)
            && self.in_target.len() > self.in_source.len()
            && none_in_source(&is_split)
        {
            let message = format!("emphasis is split in two at `{}`", target.get(run.span));
            return Some(self.problem(run, message, "continues the emphasis before it"));
        }
        if let Some(run) = first(&crosses)
            && none_in_source(&crosses)
        {
            let message = format!("`{}` has only one of two quotation marks or brackets", target.get(run.span));
            return Some(self.problem(run, message, "begins or ends inside quotation marks or brackets"));
        }
        let is_cut = |side: SideText<'_>, run: Run| side.get(run.text).contains(WORD_ENDS) && is_cut(side, run, self.language);
        if let Some(run) = first(&is_cut)
            && !self.in_source.iter().any(|run| words(source.get(run.text)).next_back().is_some_and(is_english_function_word))
        {
            let message = format!("`{}` is not a whole phrase", target.get(run.span));
            return Some(self.problem(run, message, "ends within a phrase"));
        }
        self.led().or_else(|| self.coverage())
    }

    /// A bold name with the article before it: `**the Light**`. The capital after the article shows where the name begins.
    fn led(&self) -> Option<Problem> {
        let (source, target) = (self.segment.source, self.segment.target);
        let is_name = |text: &str| text.starts_with(char::is_uppercase);
        if !self.in_source.iter().all(|run| is_name(source.get(run.text))) {
            return None;
        }
        let article = |run: &Run| {
            let text = target.get(run.text);
            let (first, rest) = text.split_once(' ').filter(|_| run.kind == Kind::Strong)?;
            (is_name(rest) && self.language.is_leading_word(first)).then_some(first)
        };
        let (run, first) = self.in_target.iter().find_map(|run| Some((*run, article(run)?)))?;
        let message = format!("`{}` begins before the name", target.get(run.span));
        let mut problem = self.problem(run, message, "contains the word before the name");
        let span = Span { start: run.span.start, end: run.text.start + first.len() as u32 + 1 };
        let replacement = format!("{first} **");
        if keeps_markup(target, &[(span, &replacement)]) {
            problem.fix = Some(Fix { safe: false, edits: vec![Edit { span: target.place(span), text: replacement }] });
        }
        Some(problem)
    }

    /// A label at the start of the source, `**Label**:`, that is emphasized otherwise in the target.
    fn label(&self) -> Option<Problem> {
        let (source, target) = (self.segment.source, self.segment.target);
        let label = self.in_source.iter().find(|run| run.span.start == 0 && run.kind == Kind::Strong)?;
        let is_label = |run: &Run| source.text[run.span.end as usize..].trim_start_matches(' ').starts_with(':');
        let colon = target.text.find([':', '：']).filter(|_| is_label(label))?;
        let run = self.in_target.iter().copied().find(|run| run.kind == Kind::Strong)?;
        if !target.is_shown(Span::new(colon, colon)) || target.text[..colon].contains(['.', '。', '!', '?', '(', '（', '[']) {
            return None;
        }
        let (start, end) = (run.span.start as usize, run.span.end as usize);
        // The colon may be inside the run, at its end.
        let ends_at_colon = target.text[end..]
            .trim_start_matches([' ', '\u{a0}'])
            .starts_with([':', '：', '.', '。', '?', '？', '—', '–', '-', '(', '（'])
            || target.get(run.text).trim_end().ends_with([':', '：', '.', '?', '？']);
        if start == 0 && ends_at_colon || start > colon {
            return None;
        }
        let message = format!("`{}` does not end at the colon of the label", target.get(run.span));
        let mut problem = self.problem(run, message, "is not the whole label, or is more than it");
        let until = if end > colon { end } else { colon };
        // The words before the colon are the label.
        let inner: String = target.text[..colon].replace("**", "");
        // Without the delimiter two words would run together.
        let joins = end > colon
            && target.text[..end].trim_end_matches('*').ends_with(char::is_alphanumeric)
            && target.text[end..].starts_with(char::is_alphanumeric)
            && !self.language.script.is_unspaced();
        // Where no spaces separate words, a space beside the delimiter would stay inside the label.
        let has_space = |part: &str| target.text[..until].contains(part);
        let keeps_space = self.language.script.is_unspaced() && [" **", "** "].iter().any(|part| has_space(part));
        let is_single = self.in_target.iter().filter(|run| (run.span.start as usize) < colon).count() == 1;
        let has_more = source.get(label.text).contains(':') || inner.contains('`');
        let is_plain = is_single && !has_more && !keeps_space && !joins;
        let replacement = match end > colon {
            // `**Label: words** more` becomes `**Label**: words more`.
            true => format!("**{}**{}", inner.trim_end(), target.text[colon..until].trim_end_matches('*')),
            false => format!("**{}**", inner.trim_end()),
        };
        let span = Span::new(0, until);
        if is_plain && !inner.contains('*') && keeps_markup(target, &[(span, &replacement)]) {
            problem.fix = Some(Fix { safe: false, edits: vec![Edit { span: target.place(span), text: replacement }] });
        }
        Some(problem)
    }

    /// A single run that covers the whole text in the source and a part of it in the target, or the other way round.
    fn coverage(&self) -> Option<Problem> {
        let (source, target) = (self.segment.source, self.segment.target);
        let ([one], [other]) = (self.in_source, self.in_target) else { return None };
        let outside = |side: SideText<'_>, run: Run| {
            letters(&side.text[..run.span.start as usize]) + letters(&side.text[run.span.end as usize..])
        };
        let is_alone = |side: SideText<'_>, run: Run| {
            let is_other = |text: &str| text.contains(char::is_alphanumeric);
            !is_other(&side.text[..run.span.start as usize]) && !is_other(&side.text[run.span.end as usize..])
        };
        // Most runs are a part of both texts.
        if !is_alone(source, *one) && !is_alone(target, *other) {
            return None;
        }
        let (of_source, of_target) = (outside(source, *one), outside(target, *other));
        let inner = letters(target.get(other.text));
        if of_source == 0 && of_target >= MIN_OUTSIDE && of_target > inner {
            let message = format!("only `{}` is emphasized; in the source all of the text is", target.get(other.span));
            return Some(self.problem(*other, message, "is only a part of the emphasized text"));
        }
        if of_target == 0 && of_source >= MIN_OUTSIDE && of_source > letters(source.get(one.text)) * 2 {
            let message = format!("all of the text is emphasized; in the source only `{}` is", source.get(one.span));
            return Some(self.problem(*other, message, "is more than the emphasized text"));
        }
        None
    }

    /// Emphasis that the target lacks, if no quotation marks or brackets replace it.
    fn lost(&self) -> Option<Problem> {
        let (source, target) = (self.segment.source, self.segment.target);
        // Languages of other scripts do not use italics.
        let counts_italics = matches!(self.language.script, Script::Latin | Script::Cyrillic | Script::Greek);
        let counted = |run: &&Run| counts_italics || run.kind == Kind::Strong;
        let lost = self.in_source.iter().filter(counted).count().saturating_sub(self.in_target.len());
        // Chinese and Japanese style drops emphasis. Only a part of it that is lost is an accident.
        if lost == 0 || self.language.script.is_unspaced() && self.in_target.is_empty() {
            return None;
        }
        let quotes = quotation_marks(target).saturating_sub(quotation_marks(source));
        if quotes >= lost * 2 || self.has_same_share() {
            return None;
        }
        let in_source: Vec<Run> = self.in_source.iter().copied().filter(|run| counted(&run)).collect();
        let kept = |run: &Run| {
            let name = source.get(run.text);
            name.len() > 1 && target.text.contains(name)
        };
        let is_marked = |run: &Run| self.in_target.iter().any(|other| target.get(other.text).contains(source.get(run.text)));
        let lost_run = in_source.iter().find(|run| kept(run) && !is_marked(run)).or(in_source.first())?;
        let message = match self.in_target.len() {
            0 => format!("`{}` is not emphasized in the target", source.get(lost_run.span)),
            left => format!("the source has {} emphasized runs, the target has {left}", in_source.len()),
        };
        let place = kept(lost_run).then(|| target.text.find(source.get(lost_run.text))).flatten();
        let place = place.map(|at| Span::new(at, at + lost_run.text.len()));
        let in_source = Some((lost_run.span, "the emphasis in the source"));
        let mut problem = self
            .segment
            .finding(&RULE, place, in_source, message)
            .label("lacks the emphasis")
            .help("readers find names by their emphasis; emphasize the words that translate it");
        if let Some(span) = place.filter(|span| self.is_single(*span)) {
            let replacement = source.get(lost_run.span).to_owned();
            problem.fix = Some(Fix { safe: false, edits: vec![Edit { span: target.place(span), text: replacement }] });
        }
        Some(problem)
    }

    /// Whether some words are in the target once, as whole words, and outside all markup.
    fn is_single(&self, span: Span) -> bool {
        let target = self.segment.target;
        let text = target.text;
        let is_whole = !text[..span.start as usize].ends_with(char::is_alphanumeric)
            && !text[span.end as usize..].starts_with(char::is_alphanumeric);
        let is_marked =
            target.inline.parts.iter().any(|part| !matches!(part.kind, Kind::Word | Kind::Number) && part.span.meets(span));
        is_whole && !is_marked && text.matches(target.get(span)).count() == 1
    }

    /// Whether the emphasized share of the letters is nearly that of the source: runs were joined, not lost.
    fn has_same_share(&self) -> bool {
        let share = |side: SideText<'_>, runs: &[Run]| {
            let all = letters(side.text).max(1);
            runs.iter().map(|run| letters(side.get(run.text))).sum::<usize>() * 100 / all
        };
        share(self.segment.target, self.in_target) * 10 >= share(self.segment.source, self.in_source) * 8
    }

    /// Whether a text consists of articles, prepositions and conjunctions.
    fn has_only_function_words(&self, text: &str) -> bool {
        let is_phrase = text.len() < MAX_PHRASE && text.starts_with(char::is_lowercase);
        is_phrase && words(text).all(|word| self.language.is_leading_word(&self.language.lower(word)))
    }

    /// A problem at a run of the target.
    fn problem(&self, run: Run, message: String, label: &'static str) -> Problem {
        let in_source = self.in_source.first().map(|run| (run.span, "the emphasis in the source"));
        self.segment
            .finding(&RULE, Some(run.span), in_source, message)
            .label(label)
            .help("readers take the emphasized words for a name; emphasize the words that translate those of the source")
    }
}

/// Whether an English word, or a value such as `None` or `One`, can be a function word in another language.
fn is_function_word(word: &str) -> bool {
    is_english_function_word(word) || word.eq_ignore_ascii_case("none") || word.eq_ignore_ascii_case("one")
}

/// How many letters outside a run show that it does not cover a text.
const MIN_OUTSIDE: usize = 4;

/// How many bytes a phrase of function words has at most.
const MAX_PHRASE: usize = 60;

/// The words of a text.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '\'' | '’'))).filter(|word| !word.is_empty())
}

/// The number of letters and digits of a text.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether only spaces are between a run and another run before it.
fn is_split(side: SideText<'_>, run: Run) -> bool {
    let before = &side.text[..run.span.start as usize];
    let trimmed = before.trim_end_matches([' ', '\u{a0}']);
    let end = trimmed.len();
    trimmed.len() < before.len()
        && trimmed.ends_with('*')
        && runs(side, &EMPHASIS).any(|other| other.span.end as usize == end && other.kind == run.kind)
}

/// Whether a run has only one of two quotation marks or brackets.
fn crosses(side: SideText<'_>, run: Run) -> bool {
    let text = side.get(run.text);
    // Nearly all runs stop here. The first bytes of wide brackets and quotation marks are listed.
    if !text.bytes().any(|b| matches!(b, b'(' | b')' | b'"' | 0xe2 | 0xe3 | 0xef)) {
        return false;
    }
    let count = |mark: char| text.matches(mark).count();
    let pairs = [('(', ')'), ('（', '）'), ('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('【', '】')];
    let is_unbalanced = pairs
        .iter()
        .any(|&(open, close)| count(open) != count(close) && side.text.matches(open).count() == side.text.matches(close).count());
    is_unbalanced || (count('"') % 2 == 1 && side.text.matches('"').count().is_multiple_of(2))
}

/// The number of quotation marks and brackets by which a language can replace emphasis.
fn quotation_marks(side: SideText<'_>) -> usize {
    let marks = ['"', '“', '”', '„', '«', '»', '‘', '’', '「', '」', '『', '』', '《', '》', '【', '】'];
    side.text.matches(marks).count() + 2 * side.inline.all(Kind::Bracket).count()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `**lampada:**` does not end at the colon of the label
          at "**lampada:**": is not the whole label, or is more than it
          see "**Lamp account**" in it-it/lamp.md: the emphasis in the source
          help: readers take the emphasized words for a name; emphasize the words that translate those of the source
          unsafe fix: "Account **lampada:**" -> "**Account lampada**:"
        "#);
    }

    #[test]
    fn emphasis_on_other_words_is_reported() {
        for (locale, source, target, texts) in [
            (
                "hu-hu",
                "**Lit** or **Dark** lamps",
                "Égő **vagy** **sötét** lámpák",
                vec!["`**vagy**` has only function words", "is not the emphasized phrase"],
            ),
            (
                "it-it",
                "Choose **Light the lamp** now.",
                "Scegliere **Accendi** **lampada** ora.",
                vec!["emphasis is split in two at `**lampada**`", "continues the emphasis before it"],
            ),
            (
                "zh-cn",
                "Choose **Light**.",
                "选择\"**点亮\"**。",
                vec![
                    "`**点亮\"**` has only one of two quotation marks or brackets",
                    "begins or ends inside quotation marks or brackets",
                ],
            ),
            (
                "it-it",
                "Read the **Price of the lamp** first.",
                "Leggere **Prezzo della** lampada.",
                vec!["`**Prezzo della**` is not a whole phrase", "ends within a phrase"],
            ),
            (
                "ko-kr",
                "**Light the lamp**",
                "램프를 지금 **켜기**",
                vec!["only `**켜기**` is emphasized; in the source all of the text is", "is only a part of the emphasized text"],
            ),
            (
                "ko-kr",
                "At the bottom of the page, choose **Light**.",
                "**페이지 아래에서 켜기를 선택합니다**",
                vec!["all of the text is emphasized; in the source only `**Light**` is", "is more than the emphasized text"],
            ),
            (
                "hu-hu",
                "Choose **Light**.",
                "Válassza **a Világítás** elemet.",
                vec![
                    "`**a Világítás**` begins before the name",
                    "contains the word before the name",
                    "unsafe fix: \"**a \" -> \"a **\"",
                ],
            ),
            (
                "it-it",
                "Choose **Light** now.",
                "Scegliere Accendi ora.",
                vec![
                    "`**Light**` is not emphasized in the target",
                    "lacks the emphasis",
                    "readers find names by their emphasis; emphasize the words that translate it",
                ],
            ),
            (
                "it-it",
                "Choose **Lamp Admin** and **Light**.",
                "Scegliere Lamp Admin e **Accendi**.",
                vec!["the source has 2 emphasized runs, the target has 1", "unsafe fix: \"Lamp Admin\" -> \"**Lamp Admin**\""],
            ),
        ] {
            assert_reported(&RULE, locale, source, target, &texts);
        }
    }

    #[test]
    fn a_label_is_marked_up_to_its_colon() {
        let (source, target) = ("**Lamp**: it burns.", "**램프: 지금** 켜짐.");
        assert_reported(&RULE, "ko-kr", source, target, &["unsafe fix: \"**램프: 지금**\" -> \"**램프**: 지금\""]);
    }

    #[test]
    fn emphasis_on_the_same_words_is_accepted() {
        for (locale, source, target) in [
            ("zh-cn", "Choose **Light**.", "选择“点亮”。"),
            ("ja-jp", "Choose **Light**.", "[点灯] を選択します。"),
            ("zh-cn", "Choose **Light** now.", "现在选择点亮。"),
            ("ja-jp", "The lamp is *very* old.", "とても古いランプです。"),
            ("it-it", "**Lamp**: it burns.", "**Lampada:** brucia."),
            ("fr-fr", "**Lamp**: it burns.", "**Lampe** : elle brûle."),
            ("ru-ru", "**Roles**: admin", "**Роли** — администратор: да"),
            ("it-it", "Light **or** dim it.", "Accendere **o** attenuare."),
            ("de-de", "**Sign up** now.", "**Melden Sie sich an** und lesen Sie."),
            ("it-it", "**Lamp** and **wick** here", "**Lampada e stoppino** qui"),
            ("it-it", "**Light**", "**Accendi**"),
        ] {
            assert_eq!(report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target)), "", "{target}");
        }
    }
}
