//! Whether an English text is something to translate: a sentence, and not a name, a label, a query or a path.
//!
//! The rules that ask this ask here. A text is read in *tokens*: what stands between spaces, brackets and commas. A token
//! with a path, an identifier, digits or many hyphens inside is one name, whatever words it is made of
//! (`get-all-of-the-lamps`, `lamp_of_the_day.gif`, a GUID). The counts of the other tokens decide.

use crate::document::inline::{Inline, Kind, Part};
use crate::language::is_english_function_word;
use crate::rules::context::SideText;
use crate::text::Span;

/// How many words a text has, and of which kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Words and names; numbers that stand alone do not count.
    pub words: usize,
    /// Words that no name is made of, in small letters or with a capital: `the`, `of`, `is`.
    pub function: usize,
    /// Those of them that a name has not, either: `is`, `your`, `using`.
    pub clause: usize,
    /// Other words in small letters.
    pub plain: usize,
    /// Numbers after a capitalized word, and words with digits: `Beacon 365`, `E3`.
    pub numbered: usize,
    /// Operators of code and queries: `=`, `&&`, `eq`.
    pub operators: usize,
}

/// What a text is, as far as it can tell by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// A name, a label, a list of names, code: it may be the same in any language.
    Name,
    /// A title or heading that may be the name of a product, too: `Beacon Apps for business`.
    Title,
    /// Running text: to be translated.
    Sentence,
}

/// The function words that join the parts of a name: `Beacon for Towers and Ports`.
const JOINING: &[&str] =
    &["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "or", "the", "to", "with", "within", "without"];

/// The fewest words of running text.
const LEAST: usize = 4;

impl Prose {
    /// Counts the words of a text.
    pub fn of(reading: SideText<'_>) -> Self {
        Self::within(reading, Span::new(0, reading.text.len()))
    }

    /// Counts the words of a part of a text.
    pub fn within(reading: SideText<'_>, span: Span) -> Self {
        let mut prose = Self::default();
        let inside = |part: &&Part| span.start <= part.span.start && part.span.end <= span.end;
        prose.count(reading.text, reading.inline.parts.iter().filter(inside));
        prose
    }

    /// Counts the words of a text that is not in a pair.
    pub fn of_text(text: &str) -> Self {
        let mut prose = Self::default();
        prose.count(text, Inline::new(text).parts.iter());
        prose
    }

    fn count<'a>(&mut self, text: &str, parts: impl Iterator<Item = &'a Part>) {
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
            // Behind `](` there is a target; one with spaces is broken, and has no part of its own.
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
            self.add(&text[token.clone()]);
            capitalized = text[token].starts_with(|c: char| c.is_ascii_uppercase());
        }
        if let Some(first) = first.filter(|_| self.plain > 0) {
            self.operators += operators(&text[first..last]);
        }
    }

    fn add(&mut self, token: &str) {
        let core = token.trim_end_matches(|c: char| !c.is_alphanumeric());
        let bare = core.trim_start_matches(['\'', '’', '&', '-', '=', ':', '+', '%']);
        if let Some((one, other)) = bare.split_once('/').filter(|(one, other)| !one.is_empty() && !other.contains('/')) {
            self.add(one);
            return self.add(other);
        }
        self.words += 1;
        let bytes = bare.as_bytes();
        if bytes.iter().any(u8::is_ascii_digit) {
            self.numbered += usize::from(!is_ordinal(bare));
        } else if matches!(bare, "eq" | "ne" | "gt" | "lt" | "ge" | "le") || token.ends_with('=') {
            self.operators += 1;
        } else if !is_name(bare) && !is_capitals(bytes) {
            // Of a compound the last word counts: `Beacon-managed`. A letter alone is a mark, unless it is small: `Customer A`.
            let last = bare.rsplit('-').next().unwrap_or(bare);
            if last.len() == bare.len() && is_english_function_word(bare) && (bare.len() > 1 || bare == "a") {
                self.function += 1;
                self.clause += usize::from(!JOINING.iter().any(|word| bare.eq_ignore_ascii_case(word)));
            } else if last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase() || !b.is_ascii_alphabetic()) {
                self.plain += 1;
            }
        }
    }

    /// What the text is.
    pub fn worth(self) -> Worth {
        if !self.is_running() {
            Worth::Name
        } else if self.plain >= 2 || self.numbered == 0 && 2 * (self.plain + self.function) >= self.words {
            Worth::Sentence
        } else {
            Worth::Title
        }
    }

    /// Whether this is running text, not a name or label: enough words, and among them such as no name is made of; and no
    /// code.
    pub fn is_running(self) -> bool {
        self.words >= LEAST && self.has_sense()
    }

    /// Whether there are words that no name is made of, and not as many operators as code has.
    pub fn has_sense(self) -> bool {
        self.function >= 1 && self.plain >= 1 && 4 * self.operators < self.words
    }

    /// Whether no word makes a clause of it, as `is` or `you` would.
    pub fn has_no_clause(self) -> bool {
        self.clause == 0
    }

    /// Whether this is the name of a product with a number in it: `Beacon 365 E3 for unattended lamps`.
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

/// Whether the title or the description of a document is to be translated. In a title all words may have capitals, and words
/// say something that are names of buttons in a text (`On`, `Can`).
pub fn is_title(text: &str) -> bool {
    let prose = Prose::of_text(text);
    let more = ["about", "can", "it", "on", "About", "Can", "It", "On"];
    let more = text.split_whitespace().filter(|word| more.contains(word)).count();
    let (function, plain) = (prose.function + more, prose.plain.saturating_sub(more));
    let is_running = Prose { function: function.min(1), plain: plain.max(function.saturating_sub(1)), ..prose }.is_running();
    is_running && (function > 1 || !prose.is_numbered_name())
}

