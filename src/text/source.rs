//! A text with its name, and places in it.

use std::fmt;
use std::sync::Arc;

use crate::name::RepoPath;

/// A range of bytes in a [`Source`], half open.
pub type Span = std::ops::Range<usize>;

/// A file's text and its path from the root of the repository. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    path: RepoPath,
    text: Arc<str>,
}

impl Source {
    /// A source from its path and its text.
    pub fn new(path: RepoPath, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into() }
    }

    /// The path from the root of the repository.
    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words of a span; empty when the span lies outside the text or cuts a character.
    pub fn words(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The span of the line that holds the offset, without its line end.
    pub fn line_span(&self, offset: usize) -> Span {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let start = self.text[..at].rfind('\n').map_or(0, |found| found + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |found| at + found);
        start..start + self.text[start..end].trim_end_matches('\r').len()
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

/// Line and column, both counted from one; columns are Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from one.
    pub line: usize,
    /// The column, from one, in Unicode scalar values.
    pub column: usize,
}

/// Where a finding stands: always a file of the judged repository, so that every format can print it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file. Its text is empty when there is nothing to show (a PDF, an absent file).
    pub source: Source,
    /// The exact words; empty for the whole file.
    pub span: Span,
}

impl Place {
    /// A place in a text.
    pub fn new(source: &Source, span: Span) -> Self {
        Self { source: source.clone(), span }
    }

    /// A file as a whole, of which no text can be shown.
    pub fn whole(path: RepoPath) -> Self {
        Self { source: Source::new(path, ""), span: 0..0 }
    }

    /// The file's path from the root of the repository.
    pub fn path(&self) -> &RepoPath {
        self.source.path()
    }

    /// Where the words begin.
    pub fn start(&self) -> Position {
        self.source.position(self.span.start)
    }

    /// Where the words end (exclusive).
    pub fn end(&self) -> Position {
        self.source.position(self.span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new(RepoPath::new("a.md").expect("a valid path"), text)
    }

    #[test]
    fn positions_count_characters_from_one() {
        let source = source("für\nein „Wort“\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(5), Position { line: 2, column: 1 });
        let at = source.text().find("Wort").expect("the word is there");
        assert_eq!(source.position(at), Position { line: 2, column: 6 });
        assert_eq!(source.position(999), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_line_span_leaves_out_the_line_end() {
        let source = source("eins\r\nzwei\r\n");
        assert_eq!(source.words(&source.line_span(1)), "eins");
        assert_eq!(source.words(&source.line_span(7)), "zwei");
    }
}
