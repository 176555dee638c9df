//! `open-checklist`: an item of the template's checklist is not ticked, or has been taken out.

use super::context::filled;
use super::prose::normal;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::load::document;
use crate::model::{Body, Item, Kind};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture).filter(|written| written.piece.piece.checklist.is_some()) {
        let Body::Markdown(markdown) = &written.document.body else { continue };
        let open: Vec<&Item> = markdown.items.iter().filter(|item| !item.ticked).collect();
        if let Some((first, rest)) = open.split_first() {
            let place = written.place(first.span.clone());
            let finding =
                written.finding(Rule::OpenChecklist, Kind::Checklist, place).with("count", open.len());
            found.push(
                rest.iter().fold(finding, |finding, item| finding.also("", written.place(item.span.clone()))),
            );
        }
        let template = written
            .template(picture)
            .and_then(|text| document(&written.claim.path, Some(text.as_bytes()), None).ok());
        let Some(Body::Markdown(template)) = template.map(|document| document.body) else { continue };
        let there: Vec<String> = markdown.items.iter().map(|item| normal(&item.text)).collect();
        let gone: Vec<&Item> =
            template.items.iter().filter(|item| !there.contains(&normal(&item.text))).collect();
        if let Some(first) = gone.first() {
            let mut finding =
                written.finding(Rule::OpenChecklist, Kind::Checklist, written.body_line()).variant("deleted");
            finding.about = finding.about.element("deleted");
            finding = finding.cases(gone.len());
            found.push(finding.with("count", gone.len()).with("item", first.text.trim()));
        }
    }
}
