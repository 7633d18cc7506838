//! Each seed of the fuzz targets, once. `fuzz/README.md` describes how to run the targets with new inputs.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests read files, and print the seed that failed")]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::path::{Path, PathBuf};

/// All files below a folder, in order.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

/// Runs a target with a file. If it panics, the path of the file is printed.
fn run(name: &str, target: fuzz::Target, path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    let outcome = std::panic::catch_unwind(|| target(&bytes));
    assert!(outcome.is_ok(), "the target {name} fails with {}", path.display());
}

#[test]
fn each_seed_holds_the_invariants_of_its_target() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let folders = std::fs::read_dir(&seeds).unwrap().count();
    assert_eq!(folders, fuzz::TARGETS.len(), "each target has a folder of seeds");
    for (name, target) in fuzz::TARGETS {
        let paths = below(&seeds.join(name));
        assert!(!paths.is_empty(), "{name} has seeds");
        paths.iter().for_each(|path| run(name, *target, path));
    }
}

#[test]
fn the_handbook_holds_the_invariants_of_targets_for_documents() {
    let handbook = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/handbook"));
    for (name, target) in fuzz::TARGETS.iter().filter(|(name, _)| matches!(*name, "parse" | "siblings" | "fix" | "alignment")) {
        handbook.iter().for_each(|path| run(name, *target, path));
    }
}

#[test]
fn no_input_and_one_byte_hold_the_invariants() {
    for (name, target) in fuzz::TARGETS {
        for input in [&b""[..], b"0", b"c", b"t", b"{", b"\n", b"=== ", b"\xff"] {
            let outcome = std::panic::catch_unwind(|| target(input));
            assert!(outcome.is_ok(), "the target {name} fails with {input:?}");
        }
    }
}
