//! What a file says about itself: metadata, decisions, approvals.

use crate::name::{Address, ContentHash, Date, GateId, RepoPath, RoleId};
use crate::text::{Place, Span, Spanned};

/// The metadata of a file of evidence. Every value keeps its place.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The pieces it claims to be; empty when it names none.
    pub tasks: Vec<Spanned<Address>>,
    /// The author's own word on its state.
    pub status: Option<Spanned<Status>>,
    /// The day of the last review.
    pub reviewed: Option<Spanned<Date>>,
    /// The role that is responsible, as written.
    pub responsible: Option<Spanned<String>>,
    /// Why it does not apply.
    pub reason: Option<Spanned<String>>,
    /// The decision of a gate, if the metadata holds one.
    pub decision: Decision,
}

impl Status {
    /// The word in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Final => "final",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// The author's own word on the state of evidence. Approval exists in the ledger only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Still being written.
    Draft,
    /// Done, says the author.
    Final,
    /// Said not to apply to this project.
    NotApplicable,
}

/// The part of the metadata that a decision record has besides.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// What was decided.
    pub course: Option<Spanned<Course>>,
    /// When.
    pub decided: Option<Spanned<Date>>,
    /// Where it goes from here, at a gate that repeats; the key `course` in files.
    pub onward: Option<Onward>,
    /// On which conditions.
    pub conditions: Vec<Condition>,
}

/// What a gate's decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Go on.
    Go,
    /// Stop.
    NoGo,
    /// Back to work.
    Back,
}

impl Course {
    /// The word in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::NoGo => "no-go",
            Self::Back => "back",
        }
    }
}

/// Where a decision on operation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// It goes on as it is.
    Continue,
    /// It goes on and is changed.
    Change,
    /// It is switched off.
    ShutDown,
}

impl Onward {
    /// All words in files.
    pub const WORDS: &str = "continue, change, shut-down";

    /// What a word in files means.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "continue" => Some(Self::Continue),
            "change" => Some(Self::Change),
            "shut-down" => Some(Self::ShutDown),
            _ => None,
        }
    }
}

/// A condition of a decision.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Where it stands.
    pub span: Span,
    /// What is to be done.
    pub text: String,
    /// The task that it makes up for, as written.
    pub task: Option<Spanned<String>>,
    /// By when; the last day.
    pub due: Option<Date>,
    /// By which role.
    pub owner: String,
    /// When it was met.
    pub met: Option<Date>,
}

/// A decision that was found for a gate.
#[derive(Clone, Debug)]
pub struct DecisionRecord {
    /// The gate.
    pub gate: GateId,
    /// What was decided.
    pub course: Course,
    /// When.
    pub decided: Spanned<Date>,
}

/// One entry of the ledger: somebody in a role approved exactly this content.
#[derive(Clone, Debug)]
pub struct Approval {
    /// The file of the ledger as a whole.
    pub file: Place,
    /// The piece.
    pub address: Address,
    /// The role.
    pub role: RoleId,
    /// Who approved.
    pub person: Spanned<String>,
    /// When.
    pub date: Date,
    /// What exactly.
    pub hash: Spanned<ContentHash>,
    /// The review date of that content.
    pub reviewed: Option<Date>,
}

impl Approval {
    /// Whether a review of the approved content is covered: the one that was approved and no other. An earlier date is
    /// another as well, for with each new date a review begins anew, and what changed before it no longer counts.
    pub fn covers(&self, reviewed: Option<Date>) -> bool {
        reviewed == self.reviewed && !self.is_outrun_by(reviewed)
    }

    /// Whether a review is later than what could be approved. Nobody approves one that is still to come, whatever the
    /// file says; a day is allowed for time zones.
    pub fn is_outrun_by(&self, reviewed: Option<Date>) -> bool {
        reviewed > self.reviewed.min(Some(self.date.plus_days(1)))
    }

    /// The text of a file of the ledger, as `approve` writes it and `missing-approval` prints it.
    pub fn text(
        address: &Address,
        path: &RepoPath,
        hash: &ContentHash,
        reviewed: Option<Date>,
        role: &RoleId,
        person: &str,
        date: Date,
    ) -> String {
        let reviewed = reviewed.map_or(String::new(), |date| format!("reviewed = {date}\n"));
        format!(
            "task = \"{address}\"\npath = {}\nhash = \"{hash}\"\n{reviewed}role = \"{role}\"\nperson = {}\ndate = {date}\n",
            toml::Value::String(path.as_str().to_owned()),
            toml::Value::String(person.to_owned())
        )
    }
}
