//! `html-mismatch`: inline tags or character entities differ from those of the source.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{KeyedPart, ParsedSegment, SideText, difference};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::normalize::normalize;
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
Reports when inline tags differ from those of the source, or a character entity of the source is missing.

## What it does

Compares the names of the opening and closing inline tags of target and source. Their order and attributes do not matter. An entity of the source may be written as its character; `&nbsp;` and the apostrophe of a contraction may be left out. Quotation marks count as bold type in languages that use them instead, and the raised ending of an ordinal (`2<sup>nd</sup>`) may be written in any way.

## Why it matters

A tag without its partner changes the look of the rest of the page, and a missing `<br>` joins two lines.

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

Write the tags and entities that the source has.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["unbalanced", "inconsistent-translation"], aspects: &[] }],
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
    if surplus.is_empty() && has_other_bold_type(segment, &missing) {
        missing.clear();
    }
    let shown = |keyed: &KeyedPart<'_>, side: &SideText<'_>| match keyed.1.kind {
        Kind::Entity => format!("`{}`", side.get(keyed.1.span)),
        _ => format!("`<{}>`", keyed.0),
    };
    let names = |keyed: &[KeyedPart<'_>], side: &SideText<'_>| {
        format!("{} {}", listed_briefly(keyed.iter().map(|keyed| shown(keyed, side)), "tag"), is_or_are(keyed.len()))
    };
    if missing.is_empty() {
        missing.extend(lost_entity(source, target));
    }
    let in_source = missing.first().map(|(_, part)| (part.span, "the markup in the source"));
    let finding = match (missing.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([lost], [added]) if lost.1.kind == Kind::Tag => segment
            .finding(&RULE, Some(added.1.span), in_source, format!("{} became {}", shown(lost, &source), shown(added, &target)))
            .label("differs from the tag in the source"),
        (lost @ [_, ..], _) => segment
            .finding(&RULE, None, in_source, format!("{} missing", names(lost, &source)))
            .label("lacks markup that the source has"),
        ([], added @ [first, ..]) => segment
            .finding(&RULE, Some(first.1.span), None, format!("{} not in the source", names(added, &target)))
            .label("is only in the target"),
    };
    findings.push(
        finding
            .problems(missing.len().max(surplus.len()))
            .help("markup changes the look of the page; write the tags and entities that the source has"),
    );
}

fn tags(side: SideText<'_>) -> Vec<KeyedPart<'_>> {
    let key = |text: &'_ str| text.to_ascii_lowercase();
    side.all(Kind::Tag).map(|(part, text)| (Cow::Owned(key(text)), part)).collect()
}

/// How many tags of a text raise the ending of an ordinal: `2<sup>nd</sup>`.
fn ordinals(side: SideText<'_>) -> usize {
    let is_ordinal = |part: &&Part| {
        let (before, after) = (&side.text[..part.span.start as usize], &side.text[part.span.end as usize..]);
        let ending = after.split('<').next().unwrap_or("");
        before.trim_end().ends_with(|c: char| c.is_numeric()) && ending.len() <= 4 && ending.chars().all(char::is_alphabetic)
    };
    let raised = side.inline.all(Kind::Tag).filter(|part| side.get(part.inner).eq_ignore_ascii_case("sup"));
    raised.filter(is_ordinal).count()
}

/// Removes up to `ordinals` pairs of `sup` tags, because languages write the endings of ordinals in different ways.
fn without_ordinals(keyed: &mut Vec<KeyedPart<'_>>, ordinals: usize) {
    for name in ["sup", "/sup"] {
        let mut left = ordinals;
        keyed.retain(|(key, _)| {
            let is_ordinal = key == name && left > 0;
            left -= usize::from(is_ordinal);
            !is_ordinal
        });
    }
}

/// Whether only tags of bold type are missing, and the target has Markdown or the quotation marks that its language uses for
/// bold type instead.
fn has_other_bold_type(segment: &ParsedSegment<'_>, missing: &[KeyedPart<'_>]) -> bool {
    let (source, target) = (segment.source, segment.target);
    let is_open = |key: &str| matches!(key, "b" | "strong");
    let opened = missing.iter().filter(|(key, _)| is_open(key)).count();
    if opened == 0 || !missing.iter().all(|(key, _)| is_open(key.strip_prefix('/').unwrap_or(key))) {
        return false;
    }
    let strong = target.inline.all(Kind::Strong).count().saturating_sub(source.inline.all(Kind::Strong).count());
    let quotes = segment.context.language.map_or(&[][..], |language| language.strong_quotes);
    let added = |open: &str| target.text.matches(open).count().saturating_sub(source.text.matches(open).count());
    strong + quotes.iter().map(|(open, _)| added(open)).sum::<usize>() >= opened
}

