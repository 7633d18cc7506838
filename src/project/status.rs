//! How up to date and how complete each locale is.

use crate::document::not_checked::NotChecked;
use crate::document::{Document, Key};
use crate::project::Project;
use crate::source::provenance::{Freshness, SourceState};
use crate::text::date;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The state of all locales.
#[derive(Debug)]
pub struct Status {
    /// By locale, then root.
    pub locales: Vec<Locale>,
    /// The commit that the source was read at.
    pub commit: Option<String>,
    /// The skipped checks, with the reasons.
    pub not_checked: Vec<NotChecked>,
}

/// The state of one locale below one root.
#[derive(Debug, Default)]
pub struct Locale {
    /// The locale, as documents write it.
    pub locale: String,
    /// The folder, for display.
    pub root: String,
    /// The documents that exist, then those that are absent; both in the order of their names.
    pub documents: Vec<Row>,
}

/// The state of one document.
#[derive(Debug, Default)]
pub struct Row {
    /// The name of the document.
    pub path: String,
    /// Its state against the source; `None` if it is absent.
    pub state: Option<Freshness>,
    /// Commit, hash and date of the version that it was made from.
    pub handoff: (Option<String>, Option<String>, Option<Date>),
    /// Commit and hash of the current version.
    pub current: (Option<String>, Option<String>),
    /// The number of its segments.
    pub pairs: usize,
    /// The number of segments whose source text is no longer in the current source.
    pub stale_pairs: usize,
    /// The number of sentences of the current source that it has no segment for.
    pub missing_segments: usize,
    /// How many days its handoff is older than the last change of its source.
    pub days_behind: Option<i64>,
    /// `ms.date`, as written.
    pub ms_date: Option<String>,
    /// `ms.date` of the current source, as written.
    pub source_ms_date: Option<String>,
}

impl Locale {
    /// How many documents are in a state; `None` for absent ones.
    pub fn count(&self, state: Option<Freshness>) -> usize {
        self.documents.iter().filter(|row| row.state == state).count()
    }

    /// The sum of a number over the documents.
    pub fn sum(&self, number: impl Fn(&Row) -> usize) -> usize {
        self.documents.iter().map(number).sum()
    }

    /// The stale document that is the most days behind its source.
    pub fn oldest(&self) -> Option<&Row> {
        self.documents.iter().filter(|row| row.state == Some(Freshness::Stale)).max_by_key(|row| row.days_behind)
    }

    /// The median number of days that stale documents lag behind their sources.
    pub fn median_days_behind(&self) -> Option<i64> {
        let stale = self.documents.iter().filter(|row| row.state == Some(Freshness::Stale));
        let mut days: Vec<i64> = stale.filter_map(|row| row.days_behind).collect();
        days.sort_unstable();
        days.get(days.len() / 2).copied()
    }
}

/// The status of a project whose source was read at a commit.
pub fn sum_up(project: &Project, not_checked: Vec<NotChecked>, commit: Option<&str>) -> Status {
    let mut locales: BTreeMap<(String, String), Locale> = BTreeMap::new();
    let mut add = |document: &Document, row: Row| {
        let Some(locale) = document.identity.locale.clone() else { return };
        // The root for display, not the absolute path on this machine.
        let name = document.text.name();
        let root = name.strip_suffix(document.identity.relative.as_str()).unwrap_or(name).trim_end_matches('/');
        let root = if root.is_empty() { "." } else { root }.to_owned();
        let entry = locales.entry((locale.to_ascii_lowercase(), root.clone()));
        entry.or_insert_with(|| Locale { locale, root, documents: Vec::new() }).documents.push(row);
    };
    for (document, state) in project.documents.linted.iter().zip(&project.states) {
        add(document, row(project, document, state, commit));
    }
    for document in &project.documents.absent {
        add(document, Row { path: document.text.name().to_owned(), ..Row::default() });
    }
    // A folder of source documents is not a localization.
    locales.retain(|_, locale| locale.documents.iter().any(|row| row.pairs > 0 || row.handoff.1.is_some()));
    Status { locales: locales.into_values().collect(), commit: commit.map(str::to_owned), not_checked }
}

fn row(project: &Project, document: &Document, state: &SourceState, commit: Option<&str>) -> Row {
    let source = state.current.map(|i| &project.documents[i]);
    let ms_date = |document: &Document| document.metadata(Key::Date).map(|(value, _)| value.to_owned());
    Row {
        path: document.text.name().to_owned(),
        state: Some(state.freshness),
        handoff: (
            document.metadata(Key::Commit).map(|(value, _)| value.to_owned()),
            document.source_hash().map(str::to_owned),
            state.time.and_then(date::from_unix_seconds).or_else(|| document.date(Key::HandoffDate)),
        ),
        current: (
            state
                .since
                .as_ref()
                .map(|since| since.last_commit.clone())
                .or_else(|| commit.map(str::to_owned))
                .filter(|_| source.is_some()),
            state.current_hash.clone(),
        ),
        pairs: document.segments.len(),
        stale_pairs: state.stale(document).count(),
        missing_segments: state.missing(&project.documents).len(),
        days_behind: state.days_behind(),
        ms_date: ms_date(document),
        source_ms_date: source.and_then(ms_date),
    }
}
