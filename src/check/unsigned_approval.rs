//! `unsigned-approval`: the commit that brings an approval carries no signature of who is named in it.

use super::context::Doubt;
use super::missing_approval::{about_role, demanded, holds};
use crate::finding::Finding;
use crate::gather::{Picture, Provenance};
use crate::model::Unsigned;
use crate::repo::{Point, Trouble};
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, role, approval) in demanded(picture) {
        let Some(approval) = approval.filter(|approval| holds(picture, &written, approval)) else { continue };
        let Some(provenance) = picture.provenance(approval) else { continue };
        let Some(Err(reason)) = provenance.signature.filter(|_| picture.must_be_signed(written.piece)) else {
            continue;
        };
        let place = Place::new(&approval.file.source, approval.person.span.clone());
        let mut finding = about_role(picture, &written, Rule::UnsignedApproval, role, place);
        finding = finding
            .with("person", approval.person.value.as_str())
            .with("key", provenance.key.as_deref().unwrap_or_default())
            .with("commit", commit(provenance))
            .with("file", approval.file.path().as_str());
        found.push(match reason.variant() {
            Some(variant) => finding.variant(variant),
            None => finding,
        });
    }
}

/// The approvals that count, and those of them that are signed by who is named.
pub fn signed(picture: &Picture<'_>) -> (usize, usize) {
    let given = demanded(picture).filter_map(|(written, _, approval)| {
        let approval = approval.filter(|approval| holds(picture, &written, approval))?;
        picture.provenance(approval)
    });
    given.fold((0, 0), |(all, signed), provenance| {
        (all + 1, signed + usize::from(provenance.signature == Some(Ok::<(), Unsigned>(()))))
    })
}

/// What has to be known of signatures and is not.
pub(super) fn doubts(picture: &Picture<'_>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (written, _, approval) in demanded(picture) {
        let approval = approval.filter(|_| picture.must_be_signed(written.piece));
        let Some(provenance) = approval.and_then(|approval| picture.provenance(approval)) else { continue };
        if provenance.signature.is_some() {
            continue;
        }
        let trouble = match (&provenance.trouble, &provenance.brought) {
            (Some(trouble), _) => trouble.clone(),
            (None, Point::Unknown(gap)) => gap.clone().into(),
            (None, Point::Bounded(commit) | Point::Commit(commit)) => {
                Trouble::Cut { commit: commit.id.to_string() }
            }
            (None, Point::Uncommitted) => continue,
        };
        doubts.push(Doubt::of(&written, trouble));
    }
    doubts
}

fn commit(provenance: &Provenance) -> &str {
    match &provenance.brought {
        Point::Commit(commit) | Point::Bounded(commit) => commit.id.short(),
        Point::Uncommitted | Point::Unknown(_) => "–",
    }
}
