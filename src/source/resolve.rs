//! Finds, reads and aligns the source files that documents are compared with.

use super::absent::{Scope, absent};
use super::alignment::{Alignment, Search, SourceFile, SourceTexts};
use super::provenance::{Freshness, Handoff, Since, SourceState, source_hash};
use super::store::{Change, History, HistoryReader, Located, Store};
use crate::Error;
use crate::document::identity::Location;
use crate::document::{DocId, Document};
use crate::text::Text;
use globset::GlobSet;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Index;
use std::sync::OnceLock;

/// The source side of a run: the source files, aligned with the documents.
#[derive(Debug, Default)]
pub struct SourceSide {
    /// The state of each linted document, in order.
    pub states: Vec<SourceState>,
    /// The versions of source files that [`SourceState`] refers to by [`DocId::Source`].
    pub texts: Vec<Document>,
    /// An empty document for each one that should exist and does not.
    pub absent: Vec<Document>,
    /// The redirections of the source repository: path to address.
    pub redirections: HashMap<String, String>,
    /// Files that could not be read: the path for display, and the reason.
    pub unread: Vec<(String, String)>,
}

/// Finds, reads and aligns the source files of the documents.
///
/// # Errors
/// If the store cannot be read.
pub fn resolve(
    documents: &[Document],
    store: &mut dyn Store,
    scope: &Scope<'_>,
    not_localized: &GlobSet,
) -> Result<SourceSide, Error> {
    let mut side = versions(documents, store)?;
    side.absent = absent(documents, store, scope, not_localized, &mut side)?;
    Ok(side)
}

/// Finds, reads and aligns the versions of source files.
fn versions(documents: &[Document], store: &mut dyn Store) -> Result<SourceSide, Error> {
    let mut cache = VersionCache::default();
    // In the order of the paths, which is how a repository stores them.
    let mut unique: Vec<&str> = documents.iter().map(|document| document.identity.relative.as_str()).collect();
    unique.sort_unstable();
    unique.dedup();
    let keys = store.current(&unique)?;
    let current: Vec<_> = keys.iter().zip(&unique).filter_map(|(key, &path)| Some((key.as_deref()?, path, None))).collect();
    cache.read(store, current.into_iter())?;
    let key_of = |document: &Document| {
        let position = unique.binary_search(&document.identity.relative.as_str()).ok()?;
        keys[position].as_deref()
    };
    let paths: Vec<Option<&str>> = documents.iter().map(key_of).collect();

    // The hash decides between fresh and stale.
    let mut states: Vec<SourceState> = Vec::with_capacity(documents.len());
    for (document, key) in documents.iter().zip(&paths) {
        let current = key.and_then(|key| cache.by_key.get(key).copied());
        let freshness = match (key, current, document.source_hash()) {
            (None, ..) => Freshness::Orphan,
            (_, Some(i), Some(hash)) if cache[i].hash.eq_ignore_ascii_case(hash) => Freshness::Fresh,
            (_, Some(_), Some(_)) => Freshness::Stale,
            _ => Freshness::Unknown,
        };
        let handoff = if freshness == Freshness::Fresh { Handoff::Known } else { Handoff::NotRecorded };
        let handoff_source = if freshness == Freshness::Fresh { current } else { None };
        let current_hash = current.map(|i| cache[i].hash.clone());
        states.push(SourceState { freshness, current, current_hash, handoff_source, handoff, ..SourceState::default() });
    }
    let searched: Vec<usize> =
        (0..documents.len()).filter(|&i| states[i].handoff_source.is_none() && documents[i].source_hash().is_some()).collect();
    let wanted: Vec<(&str, &str)> =
        searched.iter().map(|&i| (documents[i].commit().unwrap_or(""), documents[i].identity.relative.as_str())).collect();
    let located = store.find(&wanted)?;
    // The history is read while the texts are read and compared.
    let history_reader = store.history_reader();
    let counted: Vec<Counted<'_>> = searched
        .iter()
        .zip(&located)
        .filter_map(|(&index, located)| match located {
            Located::At(key, time) => Some(Counted {
                index,
                path: &documents[index].identity.relative,
                commit: documents[index].commit().unwrap_or_default().to_ascii_lowercase(),
                key,
                time: *time,
            }),
            _ => None,
        })
        .collect();
    let (changes, alignments) = rayon::join(
        || history_reader.map_or(Ok(Vec::new()), |history_reader| count_changes(&counted, history_reader)),
        || {
            find_handoffs(documents, &mut states, &searched, &located, &mut cache, store)?;
            Ok(aligned(documents, &states, &cache))
        },
    );
    let alignments: Vec<_> = alignments?;
    for (i, since) in changes? {
        states[i].since = Some(since).filter(|_| states[i].handoff == Handoff::Known);
    }
    for (state, (handoff, current)) in states.iter_mut().zip(alignments) {
        state.handoff_alignment = handoff;
        state.current_alignment = current;
    }
    let texts = cache.versions.into_iter().map(|version| version.document).collect();
    Ok(SourceSide { states, texts, unread: cache.unread, ..SourceSide::default() })
}

