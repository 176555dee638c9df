//! The walk through the history: once for all paths, each on a single chain of commits.
//!
//! A path follows Git's simplification: from a commit to the first parent that has the same at the path; a commit
//! that differs from every parent has changed it. That makes one chain per path, whatever the dates say; the queue
//! only brings together the chains that meet in a commit, so that commits and trees are read once for all.
//!
//! After the last change the chain goes on to the review point. A parent with another content but the same key is
//! followed, and so is the old name of an exact rename. Where no parent has the key, this commit set it, unless it
//! only took an earlier change back: so the chain goes on, without the key, to the file's beginning, and when it
//! meets the key again it continues from there. That reads the history of each file once, to its first commit,
//! and moves the review point only ever back: what is stale cannot become fresh by it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use git2::{ObjectType, Oid};

use super::boundary::Boundary;
use super::commit::{Commit, CommitInfo};
use super::compare::{Side, compare};
use super::history::{KeyOf, PathHistory, Point};
use super::limit;
use super::object::{Objects, blob_id};
use super::rename::Gone;
use super::snapshot::EntryKind;
use super::tree::{Leaf, Mode};
use super::trouble::{Gap, Trouble};
use crate::name::RepoPath;

/// A path on its way through the history.
pub(super) struct Chain {
    /// As it was asked for.
    pub(super) path: RepoPath,
    /// The key that is sought; what the first content has, unless the work tree's content gave it.
    pub(super) key: Option<String>,
    /// The review point; given in advance it is not sought.
    pub(super) review: Option<Point>,
    last: Option<Point>,
    /// The path in the commit that the chain has reached.
    name: Vec<u8>,
    here: Leaf,
    first: Leaf,
    stage: Stage,
    /// True for a path that the first commit lacks.
    gone: bool,
}

enum Stage {
    /// On the way to the last change.
    Change,
    /// What is here has the key.
    Review,
    /// What is here has not: this commit set the key, unless it is met again.
    Beyond(CommitInfo),
}

/// The chains on their way.
pub(super) struct Walk<'w> {
    objects: &'w Objects<'w>,
    boundary: Boundary,
    key: &'w KeyOf<'w>,
    empty: Option<Oid>,
    chains: Vec<Chain>,
    queue: BTreeSet<(i64, Oid)>,
    waiting: BTreeMap<Oid, Waiting>,
}

/// The chains that have reached a commit.
struct Waiting {
    commit: Rc<Commit>,
    chains: Vec<usize>,
}

/// A commit with those of its parents that were looked at, and what is gone since each.
struct Step<'s> {
    commit: &'s Commit,
    parents: Vec<Rc<Commit>>,
    gone: Vec<Option<Result<Gone, Gap>>>,
}

impl Chain {
    /// A path that has this content in the first commit.
    pub(super) fn new(path: RepoPath, name: Vec<u8>, here: Leaf) -> Self {
        Self {
            path,
            key: None,
            review: None,
            last: None,
            name,
            here,
            first: here,
            stage: Stage::Change,
            gone: false,
        }
    }

    /// A path that the first commit lacks; only its last change is sought.
    pub(super) fn gone(path: RepoPath, name: Vec<u8>) -> Self {
        let nothing = Leaf { id: Oid::ZERO_SHA1, mode: Mode::File };
        Self { gone: true, review: Some(Point::Uncommitted), ..Self::new(path, name, nothing) }
    }

    fn is_same(&self, leaf: Leaf) -> bool {
        if self.gone {
            return false;
        }
        let content = leaf.id == self.here.id && leaf.mode.kind() == self.here.mode.kind();
        match self.stage {
            Stage::Change => leaf == self.here,
            Stage::Review | Stage::Beyond(_) => content,
        }
    }

    fn end(&mut self, point: Point) {
        if self.last.is_none() {
            self.last = Some(point.clone());
        }
        if self.review.is_none() {
            self.review = Some(point);
        }
    }
}

impl<'w> Walk<'w> {
    /// A walk for chains that all begin in one commit.
    pub(super) fn new(
        objects: &'w Objects<'w>,
        boundary: Boundary,
        key: &'w KeyOf<'w>,
        chains: Vec<Chain>,
    ) -> Self {
        let empty = blob_id(b"", objects.format()).ok();
        Self { objects, boundary, key, empty, chains, queue: BTreeSet::new(), waiting: BTreeMap::new() }
    }

    /// Goes on until every chain has ended; at most so many commits.
    pub(super) fn run(
        mut self,
        head: Commit,
        limit: u64,
    ) -> Result<BTreeMap<RepoPath, PathHistory>, Trouble> {
        let all = (0..self.chains.len()).collect();
        self.wait(&Rc::new(head), all);
        let mut visited = 0;
        while let Some((_, id)) = self.queue.pop_last() {
            visited += 1;
            if visited > limit {
                return Err(Trouble::Limit { what: "commits", value: limit });
            }
            if let Some(waiting) = self.waiting.remove(&id) {
                self.visit(&waiting.commit, waiting.chains);
            }
        }
        let answer = |chain: Chain| {
            let point = |point: Option<Point>| {
                point.unwrap_or(Point::Unknown(Gap::Absent(chain.first.id.to_string())))
            };
            (chain.path, PathHistory { last_change: point(chain.last), review_point: point(chain.review) })
        };
        Ok(self.chains.into_iter().map(answer).collect())
    }

