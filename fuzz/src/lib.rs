//! The fuzz targets: one function for each, from the bytes of an input. It panics if an invariant does not hold.
//!
//! `fuzz_targets` calls them from libFuzzer, and `tests/fuzz_seeds.rs` calls them with each seed.

mod input;
mod places;

use bitext::config::Settings;
use bitext::document::Document;
use bitext::document::identity::Location;
use bitext::document::sxs::damaged::pairs_by_dom;
use bitext::document::sxs::pairs::scan_canonical;
use bitext::fix::{self, Fixed};
use bitext::io::load::Loaded;
use bitext::project::change::Base;
use bitext::project::{Project, status};
use bitext::report::Report;
use bitext::report::baseline::Baseline;
use bitext::report::decide::{Assessed, decide};
use bitext::rules::finding::{Edit, Fix};
use bitext::source::{Memory, Scope, Store};
use bitext::terms::{self, Mistake, Origin, TermList, Terms};
use bitext::text::{Text, Texts};
use bitext::{check, output};
use input::{ALL_RULES, File, Input};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A target: it gets the bytes of an input.
pub type Target = fn(&[u8]);

/// The names of the targets, which are also the names of the folders of their seeds.
pub const TARGETS: &[(&str, Target)] = &[
    ("parse", parse),
    ("siblings", siblings),
    ("fix", fix),
    ("config", config),
    ("alignment", alignment),
    ("terms", terms),
    ("linear", |data| linear(data, &|| [0; 2])),
];

/// Any bytes are a document, and its parts are inside it. The two parsers of span markup agree.
pub fn parse(data: &[u8]) {
    let name = "it-it/a.md";
    let document = Document::parse(Text::new(name, data), &Location::in_memory(name));
    let content = document.text.as_str();
    assert_eq!(content.len(), data.len(), "offsets in the text are offsets in the file");
    places::in_document(&document);
    if let Some(pairs) = scan_canonical(content, document.body()) {
        assert_eq!(pairs, pairs_by_dom(content, document.body()), "the scanner and the HTML parser agree");
    }
}

/// Documents that are linted together with all rules: the same report at 1 and at 8 threads, places inside their texts, and every
/// format is printed. If a path occurs twice, the first version is that before a change, and only new findings are reported.
pub fn siblings(data: &[u8]) {
    let input = Input::new(data).with_sibling();
    print(&same_at_any_number_of_threads(&input, &ALL_RULES));
}

/// Documents with the versions of their source files: the same as for siblings without the formats, and the status of each document.
pub fn alignment(data: &[u8]) {
    let mut input = Input::new(data);
    if input.sources.is_empty() {
        // The texts of the document are also a source.
        let text = input.documents.first().map_or_else(String::new, |file| String::from_utf8_lossy(&file.bytes).into_owned());
        input.sources.push(("a.md".to_owned(), text));
    }
    same_at_any_number_of_threads(&input, &ALL_RULES);
    let mut source = input.source().expect("there is a source file");
    let present = present(&input.documents);
    let scope = Scope { folders: &folders(), present: &present, filter: &ALL_RULES.filter };
    let documents = input.documents.iter().map(|file| file.parse(&file.bytes)).collect();
    let project = Project::new(documents).match_source(Some(&mut source), &scope, &ALL_RULES.not_localized);
    let status = status::sum_up(&project.expect("memory can be read"), Vec::new(), None);
    serde_json::from_str::<serde_json::Value>(&output::status_json::print(&status)).expect("the status is JSON");
    output::status_table::human(&status, true, false);
    output::status_table::markdown(&status, true);
}

