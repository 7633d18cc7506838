//! `unused-suppression`: a suppression that suppresses nothing.
//!
//! [`decide`](crate::report::decide) finds the suppressions; this file has the texts.

use crate::document::Document;
use crate::document::suppressions::Flaw;
use crate::rules;
use crate::rules::finding::Problem;
use crate::rules::names;
use crate::rules::rule::{Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::quote;

/// The rule.
pub static RULE: Rule = Rule {
    id: "unused-suppression",
    group: Group::Markup,
    level: Level::Warn,
    since: "0.1.0",
    docs: r#"
Reports when a suppression hides nothing, names no rule, or has no reason.

## What it does

Checks the suppressions of a document: `<!-- bitext-ignore rule-id: reason -->` before a block, `<!-- bitext-ignore-file rule-id: reason -->` anywhere, and `bitext: ignore: [rule-id]` in front matter. Commas separate several ids; the name of a group stands for its rules. A block ends before the next blank line, heading or list item. A comment needs a reason. Comments in code and in the texts of pairs are text. A suppression is not reported if its rule is off, or if the source or the siblings that the rule needs are missing.

## Why it matters

A suppression that is no longer needed hides the next fault. A mistyped suppression hides nothing.

## Example

`it-it/lamp.md`:

```markdown
<!-- bitext-ignore number-mismatch: the lamp has another number here -->
<span data-ttu-id="2ba23-103">Accendere la lampada 5.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light lamp 5.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<!-- bitext-ignore number-mismatch: the lamp has another number here -->
<span data-ttu-id="2ba23-103">Accendere la lampada 6.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light lamp 5.</span></span>
```

## What to do

Remove the suppression, or correct its rule or its reason.
"#,
    exact: Some("the suppression hides no finding of this run"),
    checks: &[],
    ..Rule::DEFAULTS
};

/// The problem of a suppression whose rule or group reports nothing there.
pub fn unused(document: &Document, name: Span) -> Problem {
    let named = document.text.slice(name);
    let kind = if rules::find(named).is_some() { "" } else { "group " };
    Problem::new(&RULE, name, format!("the suppression of {kind}`{named}` hides nothing"))
        .label("reports nothing here")
        .help("remove it, or put it before the block that it is for")
}

/// The problem of a name in a suppression that is neither a rule nor a group. A similar name is searched for only on request,
/// because the name is compared with those of all rules and groups.
pub fn unknown(document: &Document, name: Span, suggests: bool) -> Problem {
    let named = document.text.slice(name);
    let reason = if suggests { names::unknown(named) } else { names::unknown_among_many(named) }.to_string();
    let (message, help) = reason.split_once("; ").unwrap_or((&reason, "`bitext rules` lists them"));
    Problem::new(&RULE, name, message).label("suppresses nothing").help(help.to_owned())
}

/// The problem of a suppression that is malformed.
pub fn flawed(document: &Document, span: Span, names: &[Span], flaw: Flaw) -> Problem {
    let form = "write `<!-- bitext-ignore rule-id: reason -->`, `<!-- bitext-ignore-file rule-id: reason -->`, or in front \
                matter `bitext: ignore: [rule-id]`";
    let (message, help) = match flaw {
        Flaw::NoReason => {
            let first = names.first().map_or("rule-id", |name| document.text.slice(*name));
            let message = format!("the suppression of `{first}` has no reason, and hides nothing");
            (message, format!("add the reason after a colon: `{first}: reason`"))
        }
        Flaw::NoRule => ("the suppression names no rule, and hides nothing".to_owned(), form.to_owned()),
        Flaw::Unknown => {
            let text = quote(document.text.slice(span));
            (format!("{text} is not a suppression that bitext knows, and hides nothing"), form.to_owned())
        }
    };
    Problem::new(&RULE, span, message).label("suppresses nothing").help(help.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::identity::Location;
    use crate::text::Text;

    /// The texts of a problem with the first suppression of a document.
    fn texts(content: &str) -> String {
        let document = Document::parse(Text::new("it-it/lamp.md", content.as_bytes()), &Location::in_memory("it-it/lamp.md"));
        let suppression = &document.suppressions[0];
        let problem = match (suppression.flaw, suppression.names.first()) {
            (Some(flaw), _) => flawed(&document, suppression.span, &suppression.names, flaw),
            (None, Some(&name)) if rules::named(document.text.slice(name)).is_none() => unknown(&document, name, true),
            (None, name) => unused(&document, *name.expect("a name")),
        };
        format!(
            "{}\n  at {:?}: {}\n  help: {}\n",
            problem.message,
            document.text.slice(problem.span),
            problem.label.expect("a label"),
            problem.help.expect("a help")
        )
    }

    #[test]
    fn a_similar_name_is_suggested_on_request() {
        let content = "<!-- bitext-ignore number-mismach: known -->";
        let document = Document::parse(Text::new("it-it/lamp.md", content.as_bytes()), &Location::in_memory("it-it/lamp.md"));
        let name = document.suppressions[0].names[0];
        let help = |suggests| unknown(&document, name, suggests).help.expect("a help").into_owned();
        assert_eq!(help(true), "did you mean `number-mismatch`?; `bitext rules` lists them");
        assert_eq!(help(false), "`bitext rules` lists them");
    }

    #[test]
    fn each_problem_has_its_texts() {
        let documents = [
            "<!-- bitext-ignore number-mismatch: known -->",
            "<!-- bitext-ignore markup: known -->",
            "<!-- bitext-ignore number-mismach: known -->",
            "<!-- bitext-ignore no-such-rule: known -->",
            "<!-- bitext-ignore number-mismatch -->",
            "<!-- bitext-ignore: -->",
            "<!-- bitext-ignore-line number-mismatch: known -->",
        ];
        insta::assert_snapshot!(documents.map(texts).join("\n"), @r#"
        the suppression of `number-mismatch` hides nothing
          at "number-mismatch": reports nothing here
          help: remove it, or put it before the block that it is for

        the suppression of group `markup` hides nothing
          at "markup": reports nothing here
          help: remove it, or put it before the block that it is for

        there is no rule or group `number-mismach`
          at "number-mismach": suppresses nothing
          help: did you mean `number-mismatch`?; `bitext rules` lists them

        there is no rule or group `no-such-rule`
          at "no-such-rule": suppresses nothing
          help: `bitext rules` lists them

        the suppression of `number-mismatch` has no reason, and hides nothing
          at "<!-- bitext-ignore number-mismatch -->": suppresses nothing
          help: add the reason after a colon: `number-mismatch: reason`

        the suppression names no rule, and hides nothing
          at "<!-- bitext-ignore: -->": suppresses nothing
          help: write `<!-- bitext-ignore rule-id: reason -->`, `<!-- bitext-ignore-file rule-id: reason -->`, or in front matter `bitext: ignore: [rule-id]`

        “<!-- bitext-ignore-line number-mismatch: known -->” is not a suppression that bitext knows, and hides nothing
          at "<!-- bitext-ignore-line number-mismatch: known -->": suppresses nothing
          help: write `<!-- bitext-ignore rule-id: reason -->`, `<!-- bitext-ignore-file rule-id: reason -->`, or in front matter `bitext: ignore: [rule-id]`
        "#);
    }
}
