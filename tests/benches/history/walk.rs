//! The side that is measured: a process of its own that asks the history once for all paths.

use std::path::{Path, PathBuf};
use std::process::Command;

use nachweis::name::RepoPath;
use nachweis::repo::{Point, Repository, View};

/// The word by which the benchmark asks itself for a walk.
pub(crate) const WORD: &str = "walk-once";

/// Prints one line for each path, `COMMIT PATH`, and what the walk took at last.
pub(crate) fn run(repository: &Path, paths: &Path) {
    let paths = std::fs::read_to_string(paths).expect("a list of paths");
    let paths: Vec<RepoPath> = paths.lines().map(crate::path).collect();
    let repository = Repository::open(repository).expect("a repository");
    // The index holds what HEAD holds; of a given commit nothing but the objects would be asked.
    let snapshot = repository.snapshot(&View::Index).expect("an index");
    let answers = repository.last_changes(&snapshot, &paths).expect("answers");
    for (path, point) in &answers {
        match point {
            Point::Commit(commit) => println!("{} {path}", commit.id),
            Point::Bounded(_) | Point::Uncommitted | Point::Unknown(_) => println!("{point:?} {path}"),
        }
    }
    let commits = repository.walked().map(|walked| walked.commits).unwrap_or_default();
    println!("told {commits} | {}", memory().unwrap_or_default());
}

/// A walk in a process of its own: the answers, sorted, and how many commits it visited with how much memory.
pub(crate) fn ask(repository: &Path, paths: &Path) -> (Vec<String>, String) {
    let own: PathBuf = std::env::current_exe().expect("this program");
    let output = Command::new(own).arg(WORD).args([repository, paths]).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let (told, answers): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("told "));
    let mut answers: Vec<String> = answers.into_iter().map(str::to_owned).collect();
    answers.sort();
    (answers, told.concat().replace("told ", ""))
}

/// The most memory that this process has had, as the system tells it.
fn memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(format!("{} MB", kib / 1_000))
}
