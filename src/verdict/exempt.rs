//! Exemptions: which finding they cover, and what is to be said of them themselves.

use super::grant::{Fault, faults};
use crate::finding::{About, ExemptBy, Finding};
use crate::gather::{Picture, PieceView};
use crate::model::{Due, Exemption, Gate, Horizon, Kind, Pack};
use crate::name::{Date, TaskId};
use crate::rule::Rule;

/// How many days ahead an exemption's end is announced: six weeks.
const AHEAD: i64 = 42;

/// The exemption that covers a finding today.
pub(super) fn covering(picture: &Picture<'_>, finding: &Finding) -> Option<ExemptBy> {
    covering_at(picture, picture.horizon, finding)
}

/// The exemption that covers a finding, seen from where a gate would stand.
pub(super) fn covering_at(picture: &Picture<'_>, horizon: Horizon, finding: &Finding) -> Option<ExemptBy> {
    let valid =
        |exemption: &Exemption| exemption.created <= picture.as_of && picture.as_of <= exemption.expires;
    let settings = &picture.file.settings;
    let mut all = settings.exemptions.iter().enumerate();
    let (_, exemption) = all.find(|(at, exemption)| {
        valid(exemption)
            && names(picture, exemption, finding)
            && may_wait(picture, horizon, finding)
            && faults(picture.pack, settings, *at).is_empty()
    })?;
    Some(ExemptBy::Exemption {
        reason: exemption.reason.clone(),
        owner: exemption.owner.clone(),
        expires: exemption.expires,
        ends_at: ends_at(picture, &exemption.task.task).map(|gate| gate.id.clone()),
    })
}

/// Whether an exemption is about a finding and may be, its dates and who granted it aside. A task's id stands for all
/// of its pieces.
pub fn covers(picture: &Picture<'_>, exemption: &Exemption, finding: &Finding) -> bool {
    names(picture, exemption, finding) && can_wait(picture, finding)
}

/// Whether a finding may be exempt at all: by its rule, by what the pack says of its piece and its requirement, and by
/// the gates that are in question.
pub fn can_wait(picture: &Picture<'_>, finding: &Finding) -> bool {
    may_wait(picture, picture.horizon, finding)
}

fn may_wait(picture: &Picture<'_>, horizon: Horizon, finding: &Finding) -> bool {
    let Some(piece) = super::piece_of(picture, finding) else { return false };
    finding.rule.group().can_wait()
        && is_exemptible(piece, finding)
        && barred_at(picture.pack, horizon, &piece.task.id).is_none()
}

/// The gate that keeps a task from being exempt: of those that count as due the last that lists it as no condition of
/// its decision. What cannot be left to a condition cannot be left to an exemption either.
pub fn barred<'p>(picture: &Picture<'p>, task: &'p TaskId) -> Option<&'p Gate> {
    barred_at(picture.pack, picture.horizon, task)
}

fn barred_at<'p>(pack: &'p Pack, horizon: Horizon, task: &'p TaskId) -> Option<&'p Gate> {
    pack.barring(task).rfind(|(order, _)| horizon.due(*order) == Due::Earlier).map(|(_, gate)| gate)
}

/// The gate at which an exemption of a task ends, whatever its last day: the next one that lists it.
pub fn ends_at<'p>(picture: &Picture<'p>, task: &'p TaskId) -> Option<&'p Gate> {
    let ahead = |(order, _): &(usize, &Gate)| picture.horizon.due(*order) != Due::Earlier;
    picture.pack.barring(task).find(ahead).map(|(_, gate)| gate)
}

/// Whether an exemption is meant for a finding, be it one that may be exempt or not.
fn names(picture: &Picture<'_>, exemption: &Exemption, finding: &Finding) -> bool {
    let Some(piece) = super::piece_of(picture, finding) else { return false };
    let rule = exemption.rule.as_ref().is_none_or(|rule| rule == finding.rule.id());
    rule && meant(exemption, piece)
}

fn meant(exemption: &Exemption, piece: &PieceView<'_>) -> bool {
    exemption.task == piece.address
        || (exemption.task.piece.is_none() && exemption.task.task == piece.task.id)
}

