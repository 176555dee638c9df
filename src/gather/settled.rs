//! What the history says of a change of the settings and of the approval that came with it: who wrote the one and when,
//! who signed the other, and whether it has been there before.

use std::collections::{BTreeMap, BTreeSet};

use super::Authors;
use super::signatures::Signatures;
use super::trail::{Trail, brought, key_of};
use crate::load::{MAX_DATA, settings_approval};
use crate::model::{Roster, SettingsApproval, Unsigned};
use crate::name::{CommitId, Date, RepoPath};
use crate::repo::{CommitInfo, Edit, Edits, KeyOf, Repository, Snapshot, Trouble, View};
use crate::text::Source;

/// What is to be known of an approval of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The approval, in the ledger of the judged tree.
    pub approval: &'a SettingsApproval,
    /// Where it may have lain before.
    pub ledgers: &'a BTreeSet<RepoPath>,
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
    /// True when the target's history has had the approval: it was given for another change.
    pub is_old: bool,
    /// True when the approval was taken away in between: nobody knows who put it back.
    pub is_back: bool,
    /// The day on which it was committed; the one for which it is judged while it is not, or where that comes first.
    pub given: Date,
    /// The last day on which somebody wrote what is approved, if that was committed apart from the approval.
    pub written: Option<Date>,
    /// Whether the commit that brought the approval is signed by who is named.
    pub signature: Result<(), Unsigned>,
}

/// Asks the history about an approval of the settings.
///
/// Fails when the history cannot be read or was cut: then nobody knows who wrote the change, who signed the approval, nor
/// what has been there before.
pub fn settled(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    asked: Asked<'_>,
) -> Result<Settled, Trouble> {
    let Asked { approval, ledgers, files, roster, as_of, target } = asked;
    let ledger = approval.file.path().clone();
    let key = |path: &RepoPath, bytes: &[u8]| key_of(path, bytes, ledgers);
    let paths: Vec<RepoPath> = files.iter().chain([&ledger]).cloned().collect();
    let edits = repository.edits(snapshot, &paths, &key)?;

    let all_committed = are_committed(snapshot, files, &edits, &key)?;
    let commits: BTreeSet<CommitId> =
        edits.values().flat_map(|edits| &edits.all).map(|edit| edit.commit.id.clone()).collect();
    let there = repository.contained(&target.id, &commits)?;
    let trail = Trail(files.iter().filter_map(|path| edits.get(path)).collect());
    let wrote = all_committed.then(|| trail.authors_beyond(&there));

    let edit = edits.get(&ledger).and_then(|edits| Some(&edits.all[brought(edits, &approval.file)?]));
    let mut is_old = edit.is_some_and(|edit| there.contains(&edit.commit.id));
    let mut is_back = false;
    for path in ledgers {
        let again = |bytes: &[u8]| is_again(approval, path, bytes);
        is_old |= repository.stood(&target.id, path, MAX_DATA as u64, &again)?.ever;
        if let Some(head) = snapshot.commit() {
            is_back |= repository.stood(&head.id, path, MAX_DATA as u64, &again)?.lost;
        }
    }
    let given = edit.map_or(as_of, |edit| edit.commit.date.min(as_of));
    let brought = edit.map(|edit| &edit.commit.id);
    let newest = trail.0.iter().flat_map(|edits| edits.newest.iter().map(|at| &edits.all[*at]));
    // A commit that holds both does not say which was first, and one that was put onto another was made before that.
    let is_apart = |edit: &&Edit| !there.contains(&edit.commit.id) && Some(&edit.commit.id) != brought;
    let made = |edit: &Edit| edit.hidden.clone().map_or(Ok(edit.commit.made), |hidden| Err(hidden.into()));
    let written: Vec<Date> = newest.filter(is_apart).map(made).collect::<Result<_, Trouble>>()?;
    let written = written.into_iter().max();
    let signature = match edit {
        None => Err(Unsigned::Uncommitted),
        Some(Edit { hidden: Some(hidden), .. }) => return Err(hidden.clone().into()),
        Some(Edit { commit, .. }) => {
            let commits = BTreeSet::from([commit.id.clone()]);
            let signatures = Signatures::of(repository, roster, commits, as_of, Some(target))?;
            signatures.judge(&commit.id, &approval.person.value)?
        }
    };
    Ok(Settled { wrote, is_old, is_back, given, written, signature })
}

/// Who has written the files by which a bar is changed.
#[derive(Clone, Debug)]
pub struct Writers {
    /// Everybody who ever has.
    pub ever: Authors,
    /// Who made each of them what it is now.
    pub last: Authors,
}

/// Asks the history who has written files of a bar, whatever they will be held against; nothing while some of it is not
/// committed.
///
/// Fails when the history cannot be read.
pub fn writers(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    files: &[RepoPath],
) -> Result<Option<Writers>, Trouble> {
    let key = |path: &RepoPath, bytes: &[u8]| key_of(path, bytes, &BTreeSet::new());
    let edits = repository.edits(snapshot, files, &key)?;
    if !are_committed(snapshot, files, &edits, &key)? {
        return Ok(None);
    }
    let trail = Trail(edits.values().collect());
    let (ever, last) = (trail.authors(&trail.present(), &[]), trail.authors(&trail.newest(), &[]));
    Ok(Some(Writers { ever, last }))
}

/// Whether all of these files stand in HEAD as they are looked at, but for what changes no key.
fn are_committed(
    snapshot: &Snapshot<'_>,
    files: &[RepoPath],
    edits: &BTreeMap<RepoPath, Edits>,
    key: &KeyOf<'_>,
) -> Result<bool, Trouble> {
    if matches!(snapshot.view(), Some(View::Commit(_))) {
        return Ok(true);
    }
    for path in files {
        let now = key(path, &snapshot.read(path, MAX_DATA as u64)?);
        let is_now = |edits: &Edits| edits.newest.iter().any(|at| edits.all[*at].key == now);
        if !edits.get(path).is_some_and(is_now) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file is the same approval.
fn is_again(approval: &SettingsApproval, path: &RepoPath, bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).ok();
    let then = text.and_then(|text| settings_approval(&Source::new(path.clone(), text)));
    then.is_some_and(|then| approval.is_again(&then))
}
