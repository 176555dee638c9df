//! YAML to a tree. A small language of it: no anchors, aliases, merge keys, tags, duplicate keys or second documents,
//! and every scalar is kept as it is written.

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::limits::{MAX_DEPTH, MAX_FRONT_NODES, MAX_NODES, MAX_SCALAR};
use crate::model::Flaw;
use crate::text::{Data, Entry, Node, Span};

/// How much is read.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    /// The most values.
    pub(super) nodes: usize,
    /// The most bytes of one of them.
    pub(super) scalar: usize,
}

/// Of front matter, which a person has to be able to read.
pub(super) const FRONT: Budget = Budget { nodes: MAX_FRONT_NODES, scalar: MAX_SCALAR };
/// Of a register.
pub(super) const REGISTER: Budget = Budget { nodes: MAX_NODES, scalar: usize::MAX };

/// Reads one document; `offset` is where the text stands in its file. An empty text is an empty mapping.
pub(super) fn parse(text: &str, offset: usize, budget: Budget) -> Result<Node, Flaw> {
    let bytes = ByteOffsets::new(text, offset);
    let mut reader = Reader { parser: Parser::new_from_str(text), bytes, budget, nodes: 0 };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (Event::StreamEnd, _) => return Ok(Node { span: offset..offset, data: Data::Map(Vec::new()) }),
            (event, span) => {
                let node = reader.node(event, span, 0)?;
                return reader.end(node);
            }
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    bytes: ByteOffsets,
    budget: Budget,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Flaw> {
        match self.parser.next() {
            Some(Ok((event, span))) => {
                let span = self.bytes.of(span.start.index())..self.bytes.of(span.end.index());
                Ok((event, span))
            }
            Some(Err(error)) => {
                let at = self.bytes.of(error.marker().index());
                Err(syntax(at..at))
            }
            None => Ok((Event::StreamEnd, self.bytes.end()..self.bytes.end())),
        }
    }

    fn end(&mut self, node: Node) -> Result<Node, Flaw> {
        loop {
            match self.next()? {
                (Event::DocumentEnd | Event::Nothing, _) => {}
                (Event::StreamEnd, _) => return Ok(node),
                (_, span) => return Err(Flaw::new("documents", span)),
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, Flaw> {
        self.nodes += 1;
        if self.nodes > self.budget.nodes {
            return Err(limit(span, "values", self.budget.nodes));
        }
        if depth > MAX_DEPTH {
            return Err(limit(span, "depth", MAX_DEPTH));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                plain(anchor, tag.is_some(), &span)?;
                if text.len() > self.budget.scalar {
                    return Err(limit(span, "bytes", self.budget.scalar));
                }
                let span = span.start..span.end.max(span.start);
                Ok(Node { data: scalar(&text, style), span })
            }
            Event::SequenceStart(anchor, tag) => {
                plain(anchor, tag.is_some(), &span)?;
                self.sequence(span.start, depth)
            }
            Event::MappingStart(anchor, tag) => {
                plain(anchor, tag.is_some(), &span)?;
                self.mapping(span.start, depth)
            }
            Event::Alias(_) => Err(Flaw::new("alias", span)),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => Err(syntax(span)),
        }
    }

    fn sequence(&mut self, start: usize, depth: usize) -> Result<Node, Flaw> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok(Node { span: start..span.end.max(start), data: Data::List(items) });
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn mapping(&mut self, start: usize, depth: usize) -> Result<Node, Flaw> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        loop {
            let (event, key_span) = self.next()?;
            let key = match event {
                Event::MappingEnd => {
                    return Ok(Node { span: start..key_span.end.max(start), data: Data::Map(entries) });
                }
                Event::Scalar(text, _, anchor, tag) => {
                    plain(anchor, tag.is_some(), &key_span)?;
                    text.into_owned()
                }
                Event::Alias(_) => return Err(Flaw::new("alias", key_span)),
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::SequenceStart(..)
                | Event::SequenceEnd
                | Event::MappingStart(..) => return Err(syntax(key_span)),
            };
            if key == "<<" {
                return Err(Flaw::new("alias", key_span));
            }
            if !seen.insert(key.clone()) {
                return Err(Flaw::new("duplicate", key_span).with("field", key));
            }
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            entries.push(Entry { key, key_span, value });
        }
    }
}

fn limit(span: Span, what: &str, value: usize) -> Flaw {
    Flaw::new("limit", span).with("limit", what).with("value", value.to_string())
}

fn syntax(span: Span) -> Flaw {
    Flaw::new("syntax", span).with("format", "YAML")
}

/// Anchors and tags are refused: they are how a small file becomes a large one, or another one than it looks.
fn plain(anchor: usize, tagged: bool, span: &Span) -> Result<(), Flaw> {
    if anchor != 0 || tagged { Err(Flaw::new("alias", span.clone())) } else { Ok(()) }
}

/// Only what is written plainly can be null, a truth value or a number; `no`, `on` and `012` stay text.
fn scalar(text: &str, style: ScalarStyle) -> Data {
    if style != ScalarStyle::Plain {
        return Data::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Boolean(true),
        "false" | "False" | "FALSE" => Data::Boolean(false),
        number if is_number(number) => Data::Number(number.to_owned()),
        other => Data::Text(other.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'))
}

/// The parser counts characters, the rest of the program bytes.
struct ByteOffsets {
    offset: usize,
    length: usize,
    /// Where each character begins; empty for ASCII, where characters are bytes.
    starts: Vec<usize>,
}

impl ByteOffsets {
    fn new(text: &str, offset: usize) -> Self {
        let starts =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { offset, length: text.len(), starts }
    }

    fn of(&self, character: usize) -> usize {
        let inside = if self.starts.is_empty() {
            character.min(self.length)
        } else {
            self.starts.get(character).copied().unwrap_or(self.length)
        };
        self.offset + inside
    }

    fn end(&self) -> usize {
        self.offset + self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(text: &str) -> &'static str {
        parse(text, 0, FRONT).map_or_else(|flaw| flaw.variant, |_| "none")
    }

    #[test]
    fn values_stay_as_written_and_keep_their_place() {
        let text = "für: ja\nzahl: 012\nliste: [1, 'zwei']\nleer:\n";
        let node = parse(text, 100, FRONT).expect("valid YAML");
        let number = node.get("zahl").expect("the key");
        assert_eq!(number.data, Data::Text("012".to_owned()));
        assert_eq!(&text[number.span.start - 100..number.span.end - 100], "012");
        let two = node.at(&["liste", "1"]).expect("the item");
        assert_eq!(&text[two.span.start - 100..two.span.end - 100], "'zwei'");
        assert_eq!(node.get("leer").map(|leer| &leer.data), Some(&Data::Null));
        assert_eq!(node.get("für").and_then(Node::text), Some("ja"));
    }

    #[test]
    fn the_dangerous_parts_of_the_language_are_refused() {
        assert_eq!(flaw("a: &x 1\nb: *x\n"), "alias");
        assert_eq!(flaw("a: !!python/object x\n"), "alias");
        assert_eq!(flaw("a: 1\na: 2\n"), "duplicate");
        assert_eq!(flaw("<<: {a: 1}\n"), "alias");
        assert_eq!(flaw("a: 1\n---\nb: 2\n"), "documents");
        assert_eq!(flaw("a: [1\n"), "syntax");
        assert_eq!(flaw(&"[".repeat(40)), "limit");
        assert!(matches!(flaw(&"[".repeat(100_000)), "limit" | "syntax"));
        assert_eq!(flaw(""), "none");
    }

    #[test]
    fn budgets_hold_to_the_last_value() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let many = |values: usize| format!("[{}]", "1,".repeat(values - 1));
        let long = |bytes: usize| format!("a: {}", "x".repeat(bytes));
        for (less, good) in [(1, true), (0, true), (-1, false)] {
            let at = |limit: usize| limit.checked_add_signed(-less).expect("a number");
            let expected = if good { "none" } else { "limit" };
            assert_eq!(flaw(&deep(at(MAX_DEPTH + 1))), expected);
            assert_eq!(flaw(&many(at(MAX_FRONT_NODES))), expected);
            assert_eq!(flaw(&long(at(MAX_SCALAR))), expected);
            let register = |text: &str| parse(text, 0, REGISTER).map_or_else(|flaw| flaw.variant, |_| "none");
            assert_eq!(register(&many(at(MAX_NODES))), expected);
            assert_eq!(register(&long(at(MAX_SCALAR))), "none");
        }
    }
}
