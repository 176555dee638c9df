//! One file laid over another: what an overlay says counts, what it does not say comes from below.
//!
//! - A key replaces the key below as a whole.
//! - Lists of tables that have an identity are joined: `[[evidence]]` by `piece`, all others by `id`. An entry that is
//!   below already is joined key by key, a new one is added at the end.
//!
//! What comes from below has no place in the upper file; its spans are empty.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Lays a table over one below.
pub(in crate::load) fn lay<'i>(over: &mut DeTable<'i>, below: DeTable<'i>) {
    for (key, value) in below {
        let identity = if key.get_ref() == "evidence" { "piece" } else { "id" };
        match (over.get_mut(&**key.get_ref()).map(Spanned::get_mut), value.into_inner()) {
            (None, value) => {
                over.insert(Spanned::new(0..0, key.into_inner()), placeless(value));
            }
            (Some(DeValue::Array(items)), DeValue::Array(below))
                if has_identity(items, identity) && has_identity(&below, identity) =>
            {
                join(items, below, identity);
            }
            (Some(_), _) => {}
        }
    }
}

/// Cuts out what a path of keys leads to; in a list of evidence a step is the name of a piece, empty for the main one.
/// False if nothing is there.
pub(in crate::load) fn cut(table: &mut DeTable<'_>, piece: &str, key: Option<&str>) -> bool {
    let Some(DeValue::Array(items)) = table.get_mut("evidence").map(Spanned::get_mut) else { return false };
    let Some(at) = items.iter().position(|item| name(item, "piece").unwrap_or_default() == piece) else {
        return false;
    };
    match (key, items.get_mut(at).map(Spanned::get_mut)) {
        (None, Some(_)) => {
            let all = std::mem::replace(items, DeArray::new()).into_iter().enumerate();
            *items = all.filter(|(n, _)| *n != at).map(|(_, item)| item).collect();
            true
        }
        (Some(key), Some(DeValue::Table(entry))) => {
            entry.get(key).is_some_and(|value| value.get_ref().is_table()) && entry.remove(key).is_some()
        }
        (Some(_), _) | (None, None) => false,
    }
}

fn join<'i>(items: &mut DeArray<'i>, below: DeArray<'i>, identity: &str) {
    let mut own: Vec<Spanned<DeValue<'i>>> = std::mem::replace(items, DeArray::new()).into_iter().collect();
    for item in below {
        let same = own.iter().position(|own| name(own, identity) == name(&item, identity));
        let mut joined = match same {
            Some(at) => own.remove(at),
            None => {
                items.push(placeless(item.into_inner()));
                continue;
            }
        };
        if let (DeValue::Table(over), DeValue::Table(below)) = (joined.get_mut(), item.into_inner()) {
            for (key, value) in below {
                if !over.contains_key(&**key.get_ref()) {
                    over.insert(Spanned::new(0..0, key.into_inner()), placeless(value.into_inner()));
                }
            }
        }
        items.push(joined);
    }
    own.into_iter().for_each(|item| items.push(item));
}

/// Whether all items are tables that can be told apart. The main piece alone has no name.
fn has_identity(items: &DeArray<'_>, identity: &str) -> bool {
    items
        .iter()
        .all(|item| item.get_ref().is_table() && (identity == "piece" || name(item, identity).is_some()))
}

fn name<'v>(item: &'v Spanned<DeValue<'_>>, key: &str) -> Option<&'v str> {
    item.get_ref().get(key)?.get_ref().as_str()
}

fn placeless<'i>(value: DeValue<'i>) -> Spanned<DeValue<'i>> {
    let value = match value {
        DeValue::Array(items) => {
            DeValue::Array(items.into_iter().map(|item| placeless(item.into_inner())).collect())
        }
        DeValue::Table(table) => DeValue::Table(
            table
                .into_iter()
                .map(|(key, value)| (Spanned::new(0..0, key.into_inner()), placeless(value.into_inner())))
                .collect(),
        ),
        value @ (DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)) => value,
    };
    Spanned::new(0..0, value)
}
