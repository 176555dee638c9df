//! `self-approval`: whoever approves has written alone what the approval is about, or nobody approves who has not.

use std::collections::BTreeMap;

use super::context::{Doubt, Written};
use super::missing_approval::{about_role, demanded, holds};
use crate::finding::Finding;
use crate::gather::{Authors, Picture, Provenance};
use crate::model::Approval;
use crate::name::{Address, RepoPath, RoleId};
use crate::repo::Hidden;
use crate::rule::Rule;
use crate::text::Place;

/// An approval that is demanded and holds, with where it comes from.
struct Given<'a> {
    written: Written<'a>,
    role: &'a RoleId,
    approval: &'a Approval,
    provenance: &'a Provenance,
}

/// The approvals of a file, and whether all are there that are demanded of it.
#[derive(Default)]
struct Approvals<'a> {
    given: Vec<Given<'a>>,
    all: bool,
}

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for approvals in of_files(picture) {
        let before = found.len();
        for given in approvals.given.iter().filter(|given| given.is_alone() == Some(true)) {
            found.push(finding(picture, given));
        }
        // An approval that is missing may come from somebody else.
        let mut given = approvals.given.iter();
        if found.len() == before && approvals.all && given.all(|given| given.has_written() == Some(true)) {
            let mut given = approvals.given.iter();
            let first = given.next().map(|given| finding(picture, given).variant("shared"));
            found.extend(first.map(|first| given.fold(first, |first, given| first.also("", given.place()))));
        }
    }
}

/// What has to be known of authors and is not.
pub(super) fn doubts(picture: &Picture<'_>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for approvals in of_files(picture) {
        let by_others = approvals.given.iter().any(|given| given.has_written() == Some(false));
        for given in &approvals.given {
            let authors = [&given.provenance.alone, &given.provenance.wrote].into_iter().flatten();
            let hidden = authors.filter_map(|authors| authors.hidden.as_ref()).next();
            let open = given.is_alone().is_none() || !by_others && given.has_written().is_none();
            let doubt = |hidden: &Hidden| Doubt::of(&given.written, hidden.clone().into());
            doubts.extend(hidden.filter(|_| open).map(doubt));
        }
    }
    doubts
}

fn of_files<'a>(picture: &'a Picture<'a>) -> impl Iterator<Item = Approvals<'a>> {
    let mut files: BTreeMap<(&'a Address, &'a RepoPath), Approvals<'a>> = BTreeMap::new();
    for (written, role, approval) in demanded(picture) {
        let key = (&written.piece.address, &written.claim.path);
        let file = files.entry(key).or_insert_with(|| Approvals { given: Vec::new(), all: true });
        let approval = approval.filter(|approval| holds(picture, &written, approval));
        match approval.and_then(|approval| Some((approval, picture.provenance(approval)?))) {
            Some((approval, provenance)) => file.given.push(Given { written, role, approval, provenance }),
            None => file.all = false,
        }
    }
    files.into_values().filter(|file| !file.given.is_empty())
}

impl Given<'_> {
    /// Whether the approver alone has written it; nothing when that cannot be seen.
    fn is_alone(&self) -> Option<bool> {
        let person = &self.approval.person.value;
        self.known(&self.provenance.alone, |authors| {
            authors.has_other(person).map(|other| !other && authors.is_only(person))
        })
    }

    /// Whether the approver has written any of it; nothing when that cannot be seen.
    fn has_written(&self) -> Option<bool> {
        let person = &self.approval.person.value;
        self.known(&self.provenance.wrote, |authors| {
            authors.hidden.is_none().then(|| authors.people.contains(person))
        })
    }

    /// What is not committed is nobody's yet: it is judged once it is.
    fn known(&self, authors: &Option<Authors>, judge: impl Fn(&Authors) -> Option<bool>) -> Option<bool> {
        authors.as_ref().map_or(Some(false), judge)
    }

    fn place(&self) -> Place {
        Place::new(&self.approval.file.source, self.approval.person.span.clone())
    }
}

fn finding(picture: &Picture<'_>, given: &Given<'_>) -> Finding {
    let finding = about_role(picture, &given.written, Rule::SelfApproval, given.role, given.place());
    finding.with("person", given.approval.person.value.as_str())
}
