//! `link-mismatch`: links and images have other addresses than in the source.

use crate::document::inline::{Kind, Part};
use crate::rules::address::normalized;
use crate::rules::context::{KeyedPart, ParsedSegment, SideText, difference, label, same_parts};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::{is_or_are, listed_briefly};
use std::borrow::Cow;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "link-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the addresses of links and images differ from those of the source.

## What it does

Compares the addresses of links and images, and bare addresses, of target and source. Their order does not matter. These differences are accepted: the locale in an address (`/en-us/`, `/it-it/`), the language of a Wikipedia, a repeated link, and words in brackets in a bare address. A reference link has the address that the document defines for its label. Without a definition it is text in brackets, not a link.

## Why it matters

Readers do not find the page that the sentence refers to, or get to another page.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Vedere [la lampada](lantern.md).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">See [the lamp](lamp.md).</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Vedere [la lampada](lamp.md).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">See [the lamp](lamp.md).</span></span>
```

## What to do

Use the address of the source link, and make a link of the words that translate the text of the source link.
"#,
    exact: Some("the address is compared character by character"),
    aspect: Aspect::TargetPart,
    explains: &[
        Explains { covers: Covers::SourceWords, rules: &["identifier-mismatch"], aspects: &[] },
        Explains { covers: Covers::Segment, rules: &["inconsistent-translation", "unbalanced"], aspects: &[] },
    ],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

const KINDS: [Kind; 4] = [Kind::Link, Kind::Image, Kind::Address, Kind::Reference];

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !(source.inline.has_any(&KINDS) || target.inline.has_any(&KINDS)) {
        return;
    }
    if same_parts(source, target, &KINDS) {
        return;
    }
    let locale = segment.document.identity.locale.as_deref().unwrap_or("");
    let (source_links, target_links) = (addresses(segment, source, locale), addresses(segment, target, locale));
    let keys = |keyed: &[KeyedPart<'_>]| keyed.iter().map(|(key, _)| key.clone().into_owned()).collect::<HashSet<String>>();
    let (mut known, present) = (keys(&source_links), keys(&target_links));
    // The target may have a link instead of `<xref:..>`.
    known.extend(source.all(Kind::Placeholder).filter(|(_, name)| name.starts_with("xref:")).map(|(_, name)| name.to_owned()));
    let (mut missing, mut surplus) = difference(source_links, target_links);
    // The grammar of a language may need a link twice, or only once.
    missing.retain(|(key, _)| !present.contains(key.as_ref()));
    surplus.retain(|(key, part)| !known.contains(key.as_ref()) && part.kind != Kind::Reference);
    let brackets: HashSet<String> = match missing.iter().any(|(_, part)| part.kind == Kind::Reference) {
        true => {
            let labels = target.all(Kind::Bracket).filter(|(_, text)| !text.contains(['[', ']']));
            labels.map(|(_, text)| reference_key(segment, text, locale).into_owned()).collect()
        }
        false => HashSet::new(),
    };
    // A reference without a definition in the document is text in brackets, not a link.
    let is_link =
        |(_, part): &KeyedPart<'_>| part.kind != Kind::Reference || segment.definition(source.get(part.inner)).is_some();
    missing.retain(|keyed| !brackets.contains(keyed.0.as_ref()) && is_link(keyed));
    let shown = |keyed: &KeyedPart<'_>, side: &SideText<'_>| match keyed.1.kind {
        Kind::Reference => format!("`[..][{}]`", side.get(keyed.1.inner)),
        Kind::Image => format!("`![..]({})`", side.get(keyed.1.inner)),
        Kind::Link => format!("`[..]({})`", side.get(keyed.1.inner)),
        _ => format!("`{}`", side.get(keyed.1.inner)),
    };
    let names =
        |keyed: &[KeyedPart<'_>], side: &SideText<'_>| listed_briefly(keyed.iter().map(|keyed| shown(keyed, side)), "link");
    let verb = |keyed: &[KeyedPart<'_>]| is_or_are(keyed.len());
    let in_source = missing.first().map(|(_, part)| (part.span, "the link in the source"));
    let finding = match (missing.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([lost], [added]) => segment
            .finding(&RULE, Some(added.1.span), in_source, format!("{} became {}", shown(lost, &source), shown(added, &target)))
            .label("leads to another address than in the source")
            .help("readers get to another page; write the address of the source"),
        (lost @ [_, ..], added) => segment
            .finding(
                &RULE,
                added.first().map(|(_, part)| part.span),
                in_source,
                format!("{} {} missing", names(lost, &source), verb(lost)),
            )
            .label("lacks the link")
            .help("readers do not find the page; write the link around the words that translate its text"),
        ([], added) => segment
            .finding(&RULE, Some(added[0].1.span), None, format!("{} {} not in the source", names(added, &target), verb(added)))
            .label("has an address that the source does not have")
            .help("remove the link, or write the link of the source"),
    };
    findings.push(finding.problems(missing.len().max(surplus.len())));
}

/// The addresses of a text, normalized for the comparison.
fn addresses<'a>(segment: &ParsedSegment<'a>, side: SideText<'a>, locale: &str) -> Vec<KeyedPart<'a>> {
    let is_link = |part: &&Part| KINDS.contains(&part.kind);
    let key = |part: &'a Part| -> KeyedPart<'a> {
        let text = side.get(part.inner);
        match part.kind {
            Kind::Reference => (reference_key(segment, text, locale), part),
            Kind::Address => (before_bracket(normalized(text, locale)), part),
            _ => (normalized(text, locale), part),
        }
    };
    side.inline.parts.iter().filter(is_link).map(key).collect()
}

/// The address of a reference link, or its label if the document does not define it.
fn reference_key<'a>(segment: &ParsedSegment<'a>, text: &str, locale: &str) -> Cow<'a, str> {
    match segment.definition(text) {
        Some(address) => normalized(address, locale),
        None => Cow::Owned(format!("[{}", label(text))),
    }
}

/// A bare address up to the first bracket: words in brackets are for the reader to replace, and may be translated.
fn before_bracket(address: Cow<'_, str>) -> Cow<'_, str> {
    match address.find('[') {
        Some(at) => Cow::Owned(address[..=at].to_owned()),
        None => address,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `[..](lamp.md)` became `[..](lantern.md)`
          at "[la lampada](lantern.md)": leads to another address than in the source
          see "[the lamp](lamp.md)" in it-it/lamp.md: the link in the source
          help: readers get to another page; write the address of the source
        "#);
    }

    #[test]
    fn missing_and_added_links_are_reported() {
        for (source, target, texts) in [
            (
                "See [the lamp](lamp.md) now.",
                "Vedere la lampada ora.",
                [
                    "`[..](lamp.md)` is missing",
                    "lacks the link",
                    "help: readers do not find the page; write the link around the words that translate its text",
                ],
            ),
            (
                "See it.",
                "Vedere [la lampada](lamp.md).",
                [
                    "`[..](lamp.md)` is not in the source",
                    "has an address that the source does not have",
                    "help: remove the link, or write the link of the source",
                ],
            ),
        ] {
            assert_reported(&RULE, "it-it", source, target, &texts);
        }
    }
}
