//! A task with its pieces. The small tables of requirements have keys of one word and come from the model as they are.

use serde::Serialize;

use super::pack::{LawShape, law};
use super::parts::{ConditionShape, condition};
use super::{Text, text};
use crate::model::{
    Approved, Basis, Checklist, Column, Current, DecisionOf, Effort, Field, Files, Format, Level, Origin,
    Pack, Piece, Reading, Review, Rows, Sections, Task, Type,
};
use crate::name::{Address, LawId, PhaseId, ProfileId, RoleId, TaskId};

#[derive(Serialize)]
pub(super) struct TaskShape<'a> {
    id: &'a TaskId,
    phase: &'a PhaseId,
    due: &'a PhaseId,
    title: Text<'a>,
    profiles: Vec<ProfileShape<'a>>,
    origin: Origin,
    confidence: &'a str,
    official_ref: &'a str,
    topics: &'a [String],
    responsible: &'a RoleId,
    contributing: &'a [RoleId],
    goals: Text<'a>,
    steps: &'a [String],
    methods: &'a [String],
    effort: &'a Effort,
    resources: &'a [String],
    checklist: Vec<Text<'a>>,
    basis: Vec<BasisShape<'a>>,
    reading: &'a [Reading],
    applies: Option<ConditionShape<'a>>,
    evidence: Vec<PieceShape<'a>>,
}

#[derive(Serialize)]
struct ProfileShape<'a> {
    id: &'a ProfileId,
    reason: &'a str,
}

#[derive(Serialize)]
struct BasisShape<'a> {
    citation: &'a str,
    law: Option<LawShape<'a>>,
}

#[derive(Serialize)]
struct PieceShape<'a> {
    piece: Address,
    title: Text<'a>,
    article: &'a str,
    path: &'a str,
    format: Format,
    template: Option<&'a str>,
    files: Files,
    at_least: usize,
    due: &'a PhaseId,
    applies: Option<ConditionShape<'a>>,
    watch_until: Option<&'a PhaseId>,
    reference: bool,
    law: Option<&'a LawId>,
    exemptible: bool,
    sections: Option<&'a Sections>,
    fields: Vec<FieldShape<'a>>,
    rows: Option<RowsShape<'a>>,
    columns: Vec<ColumnShape<'a>>,
    checklist: Option<&'a Checklist>,
    review: Option<&'a Review>,
    current: Option<&'a Current>,
    approved: Option<&'a Approved>,
    decision: Option<&'a DecisionOf>,
}

#[derive(Serialize)]
struct FieldShape<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: Type,
    values: &'a [String],
    required: bool,
}

#[derive(Serialize)]
struct ColumnShape<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: Type,
    values: &'a [String],
    required: bool,
    unique: bool,
    covers: bool,
}

#[derive(Serialize)]
struct RowsShape<'a> {
    under: Option<&'a str>,
    at_least: usize,
    level: Level,
    exemptible: bool,
}

pub(super) fn shape<'a>(pack: &'a Pack, task: &'a Task) -> TaskShape<'a> {
    TaskShape {
        id: &task.id,
        phase: &task.phase,
        due: task.due.as_ref().unwrap_or(&task.phase),
        title: text(&task.title),
        profiles: task.profiles.iter().map(|(id, reason)| ProfileShape { id, reason }).collect(),
        origin: task.origin,
        confidence: &task.confidence,
        official_ref: &task.official_ref,
        topics: &task.topics,
        responsible: &task.responsible,
        contributing: &task.contributing,
        goals: text(&task.goals),
        steps: &task.steps,
        methods: &task.methods,
        effort: &task.effort,
        resources: &task.resources,
        checklist: task.checklist.iter().map(text).collect(),
        basis: {
            let law = |basis: &'a Basis| pack.law(basis.law.as_str()).map(law);
            task.basis.iter().map(|basis| BasisShape { citation: &basis.citation, law: law(basis) }).collect()
        },
        reading: &task.reading,
        applies: task.applies.as_ref().map(condition),
        evidence: task.evidence.iter().map(|piece| self::piece(task, piece)).collect(),
    }
}

fn piece<'a>(task: &'a Task, piece: &'a Piece) -> PieceShape<'a> {
    PieceShape {
        piece: task.address(piece),
        title: text(&piece.title),
        article: &piece.article,
        path: &piece.path,
        format: piece.format,
        template: piece.template.as_deref(),
        files: piece.files,
        at_least: piece.at_least,
        due: task.due_of(piece),
        applies: piece.applies.as_ref().map(condition),
        watch_until: piece.watch_until.as_ref(),
        reference: piece.reference,
        law: piece.law.as_ref(),
        exemptible: piece.may_be_exempt(),
        sections: piece.sections.as_ref(),
        fields: piece.fields.iter().flatten().map(|(name, field)| self::field(name, field)).collect(),
        rows: piece.rows.as_ref().map(rows),
        columns: piece.columns.iter().flatten().map(|(name, column)| self::column(name, column)).collect(),
        checklist: piece.checklist.as_ref(),
        review: piece.review.as_ref(),
        current: piece.current.as_ref(),
        approved: piece.approved.as_ref(),
        decision: piece.decision.as_ref(),
    }
}

fn field<'a>(name: &'a str, field: &'a Field) -> FieldShape<'a> {
    FieldShape { name, kind: field.kind, values: &field.values, required: field.required }
}

fn column<'a>(name: &'a str, column: &'a Column) -> ColumnShape<'a> {
    let Column { kind, values, required, unique, covers } = column;
    ColumnShape { name, kind: *kind, values, required: *required, unique: *unique, covers: *covers }
}

fn rows(rows: &Rows) -> RowsShape<'_> {
    RowsShape {
        under: rows.under.as_deref(),
        at_least: rows.at_least,
        level: rows.level,
        exemptible: rows.exemptible,
    }
}
