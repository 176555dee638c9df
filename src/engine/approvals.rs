//! Questions about single approvals, for the commands that give and explain them.

use super::{LoadedProject, World};
use crate::gather::{Picture, Provenance, Writers, provenance, writers};
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

    /// Who has written the settings of a project, and what belongs to its bar beside them; nothing while some of it is
    /// not committed.
    ///
    /// Fails when the history cannot be read.
    pub fn writers_of_bar(&self, project: &LoadedProject) -> Result<Option<Writers>, Trouble> {
        writers(self.repository, &self.snapshot, &project.bar_files(project))
    }
}
