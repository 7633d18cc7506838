//! Runs programs as a user would: `bitext` itself, `git`, and the tools that the tests need.

use serde_json::Value;
use std::ffi::OsStr;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Variables that would let the caller's git, editor or terminal settings change a result.
const REMOVED: &[&str] = &[
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_EDITOR",
    "VISUAL",
    "EDITOR",
    "GIT_PAGER",
    "GIT_ASKPASS",
    "SSH_ASKPASS",
    "NO_COLOR",
    "PRE_COMMIT_COLOR",
    "VIRTUAL_ENV",
];

/// A program with its arguments, environment, folder and standard input. It has an author for git and no git configuration of
/// the user or the machine.
pub struct Program {
    command: Command,
    name: String,
    stdin: Vec<u8>,
}

/// What a program printed, and how it ended.
#[derive(Debug)]
pub struct Output {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output, which must be UTF-8.
    pub stdout: String,
    /// Standard error, which must be UTF-8.
    pub stderr: String,
}

impl Program {
    /// A program on `PATH`, or at a path.
    pub fn new(name: &str) -> Self {
        let mut command = Command::new(name);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").env("TERM", "xterm-256color");
        for variable in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            command.env(variable, "keeper@example.org");
        }
        for variable in REMOVED {
            command.env_remove(variable);
        }
        Self { command, name: name.to_owned(), stdin: Vec::new() }
    }

    /// The binary under test.
    pub fn bitext() -> Self {
        Self::new(env!("CARGO_BIN_EXE_bitext"))
    }

    /// Adds arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    /// The folder to run in.
    pub fn current_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// What the program reads from standard input; nothing by default.
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Starts the program, for a test that watches it run. Standard input is written and closed.
    pub fn spawn(mut self) -> Child {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap_or_else(|error| panic!("{} cannot be started: {error}", self.name));
        let written = child.stdin.take().expect("standard input is a pipe").write_all(&self.stdin);
        // A program that reads no input may have ended already.
        assert!(written.is_ok() || written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe), "{}", self.name);
        child
    }

    /// Runs the program to its end, and returns the bytes that it printed.
    pub fn bytes(self) -> Vec<u8> {
        self.spawn().wait_with_output().unwrap().stdout
    }

    /// Runs the program to its end.
    pub fn run(self) -> Output {
        let name = self.name.clone();
        let output = self.spawn().wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name} printed no UTF-8: {error}"));
        Output { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Output {
    /// Whether the exit code is 0.
    pub fn is_success(&self) -> bool {
        self.code == Some(0)
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stderr))
    }

    /// Both standard output and standard error.
    pub fn both(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs `bitext` in a folder.
pub fn bitext(folder: impl AsRef<Path>, args: &[&str]) -> Output {
    Program::bitext().current_dir(folder).args(args).run()
}

/// Runs `git` in a folder. It must succeed; returns its output without the white space around it.
pub fn git(folder: impl AsRef<Path>, args: &[&str]) -> String {
    let output = Program::new("git").current_dir(folder).args(args).run();
    assert_eq!(output.code, Some(0), "git {args:?}: {}", output.stderr);
    output.stdout.trim().to_owned()
}
