//! Earlier trees and what has changed since: held against `git diff`, and seen to open nothing that it need not.

use std::collections::BTreeSet;
use std::path::Path;

use git2::Oid;

use super::random::random;
use super::scene::{git_told, path, scene, step};
use crate::name::{CommitId, RepoPath};
use crate::repo::{Repository, View};

const FOLDERS: [&str; 4] = ["", "b", "e", "e/f"];

/// The paths at which Git sees another object or another kind of it between two trees, or a tree and what is staged.
fn diff(place: &Path, words: &[&str], folder: &str) -> BTreeSet<String> {
    let mut all = vec!["diff", "--raw", "--no-renames", "--no-abbrev", "-z"];
    all.extend(words);
    all.extend(["--", if folder.is_empty() { "." } else { folder }]);
    let answer = git_told(place, &all, "");
    let mut parts = answer.split('\0').filter(|part| !part.is_empty());
    let mut found = BTreeSet::new();
    while let (Some(line), Some(name)) = (parts.next(), parts.next()) {
        let fields: Vec<&str> = line.trim_start_matches(':').split(' ').collect();
        let kinds = [&fields[0][..2], &fields[1][..2]];
        if fields[2] != fields[3] || kinds[0] != kinds[1] {
            found.insert(name.to_owned());
        }
    }
    found
}

#[test]
fn two_trees_differ_where_git_says_so() {
    let mut compared = 0;
    for seed in 0..40 {
        let history = random(seed, 40);
        let repository = Repository::open(history.path()).expect("opens");
        let trees = repository.trees().expect("trees");
        let log = git_told(history.path(), &["rev-list", "HEAD"], "");
        let commits: Vec<CommitId> = log.lines().map(|id| CommitId::new(id).expect("an id")).collect();
        let head = trees.at(&commits[0]).expect("HEAD");
        for then in commits.iter().step_by(7) {
            for folder in FOLDERS {
                let differs =
                    trees.at(then).expect("a tree").where_differs(&head, &[path(folder)]).expect("reads");
                let ours: BTreeSet<String> = differs.keys().map(ToString::to_string).collect();
                let theirs = diff(history.path(), &[then.as_str(), commits[0].as_str()], folder);
                assert_eq!(ours, theirs, "history {seed}, {then}, {folder}");
                compared += ours.len();
            }
        }
    }
    assert!(compared > 1_000, "they did differ: {compared}");
}

#[test]
fn what_is_not_committed_is_what_git_diff_shows_and_what_it_does_not_know() {
    let scene = scene(&[step(&[
        ("b/same", "1"),
        ("b/staged", "1"),
        ("b/mended", "1"),
        ("b/gone", "1"),
        ("e/x", "1"),
    ])]);
    scene.write("b/staged", "2");
    scene.stage("b/staged");
    scene.write("b/mended", "2");
    scene.stage("b/mended");
    scene.write("b/mended", "1");
    scene.write("b/new", "1");
    std::fs::remove_file(scene.dir().join("b/gone")).expect("removed");
    scene.write("e/x", "2");
    let repository = scene.open();
    let trees = repository.trees().expect("trees");
    let asked = |view: &View, folder: &str| -> BTreeSet<String> {
        let now = repository.snapshot(view).expect("a snapshot");
        let found = trees.uncommitted(&now, &[path(folder)]).expect("reads");
        found.keys().map(ToString::to_string).collect()
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(asked(&View::Worktree, "b"), names(&["b/gone", "b/new", "b/staged"]));
    assert_eq!(asked(&View::Worktree, ""), names(&["b/gone", "b/new", "b/staged", "e/x"]));
    assert_eq!(asked(&View::Index, ""), names(&["b/mended", "b/staged"]));
    assert_eq!(asked(&View::Index, ""), diff(scene.dir(), &["--cached", "HEAD"], ""));
    assert_eq!(asked(&View::Commit(scene.ids[0].clone()), ""), names(&[]));
}

#[test]
fn folders_that_are_the_same_or_not_asked_about_are_not_opened() {
    let first = step(&[("b/x", "b"), ("e/x", "1"), ("t/x", "t")]);
    let scene = scene(&[first, step(&[("e/x", "2"), ("t/x", "u")])]);
    let tree = |name: &str| {
        let id = git_told(scene.dir(), &["rev-parse", name], "");
        scene.loose(Oid::from_str(&id).expect("an id"))
    };
    // What is gone could not be opened: `b` is the same in both, `t` is not asked about.
    for gone in ["HEAD:b", "HEAD:t", "HEAD~:t"] {
        std::fs::remove_file(tree(gone)).expect("removed");
    }
    let repository = scene.open();
    let trees = repository.trees().expect("trees");
    let [then, now] = [0, 1].map(|at| trees.at(&scene.ids[at]).expect("a tree"));
    let differs = then.where_differs(&now, &[path("e")]).expect("reads");
    assert_eq!(differs.keys().map(RepoPath::as_str).collect::<Vec<_>>(), ["e/x"]);
    assert!(then.where_differs(&now, &[path("t")]).is_err(), "what cannot be read is not the same");
    assert!(then.where_differs(&now, &[path("")]).is_err());
}
