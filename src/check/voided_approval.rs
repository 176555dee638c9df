//! `voided-approval`: what was approved is not what is there now.

use super::missing_approval::{about_role, demanded};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, role, approval) in demanded(picture) {
        let (Some(approval), Some(timeline)) = (approval, written.timeline(picture)) else { continue };
        let reviewed = written.document.metadata.reviewed.as_ref().map(|reviewed| reviewed.value);
        let (same, given) = (approval.hash.value == timeline.hash, picture.is_given(approval));
        if same && given && approval.covers(reviewed) {
            continue;
        }
        let place = Place::new(&approval.file.source, approval.hash.span.clone());
        let mut finding = about_role(picture, &written, Rule::VoidedApproval, role, place);
        if !given {
            finding = finding.variant("to-come");
        } else if same {
            let later = approval.is_outrun_by(reviewed);
            finding = finding.variant(if later { "later-review" } else { "other-review" });
        }
        found.push(finding.with("approved", approval.date).with("person", approval.person.value.as_str()));
    }
}
