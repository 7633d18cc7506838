//! What ARCHITECTURE.md promises about the source itself: layers, the size of `lib.rs`, the edges, and the dialect.

#![allow(clippy::disallowed_methods, reason = "tests read the source files")]

mod common;

use common::rust::{self, Kind, Source, pieces, without_tests};
use std::collections::{BTreeMap, BTreeSet};

/// The folders and files of `src/`, the lowest first. A folder imports only from folders before it.
const LAYERS: &[&str] = &[
    "error", "text", "language", "terms", "document", "source", "project", "rules", "report", "fix", "output", "io", "config",
    "lib", "cli", "main",
];

/// Files at the top of `src/`.
const TOP: &[&str] = &["error.rs", "fix.rs", "lib.rs", "main.rs"];

/// The number of lines that `lib.rs` may have.
const MAX_LIB_LINES: usize = 125;

fn sources() -> Vec<Source> {
    rust::files("src", &["rs"])
}

/// The folder of `src/` that a file belongs to, or the name of a file at the top.
fn layer(path: &str) -> &str {
    let path = path.strip_prefix("src/").unwrap();
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The layers that a file imports from, each with the line of the first import.
fn imports(source: &Source) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    let text = without_tests(&source.content);
    let is_binary = source.path == "src/main.rs";
    for piece in pieces(text).into_iter().filter(|piece| piece.kind == Kind::Code) {
        for root in ["crate::", "bitext::"].into_iter().filter(|root| *root == "crate::" || is_binary) {
            for (at, _) in piece.text.match_indices(root) {
                let rest = &piece.text[at + root.len()..];
                let line = rust::line(text, piece.start + at);
                for name in first_names(rest) {
                    let layer =
                        if name == "Error" { "error" } else { LAYERS.iter().find(|layer| **layer == name).unwrap_or(&"lib") };
                    found.entry(layer).or_insert(line);
                }
            }
        }
    }
    found
}

/// The first name of each path in `a::b` or `{a::{b, c}, d}`.
fn first_names(text: &str) -> Vec<&str> {
    let name = |text: &str| text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let Some(group) = text.strip_prefix('{') else { return vec![&text[..name(text)]] };
    let (mut names, mut depth, mut begin) = (Vec::new(), 1, 0);
    for (i, c) in group.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 || depth == 1 && c == ',' {
            let path = group[begin..i].trim_start();
            names.extend(Some(&path[..name(path)]).filter(|name| !name.is_empty()));
            begin = i + 1;
        }
        if depth == 0 {
            break;
        }
    }
    names
}

#[test]
fn the_first_names_of_a_path_are_found() {
    assert_eq!(first_names("text::Span;"), ["text"]);
    assert_eq!(first_names("{a::{b, c}, d,\n e};"), ["a", "d", "e"]);
}

/// Fails with all lines, if there are any.
#[track_caller]
fn none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_folder_has_a_layer() {
    let found: BTreeSet<String> = sources().iter().map(|source| layer(&source.path).to_owned()).collect();
    assert_eq!(found, LAYERS.iter().map(|&layer| layer.to_owned()).collect(), "LAYERS names the folders of src/");
}

#[test]
fn imports_go_from_higher_layers_to_lower_ones() {
    let rank = |layer: &str| LAYERS.iter().position(|other| *other == layer).unwrap();
    let mut problems = Vec::new();
    for source in sources() {
        let own = layer(&source.path);
        // `lib.rs` declares every module and is the pipeline: it may import all but the edge above it.
        for (imported, line) in imports(&source) {
            if rank(imported) > rank(own) {
                problems.push(format!("{}:{line}: {own} imports {imported}", source.path));
            }
        }
    }
    none(&problems);
}

#[test]
fn no_two_folders_import_each_other_in_a_circle() {
    let mut edges: BTreeSet<(String, String)> = BTreeSet::new();
    for source in sources() {
        let own = layer(&source.path);
        edges.extend(imports(&source).into_keys().filter(|to| *to != own).map(|to| (own.to_owned(), to.to_owned())));
    }
    // Imports of folders that import nothing themselves are removed, until none is left.
    loop {
        let before = edges.len();
        let importing: BTreeSet<String> = edges.iter().map(|(from, _)| from.clone()).collect();
        edges.retain(|(_, to)| importing.contains(to));
        if edges.len() == before {
            break;
        }
    }
    assert!(edges.is_empty(), "circles among: {edges:?}");
}

