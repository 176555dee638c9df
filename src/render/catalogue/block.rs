//! What a page says, before it is laid out: for a terminal (`terminal`) or as Markdown (`markdown`). Texts are plain;
//! the writers make them printable.

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading of a level from one on.
    Heading(u8, String),
    /// Prose.
    Paragraph(String),
    /// A line that belongs to the block behind it.
    Label(String),
    /// `Zuständig: Fachverantwortung (fach)`: labels with what stands behind them.
    Fields(Vec<(&'static str, String)>),
    /// Names that files or commands use, with what they mean.
    Names(Vec<(String, String)>),
    /// A list in no order.
    Bullets(Vec<String>),
    /// A list in order.
    Numbers(Vec<String>),
    /// Lines to be copied: commands, files.
    Verbatim(Vec<String>),
}

impl Block {
    /// A heading.
    pub(super) fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading(level, text.into())
    }

    /// A paragraph.
    pub(super) fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(text.into())
    }
}

/// Adds a heading of the second level and what stands below it; nothing where there is nothing to say.
pub(super) fn section(out: &mut Vec<Block>, title: impl Into<String>, block: Block) {
    let empty = match &block {
        Block::Heading(_, text) | Block::Paragraph(text) | Block::Label(text) => text.is_empty(),
        Block::Fields(rows) => rows.is_empty(),
        Block::Names(rows) => rows.is_empty(),
        Block::Bullets(items) | Block::Numbers(items) | Block::Verbatim(items) => items.is_empty(),
    };
    if !empty {
        out.extend([Block::heading(2, title), block]);
    }
}
