//! The settings of property tests. An input that failed once is kept in `proptest-regressions/`, which is committed, and is tried
//! first in every later run.

use proptest::test_runner::{Config, FileFailurePersistence};
use std::path::Path;

/// Settings with a number of cases; `test` is the name of the test file without its extension.
pub fn properties(test: &str, cases: u32) -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("proptest-regressions/{test}.txt"));
    let path: &'static str = Box::leak(path.to_str().expect("the path is UTF-8").to_owned().into_boxed_str());
    Config { cases, failure_persistence: Some(Box::new(FileFailurePersistence::Direct(path))), ..Config::default() }
}