/// Fixes: the edits are applied and no other byte changes, a second run changes nothing, and no document gets a finding that it did
/// not have. Once with the safe fixes, and once with all.
pub fn fix(data: &[u8]) {
    let input = Input::new(data);
    let unchanged = lint(&input.documents, &Texts::new());
    let mut of_document: BTreeMap<_, Vec<&Fix>> = BTreeMap::new();
    for decided in unchanged.findings.iter().chain(&unchanged.infos) {
        of_document.entry(decided.finding.document).or_default().extend(&decided.finding.fix);
    }
    for (document, fixes) in of_document {
        only_edits_change(unchanged.run.documents[document].text.as_str(), &fixes);
    }
    for also_unsafe in [false, true] {
        let first = fix_all(&input.documents, &Texts::new(), also_unsafe);
        places::in_report(&first.report);
        output::diff::print(&first.changes, false);
        output::diff::print(&first.changes, true);
        if !first.broken.is_empty() {
            // Nothing is written.
            continue;
        }
        let mut texts = Texts::new();
        for change in &first.changes {
            let file = input.documents.iter().find(|file| file.path == change.name).expect("a change is in a document");
            assert!(change.before.as_bytes() == file.bytes && change.fixed > 0);
            texts.insert(file.location().absolute, change.after.clone().into_bytes());
            no_rule_reports_more(file, change.after.as_bytes());
        }
        assert!(!first.unfinished, "the fixes of a run come to an end");
        let second = fix_all(&input.documents, &texts, also_unsafe);
        assert!(second.changes.is_empty() && second.broken.is_empty(), "a second run changes nothing: {:?}", second.changes);
        assert_eq!(second.not_utf8, first.not_utf8);
    }
}

/// A `bitext.toml`, with the files of terms that it names: it makes the settings of a run, or a message with a place.
pub fn config(data: &[u8]) {
    let mut input = Input::new(data);
    if input.configuration.is_none() {
        input.configuration = Some(String::from_utf8_lossy(data).into_owned());
        input.documents.clear();
    }
    match input.settings() {
        Ok(settings) => {
            let documents = if input.documents.is_empty() { &*DOCUMENTS } else { &input.documents };
            let report = run(&settings, documents, &[], None, &ONE_THREAD);
            print(&report);
        }
        Err(message) => assert!(message.contains(':') && !message.contains('\n'), "{message}"),
    }
}

/// Terms as CSV and as TBX, and a baseline: each is read, or there is a message with a place. The first byte decides.
pub fn terms(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    match kind {
        b'c' => list_of_terms(data, terms::csv::parse),
        b't' | b'<' => list_of_terms(data, terms::tbx::parse),
        _ => baseline(data),
    }
}

/// The number of times that a document grows in [`linear`].
const GROWTH: usize = 8;

/// How many times more a run may cost on a document that is [`GROWTH`] times larger.
const MAX_GROWTH_OF_COST: u64 = 3 * GROWTH as u64;

/// The bytes of the smallest document in [`linear`].
const SMALLEST: usize = 4 << 10;

/// The bytes that a run may allocate or print, and the microseconds that it may compute, in addition to the linear bound.
const FREE: [u64; 3] = [256 << 10, 1 << 20, 10_000];

/// The cost of a run is linear in the bytes of a document.
///
/// The input is a construct: a digit for its form, a piece that the target repeats and a piece that the source repeats. Documents
/// of three sizes repeat them. `spent` returns the bytes that were allocated and the microseconds that were computed until now.
pub fn linear(data: &[u8], spent: &dyn Fn() -> [u64; 2]) {
    let text = String::from_utf8_lossy(data);
    let Some(construct) = Construct::new(&text) else { return };
    let cost = |size: usize| {
        let input = Input::new(construct.input(size).as_bytes());
        let before = spent();
        let report = run(&ALL_RULES, &input.documents, &input.before, input.source(), &ONE_THREAD);
        let printed = output::json::print(&report).len() as u64;
        let after = spent();
        [printed, after[0] - before[0], after[1] - before[1]]
    };
    // The least of a few runs: other processes take time as well.
    let least = |size: usize, runs: usize| {
        let all = (0..runs).map(|_| cost(size));
        all.reduce(|a, b| std::array::from_fn(|i| a[i].min(b[i]))).expect("there is a run")
    };
    let exceeds = |small: [u64; 3], large: [u64; 3]| (0..3).find(|&i| large[i] > FREE[i] + MAX_GROWTH_OF_COST * small[i]);
    let sizes = [SMALLEST, SMALLEST * GROWTH, SMALLEST * GROWTH * GROWTH];
    if exceeds(cost(sizes[0]), cost(sizes[1])).is_none() {
        return;
    }
    // A limit may be reached, so only growth that continues counts.
    let costs = [least(sizes[0], 3), least(sizes[1], 3), least(sizes[2], 1)];
    if exceeds(costs[0], costs[1]).is_some()
        && let Some(i) = exceeds(costs[1], costs[2])
    {
        let what = ["bytes of the report", "allocated bytes", "microseconds"][i];
        panic!("{what} grow faster than the document: {:?} for {sizes:?} bytes", costs.map(|cost| cost[i]));
    }
}

