//! `active-content`: active content that the source does not have.

use crate::document::active::{self, Active, ActiveKind, ActivePlace};
use crate::document::{DocId, Document};
use crate::project::Project;
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Finding, Problem};
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::text::phrases::{is_or_are, listed_briefly};
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    id: "active-content",
    group: Group::Markup,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a document has active content that its source does not have.

## What it does

Searches for markup that runs code, changes how the whole page works, or loads another page: `<script>`, `<applet>`, `<base href>`, `<meta http-equiv>`, attributes of events such as `onclick`, addresses that begin with `javascript:` or `vbscript:` or are pages in `data:`, and `<iframe>`, `<frame>`, `<object>`, `<embed>`, `<portal>`, `<form action>` and `<link href>`. It is read as browsers read it: capitals, entities, control characters and line ends make no difference. Code, comments and escaped tags are text.

In a target, active content must be in the source text of the segment. Outside of segments and in front matter, it must be in the source file at handoff (`--source`) or, without that file, in at least half of the siblings with the same `ms.openlocfilehash`. Without either, only content that articles never have is reported; an `<iframe>` may show a video. Embedded pages are compared by their hosts.

## Why it matters

A script runs in the browser of each reader, in the name of the site. A translation needs none that the source does not have.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Vedere [la lampada](javascript:alert(1)).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">See [the lamp](lamp.md).</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Vedere [la lampada](lamp.md).</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">See [the lamp](lamp.md).</span></span>
```

## What to do

Remove the active content, and find out who added it. If the article needs it, add it to the source document.
"#,
    exact: Some("the markup is read as browsers read it, and compared with the source"),
    explains: &[
        Explains {
            covers: Covers::Segment,
            rules: &["html-mismatch", "unbalanced", "inconsistent-translation", "structure-mismatch", "unpaired-text"],
            aspects: &[],
        },
        Explains { covers: Covers::TargetWords, rules: &[], aspects: &[Aspect::TargetPart] },
    ],
    checks: &[Check::Document(check_segments), Check::Documents(check_other_parts)],
    ..Rule::DEFAULTS
};

/// How often each form of active content occurs.
type Counts<'a> = HashMap<&'a str, usize>;

fn counts<'a>(items: impl Iterator<Item = &'a Active>) -> Counts<'a> {
    let mut counts = Counts::new();
    items.for_each(|item| *counts.entry(&item.key).or_default() += 1);
    counts
}

/// Whether an item is among the counted ones, which are used up.
fn take(counts: &mut Counts<'_>, item: &Active) -> bool {
    let left = counts.get_mut(item.key.as_str()).filter(|left| **left > 0);
    left.map(|left| *left -= 1).is_some()
}

/// Compares each target with its source text.
fn check_segments(document: &Document, findings: &mut Vec<Problem>) {
    let mut rest = document.active.as_slice();
    while let Some(first) = rest.first() {
        // The items of a target come before those of its source text, and both are together.
        let position = match first.place {
            ActivePlace::Target(position) | ActivePlace::Source(position) => Some(position),
            ActivePlace::Outside | ActivePlace::FrontMatter => None,
        };
        let is_same = |item: &Active| match item.place {
            ActivePlace::Target(other) | ActivePlace::Source(other) => Some(other) == position,
            ActivePlace::Outside | ActivePlace::FrontMatter => position.is_none(),
        };
        let length = rest.iter().take_while(|item| is_same(item)).count();
        let (own, others) = rest.split_at(length);
        rest = others;
        findings.extend(position.and_then(|position| check_segment(document, position, own)));
    }
}

/// Compares the active content of the two texts of a segment.
fn check_segment(document: &Document, position: usize, items: &[Active]) -> Option<Problem> {
    let segment = &document.segments[position];
    let is_target = |item: &&Active| matches!(item.place, ActivePlace::Target(_));
    let source = active::in_text(document.source(segment));
    let mut known = counts(source.iter());
    // In a block of HTML backticks are text, so the source text may have more there than as Markdown.
    let in_block = counts(items.iter().filter(|item| !is_target(item)));
    for (key, count) in in_block {
        let known = known.entry(key).or_default();
        *known = count.max(*known);
    }
    let added: Vec<&Active> = items.iter().filter(is_target).filter(|item| !take(&mut known, item)).collect();
    let problem = problem(&added, "active content that the source does not have")?;
    let extent = problem.extent;
    let mut problem = problem.in_segment(document, segment);
    problem.extent = extent;
    Some(problem)
}

/// One problem for some items.
fn problem(items: &[&Active], what: &str) -> Option<Problem> {
    let first = items.first()?;
    let names = listed_briefly(items.iter().map(|item| format!("`{}`", item.name)), "piece");
    let mut problem = Problem::new(&RULE, first.span, format!("{names} {} {what}", is_or_are(items.len())))
        .label("active content")
        .help("it may run code in the browser of each reader; remove it, or add it to the source first");
    problem.extent = first.extent;
    Some(problem)
}

/// How many documents of a version have a form of active content outside of segments at least so often.
type SiblingCounts<'a> = HashMap<(&'a str, usize), usize>;

/// Compares what is outside of segments with the source file or the siblings.
fn check_other_parts(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    // For each version, by its first document.
    let mut known: HashMap<DocId, SiblingCounts<'_>> = HashMap::new();
    for (doc, document) in project.documents.linted() {
        let items: Vec<&Active> = document.active.iter().filter(|item| is_other(item)).collect();
        if items.is_empty() {
            continue;
        }
        let version = version(project, doc);
        let (added, what) = match project.state(doc).and_then(|state| state.handoff_source) {
            Some(source) => {
                (not_in_source(document, &project.documents[source], items), "active content that the source does not have")
            }
            None if version.len() > 1 => {
                let sibling_counts = known.entry(version[0]).or_insert_with(|| sibling_counts(project, version));
                let added = not_in_siblings(sibling_counts, version.len() - 1, items);
                (added, "active content that other locales made from the same source do not have")
            }
            None => {
                let never = items.into_iter().filter(|item| item.kind == ActiveKind::Code).collect();
                (never, "active content, which articles do not have")
            }
        };
        // The pieces in one tag are one finding.
        for pieces in added.chunk_by(|one, other| one.span == other.span) {
            findings.extend(problem(pieces, what).map(|problem| problem.in_document(doc)));
        }
    }
}

/// Whether an item is outside of the texts of segments.
fn is_other(item: &Active) -> bool {
    matches!(item.place, ActivePlace::Outside | ActivePlace::FrontMatter)
}

/// The documents that were made from the same source version as a document, with itself.
fn version(project: &Project, doc: DocId) -> &[DocId] {
    let versions = project.article(doc).map_or(&[][..], |article| &article.versions);
    versions.iter().find(|version| version.documents.contains(&doc)).map_or(&[], |version| &version.documents)
}

/// The items that the source file does not have.
fn not_in_source<'a>(document: &Document, source: &Document, items: Vec<&'a Active>) -> Vec<&'a Active> {
    let is_in_front_matter = |item: &Active| item.place == ActivePlace::FrontMatter;
    let mut front_matter = counts(source.active.iter().filter(|item| is_in_front_matter(item)));
    let mut body = counts(source.active.iter().filter(|item| !is_in_front_matter(item)));
    // The rest of the source text is in segments.
    for item in document.active.iter().filter(|item| matches!(item.place, ActivePlace::Source(_))) {
        take(&mut body, item);
    }
    let is_added = |item: &&Active| !take(if is_in_front_matter(item) { &mut front_matter } else { &mut body }, item);
    items.into_iter().filter(is_added).collect()
}

/// Counts the documents that have each form.
fn sibling_counts<'a>(project: &'a Project, version: &[DocId]) -> SiblingCounts<'a> {
    let mut sibling_counts = SiblingCounts::new();
    for doc in version {
        let mut seen = Counts::new();
        for item in project.documents[*doc].active.iter().filter(|item| is_other(item)) {
            let count = seen.entry(&item.key).or_default();
            *count += 1;
            *sibling_counts.entry((&item.key, *count)).or_default() += 1;
        }
    }
    sibling_counts
}

/// The items of a document that fewer than half of the others have.
fn not_in_siblings<'a>(sibling_counts: &SiblingCounts<'_>, others: usize, items: Vec<&'a Active>) -> Vec<&'a Active> {
    let mut seen = Counts::new();
    let is_added = |item: &&'a Active| {
        let count = seen.entry(&item.key).or_default();
        *count += 1;
        // The document itself is one of the counted ones.
        let of_others = sibling_counts.get(&(item.key.as_str(), *count)).map_or(0, |all| all - 1);
        // One sibling does not show which of the two documents lost an embedded page or added one.
        of_others * 2 < others && (item.kind == ActiveKind::Code || others > 1)
    };
    items.into_iter().filter(is_added).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::docs::Example;
    use crate::rules::testing::{assert_reported, document, file, pairs, report, report_document, report_files, segment, source};
    use crate::terms::Terms;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `javascript:` is active content that the source does not have
          at "[la lampada](javascript:alert(1))": active content
          help: it may run code in the browser of each reader; remove it, or add it to the source first
        "#);
    }

    #[test]
    fn a_target_has_only_what_its_source_text_has() {
        let two = "`<script>` and `onclick` are active content that the source does not have";
        assert_reported(&RULE, "it-it", "Light it.", "<script>a</script>Accendi <b onclick=\"a\">ora</b>.", &[two]);
        let twice = "<a onclick=\"a\">a</a><a onclick=\"a\">a</a>";
        assert_reported(&RULE, "it-it", "<a onclick=\"a\">a</a>", twice, &["`onclick` is active content"]);
        assert_reported(&RULE, "it-it", "<a onclick=\"a\">a</a>", "<a onclick=\"b\">a</a>", &["`onclick` is active content"]);
        assert_reported(&RULE, "it-it", "A `<script>`.", "Un <script>.", &["`<script>` is active content"]);
        let iframe = |host: &str| format!("<iframe src=\"https://{host}/v\"></iframe>");
        assert_reported(&RULE, "it-it", &iframe("a.example"), &iframe("b.example"), &["`<iframe>` is active content"]);
        for (source, target) in [
            ("A `<script>`.", "Uno `<script>`."),
            ("<a onclick=\"a\">the lamp</a>", "<a onclick=\"a\">la lampada</a>"),
            (&iframe("a.example"), &iframe("a.example").replace("/v", "/it-it/v")),
            ("A &lt;script>.", "Uno \\<script>."),
            ("A &lt;script>.", "Uno &lt;script>."),
        ] {
            let content = segment(source, target);
            assert_eq!(report_document(&RULE, "it-it/lamp.md", &content), "", "{target}");
        }
    }

    #[test]
    fn in_a_block_of_html_both_texts_are_read_alike() {
        let block = |target: &str| format!("<table>\n<tr><td>{}</td></tr>\n</table>\n", segment("A `<base href>`.", target));
        assert_eq!(report_document(&RULE, "it-it/lamp.md", &block("Un `<base href>`.")), "");
        assert!(report_document(&RULE, "it-it/lamp.md", &block("Uno `<script>`.")).contains("`<script>` is active"));
    }

    #[test]
    fn without_a_source_only_what_articles_never_have_is_reported() {
        let around = |text: &str| format!("{text}\n\n{}\n\n", segment("Light it.", "Accendi."));
        insta::assert_snapshot!(report_document(&RULE, "it-it/lamp.md", &around("<script>a</script>")), @r#"
        it-it/lamp.md: `<script>` is active content, which articles do not have
          at "<script>": active content
          help: it may run code in the browser of each reader; remove it, or add it to the source first
        "#);
        let inside = segment("Light it.", "Accendi.").replacen("<span ", "<span onmouseover=\"a()\" ", 1);
        assert!(report_document(&RULE, "it-it/lamp.md", &inside).contains("`onmouseover` is active"));
        let front = format!("---\nredirect_url: javascript:a\n---\n{}", segment("Light it.", "Accendi."));
        assert!(report_document(&RULE, "it-it/lamp.md", &front).contains("`javascript:` is active"));
        let both = report_document(&RULE, "it-it/lamp.md", &around("<a href=\"javascript:a\" onclick=\"b\">c</a>"));
        assert!(both.contains("`javascript:` and `onclick` are active content, which articles do not have"), "{both}");
        for text in ["<iframe src=\"https://a.example\"></iframe>", "`<script>`", "```\n<script>\n```"] {
            assert_eq!(report_document(&RULE, "it-it/lamp.md", &around(text)), "", "{text}");
        }
    }

    #[test]
    fn the_source_at_handoff_decides_what_may_be_outside_of_segments() {
        let iframe = "<iframe src=\"https://a.example/v\"></iframe>";
        let original = source(&["Light the lamp.", iframe, "Close the door.", "<a onclick=\"a\">Trim the wick.</a>"]);
        let run = |body: String| {
            let files = [file("en-us/lamp.md", original.clone()), document("it-it", &original, &body)];
            report_files(&RULE, &files, &Terms::default())
        };
        let body = |text: &str| format!("{}\n\n{text}\n\n<a onclick=\"a\">x</a>", pairs(&[103, 104]));
        assert_eq!(run(body(iframe)), "");
        let twice = run(body(&format!("{iframe}\n\n{iframe}")));
        assert!(twice.contains("`<iframe>` is active content that the source does not have"), "{twice}");
        assert!(run(body("<script>a</script>")).contains("`<script>` is active content that the source"));
        assert!(run(body("<a onclick=\"a\">y</a>")).contains("`onclick` is active"));
    }

    #[test]
    fn siblings_decide_if_there_is_no_source() {
        let original = source(&["Light the lamp."]);
        let run = |bodies: &[&str]| {
            let locales = ["it-it", "de-de", "ru-ru", "pl-pl"];
            let file = |(locale, body): (&str, &&str)| document(locale, &original, &format!("{}\n\n{body}", pairs(&[103])));
            let files: Vec<Example> = locales.into_iter().zip(bodies).map(file).collect();
            report_files(&RULE, &files, &Terms::default())
        };
        let (iframe, script) = ("<iframe src=\"https://a.example\"></iframe>", "<script>a</script>");
        insta::assert_snapshot!(run(&[iframe, "", ""]), @r#"
        it-it/lamp.md: `<iframe>` is active content that other locales made from the same source do not have
          at "<iframe src=\"https://a.example\">": active content
          help: it may run code in the browser of each reader; remove it, or add it to the source first
        "#);
        assert!(run(&[script, ""]).contains("it-it/lamp.md: `<script>` is active"));
        for bodies in [&[iframe, ""][..], &[iframe, iframe, ""], &[script, script], &[script, script, ""], &["", "", ""]] {
            assert_eq!(run(bodies), "", "{bodies:?}");
        }
    }
}
