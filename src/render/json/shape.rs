//! The report as programs read it: types of its own, so that the tool may change inside without changing the format.
//! The order of the fields is the order of the keys. A key never disappears; what is not there is `null`.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::finding::{AsOfSource, GateState, Grade, Severity, Since, SourceKind, State, Verdict};
use crate::model::Answer;
use crate::name::{Address, Date, FactId, GateId, PhaseId, ProfileId, RoleId, TaskId};
use crate::rule::{Lang, Rule};

/// The name and version of the format.
pub(super) const SCHEMA: &str = "nachweis/report/v1";

/// What nachweis found out. Everything else it writes is made from this.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Report")]
pub(super) struct Shape<'a> {
    /// The name and version of this format.
    #[schemars(schema_with = "the_schema")]
    pub(super) schema: &'static str,
    /// The program that wrote it.
    pub(super) tool: Tool,
    /// The command, such as `check` or `gate planung`.
    pub(super) command: &'a str,
    /// The day for which it judged, in UTC.
    pub(super) as_of: Date,
    /// Where that day came from.
    #[schemars(schema_with = "as_of_sources")]
    pub(super) as_of_source: &'static str,
    /// The language of messages and help.
    pub(super) language: Lang,
    /// What was judged.
    pub(super) source: SourceShape<'a>,
    /// How much the verdict may claim.
    #[schemars(schema_with = "grades")]
    pub(super) grade: &'static str,
    /// What may be said at this grade, in a sentence.
    pub(super) claim: &'static str,
    /// The answer.
    #[schemars(schema_with = "verdicts")]
    pub(super) verdict: &'static str,
    /// The projects, by path.
    pub(super) projects: Vec<Project<'a>>,
    /// The gates of all projects.
    pub(super) gates: Vec<Gate<'a>>,
    /// The tasks of all projects.
    pub(super) tasks: Vec<Task<'a>>,
    /// The findings, exempt ones included.
    pub(super) findings: Vec<FindingShape<'a>>,
    /// How many of each.
    pub(super) counts: CountsShape,
    /// The last key: without it the report was cut off.
    #[schemars(schema_with = "always_true")]
    pub(super) complete: bool,
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident as $schema:literal { $($(#[$attr:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Serialize, JsonSchema)]
        #[schemars(rename = $schema)]
        pub(super) struct $name<'a> {
            $($(#[$attr])* pub(super) $field: $kind,)*
        }
    )*};
}

/// A program and its version.
#[derive(Serialize, JsonSchema)]
pub(super) struct Tool {
    /// `nachweis`.
    pub(super) name: &'static str,
    /// Its version.
    pub(super) version: &'static str,
}

/// How many findings of each kind.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
pub(super) struct CountsShape {
    /// Errors.
    pub(super) errors: usize,
    /// Warnings.
    pub(super) warnings: usize,
    /// Exempt findings, borrowed ones included.
    pub(super) exempt: usize,
    /// Those of them that only the baseline covers; no gate honours it.
    pub(super) borrowed: usize,
    /// Pieces of evidence that were judged.
    pub(super) judged: usize,
    /// How many findings a change brought, exempt ones aside; null where nothing was compared.
    pub(super) since: Option<SinceShape>,
}

/// How many findings came about when.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Since")]
pub(super) struct SinceShape {
    /// Were not there.
    pub(super) new: usize,
    /// Were there, but less severe, exempt, at fewer places, or with fewer cases.
    pub(super) worse: usize,
    /// Were there; they never block.
    pub(super) before: usize,
}

shapes! {
    /// What was judged.
    SourceShape as "Source" {
        /// Working tree, index or commit.
        #[schemars(schema_with = "source_kinds")]
        kind: &'static str,
        /// The commit, or HEAD below a working tree or index.
        commit: Option<&'a str>,
        /// How many uncommitted changes to evidence were not looked at.
        unseen: usize,
        /// What it was held against as a change; null without `--base`.
        base: Option<BaseShape<'a>>,
    }
    /// What a change was held against.
    BaseShape as "Base" {
        /// The commit.
        commit: &'a str,
        /// False when what was judged belongs to it already, so that there was nothing to compare.
        compared: bool,
    }
    /// A project and what it is judged by.
    Project as "Project" {
        /// Its folder; `.` is the root of the repository.
        path: String,
        /// Its name.
        name: &'a str,
        /// Its current phase.
        phase: &'a PhaseId,
        /// Which tasks count.
        profile: &'a ProfileId,
        /// The packs.
        policy: Policy<'a>,
        /// The answered facts.
        facts: BTreeMap<&'a FactId, FactShape<'a>>,
        /// Subjects said not to be in this repository.
        absent_subjects: &'a [String],
        /// What its approvals are worth.
        approvals: ApprovalsShape<'a>,
    }
    /// What the approvals of a project are worth.
    ApprovalsShape as "Approvals" {
        /// How many count: demanded, of what is there now, by a member of the role.
        counted: usize,
        /// How many of them are signed by who is named.
        signed: usize,
        /// The pieces that nobody but their authors has approved, where the settings declare that one person does
        /// both; null where they do not.
        solo: Option<&'a [Address]>,
    }
    /// The yardstick.
    Policy as "Policy" {
        /// The pack, and those that it builds on, each with its version and digest.
        packs: Vec<PackShape<'a>>,
        /// The commit whose yardstick counted as well; null without a base, and for a project that it does not know.
        base: Option<&'a str>,
    }
    /// A pack.
    PackShape as "Pack" {
        /// Its id.
        id: &'a str,
        /// Its version.
        version: &'a str,
        /// The hash of its content.
        digest: &'a str,
    }
    /// An answered fact.
    FactShape as "Fact" {
        /// The answer.
        value: &'a Answer,
        /// The tasks and pieces that do not apply because of it.
        turns_off: &'a [Address],
    }
    /// A gate of a project.
    Gate as "Gate" {
        /// The project's path.
        project: String,
        /// The gate; it closes the phase of the same name.
        id: &'a GateId,
        /// Where it stands.
        #[schemars(schema_with = "gate_states")]
        state: &'static str,
        /// What was decided: `go`, `no-go`, `back`.
        decision: Option<&'a str>,
        /// How many findings block it.
        blocking: usize,
        /// How many findings are exempt.
        exempt: usize,
    }
    /// A task of a project.
    Task as "Task" {
        /// The project's path.
        project: String,
        /// The task.
        id: &'a TaskId,
        /// The phase it belongs to.
        phase: &'a PhaseId,
        /// The phase at whose gate it is due.
        due: &'a PhaseId,
        /// Where it stands.
        #[schemars(schema_with = "states")]
        state: &'static str,
        /// The role that has to act.
        responsible: &'a RoleId,
        /// Its pieces: one entry for each file.
        evidence: Vec<EvidenceShape<'a>>,
    }
    /// A piece of evidence.
    EvidenceShape as "Evidence" {
        /// The address of the piece.
        piece: &'a Address,
        /// The file, or where one is expected.
        path: String,
        /// Where it stands.
        #[schemars(schema_with = "states")]
        state: &'static str,
        /// What claims the file: `settings`, `default` or `metadata`.
        claimed_by: Option<&'static str>,
        /// What the file says of itself: `draft`, `final` or `not-applicable`.
        status: Option<&'static str>,
        /// The day of the last review.
        reviewed: Option<Date>,
        /// The last commit that changed the file.
        last_change: Option<ChangeShape<'a>>,
        /// The commit that holds the reviewed content.
        review_point: Option<ChangeShape<'a>>,
    }
    /// A commit with its date.
    ChangeShape as "Change" {
        /// The commit; null for uncommitted content.
        commit: Option<&'a str>,
        /// Its date in UTC.
        date: Option<Date>,
        /// True when the history at hand ends there, so that it may have been earlier.
        bounded: bool,
    }
    /// One diagnostic.
    FindingShape as "Finding" {
        /// What was found; `nachweis explain RULE` prints its page.
        #[schemars(schema_with = "rules")]
        rule: &'static str,
        /// A special case of the rule.
        variant: Option<&'static str>,
        /// How severe it is.
        #[schemars(schema_with = "severities")]
        severity: &'static str,
        /// True when it makes the verdict `fail` or `undetermined`.
        blocking: bool,
        /// When it came about, seen from the base: `new`, `worse` or `before`; null where nothing was compared.
        #[schemars(schema_with = "sinces")]
        since: Option<&'static str>,
        /// True where the pack only advises.
        advice: bool,
        /// The project's path.
        project: String,
        /// The task.
        task: Option<&'a TaskId>,
        /// The address of the piece.
        piece: Option<&'a Address>,
        /// The requirement, such as `review` or `sections/restrisiko`.
        requirement: &'a str,
        /// The role that has to act.
        responsible: Option<&'a RoleId>,
        /// What was found, in sentences.
        message: String,
        /// What to do; commands stand on lines of their own.
        help: String,
        /// The file, from the root of the repository.
        path: String,
        /// The line, from one.
        line: usize,
        /// The column, from one, in Unicode scalar values.
        column: usize,
        /// The line of the end.
        end_line: usize,
        /// The column behind the end.
        end_column: usize,
        /// The words about the place.
        label: String,
        /// Further places.
        related: Vec<Related>,
        /// Files that changed since, newest first.
        changes: Vec<FileChange<'a>>,
        /// What covers it.
        exempt: Option<ExemptShape<'a>>,
        /// Its identity across commits and versions: 64 hexadecimal digits.
        fingerprint: &'a str,
    }
    /// A file that changed.
    FileChange as "FileChange" {
        /// The file.
        path: String,
        /// The newest commit that changed it; null for uncommitted changes.
        commit: Option<&'a str>,
        /// Its date in UTC.
        date: Option<Date>,
    }
    /// What covers a finding: an exemption, which somebody has granted, or the baseline, which no gate honours.
    ExemptShape as "Exemption" {
        /// `exemption` or `baseline`.
        #[schemars(schema_with = "exempt_kinds")]
        kind: &'static str,
        /// Why; null for the baseline.
        reason: Option<&'a str>,
        /// The role that has to mend it.
        owner: &'a RoleId,
        /// Since when it is borrowed; null for an exemption.
        since: Option<Date>,
        /// The last day of the exemption; null for the baseline.
        expires: Option<Date>,
        /// The gate that does not accept the exemption; null where none refuses it, and for the baseline.
        ends_at: Option<&'a GateId>,
    }
}

/// A further place of a finding.
#[derive(Serialize, JsonSchema)]
pub(super) struct Related {
    /// The file.
    pub(super) path: String,
    /// The line, from one.
    pub(super) line: usize,
    /// The column, from one.
    pub(super) column: usize,
    /// The words about it.
    pub(super) label: String,
}

fn one_of(ids: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": ids })
}

fn the_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "const": SCHEMA })
}

