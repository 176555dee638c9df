//! Canonical content, form `c1`: what of a file counts when two versions are compared.
//!
//! - Markdown: the front matter as parsed, without `reviewed`, keys sorted; the body in NFC with every run of white
//!   space as one blank, fenced code as it stands with LF.
//! - YAML, TOML, JSON: the parsed value without `nachweis.reviewed`, keys sorted.
//! - Anything else: the bytes; the sidecar is parsed like TOML.

use unicode_normalization::UnicodeNormalization;

use super::document::{SIDECAR, Split, most, split_front_matter};
use super::limits::MAX_FRONT;
use super::{json, markdown, toml, yaml};
use crate::model::Format;
use crate::name::{ContentHash, RepoPath};
use crate::text::{Data, Node};

/// The canonical content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    /// The hash of its content without the review date.
    pub hash: ContentHash,
    /// The review date as it is written, if the file has one.
    pub reviewed: Option<String>,
}

impl Canonical {
    /// What decides whether a review still stands: the review date where there is one, else the content.
    pub fn review_key(&self) -> String {
        self.reviewed.clone().unwrap_or_else(|| self.hash.to_string())
    }
}

/// The canonical content of a file. What cannot be read as its format counts by its bytes.
pub fn canonical(path: &RepoPath, bytes: &[u8]) -> Canonical {
    let text = std::str::from_utf8(bytes).ok().map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
    let format = Format::of_name(path.file_name());
    // What is too large to be judged is too large to be parsed in an old version, too.
    let text = text.filter(|text| text.len() <= most(format));
    let structured = text.and_then(|text| match format {
        Format::Markdown => of_markdown(text),
        Format::Yaml => of_tree(yaml::parse(text, 0, yaml::REGISTER).ok()?, &REVIEWED),
        Format::Toml if path.as_str().ends_with(SIDECAR) => of_tree(toml::tree(text).ok()?, &["reviewed"]),
        Format::Toml => of_tree(toml::tree(text).ok()?, &REVIEWED),
        Format::Json => of_tree(json::parse(text).ok()?, &REVIEWED),
        Format::Csv | Format::Pdf | Format::Any => None,
    });
    structured.unwrap_or_else(|| Canonical { hash: ContentHash::of(bytes), reviewed: None })
}

fn of_markdown(text: &str) -> Option<Canonical> {
    let Split { front, start, .. } = split_front_matter(text, 0);
    let tree = match front {
        Some(front) if front.len() > MAX_FRONT => return None,
        Some(front) => yaml::parse(&text[front.clone()], front.start, yaml::FRONT).ok()?,
        None => Node::empty(),
    };
    let mut out = String::from("markdown\n");
    write_node(&mut out, &tree, &["reviewed"]);
    out.push('\n');
    let mut at = start;
    for code in markdown::parse(text, start).code {
        out.push_str(&folded(&text[at..code.start]));
        out.push_str("\n```\n");
        out.push_str(&text[code.clone()].replace("\r\n", "\n"));
        out.push_str("\n```\n");
        at = code.end;
    }
    out.push_str(&folded(&text[at..]));
    Some(Canonical { hash: ContentHash::of(out.as_bytes()), reviewed: scalar(tree.get("reviewed")) })
}

/// Where the review date of a register stands.
const REVIEWED: [&str; 2] = ["nachweis", "reviewed"];

fn of_tree(tree: Node, reviewed: &[&str]) -> Option<Canonical> {
    let mut out = String::from("tree\n");
    write_node(&mut out, &tree, reviewed);
    Some(Canonical { hash: ContentHash::of(out.as_bytes()), reviewed: scalar(tree.at(reviewed)) })
}