/// The alignments of a document with the source file that it was made from, and with the current one if that differs.
type Aligned = (Option<Alignment>, Option<Alignment>);

/// The source files that a document is aligned with: the one that it was made from, and the current one.
type Versions = (Option<DocId>, Option<DocId>);

/// Aligns each document with its source files. Locales that were made from the same file share one search. The documents of one
/// current file are aligned together: then no file is prepared twice, and few are in memory.
fn aligned(documents: &[Document], states: &[SourceState], cache: &VersionCache) -> Vec<Aligned> {
    let mut by_current: HashMap<Option<DocId>, Vec<usize>> = HashMap::new();
    for (i, state) in states.iter().enumerate().filter(|(i, _)| !documents[*i].segments.is_empty()) {
        by_current.entry(state.current).or_default().push(i);
    }
    let mut aligned: Vec<Aligned> = documents.iter().map(|_| (None, None)).collect();
    let align = |(_, group)| aligned_group(documents, states, cache, group);
    for (i, alignments) in by_current.into_par_iter().flat_map_iter(align).collect::<Vec<_>>() {
        aligned[i] = alignments;
    }
    aligned
}

/// Aligns the documents of one current file.
fn aligned_group(
    documents: &[Document],
    states: &[SourceState],
    cache: &VersionCache,
    group: Vec<usize>,
) -> Vec<(usize, Aligned)> {
    let mut groups: BTreeMap<Versions, Vec<Vec<usize>>> = BTreeMap::new();
    for i in group {
        let groups = groups.entry((states[i].handoff_source, states[i].current)).or_default();
        match groups.iter_mut().find(|group| documents[group[0]].has_same_segments(&documents[i])) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    let used = groups.keys().flat_map(|&(handoff, current)| [handoff, current]).flatten();
    let files: BTreeMap<DocId, SourceFile<'_>> = used.map(|doc| (doc, SourceFile::new(&cache[doc].document))).collect();
    let groups = groups.into_iter().flat_map(|(versions, groups)| groups.into_iter().map(move |group| (versions, group)));
    let align = |((handoff_source, current), group): (Versions, Vec<usize>)| {
        let first = &documents[group[0]];
        let texts = SourceTexts::new(first);
        let search = |text: DocId, at_handoff| Search::new(&texts, first, &files[&text], at_handoff);
        let handoff_alignment = handoff_source.map(|text| search(text, true));
        let body = |text: DocId| &cache[text].document;
        let current_alignment = current.filter(|_| current != handoff_source).map(|current| {
            // Often only the front matter has changed.
            let moved =
                handoff_source.map(|old| (body(old), body(current))).filter(|(old, now)| old.body_text() == now.body_text());
            (search(current, false), moved)
        });
        let align = |i: usize| {
            let document = &documents[i];
            let handoff = handoff_alignment.as_ref().map(|search| search.align(document));
            let current = current_alignment.as_ref().map(|(search, moved)| match (&handoff, moved) {
                (Some(known), Some((old, now))) => known.moved(old.body(), now.body()),
                _ => search.align(document),
            });
            (i, (handoff, current))
        };
        group.into_iter().map(align).collect::<Vec<_>>()
    };
    groups.flat_map(align).collect()
}

/// Finds the version that each document was made from: first at the commit that the document records, then by searching the
/// history for the recorded hash.
fn find_handoffs(
    documents: &[Document],
    states: &mut [SourceState],
    searched: &[usize],
    located: &[Located],
    cache: &mut VersionCache,
    store: &mut dyn Store,
) -> Result<(), Error> {
    let path = |i: usize| documents[i].identity.relative.as_str();
    let commit = |i: usize| documents[i].commit();
    let at: Vec<(&str, &str, Option<&str>)> = searched
        .iter()
        .zip(located)
        .filter_map(|(&i, located)| match located {
            Located::At(key, _) => Some((key.as_str(), path(i), commit(i))),
            _ => None,
        })
        .collect();
    cache.read(store, at.into_iter())?;
    let mut left = Vec::new();
    for (&i, located) in searched.iter().zip(located) {
        let hash = documents[i].source_hash().unwrap_or_default();
        let by_commit = match located {
            Located::At(key, time) => cache.by_key.get(key).map(|&version| (version, *time)),
            _ => None,
        };
        match by_commit.filter(|(version, _)| cache[*version].hash.eq_ignore_ascii_case(hash)) {
            Some((version, time)) => {
                states[i].handoff_source = Some(version);
                states[i].handoff = Handoff::Known;
                states[i].commit = commit(i).map(str::to_ascii_lowercase);
                states[i].time = Some(time);
            }
            None => left.push((i, located)),
        }
    }
    if left.is_empty() {
        return Ok(());
    }
    let wanted: HashSet<&str> = left.iter().map(|(i, _)| path(*i)).collect();
    let read = store.history_reader().map(|mut history_reader| history_reader.read(&wanted, None, &mut |_| false)).transpose()?;
    let gap = match &read {
        Some((_, false)) => Some("the history of the source repository cannot be read to its beginning".to_owned()),
        _ => store.missing_history_reason(),
    };
    let history = read.map(|(history, _)| history);
    let versions: Vec<(&str, &str, Option<&str>)> = history
        .iter()
        .flatten()
        .flat_map(|(path, changes)| {
            changes.iter().filter_map(move |change| Some((change.key.as_deref()?, path.as_str(), Some(change.commit.as_str()))))
        })
        .collect();
    cache.read(store, versions.iter().copied())?;
    for (i, located) in left {
        let hash = documents[i].source_hash().unwrap_or_default();
        // Several commits can have this text. The oldest of them introduced it.
        let fitting = history.as_ref().and_then(|history| history.get(path(i))).and_then(|changes| {
            let version = |change: &Change| cache.by_key.get(change.key.as_deref()?).copied();
            let fits = |change: &&Change| version(change).is_some_and(|v| cache[v].hash.eq_ignore_ascii_case(hash));
            changes.iter().rev().find(fits).and_then(|change| Some((version(change)?, change)))
        });
        let state = &mut states[i];
        if let Some((version, change)) = fitting {
            state.handoff_source = Some(version);
            state.handoff = Handoff::Known;
            state.commit = Some(change.commit.clone());
            state.time = Some(change.time);
            continue;
        }
        state.handoff = match (&history, located, &gap) {
            (None, ..) => Handoff::Unread("the source folder has no git history".to_owned()),
            (_, Located::Unreadable(reason), _) => Handoff::Unread(reason.clone()),
            (_, Located::At(key, _), _) if !cache.by_key.contains_key(key) => {
                Handoff::Unread("its text is damaged or missing".to_owned())
            }
            (_, _, Some(gap)) => Handoff::Unread(gap.clone()),
            (_, Located::NoCommit, _) => Handoff::Unknown("the source repository has no such commit"),
            (_, Located::NoPath, _) => Handoff::Unknown("the commit has no file at this path"),
            (_, Located::At(..), _) => Handoff::Unknown("the file at the commit does not have the recorded hash"),
        };
        // If the recorded version never existed, this does not show that the document is stale.
        if matches!(state.handoff, Handoff::Unknown(_)) && state.freshness == Freshness::Stale {
            state.freshness = Freshness::Unknown;
        }
    }
    Ok(())
}

/// A document whose source changes since handoff are counted. The key is that of the handoff version, the time that of the
/// commit.
struct Counted<'a> {
    index: usize,
    path: &'a str,
    commit: String,
    key: &'a str,
    time: i64,
}

