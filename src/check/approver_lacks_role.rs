//! `approver-lacks-role`: who approved is no member of the role, or holds another one that does not go with it.

use super::missing_approval::{about_role, demanded};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, role, approval) in demanded(picture) {
        let Some(approval) = approval else { continue };
        let person = approval.person.value.as_str();
        let beside = || picture.file.settings.held_beside(picture.pack, role, person);
        let other = picture.is_member(role, person).then(beside);
        if other == Some(None) {
            continue;
        }
        let place = Place::new(&approval.file.source, approval.person.span.clone());
        let finding = about_role(picture, &written, Rule::ApproverLacksRole, role, place);
        let finding = finding.with("person", person);
        found.push(match other.flatten() {
            Some(other) => finding.variant("incompatible").with("other", other.as_str()),
            None => finding,
        });
    }
}
