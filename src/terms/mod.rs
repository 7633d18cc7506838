//! Terms: the words of the source that must not be translated, and the required translations of others.

pub mod csv;
pub mod tbx;

use crate::Error;
use crate::language::allows_word_edge;
use crate::text::bytes::without_byte_order_mark;
use crate::text::normalize::normalize;
use aho_corasick::{AhoCorasick, MatchKind};
use oxilangtag::LanguageTag;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// The configured terms.
#[derive(Debug, Default)]
pub struct Terms {
    /// By locale or language in lower case; the empty name means every locale. No entry is without a term.
    by_locale: HashMap<String, ConfiguredTerms>,
}

/// The terms that are configured for one locale.
#[derive(Debug, Default)]
struct ConfiguredTerms {
    tables: Vec<Term>,
    files: Vec<Term>,
    /// These terms combined with the terms of the language and of every locale. Computed on first use.
    combined: OnceLock<LocaleTerms>,
}

/// Where a term is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In `bitext.toml` itself.
    Table,
    /// In a file that `bitext.toml` names.
    File,
}

impl Terms {
    /// Terms, each with its locale or language; an empty name means every locale.
    pub fn new(listed: impl IntoIterator<Item = (String, Origin, Term)>) -> Self {
        let mut terms = Self::default();
        for (locale, origin, term) in listed {
            let configured = terms.by_locale.entry(locale.to_ascii_lowercase()).or_default();
            let terms = if origin == Origin::Table { &mut configured.tables } else { &mut configured.files };
            terms.push(term);
        }
        terms
    }

    /// The terms for a locale: those of the locale, of its language, and of every locale. `None` if there are none.
    pub fn for_locale(&self, locale: Option<&str>) -> Option<&LocaleTerms> {
        if self.by_locale.is_empty() {
            return None;
        }
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let chain: Vec<&ConfiguredTerms> = tags(&locale).filter_map(|tag| self.by_locale.get(tag)).collect();
        let most_specific = chain.first()?;
        Some(most_specific.combined.get_or_init(|| {
            let everywhere = self.by_locale.get("");
            let specific = || chain.iter().filter(|terms| everywhere.is_none_or(|every| !std::ptr::eq(**terms, every)));
            let tables = specific().map(|terms| &terms.tables);
            let files = specific().map(|terms| &terms.files);
            LocaleTerms::new(gather(tables.chain(files).chain(everywhere.map(|terms| &terms.tables))))
        }))
    }
}

/// The tags that cover a locale, the most specific first: `sr-latn-rs`, `sr-latn`, `sr` and the empty name.
fn tags(locale: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(locale), |tag| (!tag.is_empty()).then(|| tag.rsplit_once('-').map_or("", |(before, _)| before)))
}

/// Merges the terms of several origins, listed from most to least specific. If several origins define the same source term
/// (ignoring case), the first wins. One origin may have translations of a term in several places.
fn gather<'a>(origins: impl Iterator<Item = &'a Vec<Term>>) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    for origin in origins {
        let first = terms.len();
        let mut own: HashMap<(TermKind, String), usize> = HashMap::new();
        for kind in [TermKind::Kept, TermKind::Whole, TermKind::Stem] {
            for term in origin.iter().filter(|term| term.kind() == kind) {
                let lower = lower(&term.source);
                if taken.contains(&lower) {
                    continue;
                }
                match own.entry((kind, if kind == TermKind::Kept { term.source.clone() } else { lower })) {
                    Entry::Occupied(same) => terms[*same.get()].translations.extend_from_slice(&term.translations),
                    Entry::Vacant(new) => {
                        new.insert(terms.len());
                        terms.push(term.clone());
                    }
                }
            }
        }
        taken.extend(terms[first..].iter().map(|term| lower(&term.source)));
    }
    terms
}

/// The kind of a term. If several terms of one origin match at the same place, the earlier kind wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum TermKind {
    Kept,
    Whole,
    Stem,
}

