//! A policy pack: phases, gates, roles, facts, laws, subjects, tasks, templates.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Answer, Condition, Difference, Task, Words};
use crate::name::{
    Address, Date, FactId, GateId, Interval, LawId, PackId, PhaseId, ProfileId, RoleId, SubjectId, TaskId,
};
use crate::rule::Lang;

/// Everything a pack says.
#[derive(Clone, Debug, Serialize)]
pub struct Pack {
    /// The id settings name.
    pub id: PackId,
    /// Its version; settings pin it.
    pub version: String,
    /// The language of its texts.
    pub language: Lang,
    /// What it is called.
    pub title: Words,
    /// What it is and is not; shown by `list packs` and at the top of `explain`.
    pub notice: Words,
    /// The day of its research.
    pub researched: Date,
    /// The longest an exemption may run, in days.
    pub longest_exemption: i64,
    /// The gate from which on a subject without files is an error; before it there may be nothing to map yet.
    pub subjects_due: PhaseId,
    /// Roles whose approval of the settings lets the bar sink.
    pub policy_owners: Vec<RoleId>,
    /// The profiles, from the smallest.
    pub profiles: Vec<Profile>,
    /// The topics of the guideline.
    pub topics: Vec<Topic>,
    /// The phases, in order.
    pub phases: Vec<Phase>,
    /// The gates, one a phase, in the same order.
    pub gates: Vec<Gate>,
    /// Dates that must follow each other.
    pub date_orders: Vec<DateOrder>,
    /// The roles.
    pub roles: Vec<Role>,
    /// The facts, in the order in which `init` asks them.
    pub facts: Vec<Fact>,
    /// Answers that exclude each other.
    pub contradictions: Vec<Contradiction>,
    /// The subjects evidence can be about.
    pub subjects: Vec<Subject>,
    /// The law table.
    pub laws: Vec<Law>,
    /// The tasks, by id.
    pub tasks: BTreeMap<TaskId, Task>,
    /// The templates, by file name.
    pub templates: BTreeMap<String, String>,
    /// SHA-256 over all files of the pack, as hexadecimal digits; of an overlay over its own files and what it builds
    /// on.
    pub digest: String,
    /// What it is made of: itself first, then what it builds on.
    pub parts: Vec<PackPart>,
    /// In what it asks for less, or for something else, than what it builds on.
    #[serde(skip)]
    pub departures: Vec<Departure>,
}

/// A pack that another is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PackPart {
    pub id: PackId,
    pub version: String,
    pub digest: String,
    /// Its own files.
    pub files: BTreeSet<String>,
    /// The keys that its own `pack.toml` sets.
    pub keys: BTreeSet<String>,
}

/// A difference between an overlay and a pack that it builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The pack that asked for more, with its version.
    pub from: String,
    /// In what.
    pub difference: Difference,
}

impl Pack {
    /// The place of a phase (or of the gate of the same name) in the order, from zero.
    pub fn order(&self, phase: &str) -> Option<usize> {
        self.phases.iter().position(|known| known.id.as_str() == phase)
    }

    /// A gate by the name of its phase.
    pub fn gate(&self, id: &str) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.id.as_str() == id)
    }

    /// True where it asks for a signature of any approval at all.
    pub fn asks_for_signatures(&self) -> bool {
        let pieces = self.tasks.values().flat_map(|task| &task.evidence);
        pieces.filter_map(|piece| piece.approved.as_ref()).any(|approved| approved.signed)
    }

    /// A role.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id.as_str() == id)
    }

    /// The roles that may grant exemptions.
    pub fn granting(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter(|role| role.may_exempt)
    }

    /// A fact.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id.as_str() == id)
    }

    /// A subject.
    pub fn subject(&self, id: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.id.as_str() == id)
    }

    /// A law.
    pub fn law(&self, id: &str) -> Option<&Law> {
        self.laws.iter().find(|law| law.id.as_str() == id)
    }

    /// A piece with its task.
    pub fn piece(&self, address: &Address) -> Option<(&Task, &super::Piece)> {
        let task = self.tasks.get(&address.task)?;
        let piece = task.evidence.iter().find(|piece| piece.piece == address.piece)?;
        Some((task, piece))
    }

    /// The pieces of a profile, in order of phases and tasks. The last profile of a pack holds every task.
    pub fn pieces_of<'a>(
        &'a self,
        profile: &'a ProfileId,
    ) -> impl Iterator<Item = (&'a Task, &'a super::Piece)> {
        let whole = self.profiles.last().is_some_and(|last| last.id == *profile);
        let tasks = self.phases.iter().flat_map(|phase| self.tasks_of(&phase.id));
        let tasks = tasks.filter(move |task| whole || task.profiles.contains_key(profile));
        tasks.flat_map(|task| task.evidence.iter().map(move |piece| (task, piece)))
    }

    /// What applies under conditions only: the pieces of a profile and the subjects, each by its name with all
    /// conditions that must hold.
    pub fn conditional<'a>(&'a self, profile: &'a ProfileId) -> Vec<(String, Vec<&'a Condition>)> {
        let pieces = self
            .pieces_of(profile)
            .map(|(task, piece)| (task.address(piece).to_string(), task.conditions(piece).collect()));
        let subjects = self
            .subjects
            .iter()
            .map(|subject| (subject.id.to_string(), subject.applies.iter().collect::<Vec<_>>()));
        pieces.chain(subjects).filter(|(_, conditions)| !conditions.is_empty()).collect()
    }

    /// The tasks of a phase, in order of their ids.
    pub fn tasks_of<'a>(&'a self, phase: &'a PhaseId) -> impl Iterator<Item = &'a Task> {
        self.tasks.values().filter(move |task| task.phase == *phase)
    }
}

