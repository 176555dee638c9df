//! Questions about single approvals, for the commands that give and explain them.

use super::World;
use crate::gather::{Picture, Provenance, provenance};
use crate::model::Approval;
use crate::repo::Trouble;

impl World<'_> {
    /// What the history says of an approval, or would say of one that is not there yet. Nothing for a piece that the
    /// profile does not have.
    ///
    /// Fails when the history cannot be read.
    pub fn provenance(
        &self,
        picture: &Picture<'_>,
        approval: &Approval,
    ) -> Result<Option<Provenance>, Trouble> {
        provenance(self.repository, &self.snapshot, picture, approval)
    }
}
