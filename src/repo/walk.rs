//! The walk through the history: once for all paths, each on a single chain of commits.
//!
//! A path follows Git's simplification: from a commit to the first parent that has the same at the path; a commit
//! that differs from every parent has changed it. That makes one chain per path, whatever the dates say; the queue
//! only brings together the chains that meet in a commit, so that commits and trees are read once for all. A chain is
//! in one place at a time, so that many paths cost no more memory than their names.
//!
//! After the last change the chain goes on to the review point. A parent with another content but the same key is
//! followed, and so is the old name of an exact rename. Where no parent has the key, this commit set it, unless it
//! only took an earlier change back: so the chain goes on, without the key, to the file's beginning, and when it
//! meets the key again it continues from there. That reads the history of each file once, to its first commit,
//! and moves the review point only ever back: what is stale cannot become fresh by it.
//!
//! What the commit-graph says is held against the objects wherever a chain stops: the commit and its parents have to be
//! what it said, and the path what the chain was followed for. On the first contradiction, and on any gap, the walk
//! ends, for another one without the graph.

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::rc::Rc;

use git2::{ObjectType, Oid};

use super::boundary::Boundary;
use super::chain::{Chain, Picked, Stage};
use super::commit::{Commit, CommitInfo};
use super::commits::{Commits, Doubt, Link, Node};
use super::compare::{by_parts, compare};
use super::graph::{Graph, Prints};
use super::history::{KeyOf, PathHistory, Point};
use super::limit;
use super::object::blob_id;
use super::rename::Gone;
use super::snapshot::EntryKind;
use super::tree::Leaf;
use super::trouble::Gap;
use crate::name::RepoPath;

/// Why a walk ended before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The graph is not to be believed.
    Doubt(Oid),
    /// The graph has led to what is not there, or cannot be read.
    Gap(Gap),
    /// There are more commits than that.
    Limit(u64),
}

/// The chains on their way.
pub(super) struct Walk<'w> {
    commits: Commits<'w>,
    boundary: &'w Boundary,
    key: &'w KeyOf<'w>,
    empty: Option<Oid>,
    chains: Vec<Chain>,
    /// True when a rename has brought a chain out of order.
    is_renamed: bool,
    queue: BinaryHeap<(i64, Oid)>,
    waiting: HashMap<Oid, Waiting>,
    visited: u64,
    /// The last one that was met.
    gap: Option<Gap>,
}

/// The chains that have reached a commit.
struct Waiting {
    node: Rc<Node>,
    chains: Vec<usize>,
    is_sorted: bool,
}

/// A commit with those of its parents that were looked at, and what is gone since each.
struct Step<'s> {
    node: &'s Node,
    parents: Vec<Rc<Node>>,
    gone: Vec<Option<Result<Gone, Gap>>>,
    info: Option<CommitInfo>,
}

impl From<Gap> for Stop {
    fn from(gap: Gap) -> Self {
        Self::Gap(gap)
    }
}

impl From<Doubt> for Stop {
    fn from(doubt: Doubt) -> Self {
        Self::Doubt(doubt.0)
    }
}

impl<'w> Walk<'w> {
    /// A walk for chains that all begin in one commit.
    pub(super) fn new(
        commits: Commits<'w>,
        boundary: &'w Boundary,
        key: &'w KeyOf<'w>,
        mut chains: Vec<Chain>,
    ) -> Self {
        chains.sort_by(|one, two| by_parts(&one.name, &two.name));
        if commits.graph().is_some_and(Graph::has_filters) {
            chains.iter_mut().for_each(|chain| chain.prints = Prints::of(&chain.name));
        }
        let empty = blob_id(b"", commits.objects.format()).ok();
        let (queue, waiting) = (BinaryHeap::new(), HashMap::new());
        Self {
            commits,
            boundary,
            key,
            empty,
            chains,
            is_renamed: false,
            queue,
            waiting,
            visited: 0,
            gap: None,
        }
    }

    /// Goes on until every chain has ended; at most so many commits. `tell` hears how many it were.
    pub(super) fn run(&mut self, head: Commit, limit: u64, tell: &dyn Fn(u64)) -> Result<(), Stop> {
        let all = (0..self.chains.len()).collect();
        self.wait(&Rc::new(self.commits.node(head)), all);
        while let Some((_, id)) = self.queue.pop() {
            let Some(waiting) = self.waiting.remove(&id) else { continue };
            self.visited += 1;
            if self.visited > limit {
                return Err(Stop::Limit(limit));
            }
            tell(self.visited);
            self.visit(waiting)?;
        }
        match self.gap.take().filter(|_| self.commits.graph().is_some()) {
            Some(gap) => Err(Stop::Gap(gap)),
            None => Ok(()),
        }
    }

