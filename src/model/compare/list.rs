//! The lists of a pack, entry by entry.

use super::{Difference, Direction, List, Notes, Part, applies};
use crate::model::{
    Condition, Contradiction, DateOrder, Fact, Gate, Law, Order, Pack, Phase, Profile, Role, Subject, Topic,
    When,
};

/// An entry of a list.
pub(super) trait Entry {
    const LIST: List;
    /// What it means that an entry is gone.
    const GONE: Direction;

    fn id(&self) -> &str;

    /// Notes in what this entry differs from one before; `packs` are the one before and the one now.
    fn compare(&self, before: &Self, packs: [&Pack; 2], notes: &mut Notes<'_>);
}

/// Holds two lists against each other.
pub(super) fn list<T: Entry>(before: &[T], now: &[T], packs: [&Pack; 2], found: &mut Vec<Difference>) {
    let part = |entry: &T| Part::Entry(T::LIST, entry.id().to_owned());
    let of = |list: &[T], id: &str| list.iter().position(|entry| entry.id() == id);
    for entry in before {
        let mut notes = Notes { part: part(entry), prefix: String::new(), found };
        match of(now, entry.id()).and_then(|at| now.get(at)) {
            Some(now) => now.compare(entry, packs, &mut notes),
            None => notes.note("", T::GONE, Some(entry.id().to_owned()), None),
        }
    }
    for entry in now.iter().filter(|entry| of(before, entry.id()).is_none()) {
        let mut notes = Notes { part: part(entry), prefix: String::new(), found };
        notes.note("", Direction::Stricter, None, Some(entry.id().to_owned()));
    }
}

impl Entry for Profile {
    const LIST: List = List::Profile;
    const GONE: Direction = Direction::Weaker;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, title, note } = self;
        notes.wording("title", &before.title, title);
        notes.wording("note", &before.note, note);
    }
}

impl Entry for Topic {
    const LIST: List = List::Topic;
    const GONE: Direction = Direction::Wording;

    fn id(&self) -> &str {
        &self.id
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, title } = self;
        notes.wording("title", &before.title, title);
    }
}

impl Entry for Phase {
    const LIST: List = List::Phase;
    const GONE: Direction = Direction::Weaker;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, title, note } = self;
        notes.wording("title", &before.title, title);
        notes.wording("note", &before.note, note);
    }
}

impl Entry for Gate {
    const LIST: List = List::Gate;
    const GONE: Direction = Direction::Weaker;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self {
            id: _,
            title,
            question,
            decides,
            heard,
            record,
            holds,
            no_go,
            not_conditionable,
            validity,
            repeats,
        } = self;
        notes.wording("title", &before.title, title);
        notes.wording("question", &before.question, question);
        notes.wording("holds", &before.holds, holds);
        notes.wording("no-go", &before.no_go, no_go);
        notes.items_demand("decides", &before.decides, decides);
        notes.items_demand("heard", &before.heard, heard);
        notes.other("record", &before.record, record);
        notes.items_demand("not-conditionable", &before.not_conditionable, not_conditionable);
        notes.judged("validity", &before.validity, validity, later_is_weaker(before.validity, *validity));
        notes.other("repeats", &before.repeats, repeats);
    }
}

impl Entry for DateOrder {
    const LIST: List = List::DateOrder;
    const GONE: Direction = Direction::Weaker;

    fn id(&self) -> &str {
        &self.id
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, first, relation, second, reason } = self;
        let mut when = |key: &str, before: &When, now: &When| {
            let When { evidence, field } = now;
            let mut notes = notes.within(key);
            notes.other("evidence", &before.evidence, evidence);
            notes.other("field", &before.field, field);
        };
        when("first", &before.first, first);
        when("second", &before.second, second);
        let direction = match relation {
            Order::Before => Direction::Stricter,
            Order::NotAfter => Direction::Weaker,
        };
        notes.judged("relation", &before.relation, relation, direction);
        notes.wording("reason", &before.reason, reason);
    }
}

impl Entry for Role {
    const LIST: List = List::Role;
    const GONE: Direction = Direction::Changed;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, title, may_own, may_approve, may_exempt, incompatible, note } = self;
        notes.wording("title", &before.title, title);
        notes.wording("note", &before.note, note);
        notes.more_is_weaker("may-own", &before.may_own, may_own);
        notes.more_is_weaker("may-approve", &before.may_approve, may_approve);
        notes.more_is_weaker("may-exempt", &before.may_exempt, may_exempt);
        notes.items_demand("incompatible", &before.incompatible, incompatible);
    }
}

impl Entry for Fact {
    const LIST: List = List::Fact;
    // What applied by an answer to it is compared by its condition.
    const GONE: Direction = Direction::Changed;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, question, kind, values, why } = self;
        notes.wording("question", &before.question, question);
        notes.wording("why", &before.why, why);
        notes.other("type", &before.kind, kind);
        // By an answer that nobody could give before something may not apply that always did.
        notes.items("values", &before.values, values, Direction::Stricter, Direction::Changed);
    }
}

impl Entry for Contradiction {
    const LIST: List = List::Contradiction;
    const GONE: Direction = Direction::Weaker;

    fn id(&self) -> &str {
        &self.id
    }

    fn compare(&self, before: &Self, packs: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, when, message, advice } = self;
        condition("when", Some(&before.when), Some(when), packs, notes);
        notes.wording("message", &before.message, message);
        notes.more_is_weaker("advice", &before.advice, advice);
    }
}

impl Entry for Subject {
    const LIST: List = List::Subject;
    const GONE: Direction = Direction::Weaker;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, packs: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, title, about, globs, applies } = self;
        notes.wording("title", &before.title, title);
        notes.wording("about", &before.about, about);
        // What `init` proposes; the settings say what counts.
        notes.wording("globs", &before.globs, globs);
        condition("applies", before.applies.as_ref(), applies.as_ref(), packs, notes);
    }
}

impl Entry for Law {
    const LIST: List = List::Law;
    // What rests on it is compared at the piece.
    const GONE: Direction = Direction::Wording;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn compare(&self, before: &Self, _: [&Pack; 2], notes: &mut Notes<'_>) {
        let Self { id: _, short, citation, subject, addressee, applies_from, source, confidence } = self;
        notes.wording("short", &before.short, short);
        notes.wording("citation", &before.citation, citation);
        notes.wording("subject", &before.subject, subject);
        notes.wording("addressee", &before.addressee, addressee);
        notes.wording("source", &before.source, source);
        notes.wording("confidence", &before.confidence, confidence);
        let direction = later_is_weaker(before.applies_from, *applies_from);
        notes.judged("applies-from", &before.applies_from, applies_from, direction);
    }
}

/// Which way an end or a beginning went of which a later one, or none at all, asks for less.
fn later_is_weaker<T: PartialOrd>(before: Option<T>, now: Option<T>) -> Direction {
    let weaker = match (before, now) {
        (Some(before), Some(now)) => now > before,
        (before, _) => before.is_some(),
    };
    if weaker { Direction::Weaker } else { Direction::Stricter }
}

/// A condition that stands alone.
fn condition(
    key: &str,
    before: Option<&Condition>,
    now: Option<&Condition>,
    packs: [&Pack; 2],
    notes: &mut Notes<'_>,
) {
    let [was, is] = [before, now].map(|condition| condition.into_iter().collect::<Vec<_>>());
    if let Some(direction) = applies::direction(packs, &was, &is) {
        let show = |condition: Option<&Condition>| condition.map(ToString::to_string);
        notes.note(key, direction, show(before), show(now));
    }
}
