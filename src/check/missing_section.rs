//! `missing-section`: a section that the pack asks for has no heading.

use super::context::filled;
use super::prose::heading;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Body, Kind, Words};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture) {
        let Body::Markdown(markdown) = &written.document.body else { continue };
        for section in written.piece.piece.sections.iter().flat_map(|sections| &sections.filled) {
            if heading(markdown, section).is_some() {
                continue;
            }
            let mut finding = written.finding(Rule::MissingSection, Kind::Sections, written.body_line());
            finding.about = finding.about.element(&section.id);
            found.push(finding.with("section", Words { de: section.de.clone(), en: section.en.clone() }));
        }
    }
}
