//! `contradicted-not-applicable`: said not to apply, while the answered facts say that it does.

use super::context::Written;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Kind, Status, Truth};
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, place) in dismissed(picture) {
        // Where the answer is open, the fact is asked for instead; the task counts as applying until then.
        if written.piece.truth != Truth::Yes {
            continue;
        }
        let conditions = [&written.piece.task.applies, &written.piece.piece.applies];
        let facts: Vec<String> = conditions
            .into_iter()
            .flatten()
            .flat_map(|condition| condition.named())
            .filter_map(|(fact, _)| {
                Some(format!("{fact} = {}", quoted(picture.file.settings.facts.get(fact)?)))
            })
            .collect();
        let mut finding = written.finding(Rule::ContradictedNotApplicable, Kind::Metadata, place);
        if facts.is_empty() {
            finding = finding.variant("always");
        }
        found.push(finding.with("facts", facts.join(", ")));
    }
}

/// An answer as the settings write it.
fn quoted(answer: &crate::model::Answer) -> String {
    match answer {
        crate::model::Answer::Boolean(value) => value.to_string(),
        crate::model::Answer::Word(word) => format!("\"{word}\""),
    }
}

/// Documents that are said not to apply, with the place that says so.
pub(super) fn dismissed<'a>(picture: &'a Picture<'a>) -> impl Iterator<Item = (Written<'a>, Place)> {
    picture.documents().filter_map(|(piece, claim, document)| {
        let status =
            document.metadata.status.as_ref().filter(|status| status.value == Status::NotApplicable)?;
        let written = Written { piece, claim, document };
        let place = written.metadata_place(status.span.clone());
        Some((written, place))
    })
}
