//! Cutting mistakes out of a tree, and putting something in the place of what is missing.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::StandIns;
use crate::text::Span;

/// Where stand-ins lie: behind the end of every text.
pub(super) const NOWHERE: Span = usize::MAX - 1..usize::MAX;

/// Cuts out every entry whose key stands in one of the spans, which are sorted: nothing there is to be believed.
pub(super) fn clear(table: &mut DeTable<'_>, broken: &[Span]) {
    let within = |span: Span| {
        let before = broken.partition_point(|broken| broken.start <= span.start);
        broken[..before].last().is_some_and(|broken| broken.contains(&span.start))
    };
    let keys: Vec<_> = table.keys().filter(|key| within(key.span())).cloned().collect();
    for key in keys {
        table.remove(&key);
    }
    for (_, table) in inner(table) {
        clear(table, broken);
    }
}

/// Cuts out the smallest entry that holds the span; gives back where its table stands, and its key. A single item
/// cannot be taken out of a list; then the whole list goes. Nothing if no entry holds the span.
pub(super) fn remove(table: &mut DeTable<'_>, own: &Span, span: &Span) -> Option<(Span, String)> {
    if span.is_empty() {
        return None;
    }
    if let Some(found) = inner(table).into_iter().find_map(|(own, table)| remove(table, &own, span)) {
        return Some(found);
    }
    let holds = |inner: Span| inner.start <= span.start && span.end <= inner.end;
    let key = table.iter().find(|(key, value)| holds(key.span()) || holds(value.span()))?.0.clone();
    table.remove(&key);
    Some((own.clone(), key.into_inner().into_owned()))
}

/// Enters the stand-in for a key that is missing in the table that stands at the span. False if there is none.
pub(super) fn stand_in(
    table: &mut DeTable<'_>,
    own: &Span,
    span: &Span,
    key: &str,
    stand_ins: StandIns,
) -> bool {
    let Some((key, text)) = stand_ins.iter().find(|(known, _)| *known == key) else { return false };
    let Ok(value) = DeValue::parse(text) else { return false };
    let Some(table) = at(table, own, span).filter(|table| !table.contains_key(*key)) else { return false };
    let key = Spanned::new(NOWHERE, Cow::Borrowed(*key));
    table.insert(key, Spanned::new(NOWHERE, value.into_inner()));
    true
}

/// The table that stands at the span.
fn at<'t, 'i>(table: &'t mut DeTable<'i>, own: &Span, span: &Span) -> Option<&'t mut DeTable<'i>> {
    if own == span {
        return Some(table);
    }
    inner(table).into_iter().find_map(|(own, table)| at(table, &own, span))
}

/// The tables right below a table, in lists too.
fn inner<'t, 'i>(table: &'t mut DeTable<'i>) -> Vec<(Span, &'t mut DeTable<'i>)> {
    let mut found = Vec::new();
    let mut open: Vec<&mut Spanned<DeValue<'i>>> = table.iter_mut().map(|(_, value)| value).collect();
    while let Some(value) = open.pop() {
        let span = value.span();
        match value.get_mut() {
            DeValue::Table(table) => found.push((span, table)),
            DeValue::Array(items) => open.extend(items.iter_mut()),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
    found
}
