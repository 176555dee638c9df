//! What a finding can be covered by, so that it does not block.

use crate::name::{Date, GateId, RoleId};

/// What covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the fields say it")]
pub enum ExemptBy {
    /// An exemption: somebody has granted it, for a while. The gate `ends_at` does not accept it, whatever its last day.
    Exemption { reason: String, owner: RoleId, expires: Date, ends_at: Option<GateId> },
    /// The baseline: it was missing when the project was adopted. Nobody has granted it, and no gate honours it.
    Baseline { owner: RoleId, since: Date },
}

impl ExemptBy {
    /// True for what is borrowed from the baseline.
    pub fn is_borrowed(&self) -> bool {
        match self {
            Self::Exemption { .. } => false,
            Self::Baseline { .. } => true,
        }
    }

    /// The role that has to mend it.
    pub fn owner(&self) -> &RoleId {
        match self {
            Self::Exemption { owner, .. } | Self::Baseline { owner, .. } => owner,
        }
    }
}
