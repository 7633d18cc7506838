//! `html-mismatch`: inline tags or character entities are not those of the source.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{KeyedPart, ParsedSegment, SideText, difference};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::normalize::fold;
use crate::text::phrases::{is_or_are, listed_briefly};
use std::borrow::Cow;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "html-mismatch",
    group: Group::Translation,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when inline tags differ from those of the source, or a character entity of it is missing.

## What it does

Compares the names of the inline tags of target and source, opening and closing; their order and attributes are free. An entity of the source may be written as its character; `&nbsp;` and the apostrophe of a contraction may go. Quotation marks count for bold type where a language writes them for it, and ordinals may end as in the target's language.

## Why it matters

A tag without its partner changes how the rest of the page looks; a lost `<br>` joins two lines.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere <kbd>L per accendere.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press <kbd>L</kbd> for light.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Premere <kbd>L</kbd> per accendere.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Press <kbd>L</kbd> for light.</span></span>
```

## What to do

Write the tag as the source has it.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let kinds = [Kind::Tag, Kind::Entity];
    if segment.is_same() || !(source.inline.has_any(&kinds) || target.inline.has(Kind::Tag)) {
        return;
    }
    let (mut missing, mut surplus) = difference(tags(source), tags(target));
    without_ordinals(&mut missing, ordinals(source));
    without_ordinals(&mut surplus, ordinals(target));
    if surplus.is_empty() && is_set_off(segment, &missing) {
        missing.clear();
    }
    let shown = |keyed: &KeyedPart<'_>, reading: &SideText<'_>| match keyed.1.kind {
        Kind::Entity => format!("`{}`", reading.get(keyed.1.span)),
        _ => format!("`<{}>`", keyed.0),
    };
    let names = |keyed: &[KeyedPart<'_>], reading: &SideText<'_>| {
        format!("{} {}", listed_briefly(keyed.iter().map(|keyed| shown(keyed, reading)), "tag"), is_or_are(keyed.len()))
    };
    let mut lost = missing;
    if lost.is_empty() {
        lost.extend(lost_entity(source, target));
    }
    let in_source = lost.first().map(|(_, part)| (part.span, "in the source"));
    let finding = match (lost.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([gone], [come]) if gone.1.kind == Kind::Tag => segment
            .finding(&RULE, Some(come.1.span), in_source, format!("{} became {}", shown(gone, &source), shown(come, &target)))
            .label("is another tag than the source's"),
        (gone @ [_, ..], _) => {
            segment.finding(&RULE, None, in_source, format!("{} missing", names(gone, &source))).label("lacks it")
        }
        ([], come @ [first, ..]) => segment
            .finding(&RULE, Some(first.1.span), None, format!("{} not in the source", names(come, &target)))
            .label("is only in the target"),
    };
    findings.push(finding.problems(lost.len().max(surplus.len())).help("write the markup as the source has it"));
}

fn tags(reading: SideText<'_>) -> Vec<KeyedPart<'_>> {
    let key = |text: &'_ str| text.to_ascii_lowercase();
    reading.all(Kind::Tag).map(|(part, text)| (Cow::Owned(key(text)), part)).collect()
}

/// How many tags of a text raise the ending of an ordinal: `2<sup>nd</sup>`.
fn ordinals(reading: SideText<'_>) -> usize {
    let is_ordinal = |part: &&Part| {
        let (before, after) = (&reading.text[..part.span.start as usize], &reading.text[part.span.end as usize..]);
        let ending = after.split('<').next().unwrap_or("");
        before.trim_end().ends_with(|c: char| c.is_numeric()) && ending.len() <= 4 && ending.chars().all(char::is_alphabetic)
    };
    let raised = reading.inline.all(Kind::Tag).filter(|part| reading.get(part.inner).eq_ignore_ascii_case("sup"));
    raised.filter(is_ordinal).count()
}

/// Takes away so many tags that raise something: languages write the endings of their ordinals as they do.
fn without_ordinals(keyed: &mut Vec<KeyedPart<'_>>, ordinals: usize) {
    for name in ["sup", "/sup"] {
        let mut left = ordinals;
        keyed.retain(|(key, _)| {
            let goes = key == name && left > 0;
            left -= usize::from(goes);
            !goes
        });
    }
}

/// Whether the tags that are missing are bold type alone, and the target sets words off by Markdown, or by the quotation marks
/// that its language writes for bold type.
fn is_set_off(segment: &ParsedSegment<'_>, missing: &[KeyedPart<'_>]) -> bool {
    let (source, target) = (segment.source, segment.target);
    let is_open = |key: &str| matches!(key, "b" | "strong");
    let opened = missing.iter().filter(|(key, _)| is_open(key)).count();
    if opened == 0 || !missing.iter().all(|(key, _)| is_open(key.strip_prefix('/').unwrap_or(key))) {
        return false;
    }
    let strong = target.inline.all(Kind::Strong).count().saturating_sub(source.inline.all(Kind::Strong).count());
    let quotes = segment.context.language.map_or(&[][..], |language| language.strong_quotes);
    let beyond = |open: &str| target.text.matches(open).count().saturating_sub(source.text.matches(open).count());
    strong + quotes.iter().map(|(open, _)| beyond(open)).sum::<usize>() >= opened
}

/// Quotation marks: languages have their own.
const QUOTES: [char; 14] = ['"', '“', '”', '„', '‟', '‘', '‚', '«', '»', '‹', '›', '「', '『', '《'];

/// An entity of the source that the target has neither as such nor as its character.
fn lost_entity<'a>(source: SideText<'a>, target: SideText<'a>) -> Option<KeyedPart<'a>> {
    if !source.inline.has(Kind::Entity) {
        return None;
    }
    let shown: HashSet<char> = fold(target.text).chars().collect();
    let has_quotes = QUOTES.iter().any(|quote| shown.contains(quote));
    let is_lost = |part: &Part, text: &str| {
        let folded = fold(text);
        let mut chars = folded.chars();
        let (Some(char), None) = (chars.next(), chars.next()) else { return false };
        let is_apostrophe = matches!(char, '\'' | '’') && source.text[..part.span.start as usize].ends_with(char::is_alphabetic);
        // `&` may be a word, and the apostrophe of a contraction or a genitive has no counterpart.
        let may_go = char.is_whitespace() || char == '&' || is_apostrophe || (QUOTES.contains(&char) && has_quotes);
        !may_go && !shown.contains(&char)
    };
    let mut entities = source.all(Kind::Entity).map(|(part, text)| (Cow::Borrowed(text), part));
    entities.find(|(_, part)| is_lost(part, source.get(part.span)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `</kbd>` is missing
          at "Premere <kbd>L per accendere.": lacks it
          see "</kbd>" in it-it/lamp.md: in the source
          help: write the markup as the source has it
        "#);
    }

    fn read(text: &'static str) -> (&'static str, Inline) {
        (text, Inline::new(text))
    }

    #[test]
    fn an_entity_is_lost_where_its_character_has_no_counterpart() {
        for (source, target, lost) in [
            ("a &lt; b", "a minore di b", Some("lt")),
            ("a &lt; b", "a < b", None),
            ("the keeper&#39;s lamp", "la lampada", None),
            ("lamps aren&apos;t lit", "lampade spente", None),
            ("the &#39;lamp&#39;", "la lampada", Some("#39")),
            ("the &quot;lamp&quot;", "la «lampada»", None),
            ("the &quot;lamp&quot;", "la lampada", Some("quot")),
            ("a&nbsp;b &amp; c", "a b e c", None),
        ] {
            let ((source, theirs), (target, own)) = (read(source), read(target));
            let (theirs, own) = (SideText::new(source, &theirs), SideText::new(target, &own));
            assert_eq!(lost_entity(theirs, own).map(|(name, _)| name.into_owned()).as_deref(), lost, "{source}: {target}");
        }
    }

    #[test]
    fn the_ending_of_an_ordinal_is_raised() {
        let count = |text: &'static str| {
            let (text, inline) = read(text);
            ordinals(SideText::new(text, &inline))
        };
        assert_eq!(count("the 2<sup>nd</sup> and 11 <sup>th</sup> of x<sup>2</sup>, 10<sup>6</sup>"), 2);
    }
}
