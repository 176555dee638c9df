//! Conditions on facts, in three values: what nobody has answered is neither true nor false.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::name::FactId;

/// An answer to a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Answer {
    /// Yes or no.
    Boolean(bool),
    /// One of the fact's values.
    Word(String),
}

impl std::fmt::Display for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Boolean(value) => write!(out, "{value}"),
            Self::Word(word) => out.write_str(word),
        }
    }
}

/// The answers a project has given.
pub type Facts = BTreeMap<FactId, Answer>;

/// A condition: exactly one of `all`, `any`, `not`, or `fact` with `is`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "RawCondition")]
#[schemars(with = "RawCondition")]
pub enum Condition {
    /// Every condition holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The fact has one of these answers.
    Fact(FactId, Vec<Answer>),
}

/// The form in which files hold a condition.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Condition")]
struct RawCondition {
    all: Option<Vec<Condition>>,
    any: Option<Vec<Condition>>,
    not: Option<Box<Condition>>,
    fact: Option<FactId>,
    is: Option<Vec<Answer>>,
}

impl TryFrom<RawCondition> for Condition {
    type Error = &'static str;

    fn try_from(raw: RawCondition) -> Result<Self, Self::Error> {
        match (raw.all, raw.any, raw.not, raw.fact, raw.is) {
            (Some(all), None, None, None, None) => Ok(Self::All(all)),
            (None, Some(any), None, None, None) => Ok(Self::Any(any)),
            (None, None, Some(not), None, None) => Ok(Self::Not(not)),
            (None, None, None, Some(fact), Some(is)) => Ok(Self::Fact(fact, is)),
            _ => Err("@condition"),
        }
    }
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds by the answers given.
    Yes,
    /// It does not hold by the answers given.
    No,
    /// It depends on facts without an answer; it then counts as holding, so that absence turns nothing off.
    Unknown(BTreeSet<FactId>),
}

impl Truth {
    /// True unless the answers say no.
    pub fn applies(&self) -> bool {
        !matches!(self, Self::No)
    }

    /// Both must hold.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown(mut left), Self::Unknown(right)) => {
                left.extend(right);
                Self::Unknown(left)
            }
            (Self::Unknown(facts), Self::Yes) | (Self::Yes, Self::Unknown(facts)) => Self::Unknown(facts),
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown(facts) => Self::Unknown(facts),
        }
    }
}

impl Condition {
    /// Whether the condition holds for these answers.
    pub fn truth(&self, facts: &Facts) -> Truth {
        match self {
            Self::All(all) => all.iter().fold(Truth::Yes, |truth, part| truth.and(part.truth(facts))),
            Self::Any(any) => any.iter().fold(Truth::No, |truth, part| truth.or(part.truth(facts))),
            Self::Not(part) => part.truth(facts).not(),
            Self::Fact(fact, is) => match facts.get(fact) {
                Some(answer) if is.contains(answer) => Truth::Yes,
                Some(_) => Truth::No,
                None => Truth::Unknown(BTreeSet::from([fact.clone()])),
            },
        }
    }

    /// Every fact with the answers named for it.
    pub fn named(&self) -> Vec<(&FactId, &[Answer])> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::named).collect(),
            Self::Not(part) => part.named(),
            Self::Fact(fact, is) => vec![(fact, is.as_slice())],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(name: &str) -> Condition {
        Condition::Fact(FactId::new(name).expect("an id"), vec![Answer::Boolean(true)])
    }

    fn facts(answers: &[(&str, bool)]) -> Facts {
        answers.iter().map(|(name, is)| (FactId::new(name).expect("an id"), Answer::Boolean(*is))).collect()
    }

    #[test]
    fn an_unanswered_fact_turns_nothing_off() {
        let unknown = fact("a").truth(&facts(&[]));
        assert!(matches!(&unknown, Truth::Unknown(names) if names.len() == 1));
        assert!(unknown.applies());
        assert!(Condition::Not(Box::new(fact("a"))).truth(&facts(&[])).applies());
    }

    #[test]
    fn what_is_decided_needs_no_further_answer() {
        let both = Condition::All(vec![fact("a"), fact("b")]);
        let either = Condition::Any(vec![fact("a"), fact("b")]);
        assert_eq!(both.truth(&facts(&[("a", false)])), Truth::No);
        assert_eq!(either.truth(&facts(&[("a", true)])), Truth::Yes);
        assert!(matches!(both.truth(&facts(&[("a", true)])), Truth::Unknown(_)));
        assert_eq!(Condition::Any(vec![]).truth(&facts(&[])), Truth::No);
    }
}
