//! Suggestions for mistyped names.

/// A suggested name must be more similar than this. Above `jaro("ref", "rev")`, unrelated names are rare.
const MIN_SIMILARITY: f64 = 0.75;

/// The name that is most similar to a given one, if it is similar enough.
pub fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let similarities = names.map(|name| (strsim::jaro(given, name), name));
    let (similarity, name) = similarities.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (similarity > MIN_SIMILARITY).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typing_error_is_recognized_and_another_word_is_not() {
        let names = ["source", "roots", "include", "exclude", "rev", "path"];
        let found = |given| nearest(given, names.into_iter());
        assert_eq!([found("sorce"), found("ref"), found("excludes")], [Some("source"), Some("rev"), Some("exclude")]);
        assert_eq!([found("threads"), found("x"), found("")], [None; 3]);
    }
}
