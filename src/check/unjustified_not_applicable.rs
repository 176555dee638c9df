//! `unjustified-not-applicable`: said not to apply, without a reason.

use super::contradicted_not_applicable::dismissed;
use super::prose::is_sentence;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, place) in dismissed(picture) {
        let reason = written.document.metadata.reason.as_ref();
        if !reason.is_some_and(|reason| is_sentence(&reason.value)) {
            found.push(written.finding(Rule::UnjustifiedNotApplicable, crate::model::Kind::Metadata, place));
        }
    }
}
