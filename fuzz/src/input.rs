//! What the bytes of an input mean: documents, source files and other files, each with a path.

use bitext::config::{Files, Settings};
use bitext::document::Document;
use bitext::document::identity::{Location, is_markdown};
use bitext::rules::RULES;
use bitext::rules::rule::Level;
use bitext::source::Memory;
use bitext::source::provenance::source_hash;
use bitext::text::Text;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::LazyLock;

/// The beginning of a line that begins a file. The path follows.
const HEADER: &[u8] = b"=== ";

/// The paths of documents without a header.
const PATHS: [&str; 4] = ["it-it/a.md", "de-de/a.md", "ja-jp/a.md", "ar-sa/a.md"];

/// The largest number of files in an input. The others are ignored.
const MAX_FILES: usize = 8;

/// The largest number of bytes of a path.
const MAX_PATH: usize = 80;

/// The commit of the first version of each source file. In documents, `COMMIT0` is replaced by it.
const COMMIT: &str = "7153f0b8c67efd35f58695ca2a7e00e70da1c5e9";

/// A file: its path and its content.
#[derive(Clone, Debug)]
pub struct File {
    /// The path below the root.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl File {
    /// Its document.
    pub fn parse(&self, bytes: &[u8]) -> Document {
        Document::parse(Text::new(&self.path, bytes), &self.location())
    }

    /// The location of its document.
    pub fn location(&self) -> Location {
        Location::in_memory(&self.path)
    }
}

/// The files of an input.
#[derive(Debug, Default)]
pub struct Input {
    /// The documents.
    pub documents: Vec<File>,
    /// The documents before the change, if a path has two versions. An empty version removes the document.
    pub before: Vec<File>,
    /// The versions of source files, oldest first.
    pub sources: Vec<(String, String)>,
    /// `bitext.toml`.
    pub configuration: Option<String>,
    /// All other files.
    pub others: BTreeMap<String, Vec<u8>>,
}

impl Input {
    /// Reads an input. A line `=== PATH` begins a file. Files below `en-us` are versions of source files.
    pub fn new(data: &[u8]) -> Self {
        let mut input = Self::default();
        let mut documents: Vec<File> = Vec::new();
        for (path, bytes) in split(data).into_iter().take(MAX_FILES) {
            let text = || String::from_utf8_lossy(bytes).into_owned();
            match path {
                Some("bitext.toml") => input.configuration = Some(text()),
                Some(path) if path.starts_with("en-us/") => input.sources.push((path["en-us/".len()..].to_owned(), text())),
                Some(path) if !is_markdown(path) => drop(input.others.insert(path.to_owned(), bytes.to_vec())),
                _ => {
                    let path = path.unwrap_or(PATHS[documents.len() % PATHS.len()]).to_owned();
                    documents.push(File { path, bytes: bytes.to_vec() });
                }
            }
        }
        for document in &mut documents {
            input.fill_in(&mut document.bytes);
        }
        // The first version of each path is that before the change, the last one is that after it.
        let versions = |documents: &mut dyn Iterator<Item = &File>| -> Vec<File> {
            let last: BTreeMap<&str, &File> = documents.map(|file| (file.path.as_str(), file)).collect();
            last.into_values().cloned().collect()
        };
        input.documents = versions(&mut documents.iter());
        if input.documents.len() < documents.len() {
            input.before = versions(&mut documents.iter().rev());
            input.documents.retain(|file| !file.bytes.is_empty());
        }
        input
    }

    /// Adds a second locale of the first document, if there is only one document.
    pub fn with_sibling(mut self) -> Self {
        if let [only] = self.documents.as_slice() {
            let name = only.path.rsplit('/').next().unwrap_or("a.md");
            let locale = if only.path.starts_with("fr-fr/") { "ja-jp" } else { "fr-fr" };
            let sibling = File { path: format!("{locale}/{name}"), bytes: only.bytes.clone() };
            self.documents.push(sibling);
            self.documents.sort_by(|a, b| a.path.cmp(&b.path));
        }
        self
    }

    /// The source, if there is a source file.
    pub fn source(&self) -> Option<Memory> {
        let versions = self.sources.iter().map(|(path, content)| (path.as_str(), content.as_str()));
        (!self.sources.is_empty()).then(|| Memory::from_versions(versions, COMMIT))
    }

    /// Replaces `HASH0`, `HASH1` and `HASH2` by the hashes of the versions of source files, and `COMMIT0` by the first commit.
    fn fill_in(&self, bytes: &mut Vec<u8>) {
        for (i, (_, content)) in self.sources.iter().enumerate().take(3) {
            let name = format!("HASH{i}");
            if let Some(at) = find(bytes, name.as_bytes()) {
                bytes.splice(at..at + name.len(), source_hash(content.as_bytes()).into_bytes());
            }
        }
        if let Some(at) = find(bytes, b"COMMIT0") {
            bytes.splice(at..at + "COMMIT0".len(), COMMIT.bytes());
        }
    }

    /// The settings of `bitext.toml`, or the message about its mistake.
    pub fn settings(&self) -> Result<Settings, String> {
        let mut settings = Settings::default();
        let read = |path: &str| self.others.get(path).cloned().ok_or_else(|| ErrorKind::NotFound.into());
        let files = Files { read: &|path| read(path.as_str()), is_dir: &|path| path.extension().is_none() };
        let toml = self.configuration.as_deref().unwrap_or("");
        settings.configure(toml, ("", "/"), &files).map_err(|error| error.to_string())?;
        Ok(settings)
    }
}

/// Cuts an input into files: the path of each, if it has one, and its bytes.
fn split(data: &[u8]) -> Vec<(Option<&str>, &[u8])> {
    let mut files = Vec::new();
    let (mut path, mut start, mut at) = (None, 0, 0);
    for line in data.split_inclusive(|&b| b == b'\n') {
        if let Some(header) = line.strip_prefix(HEADER) {
            if at > 0 {
                files.push((path, &data[start..at]));
            }
            path = str::from_utf8(header.trim_ascii()).ok().filter(|path| is_path(path));
            start = at + line.len();
        }
        at += line.len();
    }
    files.push((path, &data[start..]));
    files
}

/// Whether a file can have this path.
fn is_path(path: &str) -> bool {
    path.len() <= MAX_PATH && path.split('/').all(|step| !matches!(step, "" | "." | ".."))
}

/// Where some bytes contain others for the first time.
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// All rules, also those that are off by default, with terms to keep and a glossary.
pub static ALL_RULES: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings::default();
    let terms = "[terms]\nkeep = [\"Beacon\"]\n[terms.locales.it]\nglossary = { \"lamp\" = [\"lampad*\"] }\n";
    settings.configure(terms, ("", "/"), &Files::NONE).expect("the configuration is right");
    let off = RULES.iter().filter(|rule| rule.level == Level::Off);
    let levels: Vec<(String, Level)> = off.map(|rule| (rule.id.to_owned(), Level::Warn)).collect();
    settings.choose(&[], &[], &levels).expect("the rules exist");
    settings
});
