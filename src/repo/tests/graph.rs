//! When the commit-graph is used, and when not.

use std::cell::RefCell;
use std::rc::Rc;

use git2::ObjectFormat;

use super::scene::{Scene, git, path, scene, scene_as, step};
use crate::repo::{NoGraph, Point, Progress, Repository, Shortcut, View};

/// A scene with a graph, its last change in the first of three commits; nothing where there is no Git.
fn with_graph(format: ObjectFormat, words: &[&str]) -> Option<Scene> {
    let scene = scene_as(format, &[step(&[("d/a", "1")]), step(&[("d/b", "1")]), step(&[("d/b", "2")])]);
    write(&scene, words)?;
    Some(scene)
}

fn write(scene: &Scene, words: &[&str]) -> Option<String> {
    git(scene.dir(), &[&["commit-graph", "write", "--reachable", "--no-progress"], words].concat())
}

/// How a walk was made that ended at the first commit.
fn used(repository: &Repository, view: &View) -> Shortcut {
    let snapshot = repository.snapshot(view).expect("a snapshot");
    let points = repository.last_changes(&snapshot, &[path("d/a")]).expect("answers");
    let known = matches!(&points[&path("d/a")], Point::Commit(info) if info.author == "ada@x.example");
    let walked = repository.walked().expect("a walk");
    assert!(known && walked.commits == 3 || walked.shortcut == Shortcut::No(NoGraph::CutOff), "{points:?}");
    walked.shortcut
}

fn unsound(shortcut: &Shortcut) -> bool {
    matches!(shortcut, Shortcut::No(NoGraph::Unsound(_)))
}

#[test]
fn a_graph_is_used_with_its_filters_and_without() {
    for format in [ObjectFormat::Sha1, ObjectFormat::Sha256] {
        for (words, expected) in [
            (&["--no-changed-paths"][..], Shortcut::Commits),
            (&["--changed-paths"], Shortcut::Filters),
            (&["--changed-paths", "--split=no-merge"], Shortcut::Filters),
        ] {
            let Some(scene) = with_graph(format, words) else { return };
            assert_eq!(used(&scene.open(), &View::Worktree), expected, "{words:?}");
            assert_eq!(used(&scene.open(), &View::Index), expected, "{words:?}");
        }
    }
}

#[test]
fn a_given_commit_is_judged_by_its_objects() {
    let Some(scene) = with_graph(ObjectFormat::Sha1, &["--changed-paths"]) else { return };
    let view = View::Commit(scene.ids[2].clone());
    assert_eq!(used(&scene.open(), &view), Shortcut::No(NoGraph::Unasked));
}

#[test]
fn review_points_need_filters() {
    let Some(scene) = with_graph(ObjectFormat::Sha1, &["--no-changed-paths"]) else { return };
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
    repository.histories(&snapshot, &[path("d/a")], &super::scene::key).expect("answers");
    assert_eq!(repository.walked().expect("a walk").shortcut, Shortcut::No(NoGraph::WithoutFilters));
}

#[test]
fn where_git_does_not_use_it_it_is_not_used() {
    let no = |reason| Shortcut::No(reason);
    assert_eq!(used(&scene_without().open(), &View::Worktree), no(NoGraph::NotWritten));
    let with = || with_graph(ObjectFormat::Sha1, &["--changed-paths"]);
    let Some(scene) = with() else { return };
    let set = |name: &str| {
        scene.git().config().and_then(|mut config| config.set_bool(name, false)).expect("configured");
    };
    set("commitGraph.readChangedPaths");
    assert_eq!(used(&scene.open(), &View::Worktree), Shortcut::Commits);
    set("core.commitGraph");
    assert_eq!(used(&scene.open(), &View::Worktree), no(NoGraph::TurnedOff));

    for name in ["shallow", "info/grafts"] {
        let Some(scene) = with() else { return };
        std::fs::create_dir_all(scene.dir().join(".git/info")).expect("a folder");
        std::fs::write(scene.dir().join(".git").join(name), format!("{}\n", scene.ids[1])).expect("written");
        assert_eq!(used(&scene.open(), &View::Worktree), no(NoGraph::CutOff), "{name}");
    }
    let Some(scene) = with() else { return };
    let name = format!("refs/replace/{}", scene.ids[1]);
    scene.git().reference(&name, scene.oid(0), false, "").expect("a reference");
    assert_eq!(used(&scene.open(), &View::Worktree), no(NoGraph::Replaced));
}

fn scene_without() -> Scene {
    scene(&[step(&[("d/a", "1")]), step(&[("d/b", "1")]), step(&[("d/b", "2")])])
}

#[test]
fn a_linked_work_tree_and_a_borrower_use_the_same_graph() {
    let Some(scene) = with_graph(ObjectFormat::Sha1, &["--changed-paths"]) else { return };
    let place = tempfile::tempdir().expect("a folder");
    let linked = place.path().join("linked");
    scene.git().worktree("linked", &linked, None).expect("a work tree");
    assert_eq!(used(&Repository::open(&linked).expect("opens"), &View::Worktree), Shortcut::Filters);

    let borrower = place.path().join("borrower");
    let words = ["clone", "--quiet", "--shared", &scene.dir().display().to_string(), "borrower"];
    git(place.path(), &words).expect("git is at hand");
    assert_eq!(used(&Repository::open(&borrower).expect("opens"), &View::Worktree), Shortcut::Filters);
}