/// The terms of one locale, prepared for searching.
#[derive(Debug)]
pub struct LocaleTerms {
    /// The more specific first.
    terms: Vec<Term>,
    /// Searches for all of them at once. `None` if there are too many, which takes gigabytes of terms.
    search: Option<AhoCorasick>,
}

impl LocaleTerms {
    fn new(terms: Vec<Term>) -> Self {
        let sources = terms.iter().map(|term| stem(&term.source).0);
        // The search returns every match, and `find` chooses the longest of those that are whole words. The longest match may
        // not be a whole word, and would hide a shorter one.
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(sources).ok();
        Self { terms, search }
    }

    /// The terms that occur in a source text as whole words, with their byte ranges, from left to right. Of overlapping terms the
    /// first is returned; of those that begin at the same place, the longest. Kept terms are case-sensitive, the others are not. A
    /// plural `s` belongs to the term. The text should be normalized ([`normalize`]), because its spaces are compared exactly.
    pub fn find<'t>(&'t self, text: &str) -> impl Iterator<Item = (Range<usize>, &'t Term)> + use<'t> {
        let mut found = Vec::new();
        for hit in self.search.iter().flat_map(|search| search.find_overlapping_iter(text)) {
            let index = hit.pattern().as_usize();
            let term = &self.terms[index];
            let (source, is_stem) = stem(&term.source);
            if !term.is_kept() || &text[hit.range()] == source {
                let ending = if is_stem { Ending::Any } else { Ending::Plural };
                found.extend(whole_words(text, hit.range(), ending).map(|end| (hit.start(), end, index)));
            }
        }
        found.sort_unstable_by_key(|&(start, end, index)| (start, Reverse(end), index));
        let mut free = 0;
        found.retain(|&(start, end, _)| {
            let fits = start >= free;
            free = if fits { end } else { free };
            fits
        });
        found.into_iter().map(|(start, end, index)| (start..end, &self.terms[index]))
    }
}

/// A source term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As configured; a `*` at its end matches the rest of the word.
    pub source: String,
    /// The accepted translations, with `*` as in the source. Empty if the term must not be translated.
    pub translations: Vec<String>,
}

impl Term {
    /// Whether the term must not be translated.
    pub fn is_kept(&self) -> bool {
        self.translations.is_empty()
    }

    /// Whether a target contains what the term requires: any of the translations as whole words, ignoring case; for a kept term
    /// the term itself, case-sensitive (an English plural `s` may follow it). In scripts without spaces between words a translation
    /// matches anywhere. Escapes, entities and kinds of whitespace in the target make no difference.
    pub fn is_accepted_in(&self, target: &str) -> bool {
        let target = normalize(target);
        if self.is_kept() {
            return contains(&target, &self.source, Ending::Plural);
        }
        let target = lower(&target);
        self.translations.iter().any(|translation| contains(&target, &lower(translation), Ending::Word))
    }

    fn kind(&self) -> TermKind {
        match () {
            () if self.is_kept() => TermKind::Kept,
            () if stem(&self.source).1 => TermKind::Stem,
            () => TermKind::Whole,
        }
    }
}

/// A term in the form that is compared: with single spaces, and none at its ends. `None` if nothing is left.
pub fn normalize_spaces(text: &str) -> Option<String> {
    let normalized = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!matches!(normalized.as_str(), "" | "*")).then_some(normalized)
}

/// Whether a text is a well-formed language tag ([RFC 5646](https://www.rfc-editor.org/rfc/rfc5646)) whose language has two or
/// three letters. Longer language subtags are reserved, and such a text is more likely an ordinary word. Irregular and private
/// tags name no language.
pub fn is_language_tag(text: &str) -> bool {
    let length = text.find('-').unwrap_or(text.len());
    matches!(length, 2 | 3) && LanguageTag::parse(text).is_ok()
}

/// A mistake in a configuration file or a file of terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1, if it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl Mistake {
    /// The error that reports this mistake in a file.
    pub fn in_file(self, path: &Path) -> Error {
        let column = self.column.map_or(String::new(), |column| format!(":{column}"));
        Error::Config { place: format!("{}:{}{column}", path.display(), self.line), reason: self.reason }
    }
}

