//! `changed-since-review`: the content is another than at the commit that set the review date.

use super::context::watched;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::repo::Point;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in watched(picture) {
        let (Some(timeline), Some(reviewed)) =
            (written.timeline(picture), &written.document.metadata.reviewed)
        else {
            continue;
        };
        let (Some(true), Point::Commit(commit)) = (timeline.changed, &timeline.review_point) else {
            continue;
        };
        let place = written.metadata_place(reviewed.span.clone());
        let mut finding = written.finding(Rule::ChangedSinceReview, Kind::Review, place);
        finding.about = finding.about.element("changed");
        found.push(
            finding
                .with("reviewed", reviewed.value)
                .with("commit", commit.id.short())
                .with("commit-date", commit.date),
        );
    }
}
