//! A damaged or forged commit-graph leads to no wrong answer.

use std::collections::BTreeMap;

use sha1::{Digest, Sha1};

use super::scene::{DAY, START, Scene, key, path, scene, step};
use crate::name::RepoPath;
use crate::repo::boundary::Boundary;
use crate::repo::chain::Chain;
use crate::repo::commits::{Belief, Commits};
use crate::repo::graph::Graph;
use crate::repo::object::Objects;
use crate::repo::walk::{Stop, Walk};
use crate::repo::{NoGraph, PathHistory, Point, Repository, Shortcut, Step, View};

type Answers = BTreeMap<RepoPath, PathHistory>;

const PATHS: [&str; 4] = ["a", "d/b", "d/e/c", "ä"];

/// A history with a merge of four parents, so that every chunk is in its graph.
fn story() -> Vec<Step> {
    let text = |number: usize| format!("reviewed {number}\ntext");
    vec![
        step(&[("a", &text(1)), ("d/b", &text(1)), ("ä", &text(1))]),
        step(&[("d/e/c", &text(1)), ("x", "1")]),
        step(&[("a", &text(2))]),
        step(&[("x", "2")]).after(Some(1), &[]),
        step(&[("ä", &text(2))]).after(Some(1), &[]),
        step(&[("y", "2")]).after(Some(0), &[]),
        step(&[("ä", &text(2)), ("x", "2"), ("y", "2")]).after(Some(2), &[3, 4, 5]),
        step(&[("d/b", "reviewed 1\nother text")]),
        step(&[("x", "3")]),
    ]
}

/// The bytes of a graph, to be changed.
struct Forge {
    place: std::path::PathBuf,
    bytes: Vec<u8>,
}

impl Forge {
    /// The graph of a scene; nothing where there is no Git.
    fn of(scene: &Scene) -> Option<Self> {
        let words = ["commit-graph", "write", "--reachable", "--changed-paths", "--no-progress"];
        super::scene::git(scene.dir(), &words)?;
        let place = scene.dir().join(".git/objects/info/commit-graph");
        let bytes = std::fs::read(&place).expect("read");
        std::fs::remove_file(&place).expect("removed");
        Some(Self { place, bytes })
    }

    /// Where a chunk is.
    fn chunk(&self, id: &[u8; 4]) -> std::ops::Range<usize> {
        let row = |at: usize| {
            let row = &self.bytes[8 + 12 * at..][..12];
            (row[..4].to_vec(), u64::from_be_bytes(row[4..].try_into().expect("eight")))
        };
        let at = (0..).find(|at| row(*at).0 == id).expect("the chunk is there");
        usize::try_from(row(at).1).expect("small")..usize::try_from(row(at + 1).1).expect("small")
    }

    fn position(&self, id: &str) -> usize {
        let ids = &self.bytes[self.chunk(b"OIDL")];
        let hex = |id: &[u8]| id.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        ids.chunks(20).position(|other| hex(other) == id).expect("the commit is there")
    }

    /// What stands in the data of a commit: tree, first parent, second parent, time.
    fn data(&mut self, id: &str) -> &mut [u8] {
        let (start, at) = (self.chunk(b"CDAT").start, self.position(id));
        &mut self.bytes[start + 36 * at..][..36]
    }

    fn set_parent(&mut self, id: &str, parent: Option<&str>) {
        let parent = parent.map_or(0x7000_0000, |id| u32::try_from(self.position(id)).expect("small"));
        self.data(id)[20..24].copy_from_slice(&parent.to_be_bytes());
    }

    fn set_tree(&mut self, id: &str, tree: git2::Oid) {
        self.data(id)[..20].copy_from_slice(tree.as_bytes());
    }

    /// Makes the filter of a commit say that nothing has changed.
    fn empty_filter(&mut self, id: &str) {
        let (ends, bits, at) = (self.chunk(b"BIDX").start, self.chunk(b"BDAT").start + 12, self.position(id));
        let end = |at: usize| {
            let end: [u8; 4] = self.bytes[ends + 4 * at..][..4].try_into().expect("four");
            usize::try_from(u32::from_be_bytes(end)).expect("small")
        };
        let range = if at == 0 { 0 } else { end(at - 1) }..end(at);
        self.bytes[bits + range.start..bits + range.end].fill(0);
    }

    fn seal(&mut self) {
        let body = self.bytes.len() - 20;
        let sum = Sha1::digest(&self.bytes[..body]);
        self.bytes[body..].copy_from_slice(&sum);
    }

    fn write(&self) {
        // Git leaves it read-only.
        let _ = std::fs::remove_file(&self.place);
        std::fs::write(&self.place, &self.bytes).expect("written");
    }
}

fn histories(repository: &Repository) -> Vec<(RepoPath, PathHistory)> {
    let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
    repository.histories(&snapshot, &PATHS.map(path), &key).expect("answers").into_iter().collect()
}

