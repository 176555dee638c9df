//! A piece of evidence with everything that is asked of it.

use super::pack::later;
use super::{Difference, Direction, Notes, Part, applies, requirement};
use crate::model::{Condition, Files, Format, Pack, Piece, Task};

/// A piece that came or went.
pub(super) fn whole(task: &Task, piece: &Piece, direction: Direction, found: &mut Vec<Difference>) {
    let part = Part::Piece(task.address(piece));
    let name = Some(part.to_string());
    let mut notes = Notes { part, prefix: String::new(), found };
    let (before, now) = if direction == Direction::Weaker { (name, None) } else { (None, name) };
    notes.note("", direction, before, now);
}

/// Holds a piece against what it was; `conditions` says whether those of its task have not been told already.
pub(super) fn compare(
    (task_before, before): (&Task, &Piece),
    (task, now): (&Task, &Piece),
    packs: [&Pack; 2],
    conditions: bool,
    found: &mut Vec<Difference>,
) {
    let Piece {
        piece: _,
        title,
        article,
        path,
        format,
        template: _,
        files,
        at_least,
        // It may come from the task.
        due: _,
        applies: _,
        watch_until,
        reference,
        law,
        exemptible,
        sections,
        fields,
        rows,
        columns,
        checklist,
        review,
        current,
        approved,
        decision,
    } = now;
    let mut notes = Notes { part: Part::Piece(task.address(now)), prefix: String::new(), found };
    notes.wording("title", &before.title, title);
    notes.wording("article", &before.article, article);
    // Where one file lies is an address; which of many count is not.
    if *files == Files::One && before.files == Files::One {
        notes.wording("path", &before.path, path);
    } else {
        notes.other("path", &before.path, path);
    }
    // Nobody looks inside a file of a form that cannot be read.
    let opaque = |format: &Format| matches!(format, Format::Any | Format::Pdf);
    let unread = opaque(format) && !opaque(&before.format);
    let direction = if unread { Direction::Weaker } else { Direction::Changed };
    notes.judged("format", &before.format, format, direction);
    template(before, now, packs, &mut notes);
    notes.other("files", &before.files, files);
    notes.more_is_stricter("at-least", &before.at_least, at_least);
    let [was, is] = [task_before.due_of(before), task.due_of(now)];
    notes.judged("due", was, is, later(packs, was.as_str(), is.as_str()));
    if conditions {
        let all = |task: &Task, piece: &Piece| task.conditions(piece).cloned().collect::<Vec<Condition>>();
        let (was, is) = (all(task_before, before), all(task, now));
        let direction =
            applies::direction(packs, &was.iter().collect::<Vec<_>>(), &is.iter().collect::<Vec<_>>());
        if let Some(direction) = direction {
            let show = |all: &[Condition]| {
                let all: Vec<String> = all.iter().map(ToString::to_string).collect();
                (!all.is_empty()).then(|| all.join(" & "))
            };
            notes.note("applies", direction, show(&was), show(&is));
        }
    }
    let direction = match (&before.watch_until, watch_until) {
        (Some(was), Some(is)) => match later(packs, was.as_str(), is.as_str()) {
            Direction::Weaker => Direction::Stricter,
            Direction::Stricter => Direction::Weaker,
            other @ (Direction::Changed | Direction::Wording) => other,
        },
        (None, _) => Direction::Weaker,
        (Some(_), None) => Direction::Stricter,
    };
    notes.judged("watch-until", &before.watch_until, watch_until, direction);
    notes.more_is_weaker("reference", &before.reference, reference);
    // Before its law binds a piece is advice.
    let direction = match (&before.law, law) {
        (None, _) => Direction::Weaker,
        (Some(_), Some(_)) => Direction::Changed,
        (Some(_), None) => Direction::Stricter,
    };
    notes.judged("law", &before.law, law, direction);
    notes.more_is_weaker("exemptible", &before.exemptible, exemptible);
    requirement::table("sections", &before.sections, sections, &mut notes);
    requirement::table("fields", &before.fields, fields, &mut notes);
    requirement::table("rows", &before.rows, rows, &mut notes);
    requirement::table("columns", &before.columns, columns, &mut notes);
    requirement::table("checklist", &before.checklist, checklist, &mut notes);
    requirement::table("review", &before.review, review, &mut notes);
    requirement::table("current", &before.current, current, &mut notes);
    requirement::table("approved", &before.approved, approved, &mut notes);
    requirement::table("decision", &before.decision, decision, &mut notes);
}

/// The template: text that comes with it is no content, and where a checklist is asked for, its items are to be ticked.
fn template(before: &Piece, now: &Piece, packs: [&Pack; 2], notes: &mut Notes<'_>) {
    fn text<'p>(pack: &'p Pack, piece: &Piece) -> &'p str {
        piece.template.as_ref().and_then(|name| pack.templates.get(name)).map_or("", String::as_str)
    }
    let (was, is) = (text(packs[0], before), text(packs[1], now));
    let items = |text: &str| {
        let items = text.lines().filter_map(|line| line.trim().strip_prefix("- [ ]"));
        items.map(|item| item.trim().to_owned()).collect::<Vec<String>>()
    };
    let lost: Vec<String> = items(was).into_iter().filter(|item| !items(is).contains(item)).collect();
    if before.checklist.is_some() && !lost.is_empty() {
        notes.note("template", Direction::Weaker, Some(lost.join("; ")), None);
    } else if !was.split_whitespace().eq(is.split_whitespace()) {
        notes.note("template", Direction::Changed, before.template.clone(), now.template.clone());
    }
}
