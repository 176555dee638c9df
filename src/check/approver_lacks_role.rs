//! `approver-lacks-role`: who approved is no member of the role.

use super::missing_approval::{about_role, demanded};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, role, approval) in demanded(picture) {
        let Some(approval) = approval else { continue };
        let members =
            picture.file.settings.roles.get(role).map(|role| role.members.as_slice()).unwrap_or_default();
        if members.contains(&approval.person.value) {
            continue;
        }
        let place = Place::new(&approval.file.source, approval.person.span.clone());
        let finding = about_role(picture, &written, Rule::ApproverLacksRole, role, place);
        found.push(finding.with("person", approval.person.value.as_str()));
    }
}
