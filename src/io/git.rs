//! Reading a git repository: the installed git, long-lived `cat-file --batch` processes, driven by object id.
//!
//! The repository is only read. Revisions, commits and paths from documents or the configuration are passed on standard input, or
//! looked up in trees here; they are never arguments. `repository` decides which repository is read, and how git is called.

use super::repository::{Repository, is_final, reason};
use super::walk;
use crate::Error;
use crate::document::metadata::is_object_id;
use crate::source::store::{Change, History, HistoryReader, Located, ReadVersion, Store};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::ops::Range;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex};

/// A commit of a repository, or of a folder in it, as a source.
pub struct Git {
    objects: Objects,
    /// Further processes, started when there is much to read.
    more: Vec<Objects>,
    commit: String,
    /// The files of the revision, once they are listed.
    files: Option<BTreeMap<String, String>>,
    trees: HashMap<String, Result<Tree, String>>,
    commits: HashMap<String, Option<Commit>>,
}

/// A folder: the bytes of the tree object, and where its entries are in them.
struct Tree {
    bytes: Vec<u8>,
    /// In the order of their names.
    entries: Vec<TreeEntry>,
    id_length: usize,
}

struct TreeEntry {
    name: Range<usize>,
    is_tree: bool,
}

#[derive(Clone)]
struct Commit {
    tree: String,
    time: i64,
}

impl Git {
    /// Opens a revision of a repository.
    ///
    /// # Errors
    /// When git cannot be run or refuses the repository, or when the revision does not exist.
    pub fn open(repository: &Repository, rev: &str) -> Result<Self, Error> {
        let path = || repository.name().to_owned();
        let missing = || Error::NoRevision { path: path(), rev: rev.chars().take(100).collect() };
        if rev.is_empty() || rev.contains(['\n', '\0']) {
            return Err(missing());
        }
        let mut git = Self::objects_of(repository)?;
        let found = git.objects.fetch(&[format!("{rev}^{{commit}}")])?.remove(0);
        let Some(Object { id, kind, bytes }) = found.map_err(|reason| Error::Git { path: path(), reason })? else {
            return Err(missing());
        };
        let commit = (kind == "commit").then(|| Commit::parse(&bytes)).flatten();
        git.commits.insert(id.clone(), commit);
        git.commit = id;
        Ok(git)
    }

