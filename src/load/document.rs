//! A file of evidence: from bytes to a document.

use super::limits::{MAX_DATA, MAX_FRONT, MAX_MARKDOWN, MAX_TOML};
use super::metadata::metadata;
use super::{csv, json, markdown, toml, yaml};
use crate::model::{Body, Document, Flaw, Format};
use crate::name::RepoPath;
use crate::text::{Node, Source, Span};

/// What the name of a sidecar ends in.
pub const SIDECAR: &str = ".nachweis.toml";

/// The sidecar of a file.
pub fn sidecar_of(path: &RepoPath) -> Option<RepoPath> {
    RepoPath::new(&format!("{}{SIDECAR}", path.as_str()))
}

/// Takes a file apart. Without `bytes` it is a reference: a sidecar whose file is kept elsewhere. The error names
/// the variant of `unreadable-evidence`.
pub fn document(
    path: &RepoPath,
    bytes: Option<&[u8]>,
    sidecar: Option<(&RepoPath, &[u8])>,
) -> Result<Document, &'static str> {
    let format = Format::of_name(path.file_name());
    let mut document = Document {
        source: Source::new(path.clone(), ""),
        format,
        metadata_source: None,
        front: Node::empty(),
        metadata: Default::default(),
        body: Body::Opaque,
        flaws: Vec::new(),
        reference: bytes.is_none(),
    };
    if let Some(bytes) = bytes {
        readable(path, format, bytes)?;
        if matches!(format, Format::Pdf | Format::Any) {
            document.body = Body::Opaque;
        } else {
            let text = std::str::from_utf8(bytes).map_err(|_| "encoding")?;
            let most = most(format);
            if text.len() > most {
                // Not kept either: a tree can name one large file many times.
                document.flaws.push(too_large(most));
            } else {
                document.source = Source::new(path.clone(), text);
                read_body(&mut document);
            }
        }
    }
    if let Some((path, bytes)) = sidecar {
        let text = std::str::from_utf8(bytes).map_err(|_| "encoding")?;
        let own = !document.front.entries().is_empty();
        if own {
            // Two places for one statement: whoever reads only one of them is misled.
            let flaw = Flaw::new("duplicate", document.front.span.clone()).with("field", "nachweis");
            document.flaws.push(Flaw { in_metadata: true, ..flaw });
        } else {
            document.metadata_source = Some(Source::new(path.clone(), text));
            match toml::tree(text) {
                Ok(tree) => document.front = tree,
                Err(flaw) => document.flaws.push(Flaw { in_metadata: true, ..flaw }),
            }
        }
        if document.reference {
            document.source = Source::new(path.clone(), text);
        }
    }
    let mut flaws = std::mem::take(&mut document.flaws);
    document.metadata = metadata(&document.front, &mut flaws);
    document.flaws = flaws;
    Ok(document)
}

fn read_body(document: &mut Document) {
    let source = document.source.clone();
    let text = source.text();
    let tree = match document.format {
        Format::Markdown => return read_markdown(document),
        Format::Csv => {
            match csv::parse(text) {
                Ok(table) => document.body = Body::Table(table),
                Err(flaw) => document.flaws.push(flaw),
            }
            return;
        }
        Format::Yaml => yaml::parse(text, 0, yaml::REGISTER),
        Format::Toml => toml::tree(text),
        Format::Json => json::parse(text),
        Format::Pdf | Format::Any => return,
    };
    match tree {
        Ok(tree) => {
            document.metadata_source = tree.get("nachweis").map(|_| source);
            document.front = tree.get("nachweis").cloned().unwrap_or_else(Node::empty);
            document.body = Body::Data(tree);
        }
        Err(flaw) => document.flaws.push(flaw),
    }
}

fn read_markdown(document: &mut Document) {
    let source = document.source.clone();
    let text = source.text();
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Split { front, start, open } = split_front_matter(&text[bom..], bom);
    if open {
        document.flaws.push(Flaw {
            in_metadata: true,
            ..Flaw::new("syntax", source.line_span(bom)).with("format", "YAML")
        });
    }
    document.metadata_source = Some(source.clone());
    if let Some(front) = front {
        if front.len() > MAX_FRONT {
            document.flaws.push(too_large(MAX_FRONT));
            return;
        }
        match yaml::parse(&text[front.clone()], front.start, yaml::FRONT) {
            Ok(tree) => document.front = tree,
            Err(flaw) => document.flaws.push(Flaw { in_metadata: true, ..flaw }),
        }
    }
    document.body = Body::Markdown(markdown::parse(text, start));
}

/// The most bytes of a text.
pub(super) fn most(format: Format) -> usize {
    match format {
        Format::Markdown => MAX_MARKDOWN,
        Format::Toml => MAX_TOML,
        Format::Yaml | Format::Json | Format::Csv => MAX_DATA,
        Format::Pdf | Format::Any => usize::MAX,
    }
}

