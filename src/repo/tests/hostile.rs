//! Trees made to mislead or to exhaust.

use git2::{ObjectType, Oid};

use super::scene::{Scene, contents, path, scene, step};
use crate::name::CommitId;
use crate::repo::commits::{Belief, Commits};
use crate::repo::walk::Walk;
use crate::repo::{Gap, Point, Repository, Trouble, View, limit};

fn tree(scene: &Scene, entries: &[(&str, &str, Oid)]) -> Oid {
    let mut data = Vec::new();
    for (mode, name, id) in entries {
        data.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        data.extend_from_slice(id.as_bytes());
    }
    scene.git().odb().and_then(|odb| odb.write(ObjectType::Tree, &data)).expect("a tree")
}

fn listing(scene: &Scene, root: Oid) -> Result<usize, Trouble> {
    let commit = scene.commit_tree(&[0], root);
    scene.open().snapshot(&View::Commit(commit)).map(|snapshot| snapshot.entries().count())
}

#[test]
fn a_tree_that_is_not_canonical_is_refused() {
    let scene = scene(&[step(&[("a", "1")])]);
    let (one, two) = (scene.blob("draft"), scene.blob("approved"));
    let twice = tree(&scene, &[("100644", "a", one), ("100644", "a", two)]);
    let outside = tree(&scene, &[("100644", "..", one)]);
    for root in [twice, outside, tree(&scene, &[("40000", "d", twice)])] {
        assert!(matches!(listing(&scene, root), Err(Trouble::Unreadable { .. })));
    }
    scene.commit_tree(&[0], twice);
    let answer = scene.ask(&View::Worktree, "a");
    assert_eq!(answer.last_change, Point::Unknown(Gap::Malformed(twice.to_string())));
}

#[test]
fn depth_length_and_number_are_limited() {
    let scene = scene(&[step(&[("a", "1")])]);
    let blob = scene.blob("1");
    let mut deep = tree(&scene, &[("100644", "a", blob)]);
    for _ in 0..limit::DEPTH {
        deep = tree(&scene, &[("40000", "d", deep)]);
    }
    assert_eq!(listing(&scene, deep), Ok(1));
    let deeper = tree(&scene, &[("40000", "d", deep)]);
    assert!(matches!(listing(&scene, deeper), Err(Trouble::Limit { value: 256, .. })));

    let long = |length| tree(&scene, &[("100644", &"x".repeat(length), blob)]);
    assert_eq!(listing(&scene, long(limit::PATH)), Ok(1));
    assert!(matches!(listing(&scene, long(limit::PATH + 1)), Err(Trouble::Limit { value: 4096, .. })));

    let names: Vec<String> = (0..=limit::ENTRIES).map(|number| format!("{number:06}")).collect();
    let wide: Vec<_> = names.iter().map(|name| ("100644", name.as_str(), blob)).collect();
    assert_eq!(listing(&scene, tree(&scene, &wide[1..])), Ok(limit::ENTRIES));
    assert!(matches!(listing(&scene, tree(&scene, &wide)), Err(Trouble::Limit { value: 250_000, .. })));
}

#[test]
fn a_few_trees_that_name_each_other_a_billion_times() {
    let scene = scene(&[step(&[("a", "1")])]);
    let mut bomb = tree(&scene, &[("100644", "a", scene.blob("1"))]);
    let mut empty = tree(&scene, &[]);
    for _ in 0..10 {
        let names: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        bomb = tree(&scene, &names.iter().map(|name| ("40000", name.as_str(), bomb)).collect::<Vec<_>>());
        empty = tree(&scene, &names.iter().map(|name| ("40000", name.as_str(), empty)).collect::<Vec<_>>());
    }
    assert!(matches!(listing(&scene, bomb), Err(Trouble::Limit { .. })));
    assert!(matches!(listing(&scene, empty), Err(Trouble::Limit { .. })));
    // The search for an old name meets it too.
    let bombed = scene.commit_tree(&[0], bomb);
    let git = scene.git();
    let head = git.find_commit(Oid::from_str(bombed.as_str()).expect("an id")).expect("a commit");
    let by = head.author();
    let after = git.find_tree(tree(&scene, &[("100644", "new", scene.blob("2"))])).expect("a tree");
    let last = git.commit(None, &by, &by, "", &after, &[&head]).expect("a commit");
    scene.move_branch(last);
    scene.write("new", "2");
    let answer = scene.ask(&View::Worktree, "new");
    assert!(matches!(answer.last_change, Point::Commit(_)));
    assert!(matches!(answer.review_point, Point::Unknown(Gap::TooLarge(_))));
}