/// A construct of [`linear`].
struct Construct<'a> {
    form: u8,
    target: &'a str,
    source: &'a str,
}

/// The largest number of bytes of a piece of a construct.
const MAX_PIECE: usize = 200;

impl<'a> Construct<'a> {
    /// Reads a construct: the digit, the piece of the target, a line `===`, and the piece of the source.
    fn new(text: &'a str) -> Option<Self> {
        let form = text.bytes().next().filter(u8::is_ascii)?.wrapping_sub(b'0');
        let pieces = text[1..].strip_suffix('\n').unwrap_or(&text[1..]);
        let (target, source) = pieces.split_once("\n===\n").unwrap_or((pieces, pieces));
        let is_piece = |piece: &str| !piece.is_empty() && piece.len() <= MAX_PIECE && !piece.contains("=== ");
        (is_piece(target) && is_piece(source)).then_some(Self { form: form % 10, target, source })
    }

    /// An input whose first document has about `size` bytes.
    fn input(&self, size: usize) -> String {
        let mut n = 0;
        // `¤` is the number of the piece.
        let mut repeat = |piece: &str, size: usize| {
            let mut text = String::with_capacity(size + piece.len());
            while text.len() < size {
                n += 1;
                text.push_str(&piece.replace('¤', &n.to_string()));
            }
            text
        };
        let pair = |n: usize, target: &str, source: &str| {
            format!(
                "<span data-ttu-id=\"2ba23-{n}\">{target}x</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{n}\">{source}y</span></span>\n\n"
            )
        };
        match self.form {
            // All pieces are in one segment, or in one heading.
            0 => pair(101, &repeat(self.target, size / 2), &repeat(self.source, size / 2)),
            1 => format!("# <a name=\"x\"></a>{}", pair(101, &repeat(self.target, size / 2), &repeat(self.source, size / 2))),
            // All pieces of the target, then all those of the source.
            2 => pair(101, &(repeat(self.target, size / 2) + &repeat(self.source, size / 2)), "a"),
            // Many segments.
            3 => (0..size / 512).map(|n| pair(101 + n, &repeat(self.target, 160), &repeat(self.source, 160))).collect(),
            // Outside the pairs, with a source file.
            4 | 5 => {
                let stretches = if self.form == 4 { 2 } else { size / 512 };
                let (mut document, mut source) = ("---\nms.openlocfilehash: HASH0\n---\n".to_owned(), String::new());
                for n in 0..stretches {
                    let _ = write!(
                        document,
                        "{}\n\n{}",
                        repeat(self.target, size / stretches / 2),
                        pair(101 + n, "Accendi.", "Light.")
                    );
                    let _ = write!(source, "{}\n\nLight.y\n\n", repeat(self.source, size / stretches / 2));
                }
                format!("=== en-us/a.md\n{source}\n=== it-it/a.md\n{document}")
            }
            // In front matter, of a document and its sibling.
            6 => {
                let document = |piece: &str| format!("---\n{piece}\n---\n{}", pair(101, "Accendi.", "Light."));
                let (own, other) = (repeat(self.target, size / 2), repeat(self.source, size / 2));
                format!("=== it-it/a.md\n{}=== de-de/a.md\n{}", document(&own), document(&other))
            }
            // All of a document, and of its sibling.
            7 => format!("=== it-it/a.md\n{}\n=== de-de/a.md\n{}", repeat(self.target, size / 2), repeat(self.source, size / 2)),
            // All of a document, before a change and after it. Once with a pair, which makes the rest text outside pairs.
            form => {
                let pair = if form == 8 { pair(101, "Accendi.", "Light.") } else { String::new() };
                let (before, after) = (repeat(self.source, size / 2), repeat(self.target, size / 2));
                format!("=== it-it/a.md\n{before}\n{pair}=== it-it/a.md\n{after}\n{pair}")
            }
        }
    }
}

static ONE_THREAD: LazyLock<ThreadPool> = LazyLock::new(|| threads(1));
static EIGHT_THREADS: LazyLock<ThreadPool> = LazyLock::new(|| threads(8));

/// The threads are started once: starting them for each input would take longer than linting it.
fn threads(count: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(count).build().expect("threads can be started")
}

