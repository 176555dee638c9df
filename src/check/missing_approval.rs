//! `missing-approval`: nobody in a role that the pack demands has approved the piece.

use super::context::{Written, written};
use super::contradicted_not_applicable::dismissed;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Approval, Kind, Status};
use crate::name::{Address, RepoPath, RoleId};
use crate::rule::Rule;

/// Where the approval of a piece by a role stands, below the evidence folder.
pub fn approval_file(address: &Address, role: &RoleId) -> String {
    format!("freigaben/{}.{role}.toml", address.file_stem())
}

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, role, approval) in demanded(picture) {
        let Some(timeline) = written.timeline(picture).filter(|_| approval.is_none()) else { continue };
        let folder = picture.file.evidence_folder();
        let file = folder
            .join(&approval_file(&written.piece.address, role))
            .map_or(String::new(), |path| path.to_string());
        let person = picture.file.settings.roles.get(role).and_then(|role| role.members.first());
        let person = person.map_or("", String::as_str);
        let reviewed = written.document.metadata.reviewed.as_ref().map(|reviewed| reviewed.value);
        let (address, path) = (&written.piece.address, &written.claim.path);
        let block = Approval::text(address, path, &timeline.hash, reviewed, role, person, picture.as_of);
        let mut finding = about_role(picture, &written, Rule::MissingApproval, role, written.place(0..0));
        finding = finding.with("file", file).with("block", block.trim_end());
        found.push(finding);
    }
}

/// Every approval that is demanded of evidence which is said to be final, with what the ledger has of it. The ledger
/// holds one approval for each piece and role: of a series that is the newest file's, those before it are history.
pub(super) fn demanded<'a>(
    picture: &'a Picture<'a>,
) -> impl Iterator<Item = (Written<'a>, &'a RoleId, Option<&'a Approval>)> {
    let final_ones = written(picture).filter(|written| !written.is_untouched());
    // That a piece does not apply is a decision like what stands in it, and is approved like it.
    let final_ones = final_ones
        .chain(dismissed(picture).map(|(written, _)| written))
        .filter(|written| written.status() != Some(Status::Draft) && written.is_newest());
    final_ones.flat_map(move |written| {
        roles(picture, &written).into_iter().map(move |role| {
            let of_role =
                |approval: &&Approval| approval.address == written.piece.address && approval.role == *role;
            (written, role, picture.ledger.iter().find(of_role))
        })
    })
}

/// Whether an approval is of what is there now, by a member of its role.
pub(super) fn holds(picture: &Picture<'_>, written: &Written<'_>, approval: &Approval) -> bool {
    let same = written.timeline(picture).is_some_and(|timeline| timeline.hash == approval.hash.value);
    let reviewed = written.document.metadata.reviewed.as_ref().map(|reviewed| reviewed.value);
    let member = picture.is_member(&approval.role, &approval.person.value);
    same && approval.covers(reviewed) && picture.is_given(approval) && member
}

/// The roles that the pack names. A reference, which nobody can read here, needs an approval in any case: by who
/// is responsible for it, or else by everybody who decides the gate: whichever of them stands first.
fn roles<'a>(picture: &'a Picture<'a>, written: &Written<'a>) -> Vec<&'a RoleId> {
    let piece = written.piece;
    if let Some(approved) = &piece.piece.approved {
        return approved.roles.iter().collect();
    }
    // Where the pack allows no reference the piece is missing; an approval would not help.
    if !written.document.reference || !piece.piece.reference {
        return Vec::new();
    }
    let responsible = &piece.task.responsible;
    if picture.pack.role(responsible.as_str()).is_some_and(|role| role.may_approve) {
        return vec![responsible];
    }
    piece.gate.decides.iter().collect()
}

/// A finding about the approval of a role.
pub(super) fn about_role(
    picture: &Picture<'_>,
    written: &Written<'_>,
    rule: Rule,
    role: &RoleId,
    place: crate::text::Place,
) -> Finding {
    let path: &RepoPath = &written.claim.path;
    let mut finding = written.finding(rule, Kind::Approved, place).with("path", path.as_str());
    finding.about = finding.about.element(role.as_str());
    if let Some(known) = picture.pack.role(role.as_str()) {
        finding = finding.with("role-title", &known.title);
    }
    finding.with("role", role.as_str())
}
