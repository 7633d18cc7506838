//! `link-mismatch`: links and images do not lead where those of the source lead.

use crate::document::inline::{Kind, Part};
use crate::rules::context::{KeyedPart, ParsedSegment, SideText, difference, label, same_parts};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::normalize::normalize;
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
Reports when links and images lead elsewhere than those of the source.

## What it does

Compares where links, images and bare addresses of target and source lead; their order is free. The locale in an address (`/en-us/`, `/it-it/`) does not count, nor which Wikipedia it is, nor a link that appears twice, nor words in brackets in a bare address. A reference leads where the document defines its label, and is words in brackets where it does not.

## Why it matters

Readers lose the way to what the sentence points at, or are led elsewhere.

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

Write the link as the source has it, around the words that translate its text.
"#,
    exact: Some("the address is compared character by character"),
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
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
    let (theirs, own) = (addresses(segment, source, locale), addresses(segment, target, locale));
    let keys = |keyed: &[KeyedPart<'_>]| keyed.iter().map(|(key, _)| key.clone().into_owned()).collect::<HashSet<String>>();
    let (mut known, present) = (keys(&theirs), keys(&own));
    // The target may make a link of `<xref:..>`.
    known.extend(source.all(Kind::Placeholder).filter(|(_, name)| name.starts_with("xref:")).map(|(_, name)| name.to_owned()));
    let (mut missing, mut surplus) = difference(theirs, own);
    // A link that the grammar of a language takes twice, or once for twice, leads where it should.
    missing.retain(|(key, _)| !present.contains(key.as_ref()));
    surplus.retain(|(key, part)| !known.contains(key.as_ref()) && part.kind != Kind::Reference);
    let brackets: HashSet<String> = match missing.iter().any(|(_, part)| part.kind == Kind::Reference) {
        true => {
            let labels = target.all(Kind::Bracket).filter(|(_, text)| !text.contains(['[', ']']));
            labels.map(|(_, text)| by_label(segment, text, locale).into_owned()).collect()
        }
        false => HashSet::new(),
    };
    // A reference without a definition in the document is no link: words in brackets.
    let is_link =
        |(_, part): &KeyedPart<'_>| part.kind != Kind::Reference || segment.definition(source.get(part.inner)).is_some();
    missing.retain(|keyed| !brackets.contains(keyed.0.as_ref()) && is_link(keyed));
    let shown = |keyed: &KeyedPart<'_>, reading: &SideText<'_>| match keyed.1.kind {
        Kind::Reference => format!("`[..][{}]`", reading.get(keyed.1.inner)),
        Kind::Image => format!("`![..]({})`", reading.get(keyed.1.inner)),
        Kind::Link => format!("`[..]({})`", reading.get(keyed.1.inner)),
        _ => format!("`{}`", reading.get(keyed.1.inner)),
    };
    let names =
        |keyed: &[KeyedPart<'_>], reading: &SideText<'_>| listed_briefly(keyed.iter().map(|keyed| shown(keyed, reading)), "link");
    let verb = |keyed: &[KeyedPart<'_>]| is_or_are(keyed.len());
    let in_source = missing.first().map(|(_, part)| (part.span, "the link in the source"));
    let finding = match (missing.as_slice(), surplus.as_slice()) {
        ([], []) => return,
        ([gone], [come]) => segment
            .finding(&RULE, Some(come.1.span), in_source, format!("{} became {}", shown(gone, &source), shown(come, &target)))
            .label("leads elsewhere")
            .help("write the address as the source has it"),
        (gone @ [_, ..], come) => segment
            .finding(
                &RULE,
                come.first().map(|(_, part)| part.span),
                in_source,
                format!("{} {} missing", names(gone, &source), verb(gone)),
            )
            .label("should lead there")
            .help("write the link around the words that translate its text"),
        ([], come) => segment
            .finding(&RULE, Some(come[0].1.span), None, format!("{} {} not in the source", names(come, &target), verb(come)))
            .label("leads where the source does not")
            .help("take the link out, or write the one of the source"),
    };
    findings.push(finding.problems(missing.len().max(surplus.len())));
}

/// The addresses of a text in the form in which they are compared.
fn addresses<'a>(segment: &ParsedSegment<'a>, reading: SideText<'a>, locale: &str) -> Vec<KeyedPart<'a>> {
    let kinds = |part: &&Part| matches!(part.kind, Kind::Link | Kind::Image | Kind::Address | Kind::Reference);
    let key = |part: &'a Part| -> KeyedPart<'a> {
        let text = reading.get(part.inner);
        match part.kind {
            Kind::Reference => (by_label(segment, text, locale), part),
            Kind::Address => (without_words(plain(text, locale)), part),
            _ => (plain(text, locale), part),
        }
    };
    reading.inline.parts.iter().filter(kinds).map(key).collect()
}

/// Where a reference leads, if the document defines its label; else its label.
fn by_label<'a>(segment: &ParsedSegment<'a>, text: &str, locale: &str) -> Cow<'a, str> {
    match segment.definition(text) {
        Some(address) => plain(address, locale),
        None => Cow::Owned(format!("[{}", label(text))),
    }
}

/// A bare address up to words in brackets, which a reader replaces: they may be translated.
fn without_words(address: Cow<'_, str>) -> Cow<'_, str> {
    match address.find('[') {
        Some(at) => Cow::Owned(address[..=at].to_owned()),
        None => address,
    }
}

/// An address without what a locale may change in it.
fn plain<'a>(address: &'a str, locale: &str) -> Cow<'a, str> {
    let folded = normalize(address);
    if let Some((_, path)) = folded.split_once(".wikipedia.org") {
        let title = path.starts_with("/wiki/");
        return Cow::Owned(if title { "wikipedia".to_owned() } else { format!("wikipedia{path}") });
    }
    let is_locale = |segment: &str| segment.eq_ignore_ascii_case("en-us") || segment.eq_ignore_ascii_case(locale);
    if !folded.contains('-') || !folded.split(['/', '?', '#']).any(is_locale) {
        return match folded.strip_suffix('/') {
            Some(short) if !short.is_empty() => Cow::Owned(short.to_owned()),
            _ => folded,
        };
    }
    let kept: Vec<&str> = folded.trim_end_matches('/').split('/').filter(|segment| !is_locale(segment)).collect();
    Cow::Owned(kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use super::plain;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `[..](lamp.md)` became `[..](lantern.md)`
          at "[la lampada](lantern.md)": leads elsewhere
          see "[the lamp](lamp.md)" in it-it/lamp.md: the link in the source
          help: write the address as the source has it
        "#);
    }

    #[test]
    fn a_locale_in_an_address_does_not_count() {
        let same = |a: &str, b: &str| assert_eq!(plain(a, "it-IT"), plain(b, "it-IT"));
        same("https://docs.example/en-us/a", "https://docs.example/it-it/a/");
        same("/en-us/a", "/a");
        same("https://en.wikipedia.org/wiki/Lamp", "https://it.wikipedia.org/wiki/Lampada");
        same("a\\_b.md", "a_b.md");
        assert_ne!(plain("/a/en-us-b", "it-IT"), plain("/a", "it-IT"));
        assert_ne!(plain("/de-de/a", "it-IT"), plain("/a", "it-IT"));
    }
}
