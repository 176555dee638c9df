//! `barred-condition`: a go decision leaves to an open condition what its gate, or one before it, does not let wait.

use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Course, Kind};
use crate::name::Address;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let pack = picture.pack;
    for (written, gate) in records(picture) {
        let decision = &written.document.metadata.decision;
        let go = decision.course.as_ref().is_some_and(|course| course.value == Course::Go);
        let Some(order) = pack.order(gate.id.as_str()).filter(|_| go) else { continue };
        for (at, condition) in decision.conditions.iter().enumerate().filter(|(_, open)| open.met.is_none()) {
            let Some(named) = &condition.task else { continue };
            // What is no address is told of by `invalid-field`.
            let Ok(Address { task, .. }) = Address::new(&named.value) else { continue };
            let Some((_, barring)) = pack.barring(&task).rfind(|(barring, _)| *barring <= order) else {
                continue;
            };
            let place = written.metadata_place(named.span.clone());
            let variant = (barring.id != gate.id).then_some("earlier");
            let mut finding = written.finding(Rule::BarredCondition, Kind::Decision, place);
            finding.variant = variant;
            finding.about = finding.about.element(&format!("condition-{}", at + 1));
            let finding = finding.with("address", named.value.as_str()).with("text", condition.text.as_str());
            found.push(finding.with("gate-title", &gate.title).with("earlier-title", &barring.title));
        }
    }
}
