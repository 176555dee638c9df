//! What can be asked of a piece: one table per kind.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Words;
use crate::name::{Address, GateId, Interval, RoleId, SubjectId};

/// The kinds of requirement. `P-10/review` is the address of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A file claims the piece and can be read.
    Evidence,
    /// The metadata says what the piece is and in what state.
    Metadata,
    /// Somebody wrote something: no template, no placeholder, no dead link.
    Content,
    /// Sections are filled.
    Sections,
    /// Fields are there and valid.
    Fields,
    /// Rows are there, with valid columns.
    Rows,
    /// The checklist is ticked.
    Checklist,
    /// The last review is not too old.
    Review,
    /// Nothing it is about has changed since.
    Current,
    /// The roles have approved it.
    Approved,
    /// The gate is decided.
    Decision,
    /// Facts and settings, not a piece.
    Project,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 12] = [
        Self::Evidence,
        Self::Metadata,
        Self::Content,
        Self::Sections,
        Self::Fields,
        Self::Rows,
        Self::Checklist,
        Self::Review,
        Self::Current,
        Self::Approved,
        Self::Decision,
        Self::Project,
    ];

    /// The word in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Metadata => "metadata",
            Self::Content => "content",
            Self::Sections => "sections",
            Self::Fields => "fields",
            Self::Rows => "rows",
            Self::Checklist => "checklist",
            Self::Review => "review",
            Self::Current => "current",
            Self::Approved => "approved",
            Self::Decision => "decision",
            Self::Project => "project",
        }
    }
}

/// How hard a requirement is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As hard as its group and due date make it.
    #[default]
    Demand,
    /// Only a warning, whatever the gate.
    Advice,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $name {
            $($(#[$attr])* pub $field: $kind,)*
            /// `advice` makes findings warnings.
            #[serde(default)]
            pub level: Level,
            /// False where no exemption may be granted.
            #[serde(default = "yes")]
            pub exemptible: bool,
        }
    )*};
}

tables! {
    /// Sections to be filled with text of one's own.
    Sections {
        /// The sections, in the order of the template.
        filled: Vec<Section>,
    }
    /// The checklist of the template: every item there and ticked.
    Checklist {}
    /// The piece must be reviewed at least this often.
    Review {
        /// The longest time between two reviews.
        every: Interval,
        /// Why this interval.
        reason: Option<Words>,
    }
    /// What overtakes the piece.
    Current {
        /// Subjects: files it is about.
        #[serde(default)]
        subjects: Vec<SubjectId>,
        /// Other evidence it builds on.
        #[serde(default)]
        evidence: Vec<Address>,
    }
    /// Roles that must approve exactly this content.
    Approved {
        /// The roles; each must approve.
        roles: Vec<RoleId>,
        /// True where the commit that brings the approval must be signed.
        #[serde(default)]
        signed: bool,
    }
    /// The piece records the decision of a gate.
    DecisionOf {
        /// The gate.
        gate: GateId,
    }
    /// The rows of a register.
    Rows {
        /// The key under which they stand in YAML, TOML or JSON.
        under: Option<String>,
        /// How many there must be.
        #[serde(default)]
        at_least: usize,
    }
}

fn yes() -> bool {
    true
}

/// A section: a heading, and text below it.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id within the piece.
    pub id: String,
    /// The heading in German.
    pub de: String,
    /// The heading in English.
    pub en: Option<String>,
    /// Other headings that mean the same.
    #[serde(default)]
    pub also: Vec<String>,
}

impl Section {
    /// All headings that count.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        [Some(&self.de), self.en.as_ref()].into_iter().flatten().chain(&self.also).map(String::as_str)
    }
}

/// Fields by name, in the order of the pack.
pub(super) type Fields = IndexMap<String, Field>;

/// Columns by name, in the order of the pack.
pub(super) type Columns = IndexMap<String, Column>;

/// A field of a document.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The allowed values of a `one-of` field or of a list's items.
    #[serde(default)]
    pub values: Vec<String>,
    /// False where it may be absent or empty.
    #[serde(default = "yes")]
    pub required: bool,
}

/// A column of a register.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What its cells hold.
    #[serde(rename = "type")]
    pub kind: Type,
    /// The allowed values of a `one-of` column.
    #[serde(default)]
    pub values: Vec<String>,
    /// False where a cell may be empty.
    #[serde(default = "yes")]
    pub required: bool,
    /// No value twice.
    #[serde(default)]
    pub unique: bool,
    /// Every allowed value in at least one row.
    #[serde(default)]
    pub covers: bool,
}

/// What a field or a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Any text that is not blank.
    Text,
    /// A whole number.
    Integer,
    /// A number, with a point or a comma.
    Number,
    /// `true` or `false`, `ja` or `nein`.
    Boolean,
    /// An ISO date.
    Date,
    /// One of the values.
    OneOf,
    /// A role of the pack.
    Role,
    /// A list; may be empty but must be there.
    List,
    /// 64 hexadecimal digits.
    Sha256,
    /// A full commit id.
    Commit,
    /// A task of the pack.
    Task,
}
