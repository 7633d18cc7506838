//! `localized-version`: a version number has a decimal comma.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::text::phrases::and_more;
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "localized-version",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a version number is written as a decimal of the locale: `5,0` instead of `5.0`.

## What it does

Looks for version numbers of the source that have a comma in the target. A number is a version if it has three parts, if a product name or a word such as “version” is before it, if a word such as “release” is after it, or if it is the only text of a cell in a table column whose header contains the word “version”. Other numbers with a point in the same text are then also versions. Amounts, percentages, sizes, durations and other decimals may have the comma of the locale.

## Why it matters

Search does not find a version with a comma, and installers do not accept it.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Novità di Beacon 5,0.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">New in Beacon 5.0.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Novità di Beacon 5.0.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">New in Beacon 5.0.</span></span>
```

## What to do

Write the version with points, as the source does. The fix does so.
"#,
    fix: FixKind::Safe,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let has_comma = |(_, number): &(&Part, &str)| number.contains(',');
    if segment.is_same() || !source.inline.has(Kind::Number) || !target.all(Kind::Number).any(|number| has_comma(&number)) {
        return;
    }
    let versions: HashMap<&str, &Part> =
        versions(Some(segment), source).into_iter().rev().map(|(part, version)| (version, part)).collect();
    let target_numbers: HashSet<&str> = target.all(Kind::Number).map(|(_, number)| number).collect();
    let mut found: Vec<(&Part, &str, &Part, &str)> = Vec::new();
    for (part, number) in target.all(Kind::Number).filter(has_comma) {
        let dotted = number.replace(',', ".");
        // `2.0,2.1` is a list of numbers without a space, not a decimal.
        let version = versions.get_key_value(dotted.as_str()).filter(|(version, _)| !target_numbers.contains(**version));
        found.extend(version.map(|(version, in_source)| (part, number, *in_source, *version)));
    }
    let Some(&(part, number, source_part, version)) = found.first() else { return };
    let edits = found.iter().map(|(part, _, _, version)| Edit { span: target.place(part.span), text: (*version).to_owned() });
    let fix = Fix { safe: true, edits: edits.collect() };
    let in_source = Some((source_part.span, "the version in the source"));
    let mut finding = segment
        .finding(
            &RULE,
            Some(part.span),
            in_source,
            format!("the version `{version}` became `{number}`{}", and_more(found.len() - 1, "version")),
        )
        .problems(found.len())
        .label("is written as a decimal")
        .help("search does not find a version with a comma; write it with points, as the source does");
    finding.fix = Some(fix);
    findings.push(finding);
}

/// The numbers of a source text that are versions.
fn versions<'a>(segment: Option<&ParsedSegment<'_>>, source: SideText<'a>) -> Vec<(&'a Part, &'a str)> {
    let numbers: Vec<(&Part, &str)> = source.all(Kind::Number).collect();
    let has_points = |number: &str| number.contains('.') && !number.contains(',');
    let is_sure = |part: &Part, number: &str| {
        number.matches('.').count() > 1
            || !is_quantity(source, part)
                && (follows_name(source, part) || precedes_word(source, part) || is_target_of_change(source, part, number))
    };
    let is_column = || segment.is_some_and(|segment| is_one_number(source) && is_in_version_column(segment));
    let has_version = numbers.iter().any(|(part, number)| has_points(number) && is_sure(part, number)) || is_column();
    // In `3.1 and 5.0` both are versions if one is. With a number below one the others may be shares.
    let has_version = has_version && !numbers.iter().any(|(_, number)| number.starts_with("0."));
    let is_version = |(part, number): &(&Part, &str)| {
        has_points(number) && (is_sure(part, number) || has_version && !is_quantity(source, part))
    };
    numbers.into_iter().filter(is_version).collect()
}

/// Words after a number that make it a quantity.
const UNITS: [&str; 46] = [
    "b", "billion", "bytes", "cm", "day", "days", "degrees", "dollars", "euro", "euros", "eur", "gb", "ghz", "gib", "hour",
    "hours", "hrs", "inch", "inches", "kb", "kg", "km", "m", "mb", "meters", "mhz", "mib", "miles", "million", "minutes", "mm",
    "months", "ms", "percent", "points", "px", "s", "sec", "second", "seconds", "tb", "thousand", "times", "usd", "x", "years",
];

/// Whether a number is an amount, a percentage or a measure.
fn is_quantity(source: SideText<'_>, part: &Part) -> bool {
    let after = &source.text[part.span.end as usize..];
    let word = after.trim_start_matches([' ', '\u{a0}', '-']);
    let word = &word[..word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len())];
    // `2.x` is a version.
    let is_unit = word.len() < 12 && UNITS.binary_search(&word.to_ascii_lowercase().as_str()).is_ok();
    let before = source.text[..part.span.start as usize].trim_end_matches([' ', '-', '\u{a0}']);
    let code = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    after.trim_start().starts_with('%')
        || is_unit
        || (!before.ends_with("->") && before.ends_with(['$', '€', '£', '¥', '₩', '₽', '₹', '=', '<', '>', '+', '/', '≤', '≥']))
        || ["USD", "EUR", "GBP", "INR", "JPY"].contains(&code)
}

/// Words before a number that make it a version.
const VERSION_WORDS: [&str; 11] =
    ["version", "versions", "v", "ver", "release", "releases", "net", "core", "sp", "preview", "runtime"];

/// Words before the number of a part of a document, as in “Figure 4.10”. Like a version, this number is a name, not a decimal.
const PART_WORDS: [&str; 8] = ["appendix", "chapter", "equation", "figure", "listing", "section", "sections", "table"];

/// Capitalized words that are labels of values, not names of products.
const LABELS: [&str; 30] = [
    "amount", "average", "axis", "balance", "charge", "cost", "credit", "duration", "example", "factor", "height", "hours",
    "level", "line", "number", "page", "part", "price", "quantity", "rate", "ratio", "score", "size", "step", "sum", "time",
    "total", "value", "weight", "width",
];

/// Whether a product name, or a word that announces a version, is directly before a number.
fn follows_name(source: SideText<'_>, part: &Part) -> bool {
    let before = &source.text[..part.span.start as usize];
    let gap = before.trim_end_matches([' ', '\u{a0}', '(', '-', '*']);
    let word = gap.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(gap);
    if word.is_empty() || before.len() - gap.len() > 3 {
        return false;
    }
    let lower = word.to_lowercase();
    if VERSION_WORDS.contains(&lower.as_str()) || PART_WORDS.contains(&lower.as_str()) {
        return true;
    }
    // The first word of a sentence has a capital in any case, and a single letter is an axis.
    let is_first = gap.len() == word.len() || gap[..gap.len() - word.len()].trim_end().ends_with(['.', ':', '!', '?', '|']);
    let is_title = gap.len() == word.len() && part.span.end as usize == source.text.trim_end().len();
    let is_short = word.chars().nth(1).is_none();
    let is_name = word.starts_with(char::is_uppercase) && (!is_first || is_title || word.chars().skip(1).any(char::is_uppercase));
    is_name && !is_short && LABELS.binary_search(&lower.as_str()).is_err()
}

/// Whether a word after a number makes it a version: `the 5.0 release`.
fn precedes_word(source: SideText<'_>, part: &Part) -> bool {
    const WORDS: [&str; 12] = [
        "based", "build", "builds", "package", "packages", "preview", "previews", "release", "releases", "runtime", "version",
        "versions",
    ];
    let after = &source.text[part.span.end as usize..];
    let gap = after.trim_start_matches([' ', '\u{a0}', '-', '*', '`', ')']);
    let word = &gap[..gap.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(gap.len())];
    after.len() - gap.len() <= 3 && WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether a number that ends with `.0` is the version of a change or an update: `has changed in 2.0.`
