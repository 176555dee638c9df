//! `decision-out-of-order`: a gate was decided before an earlier one, or while an earlier one is open.

use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, gate) in records(picture) {
        let Some(decided) = &written.document.metadata.decision.decided else { continue };
        let order = picture.pack.order(gate.id.as_str()).unwrap_or_default();
        // The nearest gate before it that the profile asks for says enough: the others are held against that one.
        let owed = |earlier: &&crate::model::Gate| {
            picture.piece(&earlier.record).is_some_and(|piece| piece.truth.applies()) && !earlier.repeats
        };
        let Some(earlier) = picture.pack.gates[..order].iter().rev().find(owed) else { continue };
        let place = written.metadata_place(decided.span.clone());
        let mut finding = written
            .finding(Rule::DecisionOutOfOrder, Kind::Decision, place)
            .with("gate-title", &gate.title)
            .with("date", decided.value)
            .with("earlier-title", &earlier.title);
        finding.about = finding.about.element("order");
        match picture.decision(earlier.id.as_str()) {
            Some((_, date)) if date <= decided.value => {}
            Some((_, date)) => found.push(finding.with("earlier-date", date)),
            None => found.push(finding.variant("undecided")),
        }
    }
}
