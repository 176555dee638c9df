//! `review` changes one value: the date of the last review. Everything else stays byte for byte.

use crate::load::{canonical, document};
use crate::model::{Document, Format};
use crate::name::{Date, RepoPath};
use crate::text::{Data, Node, Span};

/// The text with `reviewed` set to a day; nothing when the file cannot hold metadata or cannot be read, or when no
/// place was found at which the date changes nothing else: what was written is read back before it counts.
pub fn set_reviewed(path: &RepoPath, text: &str, date: Date) -> Option<String> {
    let document = document(path, Some(text.as_bytes()), None).ok()?;
    let edited = edited(path, text, &document, date)?;
    let (before, after) = (canonical(path, text.as_bytes()), canonical(path, edited.as_bytes()));
    let is_set = after.reviewed.is_some_and(|reviewed| reviewed == date.to_string());
    (is_set && before.hash == after.hash).then_some(edited)
}

fn edited(path: &RepoPath, text: &str, document: &Document, date: Date) -> Option<String> {
    let format = Format::of_name(path.file_name());
    let sidecar = path.as_str().ends_with(crate::load::SIDECAR);
    let tree = match (&document.body, format) {
        (crate::model::Body::Data(tree), Format::Toml) if sidecar => tree.clone(),
        _ => document.front.clone(),
    };
    let value = if format == Format::Json { format!("\"{date}\"") } else { date.to_string() };
    if let Some(entry) = tree.entry("reviewed") {
        return Some(replaced(text, &entry.key_span, &entry.value, &value));
    }
    // A front matter that is no list of keys has no place for another one.
    if !matches!(tree.data, Data::Map(_)) {
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match format {
        Format::Markdown if document.body_start() == 0 => {
            Some(format!("---{line_end}reviewed: {value}{line_end}---{line_end}{text}"))
        }
        Format::Markdown => {
            let closing = text[..document.body_start()].trim_end().rfind('\n')? + 1;
            Some(inserted(text, closing, &format!("reviewed: {value}{line_end}")))
        }
        Format::Yaml => {
            let first = tree.entries().first()?;
            let indent = column(text, first.key_span.start);
            let line = format!("reviewed: {value}{line_end}{}", " ".repeat(indent));
            Some(inserted(text, first.key_span.start, &line))
        }
        Format::Toml => {
            let first = tree.entries().first()?;
            Some(inserted(text, first.key_span.start, &format!("reviewed = {value}{line_end}")))
        }
        Format::Json => {
            let first = tree.entries().first()?;
            Some(inserted(text, first.key_span.start, &format!("\"reviewed\": {value}, ")))
        }
        Format::Csv | Format::Pdf | Format::Any => None,
    }
}

/// An empty value has no place of its own: the new one then stands behind the colon.
fn replaced(text: &str, key: &Span, node: &Node, value: &str) -> String {
    let blank = matches!(node.data, Data::Null) || node.span.is_empty();
    if !blank {
        return format!("{}{value}{}", &text[..node.span.start], &text[node.span.end..]);
    }
    let colon = text[key.end..].find([':', '=']).map_or(key.end, |at| key.end + at + 1);
    let rest = text[colon..].trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix("null").or_else(|| rest.strip_prefix('~')).unwrap_or(rest);
    let gap = if rest.starts_with('#') { " " } else { "" };
    format!("{} {value}{gap}{rest}", &text[..colon])
}

fn inserted(text: &str, at: usize, words: &str) -> String {
    format!("{}{words}{}", &text[..at], &text[at..])
}

fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, text: &str) -> String {
        let date = Date::parse("2026-11-22").expect("a date");
        set_reviewed(&RepoPath::new(name).expect("a path"), text, date).expect("metadata")
    }

    #[test]
    fn a_front_matter_without_keys_is_left_alone() {
        let date = Date::parse("2026-11-22").expect("a date");
        for front in ["Hinweis", "- eins", "42", " ? 2"] {
            let text = format!("---\n{front}\n---\nText\n");
            assert_eq!(set_reviewed(&RepoPath::new("a.md").expect("a path"), &text, date), None, "{front}");
        }
        assert_eq!(set("a.md", "---\n---\nText\n"), "---\nreviewed: 2026-11-22\n---\nText\n");
    }

    #[test]
    fn only_the_date_changes() {
        assert_eq!(
            set("a.md", "---\ntask: P-10\nreviewed: 2025-01-01 # alt\n---\nText\n"),
            "---\ntask: P-10\nreviewed: 2026-11-22 # alt\n---\nText\n"
        );
        assert_eq!(
            set("a.md", "---\nreviewed:\ntask: P-10\n---\nText\n"),
            "---\nreviewed: 2026-11-22\ntask: P-10\n---\nText\n"
        );
        assert_eq!(
            set("a.md", "---\r\ntask: P-10\r\n---\r\nText\r\n"),
            "---\r\ntask: P-10\r\nreviewed: 2026-11-22\r\n---\r\nText\r\n"
        );
        assert_eq!(
            set("a.yaml", "nachweis:\n  task: P-10\nx: ä\n"),
            "nachweis:\n  reviewed: 2026-11-22\n  task: P-10\nx: ä\n"
        );
        assert_eq!(
            set("a.yaml", "nachweis:\n  reviewed: # offen\n  task: P-10\n"),
            "nachweis:\n  reviewed: 2026-11-22 # offen\n  task: P-10\n"
        );
        assert_eq!(
            set("a.json", "{\"nachweis\": {\"task\": \"P-10\"}}"),
            "{\"nachweis\": {\"reviewed\": \"2026-11-22\", \"task\": \"P-10\"}}"
        );
        assert_eq!(
            set("a.toml", "[nachweis]\ntask = \"P-10\"\n"),
            "[nachweis]\nreviewed = 2026-11-22\ntask = \"P-10\"\n"
        );
        assert_eq!(
            set("a.pdf.nachweis.toml", "task = \"P-10\"\n"),
            "reviewed = 2026-11-22\ntask = \"P-10\"\n"
        );
    }
}
