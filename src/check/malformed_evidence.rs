//! `malformed-evidence`: metadata that cannot be read or contradicts itself, and bodies that are not what they claim.

use super::context::{Written, written};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Flaw, Format, Kind};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (piece, claim, document) in picture.documents() {
        let written = Written { piece, claim, document };
        for flaw in document.flaws.iter().filter(|flaw| flaw.variant != "limit") {
            found.push(of_flaw(&written, flaw));
        }
        let asked = piece.piece.format;
        if asked != Format::Any && asked != document.format && !document.reference {
            let mut flaw = Flaw::new("syntax", 0..0).with("format", asked.name());
            flaw.in_metadata = false;
            found.push(of_flaw(&written, &flaw));
        }
    }
    for written in written(picture) {
        let metadata = &written.document.metadata;
        let (first, named) =
            (metadata.tasks.first(), metadata.tasks.iter().any(|task| task.value == written.piece.address));
        if let Some(first) = first.filter(|_| !named) {
            let mut flaw = Flaw::new("task", first.span.clone());
            flaw.in_metadata = true;
            let flaw = flaw.with("field", "task").with("value", first.value.to_string());
            found.push(of_flaw(&written, &flaw.with("expected", written.piece.address.to_string())));
        }
        let role = metadata.responsible.as_ref().filter(|role| picture.pack.role(&role.value).is_none());
        if let Some(role) = role {
            let mut flaw = Flaw::new("role", role.span.clone());
            flaw.in_metadata = true;
            found.push(of_flaw(
                &written,
                &flaw.with("field", "responsible").with("value", role.value.as_str()),
            ));
        }
    }
}

fn of_flaw(written: &Written<'_>, flaw: &Flaw) -> Finding {
    let place = if flaw.in_metadata {
        written.metadata_place(flaw.span.clone())
    } else {
        written.place(flaw.span.clone())
    };
    let mut finding = written.finding(Rule::MalformedEvidence, Kind::Metadata, place).variant(flaw.variant);
    let field = flaw.words.iter().find(|(key, _)| *key == "field").map_or("", |(_, field)| field.as_str());
    finding.about = finding.about.element(flaw.variant).element(field);
    flaw.words.iter().fold(finding, |finding, (key, value)| finding.with(key, value.as_str()))
}
