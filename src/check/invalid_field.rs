//! `invalid-field`: a value of the wrong type, one that is not allowed, or one that stands twice.

use std::collections::BTreeSet;

use super::context::{Written, filled};
use super::fields::{Cell, columns, fields, is_absent, misfit, of_node, rows, tree};
use super::missing_decision::records;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Kind, Words};
use crate::name::Address;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    conditions(picture, found);
    for written in filled(picture) {
        let values =
            |name: &str| tree(&written).and_then(|tree| tree.get(name)).map(|node| of_node(&written, node));
        for (name, field) in fields(&written) {
            let Some(cell) = values(name).filter(|cell| !is_absent(Some(cell))) else { continue };
            if let Some(expected) = misfit(&cell, field.kind, &field.values, picture.pack) {
                found.push(finding(&written, Kind::Fields, name, &cell, expected));
            }
        }
        let rows = rows(&written).unwrap_or_default();
        for (name, column) in columns(&written) {
            let cells = || rows.iter().filter_map(|row| row.get(name)).filter(|cell| !is_absent(Some(cell)));
            let mut wrong = cells()
                .filter_map(|cell| Some((cell, misfit(cell, column.kind, &column.values, picture.pack)?)));
            if let Some((cell, expected)) = wrong.next() {
                let first = finding(&written, Kind::Rows, name, cell, expected);
                found.push(wrong.fold(first, |finding, (cell, _)| finding.also("", cell.place.clone())));
            }
            let mut seen = BTreeSet::new();
            let twice = cells().find(|cell| column.unique && !seen.insert(cell.text.clone()));
            if let Some(cell) = twice {
                let mut double =
                    finding(&written, Kind::Rows, name, cell, Words::default()).variant("duplicate");
                double.about = double.about.element("unique");
                found.push(double);
            }
        }
    }
}

/// Conditions of a decision that name a task which the pack does not know.
fn conditions(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for (written, _) in records(picture) {
        for (at, condition) in written.document.metadata.decision.conditions.iter().enumerate() {
            let Some(task) = &condition.task else { continue };
            let known =
                Address::new(&task.value).is_ok_and(|address| picture.pack.tasks.contains_key(&address.task));
            let place = written.metadata_place(task.span.clone());
            let cell = Cell { text: Some(task.value.clone()), is_list: false, place };
            if let Some(expected) =
                (!known).then(|| Words::both("die Kennung einer Aufgabe", "the id of a task"))
            {
                let mut wrong = finding(&written, Kind::Decision, "task", &cell, expected);
                wrong.about = wrong.about.element(&format!("condition-{}", at + 1));
                found.push(wrong);
            }
        }
    }
}

fn finding(written: &Written<'_>, kind: Kind, name: &str, cell: &Cell, expected: Words) -> Finding {
    let mut finding = written
        .finding(Rule::InvalidField, kind, cell.place.clone())
        .with("field", name)
        .with("value", cell.text.clone().unwrap_or_default())
        .with("expected", expected);
    finding.about = finding.about.element(name);
    finding
}
