//! Last change and review point.

use super::scene::{DAY, START, Scene, path, scene, step};
use crate::repo::tree::Mode;
use crate::repo::{Point, View};

fn head(scene: &Scene) -> View {
    View::Commit(scene.open().head().expect("reads").expect("a commit").id)
}

#[test]
fn each_path_has_its_own_last_change() {
    let scene = scene(&[step(&[("a", "1"), ("d/b", "1")]), step(&[("d/b", "2")]), step(&[("d/c", "1")])]);
    assert_eq!(scene.steps_of("a"), (0, 0));
    assert_eq!(scene.steps_of("d/b"), (1, 1));
    assert_eq!(scene.steps_of("d/c"), (2, 2));
    let Point::Commit(info) = scene.ask(&head(&scene), "d/b").last_change else { panic!("no commit") };
    assert_eq!((info.time, info.date.to_string().as_str()), (START + DAY, "2026-01-02"));
    assert_eq!(info.author, "ada@x.example");
}

#[test]
fn what_the_key_does_not_see_moves_the_last_change_only() {
    let scene = scene(&[
        step(&[("a", "reviewed 1\nx"), ("b", "some words")]),
        step(&[("a", "reviewed 1\ny"), ("b", "some\r\nwords\n")]),
        step(&[("c", "")]),
    ]);
    assert_eq!(scene.steps_of("a"), (1, 0));
    assert_eq!(scene.steps_of("b"), (1, 0));
}

#[test]
fn a_new_mode_is_a_change_but_no_review() {
    let mut scene = scene(&[step(&[("a", "1"), ("b", "1")]), step(&[("a", "2")])]);
    let id =
        scene.commit(&[1], &[("a", Mode::Executable, scene.blob("2")), ("b", Mode::File, scene.blob("1"))]);
    scene.ids.push(id);
    assert_eq!(scene.steps_of("a"), (2, 1));
    assert_eq!(scene.steps_of("b"), (0, 0));
}

#[test]
fn an_exact_rename_is_followed() {
    let scene = scene(&[
        step(&[("old/a", "one"), ("old/b", "two"), ("other/a", "one")]),
        step(&[("new/a", "one"), ("new/b", "two")]).without(&["old/a", "old/b"]),
        step(&[("new/c", "two and more")]).without(&["new/b"]),
    ]);
    assert_eq!(scene.steps_of("new/a"), (1, 0));
    assert_eq!(scene.steps_of("other/a"), (0, 0));
    assert_eq!(scene.steps_of("new/c"), (2, 2), "renamed and changed at once: a new file");
}

#[test]
fn an_empty_file_is_nobodys_past() {
    let scene = scene(&[step(&[("a", "")]), step(&[("b", "")]).without(&["a"])]);
    assert_eq!(scene.steps_of("b"), (1, 1));
}

#[test]
fn a_copy_is_a_new_file() {
    let scene = scene(&[step(&[("a", "one")]), step(&[("b", "one")])]);
    assert_eq!(scene.steps_of("b"), (1, 1));
}

#[test]
fn a_change_taken_back_does_not_move_the_review_point() {
    let scene = scene(&[
        step(&[("a", "one"), ("b", "reviewed 1")]),
        step(&[("a", "two"), ("b", "reviewed 2")]),
        step(&[("a", "three")]),
        step(&[("a", "one"), ("b", "reviewed 1")]),
        step(&[("a", "two")]),
    ]);
    assert_eq!(scene.steps_of("b"), (3, 0));
    assert_eq!(scene.steps_of("a"), (4, 1), "`two` was there before, and that was not the first");
}

#[test]
fn a_rename_away_and_back_does_not_either() {
    let scene = scene(&[
        step(&[("a", "one")]),
        step(&[("b", "one")]).without(&["a"]),
        step(&[("b", "two")]),
        step(&[("a", "two")]).without(&["b"]),
        step(&[("a", "one")]),
    ]);
    assert_eq!(scene.steps_of("a"), (4, 0));
}

#[test]
fn a_deleted_and_rewritten_file_begins_anew() {
    let scene = scene(&[step(&[("a", "one")]), step(&[]).without(&["a"]), step(&[("a", "one")])]);
    assert_eq!(scene.steps_of("a"), (2, 2));
}

