//! The report: everything a run found out, from which all formats are made.

use std::collections::BTreeMap;

use super::{ApprovalsReport, ExemptBy, Finding, Grade, State};
use crate::model::{Answer, Kind, PackPart, Words};
use crate::name::{Address, CommitId, Date, FactId, GateId, PhaseId, ProfileId, RepoPath, RoleId, TaskId};
use crate::rule::Lang;

/// The answer of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing blocks.
    Pass,
    /// Something blocks.
    Fail,
    /// It could not be decided.
    Undetermined,
}

impl Verdict {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undetermined => "undetermined",
        }
    }
}

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks.
    Error,
    /// Does not block.
    Warning,
}

impl Severity {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The day for which a run judges, and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The day, in UTC.
    pub date: Date,
    /// Where it came from.
    pub source: AsOfSource,
}

/// Where the day came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOfSource {
    /// `--as-of`.
    Argument,
    /// `SOURCE_DATE_EPOCH`.
    Epoch,
    /// The clock.
    Clock,
}

impl AsOfSource {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Argument => "argument",
            Self::Epoch => "source-date-epoch",
            Self::Clock => "clock",
        }
    }
}

/// What was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The working tree.
    Worktree,
    /// The index.
    Index,
    /// A commit.
    Commit,
}

impl SourceKind {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Worktree => "worktree",
            Self::Index => "index",
            Self::Commit => "commit",
        }
    }
}

/// What was judged, and at which commit.
#[derive(Clone, Debug)]
pub struct SourceReport {
    /// Working tree, index or commit.
    pub kind: SourceKind,
    /// The commit, or HEAD below a working tree; none when HEAD is unborn or nothing could be opened.
    pub commit: Option<CommitId>,
    /// How many uncommitted changes to evidence were not looked at.
    pub unseen: usize,
    /// Where there are no settings to point at: a file that exists, for formats that demand one.
    pub stand_in: Option<RepoPath>,
    /// What it was held against as a change; nothing without `--base`.
    pub base: Option<BaseReport>,
}

/// What a change was held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseReport {
    /// The commit, as a rule the tip of the target branch.
    pub commit: CommitId,
    /// False when there was nothing to compare: what was judged belongs to the target already.
    pub compared: bool,
}

/// When a finding came about, seen from what a change is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// It was not there.
    New,
    /// It was there, but less severe, exempt, at fewer places, or with fewer cases.
    Worse,
    /// It was there.
    Before,
}

impl Since {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::New, Self::Worse, Self::Before];

    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Worse => "worse",
            Self::Before => "before",
        }
    }
}

/// Everything a run found out.
#[derive(Clone, Debug)]
pub struct Report {
    /// The command, such as `check` or `gate planung`.
    pub command: String,
    /// The gate that was asked for.
    pub gate: Option<GateId>,
    /// The day.
    pub as_of: AsOf,
    /// The language of its sentences.
    pub lang: Lang,
    /// What was judged.
    pub source: SourceReport,
    /// How much it may claim.
    pub grade: Grade,
    /// The answer.
    pub verdict: Verdict,
    /// The projects, by path.
    pub projects: Vec<ProjectReport>,
    /// The gates of all projects.
    pub gates: Vec<GateReport>,
    /// The tasks of all projects that belong to their profile.
    pub tasks: Vec<TaskReport>,
    /// The findings: yardstick and undetermined first, then by place.
    pub findings: Vec<Judged>,
    /// How many of each.
    pub counts: Counts,
}

/// A project and what it is judged by.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ProjectReport {
    /// Its folder; the root of the repository is the empty path.
    pub path: RepoPath,
    pub name: String,
    pub phase: PhaseId,
    pub policy: PolicyReport,
    pub profile: ProfileId,
    /// The answered facts, each with the tasks or pieces it turns off.
    pub facts: BTreeMap<FactId, (Answer, Vec<Address>)>,
    /// Subjects of which the settings say "not in this repository".
    pub absent_subjects: Vec<String>,
    /// What its approvals are worth.
    pub approvals: ApprovalsReport,
    /// The titles of roles, for people.
    pub roles: BTreeMap<RoleId, Words>,
    /// The titles of phases, in order, for people.
    pub phases: Vec<(PhaseId, Words)>,
}

