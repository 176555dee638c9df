//! What is cut off, missing or damaged is never taken for an answer.

use super::scene::{DAY, START, Scene, path, scene, step};
use crate::repo::{Gap, PathHistory, Point, Trouble, View};

fn ask(scene: &Scene, name: &str) -> PathHistory {
    let head = scene.open().head().expect("reads").expect("a commit").id;
    scene.ask(&View::Commit(head), name)
}

fn bounded(scene: &Scene, at: usize) -> Point {
    Point::Bounded(scene.open().resolve(scene.ids[at].as_str()).expect("a commit"))
}

fn story() -> Scene {
    scene(&[
        step(&[("a", "1"), ("d/b", "1")]),
        step(&[("d/b", "2")]),
        step(&[("x", "1")]),
        step(&[("d/b", "3")]),
    ])
}

#[test]
fn a_shallow_history_answers_at_or_before() {
    let scene = story();
    std::fs::write(scene.dir().join(".git/shallow"), format!("{}\n", scene.ids[2])).expect("written");
    assert_eq!(ask(&scene, "a").last_change, bounded(&scene, 2));
    assert_eq!(ask(&scene, "x").review_point, bounded(&scene, 2));
    let answer = ask(&scene, "d/b");
    assert_eq!(scene.step_of(&answer.last_change), 3);
    assert_eq!(answer.review_point, bounded(&scene, 3), "it could have been taken back");
}

#[test]
fn a_first_commit_in_the_shallow_file_is_complete() {
    let scene = story();
    std::fs::write(scene.dir().join(".git/shallow"), format!("{}\n", scene.ids[0])).expect("written");
    assert_eq!((scene.steps_of("a"), scene.steps_of("d/b")), ((0, 0), (3, 3)));
}

#[test]
fn without_the_shallow_file_the_parent_is_missed() {
    let scene = story();
    std::fs::remove_file(scene.loose(scene.oid(1))).expect("removed");
    let gap = Point::Unknown(Gap::Absent(scene.ids[1].to_string()));
    assert_eq!(ask(&scene, "a"), PathHistory { last_change: gap.clone(), review_point: gap });
}

#[test]
fn a_grafted_history_answers_at_or_before() {
    let scene = story();
    let grafts = format!("{} {}\n", scene.ids[3], scene.ids[0]);
    std::fs::create_dir_all(scene.dir().join(".git/info")).expect("a folder");
    std::fs::write(scene.dir().join(".git/info/grafts"), grafts).expect("written");
    assert_eq!(ask(&scene, "a").last_change, bounded(&scene, 3));
    assert_eq!(ask(&scene, "d/b").last_change, bounded(&scene, 3));
}

#[test]
fn an_absent_tree_is_not_an_empty_one() {
    let scene = story();
    let tree = scene.git().find_commit(scene.oid(1)).expect("a commit").tree_id();
    std::fs::remove_file(scene.loose(tree)).expect("removed");
    let gap = Point::Unknown(Gap::Absent(tree.to_string()));
    assert_eq!(ask(&scene, "a").last_change, gap);
    let answer = ask(&scene, "d/b");
    assert_eq!((scene.step_of(&answer.last_change), answer.review_point), (3, gap));
    let trouble = scene.open().snapshot(&View::Commit(scene.ids[1].clone())).err();
    assert_eq!(trouble, Some(Trouble::Absent { object: tree.to_string() }));
}

#[test]
fn an_absent_folder_leaves_the_others_alone() {
    let scene = story();
    let git = scene.git();
    let folder = git.find_commit(scene.oid(1)).and_then(|commit| commit.tree()).expect("a tree");
    let folder = folder.get_name("d").expect("an entry").id();
    std::fs::remove_file(scene.loose(folder)).expect("removed");
    assert_eq!(scene.step_of(&ask(&scene, "a").last_change), 0);
    assert_eq!(ask(&scene, "d/b").last_change, Point::Unknown(Gap::Absent(folder.to_string())));
}

