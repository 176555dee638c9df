//! A page for a terminal: wrapped, headings underlined or bold, lists with a hanging indent, code as it stands.

use super::super::layout::{self, INDENT};
use super::super::{Options, safe};
use super::block::Block;

/// What stands before code.
const CODE: &str = "    ";

/// Names wider than this have their meaning on the line below.
const NAME: usize = 28;

/// The room that a meaning needs beside its name.
const MEANING: usize = 24;

/// The page.
pub(super) fn write(blocks: &[Block], options: &Options) -> String {
    let mut page = Page { out: String::new(), indent: "", options };
    let mut before: Option<&Block> = None;
    for block in blocks {
        let close = matches!(before, None | Some(Block::Heading(..) | Block::Label(_)));
        if !close || (before.is_some() && matches!(block, Block::Heading(..))) {
            page.out.push('\n');
        }
        page.block(block);
        before = Some(block);
    }
    page.out
}

/// A text in bold, where codes are wanted.
pub(super) fn bold(text: &str, options: &Options) -> String {
    coded(text, "1", options)
}

fn coded(text: &str, code: &str, options: &Options) -> String {
    if options.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

struct Page<'a> {
    out: String,
    /// Everything below a heading of the third level stands further in.
    indent: &'static str,
    options: &'a Options,
}

impl Page<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, text) => self.heading(*level, text),
            Block::Paragraph(text) | Block::Label(text) => self.text(self.indent, text),
            Block::Fields(rows) => self.fields(rows),
            Block::Names(rows) => self.names(rows),
            Block::Bullets(items) => {
                items.iter().for_each(|item| self.text(&format!("{}- ", self.indent), item))
            }
            Block::Numbers(items) => self.numbers(items),
            Block::Verbatim(lines) => {
                for line in lines {
                    let line = format!("{}{CODE}{}", self.indent, safe::line(line));
                    self.out.push_str(&format!("{}\n", line.trim_end()));
                }
            }
        }
    }

    /// Blanks that must not become line ends come as no-break spaces.
    fn text(&mut self, first: &str, text: &str) {
        let mut lines = String::new();
        layout::paragraph(&mut lines, first, &safe::line(text), self.options);
        self.out.push_str(&lines.replace('\u{a0}', " "));
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.indent = if level > 2 { INDENT } else { "" };
        let mut lines = String::new();
        layout::paragraph(&mut lines, "", &safe::line(text), self.options);
        let wide = lines.lines().map(layout::columns).max().unwrap_or(0);
        for line in lines.lines() {
            let code = if level == 1 { "1;4" } else { "1" };
            self.out.push_str(&format!("{}\n", coded(line, code, self.options)));
        }
        if level < 3 && !self.options.color {
            let line = if level == 1 { "=" } else { "-" };
            self.out.push_str(&format!("{}\n", line.repeat(wide)));
        }
    }

    fn fields(&mut self, rows: &[(&'static str, String)]) {
        let width = rows.iter().map(|(label, _)| layout::columns(label)).max().unwrap_or(0) + 2;
        for (label, text) in rows {
            let first = format!("{}{}", self.indent, layout::pad(&format!("{label}:"), width));
            self.text(&first, text);
        }
    }

    fn names(&mut self, rows: &[(String, String)]) {
        let widths = rows.iter().map(|(name, _)| layout::columns(name));
        let width = widths.filter(|width| *width <= NAME).max().unwrap_or(0) + 2;
        let lead = format!("{}   ", self.indent);
        let narrow = lead.len() + width + MEANING > self.options.width;
        for (name, text) in rows {
            let name = safe::line(name);
            if !narrow && layout::columns(&name) + 2 <= width && !text.is_empty() {
                self.text(&format!("{lead}{}", layout::pad(&name, width)), text);
                continue;
            }
            self.out.push_str(&format!("{lead}{name}\n"));
            if !text.is_empty() {
                self.text(&format!("{lead}{}", " ".repeat(if narrow { 3 } else { width })), text);
            }
        }
    }

    fn numbers(&mut self, items: &[String]) {
        let width = items.len().to_string().len();
        for (at, item) in items.iter().enumerate() {
            self.text(&format!("{}{:>width$}. ", self.indent, at + 1), item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_has_its_form() {
        let blocks = [
            Block::heading(1, "Eins"),
            Block::Fields(vec![("A", "b".to_owned()), ("Lang", "c\u{1b}".to_owned())]),
            Block::heading(3, "Drei"),
            Block::Label("Felder:".to_owned()),
            Block::Names(vec![("x".to_owned(), "ein Wort, `git\u{a0}push` und noch eines".to_owned())]),
            Block::Verbatim(vec!["  code".to_owned(), String::new()]),
        ];
        let options = Options { width: 40, ..Options::default() };
        let expected = [
            "Eins",
            "====",
            "A:    b",
            "Lang: c\\u{1b}",
            "",
            "Drei",
            "   Felder:",
            "      x  ein Wort, `git push` und noch",
            "         eines",
            "",
            "         code",
            "",
        ];
        assert_eq!(write(&blocks, &options).lines().collect::<Vec<_>>(), expected);
        let color = write(&blocks[..1], &Options { color: true, ..options });
        assert_eq!(color, "\u{1b}[1;4mEins\u{1b}[0m\n");
    }
}
