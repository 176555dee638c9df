//! A task and the pieces of evidence it leaves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::requirement::{Approved, Checklist, Columns, Current, DecisionOf, Fields, Review, Rows, Sections};
use super::{Condition, Words};
use crate::name::{Address, LawId, PhaseId, PieceId, ProfileId, RoleId, TaskId};

/// One task of the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Task {
    /// Its id, which is also its file's name.
    pub id: TaskId,
    /// The phase it belongs to.
    pub phase: PhaseId,
    /// The gate at which it is due, if another than its phase's own.
    pub due: Option<PhaseId>,
    /// What it is called.
    pub title: Words,
    /// The profiles it belongs to besides the whole catalogue, each with the reason.
    #[serde(default)]
    pub profiles: BTreeMap<ProfileId, String>,
    /// Where it comes from.
    pub origin: Origin,
    /// How sure the pack is that it belongs here: `high`, `medium`, `low`.
    pub confidence: String,
    /// Its place in the official text; empty until somebody has looked it up.
    #[serde(default)]
    pub official_ref: String,
    /// The topics of the guideline it serves.
    #[serde(default)]
    pub topics: Vec<String>,
    /// The role that has to act.
    pub responsible: RoleId,
    /// Roles that help.
    #[serde(default)]
    pub contributing: Vec<RoleId>,
    /// What is better afterwards, for whom.
    pub goals: Words,
    /// The steps, in order.
    #[serde(default)]
    pub steps: Vec<String>,
    /// Methods to choose from.
    #[serde(default)]
    pub methods: Vec<String>,
    /// What it takes.
    pub effort: Effort,
    /// What else it takes.
    #[serde(default)]
    pub resources: Vec<String>,
    /// Questions that can be answered yes or no.
    #[serde(default)]
    pub checklist: Vec<Words>,
    /// Why it is owed.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Further reading.
    #[serde(default)]
    pub reading: Vec<Reading>,
    /// Projects that it applies to; all, without a condition.
    pub applies: Option<Condition>,
    /// The evidence it leaves; the main piece first.
    pub evidence: Vec<Piece>,
}

impl Task {
    /// The phase whose gate a piece is due at.
    pub fn due_of<'a>(&'a self, piece: &'a Piece) -> &'a PhaseId {
        piece.due.as_ref().or(self.due.as_ref()).unwrap_or(&self.phase)
    }

    /// What must hold for one of its pieces to apply: its own condition and that of the piece.
    pub fn conditions<'a>(&'a self, piece: &'a Piece) -> impl Iterator<Item = &'a Condition> {
        [&self.applies, &piece.applies].into_iter().flatten()
    }

    /// The address of one of its pieces.
    pub fn address(&self, piece: &Piece) -> Address {
        Address { task: self.id.clone(), piece: piece.piece.clone() }
    }
}

/// Where a task comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Its title was announced by the publisher.
    Announced,
    /// The guideline asks for it.
    Guideline,
    /// A law asks for it.
    Law,
    /// Good practice.
    Practice,
}

/// Effort in person-days, each as from and to.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    /// For a small project.
    pub small: [f32; 2],
    /// For a large one.
    pub large: [f32; 2],
}

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The entry of the law table.
    pub law: LawId,
    /// The exact place.
    pub citation: String,
}

/// Something worth reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it can be found, if the pack is sure of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl std::fmt::Display for Reading {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({})", self.title, self.publisher)?;
        self.address.as_ref().map_or(Ok(()), |address| write!(out, ", {address}"))
    }
}

/// One kind of evidence that a task leaves, with everything that is asked of it.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Piece {
    /// Its id; none for the task's main piece.
    pub piece: Option<PieceId>,
    /// What the document is called.
    pub title: Words,
    /// The German article of the title: der, die, das.
    #[serde(default)]
    pub article: String,
    /// Where it lies below the evidence folder; may hold `*` where several files are meant.
    pub path: String,
    /// What it is.
    pub format: Format,
    /// The file in `templates/` from which `new` writes it.
    pub template: Option<String>,
    /// How many files may claim it.
    #[serde(default)]
    pub files: Files,
    /// How many there must be.
    #[serde(default = "one")]
    pub at_least: usize,
    /// The gate at which it is due, if another than its task's.
    pub due: Option<PhaseId>,
    /// Narrows the projects that the task applies to.
    pub applies: Option<Condition>,
    /// Once this phase's gate is passed, age and outdating are judged no more.
    pub watch_until: Option<PhaseId>,
    /// A reference to a file kept elsewhere is enough.
    #[serde(default)]
    pub reference: bool,
    /// A law that asks for it: before it binds, findings are advice.
    pub law: Option<LawId>,
    /// False where no exemption may be granted.
    #[serde(default = "yes")]
    pub exemptible: bool,
    /// Sections to be filled.
    pub sections: Option<Sections>,
    /// Fields of the document or of the front matter.
    pub fields: Option<Fields>,
    /// How many rows, and where.
    pub rows: Option<Rows>,
    /// Columns of every row.
    pub columns: Option<Columns>,
    /// The template's checklist must be ticked.
    pub checklist: Option<Checklist>,
    /// Must be looked at again and again.
    pub review: Option<Review>,
    /// What overtakes it.
    pub current: Option<Current>,
    /// Who must approve it.
    pub approved: Option<Approved>,
    /// It is the record of a gate's decision.
    pub decision: Option<DecisionOf>,
}

impl Piece {
    /// Whether an exemption may be granted from it at all. Without its record a gate would be passed without anybody
    /// having decided.
    pub fn may_be_exempt(&self) -> bool {
        self.exemptible && self.decision.is_none()
    }
}

fn one() -> usize {
    1
}

fn yes() -> bool {
    true
}

/// The format of a piece.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of formats")]
pub enum Format {
    Markdown,
    Yaml,
    Toml,
    Json,
    Csv,
    Pdf,
    /// Anything; its metadata stands in a sidecar.
    Any,
}

impl Format {
    /// The format that a file name's ending tells.
    pub fn of_name(name: &str) -> Self {
        match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("yaml" | "yml") => Self::Yaml,
            Some("toml") => Self::Toml,
            Some("json") => Self::Json,
            Some("csv") => Self::Csv,
            Some("pdf") => Self::Pdf,
            Some(_) | None => Self::Any,
        }
    }

    /// The name people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Pdf => "PDF",
            Self::Any => "Datei",
        }
    }
}

/// How many files may claim a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Files {
    /// One; a second claim is a finding.
    #[default]
    One,
    /// Any number, every one judged on its own.
    Each,
    /// Any number, all judged as whole, only the newest as current.
    Series,
}
