//! `unreadable-evidence`: a claimed file that is no content: a link, a pointer, another format than its name says.

use super::context::{finding, with_file};
use crate::finding::Finding;
use crate::gather::{Content, Picture};
use crate::model::{Format, Kind};
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for piece in picture.due() {
        for claim in &piece.claims {
            let Content::Unreadable(variant) = claim.content else { continue };
            let place = Place::whole(claim.path.clone());
            let unreadable = finding(piece, Rule::UnreadableEvidence, Kind::Evidence, place)
                .variant(variant)
                .with("format", Format::of_name(claim.path.file_name()).name());
            found.push(with_file(unreadable, piece, claim));
        }
    }
}
