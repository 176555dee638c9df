//! Asks the repository once, in bulk, and hands on an immutable picture. Nobody behind this layer reads anything.

mod claims;
mod evidence;
mod globs;
mod landed;
mod past;
mod picture;
mod provenance;
mod reach;
mod settled;
mod signatures;
mod standing;
mod template;
mod timeline;
mod trail;

use std::collections::{BTreeMap, BTreeSet};

pub use globs::Globs;
pub use picture::{Authors, Claim, ClaimedBy, Content, Paths, Picture, PieceView, Provenance, Timeline};
pub use reach::{covered, moves};
pub use settled::{Asked, Settled, Writers, settled, writers};
pub use standing::Term;

use crate::load::{BaselineFile, SettingsFile};
use crate::model::{Approval, Horizon, Pack, Roster};
use crate::name::{Date, GateId, RepoPath};
use crate::repo::{CommitInfo, Repository, Snapshot, Trouble};

/// What is asked about a project.
#[derive(Clone, Copy, Debug)]
pub struct Question<'p> {
    /// The day for which it is judged.
    pub as_of: Date,
    /// The gate that is asked for.
    pub gate: Option<&'p GateId>,
    /// The keys that count.
    pub roster: &'p Roster,
    /// Of a change: what it is held against.
    pub target: Option<Target<'p>>,
}

/// What a change is held against.
#[derive(Clone, Copy, Debug)]
pub struct Target<'p> {
    /// The commit. What that has not yet is no older.
    pub commit: &'p CommitInfo,
    /// The files that the project has for evidence there; nothing where it is not there yet.
    pub evidence: Option<&'p BTreeSet<RepoPath>>,
}

/// Gathers everything that the judgement of a project needs. `nested` are folders with settings of their own, into
/// which the project does not reach.
///
/// Fails when the listing of a tree or the walk through the history fails as a whole; what is missing of single
/// files stands in the picture.
pub fn gather<'p>(
    repository: &Repository,
    snapshot: &'p Snapshot<'p>,
    (file, baseline): (&'p SettingsFile, &'p BaselineFile),
    pack: &'p Pack,
    nested: &[RepoPath],
    question: Question<'p>,
) -> Result<Picture<'p>, Trouble> {
    let horizon = Horizon {
        current: pack.order(file.settings.project.phase.as_str()).unwrap_or_default(),
        asked: question.gate.and_then(|gate| pack.order(gate.as_str())),
    };
    let own = reach::own(file, nested);
    let folder = evidence::Folder::read(snapshot, file, &own);
    let globs = Globs::of_subjects(file);
    let subjects =
        globs.iter().map(|(id, globs)| (id.clone(), globs.matching(snapshot, &own).count())).collect();
    let mut picture = Picture {
        file,
        baseline,
        pack,
        as_of: question.as_of,
        horizon,
        asked: question.gate,
        pieces: claims::pieces(snapshot, file, pack, &folder, &own, horizon),
        subjects,
        ledger: folder.ledger,
        roster: question.roster,
        provenances: BTreeMap::new(),
        orphans: Vec::new(),
        paths: Paths(snapshot),
        timelines: BTreeMap::new(),
        unread: folder.unread,
    };
    picture.settle_dues();
    picture.orphans = claims::orphans(&folder.documents, &picture);
    picture.timelines = timeline::timelines(repository, snapshot, &picture, &globs, &own, question.target)?;
    let due = |approval: &&Approval| picture.due().any(|piece| piece.address == approval.address);
    let approvals: Vec<&Approval> = picture.ledger.iter().filter(due).collect();
    let target = question.target.map(|target| target.commit);
    let provenances = provenance::provenances(repository, snapshot, &picture, &approvals, target)?;
    picture.provenances = provenances;
    Ok(picture)
}

/// What the history would say of an approval that is not there yet, or is for something that is not due. Nothing for a
/// piece that the profile does not have.
///
/// Fails as [`gather`].
pub fn provenance(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    approval: &Approval,
) -> Result<Option<Provenance>, Trouble> {
    let found = provenance::provenances(repository, snapshot, picture, &[approval], None)?;
    Ok(found.into_values().next())
}
