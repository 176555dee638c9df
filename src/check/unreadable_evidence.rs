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
                .with("format", format(claim.path.file_name()));
            found.push(with_file(unreadable, piece, claim));
        }
    }
}

/// The format that people expect behind a name: the one that is known, else what the name ends in.
fn format(name: &str) -> String {
    match (Format::of_name(name), name.rsplit_once('.')) {
        (Format::Any, Some((_, ending))) => ending.to_uppercase(),
        (known, _) => known.name().to_owned(),
    }
}
