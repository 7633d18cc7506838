//! Reading a git repository: the installed git, long-lived `cat-file --batch` processes, driven by object id.
//!
//! The repository is only read. Revisions, commits and paths from documents or the configuration are passed on standard input, or
//! looked up in trees here; they are never arguments. `repository` decides which repository is read, and how git is called.

use super::repository::{Repository, is_final, reason};
use super::walk;
use crate::Error;
use crate::document::metadata::is_object_id;
use crate::source::store::{Change, History, HistoryReader, Located, Store};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex};

/// A commit of a repository, or of a folder in it, as a source.
pub struct Git {
    objects: Objects,
    /// A second process, started when there is much to read.
    more: Option<Objects>,
    commit: String,
    files: BTreeMap<String, String>,
    trees: HashMap<String, Result<Tree, String>>,
    commits: HashMap<String, Option<Commit>>,
}

/// The entries of a folder: name to (whether it is a folder, object id).
type Tree = HashMap<String, (bool, String)>;

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
            more: None,
            commit: String::new(),
            files: BTreeMap::new(),
            trees: HashMap::new(),
            commits: HashMap::new(),
        })
    }

    /// The folder of the source in the repository, with a `/` at the end; empty for all of it.
    fn prefix(&self) -> &str {
        self.objects.repository.prefix()
    }

    /// Lists the files of the revision.
    ///
    /// # Errors
    /// When its folders cannot be read.
    pub fn list(mut self) -> Result<Self, Error> {
        let unreadable = |this: &Self, reason: String| Error::Git {
            path: this.objects.repository.name().to_owned(),
            reason: format!("the files of commit {} cannot be listed: {reason}", short(&this.commit)),
        };
        let root = match self.locate_in_tree(&[(self.commit.clone(), self.prefix().trim_end_matches('/').to_owned())])?.remove(0)
        {
            Located::At(id, _) => id,
            Located::Unreadable(reason) => return Err(unreadable(&self, reason)),
            Located::NoCommit | Located::NoPath => {
                let reason = format!("commit {} has no folder `{}`", short(&self.commit), self.prefix());
                return Err(Error::Git { path: self.objects.repository.name().to_owned(), reason });
            }
        };
        let mut folders = vec![(String::new(), root)];
        while !folders.is_empty() {
            let ids: Vec<String> = folders.iter().map(|(_, id)| id.clone()).collect();
            self.remember_trees(&ids)?;
            let mut below = Vec::new();
            for (path, id) in folders {
                match &self.trees[&id] {
                    Err(reason) => return Err(unreadable(&self, reason.clone())),
                    Ok(tree) => {
                        for (name, (is_tree, id)) in tree {
                            if *is_tree {
                                below.push((format!("{path}{name}/"), id.clone()));
                            } else if walk::is_source_file(name) {
                                self.files.insert(format!("{path}{name}"), id.clone());
                            }
                        }
                    }
                }
            }
            folders = below;
        }
        Ok(self)
    }

    /// Whether the revision has the folder that it was opened for.
    ///
    /// # Errors
    /// When git stops.
    pub fn has_folder(&mut self) -> Result<bool, Error> {
        let folder = (self.commit.clone(), self.prefix().trim_end_matches('/').to_owned());
        Ok(matches!(self.locate_in_tree(&[folder])?.remove(0), Located::At(..)))
    }

    /// Finds the objects of paths at commits: all folders of one depth in one round.
    fn locate_in_tree(&mut self, wanted: &[(String, String)]) -> Result<Vec<Located>, Error> {
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
                    Ok(tree) => match tree.get(part) {
                        Some((is_tree, id)) if *is_tree || parts.is_empty() => deeper.push((i, id.clone(), time, parts)),
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
                Ok(Some(object)) if object.kind == "tree" => parse_tree(&object.bytes, object.id.len() / 2),
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
    fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    fn find(&mut self, wanted: &[(&str, &str)]) -> Result<Vec<Located>, Error> {
        let wanted: Vec<(String, String)> =
            wanted.iter().map(|(commit, path)| (commit.to_ascii_lowercase(), format!("{}{path}", self.prefix()))).collect();
        self.locate_in_tree(&wanted)
    }

    fn read(&mut self, keys: &[&str]) -> Result<Vec<Result<Vec<u8>, String>>, Error> {
        let ids: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        // Git spends most of the time decompressing, so two processes are faster.
        let (first, second) = ids.split_at(if ids.len() < 64 { ids.len() } else { ids.len() / 2 });
        if !second.is_empty() && self.more.is_none() {
            self.more = Some(Objects::start(&self.objects.repository)?);
        }
        let (objects, others) =
            rayon::join(|| self.objects.fetch(first), || self.more.as_mut().map_or(Ok(Vec::new()), |more| more.fetch(second)));
        let (mut objects, others) = (objects?, others?);
        objects.extend(others);
        let bytes = |(id, object): (&String, Result<Option<Object>, String>)| match object? {
            Some(object) if object.kind == "blob" => Ok(object.bytes),
            Some(object) => Err(format!("object {} is a {}, not a file", short(id), object.kind)),
            None => Err(format!("object {} is missing from the repository", short(id))),
        };
        Ok(ids.iter().zip(objects).map(bytes).collect())
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

impl HistoryReader for Log {
    fn read(&mut self, paths: &HashSet<&str>, enough: &mut dyn FnMut(&History) -> bool) -> Result<(History, bool), Error> {
        let mut command = self.repository.command();
        command.args(["log", "--raw", "--no-renames", "--no-abbrev", "--no-show-signature", "--no-ext-diff", "--no-textconv"]);
        command.args(["--no-color", "--no-notes", "--no-mailmap", "--no-relative", "--format=%H %ct"]);
        command.args([self.commit.as_str(), "--", self.repository.pathspec()]);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Error::NoGit { path: self.repository.name().to_owned(), error })?;
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
                if commits.is_multiple_of(64) && enough(&history) {
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

/// Reads a tree object: `mode name`, a zero byte, and the raw id.
fn parse_tree(bytes: &[u8], id_length: usize) -> Result<Tree, String> {
    let mut tree = Tree::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let entry = memchr::memchr(0, rest).and_then(|end| Some((&rest[..end], rest.get(end + 1..end + 1 + id_length)?, end)));
        let Some((head, id, end)) = entry else { return Err("a folder of the repository is damaged".to_owned()) };
        let head = String::from_utf8_lossy(head);
        if let Some((mode, name)) = head.split_once(' ') {
            let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
            // Links and submodules are not files of this repository.
            if mode == "40000" || mode.starts_with("100") {
                tree.insert(name.to_owned(), (mode == "40000", id));
            }
        }
        rest = &rest[end + 1 + id_length..];
    }
    Ok(tree)
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

/// How many ids are written before their objects are read. They must fit into the buffer of a pipe.
const IDS_PER_ROUND: usize = 256;

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
        let mut objects = Vec::with_capacity(names.len());
        while objects.len() < names.len() {
            let round = &names[objects.len()..names.len().min(objects.len() + IDS_PER_ROUND)];
            let asked = round.join("\n") + "\n";
            // A process that has stopped is noticed when its answer is read.
            let _ = self.stdin.write_all(asked.as_bytes()).and_then(|()| self.stdin.flush());
            for name in round {
                if let Ok(object) = self.answer() {
                    objects.push(Ok(object));
                    continue;
                }
                let reason = self.restart()?;
                objects.push(Err(format!("git cannot read object {}: {reason}", short(name))));
                break;
            }
        }
        Ok(objects)
    }

    fn answer(&mut self) -> std::io::Result<Option<Object>> {
        let mut header = Vec::new();
        if self.stdout.read_until(b'\n', &mut header)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let header = String::from_utf8_lossy(&header);
        let mut words = header.trim_end().rsplitn(3, ' ');
        let (size, kind, id) = (words.next(), words.next(), words.next());
        let (Some(Ok(size)), Some(kind), Some(id)) = (size.map(str::parse::<usize>), kind, id) else { return Ok(None) };
        let mut bytes = Vec::with_capacity(size + 1);
        (&mut self.stdout).take(size as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() != size + 1 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.pop();
        Ok(Some(Object { id: id.to_owned(), kind: kind.to_owned(), bytes }))
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
