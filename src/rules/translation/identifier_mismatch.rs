//! `identifier-mismatch`: an identifier of the source is missing, translated or transliterated.

use crate::document::inline::Kind;
use crate::language::Script;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::{Edit, Fix, Problem};
use crate::rules::identifiers::{Certainty, guids, identifier, names, options};
use crate::rules::rule::{Aspect, Check, Covers, Explains, FixKind, Group, Level, Rule};
use crate::rules::runs::{Run, runs};
use crate::text::Span;
use crate::text::bytes::find_rare;
use crate::text::phrases::{is_or_are, listed_briefly};
use std::cell::OnceCell;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    id: "identifier-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when an identifier of the source is missing, translated or transliterated in the target.

## What it does

Takes the identifiers of the source text: names of several words (`lampStateId`, `max_size`), names with dots (`Lamp.Wick`, `lamp.json`), GUIDs, and command line options (`--no-light`). Each must be somewhere in the target, in any capitals and with any spaces. A text that is one token, such as `lamp:state`, is an identifier as well. A name of two words in mixed case, such as `LampState`, may be the name of a product or a plural in running text. It counts only if the segment has no other text, or if the target has the name in its own letters. The text of an API link (`[Lamp](xref:shop.lamp)`) must be the text of the source link, if that is the name at the end of the address.

## Why it matters

Readers search for the identifier, type it and copy it. A translated one does not exist.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Tipo: [Lampada](xref:shop.lamp)</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Type: [Lamp](xref:shop.lamp)</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Tipo: [Lamp](xref:shop.lamp)</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Type: [Lamp](xref:shop.lamp)</span></span>
```

## What to do

Write the identifier exactly as in the source. The fix does so for a GUID that is damaged, and for the text of an API link.
"#,
    fix: FixKind::Safe,
    aspect: Aspect::TargetPart,
    explains: &[
        Explains { covers: Covers::SourceWords, rules: &["number-mismatch", "mangled-name", "localized-version"], aspects: &[] },
        Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] },
    ],
    checks: &[Check::Segment(check), Check::Segment(check_links)],
    ..Rule::DEFAULTS
};

/// How many names of a text are looked up: more than any real text has.
const MAX_IDENTIFIERS: usize = 200;

/// How many bytes an identifier may have. A longer one is not checked.
const MAX_BYTES: usize = 200;

fn check(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !may_have_identifier(source) || segment.context.is_english {
        return;
    }
    let folded: OnceCell<String> = OnceCell::new();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut missing: Vec<(Span, Option<Span>)> = Vec::new();
    for (span, is_exact) in candidates(source).take(MAX_IDENTIFIERS) {
        let name = source.get(span);
        if name.len() > MAX_BYTES || find_rare(target.text, name).is_some() || !seen.insert(name) {
            continue;
        }
        let certainty = if is_exact { Some(Certainty::Certain) } else { identifier(name) };
        let Some(certainty) = certainty else { continue };
        if folded.get_or_init(|| fold(target.text)).contains(&fold(name)) {
            continue;
        }
        let instead = transliteration(segment, name).or_else(|| damaged_guid(target, name));
        let is_alone = || source.text.trim().trim_matches(['*', '_']).len() == name.len();
        if certainty == Certainty::Certain || instead.is_some() || is_alone() {
            missing.push((span, instead));
        }
    }
    let Some(&(first, instead)) = missing.first() else { return };
    let names = listed_briefly(missing.iter().map(|(span, _)| format!("`{}`", source.get(*span))), "identifier");
    let (message, label) = match instead {
        Some(instead) if missing.len() == 1 => {
            (format!("{names} became `{}`", target.get(instead)), "differs from the identifier in the source")
        }
        _ => (format!("{names} {} missing", is_or_are(missing.len())), "lacks the identifier"),
    };
    let mut problem = segment
        .finding(&RULE, instead, Some((first, "the identifier in the source")), message)
        .problems(missing.len())
        .label(label)
        .help("readers search for it and copy it; write it exactly as in the source");
    if let Some(instead) = instead
        && missing.len() == 1
        && is_guid(source.get(first))
    {
        problem = problem.safe_fix(target.place(instead), source.get(first));
    }
    problems.push(problem);
}

/// Whether a text may have an identifier. Most texts have none.
fn may_have_identifier(source: SideText<'_>) -> bool {
    let bytes = source.text.as_bytes();
    let has_option_or_guid = || options(source.text).next().is_some() || guids(source.text).next().is_some();
    source.inline.has_names()
        || lone_token(source.text).is_some()
        || memchr::memchr2_iter(b'_', b'-', bytes).any(|at| bytes[at] == b'_')
        || has_option_or_guid()
}

/// The names of a text that are not in code, an address, a tag or a placeholder, and whether they are GUIDs or options.
/// `code-mismatch` and other rules compare the others.
fn candidates(side: SideText<'_>) -> impl Iterator<Item = (Span, bool)> {
    let with_underscore = side.all(Kind::Word).filter(|(_, word)| word.contains('_')).map(|(part, _)| part.span);
    let named = names(side).chain(with_underscore).filter_map(move |span| {
        let name = side.get(span).trim_end_matches("()");
        let span = Span { start: span.start, end: span.start + name.len() as u32 };
        let is_in_address = side.text[..span.start as usize].ends_with(['@', '/', '\\', '-'])
            || side.text[span.end as usize..].starts_with(['@', '/', '\\', '-']);
        (!is_in_address).then_some((span, false))
    });
    let exact = guids(side.text).chain(options(side.text)).map(|span| (span, true));
    let token = lone_token(side.text).map(|span| (span, true));
    named.chain(exact).chain(token).filter(move |(span, _)| side.is_shown(*span))
}

/// The text as an identifier, if it is one token with a sign between letters or digits: `lamp:state`, `net45+sl5`, `app_x!Lamp`.
fn lone_token(text: &str) -> Option<Span> {
    let token = text.trim();
    let bytes = token.as_bytes();
    // Nearly all texts have several words.
    if token.len() > MAX_BYTES || memchr::memchr(b' ', bytes).is_some() {
        return None;
    }
    let is_between =
        |at: usize| at > 0 && bytes[at - 1].is_ascii_alphanumeric() && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    let has_sign = (0..bytes.len()).any(|at| matches!(bytes[at], b':' | b'+' | b'!' | b'_') && is_between(at));
    let is_plain = bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'+' | b'!' | b'_' | b'.' | b'-'));
    let start = text.len() - text.trim_start().len();
    let has_letters = bytes.iter().filter(|b| b.is_ascii_lowercase()).count() > 3;
    (is_plain && has_sign && has_letters).then(|| Span::new(start, start + token.len()))
}

/// A text without the characters that a name may gain: whitespace, backslashes, invisible characters and emphasis. In lower
/// case.
fn fold(text: &str) -> String {
    let is_kept =
        |c: &char| !(c.is_whitespace() || matches!(c, '\\' | '*' | '`' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    let chars = text.chars().filter(is_kept).map(|c| if matches!(c, 'ı' | 'İ') { 'i' } else { c });
    chars.flat_map(char::to_lowercase).collect()
}

