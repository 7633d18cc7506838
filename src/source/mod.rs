//! The source side: which source files there are, and the versions of each that documents are checked against.
//!
//! This module decides; what it decides on comes from a [`Store`]: a folder, a git repository, or memory.

pub mod alignment;
pub mod provenance;
pub mod publishing;

use crate::Error;
use crate::config::Settings;
use crate::document::identity::Location;
use crate::document::identity::{self, Identity};
use crate::document::{Document, is_object_id};
use crate::source::alignment::{Alignment, Needles, Original, Search, same_units};
use crate::source::provenance::{Against, Handoff, Since, State, source_hash};
use crate::text::Text;
use publishing::{LOCALIZATION, Localization, REDIRECTIONS};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where source files come from. A version of a file has a key of the store's own choosing; the same key is the same text.
pub trait Store: Send {
    /// The current files: paths below the root of the source, `/` always, each with its key.
    fn files(&self) -> &BTreeMap<String, String>;

    /// The keys of files at commits.
    fn locate(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error>;

    /// The bytes of versions; why not, where one cannot be read.
    fn read(&mut self, keys: &[&str]) -> Result<Vec<Result<Vec<u8>, String>>, Error>;

    /// What reads the history; `None` where the store has none.
    fn annals(&self) -> Option<Box<dyn Annals>>;

    /// What a version of a file is shown as.
    fn name(&self, path: &str, commit: Option<&str>) -> String;

    /// The commit that the current files are of.
    fn commit(&self) -> Option<&str>;

    /// Why a commit that is not there proves nothing, when the history is not whole.
    fn gap(&mut self) -> Option<String>;
}

/// The history of a store: apart from it, so that texts can be read meanwhile.
pub trait Annals: Send {
    /// The versions that files had, up to the current one, newest first, and whether that is all of them. The walk may end
    /// when `enough` holds for what it found so far.
    fn read(&mut self, paths: &HashSet<&str>, enough: &mut dyn FnMut(&History) -> bool) -> Result<(History, bool), Error>;
}

/// What became of a commit and a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// The key of the version, and when the commit was made, in seconds since 1970.
    At(String, i64),
    /// The store has no such commit.
    NoCommit,
    /// The commit has no such file.
    NoPath,
    /// Some of it cannot be read: why.
    Unreadable(String),
}

/// The versions of each path: newest first.
pub type History = HashMap<String, Vec<Change>>;

/// A commit that changed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key of the file after it; `None` where it took the file away.
    pub key: Option<String>,
    /// The commit.
    pub commit: String,
    /// When it was made, in seconds since 1970.
    pub time: i64,
}

/// The source side of a run, read and matched with the documents.
#[derive(Debug, Default)]
pub struct SourceSide {
    /// For each linted document, in order.
    pub against: Vec<Against>,
    /// The source texts that [`Against`] names by index.
    pub texts: Vec<Document>,
    /// Where the source repository says that its files went: path to address.
    pub redirections: HashMap<String, String>,
    /// What could not be read, and why: the path as it is shown.
    pub unread: Vec<(String, String)>,
}

