//! TOML to a tree and to types, naming every mistake of a file in one run.
//!
//! serde stops at the first error. So the text is parsed with recovery, the types are read from the tree, and on an
//! error the smallest part that holds it is cut out and the rest read again. A list of rounds bounds the work.

mod cut;
mod over;
mod problem;

use serde::de::DeserializeOwned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

pub(super) use over::{cut as cut_piece, lay};
pub(super) use problem::similar;

use super::limits::{MAX_DEPTH, MAX_TOML};
use crate::finding::{About, Finding, Problems};
use crate::model::Flaw;
use crate::rule::{Lang, Rule};
use crate::text::{Data, Entry, Node, Source, Span};

/// How many mistakes of one file are named; a file with more is rewritten, not mended.
const ROUNDS: usize = 50;

/// Keys with a value that stands in for one that is missing, so that what depends on others can still be read.
pub(super) type StandIns = &'static [(&'static str, &'static str)];

/// What a file came to once everything that is wrong was cut out of it.
pub(super) struct Typed<T> {
    /// The value.
    pub(super) value: T,
    /// What is left of the text; stand-ins lie behind its end.
    pub(super) tree: Node,
    /// True if nothing had to be cut out.
    pub(super) sound: bool,
}

/// Reads a file of settings or of a pack. The problems say what is wrong with it; `None` if nothing is left then.
pub(super) fn typed<T: DeserializeOwned>(
    source: &Source,
    stand_ins: StandIns,
    problems: &mut Problems,
) -> Option<Typed<T>> {
    typed_over(source, None, stand_ins, problems)
}

/// Reads a file that is laid over another.
pub(super) fn typed_over<'i, T: DeserializeOwned>(
    source: &'i Source,
    below: Option<DeTable<'i>>,
    stand_ins: StandIns,
    problems: &mut Problems,
) -> Option<Typed<T>> {
    if source.text().len() > MAX_TOML {
        let finding = problem::at(Rule::LimitReached, source, 0..0);
        problems.push(finding.with("limit", "bytes").with("value", MAX_TOML));
        return None;
    }
    let (mut table, errors) = DeTable::parse_recoverable(source.text());
    let root = table.span();
    let mut tree = table_node(table.get_ref(), root.clone());
    cut::clear(table.get_mut(), &problem::syntax(source, &tree, &errors, problems));
    if let Some(below) = below {
        lay(table.get_mut(), below);
        tree = table_node(table.get_ref(), root.clone());
    }
    let mut sound = errors.is_empty();
    // What was cut out, or is meant by a misspelled key, is not missing.
    let mut lost: Vec<(Span, String)> = Vec::new();
    for _ in 0..ROUNDS {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return Some(Typed { value, tree: table_node(table.get_ref(), root), sound }),
            Err(error) => error,
        };
        sound = false;
        let span = error.span().unwrap_or(0..0);
        if let Some(key) = problem::missing(error.message()) {
            let known =
                errors.is_empty() && span != cut::NOWHERE && !lost.contains(&(span.clone(), key.clone()));
            if known {
                let finding = problem::missing_key(source, &key, span.clone(), stand_ins);
                problems.push(keyed(finding, &tree, &span, &key));
            }
            if cut::stand_in(table.get_mut(), &root, &span, &key, stand_ins) {
                continue;
            }
            lost.push(cut::remove(table.get_mut(), &root, &span)?);
            continue;
        }
        let (of, key) = cut::remove(table.get_mut(), &root, &span)?;
        let finding = keyed(problem::problem(source, error.message(), span.clone()), &tree, &span, "");
        let meant = finding.args.get("similar").map(|meant| meant.get(Lang::De).to_owned());
        lost.extend(meant.map(|meant| (of.clone(), meant)));
        lost.push((of, key));
        problems.push(finding);
    }
    None
}

/// A finding identified by the keys that lead to it, and by the one that is missing there.
fn keyed(mut finding: Finding, tree: &Node, span: &Span, missing: &str) -> Finding {
    // What the root lacks stands nowhere.
    let path = tree.path_to(span).filter(|_| *span != tree.span).unwrap_or_default();
    let keys: Vec<String> =
        path.into_iter().chain((!missing.is_empty()).then(|| missing.to_owned())).collect();
    finding.about.requirement = About::project(keys.join("/")).requirement;
    finding
}

/// Reads a TOML register or sidecar to a tree; the first mistake is the flaw.
pub(super) fn tree(text: &str) -> Result<Node, Flaw> {
    if text.len() > MAX_TOML {
        return Err(Flaw::new("limit", 0..0).with("limit", "bytes").with("value", MAX_TOML.to_string()));
    }
    // The parser has a limit of its own, behind which nothing is too deep to be walked through.
    let tree = match DeTable::parse(text) {
        Ok(table) => table_node(table.get_ref(), table.span()),
        Err(error) => {
            return Err(Flaw::new("syntax", error.span().unwrap_or(0..0)).with("format", "TOML"));
        }
    };
    if depth_of(&tree) > MAX_DEPTH {
        return Err(Flaw::new("limit", 0..0).with("limit", "depth").with("value", MAX_DEPTH.to_string()));
    }
    Ok(tree)
}

/// The tree of a file that is laid over another; nothing if it cannot be read.
pub(super) fn tree_over(text: &str, below: Option<DeTable<'_>>) -> Option<Node> {
    let mut table = DeTable::parse(text).ok()?;
    let root = table.span();
    if let Some(below) = below {
        lay(table.get_mut(), below);
    }
    Some(table_node(table.get_ref(), root))
}

/// How many lists and tables stand in each other; the file itself is none of them.
fn depth_of(node: &Node) -> usize {
    let inner = |node: &Node| match &node.data {
        Data::List(_) | Data::Map(_) => 1 + depth_of(node),
        Data::Null | Data::Boolean(_) | Data::Number(_) | Data::Text(_) => 0,
    };
    match &node.data {
        Data::List(items) => items.iter().map(inner).max().unwrap_or(0),
        Data::Map(entries) => entries.iter().map(|entry| inner(&entry.value)).max().unwrap_or(0),
        Data::Null | Data::Boolean(_) | Data::Number(_) | Data::Text(_) => 0,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_however_it_is_written() {
        let lists = |depth: usize, end: &str| {
            format!("x = {}1{}\n", format!("[{end}").repeat(depth), "]".repeat(depth))
        };
        let keys = |depth: usize| vec!["a"; depth].join(".");
        for (more, expected) in [(-1, "none"), (0, "none"), (1, "limit")] {
            let at = MAX_DEPTH.checked_add_signed(more).expect("a number");
            let found = |text: &str| tree(text).map_or_else(|flaw| flaw.variant, |_| "none");
            assert_eq!(found(&lists(at, "")), expected, "{more}");
            assert_eq!(found(&lists(at, "\n")), expected, "{more}, a line each");
            assert_eq!(found(&format!("[{}]\n", keys(at))), expected, "{more}, a table");
            assert_eq!(found(&format!("{} = 1\n", keys(at + 1))), expected, "{more}, a key");
        }
        // What is text or comment nests nothing.
        assert!(tree("x = \"[[[[[[[[[[[[[[[[[[[[[[[[\" # {{{{{{{{{{{{{{{{{{{{{{\n").is_ok());
        for text in
            ["[".repeat(100_000), format!("x = {}", "[\n".repeat(100_000)), format!("[{}]", keys(100_000))]
        {
            assert!(tree(&text).is_err());
        }
    }
}
