//! `date-order`: two dates of which the pack says that one must come first.

use super::context::{Written, finding, written};
use super::fields::{of_node, rows, tree};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Kind, Order, When};
use crate::name::Date;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for order in &picture.pack.date_orders {
        // The latest of the first against the earliest of the second: then every pair is in order.
        let first = dates(picture, &order.first).into_iter().max_by_key(|(date, _)| *date);
        let second = dates(picture, &order.second).into_iter().min_by_key(|(date, _)| *date);
        let (Some((first, place)), Some((second, other))) = (first, second) else { continue };
        let holds = match order.relation {
            Order::Before => first < second,
            Order::NotAfter => first <= second,
        };
        let Some(piece) = picture.piece(&order.first.evidence).filter(|_| !holds) else { continue };
        let mut finding = finding(piece, Rule::DateOrder, Kind::Decision, place).also("other", other);
        finding.about = finding.about.element(&order.id);
        found.push(
            finding
                .with("first", order.first.field.as_str())
                .with("first-date", first)
                .with("second", order.second.field.as_str())
                .with("second-date", second)
                .with("reason", &order.reason),
        );
    }
}

fn dates(picture: &Picture<'_>, when: &When) -> Vec<(Date, Place)> {
    written(picture)
        .filter(|written| written.piece.address == when.evidence)
        .flat_map(|written| of(&written, when))
        .collect()
}

fn of(written: &Written<'_>, when: &When) -> Vec<(Date, Place)> {
    let metadata = &written.document.metadata;
    let own = match when.field.as_str() {
        "reviewed" => metadata.reviewed.as_ref(),
        "decided" => metadata.decision.decided.as_ref(),
        _ => None,
    };
    if let Some(date) = own {
        return vec![(date.value, written.metadata_place(date.span.clone()))];
    }
    let field = tree(written).and_then(|tree| tree.get(&when.field)).map(|node| of_node(written, node));
    let cells = rows(written).unwrap_or_default().into_iter().filter_map(|mut row| row.remove(&when.field));
    field
        .into_iter()
        .chain(cells)
        .filter_map(|cell| Some((Date::parse(cell.text.as_deref()?)?, cell.place)))
        .collect()
}
