//! `heading-anchor`: the `<a name>` before a heading is not the slug of the source heading.

use crate::document::{DocId, Document, Documents, Heading};
use crate::rules::context::ProjectContext;
use crate::rules::finding::{Edit, Finding, Fix, Problem};
use crate::rules::rule::{Check, FixKind, Group, Level, Rule};
use crate::text::Span;
use crate::text::phrases::{counted, listed_briefly};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The rule.
pub static RULE: Rule = Rule {
    id: "heading-anchor",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when the `<a name>` before a heading is missing or is not the slug of the source heading.

## What it does

Computes the slug of the heading's source text and compares it with the anchor before the translated heading. The slug is the source text in lower case, without `<a>` tags and link targets, reduced to letters, digits, `_`, `-` and spaces, with each space replaced by a hyphen. In 22 measured trees, 179,358 of 179,461 anchors are exactly that. Headings with an image, tab headings and headings with a hand-written anchor instead of a generated one are not checked. A document without any anchors gets one finding, and only if a document links to one of its headings.

## Why it matters

Links from other pages use the slug of the source heading. With another anchor they lead to the top of the page.

## Example

`it-it/lamp.md`:

```markdown
## <a name="accendere-la-lampada"></a><span data-ttu-id="2ba23-103">Accendere la lampada</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
## <a name="light-the-lamp"></a><span data-ttu-id="2ba23-103">Accendere la lampada</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Light the lamp</span></span>
```

## What to do

Write the slug of the source heading. The fix does so. It is safe if the anchor is missing and the heading is plain text.
"#,
    fix: FixKind::SafeOrUnsafe,
    exact: Some("the anchor differs from the slug, which 179,358 of 179,461 measured headings have"),
    checks: &[Check::Document(check), Check::Documents(check_documents_without_anchors)],
    ..Rule::DEFAULTS
};

fn check(document: &Document, findings: &mut Vec<Problem>) {
    if !has_anchors(document) {
        return;
    }
    for heading in &document.headings {
        let Some(expected) = ExpectedAnchor::for_heading(document, heading) else { continue };
        let segment = &document.segments[heading.segments.start as usize];
        let slug = &expected.slug;
        let finding = match heading.anchor.map(|span| (span, document.text.slice(span))) {
            Some((_, found)) if is_slug(found, slug) => continue,
            Some((span, found)) if !found.is_empty() => {
                let message = format!("the anchor `{found}` is not the slug of the source heading, `{slug}`");
                let edit = Edit { span, text: slug.clone() };
                let finding =
                    Problem::new(&RULE, span, message).in_segment(document, segment).label("not the slug of the source heading");
                with_fix(finding, vec![edit], false)
            }
            _ => Problem::new(&RULE, expected.place, format!("the heading has no anchor `{slug}`"))
                .in_segment(document, segment)
                .label("no `<a name>` before the heading"),
        };
        let finding = match &finding.fix {
            Some(_) => finding,
            None => with_fix(finding, vec![expected.edit()], expected.is_plain),
        };
        let mut finding =
            finding.help(format!("links from other pages lead to `#{slug}`; write `<a name=\"{slug}\"></a>` before the heading"));
        finding.extent = heading.span;
        findings.push(finding);
    }
}

fn with_fix(mut finding: Problem, edits: Vec<Edit>, safe: bool) -> Problem {
    finding.fix = Some(Fix { safe, edits });
    finding
}

/// The anchor that the localization tool generates for a heading.
struct ExpectedAnchor {
    slug: String,
    /// Where the anchor goes; if the heading has an anchor, the place of its value.
    place: Span,
    has_anchor: bool,
    /// Whether the heading is text without markup, so that the slug is certain.
    is_plain: bool,
}