    /// A repository of which only objects are read, by id.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn objects_of(repository: &Repository) -> Result<Self, Error> {
        Ok(Self {
            objects: Objects::start(repository)?,
            more: Vec::new(),
            commit: String::new(),
            files: None,
            trees: HashMap::new(),
            commits: HashMap::new(),
        })
    }

    /// The folder of the source in the repository, with a `/` at the end; empty for all of it.
    fn prefix(&self) -> &str {
        self.objects.repository.prefix()
    }

    /// The files of the revision that [`Git::list`] has listed.
    pub fn files(&self) -> &BTreeMap<String, String> {
        const NONE: &BTreeMap<String, String> = &BTreeMap::new();
        self.files.as_ref().unwrap_or(NONE)
    }

    /// Checks that the folder of the source exists in the revision.
    ///
    /// # Errors
    /// When it does not, or cannot be read.
    pub fn with_folder(mut self) -> Result<Self, Error> {
        self.root()?;
        Ok(self)
    }

    /// The object id of the folder of the source.
    fn root(&mut self) -> Result<String, Error> {
        let folder = (self.commit.clone(), self.prefix().trim_end_matches('/').to_owned());
        match self.locate_in_tree(&[folder], true)?.remove(0) {
            Located::At(id, _) => Ok(id),
            Located::Unreadable(reason) => Err(self.unlisted(&reason)),
            Located::NoCommit | Located::NoPath => {
                let reason = format!("commit {} has no folder `{}`", short(&self.commit), self.prefix());
                Err(Error::Git { path: self.objects.repository.name().to_owned(), reason })
            }
        }
    }

    /// The error if a folder of the revision cannot be read.
    fn unlisted(&self, reason: &str) -> Error {
        Error::Git {
            path: self.objects.repository.name().to_owned(),
            reason: format!("the files of commit {} cannot be listed: {reason}", short(&self.commit)),
        }
    }

    /// Lists the files of the revision.
    ///
    /// # Errors
    /// When its folders cannot be read.
    pub fn list(mut self) -> Result<Self, Error> {
        self.list_files()?;
        Ok(self)
    }

    fn list_files(&mut self) -> Result<(), Error> {
        let mut files = BTreeMap::new();
        let mut folders = vec![(String::new(), self.root()?)];
        while !folders.is_empty() {
            let ids: Vec<String> = folders.iter().map(|(_, id)| id.clone()).collect();
            self.remember_trees(&ids)?;
            let mut below = Vec::new();
            for (path, id) in folders {
                let tree = self.trees[&id].as_ref().map_err(|reason| self.unlisted(reason))?;
                for entry in &tree.entries {
                    let name = tree.name(entry);
                    if entry.is_tree {
                        below.push((format!("{path}{name}/"), tree.id(entry)));
                    } else if walk::is_source_file(&name) {
                        files.insert(format!("{path}{name}"), tree.id(entry));
                    }
                }
            }
            folders = below;
        }
        self.files = Some(files);
        Ok(())
    }

    /// Whether the revision has the folder that it was opened for.
    ///
    /// # Errors
    /// When git stops.
    pub fn has_folder(&mut self) -> Result<bool, Error> {
        let folder = (self.commit.clone(), self.prefix().trim_end_matches('/').to_owned());
        Ok(matches!(self.locate_in_tree(&[folder], true)?.remove(0), Located::At(..)))
    }

    /// Finds the objects of files, or of folders, at commits: all folders of one depth in one round.
    fn locate_in_tree(&mut self, wanted: &[(String, String)], folders: bool) -> Result<Vec<Located>, Error> {
        let new: Vec<String> = wanted
            .iter()
            .map(|(commit, _)| commit.clone())
            .filter(|commit| !self.commits.contains_key(commit) && is_object_id(commit))
            .collect::<HashSet<_>>()
            .into_iter()
            .collect();
        let mut unreadable: HashMap<String, String> = HashMap::new();
        for (id, object) in new.iter().zip(self.objects.fetch(&new)?) {
            let commit = match object {
                Ok(object) => object.filter(|object| object.kind == "commit").and_then(|object| Commit::parse(&object.bytes)),
                Err(reason) => {
                    unreadable.insert(id.clone(), reason);
                    None
                }
            };
            self.commits.insert(id.clone(), commit);
        }
        let mut located: Vec<Option<Located>> = vec![None; wanted.len()];
        let mut at: Vec<(usize, String, i64, Vec<&str>)> = Vec::new();
        for (i, (commit, path)) in wanted.iter().enumerate() {
            match self.commits.get(commit) {
                Some(Some(Commit { tree, time })) => {
                    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
                    parts.reverse();
                    at.push((i, tree.clone(), *time, parts));
                }
                _ => {
                    located[i] =
                        Some(unreadable.get(commit).map_or(Located::NoCommit, |reason| Located::Unreadable(reason.clone())))
                }
            }
        }
        while !at.is_empty() {
            let trees: Vec<String> = at.iter().filter(|(.., parts)| !parts.is_empty()).map(|(_, id, ..)| id.clone()).collect();
            self.remember_trees(&trees)?;
            let mut deeper = Vec::new();
            for (i, id, time, mut parts) in at {
                let Some(part) = parts.pop() else {
                    located[i] = Some(Located::At(id, time));
                    continue;
                };
                match &self.trees[&id] {
                    Err(reason) => located[i] = Some(Located::Unreadable(reason.clone())),
                    Ok(tree) => match tree.entry(part) {
                        Some(entry) if entry.is_tree == (folders || !parts.is_empty()) => {
                            deeper.push((i, tree.id(entry), time, parts))
                        }
                        _ => located[i] = Some(Located::NoPath),
                    },
                }
            }
            at = deeper;
        }
        Ok(located.into_iter().map(|located| located.unwrap_or(Located::NoPath)).collect())
    }

    fn remember_trees(&mut self, ids: &[String]) -> Result<(), Error> {
        let new: Vec<String> =
            ids.iter().filter(|id| !self.trees.contains_key(*id)).cloned().collect::<HashSet<_>>().into_iter().collect();
        for (id, object) in new.iter().zip(self.objects.fetch(&new)?) {
            let tree = match object {
                Ok(Some(object)) if object.kind == "tree" => Tree::parse(object.bytes, object.id.len() / 2),
                Ok(Some(object)) => Err(format!("object {} is a {}, not a folder", short(id), object.kind)),
                Ok(None) => Err(format!("object {} is missing from the repository", short(id))),
                Err(reason) => Err(reason),
            };
            self.trees.insert(id.clone(), tree);
        }
        Ok(())
    }
}

