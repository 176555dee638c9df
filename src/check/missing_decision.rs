//! `missing-decision`: a decision record that does not say what was decided, or when.

use super::context::{Written, finding, written};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Course, Gate, Kind, Status};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, gate) in records(picture) {
        let decision = &written.document.metadata.decision;
        let unread = written.document.flaws.iter().any(|flaw| flaw.in_metadata);
        let complete = decision.course.is_some() && decision.decided.is_some();
        // A go at a gate that repeats may also be the go to switch off.
        let go = decision.course.as_ref().is_some_and(|course| course.value == Course::Go);
        let aimless = gate.repeats && go && decision.onward.is_none();
        if unread || (complete && !aimless) {
            continue;
        }
        let finding = written.finding(Rule::MissingDecision, Kind::Decision, written.metadata_start());
        let finding = if complete { finding.variant("course") } else { finding };
        found.push(finding.with("gate-title", &gate.title));
    }
    found.extend(not_asked(picture));
}

/// A gate that is asked for needs its decision even where the facts say that its record does not apply: otherwise it
/// would be passed without anybody having decided.
fn not_asked(picture: &Picture<'_>) -> Option<Finding> {
    let gate = picture.pack.gate(picture.asked?.as_str())?;
    let piece = picture.piece(&gate.record).filter(|piece| !piece.truth.applies())?;
    let finding = finding(piece, Rule::MissingDecision, Kind::Decision, piece.demand.clone());
    Some(finding.with("gate-title", &gate.title))
}

/// Decision records that are said to be final, each with its gate.
pub(super) fn records<'a>(picture: &'a Picture<'a>) -> impl Iterator<Item = (Written<'a>, &'a Gate)> {
    // What is decided stands in the metadata: a record whose text is still the template decides all the same.
    written(picture).filter(|written| written.status() != Some(Status::Draft)).filter_map(|written| {
        let gate = picture.pack.gate(written.piece.piece.decision.as_ref()?.gate.as_str())?;
        Some((written, gate))
    })
}
