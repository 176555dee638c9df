//! Nothing is older than what it builds on.

use std::collections::BTreeSet;

use super::scene::{DAY, START, Scene, scene, step};
use crate::name::CommitId;
use crate::repo::{Step, Trouble};

fn at(day: i64, step: Step) -> Step {
    Step { time: START + day * DAY, ..step }
}

fn some(scene: &Scene, steps: &[usize]) -> BTreeSet<CommitId> {
    steps.iter().map(|step| scene.ids[*step].clone()).collect()
}

/// A line that goes back in time, and a branch off its first commit.
fn told() -> Scene {
    scene(&[
        at(10, step(&[("a", "1")])),
        at(3, step(&[("a", "2")])),
        at(2, step(&[("b", "1")]).after(Some(0), &[])),
        at(12, step(&[("c", "1")]).after(Some(1), &[2])),
        at(1, step(&[("c", "2")])),
    ])
}

#[test]
fn a_commit_that_is_dated_back_is_as_young_as_its_ancestors() {
    let scene = told();
    let latest = scene.open().latest_times(&some(&scene, &[0, 1, 2, 3, 4])).expect("answers");
    let days = |step: usize| (latest[&scene.ids[step]] - START) / DAY;
    assert_eq!([0, 1, 2, 3, 4].map(days), [10, 10, 10, 12, 12]);
}

#[test]
fn what_a_commit_contains() {
    let scene = told();
    let contained = |tip: usize| {
        let found = scene.open().contained(&scene.ids[tip], &some(&scene, &[0, 1, 2, 4])).expect("answers");
        (0..5).filter(|step| found.contains(&scene.ids[*step])).collect::<Vec<_>>()
    };
    assert_eq!([contained(0), contained(2), contained(4)], [vec![0], vec![0, 2], vec![0, 1, 2, 4]]);
}

#[test]
fn a_cut_history_does_not_say() {
    let scene = told();
    std::fs::write(scene.dir().join(".git/shallow"), format!("{}\n", scene.ids[1])).expect("written");
    let cut = Trouble::Cut { commit: scene.ids[1].to_string() };
    let repository = scene.open();
    assert_eq!(repository.latest_times(&some(&scene, &[4])), Err(cut.clone()));
    assert!(repository.latest_times(&some(&scene, &[2])).is_ok());
    // Commit 0 is found on the other side; of one that is nowhere nobody can tell.
    assert_eq!(repository.contained(&scene.ids[4], &some(&scene, &[0])), Ok(some(&scene, &[0])));
    assert_eq!(repository.contained(&scene.ids[1], &some(&scene, &[2])), Err(cut));
}