impl Store for Git {
    fn current(&mut self, paths: &[&str]) -> Result<Vec<Option<String>>, Error> {
        let wanted: Vec<(String, String)> =
            paths.iter().map(|path| (self.commit.clone(), format!("{}{path}", self.prefix()))).collect();
        let located = self.locate_in_tree(&wanted, false)?.into_iter().zip(paths);
        located
            .map(|(located, path)| match located {
                Located::At(id, _) => Ok(Some(id).filter(|_| walk::is_source_path(path))),
                Located::Unreadable(reason) => Err(self.unlisted(&reason)),
                Located::NoCommit | Located::NoPath => Ok(None),
            })
            .collect()
    }

    fn all_files(&mut self) -> Result<&BTreeMap<String, String>, Error> {
        if self.files.is_none() {
            self.list_files()?;
        }
        Ok(self.files())
    }

    fn find(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        let wanted: Vec<(String, String)> =
            wanted.iter().map(|(commit, path)| (commit.to_ascii_lowercase(), format!("{}{path}", self.prefix()))).collect();
        self.locate_in_tree(&wanted, false)
    }

    fn read_each(&mut self, keys: &[&str], each: &ReadVersion<'_>) -> Result<(), Error> {
        // Git spends most of the time decompressing, so several processes are faster.
        let processes = (keys.len() / MIN_IDS_PER_PROCESS).clamp(1, rayon::current_num_threads().min(MAX_PROCESSES));
        while self.more.len() + 1 < processes {
            self.more.push(Objects::start(&self.objects.repository)?);
        }
        let length = keys.len().div_ceil(processes).max(1);
        let mut readers: Vec<&mut Objects> = std::iter::once(&mut self.objects).chain(&mut self.more).collect();
        let parts: Vec<_> = readers.iter_mut().zip(keys.chunks(length)).enumerate().collect();
        parts.into_par_iter().try_for_each(|(part, (reader, ids))| {
            reader.fetch_each(ids, &mut |position, object| {
                let bytes = object.and_then(|object| match object {
                    Some(object) if object.kind == "blob" => Ok(object.bytes),
                    Some(object) => Err(format!("object {} is a {}, not a file", short(ids[position]), object.kind)),
                    None => Err(format!("object {} is missing from the repository", short(ids[position]))),
                });
                each(part * length + position, bytes);
            })
        })
    }

    fn history_reader(&self) -> Option<Box<dyn HistoryReader>> {
        Some(Box::new(Log { repository: self.objects.repository.clone(), commit: self.commit.clone() }))
    }

    fn name(&self, path: &str, commit: Option<&str>) -> String {
        let repository = &self.objects.repository;
        format!("{}@{}:{}{path}", repository.name(), short(commit.unwrap_or(&self.commit)), repository.prefix())
    }

    fn commit(&self) -> Option<&str> {
        Some(&self.commit)
    }

    fn missing_history_reason(&mut self) -> Option<String> {
        let shallow = self.objects.repository.run(&["rev-parse", "--is-shallow-repository"]).ok()?;
        (shallow.trim() == "true").then(|| "the source repository is shallow; fetch its full history".to_owned())
    }
}

/// `git log` up to a commit.
struct Log {
    repository: Repository,
    commit: String,
}

/// Up to how many paths git is asked for the history of only these. It compares each path with each entry of each folder that
/// has changed, so with many paths the whole history is faster.
const MAX_PATHS_OF_LOG: usize = 16;

impl Log {
    /// Starts a command that prints commits; their paths are written to its standard input.
    fn start(&self, args: &[&str], oldest: Option<i64>, paths: &[&str]) -> Result<Child, Error> {
        let mut command = self.repository.command();
        command.args(args);
        if let Some(oldest) = oldest.filter(|oldest| *oldest > 0) {
            command.arg(format!("--since=@{oldest} +0000"));
        }
        command.arg("--stdin").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| Error::NoGit { path: self.repository.name().to_owned(), error })?;
        let mut input = format!("{}\n--\n", self.commit);
        for path in paths {
            input.push_str(path);
            input.push('\n');
        }
        // Git reads all of its input before it prints. A process that has stopped is noticed when its output is read.
        let mut stdin = child.stdin.take().expect("standard input is piped");
        let _ = stdin.write_all(input.as_bytes());
        Ok(child)
    }
}

