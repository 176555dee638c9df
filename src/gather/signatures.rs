//! How the commits are signed that brought approvals, and whether their keys counted when they were used.

use std::collections::{BTreeMap, BTreeSet};

use super::{Picture, PieceView};
use crate::model::{Approval, Roster, Signature, Unsigned};
use crate::name::{CommitId, Date, RepoPath};
use crate::repo::{CommitInfo, Edits, Gap, Repository, Trouble};

/// How the commits are signed that brought approvals.
pub(super) struct Signatures<'p> {
    roster: &'p Roster,
    of: BTreeMap<CommitId, Result<Signature, Gap>>,
    /// The moment at which the key has to count.
    moments: Result<BTreeMap<CommitId, i64>, Trouble>,
    /// The last second of the day that is judged.
    today: i64,
}

impl<'p> Signatures<'p> {
    /// Reads nothing where nobody asks: neither a roster nor a demand.
    pub(super) fn read(
        repository: &Repository,
        picture: &Picture<'p>,
        wanted: &[(&PieceView<'_>, &Approval)],
        edits: &BTreeMap<RepoPath, Edits>,
        target: Option<&CommitInfo>,
    ) -> Result<Self, Trouble> {
        let of_interest = |piece: &PieceView<'_>| picture.roster.named || picture.must_be_signed(piece);
        let asked = wanted.iter().filter(|(piece, _)| of_interest(piece));
        let ledgers = asked.filter_map(|(_, approval)| edits.get(approval.file.path()));
        let seen = ledgers.flat_map(|edits| &edits.all).filter(|edit| edit.hidden.is_none());
        let commits: BTreeSet<CommitId> = seen.map(|edit| edit.commit.id.clone()).collect();
        Self::of(repository, picture.roster, commits, picture.as_of, target)
    }

    /// Reads how these commits are signed. What the target does not have is no older than it.
    pub(super) fn of(
        repository: &Repository,
        roster: &'p Roster,
        commits: BTreeSet<CommitId>,
        as_of: Date,
        target: Option<&CommitInfo>,
    ) -> Result<Self, Trouble> {
        let of = repository.signatures(commits.iter())?;
        let signed: BTreeSet<CommitId> =
            commits.into_iter().filter(|id| matches!(of.get(id), Some(Ok(Signature::Ssh(..))))).collect();
        let moments = moments(repository, &signed, target);
        Ok(Self { roster, of, moments, today: as_of.plus_days(1).unix() - 1 })
    }

    /// Whether a commit is signed by a person whose key counted. Fails when that cannot be looked at.
    pub(super) fn judge(&self, commit: &CommitId, person: &str) -> Result<Result<(), Unsigned>, Trouble> {
        match self.of.get(commit) {
            Some(Ok(signature @ Signature::Ssh(..))) => {
                let moments = self.moments.as_ref().map_err(Trouble::clone)?;
                let moment = moments.get(commit).copied();
                let moment = moment.ok_or_else(|| Trouble::Absent { object: commit.to_string() })?;
                Ok(self.roster.judge(signature, person, moment, self.today))
            }
            Some(Ok(signature)) => Ok(self.roster.judge(signature, person, 0, self.today)),
            Some(Err(gap)) => Err(gap.clone().into()),
            None => Ok(Err(Unsigned::Missing)),
        }
    }

    /// The fingerprint of the key that signed a commit.
    pub(super) fn key(&self, commit: &CommitId) -> Option<String> {
        match self.of.get(commit) {
            Some(Ok(Signature::Ssh(key, _))) => Some(key.fingerprint().to_owned()),
            Some(Ok(Signature::None | Signature::Other | Signature::Broken) | Err(_)) | None => None,
        }
    }
}

/// A commit can be dated back, but not before what it builds on; and what the target does not have yet is no older
/// than the target.
fn moments(
    repository: &Repository,
    signed: &BTreeSet<CommitId>,
    target: Option<&CommitInfo>,
) -> Result<BTreeMap<CommitId, i64>, Trouble> {
    let mut moments = repository.latest_times(signed)?;
    if let Some(target) = target.filter(|_| !signed.is_empty()) {
        let there = repository.contained(&target.id, signed)?;
        for (_, moment) in moments.iter_mut().filter(|(id, _)| !there.contains(*id)) {
            *moment = (*moment).max(target.time);
        }
    }
    Ok(moments)
}
