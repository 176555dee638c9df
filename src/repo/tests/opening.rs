//! Which repository is opened, and which is refused.

use std::path::Path;

use git2::ObjectFormat;

use super::scene::{path, scene, scene_as, step};
use crate::repo::{Point, Repository, Trouble, UnsupportedKind, View};

fn refused(start: &Path) -> Trouble {
    match Repository::open(start) {
        Ok(_) => panic!("opened {}", start.display()),
        Err(trouble) => trouble,
    }
}

#[test]
fn the_nearest_repository_above() {
    let scene = scene(&[step(&[("a/b/c", "1")])]);
    let repository = Repository::open(&scene.dir().join("a/./x/../b")).expect("opens");
    assert_eq!(repository.prefix(), &path("a/b"));
    assert_eq!(repository.work_dir(), Some(scene.dir()));
    assert_eq!(scene.open().prefix(), &path(""));
}

#[test]
fn no_repository() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(refused(folder.path()), Trouble::NoRepository { directory: folder.path().to_owned() });
    assert!(matches!(refused(Path::new("relative")), Trouble::NoRepository { .. }));
}

#[test]
fn a_bare_repository_but_none_that_lies_in_a_work_tree() {
    let scene = scene(&[step(&[("a", "1")])]);
    let bare = tempfile::tempdir().expect("a folder");
    let place = bare.path().join("x.git");
    copy(&scene.dir().join(".git"), &place);
    make_bare(&place);

    let repository = Repository::open(&place).expect("opens");
    assert_eq!((repository.work_dir(), repository.prefix()), (None, &path("")));
    let snapshot = repository.snapshot(&View::Commit(scene.ids[0].clone())).expect("a snapshot");
    assert!(snapshot.entry(&path("a")).is_some());
    for view in [View::Worktree, View::Index] {
        let trouble = repository.snapshot(&view).err();
        assert!(matches!(trouble, Some(Trouble::Unsupported { kind: UnsupportedKind::Worktree, .. })));
    }
    assert_eq!(repository.uncommitted(&snapshot, &[path("")]), Ok(0));
    assert!(matches!(refused(bare.path()), Trouble::NoRepository { .. }), "nor is one below entered");

    copy(&place, &scene.dir().join("vendor"));
    let repository = Repository::open(&scene.dir().join("vendor")).expect("opens");
    assert_eq!(repository.prefix(), &path("vendor"));
}

#[test]
fn a_linked_work_tree() {
    let scene = scene(&[step(&[("a", "1")]), step(&[("a", "2")])]);
    let place = tempfile::tempdir().expect("a folder");
    let linked = place.path().join("linked");
    scene.git().worktree("linked", &linked, None).expect("a work tree");
    std::fs::write(linked.join("b"), "1").expect("written");
    let repository = Repository::open(&linked).expect("opens");
    assert_eq!(repository.work_dir(), Some(linked.as_path()));
    let snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
    let files: Vec<_> = snapshot.entries().map(|(path, entry)| (path.as_str(), entry.tracked)).collect();
    assert_eq!(files, [("a", true), ("b", false)]);

    std::fs::write(scene.dir().join(".git/shallow"), format!("{}\n", scene.ids[1])).expect("written");
    let points = repository.last_changes(&snapshot, &[path("a")]).expect("answers");
    assert!(matches!(points[&path("a")], Point::Bounded(_)), "shallow is common to all work trees");
}

#[test]
fn a_linked_work_tree_of_a_bare_repository() {
    let scene = scene(&[step(&[("a", "1")])]);
    let place = tempfile::tempdir().expect("a folder");
    let (bare, linked) = (place.path().join("x.git"), place.path().join("linked"));
    copy(&scene.dir().join(".git"), &bare);
    make_bare(&bare);
    let git = git2::Repository::open(&bare).expect("opens");
    git.worktree("linked", &linked, None).expect("a work tree");
    let repository = Repository::open(&linked.join("sub")).expect("opens");
    assert_eq!((repository.work_dir(), repository.prefix()), (Some(linked.as_path()), &path("sub")));
    assert!(repository.snapshot(&View::Worktree).expect("a snapshot").entry(&path("a")).is_some());
}

#[test]
fn a_work_tree_elsewhere_is_refused() {
    let scene = scene(&[step(&[("a", "1")])]);
    scene.git().config().and_then(|mut config| config.set_str("core.worktree", "/etc")).expect("configured");
    let trouble = refused(scene.dir());
    assert!(matches!(trouble, Trouble::Unsupported { kind: UnsupportedKind::Worktree, .. }), "{trouble}");
}

