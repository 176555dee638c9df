//! Two packs as wholes, and their tasks.

use super::list::list;
use super::{Difference, Direction, Notes, Part, applies, piece};
use crate::model::{Condition, Effort, Pack, Piece, Task};
use crate::name::{ProfileId, TaskId};

/// Everything in which `now` differs from `before`; of two packs with the same demands nothing but wording.
pub fn differences(before: &Pack, now: &Pack) -> Vec<Difference> {
    let Pack {
        // Who a pack is decides nothing.
        id: _,
        version: _,
        digest: _,
        parts: _,
        departures: _,
        language,
        title,
        notice,
        researched,
        longest_exemption,
        subjects_due,
        policy_owners,
        profiles,
        topics,
        phases,
        gates,
        date_orders,
        roles,
        facts,
        contradictions,
        subjects,
        laws,
        tasks,
        // Compared with the pieces that are written from them.
        templates: _,
    } = now;
    let packs = [before, now];
    let mut found = Vec::new();
    let mut notes = Notes { part: Part::Pack, prefix: String::new(), found: &mut found };
    notes.wording("language", &before.language, language);
    notes.wording("title", &before.title, title);
    notes.wording("notice", &before.notice, notice);
    notes.wording("researched", &before.researched, researched);
    let days = |days: i64| format!("{days} days");
    let longer =
        if *longest_exemption > before.longest_exemption { Direction::Weaker } else { Direction::Stricter };
    notes.judged("longest-exemption", &days(before.longest_exemption), &days(*longest_exemption), longer);
    let direction = later(packs, before.subjects_due.as_str(), subjects_due.as_str());
    notes.judged("subjects-due", &before.subjects_due, subjects_due, direction);
    notes.items_allow("policy-owners", &before.policy_owners, policy_owners);
    list(&before.profiles, profiles, packs, &mut found);
    list(&before.topics, topics, packs, &mut found);
    list(&before.phases, phases, packs, &mut found);
    order(before, now, &mut found);
    list(&before.gates, gates, packs, &mut found);
    list(&before.date_orders, date_orders, packs, &mut found);
    list(&before.roles, roles, packs, &mut found);
    list(&before.facts, facts, packs, &mut found);
    list(&before.contradictions, contradictions, packs, &mut found);
    list(&before.subjects, subjects, packs, &mut found);
    list(&before.laws, laws, packs, &mut found);
    for (id, was) in &before.tasks {
        match tasks.get(id) {
            Some(task) => compare(was, task, packs, &mut found),
            None => whole(id, Direction::Weaker, &mut found),
        }
    }
    for id in tasks.keys().filter(|id| !before.tasks.contains_key(*id)) {
        whole(id, Direction::Stricter, &mut found);
    }
    found
}

/// A task that came or went.
fn whole(id: &TaskId, direction: Direction, found: &mut Vec<Difference>) {
    let mut notes = Notes { part: Part::Task(id.clone()), prefix: String::new(), found };
    let (before, now) = if direction == Direction::Weaker { (Some(id), None) } else { (None, Some(id)) };
    notes.note("", direction, before.map(ToString::to_string), now.map(ToString::to_string));
}

/// The order of phases, as far as both packs have them: whoever exchanges two makes tasks due at another time.
fn order(before: &Pack, now: &Pack, found: &mut Vec<Difference>) {
    let shared = |of: &Pack, other: &Pack| {
        let phases = of.phases.iter().map(|phase| phase.id.to_string());
        phases.filter(|id| other.order(id).is_some()).collect::<Vec<_>>().join(", ")
    };
    let mut notes = Notes { part: Part::Pack, prefix: String::new(), found };
    notes.other("phases", &shared(before, now), &shared(now, before));
    // What returns is owed at the gate before the repeating one as well; whoever puts another between them moves that.
    let opening = |of: &Pack| {
        let repeating = of.gates.iter().position(|gate| gate.repeats)?;
        of.gates.get(repeating.checked_sub(1)?).map(|gate| gate.id.clone())
    };
    notes.other("opening-gate", &opening(before), &opening(now));
}

/// Which way a phase went at which something is due: later is weaker, by the order of the earlier pack.
pub(super) fn later(packs: [&Pack; 2], before: &str, now: &str) -> Direction {
    let [was, is] = [before, now].map(|phase| packs[0].order(phase));
    match (was, is) {
        (Some(was), Some(is)) if is > was => Direction::Weaker,
        (Some(_), Some(_)) => Direction::Stricter,
        (None, _) | (_, None) => Direction::Changed,
    }
}

