//! The documents that a change touches: those that differ from the base, and their siblings.

use super::paths::{absolute, relative_to_current_dir};
use super::read;
use super::revisions::{KnownBases, Listed, Listing, Since};
use super::snapshot::Snapshot;
use super::walk::{self, Inputs};
use super::work_trees;
use crate::Error;
use crate::document::identity::{Identity, Location};
use crate::document::loss::{Gone, Loss};
use crate::source::publishing;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The documents of a run on a change, listed and not yet read.
pub struct Change {
    /// As they are now.
    pub now: Listing,
    /// As they were before: at the base and, while a merge is being concluded, on the other side.
    pub bases: Vec<Listing>,
    /// Whether siblings must have the same folder above their roots.
    pub by_holder: bool,
}

impl Change {
    /// Lists the documents under the given paths, and those that may be siblings of theirs.
    ///
    /// # Errors
    /// When a path cannot be read or is in no repository, git cannot be run, or the revision does not exist.
    pub fn list(inputs: &Inputs<'_>, since: &Since, bases: &KnownBases) -> Result<Self, Error> {
        let tops: Vec<Utf8PathBuf> = work_trees::parts(inputs.paths)?.into_iter().map(|part| part.top).collect();
        let is_inside =
            |root: &String| work_trees::top_of(Utf8Path::new(root)).is_some_and(|top| tops.iter().any(|known| known == top));
        let context = walk::context_roots(inputs)?.into_iter().filter(is_inside);
        let context = context.map(|root| relative_to_current_dir(root.as_ref()).to_owned());
        let paths: Vec<Utf8PathBuf> = inputs.paths.iter().cloned().chain(context).collect();
        let inputs = &Inputs { paths: &paths, ..*inputs };
        let parts = work_trees::parts(&paths)?;
        let now = || match since {
            Since::Staged => Listing::staged(inputs, &parts),
            Since::Rev(_) => Listing::on_disk(inputs, &parts),
        };
        let (now, bases) = rayon::join(now, || Listing::before(inputs, &parts, since, bases));
        let mut change = Self { now: now?, bases: bases?, by_holder: false };
        change.group();
        Ok(change)
    }

    /// Finds out which article each document belongs to. Siblings must have the same folder above their roots if two documents of
    /// one locale have the same path below their roots.
    fn group(&mut self) {
        let listings = std::iter::once(&mut self.now).chain(&mut self.bases);
        let mut versions: Vec<Vec<(Identity, &mut Listed)>> = listings.map(identities).collect();
        self.by_holder = versions.iter().any(|documents| has_two_of_one_locale(documents));
        for (identity, file) in versions.iter_mut().flatten() {
            file.article = article(identity, self.by_holder);
        }
    }

    /// The absolute paths of the documents to read: all, or those of the articles that the change touches.
    pub fn selected(&self, only_touched: bool) -> HashSet<String> {
        let touched = only_touched.then(|| self.touched_articles());
        let all = std::iter::once(&self.now).chain(&self.bases).flat_map(|listing| &listing.files);
        let selected = all.filter(|(_, file)| touched.as_ref().is_none_or(|touched| touched.contains(&file.article)));
        selected.map(|(absolute, _)| absolute.clone()).collect()
    }

    /// The articles with a document that differs from the base.
    fn touched_articles(&self) -> HashSet<u64> {
        let Some(base) = self.bases.first() else { return self.now.files.values().map(|file| file.article).collect() };
        let is_changed = |(absolute, file): &(&String, &Listed)| {
            let before = base.files.get(*absolute).and_then(|file| file.id.as_ref());
            file.id.is_none() || before != file.id.as_ref()
        };
        let changed = self.now.files.iter().filter(is_changed);
        let gone = base.files.iter().filter(|(absolute, _)| !self.has(absolute));
        changed.chain(gone).map(|(_, file)| file.article).collect()
    }

    /// Whether a document still exists.
    fn has(&self, absolute: &str) -> bool {
        self.now.files.contains_key(absolute) || self.now.not_on_disk.contains(absolute)
    }

    /// Whether a parsed document has the identity that its path promised. Its front matter may name another locale folder.
    pub fn is_expected(&self, identity: &Identity) -> bool {
        let absolute = identity.absolute();
        let file = std::iter::once(&self.now).chain(&self.bases).find_map(|listing| listing.files.get(&absolute));
        file.is_some_and(|file| file.article == article(identity, self.by_holder))
    }

    /// The documents that every base has and that are no longer there, apart from those that have a redirection now. `is_left_out`
    /// tells what the configuration leaves out now.
    pub fn gone(&self, is_left_out: impl Fn(&Location) -> bool) -> Vec<Gone> {
        let Some((base, others)) = self.bases.split_first() else { return Vec::new() };
        let is_gone = |absolute: &&String| !self.has(absolute) && others.iter().all(|other| other.files.contains_key(*absolute));
        let gone = base.files.iter().filter(|(absolute, file)| is_gone(absolute) && !file.location.is_context);
        let mut redirections = Redirections { are_staged: !self.now.is_on_disk(), by_top: HashMap::new() };
        let gone = gone.map(|(absolute, file)| (absolute, &file.location, self.loss(&file.location, &is_left_out)));
        let gone = gone.filter(|(_, location, loss)| *loss != Loss::Removed || !redirections.contain(location));
        gone.map(|(absolute, _, loss)| Gone { absolute: absolute.clone(), loss }).collect()
    }

