//! What `explain` says of a file, and of the project when it is asked for nothing: where am I, and what comes next.

use super::layout::{self, INDENT};
use super::sentence::Sentences;
use super::status::is_left;
use super::words::{self, Word};
use super::{Options, names, safe, summary, text};
use crate::finding::{EvidenceReport, Judged, LastChange, Report, State, TaskReport};
use crate::model::Kind;
use crate::name::RepoPath;
use crate::rule::Lang;

/// How many steps are proposed.
const STEPS: usize = 5;

/// What is known of a file: the tasks that claim it, their states, its last change and review point, its findings.
/// Nothing when no piece claims or expects it.
pub fn explain_file(report: &Report, path: &RepoPath, options: &Options) -> Option<String> {
    let claims: Vec<(&TaskReport, &EvidenceReport)> = report
        .tasks
        .iter()
        .flat_map(|task| task.evidence.iter().map(move |piece| (task, piece)))
        .filter(|(_, piece)| piece.path == *path)
        .collect();
    if claims.is_empty() {
        return None;
    }
    let mut out = String::new();
    layout::line(&mut out, &safe::line(path.as_str()));
    for (task, piece) in claims {
        out.push('\n');
        piece_lines(&mut out, report, task, piece, options);
    }
    out.push('\n');
    let own: Vec<&Judged> =
        report.findings.iter().filter(|judged| judged.finding.place.path() == path).collect();
    if own.is_empty() {
        layout::line(&mut out, Word::NoFindings.get(report.lang));
    } else {
        layout::line(&mut out, &format!("{}:\n", Word::Findings.get(report.lang)));
        text::findings(&mut out, report, &Sentences::of(report), &own, options);
    }
    layout::line(&mut out, &summary::checked(report));
    Some(out)
}

fn piece_lines(
    out: &mut String,
    report: &Report,
    task: &TaskReport,
    piece: &EvidenceReport,
    options: &Options,
) {
    let lang = report.lang;
    let claimed = match (piece.claimed_by, lang) {
        (Some("settings"), Lang::De) => "durch nachweis.toml",
        (Some("settings"), Lang::En) => "nachweis.toml",
        (Some("metadata"), Lang::De) => "durch die eigenen Kopfdaten",
        (Some("metadata"), Lang::En) => "its own metadata",
        (Some(_), Lang::De) => "durch den vorgesehenen Ort",
        (Some(_), Lang::En) => "its default place",
        (None, Lang::De) => "noch keine Datei",
        (None, Lang::En) => "no file yet",
    };
    let address = format!("{} {}", piece.address, names::words(report, &piece.title));
    let mut rows = vec![
        (Word::Evidence, address),
        (Word::Task, format!("{} {}", task.id, names::words(report, &task.title))),
        (Word::Responsible, names::role_and_id(report, &task.project, &task.responsible)),
        (Word::State, words::state(piece.state, lang).to_owned()),
        (Word::Due, due(report, task, piece)),
        (Word::ClaimedBy, claimed.to_owned()),
    ];
    rows.extend(piece.last_change.as_ref().map(|point| (Word::LastChange, moment(point, lang))));
    rows.extend(piece.review_point.as_ref().map(|point| (Word::ReviewPoint, moment(point, lang))));
    rows.extend(piece.review_due.map(|day| (Word::ReviewDue, day.to_string())));
    rows.extend(piece.holds_until.map(|day| (Word::HoldsUntil, day.to_string())));
    let width = rows.iter().map(|(word, _)| layout::columns(word.get(lang))).max().unwrap_or(0) + 1;
    for (word, value) in rows {
        let first = format!("{INDENT}{}", layout::pad(word.get(lang), width));
        layout::paragraph(out, &first, &value, options);
    }
}

fn due(report: &Report, task: &TaskReport, piece: &EvidenceReport) -> String {
    let project = names::project(report, &task.project);
    let phase =
        project.map_or_else(|| piece.due.to_string(), |project| names::phase(report, project, &piece.due));
    format!("{} {phase}", Word::Gate.get(report.lang))
}

fn moment(point: &LastChange, lang: Lang) -> String {
    match (&point.commit, point.date) {
        (Some(commit), Some(date)) if point.bounded => {
            format!("{} {date} {}", commit.short(), Word::Bounded.get(lang))
        }
        (Some(commit), Some(date)) => format!("{} {date}", commit.short()),
        (Some(_), None) | (None, _) if point.bounded => Word::NotKnown.get(lang).to_owned(),
        (Some(_), None) | (None, _) => Word::Uncommitted.get(lang).to_owned(),
    }
}

/// Where a project stands, and the next steps with their commands.
pub fn whereabouts(report: &Report, options: &Options) -> String {
    let mut out = String::new();
    let first: Vec<_> = report.findings.iter().filter(|judged| text::is_first(judged)).collect();
    if !first.is_empty() {
        text::findings(&mut out, report, &Sentences::of(report), &first, options);
    }
    for project in &report.projects {
        let phase = names::phase(report, project, &project.phase);
        let head = format!(
            "{} ({}), {} {phase}",
            safe::line(&project.name),
            project.path,
            Word::Phase.get(report.lang)
        );
        layout::paragraph(&mut out, "", &format!("{}: {head}", Word::Project.get(report.lang)), options);
        out.push('\n');
        let open: Vec<_> = report
            .tasks
            .iter()
            .filter(|task| task.project == project.path)
            .flat_map(|task| &task.evidence)
            .filter(|piece| is_left(report, project, piece))
            .collect();
        let Some(next) = open.get(..open.len().min(STEPS)).filter(|next| !next.is_empty()) else {
            layout::paragraph(&mut out, "", Word::AllDone.get(report.lang), options);
            continue;
        };
        layout::line(&mut out, &format!("{}:", Word::Next.get(report.lang)));
        for piece in next {
            let title = format!("{} {}", piece.address, names::words(report, &piece.title));
            let not = if piece.state.is_open() { "" } else { Word::NotAtGate.get(report.lang) };
            let text = format!("{title} ({}{not})", words::state(piece.state, report.lang));
            layout::paragraph(&mut out, &format!("{INDENT}- "), &text, options);
            layout::line(&mut out, &format!("{INDENT}  {}", step(piece)));
        }
        if open.len() > next.len() {
            layout::line(
                &mut out,
                &format!("{INDENT}{}", words::and_more(open.len() - next.len(), report.lang)),
            );
        }
    }
    out.push('\n');
    layout::line(&mut out, &summary::checked(report));
    out
}

/// The command that leads on from a state.
fn step(piece: &EvidenceReport) -> String {
    let (address, path) = (&piece.address, safe::shell_word(piece.path.as_str()));
    match piece.state {
        State::Missing => format!("nachweis new {address}"),
        State::Borrowed if piece.claimed_by.is_none() => format!("nachweis new {address}"),
        State::Untracked => format!("git add {path}"),
        // A decision is not renewed by reading it.
        State::Overdue if piece.requirements.contains(&Kind::Decision) => format!("nachweis explain {path}"),
        State::Outdated | State::Overdue | State::Changed => format!("nachweis review {address}"),
        State::Undetermined
        | State::Malformed
        | State::Untouched
        | State::Incomplete
        | State::Draft
        | State::NoGo
        | State::Unapproved
        | State::Borrowed
        | State::Exempt
        | State::Referenced
        | State::NotApplicable
        | State::Later
        | State::Satisfied => format!("nachweis explain {path}"),
    }
}
