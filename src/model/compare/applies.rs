//! Conditions held against each other: for which answers did something apply that no longer does?

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Direction;
use crate::model::{Answer, Condition, Fact, Facts, Pack};
use crate::name::FactId;

/// How many combinations of answers are tried; beyond that nobody says which way a condition went.
const COMBINATIONS: usize = 65_536;

/// Which way the conditions of something went, if they differ in effect. All of each side must hold.
pub(super) fn direction(packs: [&Pack; 2], before: &[&Condition], now: &[&Condition]) -> Option<Direction> {
    if before == now {
        return None;
    }
    let Some(all) = combinations(packs, before.iter().chain(now)) else { return Some(Direction::Changed) };
    let applies =
        |conditions: &[&Condition], facts: &Facts| conditions.iter().all(|one| one.truth(facts).applies());
    let mut wider = false;
    for facts in &all {
        match (applies(before, facts), applies(now, facts)) {
            (true, false) => return Some(Direction::Weaker),
            (false, true) => wider = true,
            (true, true) | (false, false) => {}
        }
    }
    wider.then_some(Direction::Stricter)
}

/// Every combination of answers to the facts that the conditions name, open ones included.
fn combinations<'a>(
    packs: [&Pack; 2],
    conditions: impl Iterator<Item = &'a &'a Condition>,
) -> Option<Vec<Facts>> {
    let mut answers: BTreeMap<&FactId, BTreeSet<Answer>> = BTreeMap::new();
    for (fact, named) in conditions.flat_map(|condition| condition.named()) {
        let known = packs.into_iter().filter_map(|pack| pack.fact(fact.as_str())).flat_map(Fact::answers);
        answers.entry(fact).or_default().extend(known.chain(named.iter().cloned()));
    }
    let mut all = vec![Facts::new()];
    for (fact, answers) in answers {
        if all.len().saturating_mul(answers.len() + 1) > COMBINATIONS {
            return None;
        }
        let with = |facts: &Facts| {
            let answered = answers.iter().map(|answer| {
                let mut facts = facts.clone();
                facts.insert(fact.clone(), answer.clone());
                facts
            });
            std::iter::once(facts.clone()).chain(answered).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    Some(all)
}

impl fmt::Display for Condition {
    /// In signs that are the same in every language: `personenbezug = true & !(bezugsart = a | b)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: &[Self], sign: &str| {
            let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
            format!("({})", parts.join(sign))
        };
        match self {
            Self::All(parts) => out.write_str(&joined(parts, " & ")),
            Self::Any(parts) => out.write_str(&joined(parts, " | ")),
            Self::Not(part) => write!(out, "!{part}"),
            Self::Fact(fact, is) => {
                let answers: Vec<String> = is.iter().map(ToString::to_string).collect();
                write!(out, "{fact} = {}", answers.join(" | "))
            }
        }
    }
}