/// Finds, reads and aligns what the documents are to be checked against. Indices in the outcome count from `first`.
///
/// # Errors
/// When the store as a whole cannot be read.
pub fn consult(documents: &[Document], store: &mut dyn Store, first: usize) -> Result<SourceSide, Error> {
    let mut shelf = Shelf::default();
    let paths: Vec<Option<String>> =
        documents.iter().map(|document| store.files().get(&document.identity.relative).cloned()).collect();
    let current: Vec<(&str, &str)> =
        documents.iter().zip(&paths).filter_map(|(d, key)| Some((key.as_deref()?, d.identity.relative.as_str()))).collect();
    shelf.read(store, current.iter().map(|&(key, path)| (key, path, None)))?;

    // Fresh or stale, by hash alone.
    let mut against: Vec<Against> = Vec::with_capacity(documents.len());
    for (document, key) in documents.iter().zip(&paths) {
        let current = key.as_deref().and_then(|key| shelf.by_key.get(key).copied());
        let hash = document.source_hash().map(str::to_ascii_lowercase);
        let state = match (key, current, &hash) {
            (None, ..) => State::Orphan,
            (_, Some(i), Some(hash)) if shelf.versions[i].hash == *hash => State::Fresh,
            (_, Some(_), Some(_)) => State::Stale,
            _ => State::Unknown,
        };
        let handoff = if state == State::Fresh { Handoff::Known } else { Handoff::NotSaid };
        let handoff_text = if state == State::Fresh { current } else { None };
        let current_hash = current.map(|i| shelf.versions[i].hash.clone());
        against.push(Against { state, current, current_hash, handoff_text, handoff, ..Against::default() });
    }
    let searched: Vec<usize> =
        (0..documents.len()).filter(|&i| against[i].handoff_text.is_none() && documents[i].source_hash().is_some()).collect();
    let asked: Vec<(&str, &str)> =
        searched.iter().map(|&i| (commit(&documents[i]).unwrap_or(""), documents[i].identity.relative.as_str())).collect();
    let located = store.locate(&asked)?;
    // Git walks the history while the texts are read and compared.
    let annals = store.annals();
    let counted: Vec<Counted<'_>> = searched
        .iter()
        .zip(&located)
        .filter_map(|(&index, located)| match located {
            Located::At(key, time) => Some(Counted { index, path: &documents[index].identity.relative, key, time: *time }),
            _ => None,
        })
        .collect();
    let (changes, alignments) = rayon::join(
        || annals.map_or(Ok(Vec::new()), |annals| count_changes(&counted, annals)),
        || {
            find_handoffs(documents, &mut against, &searched, &located, &mut shelf, store)?;
            let originals: Vec<Original<'_>> = shelf.versions.par_iter().map(|version| Original::of(&version.document)).collect();
            Ok(aligned(documents, &against, &shelf, &originals))
        },
    );
    let alignments: Vec<_> = alignments?;
    for (i, since) in changes? {
        against[i].since = Some(since).filter(|_| against[i].handoff == Handoff::Known);
    }
    for (against, (handoff, current)) in against.iter_mut().zip(alignments) {
        against.to_handoff = handoff;
        against.to_current = current;
        against.current = against.current.map(|i| first + i);
        against.handoff_text = against.handoff_text.map(|i| first + i);
    }
    let texts = shelf.versions.into_iter().map(|version| version.document).collect();
    Ok(SourceSide { against, texts, unread: shelf.unread, redirections: HashMap::new() })
}

/// The alignments of each document with the source file that it was made from, and with the current one where that is another.
type Aligned = (Option<Alignment>, Option<Alignment>);

/// The texts that a document is aligned with, as indices: the one that it was made from, and the current one.
type Texts = (Option<usize>, Option<usize>);