impl HistoryReader for Log {
    fn read(
        &mut self,
        paths: &HashSet<&str>,
        oldest: Option<i64>,
        enough: &mut dyn FnMut(&History) -> bool,
    ) -> Result<(History, bool), Error> {
        let below: Vec<String> = paths.iter().map(|path| format!("{}{path}", self.repository.prefix())).collect();
        // A path with a line end cannot be written as one line.
        let only_these = below.len() <= MAX_PATHS_OF_LOG && !below.iter().any(|path| path.contains('\n'));
        let pathspecs: Vec<&str> =
            if only_these { below.iter().map(String::as_str).collect() } else { vec![self.repository.pathspec()] };
        let mut args =
            vec!["log", "--raw", "--no-renames", "--no-abbrev", "--no-show-signature", "--no-ext-diff", "--no-textconv"];
        args.extend(["--no-color", "--no-notes", "--no-mailmap", "--no-relative", "--format=%H %ct"]);
        // A search for a version needs every version; for a count, those that led to the current version are enough.
        if only_these && oldest.is_none() {
            args.push("--full-history");
        }
        let mut child = self.start(&args, oldest, &pathspecs)?;
        let mut lines = BufReader::with_capacity(1 << 16, child.stdout.take().expect("standard output is piped"));
        let mut history = History::new();
        let (mut line, mut commit, mut time, mut commits) = (Vec::new(), String::new(), 0, 0u32);
        let mut stopped = false;
        loop {
            line.clear();
            if !lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
                break;
            }
            let Ok(text) = std::str::from_utf8(&line) else { continue };
            let text = text.trim_end_matches('\n');
            if let Some(raw) = text.strip_prefix(':') {
                let Some((facts, path)) = raw.split_once('\t') else { continue };
                let Some(path) = path.strip_prefix(self.repository.prefix()).filter(|path| paths.contains(path)) else {
                    continue;
                };
                let Some(id) = facts.split(' ').nth(3) else { continue };
                let key = (!id.bytes().all(|b| b == b'0')).then(|| id.to_owned());
                history.entry(path.to_owned()).or_default().push(Change { key, commit: commit.clone(), time });
            } else if let Some((id, seconds)) = text.split_once(' ') {
                commits += 1;
                if (only_these || commits.is_multiple_of(64)) && enough(&history) {
                    stopped = true;
                    break;
                }
                commit = id.to_owned();
                time = seconds.parse().unwrap_or(0);
            }
        }
        if stopped {
            let _ = child.kill();
        }
        let ended = child.wait();
        Ok((history, stopped || ended.is_ok_and(|status| status.success())))
    }

    fn ancestors(&mut self, commits: &HashSet<&str>, oldest: i64) -> Result<HashSet<String>, Error> {
        let mut child = self.start(&["rev-list"], Some(oldest), &[])?;
        let lines = BufReader::with_capacity(1 << 16, child.stdout.take().expect("standard output is piped")).lines();
        let found = lines.map_while(Result::ok).filter(|id| commits.contains(id.as_str())).take(commits.len()).collect();
        let _ = child.kill();
        let _ = child.wait();
        Ok(found)
    }
}

impl Commit {
    /// Reads the header of a commit object.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let tree = lines.next()?.strip_prefix("tree ")?.to_owned();
        let committer = lines.take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix("committer "))?;
        let time = committer.rsplit(' ').nth(1)?.parse().ok()?;
        Some(Self { tree, time })
    }
}