/// The word of a target that is a name in the letters of its language: `аваилаблесеатс` for `AvailableSeats`.
fn transliteration(segment: &ParsedSegment<'_>, name: &str) -> Option<Span> {
    let script = segment.context.language?.script;
    if script != Script::Cyrillic || segment.target.text.len() > MAX_SEARCHED {
        return None;
    }
    let wanted = consonants(name);
    if wanted.len() < MIN_CONSONANTS {
        return None;
    }
    let words = segment.target.all(Kind::Word).filter(|(_, word)| !word.is_ascii() && word.len() <= MAX_BYTES);
    words.map(|(part, word)| (part.span, consonants(word))).find(|(_, found)| is_near(&wanted, found)).map(|(span, _)| span)
}

/// How many bytes a target may have if a transliteration is searched in it.
const MAX_SEARCHED: usize = 10_000;

/// How many consonants a name has at least if its transliteration is recognized.
const MIN_CONSONANTS: usize = 4;

/// The consonants of a word as a key that is the same in Latin and Cyrillic letters.
fn consonants(word: &str) -> String {
    let mut key = String::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        key.push_str(match c {
            'b' | 'б' => "b",
            'v' | 'w' | 'в' => "v",
            'g' | 'г' => "g",
            'd' | 'д' => "d",
            'z' | 'з' => "z",
            'k' | 'q' | 'c' | 'к' => "k",
            'l' | 'л' => "l",
            'm' | 'м' => "m",
            'n' | 'н' => "n",
            'p' | 'п' => "p",
            'r' | 'р' => "r",
            's' | 'с' => "s",
            't' | 'т' => "t",
            'f' | 'ф' => "f",
            'h' | 'х' => "h",
            'x' => "ks",
            'ц' => "k",
            'ч' => "kh",
            'ш' => "sh",
            'j' | 'ж' | 'щ' => "j",
            _ => "",
        });
    }
    key
}