#[test]
fn a_chain_may_be_longer_than_one_file_and_lie_in_two_stores() {
    let scene = scene_without();
    let place = tempfile::tempdir().expect("a folder");
    let borrower = place.path().join("borrower");
    if write(&scene, &["--split=no-merge", "--changed-paths"]).is_none() {
        return;
    }
    git(place.path(), &["clone", "--quiet", "--shared", &scene.dir().display().to_string(), "borrower"]);
    let words = ["-c", "user.name=A", "-c", "user.email=a", "commit", "--quiet", "--allow-empty", "-m", "4"];
    git(&borrower, &words);
    git(&borrower, &["commit-graph", "write", "--reachable", "--split=no-merge", "--changed-paths"]);
    let repository = Repository::open(&borrower).expect("opens");
    let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
    repository.last_changes(&snapshot, &[path("d/a")]).expect("answers");
    let walked = repository.walked().expect("a walk");
    assert_eq!((walked.commits, walked.shortcut), (4, Shortcut::Filters));
    let chain = borrower.join(".git/objects/info/commit-graphs/commit-graph-chain");
    assert_eq!(std::fs::read_to_string(&chain).expect("read").lines().count(), 2);

    // A file of the chain is gone.
    std::fs::remove_dir_all(scene.dir().join(".git/objects/info/commit-graphs")).expect("removed");
    let repository = Repository::open(&borrower).expect("opens");
    let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
    repository.last_changes(&snapshot, &[path("d/a")]).expect("answers");
    let walked = repository.walked().expect("a walk");
    assert!(walked.commits == 4 && unsound(&walked.shortcut), "{walked:?}");
}

#[test]
fn commits_newer_than_the_graph_are_read_besides() {
    let Some(scene) = with_graph(ObjectFormat::Sha1, &["--changed-paths"]) else { return };
    let old = scene.git().find_commit(scene.oid(2)).expect("a commit").tree_id();
    let id = scene.commit_tree(&[2], old);
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
    let points = repository.last_changes(&snapshot, &[path("d/a"), path("d/b")]).expect("answers");
    assert_eq!((scene.step_of(&points[&path("d/a")]), scene.step_of(&points[&path("d/b")])), (0, 2));
    assert_eq!(repository.walked().map(|walked| walked.commits), Some(4), "{id}");
}

#[test]
fn whoever_asked_hears_how_far_the_work_is() {
    let scene = scene_without();
    let mut repository = scene.open();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let told = Rc::clone(&heard);
    repository.on_progress(Rc::new(move |progress| told.borrow_mut().push(progress)));
    used(&repository, &View::Worktree);
    assert_eq!(*heard.borrow(), [], "three commits and their files are no news");
    let mut last = scene.oid(2);
    let git = scene.git();
    let commit = git.find_commit(last).expect("a commit");
    let (by, tree) = (commit.author().to_owned(), commit.tree().expect("a tree"));
    for _ in 0..4_100 {
        let parent = git.find_commit(last).expect("a commit");
        last = git.commit(None, &by, &by, "", &tree, &[&parent]).expect("a commit");
    }
    scene.move_branch(last);
    for number in 0..4_100 {
        scene.write(&format!("new/{number}"), "");
    }
    let snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
    assert_eq!(heard.take(), [Progress::Entries(4_096)]);
    repository.last_changes(&snapshot, &[path("d/a")]).expect("answers");
    assert_eq!(heard.take(), [Progress::Commits(4_096)]);
}

#[test]
fn of_more_parents_than_anybody_merges_the_objects_are_asked() {
    // The first one stands apart.
    for (parents, sound) in [(1_001, true), (1_002, false)] {
        let sides: Vec<String> = (0..parents).map(|number| number.to_string()).collect();
        let mut steps = vec![step(&[("d/a", "1")])];
        steps.extend(sides.iter().map(|text| step(&[("d/b", text.as_str())]).after(Some(0), &[])));
        let others: Vec<usize> = (2..=parents).collect();
        steps.push(step(&[("d/b", "alle")]).after(Some(1), &others));
        let scene = scene(&steps);
        if write(&scene, &["--changed-paths"]).is_none() {
            return;
        }
        let repository = scene.open();
        let snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
        let points = repository.last_changes(&snapshot, &[path("d/a")]).expect("answers");
        let Point::Commit(found) = &points[&path("d/a")] else { panic!("{points:?}") };
        assert_eq!(found.id, scene.ids[0]);
        let walked = repository.walked().expect("a walk").shortcut;
        assert_eq!((walked == Shortcut::Filters, unsound(&walked)), (sound, !sound), "{parents}: {walked:?}");
    }
}
