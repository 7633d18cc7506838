//! Makes localized documents from English ones: each sentence becomes a pair, and the rest is copied, as in real documents. The
//! translation is made of words that a number chooses.

use bitext::source::provenance::source_hash;
use regex::{Captures, Regex};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

/// How an English file is localized.
#[derive(Clone, Copy, Debug)]
pub struct Handoff<'a> {
    pub path: &'a str,
    pub locale: &'a str,
    /// The commit of the English repository.
    pub commit: &'a str,
    /// The day, as `MM/DD/YYYY`.
    pub day: &'a str,
    /// Decides the prefix of the ids and the id of the file. Real handoffs of another version have others.
    pub number: u64,
    /// Decides which words the translation has.
    pub wording: u64,
}

const WORDS: [(&str, [&str; 12]); 3] = [
    ("de-DE", ["lampe", "turm", "hafen", "welle", "licht", "wind", "boot", "segel", "nacht", "tag", "regen", "seil"]),
    ("it-IT", ["lampada", "torre", "porto", "onda", "luce", "vento", "barca", "vela", "notte", "giorno", "pioggia", "corda"]),
    ("fr-FR", ["lampe", "tour", "port", "vague", "feu", "vent", "bateau", "voile", "nuit", "jour", "pluie", "corde"]),
];

/// A small hash, which is the same on each machine.
pub fn mix(number: u64, text: &str) -> u64 {
    text.bytes().fold(number ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The localized document of an English file.
pub fn localize(english: &str, handoff: &Handoff<'_>) -> String {
    let mut maker = Maker { handoff, prefix: prefix(handoff), number: 101, out: String::with_capacity(4 * english.len()) };
    let body = maker.front_matter(english);
    let (mut fence, mut is_after_empty, mut is_in_list) = (None, true, false);
    for line in english[body..].split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        let trimmed = text.trim_start();
        let indent = text.len() - trimmed.len();
        let unquoted = trimmed.trim_start_matches(['>', ' ']);
        let marker = ["```", "~~~"].into_iter().find(|marker| unquoted.starts_with(marker));
        let is_code = fence.is_some() || (indent >= 4 && !is_in_list && is_after_empty);
        match (fence, marker) {
            (None, Some(_)) => fence = marker,
            (Some(open), Some(marker)) if open == marker => fence = None,
            _ => {}
        }
        is_after_empty = trimmed.is_empty() || (is_code && indent >= 4);
        static COPIED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?:$|<|\[!|\[[^\]]*\]:|:::|[-=|: ]+$|---)").unwrap());
        if is_code || marker.is_some() || COPIED.is_match(trimmed) {
            maker.out.push_str(line);
            continue;
        }
        static OPENING: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^\s*(?:>\s*)*(?:[-*+]\s+|\d+\.\s+)?(?P<level>#{1,6}\s+)?").unwrap());
        let opening = OPENING.captures(text).unwrap();
        let is_item = opening[0].trim_start().starts_with(['-', '*', '+']) || opening[0].contains(". ");
        is_in_list = is_item || (is_in_list && indent > 0);
        let rest = &text[opening[0].len()..];
        maker.out.push_str(&opening[0]);
        if opening.name("level").is_some() {
            let _ = write!(maker.out, "<a name=\"{}\"></a>", anchor(rest));
        }
        if trimmed.starts_with('|') {
            maker.row(rest);
        } else {
            maker.sentences(rest);
        }
        maker.out.push_str(&line[text.len()..]);
    }
    maker.out
}

fn prefix(handoff: &Handoff<'_>) -> String {
    format!("{:05x}", (mix(mix(handoff.number, handoff.path), handoff.locale) >> 20) & 0xf_ffff)
}

struct Maker<'a> {
    handoff: &'a Handoff<'a>,
    prefix: String,
    number: usize,
    out: String,
}