    /// How many commits were visited.
    pub(super) fn visited(&self) -> u64 {
        self.visited
    }

    /// What came of it.
    pub(super) fn answers(self) -> BTreeMap<RepoPath, PathHistory> {
        self.chains.into_iter().filter_map(Chain::answer).collect()
    }

    fn wait(&mut self, node: &Rc<Node>, chains: Vec<usize>) {
        if chains.is_empty() {
            return;
        }
        match self.waiting.get_mut(&node.id) {
            Some(waiting) => {
                waiting.chains.extend(chains);
                waiting.is_sorted = false;
            }
            None => {
                self.queue.push((node.time, node.id));
                self.waiting.insert(node.id, Waiting { node: Rc::clone(node), chains, is_sorted: true });
            }
        }
    }

    fn visit(&mut self, waiting: Waiting) -> Result<(), Stop> {
        let (node, mut open) = (waiting.node.as_ref(), waiting.chains);
        if self.boundary.ends_at(node) {
            let info = self.commits.objects.info(node.id);
            open.iter().for_each(|at| self.bound(*at, &info));
            return Ok(());
        }
        if !waiting.is_sorted && self.is_renamed {
            open.sort_by(|one, two| by_parts(&self.chains[*one].name, &self.chains[*two].name));
        } else if !waiting.is_sorted {
            open.sort_unstable();
        }
        let mut seen: BTreeMap<usize, Vec<(usize, Leaf)>> = BTreeMap::new();
        let mut step = Step { node, parents: Vec::new(), gone: Vec::new(), info: None };
        for link in &node.parents {
            if open.is_empty() {
                break;
            }
            let parent = match self.parent(*link) {
                Ok(parent) => parent,
                Err(gap) => {
                    open.iter().for_each(|at| self.fail(*at, &gap));
                    return Ok(());
                }
            };
            let left = self.leave(&open, &step, &parent, &mut seen);
            let mut follow = open;
            if !left.is_empty() {
                let mut next = left.iter().peekable();
                follow.retain(|at| next.next_if_eq(&at).is_none());
            }
            open = left.into_iter().filter(|at| self.chains[*at].is_open()).collect();
            self.wait(&parent, follow);
            step.parents.push(parent);
            step.gone.push(None);
        }
        for at in open {
            self.check(at, &step)?;
            if let Err(gap) = self.changed(at, &mut step, &seen.remove(&at).unwrap_or_default()) {
                self.fail(at, &gap);
            }
        }
        Ok(())
    }

    /// Those of the chains that do not follow a parent; `seen` remembers what it has at their paths.
    fn leave(
        &mut self,
        open: &[usize],
        step: &Step<'_>,
        parent: &Node,
        seen: &mut BTreeMap<usize, Vec<(usize, Leaf)>>,
    ) -> Vec<usize> {
        // Filters are about the first parent alone.
        let filter = self.commits.filter(step.node).filter(|_| step.parents.is_empty());
        let picked = Picked { chains: &self.chains, places: open };
        let touched = filter.map(|filter| picked.touched(filter));
        let places = touched.as_deref().unwrap_or(open);
        let picked = Picked { chains: &self.chains, places };
        let mut left = Vec::new();
        for (place, side) in compare(self.commits.objects, step.node.tree, parent.tree, &picked) {
            let Some(at) = places.get(place).copied() else { continue };
            match side {
                Ok(leaf) if self.chains[at].is_same(leaf) => continue,
                Ok(Some(leaf)) => seen.entry(at).or_default().push((step.parents.len(), leaf)),
                Ok(None) => {}
                Err(gap) => self.fail(at, &gap),
            }
            left.push(at);
        }
        left
    }

    fn parent(&self, link: Link) -> Result<Rc<Node>, Gap> {
        match self.waiting.get(&link.id) {
            Some(waiting) => Ok(Rc::clone(&waiting.node)),
            None => self.commits.follow(link).map(Rc::new),
        }
    }

    /// Holds what a chain stops at against the objects: the commit, its parents, and what it has at the path, since a
    /// filter may have led the chain past a change.
    fn check(&self, at: usize, step: &Step<'_>) -> Result<(), Stop> {
        if self.commits.graph().is_none() {
            return Ok(());
        }
        self.commits.confirm(step.node)?;
        step.parents.iter().try_for_each(|parent| self.commits.confirm(parent))?;
        let chain = &self.chains[at];
        match self.commits.objects.leaf(step.node.tree, &chain.name) {
            Ok(leaf) if chain.is_same(leaf) => Ok(()),
            Ok(_) => Err(Stop::Doubt(step.node.id)),
            Err(gap) => Err(Stop::Gap(gap)),
        }
    }

