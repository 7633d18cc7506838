//! Harmless changes: the gate reports nothing that they did not do. Real English commits are replayed as changes of localized
//! documents, and real documents are renamed, moved, merged and removed. Skipped visibly without `../shared`.
//!
//! `BITEXT_ALL_COMMITS=1` replays every case with each kind of run, which takes some minutes.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::document::sxs::pairs::scan;
use common::localize::{Handoff, localize, mix};
use common::{Program, below, bitext, git, shared};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const LOCALES: [&str; 3] = ["de-DE", "it-IT", "fr-FR"];

/// The rules that tell what a change does to the checks.
const RULES: [&str; 4] = ["lost-coverage", "loosened-check", "unproven-handoff", "added-content"];

/// The files of a commit, by path.
type Tree = BTreeMap<String, Vec<u8>>;

/// An article that an English commit changes.
#[derive(Clone, Debug)]
struct Article {
    path: String,
    before: Option<String>,
    after: Option<String>,
}

/// An English commit.
#[derive(Clone, Debug)]
struct Commit {
    id: String,
    parent: String,
    /// The day, as `MM/DD/YYYY`.
    day: String,
    articles: Vec<Article>,
}

/// The English commits that change, add or remove documents, from the first one on. Those of more documents than `most` are left out.
fn history(repository: &Path, most: usize) -> Vec<Commit> {
    let format = "--format=%x01%H %P %cd";
    let log = ["log", "--reverse", "--no-merges", "--no-renames", "--raw", "--no-abbrev", "--date=format:%m/%d/%Y", format];
    let log = git(repository, &[&log[..], &["live", "--", "*.md"]].concat());
    let mut commits: Vec<(Commit, Vec<[String; 2]>)> = Vec::new();
    for line in log.lines().filter(|line| !line.is_empty()) {
        if let Some(head) = line.strip_prefix('\u{1}') {
            let words: Vec<&str> = head.split(' ').collect();
            if let [id, parent, day] = words[..] {
                let [id, parent, day] = [id, parent, day].map(str::to_owned);
                commits.push((Commit { id, parent, day, articles: Vec::new() }, Vec::new()));
            }
        } else if let (Some((facts, path)), Some((commit, ids))) = (line.split_once('\t'), commits.last_mut()) {
            let facts: Vec<&str> = facts.split(' ').collect();
            ids.push([facts[2].to_owned(), facts[3].to_owned()]);
            commit.articles.push(Article { path: path.to_owned(), before: None, after: None });
        }
    }
    commits.retain(|(commit, _)| (1..=most).contains(&commit.articles.len()));
    let wanted: BTreeSet<&String> = commits.iter().flat_map(|(_, ids)| ids.iter().flatten()).collect();
    let texts = blobs(repository, &wanted);
    let fill = |(mut commit, ids): (Commit, Vec<[String; 2]>)| {
        for (article, [before, after]) in commit.articles.iter_mut().zip(ids) {
            (article.before, article.after) = (texts.get(&before).cloned(), texts.get(&after).cloned());
        }
        commit.articles.retain(|article| article.before.is_some() || article.after.is_some());
        commit
    };
    commits.into_iter().map(fill).filter(|commit| !commit.articles.is_empty()).collect()
}

/// The texts of some blobs.
fn blobs(repository: &Path, ids: &BTreeSet<&String>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    // A program that prints much while it is being written to would wait for its reader.
    for ids in ids.iter().collect::<Vec<_>>().chunks(1000) {
        let input: String = ids.iter().fold(String::new(), |input, id| input + id + "\n");
        let printed = Program::new("git").current_dir(repository).args(["cat-file", "--batch"]).stdin(input).bytes();
        let mut rest = printed.as_slice();
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            let words: Vec<&str> = head.split(' ').collect();
            let Some(size) = words.get(2).and_then(|size| size.parse::<usize>().ok()) else { continue };
            if let Ok(text) = std::str::from_utf8(&rest[..size]) {
                texts.insert(words[0].to_owned(), text.to_owned());
            }
            rest = &rest[size + 1..];
        }
    }
    texts
}

/// A change: the trees of the commits that it is made of.
#[derive(Debug, Default)]
struct Case {
    kind: &'static str,
    /// The English commits that it replays.
    commits: usize,
    root: Tree,
    /// The commits that are made from the root. The change is the merge of the two, if there are two.
    sides: Vec<Tree>,
    /// Whether the change is compared with its second side instead of the root.
    since_second: bool,
    after: Tree,
    /// The English commit that is the source.
    rev: String,
    /// The documents whose articles are removed. Without a source, they may be reported.
    removed: BTreeSet<String>,
    /// Whether new source versions are known only to the source.
    is_unproven: bool,
}