fn always_true(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "boolean", "const": true })
}

fn as_of_sources(_: &mut SchemaGenerator) -> Schema {
    one_of(&[AsOfSource::Argument, AsOfSource::Epoch, AsOfSource::Clock].map(AsOfSource::id))
}

fn grades(_: &mut SchemaGenerator) -> Schema {
    one_of(&[Grade::L0, Grade::L1, Grade::L2].map(Grade::id))
}

fn verdicts(_: &mut SchemaGenerator) -> Schema {
    one_of(&[Verdict::Pass, Verdict::Fail, Verdict::Undetermined].map(Verdict::id))
}

fn source_kinds(_: &mut SchemaGenerator) -> Schema {
    one_of(&[SourceKind::Worktree, SourceKind::Index, SourceKind::Commit].map(SourceKind::id))
}

fn gate_states(_: &mut SchemaGenerator) -> Schema {
    let all = [GateState::Passed, GateState::Blocked, GateState::Undetermined, GateState::Later];
    one_of(&all.map(GateState::id))
}

fn states(_: &mut SchemaGenerator) -> Schema {
    one_of(&State::ALL.map(State::id))
}

fn exempt_kinds(_: &mut SchemaGenerator) -> Schema {
    one_of(&["exemption", "baseline"])
}

fn severities(_: &mut SchemaGenerator) -> Schema {
    one_of(&[Severity::Error, Severity::Warning].map(Severity::id))
}

fn sinces(_: &mut SchemaGenerator) -> Schema {
    let mut ids: Vec<serde_json::Value> = Since::ALL.iter().map(|since| since.id().into()).collect();
    ids.push(serde_json::Value::Null);
    json_schema!({ "type": ["string", "null"], "enum": ids })
}

fn rules(_: &mut SchemaGenerator) -> Schema {
    one_of(&Rule::ALL.iter().map(|rule| rule.id()).collect::<Vec<_>>())
}
