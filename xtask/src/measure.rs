//! Compares the time and the memory of bitext with the floor: linting without a source, and what git needs to list and read the
//! current source files.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// How often each command runs.
const RUNS: usize = 9;

/// Runs `bitext lint`, `bitext lint --source`, `bitext status --source`, `git ls-tree` and `git cat-file` in turn, and prints the
/// median of each, the ratio to the floor and the largest memory.
pub fn run(bitext: &Path, documents: &Path, source: &Path) -> Result<(), String> {
    let bytes = bytes_below(documents, source)?;
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(source).args(args);
        command
    };
    let listed = git(&["ls-tree", "-r", "HEAD"]).output().map_err(|error| format!("git: {error}"))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let files = listed.lines().filter_map(|line| line.split_once('\t')).filter(|(_, path)| path.ends_with(".md"));
    let ids: Vec<&str> = files.filter_map(|(facts, _)| facts.split(' ').nth(2)).collect();
    let list = std::env::temp_dir().join(format!("bitext-measure-{}", std::process::id()));
    std::fs::write(&list, ids.join("\n") + "\n").map_err(|error| format!("{}: {error}", list.display()))?;
    let run = |args: &[&str]| {
        let mut command = Command::new("/usr/bin/time");
        command.args(["-f", "%M"]).arg(bitext).args(args).arg(documents);
        command
    };
    let with_source = |command: &str| {
        let mut command = run(&[command]);
        command.arg("--source").arg(source);
        command
    };
    let mut seconds: [Vec<f64>; 5] = Default::default();
    let mut memory = [0; 5];
    // The first round only fills the caches.
    for round in 0..=RUNS {
        let input = std::fs::File::open(&list).map_err(|error| format!("{}: {error}", list.display()))?;
        let mut cat_file = git(&["cat-file", "--batch"]);
        cat_file.stdin(input);
        let commands = [run(&["lint"]), with_source("lint"), with_source("status"), git(&["ls-tree", "-r", "HEAD"]), cat_file];
        for (i, mut command) in commands.into_iter().enumerate() {
            let start = Instant::now();
            let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
            let output =
                child.and_then(std::process::Child::wait_with_output).map_err(|error| format!("{command:?}: {error}"))?;
            if round > 0 {
                seconds[i].push(start.elapsed().as_secs_f64());
            }
            let last = String::from_utf8_lossy(&output.stderr).lines().last().and_then(|line| line.trim().parse::<u64>().ok());
            memory[i] = memory[i].max(last.unwrap_or(0) * 1024);
        }
    }
    let _ = std::fs::remove_file(&list);
    let median = seconds.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    });
    let floor = median[0] + median[3] + median[4];
    println!("{} source files, {:.1} MB of documents; medians of {RUNS} runs", ids.len(), bytes as f64 / 1e6);
    for (i, name) in ["lint", "lint --source", "status --source", "git ls-tree", "git cat-file"].into_iter().enumerate() {
        print!("{name:16} {:7.3} s", median[i]);
        if i == 1 || i == 2 {
            print!("  {:5.2} times the floor of {floor:.3} s", median[i] / floor);
        }
        if memory[i] > 0 {
            print!("  {:6.1} MB, {:.2} times the documents", memory[i] as f64 / 1e6, memory[i] as f64 / bytes as f64);
        }
        println!();
    }
    Ok(())
}

/// The bytes of the documents below a folder, without those of the source.
fn bytes_below(folder: &Path, source: &Path) -> Result<u64, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        match entry.file_type().map_err(failed)? {
            kind if kind.is_dir() && path != source => bytes += bytes_below(&path, source)?,
            kind if kind.is_file() && path.extension().is_some_and(|extension| extension == "md") => {
                bytes += entry.metadata().map_err(failed)?.len();
            }
            _ => {}
        }
    }
    Ok(bytes)
}
