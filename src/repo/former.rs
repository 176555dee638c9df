//! Trees of earlier commits, opened no further than they are asked about, and what has changed since.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use git2::{ObjectType, Oid};

use super::commit::object_id;
use super::differ::{Found, differ};
use super::object::Objects;
use super::open::Repository;
use super::snapshot::{EntryKind, ObjectId, Snapshot, View, repo_path};
use super::tree::Leaf;
use super::trouble::{Gap, Trouble};
use crate::name::{CommitId, RepoPath};

/// Trees of commits. What of them has been read is remembered.
pub struct Trees<'r> {
    objects: Objects<'r>,
}

/// The tree of one commit.
pub struct Former<'t> {
    objects: &'t Objects<'t>,
    tree: Oid,
}

/// What a tree has at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What it is.
    pub kind: EntryKind,
    /// Its content.
    pub id: ObjectId,
}

impl Repository {
    /// The trees of its commits.
    ///
    /// Fails when the object store cannot be opened.
    pub fn trees(&self) -> Result<Trees<'_>, Trouble> {
        Ok(Trees { objects: Objects::of(&self.git)? })
    }
}

impl Trees<'_> {
    /// The tree of a commit.
    ///
    /// Fails when the commit cannot be read.
    pub fn at(&self, commit: &CommitId) -> Result<Former<'_>, Trouble> {
        let id = object_id(commit.as_str().as_bytes(), self.objects.format());
        let id = id.ok_or_else(|| Gap::Malformed(commit.to_string()))?;
        Ok(Former { objects: &self.objects, tree: self.objects.commit(id)?.tree })
    }

    /// What HEAD has at each path, at or below one of the `starts`, at which the work tree or the index has something
    /// else; nothing for a commit. A file that only lies there, unknown to Git, counts as something else.
    ///
    /// Fails when a folder of HEAD or a file of the work tree cannot be read.
    pub fn uncommitted(
        &self,
        now: &Snapshot<'_>,
        starts: &[RepoPath],
    ) -> Result<BTreeMap<RepoPath, Option<Held>>, Trouble> {
        let mut found = BTreeMap::new();
        if matches!(now.view(), Some(View::Commit(_))) {
            return Ok(found);
        }
        let mut head = match now.commit() {
            Some(commit) => self.at(&commit.id)?.held_against(None, starts)?,
            None => BTreeMap::new(),
        };
        for (path, entry) in starts.iter().flat_map(|start| now.within(start)) {
            let held = head.remove(path).flatten();
            let alike = held.filter(|held| entry.tracked && held.kind == entry.kind);
            if match alike {
                Some(held) => now.id(path)? != held.id,
                None => true,
            } {
                found.insert(path.clone(), held);
            }
        }
        found.extend(head);
        Ok(found)
    }
}

impl Former<'_> {
    /// What it has at a path; nothing if there is nothing or a folder.
    ///
    /// Fails when a folder on the way cannot be read.
    pub fn held(&self, path: &RepoPath) -> Result<Option<Held>, Trouble> {
        Ok(self.objects.leaf(self.tree, path.as_str().as_bytes())?.and_then(held))
    }

    /// The bytes of a file of at most `limit` bytes; no filter is applied.
    ///
    /// Fails when it is absent, and above the limit.
    pub fn read(&self, held: Held, limit: u64) -> Result<Vec<u8>, Trouble> {
        self.objects.bytes(held.id.0, ObjectType::Blob, limit).map_err(|gap| match gap {
            Gap::TooLarge(_) => Trouble::Limit { what: "bytes", value: limit },
            Gap::Absent(_) | Gap::Malformed(_) => gap.into(),
        })
    }

    /// What this tree has at each path, at or below one of the `starts`, at which another has something else. Only
    /// folders that differ are opened, and of these only those on the way there and below.
    ///
    /// Fails when such a folder cannot be read.
    pub fn where_differs(
        &self,
        other: &Former<'_>,
        starts: &[RepoPath],
    ) -> Result<BTreeMap<RepoPath, Option<Held>>, Trouble> {
        self.held_against(Some(other.tree), starts)
    }

    fn held_against(
        &self,
        other: Option<Oid>,
        starts: &[RepoPath],
    ) -> Result<BTreeMap<RepoPath, Option<Held>>, Trouble> {
        let mut all = All { starts, found: BTreeMap::new() };
        // Nothing breaks this search off.
        let _: ControlFlow<()> = differ(self.objects, Some(self.tree), other, &mut all)?;
        Ok(all.found)
    }
}

/// Collects every path at which two trees differ in more than a mode.
struct All<'a> {
    starts: &'a [RepoPath],
    found: BTreeMap<RepoPath, Option<Held>>,
}

impl Found for All<'_> {
    fn reaches(&self, path: &[u8]) -> bool {
        let path = repo_path(path);
        self.starts.iter().any(|start| path.is_within(start) || start.is_within(&path))
    }

    fn take(&mut self, path: &[u8], ours: Option<Leaf>, theirs: Option<Leaf>) -> ControlFlow<()> {
        let (ours, theirs) = (ours.and_then(held), theirs.and_then(held));
        let path = repo_path(path);
        if ours != theirs && self.starts.iter().any(|start| path.is_within(start)) {
            self.found.insert(path, ours);
        }
        ControlFlow::Continue(())
    }
}

fn held(leaf: Leaf) -> Option<Held> {
    Some(Held { kind: leaf.mode.kind()?, id: ObjectId(leaf.id) })
}
