//! Whether an English text is prose that needs a translation, and not a name, a label, a query or a path.
//!
//! A text is read in *tokens*, which are separated by spaces, brackets and commas. A token with a path, an identifier, digits
//! or many hyphens is one name, whatever words it contains (`get-all-of-the-lamps`, `lamp_of_the_day.gif`, a GUID). The counts
//! of the other tokens decide.

use crate::document::inline::{Inline, Kind, Part};
use crate::language::is_english_function_word;
use crate::rules::context::SideText;
use crate::text::Span;

/// The number of words of a text, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordCounts {
    /// Words and names, without separate numbers.
    pub words: usize,
    /// Function words, in lower case or with a capital: `the`, `of`, `is`.
    pub function: usize,
    /// Function words that do not join the parts of a name: `is`, `your`, `using`.
    pub clause: usize,
    /// Other words in lower case.
    pub plain: usize,
    /// Numbers after a capitalized word, and words with digits: `Beacon 365`, `E3`.
    pub numbered: usize,
    /// Operators of code and queries: `=`, `&&`, `eq`.
    pub operators: usize,
}

/// The kind of an English text, as far as its words show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// A name, a label, a list of names, or code, which may be the same in any language.
    Name,
    /// A title or heading that may also be the name of a product: `Beacon Apps for business`.
    Title,
    /// Prose that needs a translation.
    Sentence,
}

/// The function words that join the parts of a name: `Beacon for Towers and Ports`.
const JOINING: &[&str] =
    &["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "or", "the", "to", "with", "within", "without"];

/// How many words prose has at least.
const MIN_PROSE_WORDS: usize = 4;

impl WordCounts {
    /// Counts the words of a text.
    pub fn in_text(text: SideText<'_>) -> Self {
        Self::in_span(text, Span::new(0, text.text.len()))
    }

    /// Counts the words of a part of a text. `span` is in bytes of the text.
    pub fn in_span(text: SideText<'_>, span: Span) -> Self {
        let mut counts = Self::default();
        let inside = |part: &&Part| span.start <= part.span.start && part.span.end <= span.end;
        counts.add_parts(text.text, text.inline.parts.iter().filter(inside));
        counts
    }

    /// Counts the words of a text that is not part of a segment.
    pub fn in_str(text: &str) -> Self {
        let mut counts = Self::default();
        counts.add_parts(text, Inline::new(text).parts.iter());
        counts
    }

    fn add_parts<'a>(&mut self, text: &str, parts: impl Iterator<Item = &'a Part>) {
        let (mut done, mut first, mut last) = (0, None, 0);
        let mut capitalized = false;
        let mut is_closed = true;
        for part in parts.filter(|part| matches!(part.kind, Kind::Word | Kind::Number)) {
            let start = part.span.start as usize;
            if start < done {
                continue;
            }
            (first, last) = (first.or(Some(start)), part.span.end as usize);
            let token = token(text, start, done);
            done = token.end.max(last);
            // After `](` comes a link target. One with spaces is invalid, so the inline parser has no part for it.
            if is_closed && text[..token.start].ends_with("](") {
                let close = text[token.start..].find(')');
                is_closed = close.is_some();
                done = close.map_or(done, |close| token.start + close);
                continue;
            }
            if token.is_empty() {
                self.words += 1;
                continue;
            }
            if part.kind == Kind::Number && text[token.clone()].bytes().all(|b| !b.is_ascii_alphabetic()) {
                self.numbered += usize::from(capitalized);
                continue;
            }
            self.add_token(&text[token.clone()]);
            capitalized = text[token].starts_with(|c: char| c.is_ascii_uppercase());
        }
        if let Some(first) = first.filter(|_| self.plain > 0) {
            self.operators += operators(&text[first..last]);
        }
    }

    fn add_token(&mut self, token: &str) {
        let core = token.trim_end_matches(|c: char| !c.is_alphanumeric());
        let bare = core.trim_start_matches(['\'', '’', '&', '-', '=', ':', '+', '%']);
        if let Some((one, other)) = bare.split_once('/').filter(|(one, other)| !one.is_empty() && !other.contains('/')) {
            self.add_token(one);
            return self.add_token(other);
        }
        self.words += 1;
        let bytes = bare.as_bytes();
        if bytes.iter().any(u8::is_ascii_digit) {
            self.numbered += usize::from(!is_ordinal(bare));
        } else if matches!(bare, "eq" | "ne" | "gt" | "lt" | "ge" | "le") || token.ends_with('=') {
            self.operators += 1;
        } else if !is_name(bare) && !is_capitals(bytes) {
            // The last word of a compound counts: `Beacon-managed`. A single capital letter is a label: `Customer A`.
            let last = bare.rsplit('-').next().unwrap_or(bare);
            if last.len() == bare.len() && is_english_function_word(bare) && (bare.len() > 1 || bare == "a") {
                self.function += 1;
                self.clause += usize::from(!JOINING.iter().any(|word| bare.eq_ignore_ascii_case(word)));
            } else if last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase() || !b.is_ascii_alphabetic()) {
                self.plain += 1;
            }
        }
    }

    /// The kind of the text.
    pub fn kind(self) -> TextKind {
        if !self.is_prose() {
            TextKind::Name
        } else if self.plain >= 2 || self.numbered == 0 && 2 * (self.plain + self.function) >= self.words {
            TextKind::Sentence
        } else {
            TextKind::Title
        }
    }

    /// Whether this is prose, not a name, a label or code: it has enough words, and some of them are not part of a name.
    pub fn is_prose(self) -> bool {
        self.words >= MIN_PROSE_WORDS && self.has_prose_words()
    }

    /// Whether some words are not part of a name, and there are fewer operators than in code.
    pub fn has_prose_words(self) -> bool {
        self.function >= 1 && self.plain >= 1 && 4 * self.operators < self.words
    }

    /// Whether the text has no word that makes a clause, such as `is` or `you`.
    pub fn has_no_clause_words(self) -> bool {
        self.clause == 0
    }

    /// Whether this may be the name of a product with a number in it: `Beacon 365 E3 for unattended lamps`.
    pub fn is_numbered_name(self) -> bool {
        self.numbered > 0 && self.plain < 2 && self.clause == 0
    }
}

