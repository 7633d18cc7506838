//! Terms as CSV: the source in the first column, and a locale in each other column.

use super::{Mistake, Term, TermList, is_language_tag, line_and_column, normalize_spaces};
use crate::language::is_english;

/// Reads a CSV file of terms. Its first line names the columns: `source`, `term` or `en`, then locales. A cell contains
/// translations separated by `|`. An empty cell has no meaning; `=` means that the source term must not be translated.
///
/// # Errors
/// If there is no such first line, or a line has no term or too many cells.
pub fn parse(text: &str) -> Result<TermList, Mistake> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut locales: Option<Vec<String>> = None;
    let mut listed = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Mistake { line: 1, column: None, reason: error.to_string() })?;
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let line_ends = text[start..].bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let wrong =
            |reason: &str| Mistake { line: line_and_column(text, start + line_ends).0, column: None, reason: reason.to_owned() };
        let mut cells = record.iter();
        let source = cells.next().unwrap_or_default();
        let Some(locales) = &locales else {
            locales = Some(header(source, cells).map_err(|reason| wrong(&reason))?);
            continue;
        };
        if record.iter().any(|cell| cell.trim().contains(['\r', '\n'])) {
            return Err(wrong("a cell continues after the end of its line; is a quotation mark not closed?"));
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let source = normalize_spaces(source).ok_or_else(|| wrong("an empty term: the first cell is empty"))?;
        for (i, cell) in cells.enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            let locale = locales.get(i).ok_or_else(|| wrong("more cells than the first line has columns"))?;
            let translation = |text: &str| if text.trim() == "=" { Some(source.clone()) } else { normalize_spaces(text) };
            let translations = if cell.trim() == "=" { Some(Vec::new()) } else { cell.split('|').map(translation).collect() };
            let translations = translations.ok_or_else(|| wrong("an empty term: one side of a `|` is empty"))?;
            listed.push((locale.clone(), Term { source: source.clone(), translations }));
        }
    }
    match locales {
        Some(_) => Ok(listed),
        None => Err(Mistake { line: 1, column: None, reason: NO_HEADER.to_owned() }),
    }
}

const NO_HEADER: &str = "no header: the first line must be `source`, `term` or `en`, followed by a locale for each other column";

/// The locales of the columns after the first.
fn header<'a>(source: &str, others: impl Iterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let source = source.trim().to_ascii_lowercase();
    if !matches!(source.as_str(), "source" | "term") && !is_english(&source) {
        return Err(NO_HEADER.to_owned());
    }
    let mut locales: Vec<String> = Vec::new();
    for name in others.map(str::trim) {
        if !is_language_tag(name) {
            return Err(format!("the column `{name}` is not a language tag such as it or it-IT"));
        }
        if locales.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Err(format!("there are two columns `{name}`"));
        }
        locales.push(name.to_owned());
    }
    if locales.is_empty() { Err(NO_HEADER.to_owned()) } else { Ok(locales) }
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        shown(parse(text).unwrap())
    }

    #[test]
    fn a_column_is_a_locale() {
        let text = "source,it-IT,ja\r\nbranch,ramo| rami,ブランチ\r\n\r\n\"pull  request\",,=\r\n,,\r\n\"a, \"\"b\"\"\",c\r\n";
        let all = ["it-IT: branch = ramo or rami", "ja: branch = ブランチ", "ja: pull request = ", "it-IT: a, \"b\" = c"];
        assert_eq!(read(text), all);
        assert_eq!(read("EN-us,it\nlog,registr*"), ["it: log = registr*"]);
        assert_eq!(read("en,it\nlog,=|registro"), ["it: log = log or registro"]);
        assert!(read("term,it\n").is_empty());
    }

    #[test]
    fn mistakes_have_a_line() {
        for (text, line, reason) in [
            ("", 1, "no header"),
            ("branch,ramo\n", 1, "no header"),
            ("source\nbranch\n", 1, "no header"),
            ("source;it\nbranch;ramo\n", 1, "no header"),
            ("source,it_IT\n", 1, "the column `it_IT` is not a language tag"),
            ("source,it,IT\n", 1, "there are two columns `IT`"),
            ("source,it\r\n\r\na,b\r\n,ramo\r\n", 4, "an empty term"),
            ("source,it\na,b||c\n", 2, "an empty term"),
            ("source,it\na,b,c\n", 2, "more cells than"),
            ("source,it\na,b\n\"c,d\ne,f\n", 3, "a cell continues"),
        ] {
            let mistake = parse(text).unwrap_err();
            assert!(mistake.line == line && mistake.reason.starts_with(reason), "{text}: {mistake:?}");
        }
    }
}