    fn wait(&mut self, commit: &Rc<Commit>, chains: Vec<usize>) {
        if chains.is_empty() {
            return;
        }
        self.queue.insert((commit.info.time, commit.id));
        let waiting = self.waiting.entry(commit.id);
        waiting
            .or_insert_with(|| Waiting { commit: Rc::clone(commit), chains: Vec::new() })
            .chains
            .extend(chains);
    }

    fn visit(&mut self, commit: &Commit, mut open: Vec<usize>) {
        if self.boundary.ends_at(commit) {
            return open.iter().for_each(|at| self.bound(*at, commit));
        }
        // In order of names, for the comparison; almost always they are already.
        let chains = &self.chains;
        open.sort_by(|one, two| chains[*one].name.cmp(&chains[*two].name));
        let mut seen: BTreeMap<usize, Vec<(usize, Leaf)>> = BTreeMap::new();
        let mut step = Step { commit, parents: Vec::new(), gone: Vec::new() };
        for id in &commit.parents {
            if open.is_empty() {
                break;
            }
            let parent = match self.parent(*id) {
                Ok(parent) => parent,
                Err(gap) => return open.iter().for_each(|at| self.fail(*at, &gap)),
            };
            let paths: Vec<&[u8]> = open.iter().map(|at| self.chains[*at].name.as_slice()).collect();
            let sides = compare(self.objects, commit.tree, parent.tree, &paths);
            let (mut follow, mut differ) = (Vec::new(), Vec::new());
            for (at, side) in open.into_iter().zip(sides) {
                match side {
                    Side::Same => follow.push(at),
                    Side::Differs(None) if self.chains[at].gone => follow.push(at),
                    Side::Differs(Some(leaf)) if self.chains[at].is_same(leaf) => follow.push(at),
                    Side::Differs(leaf) => {
                        seen.entry(at).or_default().extend(leaf.map(|leaf| (step.parents.len(), leaf)));
                        differ.push(at);
                    }
                    Side::Gap(gap) => self.fail(at, &gap),
                }
            }
            self.wait(&parent, follow);
            step.parents.push(parent);
            step.gone.push(None);
            open = differ;
        }
        for at in open {
            if let Err(gap) = self.changed(at, &mut step, &seen.remove(&at).unwrap_or_default()) {
                self.fail(at, &gap);
            }
        }
    }

    fn parent(&self, id: Oid) -> Result<Rc<Commit>, Gap> {
        match self.waiting.get(&id) {
            Some(waiting) => Ok(Rc::clone(&waiting.commit)),
            None => self.objects.commit(id).map(Rc::new),
        }
    }

    /// The path differs from every parent; `seen` is what they have at it, those that have something.
    fn changed(&mut self, at: usize, step: &mut Step<'_>, seen: &[(usize, Leaf)]) -> Result<(), Gap> {
        let info = &step.commit.info;
        let chain = &mut self.chains[at];
        if chain.gone && seen.is_empty() {
            // The beginning, and the file never was: some other branch brought and lost it.
            return Err(Gap::Absent(step.commit.id.to_string()));
        }
        if matches!(chain.stage, Stage::Change) {
            chain.last = Some(Point::Commit(info.clone()));
            chain.stage = Stage::Review;
            if chain.review.is_some() {
                return Ok(());
            }
            // Only the mode has changed.
            if let Some((parent, leaf)) = seen.iter().find(|(_, leaf)| chain.is_same(*leaf)) {
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
                chain.stage = Stage::Beyond(info.clone());
            }
            chain.here = *leaf;
            self.wait(&step.parents[*parent], vec![at]);
            return Ok(());
        }
        if let Some((parent, name)) = self.old_name(at, step)? {
            self.chains[at].name = name;
            self.wait(&step.parents[parent], vec![at]);
            return Ok(());
        }
        let chain = &mut self.chains[at];
        let setter = if let Stage::Beyond(setter) = &chain.stage { setter.clone() } else { info.clone() };
        chain.end(Point::Commit(setter));
        Ok(())
    }

    fn has_key(&mut self, at: usize, leaf: Leaf) -> Result<bool, Gap> {
        let chain = &mut self.chains[at];
        let file = |leaf: Leaf| leaf.mode.kind() == Some(EntryKind::File);
        if !file(leaf) || !file(chain.first) {
            return Ok(false);
        }
        let key = |id| {
            self.objects
                .bytes(id, ObjectType::Blob, limit::OBJECT)
                .map(|bytes| (self.key)(&chain.path, &bytes))
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
            let gone = gone.get_or_insert_with(|| Gone::between(self.objects, parent.tree, step.commit.tree));
            let gone = gone.as_ref().map_err(Gap::clone)?;
            if let Some(name) = gone.old_name(chain.here.id, &chain.name) {
                return Ok(Some((number, name.to_vec())));
            }
        }
        Ok(None)
    }

    /// The history is cut here: the answer is this commit or one before it.
    fn bound(&mut self, at: usize, commit: &Commit) {
        let chain = &mut self.chains[at];
        let newest = if let Stage::Beyond(setter) = &chain.stage { setter } else { &commit.info };
        chain.end(Point::Bounded(newest.clone()));
    }

    fn fail(&mut self, at: usize, gap: &Gap) {
        self.chains[at].end(Point::Unknown(gap.clone()));
    }
}
