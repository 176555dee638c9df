//! Work tree, index, commit and memory.

use std::collections::BTreeMap;

use super::scene::{contents, path, scene, step};
use crate::repo::tree::Mode;
use crate::repo::{Entry, EntryKind, Snapshot, Trouble, View};

#[test]
fn three_views_of_one_repository() {
    let scene = scene(&[step(&[("a", "committed"), ("gone", "x"), ("d/b", "same")])]);
    scene.write("a", "staged");
    scene.stage("a");
    scene.write("a", "written");
    scene.write("new/c", "untracked");
    std::fs::remove_file(scene.dir().join("gone")).expect("removed");
    let repository = scene.open();
    let seen = |view: View| contents(&repository.snapshot(&view).expect("a snapshot"));
    let files = |files: &[(&str, &str)]| -> BTreeMap<String, String> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    };
    let commit = View::Commit(scene.ids[0].clone());
    assert_eq!(seen(commit.clone()), files(&[("a", "committed"), ("d/b", "same"), ("gone", "x")]));
    assert_eq!(seen(View::Index), files(&[("a", "staged"), ("d/b", "same"), ("gone", "x")]));
    assert_eq!(seen(View::Worktree), files(&[("a", "written"), ("d/b", "same"), ("new/c", "untracked")]));

    let work = repository.snapshot(&View::Worktree).expect("a snapshot");
    assert_eq!(work.entry(&path("new/c")), Some(&Entry { kind: EntryKind::File, tracked: false }));
    assert_eq!(work.entry(&path("a")), Some(&Entry { kind: EntryKind::File, tracked: true }));
    assert_eq!(work.commit().map(|info| &info.id), Some(&scene.ids[0]));
    let judged = repository.snapshot(&commit).expect("a snapshot");
    assert_eq!(work.id(&path("d/b")), judged.id(&path("d/b")));
    assert_ne!(work.id(&path("a")), judged.id(&path("a")));
    assert_eq!(repository.uncommitted(&judged, &[path("")]), Ok(3));
    assert_eq!(repository.uncommitted(&judged, &[path("d")]), Ok(0));
    assert_eq!(repository.uncommitted(&judged, &[path("d"), path("new")]), Ok(1));
}

#[test]
fn below_a_folder_and_up_to_a_limit() {
    let files = ["a", "d", "d.x", "d/b", "d/e/f", "e"].map(|name| (path(name), name.as_bytes().to_vec()));
    let snapshot = Snapshot::memory(BTreeMap::from(files));
    let below = |folder| snapshot.below(&path(folder)).map(|(path, _)| path.to_string()).collect::<Vec<_>>();
    assert_eq!(below("d"), ["d/b", "d/e/f"]);
    assert_eq!(below("").len(), 6);
    assert_eq!(below("x"), [""; 0]);
    assert_eq!((snapshot.view(), snapshot.commit()), (None, None));
    assert_eq!(snapshot.read(&path("d.x"), 3), Ok(b"d.x".to_vec()));
    assert!(matches!(snapshot.read(&path("d.x"), 2), Err(Trouble::Limit { value: 2, .. })));
    assert!(matches!(snapshot.read(&path("no"), 2), Err(Trouble::Unreadable { .. })));
}

#[test]
fn the_limit_counts_in_every_view() {
    let scene = scene(&[step(&[("a", "12345")])]);
    let repository = scene.open();
    for view in [View::Worktree, View::Index, View::Commit(scene.ids[0].clone())] {
        let snapshot = repository.snapshot(&view).expect("a snapshot");
        assert_eq!(snapshot.read(&path("a"), 5), Ok(b"12345".to_vec()));
        assert!(matches!(snapshot.read(&path("a"), 4), Err(Trouble::Limit { value: 4, .. })), "{view:?}");
    }
}

