//! Which files git tracks, and which of them differ from the index.

use super::repository::Repository;
use super::work_trees::top_of;
use crate::Error;
use crate::document::identity::is_markdown;
use camino::Utf8Path;
use std::collections::HashSet;

/// The tracked documents below a folder, as paths relative to it; none if the folder is in no work tree that git accepts. Hidden
/// files are not documents.
pub fn documents_below(absolute: &str, name: &str) -> Vec<String> {
    let folder = Utf8Path::new(absolute);
    let Some(Ok(repository)) = top_of(folder).map(|top| Repository::of_work_tree(top.as_std_path(), folder.as_std_path(), name))
    else {
        return Vec::new();
    };
    let listed = repository.run(&["ls-files", "-z", "--", repository.pathspec()]).unwrap_or_default();
    let below = listed.split('\0').filter_map(|path| path.strip_prefix(repository.prefix()));
    below.filter(|path| is_markdown(path) && !is_hidden(path)).map(str::to_owned).collect()
}

/// Whether a relative path leads through a hidden file or folder.
pub fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// The tracked files below the repository's folder that may differ from the index, as paths relative to the folder. Git decides
/// by size and time; it reads a file only where those leave doubt.
///
/// # Errors
/// When git cannot be run or fails.
pub fn modified(repository: &Repository) -> Result<HashSet<String>, Error> {
    let mut command = repository.command();
    without_filters(repository, &mut command)?;
    command.args(["diff-files", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"]);
    command.args(["--", repository.pathspec()]);
    let listed = repository.output(command)?;
    // Facts and path alternate.
    let paths = listed.split('\0').skip(1).step_by(2);
    Ok(paths.filter_map(|path| path.strip_prefix(repository.prefix())).map(str::to_owned).collect())
}

/// Switches off the filters that the configuration defines. Git would run their programs on the files that it reads.
fn without_filters(repository: &Repository, command: &mut std::process::Command) -> Result<(), Error> {
    let mut listing = repository.command();
    listing.args(["config", "--null", "--name-only", "--list"]);
    let keys = repository.output(listing)?;
    let names: HashSet<&str> =
        keys.split('\0').filter_map(|key| Some(key.strip_prefix("filter.")?.rsplit_once('.')?.0)).collect();
    let settings = names.iter().flat_map(|name| {
        let set = |key: &str, value: &'static str| (format!("filter.{name}.{key}"), value);
        [set("clean", ""), set("smudge", ""), set("process", ""), set("required", "false")]
    });
    let mut count = 0;
    for (key, value) in settings {
        command.env(format!("GIT_CONFIG_KEY_{count}"), key).env(format!("GIT_CONFIG_VALUE_{count}"), value);
        count += 1;
    }
    command.env("GIT_CONFIG_COUNT", count.to_string());
    Ok(())
}
