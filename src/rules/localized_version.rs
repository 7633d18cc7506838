//! `localized-version`: a version number became a decimal.

use crate::finding::{Edit, Finding, Fix};
use crate::inline::{Kind, Part};
use crate::rule::{Check, Example, Group, Level, Rule, pair};
use crate::unit::{Reading, Unit};
use crate::words::and_more;

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "localized-version",
    group: Group::Translation,
    level: Level::Warn,
    since: "0.1.0",
    summary: "a version number became a decimal: `5.0` stands as `5,0`",
    what: "Looks for version numbers of the source that stand in the target with a comma. A number is a version when it has \
           three parts, stands behind a name or a word like “version”, or ends in `.0` and no unit follows. Other decimals \
           may have the comma of the locale.",
    why: "A version with a comma is not found by search, and does not install.",
    remedy: "Write the version as the source has it. The fix does so.",
    wrong: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Novità di Beacon 5,0.", "New in Beacon 5.0."), "\n"),
    }],
    right: &[Example {
        path: "it-it/lamp.md",
        content: concat!(pair!("2ba23-103", "Novità di Beacon 5.0.", "New in Beacon 5.0."), "\n"),
    }],
    checks: &[Check::Unit(check)],
    options: &[],
};

fn check(unit: &Unit<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (unit.source, unit.target);
    let has_comma = |(_, number): &(&Part, &str)| number.contains(',');
    if unit.is_same() || !source.inline.has(Kind::Number) || !target.all(Kind::Number).any(|number| has_comma(&number)) {
        return;
    }
    let versions: Vec<(&Part, &str)> = versions(source);
    let stands = |number: &str| target.all(Kind::Number).any(|(_, own)| own == number);
    let mut found: Vec<(&Part, &str, &Part, &str)> = Vec::new();
    for (part, own) in target.all(Kind::Number).filter(has_comma) {
        let dotted = own.replace(',', ".");
        // A list of numbers may have lost its blanks: `2.0,2.1` is no decimal.
        let version = versions.iter().find(|(_, version)| *version == dotted && !stands(version));
        found.extend(version.map(|(there, version)| (part, own, *there, *version)));
    }
    let Some(&(part, own, there, version)) = found.first() else { return };
    let edits = found.iter().map(|(part, _, _, version)| Edit { span: target.place(part.span), text: (*version).to_owned() });
    let fix = Fix { safe: true, edits: edits.collect() };
    let in_source = Some((there.span, "the version in the source"));
    let mut finding = unit
        .finding(
            &RULE,
            Some(part.span),
            in_source,
            format!("the version `{version}` became `{own}`{}", and_more(found.len() - 1, "version")),
        )
        .label("is a decimal here")
        .help("a version is a name: write it as the source has it");
    finding.fix = Some(fix);
    findings.push(finding);
}

/// The numbers of a source text that are versions.
fn versions(source: Reading<'_>) -> Vec<(&Part, &str)> {
    let numbers: Vec<(&Part, &str)> = source.all(Kind::Number).collect();
    let dotted = |number: &str| number.contains('.') && !number.contains(',');
    // Between nought and one there are shares, not versions.
    let shares = numbers.iter().any(|(_, number)| number.starts_with("0.") || number.starts_with('.'));
    let sure = |(part, number): &(&Part, &str)| {
        let three = number.matches('.').count() > 1;
        three || (!has_unit(source, part) && (is_behind_name(source, part) || (number.ends_with(".0") && !shares)))
    };
    let any = numbers.iter().any(|number| dotted(number.1) && sure(number));
    // Beside a version, `3.1 and 5.0`, others are versions, too.
    let beside = |(part, _): &(&Part, &str)| any && !has_unit(source, part) && !shares;
    numbers.iter().copied().filter(|number| dotted(number.1) && (sure(number) || beside(number))).collect()
}

/// Whether a unit of measure follows a number.
fn has_unit(source: Reading<'_>, part: &Part) -> bool {
    const UNITS: [&str; 22] = [
        "mb", "gb", "kb", "tb", "ms", "s", "sec", "seconds", "second", "minutes", "hours", "percent", "times", "x", "inches",
        "cm", "mm", "km", "kg", "px", "points", "million",
    ];
    let after = &source.text[part.span.end as usize..];
    let word = after.trim_start_matches([' ', '\u{a0}', '-']);
    let word = &word[..word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len())];
    let before = source.text[..part.span.start as usize].chars().next_back();
    after.trim_start().starts_with('%')
        || UNITS.contains(&word.to_ascii_lowercase().as_str())
        || before.is_some_and(|c| matches!(c, '$' | '€' | '£' | '¥'))
}

/// Whether a name, or a word that announces a version, stands before a number.
fn is_behind_name(source: Reading<'_>, part: &Part) -> bool {
    const WORDS: [&str; 8] = ["version", "versions", "v", "release", "releases", "net", "core", "sp"];
    let before = &source.text[..part.span.start as usize];
    // `v5.0`: the letter is of the word before.
    let gap = before.trim_end_matches([' ', '\u{a0}', '(', '-', '*']);
    let word = gap.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(gap);
    if word.is_empty() || before.len() - gap.len() > 3 {
        return false;
    }
    // The first word of a sentence is capital whatever it is.
    let is_first = gap.len() == word.len();
    let capital = word.starts_with(char::is_uppercase) && (!is_first || word.chars().skip(1).any(char::is_uppercase));
    capital || WORDS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::Inline;
    use crate::text::Span;

    fn found(text: &str) -> Vec<String> {
        let inline = Inline::of(text);
        versions(Reading { text, inline: &inline, start: 0 }).into_iter().map(|(_, number)| number.to_owned()).collect()
    }

    #[test]
    fn versions_are_told_from_decimals() {
        for (text, expected) in [
            ("In EF Core 2.1 or 2.2", vec!["2.1", "2.2"]),
            ("Version 3.1", vec!["3.1"]),
            ("the 5.0 release, 1.5 GB", vec!["5.0"]),
            ("about 1.5 of them", vec![]),
            ("between 0.0 and 1.0", vec![]),
            ("It takes 2.0 seconds", vec![]),
            ("1.2.3", vec!["1.2.3"]),
            ("$5.0", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn span_arithmetic_is_of_the_text() {
        let text = "größe 5.0";
        let inline = Inline::of(text);
        let reading = Reading { text, inline: &inline, start: 10 };
        let (part, _) = reading.all(Kind::Number).next().unwrap();
        assert_eq!(reading.place(part.span), Span::new(18, 21));
    }
}
