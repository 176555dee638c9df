//! `decision-lapses-soon`: the go decision of a gate holds for six weeks more at most.

use super::lapsed_decision::ending;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;

/// How many days ahead somebody is told: six weeks, enough to put a decision before the head of the authority.
const AHEAD: i64 = 42;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (until, finding) in ending(picture, Rule::DecisionLapsesSoon) {
        let days = picture.as_of.days_until(until);
        if (0..=AHEAD).contains(&days) {
            found.push(finding.with("days", days));
        }
    }
}