/// Whether a text is a name with its acronym in brackets: `Azure commit to consume (CtC)`.
pub fn ends_with_its_acronym(text: &str) -> bool {
    let Some((name, acronym)) = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('(')) else { return false };
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters = acronym.chars().count();
    let is_acronym = (2..=8).contains(&letters) && acronym.chars().any(char::is_uppercase);
    is_acronym && words.len() >= letters && {
        let initials = words[words.len() - letters..].iter().filter_map(|word| word.chars().next());
        initials.flat_map(char::to_lowercase).eq(acronym.chars().flat_map(char::to_lowercase))
    }
}

/// Whether the title or the description of a document needs a translation. In a title all words may have capitals, and words
/// count as function words that are names of buttons in a text (`On`, `Can`).
pub fn is_title(text: &str) -> bool {
    let counts = WordCounts::in_str(text);
    let title_words = ["about", "can", "it", "on", "About", "Can", "It", "On"];
    let more = text.split_whitespace().filter(|word| title_words.contains(word)).count();
    let (function, plain) = (counts.function + more, counts.plain.saturating_sub(more));
    let is_prose = WordCounts { function: function.min(1), plain: plain.max(function.saturating_sub(1)), ..counts }.is_prose();
    is_prose && (function > 1 || !counts.is_numbered_name())
}

/// The range of the token around a byte, not before the byte `from`.
fn token(text: &str, at: usize, from: usize) -> std::ops::Range<usize> {
    let start = text[from..at].rfind(|c| !is_token_char(c)).map_or(from, |end| {
        let end = from + end;
        end + text[end..].chars().next().map_or(0, char::len_utf8)
    });
    let length = text[at..].find(|c| !is_token_char(c)).unwrap_or(text.len() - at);
    start..at + length
}

/// Whether a character is a Latin letter, a digit, or one that joins these in words, paths, identifiers and queries.
fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '\'' | '’' | '/' | '\\' | '_' | '.' | ':' | '@' | '=' | '#' | '$' | '&' | '+' | '~' | '%')
        || ('\u{c0}'..'\u{250}').contains(&c)
}

/// Whether a token is one name: a path, an identifier, a host, a slug.
fn is_name(token: &str) -> bool {
    let bytes = token.as_bytes();
    let is_joining = |b: &u8| matches!(b, b'/' | b'\\' | b'_' | b'.' | b':' | b'@' | b'=' | b'#' | b'$' | b'&' | b'~');
    let has_inner_capital = bytes.windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    has_inner_capital || bytes.iter().any(is_joining) || bytes.iter().filter(|b| **b == b'-').count() > 2
}

/// Whether a token is an ordinal: `25th`.
fn is_ordinal(token: &str) -> bool {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.bytes().all(|b| b.is_ascii_digit()) && matches!(&token[digits.len()..], "st" | "nd" | "rd" | "th")
}

/// Whether a word is in capitals, as acronyms and the keywords of queries are.
fn is_capitals(word: &[u8]) -> bool {
    word.len() > 1 && word.iter().all(u8::is_ascii_uppercase)
}

/// The number of code operators between spaces, and of commas between words without a space, as in records.
fn operators(text: &str) -> usize {
    let is_operator = |token: &&str| {
        matches!(*token, "=" | "==" | "===" | "!=" | "<=" | ">=" | "=>" | "->" | "&&" | "||" | "<>" | "+=" | ":=" | "::")
    };
    let commas = text.as_bytes().windows(3).filter(|w| w[1] == b',' && w[0].is_ascii_alphabetic() && w[2].is_ascii_alphabetic());
    text.split_ascii_whitespace().filter(is_operator).count() + commas.count()
}

