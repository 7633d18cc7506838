//! Terms in TBX (TermBase eXchange), with the element names of ISO 30042:2008 or of 2019.

use super::{Mistake, Term, TermList, is_language_tag, line_and_column, normalize_spaces};
use crate::language::is_english;
use roxmltree::{Document, Node, ParsingOptions};

/// Reads a TBX file: the English terms of each entry are sources, and those of another language are translations. Deprecated and
/// superseded terms are not accepted as translations. External entities are not read.
///
/// # Errors
/// If it is not well-formed XML, has no entry, or contains an invalid language tag or an empty term.
pub fn parse(text: &str) -> Result<TermList, Mistake> {
    // Files of 2008 refer to a DTD.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let reason = error.to_string().replacen(&format!(" at {at}"), "", 1);
        Mistake { line: at.row as usize, column: Some(at.col as usize), reason: format!("not well-formed XML: {reason}") }
    })?;
    let mut listed = Vec::new();
    let mut entries = named(document.root(), &["termEntry", "conceptEntry"]).peekable();
    if entries.peek().is_none() {
        return Err(wrong(document.root_element(), "no term: there is neither a termEntry nor a conceptEntry"));
    }
    for entry in entries {
        let mut sources = Vec::new();
        let mut translated: Vec<(&str, Vec<String>)> = Vec::new();
        for section in named(entry, &["langSet", "langSec"]) {
            let language = section.attribute((XML, "lang")).unwrap_or_default().trim();
            if !is_language_tag(language) {
                return Err(wrong(section, &format!("the xml:lang `{language}` is not a language tag such as it or it-IT")));
            }
            if is_english(language) {
                sources.extend(terms(section, false)?);
            } else {
                translated.push((language, terms(section, true)?));
            }
        }
        // A language without a valid term is left out: an empty list would mean that the source must not be translated.
        for (language, translations) in translated.iter().filter(|(_, translations)| !translations.is_empty()) {
            let term = |source: &String| Term { source: source.clone(), translations: translations.clone() };
            listed.extend(sources.iter().map(|source| ((*language).to_owned(), term(source))));
        }
    }
    Ok(listed)
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The elements within a node that have one of the names, in any namespace.
fn named<'a, 'i: 'a>(node: Node<'a, 'i>, names: &'a [&str]) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.is_element() && names.contains(&node.tag_name().name()))
}

/// The terms of a language section: all, or only those that are not deprecated or superseded.
fn terms(section: Node<'_, '_>, only_valid: bool) -> Result<Vec<String>, Mistake> {
    let mut terms = Vec::new();
    for group in named(section, &["tig", "ntig", "termSec"]) {
        if only_valid && named(group, &["termNote"]).any(is_deprecated) {
            continue;
        }
        for term in named(group, &["term"]).take(1) {
            terms.push(normalize_spaces(&content(term)).ok_or_else(|| wrong(term, "an empty term"))?);
        }
    }
    Ok(terms)
}

fn is_deprecated(note: Node<'_, '_>) -> bool {
    let status = content(note).to_ascii_lowercase();
    note.attribute("type") == Some("administrativeStatus") && (status.contains("deprecated") || status.contains("superseded"))
}

/// The text of an element and of the elements in it.
fn content(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn wrong(node: Node<'_, '_>, reason: &str) -> Mistake {
    let (line, column) = line_and_column(node.document().input_text(), node.range().start);
    Mistake { line, column: Some(column), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        shown(parse(text).unwrap())
    }

    #[test]
    fn the_old_names() {
        let text = "<?xml version='1.0' encoding='UTF-8'?>
            <!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'>
            <martif type='TBX' xml:lang='en-US'><text><body>
              <termEntry id='1'>
                <langSet xml:lang='en-US'>
                  <ntig><termGrp><term>lamp room</term></termGrp></ntig>
                  <tig><term>lantern &amp; <hi>gallery</hi></term><termNote type='administrativeStatus'>deprecatedTerm-admn-sts</termNote></tig>
                </langSet>
                <langSet xml:lang='it-IT'>
                  <tig><term> camera
                    della lampada</term><termNote type='administrativeStatus'>preferredTerm-admn-sts</termNote></tig>
                  <tig><term>lanterna</term></tig>
                  <tig><term>fanale</term><termNote type='administrativeStatus'>Superseded</termNote></tig>
                </langSet>
                <langSet xml:lang='de'>
                  <tig><term>x</term><termNote type='administrativeStatus'>DEPRECATED</termNote></tig>
                </langSet>
              </termEntry>
            </body></text></martif>";
        assert_eq!(
            read(text),
            [
                "it-IT: lamp room = camera della lampada or lanterna",
                "it-IT: lantern & gallery = camera della lampada or lanterna"
            ]
        );
    }

    #[test]
    fn the_new_names() {
        let text = "<tbx xmlns='urn:iso:std:iso:30042:ed-2' style='dca' type='TBX-Core' xml:lang='en'><text><body>
            <conceptEntry id='1'>
              <langSec xml:lang='ja'><termSec><term>霧笛</term></termSec></langSec>
              <langSec xml:lang='en'><termSec><term>fog signal</term></termSec></langSec>
            </conceptEntry>
            <conceptEntry id='2'><langSec xml:lang='ja'><termSec><term>塔</term></termSec></langSec></conceptEntry>
          </body></text></tbx>";
        assert_eq!(read(text), ["ja: fog signal = 霧笛"]);
    }

    #[test]
    fn mistakes_have_a_place() {
        let entry = |inner: &str| format!("<tbx>\n<termEntry>{inner}</termEntry></tbx>");
        for (text, at, reason) in [
            ("<tbx>\n  <a></b></tbx>".to_owned(), (2, 6), "not well-formed XML: expected 'a' tag, not 'b'"),
            ("<tbx/>".to_owned(), (1, 1), "no term"),
            (entry("<langSet/>"), (2, 12), "the xml:lang `` is not a language tag such as it or it-IT"),
            (entry("<langSet xml:lang='it_IT'/>"), (2, 12), "the xml:lang `it_IT` is not a language tag such as it or it-IT"),
            (entry("<langSet xml:lang='it'><tig><term> </term></tig></langSet>"), (2, 40), "an empty term"),
        ] {
            let mistake = parse(&text).unwrap_err();
            assert!(mistake.reason.starts_with(reason), "{mistake:?}");
            assert_eq!((mistake.line, mistake.column), (at.0, Some(at.1)), "{mistake:?}");
        }
    }

    #[test]
    fn entities_outside_the_file_and_floods_of_entities_are_refused() {
        let outside = "<!DOCTYPE tbx [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><tbx><term>&e;</term></tbx>";
        assert!(parse(outside).unwrap_err().reason.starts_with("not well-formed XML: "));
        let mut flood = "<!DOCTYPE tbx [<!ENTITY e0 'eeeeeeeeee'>".to_owned();
        for i in 1..12 {
            flood += &format!("<!ENTITY e{i} '{}'>", format!("&e{};", i - 1).repeat(10));
        }
        assert!(parse(&(flood + "]><tbx><term>&e11;</term></tbx>")).unwrap_err().reason.contains("loop"));
        let deep = format!("<tbx>{}{}</tbx>", "<a>".repeat(200_000), "</a>".repeat(200_000));
        assert!(parse(&deep).unwrap_err().reason.starts_with("no term"));
    }
}
