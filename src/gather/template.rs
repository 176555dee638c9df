//! Whether a document still says no more than the template it was made from.

use super::Content;
use crate::load::document;
use crate::model::{Body, Markdown, Pack, Piece, Table};
use crate::name::RepoPath;
use crate::text::{Data, Node};

/// True for a document whose body says what its piece's template says: metadata, comments and white space aside.
pub(super) fn is_untouched(pack: &Pack, piece: &Piece, path: &RepoPath, content: &Content) -> bool {
    let Content::Document(written) = content else { return false };
    let Some(template) = piece.template.as_ref().and_then(|name| pack.templates.get(name)) else {
        return false;
    };
    let template = document(path, Some(template.as_bytes()), None);
    template.is_ok_and(|template| same_content(&template.body, &written.body))
}

/// Whether two bodies say the same: metadata, comments and white space aside.
fn same_content(template: &Body, body: &Body) -> bool {
    match (template, body) {
        (Body::Markdown(left), Body::Markdown(right)) => {
            let words = |markdown: &Markdown| {
                let prose = markdown.prose.iter().map(|prose| prose.text.as_str());
                let items = markdown.items.iter().map(|item| if item.ticked { "[x]" } else { "[ ]" });
                prose
                    .flat_map(str::split_whitespace)
                    .map(str::to_owned)
                    .chain(items.map(str::to_owned))
                    .collect::<Vec<_>>()
            };
            words(left) == words(right)
        }
        (Body::Data(left), Body::Data(right)) => same_values(left, right),
        (Body::Table(left), Body::Table(right)) => {
            let cells = |table: &Table| {
                table
                    .rows
                    .iter()
                    .map(|row| row.cells.iter().map(|cell| cell.0.clone()).collect())
                    .collect::<Vec<Vec<_>>>()
            };
            cells(left) == cells(right)
        }
        (Body::Markdown(_) | Body::Data(_) | Body::Table(_) | Body::Opaque, _) => false,
    }
}

/// Whether two registers hold the same values, metadata aside.
fn same_values(left: &Node, right: &Node) -> bool {
    let own = |node: &Node| {
        let mut entries: Vec<_> =
            node.entries().iter().filter(|entry| entry.key != "nachweis").cloned().collect();
        entries.sort_by(|left, right| left.key.cmp(&right.key));
        entries
    };
    let (left, right) = (own(left), own(right));
    left.len() == right.len()
        && left
            .iter()
            .zip(&right)
            .all(|(left, right)| left.key == right.key && same(&left.value, &right.value))
}

fn same(left: &Node, right: &Node) -> bool {
    match (&left.data, &right.data) {
        (Data::List(left), Data::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Data::Map(_), Data::Map(_)) => same_values(left, right),
        (left, right) => left == right,
    }
}