impl Tree {
    /// Reads a tree object: `mode name`, a zero byte, and the raw id, for each entry.
    fn parse(bytes: Vec<u8>, id_length: usize) -> Result<Self, String> {
        let mut entries = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let end = memchr::memchr(0, &bytes[at..]).map(|length| at + length).filter(|end| end + id_length < bytes.len());
            let Some(end) = end else { return Err("a folder of the repository is damaged".to_owned()) };
            if let Some(space) = memchr::memchr(b' ', &bytes[at..end]) {
                let mode = &bytes[at..at + space];
                // Links and submodules are not files of this repository.
                if mode == b"40000" || mode.starts_with(b"100") {
                    entries.push(TreeEntry { name: at + space + 1..end, is_tree: mode == b"40000" });
                }
            }
            at = end + 1 + id_length;
        }
        // Git sorts a folder as if its name ended with `/`.
        entries.sort_by(|one, other| bytes[one.name.clone()].cmp(&bytes[other.name.clone()]));
        Ok(Self { bytes, entries, id_length })
    }

    fn entry(&self, name: &str) -> Option<&TreeEntry> {
        let found = self.entries.binary_search_by(|entry| self.bytes[entry.name.clone()].cmp(name.as_bytes()));
        found.ok().map(|position| &self.entries[position])
    }

    /// The name of an entry.
    fn name(&self, entry: &TreeEntry) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[entry.name.clone()])
    }

    /// The object id of an entry.
    fn id(&self, entry: &TreeEntry) -> String {
        let id = &self.bytes[entry.name.end + 1..][..self.id_length];
        let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
        id.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

/// An object of the repository.
struct Object {
    id: String,
    kind: String,
    bytes: Vec<u8>,
}

/// The long-lived `cat-file --batch`.
struct Objects {
    repository: Repository,
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    message: Arc<Mutex<String>>,
    restarts: u32,
}

/// A function that gets objects as they are read: the position of the name; `None` if there is no such object.
type FetchedObject<'a> = dyn FnMut(usize, Result<Option<Object>, String>) + Send + 'a;

/// How many bytes of names are written before objects are read. They fit into the buffer of a pipe. More are written by a thread
/// while objects are read, so that neither side waits for the other.
const MAX_BYTES_AT_ONCE: usize = 4096;

/// How many objects are worth a further process.
const MIN_IDS_PER_PROCESS: usize = 32;

/// How many processes read objects at the same time.
const MAX_PROCESSES: usize = 4;

/// How often git may stop unexpectedly before the repository counts as unreadable.
const MAX_RESTARTS: u32 = 16;

impl Objects {
    fn start(repository: &Repository) -> Result<Self, Error> {
        let mut child = repository
            .command()
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| Error::NoGit { path: repository.name().to_owned(), error })?;
        let stdin = child.stdin.take().expect("standard input is piped");
        let stdout = BufReader::with_capacity(1 << 16, child.stdout.take().expect("standard output is piped"));
        let mut stderr = child.stderr.take().expect("standard error is piped");
        let message = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&message);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut chunk) {
                if let Ok(mut kept) = kept.lock()
                    && kept.len() < 4096
                {
                    kept.push_str(&String::from_utf8_lossy(&chunk[..length]));
                }
            }
        });
        Ok(Self { repository: repository.clone(), child, stdin, stdout, message, restarts: 0 })
    }

    /// Reads objects: `None` for one that does not exist, an error for one that git cannot read.
    fn fetch(&mut self, names: &[String]) -> Result<Vec<Result<Option<Object>, String>>, Error> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut objects = Vec::with_capacity(names.len());
        self.fetch_each(&names, &mut |_, object| objects.push(object))?;
        Ok(objects)
    }

    /// Reads objects one after another, and calls `each` with the position of each name and its object. Git reads the next
    /// objects meanwhile.
    fn fetch_each(&mut self, names: &[&str], each: &mut FetchedObject<'_>) -> Result<(), Error> {
        let mut done = 0;
        while done < names.len() {
            let asked = names[done..].join("\n") + "\n";
            let Self { child, stdin, stdout, .. } = self;
            // A process that has stopped is noticed when its answer is read.
            let mut write = || _ = stdin.write_all(asked.as_bytes()).and_then(|()| stdin.flush());
            let mut read = || {
                while done < names.len() {
                    let Ok(object) = answer(stdout) else {
                        let _ = child.kill();
                        return;
                    };
                    each(done, Ok(object));
                    done += 1;
                }
            };
            if asked.len() <= MAX_BYTES_AT_ONCE {
                write();
                read();
            } else {
                std::thread::scope(|scope| {
                    scope.spawn(write);
                    read();
                });
            }
            if done < names.len() {
                let reason = self.restart()?;
                each(done, Err(format!("git cannot read object {}: {reason}", short(names[done]))));
                done += 1;
            }
        }
        Ok(())
    }

    /// Restarts git after it stopped, and returns the reason.
    fn restart(&mut self) -> Result<String, Error> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Its message may still be in the pipe.
        for _ in 0..50 {
            if self.message.lock().is_ok_and(|message| message.contains('\n')) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let message = self.message.lock().map_or(String::new(), |message| message.clone());
        let reason = reason(&message);
        if self.restarts == MAX_RESTARTS || is_final(&message) {
            return Err(Error::Git { path: self.repository.name().to_owned(), reason });
        }
        let restarts = self.restarts + 1;
        *self = Self::start(&self.repository.clone())?;
        self.restarts = restarts;
        Ok(reason)
    }
}