    /// Why a document is no longer there.
    fn loss(&self, location: &Location, is_left_out: impl Fn(&Location) -> bool) -> Loss {
        if let Some(unreadable) = self.now.unreadable.get(&location.absolute) {
            return Loss::Unreadable(unreadable.reason.clone());
        }
        if is_left_out(location) {
            return Loss::LeftOut;
        }
        let path = Utf8Path::new(&location.absolute);
        if work_trees::top_of(path).is_some_and(|top| walk::has_link(path, top, &mut HashMap::new())) {
            return Loss::Link;
        }
        if self.now.is_on_disk() && path.is_file() { Loss::Ignored } else { Loss::Removed }
    }
}

/// The paths that the work trees of a run redirect, read when they are needed.
struct Redirections {
    /// Whether the staged files are read.
    are_staged: bool,
    /// By the top folder of the work tree.
    by_top: HashMap<Utf8PathBuf, HashSet<String>>,
}

impl Redirections {
    /// Whether `.openpublishing.redirection.json` at the top of the work tree has an entry for a document: for its path, or for
    /// its path below its root.
    fn contain(&mut self, location: &Location) -> bool {
        let path = Utf8Path::new(&location.absolute);
        let Some(top) = path.parent().and_then(work_trees::top_of) else { return false };
        let are_staged = self.are_staged;
        let redirected = self.by_top.entry(top.to_owned()).or_insert_with(|| redirected(top, are_staged).unwrap_or_default());
        let relative = Identity::for_location(location, None).relative;
        redirected.contains(&relative) || path.strip_prefix(top).is_ok_and(|path| redirected.contains(path.as_str()))
    }
}

/// The paths that a work tree redirects. A file that cannot be read redirects nothing.
fn redirected(top: &Utf8Path, are_staged: bool) -> Option<HashSet<String>> {
    let file = top.join(publishing::REDIRECTIONS);
    let bytes = match are_staged {
        true => Snapshot::staged(&file).ok()?.read(&file)?,
        false => read::file(&file),
    };
    let redirections = publishing::redirections(&String::from_utf8(bytes.ok()?).ok()?).ok()?;
    Some(redirections.into_keys().collect())
}

/// The documents of a listing with their identities by their paths.
fn identities(listing: &mut Listing) -> Vec<(Identity, &mut Listed)> {
    let files: Vec<&mut Listed> = listing.files.values_mut().collect();
    files.into_par_iter().map(|file| (Identity::for_location(&file.location, None), file)).collect()
}

/// Whether two documents of one locale have the same path below their roots.
fn has_two_of_one_locale(documents: &[(Identity, &mut Listed)]) -> bool {
    let mut seen = HashSet::with_capacity(documents.len());
    let localized = documents.iter().filter_map(|(identity, _)| Some((&*identity.relative, identity.locale.as_deref()?)));
    localized.map(|(relative, locale)| (relative, locale.to_ascii_lowercase())).any(|one| !seen.insert(one))
}

/// Names an article by the folder above its roots, if that matters, and the path below them. A document without a sibling has an
/// article as well. Two articles with the same hash are only read together.
fn article(identity: &Identity, by_holder: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    let holder = if by_holder { identity.holder() } else { "" };
    (holder, &identity.relative).hash(&mut hasher);
    hasher.finish()
}

/// The given paths of a run. Files outside them are context.
pub struct Given {
    paths: HashSet<String>,
}

impl Given {
    /// The given paths.
    ///
    /// # Errors
    /// When the current folder is not known.
    pub fn new(paths: &[Utf8PathBuf]) -> Result<Self, Error> {
        Ok(Self { paths: paths.iter().map(|path| absolute(path)).collect::<Result<_, _>>()? })
    }

    /// Whether a file is at or below one of them.
    pub fn contains(&self, file: &str) -> bool {
        Utf8Path::new(file).ancestors().any(|folder| self.paths.contains(folder.as_str()))
    }
}

impl Listing {
    /// Removes the documents that are not wanted, and records which are context. Returns the number of removed documents that
    /// are not context.
    pub fn select(&mut self, given: &Given, is_wanted: impl Fn(&Location) -> bool) -> usize {
        let mut left_out = 0;
        self.files.retain(|absolute, file| {
            file.location.is_context = !given.contains(absolute);
            let is_wanted = is_wanted(&file.location);
            left_out += usize::from(!is_wanted && !file.location.is_context);
            is_wanted
        });
        left_out
    }
}
