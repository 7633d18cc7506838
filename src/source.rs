//! The source side: which source files there are, and the versions of each that documents are checked against.
//!
//! This module decides; what it decides on comes from a [`Store`]: a folder, a git repository, or memory.

use crate::align::{Alignment, Needles};
use crate::config::Settings;
use crate::document::Document;
use crate::fold::Folded;
use crate::identity::{self, Identity};
use crate::provenance::{Against, Handoff, Since, State, source_hash};
use crate::publishing::{self, LOCALIZATION, Localization, REDIRECTIONS};
use crate::text::Text;
use crate::{Error, Job};
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

    /// The versions that files had, up to the current one, newest first; `None` where the store has no history. The walk
    /// may end when `enough` holds for what it found so far.
    fn history(&mut self, paths: &HashSet<&str>, enough: &mut dyn FnMut(&History) -> bool) -> Result<Option<History>, Error>;

    /// What a version of a file is shown as.
    fn name(&self, path: &str, commit: Option<&str>) -> String;

    /// The commit that the current files are of.
    fn commit(&self) -> Option<&str>;

    /// Why a commit that is not there proves nothing, when the history is not whole.
    fn gap(&mut self) -> Option<String>;
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
    find_handoffs(documents, &mut against, &mut shelf, store)?;
    // Git walks the history while the texts are compared.
    let (changes, alignments) = rayon::join(
        || count_changes(documents, &against, &shelf, store),
        || {
            let folded: Vec<Folded> = shelf.versions.par_iter().map(Version::fold).collect();
            let aligned = |(document, against): (&Document, &Against)| -> (Option<Alignment>, Option<Alignment>) {
                if document.pairs.is_empty() {
                    return (None, None);
                }
                let needles = Needles::of(document);
                let to =
                    |i: Option<usize>, at_handoff| i.map(|i| needles.align(&shelf.versions[i].document, &folded[i], at_handoff));
                let current = against.current.filter(|_| against.current != against.handoff_text);
                (to(against.handoff_text, true), to(current, false))
            };
            documents.par_iter().zip(against.par_iter()).map(aligned).collect::<Vec<_>>()
        },
    );
    for (i, since) in changes? {
        against[i].since = Some(since);
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
    let mut localization = Localization::without(settings.not_localized.clone());
    if let Some(json) = publishing_file(store, LOCALIZATION, side)? {
        match std::mem::take(&mut localization).read(&json) {
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
        for path in store.files().keys().filter(|path| is_document(path)) {
            let expected = format!("{}/{path}", root.trim_end_matches('/'));
            let folder = scope.folders.iter().find(|(folder, _)| identity::is_below(&expected, folder));
            let Some((folder, shown)) = folder else { continue };
            if scope.present.contains(&expected) || settings.excludes(&expected) || !localization.expects(path, locale) {
                continue;
            }
            let below = expected[folder.len()..].trim_start_matches('/');
            let mut document =
                Document::parse(Text::new(format!("{}/{below}", shown.trim_end_matches('/')), b""), &Job::in_memory(path));
            document.identity = Identity { relative: path.clone(), ..identity.clone() };
            absent.push(document);
        }
    }
    Ok(absent)
}

fn is_document(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"))
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

/// Finds the version that each stale or orphaned document was made from: by its commit, else by its hash in the history.
fn find_handoffs(documents: &[Document], against: &mut [Against], shelf: &mut Shelf, store: &mut dyn Store) -> Result<(), Error> {
    let searched: Vec<usize> =
        (0..documents.len()).filter(|&i| against[i].handoff_text.is_none() && documents[i].source_hash().is_some()).collect();
    let path = |i: usize| documents[i].identity.relative.as_str();
    let commit =
        |i: usize| documents[i].value("ms.sourcegitcommit").map(|(value, _)| value).filter(|c| crate::document::is_object_id(c));
    let asked: Vec<(&str, &str)> = searched.iter().map(|&i| (commit(i).unwrap_or(""), path(i))).collect();
    let located = store.locate(&asked)?;
    let at: Vec<(&str, &str, Option<&str>)> = searched
        .iter()
        .zip(&located)
        .filter_map(|(&i, located)| match located {
            Located::At(key, _) => Some((key.as_str(), path(i), commit(i))),
            _ => None,
        })
        .collect();
    shelf.read(store, at.into_iter())?;
    let mut left = Vec::new();
    for (&i, located) in searched.iter().zip(&located) {
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
    let history = store.history(&wanted, &mut |_| false)?;
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
        against.handoff = match (&history, located, store.gap()) {
            (None, ..) => Handoff::Unread("the source has no history to find it in".to_owned()),
            (_, Located::Unreadable(reason), _) => Handoff::Unread(reason.clone()),
            (_, _, Some(gap)) => Handoff::Unread(gap),
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

/// Counts, for each stale document, the changes of its source since the handoff.
fn count_changes(
    documents: &[Document],
    against: &[Against],
    shelf: &Shelf,
    store: &mut dyn Store,
) -> Result<Vec<(usize, Since)>, Error> {
    let wanted = |i: &usize| matches!(against[*i].state, State::Stale | State::Orphan) && against[*i].time.is_some();
    let counted: Vec<(usize, &str, &str)> = (0..documents.len())
        .filter(wanted)
        .filter_map(|i| Some((i, documents[i].identity.relative.as_str(), shelf.versions[against[i].handoff_text?].key.as_str())))
        .collect();
    let Some(oldest) = counted.iter().filter_map(|(i, ..)| against[*i].time).min() else { return Ok(Vec::new()) };
    let mut awaited: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (_, path, key) in &counted {
        awaited.entry(path).or_default().insert(key);
    }
    let paths: HashSet<&str> = counted.iter().map(|(_, path, _)| *path).collect();
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
    let Some(history) = store.history(&paths, &mut enough)? else { return Ok(Vec::new()) };
    let since = |(i, path, key): (usize, &str, &str)| {
        let changes = history.get(path)?;
        let last = changes.first()?;
        let commits = changes.iter().position(|change| change.key.as_deref() == Some(key));
        Some((i, Since { changed: last.time, last_commit: last.commit.clone(), commits }))
    };
    Ok(counted.into_iter().filter_map(since).collect())
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
    key: String,
    document: Document,
    /// The hash that a document made from it records.
    hash: String,
}

impl Version {
    fn fold(&self) -> Folded {
        Folded::of(self.document.text.as_str(), self.document.front_matter.as_ref().map_or(0, |f| f.body as usize))
    }
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
            .map(|(((key, path, _), bytes), name)| {
                let bytes = bytes?;
                let hash = source_hash(&bytes);
                let document = Document::parse(Text::new(name, &bytes), &Job::in_memory(path));
                Ok(Version { key: (*key).to_owned(), document, hash })
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

    fn history(&mut self, paths: &HashSet<&str>, _: &mut dyn FnMut(&History) -> bool) -> Result<Option<History>, Error> {
        let mut history = History::new();
        for (i, (path, commit, time, _)) in
            self.versions.iter().enumerate().rev().filter(|(_, (p, ..))| paths.contains(p.as_str()))
        {
            let change = Change { key: Some(i.to_string()), commit: commit.clone(), time: *time };
            history.entry(path.clone()).or_default().push(change);
        }
        Ok(Some(history))
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
