//! Which git repository a folder belongs to, and how git is called in it.
//!
//! Documents come from strangers, and so may any file beside them. A folder of documents therefore never chooses the
//! repository: bitext looks for `.git` itself and names the repository to git explicitly. A bare repository is used only
//! where the user names it as the source, and only if no work tree tracks its files.
//!
//! The configuration of a repository can name programs, paths and URLs. [`HARDENING`] and [`ENVIRONMENT`] switch off
//! each key that a reading command could follow; `tests/hostile_git.rs` holds the list.

use super::{paths, read};
use crate::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository, and the folder in it that is read.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The repository's own folder, absolute.
    git_dir: PathBuf,
    /// The top of the work tree, absolute; `None` for a bare repository.
    work_tree: Option<PathBuf>,
    /// The folder that is read, relative to the top, with a `/` at the end; empty for the whole repository.
    prefix: String,
    /// The folder as the user gave it, for messages.
    name: String,
}

/// How a folder given as the source relates to git.
pub enum FolderKind {
    /// The top of a work tree: it has a `.git`.
    Top(Repository),
    /// A bare repository.
    Bare(Repository),
    /// A folder inside a work tree.
    Inside(Repository),
    /// A folder in no repository.
    Outside,
}

impl FolderKind {
    /// The repository; `None` where there is none.
    pub fn into_repository(self) -> Option<Repository> {
        match self {
            Self::Top(repository) | Self::Bare(repository) | Self::Inside(repository) => Some(repository),
            Self::Outside => None,
        }
    }
}

/// Determines how a folder given as the source relates to git.
///
/// # Errors
/// When git cannot be run or refuses the repository, and when the folder is tracked content that poses as a repository.
pub fn kind(folder: &Path, name: &str) -> Result<FolderKind, Error> {
    // The real folder, as git sees it: without links and `..`.
    let absolute = std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    if absolute.join(".git").exists() {
        return Ok(FolderKind::Top(Repository::of_work_tree(&absolute, &absolute, name)?));
    }
    let top = absolute.ancestors().skip(1).find(|above| above.join(".git").exists());
    let outer = top.map(|top| Repository::of_work_tree(top, &absolute, name));
    if !is_bare_repository(&absolute) {
        // A folder of files needs no repository. One that git refuses is not used.
        return Ok(outer.and_then(Result::ok).map_or(FolderKind::Outside, FolderKind::Inside));
    }
    // A clone that the user made in a work tree is not tracked there. The files of a pull request are.
    if let Some(outer) = outer
        && outer?.tracks_files()?
    {
        return Err(Error::EmbeddedRepository { path: name.to_owned() });
    }
    Ok(FolderKind::Bare(Repository::bare(&absolute, name)?))
}

/// Whether a folder has the files of a bare repository, so that git would use it as one.
pub fn is_bare_repository(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

impl Repository {
    /// The repository of a work tree whose top is known, for a folder at or below the top. Both are absolute.
    ///
    /// # Errors
    /// When git cannot be run, or does not accept `.git` at the top as a repository.
    pub fn of_work_tree(top: &Path, folder: &Path, name: &str) -> Result<Self, Error> {
        let refused = |reason: String| Error::Git { path: name.to_owned(), reason };
        let found = discover(top, "explicit", name)?;
        let dot_git = dot_git(top).map_err(|error| refused(format!("`.git` cannot be read: {error}")))?;
        if !is_same_folder(&found, &dot_git) {
            return Err(refused(format!("`{}` is not a git repository", top.join(".git").display())));
        }
        // Git names the files of a work tree by their real folders.
        let real = |path: &Path| std::fs::canonicalize(path).map_err(|error| refused(error.to_string()));
        let (real_top, real_folder) = (real(top)?, real(folder)?);
        let below =
            real_folder.strip_prefix(&real_top).map_err(|_| refused("it links to a folder outside the work tree".to_owned()))?;
        let below = paths::slashed(&paths::utf8(below.to_owned())?);
        let prefix = if below.is_empty() { below } else { below + "/" };
        Ok(Self { git_dir: found, work_tree: Some(top.to_owned()), prefix, name: name.to_owned() })
    }

    /// A bare repository that the user named.
    fn bare(folder: &Path, name: &str) -> Result<Self, Error> {
        let git_dir = discover(folder, "all", name)?;
        if !is_same_folder(&git_dir, folder) {
            return Err(Error::Git { path: name.to_owned(), reason: "it is not a git repository".to_owned() });
        }
        Ok(Self { git_dir, work_tree: None, prefix: String::new(), name: name.to_owned() })
    }

    /// The folder as the user gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder that is read, relative to the top, with a `/` at the end; empty for the whole repository.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The path of that folder as git takes it in an argument: never empty, never an option.
    pub fn pathspec(&self) -> &str {
        match self.prefix.trim_end_matches('/') {
            "" => ".",
            folder => folder,
        }
    }

    /// Whether the work tree tracks any file in the folder.
    fn tracks_files(&self) -> Result<bool, Error> {
        Ok(!self.run(&["ls-files", "-z", "--", self.pathspec()])?.is_empty())
    }

    /// A git command in this repository. It only reads: it takes no lock, runs no program and fetches nothing.
    pub fn command(&self) -> Command {
        let mut command = hardened(self.work_tree.as_deref().unwrap_or(&self.git_dir));
        command.arg("--git-dir").arg(&self.git_dir);
        if let Some(work_tree) = &self.work_tree {
            command.arg("--work-tree").arg(work_tree);
        }
        command
    }

    /// Runs a short git command and returns its output. The arguments must not come from documents.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn run(&self, args: &[&str]) -> Result<String, Error> {
        let mut command = self.command();
        command.args(args);
        self.output(command)
    }

    /// Runs a command of this repository and returns its output.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn output(&self, command: Command) -> Result<String, Error> {
        output(command, &self.name)
    }
}

