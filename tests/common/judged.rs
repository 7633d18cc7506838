//! Findings that readers judged, and whether this version reports them.

use bitext::config::Settings;
use bitext::document::DocId;
use bitext::report::Report;
use bitext::report::decide::Decided;
use bitext::text::Span;
use std::collections::HashMap;
use std::path::Path;

/// A finding that was judged: its document is a path in `../shared/corpus`.
#[derive(Clone, Debug, serde::Deserialize, PartialEq, Eq, Hash)]
pub struct Row {
    pub rule: String,
    pub path: String,
    pub unit: String,
    pub verdict: String,
}

/// The rows of a table; further columns are ignored.
pub fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The findings of one tree, also those of level info, by document.
pub struct Found {
    pub report: Report,
    by_document: HashMap<DocId, Vec<usize>>,
    documents: HashMap<String, DocId>,
}

impl Found {
    /// Lints a tree of the corpus; `levels` as on the command line.
    pub fn new(corpus: &Path, tree: &str, levels: &[String]) -> Self {
        let paths = match tree {
            // The English repository of `ef` is beside its locales.
            "ef" => {
                ["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"].map(|locale| super::utf8(corpus.join(tree).join(locale))).into()
            }
            _ => vec![super::utf8(corpus.join(tree))],
        };
        let mut settings = Settings { paths, ..Settings::default() };
        let level = |given: &String| {
            let (name, level) = given.split_once('=').unwrap();
            (name.to_owned(), bitext::rules::rule::Level::named(level).unwrap())
        };
        settings.choose(&[], &[], &levels.iter().map(level).collect::<Vec<_>>()).unwrap();
        let report = bitext::lint(&settings).unwrap().with_infos_listed();
        let mut by_document: HashMap<DocId, Vec<usize>> = HashMap::new();
        for (i, judged) in report.findings.iter().enumerate() {
            by_document.entry(judged.finding.document).or_default().push(i);
        }
        let documents = report.run.documents.linted().map(|(i, document)| (in_corpus(document.text.name()), i)).collect();
        Self { report, by_document, documents }
    }

    /// Whether a rule of some kind reports the segment of a row.
    pub fn reports(&self, row: &Row, is_of_rule: impl Fn(&str) -> bool) -> bool {
        let path = row.path.trim_start_matches("corpus/");
        let Some(&index) = self.documents.get(path) else { panic!("{path} is not in the corpus") };
        let document = &self.report.run.documents[index];
        let segment = document.segments.iter().find(|pair| document.id(pair) == row.unit).map(|pair| pair.span);
        let findings = self.by_document.get(&index).into_iter().flatten().map(|&i| &self.report.findings[i]);
        findings.filter(|judged| is_of_rule(judged.finding.rule.id)).any(|judged| is_about(judged, row, segment))
    }
}

/// The path of a document in the corpus.
pub fn in_corpus(name: &str) -> String {
    name.split_once("/corpus/").unwrap_or_else(|| panic!("{name} is not in the corpus")).1.to_owned()
}

/// Whether a finding is about a segment: by its id, or by one of its places.
fn is_about(judged: &Decided, row: &Row, segment: Option<Span>) -> bool {
    let finding = &judged.finding;
    let related = finding.related.iter().filter(|related| related.document.is_none()).map(|related| related.span);
    let within = |place: Span| segment.is_some_and(|segment| segment.start <= place.start && place.end <= segment.end);
    finding.segment_id.as_deref().unwrap_or_default() == row.unit || std::iter::once(finding.span).chain(related).any(within)
}