/// Small documents for settings, terms and baselines.
static DOCUMENTS: LazyLock<Vec<File>> = LazyLock::new(|| {
    let pairs = [
        ("101", "Lampada Beacon", "Beacon lamp"),
        ("102", "accendi la lampada ,alle 5,5 ", "Light the lamp at 5.5."),
        ("104", "Vedi `beacon`.", "See [Beacon](a.md)."),
    ];
    let pair = |(id, target, source): (&str, &str, &str)| {
        format!(
            "<span data-ttu-id=\"2ba23-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-{id}\">{source}</span></span>\n\n"
        )
    };
    let content = format!("---\ntitle: Lampada\nms.translationtype: MT\n---\n# {}", pairs.map(pair).concat());
    ["it-it/a.md", "ja-jp/lamp/a.md", "ja-jp/a.md"]
        .map(|path| File { path: path.to_owned(), bytes: content.clone().into() })
        .into()
});

fn folders() -> [(String, String); 1] {
    [("/".to_owned(), String::new())]
}

fn present(documents: &[File]) -> HashSet<String> {
    documents.iter().map(|file| file.location().absolute).collect()
}

/// The findings of documents in memory. `texts` replace their contents. `before` has the documents before a change.
fn assess(settings: &Settings, files: &[File], texts: &Texts, source: Option<Memory>, before: &[File]) -> Assessed {
    let load = |file: &File| {
        let bytes = texts.get(&file.location().absolute).unwrap_or(&file.bytes);
        let document = file.parse(bytes);
        let problems = settings.policy.runner().check_document(&document);
        (document, problems)
    };
    let loaded = Loaded {
        documents: files.par_iter().map(load).collect(),
        folders: folders().into(),
        present: present(files),
        ..Loaded::default()
    };
    let before: Vec<Document> = before.iter().map(|file| file.parse(&file.bytes)).collect();
    let now: Vec<Document> = files.iter().map(|file| file.parse(b"")).collect();
    let base = (!before.is_empty()).then(|| Base::in_memory(&before, &now));
    let mut source = source;
    let source = source.as_mut().map(|memory| memory as &mut dyn Store);
    check(loaded, settings, source, base.as_ref()).expect("memory can be read")
}

/// The report on documents in memory, in a pool of threads.
fn run(settings: &Settings, files: &[File], before: &[File], source: Option<Memory>, threads: &ThreadPool) -> Report {
    threads.install(|| {
        let now = assess(settings, files, &Texts::new(), source, before);
        let since = || ("base".to_owned(), vec![assess(settings, before, &Texts::new(), None, &[])]);
        decide(now, (!before.is_empty()).then(since), None)
    })
}

/// Asserts that the report is the same at 1 and at 8 threads. Returns it.
fn same_at_any_number_of_threads(input: &Input, settings: &Settings) -> Report {
    let with = |threads| {
        let report = run(settings, &input.documents, &input.before, input.source(), threads);
        places::in_report(&report);
        report.run.documents.linted.iter().for_each(places::in_document);
        let report = report.with_infos_listed();
        let hidden = report.consequences.iter().chain(&report.known);
        let hidden: Vec<String> = hidden.map(|decided| format!("{:?}", (&decided.finding, &decided.fingerprint))).collect();
        let printed = threads.install(|| (output::json::print(&report), output::concise::print(&report)));
        (report, printed, hidden)
    };
    let (one, eight) = (with(&ONE_THREAD), with(&EIGHT_THREADS));
    assert_eq!(one.1, eight.1, "threads do not change the report");
    assert_eq!(one.2, eight.2, "threads do not change what is not reported");
    assert_eq!(one.0.run.decisions, eight.0.run.decisions);
    one.0
}

/// Prints a report in every format. Reports for programs must be well-formed.
fn print(report: &Report) {
    let is_json = |text: &str| drop(serde_json::from_str::<serde_json::Value>(text).expect("the report is JSON"));
    let json = [
        output::json::print(report),
        output::sarif::print(report),
        output::gitlab::print(report),
        output::statistics::json(report),
    ];
    json.iter().for_each(|text| is_json(text));
    let lines = output::jsonl::print(report);
    lines.lines().for_each(is_json);
    let junit = output::junit::print(report);
    roxmltree::Document::parse(&junit).expect("the report is XML");
    let mut all = vec![
        lines,
        junit,
        output::concise::print(report),
        output::github::print(report),
        output::markdown::print(report),
        output::statistics::human(report),
    ];
    all.extend(json);
    #[cfg(feature = "cli")]
    {
        let style = output::human::Style { color: false, unicode: true, width: 80, wrap: true, quiet: false, verbose: true };
        all.push(output::human::print(report, style));
    }
    for text in &all {
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{7f}']), "a report has no control characters: {text}");
    }
}