/// Whether the consonants of two words are nearly the same.
fn is_near(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 2 && strsim::normalized_levenshtein(one, other) >= 0.8
}

/// Whether a name has the form of a GUID.
fn is_guid(name: &str) -> bool {
    guids(name).next().is_some_and(|span| span.len() == name.len())
}

/// The word of a target that is a GUID with a part of it lost.
fn damaged_guid(target: SideText<'_>, guid: &str) -> Option<Span> {
    if !is_guid(guid) {
        return None;
    }
    let first = &guid[..8];
    let at = target.text.find(first)?;
    let length = target.text[at..].bytes().take(36).take_while(|b| b.is_ascii_hexdigit() || *b == b'-').count();
    let found = target.text[at..at + length].trim_end_matches('-');
    if target.text[at + found.len()..].starts_with(char::is_alphanumeric) {
        return None;
    }
    (found.len() < guid.len() && strsim::normalized_levenshtein(found, guid) >= 0.6).then(|| Span::new(at, at + found.len()))
}

/// How many API links of a text are compared.
const MAX_LINKS: usize = 50;

/// Compares the texts of API links. The text of such a link is the last part of its address.
fn check_links(segment: &ParsedSegment<'_>, problems: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if segment.is_same() || !target.inline.has(Kind::Link) || memchr::memmem::find(source.text.as_bytes(), b"](xref:").is_none() {
        return;
    }
    let in_source: Vec<(Run, &str)> = api_links(source).collect();
    let mut changed: Vec<(Run, Run)> = Vec::new();
    let mut used = vec![false; in_source.len()];
    for (run, address) in api_links(target) {
        let mut of_address =
            in_source.iter().enumerate().filter(|(i, (_, known))| !used[*i] && known.eq_ignore_ascii_case(address));
        let Some((i, &(original, _))) = of_address.next() else { continue };
        used[i] = true;
        let name = source.get(original.text);
        let text = target.get(run.text);
        let is_name = is_last_part(name, address);
        // Spaces in a name are reported by mangled-name.
        if is_name && without_spaces(text) != without_spaces(name) {
            changed.push((original, run));
        }
    }
    let Some(&(original, run)) = changed.first() else { return };
    let message = format!("the link text `{}` became `{}`", source.get(original.text), target.get(run.text));
    let edits =
        changed.iter().map(|(original, run)| Edit { span: target.place(run.text), text: source.get(original.text).to_owned() });
    let mut problem = segment
        .finding(&RULE, Some(run.text), Some((original.text, "the name in the source")), message)
        .problems(changed.len())
        .label("is the name of an API")
        .help("readers search for the name and copy it; write it exactly as in the source");
    problem.fix = Some(Fix { safe: true, edits: edits.collect() });
    problems.push(problem);
}

/// The links of a text to the reference of an API, each with its address.
fn api_links<'a>(side: SideText<'a>) -> impl Iterator<Item = (Run, &'a str)> {
    let links = side.all(Kind::Link).zip(runs(side, &[Kind::Link]));
    let of_api = links.filter_map(|((_, address), run)| Some((run, address.strip_prefix("xref:")?)));
    of_api.take(MAX_LINKS)
}

/// Whether the text of a link is the name at the end of its address, ignoring case. A word in lower case is prose, and an address
/// with `/` leads to a page.
fn is_last_part(name: &str, address: &str) -> bool {
    let address = address.split(['?', '#', '*', '%', '(']).next().unwrap_or_default();
    let name = name.trim_matches(['`', '*']);
    let Some(start) = address.len().checked_sub(name.len()).filter(|start| address.is_char_boundary(*start)) else {
        return false;
    };
    let is_name = name.contains(|c: char| c.is_ascii_uppercase() || c == '.') && !address.contains('/');
    let is_part = start == 0 || matches!(address.as_bytes()[start - 1], b'.' | b'-');
    is_name && is_part && address[start..].eq_ignore_ascii_case(name)
}

