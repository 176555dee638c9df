//! Where two commits have parted: their merge bases.
//!
//! Both sides are walked downwards at once, newest commit first, and every commit is marked with the sides it was
//! reached from. What both sides have reached is a candidate, and everything below it is settled. Dates only choose
//! the order; whatever they say, every commit that is reached from one side alone is walked to its end. So each true
//! merge base is among the candidates, and where there are several those below another one are taken out.

use std::collections::{BTreeMap, BTreeSet};

use git2::Oid;

use super::boundary::Boundary;
use super::commit::{Commit, CommitInfo, object_id};
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::trouble::{Gap, Trouble};
use crate::name::CommitId;

/// Reached from the first side, from the second, from both.
const ONE: u8 = 1;
const OTHER: u8 = 2;
const BOTH: u8 = ONE | OTHER;
/// Below a candidate: no merge base, and neither is anything below it.
const SETTLED: u8 = 4;

impl Repository {
    /// The newest commits that two commits have in common: as a rule one, several after criss-cross merges, none when
    /// their histories are unrelated. Of a commit and its ancestor it is the ancestor. In order of their ids.
    ///
    /// Fails with [`Trouble::Cut`] when the history ends before this is known, with [`Trouble::Absent`] when a commit
    /// is not in the repository, after two million commits, and at more than 16 merge bases.
    pub fn merge_bases(&self, one: &CommitId, other: &CommitId) -> Result<Vec<CommitInfo>, Trouble> {
        let objects = Objects::of(&self.git)?;
        let boundary = Boundary::read(&self.git, &objects)?;
        let mut search = Search { objects, boundary, seen: BTreeMap::new(), queue: BTreeSet::new(), open: 0 };
        for (id, side) in [(one, ONE), (other, OTHER)] {
            let id = object_id(id.as_str().as_bytes(), search.objects.format())
                .ok_or_else(|| Gap::Malformed(id.to_string()))?;
            search.mark(id, side)?;
        }
        search.run()?;
        search.newest()
    }

    /// True when nothing of the history was left behind: neither a shallow clone nor grafts.
    pub fn has_whole_history(&self) -> Result<bool, Trouble> {
        Ok(Boundary::read(&self.git, &Objects::of(&self.git)?)?.is_empty())
    }
}

struct Search<'r> {
    objects: Objects<'r>,
    boundary: Boundary,
    seen: BTreeMap<Oid, Seen>,
    queue: BTreeSet<(i64, Oid)>,
    /// How many in the queue are not settled; the walk is over when there is none.
    open: usize,
}

struct Seen {
    time: i64,
    parents: Vec<Oid>,
    /// The history was cut here, so that its parents are not followed.
    cut: bool,
    marks: u8,
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), Trouble> {
        let mut visited = 0;
        // Where something was cut, what is settled is walked as well: a cut below a candidate hides nothing.
        while self.open > 0 || !self.boundary.is_empty() {
            let Some((_, id)) = self.queue.pop_last() else { break };
            visited += 1;
            if visited > limit::COMMITS {
                return Err(Trouble::Limit { what: "commits", value: limit::COMMITS });
            }
            let Some(seen) = self.seen.get(&id) else { continue };
            self.open -= usize::from(seen.marks & SETTLED == 0);
            let below = if seen.marks & BOTH == BOTH { seen.marks | SETTLED } else { seen.marks };
            for parent in seen.parents.clone() {
                self.mark(parent, below)?;
            }
        }
        Ok(())
    }

    /// Adds marks to a commit; it is (re-)visited if any is new.
    fn mark(&mut self, id: Oid, marks: u8) -> Result<(), Trouble> {
        if !self.seen.contains_key(&id) {
            let commit: Commit = self.objects.commit(id)?;
            let cut = self.boundary.cuts(id, !commit.parents.is_empty());
            let parents = if cut { Vec::new() } else { commit.parents };
            self.seen.insert(id, Seen { time: commit.time, parents, cut, marks: 0 });
        }
        let Some(seen) = self.seen.get_mut(&id) else { return Ok(()) };
        let before = seen.marks;
        seen.marks |= marks;
        if seen.marks == before {
            return Ok(());
        }
        let waited = !self.queue.insert((seen.time, id));
        let was_open = waited && before & SETTLED == 0;
        let is_open = seen.marks & SETTLED == 0;
        self.open = self.open + usize::from(is_open) - usize::from(was_open);
        Ok(())
    }

    fn newest(self) -> Result<Vec<CommitInfo>, Trouble> {
        // Behind a cut there may lie what would join the two sides, unless the commit itself is common to both.
        if let Some((id, _)) = self.seen.iter().find(|(_, seen)| seen.cut && seen.marks & BOTH != BOTH) {
            return Err(Trouble::Cut { commit: id.to_string() });
        }
        let candidate = |seen: &Seen| seen.marks & BOTH == BOTH && seen.marks & SETTLED == 0;
        let found: BTreeMap<Oid, &Seen> =
            self.seen.iter().filter(|(_, seen)| candidate(seen)).map(|(id, seen)| (*id, seen)).collect();
        let below = if found.len() > 1 { self.below(&found)? } else { BTreeSet::new() };
        let newest: Vec<Oid> = found.into_keys().filter(|id| !below.contains(id)).collect();
        if newest.len() > limit::MERGE_BASES {
            return Err(Trouble::Limit { what: "merge bases", value: limit::MERGE_BASES as u64 });
        }
        newest.into_iter().map(|id| Ok(self.objects.info(id)?)).collect()
    }

    /// Everything below the candidates. What lies behind a cut is not known; a candidate too many only makes it
    /// harder to excuse a finding by the past.
    fn below(&self, candidates: &BTreeMap<Oid, &Seen>) -> Result<BTreeSet<Oid>, Trouble> {
        let mut below = BTreeSet::new();
        let mut open: Vec<Oid> = candidates.values().flat_map(|seen| seen.parents.clone()).collect();
        while let Some(id) = open.pop() {
            if !below.insert(id) {
                continue;
            }
            if below.len() as u64 > limit::COMMITS {
                return Err(Trouble::Limit { what: "commits", value: limit::COMMITS });
            }
            match self.seen.get(&id) {
                Some(seen) => open.extend(&seen.parents),
                None => {
                    let commit = self.objects.commit(id)?;
                    if !self.boundary.cuts(id, !commit.parents.is_empty()) {
                        open.extend(&commit.parents);
                    }
                }
            }
        }
        Ok(below)
    }
}
