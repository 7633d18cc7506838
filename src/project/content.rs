//! The content of a document outside its pairs, which is copied from the source.

use crate::document::skeleton::{Token, TokenKind, tokens};
use crate::document::{DocId, Document, Key, suppressions};
use crate::text::Span;
use crate::text::normalize::normalize;
use std::collections::HashMap;

/// A document with content outside the pairs that its base does not have.
#[derive(Debug)]
pub struct AddedContent {
    /// The document.
    pub document: DocId,
    /// The added pieces.
    pub added: Vec<Added>,
    /// All content outside the pairs.
    pub content: Content,
}

/// A piece of content outside the pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The key that it is compared by.
    pub key: ContentKey,
    /// Its place.
    pub span: Span,
}

/// The key by which pieces of content outside the pairs are compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ContentKey {
    /// Markup with an address, or code.
    Markup(TokenKind, String),
    /// A sentence. In another locale it is another one, so only the number counts.
    Prose,
    /// A key of the front matter.
    FrontMatter(String),
}

/// The content of a document outside its pairs.
#[derive(Debug, Default)]
pub struct Content {
    pieces: Vec<Added>,
    counts: HashMap<ContentKey, usize>,
}

impl Content {
    /// The content of a document outside its pairs; of a source file, all of it.
    pub fn new(document: &Document) -> Self {
        let content = document.text.as_str();
        let mut pieces = Vec::new();
        if let Some(front_matter) = &document.front_matter {
            let added_by_localization = |key: &str| Key::added().any(|added| added.name().eq_ignore_ascii_case(key));
            let keys = front_matter.entries.iter().map(|entry| (entry.key, document.text.slice(entry.key)));
            let keys = keys.filter(|(_, key)| !added_by_localization(key) && *key != suppressions::FRONT_MATTER_KEY);
            pieces.extend(keys.map(|(span, key)| Added { key: ContentKey::FrontMatter(key.to_owned()), span }));
        }
        let mut from = document.body();
        let ends = document.segments.iter().map(|segment| segment.span.range());
        for segment in ends.chain(std::iter::once(content.len()..content.len())) {
            if from < segment.start {
                let found = tokens(content, from..segment.start, &str::to_owned).into_iter();
                let found = found.filter(|token| COMPARED.contains(&token.kind) && !is_anchor(token));
                pieces.extend(found.map(|token| Added { key: ContentKey::Markup(token.kind, token.key), span: token.span }));
            }
            from = from.max(segment.end);
        }
        pieces.extend(document.unpaired.iter().map(|&span| Added { key: ContentKey::Prose, span }));
        pieces.sort_by_key(|piece| piece.span);
        let mut counts = HashMap::new();
        pieces.iter().for_each(|piece| *counts.entry(piece.key.clone()).or_default() += 1);
        Self { pieces, counts }
    }

    /// How many pieces have a key.
    pub fn count(&self, key: &ContentKey) -> usize {
        self.counts.get(key).copied().unwrap_or(0)
    }
}

/// The markup that carries content.
const COMPARED: &[TokenKind] = &[
    TokenKind::Code,
    TokenKind::CodeSpan,
    TokenKind::Directive,
    TokenKind::Image,
    TokenKind::Link,
    TokenKind::Definition,
    TokenKind::Address,
    TokenKind::Tag,
];

/// Whether a tag is an anchor, which the localization tool adds.
fn is_anchor(token: &Token) -> bool {
    token.kind == TokenKind::Tag && (token.key.starts_with("a name=") || token.key == "/a")
}

/// The content outside the pairs that a document has and its base does not, if it has the same source version.
pub fn added_content(doc: DocId, document: &Document, base: &Document) -> Option<AddedContent> {
    if !document.has_source_version_of(base) || document.text.as_str() == base.text.as_str() {
        return None;
    }
    let (now, before) = (Content::new(document), Content::new(base));
    let prose = |document: &Document, span: Span| normalize(document.text.slice(span)).into_owned();
    let mut known: HashMap<String, usize> = HashMap::new();
    base.unpaired.iter().for_each(|span| *known.entry(prose(base, *span)).or_default() += 1);
    let mut seen: HashMap<ContentKey, usize> = HashMap::new();
    // An edited sentence is not an added one.
    let mut more_prose = now.count(&ContentKey::Prose).saturating_sub(before.count(&ContentKey::Prose));
    let is_added = |piece: &&Added| {
        if piece.key == ContentKey::Prose {
            let count = known.entry(prose(document, piece.span)).or_default();
            let is_new = *count == 0;
            *count = count.saturating_sub(1);
            let is_added = is_new && more_prose > 0;
            more_prose -= usize::from(is_added);
            return is_added;
        }
        let count = seen.entry(piece.key.clone()).or_default();
        *count += 1;
        *count > before.count(&piece.key)
    };
    let added: Vec<Added> = now.pieces.iter().filter(is_added).cloned().collect();
    (!added.is_empty()).then_some(AddedContent { document: doc, added, content: now })
}