impl ExpectedAnchor {
    /// The anchor of a heading. `None` if it is not known, or if the heading needs no generated anchor.
    fn for_heading(document: &Document, heading: &Heading) -> Option<Self> {
        let source = source_text(document, heading);
        // The text of an image is translated in place, so the source text is not known.
        if source.contains("![") || is_tab(&source) || (heading.anchor.is_none() && source.trim_start().starts_with("<a ")) {
            return None;
        }
        let slug = slug(&source);
        let place = heading.anchor.unwrap_or(Span { start: heading.span.start, end: heading.span.start });
        let is_plain = !source.contains(['<', '[', '&', '`', '*', '_', '\\', ':', '#']);
        (!slug.is_empty()).then_some(Self { slug, place, has_anchor: heading.anchor.is_some(), is_plain })
    }

    /// Inserts the anchor, or the value of the one that the heading has.
    fn edit(&self) -> Edit {
        let text = if self.has_anchor { self.slug.clone() } else { format!("<a name=\"{}\"></a>", self.slug) };
        Edit { span: self.place, text }
    }
}

/// Whether any heading of a document has a generated anchor.
fn has_anchors(document: &Document) -> bool {
    document.headings.iter().any(|heading| heading.anchor.is_some())
}

/// Reports documents without any anchors. Old documents have none, and neither have trees that do not use them, so single
/// headings are not reported. It matters only if a link leads to a heading by the slug of its source text.
fn check_documents_without_anchors(project: &ProjectContext<'_>, findings: &mut Vec<Finding>) {
    // For each locale: the number of documents with headings, and the documents of these without any anchor.
    let mut trees: HashMap<Option<&str>, (usize, Vec<DocId>)> = HashMap::new();
    for (doc, document) in project.documents.linted().filter(|(_, document)| !document.headings.is_empty()) {
        let (count, without) = trees.entry(document.identity.locale.as_deref()).or_default();
        *count += 1;
        if !has_anchors(document) {
            without.push(doc);
        }
    }
    let is_usual = |count: usize, without: usize| count > 2 && without * 2 > count;
    let mut without: Vec<DocId> = trees
        .into_values()
        .filter(|(count, without)| !is_usual(*count, without.len()))
        .flat_map(|(_, without)| without)
        .collect();
    if without.is_empty() {
        return;
    }
    without.sort_unstable();
    let links = links_to_headings(&project.documents.linted);
    findings.extend(without.into_iter().filter_map(|doc| finding_without_anchors(&project.documents, doc, &links)));
}

/// The finding for a document without anchors, at the first heading that a link leads to.
fn finding_without_anchors(documents: &Documents, doc: DocId, links: &HashSet<(String, String)>) -> Option<Finding> {
    let document = &documents[doc];
    let name = file_name(&document.identity.relative);
    let linked: Vec<(&Heading, ExpectedAnchor)> = document
        .headings
        .iter()
        .filter_map(|heading| Some((heading, ExpectedAnchor::for_heading(document, heading)?)))
        .filter(|(_, expected)| links.contains(&(name.to_owned(), expected.slug.clone())))
        .collect();
    let (first, expected) = linked.first()?;
    let names = listed_briefly(linked.iter().map(|(_, expected)| format!("`#{}`", expected.slug)), "heading");
    let message = format!("the document has no heading anchors, but links lead to {names}");
    let segment = &document.segments[first.segments.start as usize];
    let mut finding = Problem::new(&RULE, expected.place, message)
        .in_segment(document, segment)
        .label("no `<a name>` before the heading")
        .help(format!(
            "these links lead to the top of the page; write an anchor with the slug of the source heading before {}",
            counted(linked.len(), "linked heading")
        ));
    finding.extent = first.span;
    for (heading, expected) in &linked[1..] {
        finding = finding.related_here(heading.span, format!("`#{}` leads here", expected.slug));
    }
    let safe = linked.iter().all(|(_, expected)| expected.is_plain);
    Some(with_fix(finding, linked.iter().map(|(_, expected)| expected.edit()).collect(), safe).in_document(doc))
}

