//! The page of a fact: the question, its answers, and what depends on them.

use super::block::{Block, section};
use super::terms::Term;
use super::view::View;
use crate::model::{Condition, Fact, Task};

/// Everything the pack says about a fact.
pub(super) fn page(view: View<'_>, fact: &Fact) -> Vec<Block> {
    let mut out = vec![
        Block::heading(1, fact.id.to_string()),
        Block::paragraph(view.words(&fact.question)),
        Block::Fields(vec![
            (view.word(Term::Answers), fact.expected()),
            (view.word(Term::Why), view.words(&fact.why).to_owned()),
        ]),
        Block::paragraph(view.word(Term::Unanswered)),
    ];
    let tasks = view.pack.tasks.values().flat_map(|task| depending(view, task, fact));
    section(&mut out, view.word(Term::Depends), Block::Bullets(tasks.collect()));
    let contradictions = view.pack.contradictions.iter().filter(|found| names(&found.when, fact));
    let contradictions = contradictions
        .map(|found| format!("{} ({})", view.words(&found.message), view.condition(&found.when)));
    section(&mut out, view.word(Term::Contradictions), Block::Bullets(contradictions.collect()));
    out
}

/// The task and the pieces whose conditions name the fact.
fn depending(view: View<'_>, task: &Task, fact: &Fact) -> Vec<String> {
    let whole = task.applies.iter().map(|applies| (view.task(&task.id), applies));
    let pieces = task
        .evidence
        .iter()
        .filter_map(|piece| Some((view.piece(&task.address(piece)), piece.applies.as_ref()?)));
    let all = whole.chain(pieces).filter(|(_, applies)| names(applies, fact));
    all.map(|(title, applies)| format!("{title}: {}", view.condition(applies))).collect()
}

fn names(condition: &Condition, fact: &Fact) -> bool {
    condition.named().iter().any(|(named, _)| **named == fact.id)
}
