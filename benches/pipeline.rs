//! Discovery, parsing and the whole run, in bytes per second: on a tree made here, and on `../shared/corpus` where present.
//!
//! `cargo bench`. Machines differ: compare the lines with each other, and with `reading`, which does nothing else.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests meet the world as a user does")]

use bitext::config::Settings;
use bitext::document::Document;
use bitext::document::front_matter::FrontMatter;
use bitext::document::identity::Location;
use bitext::document::sxs::pairs::scan;
use bitext::io;
use bitext::text::{Text, Texts};
use divan::{Bencher, counter::BytesCount};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A tree to lint, with the number of its bytes.
struct Tree {
    name: &'static str,
    roots: Vec<PathBuf>,
    bytes: usize,
}

static TREES: LazyLock<Vec<Tree>> = LazyLock::new(|| {
    let made = made();
    let mut trees = vec![tree("made", vec![made.join("it-it"), made.join("ru-ru"), made.join("ja-jp")])];
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/ef");
    if corpus.is_dir() {
        let locales = ["de-DE", "it-IT", "ja-JP", "ru-RU", "zh-CN"];
        trees.push(tree("corpus/ef", locales.iter().map(|locale| corpus.join(locale)).collect()));
    }
    trees
});

fn tree(name: &'static str, roots: Vec<PathBuf>) -> Tree {
    let bytes = jobs(&roots).iter().map(|job| std::fs::metadata(&job.path).unwrap().len() as usize).sum();
    Tree { name, roots, bytes }
}

fn settings(roots: &[PathBuf]) -> Settings {
    Settings { paths: roots.iter().map(|root| root.clone().try_into().unwrap()).collect(), ..Settings::default() }
}

fn jobs(roots: &[PathBuf]) -> Vec<Location> {
    io::walk::discover(&settings(roots).request(&Texts::new()).inputs).unwrap().map(Result::unwrap).collect()
}

/// Writes three locales of 300 articles with 90 pairs each below the target folder: some 30 MB.
fn made() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-tree");
    let locales = [
        ("it-it", "it-IT", "Ogni sera il guardiano accende la lampada e annota l'ora nel registro numero"),
        ("ru-ru", "ru-RU", "Каждый вечер смотритель зажигает лампу и записывает время в журнал номер"),
        ("ja-jp", "ja-JP", "毎晩、灯台守はランプに火をともし、時刻を記録簿に書き込みます。番号"),
    ];
    for (folder, locale, sentence) in locales {
        for article in 0..300 {
            let mut text = format!(
                "---\ntitle: {sentence} {article}\nms.date: 03/17/2021\nms.openlocfilehash: {article:040x}\n\
                 ms.sourcegitcommit: {article:040x}\nms.translationtype: MT\nms.contentlocale: {locale}\n\
                 ms.lasthandoff: 04/01/2021\nms.locfileid: \"{article:08}\"\n---\n"
            );
            for pair in 0..90 {
                let id = format!("{:05x}-{}", article * 7 + locale.len(), 103 + pair);
                let heading =
                    if pair % 9 == 0 { format!("## <a name=\"every-evening-the-keeper-{pair}\"></a>") } else { String::new() };
                let source = format!("Every evening the keeper {pair}");
                let _ = write!(
                    text,
                    "{heading}<span data-ttu-id=\"{id}\">{sentence} {pair}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{source}</span></span>\n\n"
                );
                if pair % 15 == 0 {
                    text.push_str("```console\nbeacon --status --verbose\n```\n\n");
                }
            }
            let path = root.join(folder).join(format!("part-{:02}/article-{article}.md", article / 20));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    root
}

fn names() -> Vec<&'static str> {
    TREES.iter().map(|tree| tree.name).collect()
}

fn named(name: &str) -> &'static Tree {
    TREES.iter().find(|tree| tree.name == name).unwrap()
}

/// The reference for the other benchmarks: reading the files one after the other.
#[divan::bench(args = names())]
fn reading(bencher: Bencher, name: &str) {
    let jobs = jobs(&named(name).roots);
    bencher
        .counter(BytesCount::new(named(name).bytes))
        .bench(|| jobs.iter().map(|job| std::fs::read(&job.path).unwrap().len()).sum::<usize>());
}

#[divan::bench(args = names())]
fn discovery(bencher: Bencher, name: &str) {
    let tree = named(name);
    bencher.counter(BytesCount::new(tree.bytes)).bench(|| jobs(&tree.roots).len());
}

/// Scanning bodies that are in memory for pairs.
#[divan::bench(args = names())]
fn scanning(bencher: Bencher, name: &str) {
    let text = |job: &Location| {
        let text = std::fs::read_to_string(&job.path).unwrap();
        let body = FrontMatter::parse(&text).map_or(0, |matter| matter.body as usize);
        (text, body)
    };
    let texts: Vec<(String, usize)> = jobs(&named(name).roots).iter().map(text).collect();
    let count = || texts.iter().map(|(text, body)| scan(text, *body).pairs.len()).sum::<usize>();
    bencher.counter(BytesCount::new(named(name).bytes)).bench(count);
}

/// Documents from bytes that are in memory, with front matter, pairs and headings.
#[divan::bench(args = names())]
fn parsing(bencher: Bencher, name: &str) {
    let jobs = jobs(&named(name).roots);
    let files: Vec<(Location, Vec<u8>)> = jobs.into_iter().map(|job| (job.clone(), std::fs::read(&job.path).unwrap())).collect();
    let parse = |(job, bytes): &(Location, Vec<u8>)| Document::parse(Text::new(&job.name, bytes), job).segments.len();
    bencher.counter(BytesCount::new(named(name).bytes)).bench(|| files.iter().map(parse).sum::<usize>());
}

/// From paths to the report, in all threads.
#[divan::bench(args = names())]
fn whole_run(bencher: Bencher, name: &str) {
    let settings = settings(&named(name).roots);
    bencher.counter(BytesCount::new(named(name).bytes)).bench(|| bitext::lint(&settings).unwrap().findings.len());
}
