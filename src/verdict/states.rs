//! The state of every piece and task: the worst that was found, exemptions aside.

use std::collections::BTreeSet;

use crate::check::unsure;
use crate::finding::{EvidenceReport, ExemptBy, Judged, LastChange, State, TaskReport};
use crate::gather::{Claim, Content, Picture, PieceView, Timeline};
use crate::model::{Due, Kind, Status, Task};
use crate::name::{Address, Date, RepoPath};
use crate::repo::Point;
use crate::rule::Rule;

/// What was found, and of which files of pieces it is not known whether their approvals count.
struct Known<'j> {
    judged: &'j [Judged],
    unsure: BTreeSet<(Address, RepoPath)>,
}

/// All tasks of the profile with their pieces.
pub(super) fn tasks(picture: &Picture<'_>, judged: &[Judged]) -> Vec<TaskReport> {
    let mut tasks: Vec<TaskReport> = Vec::new();
    let known = Known { judged, unsure: unsure(picture) };
    for piece in &picture.pieces {
        let evidence = evidence(picture, piece, &known);
        match tasks.last_mut().filter(|task| task.id == piece.task.id) {
            Some(task) => task.evidence.extend(evidence),
            None => tasks.push(task(picture, piece.task, evidence)),
        }
    }
    for task in &mut tasks {
        task.state = worst(&task.evidence);
    }
    tasks
}

fn task(picture: &Picture<'_>, task: &Task, evidence: Vec<EvidenceReport>) -> TaskReport {
    TaskReport {
        project: picture.file.folder(),
        id: task.id.clone(),
        title: task.title.clone(),
        phase: task.phase.clone(),
        due: task.due.clone().unwrap_or_else(|| task.phase.clone()),
        state: State::Later,
        responsible: task.responsible.clone(),
        evidence,
    }
}

/// The worst state of the pieces that count: what does not apply, or is not due yet, makes the others no worse.
pub(super) fn worst(evidence: &[EvidenceReport]) -> State {
    let counts = |state: &State| !matches!(state, State::NotApplicable | State::Later);
    let states = || evidence.iter().map(|piece| piece.state);
    states().filter(counts).min().or_else(|| states().max()).unwrap_or(State::Later)
}

fn evidence(picture: &Picture<'_>, piece: &PieceView<'_>, known: &Known<'_>) -> Vec<EvidenceReport> {
    if piece.claims.is_empty() {
        return vec![entry(picture, piece, None, known)];
    }
    piece.claims.iter().map(|claim| entry(picture, piece, Some(claim), known)).collect()
}

fn entry(
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    claim: Option<&Claim>,
    known: &Known<'_>,
) -> EvidenceReport {
    let metadata = claim.and_then(Claim::document).map(|document| &document.metadata);
    let reviewed = metadata.and_then(|metadata| metadata.reviewed.as_ref()).map(|reviewed| reviewed.value);
    let timeline = claim.and_then(|claim| picture.timeline(piece, claim));
    let every = piece.piece.review.as_ref().map(|review| review.every).filter(|_| picture.watched(piece));
    EvidenceReport {
        address: piece.address.clone(),
        title: piece.piece.title.clone(),
        due: piece.task.due_of(piece.piece).clone(),
        path: claim.map_or(&piece.expected, |claim| &claim.path).clone(),
        state: state(picture, piece, claim, timeline, known),
        requirements: requirements(picture, piece, claim),
        claimed_by: claim.map(|claim| claim.by.id()),
        status: metadata.and_then(|metadata| metadata.status.as_ref()).map(|status| status.value.id()),
        reviewed,
        review_due: reviewed.zip(every).map(|(reviewed, every)| reviewed.plus(every)),
        holds_until: holds_until(picture, piece),
        last_change: timeline.map(|timeline| point(&timeline.last_change)),
        review_point: timeline.map(|timeline| point(&timeline.review_point)),
    }
}

/// The last day of the decision of which the piece is the record; nothing where another decision carries it on.
fn holds_until(picture: &Picture<'_>, piece: &PieceView<'_>) -> Option<Date> {
    let gate = &piece.piece.decision.as_ref()?.gate;
    let order = picture.pack.order(gate.as_str())?;
    let term = picture.term(order, picture.horizon.asked.unwrap_or(picture.horizon.current))?;
    (term.holder == order).then_some(term.until)
}

/// What is asked of a file of a piece. Of a series only the newest is judged as current.
fn requirements(picture: &Picture<'_>, piece: &PieceView<'_>, claim: Option<&Claim>) -> Vec<Kind> {
    let of = piece.piece;
    let current = picture.watched(piece) && claim.is_none_or(|claim| piece.is_newest(claim));
    let asked = |kind: &Kind| match kind {
        Kind::Evidence | Kind::Metadata | Kind::Content => true,
        Kind::Sections => of.sections.is_some(),
        Kind::Fields => of.fields.is_some(),
        Kind::Rows => of.rows.is_some() || of.columns.is_some(),
        Kind::Checklist => of.checklist.is_some(),
        Kind::Review => current && of.review.is_some(),
        Kind::Current => current && of.current.is_some(),
        Kind::Approved => of.approved.is_some(),
        Kind::Decision => of.decision.is_some(),
        Kind::Project => false,
    };
    Kind::ALL.into_iter().filter(asked).collect()
}

