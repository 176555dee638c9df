//! What fields and columns must hold, in words.

use super::ids;
use super::terms::Term;
use crate::model::{Column, Field, Type};
use crate::rule::Lang;

/// A field with what it holds, and what its template says of it.
pub(super) fn field(name: &str, field: &Field, hint: Option<&str>, lang: Lang) -> (String, String) {
    let parts = [Some(holds(field.kind, &field.values, lang)), optional(field.required, lang)];
    (name.to_owned(), with_hint(parts.into_iter().flatten().collect(), hint))
}

/// A column with what its cells hold, and what its template says of it.
pub(super) fn column(name: &str, column: &Column, hint: Option<&str>, lang: Lang) -> (String, String) {
    let parts = [
        Some(holds(column.kind, &column.values, lang)),
        optional(column.required, lang),
        column.unique.then(|| Term::Unique.get(lang).to_owned()),
        column.covers.then(|| Term::Covers.get(lang).to_owned()),
    ];
    (name.to_owned(), with_hint(parts.into_iter().flatten().collect(), hint))
}

/// `Datum. Tag, an dem der Rat vorlag.`
fn with_hint(parts: Vec<String>, hint: Option<&str>) -> String {
    let asked = parts.join("; ");
    let Some(hint) = hint else { return asked };
    let word = hint.split([' ', ':']).next().unwrap_or_default();
    let mut letters = hint.chars();
    let hint = match letters.next() {
        // Names of values keep their small letters.
        Some(first) if !word.contains('_') => first.to_uppercase().chain(letters).collect(),
        Some(_) | None => hint.to_owned(),
    };
    format!("{asked}. {hint}{}", if hint.ends_with(['.', '?', '!']) { "" } else { "." })
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
