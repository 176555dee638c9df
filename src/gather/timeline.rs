//! What the history says of each claimed file: since when its review stands, and what has changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::past::Past;
use super::{Claim, Globs, Picture, PieceView, Target, Timeline, landed};
use crate::finding::Change;
use crate::load::{canonical, sidecar_of};
use crate::model::Due;
use crate::name::{Address, RepoPath, SubjectId};
use crate::repo::{PathHistory, Point, Repository, Snapshot, Trouble};

/// Registers that are looked at every few months are written to all the time; they outdate no decision.
const ROLLING_MONTHS: u16 = 3;

/// The timelines of all files that claim a piece that applies.
pub(super) fn timelines(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    globs: &BTreeMap<SubjectId, Globs>,
    own: &dyn Fn(&RepoPath) -> bool,
    target: Option<Target<'_>>,
) -> Result<BTreeMap<(Address, RepoPath), Timeline>, Trouble> {
    let claims =
        || picture.pieces.iter().filter(|piece| piece.truth.applies()).flat_map(|piece| &piece.claims);
    let mut asked: BTreeSet<RepoPath> = claims().map(|claim| claim.path.clone()).collect();
    asked.extend(claims().filter_map(|claim| sidecar_of(&claim.path)));
    let asked: Vec<RepoPath> = asked.into_iter().filter(|path| snapshot.entry(path).is_some()).collect();
    let key = |path: &RepoPath, bytes: &[u8]| canonical(path, bytes).review_key();
    let mut histories = repository.histories(snapshot, &asked, &key)?;
    if let Some(target) = target {
        landed::reviews(repository, snapshot, target, &key, &mut histories)?;
    }

    let past = Past::of(repository, snapshot, picture, globs, own)?;
    let mut found = BTreeMap::new();
    for piece in picture.pieces.iter().filter(|piece| piece.truth.applies()) {
        for claim in &piece.claims {
            let Some(mut timeline) = start(&past, claim, &histories) else { continue };
            if piece.due != Due::Later {
                timeline.trouble = compare(&past, picture, piece, claim, &mut timeline).err();
            }
            found.insert((piece.address.clone(), claim.path.clone()), timeline);
        }
    }
    name_commits(repository, snapshot, &mut found)?;
    Ok(found)
}

/// The points of a file. A review date in a sidecar decides for its file.
fn start(past: &Past<'_>, claim: &Claim, histories: &BTreeMap<RepoPath, PathHistory>) -> Option<Timeline> {
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
        hash: past.hash(&claim.path).ok()?,
        changed: None,
        subjects: Vec::new(),
        evidence: Vec::new(),
        trouble: None,
    })
}

/// What has changed since the review point of a file.
fn compare(
    past: &Past<'_>,
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    claim: &Claim,
    timeline: &mut Timeline,
) -> Result<(), Trouble> {
    let then = match &timeline.review_point {
        Point::Commit(commit) => past.at(&commit.id)?,
        Point::Uncommitted => {
            timeline.changed = Some(false);
            return Ok(());
        }
        // What lies behind the boundary is not known; the rules say so.
        Point::Bounded(_) | Point::Unknown(_) => return Ok(()),
    };
    timeline.changed = Some(!then.had(&claim.path)?);
    if let Some(current) = &piece.piece.current {
        for id in &current.subjects {
            let changes = then.subject(id, &claim.path)?;
            if !changes.is_empty() {
                timeline.subjects.push((id.clone(), changes));
            }
        }
        for address in &current.evidence {
            timeline.evidence.extend(then.evidence(address)?);
        }
    }
    for address in decided_on(picture, piece) {
        timeline.evidence.extend(then.evidence(address)?);
    }
    Ok(())
}

/// For the record of the gate that is asked for: the evidence due at it, which may not have changed after the
/// decision.
fn decided_on<'p>(picture: &'p Picture<'_>, piece: &'p PieceView<'_>) -> impl Iterator<Item = &'p Address> {
    let decides = piece.piece.decision.as_ref().is_some_and(|decision| Some(&decision.gate) == picture.asked);
    let rolling = |other: &PieceView<'_>| {
        other.piece.review.as_ref().is_some_and(|review| review.every.months <= ROLLING_MONTHS)
    };
    let others = picture.pieces.iter().filter(move |other| {
        decides && other.order == piece.order && other.piece.decision.is_none() && !rolling(other)
    });
    others.map(|other| &other.address)
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
