//! The numbers and words of a text in order, and the text between two of them.

use crate::document::inline::Kind;
use crate::rules::context::SideText;
use crate::text::Span;

/// A number or a word that a reader sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// Whether it is a number.
    pub is_number: bool,
}

/// A text as numbers and words.
pub(super) struct Scan<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens in order.
    pub tokens: Vec<Token>,
}

/// The text between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Spaces.
    Space,
    /// `/`.
    Slash,
    /// `-` without a space.
    Hyphen,
    /// A dash, or a hyphen between spaces.
    Dash,
    /// `.`, with or without a space after it.
    Point,
    /// `:`.
    Colon,
    /// `,`, with or without a space after it.
    Comma,
    /// `，`: a fullwidth comma.
    WideComma,
    /// `。`: an ideographic full stop.
    WideStop,
    /// `'` or `’`.
    Apostrophe,
    /// `+`.
    Plus,
    /// Anything else, and long texts.
    Other,
}

/// How many characters a gap may have. Longer ones are [`Gap::Other`].
const MAX_GAP_CHARS: usize = 16;

/// Characters without an effect on a value: direction marks, emphasis, escapes, ordinal signs.
pub(super) fn is_ignored(char: char) -> bool {
    matches!(
        char,
        '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '*' | '_' | '\\' | '°' | 'º'
            | 'ª'
    )
}

impl<'a> Scan<'a> {
    /// The tokens of a text.
    pub fn new(side: SideText<'a>) -> Self {
        let parts = side.inline.parts.iter().filter(|part| matches!(part.kind, Kind::Number | Kind::Word));
        let mut tokens: Vec<Token> = parts.map(|part| Token { span: part.span, is_number: part.kind == Kind::Number }).collect();
        // Parts are in the order of their ends, and a word may also be part of an address.
        let mut end = 0;
        tokens.retain(|token| {
            let follows = token.span.start >= end;
            end = end.max(token.span.end);
            follows
        });
        Self { text: side.text, tokens }
    }

    /// The text of a token; empty beyond the last.
    pub fn get(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |token| &self.text[token.span.range()])
    }

    /// Whether there is a number at an index.
    pub fn is_number(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is_number)
    }

    /// Whether there is a word at an index.
    pub fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| !token.is_number)
    }

    /// The span from one token to another.
    pub fn span(&self, first: usize, last: usize) -> Span {
        Span { start: self.tokens[first].span.start, end: self.tokens[last].span.end }
    }

    /// The text after a token.
    pub fn after(&self, i: usize) -> &'a str {
        &self.text[self.tokens[i].span.end as usize..]
    }

    /// The gap between a token and the next one.
    pub fn gap(&self, i: usize) -> Gap {
        let (Some(one), Some(next)) = (self.tokens.get(i), self.tokens.get(i + 1)) else { return Gap::Other };
        let (start, end) = (one.span.end as usize, next.span.start as usize);
        // A gap with an address is long, so it is not read.
        if end > start + 4 * MAX_GAP_CHARS {
            return Gap::Other;
        }
        let mut sign = None;
        let (mut before, mut after) = (false, false);
        for (count, char) in self.text[start..end].chars().enumerate() {
            if count == MAX_GAP_CHARS {
                return Gap::Other;
            }
            match char {
                _ if is_ignored(char) => {}
                _ if char.is_whitespace() && sign.is_some() => after = true,
                _ if char.is_whitespace() => before = true,
                _ if sign.is_some() => return Gap::Other,
                _ => sign = Some(char),
            }
        }
        match sign {
            None if before => Gap::Space,
            None => Gap::None,
            Some('/' | '／') if before == after => Gap::Slash,
            Some('-' | '\u{2010}' | '\u{2011}') if !before && !after => Gap::Hyphen,
            Some('-' | '\u{2010}'..='\u{2015}' | '~' | '～' | '〜' | '−') => Gap::Dash,
            Some('.' | '．') if !before => Gap::Point,
            Some(':' | '：') if !before && !after => Gap::Colon,
            Some(',' | '،' | '、') if !before => Gap::Comma,
            Some('，') => Gap::WideComma,
            Some('。') => Gap::WideStop,
            Some('\'' | '’') if !before && !after => Gap::Apostrophe,
            Some('+') => Gap::Plus,
            Some(_) => Gap::Other,
        }
    }

    /// The letters and the digits of a word that ends with the start of the number: `USD` and `18` in `USD18,750`.
    pub fn word_head(&self, i: usize) -> Option<(&'a str, &'a str)> {
        let word = i.checked_sub(1).filter(|&word| self.is_word(word))?;
        let between = &self.text[self.tokens[word].span.end as usize..self.tokens[i].span.start as usize];
        let word = self.get(word);
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        (matches!(between, "." | ",") && letters.len() < word.len()).then_some((letters, &word[letters.len()..]))
    }

    /// Whether a number is the last part of a name with points: `Zoom.100`.
    pub fn follows_point(&self, i: usize) -> bool {
        let before = &self.text[..self.tokens[i].span.start as usize];
        before.strip_suffix('.').is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()))
    }

    /// The text between a token and the next one.
    pub fn between(&self, i: usize) -> &'a str {
        match (self.tokens.get(i), self.tokens.get(i + 1)) {
            (Some(one), Some(next)) => &self.text[one.span.end as usize..next.span.start as usize],
            _ => "",
        }
    }

    /// The value and the number of digits of a token of at most four digits, without separators.
    pub fn short_number(&self, i: usize) -> Option<(u16, usize)> {
        if self.is_number(i) { short_number(self.get(i)) } else { None }
    }
}

/// The value and the number of digits of a text of at most four digits of any script, without separators.
pub(super) fn short_number(raw: &str) -> Option<(u16, usize)> {
    let mut value = 0u16;
    let mut count = 0;
    for char in raw.chars() {
        count += 1;
        if count > 4 {
            return None;
        }
        value = value * 10 + u16::try_from(super::number::digit(char)?).ok()?;
    }
    (count > 0).then_some((value, count))
}
