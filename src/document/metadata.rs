//! The metadata of a document. Callers ask for what they mean, such as the handoff commit, and not for a front matter key. Only
//! this file knows the front matter keys.

use super::Document;
use super::front_matter::FrontMatter;
use crate::text::{Span, date};
use jiff::civil::Date;
use std::fmt;

/// A piece of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The hash of the source file at handoff.
    SourceHash,
    /// The commit of the source repository at handoff.
    Commit,
    /// How the document was translated: by machine or by people.
    TranslationKind,
    /// The locale of the document.
    Locale,
    /// The date of the handoff.
    HandoffDate,
    /// The number of the file in the localization system.
    FileId,
    /// The date of the article, copied from the source.
    Date,
}

impl Key {
    /// All keys.
    pub const ALL: [Self; 7] =
        [Self::SourceHash, Self::Commit, Self::TranslationKind, Self::Locale, Self::HandoffDate, Self::FileId, Self::Date];

    /// The keys that localization adds, in the order in which it writes them. The others come from the source.
    pub fn added() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|key| *key != Self::Date)
    }

    /// The key in front matter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SourceHash => "ms.openlocfilehash",
            Self::Commit => "ms.sourcegitcommit",
            Self::TranslationKind => "ms.translationtype",
            Self::Locale => "ms.contentlocale",
            Self::HandoffDate => "ms.lasthandoff",
            Self::FileId => "ms.locfileid",
            Self::Date => "ms.date",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where each piece of metadata is in the front matter of a document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Metadata {
    /// For each key the position of its entry.
    entries: [Option<u32>; Key::ALL.len()],
}

impl Metadata {
    /// Finds the metadata in front matter. The first entry of a key counts.
    pub(super) fn new(content: &str, front_matter: Option<&FrontMatter>) -> Self {
        let mut metadata = Self::default();
        for (position, entry) in front_matter.into_iter().flat_map(|front_matter| &front_matter.entries).enumerate() {
            let name = &content[entry.key.range()];
            if let Some(key) = Key::ALL.into_iter().find(|key| name == key.name()) {
                metadata.entries[key as usize].get_or_insert(position as u32);
            }
        }
        metadata
    }
}

/// The keys that name an article whatever its path is.
const ARTICLE_KEYS: [&str; 2] = ["ms.assetid", "uid"];

impl Document {
    /// The decoded value of a piece of metadata, and its place; `None` if it is missing or not a scalar.
    pub fn metadata(&self, key: Key) -> Option<(&str, Span)> {
        let front_matter = self.front_matter.as_ref()?;
        let entry = &front_matter.entries[self.metadata.entries[key as usize]? as usize];
        entry.scalar(self.text.as_str())
    }

    /// The values that name the article whatever its path is, each with its key. They are copied from the source.
    pub fn article_ids(&self) -> impl Iterator<Item = (&'static str, &str)> {
        ARTICLE_KEYS.into_iter().filter_map(|key| Some((key, self.value(key)?.0)))
    }

    /// Whether two documents record the same source version.
    pub fn has_source_version_of(&self, other: &Self) -> bool {
        self.source_hash().zip(other.source_hash()).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    }

    /// The hash of the source file at handoff; `None` if it is missing or not forty hexadecimal digits.
    pub fn source_hash(&self) -> Option<&str> {
        self.metadata(Key::SourceHash).map(|(value, _)| value).filter(|value| is_object_id(value))
    }

    /// The commit of the source repository at handoff; `None` if it is missing or not forty hexadecimal digits.
    pub fn commit(&self) -> Option<&str> {
        self.metadata(Key::Commit).map(|(value, _)| value).filter(|value| is_object_id(value))
    }

    /// A date; `None` if it is missing or malformed.
    pub fn date(&self, key: Key) -> Option<Date> {
        self.metadata(key).and_then(|(value, _)| date::parse(value))
    }
}

/// Whether a value is forty hexadecimal digits, as hashes and commits are.
pub fn is_object_id(value: &str) -> bool {
    value.len() == 40 && value.bytes().all(|b| b.is_ascii_hexdigit())
}