const KINDS: [&str; 16] = [
    "handoff of all locales",
    "handoff of one locale",
    "handoff that others had before",
    "new locale",
    "edited targets",
    "line ends",
    "whitespace",
    "moved folder, same ids",
    "moved folder, other ids",
    "merge of two branches",
    "main merged into the branch",
    "translated again",
    "removed with a redirection",
    "locales moved",
    "localized rename",
    "handoff of one locale, same ids",
];

/// The case of a kind that an English commit makes. `other` is another commit, for merges.
fn case(kind: &'static str, commit: &Commit, other: &Commit) -> Case {
    let mut case = Case { kind, commits: 1, rev: commit.id.clone(), ..Case::default() };
    let name = |locale: &str, path: &str| format!("docs/{locale}/{path}");
    let version = |locale: &str, article: &Article, is_after: bool, commit: &Commit, wording: u64| {
        let english = if is_after { &article.after } else { &article.before };
        let handed_off = if is_after { &commit.id } else { &commit.parent };
        let number = match kind {
            "handoff of one locale, same ids" => 7,
            _ => mix(u64::from(is_after) + wording, &commit.id),
        };
        let handoff = Handoff { path: &article.path, locale, commit: handed_off, day: &commit.day, number, wording };
        english.as_ref().map(|english| localize(english, &handoff).into_bytes())
    };
    let set = |tree: &mut Tree, path: String, text: Option<Vec<u8>>| match text {
        Some(text) => {
            tree.insert(path, text);
        }
        None => {
            tree.remove(&path);
        }
    };
    // The last locale has the new version in some kinds from the start, and in others it is missing.
    let base_locales = if kind == "new locale" { &LOCALES[..2] } else { &LOCALES };
    for commit in [commit, other] {
        for article in &commit.articles {
            for locale in base_locales {
                let is_after = kind == "handoff that others had before" && *locale != "it-IT";
                set(&mut case.root, name(locale, &article.path), version(locale, article, is_after, commit, 0));
            }
        }
    }
    case.after = case.root.clone();
    let mut side = case.root.clone();
    for article in &commit.articles {
        for locale in LOCALES {
            let path = name(locale, &article.path);
            let new = version(locale, article, true, commit, 0);
            let old = case.root.get(&path).cloned();
            let rename = |to: String, tree: &mut Tree, text: Option<Vec<u8>>| {
                if let Some(text) = text {
                    tree.remove(&path);
                    tree.insert(to, text);
                }
            };
            let moved = || name(locale, &format!("moved/here/{}", article.path));
            match kind {
                "handoff of one locale" | "handoff of one locale, same ids" | "handoff that others had before" => {
                    if locale == "it-IT" {
                        set(&mut case.after, path, new);
                    }
                    case.is_unproven = kind != "handoff that others had before";
                }
                "new locale" => {
                    if locale == LOCALES[2] {
                        set(&mut case.after, path, version(locale, article, false, commit, 0));
                    }
                }
                "edited targets" => {
                    if locale != "fr-FR" && old.is_some() {
                        let edited = || Some(localize_again(article, locale, commit, 5));
                        case.root.insert(path.clone(), localize_again(article, locale, commit, 0));
                        set(&mut case.after, path, edited());
                    }
                }
                "line ends" | "whitespace" => {
                    if let Some(old) = old.filter(|_| locale != "fr-FR" || article.path.len() % 2 == 0) {
                        let text = String::from_utf8(old).unwrap();
                        let new = match kind {
                            "line ends" if text.contains("\r\n") => text.replace("\r\n", "\n"),
                            "line ends" => text.replace('\n', "\r\n"),
                            _ => text.replace("</span></span>\n", "</span></span>  \n").replace("\n\n", "\n\n\n") + "\n\n",
                        };
                        case.after.insert(path, new.into_bytes());
                    }
                }
                _ if new.is_none() && kind.contains("moved") => {}
                "moved folder, same ids" => rename(moved(), &mut case.after, old),
                "moved folder, other ids" => rename(moved(), &mut case.after, version(locale, article, false, commit, 3)),
                "localized rename" => {
                    if locale == "it-IT" && new.is_some() {
                        rename(path.replace(".md", "-it.md"), &mut case.after, old);
                    }
                }
                "locales moved" => rename(format!("articles/{}", path.trim_start_matches("docs/")), &mut case.after, old),
                "translated again" => {
                    if locale == "it-IT" && old.is_some() {
                        set(&mut case.after, path, version(locale, article, false, commit, 9));
                    }
                }
                _ => {
                    set(&mut case.after, path.clone(), new.clone());
                    set(&mut side, path, new);
                }
            }
        }
    }
    case.sides.push(side);
    if kind == "merge of two branches" || kind == "main merged into the branch" {
        case.commits = 2;
        let mut second = case.root.clone();
        for article in &other.articles {
            for locale in LOCALES {
                let new = version(locale, article, true, other, 0);
                set(&mut case.after, name(locale, &article.path), new.clone());
                set(&mut second, name(locale, &article.path), new);
            }
        }
        case.sides.push(second);
        case.since_second = kind == "main merged into the branch";
        case.rev.clone_from(&other.id);
    } else {
        case.sides = vec![case.after.clone()];
    }
    if kind == "removed with a redirection" {
        let gone = case.root.keys().filter(|path| !case.after.contains_key(*path));
        let paths: BTreeSet<&str> = gone.filter_map(|path| path.splitn(3, '/').nth(2)).collect();
        let entries = paths.iter().map(|path| serde_json::json!({ "source_path": path, "redirect_url": "/index" }));
        let json = serde_json::json!({ "redirections": entries.collect::<Vec<_>>() }).to_string();
        for tree in [&mut case.after, &mut case.sides[0]] {
            tree.insert(".openpublishing.redirection.json".to_owned(), json.clone().into_bytes());
        }
    } else {
        let gone = [commit, other].into_iter().flat_map(|commit| &commit.articles).filter(|article| article.after.is_none());
        let gone: BTreeSet<String> = gone.flat_map(|gone| LOCALES.map(|locale| name(locale, &gone.path))).collect();
        let is_gone = |path: &&String| !case.after.contains_key(*path) && gone.contains(*path);
        case.removed = case.root.keys().filter(is_gone).cloned().collect();
    }
    case
}

