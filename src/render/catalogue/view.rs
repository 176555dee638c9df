//! A pack seen in a language: its ids with their titles.

use super::condition;
use super::terms::Term;
use crate::model::{Condition, Pack, Words};
use crate::name::{Address, PhaseId, ProfileId, RoleId, SubjectId, TaskId};
use crate::rule::Lang;

/// A pack and the language in which it is shown.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) pack: &'a Pack,
    pub(super) lang: Lang,
}

impl<'a> View<'a> {
    /// A fixed word.
    pub(super) fn word(self, term: Term) -> &'static str {
        term.get(self.lang)
    }

    /// A text of the pack.
    pub(super) fn words(self, words: &'a Words) -> &'a str {
        words.get(self.lang)
    }

    /// `Fachverantwortung (fach)`.
    pub(super) fn role(self, id: &RoleId) -> String {
        self.titled(self.pack.role(id.as_str()).map(|role| &role.title), id.as_str())
    }

    /// Roles, one behind the other.
    pub(super) fn roles(self, ids: &[RoleId]) -> String {
        ids.iter().map(|id| self.role(id)).collect::<Vec<_>>().join(", ")
    }

    /// Roles of which each is meant, so that nobody reads a choice into the list.
    pub(super) fn all_roles(self, ids: &[RoleId]) -> String {
        let and = format!(" {} ", self.word(Term::And));
        ids.iter().map(|id| self.role(id)).collect::<Vec<_>>().join(&and)
    }

    /// `Planung (planung)`.
    pub(super) fn phase(self, id: &PhaseId) -> String {
        let phase = self.pack.phases.iter().find(|phase| phase.id == *id);
        self.titled(phase.map(|phase| &phase.title), id.as_str())
    }

    /// `Tor Projektfreigabe (planung)`: the gate that closes a phase.
    pub(super) fn gate(self, phase: &str) -> String {
        let title = self.titled(self.pack.gate(phase).map(|gate| &gate.title), phase);
        format!("{} {title}", self.word(Term::Gate))
    }

    /// `Kern (kern)`.
    pub(super) fn profile(self, id: &ProfileId) -> String {
        let profile = self.pack.profiles.iter().find(|profile| profile.id == *id);
        self.titled(profile.map(|profile| &profile.title), id.as_str())
    }

    /// `Eingesetzte Modellversion (modell)`.
    pub(super) fn subject(self, id: &SubjectId) -> String {
        self.titled(self.pack.subject(id.as_str()).map(|subject| &subject.title), id.as_str())
    }

    /// `P-10 Datenschutz-Folgenabschätzung durchführen`.
    pub(super) fn task(self, id: &TaskId) -> String {
        let title = self.pack.tasks.get(id).map(|task| self.words(&task.title));
        format!("{id} {}", title.unwrap_or_default()).trim_end().to_owned()
    }

    /// `Risikotabelle (P-10/risiken)`.
    pub(super) fn piece(self, address: &Address) -> String {
        self.titled(self.pack.piece(address).map(|(_, piece)| &piece.title), &address.to_string())
    }

    /// `wenn personenbezug = true`.
    pub(super) fn condition(self, condition: &Condition) -> String {
        condition::words(condition, self.lang)
    }

    fn titled(self, title: Option<&'a Words>, id: &str) -> String {
        title.map_or_else(|| id.to_owned(), |title| format!("{} ({id})", self.words(title)))
    }
}
