//! Phases with their gates, roles, facts, conditions.

use serde::Serialize;

use super::super::request::Filter;
use super::{Text, text};
use crate::model::{Answer, Condition, Fact, FactType, Gate, Pack, Phase, Role};
use crate::name::{Address, FactId, GateId, Interval, PhaseId, RoleId, TaskId};

/// A condition as packs write it.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ConditionShape<'a> {
    All(Vec<ConditionShape<'a>>),
    Any(Vec<ConditionShape<'a>>),
    Not(Box<ConditionShape<'a>>),
    #[serde(untagged)]
    Fact {
        fact: &'a FactId,
        is: &'a [Answer],
    },
}

pub(super) fn condition(condition: &Condition) -> ConditionShape<'_> {
    match condition {
        Condition::All(parts) => ConditionShape::All(parts.iter().map(self::condition).collect()),
        Condition::Any(parts) => ConditionShape::Any(parts.iter().map(self::condition).collect()),
        Condition::Not(part) => ConditionShape::Not(Box::new(self::condition(part))),
        Condition::Fact(fact, is) => ConditionShape::Fact { fact, is },
    }
}

#[derive(Serialize)]
pub(super) struct PhaseShape<'a> {
    id: &'a PhaseId,
    title: Text<'a>,
    note: Text<'a>,
    gate: Option<GateShape<'a>>,
    tasks: Vec<&'a TaskId>,
}

#[derive(Serialize)]
struct GateShape<'a> {
    id: &'a GateId,
    title: Text<'a>,
    question: Text<'a>,
    decides: &'a [RoleId],
    heard: &'a [RoleId],
    record: &'a Address,
    holds: &'a [String],
    no_go: &'a [String],
    not_conditionable: &'a [TaskId],
    validity: Option<Interval>,
    repeats: bool,
}

pub(super) fn phase<'a>(pack: &'a Pack, phase: &'a Phase, filter: &'a Filter) -> PhaseShape<'a> {
    PhaseShape {
        id: &phase.id,
        title: text(&phase.title),
        note: text(&phase.note),
        gate: pack.gate(phase.id.as_str()).map(gate),
        tasks: filter.tasks(pack).filter(|task| task.phase == phase.id).map(|task| &task.id).collect(),
    }
}

fn gate(gate: &Gate) -> GateShape<'_> {
    GateShape {
        id: &gate.id,
        title: text(&gate.title),
        question: text(&gate.question),
        decides: &gate.decides,
        heard: &gate.heard,
        record: &gate.record,
        holds: &gate.holds,
        no_go: &gate.no_go,
        not_conditionable: &gate.not_conditionable,
        validity: gate.validity,
        repeats: gate.repeats,
    }
}

#[derive(Serialize)]
pub(super) struct RoleShape<'a> {
    id: &'a RoleId,
    title: Text<'a>,
    may_own: bool,
    may_approve: bool,
    may_exempt: bool,
    incompatible: &'a [RoleId],
    note: Text<'a>,
}

pub(super) fn role(role: &Role) -> RoleShape<'_> {
    RoleShape {
        id: &role.id,
        title: text(&role.title),
        may_own: role.may_own,
        may_approve: role.may_approve,
        may_exempt: role.may_exempt,
        incompatible: &role.incompatible,
        note: text(&role.note),
    }
}

#[derive(Serialize)]
pub(super) struct FactShape<'a> {
    id: &'a FactId,
    question: Text<'a>,
    #[serde(rename = "type")]
    kind: FactType,
    values: &'a [String],
    why: Text<'a>,
}

pub(super) fn fact(fact: &Fact) -> FactShape<'_> {
    FactShape {
        id: &fact.id,
        question: text(&fact.question),
        kind: fact.kind,
        values: &fact.values,
        why: text(&fact.why),
    }
}
