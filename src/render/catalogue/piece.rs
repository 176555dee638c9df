//! A piece of evidence in words: what it is, when it is due, and everything that is asked of it.

use super::block::Block;
use super::guidance::Guidance;
use super::terms::Term;
use super::view::View;
use super::{asked, ids};
use crate::model::{Current, Format, Level, Piece, Review, Rows, Section, Task};
use crate::name::Interval;
use crate::rule::Lang;

/// The piece, below a heading of its own.
pub(super) fn blocks(view: View<'_>, task: &Task, piece: &Piece) -> Vec<Block> {
    let title = format!("{} {}", task.address(piece), view.words(&piece.title));
    let mut out = vec![Block::heading(3, title), Block::Fields(fields(view, task, piece))];
    let guidance = guidance(view, piece);
    if !guidance.lead.is_empty() {
        out.push(Block::paragraph(&guidance.lead));
    }
    if let Some(sections) = &piece.sections {
        let label = hard(view, view.word(Term::Sections), sections.level, sections.exemptible);
        let heading = |section: &Section| match (view.lang, &section.en, guidance.on(&section.de)) {
            (Lang::En, Some(english), _) => english.clone(),
            (Lang::De | Lang::En, _, Some(hint)) => format!("{}: {hint}", section.de),
            (Lang::De | Lang::En, _, None) => section.de.clone(),
        };
        out.push(Block::Label(label));
        out.push(Block::Bullets(sections.filled.iter().map(heading).collect()));
    }
    let mut names = |term: Term, rows: Vec<(String, String)>| {
        if !rows.is_empty() {
            out.extend([Block::Label(view.word(term).to_owned()), Block::Names(rows)]);
        }
    };
    names(
        Term::Fields,
        piece
            .fields
            .iter()
            .flatten()
            .map(|(name, field)| asked::field(name, field, guidance.on(name), view.lang))
            .collect(),
    );
    let columns = piece
        .columns
        .iter()
        .flatten()
        .map(|(name, column)| asked::column(name, column, guidance.on(name), view.lang));
    names(if piece.format == Format::Csv { Term::Columns } else { Term::EntryFields }, columns.collect());
    out
}

/// What the template says to those who fill it in; it speaks the pack's language only.
fn guidance(view: View<'_>, piece: &Piece) -> Guidance {
    let template = piece.template.as_ref().filter(|_| view.lang == view.pack.language);
    let template = template.and_then(|name| view.pack.templates.get(name));
    template.map_or_else(Guidance::default, |template| Guidance::of(piece.format, template))
}

fn fields(view: View<'_>, task: &Task, piece: &Piece) -> Vec<(&'static str, String)> {
    let law = piece.law.as_ref().map(|id| law(view, id.as_str()));
    let watched = piece.watch_until.as_ref().map(|phase| watched(view, phase.as_str()));
    let checklist = piece.checklist.as_ref();
    let checklist =
        checklist.map(|list| hard(view, view.word(Term::ChecklistText), list.level, list.exemptible));
    let approved = piece.approved.as_ref();
    let approved = approved.map(|by| {
        let signed = if by.signed { format!("; {}", view.word(Term::Signed)) } else { String::new() };
        hard(view, &format!("{}{signed}", view.all_roles(&by.roles)), by.level, by.exemptible)
    });
    let decision = piece.decision.as_ref();
    let decision = decision.map(|of| hard(view, &view.gate(of.gate.as_str()), of.level, of.exemptible));
    let rows = [
        (Term::Path, Some(piece.path.clone())),
        (Term::Form, Some(form(view, piece))),
        (Term::Due, Some(view.gate(task.due_of(piece).as_str()))),
        (Term::Applies, piece.applies.as_ref().map(|applies| view.condition(applies))),
        (Term::Elsewhere, piece.reference.then(|| view.word(Term::ElsewhereText).to_owned())),
        (Term::Law, law),
        (Term::Decision, decision),
        (Term::Rows, piece.rows.as_ref().map(|rows| entries(view, rows))),
        (Term::Checklist, checklist),
        (Term::Review, piece.review.as_ref().map(|review| interval(view, review))),
        (Term::Outdated, piece.current.as_ref().map(|current| outdated(view, current))),
        (Term::Watched, watched),
        (Term::Approved, approved),
        (Term::Exemptible, (!piece.may_be_exempt()).then(|| view.word(Term::NotPossible).to_owned())),
    ];
    rows.into_iter().filter_map(|(term, text)| Some((view.word(term), text?))).collect()
}

