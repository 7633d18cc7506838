//! Reads the project's own Rust files: their comments, string literals and code, for tests about the text of the source.

use std::path::{Path, PathBuf};

/// The kind of a piece of source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A comment, with its slashes.
    Comment,
    /// A string literal, with its quotation marks.
    String,
    /// Everything else.
    Code,
}

/// A piece of source text.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Byte offset in the file.
    pub start: usize,
}

/// Cuts source text into pieces, one string literal or line comment a piece.
pub fn pieces(source: &str) -> Vec<Piece<'_>> {
    let bytes = source.as_bytes();
    let (mut pieces, mut code, mut i) = (Vec::new(), 0, 0);
    while i < bytes.len() {
        let rest = &source[i..];
        let (kind, length) = if rest.starts_with("//") {
            (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2))
        } else if let Some(length) = raw_string(rest).filter(|_| !ends_in_name(&source[..i])) {
            (Kind::String, length)
        } else if bytes[i] == b'"' {
            (Kind::String, string(rest))
        } else {
            i += character(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
            continue;
        };
        if code < i {
            pieces.push(Piece { kind: Kind::Code, text: &source[code..i], start: code });
        }
        pieces.push(Piece { kind, text: &rest[..length], start: i });
        i += length;
        code = i;
    }
    if code < bytes.len() {
        pieces.push(Piece { kind: Kind::Code, text: &source[code..], start: code });
    }
    pieces
}

fn ends_in_name(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The length of a raw string at the beginning of a text.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r').or_else(|| text.strip_prefix("br"))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let content = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text.len() - content.len() + content.find(&end)? + end.len())
}

/// The length of a string with escapes at the beginning of a text.
fn string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut i = 1;
    while i < bytes.len() && bytes[i] != b'"' {
        i += if bytes[i] == b'\\' { 2 } else { 1 };
    }
    (i + 1).min(bytes.len())
}

/// The length of a character literal at the beginning of a text; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let after = text.strip_prefix('\'')?;
    if after.starts_with('\\') {
        return Some(2 + after[2..].find('\'')? + 2);
    }
    let c = after.chars().next()?;
    after[c.len_utf8()..].starts_with('\'').then_some(2 + c.len_utf8())
}

/// The content of a string literal as the program has it: without quotation marks, with its escapes resolved.
pub fn content(literal: &str) -> String {
    if literal.starts_with(['r', 'b']) {
        let inner = literal.trim_start_matches(['r', 'b']).trim_matches('#');
        return inner[1..inner.len() - 1].to_owned();
    }
    let mut content = String::new();
    let mut rest = literal[1..literal.len() - 1].chars().peekable();
    while let Some(c) = rest.next() {
        match (c, if c == '\\' { rest.next() } else { None }) {
            (_, Some('\n')) => while rest.next_if(|c| c.is_whitespace()).is_some() {},
            (_, Some('n')) => content.push('\n'),
            (_, Some('t')) => content.push('\t'),
            (_, Some('r')) => content.push('\r'),
            (_, Some('0')) => content.push('\0'),
            (_, Some('u')) => {
                let digits: String = rest.by_ref().take_while(|&c| c != '}').filter(|&c| c != '{').collect();
                content.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            (_, Some(escaped)) => content.push(escaped),
            _ => content.push(c),
        }
    }
    content
}

/// The part of a file before its test module.
pub fn without_tests(source: &str) -> &str {
    &source[..source.find("#[cfg(test)]\nmod ").unwrap_or(source.len())]
}

/// The test module of a file; empty without one.
pub fn tests(source: &str) -> &str {
    &source[without_tests(source).len()..]
}

/// The number of the line that holds a byte.
pub fn line(source: &str, offset: usize) -> usize {
    source[..offset].matches('\n').count() + 1
}

/// A file of the repository: its path with `/`, and its content.
pub struct Source {
    pub path: String,
    pub content: String,
}

/// All files with one of the extensions below a folder of the repository, in order.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), extensions, &mut found);
    // Modules that only tests compile.
    found.retain(|path| !path.ends_with("testing.rs"));
    found.sort();
    let read = |path: PathBuf| Source {
        content: std::fs::read_to_string(&path).unwrap(),
        path: path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"),
    };
    found.into_iter().map(read).collect()
}

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extensions, found);
        } else if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
            found.push(path);
        }
    }
}
