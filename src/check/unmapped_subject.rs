//! `unmapped-subject`: a subject that due evidence is about has no files, so that nothing could ever outdate it.

use std::collections::BTreeSet;

use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::name::SubjectId;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let mut needed: BTreeSet<&SubjectId> = BTreeSet::new();
    for piece in picture.due().filter(|piece| picture.watched(piece)) {
        needed.extend(piece.piece.current.iter().flat_map(|current| &current.subjects));
    }
    let settings = &picture.file.settings;
    let order = picture.pack.order(picture.pack.subjects_due.as_str()).unwrap_or_default();
    for id in needed {
        let Some(subject) = picture.pack.subject(id.as_str()) else { continue };
        if subject.applies.as_ref().is_some_and(|condition| !condition.truth(&settings.facts).applies()) {
            continue;
        }
        let about = About::project(format!("subject/{id}"));
        let mut finding = match settings.subjects.get(id) {
            // `[]` is an answer: this is not in this repository. Every report says so.
            Some(globs) if globs.is_empty() || picture.subjects.get(id).is_some_and(|files| *files > 0) => {
                continue;
            }
            Some(_) => {
                Finding::new(Rule::UnmappedSubject, about, picture.file.value(&["subjects", id.as_str()]))
                    .variant("no-match")
            }
            None => Finding::new(Rule::UnmappedSubject, about, picture.file.value(&["project", "phase"])),
        };
        finding.due = picture.horizon.due(order);
        found.push(finding.with("subject", id.as_str()).with("subject-title", &subject.title));
    }
}
