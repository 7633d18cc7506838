//! Changes of the markup outside pairs, planted at a random place of a document.

use bitext::document::sxs::pairs::scan;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A document with a change, and the first byte of the changed line.
pub struct Plant {
    pub content: String,
    pub at: usize,
}

impl Plant {
    /// The number of the changed line.
    pub fn line(&self) -> usize {
        self.content[..self.at].matches('\n').count() + 1
    }
}

/// A change: its name, the places that it can change in a masked document, and the new text of a place. Group `place` is replaced.
pub struct Change {
    pub name: &'static str,
    places: &'static LazyLock<Regex>,
    replacement: fn(&str, u64) -> String,
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! change {
    ($name:literal, $pattern:literal, $replacement:expr) => {{
        static PLACES: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).unwrap());
        Change { name: $name, places: &PLACES, replacement: $replacement }
    }};
}

/// All changes. In a masked document `\x01` is a byte of a pair and `\x02` a byte of a fenced block.
pub static CHANGES: LazyLock<Vec<Change>> = LazyLock::new(|| {
    vec![
        change!("code", r"(?m)^\x02*(?P<place>\x02)\x02*$", other_character),
        change!("directive", r"(?m)^[ >]*\[!(?:code|INCLUDE)[^\n]*\]\((?P<place>[^)\n]+)\)", other_path),
        change!("alert", r"\[!(?P<place>NOTE|TIP|WARNING|IMPORTANT|CAUTION)\]", other_alert),
        change!("image", r"!\[[^\]\n]*\]\((?P<place>[^)\n]+)\)", other_path),
        change!("heading", r"(?m)^(?P<place>#{1,5}) [^\n]*\x01", |level, _| format!("{level}#")),
        change!("list marker", r"(?m)^ *(?P<place>[-*]|1\.) +\x01", other_marker),
        change!("list depth", r"(?m)^(?:[-*]|1\.) +\x01[^\n]*\n\n?(?P<place>)[-*] +\x01", |_, _| "    ".to_owned()),
        change!("table cell", r"(?m)^ *\|[^\n]*\x01[^\n]*(?P<place>\|)[ ]*$", |_, _| "| x |".to_owned()),
        change!("link", r"\x01\]\((?P<place>[^)\n]+)\)", other_path),
        change!("HTML tag", r"\x01(?P<place>)(?: |\n|$)", |_, _| "<br/>".to_owned()),
    ]
});

/// A word character instead of another one.
fn other_character(old: &str, _: u64) -> String {
    if old == "q" { "z" } else { "q" }.to_owned()
}

fn other_path(old: &str, _: u64) -> String {
    let at = old.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
    format!("{}{}{}", &old[..at], other_character(&old[at..=at], 0), &old[at + 1..])
}

fn other_alert(old: &str, random: u64) -> String {
    let kinds: Vec<&str> = ["NOTE", "TIP", "WARNING", "IMPORTANT", "CAUTION"].into_iter().filter(|kind| *kind != old).collect();
    kinds[random as usize % kinds.len()].to_owned()
}

fn other_marker(old: &str, random: u64) -> String {
    let markers: Vec<&str> = ["-", "*", "1."].into_iter().filter(|marker| *marker != old).collect();
    markers[random as usize % markers.len()].to_owned()
}

impl Change {
    /// Plants the change at a place that a number chooses; `None` if the document has no place for it.
    pub fn plant(&self, content: &str, random: u64) -> Option<Plant> {
        let masked = masked(content);
        let body = content.find("\n---\n").map_or(0, |end| end + 5);
        let is_code = |at: &usize| {
            let byte = content.as_bytes()[*at];
            if !byte.is_ascii_alphanumeric() {
                return false;
            }
            let line = content[..*at].rfind('\n').map_or(0, |end| end + 1);
            // A comment in code may be translated.
            let is_comment = ["//", "#", "--", "/*", "<!--", "'", ";"].iter().any(|opening| content[line..*at].contains(opening));
            !is_comment && !content[line..].trim_start().starts_with(['*', '~', '`'])
        };
        let place = |captures: Captures<'_>| captures.name("place").unwrap().range();
        let mut places: Vec<std::ops::Range<usize>> = if self.name == "code" {
            masked.bytes().enumerate().filter(|(at, byte)| *byte == 2 && is_code(at)).map(|(at, _)| at..at + 1).collect()
        } else {
            self.places.captures_iter(&masked).map(place).collect()
        };
        places.retain(|place| place.start >= body);
        let place = places.get((random as usize).checked_rem(places.len())?)?.clone();
        let new = (self.replacement)(&content[place.clone()], random);
        let at = content[..place.start].rfind('\n').map_or(0, |end| end + 1);
        Some(Plant { content: format!("{}{new}{}", &content[..place.start], &content[place.end..]), at })
    }
}

/// A document with each byte of a pair as `\x01`, and each byte of a fenced block or a comment as `\x02` or `\x03`.
fn masked(content: &str) -> String {
    let mut bytes: Vec<u8> = content.bytes().map(|byte| if byte < 0x80 { byte } else { b'.' }).collect();
    let mut fill = |range: std::ops::Range<usize>, mask: u8| {
        // A pair may have several lines.
        bytes[range].iter_mut().filter(|byte| **byte != b'\n' || mask == 1).for_each(|byte| *byte = mask);
    };
    for pair in scan(content, 0).pairs {
        fill(pair.span.range(), 1);
    }
    static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").unwrap());
    COMMENT.find_iter(content).for_each(|comment| fill(comment.range(), 3));
    let (mut start, mut fence) = (0, None);
    for line in content.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let text = line.trim_start_matches([' ', '\t', '>']);
        let run = text.bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            Some(length) if run >= length && text[run..].trim().is_empty() => fence = None,
            Some(_) => fill(range, 2),
            None if run >= 3 => fence = Some(run),
            None => {}
        }
    }
    String::from_utf8(bytes).unwrap()
}
