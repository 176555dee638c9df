//! One walk for a hundred paths, beside `git log -1` asked a hundred times, and beside `git last-modified` where the
//! installed Git has it.

use std::path::{Path, PathBuf};

use crate::made::{self, Dice};
use crate::measure::{Pairs, git, git_command, median};
use crate::{last_modified, walk};

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
    let states = STATES.map(|(state, option)| (state, state_of(&source, place, state, option)));
    if std::env::var_os("NACHWEIS_BENCH_ALONE").is_some() {
        println!("\n| repository | one walk | commits visited | memory |\n| --- | --- | --- | --- |");
        for (state, repository) in &states {
            let mut told = String::new();
            let median = median(&mut || told = walk::ask(repository, &paths).1);
            println!("| {state} | {median} | {told} |");
        }
        return;
    }
    println!(
        "\n| repository | one walk | `git log -1` per path | ratio | commits visited | memory |\n| --- | --- | --- | --- | --- | --- |"
    );
    for (state, repository) in &states {
        let (answers, _) = walk::ask(repository, &paths);
        assert_eq!(answers, log(repository, &names), "{state}");
        let mut told = String::new();
        let mut ours = || told = walk::ask(repository, &paths).1;
        let mut theirs = || drop(log(repository, &names));
        let columns = Pairs::of(&mut ours, &mut theirs).columns();
        println!("| {state} | {columns} | {told} |");
    }
    if !last_modified::is_there(&source) {
        println!("\nThis Git has no `git last-modified` to compare with.");
        return;
    }
    println!(
        "\n| repository | one walk | `git last-modified` | ratio | its form |\n| --- | --- | --- | --- | --- |"
    );
    for (state, repository) in &states {
        let (answers, _) = walk::ask(repository, &paths);
        let form = last_modified::better(repository, &names);
        assert_eq!(answers, last_modified::ask(repository, &names, form), "{state}");
        let mut ours = || drop(walk::ask(repository, &paths));
        let mut theirs = || drop(last_modified::ask(repository, &names, form));
        let columns = Pairs::of(&mut ours, &mut theirs).columns();
        println!("| {state} | {columns} | {} |", form.name());
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