/// A selection of tasks. The last profile of a pack holds all of them.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "id and title speak for themselves")]
pub struct Profile {
    pub id: ProfileId,
    pub title: Words,
    /// When to take it.
    pub note: Words,
}

/// A topic of the guideline that tasks serve.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "id and title speak for themselves")]
pub struct Topic {
    pub id: String,
    pub title: Words,
}

/// A phase of a project.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "id and title speak for themselves")]
pub struct Phase {
    pub id: PhaseId,
    pub title: Words,
    /// What happens in it.
    pub note: Words,
}

/// The gate that closes the phase of the same name.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gate {
    /// The name of the phase it closes.
    pub id: GateId,
    /// What the decision is called.
    pub title: Words,
    /// The question that is decided.
    pub question: Words,
    /// Who decides.
    pub decides: Vec<RoleId>,
    /// Who is heard before.
    pub heard: Vec<RoleId>,
    /// The piece that holds the decision.
    pub record: Address,
    /// What the record must hold.
    #[serde(default)]
    pub holds: Vec<String>,
    /// Reasons for which a gate typically is not passed.
    #[serde(default)]
    pub no_go: Vec<String>,
    /// Tasks whose absence cannot become a condition of the decision, and so cannot be exempt there either.
    #[serde(default)]
    pub not_conditionable: Vec<TaskId>,
    /// How long a go decision holds, from `decided`; without end where nothing is said.
    pub validity: Option<Interval>,
    /// True for a gate that is decided again and again.
    #[serde(default)]
    pub repeats: bool,
}

/// Two dates of which one must come first.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the relation reads as a sentence: first, relation, second")]
pub struct DateOrder {
    pub id: String,
    pub first: When,
    pub relation: Order,
    pub second: When,
    /// Why, with the law.
    pub reason: Words,
}

/// How two dates must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The first lies on an earlier day.
    Before,
    /// The first lies on the same or an earlier day.
    NotAfter,
}

/// A date in evidence: a field of the metadata, of a document, or a column of a register.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the type says it")]
pub struct When {
    pub evidence: Address,
    pub field: String,
}

/// A role.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(missing_docs, reason = "id and title speak for themselves")]
pub struct Role {
    pub id: RoleId,
    pub title: Words,
    /// May be responsible for a task.
    pub may_own: bool,
    /// May approve evidence in the repository.
    pub may_approve: bool,
    /// May grant exemptions. A pack that lets nobody has none.
    #[serde(default)]
    pub may_exempt: bool,
    /// Roles that the same person must not hold.
    #[serde(default)]
    pub incompatible: Vec<RoleId>,
    /// What the role does here.
    pub note: Words,
}

/// A question about the project whose answer decides which tasks apply.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "id and question speak for themselves")]
pub struct Fact {
    pub id: FactId,
    pub question: Words,
    #[serde(rename = "type")]
    pub kind: FactType,
    /// The possible answers of a `one-of` fact.
    #[serde(default)]
    pub values: Vec<String>,
    /// Why it is asked.
    pub why: Words,
}

impl Fact {
    /// True if the answer is one that the fact allows.
    pub fn allows(&self, answer: &Answer) -> bool {
        match (self.kind, answer) {
            (FactType::Boolean, Answer::Boolean(_)) => true,
            (FactType::OneOf, Answer::Word(word)) => self.values.contains(word),
            (FactType::Boolean, Answer::Word(_)) | (FactType::OneOf, Answer::Boolean(_)) => false,
        }
    }

    /// Every answer that the fact allows.
    pub fn answers(&self) -> Vec<Answer> {
        match self.kind {
            FactType::Boolean => vec![Answer::Boolean(true), Answer::Boolean(false)],
            FactType::OneOf => self.values.iter().cloned().map(Answer::Word).collect(),
        }
    }

    /// The allowed answers, as they are written in settings.
    pub fn expected(&self) -> String {
        match self.kind {
            FactType::Boolean => "true, false".to_owned(),
            FactType::OneOf => self.values.join(", "),
        }
    }
}

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactType {
    /// `true` or `false`.
    Boolean,
    /// One of its values.
    OneOf,
}

/// Answers that exclude each other; judged only when all facts in it are answered.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Contradiction {
    pub id: String,
    pub when: Condition,
    pub message: Words,
    /// A contradiction that only warns.
    #[serde(default)]
    pub advice: bool,
}

/// What evidence can be about, as globs into the repository.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "id and title speak for themselves")]
pub struct Subject {
    pub id: SubjectId,
    pub title: Words,
    /// What to map to it.
    pub about: Words,
    /// What `init` proposes; `{evidence}` stands for the evidence folder.
    #[serde(default)]
    pub globs: Vec<String>,
    /// Projects that have such a thing.
    pub applies: Option<Condition>,
}

/// An entry of the law table.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub struct Law {
    pub id: LawId,
    pub short: String,
    pub citation: String,
    pub subject: Words,
    pub addressee: String,
    /// The day from which it binds; without one it only advises.
    pub applies_from: Option<Date>,
    pub source: String,
    pub confidence: String,
}

impl Law {
    /// True once the law binds.
    pub fn binds(&self, as_of: Date) -> bool {
        self.applies_from.is_some_and(|from| from <= as_of)
    }
}