/// `Markdown, eine Datei`.
fn form(view: View<'_>, piece: &Piece) -> String {
    let mut parts = vec![ids::format(piece.format, view.lang), ids::files(piece.files, view.lang)];
    let least = match piece.at_least {
        0 => ids::pick(view.lang, "darf fehlen", "may be absent").to_owned(),
        least => format!("{} {least}", ids::pick(view.lang, "mindestens", "at least")),
    };
    if piece.at_least != 1 {
        parts.push(&least);
    }
    parts.join(", ")
}

fn law(view: View<'_>, id: &str) -> String {
    let Some(law) = view.pack.law(id) else { return id.to_owned() };
    match (law.applies_from, view.lang) {
        (Some(date), Lang::De) => format!("{}, bindet ab {date}; vorher nur Rat", law.short),
        (Some(date), Lang::En) => format!("{}, binds from {date}; advice only before", law.short),
        (None, Lang::De | Lang::En) => format!("{}; {}", law.short, view.word(Term::Advice)),
    }
}

fn entries(view: View<'_>, rows: &Rows) -> String {
    let count = match rows.at_least {
        0 => view.word(Term::AnyNumber).to_owned(),
        least => format!("{} {least}", ids::pick(view.lang, "mindestens", "at least")),
    };
    let under = rows.under.as_ref().map_or_else(String::new, |key| match view.lang {
        Lang::De => format!(", unter dem Schlüssel {key}"),
        Lang::En => format!(", under the key {key}"),
    });
    hard(view, &format!("{count}{under}"), rows.level, rows.exemptible)
}

/// `alle 24 Monate` and why.
fn interval(view: View<'_>, review: &Review) -> String {
    let every = hard(view, &every(review.every, view.lang), review.level, review.exemptible);
    review.reason.as_ref().map_or_else(|| every.clone(), |reason| format!("{every}. {}", view.words(reason)))
}

/// `alle 24 Monate`.
fn every(interval: Interval, lang: Lang) -> String {
    match (lang, interval.months) {
        (Lang::De, 1) => "jeden Monat".to_owned(),
        (Lang::En, 1) => "every month".to_owned(),
        (Lang::De, months) => format!("alle {months} Monate"),
        (Lang::En, months) => format!("every {months} months"),
    }
}

fn outdated(view: View<'_>, current: &Current) -> String {
    let subjects = current.subjects.iter().map(|id| view.subject(id));
    let evidence = current.evidence.iter().map(|address| view.piece(address));
    let all = subjects.chain(evidence).collect::<Vec<_>>().join(", ");
    hard(view, &format!("{} {all}", view.word(Term::OutdatedText)), current.level, current.exemptible)
}

fn watched(view: View<'_>, phase: &str) -> String {
    match view.lang {
        Lang::De => format!("bis das {} bestanden ist", view.gate(phase)),
        Lang::En => format!("until {} is passed", view.gate(phase)),
    }
}

/// What is asked, with a word where it is softer or harder than usual.
fn hard(view: View<'_>, text: &str, level: Level, exemptible: bool) -> String {
    let advice = match level {
        Level::Demand => None,
        Level::Advice => Some(view.word(Term::Advice)),
    };
    let words: Vec<_> =
        advice.into_iter().chain((!exemptible).then(|| view.word(Term::NoExemption))).collect();
    if words.is_empty() { text.to_owned() } else { format!("{text} ({})", words.join("; ")) }
}