/// Reads the answer of git for one name; `None` if there is no such object.
fn answer(stdout: &mut BufReader<ChildStdout>) -> std::io::Result<Option<Object>> {
    let mut header = Vec::new();
    if stdout.read_until(b'\n', &mut header)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let header = String::from_utf8_lossy(&header);
    let mut words = header.trim_end().rsplitn(3, ' ');
    let (size, kind, id) = (words.next(), words.next(), words.next());
    let (Some(Ok(size)), Some(kind), Some(id)) = (size.map(str::parse::<usize>), kind, id) else { return Ok(None) };
    let mut bytes = Vec::with_capacity(size + 1);
    stdout.take(size as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() != size + 1 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    bytes.pop();
    Ok(Some(Object { id: id.to_owned(), kind: kind.to_owned(), bytes }))
}

impl Drop for Objects {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The merge base of two commits, given by id or `HEAD`. `None` when git does not find one, as in a shallow clone.
pub fn merge_base(repository: &Repository, one: &str, other: &str) -> Option<String> {
    let found = repository.run(&["merge-base", one, other]).ok()?;
    found.lines().next().filter(|id| is_object_id(id)).map(str::to_owned)
}

/// The files below a folder as they are staged.
pub struct Staged {
    /// Path relative to the folder, to object id.
    pub files: BTreeMap<String, String>,
    /// Files with a merge conflict: path to the object id of one side.
    pub in_conflict: BTreeMap<String, String>,
}

/// Lists the files below a folder as they are staged. In a hook, git may name the index of the commit in the environment.
///
/// # Errors
/// When git cannot be run or refuses the repository.
pub fn staged(repository: &Repository) -> Result<Staged, Error> {
    let mut command = repository.command();
    if let Some(index) = std::env::var_os("GIT_INDEX_FILE") {
        command.env("GIT_INDEX_FILE", std::path::absolute(&index).unwrap_or_else(|_| index.into()));
    }
    command.args(["ls-files", "--stage", "-z", "--", repository.pathspec()]);
    let listed = repository.output(command)?;
    let mut staged = Staged { files: BTreeMap::new(), in_conflict: BTreeMap::new() };
    for (facts, path) in listed.split('\0').filter_map(|line| line.split_once('\t')) {
        let Some(path) = path.strip_prefix(repository.prefix()) else { continue };
        match facts.split(' ').collect::<Vec<_>>()[..] {
            [mode, id, "0"] if mode.starts_with("100") => {
                staged.files.insert(path.to_owned(), id.to_owned());
            }
            [mode, id, _] if mode.starts_with("100") => {
                staged.in_conflict.insert(path.to_owned(), id.to_owned());
            }
            _ => {}
        }
    }
    Ok(staged)
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn the_entries_of_a_folder_are_found_by_their_names() {
        // Git sorts the folder `a` after the file `a.md`.
        let entries =
            [("100644", "a.md", 1), ("40000", "a", 2), ("100755", "b.md", 3), ("120000", "link", 4), ("160000", "module", 5)];
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            bytes.extend_from_slice(&[id; 20]);
        }
        let tree = Tree::parse(bytes.clone(), 20).unwrap();
        let found = |name: &str| tree.entry(name).map(|entry| (entry.is_tree, tree.id(entry)));
        assert_eq!(found("a"), Some((true, "02".repeat(20))));
        assert_eq!(found("a.md"), Some((false, "01".repeat(20))));
        assert_eq!(found("b.md"), Some((false, "03".repeat(20))));
        // Links and submodules are not files.
        assert_eq!((found("link"), found("module"), found("c")), (None, None, None));
        bytes.pop();
        assert!(Tree::parse(bytes, 20).is_err());
        assert!(Tree::parse(b"100644 a".to_vec(), 20).is_err());
    }
}
