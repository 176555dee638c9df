//! The overview that a steering group can read: where the tasks stand, what the next gate still lacks and by whom,
//! which reviews fall due, and how the gates were decided.

use std::collections::BTreeMap;

use super::layout::{self, INDENT};
use super::sentence::Sentences;
use super::table::Table;
use super::words::{self, Word};
use super::{Options, names, safe, summary, text};
use crate::finding::{
    EvidenceReport, ExemptBy, GateReport, GateState, Judged, ProjectReport, Report, State, TaskReport,
};
use crate::name::RoleId;

/// How many days ahead reviews are listed.
const HORIZON: i64 = 180;

/// How many reviews are listed.
const REVIEWS: usize = 10;

/// The overview, of all tasks or of those of one role.
pub fn status(report: &Report, options: &Options, role: Option<&RoleId>) -> String {
    let mut out = String::new();
    let first: Vec<_> = report.findings.iter().filter(|judged| text::is_first(judged)).collect();
    if !first.is_empty() {
        text::findings(&mut out, report, &Sentences::of(report), &first, options);
    }
    for project in &report.projects {
        let own = |task: &&TaskReport| {
            task.project == project.path && role.is_none_or(|role| task.responsible == *role)
        };
        let view = View { report, project, tasks: report.tasks.iter().filter(own).collect(), options };
        view.head(&mut out, role);
        view.table(&mut out);
        view.left(&mut out);
        view.borrowed(&mut out);
        view.reviews(&mut out);
        view.gates(&mut out);
    }
    layout::paragraph(&mut out, "", &summary::checked(report), options);
    summary::foot(&mut out, report, options);
    out
}

/// Whether a piece is left for the gate of the current phase: somebody has to do something about it, or the gate does
/// not accept its exemption.
pub(super) fn is_left(report: &Report, project: &ProjectReport, piece: &EvidenceReport) -> bool {
    let place = |phase: &str| project.phases.iter().position(|(id, _)| id.as_str() == phase);
    let refused = |judged: &Judged| match &judged.exempt {
        Some(ExemptBy::Exemption { ends_at: Some(gate), .. }) => {
            judged.project == project.path
                && judged.finding.about.address.as_ref() == Some(&piece.address)
                && place(gate.as_str()) <= place(project.phase.as_str())
        }
        Some(ExemptBy::Exemption { ends_at: None, .. } | ExemptBy::Baseline { .. }) | None => false,
    };
    piece.state.is_open() || (piece.state == State::Exempt && report.findings.iter().any(refused))
}

/// One project, seen with the tasks in question.
struct View<'a> {
    report: &'a Report,
    project: &'a ProjectReport,
    tasks: Vec<&'a TaskReport>,
    options: &'a Options,
}

