//! Markdown to headings, prose, checklist items and links.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::{Heading, Item, Link, Markdown, Prose};
use crate::text::Span;

/// Reads the text from `start` on (after the front matter).
pub(super) fn parse(text: &str, start: usize) -> Markdown {
    let mut reader = Reader::default();
    let options = Options::ENABLE_TASKLISTS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(text.get(start..).unwrap_or_default(), options).into_offset_iter() {
        reader.event(event, range.start + start..range.end + start);
    }
    let mut found = reader.found;
    found.start = start;
    close_sections(&mut found.headings, text.len());
    found
}

#[derive(Default)]
struct Reader {
    found: Markdown,
    code: bool,
    heading: bool,
    item: bool,
    /// Whether the next text goes on where the last one ended.
    goes_on: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let goes_on = std::mem::take(&mut self.goes_on);
        match event {
            Event::Start(tag) => self.open(tag, span),
            Event::End(tag) => self.close(tag),
            // The parser cuts a text at every sign that could have been markup.
            Event::Text(text) | Event::Code(text) => {
                self.text(&text, span, goes_on);
                self.goes_on = true;
            }
            Event::SoftBreak | Event::HardBreak => self.text(" ", span, false),
            Event::TaskListMarker(ticked) => {
                self.item = true;
                self.found.items.push(Item { text: String::new(), span, ticked });
            }
            // Comments and other HTML are no content; the rest holds no words.
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the parser knows many tags that say nothing here")]
    fn open(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = true;
                self.found.headings.push(Heading { text: String::new(), span, end: 0, level: level as u8 });
            }
            Tag::CodeBlock(_) => {
                self.code = true;
                self.found.code.push(span);
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.found.links.push(Link { target: dest_url.to_string(), span });
            }
            Tag::Item => self.item = false,
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the parser knows many tags that say nothing here")]
    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.heading = false,
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Item => self.item = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span, goes_on: bool) {
        let item = if self.item { self.found.items.last_mut() } else { None };
        if self.code {
        } else if let Some(heading) = self.found.headings.last_mut().filter(|_| self.heading) {
            heading.text.push_str(text);
        } else if let Some(item) = item {
            item.text.push_str(text);
            item.span.end = item.span.end.max(span.end);
        } else if let Some(last) = self.found.prose.last_mut().filter(|_| goes_on) {
            last.text.push_str(text);
            last.span.end = last.span.end.max(span.end);
        } else {
            self.found.prose.push(Prose { text: text.to_owned(), span });
        }
    }
}

/// A section reaches to the next heading of the same or a higher level.
fn close_sections(headings: &mut [Heading], end: usize) {
    for at in 0..headings.len() {
        let level = headings[at].level;
        let next = headings[at + 1..].iter().find(|other| other.level <= level);
        headings[at].end = next.map_or(end, |other| other.span.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\na: 1\n---\n# Titel\n\n## Eins\n<!-- Kommentar -->\nText mit [Link](b.md).\n\n### Tiefer\nmehr\n\n## Zwei\n```\nTODO\n```\n- [x] getan\n- [ ] offen `x`\n";

    #[test]
    fn sections_prose_items_and_links() {
        let found = parse(TEXT, 13);
        let names: Vec<_> = found.headings.iter().map(|heading| heading.text.as_str()).collect();
        assert_eq!(names, ["Titel", "Eins", "Tiefer", "Zwei"]);
        let (one, two) = (&found.headings[1], &found.headings[3]);
        assert_eq!(one.end, two.span.start);
        assert!(
            found.prose.iter().all(|prose| !prose.text.contains("Kommentar") && !prose.text.contains("TODO"))
        );
        assert_eq!(found.links[0].target, "b.md");
        assert_eq!(found.items.len(), 2);
        assert_eq!((found.items[1].text.as_str(), found.items[1].ticked), ("offen x", false));
        assert_eq!(&TEXT[found.items[0].span.clone()], "[x] getan");
        assert_eq!(found.code.len(), 1);
    }
}
