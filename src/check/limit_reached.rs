//! `limit-reached`: something is larger than what is read, so nothing can be said of it.

use super::absent_object::troubles;
use super::context::{Written, written};
use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::model::Kind;
use crate::repo::Trouble;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in written(picture) {
        let limit = written.document.flaws.iter().find(|flaw| flaw.variant == "limit");
        found.extend(limit.map(|flaw| of_file(&written, flaw)));
    }
    let limit = troubles(picture).into_iter().find_map(|trouble| match trouble {
        Trouble::Limit { what, value } => Some((what, value)),
        Trouble::NoRepository { .. }
        | Trouble::ForeignOwner { .. }
        | Trouble::Unsupported { .. }
        | Trouble::Absent { .. }
        | Trouble::Revision { .. }
        | Trouble::Cut { .. }
        | Trouble::Unreadable { .. } => None,
    });
    if let Some((what, value)) = limit {
        let place = picture.file.start();
        let finding = Finding::new(Rule::LimitReached, About::project(format!("limit/{what}")), place);
        found.push(finding.with("limit", what).with("value", value.to_string()));
    }
}

fn of_file(written: &Written<'_>, flaw: &crate::model::Flaw) -> Finding {
    let finding = written.finding(Rule::LimitReached, Kind::Evidence, written.place(flaw.span.clone()));
    flaw.words.iter().fold(finding, |finding, (key, value)| finding.with(key, value.as_str()))
}
