//! Merge bases, held against the plainest way to find them and against the program `git`.

use super::scene::{DAY, START, Scene, git, scene, step};
use crate::repo::{Step, Trouble};

fn at(number: usize) -> Step {
    step(&[("a", &number.to_string())])
}

/// Which steps are the merge bases of two.
fn bases(scene: &Scene, one: usize, other: usize) -> Vec<usize> {
    let repository = scene.open();
    let found = repository.merge_bases(&scene.ids[one], &scene.ids[other]).expect("merge bases");
    let mut steps: Vec<usize> =
        found.iter().map(|info| scene.ids.iter().position(|id| *id == info.id).expect("a step")).collect();
    steps.sort_unstable();
    steps
}

/// A criss-cross: 1 and 2 part at 0 and merge each other into 3 and 4.
fn criss_cross() -> Vec<Step> {
    vec![
        at(0),
        at(1).after(Some(0), &[]),
        at(2).after(Some(0), &[]),
        at(3).after(Some(1), &[2]),
        at(4).after(Some(2), &[1]),
        at(5).after(Some(3), &[]),
        at(6).after(Some(4), &[]),
    ]
}

#[test]
fn the_shapes_that_matter() {
    let line = scene(&[at(0), at(1), at(2)]);
    assert_eq!(bases(&line, 2, 2), [2]);
    assert_eq!((bases(&line, 0, 2), bases(&line, 2, 1)), (vec![0], vec![1]), "an ancestor is its own answer");
    let fork = scene(&[at(0), at(1), at(2).after(Some(0), &[]), at(3).after(Some(1), &[])]);
    assert_eq!(bases(&fork, 2, 3), [0]);
    let merged = scene(&[at(0), at(1), at(2).after(Some(0), &[]), at(3).after(Some(2), &[1])]);
    assert_eq!(bases(&merged, 3, 1), [1], "who has merged the target has parted from it there");
    assert_eq!(bases(&scene(&criss_cross()), 5, 6), [1, 2]);
    let unrelated = scene(&[at(0), at(1).after(None, &[])]);
    assert_eq!(bases(&unrelated, 0, 1), [0; 0]);
}

#[test]
fn random_graphs_with_any_dates() {
    let mut dice = 7_u64;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((dice >> 33) % sides as u64).expect("small")
    };
    let (mut several, mut none) = (0, 0);
    for _ in 0..40 {
        let (mut steps, mut parents) = (vec![at(0)], vec![Vec::new()]);
        for number in 1..24 {
            let first = (roll(12) > 0).then(|| number - 1 - roll(number.min(5)));
            let merged =
                Some(roll(number)).filter(|other| roll(2) == 0 && first.is_some_and(|at| at != *other));
            let mut next = at(number).after(first, merged.as_slice());
            next.time = START + i64::try_from(roll(30)).expect("small") * DAY;
            steps.push(next);
            parents.push(first.into_iter().chain(merged).collect());
        }
        let scene = scene(&steps);
        for _ in 0..8 {
            let (one, other) = (roll(24), roll(24));
            let expected = plainly(&parents, one, other);
            assert_eq!(bases(&scene, one, other), expected, "{one} and {other} of {parents:?}");
            several += usize::from(expected.len() > 1);
            none += usize::from(expected.is_empty());
            if expected.is_empty() {
                continue; // `git` calls that a failure.
            }
            let words = ["merge-base", "--all", scene.ids[one].as_str(), scene.ids[other].as_str()];
            let Some(answer) = git(scene.dir(), &words) else { continue };
            let mut answer: Vec<usize> = answer
                .lines()
                .map(|line| scene.ids.iter().position(|id| id.as_str() == line).expect("a step"))
                .collect();
            answer.sort_unstable();
            assert_eq!(answer, expected, "git, {one} and {other} of {parents:?}");
        }
    }
    assert!(several > 5 && none > 5, "the graphs are too tame: {several} {none}");
}

/// What two commits have in common, less what lies below something else that they have in common.
fn plainly(parents: &[Vec<usize>], one: usize, other: usize) -> Vec<usize> {
    let above = |at: usize| {
        let (mut all, mut open) = (std::collections::BTreeSet::new(), vec![at]);
        while let Some(next) = open.pop() {
            if all.insert(next) {
                open.extend(&parents[next]);
            }
        }
        all
    };
    let common: Vec<usize> = above(one).intersection(&above(other)).copied().collect();
    let below = |at: &usize| common.iter().any(|other| parents[*other].contains(at));
    common.iter().copied().filter(|at| !below(at)).collect()
}

#[test]
fn a_cut_history_is_told_apart_from_an_unrelated_one() {
    let scene = scene(&[
        at(0),
        at(1),
        at(2).after(Some(1), &[]),
        at(3).after(Some(1), &[]),
        at(4).after(Some(3), &[]),
    ]);
    let cut = |at: &[usize]| {
        let ids: String = at.iter().map(|at| format!("{}\n", scene.ids[*at])).collect();
        std::fs::write(scene.dir().join(".git/shallow"), ids).expect("written");
        scene.open().merge_bases(&scene.ids[2], &scene.ids[4])
    };
    for hidden in [&[2, 3][..], &[3], &[2]] {
        let Err(Trouble::Cut { commit }) = cut(hidden) else { panic!("{hidden:?} is cut") };
        assert!(hidden.iter().any(|at| scene.ids[*at].as_str() == commit), "{commit}");
    }
    let whole = cut(&[1]).expect("what is cut below the merge base hides nothing");
    assert_eq!(whole[0].id, scene.ids[1]);
    assert!(!scene.open().has_whole_history().expect("reads"));
    std::fs::remove_file(scene.dir().join(".git/shallow")).expect("removed");
    assert!(scene.open().has_whole_history().expect("reads"));
    std::fs::write(scene.dir().join(".git/info/grafts"), format!("{}\n", scene.ids[3])).expect("written");
    assert!(matches!(scene.open().merge_bases(&scene.ids[2], &scene.ids[4]), Err(Trouble::Cut { .. })));
}

#[test]
fn a_cut_that_one_side_meets_first_may_lie_below_the_merge_base() {
    // The branch has merged 1 once more, and 1 claims to be the newest of all.
    let mut steps = vec![at(0), at(1), at(2), at(3), at(4).after(Some(3), &[1]), at(5).after(Some(3), &[])];
    steps[1].time = START + 100 * DAY;
    let scene = scene(&steps);
    std::fs::write(scene.dir().join(".git/shallow"), format!("{}\n", scene.ids[1])).expect("written");
    assert_eq!(bases(&scene, 4, 5), [3]);
}

#[test]
fn a_commit_that_is_not_there_is_no_answer() {
    let scene = scene(&[at(0), at(1), at(2).after(Some(0), &[])]);
    std::fs::remove_file(scene.loose(scene.oid(0))).expect("removed");
    let found = scene.open().merge_bases(&scene.ids[1], &scene.ids[2]);
    assert!(matches!(found, Err(Trouble::Absent { .. })), "{found:?}");
}