/// The profiles of `of` that hold a task: of the last one every task is part.
fn profiles<'p>(of: &'p Pack, task: &Task) -> Vec<&'p ProfileId> {
    let last = of.profiles.last().map(|profile| &profile.id);
    let holds = |id: &&ProfileId| task.profiles.contains_key(*id) || Some(*id) == last;
    of.profiles.iter().map(|profile| &profile.id).filter(holds).collect()
}

fn compare(before: &Task, now: &Task, packs: [&Pack; 2], found: &mut Vec<Difference>) {
    let Task {
        id,
        title,
        // Which tasks a profile holds is asked of the pack.
        profiles: reasons,
        origin,
        confidence,
        official_ref,
        topics,
        responsible,
        contributing,
        goals,
        steps,
        methods,
        effort: Effort { small, large },
        resources,
        checklist,
        basis,
        reading,
        // When a piece is due and for whom is compared with the piece, since it may say so itself.
        phase: _,
        due: _,
        applies: _,
        evidence,
    } = now;
    let mut notes = Notes { part: Part::Task(id.clone()), prefix: String::new(), found };
    notes.wording("title", &before.title, title);
    // A profile that is gone has been told; what counts is who left one that is still there.
    let dropped = profiles(packs[0], before);
    let kept = profiles(packs[1], now);
    for profile in dropped.iter().filter(|id| packs[1].profiles.iter().any(|known| known.id == ***id)) {
        if !kept.contains(profile) {
            notes.note("profiles", Direction::Weaker, Some(profile.to_string()), None);
        }
    }
    for profile in kept.iter().filter(|id| packs[0].profiles.iter().any(|known| known.id == ***id)) {
        if !dropped.contains(profile) {
            notes.note("profiles", Direction::Stricter, None, Some(profile.to_string()));
        }
    }
    let same: Vec<&String> = before.profiles.values().collect();
    notes.wording("profiles.reason", &same, &reasons.values().collect());
    notes.wording("origin", &before.origin, origin);
    notes.wording("confidence", &before.confidence, confidence);
    notes.wording("official-ref", &before.official_ref, official_ref);
    notes.wording("topics", &before.topics, topics);
    notes.other("responsible", &before.responsible, responsible);
    notes.wording("contributing", &before.contributing, contributing);
    notes.wording("goals", &before.goals, goals);
    notes.wording("steps", &before.steps, steps);
    notes.wording("methods", &before.methods, methods);
    notes.wording("effort", &(before.effort.small, before.effort.large), &(*small, *large));
    notes.wording("resources", &before.resources, resources);
    // Questions for people; what has to be ticked stands in the template.
    notes.wording("checklist", &before.checklist, checklist);
    notes.wording("basis", &before.basis, basis);
    notes.wording("reading", &before.reading, reading);
    let narrowed = narrowed(before, now, packs);
    if let Some(direction) = narrowed {
        let show = |task: &Task| task.applies.as_ref().map(ToString::to_string);
        notes.note("applies", direction, show(before), show(now));
    }
    for was in &before.evidence {
        match evidence.iter().find(|piece| piece.piece == was.piece) {
            Some(piece) => piece::compare((before, was), (now, piece), packs, narrowed.is_none(), found),
            None => piece::whole(before, was, Direction::Weaker, found),
        }
    }
    for piece in evidence.iter().filter(|piece| before.evidence.iter().all(|was| was.piece != piece.piece)) {
        piece::whole(now, piece, Direction::Stricter, found);
    }
}

/// Which way the condition of a task went, if that alone decides for all its pieces.
fn narrowed(before: &Task, now: &Task, packs: [&Pack; 2]) -> Option<Direction> {
    let of = |task: &Task, piece: &Piece| {
        task.evidence.iter().find(|own| own.piece == piece.piece).map(|own| own.applies.clone())
    };
    let alone = before.evidence.iter().all(|piece| of(now, piece).is_none_or(|own| own == piece.applies));
    let [was, is] = [before, now].map(|task| task.applies.iter().collect::<Vec<&Condition>>());
    if alone { applies::direction(packs, &was, &is) } else { None }
}