/// Whether a link leads out of the set of documents: to an absolute address, or to a path from the root of a site. Links to
/// these pages keep the English titles; pages of the set have translated titles.
pub fn leads_outside(address: &str) -> bool {
    let address = address.trim_start_matches('<');
    address.starts_with('/') || address.find([':', '/', '?', '#']).is_some_and(|at| address[at..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_end_with_its_acronym() {
        for (text, expected) in [
            ("Beacon commit to consume (CtC)", true),
            ("Lamp Oil Agreement (LOA) ", true),
            ("Light the lamp (now)", false),
            ("Light the lamp (LAX)", false),
            ("(A)", false),
            ("", false),
        ] {
            assert_eq!(ends_with_its_acronym(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_are_distinguished_from_names_and_code() {
        for (text, expected) in [
            ("Light the lamp before dusk.", TextKind::Sentence),
            ("Keeper name of tower", TextKind::Sentence),
            ("Ways to **light** the [lamp](lamp.md)", TextKind::Sentence),
            ("Lamp translation for Dusk", TextKind::Sentence),
            ("Only light and/or dim lamps that you own", TextKind::Sentence),
            ("Set x = 3 when the lamp is lit and the ships come home", TextKind::Sentence),
            ("Don't touch the lamp when it's hot", TextKind::Sentence),
            ("May 25th to June 14th for 5 lamps", TextKind::Title),
            ("Keeper Pays in Beacon-managed Harbour Town", TextKind::Title),
            ("Beacon Lamps (BL) program in Tower Center", TextKind::Title),
            ("Beacon 365 Apps for business", TextKind::Title),
            ("B365 for Towers, on-site (BX Lamp) using the Beacon365 Keeper SKU", TextKind::Title),
            ("Beacon First", TextKind::Name),
            ("the Beacon Framework Core Tools", TextKind::Name),
            ("Beacon for US Towers", TextKind::Name),
            ("", TextKind::Name),
            ("  \u{a0} - ", TextKind::Name),
            // GUIDs, paths, hosts, slugs.
            ("7099743e-f474-48be-97bc-d4fb22f059bf", TextKind::Name),
            ("ba1fe561-cfda-405a-a25d-ecda3bd3cba7 and a044b16a-1861-4308-8086-a3a3b506fac2", TextKind::Name),
            ("lamps\\_\\\\Styles\\\\but\\_is\\_lit.gif", TextKind::Name),
            ("/lamps/of/the/tower/and/more", TextKind::Name),
            ("lamp.of.the.tower.example.com", TextKind::Name),
            ("get-all-of-a-keeper-s-lamps", TextKind::Name),
            ("see lamp_of_the_tower", TextKind::Name),
            // Queries and settings.
            ("LampUsage **WHERE** KeeperId IN ('2a31c234-1f4e-4c60-909e-76d234f93161')", TextKind::Name),
            ("**SELECT** KeeperId, LampCount **FROM** LampUsage **ORDER** BY LampCount", TextKind::Name),
            ("lamp eq lit and keeper ne none", TextKind::Name),
            ("Type= None, Level = lit, Kind = big and Base = small", TextKind::Name),
            ("Beacon Lamp, Beacon Bell and Beacon Horn", TextKind::Name),
            ("See `light the lamp` at `the tower of light`", TextKind::Name),
            ("[keepers](lamps-overview or light the tower of it.md)", TextKind::Name),
        ] {
            assert_eq!(WordCounts::in_str(text).kind(), expected, "{text}: {:?}", WordCounts::in_str(text));
        }
    }

    #[test]
    fn the_name_of_a_product_may_have_a_number_and_no_clause() {
        for (text, expected) in [
            ("Beacon 365 Apps for business", true),
            ("Beacon 365 E3 for unattended lamps of a tower", false),
            ("B365 for Towers, on-site (BX Lamp) using the Beacon365 Keeper SKU", false),
            ("Beacon Apps for business", false),
        ] {
            assert_eq!(WordCounts::in_str(text).is_numbered_name(), expected, "{text}");
        }
    }

    #[test]
    fn titles_may_have_capitals() {
        for (text, expected) in [
            ("How To Light The Lamp", true),
            ("About the lamp of dusk", true),
            ("Turn On A Lamp In It", true),
            ("How to light the lamp and keep it clean", true),
            ("Light lamps for keepers", true),
            ("Beacon for US Towers", false),
            ("Beacon 365 Apps for business", false),
            ("The lamp", false),
            ("Lamps", false),
        ] {
            assert_eq!(is_title(text), expected, "{text}");
        }
    }

    #[test]
    fn a_link_leads_outside_by_its_address() {
        for (address, expected) in [
            ("https://example.com/a", true),
            ("/azure/a", true),
            ("xref:a.b", true),
            ("mailto:a@example.com", true),
            ("a.md", false),
            ("../a/b.md#c:d", false),
            ("#a", false),
            ("a b.md", false),
            ("", false),
        ] {
            assert_eq!(leads_outside(address), expected, "{address}");
        }
    }

    #[test]
    fn a_text_of_one_token_is_read_in_one_pass() {
        let text = "a.b-".repeat(1 << 18);
        assert_eq!(WordCounts::in_str(&text).kind(), TextKind::Name);
    }
}
