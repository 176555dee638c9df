//! The form for people: each finding with the words in question and what to do, then the closing block.

use std::collections::BTreeSet;

use super::layout::{self, INDENT, Paint};
use super::sentence::{HelpLine, Sentences};
use super::snippet::{self, Mark};
use super::words::{self, Word};
use super::{Options, names, release, safe, summary};
use crate::finding::{Change, ExemptBy, Judged, Report, Severity, Since};
use crate::name::RepoPath;
use crate::rule::Group;

/// How many changed files are listed.
const CHANGES: usize = 5;

/// The whole report.
pub(super) fn render(report: &Report, sentences: &Sentences, options: &Options) -> String {
    let mut out = String::new();
    let shown = |judged: &&Judged| {
        let brought = options.verbose || summary::is_brought(judged);
        brought
            && judged.exempt.is_none()
            && (!options.quiet || judged.severity == Severity::Error || is_first(judged))
    };
    findings(&mut out, report, sentences, &report.findings.iter().filter(shown).collect::<Vec<_>>(), options);
    if options.verbose && !options.quiet {
        exemptions(&mut out, report, options);
    }
    summary::close(&mut out, report, options);
    if !options.quiet {
        release::write(&mut out, report, sentences, options);
    }
    out
}

/// Writes findings: project by project, and in each first what could not be decided, then errors, then warnings.
pub(super) fn findings(
    out: &mut String,
    report: &Report,
    sentences: &Sentences,
    findings: &[&Judged],
    options: &Options,
) {
    let mut sorted = findings.to_vec();
    sorted.sort_by_cached_key(|judged| {
        let place = &judged.finding.place;
        let rank = (judged.project.clone(), !is_first(judged), judged.severity);
        let about = (judged.finding.rule, judged.finding.about.clone(), judged.fingerprint.clone());
        (rank, place.path().clone(), place.start(), about)
    });
    let several = several_projects(report);
    let mut project: Option<&RepoPath> = None;
    for judged in sorted {
        if several && project != Some(&judged.project) {
            project = Some(&judged.project);
            heading(out, report, &judged.project, options);
        }
        finding(out, report, sentences, judged, options);
        out.push('\n');
    }
}

/// True when the project of a finding has to be named.
pub(super) fn several_projects(report: &Report) -> bool {
    let named: BTreeSet<_> = report.findings.iter().map(|judged| &judged.project).collect();
    report.projects.len().max(named.len()) > 1
}

/// What was not decided comes first, whatever its severity.
pub(super) fn is_first(judged: &Judged) -> bool {
    match judged.finding.rule.group() {
        Group::Undetermined | Group::Yardstick => true,
        Group::There
        | Group::Whole
        | Group::Current
        | Group::Approved
        | Group::Decided
        | Group::Contradiction
        | Group::Exempt
        | Group::Policy => false,
    }
}

fn heading(out: &mut String, report: &Report, path: &RepoPath, options: &Options) {
    let name =
        names::project(report, path).map_or_else(String::new, |project| format!(" ({})", project.name));
    let text = safe::line(&format!("{path}{name}"));
    layout::hanging(out, &format!("{} ", Word::Project.get(report.lang)), INDENT, &text, options);
    out.push('\n');
}

fn finding(out: &mut String, report: &Report, sentences: &Sentences, judged: &Judged, options: &Options) {
    let (lang, finding) = (report.lang, &judged.finding);
    let (word, color) = match (finding.rule.group(), judged.severity) {
        (Group::Undetermined, _) => (Word::Undetermined, Paint::Error),
        (_, Severity::Error) => (Word::Error, Paint::Error),
        (_, Severity::Warning) => (Word::Warning, Paint::Warning),
    };
    let word = layout::paint(&format!("{}[{}]", word.get(lang), finding.rule), color, options);
    let advice = finding.advice.then_some(Word::Advice);
    let since = judged.since.map(|since| match since {
        Since::New => Word::New,
        Since::Worse => Word::Worse,
        Since::Before => Word::Before,
    });
    let marks: Vec<&str> = advice.into_iter().chain(since).map(|word| word.get(lang)).collect();
    let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
    let message = sentences.message(finding);
    layout::hanging(out, &format!("{word}{marks}: "), INDENT, &message, options);

    let own = Mark { place: &finding.place, label: sentences.label(finding) };
    let more =
        finding.more.iter().map(|(key, place)| Mark { place, label: sentences.label_of(finding, key) });
    let marks: Vec<_> = std::iter::once(own).chain(more).collect();
    if options.verbose || judged.severity == Severity::Error || is_first(judged) {
        snippet::excerpts(out, &marks, options);
    } else {
        marks.iter().for_each(|mark| snippet::arrow(out, mark, options));
    }
    changes(out, report, judged, options);
    fields(out, report, sentences, judged, options);
}

