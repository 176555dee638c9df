//! `review-due-soon`: the next review is due within six weeks.

use super::context::{interval_words, review, watched};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::rule::Rule;

/// How many days ahead somebody is told: six weeks, enough to find a date with everybody.
const AHEAD: i64 = 42;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in watched(picture) {
        let Some((reviewed, due, every)) = review(&written) else { continue };
        let days = picture.as_of.days_until(due);
        if !(0..=AHEAD).contains(&days) {
            continue;
        }
        let place = written.metadata_place(reviewed.span.clone());
        let finding = written.finding(Rule::ReviewDueSoon, Kind::Review, place);
        let finding = finding.with("reviewed", reviewed.value).with("due", due).with("days", days);
        found.push(finding.with("interval", interval_words(every)));
    }
}
