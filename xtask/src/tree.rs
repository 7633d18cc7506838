//! Writes a large localized tree with its English repository, to measure on.
//!
//! The texts are those of the clean articles in `fixtures/handbook`, joined in different ways, with one paragraph that is
//! different in each article. The same arguments give the same bytes.

use sha1::{Digest as _, Sha1};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The clean articles of the fixtures.
const ARTICLES: [&str; 5] =
    ["lamp/trim-the-lamp.md", "lamp/fog-signal.md", "weather/read-the-barometer.md", "logbook.md", "index.md"];

/// The folders of the fixtures, and two sentences of each locale.
const LOCALES: [(&str, &str, &str); 5] = [
    ("it-it", "La lampada `L-{n}` viene controllata ogni {days} giorni.", "Il vetro della lampada `L-{n}` è nuovo."),
    ("ru-ru", "Лампу `L-{n}` проверяют каждые {days} дней.", "Стекло лампы `L-{n}` новое."),
    ("ja-jp", "ランプ `L-{n}` は {days} 日ごとに点検します。", "ランプ `L-{n}` のガラスは新品です。"),
    ("zh-cn", "每 {days} 天检查一次灯 `L-{n}`。", "灯 `L-{n}` 的玻璃是新的。"),
    ("ar-sa", "يُفحص المصباح `L-{n}` كل {days} يوم.", "زجاج المصباح `L-{n}` جديد."),
];

/// The same sentences in English.
const ENGLISH: (&str, &str) = ("Lamp `L-{n}` is checked every {days} days.", "The glass of lamp `L-{n}` is new.");

/// What is written.
pub struct Options {
    /// The number of localized documents.
    pub documents: usize,
    /// The number of locales, at most 5.
    pub locales: usize,
    /// The number of commits of the English repository, at least 2.
    pub commits: usize,
}

/// The state of a document against its source, decided by its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    /// Made from an older version.
    Stale,
    /// Made from a version that never existed.
    Unknown,
    /// Not written.
    Missing,
}

/// One clean article of the fixtures: front matter and body.
struct Block {
    front_matter: String,
    body: String,
}

impl Block {
    fn read(folder: &str, article: &str) -> Result<Self, String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/handbook").join(folder).join(article);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (front_matter, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .ok_or_else(|| format!("{} has no front matter", path.display()))?;
        Ok(Self { front_matter: front_matter.to_owned(), body: body.to_owned() })
    }
}

/// An article: its number decides everything about it.
struct Article {
    number: usize,
    path: String,
    /// Positions in [`ARTICLES`], each once.
    blocks: Vec<usize>,
    /// The commits that changed it, ascending. The first one made it.
    commits: Vec<usize>,
    /// Whether the last of them removed it.
    is_removed: bool,
}

