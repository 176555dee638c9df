//! How long the decisions of gates hold (`validity`), and which later decision carries an earlier one on.

use super::Picture;
use crate::model::{Course, Onward};
use crate::name::Date;

/// How far the go decision of a gate reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The place in the order of the gate whose decision reaches furthest: the gate itself, or one that carries it on.
    pub holder: usize,
    /// The last day on which it holds.
    pub until: Date,
}

enum Standing {
    /// Nobody has said go.
    Open,
    /// It holds until a new decision.
    Endless,
    /// It holds for a while.
    Until(Term),
}

impl Picture<'_> {
    /// How far the go decision of a gate reaches, seen from a gate (both by their place in the order): nothing where
    /// there is none, where it holds without end, or where its end is of no concern from there.
    ///
    /// The decision of the next gate carries it on. If that gate comes once it has to be decided in time: what has run
    /// out opens nothing. If it repeats, its very question is whether it goes on, so it may also come late, and it
    /// carries on where it says so. What was decided to be switched off has no need of a decision to run, so of its end
    /// is spoken at the gate itself alone.
    pub fn term(&self, order: usize, seen_from: usize) -> Option<Term> {
        match self.standing(order) {
            Standing::Until(term) if seen_from == order || !self.is_ended(order) => Some(term),
            Standing::Until(_) | Standing::Endless | Standing::Open => None,
        }
    }

    fn standing(&self, order: usize) -> Standing {
        let Some(decided) = self.go(order) else { return Standing::Open };
        let Some(validity) = self.pack.gates.get(order).and_then(|gate| gate.validity) else {
            return Standing::Endless;
        };
        let own = Term { holder: order, until: decided.plus(validity) };
        if !self.carries_on(order + 1, decided, own.until) {
            return Standing::Until(own);
        }
        match self.standing(order + 1) {
            Standing::Until(next) if next.until > own.until => Standing::Until(next),
            Standing::Until(_) | Standing::Open => Standing::Until(own),
            Standing::Endless => Standing::Endless,
        }
    }

    /// Whether the decision of a gate carries on one that was taken before it and holds until then.
    fn carries_on(&self, order: usize, decided: Date, until: Date) -> bool {
        let Some(gate) = self.pack.gates.get(order) else { return false };
        let in_time = |day| decided <= day && (gate.repeats || day <= until);
        let goes_on = !gate.repeats || matches!(self.onward(order), Some(Onward::Continue | Onward::Change));
        self.go(order).is_some_and(in_time) && goes_on
    }

    /// Whether it was decided since to switch off what the gate opened.
    fn is_ended(&self, order: usize) -> bool {
        let Some(decided) = self.go(order) else { return false };
        let ends = |at: &usize| {
            self.pack.gates.get(*at).is_some_and(|gate| gate.repeats)
                && self.onward(*at) == Some(Onward::ShutDown)
                && self.go(*at).is_some_and(|day| decided <= day)
        };
        [order, order + 1].iter().any(ends)
    }

    fn go(&self, order: usize) -> Option<Date> {
        let gate = self.pack.gates.get(order)?;
        self.decision(gate.id.as_str()).filter(|(course, _)| *course == Course::Go).map(|(_, date)| date)
    }

    fn onward(&self, order: usize) -> Option<Onward> {
        self.decided(self.pack.gates.get(order)?.id.as_str())?.onward
    }
}
