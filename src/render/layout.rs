//! Lines that fit: wrapping with a hanging indent, padding, colour codes.

use textwrap::{WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use super::Options;

/// The indent of everything that belongs to a finding.
pub(super) const INDENT: &str = "   ";

/// A blank at which no line is broken; the layout writes it as a plain one. The no-break space will not do, since it
/// may be part of a file's name; this character, of private use, `safe` lets nobody else write.
pub(super) const GLUE: char = '\u{e000}';

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A help.
    Help,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Help => "36",
        }
    }
}

/// A text in colour, where colour is wanted.
pub(super) fn paint(text: &str, paint: Paint, options: &Options) -> String {
    if options.color { format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()) } else { text.to_owned() }
}

/// Columns that a text takes, colour codes not counted.
pub(super) fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// A text filled with blanks up to a number of columns.
pub(super) fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(text.width())))
}

/// Writes a paragraph: its first line behind `first`, the others behind as many blanks. Words are never broken, so
/// that paths and ids can be copied.
pub(super) fn paragraph(out: &mut String, first: &str, text: &str, options: &Options) {
    hanging(out, first, &" ".repeat(columns(first)), text, options);
}

/// Writes a paragraph with an indent of its own for all lines but the first.
pub(super) fn hanging(out: &mut String, first: &str, rest: &str, text: &str, options: &Options) {
    let form = textwrap::Options::new(options.width.max(40))
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    for line in textwrap::wrap(text, form) {
        self::line(out, &line);
    }
}

/// Writes a line as it is, however long.
pub(super) fn line(out: &mut String, text: &str) {
    out.push_str(&text.trim_end().replace(GLUE, " "));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_colour_has_no_width() {
        let options = Options { width: 40, color: true, ..Options::default() };
        let mut out = String::new();
        let first = paint("Hilfe:", Paint::Help, &options) + " ";
        paragraph(&mut out, &first, "ein Wort P-10/risiken-und-noch-mehr und Schluss", &options);
        assert_eq!(
            out,
            "\u{1b}[36mHilfe:\u{1b}[0m ein Wort\n       P-10/risiken-und-noch-mehr und\n       Schluss\n"
        );
    }
}
