//! The effects of a change on the checks: documents that it takes out of them, settings that it loosens, and documents that it moves to
//! another source version.

use super::content::{AddedContent, added_content};
use crate::document::identity::{Identity, Location};
use crate::document::loss::{Gone, Loss};
use crate::document::{DocId, Document, Documents, Key};
use crate::text::normalize::normalize;
use crate::text::{Span, Text};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// The part of the documents that a run on a change has read.
#[derive(Clone, Copy, Debug)]
pub struct Touched {
    /// Whether siblings must have the same folder above their roots. The documents that were read do not show it.
    pub by_holder: bool,
    /// Whether only the articles that the change touches were read.
    pub is_partial: bool,
}

/// The base that a change is compared with.
#[derive(Debug, Default)]
pub struct Base<'a> {
    /// The documents of the base that were read.
    pub documents: Vec<&'a Document>,
    /// Those that are no longer there.
    pub gone: Vec<Gone>,
}

impl<'a> Base<'a> {
    /// The base of documents in memory: a document that is no longer there was removed.
    pub fn in_memory(before: &'a [Document], now: &[Document]) -> Self {
        let present: HashSet<String> = now.iter().map(|document| document.identity.absolute()).collect();
        let absolute = before.iter().map(|document| document.identity.absolute());
        let gone = absolute.filter(|absolute| !present.contains(absolute));
        Self { gone: gone.map(|absolute| Gone { absolute, loss: Loss::Removed }).collect(), documents: before.iter().collect() }
    }
}

/// The effects of a change on the checks.
#[derive(Debug, Default)]
pub struct Change {
    /// The documents that are no longer checked.
    pub lost: Vec<Lost>,
    /// The settings and suppressions that allow more than before, each with its file.
    pub loosened: Vec<(DocId, Loosened)>,
    /// The documents that name another source version than before.
    pub new_handoffs: Vec<NewHandoff>,
    /// The documents of the same source version as before, with new content outside the pairs.
    pub added: Vec<AddedContent>,
}

/// A document that had pairs at the base and is no longer checked.
#[derive(Debug)]
pub struct Lost {
    /// The document: linted if it has only lost its pairs.
    pub document: DocId,
    /// The reason; `None` if it has lost its pairs.
    pub loss: Option<Loss>,
    /// The number of pairs that it had.
    pub pairs: usize,
    /// Whether the source still has the article. `None` without a source.
    pub in_source: Option<bool>,
}

/// A setting or a suppression that allows more than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loosened {
    /// The place in its file.
    pub span: Span,
    /// What the change does, as a clause: `the change ...`.
    pub effect: String,
}

/// A file that is not a document, with the settings in it that allow more than before.
#[derive(Clone, Debug)]
pub struct LoosenedFile {
    /// Its name, as messages show it.
    pub name: String,
    /// Its content.
    pub content: String,
    /// The settings.
    pub settings: Vec<Loosened>,
}

/// A document whose source texts in the pairs differ from those before, although nothing shows that the source changed.
#[derive(Debug)]
pub struct NewHandoff {
    /// The document.
    pub document: DocId,
    /// Whether it names the same source version as before.
    pub is_same_version: bool,
    /// The number of segments that the document had and no longer has.
    pub lost: usize,
    /// The number of segments whose source text differs.
    pub altered: usize,
}