/// The links of documents to headings: the file name in lower case, and the fragment.
fn links_to_headings(documents: &[Document]) -> HashSet<(String, String)> {
    let mut links = HashSet::new();
    for document in documents {
        let content = document.text.as_str();
        for hash in memchr::memmem::find_iter(content.as_bytes(), "#") {
            let fragment = &content[hash + 1..];
            let fragment = &fragment[..fragment.bytes().position(|b| b == b')' || b.is_ascii_whitespace()).unwrap_or(0)];
            let before = &content[..hash];
            let start = before.char_indices().rev().take(MAX_PATH).find(|(_, c)| *c == '(' || c.is_whitespace());
            let Some(path) = start.filter(|(_, c)| *c == '(').map(|(at, _)| &before[at + 1..]) else { continue };
            if fragment.is_empty() || !(path.is_empty() || path.ends_with(".md")) {
                continue;
            }
            let name = if path.is_empty() { file_name(&document.identity.relative) } else { file_name(path) };
            links.insert((name.to_ascii_lowercase(), fragment.to_owned()));
        }
    }
    links
}

/// How many characters before a `#` are searched for the start of the link: more than any real path has.
const MAX_PATH: usize = 256;

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The heading in the source file: the source texts of its segments, without the generated anchor.
fn source_text<'a>(document: &'a Document, heading: &Heading) -> Cow<'a, str> {
    let start = heading.anchor.map_or(heading.span.start, |anchor| anchor.end + "\"></a>".len() as u32);
    let segments = &document.segments[heading.segments.start as usize..heading.segments.end as usize];
    if let [segment] = segments
        && segment.span == (Span { start, end: heading.span.end })
    {
        return Cow::Borrowed(document.source(segment));
    }
    let mut text = String::new();
    let mut at = start;
    for segment in segments {
        if at <= segment.span.start {
            text.push_str(document.text.slice(Span { start: at, end: segment.span.start }));
        }
        text.push_str(document.source(segment));
        at = segment.span.end;
    }
    if at <= heading.span.end {
        text.push_str(document.text.slice(Span { start: at, end: heading.span.end }));
    }
    Cow::Owned(text)
}

/// Whether a heading is the title of a tab: `[C#](#tab/csharp)`.
fn is_tab(heading: &str) -> bool {
    heading.trim_start().starts_with('[') && heading.contains("](#tab/")
}

/// Whether an anchor is the slug of the source heading. The localization tool removes `:::no-loc(X):::` markup from source
/// texts but not from slugs.
fn is_slug(anchor: &str, slug: &str) -> bool {
    anchor == slug || (anchor.contains("no-loc") && anchor.replace("no-loctext", "").replace("no-loc", "") == slug)
}

/// The slug that the localization tool makes of the raw Markdown of a heading.
fn slug(heading: &str) -> String {
    let heading = without_anchor_tags(heading);
    let heading = without_link_targets(heading.trim());
    let heading = heading.trim_end_matches('#').trim();
    let mut slug = String::with_capacity(heading.len());
    for char in heading.chars() {
        match char {
            'a'..='z' | '0'..='9' => slug.push(char),
            c if c.is_alphanumeric() || matches!(c, '_' | '-') => slug.extend(c.to_lowercase()),
            ' ' => slug.push('-'),
            _ => {}
        }
    }
    slug
}

/// A text without `<a ..>`, `</a>` and `<a .. />`. Other tags count as text.
fn without_anchor_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let is_anchor = |tag: &str| {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        name.strip_prefix(['a', 'A']).is_some_and(|rest| rest.starts_with(['>', '/']) || rest.starts_with(char::is_whitespace))
    };
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        kept.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        match tag.find(['>', '<']).filter(|end| tag.as_bytes()[*end] == b'>' && is_anchor(tag)) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                kept.push('<');
                rest = tag;
            }
        }
    }
    Cow::Owned(kept + rest)
}

/// `[text](target)` as `[text]`, and `[!INCLUDE [label](path)]` as `[label]`.
fn without_link_targets(text: &str) -> Cow<'_, str> {
    if !text.contains("](") {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(close) = rest.find("](") {
        let start = kept.len();
        kept.push_str(&rest[..=close]);
        let label = start + kept[start..].rfind('[').unwrap_or(0);
        let before = kept[..label].trim_end();
        if before.get(before.len().saturating_sub(INCLUDE.len())..).is_some_and(|end| end.eq_ignore_ascii_case(INCLUDE)) {
            kept.replace_range(before.len() - INCLUDE.len()..label, "");
        }
        let mut depth = 0i32;
        let end = rest[close + 1..].bytes().take(MAX_TARGET).position(|b| {
            depth += i32::from(b == b'(') - i32::from(b == b')');
            depth == 0
        });
        rest = match end {
            Some(end) => &rest[close + 1 + end + 1..],
            None => &rest[close + 1..],
        };
    }
    Cow::Owned(kept + rest)
}