fn lint(files: &[File], texts: &Texts) -> Report {
    ONE_THREAD.install(|| decide(assess(&ALL_RULES, files, texts, None, &[]), None, None))
}

fn fix_all(files: &[File], texts: &Texts, also_unsafe: bool) -> Fixed {
    let lint = |texts: &Texts| Ok(decide(assess(&ALL_RULES, files, texts, None, &[]), None, None));
    ONE_THREAD.install(|| fix::run(texts, ALL_RULES.policy.runner(), also_unsafe, lint)).expect("memory can be read")
}

/// Applies the fixes of a document, and compares all bytes outside the edits.
fn only_edits_change(text: &str, fixes: &[&Fix]) {
    let chosen: Vec<&Fix> = fix::choose(text, fixes).into_iter().map(|i| fixes[i]).collect();
    let fixed = fix::apply(text, &chosen);
    let mut edits: Vec<&Edit> = chosen.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut old, mut new) = (0, 0);
    for edit in edits {
        let between = edit.span.start as usize - old;
        assert_eq!(text.as_bytes()[old..old + between], fixed.as_bytes()[new..new + between]);
        assert_eq!(&fixed.as_bytes()[new + between..new + between + edit.text.len()], edit.text.as_bytes());
        (old, new) = (edit.span.end as usize, new + between + edit.text.len());
    }
    assert_eq!(&text.as_bytes()[old..], &fixed.as_bytes()[new..]);
}

/// Asserts that no rule reports a segment more often after the fixes.
fn no_rule_reports_more(file: &File, after: &[u8]) {
    let count = |bytes: &[u8]| {
        let mut counts: BTreeMap<(&str, Option<String>), usize> = BTreeMap::new();
        for problem in ALL_RULES.policy.runner().check_document(&file.parse(bytes)) {
            *counts.entry((problem.rule.id, problem.segment_id)).or_default() += 1;
        }
        counts
    };
    let before = count(&file.bytes);
    for (key, n) in count(after) {
        assert!(before.get(&key).is_some_and(|before| n <= *before), "{key:?} is new");
    }
}

fn list_of_terms(data: &[u8], parse: fn(&str) -> Result<TermList, Mistake>) {
    let in_file = |mistake: &Mistake| {
        let lines = data.iter().filter(|&&b| b == b'\n').count() + 1;
        // XML also counts other line ends.
        let lines = lines + data.iter().filter(|&&b| b == b'\r').count();
        assert!((1..=lines + 1).contains(&mistake.line) && mistake.column != Some(0), "{mistake:?}");
        assert!(!mistake.reason.is_empty());
    };
    let text = match terms::decode(data) {
        Ok(text) => text,
        Err(mistake) => return in_file(&mistake),
    };
    match parse(text) {
        Ok(list) => {
            let terms = Terms::new(list.into_iter().map(|(locale, term)| (locale, Origin::File, term)));
            for locale in ["it-IT", "ja-JP", "sr-Latn-RS"] {
                let Some(terms) = terms.for_locale(Some(locale)) else { continue };
                let mut end = 0;
                for (range, term) in terms.find(text) {
                    assert!(end <= range.start && text.get(range.clone()).is_some(), "terms do not overlap: {range:?}");
                    end = range.end;
                    term.is_accepted_in(text);
                }
            }
        }
        Err(mistake) => in_file(&mistake),
    }
}

fn baseline(data: &[u8]) {
    let Ok(baseline) = Baseline::parse(data) else { return };
    let again = Baseline::parse(baseline.text().as_bytes()).expect("a written baseline can be read");
    assert_eq!((again.text(), again.len()), (baseline.text(), baseline.len()));
    let now = assess(&ALL_RULES, &DOCUMENTS, &Texts::new(), None, &[]);
    let report = decide(now, None, Some(("baseline.json", &baseline)));
    let (written, left_out) = Baseline::from_report(&report, Some(&baseline), false);
    assert!(written.len() <= baseline.len() && left_out == report.findings.len(), "a baseline only shrinks");
    print(&report);
}
