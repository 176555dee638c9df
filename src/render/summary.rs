//! The closing block: the verdict with its counts, who acts next, what was judged, and what may not be claimed.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{self, GLUE, Paint};
use super::words::{self, Word};
use super::{Options, names, safe};
use crate::finding::{Grade, Judged, Report, Severity, Since, SourceKind, Verdict};
use crate::model::Answer;
use crate::name::{Address, FactId};
use crate::rule::{Group, Lang};

/// How many exempt tasks are named.
const NAMED: usize = 5;

/// Writes the closing block. When all is well, `check` says so on one line; a gate always says what it rests on.
pub(super) fn close(out: &mut String, report: &Report, options: &Options) {
    if is_all_well(report) && !options.verbose {
        layout::line(out, &all_well(report));
        // "Not in this repository" is said in every report: whatever is not here can outdate nothing.
        absent(out, report, options);
        solo(out, report, options);
        unheld(out, report, options);
        return;
    }
    let head = layout::paint(&format!("{}:", judged(report)), color(report.verdict), options);
    layout::hanging(out, &format!("{head} "), "  ", &verdict(report), options);
    if options.quiet {
        return;
    }
    let checked = checked(report);
    let line = turn(report).map_or_else(|| checked.clone(), |turn| format!("{turn}  {checked}"));
    layout::paragraph(out, "", &line, options);
    foot(out, report, options);
}

/// The verdict on one line, for formats that have no layout: `Tor Planung: nicht bestanden. 3 Fehler, 2 Warnungen`.
pub(super) fn headline(report: &Report) -> String {
    plain(&format!("{}: {}", judged(report), verdict(report)))
}

/// The counts behind the verdict: `3 Fehler, 2 Warnungen, 1 Ausnahme (E-17)`.
pub(super) fn counted(report: &Report) -> String {
    let (lang, counts) = (report.lang, &report.counts);
    let mut parts = vec![words::errors(counts.errors, lang), words::warnings(counts.warnings, lang)];
    parts.extend(exempt(report));
    plain(&parts.join(", "))
}

/// What the verdict rests on and what it may not be taken for, sentence by sentence.
pub(super) fn rests_on(report: &Report) -> Vec<String> {
    let lang = report.lang;
    let unseen = (report.source.unseen > 0).then(|| words::unseen(report.source.unseen, lang));
    let lines = std::iter::once(checked(report)).chain(unseen).chain([grade(report.grade, lang).to_owned()]);
    lines.map(|line| plain(&line)).collect()
}

/// Without the marks of the layout.
fn plain(text: &str) -> String {
    text.replace(GLUE, " ").replace("  ", " ")
}

/// `Geprüft: 51b0c2e zum 2026-11-22 (UTC).`
pub(super) fn checked(report: &Report) -> String {
    let as_of = words::as_of(&source(report), &report.as_of.date.to_string(), report.lang);
    format!("{}: {as_of}.", Word::Checked.get(report.lang))
}

/// Writes what was not looked at, what is not here, and the grade.
pub(super) fn foot(out: &mut String, report: &Report, options: &Options) {
    let lang = report.lang;
    if report.source.unseen > 0 {
        layout::paragraph(out, "", &words::unseen(report.source.unseen, lang), options);
    }
    if let Some(base) = report.source.base.as_ref().filter(|base| !base.compared) {
        let commit = report.source.commit.as_ref().map_or("", |commit| commit.short());
        layout::paragraph(out, "", &words::arrived(commit, base.commit.short(), lang), options);
    }
    unheld(out, report, options);
    absent(out, report, options);
    if options.verbose {
        for text in turned_off(report) {
            layout::paragraph(out, "", &safe::line(&text), options);
        }
    }
    solo(out, report, options);
    layout::paragraph(out, "", grade(report.grade, lang), options);
}

/// Writes the subjects of which the settings say that they are not in this repository.
fn absent(out: &mut String, report: &Report, options: &Options) {
    for text in absences(report) {
        layout::paragraph(out, "", &safe::line(&text), options);
    }
}

/// Writes where one person writes and approves.
fn solo(out: &mut String, report: &Report, options: &Options) {
    for text in alone(report) {
        layout::paragraph(out, "", &safe::line(&text), options);
    }
}

/// `Allein verantwortet (solo): Niemand außer den Verfasser*innen hat freigegeben: I-06, I-11.`
pub(super) fn alone(report: &Report) -> impl Iterator<Item = String> {
    let several = report.projects.len() > 1;
    report.projects.iter().filter_map(move |project| {
        let pieces = project.approvals.solo.as_ref()?;
        let path = if several { format!(" ({})", project.path) } else { String::new() };
        let named: Vec<String> = pieces.iter().map(ToString::to_string).collect();
        Some(if named.is_empty() {
            format!("{}{path}.", Word::SoloNothing.get(report.lang))
        } else {
            format!("{}{path}: {}.", Word::Solo.get(report.lang), named.join(", "))
        })
    })
}