#[test]
fn merges_are_simplified_as_git_does() {
    let scene = scene(&[
        step(&[("a", "0"), ("b", "0"), ("c", "0")]),
        step(&[("a", "main"), ("c", "main")]),
        step(&[("b", "side"), ("c", "side")]).after(Some(0), &[]),
        // An evil merge of `c`; `b` comes from the side, and what the side did to nothing else counts.
        step(&[("b", "side"), ("c", "both")]).after(Some(1), &[2]),
    ]);
    assert_eq!(scene.steps_of("a"), (1, 1));
    assert_eq!(scene.steps_of("b"), (2, 2));
    assert_eq!(scene.steps_of("c"), (3, 3));
}

#[test]
fn a_side_that_a_merge_dropped_is_no_history() {
    let scene = scene(&[
        step(&[("a", "0")]),
        step(&[("x", "1")]),
        step(&[("a", "side")]).after(Some(0), &[]),
        step(&[("y", "1")]).after(Some(1), &[2]),
    ]);
    assert_eq!(scene.steps_of("a"), (0, 0));
}

#[test]
fn a_merge_that_brings_the_key_of_one_side_leaves_its_review_point() {
    let scene = scene(&[
        step(&[("a", "reviewed 1\n0")]),
        step(&[("a", "reviewed 1\nmain")]),
        step(&[("a", "reviewed 2\nside")]).after(Some(0), &[]),
        step(&[("a", "reviewed 2\nmain and side")]).after(Some(1), &[2]),
    ]);
    assert_eq!(scene.steps_of("a"), (3, 2));
}

#[test]
fn a_folder_merged_in_from_elsewhere_keeps_its_history() {
    let scene = scene(&[
        step(&[("a", "0")]),
        step(&[("x.md", "text")]).after(None, &[]),
        step(&[("sub/x.md", "text")]).after(Some(0), &[1]),
    ]);
    assert_eq!(scene.steps_of("sub/x.md"), (2, 1));
}

#[test]
fn clocks_do_not_matter() {
    let at = |time, step| crate::repo::Step { time, ..step };
    let scene = scene(&[
        at(START + 9, step(&[("a", "1"), ("b", "1")])),
        at(START + 1, step(&[("b", "2")])),
        at(START + 9, step(&[("a", "2")]).after(Some(0), &[])),
        at(START, step(&[("a", "2")]).after(Some(1), &[2])),
    ]);
    assert_eq!((scene.steps_of("a"), scene.steps_of("b")), ((2, 2), (1, 1)));
}

#[test]
fn a_file_that_was_a_link_or_a_folder_begins_as_a_file() {
    let mut scene = scene(&[step(&[("a/b", "1")]), step(&[("a", "b")]).without(&["a/b"])]);
    assert_eq!(scene.steps_of("a"), (1, 1));
    for mode in [Mode::Symlink, Mode::File] {
        let parent = scene.ids.len() - 1;
        let id = scene.commit(&[parent], &[("a", mode, scene.blob("b"))]);
        scene.ids.push(id);
    }
    assert_eq!(
        scene.steps_of("a"),
        (3, 1),
        "the content of the file was taken back, whatever it was in between"
    );
}

#[test]
fn what_is_not_committed_yet() {
    let scene = scene(&[step(&[("a", "reviewed 1\n0"), ("b", "0")]), step(&[("a", "reviewed 1\n1")])]);
    scene.write("a", "reviewed 1\n2");
    scene.write("b", "1");
    scene.write("c", "0");
    let answer = scene.ask(&View::Worktree, "a");
    assert_eq!((scene.step_of(&answer.last_change), scene.step_of(&answer.review_point)), (1, 0));
    let answer = scene.ask(&View::Worktree, "b");
    assert_eq!((scene.step_of(&answer.last_change), answer.review_point), (0, Point::Uncommitted));
    let answer = scene.ask(&View::Worktree, "c");
    assert_eq!((answer.last_change, answer.review_point), (Point::Uncommitted, Point::Uncommitted));
    let answer = scene.ask(&View::Index, "b");
    assert_eq!(scene.step_of(&answer.review_point), 0);
}

#[test]
fn all_paths_in_one_walk_and_last_changes_alone() {
    let scene = scene(&[step(&[("a", "1"), ("d/b", "1")]), step(&[("d/b", "2")]), step(&[("d.c", "1")])]);
    let repository = scene.open();
    let snapshot = repository.snapshot(&head(&scene)).expect("a snapshot");
    let paths = ["d/b", "a", "d.c", "not-there", "a"].map(path);
    let answers = repository.last_changes(&snapshot, &paths).expect("answers");
    let steps: Vec<_> = answers.iter().map(|(path, point)| (path.as_str(), scene.step_of(point))).collect();
    assert_eq!(steps, [("a", 0), ("d.c", 2), ("d/b", 1)]);
}
