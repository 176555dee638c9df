//! `draft-evidence`: the author says that it is not done.

use super::context::filled;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Kind, Status};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture) {
        let Some(status) =
            written.document.metadata.status.as_ref().filter(|status| status.value == Status::Draft)
        else {
            continue;
        };
        let place = written.metadata_place(status.span.clone());
        found.push(written.finding(Rule::DraftEvidence, Kind::Metadata, place));
    }
}