/// Quotation marks. A translation may use others than its source.
const QUOTES: [char; 14] = ['"', '“', '”', '„', '‟', '‘', '‚', '«', '»', '‹', '›', '「', '『', '《'];

/// An entity of the source that the target has neither as an entity nor as its character.
fn lost_entity<'a>(source: SideText<'a>, target: SideText<'a>) -> Option<KeyedPart<'a>> {
    if !source.inline.has(Kind::Entity) {
        return None;
    }
    let in_target: HashSet<char> = normalize(target.text).chars().collect();
    let has_quotes = QUOTES.iter().any(|quote| in_target.contains(quote));
    let is_lost = |part: &Part, text: &str| {
        let folded = normalize(text);
        let mut chars = folded.chars();
        let (Some(char), None) = (chars.next(), chars.next()) else { return false };
        let is_apostrophe = matches!(char, '\'' | '’') && source.text[..part.span.start as usize].ends_with(char::is_alphabetic);
        // `&` may be a word, and the apostrophe of a contraction or a genitive has no counterpart.
        let may_go = char.is_whitespace() || char == '&' || is_apostrophe || (QUOTES.contains(&char) && has_quotes);
        !may_go && !in_target.contains(&char)
    };
    let mut entities = source.all(Kind::Entity).map(|(part, text)| (Cow::Borrowed(text), part));
    entities.find(|(_, part)| is_lost(part, source.get(part.span)))
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
        it-it/lamp.md: `</kbd>` is missing
          at "Premere <kbd>L per accendere.": lacks markup that the source has
          see "</kbd>" in it-it/lamp.md: the markup in the source
          help: markup changes the look of the page; write the tags and entities that the source has
        "#);
    }

    #[test]
    fn changed_and_added_markup_is_reported() {
        for (source, target, texts) in [
            ("Light<br>it.", "Accendere<hr>ora.", ["`<br>` became `<hr>`", "differs from the tag in the source"]),
            ("Light it.", "Accendere<br>ora.", ["`<br>` is not in the source", "is only in the target"]),
            ("a &lt; b", "a minore di b", ["`&lt;` is missing", "lacks markup that the source has"]),
        ] {
            assert_reported(&RULE, "it-it", source, target, &texts);
        }
    }

    fn parse(text: &'static str) -> (&'static str, Inline) {
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
            let ((source, source_inline), (target, target_inline)) = (parse(source), parse(target));
            let sides = (SideText::new(source, &source_inline), SideText::new(target, &target_inline));
            assert_eq!(lost_entity(sides.0, sides.1).map(|(name, _)| name.into_owned()).as_deref(), lost, "{source}: {target}");
        }
    }

    #[test]
    fn the_ending_of_an_ordinal_is_raised() {
        let count = |text: &'static str| {
            let (text, inline) = parse(text);
            ordinals(SideText::new(text, &inline))
        };
        assert_eq!(count("the 2<sup>nd</sup> and 11 <sup>th</sup> of x<sup>2</sup>, 10<sup>6</sup>"), 2);
    }
}