const INCLUDE: &str = "[!INCLUDE";

/// How many bytes a link target may have. A longer one stays in the slug.
const MAX_TARGET: usize = 2048;

#[cfg(test)]
mod tests {
    use super::{RULE, is_slug, is_tab, slug};
    use crate::rules::testing::report;
    use crate::rules::testing::report_document;
    use crate::rules::testing::segment;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the anchor `accendere-la-lampada` is not the slug of the source heading, `light-the-lamp`
          at "accendere-la-lampada": not the slug of the source heading
          help: links from other pages lead to `#light-the-lamp`; write `<a name="light-the-lamp"></a>` before the heading
          unsafe fix: "accendere-la-lampada" -> "light-the-lamp"
        "#);
    }

    #[test]
    fn missing_anchors_are_reported() {
        let (lamp, door) = (segment("Light the lamp", "Accendere la lampada"), segment("Close the door", "Chiudere la porta"));
        let one = report_document(&RULE, "it-it/lamp.md", &format!("## <a name=\"light-the-lamp\"></a>{lamp}\n\n## {door}\n"));
        insta::assert_snapshot!(one, @r#"
        it-it/lamp.md: the heading has no anchor `close-the-door`
          at "": no `<a name>` before the heading
          help: links from other pages lead to `#close-the-door`; write `<a name="close-the-door"></a>` before the heading
          safe fix: "" -> "<a name=\"close-the-door\"></a>"
        "#);
        let links = "[x](#light-the-lamp) [y](#close-the-door)";
        let all = report_document(&RULE, "it-it/lamp.md", &format!("## {lamp}\n\n## {door}\n\n{links}\n"));
        for text in [
            "the document has no heading anchors, but links lead to `#light-the-lamp` and `#close-the-door`",
            "at \"\": no `<a name>` before the heading",
            "`#close-the-door` leads here",
            "help: these links lead to the top of the page; write an anchor with the slug of the source heading before 2 linked \
             headings",
        ] {
            assert!(all.contains(text), "“{text}” is not in:\n{all}");
        }
    }

    #[test]
    fn slugs_are_those_of_the_localization_tool() {
        for (heading, expected) in [
            (
                "Guidelines for successful customer communication with Microsoft",
                "guidelines-for-successful-customer-communication-with-microsoft",
            ),
            ("The `List&lt;T&gt;` type", "the-listlttgt-type"),
            ("[Linux](linux.md)", "linux"),
            ("What's new in 5.0?", "whats-new-in-50"),
            ("A - B_c", "a---b_c"),
            ("<a id=\"14\"/></a>Light the lamp", "light-the-lamp"),
            ("<a name=\"9\"></a> Light the lamp ##", "light-the-lamp"),
            ("<a href=\"\" id=\"lamp\"></a>Lamps", "lamps"),
            ("Lamps<br>and wicks", "lampsbrand-wicks"),
            ("Lamps <abbr>AC</abbr>", "lamps-abbracabbr"),
            ("Edit in [!INCLUDE[lamp_name](../includes/lamp.md)] now", "edit-in-lamp_name-now"),
            ("Step 2 &ndash; trim", "step-2-ndash-trim"),
            ("a < b and <a", "a--b-and-a"),
        ] {
            assert_eq!(slug(heading), expected, "{heading}");
        }
        assert!(is_tab("[C#](#tab/csharp)") && !is_tab("See [C#](csharp.md)"));
        assert!(is_slug("the-no-loclamp-type", "the-lamp-type") && !is_slug("the-lamps", "the-lamp"));
    }
}
