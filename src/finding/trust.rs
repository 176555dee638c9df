//! How much a report may claim: its grade, and what the approvals behind it are worth.

use crate::name::Address;

/// How much a verdict may claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grade {
    /// The files say so.
    #[default]
    L0,
    /// The bar came from the target of the change as well, and the whole history was there.
    L1,
    /// The same, and every approval that counts is signed by a key of the target's roster.
    L2,
}

impl Grade {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::L0 => "L0",
            Self::L1 => "L1",
            Self::L2 => "L2",
        }
    }
}

/// What the approvals of a project are worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApprovalsReport {
    /// How many count: demanded, of what is there now, by a member of the role.
    pub counted: usize,
    /// How many of them are signed by who is named.
    pub signed: usize,
    /// Where the settings declare that one person writes and approves: the pieces that nobody else has approved.
    /// Nothing where they do not, and such an approval is a finding.
    pub solo: Option<Vec<Address>>,
}
