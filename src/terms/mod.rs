//! Terms: which words of the source are kept as they are, and how others are translated.

pub mod csv;
pub mod tbx;

use crate::Error;
use crate::language::allows_word_edge;
use crate::text::bytes::without_mark;
use crate::text::normalize::fold;
use aho_corasick::{AhoCorasick, MatchKind};
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// The configured terms.
#[derive(Debug, Default)]
pub struct Terms {
    /// By locale or language in lower case; the empty name stands for every locale. None is without a term.
    given: HashMap<String, Given>,
}

/// The terms that name one locale.
#[derive(Debug, Default)]
struct Given {
    tables: Vec<Term>,
    files: Vec<Term>,
    /// With those of its language and of every locale; made when they are first asked for.
    made: OnceLock<LocaleTerms>,
}

/// Where a term is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In `bitext.toml` itself.
    Table,
    /// In a file that it names.
    File,
}

impl Terms {
    /// The terms with the locale or language that each is for; an empty name stands for every locale.
    pub fn new(listed: impl IntoIterator<Item = (String, Origin, Term)>) -> Self {
        let mut terms = Self::default();
        for (locale, origin, term) in listed {
            let given = terms.given.entry(locale.to_ascii_lowercase()).or_default();
            let terms = if origin == Origin::Table { &mut given.tables } else { &mut given.files };
            terms.push(term);
        }
        terms
    }

    /// The terms for a locale: those of the locale, of its language, and of every locale. None when there are none.
    pub fn of(&self, locale: Option<&str>) -> Option<&LocaleTerms> {
        if self.given.is_empty() {
            return None;
        }
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let chain: Vec<&Given> = tags(&locale).filter_map(|tag| self.given.get(tag)).collect();
        let most_special = chain.first()?;
        Some(most_special.made.get_or_init(|| {
            let everywhere = self.given.get("");
            let special = || chain.iter().filter(|given| everywhere.is_none_or(|every| !std::ptr::eq(**given, every)));
            let tables = special().map(|given| &given.tables);
            let files = special().map(|given| &given.files);
            LocaleTerms::new(gather(tables.chain(files).chain(everywhere.map(|given| &given.tables))))
        }))
    }
}

/// The names that cover a locale, from itself to the empty one: `sr-latn-rs`, `sr-latn`, `sr` and the empty one.
fn tags(locale: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(locale), |tag| (!tag.is_empty()).then(|| tag.rsplit_once('-').map_or("", |(before, _)| before)))
}

