//! JSON to a tree, strictly: no comments, no trailing commas.

use std::collections::BTreeSet;

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::limits::{MAX_DEPTH, MAX_NODES};
use crate::model::Flaw;
use crate::text::{Data, Entry, Node};

/// Reads one value.
pub(super) fn parse(text: &str) -> Result<Node, Flaw> {
    // The parser recurses, so the depth has to be known before it starts.
    if let Some(at) = too_deep(text) {
        return Err(Flaw::new("limit", at..at).with("limit", "depth").with("value", MAX_DEPTH.to_string()));
    }
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict).map_err(|error| {
        let range = error.range();
        Flaw::new("syntax", range.start..range.end).with("format", "JSON")
    })?;
    match parsed.value {
        Some(value) => node(&value, &mut 0),
        None => Err(Flaw::new("syntax", 0..0).with("format", "JSON")),
    }
}

fn node(value: &Value<'_>, nodes: &mut usize) -> Result<Node, Flaw> {
    let range = value.range();
    let span = range.start..range.end;
    *nodes += 1;
    if *nodes > MAX_NODES {
        return Err(Flaw::new("limit", span).with("limit", "values").with("value", MAX_NODES.to_string()));
    }
    let data = match value {
        Value::StringLit(text) => Data::Text(text.value.to_string()),
        Value::NumberLit(number) => Data::Number(number.value.to_owned()),
        Value::BooleanLit(truth) => Data::Boolean(truth.value),
        Value::NullKeyword(_) => Data::Null,
        Value::Array(array) => {
            Data::List(array.elements.iter().map(|item| node(item, nodes)).collect::<Result<_, _>>()?)
        }
        Value::Object(object) => {
            let mut entries: Vec<Entry> = Vec::new();
            let mut seen = BTreeSet::new();
            for property in &object.properties {
                let (key, at) = match &property.name {
                    ObjectPropName::String(name) => (name.value.to_string(), name.range),
                    ObjectPropName::Word(name) => (name.value.to_owned(), name.range),
                };
                let key_span = at.start..at.end;
                if !seen.insert(key.clone()) {
                    return Err(Flaw::new("duplicate", key_span).with("field", key));
                }
                entries.push(Entry { key, key_span, value: node(&property.value, nodes)? });
            }
            Data::Map(entries)
        }
    };
    Ok(Node { span, data })
}

fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_json_with_places() {
        let text = r#"{"a": [1, "zwei"], "b": null}"#;
        let node = parse(text).expect("valid JSON");
        let two = node.at(&["a", "1"]).expect("the item");
        assert_eq!(&text[two.span.clone()], r#""zwei""#);
        let refused = |text: &str| parse(text).map_or_else(|flaw| flaw.variant, |_| "none");
        assert_eq!(refused("{a: 1}"), "syntax");
        assert_eq!(refused("[1,]"), "syntax");
        assert_eq!(refused(r#"{"a":1,"a":2}"#), "duplicate");
        assert_eq!(refused(&"[".repeat(100_000)), "limit");
        assert_eq!(refused(""), "syntax");
        assert_eq!(refused("{} {}"), "syntax");
    }

    #[test]
    fn budgets_hold_to_the_last_value() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let many = |values: usize| format!("[{}1]", "1,".repeat(values - 2));
        for (more, expected) in [(-1, "none"), (0, "none"), (1, "limit")] {
            let at = |limit: usize| limit.checked_add_signed(more).expect("a number");
            let found = |text: &str| parse(text).map_or_else(|flaw| flaw.variant, |_| "none");
            assert_eq!(found(&deep(at(MAX_DEPTH))), expected, "{more}");
            assert_eq!(found(&many(at(MAX_NODES))), expected, "{more}");
        }
        assert!(parse("{\"a\": \"[[[[[[[[[[[[[[[[[[[[\"}").is_ok(), "what is quoted nests nothing");
    }
}
