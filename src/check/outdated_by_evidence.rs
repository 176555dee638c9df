//! `outdated-by-evidence`: other evidence that this one builds on has changed since its review, or after a decision.

use super::context::{Written, watched};
use crate::finding::{Change, Finding};
use crate::gather::Picture;
use crate::model::Kind;
use crate::name::Address;
use crate::repo::Point;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in watched(picture) {
        let Some(timeline) = written.timeline(picture) else { continue };
        let Point::Commit(commit) = &timeline.review_point else { continue };
        let about =
            |finding: Finding| finding.with("commit", commit.id.short()).with("commit-date", commit.date);
        if written.piece.piece.decision.is_some() {
            found.extend(decision(&written, &timeline.evidence).map(about));
            continue;
        }
        for (other, changes) in &timeline.evidence {
            let mut finding =
                written.finding(Rule::OutdatedByEvidence, Kind::Current, written.reviewed_place());
            finding.about = finding.about.element(&other.to_string());
            finding.changes = changes.clone();
            if let Some((_, piece)) = picture.pack.piece(other) {
                finding = finding.with("other-title", &piece.title);
            }
            finding = match &written.document.metadata.reviewed {
                Some(reviewed) => finding.with("reviewed", reviewed.value),
                None => finding.variant("undated"),
            };
            found.push(about(finding.with("other", other.to_string())));
        }
    }
}

/// A decision rests on many pieces; one finding names all that changed after it.
fn decision(written: &Written<'_>, evidence: &[(Address, Vec<Change>)]) -> Option<Finding> {
    let decided = written.document.metadata.decision.decided.as_ref().filter(|_| !evidence.is_empty())?;
    let place = written.metadata_place(decided.span.clone());
    let mut finding = written.finding(Rule::OutdatedByEvidence, Kind::Current, place).variant("decision");
    finding.about = finding.about.element("decision");
    finding.changes = evidence.iter().flat_map(|(_, changes)| changes.clone()).collect();
    finding.changes.sort_by(|left, right| (right.date, &left.path).cmp(&(left.date, &right.path)));
    let names: Vec<String> = evidence.iter().map(|(address, _)| address.to_string()).collect();
    Some(finding.with("other", names.join(", ")))
}
