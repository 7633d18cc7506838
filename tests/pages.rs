//! The rules' documentation: examples are executed, pages and tables are up to date.
//!
//! `BITEXT_BLESS=1 cargo test --test pages` rewrites the pages and the table.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::output::explain;
use bitext::rules::RULES;
use bitext::rules::docs::Example;
use bitext::rules::rule::{FixKind, Rule};
use common::{File, findings, lint_with};
use std::path::Path;

fn files(examples: Vec<Example>) -> Vec<File> {
    examples.into_iter().map(|example| File { path: example.path, content: example.content }).collect()
}

#[test]
fn the_wrong_example_gives_one_finding_and_the_right_one_none() {
    for rule in RULES {
        let found: Vec<&str> = findings(&lint_with(&files(rule.wrong()), Some(rule))).iter().map(|(_, id, _)| *id).collect();
        assert_eq!(found, [rule.id], "the wrong example of {}", rule.id);
        assert_eq!(findings(&lint_with(&files(rule.right()), Some(rule))), [], "the right example of {}", rule.id);
    }
}

#[test]
fn every_fix_is_declared_and_removes_its_finding() {
    for rule in RULES {
        let report = lint_with(&files(rule.wrong()), Some(rule));
        let finding = &report.findings[0].finding;
        let is_declared = match (&finding.fix, rule.fix) {
            (None, declared) => declared == FixKind::None,
            (Some(_), FixKind::None) => false,
            (Some(fix), FixKind::Safe) => fix.safe,
            (Some(_), FixKind::SafeOrUnsafe) => true,
        };
        assert!(is_declared, "{} declares {:?}", rule.id, rule.fix);
        let Some(fix) = &finding.fix else { continue };
        let mut wrong = files(rule.wrong());
        // A finding has the index of a localized document.
        let first = wrong.iter().position(|file| !file.path.starts_with("en-us/") && file.path != "bitext.toml").unwrap();
        let document = first + finding.document.linted_position().unwrap();
        let content = &mut wrong[document].content;
        for edit in fix.edits.iter().rev() {
            content.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(findings(&lint_with(&wrong, Some(rule))), [], "the fix of {}", rule.id);
        assert_eq!(wrong[document].content, files(rule.right())[document].content, "the fix of {}", rule.id);
    }
}

#[test]
fn messages_do_not_end_in_punctuation() {
    for rule in RULES {
        let report = lint_with(&files(rule.wrong()), Some(rule));
        let finding = &report.findings[0].finding;
        assert!(!finding.message.ends_with(['.', '!', ':']), "{}: {}", rule.id, finding.message);
        assert!(finding.help.is_some() && finding.label.is_some(), "{} has no help or no label", rule.id);
        assert!(!rule.summary().ends_with('.') && !rule.summary().starts_with(char::is_uppercase), "{}", rule.id);
    }
}

#[test]
fn the_pages_are_up_to_date() {
    for rule in RULES {
        up_to_date(&format!("docs/rules/{}.md", rule.id), &explain::page(rule));
    }
    let names = |rule: &&Rule| format!("{}.md", rule.id);
    let known: Vec<String> = RULES.iter().map(names).collect();
    for path in common::below(&root().join("docs/rules")) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(known.contains(&name), "docs/rules/{name} is the page of no rule");
    }
}

#[test]
fn the_table_in_the_readme_is_up_to_date() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let (start, end) = ("<!-- rules: made by `BITEXT_BLESS=1 cargo test --test pages` -->\n", "<!-- /rules -->");
    let from = readme.find(start).expect("the comment before the table") + start.len();
    let to = from + readme[from..].find(end).expect("the comment after the table");
    up_to_date("README.md", &format!("{}{}{}", &readme[..from], explain::table(), &readme[to..]));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn up_to_date(path: &str, expected: &str) {
    if std::env::var_os("BITEXT_BLESS").is_some() {
        std::fs::write(root().join(path), expected).unwrap();
    }
    let found = std::fs::read_to_string(root().join(path)).unwrap_or_default();
    assert!(found == expected, "{path} is stale; BITEXT_BLESS=1 cargo test --test pages updates it");
}
