//! The body of a rule's page, from Markdown to blocks. Code spans keep their ticks; short ones stay on one line.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::block::Block;
use super::example;
use crate::rule::Lang;

/// Code spans up to this length are not broken at their blanks.
const SHORT: usize = 40;

/// The body's blocks.
pub(super) fn blocks(body: &str, lang: Lang) -> Vec<Block> {
    let mut reader = Reader {
        out: Vec::new(),
        text: String::new(),
        lists: Vec::new(),
        items: Vec::new(),
        code: None,
        lang,
    };
    for event in Parser::new(body) {
        reader.event(event);
    }
    reader.out
}

struct Reader {
    out: Vec<Block>,
    /// The words of the paragraph, heading or item being read.
    text: String,
    /// For each list being read whether it counts.
    lists: Vec<bool>,
    items: Vec<String>,
    /// What stands behind the fence, and the code.
    code: Option<(String, String)>,
    lang: Lang,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text.push_str(&text),
            },
            Event::Code(code) => self.text.push_str(&span(&code)),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            // Pages hold none of these; comments are not for the reader.
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_) => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        if let Tag::List(first) = tag {
            self.item();
            self.lists.push(first.is_some());
        } else if let Tag::CodeBlock(kind) = tag {
            self.list();
            let info = match kind {
                CodeBlockKind::Fenced(info) => info.to_string(),
                CodeBlockKind::Indented => String::new(),
            };
            self.code = Some((info, String::new()));
        } else if tag == Tag::Item {
            self.item();
        }
    }

    fn close(&mut self, tag: TagEnd) {
        if let TagEnd::Heading(level) = tag {
            let text = std::mem::take(&mut self.text);
            self.out.push(Block::heading(level as u8, text));
        } else if tag == TagEnd::Paragraph && self.lists.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.out.push(Block::paragraph(text));
        } else if tag == TagEnd::Paragraph {
            self.text.push(' ');
        } else if tag == TagEnd::Item {
            self.item();
        } else if matches!(tag, TagEnd::List(_)) {
            if self.lists.len() == 1 {
                self.list();
            }
            self.lists.pop();
        } else if tag == TagEnd::CodeBlock
            && let Some((info, code)) = self.code.take()
        {
            self.out.extend(example::blocks(&info, &code, self.lang));
        }
    }

    /// An item ends; one within another stands beside it.
    fn item(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.items.push(text.trim().to_owned());
        }
    }

    /// The list so far ends.
    fn list(&mut self) {
        self.item();
        let items = std::mem::take(&mut self.items);
        if !items.is_empty() {
            let counts = self.lists.first().is_some_and(|counts| *counts);
            self.out.push(if counts { Block::Numbers(items) } else { Block::Bullets(items) });
        }
    }
}

/// A code span as it was written. Its blanks become no-break spaces where it is short.
fn span(code: &str) -> String {
    let ticks = if code.contains('`') { "``" } else { "`" };
    let code = if code.chars().count() > SHORT { code.to_owned() } else { code.replace(' ', "\u{a0}") };
    format!("{ticks}{code}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_code() {
        let body = "# A\n\nEin `git push`\nund *mehr*.\n\n- eins\n  - tiefer\n- zwei\n\n1. a\n2. b\n\nc\n\n    code\n\n```toml x.toml 2026-01-01\na = 1\n\n```\n";
        let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        let expected = [
            Block::heading(1, "A"),
            Block::paragraph("Ein `git\u{a0}push` und mehr."),
            Block::Bullets(list(&["eins", "tiefer", "zwei"])),
            Block::Numbers(list(&["a", "b"])),
            Block::paragraph("c"),
            Block::Verbatim(list(&["code"])),
            Block::Label("x.toml, 2026-01-01:".to_owned()),
            Block::Verbatim(list(&["a = 1", ""])),
        ];
        assert_eq!(blocks(body, Lang::De), expected);
    }
}
