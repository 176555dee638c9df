//! What is asked for: a listing, its form, and which part of the catalogue.

use crate::model::{Pack, Task};
use crate::name::{PhaseId, ProfileId, RoleId};

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listing {
    /// The tasks of the pack.
    Tasks,
    /// Everything the tool can find.
    Rules,
    /// The phases with their gates.
    Phases,
    /// The roles and what they may do.
    Roles,
    /// The questions about a project.
    Facts,
    /// The pack itself.
    Packs,
}

impl Listing {
    /// All listings.
    pub const ALL: [Self; 6] =
        [Self::Tasks, Self::Rules, Self::Phases, Self::Roles, Self::Facts, Self::Packs];

    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Rules => "rules",
            Self::Phases => "phases",
            Self::Roles => "roles",
            Self::Facts => "facts",
            Self::Packs => "packs",
        }
    }

    /// The listing of a name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|listing| listing.id() == id)
    }
}

/// A form in which a listing can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListFormat {
    /// For people.
    #[default]
    Text,
    /// For programs: everything, in both languages.
    Json,
    /// For pages: tables, and of the tasks the whole catalogue.
    Markdown,
}

impl ListFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Markdown];

    /// The name on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }

    /// The format of a name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }
}

/// Narrows the lists of tasks, phases and roles; the other lists stay whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this phase and its tasks.
    pub phase: Option<PhaseId>,
    /// Only this role and the tasks in which it has a part: it is responsible, contributes or approves.
    pub role: Option<RoleId>,
    /// Only tasks of this profile; the last profile of a pack holds all of them.
    pub profile: Option<ProfileId>,
}

impl Filter {
    /// The tasks that are left, in order of their ids.
    pub(super) fn tasks<'a>(&'a self, pack: &'a Pack) -> impl Iterator<Item = &'a Task> {
        pack.tasks.values().filter(|task| self.holds(pack, task))
    }

    fn holds(&self, pack: &Pack, task: &Task) -> bool {
        let mut approved = task.evidence.iter().filter_map(|piece| piece.approved.as_ref());
        let mut of_role = |role: &RoleId| {
            task.responsible == *role
                || task.contributing.contains(role)
                || approved.any(|approved| approved.roles.contains(role))
        };
        let whole = |profile: &ProfileId| pack.profiles.last().is_some_and(|last| last.id == *profile);
        self.phase.as_ref().is_none_or(|phase| task.phase == *phase)
            && self.role.as_ref().is_none_or(&mut of_role)
            && self
                .profile
                .as_ref()
                .is_none_or(|profile| whole(profile) || task.profiles.contains_key(profile))
    }
}
