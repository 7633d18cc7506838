//! The JSON format of the status, version 1. Its structs are frozen and separate from the types of the pipeline.

use super::json::JsonNotChecked;
use super::json_text;
use crate::project::status::{Locale, Row, Status};
use crate::source::provenance::Freshness;
use serde::Serialize;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    locales: Vec<JsonLocale<'a>>,
    documents: Vec<JsonDocument<'a>>,
    not_checked: Vec<JsonNotChecked<'a>>,
}

#[derive(Serialize)]
struct JsonLocale<'a> {
    locale: &'a str,
    root: &'a str,
    documents: usize,
    fresh: usize,
    stale: usize,
    orphan: usize,
    missing: usize,
    unknown: usize,
    pairs: usize,
    stale_pairs: usize,
    missing_segments: usize,
    oldest: Option<&'a str>,
    median_days_behind: Option<i64>,
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    path: &'a str,
    locale: &'a str,
    state: &'static str,
    handoff: Handoff<'a>,
    current: Current<'a>,
    pairs: usize,
    stale_pairs: usize,
    missing_segments: usize,
    days_behind: Option<i64>,
    ms_date: Option<&'a str>,
    source_ms_date: Option<&'a str>,
}

#[derive(Serialize)]
struct Handoff<'a> {
    commit: Option<&'a str>,
    hash: Option<&'a str>,
    date: Option<String>,
}

#[derive(Serialize)]
struct Current<'a> {
    commit: Option<&'a str>,
    hash: Option<&'a str>,
}

/// Prints the status as one JSON value and a line end.
pub fn print(status: &Status) -> String {
    let documents = status.locales.iter().flat_map(|locale| locale.documents.iter().map(|row| document(locale, row)));
    let output = Output {
        version: 1,
        locales: status.locales.iter().map(locale).collect(),
        documents: documents.collect(),
        not_checked: status.not_checked.iter().map(JsonNotChecked::of).collect(),
    };
    json_text::pretty(&output)
}

fn locale(locale: &Locale) -> JsonLocale<'_> {
    let missing = locale.count(None);
    JsonLocale {
        locale: &locale.locale,
        root: &locale.root,
        documents: locale.documents.len() - missing,
        fresh: locale.count(Some(Freshness::Fresh)),
        stale: locale.count(Some(Freshness::Stale)),
        orphan: locale.count(Some(Freshness::Orphan)),
        missing,
        unknown: locale.count(Some(Freshness::Unknown)),
        pairs: locale.sum(|row| row.pairs),
        stale_pairs: locale.sum(|row| row.stale_pairs),
        missing_segments: locale.sum(|row| row.missing_segments),
        oldest: locale.oldest().map(|row| row.path.as_str()),
        median_days_behind: locale.median_days_behind(),
    }
}

fn document<'a>(locale: &'a Locale, row: &'a Row) -> JsonDocument<'a> {
    let (commit, hash, date) = &row.handoff;
    JsonDocument {
        path: &row.path,
        locale: &locale.locale,
        state: row.state.map_or("missing", Freshness::name),
        handoff: Handoff { commit: commit.as_deref(), hash: hash.as_deref(), date: date.map(|date| date.to_string()) },
        current: Current { commit: row.current.0.as_deref(), hash: row.current.1.as_deref() },
        pairs: row.pairs,
        stale_pairs: row.stale_pairs,
        missing_segments: row.missing_segments,
        days_behind: row.days_behind,
        ms_date: row.ms_date.as_deref(),
        source_ms_date: row.source_ms_date.as_deref(),
    }
}
