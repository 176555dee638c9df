//! What a policy says, what a project sets, and what evidence claims: plain data.

mod barred;
mod baseline;
mod compare;
mod condition;
mod document;
mod evidence;
mod horizon;
mod pack;
mod requirement;
mod roster;
mod settings;
mod settings_approval;
mod task;
mod words;

pub use baseline::{Baseline, BaselineEntry};
pub use compare::{Difference, Direction, List, Part, differences};
pub use condition::{Answer, Condition, Facts, Truth};
pub use document::{Body, Document, Flaw, Heading, Item, Link, Markdown, Prose, Row, Table};
pub use evidence::{
    Approval, Condition as DecisionCondition, Course, Decision, DecisionRecord, Metadata, Onward, Status,
};
pub use horizon::{Due, Horizon};
pub use pack::{
    Contradiction, DateOrder, Departure, Fact, FactType, Gate, Law, Order, Pack, PackPart, Phase, Profile,
    Role, Subject, Topic, When,
};
pub use requirement::{
    Approved, Checklist, Column, Current, DecisionOf, Field, Kind, Level, Review, Rows, Section, Sections,
    Type,
};
pub use roster::{Roster, Signature, Signer, Unsigned};
pub use settings::{Exemption, Policy, Project, RoleMembers, Settings, Trust};
pub use settings_approval::SettingsApproval;
pub use task::{Basis, Effort, Files, Format, Origin, Piece, Reading, Task};
pub use words::Words;
