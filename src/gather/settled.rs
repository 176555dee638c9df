//! What the history says of a change of the settings and of the approval that came with it: who wrote the one, and who
//! signed the other.

use std::collections::BTreeSet;

use super::Authors;
use super::signatures::Signatures;
use super::trail::{Trail, brought, key_of};
use crate::load::MAX_DATA;
use crate::model::{Roster, SettingsApproval, Unsigned};
use crate::name::{CommitId, Date, RepoPath};
use crate::repo::{CommitInfo, Edit, Edits, Repository, Snapshot, Trouble, View};

/// What is to be known of an approval of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The approval, in the ledger of the judged tree.
    pub approval: &'a SettingsApproval,
    /// The files that were approved.
    pub files: &'a [RepoPath],
    /// The keys that count.
    pub roster: &'a Roster,
    /// The day for which it is judged.
    pub as_of: Date,
    /// The commit that the change is held against.
    pub target: &'a CommitInfo,
}

/// What the history says of an approval of the settings.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Who wrote what the target does not have of these files; nothing while some of it is not committed.
    pub wrote: Option<Authors>,
    /// True when the target's history has the commit that brought the approval: it was given for another change.
    pub is_old: bool,
    /// Whether the commit that brought the approval is signed by who is named; a trouble where that cannot be seen.
    pub signature: Result<Result<(), Unsigned>, Trouble>,
}

/// Asks the history about an approval of the settings.
///
/// Fails when the history cannot be read or was cut: then nobody knows who wrote the change.
pub fn settled(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    asked: Asked<'_>,
) -> Result<Settled, Trouble> {
    let Asked { approval, files, roster, as_of, target } = asked;
    let ledger = approval.file.path().clone();
    let ledgers = BTreeSet::from([ledger.clone()]);
    let key = |path: &RepoPath, bytes: &[u8]| key_of(path, bytes, &ledgers);
    let paths: Vec<RepoPath> = files.iter().chain([&ledger]).cloned().collect();
    let edits = repository.edits(snapshot, &paths, &key)?;

    let is_commit = matches!(snapshot.view(), Some(View::Commit(_)));
    let mut all_committed = true;
    for path in files.iter().filter(|_| !is_commit) {
        let now = key(path, &snapshot.read(path, MAX_DATA as u64)?);
        let is_now = |edits: &Edits| edits.newest.iter().any(|at| edits.all[*at].key == now);
        all_committed &= edits.get(path).is_some_and(is_now);
    }
    let commits: BTreeSet<CommitId> =
        edits.values().flat_map(|edits| &edits.all).map(|edit| edit.commit.id.clone()).collect();
    let there = repository.contained(&target.id, &commits)?;
    let trail = Trail(files.iter().filter_map(|path| edits.get(path)).collect());
    let wrote = all_committed.then(|| trail.authors_beyond(&there));

    let edit = edits.get(&ledger).and_then(|edits| Some(&edits.all[brought(edits, &approval.file)?]));
    let is_old = edit.is_some_and(|edit| there.contains(&edit.commit.id));
    let signature = match edit {
        None => Ok(Err(Unsigned::Uncommitted)),
        Some(Edit { hidden: Some(hidden), .. }) => Err(hidden.clone().into()),
        Some(Edit { commit, .. }) => {
            let commits = BTreeSet::from([commit.id.clone()]);
            let signatures = Signatures::of(repository, roster, commits, as_of, Some(target))?;
            signatures.judge(&commit.id, &approval.person.value)
        }
    };
    Ok(Settled { wrote, is_old, signature })
}
