//! `overdue-review`: the last review is older than the pack allows. On the due day it passes, the day after not.

use super::context::{interval_words, review, watched};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in watched(picture) {
        let Some((reviewed, due, every)) = review(&written).filter(|(_, due, _)| *due < picture.as_of) else {
            continue;
        };
        let place = written.metadata_place(reviewed.span.clone());
        let finding = written.finding(Rule::OverdueReview, Kind::Review, place);
        found.push(
            finding
                .with("reviewed", reviewed.value)
                .with("due", due)
                .with("days", due.days_until(picture.as_of))
                .with("interval", interval_words(every)),
        );
    }
}
