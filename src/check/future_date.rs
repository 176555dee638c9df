//! `future-date`: a date that lies after the commit that brought it. A day is allowed for time zones.

use super::context::{Written, written};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::name::Date;
use crate::repo::Point;
use crate::rule::Rule;
use crate::text::Spanned;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in written(picture) {
        let metadata = &written.document.metadata;
        let dates = [("reviewed", &metadata.reviewed), ("decided", &metadata.decision.decided)];
        for (field, date) in dates.into_iter().filter_map(|(field, date)| Some((field, date.as_ref()?))) {
            let Some(committed) = committed(picture, &written) else { continue };
            if date.value > committed.plus_days(1) {
                found.push(finding(&written, Rule::FutureDate, field, date, committed));
            }
        }
    }
}

/// The UTC date of the commit that brought the dates; today for what is not committed yet. A commit that says it is of
/// a day to come was made today at the latest: else a review of the year 2099 would need nothing but such a commit.
pub(super) fn committed(picture: &Picture<'_>, written: &Written<'_>) -> Option<Date> {
    match &written.timeline(picture)?.review_point {
        Point::Commit(commit) => Some(commit.date.min(picture.as_of)),
        Point::Uncommitted => Some(picture.as_of),
        Point::Bounded(_) | Point::Unknown(_) => None,
    }
}

/// A finding about a date of the metadata.
pub(super) fn finding(
    written: &Written<'_>,
    rule: Rule,
    field: &'static str,
    date: &Spanned<Date>,
    committed: Date,
) -> Finding {
    let mut finding = written.finding(rule, Kind::Metadata, written.metadata_place(date.span.clone()));
    finding.about = finding.about.element(field);
    finding.with("field", field).with("date", date.value).with("commit-date", committed)
}
