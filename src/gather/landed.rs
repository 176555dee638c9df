//! Of a change: since when a review stands that its target has as well.
//!
//! The history of the change is its author's to shape. Who deletes evidence and brings it back, or puts it into a history
//! without a past, would make an old review a new one, and nothing that has changed since would outdate it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Target, moves};
use crate::load::{MAX_EVIDENCE, canonical};
use crate::name::{CommitId, RepoPath};
use crate::repo::{EntryKind, KeyOf, PathHistory, Point, Repository, Snapshot, Trouble, View};

/// Sets the review point of each file that the target has as well, and at which the change claims a new review, to where
/// the target has it. That it is the same is said by its key at the same place or after a move; elsewhere by its content
/// too, so that a copy is no new review either.
///
/// Fails when the target or its history cannot be read.
pub(super) fn reviews(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    target: Target<'_>,
    key: &KeyOf<'_>,
    histories: &mut BTreeMap<RepoPath, PathHistory>,
) -> Result<(), Trouble> {
    let Target { commit, evidence } = target;
    let then = repository.snapshot(&View::Commit(commit.id.clone()))?;
    let moved = moves(snapshot, &then)?;
    let (mut same, mut others) = (Vec::new(), Vec::new());
    for path in histories.keys() {
        let old = if then.entry(path).is_some() { Some(path) } else { moved.get(path) };
        match old {
            Some(old) if is_same((&then, old), (snapshot, path), key)? => {
                same.push((old.clone(), path.clone()))
            }
            Some(_) | None => others.push(path.clone()),
        }
    }
    if let Some(evidence) = evidence.filter(|_| !others.is_empty()) {
        let whole =
            |path: &RepoPath, bytes: &[u8]| format!("{} {}", key(path, bytes), canonical(path, bytes).hash);
        let mut there: BTreeMap<String, &RepoPath> = BTreeMap::new();
        for old in evidence {
            there.extend(key_in(&then, old, &whole)?.map(|key| (key, old)));
        }
        // What cannot be read in the judged tree is told of there.
        let known = |path: &RepoPath| there.get(&key_in(snapshot, path, &whole).ok()??).copied();
        same.extend(others.into_iter().filter_map(|path| Some((known(&path)?.clone(), path))));
    }
    let commits = same.iter().filter_map(|(_, path)| match &histories.get(path)?.review_point {
        Point::Commit(commit) => Some(commit.id.clone()),
        Point::Bounded(_) | Point::Uncommitted | Point::Unknown(_) => None,
    });
    let there = match repository.contained(&commit.id, &commits.collect()) {
        // Whatever it is that cannot be seen: the target has an answer of its own.
        Err(Trouble::Cut { .. }) => BTreeSet::new(),
        there => there?,
    };
    same.retain(|(_, path)| histories.get(path).is_some_and(|own| is_new(&own.review_point, &there)));
    let asked: BTreeSet<RepoPath> = same.iter().map(|(old, _)| old.clone()).collect();
    let landed = repository.histories(&then, &asked.into_iter().collect::<Vec<_>>(), key)?;
    for (old, path) in same {
        if let (Some(then), Some(own)) = (landed.get(&old), histories.get_mut(&path)) {
            own.review_point = then.review_point.clone();
        }
    }
    Ok(())
}

/// Whether a file of one tree has the key of a file of another.
fn is_same(
    (then, old): (&Snapshot<'_>, &RepoPath),
    (now, path): (&Snapshot<'_>, &RepoPath),
    key: &KeyOf<'_>,
) -> Result<bool, Trouble> {
    if then.id(old).is_ok_and(|id| now.id(path) == Ok(id)) {
        return Ok(true);
    }
    let was = key_in(then, old, key)?;
    // What cannot be read in the judged tree is told of there.
    Ok(was.is_some() && key_in(now, path, key) == Ok(was))
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