/// The content of a file of terms: terms, each with its locale or language.
pub type TermList = Vec<(String, Term)>;

/// Decodes a file of terms as UTF-8, without its byte order mark.
///
/// # Errors
/// If they are not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str, Mistake> {
    let bytes = without_byte_order_mark(bytes);
    str::from_utf8(bytes).map_err(|error| {
        let (line, column) = line_and_column(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]), error.valid_up_to());
        Mistake { line, column: Some(column), reason: "not UTF-8".to_owned() }
    })
}

/// The line and the column of a byte, both from 1, the column in characters.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    (before.matches('\n').count() + 1, before.chars().rev().take_while(|c| *c != '\n').count() + 1)
}

/// A pattern without its final `*`, and whether it had one.
fn stem(pattern: &str) -> (&str, bool) {
    match pattern.strip_suffix('*') {
        Some(word) if word.ends_with(is_word) => (word, true),
        _ => (pattern, false),
    }
}

/// What may follow a term within the word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Word,
    Plural,
    Any,
}

/// Whether a text contains a pattern as whole words.
fn contains(text: &str, pattern: &str, ending: Ending) -> bool {
    let (word, is_stem) = stem(pattern);
    let ending = if is_stem { Ending::Any } else { ending };
    text.match_indices(word).any(|(at, _)| whole_words(text, at..at + word.len(), ending).is_some())
}

/// The end of the words that begin with these bytes. `None` if the bytes start in the middle of a word, or end in the middle of
/// one and `ending` does not allow that.
fn whole_words(text: &str, bytes: Range<usize>, ending: Ending) -> Option<usize> {
    let (before, term, after) = (&text[..bytes.start], &text[bytes.clone()], &text[bytes.end..]);
    if !is_word_edge(term.chars().next()?, before.chars().rev()) {
        return None;
    }
    let mut last = term.chars().next_back()?;
    if is_word_edge(last, after.chars()) {
        return Some(bytes.end);
    }
    match ending {
        Ending::Word => None,
        Ending::Plural => {
            let plural = last.is_ascii_alphabetic() && after.starts_with(['s', 'S']) && is_word_edge('s', after[1..].chars());
            plural.then_some(bytes.end + 1)
        }
        Ending::Any => {
            let mut rest = after.chars();
            while !is_word_edge(last, rest.clone()) {
                last = rest.next()?;
            }
            Some(text.len() - rest.as_str().len())
        }
    }
}

/// Whether a word ends at its letter `inner`, given the characters beside it: those after it, or those before it in reverse. `_`
/// belongs to a word only in its middle, because Markdown uses it for emphasis.
fn is_word_edge(inner: char, mut beside: impl Iterator<Item = char>) -> bool {
    let Some(outer) = (match beside.next() {
        Some('_') => beside.next(),
        other => other,
    }) else {
        return true;
    };
    !is_word(inner)
        || !is_word(outer)
        || allows_word_edge(inner)
        || allows_word_edge(outer)
        // In non-Latin text, a Latin name may take a native ending directly (`Server-а`). A change of script is therefore a
        // word edge.
        || is_latin(inner) != is_latin(outer)
}

/// Letters, digits, and combining marks.
fn is_word(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}');
    c.is_alphanumeric() || is_mark && !matches!(c, '\u{964}' | '\u{965}')
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

/// A text in lower case. Letters whose case depends on the language or the place (Turkish i, Greek sigma at the end of a word) become
/// the same letter. Zero-width characters are left out, as in [`normalize`].
fn lower(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            'A'..='Z' => lower.push(char.to_ascii_lowercase()),
            '\0'..='\x7f' => lower.push(char),
            'ς' => lower.push('σ'),
            'İ' | 'ı' => lower.push('i'),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ => lower.extend(char.to_lowercase()),
        }
    }
    lower
}

