//! TOML to a tree and to types, naming every mistake of a file in one run.
//!
//! serde stops at the first error. So the text is parsed with recovery, the types are read from the tree, and on an
//! error the smallest part that holds it is cut out and the rest read again. A list of rounds bounds the work.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::limits::{MAX_DATA, MAX_DEPTH};
use crate::finding::{About, Finding, Problems};
use crate::model::{Flaw, Words};
use crate::rule::Rule;
use crate::text::{Data, Entry, Node, Place, Source, Span};

/// How many mistakes of one file are named; a file with more is rewritten, not mended.
const ROUNDS: usize = 50;

/// Reads a file of settings or of a pack. `None` if anything is wrong with it; the problems then say what.
pub(super) fn typed<T: DeserializeOwned>(source: &Source, problems: &mut Problems) -> Option<(T, Node)> {
    if source.text().len() > MAX_DATA {
        let finding = at(Rule::LimitReached, source, 0..0);
        problems.push(finding.with("limit", "bytes").with("value", MAX_DATA));
        return None;
    }
    let (mut table, errors) = DeTable::parse_recoverable(source.text());
    let tree = table_node(table.get_ref(), table.span());
    let mut sound = errors.is_empty();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        problems.push(syntax_problem(source, span));
    }
    let mut cut: Vec<String> = Vec::new();
    for _ in 0..ROUNDS {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return sound.then_some((value, tree)),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        // A key that was cut out a round ago is not missing.
        let lost = quoted(error.message()).first().is_some_and(|key| cut.contains(key));
        if !(error.message().starts_with("missing field") && (lost || !sound)) {
            problems.push(problem(source, error.message(), span.clone()));
        }
        sound = false;
        match remove(table.get_mut(), &span) {
            Some(key) => cut.push(key),
            None => return None,
        }
    }
    None
}

/// Reads a TOML register or sidecar to a tree; the first mistake is the flaw.
pub(super) fn tree(text: &str) -> Result<Node, Flaw> {
    if depth_of(text) > MAX_DEPTH {
        return Err(Flaw::new("limit", 0..0).with("limit", "depth").with("value", MAX_DEPTH.to_string()));
    }
    match DeTable::parse(text) {
        Ok(table) => Ok(table_node(table.get_ref(), table.span())),
        Err(error) => Err(Flaw::new("syntax", error.span().unwrap_or(0..0)).with("format", "TOML")),
    }
}