fn state(
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    claim: Option<&Claim>,
    timeline: Option<&Timeline>,
    known: &Known<'_>,
) -> State {
    if !piece.truth.applies() {
        return State::NotApplicable;
    }
    if piece.due == Due::Later {
        return State::Later;
    }
    let unread = claim.is_none() && !picture.unread.is_empty();
    let is_unsure = |claim: &Claim| known.unsure.contains(&(piece.address.clone(), claim.path.clone()));
    let unknown = unread
        || claim.is_some_and(is_unsure)
        || claim.is_some_and(|claim| match claim.content {
            Content::Unknown(_) => true,
            Content::Document(_) => timeline.is_none(),
            Content::Unreadable(_) => false,
        })
        || timeline.is_some_and(|timeline| {
            timeline.trouble.is_some()
                || matches!(timeline.review_point, Point::Bounded(_) | Point::Unknown(_))
        });
    let about = |judged: &&Judged| {
        let about = &judged.finding.about;
        let file = about.path.as_ref().is_none_or(|path| claim.is_none_or(|claim| claim.path == *path));
        judged.project == picture.file.folder() && about.address.as_ref() == Some(&piece.address) && file
    };
    let own = || known.judged.iter().filter(about);
    let open = own()
        .filter(|judged| judged.exempt.is_none())
        .filter_map(|judged| state_of(judged.finding.rule))
        .min();
    let dismissed = claim.and_then(Claim::document).and_then(|document| document.metadata.status.as_ref());
    let dismissed = dismissed.is_some_and(|status| status.value == Status::NotApplicable);
    let reference = claim.and_then(Claim::document).is_some_and(|document| document.reference);
    match open {
        _ if unknown => State::Undetermined,
        Some(state) => state,
        None if own().filter_map(|judged| judged.exempt.as_ref()).any(ExemptBy::is_borrowed) => {
            State::Borrowed
        }
        None if own().any(|judged| judged.exempt.is_some()) => State::Exempt,
        None if dismissed => State::NotApplicable,
        None if reference => State::Referenced,
        None if claim.is_none() && piece.piece.at_least > 0 => State::Missing,
        None => State::Satisfied,
    }
}

/// The state that a rule puts a piece into; nothing for announcements and for what concerns no piece.
fn state_of(rule: Rule) -> Option<State> {
    match rule {
        Rule::MissingEvidence => Some(State::Missing),
        Rule::UntrackedEvidence => Some(State::Untracked),
        Rule::UnreadableEvidence
        | Rule::MalformedEvidence
        | Rule::AmbiguousEvidence
        | Rule::UnjustifiedNotApplicable
        | Rule::ContradictedNotApplicable => Some(State::Malformed),
        Rule::UntouchedTemplate => Some(State::Untouched),
        Rule::MissingSection
        | Rule::EmptySection
        | Rule::PlaceholderText
        | Rule::MissingField
        | Rule::InvalidField
        | Rule::OpenChecklist
        | Rule::BrokenLink
        | Rule::MissingDecision
        | Rule::DecisionOutOfOrder
        | Rule::DateOrder => Some(State::Incomplete),
        Rule::DraftEvidence => Some(State::Draft),
        Rule::NoGoDecision | Rule::OverdueCondition | Rule::BarredCondition => Some(State::NoGo),
        Rule::MissingApproval
        | Rule::VoidedApproval
        | Rule::SelfApproval
        | Rule::ApproverLacksRole
        | Rule::UnsignedApproval => Some(State::Unapproved),
        Rule::OutdatedBySubject | Rule::OutdatedByEvidence => Some(State::Outdated),
        Rule::OverdueReview | Rule::LapsedDecision => Some(State::Overdue),
        // A date that the history does not back is no review of this content.
        Rule::ChangedSinceReview | Rule::FutureDate | Rule::UnbackedDate => Some(State::Changed),
        Rule::ShallowHistory
        | Rule::AbsentObject
        | Rule::ForeignOwner
        | Rule::UnsupportedRepository
        | Rule::LimitReached
        | Rule::NoRepository
        | Rule::NothingToCheck => Some(State::Undetermined),
        Rule::OrphanEvidence
        | Rule::ReviewDueSoon
        | Rule::DecisionLapsesSoon
        | Rule::UnmappedSubject
        | Rule::UnansweredFact
        | Rule::ConflictingFacts
        | Rule::ExpiredExemption
        | Rule::ExpiringExemption
        | Rule::UnusedExemption
        | Rule::OverlongExemption
        | Rule::DuplicateExemption
        | Rule::UnauthorisedExemption
        | Rule::SelfGrantedExemption
        | Rule::UnusedBaseline
        | Rule::IncompletePack
        | Rule::AgedPack
        | Rule::WeakenedPack
        | Rule::PolicyChanged
        | Rule::PolicyWeakened
        | Rule::PolicyApproved
        | Rule::BehindBase
        | Rule::UnknownKey
        | Rule::UnknownId
        | Rule::WrongValue
        | Rule::BrokenPack
        | Rule::PackVersion
        | Rule::BrokenBase => None,
    }
}

fn point(point: &Point) -> LastChange {
    match point {
        Point::Commit(commit) => {
            LastChange { commit: Some(commit.id.clone()), date: Some(commit.date), bounded: false }
        }
        Point::Bounded(commit) => {
            LastChange { commit: Some(commit.id.clone()), date: Some(commit.date), bounded: true }
        }
        Point::Uncommitted => LastChange { commit: None, date: None, bounded: false },
        Point::Unknown(_) => LastChange { commit: None, date: None, bounded: true },
    }
}