/// Writes the projects that had no bar at the target.
fn unheld(out: &mut String, report: &Report, options: &Options) {
    let compared = report.source.base.as_ref().is_some_and(|base| base.compared);
    let unheld = report.projects.iter().filter(|project| compared && project.policy.base.is_none());
    let paths: Vec<String> = unheld.map(|project| project.path.to_string()).collect();
    if !paths.is_empty() {
        let text = format!("{}: {}.", Word::NoBase.get(report.lang), paths.join(", "));
        layout::paragraph(out, "", &safe::line(&text), options);
    }
}

/// `Nicht in diesem Repository: daten, prompts.`
pub(super) fn absences(report: &Report) -> impl Iterator<Item = String> {
    let several = report.projects.len() > 1;
    report.projects.iter().filter(|project| !project.absent_subjects.is_empty()).map(move |project| {
        let path = if several { format!(" ({})", project.path) } else { String::new() };
        let subjects = project.absent_subjects.join(", ");
        format!("{}{path}: {subjects}.", Word::Absent.get(report.lang))
    })
}

/// `Fakten schalten ab: personenbezug = false (P-08, P-10, E-05).`: what an answer does away with is a decision too.
pub(super) fn turned_off(report: &Report) -> impl Iterator<Item = String> {
    let several = report.projects.len() > 1;
    report.projects.iter().filter_map(move |project| {
        let fact = |(id, (answer, off)): (&FactId, &(Answer, Vec<Address>))| {
            let off: Vec<String> = off.iter().map(ToString::to_string).collect();
            (!off.is_empty()).then(|| format!("{id} = {answer} ({})", off.join(", ")))
        };
        let facts: Vec<String> = project.facts.iter().filter_map(fact).collect();
        let path = if several { format!(" ({})", project.path) } else { String::new() };
        let word = Word::TurnedOff.get(report.lang);
        (!facts.is_empty()).then(|| format!("{word}{path}: {}.", facts.join("; ")))
    })
}

/// How much may be said: the sentence of a grade.
pub(super) fn grade(grade: Grade, lang: Lang) -> &'static str {
    match grade {
        Grade::L0 => Word::GradeL0.get(lang),
        Grade::L1 => Word::GradeL1.get(lang),
        Grade::L2 => Word::GradeL2.get(lang),
    }
}

fn is_all_well(report: &Report) -> bool {
    report.gate.is_none()
        && report.verdict == Verdict::Pass
        && report.findings.is_empty()
        && report.source.unseen == 0
        && report.source.base.as_ref().is_none_or(|base| base.compared)
}

fn all_well(report: &Report) -> String {
    let (lang, mut parts) = (report.lang, Vec::new());
    if report.projects.len() > 1 {
        parts.push(words::projects(report.projects.len(), lang));
    }
    parts.push(words::pieces(report.counts.judged, lang));
    parts.push(source(report));
    parts.push(format!("{} (UTC)", report.as_of.date));
    parts.push(report.grade.id().to_owned());
    format!("{}: {}.", Word::Passed.get(lang), parts.join(", "))
}

/// `Tor Planung` or `Prüfung`.
fn judged(report: &Report) -> String {
    match &report.gate {
        Some(gate) => format!("{} {}", Word::Gate.get(report.lang), names::gate(report, gate)),
        None => Word::Check.get(report.lang).to_owned(),
    }
}

fn color(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::Pass => Paint::Help,
        Verdict::Fail => Paint::Error,
        Verdict::Undetermined => Paint::Warning,
    }
}

/// `nicht bestanden.  3 Fehler, 4 Warnungen, 1 Ausnahme (E-17)`; what passed with exemptions says so first, and what
/// passed without any finding says how much was judged. Of a change is counted what it brought; what was there before
/// is told apart.
fn verdict(report: &Report) -> String {
    let (lang, counts) = (report.lang, &report.counts);
    let verdict = words::verdict(report.verdict, lang);
    let before = |severity: Severity| {
        let open = report.findings.iter().filter(|judged| judged.exempt.is_none() && !is_brought(judged));
        open.filter(|judged| judged.severity == severity).count()
    };
    let errors = counts.errors.saturating_sub(before(Severity::Error));
    let warnings = counts.warnings.saturating_sub(before(Severity::Warning));
    let mut counted = format!("{}, {}", words::errors(errors, lang), words::warnings(warnings, lang));
    if let Some(since) = counts.since {
        counted.push_str(&format!(" ({})", words::since(since.new, since.worse, lang)));
        if since.before > 0 {
            counted.push_str(&format!("; {}", words::before(since.before, lang)));
        }
    }
    if report.verdict == Verdict::Pass && report.findings.is_empty() {
        return format!("{verdict}.  {}", words::pieces(counts.judged, lang));
    }
    let exempt = exempt(report).join(", ");
    match report.verdict {
        _ if exempt.is_empty() => format!("{verdict}.  {counted}"),
        Verdict::Pass => format!("{}.  {counted}", passed_with(report)),
        Verdict::Fail | Verdict::Undetermined => format!("{verdict}.  {counted}, {exempt}"),
    }
}