/// A pack and its version.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PolicyReport {
    pub pack: String,
    pub version: String,
    pub digest: String,
    /// The packs that it builds on, the nearest first.
    pub below: Vec<PackPart>,
    /// The commit whose bar counted as well; none without a base, and for a project that the base does not know.
    pub base: Option<CommitId>,
}

/// A gate of a project.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct GateReport {
    pub project: RepoPath,
    pub id: GateId,
    pub title: Words,
    pub state: GateState,
    /// What the decision record says: `go`, `no-go`, `back`.
    pub decision: Option<String>,
    pub decided: Option<Date>,
    /// How many findings block it.
    pub blocking: usize,
    /// How many findings are exempt.
    pub exempt: usize,
}

/// The state of a gate, in the order of what keeps it shut: of two by different bars the last counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateState {
    /// Its phase has not come yet.
    Later,
    /// Everything due up to it is satisfied or exempt, and its decision says go.
    Passed,
    /// Something blocks it.
    Blocked,
    /// It could not be decided.
    Undetermined,
}

impl GateState {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Passed => "passed",
            Self::Blocked => "blocked",
            Self::Undetermined => "undetermined",
        }
    }
}

/// A task of a project.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TaskReport {
    pub project: RepoPath,
    pub id: TaskId,
    pub title: Words,
    pub phase: PhaseId,
    pub due: PhaseId,
    pub state: State,
    pub responsible: RoleId,
    pub evidence: Vec<EvidenceReport>,
}

/// A piece of a task: one entry for each file that claims it, or one without a file.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct EvidenceReport {
    pub address: Address,
    pub title: Words,
    pub due: PhaseId,
    /// The file, or where one is expected.
    pub path: RepoPath,
    pub state: State,
    /// What is asked of it, in order.
    pub requirements: Vec<Kind>,
    /// `settings`, `default` or `metadata`; none when nothing claims the piece.
    pub claimed_by: Option<&'static str>,
    pub status: Option<&'static str>,
    pub reviewed: Option<Date>,
    /// The day after which the review is overdue.
    pub review_due: Option<Date>,
    /// The last day of the decision, where the piece is the record of a gate whose decisions end.
    pub holds_until: Option<Date>,
    pub last_change: Option<LastChange>,
    pub review_point: Option<LastChange>,
}

/// A commit with its UTC date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// The commit; none for uncommitted content.
    pub commit: Option<CommitId>,
    /// Its date.
    pub date: Option<Date>,
    /// True when the history ends there, so that it may have been earlier.
    pub bounded: bool,
}

/// A file that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: RepoPath,
    /// The newest commit that changed it; none for uncommitted changes.
    pub commit: Option<CommitId>,
    /// The date of that commit.
    pub date: Option<Date>,
}

/// A finding with its severity.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// The project.
    pub project: RepoPath,
    /// How severe.
    pub severity: Severity,
    /// True when it makes the verdict `fail` or `undetermined`.
    pub blocking: bool,
    /// The exemption, or the entry of the baseline, that covers it.
    pub exempt: Option<ExemptBy>,
    /// Its identity.
    pub fingerprint: String,
    /// Who has to act.
    pub role: Option<RoleId>,
    /// When it came about; none where nothing was compared. What was there before never blocks.
    pub since: Option<Since>,
}

/// How many findings of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub exempt: usize,
    /// How many of the exempt ones are so by the baseline alone.
    pub borrowed: usize,
    /// Pieces of evidence that were judged.
    pub judged: usize,
    /// How many findings a change brought; none where nothing was compared. Exempt ones are not counted.
    pub since: Option<SinceCounts>,
}

/// How many findings came about when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SinceCounts {
    pub new: usize,
    pub worse: usize,
    pub before: usize,
}