/// The terms of some origins, the more special first: for one source term, case aside, the first origin that has it wins.
/// One origin may give several translations in several places.
fn gather<'a>(origins: impl Iterator<Item = &'a Vec<Term>>) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    for origin in origins {
        let first = terms.len();
        let mut own: HashMap<(Kind, String), usize> = HashMap::new();
        for kind in [Kind::Kept, Kind::Whole, Kind::Stem] {
            for term in origin.iter().filter(|term| term.kind() == kind) {
                let lower = lower(&term.source);
                if taken.contains(&lower) {
                    continue;
                }
                match own.entry((kind, if kind == Kind::Kept { term.source.clone() } else { lower })) {
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

/// In this order the terms of one origin come first, where they stand in the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Kept,
    Whole,
    Stem,
}

/// The terms of one locale, ready to be looked for.
#[derive(Debug)]
pub struct LocaleTerms {
    /// The more special first.
    terms: Vec<Term>,
    /// Looks for all of them at once. None if they are too many for that, which takes gigabytes of them.
    search: Option<AhoCorasick>,
}

impl LocaleTerms {
    fn new(terms: Vec<Term>) -> Self {
        let sources = terms.iter().map(|term| stem(&term.source).0);
        // Every match is asked for, and the longest is chosen among those that are whole words: the longest of all may be
        // none, and would hide a shorter one.
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(sources).ok();
        Self { terms, search }
    }

    /// The terms that stand in a source text as whole words, with their bytes in it: from left to right, of those that
    /// overlap the first, of those that begin together the longest. Kept terms only in exactly this writing; the others case
    /// aside. A plural `s` belongs to the term. The text should be folded ([`fold`]): its blanks are compared as they are.
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
    /// As configured; a `*` at its end stands for further letters of the word.
    pub source: String,
    /// Each of them will do; `*` as in the source. Empty: to be kept as it is.
    pub translations: Vec<String>,
}

impl Term {
    /// Whether the term is to be kept as it is.
    pub fn is_kept(&self) -> bool {
        self.translations.is_empty()
    }

    /// Whether a target holds the term as it should: any of the translations as whole words, case aside; for a kept term the
    /// term itself, exactly (an English plural `s` behind it may stay). In scripts without blanks between words a translation
    /// may stand anywhere. Escapes, entities and kinds of blanks in the target make no difference.
    pub fn is_honoured(&self, target: &str) -> bool {
        let target = fold(target);
        if self.is_kept() {
            return holds(&target, &self.source, Ending::Plural);
        }
        let target = lower(&target);
        self.translations.iter().any(|translation| holds(&target, &lower(translation), Ending::Word))
    }

    fn kind(&self) -> Kind {
        match () {
            () if self.is_kept() => Kind::Kept,
            () if stem(&self.source).1 => Kind::Stem,
            () => Kind::Whole,
        }
    }
}

/// A term as it is compared: with single blanks, and none at its ends. None when nothing is left.
pub fn tidy(text: &str) -> Option<String> {
    let tidied = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!matches!(tidied.as_str(), "" | "*")).then_some(tidied)
}

/// Whether a text has the form of a language tag: a language, and perhaps a script, a region and variants behind it.
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    language && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A mistake in a file that a run is told to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl Mistake {
    /// The error that it is in a file.
    pub fn in_file(self, path: &Path) -> Error {
        let column = self.column.map_or(String::new(), |column| format!(":{column}"));
        Error::Config { place: format!("{}:{}{column}", path.display(), self.line), reason: self.reason }
    }
}

/// What a file of terms says: a locale or language, and a term for it.
pub type Listed = Vec<(String, Term)>;

/// The text of such a file, from its bytes.
///
/// # Errors
/// When it is not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str, Mistake> {
    let bytes = without_mark(bytes);
    str::from_utf8(bytes).map_err(|error| {
        let (line, column) = place(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]), error.valid_up_to());
        Mistake { line, column: Some(column), reason: "not UTF-8".to_owned() }
    })
}

/// The line and column, in characters, of a byte.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    (before.matches('\n').count() + 1, before.chars().rev().take_while(|c| *c != '\n').count() + 1)
}

/// A pattern without the `*` behind a word, and whether it has one.
fn stem(pattern: &str) -> (&str, bool) {
    match pattern.strip_suffix('*') {
        Some(word) if word.ends_with(is_word) => (word, true),
        _ => (pattern, false),
    }
}

/// What may stand between the end of a term and that of the word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Word,
    Plural,
    Any,
}

/// Whether a text holds a pattern as whole words.
fn holds(text: &str, pattern: &str, ending: Ending) -> bool {
    let (word, is_stem) = stem(pattern);
    let ending = if is_stem { Ending::Any } else { ending };
    text.match_indices(word).any(|(at, _)| whole_words(text, at..at + word.len(), ending).is_some())
}

/// The end of the words whose first letters these bytes are; none when they begin or end within a word.
fn whole_words(text: &str, bytes: Range<usize>, ending: Ending) -> Option<usize> {
    let (before, term, behind) = (&text[..bytes.start], &text[bytes.clone()], &text[bytes.end..]);
    if !parts(term.chars().next()?, before.chars().rev()) {
        return None;
    }
    let mut last = term.chars().next_back()?;
    if parts(last, behind.chars()) {
        return Some(bytes.end);
    }
    match ending {
        Ending::Word => None,
        Ending::Plural => {
            let plural = last.is_ascii_alphabetic() && behind.starts_with(['s', 'S']) && parts('s', behind[1..].chars());
            plural.then_some(bytes.end + 1)
        }
        Ending::Any => {
            let mut rest = behind.chars();
            while !parts(last, rest.clone()) {
                last = rest.next()?;
            }
            Some(text.len() - rest.as_str().len())
        }
    }
}