fn changes(out: &mut String, report: &Report, judged: &Judged, options: &Options) {
    let (lang, changes) = (report.lang, &judged.finding.changes);
    if changes.is_empty() {
        return;
    }
    let subject =
        judged.finding.args.get("subject").map(|id| words::subject(&safe::line(id.get(lang)), lang));
    let count = words::files(changes.len(), lang);
    let head = format!("{}{} ({count}):", Word::Changed.get(lang), subject.unwrap_or_default());
    layout::paragraph(out, INDENT, &head, options);
    let shown: Vec<(String, String)> =
        changes.iter().take(CHANGES).map(|change| row(change, report)).collect();
    let most = options.width.saturating_sub(INDENT.len() + 2 + 21);
    let widths = shown.iter().map(|(path, _)| layout::columns(path));
    let column = widths.filter(|width| *width <= most).max().unwrap_or(0);
    for (path, when) in shown {
        let path_line = format!("{INDENT}  {}", layout::pad(&path, column));
        if layout::columns(&path) <= column {
            out.push_str(&format!("{path_line}  {when}\n"));
        } else {
            out.push_str(&format!("{path_line}\n{INDENT}    {when}\n"));
        }
    }
    if changes.len() > CHANGES {
        out.push_str(&format!("{INDENT}  {}\n", words::and_more(changes.len() - CHANGES, lang)));
    }
}

fn row(change: &Change, report: &Report) -> (String, String) {
    let commit = change.commit.as_ref().map(|commit| commit.short().to_owned());
    let when =
        commit.into_iter().chain(change.date.map(|date| date.to_string())).collect::<Vec<_>>().join("  ");
    let when = if when.is_empty() { Word::Uncommitted.get(report.lang).to_owned() } else { when };
    (safe::line(&change.path.to_string()), when)
}

fn fields(out: &mut String, report: &Report, sentences: &Sentences, judged: &Judged, options: &Options) {
    let lang = report.lang;
    let labels = [Word::Task, Word::Responsible, Word::Help, Word::More].map(|word| word.get(lang));
    let width = labels.iter().map(|label| layout::columns(label)).max().unwrap_or(0) + 1;
    let first = |word: Word| format!("{INDENT}{}", layout::pad(word.get(lang), width));
    if let Some(address) = &judged.finding.about.address {
        let title = names::task(report, &judged.project, &address.task).unwrap_or_default();
        let piece = if address.piece.is_some() { format!(" ({address})") } else { String::new() };
        layout::paragraph(
            out,
            &first(Word::Task),
            format!("{} {title}{piece}", address.task).trim_end(),
            options,
        );
    }
    if let Some(role) = &judged.role {
        let role = names::role_and_id(report, &judged.project, role);
        layout::paragraph(out, &first(Word::Responsible), &role, options);
    }
    let help = layout::paint(Word::Help.get(lang), Paint::Help, options);
    let gap = " ".repeat(width - layout::columns(Word::Help.get(lang)));
    let mut start = format!("{INDENT}{help}{gap}");
    for line in sentences.help_lines(&judged.finding) {
        match line {
            HelpLine::Prose(text) => layout::paragraph(out, &start, &text, options),
            HelpLine::Verbatim(text) => layout::line(out, &format!("{start}{text}")),
        }
        start = " ".repeat(INDENT.len() + width);
    }
    out.push_str(&format!("{}nachweis explain {}\n", first(Word::More), judged.finding.rule));
}

fn exemptions(out: &mut String, report: &Report, options: &Options) {
    let several = several_projects(report);
    let mut rows = Vec::new();
    for judged in &report.findings {
        let Some(exempt) = &judged.exempt else { continue };
        let task = judged
            .finding
            .about
            .address
            .as_ref()
            .map_or_else(|| judged.project.to_string(), ToString::to_string);
        let project = if several { format!("{}: ", judged.project) } else { String::new() };
        let until = match exempt {
            ExemptBy::Exemption { expires, ends_at, .. } => {
                words::until(&names::last_day(report, *expires, ends_at.as_ref()), report.lang)
            }
            ExemptBy::Baseline { since, .. } => {
                let since = words::since_day(&since.to_string(), report.lang);
                format!("{since} ({})", Word::Baseline.get(report.lang))
            }
        };
        rows.push((safe::line(&format!("{project}{task}")), judged.finding.rule.id(), until));
    }
    if rows.is_empty() {
        return;
    }
    rows.sort();
    layout::paragraph(out, "", Word::Exemptions.get(report.lang), options);
    let task = rows.iter().map(|row| layout::columns(&row.0)).max().unwrap_or(0);
    let rule = rows.iter().map(|row| row.1.len()).max().unwrap_or(0);
    for (name, id, until) in rows {
        out.push_str(&format!("{INDENT}{}  {}  {until}\n", layout::pad(&name, task), layout::pad(id, rule)));
    }
    out.push('\n');
}