#[test]
fn formats_that_cannot_be_read_are_named() {
    for (setting, value, kind) in [
        ("refstorage", "reftable", UnsupportedKind::Reftable),
        ("objectformat", "sha512", UnsupportedKind::ObjectFormat),
        ("something", "new", UnsupportedKind::Other),
    ] {
        let scene = scene(&[step(&[("a", "1")])]);
        let mut config = scene.git().config().expect("a config");
        config.set_i32("core.repositoryformatversion", 1).expect("configured");
        config.set_str(&format!("extensions.{setting}"), value).expect("configured");
        let trouble = refused(scene.dir());
        assert!(matches!(&trouble, Trouble::Unsupported { kind: found, .. } if *found == kind), "{trouble}");
    }
}

#[test]
fn a_repository_of_somebody_else_is_refused() {
    let scene = scene(&[step(&[("a", "1")])]);
    // Only root can give files away; for everybody else there is nothing to test here.
    #[cfg(unix)]
    if std::os::unix::fs::chown(scene.dir().join(".git"), Some(4711), None).is_ok()
        && std::os::unix::fs::chown(scene.dir(), Some(4711), None).is_ok()
    {
        assert_eq!(refused(scene.dir()), Trouble::ForeignOwner { directory: scene.dir().to_owned() });
    }
}

#[test]
fn no_commit_yet() {
    let scene = scene(&[]);
    scene.write("a", "1");
    let repository = scene.open();
    assert_eq!(repository.head(), Ok(None));
    assert!(matches!(repository.resolve("HEAD"), Err(Trouble::Revision { .. })));
    let snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
    assert_eq!(snapshot.commit(), None);
    assert_eq!(scene.ask(&View::Worktree, "a").review_point, Point::Uncommitted);
}

#[test]
fn sha_256() {
    let scene = scene_as(ObjectFormat::Sha256, &[step(&[("a", "1"), ("d/b", "1")]), step(&[("d/b", "2")])]);
    assert_eq!(scene.ids[0].as_str().len(), 64);
    assert_eq!((scene.steps_of("a"), scene.steps_of("d/b")), ((0, 0), (1, 1)));
    scene.write("a", "2");
    let repository = scene.open();
    assert!(repository.resolve(scene.ids[0].as_str()).is_ok());
    let judged = repository.snapshot(&View::Commit(scene.ids[1].clone())).expect("a snapshot");
    assert_eq!(repository.uncommitted(&judged, &[path("")]), Ok(1));
}

#[test]
fn revisions_are_written_in_full() {
    let scene = scene(&[step(&[("a", "1")]), step(&[("a", "2")])]);
    let git = scene.git();
    let object = git.find_object(scene.oid(0), None).expect("a commit");
    let by = git2::Signature::new("A", "a", &git2::Time::new(1, 0)).expect("a signature");
    let tag = git.tag("v1", &object, &by, "one", false).expect("a tag");
    git.tag_lightweight("main", &object, false).expect("a tag");
    let repository = scene.open();
    let id = |rev: &str| repository.resolve(rev).map(|info| info.id);
    for (rev, at) in [("HEAD", 1), ("refs/heads/main", 1), ("refs/tags/v1", 0), (scene.ids[0].as_str(), 0)] {
        assert_eq!(id(rev), Ok(scene.ids[at].clone()), "{rev}");
    }
    assert_eq!(id(&tag.to_string()), Ok(scene.ids[0].clone()), "a tag by its own id");
    let names = |rev: &str| match repository.resolve(rev) {
        Err(Trouble::Revision { full_names, .. }) => full_names,
        other => panic!("{rev}: {other:?}"),
    };
    assert_eq!(names("main"), ["refs/heads/main", "refs/tags/main"]);
    assert_eq!(names("v1"), ["refs/tags/v1"]);
    let tree = git.find_commit(scene.oid(0)).expect("a commit").tree_id().to_string();
    let short = &scene.ids[0].as_str()[..12];
    for rev in
        ["", "HEAD~1", "main@{1}", "refs/heads/none", "refs/../../x", short, "../x", tree.as_str(), ":/step"]
    {
        assert_eq!(names(rev), Vec::<String>::new(), "{rev}");
    }
    let absent = "1".repeat(40);
    assert_eq!(repository.resolve(&absent), Err(Trouble::Absent { object: absent.clone() }));
}

fn make_bare(git: &Path) {
    let config = std::fs::read_to_string(git.join("config")).expect("a config");
    std::fs::write(git.join("config"), config.replace("bare = false", "bare = true")).expect("written");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in from.read_dir().expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