/// Asks git for the repository of a folder. Git checks here that the repository belongs to the user; with `--git-dir` it
/// would not. `bare` is the value of `safe.bareRepository`.
fn discover(folder: &Path, bare: &str, name: &str) -> Result<PathBuf, Error> {
    let mut command = hardened(folder);
    // Git must not search above the folder.
    if let Some(parent) = folder.parent() {
        let parent = std::fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned());
        command.env("GIT_CEILING_DIRECTORIES", parent);
    }
    command.arg("-c").arg(format!("safe.bareRepository={bare}")).args(["rev-parse", "--absolute-git-dir"]);
    Ok(PathBuf::from(output(command, name)?.trim_end_matches(['\n', '\r'])))
}

/// The folder that `.git` at the top of a work tree is or names.
fn dot_git(top: &Path) -> std::io::Result<PathBuf> {
    let path = top.join(".git");
    if path.is_dir() {
        return Ok(path);
    }
    let text = String::from_utf8_lossy(&read::file(&path)?).into_owned();
    let named = text.strip_prefix("gitdir:").map(str::trim).unwrap_or_default();
    Ok(top.join(named))
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Configuration that each call overrides, because a repository could name a program, a path or a URL in it. The commands that
/// bitext runs do not reach other keys; `tests/hostile_git.rs` also tries those.
pub const HARDENING: &[&str] = &[
    // Programs that a reading command would start.
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.alternateRefsCommand=false",
    // Programs that a connection would start. Nothing connects: `ENVIRONMENT` allows no protocol.
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.askPass=false",
    "credential.helper=",
    "protocol.allow=never",
    // Files that a reading command would read.
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "diff.orderFile=/dev/null",
    // The form of the output.
    "core.quotePath=false",
    "diff.relative=false",
    "log.showRoot=true",
    "log.follow=false",
    "log.diffMerges=off",
    "log.showSignature=false",
];

/// The environment of each call.
pub const ENVIRONMENT: &[(&str, &str)] = &[
    // This list of one protocol that does not exist wins over every `protocol.*` key, in every version of git. Versions
    // that do not know `GIT_NO_LAZY_FETCH` (before 2.45) try to fetch what a partial clone lacks, and stop here.
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("GIT_EDITOR", "false"),
    ("GIT_PAGER", "cat"),
    ("LC_ALL", "C"),
];

/// Variables that git sets for a hook, and that would point git to another repository.
const REMOVED: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
    "GIT_TRACE",
];

fn hardened(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for variable in REMOVED {
        command.env_remove(variable);
    }
    command.envs(ENVIRONMENT.iter().copied());
    command.arg("-C").arg(folder).arg("--no-pager");
    for setting in HARDENING {
        command.args(["-c", setting]);
    }
    command
}

/// Runs a command and returns its output.
fn output(mut command: Command, name: &str) -> Result<String, Error> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| Error::NoGit { path: name.to_owned(), error })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Error::Git { path: name.to_owned(), reason: reason(&String::from_utf8_lossy(&output.stderr)) })
}

/// The message of git about a repository that belongs to another user.
const DUBIOUS_OWNERSHIP: &str = "detected dubious ownership in repository at '";

/// Whether a message of git is about the whole repository, so that another attempt would also fail.
pub fn is_final(message: &str) -> bool {
    message.contains(DUBIOUS_OWNERSHIP) || message.contains("not a git repository")
}

/// The reason of a failure and the remedy, from the message of git.
pub fn reason(message: &str) -> String {
    if let Some((_, rest)) = message.split_once(DUBIOUS_OWNERSHIP) {
        let folder = rest.split('\'').next().unwrap_or_default();
        return format!("it belongs to another user; if you trust it, run `git config --global --add safe.directory '{folder}'`");
    }
    message.lines().last().unwrap_or("it stopped without a message").trim_start_matches("fatal: ").to_owned()
}