fn scalar(node: Option<&Node>) -> Option<String> {
    node.and_then(Node::text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Writes a value with sorted keys, leaving out the key at the path `without`. Every string carries its length, so
/// that two different values never write the same.
fn write_node(out: &mut String, node: &Node, without: &[&str]) {
    match &node.data {
        Data::Null => out.push('~'),
        Data::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Number(number) => write_text(out, 'n', number),
        Data::Text(text) => write_text(out, 's', &text.nfc().collect::<String>()),
        Data::List(items) => {
            out.push('[');
            for item in items {
                write_node(out, item, &[]);
                out.push(',');
            }
            out.push(']');
        }
        Data::Map(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|left, right| left.key.cmp(&right.key));
            out.push('{');
            for entry in sorted {
                match without {
                    [last] if entry.key == *last => continue,
                    [first, rest @ ..] if entry.key == *first => {
                        write_text(out, 'k', &entry.key);
                        write_node(out, &entry.value, rest);
                    }
                    _ => {
                        write_text(out, 'k', &entry.key);
                        write_node(out, &entry.value, &[]);
                    }
                }
                out.push(',');
            }
            out.push('}');
        }
    }
}

fn write_text(out: &mut String, kind: char, text: &str) {
    out.push_str(&format!("{kind}{}:{text}", text.len()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Canonical {
        canonical(&RepoPath::new(name).expect("a path"), text.as_bytes())
    }

    #[test]
    fn white_space_line_ends_and_the_review_date_do_not_count() {
        let one = of("a.md", "---\ntask: P-10\nreviewed: 2026-01-01\n---\n# Titel\n\nein langer\nSatz\n");
        let two = of(
            "a.md",
            "---\r\nreviewed: 2026-02-02\r\ntask: P-10\r\n---\r\n# Titel\r\n\r\nein langer Satz\r\n",
        );
        assert_eq!(one.hash, two.hash);
        assert_eq!(one.review_key(), "2026-01-01");
        assert_ne!(one.hash, of("a.md", "---\ntask: P-10\n---\n# Titel\n\nein kurzer Satz\n").hash);
        assert_ne!(one.hash, of("a.md", "---\ntask: P-11\n---\n# Titel\n\nein langer Satz\n").hash);
    }

    #[test]
    fn code_counts_as_it_stands() {
        let block = |indent: &str| of("a.md", &format!("Text\n\n```\na{indent}b\n```\n")).hash;
        assert_ne!(block(" "), block("  "));
        let crlf = of("a.md", "```\r\na\r\n```\r\n").hash;
        assert_eq!(crlf, of("a.md", "```\na\n```\n").hash);
    }

    #[test]
    fn only_metadata_has_a_review_date() {
        assert_eq!(of("a.yaml", "reviewed: 2026-01-01\n").reviewed, None);
        let sidecar = |day: &str| of("a.pdf.nachweis.toml", &format!("task = \"P-10\"\nreviewed = {day}\n"));
        assert_eq!(sidecar("2026-01-01").hash, sidecar("2026-02-02").hash);
        assert_eq!(sidecar("2026-01-01").review_key(), "2026-01-01");
        let other =
            |day: &str| of("a.yaml", &format!("nachweis: {{task: P-10}}\nrat: {{reviewed: {day}}}\n"));
        assert_ne!(other("2026-01-01").hash, other("2026-02-02").hash, "a date that is not the metadata's");
    }

    #[test]
    fn front_matter_beyond_its_limit_counts_by_its_bytes() {
        let long = |front: usize, end: &str| {
            let rest = front - "task: P-10\n# \n".len();
            format!("---\ntask: P-10\n# {}\n---\nText{end}\n", "x".repeat(rest))
        };
        assert_eq!(of("a.md", &long(MAX_FRONT, "")).hash, of("a.md", &long(MAX_FRONT, " ")).hash);
        assert_ne!(of("a.md", &long(MAX_FRONT + 1, "")).hash, of("a.md", &long(MAX_FRONT + 1, " ")).hash);
    }

    #[test]
    fn trees_compare_by_value() {
        let one = of("a.yaml", "nachweis: {task: P-10, reviewed: 2026-01-01}\nb: 1\na: 'x'\n");
        let two = of("a.yaml", "a: x\nb: 1\nnachweis:\n  task: P-10\n  reviewed: 2026-09-09\n");
        assert_eq!(one.hash, two.hash);
        assert_ne!(one.hash, of("a.yaml", "a: x\nb: '1'\nnachweis:\n  task: P-10\n").hash);
        let nfc = of("a.json", "{\"a\": \"\u{e4}\"}").hash;
        assert_eq!(nfc, of("a.json", "{\"a\": \"a\u{308}\"}").hash);
    }
}