#[test]
fn the_top_of_src_is_small() {
    let top: Vec<String> = sources()
        .iter()
        .filter_map(|source| source.path.strip_prefix("src/").filter(|path| !path.contains('/')).map(str::to_owned))
        .collect();
    assert_eq!(top, TOP);
    let lines = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).unwrap().lines().count();
    assert!(lines <= MAX_LIB_LINES, "src/lib.rs has {lines} lines, more than {MAX_LIB_LINES}");
}

/// Methods on paths and files that clippy rejects outside `io` and `cli`; see clippy.toml.
const EDGE_METHODS: &[&str] = &[
    "std::path::Path::canonicalize",
    "std::path::Path::exists",
    "std::path::Path::is_dir",
    "std::path::Path::is_file",
    "std::path::Path::is_symlink",
    "std::path::Path::metadata",
    "std::path::Path::read_dir",
    "std::path::Path::read_link",
    "std::path::Path::symlink_metadata",
    "std::path::Path::try_exists",
    "std::path::absolute",
    "std::fs::canonicalize",
    "std::fs::copy",
    "std::fs::create_dir",
    "std::fs::create_dir_all",
    "std::fs::exists",
    "std::fs::hard_link",
    "std::fs::metadata",
    "std::fs::read",
    "std::fs::read_dir",
    "std::fs::read_link",
    "std::fs::read_to_string",
    "std::fs::remove_dir",
    "std::fs::remove_dir_all",
    "std::fs::remove_file",
    "std::fs::rename",
    "std::fs::set_permissions",
    "std::fs::symlink_metadata",
    "std::fs::write",
    "std::fs::DirBuilder::new",
    "std::fs::File::create",
    "std::fs::File::create_new",
    "std::fs::File::open",
    "std::fs::File::options",
    "std::fs::OpenOptions::new",
    "std::env::args",
    "std::env::args_os",
    "std::env::current_dir",
    "std::env::current_exe",
    "std::env::home_dir",
    "std::env::set_current_dir",
    "std::env::temp_dir",
    "std::env::var",
    "std::env::var_os",
    "std::env::vars",
    "std::env::vars_os",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::process::Command::new",
    "std::process::abort",
    "std::process::exit",
    "std::time::Instant::now",
    "std::time::SystemTime::now",
];

#[test]
fn clippy_rejects_every_way_to_the_world() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/clippy.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let rejected = table["disallowed-methods"].as_array().unwrap();
    let rejected: Vec<(&str, &str)> =
        rejected.iter().map(|entry| (entry["path"].as_str().unwrap(), entry["reason"].as_str().unwrap())).collect();
    let missing: Vec<&&str> = EDGE_METHODS.iter().filter(|method| rejected.iter().all(|(path, _)| path != *method)).collect();
    assert!(missing.is_empty(), "clippy.toml does not name {missing:?}");
    assert!(rejected.iter().all(|(_, reason)| !reason.is_empty()));
}

/// Only the edges may use what clippy rejects.
#[test]
fn only_the_edges_allow_the_rejected_methods() {
    let allowing = sources().into_iter().filter(|source| {
        pieces(&source.content).iter().any(|piece| piece.kind == Kind::Code && piece.text.contains("clippy::disallowed_methods"))
    });
    let outside = allowing.map(|source| source.path).filter(|path| !["io", "cli", "main"].contains(&layer(path)));
    assert_eq!(outside.collect::<Vec<_>>(), [""; 0]);
}

/// The part of a rule's file that is neither documentation nor tests: without the static and its examples.
fn without_documentation(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("static RULE: Rule = Rule {") {
        code.push_str(&rest[..at]);
        let end = rest[at..].find("\n};").map_or(rest.len(), |end| at + end);
        rest = &rest[end..];
    }
    code + rest
}

#[test]
fn only_the_documents_folder_knows_the_dialect() {
    let mut problems = Vec::new();
    for source in sources().into_iter().filter(|source| layer(&source.path) != "document") {
        let text = without_documentation(without_tests(&source.content));
        let literals =
            pieces(&text).into_iter().filter(|piece| piece.kind == Kind::String).map(|piece| rust::content(piece.text));
        let dialect: Vec<String> = literals
            .filter(|literal| {
                literal.starts_with("ms.") || ["data-ttu-id", "data-stu-id"].iter().any(|name| literal.contains(name))
            })
            .collect();
        if !dialect.is_empty() {
            problems.push(format!("{}: {dialect:?}", source.path));
        }
    }
    none(&problems);
}