#[test]
fn what_is_ignored() {
    let scene =
        scene(&[step(&[(".gitignore", "out/\n*.log\nnachweis.toml\nhidden.md\n"), ("out/kept", "tracked")])]);
    for name in [
        "out/x",
        "a.log",
        "sub/nachweis.toml",
        "nachweise/hidden.md",
        "nachweise/seen.md",
        "nested/.git/HEAD",
    ] {
        scene.write(name, "1");
    }
    scene.write("nested/file", "1");
    let repository = scene.open();
    let mut snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
    let names = |snapshot: &Snapshot<'_>| contents(snapshot).into_keys().collect::<Vec<_>>();
    assert_eq!(names(&snapshot), [".gitignore", "nachweise/seen.md", "out/kept", "sub/nachweis.toml"]);
    for folder in ["nachweise", "out", "nowhere", ".gitignore"] {
        snapshot.add_untracked_below(&path(folder)).expect("looked");
    }
    let all =
        [".gitignore", "nachweise/hidden.md", "nachweise/seen.md", "out/kept", "out/x", "sub/nachweis.toml"];
    assert_eq!(names(&snapshot), all);
    assert_eq!(snapshot.entry(&path("out/kept")).map(|entry| entry.tracked), Some(true));
}

#[test]
fn line_ends_of_another_system_are_no_change() {
    let scene = scene(&[step(&[("a", "one\ntwo\n"), ("b", "one\ntwo\n")])]);
    scene.write("a", "one\r\ntwo\r\n");
    scene.write("b", "one\r\nthree\r\n");
    let repository = scene.open();
    let work = repository.snapshot(&View::Worktree).expect("a snapshot");
    let judged = repository.snapshot(&View::Index).expect("a snapshot");
    assert_eq!(work.id(&path("a")), judged.id(&path("a")));
    assert_ne!(work.id(&path("b")), judged.id(&path("b")));
    assert_eq!(work.read(&path("a"), 99), Ok(b"one\r\ntwo\r\n".to_vec()));
}

#[test]
fn the_index_is_believed_unless_it_is_as_young_as_the_file() {
    let scene = scene(&[step(&[("a", "one")])]);
    scene.write("a", "two");
    scene.stage("a");
    let file = std::fs::File::options().write(true).open(scene.dir().join("a")).expect("opens");
    let past = file.metadata().and_then(|found| found.modified()).expect("a time");
    // Same size, same time: only the hash tells, and it is made, for the index may be from the same tick.
    std::fs::write(scene.dir().join("a"), "six").expect("written");
    file.set_modified(past).expect("set");
    let index = std::fs::File::options().write(true).open(scene.dir().join(".git/index")).expect("opens");
    index.set_modified(past).expect("set");
    let repository = scene.open();
    let id = |view| repository.snapshot(&view).expect("a snapshot").id(&path("a")).expect("an id");
    assert_ne!(id(View::Worktree), id(View::Index));
}

#[test]
fn a_clean_file_is_not_read() {
    let scene = scene(&[step(&[("a", "one")])]);
    std::thread::sleep(std::time::Duration::from_millis(20));
    scene.stage("a");
    let entry = scene.git().index().expect("an index").get(0).expect("an entry");
    let written = scene.dir().join(".git/index").metadata().and_then(|found| found.modified()).ok();
    let stored = crate::repo::disk::Stored::new(&entry, written);
    let found = scene.dir().join("a").metadata().expect("a file");
    assert!(stored.describes(&found));
    assert!(!crate::repo::disk::Stored::new(&entry, found.modified().ok()).describes(&found));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let scene = scene(&[step(&[("real/a", "1"), ("folder/b", "1")])]);
    scene.commit(
        &[0],
        &[("link", Mode::Symlink, scene.blob("/dev/zero")), ("real/a", Mode::File, scene.blob("1"))],
    );
    symlink("/dev/zero", scene.dir().join("link")).expect("a link");
    scene.stage("link");
    std::fs::remove_dir_all(scene.dir().join("folder")).expect("removed");
    symlink("real", scene.dir().join("folder")).expect("a link");
    scene.write("real/b", "1");
    let repository = scene.open();
    let work = repository.snapshot(&View::Worktree).expect("a snapshot");
    let files: Vec<_> =
        work.entries().map(|(path, entry)| (path.as_str(), entry.kind, entry.tracked)).collect();
    let (file, link) = (EntryKind::File, EntryKind::Symlink);
    assert_eq!(
        files,
        [("folder", link, false), ("link", link, true), ("real/a", file, true), ("real/b", file, false)]
    );
    assert!(matches!(work.read(&path("link"), 9), Err(Trouble::Unreadable { .. })));
    let head = View::Commit(repository.head().expect("reads").expect("a commit").id);
    let judged = repository.snapshot(&head).expect("a snapshot");
    assert_eq!(work.id(&path("link")), judged.id(&path("link")));
    assert!(matches!(judged.read(&path("link"), 9), Err(Trouble::Unreadable { .. })));
    std::fs::remove_dir_all(scene.dir().join("real")).expect("removed");
    symlink("/", scene.dir().join("real")).expect("a link");
    assert!(work.read(&path("real/a"), 9).is_err(), "a folder became a link after the listing");
}

