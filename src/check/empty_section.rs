//! `empty-section`: a heading without a sentence of one's own below it.

use super::context::filled;
use super::prose::{has_sentence, heading, lines};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::load::document;
use crate::model::{Body, Kind};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture) {
        let Body::Markdown(markdown) = &written.document.body else { continue };
        let template = written
            .template(picture)
            .and_then(|text| document(&written.claim.path, Some(text.as_bytes()), None).ok());
        let template = match template.map(|document| document.body) {
            Some(Body::Markdown(template)) => lines(&template),
            Some(Body::Data(_) | Body::Table(_) | Body::Opaque) | None => Vec::new(),
        };
        for section in written.piece.piece.sections.iter().flat_map(|sections| &sections.filled) {
            let Some(heading) = heading(markdown, section) else { continue };
            if has_sentence(markdown, heading, &template) {
                continue;
            }
            let line = written.document.source.line_span(heading.span.start);
            let mut finding = written.finding(Rule::EmptySection, Kind::Sections, written.place(line));
            finding.about = finding.about.element(&section.id);
            found.push(finding.with("section", heading.text.trim()));
        }
    }
}