    /// The path differs from every parent; `seen` is what they have at it, those that have something.
    fn changed(&mut self, at: usize, step: &mut Step<'_>, seen: &[(usize, Leaf)]) -> Result<(), Gap> {
        if self.chains[at].gone && seen.is_empty() {
            // The beginning, and the file never was: if there was one, another branch brought and lost it.
            return Ok(());
        }
        let info = self.info(step)?;
        let chain = &mut self.chains[at];
        if matches!(chain.stage, Stage::Change) {
            chain.last = Some(Point::Commit(info.clone()));
            chain.stage = Stage::Review;
            if chain.review.is_some() {
                return Ok(());
            }
            // Only the mode has changed.
            if let Some((parent, leaf)) = seen.iter().find(|(_, leaf)| chain.is_same(Some(*leaf))) {
                chain.here = *leaf;
                self.wait(&step.parents[*parent], vec![at]);
                return Ok(());
            }
        }
        for (parent, leaf) in seen {
            if self.has_key(at, *leaf)? {
                self.chains[at].here = *leaf;
                self.chains[at].stage = Stage::Review;
                self.wait(&step.parents[*parent], vec![at]);
                return Ok(());
            }
        }
        if let Some((parent, leaf)) = seen.first() {
            let chain = &mut self.chains[at];
            if matches!(chain.stage, Stage::Review) {
                chain.stage = Stage::Beyond(info);
            }
            chain.here = *leaf;
            self.wait(&step.parents[*parent], vec![at]);
            return Ok(());
        }
        if let Some((parent, name)) = self.old_name(at, step)? {
            if self.commits.graph().is_some_and(Graph::has_filters) {
                self.chains[at].prints = Prints::of(&name);
            }
            self.chains[at].name = name;
            self.is_renamed = true;
            self.wait(&step.parents[parent], vec![at]);
            return Ok(());
        }
        let chain = &mut self.chains[at];
        let setter = if let Stage::Beyond(setter) = &chain.stage { setter.clone() } else { info };
        chain.end(Point::Commit(setter));
        Ok(())
    }

    /// What reports name of a commit, read once for all chains that ask.
    fn info(&self, step: &mut Step<'_>) -> Result<CommitInfo, Gap> {
        if let Some(info) = &step.info {
            return Ok(info.clone());
        }
        let info = self.commits.objects.info(step.node.id)?;
        step.info = Some(info.clone());
        Ok(info)
    }

    fn has_key(&mut self, at: usize, leaf: Leaf) -> Result<bool, Gap> {
        let chain = &mut self.chains[at];
        let file = |leaf: Leaf| leaf.mode.kind() == Some(EntryKind::File);
        if !file(leaf) || !file(chain.first) {
            return Ok(false);
        }
        let key = |id| {
            let bytes = self.commits.objects.bytes(id, ObjectType::Blob, limit::OBJECT);
            bytes.map(|bytes| (self.key)(&chain.path, &bytes))
        };
        let other = key(leaf.id)?;
        let sought = match chain.key.take() {
            Some(sought) => sought,
            None => key(chain.first.id)?,
        };
        let same = sought == other;
        chain.key = Some(sought);
        Ok(same)
    }

    /// The name that the file had in the first parent from which it was renamed.
    fn old_name(&self, at: usize, step: &mut Step<'_>) -> Result<Option<(usize, Vec<u8>)>, Gap> {
        let chain = &self.chains[at];
        // All empty files are alike: none of them is the other's past.
        if chain.here.mode.kind() != Some(EntryKind::File) || Some(chain.here.id) == self.empty {
            return Ok(None);
        }
        for (number, (parent, gone)) in step.parents.iter().zip(&mut step.gone).enumerate() {
            let between = || Gone::between(self.commits.objects, parent.tree, step.node.tree);
            let gone = gone.get_or_insert_with(between).as_ref().map_err(Gap::clone)?;
            if let Some(name) = gone.old_name(chain.here.id, &chain.name) {
                return Ok(Some((number, name.to_vec())));
            }
        }
        Ok(None)
    }

    /// The history is cut here: the answer is this commit or one before it.
    fn bound(&mut self, at: usize, here: &Result<CommitInfo, Gap>) {
        let chain = &mut self.chains[at];
        match (&chain.stage, here) {
            (Stage::Beyond(newest), _) | (Stage::Change | Stage::Review, Ok(newest)) => {
                let point = Point::Bounded(newest.clone());
                chain.end(point);
            }
            (Stage::Change | Stage::Review, Err(gap)) => self.fail(at, gap),
        }
    }

    fn fail(&mut self, at: usize, gap: &Gap) {
        self.chains[at].end(Point::Unknown(gap.clone()));
        self.gap = Some(gap.clone());
    }
}
