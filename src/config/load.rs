//! Loading: finding `bitext.toml`, reading it and the files that it names.

use super::loosened::{Configured, loosened};
use super::{FILE_NAME, Settings};
use crate::io::revisions::Since;
use crate::io::snapshot::Snapshot;
use crate::project::change::{Loosened, LoosenedFile};
use crate::report::baseline::Baseline;
use crate::text::Span;
use crate::text::phrases::counted;
use crate::{Error, io, terms};
use camino::{Utf8Path, Utf8PathBuf};
use std::io::ErrorKind;

/// The settings that a caller or `bitext.toml` can give. A value of the caller wins.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders to lint; where there are none, the roots; without roots, the current folder.
    pub paths: Vec<Utf8PathBuf>,
    /// Folders that document paths are relative to.
    pub roots: Vec<Utf8PathBuf>,
    /// The source: a folder or a repository.
    pub source: Option<Utf8PathBuf>,
    /// The revision of the source that is current.
    pub source_rev: Option<String>,
    /// If only new findings are reported: the revision to compare with.
    pub since: Option<Since>,
}

/// Access to files. Tests keep them in memory.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// Reads a file.
    pub read: &'a dyn Fn(&Utf8Path) -> std::io::Result<Vec<u8>>,
    /// Whether a path is a folder.
    pub is_dir: &'a dyn Fn(&Utf8Path) -> bool,
}

impl Files<'_> {
    /// The files on disk.
    pub const ON_DISK: Self = Self { read: &|path| io::read::file(path), is_dir: &|path| io::read::is_dir(path) };

    /// No files at all.
    pub const NONE: Self = Self { read: &|_| Err(ErrorKind::NotFound.into()), is_dir: &|_| false };
}

/// Makes the settings of a run: from the request, then from `bitext.toml` at or above the first path, then the defaults. With
/// `--staged`, the staged `bitext.toml` is read.
///
/// # Errors
/// When `bitext.toml` or a file of terms cannot be read or has a mistake, when a revision is given without a source, and when the
/// base of a change cannot be read.
pub fn load(request: Request) -> Result<Settings, Error> {
    let Request { paths, roots, source, source_rev, since } = request;
    let are_defaults = paths.is_empty() && roots.is_empty();
    let mut settings = Settings { roots: roots.clone(), source, source_rev, since, ..Settings::default() };
    if !paths.is_empty() {
        settings.paths = paths;
    }
    let path = settings.paths[0].clone();
    let staged = settings.staged_files()?;
    // A file that git does not track is not part of the change.
    let read_staged = |file: &Utf8Path| match staged.as_ref().and_then(|staged| staged.read(file)) {
        Some(Ok(bytes)) => Ok(bytes),
        _ => io::read::file(file),
    };
    let text = settings.configure_from(&path, &Files { read: &read_staged, ..Files::ON_DISK })?;
    if let Some(since) = settings.since.clone() {
        let base = Settings { roots, source: settings.source.clone(), ..Settings::default() };
        settings.compare_with_base(base, &path, &since, text)?;
    }
    if are_defaults && !settings.roots.is_empty() {
        settings.paths.clone_from(&settings.roots);
        settings.paths.extend(settings.base_roots.iter().cloned());
    }
    if settings.source.is_none() && settings.source_rev.is_some() {
        return Err(Error::NoSource);
    }
    Ok(settings)
}

impl Settings {
    /// Applies the nearest `bitext.toml` at or above a path. Returns its name and its text.
    fn configure_from(&mut self, path: &Utf8Path, files: &Files<'_>) -> Result<Option<(String, String)>, Error> {
        let Some((folder, toml)) = find(path, files)? else { return Ok(None) };
        let name = io::paths::relative_to_current_dir(&folder);
        let file = name.join(FILE_NAME).into_string();
        let toml = terms::decode(&toml).map_err(|mistake| mistake.in_file(file.as_ref()))?;
        self.configure(toml, (name.as_str(), &io::paths::absolute(&folder)?), files)?;
        Ok(Some((file, toml.to_owned())))
    }