/// Aligns each document with its source files: one search for all locales that were made from the same file.
fn aligned(documents: &[Document], against: &[Against], shelf: &Shelf, originals: &[Original<'_>]) -> Vec<Aligned> {
    let mut groups: HashMap<Texts, Vec<Vec<usize>>> = HashMap::new();
    for (i, against) in against.iter().enumerate().filter(|(i, _)| !documents[*i].pairs.is_empty()) {
        let groups = groups.entry((against.handoff_text, against.current)).or_default();
        match groups.iter_mut().find(|group| same_units(&documents[group[0]], &documents[i])) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    let groups: Vec<_> =
        groups.into_iter().flat_map(|(texts, groups)| groups.into_iter().map(move |group| (texts, group))).collect();
    let align = |((handoff_text, current), group): (Texts, Vec<usize>)| {
        let first = &documents[group[0]];
        let needles = Needles::of(first);
        let search = |text: usize, at_handoff| Search::new(&needles, first, &originals[text], at_handoff);
        let to_handoff = handoff_text.map(|text| search(text, true));
        let body = |text: usize| &shelf.versions[text].document;
        let to_current = current.filter(|_| current != handoff_text).map(|current| {
            // Often only the front matter has changed.
            let moved =
                handoff_text.map(|old| (body(old), body(current))).filter(|(old, now)| old.body_text() == now.body_text());
            (search(current, false), moved)
        });
        let align = |i: usize| {
            let document = &documents[i];
            let handoff = to_handoff.as_ref().map(|search| search.align(document));
            let current = to_current.as_ref().map(|(search, moved)| match (&handoff, moved) {
                (Some(known), Some((old, now))) => known.moved(old.body(), now.body()),
                _ => search.align(document),
            });
            (i, (handoff, current))
        };
        group.into_iter().map(align).collect::<Vec<_>>()
    };
    let mut aligned: Vec<Aligned> = documents.iter().map(|_| (None, None)).collect();
    for (i, alignments) in groups.into_par_iter().flat_map_iter(align).collect::<Vec<_>>() {
        aligned[i] = alignments;
    }
    aligned
}

/// What of the localized side a run looks at.
#[derive(Debug, Default)]
pub struct Scope {
    /// The folders that are linted whole: absolute, and as they are shown.
    pub folders: Vec<(String, String)>,
    /// The absolute paths of the documents that are there.
    pub present: HashSet<String>,
}

/// The documents that should be there in some localized root and are not: an empty one for each. Roots count that hold a
/// document made from a source.
///
/// # Errors
/// When the store as a whole cannot be read.
pub fn absent(
    documents: &[Document],
    store: &mut dyn Store,
    scope: &Scope,
    settings: &Settings,
    side: &mut SourceSide,
) -> Result<Vec<Document>, Error> {
    let own = || Localization::without(settings.not_localized.clone());
    let mut localization = own();
    if let Some(json) = publishing_file(store, LOCALIZATION, side)? {
        match own().read(&json) {
            Ok(read) => localization = read,
            Err(reason) => side.unread.push((store.name(LOCALIZATION, store.commit()), reason)),
        }
    }
    if side.against.iter().any(|against| against.state == State::Orphan)
        && let Some(json) = publishing_file(store, REDIRECTIONS, side)?
    {
        match publishing::redirections(&json) {
            Ok(read) => side.redirections = read,
            Err(reason) => side.unread.push((store.name(REDIRECTIONS, store.commit()), reason)),
        }
    }
    let mut roots: BTreeMap<(&str, &str), &Identity> = BTreeMap::new();
    for document in documents.iter().filter(|document| document.source_hash().is_some()) {
        if let Some(locale) = &document.identity.locale {
            roots.entry((&document.identity.root, locale)).or_insert(&document.identity);
        }
    }
    let mut absent = Vec::new();
    for ((root, locale), identity) in roots {
        for path in store.files().keys().filter(|path| identity::is_markdown(path)) {
            let expected = format!("{}/{path}", root.trim_end_matches('/'));
            let folder = scope.folders.iter().find(|(folder, _)| identity::strip_root(&expected, folder).is_some());
            let Some((folder, shown)) = folder else { continue };
            if scope.present.contains(&expected) || settings.filter.excludes(&expected) || !localization.expects(path, locale) {
                continue;
            }
            let below = expected[folder.len()..].trim_start_matches('/');
            let name = if shown.is_empty() { below.to_owned() } else { format!("{}/{below}", shown.trim_end_matches('/')) };
            let mut document = Document::parse(Text::new(name, b""), &Location::in_memory(path));
            document.identity = Identity { relative: path.clone(), ..identity.clone() };
            absent.push(document);
        }
    }
    Ok(absent)
}

/// A file at the top of the source that says something of its publishing.
fn publishing_file(store: &mut dyn Store, name: &str, side: &mut SourceSide) -> Result<Option<String>, Error> {
    let Some(key) = store.files().get(name).cloned() else { return Ok(None) };
    match store.read(&[&key])?.remove(0) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(reason) => {
            side.unread.push((store.name(name, store.commit()), reason));
            Ok(None)
        }
    }
}

/// The commit that a document names.
fn commit(document: &Document) -> Option<&str> {
    document.value("ms.sourcegitcommit").map(|(value, _)| value).filter(|commit| is_object_id(commit))
}

/// Finds the version that each of the documents was made from: where it was located by its commit, else by its hash in the
/// history.
fn find_handoffs(
    documents: &[Document],
    against: &mut [Against],
    searched: &[usize],
    located: &[Located],
    shelf: &mut Shelf,
    store: &mut dyn Store,
) -> Result<(), Error> {
    let path = |i: usize| documents[i].identity.relative.as_str();
    let commit = |i: usize| commit(&documents[i]);
    let at: Vec<(&str, &str, Option<&str>)> = searched
        .iter()
        .zip(located)
        .filter_map(|(&i, located)| match located {
            Located::At(key, _) => Some((key.as_str(), path(i), commit(i))),
            _ => None,
        })
        .collect();
    shelf.read(store, at.into_iter())?;
    let mut left = Vec::new();
    for (&i, located) in searched.iter().zip(located) {
        let hash = documents[i].source_hash().unwrap_or_default();
        let by_commit = match located {
            Located::At(key, time) => shelf.by_key.get(key).map(|&version| (version, *time)),
            _ => None,
        };
        match by_commit.filter(|(version, _)| shelf.versions[*version].hash.eq_ignore_ascii_case(hash)) {
            Some((version, time)) => {
                against[i].handoff_text = Some(version);
                against[i].handoff = Handoff::Known;
                against[i].commit = commit(i).map(str::to_ascii_lowercase);
                against[i].time = Some(time);
            }
            None => left.push((i, located)),
        }
    }
    if left.is_empty() {
        return Ok(());
    }
    let wanted: HashSet<&str> = left.iter().map(|(i, _)| path(*i)).collect();
    let read = store.annals().map(|mut annals| annals.read(&wanted, &mut |_| false)).transpose()?;
    let gap = match &read {
        Some((_, false)) => Some("the history of the source repository cannot be read to its beginning".to_owned()),
        _ => store.gap(),
    };
    let history = read.map(|(history, _)| history);
    let versions: Vec<(&str, &str, Option<&str>)> = history
        .iter()
        .flatten()
        .flat_map(|(path, changes)| {
            changes.iter().filter_map(move |change| Some((change.key.as_deref()?, path.as_str(), Some(change.commit.as_str()))))
        })
        .collect();
    shelf.read(store, versions.iter().copied())?;
    for (i, located) in left {
        let hash = documents[i].source_hash().unwrap_or_default();
        // The oldest commit with this text is the one that made it.
        let fitting = history.as_ref().and_then(|history| history.get(path(i))).and_then(|changes| {
            let version = |change: &Change| shelf.by_key.get(change.key.as_deref()?).copied();
            let fits = |change: &&Change| version(change).is_some_and(|v| shelf.versions[v].hash.eq_ignore_ascii_case(hash));
            changes.iter().rev().find(fits).and_then(|change| Some((version(change)?, change)))
        });
        let against = &mut against[i];
        if let Some((version, change)) = fitting {
            against.handoff_text = Some(version);
            against.handoff = Handoff::Known;
            against.commit = Some(change.commit.clone());
            against.time = Some(change.time);
            continue;
        }
        against.handoff = match (&history, located, &gap) {
            (None, ..) => Handoff::Unread("the source has no history to find it in".to_owned()),
            (_, Located::Unreadable(reason), _) => Handoff::Unread(reason.clone()),
            (_, Located::At(key, _), _) if !shelf.by_key.contains_key(key) => {
                Handoff::Unread("its text is damaged or missing".to_owned())
            }
            (_, _, Some(gap)) => Handoff::Unread(gap.clone()),
            (_, Located::NoCommit, _) => Handoff::Unknown("the source repository has no such commit"),
            (_, Located::NoPath, _) => Handoff::Unknown("the commit has no file of this path"),
            (_, Located::At(..), _) => Handoff::Unknown("the file at the commit is another text than the recorded hash says"),
        };
        // A recorded version that never was says nothing of the current one.
        if matches!(against.handoff, Handoff::Unknown(_)) && against.state == State::Stale {
            against.state = State::Unknown;
        }
    }
    Ok(())
}

/// A document whose source's changes are to be counted: from the version that it was made from, of a key and a time.
struct Counted<'a> {
    index: usize,
    path: &'a str,
    key: &'a str,
    time: i64,
}

