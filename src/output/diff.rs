//! The unified diff of fixes.

use super::escape_controls;
use crate::fix::Change;
use similar::{Algorithm, TextDiff};
use std::fmt::Write as _;

/// Prints changes in the form that `patch -p0` reads. Returns the diff, and whether it is exact.
///
/// Line ends and a byte order mark are kept, unless the diff is for a terminal. Characters that could control a terminal, and
/// build log commands, are always escaped. The diff is exact if nothing was escaped.
pub fn print(changes: &[Change], to_terminal: bool) -> (String, bool) {
    let mut printed = String::new();
    let mut is_exact = true;
    for change in changes {
        let (before, after) = (lines(&change.before), lines(&change.after));
        let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_slices(&before, &after);
        let name = escape_controls(&change.name);
        is_exact &= name == change.name;
        // Without the tab, the name would end at the space.
        let end = if name.contains(' ') { "\t" } else { "" };
        let _ = write!(printed, "--- {name}{end}\n+++ {name}{end}\n");
        for hunk in diff.unified_diff().iter_hunks() {
            let _ = writeln!(printed, "{}", hunk.header());
            for line in hunk.iter_changes() {
                let _ = write!(printed, "{}", line.tag());
                is_exact &= push(&mut printed, line.value(), to_terminal);
            }
        }
    }
    (printed, is_exact)
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Prints a line of a document. Returns whether nothing was escaped.
fn push(printed: &mut String, line: &str, to_terminal: bool) -> bool {
    let (byte_order_mark, rest) = if line.starts_with('\u{feff}') { line.split_at('\u{feff}'.len_utf8()) } else { ("", line) };
    let content = rest.strip_suffix('\n').unwrap_or(rest);
    let content = content.strip_suffix('\r').filter(|_| content.len() < rest.len()).unwrap_or(content);
    let end = &rest[content.len()..];
    if !to_terminal {
        printed.push_str(byte_order_mark);
    }
    // Tabs are kept. `escape_controls` would replace them.
    let start = printed.len();
    for (i, part) in content.split('\t').enumerate() {
        printed.push_str(if i > 0 { "\t" } else { "" });
        printed.push_str(&escape_controls(part));
    }
    // An unchanged line begins with a space, so `::` at its start would begin a command.
    if content.trim_start().starts_with("::") {
        let at = printed[start..].find("::").map_or(start, |at| start + at);
        printed.replace_range(at..=at, "\\u{3a}");
    }
    let is_exact = printed[start..] == *content;
    match end {
        "" => printed.push_str("\n\\ No newline at end of file\n"),
        _ if to_terminal => printed.push('\n'),
        end => printed.push_str(end),
    }
    is_exact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_the_byte_order_mark_are_kept_and_controls_are_escaped() {
        let change = Change {
            name: "a.md".into(),
            before: "\u{feff}a\tb\r\nc \u{1b}[2J\r::error::\nlast".into(),
            after: "\u{feff}a\tb\r\nc\nlast".into(),
            fixed: 1,
        };
        let expected = "--- a.md\n+++ a.md\n@@ -1,3 +1,3 @@\n \u{feff}a\tb\r\n-c \\u{1b}[2J\\r::error::\n+c\n last\n\\ No newline at end of file\n";
        assert_eq!(print(std::slice::from_ref(&change), false), (expected.to_owned(), false));
        assert_eq!(print(&[change], true).0, expected.replace("\u{feff}", "").replace("b\r\n", "b\n"));
    }

    #[test]
    fn an_unchanged_line_does_not_begin_a_command_and_a_name_may_contain_a_space() {
        let change = |before: &str, name: &str| Change {
            name: name.into(),
            before: before.into(),
            after: before.replace("old", "new"),
            fixed: 1,
        };
        let expected = "--- a b.md\t\n+++ a b.md\t\n@@ -1,2 +1,2 @@\n  \\u{3a}:error::x\n-old\n+new\n";
        assert_eq!(print(&[change(" ::error::x\nold\n", "a b.md")], false), (expected.to_owned(), false));
        assert!(print(&[change("a::b\nold\n", "a.md")], false).1);
    }
}