/// A handoff version may be up to this much older than the handoff, and clocks differ: 30 days, in seconds. An older one is not
/// searched for.
const MAX_SECONDS_BEFORE_HANDOFF: i64 = 30 * 24 * 60 * 60;

/// Counts the changes of source files since the handoffs. Each result has the index of its document. Only the history since the
/// oldest handoff is read.
fn count_changes(counted: &[Counted<'_>], mut history_reader: Box<dyn HistoryReader>) -> Result<Vec<(usize, Since)>, Error> {
    let Some(first) = counted.iter().map(|counted| counted.time).min() else { return Ok(Vec::new()) };
    let oldest = first - MAX_SECONDS_BEFORE_HANDOFF;
    let mut awaited: HashMap<&str, HashSet<&str>> = HashMap::new();
    for counted in counted {
        awaited.entry(counted.path).or_default().insert(counted.key);
    }
    let paths: HashSet<&str> = awaited.keys().copied().collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut enough = |history: &History| {
        for (path, changes) in history {
            if let Some(keys) = awaited.get_mut(path.as_str()) {
                let from = seen.get(path).copied().unwrap_or_default();
                changes[from..].iter().filter_map(|change| change.key.as_deref()).for_each(|key| _ = keys.remove(key));
                if keys.is_empty() {
                    awaited.remove(path.as_str());
                }
                seen.insert(path.clone(), changes.len());
            }
        }
        awaited.is_empty()
    };
    let (mut history, _) = history_reader.read(&paths, Some(oldest), &mut enough)?;
    // The history does not have a change that is not committed yet. The last one may be much older.
    let unchanged: HashSet<&str> = paths.into_iter().filter(|path| !history.contains_key(*path)).collect();
    if !unchanged.is_empty() {
        history.extend(history_reader.read(&unchanged, None, &mut |history| history.len() == unchanged.len())?.0);
    }
    let position = |counted: &Counted<'_>, changes: &[Change]| changes.iter().position(|c| c.key.as_deref() == Some(counted.key));
    // A version that was already old at handoff was not read. It had no change until the handoff.
    let not_found = |counted: &&Counted<'_>| history.get(counted.path).is_some_and(|c| position(counted, c).is_none());
    let handoffs: HashSet<&str> = counted.iter().filter(not_found).map(|counted| counted.commit.as_str()).collect();
    let handoffs = if handoffs.is_empty() { HashSet::new() } else { history_reader.ancestors(&handoffs, oldest)? };
    let since = |counted: &Counted<'_>| {
        let changes = history.get(counted.path)?;
        let last = changes.first()?;
        let until_handoff = || {
            let is_later = |change: &&Change| change.time > counted.time;
            handoffs.contains(&counted.commit).then(|| changes.iter().take_while(is_later).count())
        };
        let commits = position(counted, changes).or_else(until_handoff);
        Some((counted.index, Since { changed: last.time, last_commit: last.commit.clone(), commits }))
    };
    Ok(counted.iter().filter_map(since).collect())
}

