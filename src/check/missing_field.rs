//! `missing-field`: a field or a cell that the pack asks for is absent or empty.

use super::context::{Written, filled};
use super::fields::{columns, fields, has_column, is_absent, of_node, row_places, rows, tree};
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Body, Kind, Status};
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture) {
        metadata(&written, found);
        named_fields(&written, found);
        cells(&written, found);
    }
}

/// `status`, and `reviewed` where the pack sets an interval. A register in CSV needs no metadata of its own.
fn metadata(written: &Written<'_>, found: &mut Vec<Finding>) {
    let document = written.document;
    let plain_register = matches!(document.body, Body::Table(_)) && document.metadata_source.is_none();
    let unread = document.flaws.iter().any(|flaw| flaw.in_metadata || flaw.variant == "syntax");
    if unread {
        return;
    }
    let status = &document.metadata.status;
    if status.is_none() && !plain_register {
        found.push(field(written, Kind::Metadata, "status", written.metadata_start()));
    }
    let finished = status.as_ref().is_none_or(|status| status.value == Status::Final);
    if written.piece.piece.review.is_some() && document.metadata.reviewed.is_none() && finished {
        found.push(field(written, Kind::Review, "reviewed", written.metadata_start()));
    }
}

fn named_fields(written: &Written<'_>, found: &mut Vec<Finding>) {
    let Some(tree) = tree(written) else { return };
    for (name, _) in fields(written).filter(|(_, field)| field.required) {
        let node = tree.get(name);
        if !is_absent(node.map(|node| of_node(written, node)).as_ref()) {
            continue;
        }
        let place = match (tree.entry(name), &written.document.body) {
            (Some(entry), Body::Data(_)) => written.place(entry.key_span.clone()),
            (Some(entry), _) => written.metadata_place(entry.key_span.clone()),
            (None, Body::Data(_)) => written.place(written.document.source.line_span(0)),
            (None, _) => written.metadata_start(),
        };
        found.push(field(written, Kind::Fields, name, place));
    }
}

fn cells(written: &Written<'_>, found: &mut Vec<Finding>) {
    let piece = written.piece.piece;
    if piece.columns.is_none() && piece.rows.is_none() {
        return;
    }
    let rows = rows(written).unwrap_or_default();
    let needed = piece.rows.as_ref().map_or(0, |rows| rows.at_least);
    if rows.len() < needed && !written.document.flaws.iter().any(|flaw| flaw.variant == "syntax") {
        let place = written.place(written.document.source.line_span(0));
        let mut finding = written.finding(Rule::MissingField, Kind::Rows, place).variant("rows");
        finding = finding.cases(needed - rows.len());
        finding.about = finding.about.element("at-least");
        found.push(finding.with("needed", needed).with("found", rows.len()).with("field", ""));
    }
    let places = row_places(written);
    for (name, column) in columns(written) {
        if column.required && !has_column(written, name) {
            found.push(field(written, Kind::Rows, name, written.place(written.document.source.line_span(0))));
            continue;
        }
        let mut blanks =
            rows.iter().enumerate().filter(|(_, row)| column.required && is_absent(row.get(name)));
        if let Some((at, row)) = blanks.next() {
            // An empty value in YAML has no place of its own; a cell between two commas has.
            let table = matches!(written.document.body, Body::Table(_));
            let place_of = |at: usize, row: &std::collections::BTreeMap<String, super::fields::Cell>| {
                let cell = row.get(name).map(|cell| cell.place.clone());
                cell.filter(|place| table || !place.span.is_empty()).or_else(|| places.get(at).cloned())
            };
            let place = place_of(at, row).unwrap_or_else(|| written.place(0..0));
            let mut finding = field(written, Kind::Rows, name, place).variant("row").with("row", at + 1);
            for (at, row) in blanks {
                if let Some(place) = place_of(at, row) {
                    finding = finding.also("", place);
                }
            }
            found.push(finding);
        }
        if column.covers {
            let present = |value: &&String| {
                rows.iter().any(|row| row.get(name).and_then(|cell| cell.text.as_ref()) == Some(*value))
            };
            let absent: Vec<&str> =
                column.values.iter().filter(|value| !present(value)).map(String::as_str).collect();
            if !absent.is_empty() && !rows.is_empty() {
                let place = written.place(written.document.source.line_span(0));
                let mut finding = field(written, Kind::Rows, name, place).variant("covers");
                finding.about = finding.about.element("covers");
                finding = finding.cases(absent.len());
                found.push(finding.with("values", absent.join(", ")));
            }
        }
    }
}

fn field(written: &Written<'_>, kind: Kind, name: &str, place: crate::text::Place) -> Finding {
    let mut finding = written.finding(Rule::MissingField, kind, place).with("field", name);
    finding.about = finding.about.element(name);
    finding
}