/// The terms of a file as text, for the tests of its format.
#[cfg(test)]
fn shown(listed: TermList) -> Vec<String> {
    let shown = |(locale, term): (String, Term)| format!("{locale}: {} = {}", term.source, term.translations.join(" or "));
    listed.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(source: &str, translations: &[&str]) -> Term {
        Term { source: source.to_owned(), translations: translations.iter().map(|&t| t.to_owned()).collect() }
    }

    /// The terms that are found in a text: the matched text, and the source of the term.
    fn found<'a>(terms: &[(&str, &[&str])], text: &'a str) -> Vec<(&'a str, String)> {
        let terms = LocaleTerms::new(gather([&terms.iter().map(|(s, t)| term(s, t)).collect()].into_iter()));
        terms.find(text).map(|(bytes, term)| (&text[bytes], term.source.clone())).collect()
    }

    fn only(terms: &[(&str, &[&str])], text: &str) -> Vec<String> {
        found(terms, text).into_iter().map(|(there, _)| there.to_owned()).collect()
    }

    const BRANCH: (&str, &[&str]) = ("branch", &["ramo"]);

    #[test]
    fn terms_are_whole_words() {
        for (text, there) in [
            ("A branch.", &["branch"] as &[&str]),
            ("Branch", &["Branch"]),
            ("the `branch`, _branch_ and **branch**", &["branch", "branch", "branch"]),
            ("two branchs", &["branchs"]),
            ("branchsome branching rebranch branch2 my_branch branch_x", &[]),
            ("branch-based", &["branch"]),
        ] {
            assert_eq!(only(&[BRANCH], text), there, "{text}");
        }
        assert_eq!(only(&[("C#", &["C#"]), (".NET", &[])], "C# and .NET, not dotC# or .NETs"), ["C#", ".NET", ".NETs"]);
    }

    #[test]
    fn a_stem_takes_the_rest_of_the_word() {
        assert_eq!(
            only(&[("repositor*", &["x"])], "Repositories, a repository's, disrepository"),
            ["Repositories", "repository"]
        );
        let stem = term("repositor*", &["deposit*", "archivio"]);
        assert!(stem.is_accepted_in("I DEPOSITI sono") && stem.is_accepted_in("un archivio"));
        assert!(!stem.is_accepted_in("un predeposito") && !stem.is_accepted_in("archivioni"));
        assert_eq!(only(&[("SELECT *", &[])], "a SELECT * here"), ["SELECT *"]);
    }

    #[test]
    fn the_longest_term_wins_if_it_is_whole() {
        let terms: &[(&str, &[&str])] = &[BRANCH, ("branch policy", &["x"]), ("policy set", &["y"])];
        assert_eq!(only(terms, "a branch policy set"), ["branch policy"]);
        assert_eq!(only(terms, "a branch policyholder, a policy set"), ["branch", "policy set"]);
        assert_eq!(only(&[("art work", &["x"]), ("workspace", &["y"])], "a smart workspace"), ["workspace"]);
    }

    #[test]
    fn kept_terms_are_case_sensitive() {
        let kept: (&str, &[&str]) = ("Go", &[]);
        assert_eq!(only(&[kept], "Go on, go to GO and Go"), ["Go", "Go"]);
        // The kept term precedes a translated one with the same letters.
        let both = found(&[("go", &["andare"]), kept], "Go, go");
        assert_eq!(both, [("Go", "Go".to_owned()), ("go", "go".to_owned())]);
        let kept = term("Blazor Server", &[]);
        for (target, is_accepted) in [
            ("in Blazor Server.", true),
            ("in Blazor&nbsp;Server", true),
            ("in Blazor\u{a0}\u{200f}Server", true),
            ("in :::no-loc(Blazor Server):::", true),
            ("Blazor Serverの", true),
            ("サーバーBlazor Server", true),
            ("для Blazor Server-а", true),
            ("gli Blazor Servers", true),
            ("in blazor server", false),
            ("in Blazor Serverino", false),
            ("nel server Blazor", false),
        ] {
            assert_eq!(kept.is_accepted_in(target), is_accepted, "{target}");
        }
    }

    #[test]
    fn any_translation_is_accepted_ignoring_case() {
        for (translations, target, is_accepted) in [
            (&["ramo", "rami"] as &[&str], "I Rami sono", true),
            (&["ramo", "rami"], "l’_ramo_", true),
            (&["ramo"], "ramoscello", false),
            (&["ветка"], "ВЕТКА и", true),
            (&["ветка"], "веткам", false),
            (&["プル要求"], "このプル要求を", true),
            (&["Git リポジトリ"], "このGit リポジトリは", true),
            (&["สาขา"], "ในสาขานี้", true),
            (&["분기"], "이 분기를", true),
            (&["κλάδος"], "ΚΛΆΔΟΣ", true),
            (&["istek"], "İSTEK", true),
            (&["richiesta pull"], "richiesta\n  pull", true),
            (&["شاخه\u{200c}ها"], "شاخه\u{200c}ها", true),
        ] {
            assert_eq!(term("x", translations).is_accepted_in(target), is_accepted, "{target}");
        }
    }

    fn given(listed: &[(&str, Origin, Term)]) -> Terms {
        Terms::new(listed.iter().map(|(locale, origin, term)| ((*locale).to_owned(), *origin, term.clone())))
    }

    #[test]
    fn the_more_specific_origin_wins() {
        let listed = [
            ("", Origin::Table, term("Contoso", &[])),
            ("", Origin::Table, term("branch", &[])),
            ("it", Origin::File, term("Branch", &["of the language's file"])),
            ("it-it", Origin::File, term("branch", &["of the file"])),
            ("it-it", Origin::File, term("branch", &["again"])),
            ("it", Origin::Table, term("branch", &["of the language"])),
            ("it-IT", Origin::Table, term("branch", &["of the locale"])),
        ];
        let branch = |terms: &Terms, locale| {
            let terms = terms.for_locale(locale).unwrap();
            assert_eq!(terms.find("Contoso").count(), 1);
            terms.find("branch").map(|(_, term)| term.translations.join(", ")).collect::<Vec<_>>()
        };
        let terms = given(&listed[..5]);
        assert_eq!(branch(&terms, Some("it-IT")), ["of the file, again"]);
        assert_eq!(branch(&terms, Some("it-CH")), ["of the language's file"]);
        assert_eq!((branch(&terms, Some("ja-JP")), branch(&terms, None)), (vec![String::new()], vec![String::new()]));
        assert_eq!(branch(&given(&listed[..6]), Some("it-IT")), ["of the language"]);
        assert_eq!(branch(&given(&listed), Some("it-IT")), ["of the locale"]);
        assert_eq!(branch(&given(&listed), Some("it")), ["of the language"]);
    }

    #[test]
    fn a_term_kept_in_a_specific_origin_is_not_translated_by_another() {
        let terms = given(&[("it", Origin::Table, term("commit", &[])), ("it", Origin::File, term("Commit", &["x"]))]);
        assert_eq!(terms.for_locale(Some("it")).unwrap().find("Commit").count(), 0);
        assert!(
            terms.for_locale(Some("de-DE")).is_none()
                && terms.for_locale(None).is_none()
                && Terms::default().for_locale(None).is_none()
        );
    }

    #[test]
    fn language_tags_are_recognized() {
        assert!(["it", "it-IT", "fil-PH", "sr-Latn-RS", "zh-hans", "es-419", "qps-ploc"].into_iter().all(is_language_tag));
        let others = ["", "i", "it_IT", "notes", "it-", "it-IT ", "x-y", "i-ami", "i-default", "it-a", "it-IT-1"];
        assert!(!others.into_iter().any(is_language_tag));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_located() {
        assert_eq!(decode(b"\xef\xbb\xbfa"), Ok("a"));
        assert_eq!(
            decode(b"a\nb\xc3\xa0\xff").unwrap_err(),
            Mistake { line: 2, column: Some(3), reason: "not UTF-8".to_owned() }
        );
    }
}
