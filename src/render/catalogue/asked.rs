//! What fields and columns must hold, in words.

use super::ids;
use super::terms::Term;
use crate::model::{Column, Field, Type};
use crate::rule::Lang;

/// A field with what it holds.
pub(super) fn field(name: &str, field: &Field, lang: Lang) -> (String, String) {
    let parts = [Some(holds(field.kind, &field.values, lang)), optional(field.required, lang)];
    (name.to_owned(), parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// A column with what its cells hold.
pub(super) fn column(name: &str, column: &Column, lang: Lang) -> (String, String) {
    let parts = [
        Some(holds(column.kind, &column.values, lang)),
        optional(column.required, lang),
        column.unique.then(|| Term::Unique.get(lang).to_owned()),
        column.covers.then(|| Term::Covers.get(lang).to_owned()),
    ];
    (name.to_owned(), parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn optional(required: bool, lang: Lang) -> Option<String> {
    (!required).then(|| Term::Optional.get(lang).to_owned())
}

/// `eines von: gering, mittel, hoch`.
fn holds(kind: Type, values: &[String], lang: Lang) -> String {
    let word = ids::kind(kind, lang);
    if values.is_empty() {
        return word.to_owned();
    }
    let list = match kind {
        Type::List => ids::pick(lang, "Liste aus", "list of"),
        Type::Text
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::Date
        | Type::OneOf
        | Type::Role
        | Type::Sha256
        | Type::Commit
        | Type::Task => word,
    };
    format!("{list}: {}", values.join(", "))
}
