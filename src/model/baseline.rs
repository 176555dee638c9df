//! What was missing when a project was adopted: `altbestand.toml` in the evidence folder.

use serde::{Deserialize, Serialize};

use crate::name::{Address, Date, RoleId};

/// The baseline of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The version of this format: 1.
    pub version: u32,
    /// One entry for each piece and rule.
    #[serde(default, rename = "baseline")]
    pub entries: Vec<BaselineEntry>,
}

/// A piece of which a rule may find something without anybody having to act today. `check` honours it, no gate does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// The piece, and no other of its task.
    pub task: Address,
    /// The rule.
    pub rule: String,
    /// The role that has to mend it.
    pub owner: RoleId,
    /// Since when it is borrowed.
    pub since: Date,
}

impl BaselineEntry {
    /// Whether both let the same go.
    pub fn is_like(&self, other: &Self) -> bool {
        self.task == other.task && self.rule == other.rule
    }
}