impl Change {
    /// Compares the documents of a run with those of the base. Adds the documents that are gone, and the files with loosened
    /// settings, to `documents`.
    pub fn new(base: &Base<'_>, documents: &mut Documents, files: &[LoosenedFile]) -> Self {
        let mut change = Self::default();
        let earlier: HashMap<String, &Document> =
            base.documents.iter().map(|document| (document.identity.absolute(), *document)).collect();
        let successors = Successors::new(&earlier, documents);
        let losses: HashMap<&str, &Loss> = base.gone.iter().map(|gone| (&*gone.absolute, &gone.loss)).collect();
        // The base of a document that was renamed is its predecessor.
        let mut bases: HashMap<DocId, &Document> = HashMap::new();
        for document in base.documents.iter().filter(|document| !document.is_context) {
            let absolute = document.identity.absolute();
            let Some(loss) = losses.get(&*absolute) else { continue };
            match successors.find(document, documents) {
                Some(successor) => {
                    bases.insert(successor, document);
                }
                None if document.segments.is_empty() => {}
                None => {
                    let lost = empty(document.text.name(), "", document.identity.clone());
                    change.lost.push(Lost {
                        document: add(documents, lost),
                        loss: Some((*loss).clone()),
                        pairs: document.segments.len(),
                        in_source: None,
                    });
                }
            }
        }
        for (doc, document) in documents.linted().filter(|(_, document)| !document.is_context) {
            if let Some(base) = earlier.get(&document.identity.absolute()) {
                bases.insert(doc, base);
            }
        }
        let changed = bases.iter().map(|(doc, base)| (*doc, *base)).filter(|(doc, base)| is_altered(&documents[*doc], base));
        let siblings = SameVersion::new(base, documents, &changed.collect::<Vec<_>>());
        for (doc, document) in documents.linted().filter(|(_, document)| !document.is_context) {
            let base = bases.get(&doc).copied();
            change.loosened.extend(new_suppressions(document, base).into_iter().map(|loosened| (doc, loosened)));
            let Some(base) = base.filter(|base| !base.segments.is_empty()) else { continue };
            if document.segments.is_empty() {
                change.lost.push(Lost { document: doc, loss: None, pairs: base.segments.len(), in_source: None });
            } else if base.source_hash().is_some() && document.source_hash().is_none() {
                let loss = Some(Loss::NoSourceVersion);
                change.lost.push(Lost { document: doc, loss, pairs: document.segments.len(), in_source: None });
            }
            change.new_handoffs.extend(new_handoff(doc, document, base));
            change.new_handoffs.extend(lost_texts(doc, document, base, &siblings));
            change.added.extend(added_content(doc, document, base));
        }
        for file in files {
            let identity = Identity { root: String::new(), relative: file.name.clone(), locale: None, root_is_locale: false };
            let document = add(documents, empty(&file.name, &file.content, identity));
            change.loosened.extend(file.settings.iter().map(|loosened| (document, loosened.clone())));
        }
        change
    }
}

/// A file of a change, with a content that is not read as a document.
fn empty(name: &str, content: &str, identity: Identity) -> Document {
    let mut document = Document::parse(Text::new(name, b""), &Location::in_memory(name));
    document.text = Text::new(name, content.as_bytes());
    document.identity = identity;
    document
}

fn add(documents: &mut Documents, document: Document) -> DocId {
    documents.changed.push(document);
    DocId::Changed(documents.changed.len() as u32 - 1)
}

/// The documents that the base does not have, and that may be renamed ones.
struct Successors {
    /// By locale and by what a rename keeps: the prefix of the ids, or the id of the file.
    by_id: HashMap<(String, String), DocId>,
    /// By locale and source text.
    by_text: HashMap<(String, String), Vec<DocId>>,
}

/// How many documents may have a source text so that it tells something about a rename.
const MAX_SHARING: usize = 8;

/// How many candidates for a rename are compared as a whole.
const MAX_CANDIDATES: usize = 8;

impl Successors {
    fn new(earlier: &HashMap<String, &Document>, documents: &Documents) -> Self {
        let mut successors = Self { by_id: HashMap::new(), by_text: HashMap::new() };
        let is_new = |document: &Document| !document.is_context && !earlier.contains_key(&document.identity.absolute());
        for (doc, document) in documents.linted().filter(|(_, document)| is_new(document) && !document.segments.is_empty()) {
            for id in ids(document) {
                successors.by_id.entry((locale(document), id)).or_insert(doc);
            }
            for segment in &document.segments {
                let text = normalize(document.source(segment)).into_owned();
                let sharing = successors.by_text.entry((locale(document), text)).or_default();
                if sharing.len() <= MAX_SHARING {
                    sharing.push(doc);
                }
            }
        }
        successors
    }