impl View<'_> {
    fn head(&self, out: &mut String, role: Option<&RoleId>) {
        let lang = self.report.lang;
        let phase = names::phase(self.report, self.project, &self.project.phase);
        let name = format!("{} ({})", self.project.name, self.project.path);
        let text =
            format!("{}: {}, {} {phase}", Word::Project.get(lang), safe::line(&name), Word::Phase.get(lang));
        layout::paragraph(out, "", &text, self.options);
        if let Some(role) = role {
            let role = names::role_and_id(self.report, &self.project.path, role);
            layout::paragraph(out, "", &format!("{} {role}.", Word::OnlyRole.get(lang)), self.options);
        }
        out.push('\n');
    }

    fn section(&self, out: &mut String, title: &str) {
        layout::paragraph(out, "", title, self.options);
    }

    fn sentence(&self, out: &mut String, word: Word) {
        layout::paragraph(out, INDENT, word.get(self.report.lang), self.options);
    }

    fn table(&self, out: &mut String) {
        let lang = self.report.lang;
        self.section(out, Word::Tasks.get(lang));
        let count = |phase: &str, state: State| {
            self.tasks.iter().filter(|task| task.phase.as_str() == phase && task.state == state).count()
        };
        let seen = |state: &State| self.tasks.iter().any(|task| task.state == *state);
        let states: Vec<State> = State::ALL.into_iter().filter(seen).collect();
        if states.is_empty() {
            self.sentence(out, Word::NoTasks);
        } else {
            let states_head = states.iter().map(|state| words::state(*state, lang).to_owned());
            let head = std::iter::once(Word::Phase.get(lang).to_owned()).chain(states_head).collect();
            let rows = self.project.phases.iter().map(|(id, title)| {
                let cell = |state: &State| match count(id.as_str(), *state) {
                    0 => "–".to_owned(),
                    number => number.to_string(),
                };
                let name = names::words(self.report, title);
                std::iter::once(name).chain(states.iter().map(cell)).collect()
            });
            Table { head, rows: rows.collect() }.write(out, self.options);
        }
        out.push('\n');
    }

    fn left(&self, out: &mut String) {
        let lang = self.report.lang;
        let phase = names::phase(self.report, self.project, &self.project.phase);
        self.section(out, &format!("{} {phase}", Word::LeftFor.get(lang)));
        let mut roles: BTreeMap<&RoleId, Vec<(&TaskReport, State)>> = BTreeMap::new();
        for task in &self.tasks {
            if let Some(state) = self.open(task) {
                roles.entry(&task.responsible).or_default().push((task, state));
            }
        }
        if roles.is_empty() {
            self.sentence(out, Word::NothingLeft);
        }
        for (role, mut tasks) in roles {
            layout::paragraph(
                out,
                INDENT,
                &names::role_and_id(self.report, &self.project.path, role),
                self.options,
            );
            tasks.sort_by(|a, b| (self.order(a.0), &a.0.id).cmp(&(self.order(b.0), &b.0.id)));
            let width = tasks.iter().map(|(task, _)| task.id.as_str().len()).max().unwrap_or(0);
            for (task, state) in tasks {
                let first = format!("{INDENT}   {}  ", layout::pad(task.id.as_str(), width));
                let title = names::words(self.report, &task.title);
                let not = if state.is_open() { "" } else { Word::NotAtGate.get(lang) };
                let text = format!("{title} ({}{not})", words::state(state, lang));
                layout::paragraph(out, &first, &text, self.options);
            }
        }
        out.push('\n');
    }

    /// The worst of what a task still owes up to the gate of the current phase.
    fn open(&self, task: &TaskReport) -> Option<State> {
        let due = |phase| self.place(phase) <= self.place(&self.project.phase);
        let pieces = task.evidence.iter().filter(|piece| due(&piece.due));
        let whole = due(&task.due).then_some(task.state);
        let open = |piece: &&EvidenceReport| is_left(self.report, self.project, piece);
        whole.filter(|state| state.is_open()).or_else(|| pieces.filter(open).map(|piece| piece.state).min())
    }

    fn place(&self, phase: &crate::name::PhaseId) -> usize {
        let phases = &self.project.phases;
        phases.iter().position(|(id, _)| id == phase).unwrap_or(phases.len())
    }

    fn order(&self, task: &TaskReport) -> usize {
        self.place(&task.phase)
    }

    /// What the baseline covers: how much, since when, and whose it is. Nothing where there is nothing.
    fn borrowed(&self, out: &mut String) {
        let lang = self.report.lang;
        let own = |judged: &&Judged| {
            let address = judged.finding.about.address.as_ref();
            judged.project == self.project.path
                && self.tasks.iter().any(|task| address.is_some_and(|address| address.task == task.id))
        };
        let mut days = Vec::new();
        let mut roles: BTreeMap<&RoleId, usize> = BTreeMap::new();
        let mut phases = vec![0_usize; self.project.phases.len() + 1];
        for judged in self.report.findings.iter().filter(own) {
            let Some(ExemptBy::Baseline { owner, since }) = &judged.exempt else { continue };
            let task = judged.finding.about.address.as_ref().map(|address| &address.task);
            let task = self.tasks.iter().find(|known| Some(&known.id) == task);
            days.push(*since);
            *roles.entry(owner).or_default() += 1;
            phases[task.map_or(self.project.phases.len(), |task| self.order(task))] += 1;
        }
        let Some(oldest) = days.iter().min() else { return };
        self.section(out, Word::Baseline.get(lang));
        let total = words::gaps(days.len(), &oldest.to_string(), lang);
        let text = format!("{total} {}", Word::NoGateHonours.get(lang));
        layout::paragraph(out, INDENT, &text, self.options);
        let phases = self.project.phases.iter().zip(phases).filter(|(_, count)| *count > 0);
        let phases = phases.map(|((_, title), count)| (names::words(self.report, title), count));
        let roles = roles
            .into_iter()
            .map(|(role, count)| (names::role(self.report, &self.project.path, role), count));
        for (word, parts) in [(Word::ByPhase, phases.collect::<Vec<_>>()), (Word::ByRole, roles.collect())] {
            let parts: Vec<_> = parts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            let text = format!("{}: {}.", word.get(lang), parts.join(", "));
            layout::paragraph(out, INDENT, &text, self.options);
        }
        out.push('\n');
    }

    fn reviews(&self, out: &mut String) {
        let lang = self.report.lang;
        let today = self.report.as_of.date;
        self.section(out, Word::Lapses.get(lang));
        let pieces = self.tasks.iter().flat_map(|task| &task.evidence);
        let mut due: Vec<_> = pieces
            .filter(|piece| piece.state != State::NotApplicable)
            .filter_map(|piece| {
                Some((piece.review_due.or(piece.holds_until)?, &piece.address, &piece.path, piece))
            })
            .filter(|(date, ..)| today.days_until(*date) <= HORIZON)
            .collect();
        due.sort_by_key(|(date, address, path, _)| (*date, *address, *path));
        if due.is_empty() {
            self.sentence(out, Word::NoLapses);
        }
        let shown = &due[..due.len().min(REVIEWS)];
        let width = shown.iter().map(|(_, address, ..)| address.to_string().len()).max().unwrap_or(0);
        for (date, address, _, piece) in shown {
            let first = format!("{INDENT}{date}  {}  ", layout::pad(&address.to_string(), width));
            let late = if *date < today { format!(" ({})", Word::Overdue.get(lang)) } else { String::new() };
            layout::paragraph(out, &first, &format!("{}{late}", self.piece(piece)), self.options);
        }
        if due.len() > shown.len() {
            layout::paragraph(out, INDENT, &words::and_more(due.len() - shown.len(), lang), self.options);
        }
        out.push('\n');
    }

    /// The title of a piece, with its file where several files are pieces of that kind.
    fn piece(&self, piece: &EvidenceReport) -> String {
        let title = names::words(self.report, &piece.title);
        let all = self.tasks.iter().flat_map(|task| &task.evidence);
        if all.filter(|other| other.address == piece.address).count() > 1 {
            format!("{title}, {}", safe::line(&piece.path.to_string()))
        } else {
            title
        }
    }

    fn gates(&self, out: &mut String) {
        let gates: Vec<_> =
            self.report.gates.iter().filter(|gate| gate.project == self.project.path).collect();
        if gates.is_empty() {
            return;
        }
        let lang = self.report.lang;
        self.section(out, Word::Gates.get(lang));
        let rows: Vec<_> = gates
            .iter()
            .map(|gate| {
                (
                    names::words(self.report, &gate.title),
                    words::gate_state(gate.state, lang),
                    self.decision(gate),
                )
            })
            .collect();
        let title = rows.iter().map(|row| layout::columns(&row.0)).max().unwrap_or(0);
        let state = rows.iter().map(|row| layout::columns(row.1)).max().unwrap_or(0);
        for (name, word, decision) in rows {
            let first = format!("{INDENT}{}  {}  ", layout::pad(&name, title), layout::pad(word, state));
            if decision.is_empty() {
                out.push_str(&format!("{}\n", first.trim_end()));
            } else {
                layout::paragraph(out, &first, &decision, self.options);
            }
        }
        out.push('\n');
    }

    fn decision(&self, gate: &GateReport) -> String {
        let lang = self.report.lang;
        let mut parts = Vec::new();
        match (&gate.decision, gate.state) {
            (Some(course), _) => {
                let date = gate.decided.map_or_else(String::new, |date| format!(", {date}"));
                parts.push(format!("{}: {}{date}", Word::Decision.get(lang), safe::line(course)));
            }
            (None, GateState::Later) => {}
            (None, GateState::Passed | GateState::Blocked | GateState::Undetermined) => {
                parts.push(Word::NoDecision.get(lang).to_owned());
            }
        }
        if gate.blocking > 0 {
            parts.push(words::blocking(gate.blocking, lang));
        }
        if gate.exempt > 0 {
            parts.push(words::exemptions(gate.exempt, lang));
        }
        parts.join("; ")
    }
}