/// `bestanden mit 1 Ausnahme (E-17)`: a verdict that rests on exemptions says so in the same breath.
pub(super) fn passed_with(report: &Report) -> String {
    let (lang, exempt) = (report.lang, exempt(report).join(", "));
    let verdict = words::verdict(report.verdict, lang);
    if exempt.is_empty() || report.verdict != Verdict::Pass {
        return verdict.to_owned();
    }
    words::with_exemptions(verdict, &exempt, lang)
}

/// `1 Ausnahme (E-17)` and `12 aus dem Altbestand`, each if there are any.
fn exempt(report: &Report) -> Vec<String> {
    let (lang, counts) = (report.lang, &report.counts);
    let granted = counts.exempt.saturating_sub(counts.borrowed);
    let granted =
        (granted > 0).then(|| format!("{}{}", words::exemptions(granted, lang), exempt_tasks(report)));
    let borrowed = (counts.borrowed > 0).then(|| words::borrowed(counts.borrowed, lang));
    granted.into_iter().chain(borrowed).collect()
}

/// ` (E-17, P-10)`: the tasks that exemptions were granted for.
fn exempt_tasks(report: &Report) -> String {
    let granted = |judged: &&Judged| judged.exempt.as_ref().is_some_and(|by| !by.is_borrowed());
    let exempt = report.findings.iter().filter(granted);
    let tasks: BTreeSet<_> =
        exempt.filter_map(|judged| Some(&judged.finding.about.address.as_ref()?.task)).collect();
    if tasks.is_empty() {
        return String::new();
    }
    let named: Vec<_> = tasks.iter().take(NAMED).map(ToString::to_string).collect();
    let more = match tasks.len() - named.len() {
        0 => String::new(),
        more => format!(" {}", words::and_more(more, report.lang)),
    };
    format!(" ({}{more})", named.join(", "))
}

/// `Am Zug: Fachbereich 2, Leitung 1.`
fn turn(report: &Report) -> Option<String> {
    let roles: Vec<_> = turns(report).iter().map(|(role, count)| format!("{role}{GLUE}{count}")).collect();
    (!roles.is_empty()).then(|| format!("{}: {}.", Word::Turn.get(report.lang), roles.join(", ")))
}

/// The roles that have to act, each with how much: counts what blocks; when nothing does, the warnings.
pub(super) fn turns(report: &Report) -> Vec<(String, usize)> {
    let open = || report.findings.iter().filter(|judged| judged.exempt.is_none() && is_brought(judged));
    let blocked = open().any(|judged| judged.blocking);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for judged in open().filter(|judged| judged.blocking || !blocked) {
        if let Some(role) = &judged.role {
            *counts.entry(names::role(report, &judged.project, role)).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// False for what was there before the change.
pub(super) fn is_brought(judged: &Judged) -> bool {
    judged.since != Some(Since::Before)
}

/// What was judged: `51b0c2e`, `51b0c2e gegenüber 3f2a91c`, `Arbeitsverzeichnis über 51b0c2e`, `Index (noch kein
/// Commit)`.
fn source(report: &Report) -> String {
    let lang = report.lang;
    let kind = match report.source.kind {
        SourceKind::Worktree => Some(Word::Worktree),
        SourceKind::Index => Some(Word::Index),
        SourceKind::Commit => None,
    };
    // Without a commit there may be none yet, or nothing could be opened.
    let opened = !report.findings.iter().any(|judged| judged.finding.rule.group() == Group::Undetermined);
    let none = if opened { Word::NoCommitYet } else { Word::NoCommit }.get(lang);
    let source = match (kind, &report.source.commit) {
        (Some(kind), Some(commit)) => {
            format!("{} {} {}", kind.get(lang), Word::Over.get(lang), commit.short())
        }
        (None, Some(commit)) => commit.short().to_owned(),
        (Some(kind), None) => format!("{} ({none})", kind.get(lang)),
        (None, None) => none.to_owned(),
    };
    match report.source.base.as_ref().filter(|base| base.compared) {
        Some(base) => format!("{source} {} {}", Word::Versus.get(lang), base.commit.short()),
        None => source,
    }
}
