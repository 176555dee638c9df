//! Random histories, held against `git log`: every path, folder and pattern, with every form of the commit-graph.
//!
//! `NACHWEIS_DIFFERENTIAL=2000` tries that many histories, 200 unless it says otherwise.

use std::collections::BTreeMap;
use std::path::Path;

use globset::GlobBuilder;

use super::random::{HALF, NAMES, random};
use super::scene::{git_told, key, path};
use crate::name::RepoPath;
use crate::repo::{NoGraph, PathHistory, Point, Repository, Shortcut, Snapshot, View};

/// Commits of a history.
const COMMITS: usize = 60;

/// Patterns, with the folder that all their files are in.
const GLOBS: [(&str, &str); 6] =
    [("", "**/*.rs"), ("b", "b/**"), ("e", "e/*"), ("e", "e/**/*.rs"), ("", "*"), ("", "*/*")];

const FOLDERS: [&str; 4] = ["b", "e", "e/f", "t"];

/// What Git writes beside the objects, command by command; those with a `half` hear of that commit alone.
const GRAPHS: [(&str, &[&[&str]]); 6] = [
    ("none", &[]),
    ("commits alone", &[&["--reachable", "--no-changed-paths"]]),
    ("filters of version 1", &[&["1", "--reachable", "--changed-paths"]]),
    ("filters of version 2", &[&["2", "--reachable", "--changed-paths"]]),
    (
        "a chain whose oldest file has no filters",
        &[
            &["half", "--stdin-commits", "--split=no-merge", "--no-changed-paths"],
            &["1", "--reachable", "--split=no-merge", "--changed-paths"],
        ],
    ),
    ("filters of half of the commits", &[&["2", "half", "--stdin-commits", "--changed-paths"]]),
];

#[test]
fn every_path_and_pattern_of_random_histories() {
    let count = std::env::var("NACHWEIS_DIFFERENTIAL").map_or(200, |text| text.parse().expect("a number"));
    std::thread::scope(|scope| {
        for part in 0..2 {
            scope.spawn(move || (part..count).step_by(2).for_each(agrees));
        }
    });
}

fn agrees(seed: u64) {
    let history = random(seed, COMMITS);
    let folder = history.path();
    let (files, folders, globs) = (ask_git(folder, &NAMES), ask_git(folder, &FOLDERS), ask_git_globs(folder));
    let mut plain = None;
    for (graph, commands) in GRAPHS {
        write_graph(folder, commands);
        let repository = Repository::open(folder).expect("opens");
        // The index holds what HEAD holds; of a given commit the objects alone are asked.
        let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
        let told = format!("history {seed}, graph: {graph}");
        let last = repository.last_changes(&snapshot, &NAMES.map(path)).expect("answers");
        for (name, expected) in NAMES.iter().zip(&files) {
            // Git takes the name of a folder for all that is in it.
            if *name == "t" && snapshot.entry(&path("t")).is_none() {
                continue;
            }
            assert_eq!(last.get(&path(name)).map_or("", id), expected, "{told}, file {name}");
        }
        for (name, expected) in FOLDERS.iter().zip(&folders) {
            let point = repository.last_change_within(&snapshot, &path(name), &|_| true).expect("an answer");
            assert_eq!(point.as_ref().map_or("", id), expected, "{told}, folder {name}");
        }
        for ((name, glob), expected) in GLOBS.iter().zip(&globs) {
            let matcher = GlobBuilder::new(glob).literal_separator(true).build().expect("a pattern");
            let matcher = matcher.compile_matcher();
            let picks = |path: &RepoPath| matcher.is_match(path.as_str());
            let point = repository.last_change_within(&snapshot, &path(name), &picks).expect("an answer");
            assert_eq!(point.as_ref().map_or("", id), expected, "{told}, pattern {glob}");
        }
        let reviews = reviews(&repository, &snapshot);
        assert_eq!(&reviews, plain.get_or_insert_with(|| reviews.clone()), "{told}");
        for (name, history) in reviews {
            assert_eq!(history.last_change, last[&name], "{told}, {name}");
        }
        let walked = repository.walked().expect("a walk").shortcut;
        match graph {
            "none" => assert_eq!(walked, Shortcut::No(NoGraph::NotWritten)),
            "commits alone" => assert_ne!(walked, Shortcut::Filters),
            _ => assert_eq!(walked, Shortcut::Filters, "{told}"),
        }
    }
}

fn reviews(repository: &Repository, snapshot: &Snapshot<'_>) -> BTreeMap<RepoPath, PathHistory> {
    repository.histories(snapshot, &NAMES.map(path), &key).expect("answers")
}

fn id(point: &Point) -> &str {
    match point {
        Point::Commit(commit) => commit.id.as_str(),
        Point::Bounded(_) | Point::Uncommitted | Point::Unknown(_) => panic!("no commit: {point:?}"),
    }
}

fn ask_git(folder: &Path, names: &[&str]) -> Vec<String> {
    let ask = |name: &&str| {
        git_told(folder, &["--literal-pathspecs", "log", "-1", "--format=%H", "HEAD", "--", name], "")
    };
    names.iter().map(ask).collect()
}

fn ask_git_globs(folder: &Path) -> Vec<String> {
    let ask = |(_, glob): &(&str, &str)| {
        git_told(folder, &["log", "-1", "--format=%H", "HEAD", "--", &format!(":(glob){glob}")], "")
    };
    GLOBS.iter().map(ask).collect()
}

fn write_graph(folder: &Path, commands: &[&[&str]]) {
    let info = folder.join(".git/objects/info");
    let _ = std::fs::remove_file(info.join("commit-graph"));
    let _ = std::fs::remove_dir_all(info.join("commit-graphs"));
    for command in commands {
        let (mut words, mut told) = (Vec::new(), String::new());
        let (mut version, mut rest) = ("commitGraph.changedPathsVersion=1", Vec::new());
        for word in *command {
            match *word {
                "1" => version = "commitGraph.changedPathsVersion=1",
                "2" => version = "commitGraph.changedPathsVersion=2",
                "half" => told = git_told(folder, &["rev-parse", HALF], "") + "\n",
                other => rest.push(other),
            }
        }
        words.extend(["-c", version, "-c", "core.fsync=none", "commit-graph", "write", "--no-progress"]);
        words.extend(rest);
        git_told(folder, &words, &told);
    }
}