/// Whether the pack allows it for the piece and for the requirement.
fn is_exemptible(piece: &PieceView<'_>, finding: &Finding) -> bool {
    let of = piece.piece;
    let kind = finding.about.requirement.split('/').next().unwrap_or_default();
    let tables = [
        (Kind::Sections, of.sections.as_ref().map(|table| table.exemptible)),
        (Kind::Rows, of.rows.as_ref().map(|table| table.exemptible)),
        (Kind::Checklist, of.checklist.as_ref().map(|table| table.exemptible)),
        (Kind::Review, of.review.as_ref().map(|table| table.exemptible)),
        (Kind::Current, of.current.as_ref().map(|table| table.exemptible)),
        (Kind::Approved, of.approved.as_ref().map(|table| table.exemptible)),
        (Kind::Decision, of.decision.as_ref().map(|table| table.exemptible)),
    ];
    let refused = tables.iter().any(|(table, exemptible)| table.id() == kind && *exemptible == Some(false));
    of.may_be_exempt() && !refused
}

/// What is to be said of the exemptions themselves, seen from the findings that they are held against.
pub(super) fn findings(picture: &Picture<'_>, findings: &[Finding]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, exemption) in picture.file.settings.exemptions.iter().enumerate() {
        let at = index.to_string();
        let faults = faults(picture.pack, &picture.file.settings, index);
        if !faults.is_empty() {
            found.extend(faults.into_iter().map(|fault| faulty(picture, exemption, &at, fault)));
            continue;
        }
        let due = || findings.iter().filter(|finding| finding.due != Due::Later);
        let used = due().any(|finding| covers(picture, exemption, finding));
        // What is not due yet cannot be missing yet; its exemption may come early.
        let early = picture.pieces.iter().any(|piece| meant(exemption, piece) && piece.due == Due::Later);
        let rule = if used && exemption.expires < picture.as_of {
            Some((Rule::ExpiredExemption, "expires"))
        } else if used && picture.as_of.days_until(exemption.expires) <= AHEAD {
            Some((Rule::ExpiringExemption, "expires"))
        } else if !used && due().any(|finding| refused(picture, exemption, finding)) {
            found.push(uncounted(picture, exemption, &at));
            None
        } else if !used && !early {
            Some((Rule::UnusedExemption, "task"))
        } else {
            None
        };
        found.extend(rule.map(|(rule, key)| about(picture, exemption, &at, rule, key)));
    }
    found
}

/// Whether an exemption is meant for a finding that could be exempt by its rule, and is not by the pack.
fn refused(picture: &Picture<'_>, exemption: &Exemption, finding: &Finding) -> bool {
    finding.rule.group().can_wait() && names(picture, exemption, finding) && !can_wait(picture, finding)
}

/// What is to be said of an exemption that the pack does not allow, or no longer.
fn uncounted(picture: &Picture<'_>, exemption: &Exemption, at: &str) -> Finding {
    let finding = about(picture, exemption, at, Rule::UnusedExemption, "task");
    match barred_at(picture.pack, picture.horizon, &exemption.task.task) {
        Some(gate) => finding.variant("barred").with("gate-title", &gate.title),
        None => finding.variant("refused"),
    }
}

/// What is to be said of an exemption that covers nothing because of how it was granted. No message names an address:
/// it stands at the place.
fn faulty(picture: &Picture<'_>, exemption: &Exemption, at: &str, fault: Fault) -> Finding {
    let rule = fault.rule();
    let about = |key| about(picture, exemption, at, rule, key);
    match fault {
        Fault::Overlong { days } => {
            about("expires").with("days", days).with("longest", picture.pack.longest_exemption)
        }
        Fault::Duplicate { of } => {
            about("task").also("first", picture.file.value(&["exemption", &of.to_string(), "task"]))
        }
        Fault::Unauthorised => {
            let roles: Vec<&str> = picture.pack.granting().map(|role| role.id.as_str()).collect();
            about("approved-by").with("roles", roles.join(", "))
        }
        Fault::SelfGranted { role } => about("approved-by").with("role", role.as_str()),
    }
}

fn about(picture: &Picture<'_>, exemption: &Exemption, at: &str, rule: Rule, key: &str) -> Finding {
    let which = format!("exemption/{}/{}", exemption.task, exemption.rule.as_deref().unwrap_or("*"));
    let place = picture.file.value(&["exemption", at, key]);
    let title = picture.pack.tasks.get(&exemption.task.task).map(|task| &task.title);
    let mut finding = Finding::new(rule, About::project(which), place)
        .with("address", exemption.task.to_string())
        .with("task", exemption.task.task.as_str())
        .with("expires", exemption.expires)
        .with("owner", exemption.owner.as_str())
        .with("days", distance(picture.as_of, exemption.expires));
    if let Some(title) = title {
        finding = finding.with("task-title", title);
    }
    finding
}

fn distance(one: Date, other: Date) -> i64 {
    one.days_until(other).abs()
}
