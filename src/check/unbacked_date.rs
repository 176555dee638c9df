//! `unbacked-date`: a review date long before the commit that brought it; the history does not back it.

use super::context::watched;
use super::future_date::{committed, finding};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;

/// How many days may pass between a review and the commit that records it.
const SLACK: i64 = 30;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in watched(picture) {
        let Some(reviewed) = &written.document.metadata.reviewed else { continue };
        let Some(committed) = committed(picture, &written) else { continue };
        let days = reviewed.value.days_until(committed);
        if days > SLACK {
            found.push(
                finding(&written, Rule::UnbackedDate, "reviewed", reviewed, committed).with("days", days),
            );
        }
    }
}
