//! A page as Markdown: nothing wrapped, and no text of a pack read as markup.

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
            let ticks = "`".repeat(lines.iter().map(|line| run(line)).max().unwrap_or(0).max(2) + 1);
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

/// A text that means itself: what Markdown would read as markup is escaped.
pub(super) fn text(words: &str) -> String {
    let line = safe::line(words);
    let line = line.trim();
    let mut out = String::with_capacity(line.len());
    let number = line.find(|char: char| !char.is_ascii_digit()).filter(|at| *at > 0);
    for (at, char) in line.char_indices() {
        let begins = at == 0 && matches!(char, '#' | '>' | '-' | '+' | '=');
        let counts = number == Some(at)
            && matches!(char, '.' | ')')
            && !line[at + 1..].starts_with(|next| next != ' ');
        if begins
            || counts
            || matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '&' | '$')
        {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// A name as code.
fn code(name: &str) -> String {
    let name = safe::line(name);
    let ticks = "`".repeat(run(&name) + 1);
    let blank = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{name}{blank}{ticks}")
}

/// The longest run of backticks.
fn run(line: &str) -> usize {
    line.split(|char| char != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser};

    use super::*;

    #[test]
    fn texts_mean_themselves() {
        for words in [
            "Nutzer*innen und *mehr*",
            "1. Januar",
            "- a",
            "# x",
            "<b> & [a](b) `c` | $d$ ~~e~~ \\",
            "2026) a_b_",
            "2026.1",
            "7.",
        ] {
            let found: String = Parser::new(&text(words))
                .filter_map(|event| if let Event::Text(text) = event { Some(text.to_string()) } else { None })
                .collect();
            assert_eq!(found, words);
        }
        assert_eq!(text("2026.1"), "2026.1");
        assert_eq!(code("a``b"), "```a``b```");
    }
}
