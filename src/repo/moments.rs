//! When a commit was made at the earliest: dates can be set back, but nothing is older than what it builds on.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use git2::Oid;

use super::boundary::Boundary;
use super::commit::{Commit, object_id};
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::trouble::{Gap, Trouble};
use crate::name::CommitId;

impl Repository {
    /// For each of these commits the latest committer's time among itself and everything before it, in seconds since
    /// 1970.
    ///
    /// Fails when the history was cut, when a commit cannot be read, and after two million commits.
    pub fn latest_times(&self, commits: &BTreeSet<CommitId>) -> Result<BTreeMap<CommitId, i64>, Trouble> {
        let mut past = Past::of(self)?;
        let mut found = BTreeMap::new();
        for id in commits {
            found.insert(id.clone(), past.latest(past.oid(id)?)?);
        }
        Ok(found)
    }

    /// Those of these commits that belong to the history of another one, itself included.
    ///
    /// Fails when the history was cut before all were found, when a commit cannot be read, and after two million
    /// commits.
    pub fn contained(
        &self,
        tip: &CommitId,
        commits: &BTreeSet<CommitId>,
    ) -> Result<BTreeSet<CommitId>, Trouble> {
        let past = Past::of(self)?;
        let mut sought: BTreeMap<Oid, &CommitId> = BTreeMap::new();
        for id in commits {
            sought.insert(past.oid(id)?, id);
        }
        // The newest first: what is sought is mostly not far.
        let (mut seen, mut open, mut found, mut cut) =
            (BTreeMap::new(), BinaryHeap::new(), BTreeSet::new(), None);
        let mut next = vec![past.oid(tip)?];
        loop {
            for id in next {
                if seen.contains_key(&id) {
                    continue;
                }
                let commit = past.objects.commit(id)?;
                open.push((commit.time, id));
                seen.insert(id, commit);
                if seen.len() as u64 > limit::COMMITS {
                    return Err(Trouble::Limit { what: "commits", value: limit::COMMITS });
                }
                found.extend(sought.get(&id).map(|id| CommitId::clone(id)));
            }
            if found.len() == sought.len() {
                return Ok(found);
            }
            let Some(commit) = open.pop().and_then(|(_, id)| seen.get(&id)) else { break };
            next = past.parents(commit).unwrap_or_else(|| {
                cut = Some(commit.id);
                Vec::new()
            });
        }
        match cut.filter(|_| found.len() < sought.len()) {
            Some(id) => Err(Trouble::Cut { commit: id.to_string() }),
            None => Ok(found),
        }
    }
}

struct Past<'r> {
    objects: Objects<'r>,
    boundary: Boundary,
    latest: HashMap<Oid, i64>,
}

impl<'r> Past<'r> {
    fn of(repository: &'r Repository) -> Result<Self, Trouble> {
        let objects = Objects::of(&repository.git)?;
        let boundary = Boundary::read(&repository.git, &objects)?;
        Ok(Self { objects, boundary, latest: HashMap::new() })
    }

    fn oid(&self, id: &CommitId) -> Result<Oid, Gap> {
        let oid = object_id(id.as_str().as_bytes(), self.objects.format());
        oid.ok_or_else(|| Gap::Malformed(id.to_string()))
    }

    /// The parents of a commit; nothing where they are hidden.
    fn parents(&self, commit: &Commit) -> Option<Vec<Oid>> {
        (!self.boundary.cuts(commit.id, !commit.parents.is_empty())).then(|| commit.parents.clone())
    }

    /// Without recursion: a history is deeper than any stack.
    fn latest(&mut self, id: Oid) -> Result<i64, Trouble> {
        let mut open = vec![(id, false)];
        while let Some((id, is_below_done)) = open.pop() {
            if self.latest.contains_key(&id) {
                continue;
            }
            if self.latest.len() as u64 > limit::COMMITS {
                return Err(Trouble::Limit { what: "commits", value: limit::COMMITS });
            }
            let commit = self.objects.commit(id)?;
            let parents = self.parents(&commit).ok_or_else(|| Trouble::Cut { commit: id.to_string() })?;
            if is_below_done {
                let before = parents.iter().filter_map(|parent| self.latest.get(parent)).copied();
                let latest = before.chain([commit.time]).max().unwrap_or(commit.time);
                self.latest.insert(id, latest);
            } else {
                open.push((id, true));
                open.extend(
                    parents.into_iter().filter(|id| !self.latest.contains_key(id)).map(|id| (id, false)),
                );
            }
        }
        self.latest.get(&id).copied().ok_or_else(|| Gap::Absent(id.to_string()).into())
    }
}
