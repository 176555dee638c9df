//! `ambiguous-evidence`: two files claim a piece of which there is one.

use super::context::finding;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Files, Kind};
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for piece in picture.due().filter(|piece| piece.piece.files == Files::One) {
        let [first, second, ..] = piece.claims.as_slice() else { continue };
        let ambiguous =
            finding(piece, Rule::AmbiguousEvidence, Kind::Evidence, Place::whole(second.path.clone()))
                .also("other", Place::whole(first.path.clone()));
        found.push(ambiguous.with("first", first.path.as_str()).with("second", second.path.as_str()));
    }
}
