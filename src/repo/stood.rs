//! What has stood at a path at any time: every commit is asked, on whatever way it came into the history. What follows
//! a file from its present content back ends where that came to be, and says nothing of what was there before.

use std::collections::BTreeMap;

use git2::{ObjectType, Oid};

use super::boundary::Boundary;
use super::commit::object_id;
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::snapshot::EntryKind;
use super::trouble::{Gap, Trouble};
use crate::name::{CommitId, RepoPath};

/// What the history of a commit says of a content at a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stood {
    /// True when some commit has it.
    pub ever: bool,
    /// True when some commit lacks it though a parent of it has it.
    pub lost: bool,
}

impl Repository {
    /// Asks every commit in the history of `tip`, itself included, whether it has at a path what `is_it` picks. A file
    /// of more than `most` bytes is not picked.
    ///
    /// Fails when the history was cut, when something in it cannot be read, and after two million commits.
    pub fn stood(
        &self,
        tip: &CommitId,
        path: &RepoPath,
        most: u64,
        is_it: &dyn Fn(&[u8]) -> bool,
    ) -> Result<Stood, Trouble> {
        let objects = Objects::of(&self.git)?;
        let boundary = Boundary::read(&self.git, &objects)?;
        let tip = object_id(tip.as_str().as_bytes(), objects.format())
            .ok_or_else(|| Gap::Malformed(tip.to_string()))?;
        let (mut open, mut seen) = (vec![tip], BTreeMap::new());
        let mut picked: BTreeMap<Oid, bool> = BTreeMap::new();
        while let Some(id) = open.pop() {
            if seen.contains_key(&id) {
                continue;
            }
            if seen.len() as u64 == limit::COMMITS {
                return Err(Trouble::Limit { what: "commits", value: limit::COMMITS });
            }
            let commit = objects.commit(id)?;
            if boundary.cuts(id, !commit.parents.is_empty()) {
                return Err(Trouble::Cut { commit: id.to_string() });
            }
            let leaf = objects.leaf(commit.tree, path.as_str().as_bytes())?;
            let has = match leaf.filter(|leaf| leaf.mode.kind() == Some(EntryKind::File)) {
                None => false,
                Some(leaf) => match picked.get(&leaf.id) {
                    Some(known) => *known,
                    None => {
                        let small = objects.header(leaf.id)?.1 <= most;
                        let is = small && is_it(&objects.bytes(leaf.id, ObjectType::Blob, most)?);
                        picked.insert(leaf.id, is);
                        is
                    }
                },
            };
            open.extend(&commit.parents);
            seen.insert(id, (has, commit.parents));
        }
        let has = |id: &Oid| seen.get(id).is_some_and(|(has, _)| *has);
        let loses = |(own, parents): &(bool, Vec<Oid>)| !own && parents.iter().any(has);
        Ok(Stood { ever: seen.values().any(|(has, _)| *has), lost: seen.values().any(loses) })
    }
}
