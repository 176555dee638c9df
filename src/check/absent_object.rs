//! `absent-object`: a commit, tree or blob that the judgement needs is not in the repository.

use std::collections::BTreeSet;

use super::context::Doubt;
use crate::finding::{About, Finding};
use crate::gather::{Content, Picture};
use crate::name::{Address, RepoPath};
use crate::repo::{Gap, Point, Trouble};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let absent = troubles(picture).into_iter().find_map(|trouble| match trouble {
        Trouble::Absent { object } => Some(object),
        Trouble::NoRepository { .. }
        | Trouble::ForeignOwner { .. }
        | Trouble::Unsupported { .. }
        | Trouble::Revision { .. }
        | Trouble::Cut { .. }
        | Trouble::Limit { .. }
        | Trouble::Unreadable { .. } => None,
    });
    if let Some(object) = absent {
        let place = picture.file.start();
        found.push(Finding::new(Rule::AbsentObject, About::project("object"), place).with("object", object));
    }
}

/// Everything that could not be looked at for what is due.
pub(super) fn troubles(picture: &Picture<'_>) -> Vec<Trouble> {
    let mut all = picture.unread.clone();
    for (piece, claim) in picture.due().flat_map(|piece| piece.claims.iter().map(move |claim| (piece, claim)))
    {
        if let Content::Unknown(trouble) = &claim.content {
            all.push(trouble.clone());
        }
        let Some(timeline) = picture.timeline(piece, claim) else {
            // A document without a history would be current for ever. What is no document is a finding anyway.
            all.extend(claim.document().map(|_| Trouble::Unreadable { detail: claim.path.to_string() }));
            continue;
        };
        all.extend(timeline.trouble.clone());
        for point in [&timeline.last_change, &timeline.review_point] {
            if let Point::Unknown(gap) = point {
                all.push(Trouble::from(Gap::clone(gap)));
            }
        }
    }
    all.extend(of_approvals(picture).map(|doubt| doubt.trouble));
    all
}

/// What could not be looked at of where approvals come from.
pub(super) fn of_approvals(picture: &Picture<'_>) -> impl Iterator<Item = Doubt> {
    super::self_approval::doubts(picture).into_iter().chain(super::unsigned_approval::doubts(picture))
}

/// The files of pieces of whose approvals something has to be known and is not.
pub fn unsure(picture: &Picture<'_>) -> BTreeSet<(Address, RepoPath)> {
    of_approvals(picture).map(|doubt| (doubt.piece, doubt.file)).collect()
}
