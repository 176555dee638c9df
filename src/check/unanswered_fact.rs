//! `unanswered-fact`: whether a due task applies depends on a fact that nobody has answered.

use std::collections::BTreeMap;

use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::model::{Due, Truth};
use crate::name::FactId;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let mut open: BTreeMap<&FactId, (Due, Vec<&str>)> = BTreeMap::new();
    for piece in picture.due() {
        let Truth::Unknown(facts) = &piece.truth else { continue };
        for fact in facts {
            let (due, tasks) = open.entry(fact).or_insert((piece.due, Vec::new()));
            *due = (*due).min(piece.due);
            if !tasks.contains(&piece.task.id.as_str()) {
                tasks.push(piece.task.id.as_str());
            }
        }
    }
    for (id, (due, tasks)) in open {
        let place = picture.file.value(&["project", "phase"]);
        let mut finding = Finding::new(Rule::UnansweredFact, About::project(format!("fact/{id}")), place);
        finding.due = due;
        if let Some(fact) = picture.pack.fact(id.as_str()) {
            finding = finding.with("question", &fact.question);
        }
        found.push(finding.with("fact", id.as_str()).with("tasks", tasks.join(", ")));
    }
}