impl Maker<'_> {
    /// Writes the front matter, if the English file has one, and returns the start of the body.
    fn front_matter(&mut self, english: &str) -> usize {
        let opening = ["---\n", "---\r\n"].into_iter().find(|opening| english.starts_with(opening));
        let Some(end) = opening.and_then(|opening| Some(opening.len() + english[opening.len()..].find("\n---")? + 1)) else {
            return 0;
        };
        for line in english[..end].split_inclusive('\n') {
            match line.split_once(':').filter(|(key, value)| ["title", "description"].contains(key) && !value.contains('"')) {
                Some((key, value)) => {
                    let _ = write!(self.out, "{key}:{}", self.translated(value));
                }
                None => self.out.push_str(line),
            }
        }
        let Handoff { locale, commit, day, number, path, .. } = *self.handoff;
        let hash = source_hash(english.as_bytes());
        let file = mix(mix(number, path), locale) % 100_000_000;
        let _ = writeln!(
            self.out,
            "ms.openlocfilehash: {hash}\nms.sourcegitcommit: {commit}\nms.translationtype: MT\nms.contentlocale: {locale}\n\
             ms.lasthandoff: {day}\nms.locfileid: \"{file}\""
        );
        let close = english[end..].find('\n').map_or(english.len(), |at| end + at + 1);
        self.out.push_str(&english[end..close]);
        close
    }

    fn row(&mut self, row: &str) {
        for (i, cell) in row.split('|').enumerate() {
            if i > 0 {
                self.out.push('|');
            }
            let trimmed = cell.trim();
            let start = cell.len() - cell.trim_start().len();
            self.out.push_str(&cell[..start]);
            self.pair(trimmed);
            self.out.push_str(&cell[start + trimmed.len()..]);
        }
    }

    fn sentences(&mut self, text: &str) {
        let mut from = 0;
        for end in sentence_ends(text).chain([text.len()]) {
            let sentence = &text[from..end];
            let trimmed = sentence.trim();
            let start = sentence.len() - sentence.trim_start().len();
            self.out.push_str(&sentence[..start]);
            self.pair(trimmed);
            self.out.push_str(&sentence[start + trimmed.len()..]);
            from = end;
        }
    }

    fn pair(&mut self, source: &str) {
        let has_words = source.chars().any(char::is_alphabetic);
        let is_copied = source.starts_with("![") || source.starts_with('<') || (source.starts_with('`') && !source.contains(' '));
        if !has_words || is_copied {
            self.out.push_str(source);
            return;
        }
        let target = self.translated(source);
        let pair = super::pair(&format!("{}-{}", self.prefix, self.number), &target, source);
        self.out.push_str(&pair);
        self.number += 1;
    }

    /// A text with other words; code, addresses and tags stay.
    fn translated(&self, text: &str) -> String {
        static WORD: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?P<kept>`[^`]*`|\]\([^)]*\)|\]\[[^\]]*\]|<[^>]*>|\S*[:/\\_@.&;]\S+|\w*[0-9]\w*)|(?P<word>\b[A-Za-z]?[a-z]{2,}\b)")
                .unwrap()
        });
        let words = WORDS.iter().find(|(locale, _)| *locale == self.handoff.locale).map_or(&WORDS[0].1, |(_, words)| words);
        let wording = match mix(1, text) % 3 {
            0 => self.handoff.wording,
            _ => 0,
        };
        let mut last = usize::MAX;
        let word = |captures: &Captures<'_>| match captures.name("word") {
            Some(word) => {
                let chosen = (mix(wording, word.as_str()) >> 16) as usize % words.len();
                last = if chosen == last { (chosen + 1) % words.len() } else { chosen };
                let new = words[last];
                let first = word.as_str().chars().next().filter(char::is_ascii_uppercase);
                first.map_or(new.to_owned(), |_| new[..1].to_uppercase() + &new[1..])
            }
            None => captures[0].to_owned(),
        };
        WORD.replace_all(text, word).into_owned()
    }
}

/// The ends of the sentences of a line, outside code and links.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    static KEPT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`[^`]*`|!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?").unwrap());
    static END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[.!?] +").unwrap());
    let kept: Vec<Range<usize>> = KEPT.find_iter(text).map(|kept| kept.range()).collect();
    END.find_iter(text).map(|end| end.start() + 1).filter(move |end| !kept.iter().any(|kept| kept.contains(end)))
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[([^\]]*)\]\([^)]*\)|</?a[^>]*>").unwrap());
    let text = LINK.replace_all(heading.trim_end_matches('#').trim(), "$1").to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')).map(|c| if c == ' ' { '-' } else { c }).collect()
}