    /// The document that a document of the base has become: one in the same locale with the same ids, or with most of its source
    /// texts.
    fn find(&self, base: &Document, documents: &Documents) -> Option<DocId> {
        if self.by_text.is_empty() {
            return None;
        }
        if let Some(doc) = ids(base).find_map(|id| self.by_id.get(&(locale(base), id))) {
            let is_whole = |document: &Document| 2 * document.segments.len() >= base.segments.len();
            return Some(*doc).filter(|doc| is_whole(&documents[*doc]) && has_texts(&documents[*doc], base, 4));
        }
        // The number of texts that few documents have, and of other ones.
        let mut shared: HashMap<DocId, (usize, usize)> = HashMap::new();
        for segment in &base.segments {
            let text = normalize(base.source(segment)).into_owned();
            let Some(sharing) = self.by_text.get(&(locale(base), text)) else { continue };
            let is_telling = sharing.len() <= MAX_SHARING;
            for doc in sharing {
                let (telling, others) = shared.entry(*doc).or_default();
                *(if is_telling { telling } else { others }) += 1;
            }
        }
        let mut candidates: Vec<_> = shared.into_iter().map(|(doc, counts)| (Reverse(counts), doc)).collect();
        candidates.sort_unstable();
        candidates.into_iter().take(MAX_CANDIDATES).map(|(_, doc)| doc).find(|doc| has_texts(&documents[*doc], base, 2))
    }
}

/// Whether a document has at least one in `part` of the source texts of another one.
fn has_texts(document: &Document, base: &Document, part: usize) -> bool {
    let texts = source_texts(document);
    let found = base.segments.iter().filter(|segment| texts.contains(&normalize(base.source(segment))));
    part * found.count() >= base.segments.len()
}

fn locale(document: &Document) -> String {
    document.identity.locale.as_deref().unwrap_or("").to_ascii_lowercase()
}

/// What names a document in its locale whatever its path is.
fn ids(document: &Document) -> impl Iterator<Item = String> {
    let prefix = Some(&*document.sxs.prefix).filter(|prefix| !prefix.is_empty()).map(|prefix| format!("prefix {prefix}"));
    let file = document.metadata(Key::FileId).map(|(id, _)| format!("file {id}"));
    prefix.into_iter().chain(file).chain(document.article_ids().map(|(key, id)| format!("{key} {id}")))
}

/// The suppressions of a document that its base does not have.
fn new_suppressions(document: &Document, base: Option<&Document>) -> Vec<Loosened> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let of_base = base.map_or(&[][..], |base| &base.suppressions);
    for suppression in of_base.iter().filter(|suppression| suppression.flaw.is_none()) {
        *known.entry(base.map_or("", |base| base.text.slice(suppression.span))).or_default() += 1;
    }
    let mut loosened = Vec::new();
    for suppression in document.suppressions.iter().filter(|suppression| suppression.flaw.is_none()) {
        match known.get_mut(document.text.slice(suppression.span)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => loosened.push(Loosened { span: suppression.span, effect: "adds a suppression".to_owned() }),
        }
    }
    loosened
}

/// The new source version of a document, if it has another one than its base, and has lost segments or altered source texts. A
/// complete handoff is not looked at: all of the document is new.
fn new_handoff(doc: DocId, document: &Document, base: &Document) -> Option<NewHandoff> {
    let has_versions = document.source_hash().and(base.source_hash()).is_some();
    if !has_versions || document.has_source_version_of(base) || is_complete_handoff(document, base) {
        return None;
    }
    let mut now: HashMap<&str, HashSet<String>> = HashMap::new();
    for segment in &document.segments {
        now.entry(document.id(segment)).or_default().insert(normalize(document.source(segment)).into_owned());
    }
    let (mut lost, mut altered) = (0, 0);
    for segment in &base.segments {
        match now.get(base.id(segment)) {
            None => lost += 1,
            Some(texts) => altered += usize::from(!texts.contains(&*normalize(base.source(segment)))),
        }
    }
    (lost + altered > 0).then_some(NewHandoff { document: doc, is_same_version: false, lost, altered })
}