fn is_target_of_change(source: SideText<'_>, part: &Part, number: &str) -> bool {
    const CHANGES: [&str; 6] = ["upgrad", "updat", "migrat", "releas", "deprecat", "version"];
    let (before, after) = (&source.text[..part.span.start as usize], &source.text[part.span.end as usize..]);
    if !number.ends_with(".0") || number.starts_with("0.") {
        return false;
    }
    let word = before.trim_end().rsplit(' ').next().unwrap_or("");
    let ends_clause = after.trim_start().chars().next().is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | ')'));
    match word {
        "in" | "since" | "In" | "Since" => ends_clause,
        "to" | "for" => {
            let lower = source.text.to_ascii_lowercase();
            CHANGES.iter().any(|change| lower.contains(change))
        }
        "--->" | "->" | "=>" | "→" => true,
        _ => false,
    }
}

/// Whether a text is a number and nothing else.
fn is_one_number(source: SideText<'_>) -> bool {
    source.all(Kind::Number).next().is_some_and(|(part, _)| part.span.len() == source.text.trim().len())
}

/// How many bytes before a cell are searched for the header of its table.
const MAX_TABLE: usize = 32 * 1024;

/// Whether a segment is in a table column whose header contains the word “version”.
fn is_in_version_column(segment: &ParsedSegment<'_>) -> bool {
    let start = segment.segment.span.start as usize;
    let text = segment.document.text.as_str();
    let mut from = start.saturating_sub(MAX_TABLE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut lines = text[from..start].rsplit('\n');
    let column = lines.next().map_or(0, |line| line.matches('|').count());
    let mut above = lines.take_while(|line| line.contains('|'));
    let is_delimiter_row = |line: &str| line.contains("--") && !line.contains(char::is_alphanumeric);
    let found = above.any(is_delimiter_row);
    let header = if found { above.next().unwrap_or("") } else { "" };
    let cell = header.split('|').nth(column).unwrap_or("");
    cell.to_ascii_lowercase().contains("version")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::TextRef;
    use crate::document::inline::Inline;
    use crate::rules::testing::report;
    use crate::text::Span;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the version `5.0` became `5,0`
          at "5,0": is written as a decimal
          see "5.0" in it-it/lamp.md: the version in the source
          help: search does not find a version with a comma; write it with points, as the source does
          safe fix: "5,0" -> "5.0"
        "#);
    }

    fn found(text: &str) -> Vec<String> {
        let inline = Inline::new(text);
        versions(None, SideText::new(text, &inline)).into_iter().map(|(_, number)| number.to_owned()).collect()
    }

    #[test]
    fn versions_are_distinguished_from_decimals() {
        let mut wrong = Vec::new();
        for (text, expected) in [
            ("In EF Core 2.1 or 2.2", vec!["2.1", "2.2"]),
            ("Version 3.1", vec!["3.1"]),
            ("the 5.0 release, 1.5 GB", vec!["5.0"]),
            ("about 1.5 of them", vec![]),
            ("between 0.0 and 1.0", vec![]),
            ("It takes 2.0 seconds", vec![]),
            ("1.2.3", vec!["1.2.3"]),
            ("$5.0", vec![]),
            ("Beacon 5.0", vec!["5.0"]),
            ("It costs 4.0 a month", vec![]),
            ("Total 4.0", vec![]),
            ("The point X 1.0, Y 2.0", vec![]),
            ("It lasts 24.0 hours in Beacon", vec![]),
            ("Beacon uses 2.0 GB", vec![]),
            ("a factor of 2.0", vec![]),
            ("The `Lamp` 2.0 packages", vec!["2.0"]),
            ("USD 5.0", vec![]),
            ("version **6.1** (or later)", vec!["6.1"]),
            ("at a value / 1000.0", vec![]),
            ("The lamp has changed in 2.0.", vec!["2.0"]),
            ("Upgrade all lamps to 2.0 first", vec!["2.0"]),
            ("from 1.0 to 5.0.", vec![]),
            ("2.2 ---> 3.0", vec!["2.2", "3.0"]),
        ] {
            let found = found(text);
            if found != expected {
                wrong.push(format!("{text}: {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn places_are_those_of_the_document() {
        let text = "größe 5.0";
        let inline = Inline::new(text);
        let side = SideText { text_ref: TextRef::in_document(Span::new(10, 21)), ..SideText::new(text, &inline) };
        let (part, _) = side.all(Kind::Number).next().unwrap();
        assert_eq!(side.place(part.span), Span::new(18, 21));
    }
}
