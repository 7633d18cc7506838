//! The documentation is true: the README shows what bitext prints, links lead somewhere, and named tests exist.

#![allow(clippy::disallowed_methods, reason = "tests meet the world as a user does")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files with these endings in a folder and below it.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == ending) {
                found.push(path);
            }
        }
    }
    found
}

/// The pages that people wrote.
fn pages() -> Vec<PathBuf> {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    top.iter().map(|name| root().join(name)).chain(files("docs/reference", "md")).collect()
}

/// The lines of a page outside code fences.
fn prose(page: &str) -> Vec<&str> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            lines.push(line);
        }
    }
    lines
}

/// The anchors of a page: its headings in lower case, with `-` for spaces and without punctuation.
fn anchors(page: &str) -> HashSet<String> {
    let headings = prose(page).into_iter().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let slug = |heading: &str| {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
    };
    headings.map(slug).collect()
}

#[test]
fn the_readme_shows_what_bitext_prints() {
    let readme = read(&root().join("README.md"));
    let mut output = String::new();
    let mut shown = 0;
    for block in readme.split("\n```").skip(1).step_by(2) {
        if let Some(arguments) = block.strip_prefix("console\n$ cargo run -- ") {
            let run = Command::new(env!("CARGO_BIN_EXE_bitext")).args(arguments.split_whitespace()).current_dir(root()).output();
            output = String::from_utf8(run.unwrap().stdout).unwrap();
        } else if let Some(lines) = block.strip_prefix("text\n") {
            let mut printed = output.lines();
            for line in lines.lines().filter(|line| *line != "..") {
                assert!(printed.any(|other| other == line), "README.md shows a line that bitext does not print there: {line}");
            }
            shown += 1;
        }
    }
    assert_eq!(shown, 3);
}

#[test]
fn links_lead_to_pages_and_headings() {
    for path in pages() {
        let page = read(&path);
        for link in prose(&page).iter().flat_map(|line| line.split("](").skip(1)).map(|rest| rest.split(')').next().unwrap()) {
            if link.starts_with("http") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link} leads nowhere", path.display());
            assert!(anchor.is_empty() || anchors(&read(&target)).contains(anchor), "{}: {link} has no heading", path.display());
        }
    }
}

/// `ARCHITECTURE.md` names tests in code spans: words with at least three underscores.
#[test]
fn the_tests_that_hold_the_invariants_exist() {
    let code: String = [files("tests", "rs"), files("src", "rs")].concat().iter().map(|path| read(path)).collect();
    let architecture = read(&root().join("ARCHITECTURE.md"));
    let names = architecture.split('`').skip(1).step_by(2).filter(|name| {
        name.matches('_').count() >= 3 && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    });
    let missing: Vec<&str> = names.filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names tests that do not exist: {missing:?}");
}
