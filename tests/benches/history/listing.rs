//! Listing a hundred thousand files, beside the commands of Git that do it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nachweis::repo::{Repository, View};

use crate::measure::{Pairs, git, git_command};

/// Files, in two thousand folders.
const FILES: usize = 100_000;

/// The word by which the benchmark asks itself for a listing.
pub(crate) const WORD: &str = "list-once";

/// What is listed, and how Git is asked for the same.
const VIEWS: [(&str, &[&str]); 3] = [
    ("commit", &["ls-tree", "-r", "HEAD"]),
    ("index", &["ls-files", "--stage"]),
    ("worktree", &["status", "--porcelain"]),
];

/// Prints the table.
pub(crate) fn compare(place: &Path) {
    let repository = place.join("listing");
    make(&repository);
    println!("\nA clean work tree of {FILES} files, listed");
    println!("\n| view | `nachweis` | Git | ratio | Git's command |\n| --- | --- | --- | --- | --- |");
    for (view, words) in VIEWS {
        let own: PathBuf = std::env::current_exe().expect("this program");
        let mut ours = || {
            let output = Command::new(&own).args([WORD, view]).arg(&repository).output().expect("it starts");
            let count = String::from_utf8(output.stdout).expect("text");
            assert_eq!(count.trim(), FILES.to_string(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        let mut theirs = || drop(git(&repository, words));
        let columns = Pairs::of(&mut ours, &mut theirs).columns();
        println!("| {view} | {columns} | `git {}` |", words.join(" "));
    }
}

/// Lists once and prints how many files there are.
pub(crate) fn run(view: &str, repository: &Path) {
    let repository = Repository::open(repository).expect("a repository");
    let view = match view {
        "commit" => View::Commit(repository.head().expect("reads").expect("a commit").id),
        "index" => View::Index,
        _ => View::Worktree,
    };
    println!("{}", repository.snapshot(&view).expect("a listing").entries().count());
}

/// Makes the repository unless it is there.
fn make(repository: &Path) {
    if repository.join("whole").exists() {
        return;
    }
    println!("Making {} with {FILES} files; this is done once.", repository.display());
    let _ = std::fs::remove_dir_all(repository);
    std::fs::create_dir_all(repository).expect("a folder");
    git(repository, &["init", "--quiet", "--initial-branch=main", "."]);
    let mut import = git_command(repository, &["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git starts");
    let mut out = std::io::BufWriter::new(import.stdin.take().expect("a pipe"));
    write!(
        out,
        "commit refs/heads/main\ncommitter Projekt <projekt@behoerde.example> 1700000000 +0000\ndata 0\n"
    )
    .expect("git listens");
    for file in 0..FILES {
        let text = format!("file {file}\n");
        let name = format!("part{:02}/area{:02}/file{file:06}.txt", file % 40, file / 40 % 50);
        write!(out, "M 100644 inline {name}\ndata {}\n{text}", text.len()).expect("git listens");
    }
    drop(out);
    assert!(import.wait().expect("git ends").success());
    git(repository, &["repack", "-a", "-d", "-q"]);
    git(repository, &["reset", "--quiet", "--hard"]);
    // An index as young as its files makes everybody read them again.
    std::thread::sleep(std::time::Duration::from_secs(2));
    git(repository, &["update-index", "--force-write-index"]);
    std::fs::write(repository.join(".git/info/exclude"), "whole\n").expect("written");
    std::fs::write(repository.join("whole"), "").expect("written");
}
