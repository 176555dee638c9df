//! A path on its way through the history.

use std::ops::Range;

use git2::Oid;

use super::commit::CommitInfo;
use super::compare::Names;
use super::graph::{Filter, Prints};
use super::history::{PathHistory, Point};
use super::tree::{Leaf, Mode};
use super::trouble::Gap;
use crate::name::RepoPath;

/// A path on its way through the history.
#[derive(Clone)]
pub(super) struct Chain {
    /// As it was asked for.
    pub(super) path: RepoPath,
    /// The key that is sought; what the first content has, unless the work tree's content gave it.
    pub(super) key: Option<String>,
    /// The review point; given in advance it is not sought.
    pub(super) review: Option<Point>,
    pub(super) last: Option<Point>,
    /// The path in the commit that the chain has reached.
    pub(super) name: Vec<u8>,
    /// The same, as filters know it.
    pub(super) prints: Prints,
    pub(super) here: Leaf,
    pub(super) first: Leaf,
    pub(super) stage: Stage,
    /// True for a path that the first commit lacks.
    pub(super) gone: bool,
}

/// How far the chain has come.
#[derive(Clone)]
pub(super) enum Stage {
    /// On the way to the last change.
    Change,
    /// What is here has the key.
    Review,
    /// What is here has not: this commit set the key, unless it is met again.
    Beyond(CommitInfo),
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
            prints: Prints::default(),
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

    /// True when the parent that has this at the path is to be followed without a further look.
    pub(super) fn is_same(&self, leaf: Option<Leaf>) -> bool {
        let Some(leaf) = leaf.filter(|_| !self.gone) else { return self.gone && leaf.is_none() };
        let content = leaf.id == self.here.id && leaf.mode.kind() == self.here.mode.kind();
        match self.stage {
            Stage::Change => leaf == self.here,
            Stage::Review | Stage::Beyond(_) => content,
        }
    }

    /// True until both questions are answered.
    pub(super) fn is_open(&self) -> bool {
        self.last.is_none() || self.review.is_none()
    }

    pub(super) fn end(&mut self, point: Point) {
        if self.last.is_none() {
            self.last = Some(point.clone());
        }
        if self.review.is_none() {
            self.review = Some(point);
        }
    }

    /// What came of it; nothing for a path that never was.
    pub(super) fn answer(self) -> Option<(RepoPath, PathHistory)> {
        if self.gone && self.last.is_none() {
            return None;
        }
        let lost = || Point::Unknown(Gap::Absent(self.first.id.to_string()));
        let last_change = self.last.unwrap_or_else(lost);
        Some((self.path, PathHistory { last_change, review_point: self.review.unwrap_or_else(lost) }))
    }
}

/// Some of the chains, in the order of their names.
pub(super) struct Picked<'c> {
    pub(super) chains: &'c [Chain],
    pub(super) places: &'c [usize],
}

impl Names for Picked<'_> {
    fn count(&self) -> usize {
        self.places.len()
    }

    fn name(&self, at: usize) -> &[u8] {
        self.chain(at).map(|chain| chain.name.as_slice()).unwrap_or_default()
    }
}

impl Picked<'_> {
    /// Those among them that a commit may have changed, by its filter. A folder that it has certainly not touched is
    /// passed over with all that is below.
    pub(super) fn touched(&self, filter: Filter<'_>) -> Vec<usize> {
        let mut found = Vec::new();
        self.level(filter, 0..self.places.len(), 0, 0, &mut found);
        found
    }

    /// The chains of a folder; `start` is where the names in it begin.
    fn level(
        &self,
        filter: Filter<'_>,
        range: Range<usize>,
        level: usize,
        start: usize,
        found: &mut Vec<usize>,
    ) {
        let mut at = range.start;
        while at < range.end {
            let end = self.alike(at, range.end, start);
            let prints = self.chain(at).map(|chain| &chain.prints);
            let print = prints.and_then(|prints| prints.level(level));
            if print.is_none_or(|print| filter.may_hold(print)) {
                // The files of this name come first; there is more than one when one was renamed to another's.
                let next = print.map_or(usize::MAX, |print| print.end);
                let below = (at..end).find(|at| self.name(*at).len() > next).unwrap_or(end);
                found.extend(self.places.get(at..below).unwrap_or_default());
                self.level(filter, below..end, level + 1, next.saturating_add(1), found);
            }
            at = end;
        }
    }

    fn chain(&self, at: usize) -> Option<&Chain> {
        self.chains.get(*self.places.get(at)?)
    }
}
