//! One walk for a hundred paths, beside `git log -1` asked a hundred times.

use std::path::{Path, PathBuf};

use crate::made::{self, Dice};
use crate::measure::{Pairs, git, git_command};
use crate::walk;

const PATHS: usize = 100;

/// Commits of the made repository.
const COMMITS: usize = 100_000;

/// What Git has written beside the objects.
pub(crate) const STATES: [(&str, Option<&str>); 3] = [
    ("no commit-graph", None),
    ("commit-graph", Some("--no-changed-paths")),
    ("with changed-path filters", Some("--changed-paths")),
];

/// Prints the table.
pub(crate) fn compare(place: &Path) {
    let source = source(place);
    let paths = place.join("paths.txt");
    let names = choose(&source);
    std::fs::write(&paths, names.join("\n") + "\n").expect("written");
    let commits = git(&source, &["rev-list", "--count", "HEAD"]);
    println!(
        "\n{}: {commits} commits, {} paths, {}",
        source.display(),
        names.len(),
        git(&source, &["version"])
    );
    println!(
        "\n| repository | one walk | `git log -1` per path | ratio | commits visited | memory |\n| --- | --- | --- | --- | --- | --- |"
    );
    for (state, option) in STATES {
        let repository = state_of(&source, place, state, option);
        let (answers, _) = walk::ask(&repository, &paths);
        assert_eq!(answers, log(&repository, &names), "{state}");
        let mut told = String::new();
        let mut ours = || told = walk::ask(&repository, &paths).1;
        let mut theirs = || drop(log(&repository, &names));
        let columns = Pairs::of(&mut ours, &mut theirs).columns();
        println!("| {state} | {columns} | {} |", told);
    }
}

/// The repository that is asked about.
fn source(place: &Path) -> PathBuf {
    if let Some(named) = std::env::var_os("NACHWEIS_BENCH_REPO") {
        return PathBuf::from(named);
    }
    let commits = crate::number("NACHWEIS_BENCH_COMMITS").unwrap_or(COMMITS);
    let source = place.join(format!("made-{commits}.git"));
    made::repository(&source, commits as u64);
    source
}

/// A repository of its own that borrows the objects, with or without a commit-graph. None of these is bare: a bare
/// one inside a work tree, as `target/` is, is never entered.
fn state_of(source: &Path, place: &Path, state: &str, option: Option<&str>) -> PathBuf {
    let borrower = place.join(state.replace(' ', "-"));
    let _ = std::fs::remove_dir_all(&borrower);
    let (from, to) = (source.display().to_string(), borrower.display().to_string());
    git(place, &["clone", "--quiet", "--no-checkout", "--shared", &from, &to]);
    git(&borrower, &["read-tree", "HEAD"]);
    if let Some(option) = option {
        git(&borrower, &["commit-graph", "write", "--reachable", "--no-progress", option]);
    }
    borrower
}

/// Random files of HEAD, the same every time.
fn choose(source: &Path) -> Vec<String> {
    let output =
        git_command(source, &["ls-tree", "-r", "-z", "--name-only", "HEAD"]).output().expect("git starts");
    let all: Vec<&str> = output.stdout.split(|byte| *byte == 0).filter_map(plain).collect();
    let mut dice = Dice(100);
    let mut names: Vec<String> = Vec::new();
    while names.len() < PATHS.min(all.len()) {
        let name = all[usize::try_from(dice.roll(all.len() as u64)).expect("small")];
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn plain(name: &[u8]) -> Option<&str> {
    std::str::from_utf8(name).ok().filter(|name| !name.is_empty() && !name.contains('\n'))
}

fn log(repository: &Path, names: &[String]) -> Vec<String> {
    let ask = |name: &String| {
        let words = ["--literal-pathspecs", "log", "-1", "--format=%H", "HEAD", "--", name];
        format!("{} {name}", git(repository, &words))
    };
    let mut answers: Vec<String> = names.iter().map(ask).collect();
    answers.sort();
    answers
}
