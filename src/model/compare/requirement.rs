//! The tables of requirements, one kind each.

use super::{Direction, Notes};
use crate::model::requirement::{
    Approved, Checklist, Column, Columns, Current, DecisionOf, Field, Fields, Level, Review, Rows, Section,
    Sections, Type,
};

/// A table of a piece.
pub(super) trait Table {
    /// Notes in what it asks for something else than one before.
    fn compare(&self, before: &Self, notes: &mut Notes<'_>);
}

/// Holds a table of a piece against what it was, if it was there.
pub(super) fn table<T: Table>(name: &str, before: &Option<T>, now: &Option<T>, notes: &mut Notes<'_>) {
    match (before, now) {
        (Some(before), Some(now)) => now.compare(before, &mut notes.within(name)),
        (Some(_), None) => notes.note(name, Direction::Weaker, Some(name.to_owned()), None),
        (None, Some(_)) => notes.note(name, Direction::Stricter, None, Some(name.to_owned())),
        (None, None) => {}
    }
}

/// What every table of requirements may say.
fn common((was, may): (Level, bool), (level, exemptible): (Level, bool), notes: &mut Notes<'_>) {
    let direction = match level {
        Level::Advice => Direction::Weaker,
        Level::Demand => Direction::Stricter,
    };
    notes.judged("level", &was, &level, direction);
    notes.more_is_weaker("exemptible", &may, &exemptible);
}

impl Table for Sections {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { filled, level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
        let ids =
            |sections: &[Section]| sections.iter().map(|section| section.id.clone()).collect::<Vec<_>>();
        notes.items_demand("filled", &ids(&before.filled), &ids(filled));
        for section in filled {
            // All headings count alike.
            let Section { id, de: _, en: _, also: _ } = section;
            let Some(was) = before.filled.iter().find(|was| was.id == *id) else { continue };
            // A heading that did not count and now does may stand in a document already, over something else.
            let named = |of: &Section| of.headings().map(str::to_owned).collect::<Vec<_>>();
            notes.items(id, &named(was), &named(section), Direction::Stricter, Direction::Changed);
        }
    }
}

impl Table for Fields {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        notes.items_demand("*", &keys(before), &keys(self));
        for (name, field) in self {
            let Field { kind, values, required } = field;
            let Some(was) = before.get(name) else { continue };
            let mut notes = notes.within(name);
            cell((was.kind, &was.values, was.required), (*kind, values, *required), false, &mut notes);
        }
    }
}

impl Table for Columns {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        notes.items_demand("*", &keys(before), &keys(self));
        for (name, column) in self {
            let Column { kind, values, required, unique, covers } = column;
            let Some(was) = before.get(name) else { continue };
            let mut notes = notes.within(name);
            cell((was.kind, &was.values, was.required), (*kind, values, *required), was.covers, &mut notes);
            notes.more_is_stricter("unique", &was.unique, unique);
            notes.more_is_stricter("covers", &was.covers, covers);
        }
    }
}

fn keys<V>(map: &indexmap::IndexMap<String, V>) -> Vec<String> {
    map.keys().cloned().collect()
}

/// What a field or a column holds. Where every value must occur, one less is less to ask for.
fn cell(
    (was, values_before, must): (Type, &Vec<String>, bool),
    (kind, values, required): (Type, &Vec<String>, bool),
    covers: bool,
    notes: &mut Notes<'_>,
) {
    let direction = if kind == Type::Text { Direction::Weaker } else { Direction::Changed };
    notes.judged("type", &was, &kind, direction);
    // Without a list everything is allowed.
    let free = values.is_empty() && !values_before.is_empty();
    let gone = if free || covers { Direction::Weaker } else { Direction::Stricter };
    let come = if values_before.is_empty() { Direction::Stricter } else { Direction::Weaker };
    notes.items("values", values_before, values, gone, come);
    notes.more_is_stricter("required", &must, &required);
}

impl Table for Rows {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { under, at_least, level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
        notes.other("under", &before.under, under);
        notes.more_is_stricter("at-least", &before.at_least, at_least);
    }
}

impl Table for Checklist {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
    }
}

impl Table for Review {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { every, reason, level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
        notes.more_is_weaker("every", &before.every, every);
        notes.wording("reason", &before.reason, reason);
    }
}

impl Table for Current {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { subjects, evidence, level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
        notes.items_demand("subjects", &before.subjects, subjects);
        notes.items_demand("evidence", &before.evidence, evidence);
    }
}

impl Table for Approved {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { roles, signed, level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
        notes.items_demand("roles", &before.roles, roles);
        notes.more_is_stricter("signed", &before.signed, signed);
    }
}

impl Table for DecisionOf {
    fn compare(&self, before: &Self, notes: &mut Notes<'_>) {
        let Self { gate, level, exemptible } = self;
        common((before.level, before.exemptible), (*level, *exemptible), notes);
        notes.other("gate", &before.gate, gate);
    }
}
