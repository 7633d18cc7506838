//! Lists of what is still to do: how often each file has something that no file should have. A list may only shrink.

use std::collections::BTreeMap;
use std::path::Path;

/// What was found in a file: where, and what.
pub type Found = BTreeMap<String, Vec<String>>;

/// Compares what was found with a list of counts, and fails with every difference. A list that does not exist is empty.
///
/// With `BITEXT_BLESS=1` the list is written anew, if the sum of its counts does not grow; an empty one is removed.
#[track_caller]
pub fn compare(list: &str, found: &Found) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(list);
    let listed: BTreeMap<String, usize> = match csv::Reader::from_path(&path) {
        Ok(mut reader) => reader.deserialize().map(Result::unwrap).collect(),
        Err(_) => BTreeMap::new(),
    };
    let total: usize = found.values().map(Vec::len).sum();
    if std::env::var_os("BITEXT_BLESS").is_some() {
        let before: usize = listed.values().sum();
        assert!(
            total <= before,
            "{total} are more than the {before} in {list}, which only shrinks:\n{}",
            differences(found, &listed)
        );
        if total == 0 {
            let _ = std::fs::remove_file(&path);
            return;
        }
        let mut writer = csv::Writer::from_path(&path).unwrap();
        writer.write_record(["file", "count"]).unwrap();
        for (file, places) in found.iter().filter(|(_, places)| !places.is_empty()) {
            writer.write_record([file, &places.len().to_string()]).unwrap();
        }
        return;
    }
    let differences = differences(found, &listed);
    assert!(differences.is_empty(), "{list} is out of date; where there are fewer, BITEXT_BLESS=1 updates it\n{differences}");
}

fn differences(found: &Found, listed: &BTreeMap<String, usize>) -> String {
    let mut lines = String::new();
    for (file, places) in found {
        let allowed = listed.get(file).copied().unwrap_or(0);
        if places.len() != allowed {
            lines += &format!("{file}: {} instead of {allowed}\n", places.len());
        }
        if places.len() > allowed {
            places.iter().for_each(|place| lines += &format!("    {place}\n"));
        }
    }
    for (file, count) in listed.iter().filter(|(file, count)| **count > 0 && !found.contains_key(*file)) {
        lines += &format!("{file}: 0 instead of {count}\n");
    }
    lines
}