fn last(scene: &Scene) -> (Vec<usize>, Shortcut) {
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
    let points = repository.last_changes(&snapshot, &PATHS.map(path)).expect("answers");
    let steps = PATHS.iter().map(|name| scene.step_of(&points[&path(name)])).collect();
    (steps, repository.walked().expect("a walk").shortcut)
}

/// What a walk needs besides the graph.
struct Ground<'r> {
    repository: &'r Repository,
    objects: Objects<'r>,
    boundary: Boundary,
}

impl<'r> Ground<'r> {
    fn of(repository: &'r Repository) -> Self {
        let objects = Objects::of(&repository.git).expect("objects");
        let boundary = Boundary::read(&repository.git, &objects).expect("read");
        Self { repository, objects, boundary }
    }

    fn graph(&self) -> Result<Graph, NoGraph> {
        Graph::open(&self.repository.git, &self.boundary)
    }

    /// The walk from HEAD for these paths; the review points are sought unless it only has to name the last changes.
    fn walk(&self, belief: Belief<'_>, names: &[&str], limit: u64) -> Result<Answers, Stop> {
        let id = self.repository.git.head().expect("a head").target().expect("an id");
        let head = self.objects.commit(id).expect("a commit");
        let chain = |name: &&str| {
            let leaf = self.objects.leaf(head.tree, name.as_bytes()).expect("read").expect("there");
            let mut chain = Chain::new(path(name), name.as_bytes().to_vec(), leaf);
            chain.review = matches!(belief, Belief::Commits(_)).then_some(Point::Uncommitted);
            chain
        };
        let commits = Commits { objects: &self.objects, belief };
        let mut walk = Walk::new(commits, &self.boundary, &key, names.iter().map(chain).collect());
        walk.run(head.clone(), limit, &|_| {})?;
        Ok(walk.answers())
    }
}

#[test]
fn cut_short_at_any_byte_it_is_not_used() {
    let scene = scene(&story());
    let Some(mut forge) = Forge::of(&scene) else { return };
    let whole = forge.bytes.clone();
    let repository = scene.open();
    let ground = Ground::of(&repository);
    for length in 0..whole.len() {
        forge.bytes = whole[..length].to_vec();
        forge.write();
        assert!(matches!(ground.graph(), Err(NoGraph::Unsound(_))), "{length} bytes");
        // Cut inside and sealed again, so that the checksum says nothing.
        if length > 20 {
            forge.seal();
            forge.write();
            assert!(matches!(ground.graph(), Err(NoGraph::Unsound(_))), "{length} bytes, sealed");
        }
    }
    forge.bytes = whole;
    forge.write();
    assert!(ground.graph().is_ok());
}

#[test]
fn any_bit_turned_is_found_by_the_checksum() {
    let scene = scene(&story());
    let Some(mut forge) = Forge::of(&scene) else { return };
    let repository = scene.open();
    let ground = Ground::of(&repository);
    for at in 0..forge.bytes.len() {
        forge.bytes[at] ^= 1 << (at % 8);
        forge.write();
        assert!(matches!(ground.graph(), Err(NoGraph::Unsound(_))), "byte {at}");
        forge.bytes[at] ^= 1 << (at % 8);
    }
}

/// With a right checksum over wrong bytes nothing but the objects can contradict: what the walk then answers is right.
#[test]
fn any_bit_turned_and_sealed_again() {
    let scene = scene(&story());
    let Some(mut forge) = Forge::of(&scene) else { return };
    let repository = scene.open();
    let ground = Ground::of(&repository);
    let expected = ground.walk(Belief::Nothing, &PATHS, 1_000).expect("answers");
    let (mut right, mut refused, mut doubted) = (0, 0, 0);
    let whole = forge.bytes.clone();
    for at in 0..whole.len() - 20 {
        for bit in [at % 8, (at + 3) % 8] {
            forge.bytes.clone_from(&whole);
            forge.bytes[at] ^= 1 << bit;
            forge.seal();
            forge.write();
            let Ok(graph) = ground.graph() else {
                refused += 1;
                continue;
            };
            match ground.walk(Belief::Filters(&graph), &PATHS, 1_000) {
                Ok(answers) => assert_eq!(answers, expected, "byte {at}, bit {bit}"),
                Err(_) => doubted += 1,
            }
            match ground.walk(Belief::Commits(&graph), &PATHS, 1_000) {
                Ok(answers) => {
                    let last = |answers: &Answers| {
                        answers.values().map(|history| history.last_change.clone()).collect::<Vec<_>>()
                    };
                    assert_eq!(last(&answers), last(&expected), "byte {at}, bit {bit}");
                    right += 1;
                }
                Err(_) => doubted += 1,
            }
        }
    }
    assert!(
        right > 100 && refused > 100 && doubted > 20,
        "{right} right, {refused} refused, {doubted} doubted"
    );
}

