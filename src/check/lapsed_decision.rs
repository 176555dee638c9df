//! `lapsed-decision`: the go decision of a gate has run out, and no later one carries it on. On its last day it holds,
//! the day after not.

use super::context::Written;
use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::{Picture, Term};
use crate::model::{Gate, Kind};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let over = ending(picture, Rule::LapsedDecision).filter(|(until, _)| *until < picture.as_of);
    found.extend(over.map(|(until, finding)| finding.with("days", until.days_until(picture.as_of))));
}

/// The decisions that end, each with its last day and what is to be said of it.
pub(super) fn ending<'a>(
    picture: &'a Picture<'a>,
    rule: Rule,
) -> impl Iterator<Item = (crate::name::Date, Finding)> {
    let seen_from = picture.horizon.asked.unwrap_or(picture.horizon.current);
    records(picture).filter_map(move |(written, gate)| {
        let order = picture.pack.order(gate.id.as_str())?;
        let term = picture.term(order, seen_from)?;
        // One fact, one finding: where the record that carries it on, or would have to, has run out as well, that one
        // tells of it, if it is looked at.
        let over = |at: &usize| picture.term(*at, seen_from).is_some_and(|term| term.until < picture.as_of);
        let next = Some(order + 1).filter(|at| picture.pack.gates.get(*at).is_some_and(|gate| gate.repeats));
        let other = Some(term.holder).filter(|holder| *holder != order).or(next.filter(over));
        let told = other.is_some_and(|at| weighs(picture, at));
        (!told).then(|| (term.until, finding(picture, &written, gate, order, term, rule)))
    })
}

/// Whether the record of a gate is among those that are judged, and more than advice.
fn weighs(picture: &Picture<'_>, order: usize) -> bool {
    let pack = picture.pack;
    records(picture).filter(|(_, gate)| pack.order(gate.id.as_str()) == Some(order)).any(|(written, _)| {
        let law = written.piece.piece.law.as_ref().and_then(|law| pack.law(law.as_str()));
        let finding = written.finding(Rule::LapsedDecision, Kind::Decision, written.metadata_start());
        !finding.advice && law.is_none_or(|law| law.binds(picture.as_of))
    })
}

fn finding(
    picture: &Picture<'_>,
    written: &Written<'_>,
    gate: &Gate,
    order: usize,
    term: Term,
    rule: Rule,
) -> Finding {
    let decided = written.document.metadata.decision.decided.as_ref();
    let place = decided
        .map_or_else(|| written.metadata_start(), |decided| written.metadata_place(decided.span.clone()));
    let mut finding = written.finding(rule, Kind::Decision, place).with("gate-title", &gate.title);
    finding.about = finding.about.element("validity");
    if let Some(decided) = decided {
        finding = finding.with("date", decided.value);
    }
    // A gate before one that repeats is renewed there: whoever asks whether it goes on has to say so.
    let next = picture.pack.gates.get(order + 1).filter(|next| next.repeats);
    let renewal = next.map_or(&gate.record, |next| &next.record);
    if next.is_some() {
        finding = finding.variant(if term.holder == order { "unrenewed" } else { "carried" });
    }
    finding.with("due", term.until).with("renewal", renewal.to_string())
}
