//! `missing-evidence`: no file claims a piece that is due.

use super::context::finding;
use crate::finding::Finding;
use crate::gather::{Content, Picture, PieceView};
use crate::model::Kind;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for piece in picture.due().filter(|piece| count(piece) < piece.piece.at_least) {
        let missing = finding(piece, Rule::MissingEvidence, Kind::Evidence, piece.demand.clone())
            .cases(piece.piece.at_least - count(piece));
        found.push(missing.with("expected", piece.expected.as_str()).with("path", piece.expected.as_str()));
    }
}

/// How many files count. A reference counts only where the pack allows one.
fn count(piece: &PieceView<'_>) -> usize {
    let counts = |content: &Content| match content {
        Content::Document(document) => !document.reference || piece.piece.reference,
        Content::Unreadable(_) | Content::Unknown(_) => true,
    };
    piece.claims.iter().filter(|claim| counts(&claim.content)).count()
}