/// A forged graph sends the search to a commit that is newer and sets the same review, but is not part of the history.
#[test]
fn a_way_that_is_none_is_not_taken_to_a_review_point() {
    let scene = scene(&[
        step(&[("a", "reviewed 1"), ("x", "1")]),
        step(&[("x", "2")]),
        step(&[("x", "3")]),
        Step { time: START + DAY, ..step(&[("a", "reviewed 1"), ("x", "2")]).after(None, &[]) },
    ]);
    scene.move_branch(scene.oid(2));
    super::scene::git(scene.dir(), &["update-ref", "refs/heads/newer", scene.ids[3].as_str()]);
    let Some(mut forge) = Forge::of(&scene) else { return };
    let ids: Vec<String> = scene.ids.iter().map(ToString::to_string).collect();
    forge.set_parent(&ids[1], Some(&ids[3]));
    forge.empty_filter(&ids[1]);
    forge.seal();
    forge.write();
    super::scene::git(scene.dir(), &["read-tree", "HEAD"]);
    let repository = scene.open();
    let snapshot = repository.snapshot(&View::Index).expect("a snapshot");
    let answers = repository.histories(&snapshot, &[path("a")], &key).expect("answers");
    let answer = &answers[&path("a")];
    assert_eq!((scene.step_of(&answer.last_change), scene.step_of(&answer.review_point)), (0, 0));
    assert_eq!(repository.walked().map(|walked| walked.shortcut), Some(Shortcut::Filters), "it was in use");
}

#[test]
fn filters_that_hide_a_change_are_found_out() {
    let scene = scene(&[
        step(&[("a", "reviewed 1"), ("d/b", "1"), ("d/e/c", "1"), ("ä", "1")]),
        step(&[("a", "reviewed 2")]),
        step(&[("x", "3")]),
    ]);
    let expected = (histories(&scene.open()), last(&scene).0);
    let Some(mut forge) = Forge::of(&scene) else { return };
    forge.empty_filter(scene.ids[1].as_str());
    forge.seal();
    forge.write();
    let repository = scene.open();
    assert_eq!(histories(&repository), expected.0);
    let contradicted = |shortcut: &Shortcut| matches!(shortcut, Shortcut::No(NoGraph::Contradicted(_)));
    assert!(contradicted(&repository.walked().expect("a walk").shortcut));
    let (found, shortcut) = last(&scene);
    assert_eq!(found, expected.1);
    assert!(contradicted(&shortcut), "{shortcut:?}");
}

#[test]
fn trees_and_parents_that_the_commit_has_not_are_found_out() {
    let contradicted = |shortcut: &Shortcut| {
        matches!(shortcut, Shortcut::No(NoGraph::Contradicted(_) | NoGraph::Unsound(_)))
    };
    for forged in 0..4 {
        let scene = scene(&story());
        let expected = (histories(&scene.open()), last(&scene).0);
        let Some(mut forge) = Forge::of(&scene) else { return };
        let ids: Vec<String> = scene.ids.iter().map(ToString::to_string).collect();
        let tree = |at: usize| scene.git().find_commit(scene.oid(at)).expect("a commit").tree_id();
        match forged {
            // The commit that changed `a` has the tree of the one before.
            0 => forge.set_tree(&ids[2], tree(1)),
            1 => forge.set_tree(&ids[1], tree(2)),
            2 => forge.set_parent(&ids[1], None),
            _ => forge.set_tree(&ids[7], git2::Oid::from_bytes(&[7; 20]).expect("an id")),
        }
        forge.seal();
        forge.write();
        assert_eq!(histories(&scene.open()), expected.0, "{forged}");
        let (found, shortcut) = last(&scene);
        assert_eq!(found, expected.1, "{forged}");
        assert!(contradicted(&shortcut), "{forged}: {shortcut:?}");
    }
}

#[test]
fn a_graph_in_circles_is_given_up() {
    let scene = scene(&story());
    let Some(mut forge) = Forge::of(&scene) else { return };
    let ids: Vec<String> = scene.ids.iter().map(ToString::to_string).collect();
    forge.set_parent(&ids[1], Some(&ids[2]));
    forge.empty_filter(&ids[1]);
    forge.empty_filter(&ids[2]);
    forge.seal();
    forge.write();
    let repository = scene.open();
    let ground = Ground::of(&repository);
    let graph = ground.graph().expect("a graph");
    let end = ground.walk(Belief::Commits(&graph), &["a"], 1_000);
    assert!(matches!(end, Err(Stop::Limit(1_000))), "{end:?}");
    assert!(matches!(NoGraph::from(Stop::Limit(1_000)), NoGraph::Unsound(_)));
}
