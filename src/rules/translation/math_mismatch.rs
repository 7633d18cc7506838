//! `math-mismatch`: a formula differs from that of the source.

use crate::rules::context::ParsedSegment;
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::formulas::{Formula, formulas, pieces};
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::{and_more, quote};
use std::collections::{HashMap, HashSet, VecDeque};

/// The rule.
pub static RULE: Rule = Rule {
    id: "math-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a formula between `$` or `$$` differs from that of the source, or does not render.

## What it does

Compares the LaTeX formulas of target and source. Spaces inside a formula do not matter, except directly inside `$`, between two `$`, and after a backslash. The text in `\text{..}` may be translated, and a decimal comma is accepted. A formula that the source repeats needs to appear only once. Money (`$5`), variables (`$PATH`) and code are not formulas.

## Why it matters

A formula with a space inside `$` is shown as raw LaTeX, and a changed command is an error or another symbol.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">La luce di $n $ lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The light of $n$ lamps.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">La luce di $n$ lampade.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">The light of $n$ lamps.</span></span>
```

## What to do

Copy the formula from the source. The fix does so if only spaces differ. With `--unsafe-fixes` it also corrects capitals and translated text in a formula: a person should review these.
"#,
    fix: FixKind::SafeOrUnsafe,
    exact: Some("the formulas are compared character by character"),
    aspect: Aspect::TargetPart,
    explains: &[
        Explains {
            covers: Covers::SourceWords,
            rules: &["placeholder-mismatch", "number-mismatch", "localized-version", "mangled-name"],
            aspects: &[],
        },
        Explains {
            covers: Covers::TargetWords,
            rules: &["placeholder-mismatch", "number-mismatch", "mangled-name", "edge-whitespace"],
            aspects: &[],
        },
        Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] },
    ],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

/// How many formulas of a source a finding points to.
const MAX_RELATED: usize = 20;

/// The commands whose argument is text. It may be translated.
const TEXT_COMMANDS: &[&str] = &["\\text", "\\textrm", "\\textit", "\\textbf", "\\mbox", "\\mathrm", "\\operatorname"];

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if memchr::memchr(b'$', source.text.as_bytes()).is_none() || segment.is_same() {
        return;
    }
    let in_source = formulas(source);
    if in_source.is_empty() {
        return;
    }
    let in_target = pieces(target, &in_source);
    let Matches { spaced, changed, lost, unmatched } = Matches::new(segment, &in_source, &in_target);
    let quoted = |formula: &Formula| quote(source.get(formula.span));
    let points = |mut finding: Problem, formulas: &[&Formula]| {
        for formula in formulas.iter().skip(1).take(MAX_RELATED) {
            if let Some(place) = source.text_ref.place(formula.span) {
                finding = finding.related_here(place, "the formula in the source");
            }
        }
        finding.problems(formulas.len())
    };
    let report = |pairs: &[(&Formula, &Formula)], more: usize| {
        let (formula, piece) = pairs[0];
        let message =
            format!("the formula {} became {}{}", quoted(formula), quote(target.get(piece.span)), and_more(more, "formula"));
        segment.finding(&RULE, Some(piece.span), Some((formula.span, "the formula in the source")), message)
    };
    if !spaced.is_empty() {
        let edits = |(formula, piece): &(&Formula, &Formula)| Edit {
            span: target.place(piece.span),
            text: source.get(formula.span).to_owned(),
        };
        let is_safe = |(formula, piece): &(&Formula, &Formula)| {
            compact(source.get(formula.inner)) == compact(target.get(piece.inner)) && !is_joined(target.text, piece.span)
        };
        let mut finding = points(report(&spaced, spaced.len() - 1), &spaced.iter().map(|pair| pair.0).collect::<Vec<_>>())
            .label("has spaces that the source does not have")
            .help("a space inside `$` or after a backslash breaks the formula; write it as in the source");
        finding.fix = Some(Fix { safe: spaced.iter().all(is_safe), edits: spaced.iter().map(edits).collect() });
        findings.push(finding);
    }
    let all: Vec<&Formula> = changed.iter().map(|pair| pair.0).chain(lost.iter().copied()).collect();
    let help = "readers see a wrong formula or none; copy it from the source";
    if let [only] = lost.as_slice()
        && changed.is_empty()
        && let [piece] = unmatched.as_slice()
    {
        findings.push(report(&[(only, piece)], 0).label("differs from the formula in the source").help(help));
    } else if !changed.is_empty() {
        let mut finding =
            points(report(&changed, all.len() - 1), &all).label("differs from the formula in the source").help(help);
        if lost.is_empty() {
            let edits = changed
                .iter()
                .map(|(formula, piece)| Edit { span: target.place(piece.span), text: source.get(formula.span).to_owned() });
            finding.fix = Some(Fix { safe: false, edits: edits.collect() });
        }
        findings.push(finding);
    } else if let [first, ..] = lost.as_slice() {
        let message = format!("the formula {} is missing{}", quoted(first), and_more(lost.len() - 1, "formula"));
        let finding = segment.finding(&RULE, None, Some((first.span, "the formula in the source")), message);
        findings.push(points(finding, &lost).label("lacks a formula that the source has").help(help));
    }
}

/// The formulas of a source by what became of them in the target.
struct Matches<'a> {
    /// Only spaces differ.
    spaced: Vec<(&'a Formula, &'a Formula)>,
    /// Capitals differ.
    changed: Vec<(&'a Formula, &'a Formula)>,
    /// They are not found.
    lost: Vec<&'a Formula>,
    /// The pieces of the target that are none of the formulas.
    unmatched: Vec<&'a Formula>,
}

impl<'a> Matches<'a> {
    fn new(segment: &ParsedSegment<'_>, in_source: &'a [Formula], in_target: &'a [Formula]) -> Self {
        let keys: Vec<Keys> =
            in_target.iter().map(|piece| Keys::new(segment.target.get(piece.inner), piece.is_display)).collect();
        let mut used = vec![false; in_target.len()];
        let mut exact = Index::new(&keys, |keys| &keys.exact, |i| in_target[i].renders(segment.target.text));
        let mut compact = Index::new(&keys, |keys| &keys.compact, |_| true);
        let mut lower = Index::new(&keys, |keys| &keys.lower, |_| true);
        let mut found = Self { spaced: Vec::new(), changed: Vec::new(), lost: Vec::new(), unmatched: Vec::new() };
        let of_source: Vec<Keys> =
            in_source.iter().map(|formula| Keys::new(segment.source.get(formula.inner), formula.is_display)).collect();
        let pending: Vec<usize> =
            (0..in_source.len()).filter(|&i| exact.take(&of_source[i].exact, &mut used).is_none()).collect();
        let known: HashSet<&str> = keys.iter().map(|keys| keys.exact.as_str()).collect();
        for i in pending {
            let formula = &in_source[i];
            if let Some(piece) = compact.take(&of_source[i].compact, &mut used) {
                found.spaced.push((formula, &in_target[piece]));
            } else if let Some(piece) = lower.take(&of_source[i].lower, &mut used) {
                found.changed.push((formula, &in_target[piece]));
            } else if !known.contains(of_source[i].exact.as_str()) {
                found.lost.push(formula);
            }
        }
        found.unmatched = in_target.iter().zip(&used).filter(|(_, used)| !**used).map(|(piece, _)| piece).collect();
        // Edits are in the order of the document, and so is the first formula of a message.
        found.spaced.sort_by_key(|(_, piece)| piece.span);
        found.changed.sort_by_key(|(_, piece)| piece.span);
        found
    }
}

/// The pieces of a target by one of their keys.
struct Index<'a>(HashMap<&'a str, VecDeque<usize>>);

impl<'a> Index<'a> {
    fn new(keys: &'a [Keys], key: impl Fn(&'a Keys) -> &'a String, accepts: impl Fn(usize) -> bool) -> Self {
        let mut index: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for (i, keys) in keys.iter().enumerate().filter(|(i, _)| accepts(*i)) {
            index.entry(key(keys)).or_default().push_back(i);
        }
        Self(index)
    }

    /// Takes the first unused piece with a key.
    fn take(&mut self, key: &str, used: &mut [bool]) -> Option<usize> {
        let pieces = self.0.get_mut(key)?;
        while let Some(piece) = pieces.pop_front() {
            if !std::mem::replace(&mut used[piece], true) {
                return Some(piece);
            }
        }
        None
    }
}

/// The forms of a formula in which it is compared.
struct Keys {
    /// Without insignificant spaces.
    exact: String,
    /// Without all spaces.
    compact: String,
    /// Without all spaces, in lower case.
    lower: String,
}

/// The character in an exact key for a space after a backslash.
const CONTROL_SPACE: char = '\u{1}';

impl Keys {
    fn new(formula: &str, is_display: bool) -> Self {
        let mut exact = String::with_capacity(formula.len() + 1);
        exact.push(if is_display { '2' } else { '1' });
        let mut chars = formula.char_indices().peekable();
        let mut is_command = false;
        while let Some((at, char)) = chars.next() {
            if char == '\\'
                && !is_command
                && let Some(length) = text_argument(&formula[at..])
            {
                let name = formula[at..].find(|c: char| c == '{' || c.is_whitespace()).unwrap_or(0);
                exact.push_str(&formula[at..at + name]);
                exact.push_str("{}");
                while chars.next_if(|(next, _)| *next < at + length).is_some() {}
                continue;
            }
            let next_is_digit = || formula[at + char.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
            match char {
                _ if char.is_whitespace() => {
                    if is_command {
                        exact.push(CONTROL_SPACE);
                    }
                }
                ',' if exact.ends_with(|c: char| c.is_ascii_digit()) && next_is_digit() => exact.push('.'),
                '\u{2212}' | '\u{2013}' | '\u{2014}' => exact.push('-'),
                _ => exact.push(char),
            }
            is_command = char == '\\' && !is_command;
        }
        let compact = exact.replace(CONTROL_SPACE, "");
        let lower = compact.to_lowercase();
        Self { exact, compact, lower }
    }
}

/// How many bytes a command with text has, with its argument, if a formula begins with one: `\text{start}`.
fn text_argument(formula: &str) -> Option<usize> {
    let name = formula[1..].find(|c: char| !c.is_ascii_alphabetic())? + 1;
    if !TEXT_COMMANDS.iter().any(|command| command.eq_ignore_ascii_case(&formula[..name])) {
        return None;
    }
    let rest = &formula[name..];
    let open = rest.len() - rest.trim_start().len();
    let argument = rest[open..].strip_prefix('{')?;
    let end = argument.find(['{', '}']).filter(|end| argument[*end..].starts_with('}'))?;
    Some(name + open + end + 2)
}

/// A text without spaces.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a letter or digit follows a piece, so that the formula does not render there.
fn is_joined(text: &str, span: Span) -> bool {
    text[span.range().end..].starts_with(char::is_alphanumeric) || text[..span.range().start].ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the formula “$n$” became “$n $”
          at "$n $": has spaces that the source does not have
          see "$n$" in it-it/lamp.md: the formula in the source
          help: a space inside `$` or after a backslash breaks the formula; write it as in the source
          safe fix: "$n $" -> "$n$"
        "#);
    }

    #[test]
    fn spaces_that_break_a_formula_are_reported() {
        let source = r"The lamp $\theta_j$ and $$ \sum_j a $$ light up for $n$.";
        let target = r"La lampada $ \ theta_j $ e $ $ \ sum_j a $ $ si accendono per $n$.";
        let texts = [
            r"the formula “$\theta_j$” became “$ \ theta_j $” (and 1 more formula)",
            r#"safe fix: "$ \\ theta_j $" -> "$\\theta_j$", "$ $ \\ sum_j a $ $" -> "$$ \\sum_j a $$""#,
        ];
        assert_reported(&RULE, "it-it", source, target, &texts);
    }

    #[test]
    fn changed_commands_are_reported() {
        let texts = [
            r"the formula “$\ket{0}$” became “$\KET{0}$”",
            "differs from the formula in the source",
            "help: readers see a wrong formula or none; copy it from the source",
            r#"unsafe fix: "$\\KET{0}$" -> "$\\ket{0}$""#,
        ];
        assert_reported(&RULE, "pl-pl", r"The lamp is $\ket{0}$.", r"Lampa to $\KET{0}$.", &texts);
        let texts = [r"became “$a_{\Text{lampa}}$”", "unsafe fix"];
        assert_reported(&RULE, "pl-pl", r"The lamp $a_{\text{lamp}}$.", r"Lampa $a_{\Text{lampa}}$.", &texts);
    }

    #[test]
    fn a_lost_formula_is_reported() {
        let texts = ["the formula “$n$” is missing (and 1 more formula)", "lacks a formula that the source has"];
        assert_reported(&RULE, "pl-pl", "Light $n$ of $m$ lamps.", "Zapal n z m lamp.", &texts);
        let texts = ["the formula “$a^b$” became “$a lampy ^ b$”"];
        assert_reported(&RULE, "pl-pl", "The lamp $a^b$.", "Lampa $a lampy ^ b$.", &texts);
    }

    #[test]
    fn a_fix_next_to_a_letter_needs_a_review() {
        assert_reported(&RULE, "pl-pl", "For $n$ lamps.", "Dla $n $lamp.", &["unsafe fix"]);
        assert_reported(&RULE, "pl-pl", r"For $a_{\text{lamp}}$.", r"Dla $ a_{\text{lampa}} $.", &["unsafe fix"]);
    }

    #[test]
    fn correct_formulas_are_not_reported() {
        for (locale, source, target) in [
            ("pl-pl", r"For $x^2$ and $\ket{0}$.", r"Dla $\ket {0}$ i $x ^ 2$."),
            ("de-de", r"at $0.5\theta$", r"bei $0,5\theta$"),
            ("fr-fr", r"$a_{\text{lamp}}$ is on", r"$a_{\text{lampe}}$ est allumée"),
            ("it-it", "costs $5 or $6", "costa 5 $ o 6 $"),
            ("it-it", "set $PATH to $HOME", "impostare $PATH su $ HOME"),
            ("it-it", "$n$ lamps of $n$", "di $n$ lampade"),
            ("ja-jp", "all $n$ lamps", "すべての$n$個のランプ"),
            ("it-it", r"$n - 1$", r"$n – 1$"),
        ] {
            let report = report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target));
            assert_eq!(report, "", "{target}");
        }
    }
}
