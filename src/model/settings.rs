//! A project's settings: `nachweis.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Facts, Pack, Role};
use crate::name::{Address, Date, PhaseId, ProfileId, RepoPath, RoleId, SubjectId};
use crate::rule::Lang;

/// What a project sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The version of this format: 1.
    pub version: u32,
    /// The language of messages.
    #[serde(default)]
    pub language: Lang,
    /// The project itself.
    pub project: Project,
    /// What it is judged by.
    pub policy: Policy,
    /// Answers to the pack's facts.
    #[serde(default)]
    pub facts: Facts,
    /// Globs for the pack's subjects, from the project's folder; `[]` says "not in this repository".
    #[serde(default)]
    pub subjects: BTreeMap<SubjectId, Vec<String>>,
    /// Where evidence lies that is not at its default place, from the project's folder.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub evidence: BTreeMap<Address, RepoPath>,
    /// Who holds which role.
    #[serde(default)]
    pub roles: BTreeMap<RoleId, RoleMembers>,
    /// What an approval has to be worth.
    #[serde(default)]
    pub trust: Trust,
    /// Exemptions.
    #[serde(default, rename = "exemption")]
    pub exemptions: Vec<Exemption>,
}

impl Settings {
    /// These settings with the bar of others. Settings are of two kinds: the *address* says where things lie and how
    /// they are called, the *bar* what is owed. A change may move things, but it is judged by the bar of its target
    /// too. Here it stands of every value of which kind it is; what no file holds but the tree (the pack, folders of
    /// other projects) joins in `engine`.
    #[must_use]
    pub fn with_bar_of(&self, other: &Self) -> Self {
        Self {
            // The address.
            version: self.version,
            language: self.language,
            evidence: self.evidence.clone(),
            project: Project {
                name: self.project.name.clone(),
                evidence: self.project.evidence.clone(),
                // The bar.
                phase: other.project.phase.clone(),
            },
            policy: other.policy.clone(),
            facts: other.facts.clone(),
            subjects: other.subjects.clone(),
            roles: other.roles.clone(),
            trust: other.trust.clone(),
            exemptions: other.exemptions.clone(),
        }
    }

    /// Whether an address stands in the list of a role, byte for byte.
    pub fn is_member(&self, role: &RoleId, person: &str) -> bool {
        let members = self.roles.get(role).map(|role| role.members.as_slice());
        members.unwrap_or_default().iter().any(|member| member == person)
    }

    /// A role that an address holds besides this one and that the pack calls incompatible with it: who holds both
    /// approves in neither.
    pub fn held_beside<'p>(&self, pack: &'p Pack, role: &RoleId, person: &str) -> Option<&'p RoleId> {
        let own = pack.role(role.as_str())?;
        let clash =
            |other: &&Role| own.incompatible.contains(&other.id) || other.incompatible.contains(&own.id);
        let mut others = pack.roles.iter().filter(clash).map(|other| &other.id);
        others.find(|other| self.is_member(other, person))
    }
}

/// The project itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Its name, for reports.
    pub name: String,
    /// The phase it is in.
    pub phase: PhaseId,
    /// The evidence folder, from the project's folder.
    #[serde(default = "evidence_folder")]
    pub evidence: RepoPath,
}

fn evidence_folder() -> RepoPath {
    RepoPath::new("nachweise").unwrap_or_default()
}

/// What a project is judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The packs: `arbeitshilfe@2026.1`, or `PATH@sha256:…` for a pack inside the repository.
    pub packs: Vec<String>,
    /// The profile.
    pub profile: ProfileId,
}

/// The members of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleMembers {
    /// Addresses, better of functions than of persons.
    #[serde(default)]
    pub members: Vec<String>,
}

/// What an approval has to be worth.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// True where one person writes and approves. Every report says so.
    #[serde(default)]
    pub solo: bool,
    /// True where every approval has to be signed, also where the pack does not demand it.
    #[serde(default)]
    pub signed: bool,
    /// The keys that count: `PATH@sha256:…`, a file in OpenSSH's format `allowed_signers`, from the project's folder.
    pub signers: Option<String>,
    /// Keys that never count: public keys, or fingerprints such as `SHA256:…`.
    #[serde(default)]
    pub revoked: Vec<String>,
}

/// A permission not to meet a requirement for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exemption {
    /// The piece: `P-15`, or `P-10/risiken`.
    pub task: Address,
    /// The rule; all rules that can be exempt where there is none.
    pub rule: Option<String>,
    /// Why.
    pub reason: String,
    /// The role that has to mend it.
    pub owner: RoleId,
    /// Who granted it.
    pub approved_by: String,
    /// The first day.
    pub created: Date,
    /// The last valid day.
    pub expires: Date,
}
