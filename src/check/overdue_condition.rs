//! `overdue-condition`: a decision was taken on a condition whose day has passed without its being met.

use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, _) in records(picture) {
        for (at, condition) in written.document.metadata.decision.conditions.iter().enumerate() {
            let Some(due) = condition.due.filter(|due| *due < picture.as_of && condition.met.is_none())
            else {
                continue;
            };
            let place = written.metadata_place(
                condition.span.start..condition.span.end.min(first_line_end(&written, condition.span.start)),
            );
            let mut finding = written.finding(Rule::OverdueCondition, Kind::Decision, place);
            finding.about = finding.about.element(&format!("condition-{}", at + 1));
            let days = due.days_until(picture.as_of);
            let finding = finding.with("text", condition.text.as_str()).with("due", due).with("days", days);
            found.push(finding.with("owner", condition.owner.as_str()));
        }
    }
}

/// A condition spans several lines; the first is enough to point at.
fn first_line_end(written: &super::context::Written<'_>, start: usize) -> usize {
    written.document.metadata_source.as_ref().map_or(start, |source| source.line_span(start).end)
}