#[test]
fn an_absent_blob_hides_the_review_point_only() {
    let scene = story();
    let blob = scene.blob("2");
    std::fs::remove_file(scene.loose(blob)).expect("removed");
    let answer = ask(&scene, "d/b");
    assert_eq!(scene.step_of(&answer.last_change), 3);
    assert_eq!(answer.review_point, Point::Unknown(Gap::Absent(blob.to_string())));
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Commit(scene.ids[1].clone())).expect("a snapshot");
    assert_eq!(snapshot.read(&path("d/b"), 9), Err(Trouble::Absent { object: blob.to_string() }));
}

#[test]
fn a_blob_with_other_bytes_is_refused() {
    let scene = story();
    std::fs::remove_file(scene.loose(scene.blob("2"))).expect("removed");
    std::fs::copy(scene.loose(scene.blob("3")), scene.loose(scene.blob_id("2"))).expect("copied");
    let gap = Point::Unknown(Gap::Malformed(scene.blob_id("2").to_string()));
    assert_eq!(ask(&scene, "d/b").review_point, gap);
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Commit(scene.ids[1].clone())).expect("a snapshot");
    assert!(matches!(snapshot.read(&path("d/b"), 9), Err(Trouble::Unreadable { .. })));
}

#[test]
fn a_commit_from_before_1970_or_with_two_authors_ends_the_walk() {
    let line = format!("A <a> {START} +0000");
    for header in [
        format!("author {line}\ncommitter {line}\nauthor {line}"),
        format!("author {line}\ncommitter A <a> -5000 +0000"),
        format!("author {line}\ncommitter A <a> 99999999999999999999 +0000"),
    ] {
        let scene = scene(&[step(&[("a", "1")])]);
        let git = scene.git();
        let tree = git.find_commit(scene.oid(0)).expect("a commit").tree_id();
        let text = format!("tree {tree}\nparent {}\n{header}\n\nodd\n", scene.ids[0]);
        let odb = git.odb().expect("objects");
        let odd = odb.write(git2::ObjectType::Commit, text.as_bytes()).expect("written");
        let later = START + DAY;
        let text = format!(
            "tree {tree}\nparent {odd}\nauthor A <a> {later} +0000\ncommitter A <a> {later} +0000\n\n"
        );
        let last = odb.write(git2::ObjectType::Commit, text.as_bytes()).expect("written");
        scene.move_branch(last);
        assert_eq!(ask(&scene, "a").last_change, Point::Unknown(Gap::Malformed(odd.to_string())), "{header}");
        scene.move_branch(odd);
        assert!(matches!(scene.open().head(), Err(Trouble::Unreadable { .. })));
    }
}

impl Scene {
    fn blob_id(&self, text: &str) -> git2::Oid {
        git2::Oid::hash_object(git2::ObjectType::Blob, text.as_bytes()).expect("an id")
    }
}

/// libgit2 never returns from reading such a file, so that it must not be asked.
#[test]
fn an_object_that_is_cut_short_is_damaged_and_not_waited_for() {
    let scene = story();
    let blob = scene.loose(scene.blob("2"));
    let bytes = std::fs::read(&blob).expect("read");
    std::fs::remove_file(&blob).expect("removed");
    for length in 0..bytes.len() {
        std::fs::write(&blob, &bytes[..length]).expect("written");
        let point = ask(&scene, "d/b").review_point;
        assert!(matches!(point, Point::Unknown(_)), "{length} bytes: {point:?}");
    }
    for object in [scene.oid(0), scene.oid(2)] {
        let file = scene.loose(object);
        let bytes = std::fs::read(&file).expect("read");
        std::fs::remove_file(&file).expect("removed");
        std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("written");
        let point = ask(&scene, "a").last_change;
        assert!(matches!(point, Point::Unknown(_) | Point::Bounded(_)), "{point:?}");
    }
}
