//! A page as Markdown: nothing wrapped, and no text of a pack read as markup.

pub(super) use super::super::markup::text;
use super::super::markup::{code, ticks};
use super::super::safe;
use super::block::Block;

/// The page, with its headings so many levels deeper.
pub(super) fn write(blocks: &[Block], deeper: u8) -> String {
    let mut out = String::new();
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        self::block(&mut out, block, deeper);
    }
    out
}

fn block(out: &mut String, block: &Block, deeper: u8) {
    match block {
        Block::Heading(level, title) => {
            let marks = "#".repeat(usize::from((level + deeper).min(6)));
            out.push_str(&format!("{marks} {}\n", text(title)));
        }
        Block::Paragraph(words) | Block::Label(words) => out.push_str(&format!("{}\n", text(words))),
        Block::Fields(rows) => {
            for (label, words) in rows {
                out.push_str(&format!("- **{}:** {}\n", text(label), text(words)));
            }
        }
        Block::Names(rows) => {
            for (name, words) in rows {
                let words = if words.is_empty() { String::new() } else { format!(": {}", text(words)) };
                out.push_str(&format!("- {}{words}\n", code(name)));
            }
        }
        Block::Bullets(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", text(item)))),
        Block::Numbers(items) => {
            for (at, item) in items.iter().enumerate() {
                out.push_str(&format!("{}. {}\n", at + 1, text(item)));
            }
        }
        Block::Verbatim(lines) => {
            let ticks = ticks(lines);
            let lines: String = lines.iter().map(|line| format!("{}\n", safe::line(line))).collect();
            out.push_str(&format!("{ticks}text\n{lines}{ticks}\n"));
        }
    }
}

/// A table; rows without cells for all columns have empty ones.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|cell| text(cell)).collect());
    out.push_str(&line(head.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        out.push_str(&line(
            (0..head.len()).map(|at| row.get(at).map_or_else(String::new, |cell| text(cell))).collect(),
        ));
    }
    out
}
