//! `untouched-template`: the file says no more than the template it came from.

use super::context::written;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::Kind;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in written(picture).filter(|written| !written.document.reference && written.is_untouched()) {
        let mut finding = written.finding(Rule::UntouchedTemplate, Kind::Content, written.place(0..0));
        finding.about = finding.about.element("template");
        found.push(finding);
    }
}
