//! A file of evidence, taken apart.

use super::{Format, Metadata};
use crate::text::{Node, Source, Span};

/// A file of evidence with its metadata and its body.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// What it is.
    pub format: Format,
    /// The file that holds the metadata: the file itself or its sidecar. None where there is no metadata.
    pub metadata_source: Option<Source>,
    /// The metadata as a tree, for fields of the front matter.
    pub front: Node,
    /// The metadata, read.
    pub metadata: Metadata,
    /// The body.
    pub body: Body,
    /// What could not be read or contradicts itself.
    pub flaws: Vec<Flaw>,
    /// True for a sidecar that refers to a file kept elsewhere.
    pub reference: bool,
}

impl Document {
    /// Where the body begins: after the front matter.
    pub fn body_start(&self) -> usize {
        match &self.body {
            Body::Markdown(markdown) => markdown.start,
            Body::Data(_) | Body::Table(_) | Body::Opaque => 0,
        }
    }
}

/// The body of a file.
#[derive(Clone, Debug)]
pub enum Body {
    /// Prose.
    Markdown(Markdown),
    /// A tree of values: YAML, TOML, JSON.
    Data(Node),
    /// Rows of cells: CSV.
    Table(Table),
    /// Something nobody looks into.
    Opaque,
}

/// Markdown, as far as it can be judged.
#[derive(Clone, Debug, Default)]
pub struct Markdown {
    /// Where the text begins, after the front matter.
    pub start: usize,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Text that counts as content: no code, no comment, no HTML, no heading, no checklist item.
    pub prose: Vec<Prose>,
    /// The items of checklists.
    pub items: Vec<Item>,
    /// Links and images.
    pub links: Vec<Link>,
    /// Fenced and indented code.
    pub code: Vec<Span>,
}

/// A heading and how far its section reaches.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The words.
    pub text: String,
    /// The line.
    pub span: Span,
    /// Where the section ends: at the next heading of the same or a higher level.
    pub end: usize,
    /// One to six.
    pub level: u8,
}

/// A run of text.
#[derive(Clone, Debug)]
pub struct Prose {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

/// An item of a checklist.
#[derive(Clone, Debug)]
pub struct Item {
    /// The words.
    pub text: String,
    /// Where the item stands.
    pub span: Span,
    /// True when it is ticked.
    pub ticked: bool,
}

/// A link or an image.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub target: String,
    /// Where it stands.
    pub span: Span,
}

/// A register in CSV.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The names of the columns with their places.
    pub header: Vec<(String, Span)>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a register.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line.
    pub span: Span,
    /// The cells, one for each column of the header.
    pub cells: Vec<(String, Span)>,
}

/// Something in a file that could not be read, or that contradicts itself.
#[derive(Clone, Debug)]
pub struct Flaw {
    /// The variant of `malformed-evidence`, or `limit` for what was too large to look at.
    pub variant: &'static str,
    /// Where; in the metadata's file if `in_metadata`, else in the file itself.
    pub span: Span,
    /// True when the place lies in the file of the metadata.
    pub in_metadata: bool,
    /// The words for the message.
    pub words: Vec<(&'static str, String)>,
}

impl Flaw {
    /// A flaw of the body.
    pub fn new(variant: &'static str, span: Span) -> Self {
        Self { variant, span, in_metadata: false, words: Vec::new() }
    }

    /// Adds words for the message.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.words.push((key, value.into()));
        self
    }
}
