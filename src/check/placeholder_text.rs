//! `placeholder-text`: words that stand where content should be.

use super::context::filled;
use super::prose::placeholders;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Body, Kind};
use crate::rule::Rule;
use crate::text::{Data, Node, Span};

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture) {
        let mut spans = Vec::new();
        match &written.document.body {
            Body::Markdown(markdown) => {
                let prose = markdown.prose.iter().map(|prose| prose.span.clone());
                spans.extend(prose.chain(markdown.headings.iter().map(|heading| heading.span.clone())));
            }
            Body::Data(tree) => texts(tree, &mut spans),
            Body::Table(table) => {
                spans.extend(table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.1.clone())));
            }
            Body::Opaque => {}
        }
        let source = &written.document.source;
        let mut places: Vec<Span> = Vec::new();
        for span in spans {
            let hits = placeholders(source.words(&span));
            places.extend(hits.iter().map(|(at, length)| span.start + at..span.start + at + length));
        }
        places.sort_by_key(|span| span.start);
        places.dedup();
        let Some((first, rest)) = places.split_first() else { continue };
        let mut finding = written
            .finding(Rule::PlaceholderText, Kind::Content, written.place(first.clone()))
            .with("text", source.words(first));
        finding.about = finding.about.element("placeholder");
        for span in rest {
            finding = finding.also("", written.place(span.clone()));
        }
        found.push(finding);
    }
}

/// The places of all texts in a register.
fn texts(node: &Node, spans: &mut Vec<Span>) {
    match &node.data {
        Data::Text(_) => spans.push(node.span.clone()),
        Data::List(items) => items.iter().for_each(|item| texts(item, spans)),
        Data::Map(entries) => entries.iter().for_each(|entry| texts(&entry.value, spans)),
        Data::Null | Data::Boolean(_) | Data::Number(_) => {}
    }
}
