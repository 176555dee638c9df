//! The page of a gate.

use super::block::{Block, section};
use super::ids;
use super::terms::Term;
use super::view::View;
use crate::model::{DateOrder, Gate, Task, When};

/// Everything the pack says about a gate.
pub(super) fn page(view: View<'_>, gate: &Gate) -> Vec<Block> {
    let mut out = vec![
        Block::heading(1, view.gate(gate.id.as_str())),
        Block::paragraph(view.words(&gate.question)),
        Block::Fields(head(view, gate)),
    ];
    section(&mut out, view.word(Term::Holds), Block::Bullets(gate.holds.clone()));
    section(&mut out, view.word(Term::NoGo), Block::Bullets(gate.no_go.clone()));
    let tasks = gate.not_conditionable.iter().map(|id| view.task(id));
    section(&mut out, view.word(Term::NotConditionable), Block::Bullets(tasks.collect()));
    let due = view.pack.tasks.values().filter_map(|task| due(view, task, gate));
    section(&mut out, view.word(Term::DueHere), Block::Bullets(due.collect()));
    let orders = view.pack.date_orders.iter().filter(|order| is_due(view, &order.second, gate));
    section(
        &mut out,
        view.word(Term::DateOrders),
        Block::Bullets(orders.map(|order| in_words(view, order)).collect()),
    );
    section(&mut out, view.word(Term::Commands), Block::Verbatim(vec![format!("nachweis gate {}", gate.id)]));
    out
}

fn head(view: View<'_>, gate: &Gate) -> Vec<(&'static str, String)> {
    let phase = view.pack.phases.iter().find(|phase| phase.id.as_str() == gate.id.as_str());
    let months = gate.validity.map(|validity| match validity.months {
        1 => ids::pick(view.lang, "1 Monat", "1 month").to_owned(),
        months => format!("{months} {}", ids::pick(view.lang, "Monate", "months")),
    });
    let repeats = gate.repeats.then(|| view.word(Term::Repeats).to_owned());
    let validity = months.into_iter().chain(repeats).collect::<Vec<_>>().join(", ");
    let rows = [
        (Term::Closes, phase.map_or_else(String::new, |phase| view.phase(&phase.id))),
        (Term::Decides, view.roles(&gate.decides)),
        (Term::Heard, view.roles(&gate.heard)),
        (Term::Record, view.piece(&gate.record)),
        (Term::Validity, validity),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(term, text)| (view.word(term), text))
        .collect()
}

/// A task that owes something at the gate; with the pieces where it is not all of them.
fn due(view: View<'_>, task: &Task, gate: &Gate) -> Option<String> {
    let pieces = task.evidence.iter().filter(|piece| task.due_of(piece).as_str() == gate.id.as_str());
    let named: Vec<String> = pieces.map(|piece| view.piece(&task.address(piece))).collect();
    match named.len() {
        0 => None,
        all if all == task.evidence.len() => Some(view.task(&task.id)),
        _ => Some(format!("{}: {}", view.task(&task.id), named.join(", "))),
    }
}

fn is_due(view: View<'_>, when: &When, gate: &Gate) -> bool {
    let found = view.pack.piece(&when.evidence);
    found.is_some_and(|(task, piece)| task.due_of(piece).as_str() == gate.id.as_str())
}

/// The reason, and the two dates by their names.
pub(super) fn in_words(view: View<'_>, order: &DateOrder) -> String {
    let date = |when: &When| format!("{} {}", when.evidence, when.field);
    let relation = ids::order(order.relation, view.lang);
    format!("{} ({} {relation} {})", view.words(&order.reason), date(&order.first), date(&order.second))
}
