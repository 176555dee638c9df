//! Titles of roles, tasks, phases and gates in the report's language, printable.

use super::{safe, words};
use crate::finding::{ProjectReport, Report};
use crate::model::Words;
use crate::name::{Date, GateId, PhaseId, RepoPath, RoleId, TaskId};

/// The project of a path.
pub(super) fn project<'a>(report: &'a Report, path: &RepoPath) -> Option<&'a ProjectReport> {
    report.projects.iter().find(|project| project.path == *path)
}

/// A role's title, or its id where no pack names it.
pub(super) fn role(report: &Report, at: &RepoPath, id: &RoleId) -> String {
    let title = project(report, at).and_then(|project| project.roles.get(id));
    title.map_or_else(|| id.to_string(), |title| words(report, title))
}

/// A role's title and id, as `Fachbereich (fach)`.
pub(super) fn role_and_id(report: &Report, at: &RepoPath, id: &RoleId) -> String {
    let title = role(report, at, id);
    if title == id.as_str() { title } else { format!("{title} ({id})") }
}

/// A task's title, if it belongs to the report.
pub(super) fn task(report: &Report, at: &RepoPath, id: &TaskId) -> Option<String> {
    let task = report.tasks.iter().find(|task| task.project == *at && task.id == *id)?;
    Some(words(report, &task.title))
}

/// A phase's title.
pub(super) fn phase(report: &Report, project: &ProjectReport, id: &PhaseId) -> String {
    let title = project.phases.iter().find(|(phase, _)| phase == id);
    title.map_or_else(|| id.to_string(), |(_, title)| words(report, title))
}

/// A gate's title.
pub(super) fn gate(report: &Report, id: &GateId) -> String {
    let gate = report.gates.iter().find(|gate| gate.id == *id);
    gate.map_or_else(|| id.to_string(), |gate| words(report, &gate.title))
}

/// The last day of an exemption, with the gate that does not accept it, as `2027-01-31, nicht am Tor „Projektfreigabe“`.
pub(super) fn last_day(report: &Report, expires: Date, ends_at: Option<&GateId>) -> String {
    let gate = ends_at.map(|id| words::not_at(&gate(report, id), report.lang)).unwrap_or_default();
    format!("{expires}{gate}")
}

/// A text of a pack.
pub(super) fn words(report: &Report, words: &Words) -> String {
    safe::line(words.get(report.lang))
}
