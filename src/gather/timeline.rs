//! What the history says of each claimed file: since when its review stands, and what has changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, ClaimedBy, Globs, Picture, PieceView, Timeline};
use crate::finding::Change;
use crate::load::{MAX_EVIDENCE, canonical, sidecar_of};
use crate::model::{Due, Format};
use crate::name::{Address, CommitId, ContentHash, RepoPath, SubjectId};
use crate::repo::{EntryKind, PathHistory, Point, Repository, Snapshot, Trouble, View};

/// Registers that are looked at every few months are written to all the time; they outdate no decision.
const ROLLING_MONTHS: u16 = 3;

/// The timelines of all files that claim a piece that applies.
pub(super) fn timelines(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    globs: &BTreeMap<SubjectId, Globs>,
    own: &dyn Fn(&RepoPath) -> bool,
) -> Result<BTreeMap<(Address, RepoPath), Timeline>, Trouble> {
    let claims =
        || picture.pieces.iter().filter(|piece| piece.truth.applies()).flat_map(|piece| &piece.claims);
    let mut asked: BTreeSet<RepoPath> = claims().map(|claim| claim.path.clone()).collect();
    asked.extend(claims().filter_map(|claim| sidecar_of(&claim.path)));
    let asked: Vec<RepoPath> = asked.into_iter().filter(|path| snapshot.entry(path).is_some()).collect();
    let key = |path: &RepoPath, bytes: &[u8]| canonical(path, bytes).review_key();
    let histories = repository.histories(snapshot, &asked, &key)?;

    let mut past = Past { repository, trees: BTreeMap::new() };
    let mut found = BTreeMap::new();
    for piece in picture.pieces.iter().filter(|piece| piece.truth.applies()) {
        for claim in &piece.claims {
            let Some(mut timeline) = start(snapshot, claim, &histories) else { continue };
            if piece.due != Due::Later {
                let compared = compare(snapshot, picture, piece, claim, globs, own, &mut past, &mut timeline);
                timeline.trouble = compared.err();
            }
            found.insert((piece.address.clone(), claim.path.clone()), timeline);
        }
    }
    name_commits(repository, snapshot, &mut found)?;
    Ok(found)
}

/// The points of a file. A review date in a sidecar decides for its file.
fn start(
    snapshot: &Snapshot<'_>,
    claim: &Claim,
    histories: &BTreeMap<RepoPath, PathHistory>,
) -> Option<Timeline> {
    let sidecar = sidecar_of(&claim.path).filter(|path| histories.contains_key(path));
    let own = histories.get(&claim.path);
    let dated = claim.document().is_some_and(|document| document.metadata.reviewed.is_some());
    let of_review = match (&sidecar, own) {
        (Some(sidecar), Some(_)) if dated => histories.get(sidecar)?,
        (Some(sidecar), None) => histories.get(sidecar)?,
        (_, own) => own?,
    };
    let last = own.or_else(|| histories.get(sidecar.as_ref()?))?;
    Some(Timeline {
        last_change: last.last_change.clone(),
        review_point: of_review.review_point.clone(),
        hash: hash(snapshot, &claim.path).ok()?,
        changed: None,
        subjects: Vec::new(),
        evidence: Vec::new(),
        trouble: None,
    })
}

