//! Scripted repositories.

use super::scene::{git, path, scene, step};
use crate::repo::{Step, Trouble, unfold};

#[test]
fn the_same_steps_make_the_same_commits_and_a_clean_tree() {
    let steps = [step(&[("a", "1"), ("d/e/b", "1"), ("d.x", "1")]), step(&[("d", "1")]).without(&["d/e/b"])];
    let (one, two) = (scene(&steps), scene(&steps));
    assert_eq!(one.ids, two.ids);
    if let Some(status) = git(one.dir(), &["status", "--porcelain"]) {
        assert_eq!(status, "");
        git(one.dir(), &["fsck", "--strict"]);
        let log = git(one.dir(), &["log", "--format=%H %ae %ct %s %D"]).expect("git is at hand");
        let words: Vec<&str> = log.lines().next().unwrap_or_default().split(' ').collect();
        assert_eq!(words, [one.ids[1].as_str(), "ada@x.example", "1767312000", "step", "HEAD", "->", "main"]);
    }
}

#[test]
fn a_step_may_be_filled_from_its_own_commit() {
    let folder = tempfile::tempdir().expect("a folder");
    let steps = [step(&[("a", "old"), ("b", "1")]), step(&[("a", "new"), ("z", "<a>")])];
    let steps: Vec<Step> = steps.into_iter().map(|step| Step { time: 5, ..step }).collect();
    let fill = |name: &crate::name::RepoPath, bytes: Vec<u8>, read: &dyn Fn(&_) -> Option<Vec<u8>>| {
        if name.as_str() == "z" { read(&path("a")).expect("there") } else { [bytes, b"!".to_vec()].concat() }
    };
    unfold(folder.path(), &steps, &fill).expect("unfolds");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("there");
    assert_eq!((read("a"), read("b"), read("z")), ("new!".to_owned(), "1!".to_owned(), "new!".to_owned()));
}

#[test]
fn what_cannot_be_a_script_is_refused() {
    let refused = |steps: &[Step]| {
        let folder = tempfile::tempdir().expect("a folder");
        unfold(folder.path(), steps, &|_, bytes, _| bytes).err()
    };
    let anonymous = Step { author: "Ada".to_owned(), ..step(&[]) };
    for wrong in
        [step(&[]).without(&["a"]), step(&[]).after(Some(0), &[]), step(&[]).after(None, &[3]), anonymous]
    {
        assert!(matches!(refused(&[wrong]), Some(Trouble::Unreadable { .. })));
    }
    let scene = scene(&[step(&[("a", "1")])]);
    assert!(unfold(scene.dir(), &[], &|_, bytes, _| bytes).is_err());
}
