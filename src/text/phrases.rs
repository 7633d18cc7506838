//! Phrases of messages: quotations, lists and counts.

/// The largest number of quoted characters.
const MAX_QUOTED: usize = 60;

/// A text in quotation marks, with whitespace as single spaces, cut after sixty characters.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("“");
    let mut count = 0;
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            quoted.push(' ');
            count += 1;
        }
        for char in word.chars() {
            if count == MAX_QUOTED {
                return quoted.trim_end().to_owned() + "…”";
            }
            quoted.push(char);
            count += 1;
        }
    }
    quoted + "”"
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The first three names in a sentence, and the number of the others: `a, b, c and 2 more links`.
pub fn listed_briefly(names: impl ExactSizeIterator<Item = String>, noun: &str) -> String {
    let count = names.len();
    let mut shown: Vec<String> = names.take(3).collect();
    if count > 3 {
        shown.push(counted(count - 3, &format!("more {noun}")));
    }
    listed(&shown)
}

/// The verb for a count.
pub fn is_or_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The number of further items in parentheses: ` (and 2 more links)`. Empty for none.
pub fn and_more(more: usize, noun: &str) -> String {
    if more == 0 { String::new() } else { format!(" (and {})", counted(more, &format!("more {noun}"))) }
}

/// A count with its noun: `1 segment`, `2 segments`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(&["a"]), "a");
        let brief = |names: &[&str]| listed_briefly(names.iter().map(|&name| name.to_owned()), "link");
        assert_eq!(brief(&["a", "b", "c"]), "a, b and c");
        assert_eq!(brief(&["a", "b", "c", "d"]), "a, b, c and 1 more link");
    }

    #[test]
    fn long_texts_are_cut_by_characters() {
        assert_eq!(quote(" a\n b "), "“a b”");
        assert_eq!(quote(&"字".repeat(61)), format!("“{}…”", "字".repeat(60)));
    }
}
