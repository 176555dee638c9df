//! `outdated-by-evidence`: other evidence that this one builds on has changed since its review, or after a decision.

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
        for (other, changes) in &timeline.evidence {
            let metadata = &written.document.metadata;
            let decided = metadata.decision.decided.as_ref().filter(|_| written.piece.piece.decision.is_some());
            let place = match decided {
                Some(decided) => written.metadata_place(decided.span.clone()),
                None => written.reviewed_place(),
            };
            let mut finding = written.finding(Rule::OutdatedByEvidence, Kind::Current, place);
            finding.about = finding.about.element(&other.to_string());
            finding.changes = changes.clone();
            if let Some((_, piece)) = picture.pack.piece(other) {
                finding = finding.with("other-title", &piece.title);
            }
            finding = match (decided, &metadata.reviewed) {
                (Some(_), _) => finding.variant("decision"),
                (None, Some(reviewed)) => finding.with("reviewed", reviewed.value),
                (None, None) => finding.variant("undated"),
            };
            let finding = finding.with("other", other.to_string()).with("commit", commit.id.short());
            found.push(finding.with("commit-date", commit.date));
        }
    }
}