/// The token around a place, not before `from`.
fn token(text: &str, at: usize, from: usize) -> std::ops::Range<usize> {
    let start = text[from..at].rfind(|c| !is_of_token(c)).map_or(from, |end| {
        let end = from + end;
        end + text[end..].chars().next().map_or(0, char::len_utf8)
    });
    let length = text[at..].find(|c| !is_of_token(c)).unwrap_or(text.len() - at);
    start..at + length
}

/// Letters of Latin script, digits, and what joins them in words, paths, identifiers and queries.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '\'' | '’' | '/' | '\\' | '_' | '.' | ':' | '@' | '=' | '#' | '$' | '&' | '+' | '~' | '%')
        || ('\u{c0}'..'\u{250}').contains(&c)
}

/// Whether a token is one name: a path, an identifier, a host, a slug.
fn is_name(token: &str) -> bool {
    let bytes = token.as_bytes();
    let joined = |b: &u8| matches!(b, b'/' | b'\\' | b'_' | b'.' | b':' | b'@' | b'=' | b'#' | b'$' | b'&' | b'~');
    let humps = bytes.windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    humps || bytes.iter().any(joined) || bytes.iter().filter(|b| **b == b'-').count() > 2
}

/// Whether a token is a number in a sequence: `25th`.
fn is_ordinal(token: &str) -> bool {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.bytes().all(|b| b.is_ascii_digit()) && matches!(&token[digits.len()..], "st" | "nd" | "rd" | "th")
}

/// Whether a word is in capitals: a key word of a query, an acronym.
fn is_capitals(word: &[u8]) -> bool {
    word.len() > 1 && word.iter().all(u8::is_ascii_uppercase)
}

/// How many operators of code stand between spaces, and commas of a record between words.
fn operators(text: &str) -> usize {
    let is_operator = |token: &&str| {
        matches!(*token, "=" | "==" | "===" | "!=" | "<=" | ">=" | "=>" | "->" | "&&" | "||" | "<>" | "+=" | ":=" | "::")
    };
    let commas = text.as_bytes().windows(3).filter(|w| w[1] == b',' && w[0].is_ascii_alphabetic() && w[2].is_ascii_alphabetic());
    text.split_ascii_whitespace().filter(is_operator).count() + commas.count()
}

/// Whether a link leads out of the set of documents: to an address, or to a path below the root of a site. The pages there
/// keep their English titles; those of the set itself have translated ones.
pub fn leads_outside(address: &str) -> bool {
    let address = address.trim_start_matches('<');
    address.starts_with('/') || address.find([':', '/', '?', '#']).is_some_and(|at| address[at..].starts_with(':'))
}

#[cfg(test)]
mod tests {
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
            assert_eq!(super::ends_with_its_acronym(text), expected, "{text}");
        }
    }

    use super::*;

    #[test]
    fn sentences_are_told_from_names_and_code() {
        for (text, expected) in [
            ("Light the lamp before dusk.", Worth::Sentence),
            ("Keeper name of tower", Worth::Sentence),
            ("Ways to **light** the [lamp](lamp.md)", Worth::Sentence),
            ("Lamp translation for Dusk", Worth::Sentence),
            ("Only light and/or dim lamps that you own", Worth::Sentence),
            ("Set x = 3 when the lamp is lit and the ships come home", Worth::Sentence),
            ("Don't touch the lamp when it's hot", Worth::Sentence),
            ("May 25th to June 14th for 5 lamps", Worth::Title),
            ("Keeper Pays in Beacon-managed Harbour Town", Worth::Title),
            ("Beacon Lamps (BL) program in Tower Center", Worth::Title),
            ("Beacon 365 Apps for business", Worth::Title),
            ("B365 for Towers, on-site (BX Lamp) using the Beacon365 Keeper SKU", Worth::Title),
            ("Beacon First", Worth::Name),
            ("the Beacon Framework Core Tools", Worth::Name),
            ("Beacon for US Towers", Worth::Name),
            ("", Worth::Name),
            ("  \u{a0} - ", Worth::Name),
            // GUIDs, paths, hosts, slugs.
            ("7099743e-f474-48be-97bc-d4fb22f059bf", Worth::Name),
            ("ba1fe561-cfda-405a-a25d-ecda3bd3cba7 and a044b16a-1861-4308-8086-a3a3b506fac2", Worth::Name),
            ("lamps\\_\\\\Styles\\\\but\\_is\\_lit.gif", Worth::Name),
            ("/lamps/of/the/tower/and/more", Worth::Name),
            ("lamp.of.the.tower.example.com", Worth::Name),
            ("get-all-of-a-keeper-s-lamps", Worth::Name),
            ("see lamp_of_the_tower", Worth::Name),
            // Queries and settings.
            ("LampUsage **WHERE** KeeperId IN ('2a31c234-1f4e-4c60-909e-76d234f93161')", Worth::Name),
            ("**SELECT** KeeperId, LampCount **FROM** LampUsage **ORDER** BY LampCount", Worth::Name),
            ("lamp eq lit and keeper ne none", Worth::Name),
            ("Type= None, Level = lit, Kind = big and Base = small", Worth::Name),
            ("Beacon Lamp, Beacon Bell and Beacon Horn", Worth::Name),
            ("See `light the lamp` at `the tower of light`", Worth::Name),
            ("[keepers](lamps-overview or light the tower of it.md)", Worth::Name),
        ] {
            assert_eq!(Prose::of_text(text).worth(), expected, "{text}: {:?}", Prose::of_text(text));
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
            assert_eq!(Prose::of_text(text).is_numbered_name(), expected, "{text}");
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
        assert_eq!(Prose::of_text(&text).worth(), Worth::Name);
    }
}