#[test]
fn a_history_without_end_is_given_up() {
    let scene = scene(&[step(&[("a", "1")]), step(&[("b", "1")]), step(&[("b", "2")])]);
    let repository = scene.open();
    let objects = crate::repo::object::Objects::of(&repository.git).expect("objects");
    for (most, good) in [(3, true), (2, false)] {
        let head = objects.commit(scene.oid(2)).expect("a commit");
        let leaf = objects.leaf(head.tree, b"a").expect("read").expect("there");
        let chain = crate::repo::chain::Chain::new(path("a"), b"a".to_vec(), leaf);
        let boundary = crate::repo::boundary::Boundary::read(&repository.git, &objects).expect("read");
        let commits = Commits { objects: &objects, belief: Belief::Nothing };
        let mut walk = Walk::new(commits, &boundary, &|_, _| String::new(), vec![chain]);
        let end = walk.run(head, most, &|_| {});
        assert_eq!(end.is_ok(), good, "{end:?}");
    }
}

#[test]
fn commits_parted_at_too_many_places_are_given_up() {
    for (many, good) in [(limit::MERGE_BASES, true), (limit::MERGE_BASES + 1, false)] {
        // As many commits without a past, and two that merge them all.
        let start = |number: usize| step(&[("a", &number.to_string())]).after(None, &[]);
        let all: Vec<usize> = (1..many).collect();
        let ends = [step(&[("x", "1")]).after(Some(0), &all), step(&[("y", "1")]).after(Some(0), &all)];
        let scene = scene(&(0..many).map(start).chain(ends).collect::<Vec<_>>());
        let found = scene.open().merge_bases(&scene.ids[many], &scene.ids[many + 1]);
        match found {
            Ok(bases) => assert!(good && bases.len() == many, "{many}: {bases:?}"),
            Err(trouble) => {
                assert!(!good && matches!(trouble, Trouble::Limit { value: 16, .. }), "{trouble}")
            }
        }
    }
}

/// A tag of an object, with a message of so many bytes.
fn tag(scene: &Scene, of: Oid, kind: &str, message: usize) -> Oid {
    let head = format!("object {of}\ntype {kind}\ntag t\ntagger A <a> 1 +0000\n\n");
    let text = format!("{head}{}", "x".repeat(message.saturating_sub(head.len())));
    scene.git().odb().and_then(|odb| odb.write(ObjectType::Tag, text.as_bytes())).expect("a tag")
}

#[test]
fn tags_of_tags_and_tags_without_end_are_given_up() {
    let scene = scene(&[step(&[("a", "1")])]);
    let (mut id, mut kind) = (scene.oid(0), "commit");
    for peeled in 1..=16 {
        id = tag(&scene, id, kind, 0);
        kind = "tag";
        let found = scene.open().resolve(&id.to_string());
        assert_eq!(found.is_ok(), peeled < 16, "{peeled}: {found:?}");
    }
    let most = usize::try_from(limit::OBJECT).expect("a size");
    for (size, good) in [(most, true), (most + 1, false)] {
        let found = scene.open().resolve(&tag(&scene, scene.oid(0), "commit", size).to_string());
        assert_eq!(found.is_ok(), good, "{size}: {found:?}");
        assert!(good || matches!(found, Err(Trouble::Limit { .. })), "{found:?}");
    }
}

#[test]
fn a_graph_beyond_its_limit_is_not_read() {
    let scene = scene(&[step(&[("a", "1")]), step(&[("b", "1")])]);
    let folder = scene.dir().join(".git/objects/info");
    std::fs::create_dir_all(&folder).expect("a folder");
    // It takes no room: nothing stands in it.
    let file = std::fs::File::create(folder.join("commit-graph")).expect("a file");
    file.set_len(limit::GRAPH + 1).expect("its length");
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Worktree).expect("a snapshot");
    let points = repository.last_changes(&snapshot, &[path("a")]).expect("answers");
    assert_eq!(scene.step_of(&points[&path("a")]), 0);
    let shortcut = repository.walked().expect("a walk").shortcut;
    let told = format!("{shortcut:?}");
    assert!(told.contains("too large"), "{told}");
}

#[test]
fn an_index_cannot_lead_out_of_the_work_tree() {
    let scene = scene(&[step(&[("work/a", "1")]), step(&[("aa/aa/secret", "1")])]);
    scene.write("work/secret", "outside");
    // libgit2 writes no such index and today reads none: the bytes of a valid one are exchanged.
    let index = scene.dir().join(".git/index");
    let bytes = std::fs::read(&index).expect("read");
    let at = bytes.windows(5).position(|window| window == b"aa/aa").expect("the name");
    let mut bytes = bytes[..bytes.len() - 20].to_vec();
    bytes[at..at + 5].copy_from_slice(b"../..");
    bytes.extend_from_slice(&[0; 20]);
    std::fs::write(&index, bytes).expect("written");
    let repository = Repository::open(scene.dir()).expect("opens");
    match repository.snapshot(&View::Worktree) {
        Ok(snapshot) => assert!(contents(&snapshot).keys().all(|path| !path.contains(".."))),
        Err(trouble) => assert!(matches!(trouble, Trouble::Unreadable { .. }), "{trouble}"),
    }
}

#[test]
fn a_commit_that_is_something_else() {
    let scene = scene(&[step(&[("a", "1")])]);
    let blob = CommitId::new(&scene.blob("1").to_string()).expect("an id");
    assert!(matches!(scene.open().snapshot(&View::Commit(blob)), Err(Trouble::Revision { .. })));
}