/// Counts the changes of the documents' sources since the handoffs.
fn count_changes(counted: &[Counted<'_>], mut annals: Box<dyn Annals>) -> Result<Vec<(usize, Since)>, Error> {
    let Some(oldest) = counted.iter().map(|counted| counted.time).min() else { return Ok(Vec::new()) };
    let mut awaited: HashMap<&str, HashSet<&str>> = HashMap::new();
    for counted in counted {
        awaited.entry(counted.path).or_default().insert(counted.key);
    }
    let paths: HashSet<&str> = counted.iter().map(|counted| counted.path).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    // Clocks differ: a month behind the oldest handoff, no version that is waited for will come.
    let slack = 30 * 24 * 60 * 60;
    let mut enough = |history: &History| {
        let mut passed = false;
        for (path, changes) in history {
            let from = seen.entry(path.clone()).or_default();
            for change in &changes[*from..] {
                passed |= change.time < oldest - slack;
                if let (Some(key), Some(keys)) = (&change.key, awaited.get_mut(path.as_str())) {
                    keys.remove(key.as_str());
                }
            }
            *from = changes.len();
        }
        passed || awaited.values().all(HashSet::is_empty)
    };
    let (history, _) = annals.read(&paths, &mut enough)?;
    let since = |counted: &Counted<'_>| {
        let changes = history.get(counted.path)?;
        let last = changes.first()?;
        let commits = changes.iter().position(|change| change.key.as_deref() == Some(counted.key));
        Some((counted.index, Since { changed: last.time, last_commit: last.commit.clone(), commits }))
    };
    Ok(counted.iter().filter_map(since).collect())
}

