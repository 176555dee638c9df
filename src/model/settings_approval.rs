//! The approval of the settings: who may lower the bar has seen exactly this one.

use crate::name::{ContentHash, Date, RepoPath, RoleId};
use crate::text::{Place, Spanned};

/// One entry of the ledger about the settings.
#[derive(Clone, Debug)]
pub struct SettingsApproval {
    /// The file of the ledger as a whole.
    pub file: Place,
    /// The role.
    pub role: RoleId,
    /// Who approved.
    pub person: Spanned<String>,
    /// When.
    pub date: Spanned<Date>,
    /// What exactly.
    pub hash: Spanned<ContentHash>,
}

impl SettingsApproval {
    /// Where the approval by a role stands, below the evidence folder.
    pub fn path(role: &RoleId) -> String {
        format!("freigaben/nachweis.{role}.toml")
    }

    /// Whether another one is the same: by whom, of what and of which day. No other word makes it another.
    pub fn is_again(&self, other: &Self) -> bool {
        let said = |approval: &Self| (approval.hash.value.clone(), approval.date.value);
        said(self) == said(other) && self.person.value == other.person.value
    }

    /// The text of the file, as `approve` writes it; `path` is that of the settings, for information only.
    pub fn text(path: &RepoPath, hash: &ContentHash, role: &RoleId, person: &str, date: Date) -> String {
        format!(
            "path = \"{path}\"\nhash = \"{hash}\"\nrole = \"{role}\"\nperson = {}\ndate = {date}\n",
            toml::Value::String(person.to_owned())
        )
    }
}