/// A text without whitespace and backslashes.
fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{assert_reported, report, report_document, segment};

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: the link text `Lamp` became `Lampada`
          at "Lampada": is the name of an API
          see "Lamp" in it-it/lamp.md: the name in the source
          help: readers search for the name and copy it; write it exactly as in the source
          safe fix: "Lampada" -> "Lamp"
        "#);
    }

    #[test]
    fn changed_identifiers_are_reported() {
        let guid = "5d7c0030-0c1f-4bed-a3bc-8a3c4dfb65b0";
        for (locale, source, target, texts) in [
            (
                "ru-ru",
                "The SyndicationLampNumber value",
                "Значение синдикатионлампнумбер",
                vec!["`SyndicationLampNumber` became `синдикатионлампнумбер`", "differs from the identifier in the source"],
            ),
            ("ru-ru", "The LampState column", "Столбец лампстате", vec!["`LampState` became `лампстате`"]),
            ("ko-kr", "LampState", "램프 상태", vec!["`LampState` is missing"]),
            ("tr-tr", "lamp:state", "lamba: durum", vec!["`lamp:state` is missing"]),
            (
                "it-it",
                "Open lamp.json first.",
                "Aprire lampada.json per primo.",
                vec![
                    "`lamp.json` is missing",
                    "lacks the identifier",
                    "the identifier in the source",
                    "readers search for it and copy it; write it exactly as in the source",
                ],
            ),
            (
                "it-it",
                "Set max_size with --no-light.",
                "Impostare la dimensione.",
                vec!["`max_size` and `--no-light` are missing"],
            ),
            ("it-it", guid, "5d7c0030-0c1f-4bed-8a3c4dfb65b0", vec!["became `5d7c0030-0c1f-4bed-8a3c4dfb65b0`", "safe fix"]),
            (
                "pl-pl",
                "out : [Unit](xref:lamp.lang.unit)",
                "wyjście: [Jednostka](xref:lamp.lang.unit)",
                vec![
                    "the link text `Unit` became `Jednostka`",
                    "is the name of an API",
                    "the name in the source",
                    "readers search for the name and copy it; write it exactly as in the source",
                    "safe fix: \"Jednostka\" -> \"Unit\"",
                ],
            ),
        ] {
            assert_reported(&RULE, locale, source, target, &texts);
        }
    }

    #[test]
    fn kept_identifiers_and_translated_names_are_accepted() {
        for (locale, source, target) in [
            ("ko-kr", "A PivotTable for lamps", "램프용 피벗 테이블"),
            ("de-de", "See lamp.json and max_size.", "Siehe `lamp.json` und max\\_size."),
            ("de-de", "Use Lamp.Wick here.", "Hier Lamp. Wick verwenden."),
            ("de-de", "For eCommerce, e.g. McDonald.", "Für Onlinehandel, z. B. bei Mac."),
            ("pl-pl", "See [the lamp](xref:lamp.lang.unit).", "Zobacz [lampę](xref:lamp.lang.unit)."),
            ("pl-pl", "See [unit](xref:lamp.lang.unit).", "Zobacz [jednostkę](xref:lamp.lang.unit)."),
            ("pl-pl", "See [Unit](xref:lamp/lang.unit).", "Zobacz [jednostkę](xref:lamp/lang.unit)."),
            ("pl-pl", "See [Unit](xref:lamp.lang.unit).", "Zobacz [U nit](xref:lamp.lang.unit)."),
            ("de-de", "Write to lamp_shop@example.com/a_b.", "Schreiben Sie uns."),
            ("ru-ru", "Use SaaS and v1.16.1.", "Используйте его."),
        ] {
            assert_eq!(report_document(&RULE, &format!("{locale}/lamp.md"), &segment(source, target)), "", "{target}");
        }
    }

    #[test]
    fn transliterations_are_near() {
        let near = |one: &str, other: &str| is_near(&consonants(one), &consonants(other));
        assert!(near("AvailableSeats", "аваилаблесеатс") && near("CustomerTenantId", "Кустомертенантид"));
        assert!(!near("AvailableSeats", "доступные") && !near("CustomerTenantId", "клиента"));
    }
}
