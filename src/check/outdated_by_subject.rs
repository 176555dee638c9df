//! `outdated-by-subject`: what the evidence is about has changed since its review.

use super::context::watched;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::repo::Point;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in watched(picture) {
        let Some(timeline) = written.timeline(picture) else { continue };
        let Point::Commit(commit) = &timeline.review_point else { continue };
        for (subject, changes) in &timeline.subjects {
            let mut finding =
                written.finding(Rule::OutdatedBySubject, Kind::Current, written.reviewed_place());
            finding.about = finding.about.element(subject.as_str());
            finding.changes = changes.clone();
            if let Some(known) = picture.pack.subject(subject.as_str()) {
                finding = finding.with("subject-title", &known.title);
            }
            finding = match &written.document.metadata.reviewed {
                Some(reviewed) => finding.with("reviewed", reviewed.value),
                None => finding.variant("undated"),
            };
            let finding = finding.with("subject", subject.as_str()).with("count", changes.len());
            found.push(finding.with("commit", commit.id.short()).with("commit-date", commit.date));
        }
    }
}