fn too_large(most: usize) -> Flaw {
    Flaw::new("limit", 0..0).with("limit", "bytes").with("value", most.to_string())
}

/// Front matter and the rest of a Markdown text.
pub(super) struct Split {
    /// The YAML between the lines.
    pub(super) front: Option<Span>,
    /// Where the text begins.
    pub(super) start: usize,
    /// True when the front matter has no end.
    pub(super) open: bool,
}

/// Splits off front matter: a first line `---`, and a later one that ends it.
pub(super) fn split_front_matter(text: &str, offset: usize) -> Split {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Split { front: None, start: offset, open: false };
    }
    let mut at = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Split {
                front: Some(offset + first.len()..offset + at),
                start: offset + at + line.len(),
                open: false,
            };
        }
        at += line.len();
    }
    Split { front: None, start: offset, open: true }
}

/// Whether the bytes can be what the name says.
fn readable(path: &RepoPath, format: Format, bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.len() <= 1024 && bytes.starts_with(b"version https://git-lfs") {
        return Err("lfs");
    }
    if !matches!(format, Format::Pdf | Format::Any) {
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        return if utf16 || std::str::from_utf8(bytes).is_err() { Err("encoding") } else { Ok(()) };
    }
    let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let magic: &[u8] = match ending.as_deref() {
        Some("pdf") => b"%PDF-",
        Some("docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "zip") => b"PK",
        Some("png") => b"\x89PNG",
        Some("jpg" | "jpeg") => b"\xff\xd8",
        Some(_) | None => b"",
    };
    if bytes.starts_with(magic) && !bytes.is_empty() { Ok(()) } else { Err("magic") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<Document, &'static str> {
        document(&RepoPath::new(name).expect("a path"), Some(bytes), None)
    }

    #[test]
    fn metadata_stands_in_the_front_matter_or_under_one_key() {
        let text = "\u{feff}---\ntask: P-10\n---\n# Titel\n";
        let markdown = read("a.md", text.as_bytes()).expect("readable");
        let task = &markdown.metadata.tasks[0];
        assert_eq!(&text[task.span.clone()], "P-10");
        let yaml = read("a.yaml", b"nachweis:\n  task: P-11\nx: 1\n").expect("readable");
        assert_eq!(yaml.metadata.tasks.len(), 1);
        let open = read("a.md", b"---\ntask: P-10\n").expect("readable");
        assert_eq!(open.flaws[0].variant, "syntax");
    }

    #[test]
    fn what_is_no_content_is_unreadable() {
        assert_eq!(read("a.md", b"\xff\xfea\0").err(), Some("encoding"));
        assert_eq!(read("a.pdf", b"MZ").err(), Some("magic"));
        assert_eq!(read("a.pdf", b"").err(), Some("magic"));
        assert_eq!(read("a.md", b"version https://git-lfs.github.com/spec/v1\n").err(), Some("lfs"));
        assert!(read("a.pdf", b"%PDF-1.7").is_ok());
    }

    #[test]
    fn every_format_has_its_most_bytes() {
        for (name, most, begin, end) in [
            ("a.md", MAX_MARKDOWN, "# T\n", "\n"),
            ("a.yaml", MAX_DATA, "# ", "\n"),
            ("a.json", MAX_DATA, "{\"a\": \"", "\"}"),
            ("a.csv", MAX_DATA, "a\n", "\n"),
            ("a.toml", MAX_TOML, "# ", "\n"),
        ] {
            for (size, good) in [(most - 1, true), (most, true), (most + 1, false)] {
                let text = format!("{begin}{}{end}", "x".repeat(size - begin.len() - end.len()));
                let flaws = read(name, text.as_bytes()).expect("readable").flaws;
                let found: Vec<&str> = flaws.iter().map(|flaw| flaw.variant).collect();
                assert_eq!(found, if good { &[][..] } else { &["limit"] }, "{name}, {size}");
            }
        }
    }

    #[test]
    fn metadata_in_two_places_is_a_flaw() {
        let path = RepoPath::new("a.md").expect("a path");
        let sidecar = sidecar_of(&path).expect("a path");
        let found =
            document(&path, Some(b"---\nstatus: draft\n---\n"), Some((&sidecar, b"status = \"final\"\n")));
        let found = found.expect("readable");
        assert_eq!(found.flaws[0].variant, "duplicate");
        assert_eq!(found.metadata.status.map(|status| status.value), Some(crate::model::Status::Draft));
    }

    #[test]
    fn a_sidecar_without_its_file_is_a_reference() {
        let path = RepoPath::new("a.pdf").expect("a path");
        let sidecar = sidecar_of(&path).expect("a path");
        let text = b"task = \"N-05\"\nstatus = \"final\"\n[reference]\nholder = \"pr\"\n";
        let found = document(&path, None, Some((&sidecar, text))).expect("readable");
        assert!(found.reference);
        assert_eq!(found.metadata.tasks[0].value.to_string(), "N-05");
    }
}
