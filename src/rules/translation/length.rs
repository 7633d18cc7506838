//! `length`: a target is much shorter than its source.

use crate::rules::context::{ParsedSegment, shown_length};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};

/// The rule.
pub static RULE: Rule = Rule {
    id: "length",
    group: Group::Translation,
    level: Level::Info,
    since: "0.1.0",
    docs: r#"
Reports when a target is much shorter than the other targets of the document make likely.

## What it does

Measures how many characters a target of the document usually has for each character of its source. Reports a target with less than a fifth of that. Addresses of links and tags do not count. The source needs 40 characters, and the document eight translated segments.

## Why it matters

A part of the sentence is probably missing.

## Example

`it-it/lamp.md`:

```markdown
- <span data-ttu-id="2ba23-103">Accendere la lampada nella torre.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp in the tower.</span></span>
- <span data-ttu-id="2ba23-104">Chiudere la porta della torre.</span><span class="sxs-lookup"><span data-stu-id="2ba23-104">Close the door of the tower.</span></span>
- <span data-ttu-id="2ba23-105">Tagliare lo stoppino della lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-105">Trim the wick of the lamp.</span></span>
- <span data-ttu-id="2ba23-106">Caricare l'orologio della torre.</span><span class="sxs-lookup"><span data-stu-id="2ba23-106">Wind the clock of the tower.</span></span>
- <span data-ttu-id="2ba23-107">Suonare la campana della torre.</span><span class="sxs-lookup"><span data-stu-id="2ba23-107">Ring the bell of the tower.</span></span>
- <span data-ttu-id="2ba23-108">Riempire la lampada di olio.</span><span class="sxs-lookup"><span data-stu-id="2ba23-108">Fill the lamp with oil.</span></span>
- <span data-ttu-id="2ba23-109">Pulire il vetro della lampada.</span><span class="sxs-lookup"><span data-stu-id="2ba23-109">Clean the glass of the lamp.</span></span>
- <span data-ttu-id="2ba23-110">Le navi</span><span class="sxs-lookup"><span data-stu-id="2ba23-110">Ships need to see the light of the tower from afar.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Le navi devono vedere da lontano la luce della torre.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Ships need to see the light of the tower from afar.</span></span>
```

## What to do

Translate the whole sentence.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many characters a source needs.
const MIN_SOURCE_CHARS: usize = 40;

/// The part of the likely length that is reported: less than one in this number.
const SHORTER: f64 = 5.0;

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source.text, segment.target.text);
    // Nearly all segments return here: in bytes, a fifth is less than half of the source in any script.
    if source.len() < MIN_SOURCE_CHARS || 2 * target.len() >= source.len() {
        return;
    }
    let (in_source, in_target) = (shown_length(source), shown_length(target));
    if in_source < MIN_SOURCE_CHARS || in_target * 3 >= in_source {
        return;
    }
    let Some(ratio) = segment.length_ratio() else { return };
    let expected = (in_source as f64 * ratio).round();
    if in_target as f64 * SHORTER >= expected {
        return;
    }
    findings.push(
        segment
            .finding(
                &RULE,
                None,
                None,
                format!("the target has {in_target} characters; about {expected} are likely in this document"),
            )
            .label("is much shorter than its source")
            .help("a part of the sentence is probably missing; translate all of it"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the target has 7 characters; about 59 are likely in this document
          at "Le navi": is much shorter than its source
          help: a part of the sentence is probably missing; translate all of it
        "#);
    }

    #[test]
    fn addresses_and_tags_do_not_count() {
        assert_eq!(shown_length("See  [a](b.md \"c\") <b>d</b>\n e"), "See [a] d e".len());
        assert_eq!(shown_length("a < b ]("), "a < b ](".len());
        assert_eq!(shown_length(" ランプ"), 3);
    }
}