#[test]
fn submodules_are_listed_and_not_entered() {
    let mut scene = scene(&[step(&[("a", "1")])]);
    let other = scene.oid(0);
    let id = scene.commit(&[0], &[("a", Mode::File, scene.blob("1")), ("sub", Mode::Submodule, other)]);
    scene.ids.push(id.clone());
    let git = scene.git();
    let tree = git.head().and_then(|head| head.peel_to_tree()).expect("a tree");
    let mut index = git.index().expect("an index");
    index.read_tree(&tree).and_then(|()| index.write()).expect("written");
    scene.write("sub/.git", "gitdir: ../.git/modules/sub");
    scene.write("sub/file", "1");
    let repository = scene.open();
    for view in [View::Commit(id), View::Index, View::Worktree] {
        let snapshot = repository.snapshot(&view).expect("a snapshot");
        let files: Vec<_> = snapshot.entries().map(|(path, entry)| (path.as_str(), entry.kind)).collect();
        assert_eq!(files, [("a", EntryKind::File), ("sub", EntryKind::Submodule)]);
        assert_eq!(snapshot.id(&path("sub")).expect("an id").to_string(), other.to_string());
        assert!(snapshot.read(&path("sub"), 9).is_err());
    }
    assert_eq!(scene.steps_of("sub"), (1, 1));
}

#[test]
fn conflicts_announcements_and_sparse_checkouts() {
    let scene = scene(&[step(&[("conflict", "1"), ("sparse", "kept"), ("announced", "1")])]);
    std::fs::remove_file(scene.dir().join("sparse")).expect("removed");
    let git = scene.git();
    let mut index = git.index().expect("an index");
    let entry = |name: &str| index.get_path(std::path::Path::new(name), 0).expect("an entry");
    let (mut conflict, mut sparse, mut announced) = (entry("conflict"), entry("sparse"), entry("announced"));
    conflict.flags |= 2 << 12;
    sparse.flags |= git2::IndexEntryFlag::EXTENDED.bits();
    sparse.flags_extended |= git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
    announced.flags |= git2::IndexEntryFlag::EXTENDED.bits();
    announced.flags_extended |= git2::IndexEntryExtendedFlag::INTENT_TO_ADD.bits();
    index.clear().expect("cleared");
    for entry in [conflict, sparse, announced] {
        index.add(&entry).expect("added");
    }
    index.write().expect("written");
    let repository = scene.open();
    let index = repository.snapshot(&View::Index).expect("a snapshot");
    assert_eq!(contents(&index).into_keys().collect::<Vec<_>>(), ["sparse"]);
    let work = repository.snapshot(&View::Worktree).expect("a snapshot");
    let files: Vec<_> = work.entries().map(|(path, entry)| (path.as_str(), entry.tracked)).collect();
    assert_eq!(files, [("announced", false), ("conflict", true), ("sparse", true)]);
    assert_eq!(work.read(&path("sparse"), 9), Ok(b"kept".to_vec()));
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let scene = scene(&[step(&[("a", "1")])]);
    let name = std::ffi::OsStr::from_bytes(b"b\xe4.md");
    std::fs::write(scene.dir().join(name), "text").expect("written");
    scene.write("c\\d", "text");
    let git = scene.git();
    let mut index = git.index().expect("an index");
    index.add_path(std::path::Path::new(name)).and_then(|()| index.write()).expect("staged");
    let tree = index.write_tree().expect("a tree");
    let mut scene = scene;
    let id = scene.commit_tree(&[0], tree);
    scene.ids.push(id.clone());
    let repository = scene.open();
    let escaped = crate::name::RepoPath::escaped(b"b\xe4.md");
    for view in [View::Commit(id), View::Index, View::Worktree] {
        let snapshot = repository.snapshot(&view).expect("a snapshot");
        assert_eq!(snapshot.read(&escaped, 9), Ok(b"text".to_vec()), "{view:?}");
        let answers = repository.last_changes(&snapshot, std::slice::from_ref(&escaped)).expect("answers");
        assert_eq!(scene.step_of(&answers[&escaped]), 1);
    }
    assert!(contents(&repository.snapshot(&View::Worktree).expect("a snapshot")).contains_key("c\\d"));
}