/// A number that depends on two others, spread over all values.
fn hash(one: usize, other: usize) -> usize {
    let mut value = (one as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (other as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (value ^ (value >> 31)) as usize >> 1
}

impl Article {
    fn new(number: usize, commits: usize) -> Self {
        let count = 1 + hash(number, 1) % 4;
        let first = hash(number, 2) % ARTICLES.len();
        let blocks = (0..count).map(|i| (first + i) % ARTICLES.len()).collect();
        let path = format!("area-{:02}/part-{:02}/article-{number}.md", number % 23, number / 23 % 17);
        // A third of the articles is changed, up to four times. One of 200 is removed.
        let changes = if number.is_multiple_of(3) { 1 + hash(number, 3) % 4 } else { 0 };
        let mut changed: Vec<usize> = (0..changes).map(|i| 1 + hash(number, 4 + i) % (commits - 1)).collect();
        let is_removed = number % 200 == 7;
        if is_removed {
            changed.push(1 + hash(number, 9) % (commits - 1));
        }
        changed.push(0);
        changed.sort_unstable();
        changed.dedup();
        Self { number, path, blocks, commits: changed, is_removed }
    }

    /// The number of versions with text.
    fn versions(&self) -> usize {
        self.commits.len() - usize::from(self.is_removed)
    }

    /// The sentences of a version, filled in.
    fn sentences(&self, version: usize, (first, second): (&str, &str)) -> Vec<String> {
        let fill = |text: &str| {
            text.replace("{n}", &self.number.to_string()).replace("{days}", &(11 + (self.number + version) % 80).to_string())
        };
        // Every second change adds a sentence or removes it again.
        let both = [first, second];
        both[..1 + version / 2 % 2].iter().map(|text| fill(text)).collect()
    }

    fn english(&self, version: usize, blocks: &[Block]) -> String {
        let mut text = format!("---\n{}\n---\n", blocks[self.blocks[0]].front_matter);
        for block in &self.blocks {
            let _ = write!(text, "{}\n\n", blocks[*block].body.trim_end());
        }
        let _ = writeln!(text, "{}", self.sentences(version, ENGLISH).join(" "));
        text
    }

    /// A localized document.
    fn localized(&self, version: usize, locale: usize, blocks: &[Block], hash: &str, commit: &str) -> String {
        let prefix = format!("{:05x}", self::hash(self.number, 20) & 0xf_ffff);
        let mut text = "---\n".to_owned();
        for line in blocks[self.blocks[0]].front_matter.lines() {
            let _ = match line.split_once(": ") {
                Some((key @ "ms.openlocfilehash", _)) => writeln!(text, "{key}: {hash}"),
                Some((key @ "ms.sourcegitcommit", _)) => writeln!(text, "{key}: {commit}"),
                _ => writeln!(text, "{line}"),
            };
        }
        text.push_str("---\n");
        let mut next = FIRST_ID;
        for block in &self.blocks {
            let body;
            (body, next) = renumbered(blocks[*block].body.trim_end(), &prefix, next);
            let _ = write!(text, "{body}\n\n");
        }
        let sources = self.sentences(version, ENGLISH);
        let targets = self.sentences(version, (LOCALES[locale].1, LOCALES[locale].2));
        for ((source, target), n) in sources.iter().zip(&targets).zip(next..) {
            let space = if n > next { " " } else { "" };
            let _ = write!(
                text,
                "{space}<span data-ttu-id=\"{prefix}-{n}\">{target}</span><span class=\"sxs-lookup\">\
                 <span data-stu-id=\"{prefix}-{n}\">{source}</span></span>"
            );
        }
        text.push('\n');
        // Some documents have a fault.
        match self::hash(self.number, 30 + locale) % 400 {
            0 => text.replacen("</span><span class=\"sxs-lookup\">", "<span class=\"sxs-lookup\">", 1),
            1 => text.replacen(&format!("L-{}", self.number), &format!("L-{}0", self.number), 1),
            2 => text.replacen(" of the ", " of a ", 1),
            3 => text.replacen("</span></span>\n\n", "</span></span>\n\nLost text that has no pair in this document.\n\n", 1),
            _ => text,
        }
    }

    fn state(&self, locale: usize) -> State {
        match hash(self.number, 40 + locale) % 1000 {
            0..10 => State::Missing,
            10..12 => State::Unknown,
            12..80 if self.versions() > 1 => State::Stale,
            _ => State::Fresh,
        }
    }
}

/// The hash that documents record of a source file whose lines end in LF.
fn source_hash(text: &str) -> String {
    Sha1::digest(text.replace('\n', "\r\n")).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The number of the first segment of a document.
const FIRST_ID: usize = 103;

/// A body whose segment ids have another prefix and begin at another number, and the number after its last one.
fn renumbered(body: &str, prefix: &str, first: usize) -> (String, usize) {
    let mut parts = body.split("tu-id=\"");
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut next = first;
    for part in parts {
        let (id, rest) = part.split_once('"').unwrap_or((part, ""));
        // An example in code has no real id.
        let Some((_, number)) = id.rsplit_once('-') else {
            let _ = write!(text, "tu-id=\"{part}");
            continue;
        };
        let series = if number.starts_with('p') { "p" } else { "" };
        let number = number.trim_start_matches('p').parse().unwrap_or(FIRST_ID) + first - FIRST_ID;
        next = next.max(number + 1);
        let _ = write!(text, "tu-id=\"{prefix}-{series}{number}\"{rest}");
    }
    (text, next)
}

/// Writes `en.git`, and the localized documents below `docs`, into a folder, which must not have them yet.
pub fn write(folder: &Path, options: &Options) -> Result<(), String> {
    let Options { documents, locales, commits } = *options;
    if locales == 0 || locales > LOCALES.len() || commits < 2 || documents < locales {
        return Err(format!(
            "from 1 to {} locales, at least 2 commits and one document of each locale are needed",
            LOCALES.len()
        ));
    }
    let read = |folder: &str| ARTICLES.iter().map(|article| Block::read(folder, article)).collect::<Result<Vec<_>, _>>();
    let english = read("en-us")?;
    let localized = LOCALES.iter().take(locales).map(|(folder, ..)| read(folder)).collect::<Result<Vec<_>, _>>()?;
    let articles: Vec<Article> = (0..documents / locales).map(|number| Article::new(number, commits)).collect();
    let ids = write_repository(&folder.join("en.git"), &articles, &english, commits)?;
    let io = |path: &Path, result: std::io::Result<()>| result.map_err(|error| format!("{}: {error}", path.display()));
    let mut bytes = 0;
    for (locale, blocks) in localized.iter().enumerate() {
        for article in &articles {
            let current = article.versions() - 1;
            let (version, is_known) = match article.state(locale) {
                State::Missing => continue,
                State::Fresh => (current, true),
                State::Stale => (hash(article.number, 50 + locale) % current, true),
                State::Unknown => (current, false),
            };
            let hash = match is_known {
                true => source_hash(&article.english(version, &english)),
                false => format!("{:040x}", article.number),
            };
            // Handed off some commits after the version was made, and before the next one.
            let made = article.commits[version];
            let next = article.commits.get(version + 1).copied().unwrap_or(commits);
            let commit = &ids[made + self::hash(article.number, 60 + locale) % (next - made)];
            let text = article.localized(version, locale, blocks, &hash, commit);
            let path = folder.join("docs").join(LOCALES[locale].0).join(&article.path);
            if let Some(parent) = path.parent() {
                io(parent, std::fs::create_dir_all(parent))?;
            }
            io(&path, std::fs::write(&path, &text))?;
            bytes += text.len();
        }
    }
    println!("{} MB of documents in {}", bytes / 1_000_000, folder.join("docs").display());
    Ok(())
}

/// Writes the bare repository, and returns the ids of its commits.
fn write_repository(folder: &Path, articles: &[Article], blocks: &[Block], commits: usize) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("git: {error}");
    let git = || {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(folder).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    };
    if folder.exists() {
        return Err(format!("{} already exists", folder.display()));
    }
    let run = |mut command: Command| match command.status().map_err(failed)?.success() {
        true => Ok(()),
        false => Err("git failed".to_owned()),
    };
    let mut init = git();
    init.args(["-c", "init.defaultObjectFormat=sha1", "init", "--quiet", "--bare", "--initial-branch", "main"]);
    std::fs::create_dir_all(folder).map_err(failed)?;
    run(init)?;
    let marks: PathBuf = folder.join("marks");
    let mut import = git();
    import.args(["fast-import", "--quiet"]).arg(format!("--export-marks={}", marks.display()));
    let mut child = import.stdin(Stdio::piped()).spawn().map_err(failed)?;
    let mut changed: HashMap<usize, Vec<(&Article, usize)>> = HashMap::new();
    for article in articles {
        for (version, commit) in article.commits.iter().enumerate() {
            changed.entry(*commit).or_default().push((article, version));
        }
    }
    let mut stream = std::io::BufWriter::new(child.stdin.take().ok_or("git has no standard input")?);
    let mut send = |commit: usize| -> std::io::Result<()> {
        // One commit each two days, from 2020 on.
        let time = 1_577_880_000 + commit as u64 * 172_800;
        let message = format!("Change {commit}");
        writeln!(stream, "commit refs/heads/main\nmark :{}", commit + 1)?;
        writeln!(stream, "committer Keeper <keeper@example.org> {time} +0000\ndata {}\n{message}", message.len())?;
        for (article, version) in changed.get(&commit).into_iter().flatten() {
            if *version == article.versions() {
                writeln!(stream, "D {}", article.path)?;
                continue;
            }
            let text = article.english(*version, blocks);
            writeln!(stream, "M 100644 inline {}\ndata {}\n{text}", article.path, text.len())?;
        }
        Ok(())
    };
    (0..commits).try_for_each(&mut send).and_then(|()| stream.flush()).map_err(failed)?;
    drop(stream);
    if !child.wait().map_err(failed)?.success() {
        return Err("git fast-import failed".to_owned());
    }
    let listed = std::fs::read_to_string(&marks).map_err(failed)?;
    std::fs::remove_file(&marks).map_err(failed)?;
    let mut repack = git();
    repack.args(["repack", "-a", "-d", "-q"]);
    run(repack)?;
    let mut ids = vec![String::new(); commits];
    for (mark, id) in listed.lines().filter_map(|line| line.strip_prefix(':')?.split_once(' ')) {
        let mark: usize = mark.parse().map_err(|_| "git fast-import wrote a mark that is not a number")?;
        if let Some(slot) = mark.checked_sub(1).and_then(|at| ids.get_mut(at)) {
            *slot = id.to_owned();
        }
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::renumbered;

    #[test]
    fn ids_get_the_prefix_and_the_next_numbers() {
        let body = "<span data-ttu-id=\"2ba23-103\">a</span><span data-stu-id=\"2ba23-p105\">b</span> `data-ttu-id=\"x\"`";
        let (text, next) = renumbered(body, "00001", 203);
        let expected = "<span data-ttu-id=\"00001-203\">a</span><span data-stu-id=\"00001-p205\">b</span> `data-ttu-id=\"x\"`";
        assert_eq!((text.as_str(), next), (expected, 206));
    }
}
