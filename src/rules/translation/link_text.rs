//! `link-text`: the text of a link is empty or incomplete.

use crate::document::inline::Kind;
use crate::language::is_english_function_word;
use crate::rules::context::{ParsedSegment, SideText, label};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::rules::runs::{Run, is_cut, runs};
use crate::text::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: "link-text",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the text of a link is empty, or is not the phrase that should be linked.

## What it does

Looks at the text of each link of the target. Reports text that is empty or has only punctuation, text that has only function words or ends with an article or a preposition, and a reference link (`[lamp][]`) whose label the document does not define, where the source has a link. Links whose text is like that in the source are accepted.

## Why it matters

A link without text cannot be seen or clicked. A link on the wrong words does not tell readers where it leads.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Vedere la lampada [](lamp.md).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">See [the lamp](lamp.md).</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Vedere [la lampada](lamp.md).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">See [the lamp](lamp.md).</span></span>
```

## What to do

Put the brackets around the words that translate the text of the source link. Use the label of the source in a reference link: `[text][label]`.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    let has_reference = target.inline.has(Kind::Reference) && target.text.contains("][]");
    if segment.is_same() || !(target.inline.has(Kind::Link) || has_reference) {
        return;
    }
    if let Some(problem) = texts(segment) {
        problems.push(problem);
    }
    if !has_reference || !source.inline.has_any(&[Kind::Reference, Kind::Link]) {
        return;
    }
    let known = |reference: &str| segment.definition(reference).is_some();
    let broken = runs(target, &[Kind::Reference]).filter(|run| target.get(run.span).ends_with("[]"));
    // Without any definition in the document, the definitions are in another file.
    let is_defined = runs(source, &[Kind::Reference]).any(|run| known(source.get(run.text)));
    if let Some(run) = broken.take(MAX_REFERENCES).find(|run| !known(target.get(run.text)))
        && is_defined
        && !source.text.contains(target.get(run.span))
    {
        let name = label(target.get(run.text));
        problems.push(
            segment
                .finding(
                    &RULE,
                    Some(run.span),
                    None,
                    format!("no link is defined for `[{name}]`, so the page shows the brackets"),
                )
                .label("is not a link")
                .help("the label must be that of the source; write `[text][label]`"),
        );
    }
}

/// How many reference links of a text are looked up.
const MAX_REFERENCES: usize = 50;

/// The first link of a target whose text is empty or only a part of a phrase.
fn texts(segment: &ParsedSegment<'_>) -> Option<Problem> {
    let (source, target) = (segment.source, segment.target);
    let is_empty_link = |side: SideText<'_>, run: Run| !has_other_content(side, run) && is_empty(side.get(run.text));
    let empty = runs(target, &[Kind::Link]).find(|run| is_empty_link(target, *run));
    if let Some(run) = empty
        && source.inline.has(Kind::Link)
        && !runs(source, &[Kind::Link]).any(|run| is_empty_link(source, run))
    {
        let address = target.get(Span { start: run.text.end, ..run.span });
        let message = match target.get(run.text).trim() {
            "" => format!("the link `[{address}` has no text"),
            mark => format!("the link `[{mark}{address}` has no text except `{mark}`"),
        };
        return Some(
            segment
                .finding(&RULE, Some(run.span), None, message)
                .label("has no words to click")
                .help("readers cannot see the link; write its text between the brackets"),
        );
    }
    let language = segment.context.language?;
    let cut = runs(target, &[Kind::Link]).find(|run| is_cut(target, *run, language))?;
    let is_cut_in_source = runs(source, &[Kind::Link])
        .any(|run| source.get(run.text).split_whitespace().next_back().is_some_and(is_english_function_word));
    if is_cut_in_source || !source.inline.has(Kind::Link) {
        return None;
    }
    let text = target.get(cut.text);
    Some(
        segment
            .finding(&RULE, Some(cut.text), None, format!("the link text `{text}` is not a whole phrase"))
            .label("ends within a phrase")
            .help("readers do not see where the link leads; put the brackets around the words that translate the source link"),
    )
}

/// Whether a text has no letters and no digits.
fn is_empty(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// Whether the text of a link contains an image, code, or anything else that is not text.
fn has_other_content(side: SideText<'_>, run: Run) -> bool {
    side.get(run.text).contains(['!', '`', '<', ':', '$', '#', '&'])
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the link `[](lamp.md)` has no text
          at "[](lamp.md)": has no words to click
          help: readers cannot see the link; write its text between the brackets
        "#);
    }

    #[test]
    fn links_without_a_whole_phrase_are_reported() {
        for (source, target, texts) in [
            (
                "See [the lamp](lamp.md).",
                "Vedere la lampada [.](lamp.md)",
                vec!["the link `[.](lamp.md)` has no text except `.`"],
            ),
            (
                "See [the lamp of glass](lamp.md).",
                "Vedere [la lampada di](lamp.md) vetro.",
                vec![
                    "the link text `la lampada di` is not a whole phrase",
                    "ends within a phrase",
                    "readers do not see where the link leads; put the brackets around the words that translate the source link",
                ],
            ),
        ] {
            assert_reported(&RULE, "it-it", source, target, &texts);
        }
    }

    #[test]
    fn a_label_without_definition_is_reported() {
        let document = |target: &str| format!("{}\n\n[the lamp]: lamp.md\n", segment("See [the lamp][].", target));
        let found = report_document(&RULE, "it-it/lamp.md", &document("Vedere [la lampada][]."));
        for text in [
            "no link is defined for `[la lampada]`, so the page shows the brackets",
            "is not a link",
            "the label must be that of the source; write `[text][label]`",
        ] {
            assert!(found.contains(text), "{found}");
        }
        assert_eq!(report_document(&RULE, "it-it/lamp.md", &document("Vedere [la lampada][the lamp].")), "");
        assert_eq!(report_document(&RULE, "it-it/lamp.md", &segment("See [the lamp][].", "Vedere [la lampada][].")), "");
    }

    #[test]
    fn links_with_text_are_accepted() {
        for (locale, source, target) in [
            ("it-it", "See [the lamp](lamp.md).", "Vedere [la lampada](lamp.md) di vetro."),
            ("it-it", "[![Lamp](lamp.png)](lamp.md) See.", "[![Lampada](lamp.png)](lamp.md) Vedere."),
            ("it-it", "See [](lamp.md).", "Vedere [](lamp.md)."),
            ("it-it", "See [what it is made of](lamp.md).", "Vedere [di cosa è fatta la](lamp.md) lampada."),
            ("de-de", "[Sign up](lamp.md) now.", "[Melden Sie sich an](lamp.md) und lesen Sie."),
        ] {
            assert_eq!(report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target)), "", "{target}");
        }
    }
}
