//! What tests find in files, and how they report it.

use std::collections::BTreeMap;

/// The hits in each file: the file, and a line for each hit.
pub type Found = BTreeMap<String, Vec<String>>;

/// Fails with every hit, if there is one.
#[track_caller]
pub fn assert_none(found: &Found) {
    let mut lines = String::new();
    for (file, places) in found.iter().filter(|(_, places)| !places.is_empty()) {
        lines += &format!("{file}:\n");
        places.iter().for_each(|place| lines += &format!("    {place}\n"));
    }
    assert!(lines.is_empty(), "{lines}");
}
