//! The tree that YAML, TOML, JSON and CSV all become: values with their places.

use super::Span;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its bytes in the file.
    pub span: Span,
    /// The value itself.
    pub data: Data,
}

/// A value, in the few kinds that evidence needs. Dates stay text: whoever wants one reads it as one.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Nothing: an empty value or `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number as written.
    Number(String),
    /// Any other scalar.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file; keys are unique.
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// An empty mapping without a place.
    pub fn empty() -> Self {
        Self { span: 0..0, data: Data::Map(Vec::new()) }
    }

    /// The entries, if this is a mapping.
    pub fn entries(&self) -> &[Entry] {
        if let Data::Map(entries) = &self.data { entries } else { &[] }
    }

    /// The items, if this is a list.
    pub fn items(&self) -> &[Node] {
        if let Data::List(items) = &self.data { items } else { &[] }
    }

    /// The entry of a key, if this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The node at a path of keys; a number is the place in a list.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| match &node.data {
            Data::Map(_) => node.get(step),
            Data::List(items) => items.get(step.parse::<usize>().ok()?),
            Data::Null | Data::Boolean(_) | Data::Number(_) | Data::Text(_) => None,
        })
    }

    /// Where the key at a path of keys stands.
    pub fn key_at(&self, path: &[&str]) -> Option<Span> {
        let (last, parents) = path.split_last()?;
        Some(self.at(parents)?.entry(last)?.key_span.clone())
    }

    /// The keys that lead to the smallest entry or item that holds a span; a number is the place in a list. The span
    /// of a table may be that of its header alone, so every branch is looked into.
    pub fn path_to(&self, span: &Span) -> Option<Vec<String>> {
        let holds = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        let entries = self.entries().iter().map(|entry| {
            (entry.key.clone(), holds(&entry.key_span) || holds(&entry.value.span), &entry.value)
        });
        let items = self.items().iter().enumerate();
        let items = items.map(|(at, item)| (at.to_string(), holds(&item.span), item));
        let branches: Vec<(String, bool, &Self)> = entries.chain(items).collect();
        let deeper = branches.iter().find_map(|(key, _, node)| {
            let rest = node.path_to(span)?;
            Some(std::iter::once(key.clone()).chain(rest).collect())
        });
        deeper.or_else(|| branches.iter().find(|(_, holds, _)| *holds).map(|(key, ..)| vec![key.clone()]))
    }

    /// A scalar as text, as the file spells it.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Number(text) => Some(text),
            Data::Boolean(value) => Some(if *value { "true" } else { "false" }),
            Data::Null | Data::List(_) | Data::Map(_) => None,
        }
    }

    /// True when there is nothing: null or only white space. An empty list is a value (somebody said "none").
    pub fn is_blank(&self) -> bool {
        match &self.data {
            Data::Null => true,
            Data::Text(text) => text.trim().is_empty(),
            Data::Map(entries) => entries.is_empty(),
            Data::Boolean(_) | Data::Number(_) | Data::List(_) => false,
        }
    }
}