/// The versions of source files that were read.
#[derive(Default)]
struct VersionCache {
    versions: Vec<Version>,
    by_key: HashMap<String, DocId>,
    unread: Vec<(String, String)>,
    tried: HashSet<String>,
}

struct Version {
    document: Document,
    /// The source hash that a document records if it was made from this version.
    hash: String,
}

impl Index<DocId> for VersionCache {
    type Output = Version;

    fn index(&self, doc: DocId) -> &Version {
        &self.versions[source_position(doc)]
    }
}

/// The position of a version among the source documents.
fn source_position(doc: DocId) -> usize {
    match doc {
        DocId::Source(position) => position as usize,
        DocId::Linted(_) | DocId::Absent(_) | DocId::Changed(_) => unreachable!("versions are source documents"),
    }
}

impl VersionCache {
    /// Reads versions that are not yet in the cache. `wanted` has the key of each version, and the path and commit for its
    /// display name.
    fn read<'a>(
        &mut self,
        store: &mut dyn Store,
        wanted: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>,
    ) -> Result<(), Error> {
        let new: Vec<_> = wanted.filter(|(key, ..)| self.tried.insert((*key).to_owned())).collect();
        let keys: Vec<&str> = new.iter().map(|(key, ..)| *key).collect();
        let names: Vec<String> = new.iter().map(|(_, path, commit)| store.name(path, commit.or(store.commit()))).collect();
        let parsed: Vec<OnceLock<Result<Version, String>>> = new.iter().map(|_| OnceLock::new()).collect();
        // A version is parsed while others are being read.
        store.read_each(&keys, &|position, bytes| {
            let parse = |bytes: Vec<u8>| {
                let hash = source_hash(&bytes);
                let location = Location::in_memory(new[position].1);
                Version { document: Document::parse(Text::new(&names[position], bytes), &location), hash }
            };
            let _ = parsed[position].set(bytes.map(parse));
        })?;
        let parsed = parsed.into_iter().map(|version| version.into_inner().unwrap_or_else(|| Err("it was not read".to_owned())));
        for ((parsed, (key, ..)), name) in parsed.zip(&new).zip(&names) {
            match parsed {
                Ok(version) => {
                    let position = u32::try_from(self.versions.len()).unwrap_or(u32::MAX);
                    self.by_key.insert((*key).to_owned(), DocId::Source(position));
                    self.versions.push(version);
                }
                Err(reason) => self.unread.push((name.clone(), reason)),
            }
        }
        Ok(())
    }
}
