//! The benchmark of the history: how long one walk for many paths takes beside `git log` asked path by path and beside
//! `git last-modified`, with and without a commit-graph; how long a whole `nachweis check` takes beside `git status`;
//! and how long a listing takes beside Git's own.
//!
//! `cargo bench --bench history` makes its repositories once below `target/`. What it compares runs in turn
//! (A B A B …), so that a machine that is busy with something else changes the times but hardly the ratios; it stops
//! when the two sides disagree about a single answer.
//!
//! - `NACHWEIS_BENCH_REPO=/path` asks about this repository, which is only read, instead of a made one.
//! - `NACHWEIS_BENCH_COMMITS=1000000` makes the repository of that many commits.
//! - `NACHWEIS_BENCH_ALONE=1` measures the walk alone, for histories on which Git's side would take hours.
//! - `NACHWEIS_BENCH_RUNS=9` runs every pair that often (5 unless said otherwise, never fewer).

#![expect(clippy::print_stdout, reason = "a table is what a benchmark is for")]

mod history;
mod last_modified;
mod listing;
mod made;
mod measure;
mod project;
mod walk;

/// The templates of the pack, filled in, as the tests of the templates do it.
#[path = "../../suite/support/fill.rs"]
mod fill;

use std::path::{Path, PathBuf};

use nachweis::name::RepoPath;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, repository, paths] = arguments.as_slice()
        && word == walk::WORD
    {
        return walk::run(Path::new(repository), Path::new(paths));
    }
    if let [_, word, view, repository] = arguments.as_slice()
        && word == listing::WORD
    {
        return listing::run(view, Path::new(repository));
    }
    history::compare(&place());
    if std::env::var_os("NACHWEIS_BENCH_ALONE").is_none() {
        project::compare(&place());
        listing::compare(&place());
    }
}

/// Where the repositories of the benchmark are kept.
fn place() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-history")
}

fn number(variable: &str) -> Option<usize> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap_or_else(|| panic!("{text} is no path of a repository"))
}