/// The hash of a file with its sidecar.
fn hash(snapshot: &Snapshot<'_>, path: &RepoPath) -> Result<ContentHash, Trouble> {
    let mut parts = Vec::new();
    for part in [Some(path.clone()), sidecar_of(path)].into_iter().flatten() {
        if snapshot.entry(&part).is_some() {
            parts.push(canonical(&part, &snapshot.read(&part, MAX_EVIDENCE)?).hash);
        }
    }
    match parts.as_slice() {
        [one] => Ok(one.clone()),
        many => Ok(ContentHash::of(
            many.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").as_bytes(),
        )),
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of the picture that are not made yet")]
fn compare(
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    claim: &Claim,
    globs: &BTreeMap<SubjectId, Globs>,
    own: &dyn Fn(&RepoPath) -> bool,
    past: &mut Past<'_>,
    timeline: &mut Timeline,
) -> Result<(), Trouble> {
    let commit = match &timeline.review_point {
        Point::Commit(commit) => commit.id.clone(),
        Point::Uncommitted => {
            timeline.changed = Some(false);
            return Ok(());
        }
        // What lies behind the boundary is not known; the rules say so.
        Point::Bounded(_) | Point::Unknown(_) => return Ok(()),
    };
    let then = past.tree(&commit)?;
    timeline.changed = Some(!was_there(snapshot, then, &claim.path, &timeline.hash)?);
    let Some(current) = &piece.piece.current else {
        timeline.evidence = decided_on(snapshot, picture, piece, then)?;
        return Ok(());
    };
    for subject in &current.subjects {
        let Some(globs) = globs.get(subject) else { continue };
        let before: BTreeSet<&RepoPath> = globs.matching(then, own).collect();
        let now: BTreeSet<&RepoPath> = globs.matching(snapshot, own).collect();
        let mut changes = Vec::new();
        for path in before.union(&now).filter(|path| ***path != claim.path) {
            if differs(snapshot, then, path, picture)? {
                changes.push(Change { path: (*path).clone(), commit: None, date: None });
            }
        }
        if !changes.is_empty() {
            timeline.subjects.push((subject.clone(), changes));
        }
    }
    for address in &current.evidence {
        timeline.evidence.extend(evidence_change(snapshot, picture, address, then)?);
    }
    timeline.evidence.extend(decided_on(snapshot, picture, piece, then)?);
    Ok(())
}

/// Whether an earlier tree has this content at the path. A rename alone is no change of content: where the path is
/// not there, any file of its kind that is gone since may be the one under its older name.
fn was_there(
    snapshot: &Snapshot<'_>,
    then: &Snapshot<'_>,
    path: &RepoPath,
    content: &ContentHash,
) -> Result<bool, Trouble> {
    if then.entry(path).is_some() || sidecar_of(path).is_some_and(|sidecar| then.entry(&sidecar).is_some()) {
        return Ok(hash(then, path)? == *content);
    }
    let format = Format::of_name(path.file_name());
    let gone = then.entries().filter(|(old, entry)| {
        entry.kind == EntryKind::File
            && snapshot.entry(old).is_none()
            && Format::of_name(old.file_name()) == format
    });
    for (old, _) in gone {
        if hash(then, old)? == *content {
            return Ok(true);
        }
    }
    Ok(false)
}

/// For the record of the gate that is asked for: the evidence due at it that changed after the decision.
fn decided_on(
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    then: &Snapshot<'_>,
) -> Result<Vec<(Address, Vec<Change>)>, Trouble> {
    let decides = piece.piece.decision.as_ref().is_some_and(|decision| Some(&decision.gate) == picture.asked);
    if !decides {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for other in
        picture.pieces.iter().filter(|other| other.order == piece.order && other.piece.decision.is_none())
    {
        let rolling = other.piece.review.as_ref().is_some_and(|review| review.every.months <= ROLLING_MONTHS);
        if !rolling {
            found.extend(evidence_change(snapshot, picture, &other.address, then)?);
        }
    }
    Ok(found)
}

/// The files of a piece of evidence that differ from those at an earlier commit.
fn evidence_change(
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    address: &Address,
    then: &Snapshot<'_>,
) -> Result<Option<(Address, Vec<Change>)>, Trouble> {
    let Some(other) = picture.piece(address).filter(|other| other.truth.applies()) else { return Ok(None) };
    let mut changes = Vec::new();
    for claim in &other.claims {
        let there = then.entry(&claim.path).is_some();
        // A file that was moved here keeps its content: then nothing has changed.
        let moved = !there && claim.by != ClaimedBy::Default && then.entry(&other.expected).is_some();
        let before = if moved { &other.expected } else { &claim.path };
        if then.entry(before).is_none() || !is_same((then, before), (snapshot, &claim.path))? {
            changes.push(Change { path: claim.path.clone(), commit: None, date: None });
        }
    }
    // Evidence that was there and is gone has changed too; its absence is a finding of its own.
    Ok((!changes.is_empty()).then(|| (address.clone(), changes)))
}

/// Whether a file of a subject differs: by object id, and inside the evidence folder by canonical content, since a
/// new review date there is no change of the thing itself.
fn differs(
    snapshot: &Snapshot<'_>,
    then: &Snapshot<'_>,
    path: &RepoPath,
    picture: &Picture<'_>,
) -> Result<bool, Trouble> {
    if then.entry(path).is_none() || snapshot.entry(path).is_none() {
        return Ok(true);
    }
    if snapshot.id(path)? == then.id(path)? {
        return Ok(false);
    }
    Ok(!path.is_within(&picture.file.evidence_folder()) || !is_same((then, path), (snapshot, path))?)
}

/// Whether two files have one canonical content. A link or a submodule has none: it differs from every file.
fn is_same(one: (&Snapshot<'_>, &RepoPath), other: (&Snapshot<'_>, &RepoPath)) -> Result<bool, Trouble> {
    let kind = |(snapshot, path): (&Snapshot<'_>, &RepoPath)| {
        snapshot.entry(path).map(|entry| entry.kind).filter(|kind| *kind != EntryKind::File)
    };
    match (kind(one), kind(other)) {
        (None, None) => Ok(hash(one.0, one.1)? == hash(other.0, other.1)?),
        (one_kind, other_kind) if one_kind == other_kind => Ok(one.0.id(one.1)? == other.0.id(other.1)?),
        _ => Ok(false),
    }
}

/// Names the newest commit of every file that changed, in one further walk over just these.
fn name_commits(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    timelines: &mut BTreeMap<(Address, RepoPath), Timeline>,
) -> Result<(), Trouble> {
    let mut paths = BTreeSet::new();
    for_each_change(timelines, |changes| paths.extend(changes.iter().map(|change| change.path.clone())));
    if paths.is_empty() {
        return Ok(());
    }
    let paths: Vec<RepoPath> = paths.into_iter().collect();
    let last = repository.last_changes(snapshot, &paths)?;
    for_each_change(timelines, |changes| {
        for change in changes.iter_mut() {
            if let Some(Point::Commit(commit) | Point::Bounded(commit)) = last.get(&change.path) {
                change.commit = Some(commit.id.clone());
                change.date = Some(commit.date);
            }
        }
        changes.sort_by(|left, right| (right.date, &left.path).cmp(&(left.date, &right.path)));
    });
    Ok(())
}

fn for_each_change(
    timelines: &mut BTreeMap<(Address, RepoPath), Timeline>,
    mut act: impl FnMut(&mut Vec<Change>),
) {
    for timeline in timelines.values_mut() {
        for (_, changes) in &mut timeline.subjects {
            act(changes);
        }
        for (_, changes) in &mut timeline.evidence {
            act(changes);
        }
    }
}

/// Trees of earlier commits, each listed once.
struct Past<'r> {
    repository: &'r Repository,
    trees: BTreeMap<CommitId, Snapshot<'r>>,
}

impl<'r> Past<'r> {
    fn tree(&mut self, commit: &CommitId) -> Result<&Snapshot<'r>, Trouble> {
        if !self.trees.contains_key(commit) {
            let tree = self.repository.snapshot(&View::Commit(commit.clone()))?;
            self.trees.insert(commit.clone(), tree);
        }
        self.trees.get(commit).ok_or_else(|| Trouble::Absent { object: commit.to_string() })
    }
}