    /// Finds out what the change to `bitext.toml` allows, and lets the base decide about the rules of group change. `base` has
    /// the settings of the command line, and `file` the name and the text of the `bitext.toml` that was applied.
    fn compare_with_base(
        &mut self,
        mut base: Self,
        path: &Utf8Path,
        since: &Since,
        file: Option<(String, String)>,
    ) -> Result<(), Error> {
        // Before the first commit there is nothing to compare with.
        let Some(snapshot) = Snapshot::base(path, since, &self.bases)? else { return Ok(()) };
        self.bases.extend([snapshot.place()]);
        let read = |file: &Utf8Path| snapshot.read(file).unwrap_or_else(|| io::read::file(file));
        // A mistake in the file of the base stopped every run until now.
        let Ok(before) = base.configure_from(path, &Files { read: &read, is_dir: &|_| true }) else { return Ok(()) };
        let text = |file: &Option<(String, String)>| file.as_ref().map_or(String::new(), |(_, text)| text.clone());
        let (before_text, now_text) = (text(&before), text(&file));
        let settings =
            loosened(&Configured { text: &before_text, settings: &base }, &Configured { text: &now_text, settings: self });
        if !settings.is_empty() {
            let name = file.or(before).map_or(FILE_NAME.to_owned(), |(name, _)| name);
            self.loosened.push(LoosenedFile { name, content: now_text, settings });
        }
        let has_root = |root: &Utf8PathBuf| self.roots.iter().any(|now| now == root);
        self.base_roots = base.roots.iter().filter(|root| !has_root(root)).cloned().collect();
        self.base_fail_on = Some(base.fail_on);
        self.base_filter = Some(base.filter);
        self.policy = std::mem::take(&mut self.policy).with_base(&base.policy);
        Ok(())
    }
}

impl Settings {
    /// Reads a file of the run that may be part of a change: as it is staged, with `--staged`.
    ///
    /// # Errors
    /// The error of the system or of git.
    pub fn read_for_change(&self, path: &Utf8Path) -> std::io::Result<Vec<u8>> {
        let staged = self.staged_files().ok().flatten();
        match staged.and_then(|staged| staged.read(path)) {
            Some(Ok(bytes)) => Ok(bytes),
            _ => io::read::file(path),
        }
    }

    /// The staged files, with `--staged`.
    fn staged_files(&self) -> Result<Option<Snapshot>, Error> {
        (self.since == Some(Since::Staged)).then(|| Snapshot::staged(&self.paths[0])).transpose()
    }

    /// Finds out which entries the change adds to a baseline. A file that git does not track is not part of the change.
    ///
    /// # Errors
    /// When the base of the change cannot be read.
    pub fn compare_baseline(&mut self, path: &Utf8Path, baseline: &Baseline, text: &str) -> Result<(), Error> {
        let Some(since) = &self.since else { return Ok(()) };
        let is_tracked = matches!(Snapshot::staged(&self.paths[0])?.read(path), Some(Ok(_)));
        let Some(base) = Snapshot::base(&self.paths[0], since, &self.bases)?.filter(|_| is_tracked) else { return Ok(()) };
        let before = base.read(path).and_then(Result::ok).and_then(|json| Baseline::parse(&json).ok()).unwrap_or_default();
        let added = baseline.added_since(&before);
        let Some(first) = added.first() else { return Ok(()) };
        let line = serde_json::to_string(first).unwrap_or_default();
        let at = text.find(&line).map_or(Span::default(), |at| Span::new(at, at + line.len()));
        let effect = format!("adds {} to the baseline", counted(added.len(), "finding"));
        let settings = vec![Loosened { span: at, effect }];
        self.loosened.push(LoosenedFile { name: path.to_string(), content: text.to_owned(), settings });
        Ok(())
    }
}

/// Finds the nearest `bitext.toml` at or above a path: its folder, absolute, and its bytes.
fn find(path: &Utf8Path, files: &Files<'_>) -> Result<Option<(Utf8PathBuf, Vec<u8>)>, Error> {
    let path = Utf8PathBuf::from(io::paths::absolute(path)?);
    for folder in path.ancestors() {
        let file = folder.join(FILE_NAME);
        match (files.read)(&file) {
            Ok(bytes) => return Ok(Some((folder.to_owned(), bytes))),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::Read { path: file.into_string(), error }),
        }
    }
    Ok(None)
}