/// Whether a change looks like a handoff of another source version: the ids of all pairs, the source commit, the id of the file
/// and the handoff date are those of another handoff. The localization system numbers the pairs of each version anew.
fn is_complete_handoff(document: &Document, base: &Document) -> bool {
    let value = |document: &Document, key| document.metadata(key).map(|(value, _)| value.to_owned());
    let is_new = |key| value(base, key).is_none_or(|before| value(document, key).is_some_and(|now| now != before));
    let (date, before) = (document.date(Key::HandoffDate), base.date(Key::HandoffDate));
    let is_later = before.is_none_or(|before| date.is_some_and(|date| date >= before));
    document.sxs.prefix != base.sxs.prefix && is_later && is_new(Key::Commit) && is_new(Key::FileId)
}

/// The source texts of documents, by their article and source version. Only the versions of changed documents are read.
struct SameVersion<'a> {
    /// At the base.
    before: Texts<'a>,
    /// After the change.
    now: Texts<'a>,
}

/// By the path below the root and the hash: the source texts of each document with its absolute path.
type Texts<'a> = HashMap<(String, String), Vec<(String, SourceTexts<'a>)>>;

type SourceTexts<'a> = HashSet<Cow<'a, str>>;

impl<'a> SameVersion<'a> {
    /// Reads the versions of `changed`: documents, each with its base.
    fn new(base: &Base<'a>, documents: &'a Documents, changed: &[(DocId, &Document)]) -> Self {
        let keys = changed.iter().flat_map(|(doc, base)| [version_key(&documents[*doc]), version_key(base)]);
        let keys: HashSet<(String, String)> = keys.flatten().collect();
        let texts = |documents: &mut dyn Iterator<Item = &'a Document>| {
            let mut texts = Texts::new();
            for document in documents {
                if let Some(key) = version_key(document).filter(|key| keys.contains(key)) {
                    texts.entry(key).or_default().push((document.identity.absolute(), source_texts(document)));
                }
            }
            texts
        };
        Self { before: texts(&mut base.documents.iter().copied()), now: texts(&mut documents.linted.iter()) }
    }
}

/// The texts of the other documents of the version of a document.
fn texts_of_others<'t, 'a>(texts: &'t Texts<'a>, document: &Document) -> Vec<&'t SourceTexts<'a>> {
    let absolute = document.identity.absolute();
    let all = version_key(document).and_then(|key| texts.get(&key)).into_iter().flatten();
    all.filter(|(other, _)| *other != absolute).map(|(_, texts)| texts).collect()
}

fn version_key(document: &Document) -> Option<(String, String)> {
    Some((document.identity.relative.clone(), document.source_hash()?.to_ascii_lowercase()))
}

fn source_texts(document: &Document) -> SourceTexts<'_> {
    document.segments.iter().map(|segment| normalize(document.source(segment))).collect()
}

/// Whether the body of a document changed although it names the same source version, with the same ids.
fn is_altered(document: &Document, base: &Document) -> bool {
    document.has_source_version_of(base) && document.sxs.prefix == base.sxs.prefix && document.body_text() != base.body_text()
}

/// The source texts that a document has lost although it names the same source version. A text that another locale of the version
/// lacked before may have been wrong. A text that another locale still has is reported by the rules that compare locales. Without
/// other locales, a text counts only if its id is gone as well.
fn lost_texts(doc: DocId, document: &Document, base: &Document, siblings: &SameVersion<'_>) -> Option<NewHandoff> {
    if !is_altered(document, base) {
        return None;
    }
    let (before, now) = (texts_of_others(&siblings.before, base), texts_of_others(&siblings.now, document));
    let (own, ids) =
        (source_texts(document), document.segments.iter().map(|segment| document.id(segment)).collect::<HashSet<_>>());
    let (mut lost, mut altered) = (0, 0);
    for segment in &base.segments {
        let (text, id) = (normalize(base.source(segment)), base.id(segment));
        let was_wrong = before.iter().any(|texts| !texts.contains(&*text));
        let is_compared = now.iter().any(|texts| texts.contains(&*text));
        if own.contains(&text) || was_wrong || is_compared || before.is_empty() && ids.contains(id) {
            continue;
        }
        *(if ids.contains(id) { &mut altered } else { &mut lost }) += 1;
    }
    (lost + altered > 0).then_some(NewHandoff { document: doc, is_same_version: true, lost, altered })
}
