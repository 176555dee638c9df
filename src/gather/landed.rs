//! Of a change: since when a review stands that its target has as well.
//!
//! The history of the change is its author's to shape. Who deletes evidence and brings it back, or puts it into a history
//! without a past, would make an old review a new one, and nothing that has changed since would outdate it.

use std::collections::{BTreeMap, BTreeSet};

use super::moves;
use crate::load::MAX_EVIDENCE;
use crate::name::{CommitId, RepoPath};
use crate::repo::{CommitInfo, EntryKind, KeyOf, PathHistory, Point, Repository, Snapshot, Trouble, View};

/// Sets the review point of each file that has the same key at the target, and at which the change claims a new review,
/// to where the target has it.
///
/// Fails when the histories cannot be compared or the target cannot be read.
pub(super) fn reviews(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    target: &CommitInfo,
    key: &KeyOf<'_>,
    histories: &mut BTreeMap<RepoPath, PathHistory>,
) -> Result<(), Trouble> {
    let then = repository.snapshot(&View::Commit(target.id.clone()))?;
    let moved = moves(snapshot, &then)?;
    let mut same: BTreeMap<RepoPath, RepoPath> = BTreeMap::new();
    for path in histories.keys() {
        let old = if then.entry(path).is_some() { Some(path) } else { moved.get(path) };
        let Some(old) = old else { continue };
        // What cannot be read in the judged tree is told of there.
        let untouched = then.id(old).is_ok_and(|id| snapshot.id(path) == Ok(id));
        let is_here =
            |key_there: &String| key_in(snapshot, path, key).as_ref() == Ok(&Some(key_there.clone()));
        if untouched || key_in(&then, old, key)?.as_ref().is_some_and(is_here) {
            same.insert(old.clone(), path.clone());
        }
    }
    let commit = |history: &PathHistory| match &history.review_point {
        Point::Commit(commit) => Some(commit.id.clone()),
        Point::Bounded(_) | Point::Uncommitted | Point::Unknown(_) => None,
    };
    let commits = same.values().filter_map(|path| commit(histories.get(path)?)).collect();
    let there = match repository.contained(&target.id, &commits) {
        // Whatever it is that cannot be seen: the target has an answer of its own.
        Err(Trouble::Cut { .. }) => BTreeSet::new(),
        there => there?,
    };
    same.retain(|_, path| histories.get(path).is_some_and(|history| is_new(&history.review_point, &there)));
    let asked: Vec<RepoPath> = same.keys().cloned().collect();
    for (old, history) in repository.histories(&then, &asked, key)? {
        if let Some(own) = same.get(&old).and_then(|path| histories.get_mut(path)) {
            own.review_point = history.review_point;
        }
    }
    Ok(())
}

/// Whether a review came with the change; `there` are commits that the target has.
fn is_new(point: &Point, there: &BTreeSet<CommitId>) -> bool {
    match point {
        Point::Commit(commit) => !there.contains(&commit.id),
        Point::Uncommitted => true,
        // How old it is nobody knows, and that is told.
        Point::Bounded(_) | Point::Unknown(_) => false,
    }
}

/// The key of a file; nothing where there is no file that could be evidence.
fn key_in(tree: &Snapshot<'_>, path: &RepoPath, key: &KeyOf<'_>) -> Result<Option<String>, Trouble> {
    if tree.entry(path).is_none_or(|entry| entry.kind != EntryKind::File) {
        return Ok(None);
    }
    match tree.read(path, MAX_EVIDENCE) {
        Ok(bytes) => Ok(Some(key(path, &bytes))),
        Err(Trouble::Limit { .. }) => Ok(None),
        Err(trouble) => Err(trouble),
    }
}