fn localize_again(article: &Article, locale: &str, commit: &Commit, wording: u64) -> Vec<u8> {
    let english = article.before.as_deref().unwrap();
    let handoff = Handoff { path: &article.path, locale, commit: &commit.parent, day: &commit.day, number: 7, wording };
    localize(english, &handoff).into_bytes()
}

/// A repository with branches for each of some cases: `root-N`, `side-N-0`, `side-N-1` and `after-N`.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new(cases: &[&Case]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "-q", "-b", "main"]);
        let mut stream = Vec::new();
        let mut commit = |branch: &str, tree: &Tree, parents: &[&str]| {
            let mut head =
                format!("commit refs/heads/{branch}\ncommitter keeper <keeper@example.org> 1600000000 +0000\ndata 0\n");
            for (i, parent) in parents.iter().enumerate() {
                let _ = writeln!(head, "{} refs/heads/{parent}", ["from", "merge"][i]);
            }
            stream.extend_from_slice(head.as_bytes());
            stream.extend_from_slice(b"deleteall\n");
            for (path, text) in tree {
                let (mode, text) = text.strip_prefix(LINK).map_or(("100644", &**text), |to| ("120000", to));
                stream.extend_from_slice(format!("M {mode} inline \"{path}\"\ndata {}\n", text.len()).as_bytes());
                stream.extend_from_slice(text);
                stream.push(b'\n');
            }
        };
        for (i, case) in cases.iter().enumerate() {
            let root = format!("root-{i}");
            commit(&root, &case.root, &[]);
            let sides: Vec<String> = (0..case.sides.len()).map(|side| format!("side-{i}-{side}")).collect();
            for (side, tree) in sides.iter().zip(&case.sides) {
                commit(side, tree, &[&root]);
            }
            commit(&format!("after-{i}"), &case.after, &sides.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let output = Program::new("git").current_dir(folder.path()).args(["fast-import", "--quiet"]).stdin(stream).run();
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn check_out(&self, branch: &str) {
        git(self.path(), &["checkout", "-q", "-f", "--detach", branch]);
    }
}

/// The findings of a run, as path, rule and message.
fn lint(folder: &Path, args: &[&str]) -> BTreeSet<[String; 3]> {
    let output = bitext(folder, &[&["lint", ".", "--format", "json", "--allow-empty"], args].concat());
    assert_ne!(output.code, Some(2), "{args:?}: {}", output.stderr);
    let report: Value = output.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").trim_start_matches("./").to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| [&finding["path"], &finding["rule"], &finding["message"]].map(text)).collect()
}

/// What the runs of some cases gave.
#[derive(Debug, Default)]
struct Tally {
    commits: usize,
    runs: usize,
    /// The number of findings that are right, by kind of the change and rule.
    right: BTreeMap<String, usize>,
    /// The findings of other rules, by kind and rule.
    others: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, case: &Case, run: &str, findings: &BTreeSet<[String; 3]>) {
        self.runs += 1;
        let has_source = run.contains("source");
        for [path, rule, message] in findings {
            let key = format!("{run}: {}: {rule}", case.kind);
            if !RULES.contains(&&**rule) {
                *self.others.entry(rule.clone()).or_default() += 1;
                continue;
            }
            let is_right = match &**rule {
                "lost-coverage" => !has_source && case.removed.contains(path),
                "unproven-handoff" => !has_source && case.is_unproven,
                _ => false,
            };
            if is_right {
                *self.right.entry(key).or_default() += 1;
            } else {
                self.wrong.push(format!("{key}: {path}: {message} ({})", case.rev));
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.commits += other.commits;
        self.runs += other.runs;
        other.right.into_iter().for_each(|(key, count)| *self.right.entry(key).or_default() += count);
        other.others.into_iter().for_each(|(key, count)| *self.others.entry(key).or_default() += count);
        self.wrong.extend(other.wrong);
    }
}

/// Runs each case by itself: with `--since` and `--staged`, with and without the source.
fn run_each(cases: &[&Case], source: Option<&Path>) -> Tally {
    let mut tally = Tally::default();
    let repository = Repository::new(cases);
    for (i, case) in cases.iter().enumerate() {
        tally.commits += case.commits;
        let folder = repository.path();
        let since = if case.since_second { format!("side-{i}-1") } else { format!("root-{i}") };
        let source = source.map(|source| ["--source", source.to_str().unwrap(), "--source-rev", &case.rev]);
        repository.check_out(&format!("after-{i}"));
        let since = ["--since", &since];
        let alone = lint(folder, &since);
        tally.add(case, "since", &alone);
        let with_source = source.map(|source| lint(folder, &[&since[..], &source].concat()));
        with_source.iter().for_each(|findings| tally.add(case, "since, source", findings));
        if case.sides.len() == 2 {
            // The merge is being concluded.
            repository.check_out(&format!("side-{i}-0"));
            git(folder, &["merge", "-q", "--no-commit", "--no-ff", &format!("side-{i}-1")]);
            tally.add(case, "staged merge", &lint(folder, &["--staged"]));
            continue;
        }
        git(folder, &["reset", "-q", "--soft", &format!("root-{i}")]);
        let staged = lint(folder, &["--staged"]);
        tally.add(case, "staged", &staged);
        assert_eq!(staged, alone, "{}: {}", case.kind, case.rev);
        if let (Some(source), Some(with_source)) = (source, with_source) {
            let staged = lint(folder, &[&["--staged"][..], &source].concat());
            tally.add(case, "staged, source", &staged);
            assert_eq!(staged, with_source, "{}: {}", case.kind, case.rev);
        }
    }
    tally
}

/// Runs several cases at once, each in a separate folder, without the source.
fn run_together(cases: &[&Case]) -> Tally {
    let mut all = Case::default();
    for (i, case) in cases.iter().enumerate() {
        let moved = |tree: &Tree| tree.iter().map(|(path, text)| (format!("c{i:03}/{path}"), text.clone())).collect::<Tree>();
        let base = if case.since_second { &case.sides[1] } else { &case.root };
        all.root.extend(moved(base));
        all.after.extend(moved(&case.after));
    }
    all.sides.push(all.after.clone());
    let repository = Repository::new(&[&all]);
    repository.check_out("after-0");
    let mut tally = Tally { commits: cases.iter().map(|case| case.commits).sum(), ..Tally::default() };
    let findings = lint(repository.path(), &["--since", "root-0"]);
    for (i, case) in cases.iter().enumerate() {
        let own = format!("c{i:03}/");
        let own =
            |[path, rule, message]: &[String; 3]| Some([path.strip_prefix(&own)?.to_owned(), rule.clone(), message.clone()]);
        tally.add(case, "since, together", &findings.iter().filter_map(own).collect());
    }
    tally
}

/// Runs a function on chunks of cases, in two threads.
fn in_threads(cases: &[&Case], size: usize, run: impl Fn(&[&Case]) -> Tally + Sync) -> Tally {
    let (left, right): (Vec<_>, Vec<_>) = cases.chunks(size).enumerate().partition(|(i, _)| i % 2 == 0);
    let all = |chunks: Vec<(usize, &[&Case])>| {
        let mut tally = Tally::default();
        chunks.into_iter().for_each(|(_, chunk)| tally.merge(run(chunk)));
        tally
    };
    let mut tally = std::thread::scope(|scope| {
        let (left, right) = (scope.spawn(|| all(left)), scope.spawn(|| all(right)));
        let mut tally = left.join().unwrap();
        tally.merge(right.join().unwrap());
        tally
    });
    tally.wrong.sort();
    tally
}

/// The cases of the English history: one of each kind in turn.
fn replayed(source: &Path) -> Vec<Case> {
    let commits = history(source, 12);
    // Commits that only add articles come early; the interesting ones are spread over the whole history.
    let step = (commits.len() / 340).max(1);
    let chosen: Vec<usize> = (0..commits.len() - 60).step_by(step).collect();
    let make = |(i, &at): (usize, &usize)| {
        let commit = &commits[at];
        let is_disjoint =
            |other: &&Commit| other.articles.iter().all(|one| commit.articles.iter().all(|article| article.path != one.path));
        let other = commits[at + 1..].iter().find(is_disjoint).unwrap_or(&commits[at + 1]);
        let removes = commit.articles.iter().any(|article| article.after.is_none());
        let kind = if removes && i % 2 == 0 { "removed with a redirection" } else { KINDS[i % KINDS.len()] };
        case(kind, commit, other)
    };
    chosen.iter().enumerate().map(make).collect()
}

#[test]
fn replayed_english_commits_are_harmless() {
    let Some(source) = shared("corpus/ef/en.git") else { return };
    let cases = replayed(&source);
    let commits: usize = cases.iter().map(|case| case.commits).sum();
    assert!(commits >= 300, "{commits}");
    let is_whole = std::env::var_os("BITEXT_ALL_COMMITS").is_some();
    let tally = match is_whole {
        true => in_threads(&cases.iter().collect::<Vec<_>>(), 20, |cases| run_each(cases, Some(&source))),
        false => {
            let mut tally = in_threads(&cases.iter().collect::<Vec<_>>(), 40, run_together);
            let some: Vec<&Case> = cases.iter().step_by(37).collect();
            tally.merge(in_threads(&some, 5, |cases| run_each(cases, Some(&source))));
            tally
        }
    };
    eprintln!("{} changes, {} commits, {} runs; right: {:#?}", cases.len(), tally.commits, tally.runs, tally.right);
    eprintln!("other rules: {:#?}", tally.others);
    assert!(tally.wrong.is_empty(), "{} wrong:\n{}", tally.wrong.len(), tally.wrong.join("\n"));
}

/// The real documents of some locales, as a tree.
fn real(corpus: &Path, locales: &[&str]) -> Tree {
    let files = locales.iter().flat_map(|locale| below(&corpus.join(locale)));
    let shown = |path: &Path| format!("docs/{}", path.strip_prefix(corpus).unwrap().to_str().unwrap().replace('\\', "/"));
    files.map(|path| (shown(&path), std::fs::read(&path).unwrap())).collect()
}

/// The path of a document below its locale folder.
fn article(path: &str) -> &str {
    path.splitn(3, '/').nth(2).unwrap()
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree[path].clone()).unwrap()
}

/// A change of some documents of a tree: each path that is wanted, with its new path.
fn renamed(tree: &Tree, rename: impl Fn(&str) -> Option<String>) -> Tree {
    tree.iter().map(|(path, text)| (rename(path).unwrap_or_else(|| path.clone()), text.clone())).collect()
}

/// The same documents with other texts.
fn rewritten(tree: &Tree, rewrite: impl Fn(&str, &str) -> Option<String>) -> Tree {
    let new = |path: &str| rewrite(path, &text(tree, path)).map_or_else(|| tree[path].clone(), String::into_bytes);
    tree.keys().map(|path| (path.clone(), new(path))).collect()
}

/// A document with a word before each seventh target.
fn edited(content: &str) -> String {
    let pairs = scan(content, 0).pairs;
    pairs.iter().rev().step_by(7).fold(content.to_owned(), |mut text, pair| {
        text.insert_str(pair.target.text.range().start, "Davvero ");
        text
    })
}

#[test]
fn changes_of_real_documents_are_harmless() {
    let Some(corpus) = shared("corpus/ef") else { return };
    let (source, rev) = (corpus.join("en.git"), "566433ddd25b");
    let all = real(&corpus, &["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"]);
    let chosen = |step: usize| -> Tree {
        let articles: BTreeSet<&str> = all.keys().map(|path| article(path)).collect();
        let articles: BTreeSet<&str> = articles.into_iter().skip(step).step_by(11 + step).collect();
        all.iter().filter(|(path, _)| articles.contains(article(path))).map(|(path, text)| (path.clone(), text.clone())).collect()
    };
    let english: BTreeSet<String> = git(&source, &["ls-tree", "-r", "--name-only", rev]).lines().map(str::to_owned).collect();
    let is_in = |path: &str, locale: &str| path.starts_with(&format!("docs/{locale}/"));
    let number = |path: &str| mix(3, article(path)) >> 7;
    let case = |kind, root: Tree, after: Tree| Case {
        kind,
        sides: vec![after.clone()],
        root,
        after,
        rev: rev.to_owned(),
        ..Case::default()
    };
    let mut cases = Vec::new();
    let to = |path: &str| path.replace(".md", "-renamed.md");
    cases.push(case("renamed in all locales", chosen(1), renamed(&chosen(1), |path| (number(path) % 3 == 0).then(|| to(path)))));
    cases.push(case("renamed in one", chosen(2), renamed(&chosen(2), |path| is_in(path, "it-IT").then(|| to(path)))));
    cases.push(case("moved", chosen(1), renamed(&chosen(1), |path| Some(path.replace("/entity-framework/", "/ef/deep/")))));
    cases.push(case(
        "locale moved",
        chosen(2),
        renamed(&chosen(2), |path| path.strip_prefix("docs/ja-JP").map(|rest| format!("other/ja-JP{rest}"))),
    ));
    cases.push(case("edited", chosen(3), rewritten(&chosen(3), |path, text| is_in(path, "it-IT").then(|| edited(text)))));
    cases.push(case(
        "line ends",
        chosen(2),
        rewritten(&chosen(2), |path, text| (number(path) % 2 == 0).then(|| text.replace("\r\n", "\n").replace('\n', "\r\n"))),
    ));
    cases.push(case(
        "whitespace",
        chosen(3),
        rewritten(&chosen(3), |_, text| Some(text.replace("</span></span>\n", "</span></span>  \n") + "\n\n")),
    ));
    cases.push(case(
        "renamed and edited",
        chosen(3),
        renamed(&rewritten(&chosen(3), |path, text| is_in(path, "it-IT").then(|| edited(text))), |path| {
            is_in(path, "it-IT").then(|| to(path))
        }),
    ));
    for (step, locale) in [(1, "ru-RU"), (2, "zh-CN")] {
        let without = chosen(step).into_iter().filter(|(path, _)| !is_in(path, locale)).collect();
        cases.push(case("locale added", without, chosen(step)));
    }
    let mut root = all.clone();
    root.retain(|path, _| number(path) % 9 == 0 || !english.contains(article(path)));
    let mut after = root.clone();
    after.retain(|path, _| english.contains(article(path)));
    let removed: BTreeSet<String> = root.keys().filter(|path| !after.contains_key(*path)).cloned().collect();
    assert!(removed.len() > 24, "{removed:?}");
    cases.push(Case { removed, ..case("removed with their source", root, after) });
    // Renames on one side, line ends on the other.
    let root = chosen(1);
    let left = renamed(&root, |path| (number(path) % 3 == 0).then(|| to(path)));
    let right = rewritten(&root, |path, text| (number(path) % 3 == 1).then(|| edited(text)));
    let after: Tree = left.iter().map(|(path, text)| (path.clone(), right.get(path).unwrap_or(text).clone())).collect();
    for since_second in [false, true] {
        let sides = vec![left.clone(), right.clone()];
        cases.push(Case { since_second, sides, ..case("merge", root.clone(), after.clone()) });
    }
    let has_source = |case: &Case| ["removed with their source", "renamed and edited", "merge"].contains(&case.kind);
    let run = |cases: &[&Case]| run_each(cases, Some(&*source).filter(|_| has_source(cases[0])));
    let tally = in_threads(&cases.iter().collect::<Vec<_>>(), 1, run);
    eprintln!("{} changes of real documents, {} runs; right: {:#?}", cases.len(), tally.runs, tally.right);
    assert!(tally.wrong.is_empty(), "{} wrong:\n{}", tally.wrong.len(), tally.wrong.join("\n"));
}

/// A harmful change of a document, and the rule that reports it.
type Harm = (&'static str, &'static str, fn(&mut Tree, &str));

/// The prefix of a text that is the target of a link.
const LINK: &[u8] = b"\0link:";

fn replace(tree: &mut Tree, path: &str, new: impl FnOnce(String) -> String) {
    let old = text(tree, path);
    let new = new(old.clone());
    assert_ne!(old, new, "{path}");
    tree.insert(path.to_owned(), new.into_bytes());
}

fn rename(tree: &mut Tree, path: &str, to: String) {
    let text = tree.remove(path).unwrap();
    tree.insert(to, text);
}

/// A document without the pairs from a position on; the targets stay if they are wanted.
fn without_pairs(content: &str, from: usize, keeps_targets: bool) -> String {
    let pairs = scan(content, 0).pairs;
    pairs[from..].iter().rev().fold(content.to_owned(), |mut text, pair| {
        let target = if keeps_targets { &content[pair.target.text.range()] } else { "" };
        text.replace_range(pair.span.range(), target);
        text
    })
}

fn with_other_hash(content: &str) -> String {
    let at = content.find("ms.openlocfilehash: ").unwrap() + "ms.openlocfilehash: ".len();
    let digit = if content[at..].starts_with('a') { "b" } else { "a" };
    format!("{}{digit}{}", &content[..at], &content[at + 1..])
}

fn without_one_pair(content: &str) -> String {
    let pairs = scan(content, 0).pairs;
    let pair = &pairs[pairs.len() / 2];
    format!("{}{}", &content[..pair.span.range().start], &content[pair.span.range().end..])
}

const HARMS: [Harm; 18] = [
    ("deleted", "lost-coverage", |tree, path| drop(tree.remove(path))),
    ("emptied", "lost-coverage", |tree, path| drop(tree.insert(path.to_owned(), Vec::new()))),
    ("all pairs replaced by their targets", "lost-coverage", |tree, path| {
        replace(tree, path, |text| without_pairs(&text, 0, true))
    }),
    ("all pairs removed", "lost-coverage", |tree, path| replace(tree, path, |text| without_pairs(&text, 0, false))),
    ("renamed to another extension", "lost-coverage", |tree, path| rename(tree, path, path.replace(".md", ".markdown"))),
    ("moved into a hidden folder", "lost-coverage", |tree, path| rename(tree, path, path.replace("it-IT/", "it-IT/.old/"))),
    ("replaced by a link", "lost-coverage", |tree, path| {
        let text = tree.insert(path.to_owned(), [LINK, b"elsewhere.txt"].concat()).unwrap();
        tree.insert(format!("{path}-elsewhere.txt"), text);
    }),
    ("replaced by a folder", "lost-coverage", |tree, path| rename(tree, path, format!("{path}/text.txt"))),
    ("replaced by its beginning elsewhere", "lost-coverage", |tree, path| {
        let start = without_pairs(&text(tree, path), scan(&text(tree, path), 0).pairs.len() / 3, false);
        tree.remove(path);
        tree.insert(path.replace(".md", "-part.md"), start.into_bytes());
    }),
    ("suppression in a comment", "loosened-check", |tree, path| {
        replace(tree, path, |text| {
            text.replacen("\n---\n", "\n---\n<!-- bitext-ignore-file number-mismatch: other lamps -->\n\n", 1)
        });
    }),
    ("suppression in front matter", "loosened-check", |tree, path| {
        replace(tree, path, |text| text.replacen("---\n", "---\nbitext: {ignore: [number-mismatch]}\n", 1));
    }),
    ("hash and a lost pair", "unproven-handoff", |tree, path| {
        replace(tree, path, |text| with_other_hash(&without_one_pair(&text)))
    }),
    ("hash and an altered source", "unproven-handoff", |tree, path| {
        replace(tree, path, |text| {
            let at = scan(&text, 0).pairs[1].source.text.range().start;
            with_other_hash(&format!("{}Never {}", &text[..at], &text[at..]))
        });
    }),
    ("hash, commit, day and file id, and a lost pair", "unproven-handoff", |tree, path| {
        replace(tree, path, |text| {
            let text = text.replacen("ms.sourcegitcommit: ", "ms.sourcegitcommit: 7153f0b8", 1);
            let text =
                text.replacen("ms.lasthandoff: ", "ms.lasthandoff: 1", 1).replacen("ms.locfileid: \"", "ms.locfileid: \"1", 1);
            with_other_hash(&without_one_pair(&text))
        });
    }),
    ("a link", "added-content", |tree, path| replace(tree, path, |text| text + "\n[Comprare](https://shop.example)\n")),
    ("a frame", "added-content", |tree, path| {
        replace(tree, path, |text| text + "\n<iframe src=\"https://shop.example\"></iframe>\n")
    }),
    ("a sentence", "added-content", |tree, path| {
        replace(tree, path, |text| text + "\nCompri subito una lampada nuova e grande.\n")
    }),
    ("a key", "added-content", |tree, path| replace(tree, path, |text| text.replacen("---\n", "---\nrobots: noindex\n", 1))),
];

#[test]
fn harmful_changes_of_real_documents_are_found() {
    let Some(corpus) = shared("corpus/ef") else { return };
    let all = real(&corpus, &["de-DE", "it-IT"]);
    let hash = |path: &str| {
        let line = text(&all, path).lines().find(|line| line.starts_with("ms.openlocfilehash: ")).map(str::to_owned);
        line.filter(|_| scan(&text(&all, path), 0).pairs.len() > 8)
    };
    let it = all.keys().filter(|path| path.starts_with("docs/it-IT/"));
    let has_sibling = |path: &&String| {
        let sibling = path.replace("it-IT", "de-DE");
        all.contains_key(&sibling) && hash(path).is_some() && hash(path) == hash(&sibling)
    };
    let documents: Vec<&String> = it.filter(has_sibling).collect();
    let mut missed = Vec::new();
    let mut found = 0;
    for (round, documents) in documents.chunks(HARMS.len()).filter(|chunk| chunk.len() == HARMS.len()).take(6).enumerate() {
        let mut root = Tree::new();
        for path in documents {
            for path in [(*path).clone(), path.replace("it-IT", "de-DE")] {
                root.insert(path.clone(), all[&path].clone());
            }
        }
        let mut case = Case { after: root.clone(), root, ..Case::default() };
        let at = |harm: usize| documents[(harm + round) % HARMS.len()];
        HARMS.iter().enumerate().for_each(|(i, (.., change))| change(&mut case.after, at(i)));
        case.sides = vec![case.after.clone()];
        let repository = Repository::new(&[&case]);
        repository.check_out("after-0");
        let since = lint(repository.path(), &["--since", "root-0"]);
        git(repository.path(), &["reset", "-q", "--soft", "root-0"]);
        assert_eq!(lint(repository.path(), &["--staged"]), since);
        for (i, (name, rule, _)) in HARMS.iter().enumerate() {
            match since.iter().any(|[path, id, _]| path == at(i) && id == rule) {
                true => found += 1,
                false => missed.push(format!(
                    "{name}: {}: {:?}",
                    at(i),
                    since.iter().filter(|[path, ..]| path == at(i)).collect::<Vec<_>>()
                )),
            }
        }
    }
    eprintln!("{found} of {} harmful changes are reported", found + missed.len());
    assert!(missed.is_empty() && found >= 100, "{}", missed.join("\n"));
}

/// The number of lines with text of a file, and how many of them another one has as well.
fn shared_lines(one: &str, other: &str) -> (usize, usize) {
    let lines =
        |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>();
    let (one, other) = (lines(one), lines(other));
    (one.len(), one.intersection(&other).count())
}

/// An English file that is removed while another one with at least half of its lines is added was renamed. Its localized
/// documents have other ids after the next handoff.
#[test]
fn renamed_articles_are_recognized() {
    let Some(source) = shared("corpus/ef/en.git") else { return };
    let (mut renames, mut missed) = (0, Vec::new());
    let commits = history(&source, 1000);
    let has = |commit: &Commit, is: fn(&Article) -> bool| commit.articles.iter().any(is);
    let renaming = |commit: &&Commit| has(commit, |one| one.after.is_none()) && has(commit, |one| one.before.is_none());
    for commit in commits.iter().filter(renaming) {
        let document = |article: &Article, is_after: bool, folder: &str| {
            let english = if is_after { &article.after } else { &article.before };
            let (id, number) = if is_after { (&commit.id, 1) } else { (&commit.parent, 0) };
            let handoff = Handoff { path: &article.path, locale: "it-IT", commit: id, day: &commit.day, number, wording: number };
            let path = format!("{folder}it-it/{}", article.path);
            english.as_ref().map(|english| common::File { path, content: localize(english, &handoff) })
        };
        let before = commit.articles.iter().filter_map(|article| document(article, false, "before/"));
        let files: Vec<common::File> =
            before.chain(commit.articles.iter().filter_map(|article| document(article, true, ""))).collect();
        let report = common::lint(&files);
        let lost: BTreeSet<String> = common::findings(&report)
            .into_iter()
            .filter(|(_, rule, _)| *rule == "lost-coverage")
            .map(|(path, ..)| path)
            .collect();
        for removed in commit.articles.iter().filter(|article| article.after.is_none()) {
            let Some(old) = &removed.before else { continue };
            let new =
                commit.articles.iter().filter(|article| article.before.is_none()).filter_map(|article| article.after.as_ref());
            let is_rename = new.into_iter().any(|new| {
                let (all, both) = shared_lines(old, new);
                all >= 5 && 2 * both >= all
            });
            if is_rename {
                renames += 1;
                missed.extend(lost.iter().filter(|path| path.ends_with(&format!("/{}", removed.path))).cloned());
            }
        }
    }
    eprintln!("{} of {renames} renamed articles are recognized", renames - missed.len());
    assert!(missed.len() * 50 <= renames, "{}", missed.join("\n"));
}