/// The versions that were read.
#[derive(Default)]
struct Shelf {
    versions: Vec<Version>,
    by_key: HashMap<String, usize>,
    unread: Vec<(String, String)>,
    tried: HashSet<String>,
}

struct Version {
    document: Document,
    /// The hash that a document made from it records.
    hash: String,
}

impl Shelf {
    /// Reads versions that are not yet here: each with the path and commit that it is shown as.
    fn read<'a>(
        &mut self,
        store: &mut dyn Store,
        wanted: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>,
    ) -> Result<(), Error> {
        let new: Vec<_> = wanted.filter(|(key, ..)| self.tried.insert((*key).to_owned())).collect();
        let keys: Vec<&str> = new.iter().map(|(key, ..)| *key).collect();
        let read = store.read(&keys)?;
        let store: &dyn Store = store;
        let names: Vec<String> = new.iter().map(|(_, path, commit)| store.name(path, commit.or(store.commit()))).collect();
        let parsed: Vec<Result<Version, String>> = new
            .par_iter()
            .zip(read)
            .zip(&names)
            .map(|(((_, path, _), bytes), name)| {
                let bytes = bytes?;
                let hash = source_hash(&bytes);
                let document = Document::parse(Text::new(name, bytes), &Location::in_memory(path));
                Ok(Version { document, hash })
            })
            .collect();
        for ((parsed, (key, ..)), name) in parsed.into_iter().zip(new).zip(names) {
            match parsed {
                Ok(version) => {
                    self.by_key.insert(key.to_owned(), self.versions.len());
                    self.versions.push(version);
                }
                Err(reason) => self.unread.push((name, reason)),
            }
        }
        Ok(())
    }
}

/// A source in memory, for tests and examples: the last version of each path is the current one.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, String>,
    /// Path, commit, time, content: oldest first.
    versions: Vec<(String, String, i64, String)>,
}

impl Memory {
    /// Adds a version of a file.
    pub fn add(&mut self, path: &str, commit: &str, time: i64, content: &str) {
        self.files.insert(path.to_owned(), self.versions.len().to_string());
        self.versions.push((path.to_owned(), commit.to_owned(), time, content.to_owned()));
    }

    /// Takes a file away, as of now.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

impl Store for Memory {
    fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    fn locate(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        let locate = |&(commit, path): &(&str, &str)| {
            let at = self.versions.iter().rposition(|(_, c, ..)| c == commit);
            let Some(at) = at else { return Located::NoCommit };
            match self.versions[..=at].iter().rposition(|(p, ..)| p == path) {
                Some(i) => Located::At(i.to_string(), self.versions[at].2),
                None => Located::NoPath,
            }
        };
        Ok(wanted.iter().map(locate).collect())
    }

    fn read(&mut self, keys: &[&str]) -> Result<Vec<Result<Vec<u8>, String>>, Error> {
        let read = |key: &&str| {
            let version = key.parse().ok().and_then(|i: usize| self.versions.get(i));
            version.map(|(.., content)| content.clone().into_bytes()).ok_or_else(|| "no such version".to_owned())
        };
        Ok(keys.iter().map(read).collect())
    }

    fn annals(&self) -> Option<Box<dyn Annals>> {
        let changes = self.versions.iter().enumerate().rev().map(|(i, (path, commit, time, _))| {
            (path.clone(), Change { key: Some(i.to_string()), commit: commit.clone(), time: *time })
        });
        Some(Box::new(Remembered(changes.collect())))
    }

    fn name(&self, path: &str, _: Option<&str>) -> String {
        format!("source/{path}")
    }

    fn commit(&self) -> Option<&str> {
        None
    }

    fn gap(&mut self) -> Option<String> {
        None
    }
}

/// The history of a source in memory: path and change, newest first.
struct Remembered(Vec<(String, Change)>);

impl Annals for Remembered {
    fn read(&mut self, paths: &HashSet<&str>, _: &mut dyn FnMut(&History) -> bool) -> Result<(History, bool), Error> {
        let mut history = History::new();
        for (path, change) in self.0.iter().filter(|(path, _)| paths.contains(path.as_str())) {
            history.entry(path.clone()).or_default().push(change.clone());
        }
        Ok((history, true))
    }
}
