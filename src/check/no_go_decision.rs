//! `no-go-decision`: the gate was decided, against going on.

use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Course, Kind};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, gate) in records(picture) {
        let Some(course) = &written.document.metadata.decision.course else { continue };
        if course.value == Course::Go {
            continue;
        }
        let place = written.metadata_place(course.span.clone());
        let mut finding = written.finding(Rule::NoGoDecision, Kind::Decision, place);
        finding.about = finding.about.element("course");
        found.push(finding.with("decision", course.value.id()).with("gate-title", &gate.title));
    }
}