/// A bound on how deep arrays and inline tables nest; the parser has a limit of its own behind it.
fn depth_of(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth == 1 => depth = 0,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn table_node(table: &DeTable<'_>, span: Span) -> Node {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            value: value_node(value.get_ref(), value.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Node { span, data: Data::Map(entries) }
}

fn value_node(value: &DeValue<'_>, span: Span) -> Node {
    let data = match value {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(number) => Data::Number(number.as_str().to_owned()),
        DeValue::Float(number) => Data::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => Data::Boolean(*value),
        DeValue::Datetime(moment) => Data::Text(moment.to_string()),
        DeValue::Array(items) => Data::List(array_nodes(items)),
        DeValue::Table(table) => return table_node(table, span),
    };
    Node { span, data }
}

fn array_nodes(items: &DeArray<'_>) -> Vec<Node> {
    items.iter().map(|item| value_node(item.get_ref(), item.span())).collect()
}

/// Cuts out the smallest entry or item that holds the span, and returns its key; nothing if none does.
fn remove(table: &mut DeTable<'_>, span: &Span) -> Option<String> {
    let holds = |inner: &Span| inner.start <= span.start && span.end <= inner.end && !inner.is_empty();
    let key = table.iter().find_map(|(key, value)| {
        let whole = key.span().start.min(value.span().start)..value.span().end.max(key.span().end);
        (holds(&key.span())
            || holds(&value.span())
            || (holds(&whole) && value.get_ref().as_table().is_none()))
        .then(|| key.clone())
    })?;
    let name = key.get_ref().to_string();
    let inside = table.get_mut(&key).filter(|value| holds(&value.span()) && value.span() != *span);
    let deeper = inside.and_then(|value| match value.get_mut() {
        DeValue::Table(inner) => remove(inner, span),
        DeValue::Array(items) => remove_item(items, span),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    });
    deeper.or_else(|| {
        table.remove(&key);
        Some(name)
    })
}

/// A single item cannot be taken out of a list; then the whole list goes.
fn remove_item(items: &mut DeArray<'_>, span: &Span) -> Option<String> {
    let holds =
        |item: &&mut Spanned<DeValue<'_>>| item.span().start <= span.start && span.end <= item.span().end;
    let item = items.iter_mut().find(holds).filter(|item| item.span() != *span)?;
    match item.get_mut() {
        DeValue::Table(table) => remove(table, span),
        DeValue::Array(nested) => remove_item(nested, span),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

fn at(rule: Rule, source: &Source, span: Span) -> Finding {
    let about = About::project(format!("{}:{}", span.start, span.end)).file(source.path());
    Finding::new(rule, about, Place::new(source, span))
}

fn syntax_problem(source: &Source, span: Span) -> Finding {
    let words = source.words(&span);
    let date =
        words.len() >= 8 && words.bytes().all(|byte| byte.is_ascii_digit() || b"-.:TZ+".contains(&byte));
    let finding =
        at(Rule::WrongValue, source, if span.is_empty() { source.line_span(span.start) } else { span });
    if date {
        finding.variant("date").with("value", words).with("expected", "2026-11-22")
    } else {
        finding.variant("syntax").with("value", words).with("expected", "TOML")
    }
}

/// serde's texts are English and meant for programmers; here they become rules and words of our own.
fn problem(source: &Source, message: &str, span: Span) -> Finding {
    let names = quoted(message);
    let first = names.first().cloned().unwrap_or_default();
    let words = source.words(&span).trim().trim_matches('"').to_owned();
    if message.starts_with("unknown field") {
        let known = names.get(1..).unwrap_or_default();
        return similar(at(Rule::UnknownKey, source, span).with("key", first.as_str()), &first, known)
            .with("known", known.join(", "));
    }
    if message.starts_with("missing field") {
        // The whole table is no place to look at: its first line is.
        let line = source.line_span(span.start);
        return at(Rule::WrongValue, source, line)
            .variant("missing")
            .with("key", first.as_str())
            .with("value", "");
    }
    if message.starts_with("unknown variant") {
        let expected = names.get(1..).unwrap_or_default().join(", ");
        return at(Rule::WrongValue, source, span).with("value", first.as_str()).with("expected", expected);
    }
    if message.starts_with("@date") {
        return at(Rule::WrongValue, source, span)
            .variant("date")
            .with("value", words)
            .with("expected", "2026-11-22");
    }
    let expected = match message.lines().next().unwrap_or_default() {
        "@id" => Words::both(
            "eine Kennung aus Buchstaben, Ziffern und Bindestrichen",
            "an id of letters, digits and hyphens",
        ),
        "@path" => Words::both(
            "ein Pfad innerhalb des Projekts mit Schrägstrichen",
            "a path inside the project with slashes",
        ),
        "@interval" => {
            Words::both("eine Zahl von Monaten wie „12 months“", "a number of months such as “12 months”")
        }
        "@condition" => Words::both(
            "genau eines von all, any, not, fact mit is",
            "exactly one of all, any, not, fact with is",
        ),
        other => expected_type(other),
    };
    at(Rule::WrongValue, source, span).variant("type").with("value", words).with("expected", expected)
}

/// What serde expected, in words.
fn expected_type(message: &str) -> Words {
    let expected = message.rsplit("expected ").next().unwrap_or_default();
    if message.contains("untagged enum Answer") {
        return Words::both(
            "true, false oder ein Wort in Anführungszeichen",
            "true, false or a word in quotes",
        );
    }
    if expected.starts_with("a string") {
        Words::both("Text in Anführungszeichen", "text in quotes")
    } else if expected.starts_with("a boolean") {
        Words::both("true oder false", "true or false")
    } else if expected.starts_with("a sequence")
        || expected.starts_with("an array")
        || expected.contains("tuple")
    {
        Words::both("eine Liste in eckigen Klammern", "a list in square brackets")
    } else if expected.starts_with("a map")
        || expected.starts_with("struct")
        || expected.starts_with("a table")
    {
        Words::both("eine Tabelle", "a table")
    } else if expected.starts_with('u') || expected.starts_with('i') || expected.starts_with('f') {
        Words::both("eine Zahl", "a number")
    } else {
        Words::both("ein Wert der richtigen Art", "a value of the right type")
    }
}

/// Adds the nearest known word, if one is near.
pub(super) fn similar(finding: Finding, word: &str, known: &[String]) -> Finding {
    let near = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|(left, _), (right, _)| left.total_cmp(right));
    match near {
        Some((_, candidate)) => finding.variant("similar").with("similar", candidate.as_str()),
        None => finding,
    }
}

/// The words that serde puts in backticks.
fn quoted(message: &str) -> Vec<String> {
    message.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
