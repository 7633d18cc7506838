//! The documentation of a rule: Markdown with a fixed form.
//!
//! The first paragraph is one sentence, "Reports when ...". These sections follow: "What it does", "Why it matters", "Example" (files
//! with exactly one finding of the rule and no other), "Use instead" (the same files without a finding) and "What to do".
//!
//! An example file is a line with its path in backticks, then a fenced block with its content. A path that appears twice is a
//! source file: first the version at handoff, then the current one. The line "`path` was deleted since." means that this source
//! file no longer exists. A path below `before` is a document as it was before a change. An invisible character is written as an escape such as `\u{202c}`. Tests lint every example.

use crate::rules::rule::Rule;

/// A file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The path below a root.
    pub path: String,
    /// The content; empty for a source file that is deleted.
    pub content: String,
}

impl Rule {
    /// What the rule reports: a clause that continues "Reports when".
    pub fn summary(&self) -> &'static str {
        let first = self.docs.trim_start().lines().next().unwrap_or_default();
        first.trim_start_matches("Reports when ").trim_end_matches('.')
    }

    /// The text of a section, by its heading; empty if there is none.
    pub fn section(&self, heading: &str) -> &'static str {
        let mut start = None;
        for (at, line) in
            lines(self.docs).filter_map(|line| if let Line::Text(at, text) = line { Some((at, text)) } else { None })
        {
            match start {
                Some(start) if line.starts_with("## ") => return self.docs[start..at].trim(),
                None if line.trim_end().strip_prefix("## ") == Some(heading) => start = Some(at + line.len()),
                _ => {}
            }
        }
        start.map_or("", |start| self.docs[start..].trim())
    }

    /// The files of the wrong example: they have one finding of the rule and no other finding.
    pub fn wrong(&self) -> Vec<Example> {
        examples(self.section("Example"))
    }

    /// The files of the right example: the same files without a finding.
    pub fn right(&self) -> Vec<Example> {
        examples(self.section("Use instead"))
    }
}

/// A line of Markdown.
enum Line<'a> {
    /// Outside fenced blocks, with the byte at which it begins.
    Text(usize, &'a str),
    /// Inside a fenced block.
    Code(&'a str),
    /// The first or last line of a fenced block.
    Fence,
}

/// The lines of a text, with their line endings.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let (mut at, mut fence) = (0, None);
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        match (fence, opening_fence(line)) {
            (Some(end), _) if line.trim_end() == end => {
                fence = None;
                Line::Fence
            }
            (Some(_), _) => Line::Code(line),
            (None, None) => Line::Text(start, line),
            (None, opening) => {
                fence = opening;
                Line::Fence
            }
        }
    })
}

/// The files of a section.
fn examples(section: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for line in lines(section) {
        match line {
            Line::Code(line) => {
                if let Some(example) = examples.last_mut() {
                    example.content.push_str(&unescaped(line));
                }
            }
            Line::Text(_, line) => {
                if let Some((path, _)) = line.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
                    examples.push(Example { path: path.to_owned(), content: String::new() });
                }
            }
            Line::Fence => {}
        }
    }
    examples
}

/// The backticks of a line that opens a fenced block.
fn opening_fence(line: &str) -> Option<&str> {
    let end = line.len() - line.trim_start_matches('`').len();
    (end >= 3).then(|| &line[..end])
}

/// A line with its escapes (`\u{202c}`) replaced by the characters.
fn unescaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let escape = after
            .split_once('}')
            .and_then(|(code, after)| Some((u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?, after)));
        let Some((char, after)) = escape else { break };
        text.push_str(before);
        text.push(char);
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_read_from_the_documentation() {
        let docs = "\nReports when a lamp is dark.\n\n## Example\n\n`en-us/a.md` at handoff:\n\n````markdown\n```\ncode\n```\n````\n\n\
                    `en-us/a.md` was deleted since.\n\n`it-it/a.md`:\n\n```markdown\na\\u{202c}b\n```\n\n## What to do\n\nLight it.\n";
        let rule = Rule { docs, ..Rule::DEFAULTS };
        let found: Vec<_> = rule.wrong().into_iter().map(|example| (example.path, example.content)).collect();
        let expected = [("en-us/a.md", "```\ncode\n```\n"), ("en-us/a.md", ""), ("it-it/a.md", "a\u{202c}b\n")];
        assert_eq!(found, expected.map(|(path, content)| (path.to_owned(), content.to_owned())));
        assert_eq!((rule.summary(), rule.section("What to do")), ("a lamp is dark", "Light it."));
    }
}
