//! `lapsed-decision`: the go decision of a gate has run out, and no later one carries it on. On its last day it holds,
//! the day after not.

use super::context::Written;
use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::{Picture, Term};
use crate::model::{Gate, Kind};
use crate::name::Date;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let over = ending(picture, Rule::LapsedDecision).filter(|(until, _)| *until < picture.as_of);
    found.extend(over.map(|(until, finding)| finding.with("days", until.days_until(picture.as_of))));
}

/// The decisions that end, each with its last day and what is to be said of it.
pub(super) fn ending<'a>(picture: &'a Picture<'a>, rule: Rule) -> impl Iterator<Item = (Date, Finding)> {
    let seen_from = picture.horizon.asked.unwrap_or(picture.horizon.current);
    records(picture).filter_map(move |(written, gate)| {
        let order = picture.pack.order(gate.id.as_str())?;
        let term = picture.term(order, seen_from)?;
        // Of a decision that another carries on the other one's record tells, where it is looked at.
        let told = term.holder != order && tells(picture, gate, term);
        (!told).then(|| (term.until, finding(picture, &written, gate, order, term, rule)))
    })
}

/// Whether the record that carries a gate on tells of its end itself: if it is more than advice, and is owed before that
/// end. One that is owed only later would take over a finding that was there before, and nothing may become fresh
/// because a day has passed.
fn tells(picture: &Picture<'_>, gate: &Gate, term: Term) -> bool {
    let pack = picture.pack;
    let opened = picture.decision(gate.id.as_str()).map(|(_, date)| date);
    records(picture).filter(|(_, other)| pack.order(other.id.as_str()) == Some(term.holder)).any(
        |(written, _)| {
            let law = written.piece.piece.law.as_ref().and_then(|law| pack.law(law.as_str()));
            let finding = written.finding(Rule::LapsedDecision, Kind::Decision, written.metadata_start());
            let owed =
                opened.zip(written.piece.interval()).is_none_or(|(day, every)| day.plus(every) <= term.until);
            owed && !finding.advice && law.is_none_or(|law| law.binds(picture.as_of))
        },
    )
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
