//! `shallow-history`: the history was cut off, so that age and outdating cannot be known.

use super::absent_object::of_approvals;
use super::context::Doubt;
use crate::finding::{About, Finding};
use crate::gather::{Picture, Timeline};
use crate::repo::{Point, Trouble};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let bounded = |timeline: &Timeline| matches!(timeline.review_point, Point::Bounded(_));
    let mut claims = picture.due().flat_map(|piece| piece.claims.iter().map(move |claim| (piece, claim)));
    let cut = |doubt: Doubt| matches!(doubt.trouble, Trouble::Cut { .. });
    if claims.any(|(piece, claim)| picture.timeline(piece, claim).is_some_and(bounded))
        || of_approvals(picture).any(cut)
    {
        found.push(Finding::new(Rule::ShallowHistory, About::project("history"), picture.file.start()));
    }
}
