//! Fields and cells: what is there, and whether it is of the type that the pack asks for.

use std::collections::BTreeMap;

use super::context::Written;
use crate::model::{Body, Column, Field, Pack, Type, Words};
use crate::name::{CommitId, Date};
use crate::text::{Data, Node, Place, Span};

/// A cell of a register: its text, or nothing where it is blank.
pub(super) struct Cell {
    pub(super) text: Option<String>,
    pub(super) is_list: bool,
    pub(super) place: Place,
}

/// The rows of a register as cells by column; a row counts from one.
pub(super) fn rows(written: &Written<'_>) -> Option<Vec<BTreeMap<String, Cell>>> {
    match &written.document.body {
        Body::Table(table) => {
            let row = |row: &crate::model::Row| {
                let names = table.header.iter().map(|(name, _)| name.clone());
                names
                    .zip(&row.cells)
                    .map(|(name, (text, span))| (name, cell(written, text, span.clone())))
                    .collect::<BTreeMap<_, _>>()
            };
            Some(table.rows.iter().map(row).collect())
        }
        Body::Data(tree) => {
            let row = |node: &Node| {
                let cell = |entry: &crate::text::Entry| (entry.key.clone(), of_node(written, &entry.value));
                node.entries().iter().map(cell).collect::<BTreeMap<_, _>>()
            };
            Some(tree.get(under(written))?.items().iter().map(row).collect())
        }
        Body::Markdown(_) | Body::Opaque => None,
    }
}

/// The key under which the rows of a register stand.
fn under<'a>(written: &Written<'a>) -> &'a str {
    let rows = written.piece.piece.rows.as_ref();
    rows.and_then(|rows| rows.under.as_deref()).unwrap_or("eintraege")
}

/// The places of the rows, for what is absent from one.
pub(super) fn row_places(written: &Written<'_>) -> Vec<Place> {
    match &written.document.body {
        Body::Table(table) => table.rows.iter().map(|row| written.place(row.span.clone())).collect(),
        Body::Data(tree) => {
            let source = &written.document.source;
            let items = tree.get(under(written)).map_or(&[][..], Node::items);
            items.iter().map(|item| written.place(source.line_span(item.span.start))).collect()
        }
        Body::Markdown(_) | Body::Opaque => Vec::new(),
    }
}

/// A column of the header, where rows have one.
pub(super) fn has_column(written: &Written<'_>, name: &str) -> bool {
    match &written.document.body {
        Body::Table(table) => table.header.iter().any(|(header, _)| header == name),
        Body::Markdown(_) | Body::Data(_) | Body::Opaque => true,
    }
}

/// Where the tree of fields lies: the front matter of a text, the register itself.
pub(super) fn tree<'a>(written: &Written<'a>) -> Option<&'a Node> {
    match &written.document.body {
        Body::Data(tree) => Some(tree),
        Body::Markdown(_) => Some(&written.document.front),
        Body::Table(_) | Body::Opaque => None,
    }
}

/// A field's value.
pub(super) fn of_node(written: &Written<'_>, node: &Node) -> Cell {
    let text = match &node.data {
        Data::List(items) => Some(items.iter().filter_map(Node::text).collect::<Vec<_>>().join(", ")),
        Data::Null | Data::Boolean(_) | Data::Number(_) | Data::Text(_) | Data::Map(_) => {
            node.text().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        }
    };
    let place = match &written.document.body {
        Body::Markdown(_) => written.metadata_place(node.span.clone()),
        Body::Data(_) | Body::Table(_) | Body::Opaque => written.place(node.span.clone()),
    };
    Cell { text, is_list: matches!(node.data, Data::List(_)), place }
}

fn cell(written: &Written<'_>, text: &str, span: Span) -> Cell {
    let text = Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    // CSV knows no lists: whoever writes one separates its items within the cell.
    Cell { is_list: text.is_some(), text, place: written.place(span) }
}

/// What is wrong with a value: the expected words, or nothing.
pub(super) fn misfit(cell: &Cell, kind: Type, values: &[String], pack: &Pack) -> Option<Words> {
    let text = cell.text.as_deref().unwrap_or_default();
    let of_pack = |ids: Vec<String>| Words::same(&ids.join(", "));
    match kind {
        Type::Text => None,
        Type::Integer => wrong(text.parse::<i64>().is_ok(), "eine ganze Zahl", "a whole number"),
        Type::Number => {
            wrong(text.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite), "eine Zahl", "a number")
        }
        Type::Boolean => {
            wrong(matches!(text, "true" | "false" | "ja" | "nein"), "true oder false", "true or false")
        }
        Type::Date => {
            wrong(Date::parse(text).is_some(), "ein Datum wie 2026-11-22", "a date such as 2026-11-22")
        }
        Type::OneOf => (!values.iter().any(|value| value == text)).then(|| of_pack(values.to_vec())),
        Type::Role => pack
            .role(text)
            .is_none()
            .then(|| of_pack(pack.roles.iter().map(|role| role.id.to_string()).collect())),
        Type::List if !cell.is_list => Some(Words::both("eine Liste", "a list")),
        Type::List => {
            let unknown =
                text.split(", ").any(|item| !item.is_empty() && !values.iter().any(|value| value == item));
            (!values.is_empty() && unknown).then(|| of_pack(values.to_vec()))
        }
        Type::Sha256 => {
            let hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            wrong(hex, "64 hexadezimale Ziffern", "64 hexadecimal digits")
        }
        Type::Commit => {
            wrong(CommitId::new(text).is_some(), "eine vollständige Commit-Kennung", "a full commit id")
        }
        Type::Task => wrong(pack.tasks.contains_key(text), "die Kennung einer Aufgabe", "the id of a task"),
    }
}

fn wrong(fits: bool, de: &str, en: &str) -> Option<Words> {
    (!fits).then(|| Words::both(de, en))
}

/// Whether a value that is asked for is absent. A list may be empty but must be there.
pub(super) fn is_absent(cell: Option<&Cell>) -> bool {
    cell.is_none_or(|cell| cell.text.is_none() && !cell.is_list)
}

/// The columns of a piece by name.
pub(super) fn columns<'a>(written: &Written<'a>) -> impl Iterator<Item = (&'a str, &'a Column)> {
    written.piece.piece.columns.iter().flatten().map(|(name, column)| (name.as_str(), column))
}

/// The fields of a piece by name.
pub(super) fn fields<'a>(written: &Written<'a>) -> impl Iterator<Item = (&'a str, &'a Field)> {
    written.piece.piece.fields.iter().flatten().map(|(name, field)| (name.as_str(), field))
}
