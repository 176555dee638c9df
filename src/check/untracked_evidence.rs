//! `untracked-evidence`: a file that Git does not know; nobody else will see it.

use super::context::{finding, with_file};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for piece in picture.due() {
        for claim in piece.claims.iter().filter(|claim| !claim.tracked) {
            let place = Place::whole(claim.path.clone());
            found.push(with_file(
                finding(piece, Rule::UntrackedEvidence, Kind::Evidence, place),
                piece,
                claim,
            ));
        }
    }
}