/// Whether a word that has this letter at its edge ends there, before these characters (or behind them, reversed). `_` is of
/// a word in its middle alone: Markdown has it for emphasis.
fn parts(inner: char, mut beside: impl Iterator<Item = char>) -> bool {
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
        // Names keep their letters in a text of another script, and its endings are put to them.
        || is_latin(inner) != is_latin(outer)
}

/// Letters, digits, and the marks on letters.
fn is_word(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}');
    c.is_alphanumeric() || is_mark && !matches!(c, '\u{964}' | '\u{965}')
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

/// A text in lower case, letter for letter: the letters that become one another in one language alone (Greek sigma at a word's
/// end, Turkish i) are made the same. Zero-width characters are left out, as folding does.
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

/// The terms of a file, for the tests of its format.
#[cfg(test)]
fn shown(listed: Listed) -> Vec<String> {
    let shown = |(locale, term): (String, Term)| format!("{locale}: {} = {}", term.source, term.translations.join(" or "));
    listed.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(source: &str, translations: &[&str]) -> Term {
        Term { source: source.to_owned(), translations: translations.iter().map(|&t| t.to_owned()).collect() }
    }

    /// The terms that are found in a text: what stands there, and the source of the term.
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
        assert!(stem.is_honoured("I DEPOSITI sono") && stem.is_honoured("un archivio"));
        assert!(!stem.is_honoured("un predeposito") && !stem.is_honoured("archivioni"));
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
    fn kept_terms_are_kept_in_exactly_their_writing() {
        let kept: (&str, &[&str]) = ("Go", &[]);
        assert_eq!(only(&[kept], "Go on, go to GO and Go"), ["Go", "Go"]);
        // Beside a translated word of the same letters, the kept one goes before.
        let both = found(&[("go", &["andare"]), kept], "Go, go");
        assert_eq!(both, [("Go", "Go".to_owned()), ("go", "go".to_owned())]);
        let kept = term("Blazor Server", &[]);
        for (target, honoured) in [
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
            assert_eq!(kept.is_honoured(target), honoured, "{target}");
        }
    }

    #[test]
    fn any_translation_will_do_case_aside() {
        for (translations, target, honoured) in [
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
            assert_eq!(term("x", translations).is_honoured(target), honoured, "{target}");
        }
    }

    fn given(listed: &[(&str, Origin, Term)]) -> Terms {
        Terms::new(listed.iter().map(|(locale, origin, term)| ((*locale).to_owned(), *origin, term.clone())))
    }

    #[test]
    fn the_more_special_origin_wins() {
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
            let terms = terms.of(locale).unwrap();
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
    fn what_is_kept_in_a_special_origin_is_not_translated_by_another() {
        let terms = given(&[("it", Origin::Table, term("commit", &[])), ("it", Origin::File, term("Commit", &["x"]))]);
        assert_eq!(terms.of(Some("it")).unwrap().find("Commit").count(), 0);
        assert!(terms.of(Some("de-DE")).is_none() && terms.of(None).is_none() && Terms::default().of(None).is_none());
    }

    #[test]
    fn tags_are_told_from_other_names() {
        assert!(["it", "it-IT", "fil-PH", "sr-Latn-RS", "zh-hans"].into_iter().all(is_tag));
        assert!(!["", "i", "it_IT", "notes", "it-", "it-IT "].into_iter().any(is_tag));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_placed() {
        assert_eq!(decode(b"\xef\xbb\xbfa"), Ok("a"));
        assert_eq!(
            decode(b"a\nb\xc3\xa0\xff").unwrap_err(),
            Mistake { line: 2, column: Some(3), reason: "not UTF-8".to_owned() }
        );
    }
}
