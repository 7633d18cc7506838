//! The patterns of `include` and `exclude`, which select the documents of a run.

use super::identity::strip_root;
use globset::GlobSet;

/// Patterns for the documents of a run, relative to one folder.
#[derive(Clone, Debug, Default)]
pub struct DocumentFilter {
    /// The folder, absolute.
    pub folder: String,
    /// Only documents that match are checked; `None` for all.
    pub include: Option<GlobSet>,
    /// Documents that match are not checked.
    pub exclude: Option<GlobSet>,
}

impl DocumentFilter {
    /// Whether a document, given by its absolute path, is excluded. A document outside the folder never is.
    pub fn excludes(&self, absolute: &str) -> bool {
        let Some(path) = strip_root(absolute, &self.folder) else { return false };
        let matches = |globs: &Option<GlobSet>| globs.as_ref().map(|globs| globs.is_match(path));
        matches(&self.exclude).unwrap_or(false) || !matches(&self.include).unwrap_or(true)
    }
}
